"""A list of members taken into a plan: into a new one as it is, into one that there is as what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.campaign import Folder
from xlcampaign.checks.plan_sheets import title_of_sheet
from xlcampaign.commands.collect import crashed
from xlcampaign.commands.members_intake import take_members
from xlcampaign.commands.plan_editing import (
    Editing,
    PlanAsItIs,
    read_to_edit,
    sheet_of,
    write_edited,
)
from xlcampaign.commands.retired import retire, retired_codes
from xlcampaign.commands.seals import read_sealed
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import editing_rules as e
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.layout.plan import BEFORE_CHANGE, MEMBER_COLUMNS, Rows
from xlcampaign.layout.records import row_of
from xlcampaign.layout.references import keys_by_name, member_codes
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import EPOCH, Value
from xlcampaign.model.listed import ListedMember, MembersList
from xlcampaign.model.plan import Plan, Stage
from xlcampaign.model.roster import Member, Participation, Post, is_there
from xlcampaign.model.submission import Draft
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import Package, sheet_parts
from xlcampaign.package.worksheet import NewCell, SplicedSheet
from xlcampaign.tally.listed import Change, Comparison, compare, distinct

_EDITING = Editing("plan import", BEFORE_CHANGE)
_DAY = timedelta(days=1)


def read_list(file: Path, passwords: tuple[str, ...]) -> tuple[MembersList, tuple[Finding, ...]]:
    """Return a list of members, and what is not clear in it.

    It is parsed in a worker like anything else that may be damaged.

    Raises:
        Stop: it cannot be read, or no list is in it.
    """
    if not file.is_file():
        raise Stop(o.NO_FILE.at(Place(), file=str(file)))
    envelope = read_envelope(file.name, file)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    [outcome] = Processes(1).run(take_members, [envelope], passwords)
    listed, found = outcome.result or (None, (crashed(envelope.name, outcome.failure, outcome.error),))
    findings = sort_findings(found)
    if listed is None:
        raise Stop(*findings)
    return listed, findings


def rows_of_list(listed: MembersList) -> tuple[dict[str, Rows], tuple[Finding, ...]]:
    """Return the rows of branches and members that a list makes of a new plan, and who is not among them.

    What the list does not say clearly stays blank: the plan is not used before it is filled in.
    """
    people, findings = distinct(listed.members)
    names = dict.fromkeys(one.branch for one in people)
    first = {squeeze(name): name for name in reversed(names)}
    width = max(2, len(str(len(first))))
    codes = {key: f"{number:0{width}d}" for number, key in enumerate(reversed(first), 1)}
    posts = [(squeeze(one.branch), one.name) for one in people if one.post is Post.SECRETARY]
    branches = []
    for key, code in codes.items():
        secretaries = [name for branch, name in posts if branch == key]
        secretary = secretaries[0] if len(secretaries) == 1 else None
        branches.append({"code": code, "name": first[key], "secretary": secretary})
    members = [_new_row(one, first[squeeze(one.branch)]) for one in people]
    by_name = keys_by_name(branches, "code", "name")
    numbered = zip(members, member_codes(members, by_name), strict=True)
    rows = [{**row, "code": code} for row, code in numbered]
    return {"branches": branches, "members": rows}, tuple(findings)


def _new_row(one: ListedMember, branch: str) -> dict[str, Value]:
    """Return a member's row as far as it is clear; of what the list has no column for, the usual."""
    unsaid = {"post": Post.NONE, "participation": Participation.YES}
    row: dict[str, Value] = {"code": one.code or None, "name": one.name, "branch": branch}
    for key, value in (("category", one.category), ("post", one.post), ("participation", one.participation)):
        blank = key not in one.cells or key == "participation"
        row[key] = value or (unsaid.get(key) if blank else None)
    return row | {"reason": one.reason or None}


@dataclass(frozen=True, slots=True)
class Import:
    """What taking a list into a plan comes to; nothing of it is written yet.

    Attributes:
        listed: the list.
        found: the plan.
        comparison: who is new, moved, left or changed.
        day: the first day on which that holds, None where it holds for good: no earlier stage counts by the plan.
        counted: whether the current stage counts what holds from that day.
        findings: what is to be said of list and plan.
        edits: what is to be written.
    """

    listed: MembersList
    found: PlanAsItIs
    comparison: Comparison
    day: date | None
    counted: bool
    findings: tuple[Finding, ...]
    edits: "_Edits"

    @property
    def errors(self) -> int:
        """How much keeps it from being written."""
        return sum(finding.is_error for finding in self.findings if finding.rule != e.LIST_NOT_CLEAR)

    @property
    def is_needed(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.comparison.changes or any(self.edits))

    @property
    def recoded(self) -> int:
        """How many codes are written of those who had none in the workbook."""
        return len(self.edits.codes)


