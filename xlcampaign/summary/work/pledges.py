"""承诺台账: every pledge and what became of it; below, live: how many were fulfilled, and how they were made public."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from xlcampaign.address import letter
from xlcampaign.layout.choices import KINDS, PLEDGE_STATES, label_of
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.registers import AREAS
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import DASH, NOT_GIVEN, NUMBER, PERCENT, column, main_table
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Pledge, PledgeState
from xlcampaign.model.rounding import half_up
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import (
    Framed,
    Highlight,
    Listing,
    Page,
    Row,
    cells_of,
    empty_row,
    write_listing,
)
from xlcampaign.summary.lists import branch_name, called
from xlcampaign.summary.register_cells import (
    BRANCH,
    DATE,
    DUE,
    KIND,
    OVERDUE,
    OVERDUE_COLUMN,
    PROGRESS,
    REMARK,
    RESPONSIBLE,
    SOURCE,
    STAGE,
    day_of,
    kind_name,
    stage_name,
    star_name,
    write_remark,
)
from xlcampaign.words import T
from xlcampaign.workbook.book import A3, Cell
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.looks import CENTRED, DARK_RED, HEADING, PAPER, RED, RULE, Look

_WRAPPED = (
    "star",
    "type",
    "area",
    "text",
    "measures",
    "responsible",
    "target",
    "progress",
    "reason",
    "earlier",
)
_LINKS = 3
_LINK = Look(color=DARK_RED, size=9)
_TOTAL = Look(bold=True, fill=PAPER, bottom=RULE)
_TOTAL_FIGURE = CENTRED.but(bold=True, fill=PAPER)

NO_REPORT = T("没有回报", "no report")
TOGETHER = T("合计", "Total")
STATES = (PledgeState.FULFILLED, PledgeState.ONGOING, PledgeState.NOT_DUE, PledgeState.UNFULFILLED)
"""The states of pledges in the order in which their numbers stand."""

_DEFINITION = T(
    "兑现率＝已兑现 ÷ 全部承诺；逾期：过了完成时限还没有兑现的，不论填报的兑现情况",
    "rate = fulfilled ÷ all pledges; overdue: past its date and not fulfilled, whatever its state",
)
_NONE = T("没有收到承诺表，暂无承诺。", "No pledges came in.")


def pledges_table() -> Table:
    """Return 承诺台账: a row per pledge; what is short first, so that the rates below fit into the same columns."""
    columns = (
        column("number", T("编号", "Number"), Code(), 18),
        STAGE,
        BRANCH,
        column("name", T("承诺人", "Who"), width=16),
        column("star", T("对应星级", "Star"), width=15),
        KIND,
        column("type", T("承诺类型", "Type"), width=11),
        column("area", T("承诺领域", "Area"), width=12),
        DUE,
        column("state", T("兑现情况", "State"), width=13),
        OVERDUE_COLUMN,
        column("text", T("承诺内容", "Pledge"), width=30),
        column("measures", T("主要措施", "Measures"), width=22),
        RESPONSIBLE,
        column("target", T("目标", "Target"), width=18),
        PROGRESS,
        column("reason", T("未兑现原因", "Reason if not fulfilled"), width=17),
        column("earlier", T("衔接整改事项", "Earlier rectification"), width=16),
        SOURCE,
    )
    return main_table("pledges", columns)


def _figure(key: str, label: T) -> Column:
    return column(key, T(label.zh, label.en.capitalize()), NUMBER)


def _fulfilment_table(key: str, title: T, by: Column) -> Table:
    columns = (
        by,
        KIND,
        _figure("pledges", T("承诺（项）", "pledges")),
        *(_figure(state, label_of(PLEDGE_STATES, state)) for state in STATES),
        _figure("no_report", NO_REPORT),
        _figure("overdue", OVERDUE),
        column("rate", T("兑现率（%）", "Rate (%)"), PERCENT),
    )
    return Table(key, title, columns)


def fulfilment_by_branch_table() -> Table:
    """Return 兑现率 by branch; stands below 承诺台账, in its columns."""
    return _fulfilment_table("fulfilment_by_branch", T("兑现率（按支部）", "Rate by branch"), BRANCH)


def fulfilment_by_area_table() -> Table:
    """Return 兑现率 by area; stands below 承诺台账, in its columns."""
    area = column("area", T("承诺领域", "Area"), width=18)
    return _fulfilment_table("fulfilment_by_area", T("兑现率（按领域）", "Rate by area"), area)


def announcements_table() -> Table:
    """Return 公开情况: a row per branch; stands below 承诺台账, in columns of the same widths."""
    columns = (
        BRANCH,
        column("branch_day", T("支部承诺公开日期", "Branch pledges made public on"), DATE, 11),
        column("branch_how", T("支部承诺公开方式", "How (branch)"), width=16),
        column("member_day", T("党员承诺公开日期", "Member pledges made public on"), DATE, 16),
        column("member_how", T("党员承诺公开方式", "How (members)"), width=15),
    )
    return Table("announcements", T("公开情况", "Made public"), columns)


def _row(context: Context, pledge: Pledge) -> Row:
    """Return a pledge's cells by column; what the rates count by is never empty."""
    say, progress = context.say, pledge.progress
    state = label_of(PLEDGE_STATES, progress.state) if progress else NO_REPORT
    return {
        "number": pledge.number,
        "stage": stage_name(context, pledge.stage),
        "branch": branch_name(context, pledge.branch),
        "name": called(context, pledge.subject),
        "star": star_name(context, pledge.subject, pledge.star),
        "kind": kind_name(context, pledge.subject),
        "type": pledge.type,
        "area": pledge.area or say(NOT_GIVEN),
        "due": day_of(pledge.due),
        "state": say(state),
        "overdue": say(OVERDUE) if pledge.is_overdue(context.report.as_of) else None,
        "text": pledge.text,
        "measures": pledge.measures,
        "responsible": pledge.responsible,
        "target": pledge.target,
        "progress": progress.progress if progress else None,
        "reason": progress.reason if progress else None,
        "earlier": pledge.earlier,
        "source": pledge.place.say(),
    }


