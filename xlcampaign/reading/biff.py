"""What the reader of values hides in an .xls: errors, percentages, what is hidden, and when it was last saved."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xlcampaign.address import Address
from xlcampaign.model.cell import EPOCH, EPOCH_1904, Broken, Fault
from xlcampaign.reading.cells import QUOTED, SheetXml
from xlcampaign.reading.hidden import Hidden, Remarks

BOOK = "workbook"
"""The part under which a file's records are kept."""
SUMMARY = "\x05summaryinformation"
"""The part in which its properties are."""

_BOF, _EOF, _BOUND_SHEET, _SUPBOOK = 0x809, 0x0A, 0x85, 0x1AE
_FORMAT, _XF, _ROW, _COLINFO, _NOTE, _TXO = 0x41E, 0xE0, 0x208, 0x7D, 0x1C, 0x1B6
_DATE_MODE = 0x22
_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR = 0x06, 0x203, 0x27E, 0xBD, 0x205
_OBJ, _DRAWN = 0x5D, (b"\x05\x00", b"\x08\x00")
"""Objects, and among them charts and pictures; an embedded file is a picture of it."""
_TEXTS = {0xFD, 0x204, 0xD6}
_FIRST, _VERSION = b"\x09\x08", b"\x00\x06"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BUILT_IN_PERCENT = {9, 10}
_SELF, _ADD_IN = b"\x01\x04", b"\x01\x3a"

_FIRST_SET, _LAST_SAVED, _FILETIME = 44, 13, 64
_FILE_EPOCH = datetime(1601, 1, 1)  # noqa: DTZ001 -- documents' times name no zone; it is UTC

BiffRecord = tuple[int, bytes]


@dataclass
class _Sheet:
    """A sheet while its records are looked through."""

    cells: dict[Address, Broken | str] = field(default_factory=dict)
    content: set[Address] = field(default_factory=set)
    texts: set[Address] = field(default_factory=set)
    numbers: dict[Address, float] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: int = 0
    pictures: int = 0

    def seen(self) -> SheetXml:
        """Return what was found."""
        last = (
            max((row for row, _ in self.content), default=0),
            max((n for _, n in self.content), default=0),
        )
        return SheetXml(
            self.cells,
            frozenset(self.rows),
            tuple(self.columns),
            len(self.content),
            last,
            frozenset(self.content),
            texts=frozenset(self.texts),
            numbers=self.numbers,
        )


def is_readable(book: bytes) -> bool:
    """Tell whether a workbook's records are of the version that is known here: Excel 97 to 2003."""
    return book[:2] == _FIRST and book[4:6] == _VERSION


def asks_others(book: bytes) -> bool:
    """Tell whether formulas may ask other files."""
    supbooks = (data for kind, data in _records(book, 0) if kind == _SUPBOOK)
    return any(data[2:4] not in {_SELF, _ADD_IN} for data in supbooks)


