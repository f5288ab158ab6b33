"""Which cells of a form fit their kind: counted by a formula, and by us for the value cached in it."""

from xlcampaign.layout.kinds import LONGEST_CODE, Code, Day, Kind, Number, OneOf, Ref, Whole, Words
from xlcampaign.model.cell import EPOCH, Broken, Raw
from xlcampaign.words import Lang
from xlcampaign.workbook.formulas import Live, Range, number, quote, serial_of

_LONGEST_LIST = 1000
"""A list that is longer in a formula does not fit beside others; its cells still turn red one by one."""


def misfits(area: Range, kind: Kind, lang: Lang) -> Live:
    """Return the number of cells with something that their kind does not take."""
    if isinstance(kind, Ref) or (isinstance(kind, OneOf) and len(_listed(kind, lang)) > _LONGEST_LIST):
        return number(0)
    bad = sum(not _fits(raw, kind, lang) for raw in area.filled)
    formula = "-".join([f"COUNTA({area.ref})", *_fitting(area.ref, kind, lang)])
    return Live(f"({formula})", bad)


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


def _fitting(ref: str, kind: Kind, lang: Lang) -> list[str]:
    """Return formulas whose sum is the number of cells that fit."""
    parts = []
    if not isinstance(kind, OneOf):
        factors = "*".join([f'({ref}<>"")', *_conditions(ref, kind)])
        parts.append(f"SUMPRODUCT(--ISNUMBER(1/({factors})))")
    if isinstance(kind, OneOf) or (isinstance(kind, Number) and kind.words):
        parts.append(f"SUMPRODUCT(--ISNUMBER(MATCH({ref},{{{_listed(kind, lang)}}},0)))")
    return parts


def _fits(raw: Raw, kind: Kind, lang: Lang) -> bool:
    if isinstance(raw, Broken):
        return False
    if isinstance(kind, Words | Code):
        shown = raw if isinstance(raw, str) else f"{serial_of(raw) or 0:.15g}"
        longest = kind.longest if isinstance(kind, Words) else LONGEST_CODE
        return len(shown.encode("utf-16-le")) // 2 <= longest
    if isinstance(kind, OneOf | Number) and isinstance(raw, str):
        return raw.casefold() in {label.casefold() for label in _labels(kind, lang)}
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