@dataclass(frozen=True)
class _Count:
    """The pledges as they stand in the table, and the formulas that count them."""

    rows: Sequence[Row]
    table: Table
    _found: dict[tuple[str, ...], Counter[tuple[str, ...]]] = field(default_factory=dict)

    def of(self, wanted: Mapping[str, str]) -> Live:
        """Return how many pledges have the wanted texts in their columns."""
        keys = tuple(wanted)
        if keys not in self._found:
            texts = (tuple(str(row[key]).casefold() for key in keys) for row in self.rows)
            self._found[keys] = Counter(texts)
        found = self._found[keys][tuple(text.casefold() for text in wanted.values())]
        last = self.table.first_row + max(len(self.rows), 1) - 1
        pairs = ",".join(
            f"${at}${self.table.first_row}:${at}${last},{_criterion(text)}"
            for key, text in wanted.items()
            for at in (self.table.letter_of(key),)
        )
        return Live(f"COUNTIFS({pairs})", found)


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


def _lines(context: Context, count: _Count, table: Table, label: str, top: int) -> Iterator[Row]:
    """Yield the rows of one branch or area: the branches' pledges, the members', both."""
    say, by = context.say, table.columns[0].key
    wanted: dict[str, dict[str, str]] = {
        "pledges": {},
        **{state: {"state": say(label_of(PLEDGE_STATES, state))} for state in STATES},
        "no_report": {"state": say(NO_REPORT)},
        "overdue": {"overdue": say(OVERDUE)},
    }
    kinds = [say(label_of(KINDS, kind)) for kind in SubjectKind]
    for row, kind in enumerate((*kinds, say(TOGETHER)), top):
        whose = {by: label} | ({"kind": kind} if kind in kinds else {})
        figures = {key: count.of(whose | texts) for key, texts in wanted.items()}
        yield {by: label, "kind": kind, **figures, "rate": _rate(table, row, figures)}


def _totals(rows: Sequence[Row], context: Context, table: Table, first: int) -> Iterator[Row]:
    """Yield the sums of the rows above: the branches' pledges, the members', both."""
    after, (by, of_kind, *summed, rate) = first + len(rows), (column.key for column in table.columns)
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


