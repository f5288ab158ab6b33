"""得星和等次分布: how many branches and members have how many stars and which level, unit by unit, with charts of members."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from xlcampaign.layout.rule_rows import RuleRow, levels_told
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import LIT, NUMBER, column, distinct
from xlcampaign.model.dispatch import Dispatch, Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.frame import WARNING_ROW, FramedIn, PageIn, Row, cells_of, width_of
from xlcampaign.summary.level.context import RULE_SET, LevelContext, level_shown
from xlcampaign.summary.parts import Part, write_parts
from xlcampaign.words import Lang, T, same
from xlcampaign.workbook.book import quoted
from xlcampaign.workbook.charts import Axis, Series, column_chart, place_chart
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CELL, CENTRED, GOLD, GREY, INK, MUTED, PAPER, RED
from xlcampaign.workbook.pixels import pixels_of

_HEIGHT = 20
_CHART = 300
"""How tall the charts are, in pixels."""
_CHART_ROWS = 12
_ACROSS = 96
"""How wide the columns of figures are together, in characters, at the least."""
_FIGURE = 9
_KEYS = 2
"""How many columns say what a row is about."""
_COLORS = ((RED, False), (GOLD, True), (INK, False), (GREY, True), (MUTED, False))
"""Of the sets of rules, the first ones; some striped: grey print tells neighbours apart."""
_TOTAL = CELL.but(bold=True, fill=PAPER)
_TOTAL_FIGURE = CENTRED.but(bold=True, fill=PAPER, number="0")
_NOTE = T(
    "一行是一个单位（下面规则不同的，一组规则一行）；空格是该单位没有这一档；无等次是没评星，或者规则不评等次。合计只合规则相同的单位：规则不同，同样几颗星不是一回事。",
    "A row per unit, and per set of rules where these differ below it; an empty cell: the unit has no such number or level;"
    " no level: unrated, or the rules give none. Totals are of units with the same rules: by others as many stars mean"
    " something else.",
)
_TOGETHER = T("合计", "Total")
_UNRATED, _NO_LEVEL = T("暂未评星", "Unrated"), T("无等次", "No level")
_FIRST_SETS = T(f"，前 {len(_COLORS)} 组规则", f", first {len(_COLORS)} rule sets")
_COLON, _COMMA, _SEMICOLON = T("：", ": "), T("，", ", "), T("；", "; ")


class What(StrEnum):
    """What subjects are counted by."""

    STARS = "stars"
    LEVELS = "levels"


_HEADINGS = {
    (SubjectKind.MEMBER, What.STARS): T("党员得星分布（人）", "Members by stars (people)"),
    (SubjectKind.MEMBER, What.LEVELS): T("党员等次分布（人）", "Members by level (people)"),
    (SubjectKind.BRANCH, What.STARS): T("支部得星分布（个）", "Branches by stars (branches)"),
    (SubjectKind.BRANCH, What.LEVELS): T("支部等次分布（个）", "Branches by level (branches)"),
}


@dataclass(frozen=True, slots=True)
class _Spread:
    """A table of the page.

    Attributes:
        table: its columns: unit, set of rules, one per value, those without any, all.
        heading: what it is about.
        rows: a row per unit and set of rules.
        values: what subjects are counted by, in the columns' order; None for none.
    """

    table: Table
    heading: T
    rows: Sequence[Row]
    values: Sequence[int | str | None]

    @property
    def counted(self) -> Sequence[Column]:
        """The columns of values."""
        return self.table.columns[_KEYS:-1]


def _value(one: Told, what: What, lang: Lang) -> int | str | None:
    return one.lit if what is What.STARS else level_shown(one, lang) or None


def _values(
    context: LevelContext, kind: SubjectKind, what: What, rules: Mapping[str, tuple[RuleRow, ...]]
) -> list[int | str | None]:
    """Return by what subjects of a kind are counted: numbers of stars, or levels in the order of the rules."""
    if what is What.STARS:
        most = max((len(one.stars[kind]) for one in context.rollup.counting), default=0)
        return [*range(most + 1), None]
    told = [name for rows in rules.values() for name in levels_told(rows, kind, context.lang)]
    held = [level_shown(one, context.lang) for one in context.rollup.of(kind) if one.level]
    return [*(name for name in dict.fromkeys([*told, *held]) if name in held or not held), None]


def spread_table(kind: SubjectKind, what: What, values: Sequence[int | str | None]) -> Table:
    """Return a table of the page: a row per unit, a column per number of stars, or level; None is for those without."""
    none = _UNRATED if what is What.STARS else _NO_LEVEL
    titles = [
        none if one is None else same(f"{one}{LIT}") if isinstance(one, int) else same(one) for one in values
    ]
    width = max(_FIGURE, _ACROSS // (len(values) + 1))
    columns = (
        column("unit", T("单位", "Unit"), width=30),
        column("group", T("规则组", "Rule set"), NUMBER, 9),
        *(column(f"n.{number}", title, NUMBER, width) for number, title in enumerate(titles)),
        column("all", _TOGETHER, NUMBER, width),
    )
    return Table(f"level_{what}_{kind}", _HEADINGS[kind, what], distinct(columns))


def _rows(
    context: LevelContext, kind: SubjectKind, what: What, values: Sequence[int | str | None]
) -> Iterator[Row]:
    for line in context.rollup.lines:
        for group in context.groups_of(line):
            assert line.dispatch is not None
            own = [one for one in line.dispatch.of(kind) if context.groups[one.unit] == group]
            if own:
                counts = Counter(_value(one, what, context.lang) for one in own)
                yield {
                    "unit": line.unit.name,
                    "group": group,
                    **{
                        f"n.{number}": counts[value] if _has(line.dispatch, kind, value) else None
                        for number, value in enumerate(values)
                    },
                    "all": len(own),
                }


def _has(dispatch: Dispatch, kind: SubjectKind, value: int | str | None) -> bool:
    """Tell whether a unit's subjects could have a number of stars; which levels it has nobody says."""
    return not isinstance(value, int) or value <= len(dispatch.stars[kind])


