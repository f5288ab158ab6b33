"""What the program puts into a form that goes back to its sender, and by what it knows that again."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from xlcampaign.layout.text import squeeze
from xlcampaign.words import T

RETURN_TAB = T("退回说明", "Returned")
"""The first sheet of a form that goes back: what is to be mended, where, and how."""
RETURNED_BRANCH = T("（退回，只发本支部）", " (returned, this branch only)")
RETURNED_COMMITTEE = T("（退回，只发本单位）", " (returned, this body only)")
"""What ends the name of a file that goes back."""
REPORTS_BACK = T("{name}-退回", "{name}-returned")
"""The folder, beside a roll-up, of the reports that go back to their units."""
NOT_MENDED_HERE = T(
    "这里只列问题。报来的文件不用改、也不要改：照下面说的办，再汇总一次，把程序新写的发给{organisation}。",
    "This is a list alone. What was sent is not corrected in place: do what it says below, merge again, and send what the"
    " program writes to {organisation}.",
)
"""What is said to a unit of a file that the program wrote."""
LEVEL_ABOVE = T("上级", "the level above")
"""To whom a report is sent again where its level has no list that says who it is."""
NOTE_HEAD = T("—— 退回意见 ——", "—— Why it went back ——")
"""The line above a comment that was put to the end of somebody else's."""
_HEADS = re.compile("|".join(f"\n?{re.escape(head)}\n?" for head in (NOTE_HEAD.zh, NOTE_HEAD.en)))
MARKED = "marked."
"""What the hidden identity calls each piece of what was put in, before its number."""
_PIECE = 30_000
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Marks:
    """What was put into a form that went back, as the form itself says.

    Attributes:
        texts: the digests of its tab, its columns and its comments (digest_of).
        tab: what its tab is called.
        fills: the fills that coloured cells had before, by tab and cell.
    """

    texts: frozenset[str] = frozenset()
    tab: str = ""
    fills: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield what the hidden identity says of them."""
        fills = {tab: _by_fill(cells) for tab, cells in self.fills.items()}
        packed = json.dumps(
            {"texts": sorted(self.texts), "tab": self.tab, "fills": fills}, ensure_ascii=False
        )
        for number, at in enumerate(range(0, len(packed), _PIECE), 1):
            yield f"{MARKED}{number}", packed[at : at + _PIECE]


def marks_of(facts: Mapping[str, str]) -> Marks:
    """Return what a hidden identity says was put in; nothing where it says nothing that can be read."""
    packed = "".join(facts.get(f"{MARKED}{number}", "") for number in range(1, len(facts) + 1))
    try:
        stated = json.loads(packed)
        fills = {
            tab: {cell: fill for fill, cells in listed.items() for cell in cells.split()}
            for tab, listed in stated["fills"].items()
        }
        return Marks(frozenset(stated["texts"]), str(stated.get("tab", "")), fills)
    except (ValueError, LookupError, TypeError, AttributeError):
        return Marks()


def digest_of(texts: Iterable[str]) -> str:
    """Return a digest of texts that is equal for equal ones, be they saved by another program."""
    said = "\n".join(filter(None, map(squeeze, texts)))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def own_from(comment: str, marks: Marks) -> int | None:
    """Return from which character on a comment is the program's, 0 where all of it is; None where nothing is."""
    if digest_of([comment]) in marks.texts:
        return 0
    heads = (head for head in _HEADS.finditer(comment) if digest_of([comment[head.end() :]]) in marks.texts)
    return next((head.start() for head in heads), None)


def _by_fill(cells: Mapping[str, str]) -> dict[str, str]:
    fills: dict[str, list[str]] = {}
    for cell, fill in cells.items():
        fills.setdefault(fill, []).append(cell)
    return {fill: " ".join(listed) for fill, listed in fills.items()}
