"""What was sent, line by line: a run that was interrupted goes on, and nobody gets a message twice.

A line says what became of a message at an address; of the message it knows a digest alone.
"""

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Delivery(StrEnum):
    """What became of a message at an address.

    BEGUN: the server was being given it; where nothing follows, nobody knows whether it took it.
    SENT: the server took it.
    REFUSED: the server did not take it.
    """

    BEGUN = "begun"
    SENT = "sent"
    REFUSED = "refused"


class Logged(NamedTuple):
    """What a line says last of a message at an address."""

    delivery: Delivery
    at: str


class SentLog:
    """The log in a file, to which lines are only ever added."""

    def __init__(self, file: Path) -> None:
        """Read what was sent; a line that was cut off says nothing.

        Raises:
            OSError: the file cannot be read.
        """
        self._file = file
        self._last: dict[tuple[str, str], Logged] = {}
        for line in file.read_text("ascii", "replace").splitlines() if file.is_file() else ():
            match line.split():
                case [at, delivery, digest, address] if delivery in set(Delivery):
                    self._last[digest, address] = Logged(Delivery(delivery), at)

    def last(self, digest: str, address: str) -> Logged | None:
        """Return what is known last of a message at an address; None where it was never sent there."""
        return self._last.get((digest, address))

    def add(self, at: datetime, delivery: Delivery, digest: str, address: str) -> None:
        """Add a line, which lasts once this returns; the one before may have been cut off by a crash.

        Raises:
            OSError: nothing can be written there.
        """
        logged = Logged(delivery, at.isoformat(timespec="seconds"))
        self._file.parent.mkdir(exist_ok=True)
        with self._file.open("a", encoding="ascii", newline="\n") as opened:
            opened.write(f"\n{logged.at} {delivery} {digest} {address}\n")
            opened.flush()
            os.fsync(opened.fileno())
        self._last[digest, address] = logged
