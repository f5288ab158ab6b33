"""Formulas that know their value: what a cell computes is said once, for the file and for the value cached in it.

Only functions that Excel, WPS and LibreOffice have had for decades; none stumbles over text or errors in a range.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

from xlcampaign.model.cell import EPOCH, Raw
from xlcampaign.workbook.limits import LONGEST_LITERAL, units

_BEYOND = 1_000_000
_PIECE = LONGEST_LITERAL // 2
"""Of a text too long to stand between quotation marks; rare characters count two."""


@dataclass(frozen=True, slots=True)
class Live:
    """A formula, without its equals sign, and what it gives for the cells as they are now."""

    formula: str
    value: Raw

    @property
    def number(self) -> float:
        """The value as a number; 0 for anything that is none."""
        return serial_of(self.value) or 0


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Texts with which a cell says no more than a blank one: the defined name of their list, and what they are."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A block of cells: its full reference, its contents row by row, and what leaves a cell unused."""

    ref: str
    raws: tuple[tuple[Raw, ...], ...]
    unsaid: Unsaid | None = None

    @property
    def unused(self) -> str:
        """A condition that is true of each cell that is blank or says no more than that."""
        return (
            f'ISNUMBER(MATCH({self.ref}&"",{self.unsaid.name},0))' if self.unsaid else f"ISBLANK({self.ref})"
        )

    def is_unused(self, raw: Raw) -> bool:
        """Tell whether that is true of one of the cells."""
        return is_empty(raw) or (self.unsaid is not None and is_among(raw, self.unsaid.words))

    @property
    def filled(self) -> list[Raw]:
        """What stands in the cells that are not empty."""
        return [raw for row in self.raws for raw in row if not is_empty(raw)]


def is_empty(raw: Raw) -> bool:
    """Tell whether a spreadsheet counts a cell as blank; a space is no blank."""
    return raw is None or raw == ""


def is_among(raw: Raw, words: Iterable[str]) -> bool:
    """Tell whether a cell holds one of some words, whatever its case, as spreadsheets compare."""
    return isinstance(raw, str) and raw.casefold() in _folded(tuple(words))


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.casefold, words))


def serial_of(raw: Raw) -> float | None:
    """Return the number that a cell is to a spreadsheet, days for a date; None for anything else."""
    if type(raw) is int or type(raw) is float:
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float | date):
        return None
    if isinstance(raw, datetime):
        return (raw - datetime(EPOCH.year, EPOCH.month, EPOCH.day)).total_seconds() / 86_400  # noqa: DTZ001 -- workbooks know no time zone
    return (raw - EPOCH).days if isinstance(raw, date) else raw


def text(words: str) -> Live:
    """Return a text constant."""
    return Live(quote(words), words)


@lru_cache(maxsize=256)
def number(value: int) -> Live:
    """Return a number constant."""
    return Live(str(value), value)


def quote(words: str) -> str:
    """Return a text as formulas write it: in pieces, where it is longer than Excel takes."""
    if units(words) > LONGEST_LITERAL:
        return f"({'&'.join(quote(words[n : n + _PIECE]) for n in range(0, len(words), _PIECE))})"
    return '"' + words.replace('"', '""') + '"'


def total(lives: Iterable[Live]) -> Live:
    """Return a sum; 0 of nothing."""
    zero = number(0)
    listed = [live for live in lives if live is not zero and live != zero]
    if len(listed) == 1:
        return listed[0]
    formula = "+".join(live.formula for live in listed)
    return Live(f"({formula})" if listed else "0", sum(live.number for live in listed))


def less(whole: Live, part: Live) -> Live:
    """Return a difference."""
    return Live(f"({whole.formula}-{part.formula})", whole.number - part.number)


def times(live: Live, factor: int) -> Live:
    """Return a multiple."""
    return Live(f"{factor}*{live.formula}", factor * live.number)


def exceeds(left: Live, right: Live) -> Live:
    """Tell whether a number is greater than another."""
    return Live(f"{left.formula}>{right.formula}", left.number > right.number)


