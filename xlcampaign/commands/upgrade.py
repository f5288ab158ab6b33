"""An older plan brought up to date in its own workbook: what is new at its old meaning, codes that were blank."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import warnings_in
from xlcampaign.commands.plan_editing import Editing, read_to_edit, sheet_of, write_edited
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding
from xlcampaign.layout.mapped import ONLINE
from xlcampaign.layout.messages import message_of
from xlcampaign.layout.plan import BEFORE_UPGRADE, CAMPAIGN_FIELDS, EXTENSIONS, MESSAGES, TABLES, PlanSheet
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.standard import message_rows
from xlcampaign.model.message import MessageKind
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Member
from xlcampaign.model.submission import Draft, SheetDraft
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import Package, sheet_parts
from xlcampaign.package.tabs import with_last_sheet
from xlcampaign.package.worksheet import NewCell
from xlcampaign.words import Lang, T
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import NOTE

_TITLE_HEIGHT, _LINE = 32, 14.5
"""Of a sheet that is added, in points."""
_NEWER = (EXTENSIONS, MESSAGES, ONLINE)
"""The sheets that earlier versions did not have."""
_EDITING = Editing("plan upgrade", BEFORE_UPGRADE)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, or a column with its sheet, that a plan lacks; and what it was taken for, as it is shown."""

    title: T
    value: str | float


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was written into a plan; `kept` is where the plan as it was lies, None where there was nothing to do.

    `warnings` are the plan's own, as it is now.
    """

    settings: tuple[Setting, ...]
    members: tuple[Member, ...]
    kept: Path | None
    sheets: tuple[T, ...]
    warnings: tuple[Finding, ...]


def upgrade_plan(folder: Folder) -> Upgrade:
    """Write into a campaign's plan the settings and columns that it lacks, and members' codes that were left blank.

    A setting gets the value that it was taken for without being stated, be it blank: there is its row to fill in. A column
    says on each row what its absence meant. The plan as it was is kept beside it.

    Raises:
        Stop: the plan has errors, cannot be changed without harm to the rest of it, or cannot be written.
    """
    found = read_to_edit(folder)
    draft, plan = found.draft, found.plan
    lang = plan.campaign.language
    lacks = _lacks(draft, plan)
    if not any(lacks):
        return Upgrade((), (), None, (), warnings_in(found.findings))

    def is_meant(draft: Draft, written: Plan) -> bool:
        return _meant(written) == _meant(plan) and not any(_lacks(draft, written))

    kept = write_edited(found, _EDITING, partial(_spliced, draft=draft, lacks=lacks, lang=lang), is_meant)
    titles = tuple(sheet.title for sheet in lacks.sheets)
    said, codes = tuple(_said(lacks, lang)), tuple(lacks.codes.values())
    return Upgrade(said, codes, kept, titles, warnings_in(read_to_edit(folder).findings))


class _Lacks(NamedTuple):
    """What is to be written: settings with their values, columns with their sheets, codes by row, whole sheets."""

    settings: Mapping[Column, str | float]
    columns: tuple[tuple[PlanSheet, Column], ...]
    codes: Mapping[int, Member]
    sheets: tuple[PlanSheet, ...]


def _lacks(draft: Draft, plan: Plan) -> _Lacks:
    """Return what a plan lacks."""
    return _Lacks(
        dict(_settings(draft, plan)),
        tuple(_columns(draft)),
        dict(_uncoded(draft, plan)),
        tuple(_sheets(draft)),
    )


def _said(lacks: _Lacks, lang: Lang) -> Iterator[Setting]:
    """Yield settings and columns as they are told."""
    for column, value in lacks.settings.items():
        yield Setting(column.title, value)
    for sheet, column in lacks.columns:
        title = T(f"{sheet.title.zh} › {column.title.zh}", f"{sheet.title.en} › {column.title.en}")
        yield Setting(title, _absent(column, lang))


def _absent(column: Column, lang: Lang) -> str:
    return str(column.kind.show(column.absent, lang))


def _sheets(draft: Draft) -> Iterator[PlanSheet]:
    """Yield the sheets that a plan is older than: those that a plan may do without are nobody's loss otherwise."""
    return (sheet for sheet in TABLES if sheet.key in _NEWER and sheet.key not in draft.sheets)


def _columns(draft: Draft) -> Iterator[tuple[PlanSheet, Column]]:
    """Yield the columns that a plan is older than, with their sheets."""
    for sheet in TABLES:
        for column in sheet.columns:
            if column.absent is not None and column.key not in draft.sheets[sheet.key].columns:
                yield sheet, column


def _settings(draft: Draft, plan: Plan) -> Iterator[tuple[Column, str | float]]:
    """Yield the settings for which a plan has no row, with what they were taken for; nothing where that is blank."""
    values, _ = plan_rows(plan)
    stated = draft.sheets["campaign"].columns
    for column in CAMPAIGN_FIELDS:
        if column.key not in stated:
            value = values.get(column.key)
            shown = "" if value is None else column.kind.show(value, plan.campaign.language)
            yield column, shown if isinstance(shown, int | float) else str(shown)


