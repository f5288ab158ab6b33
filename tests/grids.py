"""Text tables inside tests, made real workbooks.

    @党员互评
    编号 | 姓名   | 政治忠诚星
    0101 | 赵某甲 | 11

A line `@name` starts a sheet; columns are cut at `|`; a cell of digits is a number unless it starts with ';
`#N/A` is an error cell, `=…` a formula without a value, `~` an empty cell. Rows start at the sheet's row 1
unless the sheet is given as `@name+3`, which leaves three rows free above.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlcampaign.inbox.guard import guard
from xlcampaign.layout.form_book import identity_sheet
from xlcampaign.layout.sheet import Book, Canvas, Column, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.grid import RawBook, read_workbook
from xlcampaign.words import Lang

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def cell_of(text: str) -> str | float | int | None:
    """Return what a cell of a text table holds."""
    text = text.strip()
    if text in {"", "~"}:
        return None
    if text.startswith("'"):
        return text[1:]
    if _NUMBER.fullmatch(text) and not (text.startswith("0") and len(text) > 1 and text[1] != "."):
        return float(text) if "." in text else int(text)
    return text.replace("\\n", "\n")


def book_of(text: str) -> Workbook:
    """Return the workbook that a text describes."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    sheet: Worksheet | None = None
    row = 0
    for line in text.strip().splitlines():
        stripped = line.strip()
        if stripped.startswith("@"):
            title, _, free = stripped[1:].partition("+")
            sheet, row = book.create_sheet(title), int(free or 0)
        elif stripped:
            assert sheet is not None, "a table needs a sheet"
            row += 1
            put_row(sheet, row, (cell_of(part) for part in stripped.split("|")))
    return book


def put_row(sheet: Worksheet, row: int, values: Iterable[object]) -> None:
    """Write values into a row from column A on; text stays text."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.value = value  # type: ignore[assignment] -- openpyxl's cell takes more than its stub says
        if isinstance(value, str) and not value.startswith(("=", "#")):
            cell.data_type = "s"


def bytes_of(book: Workbook, modified: str = "2023-05-01T00:00:00Z") -> bytes:
    """Return a workbook as the bytes of a file; `modified` is the time inside, where openpyxl puts the clock's."""
    saved, stamped = BytesIO(), BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data, stamps = _MODIFIED.subn(rf"\g<1>{modified}\g<2>".encode(), data)
                assert stamps == 1
            target.writestr(part, data)
    return stamped.getvalue()


def envelope_of(text: str, name: str = "form.xlsx") -> Envelope:
    """Return a file whose workbook a text describes."""
    return Envelope(name, bytes_of(book_of(text)))


def read_grids(envelope: Envelope) -> RawBook:
    """Return what is read of a workbook within the limits."""
    content = guard(envelope)
    assert isinstance(content, Content), content
    workbook = read_workbook(content)
    assert isinstance(workbook, RawBook), workbook
    return workbook


def write_plain(book: Book, answers: Mapping[tuple[str, int, str], object] | None = None) -> Workbook:
    """Write a declared workbook without any of the program's writing code: titles, headers, shown values.

    `answers` are put in as they are: by sheet key, index among the table's rows, column key.
    """
    given = dict(answers or {})
    out = Workbook()
    assert out.active is not None
    out.remove(out.active)
    for sheet in book.sheets:
        tab = out.create_sheet(sheet.title.zh)
        if isinstance(sheet, Table):
            put_row(tab, sheet.header_row, (column.title.zh for column in sheet.columns))
            for index in range(len(sheet.rows) + sheet.spare):
                row = sheet.rows[index] if index < len(sheet.rows) else {}
                shown = [
                    given.get((sheet.key, index, column.key), _shown(column, row.get(column.key)))
                    for column in sheet.columns
                ]
                put_row(tab, sheet.first_row + index, shown)
        else:
            fields = sheet.fields if isinstance(sheet, Canvas) else enumerate(sheet.fields, sheet.first_row)
            for row_number, column in fields:
                shown_value = given.get(
                    (sheet.key, 0, column.key), _shown(column, sheet.values.get(column.key))
                )
                put_row(tab, row_number, (column.title.zh, shown_value))
    if book.identity:
        hidden = identity_sheet(book, Lang.ZH)
        tab = out.create_sheet(hidden.title.zh)
        for number, (key, value) in enumerate(hidden.values.items(), 1):
            put_row(tab, number, (key, value))
    return out


def _shown(column: Column, value: Value) -> object:
    return None if value is None or column.computed else column.kind.show(value, Lang.ZH)
