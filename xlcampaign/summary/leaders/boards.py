"""The two star boards: who has which star, live over 评分明细; made to be printed and hung up."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice

from xlcampaign.address import letter, number_of
from xlcampaign.layout.choices import CATEGORIES, PARTICIPATIONS, label_of
from xlcampaign.layout.history import source_of
from xlcampaign.layout.outcomes import (
    NOT_GRADED,
    TIED,
    UNRATED,
    quota_words,
    rank_words,
    situation_of,
    unsent_words,
)
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Proposal, Quota, SubjectResult
from xlcampaign.model.roster import Category
from xlcampaign.summary import names
from xlcampaign.summary.context import Context, Group
from xlcampaign.summary.figures import shown, star_of
from xlcampaign.summary.frame import Framed, Page, Row, cells_of
from xlcampaign.summary.leaders.board_looks import GROUP, look_at, write_head
from xlcampaign.summary.leaders.board_page import page_of
from xlcampaign.summary.pages import continued
from xlcampaign.words import T, bracketed, same
from xlcampaign.workbook.book import A3, Cell, Worksheet
from xlcampaign.workbook.formulas import Live, after, joined, quote, text, whether
from xlcampaign.workbook.looks import GREY, MUTED, RED, Look

_FULL = T("满星", "all stars")
_RECTIFY = T("整改", "to rectify")
_COLON, _LACKS = T("：", ": "), T("：缺", ": no ")
_NOTHING = T("暂未评星：没有评议结果", "unrated: no results")
_AND = T("、", ", ")
_MARKS = (
    (
        Proposal.VETO,
        T("提请否决", "veto proposed"),
        T("否决有几种说法", "decisions on a veto differ"),
        T("否决：没有同意", "veto refused"),
    ),
    (
        Proposal.OVERRIDE,
        T("提请改评", "other level proposed"),
        T("改评有几种说法", "decisions on the level differ"),
        T("改评：没有同意", "other level refused"),
    ),
)
_BETWEEN = T("；", "; ")


def _columns(context: Context, kind: SubjectKind) -> dict[str, str]:
    board = context.boards[kind]
    return {column.key: letter(number) for number, column in enumerate(board.columns, 1)}


def composite_formula(scores: str, stars: int) -> str:
    """Return the formula of a composite over the cells of a subject's star scores."""
    mean = f"INT((20*ROUND(100*SUM({scores}),0)+{stars})/{2 * stars})/100"
    return f'IF(COUNT({scores})={stars},{mean},"{DASH}")'


def fixed_remarks(subject: SubjectResult, context: Context) -> list[str]:
    """Return what is remarked on a subject whatever the rules say: decisions, proposals, standing."""
    outcome = subject.outcome
    remarks = []
    if outcome.veto:
        situation = situation_of(subject, context.plan)
        remarks.append(context.say(T(f"否决：{situation}", f"veto: {situation}")))
    if outcome.override:
        remarks.append(
            context.say(T(f"改评（{outcome.override.document}）", f"override ({outcome.override.document})"))
        )
    return [*remarks, *standing_remarks(subject, context)]


def standing_remarks(subject: SubjectResult, context: Context) -> list[str]:
    """Return what is remarked on a subject beside decisions: proposals, what was refused, that it gets no level."""
    remarks = []
    ledger = context.report.ledger
    for what, proposed, disputed, refused in _MARKS:
        if ledger.is_proposed(subject.code, what):
            remarks.append(context.say(proposed))
        elif ledger.is_disputed(subject.code, what):
            remarks.append(context.say(disputed))
        elif ledger.refusal_of(subject.code, what):
            remarks.append(context.say(refused))
    member = context.plan.member_of.get(subject.code)
    if subject.kind is SubjectKind.MEMBER and member and member.category is Category.PROBATIONARY:
        remarks.append(context.say(label_of(CATEGORIES, Category.PROBATIONARY)))
    elif subject.kind is SubjectKind.MEMBER and member and not member.graded:
        # who is unrated is not told to have been rated
        told = label_of(PARTICIPATIONS, member.participation) if subject.is_rated else NOT_GRADED
        remarks.append(context.say(told))
    return remarks


