"""The figures of the overview's charts, in cells beside the page: live, labelled, not printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlcampaign.address import letter
from xlcampaign.layout.choices import WAYS, label_of
from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.leaders.overview_names import nth_row, short_formula, short_name
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Worksheet
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.looks import CELL, CENTRED, MUTED, RED, WORKING_HEADER, Look

MOST = 16
"""How many branches a chart shows at the most."""
ON_PAGE_ONE = 8
"""How many those of the first page show."""
_BRANCH, _MEMBER = SubjectKind
_FIGURE = CENTRED.but(number="0.00")
_HEADING = Look(bold=True, size=11, color=RED)
_HINT = Look(color=MUTED, size=9)
_UNRATED = f"\u00a0{DASH}"
"""Behind the name of a branch without a composite, never on a line of its own."""
CLASSES = 3
"""Bars come in three columns, one a colour, so that their colours follow the rules: figures of the others are 0."""

DATA_WIDTH = CLASSES + 5
"""How many columns the figures take, with one between them and what comes next."""


@dataclass(frozen=True)
class Bars:
    """Where figures of bars stand: categories in the first column, figures in the third to the fifth, by colour."""

    sheet: str
    left: int
    first: int
    count: int

    def cells(self, column: int) -> str:
        """Return the cells of a column, counted from 0, as charts name them."""
        name = letter(self.left + column)
        return f"={self.sheet}${name}${self.first}:${name}${self.first + max(self.count, 1) - 1}"

    def header(self, column: int) -> str:
        """Return the cell above them."""
        return f"={self.sheet}${letter(self.left + column)}${self.first - 1}"


def _has_rated(context: Context, branch: SubjectResult) -> bool:
    return any(subject.composite is not None for subject in context.members_of.get(branch.code, ()))


def charted(context: Context, most: int = MOST) -> tuple[tuple[SubjectResult, ...], int, bool]:
    """Return the branches that charts show, how many are rated, and whether some in the middle are left out."""
    (group,) = context.groups[_BRANCH]
    rated = [subject for subject in group.subjects if subject.composite is not None]
    others = [s for s in group.subjects if s.composite is None and _has_rated(context, s)]
    some = len(rated) > most
    if some:
        rated = rated[: most // 2] + rated[-most // 2 :]
    others = others[: most - len(rated)]
    return (*rated, *others), len(rated), some


def way_cell(context: Context, branch: SubjectResult, way: WayKey) -> Cell:
    """Return the mean of a way over a branch's members, live over 评分明细; empty where there is none."""
    mean = context.briefing.branch_means[branch.code][way]
    if mean is None:
        return None
    people = context.members_of[branch.code]
    column = context.scores.letter_of(f"mean.{way}")
    first = context.score_rows[people[0].code]
    last = context.score_rows[people[-1].code] + len(people[-1].stars) - 1
    area = f"{context.ref('scores')}${column}${first}:${column}${last}"
    mean_of = f"INT((ROUND(10000*SUM({area}),0)+5*COUNT({area}))/(10*COUNT({area})))/100"
    return Live(f'IF(COUNT({area})=0,"{DASH}",{mean_of})', shown(mean))


def _bars_of(value: Cell, tests: Sequence[tuple[str, bool]], cell: str) -> list[Cell]:
    """Return a figure in the column of its colour and 0 in the others; the last colour is for what passes no test."""
    found = next((n for n, (_, passed) in enumerate(tests) if passed), len(tests))
    number = value.number if isinstance(value, Live) else 0
    figures: list[Cell] = []
    for place in range(len(tests) + 1):
        earlier = [test for test, _ in tests[:place]]
        own = [tests[place][0]] if place < len(tests) else []
        conditions = [f"ISNUMBER({cell})", *own, *(f"NOT({test})" for test in earlier)]
        figures.append(Live(f"IF(AND({','.join(conditions)}),{cell},0)", number if place == found else 0))
    return figures


