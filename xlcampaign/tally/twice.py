"""Ratings that two forms state: people move and posts change between the days on which forms are issued."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan, WayKey
from xlcampaign.model.results import RatedTwice
from xlcampaign.model.submission import BLANK, Cells, Key, SheetPart
from xlcampaign.model.versions import Source

Forms = Mapping[Slot, Mapping[str, tuple[Source, ...]]]
_Rating = tuple[str, WayKey]
"""Somebody's code, and a way in which they are rated."""
_Where = tuple[Slot, str, int]
"""A form, a sheet's key, and which of the sources of that sheet."""


class Settled(NamedTuple):
    """The forms without the ratings that count on another form, and what was left out of them.

    `elsewhere` are the rows that are blank where another form states the rating: the file, the tab, the Excel row.
    """

    forms: Forms
    twice: tuple[RatedTwice, ...]
    elsewhere: frozenset[tuple[str, str, int]]


def settle_twice(forms: Forms, plan: Plan, stage: int) -> Settled:
    """Return the forms of a stage with each member's rating on one of them: where today's plan would ask for it.

    Args:
        forms: what counts, by form and sheet key.
        plan: the campaign's plan.
        stage: the stage.
    """
    settled = {
        (slot, key, n): source
        for slot, sheets in forms.items()
        for key, sources in sheets.items()
        for n, source in enumerate(sources)
        if slot.stage == stage
    }
    listed: dict[_Rating, dict[Slot, _Where]] = defaultdict(dict)
    for where, source in settled.items():
        listed |= {one: listed[one] | {where[0]: where} for one in _ratings(source.part, plan)}
    twice: list[RatedTwice] = []
    elsewhere: set[tuple[str, str, int]] = set()
    several = {rating: found for rating, found in listed.items() if len(found) > 1}
    for rating, found in several.items():
        stating = {slot for slot, where in found.items() if _typed(settled[where].part, rating)}
        if not stating:
            continue
        asked = _asked_on(rating, plan, stage)
        kept = asked if asked in stating else min(stating)
        for slot in found.keys() - {kept}:
            source = settled[found[slot]]
            settled[found[slot]] = replace(source, part=_without(source.part, rating, settled=kept == asked))
            if slot in stating:
                counts = settled[found[kept]].file
                twice.append(_left_out(source, rating, counts, settled=kept == asked))
            elif row := source.part.rows.get(rating[0]):
                elsewhere.add((source.file, source.part.title, row))
    left_out = tuple(sorted(twice, key=lambda one: (one.place, one.subject, one.way)))
    return Settled(_by_form(settled), left_out, frozenset(elsewhere))


def _by_form(settled: Mapping[_Where, Source]) -> Forms:
    forms: dict[Slot, dict[str, tuple[Source, ...]]] = defaultdict(dict)
    for (slot, key, _), source in settled.items():
        forms[slot][key] = (*forms[slot].get(key, ()), source)
    return forms


def _asked_on(rating: _Rating, plan: Plan, stage: int) -> Slot:
    """Return the form on which a member's rating stands today: the superior rates secretaries, and whole branches."""
    member = plan.member_of[rating[0]]
    if rating[1] is WayKey.ORGANISATION and plan.is_rated_above(member):
        return Slot(stage, StepKey.COMMENT, COMMITTEE)
    return Slot(stage, StepKey.EVALUATION, member.branch)


def _ratings(part: SheetPart, plan: Plan) -> set[_Rating]:
    """Return the ratings of members that a sheet has, be they stated, blank or rejected."""
    keys = (*part.marks, *part.tallies, *part.rejected)
    return {(subject, way) for subject, _, way in keys if subject in plan.member_of}


def _is_of(key: Key, rating: _Rating) -> bool:
    return (key[0], key[2]) == rating


def _typed(part: SheetPart, rating: _Rating) -> list[Address]:
    """Return the column of every cell that states a rating; one for each ballot."""
    marks = (
        part.columns[key[1]]
        for key, counts in part.marks.items()
        if _is_of(key, rating)
        for mark, number in counts.items()
        for _ in range(number if mark != BLANK else 0)
    )
    votes = (
        column
        for key, tally in part.tallies.items()
        if _is_of(key, rating)
        for number, column in zip(tally.votes.values(), tally.columns, strict=True)
        if number is not None
    )
    return [*marks, *votes]


def _without(part: SheetPart, rating: _Rating, *, settled: bool) -> SheetPart:
    """Return a sheet without a rating, nor that its subject voted there.

    One that was made anew elsewhere is as accepted as what is superseded.
    """
    marks = {key: counts for key, counts in part.marks.items() if not _is_of(key, rating)}
    left_out = sum(sum(counts.values()) for key, counts in part.marks.items() if key not in marks)
    typed = 0 if settled else len(_typed(part, rating))
    return replace(
        part,
        cells=part.cells + Cells(accepted=-typed, rejected=typed),
        written=part.written - left_out,
        marks=marks,
        tallies={key: tally for key, tally in part.tallies.items() if not _is_of(key, rating)},
        attended={
            subject: voted for subject, voted in part.attended.items() if part.ballots or subject != rating[0]
        },
        rejected=frozenset(key for key in part.rejected if not _is_of(key, rating)),
    )


def _left_out(source: Source, rating: _Rating, counts: str, *, settled: bool) -> RatedTwice:
    """Return what is said of a rating that does not count; of ballots only their sheet, so that none is told."""
    part = source.part
    typed = _typed(part, rating)
    cells = () if part.ballots else tuple(sorted(column.in_row(part.rows[rating[0]]) for column in typed))
    return RatedTwice(*rating, Place(source.file, part.title, cells), counts, len(typed), settled)
