"""Date, teller, scrutineer and supervisor of 评议情况: what is left blank is as in the row above."""

from datetime import date

import pytest
from grids import bytes_of, read_grids, write_plain
from plain import plain_file
from plans import small_plan

from xlcampaign.checks.alike import once
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.submission import WITHDRAWN
from xlcampaign.reading.form import read_book
from xlcampaign.words import Lang

PLAN = small_plan(1, 3)
FORM = evaluation_form(PLAN, PLAN.branches[0])
ONCE = ("date", "teller", "scrutineer", "supervisor")
NUMBERS = ("present", "issued", "returned", "valid")
MAY = date(2023, 5, 8)
FIRST = {"date": MAY, "teller": "钱某乙", "scrutineer": "孙某丙", "supervisor": "李某丁"}


def held(row, **stated):
    """Four numbers in a row, and whatever else is stated there."""
    values = {**dict.fromkeys(NUMBERS, 3), **stated}
    return {("meeting", row, key): value for key, value in values.items() if value is not None}


ALL = held(0, **FIRST) | held(1) | held(2) | held(3)


def read(answers, change=None):
    """What stands in the four columns, row by row, and the errors and warnings on the sheet by code and cell."""
    book = write_plain(FORM, answers)
    if change:
        change(book["评议情况"])
    draft, findings = read_book(read_grids(Envelope("f.xlsx", bytes_of(book))), FORM, "f.xlsx")
    sheet = draft.sheets["meeting"]
    rows = [tuple(record.values.get(key) for key in ONCE) for record in sheet.records]
    said = {
        (f.rule.code, f.place.cell)
        for f in findings
        if f.place.sheet == sheet.title and f.rule.code != "S106"
    }
    return rows, said


def submitted(answers, change=None):
    book = write_plain(FORM, answers)
    if change:
        change(book["评议情况"])
    return take_in(Envelope("f.xlsx", bytes_of(book)), PLAN).submission


def test_every_row_below_says_what_the_first_one_says():
    rows, said = read(ALL)
    assert rows == [tuple(FIRST.values())] * 4
    assert said == set()


def test_a_row_takes_what_the_one_above_took_or_stated():
    rows, said = read(ALL | held(1, date=date(2023, 5, 9), teller="周某戊") | held(3, teller="吴某己"))
    assert [row[0].day for row in rows] == [8, 9, 9, 9]
    assert [row[1] for row in rows] == ["钱某乙", "周某戊", "周某戊", "吴某己"]
    assert {row[2:] for row in rows} == {("孙某丙", "李某丁")}
    assert said == set()


def test_left_blank_states_the_same_as_written_out():
    written = {("meeting", row, key): value for row in range(4) for key, value in FIRST.items()}
    short, long = submitted(ALL).parts["meeting"], submitted(ALL | written).parts["meeting"]
    assert short.meetings == long.meetings
    assert [line.digest for line in short.lines] == [line.digest for line in long.lines]
    assert short.digest == long.digest


def test_another_first_row_is_another_statement_of_the_rows_below():
    one, other = (submitted(ALL | held(0, **{**FIRST, "date": day})) for day in (MAY, date(2023, 5, 10)))
    pairs = zip(one.parts["meeting"].lines, other.parts["meeting"].lines, strict=True)
    assert all(line.digest != changed.digest for line, changed in pairs)
    assert {meeting.date for meeting in other.parts["meeting"].meetings.values()} == {date(2023, 5, 10)}


@pytest.mark.parametrize("key", ONCE)
def test_what_the_first_row_lacks_is_missed_once_and_in_the_next_row_that_is_filled(key):
    letter = "GHIJ"[ONCE.index(key)]
    _, said = read(ALL | {("meeting", 0, key): None})
    assert said == {("C101", f"{letter}{row}") for row in range(5, 9)}
    _, said = read(ALL | {("meeting", 0, key): None, ("meeting", 2, key): FIRST[key]})
    assert said == {("C101", f"{letter}{row}") for row in (5, 6)}


@pytest.mark.parametrize("typed", ["5月40日", "2022-05-08", "下周", 8])
def test_what_cannot_be_read_above_is_one_error_and_nobodys_date_below(typed):
    rows, said = read(ALL | {("meeting", 0, "date"): typed})
    assert [row[0] for row in rows] == [None] * 4
    assert said == {("C103", "G5")}
    rows, said = read(ALL | {("meeting", 1, "date"): typed, ("meeting", 3, "date"): MAY})
    assert [row[0] for row in rows] == [MAY, None, None, MAY]
    assert said == {("C103", "G6")}


