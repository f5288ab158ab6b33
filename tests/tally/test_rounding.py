"""Shares that add up, held against exact fractions; figures that are told from their limits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.model.rounding import shares, told_apart

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


@pytest.mark.parametrize(
    ("figure", "limit", "decimals", "expected"),
    [
        (Fraction(583, 10), 60, 0, "58"),
        (Fraction(585, 10), 60, 0, "59"),
        (Fraction(597, 10), 60, 0, "59.7"),
        (Fraction(6004, 100), 60, 0, "60.04"),
        (Fraction(5999, 100), 60, 1, "59.99"),
        (Fraction(59_999, 1000), 60, 1, "59.999"),
        (Fraction(4023, 100), 60, 1, "40.2"),
        (Fraction(4025, 100), 60, 1, "40.3"),
        (Fraction(60), 60, 0, "60"),
        (Fraction(60), 60, 2, "60.00"),
        (Fraction(1, 3), 0, 0, "0.3"),
        (Fraction(0), 20, 1, "0.0"),
    ],
)
def test_a_figure_has_as_many_decimals_as_tell_it_from_the_limit(figure, limit, decimals, expected):
    assert told_apart(figure, limit, decimals) == expected
