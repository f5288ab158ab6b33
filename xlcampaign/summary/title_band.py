"""The band with a page's title, and small at its right end the campaign's slogan."""

from collections.abc import Sequence

from xlcampaign.workbook.book import Worksheet
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import PAPER, Look

_SIZE = 11
_MOST_LINES = 2
"""So many lines of a slogan have room in the band."""
_GAP = 0.7
"""How much wider a column is than the characters that it has room for."""
_BESIDE = 4
_CAPITALS = 1.3
"""How much wider capital letters are than letters are reckoned to be."""


def write_title(sheet: Worksheet, title: str, slogan: str, widths: Sequence[float], look: Look) -> None:
    """Write the title across columns; where there is a slogan, it gets as many of the last ones as it needs.

    Args:
        sheet: where.
        title: what the page is about.
        slogan: the campaign's; nothing is shown of none.
        widths: the columns' widths in characters.
        look: the title's; it is made smaller where it would not fit beside the slogan.
    """
    if not slogan:
        sheet.merged(1, 1, len(widths), title, look)
        return
    for lines in range(1, _MOST_LINES + 1):
        left = _columns_left(slogan, widths, lines)
        fits = _fits(title, widths[:left], look.size)
        if fits:
            break
    sheet.merged(1, 1, left, title, look.but(shrink=not fits))
    aside = look.but(bold=False, size=_SIZE, color=PAPER, align="right")
    sheet.merged(1, left + 1, len(widths), slogan, aside.but(wrap=lines > 1, shrink=lines == 1))


def _columns_left(slogan: str, widths: Sequence[float], lines: int) -> int:
    """Return how many columns are left of a slogan in so many lines; one at the least."""
    choices = range(len(widths) - 1, 0, -1)
    return next((left for left in choices if _fits(slogan, widths[left:], _SIZE, lines)), 1)


def _fits(text: str, widths: Sequence[float], size: float, lines: int = 1) -> bool:
    room = (sum(width + _GAP for width in widths) - _BESIDE) / (_CAPITALS if text.isascii() else 1)
    return room > 0 and lines_of(text, room, size) <= lines
