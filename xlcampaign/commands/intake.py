"""One file of the inbox, and what lies in it, from bytes to submissions: what a worker runs."""

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product, starmap
from typing import NamedTuple

from xlcampaign.checks.ballots import check_ballots
from xlcampaign.checks.dispatch import check_units
from xlcampaign.checks.form import check_form, check_meaning, say_lost_ways
from xlcampaign.checks.meaning import check_printed
from xlcampaign.checks.plan import check_plan
from xlcampaign.checks.whose import People, check_whose, say_elsewhere
from xlcampaign.commands.carried import plan_inside
from xlcampaign.commands.exported import take_export
from xlcampaign.commands.upward import among_forms, no_report, read_upward
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding, Place, Rejects
from xlcampaign.inbox.guard import guard, is_called_a_workbook
from xlcampaign.inbox.names import INSIDE
from xlcampaign.inbox.opening import InnerPath, open_envelope
from xlcampaign.inbox.standins import say_by_name
from xlcampaign.layout.choices import STEPS, label_of
from xlcampaign.layout.form_book import pack, pack_rules
from xlcampaign.layout.forms import form_for, name_forms
from xlcampaign.layout.sheet import Book, RowKind, Table
from xlcampaign.layout.text import squeeze
from xlcampaign.model.content import Content
from xlcampaign.model.dispatch import Origin, Unit, Upward
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.identity import COMMITTEE, Identity
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Receipt
from xlcampaign.model.rules import ruled_by
from xlcampaign.model.scale import Abstentions, Counting
from xlcampaign.model.submission import Draft, Submission
from xlcampaign.reading.abstained import with_abstained
from xlcampaign.reading.ballots import look_at_ballots
from xlcampaign.reading.count import count_draft
from xlcampaign.reading.dispatch import hidden_in, read_dispatch, unit_in
from xlcampaign.reading.exported import may_be_export
from xlcampaign.reading.form import (
    Claim,
    check_format,
    check_identity,
    read_book,
    read_identities,
    read_identity,
)
from xlcampaign.reading.grid import RawBook, read_workbook
from xlcampaign.reading.issued import Issued, say_added, say_turnover
from xlcampaign.reading.plan import read_plan
from xlcampaign.reading.returned import without_returned
from xlcampaign.reading.separated import read_separated
from xlcampaign.reading.turnover import Turnover, find_turnover, gone_of, plan_as_issued
from xlcampaign.reading.units import read_units
from xlcampaign.words import T


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file.

    Attributes:
        receipt: that it came; None where nothing could be read.
        submission: what it says, counted; None where it is no form that counts.
        findings: what was found.
        plan: the form's own, where none was given.
        draft: where asked for, the form as it was read, without ballots.
        upward: where asked for, what it tells the level above of a unit; None where it is no such report.
    """

    receipt: Receipt | None
    submission: Submission | None
    findings: tuple[Finding, ...]
    plan: Plan | None = None
    draft: Draft | None = None
    upward: Upward | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What all files of an inbox are read by.

    Attributes:
        plan: the campaign's, or None to go by the plan inside each form.
        passwords: what to try on an encrypted file.
        drafts: whether the forms as read are wanted beside the counts.
        stage: forms of stages before it go by the rules that they were issued with; 0 for none of them.
        upward: what is wanted are reports of units to the level above, not forms of branches.
    """

    plan: Plan | None
    passwords: tuple[str, ...] = ()
    drafts: bool = False
    stage: int = 0
    upward: bool = False


AT_ONCE = 40
"""How many files out of one archive or mailbox are read in one go, within one deadline."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file of the inbox to be opened, and how much of what lies in it is to be read.

    Attributes:
        envelope: the file.
        most: how many of the files in it are to be read at once; the others are only named.
        wanted: the paths of those to be read; None to begin with.
    """

    envelope: Envelope
    most: int
    wanted: frozenset[InnerPath] | None = None


class TakenIn(NamedTuple):
    """What became of a file, and where in the parcel it lay."""

    path: InnerPath
    intake: Intake


