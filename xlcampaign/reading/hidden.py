"""What the reader of values hides in an .xlsx: sheet by sheet, and names, remarks and the document's date."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from xlcampaign.address import Address
from xlcampaign.model.cell import EPOCH, EPOCH_1904
from xlcampaign.model.content import Content
from xlcampaign.reading.cells import QUOTED, SheetXml, find_lost, local, read_sheet
from xlcampaign.reading.mending import mend, needs_mending

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone; parsing is defusedxml's

_LINK_PARTS = "xl/externallinks/"
_BUILT_IN_PERCENT = ("9", "10")
_PERCENT = re.compile(rb"%|&#|numFmtId=[\"'](?:9|10)[\"']")
"""What styles with a percentage cannot do without; most have none of it and are not parsed."""
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_SHEET_NAME = re.compile(r"(?:'((?:[^']|'')++)'|([^'!]++))!")
"""Nothing is given back once it matched: names may be lists of thousands of characters, and no sheet's."""
_COMMENTS = ("/comments", "/threadedcomment")
_DRAWING = "/drawing"
_EMBEDDED = ("/oleobject", "/package")
_DRAWN = {"pic", "graphicFrame", "contentPart", "sp", "cxnSp"}
_RICH_KINDS = "xl/richdata/rdrichvaluestructure.xml"
_RICH_PICTURE = re.compile(rb"_(?:local|web)image", re.IGNORECASE)
_SHEET = "/worksheet"


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is on a sheet outside its cells.

    Attributes:
        cells: those that have comments.
        boxes: how many text boxes there are.
        pictures: what each picture, drawing or embedded file covers; empty where nobody can tell.
        texts: what the comments say, by cell, where that is told.
    """

    cells: tuple[str, ...] = ()
    boxes: int = 0
    pictures: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


NO_REMARKS = Remarks()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a workbook's XML says beside its values.

    Attributes:
        sheets: by sheet index (0-based, order of tabs).
        names: workbook-wide defined names and the sheet they point to.
        modified: the modified time inside the document, as written there; empty if none.
        remarks: by sheet index; sheets without any are left out.
        paths: the part in which each sheet's XML is, by sheet index.
        titles: the names of the tabs, where the XML tells them.
        epoch: the day that its dates number 0.
    """

    sheets: Mapping[int, SheetXml] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    modified: str = ""
    remarks: Mapping[int, Remarks] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    epoch: date = EPOCH


def _parse(xml: bytes) -> "Element":
    return ElementTree.fromstring(xml, forbid_dtd=True)


def read_hidden(content: Content) -> Hidden:
    """Read what a workbook's XML says beside its values.

    Raises:
        KeyError, ValueError, ElementTree.ParseError: the workbook is damaged.
        defusedxml.DefusedXmlException: its XML is hostile.
    """
    parts = content.parts
    workbook = _parse(parts[content.main])
    related = _relations(parts, content.main)
    percent = _percent_styles(parts, related)
    linked = any(name.startswith(_LINK_PARTS) for name in parts)
    pictured = _RICH_KINDS not in parts or bool(_RICH_PICTURE.search(parts[_RICH_KINDS]))
    sheets, paths, remarks = {}, {}, {}
    tabs = list(_tabs(workbook, related))
    for index, (_, path) in enumerate(tabs):
        if path in parts:
            paths[index] = path
            sheet = read_sheet(parts[path], percent, linked=linked, pictured=pictured)
            mended = needs_mending(sheet) and mend(parts[path], sheet, shared_texts(content))
            sheets[index] = mended or sheet
            found = read_remarks(parts, path)
            if found != NO_REMARKS:
                remarks[index] = found
    titles = tuple(title for title, _ in tabs)
    names, epoch = dict(_names(workbook)), _epoch(workbook)
    return Hidden(sheets, names, _modified(parts), remarks, paths, titles, epoch)


def tabs_of(content: Content) -> list[tuple[str, str]]:
    """Return the names of the tabs in their order, each with the part in which the sheet's XML is, empty for none.

    Raises:
        KeyError, ElementTree.ParseError: the workbook is damaged.
        defusedxml.DefusedXmlException: its XML is hostile.
    """
    related = _relations(content.parts, content.main)
    return list(_tabs(_parse(content.parts[content.main]), related))


