"""The ledger of a stage while it is added up: counts, both accounts, and what does not fit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from xlcampaign.findings.finding import Place
from xlcampaign.model.plan import Plan, SubjectKind, Way, WayKey
from xlcampaign.model.results import Misfit, Outdated
from xlcampaign.model.scale import Scale
from xlcampaign.model.sharing import Rated, Shared
from xlcampaign.model.submission import (
    ASIDE,
    BLANK,
    OWN,
    Cells,
    Counts,
    Key,
    Likeness,
    Marks,
    Meeting,
)
from xlcampaign.model.typed import TypedOn
from xlcampaign.model.versions import Source

Ways = Mapping[tuple[SubjectKind, WayKey], Way]
Stated = TypeVar("Stated")


@dataclass
class Sums:
    """The ledger while it is added up."""

    counts: dict[str, dict[Rated, Counts]] = field(default_factory=lambda: defaultdict(dict))
    rejected: set[Key] = field(default_factory=set)
    sources: dict[str, dict[Rated, TypedOn]] = field(default_factory=lambda: defaultdict(dict))
    meetings: dict[tuple[str, str], Meeting] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: dict[tuple[str, str], Place] = field(default_factory=dict)
    cells: dict[str, Cells] = field(default_factory=lambda: defaultdict(Cells))
    written: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    misfits: list[Misfit] = field(default_factory=list)
    likeness: dict[tuple[str, str], Likeness] = field(default_factory=dict)
    outdated: list[Outdated] = field(default_factory=list)
    shared: Shared = field(default_factory=Shared)
    rated: frozenset[str] | None = None
    """Who gets a result; None for everybody. Votes on anybody else were cast, and count for nothing."""
    abstained: set[Key] = field(default_factory=set)
    """What has no vote but those that the scale does not count."""
    _known: dict[tuple[int, str], Marks] = field(default_factory=dict)
    _marks: dict[str, list[int]] = field(default_factory=dict)

    @property
    def marks(self) -> dict[str, Marks]:
        """The second account of each file."""
        return {file: Marks(*own) for file, own in self._marks.items()}

    def reject(self, file: str, accepted: int) -> None:
        """Count so many cells of a file, accepted so far, as rejected."""
        self.cells[file] += Cells(accepted=-accepted, rejected=accepted)

    def add(self, source: Source, key: Key, counts: Counts, scale: Scale) -> None:
        """Add what a sheet states of a subject, star and way."""
        subject, rated = self.shared.apart(key)
        own, into = self.counts[subject], counts
        if before := own.get(rated):
            into = {mark: before.get(mark, 0) + counts.get(mark, 0) for mark in {**before, **counts}}
        own[rated] = into = self.shared.mapping(into)
        if not self._marks_in(into, scale).counted and any(into.get(one.key) for one in scale.uncounted):
            self.abstained.add(key)
        else:
            self.abstained.discard(key)
        marks = self._marks_in(self.shared.mapping(counts), scale)
        if not self._gets_result(subject):
            marks = Marks(0, marks.counted + marks.uncounted, marks.blank)
        own_marks = self._marks.setdefault(
            source.file, [0, 0, 0]
        )  # quicker than an account anew for every count
        own_marks[0] += marks.counted
        own_marks[1] += marks.uncounted
        own_marks[2] += marks.blank

    @property
    def besides(self) -> int:
        """How many marks are on nobody who gets a result."""
        others = (
            counts
            for subject, own in self.counts.items()
            if not self._gets_result(subject)
            for counts in own.values()
        )
        return sum(sum(counts.values()) for counts in others)

    def _gets_result(self, subject: str) -> bool:
        return self.rated is None or subject in self.rated

    def _marks_in(self, counts: Counts, scale: Scale) -> Marks:
        """Return how many marks count; of shared counts that is worked out once."""
        which = id(counts), scale.key
        if which not in self._known:
            self._known[which] = tally_marks(counts, scale)
        return self._known[which]


def by_way(
    stated: Mapping[Key, Stated], plan: Plan, ways: Ways
) -> Iterator[tuple[Way, Mapping[Key, Stated]]]:
    """Yield what a sheet states, way by way."""
    found: dict[tuple[SubjectKind, WayKey], dict[Key, Stated]] = defaultdict(dict)
    for key, one in stated.items():
        found[plan.kind_of(key[0]), key[2]][key] = one
    for which, own in found.items():
        yield ways[which], own


def tally_marks(counts: Counts, scale: Scale) -> Marks:
    """Return how many marks count, do not count, or are blank."""
    blank = counts.get(BLANK, 0)
    uncounted = sum(counts.get(mark, 0) for mark in (OWN, ASIDE, *(grade.key for grade in scale.uncounted)))
    return Marks(sum(counts.values()) - uncounted - blank, uncounted, blank)
