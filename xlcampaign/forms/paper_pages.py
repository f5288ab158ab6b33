"""How a paper lies on pages of A4: measured in millimetres, before anything is written."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from math import ceil, floor

from xlcampaign.layout.paper import Paper
from xlcampaign.words import Lang, T
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import INK, Look
from xlcampaign.workbook.pixels import characters_of

LINE = Look(size=10, wrap=True)
HEAD = Look(bold=True, size=9, align="center", wrap=True, border=INK)
FIRST = Look(bold=True, size=11, align="center", border=INK, wrap=True)
BOX = Look(size=11, border=INK, wrap=True, indent=1)
"""The looks of what is measured: lines below the title, the header, a row's name and its other cells."""

_POINT = 25.4 / 72
_STEP = 25.4 / 96
"""Rows are as many whole steps high."""
_PIXEL = 0.281
"""Of a column's width, as LibreOffice prints it; Excel and WPS print it narrower by a sixteenth."""

TITLE_HEIGHT = CLOSING_HEIGHT = 33 * _STEP
_SEAL_WIDTH = 34
_TALLEST = 140
"""Of what Excel can make a row."""
_STROKES, _STROKES_WIDTH, _STROKES_HEIGHT = 5, 4.6, 5.8
"""Votes to one 正, and what it takes when written by hand."""
_MOST_STRETCH, _FULL = 1.6, 0.97
"""How much higher than it must be a row becomes where the page has room, and how full it makes the page."""
_EXACT = 1e-6
"""By how much a sum of heights may be off."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A page's printed part, less what printers differ by."""

    width: float
    height: float
    landscape: bool


_SHAPES = (Shape(186, 265, landscape=False), Shape(273, 180, landscape=True))


@dataclass(frozen=True, slots=True)
class PaperPages:
    """A paper laid on pages of a shape.

    Attributes:
        shape: of its pages.
        widths: of the columns.
        seal: beside how many of the last columns lies the place for the seal; 0 without one.
        lines: heights of the lines below the title.
        header: heights of the header's rows: of one, or of two where columns share headings.
        pages: heights of the rows on each page.
    """

    shape: Shape
    widths: tuple[float, ...]
    seal: int
    lines: tuple[float, ...]
    header: tuple[float, ...]
    pages: tuple[tuple[float, ...], ...]

    @property
    def cost(self) -> tuple[float, int]:
        """By which shape a paper is better off: first of all by how much it is made smaller; then by its pages."""
        return round(max(1.0, sum(self.widths) / self.shape.width), 2), len(self.pages)


def characters(width: float) -> float:
    """Return a width as workbooks have it."""
    return characters_of(width / _PIXEL)


def points(height: float) -> float:
    """Return a height as workbooks have it."""
    return round(height / _POINT, 2)


def headings(paper: Paper) -> list[tuple[T | None, int, int]]:
    """Return which columns, first to last and from 0, share a heading, and those that have none."""
    found = []
    for over, columns in groupby(enumerate(paper.columns), key=lambda item: item[1].over):
        numbers = [number for number, _ in columns]
        found.append((over, numbers[0], numbers[-1]))
    return found


def lay(paper: Paper, lang: Lang) -> PaperPages:
    """Lay a paper on upright or broad pages: as few as will do, and none of its boxes lower than it must be."""
    return min((_laid(paper, lang, shape) for shape in _SHAPES), key=lambda pages: pages.cost)


def _laid(paper: Paper, lang: Lang, shape: Shape) -> PaperPages:
    widths = _widths(paper, shape)
    smaller = max(1.0, sum(widths) / shape.width)
    seal = _seal(widths) if paper.sealed else 0
    beside = sum(widths[: len(widths) - seal])
    lines = tuple(height_of(line.say(lang), beside, LINE) for line in (paper.about, *paper.lines))
    header = _header(paper, widths, lang)
    around = TITLE_HEIGHT + sum(lines) + sum(header) + CLOSING_HEIGHT * len(paper.closing)
    room = shape.height * smaller - around
    rows = [min(_row(paper, texts, widths, smaller), room, _TALLEST) for texts in paper.rows]
    pages = _paged(rows, room)
    if any("" in texts for texts in paper.rows):
        pages = _stretched(pages, room)
    return PaperPages(shape, widths, seal, lines, header, tuple(map(tuple, pages)))


