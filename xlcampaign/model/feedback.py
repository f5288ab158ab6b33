"""What branches and members are told of their own results, and what is held back from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xlcampaign.model.plan import WayKey
from xlcampaign.model.registers import Comment, Pledge, PledgeState, Rectification
from xlcampaign.model.results import SubjectResult


@dataclass(frozen=True, slots=True)
class StarTold:
    """What is told of a star.

    Attributes:
        star: its key.
        lit: whether it is given; None while unrated.
        own: the rating of oneself, in ten-thousandths; None where there is none.
        score: in hundredths; None while unrated, or where it is held back.
        threshold: from which score it is lit, in hundredths.
        lowest: where it is not lit, the ways with weight that have the lowest mean; none where all have the same one, or
            the score is not told.
    """

    star: str
    lit: bool | None
    own: int | None
    score: int | None
    threshold: int
    lowest: tuple[WayKey, ...]

    @property
    def gap(self) -> int | None:
        """By how much the score lies below the threshold, in hundredths; None where the star is lit or nothing is told."""
        return None if self.score is None or self.lit else self.threshold - self.score


@dataclass(frozen=True, slots=True)
class Told:
    """What a branch, or a member, is told of its own result.

    Attributes:
        subject: its result, of which no more is told than what follows.
        stars: in the plan's order.
        composite: in hundredths; None while unrated, or where it is held back.
        level: the level where the plan lets it be told and it is settled; None otherwise.
        few: whether figures are held back since they would tell what too few raters gave.
        is_open: whether a meeting has to decide before its level is told.
        is_told: whether stars, and whether it has to rectify, are told: not before a summary was made.
        comment: the leader's, if there is one.
        pledges: all of the stage and those of earlier stages that are open.
        rectifications: those that are open.
        rectified_in: the numbers of the stages for which it undertook to rectify, be it closed or not.
    """

    subject: SubjectResult
    stars: tuple[StarTold, ...]
    composite: int | None
    level: str | None
    few: bool
    is_open: bool
    is_told: bool
    comment: Comment | None
    pledges: tuple[Pledge, ...]
    rectifications: tuple[Rectification, ...]
    rectified_in: frozenset[int]

    @property
    def open_pledges(self) -> tuple[Pledge, ...]:
        """The pledges that are not known to be fulfilled."""
        return tuple(pledge for pledge in self.pledges if pledge.state is not PledgeState.FULFILLED)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a branch and its members are told.

    Attributes:
        branch: the branch itself.
        members: its members, in the plan's order.
        stage: the stage's number.
        as_of: the day of what is told.
        is_summarised: whether a summary was made, without which no meeting can have looked at any result.
        posted: the day from which results are posted; None where they are not.
    """

    branch: Told
    members: tuple[Told, ...]
    stage: int
    as_of: date
    is_summarised: bool
    posted: date | None

    @property
    def everybody(self) -> Iterator[Told]:
        """The branch, then its members."""
        yield self.branch
        yield from self.members
