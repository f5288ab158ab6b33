"""五个好·五带头: goals of branches, goals of members by branch and one by one; radar charts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from xlcampaign.address import letter
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import DASH, NUMBER, SCORE, Figure, column, distinct
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import SubjectResult
from xlcampaign.model.rounding import mean_of
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import (
    Framed,
    Listing,
    Page,
    Row,
    cells_of,
    header_height,
    width_of,
    write_listing,
)
from xlcampaign.summary.leaders.overview_names import short_formula, short_name
from xlcampaign.summary.lists import COMMA, satisfaction_is
from xlcampaign.summary.pages import Pages, continued, paper_for, parts_of, points_of, room_of
from xlcampaign.words import T, same
from xlcampaign.workbook.book import Cell, Workbook, Worksheet
from xlcampaign.workbook.charts import Axis, Series, place_chart, radar_chart
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CENTRED, GOLD, GREY, HEADING, MUTED, PAPER, RED, RULE, Look
from xlcampaign.workbook.pixels import pixels_of

_CHART_ROWS = (4, 18)
_FIRST_TITLE = 20
_TOTALS, _AGAIN = 3, 2
"""How many rows stand below a table, and how many above its rows: its heading and its header."""
_ROW, _HEAD = 15, 60
"""How tall a row is, and what each page repeats, in points."""
_HEIGHT, _BETWEEN = 260, 6
"""How tall charts are, and how far from each other and from the margin, in pixels."""
_TOTAL = Look(bold=True, fill=PAPER, top=RED, bottom=RULE)
_TOTAL_FIGURE = CENTRED.but(bold=True, fill=PAPER, top=RED, number="0.00")
_EXTREME = Look(color=MUTED, bottom=RULE, shrink=True)
_EXTREME_FIGURE = CENTRED.but(color=MUTED, number="0.00")

UNIONS = {
    SubjectKind.BRANCH: T("各支部平均", "Mean of branches"),
    SubjectKind.MEMBER: T("全体党员平均", "Mean of members"),
}
"""What the means are taken over: a big branch weighs no more than a small one among branches, but among members."""
LOWEST = T("{by}最低：", "{by}, lowest: ")
HIGHEST = T("{by}最高：", "{by}, highest: ")
"""Say what they are lowest and highest by: not each column's own."""
TIED = T(" 个支部并列", " alike")
"""Stands behind how many are highest or lowest alike: none of them is named."""

_FIGURE = 13
_UNIT = column("name", T("支部", "Branch"), width=28)
_BRANCH = column("branch", T("支部", "Branch"), width=18)
_CODE = column("code", T("编号", "Code"), Code(), 10)
_MEMBER = column("name", T("姓名", "Name"), width=14)


def _goal_columns(plan: Plan, kind: SubjectKind) -> tuple[Column, ...]:
    return tuple(column(f"goal.{goal.key}", same(goal.name), SCORE, _FIGURE) for goal in plan.goals_of(kind))


def branch_goals_table(plan: Plan) -> Table:
    """Return 五个好: a row per branch."""
    composite = column("composite", T("综合得分", "Composite"), SCORE, _FIGURE)
    satisfied = column("satisfied", T("满意率（%）", "Satisfaction (%)"), Figure(1), _FIGURE)
    columns = distinct((_UNIT, *_goal_columns(plan, SubjectKind.BRANCH), composite, satisfied))
    return Table("branch_goals", T("支部五个好", "Goals of branches"), columns)


def member_goals_table(plan: Plan) -> Table:
    """Return 五带头 by branch: means over its rated members."""
    composite = column("composite", T("综合均分", "Mean composite"), SCORE, _FIGURE)
    rated = column("rated", T("已评党员", "Members rated"), NUMBER, _FIGURE)
    columns = distinct((_UNIT, *_goal_columns(plan, SubjectKind.MEMBER), composite, rated))
    return Table("member_goals", T("党员五带头（支部均分）", "Goals of members (means by branch)"), columns)


