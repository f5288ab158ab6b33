"""Days and ticks that certainly mean one thing, as they stand in the cells of workbooks."""

import struct
from datetime import date, datetime, time, timedelta

import pytest
from attacks import zipped
from grids import bytes_of, read_grids, write_plain
from known import flat_ledger
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from plans import small_plan
from recalculate import convert_all

from xlcampaign.layout.forms import evaluation_form, pledge_form, rectification_form
from xlcampaign.layout.kinds import Day
from xlcampaign.model.cell import EPOCH, EPOCH_1904, Dated
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.reading.biff import read_records
from xlcampaign.reading.form import read_book
from xlcampaign.tally.score import score
from xlcampaign.words import Lang

PLAN = small_plan(1, 3)
BRANCH = PLAN.branches[0]
PLEDGES = pledge_form(PLAN, BRANCH)
FORM = evaluation_form(PLAN, BRANCH)
JUNE = date(2023, 6, 30)
STAR = "loyal"


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


_WRITTEN_OUT = (
    "二〇二三年六月三十日",
    "二○二三年六月三十日 星期五",
    "2023年六月三十号",
    "六月三十日 上午9点",
    "二零二三年六月三十",
)
_IN_ENGLISH = (
    "30 June 2023",
    "June 30, 2023",
    "Friday, 30 June 2023",
    "30-Jun",
    "jun. 30th",
    "30th of June, 2023",
)


@pytest.mark.parametrize("typed", [*_WRITTEN_OUT, *_IN_ENGLISH, "Jun 30 2023", "30Jun"])
def test_a_day_written_out_in_numerals_or_by_its_months_name_is_that_day(typed):
    assert Day(date(2023, 1, 1), date(2023, 12, 31)).parse(typed) == JUNE


@pytest.mark.parametrize("typed", ["June 12", "12 June", "六月十二日", "2023年六月十二"])
def test_the_day_of_a_month_that_has_a_name_is_no_hour(typed):
    assert Day(date(2023, 1, 1), date(2023, 12, 31)).parse(typed) == date(2023, 6, 12)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Monday, 30 June 2023",
            "31 June 2023",
            "Juno 30",
            "June",
            "30 June 23",
            "5 or 6 May",
            "0000年六月三十日",
        ),
        *(
            "六月三三日",
            "六月三十一日",
            "三月廿九",
            "六月",
            "二三年六月三十日",
            "十三月一日",
            "二〇二三年六月三十日前",
        ),
    ],
)
def test_what_names_a_month_and_no_certain_day_is_none(typed):
    with pytest.raises(ValueError):  # noqa: PT011 -- dates that do not exist are refused in Python's own words
        Day(date(2023, 1, 1), date(2023, 12, 31)).parse(typed)


@pytest.mark.parametrize("typed", ["6月300", "30", "6月30日后", "6.30", "早"])
def test_what_only_looks_like_such_a_day_is_none(typed):
    with pytest.raises(ValueError, match=typed):
        Day(date(2023, 1, 1), date(2023, 12, 31)).parse(typed)


@pytest.mark.parametrize(
    "typed", ["6月30号", "2023年6月30号 星期五", "6月30日上午", "2023-06-30T00:00:00Z", "六月三十日"]
)
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
        ("请假", "no"),
        ("缺席", "no"),
        ("Not voted", "no"),
        ("到了", "yes"),
        ("已投", "yes"),
        ("Present", "yes"),
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


DAYS, TIMES = ("yyyy-mm-dd", 'm"月"d"日"', "d-mmm", "yyyy/m/d h:mm"), ("h:mm", "h:mm:ss")
NUMBERS = (0, 0.5, 1, 8.5, 9, 9.12, 10, 58, 59, 60, 61, 100, 366, 999)


def column_of(grids):
    return [row[0] for row in grids.grids[0].rows]


def shown_as(number_format, numbers, *, mac=False):
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904 if mac else workbook.epoch
    for row, number in enumerate(numbers, 1):
        workbook.active.cell(row, 1, number).number_format = number_format
    return bytes_of(workbook)


@pytest.mark.parametrize("mac", [False, True])
@pytest.mark.parametrize("number_format", DAYS)
def test_a_small_number_under_the_format_of_a_day_is_that_number(number_format, mac):
    found = column_of(read_grids(Envelope("f.xlsx", shown_as(number_format, NUMBERS, mac=mac))))
    assert [raw if isinstance(raw, Dated) else None for raw in found] == [
        None if number == 0.5 else number for number in NUMBERS
    ]


