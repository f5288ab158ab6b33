"""Whether those who come and go are somewhere once a day: never twice, and never where nobody is."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from xlcampaign.checks.plan_days import check_order
from xlcampaign.checks.plan_sheets import PlanSheets, twice
from xlcampaign.findings.catalogue import day_rules as dr
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding
from xlcampaign.layout.records import parts_of
from xlcampaign.layout.references import keys_by_name, member_codes
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.submission import Record
from xlcampaign.words import T, enumerated

_ROSTER = ("branches", "members")


class _Period(NamedTuple):
    """The first and the last day on which a row holds."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def within(self, other: "_Period") -> "_Period":
        """Return the days that two have in common; it ends before it begins where there are none."""
        return _Period(max(self.first, other.first), min(self.last, other.last))

    def say(self) -> T:
        """Say from when to when."""
        days = {"first": str(self.first), "last": str(self.last)}
        if self.first == date.min:
            return dr.ALWAYS if self.last == date.max else dr.UNTIL.filled(**days)
        return dr.SINCE.filled(**days) if self.last == date.max else dr.FROM_TO.filled(**days)


def _period_of(row: Record) -> _Period:
    first, last = row.values.get("start"), row.values.get("end")
    return _Period(
        first if isinstance(first, date) else date.min, last if isinstance(last, date) else date.max
    )


def is_dated(row: Record) -> bool:
    """Tell whether a row holds from a day on, or until one."""
    return _period_of(row) != (date.min, date.max)


def _is_clear(row: Record) -> bool:
    """Tell whether it is known from when to when a row holds."""
    first, last = _period_of(row)
    return first <= last and not {"start", "end"} & row.bad


def rows_of_stage(plan: PlanSheets, sheet: str, stage: Value) -> tuple[Record, ...]:
    """Return the rows of branches or members who count in a stage; all of them where its day is not known."""
    day = plan.list_days().get(stage) if isinstance(stage, int) else None
    return tuple(row for row in plan.rows(sheet) if day is None or _period_of(row).has(day))


def check_rows(plan: PlanSheets) -> Iterator[Finding]:
    """Rows of one code follow each other, and of branches no two have one name unless they are the same."""
    for sheet in _ROSTER:
        before: dict[str, list[Record]] = defaultdict(list)
        for row in plan.rows(sheet):
            yield from check_order(plan, sheet, row, ("start", "end"))
            if "code" in row.values:
                earlier = before[squeeze(str(row.values["code"]))]
                yield from _twice(plan, sheet, row, earlier)
                earlier.append(row)
    named: dict[str, list[Record]] = defaultdict(list)
    for row in plan.rows("branches"):
        if "name" in row.values:
            others = named[squeeze(str(row.values["name"]))]
            same = [one for one in others if not _may_follow(row, one)]
            if same:
                yield twice(plan, "branches", row, "name", same[0].row)
            others.append(row)


def _may_follow(row: Record, other: Record) -> bool:
    """Tell whether a row may be the same one's at another time."""
    return row.values.get("code") == other.values.get("code") and (is_dated(row) or is_dated(other))


def _twice(plan: PlanSheets, sheet: str, row: Record, earlier: Iterable[Record]) -> Iterator[Finding]:
    for other in earlier:
        if not _may_follow(row, other):
            yield twice(plan, sheet, row, "code", other.row, p.CHANGED)
            return
        one, two = _period_of(other), _period_of(row)
        if _is_clear(row) and _is_clear(other) and one.first <= two.last and two.first <= one.last:
            facts: dict[str, Fact] = {"found": str(row.values["code"]), "first": other.row}
            facts |= {"before": one.say(), "own": two.say()}
            yield dr.OVERLAP.at(plan.place(sheet, row, "start"), **facts)
            return


