"""Cells left blank that say what the row above says, on forms that offer it."""

from collections.abc import Iterable, Sequence

from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.layout.voided import may_declare_void
from xlcampaign.model.submission import WITHDRAWN
from xlcampaign.reading.grid import Grid
from xlcampaign.reading.header import Header
from xlcampaign.reading.rows import Row


def as_above(grid: Grid, header: Header, columns: Iterable[Column]) -> list[Column]:
    """Return the columns in which a form offers to leave blank what is as above: its own header says so.

    On forms of the first version a blank cell was missing, and still is.
    """
    return [
        column
        for column in columns
        if column.as_above
        and squeeze(show_raw(grid.at(header.row, header.columns[column.key])))
        in {squeeze(column.title.zh), squeeze(column.title.en)}
    ]


def take_from_above(table: Table, rows: Sequence[Row], columns: Iterable[Column]) -> None:
    """Let blank cells say what the nearest filled cell above says.

    A row on which nothing is typed says nothing; its cells are only not missed. What cannot be read above is an error
    there and no second one here. Withdrawing a row takes back its votes; who counted and when still holds for the rows
    below, but for the cell that is written over by the words that withdraw, or that may.

    Args:
        table: the sheet's declaration.
        rows: its rows, read, from top to bottom.
        columns: the columns in which a blank cell says what the row above says.
    """
    own = {column.key for column in table.typed_columns}
    typed = {row.number for row in rows if not own.isdisjoint(row.values.keys() | row.bad)}
    for key in (column.key for column in columns):
        above: Row | None = None
        for row in rows:
            if row.values.get(key) == WITHDRAWN and key not in row.stood:
                continue
            if row.says(key):
                above = row
            elif above:
                row.as_above.add(key)
                stated = (above.values | above.stood).get(key)
                is_told = stated is not None and not may_declare_void(stated)
                if is_told and row.number in typed and not row.withdrawn:
                    row.values[key] = stated
