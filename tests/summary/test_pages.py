"""Printed pages end where nothing is torn that belongs together."""

import pytest

from xlcampaign.summary.pages import page_ends

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
