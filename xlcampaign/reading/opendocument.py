"""What the reader of values hides in an .ods: its XML is one part, and is looked through as a whole."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from xlcampaign.address import Address
from xlcampaign.model.cell import EPOCH, Broken, Fault
from xlcampaign.model.content import Content
from xlcampaign.reading.cells import SheetXml, local
from xlcampaign.reading.hidden import Hidden, Remarks

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone; parsing is defusedxml's

_PICTURES = {"image", "object", "object-ole", "plugin"}
_CELLS = ("table-cell", "covered-table-cell")
_FURTHEST = (1_048_576, 16_384)
_MOST_REPEATED = 10_000
_MOMENTS = ("date", "time")
_HOURS = 24
_SPAN = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S")
_OTHER_FILE = ("file:", "'http:", "'https:")


@dataclass
class _Sheet:
    """A sheet while it is looked through; `row` and `column` are where the next cell stands."""

    title: str = ""
    epoch: date = EPOCH
    row: int = 1
    column: int = 1
    repeated: int = 1
    next_column: int = 1
    cells: dict[Address, Broken | str] = field(default_factory=dict)
    content: set[Address] = field(default_factory=set)
    numbers: dict[Address, float] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    boxes: int = 0
    pictures: list[str] = field(default_factory=list)
    stated: int = 0
    last: tuple[int, int] = (0, 0)

    def start_row(self, element: "Element") -> None:
        """Begin a row, or as many rows as it is repeated."""
        self.column, self.repeated = 1, _count(element, "number-rows-repeated")
        if _get(element, "visibility") in {"collapse", "filter"}:
            self.rows |= set(range(self.row, self.row + min(self.repeated, _MOST_REPEATED)))

    def add_columns(self, element: "Element") -> None:
        """Take note of columns that are hidden."""
        count = _count(element, "number-columns-repeated")
        if _get(element, "visibility") in {"collapse", "filter"}:
            self.columns.append((self.next_column, self.next_column + count - 1))
        self.next_column += count

    def add(self, element: "Element") -> None:
        """Take note of a cell, or of as many as it is repeated."""
        count = _count(element, "number-columns-repeated")
        kind, formula = _get(element, "value-type"), _get(element, "formula")
        text = "\n".join("".join(part.itertext()) for part in element if local(part.tag) == "p")
        if any(local(part.tag) == "annotation" for part in element):
            self.remarks.append(str(Address(self.row, self.column)))
        down, across = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
        if down > 1 or across > 1:
            self.merges.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        instead = _instead(element, kind, formula, text)
        if text or instead or kind not in {"", "string"}:  # the reader of values lays out blanks too
            self.last = (
                max(self.last[0], self.row + self.repeated - 1),
                max(self.last[1], self.column + count - 1),
            )
        if text.strip() or instead or kind not in {"", "string"}:
            self.stated += count * self.repeated
            if self.stated <= _MOST_REPEATED**2 // 50:
                block = [
                    Address(row, column)
                    for row in range(self.row, self.row + self.repeated)
                    for column in range(self.column, self.column + count)
                ]
                self.content.update(block)
                number = _number_of(element, self.epoch) if kind in _MOMENTS else None
                self.numbers |= dict.fromkeys(block, number) if number is not None else {}
                self.cells |= dict.fromkeys(block, instead) if instead is not None else {}
        self.column += count

    def seen(self) -> SheetXml:
        """Return what was found."""
        return SheetXml(
            self.cells,
            frozenset(self.rows),
            tuple(self.columns),
            self.stated,
            self.last,
            frozenset(self.content),
            numbers=self.numbers,
            merges=tuple(self.merges),
        )


def _get(element: "Element", name: str) -> str:
    """Return an attribute by its local name; extensions repeat those of the standard, which come first."""
    return next((value for key, value in element.items() if local(key) == name), "")


def _count(element: "Element", name: str) -> int:
    return min(max(int(_get(element, name) or 1), 1), max(_FURTHEST))


def _instead(element: "Element", kind: str, formula: str, text: str) -> Broken | str | None:
    if any(value == "error" for key, value in element.items() if local(key) == "value-type"):
        return Broken(Fault.ERROR, text or "#?")
    if formula and any(sign in formula for sign in _OTHER_FILE):
        return Broken(Fault.LINKED, formula)
    if formula and not kind and not any(local(part.tag) == "p" for part in element):
        return Broken(Fault.UNCACHED, formula)
    if kind == "time" and _is_span(element):
        return text  # more than a day, which the reader of values leaves as it is written in the file
    if kind == "percentage" or (kind == "float" and text.endswith("%")):
        value = float(_get(element, "value"))
        return f"{100 * value:.15g}%" if kind == "percentage" or _is_scaled(text, value) else None
    return None


def _number_of(element: "Element", epoch: date) -> float | None:
    """Return the number behind what a cell has as a day, or as the time since midnight; None where it has neither."""
    if span := _SPAN.fullmatch(_get(element, "time-value")):
        sign, hours, minutes, seconds = span.groups()
        return float(f"{sign}1") * (int(hours) / 24 + int(minutes) / 1440 + float(seconds) / 86400)
    try:
        moment = datetime.fromisoformat(_get(element, "date-value"))
    except ValueError:
        return None
    return (moment.replace(tzinfo=None) - datetime.combine(epoch, time())) / timedelta(days=1)


def _is_span(element: "Element") -> bool:
    span = _SPAN.fullmatch(_get(element, "time-value"))
    return span is not None and int(span[2]) >= _HOURS


def _is_scaled(text: str, value: float) -> bool:
    """Tell whether a number is shown as a percentage of it, and not just with the sign behind it."""
    try:
        shown = float(text.rstrip("%").replace(",", ""))
    except ValueError:
        return True
    return abs(shown - 100 * value) < abs(shown - value)


def read_opendocument(content: Content) -> Hidden:
    """Read what an .ods says beside its values.

    Raises:
        KeyError, ValueError, ElementTree.ParseError: the workbook is damaged.
        defusedxml.DefusedXmlException: its XML is hostile.
    """
    sheets: list[_Sheet] = []
    names: dict[str, str] = {}
    depth, epoch = 0, EPOCH
    stream = BytesIO(content.parts["content.xml"])
    for event, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
        name = local(element.tag)
        if name == "table" and "table:1.0}" in element.tag:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                sheets.append(_Sheet(_get(element, "name"), epoch))
        elif name == "null-date" and event == "start":
            epoch = date.fromisoformat(_get(element, "date-value") or str(EPOCH))
        elif name == "named-range" and event == "end":
            names[_get(element, "name")] = _sheet_of(_get(element, "cell-range-address"))
        elif depth == 1:
            _look(sheets[-1], name, element, event)
    remarks = {
        index: Remarks(tuple(sheet.remarks), sheet.boxes, tuple(sheet.pictures))
        for index, sheet in enumerate(sheets)
        if sheet.remarks or sheet.boxes or sheet.pictures
    }
    return Hidden(
        {index: sheet.seen() for index, sheet in enumerate(sheets)},
        names,
        _modified(content),
        remarks,
        titles=tuple(sheet.title for sheet in sheets),
        epoch=epoch,
    )


def _look(sheet: _Sheet, name: str, element: "Element", event: str) -> None:
    if event == "start":
        if name == "table-row":
            sheet.start_row(element)
        return
    if name == "table-column":
        sheet.add_columns(element)
    elif name in _CELLS:
        sheet.add(element)
        element.clear()
    elif name == "table-row":
        sheet.row += sheet.repeated
        element.clear()
    elif name in {"text-box", "custom-shape"}:
        sheet.boxes += bool("".join(element.itertext()).strip())
    elif name == "frame" and any(local(part.tag) in _PICTURES for part in element):
        sheet.pictures.append(str(Address(sheet.row, sheet.column)))


def _sheet_of(address: str) -> str:
    """Return the sheet of a cell's address: $'A b'.$A$1, or $A.$A$1."""
    head = address.lstrip("$")
    if head.startswith("'"):
        return head[1:].rpartition("'.")[0].replace("''", "'")
    return head.partition(".")[0]


def _modified(content: Content) -> str:
    if "meta.xml" not in content.parts:
        return ""
    meta = ElementTree.fromstring(content.parts["meta.xml"], forbid_dtd=True)
    return next((e.text or "" for e in meta.iter() if e.tag.endswith("elements/1.1/}date")), "")
