"""Chosen sheets to a ledger: counts added up, derived votes derived, both accounts kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Entry, Plan, Scale, StepKey, SubjectKind, Voters, Way, WayKey
from xlcampaign.model.results import Excess, Ledger, Misfit, Outdated
from xlcampaign.model.submission import (
    ASIDE,
    BLANK,
    OWN,
    Cells,
    Counts,
    Key,
    Likeness,
    Mark,
    Marks,
    Meeting,
    Submission,
    Tally,
)
from xlcampaign.model.versions import Selection, Source
from xlcampaign.tally.meetings import Meetings
from xlcampaign.tally.registers import register
from xlcampaign.tally.select import chosen_parts
from xlcampaign.tally.twice import settle_twice


class AccountsDisagreeError(Exception):
    """Marks were lost or invented between reading and counting: a defect, and no summary may come of it."""


@dataclass
class _Sums:
    """The ledger while it is added up."""

    counts: dict[Key, dict[Mark, int]] = field(default_factory=dict)
    rejected: set[Key] = field(default_factory=set)
    sources: dict[Key, Place] = field(default_factory=dict)
    meetings: dict[tuple[str, str], Meeting] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    cells: dict[str, Cells] = field(default_factory=lambda: defaultdict(Cells))
    marks: dict[str, Marks] = field(default_factory=lambda: defaultdict(Marks))
    written: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    misfits: list[Misfit] = field(default_factory=list)
    likeness: dict[tuple[str, str], Likeness] = field(default_factory=dict)
    outdated: list[Outdated] = field(default_factory=list)

    def reject(self, file: str, accepted: int) -> None:
        """Count so many cells of a file, accepted so far, as rejected."""
        self.cells[file] += Cells(accepted=-accepted, rejected=accepted)


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
    sums = _Sums()
    for submission in sorted(submissions, key=lambda s: s.file):
        if submission.identity.stage == stage:
            for part in submission.parts.values():
                sums.cells[submission.file] += part.cells
    _reject_tied(sums, selection)
    registers = register(selection, plan, stage)
    for flaw in registers.flaws:
        if flaw.place.file in sums.cells:
            sums.reject(flaw.place.file, flaw.rejected)
    ways = {(way.kind, way.key): way for way in plan.ways}
    settled = settle_twice(chosen_parts(selection), plan, stage)
    for one in settled.twice:
        sums.reject(one.place.file, one.cells)
    for slot, sheets in settled.forms.items():
        _add_form(sums, slot, sheets, selection, plan, ways)
    for file, written in sums.written.items():
        if sums.marks[file].total != written:
            raise AccountsDisagreeError(file, sums.marks[file].total, written)
    return Ledger(
        sums.counts,
        frozenset(sums.rejected),
        sums.sources,
        sums.meetings,
        sums.texts,
        dict(sums.cells),
        dict(sums.marks),
        dict(sums.written),
        tuple(sorted(sums.misfits, key=lambda m: (m.place, m.excess))),
        registers,
        sums.likeness,
        tuple(sorted(sums.outdated, key=attrgetter("place", "way"))),
        settled.twice,
    )


def _reject_tied(sums: _Sums, selection: Selection) -> None:
    """Where none of several files can be said to be newer, what they say there is rejected."""
    for tied in selection.tied:
        for side in tied.sides:
            if side.place.file in sums.cells:
                sums.reject(side.place.file, side.accepted)


def _add_form(
    sums: _Sums,
    slot: Slot,
    sheets: Mapping[str, tuple[Source, ...]],
    selection: Selection,
    plan: Plan,
    ways: Mapping[tuple[SubjectKind, WayKey], Way],
) -> None:
    unit = slot.unit if slot.step is StepKey.EVALUATION else COMMITTEE
    held = Meetings(slot, sheets, selection)
    sums.meetings |= {(unit, key): meeting for key, meeting in held.newest.items()}
    for source in (source for sources in sheets.values() for source in sources):
        sums.texts |= source.part.texts
        sums.rejected |= source.part.rejected
        _add_sources(sums, source, plan, ways)
        if source.part.marks and _ballots_fit(sums, source, held):
            _add_marks(sums, source, plan, ways)
            sums.likeness |= {(unit, key): likeness for key, likeness in source.part.likeness.items()}
        for key, tally in source.part.tallies.items():
            way = ways[plan.kind_of(key[0]), key[2]]
            if held.is_outdated(source, way.meeting_key):
                continue
            base = _base(sums, source, held.of(source, way.meeting_key), way, key)
            if base is None:
                _reject(sums, source, key, tally)
            else:
                _add_tally(sums, source, key, tally, base, plan.scale_of[way.scale])
    sums.outdated += held.outdated


def _add_marks(
    sums: _Sums, source: Source, plan: Plan, ways: Mapping[tuple[SubjectKind, WayKey], Way]
) -> None:
    sums.written[source.file] += source.part.written
    for key, counts in source.part.marks.items():
        scale = plan.scale_of[ways[plan.kind_of(key[0]), key[2]].scale]
        _add_counts(sums, source, key, counts, scale)


def _ballots_fit(sums: _Sums, source: Source, held: Meetings) -> bool:
    """Tell whether a sheet's ballots fit the valid ones; if not, the whole sheet is taken out."""
    part = source.part
    if any(held.is_outdated(source, way) for way in part.ballots):
        return False
    for way, entered in part.ballots.items():
        meeting = held.of(source, way)
        valid = meeting.valid if meeting else None
        place = Place(source.file, part.title)
        if valid is not None and entered < valid:
            sums.misfits.append(Misfit(Excess.SHORT, way, "", place, entered, valid))
        if valid is None or entered > valid:
            if valid is not None:
                sums.misfits.append(Misfit(Excess.BALLOTS, way, "", place, entered, valid))
            sums.rejected |= part.marks.keys()
            sums.reject(source.file, part.cells.accepted)
            return False
    return True


