"""What is settled once a stage is sealed: a record of everything that decides its results, and under which documents."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xlcampaign.words import T


class Part(StrEnum):
    """What a fact is about, in the order in which differences are said: causes before what follows from them."""

    CAMPAIGN = "campaign"
    STAGES = "stages"
    GOALS = "goals"
    STARS = "stars"
    WAYS = "ways"
    SCALES = "scales"
    LEVELS = "levels"
    VETOES = "vetoes"
    BRANCHES = "branches"
    MEMBERS = "members"
    DECISIONS = "decisions"
    LISTS = "lists"
    RESULTS = "results"
    LIT = "lit"
    MEETINGS = "meetings"
    COUNTS = "counts"


class Fact(NamedTuple):
    """One value that is settled; what has no value is no fact.

    Attributes:
        part: what it is about.
        of: the code of the subject, or what tells a row of the plan apart.
        on: the key of the star, the way or the honour, where it is about one of several.
        field: which of its values this is.
        value: a text, or a whole number as the plan has it.
    """

    part: Part
    of: str
    on: str
    field: str
    value: str | int


Record = tuple[Fact, ...]
"""All that is settled, sorted: equal whatever files are called and in whichever order they are read."""


class Grounds(NamedTuple):
    """By what a stage is sealed or, with a reason and by whom, comes out otherwise than sealed."""

    number: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A stage was sealed, or an exception was made to that.

    Attributes:
        grounds: by what.
        day: when.
        program: the version of the program.
        checksum: SHA-256 of the record that holds since.
        differs: of an exception, what came out otherwise than before, in words.
    """

    grounds: Grounds
    day: date
    program: str
    checksum: str
    differs: tuple[T, ...] = ()

    @property
    def is_exception(self) -> bool:
        """Tell whether it is an exception."""
        return bool(self.grounds.by)

    @property
    def short(self) -> str:
        """The first digits of the checksum, to be read aloud."""
        return grouped(self.checksum[:_SHOWN])


_SHOWN = 16


def grouped(digits: str) -> str:
    """Return digits in groups of four, to be read aloud."""
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))


def since_seal(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return the last act that is no exception, and the exceptions after it."""
    return acts[max(number for number, act in enumerate(acts) if not act.is_exception) :]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed stage: what was done, in order, and the record that holds since the last of it."""

    acts: tuple[Act, ...]
    record: Record

    @property
    def last(self) -> Act:
        """The act by which it holds."""
        return self.acts[-1]

    @property
    def seal(self) -> Act:
        """The last act that is no exception."""
        return since_seal(self.acts)[0]

    @property
    def exceptions(self) -> tuple[Act, ...]:
        """What came after it."""
        return since_seal(self.acts)[1:]


class Change(NamedTuple):
    """A fact that is another one now; None where there was none, or is none."""

    part: Part
    of: str
    on: str
    field: str
    before: str | int | None
    after: str | int | None
