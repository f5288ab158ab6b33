"""How headers stand in their columns: a line ends where a reader expects it, and none fills its cell to the edge."""

import re
from collections.abc import Iterator
from functools import lru_cache

from xlcampaign.workbook.book import width_of

_ATOM = re.compile(r"[（“《「]?(?:[!-,.-~]+-?|-|\s+|.)[）”》」、，：]*")
"""What every program keeps together: a word of Latin letters up to a hyphen, a character with its punctuation."""
_OPENING, _CLOSING, _BREAKING = "（", "）", "）、，和"
_LATIN, _CHINESE, _SPACE = 1.08, 1.91, 0.6
"""How wide bold characters are at the most, in those of the default font."""
_MORE, _BESIDE = 1.2, 0.7
"""What one program has room for more than another, and what stays free beside a header that is easy on the eye."""
_STEP, _MOST = 0.5, 7.0
"""By how much a column is made wider at a time, and at the most, to keep words together."""
_PARTED = re.compile(r"\s+|(?<=-)|(?<=和)")
_WHOLE = 12
"""Words of so many characters are not broken, Chinese ones of six."""
_REMEMBERED = 1 << 11


def _wide(text: str) -> float:
    if text.isspace():
        return _SPACE * len(text)
    full = width_of(text) - len(text)
    return full * _CHINESE + (len(text) - full) * _LATIN


def _atoms(head: str) -> Iterator[tuple[str, bool]]:
    """Yield what is kept together, and whether a line may well begin with it."""
    before, depth = " ", 0
    for atom in _ATOM.findall(head):
        free = before.isascii() or before[-1] in _BREAKING or atom[0] in _OPENING
        yield atom, free and not depth
        depth += atom.count(_OPENING) - atom.count(_CLOSING)
        before = atom


def _lines(head: str, room: float) -> tuple[list[str], bool]:
    """Return a header's lines in a cell with so much room, and whether all of them end well."""
    lines, used, well = [""], 0.0, True
    for atom, free in _atoms(head):
        if used and used + _wide(atom) > room and not atom.isspace():
            lines.append("")
            used, well = 0.0, well and free
        lines[-1] += atom
        used += _wide(atom)
    return [line.strip() for line in lines], well


@lru_cache(_REMEMBERED)
def head_width(head: str, least: float) -> float:
    """Return how wide a column is that is no narrower than `least`: in every program its header breaks between words."""
    parts = {atom for atom, _ in _atoms(head)} | {
        one for one in _PARTED.split(head) if width_of(one) <= _WHOLE
    }
    width = first = max(least, max(map(_wide, parts)) + _BESIDE)
    while width <= first + _MOST:
        lines, well = _lines(head, width - _BESIDE)
        if well and lines == _lines(head, width + _MORE)[0]:
            return width
        width += _STEP
    words = {word for word in head.split() if width_of(word) <= _WHOLE}
    return max(first, max(map(_wide, words), default=0) + _BESIDE)
