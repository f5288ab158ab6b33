"""The parts of a zip archive, inflated once and never beyond what is allowed, whatever its directory says."""

import copy
import lzma
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
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,  # zipfile's word for an unknown compression
    RuntimeError,  # and for an encrypted member
    ValueError,
    EOFError,
    OSError,
)


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
            return _guard_directory(members, place, limits) or _inflate(archive, members, place)
    except _BROKEN as error:
        return f.DAMAGED.at(place, why=type(error).__name__)


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


def _inflate(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], place: Place
) -> Mapping[str, bytes] | Finding:
    parts = {}
    for member in members:
        name = _name_of(member)
        # one byte more than stated is asked for: what is longer than it says is caught, and not read on
        asked = copy.copy(member)
        asked.file_size += 1
        with archive.open(asked) as stream:
            content = stream.read(asked.file_size)
        if len(content) != member.file_size:
            return f.DAMAGED.at(place, why=f.LYING_SIZE)
        kept = name.endswith(_KEPT)
        if kept and _DOCTYPE in content[:_HEAD]:
            return f.DAMAGED.at(place, why=f.DOCTYPE)
        parts[name] = content if kept else b""
    return parts
