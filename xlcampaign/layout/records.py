"""Rows of a sheet to frozen records and back: one loop over a record's fields.

A field goes by the key of its column, and its type says what a cell becomes in it. What is not one to one (a name
that stands for a key, a number that the program gives, a place) is handed over beside the row, as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar, get_args, get_type_hints

from xlcampaign.model.cell import Value

_LIST = tuple[str, ...]
_BLANK: Mapping[Any, object] = {str: "", _LIST: (), bool: False, int: MISSING, date: MISSING}
"""What a cell can state beside the choice of an enumeration, and what a blank one says: MISSING where it says nothing."""

_COMMAS = re.compile("[、,，]")


class Dataclass(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


AnyRecord = TypeVar("AnyRecord", bound=Dataclass)


class _Cell(NamedTuple):
    """A field that a cell can state: its name, what it holds, and what a blank cell makes of it."""

    name: str
    kind: Any
    blank: object


@cache
def _cells_of(record: type[Dataclass]) -> tuple[_Cell, ...]:
    hints, cells = get_type_hints(record), []
    for field in fields(record):
        hint = hints[field.name]
        kind, *nothing = get_args(hint) if isinstance(hint, UnionType) else (hint,)
        if kind in _BLANK or (isinstance(kind, type) and issubclass(kind, StrEnum)):
            blank = None if nothing else _BLANK.get(kind, MISSING)
            cells.append(_Cell(field.name, kind, blank if field.default is MISSING else field.default))
    return tuple(cells)


def build(record: type[AnyRecord], row: Mapping[str, Value], **given: object) -> AnyRecord:
    """Return the record that a row states.

    Args:
        record: the dataclass to build; where a cell is blank the field has its default, or is empty.
        row: values by column key.
        given: fields that no column states as they are.

    Raises:
        TypeError: the row lacks something that the record cannot do without, or states something else.
    """
    values = dict(given)
    for name, kind, blank in _cells_of(record):
        if name not in given:
            value = row.get(name)
            values[name] = blank if value is None or value == "" else _read(kind, value)
    make: Callable[..., AnyRecord] = record
    return make(**{name: value for name, value in values.items() if value is not MISSING})


def row_of(record: Dataclass, **given: Value) -> dict[str, Value]:
    """Return the row that states a record, None for what is blank.

    Args:
        record: a dataclass; fields that no cell can state are left out.
        given: values by column key that the record does not have as they are shown.
    """
    return {name: _show(getattr(record, name)) for name, *_ in _cells_of(type(record))} | given


def parts_of(text: str) -> tuple[str, ...]:
    """Return what a text lists between commas."""
    return tuple(part.strip() for part in _COMMAS.split(text) if part.strip())


def _read(kind: Any, value: Value) -> object:  # noqa: ANN401 -- types and their aliases have no type in common
    if kind is bool:
        return value == "yes"
    if kind == _LIST:
        return parts_of(str(value))
    if kind in {int, date} and not isinstance(value, kind):
        raise TypeError(value)
    return value if isinstance(value, kind) else kind(value)


def _show(value: Any) -> Value:  # noqa: ANN401 -- whatever a field holds
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown: Value = "、".join(value) if isinstance(value, tuple) else value
    return None if shown == "" else shown
