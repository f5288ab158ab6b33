"""What a workbook states, whichever program saved it: what was typed or written into cells, and where formulas are.

Its cells are searched for, not parsed: what is not as office programs write it states something else than what we
wrote, and is then kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from xlcampaign.address import number_of
from xlcampaign.layout.statement import (
    FORMULA,
    digest_of,
    in_line,
    number_stated,
    remarks_stated,
    row_stated,
    tab_stated,
    text_stated,
    truth_stated,
)
from xlcampaign.model.content import Content
from xlcampaign.reading.hidden import read_remarks, shared_texts, tabs_of

_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*)?(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_AT = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]+)[\"']")
_TYPE = re.compile(rb"\st=[\"'](\w+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TAG = re.compile(rb"<[^>]*>")
_MOST_REMEMBERED = 1 << 12
"""Of the contents of a sheet's cells, most of which are the same few."""
_ESCAPED = re.compile("_x([0-9a-fA-F]{4})_")
"""How workbooks write characters that XML does not have, and texts that would be taken for one of these."""


def stated_digest(content: Content) -> str | None:
    """Return a digest of what a workbook states; None where it cannot be read, or is of another format than ours.

    It goes by the tabs in their order, the constants in cells, the cells with formulas, comments and text boxes.
    """
    if not content.format.is_ooxml:
        return None
    try:
        return digest_of(sum(_numbers(content)))
    except (DefusedXmlException, ParseError, LookupError, ValueError):
        return None


def sheets_stated(content: Content) -> Mapping[str, str]:
    """Return the digests of what the cells of each sheet state, by its name; nothing where that cannot be told."""
    if not content.format.is_ooxml:
        return {}
    try:
        texts = shared_texts(content)
        return {
            title: digest_of(
                sum(
                    row_stated(title, row, in_line(cells)) for row, cells in _rows(content.parts[path], texts)
                )
            )
            for title, path in tabs_of(content)
        }
    except (DefusedXmlException, ParseError, LookupError, ValueError):
        return {}


def _numbers(content: Content) -> Iterator[int]:
    texts = shared_texts(content)
    for place, (title, path) in enumerate(tabs_of(content), 1):
        yield tab_stated(place, title)
        for row, cells in _rows(content.parts[path], texts):
            yield row_stated(title, row, in_line(cells))
        remarks = read_remarks(content.parts, path)
        yield remarks_stated(title, remarks.cells, remarks.boxes)


def _rows(xml: bytes, texts: Sequence[str]) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield what the cells of a sheet state, row by row, by column; a large sheet is never held whole.

    Raises:
        ValueError: a cell is nowhere, or where another one is, or in a row above the last.
    """
    number, cells, known = 0, dict[int, str](), dict[tuple[bytes, bytes], str]()
    for found in _CELL.finditer(xml):
        head, body = found[1] or b"", found[2]
        at, kind = _AT.search(head), _TYPE.search(head)
        if at is None or int(at[2]) < number:
            raise ValueError(head)
        if int(at[2]) > number:
            if cells:
                yield number, cells
            number, cells = int(at[2]), {}
        column, which = number_of(at[1].decode()), (kind[1] if kind else b"n", body)
        if column in cells:
            raise ValueError(head)
        if which not in known:
            if len(known) == _MOST_REMEMBERED:
                known.clear()
            known[which] = FORMULA if _FORMULA.search(body) else _constant(*which, texts)
        cells[column] = known[which]
    if cells:
        yield number, cells


def _constant(kind: bytes, body: bytes, texts: Sequence[str]) -> str:
    """Return the constant in a cell, equal for equal values of whatever type; empty for nothing."""
    pieces = [unescape(piece.decode()) for piece in _TAG.split(body)]
    value = "".join(pieces)
    match kind:
        case b"n":
            return number_stated(value) if value.strip() else ""
        case b"b":
            return truth_stated(value == "1")
        case b"s":
            pieces = [texts[int(value)]]
    # an escape lies in one piece: where two of them only add up to what looks like one, it is none
    return text_stated("".join(_ESCAPED.sub(_unescaped, piece) for piece in pieces))


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))
