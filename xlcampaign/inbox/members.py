"""Zip archives: their members one at a time, in memory, under names that are only shown."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.enclosure import (
    HIGHEST_RATIO,
    LARGEST_MEMBER,
    MOST_MEMBERS,
    RATIO_COUNTS_FROM,
    Enclosure,
    Inside,
    refused,
)
from xlcampaign.inbox.names import INSIDE, Taken, shown_name, text_of
from xlcampaign.inbox.standins import say_unread
from xlcampaign.model.envelope import Envelope, Mail

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")

_ENCRYPTED = 0x1
_IN_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_UNICODE_PATH_HEAD = 5
_KNOWN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_TYPES = "[content_types].xml"
_DOCUMENT_PARTS = {
    _TYPES,
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/workbook.bin",
    "mimetype",
    "meta-inf/manifest.xml",
}
_DOCUMENT_STARTS = ("[Content_Types].xml", "_rels/", "docProps/", "xl/", "customXml/", "mimetype")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,  # the standard library's word for a compression that it does not know
    RuntimeError,  # and for a password
    ValueError,
    OSError,
)


def is_archive(data: bytes, name: str) -> bool:
    """Tell whether bytes are a zip of files, not an office document (which is a zip too).

    Of a zip that is empty, or too damaged to say, the name decides: what is to be said of it differs.
    """
    if not data.startswith(ZIP_STARTS):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    except _UNREADABLE:
        names = set()
    return not _DOCUMENT_PARTS & names if names else name.casefold().endswith(".zip")


def may_be_archive(data: bytes) -> bool:
    """Tell, by a first look that parses nothing, whether bytes may be a zip of files."""
    if not data.startswith(ZIP_STARTS):
        return False
    length = int.from_bytes(data[26:28], "little")
    return not data[30 : 30 + length].decode("latin-1").startswith(_DOCUMENT_STARTS)


def read_archive(envelope: Envelope, inside: Inside) -> Iterator[Enclosure]:
    """Yield a zip's members, each decompressed only when it is loaded; nothing is trusted but the limits."""
    place = Place(envelope.name)
    try:
        archive = zipfile.ZipFile(BytesIO(envelope.data))
    except _UNREADABLE:
        yield refused(f.BROKEN_BOX.at(place, why=f.BROKEN_INSIDE))
        return
    apart, members = _workbooks_apart(
        [member for member in archive.infolist() if not member.filename.endswith("/")]
    )
    for folder, number in apart.items():
        name = envelope.name + INSIDE + shown_name(folder)
        yield refused(i.TAKEN_APART.at(Place(name), found=number))
    if len(members) > MOST_MEMBERS:
        yield refused(f.BOX_LIMIT.at(place, what=f.MEMBERS, found=len(members), limit=MOST_MEMBERS))
        return
    if not members and not apart:
        yield refused(f.NOTHING_INSIDE.at(place))
    taken = Taken()
    named = [
        (taken.unique(envelope.name + INSIDE + (shown_name(member_name(member)) or f"#{number}")), member)
        for number, member in enumerate(members, 1)
    ]
    wrong = {name: _refusal(member, Place(name)) for name, member in named}
    whole = sum(member.file_size for name, member in named if not wrong[name])
    if whole > inside.budget.left:
        found, limit = f"{whole >> 20} MiB", f"{inside.budget.left >> 20} MiB"
        yield refused(f.BOX_LIMIT.at(place, what=f.WHOLE_CONTENT, found=found, limit=limit))
        return
    inside.budget.left -= whole
    for name, member in named:
        finding = wrong[name]
        yield refused(finding) if finding else Enclosure(name, _loader(archive, member, name, inside.mail))


def _workbooks_apart(members: list[zipfile.ZipInfo]) -> tuple[dict[str, int], list[zipfile.ZipInfo]]:
    """Return the folders that are workbooks taken apart, with the number of their parts, and all other members."""
    names = [member_name(member).replace("\\", "/") for member in members]
    folders = {name[: -len(_TYPES)] for name in names if name.casefold().endswith("/" + _TYPES)}
    apart: dict[str, int] = {}
    others = []
    for name, member in zip(names, members, strict=True):
        folder = next((folder for folder in folders if name.startswith(folder)), None)
        if folder is None:
            others.append(member)
        else:
            apart[folder] = apart.get(folder, 0) + 1
    return apart, others


def member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name: in UTF-8 where the archive says so, as it was otherwise meant where not."""
    if member.flag_bits & _IN_UTF8:
        return member.orig_filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.orig_filename
    return _unicode_path(member.extra, raw) or text_of(raw, "cp437")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the name that Info-ZIP's extra field states for just this raw name; empty where there is none."""
    while len(extra) >= 4:  # noqa: PLR2004 -- the field's kind and length
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > _UNICODE_PATH_HEAD:
            version, checksum = struct.unpack("<BL", field[:_UNICODE_PATH_HEAD])
            if version == 1 and checksum == zlib.crc32(raw):
                return field[_UNICODE_PATH_HEAD:].decode("utf-8", "replace")
    return ""


def _loader(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, mail: Mail | None
) -> Callable[[], Envelope | Finding]:
    def load() -> Envelope | Finding:
        try:
            with archive.open(member) as stream:
                # the reader stops at the size that was stated, and a false one fails its checksum
                return Envelope(name, stream.read(), mail)
        except _UNREADABLE:
            return f.BROKEN_BOX.at(Place(name), why=f.BROKEN_INSIDE)

    return load


def _refusal(member: zipfile.ZipInfo, place: Place) -> Finding | None:
    """Return the finding that keeps a member from being decompressed."""
    unread = say_unread(shown_name(member_name(member)), place)
    if unread:
        return unread
    if stat.S_ISLNK(member.external_attr >> 16):
        return f.NOT_A_WORKBOOK.at(place, content=f.SPECIAL)
    if member.flag_bits & _ENCRYPTED:
        return f.LOCKED_MEMBER.at(place)
    if member.compress_type not in _KNOWN:
        return f.BROKEN_BOX.at(place, why=f.UNKNOWN_COMPRESSION)
    return _over_limit(member, place)


def _over_limit(member: zipfile.ZipInfo, place: Place) -> Finding | None:
    if member.file_size > LARGEST_MEMBER:
        found, limit = f"{member.file_size >> 20} MiB", f"{LARGEST_MEMBER >> 20} MiB"
        return f.BOX_LIMIT.at(place, what=f.ONE_FILE, found=found, limit=limit)
    ratio = member.file_size // max(member.compress_size, 1)
    if member.file_size > RATIO_COUNTS_FROM and ratio > HIGHEST_RATIO:
        return f.BOX_LIMIT.at(place, what=f.RATIO, found=ratio, limit=HIGHEST_RATIO)
    return None
