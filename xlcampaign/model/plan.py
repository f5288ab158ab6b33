"""A campaign's plan: rules and roster. A Plan exists only without errors."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from xlcampaign.model.campaign import Campaign
from xlcampaign.model.choices import StepKey
from xlcampaign.model.message import Message
from xlcampaign.model.online import OnlineRow
from xlcampaign.model.roster import EMPTY_ROSTER, Branch, Member, Participation, Post, RatedBy, Roster
from xlcampaign.model.scale import Counting, Scale

__all__ = [
    "Carried",
    "Entry",
    "Extension",
    "Goal",
    "Level",
    "Option",
    "Plan",
    "Stage",
    "Star",
    "Step",
    "SubjectKind",
    "Veto",
    "Voters",
    "Way",
    "WayKey",
    "meeting_key",
]


class SubjectKind(StrEnum):
    """What is evaluated."""

    BRANCH = "branch"
    MEMBER = "member"


class WayKey(StrEnum):
    """The four ways of evaluation, in the order in which they are shown."""

    SELF = "self"
    PEER = "peer"
    TEACHER = "teacher"
    ORGANISATION = "organisation"


class Entry(StrEnum):
    """How the marks of a way are written down."""

    MARKS = "marks"
    TALLY = "tally"
    BALLOTS = "ballots"


class Voters(StrEnum):
    """Who gives the marks of a way."""

    SUBJECT = "subject"
    MEMBERS = "members"
    TEACHERS = "teachers"
    COMMITTEE = "committee"
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stage and the day by which its forms are due."""

    stage: int
    key: StepKey
    start: date
    end: date
    deadline: date

    def is_due(self, day: date) -> bool:
        """Tell whether the day by which its forms are due, unless somebody has longer, is over."""
        return day > self.deadline


@dataclass(frozen=True, slots=True)
class Extension:
    """A later day by which the form of one branch is due at a step, and why."""

    stage: int
    key: StepKey
    branch: str
    deadline: date
    reason: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass through the steps; whoever is there on the day of its list counts in it, by default on its first day."""

    number: int
    name: str
    start: date
    end: date
    list_day: date | None = None

    @property
    def counts_on(self) -> date:
        """The day that decides who counts where."""
        return self.list_day or self.start


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a kind of subject (五个好, 五带头)."""

    kind: SubjectKind
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Star:
    """A star; aliases are accepted when read and never written; threshold in hundredths if it has its own."""

    kind: SubjectKind
    key: str
    name: str
    aliases: tuple[str, ...]
    goal: str
    standard: str
    threshold: int | None


def meeting_key(kind: SubjectKind, way: WayKey) -> str:
    """Return the key under which a way of a kind of subject stands on the meeting sheet."""
    return f"{kind}.{way}"


@dataclass(frozen=True, slots=True)
class Way:
    """A way of evaluation of a kind of subject; the weight is a whole number, all of a kind sum to 100."""

    kind: SubjectKind
    key: WayKey
    name: str
    weight: int
    scale: str
    entry: Entry
    voters: Voters

    @property
    def meeting_key(self) -> str:
        """The key of the way's row on the meeting sheet."""
        return meeting_key(self.kind, self.key)

    @property
    def by_peers(self) -> bool:
        """Tell whether the subjects themselves vote."""
        return self.kind is SubjectKind.MEMBER and self.voters is Voters.MEMBERS

    def leaves_out_own(self, counting: Counting) -> bool:
        """Tell whether the subjects themselves vote, each on all but the own row."""
        return self.by_peers and not counting.with_own


@dataclass(frozen=True, slots=True)
class Level:
    """A level: composites from `low` (included) to `high` (excluded, but for 100), in hundredths; may it be posted."""

    kind: SubjectKind
    name: str
    low: int
    high: int
    public: bool = False


@dataclass(frozen=True, slots=True)
class Veto:
    """A situation for which a veto may be proposed."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list that forms offer (pledge types, areas, honours)."""

    list: str
    name: str


class Carried(NamedTuple):
    """Whose an open matter is in a stage: its subject, and the branch on whose forms it stands."""

    subject: str
    branch: str


