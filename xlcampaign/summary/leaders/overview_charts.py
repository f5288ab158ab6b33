"""The four charts of the overview."""

from xlcampaign.address import letter
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.leaders.goals import goal_rows, goals_radar
from xlcampaign.summary.leaders.overview_data import MOST, ChartData
from xlcampaign.summary.lists import COMMA
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, Worksheet
from xlcampaign.workbook.charts import Axis, Series, bar_chart, column_chart, line_chart, place_chart
from xlcampaign.workbook.looks import GOLD, GREY, INK, RED

_SIZE = (454, 298)
_LEFT, _RIGHT = 1, 14
_HALF = 10
_SOME = T(f"，前 {MOST // 2} 后 {MOST // 2}", f", first and last {MOST // 2}")
_LINES = {
    WayKey.SELF: (GREY, True, ""),
    WayKey.PEER: (GOLD, False, "circle"),
    WayKey.TEACHER: (RED, False, "diamond"),
    WayKey.ORGANISATION: (INK, False, "square"),
}


def _level_color(context: Context, composite: int | None) -> str:
    lows = [level.low for level in context.plan.levels_of(SubjectKind.BRANCH)]
    colors = (RED, GOLD)
    return next((color for color, low in zip(colors, lows, strict=False) if (composite or 0) >= low), GREY)


def _composites_title(context: Context, data: ChartData) -> str:
    levels = context.plan.levels_of(SubjectKind.BRANCH)
    said = [f"{level.name} ≥ {level.low // 100}" for level in levels[:2]]
    colors = [context.say(T("红", "red")), context.say(T("金", "gold"))]
    legend = context.say(COMMA).join(f"{color} {text}" for color, text in zip(colors, said, strict=False))
    some = context.say(_SOME) if data.some else ""
    return context.say(
        T(f"支部综合得分（0–100 分；{legend}{some}）", f"Composites of branches (0–100; {legend}{some})")
    )


def _composites(book: Workbook, sheet: Worksheet, context: Context, data: ChartData, top: int) -> None:
    ref, shown_branches = context.ref("overview"), data.branches[: data.rated]
    title = _composites_title(context, data)
    series = Series(
        context.say(T("综合得分", "Composite")),
        data.cells(ref, 0, data.first, data.rated),
        data.cells(ref, 1, data.first, data.rated),
        GOLD,
        tuple(_level_color(context, branch.composite) for branch in shown_branches),
    )
    words = context.say(COMMA).join(f"{branch.name} {shown(branch.composite)}" for branch in shown_branches)
    place_chart(
        sheet, bar_chart(book, title, [series], _SIZE, Axis(0, 108, 20)), top, _LEFT, f"{title}：{words}"
    )


def _distribution(book: Workbook, sheet: Worksheet, context: Context, data: ChartData, top: int) -> None:
    kind = SubjectKind.MEMBER
    ref, stars = context.ref("overview"), len(context.plan.stars_of(kind))
    figures = context.briefing.figures[kind]
    below = context.plan.rectify_below(kind)
    text = T(
        f"党员得星分布（人，共 {figures.rated}；灰：少于 {below} 星，红：满星）",
        f"Members by stars ({figures.rated} in all; grey: fewer than {below}, red: all)",
    )
    colors = tuple(RED if n == stars else GREY if n < below else GOLD for n in range(stars + 1))
    series = Series(
        context.say(T("人数", "Members")),
        data.cells(ref, 0, data.stars, stars + 1),
        data.cells(ref, 1, data.stars, stars + 1),
        GOLD,
        colors,
    )
    words = context.say(COMMA).join(f"{n}★ {count}" for n, count in enumerate(figures.by_stars))
    chart = column_chart(book, context.say(text), [series], _SIZE, Axis(0, None, None))
    place_chart(sheet, chart, top, _RIGHT, f"{context.say(text)}：{words}")


def _ways(book: Workbook, sheet: Worksheet, context: Context, data: ChartData, top: int) -> None:
    ref, count = context.ref("overview"), len(data.branches)
    some = context.say(_SOME) if data.some else ""
    title = context.say(
        T(
            f"党员四种评议方式（均分 ×10，0–100 分{some}）",
            f"Four ways of rating members (mean × 10, 0–100{some})",
        )
    )
    header = data.first - 1
    series = [
        Series(
            f"={ref}${letter(data.left + column)}${header}",
            data.cells(ref, 0, data.first, count),
            data.cells(ref, column, data.first, count),
            *_LINES[way][:1],
            dashed=_LINES[way][1],
            marker=_LINES[way][2],
        )
        for column, way in enumerate(WayKey, 2)
    ]
    ways = context.plan.ways_of(SubjectKind.MEMBER)
    words = context.say(COMMA).join(f"{way.name} {shown(context.briefing.means[way.key])}" for way in ways)
    place_chart(
        sheet, line_chart(book, title, series, _SIZE, Axis(0, 100, 25)), top, _RIGHT, f"{title}：{words}"
    )


def write_charts(book: Workbook, sheet: Worksheet, context: Context, data: ChartData, top: int) -> None:
    """Place the four charts, two by two, over their figures beside the page and on 五个好·五带头."""
    _composites(book, sheet, context, data, top)
    _distribution(book, sheet, context, data, top)
    at, _ = goal_rows(context)
    radar, words = goals_radar(book, context, at, SubjectKind.BRANCH, _SIZE, lines=2)
    place_chart(sheet, radar, top + _HALF, _LEFT, words)
    _ways(book, sheet, context, data, top + _HALF)
