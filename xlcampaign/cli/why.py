"""What `why` prints: one result in a screenful, in words and aligned columns."""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from xlcampaign.layout.explanation import (
    Row,
    arithmetic,
    board,
    derived,
    header,
    outcome,
    sources,
    verdict,
    ways,
)
from xlcampaign.model.explanation import Explanation, StarCase
from xlcampaign.words import Lang, T

_LABELS = "<<"


def explanation_lines(explanation: Explanation, lang: Lang) -> Iterator[str]:
    """Yield the lines that explain a result."""
    yield header(explanation).say(lang)
    if explanation.star is not None:
        yield from _star_lines(explanation.star, lang)
        return
    yield ""
    yield from _aligned(list(board(explanation)), "<>>><", lang)
    yield ""
    yield from _aligned(list(outcome(explanation)), _LABELS, lang)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in text)


def _aligned(rows: Sequence[Row], sides: str, lang: Lang) -> Iterator[str]:
    """Yield rows as lines; `sides` says for each column whether it is kept left (<) or right (>)."""
    said = [[cell.say(lang) for cell in row] for row in rows]
    widths = [max(_width(row[n]) for row in said) for n in range(len(sides))]
    for row in said:
        cells = []
        for text, width, side in zip(row, widths, sides, strict=True):
            space = " " * (width - _width(text))
            cells.append(text + space if side == "<" else space + text)
        yield "  ".join(cells).rstrip()


def _star_lines(case: StarCase, lang: Lang) -> Iterator[str]:
    yield verdict(case).say(lang)
    yield ""
    yield from _aligned(list(ways(case)), "<<>>>", lang)
    yield ""
    yield from _aligned(list(arithmetic(case)), _LABELS, lang)
    yield ""
    yield T("数据来源", "Sources").say(lang)
    for way in case.ways:
        for line in sources(way):
            yield f"  {line.say(lang)}"
    for line in derived(case):
        yield f"  {line.say(lang)}"