def _tabs(workbook: "Element", related: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    targets = {key: path for key, kind, path in related if kind.endswith(_SHEET)}
    listed = (element for group in workbook if local(group.tag) == "sheets" for element in group)
    for sheet in (element for element in listed if local(element.tag) == "sheet"):
        key = next(filter(None, map(sheet.get, _RELATIONS)), "")
        yield sheet.get("name", ""), targets.get(key, "")


def _relations(parts: Mapping[str, bytes], path: str) -> tuple[tuple[str, str, str], ...]:
    """Return key, type and target of what a part refers to."""
    folder, name = posixpath.split(path)
    xml = parts.get(f"{folder}/_rels/{name}.rels")
    return _relations_in(xml, folder) if xml else ()


@lru_cache(maxsize=64)  # what one office program writes is the same in many forms
def _relations_in(xml: bytes, folder: str) -> tuple[tuple[str, str, str], ...]:
    targets = ((one, posixpath.join("/", folder, one.get("Target", ""))) for one in _parse(xml))
    return tuple(
        (one.get("Id", ""), one.get("Type", "").casefold(), posixpath.normpath(target).lstrip("/").casefold())
        for one, target in targets
    )


def _epoch(workbook: "Element") -> date:
    settings = (element for element in workbook if local(element.tag) == "workbookPr")
    return EPOCH_1904 if any(one.get("date1904") in {"1", "true"} for one in settings) else EPOCH


def _names(workbook: "Element") -> Iterator[tuple[str, str]]:
    for element in workbook.iter():
        if local(element.tag) == "definedName" and element.get("localSheetId") is None:
            text = element.text or ""
            if "!" in text and (match := _SHEET_NAME.match(text)):
                yield element.get("name", ""), (match[1] or match[2]).replace("''", "'")


def _modified(parts: Mapping[str, bytes]) -> str:
    if "docprops/core.xml" not in parts:
        return ""
    core = _parse(parts["docprops/core.xml"])
    return next((e.text or "" for e in core.iter() if local(e.tag) == "modified"), "")


def _target(related: Iterable[tuple[str, str, str]], ending: str) -> str:
    """Return the part of a kind that the workbook refers to."""
    return next((path for _, kind, path in related if kind.endswith(ending)), "")


def _percent_styles(parts: Mapping[str, bytes], related: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """Return the style numbers under which a number is shown as a percentage."""
    xml = parts.get(_target(related, "/styles"), b"")
    return _percent_in(xml) if _PERCENT.search(xml) else frozenset()


@lru_cache(maxsize=1)  # what one office program writes is the same in many forms
def _percent_in(xml: bytes) -> frozenset[str]:
    styles = _parse(xml)
    formats = set(_BUILT_IN_PERCENT)
    for element in styles.iter():
        if local(element.tag) == "numFmt" and "%" in QUOTED.sub("", element.get("formatCode", "")):
            formats.add(element.get("numFmtId", ""))
    cells = next((element for element in styles.iter() if local(element.tag) == "cellXfs"), ())
    return frozenset(str(n) for n, style in enumerate(cells) if style.get("numFmtId") in formats)


def read_remarks(parts: Mapping[str, bytes], path: str) -> Remarks:
    """Return the comments, text boxes and pictures that a sheet refers to."""
    cells: dict[str, str] = {}
    boxes = 0
    pictures: list[str] = []
    for _, kind, target in _relations(parts, path):
        if kind.endswith(_EMBEDDED):
            pictures.append("")
        elif target not in parts:
            continue
        elif kind.endswith(_COMMENTS):
            for element in _parse(parts[target]).iter():
                if local(element.tag) in {"comment", "threadedComment"}:
                    cells[element.get("ref", "")] = _text(element)
        elif kind.endswith(_DRAWING):
            drawing = _parse(parts[target])
            boxes += sum(map(_says_something, _shapes(drawing)))
            pictures += map(_area, filter(_is_picture, drawing))
    return Remarks(tuple(cells), boxes, tuple(pictures), cells)


def _text(element: "Element") -> str:
    return "".join(inner.text or "" for inner in element.iter() if local(inner.tag) == "t")


def _shapes(drawing: "Element") -> Iterator["Element"]:
    return (element for element in drawing.iter() if local(element.tag) == "txBody")


def _says_something(shape: "Element") -> bool:
    return any((element.text or "").strip() for element in shape.iter() if local(element.tag) == "t")


def _is_picture(anchored: "Element") -> bool:
    """Tell whether what is anchored to cells is anything but a text box."""
    drawn = {local(element.tag) for element in anchored.iter()} & _DRAWN
    return bool(drawn - {"sp"}) or ("sp" in drawn and not any(map(_says_something, _shapes(anchored))))


def _area(anchored: "Element") -> str:
    """Return the cells that something is anchored to; empty where it is anchored to none."""
    corners = []
    for corner in (child for child in anchored if local(child.tag) in {"from", "to"}):
        at = {local(child.tag): int(child.text or 0) for child in corner}
        corners.append(str(Address(at.get("row", 0) + 1, at.get("col", 0) + 1)))
    return ":".join(dict.fromkeys(corners))


def lost_cells(content: Content, xml: bytes, filled: Collection[tuple[int, int]]) -> list[Address]:
    """Return the cells of a sheet on which its XML and the reader of values do not agree.

    Args:
        content: the workbook.
        xml: the sheet's part, as the reader had it.
        filled: the cells in which the reader found something.

    Raises:
        ValueError, ElementTree.ParseError: the workbook is damaged.
        defusedxml.DefusedXmlException: its XML is hostile.
    """
    return find_lost(xml, shared_texts(content), filled)


def shared_texts(content: Content) -> list[str]:
    """Return the texts that a workbook's cells refer to by number.

    Raises:
        ElementTree.ParseError: the workbook is damaged.
        defusedxml.DefusedXmlException: its XML is hostile.
    """
    xml = content.parts.get(_target(_relations(content.parts, content.main), "/sharedstrings"))
    return list(_texts_in(xml)) if xml else []


def _texts_in(xml: bytes) -> Iterator[str]:
    """Yield shared texts; of a large workbook their XML is never held whole as elements."""
    events = ElementTree.iterparse(BytesIO(xml), events=("start", "end"), forbid_dtd=True)
    _, root = next(events)
    for event, element in events:
        if event == "end" and local(element.tag) == "si":
            yield "".join(e.text or "" for e in element.iter() if local(e.tag) == "t")
            root.clear()
