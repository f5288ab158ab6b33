"""What each branch and its members are told of their results, a workbook in each branch's folder."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import Opened
from xlcampaign.commands.merge import Options, report_on
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.posted import read_posted
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.recipients import name_for, recipient_folder
from xlcampaign.commands.summarised import Summarised, read_summarised, summarised_in
from xlcampaign.commands.writing import alone_in
from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.forms.notices import write_notices
from xlcampaign.layout.feedback import RESULTS, RESULTS_BRANCH, feedback_notices
from xlcampaign.model.feedback import Feedback
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import Report, Standing
from xlcampaign.tally.feedback import feedback_of
from xlcampaign.words import listing_of

_MOST_NAMES = 12


def make_results(
    folder: Folder, opened: Opened, options: Options, stage: int, progress: Progress
) -> tuple[Finding, ...]:
    """Write what each branch and its members are told, once anybody is rated; take away what is told no more.

    It is told as it stood in the last summary. Before there is one, no result stands on the pages.

    Args:
        folder: the campaign's.
        opened: its plan.
        options: of when and how, where there is no summary.
        stage: the stage's number.
        progress: told how many files are read.

    Returns:
        What is to be said: what is still open, and older workbooks that somebody changed.

    Raises:
        Stop: plan or forms are others than those of the last summary; what was posted cannot be read; a file cannot be
            written.
    """
    last = read_summarised(folder.summarised(stage))
    options = replace(options, as_of=last.as_of) if last else options
    report = report_on(folder, opened, options, progress, of_nothing=True)
    rated = report.results.standing_of(*SubjectKind) is not Standing.AHEAD
    if last and rated and summarised_in(report) != last:
        raise Stop(m.SUMMARY_OUTDATED.at(Place(), day=str(last.as_of)))
    told = []
    if rated:
        postings, summarised = read_posted(folder, stage), last is not None
        told = [
            feedback_of(report, branch.code, summarised=summarised, postings=postings)
            for branch in report.plan.branches
        ]
    return (*_say(told, report, last), *_write(folder, report.plan, stage, told))


def _say(told: list[Feedback], report: Report, last: Summarised | None) -> Iterator[Finding]:
    """Yield what the coordinator should know before anything is sent."""
    if not told:
        return
    if last is None:
        yield m.NOT_SUMMARISED.at(Place(), stage=report.stage)
        return
    empty = [
        one.branch.subject.name
        for one in told
        if all(star.lit is None for each in one.everybody for star in each.subject.stars)
    ]
    if empty:
        names = listing_of(empty, _MOST_NAMES)
        yield m.NOTHING_TO_TELL.at(Place(), found=len(empty), names=names)
    waiting = [one.subject for feedback in told for one in feedback.everybody if one.is_open]
    if waiting:
        names = listing_of((subject.name for subject in waiting), _MOST_NAMES)
        yield m.RESULTS_OPEN.at(Place(), found=len(waiting), names=names)
    if nobodys := {one.place for one in report.ledger.registers.unclear if not one.subject}:
        yield m.NOBODYS_DECISION.at(Place(), found=len(nobodys))


def _write(folder: Folder, plan: Plan, stage: int, told: Iterable[Feedback]) -> list[Finding]:
    """Write the workbooks; return what is to be said of older ones that somebody changed."""
    lang, place = plan.campaign.language, folder.send(stage)
    by_branch = {feedback.branch.subject.code: feedback for feedback in told}
    before = {path for path in place.glob("*/*.xlsx") if path.stem.endswith(RESULTS_BRANCH.say(lang))}
    targets = {
        code: recipient_folder(folder, plan, stage, code)
        / name_for(plan, Slot(stage, plan.campaign.step, code), RESULTS, RESULTS_BRANCH)
        for code in by_branch
    }
    if not targets and not before:
        return []
    with alone_in(place, *sorted({path.parent for path in (*targets.values(), *before)})):
        outputs = Outputs(folder, lang)
        said = []
        for code, target in targets.items():
            notices = feedback_notices(plan, by_branch[code])
            made = by_branch[code].as_of
            write = partial(write_notices, title=RESULTS, notices=notices, lang=lang, made=made)
            said.append(outputs.put(target, write))
        said += map(outputs.retire, sorted(before - set(targets.values())))
    return [finding for finding in said if finding]
