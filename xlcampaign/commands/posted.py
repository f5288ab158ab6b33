"""Which pages of a stage were posted, in a file of its own; a later merge says in what its page differs from the last."""

from collections.abc import Iterator

from xlcampaign.campaign import Folder
from xlcampaign.commands.acts import SpoiltError, read_act, write_act
from xlcampaign.commands.writing import writing
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.model.posting import PostedLine, Posting
from xlcampaign.model.results import Report
from xlcampaign.tally.posted import lines_of, since_posted
from xlcampaign.words import T, bracketed, enumerated, same
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
        last = posted[-1]
        differs = since_posted(last.lines, lines_of(report))
        words = (s.NEWLY_POSTED, s.NO_LONGER_POSTED, s.POSTED_AS_OTHER)
        said = [text.filled(names=_named(lines)) for text, lines in zip(words, differs, strict=True) if lines]
        if said:
            changes = T("；".join(one.zh for one in said), "; ".join(one.en for one in said))
            days = {"first": str(last.first), "last": str(last.last)}
            yield s.POSTED_OTHERWISE.at(Place(), **days, changes=changes)


def _named(lines: tuple[PostedLine, ...]) -> T:
    names = enumerated(_name(line) for line in lines[:_MOST_NAMES])
    more = "…" if len(lines) > _MOST_NAMES else ""
    return T(names.zh + more, names.en + more)


def _name(line: PostedLine) -> T:
    """Return somebody by name and branch, and for what, where that is an honour."""
    who = same(line.name) if line.name == line.branch else bracketed(line.name, line.branch)
    return T(f"{who.zh} {line.honour}".strip(), f"{who.en} {line.honour}".strip())
