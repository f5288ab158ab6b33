"""Votes of one sheet in one way added to the ledger: marks and ballots as they are, tallies over their base."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.plan import Way
from xlcampaign.model.results import Excess, Misfit
from xlcampaign.model.scale import Abstentions, Grade, Scale
from xlcampaign.model.submission import BLANK, Counts, Key, Mark, Meeting, Tally
from xlcampaign.model.versions import Source
from xlcampaign.tally.bases import bases_of, join_others, with_others
from xlcampaign.tally.sums import Sums


def add_marks(
    sums: Sums,
    source: Source,
    way: Way,
    scale: Scale,
    meeting: Meeting | None,
    stated: Mapping[Key, Counts],
) -> None:
    """Add marks, or ballots: where whoever abstains does not agree, over the base that the form was counted by."""
    counts, entered = stated, source.part.ballots.get(way.meeting_key)
    joins = scale.derived and source.submission.counting.abstentions is Abstentions.COUNTED
    if joins and entered is not None:
        counts = _join_ballots(sums, source, way, scale, meeting, stated)
    elif joins:
        counts = {key: with_others(one, scale) for key, one in stated.items()}
    _say_short(
        sums, source, way, meeting, joined=bool(joins) and not way.leaves_out_own(source.submission.counting)
    )
    for key, one in counts.items():
        sums.add(source, key, one, scale)


def _say_short(sums: Sums, source: Source, way: Way, meeting: Meeting | None, *, joined: bool) -> None:
    """Note that fewer ballots were entered than are valid; `joined` tells that the others do not agree."""
    entered, valid = source.part.ballots.get(way.meeting_key), meeting.valid if meeting else None
    if entered is not None and valid is not None and entered < valid:
        excess, place = Excess.UNCAST if joined else Excess.SHORT, Place(source.file, source.part.title)
        sums.misfits.append(Misfit(excess, way.meeting_key, "", place, entered, valid))


def _join_ballots(
    sums: Sums,
    source: Source,
    way: Way,
    scale: Scale,
    meeting: Meeting | None,
    stated: Mapping[Key, Counts],
) -> Mapping[Key, Counts]:
    """Return the counts of ballots over their base; whoever has none is taken out."""
    joined = join_others(source, way, scale, meeting, stated)
    place = Place(source.file, source.part.title)
    if joined.unknown:
        named = tuple(sorted(joined.unknown))
        where = _where_attended(source, named)
        sums.misfits.append(Misfit(Excess.NO_BASE, way.meeting_key, "", where, 0, 0, named))
    for key in stated.keys() - joined.counts.keys():
        cells = sum(stated[key].values())
        sums.rejected.add(key)
        sums.reject(source.file, cells - stated[key].get(BLANK, 0))
        sums.written[source.file] -= cells
    for key, one in joined.counts.items():
        sums.written[source.file] += sum(one.values()) - sum(stated[key].values())
    for excess, named in ((Excess.WITH_OWN, joined.over), (Excess.APART, joined.apart)):
        if named:
            misfit = Misfit(excess, way.meeting_key, "", place, joined.most, joined.most, named)
            sums.misfits.append(misfit)
    return joined.counts


def add_tallies(
    sums: Sums,
    source: Source,
    way: Way,
    scale: Scale,
    meeting: Meeting | None,
    tallies: Mapping[Key, Tally],
) -> None:
    """Add what a sheet states of a way: each tally over its subject's base, or out with it."""
    _say_short(sums, source, way, meeting, joined=scale.derived is not None)
    part, bases = source.part, bases_of(source, way, scale, meeting, tallies)
    valid = (meeting.valid if meeting else None) or 0
    for subject, limit in bases.denied.items():
        place, stated = Place(source.file, part.title, (_cell(source, subject, "base"),)), part.bases[subject]
        against = Excess.BASE if stated > limit else Excess.BELOW
        lost = sum(_typed(tally) for key, tally in tallies.items() if key[0] == subject)
        sums.misfits.append(Misfit(against, subject, "", place, stated, limit, lost=lost))
        sums.reject(source.file, 1)
    found: dict[Excess, list[Address]] = defaultdict(list)
    for subject in bases.over:
        key = next(key for key, tally in tallies.items() if key[0] == subject and tally.total == valid)
        found[Excess.WITH_OWN] += _cells_of(source, key)[:1]
    if bases.voted:
        named, voters = bases.absent, bases.voted
        place = _where_attended(source, named)
        came = (meeting.present if meeting else None) or 0
        sums.misfits.append(Misfit(Excess.VOTERS, way.meeting_key, "", place, voters, came, named))
    for key, tally in tallies.items():
        base = bases.known.get(key[0])
        excess = None if base is None else _against_meeting(source, meeting, tally, scale)
        if excess is Excess.UNSAID:
            found[excess] += _cells_of(source, key)[:1]
        elif excess:
            found[excess] += _cells(source, key, scale.uncounted, blank=excess is Excess.UNCOUNTED)
        if base is None or excess:
            _reject(sums, source, key, tally)
        elif blank := _zeros(source, key, scale, base):
            found[Excess.ZEROS] += blank
            _add_tally(sums, source, key, _filled_up(tally), base, scale)
        else:
            _add_tally(sums, source, key, tally, base, scale)
    for excess, cells in found.items():
        place = Place(source.file, part.title, tuple(cells))
        named = bases.over if excess is Excess.WITH_OWN else ()
        sums.misfits.append(Misfit(excess, way.meeting_key, "", place, len(cells), valid, named))


