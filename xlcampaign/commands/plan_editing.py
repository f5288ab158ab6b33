"""The plan workbook edited in place: all but some cells stays as it is, and the plan as it was is kept beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import draft_in, open_draft
from xlcampaign.commands.intake import PlanTerms
from xlcampaign.commands.retired import retired_codes
from xlcampaign.commands.writing import alone_in, free_name, writing
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.inbox.archive import ZIP
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.guard import guard
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import Draft, SheetDraft
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import Package
from xlcampaign.package.worksheet import SplicedSheet
from xlcampaign.reading.plan import build_plan
from xlcampaign.words import Lang, T
from xlcampaign.workbook.replacing import keeping, put, staging

_LOCKS = ("~${}", ".~{}", ".~lock.{}#")
"""What Excel, WPS and LibreOffice put beside a workbook that is open."""


class Editing(NamedTuple):
    """What edits a plan: the command, as it is typed, and what the plan that was is called (`name`, `n`)."""

    command: str
    kept_as: T


class PlanAsItIs(NamedTuple):
    """A campaign's plan without errors: its bytes, its cells, what they state, and what was noted about it."""

    folder: Folder
    envelope: Envelope
    draft: Draft
    plan: Plan
    findings: tuple[Finding, ...]


def read_to_edit(folder: Folder) -> PlanAsItIs:
    """Return a campaign's plan as it is.

    Raises:
        Stop: it cannot be read, or it has errors.
    """
    envelope = read_envelope(folder.plan.name, folder.plan)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    draft, found = draft_in(folder, envelope, PlanTerms(folder.passwords), Processes(1))
    return PlanAsItIs(folder, envelope, draft, build_plan(draft, retired_codes(folder)), found)


def write_edited(
    found: PlanAsItIs,
    editing: Editing,
    spliced: Callable[[Package], bytes],
    is_meant: Callable[[Draft, Plan], bool],
) -> Path:
    """Put an edited plan in the place of the one that was read, which is kept beside it; return where.

    Args:
        found: the plan as it was read.
        editing: what edits it.
        spliced: returns the workbook's bytes with what is to be written.
        is_meant: tells whether the plan, read again, says what it is meant to.

    Raises:
        Stop: it cannot be edited without harm to the rest of it, it is open or was changed since, or it would have errors.
    """
    folder, envelope = found.folder, found.envelope
    with alone_in(folder.root):
        _refuse(folder, envelope, editing)
        try:
            data = spliced(Package(envelope.data))
        except Unfit as unfit:
            raise _not_edited(editing, unfit.why) from unfit
        _check_written(found, data, editing, is_meant)
        return _replace(found, data, editing, found.plan.campaign.language)


def sheet_of(package: Package, parts: Mapping[str, str], draft: SheetDraft) -> tuple[str, SplicedSheet]:
    """Return the part of a sheet that was read, by name, and its cells.

    Raises:
        Unfit: there is none.
    """
    part = parts.get(draft.title)
    if part is None:
        raise Unfit(o.NO_PACKAGE)
    return part, SplicedSheet(package.part(part))


def _not_edited(editing: Editing, why: T, *more: Finding) -> Stop:
    return Stop(o.NOT_EDITED.at(Place(), why=why, command=editing.command), *more)


def _refuse(folder: Folder, envelope: Envelope, editing: Editing) -> None:
    """Stop where the plan is no .xlsx as it lies there, or somebody has it open."""
    content = guard(envelope, folder.passwords)
    if not isinstance(content, Content) or not content.format.is_ooxml:
        raise _not_edited(editing, o.NOT_XLSX)
    if not envelope.data.startswith(ZIP):
        raise _not_edited(editing, o.ENCRYPTED)
    for lock in (name.format(envelope.name) for name in _LOCKS):
        if (folder.root / lock).exists():
            raise _not_edited(editing, o.OPENED.filled(lock=lock))


def _check_written(
    found: PlanAsItIs, data: bytes, editing: Editing, is_meant: Callable[[Draft, Plan], bool]
) -> None:
    """Stop unless the new plan has no errors and says what it is meant to."""
    envelope = Envelope(found.envelope.name, data)
    try:
        draft, _ = open_draft(envelope, PlanTerms(), Processes(1))
    except Stop as stop:
        raise _not_edited(editing, o.IN_ERROR_THEN, *(one for one in stop.findings if one.is_error)) from stop
    if not is_meant(draft, build_plan(draft, retired_codes(found.folder))):
        raise _not_edited(editing, o.READ_OTHERWISE)


def _replace(found: PlanAsItIs, new: bytes, editing: Editing, lang: Lang) -> Path:
    """Put the new plan in the old one's place, which is kept under a name of its own; return where."""
    target = found.folder.plan
    aside = free_name(target, editing.kept_as, lang)
    with writing(target, aside), keeping(target, aside), staging(target.parent) as room:
        if aside.read_bytes() != found.envelope.data:
            raise _not_edited(editing, o.CHANGED_MEANWHILE)
        (room / "new").write_bytes(new)
        put(room / "new", target)
    return aside
