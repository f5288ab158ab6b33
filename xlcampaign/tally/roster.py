"""What changed among branches and members from one stage to the next; who counts in each goes by the day of its list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch, Happened, Member, RosterChange, is_there

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
            taken = self._taken_by(code)
            if now and not was:
                yield RosterChange(code, Happened.FOUNDED, taken, (), self._since(rows, "code"))
            elif was and not now:
                heirs = tuple(one for one in self._now.branch_of if code in self._taken_by(one))
                yield RosterChange(code, Happened.ENDED, (), heirs, self._until(rows))
            elif was and now:
                if taken:
                    yield RosterChange(code, Happened.TOOK_OVER, taken, (), self._since(rows, "takes_over"))
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

    def _taken_by(self, code: str) -> tuple[str, ...]:
        """Return the branches whose matters another one took over between the lists."""
        rows = (row for row in self._rows.branches if row.code == code and is_there(row, self._to))
        gone = self._was.branch_of.keys() - self._now.branch_of.keys()
        return tuple(
            one
            for row in rows
            for one in row.takes_over
            if one in gone or (row.start and row.start > self._from)
        )

    def _since(self, rows: Sequence[Branch | Member], field: str) -> date | None:
        """Return since when, without a break, somebody has been what counts now."""
        began = [row for row in rows if row.start is None or row.start <= self._to]
        first = began[-1]
        for row in reversed(began[:-1]):
            follows = row.end is not None and row.end + timedelta(days=1) == first.start
            if not follows or getattr(row, field) != getattr(first, field):
                break
            first = row
        return first.start

    def _until(self, rows: Iterable[Branch | Member]) -> date | None:
        """Return the last day on which somebody was there before the list."""
        return max((row.end for row in rows if row.end and row.end < self._to), default=None)


def _by_code(rows: Iterable[_One]) -> Mapping[str, Sequence[_One]]:
    """Return the rows of each code, in the order of their days."""
    found: dict[str, list[_One]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    return {code: sorted(own, key=lambda row: row.start or date.min) for code, own in found.items()}
