"""How alike ballots are: identical, uniform, and what a voter's own blank row does to that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.model.submission import Likeness, Record
from xlcampaign.reading.ballots import ballots_of, likeness_of

KEYS = ("loyal", "study")


def records_of(ballots):
    """Rows of ballots: each a text of marks per subject (A, B, C …), star after star; - for a blank, _ for a blank row."""
    return [
        Record(0, {"ballot": number, **{key: mark for key, mark in zip(KEYS, row, strict=True) if mark != "-"}}, subject=subject)
        for number, ballot in enumerate(ballots, 1)
        for subject, row in zip("ABCDEF", (row.replace("_", "--") for row in ballot.split()), strict=False)
    ]  # fmt: skip


def likeness(*ballots, own_blank=False):
    return likeness_of(ballots_of(records_of(ballots), KEYS), own_blank=own_blank)


def test_the_largest_group_of_identical_ballots_is_counted():
    # three times the same, twice another same, one by itself
    found = likeness("yy yn", "yy yn", "yy yn", "ny yn", "ny yn", "nn yn")
    assert found == Likeness(6, 3, {})


def test_where_no_two_are_identical_there_is_no_group():
    assert likeness("yy yn", "yn yy", "ny yy") == Likeness(3, 0, {})
    assert likeness() == Likeness(0, 0, {})


def test_uniform_ballots_are_told_by_their_mark_and_blanks_do_not_matter():
    # all yes; all yes with blanks; all no; mixed; one mark alone says nothing
    found = likeness("yy yy", "y- -y", "nn nn", "yn yy", "y- --")
    assert (found.total, found.uniform) == (5, {"n": 1, "y": 2})


def test_a_ballot_without_a_mark_is_none():
    assert likeness("yy yy", "-- --").total == 1


def test_own_rows_left_blank_do_not_make_ballots_differ():
    # A, B and C each leave the own row blank and say the same of the others; the fourth says otherwise of C
    peers = ("_ yn yy", "yy _ yy", "yy yn _", "yy yn nn")
    assert likeness(*peers, own_blank=True).identical == 3
    assert likeness(*peers).identical == 0


def test_a_complete_ballot_is_like_those_that_leave_one_row_blank():
    assert likeness("yy yn yy", "yy _ yy", "_ yn yy", own_blank=True).identical == 3


def test_two_blank_rows_are_no_own_row():
    assert likeness("yy yn yy", "yy _ _", own_blank=True).identical == 0


def test_ballots_that_have_no_row_in_common_are_not_alike():
    assert likeness("yy _ _", "_ yy _", "_ _ yy", own_blank=True).identical == 0
    assert likeness("yy _ _", "yy _ _", "_ _ yy", own_blank=True).identical == 2


def test_what_two_ballots_leave_open_the_third_need_not_share():
    # the first is like the second and like the third; these two differ on A
    assert likeness("_ yn yy", "yy yn yy", "nn yn yy", own_blank=True).identical == 2


BALLOTS = st.lists(
    st.lists(st.sampled_from(["yy", "yn", "nn", "_"]), min_size=3, max_size=3).map(" ".join), max_size=7
)


@given(ballots=BALLOTS, own_blank=st.booleans(), data=st.data())
def test_the_order_of_ballots_is_nothing_and_one_more_copy_makes_no_group_smaller(ballots, own_blank, data):
    found = likeness(*ballots, own_blank=own_blank)
    assert likeness(*data.draw(st.permutations(ballots)), own_blank=own_blank) == found
    assert found.identical != 1
    assert max(found.identical, sum(found.uniform.values())) <= found.total
    if ballots:
        more = likeness(*ballots, data.draw(st.sampled_from(ballots)), own_blank=own_blank)
        assert more.identical >= found.identical
        assert likeness(*ballots, own_blank=True).identical >= likeness(*ballots).identical


@pytest.mark.parametrize("copies", [2, 5])
def test_points_are_marks_like_any_others(copies):
    records = [
        Record(0, {"ballot": number, "loyal": 1000, "study": 1000}, subject="A") for number in range(copies)
    ]
    assert likeness_of(ballots_of(records, KEYS), own_blank=False) == Likeness(copies, copies, {1000: copies})
