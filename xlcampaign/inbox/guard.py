"""What a file is by its content, and whether it is safe to parse."""

import posixpath
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.archive import ZIP, read_parts
from xlcampaign.inbox.signatures import is_other_workbook, tell
from xlcampaign.inbox.unlock import unlock
from xlcampaign.model.content import Content, Format
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.limits import LIMITS, MIB, Limits
from xlcampaign.words import T, same

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "xl/vbaproject.bin"
_MANIFEST = "meta-inf/manifest.xml"
_ENCRYPTED = b"encryption-data"
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_MAIN = re.compile(rb"Type=[\"'][^\"']*/officeDocument[\"']")
_TARGET = re.compile(rb"Target=[\"']([^\"']*)[\"']")
_WORKBOOK = re.compile(rb"<(?:\w+:)?workbook\b")
_OTHER_ZIPPED: tuple[tuple[str, T], ...] = (
    ("word/document.xml", f.WORD),
    ("ppt/presentation.xml", f.SLIDES),
)
_ENDINGS = {
    Format.XLSX: {".xlsx", ".xltx"},
    Format.XLSM: {".xlsm", ".xltm", ".xlam"},
    Format.XLSB: {".xlsb"},
    Format.ODS: {".ods", ".ots"},
    Format.XLS: {".xls", ".xlt", ".et", ".ett"},
}
_KNOWN_ENDINGS = frozenset().union(*_ENDINGS.values())
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD = 4096
_NUMBERS = "index/document.iwa"
_BOOK = "workbook"
_SUMMARY = "\x05SummaryInformation"
"""The stream in which an OLE document says when it was last saved."""
_FILE_PASS, _BOUND_SHEET = 0x2F, 0x85
_DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error)
"""What a damaged directory leads the reader of OLE files to."""


def is_called_a_workbook(name: str) -> bool:
    """Tell whether a file is called like a workbook, whatever it is."""
    return posixpath.splitext(name)[1].casefold() in _KNOWN_ENDINGS


def guard(envelope: Envelope, passwords: Sequence[str] = (), limits: Limits = LIMITS) -> Content | Finding:
    """Return a file's content if it is a workbook within the limits, or the finding that keeps it from being parsed.

    Args:
        envelope: the file.
        passwords: what to try on encrypted files, in order.
        limits: what is opened at all.
    """
    data, place = envelope.data, Place(envelope.name)
    if len(data) > limits.file:
        found, limit = f"{len(data) // MIB} MiB", f"{limits.file // MIB} MiB"
        return f.TOO_LARGE.at(place, what=envelope.name, found=found, limit=limit)
    if data.startswith(_OLE):
        content = _open_ole(envelope, passwords, limits)
    elif data.startswith(ZIP):
        content = _open_zip(envelope, limits)
    elif is_other_workbook(data):
        return f.OTHER_FORMAT.at(place, content=f.OLD_BOOK)
    else:
        return f.NOT_A_WORKBOOK.at(place, content=tell(data))
    return content if isinstance(content, Finding) else _noted(content)


def _open_zip(envelope: Envelope, limits: Limits) -> Content | Finding:
    place = Place(envelope.name)
    parts = read_parts(envelope.data, place, limits)
    if isinstance(parts, Finding):
        return parts
    main = _main_part(parts)
    if main.endswith(".bin") and main in parts:
        return Content(envelope.name, envelope.data, Format.XLSB, parts, main)
    if main in parts and (main.startswith("xl/") or _WORKBOOK.search(parts[main][:_HEAD])):
        kind = Format.XLSM if _MACROS in parts else Format.XLSX
        return Content(envelope.name, envelope.data, kind, parts, main)
    if parts.get("mimetype", b"").strip().startswith(_ODS_TYPE) and "content.xml" in parts:
        if _ENCRYPTED not in parts.get(_MANIFEST, b""):
            return Content(envelope.name, envelope.data, Format.ODS, parts, "content.xml")
        return f.PASSWORD.at(place, why=f.NO_KEY)
    return _other_zip(parts, place)


