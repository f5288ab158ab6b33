"""Which cells of a form fit their column: counted by a formula, and by us for the value cached in it."""

from collections.abc import Iterable
from functools import lru_cache

from xlcampaign.address import Area
from xlcampaign.forms.spelling import (
    UNITS,
    day_lists,
    is_spelt,
    number_in,
    parts_of_day,
    spelling_lists,
    takes_units,
)
from xlcampaign.layout.kinds import LONGEST_CODE, Code, Day, Kind, Number, OneOf, Ref, Whole, Words
from xlcampaign.layout.negations import USUAL, Negation
from xlcampaign.layout.sheet import Column, Sheet, Table, Unfit
from xlcampaign.layout.text import TOTALS, WITHDRAWALS
from xlcampaign.layout.ways import BALLOT
from xlcampaign.model.cell import EPOCH, Broken, Raw
from xlcampaign.words import Lang
from xlcampaign.workbook.formulas import Live, Range, Unsaid, is_among, is_empty, number, quote, serial_of

UNSAID = {
    negations: Unsaid("xlc_unsaid" + "".join(f"_{one}" for one in negations), ("", *words))
    for negations in ((Negation.NOTHING,), tuple(Negation))
    for words in [[word for one in negations for word in USUAL[one]]]
}
"""Words with which a cell says no more than a blank one, by what they say."""
REFUSALS = Unsaid(f"xlc_{Negation.REFUSAL}", USUAL[Negation.REFUSAL])
"""The usual words that say no, under the name that `words_name` gives them."""
TOTALLED = Unsaid("xlc_totals", tuple(sorted(TOTALS)))
"""What a row of totals calls itself, which is never read."""
_WITHDRAWN = Unsaid("xlc_withdrawn", WITHDRAWALS)
"""The usual words that withdraw a row or a vote, whatever else its cell takes."""
_LONGEST_LIST = 1000
"""A list that is longer in a formula does not fit beside others; under defined names it does, if these are few."""
_MOST_LISTS = 8
"""So many defined names fit into a formula; in cells of a longer list what is not in it still turns red."""


def misfits(
    area: Range,
    column: Column,
    lang: Lang,
    *,
    asked: bool = True,
    spelt: bool = True,
    withdraws: bool = False,
) -> Live:
    """Return the number of cells with something that their column does not take.

    Args:
        area: the cells.
        column: their column.
        lang: the language of the workbook.
        asked: whether something is asked of these rows; on others a word that says nothing leaves its cell empty.
        spelt: whether values count in the spellings that reading takes.
        withdraws: whether the words that withdraw a row may stand there.
    """
    formula = _misfits(area.ref, column, lang, asked, spelt, withdraws)
    if not formula:
        return number(0)
    return Live(formula, sum(_is_misfit(raw, column, lang, asked, spelt, withdraws) for raw in area.filled))


@lru_cache(maxsize=1 << 12)  # a column is the same on the forms of all branches
def _misfits(ref: str, column: Column, lang: Lang, asked: bool, spelt: bool, withdraws: bool) -> str:  # noqa: FBT001 -- of misfits
    """Return the formula that counts; nothing for a column of which it is not told what fits."""
    kind = column.kind
    is_named = isinstance(kind, OneOf) and spelt and not _is_vast(kind)
    is_long = isinstance(kind, OneOf) and not is_named and len(_listed(kind, lang)) > _LONGEST_LIST
    if isinstance(kind, Ref) or is_long:
        return ""
    refused, taken = refused_in(column) if asked else (), taken_in(column, asked=asked)
    ways = [
        *(negated(ref, taken) if is_named else _fitting(ref, column, refused, taken, lang)),
        *(spellings_of(ref, kind) if spelt else ()),
        *([withdrawing(ref)] if withdraws else ()),
    ]
    fitting = f"SUMPRODUCT(--{ways[0]})" if len(ways) == 1 else f"SUMPRODUCT(--(({'+'.join(ways)})>0))"
    return f"(COUNTA({ref})-{fitting})"


@lru_cache(maxsize=1 << 12, typed=True)
def _is_misfit(raw: Raw, column: Column, lang: Lang, asked: bool, spelt: bool, withdraws: bool) -> bool:  # noqa: FBT001 -- of misfits
    """Tell whether it counts a cell that is not empty."""
    refused, taken = refused_in(column) if asked else (), taken_in(column, asked=asked)
    return not (
        _fits(raw, column, refused, taken, lang)
        or (spelt and is_spelt(raw, column.kind))
        or (withdraws and is_among(raw, _WITHDRAWN.words))
    )


