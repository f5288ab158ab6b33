"""A plan as the rows of its workbook, and the plan that such rows state."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from xlcampaign.layout.choices import NO_POINTS
from xlcampaign.layout.plan import Rows
from xlcampaign.layout.records import Dataclass, build, row_of
from xlcampaign.layout.references import goals_by_name, keys_by_name, member_codes
from xlcampaign.layout.text import squeeze
from xlcampaign.model.campaign import Campaign
from xlcampaign.model.cell import Value
from xlcampaign.model.message import Message
from xlcampaign.model.online import OnlineRow
from xlcampaign.model.plan import Extension, Goal, Level, Option, Plan, Stage, Star, Step, Veto, Way
from xlcampaign.model.roster import Branch, Member, Roster
from xlcampaign.model.scale import Grade, Scale

_RECORDS: Mapping[str, type[Dataclass]] = {
    "stages": Stage,
    "steps": Step,
    "goals": Goal,
    "stars": Star,
    "ways": Way,
    "levels": Level,
    "vetoes": Veto,
    "options": Option,
    "branches": Branch,
    "members": Member,
    "extensions": Extension,
    "messages": Message,
    "online": OnlineRow,
}
"""What a row of each sheet is; on the sheet of scales several rows are one scale."""

_RANGE = "points"


def plan_of(settings: Mapping[str, Value], rows: Mapping[str, Rows], retired: Collection[str] = ()) -> Plan:
    """Return the plan that settings and rows without errors state; codes that are left blank are none that was retired."""
    named = {
        **rows,
        "stars": _with_goal_keys(rows),
        "members": _with_codes(rows, retired),
        "extensions": _with_branch_codes(rows, "extensions"),
        "online": _with_branch_codes(rows, "online"),
    }
    lists: dict[str, Any] = {
        key: tuple(build(record, row) for row in named.get(key, ())) for key, record in _RECORDS.items()
    }
    roster = Roster(_with_taken(lists.pop("branches")), lists.pop("members"))
    campaign, scales = build(Campaign, settings), tuple(scales_in(rows["scales"]))
    plan = Plan(campaign, scales=scales, branches=roster.branches, members=roster.members, **lists)
    return replace(plan, roster=roster).of_stage(campaign.stage) if roster.is_dated else plan


def plan_rows(plan: Plan) -> tuple[dict[str, Value], dict[str, Rows]]:
    """Return settings and rows, as plan_book takes them, of a plan."""
    whole = replace(plan, branches=plan.everybody.branches, members=plan.everybody.members)
    return row_of(plan.campaign), {key: rows_of(whole, key) for key in (*_RECORDS, "scales")}


def rows_of(plan: Plan, key: str) -> Rows:
    """Return the rows of one of a plan's sheets."""
    if key == "stars":
        goals = {(goal.kind, goal.key): goal.name for goal in plan.goals}
        return [row_of(star, goal=goals[star.kind, star.goal]) for star in plan.stars]
    if key == "scales":
        return [row for scale in plan.scales for row in _scale_rows(scale)]
    if key in {"members", "extensions", "online"}:
        names = {branch.code: branch.name for branch in plan.branches}
        return [row_of(one, branch=names.get(one.branch)) for one in getattr(plan, key)]
    return [row_of(record) for record in getattr(plan, key)]


def _with_goal_keys(rows: Mapping[str, Rows]) -> Rows:
    """Return the rows of stars with the goal's key for its name."""
    goals = goals_by_name(rows["goals"])
    return [{**row, "goal": goals[f"{row['kind']}:{squeeze(str(row['goal']))}"]} for row in rows["stars"]]


def _with_codes(rows: Mapping[str, Rows], retired: Collection[str]) -> Rows:
    """Return the rows of members with the branch's code for its name, and a code of their own."""
    branches = keys_by_name(rows["branches"], "code", "name")
    codes = member_codes(rows["members"], branches, retired)
    return [
        {**row, "code": code, "branch": branches[squeeze(str(row["branch"]))]}
        for row, code in zip(rows["members"], codes, strict=True)
    ]


def _with_taken(branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """Return branches with the codes of those that they take over for their names."""
    codes = {squeeze(name): branch.code for branch in branches for name in (branch.name, branch.code)}
    return tuple(
        replace(branch, takes_over=tuple(codes[squeeze(name)] for name in branch.takes_over))
        for branch in branches
    )


def _with_branch_codes(rows: Mapping[str, Rows], key: str) -> Rows:
    """Return the rows of a sheet, of which older plans have none, with the branch's code for its name, if it names any."""
    branches = keys_by_name(rows["branches"], "code", "name")
    named = ((row, row.get("branch")) for row in rows.get(key, ()))
    return [row if name is None else {**row, "branch": branches[squeeze(str(name))]} for row, name in named]


def scales_in(rows: Rows) -> Iterator[Scale]:
    """Yield the scales: a row with a highest value states the range, every other a grade."""
    for key in dict.fromkeys(row["scale"] for row in rows):
        own = [row for row in rows if row["scale"] == key]
        grades = tuple(
            build(Grade, {**row, "points": None} if row["points"] == NO_POINTS.key else row)
            for row in own
            if row.get("high") is None
        )
        ranges = [row for row in own if row.get("high") is not None]
        bounds = {**ranges[0], "low": ranges[0]["points"]} if ranges else {}
        yield build(Scale, {**bounds, "key": key}, grades=grades)


def _scale_rows(scale: Scale) -> Iterator[dict[str, Value]]:
    """Yield the rows of a scale: its range, where it has one, then its grades."""
    if scale.is_points:
        yield row_of(scale, scale=scale.key, key=_RANGE, name=_RANGE, points=scale.low, satisfied="no")
    for grade in scale.grades:
        points = NO_POINTS.key if grade.points is None else grade.points
        yield row_of(grade, scale=scale.key, points=points)
