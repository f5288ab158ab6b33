"""Which tab is which sheet: by defined name, then by title, then by header or labels."""

from collections.abc import Iterable

from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.form_book import COVER, SHEET_NAME, is_hidden_identity
from xlcampaign.layout.sheet import Book, Sheet, Table, fields_of
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.cell import is_blank
from xlcampaign.reading.codes import codes_on
from xlcampaign.reading.fields import find_label
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.reading.header import find_header, is_returned
from xlcampaign.reading.returned import stated_marks
from xlcampaign.words import listing_of

LIKE_FROM = 2 / 3
"""The share of a table's columns that a tab's header must have to be taken for it."""
LABELLED_FROM = 1 / 2
SEVERAL = 2
"""The share and the number of a sheet's labels that a tab must have to be taken for it."""
_OWN = "_"


def locate_sheets(workbook: RawBook, book: Book, file: str) -> tuple[dict[str, Grid], list[Finding]]:
    """Return the grid of each declared sheet that is there, and what is odd about the tabs."""
    located: dict[str, Grid] = {}
    findings: list[Finding] = []
    copies: set[str] = set()
    unseen: list[Sheet] = []
    titles = {title for sheet in book.sheets for title in _titles(sheet)}
    untitled = [grid for grid in workbook.grids if squeeze(grid.title) not in titles]
    for sheet in book.sheets:
        taken = {grid.title for grid in located.values()}
        candidates = _candidates(sheet, book, workbook, [g for g in untitled if g.title not in taken])
        if not candidates:
            unseen.append(sheet)
            continue
        if len(candidates) > 1:
            twice = listing_of(grid.title for grid in candidates)
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
    marks = stated_marks(workbook)
    used = copies | {grid.title for grid in located.values()}
    findings += [
        (s.RETURNED if marks and grid.title == marks.tab else s.EXTRA).at(
            Place(file, grid.title), found=grid.title
        )
        for grid in workbook.grids
        if grid.title not in used and not _is_own(grid) and (grid.rows or grid.far)
    ]
    return located, findings


def _was_there(sheet: Sheet, book: Book, workbook: RawBook) -> bool:
    """Tell whether a sheet must have been in the workbook: a form has all of its sheets but those without a row.

    Rows that only the sender knows, and a newer sheet, may have been there all the same: a name that still points to the
    sheet tells.
    """
    if book.identity is None:
        return sheet.needed
    is_newer = isinstance(sheet, Table) and sheet.newer
    return (sheet in book.shown and not is_newer) or SHEET_NAME + sheet.key in workbook.names


def _titles(sheet: Sheet) -> set[str]:
    return {squeeze(sheet.title.zh), squeeze(sheet.title.en)}


def _candidates(sheet: Sheet, book: Book, workbook: RawBook, untitled: Iterable[Grid]) -> list[Grid]:
    """Return the tabs that may be the sheet, one of each content: one where it is certain, several where copies differ.

    Of those that are called by none of the sheets' titles, `untitled` are left.
    """
    named = workbook.names.get(SHEET_NAME + sheet.key)
    names = {title for name, title in workbook.names.items() if name.startswith(SHEET_NAME)}
    titled = [g for g in workbook.grids if squeeze(g.title) in _titles(sheet) and g.title not in names]
    certain = [*(grid for grid in workbook.grids if grid.title == named), *titled]
    free = [
        grid
        for grid in untitled
        if grid.title not in names and not (_is_own(grid) or is_returned(grid.title))
    ]
    if certain:
        first, *others = certain
        copies = [grid for grid in others if _looks_like(grid, sheet)]
        found = [first, *copies, *(grid for grid in free if _is_copy(grid, first, sheet))]
    else:
        found = [grid for grid in free if _is_like(grid, sheet, book)]
    contents = [_contents(grid, sheet) for grid in found] if len(found) > 1 else [None]
    return [grid for n, grid in enumerate(found) if contents[n] not in contents[:n]]


def _is_own(grid: Grid) -> bool:
    """Tell whether a tab is one that the program hides, whatever a merging tool put before its name."""
    return grid.title.startswith(_OWN) or is_hidden_identity(grid.title)


def _is_copy(grid: Grid, original: Grid, sheet: Sheet) -> bool:
    """Tell whether a tab is a copy: it repeats the first cell, and has a copy's name or all that makes the sheet."""
    if grid.at(1, 1) != original.at(1, 1):
        return False
    named = squeeze(grid.title).startswith(squeeze(original.title))
    if named and isinstance(sheet, Table):
        return True
    return (named or not is_blank(grid.at(1, 1))) and _looks_like(grid, sheet)


def _contents(grid: Grid, sheet: Sheet) -> object:
    """Return what tells copies of a sheet apart: the values beside its labels, or every cell of a table's tab."""
    if isinstance(sheet, Table):
        return {
            (number, column): raw
            for number, row in enumerate(grid.rows)
            for column, raw in enumerate(row)
            if not is_blank(raw)
        }
    labels = {column.key: find_label(grid, column) for _, column in fields_of(sheet)}
    return {key: show_raw(grid.at(at.row, at.column + 1)) for key, at in labels.items() if at}


def _looks_like(grid: Grid, sheet: Sheet) -> bool:
    """Tell whether a tab has enough of what makes a sheet to be taken for it."""
    matched, share = _likeness(grid, sheet)
    if isinstance(sheet, Table):
        return share >= LIKE_FROM
    return share >= LABELLED_FROM and matched >= SEVERAL


def _is_like(grid: Grid, sheet: Sheet, book: Book) -> bool:
    """Tell whether a tab fits this sheet and none other of the form better, or as well."""
    if not _looks_like(grid, sheet):
        return False
    own, kind = _likeness(grid, sheet), isinstance(sheet, Table)
    rivals = [
        _likeness(grid, other)
        for other in book.sheets
        if isinstance(other, Table) is kind and other is not sheet
    ]
    if all(own > rival for rival in rivals):
        return True
    title = grid.at(1, 1)
    named = isinstance(title, str) and any(text in squeeze(title) for text in _titles(sheet))
    return named and all(own >= rival for rival in rivals)


def _likeness(grid: Grid, sheet: Sheet) -> tuple[int, float]:
    """Return how many of a table's columns or of a sheet's labels a tab has, and which share; a cover has its code."""
    if isinstance(sheet, Table):
        found = find_header(grid, sheet)
        matched = len({key for _, key in found[1]}) if found else 0
        return matched, matched / len(sheet.columns)
    labels = [find_label(grid, column) is not None for _, column in fields_of(sheet)]
    if sheet.key == COVER:
        labels.append(any(codes_on(grid)))
    return sum(labels), sum(labels) / max(1, len(labels))
