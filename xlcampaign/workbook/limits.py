"""What Excel takes: its limits, and texts made so that a workbook's XML holds them as they are."""

import re
from functools import lru_cache

from xlcampaign.layout.text import clean

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_TEXT = 32_767
LONGEST_LIST = 255
LONGEST_BOX, LONGEST_BOX_TITLE = 255, 32
LONGEST_TITLE = 31
LONGEST_FORMULA, LONGEST_LITERAL, MOST_ARGUMENTS = 8192, 255, 255
TALLEST_ROW = 409.5
"""In points."""
LONGEST_MARGIN = 255
"""Of a page's header or footer, its codes included."""
MOST_FORMATS = 64_000
MOST_BREAKS = 1023

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LITERAL = re.compile('"([^"]*(?:""[^"]*)*)"')
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
ESCAPE = re.compile("_x(?=[0-9a-fA-F]{4}_)")
"""How workbooks write characters that XML does not have: typed by people, it is text like any other."""

_SHORTEST_LONG = 200


class UnwritableError(Exception):
    """A value does not fit into a workbook; a defect of the caller, never silently dropped."""

    def __init__(self, place: object, why: object) -> None:
        super().__init__(f"{place}: {why}")


def units(text: str) -> int:
    """Return the length of a text as Excel counts it: rare characters are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """Return a text that fits into one of Excel's boxes; an ellipsis stands for what is left out."""
    return text if units(text) <= longest else cut(text, longest - 1) + "…"


def cut(text: str, longest: int) -> str:
    """Return the beginning of a text that is no longer than Excel counts."""
    kept = text[:longest]
    while units(kept) > longest:
        kept = kept[:-1]
    return kept


def quoted(title: str) -> str:
    """Return a sheet's title as formulas name it."""
    return "'" + title.replace("'", "''") + "'"


def escaped(text: str) -> str:
    """Return a cleaned text for a place where the library writes it as it is: `_x0041_` is no A there."""
    return ESCAPE.sub("_x005F_x", clean(text)).replace("\t", "_x0009_").replace("\r", "_x000D_")


def printed_text(text: str, longest: int = 72) -> str:
    """Return a text for a page's margin: its & is no code, and a number at its start no size of the font."""
    cut = shortened(" ".join(clean(text).splitlines()), longest).replace("&", "&&")
    return f" {cut}" if cut[:1].isdigit() else cut


def check_text(text: str, place: object) -> str:
    """Return a text that a cell can hold.

    Raises:
        UnwritableError: it is too long, or the workbook could not be saved with it.
    """
    if 2 * len(text) > LONGEST_TEXT and units(text) > LONGEST_TEXT:
        raise UnwritableError(place, ("characters", units(text)))
    if _HALF.search(text):
        raise UnwritableError(place, "half a character")
    return text


def check_formula(formula: str, place: object) -> str:
    """Return a formula that Excel can open.

    Raises:
        UnwritableError: it or a text in it is too long, or holds what XML does not.
    """
    wrong = _wrong_with(formula)
    if wrong is not None:
        raise UnwritableError(place, wrong)
    return formula


@lru_cache(maxsize=1024)
def _wrong_with(formula: str) -> object:
    """Return why Excel would not open a formula, or None; forms of one kind have the same ones."""
    if _UNFIT.search(formula):
        return "control characters in a formula"
    if len(formula) < _SHORTEST_LONG:
        return None
    if units(formula) > LONGEST_FORMULA:
        return "characters of a formula", units(formula)
    long = (text.replace('""', '"') for text in _LITERAL.findall(formula) if 2 * len(text) > LONGEST_LITERAL)
    longest = max(map(units, long), default=0)
    if longest > LONGEST_LITERAL:
        return "characters of a text in a formula", longest
    most = _most_arguments(_LITERAL.sub("", formula)) if formula.count(",") >= MOST_ARGUMENTS else 0
    return ("arguments of a function", most) if most > MOST_ARGUMENTS else None


def _most_arguments(formula: str) -> int:
    """Return how many arguments a function of a formula without texts has at the most."""
    found, open_ones = 0, [1]
    for mark in re.findall(r"[(),]", formula):
        if mark == "(":
            open_ones.append(1)
        elif mark == ",":
            open_ones[-1] += 1
        else:
            found = max(found, open_ones.pop())
    return found


def check_title(title: str, taken: set[str]) -> str:
    """Return a sheet's title that Excel takes, unlike those taken.

    Raises:
        UnwritableError: it is none, too long, taken, or has forbidden characters.
    """
    bad = not title or units(title) > LONGEST_TITLE or title.startswith("'") or title.endswith("'")
    if bad or ESCAPE.search(title) or _FORBIDDEN.search(title) or _UNFIT.search(title):
        raise UnwritableError(title, "no title for a sheet")
    if title.casefold() in taken:
        raise UnwritableError(title, "two sheets of one name")
    return title


def check_cell(row: int, column: int, place: object) -> None:
    """Make sure that a cell lies on a sheet.

    Raises:
        UnwritableError: it does not.
    """
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise UnwritableError(place, "outside the sheet")
