"""One file of the inbox and everything that lies in it: archives and mails opened, the rest as it is.

Opening is done where workbooks are read, in a worker with a memory limit and a deadline, although the standard
library does most of it: mails nest as deep as their sender likes, a mailbox takes seconds, and an Outlook file
is parsed by a third party. So a hostile one costs itself, and its contents never pass through the parent.
"""

from collections.abc import Iterator
from dataclasses import replace

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.enclosure import MOST_ARCHIVES, MOST_BOXES, Budget, Enclosure, Inside
from xlcampaign.inbox.mail import is_mail, is_mailbox, read_headers, read_mail, read_mailbox
from xlcampaign.inbox.members import is_archive, may_be_archive, read_archive
from xlcampaign.inbox.outlook import OLE, TNEF, is_outlook, read_outlook
from xlcampaign.model.envelope import Box, Envelope, Mail

InnerPath = tuple[int, ...]
"""Where something lies in a file: its number in the outermost box, its number in that, and so on; () is the file."""


def may_hold(envelope: Envelope) -> bool:
    """Tell, by a first look that parses nothing, whether a file may hold others."""
    data = envelope.data
    return may_be_archive(data) or data.startswith(OLE) or is_mail(data) or is_mailbox(data)


def open_envelope(
    envelope: Envelope, wanted: frozenset[InnerPath] | None = None
) -> Iterator[tuple[InnerPath, Envelope | Finding]]:
    """Yield a file, and after one that holds others all that lies in it, in an order that its bytes alone decide.

    Args:
        envelope: the file.
        wanted: the paths to go for; all else is left closed as far as can be. Everything by default.
    """
    yield from _open(envelope, Inside(Budget()), (), wanted)


def _open(
    envelope: Envelope, inside: Inside, path: InnerPath, wanted: frozenset[InnerPath] | None
) -> Iterator[tuple[InnerPath, Envelope | Finding]]:
    box, place = _box_of(envelope), Place(envelope.name)
    if envelope.data.startswith(TNEF):
        yield path, f.OUTLOOK_ONLY.at(place)
    elif box is None:
        yield path, envelope
    elif inside.boxes == MOST_BOXES or (box is Box.ARCHIVE and inside.archives == MOST_ARCHIVES):
        yield path, f.TOO_DEEP.at(place)
    else:
        mail, enclosures = _contents(envelope, box, inside)
        yield path, replace(envelope, mail=mail, box=box)
        deeper = inside.one_in(archive=box is Box.ARCHIVE, mail=mail)
        for number, enclosure in enumerate(enclosures):
            inner = (*path, number)
            if wanted is not None and not any(one[: len(inner)] == inner for one in wanted):
                continue
            found = enclosure.load()
            if isinstance(found, Finding):
                yield inner, found
            else:
                yield from _open(found, deeper, inner, wanted)


def _contents(envelope: Envelope, box: Box, inside: Inside) -> tuple[Mail | None, Iterator[Enclosure]]:
    """Return the mail that a box's contents came by, and the contents."""
    if box is Box.ARCHIVE:
        return inside.mail, read_archive(envelope, inside)
    if box is Box.MAILBOX:
        return inside.mail, read_mailbox(envelope, inside)
    if is_outlook(envelope.data):
        return read_outlook(envelope, inside)
    mail = read_headers(envelope.data, inside.mail)
    return mail, read_mail(envelope, replace(inside, mail=mail))


def _box_of(envelope: Envelope) -> Box | None:
    """Return what a file is that holds others, told by its content; None for any other file."""
    data = envelope.data
    if is_archive(data, envelope.name):
        return Box.ARCHIVE
    if is_mailbox(data):
        return Box.MAILBOX
    return Box.MAIL if is_mail(data) or is_outlook(data) else None
