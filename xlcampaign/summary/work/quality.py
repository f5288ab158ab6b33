"""评议质量: how branches were rated. What follows from points is live; what they do not touch is a value."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, MEAN, NUMBER, PERCENT, SCORE, column, main_table
from xlcampaign.model.ballots import FEWEST
from xlcampaign.model.history import Past
from xlcampaign.model.plan import SubjectKind, Way, WayKey
from xlcampaign.model.quality import APART, WIDE, BranchQuality, Distance, Raters, SelfRating
from xlcampaign.model.results import SubjectResult
from xlcampaign.model.rounding import half_up
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import WARNING, WARNING_ROW, Framed, Highlight, Page, Row, write_warning
from xlcampaign.summary.lists import AND, STATUS, branch_name, mark, who_of
from xlcampaign.summary.parts import Part, Place, write_parts
from xlcampaign.summary.register_cells import results_by_code, star_name
from xlcampaign.summary.work.quality_shifts import about_shifts, changed_ways_table, shift_rows
from xlcampaign.summary.work.rules import used_scales
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live, quote

LISTED = 30
"""How many of the largest differences between teachers and organisation are listed."""
_WIDE, _APART = f"{WIDE / 100:g}", f"{APART / 100:g}"

_NOTE = T(
    "各支部评议的参与面、一致程度和差异，供了解情况，不是对支部或个人的评价，也不影响评星。本表不反映任何一个人怎么评。",
    "How many rated, how far they agree, where ratings differ: for information, no judgement, without any effect on stars."
    " Nothing here tells how any single person rated.",
)
_OUTDATED = T(
    f"已过期：评星规则的等级分值或去高低已改动；“差{WIDE / 100:g}分以上人数”、一致率、各种票的比例、最后一表列哪些，"
    "仍按制表时的规则。",
    "Outdated: points of grades or trimming were changed; members apart, agreement, shares of ballots and which rows are"
    " listed last are still as they were made.",
)
_SPREAD = T("离散程度和评价差异（按支部）", "Spread and differences (by branch)")
_ABOUT_SPREAD = T(
    "极差＝最高－最低；标准差按本支部已评党员的综合得分（0–100）计算（总体标准差），越小越集中。"
    "自评差＝自评均分－其他三种方式均分的平均（三种同等看待，不按权重），只看四种方式都有均分的人和星，正数是自评较高；"
    f"够不够 {_WIDE} 分按没有进位的均分比；"
    f"“差{WIDE / 100:g}分以上人数”逐人计算，高低都算。"
    f"“教师组织可比项”“差{APART / 100:g}分以上项数”看同一人（含支部自身）同一星的教师评均分与组织评均分。"
    f"最后一列：自评差 {WIDE / 100:g} 分以上，或教师与组织相差大的占可比项一成以上。",
    "Range: highest − lowest; the standard deviation is that of the composites (0–100) of the branch's rated members as a whole"
    " population: the smaller, the closer together. Self-rating higher by: its mean less the mean of the other three ways,"
    " each counting the same, over members and stars with all four ways; members apart are counted one by one, higher or lower."
    f" Whether it is {_WIDE} is judged before anything is rounded."
    " Teachers and organisation are compared star by star, for members and the branch itself. Named in the last column:"
    f" self-ratings {WIDE / 100:g} or more apart, teachers and organisation where a tenth of the stars are far apart.",
)
_ABOUT_RATERS = T(
    "一致率：同一人同一星，任取两张计入的票，评得一样的机会；各人各星算出后取平均（Fleiss 1971 的观测一致率；少于两票的不算）。"
    "100% 是大家评得都一样；只有“同意、不同意”两档时，意见对半也接近 50%。一致率高只说明看法接近，不说明评得准。"
    f"后几列只有逐票录入的才有，不足 {FEWEST} 张不算：相同票＝内容完全相同的最大一组所占比例（互评空着的本人那一行不计较）；"
    "整张一样＝一张票从头到尾一个等次；整张最高＝从头到尾都是最高等次（空着的格不计）。",
    "Agreement: the chance that two counted votes, taken at random on the same star of the same subject, are the same; the mean"
    " over subjects and stars (the observed agreement of Fleiss 1971; fewer than two votes are left out). 100: all alike;"
    " with two grades even an evenly split vote comes near 50. High agreement means like views, not right ones."
    f" Ballots: only where they were entered, {FEWEST} or more. Identical: the largest group of identical ballots (own rows left"
    " blank do not matter); uniform: one grade throughout; all full: the best grade throughout.",
)
_ABOUT_DIFFERENCES = T(
    f"教师评均分与组织评均分相差 {APART / 100:g} 分以上的，差异较大，可了解情况；不表示哪一方评得不对。相差大的在前，"
    f"最多列 {LISTED} 项。",
    f"Teachers' and organisation's means are {APART / 100:g} points or more apart, the largest first, {LISTED} at the most."
    " Worth asking about; neither side need be wrong.",
)
_MANY = 10
"""Where one in so many stars is far apart, teachers and organisation are named."""
_FEW = T("人数少", "few raters")
_MEMBERS_OWN = T("党员自评", "members' own")
_UNIT_OWN = T("支部自评", "branch's own")
_SIDES = T("教师与组织", "teachers")
_ROW = 15
_WRAP = ("branch", "way", "name", "star", "note")


@cache
def quality_table() -> Table:
    """Return spread, self-ratings and differences: a row per branch."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("rated", T("已评党员", "Members rated"), NUMBER, 14),
        column("highest", T("综合得分最高", "Highest composite"), SCORE, 16),
        column("lowest", T("综合得分最低", "Lowest composite"), SCORE, 13),
        column("range", T("极差", "Range"), SCORE, 13),
        column("deviation", T("标准差", "Standard deviation"), SCORE, 13),
        column("stars", T("四种方式齐全", "Stars with all ways"), NUMBER, 14),
        column("own", T("党员自评均分", "Members' self-rating"), SCORE, 13),
        column("others", T("其他方式均分", "Other three ways"), SCORE, 13),
        column("gap", T("党员自评差", "Members: self higher by"), SCORE, 13),
        column("wide", T(f"差{_WIDE}分以上人数", f"Members {_WIDE} or more apart"), NUMBER, 14),
        column("unit_gap", T("支部自评差", "Branch: self higher by"), SCORE, 12),
        column("compared", T("教师组织可比项", "Rated by teachers and organisation"), NUMBER, 16),
        column("apart", T(f"差{_APART}分以上项数", f"{_APART} or more apart"), NUMBER, 14),
        column("note", T("差异较大、可了解情况的", "Differs much, worth asking about"), width=34),
    )
    return main_table("quality", columns)


