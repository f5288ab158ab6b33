"""Who is evaluated: branches and their members."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """A member's standing."""

    FULL = "full"
    PROBATIONARY = "probationary"


class Participation(StrEnum):
    """Whether a member is evaluated: rated and graded, rated but not graded, or not on the forms."""

    YES = "yes"
    EXEMPT = "exempt"
    NO = "no"


class Post(StrEnum):
    """A member's post in the branch; the secretary is rated by the superior."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE = "committee"
    NONE = "none"


class RatedBy(StrEnum):
    """Who gives the organisation's rating of a branch's members, but for the secretary's, which is the superior's."""

    COMMITTEE = "committee"
    MEETING = "meeting"
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch, of one school or several; `teachers` is the number of teachers, not members, who vote."""

    code: str
    name: str
    school: tuple[str, ...]
    secretary: str
    email: str
    teachers: int
    rated_by: RatedBy = RatedBy.COMMITTEE


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a branch."""

    code: str
    name: str
    branch: str
    category: Category
    post: Post
    participation: Participation
    reason: str

    @property
    def graded(self) -> bool:
        """Tell whether the member gets a level (full members taking part)."""
        return self.category is Category.FULL and self.participation is Participation.YES