class Left(NamedTuple):
    """The name of a file that was left for later, and where in the parcel it lies."""

    path: InnerPath
    name: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What became of what lies in a parcel, and what was left for later."""

    intakes: tuple[TakenIn, ...]
    left: tuple[Left, ...] = ()


def open_parcel(parcel: Parcel, terms: Terms) -> Unpacked:
    """Open a file of the inbox and read what lies in it, as much as the parcel says.

    Args:
        parcel: the file.
        terms: what all files are read by.
    """
    intakes: list[TakenIn] = []
    left: list[Left] = []
    read = 0
    for path, found in open_envelope(parcel.envelope, parcel.wanted):
        if parcel.wanted is not None and path not in parcel.wanted:
            continue
        if isinstance(found, Finding):
            intakes.append(TakenIn(path, Intake(None, None, (found,))))
        elif found.box:
            intakes.append(TakenIn(path, Intake(receipt_of(found), None, ())))
        elif read < parcel.most:
            read += 1
            intakes.append(TakenIn(path, _take_in(found, terms)))
        else:
            left.append(Left(path, found.name))
    return Unpacked(tuple(intakes), tuple(left))


def note_scans(taken: Sequence[TakenIn]) -> list[Intake]:
    """Return what became of files; a scan or photo that came in one mail or archive with a form is no more than a note."""
    with_forms = {path[:depth] for path, intake in taken if _is_form(intake) for depth in range(len(path))}
    return [_noted(intake) if path and path[:-1] in with_forms else intake for path, intake in taken]


def note_scans_beside(intakes: Sequence[Intake]) -> list[Intake]:
    """Return what became of files; a scan or photo that lies in one folder with a form is no more than a note."""
    with_forms = {_folder_of(one.submission.file) for one in intakes if one.submission and _is_form(one)}
    return [
        _noted(intake) if intake.receipt and _lies_in(intake.receipt.file, with_forms) else intake
        for intake in intakes
    ]


def _is_form(intake: Intake) -> bool:
    """Tell whether a file is a form that counts, of which a scan or photo beside it may be."""
    return intake.submission is not None and not intake.submission.online


def _folder_of(file: str) -> str:
    """Return the folder in which a file lies, or the mail or archive that it came in."""
    return file.partition(INSIDE)[0].rpartition("/")[0]


def _lies_in(file: str, folders: Container[str]) -> bool:
    """Tell whether a file lies in one of some folders itself, in no mail and no archive."""
    return INSIDE not in file and _folder_of(file) in folders


def _noted(intake: Intake) -> Intake:
    """Return what became of a file beside a form: a picture or a PDF there is most likely a scan of it.

    One that is called like a workbook is none: it was meant to be a form.
    """
    findings = tuple(
        i.SCAN.at(found.place, content=found.facts["content"])
        if found.rule == f.NOT_A_WORKBOOK
        and found.facts["content"] in {f.PDF, f.PICTURE}
        and not is_called_a_workbook(found.place.file)
        else found
        for found in intake.findings
    )
    return replace(intake, findings=findings)


def receipt_of(envelope: Envelope) -> Receipt:
    """Return the receipt of a file of which nothing more is known than that it came."""
    sha256 = hashlib.sha256(envelope.data).hexdigest()
    return Receipt(envelope.name, sha256, len(envelope.data), None, mail=envelope.mail, box=envelope.box)


class PlanTerms(NamedTuple):
    """What a plan is read by: passwords to try, of which stage it is asked, by default its current one; codes given to nobody."""

    passwords: tuple[str, ...] = ()
    stage: int | None = None
    retired: frozenset[str] = frozenset()


def take_plan(envelope: Envelope, terms: PlanTerms) -> tuple[Draft | None, list[Finding]]:
    """Read and check a campaign's plan workbook; return its draft, None if it is no workbook, and what was found."""
    workbook, _, findings = open_workbook(envelope, terms.passwords)
    if workbook is None:
        return None, findings
    draft, found = read_plan(workbook, envelope.name)
    return draft, [*findings, *found, *check_plan(draft, terms.stage, terms.retired)]


