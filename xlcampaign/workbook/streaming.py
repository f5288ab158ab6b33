"""Long tables as streams: their rows never become cells of the library, but XML that waits on the disk.

The library writes one row of blank cells as a template; what it says of their looks is taken from its own XML. When
the workbook is complete it is copied part by part, and the rows come in the place of their template.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from math import isfinite
from typing import IO

from xlcampaign.address import letter
from xlcampaign.layout.statement import FORMULA, number_stated, row_stated, text_stated
from xlcampaign.layout.text import clean
from xlcampaign.model.cell import Raw
from xlcampaign.package.markup import edited, read_markup, set_attribute
from xlcampaign.package.parts import Package, sheet_parts, table_parts
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.limits import (
    ESCAPE,
    TALLEST_ROW,
    UnwritableError,
    check_cell,
    check_formula,
    check_text,
    escaped,
)
from xlcampaign.workbook.numbers import in_file

Cell = str | float | Live | None
"""What a row of cells may hold; a Live is a formula with the value that it has now."""
Height = Callable[[int, Sequence[Cell]], float | None]
"""Gives the height of a row, by its number and its cells, in points; None leaves it to the sheet."""

Piece = tuple[str, str]
"""A cell's XML from behind its address and look, and what it states."""

_BETWEEN = "\x1f"
"""Stands between the cells of a row on the disk: a control character, which no cell holds."""
_NOTHING = ("/>", "")
"""An empty cell, and what it states."""
_MOST_REMEMBERED = 1 << 14
_AT_A_TIME = 500
"""So many rows are written and handed on at once, as a block."""
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?"/>')
_STYLE = re.compile(rb'<c r="[A-Z]+[0-9]+"( s="[0-9]+")?/>')


@dataclass(slots=True)
class _Run:
    """Rows one below the other, in the same columns, and how many bytes their blocks take on the disk."""

    top: int
    rows: int = 0
    blocks: list[int] = field(default_factory=list)


