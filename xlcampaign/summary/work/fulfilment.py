"""兑现率: how many pledges were fulfilled, counted live in 承诺台账 by branch and area; how pledges were made public."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from xlcampaign.address import letter
from xlcampaign.layout.choices import KINDS, PLEDGE_STATES, label_of
from xlcampaign.layout.registers import AREAS
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import DASH, NOT_GIVEN, NUMBER, PERCENT, column
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import PledgeState
from xlcampaign.model.rounding import half_up
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import (
    Framed,
    Page,
    Row,
    cells_of,
    empty_row,
)
from xlcampaign.summary.parts import Part, Place, write_parts
from xlcampaign.summary.register_cells import DATE, OVERDUE, day_of
from xlcampaign.summary.work.pledges import NO_REPORT, pledge_rows, pledges_table
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.looks import CENTRED, PAPER, RED, RULE, Look

_TOTAL = Look(bold=True, fill=PAPER, bottom=RULE)
_TOTAL_FIGURE = CENTRED.but(bold=True, fill=PAPER)
_ROW = 17
_KINDS = len(SubjectKind) + 1
"""The rows of a branch or area: its own pledges, its members', both."""
_FIGURE = 11
"""How wide all columns but the first are: the three tables stand below each other in the same ones."""

TOGETHER = T("合计", "Total")
STATES = (PledgeState.FULFILLED, PledgeState.ONGOING, PledgeState.NOT_DUE, PledgeState.UNFULFILLED)
"""The states of pledges in the order in which their numbers stand."""

_DEFINITION = T(
    "兑现率＝已兑现 ÷ 全部承诺；逾期：到 {day} 过了完成时限还没有兑现的，不论填报的兑现情况。",
    "Rate = fulfilled ÷ all pledges; overdue: on {day} past its date and not fulfilled, whatever its state.",
)


def _figure(key: str, label: T) -> Column:
    return column(key, T(label.zh, label.en.capitalize()), NUMBER, _FIGURE)


def _label(key: str, title: T) -> Column:
    return column(key, title, width=24)


def _fulfilment_table(key: str, title: T, by: Column) -> Table:
    columns = (
        by,
        column("kind", T("类别", "Kind"), width=_FIGURE),
        _figure("pledges", T("承诺（项）", "pledges")),
        *(_figure(state, label_of(PLEDGE_STATES, state)) for state in STATES),
        _figure("no_report", NO_REPORT),
        _figure("overdue", OVERDUE),
        column("rate", T("兑现率（%）", "Rate (%)"), PERCENT, _FIGURE),
    )
    return Table(key, title, columns)


def fulfilment_by_branch_table() -> Table:
    """Return 兑现率 by branch."""
    return _fulfilment_table(
        "fulfilment_by_branch", T("兑现率（按支部）", "Rate by branch"), _label("branch", T("支部", "Branch"))
    )


def fulfilment_by_area_table() -> Table:
    """Return 兑现率 by area."""
    return _fulfilment_table(
        "fulfilment_by_area", T("兑现率（按领域）", "Rate by area"), _label("area", T("承诺领域", "Area"))
    )


def announcements_table() -> Table:
    """Return 公开情况: a row per branch, in columns of the rates' widths."""
    columns = (
        _label("branch", T("支部", "Branch")),
        column("branch_day", T("支部承诺公开日期", "Branch pledges made public on"), DATE, _FIGURE),
        column("branch_how", T("支部承诺公开方式", "How (branch)"), width=_FIGURE),
        column("member_day", T("党员承诺公开日期", "Member pledges made public on"), DATE, _FIGURE),
        column("member_how", T("党员承诺公开方式", "How (members)"), width=_FIGURE),
    )
    return Table("announcements", T("公开情况", "Made public"), columns)


