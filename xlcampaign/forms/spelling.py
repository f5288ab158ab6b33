"""What people type for a number, a date or a choice though it is none to a spreadsheet: texts that reading takes.

Formulas look them up in lists under defined names, since no plain function reads them; none is in a list that reading refuses.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from zlib import crc32

from xlcampaign.layout.kinds import Day, Kind, Number, OneOf, Whole, show_hundredths
from xlcampaign.layout.text import MEASURES
from xlcampaign.layout.times import WORDS, Times
from xlcampaign.model.cell import Raw
from xlcampaign.workbook.formulas import Unsaid, quote, serial_of

UNITS = Unsaid("xlc_units", MEASURES)
"""What may be counted, behind a number."""

_MOST = 120
"""The highest number whose spellings formulas know: reading knows them all."""
_MOST_DAYS = 800
"""How many days are spelt out: a stage and the half year behind it, and not the decades that a plan may be about."""
_LONGEST_LIST = 8_150
"""How long a list may be: a defined name takes 8,192 characters."""
_MOST_TIMES = 12
"""How many times a form is sent, at most, in words: 第十二回报送."""
_DATES = (
    *("{m}月{d}日", "{m}月{d}号", "{m}月{d}", "{m:02}月{d:02}日"),
    *("{y}年{m}月{d}日", "{y}年{m}月{d}号", "{y}年{m:02}月{d:02}日", "{y}{m:02}{d:02}"),
    *(f"{{y}}{mark}{{m}}{mark}{{d}}" for mark in ".-/"),
    *(f"{{y}}{mark}{{m:02}}{mark}{{d:02}}" for mark in ".-/"),
)
_DAYS = ("{m}月{d}日",)
"""Dates beside which people write the time of day; with 号 as well."""
_END = "日"
_PARTS = ("上午", "下午", "中午", "早上", "早", "晚上", "晚", "凌晨", "傍晚", "夜里", "全天")
_FORMAL = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_STOP = str.maketrans(".", "。")
"""The full stop of a Chinese keyboard."""
_HALF = 50
"""The finest step of points that are spelt out, in hundredths."""
_DIGITS = "零一二三四五六七八九"


@lru_cache(maxsize=256)
def spellings(kind: Kind) -> tuple[str, ...]:
    """Return the texts that reading takes for a value of a kind; of numbers as many as a list takes.

    Whoever counts looks at each cell of a row by itself: the formula has no room for two lists.
    """
    read = dict.fromkeys(text for text in _candidates(kind) if _is_read(kind, text))
    return tuple(next(_cut(read), ()) if takes_units(kind) else read)


def is_spelt(raw: Raw, kind: Kind) -> bool:
    """Tell whether a cell shows one of a kind's spellings, without spaces at its ends and whatever its case."""
    number = serial_of(raw)
    shown = (str(raw) if number is None else f"{number:.15g}").strip(" ").casefold()
    if shown in _compared(kind) or (takes_units(kind) and _without_unit(shown) in _compared(kind)):
        return True
    day, end, beside = shown.replace("号", _END).partition(_END)
    return beside.strip(" ") in _times() and f"{day}{end}" in days_beside(kind)


def takes_units(kind: Kind) -> bool:
    """Tell whether what is counted may stand behind a value of a kind."""
    return isinstance(kind, Whole | Number) and not isinstance(kind, Times)


def _without_unit(shown: str) -> str | None:
    """Return a text without what is counted behind it; None where that is nothing."""
    return shown[:-1].strip(" ") if shown[-1:] in UNITS.words else None


def number_in(cell: str) -> str:
    """Return a formula for the number in a cell, without what is counted behind it."""
    said = f"TRIM({cell})"
    return f"TRIM(LEFT({said},LEN({said})-ISNUMBER(MATCH(RIGHT({said}),{UNITS.name},0))))"


@lru_cache(maxsize=256)
def _compared(kind: Kind) -> frozenset[str]:
    return frozenset(text.casefold() for text in spellings(kind))