def _spreads(context: LevelContext, rules: Mapping[str, tuple[RuleRow, ...]]) -> Iterator[_Spread]:
    for (kind, what), heading in _HEADINGS.items():
        values = _values(context, kind, what, rules)
        table = spread_table(kind, what, values)
        yield _Spread(table, heading, list(_rows(context, kind, what, values)), values)


def _totals(
    spread: _Spread, context: LevelContext, groups: Sequence[int], area: tuple[int, int]
) -> Iterator[Row]:
    """Yield the sums of rows between two rows of the sheet, for each set of rules."""
    by = spread.table.letter_of("group")
    for group in groups:
        sums = {}
        for one in spread.table.columns[_KEYS:]:
            at = spread.table.letter_of(one.key)
            value = sum(int(str(row[one.key] or 0)) for row in spread.rows if row["group"] == group)
            within = f"${by}${area[0]}:${by}${area[1]},{group},{at}${area[0]}:{at}${area[1]}"
            sums[one.key] = Live(f"SUMIF({within})", value)
        yield {"unit": context.with_rules(context.say(_TOGETHER), [group]), "group": group, **sums}


def _groups_in(spread: _Spread) -> list[int]:
    return sorted({int(str(row["group"])) for row in spread.rows})


def _closing(framed: FramedIn[LevelContext], spread: _Spread) -> Callable[[Sequence[int], int], int]:
    def close(places: Sequence[int], after: int) -> int:
        area = places[0], places[-1]
        totals = _totals(spread, framed.context, _groups_in(spread), area)
        looks = [_TOTAL, *[_TOTAL_FIGURE] * (len(spread.table.columns) - 1)]
        return framed.sheet.rows(after, 1, cells_of(spread.table.columns, totals), looks)

    return close


