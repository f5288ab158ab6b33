"""A number of valid ballots that most votes exceed: what is wrong is that one cell, not those of the votes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.checks.alike import MANY
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.meeting import MEETING
from xlcampaign.model.identity import FormSheet
from xlcampaign.model.plan import Plan, meeting_key
from xlcampaign.model.versions import Selection, Source

_At = tuple[str, str, Address]
"""A cell: its file, its tab, where it is."""


class _Held(NamedTuple):
    """The votes of a sheet in one way: what they were held by, the tab, and how many cells of votes are filled in."""

    place: Place
    valid: int
    sheet: str
    way: str
    cells: int


def with_wrong_ballots(findings: Iterable[Finding], selection: Selection, plan: Plan) -> Iterator[Finding]:
    """Yield findings; where more than half of a sheet's votes in a way outnumber the ballots, that of the ballots alone.

    Args:
        findings: what was found, too many votes among it.
        selection: what counts.
        plan: the campaign's plan.
    """
    listed = list(findings)
    many = [finding for finding in listed if finding.rule == c.TOO_MANY]
    held = _held(selection, plan) if len(many) >= MANY else {}
    over: dict[_Held, list[Finding]] = defaultdict(list)
    for finding in many:
        if votes := held.get(_at(finding.place)):
            over[votes].append(finding)
    wrong = {votes: own for votes, own in over.items() if len(own) >= MANY and 2 * len(own) > votes.cells}
    said = {id(finding) for own in wrong.values() for finding in own}
    yield from (finding for finding in listed if id(finding) not in said)
    for votes, own in wrong.items():
        yield c.FEW_BALLOTS.at(
            votes.place,
            sheet=votes.sheet,
            way=votes.way,
            limit=votes.valid,
            found=len(own),
            cells=votes.cells,
        )


def _at(place: Place) -> _At:
    return place.file, place.sheet, place.cells[0]


def _held(selection: Selection, plan: Plan) -> Mapping[_At, _Held]:
    """Return by what the votes in a cell were held, where the form states its valid ballots itself."""
    found: dict[_At, _Held] = {}
    names = {way.meeting_key: way.name for way in plan.ways}
    for (slot, key), sources in selection.chosen.items():
        meetings = selection.chosen.get(FormSheet(slot, MEETING), ()) if key != MEETING else ()
        for source in sources if meetings else ():
            for way, cells in _votes_in(source, plan).items():
                stated = next((one for one in meetings if way in one.part.meetings), None)
                valid = stated.part.meetings[way].valid if stated else None
                if stated is None or valid is None or "valid" not in stated.part.columns:
                    continue
                at = stated.part.columns["valid"].in_row(stated.part.rows[way])
                place = Place(stated.file, stated.part.title, (at,))
                held = _Held(place, valid, source.part.title, names.get(way, way), len(cells))
                found |= {(source.file, source.part.title, cell): held for cell in cells}
    return found


def _votes_in(source: Source, plan: Plan) -> Mapping[str, list[Address]]:
    """Return, by way, the first cell of each tally that is filled in."""
    part = source.part
    found: dict[str, list[Address]] = defaultdict(list)
    for key, tally in part.tallies.items():
        if any(votes is not None for votes in tally.votes.values()):
            row = part.rows[part.line_of(key)]
            found[meeting_key(plan.kind_of(key[0]), key[2])].append(tally.columns[0].in_row(row))
    return found
