"""What the inbox holds of forms that are issued again."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from xlcampaign.address import Address
from xlcampaign.commands.collect import Collected
from xlcampaign.commands.merge import Tallied
from xlcampaign.forms.reissue import Received
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.plan import Plan, meeting_key
from xlcampaign.model.results import Excess
from xlcampaign.model.submission import SheetDraft, SheetPart, Submission
from xlcampaign.model.versions import Selection, Source, Why

_Numbers = Mapping[tuple[str, str, int], str]
"""The numbers of pledges by file, tab and Excel row: those that were added have none on the form."""


def received_of(collected: Collected, tallied: Tallied, plan: Plan) -> Mapping[Slot, Received]:
    """Return what was received of each form of which anything was filled in, as far as it counts."""
    selection, ledger = tallied.selection, tallied.known.ledger
    numbers = {(p.place.file, p.place.sheet, p.place.row): p.number for p in ledger.registers.pledges}
    outdated: dict[tuple[str, str], set[str]] = defaultdict(set)
    for votes in ledger.outdated:
        outdated[votes.place.file, votes.place.sheet].add(votes.way)
    zeros = {
        (one.place.file, one.place.sheet, cell)
        for one in ledger.misfits
        if one.excess is Excess.ZEROS
        for cell in one.place.cells
    }
    drafts = {draft.file: draft.sheets for draft in collected.drafts}
    versions: dict[Slot, list[Submission]] = defaultdict(list)
    for submission in collected.submissions:
        versions[submission.identity.slot].append(submission)
    received = {}
    for slot, listed in versions.items():
        if any(part.filled for submission in listed for part in submission.parts.values()):
            sheets: dict[str, tuple[SheetDraft, ...]] = {}
            void = set()
            for key in {key for submission in listed for key in submission.parts}:
                drafted = []
                for source in selection.chosen.get(FormSheet(slot, key), ()):
                    ways = outdated.get((source.file, source.part.title), set())
                    void |= {key} if ways else set()
                    if key in drafts[source.file]:
                        counting = _counting(source, drafts[source.file][key], numbers)
                        counting = _with_zeros(source.file, counting, zeros)
                        drafted.append(_without_votes(source.part, counting, ways, plan))
                sheets[key] = (*drafted, *_lost_in(slot, key, selection, drafts))
            tied = frozenset(one.key for one in selection.tied if one.slot == slot)
            received[slot] = Received(tuple(listed), sheets, tied, frozenset(void))
    return received


def _lost_in(
    slot: Slot, key: str, selection: Selection, drafts: Mapping[str, Mapping[str, SheetDraft]]
) -> Iterator[SheetDraft]:
    """Yield the rows of a sheet that withdraw what nobody said, and so lose what else is typed on them."""
    for ruling in selection.rulings:
        if (ruling.slot, ruling.key, ruling.why) == (slot, key, Why.LOST) and key in drafts[ruling.file]:
            rows = {cell.row for cell in ruling.place.cells}
            sheet = drafts[ruling.file][key]
            yield replace(sheet, records=tuple(one for one in sheet.records if one.row in rows))


def _without_votes(part: SheetPart, sheet: SheetDraft, ways: set[str], plan: Plan) -> SheetDraft:
    """Return a sheet without the votes on some ways: they are those of a meeting that does not count any longer."""
    names = {at: key for key, at in part.columns.items()}
    void: dict[int, set[str]] = defaultdict(set)
    for key, tally in part.tallies.items():
        if meeting_key(plan.kind_of(key[0]), key[2]) in ways:
            void[part.rows[part.line_of(key)]] |= {names[at] for at in tally.columns}
    records = (
        replace(record, values={k: v for k, v in record.values.items() if k not in void[record.row]})
        for record in sheet.records
    )
    return replace(sheet, records=tuple(records))


def _with_zeros(file: str, sheet: SheetDraft, zeros: Container[tuple[str, str, Address]]) -> SheetDraft:
    """Return a sheet with a 0 in the cells that were left blank and can mean nothing else."""
    records = []
    for record in sheet.records:
        blank = (
            key for key, at in sheet.columns.items() if (file, sheet.title, at.in_row(record.row)) in zeros
        )
        records.append(replace(record, values={**record.values, **dict.fromkeys(blank, 0)}))
    return replace(sheet, records=tuple(records))


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
