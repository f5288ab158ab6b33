"""What the reader of values cannot take of a sheet's XML, taken out before it is asked: newer errors, cells far out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from xlcampaign.address import Address
from xlcampaign.model.cell import Broken, Fault, is_blank
from xlcampaign.model.limits import LIMITS
from xlcampaign.reading.cells import SheetXml, XmlCell, content_cells, count_stated, text_of

MOST_FAR = 1_000
"""How many cells may lie far out; more are no slip of the hand, and the sheet is refused."""
_READ_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_OF_ERRORS = {Fault.ERROR, Fault.PICTURE}
_ERROR = b' t="e"'
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*>.*</\1sheetData\s*>", re.DOTALL)


def needs_mending(sheet: SheetXml) -> bool:
    """Tell whether a sheet holds an error that the reader of values does not know, or reaches too far for it."""
    height, width = sheet.last or (0, 0)
    return height * width > LIMITS.cells or any(map(_is_newer, sheet.cells.values()))


def _is_newer(instead: Broken | str) -> bool:
    return isinstance(instead, Broken) and instead.fault in _OF_ERRORS and instead.text not in _READ_ERRORS


def mend(xml: bytes, sheet: SheetXml, texts: Sequence[str]) -> SheetXml:
    """Return what a sheet's XML says, with another XML for the reader of values where it can be had.

    Errors lose their text, which `sheet.cells` holds. Of what would reach too far, what is nearest to A1 is kept:
    a blank is no content and goes without a word, anything else is told in `far`.

    Args:
        xml: the sheet's part.
        sheet: what it says.
        texts: the workbook's shared strings.

    Raises:
        ElementTree.ParseError, ValueError: the part is damaged.
        defusedxml.DefusedXmlException: it is hostile.
    """
    filled = {cell.at: text for cell in content_cells(xml) if not is_blank(text := _shown(cell, texts))}
    last, far = _reach(filled)
    data = _DATA.search(xml)
    if data is None or len(far) > MOST_FAR:
        return sheet
    near = (cell for cell in content_cells(xml) if _is_within(cell.at, last))
    tag = data[1] + b"sheetData"
    laid_out = b"<%s>%s</%s>" % (tag, b"".join(_rows(near, data[1])), tag)
    mended = xml[: data.start()] + laid_out + xml[data.end() :]
    return replace(
        sheet,
        cells={at: instead for at, instead in sheet.cells.items() if _is_within(at, last)},
        stated=count_stated(mended) + laid_out.count(_ERROR),
        last=last,
        far={at: filled[at] for at in far},
        xml=mended,
    )


def _is_within(at: Address, last: tuple[int, int]) -> bool:
    return at.row <= last[0] and at.column <= last[1]


def _shown(cell: XmlCell, texts: Sequence[str]) -> str:
    """Return what a cell shows; a formula without a result is as good as any text."""
    if cell.type == "e":
        return cell.value or "#?"
    uncalculated = cell.formula is not None and not cell.value and cell.type != "str"
    return f"={cell.formula}" if uncalculated else text_of(cell, texts)


def _reach(filled: Iterable[Address]) -> tuple[tuple[int, int], tuple[Address, ...]]:
    """Return the last row and column of what can be laid out, and the cells beyond; the nearest to A1 come first."""
    bottom = right = 0
    far = []
    for at in sorted(filled, key=lambda at: (at.row * at.column, at)):
        row, column = max(bottom, at.row), max(right, at.column)
        if row * column > LIMITS.cells:
            far.append(at)
        else:
            bottom, right = row, column
    return (bottom, right), tuple(sorted(far))


def _rows(cells: Iterable[XmlCell], prefix: bytes) -> Iterator[bytes]:
    """Yield cells as rows of XML that name every address."""
    for row, inside in groupby(cells, key=lambda cell: cell.at.row):
        written = b"".join(_written(cell, prefix) for cell in inside)
        yield b'<%srow r="%d">%s</%srow>' % (prefix, row, written, prefix)


def _written(cell: XmlCell, prefix: bytes) -> bytes:
    kind = "str" if cell.type == "inlineStr" else cell.type
    stated = {"r": str(cell.at), "s": cell.style, "t": kind}
    head = b"c" + b"".join(b' %s="%s"' % (k.encode(), _ascii(v)) for k, v in stated.items() if v)
    formula = b"<%sf/>" % prefix if cell.formula is not None else b""
    value = b"<%sv>%s</%sv>" % (prefix, _ascii(cell.value), prefix) if cell.value and kind != "e" else b""
    return b"<%s%s>%s%s</%sc>" % (prefix, head, formula, value, prefix)


def _ascii(text: str) -> bytes:
    """Return a text as XML that means the same in whatever encoding the part declares."""
    return escape(text).encode("ascii", "xmlcharrefreplace")
