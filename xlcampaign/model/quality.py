"""How a branch was rated: how many rated, how far they agree, where ways differ. Nothing of any single rater."""

from dataclasses import dataclass, field
from fractions import Fraction

from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.submission import Likeness

WIDE = 100
"""Points (hundredths) between the own and the other ways' mean from which a self-rating is said to differ much."""

APART = 200
"""Points (hundredths) between teachers' and organisation's mean from which they are said to differ much."""


@dataclass(frozen=True, slots=True)
class Raters:
    """A way with many raters, as one branch held it.

    Attributes:
        branch: the branch's code.
        kind: who is rated: the branch itself or its members.
        way: the way.
        valid: the valid ballots of its meeting; None where they are not on record.
        least: the fewest counted marks that a subject has on a star.
        most: the most.
        agreement: how often two raters gave the same, in tenths of a percent; None where nobody had two raters.
        likeness: how alike the ballots are; None where no ballots were entered.
        full: how many of them give the best grade, or the most points, throughout.
    """

    branch: str
    kind: SubjectKind
    way: WayKey
    valid: int | None
    least: int
    most: int
    agreement: int | None
    likeness: Likeness | None
    full: int


@dataclass(frozen=True, slots=True)
class SelfRating:
    """Self-ratings beside the other ways, over the stars on which all four ways have a mean; in hundredths.

    Attributes:
        stars: how many such stars there are.
        own: the mean of the self-ratings; None where there are no such stars.
        others: the mean of the other three ways' means, each way counting the same.
        exactly: how much higher the self-ratings are, before anything is rounded.
    """

    stars: int
    own: int | None
    others: int | None
    exactly: Fraction = field(default=Fraction(), compare=False)

    @property
    def gap(self) -> int | None:
        """How much higher the self-ratings are, as they are shown."""
        return None if self.own is None or self.others is None else self.own - self.others

    @property
    def is_wide(self) -> bool:
        """Tell whether they differ much, whatever the means are rounded to."""
        return abs(self.exactly) >= WIDE


@dataclass(frozen=True, slots=True)
class BranchQuality:
    """The figures of a branch.

    Attributes:
        branch: its code.
        rated: how many members have a composite.
        highest: the highest composite of a member, in hundredths; None where nobody has one.
        lowest: the lowest.
        deviation: the standard deviation of the composites (of the whole population), in hundredths.
        members: the self-ratings of its members.
        wide: how many members' self-ratings differ much from the other ways.
        own: the branch's self-rating of itself.
        compared: how many stars, of members and of the branch, both teachers and organisation rated.
        apart: on how many of them they differ much.
    """

    branch: str
    rated: int
    highest: int | None
    lowest: int | None
    deviation: int | None
    members: SelfRating
    wide: int
    own: SelfRating
    compared: int
    apart: int


@dataclass(frozen=True, slots=True)
class Distance:
    """A subject's star on which teachers and organisation differ much; means in ten-thousandths."""

    subject: str
    star: str
    teacher: int
    organisation: int

    @property
    def size(self) -> int:
        """How far they are apart."""
        return abs(self.teacher - self.organisation)


SHIFTED = 150
"""Points (hundredths) by which the mean of a way in a branch differs much from that of the last rated stage."""

FEWER, MORE = Fraction(2, 3), Fraction(3, 2)
"""From which share of the last stage's raters on they are many fewer, or many more."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A way with many raters that gave a branch or its members much else than in the last rated stage.

    Attributes:
        branch: the branch's code.
        kind: who is rated.
        way: the way.
        then: the mean of all counted marks then, in hundredths, half-up.
        now: the mean now.
        by: how much higher it is, before anything is rounded.
        raters: the most that rated one star, then and now.
    """

    branch: str
    kind: SubjectKind
    way: WayKey
    then: int
    now: int
    by: Fraction
    raters: tuple[int, int]

    @property
    def is_shifted(self) -> bool:
        """Tell whether the means differ much."""
        return abs(self.by) >= SHIFTED

    @property
    def other_raters(self) -> bool:
        """Tell whether many fewer or many more rated."""
        then, now = self.raters
        return not FEWER * then < now < MORE * then


@dataclass(frozen=True, slots=True)
class Quality:
    """All branches and ways in the plan's order, members' ways first; the distances, the largest first."""

    branches: tuple[BranchQuality, ...]
    raters: tuple[Raters, ...]
    distances: tuple[Distance, ...]
