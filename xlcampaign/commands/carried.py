"""The plan or the rules that a form or a report carries, packed as text."""

from functools import lru_cache

from xlcampaign.checks.plan import check_plan
from xlcampaign.layout.rule_rows import RuleRow, rule_rows
from xlcampaign.model.plan import Plan
from xlcampaign.reading.form import unpack_sheets
from xlcampaign.reading.plan import build_plan, read_plan
from xlcampaign.words import Lang

_PLAN = "plan.xlsx"


@lru_cache(maxsize=8)
def plan_inside(packed: str) -> Plan | None:
    """Return the plan that a form carries, checked like any plan; None where it is missing or unsound."""
    workbook = unpack_sheets(packed)
    if workbook is None:
        return None
    draft, findings = read_plan(workbook, _PLAN)
    unsound = any(finding.is_error for finding in (*findings, *check_plan(draft)))
    return None if unsound else build_plan(draft)


@lru_cache(maxsize=8)
def unpack_rules(packed: str) -> Plan:
    """Return a plan of nobody with the rules that were packed when a form was read."""
    workbook = unpack_sheets(packed)
    assert workbook is not None
    return build_plan(read_plan(workbook, _PLAN)[0])


def say_rules(packed: str, lang: Lang) -> tuple[RuleRow, ...]:
    """Return packed rules in words; nothing where they are damaged."""
    plan = plan_inside(packed)
    return tuple(rule_rows(plan, lang)) if plan else ()