def goal_lines_table(plan: Plan) -> Table:
    """Return 五带头 of each member: what the means are taken over."""
    composite = column("composite", T("综合得分", "Composite"), SCORE, _FIGURE)
    columns = distinct((_BRANCH, *_goal_columns(plan, SubjectKind.MEMBER), composite, _CODE, _MEMBER))
    return Table("goal_lines", T("党员五带头（逐人）", "Goals of members (one by one)"), columns)


@dataclass(frozen=True)
class GoalRows:
    """Where a table of goals stands: its header, its rows, and the three rows below it that charts show.

    Attributes:
        table: its columns.
        kind: whose goals.
        goals: how many goals it has.
        header: the row of its header where it begins.
        counts: how many of its rows stand on each page; where it goes on, its heading and header stand again.
        apart: whether it begins a page.
    """

    table: Table
    kind: SubjectKind
    goals: int
    header: int
    counts: tuple[int, ...]
    apart: bool = False

    @property
    def starts(self) -> list[int]:
        """The first row on each page."""
        ends = accumulate(self.counts[:-1], initial=0)
        return [self.header + 1 + before + _AGAIN * number for number, before in enumerate(ends)]

    @property
    def rows(self) -> list[int]:
        """All rows."""
        return [
            start + number
            for start, count in zip(self.starts, self.counts, strict=True)
            for number in range(count)
        ]

    @property
    def last(self) -> int:
        """The last row; the header where there is none."""
        return self.starts[-1] + self.counts[-1] - 1

    @property
    def union(self) -> int:
        """The row of the means over everybody."""
        return self.last + 1

    @property
    def composite(self) -> int:
        """The number of the column by which highest and lowest are told."""
        return self.goals + 2

    def series(self, sheet: str, lines: int) -> tuple[Series, ...]:
        """Return what a radar shows: everybody, the lowest branch, the highest."""
        end = letter(self.goals + 1)
        categories = f"={sheet}$B${self.header}:${end}${self.header}"
        looks = ((self.union, RED, False), (self.union + 1, GOLD, True), (self.union + 2, GREY, True))
        return tuple(
            Series(f"={sheet}$A${row}", categories, f"={sheet}$B${row}:${end}${row}", color, dashed=dashed)
            for row, color, dashed in looks[:lines]
        )


def goal_rows(context: Context) -> tuple[GoalRows, GoalRows]:
    """Return where the goals of branches and those of members stand."""
    plan, tables = context.plan, (branch_goals_table(context.plan), member_goals_table(context.plan))
    columns = max((table.columns for table in tables), key=len)
    points = points_of(width_of(context, column) for column in columns)
    landscape, paper = paper_for(points, landscape=False)
    room = room_of(points, landscape=landscape, paper=paper, repeated=_HEAD)
    pages, header, found = Pages(room), 0, list[GoalRows]()
    pages.skip(_ROW * (_FIRST_TITLE - _CHART_ROWS[0]))
    for table, kind in zip(tables, SubjectKind, strict=True):
        above = _ROW + header_height(context, table)
        rows = [_ROW] * len(plan.branches)
        rows[-1] += _ROW * _TOTALS
        begun, *others = pages.place(above, above, rows)
        counts = (begun, *others) if begun else tuple(others)
        header = found[-1].union + _TOTALS + _AGAIN if found else _FIRST_TITLE + 1
        found.append(GoalRows(table, kind, len(plan.goals_of(kind)), header, counts, apart=not begun))
        pages.skip(_ROW)
    branch, member = found
    return branch, member


def _mean_formula(cells: str) -> str:
    mean = f"INT((2*ROUND(100*SUM({cells}),0)+COUNT({cells}))/(2*COUNT({cells})))/100"
    return f'IF(COUNT({cells})=0,"{DASH}",{mean})'


