"""A workbook's bytes to grids of raw cells at their true addresses."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from io import BytesIO
from types import NoneType
from typing import cast

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from xlcampaign.address import Address, Area
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.cell import EPOCH, Broken, Dated, Fault, Raw, is_blank
from xlcampaign.model.content import Content, Format
from xlcampaign.model.limits import LIMITS
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import Package
from xlcampaign.reading.biff import BOOK, SUMMARY, asks_others, is_readable, last_saved, read_records
from xlcampaign.reading.cells import SheetXml, numbers_in
from xlcampaign.reading.hidden import NO_REMARKS, Hidden, Remarks, lost_cells, read_hidden
from xlcampaign.reading.opendocument import read_opendocument

_TOLD = (Format.XLSX, Format.XLSM, Format.ODS)
_WPS_PICTURE = "=DISPIMG("
"""What WPS leaves in a cell in the place of a picture."""
_EARLY = 1907
"""No campaign knows a day before this year: it is a small number under the format of a date."""
_AS_THEY_ARE = {str, float, int, bool, NoneType}


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands: rows of raw cells from A1 on, and what a reader of values alone would not see.

    Attributes:
        title: the tab's name.
        rows: raw cells from A1 on.
        merges: merged areas.
        hidden: whether the sheet as a whole is hidden.
        hidden_rows: rows that are hidden or filtered out.
        hidden_columns: first and last of hidden columns.
        remarks: comments, text boxes and pictures.
        lost: cells that stand in the file otherwise than they were read, or twice.
        far: what stands in cells so far out that they are not among the rows.
        epoch: the day that the workbook's dates number 0.
    """

    title: str
    rows: Sequence[Sequence[Raw]]
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    remarks: Remarks = NO_REMARKS
    lost: tuple[str, ...] = ()
    far: Mapping[Address, str] = field(default_factory=dict)
    epoch: date = EPOCH

    def at(self, row: int, column: int) -> Raw:
        """Return a cell, 1-based; None outside the sheet's content."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None


@dataclass(frozen=True, slots=True)
class RawBook:
    """A workbook as it stands: grids in the order of tabs, defined names, the document's own date; what to say of it."""

    grids: tuple[Grid, ...]
    names: Mapping[str, str]
    modified: str
    findings: tuple[Finding, ...] = ()


def read_workbook(content: Content) -> RawBook | Finding:
    """Return a workbook's grids, or the finding that says why it cannot be read."""
    place = Place(content.name)
    try:
        hidden = _hidden_of(content)
        refused = _guard_extent(hidden, place)
        if refused:
            return refused
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(_readable(content, hidden))) as book:
            return _read_grids(book, content, hidden)
    except python_calamine.PasswordError:
        return f.PASSWORD.at(place, why=f.NO_KEY)
    except (
        python_calamine.CalamineError,
        DefusedXmlException,
        ParseError,
        struct.error,
        LookupError,  # also an encoding that does not exist
        ValueError,
        OSError,
        Unfit,
    ):
        return f.DAMAGED.at(place, why=f.BROKEN_INSIDE)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own, which no module exports
            raise
        return f.DAMAGED.at(place, why=f.BROKEN_INSIDE)


def _hidden_of(content: Content) -> Hidden:
    if content.format.is_ooxml:
        return read_hidden(content)
    if content.format is Format.ODS:
        return read_opendocument(content)
    book = content.parts.get(BOOK, b"")
    hidden = read_records(book) if is_readable(book) else Hidden()
    return replace(hidden, modified=last_saved(content.parts.get(SUMMARY, b"")))


def _readable(content: Content, hidden: Hidden) -> bytes:
    """Return a workbook as the reader of values can take it."""
    mended = {hidden.paths[index]: sheet.xml for index, sheet in hidden.sheets.items() if sheet.xml}
    return Package(content.data).copied(mended) if mended else content.data


def _blindness(content: Content) -> tuple[Finding, ...]:
    """Return what cannot be told of a workbook's format."""
    book = content.parts.get(BOOK, b"")
    if content.format in _TOLD or (is_readable(book) and not asks_others(book)):
        return ()
    hidden = f.HIDES_LINKS if is_readable(book) else f.HIDES_MUCH
    return (f.BLIND.at(Place(content.name), content=f".{content.format}", hidden=hidden),)


def _guard_extent(hidden: Hidden, place: Place) -> Finding | None:
    """Refuse a sheet whose first and last cell span too much, before the reader lays it out in memory."""
    for index, sheet in hidden.sheets.items():
        height, width = sheet.last or (0, 0)
        if height * width > LIMITS.cells:
            title = hidden.titles[index] if index < len(hidden.titles) else ""
            return _too_large(Place(place.file, title), (height, width))
    return None


