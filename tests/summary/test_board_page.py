"""Where the pages of a star board end: between branches as long as a sheet may have so many ends."""

import pytest

from xlcampaign.summary.leaders.board_page import BoardPage
from xlcampaign.workbook.limits import MOST_BREAKS

TALL = 400.0
"""Two rows of this height do not fit on one page."""


def page(rows):
    return BoardPage((100.0,), {}, dict.fromkeys(range(1, rows + 1), TALL), 0.0)


@pytest.mark.parametrize("pages", [2, 3, 100, MOST_BREAKS + 1])
def test_a_page_ends_wherever_the_next_branch_does_not_fit(pages):
    breaks = page(pages).breaks([(row, row) for row in range(1, pages + 1)])
    assert breaks == list(range(1, pages))


@pytest.mark.parametrize("pages", [MOST_BREAKS + 2, 3000])
def test_above_what_a_sheet_may_have_pages_end_by_themselves(pages):
    assert page(pages).breaks([(row, row) for row in range(1, pages + 1)]) == []