class _Edits(NamedTuple):
    """What is to be written on the sheet of members: rows that change, go and come; and codes that were left blank."""

    changed: Mapping[int, Member]
    removed: tuple[int, ...]
    added: tuple[Member, ...]
    codes: Mapping[int, str]


def prepare_import(
    folder: Folder, listed: MembersList, unclear: Sequence[Finding], first: date | None
) -> Import:
    """Return what taking a list into a campaign's plan comes to.

    Args:
        folder: the campaign's.
        listed: the list.
        unclear: what is not clear in it.
        first: the day from which changes hold; by default the current stage's first.

    Raises:
        Stop: the plan has errors or lists nobody, its stage is sealed, or changes cannot hold from that day.
    """
    found = _plan_with_people(folder)
    plan = found.plan
    stage = plan.stage_of(plan.campaign.stage)
    if read_sealed(folder, stage.number):
        raise Stop(e.SEALED_STAGE.at(Place(), stage=stage.number))
    earlier = [one for one in plan.stages if one.number < stage.number]
    earlier = earlier or ([stage] if first else [])
    day = _first_day(plan, earlier, first) if earlier else None
    retired = retired_codes(folder)
    comparison = compare(listed, plan.everybody, day or stage.counts_on, retired)
    rows = _rows(found.draft, plan)
    findings = [
        *unclear,
        *comparison.findings,
        *_change_later(comparison, rows, day or stage.counts_on, listed),
    ]
    counted = day is None or day <= stage.counts_on
    edits = _edits_of(comparison.changes, rows, day, stage.counts_on)
    blank = {n: rows[n].code for n in _uncoded(found.draft) if n not in edits.removed}
    ordered = sort_findings(findings)
    if errors := sum(finding.is_error for finding in ordered):
        ordered = (*ordered, e.LIST_NOT_CLEAR.at(Place(), found=errors))
    return Import(listed, found, comparison, day, counted, ordered, edits._replace(codes=blank))


def _plan_with_people(folder: Folder) -> PlanAsItIs:
    """Return the plan; where nobody is in it yet, say how a list becomes a plan.

    Raises:
        Stop: the plan has errors.
    """
    try:
        return read_to_edit(folder)
    except Stop as stop:
        empty = [one.facts["sheet"] for one in stop.findings if one.rule == p.EMPTY_LIST]
        if title_of_sheet("members") in empty:
            raise Stop(*stop.findings, e.NOBODY_IN_PLAN.at(Place())) from stop
        raise


def _first_day(plan: Plan, earlier: Iterable[Stage], asked: date | None) -> date:
    """Return the day from which changes hold: later than the day of any earlier stage's list."""
    stage, last = plan.stage_of(plan.campaign.stage), max(one.end for one in plan.stages)
    before = max(earlier, key=lambda one: one.counts_on)
    day = asked or max(stage.start, before.counts_on + _DAY)
    why = None
    if day <= before.counts_on:
        why = e.BEFORE_HISTORY.filled(stage=str(before.number), day=str(before.counts_on))
    elif day > last:
        why = e.AFTER_ALL.filled(day=str(last))
    if why:
        facts = {"from": str(day), "first": str(before.counts_on + _DAY), "last": str(last)}
        raise Stop(e.BAD_FIRST_DAY.at(Place(), why=why, **facts))
    return day


def _rows(draft: Draft, plan: Plan) -> dict[int, Member]:
    """Return the members by the rows in which they stand."""
    records = draft.sheets["members"].records
    return {record.row: member for record, member in zip(records, plan.everybody.members, strict=True)}


def _uncoded(draft: Draft) -> Iterator[int]:
    """Yield the rows in which no code is written."""
    return (one.row for one in draft.sheets["members"].records if one.values.get("code") is None)


def _change_later(
    comparison: Comparison, rows: Mapping[int, Member], day: date, listed: MembersList
) -> Iterator[Finding]:
    """Yield of whom something changes who has another row from a later day on: what holds then is not the list's to say."""
    by_name = {squeeze(one.name): one for one in listed.members}
    later = {row.code: row.start for row in rows.values() if row.start and row.start > day}
    for one in (change.before or change.after for change in comparison.changes):
        if one and one.code in later:
            stated = by_name.get(squeeze(one.name))
            at = stated.cells["name"] if stated else Place(listed.file)
            why = e.CHANGES_LATER.filled(day=str(later[one.code]))
            yield e.WHO_IS_IT.at(at, name=one.name, why=why, remedy=e.BY_HAND)