@dataclass(frozen=True)
class _Count:
    """The pledges as they stand in the table, and the formulas that count them."""

    rows: Sequence[Row]
    table: Table
    sheet: str
    _found: dict[tuple[str, ...], Counter[tuple[str, ...]]] = field(default_factory=dict)

    def of(self, wanted: Mapping[str, str]) -> Live:
        """Return how many pledges have the wanted texts in their columns."""
        keys = tuple(wanted)
        if keys not in self._found:
            texts = (tuple(str(row[key]).casefold() for key in keys) for row in self.rows)
            self._found[keys] = Counter(texts)
        found = self._found[keys][tuple(text.casefold() for text in wanted.values())]
        pairs = ",".join(f"{self._areas[key]},{_criterion(text)}" for key, text in wanted.items())
        return Live(f"COUNTIFS({pairs})", found)

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        """The cells of each column."""
        top, last = self.table.first_row, self.table.first_row + max(len(self.rows), 1) - 1
        letters = {column.key: self.table.letter_of(column.key) for column in self.table.columns}
        return {key: f"{self.sheet}${at}${top}:${at}${last}" for key, at in letters.items()}


@lru_cache(maxsize=1024)
def _criterion(text: str) -> str:
    """Return the criterion that only this text meets: its own wildcards stand for themselves."""
    for sign in "~*?":
        text = text.replace(sign, "~" + sign)
    return quote("=" + text)


def _rate(table: Table, row: int, figures: Mapping[str, Live]) -> Live:
    """Return the rate of a row, half-up to one decimal."""
    pledges, fulfilled = (int(figures[key].number) for key in ("pledges", PledgeState.FULFILLED))
    value = half_up(1000 * fulfilled, pledges) / 10 if pledges else DASH
    whole, part = (f"{table.letter_of(key)}{row}" for key in ("pledges", PledgeState.FULFILLED))
    return Live(f'IF({whole}=0,"{DASH}",INT((2000*{part}+{whole})/(2*{whole}))/10)', value)


def _lines(context: Context, count: _Count, table: Table, label: str, places: Iterable[int]) -> Iterator[Row]:
    """Yield the rows of one branch or area: the branches' pledges, the members', both."""
    say, by = context.say, table.columns[0].key
    wanted: dict[str, dict[str, str]] = {
        "pledges": {},
        **{state: {"state": say(label_of(PLEDGE_STATES, state))} for state in STATES},
        "no_report": {"state": say(NO_REPORT)},
        "overdue": {"overdue": say(OVERDUE)},
    }
    kinds = [say(label_of(KINDS, kind)) for kind in SubjectKind]
    for row, kind in zip(places, (*kinds, say(TOGETHER)), strict=True):
        whose = {by: label} | ({"kind": kind} if kind in kinds else {})
        figures = {key: count.of(whose | texts) for key, texts in wanted.items()}
        yield {by: label, "kind": kind, **figures, "rate": _rate(table, row, figures)}


def _totals(rows: Sequence[Row], context: Context, table: Table, first: int, after: int) -> Iterator[Row]:
    """Yield the sums of the rows from one to another: the branches' pledges, the members', both."""
    by, of_kind, *summed, rate = (column.key for column in table.columns)
    words = [context.say(label_of(KINDS, kind)) for kind in SubjectKind]
    kinds = f"${table.letter_of(of_kind)}"
    for row, kind in enumerate((*words, context.say(TOGETHER)), after):
        chosen = [cells for cells in rows if cells[of_kind] == kind]
        sums = {}
        for key in summed:
            at = table.letter_of(key)
            value = sum(cell.number for cells in chosen if isinstance(cell := cells[key], Live))
            area = f"{kinds}${first}:{kinds}${after - 1}"
            sums[key] = Live(f"SUMIF({area},{kinds}{row},{at}${first}:{at}${after - 1})", value)
        yield {by: context.say(TOGETHER), of_kind: kind, **sums, rate: _rate(table, row, sums)}


