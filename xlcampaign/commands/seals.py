"""How a stage was sealed, in a file of its own: acts, and the record that holds since the last of them.

It is no cache. A file that is not just as it was written stops whoever goes by it: it is never taken for no seal.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from xlcampaign.campaign import Folder
from xlcampaign.commands.writing import writing
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.model.seal import Sealed
from xlcampaign.tally.record import checksum_of
from xlcampaign.workbook.replacing import put, staging

_DECODER = msgspec.json.Decoder(Sealed)
_OWNER_ALONE = 0o600


def read_sealed(folder: Folder, stage: int) -> Sealed | None:
    """Return how a stage was sealed; None where it is not.

    Raises:
        Stop: nobody can tell.
    """
    try:
        digest, _, body = folder.sealed(stage).read_bytes().partition(b"\n")
        sealed = _DECODER.decode(body)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise _spoilt(folder, stage) from error
    is_sound = digest == _digest(body) and sealed.acts and not sealed.acts[0].is_exception
    if not is_sound or sealed.last.checksum != checksum_of(sealed.record):
        raise _spoilt(folder, stage)
    return sealed


def _spoilt(folder: Folder, stage: int) -> Stop:
    file = folder.sealed(stage).relative_to(folder.root).as_posix()
    return Stop(s.SEAL_SPOILT.at(Place(), file=file, stage=stage))


@contextmanager
def sealing(folder: Folder, stage: int, sealed: Sealed) -> Iterator[None]:
    """Keep how a stage is sealed; whoever calls this is alone there. If what follows fails, it is as it was before.

    Raises:
        Stop: it cannot be kept.
    """
    file = folder.sealed(stage)
    with writing(file), staging(file.parent) as room:
        new, old = room / "new", room / "old"
        body = msgspec.json.encode(sealed)
        new.touch(_OWNER_ALONE)
        new.write_bytes(_digest(body) + b"\n" + body)
        if file.exists():
            shutil.copy2(file, old)
        put(new, file)
        try:
            yield
        except BaseException:
            if old.exists():
                old.replace(file)
            else:
                file.unlink()
            raise


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode("ascii")
