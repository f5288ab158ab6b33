"""Tables one below the other on a sheet, over its printed pages: one that goes on has its heading and header again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import add
from typing import Any

from xlcampaign.layout.sheet import Table
from xlcampaign.summary.context import NONE
from xlcampaign.summary.frame import (
    FramedIn,
    Highlight,
    Listing,
    Row,
    heights_of,
    printed_points,
    width_of,
    write_listing,
)
from xlcampaign.summary.pages import Pages, continued, parts_of, room_of
from xlcampaign.words import T
from xlcampaign.workbook.limits import MOST_BREAKS
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import CELL, HEADING, MUTED, Look

_HEADING_HEIGHT = 24
_LINE = 14
_ABOUT = Look(color=MUTED, wrap=True, valign="top")
_NOTHING = CELL.but(indent=1)

Place = Callable[[int], int]
"""Returns the row on the sheet of a table's row, by its number from 0 on."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table with its heading.

    Attributes:
        table: the columns.
        heading: what it is about.
        rows: the rows by column key, or where formulas speak of their own row, what gives them by where they stand.
        nobody: what is said where there are none.
        about: what its figures mean, below the heading.
        counted: whether the heading says how many rows there are.
        wrap: keys of columns whose text may take several lines.
        centred: keys of columns of text that stands in the middle.
        highlights: what looks different, when.
        closing: writes what goes with the last row, below it, by where rows stand; returns the row after it.
        closing_lines: how many rows that takes.
    """

    table: Table
    heading: T
    rows: Sequence[Row] | Callable[[Place], Sequence[Row]]
    nobody: T = NONE
    about: T | None = None
    counted: bool = True
    wrap: tuple[str, ...] = ()
    centred: tuple[str, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    closing: Callable[[Sequence[int], int], int] | None = None
    closing_lines: int = 0

    def rows_at(self, place: Place) -> Sequence[Row]:
        """Return the rows for where they stand."""
        return self.rows(place) if callable(self.rows) else self.rows


@dataclass(frozen=True, slots=True)
class _Laid:
    """A part with its measures: how many rows it has, and how tall they are and what stands above them, in points."""

    part: Part
    count: int
    about: float
    header: float
    heights: Sequence[float]


def write_parts(
    framed: FramedIn[Any], parts: Sequence[Part], usual: float, above: float = 0
) -> Mapping[str, int]:
    """Write tables one below the other from the sheet's next row on, with the ends of pages.

    Args:
        framed: the sheet.
        parts: the tables.
        usual: how tall a row of one line is, in points.
        above: how much of the first page is taken by what stands above them, in points.

    Returns:
        The last row of each table, by its key, or of what is said in its place.
    """
    blocks = _blocks([_measured(framed, part, usual) for part in parts])
    pages = _pages(framed, blocks, usual, above)
    row, ends, breaks = framed.row, dict[str, int](), list[int]()
    for block, counts in zip(blocks, pages, strict=True):
        if not counts[0]:
            breaks.append(row - 1)
        starts, after = _write(framed, block[0], [count for count in counts if count], row)
        breaks += [start - 1 for start in starts]
        ends[block[0].part.table.key] = after - 1
        for nothing in block[1:]:
            _, after = _write(framed, nothing, [1], after + 1)
            ends[nothing.part.table.key] = after - 1
        row = after + 1
    framed.sheet.break_after(breaks)
    return ends


def _measured(framed: FramedIn[Any], part: Part, usual: float) -> _Laid:
    context, about = framed.context, 0.0
    if part.about:
        width = sum(width_of(context, column) for column in framed.page.columns)
        about = _LINE * lines_of(context.say(part.about), width - 2, _ABOUT.size) + 4
    rows = part.rows_at(partial(add, framed.row))
    if not rows:
        return _Laid(part, 0, about, 0.0, (usual,))
    header, *heights = heights_of(context, Listing(part.table, rows, wrap=part.wrap), usual)
    heights[-1] += usual * part.closing_lines
    return _Laid(part, len(rows), about, header, heights)


def _blocks(laid: Sequence[_Laid]) -> list[list[_Laid]]:
    """Return the parts, those of which there is nothing together with what stands before them."""
    blocks: list[list[_Laid]] = []
    for one in laid:
        if one.count or not blocks:
            blocks.append([one])
        else:
            blocks[-1].append(one)
    return blocks


def _pages(
    framed: FramedIn[Any], blocks: Sequence[Sequence[_Laid]], usual: float, above: float
) -> list[list[int]]:
    """Return for each block how many of its rows stand on each page, 0 first where it begins a page."""
    sheet, page, pages = framed.sheet, framed.page, []
    repeated = sum(sheet.heights.get(row, usual) for row in range(1, page.repeated + 1))
    points = printed_points(framed.context, page)
    room = Pages(room_of(points, landscape=page.landscape, paper=page.paper, repeated=repeated))
    room.skip(above)
    for first, *nothing in blocks:
        again = _HEADING_HEIGHT + first.header
        heights = list(first.heights)
        heights[-1] += sum(usual + _HEADING_HEIGHT + one.about + usual for one in nothing)
        pages.append(room.place(again + first.about, again, heights))
        room.skip(usual)
    many = sum(map(len, pages)) - sum(1 for counts in pages if counts[0])
    return pages if many <= MOST_BREAKS else [[len(block[0].heights)] for block in blocks]


def _write(framed: FramedIn[Any], laid: _Laid, counts: Sequence[int], top: int) -> tuple[list[int], int]:
    """Write a part from a row on; return the rows at which it goes on on another page, and the row after it."""
    sheet, context, part = framed.sheet, framed.context, laid.part
    heading = part.heading
    if part.counted:
        heading = T(f"{heading.zh}（{laid.count}）", f"{heading.en} ({laid.count})")
    below = _write_heading(framed, top, heading)
    if part.about:
        sheet.merged(below, 1, len(framed.page.columns), context.say(part.about), _ABOUT)
        sheet.height(below, laid.about)
        below += 1
    if not laid.count:
        sheet.merged(below, 1, len(part.table.columns), context.say(part.nobody), _NOTHING)
        return [], below + 1
    slices = parts_of(counts)
    # a part that goes on has two rows above its own: the heading again, and the header
    places = [
        below + 1 + number + 2 * n for n, one in enumerate(slices) for number in range(one.start, one.stop)
    ]
    rows = part.rows_at(places.__getitem__)
    again = continued(heading)
    starts, after = list[int](), below
    for number, one in enumerate(slices, 1):
        if number > 1:
            starts.append(after)
            below = _write_heading(framed, after, again)
        listing = Listing(part.table, rows[one], part.wrap, part.centred, part.highlights)
        after = write_listing(sheet, context, listing, below, number)
    return starts, part.closing(places, after) if part.closing else after


def _write_heading(framed: FramedIn[Any], row: int, heading: T) -> int:
    framed.sheet.text(row, 1, framed.context.say(heading), HEADING)
    framed.sheet.height(row, _HEADING_HEIGHT)
    return row + 1
