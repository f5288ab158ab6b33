"""Writing into a campaign's folders: one command at a time, and what keeps one from writing said plainly."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EEXIST, EISDIR, ENAMETOOLONG, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS
from itertools import count
from pathlib import Path

from xlcampaign.campaign import MEMORY
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.model.limits import is_too_long
from xlcampaign.words import Lang, T
from xlcampaign.workbook.replacing import sweep

LOCK = f"{MEMORY}.lock"

_WHY = {
    ENOSPC: o.FULL,
    EDQUOT: o.FULL,
    EACCES: o.HELD,
    EPERM: o.HELD,
    EROFS: o.READ_ONLY,
    ENOENT: o.NO_SUCH_FOLDER,
    EISDIR: o.FOLDER_THERE,
    ENOTDIR: o.FILE_THERE,
    EEXIST: o.FILE_THERE,
    ENAMETOOLONG: o.NAME_TOO_LONG,
}


@contextmanager
def writing(*files: Path) -> Iterator[None]:
    """Turn what keeps files from being written into a finding on the one it is about, the first if none is named.

    Raises:
        Stop: the system refused.
    """
    try:
        yield
    except OSError as error:
        named = {str(error.filename), str(error.filename2)}
        file = next((file for file in files if str(file) in named), files[0])
        is_long = error.errno == ENOENT and any(map(is_too_long, map(Path, named)))
        why = o.PATH_TOO_LONG if is_long else _WHY.get(error.errno or 0, error.strerror or str(error))
        if file.name.startswith(MEMORY):
            file = file.parent  # nobody knows what the program keeps there; the folder it lies in they know
        raise Stop(o.NOT_WRITABLE.at(Place(), file=file.name or str(file), why=why)) from error


@contextmanager
def alone_in(folder: Path, *within: Path) -> Iterator[None]:
    """Make a folder if need be and be the only command that writes there; sweep what a killed one left behind.

    The lock is the system's: it goes with the process, however that ends.

    Args:
        folder: the folder that is locked.
        within: folders in it in which something is to be written; they are made and swept as well.

    Raises:
        Stop: another command is writing there, or nobody can.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- imported where used: what only reads starts faster

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise Stop(o.LOCKED.at(Place(), folder=folder.name)) from error
    try:
        for each in (folder, *within):
            with writing(each):
                each.mkdir(exist_ok=True)
                sweep(each)
        yield
    finally:
        lock.release()


def free_name(file: Path, called: T, lang: Lang, **facts: str) -> Path:
    """Return where a file can be kept beside itself: called by its own name and facts, by a number where that is taken."""
    numbers = ("" if number == 1 else f" {number}" for number in count(1))
    paths = (file.with_stem(called.fill(lang, {"name": file.stem, "n": n, **facts})) for n in numbers)
    return next(path for path in paths if not path.exists())


def is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file: by another name, through a link, or by a name in other letters."""
    return one.exists() and other.exists() and one.samefile(other)
