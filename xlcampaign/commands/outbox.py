"""A folder of files to send: written one by one, none over what somebody changed."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from xlcampaign.commands.writing import writing
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.workbook.replacing import put, staging

MEMORY = ".xlcampaign.sent"


class Outbox:
    """A folder of files to send; it knows by their hashes which of them the program wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._memory = folder / MEMORY
        self._own = set(self._memory.read_text("ascii").split()) if self._memory.exists() else set()

    def put(self, name: str, write: Callable[[Path], None]) -> Finding | None:
        """Write a file, or say why the old one stays: somebody changed it.

        Raises:
            Stop: it cannot be written.
        """
        target = self._folder / name
        with writing(target), staging(self._folder) as room:
            new = room / name
            write(new)
            digest = _digest_of(new)
            if target.exists():
                old = _digest_of(target)
                if old == digest:
                    return None
                if old not in self._own:
                    return o.KEPT.at(Place(), file=name)
            self._remember(digest)
            put(new, target)
        return None

    def _remember(self, digest: str) -> None:
        """Add a hash before its file is put in place; the line before may have been cut off by a crash."""
        if digest not in self._own:
            with self._memory.open("a", encoding="ascii", newline="\n") as memory:
                memory.write(f"\n{digest}\n")
                memory.flush()
                os.fsync(memory.fileno())
            self._own.add(digest)


def _digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
