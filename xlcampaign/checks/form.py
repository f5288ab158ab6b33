"""What is wrong inside one form beyond its single cells."""

from collections.abc import Iterator
from itertools import pairwise

from xlcampaign.address import FIRST
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.lists import LISTS
from xlcampaign.layout.meeting import BALLOT_CHAIN, MEETING
from xlcampaign.layout.sheet import Book
from xlcampaign.model.submission import Draft, Record, SheetDraft


def _place(draft: Draft, sheet: SheetDraft, record: Record, column: str) -> Place:
    return Place(draft.file, sheet.title, (sheet.columns.get(column, FIRST).in_row(record.row),))


def check_meeting(draft: Draft, book: Book) -> Iterator[Finding]:
    """Valid ≤ returned ≤ issued ≤ present on every row, one error a row; who was present rejects nothing."""
    sheet = draft.sheets.get(MEETING)
    if sheet is None:
        return
    table = book.table_of(MEETING)
    for record in sheet.records:
        known = [key for key in BALLOT_CHAIN if isinstance(record.values.get(key), int)]
        broken = [pair for pair in pairwise(known) if _exceeds(record, *pair)]
        found = [(*pair, c.CHAIN) for pair in broken[:1]]
        if _exceeds(record, "present", "due"):
            found.append(("present", "due", c.ATTENDANCE))
        for key, other, rule in found:
            titles = {"column": table.column_of(key).title, "other": table.column_of(other).title}
            numbers = {"found": str(record.values[key]), "limit": str(record.values[other])}
            yield rule.at(_place(draft, sheet, record, key), **titles, **numbers, chain=LISTS["chain"])
        present, due = record.values.get("present"), record.values.get("due")
        if isinstance(present, int) and isinstance(due, int) and 3 * present < 2 * due:
            place = _place(draft, sheet, record, "present")
            yield c.FEW_PRESENT.at(place, found=present, limit=due)


def _exceeds(record: Record, key: str, other: str) -> bool:
    found, limit = record.values.get(key), record.values.get(other)
    return isinstance(found, int) and isinstance(limit, int) and found > limit


def check_proposals(draft: Draft, book: Book) -> Iterator[Finding]:  # noqa: ARG001 -- checks share one shape
    """A proposal to change a level gives its reason."""
    for sheet in draft.sheets.values():
        for record in sheet.records:
            proposed = record.values.get("override") and "reason" in sheet.columns and not record.withdrawn
            if proposed and not record.values.get("reason") and "reason" not in record.bad:
                place = _place(draft, sheet, record, "reason")
                yield r.NEEDS_REASON.at(place, found=str(record.values.get("name", record.subject)))


CHECKS = (check_meeting, check_proposals)


def check_form(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what is wrong inside one form."""
    for check in CHECKS:
        yield from check(draft, book)
