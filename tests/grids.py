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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlcampaign.inbox.guard import guard
from xlcampaign.layout.form_book import identity_sheet
from xlcampaign.layout.sheet import Book, Canvas, Column, Settings, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.grid import RawBook, read_workbook
from xlcampaign.words import Lang

Answers = Mapping[tuple[str, int, str], object]
"""What is typed into a workbook: by sheet key, index among the table's rows, column key."""
Line = tuple[int, Sequence[object]]
"""A row's number, and its values from column A on."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
MODIFIED = "2023-05-01T00:00:00Z"
"""When workbooks were saved, unless a test says otherwise."""
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


def bytes_of(book: Workbook, modified: str = MODIFIED) -> bytes:
    """Return a workbook as the bytes of a file; `modified` is the time inside, where openpyxl puts the clock's."""
    saved = BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source:
        return stamped(((part, source.read(part)) for part in source.infolist()), modified)


def stamped(parts: Iterable[tuple[zipfile.ZipInfo, bytes]], modified: str) -> bytes:
    """Return a workbook of some parts, as the bytes of a file that was saved at a time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part, data in parts:
            told = data
            if part.filename == "docProps/core.xml":
                told, stamps = _MODIFIED.subn(rf"\g<1>{modified}\g<2>".encode(), data)
                assert stamps == 1
            target.writestr(part, told)
    return out.getvalue()


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


def write_plain(book: Book, answers: Answers | None = None) -> Workbook:
    """Write a declared workbook without any of the program's writing code: titles, headers, shown values.

    `answers` are put in as they are: by sheet key, index among the table's rows, column key.
    """
    out = Workbook()
    assert out.active is not None
    out.remove(out.active)
    for title, lines in plain_lines(book, answers):
        tab = out.create_sheet(title)
        for number, values in lines:
            put_row(tab, number, values)
    return out


def plain_lines(book: Book, answers: Answers | None = None) -> Iterator[tuple[str, list[Line]]]:
    """Yield the sheets of a declared workbook: each one's title, and its lines."""
    given = dict(answers or {})
    for sheet in book.sheets:
        yield (
            sheet.title.zh,
            list(_table_lines(sheet, given) if isinstance(sheet, Table) else _fields(sheet, given)),
        )
    if book.identity:
        hidden = identity_sheet(book, Lang.ZH)
        yield hidden.title.zh, list(enumerate(hidden.values.items(), 1))


def _table_lines(sheet: Table, given: Answers) -> Iterator[Line]:
    yield sheet.header_row, [column.title.zh for column in sheet.columns]
    for index in range(len(sheet.rows) + sheet.spare):
        row = sheet.rows[index] if index < len(sheet.rows) else {}
        yield (
            sheet.first_row + index,
            [
                given.get((sheet.key, index, column.key), _shown(column, row.get(column.key)))
                for column in sheet.columns
            ],
        )


def _fields(sheet: Canvas | Settings, given: Answers) -> Iterator[Line]:
    fields = sheet.fields if isinstance(sheet, Canvas) else enumerate(sheet.fields, sheet.first_row)
    for number, column in fields:
        shown = given.get((sheet.key, 0, column.key), _shown(column, sheet.values.get(column.key)))
        yield number, [column.title.zh, shown]


def _shown(column: Column, value: Value) -> object:
    return None if value is None or column.computed else column.kind.show(value, Lang.ZH)
