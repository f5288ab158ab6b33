"""The checked writer of a sheet: its cells, and how it looks, behaves and prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlcampaign.address import Address, Area, letter
from xlcampaign.layout.kinds import Validation
from xlcampaign.layout.text import clean
from xlcampaign.workbook.cells import CellWriter
from xlcampaign.workbook.limits import (
    LONGEST_BOX,
    LONGEST_BOX_TITLE,
    LONGEST_MARGIN,
    MOST_BREAKS,
    TALLEST_ROW,
    UnwritableError,
    check_cell,
    check_formula,
    escaped,
    printed_text,
    shortened,
    units,
)
from xlcampaign.workbook.looks import Look

A3, A4 = 8, 9
"""Excel's numbers of paper sizes."""


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of each printed page; `centre` alone holds codes (&A, &P, &N), the rest is text."""

    centre: str
    left: str = ""
    right: str = ""
    size: int = 8

    @property
    def codes(self) -> str:
        """The footer as workbooks have it."""
        texts = (("&L", printed_text(self.left)), ("&C", self.centre), ("&R", printed_text(self.right, 120)))
        return "".join(f"{side}&{self.size}{text}" for side, text in texts if text)


class Worksheet(CellWriter):
    """A sheet being written; rows and columns are 1-based, as in Excel."""

    printed_columns = 0
    """How many columns are printed, where that was said."""
    pages = 0
    """How many pages it is printed on, where all of them are laid out."""

    @property
    def last_row(self) -> int:
        """The last row with anything in it so far."""
        return self._written.last_row

    def last_column(self, row: int) -> int:
        """Return the last column of a row with anything in it so far, unless it is streamed."""
        return self._written.last_column(row)

    def hide(self) -> None:
        """Keep the sheet from all but those who look for it in the file."""
        self._sheet.very_hidden()

    def width(self, column: int, width: float, *, hidden: bool = False) -> None:
        """Set a column's width in characters of the default font."""
        options = {"hidden": True} if hidden else {}
        self._done(self._sheet.set_column(column - 1, column - 1, width, None, options), 1, column)

    def height(self, row: int, points: float) -> None:
        """Set a row's height in points; none is taller than rows can be."""
        points = min(points, TALLEST_ROW)
        self.heights[row] = points
        self._written.height(row)
        self._done(self._sheet.set_row(row - 1, points), row, 1)

    def fold(self, row: int) -> None:
        """Fold a row away: it can be unfolded, and is not printed."""
        self._written.height(row)
        self._done(self._sheet.set_row(row - 1, None, None, {"hidden": True, "level": 1}), row, 1)

    def default_height(self, points: float) -> None:
        """Set the height of rows that were given none; those still grow with the text that is typed into them."""
        self._sheet.default_row_height = self._sheet.original_row_height = round(points * 4 / 3)

    def validate(self, area: Area, validation: Validation, prompt: str, error: str, title: str) -> None:
        """Enforce a validation on top, left, bottom, right; the formula's {cell} is the top left cell."""
        top, left, bottom, right = area
        options: dict[str, Any] = {
            "error_title": shortened(escaped(title), LONGEST_BOX_TITLE),
            "error_message": shortened(escaped(error), LONGEST_BOX),
            "ignore_blank": True,
        }
        if prompt:
            options |= {
                "input_title": shortened(escaped(title), LONGEST_BOX_TITLE),
                "input_message": shortened(escaped(prompt), LONGEST_BOX),
            }
        if validation.options:
            options |= {"validate": "list", "source": self.formats.list_source(validation.options)}
        else:
            cell = f"{letter(left)}{top}"
            formula = check_formula(validation.formula.replace("{cell}", cell), (self.title, top, left))
            options |= {"validate": "custom", "value": formula}
        self._done(self._sheet.data_validation(top - 1, left - 1, bottom - 1, right - 1, options), top, left)

    def validate_from(self, area: Area, reference: str) -> None:
        """Offer the values of a range as a list."""
        top, left, bottom, right = area
        options = {"validate": "list", "source": reference, "error_type": "warning", "ignore_blank": True}
        self._done(self._sheet.data_validation(top - 1, left - 1, bottom - 1, right - 1, options), top, left)

    def condition(self, area: Area, formula: str, look: Look) -> None:
        """Give cells another look while a formula, written for the top left cell, is true."""
        top, left, bottom, right = area
        check_formula(formula, (self.title, top, left))
        options = {"type": "formula", "criteria": formula, "format": self.formats.difference_of(look)}
        self._done(
            self._sheet.conditional_format(top - 1, left - 1, bottom - 1, right - 1, options), top, left
        )

    def table(self, area: Area, name: str, headers: Sequence[str], look: Look) -> None:
        """Make a block an Excel table with a stable name; its first row becomes the headers.

        The library keeps something of every cell of a table: of streamed rows it is told the first, the rest follows.
        """
        top, left, bottom, right = area
        titles = [clean(header) for header in headers]
        distinct = {title.casefold() for title in titles}
        if len(distinct) < len(titles) or "" in distinct or len(titles) != right - left + 1 or bottom <= top:
            raise UnwritableError((self.title, name), titles)
        form = self.formats.format_of(look)
        columns = [{"header": escaped(title), "header_format": form} for title in titles]
        options = {"name": name, "columns": columns, "style": None, "autofilter": True}
        told = bottom
        if self._written.is_streamed(top + 1):
            told = top + 1
            self._stream.tables[name] = f"{Address(top, left)}:{Address(bottom, right)}"
        self._done(self._sheet.add_table(top - 1, left - 1, told - 1, right - 1, options), top, left)
        for column, title in enumerate(titles, left):
            self.text(top, column, title, look)  # the library wrote what stands in the table's own part

    def picture_of(self, chart: Any, row: int, column: int, options: Mapping[str, object]) -> None:  # noqa: ANN401 -- no types in the library
        """Place a chart with its top left corner in a cell."""
        self._done(self._sheet.insert_chart(row - 1, column - 1, chart, dict(options)), row, column)

    def zoom(self, percent: int) -> None:
        """Show the sheet smaller or larger when it is opened."""
        self._sheet.set_zoom(percent)

    def select(self, row: int, column: int) -> None:
        """Select a cell when the sheet is opened."""
        check_cell(row, column, (self.title, "selection"))
        self._sheet.set_selection(row - 1, column - 1, row - 1, column - 1)

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns left of a cell in view."""
        check_cell(row, column, (self.title, "freeze"))
        self._sheet.freeze_panes(row - 1, column - 1)

    def protect(self, allowed: Mapping[str, bool]) -> None:
        """Protect locked cells against a slip of the hand, without a password; say what stays free."""
        self._sheet.protect("", dict(allowed))

    def printed(self, *, landscape: bool, paper: int, repeat: tuple[int, int] | None, footer: Footer) -> None:
        """Set up printing: one page wide, A4 (9) or A3 (8), repeated header rows, page numbers."""
        if landscape:
            self._sheet.set_landscape()
        self._sheet.set_paper(paper)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.center_horizontally()
        if repeat:
            check_cell(repeat[1], 1, (self.title, "repeated rows"))
            self._sheet.repeat_rows(repeat[0] - 1, repeat[1] - 1)
        codes = footer.codes
        if units(codes) > LONGEST_MARGIN:
            raise UnwritableError((self.title, "footer"), codes)
        self._sheet.set_footer(codes, {"scale_with_doc": False})

    def print_pages(self, wide: int, tall: int) -> None:
        """Print on so many pages side by side and below each other; 0 stands for as many as it takes."""
        self._sheet.fit_to_pages(wide, tall)
        self.pages = wide * tall

    def print_from_page_one(self) -> None:
        """Number this sheet's pages from one, however many sheets are printed before it."""
        self._sheet.set_start_page(1)

    def print_columns(self, last: int) -> None:
        """Repeat the columns up to one on every page."""
        check_cell(1, last, (self.title, "repeated columns"))
        self._sheet.repeat_columns(0, last - 1)

    def print_to(self, row: int, column: int) -> None:
        """Print no more than what lies between the first cell and this one."""
        check_cell(row, column, (self.title, "print area"))
        self.printed_columns = column
        self._done(self._sheet.print_area(0, 0, row - 1, column - 1), row, column)

    def break_after(self, rows: Sequence[int]) -> None:
        """Begin a new page after each of some rows."""
        if len(set(rows)) > MOST_BREAKS:
            raise UnwritableError((self.title, "page breaks"), len(rows))
        for row in rows:
            check_cell(row, 1, (self.title, "page breaks"))
        self._sheet.set_h_pagebreaks(list(rows))
        # what has more rows than there may be breaks, and none, ends its pages as they come
        self.pages = len(set(rows)) + 1 if rows or self.last_row <= MOST_BREAKS else 0
