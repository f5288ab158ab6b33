"""Workbooks in binary formats, made of what openpyxl holds: no office program writes .xlsb without asking."""

import struct
from io import BytesIO

from attacks import zipped
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
