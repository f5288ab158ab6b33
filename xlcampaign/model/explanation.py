"""One result with what it comes from: a subject's outcome, or one of its stars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.final import Candidate
from xlcampaign.model.objections import Objection
from xlcampaign.model.plan import Plan, Star, Way, WayKey
from xlcampaign.model.registers import OverrideDecision, RecommendationDecision, VetoDecision
from xlcampaign.model.results import Proposal, StarResult, SubjectResult, WayResult
from xlcampaign.model.scale import Scale
from xlcampaign.model.seal import Sealed
from xlcampaign.words import T


@dataclass(frozen=True, slots=True)
class Sum:
    """Means by their weights: what is added up, by what it is divided, and the result in hundredths."""

    terms: tuple[tuple[int, int], ...]
    total: int
    weight: int
    score: int

    @property
    def exact(self) -> bool:
        """Tell whether the result was not rounded."""
        return self.total == 100 * self.weight * self.score


@dataclass(frozen=True, slots=True)
class WayCase:
    """One way of a star: its counts, where they came from, and what was taken out of them.

    Attributes:
        way: the way.
        scale: its scale.
        names: what the votes for each grade are called, by its key.
        result: what was counted.
        trimmed: whether one highest and one lowest mark are left out of the mean.
        place: the cells; None where there are none.
        rejected: whether an error took something out.
        errors: the errors that did so: in these cells, their row, their sheet, or at the way's meeting.
        outdated: whether these are the votes of a meeting that does not count any longer.
        withdrawn: the file that withdraws them, or the meeting that they were given at.
        few: whether too few rated for its figures to be told.
    """

    way: Way
    scale: Scale
    names: Mapping[str, T]
    result: WayResult
    trimmed: bool
    place: Place | None
    rejected: bool
    errors: tuple[Finding, ...]
    outdated: bool
    withdrawn: str = ""
    few: bool = False


@dataclass(frozen=True, slots=True)
class StarCase:
    """One star of a subject.

    Attributes:
        star: the star.
        result: its result.
        ways: the four ways.
        sum: the weighted arithmetic; None while unrated.
        others: the score by the other ways alone; None where the self-rating has no part in the score.
        lowest: the ways with the lowest mean; none where all have the same one.
    """

    star: Star
    result: StarResult
    ways: tuple[WayCase, ...]
    sum: Sum | None
    others: int | None
    lowest: tuple[WayKey, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One result.

    Attributes:
        plan: the plan it follows from.
        stage: the stage.
        subject: the result.
        ranked: how many are ranked with it.
        candidates: how many of its branch have the highest level by their band.
        proposed: what is proposed and not decided.
        refused: what the committee decided against.
        star: the star that was asked for, if any.
        as_of: the day that counts as today.
        cases: the star that was asked for, or all of the subject's.
        few: the keys of the stars whose scores would tell what too few gave, and so what follows from them.
        objections: what was raised about the subject once it was posted.
        files: the SHA-256 of every file that came, by its name.
        sealed: by what the stage is sealed; None where it is not.
        as_sealed: whether the stage comes out as it was sealed.
        final: how it fares in the final selection; None where there is none.
        recommending: what a meeting decided on recommending it, if it did.
    """

    plan: Plan
    stage: int
    subject: SubjectResult
    ranked: int
    candidates: int
    proposed: frozenset[Proposal]
    refused: Mapping[Proposal, VetoDecision | OverrideDecision]
    star: StarCase | None
    as_of: date
    cases: tuple[StarCase, ...]
    few: frozenset[str]
    objections: tuple[Objection, ...]
    files: Mapping[str, str]
    sealed: Sealed | None = None
    as_sealed: bool = True
    final: Candidate | None = None
    recommending: RecommendationDecision | None = None
