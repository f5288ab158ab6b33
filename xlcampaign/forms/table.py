"""A table to be filled: title, note and live status on top, the header, and a row per thing."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import ceil

from xlcampaign.forms.cells import band_ballots, holds_long_text, look_of, takes_lines
from xlcampaign.forms.page import FilledSheet
from xlcampaign.forms.rows import column_named
from xlcampaign.layout.kinds import Validation
from xlcampaign.layout.sheet import Column, RowKind, Table
from xlcampaign.layout.ways import CHECK
from xlcampaign.model.cell import Raw
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import Worksheet, width_of
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.lines import lines_of, tallest
from xlcampaign.workbook.looks import GREY, HEADER, INK, MUTED, NOTE, STATUS, TITLE, Look
from xlcampaign.workbook.pixels import characters_of, pixels_of

_WIDEST_KNOWN = 30
_WIDEST_NOTE = 130
_EXAMPLE = Look(italic=True, size=9, color=MUTED, align="center")
_SUCH_AS = T("例：", "e.g. ")
_AN_EXAMPLE = T("例子", "An example")
_BELOW = T(
    "这一行是例子，不读也不计；请填在表头下面。",
    "This row is an example and is never read: fill in the rows below.",
)
_LINE = 14.5
_ROW = 26
_BOLD = 1.1
"""How much wider the letters of headers are than those that widths count."""
_WIDEST_PAGE = 280
"""The width, in characters, up to which a page of A4 can still be read."""
_WIDEST_UPRIGHT = 130
"""The same of a page that is upright."""
_PRINTED_WIDE, _PRINTED_TALL = 1045, 515
"""What A4 across leaves to print on: in pixels, and in points."""
_LONELY, _SMALLEST = 0.15, 0.7
"""A last page that is filled no more than that is saved, if nothing is printed smaller than that."""
_KEPT_IN_VIEW = 160
"""What may stay in view of a form, in pixels: a phone shows 360."""


def write_table(
    sheet: Worksheet, page: FilledSheet, status: Live, checks: Mapping[int, Live], lang: Lang
) -> None:
    """Write a table to be filled.

    Args:
        sheet: where.
        page: the table with the content of its cells.
        status: what the sheet says of itself.
        checks: what each row says of itself, by row.
        lang: the language.
    """
    table = page.sheet
    assert isinstance(table, Table)
    widths = _widths(page, table, lang)
    for number, width in enumerate(widths, 1):
        sheet.width(number, width)
    sheet.default_height(_ROW)
    _write_band(sheet, page, status, widths, lang)
    _write_header(sheet, table, widths, lang)
    looks = [look_of(column) for column in table.columns]
    _write_rows(sheet, page, checks, list(zip(looks, widths, strict=True)))
    sheet.freeze(table.header_row + 1, _kept(table) + 1)
    if table.row_kind is RowKind.BALLOT and not table.subject:
        band_ballots(sheet, table)


def set_pages(sheet: Worksheet, page: FilledSheet, lang: Lang) -> None:
    """Print a table that is too wide for one page on several, each with the names; no row or two on a page alone."""
    table = page.sheet
    assert isinstance(table, Table)
    widths = _widths(page, table, lang)
    pages = ceil(sum(widths) / _WIDEST_PAGE)
    if pages > 1:
        sheet.print_pages(pages, 0)
        sheet.print_columns(_kept(table))
    elif not _is_plans(table) and (tall := _without_a_lonely_page(sheet, table, widths)):
        sheet.print_pages(1, tall)


def _without_a_lonely_page(sheet: Worksheet, table: Table, widths: Sequence[float]) -> int:
    """Return on how many pages a table is printed so that none holds but a few rows; 0 where that needs no help."""
    broad = pixels_of(*widths)
    scale = min(1.0, _PRINTED_WIDE / broad)
    tall = sum(sheet.heights.get(row, _ROW) for row in range(1, table.last_row + 1)) * scale
    whole = int(tall // _PRINTED_TALL)
    tall += max(whole - 1, 0) * sheet.heights.get(table.header_row, _ROW) * scale  # repeated on each page
    over = tall / _PRINTED_TALL - whole
    return whole if 0 < over <= _LONELY and whole * scale >= _SMALLEST * (whole + over) else 0


def is_narrow(page: FilledSheet, lang: Lang) -> bool:
    """Tell whether a table can be read on a page that is upright."""
    table = page.sheet
    assert isinstance(table, Table)
    return sum(_widths(page, table, lang)) <= _WIDEST_UPRIGHT


def _is_plans(table: Table) -> bool:
    """Tell whether a table is one of the plan's, all of which is typed, at a desk."""
    return table.register is None and table.row_kind is RowKind.RECORD


def _kept(table: Table) -> int:
    """Return how many columns stay in view: those on the left that say whose a row is; of the plan, the first two."""
    locked = next((n for n, column in enumerate(table.columns) if not column.locked), 0)
    return locked or (2 if _is_plans(table) else 1)


