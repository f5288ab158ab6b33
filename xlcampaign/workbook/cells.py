"""The checked writer of cells: what cannot be written as given raises; nothing is dropped, nothing written over."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite
from typing import Any

from xlcampaign.layout.kinds import Shown
from xlcampaign.layout.statement import FORMULA, in_line, number_stated, row_stated, text_stated, truth_stated
from xlcampaign.layout.text import clean
from xlcampaign.model.cell import Broken, Raw
from xlcampaign.workbook.formats import Formats
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.limits import UnwritableError, check_formula, check_text, escaped, quoted
from xlcampaign.workbook.looks import Look
from xlcampaign.workbook.numbers import days_of, in_file
from xlcampaign.workbook.streaming import Cell, Height, Stream
from xlcampaign.workbook.written import Written

_ERRORS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}
_FIRST_YEAR = 1900
_RUN = "<r>"


class CellWriter:
    """The cells of a sheet being written; rows and columns are 1-based, as in Excel."""

    def __init__(self, formats: Formats, sheet: Any, stream: Stream) -> None:  # noqa: ANN401 -- no types in the library
        self.formats = formats
        self.title = stream.title
        self.heights: dict[int, float] = {}
        """The rows that were given a height, in points; not those that are streamed."""
        self.places: dict[str, int] = {}
        """The rows at which links find what stands on the sheet, by key."""
        self._sheet = sheet
        self._stream = stream
        self._written = Written(stream.title)
        self._stated: dict[int, dict[int, str]] = {}

    @property
    def stated(self) -> int:
        """The number of what the sheet states so far (layout.statement)."""
        held = (row_stated(self.title, row, in_line(cells)) for row, cells in self._stated.items())
        return self._stream.stated + sum(held)

    def _done(self, code: int | None, row: int, column: int) -> None:
        if code not in {None, 0}:
            raise UnwritableError((self.title, row, column), ("XlsxWriter code", code))

    def _placed(self, code: int | None, row: int, column: int, stated: str) -> None:
        self._done(code, row, column)
        self._written.place(row, column)
        self._stated.setdefault(row, {})[column] = stated

    def text(self, row: int, column: int, text: str, look: Look | None = None) -> None:
        """Write text, never as a formula, link or number; control characters are dropped."""
        form = self.formats.format_of(look) if look else None
        text = clean(text) if "\n" not in text else "\n".join(clean(line) for line in text.split("\n"))
        if text:
            self._text(row, column, text, form)
        else:
            self.blank(row, column, look)

    def _text(self, row: int, column: int, text: str, form: Any) -> None:  # noqa: ANN401 -- the library's format
        check_text(text, (self.title, row, column))
        if text.startswith(_RUN):  # the library takes it for XML of its own, and writes it as such
            pieces = ("<", "r", text[2:], *([form] if form else []))
            code = self._sheet.write_rich_string(row - 1, column - 1, *pieces)
        else:
            code = self._sheet.write_string(row - 1, column - 1, text, form)
        self._placed(code, row, column, text_stated(text))

    def number(self, row: int, column: int, number: float, look: Look | None = None) -> None:
        """Write a number."""
        self._number(row, column, number, self.formats.format_of(look) if look else None)

    def _number(self, row: int, column: int, number: float, form: Any) -> None:  # noqa: ANN401 -- the library's format
        if not isfinite(number):
            raise UnwritableError((self.title, row, column), number)
        code = self._sheet.write_number(row - 1, column - 1, number, form)
        self._placed(code, row, column, number_stated(in_file(number)))

    def day(self, row: int, column: int, day: date, look: Look) -> None:
        """Write a date."""
        if day.year < _FIRST_YEAR:
            raise UnwritableError((self.title, row, column), day)
        self.number(row, column, days_of(day), look if look.number else look.but(number="yyyy-mm-dd"))

    def blank(self, row: int, column: int, look: Look | None = None) -> None:
        """Write an empty cell with a look."""
        if look:
            self._blank(row, column, self.formats.format_of(look))

    def _blank(self, row: int, column: int, form: Any) -> None:  # noqa: ANN401 -- the library's format
        self._placed(self._sheet.write_blank(row - 1, column - 1, None, form), row, column, "")

    def formula(self, row: int, column: int, formula: str, value: Raw, look: Look | None = None) -> None:
        """Write a formula with the value that it has now, for readers that do not calculate."""
        form = self.formats.format_of(look) if look else None
        self._cell(row, column, Live(formula, value), form)

    def _formula(self, row: int, column: int, live: Live, form: Any) -> None:  # noqa: ANN401 -- the library's format
        place = (self.title, row, column)
        check_formula(live.formula, place)
        cached = "" if live.value is None else live.value
        if isinstance(cached, str):
            cached = escaped(check_text(cached, place))
        elif isinstance(cached, float) and not isfinite(cached):
            raise UnwritableError(place, cached)
        code = self._sheet.write_formula(row - 1, column - 1, live.formula, form, cached)
        self._placed(code, row, column, FORMULA)

    def shown(self, row: int, column: int, shown: Shown | None, look: Look) -> None:
        """Write a value as a kind shows it."""
        if shown is None:
            self.blank(row, column, look)
        elif isinstance(shown, date):
            self.day(row, column, shown, look)
        elif isinstance(shown, str):
            self.text(row, column, shown, look)
        else:
            self.number(row, column, shown, look)

    def typed(self, row: int, column: int, raw: Raw, look: Look) -> None:
        """Write what a person typed, exactly: text with its spaces, never as a formula; an error as its formula."""
        if raw is None or raw == "":
            self.blank(row, column, look)
        elif isinstance(raw, Broken):
            self.formula(row, column, _ERRORS[raw.text], raw.text, look)
        elif isinstance(raw, str):
            self._text(row, column, raw, self.formats.format_of(look))
        elif isinstance(raw, bool):
            code = self._sheet.write_boolean(row - 1, column - 1, raw, self.formats.format_of(look))
            self._placed(code, row, column, truth_stated(raw))
        elif isinstance(raw, int | float):
            self.number(row, column, raw, look)
        else:
            # a day typed into any cell looks like a day: office programs change the format with it
            dated = look.but(number="yyyy-mm-dd") if isinstance(raw, date) else look
            self.number(row, column, days_of(raw), dated)

    def rows(self, top: int, left: int, rows: Iterable[Sequence[Cell]], looks: Sequence[Look]) -> int:
        """Write a few rows of cells from a corner on, a look per column; return the row after the last.

        Text is written as text, whatever it begins with; None is an empty cell. Charts can show what stands in them.
        """
        forms = [self.formats.format_of(look) for look in looks]
        row = top - 1
        for row, cells in enumerate(rows, top):
            for column, (cell, form) in enumerate(zip(cells, forms, strict=True), left):
                self._cell(row, column, cell, form)
        return row + 1

    def stream(
        self,
        top: int,
        rows: Iterable[Sequence[Cell]],
        looks: Sequence[Look],
        height: Height = lambda _, __: None,
    ) -> int:
        """Write any number of rows from the first column on, a look per column; return the row after the last.

        They are as `rows` writes them, but nothing else can stand in these rows, and no chart can show them.
        """
        after = top + self._stream.write(top, rows, len(looks), height)
        if after > top:
            self._written.stream(top, after - 1)
            for column, look in enumerate(looks, 1):
                form = self.formats.format_of(look)
                self._done(self._sheet.write_blank(top - 1, column - 1, None, form), top, column)
        return after

    def _cell(self, row: int, column: int, cell: Cell, form: Any) -> None:  # noqa: ANN401 -- the library's format
        if isinstance(cell, Live):
            if self.formats.live:
                self._formula(row, column, cell, form)
                return
            cell = _plain(cell.value)
        if isinstance(cell, int | float):
            self._number(row, column, cell, form)
        elif cell and (text := clean(cell)):
            self._text(row, column, text, form)
        else:
            self._blank(row, column, form)

    def merged(self, row: int, first: int, last: int, text: str, look: Look) -> None:
        """Write text across columns of one row (in layouts for the eye only, never in tables)."""
        self.merged_block(row, first, row, last, text, look)

    def merged_block(self, top: int, first: int, bottom: int, last: int, text: str, look: Look) -> None:
        """Write text across a block of cells; with none, the block's first cell is left to be written once more."""
        form = self.formats.format_of(look)
        code = (
            self._sheet.write_blank(top - 1, first - 1, None, form)
            if (top, first) == (bottom, last)
            else self._sheet.merge_range(top - 1, first - 1, bottom - 1, last - 1, "", form)
        )
        self._done(code, top, first)
        self._written.merge(top, first, bottom, last)
        if text:
            self.text(top, first, text, look)

    def link(self, row: int, column: int, sheet: str, cell: str, text: str, look: Look) -> None:
        """Write text that leads to a cell of another sheet of the same workbook."""
        target = f"internal:{quoted(sheet)}!{cell}"
        form = self.formats.format_of(look)
        words = check_text(clean(text), sheet)
        code = self._sheet.write_url(row - 1, column - 1, target, form, words)
        self._placed(code, row, column, text_stated(words))


def _plain(value: Raw) -> str | float | None:
    """Return what a formula comes to as a cell of its own."""
    assert value is None or isinstance(value, str | int | float)
    return value
