"""The public workbook: boards of stars with what anybody may read, and nothing else."""

from collections.abc import Mapping

from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, TITLES, Figure, column
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.words import T, same

PUBLIC = ("branch_board", "member_board", "publication")
"""The sheets of the public workbook, by the keys of the summary's, in order."""

SHOWN_LEVELS: Mapping[SubjectKind, int] = {SubjectKind.BRANCH: 3, SubjectKind.MEMBER: 2}
"""How many levels are public at most, the highest first: down to 一般 and 合格; never the lowest."""


def public_levels(plan: Plan, kind: SubjectKind) -> tuple[str, ...]:
    """Return the levels of a kind of subject that are public, highest first."""
    names = tuple(level.name for level in plan.levels_of(kind))
    return names[:-1][: SHOWN_LEVELS[kind]]


def public_board_table(plan: Plan, kind: SubjectKind) -> Table:
    """Return a public star board: a row per subject, a column per star; satisfaction of branches only."""
    member = kind is SubjectKind.MEMBER
    satisfied: tuple[Column, ...] = (column("satisfied", T("满意率（%）", "Satisfaction (%)"), Figure(1)),)
    columns = (
        column("order", T("序", "No."), NUMBER),
        column("name", T("姓名", "Name") if member else T("支部", "Branch")),
        *(column(f"star.{star.key}", same(star.name)) for star in plan.stars_of(kind)),
        column("lit", T("星数", "Stars"), NUMBER),
        column("level", T("等次", "Level")),
        *(() if member else satisfied),
    )
    key = f"{kind}_board"
    return Table(key, TITLES[key], columns)
