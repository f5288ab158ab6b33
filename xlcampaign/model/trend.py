"""What became of branches and members from one rated stage to the next."""

from dataclasses import dataclass
from enum import StrEnum

from xlcampaign.model.history import PastResult
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import SubjectResult


class Turn(StrEnum):
    """Whether somebody was there in both stages: came, left, began or ceased to take part; no figure is a change then."""

    STAYED = "stayed"
    CAME = "came"
    LEFT = "left"
    BEGAN = "began"
    CEASED = "ceased"


@dataclass(frozen=True, slots=True)
class Compared:
    """One subject in this stage and in the last rated one before it.

    Attributes:
        code: its code.
        kind: branch or member.
        turn: whether it was there in both.
        then: what it came to before; None where it was not there.
        now: what it comes to; None where it is not there.
        moved: whether it is in another branch.
        renamed: whether it has another name.
        gained: the keys of the stars lit now and not before; none where stars mean something else by today's rules.
        lost: those of the stars that were lit and are not now, likewise.
        stars: by how many stars it has more; None where that is no comparison.
        composite: by how much, in hundredths.
        ranks: its rank then and now; None where one is missing, or they are ranks among others.
        fulfilled: how many of its pledges are fulfilled, of how many.
        opened: how many rectifications were listed in this stage.
        closed: how many were closed in it.
    """

    code: str
    kind: SubjectKind
    turn: Turn
    then: PastResult | None
    now: SubjectResult | None
    moved: bool
    renamed: bool
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    stars: int | None
    composite: int | None
    ranks: tuple[int, int] | None
    fulfilled: tuple[int, int]
    opened: int
    closed: int
