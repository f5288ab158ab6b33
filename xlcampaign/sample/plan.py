"""The plan of the invented campaign: the standard one with invented branches and members."""

from collections.abc import Mapping

from xlcampaign.layout.plan import Rows
from xlcampaign.layout.standard import standard_plan
from xlcampaign.model.cell import Value
from xlcampaign.sample.people import roster
from xlcampaign.words import Lang, T

CODE = "XF-2023"
YEAR = 2023
UNIT, ABOVE = "LX1", T("某某镇教育党委", "Example town")
"""The code of the invented union, and to whom it reports."""
_CALLED = T("某某{unit}联校党组织", "Example union {unit}")


def sample_plan(
    branches: int, members: int, seed: int, lang: Lang = Lang.ZH, unit: str = UNIT
) -> tuple[Mapping[str, Value], Mapping[str, Rows]]:
    """Return settings and rows of the invented plan, as plan_book takes them.

    Args:
        branches: how many branches.
        members: how many members in all.
        seed: equal seeds give equal plans, on any machine.
        lang: the language of names and workbooks.
        unit: the code of the union, which is called after it unless it is the usual one.

    Raises:
        ValueError: more branches or members a branch than there are names for, or fewer members than branches.
    """
    settings, rows = standard_plan(lang, CODE, YEAR)
    settings = {**settings, "unit_code": unit, "unit_above": ABOVE.say(lang)}
    if unit != UNIT:
        settings["organisation"] = _CALLED.fill(lang, {"unit": unit})
    return settings, {**rows, **roster(branches, members, seed, lang)}
