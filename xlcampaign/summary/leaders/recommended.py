"""符合推荐条件名单: who is fit for recommendation in two groups, who is one star short, who is tied at the quota."""

from collections.abc import Iterator, Sequence
from functools import partial

from xlcampaign.layout.choices import KINDS, SEATS, label_of
from xlcampaign.layout.outcomes import override_words, quota_words, rank_words
from xlcampaign.layout.recommending import decision_words
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, NUMBER, SCORE, column
from xlcampaign.model.choices import FinalRule
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import Proposal, Quota, Recommended, Results, SubjectResult
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import WARNING_ROW, Framed, Page, Row, write_warning
from xlcampaign.summary.lists import (
    AND,
    BETWEEN,
    BRANCH,
    COMPOSITE,
    ORDER,
    OUTDATED,
    RELEVELLED,
    ROW_HEIGHT,
    STARS,
    STATUS,
    beside,
    branch_name,
    called,
    fitting,
    in_order,
    list_part,
    mark,
    name_column,
    outdated_line,
    unchanged,
    unlit_stars,
    who_of,
)
from xlcampaign.summary.parts import Part, write_parts
from xlcampaign.tally.feedback import lowest_of
from xlcampaign.tally.outcomes import ties_of
from xlcampaign.words import T
from xlcampaign.workbook.formulas import Live, quote

_FIRST = WARNING_ROW + 1
_LEVEL = 21
"""How wide the column of levels is: below it stand ways, and no word of theirs may reach out of it."""
GROUPS = (Recommended.TOP, Recommended.OTHER)
_PROPOSED = (
    (Proposal.VETO, T("提请否决，未议决", "veto proposed, not decided")),
    (Proposal.OVERRIDE, T("提请改评，未议决", "other level proposed, not decided")),
)
_FINAL_GROUPS = {
    Recommended.TOP: T("列入终评推荐且{top}", "in the final selection and “{top}”"),
    Recommended.OTHER: T("列入终评推荐未评{top}", "in the final selection, not “{top}”"),
}
BY_TOTAL = T("本阶段不符合推荐条件，按累计列入", "not fit by this stage alone, but by the total")
_DISPUTED = (
    (Proposal.VETO, T("否决有几种说法，未议决", "decisions on a veto differ, not settled")),
    (Proposal.OVERRIDE, T("改评有几种说法，未议决", "decisions on the level differ, not settled")),
)


def group_title(plan: Plan, kind: SubjectKind, group: Recommended) -> T:
    """Return the name of one of the two groups of those who are fit for recommendation."""
    top = plan.levels_of(kind)[0].name
    stars = T("满星", "all stars")
    if plan.recommend_from(kind) < len(plan.stars_of(kind)):
        stars = T("达到推荐星数", "enough stars")
    if group is Recommended.TOP:
        return T(f"{stars.zh}且{top}", f"{stars.en} and “{top}”")
    return T(f"{stars.zh}未评{top}", f"{stars.en}, not “{top}”")


def has_seats(plan: Plan) -> bool:
    """Tell whether the plan limits the places of any kind of subject."""
    return any(plan.places_of(kind) is not None for kind in SubjectKind)


def recommended_table(plan: Plan, kind: SubjectKind, group: Recommended) -> Table:
    """Return a section of 符合推荐条件名单; a column tells about places where the plan limits any."""
    rank = T("支部内名次", "Rank in branch") if kind is SubjectKind.MEMBER else T("名次", "Rank")
    columns = (
        ORDER,
        BRANCH,
        name_column(kind),
        STARS,
        COMPOSITE,
        column("rank", rank, width=12),
        column("level", T("等次", "Level"), width=_LEVEL),
        column("decided", T("自评决定的星", "Stars by self-rating only"), width=22),
        column("note", T("备注", "Note"), width=36),
        *([column("seat", T("推荐名额", "Places"), width=20)] if has_seats(plan) else []),
        STATUS,
    )
    return Table(f"recommended_{kind}_{group}", group_title(plan, kind, group), columns)


