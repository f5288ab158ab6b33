"""What stands in a cell: as the file has it (Raw), and as the program understands it (Value)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

EPOCH = date(1899, 12, 30)
"""The day that spreadsheets number 0."""
EPOCH_1904 = date(1904, 1, 1)
"""The day that some number 0: those that were begun on an old Mac, and whoever chose so."""


class Fault(StrEnum):
    """Why a cell has no value although it is not empty."""

    ERROR = "error"
    UNCACHED = "uncached"
    LINKED = "linked"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value to go by: an error, a formula never calculated or asking another file, a picture."""

    fault: Fault
    text: str


class Dated(float):
    """A number whose cell has the format of a day or a time, and so shows one that nobody means: 9 as 1900-01-09."""


Raw = str | float | int | bool | date | datetime | time | timedelta | Broken | None
Value = str | int | date | None


def is_blank(raw: Raw) -> bool:
    """Tell whether a cell holds nothing a person would see."""
    return raw is None or (isinstance(raw, str) and not raw.strip(" \t\r\n\u3000\xa0\u200b\ufeff"))
