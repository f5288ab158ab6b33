"""One file of the inbox, and what lies in it, from bytes to submissions: what a worker runs."""

import hashlib
from dataclasses import dataclass, replace

from xlcampaign.checks.ballots import check_ballots
from xlcampaign.checks.form import check_form
from xlcampaign.checks.plan import check_plan
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.guard import guard
from xlcampaign.inbox.opening import InnerPath, open_envelope
from xlcampaign.layout.forms import form_for
from xlcampaign.layout.sheet import Book
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Receipt
from xlcampaign.model.submission import Draft, Submission
from xlcampaign.reading.ballots import look_at_ballots
from xlcampaign.reading.count import count_draft
from xlcampaign.reading.form import Claim, check_format, check_identity, read_book, read_identity, unpack_plan
from xlcampaign.reading.grid import Workbook, read_workbook
from xlcampaign.reading.plan import build_plan, read_plan

_PLAN = "plan.xlsx"


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file; `plan` is the form's own where none was given, no receipt: nothing could be read."""

    receipt: Receipt | None
    submission: Submission | None
    findings: tuple[Finding, ...]
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What all files of an inbox are read by: the plan, None for the one in each form; passwords to try."""

    plan: Plan | None
    passwords: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What became of what lies in a parcel, by path; and the names of what was left for later."""

    intakes: tuple[tuple[InnerPath, Intake], ...]
    left: tuple[tuple[InnerPath, str], ...] = ()


def open_parcel(parcel: Parcel, terms: Terms) -> Unpacked:
    """Open a file of the inbox and read what lies in it, as much as the parcel says.

    Args:
        parcel: the file.
        terms: what all files are read by.
    """
    intakes: list[tuple[InnerPath, Intake]] = []
    left: list[tuple[InnerPath, str]] = []
    read = 0
    for path, found in open_envelope(parcel.envelope, parcel.wanted):
        if parcel.wanted is not None and path not in parcel.wanted:
            continue
        if isinstance(found, Finding):
            intakes.append((path, Intake(None, None, (found,))))
        elif found.box:
            intakes.append((path, Intake(receipt_of(found), None, ())))
        elif read < parcel.most:
            read += 1
            intakes.append((path, take_in(found, terms.plan, terms.passwords)))
        else:
            left.append((path, found.name))
    return Unpacked(tuple(intakes), tuple(left))


def receipt_of(envelope: Envelope) -> Receipt:
    """Return the receipt of a file of which nothing more is known than that it came."""
    sha256 = hashlib.sha256(envelope.data).hexdigest()
    return Receipt(envelope.name, sha256, len(envelope.data), None, mail=envelope.mail, box=envelope.box)


def take_plan(envelope: Envelope, passwords: tuple[str, ...]) -> tuple[Draft | None, list[Finding]]:
    """Read and check a campaign's plan workbook; return its draft, None if it is no workbook, and what was found."""
    content = guard(envelope, passwords)
    workbook = content if isinstance(content, Finding) else read_workbook(content)
    if isinstance(content, Finding) or isinstance(workbook, Finding):
        return None, [finding for finding in (content, workbook) if isinstance(finding, Finding)][-1:]
    draft, findings = read_plan(workbook, envelope.name)
    checked = check_plan(draft) if draft is not None else ()
    return draft, [*content.findings, *workbook.findings, *findings, *checked]


def take_in(envelope: Envelope, plan: Plan | None, passwords: tuple[str, ...] = ()) -> Intake:
    """Read, check and count one file.

    Args:
        envelope: the file.
        plan: the campaign's plan, or None to go by the plan inside the form.
        passwords: what to try on an encrypted file.
    """
    receipt = receipt_of(envelope)
    content = guard(envelope, passwords)
    if isinstance(content, Finding):
        return Intake(receipt, None, (content,))
    intake = _take(content, receipt, plan)
    return replace(intake, findings=(*content.findings, *intake.findings))


def _take(content: Content, receipt: Receipt, plan: Plan | None) -> Intake:
    workbook = read_workbook(content)
    if isinstance(workbook, Finding):
        return Intake(receipt, None, (workbook,))
    intake = _take_workbook(workbook, receipt, plan)
    return replace(intake, findings=(*workbook.findings, *intake.findings))


def _take_workbook(workbook: Workbook, receipt: Receipt, plan: Plan | None) -> Intake:
    later = check_format(workbook, receipt.file)
    claim = None if later else read_identity(workbook)
    if claim is None:
        return Intake(receipt, None, (later or f.NO_FORM.at(Place(receipt.file)),))
    own = plan or _plan_inside(claim)
    book = _identify(claim, own, receipt.file)
    if isinstance(book, Finding) or own is None:
        finding = book if isinstance(book, Finding) else f.NO_FORM.at(Place(receipt.file))
        return Intake(receipt, None, (finding,))
    return _read(workbook, (claim, book, own), receipt, keep_plan=plan is None)


def _read(
    workbook: Workbook, known: tuple[Claim, Book, Plan], receipt: Receipt, *, keep_plan: bool
) -> Intake:
    claim, book, plan = known
    draft, findings = read_book(workbook, book, receipt.file)
    findings += check_identity(claim, book, receipt.file)
    findings += check_form(draft, book)
    ballots = look_at_ballots(draft, book)
    findings += check_ballots(draft, ballots)
    counted = count_draft(draft, book, findings, ballots, receipt.sha256)
    submission = replace(counted, mailed=receipt.mail.sent if receipt.mail else None)
    receipt = replace(receipt, identity=draft.identity, version=draft.version, modified=draft.modified)
    return Intake(receipt, submission, tuple(findings), plan if keep_plan else None)


def _identify(claim: Claim, plan: Plan | None, file: str) -> Book | Finding:
    """Return the form that a workbook says it is, or why it is none of this campaign's."""
    identity = claim.identity
    if plan is None:
        return f.NO_FORM.at(Place(file))
    if identity.campaign != plan.campaign.code:
        return f.OTHER_CAMPAIGN.at(Place(file), found=identity.campaign, expected=plan.campaign.code)
    book = form_for(plan, identity)
    if book is None:
        return f.NO_UNIT.at(Place(file), unit=identity.unit, step=identity.step)
    return book


def _plan_inside(claim: Claim) -> Plan | None:
    """Return the plan that a form carries, checked like any plan; None where it is missing or unsound."""
    workbook = unpack_plan(claim.packed)
    if workbook is None:
        return None
    draft, findings = read_plan(workbook, _PLAN)
    if draft is None or any(finding.is_error for finding in findings):
        return None
    if any(finding.is_error for finding in check_plan(draft)):
        return None
    return build_plan(draft)
