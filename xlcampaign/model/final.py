"""The final selection: who is recommended over all stages by the plan's rule, who is to be studied first, who is not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xlcampaign.model.choices import FinalRule
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import RecommendationDecision
from xlcampaign.model.results import Seat


class Verdict(StrEnum):
    """Whether somebody is selected: by the rule, not before a meeting has looked into it, or not."""

    SELECTED = "selected"
    STUDY = "study"
    OUT = "out"


class Ground(StrEnum):
    """Why somebody is not selected, or not before a meeting has looked into it.

    SHORT: too few stars in a stage. TOTAL: too few in all. BEYOND: too few in a stage, or in all, even if every star
    without a result were lit. UNRATED: no result in a stage. AWAY: not listed in it.
    NOBODY: nobody has a result in it. UNFIT: enough stars in an earlier stage, and not fit for recommendation in it.
    ONCE_FIT: fit for recommendation in an earlier stage, and by today's number too few stars. VETO: vetoed in the last
    stage. LOWERED: put at the lowest level in it. UNGRADED: gets no level in it.
    OPEN: something is proposed or unclear. REFUSED: a meeting decided against it. DEFERRED: it decides later. LEFT: not
    listed in the last stage. EXCUSED: takes no part in it.
    """

    SHORT = "short"
    TOTAL = "total"
    BEYOND = "beyond"
    UNRATED = "unrated"
    AWAY = "away"
    NOBODY = "nobody"
    UNFIT = "unfit"
    ONCE_FIT = "once_fit"
    VETO = "veto"
    LOWERED = "lowered"
    UNGRADED = "ungraded"
    OPEN = "open"
    REFUSED = "refused"
    DEFERRED = "deferred"
    LEFT = "left"
    EXCUSED = "excused"


_OUT = frozenset(
    {
        *(Ground.SHORT, Ground.TOTAL, Ground.BEYOND),
        *(Ground.VETO, Ground.LOWERED, Ground.UNGRADED, Ground.REFUSED, Ground.LEFT, Ground.EXCUSED),
    }
)
"""The grounds by which somebody is not selected; the others are for a meeting."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground, the stage that it is about (0 for none), and how many stars are lacking; whether a meeting may overlook it."""

    ground: Ground
    stage: int = 0
    short: int = 0
    maybe: bool = False

    @property
    def is_final(self) -> bool:
        """Whether it keeps somebody out by the rule, and no meeting may overlook it."""
        return self.ground in _OUT and not self.maybe


@dataclass(frozen=True, slots=True)
class Candidate:
    """How somebody fares in the final selection.

    Attributes:
        code: the subject's code.
        kind: branch or member.
        stars: how many stars were lit in each stage; None where that is not known.
        reasons: what stands against it.
        seat: whether the places suffice; None where it is not selected, and would not be if all that is open were dropped.
        decision: what a meeting decided on recommending it, if it did.
    """

    code: str
    kind: SubjectKind
    stars: tuple[int | None, ...]
    reasons: tuple[Reason, ...] = ()
    seat: Seat | None = None
    decision: RecommendationDecision | None = None

    @property
    def total(self) -> int:
        """How many stars it has in all, as far as that is known."""
        return sum(lit or 0 for lit in self.stars)

    @property
    def verdict(self) -> Verdict:
        """Whether it is selected."""
        if any(one.is_final for one in self.reasons):
            return Verdict.OUT
        return Verdict.STUDY if self.reasons else Verdict.SELECTED

    @property
    def takes_place(self) -> bool:
        """Whether a place is kept for it: nothing stands against it but what is open, or put off by a meeting."""
        return all(one.ground in {Ground.OPEN, Ground.DEFERRED} for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Final:
    """A final selection.

    Attributes:
        rule: by which it was made.
        stages: the numbers of all stages up to the last, in order.
        needed: how many stars the rule asks of a branch and of a member: in a stage, or in all.
        candidates: branches, then members, in the plan's order; last those who are in earlier stages alone.
    """

    rule: FinalRule
    stages: tuple[int, ...]
    needed: tuple[int, int]
    candidates: tuple[Candidate, ...]

    @property
    def for_meeting(self) -> tuple[Candidate, ...]:
        """Whom a meeting has to look into; who waits for nothing but what is open, or was put off, stands with that."""
        return tuple(one for one in self.of(Verdict.STUDY) if not one.takes_place)

    @property
    def waiting(self) -> int:
        """How many wait for nothing but what is open about them, or was put off, and are decided on with that."""
        return len(self.of(Verdict.STUDY)) - len(self.for_meeting)

    def of(self, verdict: Verdict, kinds: Iterable[SubjectKind] = SubjectKind) -> tuple[Candidate, ...]:
        """Return the candidates on whom the verdict is the same, of some kinds of subject."""
        listed = set(kinds)
        return tuple(one for one in self.candidates if one.verdict is verdict and one.kind in listed)
