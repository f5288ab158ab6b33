"""How typed text is understood: widths, spaces, numerals."""

import re
import unicodedata
from datetime import datetime, time, timedelta
from functools import lru_cache

from xlcampaign.model.cell import Raw
from xlcampaign.words import in_a_line

_INVISIBLE = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff\ufff9-\ufffb"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff"
_UNSEEN = re.compile(f"[{_INVISIBLE}{_CONTROL}]")
_SELECTORS = ("\ufe0e", "\ufe0f")
"""What of it passes for printable; nothing else that is printable is unseen."""
_SPACES = " \t\r\n\u3000\xa0"
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DIGITS |= {"七": 7, "八": 8, "九": 9}
TOTALS = {"合计", "总计", "小计", "平均", "平均分", "总分", "total", "sum", "average"}
SUMS = {"合计", "总计", "total", "sum"}
_CHINESE = re.compile("([一二三四五六七八九])?(十)?([零〇一二两三四五六七八九])?")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
MEASURES = ("分", "票", "人", "张", "名", "个", "颗", "位")
"""What people write behind a number for what they count."""
_SUFFIX = re.compile(rf"({'|'.join(MEASURES)}|\s(points?|pts?|votes?|ballots?|people|persons?|members?))$")
_FULL_STOP = re.compile("(?<=[0-9])。(?=[0-9])")
_HAS_DIGIT = re.compile("[0-9]")
_DOT = re.compile(r"(?<=[^\W\d_])[·•・‧∙⋅.](?=[^\W\d_])")
"""What stands between the parts of a name for the dot ·, as keyboards give it."""
_SAME_WIDTH = ("<wide>", "<narrow>")
_LONGEST_REMEMBERED = _LONGEST_QUOTED = 200
WITHDRAWALS = (
    *("撤回", "作废", "作废（重新测评）", "作废(重新测评)", "重新测评", "撤销", "已撤回", "已作废"),
    *("withdrawn", "void"),
)
"""Of the words that withdraw a row or a vote, those that the formulas of forms know; reading knows more."""
_WITHDRAWN = re.compile(
    r"[(\[【“\"]?(已|申请)?(撤回|撤销|作废|重新测评|withdrawn?|void)[)\]】”\"。.!]?(\(.*\))?[。.!]?"
)
_LONGEST_WITHDRAWAL = 40
_REMARK = re.compile(
    r"[*※]|[(\[]?(?:注|备注|附注|说明|注意|以上|合计|总计|小计|共计|共[0-9]|note|remark|p\.?s\b)|[^:]{1,12}:"
)


def clean(text: str) -> str:
    """Return text without control and invisible characters and without spaces at its ends."""
    if text.isprintable() and _SELECTORS[0] not in text and _SELECTORS[1] not in text:
        return text.strip(_SPACES)
    return _UNSEEN.sub("", text).strip(_SPACES)


def plain(text: str) -> str:
    """Return text in one width (NFKC), cleaned: the form in which codes and numbers are compared."""
    return clean(unicodedata.normalize("NFKC", text))


def certain(text: str) -> str:
    """Return text as `plain` does, with points between digits for the full stops of a Chinese keyboard.

    Raises:
        ValueError: one width would make digits of what is none (8², ①, ½).
    """
    for char in "" if unicodedata.is_normalized("NFKC", text) else text:
        kind = unicodedata.decomposition(char).partition(" ")[0]
        if kind.startswith("<") and kind not in _SAME_WIDTH and _HAS_DIGIT.search(plain(char)):
            raise ValueError(text)
    return _FULL_STOP.sub(".", plain(text))


def numeral(text: str) -> str:
    """Return the plain decimal text of what certainly states one number; any other text as it is, cleaned."""
    bare = _SUFFIX.sub("", certain(text)).strip()
    return chinese_number(bare) or bare


def squeeze(text: str) -> str:
    """Return text for comparing labels and names: one width, no spaces inside, lower case, one dot between letters."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _squeezed(text)


def _squeezed(text: str) -> str:
    bare = "".join(plain(text).split())
    folded = bare.casefold()
    if not text == bare == folded:
        folded = "".join(plain(folded).split())  # without the spaces, marks may join the letters before them
    return _DOT.sub("·", folded)


_remembered = lru_cache(maxsize=8192)(_squeezed)


def says_withdrawn(raw: Raw) -> bool:
    """Tell whether a cell says that its row no longer holds: 撤回, or 作废（重新测评）, and nothing else."""
    return isinstance(raw, str) and len(raw) <= _LONGEST_WITHDRAWAL and _is_withdrawal(raw)


@lru_cache(maxsize=8192)
def _is_withdrawal(text: str) -> bool:
    return _WITHDRAWN.fullmatch(squeeze(text)) is not None


def says_remark(raw: Raw) -> bool:
    """Tell whether a cell begins as lines under a table do: 注：…, 计票人：…, 以上共 4 人, 合计 4 人."""
    return isinstance(raw, str) and _REMARK.match(squeeze(raw)) is not None


def quoted(raw: Raw) -> str:
    """Return a cell's content as it is quoted: in a line, cut visibly where it is long."""
    return in_a_line(show_raw(raw), _LONGEST_QUOTED)


def show_raw(raw: Raw) -> str:
    """Return a cell's content as its author sees it (-3, not -3.0)."""
    if isinstance(raw, str):
        return clean(raw)
    if raw is None or isinstance(raw, bool):
        return "" if raw is None else str(raw).upper()
    if isinstance(raw, float):
        return f"{raw:.15g}"
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, timedelta):
        minutes, seconds = divmod(round(raw.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    text = getattr(raw, "text", None)
    return clean(str(raw) if text is None else text)


def chinese_number(text: str) -> str | None:
    """Return in digits what a Chinese numeral states, from 零 to 九十九, 九点五 too; None for any other text."""
    whole, point, decimals = text.translate(_FORMAL).partition("点")
    number = _chinese_whole(whole)
    if number is None or (point and not decimals) or any(char not in _DIGITS for char in decimals):
        return None
    return f"{number}.{''.join(str(_DIGITS[char]) for char in decimals)}" if point else str(number)


def _chinese_whole(text: str) -> int | None:
    if text in _DIGITS:
        return _DIGITS[text]
    match = _CHINESE.fullmatch(text)
    if not match or not match[2]:
        return None
    return 10 * _DIGITS[match[1] or "一"] + (_DIGITS[match[3]] if match[3] else 0)
