"""Notices: a sheet each, whose tables stand below each other on one grid of narrow columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from xlcampaign.forms.page import tab_titles
from xlcampaign.forms.paper_pages import BOX, FIRST, HEAD, LINE, Shape, characters, height_of, points
from xlcampaign.forms.papers import CLOSING, TITLE
from xlcampaign.layout.notice import Block, Cells, Notice, Signed
from xlcampaign.layout.paper import PaperColumn
from xlcampaign.layout.summary import DASH, LIT, SCORE, UNLIT
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import A4, Footer, Workbook, Worksheet, write_workbook
from xlcampaign.workbook.lines import fitted
from xlcampaign.workbook.looks import MUTED, RED, STAR, Look

_UPRIGHT, _BROAD = Shape(186, 262, landscape=False), Shape(273, 177, landscape=True)
_UNIT = 5
"""About how wide the columns of the grid are, in millimetres; no narrower than in any table."""
_TITLE, _CLOSING, _HEADING, _GAP = 9.0, 14.0, 7.0, 1.5
"""Heights of rows, in millimetres."""
_SMALLEST = 0.8
"""By how much a page is made smaller at most to be one page."""
_TALLEST_BOX = 45.0
_TALLEST, _SMALL = 140.0, 7.5
"""Of what Excel can make a row; in letters of how many points a text stands that needs more."""

_OVER = Look(bold=True, size=11, color=RED)
_SAID = LINE.but(color=MUTED)
_FIGURE = BOX.but(align="center", indent=0)
_TO_SIGN = BOX.but(align="right", valign="bottom")
_SIGNS = {
    LIT: _FIGURE.but(color=STAR, size=13),
    UNLIT: _FIGURE.but(color=MUTED, size=13),
    DASH: _FIGURE.but(color=MUTED),
}
_PAGE = T("第 &P 页", "page &P")


def write_notices(target: Path, title: T, notices: tuple[Notice, ...], lang: Lang, made: date) -> str:
    """Write notices as a workbook, a sheet each; return the digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """

    def fill(book: Workbook) -> None:
        tabs = tab_titles(notice.tab.say(lang) for notice in notices)
        for tab, notice in zip(tabs, notices, strict=True):
            write_notice(book.sheet(tab), notice, lang)

    return write_workbook(target, title.say(lang), made, fill)


def write_notice(sheet: Worksheet, notice: Notice, lang: Lang) -> None:
    """Write a notice on a sheet of its own."""
    _Sheet(sheet, notice, lang).write()


class _Row(NamedTuple):
    """A row of a table: its cells, their looks, its height in millimetres."""

    cells: Cells
    looks: Sequence[Look]
    height: float


class _Sheet:
    """A notice being written, row by row."""

    def __init__(self, sheet: Worksheet, notice: Notice, lang: Lang) -> None:
        self._sheet, self._notice, self._lang = sheet, notice, lang
        widest = max(sum(column.width for column in block.columns) for block in notice.blocks)
        self._shape = _UPRIGHT if widest <= _UPRIGHT.width else _BROAD
        self._across = max(self._shape.width, widest)  # printed smaller where that is more than a page has
        self._tall = self._shape.height * self._across / self._shape.width
        self._units = max(int(self._across / _UNIT), *(len(block.columns) for block in notice.blocks))
        self._row, self._used, self._repeated = 1, 0.0, 0.0
        self._breaks: list[int] = []

    def write(self) -> None:
        """Write it all."""
        sheet, notice, say = self._sheet, self._notice, self._lang
        for number in range(1, self._units + 1):
            sheet.width(number, characters(self._width(1)))
        self._line(notice.title.say(say), TITLE, _TITLE)
        for line in notice.lines:
            text = line.say(say)
            self._line(text, _SAID, height_of(text, self._across, _SAID))
            self._repeated = self._repeated or self._used
        for block in notice.blocks:
            if block.rows or block.nothing.say(say):
                self._block(block)
        for line in notice.closing:
            self._break_before(_CLOSING)
            self._line(line.say(say), CLOSING, _CLOSING)
        self._set_page()

    def _width(self, units: int) -> float:
        return units * self._across / self._units

    def _line(self, text: str, look: Look, height: float) -> None:
        self._sheet.merged(self._row, 1, self._units, text, look)
        self._end_row(height)

    def _end_row(self, height: float) -> None:
        self._sheet.height(self._row, points(height))
        self._row, self._used = self._row + 1, self._used + height

    def _break_before(self, height: float) -> bool:
        """Begin a page where this one has no room for so much; what is kept to one page is never broken."""
        full = not self._notice.alone and self._used + height > self._tall
        if full:
            self._breaks.append(self._row - 1)
            self._used = self._repeated
        return full

    def _block(self, block: Block) -> None:
        spans = list(_spans(block.columns, self._units))
        rows = [self._row_of(cells, block, spans) for cells in block.rows]
        head = self._head_of(block, spans) if block.headed and rows else None
        first = rows[0].height if rows else block.height
        self._break_before(_HEADING + (head.height if head else 0) + first)
        heading = block.heading.say(self._lang)
        self._line(heading, _OVER, _HEADING if heading else _GAP)
        if head:
            self._put(head, spans)
        for row in rows:
            if self._break_before(row.height) and head:
                self._put(head, spans)
            self._put(row, spans)
        if not rows:
            self._line(block.nothing.say(self._lang), BOX, block.height)

    def _head_of(self, block: Block, spans: list[tuple[int, int]]) -> _Row:
        titles = tuple(column.title.say(self._lang) for column in block.columns)
        return self._measured(titles, spans, [HEAD] * len(titles), 0)

    def _row_of(self, cells: Cells, block: Block, spans: list[tuple[int, int]]) -> _Row:
        looks = [FIRST]
        for cell, column in zip(cells[1:], block.columns[1:], strict=True):
            plain = _FIGURE if column.centred or isinstance(cell, int | float) else BOX
            looks.append(_TO_SIGN if isinstance(cell, Signed) else _SIGNS.get(str(cell), plain))
        row = self._measured(cells, spans, looks, self._height_in(block))
        if row.height > _TALLEST:
            small = [look.but(size=_SMALL) for look in looks]
            row = self._measured(self._fitted(cells, spans, small), spans, small, block.height)
        return row

    def _fitted(self, cells: Cells, spans: list[tuple[int, int]], looks: Sequence[Look]) -> Cells:
        """Return cells with the end of a text cut that no row has room for, as can be seen."""

        def fits(text: str, span: tuple[int, int], look: Look) -> bool:
            return height_of(text, self._width(span[1] - span[0] + 1), look) <= _TALLEST

        return tuple(
            fitted(cell, partial(fits, span=span, look=look)) if isinstance(cell, str) else cell
            for cell, span, look in zip(cells, spans, looks, strict=True)
        )

    def _measured(self, cells: Cells, spans: list[tuple[int, int]], looks: list[Look], least: float) -> _Row:
        """Return a row, as high as its texts need."""
        heights = [least]
        for cell, (first, last), look in zip(cells, spans, looks, strict=True):
            if isinstance(cell, str):
                heights.append(height_of(cell, self._width(last - first + 1), look))
        return _Row(cells, looks, max(heights))

    def _put(self, row: _Row, spans: list[tuple[int, int]]) -> None:
        for cell, (first, last), look in zip(row.cells, spans, row.looks, strict=True):
            text = cell.foot.say(self._lang) if isinstance(cell, Signed) else cell
            self._sheet.merged(self._row, first, last, text if isinstance(text, str) else "", look)
            if isinstance(cell, int | float):
                number = SCORE.number_format if isinstance(cell, float) else ""
                self._sheet.number(self._row, first, cell, look.but(number=number))
        self._end_row(row.height)

    def _height_in(self, block: Block) -> float:
        """Return how high a block's rows are at least; boxes to write into take what a page has left for them."""
        boxes = sum(any(cell is None or isinstance(cell, Signed) for cell in cells) for cells in block.rows)
        if not boxes:
            return block.height
        left = self._tall - self._used - _HEADING - _CLOSING * len(self._notice.closing)
        return min(max(left / boxes, block.height), _TALLEST_BOX)

    def _set_page(self) -> None:
        footer = Footer(_PAGE.say(self._lang), size=9)
        self._sheet.printed(landscape=self._shape.landscape, paper=A4, repeat=(1, 2), footer=footer)
        self._sheet.print_from_page_one()
        if self._notice.alone and self._used * _SMALLEST <= self._tall:
            self._sheet.print_pages(1, 1)
        self._sheet.break_after(self._breaks)


def _spans(columns: tuple[PaperColumn, ...], units: int) -> Iterator[tuple[int, int]]:
    """Yield from which column of the grid to which each column goes, in shares of their widths and at least one each."""
    whole, before = sum(column.width for column in columns), 0
    for number, reach in enumerate(accumulate(column.width for column in columns), 1):
        last = min(max(round(units * reach / whole), before + 1), units - len(columns) + number)
        yield before + 1, last
        before = last
