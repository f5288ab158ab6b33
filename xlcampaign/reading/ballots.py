"""Whole ballots while a sheet is read: what they show together. Nothing past reading keeps one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from xlcampaign.layout.sheet import Book, RowKind, Table
from xlcampaign.model.ballots import SetAside, Together
from xlcampaign.model.campaign import Campaign
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import Repeated, Uniform
from xlcampaign.model.submission import Draft, Likeness, Mark, Record, SheetDraft

Row = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot that has a mark: its number, each subject's marks star by star, and who is said to have cast it."""

    number: Value
    rows: tuple[Row, ...]
    voters: frozenset[Value]

    @property
    def marks(self) -> list[Value]:
        """All marks that were given."""
        return [mark for _, row in self.rows for mark in row if mark is not None]

    @property
    def contents(self) -> frozenset[Row]:
        """The rows with any mark."""
        return frozenset(row for row in self.rows if any(mark is not None for mark in row[1]))

    @property
    def is_uniform(self) -> bool:
        """Tell whether everybody gets the same on every star."""
        return len(self.marks) > 1 and len(set(self.marks)) == 1

    @property
    def is_self_vote(self) -> bool:
        """Tell whether a voter's own row is marked."""
        return any(subject in self.voters for subject, _ in self.contents)


def voters_of(records: Iterable[Record]) -> dict[Value, frozenset[Value]]:
    """Return who is said to have cast each ballot: the code on any of its rows stands for all of them."""
    voters: dict[Value, set[Value]] = defaultdict(set)
    for record in records:
        if record.values.get("voter") is not None:
            voters[record.values.get("ballot")].add(record.values["voter"])
    return {number: frozenset(codes) for number, codes in voters.items()}


def ballots_of(records: Sequence[Record], keys: Sequence[str]) -> list[Ballot]:
    """Return the ballots that have a mark at all.

    Args:
        records: the sheet's rows.
        keys: the columns of marks.
    """
    voters = voters_of(records)
    rows: dict[Value, list[Row]] = defaultdict(list)
    for record in records:
        number = record.values.get("ballot")
        if number is not None and record.subject:
            rows[number].append((record.subject, tuple(record.values.get(key) for key in keys)))
    ballots = (
        Ballot(number, tuple(sorted(own, key=lambda row: row[0])), voters.get(number, frozenset()))
        for number, own in rows.items()
    )
    return [ballot for ballot in ballots if ballot.marks]


def _completed(numbers: Iterable[frozenset[Row]]) -> set[frozenset[Row]]:
    """Return what two ballots say together that differ only in one blank row each."""
    patterns = set()
    for left, right in combinations(numbers, 2):
        both = left | right
        if len(both) <= min(len(left), len(right)) + 1 and len({subject for subject, _ in both}) == len(both):
            patterns.add(both)
    return patterns


def _followers(pattern: frozenset[Row], numbers: Mapping[frozenset[Row], int]) -> int:
    """Return how many ballots say what a pattern says, of all its rows or of all but one; of two rows, of both."""
    size = len(pattern)
    least = size - 1 if size > 2 else size  # noqa: PLR2004 -- of two ballots with a row each, neither repeats the other
    return sum(number for rows, number in numbers.items() if len(rows) >= least and rows <= pattern)


def _most_alike(ballots: Iterable[Ballot], *, own_blank: bool) -> int:
    """Return the size of the largest group of identical ballots; 0 where no two are identical."""
    numbers = Counter(ballot.contents for ballot in ballots)
    if own_blank:
        patterns = set(numbers) | _completed(numbers)
        most = max((_followers(pattern, numbers) for pattern in patterns), default=0)
    else:
        most = max(numbers.values(), default=0)
    return most if most > 1 else 0


def likeness_of(ballots: Sequence[Ballot], *, own_blank: bool) -> Likeness:
    """Return how alike ballots are.

    Args:
        ballots: those with any mark.
        own_blank: whether voters leave their own row blank; two such ballots are identical where they say the same
            but for one row that the one or the other leaves blank.
    """
    uniform: Counter[Mark] = Counter()
    for ballot in ballots:
        if ballot.is_uniform:
            mark = ballot.marks[0]
            uniform[mark if isinstance(mark, int) else str(mark)] += 1
    return Likeness(
        len(ballots), _most_alike(ballots, own_blank=own_blank), dict(sorted(uniform.items(), key=str))
    )


def set_aside(ballots: Iterable[Ballot], campaign: Campaign) -> SetAside:
    """Return which ballots the plan does not count; of identical ones the first is kept.

    Only what is the same to the last blank counts as a copy here: votes are never taken out on a likeness.
    """
    listed = list(ballots)
    uniform = frozenset(
        ballot.number for ballot in listed if campaign.uniform_ballots is Uniform.ASIDE and ballot.is_uniform
    )
    seen: set[frozenset[Row]] = set()
    repeated: set[Value] = set()
    for ballot in listed if campaign.identical_ballots is Repeated.ONCE else ():
        if ballot.number not in uniform:
            if ballot.contents in seen:
                repeated.add(ballot.number)
            seen.add(ballot.contents)
    return SetAside(uniform, frozenset(repeated))


def look_at_ballots(draft: Draft, book: Book) -> dict[str, Together]:
    """Return what the ballots of each sheet of ballots show together, by the sheet's key."""
    return {
        sheet.key: _together(sheet, draft.sheets[sheet.key], book)
        for sheet in book.sheets
        if sheet.key in draft.sheets and isinstance(sheet, Table) and sheet.row_kind is RowKind.BALLOT
    }


def _together(table: Table, drafted: SheetDraft, book: Book) -> Together:
    keys = [c.key for c in table.columns if c.mark is not None and c.key in drafted.columns]
    ballots = ballots_of(drafted.records, keys)
    people = len({row["code"] for row in table.rows}) if table.has_voters else 0
    likeness = likeness_of(ballots, own_blank=table.has_voters)
    rates_all = sum(len(ballot.contents) == people > 1 for ballot in ballots)
    return Together(
        replace(likeness, complete=rates_all),
        set_aside(ballots, book.plan.campaign) if book.plan else SetAside(),
        voters_of(drafted.records),
        selves=sum(ballot.is_self_vote for ballot in ballots),
        complete=sum(len(ballot.contents) == people > 1 and not ballot.voters for ballot in ballots),
        several=sum(len(ballot.voters) > 1 for ballot in ballots),
    )