def _goal_cells(context: Context, subject: SubjectResult, composite: str) -> dict[str, Cell]:
    """Return a subject's goals, live over the scores of their stars; dashes while it is unrated."""
    plan, rated = context.plan, subject.composite is not None
    stars = plan.stars_of(subject.kind)
    cells: dict[str, Cell] = {}
    for goal in plan.goals_of(subject.kind):
        of_goal = [n for n, star in enumerate(stars) if star.goal == goal.key]
        scores = ",".join(context.score_of(subject, n, "score") for n in of_goal)
        count = len(of_goal)
        if not count:
            cells[f"goal.{goal.key}"] = DASH
            continue
        mean = f"INT((20*ROUND(100*SUM({scores}),0)+{count})/{2 * count})/100"
        formula = f'IF(ISNUMBER({composite}),{mean},"{DASH}")'
        figure = subject.goals[goal.key] if rated else None
        cells[f"goal.{goal.key}"] = Live(formula, shown(figure))
    return cells


def _on_board(context: Context, subject: SubjectResult) -> Live:
    board = context.boards[subject.kind]
    cell = f"{context.ref(board.key)}${board.letter_of('composite')}${context.board_rows[subject.code]}"
    return Live(cell, shown(subject.composite))


def _branch_lines(context: Context, at: GoalRows) -> Iterator[Row]:
    composite = at.table.letter_of("composite")
    for row, subject in zip(at.rows, context.report.results.of(SubjectKind.BRANCH), strict=True):
        yield {
            "name": subject.name,
            **_goal_cells(context, subject, f"${composite}{row}"),
            "composite": _on_board(context, subject),
            "satisfied": shown(subject.satisfaction, 1),
        }


def _member_lines(context: Context, table: Table, header: int) -> Iterator[Row]:
    composite = table.letter_of("composite")
    for row, subject in enumerate(context.report.results.of(SubjectKind.MEMBER), header + 1):
        yield {
            "branch": context.plan.branch_of[subject.branch].name,
            **_goal_cells(context, subject, f"${composite}{row}"),
            "composite": _on_board(context, subject),
            "code": subject.code,
            "name": subject.name,
        }


Figures = Mapping[str, int | None]
"""Means in hundredths by column key: each goal, then the composite."""


def _figures_of(context: Context, subjects: Sequence[SubjectResult], kind: SubjectKind) -> Figures:
    """Return the means over the rated of some subjects."""
    rated = [subject for subject in subjects if subject.composite is not None]
    goals = {
        f"goal.{goal.key}": mean_of(subject.goals[goal.key] for subject in rated)
        for goal in context.plan.goals_of(kind)
    }
    return {**goals, "composite": mean_of(subject.composite for subject in rated)}


def _mean_lines(context: Context, at: GoalRows, first: int) -> Iterator[Row]:
    """Yield a row per branch: means over its members' lines, which begin at `first`."""
    for branch in context.plan.branches:
        people = context.members_of.get(branch.code, ())
        figures = _figures_of(context, people, SubjectKind.MEMBER)
        last = first + len(people) - 1
        cells: dict[str, Cell] = {"name": branch.name}
        for key, figure in figures.items():
            # the lines below have the same columns, one by one, as the means
            area = f"{at.table.letter_of(key)}${first}:{at.table.letter_of(key)}${last}"
            cells[key] = Live(_mean_formula(area), shown(figure)) if people else DASH
        composite = at.table.letter_of("composite")
        rated = sum(subject.composite is not None for subject in people)
        cells["rated"] = Live(f"COUNT({composite}${first}:{composite}${last})", rated) if people else 0
        yield cells
        first += len(people)


def _write_totals(
    sheet: Worksheet,
    context: Context,
    at: GoalRows,
    means: Row,
    lines: Sequence[tuple[str, Figures]],
) -> None:
    """Write the three rows below a table: everybody's means, the lowest branch, the highest."""
    columns = at.table.columns[: at.composite]
    figured = [one.key for one in columns if one.key != "name"]
    union: list[Row] = [{"name": context.say(UNIONS[at.kind]), **means}]
    sheet.rows(at.union, 1, cells_of(columns, union), [_TOTAL, *[_TOTAL_FIGURE] * len(figured)])
    rated = [(name, figures) for name, figures in lines if figures["composite"] is not None]
    for row, word, function, pick in (
        (at.union + 1, LOWEST, "MIN", min),
        (at.union + 2, HIGHEST, "MAX", max),
    ):
        end = pick((figures["composite"] or 0 for _, figures in rated), default=0)
        ends = [line for line in rated if line[1]["composite"] == end]
        by = word.filled(by=columns[-1].title)
        cells = _extreme_cells(context, at, context.say(by), function, ends)
        sheet.rows(row, 1, cells_of(columns, [cells]), [_EXTREME, *[_EXTREME_FIGURE] * len(figured)])


