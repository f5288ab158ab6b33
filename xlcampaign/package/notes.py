"""Comments on a sheet's cells, put in and taken out; those of others, and how they are drawn, stay as they are."""

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape, unescape

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.links import with_ending, with_relation, with_type
from xlcampaign.package.markup import Edit, Element, Unfit, edited, put_inside, read_markup
from xlcampaign.package.parts import Package, main_relation, relations
from xlcampaign.package.worksheet import SplicedSheet

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%d"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    b' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:80pt;margin-top:2pt;width:220pt;height:80pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1"'
    ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{column}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{at}</x:Column></x:ClientData></v:shape>"
)
"""A comment's box: hidden until one points at its cell; rows and columns are counted from 0."""
_SHAPES = re.compile(rb"<(?:\w+:)?shape\s[^>]*>.*?</(?:\w+:)?shape>", re.DOTALL)
"""A drawing of this kind need not be well-formed XML; its names have whatever prefixes its writer chose."""
_SHAPE_ID = re.compile(rb"\bid=[\"']_x0000_s(\d+)[\"']")
_IDS = re.compile(rb"<(?:\w+:)?idmap\b[^>]*\bdata=[\"'](\d+)")
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")
_DRAWING_END = re.compile(rb"</(?:\w+:)?xml\s*>\s*$")
_BLOCK = 1024
"""Shapes are numbered in blocks, each of one drawing."""
_WIDE, _TALL = 4, 5
"""How many columns and rows a box covers."""


def without_notes(package: Package, sheet: str, kept: Mapping[Address, int]) -> Package:
    """Return a package without the comments on some cells of a sheet, or without their ends.

    Args:
        package: the package.
        sheet: the sheet's part.
        kept: how many characters of the comment on each cell stay; of none the whole comment goes.

    Raises:
        Unfit: they cannot be taken out without harm.
    """
    part, drawing = _parts(package, sheet) if kept else (None, None)
    if part is None:
        return package
    xml = package.part(part)
    edits: list[Edit] = []
    for at, comment in _comments_of(read_markup(xml)):
        if at in kept:
            edits += (
                _shortened(xml, comment, kept[at]) if kept[at] else [Edit(comment.start, comment.end, b"")]
            )
    changed = {part: edited(xml, edits)}
    if drawing:
        places = {(cell.row - 1, cell.column - 1) for cell, characters in kept.items() if not characters}
        changed[drawing] = _SHAPES.sub(
            lambda shape: b"" if _place(shape[0]) in places else shape[0], package.part(drawing)
        )
    return package.with_parts(changed)


def with_notes(package: Package, sheet: str, notes: Mapping[Address, str], author: str, head: str) -> Package:
    """Return a package with comments on cells of a sheet.

    One that is there stays, and the new one is put at its end; but not to what is written as a conversation, which
    office programs keep in two places.

    Args:
        package: the package.
        sheet: the sheet's part.
        notes: what to say, by cell.
        author: who says it.
        head: the line that stands above it where it is put to what somebody else said.

    Raises:
        Unfit: they cannot be put in without harm.
    """
    part, drawing = _parts(package, sheet) if notes else (None, None)
    threads = {
        at for name in _threads(package, sheet) for at, _ in _comments_of(read_markup(package.part(name)))
    }
    wanted = {at: text for at, text in sorted(notes.items()) if at not in threads}
    if not wanted:
        return package
    if part is None:
        package, part = _with_list(package, sheet)
    xml = package.part(part)
    there = dict(_comments_of(read_markup(xml)))
    new = {at: text for at, text in wanted.items() if at not in there}
    edits = [*_added(xml, new, author)] if new else []
    for at in wanted.keys() & there.keys():
        edits += _longer(xml, there[at], f"\n{head}\n{wanted[at]}")
    package = package.with_parts({part: edited(xml, edits)})
    if not new:
        return package
    if drawing is None:
        package, drawing = _with_drawing(package, sheet)
    return package.with_parts({drawing: _drawn(package.part(drawing), new)})


def _parts(package: Package, sheet: str) -> tuple[str | None, str | None]:
    """Return the parts in which a sheet's comments are, and their drawing."""
    listed = list(relations(package, sheet))
    part = next((target for _, kind, target in listed if kind.endswith("/comments")), None)
    key = SplicedSheet(package.part(sheet)).notes_key
    return part, next((target for own, _, target in listed if own == key), None)


def _threads(package: Package, sheet: str) -> Iterator[str]:
    """Yield the parts in which the conversations on a sheet's cells are."""
    return (target for _, kind, target in relations(package, sheet) if kind.endswith("/threadedComment"))


def _comments_of(root: Element) -> Iterator[tuple[Address, Element]]:
    """Yield comments, or what is said in conversations, by cell."""
    for listed in (root, *root.all("commentList")):
        for comment in listed.all("comment", "threadedComment"):
            try:
                yield Address.named(comment.attributes.get("ref", "")), comment
            except ValueError:
                raise Unfit(o.NO_PACKAGE) from None