class Stream:
    """The streamed rows of one sheet."""

    def __init__(
        self, title: str, spool: IO[bytes], remembered: dict[str | float | None, Piece], *, live: bool
    ) -> None:
        """Begin with none; they wait in a file of the caller's. What was written before is `remembered` for all sheets."""
        self.title = title
        self.tables: dict[str, str] = {}
        """The cells of tables whose rows are streamed, by the tables' names."""
        self.stated = 0
        """The number of what the rows state (layout.statement)."""
        self._live = live
        self._runs: list[_Run] = []
        self._spool = spool
        self._remembered = remembered

    def write(self, top: int, rows: Iterable[Sequence[Cell]], width: int, height: Height) -> int:
        """Take in rows of so many cells, below all that were taken in before; return how many there were.

        Raises:
            UnwritableError: a cell cannot be written as given.
        """
        run, known, block = _Run(top), self._remembered, list[str]()
        for row, cells in enumerate(rows, top):
            assert len(cells) == width
            points = height(row, cells)
            tall = "" if points is None else f' ht="{_pixels(points) * 0.75:.16g}" customHeight="1"'
            # a formula is not looked up: it is hardly ever written twice, and takes long to be told from others
            written = [
                (None if isinstance(cell, Live) else known.get(cell)) or self._written(cell, row)
                for cell in cells
            ]
            block.append(_BETWEEN.join([tall, *[piece for piece, _ in written]]))
            self.stated += row_stated(self.title, row, [stated for _, stated in written])
            if len(block) == _AT_A_TIME:
                self._keep(run, block)
        self._keep(run, block)
        if run.rows:
            check_cell(top + run.rows - 1, width, (self.title, "rows"))
            self._runs.append(run)
        return run.rows

    def _keep(self, run: _Run, block: list[str]) -> None:
        """Put a block of rows onto the disk, and begin the next."""
        if block:
            run.rows += len(block)
            run.blocks.append(self._spool.write("\n".join(block).encode()))
            block.clear()

    def _written(self, cell: Cell, row: int) -> Piece:
        """Return how a cell is written that is a formula, or was not written before."""
        if isinstance(cell, Live):
            if self._live:
                return self._formula(cell, row), FORMULA
            assert cell.value is None or isinstance(cell.value, str | int | float)
            return self._remembered.get(cell.value) or self._written(cell.value, row)
        if len(self._remembered) == _MOST_REMEMBERED:
            self._remembered.clear()
        if cell is None:
            written = _NOTHING
        elif isinstance(cell, str):
            written = self._text(cell, row)
        else:
            written = self._number(cell, row)
        self._remembered[cell] = written
        return written

    def _number(self, number: float, row: int) -> Piece:
        written = in_file(self._finite(number, row))
        return f"><v>{written}</v></c>", number_stated(written)

    def _finite(self, number: float, row: int) -> float:
        if not isfinite(number):
            raise UnwritableError((self.title, row), number)
        return number

    def _text(self, text: str, row: int) -> Piece:
        text = check_text(clean(text), (self.title, row))
        if not text:
            return _NOTHING
        # readers differ in whether `_x0041_` is an A in a text inside of a sheet: torn apart it is none to any
        pieces = ESCAPE.sub(f"_{_BETWEEN}x", text).split(_BETWEEN) if "_x" in text else [text]
        runs = "".join(f"<r>{_run(piece)}</r>" for piece in pieces) if len(pieces) > 1 else _run(text)
        return f' t="inlineStr"><is>{runs}</is></c>', text_stated(text)

    def _formula(self, live: Live, row: int) -> str:
        formula = _in_a_line(check_formula(live.formula, (self.title, row)))
        kind, value = self._cached(live.value, row)
        return f"{kind}><f>{formula}</f><v>{value}</v></c>"

    def _cached(self, value: Raw, row: int) -> tuple[str, str]:
        """Return what a formula's cell says of the kind of its value, and the value."""
        if isinstance(value, bool):
            return ' t="b"', str(int(value))
        if isinstance(value, int | float):
            return "", str(self._finite(value, row))
        assert value is None or isinstance(value, str)
        words = escaped(check_text(value or "", (self.title, row)))
        return (' t="str"', _in_a_line(words)) if words else ("", "")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put into the sheet."""
        return not self._runs

    def spliced(self, sheet: bytes) -> Iterator[bytes]:
        """Yield the XML of the sheet with its rows in the place of their templates."""
        self._spool.seek(0)
        sheet = _DIMENSION.sub(self._dimension, sheet, count=1)
        done = 0
        for run in self._runs:
            start = sheet.index(b'<row r="%d"' % run.top, done)
            end = sheet.index(b"</row>", start) + len(b"</row>")
            yield sheet[done:start]
            yield from self._rows(run, [look.decode() for look in _STYLE.findall(sheet[start:end])])
            done = end
        yield sheet[done:]

    def _rows(self, run: _Run, looks: Sequence[str]) -> Iterator[bytes]:
        cells = "".join(f'<c r="{letter(column)}%s"{look}%s' for column, look in enumerate(looks, 1))
        template = f'<row r="%s"%s>{cells}</row>'
        number = run.top
        for block in run.blocks:
            rows = []
            for row, line in enumerate(self._spool.read(block).decode().split("\n"), number):
                pieces = line.split(_BETWEEN)
                filled = [str(row)] * (2 * len(pieces))
                filled[1::2] = pieces
                rows.append(template % tuple(filled))
            number += len(rows)
            yield "".join(rows).encode()

    def _dimension(self, found: re.Match[bytes]) -> bytes:
        """Return what the sheet says of its own size, with the rows that came."""
        left, top, right, bottom = found.groups()
        lowest = max(run.top + run.rows - 1 for run in self._runs)
        last = max(lowest, int(bottom or top))
        return b'<dimension ref="%s%s:%s%d"/>' % (left, top, right or left, last)


def _run(text: str) -> str:
    """Return a text, or a part of one, as the XML of a sheet has it."""
    spaced = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<t{spaced}>{_in_a_line(text)}</t>"


def _in_a_line(text: str) -> str:
    """Return a text as XML has it, without a line's end."""
    return escape(text, quote=False).replace("\n", "&#10;").replace("\r", "&#13;")


def _pixels(points: float) -> int:
    """Return a height in whole pixels, as the library keeps those of rows; none is taller than rows can be."""
    return round(min(points, TALLEST_ROW) * 4 / 3)


def put_in_place(streams: Iterable[Stream], package: Package, target: IO[bytes]) -> None:
    """Write a workbook, as the library left it, with the streamed rows of its sheets and the tables over them."""
    parts, replaced = sheet_parts(package), dict[str, Iterable[bytes]]()
    for stream in streams:
        sheet = parts[stream.title]
        replaced[sheet] = stream.spliced(package.part(sheet))
        for name in table_parts(package, sheet):
            replaced[name] = [_widened(package.part(name), stream.tables)]
    package.write(target, replaced)


def _widened(xml: bytes, tables: Mapping[str, str]) -> bytes:
    """Return the declaration of a table over all of its rows."""
    table = read_markup(xml)
    cells = tables.get(table.attributes["name"])
    if cells is None:
        return xml
    spots = (table, *table.all("autoFilter"))
    return edited(xml, [edit for spot in spots for edit in set_attribute(xml, spot, b"ref", cells.encode())])
