"""Cells spliced into a worksheet's part: their look, and all else on the sheet, stay as they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.markup import (
    Edit,
    Element,
    Unfit,
    edited,
    put_among,
    put_attribute,
    read_markup,
    set_attribute,
)
from xlcampaign.package.parts import RELATION_IDS

_CONTENT = ("v", "is", "f")
_NO_STYLES: Mapping[Address, int] = {}
_AFTER_NOTES = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
}
"""What stands on a sheet behind the drawing of its comments, in the order that its schema wants."""


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell is to hold, None for nothing; where there is no such cell yet, it is made to look like another one.

    Attributes:
        value: the text or number.
        like: the cell to look like.
        style: the number of its format, instead of the one that it has.
    """

    value: str | float | None
    like: Address | None = None
    style: int | None = None


class SplicedSheet:
    """A worksheet's part, asked by rows and cells."""

    def __init__(self, xml: bytes) -> None:
        """Find the rows and cells.

        Raises:
            Unfit: rows or cells do not say where they are, or stand out of order.
        """
        self._xml = xml
        self._root = read_markup(xml)
        data = self._root.first("sheetData")
        if data is None:
            raise Unfit(o.NO_PACKAGE)
        self._data = data
        self._rows = _numbered((_row_number(row), row) for row in data.all("row"))
        self._cells = {
            number: _numbered((_column_number(cell, number), cell) for cell in row.all("c"))
            for number, row in self._rows.items()
        }

    @property
    def bottom(self) -> int:
        """The last row in which anything stands, or that a merged area reaches; 0 on an empty sheet."""
        return max((at.row for at in self._reached()), default=0)

    @property
    def right(self) -> int:
        """The last column in which anything stands, or that a merged area reaches; 0 on an empty sheet."""
        return max((at.column for at in self._reached()), default=0)

    def _reached(self) -> Iterator[Address]:
        """Yield the cells in which anything stands, and the last one of each merged area."""
        for row, cells in self._cells.items():
            yield from (Address(row, number) for number, cell in cells.items() if any(cell.all(*_CONTENT)))
        yield from (last for _, last in map(_corners, self._merged()))

    @property
    def namespace(self) -> str:
        """The namespace of its elements, which differs between the two kinds of such workbooks."""
        return self._root.namespace

    def is_free(self, column: int) -> bool:
        """Tell whether nothing stands in a column, and no merged area reaches into it."""
        areas = (_corners(area) for area in self._merged())
        return not any(first.column <= column <= last.column for first, last in areas) and not any(
            column in cells and any(cells[column].all(*_CONTENT)) for cells in self._cells.values()
        )

    def seen_at(self, at: Address) -> Address:
        """Return the cell in whose place one is seen: the first of the merged area that covers it, or itself."""
        for first, last in map(_corners, self._merged()):
            if first.row <= at.row <= last.row and first.column <= at.column <= last.column:
                return first
        return at

    def style_of(self, at: Address) -> int:
        """Return the number of a cell's format: its own, or that of the row or column."""
        style = self._style(at, None)
        return int(style) if style.isdecimal() else 0

    def with_cells(self, cells: Mapping[Address, NewCell]) -> bytes:
        """Return the part with cells set.

        Raises:
            Unfit: one of them holds a formula.
        """
        return edited(self._xml, self.put(cells))

    def put(self, cells: Mapping[Address, NewCell], styles: Mapping[Address, int] = _NO_STYLES) -> list[Edit]:
        """Return the edits that set cells, and give others another format: those that are not there are made, empty.

        Raises:
            Unfit: a cell to be set holds a formula.
        """
        there = {at: cell for at in styles if (cell := self._cell_at(at))}
        made = {at: NewCell(None, style=style) for at, style in styles.items() if at not in there}
        edits = [put_attribute(self._xml, cell, b"s", b"%d" % styles[at]) for at, cell in there.items()]
        rows: dict[int, dict[int, NewCell]] = defaultdict(dict)
        for at, new in {**cells, **made}.items():
            rows[at.row][at.column] = new
        added = {
            number: self._new_row(number, own) for number, own in rows.items() if number not in self._rows
        }
        edits += put_among(self._xml, self._data, self._rows, added)
        for number in rows.keys() & self._rows.keys():
            edits += self._filled(number, rows[number])
        return [*edits, *self._extended([*cells, *made])]

    def widen(self, column: int, width: int) -> Iterator[Edit]:
        """Yield the edit that shows a column, this wide; other columns stay as they are."""
        prefix = self._root.prefix
        new = b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (prefix, column, column, width)
        listed = self._root.first("cols")
        if listed is None:
            at = self._data.start
            yield Edit(at, at, b"<%scols>%s</%scols>" % (prefix, new, prefix))
            return
        around = next((one for one in listed.all("col") if _covers(one, column)), None)
        if around is None:
            numbered = {int(one.attributes["min"]): one for one in listed.all("col")}
            yield from put_among(self._xml, listed, numbered, {column: new})
            return
        first, last = int(around.attributes["min"]), int(around.attributes["max"])
        pieces = [self._columns(around, first, column - 1), new, self._columns(around, column + 1, last)]
        yield Edit(around.start, around.end, b"".join(pieces))

    def _columns(self, around: Element, first: int, last: int) -> bytes:
        """Return what is stated of columns for some of them; nothing for none."""
        if first > last:
            return b""
        bounds = {b"min": b"%d" % first, b"max": b"%d" % last}
        edits = [
            edit for name, value in bounds.items() for edit in set_attribute(self._xml, around, name, value)
        ]
        return edited(self._xml[: around.end], edits)[around.start :]

    @property
    def notes_key(self) -> str | None:
        """The key of the drawing with its comments; None where it has none."""
        drawing = self._root.first("legacyDrawing")
        keys = map(drawing.attributes.get, RELATION_IDS) if drawing else ()
        return next(filter(None, keys), None)

    def draw_notes(self, key: str, namespace: str) -> Edit:
        """Return the edit that refers to the drawing of its comments, by its key and the namespace of such keys."""
        behind = self._root.children.index(self._data)
        after = (one for one in self._root.children[behind:] if one.name in _AFTER_NOTES)
        at = next((one.start for one in after), self._root.close)
        text = f'legacyDrawing xmlns:r="{namespace}" r:id="{key}"/>'
        return Edit(at, at, b"<" + self._root.prefix + text.encode())

    def _cell_at(self, at: Address) -> Element | None:
        return self._cells.get(at.row, {}).get(at.column)

    def _merged(self) -> Iterator[str]:
        for listed in self._root.all("mergeCells"):
            yield from (area.attributes.get("ref", "") for area in listed.children)

    def sheet_like(
        self, cells: Mapping[Address, NewCell], widths: Sequence[float], heights: Mapping[int, float]
    ) -> bytes:
        """Return the part of another sheet of the workbook, printed one page wide.

        Args:
            cells: what stands on it; each looks like the cell of this sheet that it names, and one that is alone in its
                row goes across all columns.
            widths: of the columns, in characters.
            heights: of the rows that have one of their own, in points.
        """

        def looking(cell: NewCell) -> NewCell:
            return replace(cell, style=int(self._style(cell.like, None) or 0)) if cell.like else cell

        rows: dict[int, list[Address]] = defaultdict(list)
        for at in sorted(cells):
            rows[at.row].append(at)
        data = b"".join(
            self._row(number, (self._cell(at, looking(cells[at])) for at in own), heights.get(number, 0))
            for number, own in rows.items()
        )
        columns = b"".join(
            b'<:col min="%d" max="%d" width="%g" customWidth="1"/>' % (number, number, width)
            for number, width in enumerate(widths, 1)
        )
        alone = [Address(number, len(widths)) for number, own in rows.items() if len(own) == 1]
        merged = b"".join(b'<:mergeCell ref="A%d:%s"/>' % (at.row, str(at).encode()) for at in alone)
        content = (
            b'<:sheetPr><:pageSetUpPr fitToPage="1"/></:sheetPr><:cols>%s</:cols>' % columns,
            b"<:sheetData>%s</:sheetData>" % data,
            b'<:mergeCells count="%d">%s</:mergeCells>' % (len(alone), merged) if alone else b"",
            b'<:pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
            b'<:pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
        )
        prefix = self._data.prefix
        ours = b"".join(content).replace(b"<:", b"<" + prefix).replace(b"</:", b"</" + prefix)
        return self._xml[: self._root.inner] + ours + b"</%s>" % self._root.tag

    def _new_row(self, number: int, cells: Mapping[int, NewCell]) -> bytes:
        return self._row(
            number, (self._cell(Address(number, column), cells[column]) for column in sorted(cells))
        )

    def _row(self, number: int, cells: Iterable[bytes], height: float = 0) -> bytes:
        """Return a row; its height is told where it has one of its own."""
        tag, tall = self._data.prefix + b"row", b' ht="%g" customHeight="1"' % height if height else b""
        return b'<%s r="%d"%s>%s</%s>' % (tag, number, tall, b"".join(cells), tag)

    def _filled(self, number: int, cells: Mapping[int, NewCell]) -> Iterator[Edit]:
        """Yield the edits that set cells of a row that is there."""
        row, there = self._rows[number], self._cells[number]
        added = {}
        for column, cell in cells.items():
            new = self._cell(Address(number, column), cell)
            old = there.get(column)
            if old is None:
                added[column] = new
            elif old.first("f"):
                raise Unfit(o.FORMULA_THERE.filled(cell=str(Address(number, column))))
            else:
                yield Edit(old.start, old.end, new)
        if added:
            yield from put_among(self._xml, row, there, added)
            yield from set_attribute(self._xml, row, b"spans", None)  # a mere hint, and no longer true

    def _cell(self, at: Address, cell: NewCell) -> bytes:
        prefix = self._data.prefix
        style = self._style(at, cell.like) if cell.style is None else str(cell.style)
        head = b'<%sc r="%s"' % (prefix, str(at).encode())
        if style:
            head += b' s="%s"' % style.encode()
        if cell.value is None:
            return head + b"/>"
        if isinstance(cell.value, str):
            text = escape(cell.value, quote=False).encode()
            tags = (
                b' t="inlineStr"><%(p)sis><%(p)st xml:space="preserve">%(text)s</%(p)st></%(p)sis></%(p)sc>'
            )
            return head + tags % {b"p": prefix, b"text": text}
        value = f"{cell.value:.15g}".encode()
        return head + b"><%(p)sv>%(value)s</%(p)sv></%(p)sc>" % {b"p": prefix, b"value": value}

    def _style(self, at: Address, like: Address | None) -> str:
        """Return a cell's style: its own, that of the one to look like, or the row's or column's."""
        for known in (at, like):
            cell = self._cell_at(known) if known else None
            if cell is not None:
                return cell.attributes.get("s", "")
        row = self._rows.get(at.row)
        if row is not None and row.attributes.get("customFormat") in {"1", "true"}:
            return row.attributes.get("s", "")
        columns = (column for group in self._root.all("cols") for column in group.all("col"))
        return next((c.attributes.get("style", "") for c in columns if _covers(c, at.column)), "")

    def _extended(self, cells: Iterable[Address]) -> Iterator[Edit]:
        """Yield the edit that makes the stated extent of the sheet hold some cells."""
        stated = self._root.first("dimension")
        if stated is None:
            return
        first, last = _corners(stated.attributes.get("ref", ""))
        held = [first, last, *cells]
        top, left = min(at.row for at in held), min(at.column for at in held)
        bottom, right = max(at.row for at in held), max(at.column for at in held)
        area = f"{Address(top, left)}:{Address(bottom, right)}"
        yield from set_attribute(self._xml, stated, b"ref", area.encode())


