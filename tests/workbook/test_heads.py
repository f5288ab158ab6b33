"""How wide columns are for their headers: lines end between words, in programs that leave a cell more room or less."""

import pytest

from xlcampaign.workbook.heads import head_width


@pytest.mark.parametrize(
    ("head", "least", "between"),
    [
        ("最高等次名额", 9, (12, 13)),  # in one line: six characters are not broken
        ("党员互评 不同意和弃权", 8, (8, 9)),  # 党员互评 | 不同意和 | 弃权
        ("整改（1 是）", 9, (9, 13)),  # no line begins inside of brackets
        ("Self-rating sum", 7, (7, 10)),  # a line may end with a hyphen
        ("Organisation's rating", 9, (15, 17)),  # a word is not broken
        ("序", 6, (6, 6)),
    ],
)
def test_a_column_is_as_wide_as_its_header_needs(head, least, between):
    assert between[0] <= head_width(head, least) <= between[1]
