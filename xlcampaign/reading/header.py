"""Where a sheet's header is, and which column is which: told by labels, never by position."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from xlcampaign.address import letter
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.returned import RETURN_TAB
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.layout.ways import RETURNED
from xlcampaign.model.cell import is_blank
from xlcampaign.reading.grid import Grid
from xlcampaign.words import T, enumerated, listing_of

SEARCHED_ROWS = 30
_OURS = {squeeze(name) for text in (RETURNED, RETURN_TAB) for name in (text.zh, text.en)}


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row and the number of each column found, 1-based.

    Attributes:
        row: the header's row.
        columns: the number of each column, by key; of an input column that stands twice, the first.
        others: columns of no known name.
        doubled: the numbers of input columns that stand twice, by key: nobody can tell which is meant.
        returned: the numbers of the columns in which the program said why a form went back.
    """

    row: int
    columns: Mapping[str, int]
    others: Mapping[int, str]
    doubled: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    returned: frozenset[int] = frozenset()


def labels_of(table: Table) -> Mapping[str, str]:
    """Return column keys by every label, squeezed, under which they are known."""
    return _labels_of(table.columns)


@lru_cache(maxsize=64)  # columns of votes are the same on all forms of a campaign
def _labels_of(columns: tuple[Column, ...]) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for column in columns:
        for label in (column.title.zh, column.title.en, *column.aliases):
            labels.setdefault(squeeze(label), column.key)
    return labels


def _matches(grid: Grid, row: int, labels: Mapping[str, str]) -> list[tuple[int, str]]:
    found = []
    for number, raw in enumerate(grid.rows[row - 1], 1):
        if isinstance(raw, str) and (key := labels.get(squeeze(raw))):
            found.append((number, key))
    return found


def find_header(grid: Grid, table: Table) -> tuple[int, list[tuple[int, str]]] | None:
    """Return the header's row and its (column number, key) pairs; None where half of the labels are missing."""
    labels = labels_of(table)
    best: tuple[int, list[tuple[int, str]]] | None = None
    most, whole = -1, len(set(labels.values()))
    for row in range(1, min(SEARCHED_ROWS, len(grid.rows)) + 1):
        found = _matches(grid, row, labels)
        several = len({key for _, key in found})
        if several > most:
            best, most = (row, found), several
        if several == whole:
            break
    wanted = {column.key for column in table.columns if column.required or column.locked}
    if best is None or 2 * len(wanted & {key for _, key in best[1]}) < len(wanted):
        return None
    return best


def read_header(grid: Grid, table: Table, file: str) -> tuple[Header | None, list[Finding]]:
    """Return a table's header and what is wrong with it: one finding a column, however many rows there are."""
    place = Place(file, grid.title)
    found = find_header(grid, table)
    lacking = _lacking(table, found)
    if found is None or lacking:
        return None, [s.NO_HEADER.at(place, expects=one_line(enumerated(lacking)))]
    row, pairs = found
    findings: list[Finding] = []
    columns: dict[str, int] = {}
    doubled: dict[str, tuple[int, ...]] = {}
    absent: list[T] = []
    missed: list[Column] = []
    for column in (column for column in table.columns if not column.computed):
        numbers = [number for number, key in pairs if key == column.key]
        if len(numbers) == 1 or (numbers and column.is_input):
            columns[column.key] = numbers[0]
        if len(numbers) > 1 and column.is_input:
            doubled[column.key] = tuple(numbers)
        if len(numbers) > 1:
            twice = listing_of(letter(number) for number in numbers)
            at = place.cell_at(row, numbers[1])
            findings.append(s.COLUMN_TWICE.at(at, column=one_line(column.title), found=twice))
        elif not numbers and _missed(column, table):
            missed.append(column)
        elif not numbers and column.absent is None:
            absent.append(one_line(column.title))
    known = {number for number, _ in pairs}
    others = {
        number: show_raw(raw)
        for number, raw in enumerate(grid.rows[row - 1], 1)
        if number not in known and not is_blank(raw)
    }
    returned = frozenset(number for number, name in others.items() if is_returned(name))
    findings += _of_names(
        missed,
        table,
        columns,
        {n: name for n, name in others.items() if n not in returned},
        place.cell_at(row, 1),
    )
    if absent:
        names = enumerated(absent)
        findings.append(c.NO_OPTIONAL.at(place.cell_at(row, 1), column=names))
    findings += (s.RETURNED.at(place.cell_at(row, n), found=others[n]) for n in sorted(returned))
    return Header(row, columns, others, doubled, returned), findings


def _of_names(
    missed: Sequence[Column],
    table: Table,
    columns: Mapping[str, int],
    others: Mapping[int, str],
    first: Place,
) -> Iterator[Finding]:
    """Yield which columns are missing, with the name that stands in their place, and which other names there are."""
    row = first.cells[0].row
    renamed = _renamed(missed, table, columns, others)
    for column in missed:
        number = renamed.get(column.key, 0)
        instead = s.INSTEAD.filled(found=others[number]) if number else ""
        yield s.NO_COLUMN.at(first.cell_at(row, number or 1), column=one_line(column.title), instead=instead)
    for number in others.keys() - renamed.values():
        yield s.EXTRA_COLUMN.at(first.cell_at(row, number), column=others[number])


def _renamed(
    missed: Sequence[Column], table: Table, columns: Mapping[str, int], others: Collection[int]
) -> dict[str, int]:
    """Return under which other names missing columns stand: as many of either between the columns around them."""
    keys = [column.key for column in table.columns]
    gaps: dict[tuple[int, int], list[str]] = {}
    for column in missed:
        at = keys.index(column.key)
        left = [columns[key] for key in keys[:at] if key in columns]
        right = [columns[key] for key in keys[at:] if key in columns]
        gaps.setdefault((max(left, default=0), min(right, default=max(others, default=0) + 1)), []).append(
            column.key
        )
    inside = {gap: sorted(number for number in others if gap[0] < number < gap[1]) for gap in gaps}
    paired = (
        zip(names, inside[gap], strict=True) for gap, names in gaps.items() if len(names) == len(inside[gap])
    )
    return dict(chain.from_iterable(paired))


def _lacking(table: Table, found: tuple[int, list[tuple[int, str]]] | None) -> list[T]:
    """Return the titles of columns without which a sheet cannot be read: of the first where no header was found.

    Where rows are known by a code or a name, and there is neither, nobody can tell whom they are about.
    """
    if found is None:
        return [column.title for column in table.columns if column.required or column.locked][:6]
    naming = [column for column in table.columns if column.locked and column.key in {"code", "name"}]
    there = {key for _, key in found[1]}
    return [] if any(column.key in there for column in naming) else [column.title for column in naming]


def is_returned(title: str) -> bool:
    """Tell whether a column or tab is one with which the program sent a form back, be it the second of its name."""
    return squeeze(title).rstrip("()0123456789") in _OURS


def _missed(column: Column, table: Table) -> bool:
    """Tell whether a table cannot do without a column; a name is enough where the code is gone."""
    spare = column.key in {"code", "name"} and {"code", "name"} <= {other.key for other in table.columns}
    return column.required or (column.locked and not spare)


def one_line(title: T) -> T:
    """Return a header's text without its line breaks."""
    return T(title.zh.replace("\n", " "), title.en.replace("\n", " "))
