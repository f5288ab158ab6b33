"""The four charts of the overview, side by side; where there are few branches, a table in place of two of them."""

from collections.abc import Mapping, Sequence

from xlcampaign.layout.choices import WAYS, label_of
from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.leaders.goals import goal_rows, goals_radar
from xlcampaign.summary.leaders.overview_data import (
    CLASSES,
    ON_PAGE_ONE,
    Bars,
    ChartData,
    charted,
    way_cell,
)
from xlcampaign.summary.leaders.overview_names import short_name
from xlcampaign.summary.lists import COMMA
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Workbook, Worksheet
from xlcampaign.workbook.charts import Axis, Series, bar_chart, column_chart, line_chart, place_chart
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.lines import longest_word
from xlcampaign.workbook.looks import CENTRED, GOLD, GREY, HEADER, INK, MUTED, RED

WIDE = 9
"""How many columns of the page a chart takes."""
FEW = 2
"""So many branches are a table: charts of them would be a dot or two."""
_COLUMN = 2
"""How many columns of the page one of the table takes, one more under a long word; the first has what is left."""
_LONG = 11
"""How many characters of a word have no room in them."""
_STARS = 3
"""The place of the number of stars in it."""
_SIZE = (322, 262)
_SOME = T("，前 {half} 后 {half}", ", first and last {half}")
_AS_MADE = T("（制表时）", " (as made)")
COLORS = (RED, GOLD, MUTED)
"""Of the highest level, the next, and what is below, which is striped: grey and gold are alike in grey print."""
_LINES: Mapping[WayKey, tuple[str, str]] = {
    WayKey.SELF: (GREY, "triangle"),
    WayKey.PEER: (GOLD, "circle"),
    WayKey.TEACHER: (RED, "diamond"),
    WayKey.ORGANISATION: (INK, "square"),
}


def said_with(context: Context, title: str, parts: Sequence[str]) -> str:
    """Return what a chart shows in words: figures that do not follow the rules, and say so."""
    return f"{title}{context.say(_AS_MADE)}{context.say(T('：', ': '))}{context.say(COMMA).join(parts)}"


def colored(bars: Bars) -> list[Series]:
    """Return the series of bars whose colours follow the rules."""
    return [
        Series(bars.header(n), bars.cells(0), bars.cells(n), color, striped=n == 1 + CLASSES)
        for n, color in enumerate(COLORS, 2)
    ]


def composites_words(context: Context, title: str) -> str:
    """Return the branches' composites in words."""
    (group,) = context.groups[SubjectKind.BRANCH]
    return said_with(context, title, [f"{one.name} {shown(one.composite)}" for one in group.subjects])


def ways_series(bars: Bars) -> list[Series]:
    """Return the ways of rating as points that nothing joins: branches have no order in time."""
    return [
        Series(bars.header(n), bars.cells(0), bars.cells(n), color, marker=marker, joined=False)
        for n, (color, marker) in enumerate((_LINES[way] for way in WayKey), 1)
    ]


def ways_axis(context: Context) -> Axis:
    """Return an axis from well below the lowest mean on: points, unlike bars, need no nought to be compared."""
    found = [
        mean
        for means in context.briefing.branch_means.values()
        for mean in means.values()
        if mean is not None
    ]
    return Axis(max(min(found, default=0) // 1000 * 10 - 10, 0), 100, None)


def ways_words(context: Context, title: str) -> str:
    """Return the means of the ways over all members in words."""
    ways = context.plan.ways_of(SubjectKind.MEMBER)
    return said_with(context, title, [f"{way.name} {shown(context.briefing.means[way.key])}" for way in ways])


def _some(context: Context) -> str:
    """Return what a title adds where rated branches in the middle are left out."""
    return context.say(_SOME).format(half=ON_PAGE_ONE // 2) if charted(context, ON_PAGE_ONE)[2] else ""


def _composites(book: Workbook, sheet: Worksheet, context: Context, bars: Bars, top: int) -> None:
    some = _some(context)
    title = context.say(T(f"支部综合得分（0–100 分{some}）", f"Composites of branches (0–100{some})"))
    chart = bar_chart(book, title, colored(bars), _SIZE, Axis(0, 115, 25), stacked=True)
    place_chart(sheet, chart, top, 1, composites_words(context, title))


def _distribution(
    book: Workbook, sheet: Worksheet, context: Context, bars: Bars, top: int, left: int
) -> None:
    title = context.say(T("党员得星分布（人）", "Members by stars (people)"))
    counts = context.briefing.figures[SubjectKind.MEMBER].by_stars
    chart = column_chart(book, title, colored(bars), _SIZE, Axis(0, None, None), stacked=True)
    place_chart(
        sheet, chart, top, left, said_with(context, title, [f"{n}★ {c}" for n, c in enumerate(counts)])
    )


def _ways(book: Workbook, sheet: Worksheet, context: Context, bars: Bars, top: int, left: int) -> None:
    some = _some(context)
    title = context.say(T(f"党员四种评议均分（0–100 分{some}）", f"Members' means by way (0–100{some})"))
    chart = line_chart(book, title, ways_series(bars), _SIZE, ways_axis(context))
    place_chart(sheet, chart, top, left, ways_words(context, title))


def _write_table(sheet: Worksheet, context: Context, top: int) -> None:
    """Write the branches' figures across the room of two charts."""
    kind, say = SubjectKind.BRANCH, context.say
    titles = [
        T("支部", "Branch"),
        T("综合得分", "Composite"),
        T("等次", "Level"),
        T("星数", "Stars"),
        *(label_of(WAYS, way) for way in WayKey),
    ]
    (group,) = context.groups[kind]
    rows: list[list[Cell]] = [[say(title) for title in titles]]
    rows += [
        [
            short_name(context, one.name),
            Live(context.outcome_of(one, "composite"), shown(one.composite)),
            Live(context.outcome_of(one, "level"), one.level or DASH),
            Live(context.outcome_of(one, "lit"), shown(one.lit, 0)),
            *(way_cell(context, one, way) or DASH for way in WayKey),
        ]
        for one in group.subjects
    ]
    others = [_COLUMN + (longest_word(say(title)) > _LONG) for title in titles[1:]]
    spans, row = [2 * WIDE - sum(others), *others], top
    for cells in rows:
        left, below = 1, row + (1 if row == top else 0)
        for number, (cell, span) in enumerate(zip(cells, spans, strict=True)):
            look = HEADER if row == top else CENTRED.but(number="0" if number == _STARS else "0.00")
            last = left + span - 1
            sheet.merged_block(row, left, below, last, "", look)
            sheet.rows(row, left, [[cell]], [look])
            left = last + 1
        row = below + 1


def write_charts(book: Workbook, sheet: Worksheet, context: Context, data: ChartData, top: int) -> None:
    """Place the charts side by side, over their figures beside the page and on 五个好·五带头."""
    few = len(context.plan.branches) <= FEW
    if few:
        _write_table(sheet, context, top)
    else:
        _composites(book, sheet, context, data.branches, top)
        _ways(book, sheet, context, data.ways, top, 1 + 3 * WIDE)
    left = 1 + (2 if few else 1) * WIDE
    _distribution(book, sheet, context, data.stars, top, left)
    at, _ = goal_rows(context)
    rated = context.briefing.figures[SubjectKind.BRANCH].rated
    lines, called = 2 if rated > 1 else 1, data.goals.cells(0)
    radar, words = goals_radar(book, context, at, _SIZE, lines, called)
    place_chart(sheet, radar, top, left + WIDE, words)
