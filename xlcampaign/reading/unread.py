"""What is left of a sheet once its table or fields are read: nothing in it goes without a word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.sheet import Book, Canvas, Column, Sheet, Table
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.cell import is_blank
from xlcampaign.model.submission import SheetDraft
from xlcampaign.reading.grid import Grid
from xlcampaign.reading.header import Header, is_returned
from xlcampaign.words import Lang, listing_of

_NAMED = 8
"""How many cells a finding names."""
_QUOTED = 30
_BAND = 3
"""Rows above a header that are the form's own: title, note, status."""
_FIELD = 3
"""Columns of a field: label, value, hint."""
_PROGRESS = 6
"""Columns of a cover's live progress."""


def check_table(
    grid: Grid, table: Table, draft: SheetDraft, header: Header, remarks: Sequence[Address], file: str
) -> list[Finding]:
    """Return what is to be said of a table's sheet beside its rows.

    Args:
        grid: the sheet.
        table: what it is declared to be.
        draft: its rows.
        header: its header.
        remarks: cells under the table that were set aside while its rows were read.
        file: the file's name.
    """
    place = Place(file, grid.title)
    findings = _check_reader(grid, place)
    findings += _outside(grid, [*_beside(grid, table, header), *remarks, *grid.far], place)
    hidden = [record.row for record in draft.records if record.row in grid.hidden_rows]
    columns = [n for n in header.columns.values() if _is_hidden(grid, n)]
    if draft.records and (hidden or columns):
        found = listing_of([*_runs(hidden), *(str(Address(0, n)) for n in sorted(columns))])
        findings.append(s.HIDDEN_CELLS.at(place, found=found))
    return findings


def check_fields(grid: Grid, sheet: Sheet, draft: SheetDraft, book: Book, file: str) -> list[Finding]:
    """Return what is to be said of a sheet of named values beside them."""
    place = Place(file, grid.title)
    findings = _check_reader(grid, place)
    found = draft.columns
    own = _cover_cells(sheet, found, book) if isinstance(sheet, Canvas) else _settings_cells(found)
    texts = (
        {squeeze(t) for line in sheet.lines for t in (line.text.zh, line.text.en)}
        if isinstance(sheet, Canvas)
        else set()
    )
    if found:
        free = [at for at in _filled(grid, range(1, len(grid.rows) + 1)) if at not in own]
        returned = [at for at in free if is_returned(show_raw(grid.at(*at)))]
        findings += [s.RETURNED.at(place.cell_at(*at), found=show_raw(grid.at(*at))) for at in returned]
        rest = (
            at
            for at in free
            if squeeze(show_raw(grid.at(*at))) not in texts
            and not any(at.column == title.column and at.row >= title.row for title in returned)
        )
        findings += _outside(grid, [*rest, *grid.far], place)
    filled = [at for key, at in found.items() if key in draft.records[0].values]
    hidden = sorted({row for row, column in filled if row in grid.hidden_rows or _is_hidden(grid, column)})
    if hidden:
        findings.append(s.HIDDEN_CELLS.at(place, found=listing_of(_runs(hidden))))
    return findings


def _check_reader(grid: Grid, place: Place) -> list[Finding]:
    """Return what holds for any sheet: cells that were not read for certain, remarks, a hidden tab."""
    findings = []
    if grid.lost:
        findings.append(s.LOST.at(place, count=len(grid.lost), cells=listing_of(grid.lost[:_NAMED])))
    remarks = grid.remarks
    if remarks.cells or remarks.boxes:
        cells = listing_of(remarks.cells[:_NAMED]) if remarks.cells else s.TEXT_BOX
        findings.append(s.REMARKS.at(place, count=len(remarks.cells) + remarks.boxes, cells=cells))
    if remarks.pictures:
        areas = [area for area in remarks.pictures if area]
        named = listing_of(areas[:_NAMED]) if areas else s.SOMEWHERE
        findings.append(s.PICTURES.at(place, count=len(remarks.pictures), cells=named))
    if grid.hidden:
        findings.append(s.HIDDEN_SHEET.at(place))
    return findings