def parts_of(sheet: Sheet, box: Area) -> list[tuple[Area, bool]]:
    """Return the parts of a block of a register's cells: of the rows that must be filled in, and of all those below them.

    Each goes with whether something is asked there, so that a word is missed that says nothing.
    """
    if not (isinstance(sheet, Table) and sheet.register):
        return [(box, True)]
    top, left, _, right = box
    last = sheet.header_row + sheet.prepared
    parts = [((top, left, last, right), True), ((last + 1, left, sheet.reach, right), False)]
    return [(part, asked) for part, asked in parts if part[0] <= part[2]]


def demands(column: Column) -> object:
    """Return what the cells of a column take; those of columns that take the same are counted together."""
    return column.kind, refused_in(column), taken_in(column)


@lru_cache(maxsize=1 << 10)
def refused_in(column: Column) -> tuple[Negation, ...]:
    """Return the negations that are no text where one is required: reading misses it."""
    needed = column.required and isinstance(column.kind, Words)
    return tuple(negation for negation in Negation if needed and negation not in column.answers)


@lru_cache(maxsize=1 << 10)
def taken_in(column: Column, *, asked: bool = True) -> tuple[Negation, ...]:
    """Return the negations that a cell takes beside all else: those that leave it empty where it need not be filled.

    On rows of which nothing is asked that is any cell. A choice that may be decided against takes a no as well.
    """
    free = not (column.required and asked) and isinstance(column.kind, Number | Whole | Day | OneOf)
    kind, no = column.kind, Negation.REFUSAL
    beside = no in column.answers and isinstance(kind, OneOf) and not _names_any(kind, USUAL[no])
    return tuple(n for n in Negation if (beside and n == no) or (free and n not in column.answers))


@lru_cache(maxsize=1 << 10)
def unsaid_in(column: Column) -> Unsaid | None:
    """Return the words with which a cell that may be empty says no more than that; None where each is an answer.

    What a column offers means that choice.
    """
    offered = (n for n in Negation if isinstance(column.kind, OneOf) and _names_any(column.kind, USUAL[n]))
    answers = {*column.answers, *offered}
    return UNSAID.get(tuple(negation for negation in Negation if negation not in answers))


@lru_cache(maxsize=256)
def _names_any(kind: OneOf, words: tuple[str, ...]) -> bool:
    return any(is_spelt(word, kind) for word in words)


def lists_of(columns: Iterable[Column]) -> dict[str, str]:
    """Return the lists that formulas look texts up in, by their defined names."""
    lists = {words_name(negation): words for negation, words in USUAL.items()}
    lists |= {unsaid.name: unsaid.words for unsaid in UNSAID.values()}
    lists |= {listed.name: listed.words for listed in (_WITHDRAWN, TOTALLED, UNITS)}
    shown = {name: f"={{{','.join(map(quote, words))}}}" for name, words in lists.items()}
    typed = [c for c in columns if c.is_input or c == BALLOT]
    kinds = [
        *(c.kind for c in typed if not _is_vast(c.kind)),
        *(kind for c in typed for one in c.unfit for kind in (one.who, one.what)),
    ]
    return shown | {name: one for kind in kinds for name, one in (*spelling_lists(kind), *day_lists(kind))}


def words_name(negation: Negation) -> str:
    """Return the defined name of the usual words of a negation."""
    return f"xlc_{negation}"


def negated(cell: str, negations: Iterable[Negation]) -> list[str]:
    """Return conditions of which one is true of a cell with one of some negations, or of each cell of a block."""
    return [f"ISNUMBER(MATCH({cell},{words_name(negation)},0))" for negation in negations]


def withdrawing(cell: str) -> str:
    """Return a condition that is true of a cell, or of each cell of a block, with words that withdraw its row."""
    return f"ISNUMBER(MATCH({cell},{_WITHDRAWN.name},0))"


def spellings_of(cell: str, kind: Kind) -> list[str]:
    """Return conditions of which one is true of a cell with a value in a spelling that reading takes.

    None of a list that is too long for that.
    """
    return [] if _is_vast(kind) else _lookups(cell, kind)


def _is_vast(kind: Kind) -> bool:
    return isinstance(kind, OneOf) and len(spelling_lists(kind)) > _MOST_LISTS


def _lookups(cell: str, kind: Kind) -> list[str]:
    said = number_in(cell) if takes_units(kind) else f"TRIM({cell})"
    ways = [f"ISNUMBER(MATCH({said},{name},0))" for name, _ in spelling_lists(kind)]
    *days, times = (name for name, _ in day_lists(kind)) if day_lists(kind) else ("",)
    if days:
        day, beside = parts_of_day(cell)
        known = "+".join(f"ISNUMBER(MATCH({day},{name},0))" for name in days)
        ways.append(f"({known})*ISNUMBER(MATCH({beside},{times},0))")
    return ways


