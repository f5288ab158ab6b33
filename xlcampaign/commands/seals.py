"""How a stage was sealed, in a file of its own: acts, and the record that holds since the last of them.

A file that is spoilt, or gone while the summary says that its stage is sealed, stops whoever goes by it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from xlcampaign.campaign import Folder
from xlcampaign.commands.acts import SpoiltError, read_act, write_act
from xlcampaign.commands.writing import writing
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.model.seal import Sealed
from xlcampaign.package.status import status_of
from xlcampaign.tally.record import checksum_of
from xlcampaign.workbook.replacing import put, staging


def read_sealed(folder: Folder, stage: int) -> Sealed | None:
    """Return how a stage was sealed; None where it is not.

    Raises:
        Stop: nobody can tell.
    """
    try:
        sealed = read_act(folder.sealed(stage), Sealed)
    except SpoiltError as error:
        raise _spoilt(folder, stage) from error
    if sealed is None and (found := status_of(folder.summary(stage))):
        summary = folder.summary(stage).relative_to(folder.root).as_posix()
        raise Stop(
            s.SEAL_LOST.at(Place(), summary=summary, found=found, file=_name(folder, stage), stage=stage)
        )
    if sealed and not (sealed.acts and sealed.last.checksum == checksum_of(sealed.record)):
        raise _spoilt(folder, stage)
    return sealed


def _spoilt(folder: Folder, stage: int) -> Stop:
    return Stop(s.SEAL_SPOILT.at(Place(), file=_name(folder, stage), stage=stage))


def _name(folder: Folder, stage: int) -> str:
    return folder.sealed(stage).relative_to(folder.root).as_posix()


@contextmanager
def sealing(folder: Folder, stage: int, sealed: Sealed) -> Iterator[None]:
    """Keep how a stage is sealed; whoever calls this is alone there. If what follows fails, it is as it was before.

    Raises:
        Stop: it cannot be kept.
    """
    file = folder.sealed(stage)
    with writing(file), staging(file.parent) as room:
        new, old = room / "new", room / "old"
        write_act(new, sealed)
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
