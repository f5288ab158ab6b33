"""A folder of files as they came, in any sub-folders."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.catalogue.operation_rules import PATH_TOO_LONG
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.names import Taken, shown_name
from xlcampaign.inbox.standins import is_elsewhere, is_system_folder, say_unread
from xlcampaign.layout.text import squeeze
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.limits import LIMITS, is_too_long

LARGEST_FILE = LIMITS.file
_BOX_ENDS = (".zip", ".eml", ".mbox", ".msg")
_WORKBOOK_ENDS = {".xlsx", ".xlsm", ".xls", ".et", ".ods"}
_PUT_ASIDE = {squeeze(name) for text in f.PUT_ASIDE_NAMES for name in (text.zh, text.en)}


def list_files(folder: Path) -> tuple[list[tuple[str, Path]], list[Finding]]:
    """Return the files of a folder, by name, and findings on those that are passed over.

    Names are relative to the folder with forward slashes; links and anything but plain files are not followed. What
    lies in a folder named 作废, 旧 or 不用 is put aside by the coordinator, and passed over, and so is what a system
    keeps for itself: hidden folders, trash, older versions.
    """
    files: list[tuple[str, Path]] = []
    findings: list[Finding] = []
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    taken = Taken()
    aside: dict[Path, int] = {}
    for path in paths:
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder and (path.suffix.lower() not in _WORKBOOK_ENDS or any(path.iterdir())):
            continue
        put_aside = _put_aside(path.relative_to(folder))
        if put_aside is not None:
            aside[put_aside] = aside.get(put_aside, 0) + 1
            continue
        name = taken.unique(shown_name(path.relative_to(folder).as_posix()) or "#")
        if is_folder:  # called like a workbook, it may be all that is left of one
            findings.append(f.NOT_A_WORKBOOK.at(Place(name), content=f.FOLDER))
        elif is_too_long(path):  # the system knows of no such file, though it names it
            findings.append(f.UNREADABLE.at(Place(name), why=PATH_TOO_LONG))
        elif path.is_symlink() or not path.is_file():
            findings.append(f.NOT_A_WORKBOOK.at(Place(name), content=f.SPECIAL))
        elif unread := say_unread(path.name, Place(name)):
            findings.append(_open_elsewhere(path, name) or unread)
        else:
            files.append((name, path))
    for put_aside, number in aside.items():
        rule = i.SYSTEM_FOLDER if is_system_folder(put_aside.name) else f.PUT_ASIDE
        findings.append(rule.at(Place(shown_name(put_aside.as_posix())), found=number))
    return files, findings


def _put_aside(path: Path) -> Path | None:
    """Return the outermost folder of a path in which somebody keeps what is not to count; None without one."""
    return next((p for p in reversed(path.parents) if _is_aside(p.name)), None)


def _is_aside(folder: str) -> bool:
    return squeeze(folder) in _PUT_ASIDE or is_system_folder(folder)


def _open_elsewhere(path: Path, name: str) -> Finding | None:
    """Return the warning that a lock file gives of a file beside it; None for any other file."""
    locked = path.name[2:] if path.name.startswith(("~$", ".~")) else ""
    locked = locked.removeprefix("lock.").rstrip("#")
    if locked and any(p.name.endswith(locked) and p != path for p in path.parent.iterdir()):
        return f.OPEN_ELSEWHERE.at(Place(name), name=locked)
    return None


def read_envelope(name: str, path: Path) -> Envelope | Finding:
    """Return a file's bytes under its display name, or the finding that says why it is not read."""
    elsewhere = False
    try:
        status = path.stat()
        size, elsewhere = status.st_size, is_elsewhere(status)
        if size > LARGEST_FILE:
            limit, found = f"{LARGEST_FILE >> 20} MiB", f"{size >> 20} MiB"
            rule = f.BOX_LIMIT if name.casefold().endswith(_BOX_ENDS) else f.TOO_LARGE
            return rule.at(Place(name), what=name, found=found, limit=limit)
        return Envelope(name, path.read_bytes())
    except OSError as error:
        if elsewhere:
            return i.PLACEHOLDER.at(Place(name), name=path.name)
        is_withheld = isinstance(error, PermissionError)
        return f.UNREADABLE.at(Place(name), why=f.WITHHELD if is_withheld else error.strerror or str(error))


class Inbox(NamedTuple):
    """The number of a folder's files, the files, each read only when its turn comes, and what is passed over."""

    number: int
    envelopes: Iterator[Envelope | Finding]
    passed_over: list[Finding]


def read_folder(folder: Path) -> Inbox:
    """Return what a folder holds."""
    files, findings = list_files(folder)
    return Inbox(len(files), (read_envelope(name, path) for name, path in files), findings)
