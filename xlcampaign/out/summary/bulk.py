"""Long tables written straight as XML: a union of 300 branches has two million cells.

XlsxWriter keeps every cell as an object and takes 7 µs to write it, and 30–180 µs to look through a formula for
functions newer than Excel 2007. Here a row is put together once, from pieces that its columns prepare.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet as LibrarySheet

from xlcampaign.layout.text import clean
from xlcampaign.model.cell import letter
from xlcampaign.out.book import LONGEST_TEXT, UnwritableError, Worksheet
from xlcampaign.out.palette import Look

Value = str | float | None


class _Row(NamedTuple):
    """The cells of a row as XML; stands in the place of the row's first cell."""

    xml: str


class BulkSheet(LibrarySheet):  # type: ignore[misc]  # the library has no types
    """A sheet of the library that also takes rows ready written."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401 -- the library's cells have no types
        if cell.__class__ is _Row:
            self.fh.write(cell.xml)
        else:
            super()._write_cell(row, col, cell)

    def add_row(self, row: int, last: int, xml: str) -> bool:
        """Take a row, counted from 0, whose cells reach from the first column to `last`; tell whether there is room."""
        if self._check_dimensions(row, 0) or self._check_dimensions(row, last):
            return False
        self.table[row] = {0: _Row(xml), last: _Row("")}
        return True

    def index_of(self, text: str) -> int:
        """Return a text's place among the workbook's shared texts."""
        return int(self.str_table._get_shared_string_index(text))  # noqa: SLF001 -- the library shares it between its own classes

    def style_of(self, form: Any) -> int:  # noqa: ANN401 -- the library's formats have no types
        """Return the number by which cells name a format."""
        return int(form._get_xf_index())  # noqa: SLF001 -- the library shares it between its own classes


class _Column(NamedTuple):
    """What is the same in all cells of a column: XML up to the row's number, XML after it, the formula's pieces."""

    head: str
    style: str
    pieces: tuple[str, ...]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _columns(sheet: Worksheet, looks: Sequence[Look], formulas: Mapping[int, str]) -> list[_Column]:
    columns = []
    for number, look in enumerate(looks, 1):
        style = sheet.raw.style_of(sheet.book.format_of(look))
        formula = formulas.get(number, "")
        pieces = tuple(_escaped(formula).split("{row}")) if formula else ()
        columns.append(_Column(f'<c r="{letter(number)}', f'" s="{style}"', pieces))
    return columns


def _live(column: _Column, row: str, value: Value) -> str:
    formula = row.join(column.pieces)
    if value.__class__ is not str:
        return f"{column.head}{row}{column.style}><f>{formula}</f><v>{value:.16G}</v></c>"
    kind = ' t="str"' if value else ""
    return f"{column.head}{row}{column.style}{kind}><f>{formula}</f><v>{_escaped(str(value))}</v></c>"


def _text(sheet: Worksheet, column: _Column, row: str, value: str) -> str:
    text = clean(value)
    if len(text) > LONGEST_TEXT:
        raise UnwritableError((sheet.title, row), ("characters", len(text)))
    if not text:
        return f"{column.head}{row}{column.style}/>"
    return f'{column.head}{row}{column.style} t="s"><v>{sheet.raw.index_of(text)}</v></c>'


def write_bulk(
    sheet: Worksheet,
    top: int,
    rows: Iterable[Sequence[Value]],
    looks: Sequence[Look],
    formulas: Mapping[int, str] | None = None,
) -> int:
    """Write rows from column A and return the row after the last; the sheet must be a BulkSheet.

    Args:
        sheet: where.
        top: the first row.
        rows: a value per column; where the column has a formula, the value that it has now.
        looks: a look per column.
        formulas: by column number, a formula without its equals sign in which {row} stands for the row; plain ones
            only, no function newer than Excel 2007.

    Raises:
        UnwritableError: a text is too long, or the rows reach beyond the sheet.
    """
    columns = _columns(sheet, looks, formulas or {})
    row = top - 1
    for row, values in enumerate(rows, top):
        at, cells = str(row), []
        for column, value in zip(columns, values, strict=True):
            if column.pieces:
                cells.append(_live(column, at, value))
            elif value is None:
                cells.append(f"{column.head}{at}{column.style}/>")
            elif value.__class__ is str:
                cells.append(_text(sheet, column, at, str(value)))
            else:
                cells.append(f"{column.head}{at}{column.style}><v>{value:.16G}</v></c>")
        if not sheet.raw.add_row(row - 1, len(columns) - 1, "".join(cells)):
            raise UnwritableError((sheet.title, row), "outside the sheet")
    return row + 1
