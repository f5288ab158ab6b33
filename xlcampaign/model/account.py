"""The account from which messages are sent."""

from dataclasses import dataclass
from enum import StrEnum


class Security(StrEnum):
    """How the connection is encrypted: from its first byte, after a plain greeting, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
"""The usual ports."""


@dataclass(frozen=True, slots=True)
class Account:
    """A server to send by, and as whom.

    Attributes:
        host: the server.
        port: its port.
        security: how the connection is encrypted.
        user: what to log in as; empty where nobody logs in, as on a connection that is not encrypted.
        address: the address of the sender.
        name: the sender's name.
    """

    host: str
    port: int
    security: Security
    user: str
    address: str
    name: str
