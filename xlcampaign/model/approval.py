"""What is handed on of a final selection: forms of approval, already filled in, and what certificates say."""

from dataclasses import dataclass
from datetime import date

from xlcampaign.model.final import Candidate
from xlcampaign.model.registers import Comment
from xlcampaign.model.results import SubjectResult


@dataclass(frozen=True, slots=True)
class StageTold:
    """What a stage came to for somebody.

    Attributes:
        name: the stage's.
        lit: how many stars were lit; None where that is not known.
        listed: how many there were.
        stars: the names of those that were lit.
        level: the level; empty where there was none.
    """

    name: str
    lit: int | None
    listed: int
    stars: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A form of approval.

    Attributes:
        candidate: who is recommended.
        subject: its result in the last stage.
        stages: what each stage came to.
        is_open: whether a meeting has to decide on the level of the last stage.
        merits: what speaks for it, in the words of those who proposed it.
        pledged: how many pledges it made.
        fulfilled: those of them that it fulfilled.
        comment: the leader's, if there is one.
    """

    candidate: Candidate
    subject: SubjectResult
    stages: tuple[StageTold, ...]
    is_open: bool
    merits: tuple[str, ...]
    pledged: int
    fulfilled: tuple[str, ...]
    comment: Comment | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says: to whom, as a member of which branch (empty for a branch itself), and for what."""

    name: str
    branch: str
    honour: str


@dataclass(frozen=True, slots=True)
class Approvals:
    """All that is handed on of a final selection.

    Attributes:
        stage: the last stage's number.
        as_of: the day of what is told.
        forms: those of whoever is recommended and not beyond the places.
        waiting: who is to be studied first, and who is beyond the places.
        certificates: of those whose commendation is decided and may be posted.
        document: by which the stage is sealed; empty where it is not.
        day: when it was; None where it was not.
    """

    stage: int
    as_of: date
    forms: tuple[Approval, ...]
    waiting: tuple[Candidate, ...]
    certificates: tuple[Certificate, ...]
    document: str
    day: date | None
