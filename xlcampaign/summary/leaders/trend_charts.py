"""The two charts of 对比, over their figures beside the page: composites of branches and stars of members, then and now."""

from collections import Counter
from collections.abc import Iterator

from xlcampaign.address import letter
from xlcampaign.layout.history import OTHER_RULES
from xlcampaign.model.history import Past
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import Framed
from xlcampaign.summary.leaders.overview_data import MOST, charted
from xlcampaign.summary.lists import COMMA
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.charts import Axis, Series, bar_chart, column_chart, place_chart
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.lines import text_of
from xlcampaign.workbook.looks import CELL, CENTRED, GOLD, GREY, HEADER, MUTED, Look

ROWS = 19
"""How many rows the charts take."""
_SIZE = (800, 370)
_RIGHT = 9
"""The column at which the second chart begins."""
_SOME = T(f"，前 {MOST // 2} 后 {MOST // 2}", f", first and last {MOST // 2}")
_COMPOSITES = T(
    "支部综合得分（0–100 分；灰：{then}，金：{now}{some}）{other}",
    "Composites of branches (0–100; grey: {then}, gold: {now}{some}){other}",
)
_STARS = T(
    "党员得星分布（人；灰：{then}，金：{now}）{other}",
    "Members by stars (people; grey: {then}, gold: {now}){other}",
)
_COLON = T("：", ": ")
_DATA = T("图表数据（不打印）", "Figures of the charts (not printed)")
_HINT = Look(color=MUTED, size=9)


def write_trend_charts(framed: Framed, past: Past, top: int, columns: int) -> None:
    """Write the figures beside a page of so many columns, and both charts over them."""
    left = columns + 2
    sheet, context = framed.sheet, framed.context
    names = past.name, context.plan.stage_of(context.report.stage).name
    sheet.width(left - 1, 3)
    for at in range(left, left + 6):
        sheet.width(at, 24 if at == left else 12)
    sheet.text(top, left, context.say(_DATA), _HINT)
    branches = charted(context)[0]
    for at, title in ((left, T("支部", "Branch")), (left + 3, T("得星", "Stars"))):
        for column, text in enumerate((context.say(title), *names), at):
            sheet.text(top + 1, column, text, HEADER)
    composites = list(_composites(context, past))
    sheet.rows(top + 2, left, composites, [CELL, *[CENTRED.but(number="0.00")] * 2])
    stars = list(_stars(context, past))
    sheet.rows(top + 2, left + 3, stars, [CENTRED, CENTRED, CENTRED])
    place = {"then": names[0], "now": names[1]}
    some = context.say(_SOME) if charted(context)[2] else ""
    said = context.say(_COMPOSITES.filled(**place, some=some, other=_other(past, SubjectKind.BRANCH)))
    words = context.say(COMMA).join(
        f"{branch.name} {shown(_then(past, branch.code))} → {shown(branch.composite)}" for branch in branches
    )
    chart = bar_chart(framed.book, said, _series(framed, left, top, len(composites)), _SIZE, Axis(0, 108, 20))
    place_chart(sheet, chart, top, 1, said + context.say(_COLON) + words)
    said = context.say(_STARS.filled(**place, other=_other(past, SubjectKind.MEMBER)))
    words = context.say(COMMA).join(f"{row[0]}★ {row[1]} → {text_of(row[2])}" for row in stars)
    series = _series(framed, left + 3, top, len(stars))
    chart = column_chart(framed.book, said, series, _SIZE, Axis(0, None, None))
    place_chart(sheet, chart, top, _RIGHT, said + context.say(_COLON) + words)


def _other(past: Past, kind: SubjectKind) -> T:
    return OTHER_RULES if kind in past.incomparable else T("", "")


def _series(framed: Framed, left: int, top: int, count: int) -> list[Series]:
    """Return the figures of both stages that stand in two columns beside their categories."""
    ref, first, last = framed.context.ref("trend"), top + 2, top + 1 + max(count, 1)
    places = [f"={ref}${letter(left + n)}${first}:${letter(left + n)}${last}" for n in range(3)]
    titles = [f"={ref}${letter(left + n)}${top + 1}" for n in (1, 2)]
    return [
        Series(title, places[0], values, color)
        for title, values, color in zip(titles, places[1:], (GREY, GOLD), strict=True)
    ]


def _then(past: Past, code: str) -> int | None:
    one = past.results.get(code)
    return one.composite if one else None


def _composites(context: Context, past: Past) -> Iterator[list[Cell]]:
    for branch in charted(context)[0]:
        then, now = _then(past, branch.code), branch.composite
        live = Live(context.outcome_of(branch, "composite"), shown(now)) if now is not None else None
        yield [branch.name, None if then is None else shown(then), live]


def _stars(context: Context, past: Past) -> Iterator[list[Cell]]:
    kind = SubjectKind.MEMBER
    then = Counter(one.stars for one in past.results.values() if one.kind is kind)
    now = context.briefing.figures[kind].by_stars
    column = context.outcomes_of(kind, "lit")
    for number in range(max(len(now), len(past.stars[kind]) + 1)):
        live = Live(f"COUNTIF({column},{number})", now[number] if number < len(now) else 0)
        yield [number, then[number], live]
