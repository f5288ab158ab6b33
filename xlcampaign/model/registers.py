"""What is written down beside marks: pledges and what became of them, comments, rectification, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from xlcampaign.findings.finding import Place, Rule
from xlcampaign.model.objections import Objection
from xlcampaign.model.work import GroupMember, Launch, WorkEntry


class PledgeState(StrEnum):
    """What became of a pledge."""

    NOT_DUE = "not_due"
    ONGOING = "ongoing"
    FULFILLED = "fulfilled"
    UNFULFILLED = "unfulfilled"


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """What was last said of a pledge, and in which stage; a reason where it was not fulfilled."""

    state: PledgeState
    progress: str
    reason: str
    place: Place
    stage: int = 0


@dataclass(frozen=True, slots=True)
class Pledge:
    """A public pledge.

    Attributes:
        number: its number, unique over all stages.
        stage: the stage in which it was made.
        branch: the branch's code.
        subject: the code of the member, or of the branch, who made it.
        star: the key of the star it is tied to; empty where none was chosen.
        type: its type, one of the plan's.
        area: its area, one of the plan's.
        text: what is pledged.
        measures: how it is to be done.
        responsible: who sees to it.
        target: what is to be reached.
        due: by when; None where it was not said.
        earlier: the earlier rectification that it takes up.
        place: where it stands.
        progress: what was last said of it; None where nothing was.
        before: what stages before the one that is looked at last said of it; None where they said nothing.
    """

    number: str
    stage: int
    branch: str
    subject: str
    star: str
    type: str
    area: str
    text: str
    measures: str
    responsible: str
    target: str
    due: date | None
    earlier: str
    place: Place
    progress: Fulfilment | None = None
    before: Fulfilment | None = None

    @property
    def state(self) -> PledgeState | None:
        """What became of it, as far as it was said."""
        return self.progress.state if self.progress else None

    def is_overdue(self, as_of: date) -> bool:
        """Tell whether it is due by then and not known to be fulfilled."""
        return self.due is not None and self.due < as_of and self.state is not PledgeState.FULFILLED


@dataclass(frozen=True, slots=True)
class Announcement:
    """How and when the pledges of a branch, or of its members, were made public."""

    branch: str
    branch_how: str
    branch_day: date | None
    member_how: str
    member_day: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Baseline:
    """The main problems of a subject before the stage, and the keys of the stars that it wants to work on."""

    subject: str
    problems: str
    stars: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Comment:
    """A leader's comment on a subject: achievements, problems, where to put the effort; by whom and when."""

    subject: str
    achievements: str
    problems: str
    direction: str
    author: str
    day: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class VetoDecision:
    """The committee's veto on a subject: the situation's key, document or minutes number, day; others that agree."""

    subject: str
    situation: str
    document: str
    day: date | None
    place: Place
    others: tuple["VetoDecision", ...] = ()


class Decision(StrEnum):
    """What the committee decided: on a commendation, on recommending somebody, on closing a case of rectification."""

    AGREED = "agreed"
    REFUSED = "refused"
    DEFERRED = "deferred"


class CaseState(StrEnum):
    """How far a case of rectification is.

    OPEN: nobody reported that it is done, or the committee refused to close it since. WAITING: reported as done, and
    neither committee nor stars have closed it. REPORTED: the same in a campaign of one stage, where nothing follows.
    CLOSED: by the committee, or since its stars are lit.
    """

    OPEN = "open"
    WAITING = "waiting"
    REPORTED = "reported"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """What the committee decided in a stage on closing a case, known by its number: why, document or minutes number."""

    number: str
    stage: int
    verdict: Decision | None
    reason: str
    document: str
    place: Place

    @property
    def closes(self) -> bool:
        """Tell whether the case is closed by it: agreed, with reason and document."""
        return self.verdict is Decision.AGREED and bool(self.reason and self.document)

    @property
    def takes_effect(self) -> bool:
        """Tell whether it says yes or no, so that it holds instead of what was decided before."""
        return self.closes or self.verdict is Decision.REFUSED


