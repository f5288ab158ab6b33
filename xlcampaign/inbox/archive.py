"""The parts of a zip archive, inflated once and never beyond what is allowed, whatever its directory says."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.limits import MIB, Limits

ZIP = b"PK\x03\x04"
_MEMBER = b"PK\x01\x02"
_KEPT = (".xml", ".rels", "mimetype")
_DOCTYPE = b"<!DOCTYPE"
_HEAD = 1024
_HEADER, _LENGTHS_AT = 30, 26
"""Of a member's own header: its length, and where the lengths of name and extra field stand in it."""
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, EOFError, OSError)


def read_parts(data: bytes, place: Place, limits: Limits) -> Mapping[str, bytes] | Finding:
    """Return an archive's parts by name in lower case, or the finding that keeps it from being parsed.

    Text is kept; of pictures and the like only the name is, with nothing behind it.
    """
    entries = data.count(_MEMBER)
    if entries > limits.entries:
        return f.TOO_LARGE.at(place, what="zip", found=entries, limit=limits.entries)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            return _guard_directory(members, place, limits) or _inflate(data, members, place)
    except _BROKEN:
        return f.DAMAGED.at(place, why=f.BROKEN_INSIDE)


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return a part's name as office programs compare it: without regard to case."""
    return member.filename.replace("\\", "/").lstrip("/").casefold()


def _guard_directory(members: list[zipfile.ZipInfo], place: Place, limits: Limits) -> Finding | None:
    names = {_name_of(member) for member in members}
    if len(names) != len(members):
        return f.DAMAGED.at(place, why=f.DUPLICATE_PARTS)
    whole = sum(member.file_size for member in members)
    for member in members:
        if member.file_size > limits.part:
            found, limit = f"{member.file_size // MIB} MiB", f"{limits.part // MIB} MiB"
            return f.TOO_LARGE.at(place, what=member.filename, found=found, limit=limit)
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > limits.ratio_from and ratio > limits.ratio:
            return f.TOO_LARGE.at(place, what=member.filename, found=ratio, limit=limits.ratio)
    if whole > limits.content:
        found, limit = f"{whole // MIB} MiB", f"{limits.content // MIB} MiB"
        return f.TOO_LARGE.at(place, what="zip", found=found, limit=limit)
    return None


def _inflate(data: bytes, members: list[zipfile.ZipInfo], place: Place) -> Mapping[str, bytes] | Finding:
    parts = {}
    for member in members:
        name = _name_of(member)
        content = _content(data, member)
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            return f.DAMAGED.at(place, why=f.LYING_SIZE)
        kept = name.endswith(_KEPT)
        if kept and _DOCTYPE in content[:_HEAD]:
            return f.DAMAGED.at(place, why=f.DOCTYPE)
        parts[name] = content if kept else b""
    return parts


def _content(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """Return what a member holds, and never more than a byte above what the directory says.

    Raises:
        ValueError: it lies outside the archive, is encrypted, or is compressed as no workbook is.
        zlib.error, struct.error: it is damaged.
    """
    start = member.header_offset
    name, extra = struct.unpack_from("<HH", data, start + _LENGTHS_AT)
    start += _HEADER + name + extra
    packed = memoryview(data)[start : start + member.compress_size]
    if member.flag_bits & 1 or len(packed) != member.compress_size:
        raise ValueError
    if member.compress_type == zipfile.ZIP_STORED:
        return bytes(packed)
    if member.compress_type == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
    raise ValueError
