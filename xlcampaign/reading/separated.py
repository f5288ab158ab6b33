"""A text file of values separated by commas, semicolons or tabs, as a grid."""

import csv
from io import StringIO

from xlcampaign.findings.catalogue import editing_rules as e
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.limits import LIMITS, MIB
from xlcampaign.reading.grid import Grid, RawBook

_SEPARATORS = (",", ";", "\t")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 40
"""How many lines tell the separator."""


def read_separated(envelope: Envelope) -> RawBook | Finding:
    """Return a text file as a workbook of one sheet without a name, or why it cannot be read."""
    place, data = Place(envelope.name), envelope.data
    if len(data) > LIMITS.file:
        found, limit = f"{len(data) // MIB} MiB", f"{LIMITS.file // MIB} MiB"
        return f.TOO_LARGE.at(place, what=envelope.name, found=found, limit=limit)
    text = _decoded(data)
    if text is None or "\0" in text:
        return e.NO_LIST.at(place, why=e.NO_TEXT)
    separator = _separator_of(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return e.NO_LIST.at(place, why=e.NO_TEXT)
    if len(rows) * max(map(len, rows), default=0) > LIMITS.cells:
        size = f"{len(rows)} × {max(map(len, rows))}"
        return f.TOO_LARGE.at(place, what=f.SHEET_SIZE, found=size, limit=LIMITS.cells)
    return RawBook((Grid("", rows),), {}, "")


def _decoded(data: bytes) -> str | None:
    """Return a text in any of the encodings that office programs on Chinese Windows write; None for none."""
    for encoding in ("utf-16",) if data.startswith(_WIDE) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _separator_of(text: str) -> str:
    """Return what separates values: what stands on most lines, and of that the most frequent."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]

    def weight(separator: str) -> tuple[int, int]:
        return sum(separator in line for line in lines), sum(line.count(separator) for line in lines)

    return max(_SEPARATORS, key=weight)
