"""Putting a finished file in the place of an old one, in one step."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target`; put it in the target's place in one step when all went well.

    Raises:
        OSError: the folder is not writable, the disk is full, the target is open; the old file stays.
    """
    handle, name = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
