"""The plan and everything that lies in the inbox: what check and merge begin with."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlcampaign import engine
from xlcampaign.campaign import Folder
from xlcampaign.commands.intake import Intake, Terms, take_in_by, take_plan
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Receipt
from xlcampaign.model.submission import Submission
from xlcampaign.reading.plan import build_plan

Progress = Callable[[int], None]
"""Told how many files have been read so far."""

_WHY = {
    engine.Failure.TIMEOUT: f.TOOK_TOO_LONG,
    engine.Failure.DIED: f.DIED,
    engine.Failure.RAISED: f.DEFECT,
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


def read_passwords(file: Path) -> tuple[str, ...]:
    """Return the passwords that a file lists, one a line, in UTF-8 or as Chinese Windows writes text.

    Raises:
        Stop: it cannot be read as text.
    """
    try:
        data = file.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    except (OSError, ValueError) as error:
        raise Stop(o.NO_PASSWORDS.at(Place(), file=file.name)) from error
    return tuple(line for line in text.splitlines() if line)


def open_plan(folder: Folder) -> Opened:
    """Return a campaign's plan; it is parsed in a worker like anything else that may be damaged.

    Raises:
        Stop: it cannot be read, or it has errors; all of them are in the exception.
    """
    envelope = read_envelope(folder.plan.name, folder.plan)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    [outcome] = engine.run(take_plan, [envelope], folder.passwords, jobs=1)
    draft, findings = outcome.result or (None, [_crashed(outcome)])
    ordered = sort_findings(findings)
    if draft is None or any(finding.is_error for finding in ordered):
        raise Stop(*ordered)
    return Opened(build_plan(draft), hashlib.sha256(envelope.data).hexdigest(), ordered)


def collect(
    envelopes: Iterable[Envelope | Finding],
    plan: Plan | None,
    jobs: int,
    progress: Progress,
    passwords: tuple[str, ...] = (),
) -> Collected:
    """Read every file in isolated workers and return what they say, in the order of the files.

    Args:
        envelopes: the files; each is taken when its turn comes.
        plan: the campaign's plan, or None to go by the plan inside each form.
        jobs: how many files are read at a time.
        progress: told how many are done.
        passwords: what to try on encrypted files, in order.
    """
    early: list[Finding] = []
    intakes: list[Intake] = []
    outcomes = engine.run(
        take_in_by, _readable(envelopes, early), Terms(plan, passwords), jobs, lambda given: len(given.data)
    )
    for done, outcome in enumerate(outcomes, 1):
        intakes.append(outcome.result or _failed(outcome))
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


def _failed(outcome: engine.Outcome[Envelope, Intake]) -> Intake:
    envelope = outcome.given
    sha256 = hashlib.sha256(envelope.data).hexdigest()
    return Intake(Receipt(envelope.name, sha256, len(envelope.data), None), None, (_crashed(outcome),))


def _crashed(outcome: engine.Outcome[Envelope, Any]) -> Finding:
    why = _WHY[outcome.failure or engine.Failure.DIED]
    return f.CRASHED.at(Place(outcome.given.name), why=why.filled(what=outcome.error))


def stage_of(opened: Opened, stage: int | None) -> int:
    """Return the stage that a command is about: the one named, or the plan's current one.

    Raises:
        Stop: the plan has no such stage.
    """
    number = opened.plan.campaign.stage if stage is None else stage
    if number not in {known.number for known in opened.plan.stages}:
        raise Stop(o.NO_STAGE.at(Place(), stage=number))
    return number
