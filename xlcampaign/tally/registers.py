"""Chosen sheets to registers: entries become pledges, comments, decisions; flawed ones are set aside and named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from xlcampaign.address import FIRST, Address
from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Place, Rejects, Rule
from xlcampaign.layout.decisions import DOCUMENT, OVERRIDE_NEEDS, VETO_NEEDS, can_be_looked_up, verdict_on
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.records import AnyRecord, build
from xlcampaign.layout.registers import STARS_TO_WORK_ON, entry_number, pledge_number
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import (
    Announcement,
    Baseline,
    Commendation,
    Comment,
    Flaw,
    Fulfilment,
    OverrideDecision,
    Pledge,
    PledgeState,
    Rectification,
    RegisterRow,
    Registers,
    VetoDecision,
)
from xlcampaign.model.versions import Selection
from xlcampaign.tally.select import chosen_parts


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry with where it came from: the form's slot, its file and sheet, where its columns are."""

    slot: Slot
    file: str
    sheet: str
    columns: Mapping[str, Address]
    entry: RegisterRow

    @property
    def stage(self) -> int:
        return self.slot.stage

    @property
    def subject(self) -> str:
        return self.entry.subject

    def text(self, key: str) -> str:
        return str(self.entry.values.get(key) or "")

    def place(self, key: str) -> Place:
        """Return the place of a column's cell; of the whole sheet without one."""
        cells = (self.columns.get(key, FIRST).in_row(self.entry.row),) if key else ()
        return Place(self.file, self.sheet, cells)

    def record(self, kind: type[AnyRecord], at: str, **given: object) -> AnyRecord:
        """Return what the entry says, found again at a column's cell; `given` is what no column states as it is."""
        known: dict[str, Value] = {"stage": self.stage, "branch": self.slot.unit, "subject": self.subject}
        return build(kind, {**self.entry.values, **known}, place=self.place(at), **given)


class _Sheets:
    """The entries of all chosen sheets up to a stage: by stage, then by unit in the plan's order, then by row."""

    def __init__(self, selection: Selection, plan: Plan, stage: int) -> None:
        order = {branch.code: n for n, branch in enumerate(plan.branches)}
        self.plan = plan
        self.stage = stage
        self._lines: dict[str, list[_Line]] = {}
        self.flaws: list[Flaw] = []
        forms = chosen_parts(selection)
        for slot in sorted(forms, key=lambda slot: (slot.stage, order.get(slot.unit, -1))):
            for key, sources in forms[slot].items() if slot.stage <= stage else ():
                for source in sources:
                    part = source.part
                    self._lines.setdefault(key, []).extend(
                        _Line(slot, source.file, part.title, part.columns, entry) for entry in part.entries
                    )

    def lines(self, sheet: str) -> Iterator[_Line]:
        """Yield the entries of a sheet in the stage itself."""
        return (line for line in self.all_lines(sheet) if line.stage == self.stage)

    def all_lines(self, sheet: str) -> Iterator[_Line]:
        """Yield the entries of a sheet in this and all earlier stages."""
        return iter(self._lines.get(sheet, ()))

    def flaw(self, rule: Rule, line: _Line, column: str, found: str) -> None:
        """Note what is wrong with an entry; the rule says whether that takes out all of it, a cell or nothing."""
        rejected = {Rejects.NOTHING: 0, Rejects.CELL: 1, Rejects.ROW: line.entry.typed}[rule.rejects]
        self.flaws.append(Flaw(rule, line.place(column), line.subject, found, rejected))

    def unmatched(self, lines: list[_Line]) -> None:
        """Note entries of one sheet, all on pledges of which none is at hand."""
        first = lines[0]
        others = {line.entry.row for line in self.all_lines("fulfilment") if line.file == first.file}
        others -= {line.entry.row for line in lines}
        cells = tuple(cell for line in lines for cell in line.place("number").cells) if others else ()
        place, typed = Place(first.file, first.sheet, cells), sum(line.entry.typed for line in lines)
        self.flaws.append(Flaw(x.NO_PLEDGES, place, first.slot.unit, str(len(lines)), typed))

    def star_of(self, line: _Line, column: str, subject: str) -> str:
        """Return the key of the star that a cell names; nothing, and a flaw, for a star of the other kind."""
        name = line.text(column)
        stars = {star.name: star.key for star in self.plan.stars_of(self.plan.kind_of(subject))}
        if name and name not in stars:
            self.flaw(x.WRONG_STAR, line, column, name)
        return stars.get(name, "")


