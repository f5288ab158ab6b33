"""Where two versions of one sheet differ, from what is kept of them; of ballots only how many there are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xlcampaign.address import Address
from xlcampaign.layout.decisions import DOCUMENT
from xlcampaign.model.cell import Value
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.submission import BLANK, WITHDRAWN, Key, SheetPart
from xlcampaign.model.versions import Difference, Differences

MOST_LISTED = 10

_About = tuple[str, str, str]
"""What a cell is about, whatever row it stands in: a subject or row, a star or nothing, the column's key."""

_Cell = tuple[Address | None, Value, Key | None]
"""A cell's address, its value, the count that it belongs to."""

_REGISTER = ""
"""Stands in place of a subject before the place of a register's row among the others."""


def tell_apart(older: SheetPart, newer: SheetPart) -> Differences:
    """Return where two versions of a sheet differ, by the cells' addresses in the newer one.

    Of an entry that either withdraws, that is the cell that says so, whatever else stands in its row.
    """
    if older.ballots or newer.ballots:
        return Differences((), 0, (sum(older.ballots.values()), sum(newer.ballots.values())))
    if not (older.entries or newer.entries):
        return listed(differing(older, newer))
    before, after = _withdrawing(older), _withdrawing(newer)
    columns = {place: column for said in (before, after) for place, (column, _) in said.items()}
    return listed(differing(_in_words(older, before, columns), _in_words(newer, after, columns)))


def tell_refused(older: SheetPart, newer: SheetPart) -> Differences:
    """Return where two versions of a sheet differ of which one has nothing that was accepted.

    What it has in a cell is only known of decisions, which are told cell by cell: a row of which nobody can tell whom it
    is about has no other that it could be held against. Of other sheets nothing is said to be empty.
    """
    if not (older.loose or newer.loose):
        found = tell_apart(older, newer)
        cells = (
            replace(
                one,
                was_bad=one.was_bad or (one.old is None and not older.stated),
                is_bad=one.is_bad or (one.new is None and not newer.stated),
            )
            for one in found.cells
        )
        return replace(found, cells=tuple(cells))
    before, after, nothing = _as_typed(older), _as_typed(newer), (None, False)
    pairs = ((at, before.get(at, nothing), after.get(at, nothing)) for at in before.keys() | after.keys())
    return listed(
        Difference(cell, column, old, new, was_bad=was_bad, is_bad=is_bad)
        for (cell, column), (old, was_bad), (new, is_bad) in pairs
        if (old, was_bad) != (new, is_bad)
    )


def _as_typed(part: SheetPart) -> Mapping[tuple[Address, str], tuple[Value, bool]]:
    """Return what stands in the rows of decisions, by its cell and column, and whether it could not be read."""
    return {
        (at.in_row(row.row), key): (value, key in row.unread)
        for row in (*part.entries, *part.loose)
        for key, value in {**row.values, **row.unread}.items()
        if (at := part.columns.get(key))
    }


def _withdrawing(part: SheetPart) -> Mapping[int, tuple[str, str]]:
    """Return the rows of a register that withdraw something, by their places: the column that says so, and the words.

    Of words in place of a decision's document all is kept, of others only what they mean.
    """
    keys = {at.column: key for key, at in part.columns.items()}
    documents = {entry.row: entry.unread.get(DOCUMENT, WITHDRAWN) for entry in part.revoking}
    found = {}
    for place, line in enumerate(part.lines):
        if line.withdrawn and (key := keys.get(line.withdrawn.column)):
            found[place] = key, documents.get(line.row, WITHDRAWN) if key == DOCUMENT else WITHDRAWN
    return found


def _in_words(
    part: SheetPart, withdrawing: Mapping[int, tuple[str, str]], columns: Mapping[int, str]
) -> SheetPart:
    """Return a sheet of whose rows some have a single cell, by their places; those that withdraw have their words there."""
    if not columns:
        return part
    places = {line.row: place for place, line in enumerate(part.lines)}
    entries = [
        replace(entry, values={key: value for key, value in entry.values.items() if key == only})
        if (only := columns.get(places.get(entry.row, -1)))
        else entry
        for entry in part.entries
    ]
    entries += (
        RegisterRow(part.lines[place].row, "", {column: words}, 0)
        for place, (column, words) in withdrawing.items()
    )
    return replace(part, entries=tuple(entries))


