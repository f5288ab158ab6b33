"""Whose entry a number is: held against one code, and against any of several."""

import pytest

from xlcampaign.reading.subjects import is_number_of, is_number_of_any

CODES = ("B01", "B01-06", "0102", "01020", "1")


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("1-0102-1", {"0102"}),
        ("1-0102-12", {"0102"}),
        ("12-0102", {"0102"}),
        ("1-01020-1", {"01020"}),
        ("1-B01-06", {"B01", "B01-06"}),
        ("1-B01-06-2", {"B01-06"}),
        ("1-1-1", {"1"}),
        ("1-0102-", set()),
        ("1-0102-a", set()),
        ("甲-0102-1", set()),
        ("-0102-1", set()),
        ("0102", set()),
        ("", set()),
    ],
)
def test_a_number_is_that_of_the_codes_that_stand_in_it(number, codes):
    assert {code for code in CODES if is_number_of(number, code)} == codes
    assert is_number_of_any(number, CODES) is bool(codes)
    assert is_number_of_any(number, set(CODES) - codes) is False
    assert is_number_of_any(number, ()) is False
