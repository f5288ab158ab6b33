"""Scales on which marks are given, and the rules by which votes become counts."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Abstentions(StrEnum):
    """What an abstention is where people agree or do not.

    COUNTED with those who do not agree; APART from the base, its number asked for where there was any; or AS_PRINTED on
    older forms, apart from the base by numbers that may be left out.
    """

    COUNTED = "counted"
    APART = "apart"
    AS_PRINTED = "as_printed"


class Counting(NamedTuple):
    """How votes become counts; a form is counted by the rules that were printed on it.

    Attributes:
        abstentions: what an abstention is.
        with_own: whether members rate themselves in the peers' way too.
    """

    abstentions: Abstentions
    with_own: bool


AS_BEFORE = Counting(Abstentions.AS_PRINTED, with_own=False)
"""The rules of counting on forms that state none."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a scale: points in hundredths, or None where it is not counted."""

    key: str
    name: str
    points: int | None
    satisfied: bool = False


@dataclass(frozen=True)
class Scale:
    """A scale: named grades, and for a scale of points the range (hundredths) in which points are given."""

    key: str
    grades: tuple[Grade, ...]
    low: int | None = None
    high: int | None = None
    step: int | None = None

    @property
    def is_points(self) -> bool:
        """Tell whether marks are points in a range."""
        return self.high is not None

    @cached_property
    def counted(self) -> tuple[Grade, ...]:
        """The grades that count, best first."""
        counted = [grade for grade in self.grades if grade.points is not None]
        return tuple(sorted(counted, key=lambda grade: -(grade.points or 0)))

    @cached_property
    def uncounted(self) -> tuple[Grade, ...]:
        """The grades that are accepted and not counted (弃权, 不了解)."""
        return tuple(grade for grade in self.grades if grade.points is None)

    @cached_property
    def derived(self) -> Grade | None:
        """The grade that a tally need not state: the lower of exactly two."""
        return self.counted[1] if len(self.counted) == 2 else None  # noqa: PLR2004 -- a yes and a no

    def asks_apart(self, abstentions: Abstentions) -> tuple[Grade, ...]:
        """Return the grades not counted that a tally states apart; none where whoever abstains does not agree."""
        with_others = self.derived and abstentions is Abstentions.COUNTED
        return () if with_others else self.uncounted

    def still_says(self, printed: "Scale") -> bool:
        """Tell whether a mark or vote on the scale as it was printed on a form means the same on this one."""
        counted, was = ({grade.key for grade in scale.counted} for scale in (self, printed))
        uncounted = {grade.key for grade in printed.uncounted} <= {grade.key for grade in self.uncounted}
        derived = [scale.derived.key if scale.derived else None for scale in (self, printed)]
        range_ = (self.low, self.high) == (printed.low, printed.high)
        return counted == was and uncounted and derived[0] == derived[1] and range_

    @cached_property
    def tallied(self) -> tuple[Grade, ...]:
        """The counted grades that a tally states."""
        return tuple(grade for grade in self.counted if grade is not self.derived)
