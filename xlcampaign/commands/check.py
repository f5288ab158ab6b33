"""Read and check everything, and say what was found."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.checks.alike import once
from xlcampaign.checks.registers import NEEDS_ALL
from xlcampaign.checks.versions import without_kept, without_void
from xlcampaign.commands.collect import collect, open_plan
from xlcampaign.commands.intake import Terms
from xlcampaign.commands.merge import Options, has_forms, merge_stage, report_on
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.posted import read_posted
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.settle import settle
from xlcampaign.commands.since import Since, read_seen, seen_in, write_seen
from xlcampaign.commands.summarised import read_summarised, summarised_in
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.names import Taken
from xlcampaign.model.briefing import Briefing
from xlcampaign.model.results import Report
from xlcampaign.summary.check import write_check
from xlcampaign.tally.void import find_void


def check_campaign(
    folder: Folder, stage: int | None, as_of: date, engine: Engine, progress: Progress
) -> Report:
    """Return everything found in a campaign's plan and inbox, as of a day; also where nothing came yet.

    Raises:
        Stop: the plan cannot be read or has errors.
    """
    options = Options(stage, as_of, None, strict=False, engine=engine)
    return report_on(folder, open_plan(folder, engine, stage), options, progress, of_nothing=True)


class Checked(NamedTuple):
    """The check workbook, what is to be said of an older one, and what changed since the last check."""

    workbook: Path
    aside: Finding | None
    since: Since | None


def make_check(folder: Folder, report: Report, briefing: Briefing) -> Checked:
    """Write the check workbook of a stage, of which the briefing is known, beside its summary; remember what was found.

    Raises:
        Stop: it cannot be written (somebody may have it open), or another command is writing there.
    """
    lang = report.plan.campaign.language
    target = folder.check(report.stage, lang)
    with alone_in(target.parent):
        aside = Outputs(folder, lang).put(target, partial(write_check, report=report, briefing=briefing))
        before, seen = read_seen(folder.checked(report.stage)), seen_in(report)
        with writing(folder.checked(report.stage)):
            write_seen(folder.checked(report.stage), seen)
    return Checked(target, aside, seen.since(before) if before else None)


class Merging(StrEnum):
    """What a merge would come to: a summary, the one that there is, or why there would be none."""

    POSSIBLE = "possible"
    DONE = "done"
    NOT_ISSUED = "not issued"
    NOTHING_CAME = "nothing came"
    SEALED_OTHERWISE = "sealed otherwise"


class Outlook(NamedTuple):
    """What a merge would come to, whether the stage is sealed, and the last day of its page that was posted."""

    merging: Merging
    sealed: bool = False
    posted: date | None = None


def outlook_of(folder: Folder, report: Report) -> Outlook:
    """Return what a merge of what was checked would come to."""
    stage = report.stage
    if not has_forms(report.submissions, stage):
        issued = (*folder.send(stage).glob("*/*.xlsx"), *folder.outbox(stage).rglob("*.xlsx"))
        return Outlook(Merging.NOTHING_CAME if issued else Merging.NOT_ISSUED)
    try:
        sealed = bool(settle(folder, report, None).report.sealed)
    except Stop:
        return Outlook(Merging.SEALED_OTHERWISE, sealed=True)
    last = read_summarised(folder.summarised(stage))
    is_done = last and last.made_from == summarised_in(report).made_from and folder.summary(stage).is_file()
    return Outlook(Merging.DONE if is_done else Merging.POSSIBLE, sealed, _posted_until(folder, stage))


def merged_outlook(folder: Folder, report: Report) -> Outlook:
    """Return the same of what was merged just now."""
    return Outlook(Merging.DONE, bool(report.sealed), _posted_until(folder, report.stage))


def _posted_until(folder: Folder, stage: int) -> date | None:
    """Return the last day of the page that was posted last; None where none was, or nobody can tell."""
    try:
        posted = read_posted(folder, stage)
    except Stop:  # a merge says so
        return None
    return posted[-1].last if posted else None


def check_files(
    files: tuple[Path, ...], as_of: date, engine: Engine, progress: Progress, passwords: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Return everything found in single forms, each by the plan that it carries, as of a day.

    What can only be said with all forms of a stage at hand is left to check_campaign.

    Raises:
        Stop: a file is not there.
    """
    findings: list[Finding] = []
    units: dict[str, str] = {}
    absent = [file for file in files if not file.is_file()]
    if absent:
        raise Stop(*(o.NO_FILE.at(Place(), file=str(file)) for file in absent))
    taken = Taken()
    envelopes = (read_envelope(taken.unique(file.name), file) for file in files)
    collected = collect(envelopes, Terms(None, passwords), engine, progress)
    read = collected.findings
    for submission, plan in zip(collected.submissions, collected.plans, strict=True):
        merged = merge_stage([submission], plan, submission.identity.stage, as_of)
        first = submission.version in {None, 1} and not submission.stems_from
        findings += (
            finding
            for finding in merged.findings
            if finding.rule not in NEEDS_ALL or (first and finding.rule == r.LOST_WITHDRAWING)
        )
        void = find_void([submission], merged.selection, plan)
        read = tuple(without_void(without_kept(read, merged.selection, merged.ledger), void))
        units[submission.file] = submission.identity.unit
    found = sort_findings(once([*read, *findings]))
    return tuple(replace(finding, unit=units.get(finding.place.file, "")) for finding in found)
