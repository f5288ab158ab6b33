"""How the differences between two versions of a sheet are said."""

from collections.abc import Mapping, Sequence

from xlcampaign.layout.kinds import YES_NO, OneOf, Words
from xlcampaign.layout.sheet import Column, RowKind, Settings, Sheet, Table, fields_of
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import UNNUMBERED, WITHDRAWN, LineKey
from xlcampaign.model.versions import Difference, Differences
from xlcampaign.words import Lang, T, in_a_line, same

_LONGEST = 20
_MOST_ROWS = 6
_YES_OR_NO = {choice.key for choice in YES_NO.choices}
_EMPTY, _BAD = T("空", "empty"), T("未计入", "not counted")
_WITHDRAWN = T("撤回", "withdrawn")
_CELL = T("{cell}：{old} → {new}", "{cell}: {old} → {new}")
_MORE = T("；等 {number} 处", "; {number} in all")
_BALLOTS = T("逐票的内容不同（{old} 张，{new} 张）", "the ballots differ ({old} and {new} of them)")
_BESIDE = T("计数以外的格子不同", "cells beside the counts differ")


def say_differences(differences: Differences, sheet: Sheet | None) -> T:
    """Return where two versions differ in a few words: cells with old and new values, of ballots only how many."""
    if differences.ballots is not None:
        old, new = map(str, differences.ballots)
        return _BALLOTS.filled(old=old, new=new)
    if not differences.number:
        return _BESIDE
    listed = [_said(difference, sheet) for difference in differences.cells]
    more = same("")
    if differences.number > len(listed):
        more = _MORE.filled(number=str(differences.number))
    return T("；".join(one.zh for one in listed) + more.zh, "; ".join(one.en for one in listed) + more.en)


_NAMELESS = T("没有写明对象的一行", "a row that names nobody")


def say_rows(rows: Sequence[LineKey], plan: Plan, sheet: Sheet | None) -> T | None:
    """Return rows by whom or what they are about, the first few of many; None where no row is told from the others."""
    if isinstance(sheet, Settings):
        return None
    zh, en = (_shown(rows, _names(plan, sheet, lang)) for lang in (Lang.ZH, Lang.EN))
    if not any(zh):
        return None
    if len(zh) <= _MOST_ROWS:
        return T("、".join(zh), ", ".join(en))
    few = T("、".join(zh[:_MOST_ROWS]), ", ".join(en[:_MOST_ROWS]))
    return T(f"{few.zh}等 {len(zh)} 行", f"{few.en} and others ({len(en)} rows)")


def _names(plan: Plan, sheet: Sheet | None, lang: Lang) -> Mapping[str, str]:
    """Return how whom and what rows are about is called, by the parts of their keys."""
    names = {b.code: b.name for b in plan.branches} | {m.code: m.name for m in plan.members}
    if isinstance(sheet, Table) and sheet.row_kind is not RowKind.RECORD:
        names |= {way.meeting_key: way.name for way in plan.ways}
        names |= {str(row["key"]): str(row["star"]) for row in sheet.rows if "star" in row}
    if isinstance(sheet, Table):  # what tells an entry apart is kept squeezed
        kinds = (column.kind for column in sheet.columns)
        choices = (choice for kind in kinds if isinstance(kind, OneOf) for choice in kind.choices)
        names = {squeeze(choice.key): choice.label.say(lang) for choice in choices} | names
    return names | {WITHDRAWN: _NAMELESS.say(lang)}


def _shown(rows: Sequence[LineKey], names: Mapping[str, str]) -> list[str]:
    """Return each row by its names; nothing for one that is told from no other."""
    told = (key[1:3] if key[:1] == (UNNUMBERED,) else key[:2] for key in rows)
    return [" ".join(brief(names.get(part, part)) for part in parts if part) for parts in told]


def _said(difference: Difference, sheet: Sheet | None) -> T:
    column = _column(difference.column, sheet)
    where = (
        same(str(difference.cell)) if difference.cell else column.title if column else same(difference.column)
    )
    old = _value(difference.old, column, bad=difference.was_bad)
    new = _value(difference.new, column, bad=difference.is_bad)
    return T(
        _CELL.fill(Lang.ZH, {"cell": brief(where.zh), "old": old.zh, "new": new.zh}),
        _CELL.fill(Lang.EN, {"cell": brief(where.en), "old": old.en, "new": new.en}),
    )


def _column(key: str, sheet: Sheet | None) -> Column | None:
    if sheet is None:
        return None
    columns = sheet.columns if isinstance(sheet, Table) else [column for _, column in fields_of(sheet)]
    return next((column for column in columns if column.key == key), None)


def _value(value: Value, column: Column | None, *, bad: bool) -> T:
    if bad:
        return _BAD if value is None else same(brief(str(value)))
    if value is None:
        return _EMPTY
    if value == WITHDRAWN:
        return _WITHDRAWN
    kind = column.kind if column else YES_NO if value in _YES_OR_NO else Words()
    return T(brief(str(kind.show(value, Lang.ZH))), brief(str(kind.show(value, Lang.EN))))


def brief(text: str) -> str:
    """Return a value on one line, cut visibly where it is long."""
    return in_a_line(" ".join(text.split()), _LONGEST)