def _uncoded(draft: Draft, plan: Plan) -> Iterator[tuple[int, Member]]:
    """Yield the rows in which no code is written, with the members who were given one."""
    for record, member in zip(draft.sheets["members"].records, plan.everybody.members, strict=True):
        if record.values.get("code") is None:
            yield record.row, member


def _spliced(package: Package, draft: Draft, lacks: _Lacks, lang: Lang) -> bytes:
    """Return the plan's bytes with what it lacks: settings below all that stands on their sheet, columns right of it.

    Raises:
        Unfit: that cannot be done without harm.
    """
    parts = sheet_parts(package)
    replaced = {}
    for key, drafted in draft.sheets.items():
        columns = [column for sheet, column in lacks.columns if sheet.key == key]
        settings = lacks.settings if key == "campaign" else {}
        codes = lacks.codes if key == "members" else {}
        if columns or settings or codes:
            part, spliced = sheet_of(package, parts, drafted)
            cells = _setting_cells(drafted, settings, spliced.bottom + 1, lang)
            cells |= _column_cells(drafted, columns, spliced.right, lang)
            replaced[part] = spliced.with_cells(cells | _code_cells(drafted, codes))
    for new in lacks.sheets:
        xml = _new_sheet(package, parts, draft, new, lang)
        package = with_last_sheet(package, new.title.say(lang), xml)
    return package.copied(replaced)


def _new_sheet(
    package: Package, parts: Mapping[str, str], draft: Draft, sheet: PlanSheet, lang: Lang
) -> bytes:
    """Return the part of a sheet that a plan is older than, with the standard rows; it looks like the sheet of stars."""
    stars = draft.sheets["stars"]
    _, model = sheet_of(package, parts, stars)
    header, text = stars.header, Address(stars.records[0].row, stars.columns["standard"].column)
    rows = message_rows(lang) if sheet.key == MESSAGES else ()
    cells = {
        Address(1, 1): NewCell(sheet.title.say(lang), Address(1, 1)),
        Address(2, 1): NewCell(sheet.note.say(lang), Address(2, 1)),
    }
    for number, column in enumerate(sheet.columns, 1):
        cells[Address(header, number)] = NewCell(column.title.say(lang), Address(header, 1))
        for row, values in enumerate(rows, header + 1):
            shown = column.kind.show(values[column.key], lang)
            cells[Address(row, number)] = NewCell(str(shown), text)
    widths = [column.width for column in sheet.columns]
    heights = {1: _TITLE_HEIGHT, 2: _LINE * (1 + lines_of(sheet.note.say(lang), sum(widths), NOTE.size))}
    heights |= {
        row: _LINE * (1 + lines_of(str(values["text"]), widths[-1]))
        for row, values in enumerate(rows, header + 1)
    }
    return model.sheet_like(cells, widths, heights)


def _setting_cells(
    sheet: SheetDraft, settings: Mapping[Column, str | float], top: int, lang: Lang
) -> dict[Address, NewCell]:
    """Return label, value and hint of each setting, in rows that look like the last one that is there."""
    last = max(sheet.columns.values())
    cells = {}
    for row, (column, value) in enumerate(settings.items(), top):
        hint = column.hint.say(lang) if column.hint else ""
        for number, shown in enumerate((column.title.say(lang), value, hint), last.column - 1):
            cells[Address(row, number)] = NewCell(None if shown == "" else shown, Address(last.row, number))
    return cells


def _code_cells(roster: SheetDraft, codes: Mapping[int, Member]) -> dict[Address, NewCell]:
    """Return members' codes by the rows in which none is written."""
    if codes and "code" not in roster.columns:
        raise Unfit(o.NO_CODES)
    return {roster.columns["code"].in_row(row): NewCell(member.code) for row, member in codes.items()}


def _column_cells(
    sheet: SheetDraft, columns: Iterable[Column], last: int, lang: Lang
) -> dict[Address, NewCell]:
    """Return headers and values of columns, right of all that stands on the sheet, looking like its last column."""
    model = max(address.column for address in sheet.columns.values())
    cells = {}
    for number, column in enumerate(columns, last + 1):
        cells[Address(sheet.header, number)] = NewCell(column.title.say(lang), Address(sheet.header, model))
        for record in sheet.records:
            cells[Address(record.row, number)] = NewCell(
                _absent(column, lang) or None, Address(record.row, model)
            )
    return cells


def _meant(plan: Plan) -> Plan:
    """Return a plan with the messages that go by it, be they its own or the standard ones."""
    return replace(plan, messages=tuple(message_of(plan, kind) for kind in MessageKind))
