"""Equal values kept once: a campaign has thousands of counts, and few different ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar

from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.plan import WayKey
from xlcampaign.model.submission import Key, Line, SheetPart, Submission, Tally

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


Rated = tuple[str, WayKey]
"""A star's key and a way: what a count is about, apart from its subject."""


class Row(Mapping[_Key, _Value]):
    """A mapping of few keys, which it has in common with many others: a third of a dict's memory."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[_Key, int], values: tuple[_Value, ...]) -> None:
        """Keep values, each in the place of its key."""
        self._places, self._values = places, values

    def __getitem__(self, key: _Key) -> _Value:
        """Return the value of a key."""
        return self._values[self._places[key]]

    def __iter__(self) -> Iterator[_Key]:
        """Yield the keys."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._values)


class BySubject(Mapping[Key, _Value]):
    """What is known by subject, star and way; the stars and ways of most subjects are the same."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[str, Row[Rated, _Value]]) -> None:
        """Keep a row for each subject."""
        self._rows = rows

    def __getitem__(self, key: Key) -> _Value:
        """Return what is known under a key."""
        return self._rows[key[0]][key[1], key[2]]

    def __iter__(self) -> Iterator[Key]:
        """Yield the keys, subject by subject."""
        return ((subject, star, way) for subject, row in self._rows.items() for star, way in row)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return sum(map(len, self._rows.values()))

    def __bool__(self) -> bool:
        """Tell whether there is any key; they are not counted for that."""
        return any(self._rows.values())


_fields_of = attrgetter(*RegisterRow.__slots__)
"""Returns what an entry holds, field by field: a form has dozens, and `replace` takes as long as all else."""


class Shared:
    """Hands out of all equal values the first one that it was given; nobody may change what it hands out."""

    def __init__(self) -> None:
        self._known: dict[object, Any] = {}

    def one(self, own: _Value) -> _Value:
        """Return the first value of the same type that is equal."""
        first: _Value = self._known.setdefault((type(own), own), own)
        return first

    def mapping(self, own: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
        """Return the first mapping that has the same items in the same order."""
        first: Mapping[_Key, _Value] = self._known.setdefault(tuple(own.items()), own)
        return first

    def apart(self, key: Key) -> tuple[str, Rated]:
        """Return a subject, and star and way."""
        rated = (key[1], key[2])
        return intern(key[0]), self._known.setdefault(rated, rated)

    def by_subject(self, rows: Mapping[str, Mapping[Rated, _Value]]) -> BySubject[_Value]:
        """Return what is known of each subject."""
        return BySubject({subject: self._row(row, row.values()) for subject, row in rows.items()})

    def _row(self, keys: Iterable[_Key], values: Iterable[_Value]) -> Row[_Key, _Value]:
        which = (Row, *keys)
        places = self._known.get(which)
        if places is None:
            places = self._known[which] = {key: place for place, key in enumerate(which[1:])}
        return Row(places, tuple(values))

    def _grouped(self, own: Mapping[Key, _Value]) -> BySubject[_Value]:
        rows: dict[str, dict[Rated, _Value]] = defaultdict(dict)
        for key, value in own.items():
            subject, rated = self.apart(key)
            rows[subject][rated] = value
        return self.by_subject(rows)

    def submission(self, own: Submission) -> Submission:
        """Return a submission that shares counts, tallies, names and texts with those before it."""
        parts = {key: self._part(part) for key, part in own.parts.items()}
        return replace(own, parts=parts, rules=self.one(own.rules))

    def _part(self, own: SheetPart) -> SheetPart:
        return replace(
            own,
            marks=self._grouped({key: self.mapping(counts) for key, counts in own.marks.items()}),
            tallies=self._grouped({key: self._tally(tally) for key, tally in own.tallies.items()}),
            rejected=self.one(own.rejected),
            rows=self.mapping({intern(name): row for name, row in own.rows.items()}),
            columns=self.mapping(own.columns),
            entries=tuple(map(self._entry, own.entries)),
            lines=tuple(map(self._line, own.lines)),
            unread=self.mapping(own.unread),
        )

    def _tally(self, own: Tally) -> Tally:
        first: Tally = self._known.setdefault((own.columns, *own.votes.items()), own)
        return first

    def _entry(self, own: RegisterRow) -> RegisterRow:
        row, subject, values, typed, moot, given, unread, *rest = _fields_of(own)
        shared = self._row(values, map(self.one, values.values()))
        known = self.one(moot), self.one(given), self.mapping(unread)
        return RegisterRow(row, intern(subject), shared, typed, *known, *rest)

    def _line(self, own: Line) -> Line:
        return Line(self.one(tuple(map(intern, own.key))), *own[1:-1], self.one(own.bad))
