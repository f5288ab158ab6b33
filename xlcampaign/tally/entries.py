"""The entries of chosen sheets, each with where it came from, and what is noted about them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.address import FIRST, Address, in_row
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Place, Rejects, Rule
from xlcampaign.layout.decisions import DECIDED, DECISIONS_ON, refuses
from xlcampaign.layout.records import AnyRecord, build
from xlcampaign.model.cell import Value
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.plan import Carried, Plan
from xlcampaign.model.registers import Cause, Flaw, Pledge, Unclear
from xlcampaign.model.versions import Selection, Source
from xlcampaign.tally.select import chosen_parts


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with where it came from: the form's slot, its file and sheet, where its columns are.

    `bad` are the columns of its cells that could not be read.
    """

    slot: Slot
    file: str
    sheet: str
    columns: Mapping[str, Address]
    entry: RegisterRow
    bad: frozenset[str] = frozenset()

    @property
    def stage(self) -> int:
        """The stage of its form."""
        return self.slot.stage

    @property
    def subject(self) -> str:
        """Whom or what it is about."""
        return self.entry.subject

    def text(self, key: str) -> str:
        """Return what a column states."""
        return str(self.entry.values.get(key) or "")

    def said(self, key: str) -> str:
        """Return what stands in a column's cell, be it read or not."""
        return self.text(key) or self.entry.unread.get(key, "")

    @property
    def matter(self) -> str:
        """What is decided, as far as it is said."""
        return next((text for key in DECIDED if (text := self.text(key)) and not refuses(text)), "")

    def on_its_matter(self, others: Iterable["Line"]) -> list["Line"]:
        """Return which of several decisions on its subject are on the same matter, or may be."""
        return [one for one in others if self.matter == one.matter or not (self.matter and one.matter)]

    def place(self, key: str) -> Place:
        """Return the place of a column's cell; of the whole sheet without one."""
        at = (self.columns.get(key, FIRST),) if key else ()
        cells = in_row(self.entry.row, at) if self.entry.row else at  # fields have cells of their own
        return Place(self.file, self.sheet, cells)

    def record(self, kind: type[AnyRecord], at: str, **given: object) -> AnyRecord:
        """Return what the entry says, found again at a column's cell; `given` is what no column states as it is."""
        known: dict[str, Value] = {"stage": self.stage, "branch": self.slot.unit, "subject": self.subject}
        return build(kind, {**self.entry.values, **known}, place=self.place(at), **given)


_WHAT = (*DECIDED, "honour")
"""The columns that say what a decision is about."""


def _lines_in(slot: Slot, sources: Iterable[Source]) -> Iterator[Line]:
    """Yield the entries of a sheet."""
    for source in sources:
        part = source.part
        bad = {line.row: line.bad for line in part.lines}
        for entry in part.entries:
            unread = bad.get(entry.row, frozenset())
            yield Line(slot, source.file, part.title, part.columns, entry, unread)


def _lines_of(sources: Mapping[FormSheet, tuple[Source, ...]], stage: int) -> Mapping[str, list[Line]]:
    """Return the entries of a stage by sheet."""
    found: dict[str, list[Line]] = defaultdict(list)
    for (slot, key), several in sources.items():
        if slot.stage == stage:
            found[key] += _lines_in(slot, several)
    return found


