"""Where printed pages end: rows that belong together stay together, and what goes on begins with its header again."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from xlcampaign.words import T
from xlcampaign.workbook.book import A3, A4
from xlcampaign.workbook.limits import MOST_BREAKS
from xlcampaign.workbook.pixels import POINT, pixels_of

_LEFT = {(A4, False): (535, 750), (A4, True): (780, 505), (A3, True): (1130, 755)}
"""What Worksheet.printed leaves of a paper, in points, a little less for the printer's sake; by whether it lies broad."""
LEGIBLE, _WELL_LEGIBLE = 0.7, 0.74
"""By what a sheet is made smaller at the most, so that no letters are printed below 7 points; and where A3 is better."""
_SHORTEST = 3
"""So many rows of what is longer than a page stand together where it begins: a heading, and what comes first."""
_TOGETHER = 2
"""So many rows stand below a header at the least."""


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


def over_pages(head: float, again: float, rows: Sequence[float], left: float, room: float) -> list[int]:
    """Return how many of a table's rows stand on each page, on the page that is begun first.

    Where less than half of this page is left, a table that fits on one is not torn: none of its rows stands here. A
    header never stands above a single row unless there is just one.

    Args:
        head: how tall is what stands above its rows where it begins.
        again: how tall is what stands above them on each page where it goes on.
        rows: how tall its rows are.
        left: what is left of the page that is begun.
        room: what a page holds.
    """
    whole, begins = head + sum(rows), head + sum(rows[:_TOGETHER])
    if whole <= left:
        return [len(rows)]
    counts = []
    if left < room and (whole <= room > 2 * left or begins > left):
        counts, left = [0], room
    used, number = head, 0
    for tall in rows:
        if number >= _TOGETHER and used + tall > left:
            counts.append(number)
            used, number, left = again, 0, room
        used += tall
        number += 1
    counts.append(number)
    if len(counts) > 1 and 0 < number < _TOGETHER < counts[-2]:
        counts[-2:] = [counts[-2] - 1, number + 1]
    return counts


def continued(title: T) -> T:
    """Return a title or a name as it stands on top of a page again."""
    return T(f"{title.zh}（续）", f"{title.en} (continued)")


def bearable(ends: Sequence[int]) -> Sequence[int]:
    """Return the ends of pages; none where a sheet cannot have so many, and pages end as they come."""
    return ends if len(ends) <= MOST_BREAKS else ()


class Pages:
    """The pages of a sheet while it is laid out from top to bottom: what is left of the page that is begun."""

    def __init__(self, room: float) -> None:
        """Begin at the top of a page that holds so many points."""
        self._room = self._left = room

    def skip(self, points: float) -> None:
        """Leave out what stands between two tables; pages end in it as they come."""
        self._left -= points

    def place(self, head: float, again: float, rows: Sequence[float]) -> list[int]:
        """Return how many of the next table's rows stand on each page, as `over_pages` does."""
        left = max(self._left, 0.0)
        counts = over_pages(head, again, rows, left, self._room)
        begun = sum(map(bool, counts))
        self._left = left if len(counts) == 1 else self._room
        self._left -= (head if begun == 1 else again) + sum(rows[len(rows) - counts[-1] :])
        return counts


def parts_of(counts: Iterable[int]) -> list[slice]:
    """Return the rows of each page by how many there are on it."""
    ends = [0]
    for count in counts:
        ends.append(ends[-1] + count)
    return [slice(first, last) for first, last in pairwise(ends)]


def points_of(widths: Iterable[float]) -> float:
    """Return how wide columns are together, in points, by their widths in characters."""
    return pixels_of(*widths) * POINT


def scale_of(points: float, *, landscape: bool, paper: int) -> float:
    """Return by how much a sheet of a width is made smaller to be printed one page wide."""
    return min(1.0, _LEFT[paper, landscape][0] / points)


def paper_for(points: float, *, landscape: bool) -> tuple[bool, int]:
    """Return how a sheet of a width is printed: whether broad, and on which paper, so that its letters can be read."""
    broad = landscape or scale_of(points, landscape=False, paper=A4) < LEGIBLE
    wide = broad and scale_of(points, landscape=True, paper=A4) < _WELL_LEGIBLE
    return broad, A3 if wide else A4


def room_of(points: float, *, landscape: bool, paper: int, repeated: float = 0) -> float:
    """Return what a page holds of a sheet that is printed one page wide, below the rows that are repeated."""
    return _LEFT[paper, landscape][1] / scale_of(points, landscape=landscape, paper=paper) - repeated
