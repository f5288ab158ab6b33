"""What an inbox holds: files, each with a name to show and its bytes; some of them hold other files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

_YEARS = range(1990, 2100)
"""What is dated otherwise comes from a computer whose clock was never set."""


def credible(stated: datetime) -> datetime | None:
    """Return a stated instant in UTC, which it is where it names no zone; None where it cannot be meant."""
    if stated.year not in _YEARS:
        return None
    return stated.replace(tzinfo=UTC) if stated.tzinfo is None else stated.astimezone(UTC)


class Box(StrEnum):
    """What holds other files."""

    ARCHIVE = "archive"
    MAIL = "mail"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says of itself: who sent it, and when (UTC); None where it does not say so credibly."""

    sender: str = ""
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """One file as it came.

    Attributes:
        name: its name relative to the inbox, through everything that it lay in; for display only.
        data: its content.
        mail: the mail that it came by, or that it is; None where it came by none.
        box: what it is, where it holds other files; those come as envelopes of their own.
    """

    name: str
    data: bytes
    mail: Mail | None = None
    box: Box | None = None
