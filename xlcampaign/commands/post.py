"""What was posted is kept: the page as it stands in the last summary's public workbook, and for how long."""

import hashlib
from datetime import date

from xlcampaign.campaign import Folder, public_of
from xlcampaign.commands.collect import open_plan, stage_of
from xlcampaign.commands.merge import Options, report_on
from xlcampaign.commands.posted import read_posted, write_posted
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.summarised import read_summarised, summarised_in
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.model.posting import Posting
from xlcampaign.tally.posted import checksum_of_page, lines_of


def make_posting(folder: Folder, options: Options, first: date, last: date, progress: Progress) -> Posting:
    """Keep what was posted of a stage, and return it.

    Args:
        folder: the campaign's.
        options: which stage, and how files are read.
        first: the first day on which it hangs.
        last: the last day.
        progress: told how many files are read.

    Raises:
        Stop: there is no summary of what is in the inbox now, what was posted before cannot be read, or it cannot be kept.
    """
    opened = open_plan(folder, options.engine)
    stage = stage_of(opened, options.stage)
    public = public_of(folder.summary(stage))
    with alone_in(folder.posted(stage).parent):
        before = read_posted(folder, stage)
        report = report_on(folder, opened, options, progress, of_nothing=True)
        summarised = read_summarised(folder.summarised(stage))
        known = summarised_in(report)
        if not (summarised and summarised.made_from == known.made_from and public.is_file()):
            raise Stop(s.NOTHING_TO_POST.at(Place(), stage=stage))
        with writing(public):
            workbook = hashlib.sha256(public.read_bytes()).hexdigest()
        lines = lines_of(report)
        posting = Posting(first, last, checksum_of_page(lines), workbook, lines)
        write_posted(folder, stage, (*before, posting))
    return posting
