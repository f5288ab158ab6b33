"""A stage in a few facts: what is due and what came, key figures, what needs a decision. No words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import Extension, SubjectKind, WayKey
from xlcampaign.model.results import Proposal, Seat
from xlcampaign.model.submission import Cells, Marks, Submission, is_blank

WIDE_GAP = 20
"""Points of 0–100 by which teachers' and organisation's means of a branch differ before that is a matter."""


class FormState(StrEnum):
    """What became of an expected form: the same states on every page and on the screen.

    What did not come is NOT_DUE before its step begins, then DUE until the deadline, EXTENDED for who has longer, then
    MISSING. What came is BLANK or UNREAD where nothing of it counts, ACCEPTED where nothing is wrong.
    """

    ACCEPTED = "accepted"
    LATE = "late"
    FAULTY = "faulty"
    LATE_FAULTY = "late_faulty"
    MISSING = "missing"
    NOT_DUE = "not_due"
    DUE = "due"
    EXTENDED = "extended"
    AWAY = "away"
    BLANK = "blank"
    UNREAD = "unread"


WAITING = (FormState.NOT_DUE, FormState.DUE, FormState.EXTENDED)
"""The states of forms that did not come and need not have come yet."""
NOTHING_CAME = frozenset({FormState.MISSING, FormState.AWAY, FormState.BLANK, FormState.UNREAD, *WAITING})
"""The states of forms of which nothing is known."""
LACKING = (FormState.MISSING, FormState.BLANK, FormState.UNREAD)
"""Those that somebody has to see to once the form is due."""
TROUBLED = frozenset({*LACKING, FormState.AWAY, FormState.LATE, FormState.FAULTY, FormState.LATE_FAULTY})
"""The states of forms with which something is not as it should be."""


@dataclass(frozen=True, slots=True)
class ExpectedForm:
    """A form that is expected, and what came of it.

    Attributes:
        slot: which form.
        files: the files that came for it.
        counting: those of which a sheet counts, by name.
        errors: what was found in its files and taken out of the count.
        warnings: what was found in them and counted all the same.
        returned: the ballots returned, over all ways of its unit; 0 for forms without ballots.
        valid: the valid ones among them.
        refused: the ways of which the row with the ballots is in error, so that they are in neither number.
        late: no version came in time.
        deadline: the day by which it should come.
        due: that day is over.
        begun: its step has begun.
        extension: what lets its unit send it later than the others; None for nothing.
        standin: the file that only stands for it, where the form itself is not here.
        unread: a file that an error takes out as a whole, where nothing else is here for it.
    """

    slot: Slot
    files: tuple[str, ...]
    counting: tuple[Submission, ...]
    errors: int
    warnings: int
    returned: int
    valid: int
    refused: int
    late: bool
    deadline: date
    due: bool
    begun: bool
    extension: Extension | None = None
    standin: str = ""
    unread: str = ""

    @property
    def state(self) -> FormState:
        """Whether the form came, or should have, whether in time, and whether it has errors."""
        if not self.files and self.standin:
            return FormState.AWAY
        if self.unread:
            return FormState.UNREAD
        if not self.files:
            return self._awaited
        if is_blank(part for submission in self.counting for part in submission.parts.values()):
            return FormState.BLANK
        if self.late:
            return FormState.LATE_FAULTY if self.errors else FormState.LATE
        return FormState.FAULTY if self.errors else FormState.ACCEPTED

    @property
    def _awaited(self) -> FormState:
        if self.due:
            return FormState.MISSING
        if not self.begun:
            return FormState.NOT_DUE
        return FormState.EXTENDED if self.extension else FormState.DUE

    def lacks(self, step: StepKey, state: FormState) -> bool:
        """Tell whether it is due in a step and nothing is known of it, for the reason that a state tells."""
        return self.due and (self.slot.step, self.state) == (step, state)

    @property
    def has_come(self) -> bool:
        """Tell whether anything is known from it."""
        return self.state not in NOTHING_CAME


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many have a level; the shares of a kind's levels, in hundredths of a percent, add up to 100 percent."""

    name: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class KindFigures:
    """The key figures of branches, or of members. Who has a composite is rated.

    Attributes:
        subjects: how many there are.
        by_stars: how many of the rated were given no star, one, two and so on, up to all.
        composites: all composites added up, in hundredths.
        levels: the plan's levels, the highest first.
        without_level: how many will get a level and have none yet.
        ungraded: how many get no level at all.
        fit: how many are fit for recommendation.
        seats: how many of them have a place, are to be chosen from, are beyond the places.
        rectifying: how many have to rectify.
        vetoed: how many the committee vetoed.
        lowered: how many it put at the lowest level by an override.
    """

    subjects: int
    by_stars: tuple[int, ...]
    composites: int
    levels: tuple[LevelCount, ...]
    without_level: int
    ungraded: int
    fit: int
    seats: Mapping[Seat, int]
    rectifying: int
    vetoed: int
    lowered: int

    @property
    def rated(self) -> int:
        """How many are rated."""
        return sum(self.by_stars)

    @property
    def unrated(self) -> int:
        """How many are not."""
        return self.subjects - self.rated

    @property
    def lit(self) -> int:
        """How many stars were given to the rated."""
        return sum(stars * count for stars, count in enumerate(self.by_stars))

    @property
    def due(self) -> int:
        """How many stars the rated could have been given."""
        return self.rated * (len(self.by_stars) - 1)

    @property
    def full(self) -> int:
        """How many of the rated were given all stars."""
        return self.by_stars[-1]

    def below(self, stars: int) -> int:
        """Return how many of the rated were given fewer stars than some number."""
        return sum(self.by_stars[:stars])


