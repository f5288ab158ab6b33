"""Whole ballots while a sheet is read, and how alike they are: nothing that tells one from another is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from xlcampaign.model.cell import Value
from xlcampaign.model.submission import Likeness, Mark, Record

FEWEST = 4
"""Below this many ballots, equal ones say nothing."""

Row = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot: each subject's marks, star by star, and whether the voter's own row is marked."""

    rows: tuple[Row, ...]
    self_vote: bool
    named: bool

    @property
    def marks(self) -> list[Value]:
        """All marks that were given."""
        return [mark for _, row in self.rows for mark in row if mark is not None]

    @property
    def contents(self) -> frozenset[Row]:
        """The rows with any mark."""
        return frozenset(row for row in self.rows if any(mark is not None for mark in row[1]))


@dataclass
class _Sheaf:
    """The rows of one ballot number while they are collected."""

    rows: list[Row] = field(default_factory=list)
    voter: Value = None


def ballots_of(records: Iterable[Record], keys: Sequence[str]) -> list[Ballot]:
    """Return the ballots that have a mark at all.

    Args:
        records: the sheet's rows.
        keys: the columns of marks.
    """
    sheaves: dict[Value, _Sheaf] = defaultdict(_Sheaf)
    for record in records:
        number = record.values.get("ballot")
        if number is not None and record.subject:
            sheaf = sheaves[number]
            sheaf.rows.append((record.subject, tuple(record.values.get(key) for key in keys)))
            sheaf.voter = record.values.get("voter") or sheaf.voter
    found = []
    for sheaf in sheaves.values():
        marked = {subject for subject, marks in sheaf.rows if any(mark is not None for mark in marks)}
        if marked:
            rows = tuple(sorted(sheaf.rows, key=lambda row: row[0]))
            found.append(Ballot(rows, sheaf.voter in marked, sheaf.voter is not None))
    return found


def _completed(numbers: Iterable[frozenset[Row]]) -> set[frozenset[Row]]:
    """Return what two ballots say together that differ only in one blank row each."""
    patterns = set()
    for left, right in combinations(numbers, 2):
        both = left | right
        if len(both) <= min(len(left), len(right)) + 1 and len({subject for subject, _ in both}) == len(both):
            patterns.add(both)
    return patterns


def _followers(pattern: frozenset[Row], numbers: Mapping[frozenset[Row], int]) -> int:
    """Return how many ballots say what a pattern says, of all its rows or of all but one; of two rows, of both."""
    size = len(pattern)
    least = size - 1 if size > 2 else size  # noqa: PLR2004 -- of two ballots with a row each, neither repeats the other
    return sum(number for rows, number in numbers.items() if len(rows) >= least and rows <= pattern)


def _most_alike(ballots: Iterable[Ballot], *, own_blank: bool) -> int:
    """Return the size of the largest group of identical ballots; 0 where no two are identical."""
    numbers = Counter(ballot.contents for ballot in ballots)
    if own_blank:
        patterns = set(numbers) | _completed(numbers)
        most = max((_followers(pattern, numbers) for pattern in patterns), default=0)
    else:
        most = max(numbers.values(), default=0)
    return most if most > 1 else 0


def likeness_of(ballots: Sequence[Ballot], *, own_blank: bool) -> Likeness:
    """Return how alike ballots are.

    Args:
        ballots: those with any mark.
        own_blank: whether voters leave their own row blank; two such ballots are identical where they say the same
            but for one row that the one or the other leaves blank.
    """
    uniform: Counter[Mark] = Counter()
    for ballot in ballots:
        marks = ballot.marks
        first = marks[0]
        if len(marks) > 1 and len(set(marks)) == 1:
            uniform[first if isinstance(first, int) else str(first)] += 1
    return Likeness(
        len(ballots), _most_alike(ballots, own_blank=own_blank), dict(sorted(uniform.items(), key=str))
    )