def _why_unrated(subject: SubjectResult, context: Context) -> Live:
    """Return why a subject is unrated: its branch's 评议表 did not come, or the ways by their names on 评星规则."""
    kind, say = subject.kind, context.say
    if unsent := context.unsent.get(subject.branch):
        return text(say(_BETWEEN) + say(UNRATED) + say(_COLON) + say(unsent_words(unsent)))
    lacking = {way for star in subject.stars for way in star.missing}
    all_ways = context.plan.ways_of(kind)
    weighted = [way for way in all_ways if way.weight]
    ways = [way for way in weighted if way.key in lacking]
    if ways == weighted:
        return text(say(_BETWEEN) + say(_NOTHING))
    lead = say(_BETWEEN) + say(UNRATED)
    if not ways:
        return text(lead)
    places = (names.place(all_ways, way.key) for way in ways)
    cells = f'&"{say(_AND)}"&'.join(f"INDEX({names.ways(kind)},{place})" for place in places)
    lead += say(_LACKS)
    return Live(f"{quote(lead)}&{cells}", lead + say(_AND).join(way.name for way in ways))


def _remark(subject: SubjectResult, context: Context, composite: str, lit: str) -> Live:
    """Return 备注, live: all stars, to rectify, or why unrated; the quota; then what is fixed."""
    kind, say, stars = subject.kind, context.say, len(subject.stars)
    full, rectify = (text(say(_BETWEEN) + say(words)) for words in (_FULL, _RECTIFY))
    all_lit = Live(f"{lit}={stars}", subject.lit == stars)
    low = Live(f"{lit}<{names.rectify(kind)}", (subject.lit or 0) < context.plan.rectify_below(kind))
    failed = subject.outcome.failed
    counted = whether(all_lit, full, text("") if failed else whether(low, rectify, text("")))
    rated = Live(f"ISNUMBER({composite})", subject.composite is not None)
    parts = [whether(rated, counted, _why_unrated(subject, context))]
    if kind is SubjectKind.MEMBER and subject.graded:
        parts.append(_quota_remark(subject, context))
    fixed = [*([say(_RECTIFY)] if failed else []), *fixed_remarks(subject, context)]
    if fixed:
        parts.append(text("".join(say(_BETWEEN) + words for words in fixed)))
    return after(joined(parts), len(say(_BETWEEN)))


def _quota_remark(subject: SubjectResult, context: Context) -> Live:
    """Return the quota's result where it kept a subject from the highest level."""
    top = context.plan.levels_of(subject.kind)[0].name
    outcome = subject.outcome
    said = context.say(quota_words(outcome.quota, top, settled=outcome.settled))
    cell = context.outcome_of(subject, "quota")
    kept = ",".join(
        f"{cell}={quote(context.say(words))}"
        for words in (
            quota_words(Quota.TIED, top, settled=outcome.settled or outcome.is_decided),
            quota_words(Quota.FULL, top),
        )
    )
    beyond = Live(f"OR({kept})", outcome.quota in {Quota.TIED, Quota.FULL})
    between = context.say(_BETWEEN)
    return whether(beyond, Live(f"{quote(between)}&{cell}", between + said), text(""))


def _near(subject: SubjectResult, context: Context, lit: str, titles: str) -> Cell:
    """Return 差一星: the star nearest to its threshold where one more would make the subject fit for recommendation.

    Args:
        subject: the subject.
        context: the report's context.
        lit: the cell with the number of its stars.
        titles: the cells with the names of the stars.
    """
    if not subject.graded or subject.outcome.failed:
        return ""
    names_of = {star.key: star.name for star in context.plan.stars_of(subject.kind)}
    gaps = context.scores_of(subject, "gap")
    smallest = f'SMALL({gaps},COUNTIF({gaps},"<=0")+1)'
    nearest = f"INDEX({titles},MATCH({smallest},{gaps},0))"
    short = f"{lit}={names.recommend(subject.kind)}-1"
    return Live(f'IF({short},{nearest},"")', names_of[subject.near.star] if subject.near else "")


