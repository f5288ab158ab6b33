"""Decisions that a copy of a form takes about somebody else, put right in the same row of another copy."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlcampaign.layout.decisions import COMMENDATION, DECISION, DECISIONS_ON, DOCUMENT
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.registers import Decision
from xlcampaign.model.submission import Line, LineKey, Submission
from xlcampaign.tally.lines import Rows, Said
from xlcampaign.tally.order import is_newer, is_renumbered

_HONOUR = "honour"
_ABOUT = "subject"


class _Taken(NamedTuple):
    """A row that takes a decision: what it is known by, whom it is about, by what its effect is known again, what else it says."""

    name: LineKey
    submission: Submission
    line: Line
    subject: str
    effect: str
    beside: Mapping[str, Value]

    @property
    def file(self) -> str:
        return self.submission.file

    @property
    def place(self) -> tuple[str, int]:
        return self.file, self.line.row


def put_right(rows: Rows, versions: Sequence[Submission], sheet: str) -> Rows:
    """Return what versions of a sheet say; on sheets of decisions one row of one issued form is one decision.

    A copy may have somebody else in a row, by the same document, than another copy of that form that is newer, or of
    which nobody can tell: what the two say is said of the same thing, and one of it counts; neither under one number,
    by which it may as well be two decisions.

    Args:
        rows: what versions say of each thing.
        versions: the submissions, from the oldest to the newest as far as that is known.
        sheet: the sheet's key.
    """
    if sheet not in DECISIONS_ON:
        return rows
    order = [submission.file for submission in versions]
    taken = sorted(_taken(rows, sheet), key=lambda one: order.index(one.file))
    rights = {one.place: right for one in taken if (right := _right_of(one, taken, rows))}
    if not rights:
        return rows
    names = {place: _last(right, rights).name for place, right in rights.items()}
    found: dict[LineKey, list[Said]] = defaultdict(list)
    for name, said in rows.items():
        for one in said:
            own: dict[LineKey, list[Line]] = defaultdict(list)
            for line in one.lines:
                own[names.get((one.submission.file, line.row), name)].append(line)
            for known, lines in own.items():
                found[known].append(Said(one.submission, tuple(lines), lines[0].key[0]))
    return {
        name: sorted(said, key=lambda one: order.index(one.submission.file)) for name, said in found.items()
    }


def _last(one: _Taken, rights: Mapping[tuple[str, int], _Taken]) -> _Taken:
    """Return the row that puts a row right and is put right by none, or only in turn."""
    passed = {one.place}
    while (right := rights.get(one.place)) and right.place not in passed:
        passed.add(right.place)
        one = right
    return one


def _taken(rows: Rows, sheet: str) -> Iterator[_Taken]:
    """Yield the rows that take a decision and do not revoke one."""
    for name, said in rows.items():
        for one in said:
            entries = {entry.row: entry for entry in one.submission.parts[sheet].entries}
            for line in one.lines:
                entry = entries.get(line.row)
                if entry and line.complete and not line.withdrawn and (effect := _effect_of(entry, sheet)):
                    beside = {key: value for key, value in entry.values.items() if key != _ABOUT}
                    yield _Taken(name, one.submission, line, entry.subject, effect, beside)


def _effect_of(entry: RegisterRow, sheet: str) -> str:
    """Return what gives a decision its effect, whoever it is about: its document, of a commendation the honour."""
    if DECISIONS_ON[sheet] != COMMENDATION:
        return squeeze(str(entry.values.get(DOCUMENT) or ""))
    return str(entry.values.get(_HONOUR) or "") if entry.values.get(DECISION) == Decision.AGREED else ""


def _right_of(one: _Taken, taken: Sequence[_Taken], rows: Rows) -> _Taken | None:
    """Return the row of another copy that puts a row right, or of which nobody can tell whether it does."""
    if _issued_by(one, rows):
        return None
    said = {(other.file, other.subject, other.effect) for other in taken}
    others = [
        other
        for other in taken
        if (other.line.row, other.effect) == (one.line.row, one.effect)
        and _are_of_copies(other, one)
        and (one.file, other.subject, one.effect) not in said
        and (other.file, one.subject, one.effect) not in said
        and _is_meant(other, one, rows)
    ]
    newer = [other for other in others if is_newer(other.submission, one.submission)]
    later = taken[taken.index(one) + 1 :]
    untold = [
        other for other in others if other in later and is_newer(other.submission, one.submission) is None
    ]
    found = newer or untold
    return found[-1] if found else None


def _are_of_copies(one: _Taken, other: _Taken) -> bool:
    """Tell whether two rows are of copies of one form: of one issued again, or of the first, in which only a name differs.

    One that was issued again is a copy of what it was filled in with, too.
    The first form, filled in anew or under a higher number, may take decisions beside those that it took before.
    """
    mine, others = one.submission, other.submission
    if mine.is_from(others):
        return True
    are_first = mine is not others and not (mine.stems_from or others.stems_from)
    return mine.is_beside(others) or (
        are_first and mine.version == others.version and one.beside == other.beside
    )


def _is_meant(other: _Taken, one: _Taken, rows: Rows) -> bool:
    """Tell whether a row says something of its own beside another copy's: changed, or as issued under a new number."""
    issued = _issued_by(other, rows)
    mine, others = other.submission.version, one.submission.version
    return not issued or (mine != others and is_renumbered(other.submission, issued))


def _issued_by(one: _Taken, rows: Rows) -> list[Submission]:
    """Return the submissions that a form was filled in with and that say in a row what it says."""
    return [
        said.submission
        for said in rows[one.name]
        if one.submission.is_from(said.submission) and one.line.digest in said.digest
    ]
