"""Which tab is which sheet, whatever became of its name."""

from datetime import date

import openpyxl
import pytest
from filled import written
from grids import bytes_of, write_plain
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.form_book import SHEET_NAME
from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.model.envelope import Envelope

PLAN = small_plan()
PLEDGES = pledge_form(PLAN, PLAN.branches[0])
EVALUATION = evaluation_form(PLAN, PLAN.branches[0])
ANNOUNCED = {
    ("announcement", 0, "branch_how"): "公开栏",
    ("announcement", 0, "branch_day"): date(2023, 3, 20),
    ("announcement", 0, "member_how"): "教师会",
    ("announcement", 0, "member_day"): date(2023, 3, 21),
}
NUMBERED = {("cover", 0, "version"): 3, ("cover", 0, "filled_by"): "赵某甲"}
CODE_LINE = "A11"


def plain(book, answers):
    """A form as it is after a tool that keeps tabs and values alone; the code stands on its first sheet."""
    out = write_plain(book, answers)
    del out["_xlc"]
    out["填表说明"][CODE_LINE] = book.identity.code
    return out


def take(out):
    return take_in(Envelope("f.xlsx", bytes_of(out)), PLAN)


def errors(intake):
    """The errors of the file and of its sheets."""
    return [(f.rule.code, f.place.sheet) for f in intake.findings if f.is_error and f.rule.code[0] in "FS"]


RENAMINGS = ["{title} - 表格 1", "甲一_{title}", "Sheet{n}", "{n}"]


@pytest.mark.parametrize("rename", RENAMINGS)
@pytest.mark.parametrize("free", [0, 3])
def test_sheets_of_named_values_are_found_by_their_labels_when_every_name_is_gone(rename, free):
    out = plain(PLEDGES, ANNOUNCED | NUMBERED)
    for n, tab in enumerate(out.worksheets):
        if free:
            tab.insert_rows(1, free)
        tab.title = rename.format(n=n, title=tab.title)
    intake = take(out)
    assert errors(intake) == []
    assert intake.submission.version == 3
    [entry] = intake.submission.parts["announcement"].entries
    assert entry.values["member_day"] == date(2023, 3, 21)


@pytest.mark.parametrize("gone", ["A4", "A5", CODE_LINE])
def test_two_of_number_name_and_code_are_enough_for_a_first_sheet(gone):
    out = plain(EVALUATION, NUMBERED)
    out["填表说明"].title = "Sheet1"
    out["Sheet1"][gone] = None
    if gone == CODE_LINE:
        out.create_sheet("_xlc")
        for row in write_plain(EVALUATION)["_xlc"].iter_rows(values_only=True):
            out["_xlc"].append(row)
    intake = take(out)
    assert errors(intake) == []
    assert intake.submission.version == (None if gone == "A4" else 3)


def test_a_sheet_that_only_mentions_a_label_is_not_taken_for_the_first():
    out = plain(EVALUATION, NUMBERED)
    out["评议情况"]["A1"] = EVALUATION.identity.code
    del out["填表说明"]
    out.create_sheet("笔记")["A1"] = "报送次数"
    intake = take(out)
    assert errors(intake) == [("S101", "")]
    assert intake.submission.version is None


COPIES = [
    (EVALUATION, "填表说明", "B4", 2, 5),
    (EVALUATION, "填表说明", "B5", "赵某甲", "钱某乙"),
    (EVALUATION, "评议情况", "F5", 9, 8),
    (PLEDGES, "公开情况", "B5", "公开栏", "微信群"),
    (PLEDGES, "公开情况", "B6", date(2023, 3, 20), date(2023, 3, 21)),
]


@pytest.mark.parametrize(("book", "title", "at", "one", "other"), COPIES)
@pytest.mark.parametrize("called", ["{} (2)", "{}改", "Sheet9"])
def test_copies_of_other_contents_count_neither_and_equal_ones_are_noted(
    tmp_path, book, title, at, one, other, called
):
    out = openpyxl.load_workbook(written(tmp_path, book))
    out[title][at] = one
    copy = out.copy_worksheet(out[title])
    copy.title = called.format(title)
    equal = take(out)
    assert errors(equal) == []
    assert ("S104", copy.title) in [(f.rule.code, f.place.sheet) for f in equal.findings]
    copy[at] = other
    differing = take(out)
    assert errors(differing) == [("S103", title)]
    [part] = [part for part in differing.submission.parts.values() if part.title == title]
    assert (part.cells.accepted, part.cells.rejected > 0, part.entries) == (0, True, ())
    if title == "填表说明":
        assert differing.submission.version is None


@pytest.mark.parametrize(("book", "title", "at", "one", "other"), COPIES)
def test_a_copy_under_the_sheets_own_title_is_no_less_a_copy(tmp_path, book, title, at, one, other):
    out = openpyxl.load_workbook(written(tmp_path, book))
    out[title][at] = one
    copy = out.copy_worksheet(out[title])
    key = next(sheet.key for sheet in book.sheets if sheet.title.zh == title)
    name = out.defined_names[SHEET_NAME + key]
    name.value = name.value.replace(title, "旧的")
    out[title].title = "旧的"
    copy.title = title
    copy[at] = other
    assert errors(take(out)) == [("S103", "旧的")]


def test_two_renamed_copies_count_only_where_they_are_equal():
    out = plain(PLEDGES, ANNOUNCED)
    first, second = out["公开情况"], out.copy_worksheet(out["公开情况"])
    first.title, second.title = "甲", "乙"
    assert errors(take(out)) == []
    second["B5"] = "微信群"
    assert errors(take(out)) == [("S103", "甲")]
