"""Putting finished files in the place of old ones, each in one step; what a killed run left behind is swept."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from secrets import token_hex
from time import sleep

_PREFIX = ".~xlcampaign-"
_OURS = re.compile(re.escape(_PREFIX) + "[a-z0-9_]{8}")
_NEW, _OLD = "new", "old"
_ROOM = 0o700 if os.name == "posix" else 0o777
"""Rights of a folder for what is not finished: on Windows a file keeps its folder's when it is moved, and others must read it."""
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8) if os.name == "nt" else ()
"""How many seconds to wait for whoever holds a file that was just written: on Windows virus scanners do, for a moment."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Give a temporary path; put what is written there in the target's place in one step when all went well.

    It lies alone in a folder of its own beside the target, where other temporary files may lie as well.

    Raises:
        OSError: the folder is not writable, the disk is full, the target is open; the old file stays.
    """
    with staging(target.parent) as room:
        yield room / _NEW
        put(room / _NEW, target)


@contextmanager
def replaced_together(first: Path, *others: Path) -> Iterator[tuple[Path, ...]]:
    """Give temporary paths for files of one folder that belong together; replace all of them, or none.

    Several files cannot change in one step. Should the machine stop in between, others than the first are missing: never
    do files of two runs stand side by side.

    Raises:
        OSError: one of them cannot be replaced; all are as they were.
    """
    targets = (first, *others)
    for target in targets:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(target))
    with ExitStack() as staged, ExitStack() as undo:
        rooms = [staged.enter_context(staging(first.parent)) for _ in targets]
        yield tuple(room / _NEW for room in rooms)
        for room in rooms:
            _flush(room / _NEW)
        for target, room in zip(targets, rooms, strict=True):
            undo.callback(_put_back, room / _OLD, target)
        for other, room in zip(others, rooms[1:], strict=True):
            if other.exists():
                other.replace(room / _OLD)
        if first.exists():
            shutil.copy2(first, rooms[0] / _OLD)
        for target, room in zip(targets, rooms, strict=True):
            if not (room / _OLD).exists():
                undo.callback(target.unlink, missing_ok=True)
            put(room / _NEW, target)
        undo.pop_all()


def _put_back(kept: Path, target: Path) -> None:
    if kept.exists():
        kept.replace(target)


@contextmanager
def keeping(file: Path, name: Path) -> Iterator[None]:
    """Keep a copy of a file under another name of its folder while it is replaced; the copy goes where that fails.

    Raises:
        OSError: it cannot be copied; nothing has changed.
    """
    with staging(file.parent) as room:
        shutil.copy2(file, room / _OLD)
        put(room / _OLD, name)
    try:
        yield
    except BaseException:
        name.unlink(missing_ok=True)
        raise


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give a folder of its own for what is not finished; it goes with all that is left in it."""
    room = folder / f"{_PREFIX}{token_hex(4)}"
    room.mkdir(mode=_ROOM)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def put(file: Path, target: Path) -> None:
    """Put a finished file in the target's place, and make sure that it stays there.

    Raises:
        OSError: it cannot be put there; an old file stays.
    """
    _flush(file)
    for seconds in _WAITS:
        try:
            file.replace(target)
            break
        except PermissionError:
            sleep(seconds)
    else:
        file.replace(target)
    _sync_folder(target.parent)


def sweep(folder: Path) -> None:
    """Remove what runs that were killed left in a folder; whoever calls this is alone in writing there."""
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a change of names last, where systems let folders be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some networks refuse; the file itself is safe and in its place
            os.fsync(handle)
    finally:
        os.close(handle)
