"""What earlier stages came to, and by whose rules: what a stage is compared with, and what goes on from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import Listing
from xlcampaign.model.seal import Change, Part, Record
from xlcampaign.words import T


class Source(StrEnum):
    """What the results of an earlier stage are: as sealed, or reckoned by the rules of its forms or of today's plan."""

    SEALED = "sealed"
    FORMS = "forms"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class PastResult:
    """What a stage came to for one subject.

    Attributes:
        code: the subject's code.
        name: its name then.
        kind: branch or member.
        branch: the code of the branch that it was in (a branch's own).
        scores: of its stars, in hundredths by key; a star that is unrated has none.
        lit: the keys of the stars that were lit.
        composite: 0-100 in hundredths; None where any star was unrated.
        rank: among its peers, 1 the best; None where it had none.
        level: its level in the end; empty where it had none.
        recommended: whether it was fit for recommendation.
        listing: why it had to rectify; None where it had not.
    """

    code: str
    name: str
    kind: SubjectKind
    branch: str
    scores: Mapping[str, int]
    lit: frozenset[str]
    composite: int | None
    rank: int | None
    level: str
    recommended: bool
    listing: Listing | None = None

    @property
    def stars(self) -> int | None:
        """How many stars were lit; None where any was unrated."""
        return None if self.composite is None else len(self.lit)


Which = tuple[str, SubjectKind, WayKey]
"""A branch's code, who is rated, and the way."""


class Given(NamedTuple):
    """What a star of a subject was given in a way: how many counted marks, and their points in hundredths."""

    star: str
    marks: int
    points: int


class Rated(NamedTuple):
    """What those of a branch gave in a way: counted marks on all stars, their points, the fewest and most on one star."""

    marks: int
    points: int
    least: int
    most: int

    @property
    def mean(self) -> Fraction:
        """The mean of the marks, in hundredths."""
        return Fraction(self.points, self.marks)


_APART = frozenset({Part.GOALS, Part.LEVELS, Part.VETOES})
"""Rules that change no score and no star."""
_NO_FIGURE = frozenset(
    {
        *("name", "goal", "recommend_branch", "recommend_member", "places_branch", "places_member", "quota"),
        *("rectify_share", "few_raters", "few_public", "satisfaction_alarm", "satisfied"),
    }
)
"""Values of other rules that change none either, unless a whole row comes or goes with its name."""


@dataclass(frozen=True)
class Past:
    """What a stage came to.

    Attributes:
        stage: its number.
        name: its name.
        source: what its results are.
        sealed: by which documents it holds, the last of them and any exceptions to it; None where it was not sealed.
        day: when the last of them was.
        stars: the keys of its stars by kind of subject, in order.
        star_names: what they were called.
        results: by the subject's code, branches then members.
        rules: in what today's rules differ from those that its results go by.
        went_by: those, as they stand in a record.
        ways: what was given in the ways with many raters, by the branch's code, who was rated, and the way.
        prints: of the same, by the subject's code, a number that tells whether all of its stars were given just that.
    """

    stage: int
    name: str
    source: Source
    sealed: T | None
    day: date | None
    stars: Mapping[SubjectKind, tuple[str, ...]]
    star_names: Mapping[tuple[SubjectKind, str], str]
    results: Mapping[str, PastResult]
    rules: tuple[Change, ...] = ()
    went_by: Record = ()
    ways: Mapping[Which, Rated] = field(default_factory=dict)
    prints: Mapping[Which, Mapping[str, int]] = field(default_factory=dict)

    @cached_property
    def incomparable(self) -> frozenset[SubjectKind]:
        """The kinds of subject whose stars and composites mean something else by today's rules."""
        found: set[SubjectKind] = set()
        for change in self.rules:
            is_row = change.field == "name" and None in {change.before, change.after}
            if change.part in _APART or (change.field in _NO_FIGURE and not is_row):
                continue
            own = change.part in {Part.STARS, Part.WAYS}
            found |= {SubjectKind(change.of.partition(".")[0])} if own else set(SubjectKind)
        return frozenset(found)


class Repeated(NamedTuple):
    """Where everybody whom an earlier stage knows was given in a way just what was given there.

    `branch` is the branch's code, `kind` who is rated, `stage` the earlier stage's number, `subjects` how many there are.
    """

    branch: str
    kind: SubjectKind
    way: WayKey
    stage: int
    subjects: int


class Copied(NamedTuple):
    """Branches whose members were given just the same in a way, one after the other: by their codes."""

    branches: tuple[str, ...]
    way: WayKey
    members: int
