"""The account of cells held against the workbook itself: what is unlocked there is what is accounted for."""

from datetime import date

import openpyxl
import pytest
from known import books_of
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.forms.form import write_form
from xlcampaign.layout.sheet import Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry
from xlcampaign.words import Lang

SHAPES = [
    ("approval", Entry.TALLY),
    ("grades", Entry.TALLY),
    ("points", Entry.MARKS),
    ("approval", Entry.BALLOTS),
]


def unlocked_cells(path):
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: sum(not cell.protection.locked for row in sheet.iter_rows() for cell in row)
        for sheet in book
        if sheet.sheet_state == "visible"
    }


@pytest.mark.parametrize(("scale", "entry"), SHAPES)
def test_every_unlocked_cell_is_in_the_account(scale, entry, tmp_path):
    plan = with_entries(small_plan(1, 4), lambda *_: (scale, entry))
    for number, book in enumerate(books_of(plan)):
        path = tmp_path / f"{number}.xlsx"
        write_form(path, book, Lang.ZH, date(2023, 5, 1))
        submission = take_in(Envelope(path.name, path.read_bytes()), plan).submission
        assert submission is not None
        accounted = {part.title: part.cells.total for part in submission.parts.values()}
        # rows that are offered further down are no cells to fill in until somebody does
        free = {
            sheet.title.zh: sheet.spare * sum(column.is_input for column in sheet.columns)
            for sheet in book.sheets
            if isinstance(sheet, Table)
        }
        asked = {title: cells - free.get(title, 0) for title, cells in unlocked_cells(path).items()}
        assert {title: cells for title, cells in accounted.items() if title in asked} == asked
        assert sum(accounted.values()) == sum(asked.values())
        assert max(accounted.values()) > 0