@pytest.mark.parametrize("word", ["无", "/", "暂无"])
def test_a_word_that_says_nothing_is_missing_and_not_as_above(word):
    rows, said = read(ALL | {("meeting", 1, "scrutineer"): word})
    assert [row[2] for row in rows] == ["孙某丙", None, None, None]
    assert said == {("C101", "I6"), ("C107", "I6")}


@pytest.mark.parametrize("row", [0, 1])
@pytest.mark.parametrize("word", ["撤回", "作废", "作废（重新测评）"])
def test_who_counted_and_when_holds_below_a_row_that_is_withdrawn(row, word):
    rows, said = read(ALL | held(row, **FIRST, present=word))
    assert rows[row] == (WITHDRAWN,) * 4
    assert rows[row + 1 :] == [tuple(FIRST.values())] * (3 - row)
    assert said == set()


@pytest.mark.parametrize("key", ONCE)
@pytest.mark.parametrize("word", ["撤回", "作废（重新测评）"])
def test_what_words_that_withdraw_stand_in_the_place_of_is_missed_below_and_nothing_else(key, word):
    letter = "GHIJ"[ONCE.index(key)]
    _, said = read(ALL | {("meeting", 0, key): word})
    assert said == {("C101", f"{letter}{row}") for row in (6, 7, 8)}


def test_a_withdrawn_row_that_left_its_cells_blank_stands_in_nobodys_way():
    rows, _ = read(ALL | held(1, present="作废"))
    assert rows == [tuple(FIRST.values()), (None,) * 4, tuple(FIRST.values()), tuple(FIRST.values())]


def test_a_row_that_is_not_filled_in_states_nothing():
    part = submitted(held(0, **FIRST)).parts["meeting"]
    assert set(part.meetings) == {FORM.table_of("meeting").rows[0]["way"]}
    assert [line.stated for line in part.lines] == [True, False, False, False]
    _, said = read(held(0, **FIRST))
    assert said == {("C101", f"{letter}{row}") for letter in "CDEF" for row in (6, 7, 8)}


@pytest.mark.parametrize("due", [3, 7, None])
def test_how_many_are_due_alone_fills_nothing_in(due):
    part = submitted({("meeting", row, "due"): due for row in range(4)}).parts["meeting"]
    assert not part.filled
    assert not part.stated
    assert part.meetings == {}


def test_how_many_are_due_is_filled_in_from_the_plan_and_read_as_corrected():
    assert [row["due"] for row in FORM.table_of("meeting").rows] == [3, 20, 3, 20]
    meetings = submitted(ALL | {("meeting", 1, "due"): 18}).parts["meeting"].meetings.values()
    assert [meeting.due for meeting in meetings] == [3, 18, 3, 20]


def test_a_form_whose_header_does_not_offer_it_is_missing_what_is_blank():
    """Forms of the first version ask for it in every row."""

    def as_before(sheet):
        for letter, title in zip("GHIJ", ("评议日期", "计票人", "监票人", "上级监督人"), strict=True):
            sheet[f"{letter}4"] = title

    rows, said = read(ALL, as_before)
    assert rows == [tuple(FIRST.values()), *[(None,) * 4] * 3]
    assert said == {("C101", f"{letter}{row}") for letter in "GHIJ" for row in (6, 7, 8)}


def test_rows_that_changed_places_take_what_now_stands_above():
    def moved(sheet):
        sheet.move_range("A5:K5", rows=10)

    rows, said = read(ALL, moved)
    assert rows[-1] == tuple(FIRST.values())
    assert said >= {("C101", f"{letter}{row}") for letter in "GHIJ" for row in (6, 7, 8)}


@pytest.mark.parametrize("word", ["没", "无", "——", "暂无"])
@pytest.mark.parametrize("key", ["teller", "scrutineer", "supervisor"])
def test_the_one_finding_on_a_word_that_says_nothing_says_that_it_is_not_as_above(key, word):
    intake = take_in(Envelope("f.xlsx", plain_file(FORM, ALL | held(2, **{key: word}))), PLAN)
    [missed] = [f for f in once(intake.findings) if f.rule.code in {"C101", "C107"}]
    assert (missed.rule.code, missed.place.row) == ("C101", 7)
    assert missed.says(Lang.ZH).endswith(f"写的“{word}”等于没有填，也不当作和上一行相同")
    assert missed.says(Lang.EN).endswith(f"“{word}” counts as empty, and not as in the row above")
