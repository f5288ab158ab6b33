"""A plan as the rows of its workbook: the inverse of reading it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from xlcampaign.layout.plan import CAMPAIGN_FIELDS, TABLES, Rows
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan, Scale


def _settings(plan: Plan) -> dict[str, Value]:
    values = {column.key: getattr(plan.campaign, column.key) for column in CAMPAIGN_FIELDS}
    values["trim"] = "yes" if plan.campaign.trim else "no"
    return values


def _scale_rows(scale: Scale) -> list[dict[str, Value]]:
    def row(key: str, name: str, points: Value, satisfied: str) -> dict[str, Value]:
        return {"scale": scale.key, "key": key, "name": name, "points": points, "satisfied": satisfied}

    rows = [
        row(
            grade.key,
            grade.name,
            "uncounted" if grade.points is None else grade.points,
            "yes" if grade.satisfied else "no",
        )
        for grade in scale.grades
    ]
    if scale.is_points:
        rows.insert(0, row("points", "points", scale.low, "no") | {"high": scale.high, "step": scale.step})
    return rows


def plan_rows(plan: Plan) -> tuple[Mapping[str, Value], dict[str, Rows]]:
    """Return settings and rows, as plan_book takes them, of a plan."""
    goals = {(goal.kind, goal.key): goal.name for goal in plan.goals}
    branches = {branch.code: branch.name for branch in plan.branches}
    rows: dict[str, Rows] = {}
    for key, _, columns, _ in TABLES:
        things: tuple[Any, ...] = getattr(plan, key)
        if key == "scales":
            rows[key] = [row for scale in plan.scales for row in _scale_rows(scale)]
            continue
        names = {column.key for column in columns}
        rows[key] = [
            {f.name: getattr(thing, f.name) for f in fields(thing) if f.name in names} for thing in things
        ]
    rows["stars"] = [
        {**row, "aliases": "、".join(star.aliases) or None, "goal": goals[star.kind, star.goal]}
        for row, star in zip(rows["stars"], plan.stars, strict=True)
    ]
    rows["members"] = [
        {**row, "branch": branches[member.branch]}
        for row, member in zip(rows["members"], plan.members, strict=True)
    ]
    return _settings(plan), rows
