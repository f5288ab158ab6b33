"""No cell is written twice: a second write would erase the first, and nobody would know."""

from datetime import date
from itertools import product

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.layout.kinds import Validation
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.workbook.book import UnwritableError, write_workbook
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CELL
from xlcampaign.workbook.written import Written

DAY = date(2023, 6, 30)

# each writes something into B2, some into its neighbours as well
WAYS = {
    "text": lambda s: s.text(2, 2, "a"),
    "number": lambda s: s.number(2, 2, 1),
    "day": lambda s: s.day(2, 2, DAY, CELL),
    "blank": lambda s: s.blank(2, 2, CELL),
    "formula": lambda s: s.formula(2, 2, "=A1", 0),
    "shown": lambda s: s.shown(2, 2, 1, CELL),
    "typed text": lambda s: s.typed(2, 2, " a ", CELL),
    "typed yes": lambda s: s.typed(2, 2, True, CELL),  # noqa: FBT003 -- what stands in a cell
    "typed number": lambda s: s.typed(2, 2, 1, CELL),
    "typed day": lambda s: s.typed(2, 2, DAY, CELL),
    "typed nothing": lambda s: s.typed(2, 2, None, CELL),
    "typed error": lambda s: s.typed(2, 2, Broken(Fault.ERROR, "#N/A"), CELL),
    "link": lambda s: s.link(2, 2, "s", "A1", "a", CELL),
    "rows": lambda s: s.rows(1, 1, [["a", None], [1, Live("A1", 0)], [None, None]], [CELL, CELL]),
    "row of blanks": lambda s: s.rows(2, 2, [[None]], [CELL]),
    "streamed rows": lambda s: s.stream(1, [["a", None], [1, Live("A1", 0)], [None, None]], [CELL, CELL]),
    "streamed row that ends before it": lambda s: s.stream(2, [[None]], [CELL]),
    "first of merged cells": lambda s: s.merged(2, 2, 3, "a", CELL),
    "last of merged cells": lambda s: s.merged(2, 1, 2, "a", CELL),
    "merged without text": lambda s: s.merged(2, 1, 2, "", CELL),
    "inside a merged block": lambda s: s.merged_block(1, 1, 3, 3, "a", CELL),
    "merged with itself alone": lambda s: s.merged(2, 2, 2, "a", CELL),
    "header of a table": lambda s: s.table((2, 1, 3, 3), "t_x", ["a", "b", "c"], CELL),
}


def write(tmp_path, fill, *, live=True):
    path = tmp_path / "book.xlsx"
    write_workbook(path, "book", DAY, lambda book: fill(book.sheet("s")), live=live)
    return openpyxl.load_workbook(path)["s"]


@pytest.mark.parametrize("second", WAYS)
@pytest.mark.parametrize("first", WAYS)
def test_a_cell_is_written_once_in_whatever_ways(tmp_path, first, second):
    for live in (True, False):
        with pytest.raises(UnwritableError):
            write(tmp_path, lambda sheet: [WAYS[first](sheet), WAYS[second](sheet)], live=live)


@pytest.mark.parametrize("rows", ["rows", "stream"])
def test_what_is_no_cell_lies_over_cells(tmp_path, rows):
    block = (1, 1, 3, 2)
    listed = [[1, "a"], [2, "b"]]

    def fill(sheet):
        sheet.validate(block, Validation("=A1>0"), "", "e", "t")
        sheet.condition(block, "=A1>0", CELL)
        if rows == "rows":
            sheet.rows(2, 1, listed, [CELL, CELL])
            sheet.height(2, 30)
        else:
            sheet.stream(2, listed, [CELL, CELL])
        sheet.table(block, "t_x", ["n", "words"], CELL)
        sheet.validate(block, Validation("=A1>1"), "", "e", "t")
        sheet.condition(block, "=A1>1", CELL)

    cells = [[cell.value for cell in row] for row in write(tmp_path, fill)["A1:B3"]]
    assert cells == [["n", "words"], [1, "a"], [2, "b"]]


