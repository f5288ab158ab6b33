"""票数统计: a row per subject and star, as counted; the formulas of 评分明细 read these cells."""

from collections.abc import Iterable, Iterator
from functools import partial
from io import StringIO

from xlcampaign.layout.dispatch import COUNTS_IN, cells_digest
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary_counts import Block
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import WayResult
from xlcampaign.model.submission import BLANK
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed, Listing, Page, Row
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell

_NOTE = T(
    "每格是票数；空格表示没有该方式的结果，0 表示有结果、没有这样的票。评分明细按“序”引用本表：可以筛选，不要排序。",
    "Cells are numbers of votes; empty: the way has no result; 0: a result without such votes. Filter, but do not sort:"
    " scores refer to these rows by number.",
)


def _points_cells(block: Block, result: WayResult) -> Row:
    at, blank = block.parts, result.counts.get(BLANK, 0)
    return {
        at["n"]: result.n,
        at["sum"]: result.total / 100,
        at["highest"]: None if result.highest is None else result.highest / 100,
        at["lowest"]: None if result.lowest is None else result.lowest / 100,
        at["uncounted"]: sum(result.counts.values()) - result.n - blank,
        at["blank"]: blank,
    }


def _block_cells(block: Block, result: WayResult) -> Row:
    if not result.counts:
        return dict.fromkeys(block.keys)
    if block.scale.is_points:
        return _points_cells(block, result)
    counts = result.counts
    return {key: counts.get(mark, 0) for key, mark in zip(block.keys, block.marks, strict=True)}


def _rows(context: Context, kind: SubjectKind) -> Iterator[Row]:
    blocks = context.blocks[kind]
    star_names = [star.name for star in context.plan.stars_of(kind)]
    order = 0
    for subject in context.report.results.of(kind):
        who: Row = {"code": subject.code, "name": subject.name}
        if kind is SubjectKind.MEMBER:
            who = {"branch": context.plan.branch_of[subject.branch].name, **who}
        for star, name in zip(subject.stars, star_names, strict=True):
            order += 1
            row: dict[str, Cell] = {"order": order, **who, "star": name}
            for block in blocks:
                row |= _block_cells(block, star.ways[block.way.key])
            yield row


def marks_written(context: Context, kind: SubjectKind) -> int:
    """Return how many marks 票数统计 accounts for; what equal counts come to is worked out once."""
    written = 0
    for block in context.blocks[kind]:
        known: dict[int, int] = {}
        for subject in context.report.results.of(kind):
            for star in subject.stars:
                result = star.ways[block.way.key]
                if id(result) not in known:
                    known[id(result)] = _written_in(block, result)
                written += known[id(result)]
    return written


def _written_in(block: Block, result: WayResult) -> int:
    """Return how many marks the cells of a result account for."""
    cells = _block_cells(block, result)
    return sum(int(number) for key in block.numbers if isinstance(number := cells[key], int | float))


def counts_area(context: Context, kind: SubjectKind, first: str, last: str) -> str:
    """Return the columns of 票数统计 from a key to a key, over all its rows."""
    table = context.counts[kind]
    rows = sum(len(subject.stars) for subject in context.report.results.of(kind))
    bottom = table.first_row + max(rows, 1) - 1
    left, right = table.letter_of(first), table.letter_of(last)
    return f"{context.ref(table.key)}${left}${table.first_row}:${right}${bottom}"


def _noting(rows: Iterable[Row], table: Table, digests: StringIO) -> Iterator[Row]:
    """Yield rows as they come, and note what they hold."""
    keys = [column.key for column in table.columns]
    for row in rows:
        digests.write(cells_digest([row[key] for key in keys]))
        yield row


def _name_counts(kind: SubjectKind, digests: StringIO, framed: Framed) -> None:
    """Name each way's counts, as formulas know them; for the level above each row is noted."""
    for block in framed.context.blocks[kind]:
        read = block.keys[: block.read]
        area = counts_area(framed.context, kind, read[0], read[-1])
        framed.book.name(names.votes(block.way), f"={area}")
    if noted := digests.getvalue():
        framed.book.noted[COUNTS_IN[kind]] = noted


def counts_page(kind: SubjectKind, context: Context) -> Page:
    """Return 票数统计 of a kind of subject."""
    table, rows, digests = context.counts[kind], _rows(context, kind), StringIO()
    if context.plan.campaign.unit_code:
        rows = _noting(rows, table, digests)
    return Page(
        note=context.say(_NOTE),
        listing=Listing(table, rows),
        rest=partial(_name_counts, kind, digests),
        kept="star",
    )
