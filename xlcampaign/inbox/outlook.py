"""Mails as Outlook keeps them: .msg, a compound file; and winmail.dat, which only Outlook opens."""

import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from io import BytesIO

from olefile import OleFileIO

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.enclosure import MOST_BOXES, Enclosure, Inside, refused, set_aside
from xlcampaign.inbox.mail import SIGNATURE_ENDS, mail_of, read_date
from xlcampaign.inbox.names import INSIDE, Taken, shorten, shown_name, text_of
from xlcampaign.model.envelope import Envelope, Mail, credible

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TNEF = b"\x78\x9f\x3e\x22"

_MESSAGE_ENTRIES = tuple(
    name.encode("utf-16-le")
    for name in ("__nameid_", "__properties_", "__substg1.0_", "__recip_", "__attach_")
)
_ENTRY = 128
_ATTACHMENT = "__attach_version1.0_"
_EMBEDDED = "__substg1.0_3701000D"
_PROPERTIES = "__properties_version1.0"
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _KIND = "3701", "3707", "3704", "3001", "370E"
_HEADERS, _SENDER_NAME, _SENDER_ADDRESS = "007D", "0C1A", "5D01"
_SUBMITTED, _DELIVERED, _FLAGS = 0x0039, 0x0E06, 0x3714
_IN_TEXT = 4
"""The flag of a picture that is shown inside a mail's text."""

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_TOP_HEAD, _INNER_HEAD, _ATTACHMENT_HEAD = 32, 24, 8
_PICTURE_ENDS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz")
_UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
)
"""What the library says of a compound file that is not sound."""


def is_outlook(data: bytes) -> bool:
    """Tell whether bytes are a compound file whose folder begins with a message's own entries."""
    if not data.startswith(OLE) or len(data) < 512:  # noqa: PLR2004 -- a compound file's header
        return False
    size = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    start = (int.from_bytes(data[48:52], "little") + 1) * size
    entries = (data[at : at + _ENTRY] for at in range(start, start + size, _ENTRY))
    return any(entry.startswith(_MESSAGE_ENTRIES) for entry in entries)


class _Message:
    """A message's own storage in a compound file: the root's, or that of a message attached to another."""

    def __init__(self, ole: OleFileIO, path: tuple[str, ...], head: int) -> None:
        self.ole, self.path = ole, path
        self.head = head

    def stream(self, *path: str) -> bytes | None:
        """Return a stream's bytes; None where there is none."""
        full = [*self.path, *path]
        if not self.ole.exists(full):
            return None
        with self.ole.openstream(full) as stream:
            data: bytes = stream.read()
        return data

    def text(self, tag: str, *path: str) -> str:
        """Return a property's text: Unicode, or 8-bit of which nobody knows the character set."""
        wide = self.stream(*path, f"__substg1.0_{tag}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.stream(*path, f"__substg1.0_{tag}001E")
        return text_of(narrow).rstrip("\0") if narrow is not None else ""

    def fixed(self, tag: int, head: int, *path: str) -> int:
        """Return a property of fixed size as a number; 0 where there is none."""
        stream = self.stream(*path, _PROPERTIES) or b""
        for at in range(head, len(stream) - 15, 16):
            if int.from_bytes(stream[at + 2 : at + 4], "little") == tag:
                return int.from_bytes(stream[at + 8 : at + 16], "little")
        return 0

    def attachments(self) -> list[str]:
        """Return the names of the storages that hold attachments."""
        depth = len(self.path)
        found = {
            entry[depth]
            for entry in self.ole.listdir(streams=True, storages=True)
            if tuple(entry[:depth]) == self.path and "".join(entry[depth:]).startswith(_ATTACHMENT)
        }
        return sorted(found)

    def mail(self, outer: Mail | None) -> Mail:
        """Return who sent the message and when."""
        headers = HeaderParser().parsestr(self.text(_HEADERS), headersonly=True)
        ticks = self.fixed(_SUBMITTED, self.head) or self.fixed(_DELIVERED, self.head)
        stamped = _instant(ticks) or read_date(str(headers.get("Date", "")))
        name, address = self.text(_SENDER_NAME), self.text(_SENDER_ADDRESS)
        if not name:
            return mail_of(str(headers.get("From", "")), "", Mail("", stamped) if stamped else outer)
        sender = f"{name} <{address}>" if address and address != name else name
        return Mail(shorten(shown_name(sender)), stamped or (outer.sent if outer else None))


def _instant(ticks: int) -> datetime | None:
    """Return the instant of a number of tenths of microseconds since 1601; None where it is none for a mail."""
    try:
        return credible(_EPOCH + timedelta(microseconds=ticks // 10)) if ticks else None
    except OverflowError:
        return None


def read_outlook(envelope: Envelope, inside: Inside) -> tuple[Mail | None, Iterator[Enclosure]]:
    """Return who sent a .msg and when, and what is attached to it."""
    try:
        root = _Message(OleFileIO(BytesIO(envelope.data)), (), _TOP_HEAD)
        mail = root.mail(inside.mail)
        return mail, iter(list(_items(root, envelope.name, mail)))
    except _UNREADABLE:
        broken = refused(f.BROKEN_BOX.at(Place(envelope.name), why=f.BROKEN_INSIDE))
        return inside.mail, iter([broken])


def _items(message: _Message, name: str, mail: Mail | None, depth: int = 1) -> Iterator[Enclosure]:
    if depth > MOST_BOXES:
        yield refused(f.TOO_DEEP.at(Place(name)))
        return
    taken = Taken()
    parts = [(_called(message, storage), storage) for storage in message.attachments()]
    aside = [called for called, storage in parts if _is_aside(message, storage, called)]
    attached = [(called, storage) for called, storage in parts if not _is_aside(message, storage, called)]
    if aside:
        yield refused(set_aside(name, aside))
    if not attached:
        yield refused(f.NOTHING_INSIDE.at(Place(name)))
    for number, (called, storage) in enumerate(attached, 1):
        inner = taken.unique(name + INSIDE + (called or f"#{number}"))
        if message.ole.exists([*message.path, storage, _EMBEDDED]):
            embedded = _Message(message.ole, (*message.path, storage, _EMBEDDED), _INNER_HEAD)
            yield from _items(embedded, inner, embedded.mail(mail), depth + 1)
        else:
            yield Enclosure(inner, _loader(message, storage, inner, mail))


def _called(message: _Message, storage: str) -> str:
    """Return what an attachment is called, as it may be shown; empty where it has no name."""
    tags = (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME)
    return next((name for tag in tags if (name := shown_name(message.text(tag, storage)))), "")


def _is_aside(message: _Message, storage: str, called: str) -> bool:
    """Tell whether an attachment comes with a mail's text: a picture in it, a signature, a visiting card."""
    if called.casefold().endswith(SIGNATURE_ENDS):
        return True
    kind = message.text(_KIND, storage)
    in_text = message.fixed(_FLAGS, _ATTACHMENT_HEAD, storage) & _IN_TEXT
    return bool(in_text) and (kind.startswith("image/") or called.casefold().endswith(_PICTURE_ENDS))


def _loader(
    message: _Message, storage: str, name: str, mail: Mail | None
) -> Callable[[], Envelope | Finding]:
    def load() -> Envelope | Finding:
        try:
            data = message.stream(storage, f"__substg1.0_{_DATA}0102")
        except _UNREADABLE:
            return f.BROKEN_BOX.at(Place(name), why=f.BROKEN_INSIDE)
        return f.BROKEN_BOX.at(Place(name), why=f.NO_CONTENT) if data is None else Envelope(name, data, mail)

    return load