def check_places(plan: PlanSheets) -> Iterator[Finding]:
    """As long as somebody is in a branch, the branch is there."""
    codes = keys_by_name((row.values for row in plan.rows("branches")), "code", "name")
    there: dict[str, list[_Period]] = defaultdict(list)
    for row in filter(_is_clear, plan.rows("branches")):
        there[str(row.values.get("code"))].append(_period_of(row))
    for row in filter(_is_clear, plan.rows("members")):
        branch = str(row.values.get("branch", ""))
        periods = there.get(codes.get(squeeze(branch), ""))
        day = _day_without(_period_of(row), periods, plan.list_days().values()) if periods else None
        if day:
            name = str(row.values.get("name", ""))
            yield dr.NOT_THERE.at(
                plan.place("members", row, "branch"), name=name, branch=branch, day=str(day)
            )


def _day_without(own: _Period, there: list[_Period], days: Iterable[date]) -> date | None:
    """Return the first day known on which somebody is in a branch that is not there; None where there is none.

    Whoever has no first day came with the branch.
    """
    first = min(period.first for period in there) if own.first == date.min else own.first
    last = own.last
    if last == date.max and (gone := max(period.last for period in there)) < date.max:
        last = gone + timedelta(days=1)
    asked = sorted({first, last, *(day for day in days if first <= day <= last)} - {date.min, date.max})
    return next((day for day in asked if not any(period.has(day) for period in there)), None)


def check_counted(plan: PlanSheets) -> Iterator[Finding]:
    """Everybody counts in every stage from their first day to their last, under one code for good."""
    days = plan.list_days()
    for sheet in _ROSTER:
        for rows in _by_code(plan, sheet).values():
            if days and all(map(_is_clear, rows)):
                ordered = sorted(rows, key=_period_of)
                gaps = list(_gaps(plan, sheet, ordered))
                yield from gaps
                stages = [n for n, day in days.items() if any(_period_of(row).has(day) for row in rows)]
                if stages:
                    yield from _late(plan, sheet, ordered[0], stages)
                elif not gaps:
                    name = str(rows[0].values.get("name", ""))
                    yield dr.NEVER.at(plan.place(sheet, rows[0], "start"), name=name)
    people: dict[str, list[list[Record]]] = defaultdict(list)
    for rows in _by_code(plan, "members").values():
        if all(map(_is_clear, rows)):
            people[squeeze(str(rows[-1].values.get("name", "")))].append(rows)
    for several in people.values():
        yield from _renumbered(plan, several)


def _gaps(plan: PlanSheets, sheet: str, rows: list[Record]) -> Iterator[Finding]:
    """Yield where a day of a list lies between the rows of a code, which follow each other."""
    for earlier, row in pairwise(rows):
        one, two = _period_of(earlier), _period_of(row)
        missed = {n: day for n, day in plan.list_days().items() if one.last < day < two.first}
        if missed:
            stages = (dr.LEFT_OUT_OF.filled(stage=str(n), day=str(day)) for n, day in missed.items())
            facts: dict[str, Fact] = {"name": str(row.values.get("name", "")), "first": earlier.row}
            facts |= {"before": one.say(), "own": two.say(), "stages": enumerated(stages)}
            yield dr.GAP.at(plan.place(sheet, row, "start"), **facts)


def _late(plan: PlanSheets, sheet: str, row: Record, stages: list[int]) -> Iterator[Finding]:
    """Yield where somebody's first row begins in the current stage after the day of its list; some later stage counts it."""
    number = plan.setting("stage")
    if plan.stage != number:
        return  # a stage that is over; who came late to it was named then
    stage = next((one for one in plan.rows("stages") if one.values.get("number") == number), None)
    first, day = _period_of(row).first, plan.list_days().get(number) if isinstance(number, int) else None
    last = stage.values.get("end") if stage else None
    if day and isinstance(last, date) and day < first <= last:
        facts: dict[str, Fact] = {"name": str(row.values.get("name", "")), "first": str(first)}
        facts |= {"stage": str(number), "day": str(day), "next": min(stages)}
        yield dr.LATE.at(plan.place(sheet, row, "start"), **facts)


