"""Rule, Place and Finding: a message as a value, worded only where it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import lru_cache

from xlcampaign.address import Address, blocks_of
from xlcampaign.words import Lang, T, in_a_line

Fact = str | int | T
_LONGEST_TYPED, _LONGEST_SAID = 200, 2000
"""So many characters are shown of what was typed, and of what the program says of it."""
_SINGLY = 5
"""How many cells are named one by one."""
_AND = T("{says}；{costs}", "{says}; {costs}")
_COLON, _THESE = T("：", ": "), T("{head}", "{head} these")


class Severity(IntEnum):
    """How much a finding matters; the order is the order in which findings are counted."""

    ERROR = 0
    WARNING = 1
    NOTE = 2


class Rejects(StrEnum):
    """What an error takes out of the count."""

    NOTHING = "nothing"
    CELL = "cell"
    ROW = "row"
    COLUMN = "column"
    WAY = "way"
    SHEET = "sheet"
    FILE = "file"


@lru_cache(maxsize=1 << 12)  # forms of one kind have their cells in the same places
def _called(cells: tuple[Address, ...]) -> str:
    return ", ".join(blocks_of(cells) if len(cells) > _SINGLY else map(str, cells))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was found; no cells mean the whole sheet, no sheet the whole file."""

    file: str = ""
    sheet: str = ""
    cells: tuple[Address, ...] = ()

    @property
    def cell(self) -> str:
        """The cells as people know them, many of them by their blocks; empty where there are none."""
        return _called(self.cells)

    @property
    def row(self) -> int:
        """The row of the first cell; 0 where there is none, or a whole column."""
        return self.cells[0].row if self.cells else 0

    @property
    def rows(self) -> frozenset[int]:
        """The rows of the cells; 0 among them for whole columns, and alone where there are no cells."""
        return frozenset(at.row for at in self.cells) or frozenset({0})

    def meets(self, other: "Place") -> bool:
        """Tell whether any of these cells is among another place's, by itself or by its whole column."""
        return any(at in other.cells or Address(0, at.column) in other.cells for at in self.cells)

    def cell_at(self, row: int, column: int) -> "Place":
        """Return the place of a cell on this sheet."""
        return Place(self.file, self.sheet, (Address(row, column),))

    def say(self) -> str:
        """Return file › sheet › cell."""
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding: its code, weight and words in both languages.

    Attributes:
        code: a family letter and three digits, never reused.
        severity: ERROR when input is not counted against its sender's will, WARNING when somebody should look, be it that
            something counts or is left out, NOTE otherwise.
        title: a short name for lists and documents.
        says: what was found; placeholders are facts.
        fix: what to do about it.
        why: a sentence or two for the reference.
        rejects: what the error takes out of the count.
    """

    code: str
    severity: Severity
    title: T
    says: T
    fix: T
    why: T
    rejects: Rejects = Rejects.NOTHING

    def at(self, place: Place, **facts: Fact) -> "Finding":
        """Return this rule's finding at a place."""
        return Finding(self, place, facts)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule met at a place, with the facts that its words need.

    Attributes:
        rule: the rule.
        place: where.
        facts: what its words need.
        costs: what else is lost by it, where that is more.
        unit: whose form it is about: a branch's code, COMMITTEE; empty where that is nobody's, or not known yet.
    """

    rule: Rule
    place: Place
    facts: Mapping[str, Fact] = field(default_factory=dict)
    costs: T | None = None
    unit: str = ""

    @property
    def is_error(self) -> bool:
        """Tell whether something was not counted because of this finding."""
        return self.rule.severity is Severity.ERROR

    @property
    def spot(self) -> tuple[str, str, str]:
        """What is found and where in its form: equal for the same trouble, whichever file brings it, whatever stands there."""
        return self.rule.code, self.place.sheet, self.place.cell

    def says(self, lang: Lang) -> str:
        """Return what was found, in `lang`."""
        says = self.rule.says.fill(lang, self._facts(lang))
        return _AND.fill(lang, {"says": says, "costs": shown_fact(self.costs, lang)}) if self.costs else says

    def fix(self, lang: Lang) -> str:
        """Return what to do about it, in `lang`."""
        return self.rule.fix.fill(lang, self._facts(lang))

    def fix_beside(self, lang: Lang) -> str:
        """Return the same for whoever has just read what was found: no list is told twice in one sentence."""
        says, facts = self.says(lang), self._facts(lang)
        wanted = facts.get("expects", "")
        head, colon, _ = wanted.partition(_COLON.say(lang))
        if colon and wanted in says:
            facts["expects"] = _THESE.fill(lang, {"head": head})
        return self.rule.fix.fill(lang, facts)

    def line(self, lang: Lang) -> str:
        """Return the finding as one line: place, code, what, remedy."""
        return f"{self.place.say()}  {self.rule.code}  {self.says(lang)} → {self.fix_beside(lang)}"

    def _facts(self, lang: Lang) -> dict[str, str]:
        return {key: shown_fact(fact, lang) for key, fact in self.facts.items()}


def shown_fact(fact: Fact, lang: Lang) -> str:
    """Return a fact as it is shown: in a line, cut visibly where it is long. A whole document may have been typed."""
    if isinstance(fact, T):
        return in_a_line(fact.say(lang), _LONGEST_SAID)
    return in_a_line(str(fact), _LONGEST_TYPED)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by file, sheet, row, column and code: the order in which one works through them."""

    def key(finding: Finding) -> tuple[object, ...]:
        facts = sorted((k, str(v)) for k, v in finding.facts.items())
        return finding.place, finding.rule.code, facts

    return tuple(sorted(findings, key=key))


class Stop(Exception):  # noqa: N818 -- it is no error of the program; it carries findings to the edge
    """The operator's world is not as it must be; carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        """Return the findings, a line each, in both languages: whoever sees this called the program from one of their own."""
        return "\n".join(" / ".join(finding.line(lang).strip() for lang in Lang) for finding in self.findings)