def take_units(envelope: Envelope, passwords: tuple[str, ...]) -> tuple[Draft | None, list[Finding]]:
    """Read and check a list of expected units; return its draft, None if it is no workbook, and what was found."""
    workbook, _, findings = open_workbook(envelope, passwords)
    if workbook is None:
        return None, findings
    draft, found = read_units(workbook, envelope.name)
    return draft, [*findings, *found, *check_units(draft)]


def whose_report(envelope: Envelope, passwords: tuple[str, ...]) -> tuple[Origin | None, Unit | None]:
    """Return what a file is that tells of a unit, and which unit that is, as far as it says so."""
    workbook = open_workbook(envelope, passwords).workbook
    hidden = hidden_in(workbook) if workbook else None
    if workbook is None or hidden is None:
        return None, None
    draft, _ = read_dispatch(workbook, hidden, envelope.name)
    return Origin(hidden["kind"]), unit_in(draft) if draft else None


def take_in(
    envelope: Envelope, plan: Plan | None, passwords: tuple[str, ...] = (), *, drafts: bool = False
) -> Intake:
    """Read, check and count one file by itself.

    Args:
        envelope: the file.
        plan: the campaign's plan, or None to go by the plan inside the form.
        passwords: what to try on an encrypted file.
        drafts: whether the form as read is wanted beside the counts.
    """
    return _take_in(envelope, Terms(plan, passwords, drafts))


def _take_in(envelope: Envelope, terms: Terms) -> Intake:
    """Read, check and count one file by the terms of all."""
    receipt = receipt_of(envelope)
    mapped = terms.plan is not None and any(row.header for row in terms.plan.online)
    if not terms.upward and may_be_export(envelope.data, mapped=mapped):
        separated = read_separated(envelope)
        exported = None if isinstance(separated, Finding) else _take_export(separated, receipt, (), terms)
        if exported:
            return exported
    workbook, content, findings = open_workbook(envelope, terms.passwords)
    if workbook is None or content is None:
        return Intake(receipt, None, tuple(findings))
    hidden = hidden_in(workbook)
    if hidden is not None:
        if not terms.upward:
            return Intake(receipt, None, (*findings, among_forms(workbook, hidden, receipt.file)))
        upward, found = read_upward(content, workbook, hidden, receipt.sha256)
        return Intake(receipt, None, (*findings, *found), upward=upward)
    if terms.upward:
        return Intake(receipt, None, (*findings, no_report(workbook, receipt.file)))
    return _take_form(workbook, receipt, findings, terms)


def _take_form(workbook: RawBook, receipt: Receipt, findings: list[Finding], terms: Terms) -> Intake:
    """Read, check and count a workbook that should be a form."""
    claim = check_format(workbook, receipt.file) or read_identity(workbook)
    if claim is None:
        exported = _take_export(workbook, receipt, findings, terms)
        return exported or Intake(receipt, None, (*findings, f.NO_FORM.at(Place(receipt.file))))
    if isinstance(claim, Finding):
        return Intake(receipt, None, (*findings, claim))
    own, rules = _plan_for(claim, terms)
    book = _identify(claim, read_identities(workbook), own, receipt.file)
    if isinstance(book, Finding):
        return Intake(receipt, None, (*findings, book))
    assert own is not None
    assert book.plan is not None
    today = pack(book.plan)
    issued = None if claim.packed == today else plan_inside(claim.packed)
    if stranger := _check_unit(claim.identity.unit, issued, own, receipt.file):
        return Intake(replace(receipt, identity=claim.identity), None, (*findings, stranger))
    findings += check_identity(claim, book, today, receipt.file)
    book, then, turnover = _as_issued(claim, book, own, issued)
    draft, found = read_book(workbook, book, receipt.file, Issued(turnover))
    draft, found = with_abstained(draft, book, found)
    people = People(then, draft.identity.unit)
    if whose := check_whose(draft, book, people, (person.was for person in turnover.people)):
        return Intake(replace(receipt, identity=claim.identity), None, (*findings, whose))
    said = say_turnover(say_elsewhere(found, draft, book, people), draft, turnover, own)
    findings += say_added(said, draft, book, form_for(issued, claim.identity) if issued else None)
    findings = list(say_lost_ways([*findings, *check_form(draft, book)], draft, book))
    findings += (*check_meaning(draft, book, then, own), *check_printed(draft, book, issued or then, own))
    ballots = look_at_ballots(draft, book)
    findings += check_ballots(draft, ballots)
    counted = count_draft(draft, book, findings, ballots, receipt.sha256, then)
    return Intake(
        replace(receipt, identity=draft.identity, version=draft.version, saved=draft.saved),
        replace(_as_came(counted, receipt, claim), rules=rules, gone=gone_of(turnover)),
        tuple(findings),
        own if terms.plan is None else None,
        _without_ballots(draft, book, findings) if terms.drafts else None,
    )