def _extreme_cells(
    context: Context, at: GoalRows, word: str, function: str, ends: Sequence[tuple[str, Figures]]
) -> Row:
    """Return the row of the lowest or the highest branch; of several how many there are and the composite of all."""
    by, rows, tied = at.table.letter_of("composite"), (at.header + 1, at.last), context.say(TIED)
    column = f"${by}${rows[0]}:${by}${rows[1]}"
    found, alike = f"MATCH({function}({column}),{column},0)", f"COUNTIF({column},{function}({column}))"

    def live(one: str, of_several: str, value: str | float) -> Live:
        either = one if one == of_several else f"IF({alike}>1,{of_several},{one})"
        return Live(f'IF(COUNT({column})=0,"{DASH}",{either})', value)

    who = short_name(context, ends[0][0]) if len(ends) == 1 else f"{len(ends)}{tied}"
    named = short_formula(context, f"INDEX($A${rows[0]}:$A${rows[1]},{found})")
    several = f'"{word}"&{alike}&"{tied}"'
    cells: dict[str, Cell] = {"name": live(f'"{word}"&{named}', several, word + who if ends else DASH)}
    for one in at.table.columns[1 : at.composite]:
        key, letters = one.key, at.table.letter_of(one.key)
        of_one = f"INDEX({letters}${rows[0]}:{letters}${rows[1]},{found})"
        of_several = of_one if key == "composite" else f'"{DASH}"'
        is_told = len(ends) == 1 or (bool(ends) and key == "composite")
        cells[key] = live(of_one, of_several, shown(ends[0][1][key]) if is_told else DASH)
    return cells


def _union_cells(table: Table, first: int, last: int, figures: Figures) -> Row:
    """Return the means over the rows of a table; `figures` says what they come to."""
    return {
        key: Live(_mean_formula(f"{table.letter_of(key)}{first}:{table.letter_of(key)}{last}"), shown(figure))
        for key, figure in figures.items()
    }


def _write_table(sheet: Worksheet, context: Context, at: GoalRows, rows: Iterable[Row]) -> list[int]:
    """Write a table of goals with its headings; return the rows after which a page ends."""
    listed, title = list(rows), at.table.title
    for number, (part, top) in enumerate(zip(parts_of(at.counts), at.starts, strict=True), 1):
        sheet.text(top - 2, 1, context.say(continued(title) if number > 1 else title), HEADING)
        write_listing(sheet, context, Listing(at.table, listed[part]), top - 1, number)
    return [top - _AGAIN - 1 for top in (at.starts if at.apart else at.starts[1:])]


def _write_branches(sheet: Worksheet, context: Context, at: GoalRows) -> list[int]:
    kind = SubjectKind.BRANCH
    branches = context.report.results.of(kind)
    ends = _write_table(sheet, context, at, _branch_lines(context, at))
    lines = [(subject.name, _figures_of(context, [subject], kind)) for subject in branches]
    means = _union_cells(at.table, at.header + 1, at.last, _figures_of(context, branches, kind))
    _write_totals(sheet, context, at, means, lines)
    return ends


def _write_members(sheet: Worksheet, context: Context, at: GoalRows) -> list[int]:
    kind, plan = SubjectKind.MEMBER, context.plan
    people = context.report.results.of(kind)
    table = goal_lines_table(plan)
    header = at.union + _TOTALS + _AGAIN
    first, last = header + 1, header + max(len(people), 1)
    ends = _write_table(sheet, context, at, _mean_lines(context, at, first))
    lines = [
        (branch.name, _figures_of(context, context.members_of.get(branch.code, ()), kind))
        for branch in plan.branches
    ]
    _write_totals(
        sheet, context, at, _union_cells(table, first, last, _figures_of(context, people, kind)), lines
    )
    sheet.text(header - 1, 1, context.say(table.title), HEADING)
    write_listing(sheet, context, Listing(table, _member_lines(context, table, header)), header)
    return ends


