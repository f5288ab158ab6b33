"""The summary workbook: what a stage comes to, sheet by sheet, every figure live or traceable."""

from pathlib import Path

from xlcampaign.layout.form_book import IDENTITY_SHEET
from xlcampaign.model.results import Report
from xlcampaign.summary.contents import SHEETS, context_of
from xlcampaign.summary.dispatch import told_inside
from xlcampaign.summary.frame import write_sheets
from xlcampaign.summary.sealed import sealed_by
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, write_workbook


def write_summary(target: Path, report: Report, *, live: bool = True) -> str:
    """Write the summary of a stage, in the plan's language; equal reports give equal bytes.

    Args:
        target: where to put it.
        report: what it says.
        live: whether figures are formulas over counts and rules, or values alone.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    context = context_of(report, live=live)
    campaign, stage = report.plan.campaign.name, report.plan.stage_of(report.stage).name
    title = context.say(T(f"{campaign}　{stage}评星汇总", f"{campaign}: {stage}"))

    def fill(book: Workbook) -> None:
        if sealed := sealed_by(context):
            book.state(context.say(sealed))
        write_sheets(book, context, SHEETS)
        if context.plan.campaign.unit_code:
            book.hide(IDENTITY_SHEET, told_inside(context, book.noted, book.stated))

    return write_workbook(target, title, report.as_of, fill, live=live)
