"""What is wrong inside one form beyond its single cells."""

from collections.abc import Iterator
from itertools import pairwise

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.forms import MEETING
from xlcampaign.layout.sheet import Book
from xlcampaign.model.submission import Draft, Record, SheetDraft

CHAIN = ("valid", "returned", "issued", "present")


def _place(draft: Draft, sheet: SheetDraft, record: Record, column: str) -> Place:
    return Place(draft.file, sheet.title, f"{sheet.letters.get(column, 'A')}{record.row}")


def check_chain(draft: Draft, book: Book) -> Iterator[Finding]:
    """Valid ≤ returned ≤ issued ≤ present on every row of the meeting sheet; one finding a row."""
    sheet = draft.sheets.get(MEETING)
    if sheet is None:
        return
    table = book.table_of(MEETING)
    for record in sheet.records:
        known = [(key, record.values[key]) for key in CHAIN if isinstance(record.values.get(key), int)]
        for (key, found), (other, limit) in pairwise(known):
            if isinstance(found, int) and isinstance(limit, int) and found > limit:
                yield c.CHAIN.at(
                    _place(draft, sheet, record, key),
                    column=table.column_of(key).title,
                    found=found,
                    other=table.column_of(other).title,
                    limit=limit,
                )
                break


def check_attendance(draft: Draft, book: Book) -> Iterator[Finding]:
    """Nobody is present who was not due; that alone rejects nothing."""
    sheet = draft.sheets.get(MEETING)
    if sheet is None:
        return
    table = book.table_of(MEETING)
    for record in sheet.records:
        present, due = record.values.get("present"), record.values.get("due")
        if isinstance(present, int) and isinstance(due, int) and present > due:
            facts = {"column": table.column_of("present").title, "other": table.column_of("due").title}
            place = _place(draft, sheet, record, "present")
            yield c.ATTENDANCE.at(place, **facts, found=present, limit=due)


def check_proposals(draft: Draft, book: Book) -> Iterator[Finding]:  # noqa: ARG001 -- checks share one shape
    """A proposal to change a level gives its reason."""
    for sheet in draft.sheets.values():
        for record in sheet.records:
            proposed = record.values.get("override") and "reason" in sheet.letters
            if proposed and not record.values.get("reason") and "reason" not in record.bad:
                place = _place(draft, sheet, record, "reason")
                yield r.NEEDS_REASON.at(place, found=str(record.values.get("name", record.subject)))


CHECKS = (check_chain, check_attendance, check_proposals)


def check_form(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what is wrong inside one form."""
    for check in CHECKS:
        yield from check(draft, book)
