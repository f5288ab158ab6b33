"""The entries of a register, as they were written: those that somebody filled in, and of decisions what is no entry."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.address import Address
from xlcampaign.layout.decisions import DECISIONS_ON, DOCUMENT
from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.objections import NAMELESS_ON
from xlcampaign.layout.pick_lists import named_in
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.text import quoted
from xlcampaign.model.cell import Value
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import WITHDRAWN, Record
from xlcampaign.reading.subjects import is_number_of_any


@dataclass(frozen=True, slots=True)
class Typed:
    """What people type on a sheet: the columns, and the values with which their cells come."""

    inputs: frozenset[str]
    given: Mapping[str, frozenset[Value]]
    blank: frozenset[str]
    """Those of the inputs that come blank: whatever stands there was typed."""
    deciding: frozenset[str] = frozenset()
    """Those of decisions that must be filled in to decide anything: a word for “nothing” there says something, too."""

    @classmethod
    def on(cls, table: Table) -> "Typed":
        """Return what people type on a table's sheet."""
        inputs, given = frozenset(column.key for column in table.typed_columns), table.values_given
        settles = table.register.settles if table.register and table.key in DECISIONS_ON else ()
        deciding = frozenset(
            column.key for column in table.columns if column.required and column.key in settles
        )
        return cls(inputs, given, inputs - given.keys(), deciding)

    def is_stated(self, record: Record) -> bool:
        """Tell whether anything on a row was read that it did not come with."""
        if not (self.blank.isdisjoint(record.values) and self.deciding.isdisjoint(record.raws)):
            return True
        return any(
            key in record.values and record.values[key] not in self.given.get(key, ()) for key in self.inputs
        )


def entries_of(table: Table, sound: list[Record], typed: Typed, own: frozenset[str]) -> Iterator[RegisterRow]:
    """Yield the rows of a register that somebody filled anything in on.

    Args:
        table: the register.
        sound: the rows that no error takes out.
        typed: what people type there.
        own: the codes of the unit and its people, as the form was issued.
    """
    assert table.register is not None
    defaults = {c.key: typed.given.get(c.key, frozenset()) | {c.default} for c in table.columns if c.given}
    inputs = {column.key for column in table.columns if column.is_input}
    moot_unless = [(c.key, *c.when) for c in table.columns if c.when]
    for record in sound:
        is_unread = table.key in DECISIONS_ON and not typed.inputs.isdisjoint(record.bad)
        if typed.is_stated(record) or is_unread:
            moot = tuple(key for key, on, value in moot_unless if record.values.get(on) != value)
            given = tuple(key for key, known in defaults.items() if record.values.get(key, "") in known)
            yield RegisterRow(
                record.row,
                record.subject,
                record.values,
                len(inputs & record.values.keys()),
                moot,
                given,
                _unread(table, record),
                declined={key: quoted(raw) for key, raw in record.raws.items() if key not in record.bad},
                is_own=is_number_of_any(record.subject, own),
                grounds=table.register.grounds,
            )


def _unread(table: Table, record: Record) -> Mapping[str, str]:
    """Return what stands in the cells of a decision, or an objection, that could not be read."""
    if table.key not in NAMELESS_ON:
        return {}
    return {key: quoted(raw) for key, raw in record.raws.items() if key in record.bad}


def revoking_on(records: Iterable[Record], columns: Mapping[str, Address]) -> Iterator[RegisterRow]:
    """Yield the rows of decisions that withdraw one, with the words that do so."""
    keys = {at.column: key for key, at in columns.items()}
    for record in records:
        if record.withdrawn and record.subject:
            values = {key: value for key, value in record.values.items() if value != WITHDRAWN}
            said = keys.get(record.withdrawn.column, DOCUMENT)
            unread = {said: record.revoked_by or quoted(record.raws.get(said))}
            yield RegisterRow(record.row, record.subject, values, 0, unread=unread, revokes=True)


def loose_on(table: Table, records: Iterable[Record], typed: Typed, printed: Plan) -> Iterator[RegisterRow]:
    """Yield the rows of decisions and objections about whom nobody can tell, and those that propose and decide nothing."""
    assert table.register is not None
    about = table.column_of(table.register.about)
    proposing = [c.key for c in table.columns if c.given and c is not about]
    for record in records:
        decides = not typed.inputs.isdisjoint(record.values.keys() | record.bad)
        proposes = any(key in record.values or key in record.bad for key in proposing)
        unread = _unread(table, record)
        if record.withdrawn or not (decides or proposes) or (decides and record.subject):
            continue
        named: tuple[str, ...] = (record.subject,) if record.subject else ()
        if not named and isinstance(about.kind, OneOf):
            named = named_in(unread.get(about.key, ""), about.kind, printed)
        yield RegisterRow(record.row, record.subject, record.values, 0, unread=unread, named=named)
