"""An earlier summary read back: its tables as DataFrames, for those who go on with the figures.

    from xlcampaign.reading.tables import read_tables
    tables = read_tables("summary/stage-1.xlsx")
    tables["scores"]

pandas is wanted here alone, and comes with `pip install "xlcampaign[tables]"`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import python_calamine

from xlcampaign.layout.summary import DASH, FORMAT, FORMAT_LABEL

if TYPE_CHECKING:
    from pandas import DataFrame

PREFIX = "xlc_"
SOURCES = f"{PREFIX}sources"


class NotASummaryError(ValueError):
    """The workbook is no summary of this program, or one of a later format."""


def read_tables(path: str | Path) -> "dict[str, DataFrame]":
    """Return every Excel table of a summary by its stable key, such as "scores" or "outcomes".

    Headers are the columns, in the workbook's language; a dash or an empty cell is None. Codes stay text, figures
    numbers: no type is guessed from other rows.

    Args:
        path: the summary workbook.

    Raises:
        NotASummaryError: it is none, or it was written in a format that this version does not know.
        OSError: it cannot be read.
    """
    from pandas import DataFrame  # noqa: PLC0415 -- wanted here alone, and slow to import

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path), load_tables=True)
    except python_calamine.CalamineError as error:
        raise NotASummaryError(path) from error
    _check_format(book, path)
    tables = {}
    for name in book.table_names or []:
        table = book.get_table_by_name(name)
        rows = [[None if cell in ("", DASH) else cell for cell in row] for row in table.to_python()]
        filled = [row for row in rows if any(cell is not None for cell in row)]
        tables[name.removeprefix(PREFIX)] = DataFrame(filled, columns=table.columns, dtype=object)
    return tables


def _check_format(book: python_calamine.CalamineWorkbook, path: str | Path) -> None:
    """Refuse a workbook that does not say which format it has, or a later one."""
    labels = {FORMAT_LABEL.zh, FORMAT_LABEL.en}
    if SOURCES in (book.table_names or ()):
        sheet = book.get_sheet_by_name(book.get_table_by_name(SOURCES).sheet)
        for row in sheet.to_python(skip_empty_area=False):
            if row[0] in labels and row[1] == FORMAT:
                return
    raise NotASummaryError(path)