def _number_pledges(lines: list[_Line]) -> list[str]:
    """Return every pledge's number: the one on the form, or the next of its subject for a row that was added."""
    taken: set[str] = set()
    numbers: list[str] = []
    for line in lines:
        number = line.text("number")
        own = number.startswith(f"{entry_number(line.stage, line.subject)}-") and number not in taken
        numbers.append(number if own else "")
        taken |= {numbers[-1]}
    for index, line in enumerate(lines):
        count = 1
        while not numbers[index]:
            number = pledge_number(line.stage, line.subject, count)
            if number not in taken:
                numbers[index] = number
                taken.add(number)
            count += 1
    return numbers


def _pledges(sheets: _Sheets) -> Iterator[Pledge]:
    """Yield the pledges; a row that does not say what is pledged is none, whatever else stands on it."""
    lines = [*sheets.all_lines("branch_pledges"), *sheets.all_lines("member_pledges")]
    for line, number in zip(lines, _number_pledges(lines), strict=True):
        if not line.text("text"):
            continue
        star = sheets.star_of(line, "star", line.subject)
        yield line.record(Pledge, at="text", number=number, star=star)


def _with_progress(pledges: list[Pledge], sheets: _Sheets) -> list[Pledge]:
    """Return pledges with what was last said of them, later stages after earlier ones."""
    known = {pledge.number: pledge for pledge in pledges}
    having = {(pledge.stage, pledge.branch) for pledge in pledges}
    unmatched: dict[tuple[str, str], list[_Line]] = defaultdict(list)
    for line in sheets.all_lines("fulfilment"):
        pledge = known.get(line.subject)
        stage = _stage_of(line.subject)
        if 0 < stage <= sheets.stage and (stage, line.slot.unit) not in having:
            unmatched[line.file, line.sheet].append(line)
            continue
        if pledge is None or pledge.branch != line.slot.unit:
            sheets.flaw(x.UNKNOWN_PLEDGE, line, "number", line.subject)
            continue
        said = line.text("text")
        if said and squeeze(said) != squeeze(pledge.text):
            sheets.flaw(x.OTHER_PLEDGE, line, "text", line.subject)
            continue
        if not line.text("state"):
            continue
        progress = line.record(Fulfilment, at="state")
        if progress.state is PledgeState.UNFULFILLED and not progress.reason:
            sheets.flaw(x.NO_REASON, line, "reason", line.subject)
        known[pledge.number] = replace(pledge, progress=progress)
    for lines in unmatched.values():
        sheets.unmatched(lines)
    return list(known.values())


def _stage_of(number: str) -> int:
    """Return the stage in which what has a number was entered; 0 where the number does not say."""
    stage = number.partition("-")[0]
    return int(stage) if stage.isdecimal() else 0


def _announcements(sheets: _Sheets) -> Iterator[Announcement]:
    for line in sheets.lines("announcement"):
        yield line.record(Announcement, at="")


def _baselines(sheets: _Sheets) -> Iterator[Baseline]:
    for line in sheets.lines("baseline"):
        wanted = (sheets.star_of(line, key, line.subject) for key in STARS_TO_WORK_ON)
        stars = tuple(dict.fromkeys(star for star in wanted if star))
        yield line.record(Baseline, at="problems", stars=stars)


def _comments(sheets: _Sheets) -> Iterator[Comment]:
    for line in sheets.lines("comments"):
        yield line.record(Comment, at="achievements")


def _rectifications(sheets: _Sheets) -> Iterator[Rectification]:
    """Yield rectifications; what a later stage says of an earlier one's takes its place."""
    latest: dict[str, Rectification] = {}
    for line in sheets.all_lines("rectification"):
        number = line.text("number") or entry_number(line.stage, line.subject)
        made = _stage_of(number) or line.stage
        latest[number] = line.record(Rectification, at="cause", number=number, stage=made)
    yield from latest.values()


class _Decisions(NamedTuple):
    """The decisions of a sheet that are the only ones on their subject: those that are complete, and those against.

    Beside them what is put off, which was noted when it was read.
    """

    taken: list[_Line]
    refused: list[_Line]
    put_off: list[_Line]