class BranchBars:
    """The branches by composite, the highest first, the unrated last: whoever that is by the rules as they stand."""

    def __init__(self, context: Context, sheet: str, left: int, header: int, most: int) -> None:
        """Say where the header stands; `most` is how many branches are shown."""
        self._context = context
        (group,) = context.groups[_BRANCH]
        self._subjects = group.subjects
        self._last = group.last_row
        self.bars = Bars(context.ref(sheet), left, header + 1, min(most, len(group.subjects)))

    def headers(self) -> list[Cell]:
        """Return the headers; those of the colours say what levels they are."""
        context, say = self._context, self._context.say
        levels = context.plan.levels_of(_BRANCH)
        sizes = len(levels)
        listed, bounds = names.levels(_BRANCH), names.bounds(_BRANCH)
        titles: list[Cell] = [say(T("支部", "Branch")), say(T("综合得分", "Composite"))]
        for place in range(CLASSES - 1):
            if place < sizes:
                level, at = levels[place], sizes - place
                formula = f'INDEX({listed},{at})&" ≥ "&INDEX({bounds},{at})'
                titles.append(Live(formula, f"{level.name} ≥ {level.low / 100:.15g}"))
            else:
                titles.append(DASH)
        below = say(T("低于 ", "below "))
        low = min(CLASSES - 1, sizes)
        formula = f"{quote(below)}&INDEX({bounds},{sizes - low + 1})"
        titles.append(Live(formula, f"{below}{levels[low - 1].low / 100:.15g}"))
        return [*titles, say(T("名次", "Place")), say(T("行", "Row"))]

    def rows(self) -> Iterator[list[Cell]]:
        """Yield a row per branch: name, composite, a figure per colour, place, row on the board."""
        context, bars = self._context, self.bars
        at = {key: context.boards[_BRANCH].letter_of(key) for key in ("name", "composite")}
        ref, column = context.ref("branch_board"), context.board_column(_BRANCH, "composite")
        name = f"INDEX({ref}${at['name']}$1:${at['name']}${self._last},"
        rated = sum(one.composite is not None for one in self._subjects)
        count, half, hidden = bars.count, bars.count // 2, len(self._subjects) > bars.count
        bounds, sizes = names.bounds(_BRANCH), len(context.plan.levels_of(_BRANCH))
        own = [letter(bars.left + n) for n in (1, 2 + CLASSES, 3 + CLASSES)]
        for order in range(1, count + 1):
            row = bars.first + order - 1
            composite, place, line = (f"${one}${row}" for one in own)
            live_place = (
                f"IF(AND({order}>{half},COUNT({column})>{count}),COUNT({column})-{count - order},{order})"
            )
            where = rated - count + order if hidden and order > half and rated > count else order
            subject = self._subjects[where - 1]
            value = f'IF({place}>COUNT({column}),"{DASH}",LARGE({column},{place}))'
            nth = f'IF({place}>COUNT({column}),{place}-COUNT({column}),{place}-COUNTIF({column},">"&{composite}))'
            named = short_formula(context, f"{name}{line})")
            said = short_name(context, subject.name)
            live = Live(value, shown(subject.composite))
            tests = [
                (f"{composite}>=INDEX({bounds},{sizes - n})", (subject.composite or 0) >= level.low)
                for n, level in enumerate(context.plan.levels_of(_BRANCH)[: CLASSES - 1])
            ]
            tests += [("1=0", False)] * (CLASSES - 1 - len(tests))
            yield [
                Live(
                    f'{named}&IF(ISNUMBER({composite}),"",{quote(_UNRATED)})',
                    said if subject.is_rated else said + _UNRATED,
                ),
                live,
                *_bars_of(live, tests, composite),
                Live(live_place, where) if hidden else order,
                Live(nth_row(column, f"={composite}", self._last, nth), context.board_rows[subject.code]),
            ]

    def write(self, sheet: Worksheet) -> Bars:
        """Write header and rows."""
        bars = self.bars
        headers = self.headers()
        sheet.rows(bars.first - 1, bars.left, [headers], [WORKING_HEADER] * len(headers))
        looks = [CELL, *[_FIGURE] * (CLASSES + 1), CENTRED, CENTRED]
        sheet.rows(bars.first, bars.left, self.rows(), looks)
        return bars