def _outside(grid: Grid, listed: Sequence[Address], place: Place) -> list[Finding]:
    if not listed:
        return []
    first = grid.far.get(listed[0]) or show_raw(grid.at(*listed[0]))
    found = first if len(first) <= _QUOTED else first[: _QUOTED - 1] + "…"
    names = listing_of(map(str, listed), _NAMED)
    at = place.cell_at(*listed[0])
    return [s.OUTSIDE.at(at, count=len(listed), cells=names, found=found)]


def _beside(grid: Grid, table: Table, header: Header) -> Iterator[Address]:
    """Yield the filled cells above, beside and below a table that are none of the form's own."""
    texts = {squeeze(t) for text in (table.title, table.note) if text for t in (text.zh, text.en)}
    texts |= _examples(table.columns)
    own = {1, min(header.columns.values(), default=1)}
    for row, column in _filled(grid, range(1, header.row)):
        is_band = column in own and row >= header.row - _BAND
        if not is_band and squeeze(show_raw(grid.at(row, column))) not in texts:
            yield Address(row, column)
    headed = [not is_blank(raw) for raw in grid.rows[header.row - 1]]
    width = max((len(row) for row in grid.rows), default=0)
    free = [n for n in range(width) if n >= len(headed) or not headed[n]]
    for row in range(header.row + 1, len(grid.rows) + 1) if free else ():
        cells = grid.rows[row - 1]
        yield from (Address(row, n + 1) for n in free if n < len(cells) and not is_blank(cells[n]))


@lru_cache(maxsize=64)  # columns of votes are the same on all forms of a campaign
def _examples(columns: tuple[Column, ...]) -> frozenset[str]:
    """Return what columns show by example, squeezed."""
    shown = (column.example_in(lang) for column in columns if column.example is not None for lang in Lang)
    return frozenset(squeeze(show_raw(one)) for one in shown)


def _settings_cells(found: Mapping[str, Address]) -> set[tuple[int, int]]:
    """Return the cells of a settings sheet that are the form's own, by the values found on it."""
    top = min((row for row, _ in found.values()), default=1)
    left = min((column for _, column in found.values()), default=2) - 1
    fields = {(row, column + n - 1) for row, column in found.values() for n in range(_FIELD)}
    return fields | {(row, left + n) for row in range(1, top) for n in range(_FIELD)}


def _cover_cells(canvas: Canvas, found: Mapping[str, Address], book: Book) -> set[tuple[int, int]]:
    """Return the cells of a cover that are the form's own, wherever its rows have moved."""
    declared = {column.key: row for row, column in canvas.fields}
    moved = next((row - declared[key] for key, (row, _) in found.items()), 0)
    left = min((column for _, column in found.values()), default=2) - 1
    fields = {(row, column + n - 1) for row, column in found.values() for n in range(_FIELD)}
    lines = {(line.row + moved, left) for line in canvas.lines}
    top = canvas.status_row + moved
    progress = {(row, left + n) for row in range(top, top + 2 + len(book.sheets)) for n in range(_PROGRESS)}
    return fields | lines | progress


def _filled(grid: Grid, rows: Iterable[int]) -> Iterator[Address]:
    for row in rows:
        for column, raw in enumerate(grid.rows[row - 1], 1):
            if not is_blank(raw):
                yield Address(row, column)


def _is_hidden(grid: Grid, column: int) -> bool:
    return any(first <= column <= last for first, last in grid.hidden_columns)


def _runs(rows: list[int]) -> list[str]:
    """Return rows as a spreadsheet names them, neighbours together: 5:7, 9:9."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] + 1 == row:
            runs[-1][-1] = row
        else:
            runs.append([row, row])
    return [f"{first}:{last}" for first, last in runs]
