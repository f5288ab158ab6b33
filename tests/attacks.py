"""Files that mean harm, made from a sound form: what an inbox must survive. Tests and benchmarks/inbox.py share them."""

import os
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

SHEET = "xl/worksheets/sheet5.xml"
"""A table of the form: its cells are replaced where a sheet is needed."""

_MIB = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DATA = (b"<sheetData>", b"</sheetData>")
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


class Attack(NamedTuple):
    """A hostile file, and the codes of which one must be said of it; none where reading it is just as well."""

    name: str
    data: bytes
    codes: frozenset[str]


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return a zip archive's members."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(
    members: Iterator[tuple[str, bytes]] | dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return members as a zip archive; a name may come twice."""
    listed = members.items() if isinstance(members, dict) else members
    out = BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name comes twice is the point
        for name, data in listed:
            archive.writestr(zipfile.ZipInfo(name), data, kind, 6)  # small for its size, as attacks are
    return out.getvalue()


def with_cells(seed: bytes, cells: bytes) -> bytes:
    """Return the form with a sheet of other cells."""
    return with_part(seed, SHEET, lambda xml: _inside(xml, cells))


def with_part(seed: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the form with one part changed."""
    parts = parts_of(seed)
    return zipped(parts | {name: change(parts[name])})


def _inside(xml: bytes, cells: bytes) -> bytes:
    start, end = xml.index(_DATA[0]) + len(_DATA[0]), xml.index(_DATA[1])
    return xml[:start] + cells + xml[end:]


def _after_declaration(xml: bytes, text: bytes) -> bytes:
    end = xml.index(b"?>") + 2
    return xml[:end] + text + xml[end:]


def _lying(seed: bytes, size: Callable[[int], int]) -> bytes:
    """Return the form with another size of the sheet in the archive's directory."""
    data = bytearray(seed)
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    [stated] = struct.unpack_from("<I", data, at + 24)
    struct.pack_into("<I", data, at + 24, size(stated))
    return bytes(data)


def _flagged(seed: bytes, flag: int, method: int | None = None) -> bytes:
    """Return the form whose first member claims to be encrypted, or to be compressed in another way."""
    data = bytearray(seed)
    for sign, flags, methods in ((b"PK\x01\x02", 8, 10), (b"PK\x03\x04", 6, 8)):
        at = data.index(sign)
        struct.pack_into("<H", data, at + flags, flag)
        if method is not None:
            struct.pack_into("<H", data, at + methods, method)
    return bytes(data)


def many_entries(count: int) -> bytes:
    """Return an archive of many empty members."""
    return zipped((f"xl/{number}.xml", b"") for number in range(count))


LITTLE = 1024 * _MIB
"""The memory of a worker that is to run out of it: more takes longer and shows no more."""


def memory_eater(seed: bytes) -> bytes:
    """Return a form within all limits that takes more memory than there is: a long text shared by many cells."""
    long = b"<si><t>%s</t></si>" % (b"ab" * 4 * _MIB)
    shared = with_part(seed, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<si>", long + b"<si>", 1))
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 2001))
    return with_cells(shared, cells)


