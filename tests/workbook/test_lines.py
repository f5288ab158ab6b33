"""Texts that a cell has no room for: without their ends of lines, and then cut as can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.workbook.lines import in_lines, lines_of

TEXTS = st.text(st.sampled_from("长句、 a-Z1\n"), max_size=400)


@given(TEXTS, st.integers(4, 40), st.integers(1, 12))
def test_a_text_takes_no_more_lines_than_there_are_and_what_is_missing_is_shown(text, width, most):
    shown = in_lines(text, width, most)
    assert lines_of(shown, width) <= most
    if lines_of(text, width) <= most:
        assert shown == text
        return
    line = " ".join(text.split())
    assert shown == line or (shown.endswith("……") and line.startswith(shown.removesuffix("……")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一\n二\n三", "一 二 三"),
        ("一二三四五六七八九十", "一二三四五六七八九十"),
        ("一二三四五六七八九十百", "一二三四五六七八九……"),
        ("一\n二", "一\n二"),
    ],
)
def test_as_much_as_there_is_room_for_is_shown(text, shown):
    assert in_lines(text, 10, 2) == shown