def _renumbered(plan: PlanSheets, several: list[list[Record]]) -> Iterator[Finding]:
    """Yield where somebody seems to go on under another code: one leaves, and one of the same name comes."""
    gone = {max(_period_of(row).last for row in rows): rows[-1] for rows in several}
    for rows in several:
        came = min(_period_of(row).first for row in rows)
        before = [left for last, left in gone.items() if last < came]
        if before:
            first = next(row for row in rows if _period_of(row).first == came)
            facts: dict[str, Fact] = {"name": str(first.values.get("name", "")), "first": before[-1].row}
            yield dr.RENUMBERED.at(plan.place("members", first, "code"), **facts)


def _by_code(plan: PlanSheets, sheet: str) -> Mapping[str, list[Record]]:
    """Return the rows of each code; blank ones are numbered."""
    rows = plan.rows(sheet)
    branches = keys_by_name((row.values for row in plan.rows("branches")), "code", "name")
    codes = member_codes((row.values for row in rows), branches)
    found: dict[str, list[Record]] = defaultdict(list)
    for code, row in zip(codes, rows, strict=True):
        found[code].append(row)
    return found


def check_successors(plan: PlanSheets) -> Iterator[Finding]:
    """Somebody goes on with what a branch leaves that ends, and no branch takes over what went over from itself."""
    rows, taken = plan.rows("branches"), _taken_over(plan)
    for row in rows:
        if _comes_back(row, rows, taken):
            place = plan.place("branches", row, "takes_over")
            yield dr.TAKES_ITSELF.at(place, name=str(row.values.get("name", "")))
    if all(len(taken[row.row]) == len(_names_taken(row)) for row in rows):
        yield from _without_successor(plan, {code for codes in taken.values() for code in codes})


def _comes_back(row: Record, rows: Iterable[Record], taken: Mapping[int, list[str]]) -> bool:
    """Tell whether a branch takes over what went over from itself, all of it on one day.

    Whoever came out of a branch and went back into it has gone in no circle.
    """
    waiting, seen = [(row, _period_of(row))], set[tuple[int, _Period]]()
    while waiting:
        one, period = waiting.pop()
        if (one.row, period) in seen:
            continue
        seen.add((one.row, period))
        if _code_of(row) in taken[one.row]:
            return True
        taking = ((far, period.within(_period_of(far))) for far in rows if _code_of(far) in taken[one.row])
        waiting += ((far, both) for far, both in taking if both.first <= both.last)
    return False


def _without_successor(plan: PlanSheets, taken: Container[str]) -> Iterator[Finding]:
    """Yield where a branch that counted in a stage ends before a later one and is taken over by nobody."""
    days = plan.list_days().values()
    for code, rows in _by_code(plan, "branches").items():
        row = max(rows, key=lambda row: _period_of(row).last)
        last = _period_of(row).last
        counted = any(_period_of(one).has(day) for one in rows for day in days)
        if counted and code not in taken and any(last < day for day in days):
            facts: dict[str, Fact] = {"name": str(row.values.get("name", "")), "day": str(last)}
            yield dr.NO_SUCCESSOR.at(plan.place("branches", row, "end"), **facts)


def _names_taken(row: Record) -> tuple[str, ...]:
    return parts_of(str(row.values.get("takes_over", "")))


def _taken_over(plan: PlanSheets) -> Mapping[int, list[str]]:
    """Return by row the codes of the branches that it takes over, as far as they are listed."""
    codes = keys_by_name((row.values for row in plan.rows("branches")), "code", "name")
    named = {row.row: map(squeeze, _names_taken(row)) for row in plan.rows("branches")}
    return {n: [codes[name] for name in names if name in codes] for n, names in named.items()}


def _code_of(row: Record) -> str:
    return str(row.values.get("code", ""))