def _shortened(xml: bytes, comment: Element, characters: int) -> Iterator[Edit]:
    """Yield the edits after which only the first characters of a comment are there."""
    done = 0
    for piece in (piece for text in comment.all("text") for piece in text.all("t", "r")):
        for said in [piece] if piece.name == "t" else piece.all("t"):
            begin, left = done, characters - done
            own = unescape(xml[said.inner : said.close].decode())
            done += len(own)
            if 0 < left < len(own):
                yield Edit(said.inner, said.close, escape(own[:left], quote=False).encode())
        if begin >= characters:
            yield Edit(piece.start, piece.end, b"")


def _longer(xml: bytes, comment: Element, more: str) -> Iterator[Edit]:
    """Yield the edits that put a text to the end of a comment, in letters of its own."""
    text = comment.first("text")
    if text is None:
        raise Unfit(o.NO_PACKAGE)
    p = text.prefix
    run = b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (p, p, escape(more, quote=False).encode(), p, p)
    for plain in text.all("t"):  # what is not in a run of its own cannot stand before one
        yield Edit(plain.start, plain.start, b"<%sr>" % p)
        yield Edit(plain.end, plain.end, b"</%sr>" % p)
    behind = next(text.all("rPh", "phoneticPr"), None)
    yield Edit(behind.start, behind.start, run) if behind else put_inside(xml, text, run)


def _added(xml: bytes, notes: Mapping[Address, str], author: str) -> Iterator[Edit]:
    """Yield the edits that add comments, and their author, to those that are there."""
    root = read_markup(xml)
    authors, listed = root.first("authors"), root.first("commentList")
    if authors is None or listed is None:
        raise Unfit(o.NO_PACKAGE)
    p, known = root.prefix.decode(), [unescape(xml[a.inner : a.close].decode()) for a in authors.children]
    number = known.index(author) if author in known else len(known)
    if number == len(known):
        yield put_inside(xml, authors, f"<{p}author>{escape(author, quote=False)}</{p}author>".encode())
    texts = (
        f'<{p}comment ref="{at}" authorId="{number}"><{p}text><{p}r><{p}t xml:space="preserve">'
        f"{escape(text, quote=False)}</{p}t></{p}r></{p}text></{p}comment>"
        for at, text in notes.items()
    )
    yield put_inside(xml, listed, "".join(texts).encode())


def _with_list(package: Package, sheet: str) -> tuple[Package, str]:
    """Return a package with a list of comments for a sheet, still empty, and its part."""
    part = package.free("xl/comments_xlc{}.xml")
    namespace = SplicedSheet(package.part(sheet)).namespace
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    xml = f'{head}<comments xmlns="{namespace}"><authors/><commentList/></comments>'
    package = with_type(package.with_parts({part: xml.encode()}), part, _COMMENTS)
    package, _ = with_relation(package, sheet, f"{_namespace(package)}/comments", part)
    return package, part


def _with_drawing(package: Package, sheet: str) -> tuple[Package, str]:
    """Return a package with a drawing for a sheet's comments, still empty, and its part."""
    part = package.free("xl/drawings/vmlDrawing_xlc{}.vml")
    used = (_block(package.part(name)) for name in package.names if name.casefold().endswith(".vml"))
    package = package.with_parts({part: _NO_DRAWING % (max(used, default=0) + 1)})
    package = with_ending(package, "vml", _VML)
    package, key = with_relation(package, sheet, f"{_namespace(package)}/vmlDrawing", part)
    xml = package.part(sheet)
    edit = SplicedSheet(xml).draw_notes(key, _namespace(package))
    return package.with_parts({sheet: edited(xml, [edit])}), part


def _namespace(package: Package) -> str:
    """Return what the kinds of this package's relations begin with."""
    return main_relation(package).kind.rpartition("/")[0]


def _block(drawing: bytes) -> int:
    """Return the last block of numbers that a drawing uses, or says that it uses."""
    used = [int(number) // _BLOCK for number in _SHAPE_ID.findall(drawing)]
    return max([*used, *map(int, _IDS.findall(drawing))], default=0)


def _drawn(drawing: bytes, notes: Collection[Address]) -> bytes:
    """Return a drawing with boxes for comments on cells."""
    end = _DRAWING_END.search(drawing)
    if end is None:
        raise Unfit(o.NO_PACKAGE)
    numbers = [int(number) for number in _SHAPE_ID.findall(drawing)]
    first = max(numbers, default=_BLOCK * max(_block(drawing), 1)) + 1
    shapes = (
        _SHAPE.format(
            id=first + order,
            order=len(numbers) + order + 1,
            column=at.column,
            top=max(at.row - 2, 0),
            right=at.column + _WIDE,
            bottom=at.row - 2 + _TALL,
            row=at.row - 1,
            at=at.column - 1,
        )
        for order, at in enumerate(notes)
    )
    return drawing[: end.start()] + "".join(shapes).encode() + drawing[end.start() :]


def _place(shape: bytes) -> tuple[int, int] | None:
    """Return the row and column, counted from 0, of the cell that a comment's box belongs to."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]), int(column[1])) if row and column else None
