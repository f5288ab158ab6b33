"""票数统计: a row per subject and star, as counted; the formulas of 评分明细 read these cells."""

from collections.abc import Iterator

from xlcampaign.layout.summary_counts import Block
from xlcampaign.model.cell import letter, number_of
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import SubjectResult, WayResult
from xlcampaign.model.submission import BLANK
from xlcampaign.summary import names
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.frame import (
    close_table,
    freeze,
    lock,
    looks_of,
    open_sheet,
    set_print,
    write_band,
    write_widths,
)
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Workbook

_NOTE = T(
    "每格是票数；空格表示没有该方式的结果，0 表示有结果、没有这样的票。评分明细按“序”引用本表：可以筛选，不要排序。",
    "Cells are numbers of votes; empty: the way has no result; 0: a result without such votes. Filter, but do not sort:"
    " scores refer to these rows by number.",
)


def _points_cells(result: WayResult) -> list[float | None]:
    blank = result.counts.get(BLANK, 0)
    uncounted = sum(result.counts.values()) - result.n - blank
    highest = None if result.highest is None else result.highest / 100
    lowest = None if result.lowest is None else result.lowest / 100
    return [result.n, result.total / 100, highest, lowest, uncounted, blank]


def _block_cells(block: Block, result: WayResult) -> list[float | None]:
    if not result.counts:
        return [None] * len(block.columns)
    if block.scale.is_points:
        return _points_cells(result)
    counts = result.counts
    return [counts.get(mark, 0) for mark in block.marks]


def _rows(atlas: Atlas, kind: SubjectKind) -> Iterator[list[Cell]]:
    blocks = atlas.blocks[kind]
    star_names = [star.name for star in atlas.plan.stars_of(kind)]
    order = 0
    for subject in atlas.report.results.of(kind):
        who = _who(atlas, subject)
        for star, name in zip(subject.stars, star_names, strict=True):
            order += 1
            row: list[Cell] = [order, *who, name]
            for block in blocks:
                row += _block_cells(block, star.ways[block.way.key])
            yield row


def _who(atlas: Atlas, subject: SubjectResult) -> list[Cell]:
    if subject.kind is SubjectKind.BRANCH:
        return [subject.code, subject.name]
    return [atlas.plan.branch_of[subject.branch].name, subject.code, subject.name]


def marks_written(atlas: Atlas, kind: SubjectKind) -> int:
    """Return how many marks 票数统计 accounts for."""
    return sum(
        int(cells[place] or 0)
        for block in atlas.blocks[kind]
        for subject in atlas.report.results.of(kind)
        for star in subject.stars
        if (cells := _block_cells(block, star.ways[block.way.key]))
        for place in block.numbers
    )


def counts_area(atlas: Atlas, kind: SubjectKind, first: int, last: int) -> str:
    """Return columns of 票数统计, by number, over all its rows."""
    table = atlas.counts[kind]
    rows = sum(len(subject.stars) for subject in atlas.report.results.of(kind))
    bottom = table.first_row + max(rows, 1) - 1
    return f"{atlas.ref(table.key)}${letter(first)}${table.first_row}:${letter(last)}${bottom}"


def first_columns(atlas: Atlas, kind: SubjectKind) -> Iterator[tuple[Block, int]]:
    """Yield each way's block with the number of its first column."""
    blocks = atlas.blocks[kind]
    column = len(atlas.counts[kind].columns) - sum(len(block.columns) for block in blocks) + 1
    for block in blocks:
        yield block, column
        column += len(block.columns)


def write_counts(book: Workbook, atlas: Atlas, kind: SubjectKind) -> None:
    """Write 票数统计 of a kind of subject and name each way's counts."""
    table = atlas.counts[kind]
    sheet = open_sheet(book, atlas, table.key)
    write_band(sheet, atlas, atlas.title(table.key), atlas.say(_NOTE), len(table.columns))
    write_widths(sheet, table.columns)
    top, looks = table.first_row, looks_of(table)
    after = sheet.rows(top, 1, _rows(atlas, kind), looks)
    if after == top:
        after = sheet.rows(top, 1, [[None] * len(looks)], looks)
    close_table(sheet, atlas, table, table.header_row, after)
    for block, first in first_columns(atlas, kind):
        book.name(names.votes(block.way), f"={counts_area(atlas, kind, first, first + block.read - 1)}")
    freeze(sheet, table.first_row, number_of(table.letter_of("star")) + 1)
    lock(sheet)
    set_print(sheet, atlas, header=table.header_row)