@dataclass(frozen=True)
class Plan:
    """Everything that a stage of a campaign goes by. Lists keep the order of the plan workbook.

    `branches` and `members` are those who count in the stage. `roster` are those of all stages; None where nobody comes,
    goes or changes. `gone` are those of whom forms speak and whom it has no more: they have a name, and nothing else.
    """

    campaign: Campaign
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    goals: tuple[Goal, ...]
    stars: tuple[Star, ...]
    ways: tuple[Way, ...]
    scales: tuple[Scale, ...]
    levels: tuple[Level, ...]
    vetoes: tuple[Veto, ...]
    options: tuple[Option, ...]
    branches: tuple[Branch, ...]
    members: tuple[Member, ...]
    extensions: tuple[Extension, ...] = ()
    messages: tuple[Message, ...] = ()
    online: tuple[OnlineRow, ...] = ()
    roster: Roster | None = None
    gone: Roster = EMPTY_ROSTER

    def __hash__(self) -> int:
        """Plans are remembered by their settings; whether two with the same ones are equal is looked at then."""
        return hash(self.campaign)

    @property
    def everybody(self) -> Roster:
        """All whom the plan ever has, with their days."""
        return self.roster or Roster(self.branches, self.members)

    def of_stage(self, number: int) -> "Plan":
        """Return the plan with those who count in another stage; as it is where nobody comes or goes, or it has none such."""
        return self._by_stage.get(number, self)

    @cached_property
    def _by_stage(self) -> dict[int, "Plan"]:
        if self.roster is None:
            return {}
        there = {stage.number: self.roster.on(stage.counts_on) for stage in self.stages}
        return {
            number: replace(self, branches=roster.branches, members=roster.members)
            for number, roster in there.items()
        }

    def carried(self, subject: str, unit: str) -> "Carried":
        """Return whose a matter is in the stage that is open since somebody undertook it in a branch.

        A member takes it along; what a branch undertook, or one of its members who is gone, stays there, or goes on in the
        branch that took it over.
        """
        if self.roster is None:
            return Carried(subject, unit)
        if member := self.member_of.get(subject):
            return Carried(subject, member.branch)
        heir = self.roster.heir_of(unit, self.branch_of)
        return Carried(heir if subject == unit else subject, heir)

    @cached_property
    def scale_of(self) -> dict[str, Scale]:
        """Scales by key."""
        return {scale.key: scale for scale in self.scales}

    @cached_property
    def branch_of(self) -> dict[str, Branch]:
        """Branches by code."""
        return {branch.code: branch for branch in self.branches}

    @cached_property
    def member_of(self) -> dict[str, Member]:
        """Members by code."""
        return {member.code: member for member in self.members}

    def kind_of(self, subject: str) -> SubjectKind:
        """Return what a subject's code stands for; codes are unique over branches and members."""
        return self._kinds.get(subject, SubjectKind.MEMBER)

    @cached_property
    def _kinds(self) -> dict[str, SubjectKind]:
        return {code: SubjectKind.BRANCH for code, who in self._known.items() if isinstance(who, Branch)}

    def who(self, code: str) -> Branch | Member | None:
        """Return whose a code is, be it of somebody who does not count in the stage; None for nobody's."""
        return self._known.get(code)

    def name_of(self, code: str) -> str:
        """Return the name of whoever has a code; the code itself where nobody has it."""
        one = self.who(code)
        return one.name if one else code

    @cached_property
    def _known(self) -> dict[str, Branch | Member]:
        return self.gone.last_known | self.everybody.last_known | self.branch_of | self.member_of

    def stars_of(self, kind: SubjectKind) -> tuple[Star, ...]:
        """Return the stars of a kind of subject, in order."""
        return self._stars[kind]

    @cached_property
    def _stars(self) -> dict[SubjectKind, tuple[Star, ...]]:
        return {kind: tuple(star for star in self.stars if star.kind is kind) for kind in SubjectKind}

    def goals_of(self, kind: SubjectKind) -> tuple[Goal, ...]:
        """Return the goals of a kind of subject, in order."""
        return tuple(goal for goal in self.goals if goal.kind is kind)

    def ways_of(self, kind: SubjectKind) -> tuple[Way, ...]:
        """Return the four ways of a kind of subject, in the order in which ways are shown."""
        return self._ways[kind]

    @cached_property
    def _ways(self) -> dict[SubjectKind, tuple[Way, ...]]:
        order = list(WayKey)
        ordered = sorted(self.ways, key=lambda way: order.index(way.key))
        return {kind: tuple(way for way in ordered if way.kind is kind) for kind in SubjectKind}

    def levels_of(self, kind: SubjectKind) -> tuple[Level, ...]:
        """Return the levels of a kind of subject, highest first."""
        return self._levels[kind]

    @cached_property
    def _levels(self) -> dict[SubjectKind, tuple[Level, ...]]:
        ordered = sorted(self.levels, key=lambda level: -level.low)
        return {kind: tuple(level for level in ordered if level.kind is kind) for kind in SubjectKind}

    def public_levels(self, kind: SubjectKind) -> tuple[str, ...]:
        """Return the names of the levels of a kind of subject that may be posted, highest first."""
        return tuple(level.name for level in self.levels_of(kind) if level.public)

    def members_in(self, branch: str) -> tuple[Member, ...]:
        """Return the members of a branch, in order."""
        return self._members_in.get(branch, ())

    @cached_property
    def _members_in(self) -> dict[str, tuple[Member, ...]]:
        members: dict[str, list[Member]] = {}
        for member in self.members:
            members.setdefault(member.branch, []).append(member)
        return {branch: tuple(own) for branch, own in members.items()}

    def rated_members(self, branch: str) -> tuple[Member, ...]:
        """Return the members of a branch who are on its forms, in order."""
        return self._rated.get(branch, ())

    @cached_property
    def _rated(self) -> dict[str, tuple[Member, ...]]:
        return {
            branch: tuple(one for one in own if one.participation is not Participation.NO)
            for branch, own in self._members_in.items()
        }

    def is_rated_above(self, member: Member) -> bool:
        """Tell whether the superior gives a member's organisation rating: a secretary's, and where the branch says so."""
        return member.post is Post.SECRETARY or self.branch_of[member.branch].rated_by is RatedBy.SUPERIOR

    def rated_above(self) -> tuple[Member, ...]:
        """Return the members whose organisation rating the superior gives, by branch."""
        return tuple(
            member
            for branch in self.branches
            for member in self.rated_members(branch.code)
            if self.is_rated_above(member)
        )

    def rated_within(self, branch: str) -> tuple[Member, ...]:
        """Return the members whose organisation rating their own branch gives, in order."""
        return tuple(member for member in self.rated_members(branch) if not self.is_rated_above(member))

    def voters_of(self, branch: str, way: Way) -> int | None:
        """Return how many of a branch may vote in a way; None where that is not the plan's to say."""
        if way.voters is Voters.MEMBERS or self._is_of_meeting(branch, way):
            return len(self.rated_members(branch))
        return self.branch_of[branch].teachers if way.voters is Voters.TEACHERS else None

    def _is_of_meeting(self, branch: str, way: Way) -> bool:
        own = self.branch_of[branch].rated_by
        return way.kind is SubjectKind.MEMBER and way.key is WayKey.ORGANISATION and own is RatedBy.MEETING

    def is_above(self, branch: str, way: Way) -> bool:
        """Tell whether the superior alone rates a branch, or all of its members, in a way."""
        if way.key is not WayKey.ORGANISATION:
            return False
        return way.kind is SubjectKind.BRANCH or not self.rated_within(branch)

    def threshold_of(self, star: Star) -> int:
        """Return the score from which a star is lit, in hundredths."""
        return self.campaign.threshold if star.threshold is None else star.threshold

    def recommend_from(self, kind: SubjectKind) -> int:
        """Return how many lit stars make a subject fit for recommendation."""
        campaign = self.campaign
        stated = campaign.recommend_branch if kind is SubjectKind.BRANCH else campaign.recommend_member
        return stated or len(self.stars_of(kind))

    def places_of(self, kind: SubjectKind) -> int | None:
        """Return how many of a kind may be recommended; None without a limit."""
        return self.campaign.places_branch if kind is SubjectKind.BRANCH else self.campaign.places_member

    def quota_of(self, branch: str) -> int | None:
        """Return how many of a branch's members may have the highest level; None without a quota."""
        share = self.campaign.quota
        return None if share is None else self.graded_in(branch) // share

    def graded_in(self, branch: str) -> int:
        """Return how many of a branch's members get a level."""
        return self._graded[branch]

    @cached_property
    def _graded(self) -> Counter[str]:
        return Counter(one.branch for own in self._rated.values() for one in own if one.graded)

    def rectify_below(self, kind: SubjectKind) -> int:
        """Return the number of lit stars below which a subject must rectify: ceil(share × configured)."""
        return -(-self.campaign.rectify_share * len(self.stars_of(kind)) // 100)

    def names_in(self, title: tuple[str, ...]) -> tuple[str, ...]:
        """Return the choices of a list that goes by any of some titles, in order."""
        return tuple(option.name for option in self.options if option.list in title)

    def stage_of(self, number: int) -> Stage:
        """Return a stage by its number; KeyError where the plan has no such stage."""
        return {stage.number: stage for stage in self.stages}[number]

    def step_of(self, stage: int, key: StepKey) -> Step:
        """Return a step of a stage; KeyError where the plan has no such step."""
        return {(step.stage, step.key): step for step in self.steps}[stage, key]

    def has_step(self, stage: int, key: StepKey) -> bool:
        """Tell whether a stage has a step."""
        return any(step.stage == stage and step.key is key for step in self.steps)

    @cached_property
    def _extended(self) -> dict[tuple[int, StepKey, str], Extension]:
        return {(one.stage, one.key, one.branch): one for one in self.extensions}

    def extension_of(self, stage: int, key: StepKey, unit: str) -> Extension | None:
        """Return the extension that a unit has for the form of a step; None where it has none."""
        return self._extended.get((stage, key, unit))

    def deadline_of(self, stage: int, key: StepKey, unit: str) -> date:
        """Return the day by which a unit's form of a step is due; KeyError where the plan has no such step."""
        extension = self.extension_of(stage, key, unit)
        return extension.deadline if extension else self.step_of(stage, key).deadline

    def only(self, branch: str) -> "Plan":
        """Return the plan as far as one branch's forms need it: with its own deadlines; it is made once."""
        if branch not in self._only:
            self._only[branch] = self._cut_to(branch)
        return self._only[branch]

    @cached_property
    def _only(self) -> dict[str, "Plan"]:
        return {}

    def _cut_to(self, branch: str) -> "Plan":
        own = self.branch_of.get(branch)
        steps = tuple(
            replace(step, deadline=self.deadline_of(step.stage, step.key, branch)) for step in self.steps
        )
        members = self.members_in(branch)
        units = (own,) if own else ()
        return replace(
            self, steps=steps, branches=units, members=members, extensions=(), online=(), roster=None
        )
