"""What an inbox holds: files, each with a name to show and its bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Envelope:
    """One file as it came: its name relative to the inbox, for display only, and its content."""

    name: str
    data: bytes
