"""Each kind: what is just in, what is just out, and that what is shown parses back."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.layout.kinds import (
    YES_NO,
    Choice,
    Code,
    Day,
    Number,
    OneOf,
    Whole,
    Words,
    read_hundredths,
    show_hundredths,
)
from xlcampaign.words import Lang, T

POINTS = Number(0, 1000, 50, (Choice("abstain", T("弃权", "abstain")),), out_of=True)
COUNT = Whole(0, 9999)
DAY = Day(date(2023, 1, 1), date(2023, 6, 30))
DAY_OF_A_YEAR = Day(date(2023, 1, 1), date(2024, 6, 30), usual=date(2023, 6, 30))
GRADES = OneOf((Choice("good", T("合格", "adequate")), Choice("poor", T("不合格", "inadequate"))))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (POINTS, 0, 0),
        (POINTS, 0.0, 0),
        (POINTS, 10, 1000),
        (POINTS, 8.5, 850),
        (POINTS, "８．５", 850),
        (POINTS, "8.5分", 850),
        (POINTS, " 9\u3000", 900),
        (POINTS, "9.5/10", 950),
        (POINTS, "八", 800),
        (POINTS, "九点五", 950),
        (POINTS, "玖点伍分", 950),
        (POINTS, "拾", 1000),
        (POINTS, "8。5", 850),
        (POINTS, "８．５ 分", 850),
        (POINTS, "１０．０", 1000),
        (POINTS, "10.", 1000),
        (POINTS, ".5", 50),
        (POINTS, "+8", 800),
        (POINTS, "9.5／10分", 950),
        (POINTS, "8 points", 800),
        (POINTS, "8 pts", 800),
        (POINTS, "\u200b8.5\xa0", 850),
        (POINTS, -0.0, 0),
        (POINTS, "弃权", "abstain"),
        (POINTS, "Abstain", "abstain"),
        (POINTS, 0.1 + 0.4, 50),
        (COUNT, 9999, 9999),
        (COUNT, "１２票", 12),
        (COUNT, "十二", 12),
        (COUNT, "二十", 20),
        (COUNT, 12.0, 12),
        (DAY, date(2023, 4, 1), date(2023, 4, 1)),
        (DAY, datetime(2023, 4, 1), date(2023, 4, 1)),  # noqa: DTZ001 -- as a workbook has it
        (DAY, "2023.4.1", date(2023, 4, 1)),
        (DAY, "2023/04/01", date(2023, 4, 1)),
        (DAY, "2023年4月1日", date(2023, 4, 1)),
        (DAY, "4月1日", date(2023, 4, 1)),
        (DAY, "2023。4。1", date(2023, 4, 1)),
        (DAY, "２０２３ 年 4 月 1 日", date(2023, 4, 1)),
        (DAY, "20230401", date(2023, 4, 1)),
        (DAY, 20230401.0, date(2023, 4, 1)),
        (DAY, 45017.0, date(2023, 4, 1)),
        (DAY, date(2023, 6, 30), date(2023, 6, 30)),
        (DAY, "2023年4月1号", date(2023, 4, 1)),
        (DAY, "４月１号", date(2023, 4, 1)),
        (DAY, "4 月 1 号", date(2023, 4, 1)),
        (DAY, "2023年4月1日 星期六", date(2023, 4, 1)),
        (DAY, "2023-04-02（周日）", date(2023, 4, 2)),
        (DAY, "4月2号，星期天", date(2023, 4, 2)),
        (DAY, "2023.4.3 礼拜一", date(2023, 4, 3)),
        (DAY, "2023/4/1 10:30", date(2023, 4, 1)),
        (DAY, "2023-04-01 23:59:59", date(2023, 4, 1)),
        (DAY, "2023-04-01T08:00:00.000", date(2023, 4, 1)),
        (DAY, "4月1日下午3点半", date(2023, 4, 1)),
        (DAY, "4月1号上午", date(2023, 4, 1)),
        (DAY, "2023年4月1日 星期六 ９：０５", date(2023, 4, 1)),
        (DAY, "2023/4/1 3:30 PM", date(2023, 4, 1)),
        (DAY, "2023-04-01T00:00:00Z", date(2023, 4, 1)),
        (DAY, "2023-04-01T00:00:00.000Z", date(2023, 4, 1)),
        (DAY, "2023-04-01T09:30:00+08:00", date(2023, 4, 1)),
        (DAY, "2023-04-01+08:00", date(2023, 4, 1)),
        (DAY_OF_A_YEAR, "6月30号", date(2023, 6, 30)),
        (DAY_OF_A_YEAR, "9月1日", date(2023, 9, 1)),
        (GRADES, "合格", "good"),
        (GRADES, " 不合格 ", "poor"),
        (GRADES, "ADEQUATE", "good"),
        (YES_NO, "√", "yes"),
        (YES_NO, "否", "no"),
        (YES_NO, True, "yes"),
        (YES_NO, False, "no"),
        (YES_NO, "True", "yes"),
        (YES_NO, "☑", "yes"),
        (YES_NO, "✔\ufe0f", "yes"),
        (YES_NO, "✅", "yes"),
        (YES_NO, "☐", "no"),
        (YES_NO, " □ ", "no"),
        (YES_NO, "❌", "no"),
        (Code(), "0101", "0101"),
        (Code(), "０１０１", "0101"),
        (Code(), 101.0, "101"),
        (Words(5), "一二三四五", "一二三四五"),
        (Words(20), "=SUM(A1)", "=SUM(A1)"),
        (Words(20), "a\x00\u200bb", "ab"),
        (Words(20), 12.0, "12"),
    ],
)
def test_just_in(kind, raw, value):
    assert kind.parse(raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (POINTS, -0.5),
        (POINTS, 10.5),
        (POINTS, 8.25),
        (POINTS, 8.123),
        (POINTS, "85左右"),
        (POINTS, "90%"),
        (POINTS, "9.5/12"),
        (POINTS, "8-9"),
        (POINTS, "1e1"),
        (POINTS, True),
        (POINTS, date(2023, 9, 5)),
        (POINTS, "很好"),
        (POINTS, "8,5"),
        (POINTS, "8，5"),
        (POINTS, "8。"),
        (POINTS, "八点"),
        (POINTS, "点五"),
        (POINTS, "."),
        (POINTS, "+"),
        (POINTS, "8²"),
        (POINTS, "⑧"),
        (POINTS, "８½"),
        (POINTS, "٨"),
        (POINTS, "8分分"),
        (POINTS, "8 5"),
        (POINTS, 1e308),
        (POINTS, float("inf")),
        (POINTS, float("nan")),
        (POINTS, time(8, 5)),
        (POINTS, timedelta(hours=8)),
        (POINTS, "长" * 32_767),
        (COUNT, "1²"),
        (COUNT, -1),
        (COUNT, 10000),
        (COUNT, 9.5),
        (COUNT, "12,5"),
        (COUNT, "1,000"),
        (COUNT, "∞"),
        (DAY, date(2023, 7, 1)),
        (DAY, date(2022, 12, 31)),
        (DAY, "23.4.1"),
        (DAY, "2023.13.1"),
        (DAY, "4/1"),
        (DAY, "9月1日"),
        (DAY, 3),
        (DAY, "20231301"),
        (DAY, "4/1/2023"),
        (DAY, "1/4/23"),
        (DAY, "2023年4月1日 星期五"),
        (DAY, "2023-04-0110:30"),
        (DAY, "2023-04-01 25:30"),
        (DAY, "2023-04-01 10"),
        (DAY, "2023-04-01T20:00:00Z"),
        (DAY, "2023-04-01T00:00:00+14:00"),
        (DAY, "9999-12-31T23:59:59Z"),
        (DAY, "4月1日前"),
        (DAY, "4月1日-4月3日"),
        (DAY, "星期六"),
        (DAY, "10:30"),
        (DAY_OF_A_YEAR, "3月1日"),
        (DAY_OF_A_YEAR, "6月29号"),
        (DAY, 1e308),
        (DAY, True),
        (Day(date(2022, 1, 1), date(2023, 12, 31)), "4月1日"),
        (GRADES, "良好"),
        (GRADES, 1),
        (YES_NO, "也许"),
        (YES_NO, 1),
        (YES_NO, "☒"),
        (YES_NO, "已完成"),
        (Code(), "1.1E+17"),
        (Code(), 1.1e17),
        (Code(), "a b"),
        (Code(), "x" * 21),
        (Code(), True),
        (Words(5), "一二三四五六"),
    ],
)
def test_just_out(kind, raw):
    with pytest.raises(ValueError, match=r".*"):
        kind.parse(raw)


@given(st.integers(0, 20))
def test_points_shown_parse_back(halves):
    shown = POINTS.show(halves * 50, Lang.ZH)
    assert POINTS.parse(shown) == halves * 50


@given(st.integers(-10_000, 10_000))
def test_hundredths_shown_read_back(value):
    assert read_hundredths(show_hundredths(value)) == value
    assert read_hundredths(value / 100) == value


@given(st.dates(date(2023, 1, 1), date(2023, 6, 30)))
def test_days_shown_parse_back(day):
    assert DAY.parse(DAY.show(day, Lang.ZH)) == day


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_a_kind(text):
    for kind in (POINTS, COUNT, DAY, GRADES, YES_NO, Code(), Words(10)):
        try:
            value = kind.parse(text)
        except ValueError:
            continue
        assert kind.parse(kind.show(value, Lang.ZH)) == value


@pytest.mark.parametrize("kind", [POINTS, COUNT, DAY, GRADES, YES_NO, Code(), Words(10)])
def test_what_is_expected_is_a_phrase_in_both_languages(kind):
    expects = kind.expects()
    assert expects.zh
    assert expects.en
    assert not expects.zh.endswith("。")
