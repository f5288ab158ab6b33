"""A sheet's XML beside its values: errors, uncalculated formulas, percentages, what is hidden, how much there is.

Most sheets hold nothing of it: cheap searches tell which do, and only those are parsed once more.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from xlcampaign.address import Address
from xlcampaign.model.cell import Broken, Fault, is_blank

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone; parsing is defusedxml's

_TRACES = (
    re.compile(rb"t=[\"']e[\"']"),
    re.compile(rb":f[> ]"),
    re.compile(rb"</f>(?!<v>[^<])|<f\b[^>]*/>"),
)
"""An error; a formula under a prefix, which no office program writes and the next search would miss; one without a
result, or that another one holds. Each has one beginning: such searches are as fast as one for fixed text."""
_STATED = re.compile(rb"<(?:v>(?!</v>)|is>)")
QUOTED = re.compile(r'"[^"]*"|\\.')
"""What a number format only writes beside the number."""
_LINK = re.compile(r"\[\d+\]")
_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\(")
"""How WPS and Excel put a picture into a cell."""
_FAR = re.compile(rb"r=[\"'](?:[A-Z]{3}|[A-Z]{2}[0-9]{4}|[A-Z]?[0-9]{5})")
_CELLS = b"sheetData"
_ROW, _MANY_ROWS = b"<row", 10_000
_HIDDEN = rb"\s(?:hidden=[\"'](?:1|true)|(?:ht|width)=[\"']0(?:\.0+)?)[\"']"
"""Hidden, or drawn together until nothing is left to see."""
_HIDING = re.compile(rb"h(?:idden=|t=(?:\"0\"|'0'))")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*" + _HIDDEN + rb")[^>]*?\sr=[\"'](\d{1,7})[\"']")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\b(?=[^>]*" + _HIDDEN + rb")[^>]*>")
_MIN, _MAX = (re.compile(rb"\s" + name + rb"=[\"'](\d{1,5})[\"']") for name in (b"min", b"max"))


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What a sheet's XML says beside its values.

    Attributes:
        cells: what stands in a cell instead of the value that the reader gives: a Broken, or a percentage as its
            author sees it ("90%").
        rows: hidden rows.
        columns: first and last of hidden columns.
        stated: how many cells have content, by a count of tags; right for what office programs write.
        last: the last row and column with content where they may be far out, else None.
        content: the cells with content, where all were looked at; else None.
        texts: those of them whose content is a text that may be empty.
        numbers: those under the format of a day or a time, or all, where the reader of values does not tell them;
            None where nobody looked.
        merges: merged areas where the reader of values does not tell them: top, left, bottom, right.
        far: what stands in cells so far out that the reader of values is not shown them.
        xml: the part as the reader of values is to have it where it cannot take it as it is; else empty.
    """

    cells: Mapping[Address, Broken | str] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    columns: tuple[tuple[int, int], ...] = ()
    stated: int = 0
    last: tuple[int, int] | None = None
    content: frozenset[Address] | None = None
    texts: frozenset[Address] = frozenset()
    numbers: Mapping[Address, float] | None = None
    merges: tuple[tuple[int, int, int, int], ...] = ()
    far: Mapping[Address, str] = field(default_factory=dict)
    xml: bytes = b""


@dataclass(frozen=True, slots=True)
class XmlCell:
    """A cell with content as the XML has it; `value` is None where there is none.

    A `rich` one shows something else than its value: a picture placed in it, or an error that older programs lack.
    """

    at: Address
    type: str
    style: str
    formula: str | None
    value: str | None
    rich: bool = False


def local(tag: str) -> str:
    """Return a tag's name without its namespace."""
    return tag.rpartition("}")[2]


