"""What the summary's sheets have in common: the band on top, tables, printing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from xlcampaign.layout.kinds import Kind
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import LEADERS
from xlcampaign.layout.text import clean
from xlcampaign.summary.atlas import Atlas
from xlcampaign.words import T
from xlcampaign.workbook.book import A4, Cell, Footer, Workbook, Worksheet
from xlcampaign.workbook.lines import lines_of, tallest, text_of
from xlcampaign.workbook.looks import CELL, CENTRED, HEADER, NOTE, TAB_LEADERS, TAB_WORKING, TITLE, Look

_TEXT_FORMAT = "@"
_LINE = 15
_HEADER = 32

Row = Mapping[str, Cell]
"""A row of cells by column key."""

VALUES_ONLY = T(
    "数据量大，本工作簿只存数值，不含公式：改规则不会重算。要公式，汇总时用 --formulas always。",
    "Values only, because there is so much of it: nothing follows a changed rule. For formulas merge with --formulas always.",
)
"""What a summary without formulas says of itself."""
_RECONCILED = T("数据核对见“数据核对”表", "accounts: see “Reconciliation”")
_PAGE = T("第 &P 页　共 &N 页", "page &P of &N")


def open_sheet(book: Workbook, atlas: Atlas, key: str) -> Worksheet:
    """Add a sheet of the summary: red tabs for leaders, grey ones for work."""
    return book.sheet(atlas.title(key), TAB_LEADERS if key in LEADERS else TAB_WORKING)


def write_band(
    sheet: Worksheet,
    atlas: Atlas,
    title: str,
    note: str,
    columns: int,
    *,
    title_look: Look = TITLE,
    note_look: Look = NOTE,
) -> None:
    """Write the title and a line below it, across the sheet's columns."""
    stage = atlas.plan.stage_of(atlas.report.stage).name
    sheet.merged(1, 1, columns, f"★ {title}　　{stage}", title_look)
    sheet.height(1, 30)
    sheet.merged(2, 1, columns, note, note_look)
    sheet.height(2, 24)
    sheet.height(3, 6)


def look_of(kind: Kind) -> Look:
    """Return the look of a column: text to the left, figures in the middle with their decimals."""
    if kind.number_format == _TEXT_FORMAT:
        return CELL
    return CENTRED.but(number=kind.number_format)


def write_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Set the columns' widths."""
    for number, column in enumerate(columns, 1):
        sheet.width(number, column.width)


def cells_of(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """Yield the cells of rows in the order of columns; a row has all of their keys and no other."""
    keys = [column.key for column in columns]
    for row in rows:
        # with no key missing, as many keys are the same keys: sets to compare would cost time for every row
        cells = [row[key] for key in keys]
        assert len(row) == len(keys), row.keys() - set(keys)
        yield cells


def empty_row(table: Table) -> dict[str, Cell]:
    """Return a row of a table with nothing in it, to be filled where there is something to say."""
    return dict.fromkeys(column.key for column in table.columns)


def write_table(
    sheet: Worksheet,
    atlas: Atlas,
    table: Table,
    rows: Iterable[Row],
    *,
    top: int | None = None,
    wrap: Iterable[str] = (),
    centred: Iterable[str] = (),
) -> int:
    """Write an Excel table named after its key and return the row after it.

    Args:
        sheet: where.
        atlas: the report's atlas.
        table: the columns.
        rows: the rows by column key; an empty table gets one empty row, as Excel wants.
        top: the header's row, the table's own by default.
        wrap: keys of columns whose text may take several lines.
        centred: keys of columns of text that stands in the middle.
    """
    header = top or table.header_row
    looks, cells = looks_of(table, wrap, centred), cells_of(table.columns, rows)
    after = sheet.rows(header + 1, 1, _heightened(sheet, table, cells, header + 1, set(wrap)), looks)
    if after == header + 1:
        after = sheet.rows(header + 1, 1, [[None] * len(looks)], looks)
    close_table(sheet, atlas, table, header, after)
    return after


def _heightened(
    sheet: Worksheet, table: Table, rows: Iterable[Sequence[Cell]], top: int, wrapped: set[str]
) -> Iterator[Sequence[Cell]]:
    """Pass rows on, each made as tall as its wrapped texts need: not every program does so by itself."""
    places = [(n, column.width - 1) for n, column in enumerate(table.columns) if column.key in wrapped]
    for row, cells in enumerate(rows, top):
        lines = max((lines_of(text_of(cells[n]), width) for n, width in places), default=1)
        if lines > 1:
            sheet.height(row, _LINE * lines)
        yield cells


def looks_of(table: Table, wrap: Iterable[str] = (), centred: Iterable[str] = ()) -> list[Look]:
    """Return the looks of a table's columns."""
    changes = {key: {"wrap": True} for key in wrap} | {key: {"align": "center"} for key in centred}
    return [look_of(column.kind).but(**changes.get(column.key, {})) for column in table.columns]


def close_table(sheet: Worksheet, atlas: Atlas, table: Table, header: int, after: int) -> None:
    """Make written rows an Excel table, from its header to the row before `after`."""
    titles = [clean(column.title.say(atlas.lang)) for column in table.columns]
    sheet.table((header, 1, after - 1, len(titles)), f"xlc_{table.key}", titles, HEADER)
    lines = tallest(titles, [column.width - 1.5 for column in table.columns])
    sheet.height(header, max(_HEADER, _LINE * lines + 4))


def freeze(sheet: Worksheet, row: int, column: int) -> None:
    """Keep the rows above and the columns left of a cell in view."""
    sheet.freeze(row, column)


def lock(sheet: Worksheet) -> None:
    """Protect formulas against a slip of the hand, without a password; filters and widths stay free."""
    allowed = {"autofilter": True, "format_columns": True, "format_rows": True, "select_locked_cells": True}
    sheet.protect(allowed)


def set_print(
    sheet: Worksheet, atlas: Atlas, *, paper: int = A4, landscape: bool = True, header: int = 0
) -> None:
    """Set up printing: one page wide, the rows up to the header repeated, page numbers below."""
    footer = Footer(atlas.say(_PAGE), left=atlas.plan.campaign.organisation, right=atlas.say(_RECONCILED))
    sheet.printed(landscape=landscape, paper=paper, repeat=(1, header) if header else None, footer=footer)


def show_instant(instant: datetime | None) -> str:
    """Return an instant in UTC as it is shown; nothing for none."""
    return f"{instant:%Y-%m-%d %H:%M:%S}" if instant else ""