def _name(context: Context, subject: SubjectResult, group: Group) -> str:
    """Return a name, with the code where two of a group share it."""
    alike = sum(other.name == subject.name for other in group.subjects)
    return context.say(bracketed(subject.name, subject.code)) if alike > 1 else subject.name


def _level(subject: SubjectResult, context: Context) -> Cell:
    if not subject.graded:
        return context.say(NOT_GRADED)
    return Live(context.outcome_of(subject, "level"), subject.level or DASH)


def _rank(
    subject: SubjectResult, context: Context, group: Group, composite: str, at: Mapping[str, str]
) -> Cell:
    """Return the rank among those of the group who are graded, saying so where it is shared."""
    if not subject.graded:
        return DASH
    first, last = group.first_row, group.last_row
    peers, levels = (f"{at[key]}${first}:{at[key]}${last}" for key in ("composite", "level"))
    graded = f"{levels},{quote('<>' + context.say(NOT_GRADED))}"
    rank = f'1+COUNTIFS({peers},">"&{composite},{graded})'
    words = [quote(part) for part in context.say(TIED).split("{rank}")]
    said = f"&({rank})&".join(words).removeprefix('""&').removesuffix('&""')
    tied = f"IF(COUNTIFS({peers},{composite},{graded})>1,{said},{rank})"
    value = context.say(rank_words(subject)) if subject.sharing > 1 else shown(subject.rank, 0)
    return Live(f'IF(ISNUMBER({composite}),{tied},"{DASH}")', value)


def _change(subject: SubjectResult, context: Context, key: str, cell: str, decimals: int) -> Cell:
    """Return by how much a figure differs from the previous stage's, which stands on 等次评定."""
    before = context.previous.get(subject.code)
    past = {"lit": before.stars, "composite": before.composite} if before else {}
    old, new = past.get(key), getattr(subject, key)
    difference = None if old is None or new is None else new - old
    previous = context.outcome_of(subject, f"previous_{key}")
    both = f"AND(ISNUMBER({cell}),ISNUMBER({previous}))"
    return Live(f'IF({both},ROUND({cell}-{previous},{decimals}),"{DASH}")', shown(difference, decimals))


def _rows(context: Context, group: Group, kind: SubjectKind) -> Iterator[Row]:
    for subject, cells in zip(group.subjects, _beside_stars(context, group, kind), strict=True):
        stars = {
            f"star.{star.star}": Live(context.score_of(subject, number, "lit"), star_of(star.lit))
            for number, star in enumerate(subject.stars)
        }
        yield {**cells, **stars}


def _beside_stars(context: Context, group: Group, kind: SubjectKind) -> Iterator[Row]:
    """Yield the cells of rows but for the stars', whose columns are as wide whatever stands in them."""
    at = _columns(context, kind)
    stars = context.plan.stars_of(kind)
    header = context.boards[kind].header_row
    first, last = at[f"star.{stars[0].key}"], at[f"star.{stars[-1].key}"]
    for order, (row, subject) in enumerate(zip(group.rows, group.subjects, strict=True), 1):
        glyphs = f"{first}{row}:{last}{row}"
        lit, composite = f"{at['lit']}{row}", f"{at['composite']}{row}"
        titles = f"{first}${header}:{last}${header}"
        changes = (("lit", lit, 0), ("composite", composite, 2)) if context.is_compared else ()
        count = Live(f'IF(ISNUMBER({composite}),COUNTIF({glyphs},"{LIT}"),"{DASH}")', shown(subject.lit, 0))
        scores = composite_formula(context.scores_of(subject, "score"), len(stars))
        yield {
            "order": order,
            "name": _name(context, subject, group),
            "lit": count,
            "composite": Live(scores, shown(subject.composite)),
            "rank": _rank(subject, context, group, composite, at),
            "level": _level(subject, context),
            **{f"{change[0]}_change": _change(subject, context, *change) for change in changes},
            "near": _near(subject, context, lit, titles),
            "note": _remark(subject, context, composite, lit),
        }


