"""An earlier summary read back: its tables as DataFrames, for those who go on with the figures.

    from xlcampaign.reading.tables import read_tables
    tables = read_tables("summary/stage-1.xlsx")
    tables["scores"]

pandas is wanted here alone, and comes with `pip install "xlcampaign[tables]"`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import python_calamine

from xlcampaign.layout.kinds import Kind, Words
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.summary import (
    DASH,
    FORMAT,
    FORMAT_LABEL,
    TEXT,
    outcomes_table,
    scores_table,
    sources_table,
)
from xlcampaign.layout.summary_counts import COUNTED, star_columns
from xlcampaign.layout.text import clean
from xlcampaign.model.cell import Raw
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang

if TYPE_CHECKING:
    from pandas import DataFrame

PREFIX = "xlc_"
SOURCES = f"{PREFIX}sources"


class NotASummaryError(ValueError):
    """The workbook is no summary of this program, or one of a later format, or its tables were taken apart."""


@dataclass(frozen=True, slots=True)
class KnownTable:
    """What every summary has in a table, whatever its plan.

    Attributes:
        columns: the columns that it has.
        possible: columns that it may have.
        others: what stands in all others.
    """

    columns: tuple[Column, ...]
    possible: tuple[Column, ...] = ()
    others: Kind = TEXT


KNOWN: Mapping[str, KnownTable] = {
    "scores": KnownTable(scores_table().columns),
    "outcomes": KnownTable(outcomes_table().columns, possible=outcomes_table(compared=True).columns),
    **{f"{kind}_counts": KnownTable(star_columns(kind), others=COUNTED) for kind in SubjectKind},
    "sources": KnownTable(sources_table().columns),
}
"""The tables that are read by their declarations, by key; of all others the cells are given as they stand."""


def read_tables(path: str | Path) -> "dict[str, DataFrame]":
    """Return every Excel table of a summary by its stable key, such as "scores" or "outcomes".

    Headers are the columns, in the workbook's language; a dash or an empty cell is None. Codes stay text, figures
    numbers: no type is guessed from other rows.

    Args:
        path: the summary workbook.

    Raises:
        NotASummaryError: it is none, it was written in a format that this version does not know, or a table that
            every summary has is not what it was.
        OSError: it cannot be read.
    """
    from pandas import DataFrame  # noqa: PLC0415 -- wanted here alone, and slow to import

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path), load_tables=True)
    except python_calamine.CalamineError as error:
        raise NotASummaryError(path) from error
    _check_format(book, path)
    found = {name.removeprefix(PREFIX): book.get_table_by_name(name) for name in book.table_names or []}
    if missing := KNOWN.keys() - found.keys():
        raise NotASummaryError(path, *sorted(missing))
    tables = {}
    for key, table in found.items():
        try:
            rows = list(_rows(table.columns, table.to_python(), KNOWN.get(key, KnownTable(()))))
        except ValueError as error:
            raise NotASummaryError(path, key, *error.args) from error
        tables[key] = DataFrame(rows, columns=table.columns, dtype=object)
    return tables


def _rows(headers: Sequence[str], rows: Sequence[Sequence[Raw]], known: KnownTable) -> Iterator[list[Raw]]:
    """Yield the rows that hold anything; ValueError for a column that is missing or a cell that is not of its kind."""
    kinds = _kinds(headers, known)
    for row in rows:
        cells = [_value(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
        if any(cell is not None for cell in cells):
            yield cells


def _kinds(headers: Sequence[str], known: KnownTable) -> list[Kind]:
    """Return what stands in each column, told by the headers in either language, or of earlier versions."""
    kinds = dict.fromkeys(headers, known.others)
    for column in (*known.possible, *known.columns):
        labels = (column.title.zh, column.title.en, *column.aliases)
        titles = set(map(clean, labels)) & kinds.keys()
        if not titles and column in known.columns:
            raise ValueError(column.key)
        kinds |= dict.fromkeys(titles, column.kind)
    return list(kinds.values())


def _value(cell: Raw, kind: Kind) -> Raw:
    """Return a text as it stands, else what the kind of its column makes of a cell; None for nothing or a dash."""
    if cell in ("", DASH):
        return None
    if isinstance(kind, Words):
        return cell
    shown = kind.show(kind.parse(cell), Lang.ZH)
    return float(shown) if isinstance(shown, int | float) else shown


def _check_format(book: python_calamine.CalamineWorkbook, path: str | Path) -> None:
    """Refuse a workbook that does not say which format it has, or a later one."""
    labels = {FORMAT_LABEL.zh, FORMAT_LABEL.en}
    if SOURCES in (book.table_names or ()):
        sheet = book.get_sheet_by_name(book.get_table_by_name(SOURCES).sheet)
        for row in sheet.to_python(skip_empty_area=False):
            if row[0] in labels and row[1] == FORMAT:
                return
    raise NotASummaryError(path)
