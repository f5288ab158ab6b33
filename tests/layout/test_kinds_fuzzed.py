"""Whatever lies in a cell, a kind gives a value within its limits or refuses; what it gives is stable."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from xlcampaign.layout.kinds import YES_NO, Choice, Code, Day, Number, OneOf, Ref, Whole, Words
from xlcampaign.layout.text import clean, plain, show_raw, squeeze
from xlcampaign.model.cell import is_blank
from xlcampaign.words import Lang, T

POINTS = Number(0, 1000, 50, (Choice("abstain", T("弃权", "abstain")),), out_of=True)
SIGNED = Number(-500, 25_000)
COUNT = Whole(0, 9999)
DAY = Day(date(2023, 1, 1), date(2023, 12, 31))
DAYS = Day(date(2000, 1, 1), date(2099, 12, 31))
GRADES = OneOf((Choice("good", T("合格", "adequate"), ("称职",)), Choice("poor", T("不合格", "inadequate"))))
KINDS = (POINTS, SIGNED, COUNT, DAY, DAYS, GRADES, YES_NO, Code(), Words(10), Ref("x", "y", T("某", "some")))
NUMBERS = (POINTS, SIGNED, COUNT)

_LIKELY = st.text(
    st.sampled_from(
        "0123456789０９.。．,，:/-—+%％‰°²①⑧½八九十点零两玖分票人年月日 \u3000\xa0\u200b\ufeffeE'=左右约~"
    ),
    max_size=12,
)
TEXTS = st.text(max_size=60) | _LIKELY | st.text("一二三四五六七八九十点零分", max_size=6)
SURROGATES = st.text(st.characters(categories=["Cs", "Cc", "Cf", "Nd", "No", "Lo"]), max_size=12)
RAWS = st.one_of(
    TEXTS,
    SURROGATES,
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


def parsed(kind, raw):
    """Return what a kind makes of a cell; None where it refuses. Anything but a ValueError is a defect."""
    try:
        return kind.parse(raw)
    except ValueError:
        return None


def is_within(kind, value):
    match kind:
        case Number():
            numeric = isinstance(value, int) and kind.low <= value <= kind.high
            fits = numeric and (value - kind.low) % kind.step == 0
            return fits or value in {choice.key for choice in kind.words}
        case Whole() | Day():
            return type(value) in {int, date} and kind.low <= value <= kind.high
        case OneOf():
            return value in {choice.key for choice in kind.choices}
    longest = {Words: 10, Code: 20}.get(type(kind), 32_767)
    return isinstance(value, str) and len(value) <= longest and value == clean(value)


@given(RAWS)
def test_a_kind_gives_a_value_within_its_limits_or_refuses(raw):
    assume(not is_blank(raw))
    for kind in KINDS:
        value = parsed(kind, raw)
        assert value is None or is_within(kind, value), (kind, raw, value)


@given(RAWS)
def test_what_is_shown_reads_back_and_reading_twice_changes_nothing(raw):
    assume(not is_blank(raw))
    for kind in KINDS:
        value = parsed(kind, raw)
        for lang in Lang if value is not None else ():
            shown = kind.show(value, lang)
            if not is_blank(shown):  # what shows as nothing is an empty cell, and no kind is asked
                assert kind.parse(shown) == value, (kind, raw, value, shown)


@given(TEXTS | SURROGATES)
def test_no_text_without_a_digit_or_numeral_is_a_number(text):
    assume(not set(plain(text)) & set("0123456789零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾"))
    for kind in NUMBERS:
        assert not isinstance(parsed(kind, text), int), (kind, text)


@given(TEXTS)
def test_nothing_becomes_zero_that_does_not_say_zero(text):
    assume(not set(plain(text)) & set("0零〇"))
    for kind in NUMBERS:
        assert parsed(kind, text) != 0, (kind, text)


@given(st.integers(0, 100_000))
def test_widths_and_spaces_do_not_change_a_number(hundredths):
    shown = f"{hundredths // 100}.{hundredths % 100:02d}"
    wide = "".join(chr(ord(char) + 0xFEE0) for char in shown)
    for kind in NUMBERS:
        wanted = parsed(kind, float(shown))
        for form in (
            shown,
            wide,
            f" {shown}\u3000",
            f"\u200b{wide}\xa0",
            f"{shown}分",
            f"{wide}　分",
            f"+{shown}",
        ):
            assert parsed(kind, form) == wanted, (kind, form)


@given(st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.sampled_from("-/.年"), st.booleans())
def test_the_same_day_however_it_is_written(day, sign, padded):
    month, number = (f"{day.month:02d}", f"{day.day:02d}") if padded else (day.month, day.day)
    second, last = ("月", "日") if sign == "年" else (sign, "")
    text = f"{day.year}{sign}{month}{second}{number}{last}"
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdecimal() else char for char in text)
    for form in (
        text,
        wide,
        f" {text} ",
        day,
        datetime.combine(day, time()),
        (day - date(1899, 12, 30)).days,
    ):
        assert DAY.parse(form) == day, form


@given(TEXTS)
@example("A¯")
def test_labels_are_compared_the_same_after_squeezing_twice(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    "raw", ["长" * 32_767, "9" * 32_767, "十" * 32_767, " " * 32_766 + "9", time(8, 5), timedelta(1)]
)
def test_the_longest_and_oddest_cells_are_refused_or_read_at_once(raw):
    for kind in KINDS:
        value = parsed(kind, raw)
        assert value is None or is_within(kind, value)
    assert show_raw(raw)
