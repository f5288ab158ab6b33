"""Days as people write them: in figures, 6月30号, 二〇二三年六月三十日, 30 June 2023, with a weekday or a time beside."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xlcampaign.layout.text import chinese_number
from xlcampaign.model.cell import EPOCH
from xlcampaign.model.envelope import credible
from xlcampaign.model.submission import BEIJING

_YMD = re.compile(
    r"([0-9]{4}) ?[-./年] ?([0-9]{1,2}) ?[-./月] ?([0-9]{1,2}) ?[日号]?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_MD = re.compile(r"([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?")
_BESIDE = re.compile(
    r"(?P<day>.+?)"
    r"([ ,]*\(?(星期|周|礼拜)(?P<weekday>[一二三四五六日天])\)?)?"
    r"([ T]?(上午|下午|中午|早上?|晚上?|凌晨|傍晚|夜里?|全天)? ?((?<![-+0-9])([01]?[0-9]|2[0-3])"
    r"(:[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]+)?)?( ?[AaPp][Mm])?|[时点](整|半|[0-5]?[0-9]分?)?))?)"
)
"""A weekday and a clock time beside a date."""
_WEEKDAYS = "一二三四五六日"
SERIAL = re.compile(r"[0-9]{5}")
"""A day as spreadsheets number it."""

_NUMERALS = "零〇○一二三四五六七八九"
_FIGURES = str.maketrans(_NUMERALS, "000123456789")
_FORMAL = re.compile(
    rf"(?:([{_NUMERALS}]{{4}}|[0-9]{{4}}) ?年)? ?([一二三四五六七八九十]{{1,3}}) ?月 ?([一二三四五六七八九十]{{1,3}}) ?[日号]?"
)
"""A date in Chinese numerals, as documents write it; its year may be in figures."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = tuple(
    re.compile(
        rf"(?:(?P<weekday>{'|'.join(_ENGLISH_DAYS)}),? )?{order}(?:(?:, ?|[- /])(?P<year>[0-9]{{4}}))?"
    )
    for order in (rf"{_NTH}(?: of |[- /]?){_MONTH}", rf"{_MONTH}[- ]?{_NTH}")
)
"""A date with its month's English name, behind the day or before it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says of a day: its year and its weekday (Monday is 0) where it names them."""

    year: int | None
    month: int
    day: int
    weekday: int | None = None


def day_said(text: str, low: date, high: date, usual: date | None = None) -> date:
    """Return the day that a text says.

    Args:
        text: what stands in the cell, in one width of characters.
        low: the first day that can be meant where no year stands.
        high: the last.
        usual: the day that its month and day alone mean even where several years are left.

    Raises:
        ValueError: it says no day, not certainly one, or one that was another weekday.
    """
    if zoned := _day_with_zone(text):
        return zoned
    said = _in_english(text.casefold()) or _in_figures(text)
    day = _fitting(said, low, high, usual) if said.year is None else date(said.year, said.month, said.day)
    if said.weekday not in {None, day.weekday()}:
        raise ValueError(text)
    return day


def _day_with_zone(text: str) -> date | None:
    """Return the day of an instant in ISO format that names its zone; None for any other text.

    Raises:
        ValueError: in Beijing it is another day.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    known = credible(instant)
    if known is None or known.astimezone(BEIJING).date() != instant.date():
        raise ValueError(text)
    return instant.date()


def _in_english(text: str) -> _Said | None:
    for named in _NAMED:
        if match := named.fullmatch(text):
            weekday = _ENGLISH_DAYS.index(match["weekday"]) if match["weekday"] else None
            year = int(match["year"]) if match["year"] else None
            return _Said(year, 1 + _MONTHS.index(match["month"][:3]), int(match["day"]), weekday)
    return None


def _in_figures(text: str) -> _Said:
    match = _BESIDE.fullmatch(text)
    weekday = _WEEKDAYS.index(match["weekday"].replace("天", "日")) if match and match["weekday"] else None
    bare = match["day"] if match else text
    if SERIAL.fullmatch(bare):
        numbered = EPOCH + timedelta(days=int(bare))
        return _Said(numbered.year, numbered.month, numbered.day, weekday)
    if ymd := _YMD.fullmatch(bare):
        year, month, day = (int(ymd[n] or ymd[n + 3]) for n in (1, 2, 3))
        return _Said(year, month, day, weekday)
    if md := _MD.fullmatch(bare):
        return _Said(None, int(md[1]), int(md[2]), weekday)
    if formal := _FORMAL.fullmatch(bare):
        stated = int(formal[1].translate(_FIGURES)) if formal[1] else None
        return _Said(stated, _number(formal[2]), _number(formal[3]), weekday)
    raise ValueError(text)


def _number(numeral: str) -> int:
    """Return what a Chinese numeral says.

    Raises:
        ValueError: it is none (三三).
    """
    return int(chinese_number(numeral) or "")


def _fitting(said: _Said, low: date, high: date, usual: date | None) -> date:
    """Return the day of a range that a month and a day alone mean."""
    leap = (said.month, said.day) == (2, 29)
    years = [year for year in range(low.year, high.year + 1) if not leap or calendar.isleap(year)]
    days = [date(year, said.month, said.day) for year in years]
    fitting = [day for day in days if low <= day <= high]
    if usual in fitting:
        return usual
    if len(fitting) != 1:
        raise ValueError(said)
    return fitting[0]
