"""What a level comes to: which units should report, what came of each, and their results side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from xlcampaign.findings.finding import Finding
from xlcampaign.model.dispatch import Dispatch, Told, Unit
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang


@dataclass(frozen=True, slots=True)
class ExpectedUnit:
    """A unit that should report.

    Attributes:
        code: its code.
        name: what it is called.
        contact: whom to ask.
        deadline: the day by which it should; None for the level's.
        extended: the later day that it was given; None for none.
        reason: why it has longer.
    """

    code: str
    name: str
    contact: str = ""
    deadline: date | None = None
    extended: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level that units report to: who it is itself, the stage that it asks about, and whom it expects."""

    own: Unit
    stage: int
    language: Lang
    deadline: date | None
    units: tuple[ExpectedUnit, ...]

    def due_of(self, unit: ExpectedUnit) -> date | None:
        """Return the day by which a unit should report; None where no day was said."""
        return unit.extended or unit.deadline or self.deadline


class UnitState(StrEnum):
    """What became of a unit's report."""

    ACCEPTED = "accepted"
    LATE = "late"
    RETURNED = "returned"
    MISSING = "missing"
    DUE = "due"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and what came of it.

    Attributes:
        unit: which.
        state: what became of its report.
        expected: its line in the list; None where there is no list.
        dispatch: what counts of it; None where nothing does.
        files: the files that came.
        why: why they go back.
    """

    unit: Unit
    state: UnitState
    expected: ExpectedUnit | None = None
    dispatch: Dispatch | None = None
    files: tuple[str, ...] = ()
    why: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Rollup:
    """What a level comes to.

    Attributes:
        level: who it is and whom it expects; None where no list says so.
        campaign: the campaign's code and name.
        stage: the stage's number and name.
        as_of: the day that counts as today.
        lines: the units, in the list's order.
        findings: what was found.
        language: the language of its workbook.
    """

    level: Level | None
    campaign: tuple[str, str]
    stage: tuple[int, str]
    as_of: date
    language: Lang
    lines: tuple[UnitLine, ...]
    findings: tuple[Finding, ...] = field(default=())

    def with_findings(self, findings: Iterable[Finding]) -> "Rollup":
        """Return what a level comes to with what else was found."""
        return replace(self, findings=tuple(findings))

    @cached_property
    def counting(self) -> tuple[Dispatch, ...]:
        """What counts, in the units' order."""
        return tuple(line.dispatch for line in self.lines if line.dispatch)

    @cached_property
    def stars(self) -> Mapping[SubjectKind, tuple[str, ...]]:
        """The names of all stars that any unit gives, each once, in the order in which they first stand."""
        return {
            kind: tuple(dict.fromkeys(name for one in self.counting for name in one.stars[kind]))
            for kind in SubjectKind
        }

    def of(self, kind: SubjectKind) -> tuple[Told, ...]:
        """Return the subjects of a kind of all units that count."""
        return tuple(told for one in self.counting for told in one.of(kind))

    @cached_property
    def rules(self) -> Mapping[str, tuple[str, ...]]:
        """The units (paths) by the packed rules that their results go by; under an empty text where these are unknown."""
        found: dict[str, list[str]] = {}
        for one in self.counting:
            for unit in dict.fromkeys(told.unit for told in one.subjects):
                found.setdefault(one.rules.get(unit, ""), []).append(unit)
        return {packed: tuple(units) for packed, units in found.items()}
