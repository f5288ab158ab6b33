"""What people do to a form's cells, headers and people, each with a real workbook: the rows of the field notes."""

from dataclasses import replace
from datetime import date

import pytest
from grids import bytes_of, write_plain
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry
from xlcampaign.words import Lang

NUMBERS = ("due", "present", "issued", "returned", "valid")


def form_filled(plan):
    """A branch's form on which everything on 评议情况 and 党员自评 is typed."""
    book = evaluation_form(plan, plan.branches[0])
    answers = {("meeting", row, key): 9 for row in range(4) for key in NUMBERS}
    answers |= {("meeting", row, "date"): date(2023, 5, 1) for row in range(4)}
    answers |= {
        ("meeting", row, key): "甲" for row in range(4) for key in ("teller", "scrutineer", "supervisor")
    }
    table = book.table_of("member_self")
    answers |= {
        ("member_self", row, column.key): 8.5
        for row in range(len(table.rows))
        for column in table.columns
        if column.mark
    }
    return write_plain(book, answers)


def said(workbook, plan, sheet):
    """Return what is found on a sheet, and the part that was counted of it."""
    intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), plan)
    assert intake.submission is not None
    findings = [f for f in intake.findings if f.place.sheet == sheet]
    part = next(part for part in intake.submission.parts.values() if part.title == sheet)
    return findings, part


def typed(cell, value, sheet="党员自评", plan=None, edit=None):
    plan = plan or small_plan(1, 3)
    workbook = form_filled(plan)
    if edit:
        edit(workbook)
    workbook[sheet][cell] = value
    if not isinstance(value, date):
        workbook[sheet][cell].number_format = "General"
    if isinstance(value, str):
        workbook[sheet][cell].data_type = "s"
    findings, part = said(workbook, plan, sheet)
    return [(f.rule.code, f.place.cell) for f in findings], findings, part


# ------------------------------------------------------------------------------------------------ row 7: numbers


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("９.５", 950),
        ("８分", 800),
        ("８．５ 分", 850),
        ("8。5", 850),
        ("八", 800),
        ("九点五", 950),
        ("9.5/10", 950),
        ("１０．０", 1000),
        ("10.", 1000),
        (".5", 50),
        ("+8", 800),
        ("8\u3000", 800),
        ("8\xa0", 800),
        ("8\u200b", 800),
        ("90 ", None),
        ("85左右", None),
        ("90%", None),
        ("8,5", None),
        ("8-9", None),
        ("8²", None),
        ("八点", None),
        ("长" * 32_767, None),
        (True, None),
        (1e308, None),
        (-0.5, None),
        (date(2023, 9, 5), None),
    ],
)
def test_a_number_is_read_where_it_is_certain_and_logged_and_never_becomes_zero(text, points):
    codes, findings, part = typed("C5", text)
    marks = part.marks.get(("0101", "loyal", "self"))
    if points is None:
        assert codes == [("C103", "C5")]
        assert marks is None
        assert ("0101", "loyal", "self") in part.rejected
    else:
        assert codes == [("C107", "C5")]
        assert marks == {points: 1}
        assert findings[0].facts["value"] in {str(points / 100), str(points // 100)}
        assert "{" not in findings[0].line(Lang.ZH)


def test_minus_zero_is_the_nought_that_it_shows():
    codes, _, part = typed("C5", -0.0)
    assert (codes, part.marks["0101", "loyal", "self"]) == ([], {0: 1})


# ------------------------------------------------------------------------------------------------ row 9: people


def test_a_name_with_a_space_inside_or_an_old_character_of_its_shape_is_the_same():
    for name in ("赵 某 甲", "赵　某　甲", "赵某甲\u200b"):
        assert typed("B5", name)[0] == []


def test_a_variant_character_is_an_error_that_names_the_nearest_and_takes_nobody():
    plan = small_plan(1, 3)
    plan = replace(plan, members=(replace(plan.members[0], name="张峰"), *plan.members[1:]))
    codes, findings, part = typed("B5", "张峯", plan=plan)
    assert codes == [("R104", "A5")]
    assert findings[0].facts["expected"] == "张峰"
    codes, findings, part = typed(
        "B5", "张峯", plan=plan, edit=lambda book: book["党员自评"].__setitem__("A5", None)
    )
    assert codes == [("R103", ""), ("R101", "A5")]
    assert findings[1].facts["nearest"].zh == "最接近的是 0101“张峰”；"
    assert not [key for key in part.marks if key[0] == "0101"]


def test_two_people_of_one_name_are_told_apart_by_code_alone():
    plan = small_plan(1, 3)
    twins = tuple(replace(m, name="赵某甲") if m.code in {"0101", "0102"} else m for m in plan.members)
    codes, findings, part = typed("A5", None, plan=replace(plan, members=twins))
    assert codes == [("R105", "A5")]
    assert findings[0].facts["candidates"].zh == "0101、0102"
    assert not [key for key in part.marks if key[0] == "0101"]
    assert part.marks["0102", "loyal", "self"] == {850: 1}


# ------------------------------------------------------------------------------------------------ row 10: codes


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        (101, [("R109", "A5")]),
        ("101", [("R109", "A5")]),
        ("０１０１", [("C107", "A5")]),
        ("1.1E+17", [("C103", "A5"), ("R101", "A5"), ("R103", "")]),
        (1.1e17, [("C103", "A5"), ("R101", "A5"), ("R103", "")]),
        ("0102", [("R104", "A5")]),
    ],
)
def test_codes_that_a_spreadsheet_has_changed(code, codes):
    found, _, part = typed("A5", code)
    assert [item for item in found if item[0] != "R103"] == [item for item in codes if item[0] != "R103"]
    counted = codes[0][0] in {"R109", "C107"}
    assert (("0101", "loyal", "self") in part.marks) is counted


