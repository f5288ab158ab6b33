"""Where printed pages end: rows that belong together stay together."""

from collections.abc import Callable, Iterable, Sequence

from xlcampaign.layout.sheet import Column
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import width_of
from xlcampaign.workbook.limits import MOST_BREAKS

_A4 = (535, 750)
"""What Worksheet.printed leaves of A4 in portrait, in points, a little less for the printer's sake."""
_A4_BROAD = (780, 505)
_SHORTEST = 3
"""So many rows of what is longer than a page stand together where it begins: a heading, and what comes first."""


def page_ends(
    groups: Iterable[tuple[int, int]], height: Callable[[int], float], room: float, apart: Sequence[int] = ()
) -> list[int]:
    """Return the rows after which a page ends.

    A group that fits on a page is not torn. A longer one begins where its heading and two rows have room. Where there
    were more ends than a sheet may state, there are none but before what stands apart, and pages end where they are full.

    Args:
        groups: first and last row of what belongs together, one below the other.
        height: returns how tall a row is, in points.
        room: what a page holds, in points.
        apart: rows that begin a page in any case.
    """
    used, found = 0.0, []
    for first, last in groups:
        heights = {row: height(row) for row in range(first, last + 1)}
        whole = sum(heights.values())
        kept = whole if whole <= room else sum(list(heights.values())[:_SHORTEST])
        for row, tall in heights.items():
            if used and (row in apart or used + (kept if row == first else tall) > room):
                found.append(row - 1)
                used = 0.0
            used += tall
    return found if len(found) <= MOST_BREAKS else [row - 1 for row in apart]


def room_of(context: Context, columns: Sequence[Column], *, landscape: bool, repeated: float = 0) -> float:
    """Return what a page of A4 holds of a sheet that is printed one page wide, below the rows that are repeated."""
    width, height = _A4_BROAD if landscape else _A4
    points = sum(width_of(context, column) * 7 + 5 for column in columns) * 0.75
    return height / min(1.0, width / points) - repeated
