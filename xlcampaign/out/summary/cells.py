"""Rows of cells with formulas among them: boards, goals, figures of charts, accounts."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlcampaign.layout.text import clean
from xlcampaign.out.book import LONGEST_TEXT, UnwritableError, Worksheet
from xlcampaign.out.palette import Look


class Live(NamedTuple):
    """A formula, without its equals sign, and the value that it has now."""

    formula: str
    value: str | float


class Formula(NamedTuple):
    """A formula as the library keeps it in its table of cells; it goes by the class's name."""

    formula: str
    format: Any
    value: str | float


Cell = str | float | Live | None


def write_rows(
    sheet: Worksheet, top: int, rows: Iterable[Sequence[Cell]], looks: Sequence[Look], left: int = 1
) -> int:
    """Write rows of cells, a look per column; None is an empty cell. Return the row after the last.

    Text is written as text, whatever it begins with. Formulas must be plain: no function newer than Excel 2007.

    Raises:
        UnwritableError: a text is too long, or a row lies outside the sheet.
    """
    forms = [sheet.book.format_of(look) for look in looks]
    row = top - 1
    for row, cells in enumerate(rows, top):
        # the corners first, through the front door: they tell the sheet how far it reaches
        for edge in (0, len(forms) - 1):
            if sheet.raw.write_blank(row - 1, left - 1 + edge, None, forms[edge]) not in {None, 0}:
                raise UnwritableError((sheet.title, row), "outside the sheet")
        _write_row(sheet, row - 1, left - 1, cells, forms)
    return row + 1


def _write_row(sheet: Worksheet, row: int, first: int, cells: Sequence[Cell], forms: Sequence[Any]) -> None:
    raw = sheet.raw
    line = raw.table[row]
    for column, (cell, form) in enumerate(zip(cells, forms, strict=True), first):
        if isinstance(cell, Live):
            # write_formula looks for functions newer than Excel 2007 with thirty expressions, 30–180 µs a cell
            line[column] = Formula(cell.formula, form, cell.value)
        elif isinstance(cell, str):
            text = clean(cell)
            if len(text) > LONGEST_TEXT:
                raise UnwritableError((sheet.title, row + 1, column + 1), ("characters", len(text)))
            if text:
                raw.write_string(row, column, text, form)
            else:
                raw.write_blank(row, column, None, form)
        elif cell is None:
            raw.write_blank(row, column, None, form)
        else:
            raw.write_number(row, column, cell, form)
