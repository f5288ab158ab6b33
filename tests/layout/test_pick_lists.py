"""Lists of people say how a bare name is to be written."""

import pytest
from plans import small_plan

from xlcampaign.layout.pick_lists import anybody


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("钱某乙", "下列之一：钱某乙（0102）、"),
        (" 孙 某丙", "下列之一：孙某丙（0103）、"),
    ],
)
def test_a_bare_name_is_answered_with_whom_it_may_mean_first(typed, said):
    meant = anybody(small_plan(1, 3)).meant_by(typed)
    assert meant is not None
    assert meant.zh.startswith(said)


def test_a_name_of_two_is_answered_with_both():
    meant = anybody(small_plan(2, 3)).meant_by("赵某甲")
    assert meant is not None
    assert meant.en.startswith("one of: 赵某甲 (0101), 赵某甲 (0201), ")


@pytest.mark.parametrize("typed", ["", "周某某", 7])
def test_what_comes_near_nobody_is_answered_with_the_list_as_it_is(typed):
    assert anybody(small_plan(2, 3)).meant_by(typed) is None


@pytest.mark.parametrize(
    ("typed", "first"), [("钱", "钱某乙（0102）、钱某乙（0202）、"), ("甲一完小党支部", "甲一完小党支部、")]
)
def test_what_comes_near_some_is_answered_with_those_first(typed, first):
    meant = anybody(small_plan(2, 3)).meant_by(typed)
    assert meant is not None
    assert meant.zh.startswith(f"下列之一：{first}")
