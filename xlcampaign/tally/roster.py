"""What changed among branches and members from one stage to the next; who counts in each goes by the day of its list."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch, Happened, Member, RosterChange, began

_One = TypeVar("_One", Branch, Member)

_FIELDS: Mapping[type[Branch | Member], Mapping[Happened, str]] = {
    Branch: {Happened.RENAMED: "name"},
    Member: {
        Happened.MOVED: "branch",
        Happened.RENAMED: "name",
        Happened.CATEGORY: "category",
        Happened.POST: "post",
        Happened.PARTICIPATION: "participation",
    },
}
"""What is told when it is no longer what it was."""


def roster_changes(plan: Plan, stage: int) -> tuple[RosterChange, ...]:
    """Return what became of branches and members since the stage before; nothing where there is none such.

    Args:
        plan: the campaign's plan, of any stage.
        stage: the stage.
    """
    if plan.roster is None or stage - 1 not in {one.number for one in plan.stages}:
        return ()
    between = _Between(plan, stage)
    return (*between.of_branches(), *between.of_members())


class _Between:
    """The roster from the day of one stage's list to that of the next."""

    def __init__(self, plan: Plan, stage: int) -> None:
        self._was, self._now = plan.of_stage(stage - 1), plan.of_stage(stage)
        self._from, self._to = (plan.stage_of(number).counts_on for number in (stage - 1, stage))
        self._rows = plan.everybody

    def of_branches(self) -> Iterator[RosterChange]:
        """Yield what became of branches, in the order of the plan."""
        for code, rows in _by_code(self._rows.branches).items():
            was, now = (plan.branch_of.get(code) for plan in (self._was, self._now))
            if now and not was:
                taken = tuple(self._taken_by(code))
                yield RosterChange(code, Happened.FOUNDED, taken, (), self._since(rows, "code"))
            elif was and not now:
                heirs = tuple(one for one in self._now.branch_of if code in self._taken_by(one))
                yield RosterChange(code, Happened.ENDED, (), heirs, self._until(rows))
            elif was and now:
                yield from self._took_over(code)
                yield from self._otherwise(was, now, rows)

    def of_members(self) -> Iterator[RosterChange]:
        """Yield what became of members, in the order of the plan."""
        for code, rows in _by_code(self._rows.members).items():
            was, now = (plan.member_of.get(code) for plan in (self._was, self._now))
            if now and not was:
                yield RosterChange(code, Happened.JOINED, (), (now.branch,), self._since(rows, "code"))
            elif was and not now:
                yield RosterChange(code, Happened.LEFT, (was.branch,), (), self._until(rows))
            elif was and now:
                yield from self._otherwise(was, now, rows)

    def _otherwise(
        self, was: Branch | Member, now: Branch | Member, rows: Sequence[Branch | Member]
    ) -> Iterator[RosterChange]:
        for happened, field in _FIELDS[type(now)].items():
            before, after = (str(getattr(one, field)) for one in (was, now))
            if before != after:
                yield RosterChange(now.code, happened, (before,), (after,), self._since(rows, field))

    def _took_over(self, code: str) -> Iterator[RosterChange]:
        by_day: dict[date | None, list[str]] = {}
        for one, day in self._taken_by(code).items():
            by_day.setdefault(day, []).append(one)
        for day, taken in by_day.items():
            yield RosterChange(code, Happened.TOOK_OVER, tuple(taken), (), day)

    def _taken_by(self, code: str) -> Mapping[str, date | None]:
        """Return the branches whose matters another one took over between the lists, and since when; no row undoes it.

        Where one that was there in between only is among them, those that had gone into it stand in its place.
        """
        found: dict[str, date | None] = {}
        for row in _by_code(self._rows.branches)[code]:
            for one in row.takes_over if began(row) <= self._to else ():
                if self._is_new(row, one) or self._is_heir(row, one):
                    found.setdefault(one, row.start)
        return {
            far: day
            for one, day in found.items()
            for far in ((one,) if one in self._was.branch_of else self._gone_into(one, code))
        }

    def _gone_into(self, between: str, code: str) -> Iterable[str]:
        """Return those that went into a branch that no list has; itself where none did."""
        waiting, seen, found = [between], {code}, list[str]()
        while waiting:
            one = waiting.pop(0)
            seen.add(one)
            taken = (far for row in self._rows.branches if row.code == one for far in row.takes_over)
            for far in (far for far in taken if far not in seen):
                (found if far in self._gone else waiting).append(far)
        return found or (between,)

    def _is_new(self, row: Branch, one: str) -> bool:
        """Tell whether a branch gave something away since the last list; a row that goes on only repeats the one before."""
        earlier = (far for far in self._rows.branches if far.code == row.code and one in far.takes_over)
        return began(row) > self._from and not any(_follows(row, far) for far in earlier)

    def _is_heir(self, row: Branch, one: str) -> bool:
        """Tell whether what is gone now goes on in a branch that says since long, or of no day, that it takes it over."""
        heir = self._rows.heir_of(one, self._now.branch_of)
        return one in self._gone and (row.start is None or row.code == heir)

    @cached_property
    def _gone(self) -> Container[str]:
        return self._was.branch_of.keys() - self._now.branch_of.keys()

    def _since(self, rows: Sequence[Branch | Member], field: str) -> date | None:
        """Return since when, without a break, somebody has been what counts now."""
        begun = [row for row in rows if began(row) <= self._to]
        first = begun[-1]
        for row in reversed(begun[:-1]):
            if not _follows(first, row) or getattr(row, field) != getattr(first, field):
                break
            first = row
        return first.start

    def _until(self, rows: Iterable[Branch | Member]) -> date | None:
        """Return the last day on which somebody was there before the list."""
        return max((row.end for row in rows if row.end and row.end < self._to), default=None)


def _follows(row: Branch | Member, earlier: Branch | Member) -> bool:
    """Tell whether a row begins on the day after another one's last."""
    return earlier.end is not None and earlier.end + timedelta(days=1) == row.start


def _by_code(rows: Iterable[_One]) -> Mapping[str, Sequence[_One]]:
    """Return the rows of each code, in the order of their days."""
    found: dict[str, list[_One]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    return {code: sorted(own, key=began) for code, own in found.items()}