def unfit(one: Unfit, who: Range, what: Range) -> Live:
    """Return the number of rows with a choice in one cell that does not go with whom another names."""
    rows = zip(who.raws, what.raws, strict=True)
    found = sum(
        not is_empty(named) and is_spelt(raw, one.what) and is_spelt(named, one.who) is not one.others
        for (named,), (raw,) in rows
    )
    return Live(f"SUMPRODUCT({unfit_in(one, who.ref, what.ref)})", found)


def unfit_in(one: Unfit, who: str, what: str) -> str:
    """Return a product that is 1 where a cell, or a cell of a block, has a choice that does not go with another's."""
    named, chosen = ("+".join(_lookups(cell, kind)) for cell, kind in ((who, one.who), (what, one.what)))
    among = f"(1-({named}))" if one.others else f"({named})"
    return f'({who}<>"")*{among}*({chosen})'


def _labels(kind: OneOf | Number, lang: Lang) -> list[str]:
    return [choice.label.say(lang) for choice in (kind.choices if isinstance(kind, OneOf) else kind.words)]


def _listed(kind: OneOf | Number, lang: Lang) -> str:
    return ",".join(quote(label) for label in _labels(kind, lang))


def _conditions(ref: str, kind: Kind) -> list[str]:
    """Return what must all be true of each cell, as factors; 1 divided by their product is a number only then."""
    if isinstance(kind, Words | Code):
        return [f"(LEN({ref})<={kind.longest if isinstance(kind, Words) else LONGEST_CODE})"]
    numeric = f"ISNUMBER({ref})"
    if isinstance(kind, Number):
        steps = f"((ROUND({ref}*100,6)-{kind.low})/{kind.step})"
        low, high = kind.low / 100, kind.high / 100
        return [numeric, f"({ref}>={low:.15g})", f"({ref}<={high:.15g})", f"(INT{steps}={steps})"]
    if isinstance(kind, Day):
        low, high = ((day - EPOCH).days for day in (kind.low, kind.high))
        return [numeric, f"({ref}>={low})", f"({ref}<={high})"]
    assert isinstance(kind, Whole)
    return [numeric, f"({ref}>={kind.low})", f"({ref}<={kind.high})", f"({ref}=INT({ref}))"]


def _fitting(
    ref: str, column: Column, refused: Iterable[Negation], taken: Iterable[Negation], lang: Lang
) -> list[str]:
    """Return conditions of which one is true of each cell that fits."""
    kind, ways = column.kind, negated(ref, taken)
    if isinstance(kind, OneOf) or (isinstance(kind, Number) and kind.words):
        ways.insert(0, f"ISNUMBER(MATCH({ref},{{{_listed(kind, lang)}}},0))")
    if not isinstance(kind, OneOf):
        unnegated = [f"(1-{condition})" for condition in negated(ref, refused)]
        factors = "*".join([f'({ref}<>"")', *_conditions(ref, kind), *unnegated])
        ways.insert(0, f"ISNUMBER(1/({factors}))")
    return ways


def _fits(
    raw: Raw, column: Column, refused: Iterable[Negation], taken: Iterable[Negation], lang: Lang
) -> bool:
    if isinstance(raw, Broken):
        return False
    kind = column.kind
    said = {negation for negation, words in USUAL.items() if is_among(raw, words)}
    if not said.isdisjoint(taken):
        return True
    if isinstance(kind, Words | Code):
        shown = raw if isinstance(raw, str) else f"{serial_of(raw) or 0:.15g}"
        longest = kind.longest if isinstance(kind, Words) else LONGEST_CODE
        return len(shown.encode("utf-16-le")) // 2 <= longest and said.isdisjoint(refused)
    if isinstance(kind, OneOf | Number) and isinstance(raw, str):
        return is_among(raw, _labels(kind, lang))
    value = serial_of(raw)
    return value is not None and not isinstance(kind, OneOf) and _is_within(value, kind)


def _is_within(value: float, kind: Kind) -> bool:
    if isinstance(kind, Number):
        cents = round(value * 100, 6)
        return kind.low <= cents <= kind.high and not (cents - kind.low) % kind.step
    if isinstance(kind, Day):
        return (kind.low - EPOCH).days <= value <= (kind.high - EPOCH).days
    assert isinstance(kind, Whole)
    return kind.low <= value <= kind.high and value == int(value)