def _star_rows(context: Context, bars: Bars) -> Iterator[list[Cell]]:
    column = context.board_column(_MEMBER, "lit")
    counts = context.briefing.figures[_MEMBER].by_stars
    below = context.plan.rectify_below(_MEMBER)
    for number, count in enumerate(counts):
        cell = f"${letter(bars.left + 1)}${bars.first + number}"
        full, low = number == len(counts) - 1, number < below
        tests = [(f"{number}={len(counts) - 1}", full), (f"{number}>={names.rectify(_MEMBER)}", not low)]
        live = Live(f"COUNTIF({column},{number})", count)
        yield [context.say(T(f"{number} 星", f"{number} ★")), live, *_bars_of(live, tests, cell)]


def _write_stars(sheet: Worksheet, context: Context, bars: Bars) -> None:
    say, below = context.say, context.plan.rectify_below(_MEMBER)
    before, behind = say(T("少于 ", "fewer than ")), say(T(" 星", ""))
    low = Live(f"{quote(before)}&{names.rectify(_MEMBER)}&{quote(behind)}", f"{before}{below}{behind}")
    full, others = say(T("满星", "all stars")), say(T("其余", "others"))
    titles: list[Cell] = [say(T("得星", "Stars")), say(T("人数", "Members")), full, others, low]
    sheet.rows(bars.first - 1, bars.left, [titles], [WORKING_HEADER] * len(titles))
    sheet.rows(bars.first, bars.left, _star_rows(context, bars), [CELL, *[CENTRED] * (CLASSES + 1)])


def write_ways(sheet: Worksheet, context: Context, branches: Sequence[SubjectResult], bars: Bars) -> None:
    """Write the ways' means of branches, whatever their order by changed rules."""
    titles: list[Cell] = [
        context.say(T("支部", "Branch")),
        *(context.say(label_of(WAYS, way)) for way in WayKey),
    ]
    rows = (
        [short_name(context, branch.name), *(way_cell(context, branch, way) for way in WayKey)]
        for branch in branches
    )
    sheet.rows(bars.first - 1, bars.left, [titles], [WORKING_HEADER] * len(titles))
    sheet.rows(bars.first, bars.left, rows, [CELL, *[_FIGURE] * len(WayKey)])


def _folded(name: str) -> str:
    """Return a name in two lines, where it has words: beside a small chart there is no room for a long one."""
    spaces = [place for place, char in enumerate(name) if char == " "]
    at = min(spaces, key=lambda place: abs(2 * place - len(name)), default=0)
    return f"{name[:at]}\n{name[at + 1 :]}" if at else name


def _write_goals(sheet: Worksheet, context: Context, bars: Bars) -> None:
    sheet.rows(bars.first - 1, bars.left, [[context.say(T("目标", "Goal"))]], [WORKING_HEADER])
    sheet.rows(bars.first, bars.left, ([_folded(one.name)] for one in context.plan.goals_of(_BRANCH)), [CELL])


@dataclass(frozen=True)
class ChartData:
    """Where the figures stand."""

    branches: Bars
    stars: Bars
    ways: Bars
    goals: Bars


def write_data(sheet: Worksheet, context: Context, left: int) -> ChartData:
    """Write the figures of the charts from a column on and return where they stand."""
    say, ref = context.say, context.ref("overview")
    sheet.width(left - 1, 3)
    for column in range(left, left + CLASSES + 4):
        sheet.width(column, 22 if column == left else 11)
    sheet.text(1, left, say(T("图表数据（不打印）", "Figures of the charts (not printed)")), _HEADING)
    hint = T("五个好的数据见“五个好·五带头”。", "The goals' figures are on “Goals”.")
    sheet.text(2, left, say(hint), _HINT)
    branches = BranchBars(context, "overview", left, 5, ON_PAGE_ONE).write(sheet)
    stars = Bars(ref, left, branches.first + branches.count + 2, len(context.plan.stars_of(_MEMBER)) + 1)
    _write_stars(sheet, context, stars)
    shown_branches = charted(context, ON_PAGE_ONE)[0]
    ways = Bars(ref, left, stars.first + stars.count + 2, len(shown_branches))
    write_ways(sheet, context, shown_branches, ways)
    goals = Bars(ref, left, ways.first + ways.count + 2, len(context.plan.goals_of(_BRANCH)))
    _write_goals(sheet, context, goals)
    return ChartData(branches, stars, ways, goals)
