"""What a file that is no workbook really is, by how it begins."""

import re

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.words import T, same

_LOOKED_AT = 4096
_SIGNATURES: tuple[tuple[bytes, T], ...] = (
    (b"%PDF", f.PDF),
    (b"Rar!", same("RAR")),
    (b"7z\xbc\xaf", same("7z")),
    (b"\x1f\x8b", same("gzip")),
    (b"\x89PNG", f.PICTURE),
    (b"\xff\xd8\xff", f.PICTURE),
    (b"GIF8", f.PICTURE),
    (b"BM", f.PICTURE),
    (b"II*\x00", f.PICTURE),
    (b"MM\x00*", f.PICTURE),
    (b"RIFF", f.PICTURE),
    (b"{\\rtf", f.WORD),
    (b"MZ", f.PROGRAM),
)
_PHONE_PHOTOS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
"""What stands behind the first four bytes of the photos that phones take."""
_MARKUP = ("<html", "<!doctype html", "<table", "<meta")
_MAIL = "mime-version:"
_OLD_XML = (b'progid="excel.sheet"', b"urn:schemas-microsoft-com:office:spreadsheet", b"office:spreadsheet")
_BARE_RECORDS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = (",", "\t", ";")


def is_other_workbook(data: bytes) -> bool:
    """Tell whether a file is a workbook of a format that office programs open and this program does not."""
    head = data[:_LOOKED_AT].lower()
    markup = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return data.startswith(_BARE_RECORDS) or (markup and any(sign in head for sign in _OLD_XML))


def tell(data: bytes) -> T:
    """Return what a file is that is neither a zip archive nor an OLE file."""
    if not data.strip(b"\x00"):
        return f.ZEROS if data else f.EMPTY_FILE
    known = next((what for sign, what in _SIGNATURES if data.startswith(sign)), None)
    if data.startswith(_PHONE_PHOTOS, 4):
        return f.PICTURE
    text = _text_of(data[:_LOOKED_AT])
    return known or (f.UNKNOWN_CONTENT if text is None else _tell_text(text))


def _tell_text(text: str) -> T:
    low = text.lstrip("\ufeff \t\r\n").lower()
    if low.startswith(_MAIL) or (low.startswith("<") and any(sign in low for sign in _MARKUP)):
        return f.WEB_PAGE
    lines = [line for line in text.splitlines() if line.strip()][:20]
    whole = lines[:-1] or lines  # the last one may be cut
    separated = any(whole and all(separator in line for line in whole) for separator in _SEPARATORS)
    return f.CSV if separated else f.TEXT


def _text_of(head: bytes) -> str | None:
    """Return what a file's beginning says where it is text in one of the usual encodings, else None."""
    encodings = ("utf-16",) if head.startswith(_WIDE) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        for cut in range(4):  # a character may be cut in the middle
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if _CONTROL.search(text) else text
    return None
