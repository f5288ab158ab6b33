"""Text tables inside tests, made real workbooks.

    @党员互评
    编号 | 姓名   | 政治忠诚星
    0101 | 赵某甲 | 11

A line `@name` starts a sheet; columns are cut at `|`; a cell of digits is a number unless it starts with ';
`#N/A` is an error cell, `=…` a formula without a value, `~` an empty cell. Rows start at the sheet's row 1
unless the sheet is given as `@name+3`, which leaves three rows free above.
"""

import re
from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlcampaign.model.envelope import Envelope

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


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
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str) and not value.startswith(("=", "#")):
            cell.data_type = "s"


def bytes_of(book: Workbook) -> bytes:
    """Return a workbook as the bytes of a file."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def envelope_of(text: str, name: str = "form.xlsx") -> Envelope:
    """Return a file whose workbook a text describes."""
    return Envelope(name, bytes_of(book_of(text)))
