"""The figures of the overview's charts, in cells beside the page: live, labelled, not printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlcampaign.address import letter
from xlcampaign.layout.choices import WAYS, label_of
from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Worksheet
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CELL, CENTRED, HEADER, MUTED, RED, Look

MOST = 16
_HEADING = Look(bold=True, size=11, color=RED)
_HINT = Look(color=MUTED, size=9)
_BRANCH = T("党支部", " branch")


@dataclass(frozen=True)
class ChartData:
    """Where the figures stand.

    Attributes:
        left: the first column.
        branches: the branches shown, rated ones first, best on top.
        rated: how many of them are rated.
        some: whether branches were left out of the middle of a long list.
        first: the row of the first branch; their headers are in the row above.
        stars: the row of the first number of stars.
    """

    left: int
    branches: tuple[SubjectResult, ...]
    rated: int
    some: bool
    first: int
    stars: int

    def cells(self, sheet: str, column: int, top: int, count: int) -> str:
        """Return the cells of a column, counted from 0, as charts name them."""
        name = letter(self.left + column)
        return f"={sheet}${name}${top}:${name}${top + max(count, 1) - 1}"


def _has_rated(context: Context, branch: SubjectResult) -> bool:
    return any(subject.composite is not None for subject in context.members_of.get(branch.code, ()))


def charted(context: Context) -> tuple[tuple[SubjectResult, ...], int, bool]:
    """Return the branches that charts show, how many are rated, and whether some in the middle are left out."""
    (group,) = context.groups[SubjectKind.BRANCH]
    rated = [subject for subject in group.subjects if subject.composite is not None]
    others = [s for s in group.subjects if s.composite is None and _has_rated(context, s)]
    some = len(rated) > MOST
    if some:
        rated = rated[: MOST // 2] + rated[-MOST // 2 :]
    others = others[: MOST - len(rated)]
    return (*rated, *others), len(rated), some


def _short(context: Context, name: str) -> str:
    return name.removesuffix(context.say(_BRANCH)) or name


def _way_cell(context: Context, branch: SubjectResult, way: WayKey) -> Cell:
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


def _branch_rows(context: Context, branches: tuple[SubjectResult, ...]) -> Iterator[list[Cell]]:
    board = context.boards[SubjectKind.BRANCH]
    composite = f"{context.ref(board.key)}${board.letter_of('composite')}$"
    for branch in branches:
        live = Live(f"{composite}{context.board_rows[branch.code]}", shown(branch.composite))
        rated = live if branch.composite is not None else None
        yield [_short(context, branch.name), rated, *(_way_cell(context, branch, way) for way in WayKey)]


def _star_rows(context: Context) -> Iterator[list[Cell]]:
    kind = SubjectKind.MEMBER
    column = context.board_column(kind, "lit")
    for number, count in enumerate(context.briefing.figures[kind].by_stars):
        yield [context.say(T(f"{number} 星", f"{number}")), Live(f"COUNTIF({column},{number})", count)]


def write_data(sheet: Worksheet, context: Context, left: int) -> ChartData:
    """Write the figures of the charts from a column on and return where they stand."""
    say = context.say
    branches, rated, some = charted(context)
    data = ChartData(left, branches, rated, some, 6, 6 + max(len(branches), 1) + 3)
    headers = [T("支部", "Branch"), T("综合得分", "Composite"), *(label_of(WAYS, way) for way in WayKey)]
    sheet.width(left - 1, 3)
    for column in range(left, left + len(headers)):
        sheet.width(column, 22 if column == left else 11)
    sheet.text(1, left, say(T("图表数据（不打印）", "Figures of the charts (not printed)")), _HEADING)
    sheet.text(
        2, left, say(T("五个好的数据见“五个好·五带头”。", "The goals' figures are on “Goals”.")), _HINT
    )
    for column, header in enumerate(headers, left):
        sheet.text(data.first - 1, column, say(header), HEADER)
    looks = [CELL, *[CENTRED.but(number="0.00")] * (len(headers) - 1)]
    sheet.rows(data.first, left, _branch_rows(context, branches), looks)
    for column, header in enumerate((T("得星", "Stars"), T("人数", "Members")), left):
        sheet.text(data.stars - 1, column, say(header), HEADER)
    sheet.rows(data.stars, left, _star_rows(context), [CELL, CENTRED])
    return data
