"""E-mails and mailboxes: their attachments, in memory, whatever way their names are written."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from functools import partial

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.enclosure import LARGEST_MEMBER, MOST_MEMBERS, Enclosure, Inside, refused, set_aside
from xlcampaign.inbox.names import INSIDE, Taken, header_text, parameter_text, shorten, shown_name, text_of
from xlcampaign.model.envelope import Envelope, Mail, credible

_KNOWN_HEADERS = (
    rb"from|to|cc|subject|date|mime-version|received|content-type|message-id|return-path|delivered-to|"
    rb"reply-to|sender|x-[a-z-]+|dkim-signature|authentication-results|content-transfer-encoding"
)
_HEADER = re.compile(rb"(?:" + _KNOWN_HEADERS + rb"):[ \t]?", re.IGNORECASE)
_NAMED = re.compile(rb"([!-9;-~]+):")
_FOLDED = (b" ", b"\t")
_MAIL_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d{4}[^\r\n]*\r?\n(?=[!-9;-~]+:|>From )")
_UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]+)\r?\n((?:[!-`][ -`]*\r?\n)+)`?\r?\n?end\b", re.MULTILINE
)
_FEWEST_HEADERS = 2
_HEAD = 8192

_SIGNATURES = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
    "text/vcard",
    "text/x-vcard",
    "text/directory",
    "text/calendar",
    "text/rfc822-headers",
    "message/delivery-status",
    "message/disposition-notification",
)
SIGNATURE_ENDS = (".p7s", ".vcf", ".asc", ".ics")


_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library may say while it decodes a part or writes a forwarded mail out again."""


