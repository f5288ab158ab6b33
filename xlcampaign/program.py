"""What program this is: a digest by which runs, and machines, can tell whether they read files alike."""

import hashlib
import sys
from functools import cache
from pathlib import Path

VERSION = "0.1.0"
_ROOT = Path(__file__).parent
_READERS = ("defusedxml", "msgspec", "msoffcrypto-tool", "olefile", "python-calamine")


@cache  # while it runs it stays what it is
def program_digest() -> bytes:
    """Return a digest of all that decides what is read out of a file: this program's source, and what it reads with."""
    from importlib.metadata import version  # noqa: PLC0415 -- imported where used: --help stays instant

    digest = hashlib.sha256(sys.version.encode())
    for name in _READERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for source in sorted(_ROOT.rglob("*.py")):
        data = source.read_bytes()
        digest.update(f"{source.relative_to(_ROOT).as_posix()} {len(data)}\n".encode() + data)
    return digest.digest()
