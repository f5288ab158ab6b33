"""What is counted and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.envelope import Box, Mail
from xlcampaign.model.history import Past
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.registers import Commendation, Decision, OverrideDecision, Registers, VetoDecision
from xlcampaign.model.rounding import half_up
from xlcampaign.model.seal import Act
from xlcampaign.model.submission import Cells, Counts, Key, Likeness, Marks, Meeting, Submission
from xlcampaign.model.versions import Selection


class Excess(StrEnum):
    """How votes and valid ballots, or votes and what the meeting's row says of abstentions, disagree.

    All but REST, SHORT, UNCAST, WITH_OWN, APART, VOTERS, AWAY, ZEROS and NO_VOTE take the count out.
    """

    VOTES = "votes"
    REST = "rest"
    BASE = "base"
    BELOW = "below"
    BALLOTS = "ballots"
    SHORT = "short"
    UNCAST = "uncast"
    WITH_OWN = "with_own"
    APART = "apart"
    NO_BASE = "no_base"
    UNSAID = "unsaid"
    UNCOUNTED = "uncounted"
    DENIED = "denied"
    ZEROS = "zeros"
    VOTERS = "voters"
    AWAY = "away"
    NO_VOTE = "no_vote"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Votes that do not fit the valid ballots.

    Attributes:
        excess: more VOTES than ballots on a subject; a REST of ballots without a vote; a subject's own BASE above
            the valid ballots, or BELOW the votes on several stars; more BALLOTS entered than valid; fewer entered
            (SHORT), and the others counted as without a mark (UNCAST); members' own rows counted WITH_OWN votes; the
            own ballot of members APART from those entered; NO_BASE, since nobody can tell who voted; votes apart
            of which it is UNSAID whether there were any, that are UNCOUNTED, or that are DENIED; blank cells that
            can only be ZEROS; more VOTERS than came; members AWAY without whom there would be fewer ballots; stars with
            NO_VOTE but those that the scale does not count.
        subject: the subject's code, or the meeting key where a whole way is meant.
        star: the star's key, or nothing.
        place: the cell of the votes, or the sheet.
        found: the votes or ballots found.
        limit: the valid ballots; of BELOW, the most votes.
        subjects: the codes of those by whom it shows, where a whole way is meant.
        lost: how many cells of votes beside the place do not count either.
    """

    excess: Excess
    subject: str
    star: str
    place: Place
    found: int
    limit: int
    subjects: tuple[str, ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Outdated:
    """Votes that were kept from an older version, and are those of another meeting than the one that now counts.

    Attributes:
        place: the sheet of the votes.
        way: the way's meeting key.
        own: the meeting as the file of the votes states it.
        newer: the meeting as it is stated now; None where that was withdrawn.
        void: where it was declared void; None where another is stated.
    """

    place: Place
    way: str
    own: Meeting | None
    newer: Meeting | None
    void: Place | None = None


@dataclass(frozen=True, slots=True)
class RatedTwice:
    """A member's rating in one way that counts on another form.

    Attributes:
        subject: the member's code.
        way: the way.
        place: the row that does not count, or the sheet.
        counts: the file that counts.
        cells: how many cells state it.
        settled: whether the other is the form on which today's plan asks for it.
    """

    subject: str
    way: WayKey
    place: Place
    counts: str
    cells: int
    settled: bool = False


class Proposal(StrEnum):
    """What a branch may propose about a subject; the key of the column in which it does."""

    VETO = "veto"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Ledger:
    """All counts of a stage, added up over the chosen sheets.

    Attributes:
        counts: by subject, star and way.
        rejected: what an error took out, by the same key.
        sources: where a count came from or was rejected: a place whose cell lists all that were typed for it, or the
            columns of ballots.
        meetings: by branch code (or COMMITTEE) and meeting key.
        texts: what was written beside marks, by subject and column key (on a sheet of stars, column.star); and what the
            committee put off, as if it were proposed.
        cells: the account of input cells, by file.
        marks: the account of marks, by file.
        written: marks that the cells of each file stand for, counted on the way in; equals marks' total.
        misfits: tallies that do not fit their base.
        registers: what was written down beside marks.
        likeness: how alike ballots are, by branch code (or COMMITTEE) and meeting key.
        outdated: votes that do not count because they are those of another meeting.
        twice: ratings that were left out, since another form states them.
        put_off: the texts that the committee alone wrote.
        unread: the cells of those texts that propose what was not taken: it could not be read, or its row is in error.
        elsewhere: rows left blank of which another form states the ratings: the file, the tab, the Excel row.
        besides: how many marks are on those who get no result, who left or take no part any more.
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
    registers: Registers = field(default_factory=Registers)
    likeness: Mapping[tuple[str, str], Likeness] = field(default_factory=dict)
    outdated: tuple[Outdated, ...] = ()
    twice: tuple[RatedTwice, ...] = ()
    put_off: frozenset[tuple[str, str]] = frozenset()
    unread: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    elsewhere: frozenset[tuple[str, str, int]] = frozenset()
    besides: int = 0

    def reason_of(self, subject: str, what: Proposal) -> str:
        """Return why something is proposed about a subject; empty where it was not said of that proposal.

        A branch gives one reason for all that it proposes; the committee, one for an override.
        """
        by_committee = {key for key in (what, "reason") if (subject, key) in self.put_off}
        fits = not by_committee or (what is Proposal.OVERRIDE and len(by_committee) == len((what, "reason")))
        return self.texts.get((subject, "reason"), "") if fits else ""

    def is_proposed(self, subject: str, what: Proposal) -> bool:
        """Tell whether something is proposed about a subject that the committee has not decided yet."""
        decided = self.registers.vetoes if what is Proposal.VETO else self.registers.overrides
        proposed = bool(self.texts.get((subject, what))) and self.refusal_of(subject, what) is None
        return subject not in decided and (proposed or bool(self.registers.unclear_on(subject, what)))

    def is_disputed(self, subject: str, what: Proposal) -> bool:
        """Tell whether something about a subject was decided, and another row says something else or cannot be told."""
        unclear = self.registers.unclear_on(subject, what)
        return bool(unclear) and not self.is_proposed(subject, what)

    def is_open(self, subject: str, apart_from: str = "") -> bool:
        """Tell whether anything about a subject is proposed or unclear, and has to be settled before it is posted.

        Args:
            subject: whose code.
            apart_from: what may be unclear all the same; a commendation, where the subject is posted for its results.
        """
        unclear = any(one.on != apart_from and one.may_be_about(subject) for one in self.registers.unclear)
        return unclear or any(self.is_proposed(subject, what) for what in Proposal)

    def refusal_of(self, subject: str, what: Proposal) -> VetoDecision | OverrideDecision | None:
        """Return the committee's decision against something about a subject, if there is one."""
        if what is Proposal.VETO:
            return self.registers.refused_vetoes.get(subject)
        return self.registers.refused_overrides.get(subject)


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
    """One star of one subject; score in hundredths, None while unrated; `missing` are the ways that are the cause.

    `self_decided` tells whether the star is given only because of the self-rating: by the other ways alone,
    at their weights, the score would lie below the threshold.
    """

    star: str
    ways: Mapping[WayKey, WayResult]
    score: int | None
    threshold: int
    missing: tuple[WayKey, ...] = ()
    self_decided: bool = False

    @property
    def gap(self) -> int | None:
        """What the score lacks to the threshold, in hundredths; none or less where the star is given."""
        return None if self.score is None else self.threshold - self.score

    @property
    def lit(self) -> bool | None:
        """Tell whether the star is given; None while unrated."""
        return None if self.score is None else self.score >= self.threshold


TIE_BREAKS = (WayKey.ORGANISATION, WayKey.TEACHER, WayKey.PEER)
"""The ways by whose means equal composites are told apart, the first that differs deciding."""


class Quota(StrEnum):
    """How the quota of the highest level met a subject."""

    NONE = "none"
    GRANTED = "granted"
    TIED = "tied"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a subject came to its level: band → quota → veto → override.

    Attributes:
        band: the level by the composite's band; None while unrated or not graded.
        tie_breaks: means of the ways' means over the stars (ten-thousandths) of organisation, teachers and peers,
            by which equal composites are told apart; None where a way has none.
        places: how many places at the top the branch has; None without a quota.
        position: among the branch's candidates for the highest level, 1 the best; None for everybody else.
        tied: how many candidates share the position, the subject itself included; 0 for everybody else.
        quota: whether a place was granted.
        after_quota: the level after the quota.
        veto: the committee's veto, if any.
        override: the committee's override, if any that has an effect.
        level: the level in the end; None while there is none.
        refused: the committee's decision against the level of the band, if any: who is tied for a place gets none.
        settled: whether it is tied across the quota's line and nothing is left to decide on it.
        failed: whether the committee put it at the lowest level, by a veto or an override.
    """

    band: str | None
    tie_breaks: tuple[int | None, int | None, int | None]
    places: int | None
    position: int | None
    tied: int
    quota: Quota
    after_quota: str | None
    veto: VetoDecision | None
    override: OverrideDecision | None
    level: str | None
    refused: OverrideDecision | None = None
    settled: bool = False
    failed: bool = False

    @property
    def is_decided(self) -> bool:
        """Tell whether the committee decided on the level."""
        return any(decision is not None for decision in (self.veto, self.override, self.refused))


class Recommended(StrEnum):
    """Whether a subject is fit for recommendation, and in which of the two groups."""

    NO = "no"
    TOP = "top"
    OTHER = "other"


class Seat(StrEnum):
    """Whether there is a place for a subject that is fit for recommendation.

    REFUSED: the committee does not recommend it. DEFERRED: it decides later; a place is kept as long.
    """

    FREE = "free"
    STUDY = "study"
    OVER = "over"
    REFUSED = "refused"
    DEFERRED = "deferred"


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
        rank: among its peers that are graded, 1 the best, equal composites sharing a rank; None for others.
        sharing: how many peers have that rank, the subject itself included; 0 for others.
        graded: whether it gets a level at all.
        outcome: how it came to its level.
        recommended: enough stars are lit, it is graded and not failed; with the highest level or without.
        seat: whether the places suffice for it; None where it is not recommended.
        near: the unlit star nearest to its threshold, where it is one star short of being recommended; else None.
        rectify: fewer stars are lit than the basic requirement, or it is failed.
        goals: 0–100 in hundredths by goal key; None where one of its stars is unrated.
        satisfied: how many counted marks of the teachers' way are satisfied, of how many; 0 of 0 where no grade is.
    """

    kind: SubjectKind
    code: str
    name: str
    branch: str
    stars: tuple[StarResult, ...]
    lit: int | None
    composite: int | None
    rank: int | None
    sharing: int
    graded: bool
    outcome: Outcome
    recommended: Recommended
    seat: Seat | None
    near: StarResult | None
    rectify: bool
    goals: Mapping[str, int | None]
    satisfied: tuple[int, int]

    @property
    def level(self) -> str | None:
        """The level in the end; None while there is none."""
        return self.outcome.level

    @property
    def is_rated(self) -> bool:
        """Tell whether it has a composite; whoever has none is unrated, vetoed or not."""
        return self.composite is not None

    @property
    def satisfaction(self) -> int | None:
        """The share of satisfied marks in tenths of a percent, half-up; None of no marks."""
        good, marks = self.satisfied
        return half_up(1000 * good, marks) if marks else None

    @property
    def is_fit(self) -> bool:
        """Tell whether it is fit for recommendation."""
        return self.recommended is not Recommended.NO

    @property
    def is_owed_comment(self) -> bool:
        """Tell whether leaders must comment on it: on every branch, and on who is recommended or to rectify."""
        return self.kind is SubjectKind.BRANCH or self.is_fit or self.rectify


class Standing(StrEnum):
    """How far a stage has come: nobody was rated in any way, nobody has all that a result needs, somebody has it."""

    AHEAD = "ahead"
    OPEN = "open"
    RATED = "rated"


@dataclass(frozen=True)
class Results:
    """All results of a stage: branches then members, in the plan's order."""

    subjects: tuple[SubjectResult, ...]

    def standing_of(self, *kinds: SubjectKind) -> Standing:
        """Return how far some kinds of subject have come: before anybody is rated, nobody failed."""
        subjects = [subject for subject in self.subjects if subject.kind in kinds]
        if any(subject.is_rated for subject in subjects):
            return Standing.RATED
        ways = (way for subject in subjects for star in subject.stars for way in star.ways.values())
        return Standing.OPEN if any(way.n for way in ways) else Standing.AHEAD

    @cached_property
    def by_code(self) -> Mapping[str, SubjectResult]:
        """The subjects by their code."""
        return {subject.code: subject for subject in self.subjects}

    def is_below(self, code: str, plan: Plan) -> bool:
        """Tell whether a subject that is not vetoed has no result, has to rectify, or has the lowest level."""
        subject = self.by_code.get(code)
        if subject is None:
            return code in plan.member_of  # and takes no part
        if subject.outcome.veto is not None:
            return False
        lowest = plan.levels_of(subject.kind)[-1].name
        return not subject.is_rated or subject.rectify or subject.level == lowest

    def commended_below(self, registers: Registers, plan: Plan) -> tuple[Commendation, ...]:
        """Return the commendations agreed on of those who are below the requirement, or of whom nobody knows."""
        agreed = (entry for entry in registers.commendations if entry.decision is Decision.AGREED)
        return tuple(entry for entry in agreed if self.is_below(entry.subject, plan))

    def of(self, kind: SubjectKind) -> tuple[SubjectResult, ...]:
        """Return the subjects of a kind, in the plan's order."""
        return tuple(subject for subject in self.subjects if subject.kind is kind)

    @cached_property
    def members_of(self) -> Mapping[str, tuple[SubjectResult, ...]]:
        """The members by their branch's code, in the plan's order."""
        found: dict[str, list[SubjectResult]] = {}
        for member in self.of(SubjectKind.MEMBER):
            found.setdefault(member.branch, []).append(member)
        return {branch: tuple(members) for branch, members in found.items()}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file of the inbox.

    Attributes:
        file: its name.
        sha256: of its bytes.
        size: in bytes.
        identity: None for a file that is no form of this campaign.
        version: the submission number stated on it; None where there is none, or it cannot be read.
        saved: the instant that the time inside the document states; None where it states none.
        mail: the mail that it came by, or that it is; None where it came by none.
        box: what it is, where it holds other files.
        online: whether it is the export of a form tool: ballots for the form that `identity` says, not the form itself.
    """

    file: str
    sha256: str
    size: int
    identity: Identity | None
    version: int | None = None
    saved: datetime | None = None
    mail: Mail | None = None
    box: Box | None = None
    online: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a summary is written from; nothing else decides its bytes.

    `history` is what earlier stages came to, oldest first, as far as anybody was rated in them. `submissions` are all
    forms that came, in outline, whether anything in them counts or not; `returned` are the names of what is to go back,
    by the files that came, where that was written. `sealed` is how the stage was sealed, and by which exceptions it comes
    out otherwise.
    """

    plan: Plan
    plan_sha256: str
    stage: int
    as_of: date
    receipts: tuple[Receipt, ...]
    selection: Selection
    ledger: Ledger
    results: Results
    findings: tuple[Finding, ...]
    history: tuple[Past, ...] = ()
    submissions: tuple[Submission, ...] = ()
    returned: Mapping[str, str] = field(default_factory=dict)
    sealed: tuple[Act, ...] = ()

    @property
    def before(self) -> Past | None:
        """The last stage before this one in which anybody was rated; None where there is none."""
        return self.history[-1] if self.history else None
