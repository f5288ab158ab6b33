"""Days in a plan: which come first."""

from collections.abc import Iterator
from datetime import date

from xlcampaign.checks.plan_sheets import PlanSheets, title_of
from xlcampaign.findings.catalogue import launch_rules as la
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding
from xlcampaign.layout import choices
from xlcampaign.model.choices import StepKey
from xlcampaign.model.submission import Record
from xlcampaign.words import listing_of


def check_dates(plan: PlanSheets) -> Iterator[Finding]:
    """Start is not after end; steps, and the day of the list, lie within their stage; forms are not due before their step."""
    stages = {row.values.get("number"): row for row in plan.rows("stages")}
    for sheet in ("stages", "steps"):
        for row in plan.rows(sheet):
            yield from check_order(plan, sheet, row, ("start", "end"))
    for row in plan.rows("stages"):
        listed, last = row.values.get("list_day"), row.values.get("end")
        if isinstance(listed, date) and isinstance(last, date) and listed > last:
            late: dict[str, Fact] = {"found": str(listed), "relation": p.AFTER, "other": str(last)}
            yield p.DATES.at(
                plan.place("stages", row, "list_day"), column=title_of("stages", "list_day"), **late
            )
    for row in plan.rows("steps"):
        yield from check_order(plan, "steps", row, ("start", "deadline"))
        stage = stages.get(row.values.get("stage"))
        if stage is None:
            continue
        for key, bound in (("start", "start"), ("end", "end")):
            found, limit = row.values.get(key), stage.values.get(bound)
            if not isinstance(found, date) or not isinstance(limit, date):
                continue
            if (found < limit) if key == "start" else (found > limit):
                relation = p.BEFORE if key == "start" else p.AFTER
                facts: dict[str, Fact] = {"found": str(found), "relation": relation, "other": str(limit)}
                yield p.DATES.at(plan.place("steps", row, key), column=title_of("steps", key), **facts)


def check_launch(plan: PlanSheets) -> Iterator[Finding]:
    """Where the plan asks for the launch form, each stage has the step at which it is sent."""
    steps = {(row.values.get("stage"), row.values.get("key")) for row in plan.rows("steps")}
    stages = [row.values.get("number") for row in plan.rows("stages")]
    lacking = [str(stage) for stage in stages if stage and (stage, StepKey.LAUNCH) not in steps]
    if plan.setting("launch_form") == "yes" and lacking:
        step = choices.label_of(choices.STEPS, StepKey.LAUNCH)
        yield la.NO_LAUNCH.at(plan.setting_place("launch_form"), stages=listing_of(lacking), step=step)


def check_order(plan: PlanSheets, sheet: str, row: Record, keys: tuple[str, str]) -> Iterator[Finding]:
    """Yield where a row's last day, the second column, is before its first."""
    first, last = (row.values.get(key) for key in keys)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        facts: dict[str, Fact] = {"found": str(last), "relation": p.BEFORE, "other": str(first)}
        yield p.DATES.at(plan.place(sheet, row, keys[1]), column=title_of(sheet, keys[1]), **facts)
