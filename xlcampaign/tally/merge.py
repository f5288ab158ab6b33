"""Chosen sheets to a ledger: counts added up, derived votes derived, both accounts kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import attrgetter, itemgetter

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Excess, Ledger, Misfit, Proposal
from xlcampaign.model.submission import Key, Marks, Submission
from xlcampaign.model.typed import Places, TypedOn
from xlcampaign.model.versions import Selection, Source
from xlcampaign.tally.meetings import Meetings
from xlcampaign.tally.registers import register
from xlcampaign.tally.select import chosen_parts
from xlcampaign.tally.sums import Sums, Ways, by_way
from xlcampaign.tally.twice import settle_twice
from xlcampaign.tally.votes import add_marks, add_tallies, any_typed, reject_tallies, say_away


class AccountsDisagreeError(Exception):
    """Marks were lost or invented between reading and counting: a defect, and no summary may come of it."""


def merge_parts(submissions: tuple[Submission, ...], selection: Selection, plan: Plan, stage: int) -> Ledger:
    """Return the ledger of a stage from the chosen sheets.

    Args:
        submissions: all that were read; each file's input cells are in the account, chosen or not.
        selection: which file counts for each sheet.
        plan: the campaign's plan.
        stage: the stage whose forms are merged; others are left alone.

    Raises:
        AccountsDisagreeError: the counts do not add up to the cells they came from.
    """
    sums = Sums(rated=_rated(plan))
    for submission in sorted(submissions, key=lambda s: s.file):
        if submission.identity.stage == stage:
            for part in submission.parts.values():
                sums.cells[submission.file] += part.cells
    _reject_unselected(sums, selection)
    registers = register(selection, plan, stage)
    for flaw in registers.flaws:
        if flaw.place.file in sums.cells:
            sums.reject(flaw.place.file, flaw.rejected)
    ways = {(way.kind, way.key): way for way in plan.ways}
    settled = settle_twice(chosen_parts(selection), plan, stage)
    for one in settled.twice:
        sums.reject(one.place.file, 0 if one.settled else one.cells)
    for slot, sheets in settled.forms.items():
        _add_form(sums, slot, sheets, selection, plan, ways)
    _add_standing(sums, selection, stage)
    marks = sums.marks
    _check_accounts(marks, sums.written)
    return Ledger(
        sums.shared.by_subject(sums.counts),
        frozenset(sums.rejected),
        Places(sums.shared.by_subject(sums.sources)),
        sums.meetings,
        {about: text for about, text in {**registers.put_off, **sums.texts}.items() if _is_due(plan, *about)},
        dict(sums.cells),
        marks,
        dict(sums.written),
        _all_misfits(sums, plan, ways),
        registers,
        sums.likeness,
        tuple(sorted(sums.outdated, key=attrgetter("place", "way"))),
        settled.twice,
        frozenset(registers.put_off.keys() - sums.texts.keys()),
        sums.unread,
        settled.elsewhere,
        sums.besides,
    )


def _check_accounts(marks: Mapping[str, Marks], written: Mapping[str, int]) -> None:
    """Make sure that counts add up to the cells that they came from."""
    for file, number in written.items():
        total = marks[file].total if file in marks else 0
        if total != number:
            raise AccountsDisagreeError(file, total, number)


def _rated(plan: Plan) -> frozenset[str]:
    """Return who gets a result."""
    members = (one.code for branch in plan.branches for one in plan.rated_members(branch.code))
    return frozenset((*plan.branch_of, *members))


def _is_due(plan: Plan, subject: str, what: str) -> bool:
    """Tell whether a text may ask for something: no other level for whoever gets none."""
    member = plan.member_of.get(subject)
    return what != Proposal.OVERRIDE or member is None or member.graded


def _reject_unselected(sums: Sums, selection: Selection) -> None:
    """Reject what several files say of which none is newer, and what is lost on rows that withdraw what nobody said."""
    sides = [(side.place.file, side.accepted) for tied in selection.tied for side in tied.sides]
    lost = [(ruling.file, ruling.lost) for ruling in selection.rulings]
    for file, accepted in (*sides, *lost):
        if file in sums.cells:
            sums.reject(file, accepted)


def _add_standing(sums: Sums, selection: Selection, stage: int) -> None:
    """Note what was proposed in earlier versions and still stands."""
    for one in selection.standing:
        if one.slot.stage == stage and (one.subject, one.what) not in sums.texts:
            sums.texts[one.subject, one.what] = one.text
            if one.reason:
                sums.texts.setdefault((one.subject, "reason"), one.reason)


def _add_form(
    sums: Sums,
    slot: Slot,
    sheets: Mapping[str, tuple[Source, ...]],
    selection: Selection,
    plan: Plan,
    ways: Ways,
) -> None:
    unit = slot.unit if slot.step is StepKey.EVALUATION else COMMITTEE
    held = Meetings(slot, sheets, selection)
    members = [one.code for one in plan.members_in(unit)]
    sums.meetings |= {(unit, key): meeting for key, meeting in held.dated().items()}
    for source in (source for sources in sheets.values() for source in sources):
        sums.texts |= source.part.texts
        sums.unread |= _unread(source)
        sums.rejected |= source.part.rejected
        _add_sources(sums, source)
        if not (source.part.marks or source.part.tallies) or not _ballots_fit(sums, source, held):
            continue
        sums.likeness |= {(unit, key): likeness for key, likeness in source.part.likeness.items()}
        if source.part.marks:
            sums.written[source.file] += source.part.written
            for way, stated in by_way(source.part.marks, plan, ways):
                meeting = held.of(source, way.meeting_key)
                add_marks(sums, source, way, plan.scale_of[way.scale], meeting, stated)
                say_away(sums, source, way, meeting, members)
        for way, tallies in by_way(source.part.tallies, plan, ways):
            outdated = held.outdated_of(source, way.meeting_key, typed=any_typed(tallies))
            if outdated is None:
                meeting = held.of(source, way.meeting_key)
                add_tallies(sums, source, way, plan.scale_of[way.scale], meeting, tallies)
                say_away(sums, source, way, meeting, members)
            elif outdated.newer:
                reject_tallies(sums, source, tallies)
    sums.outdated += held.outdated


def _all_misfits(sums: Sums, plan: Plan, ways: Ways) -> tuple[Misfit, ...]:
    found = (*sums.misfits, *_without_a_vote(sums, plan, ways))
    return tuple(sorted(found, key=lambda m: (m.place, m.excess)))


def _without_a_vote(sums: Sums, plan: Plan, ways: Ways) -> Iterator[Misfit]:
    """Yield, by sheet and way, the stars that have no vote but those that the scale does not count."""
    found: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    places: dict[Key, tuple[Address, ...]] = {}
    for key in sorted(sums.abstained):
        subject, rated = sums.shared.apart(key)
        way, place = ways[plan.kind_of(subject), key[2]], sums.sources[subject][rated].place_of(key)
        if way.weight:
            places[key] = place.cells
            found[place.file, place.sheet, way.meeting_key].append(key)
    for (file, sheet, way_key), keys in found.items():
        cells = sorted({cell for key in keys for cell in places[key]})
        named = tuple(dict.fromkeys(subject for subject, *_ in keys))
        yield Misfit(Excess.NO_VOTE, way_key, "", Place(file, sheet, tuple(cells)), len(keys), 0, named)


def _unread(source: Source) -> dict[tuple[str, str], Place]:
    """Return the cells of a sheet that propose what was not taken, by subject and column."""
    part, file = source.part, source.file
    return {
        about: Place(file, part.title, (cell,)) for about, cell in part.unread.items() if about in part.texts
    }


def _ballots_fit(sums: Sums, source: Source, held: Meetings) -> bool:
    """Tell whether a sheet's ballots fit the valid ones; if not, the whole sheet is taken out."""
    part = source.part
    for way, entered in part.ballots.items():
        if outdated := held.outdated_of(source, way, typed=True):
            if outdated.newer:
                _reject_sheet(sums, source)
            return False
        meeting = held.of(source, way)
        valid = meeting.valid if meeting else None
        if valid is None or entered > valid:
            if valid is not None:
                number = part.columns["ballot"]
                beyond = tuple(number.in_row(row) for row in part.ballot_rows[valid:])
                place = Place(source.file, part.title, beyond)
                sums.misfits.append(Misfit(Excess.BALLOTS, way, "", place, entered, valid))
            _reject_sheet(sums, source)
            return False
    return True


def _reject_sheet(sums: Sums, source: Source) -> None:
    """Take all that was accepted on a sheet of ballots out."""
    sums.rejected |= source.part.marks.keys() | source.part.tallies.keys()
    sums.reject(source.file, source.part.cells.accepted)


def _add_sources(sums: Sums, source: Source) -> None:
    """Note on which sheet each of its counts is typed; of ballots no rows, so that no ballot is told."""
    part = source.part
    columns: dict[str, list[Address]] = defaultdict(list)
    for name, column in sorted(part.columns.items(), key=itemgetter(1)):
        columns[name if source.submission.online else name.partition(".")[0]].append(column)
    typed = TypedOn(
        source.file,
        part.title,
        sums.shared.mapping({name: tuple(own) for name, own in columns.items()}),
        {} if part.ballots else part.rows,
        by_star=bool(part.subject),
    )
    for key in (*part.rejected, *part.marks, *part.tallies):
        subject, rated = sums.shared.apart(key)
        sums.sources[subject].setdefault(rated, typed)
