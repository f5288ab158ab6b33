"""An earlier summary read back: its tables as DataFrames, for those who go on with the figures.

    from xlcampaign import read_tables
    tables = read_tables("summary/stage-1.xlsx")
    tables["scores"]

pandas is wanted here alone, and comes with `pip install "xlcampaign[tables]"`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import python_calamine

from xlcampaign.layout import unread as w
from xlcampaign.layout.kinds import Kind, Words
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.summary import (
    DASH,
    FORMAT,
    FORMAT_LABEL,
    INCOMPARABLE,
    NOT_GIVEN,
    PART,
    TEXT,
    TYPES,
    columns_table,
    outcomes_table,
    scores_table,
    sources_table,
)
from xlcampaign.layout.summary_counts import COUNTED, star_columns
from xlcampaign.layout.text import clean, show_raw
from xlcampaign.model.cell import Raw
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang, T, listing_of

if TYPE_CHECKING:
    from pandas import DataFrame

PREFIX = "xlc_"
SOURCES = f"{PREFIX}sources"
COLUMNS = f"{PREFIX}{columns_table().key}"
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_TYPED = {"str": "string", "int": "Int64", "float": "float64", "date": "datetime64[ns]"}
"""The pandas types of what columns hold; an empty cell is a missing value of each."""


class NotASummaryError(ValueError):
    """The workbook is no summary of this program, or one of a later format, or its tables were taken apart."""

    def __init__(self, path: str | Path, why: T) -> None:
        super().__init__(f"{Path(path).name}{why.zh} / {Path(path).name} {why.en}")


class NoPandasError(ImportError):
    """pandas is not installed."""

    def __init__(self) -> None:
        super().__init__(f"{w.NO_PANDAS.zh} / {w.NO_PANDAS.en}")


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
"""The tables that every summary has; where it does not say itself what its columns hold, they are read by these."""


def read_tables(path: str | Path) -> "dict[str, DataFrame]":
    """Return every table of a summary by its stable key, such as "scores" or "outcomes".

    Headers are the columns, in the workbook's language. What a column holds is said in the workbook and never guessed
    from its cells: whole numbers are Int64, decimals float64, days datetime64, all else string; a dash or an empty cell
    is missing. A table of which there is nothing to list is there without rows. Summaries of earlier versions do not
    say it: their tables are those that have rows, their columns objects.

    Args:
        path: the summary workbook.

    Raises:
        NoPandasError: pandas is not installed.
        NotASummaryError: it is no summary, it was written in a format that this version does not know, or a table that
            every summary has is not what it was; in words.
        OSError: it cannot be read.
    """
    try:
        from pandas import DataFrame  # noqa: PLC0415 -- wanted here alone, and slow to import
    except ImportError as error:
        raise NoPandasError from error
    book = _open(path)
    _check_format(book, path)
    names = book.table_names or []
    found = _tables_in(book)
    if missing := KNOWN.keys() - found.keys():
        raise NotASummaryError(path, w.TABLES_GONE.filled(found=listing_of(sorted(missing))))
    if COLUMNS not in names:
        return {
            key: DataFrame(_untyped(path, key, table), columns=table.columns, dtype=object)
            for key, table in found.items()
        }
    tables = {}
    for key, types in _types_in(book.get_table_by_name(COLUMNS)).items():
        rows = _typed(path, key, found[key], types) if key in found else []
        tables[key] = DataFrame(rows, columns=list(types), dtype=object).astype(
            {header: _TYPED[what] for header, what in types.items()}
        )
    return tables


@dataclass(frozen=True, slots=True)
class _Whole:
    """A table of a workbook, put together from its parts where it goes over pages."""

    columns: list[str]
    rows: Sequence[Sequence[Raw]]


def _tables_in(book: python_calamine.CalamineWorkbook) -> "dict[str, _Whole]":
    """Return the tables of a workbook by key, but for the one that says what columns hold."""
    parts: dict[str, dict[int, python_calamine.CalamineTable]] = {}
    for name in book.table_names or []:
        if name != COLUMNS:
            whole, _, number = name.rpartition(PART)
            if not number.isdecimal() or not whole:
                whole, number = name, "1"
            parts.setdefault(whole.removeprefix(PREFIX), {})[int(number)] = book.get_table_by_name(name)
    tables = {}
    for key, numbered in parts.items():
        listed = [numbered[number] for number in sorted(numbered)]
        rows = [row for part in listed for row in part.to_python()]
        tables[key] = _Whole(list(listed[0].columns), rows)
    return tables


def _open(path: str | Path) -> python_calamine.CalamineWorkbook:
    """Open a workbook; NotASummaryError says why that cannot be."""
    data = Path(path).read_bytes()
    if not data.startswith((_ZIP, _OLE)):
        raise NotASummaryError(path, w.NOT_A_WORKBOOK)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotASummaryError(path, w.LOCKED)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(BytesIO(data), load_tables=True)
    except python_calamine.PasswordError as error:
        raise NotASummaryError(path, w.LOCKED) from error
    except python_calamine.CalamineError as error:
        raise NotASummaryError(path, w.DAMAGED) from error


def _types_in(table: python_calamine.CalamineTable) -> dict[str, dict[str, str]]:
    """Return what the columns of each table hold, by the table's key and the column's header."""
    types: dict[str, dict[str, str]] = {}
    for key, what, header in table.to_python():
        types.setdefault(str(key), {})[str(header)] = str(TYPES.parse(what))
    return types


def _typed(path: str | Path, key: str, table: _Whole, types: Mapping[str, str]) -> list[list[object]]:
    """Return the rows that hold anything, each cell as its column says."""
    if list(table.columns) != list(types):
        other = sorted(set(types) ^ set(table.columns)) or list(table.columns)
        raise NotASummaryError(path, w.CHANGED.filled(table=key, found=listing_of(other)))
    rows = []
    for row in table.rows:
        cells: list[object] = []
        for cell, (header, what) in zip(row, types.items(), strict=True):
            try:
                cells.append(None if cell in ("", DASH) else _as(what, cell))
            except ValueError as error:
                said = f"{header} {show_raw(cell)}"
                raise NotASummaryError(path, w.CHANGED.filled(table=key, found=said)) from error
        if any(cell is not None for cell in cells):
            rows.append(cells)
    return rows


def _as(what: str, cell: Raw) -> object:
    """Return a cell as what its column holds; ValueError where it is none."""
    if what == "str":
        return cell if isinstance(cell, str) else show_raw(cell)
    if any(cell in (said.zh, said.en) for said in (NOT_GIVEN, INCOMPARABLE)):
        return None
    if what == "date" and isinstance(cell, date):
        return cell
    number = float(show_raw(cell))
    if what == "date" or (what == "int" and not number.is_integer()):
        raise ValueError(cell)
    return int(number) if what == "int" else number


def _untyped(path: str | Path, key: str, table: _Whole) -> list[list[Raw]]:
    """Return the rows of a table of an earlier version."""
    try:
        return list(_rows(table.columns, table.rows, KNOWN.get(key, KnownTable(()))))
    except ValueError as error:
        said = "、".join(map(str, error.args))
        raise NotASummaryError(path, w.CHANGED.filled(table=key, found=said)) from error


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
    """Refuse a workbook that does not say which format it has, or another one."""
    labels = {FORMAT_LABEL.zh, FORMAT_LABEL.en}
    if SOURCES in (book.table_names or ()):
        sheet = book.get_sheet_by_name(book.get_table_by_name(SOURCES).sheet)
        for row in sheet.to_python(skip_empty_area=False):
            if row[0] in labels and row[1] == FORMAT:
                return
            if row[0] in labels:
                raise NotASummaryError(path, w.OTHER_FORMAT.filled(found=show_raw(row[1]), known=FORMAT))
    raise NotASummaryError(path, w.NO_SUMMARY)