@pytest.mark.parametrize("number_format", TIMES)
def test_under_the_format_of_a_time_what_is_a_time_stays_one(number_format):
    found = column_of(read_grids(Envelope("f.xlsx", shown_as(number_format, [9, 0, 8.5 / 24, 1.5]))))
    assert found == [Dated(9), Dated(0), time(8, 30), Dated(1.5)]


@pytest.mark.parametrize("number_format", ["[h]:mm", "[mm]:ss"])
def test_a_span_of_time_is_no_number(number_format):  # 24:0, typed for votes, is one day to a spreadsheet
    found = column_of(read_grids(Envelope("f.xlsx", shown_as(number_format, [1, 2.5]))))
    assert found == [timedelta(days=1), timedelta(days=2.5)]


def test_days_that_somebody_means_stay_days():
    evening = datetime(2023, 8, 5, 14, 30)  # noqa: DTZ001 -- cells name no zone
    days = [date(2023, 8, 5), date(1921, 7, 1), evening]
    assert column_of(read_grids(Envelope("f.xlsx", shown_as("yyyy-mm-dd", days)))) == days


def test_less_than_nothing_is_not_taken_for_nothing():
    found = column_of(read_grids(Envelope("f.xlsx", shown_as("yyyy-mm-dd", [-1, -2, 0]))))
    assert found == [-1, -2, 0]
    assert all(isinstance(raw, Dated) for raw in found)


@pytest.mark.office
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_small_numbers_shown_as_days_are_the_same_in_every_format_of_file(tmp_path, ending):
    paths = [tmp_path / f"{mac}.xlsx" for mac in (False, True)]
    for path, mac in zip(paths, (False, True), strict=True):
        path.write_bytes(shown_as("yyyy-mm-dd", NUMBERS, mac=mac))
    for saved in convert_all(paths, ending, tmp_path / "saved"):
        found = column_of(read_grids(Envelope(saved.name, saved.read_bytes())))
        assert [float(raw) for raw in found if isinstance(raw, Dated)] == [n for n in NUMBERS if n != 0.5]
        assert not isinstance(found[1], Dated)


@pytest.mark.parametrize(("typed", "points"), [(9, 900), (8.5, 850), (0, 0), (10, 1000)])
def test_a_mark_typed_into_a_cell_that_became_a_day_counts(typed, points):
    workbook = write_plain(FORM, {("member_self", 0, STAR): typed})
    cell = workbook["党员自评"]["C5"]
    cell.number_format = 'm"月"d"日"'
    draft, findings = read_book(read_grids(Envelope("f.xlsx", bytes_of(workbook))), FORM, "f.xlsx")
    assert values(draft, "member_self", STAR)[0] == points
    [note] = [finding for finding in findings if finding.rule.code == "C107"]
    assert note.place.cell == cell.coordinate
    assert "日期或时间格式" in note.says(Lang.ZH)


@pytest.mark.parametrize(
    ("typed", "number_format", "shown"), [(0.5, "h:mm", "12:00:00"), (32, "[h]:mm", "768:00:00")]
)
def test_what_is_a_time_says_that_the_format_of_its_cell_makes_it_one(typed, number_format, shown):
    workbook = write_plain(FORM, {("member_self", 0, STAR): typed})
    workbook["党员自评"]["C5"].number_format = number_format
    _, findings = read_book(read_grids(Envelope("f.xlsx", bytes_of(workbook))), FORM, "f.xlsx")
    [error] = [finding for finding in findings if finding.rule.code == "C103"]
    assert f"填的是“{shown}（格子是时间格式，先改成‘常规’格式再填）”" in error.says(Lang.ZH)


@pytest.mark.parametrize("typed", [11, 8.555, -1, date(2023, 8, 5)])
def test_what_is_no_mark_is_none_in_a_cell_that_became_a_day(typed):
    workbook = write_plain(FORM, {("member_self", 0, STAR): typed})
    workbook["党员自评"]["C5"].number_format = 'm"月"d"日"'
    draft, findings = read_book(read_grids(Envelope("f.xlsx", bytes_of(workbook))), FORM, "f.xlsx")
    assert values(draft, "member_self", STAR)[0] is None
    assert [code for code, _ in said(findings)] == ["C103"]
