"""The summary workbook: what a stage comes to, sheet by sheet, every figure live or traceable."""

from pathlib import Path

from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Report
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.leaders.boards import write_board
from xlcampaign.summary.leaders.decisions import write_decisions
from xlcampaign.summary.leaders.goals import write_goals
from xlcampaign.summary.leaders.overview import write_overview
from xlcampaign.summary.leaders.publication import write_publication
from xlcampaign.summary.leaders.recommended import write_recommended
from xlcampaign.summary.leaders.rectification import write_rectification
from xlcampaign.summary.work.baselines import write_baselines
from xlcampaign.summary.work.comments import write_comments
from xlcampaign.summary.work.counts import write_counts
from xlcampaign.summary.work.findings import write_findings
from xlcampaign.summary.work.meetings import write_meetings
from xlcampaign.summary.work.outcomes import write_outcomes
from xlcampaign.summary.work.pledges import write_pledges
from xlcampaign.summary.work.quality import write_quality
from xlcampaign.summary.work.reconciliation import write_reconciliation
from xlcampaign.summary.work.rectification_register import write_rectification_ledger
from xlcampaign.summary.work.rules import write_rules
from xlcampaign.summary.work.scores import write_scores
from xlcampaign.summary.work.sources import write_sources
from xlcampaign.summary.work.submissions import write_submissions
from xlcampaign.summary.work.whatif import write_whatif
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, write_workbook


def write_summary(target: Path, report: Report, *, live: bool = True) -> None:
    """Write the summary of a stage, in the plan's language; equal reports give equal bytes.

    Args:
        target: where to put it.
        report: what it says.
        live: whether figures are formulas over counts and rules, or values alone.

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    atlas = Atlas(report, live)
    campaign, stage = report.plan.campaign.name, report.plan.stage_of(report.stage).name
    title = atlas.say(T(f"{campaign}　{stage}评星汇总", f"{campaign}: {stage}"))

    def fill(book: Workbook) -> None:
        write_overview(book, atlas)
        write_board(book, atlas, SubjectKind.BRANCH)
        write_board(book, atlas, SubjectKind.MEMBER)
        write_goals(book, atlas)
        write_recommended(book, atlas)
        write_rectification(book, atlas)
        write_decisions(book, atlas)
        write_publication(book, atlas)
        write_scores(book, atlas)
        write_outcomes(book, atlas)
        write_quality(book, atlas)
        write_whatif(book, atlas)
        write_counts(book, atlas, SubjectKind.BRANCH)
        write_counts(book, atlas, SubjectKind.MEMBER)
        write_baselines(book, atlas)
        write_pledges(book, atlas)
        write_rectification_ledger(book, atlas)
        write_comments(book, atlas)
        write_meetings(book, atlas)
        write_submissions(book, atlas)
        write_findings(book, atlas)
        write_reconciliation(book, atlas)
        write_rules(book, atlas)
        write_sources(book, atlas)

    write_workbook(target, title, report.as_of, fill, live=live)
