"""What changed between the plan that a form carries and today's."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlcampaign.layout.differences import brief
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, TABLES
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.text import show_raw
from xlcampaign.model.plan import Plan
from xlcampaign.words import T, same

MOST_LISTED = 5

_MOVES_ON = {"stage", "step", "publication_start", "publication_days", "objections"}
"""Settings that a coordinator changes as the campaign goes on; no form depends on them."""

_LEADING = {"stages": 1, "vetoes": 1, "branches": 1, "members": 1}
"""How many of a table's first columns say which row it is; two in all the others."""

_ADDED = T("“{sheet}”增加了{name}", "{name} added to “{sheet}”")
_REMOVED = T("“{sheet}”去掉了{name}", "{name} taken from “{sheet}”")
_CHANGED = T("{name}的{column}：{old} → {new}", "{column} of {name}: {old} → {new}")
_SET = T("{column}：{old} → {new}", "{column}: {old} → {new}")
_EMPTY = T("空", "empty")
_MORE = T("；等 {number} 处", "; {number} in all")
UNKNOWN = T("表里没有带方案，说不出哪里不同", "the form carries no plan to compare")
PREFILLED = T("预填的内容不同", "what was filled in beforehand")

_Row = Sequence[str | float]


def say_changes(packed: str, plan: Plan) -> T | None:
    """Return what changed since a form was made, in a few words; None where nothing did or nobody can say.

    Args:
        packed: the plan inside the form, as text.
        plan: the same part of today's plan.
    """
    today = pack(plan)
    if packed == today:
        return None
    try:
        before = json.loads(packed)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        return None
    if not isinstance(before, dict):
        return None
    changes = [*_settings(before, json.loads(today)), *_tables(before, json.loads(today))]
    if not changes:
        return None
    listed = changes[:MOST_LISTED]
    more = _MORE.filled(number=str(len(changes))) if len(changes) > len(listed) else same("")
    return T("；".join(one.zh for one in listed) + more.zh, "; ".join(one.en for one in listed) + more.en)


def _rows(sheets: Mapping[str, Any], title: T) -> list[_Row]:
    """Return a sheet's rows as far as they are rows at all: they come from outside."""
    rows = sheets.get(title.zh)
    listed = rows if isinstance(rows, list) else []
    return [
        row for row in listed if isinstance(row, list) and all(isinstance(v, str | int | float) for v in row)
    ]


def _settings(before: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[T]:
    title = T("活动", "Campaign")
    old, new = ({row[0]: row[-1] for row in _rows(sheets, title) if row} for sheets in (before, today))
    for column in CAMPAIGN_FIELDS:
        values = old.get(column.title.zh, ""), new.get(column.title.zh, "")
        if column.key not in _MOVES_ON and values[0] != values[1]:
            yield _said(_SET, column, values)


def _tables(before: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[T]:
    for key, title, columns, _ in TABLES:
        leading = _LEADING.get(key, 2)
        old, new = (
            {tuple(row[:leading]): row for row in _rows(sheets, title)[1:] if len(row) == len(columns)}
            for sheets in (before, today)
        )
        for one in [*(k for k in old if k not in new), *new]:
            row = new.get(one) or old[one]
            name = _name(columns, row, leading)
            if one not in old or one not in new:
                text = _REMOVED if one in old else _ADDED
                yield T(text.zh.format(sheet=title.zh, name=name), text.en.format(sheet=title.en, name=name))
                continue
            for column, was, now in zip(columns, old[one], new[one], strict=True):
                if was != now:
                    yield _said(_CHANGED, column, (was, now), name)


def _name(columns: Sequence[Column], row: _Row, leading: int) -> str:
    """Return what a row is called: its name where it has one, else what it is known by."""
    names = [show_raw(value) for column, value in zip(columns, row, strict=True) if column.key == "name"]
    return brief(names[0] if names else " ".join(show_raw(value) for value in row[:leading]))


def _said(text: T, column: Column, values: tuple[str | float, str | float], name: str = "") -> T:
    old, new = (brief(show_raw(value)) for value in values)
    return T(
        text.zh.format(name=name, column=column.title.zh, old=old or _EMPTY.zh, new=new or _EMPTY.zh),
        text.en.format(name=name, column=column.title.en, old=old or _EMPTY.en, new=new or _EMPTY.en),
    )
