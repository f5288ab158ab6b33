"""What a unit tells the level above: its results as stated, not its votes; and what came of that there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xlcampaign.model.cell import Raw
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import T


class Origin(StrEnum):
    """Who wrote what came: the program for a unit or for several, a person, or it is a whole summary."""

    UNIT = "unit"
    ROLLUP = "rollup"
    FORM = "form"
    SUMMARY = "summary"


class Lit(StrEnum):
    """How a star stands; NONE where the subject's unit does not give it, and others beside it do."""

    LIT = "lit"
    UNLIT = "unlit"
    UNRATED = "unrated"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that reports: its code among its neighbours, its name, and to whom it reports."""

    code: str
    name: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A branch or member as a unit tells of it.

    Attributes:
        kind: branch or member.
        unit: the code of the unit that it belongs to, after those of the units between, separated by slashes.
        unit_name: what that is called, after their names.
        branch: the code of its branch (a branch's own), which only its unit and that tell apart.
        branch_name: what that is called.
        code: the member's code; empty for a branch.
        name: the member's name; a branch's own.
        stars: how each star stands, in the order of the dispatch's names.
        lit: how many are; None while any is unrated.
        composite: in hundredths; None while unrated.
        rank: within the branch, or the unit; None without one.
        level: what it is called; empty without one.
        fit: fit for recommendation.
        rectify: has to rectify.
        note: remarks, in the words of whoever wrote them.
    """

    kind: SubjectKind
    unit: str
    unit_name: str
    branch: str
    branch_name: str
    code: str
    name: str
    stars: tuple[Lit, ...]
    lit: int | None
    composite: int | None
    rank: int | None
    level: str
    fit: bool
    rectify: bool
    note: str = ""

    @property
    def is_rated(self) -> bool:
        """Tell whether all its stars are rated."""
        return bool(self.stars) and Lit.UNRATED not in self.stars

    @property
    def is_full(self) -> bool:
        """Tell whether all its stars are lit."""
        return Lit.LIT in self.stars and {Lit.LIT, Lit.NONE}.issuperset(self.stars)


@dataclass(frozen=True, slots=True)
class Account:
    """What a unit says of what it took in, None for what it does not say; `difference` is by how much accounts differ.

    `units` and `units_in` are how many units a level expected, and accepted; `units_sealed` how many of those that rate,
    however far below, sealed the stage.
    """

    units: int | None = None
    units_in: int | None = None
    units_sealed: int | None = None
    forms: int | None = None
    forms_in: int | None = None
    cells: int | None = None
    rejected: int | None = None
    errors: int | None = None
    difference: int | None = None

    @property
    def lacks_units(self) -> bool:
        """Tell whether a level accepted fewer units than it expected."""
        return (self.units_in or 0) < (self.units or 0)


@dataclass(frozen=True, slots=True)
class SealTold:
    """By which document a unit sealed the stage, when, and the checksum of the record that holds."""

    document: str
    day: date | None = None
    checksum: str = ""


@dataclass(frozen=True)
class Dispatch:
    """What one file tells of a unit's stage.

    Attributes:
        file: its name.
        sha256: of its bytes.
        origin: who wrote it.
        unit: whose it is.
        campaign: the campaign's code and name.
        stage: the stage's number and name.
        as_of: the day that it speaks of.
        account: what it says of its forms and cells.
        seal: how the stage is sealed; None where it is not.
        stars: the names of each kind's stars.
        rules: the packed rules by which results came about, by the code of the unit; empty where nothing is known of them.
        subjects: branches, then members, in its own order.
        matters: what it says is open.
        units_out: which units do not count in it, in its own words; empty where all do.
    """

    file: str
    sha256: str
    origin: Origin
    unit: Unit
    campaign: tuple[str, str]
    stage: tuple[int, str]
    as_of: date
    account: Account
    seal: SealTold | None
    stars: Mapping[SubjectKind, tuple[str, ...]]
    rules: Mapping[str, str]
    subjects: tuple[Told, ...]
    matters: tuple[str, ...] = ()
    units_out: str = ""

    @property
    def sealed(self) -> tuple[int, int]:
        """How many units sealed the stage, of how many that rate: itself, or those below it."""
        if self.origin is Origin.ROLLUP:
            return self.account.units_sealed or 0, len({one.unit for one in self.subjects})
        return int(self.seal is not None), 1

    @property
    def content(self) -> "Dispatch":
        """What it says, whichever file says it, report or summary, and in whichever order."""
        ordered = tuple(
            sorted(self.subjects, key=lambda one: (one.kind, one.unit, one.branch, one.code, one.name))
        )
        origin = Origin.UNIT if self.origin is Origin.SUMMARY else self.origin
        return replace(self, file="", sha256="", origin=origin, subjects=ordered)

    def of(self, kind: SubjectKind) -> tuple[Told, ...]:
        """Return the subjects of a kind."""
        return tuple(one for one in self.subjects if one.kind is kind)


@dataclass(frozen=True, slots=True)
class Upward:
    """A file that tells of a unit.

    Attributes:
        unit: whose it says it is, as far as that can be read.
        dispatch: what counts; None where nothing does.
        is_renamed: whether another unit's code was typed over the one that the program wrote.
    """

    unit: Unit | None
    dispatch: Dispatch | None
    is_renamed: bool = False


class StatedRow(NamedTuple):
    """A row of a table: the sheet's row, and what its cells hold, by column key."""

    row: int
    cells: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class Stated:
    """A table of a summary as it stands.

    Attributes:
        sheet: the sheet's name.
        titles: how its columns are headed, by key.
        columns: the numbers of those that are there.
        rows: its rows.
    """

    sheet: str
    titles: Mapping[str, T]
    columns: Mapping[str, int]
    rows: tuple[StatedRow, ...]