def _write_band(
    sheet: Worksheet, page: FilledSheet, status: Live, widths: Sequence[float], lang: Lang
) -> None:
    """Write title, note and status; the long texts no wider than what a screen shows at once.

    Where there is an example it stands right above the header, and the note gives way.
    """
    table, last = page.sheet, len(widths)
    assert isinstance(table, Table)
    wide = next((n for n, width in enumerate(accumulate(widths), 1) if width >= _WIDEST_NOTE), last)
    look, room = NOTE.but(color=INK), sum(widths[:wide]) - 3
    sheet.merged(1, 1, wide, page.title, TITLE)
    for column in range(wide + 1, last + 1):
        sheet.blank(1, column, TITLE)
    sheet.height(1, 32)
    line = 2
    if table.example:
        _write_example(sheet, table, lang)
    else:
        note = table.note.say(lang) if table.note else ""
        sheet.merged(2, 1, wide, note, look)
        for column in range(wide + 1, last + 1):
            sheet.blank(2, column, look)
        sheet.height(2, 10 + _LINE * lines_of(note, room, NOTE.size))
        line = 3
    said = STATUS.but(wrap=True)
    sheet.merged(line, 1, wide, "", said)
    sheet.formula(line, 1, "=" + status.formula, str(status.value), said)
    sheet.height(line, 8 + _LINE * lines_of(str(status.value), room, STATUS.size))


def _write_header(sheet: Worksheet, table: Table, widths: Sequence[float], lang: Lang) -> None:
    """Write the header; what need not be filled is grey."""
    titles = [column.title.say(lang) for column in table.columns]
    for number, (column, title) in enumerate(zip(table.columns, titles, strict=True), 1):
        free = column.is_input and not column.required
        sheet.text(table.header_row, number, title, HEADER.but(fill=GREY, color=INK) if free else HEADER)
    lines = tallest(titles, [(width - 1) / _BOLD for width in widths])
    sheet.height(table.header_row, lines * _LINE + 6)


def _write_example(sheet: Worksheet, table: Table, lang: Lang) -> None:
    """Write above the header what a row may look like; what is typed there is refused, for nobody reads it."""
    row, last = table.header_row - 1, len(table.columns)
    for number, column in enumerate(table.columns, 1):
        shown = str(column.example_in(lang))
        sheet.text(row, number, _SUCH_AS.say(lang) + shown if number == 1 else shown, _EXAMPLE)
    sheet.height(row, 20)
    refused = Validation(formula="=FALSE")
    sheet.validate((row, 1, row, last), refused, _BELOW.say(lang), _BELOW.say(lang), _AN_EXAMPLE.say(lang))


def _write_rows(
    sheet: Worksheet,
    page: FilledSheet,
    checks: Mapping[int, Live],
    columns: Sequence[tuple[Look, float]],
) -> None:
    """Write the rows; each column with its look and its width."""
    table = page.sheet
    assert isinstance(table, Table)
    check = column_named(table, CHECK.key)
    grows = any(takes_lines(column) for column in table.columns)
    for row in range(table.first_row, table.last_row + 1):
        lines = 1
        for number, (look, width) in enumerate(columns, 1):
            raw = page.cells[row, number]
            if number == check:
                sheet.formula(row, number, "=" + checks[row].formula, str(raw), look)
                continue
            sheet.typed(row, number, raw, look)
            if isinstance(raw, str):
                lines = max(lines, lines_of(raw, width - 1))
        if lines > 1 or not grows:
            sheet.height(row, max(_ROW, lines * _LINE + 4))


def _widths(page: FilledSheet, table: Table, lang: Lang) -> list[float]:
    """Return the columns' widths: as declared, wider where what is known needs it; of forms, fit for a phone."""
    rows = range(table.first_row, table.last_row + 1)
    widths = [
        _width(column, (page.cells[row, n] for row in rows), lang)
        for n, column in enumerate(table.columns, 1)
    ]
    kept = 0 if _is_plans(table) else _kept(table)
    return [*_narrowed(widths[:kept]), *widths[kept:]]


def _narrowed(widths: Sequence[float]) -> list[float]:
    """Return widths of which the widest are cut until all of them together may stay in view."""
    room = characters_of(_KEPT_IN_VIEW, len(widths))
    for done, width in enumerate(sorted(widths)):
        share = room / (len(widths) - done)
        if width > share:
            return [min(each, share) for each in widths]
        room -= width
    return list(widths)


def _width(column: Column, raws: Iterable[Raw], lang: Lang) -> float:
    longest = 0.0
    if not column.computed and not holds_long_text(column):
        longest = max((width_of(raw) for raw in raws if isinstance(raw, str)), default=0.0)
    words = (word for word in column.title.say(lang).split() if word.isascii())
    unbroken = max((width_of(word) for word in words), default=0.0)
    return max(column.width, min(longest + 2, _WIDEST_KNOWN), unbroken + 2)