@cache
def raters_table() -> Table:
    """Return raters, their agreement and their ballots: a row per branch and way with many raters."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("way", T("评议方式", "Way"), width=14),
        column("valid", T("有效票", "Valid ballots"), NUMBER, 16),
        column("least", T("计入票最少", "Fewest counted"), NUMBER, 13),
        column("most", T("计入票最多", "Most counted"), NUMBER, 13),
        column("agreement", T("一致率%", "Agreement (%)"), PERCENT, 13),
        column("ballots", T("逐票录入的票", "Ballots entered"), NUMBER, 14),
        column("identical", T("相同票%", "Identical (%)"), PERCENT, 13),
        column("uniform", T("整张一样%", "Uniform (%)"), PERCENT, 13),
        column("full", T("整张最高%", "All full (%)"), PERCENT, 13),
        column("note", T("备注", "Note"), width=14),
    )
    return Table("raters", T("评议人数与一致程度", "Raters and their agreement"), columns)


@cache
def differences_table() -> Table:
    """Return the stars on which teachers and organisation differ most."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("name", T("名称", "Name"), width=14),
        column("star", T("星级", "Star"), width=16),
        column("teacher", T("教师评均分", "By teachers"), MEAN, 13),
        column("organisation", T("组织评均分", "By organisation"), MEAN, 13),
        column("difference", T("教师－组织", "Difference"), MEAN, 13),
        column("status", STATUS.title, width=14),
    )
    return Table("differences", T("教师评与组织评相差较大的", "Teachers and organisation far apart"), columns)