def content_cells(xml: bytes) -> Iterator[XmlCell]:
    """Yield the cells of a sheet that have a value or a formula: the dear, exact way to read a sheet's XML.

    Raises:
        ElementTree.ParseError, ValueError: it is damaged.
        defusedxml.DefusedXmlException: it is hostile.
    """
    row = column = 0
    for event, element in ElementTree.iterparse(BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        name = local(element.tag)
        if name == "row" and event == "start":
            row, column = int(element.get("r") or row + 1), 0
        elif name == "row":
            element.clear()
        elif name == "c" and event == "end":
            named = element.get("r")  # a cell without a name follows its neighbour
            row, column = at = Address.named(named) if named else Address(row, column + 1)
            cell = _cell(element, at)
            element.clear()
            if cell is not None:
                yield cell


def _cell(element: "Element", at: Address) -> XmlCell | None:
    parts = {local(child.tag): child for child in element}
    kind = element.get("t", "n")
    value = parts["v"].text if "v" in parts else None
    if kind == "inlineStr" and "is" in parts:
        value = "".join(part.text or "" for part in parts["is"].iter() if local(part.tag) == "t")
    formula = (parts["f"].text or "") if "f" in parts else None
    if value is None and formula is None and kind != "e":
        return None
    return XmlCell(at, kind, element.get("s", ""), formula, value, rich=element.get("vm") is not None)


def read_sheet(xml: bytes, percent: frozenset[str], *, linked: bool, pictured: bool) -> SheetXml:
    """Return what the reader of values hides.

    Args:
        xml: the sheet's part.
        percent: styles under which a number is shown as a percentage.
        linked: whether formulas may ask another file.
        pictured: whether what is shown instead of an error may be a picture.
    """
    start, end = max(xml.find(_CELLS), 0), xml.rfind(_CELLS)
    within = (
        (start, end) if start < end else (0, len(xml))
    )  # what stands behind the cells is as long again, and none
    stated = count_stated(xml, *within)
    may_hide = start and _HIDING.search(xml, *within)
    rows = frozenset(map(int, _HIDDEN_ROW.findall(xml, *within))) if may_hide else frozenset()
    columns = tuple(_hidden_columns(xml[:start]))
    many = len(xml) >= _MANY_ROWS * len(_ROW) and xml.count(_ROW) >= _MANY_ROWS
    far = many or _FAR.search(xml, *within) is not None
    traced = far or linked or any(trace.search(xml, *within) for trace in _TRACES)
    if not traced and not (percent and _styled(percent).search(xml, *within)):
        return SheetXml({}, rows, columns, stated)
    cells: dict[Address, Broken | str] = {}
    bottom = right = 0
    for cell in content_cells(xml):
        bottom, right = max(bottom, cell.at[0]), max(right, cell.at[1])
        instead = _fault(cell, pictured=pictured) or _percentage(cell, percent)
        if instead:
            cells[cell.at] = instead
    return SheetXml(cells, rows, columns, stated, (bottom, right) if far else None)


def _styled(styles: Iterable[str]) -> re.Pattern[bytes]:
    """Return what finds a cell of one of some styles."""
    return re.compile(f's="(?:{"|".join(sorted(styles))})"'.encode())


def numbers_in(xml: bytes) -> dict[Address, float]:
    """Return the numbers of a sheet, whatever they are shown as."""
    return {cell.at: float(cell.value) for cell in content_cells(xml) if cell.type == "n" and cell.value}


def count_stated(xml: bytes, start: int = 0, end: int = sys.maxsize) -> int:
    """Return how many cells of a sheet have content, by a count of tags from one place to another."""
    return len(_STATED.findall(xml, start, end))


def text_of(cell: XmlCell, texts: Sequence[str]) -> str:
    """Return a cell's content as text, that of a shared string looked up."""
    value = cell.value or ""
    if cell.type != "s" or not value:
        return value
    number = int(value)
    return texts[number] if number < len(texts) else "?"


def _hidden_columns(head: bytes) -> Iterator[tuple[int, int]]:
    for tag in _HIDDEN_COLUMNS.findall(head):
        first, last = _MIN.search(tag), _MAX.search(tag)
        if first and last:
            yield int(first[1]), int(last[1])


def _fault(cell: XmlCell, *, pictured: bool) -> Broken | None:
    if (cell.formula and _PICTURE.search(cell.formula)) or (cell.type == "e" and cell.rich and pictured):
        return Broken(Fault.PICTURE, cell.value or "")
    if cell.type == "e":
        return Broken(Fault.ERROR, cell.value or "#?")
    if cell.formula is not None and _LINK.search(cell.formula):
        return Broken(Fault.LINKED, "=" + cell.formula)
    if cell.formula is not None and not cell.value and cell.type != "str":
        return Broken(Fault.UNCACHED, "=" + cell.formula)
    return None


def _percentage(cell: XmlCell, percent: frozenset[str]) -> str | None:
    """Return a percentage as its author sees it: whether 90% is 0.9 or 9 points is not for the program to say."""
    if cell.style not in percent or cell.type != "n" or not cell.value:
        return None
    return f"{100 * float(cell.value):.15g}%"


def find_lost(xml: bytes, texts: Sequence[str], filled: Collection[tuple[int, int]]) -> list[Address]:
    """Return the cells on which the sheet's XML and the reader of values do not agree, in the order of the sheet.

    Args:
        xml: the sheet's part.
        texts: the workbook's shared strings.
        filled: the cells in which the reader found something.
    """
    stated: set[Address] = set()
    lost: dict[Address, None] = {}
    for cell in content_cells(xml):
        value = text_of(cell, texts)
        if is_blank(value) and cell.formula is None and cell.type != "e":
            continue
        if cell.at in stated or (cell.at not in filled and not is_blank(value)):
            lost[cell.at] = None
        stated.add(cell.at)
    lost |= dict.fromkeys(Address(*at) for at in filled if at not in stated)
    return list(lost)
