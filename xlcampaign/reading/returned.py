"""A form that went back and came again: what the program put in is found, and read as if it were not there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from xlcampaign.address import Address
from xlcampaign.layout.form_book import STEMS_FROM, is_hidden_identity
from xlcampaign.layout.returned import MARKED, Marks, digest_of, marks_of, own_from
from xlcampaign.layout.text import show_raw
from xlcampaign.model.cell import is_blank
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.reading.header import is_returned


@dataclass(frozen=True, slots=True)
class Found:
    """What of the program's own is in a form as it put it there; what somebody wrote into it is not.

    Attributes:
        marks: what the form says was put in.
        tabs: its tabs.
        columns: the filled cells of its columns, by tab.
        notes: by tab and cell, how much of a comment is somebody else's, before the program's own.
    """

    marks: Marks = field(default_factory=Marks)
    tabs: frozenset[str] = frozenset()
    columns: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    notes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def stated_marks(workbook: RawBook) -> Marks | None:
    """Return what a form says was put in; None where it does not say that anything was."""
    facts = {
        show_raw(row[0]): show_raw(row[1])
        for grid in workbook.grids
        if is_hidden_identity(grid.title)
        for row in grid.rows
        if len(row) > 1
    }
    return marks_of(facts) if any(key.startswith(MARKED) for key in facts) else None


def find_returned(workbook: RawBook) -> Found:
    """Return what of the program's own is in a workbook."""
    marks = stated_marks(workbook)
    if marks is None:
        return Found()
    tabs: set[str] = set()
    columns: dict[str, tuple[Address, ...]] = {}
    notes: dict[str, dict[str, int]] = {}
    for grid in workbook.grids:
        if digest_of(show_raw(raw) for row in grid.rows for raw in row) in marks.texts:
            tabs.add(grid.title)
            continue
        own = tuple(_own_cells(grid, marks))
        begun = {cell: own_from(text, marks) for cell, text in grid.remarks.texts.items()}
        commented = {cell: at for cell, at in begun.items() if at is not None}
        columns |= {grid.title: own} if own else {}
        notes |= {grid.title: commented} if commented else {}
    return Found(marks, frozenset(tabs), columns, notes)


def _own_cells(grid: Grid, marks: Marks) -> Iterator[Address]:
    """Yield the filled cells of columns that are as the program wrote them."""
    for number, cells in enumerate(grid.rows, 1):
        for column, raw in enumerate(cells, 1):
            if isinstance(raw, str) and is_returned(raw):
                rows = range(number, len(grid.rows) + 1)
                filled = [Address(row, column) for row in rows if not is_blank(grid.at(row, column))]
                if digest_of(show_raw(grid.at(*at)) for at in filled) in marks.texts:
                    yield from filled


def without_returned(workbook: RawBook) -> RawBook:
    """Return a workbook without what is the program's own in it."""
    found = find_returned(workbook)
    grids = (grid for grid in workbook.grids if grid.title not in found.tabs)
    return replace(workbook, grids=tuple(_without(grid, found) for grid in grids))


def _without(grid: Grid, found: Found) -> Grid:
    cells, notes = found.columns.get(grid.title, ()), found.notes.get(grid.title, {})
    if not cells and not notes:
        return grid
    rows = [list(row) for row in grid.rows]
    for row, column in cells:
        rows[row - 1][column - 1] = None
    kept = tuple(cell for cell in grid.remarks.cells if notes.get(cell) != 0)
    return replace(grid, rows=rows, remarks=replace(grid.remarks, cells=kept))


def states_the_same(before: RawBook, after: RawBook) -> bool:
    """Tell whether two workbooks are the same but for what is the program's own in them."""
    sides = ([_stated(grid) for grid in without_returned(book).grids] for book in (before, after))
    return next(sides) == next(sides)


def _stated(grid: Grid) -> object:
    """Return all that stands on a sheet; of the hidden identity, what somebody else could have put there."""
    if is_hidden_identity(grid.title):
        return [row for row in grid.rows if not show_raw(row[0]).startswith((MARKED, STEMS_FROM))]
    cells = {
        (row, column): raw
        for row, listed in enumerate(grid.rows)
        for column, raw in enumerate(listed)
        if not is_blank(raw)
    }
    return (
        grid.title,
        cells,
        grid.merges,
        grid.hidden,
        grid.hidden_rows,
        grid.remarks.cells,
        grid.remarks.boxes,
    )
