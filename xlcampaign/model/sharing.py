"""Equal values kept once: a campaign has thousands of counts, and few different ones."""

from collections.abc import Mapping
from dataclasses import replace
from sys import intern
from typing import Any, TypeVar

from xlcampaign.model.registers import RegisterRow
from xlcampaign.model.submission import Key, SheetPart, Submission, Tally

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Shared:
    """Hands out of all equal values the first one that it was given; nobody may change what it hands out."""

    def __init__(self) -> None:
        self._known: dict[object, Any] = {}

    def mapping(self, own: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
        """Return the first mapping that has the same items in the same order."""
        first: Mapping[_Key, _Value] = self._known.setdefault(tuple(own.items()), own)
        return first

    def submission(self, own: Submission) -> Submission:
        """Return a submission that shares counts, tallies and names with those before it."""
        return replace(own, parts={key: self._part(part) for key, part in own.parts.items()})

    def _part(self, own: SheetPart) -> SheetPart:
        return replace(
            own,
            marks={_named(key): self.mapping(counts) for key, counts in own.marks.items()},
            tallies={_named(key): self._tally(tally) for key, tally in own.tallies.items()},
            rows={intern(name): row for name, row in own.rows.items()},
            entries=tuple(_entry(row) for row in own.entries),
            lines=tuple(line._replace(key=tuple(map(intern, line.key))) for line in own.lines),
        )

    def _tally(self, own: Tally) -> Tally:
        first: Tally = self._known.setdefault((own.columns, *own.votes.items()), own)
        return first


def _named(key: Key) -> Key:
    return intern(key[0]), intern(key[1]), key[2]


def _entry(row: RegisterRow) -> RegisterRow:
    values = {intern(key): value for key, value in row.values.items()}
    return replace(row, subject=intern(row.subject), values=values)
