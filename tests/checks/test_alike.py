"""One cause is one finding: pasted lists, columns filled in wrongly, rows copied."""

from collections import Counter
from datetime import date

import pytest
from filled import complete
from grids import bytes_of, write_plain
from plans import small_plan

from xlcampaign.checks.alike import once
from xlcampaign.commands.check import check_files
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import evaluation_form, launch_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.words import Lang

PLAN = small_plan(1, 8)
ROWS = range(5, 13)
STRANGERS = [f"陌某{letter}" for letter in "壬癸子丑寅卯辰巳"]


def changed(change):
    """Return a complete form of which something was changed, and by whom."""
    book = evaluation_form(PLAN, PLAN.branches[0])
    workbook = write_plain(book, complete(book))
    change(workbook)
    return bytes_of(workbook)


def found_in(data, folder):
    file = folder / "f.xlsx"
    file.write_bytes(data)
    return check_files((file,), date(2023, 5, 30), Processes(1), Unwatched())


def put(sheet, column, values):
    def change(workbook):
        for row, value in zip(ROWS, values, strict=True):
            workbook[sheet][f"{column}{row}"] = value

    return change


def both(*changes):
    def change(workbook):
        for one in changes:
            one(workbook)

    return change


def shifted(workbook):
    sheet = workbook["党员自评"]
    names = [sheet[f"B{row}"].value for row in ROWS]
    put("党员自评", "B", [*names[1:], names[0]])(workbook)


def sorted_by_name(workbook):
    sheet = workbook["党员互评"]
    put("党员互评", "B", sorted((sheet[f"B{row}"].value for row in ROWS), reverse=True))(workbook)


strangers = both(put("教师测评", "A", [f"T{n:02d}" for n in range(8)]), put("教师测评", "B", STRANGERS))


def nameless(workbook):
    for row, name in zip(range(5, 12), STRANGERS, strict=False):
        workbook["组织总评"][f"A{row}"], workbook["组织总评"][f"B{row}"] = None, name


words = both(*(put("党员互评", column, ["全部同意"] * 8) for column in "CDEFGHIJ"))
hundred = put("党员自评", "D", [95, 90, 85, 80] * 2)
tenths = both(
    *(put("党员互评", c, [(85 + (7 * n + ord(c)) % 9) / 10 + 0.05 for n in range(8)]) for c in "CDEFGHIJ")
)
blank = both(*(put("党员自评", column, [None] * 8) for column in "CDE"))


@pytest.mark.parametrize(
    ("change", "sheet", "code", "cells"),
    [
        (shifted, "党员自评", "R117", "A5:A12"),
        (sorted_by_name, "党员互评", "R117", "A5:A12"),
        (strangers, "教师测评", "R117", "A5:A12"),
        (nameless, "组织总评", "R117", "A5:A11"),
        (words, "党员互评", "C103", "C5:J12"),
        (hundred, "党员自评", "C103", "D5:D12"),
        (tenths, "党员互评", "C103", "C5:J12"),
        (blank, "党员自评", "C102", "C5:E12"),
    ],
)
def test_what_has_one_cause_is_one_finding_that_lists_all(change, sheet, code, cells, tmp_path):
    found = [finding for finding in found_in(changed(change), tmp_path) if finding.place.sheet == sheet]
    assert [(finding.rule.code, finding.place.cell) for finding in found] == [(code, cells)]


def test_whoever_is_named_and_whoever_is_missed_is_listed(tmp_path):
    found = found_in(changed(strangers), tmp_path)
    (finding,) = [one for one in found if one.rule.code == "R117"]
    said = finding.says(Lang.ZH)
    assert all(name in said for name in STRANGERS)
    assert all(member.name in said for member in PLAN.members)
    assert "先在方案“党员”表里加上" in finding.fix(Lang.ZH)


def test_values_that_differ_stand_beside_their_cells(tmp_path):
    (finding,) = [one for one in found_in(changed(hundred), tmp_path) if one.rule.code == "C103"]
    assert all(
        f"D{row}“{value}”" in finding.says(Lang.ZH)
        for row, value in zip(ROWS, [95, 90, 85, 80] * 2, strict=True)
    )


def across(sheet, values, row=6):
    def change(workbook):
        for column, value in zip("CDEFGHIJ", values, strict=True):
            cell = workbook[sheet][f"{column}{row}"]
            cell.value, cell.data_type = value, "e" if value.startswith("#") else "s"

    return change


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        (["很好"] * 8, ["C6:J6"]),
        (["#N/A"] * 8, ["C6:J6"]),
        (["很好"] * 5 + ["一般"] * 3, ["C6, D6, E6, F6, G6", "H6, I6, J6"]),
        (["甲", "乙", "丙", "丁", "戊", "己", "很好", "很好"], [f"{column}6" for column in "CDEFGHIJ"]),
    ],
)
@pytest.mark.parametrize("sheet", ["党员自评", "党员互评", "组织总评"])
def test_one_mistake_along_a_row_is_one_finding_that_names_its_columns(sheet, values, cells, tmp_path):
    data = changed(across(sheet, values))
    counted = take_in(Envelope("f.xlsx", data), None)
    found = [one for one in found_in(data, tmp_path) if one.is_error]
    assert [one.place.cell for one in found] == cells
    assert {one.place.sheet for one in found} == {sheet}
    assert "政治忠诚星" in found[0].says(Lang.ZH)
    assert f"“{values[0]}”" in found[0].says(Lang.ZH) or values[0] in found[0].says(Lang.ZH)
    assert sum(part.cells.rejected for part in counted.submission.parts.values()) == 8