def _take_export(
    workbook: RawBook, receipt: Receipt, findings: Sequence[Finding], terms: Terms
) -> Intake | None:
    """Read, check and count the export of a form tool; None where a workbook is none, or nobody knows its campaign."""
    taken = take_export(workbook, receipt.file, receipt.sha256, terms.plan) if terms.plan else None
    if taken is None:
        return None
    submission, found = taken.submission, (*findings, *taken.findings)
    if submission is None:
        return Intake(receipt, None, found)
    came = replace(receipt, identity=taken.identity, saved=submission.saved, online=True)
    mailed = receipt.mail.sent if receipt.mail else None
    return Intake(came, replace(submission, mailed=mailed), found)


def _plan_for(claim: Claim, terms: Terms) -> tuple[Plan | None, str]:
    """Return the plan that a form is read by, and the rules that a form of an earlier stage brings along, packed."""
    if terms.plan is None:
        return plan_inside(claim.packed), ""
    own = terms.plan.of_stage(claim.identity.stage)
    issued = plan_inside(claim.packed) if claim.identity.stage < terms.stage else None
    return (ruled_by(own, issued), pack_rules(issued)) if issued else (own, "")


def _as_came(counted: Submission, receipt: Receipt, claim: Claim) -> Submission:
    """Return a submission with what is known of how it came, and of how its form was issued."""
    mailed = receipt.mail.sent if receipt.mail else None
    return replace(counted, mailed=mailed, stems_from=claim.stems_from, issued_as=claim.issued_as)


def _as_issued(claim: Claim, book: Book, plan: Plan, issued: Plan | None) -> tuple[Book, Plan, Turnover]:
    """Return a form and the plan with the people that it was issued about, and what became of them since.

    Args:
        claim: what the form says of itself.
        book: the form as it would be issued today.
        plan: today's.
        issued: the plan that it was made by, where that is not today's.
    """
    if issued is None:
        return *_as_printed(claim, book, plan), Turnover()
    turnover = find_turnover(plan, issued, claim.identity.unit)
    then = plan_as_issued(plan, issued, turnover, claim.identity.unit)
    asked = form_for(then, claim.identity)
    assert asked is not None
    return replace(asked, identity=book.identity, plan=book.plan), then, turnover


def _as_printed(claim: Claim, book: Book, plan: Plan) -> tuple[Book, Plan]:
    """Return a form that has no plan of its own, and the plan, by the rules of counting that its fingerprint tells of."""
    assert book.identity is not None
    is_todays = book.identity.fingerprint == claim.identity.fingerprint
    for counting in () if is_todays else starmap(Counting, product(Abstentions, (False, True))):
        printed = replace(plan, campaign=plan.campaign.counted_by(counting))
        asked = form_for(printed, claim.identity)
        if asked and asked.identity and asked.identity.fingerprint == claim.identity.fingerprint:
            return replace(asked, identity=book.identity, plan=book.plan), printed
    return book, plan


