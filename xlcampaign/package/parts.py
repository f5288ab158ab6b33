"""An OPC package: a zip archive of named parts, copied with some of them replaced."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import count
from typing import IO, NamedTuple

from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.markup import Unfit, read_markup

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    ValueError,
    EOFError,
    RuntimeError,
)
_LEVEL = 5
"""How hard parts are deflated: takes a third less time than the library's usual 6, and files grow by less than a twentieth."""
ENDINGS = {
    "spreadsheetml.sheet.main+xml": ".xlsx",
    "ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
    "spreadsheetml.template.main+xml": ".xltx",
    "ms-excel.template.macroEnabled.main+xml": ".xltm",
}
"""What a workbook's name ends with, by what its main part contains."""
RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class Package:
    """A package's parts by the names under which they lie in it; office programs compare names without case."""

    def __init__(self, given: bytes | Mapping[str, bytes]) -> None:
        """Take a package apart, or put one together of parts.

        Raises:
            Unfit: it is no sound archive.
        """
        self._parts = _members(given) if isinstance(given, bytes) else dict(given)
        self._names = {name.lstrip("/").casefold(): name for name in self._parts}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a part of a name."""
        return name.casefold() in self._names

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in their order."""
        return tuple(self._parts)

    def part(self, name: str) -> bytes:
        """Return a part.

        Raises:
            Unfit: there is none of that name.
        """
        try:
            return self._parts[self._names[name.casefold()]]
        except KeyError:
            raise Unfit(o.NO_PACKAGE) from None

    def with_parts(self, parts: Mapping[str, bytes]) -> "Package":
        """Return the package with some parts replaced in their places, and those that it has not added at its end."""
        return Package(
            self._parts | {self._names.get(name.casefold(), name): part for name, part in parts.items()}
        )

    def free(self, pattern: str) -> str:
        """Return a name that no part has: a pattern with the first number that makes it one."""
        return next(name for number in count(1) if (name := pattern.format(number)) not in self)

    def write(self, target: IO[bytes], replaced: Mapping[str, Iterable[bytes]]) -> None:
        """Write the package with some parts replaced, piece by piece; all others as they were, in their old order."""
        instead = {self._names[name.casefold()]: pieces for name, pieces in replaced.items()}
        # what a name alone is opened for has the library's time, the year 1980: equal parts give equal files
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name, part in self._parts.items():
                with archive.open(name, "w") as written:
                    for piece in instead.get(name, (part,)):
                        written.write(piece)

    def copied(self, replaced: Mapping[str, bytes]) -> bytes:
        """Return the package's bytes with some parts replaced, all others as they were, in their old order."""
        target = BytesIO()
        self.write(target, {name: (part,) for name, part in replaced.items()})
        return target.getvalue()


def _members(archive: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            return {member.filename: opened.read(member) for member in opened.infolist()}
    except _BROKEN as error:
        raise Unfit(o.NO_PACKAGE) from error


class Relation(NamedTuple):
    """What a part refers to: by which key, as what, and the part's name, or the address of what lies outside."""

    key: str
    kind: str
    target: str


class Tab(NamedTuple):
    """A tab of a workbook: its name, what its sheet is, and the part in which that is."""

    title: str
    kind: str
    part: str


def main_relation(package: Package) -> Relation:
    """Return how a package refers to the part that is its document.

    Raises:
        Unfit: it does not.
    """
    found = next((one for one in relations(package, "") if one.kind.endswith("/officeDocument")), None)
    if found is None:
        raise Unfit(o.NO_PACKAGE)
    return found


def tabs_of(package: Package) -> Iterator[Tab]:
    """Yield a workbook's tabs in their order.

    Raises:
        Unfit: it is no workbook of such parts.
    """
    main = main_relation(package).target
    sheets = {key: (kind.rpartition("/")[2], part) for key, kind, part in relations(package, main)}
    for listed in read_markup(package.part(main)).all("sheets"):
        for sheet in listed.all("sheet"):
            key = next(filter(None, map(sheet.attributes.get, RELATION_IDS)), "")
            if key in sheets:
                yield Tab(sheet.attributes.get("name", ""), *sheets[key])


def sheet_parts(package: Package) -> dict[str, str]:
    """Return the parts in which a workbook's sheets are, by the names of their tabs.

    Raises:
        Unfit: it is no workbook of such parts.
    """
    return {title: part for title, kind, part in tabs_of(package) if kind == "worksheet"}


def file_ending(package: Package) -> str:
    """Return what the name of a workbook must end with: office programs refuse one that says otherwise.

    Raises:
        Unfit: it is no workbook of such parts.
    """
    main = f"/{main_relation(package).target}".casefold()
    listed = read_markup(package.part("[Content_Types].xml")).all("Override")
    stated = (one.attributes for one in listed if one.attributes.get("PartName", "").casefold() == main)
    kinds = [kind for one in stated for kind in ENDINGS if one.get("ContentType", "").endswith(kind)]
    return ENDINGS[kinds[0]] if kinds else ".xlsx"


def styles_part(package: Package) -> str:
    """Return the part in which a workbook's cell formats are.

    Raises:
        Unfit: it has none.
    """
    listed = relations(package, main_relation(package).target)
    part = next((target for _, kind, target in listed if kind.endswith("/styles")), None)
    if part is None:
        raise Unfit(o.NO_PACKAGE)
    return part


def table_parts(package: Package, sheet: str) -> Iterator[str]:
    """Yield the parts in which the tables of a sheet, given by its part, are declared."""
    return (target for _, kind, target in relations(package, sheet) if kind.endswith("/table"))


def relations(package: Package, part: str) -> Iterator[Relation]:
    """Yield what a part refers to; what the package itself does, without a part."""
    folder, _ = posixpath.split(part)
    listed = relations_part(part)
    for relation in read_markup(package.part(listed)).children if listed in package else ():
        target = relation.attributes.get("Target", "")
        if relation.attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield Relation(relation.attributes.get("Id", ""), relation.attributes.get("Type", ""), target)


def relations_part(part: str) -> str:
    """Return the name of the part that says what another one refers to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