def last_saved(properties: bytes) -> str:
    """Return when a document's properties say that it was last saved, in ISO format; empty where they do not."""
    try:
        [start] = struct.unpack_from("<I", properties, _FIRST_SET)
        [count] = struct.unpack_from("<I", properties, start + 4)
        for number in range(count):
            key, at = struct.unpack_from("<II", properties, start + 8 + 8 * number)
            if key == _LAST_SAVED:
                kind, ticks = struct.unpack_from("<IQ", properties, start + at)
                return (
                    (_FILE_EPOCH + timedelta(microseconds=ticks // 10)).isoformat()
                    if kind == _FILETIME
                    else ""
                )
    except (struct.error, OverflowError):
        return ""
    return ""


def read_records(book: bytes) -> Hidden:
    """Read what an .xls says beside its values.

    Raises:
        struct.error: a record is damaged.
    """
    formats, styles, starts, epoch = set(_BUILT_IN_PERCENT), [], [], EPOCH
    for kind, data in _records(book, 0):
        if kind == _FORMAT and "%" in QUOTED.sub("", _text(data[2:])):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _DATE_MODE and any(data):
            epoch = EPOCH_1904
        elif kind == _BOUND_SHEET:
            starts.append((struct.unpack_from("<I", data)[0], data[5], _text(data[6:7] + b"\0" + data[7:])))
    percent = {number for number, style in enumerate(styles) if style in formats}
    sheets, remarks = {}, {}
    for index, (start, kind, _) in enumerate(starts):
        if kind != 0:
            continue  # a chart or a macro sheet
        sheet = _Sheet()
        for record in _records(book, start):
            _look(sheet, record, percent)
        sheets[index] = sheet.seen()
        boxes = max(0, sheet.boxes - len(sheet.notes))  # a comment is a box too
        if sheet.notes or boxes or sheet.pictures:
            remarks[index] = Remarks(tuple(sheet.notes), boxes, ("",) * sheet.pictures)
    return Hidden(sheets, remarks=remarks, titles=tuple(title for *_, title in starts), epoch=epoch)


def _records(book: bytes, start: int) -> Iterator[BiffRecord]:
    """Yield the records from a place on to the end of what begins there; what lies within is left out."""
    depth = 0
    while start + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1 and kind != _BOF:
            yield kind, book[start + 4 : start + 4 + size]
        if depth <= 0:
            return
        start += 4 + size


def _text(data: bytes) -> str:
    [length] = struct.unpack_from("<H", data)
    wide = data[2] & 1
    return data[3 : 3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _look(sheet: _Sheet, record: BiffRecord, percent: set[int]) -> None:
    kind, data = record
    if kind == _ROW:
        [row], [flags] = struct.unpack_from("<H", data), struct.unpack_from("<H", data, 12)
        if flags & 0x20:
            sheet.rows.add(row + 1)
    elif kind == _COLINFO:
        first, last, width, _, flags = struct.unpack_from("<5H", data)
        if flags & 1 or not width:
            sheet.columns.append((first + 1, last + 1))
    elif kind == _NOTE:
        row, column = struct.unpack_from("<HH", data)
        sheet.notes.append(str(Address(row + 1, column + 1)))
    elif kind in {_TXO, _OBJ}:
        sheet.boxes += kind == _TXO
        sheet.pictures += kind == _OBJ and data[4:6] in _DRAWN
    elif kind == _MULRK:
        row, column = struct.unpack_from("<HH", data)
        for number in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + 6 * number)
            _add_number(
                sheet, Address(row + 1, column + 1 + number), _unpacked(packed), percentage=style in percent
            )
    elif kind in {_FORMULA, _NUMBER, _RK, _BOOLERR} | _TEXTS:
        _look_at_cell(sheet, record, percent)


def _look_at_cell(sheet: _Sheet, record: BiffRecord, percent: set[int]) -> None:
    kind, data = record
    row, column, style = struct.unpack_from("<3H", data)
    at = Address(row + 1, column + 1)
    if kind in _TEXTS:
        sheet.content.add(at)
        sheet.texts.add(at)
    elif kind == _RK:
        _add_number(sheet, at, _unpacked(*struct.unpack_from("<I", data, 6)), percentage=style in percent)
    elif kind == _BOOLERR:
        _add_other(sheet, at, 2 if data[7] else 1, data[6])
    elif kind == _FORMULA and data[12:14] == b"\xff\xff":
        _add_other(sheet, at, data[6], data[8])
    else:
        _add_number(sheet, at, *struct.unpack_from("<d", data, 6), percentage=style in percent)


def _add_number(sheet: _Sheet, at: Address, value: float, *, percentage: bool) -> None:
    sheet.content.add(at)
    sheet.numbers[at] = value
    if percentage:
        sheet.cells[at] = f"{100 * value:.15g}%"


def _add_other(sheet: _Sheet, at: Address, kind: int, value: int) -> None:
    """Take note of a result that is no number: text (0), true or false (1), an error (2), an empty text (3)."""
    sheet.content.add(at)
    if kind in {0, 3}:
        sheet.texts.add(at)
    elif kind != 1:
        sheet.cells[at] = Broken(Fault.ERROR, _ERRORS.get(value, "#?"))


def _unpacked(packed: int) -> float:
    """Return the number that four bytes stand for: a whole one or the upper half of a float, maybe in hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 1 << 31 else 0))
    else:
        [value] = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))
    return value / 100 if packed & 1 else value
