"""What the inbox holds of forms that are issued again."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.commands.collect import Collected
from xlcampaign.commands.merge import Tallied
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.forms.reissue import Received
from xlcampaign.layout.changes import say_changes
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.forms import form_for, unit_title
from xlcampaign.layout.sheet import Book
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, meeting_key
from xlcampaign.model.results import Excess
from xlcampaign.model.scale import Counting
from xlcampaign.model.submission import BLANK, SheetDraft, SheetPart, Submission
from xlcampaign.model.versions import Selection, Source, Why
from xlcampaign.reading.changes import find_changes
from xlcampaign.words import T, listing_of

_Numbers = Mapping[tuple[str, str, int], str]
"""The numbers of pledges by file, tab and Excel row: those that were added have none on the form."""

_MOST_NAMED = 10
"""How many units a finding names."""

_Void = Mapping[tuple[str, str], set[str]]
"""The ways of which the votes do not count, since their meeting does not, by file and tab."""


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
        if not submission.online:
            versions[submission.identity.slot].append(submission)
    received = {}
    for slot, listed in versions.items():
        if any(part.filled for submission in listed for part in submission.parts.values()):
            sheets: dict[str, tuple[SheetDraft, ...]] = {}
            void, apart = set(), set()
            counting = _counting_of(slot, selection, outdated, plan)
            for key in {key for submission in listed for key in submission.parts}:
                drafted = []
                chosen = selection.chosen.get(FormSheet(slot, key), ())
                for source in (one for one in chosen if not one.submission.online):
                    ways = outdated.get((source.file, source.part.title), set())
                    void |= {key} if ways else set()
                    if source.submission.counting != counting and _goes_by_rules(source, outdated, plan):
                        apart.add(key)
                    elif key in drafts[source.file]:
                        own = _counting(source, drafts[source.file][key], numbers)
                        own = _with_zeros(source.file, own, zeros)
                        drafted.append(_without_votes(source.part, own, ways, plan))
                sheets[key] = (*drafted, *_lost_in(slot, key, selection, drafts))
            tied = frozenset(one.key for one in selection.tied if one.slot == slot)
            received[slot] = Received(
                tuple(listed), sheets, tied, frozenset(void), counting, frozenset(apart)
            )
    return received


def _counting_of(slot: Slot, selection: Selection, void: _Void, plan: Plan) -> Counting | None:
    """Return the rules of counting by which the votes that count of a form were cast last; None where there are none."""
    cast = (
        source.submission
        for (of, _), sources in selection.chosen.items()
        for source in sources
        if of == slot and _goes_by_rules(source, void, plan)
    )
    newest = max(cast, key=lambda one: (one.version or 0, one.file), default=None)
    return newest.counting if newest else None


def _goes_by_rules(source: Source, void: _Void, plan: Plan) -> bool:
    """Tell whether votes on a sheet count that would come to something else by other rules of counting."""
    part, ways = source.part, void.get((source.file, source.part.title), set())
    held = {key: meeting_key(plan.kind_of(key[0]), key[2]) for key in (*part.marks, *part.tallies)}
    scales = {way.meeting_key: plan.scale_of[way.scale] for way in plan.ways}
    marked = {held[key] for key, counts in part.marks.items() if any(mark != BLANK for mark in counts)}
    typed = (
        held[key] for key, tally in part.tallies.items() if any(v is not None for v in tally.votes.values())
    )
    agreed = (way for way in marked if scales[way].derived)
    return not ways.issuperset({*agreed, *typed, *part.ballots})


class Printed(NamedTuple):
    """A form as it is issued, and the plan that is printed on it."""

    book: Book
    plan: Plan


def as_cast(book: Book, plan: Plan, known: Known | None, received: Received | None) -> Printed:
    """Return a form with the rules of counting by which the votes were cast that it comes with.

    What a number means is read from the form that it stands on: under other rules, votes that nobody touched would
    come to something else.

    Args:
        book: the form as it is issued to somebody of whom nothing was received.
        plan: today's.
        known: what came of earlier steps, with which it is pre-filled.
        received: what was received of the form; None where nothing was.
    """
    if received is None or received.counting in {None, plan.campaign.counting}:
        return Printed(book, plan)
    assert book.identity is not None
    assert received.counting is not None
    then = replace(plan, campaign=plan.campaign.counted_by(received.counting))
    own = form_for(then, book.identity, known)
    assert own is not None
    return Printed(own, then)


def say_cast(printed: Iterable[Printed], plan: Plan) -> Iterator[Finding]:
    """Say which forms are issued by other rules of counting than today's, those of the same rules together."""
    units: dict[tuple[T, Counting], list[str]] = defaultdict(list)
    for book, then in printed:
        if then.campaign.counting != plan.campaign.counting:
            assert book.identity is not None
            units[book.title, then.campaign.counting].append(
                unit_title(plan, book.identity.unit).say(plan.campaign.language)
            )
    for (form, counting), names in units.items():
        then = replace(plan, campaign=plan.campaign.counted_by(counting))
        changes = say_changes(find_changes(pack(then), pack(plan)))
        named = listing_of(names, _MOST_NAMED)
        yield x.AS_CAST.at(Place(), units=named, number=len(names), form=form, changes=changes)


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
