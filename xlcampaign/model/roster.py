"""Who is evaluated, and when: branches and their members, who come, go and change in the course of a campaign."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple


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
    """A branch, of one school or several; `teachers` is the number of teachers, not members, who vote.

    `start` and `end` are the first and the last day on which it is so, None without a limit; `takes_over` are the codes of
    branches whose matters it goes on with. In the plan of one stage all of them are blank.
    """

    code: str
    name: str
    school: tuple[str, ...]
    secretary: str
    email: str
    teachers: int
    rated_by: RatedBy = RatedBy.COMMITTEE
    start: date | None = None
    end: date | None = None
    takes_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a branch; `start` and `end` are the first and the last day on which it is so, None without a limit.

    In the plan of one stage both are blank.
    """

    code: str
    name: str
    branch: str
    category: Category
    post: Post
    participation: Participation
    reason: str
    start: date | None = None
    end: date | None = None

    @property
    def graded(self) -> bool:
        """Tell whether the member gets a level (full members taking part)."""
        return self.category is Category.FULL and self.participation is Participation.YES


class Happened(StrEnum):
    """What happened to a branch or a member between two stages."""

    FOUNDED = "founded"
    ENDED = "ended"
    TOOK_OVER = "took_over"
    JOINED = "joined"
    LEFT = "left"
    MOVED = "moved"
    RENAMED = "renamed"
    CATEGORY = "category"
    POST = "post"
    PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What became of a branch or a member between two stages: as it was, as it is, and from when on.

    Where something ended, the day is the last one; None where the plan does not say it. What was and is are branches by
    code, or what a column says.
    """

    code: str
    happened: Happened
    before: tuple[str, ...]
    after: tuple[str, ...]
    day: date | None


class Roster(NamedTuple):
    """Everybody whom a campaign ever has, as often as something about them changes: rows of one code never overlap."""

    branches: tuple[Branch, ...]
    members: tuple[Member, ...]

    @property
    def is_dated(self) -> bool:
        """Tell whether anybody comes, goes or changes."""
        branches = any(one.start or one.end or one.takes_over for one in self.branches)
        return branches or any(one.start or one.end for one in self.members)

    @property
    def last_known(self) -> dict[str, Branch | Member]:
        """Everybody by code, as they were last."""
        rows: list[Branch | Member] = [*self.branches, *self.members]
        return {one.code: one for one in sorted(rows, key=began)}

    def last_days(self) -> dict[str, date | None]:
        """Return the last day of everybody by code; None of whoever stays."""
        rows: list[Branch | Member] = [*self.branches, *self.members]
        days: dict[str, date | None] = {}
        for one in rows:
            before = days.get(one.code, one.end)
            days[one.code] = max(before, one.end) if before and one.end else None
        return days

    def heir_of(self, code: str, there: Container[str]) -> str:
        """Return which of the branches that are there goes on with another one's matters; itself where none took it over.

        Of several that took something over from it, the one that did so when it ended comes first: from the others it went on.
        """
        waiting, seen = [code], set[str]()
        while waiting:
            one = waiting.pop(0)
            if one in there:
                return one
            seen.add(one)
            waiting += (heir for heir in self._heirs_of(one) if heir not in seen)
        return code

    def _heirs_of(self, code: str) -> list[str]:
        """Return the branches that took over another one, the nearest to the day on which it ended first."""
        ended = max((one.end or date.max for one in self.branches if one.code == code), default=date.max)
        heirs = [one for one in self.branches if code in one.takes_over]
        return [one.code for one in sorted(heirs, key=lambda one: abs((began(one) - ended).days))]

    def on(self, day: date) -> "Roster":
        """Return those who are there on a day, as they are then, without their days."""
        branches = (replace(one, takes_over=()) for one in self.branches)
        there = tuple(replace(one, start=None, end=None) for one in branches if is_there(one, day))
        known = {branch.code for branch in there}
        members = (one for one in self.members if is_there(one, day) and one.branch in known)
        return Roster(there, tuple(replace(one, start=None, end=None) for one in members))


EMPTY_ROSTER = Roster((), ())


def began(one: Branch | Member) -> date:
    """Return the first day of a row."""
    return one.start or date.min


def is_there(one: Branch | Member, day: date) -> bool:
    """Tell whether a row of the roster holds on a day."""
    return (one.start is None or one.start <= day) and (one.end is None or day <= one.end)
