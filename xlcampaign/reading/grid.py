"""A workbook's bytes to grids of raw cells at their true addresses."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.cell import Raw
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.hidden import Hidden, read_hidden

MOST_CELLS = 2_000_000

Area = tuple[int, int, int, int]
"""Top, left, bottom, right; 1-based, inclusive."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands: rows of raw cells from A1 on, and the areas that are merged."""

    title: str
    rows: Sequence[Sequence[Raw]]
    merges: tuple[Area, ...] = ()

    def at(self, row: int, column: int) -> Raw:
        """Return a cell, 1-based; None outside the sheet's content."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as it stands: grids in the order of tabs, defined names, the document's own date."""

    grids: tuple[Grid, ...]
    names: Mapping[str, str]
    modified: str


def read_workbook(envelope: Envelope) -> Workbook | Finding:
    """Return a workbook's grids, or the finding that says why it cannot be read."""
    place = Place(envelope.name)
    try:
        hidden = read_hidden(envelope.data)
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(envelope.data)) as book:
            grids = []
            for index, metadata in enumerate(book.sheets_metadata):
                if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    grids.append(Grid(metadata.name, ()))
                    continue
                sheet = book.get_sheet_by_index(index)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    found = f"{sheet.total_height} × {sheet.total_width}"
                    return f.TOO_LARGE.at(place, what=metadata.name, found=found, limit=MOST_CELLS)
                grids.append(_grid(sheet, metadata.name, hidden, index))
    except python_calamine.PasswordError:
        return f.PASSWORD.at(place)
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        DefusedXmlException,
        ParseError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        return f.DAMAGED.at(place, why=type(error).__name__)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own, which no module exports
            raise
        return f.DAMAGED.at(place, why="panic")
    return Workbook(tuple(grids), hidden.names, hidden.modified)


def _grid(sheet: python_calamine.CalamineSheet, title: str, hidden: Hidden, index: int) -> Grid:
    rows: list[list[Raw]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), instead in hidden.cells.get(index, {}).items():
        _put(rows, row, column, instead)
    merges = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Grid(title, rows, merges)


def _put(rows: list[list[Raw]], row: int, column: int, raw: Raw) -> None:
    """Set a cell, growing the grid where the reader stopped short of it."""
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = raw