def _rules_hold(context: Context) -> str:
    """Return the condition that points, what counts, and trimming are still the plan's."""
    parts = [f"{names.TRIM}={int(context.plan.campaign.trim)}"]
    for number, scale in enumerate(used_scales(context.plan), 1):
        grades = (*scale.counted, *scale.uncounted)
        points = ",".join(f"{(grade.points or 0) / 100:.15g}" for grade in grades)
        flags = ",".join(str(int(grade.points is not None)) for grade in grades)
        for name, given in ((names.points(number), points), (names.flags(number), flags)):
            parts.append(f"SUMPRODUCT(ABS({name}-{{{given}}}))=0")
    return f"AND({','.join(parts)})"


def _area(context: Context, subjects: Sequence[SubjectResult], column: str) -> str:
    """Return the cells of a column of 评分明细 for all stars of subjects that stand together."""
    at, letter = context.score_rows, context.scores.letter_of(column)
    last = at[subjects[-1].code] + len(subjects[-1].stars) - 1
    return f"{context.ref('scores')}${letter}${at[subjects[0].code]}:${letter}${last}"


def _means(context: Context, subjects: Sequence[SubjectResult]) -> list[str]:
    return [_area(context, subjects, f"mean.{way}") for way in WayKey]


def _complete(means: Sequence[str]) -> str:
    """Return what is 1 where all four ways have a mean, else 0."""
    return "*".join(f"ISNUMBER({area})" for area in means)


def _total(areas: Sequence[str], means: Sequence[str]) -> str:
    """Return the formula of the sum over some ways where all four have a mean."""
    return "+".join(f"SUMPRODUCT({_complete(means)},{area})" for area in areas)


def _is_wide(means: Sequence[str], n: str) -> str:
    """Return the condition that self-ratings differ much from the other ways, by the marks and not as they are shown."""
    ways = len(means) - 1
    apart = f"{ways}*{_total(means[:1], means)}-({_total(means[1:], means)})"
    return f"AND({n}>0,ABS(ROUND(10000*({apart}),0))>={100 * WIDE * ways}*{n})"


def _mean(areas: Sequence[str], means: Sequence[str], n: str) -> str:
    """Return the formula of the mean over some ways, half-up to hundredths; only where there is anything."""
    total = _total(areas, means)
    of = 100 * len(areas)
    return f"INT((2*ROUND(10000*({total}),0)+{of}*{n})/({2 * of}*{n}))/100"


def _own_and_others(means: Sequence[str], n: str) -> tuple[str, str]:
    return _mean(means[:1], means, n), _mean(means[1:], means, n)


def _if(condition: str, formula: str) -> str:
    return f'IF({condition},{formula},"{DASH}")'


def _unit_gap(context: Context, unit: SubjectResult, own: SelfRating) -> Live:
    means = _means(context, [unit])
    n = f"SUMPRODUCT({_complete(means)})"
    mine, others = _own_and_others(means, n)
    return Live(_if(f"{n}>0", f"ROUND({mine}-{others},2)"), shown(own.gap))


def _pairs(context: Context, groups: Sequence[Sequence[SubjectResult]], far: int) -> str:
    """Return the formula that counts stars which teachers and organisation rated at least so far apart.

    Where a mean is lacking, or where they are closer, 1 is divided by an error or by nothing, which is no number.
    """
    parts = []
    for subjects in groups:
        teacher, organisation = (
            _area(context, subjects, f"mean.{way}") for way in (WayKey.TEACHER, WayKey.ORGANISATION)
        )
        distance = f"ROUND(10000*ABS({teacher}-{organisation}),0)"
        parts.append(f"SUMPRODUCT(--ISNUMBER(1/({distance}>={far})))")
    return "+".join(parts)


def _spread_cells(context: Context, one: BranchQuality, people: Sequence[SubjectResult]) -> Row:
    """Return the cells from the rated members to the standard deviation."""
    if not people:
        return {"rated": 0, "highest": DASH, "lowest": DASH, "range": DASH, "deviation": DASH}
    column, rows = context.outcomes.letter_of("composite"), context.outcome_rows
    area = f"{context.ref('outcomes')}${column}${rows[people[0].code]}:${column}${rows[people[-1].code]}"
    n = f"COUNT({area})"
    squared = f"ROUND(10000*({n}*SUMPRODUCT({area},{area})-SUM({area})*SUM({area})),0)"
    extent = None if one.highest is None or one.lowest is None else one.highest - one.lowest
    figures = {
        "highest": (f"MAX({area})", one.highest),
        "lowest": (f"MIN({area})", one.lowest),
        "range": (f"ROUND(MAX({area})-MIN({area}),2)", extent),
        "deviation": (f"INT((SQRT(4*{squared})+{n})/(2*{n}))/100", one.deviation),
    }
    live = {key: Live(_if(f"{n}>0", formula), shown(value)) for key, (formula, value) in figures.items()}
    return {"rated": Live(n, one.rated), **live}


