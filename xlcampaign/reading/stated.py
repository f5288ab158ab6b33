"""What a workbook states, whichever program saved it: what was typed or written into cells, and where formulas are."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from xlcampaign.model.content import Content, Format
from xlcampaign.reading.cells import XmlCell, content_cells
from xlcampaign.reading.hidden import read_remarks, shared_texts, tabs_of

_FORMULA = "="


def stated_digest(content: Content) -> str | None:
    """Return a digest of what a workbook states; None where it cannot be read, or is of another format than ours.

    It goes by the tabs in their order, the constants in cells, the cells with formulas, comments and text boxes. Looks
    do not matter, nor what a formula says or comes to: programs write both anew when they save.
    """
    if content.format not in {Format.XLSX, Format.XLSM}:
        return None
    digest = sha256()
    try:
        for statement in _statements(content):
            digest.update(statement.encode("utf-8", "surrogatepass") + b"\0")
    except (DefusedXmlException, ParseError, LookupError, ValueError):
        return None
    return digest.hexdigest()


def _statements(content: Content) -> Iterator[str]:
    texts = shared_texts(content)
    for title, path in tabs_of(content):
        yield title
        for cell in content_cells(content.parts[path]):
            stated = _stated(cell, texts)
            if stated:
                yield f"{cell.at} {stated}"
        remarks = read_remarks(content.parts, path)
        yield f"{' '.join(sorted(remarks.cells))} {remarks.boxes}"


def _stated(cell: XmlCell, texts: Sequence[str]) -> str:
    """Return what a cell states, equal for equal values of whatever type; empty for nothing."""
    if cell.formula is not None:
        return _FORMULA
    if not cell.value or not cell.value.strip():
        return ""
    if cell.type == "n":
        return f"{float(cell.value):.15g}"
    if cell.type == "b":
        return str(cell.value == "1")
    text = texts[int(cell.value)] if cell.type == "s" else cell.value
    return " ".join(text.split())
