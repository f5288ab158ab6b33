"""Read and check everything, and say what was found."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.checks.alike import once
from xlcampaign.checks.inbox import check_received
from xlcampaign.checks.registers import NEEDS_ALL
from xlcampaign.checks.versions import without_answered, without_kept
from xlcampaign.commands.collect import Collected, collect, open_plan, stage_of
from xlcampaign.commands.merge import gather, merge_stage
from xlcampaign.commands.progress import Progress
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.names import Taken
from xlcampaign.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check comes to: the plan, the stage, what came, and everything that was found."""

    plan: Plan
    stage: int
    collected: Collected
    findings: tuple[Finding, ...]


def check_campaign(
    folder: Folder, stage: int | None, as_of: date, engine: Engine, progress: Progress
) -> tuple[Finding, ...]:
    """Return everything found in a campaign's plan and inbox, as of a day.

    Raises:
        Stop: the plan cannot be read or has errors.
    """
    return check_stage(folder, stage, as_of, engine, progress).findings


def check_stage(
    folder: Folder, stage: int | None, as_of: date, engine: Engine, progress: Progress
) -> Checked:
    """Return what a check of a campaign's plan and inbox comes to, as of a day.

    Raises:
        Stop: the plan cannot be read or has errors.
    """
    opened = open_plan(folder, engine)
    number = stage_of(opened, stage)
    collected = gather(folder, opened, engine, progress)
    merged = merge_stage(collected.submissions, opened.plan, number, as_of)
    received = check_received(
        collected.receipts, collected.findings, merged.results, opened.plan, number, as_of
    )
    unanswered = without_answered(collected.findings_in(number), collected.submissions, merged.selection)
    own = without_kept(unanswered, merged.selection, merged.ledger)
    findings = sort_findings((*opened.findings, *once([*own, *merged.findings]), *received))
    return Checked(opened.plan, number, collected, findings)


def check_files(
    files: tuple[Path, ...], as_of: date, engine: Engine, progress: Progress, passwords: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Return everything found in single forms, each by the plan that it carries, as of a day.

    What can only be said with all forms of a stage at hand is left to check_campaign.

    Raises:
        Stop: a file is not there.
    """
    findings: list[Finding] = []
    absent = [file for file in files if not file.is_file()]
    if absent:
        raise Stop(*(o.NO_FILE.at(Place(), file=str(file)) for file in absent))
    taken = Taken()
    envelopes = (read_envelope(taken.unique(file.name), file) for file in files)
    collected = collect(envelopes, None, engine, progress, passwords)
    read = collected.findings
    for submission, plan in zip(collected.submissions, collected.plans, strict=True):
        merged = merge_stage([submission], plan, submission.identity.stage, as_of)
        first = submission.version in {None, 1} and not submission.stems_from
        findings += (
            finding
            for finding in merged.findings
            if finding.rule not in NEEDS_ALL or (first and finding.rule == r.LOST_WITHDRAWING)
        )
        read = tuple(without_kept(read, merged.selection, merged.ledger))
    return sort_findings(once([*read, *findings]))