def near_table() -> Table:
    """Return 差一星, which stands below the list in columns of the same widths."""
    columns = (
        ORDER,
        BRANCH,
        name_column(SubjectKind.MEMBER),
        STARS,
        COMPOSITE,
        column("gap", T("最小差距", "Smallest gap"), SCORE, 12),
        column("lowest", T("最低方式", "Lowest way"), width=_LEVEL),
        column("nearest", T("最接近的星", "Nearest star"), width=22),
        column("unlit", T("未授的星", "Stars not lit"), width=36),
        STATUS,
    )
    return Table("near", T("差一星", "One star short"), columns)


def ties_table() -> Table:
    """Return 并列, which stands below the list in columns of the same widths."""
    columns = (
        ORDER,
        BRANCH,
        column("tied", T("并列待议人数", "Tied, to decide"), NUMBER, 17),
        column("places", T("名额", "Places"), NUMBER, 8),
        COMPOSITE,
        column("position", T("并列位次", "Position"), NUMBER, 12),
        column("left", T("尚余名额", "Places left"), NUMBER, 12),
        column("quota", T("名额结果", "Quota"), width=22),
        column("names", T("姓名", "Names"), width=36),
        STATUS,
    )
    return Table("ties", T("并列（跨名额线）", "Ties across the quota"), columns)


def _note(context: Context) -> str:
    branch, member = (context.plan.recommend_from(kind) for kind in SubjectKind)
    text = T(
        f"推荐所需：支部 {branch} 星、党员 {member} 星，未被否决。各支部的评议人不同，不同支部的党员不作比较，按支部列出，"
        "支部内按综合得分。“自评决定的星”是只因自评才够分数线的星。名单是制表时的结果，只有“改规则后现况”一列随评星规则变，没改时空着。",
        f"Needed: {branch} stars for a branch, {member} for a member, no veto. Members of different branches have"
        " different raters and are not compared: they stand by branch, by composite within."
        " The list is as it was made; only the column “Now” follows the rules, empty as long as nothing changes.",
    )
    return context.say(text)


def recommended_of(context: Context, kind: SubjectKind, group: Recommended) -> list[SubjectResult]:
    """Return the subjects of a group, in the order of the list."""
    return _of_group(context, context.report.results, kind, group)


def to_recommend(context: Context, kind: SubjectKind, group: Recommended) -> list[SubjectResult]:
    """Return those of a group who are recommended, or will be unless something is decided otherwise.

    They are those of the list, and in the last stage those of the final selection, where the plan has a rule for that.
    """
    return _of_group(context, context.for_recommending, kind, group)


def _of_group(
    context: Context, results: Results, kind: SubjectKind, group: Recommended
) -> list[SubjectResult]:
    return in_order(context, [subject for subject in results.of(kind) if subject.recommended is group])


def title_to_recommend(context: Context, kind: SubjectKind, group: Recommended) -> T:
    """Return what a group of them is called."""
    if context.final is None:
        return group_title(context.plan, kind, group)
    return _FINAL_GROUPS[group].filled(top=context.plan.levels_of(kind)[0].name)


def _kept_from_top(subject: SubjectResult, context: Context) -> T | None:
    """Return what was decided on a subject's level, or how the quota kept it from the highest."""
    if subject.outcome.override is not None:
        return override_words(subject.outcome.override)
    outcome, top = subject.outcome, context.plan.levels_of(subject.kind)[0].name
    if outcome.quota in {Quota.TIED, Quota.FULL}:
        return quota_words(outcome.quota, top, settled=outcome.settled)
    return None


def is_by_total(context: Context, code: str) -> bool:
    """Tell whether somebody is recommended by the stars of all stages alone, and not by those of this one."""
    final = context.final
    is_fit = context.report.results.by_code[code].is_fit
    return final is not None and final.rule is FinalRule.TOTAL and not is_fit


def remarks_of(subject: SubjectResult, context: Context) -> list[T]:
    """Return what is remarked on a recommended subject beside its figures: decisions, the quota, open proposals."""
    kept = _kept_from_top(subject, context)
    ledger, code = context.report.ledger, subject.code
    by_total = [BY_TOTAL] if is_by_total(context, code) else []
    decision = ledger.registers.recommendations.get(code)
    proposed = [words for what, words in _PROPOSED if ledger.is_proposed(code, what)]
    disputed = [words for what, words in _DISPUTED if ledger.is_disputed(code, what)]
    decided = [decision_words(decision)] if decision else []
    return [*by_total, *([kept] if kept else []), *decided, *proposed, *disputed]


