"""Names in a plan by which one sheet refers to another."""

from collections.abc import Callable, Iterable, Iterator

from xlcampaign.checks.plan_sheets import PlanSheets, title_of, title_of_sheet
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding
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
) -> Iterator[Finding]:
    """Yield each value of a column, by sheet and key, that is none of those listed on another sheet."""
    own, key = column
    few = listing_of(candidates, _NAMED)
    for row in plan.rows(own):
        value = row.values.get(key)
        if value is not None and not known(row, squeeze(str(value))):
            facts: dict[str, Fact] = {"found": str(value), "sheet": title_of_sheet(sheet), "candidates": few}
            facts["alike"] = alike(str(value), candidates)
            yield p.UNKNOWN.at(plan.place(own, row, key), column=title_of(own, key), **facts)


def alike(name: str, others: Iterable[str]) -> T:
    """Say which other name only spaces or signs tell from a name; nothing where there is none."""
    near = (other for other in others if other != name and _letters(other) == _letters(name))
    return next((p.ONLY_SIGNS.filled(name=other) for other in near), T("", ""))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, squeeze(name)))