def equals(live: Live, words: str) -> Live:
    """Tell whether a cell holds a text, whatever its case."""
    same = isinstance(live.value, str) and live.value.casefold() == words.casefold()
    return Live(f"{live.formula}={quote(words)}", same)


def is_number(live: Live) -> Live:
    """Tell whether a cell holds a number or a date."""
    return Live(f"ISNUMBER({live.formula})", serial_of(live.value) is not None)


def only_numbers(cells: Iterable[Live]) -> Live:
    """Tell whether some cells hold nothing but numbers, blanks aside: then their sum is all that they say."""
    listed = list(cells)
    formula = ",".join(live.formula for live in listed)
    found = all(is_empty(live.value) or serial_of(live.value) is not None for live in listed)
    return Live(f"COUNTA({formula})=COUNT({formula})", found)


def both(*conditions: Live) -> Live:
    """Tell whether all conditions hold; none of them may be an error."""
    formula = ",".join(condition.formula for condition in conditions)
    return Live(f"AND({formula})", all(condition.value for condition in conditions))


def whether(condition: Live, yes: Live, no: Live) -> Live:
    """Return one of two, by a condition."""
    value = yes.value if condition.value else no.value
    return Live(f"IF({condition.formula},{yes.formula},{no.formula})", value)


def distance(left: Live, right: Live) -> Live:
    """Return the difference without its sign."""
    return Live(f"ABS({left.formula}-{right.formula})", abs(left.number - right.number))


def worded(template: str, **parts: Live) -> Live:
    """Return a sentence with figures in it."""
    formulas: list[str] = []
    words: list[str] = []
    for literal, quoted, name in _pieces(template):
        if literal:
            formulas.append(quoted)
            words.append(literal)
        if name:
            formulas.append(parts[name].formula)
            value = parts[name].value
            words.append(value if isinstance(value, str) else f"{parts[name].number:.15g}")
    return Live("&".join(formulas), "".join(words))


@lru_cache(maxsize=256)
def _pieces(template: str) -> tuple[tuple[str, str, str | None], ...]:
    """Return a template's words, as they are and as formulas write them, each with the name of the figure that follows."""
    return tuple((literal, quote(literal), name) for literal, name, *_ in Formatter().parse(template))


def if_any(count: Live, template: str) -> Live:
    """Return a sentence with a count, {n}, in it; nothing for 0. The count's formula, often long, stands there once."""
    before, behind = template.split("{n}")
    words = f"{before}{count.number:.15g}{behind}" if count.number > 0 else ""
    said = f"{quote(before)}0{quote(behind) if behind else ''};;"
    return Live(f"TEXT({count.formula},{quote(said)})", words)


def joined(lives: Iterable[Live]) -> Live:
    """Return texts one after the other."""
    listed = list(lives)
    return Live("&".join(live.formula for live in listed), "".join(str(live.value) for live in listed))


def after(live: Live, skipped: int) -> Live:
    """Return a text without its first characters."""
    return Live(f"MID({live.formula},{skipped + 1},999)", str(live.value)[skipped:])


def size(area: Range) -> Live:
    """Return the number of cells."""
    return Live(f"ROWS({area.ref})*COLUMNS({area.ref})", sum(len(row) for row in area.raws))


def blanks(area: Range) -> Live:
    """Return the number of empty cells."""
    return Live(f"COUNTBLANK({area.ref})", sum(len(row) for row in area.raws) - len(area.filled))


def filled(area: Range) -> Live:
    """Return the number of cells that are not empty."""
    return Live(f"COUNTA({area.ref})", len(area.filled))


def used_rows(columns: Iterable[Range]) -> Live:
    """Return the number of rows with any content in some columns."""
    listed = list(columns)
    used = sum(any(_used(listed, row)) for row in _by_row(listed))
    unused = "*".join(area.unused for area in listed)
    # reckoned, because to Excel a yes or no is no number: FALSE=0 is TRUE in LibreOffice alone
    return Live(f"SUMPRODUCT(1-{unused})", used)