def _note_on(subject: SubjectResult, context: Context) -> str:
    """Return 备注: why not the highest level, and what else is remarked."""
    remarks = remarks_of(subject, context)
    if subject.recommended is Recommended.OTHER and _kept_from_top(subject, context) is None:
        composite = (subject.composite or 0) / 100
        by_band = T(
            f"综合得分 {composite:.2f}，等次{subject.level}",
            f"composite {composite:.2f}, level “{subject.level}”",
        )
        remarks = [by_band, *remarks]
    return context.say(BETWEEN).join(context.say(words) for words in remarks)


def same_stars(context: Context, subject: SubjectResult) -> str:
    """Return the formula that tells whether a subject has as many stars as it had."""
    lit = quote(DASH) if subject.lit is None else str(subject.lit)
    return f"{context.outcome_of(subject, 'lit')}={lit}"


def same_fit(context: Context, subject: SubjectResult) -> str:
    """Return the condition that the fitness of a subject is what it was."""
    return f"{context.outcome_of(subject, 'recommended')}{'=' if subject.is_fit else '<>'}1"


def fit_mark(subject: SubjectResult, context: Context) -> Live:
    """Return 现况 of a recommended subject: still fit, and in the same group with the same level.

    Of one who is recommended by the total alone: still as many stars, and still not fit by the last stage.
    """
    holds = same_fit(context, context.report.results.by_code[subject.code])
    if context.final:
        holds = f"AND({holds},{same_stars(context, subject)})"
    level = f"{context.outcome_of(subject, 'level')}={quote(subject.level or DASH)}"
    kept = f'IF({level},"",{quote(context.say(RELEVELLED))})'
    gone = quote(context.say(OUTDATED))
    return Live(f"IF({holds},{kept},{gone})", "")


def _rows(context: Context, subjects: list[SubjectResult]) -> Iterator[Row]:
    for order, subject in enumerate(subjects, 1):
        stars = zip(context.plan.stars_of(subject.kind), subject.stars, strict=True)
        yield {
            "order": order,
            "branch": branch_name(context, subject.code),
            "name": beside(subject, context),
            "lit": shown(subject.lit, 0),
            "composite": shown(subject.composite),
            "rank": context.say(rank_words(subject)) if subject.sharing > 1 else shown(subject.rank, 0),
            "level": subject.level,
            "decided": context.say(AND).join(star.name for star, result in stars if result.self_decided),
            "note": _note_on(subject, context),
            **({"seat": _seat(context, subject)} if has_seats(context.plan) else {}),
            "status": fit_mark(subject, context),
        }


def _seat(context: Context, subject: SubjectResult) -> str:
    """Return whether there is a place; where there is a final selection, places are for those who are in it."""
    limited = context.plan.places_of(subject.kind) is not None
    seat = context.for_recommending.by_code[subject.code].seat
    return context.say(SEATS[seat]) if limited and seat else DASH


def _near_rows(context: Context) -> Iterator[Row]:
    plan = context.plan
    near = {s.code: s.near for s in context.report.results.subjects if s.near}
    listed = [subject for subject in context.report.results.subjects if subject.code in near]
    for order, subject in enumerate(in_order(context, listed), 1):
        titles = {star.key: star.name for star in plan.stars_of(subject.kind)}
        nearest = near[subject.code]
        means = {
            way.name: mean
            for way in plan.ways_of(subject.kind)
            if (mean := nearest.ways[way.key].mean) is not None
        }
        holds = f"{context.outcome_of(subject, 'lit')}={names.recommend(subject.kind)}-1"
        yield {
            "order": order,
            "branch": branch_name(context, subject.code),
            "name": who_of(subject, context),
            "lit": shown(subject.lit, 0),
            "composite": shown(subject.composite),
            "gap": shown(nearest.gap),
            "lowest": context.say(AND).join(lowest_of(means)) or DASH,
            "nearest": titles[nearest.star],
            "unlit": unlit_stars(subject, context),
            "status": mark(context, holds),
        }