def _other_zip(parts: Mapping[str, bytes], place: Place) -> Finding:
    """Say what an archive is that is no workbook."""
    if _NUMBERS in parts:
        return f.OTHER_FORMAT.at(place, content=f.NUMBERS_BOOK)
    known = next((what for name, what in _OTHER_ZIPPED if name in parts), same("zip"))
    return f.NOT_A_WORKBOOK.at(place, content=known)


def _main_part(parts: Mapping[str, bytes]) -> str:
    """Return the part that a package names as its document, wherever its writer put it."""
    for tag in _RELATION.findall(parts.get("_rels/.rels", b"")):
        target = _TARGET.search(tag)
        if target and _MAIN.search(tag):
            return target[1].decode("utf-8", "replace").lstrip("/").casefold()
    return "xl/workbook.bin" if "xl/workbook.bin" in parts else "xl/workbook.xml"


def _open_ole(envelope: Envelope, passwords: Sequence[str], limits: Limits) -> Content | Finding:
    place = Place(envelope.name)
    streams = _streams(envelope.data, place)
    if isinstance(streams, Finding):
        return streams
    info, parts = streams
    if not info and not _is_locked(parts[_BOOK]):
        return Content(envelope.name, envelope.data, Format.XLS, parts, _BOOK)
    opened = unlock(envelope.data, info, passwords, place, limits)
    if isinstance(opened, Finding):
        return opened
    if info and not opened.startswith(ZIP):
        return f.DAMAGED.at(place, why=f.BROKEN_INSIDE)
    inner = Envelope(envelope.name, opened)
    content = _open_zip(inner, limits) if info else _open_ole(inner, (), limits)
    return content if isinstance(content, Finding) else replace(content, findings=(f.OPENED.at(place),))


def _streams(data: bytes, place: Place) -> tuple[bytes, dict[str, bytes]] | Finding:
    """Return how an OLE file is encrypted, empty where it is not, and the streams of an .xls workbook."""
    import olefile  # noqa: PLC0415 -- few files need it

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage") and ole.exists("EncryptionInfo"):
                return ole.openstream("EncryptionInfo").read(), {}
            named = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            if named is None:
                return f.NOT_A_WORKBOOK.at(place, content=_other_ole(ole.exists))
            parts = {_BOOK: ole.openstream(named).read()}
            with suppress(*_DAMAGE):  # a time that cannot be read costs no form
                parts[_SUMMARY.casefold()] = ole.openstream(_SUMMARY).read()
            return b"", parts
    except _DAMAGE:
        return f.DAMAGED.at(place, why=f.BROKEN_INSIDE)


def _other_ole(exists: Callable[[str], bool]) -> T:
    """Return what an OLE file without a workbook is, by the streams in it."""
    known = (("WordDocument", f.WORD), ("PowerPoint Document", f.SLIDES))
    return next((what for name, what in known if exists(name)), f.OLD_OFFICE)


def _is_locked(book: bytes) -> bool:
    """Tell whether an .xls asks for a password: a record before the first sheet's name says so."""
    for kind in _records(book):
        if kind in {_FILE_PASS, _BOUND_SHEET}:
            return kind == _FILE_PASS
    return False


def _records(book: bytes) -> Iterator[int]:
    start = 0
    while start + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, start)
        yield kind
        start += 4 + size


def _noted(content: Content) -> Content:
    """Add what is worth a note: macros, an ending that says something else, a format that hides things."""
    place = Place(content.name)
    notes = list(content.findings)
    if content.format is Format.XLSM:
        notes.append(f.MACROS.at(place))
    ending = posixpath.splitext(content.name)[1].casefold()
    if ending in _KNOWN_ENDINGS and ending not in _ENDINGS[content.format] | _more(content.format):
        notes.append(f.MISNAMED.at(place, name=ending, content=f".{content.format}"))
    return replace(content, findings=tuple(notes))


def _more(kind: Format) -> set[str]:
    """Return endings that are as good: macros make no other workbook of it, and .xlsm may be without any."""
    return _ENDINGS[Format.XLSM] if kind is Format.XLSX else set()