@dataclass(frozen=True, slots=True)
class Extremes:
    """The rated branches (codes) with the highest and the lowest composite (hundredths), and these."""

    best: tuple[str, ...]
    highest: int
    last: tuple[str, ...]
    lowest: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How many more stars were given than in the stage before, to the members who are rated in both."""

    members: int
    more: int


@dataclass(frozen=True, slots=True)
class EvaluationsMissing:
    """Branches (codes) of whose 评议表 nothing is known although it is due, and why: they have no results."""

    state: FormState
    branches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessmentMissing:
    """Nothing is known of the committee's 考核点评表 although it is due, and why: no branch can be rated."""

    state: FormState


@dataclass(frozen=True, slots=True)
class FormsAway:
    """Units of which a form is still in the cloud: branches' codes in the plan's order, COMMITTEE."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unrated:
    """Subjects without a composite although the forms that rate them came, or should have but for the branch's 评议表.

    Attributes:
        kind: branches or members.
        subjects: how many.
        lacking: how many of them lack a mark in which way.
    """

    kind: SubjectKind
    subjects: int
    lacking: Mapping[WayKey, int]


@dataclass(frozen=True, slots=True)
class FilesTied:
    """Units with files of which none is newer, so that none counts: branches' codes in the plan's order, COMMITTEE."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaysGap:
    """By how many points of 0–100 teachers see a branch's members higher than the organisation does, exactly."""

    branch: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class WaysApart:
    """Branches whose members teachers and organisation see very differently."""

    gaps: tuple[WaysGap, ...]


@dataclass(frozen=True, slots=True)
class Dissatisfied:
    """Branches (codes) with a satisfaction below the plan's alarm, in percent, exactly."""

    branches: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Subjects (codes) about whom something is proposed and not decided."""

    what: Proposal
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionsUnclear:
    """Cells (their number) of the committee's decisions of which nobody can tell what was decided, or on whom."""

    number: int


