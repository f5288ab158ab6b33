"""One palette, one font, the looks of cells; colours differ in lightness, so that grey prints tell them apart."""

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

RED = "#B1161B"
DARK_RED = "#86101A"
GOLD = "#C8973F"
STAR = "#A8741A"
GREY = "#BDB5AA"
GREEN = "#2E7D32"
INK = "#262626"
MUTED = "#7F7F7F"
RULE = "#DDD8D0"
PAPER = "#FBF6F0"
INPUT = "#FFF8DC"
LOCKED = "#F1EEEA"
ALERT = "#F9CBAD"
WHITE = "#FFFFFF"
TAB_LEADERS = RED
TAB_WORKING = "#A6A6A6"

FONT = "Microsoft YaHei"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; the checked writer turns each look into one format."""

    bold: bool = False
    italic: bool = False
    size: float = 10
    color: str = INK
    fill: str = ""
    align: str = ""
    valign: str = "vcenter"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    border: str = ""
    top: str = ""
    bottom: str = ""
    left: str = ""
    thick: bool = False
    number: str = ""
    locked: bool = True
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out its hash once: every cell asks for it."""
        traits = (getattr(self, trait.name) for trait in fields(self) if trait.compare)
        object.__setattr__(self, "_hash", hash(tuple(traits)))

    def __hash__(self) -> int:
        """Looks are remembered by their traits."""
        return self._hash

    def but(self, **changes: Any) -> "Look":  # noqa: ANN401 -- replace() checks the names
        """Return this look with some traits changed."""
        return _changed(self, **changes)


@lru_cache(maxsize=1024, typed=True)
def _changed(look: Look, **changes: Any) -> Look:  # noqa: ANN401 -- replace() checks the names
    """Return a look with some traits changed; nearly every cell asks for one that was asked for before."""
    return replace(look, **changes)


TEXT = Look()
NOTE = Look(color=MUTED, size=9, fill=PAPER, wrap=True, indent=1)
TITLE = Look(bold=True, size=16, color=WHITE, fill=RED, indent=1)
HEADER = Look(bold=True, color=WHITE, fill=DARK_RED, align="center", wrap=True, border=RULE)
WORKING_HEADER = HEADER.but(wrap=False, shrink=True)
"""Of what is worked out beside a page, whose rows are as high as the page needs."""
INPUT_CELL = Look(fill=INPUT, border=RULE, locked=False, align="center")
LOCKED_CELL = Look(fill=LOCKED, border=RULE)
STATUS = Look(bold=True, color=RED, size=9, indent=1)
CODE = Look(color=MUTED, size=8, indent=1)
CELL = Look(bottom=RULE)
CENTRED = Look(bottom=RULE, align="center")
HEADING = Look(bold=True, size=12, color=RED)
