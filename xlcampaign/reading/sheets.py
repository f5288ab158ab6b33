"""Which tab is which sheet: by defined name, then by title, then by header."""

from collections.abc import Mapping

from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.form_book import SHEET_NAME
from xlcampaign.layout.sheet import Book, Sheet, Table
from xlcampaign.layout.text import squeeze
from xlcampaign.reading.grid import Grid, Workbook
from xlcampaign.reading.header import find_header

LIKE_FROM = 2 / 3
"""The share of a sheet's columns that a tab's header must have to be taken for it."""
_OWN = "_"


def locate_sheets(workbook: Workbook, book: Book, file: str) -> tuple[dict[str, Grid], list[Finding]]:
    """Return the grid of each declared sheet that is there, and what is odd about the tabs."""
    located: dict[str, Grid] = {}
    findings: list[Finding] = []
    copies: set[str] = set()
    grids = {grid.title: grid for grid in workbook.grids}
    unseen: list[Sheet] = []
    for sheet in book.sheets:
        candidates = _candidates(sheet, book, workbook, grids, located)
        if not candidates:
            unseen.append(sheet)
            continue
        if len(candidates) > 1:
            twice = "、".join(grid.title for grid in candidates)
            findings.append(s.COPIED.at(Place(file, candidates[0].title), name=sheet.title, found=twice))
            copies |= {grid.title for grid in candidates}
        grid = candidates[0]
        located[sheet.key] = grid
        if squeeze(grid.title) not in _titles(sheet):
            findings.append(s.RENAMED.at(Place(file, grid.title), name=sheet.title, found=grid.title))
    bare = not any(isinstance(sheet, Table) and sheet.key in located for sheet in book.sheets)
    findings += [
        s.NO_SHEET.at(Place(file), name=sheet.title)
        for sheet in unseen
        if _was_there(sheet, book, workbook) or (bare and isinstance(sheet, Table))
    ]
    used = copies | {grid.title for grid in located.values()}
    findings += [
        s.EXTRA.at(Place(file, grid.title), found=grid.title)
        for grid in workbook.grids
        if grid.title not in used and not grid.title.startswith(_OWN) and grid.rows
    ]
    return located, findings


def _was_there(sheet: Sheet, book: Book, workbook: Workbook) -> bool:
    """Tell whether a sheet must have been in the workbook: a form has all of its sheets but those without a row.

    Rows that only the sender knows may have been there all the same: a name that still points to the sheet tells.
    """
    if book.identity is None:
        return sheet.needed
    return sheet in book.shown or SHEET_NAME + sheet.key in workbook.names


def _titles(sheet: Sheet) -> set[str]:
    return {squeeze(sheet.title.zh), squeeze(sheet.title.en)}


def _candidates(
    sheet: Sheet,
    book: Book,
    workbook: Workbook,
    grids: Mapping[str, Grid],
    located: Mapping[str, Grid],
) -> list[Grid]:
    """Return the tabs that may be the sheet: one where it is certain, several where copies differ."""
    named = workbook.names.get(SHEET_NAME + sheet.key)
    taken = {grid.title for grid in located.values()}
    titles = {title for other in book.sheets for title in _titles(other)}
    first = [grids[named]] if named is not None and named in grids else []
    first = first or [grid for grid in workbook.grids if squeeze(grid.title) in _titles(sheet)][:1]
    if not isinstance(sheet, Table):
        return first
    free = [
        grid
        for grid in workbook.grids
        if grid.title not in taken
        and grid not in first
        and squeeze(grid.title) not in titles
        and not grid.title.startswith(_OWN)
        and grid.title not in _named_titles(workbook)
    ]
    if first:
        copies = [grid for grid in free if _is_copy(grid, first[0])]
        differing = [grid for grid in copies if grid.rows != first[0].rows]
        return [*first, *differing]
    return [grid for grid in free if _is_like(grid, sheet, book)]


def _named_titles(workbook: Workbook) -> set[str]:
    return {title for name, title in workbook.names.items() if name.startswith(SHEET_NAME)}


def _is_copy(grid: Grid, original: Grid) -> bool:
    """Tell whether a tab bears the name that Excel or WPS gives to a copy, or repeats the title row."""
    stem = squeeze(original.title)
    return squeeze(grid.title).startswith(stem) and grid.at(1, 1) == original.at(1, 1)


def _is_like(grid: Grid, sheet: Table, book: Book) -> bool:
    """Tell whether a tab's header fits this sheet and none other of the form better, or as well."""
    own = _likeness(grid, sheet)
    if own[1] < LIKE_FROM:
        return False
    rivals = [
        _likeness(grid, other) for other in book.sheets if isinstance(other, Table) and other is not sheet
    ]
    if all(own > rival for rival in rivals):
        return True
    title = grid.at(1, 1)
    named = isinstance(title, str) and any(text in squeeze(title) for text in _titles(sheet))
    return named and all(own >= rival for rival in rivals)


def _likeness(grid: Grid, table: Table) -> tuple[int, float]:
    """Return how many of a table's columns a tab's header has, and which share of them."""
    found = find_header(grid, table)
    matched = len({key for _, key in found[1]}) if found else 0
    return matched, matched / len(table.columns)
