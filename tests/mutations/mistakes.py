"""What people do to a cell, and what must become of it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mutations import cells
from mutations.cells import Typed, address_of
from mutations.facts import Cell

from xlcampaign.layout.kinds import Code, Day, Number, OneOf, Whole, Words
from xlcampaign.model.cell import EPOCH

_CHINESE = "零一二三四五六七八九十"


class Meaning(StrEnum):
    """What a changed cell means to whoever reads it."""

    SAME = "same"
    """What it meant before: that value is read, or the cell is rejected."""
    NOTHING = "nothing"
    """Empty: an optional cell counts as never typed, a required one is missed."""
    OWN = "own"
    """A text of its own, in a cell that takes any."""
    NONE = "none"
    """No value that fits: rejected, at its place."""


@dataclass(frozen=True)
class Mistake:
    """A cell changed: what was done, the cells as they now are, what the cell now means."""

    name: str
    cell: Cell
    put: dict[str, Typed]
    meaning: Meaning
    merge: str = ""
    says: str = ""


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def mistakes_on(cell: Cell) -> Iterator[Mistake]:
    """Yield everything that is done to a cell."""
    address = address_of(cell.row, cell.number)
    kind, shown = cell.column.kind, _shown(cell.shown)
    free = isinstance(kind, Words)

    def on(name: str, typed: Typed, meaning: Meaning, says: str = "") -> Mistake:
        return Mistake(name, cell, {address: typed}, meaning, says=says)

    def text(name: str, value: str, meaning: Meaning) -> Mistake:
        takes = Meaning.OWN if free and meaning is Meaning.NONE else meaning
        return on(name, cells.text(value), takes, value)

    yield on("deleted", cells.NOTHING, Meaning.NOTHING)
    yield on("error", cells.ERROR, Meaning.NONE)
    yield on("uncached", cells.UNCACHED, Meaning.NONE)
    yield text("text", "大约8左右", Meaning.NONE)
    ticked = isinstance(kind, OneOf) and kind.is_sign("TRUE")
    says = str(kind.parse("TRUE")) if ticked else "TRUE"
    yield on("true", cells.TRUE, Meaning.OWN if free or ticked else Meaning.NONE, says)
    if not isinstance(kind, Day):
        serial = (date(2023, 5, 4) - EPOCH).days
        yield on("date", cells.day(serial), Meaning.OWN if free else Meaning.NONE, "2023-05-04")
    yield from _out_of_range(cell, on, text)
    if shown:
        yield text("padded", f"{shown} ", Meaning.SAME)
        yield text("padded wide", f"\u3000{shown}\u3000\xa0\u200b", Meaning.SAME)
        wide = _full_width(shown)
        own = free and unicodedata.normalize("NFKC", wide) != wide
        yield on("full width", cells.text(wide), Meaning.OWN if own else Meaning.SAME, wide)
        unit = "票" if isinstance(kind, Whole) else "分"
        certain = isinstance(kind, Number | Whole) and not isinstance(cell.shown, str)
        yield text("unit", shown + unit, Meaning.SAME if certain else Meaning.NONE)
        yield from _numerals(cell, text)
    yield from _merges(cell)


def _out_of_range(cell, on, text) -> Iterator[Mistake]:
    kind = cell.column.kind
    match kind:
        case Number():
            wrong = [kind.high / 100 + 1, -1, kind.low / 100 + 0.123, 1e308]
        case Whole():
            wrong = [kind.high + 1, -1, 1.5, 1e308]
        case Day():
            wrong = [(date(1999, 1, 1) - EPOCH).days, -5, 1e308]
        case Words():
            wrong = []
            yield on("too long", cells.text("长" * (kind.longest + 1)), Meaning.NONE)
        case OneOf():
            wrong = [99, -1]
        case _:
            wrong = [1.1e17, -0.5]
            yield text("scientific", "1.1E+17", Meaning.NONE)
    for value in wrong:
        yield on(f"out of range {value}", cells.number(value), Meaning.NONE)


def _numerals(cell, text) -> Iterator[Mistake]:
    shown, kind = cell.shown, cell.column.kind
    if isinstance(kind, Number | Whole) and isinstance(shown, int | float):
        if shown == int(shown) and 0 <= shown <= 10:
            yield text("Chinese", _CHINESE[int(shown)], Meaning.SAME)
        yield text("percent", f"{_shown(shown)}%", Meaning.NONE)
        yield text("about", f"{_shown(shown)}左右", Meaning.NONE)
        yield text("signed", f"+{_shown(shown)}", Meaning.SAME)
        yield text("comma", f"{_shown(shown)},5", Meaning.NONE)
        yield text("range", f"{_shown(shown)}-9", Meaning.NONE)
    if isinstance(kind, Day) and isinstance(shown, date):
        yield text("dots", f"{shown.year}.{shown.month}.{shown.day}", Meaning.SAME)
        yield text("Chinese date", f"{shown.year}年{shown.month}月{shown.day}日", Meaning.SAME)
        yield text("two-digit year", f"{shown.year % 100}.{shown.month}.{shown.day}", Meaning.NONE)
        yield text("day first", f"{shown.day}/{shown.month}/{shown.year}", Meaning.NONE)


def _merges(cell: Cell) -> Iterator[Mistake]:
    """Yield merges with the neighbours; the neighbour's value goes, as a spreadsheet program makes it go."""
    own = address_of(cell.row, cell.number)
    for name, row, number in (("right", cell.row, cell.number + 1), ("below", cell.row + 1, cell.number)):
        other = address_of(row, number)
        yield Mistake(f"merged {name}", cell, {other: cells.NOTHING}, Meaning.NONE, f"{own}:{other}")


__all__ = ["Code", "Meaning", "Mistake", "mistakes_on"]