def _bombs(seed: bytes) -> Iterator[Attack]:
    big = frozenset({"F104"})
    row = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>'
    yield Attack("rows.xlsx", with_cells(seed, row * (40 * _MIB // len(row))), big)
    text = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
    yield Attack("text.xlsx", with_cells(seed, text % (b"a" * 60 * _MIB)), big)
    for name, part in (("strings", "xl/sharedStrings.xml"), ("styles", "xl/styles.xml")):
        padding = b"<!--" + b"x" * 60 * _MIB + b"-->"
        yield Attack(f"{name}.xlsx", with_part(seed, part, lambda xml, p=padding: xml + p), big)
    yield Attack("one text in many cells.xlsx", memory_eater(seed), frozenset({"F109"}))
    corner = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    bare = frozenset({"S201"})  # what lies far out costs nothing, and nothing of the table is left
    yield Attack("corners.xlsx", with_cells(seed, corner), bare)
    beyond = b'<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZZ99999999999"><v>1</v></c></row>'
    yield Attack("beyond the sheet.xlsx", with_cells(seed, beyond), bare)
    far = b"<row><c><v>1</v></c></row>" * 20_000 + b"<row>" + b"<c><v>1</v></c>" * 9_000 + b"</row>"
    yield Attack("corners without addresses.xlsx", with_cells(seed, far), big)
    wide = b"<row>" + b"<c><v>1</v></c>" * 200_000 + b"</row>"
    yield Attack("wide.xlsx", with_cells(seed, wide), frozenset())
    yield Attack("entries.xlsx", many_entries(200_000), frozenset({"F119"}))
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:GR2000"/>' * 20_000 + b"</mergeCells>"
    endless = with_part(seed, SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merges))
    yield Attack("endless.xlsx", endless, frozenset({"F109"}))
    table = b'<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
    table += b'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    yield Attack("repeated.ods", opendocument(table + b"</table:table-row></table:table>"), big)


def opendocument(tables: bytes) -> bytes:
    """Return the smallest .ods with some tables in it."""
    names = b" ".join(
        b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    body = b"<office:body><office:spreadsheet>%s</office:spreadsheet></office:body>" % tables
    xml = b"<office:document-content %s>%s</office:document-content>" % (names, body)
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped({"mimetype": kind, "content.xml": xml, "META-INF/manifest.xml": manifest})


def _tricks(seed: bytes) -> Iterator[Attack]:
    bad = frozenset({"F103"})
    parts = parts_of(seed)
    for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml"):
        for name, text in (("laughs", _LAUGHS), ("outside", _OUTSIDE)):
            data = with_part(seed, part, lambda xml, t=text: _after_declaration(xml, t))
            yield Attack(f"{name} in {part.rpartition('/')[2]}.xlsx", data, bad)
    wide = with_part(
        seed,
        "xl/workbook.xml",
        lambda xml: _after_declaration(xml, _LAUGHS).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    )
    yield Attack("laughs in two bytes.xlsx", wide, bad)
    strange = with_part(seed, "xl/workbook.xml", lambda xml: xml.replace(b"UTF-8", b"UTF-z"))
    yield Attack("unknown encoding.xlsx", strange, bad)
    again = [*parts.items(), (SHEET, parts[SHEET].replace(b"<v>", b"<v>1"))]
    yield Attack("twice.xlsx", zipped(iter(again)), bad)
    again[-1] = (SHEET.upper(), again[-1][1])
    yield Attack("twice but for case.xlsx", zipped(iter(again)), bad)
    yield Attack("longer than it says.xlsx", _lying(seed, lambda size: size // 2), bad)
    yield Attack("shorter than it says.xlsx", _lying(seed, lambda size: size + 1000), bad)
    yield Attack("far shorter than it says.xlsx", _lying(seed, lambda _: 0xFFFFFFF0), frozenset({"F104"}))
    yield Attack("locked member.xlsx", _flagged(seed, 1), bad)
    yield Attack("unknown compression.xlsx", _flagged(seed, 0, 97), bad)
    for kind, name in ((zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "lzma")):
        yield Attack(f"{name}.xlsx", zipped(parts, kind), frozenset())
    for step, cut in enumerate(range(1, len(seed), max(1, len(seed) // 40))):
        yield Attack(f"cut {step:02d}.xlsx", seed[:cut], frozenset({"F101", "F103"}))
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    yield Attack(
        "deep.xlsx",
        with_part(seed, "xl/workbook.xml", lambda xml: xml.replace(b"<sheets>", deep + b"<sheets>")),
        frozenset(),
    )
    without = {name: data for name, data in parts.items() if name != "xl/_rels/workbook.xml.rels"}
    yield Attack("no relations.xlsx", zipped(without), bad)
    yield Attack("no sheet.xlsx", zipped({n: d for n, d in parts.items() if n != SHEET}), bad)
    twice = b'<row r="5"><c r="C5"><v>1</v></c><c r="C5"><v>2</v></c></row>'
    yield Attack("a cell twice.xlsx", with_cells(seed, twice), frozenset({"S201"}))
    yield Attack(
        "a text that is not there.xlsx",
        with_cells(seed, b'<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
        frozenset(),
    )
    yield Attack(
        "rows backwards.xlsx",
        with_cells(seed, b'<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'),
        frozenset(),
    )
    yield Attack(
        "not a number.xlsx", with_cells(seed, b'<row r="1"><c r="A1"><v>x</v></c></row>'), frozenset()
    )
    yield Attack("empty archive.xlsx", zipped({}), frozenset({"F101", "F103"}))


def _old(seed: bytes) -> Iterator[Attack]:
    bad = frozenset({"F103"})
    yield Attack("ole of zeros.xls", _OLE + bytes(2048), frozenset({"F101", "F103"}))
    yield Attack("ole of ones.xls", _OLE + b"\xff" * 2048, bad)
    header = bytearray(_OLE + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 0)
    struct.pack_into("<I", header, 76, 0)
    loop = struct.pack("<128I", *(0 for _ in range(128)))  # every sector follows the first one
    yield Attack("ole in a circle.xls", bytes(header) + loop * 4, frozenset({"F101", "F103", "F109"}))
    yield Attack("form after some noise.xlsx", b"noise" + seed, frozenset({"F101"}))


def attacks(seed: bytes) -> Iterator[Attack]:
    """Yield hostile files, made from the bytes of a sound form."""
    yield from _bombs(seed)
    yield from _tricks(seed)
    yield from _old(seed)


def lay_traps(folder: Path, seed: bytes) -> dict[str, frozenset[str]]:
    """Put into a folder what is no plain file, or only seems to be one; return what must be said of each."""
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "fifo.xlsx")
    (folder / "real.xlsx").write_bytes(seed)
    (folder / "link.xlsx").symlink_to(folder / "real.xlsx")
    (folder / "dangling.xlsx").symlink_to(folder / "nothing.xlsx")
    (folder / "loop").symlink_to(folder)
    (folder / "directory.xlsx").mkdir()
    for name, size in (("sparse.xlsx", 40 * _MIB), ("sparse and huge.xlsx", 80_000 * _MIB)):
        with (folder / name).open("wb") as file:
            file.truncate(size)
    special = frozenset({"F101"})
    return {
        "fifo.xlsx": special,
        "link.xlsx": special,
        "dangling.xlsx": special,
        "loop": special,
        "sparse.xlsx": special,
        "sparse and huge.xlsx": frozenset({"F104"}),
        "real.xlsx": frozenset(),
    }
