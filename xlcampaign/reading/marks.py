"""Marks on single ballots as tellers type them: what is certain, and what only the ballot itself can tell."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.marks import Grades, shows_two
from xlcampaign.layout.negations import Negation, negation_in
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.spoilt import says_spoilt
from xlcampaign.model.cell import Raw, Value, is_blank
from xlcampaign.reading.header import one_line
from xlcampaign.reading.rows import Row
from xlcampaign.words import Lang, T


def as_on_ballot(raw: Raw, column: Column, finding: Finding) -> Finding:
    """Return a finding on a ballot's cell without what is written there; that it shows no one mark, where it says so."""
    title, is_misfit = one_line(column.title), column.mark is not None and finding.rule is c.MISFIT
    if is_misfit and says_spoilt(raw):
        return c.REPAIRED.at(finding.place, column=title, found=c.SECRET, value=c.NO_BALLOT)
    if is_misfit and shows_two(column.kind, raw):
        return c.UNCLEAR.at(finding.place, column=title)
    told = {key: c.SECRET for key in ("found", "value") if finding.facts.get(key, c.NOTHING) != c.NOTHING}
    expects = finding.facts.get("expects")
    if column.mark is not None and isinstance(expects, T):
        zh, en = (c.AS_ON_BALLOT.fill(lang, {"expects": expects.say(lang)}) for lang in (Lang.ZH, Lang.EN))
        told["expects"] = T(zh, en)
    return replace(finding, facts={**finding.facts, **told})


def are_one_word(first: Raw, own: Raw) -> bool:
    """Tell whether a cell of a ballot only shares in what the first cell of its merge says: that there is no mark.

    A blank first cell says nothing of the sort: a mark beside it may have gone as they were merged.
    """
    says_none = says_spoilt(first) or negation_in(first) is Negation.NOTHING
    return says_none and (is_blank(own) or own == first)


def settle_marks(rows: Sequence[Row], columns: Iterable[Column], place: Callable[[str, int], Place]) -> None:
    """Read the signs of a sheet of ballots that other marks explain, and say which ballots are spoilt in part.

    A teller writes x for a cross throughout; a circle is the voter's, and its ballot has to show that agreement looks
    otherwise. A ballot that says nothing but that it is spoilt is none.

    Args:
        rows: the rows, read.
        columns: the columns of the sheet.
        place: tells the place of a column's cell in a row.
    """
    marks = [column for column in columns if column.mark is not None]
    odd = [row for row in rows if row.findings]
    ballots: dict[Value, list[Row]] = defaultdict(list)
    for row in rows if odd else ():
        ballots[row.values.get("ballot")].append(row)
    for row in odd:
        own = ballots[row.values.get("ballot")]
        for column in marks:
            if column.key in row.bad and isinstance(column.kind, Grades):
                _read_sign(row, column, column.kind, place(column.key, row.number), (own, rows))
    for row in odd:
        own = ballots[row.values.get("ballot")]
        spoilt = [finding for finding in row.findings if finding.facts.get("value") == c.NO_BALLOT]
        if spoilt and any(not {mark.key for mark in marks}.isdisjoint(one.values) for one in own):
            row.findings = [
                c.UNCLEAR.at(one.place, column=one.facts["column"]) if one in spoilt else one
                for one in row.findings
            ]


def _read_sign(
    row: Row, column: Column, kind: Grades, place: Place, beside: tuple[Sequence[Row], Sequence[Row]]
) -> None:
    """Read a cell whose sign is certain because somebody agrees on the same ballot, or on the same sheet.

    Args:
        row: its row.
        column: its column.
        kind: what it holds.
        place: where it is.
        beside: the rows of its ballot, and of the whole sheet.
    """
    sign = kind.loosely(row.raws[column.key])
    if sign and any(kind.yes in one.values.values() for one in beside[sign.by_typist]):
        row.bad.discard(column.key)
        row.values[column.key] = sign.grade
        note = c.REPAIRED.at(place, column=one_line(column.title), found=c.SECRET, value=c.SECRET)
        row.findings = [note if one.is_error and one.place == place else one for one in row.findings]
