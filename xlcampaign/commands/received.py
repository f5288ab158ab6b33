"""What the inbox holds of forms that are issued again."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from xlcampaign.commands.collect import Collected
from xlcampaign.commands.merge import Tallied
from xlcampaign.forms.reissue import Received
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.results import Selection
from xlcampaign.model.submission import Record, SheetDraft, Submission

_Numbers = Mapping[tuple[str, str, int], str]
"""The numbers of pledges by file, tab and Excel row: those that were added have none on the form."""


def received_of(collected: Collected, tallied: Tallied) -> Mapping[Slot, Received]:
    """Return what was received of each form of which anything was filled in, as far as it counts."""
    selection, pledges = tallied.selection, tallied.known.ledger.registers.pledges
    numbers = {(p.place.file, p.place.sheet, p.place.row): p.number for p in pledges}
    drafts = {draft.file: draft.sheets for draft in collected.drafts}
    versions: dict[Slot, list[Submission]] = defaultdict(list)
    for submission in collected.submissions:
        versions[submission.identity.slot].append(submission)
    received = {}
    for slot, listed in versions.items():
        if any(part.filled for submission in listed for part in submission.parts.values()):
            sheets = {
                key: tuple(
                    _counting(file, drafts[file][key], rows, numbers)
                    for file, rows in _sources(selection, FormSheet(slot, key))
                    if key in drafts[file]
                )
                for key in {key for submission in listed for key in submission.parts}
            }
            tied = frozenset(key for place, key, _ in selection.tied if place == slot)
            received[slot] = Received(tuple(listed), sheets, tied)
    return received


def _sources(selection: Selection, sheet: FormSheet) -> list[tuple[str, frozenset[int] | None]]:
    """Return the files from which a sheet comes, each with the Excel rows that it gives; None for all of them."""
    chosen = selection.chosen.get(sheet)
    return [(chosen.file, None)] if chosen else []


def _counting(file: str, sheet: SheetDraft, rows: frozenset[int] | None, numbers: _Numbers) -> SheetDraft:
    """Return a sheet with the rows that count; those that the program numbered bear their numbers."""
    counting = (record for record in sheet.records if rows is None or record.row in rows)
    return replace(
        sheet,
        records=tuple(_numbered(record, numbers.get((file, sheet.title, record.row))) for record in counting),
    )


def _numbered(record: Record, number: str | None) -> Record:
    return replace(record, values={**record.values, "number": number}) if number else record
