"""How typed text is understood: widths, spaces, numerals."""

import re
import unicodedata
from functools import lru_cache

from xlcampaign.model.cell import Raw

_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DIGITS |= {"七": 7, "八": 8, "九": 9}
TOTALS = {"合计", "总计", "小计", "平均", "平均分", "总分", "total", "sum", "average"}
SUMS = {"合计", "总计", "total", "sum"}
_CHINESE = re.compile("([一二三四五六七八九])?(十)?([零〇一二两三四五六七八九])?")


def clean(text: str) -> str:
    """Return text without control and invisible characters and without spaces at its ends."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text)).strip(" \t\r\n\u3000\xa0")


def plain(text: str) -> str:
    """Return text in one width (NFKC), cleaned: the form in which codes and numbers are compared."""
    return clean(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Return text for comparing labels and names: one width, no spaces inside, lower case."""
    return "".join(plain(text).split()).casefold()


def show_raw(raw: Raw) -> str:
    """Return a cell's content as its author sees it (-3, not -3.0)."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return f"{raw:.15g}"
    text = getattr(raw, "text", None)
    return clean(str(raw) if text is None else text)


def chinese_number(text: str) -> int | None:
    """Return the number that a Chinese numeral from 零 to 九十九 states, or None for any other text."""
    if text in _DIGITS:
        return _DIGITS[text]
    match = _CHINESE.fullmatch(text)
    if not match or not match[2]:
        return None
    return 10 * _DIGITS[match[1] or "一"] + (_DIGITS[match[3]] if match[3] else 0)
