"""A sheet of a workbook to be filled: its declaration together with what stands in its cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from xlcampaign.address import Area, letter
from xlcampaign.forms.fitting import demands, unsaid_in
from xlcampaign.layout.sheet import Answers, Book, Column, MarkAt, Sheet, Table, fields_of
from xlcampaign.model.cell import Raw, Value
from xlcampaign.words import Lang
from xlcampaign.workbook.book import quoted
from xlcampaign.workbook.formulas import Live, Range
from xlcampaign.workbook.limits import ESCAPE, LONGEST_TITLE, cut

_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "[]:*?/\\"}
"""What a tab's title may not hold, and its full-width sister."""

_MOST_FIELDS = 12
ROW = "\0"
"""Stands in a formula for the number of the row that it is about."""
VALUE = 2
"""The column in which fields have their values; labels stand left of it, hints right."""


@dataclass(frozen=True)
class FilledSheet:
    """A sheet, its tab's title, and the content of its cells by row and column, 1-based.

    Numbers of rows may be left open: ROW stands in their place wherever cells are named, those of one row.
    """

    sheet: Sheet
    title: str
    cells: Mapping[tuple[int, int], Raw]
    left_open: bool = False

    @cached_property
    def slots(self) -> list[tuple[Area, Column]]:
        """The cells of each column, or the one cell of each field."""
        if isinstance(self.sheet, Table):
            top, bottom = self.sheet.first_row, self.sheet.last_row
            return [((top, n, bottom, n), column) for n, column in enumerate(self.sheet.columns, 1)]
        return [((row, VALUE, row, VALUE), column) for row, column in fields_of(self.sheet)]

    @cached_property
    def kinds(self) -> list[tuple[Area, Column]]:
        """The cells that people type into, those that take the same in as few blocks as possible."""
        return self.boxes(lambda column: column.is_input, demands)

    @cached_property
    def required_first(self) -> list[tuple[Area, Column]]:
        """The columns that must be filled in the first row, those side by side as one."""
        return self._required(0)

    @cached_property
    def required_below(self) -> list[tuple[Area, Column]]:
        """The same of each row below it."""
        return self._required(1)

    def _required(self, index: int) -> list[tuple[Area, Column]]:
        table = self.sheet
        return self.boxes(lambda c: isinstance(table, Table) and table.asks(index, c), lambda _: "")

    @cached_property
    def tallies(self) -> dict[MarkAt, list[int]]:
        """The columns of votes that together may not exceed the ballots: those of one way and star."""
        found: dict[MarkAt, list[int]] = {}
        for (_, number, *_), column in self.slots:
            if column.mark and column.mark.grade:
                found.setdefault(column.mark.ungraded, []).append(number)
        return found

    @property
    def has_room(self) -> bool:
        """Tell whether a formula over all cells has room for their spellings; over many settings it has none."""
        return isinstance(self.sheet, Table) or len(self.slots) <= _MOST_FIELDS

    def area(self, box: Area) -> Range:
        """Return a block of cells under its full name."""
        return Range(self.ref(box), self._raws(box))

    def ref(self, box: Area) -> str:
        """Return the full name of a block of cells."""
        top, left, bottom, right = box
        last = "" if (top, left) == (bottom, right) else f":${letter(right)}${self._numbered(bottom)}"
        return f"{quoted(self.title)}!${letter(left)}${self._numbered(top)}{last}"

    def _numbered(self, row: int) -> str:
        return ROW if self.left_open else str(row)

    def _raws(self, box: Area) -> tuple[tuple[Raw, ...], ...]:
        top, left, bottom, right = box
        cell, columns = self.cells.get, range(left, right + 1)
        return tuple(tuple([cell((row, column)) for column in columns]) for row in range(top, bottom + 1))

    def said(self, box: Area, column: Column) -> Range:
        """Return a block of a column's cells, of which those are unused that say no more than a blank one."""
        return replace(self.area(box), unsaid=unsaid_in(column))

    def near(self, box: Area) -> Range:
        """Return a block of cells as its own sheet names it, its rows following the formula's row."""
        top, left, bottom, right = box
        last = "" if (top, left) == (bottom, right) else f":${letter(right)}{self._numbered(bottom)}"
        return Range(f"${letter(left)}{self._numbered(top)}{last}", self._raws(box))

    def cell(self, row: int, column: int) -> Live:
        """Return a cell as its own sheet names it."""
        return Live(f"${letter(column)}{self._numbered(row)}", self.cells.get((row, column)))

    def asked(self, *, blank: bool = False) -> list[Area]:
        """Return the blocks of cells that must be filled, or those of them that come blank."""
        blocks: list[Area] = []
        for (top, left, bottom, _), column in self.slots:
            own: list[Area] = []
            for row in range(top, bottom + 1):
                if self._is_asked(row, column, blank=blank):
                    add_beside(own, (row, left, row, left))
            for block in own:
                add_beside(blocks, block)
        return blocks

    def _is_asked(self, row: int, column: Column, *, blank: bool) -> bool:
        if not isinstance(self.sheet, Table):
            return column.is_asked
        asks = self.sheet.leaves_open if blank else self.sheet.asks
        return asks(row - self.sheet.first_row, column)

    def boxes(
        self, wanted: Callable[[Column], bool], like: Callable[[Column], object]
    ) -> list[tuple[Area, Column]]:
        """Return the cells of the wanted columns in as few blocks as possible, alike ones together."""
        found: list[tuple[Area, Column]] = []
        for box, column in self.slots:
            if not wanted(column):
                continue
            if found and like(found[-1][1]) == like(column) and _touch(found[-1][0], box):
                found[-1] = ((*found[-1][0][:2], *box[2:]), found[-1][1])
            else:
                found.append((box, column))
        return found