def say_away(sums: Sums, source: Source, way: Way, meeting: Meeting | None, members: Collection[str]) -> None:
    """Note that members are said not to have voted though there are more valid ballots than the others can have cast."""
    part, valid = source.part, meeting.valid if meeting else None
    away = tuple(subject for subject, voted in part.attended.items() if not voted)
    if not (away and valid and way.leaves_out_own(source.submission.counting)):
        return
    voters = sum(part.attended.values()) + sum(code not in part.attended for code in members)
    if valid > voters:
        place = _where_attended(source, away)
        sums.misfits.append(Misfit(Excess.AWAY, way.meeting_key, "", place, voters, valid, away))


def _where_attended(source: Source, subjects: Iterable[str]) -> Place:
    """Return the cells that say whether subjects voted; the sheet where it does not ask."""
    asked = source.part.columns.get("attended")
    cells = tuple(asked.in_row(source.part.rows[subject]) for subject in subjects) if asked else ()
    return Place(source.file, source.part.title, cells)


def _cell(source: Source, subject: str, column: str) -> Address:
    """Return a subject's cell in a column beside the votes."""
    return source.part.columns[column].in_row(source.part.rows[subject])


def _against_meeting(source: Source, meeting: Meeting | None, tally: Tally, scale: Scale) -> Excess | None:
    """Return how a tally disagrees with what the meeting's row says of abstentions, where they count apart if any."""
    asked = source.submission.counting.abstentions is Abstentions.APART and scale.derived
    apart = [tally.votes.get(grade.key) for grade in scale.uncounted]
    if not asked or not apart or any(tally.votes.get(grade.key) is None for grade in scale.tallied):
        return None
    if meeting is None or meeting.abstained is None:
        return Excess.UNSAID
    if meeting.abstained:
        return Excess.UNCOUNTED if None in apart else None
    return Excess.DENIED if any(apart) else None


def _zeros(source: Source, key: Key, scale: Scale, base: int) -> list[Address]:
    """Return the blank cells of a tally that can only mean 0: the others sum to the base already."""
    tally = source.part.tallies[key]
    if scale.derived or not base or tally.total != base:
        return []
    return _cells(source, key, scale.tallied, blank=True)


def _filled_up(tally: Tally) -> Tally:
    return Tally({grade: votes or 0 for grade, votes in tally.votes.items()}, tally.columns)


def _cells(source: Source, key: Key, grades: Iterable[Grade], *, blank: bool) -> list[Address]:
    """Return the cells of a tally for some grades that are blank, or those with any votes."""
    votes, known = source.part.tallies[key].votes, {grade.key for grade in grades}
    cells = zip(votes.items(), _cells_of(source, key), strict=True)
    return [cell for (grade, v), cell in cells if grade in known and (v is None if blank else bool(v))]


def _cells_of(source: Source, key: Key) -> list[Address]:
    """Return the cells that are typed for a tally, in the order of its grades."""
    part = source.part
    row = part.rows[part.line_of(key)]
    return [column.in_row(row) for column in part.tallies[key].columns]


def any_typed(tallies: Mapping[Key, Tally]) -> bool:
    """Tell whether any number of votes was typed."""
    return any(map(_typed, tallies.values()))


def reject_tallies(sums: Sums, source: Source, tallies: Mapping[Key, Tally]) -> None:
    """Take tallies out, as far as anything was typed."""
    for key, tally in tallies.items():
        if _typed(tally):
            _reject(sums, source, key, tally)


def _reject(sums: Sums, source: Source, key: Key, tally: Tally) -> None:
    """Take a subject's tally out: all its accepted cells count as rejected."""
    sums.rejected.add(key)
    sums.reject(source.file, _typed(tally))


def _typed(tally: Tally) -> int:
    """Return how many cells of a tally hold a number of votes."""
    return sum(votes is not None for votes in tally.votes.values())


def _add_tally(sums: Sums, source: Source, key: Key, tally: Tally, base: int, scale: Scale) -> None:
    if any(tally.votes.get(grade.key) is None for grade in scale.tallied):
        return  # a blank number of votes is no result, and never 0
    counts: dict[Mark, int] = {grade: votes or 0 for grade, votes in tally.votes.items()}
    rest = base - tally.total
    if rest < 0:
        sums.misfits.append(_misfit(Excess.VOTES, source, key, base))
        _reject(sums, source, key, source.part.tallies[key])
        return
    if scale.derived:
        counts[scale.derived.key] = rest
    elif rest:
        sums.misfits.append(_misfit(Excess.REST, source, key, base))
        counts[BLANK] = rest
    sums.add(source, key, counts, scale)
    sums.written[source.file] += base


def _misfit(excess: Excess, source: Source, key: Key, base: int) -> Misfit:
    place = Place(source.file, source.part.title, tuple(_cells_of(source, key)[:1]))
    return Misfit(excess, key[0], key[1], place, source.part.tallies[key].total, base)
