"""What a file turned out to be: a workbook of a known format, within the limits, unlocked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xlcampaign.findings.finding import Finding


class Format(StrEnum):
    """The formats of workbooks that are read; told by content, never by a file's name."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"

    @property
    def is_ooxml(self) -> bool:
        """Tell whether its sheets are XML parts as Excel writes them today."""
        return self in {Format.XLSX, Format.XLSM}


@dataclass(frozen=True, slots=True)
class Content:
    """A workbook that may be parsed.

    Attributes:
        name: the file's name, for display only.
        data: the workbook's bytes, decrypted where it was encrypted.
        format: what it is.
        parts: the inflated XML of its parts, by name in lower case; of an .xls the streams that are read.
        main: the part that is the workbook itself.
        findings: what was noted on the way; never an error.
    """

    name: str
    data: bytes
    format: Format
    parts: Mapping[str, bytes] = field(default_factory=dict)
    main: str = ""
    findings: tuple[Finding, ...] = ()
