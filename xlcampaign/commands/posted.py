"""Which pages of a stage were posted, in a file of its own; a later merge says in what its page differs from the last."""

from collections.abc import Iterator

from xlcampaign.campaign import Folder
from xlcampaign.commands.acts import SpoiltError, read_act, write_act
from xlcampaign.commands.writing import writing
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Finding, Place, Rule, Stop
from xlcampaign.layout.posting import say_differences
from xlcampaign.model.posting import PostedLine, Posting
from xlcampaign.model.results import Report
from xlcampaign.tally.posted import lines_of, since_posted
from xlcampaign.workbook.replacing import replaced

_MOST_NAMES = 12


def read_posted(folder: Folder, stage: int) -> tuple[Posting, ...]:
    """Return which pages were posted, in order.

    Raises:
        Stop: nobody can tell.
    """
    file = folder.posted(stage)
    try:
        return read_act(file, tuple[Posting, ...]) or ()
    except SpoiltError as error:
        name = file.relative_to(folder.root).as_posix()
        raise Stop(s.POSTED_SPOILT.at(Place(), file=name)) from error


def write_posted(folder: Folder, stage: int, postings: tuple[Posting, ...]) -> None:
    """Keep which pages were posted; whoever calls this is alone there.

    Raises:
        Stop: they cannot be kept.
    """
    file = folder.posted(stage)
    with writing(file), replaced(file) as new:
        write_act(new, postings)


def warn_of_posted(folder: Folder, report: Report) -> Iterator[Finding]:
    """Yield in what a stage's page differs from the one that was posted last, by name, or that nobody can tell."""
    try:
        posted = read_posted(folder, report.stage)
    except Stop as stop:
        yield from stop.findings
        return
    if posted:
        yield from differing_from(posted[-1], lines_of(report), s.POSTED_OTHERWISE)


def differing_from(posting: Posting, lines: tuple[PostedLine, ...], rule: Rule) -> Iterator[Finding]:
    """Yield in what a page differs from one that was posted, by name, if it does."""
    words = (s.NEWLY_POSTED, s.NO_LONGER_POSTED, s.POSTED_AS_OTHER)
    if changes := say_differences(since_posted(posting.lines, lines), words, _MOST_NAMES):
        yield rule.at(Place(), first=str(posting.first), last=str(posting.last), changes=changes)
