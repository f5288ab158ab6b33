"""The codes of members who were taken out of the plan altogether: nobody else ever gets one."""

from collections.abc import Iterable

from xlcampaign.campaign import Folder
from xlcampaign.commands.writing import writing


def retired_codes(folder: Folder) -> frozenset[str]:
    """Return the codes that nobody gets again; without the list nobody knows of any."""
    try:
        return frozenset(folder.retired.read_text(encoding="utf-8").split())
    except (OSError, ValueError):
        return frozenset()


def retire(folder: Folder, codes: Iterable[str]) -> None:
    """Keep codes from being given again.

    Raises:
        Stop: the list cannot be written.
    """
    known = retired_codes(folder)
    if new := set(codes) - known:
        with writing(folder.retired):
            folder.retired.parent.mkdir(parents=True, exist_ok=True)
            folder.retired.write_text("\n".join(sorted(known | new)) + "\n", encoding="utf-8")
