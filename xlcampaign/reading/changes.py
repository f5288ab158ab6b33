"""What changed between the plan that a form carries and today's: the form's plan is text from outside."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xlcampaign.layout.changes import Change, ChangeKind
from xlcampaign.layout.differences import brief
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, CAMPAIGN_TITLE, TABLES
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.text import show_raw
from xlcampaign.words import Lang, T

_MOVES_ON = {"stage", "step", "publication_start", "publication_days", "objections"}
"""Settings that a coordinator changes as the campaign goes on; no form depends on them."""

_LEADING = {"stages": 1, "vetoes": 1, "branches": 1, "members": 1}
"""How many of a table's first columns say which row it is; two in all the others."""

_LANGUAGE = next(column.title for column in CAMPAIGN_FIELDS if column.key == "language")

_Row = Sequence[str | float]


def find_changes(packed: str, today: str) -> tuple[Change, ...]:
    """Return what changed since a form was made; nothing where nothing did or nobody can say.

    Args:
        packed: the plan inside the form, as text.
        today: the same part of today's plan, as text.
    """
    if packed == today:
        return ()
    try:
        before = json.loads(packed)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        return ()
    if not isinstance(before, dict):
        return ()
    now = json.loads(today)
    return (*_settings(before, now), *_tables(before, now))


def beyond_words(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes but for that of the language, which asks for nothing else and counts nothing otherwise."""
    return tuple(change for change in changes if change.what != _LANGUAGE)


def _rows(sheets: Mapping[str, Any], title: T) -> list[_Row]:
    """Return a sheet's rows as far as they are rows at all."""
    rows = sheets.get(title.zh)
    listed = rows if isinstance(rows, list) else []
    return [
        row for row in listed if isinstance(row, list) and all(isinstance(v, str | int | float) for v in row)
    ]


def _settings(before: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[Change]:
    old, new = (
        {row[0]: row[-1] for row in _rows(sheets, CAMPAIGN_TITLE) if row} for sheets in (before, today)
    )
    for column in CAMPAIGN_FIELDS:
        was, now = (said.get(column.title.zh, _unstated(column)) for said in (old, new))
        if column.key not in _MOVES_ON and was != now:
            yield Change(ChangeKind.SET, column.title, "", was, now)


def _unstated(column: Column) -> str:
    """Return what a plan means that does not say it, as it is shown."""
    return "" if column.absent is None else str(column.kind.show(column.absent, Lang.ZH))


def _tables(before: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[Change]:
    for key, title, columns, _ in TABLES:
        leading = _LEADING.get(key, 2)
        old, new = (
            {row[:leading]: row for row in _whole_rows(_rows(sheets, title), columns)}
            for sheets in (before, today)
        )
        for one in [*(k for k in old if k not in new), *new]:
            name = _name(columns, new.get(one) or old[one], leading)
            if one not in new:
                yield Change(ChangeKind.REMOVED, title, name)
            elif one not in old:
                yield Change(ChangeKind.ADDED, title, name)
            else:
                for column, was, now in zip(columns, old[one], new[one], strict=True):
                    if was != now:
                        yield Change(ChangeKind.CHANGED, column.title, name, was, now)


def _whole_rows(rows: Sequence[_Row], columns: Sequence[Column]) -> Iterator[tuple[str | float, ...]]:
    """Yield the rows below the header in today's columns; one that was left out says what its absence means."""
    header, *listed = rows or [()]
    for row in listed:
        cells = dict(zip(header, row, strict=False))
        if len(row) == len(header) and all(c.title.zh in cells or c.absent is not None for c in columns):
            yield tuple(cells.get(c.title.zh, _unstated(c)) for c in columns)


def _name(columns: Sequence[Column], row: _Row, leading: int) -> str:
    """Return what a row is called: its name where it has one, else what it is known by."""
    names = [show_raw(value) for column, value in zip(columns, row, strict=True) if column.key == "name"]
    return brief(names[0] if names else " ".join(show_raw(value) for value in row[:leading]))
