"""Which cells of a sheet were written: each but once, for a second write would erase the first without a word."""

from xlcampaign.workbook.limits import UnwritableError


class Written:
    """The cells of a sheet that were written, at no cost per cell of streamed rows.

    Of rows only the runs are kept: where one begins, how wide it is, and how far down it has come. Cells placed by
    hand are kept one by one, a bit for each column of a row.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._placed: dict[int, int] = {}
        self._runs: list[_Run] = []
        self._lowest = 0

    def place(self, row: int, column: int) -> None:
        """Note a cell placed by hand.

        Raises:
            UnwritableError: it was written before.
        """
        self._keep(row, _bits(column, column))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note cells made one: all are taken but the first, which shows what is written there next.

        Raises:
            UnwritableError: one of them was written before.
        """
        self._check(top, _bits(left, left))
        self._keep(top, _bits(left + 1, right))
        for row in range(top + 1, bottom + 1):
            self._keep(row, _bits(left, right))

    def stream(self, row: int, left: int, right: int) -> None:
        """Note the cells of a row that came in order, below the one before it or as the first of a run.

        Raises:
            UnwritableError: one of them was written before.
        """
        columns = _bits(left, right)
        self._check(row, columns)
        last = self._runs[-1] if self._runs else None
        if last and last.columns == columns and last.bottom == row - 1:
            last.bottom = row
        else:
            self._runs.append(_Run(columns, row))
        self._lowest = max(self._lowest, row)

    def _keep(self, row: int, columns: int) -> None:
        self._check(row, columns)
        self._placed[row] = self._placed.get(row, 0) | columns

    def _check(self, row: int, columns: int) -> None:
        taken = self._placed.get(row, 0) & columns
        if row <= self._lowest:  # nothing lies below the lowest of all rows that came in order
            for run in self._runs:
                if run.top <= row <= run.bottom:
                    taken |= run.columns & columns
        if taken:
            first = (taken & -taken).bit_length() - 1
            raise UnwritableError((self._title, row, first), "written twice")


class _Run:
    """Rows that came one below the other in the same columns."""

    __slots__ = ("bottom", "columns", "top")

    def __init__(self, columns: int, row: int) -> None:
        self.columns = columns
        self.top = self.bottom = row


def _bits(left: int, right: int) -> int:
    """Return a bit for each column, the first column's being the second: columns are counted from 1."""
    return (1 << (right + 1)) - (1 << left)
