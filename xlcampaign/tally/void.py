"""Where votes stand that were declared void: what is wrong with them nobody need mend."""

from collections.abc import Container, Iterable, Mapping

from xlcampaign.layout.forms import sheet_for
from xlcampaign.layout.sheet import Sheet, Table
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import SheetPart, Submission
from xlcampaign.model.versions import Selection
from xlcampaign.tally.meetings import void_ways

VoidColumns = Mapping[tuple[str, str], frozenset[int]]
"""By file and tab, the columns with votes that are void; 0 among them where all votes on the sheet are."""


def find_void(submissions: Iterable[Submission], selection: Selection, plan: Plan) -> VoidColumns:
    """Return where in submissions votes stand that were declared void."""
    found = {}
    for one in submissions:
        ways = void_ways(one, selection)
        for key, part in one.parts.items() if ways else ():
            if columns := _columns_of(part, sheet_for(plan, one.identity.slot, key), ways):
                found[one.file, part.title] = columns
    return found


def _columns_of(part: SheetPart, sheet: Sheet | None, ways: Container[str]) -> frozenset[int]:
    """Return the columns of a sheet with votes on some ways; 0 among them where there are no others."""
    marked = [column for column in sheet.columns if column.mark] if isinstance(sheet, Table) else []
    void = [column for column in marked if column.mark and column.mark.meeting_key in ways]
    found = {part.columns[column.key].column for column in void if column.key in part.columns}
    return frozenset(found | {0}) if void and void == marked else frozenset(found)
