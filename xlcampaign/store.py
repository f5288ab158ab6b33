"""What earlier runs found out, in one file that may be deleted at any time: bytes by key, checked when they are read.

Whatever goes wrong with the file, a run goes on without it: a damaged one is begun anew, and of one that cannot be
written a word is said.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_AT_ONCE = 64
"""How many values are written in one go: another run that wants to write waits no longer than that."""
_PATIENCE = 2.0
"""How many seconds to wait for another run that is writing."""
_DIGEST = 16
_NO_STORE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""What a file leads to that is damaged, or something else."""
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID"


class Store:
    """Bytes by key.

    Attributes:
        trouble: why nothing is kept, or no more; empty while all is well.
    """

    def __init__(self, opened: sqlite3.Connection | None, trouble: str = "") -> None:
        self.trouble = trouble
        self._opened = opened
        self._new: list[tuple[bytes, bytes]] = []
        self._seen: set[bytes] = set()

    def get(self, key: bytes) -> bytes | None:
        """Return what was kept under a key; None where nothing was, or not just as it was written under it."""
        self._seen.add(key)
        row = None
        if self._opened:
            with suppress(sqlite3.Error):
                row = self._opened.execute("SELECT data FROM kept WHERE key = ?", (key,)).fetchone()
        data = row[0] if row and isinstance(row[0], bytes) else b""
        return data[_DIGEST:] if data and data[:_DIGEST] == _digest(key + data[_DIGEST:]) else None

    def put(self, key: bytes, data: bytes) -> None:
        """Keep something."""
        self._seen.add(key)
        self._new.append((key, _digest(key + data) + data))
        if len(self._new) >= _AT_ONCE:
            self._write()

    def close(self) -> None:
        """Write what is still to be kept, and forget what this run asked for nothing of."""
        self._write()
        if self._opened:
            with suppress(sqlite3.Error), self._opened:
                kept = {row[0] for row in self._opened.execute("SELECT key FROM kept")}
                gone = [(key,) for key in kept - self._seen]
                self._opened.executemany("DELETE FROM kept WHERE key = ?", gone)

    def _write(self) -> None:
        new, self._new = self._new, []
        if self._opened and new and not self.trouble:
            try:
                with self._opened:
                    self._opened.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", new)
            except sqlite3.Error as error:
                self.trouble = str(error)


@contextmanager
def open_store(file: Path) -> Iterator[Store]:
    """Open the store in a file, which only its owner may read; make it where there is none."""
    try:
        opened = _connect(file)
    except (OSError, sqlite3.Error) as error:
        yield Store(None, getattr(error, "strerror", None) or str(error))
        return
    with closing(opened):
        store = Store(opened)
        yield store
        store.close()


def _connect(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(exist_ok=True)
    try:
        return _opened(file)
    except sqlite3.Error as error:
        if error.sqlite_errorcode not in _NO_STORE:
            raise
        file.unlink()
        return _opened(file)


def _opened(file: Path) -> sqlite3.Connection:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    opened = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        with opened:
            opened.execute(_TABLE)
            opened.execute("SELECT key FROM kept LIMIT 1").fetchone()
    except sqlite3.Error:
        opened.close()
        raise
    return opened


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
