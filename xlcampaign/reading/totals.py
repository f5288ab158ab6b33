"""Rows of totals that somebody typed under a table: set aside, and held against what the rows add up to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeGuard

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.text import SUMS, TOTALS, show_raw, squeeze
from xlcampaign.model.cell import Raw

_HUGE = 1e12


class Total(NamedTuple):
    """A typed row of totals, which is set aside: its number, what it calls itself, what stands in it."""

    row: int
    label: str
    raws: Mapping[str, Raw]


def label_of(named: Iterable[Raw]) -> str:
    """Return what a row of totals calls itself in one of the cells that name a row; empty for any other row."""
    return next((show_raw(raw) for raw in named if isinstance(raw, str) and squeeze(raw) in TOTALS), "")


def check_totals(
    totals: Sequence[Total],
    counted: Iterable[Mapping[str, Raw]],
    sheet: Place,
    place: Callable[[str, int], Place],
) -> Iterator[Finding]:
    """Yield that rows of totals were set aside, and where they differ from what the rows add up to.

    Args:
        totals: the rows of totals.
        counted: the filled cells of the other rows.
        sheet: the sheet.
        place: tells the place of a column's cell in a row.
    """
    sums = _add_up(counted) if totals else {}
    for total in totals:
        at = Place(sheet.file, sheet.sheet, (Address(total.row, 1),))
        yield s.TOTAL.at(at, row=total.row, name=total.label)
        if squeeze(total.label) not in SUMS:
            continue
        for key, raw in total.raws.items():
            if _can_be_summed(raw) and round(100 * raw) != sums.get(key, 0):
                expected = show_raw(sums.get(key, 0) / 100)
                yield s.TOTAL_DIFFERS.at(place(key, total.row), found=show_raw(raw), expected=expected)


def _can_be_summed(raw: Raw) -> TypeGuard[int | float]:
    """Tell whether a cell is a number that could be part of a total: a form holds none as large as the limit."""
    return isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < _HUGE


def _add_up(rows: Iterable[Mapping[str, Raw]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for raws in rows:
        for key, raw in raws.items():
            if _can_be_summed(raw):
                sums[key] = sums.get(key, 0) + round(100 * raw)
    return sums
