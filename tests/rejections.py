"""What errors take out of a form, reckoned from the rules' declarations alone and not as the program counts it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from openpyxl.utils.cell import rows_from_range

from xlcampaign.address import FIRST, Address, number_of
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Rejects
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.sheet import Book, Column, RowKind, Table, fields_of
from xlcampaign.model.submission import Draft

Cell = tuple[str, int, str]
"""Sheet key, row and column key of an input cell; of a field, the row is 0."""


@dataclass
class Filled:
    """The input cells of a form in which anything stands."""

    draft: Draft
    book: Book
    cells: set[Cell] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key, sheet in self.draft.sheets.items():
            inputs = [column.key for column in self.columns(key) if column.is_input]
            for record in sheet.records:
                filled = record.values.keys() | record.bad
                self.cells |= {(key, record.row, column) for column in inputs if column in filled}

    def columns(self, key: str) -> list[Column]:
        sheet = self.book.sheet_of(key)
        return list(sheet.columns) if isinstance(sheet, Table) else [column for _, column in fields_of(sheet)]

    def on(self, key: str, row: int | None = None) -> set[Cell]:
        return {cell for cell in self.cells if cell[0] == key and row in {None, cell[1]}}

    def votes(self) -> Iterator[tuple[tuple[str, str], Cell, Column]]:
        """The cells of votes, each with what its tally is about: the row's subject or star, and the way."""
        for key, row, name in self.cells:
            for column in self.columns(key):
                if column.key == name and column.mark and column.mark.grade:
                    yield (column.mark.star, column.mark.meeting_key), (key, row, name), column

    def votes_on(self, key: str) -> set[Cell]:
        """The votes on a sheet, or the marks on one of ballots."""
        return {cell for _, cell, _ in self.votes() if cell[0] == key} or self.marked(key)

    def going_by(self, cell: Cell) -> set[Cell]:
        """A cell and what goes by it: a tally by each of its votes, all votes of a row by what is on its subject."""
        row = [(about, other) for about, other, _ in self.votes() if other[:2] == cell[:2]]
        marks = (column.mark for column in self.columns(cell[0]) if column.key == cell[2] and column.mark)
        own = [(mark.star, mark.meeting_key) for mark in marks if mark.grade]
        all_votes = cell[2] in {"base", "attended"}
        return {cell} | {other for about, other in row if all_votes or about in own}

    def way(self, key: str, out: Collection[Cell] = ()) -> set[Cell]:
        """The votes and ballots of a way, by its meeting key; where other errors take all marks out, none."""
        voted = {cell for (_, way), cell, _ in self.votes() if way == key}
        ballots = [
            sheet.key
            for sheet in self.book.sheets
            if isinstance(sheet, Table)
            and sheet.row_kind is RowKind.BALLOT
            and any(column.mark and column.mark.meeting_key == key for column in sheet.columns)
        ]
        return voted.union(*(self.on(sheet) for sheet in ballots if self.marked(sheet) - set(out)))

    def meant_by(self, finding: Finding, key: str) -> set[Cell]:
        """The votes that are named by whom they are about, or by the number that they exceed."""
        if finding.rule is c.NO_BASE:
            return self.marks_on(key, finding.facts["names"].zh.split("、"))
        [way] = [one.subject for one in self.draft.sheets[key].records if one.row == finding.place.row]
        return self.above(way, int(str(finding.facts["limit"])))

    def above(self, key: str, limit: int) -> set[Cell]:
        """The votes of a way that are more than a number, by its meeting key."""
        records = {
            (of_, one.row): one for of_, drafted in self.draft.sheets.items() for one in drafted.records
        }
        votes = {
            cell: records[cell[:2]].values.get(cell[2]) for (_, way), cell, _ in self.votes() if way == key
        }
        return {cell for cell, number in votes.items() if isinstance(number, int) and number > limit}

    def marked(self, key: str) -> set[Cell]:
        """The marks on a sheet of ballots; who voted is filled in beforehand."""
        marks = {column.key for column in self.columns(key) if column.mark}
        return {cell for cell in self.on(key) if cell[2] in marks}

    def marks_on(self, key: str, names: Collection[str]) -> set[Cell]:
        """The marks in all rows about some people."""
        rows = {one.row for one in self.draft.sheets[key].records if one.whom.name in names}
        return {cell for cell in self.marked(key) if cell[1] in rows}


def rejected_cells(draft: Draft, book: Book, findings: Iterable[Finding]) -> set[Cell]:
    """The filled input cells that the errors found in a form take out, each as its rule declares."""
    filled, out = Filled(draft, book), set()
    for finding in findings:
        if finding.is_error and finding.place.file == draft.file:
            out |= _taken_out(finding, filled)
    return out | _without_ballots(filled, out)


def of(cell: Address) -> Address:
    """The column of a cell."""
    return Address(0, cell.column)


def _taken_out(finding: Finding, filled: Filled) -> set[Cell]:
    """What one error takes out; what a blank cell would have stated is not there to be taken."""
    drafts = filled.draft.sheets
    titles = {draft.title: key for key, draft in drafts.items()}
    if finding.place.sheet not in titles:
        return set()
    key = titles[finding.place.sheet]
    names = {at: name for name, at in drafts[key].columns.items()}
    row, at = finding.place.row, finding.place.cells[0] if finding.place.cells else FIRST
    found = str(finding.facts.get("found"))
    cells: set[Cell] = set()
    match finding.rule.rejects:
        case Rejects.CELL if finding.rule in (c.NO_BASE, c.FEW_BALLOTS):
            cells = filled.meant_by(finding, key)
        case Rejects.CELL if at in names:  # of a field
            cells = {(key, 0, names[at])}
        case Rejects.CELL if finding.rule is c.MERGED:
            area = (Address.named(one) for line in rows_from_range(found) for one in line)
            cells = {(key, one.row, names[column]) for one in area if (column := of(one)) in names}
        case Rejects.CELL:
            at_cells = [(key, one.row, names[of(one)]) for one in finding.place.cells]
            cells = set().union(*map(filled.going_by, at_cells))
        case Rejects.COLUMN:
            doubled = {names.get(Address(0, number_of(letters))) for letters in found.split("、")}
            cells = {cell for cell in filled.on(key) if cell[2] in doubled}
        case Rejects.ROW:
            rows = {one.row for one in finding.place.cells}
            cells = {cell for cell in filled.on(key) if cell[1] in rows or not rows}
        case Rejects.WAY if key == MEETING:
            [way] = [record.subject for record in drafts[key].records if record.row == row]
            cells = filled.on(key, row) | filled.way(way)
        case Rejects.WAY | Rejects.SHEET:
            cells = filled.votes_on(key) if finding.rule is x.OTHER_MEETING else filled.on(key)
    return cells & filled.cells


def _without_ballots(filled: Filled, out: set[Cell]) -> set[Cell]:
    """The votes and ballots of ways of which nobody stated a number of valid ballots."""
    meeting = filled.draft.sheets.get(MEETING)
    stated = {
        record.subject
        for record in (meeting.records if meeting else ())
        if "valid" in record.values and (MEETING, record.row, "valid") not in out
    }
    ways = {
        column.mark.meeting_key
        for key in filled.draft.sheets
        for column in filled.columns(key)
        if column.mark
    }
    return set().union(*(filled.way(way, out) for way in ways - stated))
