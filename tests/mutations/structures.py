"""What people do to rows, columns and sheets, and whether the form still says the same."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise

import openpyxl
from grids import bytes_of
from mutations.campaign import Campaign, Form
from mutations.facts import Change, changes, facts_of, new_findings, totals_of
from mutations.verdicts import Case, Verdict
from openpyxl.worksheet.worksheet import Worksheet

from xlcampaign.address import letter
from xlcampaign.layout.form_book import SHEET_NAME
from xlcampaign.layout.sheet import RowKind, Sheet, Table

Edit = Callable[[openpyxl.Workbook], None]
_SINGLE = {RowKind.SUBJECT, RowKind.STAR, RowKind.WAY}


def structures_of(form: Form) -> Iterator[tuple[str, str, Edit]]:
    """Yield what is done to a form's sheets: the sheet's title, what, and the doing."""
    for sheet in form.book.shown:
        title = sheet.title.zh
        if isinstance(sheet, Table):
            for name, change in _in_table(sheet):
                yield title, name, lambda book, t=title, change=change: change(book[t])
        for name, edit in _of_sheet(sheet):
            yield title, name, edit


def _in_table(sheet: Table) -> Iterator[tuple[str, Callable[[Worksheet], None]]]:
    first, last, width = sheet.first_row, sheet.header_row + len(sheet.rows), len(sheet.columns)
    for row in (1, sheet.header_row, first, first + 1, last):
        yield f"row inserted at {row}", lambda tab, row=row: _unmerged(tab).insert_rows(row)
    yield "rows inserted on top", lambda tab: _unmerged(tab).insert_rows(1, 9)
    for column in (1, 2, 3, width):
        yield f"column inserted at {column}", lambda tab, column=column: _unmerged(tab).insert_cols(column)
    for one, other in ((first, last), (first, first + 1)):
        if one < other <= last:
            yield f"rows {one} and {other} swapped", lambda tab, a=one, b=other: _swap_rows(tab, a, b)
    for one, other in (*pairwise(range(1, width + 1)), (1, width)):
        yield f"columns {one} and {other} swapped", lambda tab, a=one, b=other: _swap_columns(tab, a, b)
    for column in range(1, width + 1):
        yield f"column {column} hidden", lambda tab, c=column: _hide_column(tab, c)
        yield f"column {column} deleted", lambda tab, c=column: _unmerged(tab).delete_cols(c)
        yield f"column {column} copied", lambda tab, c=column, w=width: _copy_column(tab, c, w + 1)
    if last >= first:
        yield "row hidden", lambda tab: tab.row_dimensions.__getitem__(first).__setattr__("hidden", True)
        yield "row copied", lambda tab: _copy_row(tab, first, last + 1)
        if sheet.row_kind in _SINGLE:
            yield "row deleted", lambda tab: _unmerged(tab).delete_rows(first)


def _unmerged(tab: Worksheet) -> Worksheet:
    """Take the title's merges away, which openpyxl does not move along."""
    for area in list(tab.merged_cells.ranges):
        tab.unmerge_cells(str(area))
    return tab


def _swap_rows(tab: Worksheet, one: int, other: int) -> None:
    for column in range(1, tab.max_column + 1):
        a, b = tab.cell(one, column), tab.cell(other, column)
        a.value, b.value = b.value, a.value


def _swap_columns(tab: Worksheet, one: int, other: int) -> None:
    for row in range(4, tab.max_row + 1):
        a, b = tab.cell(row, one), tab.cell(row, other)
        a.value, b.value = b.value, a.value
        a.number_format, b.number_format = b.number_format, a.number_format


def _hide_column(tab: Worksheet, column: int) -> None:
    tab.column_dimensions[letter(column)].hidden = True


def _copy_column(tab: Worksheet, column: int, to: int) -> None:
    for row in range(4, tab.max_row + 1):
        tab.cell(row, to).value = tab.cell(row, column).value


def _copy_row(tab: Worksheet, row: int, to: int) -> None:
    for column in range(1, tab.max_column + 1):
        tab.cell(to, column).value = tab.cell(row, column).value


def _of_sheet(sheet: Sheet) -> Iterator[tuple[str, Edit]]:
    title, key = sheet.title.zh, sheet.key

    def unnamed(book: openpyxl.Workbook) -> None:
        if SHEET_NAME + key in book.defined_names:
            del book.defined_names[SHEET_NAME + key]

    def rename(book: openpyxl.Workbook, to: str, *, named: bool) -> None:
        own = book.defined_names.get(SHEET_NAME + key)
        if own is not None:
            own.value = own.value.replace(title, to)
        if not named:
            unnamed(book)
        book[title].title = to

    def copy(book: openpyxl.Workbook, *, named: bool, change: bool) -> None:
        if not named:
            unnamed(book)
        tab = book.copy_worksheet(book[title])
        tab.title = f"{title} (2)"
        if change:
            tab["C6"] = "别的"

    yield "renamed", lambda book: rename(book, "改过的", named=True)
    yield "renamed, its name lost", lambda book: rename(book, "改过的", named=False)
    yield "a space after its title", lambda book: rename(book, f"{title} ", named=False)
    yield "copied", lambda book: copy(book, named=True, change=False)
    yield "copied and changed", lambda book: copy(book, named=True, change=True)
    yield "copied and changed, its name lost", lambda book: copy(book, named=False, change=True)
    yield "moved to the end", lambda book: book.move_sheet(title, offset=len(book.sheetnames))
    yield "hidden", lambda book: setattr(book[title], "sheet_state", "hidden")
    yield "deleted", lambda book: _delete(book, title, SHEET_NAME + key)


def _delete(book: openpyxl.Workbook, title: str, name: str) -> None:
    """Delete a sheet as Excel does: the name that pointed to it stays, and points nowhere."""
    if name in book.defined_names:
        book.defined_names[name].value = "#REF!$A$1"
    book.remove(book[title])


def judge_structures(campaign: Campaign, form: Form, choose=lambda edits: edits) -> Iterator[Case]:
    """Yield what becomes of changes to a form's rows, columns and sheets."""
    before = campaign.read(form, bytes_of(openpyxl.load_workbook(BytesIO(form.data))))
    facts, totals = facts_of(before.submission, placed=False), totals_of(before)
    for title, name, edit in choose(list(structures_of(form))):
        book = openpyxl.load_workbook(BytesIO(form.data))
        edit(book)
        after = campaign.read(form, bytes_of(book))
        found = new_findings(before, after)
        changed = changes(facts, facts_of(after.submission, placed=False))
        changed += changes(totals, totals_of(after))
        codes = sorted({f.rule.code for f in found if _is_at(f, form, title)})
        yield Case(f"{form.book.key} › {title}", name, *_verdict(changed, codes))


def _is_at(finding, form: Form, title: str) -> bool:
    """Tell whether a finding is about a sheet; one that is gone or renamed is named in the finding."""
    place = finding.place
    named = any(title == str(getattr(fact, "zh", fact)) for fact in finding.facts.values())
    return place.file == form.name and (place.sheet.startswith(title) or named)


def _verdict(changed: list[Change], codes: list[str]) -> tuple[Verdict, str]:
    if not changed:
        return (Verdict.REPORTED if codes else Verdict.NEUTRAL), " ".join(codes)
    gained = [
        change for change in changed if not change.is_loss and change.fact[0] not in {"entry", "version"}
    ]
    if "C121" in codes:
        gained = []  # an optional column counts as never typed, and that is said
    if gained or not codes:
        return Verdict.SILENT, f"{(gained or changed)[:3]} {codes}"
    return Verdict.REPORTED, " ".join(codes)
