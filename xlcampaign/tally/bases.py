"""How many valid ballots there are on each subject: what votes are counted of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlcampaign.model.plan import Way
from xlcampaign.model.scale import Scale
from xlcampaign.model.submission import ASIDE, BLANK, OWN, Counts, Key, Mark, Meeting, Tally
from xlcampaign.model.versions import Source


@dataclass(frozen=True, slots=True)
class Bases:
    """The valid ballots on the subjects of one sheet in one way.

    Attributes:
        known: by subject; whoever is not here has none that can be told.
        denied: by subject, the number that its stated one cannot be right beside: fewer valid ballots, or more votes on
            several stars.
        over: the subjects with so many votes that members' own rows must have been counted too, on the whole sheet.
        absent: the subjects with so many votes that they cannot have voted, since fewer came than are said to have.
        voted: how many are said to have voted, where more than came; else 0.
    """

    known: Mapping[str, int]
    denied: Mapping[str, int] = field(default_factory=dict)
    over: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    voted: int = 0


def bases_of(
    source: Source, way: Way, scale: Scale, meeting: Meeting | None, tallies: Mapping[Key, Tally]
) -> Bases:
    """Return the valid ballots on the subjects of a sheet of tallies.

    Where a subject who voted has on any star as many votes as there are valid ballots, own rows were counted: for one
    as for all. What is more on another star is that star's error alone. But where more are said to have voted than
    came, and no more have so many votes than that, those have not voted; and where grades, which sum to the base, say
    of others that their own row was left out, it is these subjects' base alone.

    Args:
        source: the sheet.
        way: the way.
        scale: its scale.
        meeting: how it was held.
        tallies: what the sheet states of the way.
    """
    valid = meeting.valid if meeting else None
    if valid is None:
        return Bases({})
    part, leaves_out_own = source.part, way.leaves_out_own(source.submission.counting)
    subjects = dict.fromkeys(subject for subject, *_ in tallies)
    stated = {subject: part.bases[subject] for subject in subjects if subject in part.bases}
    voted = {
        subject: leaves_out_own and part.attended[subject]
        for subject in subjects
        if subject not in stated and (subject in part.attended or not leaves_out_own)
    }
    over = [
        subject
        for subject, own in voted.items()
        if own
        and valid > 0
        and any(tally.total == valid for key, tally in tallies.items() if key[0] == subject)
    ]
    present = meeting.present if meeting else None
    said = sum(part.attended.values()) if leaves_out_own else 0
    beyond = max(said - present, 0) if present is not None else 0
    absent = over if len(over) <= beyond else []
    told = scale.derived is None and any(
        tally.total == valid - 1 for key, tally in tallies.items() if voted.get(key[0]) and key[0] not in over
    )
    for_all = bool(over) and not absent and not told
    denied = _denied(stated, valid, tallies)
    known = {subject: base for subject, base in stated.items() if subject not in denied}
    known |= {
        subject: max(valid - (own and not for_all and subject not in over), 0)
        for subject, own in voted.items()
    }
    return Bases(known, denied, () if absent else tuple(over), tuple(absent), said if beyond else 0)


def _denied(stated: Mapping[str, int], valid: int, tallies: Mapping[Key, Tally]) -> Mapping[str, int]:
    """Return the numbers beside which stated bases cannot be right, by subject.

    More votes on one star may be that star's own error; on several they are the base's.
    """
    denied = {}
    for subject, base in stated.items():
        votes = [tally.total for key, tally in tallies.items() if key[0] == subject and tally.total > base]
        if base > valid:
            denied[subject] = valid
        elif len(votes) > 1:
            denied[subject] = max(votes)
    return denied


def with_others(counts: Counts, scale: Scale) -> Counts:
    """Return one rater's mark where whoever abstains does not agree; a blank is no mark at all."""
    assert scale.derived
    others = {grade.key: scale.derived.key for grade in scale.uncounted}
    return {others.get(str(mark), mark): number for mark, number in counts.items()}


@dataclass(frozen=True, slots=True)
class Joined:
    """Ballots of one sheet in one way, where whoever abstains or leaves a cell blank does not agree.

    Attributes:
        counts: of each subject and star.
        over: as in Bases.
        apart: the subjects with so many votes that their own ballot cannot be among those with a mark.
        unknown: the subjects of whom nobody can tell whether they voted.
        most: the most ballots on one of those in `over` or `apart`.
    """

    counts: Mapping[Key, Counts]
    over: tuple[str, ...]
    apart: tuple[str, ...]
    unknown: frozenset[str]
    most: int


def join_others(
    source: Source, way: Way, scale: Scale, meeting: Meeting | None, counts: Mapping[Key, Counts]
) -> Joined:
    """Return the counts of ballots over their base: the valid ones; of peers those with a mark, but for the own one.

    Where everybody marks somebody who voted, own rows were marked if there are ballots that rate all; else it is that
    subject's own ballot that is not among them. Where rows on somebody do not count, the own one may be among these,
    and nobody can tell what else was not entered: the base is the rows that do.

    Args:
        source: the sheet.
        way: the way.
        scale: its scale, with a grade for whoever does not agree.
        meeting: how it was held.
        counts: what the sheet states of the way; a rejected mark is in none.
    """
    assert scale.derived
    part, leaves_out_own = source.part, way.leaves_out_own(source.submission.counting)
    subjects = {key[0] for key in counts}
    unknown = frozenset(subjects - part.attended.keys()) if leaves_out_own else frozenset()
    owns = {
        key: int(leaves_out_own and part.attended.get(key[0], False) and not stated.get(OWN))
        for key, stated in counts.items()
    }
    agreed = scale.tallied[0].key
    full = {
        key: _cast(counts[key])
        for key, own in owns.items()
        if own and counts[key].get(agreed, 0) > _cast(counts[key]) - own
    }
    over = tuple(dict.fromkeys(key[0] for key in full if key[0] not in part.lost))
    likeness = part.likeness.get(way.meeting_key)
    for_all = bool(over) and (likeness is None or likeness.complete > 0)
    entered, valid = part.ballots[way.meeting_key], meeting.valid if meeting else None
    blank = 0 if leaves_out_own or valid is None else valid - entered
    without_own = {key[0] for key in full}
    joined = {
        key: _join(
            stated,
            0 if for_all or key[0] in without_own else owns[key],
            0 if key[0] in part.lost else blank,
            scale,
        )
        for key, stated in counts.items()
        if key[0] not in unknown
    }
    most = max(full.values(), default=0)
    return Joined(joined, over if for_all else (), () if for_all else over, unknown, most)


def _cast(counts: Counts) -> int:
    """Return how many ballots there are on a subject, with a mark or without."""
    return sum(counts.values()) - counts.get(OWN, 0) - counts.get(ASIDE, 0)


def _join(counts: Counts, own: int, blank: int, scale: Scale) -> Counts:
    """Return the counts where all that is no yes does not agree, so many ballots without any mark among it."""
    assert scale.derived
    agreed = scale.tallied[0].key
    joined: dict[Mark, int] = {mark: counts[mark] for mark in (agreed, OWN, ASIDE) if mark in counts}
    joined[scale.derived.key] = _cast(counts) + blank - own - counts.get(agreed, 0)
    return joined | {BLANK: own} if own else joined