def test_merged_cells_without_text_wait_for_what_they_show(tmp_path):
    def fill(sheet):
        sheet.merged(1, 1, 3, "", CELL)
        sheet.formula(1, 1, "=A9", 0)
        sheet.merged_block(2, 1, 3, 1, "", CELL)
        sheet.link(2, 1, "s", "A1", "a", CELL)
        sheet.merged(4, 1, 1, "", CELL)
        sheet.text(4, 1, "b")

    sheet = write(tmp_path, fill)
    assert [sheet[at].value for at in ("A1", "A2", "A4")] == ["=A9", "a", "b"]


def test_rows_lie_below_beside_and_between_what_was_written(tmp_path):
    def fill(sheet):
        sheet.text(3, 2, "hand")
        assert sheet.rows(1, 1, [[1], [2], [3], [4]], [CELL]) == 5
        sheet.rows(1, 3, [[5], [6]], [CELL])
        sheet.rows(5, 1, [[7, 8, 9]], [CELL] * 3)
        sheet.rows(4, 2, [[10, 11]], [CELL] * 2)
        sheet.text(2, 2, "hand")

    sheet = write(tmp_path, fill)
    assert [[cell.value for cell in row] for row in sheet["A1:C5"]] == [
        [1, None, 5],
        [2, "hand", 6],
        [3, "hand", None],
        [4, 10, 11],
        [7, 8, 9],
    ]


def test_cells_that_rows_ask_for_by_hand_while_they_come_are_theirs(tmp_path):
    def rows(sheet, column):
        for row in (1, 2):
            sheet.text(row, column, "hand")
            yield [row]

    write(tmp_path, lambda sheet: sheet.rows(1, 1, rows(sheet, 2), [CELL]))
    with pytest.raises(UnwritableError):
        write(tmp_path, lambda sheet: sheet.rows(1, 1, rows(sheet, 1), [CELL]))


_SIDE = st.integers(1, 5)
_STEPS = st.lists(st.tuples(st.sampled_from(["place", "merge", "stream"]), _SIDE, _SIDE, _SIDE, _SIDE))
_ALL_COLUMNS = range(1, 12)


def cells_of(kind, top, left, bottom, right):
    if kind == "place":
        return {(top, left)}, set()
    if kind == "stream":
        return {(row, column) for row, column in product(range(top, bottom + 1), _ALL_COLUMNS)}, set()
    area = {(row, column) for row, column in product(range(top, bottom + 1), range(left, right + 1))}
    return area, ({(top, left)} if kind == "merge" else set())


def refuses(written, kind, top, left, bottom, right):
    try:
        if kind == "place":
            written.place(top, left)
        elif kind == "merge":
            written.merge(top, left, bottom, right)
        else:
            written.stream(top, bottom)
    except UnwritableError:
        return True
    return False


@given(_STEPS)
def test_refused_is_what_a_set_of_all_cells_would_refuse(steps):
    written, known, merged, lowest = Written("s"), set(), set(), 0
    for kind, row, column, tall, wide in steps:
        area = (row, column, row + tall - 1, column + wide - 1)
        cells, left_open = cells_of(kind, *area)
        # what is streamed never goes over a merge, though its first cell may be placed yet
        refused = bool(cells & known) or (kind == "stream" and (row <= lowest or bool(cells & merged)))
        assert refuses(written, kind, *area) is refused
        if refused:
            return
        known |= cells - left_open
        merged |= left_open
        lowest = max(lowest, area[2]) if kind == "stream" else lowest


@pytest.mark.parametrize("row", [2, 3])
def test_streamed_rows_bring_their_own_heights(tmp_path, row):
    def stream(sheet):
        sheet.stream(2, [[1], [2]], [CELL], lambda _, cells: 41 if cells == [2] else None)

    sheet = write(
        tmp_path, lambda sheet: [sheet.height(1, 20), stream(sheet), sheet.height(4, 30), sheet.height(4, 31)]
    )
    assert [sheet.row_dimensions[n].height for n in range(1, 5)] == [20.25, None, 41.25, 30.75]
    for first, second in ((stream, lambda s: s.height(row, 30)), (lambda s: s.height(row, 30), stream)):
        with pytest.raises(UnwritableError):
            write(tmp_path, lambda sheet, both=(first, second): [step(sheet) for step in both])
