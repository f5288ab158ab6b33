"""The plan and everything that lies in the inbox: what check and merge begin with."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.checks.alike import once
from xlcampaign.commands.intake import (
    AT_ONCE,
    Intake,
    Left,
    Parcel,
    PlanTerms,
    TakenIn,
    Terms,
    Unpacked,
    note_scans,
    note_scans_beside,
    open_parcel,
    receipt_of,
    take_plan,
)
from xlcampaign.commands.kept import Kept
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.retired import retired_codes
from xlcampaign.engine import Attempt, Engine, Failure
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import folder_rules as b
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Severity, Stop, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.opening import InnerPath, may_hold
from xlcampaign.model.dispatch import Upward
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Receipt
from xlcampaign.model.sharing import Shared
from xlcampaign.model.submission import Draft, Submission
from xlcampaign.reading.plan import build_plan
from xlcampaign.words import Lang, T, listing_of

_FOR_PLANS = 10
"""How much longer than a form the coordinator's own plan may take: it may list tens of thousands of people."""
_WHY = {
    Failure.TIMEOUT: f.TOOK_TOO_LONG,
    Failure.DIED: f.DIED,
    Failure.RAISED: f.DEFECT,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign's plan, its hash, and what was noted about it (never an error)."""

    plan: Plan
    sha256: str
    findings: tuple[Finding, ...]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What whoever hands anything out by this plan is told first."""
        return warnings_in(self.findings)


def warnings_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings that are more than notes."""
    return tuple(finding for finding in findings if finding.rule.severity is not Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Collected:
    """What was read from files.

    Attributes:
        receipts: of every file.
        submissions: the forms, counted.
        findings: what was found.
        plans: the forms' own, where none was given.
        drafts: where asked for, the forms as they were read, without ballots.
        upward: where asked for, what files tell of units, by their names.
    """

    receipts: tuple[Receipt, ...]
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    plans: tuple[Plan, ...] = ()
    drafts: tuple[Draft, ...] = ()
    upward: Mapping[str, Upward] = field(default_factory=dict)

    def findings_in(self, stage: int) -> tuple[Finding, ...]:
        """Return what was found, but for what concerns the forms of other stages: it was said in its own time."""
        others = {s.file for s in self.submissions if s.identity.stage != stage}
        return tuple(finding for finding in self.findings if finding.place.file not in others)


def read_passwords(file: Path) -> tuple[str, ...]:
    """Return the passwords that a file lists, one a line, in UTF-8 or as Chinese Windows writes text.

    One with spaces around it is also tried without them.

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
    lines = [line for line in text.splitlines() if line]
    return tuple(dict.fromkeys(password for line in lines for password in (line, line.strip()) if password))


def open_plan(folder: Folder, engine: Engine, stage: int | None = None) -> Opened:
    """Return a campaign's plan, and what is to be said of it at a stage; by default at its current one.

    Raises:
        Stop: it cannot be read, or it has errors; all of them are in the exception.
    """
    envelope = read_envelope(folder.plan.name, folder.plan)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    terms = PlanTerms(folder.passwords, stage, retired_codes(folder))
    draft, findings = draft_in(folder, envelope, terms, engine)
    return Opened(build_plan(draft, terms.retired), hashlib.sha256(envelope.data).hexdigest(), findings)


def draft_in(
    folder: Folder, envelope: Envelope, terms: PlanTerms, engine: Engine
) -> tuple[Draft, tuple[Finding, ...]]:
    """Return the draft of a campaign's own plan without errors, and what was noted about it.

    Raises:
        Stop: it cannot be read, and which copies of it there are; or it has errors, all of them.
    """
    try:
        return open_draft(envelope, terms, engine)
    except Stop as stop:
        raise Stop(*(_of_plan(finding, folder) for finding in stop.findings)) from stop


def _of_plan(finding: Finding, folder: Folder) -> Finding:
    """Return what is said of a plan: of one that cannot be opened not what is said of a form, which can be sent again."""
    if finding.rule not in {f.DAMAGED, f.NOT_A_WORKBOOK}:
        return finding
    copies = listing_of(path.name for path in _copies(folder))
    remedy = b.COPIES.filled(copies=copies, file=folder.plan.name) if copies.zh else b.NO_COPY
    why = T(*(finding.says(lang) for lang in Lang))
    return b.PLAN_BROKEN.at(finding.place, why=why, remedy=remedy)


def _copies(folder: Folder) -> list[Path]:
    """Return the workbooks that are called like the plan and something more, the newest first."""
    plan = folder.plan
    found = (path for path in folder.root.glob(f"{plan.stem}*{plan.suffix}") if path != plan)
    return sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))


def open_draft(envelope: Envelope, terms: PlanTerms, engine: Engine) -> tuple[Draft, tuple[Finding, ...]]:
    """Return the draft of a plan without errors, and what was noted about it.

    It is parsed in a worker like anything else that may be damaged.

    Raises:
        Stop: it cannot be read, or it has errors; all of them are in the exception.
    """
    [outcome] = engine.run(take_plan, [envelope], terms, patience=_FOR_PLANS)
    draft, findings = outcome.result or (None, [crashed(envelope.name, outcome.failure, outcome.error)])
    ordered = sort_findings(once(findings))
    if draft is None or any(finding.is_error for finding in ordered):
        raise Stop(*ordered)
    return draft, ordered


def collect(
    envelopes: Iterable[Envelope | Finding],
    terms: Terms,
    engine: Engine,
    progress: Progress,
    kept: Kept | None = None,
) -> Collected:
    """Read every file, and whatever lies in archives and mails, in isolated workers; in the order of the files.

    Args:
        envelopes: the files; each is taken when its turn comes.
        terms: what all of them are read by.
        engine: where they are read.
        progress: told how many are done.
        kept: what became of files in earlier runs by the same plan, for the same stage.
    """
    early: list[Finding] = []
    intakes: list[Intake] = []
    for number, found in enumerate(_open_all(_readable(envelopes, early), terms, engine, kept), 1):
        intakes += found
        progress.done(number)
    intakes = note_scans_beside(intakes)
    findings = [finding for intake in intakes for finding in intake.findings]
    return Collected(
        tuple(intake.receipt for intake in intakes if intake.receipt),
        tuple(intake.submission for intake in intakes if intake.submission),
        (*early, *findings),
        tuple(intake.plan for intake in intakes if intake.plan),
        tuple(intake.draft for intake in intakes if intake.draft),
        {intake.receipt.file: intake.upward for intake in intakes if intake.receipt and intake.upward},
    )


def _open_all(
    envelopes: Iterable[Envelope], terms: Terms, engine: Engine, kept: Kept | None
) -> Iterator[list[Intake]]:
    """Yield what becomes of each file and of what lies in it, in their order; what is known of earlier runs is not read."""
    shared = Shared()
    waiting: deque[list[Intake] | None] = deque()

    def unknown() -> Iterator[Parcel]:
        for envelope in envelopes:
            known = kept.get(envelope) if kept else None
            waiting.append(known and [_sharing(intake, shared) for intake in known])
            if known is None:
                yield Parcel(envelope, AT_ONCE)

    for outcome in engine.run(open_parcel, unknown(), terms, _weight):
        while (known := waiting.popleft()) is not None:
            yield known
        unpacked = outcome.result or _list_contents(outcome, terms, engine)
        done = [*unpacked.intakes, *_open_rest(outcome.given, unpacked, terms, engine)]
        intakes = note_scans(sorted(done, key=attrgetter("path")))
        if kept:
            kept.put(outcome.given.envelope, intakes)
        yield [_sharing(intake, shared) for intake in intakes]
    yield from (known for known in waiting if known is not None)


def _sharing(intake: Intake, shared: Shared) -> Intake:
    return replace(intake, submission=shared.submission(intake.submission)) if intake.submission else intake


def _readable(envelopes: Iterable[Envelope | Finding], early: list[Finding]) -> Iterator[Envelope]:
    for envelope in envelopes:
        if isinstance(envelope, Finding):
            early.append(envelope)
        else:
            yield envelope


def _list_contents(outcome: Attempt[Parcel, Unpacked], terms: Terms, engine: Engine) -> Unpacked:
    """Return the names of what lies in a file on which a worker failed; if that fails too, the failure is the file's."""
    envelope = outcome.given.envelope
    if may_hold(envelope):
        for listed in engine.run(open_parcel, [Parcel(envelope, most=0)], terms):
            if listed.result and listed.result.left != (Left((), envelope.name),):
                return listed.result
    return Unpacked((TakenIn((), _failed(envelope.name, outcome, receipt_of(envelope))),))


def _open_rest(parcel: Parcel, unpacked: Unpacked, terms: Terms, engine: Engine) -> Iterator[TakenIn]:
    """Yield what becomes of the files in an archive or mailbox that were left for later.

    They are read some at a time; where a worker fails, one by one, so that a file costs only itself.
    """
    names = dict(unpacked.left)
    paths = list(names)
    some = [paths[at : at + AT_ONCE] for at in range(0, len(paths), AT_ONCE)]
    for several, outcome in zip(some, _run(parcel, some, terms, engine), strict=True):
        if outcome.result:
            yield from outcome.result.intakes
            continue
        singly = [[path] for path in several]
        for (path,), single in zip(singly, _run(parcel, singly, terms, engine), strict=True):
            if single.result:
                yield from single.result.intakes
            else:
                yield TakenIn(path, _failed(names[path], single))


def _run(
    parcel: Parcel, paths: list[list[InnerPath]], terms: Terms, engine: Engine
) -> Iterator[Attempt[Parcel, Unpacked]]:
    parcels = [replace(parcel, wanted=frozenset(several)) for several in paths]
    return engine.run(open_parcel, parcels, terms, _weight)


def _weight(parcel: Parcel) -> int:
    return len(parcel.envelope.data)


def _failed(name: str, outcome: Attempt[Parcel, Unpacked], receipt: Receipt | None = None) -> Intake:
    return Intake(receipt, None, (crashed(name, outcome.failure, outcome.error),))


def crashed(name: str, failure: Failure | None, error: str) -> Finding:
    """Return what is to be said of a file on which a worker failed."""
    why = _WHY[failure or Failure.DIED]
    return f.CRASHED.at(Place(name), why=why.filled(what=error))


def stage_of(opened: Opened, stage: int | None) -> int:
    """Return the stage that a command is about: the one named, or the plan's current one.

    Raises:
        Stop: the plan has no such stage.
    """
    number = opened.plan.campaign.stage if stage is None else stage
    if number not in {known.number for known in opened.plan.stages}:
        raise Stop(o.NO_STAGE.at(Place(), stage=number))
    return number
