"""Whether a changed form is honest: every change reported at its place, or no total any different."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO

import openpyxl
from mutations.campaign import Campaign, Form, Reading
from mutations.cells import Archive
from mutations.facts import Cell, Change, changes, facts_of, new_findings, totals_of
from mutations.mistakes import Meaning, Mistake, mistakes_on

from xlcampaign.layout.kinds import Day, Number, Whole
from xlcampaign.layout.sheet import RowKind, Table, fields_of
from xlcampaign.layout.text import clean


class Verdict(StrEnum):
    """What became of a change."""

    REPORTED = "reported"
    NEUTRAL = "neutral"
    REPAIRED = "read by its meaning, and logged"
    TYPED = "read as typed"
    EMPTIED = "as if never typed"
    SILENT = "SILENT"


@dataclass(frozen=True)
class Case:
    """One change of one form and what became of it."""

    where: str
    name: str
    verdict: Verdict
    detail: str = ""


def cells_of(form: Form) -> Iterator[Cell]:
    """Yield every cell that a form's declaration knows: pre-filled rows, rows typed below them, and one more."""
    book = openpyxl.load_workbook(BytesIO(form.data), data_only=True)
    for sheet in form.book.shown:
        tab = book[sheet.title.zh]
        if not isinstance(sheet, Table):
            for row, column in fields_of(sheet):
                yield Cell(
                    None, sheet.key, sheet.title.zh, row, 2, column, _plain(tab.cell(row, 2).value), {}
                )
            continue
        typed = [row for row in range(sheet.first_row, sheet.last_row + 1) if _is_typed(tab, row, sheet)]
        last = max([sheet.header_row + len(sheet.rows), *typed])
        for row in range(sheet.first_row, min(last + 1, sheet.last_row) + 1):
            index = row - sheet.first_row
            given = dict(sheet.rows[index]) if index < len(sheet.rows) else {}
            for number, column in enumerate(sheet.columns, 1):
                if not column.computed:
                    shown = _plain(tab.cell(row, number).value)
                    yield Cell(sheet, sheet.key, sheet.title.zh, row, number, column, shown, given)


def _plain(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def _is_typed(tab, row: int, sheet: Table) -> bool:
    return any(tab.cell(row, n).value is not None for n, c in enumerate(sheet.columns, 1) if c.is_input)


def judge_cells(campaign: Campaign, form: Form, choose=lambda mistakes: mistakes) -> Iterator[Case]:
    """Yield what becomes of mistakes in a form's cells; `choose` takes some of the (cell, mistake) pairs."""
    archive = Archive(form.data)
    before = campaign.read(form, form.data)
    mistakes = [mistake for cell in cells_of(form) for mistake in mistakes_on(cell)]
    for mistake in choose(mistakes):
        cell = mistake.cell
        present = {at: typed for at, typed in mistake.put.items() if archive.has(cell.title, at)}
        after = campaign.read(form, archive.changed(cell.title, present, mistake.merge))
        yield judge(form, mistake, before, after)


def judge(form: Form, mistake: Mistake, before: Reading, after: Reading) -> Case:
    """Return what became of a mistake in one cell."""
    cell = mistake.cell
    where = f"{form.book.key} › {cell.title} › {cell.column.key} row {cell.row}"
    found = [f for f in new_findings(before, after) if _is_at(f, form, cell)]
    facts = changes(facts_of(before.submission), facts_of(after.submission))
    totals = changes(totals_of(before), totals_of(after))
    codes = " ".join(sorted({f.rule.code for f in found}))
    bad = [c for c in facts if not _is_honest(c, mistake, found)]
    bad += [c for c in totals if not _is_total_honest(c, mistake, found)]
    if bad or (after.submission is None and not found):
        return Case(where, mistake.name, Verdict.SILENT, f"{bad[:3]} {codes}")
    changed = bool(facts or totals)
    return Case(where, mistake.name, _verdict(mistake, set(codes.split()), changed=changed), codes)


def _verdict(mistake: Mistake, codes: set[str], *, changed: bool) -> Verdict:
    """Return what an honest change is: reported, logged, or as it was typed."""
    if codes - {"C107"}:
        return Verdict.REPORTED
    if mistake.meaning is Meaning.SAME:
        unlogged = Verdict.SILENT if _needs_log(mistake) else Verdict.NEUTRAL
        return Verdict.REPAIRED if codes else unlogged
    if not changed:
        return Verdict.NEUTRAL
    return Verdict.EMPTIED if mistake.meaning is Meaning.NOTHING else Verdict.TYPED


def _needs_log(mistake: Mistake) -> bool:
    cell = mistake.cell
    numeric = isinstance(cell.column.kind, Number | Whole | Day) and not isinstance(cell.shown, str)
    return numeric and cell.column.is_input


def _is_at(finding, form: Form, cell: Cell) -> bool:
    place = finding.place
    if place.file != form.name or place.sheet != cell.title:
        return False
    return not place.row or place.row in {cell.row, cell.row + 1}


def _row(finding) -> int:
    return finding.place.row


def _is_honest(change: Change, mistake: Mistake, found: list) -> bool:
    """Tell whether a fact may be different: lost with a finding, never typed, or another text of the cell's own."""
    cell, own = mistake.cell, mistake.cell.owns(change.fact)
    loud = [f for f in found if f.rule.code != "C107"]
    rows = {_row(f) for f in loud if f.is_error}
    out = change.fact[0] == "entry" and change.fact[2] in rows  # the whole entry is out of its register
    told = change.fact[0] in {"ballots", "version"} and bool(rows)
    if (change.is_loss and loud) or out or told:
        return True
    if mistake.meaning is Meaning.NOTHING:
        optional = not cell.column.required or _is_ballot(cell)
        return bool(optional) and change.is_loss and (own or change.fact[0] == "ballots")
    if own and _is_as_meant(change, mistake, found):
        return True
    if mistake.meaning is Meaning.OWN and own:
        return str(change.after) in {clean(mistake.says), f"{mistake.says} 00:00:00"}
    fresh = mistake.meaning is Meaning.OWN and change.fact[0] == "entry" and change.before is None
    return fresh and bool(loud)


def _is_total_honest(change: Change, mistake: Mistake, found: list) -> bool:
    cell = mistake.cell
    loud = [f for f in found if f.rule.code != "C107"]
    if (change.is_loss and loud) or _is_as_meant(change, mistake, found):
        return True
    # what is typed beside the votes shifts the votes that follow from it
    beside = cell.column.key == "base" or (cell.column.mark is not None and not cell.column.required)
    return mistake.meaning is Meaning.NOTHING and (beside or (change.is_loss and _is_ballot(cell)))


def _is_as_meant(change: Change, mistake: Mistake, found: list) -> bool:
    """Tell whether a mark was read by its meaning: one more of what it means or one less of what stood there, and logged."""
    if mistake.meaning is not Meaning.OWN or mistake.cell.column.mark is None:
        return False
    step = (change.after or 0) - (change.before or 0)
    return any(f.rule.code == "C107" for f in found) and step == (
        1 if change.fact[-1] == mistake.says else -1
    )


def _is_ballot(cell: Cell) -> bool:
    return cell.table is not None and cell.table.row_kind is RowKind.BALLOT


__all__ = ["Case", "Verdict", "cells_of", "date", "judge_cells"]
