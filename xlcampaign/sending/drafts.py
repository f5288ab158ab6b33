"""Messages as mails: drafts to open and send, the same to be sent at once, and text to paste.

Attachments are named twice, as QQ Mail and Outlook need it to show Chinese names whole: in Content-Disposition by RFC
2231 in one piece, in Content-Type as encoded words. What the standard library writes (the name cut into continuations,
and in one place alone) they show as tcmime.bin or "Untitled".
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import encode_rfc2231, format_datetime
from html import escape
from mimetypes import guess_type

from xlcampaign.sending.messages import Letter

_CRLF = b"\r\n"
_LONGEST_WORD = 75
"""Of an encoded word, in characters."""
_PAGE = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>'
    "<body style=\"font-family:'Microsoft YaHei',sans-serif;font-size:14px;line-height:1.6\">\n{}\n</body></html>\n"
)
_UNKNOWN = "application/octet-stream"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Head = Sequence[tuple[str, str]]
"""The first lines of a mail, by name; all in ASCII."""


def draft_of(letter: Letter) -> bytes:
    """Return a message as a draft that mail programs open to be looked at and sent; equal messages give equal bytes.

    Raises:
        OSError: an attachment cannot be read.
    """
    return _mail(letter, [("X-Unsent", "1"), *_addressed(letter)])


def mail_of(letter: Letter, sender: tuple[str, str], at: datetime) -> bytes:
    """Return a message as it is sent.

    Args:
        letter: the message.
        sender: name and address of who sends it.
        at: when it is sent.

    Raises:
        OSError: an attachment cannot be read.
    """
    name, address = sender
    mark = hashlib.sha256(draft_of(letter) + at.isoformat().encode()).hexdigest()[:32]
    head = [
        ("From", mailbox(name, address)),
        *_addressed(letter),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{mark}@{address.rpartition('@')[2]}>"),
    ]
    return _mail(letter, head)


def text_of(letter: Letter) -> bytes:
    """Return a message as text to paste."""
    return as_pasted(letter.subject, letter.text)


def as_pasted(subject: str, text: str) -> bytes:
    """Return a text to paste or print: the subject, then what it says; Windows' Notepad shows it as it is."""
    said = f"{subject}\n\n{text}\n"
    return said.replace("\n", "\r\n").encode("utf-8-sig")


def mailbox(name: str, address: str) -> str:
    """Return an address with the name of whom it belongs to."""
    return f"{_words(name)} <{address}>" if name else address


def _addressed(letter: Letter) -> Head:
    to = ",\r\n ".join(mailbox(letter.name, address) for address in letter.addresses)
    return [*([("To", to)] if to else []), ("Subject", _words(letter.subject))]


def _mail(letter: Letter, head: Head) -> bytes:
    page = _PAGE.format("\n".join(_paragraphs(letter.text)))
    said = [
        _part([("Content-Type", f"text/{kind}; charset=utf-8")], text.replace("\n", "\r\n").encode())
        for kind, text in (("plain", f"{letter.text}\n"), ("html", page))
    ]
    parts = [
        _multipart("alternative", said),
        *(_attached(f.name, f.read_bytes()) for f in letter.attachments),
    ]
    return b"".join([_lines([*head, ("MIME-Version", "1.0")]), _multipart("mixed", parts)])


def _paragraphs(text: str) -> Iterable[str]:
    """Yield the paragraphs of a text, between which it has empty lines."""
    for paragraph in text.split("\n\n"):
        yield f"<p>{'<br>'.join(map(escape, paragraph.split(chr(10))))}</p>"


def _attached(name: str, data: bytes) -> bytes:
    kind = _WORKBOOK if name.casefold().endswith(".xlsx") else guess_type(name)[0] or _UNKNOWN
    head = [
        ("Content-Type", f'{kind};\r\n name="{_words(name)}"'),
        ("Content-Disposition", f"attachment;\r\n filename*={encode_rfc2231(name, 'utf-8')}"),
    ]
    return _part(head, data)


def _multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """Return parts as one; what is encoded in base64 never holds the signs with which the boundary begins."""
    boundary = "=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    edge = b"--" + boundary.encode()
    head = _lines([("Content-Type", f'multipart/{kind};\r\n boundary="{boundary}"')])
    return b"".join([head, _CRLF, *(edge + _CRLF + part for part in parts), edge, b"--", _CRLF])


def _part(head: Head, data: bytes) -> bytes:
    encoded = base64.encodebytes(data).replace(b"\n", _CRLF)
    return _lines([*head, ("Content-Transfer-Encoding", "base64")]) + _CRLF + encoded


def _lines(head: Head) -> bytes:
    return b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in head)


def _words(text: str) -> str:
    """Return text as encoded words of whole characters, a word a line."""
    words, last = [], ""
    for char in text:
        if len(_word(last + char)) > _LONGEST_WORD:
            words.append(last)
            last = ""
        last += char
    return "\r\n ".join(map(_word, [*words, last]))


def _word(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="
