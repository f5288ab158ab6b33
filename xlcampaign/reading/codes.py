"""The visible line on a form's first sheet that says which form it is; it survives copying and renaming."""

import re
from collections.abc import Iterator

from xlcampaign.layout.text import plain
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.reading.grid import Grid

_WHOLE = re.compile(r"\d{1,9}")
_BEGINS = "XLC:"
MAY_BEGIN = re.compile(
    "[X\u1e8a\u1e8c\u213b\u2168-\u216b\u24cd\uff38\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
"""What is X in one width, or holds one: most sheets have none of it, and are not brought into one width."""
_ROWS, _COLUMNS = 40, 10
"""Where the line is looked for."""


def codes_on(grid: Grid) -> Iterator[Identity]:
    """Yield the identities that a sheet states."""
    texts = [raw for row in grid.rows[:_ROWS] for raw in row[:_COLUMNS] if isinstance(raw, str)]
    whole = "\n".join(texts)
    if not MAY_BEGIN.search(whole) or _BEGINS not in plain(whole):
        return
    for raw in texts:
        identity = _read_code(plain(raw))
        if identity:
            yield identity


def _read_code(text: str) -> Identity | None:
    """Return the identity that a visible code states, or None for any other text."""
    parts = text.strip().split(":")
    if len(parts) != 6 or parts[0] != "XLC" or not _WHOLE.fullmatch(parts[2]):  # noqa: PLR2004 -- XLC and five facts
        return None
    if parts[3] not in set(StepKey):
        return None
    return Identity(parts[1], int(parts[2]), StepKey(parts[3]), parts[4], parts[5])
