"""What a workbook states, whichever program saved it: what was typed or written into cells, and where formulas are.

Workbooks of ours are looked through each time that one is written, so their cells are searched for, not parsed: what is
not as office programs write it states something else than what we wrote, and is then kept.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import unescape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from xlcampaign.model.content import Content, Format
from xlcampaign.reading.hidden import read_remarks, shared_texts, tabs_of

_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*)?(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_AT = re.compile(rb"\sr=[\"']([A-Z]+[0-9]+)[\"']")
_TYPE = re.compile(rb"\st=[\"'](\w+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TAG = re.compile(rb"<[^>]*>")


def stated_digest(content: Content) -> str | None:
    """Return a digest of what a workbook states; None where it cannot be read, or is of another format than ours.

    It goes by the tabs in their order, the constants in cells, the cells with formulas, comments and text boxes. Looks
    do not matter, nor what a formula says or comes to: programs write both anew when they save.
    """
    if content.format not in {Format.XLSX, Format.XLSM}:
        return None
    digest = sha256()
    try:
        for statement in _statements(content):
            digest.update(statement.encode("utf-8", "surrogatepass") + b"\0")
    except (DefusedXmlException, ParseError, LookupError, ValueError):
        return None
    return digest.hexdigest()


def _statements(content: Content) -> Iterator[str]:
    texts = shared_texts(content)
    for title, path in tabs_of(content):
        yield title
        for head, body in _CELL.findall(content.parts[path]):
            at = _AT.search(head)
            if at is None:
                raise ValueError(head)
            stated = "=" if _FORMULA.search(body) else _constant(head, body, texts)
            if stated:
                yield f"{at[1].decode()} {stated}"
        remarks = read_remarks(content.parts, path)
        yield f"{' '.join(sorted(remarks.cells))} {remarks.boxes}"


def _constant(head: bytes, body: bytes, texts: Sequence[str]) -> str:
    """Return the constant in a cell, equal for equal values of whatever type; empty for nothing."""
    value = unescape(_TAG.sub(b"", body).decode())
    kind = _TYPE.search(head)
    match kind[1] if kind else b"n":
        case b"n":
            return f"{float(value):.15g}" if value.strip() else ""
        case b"b":
            return str(value == "1")
        case b"s":
            value = texts[int(value)]
    return " ".join(value.split())