def _base(sums: _Sums, source: Source, meeting: Meeting | None, way: Way, key: Key) -> int | None:
    """Return how many valid ballots there are on a subject; None where the way has no sound number."""
    part, subject = source.part, key[0]
    if meeting is None or meeting.valid is None:
        return None
    if way.kind is SubjectKind.BRANCH or way.voters is not Voters.MEMBERS:
        return meeting.valid
    stated = part.bases.get(subject)
    if stated is not None and stated > meeting.valid:
        place = Place(source.file, part.title, (part.columns["base"].in_row(part.rows[subject]),))
        misfit = Misfit(Excess.BASE, subject, "", place, stated, meeting.valid)
        if misfit not in sums.misfits:
            sums.misfits.append(misfit)
            sums.reject(source.file, 1)
        return None
    attended = part.attended.get(subject)
    if stated is None and attended is not None:
        return max(meeting.valid - attended, 0)
    return stated


def _add_sources(
    sums: _Sums, source: Source, plan: Plan, ways: Mapping[tuple[SubjectKind, WayKey], Way]
) -> None:
    """Note all cells that are typed for each count of a sheet; of ballots the columns, so that no ballot is told."""
    part = source.part
    columns: dict[str, list[Address]] = defaultdict(list)
    for name, column in sorted(part.columns.items(), key=itemgetter(1)):
        columns[name.partition(".")[0]].append(column)
    for key in (*part.rejected, *part.marks, *part.tallies):
        subject, star, way = key
        typed = columns[star] or columns[way]
        is_ballot = ways[plan.kind_of(subject), way].entry is Entry.BALLOTS
        row = 0 if is_ballot else part.rows.get(part.line_of(key), 0)
        place = Place(source.file, part.title, tuple(column.in_row(row) for column in typed))
        sums.sources[key] = min(sums.sources.get(key, place), place)


def _place(source: Source, key: Key) -> Place:
    """Return the first cell that is typed for a tally, or the column of a count."""
    part = source.part
    row = part.rows.get(part.line_of(key), 0)
    columns = part.tallies[key].columns if key in part.tallies else ()
    first = columns[0] if columns else part.columns.get(key[1]) or part.columns.get(key[2])
    return Place(source.file, part.title, (first.in_row(row),) if first else ())


def _add_counts(sums: _Sums, source: Source, key: Key, counts: Counts, scale: Scale) -> None:
    into = sums.counts.setdefault(key, {})
    for mark, number in counts.items():
        into[mark] = into.get(mark, 0) + number
    sums.marks[source.file] += tally_marks(counts, scale)


def tally_marks(counts: Counts, scale: Scale) -> Marks:
    """Return how many marks count, do not count, or are blank."""
    unmarked = {BLANK, OWN, ASIDE, *(grade.key for grade in scale.uncounted)}
    blank = counts.get(BLANK, 0)
    counted = sum(number for mark, number in counts.items() if mark not in unmarked)
    return Marks(counted, sum(counts.values()) - counted - blank, blank)


def _reject(sums: _Sums, source: Source, key: Key, tally: Tally) -> None:
    """Take a subject's tally out: all its accepted cells count as rejected."""
    sums.rejected.add(key)
    sums.reject(source.file, sum(votes is not None for votes in tally.votes.values()))


def _add_tally(sums: _Sums, source: Source, key: Key, tally: Tally, base: int, scale: Scale) -> None:
    if any(tally.votes.get(grade.key) is None for grade in scale.tallied):
        return  # a blank number of votes is no result, and never 0
    counts: dict[Mark, int] = {grade: votes or 0 for grade, votes in tally.votes.items()}
    rest = base - sum(counts.values())
    if rest < 0:
        sums.misfits.append(_misfit(Excess.VOTES, source, key, counts, base))
        _reject(sums, source, key, tally)
        return
    if scale.derived:
        counts[scale.derived.key] = rest
    elif rest:
        sums.misfits.append(_misfit(Excess.REST, source, key, counts, base))
        counts[BLANK] = rest
    into = dict(sums.counts.get(key, {}))
    for mark, number in counts.items():
        into[mark] = into.get(mark, 0) + number
    sums.counts[key] = into
    sums.marks[source.file] += tally_marks(counts, scale)
    sums.written[source.file] += base


def _misfit(excess: Excess, source: Source, key: Key, counts: Counts, base: int) -> Misfit:
    return Misfit(excess, key[0], key[1], _place(source, key), sum(counts.values()), base)