def _numbered(elements: Iterable[tuple[int, Element]]) -> dict[int, Element]:
    """Return elements by number; they must stand in its order, each number once."""
    found: dict[int, Element] = {}
    last = 0
    for number, element in elements:
        if number <= last:
            raise Unfit(o.UNNUMBERED_ROWS)
        found[number] = element
        last = number
    return found


def _row_number(row: Element) -> int:
    try:
        return int(row.attributes["r"])
    except (KeyError, ValueError):
        raise Unfit(o.UNNUMBERED_ROWS) from None


def _column_number(cell: Element, row: int) -> int:
    try:
        at = Address.named(cell.attributes["r"])
    except (KeyError, ValueError):
        raise Unfit(o.UNNUMBERED_ROWS) from None
    if at.row != row:
        raise Unfit(o.UNNUMBERED_ROWS)
    return at.column


def _covers(columns: Element, number: int) -> bool:
    low, high = (columns.attributes.get(name, "") for name in ("min", "max"))
    return low.isdecimal() and high.isdecimal() and int(low) <= number <= int(high)


def _corners(area: str) -> tuple[Address, Address]:
    """Return the first and the last cell of an area such as A1:C12, or of a single cell."""
    first, _, last = area.partition(":")
    try:
        return Address.named(first), Address.named(last or first)
    except ValueError:
        raise Unfit(o.NO_PACKAGE) from None
