"""The summary workbook: what a stage comes to, sheet by sheet, every figure live or traceable."""

from pathlib import Path

from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Report
from xlcampaign.out.book import Workbook, write_workbook
from xlcampaign.out.summary.accounts import write_findings, write_reconciliation, write_sources
from xlcampaign.out.summary.atlas import Atlas
from xlcampaign.out.summary.baselines import write_baselines
from xlcampaign.out.summary.boards import write_board
from xlcampaign.out.summary.comments import write_comments
from xlcampaign.out.summary.counts import write_counts
from xlcampaign.out.summary.decisions import write_decisions
from xlcampaign.out.summary.goals import write_goals
from xlcampaign.out.summary.meetings import write_meetings
from xlcampaign.out.summary.outcomes import write_outcomes
from xlcampaign.out.summary.overview import write_overview
from xlcampaign.out.summary.pledges import write_pledges
from xlcampaign.out.summary.publication import write_publication
from xlcampaign.out.summary.quality import write_quality
from xlcampaign.out.summary.recommended import write_recommended
from xlcampaign.out.summary.rectification import write_rectification
from xlcampaign.out.summary.rectification_ledger import write_rectification_ledger
from xlcampaign.out.summary.rules import write_rules
from xlcampaign.out.summary.scores import write_scores
from xlcampaign.out.summary.submissions import write_submissions
from xlcampaign.out.summary.whatif import write_whatif
from xlcampaign.words import T


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