class _Raw(Compat32):
    """The oldest policy, which survives anything, with headers as they came: 8-bit ones as surrogates."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 -- the policy's signature
        return value


def is_mail(data: bytes) -> bool:
    """Tell whether bytes begin like a mail: header lines alone, and at least two that mails have."""
    found = 0
    for line in data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n").splitlines():
        if not line:
            break
        if _HEADER.match(line):
            found += 1
        elif not _NAMED.match(line) and not line.startswith(_FOLDED):
            break
    return found >= _FEWEST_HEADERS


def is_mailbox(data: bytes) -> bool:
    """Tell whether bytes begin like a file of many mails."""
    first = _MAIL_FROM.match(data)
    return first is not None and is_mail(data[first.end() : first.end() + _HEAD])


def read_mailbox(envelope: Envelope, inside: Inside) -> Iterator[Enclosure]:
    """Yield the mails of a mailbox, each cut out only when it is loaded."""
    starts = [(match.start(), match.end()) for match in _MAIL_FROM.finditer(envelope.data)]
    if len(starts) > MOST_MEMBERS:
        place = Place(envelope.name)
        yield refused(f.BOX_LIMIT.at(place, what=f.MEMBERS, found=len(starts), limit=MOST_MEMBERS))
        return
    ends = [start for start, _ in starts[1:]] + [len(envelope.data)]
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
        name = f"{envelope.name}{INSIDE}#{number}"
        yield Enclosure(name, _cut(envelope, name, slice(start, end), inside.mail))


def _cut(envelope: Envelope, name: str, span: slice, mail: Mail | None) -> Callable[[], Envelope]:
    return lambda: Envelope(name, envelope.data[span], mail)


def read_headers(data: bytes, outer: Mail | None) -> Mail:
    """Return who sent a mail and when; where it does not say when, the mail that it lay in does."""
    message = BytesParser(policy=_Raw()).parsebytes(data, headersonly=True)
    return mail_of(message.get("From", ""), message.get("Date", ""), outer)


def mail_of(sender: str, day: str, outer: Mail | None) -> Mail:
    """Return what a mail says of itself from its raw headers."""
    named = shorten(shown_name(header_text(sender)))
    return Mail(named, read_date(day) or (outer.sent if outer else None))


def read_date(text: str) -> datetime | None:
    """Return the instant that a mail's date states, in UTC; None for anything that cannot be right."""
    try:
        return credible(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_mail(envelope: Envelope, inside: Inside) -> Iterator[Enclosure]:
    """Yield what is attached to a mail; pictures and signatures that come with its text are told together."""
    try:
        parts = list(_parts(BytesParser(policy=_Raw()).parsebytes(envelope.data)))
    except _UNREADABLE:
        yield refused(f.BROKEN_BOX.at(Place(envelope.name), why=f.BROKEN_INSIDE))
        return
    aside = [part for part in parts if _is_aside(part)]
    if aside:
        yield refused(set_aside(envelope.name, [_part_name(part) for part in aside]))
    if any(part.get_content_maintype() == "multipart" for part in parts):
        yield refused(f.BROKEN_BOX.at(Place(envelope.name), why=f.NO_BOUNDARY))
    attached = [part for part in parts if part not in aside and not _is_text(part)]
    written = [found for part in parts if part not in attached for found in _in_text(part)]
    if not attached and not written:
        yield refused(f.NOTHING_INSIDE.at(Place(envelope.name)))
    taken = Taken()
    for number, part in enumerate(attached, 1):
        name = taken.unique(envelope.name + INSIDE + (_part_name(part) or f"#{number}"))
        yield Enclosure(name, _decoder(part, name, inside.mail))
    for called, data in written:
        name = taken.unique(envelope.name + INSIDE + (called or "#"))
        yield Enclosure(name, partial(Envelope, name, data, inside.mail))


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that are not multiparts, those of forwarded mails left to themselves."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in _subparts(message):
            yield from _parts(part)
    else:
        yield message


def _subparts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _is_text(part: Message) -> bool:
    """Tell whether a part is a mail's text."""
    textual = part.get_content_maintype() in {"text", "multipart"}
    return textual and not _part_name(part) and part.get_content_disposition() != "attachment"


def _in_text(part: Message) -> Iterator[tuple[str, bytes]]:
    """Yield files that an old mail program wrote into a mail's text: lines between begin and end."""
    if part.get_content_maintype() != "text":
        return
    for match in _UUENCODED.finditer(_content(part)):
        lines = match[2].splitlines()
        try:
            data = b"".join(binascii.a2b_uu(line) for line in lines)
        except binascii.Error:
            continue  # a text that only looks like it
        yield shown_name(text_of(match[1])), data


def _is_aside(part: Message) -> bool:
    """Tell whether a part comes with a mail's text: a picture in it, a signature, a visiting card."""
    kind, name = part.get_content_type(), _part_name(part)
    if kind in _SIGNATURES or name.casefold().endswith(SIGNATURE_ENDS):
        return True
    shown = part.get_content_disposition() == "inline" or part.get("Content-ID") or not name
    return kind.startswith("image/") and part.get_content_disposition() != "attachment" and bool(shown)


def _part_name(part: Message) -> str:
    """Return what an attachment is called, as it may be shown; empty where it has no name."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = part.get_param(key, None, header)
        except TypeError:  # what the standard library says of a name whose pieces contradict each other
            continue
        if value:
            return shown_name(parameter_text(value))
    if part.get_content_type() == "message/rfc822":
        forwarded = _subparts(part)
        subject = shown_name(header_text(forwarded[0].get("Subject", ""))) if forwarded else ""
        return f"{subject}.eml" if subject else ""
    return ""


def _decoder(part: Message, name: str, mail: Mail | None) -> Callable[[], Envelope | Finding]:
    def load() -> Envelope | Finding:
        try:
            data = _content(part)
        except _UNREADABLE:
            return f.BROKEN_BOX.at(Place(name), why=f.BROKEN_INSIDE)
        if len(data) > LARGEST_MEMBER:
            found, limit = f"{len(data) >> 20} MiB", f"{LARGEST_MEMBER >> 20} MiB"
            return f.BOX_LIMIT.at(Place(name), what=f.ONE_FILE, found=found, limit=limit)
        return Envelope(name, data, mail)

    return load


def _content(part: Message) -> bytes:
    """Return an attachment's bytes; a forwarded mail is written out again to be read like one that lay there."""
    if part.is_multipart():
        written = b"".join(forwarded.as_bytes() for forwarded in _subparts(part))
        encoded = part.get("Content-Transfer-Encoding", "").strip().lower() == "base64"
        return base64.b64decode(written) if encoded else written
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
