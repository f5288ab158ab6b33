"""Votes that a form tool collected in a way that the form tallies: beside those that are typed there, none counts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlcampaign.findings.finding import Place
from xlcampaign.model.identity import FormSheet, collected_in
from xlcampaign.model.submission import SheetPart
from xlcampaign.model.versions import Side, Source, Tied

Chosen = Mapping[FormSheet, tuple[Source, ...]]


def settle_online(chosen: Chosen) -> tuple[Chosen, list[Tied]]:
    """Return what counts of every sheet, each way from one side, and the ways that came both on the form and from a form tool.

    What was collected takes the place of what is blank on the form; beside votes that are typed there neither counts.
    Single ballots need no such look: both have the same sheet, of which one version counts.
    """
    settled, tied = dict(chosen), []
    for sheet, collected in chosen.items():
        key, way = collected_in(sheet.key)
        if not way or not any(_votes(source.part, way) for source in collected):
            continue
        form = FormSheet(sheet.slot, key)
        typed = settled.get(form, ())
        if any(_votes(source.part, way) for source in typed):
            sides = (*_sides(typed, way), *_sides(collected, way))
            tied.append(Tied(sheet.slot, key, (), sides, paper_too=True))
            settled[sheet] = tuple(_without(source, way) for source in collected)
        if typed:
            settled[form] = tuple(_without(source, way) for source in typed)
    return settled, tied


def _sides(sources: tuple[Source, ...], way: str) -> Iterator[Side]:
    for source in sources:
        if votes := _votes(source.part, way):
            yield Side(Place(source.file, source.part.title), votes)


def _votes(part: SheetPart, way: str) -> int:
    """Return how many numbers of votes a sheet states in a way."""
    return sum(
        votes is not None
        for (_, _, own), tally in part.tallies.items()
        for votes in (tally.votes.values() if own == way else ())
    )


def _without(source: Source, way: str) -> Source:
    """Return what counts of a sheet without a way."""
    tallies = {key: tally for key, tally in source.part.tallies.items() if key[2] != way}
    return replace(source, part=replace(source.part, tallies=tallies))
