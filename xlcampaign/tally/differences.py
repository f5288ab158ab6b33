"""Where two versions of one sheet differ, from what is kept of them; of ballots only how many there are."""

from collections.abc import Iterator

from xlcampaign.address import number_of
from xlcampaign.model.cell import Value
from xlcampaign.model.results import Difference, Differences
from xlcampaign.model.submission import Key, SheetPart

MOST_LISTED = 10

_About = tuple[str, str, str]
"""What a cell is about, whatever row it stands in: a subject or row, a star or nothing, the column's key."""

_Cells = dict[_About, tuple[str, Value, Key | None]]
"""By what a cell is about: its address, its value, the count that it belongs to."""


def tell_apart(older: SheetPart, newer: SheetPart) -> Differences:
    """Return where two versions of a sheet differ, by the cells' addresses in the newer one."""
    if older.ballots or newer.ballots:
        return Differences((), 0, (sum(older.ballots.values()), sum(newer.ballots.values())))
    before, after = dict(_cells(older)), dict(_cells(newer))
    listed = []
    for about in before.keys() | after.keys():
        address, old, key = before.get(about, ("", None, None))
        place, new, other = after.get(about, (address, None, None))
        was_bad = about not in before and other in older.rejected
        is_bad = about not in after and key in newer.rejected
        if old != new or was_bad or is_bad:
            listed.append(Difference(place, about[2], old, new, was_bad=was_bad, is_bad=is_bad))
    listed.sort(key=lambda difference: (_row_and_column(difference.cell), difference.column))
    return Differences(tuple(listed[:MOST_LISTED]), len(listed))


def _row_and_column(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), number_of(letters) if letters else 0


def _cells(part: SheetPart) -> Iterator[tuple[_About, tuple[str, Value, Key | None]]]:
    yield from _counted(part)
    yield from _stated(part)
    for way, meeting in part.meetings.items():
        for column in ("date", "due", "present", "issued", "returned", "valid"):
            yield (way, "", column), (_address(part, (way,), column), getattr(meeting, column), None)
    for entry in part.entries:
        for column, value in entry.values.items():
            address = f"{part.letters.get(column, '')}{entry.row or ''}"
            yield (str(entry.row), "", column), (address, value, None)


def _counted(part: SheetPart) -> Iterator[tuple[_About, tuple[str, Value, Key | None]]]:
    """Yield the cells of marks and votes."""
    columns = {letter: key for key, letter in part.letters.items()}
    for key, counts in part.marks.items():
        column = key[1] if key[1] in part.letters else key[2]
        mark = next(iter(counts), "")
        yield (key[0], key[1], column), (_address(part, key[:2], column), mark or None, key)
    for key, tally in part.tallies.items():
        for votes, letter in zip(tally.votes.values(), tally.letters, strict=True):
            column = columns.get(letter, letter)
            yield (key[0], key[1], column), (_address(part, key[:2], column), votes, key)


def _stated(part: SheetPart) -> Iterator[tuple[_About, tuple[str, Value, Key | None]]]:
    """Yield the cells that stand beside marks and votes."""
    for subject, base in part.bases.items():
        yield (subject, "", "base"), (_address(part, (subject,), "base"), base, None)
    for subject, attended in part.attended.items():
        yes = "yes" if attended else "no"
        yield (subject, "", "attended"), (_address(part, (subject,), "attended"), yes, None)
    for (subject, name), text in part.texts.items():
        column, _, star = name.partition(".")
        yield (subject, star, column), (_address(part, (subject, star), column), text, None)


def _address(part: SheetPart, rows: tuple[str, ...], column: str) -> str:
    row = next((part.rows[name] for name in rows if name in part.rows), "")
    return f"{part.letters.get(column, '')}{row}"
