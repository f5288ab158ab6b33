"""Where a cell stands: the one place where C12 becomes numbers and numbers become C12."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

_DIGITS = "0123456789"


class Address(NamedTuple):
    """A cell by its row and column, counted from 1 as in Excel; row 0 stands for the whole column."""

    row: int
    column: int

    def __str__(self) -> str:
        """Return the cell as people know it: C12; a whole column as C:C."""
        letters = letter(self.column)
        return f"{letters}{self.row}" if self.row else f"{letters}:{letters}"

    def in_row(self, row: int) -> "Address":
        """Return the cell of this column in a row; for row 0, which none is, this address itself."""
        return Address(row, self.column) if row else self

    @classmethod
    def named(cls, name: str) -> "Address":
        """Return the cell that a file names, such as C12.

        Raises:
            ValueError: it names none.
        """
        letters = name.rstrip(_DIGITS)
        return cls(int(name[len(letters) :]), number_of(letters.upper()))


Area = tuple[int, int, int, int]
"""A block of cells: its top row, left column, bottom row and right column, counted from 1 and inclusive."""

FIRST = Address(0, 1)
"""The first column: where something is said to be whose own column is missing."""


@lru_cache(maxsize=1 << 16)
def in_row(row: int, columns: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return the cells of columns in a row; kept, since forms of one kind have their cells in the same places."""
    return tuple(column.in_row(row) for column in columns)


def blocks_of(cells: Iterable[Address]) -> list[str]:
    """Return cells as blocks that people know, such as C5:J15: those below one another, then columns side by side."""
    runs: dict[tuple[int, int], list[int]] = {}
    for column, own in groupby(sorted(cells, key=lambda at: (at.column, at.row)), key=lambda at: at.column):
        rows = [at.row for at in own]
        breaks = [n for n in range(1, len(rows)) if rows[n] != rows[n - 1] + 1]
        for first, last in pairwise([0, *breaks, len(rows)]):
            runs.setdefault((rows[first], rows[last - 1]), []).append(column)
    blocks = []
    for (top, bottom), columns in runs.items():
        breaks = [n for n in range(1, len(columns)) if columns[n] != columns[n - 1] + 1]
        for first, last in pairwise([0, *breaks, len(columns)]):
            left, right = columns[first], columns[last - 1]
            corners = (
                [str(Address(top, left)), str(Address(bottom, right))]
                if top
                else [letter(left), letter(right)]
            )
            blocks.append(":".join(dict.fromkeys(corners) if top else corners))
    return blocks


@lru_cache(maxsize=1024)
def letter(column: int) -> str:
    """Return the letters of a column counted from 1 (1 → A, 27 → AA)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """Return the number, counted from 1, of a column's letters (A → 1, AA → 27)."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number
