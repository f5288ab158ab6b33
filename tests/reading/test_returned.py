"""What the program adds when a form goes back is its own: it says so, reads nothing there and misses nothing for it."""

import pytest
from filled import complete, form_of
from grids import bytes_of, write_plain
from known import books_of
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.sheet import Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.header import is_returned

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
FORMS = [BOOK, *books_of(PLAN)]


def taken(book, edit):
    form = write_plain(book, complete(book))
    edit(form)
    return take_in(Envelope("f.xlsx", bytes_of(form)), PLAN)


def found(intake):
    return {(f.rule.code, f.place.sheet, f.place.cell) for f in intake.findings}


def beside(title, text):
    """Write a column beside everything on every sheet: its title, and a text in each row below."""

    def edit(form):
        for sheet in form.worksheets:
            if not sheet.title.startswith("_"):
                free = max(sheet.max_column, 7) + 1
                sheet.cell(4, free).value = title
                for row in range(5, sheet.max_row + 1):
                    sheet.cell(row, free).value = text

    return edit


@pytest.mark.parametrize("title", ["退回意见", "Return remarks", "退回意见2", " 退回 意见（2）"])
@pytest.mark.parametrize("text", ["票数多于有效票", "作废", "撤回", 99])
@pytest.mark.parametrize("book", FORMS, ids=lambda book: book.key)
def test_a_column_of_ours_is_told_as_ours_and_changes_nothing(book, title, text):
    before, after = taken(book, lambda _: None), taken(book, beside(title, text))
    more = found(after) - found(before)
    assert {code for code, *_ in more} == {"S115"}
    assert len(more) == len(
        [sheet for sheet in book.sheets if not isinstance(sheet, Table) or sheet.last_row > 4]
    )
    assert found(before) <= found(after)
    assert [part.digest for part in after.submission.parts.values()] == [
        part.digest for part in before.submission.parts.values()
    ]


@pytest.mark.parametrize("title", ["退回意见", "退回说明(2)", "Return remarks", "Returned"])
def test_a_tab_that_is_only_called_like_ours_is_the_senders_own_and_taken_for_none_of_the_forms(title):
    def add(form):
        tab = form.create_sheet(title)
        for row in form["党员自评"].iter_rows():
            for cell in row:
                tab[cell.coordinate] = cell.value

    more = found(taken(BOOK, add)) - found(taken(BOOK, lambda _: None))
    assert more == {("S104", title, "")}


@pytest.mark.parametrize("title", ["意见", "退回意见和答复", "核查意见（本校）"])
def test_a_column_of_the_senders_own_is_told_as_before(title):
    before, after = taken(BOOK, lambda _: None), taken(BOOK, beside(title, "已核对"))
    codes = {code for code, *_ in found(after) - found(before)}
    assert codes == {"S204", "S107"}


def test_no_form_has_a_column_or_tab_of_that_name():
    for book in FORMS:
        for sheet in book.sheets:
            columns = sheet.columns if isinstance(sheet, Table) else ()
            titles = [title for each in (sheet, *columns) for title in (each.title.zh, each.title.en)]
            assert not any(map(is_returned, titles)), (book.key, sheet.key)