def listed(differences: Iterable[Difference]) -> Differences:
    """Return the first of some differences, by their cells, those without one before, and how many there are."""
    found = sorted(differences, key=lambda difference: (difference.cell or (), difference.column))
    return Differences(tuple(found[:MOST_LISTED]), len(found))


def differing(older: SheetPart, newer: SheetPart) -> Iterator[Difference]:
    """Yield the cells in which two versions of a sheet differ; none of ballots."""
    if older.ballots or newer.ballots:
        return
    before, after = dict(_cells(older)), dict(_cells(newer))
    lost, losing = set(_rows_lost(older)), set(_rows_lost(newer))
    unread, unreading = set(_cells_lost(older)), set(_cells_lost(newer))
    for about in before.keys() | after.keys():
        address, old, key = before.get(about, (None, None, None))
        place, new, other = after.get(about, (address, None, None))
        was_bad = about not in before and (other in older.rejected or _row_of(about, newer) in lost)
        was_bad |= old is None and (_row_of(about, newer), about[2]) in unread
        is_bad = about not in after and (key in newer.rejected or _row_of(about, older) in losing)
        is_bad |= new is None and (_row_of(about, older), about[2]) in unreading
        if old != new or was_bad != is_bad:
            yield Difference(place, about[2], old, new, was_bad=was_bad, is_bad=is_bad)


def _rows_lost(part: SheetPart) -> Iterator[tuple[str, ...]]:
    """Yield the rows of which nothing is accepted though something is typed: what stands in their cells is not known."""
    for n, line in enumerate(part.lines):
        if line.filled and not line.stated:
            yield from (line.key, (_REGISTER, str(n)))


def _cells_lost(part: SheetPart) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the cells that could not be read, by their rows and columns."""
    for n, line in enumerate(part.lines):
        for column in line.bad:
            yield line.key, column
            yield (_REGISTER, str(n)), column


def _row_of(about: _About, part: SheetPart) -> tuple[str, ...]:
    """Return the row that something stands in: what it is known by, or its place in a register."""
    return about[:2] if about[0] == _REGISTER else (about[1] if part.subject else about[0],)


def _cells(part: SheetPart) -> Iterator[tuple[_About, _Cell]]:
    yield from _counted(part)
    yield from _stated(part)
    for way, meeting in part.meetings.items():
        for column in ("date", "due", "present", "issued", "returned", "valid"):
            yield (way, "", column), (_address(part, way, column), getattr(meeting, column), None)
        told = None if meeting.abstained is None else "yes" if meeting.abstained else "no"
        yield (way, "", "abstained"), (_address(part, way, "abstained"), told, None)
    order = {line.row: n for n, line in enumerate(part.lines)}
    for entry in part.entries:
        number = order.get(entry.row, entry.row)
        for column, value in entry.values.items():
            at = part.columns.get(column)
            yield (_REGISTER, str(number), column), (at.in_row(entry.row) if at else None, value, None)


def _counted(part: SheetPart) -> Iterator[tuple[_About, _Cell]]:
    """Yield the cells of marks and votes."""
    keys = {address: key for key, address in part.columns.items()}
    for key, counts in part.marks.items():
        column = key[2] if part.subject else key[1]
        [mark] = counts
        value = None if mark == BLANK else mark
        yield (key[0], key[1], column), (_address(part, part.line_of(key), column), value, key)
    for key, tally in part.tallies.items():
        for votes, at in zip(tally.votes.values(), tally.columns, strict=True):
            column = keys[at]
            yield (key[0], key[1], column), (_address(part, part.line_of(key), column), votes, key)


def _stated(part: SheetPart) -> Iterator[tuple[_About, _Cell]]:
    """Yield the cells that stand beside marks and votes."""
    for subject, base in part.bases.items():
        yield (subject, "", "base"), (_address(part, subject, "base"), base, None)
    for subject, attended in part.attended.items():
        yes = "yes" if attended else "no"
        yield (subject, "", "attended"), (_address(part, subject, "attended"), yes, None)
    for (subject, name), text in part.texts.items():
        column, _, star = name.partition(".")
        yield (subject, star, column), (_address(part, star or subject, column), text, None)


def _address(part: SheetPart, row: str, column: str) -> Address | None:
    at = part.columns.get(column)
    return at.in_row(part.rows[row]) if at and row in part.rows else None
