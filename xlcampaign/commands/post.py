"""What was posted is kept, as it stands in the last summary's public workbook, and said: that it is, then what came of it."""

import hashlib
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder, public_of
from xlcampaign.commands.collect import Opened, open_plan, stage_of
from xlcampaign.commands.mail import refuse_unknown
from xlcampaign.commands.merge import Options, report_on
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.posted import differing_from, read_posted, write_posted
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.settle import refuse_open
from xlcampaign.commands.summarised import read_summarised, summarised_in
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.layout import choices
from xlcampaign.model.message import MessageKind
from xlcampaign.model.posting import Posting
from xlcampaign.model.results import Report
from xlcampaign.sending.postings import outcome_text, posting_text
from xlcampaign.tally.posted import checksum_of_page, lines_of


class Posted(NamedTuple):
    """A page that was posted, the text about it, and what is to be said of the plan, and of an older text changed by hand."""

    posting: Posting
    text: Path
    findings: tuple[Finding, ...]


def make_posting(folder: Folder, options: Options, progress: Progress, first: date, last: date) -> Posted:
    """Keep what was posted of a stage, and write the text that is posted beside it.

    Args:
        folder: the campaign's.
        options: which stage, and how files are read.
        progress: told how many files are read.
        first: the first day on which it hangs.
        last: the last day.

    Raises:
        Stop: there is no summary of what is in the inbox now, what was posted before cannot be read, the plan's text has
            placeholders that nobody can fill in, or something cannot be written.
    """
    opened = open_plan(folder, options.engine, options.stage)
    refuse_unknown(opened, MessageKind.POSTING)
    stage = stage_of(opened, options.stage)
    public = public_of(folder.summary(stage))
    with alone_in(folder.posted(stage).parent), alone_in(public.parent):
        before = read_posted(folder, stage)
        lines = lines_of(_summarised(folder, opened, options, stage, progress))
        with writing(public):
            workbook = hashlib.sha256(public.read_bytes()).hexdigest()
        posting = Posting(first, last, checksum_of_page(lines), workbook, lines)
        text = posting_text(opened.plan, stage, posting)
        written = _write(folder, opened, stage, MessageKind.POSTING, text)
        write_posted(folder, stage, (*before, posting))
    return Posted(posting, *written)


def make_outcome(folder: Folder, options: Options, progress: Progress) -> Posted:
    """Write what came of what was posted: objections, corrections and the final list.

    Args:
        folder: the campaign's.
        options: which stage, of which day, and how files are read.
        progress: told how many files are read.

    Raises:
        Stop: nothing was posted, its time is not over, something is not decided, or the page is another one by now; and
            whatever keeps a page from being posted.
    """
    opened = open_plan(folder, options.engine, options.stage)
    refuse_unknown(opened, MessageKind.OUTCOME)
    stage = stage_of(opened, options.stage)
    postings = read_posted(folder, stage)
    if not postings:
        raise Stop(s.NEVER_POSTED.at(Place(), stage=stage))
    last = postings[-1]
    if options.as_of <= last.last:
        raise Stop(s.STILL_POSTED.at(Place(), last=str(last.last)))
    with alone_in(folder.summary(stage).parent):
        report = _summarised(folder, opened, options, stage, progress)
        refuse_open(report, s.OUTCOME_OPEN)
        if differs := list(differing_from(last, lines_of(report), s.OUTCOME_DIFFERS)):
            raise Stop(*differs)
        text = outcome_text(opened.plan, stage, postings, len(report.ledger.registers.objections))
        return Posted(last, *_write(folder, opened, stage, MessageKind.OUTCOME, text))


def _summarised(folder: Folder, opened: Opened, options: Options, stage: int, progress: Progress) -> Report:
    """Return the report of the last summary.

    Raises:
        Stop: there is none of what is in the inbox now.
    """
    report = report_on(folder, opened, options, progress, of_nothing=True)
    summarised = read_summarised(folder.summarised(stage))
    is_of_this = summarised and summarised.made_from == summarised_in(report).made_from
    if not (is_of_this and public_of(folder.summary(stage)).is_file()):
        raise Stop(s.NOTHING_TO_POST.at(Place(), stage=stage))
    return report


def _write(
    folder: Folder, opened: Opened, stage: int, kind: MessageKind, text: bytes
) -> tuple[Path, tuple[Finding, ...]]:
    lang = opened.plan.campaign.language
    target = folder.text(stage, choices.label_of(choices.MESSAGES, kind).say(lang))
    aside = Outputs(folder, lang).put_data(target, text)
    return target, (*opened.warnings, *filter(None, [aside]))
