"""Declared workbooks as files, quickly: byte for byte what openpyxl makes of them, in a tenth of the time.

Thousands of forms and plans come in over all tests. Those that are changed in openpyxl's way before they are saved are
written by `grids.write_plain` and `grids.bytes_of`; all others may be written by `plain_file`.
"""

import zipfile
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from grids import MODIFIED, Answers, Line, bytes_of, plain_lines, stamped, write_plain
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from xlcampaign.layout.sheet import Book

_EMPTY = b'<dimension ref="A1:A1" />', b"<sheetData></sheetData>"
_LONGEST = 32_767


def plain_file(book: Book, answers: Answers | None = None, modified: str = MODIFIED) -> bytes:
    """Return what `bytes_of(write_plain(book, answers), modified)` does."""
    sheets = list(plain_lines(book, answers))
    values = [value for _, lines in sheets for _, row in lines for value in row]
    if not all(map(_is_plain, values)):
        return bytes_of(write_plain(book, answers), modified)
    dated = any(isinstance(value, date) for value in values)
    parts = dict(_frame(tuple(title for title, _ in sheets), dated=dated))
    for number, (_, lines) in enumerate(sheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = parts[name][0], _filled(parts[name][1], lines)
    return stamped(parts.values(), modified)


def _is_plain(value: object) -> bool:
    """Tell whether a value is written as what it is, be it text, a number, a day or nothing."""
    if isinstance(value, str):
        return (
            not value.startswith(("=", "#"))
            and len(value) <= _LONGEST
            and not ILLEGAL_CHARACTERS_RE.search(value)
        )
    return value is None or type(value) in {int, float, date}


@lru_cache(maxsize=64)
def _frame(titles: tuple[str, ...], *, dated: bool) -> tuple[tuple[str, tuple[zipfile.ZipInfo, bytes]], ...]:
    """Return the parts of a workbook with empty sheets, in openpyxl's own words; `dated` if days are among its values."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    tabs = [book.create_sheet(title) for title in titles]
    if dated:
        # the style of days is declared once it has been asked for
        tabs[0]["A1"] = date(2023, 1, 1)
        assert tabs[0]["A1"].style_id == 1
        tabs[0]._cells.clear()  # noqa: SLF001 -- there is no other way back to an empty sheet
    with zipfile.ZipFile(BytesIO(bytes_of(book))) as source:
        return tuple((part.filename, (part, source.read(part))) for part in source.infolist())


def _filled(sheet: bytes, lines: list[Line]) -> bytes:
    """Return an empty sheet's part with its lines put in."""
    rows = sorted((number, _row(number, values)) for number, values in lines if values)
    if not rows:
        return sheet
    widest = max(len(values) for _, values in lines)
    size = f'<dimension ref="A{rows[0][0]}:{get_column_letter(widest)}{rows[-1][0]}" />'
    data = f"<sheetData>{''.join(row for _, row in rows)}</sheetData>"
    for empty, full in zip(_EMPTY, (size, data), strict=True):
        assert sheet.count(empty) == 1
        sheet = sheet.replace(empty, full.encode())
    return sheet


def _row(number: int, values: Sequence[object]) -> str:
    cells = (
        _cell(f"{get_column_letter(place)}{number}", value)
        for place, value in enumerate(values, 1)
        if value is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(where: str, value: object) -> str:
    if isinstance(value, str):
        preserved = ' xml:space="preserve"' if value.strip() not in {"", value} else ""
        text = f"><is><t{preserved}>{escape(value)}</t></is></c>" if value else " />"
        return f'<c r="{where}" t="inlineStr"{text}'
    if isinstance(value, date):
        return f'<c r="{where}" s="1" t="n"><v>{safe_string(to_excel(value))}</v></c>'
    return f'<c r="{where}" t="n"><v>{safe_string(value)}</v></c>'