def _decided(sheets: _Sheets, sheet: str, needed: tuple[str, ...]) -> _Decisions:
    """Return the decisions of a sheet; what is neither complete nor a refusal is flawed."""
    found = _Decisions([], [], [])
    lines = [(line, verdict_on(line.entry.values)) for line in sheets.lines(sheet)]
    subjects = [line.subject for line, verdict in lines if verdict is not Negation.NOTHING]
    for line, verdict in lines:
        missing = [key for key in needed if not line.text(key)]
        if verdict is Negation.NOTHING:
            found.put_off.append(line)
        elif subjects.count(line.subject) > 1:
            sheets.flaw(d.DECIDED_TWICE, line, "subject", line.subject)
        elif verdict is Negation.REFUSAL:
            sheets.flaw(d.REFUSED, line, DOCUMENT, line.text(DOCUMENT))
            found.refused.append(line)
        elif missing:
            sheets.flaw(d.INCOMPLETE, line, missing[0], missing[0])
        else:
            found.taken.append(line)
    return found


def _look_up(sheets: _Sheets, line: _Line) -> None:
    """Note that a decision that takes effect has no document by which it can be found."""
    document = line.text(DOCUMENT)
    if not can_be_looked_up(document):
        sheets.flaw(r.NO_NUMBER, line, DOCUMENT, document)


def _put_off(on_vetoes: _Decisions, on_overrides: _Decisions) -> Mapping[tuple[str, str], str]:
    """Return what is put off, as a branch would propose it."""
    said = [(line, "veto", line.text("situation")) for line in on_vetoes.put_off]
    said += [(line, "override", line.text("level")) for line in on_overrides.put_off]
    said += [(line, "reason", line.text("reason")) for line in on_overrides.put_off]
    return {(line.subject, what): text for line, what, text in said if text}


def _by_subject(lines: Iterable[_Line], kind: type[AnyRecord]) -> dict[str, AnyRecord]:
    return {line.subject: line.record(kind, at="subject") for line in lines}


def _overrides(
    sheets: _Sheets, lines: Iterable[_Line], vetoed: Mapping[str, VetoDecision]
) -> dict[str, OverrideDecision]:
    plan, found = sheets.plan, {}
    for line in lines:
        subject, level = line.subject, line.text("level")
        member = plan.member_of.get(subject)
        if level not in {known.name for known in plan.levels_of(plan.kind_of(subject))}:
            sheets.flaw(d.WRONG_LEVEL, line, "level", level)
        elif member is not None and not member.graded:
            sheets.flaw(d.UNGRADED, line, "subject", member.name)
        else:
            if subject in vetoed:
                sheets.flaw(d.VETOED, line, "subject", subject)
            else:
                _look_up(sheets, line)
            found[subject] = line.record(OverrideDecision, at="subject")
    return found


def _commendations(sheets: _Sheets) -> Iterator[Commendation]:
    for line in sheets.lines("commendations"):
        yield line.record(Commendation, at="decision")


def register(selection: Selection, plan: Plan, stage: int) -> Registers:
    """Return everything that the chosen sheets up to a stage say beside marks."""
    sheets = _Sheets(selection, plan, stage)
    pledges = _with_progress(list(_pledges(sheets)), sheets)
    on_vetoes = _decided(sheets, "vetoes", VETO_NEEDS)
    on_overrides = _decided(sheets, "overrides", OVERRIDE_NEEDS)
    for line in on_vetoes.taken:
        _look_up(sheets, line)
    vetoes = _by_subject(on_vetoes.taken, VetoDecision)
    return Registers(
        tuple(pledges),
        tuple(_announcements(sheets)),
        tuple(_baselines(sheets)),
        tuple(_comments(sheets)),
        tuple(_rectifications(sheets)),
        vetoes,
        _overrides(sheets, on_overrides.taken, vetoes),
        tuple(_commendations(sheets)),
        tuple(sorted(sheets.flaws, key=attrgetter("place", "rule.code"))),
        _by_subject(on_vetoes.refused, VetoDecision),
        _by_subject(on_overrides.refused, OverrideDecision),
        _put_off(on_vetoes, on_overrides),
    )