class Short(NamedTuple):
    """A star that was not lit: its name, its score and from where on it is lit, the names of the ways that gave least."""

    star: str
    score: int
    threshold: int
    lowest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Why a subject has to rectify: how many stars were lit (None: unrated), the keys of the others, its veto.

    `short` are those of which a score may be told, `override` is what put it at the lowest level.
    """

    lit: int | None
    unlit: tuple[str, ...]
    veto: VetoDecision | None
    short: tuple[Short, ...] = ()
    override: "OverrideDecision | None" = None

    @property
    def is_decided(self) -> bool:
        """Tell whether the committee decided that it has to, whatever stars are lit."""
        return self.veto is not None or self.override is not None


@dataclass(frozen=True, slots=True)
class Rectification:
    """A case: what a subject below the basic requirement undertakes.

    Attributes:
        number: unique over all stages.
        stage: the stage in which it was listed.
        subject: whose it is by now: the code of the member or branch.
        unlit: the names of the stars that were not lit, as the form has them.
        cause: why they were not.
        direction: where to put the effort.
        measures: what is to be done.
        responsible: who sees to it.
        due: by when; None where it was not said.
        progress: what was last said of it.
        closed: whether the branch reports it as done.
        evidence: what shows it.
        place: where it was last spoken of; no file where no form ever spoke of it.
        said_in: the stage of that form.
        listed: why it was listed; None where the results of its stage do not ask for it.
        lit_in: the stage in which all stars were lit that were not before; 0 for none, and after a veto.
        decision: what the committee last decided on closing it, before what has no effect; None while it did not.
        alone: whether the campaign has one stage.
        gone: whether whose it is stays no longer in the plan, with nobody to go on for them.
        left: their last day there; None where the plan has not even that.
    """

    number: str
    stage: int
    subject: str
    unlit: str
    cause: str
    direction: str
    measures: str
    responsible: str
    due: date | None
    progress: str
    closed: bool
    evidence: str
    place: Place
    said_in: int = 0
    listed: Listing | None = None
    lit_in: int = 0
    decision: CaseDecision | None = None
    alone: bool = False
    gone: bool = False
    left: date | None = None

    @property
    def state(self) -> CaseState:
        """How far it is."""
        decision = self.decision
        if self.lit_in or (decision and decision.closes):
            return CaseState.CLOSED
        refused = decision and decision.verdict is Decision.REFUSED and decision.stage >= self.said_in
        if not self.closed or refused:
            return CaseState.OPEN
        return CaseState.REPORTED if self.alone else CaseState.WAITING

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something about it."""
        return self.state in {CaseState.OPEN, CaseState.WAITING}

    def is_overdue(self, as_of: date) -> bool:
        """Tell whether it is due by then and still open; nobody is late with what is of somebody who left."""
        return self.due is not None and self.due < as_of and self.is_open and not self.has_left(as_of)

    def has_left(self, as_of: date) -> bool:
        """Tell whether whose it is has left by then."""
        return self.gone and (self.left is None or self.left < as_of)


@dataclass(frozen=True, slots=True)
class OverrideDecision:
    """The committee's change of a subject's level: reason, document or minutes number; others that agree."""

    subject: str
    level: str
    reason: str
    document: str
    place: Place
    others: tuple["OverrideDecision", ...] = ()


@dataclass(frozen=True, slots=True)
class Commendation:
    """A candidate for a commendation and what was decided; None where nothing was."""

    subject: str
    honour: str
    merit: str
    recognition: str
    opinions: str
    votes: str
    decision: Decision | None
    place: Place

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be decided: nothing was, or it was put off."""
        return self.decision in {None, Decision.DEFERRED}


@dataclass(frozen=True, slots=True)
class RecommendationDecision:
    """What the committee decided on recommending a subject: document or minutes number; others that say the same."""

    subject: str
    decision: Decision
    document: str
    place: Place
    others: tuple["RecommendationDecision", ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an entry of a register.

    Attributes:
        rule: the rule that it breaks; by what this rejects, the entry counts or does not.
        place: where.
        subject: whom or what the entry is about.
        found: what was found there.
        rejected: how many accepted input cells the rule takes out.
        before: where an earlier decision stands that it does not overturn; None where there is none.
        stage: the stage whose form is missed; 0 where none is.
    """

    rule: Rule
    place: Place
    subject: str
    found: str
    rejected: int
    before: Place | None = None
    stage: int = 0