def _by_row(columns: Iterable[Range]) -> Iterable[tuple[tuple[Raw, ...], ...]]:
    return zip(*(area.raws for area in columns), strict=True)


def _used(columns: Iterable[Range], row: Iterable[tuple[Raw, ...]]) -> list[bool]:
    """Tell of each cell of a row whether it says anything."""
    return [not area.is_unused(raw) for area, cells in zip(columns, row, strict=True) for raw in cells]


def added(cells: Iterable[Live]) -> Live:
    """Return the sum of some cells, text and blanks counting nothing."""
    listed = list(cells)
    formula = ",".join(live.formula for live in listed)
    return Live(f"SUM({formula})", sum(live.number for live in listed))


def highest(lives: Iterable[Live]) -> Live:
    """Return the highest of some numbers."""
    listed = list(lives)
    return Live(f"MAX({','.join(live.formula for live in listed)})", max(live.number for live in listed))


def containing(area: Range, words: str) -> Live:
    """Return the number of cells whose text contains some words."""
    found = sum(words in str(raw) for raw in area.filled)
    return Live(f"SUMPRODUCT(--ISNUMBER(FIND({quote(words)},{area.ref})))", found)


def ballots(numbers: Range, marks: Range) -> Live:
    """Return how many different numbers stand beside any mark; what is no number counts as the first one."""
    rows = zip(numbers.raws, marks.raws, strict=True)
    beside = [n for (n,), row in rows if any(not is_empty(raw) for raw in row)]
    first = min((n for row in numbers.raws for raw in row if (n := serial_of(raw)) is not None), default=0)
    used = {first if (known := serial_of(n)) is None else known for n in beside}
    # a blank is sent above all classes, into the one that has no upper end; a text is 0, in the first
    shown = f'--TEXT({numbers.ref},"0;-0;0;\\0")'
    classes = f"FREQUENCY({shown}+{_BEYOND}*ISBLANK({marks.ref}),{numbers.ref})"
    return Live(f"(SUMPRODUCT(--({classes}>0))-SIGN(COUNTBLANK({marks.ref})))", len(used))


def unnumbered(numbers: Range, marks: Range) -> Live:
    """Return how many marks stand beside no number at all."""
    rows = zip(numbers.raws, marks.raws, strict=True)
    found = sum(is_empty(n) and not is_empty(raw) for (n,), row in rows for raw in row)
    return Live(f"SUMPRODUCT(ISBLANK({numbers.ref})*(1-ISBLANK({marks.ref})))", found)


def unused(area: Range) -> Live:
    """Return how many cells say nothing."""
    found = sum(area.is_unused(raw) for row in area.raws for raw in row)
    return Live(f"SUMPRODUCT(--{area.unused})", found)


def missed(own: Iterable[Range], column: Range) -> Live:
    """Return the number of rows with anything in some columns and nothing in another."""
    listed = list(own)
    cells = [(_used(listed, row[:-1]), _used([column], row[-1:])) for row in _by_row([*listed, column])]
    found = sum(any(said) and not any(asked) for said, asked in cells)
    unused = "*".join(area.unused for area in listed)
    return Live(f"SUMPRODUCT((1-{unused})*{column.unused})", found)


def untouched(given: Iterable[Range], own: Iterable[Range]) -> Live:
    """Return the number of rows with anything in some columns and nothing in some others."""
    known, blank = list(given), list(own)
    rows = list(_by_row([*known, *blank]))
    found = sum(
        any(_used(known, row[: len(known)])) and not any(_used(blank, row[len(known) :])) for row in rows
    )
    nothing, open_ = ("*".join(area.unused for area in areas) for areas in (known, blank))
    return Live(f"SUMPRODUCT((1-{nothing})*{open_})", found)


def among(areas: Iterable[Range], words: Unsaid, column: Range) -> Live:
    """Return the number of rows where any of some cells holds one of some words and another says nothing."""
    listed = list(areas)
    found = sum(
        any(is_among(raw, words.words) for (raw,) in said) and column.is_unused(other)
        for *said, (other,) in _by_row([*listed, column])
    )
    held = "+".join(f"ISNUMBER(MATCH({area.ref},{words.name},0))" for area in listed)
    return Live(f"SUMPRODUCT((({held})>0)*{column.unused})", found)


