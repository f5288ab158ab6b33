"""What the reader of values hides: errors, formulas never calculated, percent signs, names, the document's date."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from xlcampaign.model.cell import Broken, Fault, number_of

_TRACES = (
    b't="e"',
    b"t='e'",
    b"</f></c>",
    b"</f><v></v>",
    b"</f><v/>",
    b"</f><v />",
    # shapes that the office programs do not write and that plain search would misread
    b"</f> ",
    b"</f>\n",
    b"</f>\r",
    b":f>",
    b":f ",
)
_LINK = re.compile(r"\[\d+\]")
_LINK_PARTS = "xl/externalLinks/"
_BUILT_IN_PERCENT = ("9", "10")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_SHARED = re.compile(rb"<f\b[^>]*/>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SHEET_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a workbook's XML says beside its values.

    Attributes:
        cells: by sheet index (0-based, order of tabs) and cell (row, column; 1-based), what stands there instead
            of the number that the reader gives: a Broken, or a percentage as its author sees it ("90%").
        names: workbook-wide defined names and the sheet they point to.
        modified: the modified time inside the document, as written there; empty if none.
    """

    cells: Mapping[int, Mapping[tuple[int, int], Broken | str]]
    names: Mapping[str, str] = field(default_factory=dict)
    modified: str = ""


if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone; parsing is defusedxml's


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def read_hidden(data: bytes) -> Hidden:
    """Read what a workbook's XML says beside its values.

    Raises:
        zipfile.BadZipFile, KeyError, ElementTree.ParseError: the workbook is damaged.
        defusedxml.DefusedXmlException: its XML is hostile.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
        targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
        cells = {}
        percent = _percent_styles(archive)
        linked = any(name.startswith(_LINK_PARTS) for name in archive.namelist())
        sheets = [element for element in workbook.iter() if _local(element.tag) == "sheet"]
        for index, sheet in enumerate(sheets):
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if "worksheets" in path and path in archive.namelist():
                cells[index] = _hidden_cells(archive.read(path), percent, linked=linked)
        names = {}
        for element in workbook.iter():
            if _local(element.tag) == "definedName" and element.get("localSheetId") is None:
                match = _SHEET_NAME.match(element.text or "")
                if match:
                    names[element.get("name", "")] = (match[1] or match[2]).replace("''", "'")
        return Hidden(cells, names, _modified(archive))


def _modified(archive: zipfile.ZipFile) -> str:
    if "docProps/core.xml" not in archive.namelist():
        return ""
    core = ElementTree.fromstring(archive.read("docProps/core.xml"), forbid_dtd=True)
    return next((e.text or "" for e in core.iter() if _local(e.tag) == "modified"), "")


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the style numbers under which a number is shown as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"), forbid_dtd=True)
    formats = set(_BUILT_IN_PERCENT)
    for element in styles.iter():
        if _local(element.tag) == "numFmt" and "%" in _QUOTED.sub("", element.get("formatCode", "")):
            formats.add(element.get("numFmtId", ""))
    cells = next((element for element in styles.iter() if _local(element.tag) == "cellXfs"), ())
    return frozenset(str(n) for n, style in enumerate(cells) if style.get("numFmtId") in formats)


def _hidden_cells(
    xml: bytes, percent: frozenset[str], *, linked: bool
) -> Mapping[tuple[int, int], Broken | str]:
    """Return what the reader hides; the dear parse runs only where a cheap search finds a trace."""
    traced = linked or any(trace in xml for trace in _TRACES) or _SHARED.search(xml)
    if not traced and not any(f's="{style}"'.encode() in xml for style in percent):
        return {}
    cells: dict[tuple[int, int], Broken | str] = {}
    for _, element in ElementTree.iterparse(BytesIO(xml), forbid_dtd=True):
        if _local(element.tag) == "c":
            instead = _fault(element) or _percentage(element, percent)
            if instead:
                reference = element.get("r", "")
                letters = reference.rstrip("0123456789")
                cells[int(reference[len(letters) :]), number_of(letters)] = instead
        elif _local(element.tag) == "row":
            element.clear()
    return cells


def _fault(cell: "Element") -> Broken | None:
    parts = {_local(child.tag): child for child in cell}
    value = parts["v"].text if "v" in parts else None
    if cell.get("t") == "e":
        return Broken(Fault.ERROR, value or "#?")
    if "f" in parts and _LINK.search(parts["f"].text or ""):
        return Broken(Fault.LINKED, "=" + (parts["f"].text or ""))
    if "f" in parts and not value and cell.get("t") != "str":
        return Broken(Fault.UNCACHED, "=" + (parts["f"].text or ""))
    return None


def _percentage(cell: "Element", percent: frozenset[str]) -> str | None:
    """Return a percentage as its author sees it: whether 90% is 0.9 or 9 points is not for the program to say."""
    value = next((child.text for child in cell if _local(child.tag) == "v"), None)
    if cell.get("s") not in percent or cell.get("t", "n") != "n" or not value:
        return None
    return f"{100 * float(value):.15g}%"
