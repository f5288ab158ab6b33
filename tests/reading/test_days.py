"""Days and ticks that certainly mean one thing, as they stand in the cells of workbooks."""

import struct
from datetime import date

import pytest
from attacks import zipped
from grids import bytes_of, read_grids, write_plain
from known import flat_ledger
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from plans import small_plan

from xlcampaign.layout.forms import evaluation_form, pledge_form, rectification_form
from xlcampaign.layout.kinds import Day
from xlcampaign.model.cell import EPOCH, EPOCH_1904
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.results import Known
from xlcampaign.reading.biff import read_records
from xlcampaign.reading.form import read_book
from xlcampaign.tally.score import score

PLAN = small_plan(1, 3)
BRANCH = PLAN.branches[0]
PLEDGES = pledge_form(PLAN, BRANCH)
FORM = evaluation_form(PLAN, BRANCH)
JUNE = date(2023, 6, 30)


def read(book, answers, *, mac=False):
    workbook = write_plain(book, answers)
    if mac:
        workbook.epoch = CALENDAR_MAC_1904
    grids = read_grids(Envelope("f.xlsx", bytes_of(workbook)))
    return read_book(grids, book, "f.xlsx")


def values(draft, sheet, key):
    return [record.values.get(key) for record in draft.sheets[sheet].records]


def said(findings):
    return [(f.rule.code, f.place.cell) for f in findings if f.rule.code in {"C103", "C107"}]


@pytest.mark.parametrize(("mac", "number"), [(False, 45107), (True, 43645)])
@pytest.mark.parametrize("shown", ["{}", "{} ", "４５１０７"])
def test_a_plain_number_is_a_day_by_the_workbooks_own_date_system(mac, number, shown):
    text = (
        shown.format(number)
        if shown.isascii()
        else str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    )
    given = {("branch_pledges", 0, "due"): number, ("branch_pledges", 1, "due"): text}
    draft, findings = read(PLEDGES, given, mac=mac)
    assert values(draft, "branch_pledges", "due")[:2] == [JUNE, JUNE]
    assert said(findings) == [("C107", "G5"), ("C107", "G6")]


@pytest.mark.parametrize("typed", [JUNE, "2023-06-30", 20230630])
def test_what_states_its_year_is_the_same_in_every_date_system(typed):
    for mac in (False, True):
        draft, _ = read(PLEDGES, {("branch_pledges", 0, "due"): typed}, mac=mac)
        assert values(draft, "branch_pledges", "due")[0] == JUNE


def test_an_old_workbook_says_which_date_system_it_has():
    def record(kind, data=b""):
        return struct.pack("<HH", kind, len(data)) + data

    head, end = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0x600)), record(0x0A)
    assert read_records(head + record(0x22, b"\1\0") + end).epoch == EPOCH_1904
    assert read_records(head + record(0x22, b"\0\0") + end).epoch == EPOCH
    assert read_records(head + end).epoch == EPOCH


@pytest.mark.parametrize(
    ("setting", "epoch"),
    [
        (
            '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>',
            EPOCH_1904,
        ),
        ("<table:calculation-settings><table:null-date/></table:calculation-settings>", EPOCH),
        ("", EPOCH),
    ],
)
def test_an_open_document_says_which_date_system_it_has(setting, epoch):
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:spreadsheet>{setting}<table:table table:name='甲'><table:table-row>"
        "<table:table-cell office:value-type='string'><text:p>某</text:p></table:table-cell></table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": "<m/>"}
    [grid] = read_grids(Envelope("f.ods", zipped(parts))).grids
    assert grid.epoch == epoch


@pytest.mark.parametrize("typed", ["6月30", "6月30日晚", "6月30号早", "2023-6-30 傍晚", "2023年6月30日夜"])
def test_a_day_without_its_last_word_or_with_a_part_of_the_day_is_that_day(typed):
    day = Day(date(2023, 1, 1), date(2023, 12, 31))
    assert day.parse(typed) == date(2023, 6, 30)


@pytest.mark.parametrize("typed", ["6月300", "30", "6月30日后", "6.30", "早"])
def test_what_only_looks_like_such_a_day_is_none(typed):
    with pytest.raises(ValueError, match=typed):
        Day(date(2023, 1, 1), date(2023, 12, 31)).parse(typed)


@pytest.mark.parametrize("typed", ["6月30号", "2023年6月30号 星期五", "6月30日上午", "2023-06-30T00:00:00Z"])
def test_days_that_are_certain_are_read_and_noted(typed):
    draft, findings = read(PLEDGES, {("branch_pledges", 0, "due"): typed})
    assert values(draft, "branch_pledges", "due")[0] == JUNE
    assert said(findings) == [("C107", "G5")]


@pytest.mark.parametrize("typed", ["2023年6月30日 星期四", "2023-06-30T23:00:00Z", "6月29日"])
def test_days_that_contradict_themselves_or_may_be_two_are_errors(typed):
    draft, findings = read(PLEDGES, {("branch_pledges", 0, "due"): typed})
    assert values(draft, "branch_pledges", "due")[0] is None
    assert said(findings) == [("C103", "G5")]


@pytest.mark.parametrize(
    ("typed", "voted"),
    [
        (True, "yes"),
        ("☑", "yes"),
        ("✅", "yes"),
        ("已到会", "yes"),
        (False, "no"),
        ("☐", "no"),
        ("未投票", "no"),
    ],
)
def test_a_ticked_box_is_a_yes_and_costs_nothing(typed, voted):
    draft, findings = read(
        FORM, {("member_peer", 0, "attended"): typed, ("member_peer", 0, "loyal.approve"): 1}
    )
    [row, *_] = draft.sheets["member_peer"].records
    assert (row.values["attended"], row.bad) == (voted, frozenset())
    assert said(findings) == [("C107", "K5")]


@pytest.mark.parametrize("signs", [("√", "×", "是"), ("Y", "n", "yes"), ("✓", "N", "是"), ("✔", "×", "是")])
def test_a_sign_for_yes_or_no_is_read_with_a_note_and_the_word_without(signs):
    given = {("member_peer", n, "attended"): sign for n, sign in enumerate(signs)}
    draft, findings = read(FORM, given)
    assert values(draft, "member_peer", "attended") == ["yes", "no", "yes"]
    assert said(findings) == [("C107", "K5"), ("C107", "K6")]


@pytest.mark.parametrize(
    ("typed", "closed"),
    [("已完成", "yes"), ("完成了", "yes"), (True, "yes"), ("☑", "yes"), ("未完成", "no"), ("没有完成", "no")],
)
def test_what_is_done_may_be_said_in_words(typed, closed):
    ledger = flat_ledger(PLAN, dict.fromkeys(("01", "0101", "0102", "0103"), 1))
    book = rectification_form(PLAN, BRANCH, Known(ledger, score(ledger, PLAN)))
    draft, findings = read(book, {("rectification", 0, "closed"): typed})
    assert values(draft, "rectification", "closed")[0] == closed
    assert [code for code, _ in said(findings)] == ["C107"]