def _check_unit(unit: str, issued: Plan | None, plan: Plan, file: str) -> Finding | None:
    """Return the error of a form whose branch has another code today: by its code it would be another branch's."""
    was, now = issued.branch_of.get(unit) if issued else None, plan.branch_of.get(unit)
    if was is None or now is None or squeeze(was.name) == squeeze(now.name):
        return None
    others = [branch.code for branch in plan.branches if squeeze(branch.name) == squeeze(was.name)]
    facts = {"name": was.name, "code": unit, "today": now.name}
    return f.OTHER_CODE.at(Place(file), **facts, other=others[0]) if others else None


def _without_ballots(draft: Draft, book: Book, findings: Iterable[Finding]) -> Draft:
    """Return a form as read, without sheets of ballots, which are nobody's to see, and without refused sheets."""
    refused = {finding.place.sheet for finding in findings if finding.rule.rejects is Rejects.SHEET}
    secret = {
        sheet.key for sheet in book.sheets if isinstance(sheet, Table) and sheet.row_kind is RowKind.BALLOT
    }
    kept = {
        key: sheet for key, sheet in draft.sheets.items() if key not in secret and sheet.title not in refused
    }
    return replace(draft, sheets=kept)


class Opened(NamedTuple):
    """A workbook and its parts, None where it cannot be read, and what was found on the way."""

    workbook: RawBook | None
    content: Content | None
    findings: list[Finding]


def open_workbook(envelope: Envelope, passwords: tuple[str, ...]) -> Opened:
    """Return the workbook that a file is. What the program put in when it went back is as if it were not there."""
    content = guard(envelope, passwords)
    if isinstance(content, Finding):
        return Opened(None, None, [say_by_name(content)])
    workbook = read_workbook(content)
    if isinstance(workbook, Finding):
        return Opened(None, None, [*content.findings, say_by_name(workbook)])
    return Opened(without_returned(workbook), content, [*content.findings, *workbook.findings])


def _identify(claim: Claim, stated: tuple[Identity, ...], plan: Plan | None, file: str) -> Book | Finding:
    """Return the form that a workbook says it is, or why it is none of this campaign's, or more than one."""
    if len(stated) > 1:
        return f.SEVERAL_FORMS.at(Place(file), found=name_forms(stated, plan))
    identity = claim.identity
    if plan is None:
        return f.NO_FORM.at(Place(file))
    if identity.campaign != plan.campaign.code:
        return f.OTHER_CAMPAIGN.at(Place(file), found=identity.campaign, expected=plan.campaign.code)
    book = form_for(plan, identity)
    if book is None:
        listed = {COMMITTEE, *(branch.code for branch in plan.branches)}
        why = f.NOT_ASKED if identity.unit in listed else f.UNIT_UNKNOWN
        remedy = f.CHECK_PLAN if why == f.NOT_ASKED else _remedy_for(claim, plan)
        step = label_of(STEPS, identity.step)
        return f.NO_UNIT.at(Place(file), unit=identity.unit, step=step, why=why, remedy=remedy)
    return book


def _remedy_for(claim: Claim, plan: Plan) -> T:
    """Return what can be done about a form of a unit that the plan does not have in the stage."""
    unit = claim.identity.unit
    if known := plan.everybody.last_known.get(unit):
        heir = plan.branch_of.get(plan.everybody.heir_of(unit, plan.branch_of))
        facts = {"name": known.name, "heir": heir.name if heir else ""}
        return (f.TAKEN_OVER if heir else f.NOT_THEN).filled(**facts)
    issued = plan_inside(claim.packed) if claim.packed else None
    was = issued.branch_of.get(unit) if issued else None
    now = [one.code for one in plan.branches if was and squeeze(one.name) == squeeze(was.name)]
    if was and len(now) == 1:
        return f.RECODED.filled(name=was.name, before=unit, now=now[0])
    return f.CHECK_PLAN
