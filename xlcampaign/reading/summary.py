"""A whole summary as the level above reads it: its tables as they stand, held against what the program noted of them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import level_rules as v
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout import dispatch as d
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import FORMAT_LABEL
from xlcampaign.layout.text import show_raw
from xlcampaign.model.cell import Raw, is_blank
from xlcampaign.model.dispatch import Stated, StatedRow
from xlcampaign.model.plan import SubjectKind
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.reading.header import find_header
from xlcampaign.words import enumerated, listing_of

Hidden = Mapping[str, str]
"""What the hidden sheet of a workbook says, by name."""


def is_summary(workbook: RawBook) -> bool:
    """Tell whether a workbook says of itself that it is a summary."""
    labels = {FORMAT_LABEL.zh, FORMAT_LABEL.en}
    return any(row and show_raw(row[0]) in labels for grid in workbook.grids for row in grid.rows)


def tables_in(workbook: RawBook, hidden: Hidden, tables: Mapping[str, Table]) -> Mapping[str, Stated]:
    """Return what stands in tables of a summary, by key; one whose header is gone has no rows.

    Args:
        workbook: the summary.
        hidden: what it says of itself.
        tables: how the tables are declared.
    """
    found = {}
    for key, grid in _grids(workbook, hidden).items():
        if key in tables:
            header, pairs = find_header(grid, tables[key]) or (0, [])
            columns = {name: number for number, name in reversed(pairs)}
            titles = {column.key: column.title for column in tables[key].columns}
            found[key] = Stated(grid.title, titles, columns, tuple(_rows(grid, header, columns)))
    return found


def _rows(grid: Grid, header: int, columns: Mapping[str, int]) -> Iterator[StatedRow]:
    """Yield the rows below a header that are numbered, or hold a code where nothing is numbered."""
    key = next((name for name in ("order", "code") if name in columns), None)
    for row, cells in enumerate(grid.rows[header:], header + 1):
        own = {name: cells[number - 1] if number <= len(cells) else None for name, number in columns.items()}
        if key and (isinstance(own[key], int | float) if key == "order" else not is_blank(own[key])):
            yield StatedRow(row, own)


def _grids(workbook: RawBook, hidden: Hidden) -> Mapping[str, Grid]:
    """Return the sheets that are looked at, by key, as far as they are there."""
    by_title = {grid.title: grid for grid in workbook.grids}
    tabs = _noted(hidden, d.TABS_IN)
    return {key: by_title[title] for key, title in tabs.items() if title in by_title}


def _noted(hidden: Hidden, name: str) -> Mapping[str, Any]:
    """Return what is noted as JSON; it is whole, as the digest of all that is noted says."""
    return cast("Mapping[str, Any]", json.loads(d.noted_in(hidden, name) or "{}"))


def changes_in(workbook: RawBook, hidden: Hidden, file: str) -> Iterator[Finding]:
    """Yield what is gone from a summary, and whether other rules were tried out on it."""
    grids = _grids(workbook, hidden)
    for key, title in _noted(hidden, d.TABS_IN).items():
        if key not in grids:
            yield v.DISPATCH_LACKS.at(Place(file), what=v.A_SHEET, row=title)
    yield from _tried(grids.get("rules"), hidden, file)


def _tried(grid: Grid | None, hidden: Hidden, file: str) -> Iterator[Finding]:
    """Yield that inputs on the sheet of rules are not those of the plan."""
    if grid is None:
        return
    changed = []
    for cell, value in _noted(hidden, d.INPUTS_IN).items():
        at = Address.named(cell)
        raw = grid.at(*at)
        if not (is_blank(raw) and value is None) and d.cells_digest([raw]) != d.cells_digest([value]):
            changed.append(at)
    if changed:
        yield u.RULES_TRIED.at(Place(file, grid.title, tuple(changed)))


def edited_in(stated: Mapping[str, str], hidden: Hidden, file: str) -> Iterator[Finding]:
    """Yield that sheets do not state what the program wrote, other than rules that were tried out.

    Args:
        stated: the digests of what its sheets state, by their names.
        hidden: what the summary says of itself.
        file: its name.
    """
    rules = _noted(hidden, d.TABS_IN).get("rules")
    edited = [
        title
        for title, digest in _noted(hidden, d.SHEETS_IN).items()
        if title in stated and title != rules and stated[title] != digest
    ]
    if edited:
        yield u.SHEETS_CHANGED.at(Place(file), sheets=listing_of(edited))


def is_tried(findings: list[Finding]) -> bool:
    """Tell whether other rules were tried out on a summary, so that what it shows may be by them."""
    return any(finding.rule == u.RULES_TRIED for finding in findings)


def counts_changed(stated: Stated, kind: SubjectKind, hidden: Hidden, file: str) -> Iterator[Finding]:
    """Yield the rows of counts that do not hold what the program wrote, those that are gone, and those that are new."""
    noted = d.noted_in(hidden, d.COUNTS_IN[kind])
    digests = [noted[at : at + d.ROW_DIGITS] for at in range(0, len(noted), d.ROW_DIGITS)]
    place, keys = Place(file, stated.sheet), list(stated.titles)
    if lost := [title for key, title in stated.titles.items() if key not in stated.columns]:
        yield v.DISPATCH_LACKS.at(place, what=v.A_COLUMN, row=enumerated(lost))
        return
    seen, changed = set(), []
    for row in stated.rows:
        number = _number(row.cells["order"])
        own = d.cells_digest(row.cells[key] for key in keys)
        if number in seen or not 1 <= number <= len(digests) or digests[number - 1] != own:
            changed.append(Address(row.row, stated.columns["star"]))
        seen.add(number)
    yield from v.say_changed(place, changed)
    if gone := [str(number) for number in range(1, len(digests) + 1) if number not in seen]:
        more = _MORE if gone[_NAMED:] else ""
        yield v.DISPATCH_LACKS.at(place, what=v.A_ROW, row=listing_of([*gone[:_NAMED], *more]))


_NAMED, _MORE = 6, "\N{HORIZONTAL ELLIPSIS}"
"""So many numbers of rows are named; what stands for the others."""


def _number(raw: Raw) -> int:
    return int(raw) if isinstance(raw, int | float) else 0
