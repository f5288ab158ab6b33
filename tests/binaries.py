"""Workbooks in binary formats, made of what openpyxl holds: no office program writes .xlsb without asking."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO

from attacks import zipped
from boxes import Compound
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

_SHEET_STATES = {"visible": 0, "hidden": 1, "veryHidden": 2}
_ERRORS = {"#N/A": 0x2A, "#REF!": 0x17}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size >= 0x80:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(targets: dict[str, tuple[str, str]]) -> bytes:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'.encode()


def _cell(column: int, value: object) -> bytes:
    head = struct.pack("<II", column - 1, 0)
    if isinstance(value, bool):
        return _record(4, head + bytes([value]))
    if isinstance(value, int | float):
        return _record(5, head + struct.pack("<d", value))
    if value in _ERRORS:
        return _record(3, head + bytes([_ERRORS[str(value)]]))
    return _record(6, head + _text(str(value)))


def _row(number: int) -> bytes:
    return _record(0, struct.pack("<IIHHBI", number - 1, 0, 300, 0, 0, 0))


def xlsb_of(book: Workbook) -> bytes:
    """Return a workbook's texts and numbers as an .xlsb."""
    sheets = []
    for sheet in book.worksheets:
        rows = b""
        for cells in sheet.iter_rows():
            filled = [cell for cell in cells if cell.value is not None]
            if filled:
                rows += _row(cells[0].row) + b"".join(_cell(cell.column, cell.value) for cell in filled)
        sheets.append((sheet.title, _SHEET_STATES[sheet.sheet_state], rows))
    return _packed(sheets)


def corners() -> bytes:
    """Return an .xlsb with its first and very last cell filled: its reader aborts for lack of memory."""
    return _packed([("a", 0, _row(1) + _cell(1, 1) + _row(1_048_576) + _cell(16_384, 1))])


def _packed(sheets: list[tuple[str, int, bytes]]) -> bytes:
    bundle, parts, targets = b"", {}, {}
    for number, (title, state, rows) in enumerate(sheets, 1):
        extent = _record(148, struct.pack("<IIII", 0, 0, 0, 0))  # nobody believes it
        data = _record(145) + rows + _record(146)
        parts[f"xl/worksheets/sheet{number}.bin"] = _record(129) + extent + data + _record(130)
        targets[f"rId{number}"] = ("worksheet", f"worksheets/sheet{number}.bin")
        known = struct.pack("<II", state, number) + _text(f"rId{number}") + _text(title)
        bundle += _record(156, known)
    workbook = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    head = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": _relations(targets),
    }
    return zipped(head | parts)


def locked(data: bytes, password: str) -> bytes:
    """Return an .xlsx encrypted as Excel encrypts it."""
    out = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, out)
    return out.getvalue()


_FILE_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def ticks(instant: datetime) -> int:
    """Return an instant as Windows counts it."""
    return (instant - _FILE_EPOCH) // timedelta(microseconds=1) * 10


def properties_of(values: Mapping[int, tuple[int, bytes]]) -> bytes:
    """Return the properties of an OLE document as a stream: by number, type and value."""
    listed, data = b"", b""
    for key, (kind, value) in values.items():
        listed += struct.pack("<II", key, 8 + 8 * len(values) + len(data))
        data += struct.pack("<I", kind) + value
    section = struct.pack("<II", 8 + len(listed) + len(data), len(values)) + listed + data
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0x20105, bytes(16), 1, bytes(16), 48) + section


def xls_of(properties: bytes | None) -> bytes:
    """Return an .xls of one empty sheet, with its properties or without any."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0x600))

    end, name = record(0x0A), b"\x05\x00Blatt"
    start = len(begin(5)) + len(record(0x85, bytes(6) + name)) + len(end)
    globals_ = begin(5) + record(0x85, struct.pack("<IH", start, 0) + name) + end
    book = globals_ + begin(0x10) + end
    tree = {"Workbook": book} | ({"\x05SummaryInformation": properties} if properties is not None else {})
    return Compound(tree).bytes()