def _self_cells(context: Context, one: BranchQuality, people: Sequence[SubjectResult], row: int) -> Row:
    """Return the cells from the stars with all ways to the members who differ much."""
    if not people:
        return {"stars": 0, "own": DASH, "others": DASH, "gap": DASH, "wide": 0}
    n, own, others = (f"${quality_table().letter_of(key)}{row}" for key in ("stars", "own", "others"))
    means, rating = _means(context, people), one.members
    mine, theirs = _own_and_others(means, n)
    return {
        "stars": Live(f"SUMPRODUCT({_complete(means)})", rating.stars),
        "own": Live(_if(f"{n}>0", mine), shown(rating.own)),
        "others": Live(_if(f"{n}>0", theirs), shown(rating.others)),
        "gap": Live(_if(f"{n}>0", f"ROUND({own}-{others},2)"), shown(rating.gap)),
        "wide": one.wide,
    }


def _remark(
    context: Context, one: BranchQuality, unit: SubjectResult, people: Sequence[SubjectResult], row: int
) -> Live:
    """Return what differs much, in words; nothing where nothing does."""
    comma, table = context.say(AND), quality_table()
    formulas, said = [], []
    for subjects, words, rating in ((people, _MEMBERS_OWN, one.members), ([unit], _UNIT_OWN, one.own)):
        if subjects:
            means, text = _means(context, subjects), comma + context.say(words)
            condition = _is_wide(means, f"SUMPRODUCT({_complete(means)})")
            formulas.append(f'IF({condition},{quote(text)},"")')
            said.append(text if rating.is_wide else "")
    apart, compared = (f"${table.letter_of(key)}{row}" for key in ("apart", "compared"))
    text = comma + context.say(_SIDES)
    formulas.append(f'IF(AND({apart}>0,{_MANY}*{apart}>={compared}),{quote(text)},"")')
    said.append(text if one.apart and _MANY * one.apart >= one.compared else "")
    skipped = len(comma)
    return Live(f"MID({'&'.join(formulas)},{skipped + 1},99)", "".join(said)[skipped:])


def _branch_rows(context: Context, place: Place) -> Iterator[Row]:
    units = results_by_code(context)
    for number, one in enumerate(context.quality.branches):
        row = place(number)
        unit, people = units[one.branch], context.members_of.get(one.branch, ())
        groups = [group for group in ([unit], people) if group]
        yield {
            "branch": branch_name(context, one.branch),
            **_spread_cells(context, one, people),
            **_self_cells(context, one, people, row),
            "unit_gap": _unit_gap(context, unit, one.own),
            "compared": Live(_pairs(context, groups, 0), one.compared),
            "apart": Live(_pairs(context, groups, 100 * APART), one.apart),
            "note": _remark(context, one, unit, people, row),
        }


def _ballot_cells(raters: Raters) -> Row:
    """Return how many ballots there are and the shares of those that are alike; none of too few."""
    likeness = raters.likeness
    cells: dict[str, Cell] = dict.fromkeys(("ballots", "identical", "uniform", "full"), DASH)
    if likeness is None:
        return cells
    if likeness.total < FEWEST:
        return cells | {"ballots": likeness.total}
    parts = {
        "identical": likeness.identical,
        "uniform": sum(likeness.uniform.values()),
        "full": raters.full,
    }
    shares = {key: shown(half_up(1000 * part, likeness.total), 1) for key, part in parts.items()}
    return {"ballots": likeness.total, **shares}


