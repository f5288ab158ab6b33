"""What stands in words beside marks: opinions and reasons, and what is proposed, be it taken or not."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.layout.proposals import PROPOSALS, in_words
from xlcampaign.layout.sheet import RowKind, Table
from xlcampaign.layout.text import quoted, squeeze
from xlcampaign.model.roster import Member
from xlcampaign.model.submission import Record
from xlcampaign.words import Lang

_TEXTS = ("opinion", "veto", "override", "reason", "achievement")
BESIDE = frozenset(_TEXTS)
"""The columns in which something stands in words beside marks."""


class Written(NamedTuple):
    """A text beside marks: about whom, under which column's key; the cell, where it is a proposal that was not taken."""

    subject: str
    what: str
    text: str
    cell: Address | None = None


def texts_of(table: Table, record: Record, columns: Mapping[str, Address]) -> Iterator[Written]:
    """Yield what stands beside a row's marks; what is proposed, as it was typed where it could not be read."""
    subject = table.subject or record.subject
    for name in _TEXTS:
        if record.values.get(name):
            what = f"{name}.{record.subject}" if table.row_kind is RowKind.STAR else name
            yield Written(subject, what, str(record.values[name]))
    for name in PROPOSALS:
        if name in record.bad and quoted(record.raws[name]):
            yield Written(subject, name, quoted(record.raws[name]), columns[name].in_row(record.row))
    if said := in_words(record, table):
        text, cell = str(record.values[said.column]), columns[said.column].in_row(record.row)
        yield Written(subject, said.what, text, cell)


def lost_texts(
    table: Table, record: Record, columns: Mapping[str, Address], people: Mapping[str, Member]
) -> Iterator[Written]:
    """Yield what is proposed on a row that an error takes out, about everybody whom it may be about.

    Args:
        table: the sheet.
        record: the row.
        columns: where the sheet's columns are.
        people: the plan's members by code.
    """
    subjects = [record.subject] if record.subject else _may_be(table, record, people)
    proposed = {name: _as_typed(table, record, name) for name in PROPOSALS}
    if said := in_words(record, table):
        text, cell = str(record.values[said.column]), columns[said.column].in_row(record.row)
        yield from (Written(one, said.what, text, cell) for one in subjects)
    for name, text in proposed.items():
        yield from (Written(one, name, text, columns[name].in_row(record.row)) for one in subjects if text)


def _as_typed(table: Table, record: Record, name: str) -> str:
    """Return what stands in a column's cell, be it read or not."""
    value = record.values.get(name)
    if value is None:
        return quoted(record.raws[name]) if name in record.bad else ""
    return str(table.column_of(name).kind.show(value, Lang.ZH))


def _may_be(table: Table, record: Record, people: Mapping[str, Member]) -> list[str]:
    """Return the codes of whom a row may be about: of the sheet's own people, of all others where it is none of them."""
    own = {str(row["code"]): str(row.get("name", "")) for row in table.rows if "code" in row}
    code, name = squeeze(record.whom.code), squeeze(record.whom.name)
    named = {one: member.name for one, member in people.items()}
    sure = [one for one, called in named.items() if (squeeze(one), squeeze(called)) == (code, name)]
    if sure:
        return sure
    found: set[str] = set()
    for said in {code, name} - {""}:
        fitting = (
            [one for one, called in listed.items() if said in {squeeze(one), squeeze(called)}]
            for listed in (own, named)
        )
        found.update(next(filter(None, fitting), []))
    return sorted(found)
