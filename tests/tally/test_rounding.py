"""Shares that add up, held against exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.model.rounding import shares

PARTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(PARTS.filter(any))
def test_shares_of_anything_add_up_to_a_hundred_percent_each_within_one_of_the_exact(parts):
    found = shares(parts)
    assert sum(found) == 10_000
    for share, part in zip(found, parts, strict=True):
        assert abs(share - Fraction(10_000 * part, sum(parts))) < 1


@given(PARTS.filter(any))
def test_a_larger_part_never_has_the_smaller_share(parts):
    found = shares(parts)
    for share, part in zip(found, parts, strict=True):
        assert all(share <= other for other, larger in zip(found, parts, strict=True) if larger > part)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([1650, 100, 42], (9208, 558, 234)),
        ([1, 1, 1], (3334, 3333, 3333)),
        ([0, 1, 1, 1], (0, 3334, 3333, 3333)),
        ([1, 2, 3, 0], (1667, 3333, 5000, 0)),
        ([2, 1], (6667, 3333)),
        ([5], (10_000,)),
        ([0, 0], (0, 0)),
        ([], ()),
    ],
)
def test_the_largest_remainders_are_raised_the_earlier_first(parts, expected):
    assert shares(parts) == expected