def spread_page(context: LevelContext, rules: Mapping[str, tuple[RuleRow, ...]]) -> PageIn[LevelContext]:
    """Return 得星和等次分布.

    Args:
        context: the level's context.
        rules: the rules in words, by how they are packed.
    """
    spreads = list(_spreads(context, rules))
    widest = max(spreads, key=lambda one: len(one.table.columns))

    def write(framed: FramedIn[LevelContext]) -> None:
        framed.sheet.default_height(_HEIGHT)
        above = _HEIGHT * (_CHART_ROWS + 1)
        parts = [
            Part(
                one.table,
                one.heading,
                one.rows,
                counted=False,
                wrap=("unit",),
                closing=_closing(framed, one),
                closing_lines=len(_groups_in(one)),
            )
            for one in spreads
        ]
        below = replace(framed, row=framed.row + _CHART_ROWS + 1)
        ends = write_parts(below, parts, _HEIGHT, above)
        _write_charts(framed, spreads, ends, widest.table.columns)

    return PageIn(
        note=context.say(_NOTE),
        columns=widest.table.columns,
        rest=write,
        frozen=(WARNING_ROW + 1, 1),
        repeated=WARNING_ROW,
        locked=False,
    )


def _write_charts(
    framed: FramedIn[LevelContext],
    spreads: Sequence[_Spread],
    ends: Mapping[str, int],
    columns: Sequence[Column],
) -> None:
    """Write the two charts of members above the tables, over the sums below these."""
    context = framed.context
    widths = [pixels_of(width_of(context, one)) for one in columns]
    half = sum(widths) / 2
    second = next(n for n in range(len(widths)) if sum(widths[: n + 1]) > half)
    offset = sum(widths[:second])
    sizes = (int(offset) - 8, int(sum(widths) - offset) - 2)
    for spread, place, width in zip(spreads, (1, second + 1), sizes, strict=False):
        if spread.rows:
            _write_chart(framed, spread, ends[spread.table.key], place, (width, _CHART))


def _write_chart(
    framed: FramedIn[LevelContext], spread: _Spread, last: int, left: int, size: tuple[int, int]
) -> None:
    """Write a chart of a table's sums, of which the last stands in a row, with its corner in a column."""
    context, sheet = framed.context, framed.sheet
    groups = _groups_in(spread)
    shown = groups[: len(_COLORS)]
    some = _FIRST_SETS if len(groups) > len(shown) else same("")
    title = context.say(spread.heading) + context.say(some)
    ref, header = quoted(sheet.title), sheet.places[spread.table.key] + 1
    columns = [spread.table.letter_of(one.key) for one in spread.counted]

    def cells(row: int) -> str:
        return f"={ref}!${columns[0]}${row}:${columns[-1]}${row}"

    first = last - len(groups) + 1
    series = [
        Series(context.say(_named(group)), cells(header), cells(row), color, striped=striped)
        for row, (group, (color, striped)) in enumerate(zip(shown, _COLORS, strict=False), first)
    ]
    words = context.say(_SEMICOLON).join(_words(context, spread, group) for group in shown)
    chart = column_chart(framed.book, title, series, size, Axis(0, None, None))
    place_chart(sheet, chart, framed.row, left, f"{title}{context.say(_COLON)}{words}")


def _words(context: LevelContext, spread: _Spread, group: int) -> str:
    """Return the sums of a set of rules in words."""
    rows = [row for row in spread.rows if row["group"] == group]
    said = context.say(_COMMA).join(
        f"{context.say(one.title)} {sum(int(str(row[one.key] or 0)) for row in rows)}"
        for one in spread.counted
    )
    return said if len(_groups_in(spread)) == 1 else f"{context.say(_named(group))} {said}"


def _named(group: int) -> T:
    return RULE_SET.filled(number=str(group))