def _widths(paper: Paper, shape: Shape) -> tuple[float, ...]:
    """Return columns as wide as the page has room: those for strokes grow, or all alike where there are none."""
    needed = sum(column.width for column in paper.columns)
    grows = [column.width if column.votes else 0 for column in paper.columns]
    if not any(grows):
        grows = [column.width for column in paper.columns]
    wider = max(0.0, shape.width - needed) / sum(grows)
    return tuple(column.width + growing * wider for column, growing in zip(paper.columns, grows, strict=True))


def _seal(widths: tuple[float, ...]) -> int:
    """Return beside how many of the last columns there is room for a seal."""
    return next(n for n in range(1, len(widths) + 1) if sum(widths[-n:]) >= _SEAL_WIDTH)


@lru_cache(maxsize=1 << 12)
def height_of(text: str, width: float, look: Look) -> float:
    """Return how high a text stands in a column of a width."""
    room = characters(width) - 0.3 - 1.5 * look.indent
    size = look.size * (1.05 if look.bold else 1)
    return _whole(lines_of(text, room, size) * look.size * 1.45 * _POINT + 0.5)


def _whole(height: float) -> float:
    return ceil(height / _STEP - _EXACT) * _STEP


def _header(paper: Paper, widths: tuple[float, ...], lang: Lang) -> tuple[float, ...]:
    """Return the heights of a header's rows."""
    alone, beneath, shared = [0.0], [0.0], [0.0]
    for over, first, last in headings(paper):
        titles = [
            height_of(paper.columns[n].title.say(lang), widths[n], HEAD) for n in range(first, last + 1)
        ]
        (beneath if over else alone).extend(titles)
        if over:
            shared.append(height_of(over.say(lang), sum(widths[first : last + 1]), HEAD))
    if not max(shared):
        return (max(alone),)
    return max(shared), max(*beneath, max(alone) - max(shared))


def _row(paper: Paper, texts: tuple[str, ...], widths: tuple[float, ...], smaller: float) -> float:
    """Return how high a row must be for hands to write in it, for its texts and for all strokes."""
    heights = [_whole(paper.height * smaller)]
    for number, (column, text, width) in enumerate(zip(paper.columns, texts, widths, strict=True)):
        heights.append(height_of(text, width, BOX if number else FIRST))
        if column.votes:
            across = max(1, int((width / smaller - 1) / _STROKES_WIDTH))
            lines = ceil(ceil(column.votes / _STROKES) / across)
            heights.append(_whole((lines * _STROKES_HEIGHT + 1) * smaller))
    return max(heights)


def _paged(rows: list[float], room: float) -> list[list[float]]:
    """Return rows by pages: as few as will do, with about as many rows on each."""
    filled = _filled(rows, room)
    each, more = divmod(len(rows), len(filled))
    ends = accumulate((each + (number < more) for number in range(len(filled))), initial=0)
    level = [rows[first:end] for first, end in pairwise(ends)]
    return level if max(map(sum, level)) <= room + _EXACT else filled


def _filled(rows: list[float], room: float) -> list[list[float]]:
    pages: list[list[float]] = [[]]
    for row in rows:
        if pages[-1] and sum(pages[-1]) + row > room + _EXACT:
            pages.append([])
        pages[-1].append(row)
    return pages


def _stretched(pages: list[list[float]], room: float) -> list[list[float]]:
    """Return rows that are written in, higher where the fullest page has room for it."""
    stretch = min(_MOST_STRETCH, _FULL * room / max(map(sum, pages)))
    return [[max(row, floor(row * stretch / _STEP) * _STEP) for row in page] for page in pages]
