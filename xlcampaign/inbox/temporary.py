"""Files that office programs and systems leave behind."""

_STARTS = ("~$", ".~", "._", ".")
_NAMES = {"thumbs.db", "desktop.ini"}
_ENDS = (".tmp", "#", ".part", ".crdownload")


def is_temporary(name: str) -> bool:
    """Tell whether a file name is one that office programs or systems leave behind."""
    low = name.casefold()
    return low.startswith(_STARTS) or low in _NAMES or low.endswith(_ENDS)
