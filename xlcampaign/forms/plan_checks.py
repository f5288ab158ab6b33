"""How far a plan's rules and people fit together, live, as far as plain formulas can see it; `check` sees the rest."""

from collections.abc import Iterator, Sequence

from xlcampaign.forms.page import FilledSheet
from xlcampaign.forms.rows import column_named
from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.text import show_raw
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang
from xlcampaign.workbook.formulas import Live, Range, quote, total

_WHOLE = 100
_MOST_ROWS = 2000
"""Formulas look up each row among all others: in a longer list that takes long at every key."""


def misfits_of(pages: Sequence[FilledSheet], lang: Lang) -> dict[str, Live]:
    """Return by sheet how much does not fit: weights, bands of levels, repeated codes, unknown branches."""
    found = {page.sheet.key: page for page in pages if isinstance(page.sheet, Table)}
    ways, levels, branches, members = (found[key] for key in ("ways", "levels", "branches", "members"))
    weight, low, high = _column(ways, "weight"), _column(levels, "low"), _column(levels, "high")
    code, name = _column(branches, "code"), _column(branches, "name")
    return {
        "ways": total(_sums(_column(ways, "kind"), (weight, None), lang)),
        "levels": total(_sums(_column(levels, "kind"), (high, low), lang)),
        "branches": total((_repeated(branches, "code"), _repeated(branches, "name"))),
        "members": total((_repeated(members, "code"), _unknown(_column(members, "branch"), (code, name)))),
    }


def _column(page: FilledSheet, key: str) -> Range:
    assert isinstance(page.sheet, Table)
    number = column_named(page.sheet, key)
    assert number is not None
    return page.area((page.sheet.first_row, number, page.sheet.last_row, number))


def _texts(area: Range) -> list[str]:
    return [show_raw(raw) for (raw,) in area.raws]


def _sums(kinds: Range, sides: tuple[Range, Range | None], lang: Lang) -> Iterator[Live]:
    """Yield of each kind 1 where what is added up, less what is taken off, is not 100; 0 where it has no rows."""
    more, less = sides
    for kind in SubjectKind:
        label = label_of(KINDS, kind).say(lang)
        own = [text == label for text in _texts(kinds)]
        sums = [
            sum(
                raw
                for (raw,), is_own in zip(side.raws, own, strict=True)
                if is_own and isinstance(raw, int | float)
            )
            for side in (more, less)
            if side
        ]
        terms = [f"SUMIF({kinds.ref},{quote(label)},{side.ref})" for side in (more, less) if side]
        wrong = any(own) and sums[0] - sum(sums[1:]) != _WHOLE
        condition = f"AND(COUNTIF({kinds.ref},{quote(label)})>0,ROUND({'-'.join(terms)},2)<>{_WHOLE})"
        yield Live(f"IF({condition},1,0)", int(wrong))


def _repeated(page: FilledSheet, key: str) -> Live:
    """Return how many cells say what one above them says, on rows that hold all along."""
    area, *days = (_column(page, column) for column in (key, "start", "end"))
    texts = [text.casefold() for text in _texts(area)]
    if len(texts) > _MOST_ROWS:
        return Live("0", 0)
    dated = [any(row) for row in zip(*map(_texts, days), strict=True)]
    again = sum(text in texts[:n] and not dated[n] for n, text in enumerate(texts) if text)
    first = f"MIN(ROW({area.ref}))"
    places = f'MATCH({area.ref}&"",{area.ref}&"",0)'
    always = f'--({"&".join(day.ref for day in days)}="")'
    return Live(f'SUMPRODUCT(--({area.ref}<>""),--({places}<ROW({area.ref})-{first}+1),{always})', again)


def _unknown(area: Range, lists: Sequence[Range]) -> Live:
    """Return how many cells say what stands on none of some lists."""
    known = {text.casefold() for listed in lists for text in _texts(listed)}
    none = [f'1-ISNUMBER(MATCH({area.ref}&"",{listed.ref}&"",0))' for listed in lists]
    count = sum(text.casefold() not in known for text in _texts(area) if text)
    return Live(f'SUMPRODUCT(--({area.ref}<>""),{",".join(none)})', count)
