"""What a file is by its content, and whether it is safe to parse."""

import zipfile
from io import BytesIO

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.envelope import Envelope
from xlcampaign.words import T, same

MOST_ENTRIES = 5_000
LARGEST_PART = 200 * 1024 * 1024
LARGEST_CONTENT = 400 * 1024 * 1024
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 10 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SIGNS: tuple[tuple[bytes, T], ...] = (
    (b"%PDF", same("PDF")),
    (b"Rar!", same("RAR")),
    (b"7z\xbc\xaf", same("7z")),
    (b"\x89PNG", f.PICTURE),
    (b"\xff\xd8\xff", f.PICTURE),
    (b"GIF8", f.PICTURE),
    (b"<html", f.WEB_PAGE),
    (b"<!doctype html", f.WEB_PAGE),
)


def guard(envelope: Envelope) -> Finding | None:
    """Return the finding that keeps a file from being parsed; None for an .xlsx within the limits."""
    data, place = envelope.data, Place(envelope.name)
    if not data.startswith(_ZIP):
        return _tell(data, place)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _guard_size(archive, place) or _guard_content(archive, place)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        # NotImplementedError is zipfile's word for a compression that it does not know
        return f.DAMAGED.at(place, why=type(error).__name__)


def _tell(data: bytes, place: Place) -> Finding:
    """Say what a file is that is no zip archive, and so no .xlsx."""
    if not data:
        return f.NOT_A_WORKBOOK.at(place, content=f.EMPTY_FILE)
    if data.startswith(_OLE):
        encrypted = _ENCRYPTED in data
        return f.PASSWORD.at(place) if encrypted else f.OTHER_FORMAT.at(place, content=".xls / .et")
    head = data[:512].lstrip().lower()
    known = next((what for sign, what in _SIGNS if head.startswith(sign.lower())), f.UNKNOWN_CONTENT)
    return f.NOT_A_WORKBOOK.at(place, content=known)


def _guard_size(archive: zipfile.ZipFile, place: Place) -> Finding | None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_ENTRIES:
        return f.TOO_LARGE.at(place, what="zip", found=len(names), limit=MOST_ENTRIES)
    if len(set(names)) != len(names):
        return f.DAMAGED.at(place, why=f.DUPLICATE_PARTS)
    whole = sum(part.file_size for part in parts)
    for part in parts:
        if part.file_size > LARGEST_PART:
            found, limit = f"{part.file_size >> 20} MiB", f"{LARGEST_PART >> 20} MiB"
            return f.TOO_LARGE.at(place, what=part.filename, found=found, limit=limit)
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > RATIO_COUNTS_FROM and ratio > HIGHEST_RATIO:
            return f.TOO_LARGE.at(place, what=part.filename, found=ratio, limit=HIGHEST_RATIO)
    if whole > LARGEST_CONTENT:
        found, limit = f"{whole >> 20} MiB", f"{LARGEST_CONTENT >> 20} MiB"
        return f.TOO_LARGE.at(place, what="zip", found=found, limit=limit)
    return None


def _guard_content(archive: zipfile.ZipFile, place: Place) -> Finding | None:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return None
    if "xl/workbook.bin" in names:
        return f.OTHER_FORMAT.at(place, content=".xlsb")
    if {"mimetype", "content.xml"} <= names:
        return f.OTHER_FORMAT.at(place, content=".ods")
    return f.NOT_A_WORKBOOK.at(place, content="zip")
