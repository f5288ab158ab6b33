"""Which cells of a sheet were written: each but once, for a second write would erase the first without a word."""

from bisect import bisect_right

from xlcampaign.workbook.limits import UnwritableError

_ROW_ITSELF = 1
"""The bit of what is said of a row and not of its cells: columns are counted from 1."""
_WHOLE_ROW = -1


class Written:
    """The cells of a sheet that were written: a bit for each column of a row, and the ends of streamed rows."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._placed: dict[int, int] = {}
        self._tops: list[int] = []
        self._bottoms: list[int] = []

    @property
    def last_row(self) -> int:
        """The last row with anything in it; 0 of none."""
        return max([*self._placed, *self._bottoms], default=0)

    def last_column(self, row: int) -> int:
        """Return the last column of a row with anything in it, unless it is streamed; 0 of none."""
        return max(self._placed.get(row, 0).bit_length() - 1, 0)

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

    def height(self, row: int) -> None:
        """Note a row whose height was set; that may be said again.

        Raises:
            UnwritableError: it is streamed, with its height.
        """
        self._placed.setdefault(row, 0)
        self._placed[row] &= ~_ROW_ITSELF
        self._keep(row, _ROW_ITSELF)

    def stream(self, top: int, bottom: int) -> None:
        """Note rows that are streamed, below all others that were: nothing else can stand in them.

        Raises:
            UnwritableError: something was written there before.
        """
        taken = next((row for row in self._placed if top <= row <= bottom), None)
        if taken is not None or (self._bottoms and top <= self._bottoms[-1]):
            raise UnwritableError((self._title, taken or top), "written twice")
        self._tops.append(top)
        self._bottoms.append(bottom)

    def is_streamed(self, row: int) -> bool:
        """Tell whether a row is one of those streamed."""
        run = bisect_right(self._tops, row) - 1
        return run >= 0 and row <= self._bottoms[run]

    def _keep(self, row: int, columns: int) -> None:
        self._placed[row] = self._check(row, columns) | columns

    def _check(self, row: int, columns: int) -> int:
        """Return what is taken of a row, nothing of these columns."""
        placed = self._placed.get(row, 0)
        taken = columns & (_WHOLE_ROW if self._tops and self.is_streamed(row) else placed)
        if taken:
            first = (taken & -taken).bit_length() - 1
            raise UnwritableError((self._title, row, first), "written twice")
        return placed


def _bits(left: int, right: int) -> int:
    """Return a bit for each column, the first column's being the second: columns are counted from 1."""
    return (1 << (right + 1)) - (1 << left)
