"""数据核对: whether everything adds up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from xlcampaign.address import number_of
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NUMBER, column, main_table
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.submission import Cells, Marks
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed, Listing, Page, Row, cells_of
from xlcampaign.summary.lists import unit_of
from xlcampaign.summary.work.counts import counts_area, marks_written
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CELL, CENTRED, HEADING, PAPER, RED, RULE, Look

_TOTAL = Look(bold=True, fill=PAPER, top=RED, bottom=RULE)
_BESIDES = T(
    "票数统计两表合计，加上投给已离开、不参评的人的 {number}（在“不计”里），与上面“评议合计”之差",
    "All counts in the two tables, and {number} on those who left or take no part (not counted); difference to the marks above",
)
_THREE_LINES = 46
"""How tall a row of three lines is, in points."""
_CHECKS_BELOW = 3
"""So many rows below the sums the further checks begin."""
_TOTAL_FIGURE = CENTRED.but(bold=True, fill=PAPER, top=RED, number="0")


@cache
def reconciliation_table() -> Table:
    """Return 数据核对: a row per file with the account of its cells and the account of its marks."""
    columns = (
        column("file", T("文件", "File"), width=44),
        column("unit", T("单位", "Unit"), width=24),
        column("accepted", T("采用格", "Cells accepted"), NUMBER, 10),
        column("empty", T("空格", "Cells empty"), NUMBER, 10),
        column("rejected", T("退回格", "Cells rejected"), NUMBER, 10),
        column("cells", T("输入格合计", "Input cells"), NUMBER, 11),
        column("counted", T("计入", "Counted"), NUMBER, 10),
        column("uncounted", T("不计", "Not counted"), NUMBER, 10),
        column("blank", T("未评", "Blank"), NUMBER, 10),
        column("marks", T("评议合计", "Marks"), NUMBER, 11),
        column("written", T("另行清点", "Counted on the way in"), NUMBER, 11),
        column("difference", T("差额", "Difference"), NUMBER, 9),
    )
    return main_table("reconciliation", columns)


def _files(context: Context) -> list[str]:
    ledger = context.report.ledger
    return sorted({*ledger.cells, *ledger.marks, *ledger.written})


def _total_row_number(context: Context) -> int:
    return reconciliation_table().first_row + max(len(_files(context)), 1)


def totals_cell(context: Context, key: str, value: int) -> Live:
    """Return the cell with the sum of a column, which comes to a value."""
    at = reconciliation_table().letter_of(key)
    return Live(f"{context.ref('reconciliation')}${at}${_total_row_number(context)}", value)


def differences_live(context: Context) -> Live:
    """Return by how much the accounts differ, over all files and further checks but that of the rules; 0 as it is."""
    ref, total, at = (
        context.ref("reconciliation"),
        _total_row_number(context),
        reconciliation_table().letter_of,
    )
    files = f"{ref}${at('difference')}${reconciliation_table().first_row}:${at('difference')}${total - 1}"
    first = total + _CHECKS_BELOW
    further = f"{ref}$D${first}:$D${first + 1}"
    ledger, marks = context.report.ledger, context.briefing.marks.total
    apart = sum(abs(ledger.marks.get(f, Marks()).total - ledger.written.get(f, 0)) for f in _files(context))
    apart += abs(sum(marks_written(context, kind) for kind in SubjectKind) + ledger.besides - marks)
    return Live(f"SUMPRODUCT(ABS({files}))+SUMPRODUCT(ABS({further}))", apart)


def _account_rows(context: Context, table: Table) -> Iterator[Row]:
    ledger = context.report.ledger
    receipts = {receipt.file: receipt for receipt in context.report.receipts}
    at = table.letter_of
    for row, file in enumerate(_files(context), table.first_row):
        cells, marks = ledger.cells.get(file, Cells()), ledger.marks.get(file, Marks())
        written = ledger.written.get(file, 0)
        yield {
            "file": file,
            "unit": unit_of(context, receipts.get(file)),
            "accepted": cells.accepted,
            "empty": cells.empty,
            "rejected": cells.rejected,
            "cells": Live(f"SUM({at('accepted')}{row}:{at('rejected')}{row})", cells.total),
            "counted": marks.counted,
            "uncounted": marks.uncounted,
            "blank": marks.blank,
            "marks": Live(f"SUM({at('counted')}{row}:{at('blank')}{row})", marks.total),
            "written": written,
            "difference": Live(f"{at('marks')}{row}-{at('written')}{row}", marks.total - written),
        }


def _total_row(context: Context, table: Table, after: int) -> Row:
    cells, marks = context.briefing.cells, context.briefing.marks
    written = sum(context.report.ledger.written.values())
    sums = {
        "accepted": cells.accepted,
        "empty": cells.empty,
        "rejected": cells.rejected,
        "cells": cells.total,
        "counted": marks.counted,
        "uncounted": marks.uncounted,
        "blank": marks.blank,
        "marks": marks.total,
        "written": written,
        "difference": marks.total - written,
    }
    total: dict[str, Cell] = {"file": context.say(T("合计", "Total")), "unit": ""}
    for key, value in sums.items():
        at = table.letter_of(key)
        total[key] = Live(f"SUM({at}{table.first_row}:{at}{after - 1})", value)
    return total


@dataclass(frozen=True, slots=True)
class _Check:
    """Something that must come to 0: what it is, the figure that is compared, and the difference."""

    label: T
    difference: Live
    figure: Live | None = None


def _checks(context: Context, row: int, marks: str) -> Iterator[_Check]:
    """Yield further checks: all counts of 票数统计 together, whether its rows still stand in order, the rules.

    Args:
        context: the report's context.
        row: where the first of them stands.
        marks: the cell with the sum of all marks.
    """
    parts = [
        f"SUM({counts_area(context, kind, key, key)})"
        for kind in SubjectKind
        for block in context.blocks[kind]
        for key in block.numbers
    ]
    besides = context.report.ledger.besides
    total = sum(marks_written(context, kind) for kind in SubjectKind) + besides
    label = T(
        "票数统计两表合计，与上面“评议合计”之差",
        "All counts in the two tables; difference to the marks above",
    )
    if besides:
        parts.append(str(besides))
        label = _BESIDES.filled(number=str(besides))
    difference = total - context.briefing.marks.total
    yield _Check(label, Live(f"C{row}-{marks}", difference), Live("+".join(parts), total))
    label = T(
        "票数统计、评分明细的行序（0 为未打乱）", "Order of the rows of counts and scores (0: untouched)"
    )
    tests = [f"SUMPRODUCT(({area}<>ROW({area})-{above})*1)" for area, above in _orders(context)]
    yield _Check(label, Live("+".join(tests), 0))
    label = T("评星规则与方案一致（0 为一致）", "Rules are the plan's (0: they are)")
    yield _Check(label, Live(names.CHANGED, 0))


def _orders(context: Context) -> Iterator[tuple[str, int]]:
    """Yield the cells that number rows, in counts and scores, with the number of rows above the first."""
    above = top = context.scores.header_row
    for kind in SubjectKind:
        rows = sum(len(subject.stars) for subject in context.report.results.of(kind))
        if rows:
            yield counts_area(context, kind, "order", "order"), top
            yield f"{context.ref('scores')}$A${above + 1}:$A${above + rows}", above
        above += rows


def _write_checks(framed: Framed) -> None:
    """Write below the files the sums over them, and what else must be nought."""
    sheet, context, after, table = framed.sheet, framed.context, framed.row, reconciliation_table()
    looks = [_TOTAL if column.key in {"file", "unit"} else _TOTAL_FIGURE for column in table.columns]
    sheet.rows(after, 1, cells_of(table.columns, [_total_row(context, table, after)]), looks)
    first = after + _CHECKS_BELOW
    sheet.text(first - 1, 1, context.say(T("其他核对", "Further checks")), HEADING)
    checks = _checks(context, first, f"{table.letter_of('marks')}{after}")
    rows = ([context.say(check.label), "", check.figure, check.difference] for check in checks)
    besides = context.report.ledger.besides
    sheet.rows(first, 1, rows, [CELL.but(wrap=True) if besides else CELL, CELL, CENTRED, CENTRED])
    if besides:
        sheet.height(first, _THREE_LINES)
    wrong = Look(color=RED, bold=True)
    difference = table.letter_of("difference")
    area = (table.first_row, number_of(difference), after, number_of(difference))
    sheet.condition(area, f"={difference}{table.first_row}<>0", wrong)
    sheet.condition((first, 4, first + 2, 4), f"=D{first}<>0", wrong)


def reconciliation_page(context: Context) -> Page:
    """Return 数据核对: both accounts of every file, their sums, and what must be nought."""
    table = reconciliation_table()
    note = T(
        "采用格＋空格＋退回格＝输入格；计入＋不计＋未评＝评议合计。“另行清点”是读表时另数的一遍，差额必须为 0。",
        "accepted + empty + rejected = input cells; counted + not counted + blank = marks."
        " Marks are counted a second time while reading: the difference must be 0.",
    )
    return Page(
        note=context.say(note),
        listing=Listing(table, _account_rows(context, table), wrap=("file",)),
        rest=_write_checks,
        kept="file",
        locked=False,
    )
