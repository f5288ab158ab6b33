"""The fingerprint of a form: eight digits that change when what is asked on it, or of whom, changes.

Issued forms carry it, and a changed one is said of every form that comes back (F111). So the function stays as it was
while classes are renamed and words become better: what format 1 took from the code is written out here, as it was
called then; formats 2 and 3 take it alike. A column or sheet that gets another title keeps its old one here, and a
sheet that is newer than forms that are about is none of it.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from xlcampaign.layout.kinds import Choice, Code, Day, Kind, Number, OneOf, Whole, Words
from xlcampaign.layout.sheet import Column, RowKind, Sheet, Table
from xlcampaign.layout.text import squeeze
from xlcampaign.words import T, same

FORMAT = 3
"""The format of the forms that this version writes; each states its own."""

_YES_NO = (
    "(Choice(key='yes', label=T(zh='是', en='yes'), aliases=('√', '✓', '✔', 'y')), "
    "Choice(key='no', label=T(zh='否', en='no'), aliases=('×', 'n')))"
)
_LISTS = {
    "attended": _YES_NO,
    "closed": _YES_NO,
    "state": (
        "(Choice(key=<PledgeState.NOT_DUE: 'not_due'>, label=T(zh='未到期', en='not due'), aliases=()), "
        "Choice(key=<PledgeState.ONGOING: 'ongoing'>, label=T(zh='进行中', en='ongoing'), aliases=()), "
        "Choice(key=<PledgeState.FULFILLED: 'fulfilled'>, label=T(zh='已兑现', en='fulfilled'), "
        "aliases=('已完成', '完成')), "
        "Choice(key=<PledgeState.UNFULFILLED: 'unfulfilled'>, label=T(zh='未兑现', en='not fulfilled'), "
        "aliases=('未完成',)))"
    ),
    "decision": (
        "(Choice(key=<Decision.AGREED: 'agreed'>, label=T(zh='同意表彰', en='agreed'), aliases=('同意',)), "
        "Choice(key=<Decision.REFUSED: 'refused'>, label=T(zh='不表彰', en='refused'), aliases=('不同意',)), "
        "Choice(key=<Decision.DEFERRED: 'deferred'>, label=T(zh='缓议', en='deferred'), aliases=()))"
    ),
}
"""The program's own lists, by column; all others are the plan's."""

_PEOPLE, _VOTES = T("人数", "a number of people"), T("票数", "a number of votes")
_NOUNS = {"due": _PEOPLE, "present": _PEOPLE, "ballot": T("票号", "a ballot number")}
_POINTS = T("分值", "points")

_ORDER = {
    "meeting": ("way", "date"),
    "member_pledges": ("number", "subject", "star", "type", "text", "target", "due", "area"),
    "branch_pledges": ("number", "star", "type", "area", "text", "measures", "responsible", "due", "earlier"),
    "fulfilment": ("number", "name", "star", "text", "due", "state", "progress", "reason"),
    "rectification": ("number", "subject", "unlit", "cause", "direction", "measures"),
    "commendations": ("subject", "result", "honour"),
}
_BALLOTS = ("ballot", "code")
"""The columns that stood first, in their order, by table and on all sheets of ballots; the others followed as they do."""
_TITLES = {"date": "评议日期", "teller": "计票人", "scrutineer": "监票人", "supervisor": "上级监督人"}
"""Columns that had another title."""
_BLANK = {"meeting": {"due"}}
"""Columns of which nothing was filled in beforehand, by table."""


def fingerprint(sheets: Iterable[Sheet]) -> str:
    """Return a form's fingerprint, in eight hexadecimal digits."""
    asked = ", ".join(_table(sheet) for sheet in sheets if isinstance(sheet, Table) and not sheet.newer)
    return hashlib.sha256(f"[{asked}]".encode()).hexdigest()[:8]


def _table(table: Table) -> str:
    first = _BALLOTS if table.row_kind is RowKind.BALLOT else _ORDER.get(table.key, ())
    columns = _columns(table.columns, first)
    blank = _BLANK.get(table.key, set())
    listed = () if table.is_senders else table.rows
    rows = [sorted((key, value) for key, value in row.items() if key not in blank) for row in listed]
    return f"({table.key!r}, {table.title.zh!r}, {columns}, {rows!r})"


@lru_cache(maxsize=64)  # columns of votes are the same on all forms of a campaign
def _columns(columns: tuple[Column, ...], first: tuple[str, ...]) -> str:
    """Return what columns ask for, in the order of format 1: wherever they stand, the same is asked."""
    places = {key: place for place, key in enumerate(first)}
    ordered = sorted(columns, key=lambda column: places.get(column.key, len(places)))
    asked = [column for column in ordered if not column.computed]
    return repr([(c.key, _TITLES.get(c.key, c.title.zh), _kind(c)) for c in asked])


def _kind(column: Column) -> str:
    """Return a column's kind in the words of format 1."""
    kind: Kind = column.kind
    match kind:
        case Code():
            return "Code()"
        case Words():
            return f"Words(longest={kind.longest})"
        case Day():
            return f"Day(low={kind.low!r}, high={kind.high!r})"
        case Whole():
            noun = _text(_NOUNS.get(column.key, _VOTES))
            return f"Whole(low={kind.low}, high={kind.high}, noun={noun})"
        case Number():
            bounds = f"low={kind.low}, high={kind.high}, step={kind.step}"
            return (
                f"Number({bounds}, words={_choices(kind.words)}, noun={_text(_POINTS)}, out_of={kind.out_of})"
            )
        case OneOf():
            return f"OneOf(choices={_LISTS.get(column.key) or _choices(kind.choices)})"
        case _:
            raise TypeError(kind)  # no form has another


@lru_cache(maxsize=64)  # the same lists are on all forms of a campaign
def _choices(choices: tuple[Choice, ...]) -> str:
    listed = [
        f"Choice(key={c.key!r}, label={_text(_label(c))}, aliases={tuple(map(str, c.aliases))!r})"
        for c in choices
    ]
    return f"({', '.join(listed)}{',' if len(listed) == 1 else ''})"


def _label(choice: Choice) -> T:
    """Return a choice's label; of what differs in the width of its brackets alone, the Chinese one stood for both."""
    zh, en = choice.label.zh, choice.label.en
    return same(zh) if squeeze(zh) == squeeze(en) else choice.label


def _text(text: T) -> str:
    return f"T(zh={text.zh!r}, en={text.en!r})"