@dataclass(frozen=True, slots=True)
class ObjectionsOpen:
    """Objections (their number) to what was posted that are not settled; whether the stage was sealed before they came."""

    number: int
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class FinalOpen:
    """Those (codes) on whom the final selection turns on what a meeting finds; how many others wait for what is open."""

    subjects: tuple[str, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class QuotaTied:
    """Members (codes) whom the quota's line divides, by branch (code): the highest level is granted to none of them."""

    members: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlacesShort:
    """How many subjects are to be chosen from, because the places for recommendation do not suffice; how many are beyond."""

    kind: SubjectKind
    places: int
    candidates: int
    beyond: int


@dataclass(frozen=True, slots=True)
class PledgesOverdue:
    """How many pledges are past their date and not fulfilled on some day."""

    pledges: int
    as_of: date


@dataclass(frozen=True, slots=True)
class RectificationsOverdue:
    """How many rectifications are past their date and not closed on some day."""

    rectifications: int
    as_of: date


@dataclass(frozen=True, slots=True)
class RectificationsWaiting:
    """How many rectifications are reported as done and wait for the committee to close them."""

    rectifications: int


@dataclass(frozen=True, slots=True)
class ErrorsFound:
    """How many errors were found, and how many input cells were rejected for whatever reason."""

    errors: int
    cells: int


Matter = (
    EvaluationsMissing
    | AssessmentMissing
    | FormsAway
    | Unrated
    | FilesTied
    | WaysApart
    | Dissatisfied
    | Proposed
    | DecisionsUnclear
    | ObjectionsOpen
    | FinalOpen
    | QuotaTied
    | PlacesShort
    | PledgesOverdue
    | RectificationsOverdue
    | RectificationsWaiting
    | ErrorsFound
)
"""Something that leaders should look into or decide."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting has to agree to although no rating is in doubt: candidates with a place, commendations."""

    candidates: int
    commendations: int


WayMeans = Mapping[WayKey, int | None]
"""By way, 10 × the mean of its means over all stars of some members, in hundredths; None where it has none."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a stage comes to in a few facts.

    Attributes:
        forms: the forms that are expected, step by step.
        figures: the key figures of each kind of subject.
        cells: the account of input cells, over all files.
        marks: the account of marks, over all files.
        errors: how many findings took something out of the count.
        agenda: what a meeting has to agree to.
        means: the ways' means over all members.
        branch_means: the ways' means over a branch's members, by its code.
        extremes: None where no branch is rated.
        trend: None where nobody is rated in both stages.
        matters: what needs a decision, most pressing first.
    """

    forms: tuple[ExpectedForm, ...]
    figures: Mapping[SubjectKind, KindFigures]
    cells: Cells
    marks: Marks
    errors: int
    agenda: Agenda
    means: WayMeans
    branch_means: Mapping[str, WayMeans]
    extremes: Extremes | None
    trend: Trend | None
    matters: tuple[Matter, ...] = ()

    @property
    def evaluations(self) -> tuple[ExpectedForm, ...]:
        """The branches' 评议表."""
        return tuple(form for form in self.forms if form.slot.step is StepKey.EVALUATION)

    def units_in(self, step: StepKey, *states: FormState) -> tuple[str, ...]:
        """Return the codes of the units whose form of a step is in one of some states."""
        return tuple(form.slot.unit for form in self.forms if form.slot.step is step and form.state in states)

    def lacking(self, step: StepKey) -> Mapping[FormState, tuple[str, ...]]:
        """Return the codes of the units of whose form of a step nothing is known although it is due, by its state."""
        found = {
            state: tuple(form.slot.unit for form in self.forms if form.lacks(step, state))
            for state in LACKING
        }
        return {state: units for state, units in found.items() if units}

    @property
    def overdue(self) -> tuple[ExpectedForm, ...]:
        """The forms of which nothing is known although they are due."""
        return tuple(form for form in self.forms if form.due and not form.has_come)

    @property
    def returned(self) -> int:
        """The ballots returned, over all ways of all units."""
        return sum(form.returned for form in self.forms)

    @property
    def valid(self) -> int:
        """The valid ones among them."""
        return sum(form.valid for form in self.forms)

    @property
    def refused(self) -> int:
        """The ways of which the ballots are in neither number."""
        return sum(form.refused for form in self.forms)