def _rates(framed: Framed, count: _Count, table: Table, labels: Iterable[str]) -> Part:
    """Return how many pledges were fulfilled by branch or by area, with the sums below."""
    context, listed, rows = framed.context, list(labels), list[Row]()

    def rows_at(place: Place) -> list[Row]:
        rows[:] = []
        for number in range(0, _KINDS * len(listed), _KINDS):
            places = [place(number + n) for n in range(_KINDS)]
            rows.extend(_lines(context, count, table, listed[number // _KINDS], places))
        return rows

    def close(places: Sequence[int], after: int) -> int:
        looks = [_TOTAL, _TOTAL_FIGURE, *[_TOTAL_FIGURE.but(number="0")] * (len(table.columns) - 3)]
        totals = cells_of(table.columns, _totals(rows, context, table, places[0], after))
        end = framed.sheet.rows(after, 1, totals, [*looks, _TOTAL_FIGURE.but(number="0.0")])
        _colour(framed, places[0], end - 1, len(table.columns))
        return end

    wrap = (table.columns[0].key,)
    return Part(
        table,
        table.title,
        rows_at,
        counted=False,
        wrap=wrap,
        centred=("kind",),
        closing=close,
        closing_lines=_KINDS,
    )


def _colour(framed: Framed, first: int, last: int, width: int) -> None:
    """Redden what is overdue and lift the sums out, from a row to a row."""
    number = width - 1
    late = f"AND(ISNUMBER({letter(number)}{first}),{letter(number)}{first}>0)"
    together = f"$B{first}={quote(framed.context.say(TOGETHER))}"
    # not every program puts two rules together that are true of one cell
    both = Look(color=RED, bold=True, fill=PAPER)
    framed.sheet.condition((first, number, last, number), f"=AND({late},{together})", both)
    framed.sheet.condition((first, number, last, number), f"={late}", Look(color=RED, bold=True))
    framed.sheet.condition((first, 1, last, width), f"={together}", Look(bold=True, fill=PAPER))


def _announced(context: Context) -> Part:
    """Return how and when the pledges of each branch were made public."""
    table, none = announcements_table(), context.say(NOT_GIVEN)
    found = {one.branch: one for one in context.report.ledger.registers.announcements}
    rows: list[Row] = []
    for branch in context.plan.branches:
        one = found.get(branch.code)
        given: dict[str, Cell] = {}
        if one:
            given = {
                "branch_day": day_of(one.branch_day),
                "branch_how": one.branch_how,
                "member_day": day_of(one.member_day),
                "member_how": one.member_how,
            }
        row = empty_row(table) | given | {"branch": branch.name}
        rows.append({key: none if cell in {None, ""} else cell for key, cell in row.items()})
    return Part(table, table.title, rows, counted=False, wrap=("branch", "branch_how", "member_how"))


def _write_parts(framed: Framed) -> None:
    context, plan = framed.context, framed.context.plan
    rows, by_branch = pledge_rows(context), fulfilment_by_branch_table()
    count = _Count(rows, pledges_table(), context.ref("pledges"))
    branches = [*(branch.name for branch in plan.branches), *(str(row["branch"]) for row in rows)]
    areas = [*plan.names_in((AREAS.zh, AREAS.en)), *(str(row["area"]) for row in rows)]
    framed.sheet.default_height(_ROW)
    parts = (
        _rates(framed, count, by_branch, dict.fromkeys(branches)),
        _rates(framed, count, fulfilment_by_area_table(), dict.fromkeys(areas)),
        _announced(context),
    )
    write_parts(framed, parts, _ROW)


def fulfilment_page(context: Context) -> Page:
    """Return 兑现率: the rates by branch and by area, and how pledges were made public."""
    return Page(
        note=context.say(_DEFINITION.filled(day=str(context.report.as_of))),
        columns=fulfilment_by_branch_table().columns,
        rest=_write_parts,
        frozen=(3, 1),
        locked=False,
        landscape=False,
        repeated=2,
    )
