"""What people type for a number, a date or a choice though it is none to a spreadsheet: texts that reading takes.

Formulas look them up in lists under defined names, since no plain function reads them; none is in a list that reading refuses.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from zlib import crc32

from xlcampaign.layout.kinds import Day, Kind, Number, OneOf, Whole, show_hundredths
from xlcampaign.model.cell import Raw
from xlcampaign.workbook.formulas import quote, serial_of

_MOST = 120
"""The highest number whose spellings formulas know: reading knows them all."""
_MOST_DAYS = 800
"""How many days are spelt out: a stage and the half year behind it, and not the decades that a plan may be about."""
_LONGEST_LIST = 7_500
"""How long a list may be: a defined name takes 8,192 characters."""
_TIMES = ("首次", "初次", "重报", "再报")
_DATES = (
    "{m}月{d}日",
    "{m}月{d}号",
    "{m}月{d}",
    "{y}.{m}.{d}",
    "{y}年{m}月{d}日",
    "{y}年{m}月{d}号",
    "{y}-{m}-{d}",
    "{y}/{m}/{d}",
)
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_HALF = 50
"""The finest step of points that are spelt out, in hundredths."""
_DIGITS = "零一二三四五六七八九"


@lru_cache(maxsize=256)
def spellings(kind: Kind) -> tuple[str, ...]:
    """Return the texts that reading takes for a value of a kind."""
    return tuple(dict.fromkeys(text for text in _candidates(kind) if _is_read(kind, text)))


def is_spelt(raw: Raw, kind: Kind) -> bool:
    """Tell whether a cell shows one of a kind's spellings, without spaces at its ends and whatever its case."""
    number = serial_of(raw)
    shown = str(raw) if number is None else f"{number:.15g}"
    return shown.strip(" ").casefold() in _compared(kind)


@lru_cache(maxsize=256)
def _compared(kind: Kind) -> frozenset[str]:
    return frozenset(text.casefold() for text in spellings(kind))


@lru_cache(maxsize=256)
def spelling_lists(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return the lists of a kind's spellings: the defined name of each, and what it stands for."""
    lists = [f"={{{','.join(map(quote, listed))}}}" for listed in _cut(spellings(kind))]
    return tuple((f"xlc_read_{crc32(listed.encode()):08x}", listed) for listed in lists)


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
        days = (kind.high - kind.low).days + 1
        for number in range(days if days <= _MOST_DAYS else 0):
            day = kind.low + timedelta(days=number)
            yield from (form.format(y=day.year, m=day.month, d=day.day) for form in _DATES)
            yield f"{day:%Y%m%d}"
    elif isinstance(kind, Whole):
        numbers = [str(number) for number in range(kind.low, min(kind.high, _MOST) + 1)]
        yield from (
            form.format(n) for n in _spelt(numbers) for form in ("{}", "{}票", "{}人", "{}次", "第{}次")
        )
        yield from (f"{before}两{after}" for before in ("", "第") for after in ("", "票", "人", "次"))
        yield from _TIMES
    elif isinstance(kind, Number):
        steps = range(kind.low, min(kind.high, 100 * _MOST) + 1, max(kind.step, _HALF))
        numbers = [show_hundredths(number) for number in steps]
        yield from (form.format(number) for number in _spelt(numbers) for form in ("{}", "{}分"))


def _spelt(numbers: Iterable[str]) -> Iterator[str]:
    """Yield numbers in digits of either width and in Chinese."""
    for number in numbers:
        yield from (number, number.translate(_WIDE), _in_chinese(number))


def _in_chinese(number: str) -> str:
    whole, point, half = number.partition(".")
    tens, ones = divmod(int(whole), 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens % 10]}十"
    said = ten + (_DIGITS[ones] if ones or not tens else "")
    return f"{said}点{''.join(_DIGITS[int(digit)] for digit in half)}" if point else said