@lru_cache(maxsize=256)
def spelling_lists(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return the lists of a kind's spellings: the defined name of each, and what it stands for."""
    return _lists(spellings(kind))


@lru_cache(maxsize=256)
def day_lists(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return the lists of dates of a kind beside which a time of day may stand, and then that of times; none of others."""
    days = days_beside(kind)
    return (*_lists(days), *_lists(_times())) if days else ()


def parts_of_day(cell: str) -> tuple[str, str]:
    """Return formulas for the date in a cell, and for what stands beside it."""
    said = f'SUBSTITUTE(TRIM({cell}),"号","{_END}")'
    at = f'FIND("{_END}",{said}&"{_END}")'
    return f"LEFT({said},{at})", f"TRIM(MID({said},{at}+1,99))"


@lru_cache(maxsize=256)
def days_beside(kind: Kind) -> tuple[str, ...]:
    """Return the dates of a kind beside which a time of day may stand."""
    if not isinstance(kind, Day):
        return ()
    return tuple(dict.fromkeys(text for text in _dates(kind, _DAYS) if _is_read(kind, text)))


@lru_cache(maxsize=1)
def _times() -> tuple[str, ...]:
    """Return the times of day that reading takes beside any date."""
    hours = [f"{hour}{minutes}" for hour in range(24) for minutes in ("点", "时", "点半", ":00", ":30")]
    return (*_PARTS, *(f"{part}{hour}" for part in ("", "上午", "下午", "晚上") for hour in hours))


def _lists(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    lists = [f"={{{','.join(map(quote, listed))}}}" for listed in _cut(texts)]
    return tuple((f"xlc_{crc32(listed.encode()):08x}", listed) for listed in lists)


def _cut(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in lists that a defined name takes."""
    listed: list[str] = []
    length = 0
    for text in texts:
        length += len(text) + len('"",')
        if length > _LONGEST_LIST:
            yield listed
            listed, length = [], len(text) + len('"",')
        listed.append(text)
    if listed:
        yield listed


def _is_read(kind: Kind, text: str) -> bool:
    try:
        kind.parse(text)
    except ValueError:
        return False
    return True


def _candidates(kind: Kind) -> Iterator[str]:
    if isinstance(kind, OneOf):
        for choice in kind.choices:
            yield from (choice.label.zh, choice.label.en, *choice.aliases, *choice.signs)
    elif isinstance(kind, Day):
        yield from _dates(kind, _DATES)
    elif isinstance(kind, Whole):
        numbers = [str(number) for number in range(kind.low, min(kind.high, _MOST) + 1)]
        yield from (*_spelt(numbers), "两", *_zeroed(numbers))
        yield from _times_sent(numbers) if isinstance(kind, Times) else ()
    elif isinstance(kind, Number):
        steps = range(kind.low, min(kind.high, 100 * _MOST) + 1, max(kind.step, _HALF))
        numbers = [show_hundredths(number) for number in steps]
        yield from (*_spelt(numbers), *_zeroed(numbers))
        yield from (f"{number}/{show_hundredths(kind.high)}" for number in numbers)


def _dates(kind: Day, forms: Iterable[str]) -> Iterator[str]:
    """Yield the days of a kind in several forms; none of a kind that has too many."""
    days = (kind.high - kind.low).days + 1
    for number in range(days if days <= _MOST_DAYS else 0):
        day = kind.low + timedelta(days=number)
        yield from (form.format(y=day.year, m=day.month, d=day.day) for form in forms)


def _times_sent(numbers: Sequence[str]) -> Iterator[str]:
    """Yield how often a form was sent, as people say it."""
    yield from WORDS
    yield from (form.format(number) for number in (*_spelt(numbers), "两") for form in ("{}次", "第{}次"))
    for number in (*_spelt(numbers[:_MOST_TIMES]), "两"):
        for each in ("次", "回", "版", "稿"):
            yield from (
                f"{before}{number}{each}{sent}" for before in ("", "第") for sent in ("", "报送", "上报")
            )


def _spelt(numbers: Sequence[str]) -> Iterator[str]:
    """Yield numbers in digits of either width and in Chinese, as spoken or on receipts."""
    for number in numbers:
        yield from (number, number.translate(_WIDE))
        yield from (number.translate(_STOP), number.translate(_WIDE).replace("．", "。"))
        said = _in_chinese(number)
        for spoken in (said, f"一{said}") if said.startswith("十") else (said,):
            yield from (spoken, spoken.translate(_FORMAL))


def _zeroed(numbers: Sequence[str]) -> Iterator[str]:
    """Yield numbers with a sign, and with zeros that change nothing, in digits of either width."""
    for number in numbers:
        whole, point, half = number.partition(".")
        idle = (f"{number}0",) if point else (f"{number}.0", f"{number}.", f"{number}.00")
        for digits in (f"+{number}", f"{whole:0>2}{point}{half}", *idle, f"{whole:0>3}{point}{half}"):
            wide = digits.translate(_WIDE)
            yield from (digits, wide, digits.translate(_STOP), wide.replace("．", "。"))


def _in_chinese(number: str) -> str:
    whole, point, half = number.partition(".")
    tens, ones = divmod(int(whole), 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens % 10]}十"
    said = ten + (_DIGITS[ones] if ones or not tens else "")
    return f"{said}点{''.join(_DIGITS[int(digit)] for digit in half)}" if point else said
