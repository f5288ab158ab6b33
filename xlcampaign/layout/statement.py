"""What a workbook states, in the one way in which writing it and reading it again tell the same.

A number for each tab, each row with something in it and the remarks on a sheet; the workbook's is their sum. It does not
hang on the order in which they are told, so rows can be written in any order, and forgotten. Looks do not matter, nor
what formulas say or come to: programs write both anew when they save.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

FORMULA = "="
"""What a cell with a formula states."""
_BETWEEN = "\x1f"
"""Stands between what cells state: a space to Python, of which no text has more than single blanks."""
_BITS = 256


def text_stated(text: str) -> str:
    """Return what a cell with a text states: nothing, if nobody would see anything."""
    return " ".join(text.split())


def number_stated(written: str) -> str:
    """Return what a cell states with a number, however a file writes that: days for a date, and 15 digits."""
    return f"{float(written):.15g}"


def truth_stated(truth: bool) -> str:  # noqa: FBT001 -- a cell's value
    """Return what a cell states that was ticked as true or false."""
    return str(truth)


def tab_stated(place: int, title: str) -> int:
    """Return the number of a tab in its place among the others."""
    return _number("tab", place, title)


def row_stated(title: str, row: int, cells: Iterable[str]) -> int:
    """Return the number of a row of a sheet; `cells` state something or nothing, from the first column on."""
    stated = _BETWEEN.join(cells).rstrip(_BETWEEN)
    return _number("row", title, row, stated) if stated else 0


def in_line(cells: Mapping[int, str]) -> list[str]:
    """Return what the cells of a row state, from the first column on; they are given by their columns."""
    return [cells.get(column, "") for column in range(1, max(cells) + 1)]


def remarks_stated(title: str, cells: Sequence[str], boxes: int) -> int:
    """Return the number of the remarks on a sheet: the cells that have comments, and how many text boxes there are."""
    return _number("remarks", title, *sorted(cells), boxes) if cells or boxes else 0


def digest_of(stated: int) -> str:
    """Return the digest of what a workbook states, of the sum of its numbers."""
    return f"{stated % (1 << _BITS):0{_BITS // 4}x}"


def _number(*told: str | int) -> int:
    data = _BETWEEN.join(map(str, told)).encode("utf-8", "surrogatepass")
    return int.from_bytes(sha256(data).digest(), "big")
