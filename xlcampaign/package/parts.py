"""An OPC package: a zip archive of named parts, copied with some of them replaced."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import count
from typing import IO
from xml.sax.saxutils import quoteattr

from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.markup import Unfit, edited, put_inside, read_markup

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    ValueError,
    EOFError,
    RuntimeError,
)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every part: equal parts give equal files."""
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class Package:
    """A package's parts by the names under which they lie in it; office programs compare names without case."""

    def __init__(self, data: bytes) -> None:
        """Take a package apart.

        Raises:
            Unfit: it is no sound archive.
        """
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                self._parts = {member.filename: archive.read(member) for member in archive.infolist()}
        except _BROKEN as error:
            raise Unfit(o.NO_PACKAGE) from error
        self._names = {name.lstrip("/").casefold(): name for name in self._parts}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a part of a name."""
        return name.casefold() in self._names

    def part(self, name: str) -> bytes:
        """Return a part.

        Raises:
            Unfit: there is none of that name.
        """
        try:
            return self._parts[self._names[name.casefold()]]
        except KeyError:
            raise Unfit(o.NO_PACKAGE) from None

    def write(self, target: IO[bytes], replaced: Mapping[str, Iterable[bytes]]) -> None:
        """Write the package with some parts replaced, piece by piece; all others as they were, in their old order.

        Parts that it has not come last.
        """
        instead = {self._names.get(name.casefold(), name): pieces for name, pieces in replaced.items()}
        with zipfile.ZipFile(target, "w") as archive:
            for name, part in (self._parts | {n: b"" for n in instead if n not in self._parts}).items():
                member = zipfile.ZipInfo(name, _MADE)
                member.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(member, "w") as written:
                    for piece in instead.get(name, (part,)):
                        written.write(piece)

    def copied(self, replaced: Mapping[str, bytes]) -> bytes:
        """Return the package's bytes with some parts replaced, all others as they were, in their old order."""
        target = BytesIO()
        self.write(target, {name: (part,) for name, part in replaced.items()})
        return target.getvalue()


def _main_part(package: Package) -> str:
    main = next((path for _, kind, path in _relations(package, "") if kind.endswith("/officeDocument")), None)
    if main is None:
        raise Unfit(o.NO_PACKAGE)
    return main


def sheet_parts(package: Package) -> dict[str, str]:
    """Return the parts in which a workbook's sheets are, by the names of their tabs.

    Raises:
        Unfit: it is no workbook of such parts.
    """
    main = _main_part(package)
    paths = {key: path for key, kind, path in _relations(package, main) if kind.endswith("/worksheet")}
    found = {}
    for listed in read_markup(package.part(main)).all("sheets"):
        for sheet in listed.all("sheet"):
            key = next(filter(None, map(sheet.attributes.get, _RELATION_IDS)), "")
            if key in paths:
                found[sheet.attributes.get("name", "")] = paths[key]
    return found


def added_sheet(package: Package, title: str, xml: bytes) -> dict[str, bytes]:
    """Return the parts that a workbook gets, and those that change, when a sheet is added behind all others.

    Raises:
        Unfit: it is no workbook of such parts.
    """
    main = _main_part(package)
    kind = next((kind for _, kind, _ in _relations(package, main) if kind.endswith("/worksheet")), None)
    listed = read_markup(package.part(main)).first("sheets")
    if kind is None or listed is None:
        raise Unfit(o.NO_PACKAGE)
    numbers = [sheet.attributes.get("sheetId", "") for sheet in listed.children]
    number = max((int(known) for known in numbers if known.isdecimal()), default=0) + 1
    keys = {key for key, _, _ in _relations(package, main)}
    key = next(key for n in count(1) if (key := f"xlc{n}") not in keys)
    part = next(part for n in count(1) if (part := f"xl/worksheets/sheet_xlc{n}.xml") not in package)
    facts = {
        "Relationship": {"Id": key, "Type": kind, "Target": f"/{part}"},
        "Override": {"PartName": f"/{part}", "ContentType": _SHEET},
        "sheet": {"xmlns:r": kind.rpartition("/")[0], "name": title, "sheetId": str(number), "r:id": key},
    }
    return {
        part: xml,
        main: _with_child(package.part(main), "sheets", "sheet", facts["sheet"]),
        **{
            name: _with_child(package.part(name), "", tag, facts[tag])
            for name, tag in ((_listed_by(main), "Relationship"), ("[Content_Types].xml", "Override"))
        },
    }


def _with_child(xml: bytes, parent: str, tag: str, attributes: Mapping[str, str]) -> bytes:
    """Return a part with an element more, the last in the named child of its root, or in the root itself."""
    root = read_markup(xml)
    element = (root.first(parent) if parent else root) or root
    stated = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    new = b"<" + element.prefix + f"{tag}{stated}/>".encode()
    return edited(xml, [put_inside(xml, element, new)])


def table_parts(package: Package, sheet: str) -> Iterator[str]:
    """Yield the parts in which the tables of a sheet, given by its part, are declared."""
    return (path for _, kind, path in _relations(package, sheet) if kind.endswith("/table"))


def _listed_by(path: str) -> str:
    """Return the part that lists what a part refers to."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(package: Package, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, type and target of what a part refers to; of what the package itself does, without a part."""
    folder, listed = posixpath.dirname(path), _listed_by(path)
    for relation in read_markup(package.part(listed)).children if listed in package else ():
        target = posixpath.normpath(posixpath.join("/", folder, relation.attributes.get("Target", "")))
        yield relation.attributes.get("Id", ""), relation.attributes.get("Type", ""), target.lstrip("/")
