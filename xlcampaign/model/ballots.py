"""Whole ballots: what they show together, and which of them the plan sets aside. Nothing past reading keeps one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlcampaign.model.cell import Value
from xlcampaign.model.hygiene import Repeated, Uniform
from xlcampaign.model.plan import Campaign
from xlcampaign.model.submission import SheetDraft


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot that has a mark: its number, each subject's marks star by star, and who is said to have cast it."""

    number: Value
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    voters: frozenset[Value]

    @property
    def marks(self) -> list[Value]:
        """All marks, without the blank ones."""
        return [mark for _, row in self.rows for mark in row if mark is not None]

    @property
    def contents(self) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """The marks without the rows left blank, so that own blank rows do not make ballots differ."""
        return tuple(row for row in self.rows if any(mark is not None for mark in row[1]))

    @property
    def is_uniform(self) -> bool:
        """Tell whether everybody gets the same on every star."""
        return len(self.marks) > 1 and len(set(self.marks)) == 1

    @property
    def is_self_vote(self) -> bool:
        """Tell whether a voter's own row is marked."""
        return any(subject in self.voters for subject, _ in self.contents)


def voters_of(sheet: SheetDraft) -> dict[Value, frozenset[Value]]:
    """Return who is said to have cast each ballot: the code on any of its rows stands for all of them."""
    voters: dict[Value, set[Value]] = defaultdict(set)
    for record in sheet.records:
        if record.values.get("voter") is not None:
            voters[record.values.get("ballot")].add(record.values["voter"])
    return {number: frozenset(codes) for number, codes in voters.items()}


def ballots_of(sheet: SheetDraft, keys: Sequence[str]) -> list[Ballot]:
    """Return the ballots of a sheet that have a mark in any of some columns."""
    voters = voters_of(sheet)
    rows: dict[Value, list[tuple[str, tuple[Value, ...]]]] = defaultdict(list)
    for record in sheet.records:
        number = record.values.get("ballot")
        if number is not None and record.subject:
            rows[number].append((record.subject, tuple(record.values.get(key) for key in keys)))
    ballots = (
        Ballot(number, tuple(sorted(own, key=lambda row: row[0])), voters.get(number, frozenset()))
        for number, own in rows.items()
    )
    return [ballot for ballot in ballots if ballot.marks]


@dataclass(frozen=True, slots=True)
class SetAside:
    """The numbers of the ballots that the plan does not count: uniform ones, and copies beyond the first."""

    uniform: frozenset[Value]
    repeated: frozenset[Value]


def set_aside(ballots: Iterable[Ballot], campaign: Campaign) -> SetAside:
    """Return which ballots the plan does not count; of identical ones the first is kept."""
    listed = list(ballots)
    uniform = frozenset(
        ballot.number for ballot in listed if campaign.uniform_ballots is Uniform.ASIDE and ballot.is_uniform
    )
    seen: Counter[object] = Counter()
    repeated: set[Value] = set()
    for ballot in listed if campaign.identical_ballots is Repeated.ONCE else ():
        if ballot.number not in uniform:
            seen[ballot.contents] += 1
            if seen[ballot.contents] > 1:
                repeated.add(ballot.number)
    return SetAside(uniform, frozenset(repeated))


def sets_aside(campaign: Campaign) -> bool:
    """Tell whether a plan leaves out ballots although they are valid."""
    return campaign.uniform_ballots is Uniform.ASIDE or campaign.identical_ballots is Repeated.ONCE