def _edits_of(
    changes: Iterable[Change], rows: Mapping[int, Member], day: date | None, counts_on: date
) -> _Edits:
    """Return what changes come to in rows: with a day, the old row ends before it and a new one begins."""
    changed: dict[int, Member] = {}
    removed, added = list[int](), list[Member]()
    there = {row.code: (n, row) for n, row in rows.items() if is_there(row, day or counts_on)}
    for change in changes:
        if change.before is None:
            assert change.after
            added.append(replace(change.after, start=day))
            continue
        number, row = there[change.before.code]
        dated = day is not None and row.start != day
        if dated:
            assert day
            changed[number] = replace(row, end=day - _DAY)
        if change.after is None:
            removed += [] if dated else [number]
        elif dated:
            added.append(replace(change.after, start=day, end=row.end))
        else:
            changed[number] = replace(change.after, start=row.start, end=row.end)
    return _Edits(changed, tuple(removed), tuple(added), {})


def write_import(prepared: Import) -> Path:
    """Write into the plan what taking a list comes to; return where the plan as it was is kept.

    Raises:
        Stop: the plan cannot be edited without harm, is open, or was changed meanwhile.
    """
    found, edits = prepared.found, prepared.edits
    rows = _rows(found.draft, found.plan)
    stay = {number: row for number, row in rows.items() if number not in edits.removed}
    meant = sorted(map(repr, [*{**stay, **edits.changed}.values(), *edits.added]))
    rest = replace(found.plan, roster=None, members=(), branches=())

    def is_meant(_: Draft, written: Plan) -> bool:
        kept = replace(written, roster=None, members=(), branches=())
        same_branches = written.everybody.branches == found.plan.everybody.branches
        people = sorted(map(repr, written.everybody.members))
        return kept == rest and same_branches and people == meant

    gone = {rows[number].code for number in edits.removed}
    kept = write_edited(found, _EDITING, lambda package: _spliced(package, found, edits), is_meant)
    retire(found.folder, gone - {member.code for member in stay.values()})
    return kept


def _spliced(package: Package, found: PlanAsItIs, edits: _Edits) -> bytes:
    """Return the plan's bytes with other rows of members; new ones stand below all that is on the sheet."""
    parts = sheet_parts(package)
    part, spliced = sheet_of(package, parts, found.draft.sheets["members"])
    _, stages = sheet_of(package, parts, found.draft.sheets["stages"])
    writer = _Writer(found, _style_of_days(found.draft, stages))
    old = _rows(found.draft, found.plan)
    cells: dict[Address, NewCell] = {}
    for number, code in edits.codes.items():
        cells |= writer.cells(number, {"code": code}, {"code": None})
    for number, member in edits.changed.items():
        cells |= writer.cells(number, writer.row(member), writer.row(old[number]))
    for number in edits.removed:
        cells |= {at.in_row(number): NewCell(None) for at in writer.columns.values()}
    for number, member in enumerate(edits.added, max(spliced.bottom, *old) + 1):
        cells |= writer.cells(number, writer.row(member), {})
    return package.copied({part: spliced.with_cells(cells)})


def _style_of_days(draft: Draft, stages: SplicedSheet) -> int:
    """Return the format of days: that of a stage's first one."""
    sheet = draft.sheets["stages"]
    return stages.style_of(sheet.columns["start"].in_row(sheet.records[0].row))


class _Writer:
    """Shows members as cells of the plan's sheet."""

    def __init__(self, found: PlanAsItIs, days: int) -> None:
        sheet = found.draft.sheets["members"]
        self.columns = sheet.columns
        self._last, self._days = sheet.records[-1].row, days
        self._lang = found.plan.campaign.language
        self._branches = {one.code: one.name for one in found.plan.everybody.branches}
        self._kinds = {column.key: column.kind for column in MEMBER_COLUMNS}

    def row(self, member: Member) -> dict[str, Value]:
        """Return a member's values by column."""
        return row_of(member, branch=self._branches[member.branch])

    def cells(
        self, number: int, row: Mapping[str, Value], before: Mapping[str, Value]
    ) -> dict[Address, NewCell]:
        """Return the cells of a row that say something else than before.

        Raises:
            Unfit: the sheet has no column for one.
        """
        found = {}
        for key, value in row.items():
            if value == before.get(key):
                continue
            if key not in self.columns:
                raise Unfit(o.NO_CODES if key == "code" else e.NO_PLAN_COLUMN)
            like = self.columns[key].in_row(self._last)
            found[self.columns[key].in_row(number)] = self._cell(key, value, like)
        return found

    def _cell(self, key: str, value: Value, like: Address) -> NewCell:
        if isinstance(value, date):
            return NewCell((value - EPOCH).days, like, self._days)
        return NewCell(None if value is None else str(self._kinds[key].show(value, self._lang)), like)
