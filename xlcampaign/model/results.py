"""What is counted and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import Plan, StepKey, SubjectKind, WayKey
from xlcampaign.model.submission import Cells, Counts, Key, Marks, Meeting, Submission


@dataclass(frozen=True, slots=True)
class Selection:
    """Which file counts for each sheet of each form, and what it set aside.

    Attributes:
        chosen: by form (stage, step, unit) and sheet key, the submission whose sheet counts.
        superseded: form, sheet key, older file, newer file.
        tied: form, sheet key, the files of which none can be said to be newer.
        copies: files with equal contents, the one that is kept first.
    """

    chosen: Mapping[tuple[tuple[int, StepKey, str], str], Submission]
    superseded: tuple[tuple[tuple[int, StepKey, str], str, str, str], ...]
    tied: tuple[tuple[tuple[int, StepKey, str], str, tuple[str, ...]], ...]
    copies: tuple[tuple[str, ...], ...]


class Excess(StrEnum):
    """How votes and valid ballots disagree; all but REST take the count out."""

    VOTES = "votes"
    REST = "rest"
    BASE = "base"
    BALLOTS = "ballots"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Votes that do not fit the valid ballots.

    Attributes:
        excess: more VOTES than ballots on a subject; a REST of ballots without a vote; a subject's own BASE above
            the valid ballots; more BALLOTS entered than valid; fewer entered (SHORT).
        subject: the subject's code, or the meeting key where a whole way is meant.
        star: the star's key, or nothing.
        place: the cell of the votes, or the sheet.
        found: the votes or ballots found.
        limit: the valid ballots.
    """

    excess: Excess
    subject: str
    star: str
    place: Place
    found: int
    limit: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All counts of a stage, added up over the chosen sheets.

    Attributes:
        counts: by subject, star and way.
        rejected: what an error took out, by the same key.
        sources: where a count came from: one place whose cell is an address or a range.
        meetings: by branch code (or COMMITTEE) and meeting key.
        texts: what was written beside marks, by subject and column key.
        cells: the account of input cells, by file.
        marks: the account of marks, by file.
        written: marks that the cells of each file stand for, counted on the way in; equals marks' total.
        misfits: tallies that do not fit their base.
    """

    counts: Mapping[Key, Counts]
    rejected: frozenset[Key]
    sources: Mapping[Key, Place]
    meetings: Mapping[tuple[str, str], Meeting]
    texts: Mapping[tuple[str, str], str]
    cells: Mapping[str, Cells]
    marks: Mapping[str, Marks]
    written: Mapping[str, int]
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class WayResult:
    """A way's counts on one star: number of counted marks, sum of points and mean.

    `total`, `highest` and `lowest` are in hundredths, `mean` in ten-thousandths; None where n is 0.
    """

    counts: Counts
    n: int
    total: int
    highest: int | None
    lowest: int | None
    mean: int | None


@dataclass(frozen=True, slots=True)
class StarResult:
    """One star of one subject; score in hundredths, None while unrated; `missing` are the ways that are the cause."""

    star: str
    ways: Mapping[WayKey, WayResult]
    score: int | None
    threshold: int
    missing: tuple[WayKey, ...] = ()

    @property
    def lit(self) -> bool | None:
        """Tell whether the star is given; None while unrated."""
        return None if self.score is None else self.score >= self.threshold


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """What follows for one subject.

    Attributes:
        kind: branch or member.
        code: the subject's code.
        name: its name.
        branch: the code of its branch (a branch's own).
        stars: in the plan's order.
        lit: how many stars are given; None while any star is unrated.
        composite: 0–100 in hundredths; None while any star is unrated.
        rank: among its peers, 1 the best, equal composites sharing a rank.
        level: by the composite's band; None while unrated or not graded.
        graded: whether it gets a level at all.
        recommended: enough stars are lit and it is graded.
        rectify: fewer stars are lit than the basic requirement.
        goals: 0–100 in hundredths by goal key; None where one of its stars is unrated.
        satisfied: how many counted marks of the teachers' way are satisfied, of how many.
    """

    kind: SubjectKind
    code: str
    name: str
    branch: str
    stars: tuple[StarResult, ...]
    lit: int | None
    composite: int | None
    rank: int | None
    level: str | None
    graded: bool
    recommended: bool
    rectify: bool
    goals: Mapping[str, int | None]
    satisfied: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Results:
    """All results of a stage: branches then members, in the plan's order."""

    subjects: tuple[SubjectResult, ...]

    def of(self, kind: SubjectKind) -> tuple[SubjectResult, ...]:
        """Return the subjects of a kind, in the plan's order."""
        return tuple(subject for subject in self.subjects if subject.kind is kind)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file of the inbox; `identity` is None for a file that is no form of this campaign."""

    file: str
    sha256: str
    size: int
    identity: Identity | None
    version: int = 0
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a summary is written from; nothing else decides its bytes."""

    plan: Plan
    plan_sha256: str
    stage: int
    as_of: date
    receipts: tuple[Receipt, ...]
    selection: Selection
    ledger: Ledger
    results: Results
    findings: tuple[Finding, ...]
