"""A sheet put before all others of a workbook; what counts its tabs is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.links import with_relation, with_type
from xlcampaign.package.markup import (
    Edit,
    Element,
    Unfit,
    edited,
    put_attribute,
    put_inside,
    read_markup,
    set_attribute,
)
from xlcampaign.package.parts import Package, main_relation, tabs_of

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class Line:
    """A cell of a new sheet: a text, the number of its format, and the place in the workbook that it leads to."""

    at: Address
    text: str
    style: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet of texts: its tab's name and colour, how wide columns and how high rows are, its cells, what is merged."""

    title: str
    color: str
    widths: tuple[int, ...]
    heights: Mapping[int, int]
    cells: tuple[Line, ...]
    merged: tuple[str, ...] = ()


def place_named(sheet: str, cell: str) -> str:
    """Return a place in a workbook as links have it."""
    return "'{}'!{}".format(sheet.replace("'", "''"), cell)


def with_first_sheet(package: Package, new: NewSheet) -> Package:
    """Return a workbook with a sheet before all others, open at it; one of the same name is replaced where it stands.

    Raises:
        Unfit: that cannot be done without harm.
    """
    main = main_relation(package).target
    written = _sheet(new, read_markup(package.part(main)).namespace)
    for number, tab in enumerate(tabs_of(package)):
        if tab.title.casefold() == new.title.casefold():
            xml = package.part(main)
            root = read_markup(xml)
            shown = set_attribute(xml, _sheets(root).children[number], b"state", None)
            edits = [*_opened(xml, root, number), *shown]
            return package.with_parts({tab.part: written, main: edited(xml, edits)})
    package, listed = _with_sheet(package, new.title, written)
    xml = package.part(main)
    root = read_markup(xml)
    at = _sheets(root).inner
    edits = [Edit(at, at, listed), *_shifted(xml, root), *_opened(xml, root)]
    return package.with_parts({main: edited(xml, edits)})


def with_last_sheet(package: Package, title: str, xml: bytes) -> Package:
    """Return a workbook with a sheet, given as its part, behind all others.

    Raises:
        Unfit: that cannot be done without harm.
    """
    main = main_relation(package).target
    package, listed = _with_sheet(package, title, xml)
    workbook = package.part(main)
    edit = put_inside(workbook, _sheets(read_markup(workbook)), listed)
    return package.with_parts({main: edited(workbook, [edit])})


def _with_sheet(package: Package, title: str, xml: bytes) -> tuple[Package, bytes]:
    """Return a package with the part of a sheet, and how the workbook is to list it."""
    main = main_relation(package)
    part = package.free("xl/worksheets/sheet_xlc{}.xml")
    package = with_type(package.with_parts({part: xml}), part, _SHEET)
    namespace = main.kind.rpartition("/")[0]
    package, key = with_relation(package, main.target, f"{namespace}/worksheet", part)
    root = read_markup(package.part(main.target))
    numbers = (sheet.attributes.get("sheetId", "") for sheet in _sheets(root).children)
    number = max((int(known) for known in numbers if known.isdecimal()), default=0) + 1
    text = f'sheet xmlns:r="{namespace}" name={quoteattr(title)} sheetId="{number}" r:id="{key}"/>'
    return package, b"<" + root.prefix + text.encode()


def _sheets(root: Element) -> Element:
    listed = root.first("sheets")
    if listed is None or not listed.children:
        raise Unfit(o.NO_PACKAGE)
    return listed


def _shifted(xml: bytes, root: Element) -> Iterator[Edit]:
    """Yield the edits by which names that belong to a sheet go on belonging to it."""
    for names in root.all("definedNames"):
        for name in names.children:
            own = name.attributes.get("localSheetId", "")
            if own.isdecimal():
                yield from set_attribute(xml, name, b"localSheetId", b"%d" % (int(own) + 1))


def _opened(xml: bytes, root: Element, number: int = 0) -> Iterator[Edit]:
    """Yield the edits by which the workbook opens at a sheet, counted from 0, whose tab is in sight."""
    for views in root.all("bookViews"):
        for view in views.children:
            yield put_attribute(xml, view, b"activeTab", b"%d" % number)
            yield from set_attribute(xml, view, b"firstSheet", None)


def _sheet(new: NewSheet, namespace: str) -> bytes:
    """Return the part of a new sheet."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(new.widths, 1)
    )
    rows: dict[int, list[Line]] = {}
    for cell in new.cells:
        rows.setdefault(cell.at.row, []).append(cell)
    data = "".join(
        f'<row r="{number}" ht="{new.heights[number]}" customHeight="1">{_cells(cells)}</row>'
        for number, cells in sorted(rows.items())
    )
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in new.merged)
    links = "".join(
        f'<hyperlink ref="{cell.at}" location={quoteattr(cell.target)} display={quoteattr(cell.text)}/>'
        for cell in new.cells
        if cell.target
    )
    pieces = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">',
        f'<sheetPr><tabColor rgb="FF{new.color}"/><pageSetUpPr fitToPage="1"/></sheetPr>',
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>',
        '<sheetFormatPr defaultRowHeight="18"/>',
        f"<cols>{columns}</cols><sheetData>{data}</sheetData>",
        f'<mergeCells count="{len(new.merged)}">{merged}</mergeCells>' if merged else "",
        f"<hyperlinks>{links}</hyperlinks>" if links else "",
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    )
    return "".join(pieces).encode()


def _cells(cells: Sequence[Line]) -> str:
    return "".join(
        f'<c r="{cell.at}" s="{cell.style}" t="inlineStr"><is><t xml:space="preserve">{escape(cell.text)}</t></is></c>'
        for cell in sorted(cells, key=lambda cell: cell.at)
    )
