"""What the inbox holds of forms that are issued again."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from xlcampaign.commands.collect import Collected
from xlcampaign.commands.merge import Tallied
from xlcampaign.forms.reissue import Received
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.submission import SheetDraft, Submission
from xlcampaign.model.versions import Source

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
                    _counting(source, drafts[source.file][key], numbers)
                    for source in selection.chosen.get(FormSheet(slot, key), ())
                    if key in drafts[source.file]
                )
                for key in {key for submission in listed for key in submission.parts}
            }
            tied = frozenset(one.key for one in selection.tied if one.slot == slot)
            received[slot] = Received(tuple(listed), sheets, tied)
    return received


def _counting(source: Source, sheet: SheetDraft, numbers: _Numbers) -> SheetDraft:
    """Return a sheet with the rows that count, and in them what older versions said; numbered as the program does."""
    part = source.part
    is_all = len(part.lines) == len(source.submission.parts[sheet.key].lines)
    rows = {line.row for line in part.lines}
    entries = {entry.row: entry.values for entry in part.entries}
    records = []
    for record in sheet.records:
        if is_all or record.row in rows:
            number = numbers.get((source.file, sheet.title, record.row))
            filled = {
                **record.values,
                **entries.get(record.row, {}),
                **({"number": number} if number else {}),
            }
            records.append(replace(record, values=filled))
    return replace(sheet, records=tuple(records))
