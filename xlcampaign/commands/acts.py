"""Files that hold what somebody did, and must never be misread: values with a digest of them.

They are no caches: one that is not just as it was written is said to be spoilt, and not taken for none.
"""

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

_OWNER_ALONE = 0o600
_Kept = TypeVar("_Kept")


class SpoiltError(Exception):
    """A file is not as it was written."""


def read_act(file: Path, kind: type[_Kept]) -> _Kept | None:
    """Return what a file holds; None where there is none.

    Raises:
        SpoiltError: nobody can tell what it holds.
    """
    try:
        digest, _, body = file.read_bytes().partition(b"\n")
        kept = msgspec.json.decode(body, type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise SpoiltError from error
    if digest != _digest(body):
        raise SpoiltError
    return kept


def write_act(file: Path, kept: object) -> None:
    """Write a file that only its owner may read.

    Raises:
        OSError: it cannot be written.
    """
    body = msgspec.json.encode(kept)
    file.touch(_OWNER_ALONE)
    file.write_bytes(_digest(body) + b"\n" + body)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode("ascii")
