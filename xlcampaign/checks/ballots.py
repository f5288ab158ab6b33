"""What whole ballots show; looked at while reading, kept only as findings about a sheet."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.sheet import Book, RowKind, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.submission import Draft, SheetDraft

FEWEST = 4
"""Below this many ballots, equal ones say nothing."""


@dataclass(frozen=True, slots=True)
class _Ballot:
    """One ballot: each subject's marks, star by star, and whether the voter's own row is marked."""

    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    self_vote: bool
    named: bool

    @property
    def marks(self) -> list[Value]:
        return [mark for _, row in self.rows for mark in row if mark is not None]

    @property
    def contents(self) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """The marks without the rows left blank, so that own blank rows do not make ballots differ."""
        return tuple(row for row in self.rows if any(mark is not None for mark in row[1]))


def _ballots(table: Table, sheet: SheetDraft) -> list[_Ballot]:
    keys = [c.key for c in table.columns if c.mark is not None and c.key in sheet.letters]
    rows: dict[Value, list[tuple[str, tuple[Value, ...]]]] = defaultdict(list)
    voters: dict[Value, Value] = {}
    for record in sheet.records:
        number = record.values.get("ballot")
        if number is not None and record.subject:
            rows[number].append((record.subject, tuple(record.values.get(key) for key in keys)))
            voters[number] = record.values.get("voter") or voters.get(number)
    found = []
    for number, own in rows.items():
        marked = {subject for subject, marks in own if any(mark is not None for mark in marks)}
        if marked:
            voter = voters[number]
            found.append(
                _Ballot(tuple(sorted(own, key=lambda row: row[0])), voter in marked, voter is not None)
            )
    return found


def check_ballots(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what the ballots of each sheet show together, never which ballot or whose."""
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        if drafted is None or not isinstance(sheet, Table) or sheet.row_kind is not RowKind.BALLOT:
            continue
        ballots = _ballots(sheet, drafted)
        place = Place(draft.file, drafted.title)
        total = len(ballots)
        selves = sum(ballot.self_vote for ballot in ballots)
        if selves:
            yield b.SELF_VOTE.at(place, found=selves)
        if any(column.key == "voter" for column in sheet.columns):
            everyone = len({row["code"] for row in sheet.rows})
            full = sum(len(ballot.contents) == everyone and not ballot.named for ballot in ballots)
            if full and everyone > 1:
                yield b.ALL_RATED.at(place, found=full)
        if total < FEWEST:
            continue
        alike = Counter(ballot.contents for ballot in ballots).most_common(1)[0][1]
        if 2 * alike >= total:
            yield b.IDENTICAL.at(place, found=alike, total=total)
        uniform = sum(len(ballot.marks) > 1 and len(set(ballot.marks)) == 1 for ballot in ballots)
        if uniform:
            yield b.UNIFORM.at(place, found=uniform, total=total)
