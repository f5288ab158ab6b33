"""The sheets that levels read: what is told of one unit or of several, as values, in rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from xlcampaign.layout import dispatch
from xlcampaign.layout.sheet import Book, Column, Settings, Table
from xlcampaign.layout.summary import column
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.frame import Audience, FramedIn, Listing, PageIn, SheetIn, Surroundings
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import serial_of
from xlcampaign.workbook.looks import CELL, MUTED

Values = Mapping[str, Value]
"""A row, by column key."""
YES_NO = {True: "yes", False: "no"}
"""What stands in a row for what holds or does not."""

_CENTRED = frozenset({"order", "lit", "composite", "rank", "level", "fit", "rectify"})
_WRAPPED = ("unit", "note", "matter", "about", "says")
_KEPT = ("name", "branch_name", "about", "order")
"""The last column that stays in view: the first of these that a sheet has."""
_LABEL, _VALUE = CELL.but(color=MUTED, indent=1), CELL.but(align="left", wrap=True)
_FACT_COLUMNS = (column("label", T("项目", "What"), width=26), column("value", T("内容", "Value"), width=62))
_RESULTS = T(
    "一行一个；★ 授星，☆ 未授，— 暂未评星。名次：支部在本单位内，党员在本支部内。",
    "A row each; ★ lit, ☆ not lit, — unrated. Ranks: branches within the unit, members within their branch.",
)
_NOTES = {
    dispatch.MATTERS: T(
        "到统计日期还要研究或者办的事。", "To be decided or looked into on the day of this report."
    ),
    dispatch.RULES: T("结果是按这些规则评出来的。", "The rules by which the results came about."),
    **{dispatch.subjects_key(kind): _RESULTS for kind in SubjectKind},
}
_LEADERS = frozenset({dispatch.FACTS, *(dispatch.subjects_key(kind) for kind in SubjectKind)})


def people_told(rated: Mapping[SubjectKind, Sequence[bool]]) -> Values:
    """Return how many branches and members there are, and how many of them are rated, as facts."""
    branches, members = rated[SubjectKind.BRANCH], rated[SubjectKind.MEMBER]
    return {
        "branches": len(branches),
        "branches_rated": sum(branches),
        "members": len(members),
        "members_rated": sum(members),
    }


def told_sheets(
    told: Mapping[str, Sequence[Values]], book: Book, note: T, *, working: bool = False
) -> Iterator[SheetIn[Any]]:
    """Yield the sheets of what is told.

    Args:
        told: the rows of each sheet, by its key.
        book: how the sheets are declared.
        note: what is said of the whole on the first of them.
        working: whether all of them are for those who work with the figures, and none for leaders.
    """
    for sheet in book.sheets:
        audience = Audience.LEADERS if sheet.key in _LEADERS and not working else Audience.WORK
        if isinstance(sheet, Settings):
            page = partial(_facts_page, sheet.fields, told[sheet.key][0], note)
            yield SheetIn(sheet.key, sheet.title, audience, page)
        elif isinstance(sheet, Table):
            yield SheetIn(sheet.key, sheet.title, audience, partial(_rows_page, sheet, told[sheet.key]))


def _facts_page(fields: Sequence[Column], values: Values, note: T, context: Surroundings) -> PageIn[Any]:
    """Return the first sheet: a label and a value a row."""

    def write(framed: FramedIn[Any]) -> None:
        for row, field in enumerate(fields, Settings.header_row + 1):
            value = values.get(field.key)
            framed.sheet.text(row, 1, context.say(field.title), _LABEL)
            shown = None if value is None else field.kind.show(value, context.lang)
            framed.sheet.shown(row, 2, shown, _VALUE)

    return PageIn(note=context.say(note), columns=_FACT_COLUMNS, rest=write, landscape=False)


def _rows_page(table: Table, rows: Iterable[Values], context: Surroundings) -> PageIn[Any]:
    """Return a sheet with a row for each thing."""
    shown = ({one.key: _shown(one, row.get(one.key), context.lang) for one in table.columns} for row in rows)
    centred = tuple(key for key in table.by_key if key in _CENTRED or key.startswith(dispatch.STAR))
    return PageIn(
        note=context.say(_NOTES[table.key]),
        listing=Listing(table, shown, wrap=_WRAPPED, centred=centred),
        kept=next(key for key in _KEPT if key in table.by_key),
    )


def _shown(column: Column, value: Value, lang: Lang) -> Cell:
    """Return a value as the cell that shows it."""
    if value is None:
        return None
    shown = column.kind.show(value, lang)
    return shown if isinstance(shown, str) else serial_of(shown)
