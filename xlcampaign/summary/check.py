"""The check workbook: what came and what did not, what is wrong with it, whether all of it is accounted for."""

from pathlib import Path

from xlcampaign.model.briefing import Briefing
from xlcampaign.model.results import Report
from xlcampaign.summary.contents import SHEETS, context_of
from xlcampaign.summary.frame import write_sheets
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, write_workbook

_KEYS = ("submissions", "superseded", "findings", "reconciliation")


def write_check(target: Path, report: Report, briefing: Briefing) -> str:
    """Write the check workbook of a stage: four sheets of its summary, in the plan's language, as values.

    The formulas of these sheets go by other sheets of the summary, which are not here.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    context = context_of(report, briefing, live=False)
    campaign, stage = report.plan.campaign.name, report.plan.stage_of(report.stage).name
    title = context.say(T(f"{campaign}　{stage}核查结果", f"{campaign}: {stage}, what was checked"))
    sheets = [sheet for sheet in SHEETS if sheet.key in _KEYS]

    def fill(book: Workbook) -> None:
        write_sheets(book, context, sheets)

    return write_workbook(target, title, report.as_of, fill, live=False)
