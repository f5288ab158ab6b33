"""Rows in which the same was typed have their formula made once: it is the one that each would have by itself."""

from dataclasses import replace

import pytest
from plans import small_plan

from xlcampaign.forms.form import lay_out
from xlcampaign.forms.rows import check_row, check_rows, column_named, own_rows, valid_ballots
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.ways import CHECK
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.words import Lang

TYPED = (1, True, 1.0, 0, "1", "无", Broken(Fault.ERROR, "#N/A"), None, 7, 99)
"""What people type: some of it is equal to Python, and not to a spreadsheet."""


@pytest.mark.parametrize("lang", Lang)
def test_each_row_says_what_it_would_say_by_itself(lang):
    """Every kind of content in every column, row after row, and rows that are equal."""
    book = evaluation_form(small_plan(2, 8), small_plan(2, 8).branches[0])
    tables = [sheet for sheet in book.shown if isinstance(sheet, Table)]
    answers = {
        (table.key, index, column.key): TYPED[(index // 2 + number) % len(TYPED)]
        for table in tables
        for index in range(len(table.rows) + table.spare)
        for number, column in enumerate(table.columns)
        if column.is_input
    }
    pages = lay_out(book, lang, answers)
    valid = {key: live for key, (live, _) in valid_ballots(pages).items()}
    valid |= {key: live for key, (live, _) in own_rows(pages, valid, lang).items()}
    looked_at = 0
    for page in pages:
        rows = check_rows(page, valid, lang)
        named = {row: check_row(page, row, valid, lang, naming=True) for row in rows}
        unnamed = {row: check_row(page, row, valid, lang, naming=False) for row in rows}
        assert rows in (named, unnamed)
        looked_at += len(rows)
    assert looked_at > 30


def test_what_stands_in_a_row_that_nobody_types_is_of_no_account():
    """Names and codes differ from row to row, and what a row says does not hang on them."""
    plan = small_plan(2, 8)
    book = evaluation_form(plan, plan.branches[0])
    for page in lay_out(book, Lang.ZH, {}):
        if isinstance(page.sheet, Table) and column_named(page.sheet, CHECK.key):
            valid = {key: live for key, (live, _) in valid_ballots(lay_out(book, Lang.ZH, {})).items()}
            locked = [n for n, column in enumerate(page.sheet.columns, 1) if column.locked]
            other = {
                at: "别的" if at[1] in locked and raw is not None else raw for at, raw in page.cells.items()
            }
            assert check_rows(replace(page, cells=other), valid, Lang.ZH) == check_rows(page, valid, Lang.ZH)
