"""How many lines a text takes in a column: rows are made tall enough, since not every program does so by itself."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache

from xlcampaign.workbook.book import Cell, width_of
from xlcampaign.workbook.formulas import Live

_PIECE = re.compile(r"[!-~]+|\s+|.")
"""What a program keeps together when it breaks a line: a word of Latin letters, else a single character."""

SIZE = 10
"""The size of letters whose width `width_of` counts, in points."""
_CUT = "……"
_MOST_REMEMBERED = 1 << 12
_BOLD, _BROADEST = 1.1, 1.3
"""How much wider letters in bold are, and at the most in a font that stands in for ours."""


def longest_word(text: str) -> float:
    """Return the room that the longest word of Latin letters takes in bold: no program should break it."""
    return max((width_of(piece) * _BOLD for piece in text.split() if piece.isascii()), default=0)


def longest_line(text: str) -> float:
    """Return the room that a line takes in bold, in the broadest letters that may stand in for ours."""
    return width_of(text) * _BROADEST


def text_of(cell: Cell) -> str:
    """Return what a cell shows, before its number's format; of a formula, what it comes to."""
    value = cell.value if isinstance(cell, Live) else cell
    return "" if value is None else str(value)


def lines_of(text: str, width: float, size: float = SIZE) -> int:
    """Return how many lines a text takes in a column that is `width` characters wide, in letters of `size` points."""
    assert width > 0
    room = width * SIZE / size
    if "\n" not in text:
        return 1 if 2 * len(text) <= room else _wrapped(text, room)
    return sum(_wrapped(line, room) for line in text.split("\n"))


@lru_cache(_MOST_REMEMBERED)  # the same names and labels stand in many forms
def _wrapped(line: str, room: float) -> int:
    if width_of(line) <= room:
        return 1
    lines, used = 1, 0.0
    for piece in _PIECE.findall(line):
        wide = width_of(piece)
        if used and used + wide > room and not piece.isspace():
            lines, used = lines + 1, 0.0
        used += wide
        while used > room and not piece.isspace():
            lines, used = lines + 1, used - room
    return lines


def fitted(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text that fits: where it does not as it is, without its ends of lines, and cut visibly if need be."""
    if fits(text):
        return text
    line = " ".join(text.split())
    if fits(line):
        return line
    kept = bisect_left(range(len(line)), True, key=lambda end: not fits(line[:end] + _CUT))  # noqa: FBT003 -- sorted so
    return line[: max(kept - 1, 0)] + _CUT


def in_lines(text: str, width: float, most: int, size: float = SIZE) -> str:
    """Return a text that takes so many lines at the most, as `fitted` makes it fit; see `lines_of`."""
    return fitted(text, lambda said: lines_of(said, width, size) <= most)


def tallest(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Return how many lines the longest of a row's texts takes, each in its column."""
    return max((lines_of(text, width) for text, width in zip(texts, widths, strict=True)), default=1)
