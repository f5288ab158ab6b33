"""规则对照: the rules by which units' results came about, side by side where they differ."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from xlcampaign.layout.rule_rows import RuleRow
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import column, main_table
from xlcampaign.summary.frame import Highlight, Listing, PageIn, Row
from xlcampaign.summary.level.context import LevelContext
from xlcampaign.summary.lists import in_cells
from xlcampaign.words import T, first_of
from xlcampaign.workbook.looks import RED, Look

_FIRST = 2
"""How many columns say what a rule is about."""
_UNITS = T("单位", "Units")
_SAME = T("各单位的评星规则都一样。", "All units went by the same rules.")
_DIFFERENT = T(
    "各单位的评星规则不一样，红色的是不同之处。规则不同的不一起排名，也不一起平均。",
    "Units went by different rules: red where they differ. Nobody is ranked or averaged across them.",
)
_UNKNOWN = T(
    "手填的上报表没有规则，不在这里：{units}。", "Forms by hand tell no rules, and are not here: {units}."
)


def rules_table(groups: int) -> Table:
    """Return 规则对照: a row per rule, a column per set of rules."""
    columns = (
        column("sheet", T("规则表", "Sheet of the plan"), width=14),
        column("about", T("规则", "Rule"), width=36),
        *(column(f"says.{n}", T(f"规则组 {n}", f"Rules {n}"), width=44) for n in range(1, groups + 1)),
    )
    return main_table("level_rules", columns)


def rules_page(context: LevelContext, rules: Mapping[str, tuple[RuleRow, ...]]) -> PageIn[LevelContext]:
    """Return 规则对照.

    Args:
        context: the level's context.
        rules: the rules in words, by how they are packed; those that are unknown have none.
    """
    groups = {packed: units for packed, units in context.rollup.rules.items() if packed}
    table = rules_table(len(groups))
    row, columns = table.first_row, [column.key for column in table.columns[_FIRST:]]
    cells = [f"${table.letter_of(key)}{row}" for key in columns]
    about = f"${table.letter_of('about')}{row}"
    differs = f'=AND({about}<>"",SUMPRODUCT(--({cells[0]}:{cells[-1]}<>{cells[0]}))>0)'
    marks = (
        (Highlight(differs, Look(color=RED, bold=True), ("about", columns[-1])),) if len(groups) > 1 else ()
    )
    note = context.say(_DIFFERENT if len(groups) > 1 else _SAME)
    if unknown := context.rollup.rules.get(""):
        note += context.say(_UNKNOWN.filled(units=first_of(unknown)))
    return PageIn(
        note=note,
        listing=Listing(table, _rows(context, groups, rules), wrap=tuple(table.by_key), highlights=marks),
        kept="about",
        locked=False,
    )


def _rows(
    context: LevelContext, groups: Mapping[str, tuple[str, ...]], rules: Mapping[str, tuple[RuleRow, ...]]
) -> Iterator[Row]:
    keys = [f"says.{number}" for number in range(1, len(groups) + 1)]
    columns = [rules_table(len(groups)).by_key[key] for key in keys]
    units = [in_cells(context, one, names) for one, names in zip(columns, groups.values(), strict=True)]
    for names in zip_longest(*units, fillvalue=""):
        yield {"sheet": context.say(_UNITS), "about": "", **dict(zip(keys, names, strict=True))}
    told = [{(one.sheet, one.about): one.says for one in rules.get(packed, ())} for packed in groups]
    for sheet, about in dict.fromkeys(key for one in told for key in one):
        said = [one.get((sheet, about), "") for one in told]
        yield {"sheet": sheet, "about": about, **dict(zip(keys, said, strict=True))}
