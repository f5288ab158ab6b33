"""Numbers as workbooks have them: to sixteen digits, and days for dates and times."""

from datetime import date, datetime, time, timedelta

_DAY = 86_400
_LAST_YEAR = datetime(1899, 12, 31)  # noqa: DTZ001 -- workbooks know no time zone
_NO_LEAP_DAY = 59
"""Workbooks count a 29 February in 1900, which was none."""


def in_file(number: float) -> str:
    """Return a number as the library writes it."""
    return f"{number:.16G}"


def days_of(moment: date | time | timedelta) -> float:
    """Return the number by which a workbook knows a day, a moment, a time of the day or a while."""
    if isinstance(moment, timedelta):
        return _days(moment)
    if isinstance(moment, time):
        moment = datetime.combine(_LAST_YEAR, moment)
    elif not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 -- workbooks know no time zone
    days = _days(moment - _LAST_YEAR)
    return days + 1 if days > _NO_LEAP_DAY else days


def _days(passed: timedelta) -> float:
    return passed.days + (passed.seconds + passed.microseconds / 1e6) / _DAY
