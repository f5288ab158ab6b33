"""The plan workbook to a draft, and a draft without errors to a Plan."""

from collections.abc import Collection

from xlcampaign.findings.finding import Finding
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_of
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import Draft
from xlcampaign.reading.form import read_book
from xlcampaign.reading.grid import RawBook


def read_plan(workbook: RawBook, file: str) -> tuple[Draft, list[Finding]]:
    """Return the draft of a plan workbook, and what was found while reading."""
    return read_book(workbook, plan_book({}, {}), file)


def build_plan(draft: Draft, retired: Collection[str] = ()) -> Plan:
    """Return the plan that a draft without errors states; codes that are left blank are none that was retired."""
    rows = {key: [record.values for record in sheet.records] for key, sheet in draft.sheets.items()}
    [settings] = rows.pop("campaign")
    return plan_of(settings, rows, retired)
