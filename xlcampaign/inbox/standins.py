"""Files that are nobody's form by their names: placeholders, unfinished downloads, links, what systems leave behind."""

import os
import re
from pathlib import PurePosixPath

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding, Place, Rule
from xlcampaign.inbox.names import INSIDE

_STARTS = ("~$", ".~", "._", ".")
_NAMES = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon", "icon\r"}
_LOCK_END = "#"
_STREAM = re.compile(
    r"[:\uf03a](?:zone\.identifier|smartscreen|encryptable|(?:com|org)\.[\w.]+|afp_\w+|.*\$data)$"
)
"""A second stream of a file, where a system without streams keeps it beside the file."""
_SYSTEM_FOLDERS = {
    "__macosx",
    "@eadir",
    "@recycle",
    "@recently-snapshot",
    "@tmp",
    "#recycle",
    "#snapshot",
    "$recycle.bin",
    "recycler",
    "recycled",
    "~snapshot",
    "system volume information",
    "lost+found",
}
_PLACEHOLDERS = (".icloud", ".nextcloud", ".owncloud", ".cloudf", ".cloud", ".rsls", ".stub")
_UNFINISHED = (
    ".crdownload",
    ".part",
    ".partial",
    ".filepart",
    ".opdownload",
    ".download",
    ".downloading",
    ".xltd",
    ".td",
    ".aria2",
    ".!ut",
    ".!qb",
    ".fdmdownload",
    ".baiduyun.p.downloading",
)
_LINKS = (
    ".url",
    ".lnk",
    ".webloc",
    ".website",
    ".desktop",
    ".gsheet",
    ".gdoc",
    ".gslides",
    ".gform",
    ".gdlink",
)
_TEMPORARY = (".tmp", ".temp")
_RECALLED = 0x1000 | 0x40000 | 0x400000
"""What Windows says of files whose content is elsewhere: offline, recalled on open, recalled on access."""
_DATALESS = 0x40000000
"""And macOS."""


def is_system_folder(name: str) -> bool:
    """Tell whether a folder is hidden, or one in which a system keeps what was deleted, older versions or its own."""
    return name.startswith(".") or name.casefold() in _SYSTEM_FOLDERS


def is_elsewhere(status: os.stat_result) -> bool:
    """Tell whether a file's content is not on this machine."""
    windows, mac = getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)
    return bool(windows & _RECALLED or mac & _DATALESS)


def say_unread(path: str, place: Place) -> Finding | None:
    """Return why a file is not even opened, by its path; None for any that is."""
    *folders, name = PurePosixPath(path).parts or ("",)
    low = name.casefold()
    stem = _without(name, _PLACEHOLDERS)
    if stem:
        return i.PLACEHOLDER.at(place, name=stem.removeprefix("."))
    left = low.startswith(_STARTS) or low in _NAMES or low.endswith(_LOCK_END) or _STREAM.search(low)
    return f.IGNORED.at(place) if left or any(map(is_system_folder, folders)) else None


def say_by_name(finding: Finding) -> Finding:
    """Return what is said of a file that is no sound workbook: what its name says that it is, else what was found."""
    if finding.rule not in {f.NOT_A_WORKBOOK, f.DAMAGED}:
        return finding
    path = finding.place.file.rpartition(INSIDE)[2]
    name = path.rpartition("/")[2]
    kinds: tuple[tuple[Rule, tuple[str, ...]], ...] = ((i.UNFINISHED, _UNFINISHED), (i.LINK, _LINKS))
    for rule, ends in kinds:
        stem = _without(name, ends)
        if stem:
            return rule.at(finding.place, name=stem)
    if name.casefold().endswith(_TEMPORARY):
        return f.IGNORED.at(finding.place)
    return say_unread(path, finding.place) or finding


def _without(name: str, ends: tuple[str, ...]) -> str:
    """Return a name without the ending that it has among some; empty where it has none of them."""
    end = max((end for end in ends if name.casefold().endswith(end)), key=len, default="")
    return name[: -len(end)] if end else ""
