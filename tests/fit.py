"""Which texts of a workbook do not fit into their cells, told from widths, heights and looks in the file.

Widths of characters are those of the program's font by class, rounded up; a cell is only named where it is cut for
certain: text beside a full cell or in a merged one, a number too wide for its column, lines that the row is too low for.
"""

from collections.abc import Iterator
from datetime import date
from math import ceil
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

PIXELS = 96 / 72
_PADDING = 5
_INDENT = 9
_LINE = 1.3
_BOLD = 1.05
_SLACK = 1.04
"""A text is called cut only when it is this much too long: real fonts differ that much among themselves."""


class Cut(NamedTuple):
    """A cell whose content is not wholly seen."""

    sheet: str
    cell: str
    text: str
    why: str


def _em(char: str) -> float:
    if east_asian_width(char) in "WFA":
        return 1.0
    if char.isdigit():
        return 0.56
    if char.isupper():
        return 0.64
    return 0.54 if char.isalpha() else 0.3


def pixels(text: str, size: float, *, bold: bool) -> float:
    """Return how wide a line of text is, in pixels."""
    return sum(map(_em, text)) * size * PIXELS * (_BOLD if bold else 1)


def _shown(cell: Cell) -> str:
    value, number = cell.value, cell.number_format
    if isinstance(value, date):
        return "2023-06-26"
    if isinstance(value, int | float) and not isinstance(value, bool):
        decimals = len(number.partition(".")[2].rstrip("%")) if "." in number else 0
        return f"{value:.{decimals}f}" if number != "General" else f"{value:.10g}"
    return str(value)


class _Page:
    """A sheet's widths and heights in pixels."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.widths: dict[int, float] = {}
        for dimension in sheet.column_dimensions.values():
            for column in range(dimension.min or 0, (dimension.max or -1) + 1):
                self.widths[column] = 0 if dimension.hidden else dimension.width * 7
        self.spans = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}

    def width(self, first: int, last: int) -> float:
        return sum(self.widths.get(column, 64) for column in range(first, last + 1))

    def height(self, first: int, last: int) -> float | None:
        """Return the height of rows; None where a program sets it by what the cells hold."""
        rows = [self.sheet.row_dimensions[row].height for row in range(first, last + 1)]
        if first == last and rows[0] is None:
            return None
        default = self.sheet.sheet_format.defaultRowHeight or 15
        return sum(row or default for row in rows) * PIXELS

    def room(self, cell: Cell) -> tuple[float, float | None, bool]:
        """Return a cell's width and height, and whether it is merged."""
        row, column = cell.row, cell.column
        span = self.spans.get((row, column))
        if span is None:
            return self.width(column, column), self.height(row, row), False
        size = self.width(span.min_col, span.max_col), self.height(span.min_row, span.max_row)
        default = self.sheet.sheet_format.defaultRowHeight or 15
        return size[0], size[1] or default * PIXELS, True

    def free(self, cell: Cell, step: int) -> float:
        """Return the width of the empty cells beside a cell, into which its text runs on."""
        column, room = cell.column + step, 0.0
        while 0 < column <= cell.column + 30:
            beside = self.sheet.cell(cell.row, column)
            if isinstance(beside, MergedCell) or beside.value is not None:
                break
            room += self.widths.get(column, 64)
            column += step
        return room


