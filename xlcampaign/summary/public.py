"""The public workbook: boards of stars and who is recommended, with what anybody may read, and nothing else."""

from dataclasses import replace
from pathlib import Path

from xlcampaign.model.results import Report
from xlcampaign.summary.contents import SHEETS, context_of
from xlcampaign.summary.frame import write_sheets
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, write_workbook


def write_public(target: Path, report: Report) -> str:
    """Write the public workbook of a stage, in the plan's language; equal reports give equal bytes.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    context = context_of(report)
    campaign, stage = report.plan.campaign.name, report.plan.stage_of(report.stage).name
    title = context.say(T(f"{campaign}　{stage}公示", f"{campaign}: {stage}, published"))
    sheets = [replace(sheet, page=sheet.public) for sheet in SHEETS if sheet.public]

    def fill(book: Workbook) -> None:
        write_sheets(book, context, sheets)

    return write_workbook(target, title, report.as_of, fill)