def test_one_mistake_in_two_rows_is_one_finding_a_row(tmp_path):
    data = changed(both(across("党员自评", ["很好"] * 8), across("党员自评", ["很好"] * 8, row=9)))
    found = [one.place.cell for one in found_in(data, tmp_path) if one.is_error]
    assert found == ["C6:J6", "C9:J9"]


def test_a_few_are_said_one_by_one(tmp_path):
    names = [member.name for member in PLAN.members]
    few = put("党员自评", "B", [*STRANGERS[:5], *names[5:]])
    found = Counter(finding.rule.code for finding in found_in(changed(few), tmp_path))
    assert (found["R104"], found["R117"]) == (5, 0)


def test_nothing_of_the_accounts_changes_by_how_it_is_said(tmp_path):
    data = changed(words)
    counted = take_in(Envelope("f.xlsx", data), None)
    assert sum(finding.rule.code == "C103" for finding in counted.findings) == 64
    assert counted.submission.parts["member_peer"].cells.rejected == 64
    assert sum(finding.rule.code == "C103" for finding in found_in(data, tmp_path)) == 1


def test_somebody_unknown_may_be_added_to_the_plan_and_a_star_may_not(tmp_path):
    unknown = both(put("党员自评", "A", [*(m.code for m in PLAN.members[:7]), "T01"]),
                   put("党员自评", "B", [*(m.name for m in PLAN.members[:7]), "尉迟新来"]))  # fmt: skip
    (finding,) = [one for one in found_in(changed(unknown), tmp_path) if one.rule.code == "R101"]
    assert "先在方案“党员”表里加上" in finding.fix(Lang.ZH)

    def other_star(workbook):
        workbook["支部自评"]["A5"] = "另一颗星"

    (finding,) = [one for one in found_in(changed(other_star), tmp_path) if one.rule.code == "R101"]
    assert finding.fix(Lang.ZH) == "恢复原表上的星级名称"


def test_names_pasted_over_a_register_are_one_finding_and_make_no_entries_alike(tmp_path):
    book = pledge_form(PLAN, PLAN.branches[0])
    workbook = write_plain(book, complete(book))
    sheet = workbook["党员承诺"]
    names = book.table_of("member_pledges").letter_of("subject")
    for row, name in enumerate(STRANGERS * 2, 5):
        sheet[f"{names}{row}"] = name
    found = [
        one.rule.code for one in found_in(bytes_of(workbook), tmp_path) if one.place.sheet == sheet.title
    ]
    assert found == ["R117"]


def broken(workbook):
    for column in "CDEFGHIJ":
        for row in ROWS:
            cell = workbook["教师测评"][f"{column}{row}"]
            cell.value, cell.data_type = "#REF!", "e"


def copied(workbook):
    sheet = workbook["党员自评"]
    for row in ROWS:
        for column in range(1, 11):
            sheet.cell(row + 8, column).value = sheet.cell(row, column).value


@pytest.mark.parametrize(
    ("change", "sheet", "code"), [(broken, "教师测评", "C104"), (copied, "党员自评", "R102")]
)
def test_broken_references_and_rows_copied_whole_are_one_finding_too(change, sheet, code, tmp_path):
    found = [
        finding.rule.code for finding in found_in(changed(change), tmp_path) if finding.place.sheet == sheet
    ]
    assert found == [code]


def test_forms_that_the_plan_does_not_ask_for_are_one_finding_whatever_their_number():
    asking = small_plan(3, 3, launch_form="yes")
    plan = small_plan(2, 3)
    books = [evaluation_form(asking, asking.branches[2]), pledge_form(asking, asking.branches[2])]
    books += [launch_form(asking, branch) for branch in asking.branches[:2]]
    found = []
    for number, book in enumerate(books):
        data = bytes_of(write_plain(book, complete(book)))
        found += take_in(Envelope(f"{number}.xlsx", data), plan).findings
    said = [one.says(Lang.ZH) for one in once(found) if one.rule.code == "F108"]
    assert said == [
        "方案里没有单位“03”在“群众评议、公开承诺”这一步要报的表：名单上没有这个单位；共 2 份：0.xlsx、1.xlsx",
        "方案里没有单位“01、02”在“动员部署”这一步要报的表：这一步不要它报表；共 2 份：2.xlsx、3.xlsx",
    ]
    assert [one.place.file for one in once(found[:1])] == ["0.xlsx"]


def test_of_very_many_that_differ_the_first_are_listed_with_their_number_and_all_cells_are_told(tmp_path):
    texts = [[f"看不懂的第{column}{n}个" + "长" * 40 for n in range(8)] for column in "CDEFGHIJ"]
    wrong = both(*(put("党员互评", column, values) for column, values in zip("CDEFGHIJ", texts, strict=True)))
    (finding,) = [one for one in found_in(changed(wrong), tmp_path) if one.place.sheet == "党员互评"]
    said = finding.says(Lang.ZH)
    assert finding.place.cell == "C5:J12"
    assert "这样的共 64 处：" in said
    listed = said.partition("这样的共 64 处：")[2]
    some, whole = listed.rpartition("（只列前 ")[2].removesuffix("）").split("，共 ")
    assert int(whole) == 64
    assert listed.count("看不懂的第") == int(some) > 1
    assert len(said) < 1000