def _why(page: _Page, cell: Cell) -> str:
    text, font, alignment = _shown(cell), cell.font, cell.alignment
    size, bold = float(font.size or 11), bool(font.bold)
    width, height, merged = page.room(cell)
    if not width:
        return ""
    room = width - _PADDING - _INDENT * int(alignment.indent or 0)
    lines = [pixels(line, size, bold=bold) / _SLACK for line in text.split("\n")]
    if alignment.wrap_text:
        # a line breaks before the character that no longer fits, so that up to one is lost at each end
        usable = max(room - size * PIXELS / 2, size * PIXELS)
        rows = sum(max(1, ceil(line / usable)) for line in lines) if max(lines) > room else len(lines)
        needed = rows * size * PIXELS * _LINE / _SLACK
        return f"{rows} lines in {height:.0f} px" if height is not None and needed > height else ""
    if max(lines) <= room or alignment.shrink_to_fit:
        return ""
    if isinstance(cell.value, str) and not merged:
        sides = {"center": (1, -1), "right": (-1,)}.get(alignment.horizontal or "left", (1,))
        if max(lines) <= room + len(sides) * min(page.free(cell, step) for step in sides):
            return ""
    return f"{max(lines):.0f} px in {room:.0f}"


def cuts(path: Path) -> Iterator[Cut]:
    """Yield the cells of a workbook's visible sheets whose content is cut."""
    for sheet in openpyxl.load_workbook(path, data_only=True):
        if sheet.sheet_state != "visible":
            continue
        page = _Page(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell) or cell.value in {None, ""}:
                    continue
                if sheet.row_dimensions[cell.row].hidden:
                    continue
                why = _why(page, cell)
                if why:
                    yield Cut(sheet.title, f"{get_column_letter(cell.column)}{cell.row}", _shown(cell), why)


def broken_headers(path: Path) -> Iterator[Cut]:
    """Yield the headers of Excel tables with a word, or its part up to a hyphen, that has no room in one line."""
    for sheet in openpyxl.load_workbook(path):
        page = _Page(sheet)
        for table in sheet.tables.values():
            left, row, right, _ = range_boundaries(table.ref)
            for cell in (sheet.cell(row, column) for column in range(left, right + 1)):
                room = page.width(cell.column, cell.column)
                # every program may end a line behind a hyphen
                words = str(cell.value).replace("-", "- ").split()
                if any(pixels(word, cell.font.sz, bold=True) > room for word in words if word.isascii()):
                    yield Cut(
                        sheet.title, cell.coordinate, str(cell.value), f"a word is wider than {room:.0f} px"
                    )


class Printed(NamedTuple):
    """How small a sheet's letters come out on its paper."""

    sheet: str
    points: float
    paper: int


_PAPERS = {8: (842, 1191), 9: (595, 842)}
"""The sides of A3 and A4 in points, by Excel's numbers."""


def _scale(page: _Page, last: int) -> float:
    """Return by what Excel makes a sheet smaller, so that its columns fit on as many pages as it states."""
    setup, margins = page.sheet.page_setup, page.sheet.page_margins
    sides = _PAPERS[int(setup.paperSize)]
    width = sides[setup.orientation == "landscape"] - 72 * (margins.left + margins.right)
    height = sides[setup.orientation != "landscape"] - 72 * (margins.top + margins.bottom)
    kept = page.sheet.print_title_cols
    pages = setup.fitToWidth or 1
    beside = page.width(1, column_index_from_string(kept.split("$")[-1])) if kept and pages > 1 else 0
    scale = min(1.0, width * pages * PIXELS / (page.width(1, last) + beside))
    if setup.fitToHeight == 1:
        scale = min(scale, height * PIXELS / (page.height(1, page.sheet.max_row) or 1))
    return scale


def printed(path: Path) -> Iterator[Printed]:
    """Yield for each visible sheet how tall its smallest letters are on paper."""
    for sheet in openpyxl.load_workbook(path):
        if sheet.sheet_state != "visible":
            continue
        page, area = _Page(sheet), sheet.print_area
        last, bottom = sheet.max_column, sheet.max_row
        if area:
            _, _, last, bottom = range_boundaries(area.split("!")[-1].replace("$", ""))
        sizes = [
            float(cell.font.size or 11)
            for row in sheet.iter_rows(max_row=bottom, max_col=last)
            for cell in row
            if cell.value not in {None, ""} and page.widths.get(cell.column)
        ]
        yield Printed(sheet.title, min(sizes) * _scale(page, last), int(sheet.page_setup.paperSize))