def _too_large(sheet: Place, size: tuple[int, int]) -> Finding:
    found = f"{size[0]} × {size[1]}"
    return f.TOO_LARGE.at(sheet.cell_at(*size), what=f.SHEET_SIZE, found=found, limit=LIMITS.cells)


def _read_grids(
    book: python_calamine.CalamineWorkbook, content: Content, hidden: Hidden
) -> RawBook | Finding:
    grids = []
    for index, metadata in enumerate(book.sheets_metadata):
        if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
            grids.append(Grid(metadata.name, ()))
            continue
        if hidden.sheets and index not in hidden.sheets:
            return f.DAMAGED.at(Place(content.name), why=f.NO_PART)
        sheet = book.get_sheet_by_index(index)
        size = (sheet.total_height, sheet.total_width)
        if size[0] * size[1] > LIMITS.cells:
            return _too_large(Place(content.name, metadata.name), size)
        visible = metadata.visible == python_calamine.SheetVisibleEnum.Visible
        grids.append(_grid(sheet, content, hidden, index, visible=visible))
    return RawBook(tuple(grids), hidden.names, hidden.modified, _blindness(content))


def _grid(
    sheet: python_calamine.CalamineSheet, content: Content, hidden: Hidden, index: int, *, visible: bool
) -> Grid:
    rows = cast("list[list[Raw]]", sheet.to_python(skip_empty_area=False))
    seen, small = hidden.sheets.get(index), []
    for row, cells in enumerate(rows, 1):
        for column, raw in enumerate(cells, 1) if _may_differ(cells) else ():
            if type(raw) is str and raw.startswith(_WPS_PICTURE):
                cells[column - 1] = Broken(Fault.PICTURE, raw)
            elif type(raw) not in _AS_THEY_ARE and _is_small(raw):
                small.append(Address(row, column))
    numbers = _numbers(seen, content, hidden.paths.get(index, "")) if small and seen else {}
    for at in numbers.keys() & small:
        if not 0 < numbers[at] < 1:  # that is a time of a day, under whatever format
            rows[at.row - 1][at.column - 1] = Dated(numbers[at])
    for (row, column), instead in (seen.cells if seen else {}).items():
        _put(rows, row, column, instead)
    merges = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    if seen is None:
        return Grid(sheet.name, rows, merges, not visible)
    return Grid(
        sheet.name,
        rows,
        merges or seen.merges,
        not visible,
        seen.rows,
        seen.columns,
        hidden.remarks.get(index, NO_REMARKS),
        tuple(map(str, _lost(rows, seen, content, hidden.paths.get(index, "")))),
        seen.far,
        hidden.epoch,
    )


def _may_differ(cells: list[Raw]) -> bool:
    """Tell whether any cell of a row may be something else than the reader has it for: most hold none, by their types."""
    if not _AS_THEY_ARE.issuperset(map(type, cells)):
        return True
    return _WPS_PICTURE in "".join(raw for raw in cells if type(raw) is str)


def _is_small(raw: Raw) -> bool:
    """Tell whether what is shown as a day or a time is a number that somebody typed into a cell with such a format."""
    return (isinstance(raw, date) and raw.year < _EARLY) or raw == time()


def _numbers(seen: SheetXml, content: Content, path: str) -> Mapping[Address, float]:
    """Return the numbers behind a sheet's days as the file has them: the reader's days do not tell 59 from 60, nor 0 from -1."""
    return numbers_in(content.parts[path]) if seen.numbers is None else seen.numbers


def _lost(rows: list[list[Raw]], seen: SheetXml, content: Content, path: str) -> list[Address]:
    """Return cells that were not read as the file has them; what adds up is not looked at any closer."""
    found = sum(len(row) - row.count("") - row.count(None) for row in rows)
    unstated = sum(
        isinstance(instead, Broken) and instead.fault is Fault.UNCACHED for instead in seen.cells.values()
    )
    if found - unstated == seen.stated:
        return []
    filled = {
        (number, column)
        for number, row in enumerate(rows, 1)
        for column, raw in enumerate(row, 1)
        if not is_blank(raw)
    }
    if seen.content is None:
        return lost_cells(content, seen.xml or content.parts[path], filled)
    return sorted(Address(*at) for at in (filled ^ seen.content) - (seen.texts - filled))


def _put(rows: list[list[Raw]], row: int, column: int, raw: Raw) -> None:
    """Set a cell, growing the grid where the reader stopped short of it."""
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = raw
