"""Whether anybody abstained, where a form leaves the question open and answers it all the same."""

from collections.abc import Sequence
from dataclasses import replace

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.meeting import ABSTAINED, MEETING
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.model.submission import Draft, Record
from xlcampaign.reading.fields import shown_in
from xlcampaign.reading.header import one_line


def with_abstained(draft: Draft, book: Book, findings: Sequence[Finding]) -> tuple[Draft, list[Finding]]:
    """Return a form, and what was found, with 有 for a blank cell of 有无弃权 if abstentions are filled in for the way.

    Only 有 opens these cells. Where they are blank too, nobody can tell.

    Args:
        draft: the form as read.
        book: its declaration.
        findings: what was found in it.
    """
    sheet = draft.sheets.get(MEETING)
    if sheet is None or ABSTAINED.key not in sheet.columns:
        return draft, list(findings)
    records, notes = [], {}
    for record in sheet.records:
        is_open = ABSTAINED.key not in record.values and ABSTAINED.key not in record.bad
        if is_open and not record.withdrawn and _counts_apart(draft, book, record):
            cell = sheet.columns[ABSTAINED.key].in_row(record.row)
            place, value = Place(draft.file, sheet.title, (cell,)), shown_in(ABSTAINED, "yes")
            title = one_line(ABSTAINED.title)
            notes[place] = c.REPAIRED.at(place, column=title, found=c.BLANK, value=value)
            record = replace(record, values={**record.values, ABSTAINED.key: "yes"})  # noqa: PLW2901 -- read on
        records.append(record)
    said = [finding for finding in findings if finding.place not in notes]
    sheets = {**draft.sheets, MEETING: replace(sheet, records=tuple(records))}
    return replace(draft, sheets=sheets), [*said, *notes.values()]


def _counts_apart(draft: Draft, book: Book, meeting: Record) -> bool:
    """Tell whether any number of abstentions is filled in for the way that a row of the meeting is about."""
    for table in book.sheets:
        drafted = draft.sheets.get(table.key)
        if drafted is None or not isinstance(table, Table):
            continue
        own = [one for one in table.columns if one.mark and one.mark.meeting_key == meeting.subject]
        apart = {one.key for one in own if one.mark and one.mark.grade and one.rest is None}
        if len(apart) < len(own) and any(not apart.isdisjoint(one.values) for one in drafted.records):
            return True
    return False