def repeated(told: Iterable[Range], needed: Iterable[Range]) -> Live:
    """Return how many rows say in some columns what a row above them says, where none of some others is unused.

    A column with words that leave its cells unused tells no more than whether they are.
    """
    said, used = list(told), list(needed)
    shown = [area.unused if area.unsaid else area.ref for area in said]
    key = '&"|"&'.join([*shown, *(area.unused for area in used)])
    rows = [
        tuple(_told(area, raw) for area, raw in zip(said, row, strict=False))
        for row in _by_row([*said, *used])
        if all(_used(used, row[len(said) :]))
    ]
    above = f"MATCH({key},{key},0)<ROW({used[0].ref})-MIN(ROW({used[0].ref}))+1"
    # 1 divided by it, because a cell in error makes it one
    terms = [f"ISNUMBER(1/({above}))", *(f"(1-{area.unused})" for area in used)]
    return Live(f"SUMPRODUCT({'*'.join(terms)})", len(rows) - len(set(rows)))


def _told(area: Range, cells: tuple[Raw, ...]) -> tuple[object, ...]:
    """Return what a row says in some columns, as spreadsheets compare."""
    if area.unsaid:
        return tuple(area.is_unused(raw) for raw in cells)
    numbers = ((raw, serial_of(raw)) for raw in cells)
    return tuple(str(raw or "").casefold() if n is None else f"{n:.15g}" for raw, n in numbers)


def outside(labels: Iterable[str], words: Unsaid, blank: str) -> Live:
    """Return how many of some cells, all blank as yet, are filled in rows that have none of some words for a label."""
    unnamed = "*".join(f"(1-ISNUMBER(MATCH({label},{words.name},0)))" for label in labels)
    return Live(f"SUMPRODUCT((1-ISBLANK({blank}))*{unnamed})", 0)


def counted(area: Range, words: str) -> Live:
    """Return how many cells hold a text, whatever its case."""
    found = sum(is_among(raw, [words]) for row in area.raws for raw in row)
    return Live(f"COUNTIF({area.ref},{quote(words)})", found)


def as_many(said: Range, words: str, stated: Range, sums: Iterable[Iterable[Range]], limit: Live) -> Live:
    """Return how many rows reach a limit with one of some sums, where a cell holds a text and another no number."""
    listed = [list(parts) for parts in sums]
    reached = "+".join(
        f"ISNUMBER(1/({'+'.join(part.ref for part in parts)}={limit.formula}))" for parts in listed
    )
    found = 0
    for n, ((yes,), (base,)) in enumerate(zip(said.raws, stated.raws, strict=True)):
        cells = [[raw for part in parts for raw in part.raws[n]] for parts in listed]
        sound = (own for own in cells if all(is_empty(raw) or serial_of(raw) is not None for raw in own))
        totals = {sum(serial_of(raw) or 0 for raw in own) for own in sound}
        found += is_among(yes, [words]) and serial_of(base) is None and limit.number in totals
    counts = f"ISNUMBER(MATCH({said.ref},{{{quote(words)}}},0))*(1-ISNUMBER({stated.ref}))*(({reached})>0)"
    return Live(f"SUMPRODUCT({counts})", found)


def unexplained(given: Range, words: str, missing: Range) -> Live:
    """Return the number of rows where one cell holds some words and the other is empty."""
    pairs = zip(given.raws, missing.raws, strict=True)
    found = sum(bool(equals(Live("", one), words).value) and is_empty(other) for (one,), (other,) in pairs)
    # MATCH, because a comparison with an error would be an error
    asking = f"ISNUMBER(MATCH({given.ref},{{{quote(words)}}},0))"
    return Live(f"SUMPRODUCT({asking}*ISBLANK({missing.ref}))", found)


def lacking(given: Range, missing: Range) -> Live:
    """Return the number of rows where one cell is filled and the other is not."""
    return missed([given], missing)