def _conditions(sheet: Worksheet, context: Context, kind: SubjectKind, last: int) -> None:
    """Grey what is not given, redden who is on top; over the whole board at once."""
    at, top = _columns(context, kind), context.boards[kind].first_row
    stars, levels = context.plan.stars_of(kind), context.plan.levels_of(kind)

    def column(key: str) -> tuple[int, int, int, int]:
        return top, number_of(at[key]), last, number_of(at[key])

    first = at[f"star.{stars[0].key}"]
    glyphs = (top, number_of(first), last, number_of(at[f"star.{stars[-1].key}"]))
    sheet.condition(glyphs, f'={first}{top}="{UNLIT}"', Look(color=GREY))
    sheet.condition(glyphs, f'={first}{top}="{DASH}"', Look(color=MUTED))
    sheet.condition(column("lit"), f"=${at['lit']}{top}={len(stars)}", Look(color=RED, bold=True))
    best = f"=${at['level']}{top}=INDEX({names.levels(kind)},{len(levels)})"
    sheet.condition(column("level"), best, Look(color=RED, bold=True))


def _note(context: Context, kind: SubjectKind) -> str:
    """Return the line below the title: what the signs mean, and by whose rules the previous stage is counted."""
    plan, report = context.plan, context.report
    campaign, count = plan.campaign, len(plan.stars_of(kind))
    line = f"{campaign.threshold / 100:.2f}"
    parts = [
        T(campaign.organisation, campaign.organisation),
        T(
            f"{LIT} 授星（得分 ≥ {line}）　{UNLIT} 未授星　{DASH} 暂未评星",
            f"{LIT} lit (score ≥ {line}) {UNLIT} not lit {DASH} unrated",
        ),
    ]
    if campaign.stars_called:
        parts.append(
            T(
                f"方案称“{campaign.stars_called}”，原文列 {count} 颗",
                f"the document says “{campaign.stars_called}”, it lists {count}",
            )
        )
    if report.before:
        source = source_of(report.before)
        parts.append(
            T(
                f"较上阶段：{report.before.name}{source.zh}（在本簿改规则，它不变）",
                f"change against {report.before.name}, {source.en} (not by rules changed in this file)",
            )
        )
    parts += [
        T(
            "名次、等次按综合得分（来历见“等次评定”），星按各星自己的分数线，二者不必一致",
            "rank and level follow the composite (see “Levels step by step”), each star its own line: few stars may go"
            " with a high rank",
        ),
        T(f"制表日期 {report.as_of}", f"as of {report.as_of}"),
    ]
    return context.say(T("　·　".join(part.zh for part in parts), " · ".join(part.en for part in parts)))


def _write_board(kind: SubjectKind, framed: Framed) -> None:
    sheet, context = framed.sheet, framed.context
    board, groups, note = context.boards[kind], context.groups[kind], _note(context, kind)
    looks = [look_at(column.key) for column in board.columns]
    headings = [part[0] - 1 for group in groups if group.branch is not None for part in group.parts]
    # most of each row is made twice, once to be measured: kept, rows would be most of what memory holds
    measured = (row for g in groups for row in zip(g.rows, _beside_stars(context, g, kind), strict=True))
    page = page_of(context, kind, board, note, measured, headings)
    page.set_on(sheet)
    for group in groups:
        cells = cells_of(board.columns, _rows(context, group, kind))
        for number, part in enumerate(group.parts):
            if group.branch is not None:
                name = same(group.branch.name)
                name = continued(name) if number else name
                people = T(f"{name.zh}　　{len(group.subjects)} 人", f"{name.en} · {len(group.subjects)}")
                sheet.merged(part[0] - 1, 1, len(board.columns), context.say(people), GROUP)
            sheet.stream(part.start, islice(cells, len(part)), looks, lambda row, _: page.rows[row])
    write_head(sheet, context, board, note, page.characters)
    if kind is SubjectKind.MEMBER:
        sheet.break_after(page.breaks((part[0] - 1, part[-1]) for group in groups for part in group.parts))
    last = groups[-1].last_row if groups else board.first_row
    _conditions(sheet, context, kind, last)
    sheet.print_to(last, len(board.columns))


def board_page(kind: SubjectKind, context: Context) -> Page:
    """Return a star board."""
    board = context.boards[kind]
    return Page(
        rest=partial(_write_board, kind),
        frozen=(board.first_row, 3),
        paper=A3,
        repeated=board.header_row,
    )
