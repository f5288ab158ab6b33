"""Lists of people say how a bare name is to be written."""

import pytest
from plans import small_plan

from xlcampaign.layout.pick_lists import anybody


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("钱某乙", "“钱某乙（0102）”（姓名后面写上编号）"),
        (" 孙 某丙", "“孙某丙（0103）”（姓名后面写上编号）"),
    ],
)
def test_a_bare_name_is_answered_with_how_it_is_written(typed, said):
    meant = anybody(small_plan(1, 3)).meant_by(typed)
    assert meant is not None
    assert meant.zh == said


def test_a_name_of_two_is_answered_with_both():
    meant = anybody(small_plan(2, 3)).meant_by("赵某甲")
    assert meant is not None
    assert meant.en == "“赵某甲 (0101)” or “赵某甲 (0201)” (the name with its code)"


@pytest.mark.parametrize("typed", ["", "钱", "周某某", 7, "甲一完小党支部"])
def test_what_names_nobody_is_answered_with_the_list(typed):
    assert anybody(small_plan(2, 3)).meant_by(typed) is None
