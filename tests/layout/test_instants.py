"""Instants are shown in Beijing time, wherever they were stated."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from xlcampaign.layout.instants import MODIFIED, SENT, in_file_name, show_instant

NEW_YEAR_IN_BEIJING = datetime(2022, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("hours", [-11, -5, 0, 1, 8, 14])
def test_an_instant_is_shown_in_beijing_time(hours):
    there = NEW_YEAR_IN_BEIJING.astimezone(timezone(timedelta(hours=hours)))
    assert show_instant(there) == "2023-01-01 00:00:00"
    assert in_file_name(there) == "2023-01-01 00-00"


def test_parts_of_a_second_are_not_shown_and_nothing_is_shown_for_none():
    assert show_instant(NEW_YEAR_IN_BEIJING - timedelta(microseconds=1)) == "2022-12-31 23:59:59"
    assert show_instant(None) == ""


@pytest.mark.parametrize("header", [SENT, MODIFIED])
def test_headers_say_which_time_it_is(header):
    assert "北京时间" in header.zh
    assert "Beijing time" in header.en
