"""Printed pages end where nothing is torn that belongs together."""

import pytest

from xlcampaign.summary.pages import over_pages, page_ends
from xlcampaign.workbook.limits import MOST_BREAKS

TALL = 10
ROOM = 100


@pytest.mark.parametrize(
    ("groups", "ends"),
    [
        ([(1, 4), (5, 9)], []),
        ([(1, 6), (7, 12)], [6]),
        ([(1, 3), (4, 7), (8, 12)], [7]),
        ([(1, 8), (9, 20)], [8, 18]),
        ([(1, 7), (8, 30)], [10, 20]),
        ([(1, 25)], [10, 20]),
    ],
)
def test_a_page_ends_between_groups_and_inside_of_one_only_where_no_page_holds_it(groups, ends):
    assert page_ends(groups, lambda _: TALL, ROOM) == ends


@pytest.mark.parametrize(
    ("groups", "apart", "ends"),
    [
        ([(1, 4), (5, 9)], 5, [4]),
        ([(1, 6), (7, 12), (13, 14)], 13, [6, 12]),
        ([(1, 8), (9, 20)], 9, [8, 18]),
        ([(1, 4)], 1, []),
    ],
)
def test_what_stands_apart_begins_a_page_though_there_is_room_before_it(groups, apart, ends):
    assert page_ends(groups, lambda _: TALL, ROOM, apart=(apart,)) == ends


@pytest.mark.parametrize(("before", "behind"), [(MOST_BREAKS, 2), (2, MOST_BREAKS), (600, 600)])
def test_where_a_sheet_may_not_state_all_ends_it_states_that_before_what_stands_apart(before, behind):
    groups = [(1, 10 * before), (10 * before + 1, 10 * (before + behind))]
    assert page_ends(groups, lambda _: TALL, ROOM, apart=(10 * before + 1,)) == [10 * before]


@pytest.mark.parametrize(
    ("rows", "left", "counts"),
    [
        (7, 100, [7]),
        (8, 100, [6, 2]),
        (4, 60, [2, 2]),
        (3, 49, [0, 3]),
        (8, 50, [2, 6]),
        (8, 40, [0, 6, 2]),
        (20, 60, [3, 8, 7, 2]),
        (23, 100, [7, 8, 8]),
        (1, 10, [0, 1]),
    ],
)
def test_a_table_goes_on_below_its_header_and_no_header_stands_above_one_row_alone(rows, left, counts):
    assert over_pages(30, 20, [TALL] * rows, left, ROOM) == counts