def _rater_row(context: Context, raters: Raters, way: Way, units: Mapping[str, SubjectResult]) -> Row:
    members = context.members_of.get(raters.branch, ())
    subjects = members if raters.kind is SubjectKind.MEMBER else (units[raters.branch],)
    least: Cell = 0
    most: Cell = 0
    few: Cell = ""
    if subjects:
        area = _area(context, subjects, f"n.{raters.way}")
        limit = context.plan.campaign.few_raters
        is_few = any(0 < star.ways[raters.way].n < limit for subject in subjects for star in subject.stars)
        least, most = Live(f"MIN({area})", raters.least), Live(f"MAX({area})", raters.most)
        condition = f'COUNTIFS({area},">0",{area},"<"&{names.FEW})>0'
        few = Live(f'IF({condition},{quote(context.say(_FEW))},"")', context.say(_FEW) if is_few else "")
    return {
        "branch": branch_name(context, raters.branch),
        "way": way.name,
        "valid": shown(raters.valid, 0),
        "least": least,
        "most": most,
        "agreement": shown(raters.agreement, 1),
        **_ballot_cells(raters),
        "note": few,
    }


def _rater_rows(context: Context) -> Iterator[Row]:
    ways = {(way.kind, way.key): way for way in context.plan.ways}
    units = results_by_code(context)
    for raters in context.quality.raters:
        yield _rater_row(context, raters, ways[raters.kind, raters.way], units)


def _difference_row(context: Context, distance: Distance, subject: SubjectResult, row: int) -> Row:
    star = [one.star for one in subject.stars].index(distance.star)
    table = differences_table()
    teacher, organisation, difference = (
        f"${table.letter_of(key)}{row}" for key in ("teacher", "organisation", "difference")
    )
    both = f"AND(ISNUMBER({teacher}),ISNUMBER({organisation}))"
    far = f"IF(ISNUMBER({difference}),ABS({difference})>={APART / 100:g},1=0)"
    apart, stated = distance.teacher - distance.organisation, partial(context.score_of, subject, star)
    return {
        "branch": branch_name(context, distance.subject),
        "name": who_of(subject, context),
        "star": star_name(context, distance.subject, distance.star),
        "teacher": Live(stated(f"mean.{WayKey.TEACHER}"), shown(distance.teacher, 4)),
        "organisation": Live(stated(f"mean.{WayKey.ORGANISATION}"), shown(distance.organisation, 4)),
        "difference": Live(_if(both, f"ROUND({teacher}-{organisation},4)"), shown(apart, 4)),
        "status": mark(context, far),
    }


def _differences(context: Context) -> Part:
    far, table, units = context.quality.distances, differences_table(), results_by_code(context)

    def rows(place: Place) -> list[Row]:
        return [
            _difference_row(context, one, units[one.subject], place(n)) for n, one in enumerate(far[:LISTED])
        ]

    heading = T(f"{table.title.zh}（{len(far)} 项）", f"{table.title.en} ({len(far)})")
    marked = Highlight(f"=LEN({table.letter_of('status')}{{row}})>0", WARNING, ("status",))
    about = _ABOUT_DIFFERENCES
    return Part(table, heading, rows, about=about, counted=False, wrap=_WRAP, highlights=(marked,))


def _shifts(context: Context, past: Past) -> Part:
    table, about = changed_ways_table(), about_shifts(past, context.plan)
    heading = T(f"{table.title.zh}（{len(context.shifts)} 项）", f"{table.title.en} ({len(context.shifts)})")
    rows = list(shift_rows(context))
    return Part(table, heading, rows, about=about, counted=False, wrap=("branch", "way", "said"))


def _write_parts(framed: Framed) -> None:
    context, table, raters = framed.context, quality_table(), raters_table()
    outdated = f'IF({_rules_hold(context)},"",{quote(context.say(_OUTDATED))})'
    write_warning(framed.sheet, len(table.columns), Live(outdated, ""))

    def spread(place: Place) -> list[Row]:
        return list(_branch_rows(context, place))

    past = context.report.before
    parts = (
        Part(table, _SPREAD, spread, about=_ABOUT_SPREAD, counted=False, wrap=_WRAP),
        Part(
            raters,
            raters.title,
            list(_rater_rows(context)),
            about=_ABOUT_RATERS,
            counted=False,
            wrap=_WRAP,
        ),
        _differences(context),
        *((_shifts(context, past),) if past else ()),
    )
    write_parts(framed, parts, _ROW)


def quality_page(context: Context) -> Page:
    """Return 评议质量."""
    return Page(
        note=context.say(_NOTE),
        columns=quality_table().columns,
        rest=_write_parts,
        frozen=(WARNING_ROW + 1, 2),
        repeated=WARNING_ROW,
    )