# ------------------------------------------------------------------------------------------------ row 11: dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023.4.1", date(2023, 4, 1)),
        ("2023。4。1", date(2023, 4, 1)),
        ("２０２３年４月１日", date(2023, 4, 1)),
        ("4月1日", date(2023, 4, 1)),
        ("20230401", date(2023, 4, 1)),
        (45017, date(2023, 4, 1)),
        ("23.4.1", None),
        ("4/1/2023", None),
        ("1/4", None),
        ("2022-12-31", None),
        ("四月一日", date(2023, 4, 1)),
        ("四月初一", None),
        (4.1, None),
    ],
)
def test_dates_as_people_write_them(text, day):
    codes, _, part = typed("G5", text, "评议情况")
    assert codes == [("C103" if day is None else "C107", "G5")]
    assert part.meetings["member.peer"].date == day


def test_a_workbook_that_counts_days_from_1904_states_the_day_that_it_shows():
    def from_1904(book):
        book.epoch = CALENDAR_MAC_1904
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, date):
                        cell.number_format = "yyyy-mm-dd"

    codes, _, part = typed("G5", date(2023, 4, 1), "评议情况", edit=from_1904)
    assert codes == []
    assert part.meetings["member.peer"].date == date(2023, 4, 1)
    bare = 45017 - 1462  # the same day as a bare number: no day of this stage by the usual count
    codes, _, part = typed("G5", bare, "评议情况", edit=from_1904)
    assert codes == [("C107", "G5")]
    assert part.meetings["member.peer"].date == date(2023, 4, 1)
    codes, _, part = typed("G5", bare, "评议情况")
    assert codes == [("C103", "G5")]
    assert part.meetings["member.peer"].date is None


# ------------------------------------------------------------------------------------------------ rows 5, 13, 22


def test_a_typed_total_is_recomputed_and_a_difference_said():
    def total(book):
        book["党员自评"]["A9"], book["党员自评"]["C9"] = "合计", 30

    codes, findings, part = typed("D5", 8.5, edit=total)
    assert codes == [("S205", "A9"), ("S206", "C9")]
    assert (findings[1].facts["found"], findings[1].facts["expected"]) == ("30", "25.5")
    assert part.marks["0101", "loyal", "self"] == {850: 1}


def test_missing_unknown_and_twice_are_three_findings():
    def people(book):
        tab = book["党员自评"]
        tab["A5"], tab["B5"] = "0199", "冯某壬"
        for column in range(1, 11):
            tab.cell(8, column).value = tab.cell(7, column).value

    codes, _, part = typed("D6", 8.5, edit=people)
    assert sorted(codes) == [("R101", "A5"), ("R102", "A7"), ("R102", "A8"), ("R103", "")]
    assert {key[0] for key in part.marks} == {"0102"}


def test_merged_names_go_down_with_a_warning_and_never_across():
    codes, _, part = typed("D5", 8.5, edit=lambda book: book["党员自评"].merge_cells("A5:B5"))
    assert codes == [("C120", "A5")]
    assert part.marks["0101", "loyal", "self"] == {850: 1}


# ------------------------------------------------------------------------------------------------ row 21: more than voters


def test_more_ballots_than_valid_ones_take_the_way_out_with_an_error():
    plan = with_entries(small_plan(1, 3), lambda *_: ("approval", Entry.BALLOTS))
    book = evaluation_form(plan, plan.branches[0])
    answers = {("member_peer", row, "loyal"): "同意" for row in range(9)}
    answers |= {("meeting", row, key): 2 for row in range(4) for key in NUMBERS}
    _, part = said(write_plain(book, answers), plan, "党员互评")
    assert part.ballots == {"member.peer": 3}