def add_beside(blocks: list[Area], block: Area) -> None:
    """Add a block to others, as part of the last one where the two make a block."""
    if blocks and _touch(blocks[-1], block):
        blocks[-1] = (*blocks[-1][:2], *block[2:])
    else:
        blocks.append(block)


def _touch(first: Area, second: Area) -> bool:
    beside = (first[0], first[2], first[3] + 1) == (second[0], second[2], second[1])
    below = (first[1], first[3], first[2] + 1) == (second[1], second[3], second[0])
    return beside or below


def lay_out(book: Book, lang: Lang, answers: Answers) -> tuple[FilledSheet, ...]:
    """Return a workbook's pages, without tables of no rows: what is known already, and over it what was typed."""
    given = dict(answers)
    pages: list[FilledSheet] = []
    tabs = tab_titles(sheet.title.say(lang) for sheet in book.shown)
    for sheet, tab in zip(book.shown, tabs, strict=True):
        cells: dict[tuple[int, int], Raw] = {}
        if isinstance(sheet, Table):
            for index in range(len(sheet.rows) + sheet.spare):
                row = sheet.rows[index] if index < len(sheet.rows) else {}
                for number, column in enumerate(sheet.columns, 1):
                    known = _shown(column, row.get(column.key), lang)
                    raw = given.pop((sheet.key, index, column.key), known)
                    cells[sheet.first_row + index, number] = raw
        for row_number, column in fields_of(sheet):
            known = _shown(column, fields_values(sheet).get(column.key), lang)
            cells[row_number, VALUE] = given.pop((sheet.key, 0, column.key), known)
        pages.append(FilledSheet(sheet, tab, cells))
    assert not given, f"answers to cells that are not there: {list(given)[:3]}"
    return tuple(pages)


def tab_titles(words: Iterable[str]) -> list[str]:
    """Return tabs' titles as Excel allows them, still the same to a reader of one width, and unlike each other."""
    taken: dict[str, str] = {}
    for each in words:
        title = cut(ESCAPE.sub("＿x", each.translate(_WIDE)), LONGEST_TITLE).strip("'")
        while title.casefold() in taken:
            title = f"{cut(title, LONGEST_TITLE - 1)}2"
        taken[title.casefold()] = title
    return list(taken.values())


def fields_values(sheet: Sheet) -> Mapping[str, Value]:
    """Return what is known of the fields of a settings sheet or a canvas."""
    return {} if isinstance(sheet, Table) else sheet.values


def _shown(column: Column, value: Value, lang: Lang) -> Raw:
    return None if value is None else column.kind.show(value, lang)
