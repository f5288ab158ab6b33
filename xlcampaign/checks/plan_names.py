"""Names in a plan by which one sheet refers to another."""

from collections.abc import Callable, Iterable, Iterator

from xlcampaign.checks.plan_sheets import PlanSheets, title_of, title_of_sheet
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding
from xlcampaign.layout.records import parts_of
from xlcampaign.layout.text import squeeze
from xlcampaign.model.submission import Record
from xlcampaign.words import T, listing_of

_NAMED = 6
"""How many names a line holds."""


def check_known(
    plan: PlanSheets,
    column: tuple[str, str],
    sheet: str,
    candidates: list[str],
    known: Callable[[Record, str], bool],
    *,
    several: bool = False,
) -> Iterator[Finding]:
    """Yield each name in a column, by sheet and key, that is none of those listed on another sheet.

    Args:
        plan: the plan.
        column: the sheet and the column.
        sheet: the sheet on which they are listed.
        candidates: the names that are listed there.
        known: tells whether a name, squeezed, is one of them on a row.
        several: whether a cell may name several.
    """
    own, key = column
    few = listing_of(candidates, _NAMED)
    for row in plan.rows(own):
        value = str(row.values.get(key, ""))
        for name in parts_of(value) if several else filter(None, (value,)):
            if not known(row, squeeze(name)):
                facts: dict[str, Fact] = {"found": name, "sheet": title_of_sheet(sheet), "candidates": few}
                facts["alike"] = alike(name, candidates)
                yield p.UNKNOWN.at(plan.place(own, row, key), column=title_of(own, key), **facts)


def check_branch_names(plan: PlanSheets, sheet: str, key: str, *, several: bool = False) -> Iterator[Finding]:
    """Yield each branch that a column names, by its name or code, and that is not listed."""
    rows = plan.rows("branches")
    names = list(dict.fromkeys(str(row.values.get("name", "")) for row in rows))
    known = {
        *map(squeeze, names),
        *(squeeze(str(row.values["code"])) for row in rows if "code" in row.values),
    }
    yield from check_known(
        plan, (sheet, key), "branches", names, lambda _row, text: text in known, several=several
    )


def alike(name: str, others: Iterable[str]) -> T:
    """Say which other name only spaces or signs tell from a name; nothing where there is none."""
    near = (other for other in others if other != name and _letters(other) == _letters(name))
    return next((p.ONLY_SIGNS.filled(name=other) for other in near), T("", ""))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, squeeze(name)))
