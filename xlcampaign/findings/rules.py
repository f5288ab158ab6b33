"""Every rule of the program."""

from collections.abc import Mapping

from xlcampaign.findings.catalogue import (
    ballot_rules,
    cell_rules,
    cluster_rules,
    day_rules,
    decision_rules,
    editing_rules,
    file_rules,
    final_rules,
    folder_rules,
    launch_rules,
    level_list_rules,
    level_rules,
    mail_rules,
    online_rules,
    operation_rules,
    plan_rules,
    rating_rules,
    rollup_rules,
    row_rules,
    seal_rules,
    sheet_rules,
    standin_rules,
    submission_rules,
)
from xlcampaign.findings.finding import Rule

_FAMILIES = (
    operation_rules,
    cluster_rules,
    editing_rules,
    mail_rules,
    seal_rules,
    plan_rules,
    day_rules,
    file_rules,
    online_rules,
    final_rules,
    folder_rules,
    standin_rules,
    sheet_rules,
    row_rules,
    cell_rules,
    ballot_rules,
    submission_rules,
    rating_rules,
    decision_rules,
    launch_rules,
    level_list_rules,
    level_rules,
    rollup_rules,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (rule for family in _FAMILIES for rule in vars(family).values() if isinstance(rule, Rule)),
        key=lambda rule: rule.code,
    )
)

BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}


def rule_of(code: str) -> Rule | None:
    """Return the rule of a code, in either case; None where there is none."""
    return BY_CODE.get(code.strip().upper())
