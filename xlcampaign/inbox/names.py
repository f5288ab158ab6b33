"""Names that came from outside: made into text that is safe to show, never into a path to write to."""

import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header

from xlcampaign.layout.text import clean

INSIDE = " › "
"""Stands between the name of an archive or a mail and the name of what lies in it."""

LONGEST_NAME = 120
_KEPT_END = 30
_SPACES = {"Cc", "Zl", "Zp", "Zs"}
_DROPPED = {"Cf", "Cs"}
_RENAMED_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
"""What is labelled with the smaller of the Chinese character sets often holds characters of the larger."""


def shown_name(text: str) -> str:
    """Return a name as it may be shown: one line, no way up or to a root, nothing invisible, not too long.

    The parts of a path stay, with forward slashes; an empty string is returned where nothing is left.
    """
    visible = "".join(_visible(character) for character in text.replace("\\", "/"))
    parts = (clean(" ".join(part.split())) for part in visible.replace("›", ">").split("/"))
    return "/".join(shorten(part) for part in parts if part.strip(".") and part != "~" and part[1:] != ":")


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in _SPACES:
        return " "
    return "" if category in _DROPPED else character


def shorten(name: str) -> str:
    """Return a name with its middle left out, visibly, where it is very long."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - _KEPT_END - 1]}…{name[-_KEPT_END:]}"


class Taken:
    """The names given so far: whatever comes twice under one name gets a number."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def unique(self, name: str) -> str:
        """Return the name, with a number where it was given before."""
        stem, dot, ending = name.rpartition(".")
        head, tail = (stem, dot + ending) if stem and "/" not in ending else (name, "")
        number, given = 1, name
        while given in self._names:
            number += 1
            given = f"{head} ({number}){tail}"
        self._names.add(given)
        return given


def text_of(raw: bytes, last: str = "latin-1") -> str:
    """Return text of which nobody says how it is written: UTF-8 where it fits, else Chinese, else `last`."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode(last, "replace")


def decoded(raw: bytes, charset: str) -> str:
    """Return text in a stated character set; guessed where the statement is wrong."""
    low = charset.lower()
    try:
        return raw.decode(_RENAMED_CHARSETS.get(low, low))
    except (LookupError, ValueError):  # an unknown character set, or one whose very name is no text
        return text_of(raw)


def header_text(raw: str) -> str:
    """Return a mail header's text: encoded words decoded, bare 8-bit characters understood.

    Args:
        raw: as the standard parser leaves it, 8-bit characters as surrogates.
    """
    if "=?" not in raw:
        return text_of(_bytes_of(raw))
    try:
        chunks = decode_header("".join(raw.splitlines()))
    except HeaderParseError:
        return raw
    return "".join(
        chunk if isinstance(chunk, str) else decoded(chunk, charset or "utf-8") for chunk, charset in chunks
    )


def parameter_text(value: str | tuple[str | None, str | None, str]) -> str:
    """Return a header parameter's text: RFC 2231 as it should be, encoded words or bare characters as they come."""
    if isinstance(value, tuple):
        charset, _, text = value
        return decoded(_bytes_of(text), charset or "utf-8")
    return header_text(value)


def _bytes_of(text: str) -> bytes:
    """Return the bytes behind text that the standard library decoded as if it were Latin or ASCII."""
    try:
        return text.encode("latin-1", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