def _tie_rows(context: Context) -> Iterator[Row]:
    top = context.plan.levels_of(SubjectKind.MEMBER)[0].name
    words, where = context.say(quota_words(Quota.TIED, top)), ties_table().by_key["names"]
    for order, (tied, left) in enumerate(ties_of(context.report.results), 1):
        outcome = tied[0].outcome
        yield {
            "order": order,
            "branch": branch_name(context, tied[0].code),
            "tied": len(tied),
            "places": outcome.places,
            "composite": shown(tied[0].composite),
            "position": outcome.position,
            "left": left,
            "quota": words,
            "names": fitting(context, where, partial(_names, context, tied), len(tied)),
            "status": mark(context, _still_tied(context, tied, words)),
        }


def _names(context: Context, subjects: Sequence[SubjectResult], some: int) -> str:
    return context.say(AND).join(called(context, one.code) for one in subjects[:some])


def _still_tied(context: Context, tied: Sequence[SubjectResult], words: str) -> str:
    """Return the condition that all who are tied still are, whatever their number: one sum, of a 1 or 0 a row."""
    rows = {context.outcome_rows[one.code] for one in tied}
    top, bottom = min(rows), max(rows)
    whose = ";".join(str(int(row in rows)) for row in range(top, bottom + 1))
    letter = context.outcomes.letter_of("quota")
    cells = f"{context.ref('outcomes')}${letter}${top}:${letter}${bottom}"
    return f"SUMPRODUCT(({cells}={quote(words)})*{{{whose}}})={len(tied)}"


def _groups(context: Context) -> Iterator[Part]:
    """Yield the four sections of those who are fit."""
    for kind in SubjectKind:
        for group in GROUPS:
            table = recommended_table(context.plan, kind, group)
            who = label_of(KINDS, kind)
            heading = T(f"{who.zh}　{table.title.zh}", f"{who.en.capitalize()}: {table.title.en}")
            rows = list(_rows(context, recommended_of(context, kind, group)))
            yield list_part(table, heading, rows, context.nobody(kind))


def warning_cell(context: Context) -> str:
    """Return the cell of the line that says whether 符合推荐条件名单 is outdated."""
    return f"{context.ref('recommended')}$A${WARNING_ROW}"


def fit_numbers(context: Context) -> tuple[int, int]:
    """Return how many branches and how many members are fit for recommendation."""
    branches, members = (context.briefing.figures[kind].fit for kind in SubjectKind)
    return branches, members


def _write_recommended(framed: Framed) -> None:
    sheet, context = framed.sheet, framed.context
    sheet.default_height(ROW_HEIGHT)
    groups, near, ties = list(_groups(context)), near_table(), ties_table()
    below = (
        list_part(near, near.title, list(_near_rows(context)), context.nobody(*SubjectKind)),
        list_part(ties, ties.title, list(_tie_rows(context)), context.nobody(SubjectKind.MEMBER)),
    )
    ends = write_parts(framed, [*groups, *below], ROW_HEIGHT)
    table = groups[-1].table
    letter = table.letter_of("status")
    marks = f"${letter}${_FIRST}:${letter}${ends[table.key]}"
    holds = unchanged(context, "recommended", fit_numbers(context), marks)
    write_warning(sheet, len(framed.page.columns), outdated_line(context, "recommended", holds))


def recommended_page(context: Context) -> Page:
    """Return 符合推荐条件名单."""
    columns = recommended_table(context.plan, SubjectKind.MEMBER, Recommended.TOP).columns
    return Page(
        note=_note(context),
        note_height=30,
        columns=columns,
        rest=_write_recommended,
        frozen=(_FIRST, 1),
        repeated=WARNING_ROW,
    )


def recommended_tables(plan: Plan) -> list[Table]:
    """Return the sections of 符合推荐条件名单."""
    groups = [recommended_table(plan, kind, group) for kind in SubjectKind for group in GROUPS]
    return [*groups, near_table(), ties_table()]