def _write_rates(framed: Framed, count: _Count, table: Table, labels: Iterable[str], top: int) -> int:
    """Write how many pledges were fulfilled by branch or by area, and return the row after it."""
    sheet, context = framed.sheet, framed.context
    sheet.text(top, 1, context.say(table.title), HEADING)
    sheet.text(top, 3, context.say(_DEFINITION), REMARK)
    header, first = top + 1, top + 2
    rows: list[Row] = []
    for label in labels:
        rows += _lines(context, count, table, label, first + len(rows))
    listing = Listing(table, rows, wrap=(table.columns[0].key,), centred=("kind",))
    after = write_listing(sheet, context, listing, header)
    looks = [_TOTAL, _TOTAL_FIGURE, *[_TOTAL_FIGURE.but(number="0")] * (len(table.columns) - 3)]
    totals = cells_of(table.columns, _totals(rows, context, table, first))
    end = sheet.rows(after, 1, totals, [*looks, _TOTAL_FIGURE.but(number="0.0")])
    width = len(table.columns)
    number, last = width - 1, end - 1
    late, together = f"{letter(number)}{first}>0", f"$B{first}={quote(context.say(TOGETHER))}"
    # not every program puts two rules together that are true of one cell
    both = Look(color=RED, bold=True, fill=PAPER)
    sheet.condition((first, number, last, number), f"=AND({late},{together})", both)
    sheet.condition((first, number, last, number), f"={late}", Look(color=RED, bold=True))
    sheet.condition((first, 1, last, width), f"={together}", Look(bold=True, fill=PAPER))
    return end


def _write_announcements(framed: Framed, top: int) -> int:
    """Write how and when the pledges of each branch were made public, and return the row after it."""
    context, table = framed.context, announcements_table()
    none = context.say(NOT_GIVEN)
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
    framed.sheet.text(top, 1, context.say(table.title), HEADING)
    return write_listing(
        framed.sheet, context, Listing(table, rows, wrap=("branch_how", "member_how")), top + 1
    )


def _write_links(framed: Framed, places: Iterable[tuple[int, int, Table]]) -> None:
    """Write what stands below the pledges, to be clicked, above their header: it stays in view."""
    framed.sheet.height(_LINKS, 18)
    for number, row, table in places:
        words = framed.context.say(T(f"↓ {table.title.zh}", f"↓ {table.title.en}"))
        framed.sheet.link(_LINKS, number, framed.sheet.title, f"A{row}", words, _LINK)


def _write_below(rows: Sequence[Row], framed: Framed) -> None:
    """Write below the pledges the rates by branch and by area and how pledges were made public."""
    sheet, plan, after, table = framed.sheet, framed.context.plan, framed.row, pledges_table()
    write_remark(None if rows else _NONE, framed)
    count = _Count(rows, table)
    by_branch, by_area = fulfilment_by_branch_table(), fulfilment_by_area_table()
    branches = [*(branch.name for branch in plan.branches), *(str(row["branch"]) for row in rows)]
    areas = [*plan.names_in((AREAS.zh, AREAS.en)), *(str(row["area"]) for row in rows)]
    first = after + 2
    second = _write_rates(framed, count, by_branch, dict.fromkeys(branches), first) + 1
    third = _write_rates(framed, count, by_area, dict.fromkeys(areas), second) + 1
    end = _write_announcements(framed, third)
    _write_links(framed, ((1, first, by_branch), (3, second, by_area), (4, third, announcements_table())))
    sheet.print_to(end - 1, len(table.columns) - 1)
    if rows:
        sheet.break_after([after])


def pledges_page(context: Context) -> Page:
    """Return 承诺台账, below it the rates by branch and by area and how pledges were made public."""
    table, as_of = pledges_table(), context.report.as_of
    rows = [_row(context, pledge) for pledge in context.report.ledger.registers.pledges]
    note = T(
        f"一项承诺一行；逾期按 {as_of} 计算，红字。兑现率和公开情况在表后，点下面的字可以跳到。",
        f"A row per pledge; overdue as of {as_of}, in red. Rates and publication stand below: click to go there.",
    )
    late = f"=${table.letter_of('overdue')}{table.first_row}={quote(context.say(OVERDUE))}"
    return Page(
        note=context.say(note),
        across=len(table.columns) - 1,
        listing=Listing(
            table,
            rows,
            wrap=_WRAPPED,
            centred=("kind", "state", "overdue"),
            highlights=(Highlight(late, Look(color=RED)),),
        ),
        rest=partial(_write_below, rows),
        kept="name",
        locked=False,
        paper=A3,
    )