def _alternative(context: Context, title: str, at: GoalRows) -> str:
    kind = at.kind
    figures = _figures_of(context, context.report.results.of(kind), kind)
    goals = context.plan.goals_of(kind)
    said = context.say(COMMA).join(f"{goal.name} {shown(figures[f'goal.{goal.key}'])}" for goal in goals)
    union, sheet = context.say(UNIONS[kind]), context.say(at.table.title)
    return context.say(T(f"{title}　{union}：{said}（{sheet}）", f"{title} · {union}: {said} ({sheet})"))


def goals_radar(
    book: Workbook,
    context: Context,
    at: GoalRows,
    size: tuple[int, int],
    lines: int = 3,
    called: str = "",
) -> tuple[object, str]:
    """Return the radar of a kind's goals, everybody first, and what it shows in words.

    Args:
        book: the workbook.
        context: the report's context.
        at: where the figures stand.
        size: the chart's.
        lines: how many of everybody, the lowest and the highest it shows.
        called: the cells that name the goals; the table's header by default.
    """
    titles = {
        SubjectKind.BRANCH: T("五个好（支部达成度，0–100 分）", "Goals of branches (0–100)"),
        SubjectKind.MEMBER: T("五带头（党员达成度，0–100 分）", "Goals of members (0–100)"),
    }
    title = context.say(titles[at.kind])
    series = at.series(context.ref("goals"), lines)
    if called:
        series = tuple(replace(one, categories=called) for one in series)
    chart = radar_chart(book, title, series, size, Axis(0, 100, 25))
    return chart, _alternative(context, title, at)


def _last_column(rows: Iterable[GoalRows]) -> int:
    return max(at.composite for at in rows) + 1


def _halves(context: Context, page: Page, columns: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the columns at which two charts begin that share a page's printed columns, and their widths in pixels."""
    widths = [round(pixels_of(width_of(context, one))) for one in page.columns[:columns]]
    edges = list(accumulate(widths))
    half = min(range(len(edges)), key=lambda n: abs(2 * edges[n] - edges[-1]))
    return (1, edges[half] - _BETWEEN), (half + 2, edges[-1] - edges[half] - _BETWEEN)


def _write_goals(framed: Framed) -> None:
    sheet, context, (branch, member) = framed.sheet, framed.context, goal_rows(framed.context)
    columns = _last_column((branch, member))
    for row in range(_CHART_ROWS[0], _CHART_ROWS[1] + 1):
        sheet.height(row, 15)
    for at, (left, width) in zip((branch, member), _halves(context, framed.page, columns), strict=True):
        if at.goals:
            chart, words = goals_radar(framed.book, context, at, (width, _HEIGHT))
            place_chart(sheet, chart, _CHART_ROWS[0], left, words)
    ends = [*_write_branches(sheet, context, branch), *_write_members(sheet, context, member)]
    sheet.break_after(ends)
    sheet.print_to(member.union + 2, columns)


def goals_page(context: Context) -> Page:
    """Return 五个好·五带头."""
    satisfied = satisfaction_is(context.plan)
    note = T(
        "目标达成度＝10 × 相应各星得分的平均（0–100），星与目标的对应见评星规则；只平均已评星的支部和党员。"
        f"{satisfied.zh}。",
        "A goal is 10 × the mean of its stars' scores (0–100); means are taken over the rated."
        f" {satisfied.en}.",
    )
    return Page(
        note=context.say(note),
        columns=max((at.table.columns for at in goal_rows(context)), key=len),
        across=_last_column(goal_rows(context)),
        rest=_write_goals,
        frozen=(3, 2),
        landscape=False,
        repeated=2,
    )


def goals_tables(plan: Plan) -> list[Table]:
    """Return the tables of 五个好·五带头."""
    return [branch_goals_table(plan), member_goals_table(plan), goal_lines_table(plan)]
