"""Widths of columns in pixels and in characters."""

import pytest

from xlcampaign.workbook.pixels import characters_of, pixels_of


@pytest.mark.parametrize("widths", [(8.43,), (3, 12.5), (1, 1, 1)])
def test_characters_and_pixels_agree(widths):
    assert characters_of(pixels_of(*widths), len(widths)) == pytest.approx(sum(widths))


def test_a_column_of_ten_characters_has_75_pixels():
    assert pixels_of(10) == 75
