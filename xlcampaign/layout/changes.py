"""How it is said what changed between the plan that a form carries and today's."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from xlcampaign.layout.differences import brief
from xlcampaign.layout.text import show_raw
from xlcampaign.words import T, same

MOST_LISTED = 5

_EMPTY = T("空", "empty")
_MORE = T("；等 {number} 处", "; {number} in all")
UNKNOWN = T("表里没有带方案，说不出哪里不同", "the form carries no plan to compare")
PREFILLED = T("预填的内容不同", "what was filled in beforehand")


class ChangeKind(Enum):
    """What may have happened to a plan, in words."""

    ADDED = T("“{what}”增加了{name}", "{name} added to “{what}”")
    REMOVED = T("“{what}”去掉了{name}", "{name} taken from “{what}”")
    CHANGED = T("{name}的{what}：{old} → {new}", "{what} of {name}: {old} → {new}")
    SET = T("{what}：{old} → {new}", "{what}: {old} → {new}")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a plan.

    Attributes:
        kind: what happened.
        what: the sheet that got or lost a row, or the column that has another value.
        name: what the row is called; empty for a setting.
        old: the value before.
        new: today's value.
    """

    kind: ChangeKind
    what: T
    name: str = ""
    old: str | float = ""
    new: str | float = ""


def say_changes(changes: Sequence[Change]) -> T:
    """Return changes in a few words: the first of them, and how many there are."""
    listed = [_said(change) for change in changes[:MOST_LISTED]]
    more = _MORE.filled(number=str(len(changes))) if len(changes) > len(listed) else same("")
    return T("；".join(one.zh for one in listed) + more.zh, "; ".join(one.en for one in listed) + more.en)


def _said(change: Change) -> T:
    text, what = change.kind.value, change.what
    old, new = (brief(show_raw(value)) for value in (change.old, change.new))
    return T(
        text.zh.format(what=what.zh, name=change.name, old=old or _EMPTY.zh, new=new or _EMPTY.zh),
        text.en.format(what=what.en, name=change.name, old=old or _EMPTY.en, new=new or _EMPTY.en),
    )
