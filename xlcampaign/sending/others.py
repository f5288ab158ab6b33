"""What of a file its sender's branch may not get: sheets that hold another branch's people."""

from collections import Counter
from collections.abc import Iterator, Mapping

from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Member
from xlcampaign.reading.grid import Grid, RawBook

_SEVERAL = 2
"""From how many people on a sheet is another branch's: a single one was typed into an own sheet."""


def tabs_of_others(workbook: RawBook, plan: Plan, unit: str) -> frozenset[str]:
    """Return the tabs on which more people of another branch stand than of a form's own; a committee may see all."""
    if unit == COMMITTEE:
        return frozenset()
    members = {squeeze(member.code): member for member in plan.members}
    return frozenset(grid.title for grid in workbook.grids if _is_of_others(grid, members, unit))


def _is_of_others(grid: Grid, members: Mapping[str, Member], unit: str) -> bool:
    found = Counter(member.branch for member in set(_named_on(grid, members)))
    return any(
        number >= _SEVERAL and number > found[unit] for branch, number in found.items() if branch != unit
    )


def _named_on(grid: Grid, members: Mapping[str, Member]) -> Iterator[Member]:
    """Yield the members whose code and name stand in a row, be it in two cells or in one."""
    for row in grid.rows:
        texts = {squeeze(show_raw(raw)) for raw in row if raw is not None}
        for text in texts:
            name, _, code = text.removesuffix(")").rpartition("(")
            member = members.get(text) or members.get(code)
            if member and squeeze(member.name) in texts | {name}:
                yield member