class Cause(StrEnum):
    """Why nobody can tell what the committee decided.

    UNREAD: a cell that cannot be read. LACKING: a blank one without which a decision has no effect. UNFIT: what is
    decided does not suit whom it is about. TWICE: several decisions that contradict each other. LATER: a later row
    that does not overturn the decision before it. REVOKED: a row that revokes a decision of its
    own form, or nobody can tell which. NOBODY: a row of which nobody can tell whom it is about.
    """

    UNREAD = "unread"
    LACKING = "lacking"
    UNFIT = "unfit"
    TWICE = "twice"
    LATER = "later"
    REVOKED = "revoked"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Unclear:
    """What the committee wrote of which nobody can tell what it decided; whom it may be about is held back until it is settled.

    Attributes:
        subject: whom it is or may be about; empty where nobody can tell: it may be anybody.
        on: what is decided: a veto, an override, a recommendation or a commendation.
        what: which one, as far as it is said.
        cause: why nobody can tell.
        found: what stands in the cell.
        place: the cell.
        members: of a branch, those of its members whom it may be about too.
    """

    subject: str
    on: str
    what: str
    cause: Cause
    found: str
    place: Place
    members: tuple[str, ...] = ()

    def may_be_about(self, subject: str) -> bool:
        """Tell whether it may be about a subject."""
        return not self.subject or subject in {self.subject, *self.members}


@dataclass(frozen=True, slots=True)
class Revoked:
    """A decision that took effect and was taken back: about whom, on what, what it was, its document, and by what."""

    subject: str
    on: str
    what: str
    document: str
    by: str


@dataclass(frozen=True)
class Registers:
    """Everything written down beside marks up to a stage, in the order in which units and rows stand.

    Comments, baselines, decisions, commendations, objections, launch and work are the stage's own; pledges,
    rectifications and what was decided on closing these are those of earlier stages too. What was refused has no effect;
    what was put off is proposed, by subject and the key of what is proposed or of its reason. `listings` say of whoever
    has to rectify in the stage why, by subject.
    """

    pledges: tuple[Pledge, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    comments: tuple[Comment, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    vetoes: Mapping[str, VetoDecision] = field(default_factory=dict)
    overrides: Mapping[str, OverrideDecision] = field(default_factory=dict)
    commendations: tuple[Commendation, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    refused_vetoes: Mapping[str, VetoDecision] = field(default_factory=dict)
    refused_overrides: Mapping[str, OverrideDecision] = field(default_factory=dict)
    put_off: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    closings: tuple[CaseDecision, ...] = ()
    objections: tuple[Objection, ...] = ()
    revoked: tuple[Revoked, ...] = ()
    listings: Mapping[str, Listing] = field(default_factory=dict)
    launches: tuple[Launch, ...] = ()
    groups: tuple[GroupMember, ...] = ()
    work: tuple[WorkEntry, ...] = ()
    recommendations: Mapping[str, RecommendationDecision] = field(default_factory=dict)

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections that are not settled."""
        return tuple(one for one in self.objections if one.is_open)

    def unclear_on(self, subject: str, on: str) -> tuple[Unclear, ...]:
        """Return what was written about a subject that decides nothing clearly; without a subject, what is nobody's."""
        return tuple(self._unclear_on.get((subject, on), ()))

    @cached_property
    def _unclear_on(self) -> Mapping[tuple[str, str], list[Unclear]]:
        found: dict[tuple[str, str], list[Unclear]] = {}
        for one in self.unclear:
            found.setdefault((one.subject, one.on), []).append(one)
        return found

    def agreed_to_recommend(self, subject: str) -> RecommendationDecision | None:
        """Return the decision to recommend a subject, if the committee took one."""
        decision = self.recommendations.get(subject)
        return decision if decision and decision.decision is Decision.AGREED else None

    def is_disputed(self, entry: Commendation) -> bool:
        """Tell whether a decision on a commendation is contradicted, or another row on it unclear."""
        return self.contradiction_of(entry) is not None or bool(
            self.unclear_on(entry.subject, "commendation")
        )

    def contradiction_of(self, entry: Commendation) -> Place | None:
        """Return where a decision stands that contradicts the one to commend: a veto, or another on the same honour."""
        if entry.decision is not Decision.AGREED:
            return None
        if veto := self.vetoes.get(entry.subject):
            return veto.place
        return self._against.get((entry.subject, entry.honour)) if entry.honour else None

    @cached_property
    def _against(self) -> Mapping[tuple[str, str], Place]:
        """Where the first decision stands against an honour for a subject."""
        found: dict[tuple[str, str], Place] = {}
        for one in self.commendations:
            if one.decision not in {None, Decision.AGREED}:
                found.setdefault((one.subject, one.honour), one.place)
        return found