class Sheets:
    """The entries of all chosen sheets up to a stage: by stage, then by unit in the plan's order, then by row."""

    def __init__(self, selection: Selection, plan: Plan, stage: int) -> None:
        order = {branch.code: n for n, branch in enumerate(plan.branches)}
        self.plan = plan
        self.stage = stage
        self._lines: dict[str, list[Line]] = {}
        self.flaws: list[Flaw] = []
        self.unclear: list[Unclear] = []
        self.later = _lines_of(selection.later, stage)
        self.loose = _lines_of(selection.loose, stage)
        forms = self._forms = chosen_parts(selection)
        for slot in sorted(forms, key=lambda slot: (slot.stage, order.get(slot.unit, -1))):
            for key, sources in forms[slot].items() if slot.stage <= stage else ():
                self._lines.setdefault(key, []).extend(_lines_in(slot, sources))

    def lines(self, sheet: str) -> Iterator[Line]:
        """Yield the entries of a sheet in the stage itself."""
        return (line for line in self.all_lines(sheet) if line.stage == self.stage)

    def all_lines(self, sheet: str) -> Iterator[Line]:
        """Yield the entries of a sheet in this and all earlier stages."""
        return iter(self._lines.get(sheet, ()))

    def printed(self, sheet: str) -> Iterator[tuple[Slot, Place, frozenset[str]]]:
        """Yield what the rows of a sheet are about, be they filled or not, by form and by where they stand."""
        for slot, parts in self._forms.items():
            for source in parts.get(sheet, ()) if slot.stage <= self.stage else ():
                yield slot, Place(source.file, source.part.title), frozenset(source.part.rows)

    def carried(self, subject: str, unit: str, stage: int = 0) -> Carried:
        """Return whose a matter is that somebody undertook in a branch: in the stage itself, or as of an earlier one."""
        return self.plan.of_stage(stage or self.stage).carried(subject, unit)

    def units_of(self, pledge: Pledge, stage: int = 0) -> set[str]:
        """Return the branches that may say something of a pledge: where it was made, and where it went by a stage."""
        return {pledge.branch, self.carried(pledge.subject, pledge.branch, stage).branch}

    def flaw(self, rule: Rule, line: Line, column: str, found: str, *, before: Place | None = None) -> None:
        """Note what is wrong with an entry; the rule says whether that takes out all of it, a cell or nothing."""
        rejected = {Rejects.NOTHING: 0, Rejects.CELL: 1, Rejects.ROW: line.entry.typed}[rule.rejects]
        self.flaws.append(Flaw(rule, line.place(column), line.subject, found, rejected, before))

    def hold(self, sheet: str, line: Line, cause: Cause, column: str, found: str | None = None) -> None:
        """Note that nobody can tell what an entry decides: whom it may be about is held back."""
        said = line.text if line.entry.revokes else line.said
        on, what = DECISIONS_ON[sheet], next((text for key in _WHAT if (text := said(key))), "")
        shown = line.said(column) if found is None else found
        for subject, members in _whom(line, self.plan):
            self.unclear.append(Unclear(subject, on, what, cause, shown, line.place(column), members))

    def unmatched(self, lines: list[Line], form: Slot) -> None:
        """Note entries of one sheet, all on pledges of one form that is not at hand."""
        first = lines[0]
        others = {line.entry.row for line in self.all_lines("fulfilment") if line.file == first.file}
        others -= {line.entry.row for line in lines}
        cells = tuple(cell for line in lines for cell in line.place("number").cells) if others else ()
        place, typed = Place(first.file, first.sheet, cells), sum(line.entry.typed for line in lines)
        self.flaws.append(Flaw(x.NO_PLEDGES, place, form.unit, str(len(lines)), typed, stage=form.stage))

    def star_of(self, line: Line, column: str, subject: str) -> str:
        """Return the key of the star that a cell names; nothing, and a flaw, for a star of the other kind."""
        name = line.text(column)
        stars = {star.name: star.key for star in self.plan.stars_of(self.plan.kind_of(subject))}
        if name and name not in stars:
            self.flaw(x.WRONG_STAR, line, column, name)
        return stars.get(name, "")


def _whom(line: Line, plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield whom an entry is or may be about: each subject alone, a branch with its members that it may be about too."""
    named = (line.subject,) if line.subject else line.entry.named
    branches = {code: plan.member_of[code].branch for code in named if code in plan.member_of}
    for subject in named or ("",):
        if branches.get(subject) not in named:
            yield subject, tuple(code for code, branch in branches.items() if branch == subject)
