"""The plan and everything that lies in the inbox: what check and merge begin with."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from xlcampaign import engine
from xlcampaign.campaign import Folder
from xlcampaign.checks.plan import check_plan
from xlcampaign.commands.intake import Intake, take_in
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.guard import guard
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Receipt
from xlcampaign.model.submission import Submission
from xlcampaign.reading.plan import build_plan, read_plan

Progress = Callable[[int], None]
"""Told how many files have been read so far."""

_WHY = {
    engine.Failure.TIMEOUT: f.TOOK_TOO_LONG,
    engine.Failure.DIED: f.DIED,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign's plan, its hash, and what was noted about it (never an error)."""

    plan: Plan
    sha256: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """What was read from files."""

    receipts: tuple[Receipt, ...]
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    plans: tuple[Plan, ...] = ()


def open_plan(folder: Folder) -> Opened:
    """Return a campaign's plan.

    Raises:
        Stop: it cannot be read, or it has errors; all of them are in the exception.
    """
    envelope = read_envelope(folder.plan.name, folder.plan)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    refused = guard(envelope)
    if refused:
        raise Stop(refused)
    draft, findings = read_plan(envelope)
    if draft is not None:
        findings += check_plan(draft)
    ordered = sort_findings(findings)
    if draft is None or any(finding.is_error for finding in ordered):
        raise Stop(*ordered)
    return Opened(build_plan(draft), hashlib.sha256(envelope.data).hexdigest(), ordered)


def collect(
    envelopes: Iterable[Envelope | Finding], plan: Plan | None, jobs: int, progress: Progress
) -> Collected:
    """Read every file in isolated workers and return what they say, in the order of the files."""
    early: list[Finding] = []
    intakes: list[Intake] = []
    for done, outcome in enumerate(engine.run(take_in, _readable(envelopes, early), plan, jobs), 1):
        intakes.append(outcome.result or _failed(outcome.given, outcome.failure))
        progress(done)
    findings = [finding for intake in intakes for finding in intake.findings]
    return Collected(
        tuple(intake.receipt for intake in intakes),
        tuple(intake.submission for intake in intakes if intake.submission),
        (*early, *findings),
        tuple(intake.plan for intake in intakes if intake.plan),
    )


def _readable(envelopes: Iterable[Envelope | Finding], early: list[Finding]) -> Iterator[Envelope]:
    for envelope in envelopes:
        if isinstance(envelope, Finding):
            early.append(envelope)
        else:
            yield envelope


def _failed(envelope: Envelope, failure: engine.Failure | None) -> Intake:
    sha256 = hashlib.sha256(envelope.data).hexdigest()
    receipt = Receipt(envelope.name, sha256, len(envelope.data), None)
    why = _WHY[failure or engine.Failure.DIED]
    return Intake(receipt, None, (f.CRASHED.at(Place(envelope.name), why=why),))


def stage_of(opened: Opened, stage: int | None) -> int:
    """Return the stage that a command is about: the one named, or the plan's current one.

    Raises:
        Stop: the plan has no such stage.
    """
    number = opened.plan.campaign.stage if stage is None else stage
    if number not in {known.number for known in opened.plan.stages}:
        raise Stop(o.NO_STAGE.at(Place(), stage=number))
    return number
