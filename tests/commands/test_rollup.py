"""A level rolls up what its units reported: whole, in time, unchanged; whoever did not report is named, not zero."""

import re
import shutil
from datetime import date
from email.message import EmailMessage
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from fit import broken_headers, cuts, printed
from levels import BRANCHES, MEMBERS, REPORTED, Town, Union, by_hand, edited, noted_anew, table_in
from openpyxl.utils import range_boundaries
from recalculate import convert

from xlcampaign.layout.forms import form_for
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity

A_STAR_LESS = {("member_teacher", 1, "loyal.approve"): 2}
UNITS, BOARD, FACTS = "各单位情况", "支部创星图板", "上报说明"


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


def units_of(town):
    return {row["单位代码"]: row for row in town.table(UNITS)}


def test_each_unit_has_a_row_with_its_own_figures(town):
    town.expect("LX1", "LX2")
    for code, changes in (("LX1", A_STAR_LESS), ("LX2", None)):
        town.receive(code, changes)
    town.roll_up()
    rows = units_of(town)
    assert [rows[code]["状态"] for code in ("LX1", "LX2")] == ["已采用", "已采用"]
    assert [rows[code]["支部数"] for code in rows] == [2, 2]
    assert [rows[code]["党员数"] for code in rows] == [4, 4]
    assert [rows[code]["党员满星"] for code in rows] == [3, 4]
    # 8 + 8 + 8 + 7 stars of 4 members
    assert [rows[code]["党员人均星数"] for code in rows] == [7.75, 8]


def test_members_of_all_units_stand_below_each_other_by_unit_and_code(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.receive("LX2")
    town.roll_up()
    told = [(row["单位代码"], row["支部编号"], row["党员编号"]) for row in town.table(MEMBERS)]
    assert told == [
        (unit, branch, f"{branch}0{n}") for unit in ("LX1", "LX2") for branch in ("01", "02") for n in (1, 2)
    ]


def test_a_unit_that_did_not_report_is_named_with_its_contact_and_has_no_figures(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    said = town.roll_up()
    assert "  X173  “某某LX2联校”没有报" in said or "某某LX2联校 没有报" in said
    assert "赵某甲" in said
    row = units_of(town)["LX2"]
    assert row["状态"] == "未报"
    assert {row[key] for key in ("支部数", "党员数", "党员人均星数", "党员须整改")} == {None}


def test_a_finding_about_no_file_stands_with_the_unit_that_it_is_about(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.roll_up()
    [row] = [row for row in town.table("核查问题") if row["编码"] == "X173"]
    assert row["单位"] == "某某LX2联校"


def test_what_a_plan_leaves_blank_says_what_that_means(town):
    town.expect("LX1")
    town.receive("LX1", recommend_member=None, places_branch=None, quota=None)
    town.roll_up()
    rules = {row["规则"]: row["规则组 1"] for row in town.table("规则对照")}
    assert rules["党员推荐所需星数"] == "全部星"
    assert rules["支部推荐名额"] == rules["优秀名额（几名正式党员 1 名）"] == "不限"
    assert None not in rules.values()


def test_before_the_deadline_nobody_is_missing(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    assert "X173" not in town.roll_up(day="2023-06-30")
    assert units_of(town)["LX2"]["状态"] == "待报"


def test_who_has_longer_is_not_missing_until_then(town):
    longer = {"code": "LX2", "name": "某某LX2联校", "extended": date(2023, 7, 5), "reason": "汛期"}
    town.expect("LX1", rows=[longer])
    town.receive("LX1")
    assert "X173" not in town.roll_up(day="2023-07-05")
    assert units_of(town)["LX2"]["状态"] == "延期"
    assert "X173" in town.roll_up(day="2023-07-06")


def test_a_report_of_a_later_day_than_the_deadline_is_late_and_counts(town):
    town.expect("LX1", deadline=date(2023, 6, 20))
    town.receive("LX1")
    assert "  X174  " in town.roll_up()
    row = units_of(town)["LX1"]
    assert (row["状态"], row["党员数"]) == ("迟报", 4)


def test_the_day_of_its_mail_tells_whether_a_report_is_late(town):
    town.expect("LX1")
    path = town.receive("LX1")
    mail = EmailMessage()
    mail["From"], mail["Date"] = "a@schools.example", "Sat, 1 Jul 2023 09:00:00 +0800"
    mail.set_content("上报本")
    mail.add_attachment(
        path.read_bytes(), maintype="application", subtype="octet-stream", filename="LX1.xlsx"
    )
    path.unlink()
    (town.root / "报.eml").write_bytes(bytes(mail))
    assert "报迟了：邮件日期 2023-07-01，截止" in town.roll_up()
    assert units_of(town)["LX1"]["状态"] == "迟报"


def test_two_different_reports_of_a_unit_count_neither_and_are_both_named(town):
    town.expect("LX1", "LX2")
    town.receive("LX2")
    town.receive("LX1", name="一.xlsx")
    town.receive("LX1", A_STAR_LESS, name="二.xlsx")
    said = town.roll_up(code=1)
    assert said.count("  X170  ") == 2
    lines = [line for line in said.splitlines() if "  X170  " in line]
    for file, other in (("一.xlsx", "二.xlsx"), ("二.xlsx", "一.xlsx")):
        [line] = [line for line in lines if line.startswith(f"错误  {file}")]
        assert f"内容不同的：{other}（" in line
    row = units_of(town)["LX1"]
    assert (row["状态"], row["党员数"]) == ("退回", None)
    assert {"一.xlsx", "二.xlsx"} <= set(row["文件"].split("；"))
    assert "内容不同" in row["退回原因、联系人、下级"]


def test_the_same_report_twice_counts_once(town):
    town.expect("LX1")
    town.receive("LX1", name="一.xlsx")
    town.receive("LX1", name="转发/二.xlsx".replace("/", "-"))
    said = town.roll_up()
    assert "  X171  " in said
    assert units_of(town)["LX1"]["党员数"] == 4


def test_a_unit_that_is_not_expected_does_not_count(town):
    town.expect("LX1")
    town.receive("LX1")
    town.receive("LX9")
    said = town.roll_up(code=1)
    assert "  X172  " in said
    assert {row["单位代码"] for row in town.table(MEMBERS)} == {"LX1"}
    assert units_of(town)["LX9"]["状态"] == "退回"


def test_a_report_on_another_stage_does_not_count(town):
    town.expect("LX1", stage=2)
    town.receive("LX1")
    assert "报的是第 1 阶段，这里汇总第 2 阶段" in town.roll_up(code=1)
    assert units_of(town)["LX1"]["状态"] == "退回"


@pytest.mark.parametrize(("day", "ahead"), [("2023-06-25", True), (REPORTED, False)])
def test_a_report_as_of_a_day_to_come_is_pointed_out_and_counts(town, day, ahead):
    town.receive("LX1")
    assert ("  X188  " in town.roll_up(day=day)) is ahead
    assert units_of(town)["LX1"]["党员数"] == 4


@pytest.mark.parametrize(
    ("deadline", "said"), [(date(2023, 6, 30), "没有报，截止 2023-06-30，联系"), (None, "没有报，联系")]
)
def test_by_when_a_missing_report_was_due_is_said_where_a_day_was_set(town, deadline, said):
    town.expect("LX1", "LX2", deadline=deadline)
    town.receive("LX1")
    assert said in town.roll_up()


def test_without_a_list_that_is_said_and_all_that_came_counts(town):
    town.receive("LX1")
    said = town.roll_up()
    assert "  X177  " in said
    assert units_of(town)["LX1"]["党员数"] == 4


TOUCHED = {
    "a star": lambda book: _set(book, MEMBERS, "政治忠诚星", "☆"),
    "a composite": lambda book: _set(book, BRANCHES, "综合得分", 99.5),
    "a level": lambda book: _set(book, MEMBERS, "等次", "不合格"),
    "a name": lambda book: _set(book, MEMBERS, "姓名", "孙某丙"),
    "fit": lambda book: _set(book, BRANCHES, "符合推荐条件", "否"),
    "a remark": lambda book: _set(book, MEMBERS, "情况", "请多关照"),
    "the number of members": lambda book: _fact(book, "党员数", 5),
    "the unit": lambda book: _fact(book, "单位代码", "LX2"),
    "the seal": lambda book: _fact(book, "定稿文号", "联校纪要 9 号"),
    "a rule": lambda book: book["评星规则"].__setitem__("C5", 7),
    "a row gone": lambda book: book[MEMBERS].delete_rows(6),
    "a row more": lambda book: book[MEMBERS].append([cell.value for cell in book[MEMBERS][8]]),
    "a matter gone": lambda book: book["待办事项"].delete_rows(5),
    "a sheet gone": lambda book: book.remove(book[BRANCHES]),
    "the hidden sheet cut": lambda book: book["_xlc"].delete_rows(6, 3),
    "the rules hidden in it": lambda book: _swap(
        book["_xlc"], "rules.1", ('授星分数线\\",8', '授星分数线\\",7')
    ),
}


def _set(book, sheet, header, value):
    headers = {cell.value: cell.column for cell in book[sheet][4]}
    book[sheet].cell(5, headers[header]).value = value


def _fact(book, label, value):
    [row] = [row for row in book[FACTS].iter_rows() if row[0].value == label]
    row[1].value = value


def _swap(sheet, key, words):
    [row] = [row for row in sheet.iter_rows() if row[0].value == key]
    assert words[0] in row[1].value
    row[1].value = row[1].value.replace(*words)


@pytest.mark.parametrize("touch", TOUCHED.values(), ids=TOUCHED)
def test_a_report_that_was_changed_goes_back_whole(town, touch):
    town.expect("LX1", "LX2")
    town.receive("LX2")
    path = town.receive("LX1")
    edited(path, touch)
    said = town.roll_up(code=1)
    assert "LX1.xlsx" in said
    assert {row["单位代码"] for row in town.table(MEMBERS)} == {"LX2"}


@pytest.mark.parametrize(
    ("touch", "place"),
    [(TOUCHED["a star"], f"{MEMBERS} › A5"), (TOUCHED["a composite"], f"{BRANCHES} › A5"),
     (TOUCHED["a rule"], "评星规则 › A5")],
)  # fmt: skip
def test_the_changed_row_is_named(town, touch, place):
    town.expect("LX1", "LX2")
    town.receive("LX2")
    edited(town.receive("LX1"), touch)
    assert f"LX1.xlsx › {place}  F147  " in town.roll_up(code=1)


@pytest.mark.office
def test_only_saved_again_by_an_office_program_it_is_accepted(town, tmp_path):
    town.expect("LX1")
    path = town.receive("LX1", A_STAR_LESS)
    town.roll_up()
    before = town.table(MEMBERS)
    shutil.copy(convert(path, "xlsx", tmp_path / "saved"), path)
    said = town.roll_up()
    assert "错误 0 处" in said
    assert town.table(MEMBERS) == before


def test_saved_again_by_another_library_it_is_accepted(town):
    town.expect("LX1")
    edited(town.receive("LX1"), lambda _: None)
    assert "错误 0 处" in town.roll_up()


def test_a_form_of_a_branch_is_no_report(town):
    town.expect("LX1")
    town.receive("LX1")
    union = Union(town.work / "forms", "LX3")
    shutil.copy(union.root / "inbox" / "01.xlsx", town.root / "支部的表.xlsx")
    assert "支部的表.xlsx  F149  " in town.roll_up(code=1)


def test_different_rules_stand_side_by_side_and_nobody_is_ranked_across(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.receive("LX2", threshold=700)
    said = town.roll_up()
    assert "  X176  " in said
    board = town.table(BOARD)
    assert [row["规则组"] for row in board] == [1, 1, 2, 2]
    assert {row["名次"] for row in board if row["规则组"] == 2} == {1}
    [rule] = [row for row in town.table("规则对照") if row["规则"] == "授星分数线"]
    assert (rule["规则组 1"], rule["规则组 2"]) == ("8", "7")


def test_with_equal_rules_branches_are_ranked_together_and_share_ranks(town):
    town.expect("LX1", "LX2")
    town.receive("LX1", {("branch_public", 0, "teacher.approve"): 1})
    town.receive("LX2")
    town.roll_up()
    board = town.table(BOARD)
    found = sorted(((row["综合得分"], row["名次"]) for row in board), reverse=True)
    above = [sum(other > composite for other, _ in found) for composite, _ in found]
    assert [rank for _, rank in found] == [1 + n for n in above]
    assert len({rank for _, rank in found}) > 1
    assert "X176" not in town.roll_up()


def test_a_roll_up_is_a_report_to_the_level_above_and_equals_what_lies_below(tmp_path):
    county, first, second = (Town(tmp_path, name) for name in ("县", "镇一", "镇二"))
    first.expect("LX1", "LX2", own="Z1")
    second.expect("LX3", own="Z2")
    direct = Town(tmp_path, "直报")
    direct.expect("LX1", "LX2", "LX3", own="X")
    for town, code, changes in ((first, "LX1", A_STAR_LESS), (first, "LX2", None), (second, "LX3", None)):
        town.receive(code, changes)
        direct.receive(code, changes)
    for town in (first, second, direct):
        town.roll_up()
    for town, name in ((first, "一"), (second, "二")):
        shutil.copy(town.output, county.root / f"{name}.xlsx")
    county.expect("Z1", "Z2", own="X")
    county.roll_up()

    def told(town, sheet):
        rows = table_in(town.output, sheet)
        return sorted(
            [tuple(value for key, value in row.items() if key not in {"单位代码", "单位"}),
             row["单位代码"].rpartition("/")[2]] for row in rows
        )  # fmt: skip

    assert told(county, MEMBERS) == told(direct, MEMBERS)
    assert told(county, BRANCHES) == told(direct, BRANCHES)
    assert {row["单位代码"] for row in county.table(BRANCHES)} == {"Z1/LX1", "Z1/LX2", "Z2/LX3"}
    sums = [sum(row["党员数"] for row in town.table(UNITS)) for town in (county, direct)]
    assert sums == [12, 12]


def test_two_units_may_both_have_a_branch_01_and_a_member_0101(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.receive("LX2")
    town.roll_up()
    assert [row["单位代码"] for row in town.table(MEMBERS) if row["党员编号"] == "0101"] == ["LX1", "LX2"]


def test_the_order_of_files_changes_no_byte(town):
    codes = ("LX1", "LX2", "LX3")
    town.expect(*codes)
    for code in codes:
        town.receive(code)
    found = set()
    for order in permutations(codes):
        paths = [town.root / f"{code}.xlsx" for code in order]
        town.roll_up(paths=[town.root / "units.xlsx", *paths])
        found.add(town.output.read_bytes())
    assert len(found) == 1


def test_what_it_wrote_itself_into_the_folder_is_not_read(town):
    town.expect("LX1")
    town.receive("LX1")
    town.roll_up()
    shutil.copy(town.output, town.root / "上次的汇总.xlsx")
    said = town.roll_up()
    assert "  X178  " in said
    assert [row["单位代码"] for row in town.table(UNITS)] == ["LX1"]


def test_an_input_is_never_written_over(town):
    town.expect("LX1")
    path = town.receive("LX1")
    before = path.read_bytes()
    said = town.run("rollup", path, "-o", path, code=3)
    assert "O1" in said
    assert path.read_bytes() == before


def test_nothing_that_counts_is_said_and_nothing_written(town):
    town.expect("LX1")
    said = town.roll_up(code=3)
    assert "  O187  " in said
    assert not town.output.exists()


def test_several_stages_without_a_list_must_be_told_apart(town):
    town.receive("LX1")
    second = Union(town.work / "second", "LX2")
    for name in ("01.xlsx", "02.xlsx", "00.xlsx"):
        (second.root / "inbox" / name).unlink()
    plan = second.plan
    for branch in plan.branches:
        book = form_for(plan, Identity(plan.campaign.code, 2, StepKey.EVALUATION, branch.code))
        second.put(f"{branch.code}.xlsx", book, {})
    shutil.copy(second.report("--stage", "2"), town.root / "LX2.xlsx")
    assert "  O188  " in town.roll_up(code=3)
    assert "  X175  " in town.roll_up("--stage", "1", code=1)
    assert [row["单位代码"] for row in town.table(BRANCHES)] == ["LX1", "LX1"]


def test_the_list_is_written_once_and_never_over(tmp_path):
    town = Town(tmp_path)
    said = town.run("rollup", "--init", town.root)
    assert "units.xlsx" in said
    book = openpyxl.load_workbook(town.root / "units.xlsx")
    assert book.sheetnames[:3] == ["怎么用", "本级", "应报单位"]
    before = (town.root / "units.xlsx").read_bytes()
    assert "  O185  " in town.run("rollup", "--init", town.root, code=3)
    assert (town.root / "units.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"code": "LX1", "name": "某某联校"}], "P154"),
        ([{"code": "Z1", "name": "某某镇"}], "P155"),
    ],
)
def test_a_list_with_mistakes_is_refused_at_its_cell(town, rows, code):
    town.expect("LX1", rows=rows)
    town.receive("LX1")
    said = town.roll_up(code=3)
    assert f"  {code}  " in said
    assert "units.xlsx › 应报单位 › A6" in said


@pytest.mark.parametrize("words", [(), ("-o", "out.xls"), ("-o", "out.xlsx")])
def test_what_is_missing_on_the_command_line_is_said(town, words):
    said = town.run(
        "rollup", *words, *([] if len(words) == 2 and words[1].endswith("xlsx") else [town.root]), code=2
    )
    assert "Traceback" not in said
    assert said


def test_the_sample_town_has_one_in_time_one_late_one_changed_and_one_by_hand(tmp_path):
    town = Town(tmp_path)
    sample = Path(__file__).parents[2] / "samples" / "town"
    said = town.roll_up(paths=[sample], day="2023-07-10", code=1)
    states = {row["单位代码"]: (row["状态"], row["来自"]) for row in town.table(UNITS)}
    assert states == {
        "LXA": ("已采用", "上报本"),
        "LXB": ("迟报", "上报本"),
        "LXC": ("退回", None),
        "LXD": ("已采用", "上报表（手填）"),
    }
    assert said.count("  F147  ") == 1


def test_each_unit_leads_to_its_file(town):
    town.expect("LX1")
    town.receive("LX1")
    town.output = town.root.parent / "别处" / "汇总.xlsx"
    town.output.parent.mkdir()
    town.roll_up()
    sheet = openpyxl.load_workbook(town.output)[UNITS]
    [cell] = [cell for row in sheet.iter_rows(min_row=5) for cell in row if "HYPERLINK" in str(cell.value)]
    assert cell.value == '=HYPERLINK("../镇/LX1.xlsx","LX1.xlsx")'
    assert units_of(town)["LX1"]["文件"] == "LX1.xlsx"


def test_stars_may_be_called_like_anything_else_on_the_sheets(town):
    def rename(plan):
        _, rows = plan
        return [
            dict(row, name={"loyal": "等次", "study": "情况"}.get(row["key"], row["name"]))
            for row in rows["stars"]
        ]

    union = Union(town.work / "odd", "LX1")
    union.rows = (union.rows[0], {**union.rows[1], "stars": rename(union.rows)})
    union.rewrite()
    shutil.copy(union.report(), town.root / "LX1.xlsx")
    town.expect("LX1")
    assert "错误 0 处" in town.roll_up()
    assert {(row["等次"], row["情况"], row["等次 (2)"]) for row in town.table(MEMBERS)} == {
        ("★", "★", "合格")
    }
    assert {row["等次"] for row in town.table(BOARD)} == {"★"}


def towns_of(tmp_path, first, second):
    """Two towns that rolled up some unions each, and the county's folder with what they sent."""
    county = Town(tmp_path, "县")
    for number, codes in enumerate((first, second), 1):
        town = Town(tmp_path, f"镇{number}")
        town.expect(*codes, own=f"Z{number}", unit=f"某某{number}镇")
        for code in codes:
            town.receive(code)
        town.roll_up()
        shutil.copy(town.output, county.root / f"Z{number}.xlsx")
    county.expect("Z1", "Z2", own="X", unit="某某县")
    return county


def test_towns_are_sealed_as_far_as_their_unions_are(tmp_path):
    county = towns_of(tmp_path, ("LX1", "LX2"), ("LX3",))
    county.roll_up()
    assert [row["定稿"] for row in county.table(UNITS)] == ["下级 0 / 2", "下级 0 / 1"]
    assert "已定稿 0 / 3" in lines_of_page_one(county)["可信吗"]


def test_a_town_that_an_earlier_version_rolled_up_is_read_without_a_word_about_what_it_lacks(tmp_path):
    county = towns_of(tmp_path, ("LX1",), ("LX2",))

    def as_before(book):
        sheet = book["上报说明"]
        gone = [row[0].row for row in sheet.iter_rows() if row[0].value in {"已定稿单位", "没有计入的单位"}]
        for row in reversed(gone):
            sheet.delete_rows(row)
        noted = next(row[1] for row in book["_xlc"].iter_rows() if row[0].value == "rows.1")
        later = ("dispatch/units_sealed=", "dispatch/units_out=")
        noted.value = ";".join(piece for piece in noted.value.split(";") if not piece.startswith(later))
        noted_anew(book)

    edited(county.root / "Z1.xlsx", as_before)
    said = county.roll_up()
    assert "C121" not in said
    assert "X196" not in said
    assert "错误 0 处" in said


@pytest.mark.parametrize(
    ("sheet", "cell"), [(UNITS, "E5"), (BOARD, "C6"), ("总览", "C9"), ("得星和等次分布", "A1")]
)
def test_what_was_typed_into_a_roll_up_and_does_not_count_is_said(tmp_path, sheet, cell):
    county = towns_of(tmp_path, ("LX1",), ("LX2",))
    edited(county.root / "Z2.xlsx", lambda book: book[sheet].__setitem__(cell, "改过"))
    said = county.roll_up()
    assert f"Z2.xlsx  X196  这几张表和程序写的不一样：{sheet}；写在上面的不算" in said
    assert "Z1.xlsx  X196" not in said
    assert "错误 0 处" in said


@pytest.mark.office
def test_a_roll_up_that_an_office_program_saved_again_is_as_written(tmp_path):
    county = towns_of(tmp_path, ("LX1",), ("LX2",))
    path = county.root / "Z2.xlsx"
    shutil.copy(convert(path, "xlsx", tmp_path / "saved"), path)
    assert "错误 0 处" in (said := county.roll_up())
    assert "X196" not in said


@pytest.mark.parametrize(
    ("sheet", "header", "value"),
    [
        (MEMBERS, "须整改", "也许"),
        (MEMBERS, "名次", "第一"),
        (MEMBERS, "星数", 120),
        (BRANCHES, "综合得分", "满分"),
    ],
)
def test_whatever_was_typed_into_a_report_is_a_change_and_no_mistake_of_its_unit(town, sheet, header, value):
    town.expect("LX1")
    edited(town.receive("LX1"), lambda book: _set(book, sheet, header, value))
    said = town.roll_up(code=1)
    assert f"LX1.xlsx › {sheet} › A5  F147  1 行和程序写的不一样" in said
    assert "错误 1 处，提醒 0 处" in said


def test_what_is_remarked_on_in_the_list_of_units_is_said(town):
    town.expect("LX1")
    town.receive("LX1")

    def add(book):
        sheet = book["应报单位"]
        sheet.cell(sheet.max_row + 2, 1).value = "以上 1 个单位"

    edited(town.root / "units.xlsx", add)
    assert "units.xlsx › 应报单位 › " in (said := town.roll_up())
    assert "第一格是“以上 1 个单位”" in said


def test_once_a_sound_report_came_the_altered_one_is_one_warning(town):
    town.expect("LX1")
    town.receive("LX1")
    edited(town.receive("LX1", name="改过.xlsx"), lambda book: _set(book, MEMBERS, "名次", 3))
    said = town.roll_up()
    assert "改过.xlsx  X193  某某LX1联校 的这份不能采用（1 处错误），现在采用的是 LX1.xlsx" in said
    assert "F147" not in said


def test_a_late_one_is_said_to_count(town):
    town.expect("LX1", deadline=date(2023, 6, 20))
    town.receive("LX1")
    assert "汇总写好了：迟报（也计入） 1" in town.roll_up()


def test_namesakes_of_a_unit_are_named_with_their_branches_on_page_one(town):
    town.expect("LX1")
    town.receive("LX1")
    town.roll_up()
    said = lines_of_page_one(town)["符合推荐党员"]
    assert "（某某LX1联校、" in said


def test_a_unit_that_two_towns_report_counts_for_neither(tmp_path):
    county = towns_of(tmp_path, ("LX1", "LX2"), ("LX2", "LX3"))
    said = county.roll_up(code=1)
    told = [line for line in said.splitlines() if "  X181  " in line]
    own = {row["单位代码"]: row["单位"] for row in county.table(UNITS)}
    assert len(told) == 2
    for (code, _), line in zip(sorted(own.items()), sorted(told), strict=True):
        others = [name for other, name in own.items() if other != code]
        assert f"某某LX2联校 在 {others[0]} 的上报本里也有" in line
    assert {row["状态"] for row in county.table(UNITS)} == {"退回"}
    assert county.table(MEMBERS) == []


def test_who_is_missing_in_a_town_is_said_in_the_county(tmp_path):
    county, town = Town(tmp_path, "县"), Town(tmp_path, "镇")
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.roll_up()
    shutil.copy(town.output, county.root / "Z1.xlsx")
    county.expect("Z1", own="X", unit="某某县")
    county.roll_up()
    [row] = county.table(UNITS)
    assert row["退回原因、联系人、下级"] == "下级没有报齐：采用 1 / 应报 2，缺 某某LX2联校"
    assert lines_of_page_one(county)["下级没有报齐"] == "某某Z1联校（某某LX2联校）"
    matters = [row["待研究、待办事项"] for row in county.table("待办事项")]
    assert "某某Z1联校：某某LX2联校：上报本未报" in matters


@pytest.mark.parametrize(("listed", "reported"), [("lx1", "LX1"), ("7", "007"), ("007", "7")])
def test_a_code_in_other_letters_or_without_its_zeros_is_the_same_unit(town, listed, reported):
    town.expect(listed)
    town.receive(reported)
    town.roll_up()
    assert [(row["单位代码"], row["状态"]) for row in town.table(UNITS)] == [(listed, "已采用")]


def test_a_report_to_another_level_is_remarked_on_and_counts(town):
    town.expect("LX1", unit="另一个镇")
    town.receive("LX1")
    assert "  X182  " in town.roll_up()
    assert units_of(town)["LX1"]["状态"] == "已采用"


def test_the_order_of_rows_makes_no_other_report(town):
    town.expect("LX1")
    edited(town.receive("LX1"), lambda book: book[MEMBERS].move_range("A5:ZZ5", rows=8))
    assert "错误 0 处" in town.roll_up()
    town.receive("LX1", name="原样.xlsx")
    assert "  X171  " in town.roll_up()


def test_where_nothing_counts_the_workbook_says_why_and_whom_to_ask(town):
    town.expect("LX1", "LX2")
    edited(town.receive("LX1"), TOUCHED["a star"])
    town.roll_up(code=1)
    states = {row["单位代码"]: row["状态"] for row in town.table(UNITS)}
    assert states == {"LX1": "退回", "LX2": "未报"}
    county = Town(town.root.parent, "县")
    county.expect("Z1", own="X1")
    shutil.copy(town.output, county.root / "Z1.xlsx")
    assert "Z1.xlsx  X195  " in county.roll_up()
    assert units_of(county)["Z1"]["状态"] == "未报"


def test_a_sheet_that_is_gone_is_one_finding_with_its_name(town):
    town.expect("LX1", "LX2")
    town.receive("LX2")
    edited(town.receive("LX1"), lambda book: book.remove(book["评星规则"]))
    said = town.roll_up(code=1)
    assert said.count("  F148  ") == 1
    assert "评星规则" in next(line for line in said.splitlines() if "  F148  " in line)


def test_a_changed_fact_is_named_with_its_cell(town):
    town.expect("LX1", "LX2")
    town.receive("LX2")
    edited(town.receive("LX1"), TOUCHED["the number of members"])
    [line] = [line for line in town.roll_up(code=1).splitlines() if "  F147  " in line]
    assert f"LX1.xlsx › {FACTS} › B" in line


def test_on_page_one_only_listed_units_are_expected(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.receive("LX9")
    town.roll_up(code=1)
    shown = [
        str(cell.value) for row in openpyxl.load_workbook(town.output)["总览"].iter_rows() for cell in row
    ]
    assert "1 / 2" in shown


def lines_of_page_one(town):
    """What page 1 says in words, by the titles of its lines."""
    book = openpyxl.load_workbook(town.output, data_only=True)
    rows = book.worksheets[0].iter_rows(min_row=8, max_col=3, values_only=True)
    return {str(title).removesuffix(" ›"): said for title, _, said in rows if title}


def test_page_one_says_first_whether_it_can_be_trusted_and_what_comes_next(town):
    town.expect("LX1", "LX2", "LX3")
    town.receive("LX1")
    edited(town.receive("LX2"), TOUCHED["a star"])
    town.roll_up(code=1)
    said = lines_of_page_one(town)
    assert said["可信吗"].startswith("可信，但要留意：没有计入的单位 2 个；已定稿 0 / 1；")
    assert said["下一步"].startswith("催报 1 个单位；退回的 1 个单位改自己的表、重出上报本；")
    assert said["下一步"].endswith("等 1 个单位定稿；重报的到了，再汇总一次")


def test_of_the_units_only_what_leaders_read_is_printed_and_it_can_be_read(town):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.roll_up()
    sheet = openpyxl.load_workbook(town.output)[UNITS]
    headers = [cell.value for cell in sheet[4]]
    last = range_boundaries(sheet.print_area.rpartition("!")[2])[2]
    assert headers[last - 1] == "退回原因、联系人、下级"
    assert [header for header in headers[last:] if header] == [
        "统计日期",
        "填报错误",
        "核对差额",
        "来自",
        "文件",
    ]
    small = {one.sheet: one.points for one in printed(town.output) if one.points < 8}
    assert small.keys() & {UNITS, BOARD} == set()


def test_nothing_is_cut_on_the_pages_of_a_level(town):
    town.expect("LX1", "LX2", "LX3")
    town.receive("LX1", A_STAR_LESS)
    edited(town.receive("LX2"), TOUCHED["a star"])
    town.roll_up(code=1)
    assert list(cuts(town.output)) == []
    assert list(broken_headers(town.output)) == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("LX1.xlsx", lambda _: None),
        ("units.xlsx", lambda _: None),
        ("汇总.xlsx", lambda town: shutil.copy(town.root / "LX1.xlsx", town.root / "汇总.xlsx")),
        ("别的.xlsx", lambda town: openpyxl.Workbook().save(town.root / "别的.xlsx")),
    ],
)
def test_nothing_but_a_roll_up_is_written_over(town, name, make):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    make(town)
    before = {path.name: path.read_bytes() for path in town.root.iterdir()}
    said = town.roll_up("-o", town.root / name, code=3)
    assert "O110" in said
    assert {path.name: path.read_bytes() for path in town.root.iterdir()} == before


def test_another_levels_roll_up_that_has_the_outputs_name_is_an_input_and_stays(tmp_path):
    county, town = Town(tmp_path, "县"), Town(tmp_path, "镇一")
    town.expect("LX1", own="Z1")
    town.receive("LX1")
    town.roll_up()
    shutil.copy(town.output, county.output)
    before = county.output.read_bytes()
    county.expect("Z1", own="X")
    assert "O110" in county.roll_up(code=3)
    assert county.output.read_bytes() == before
    (county.root / "units.xlsx").unlink()
    assert "O110" in county.roll_up(code=3)
    assert county.output.read_bytes() == before


@pytest.mark.parametrize("place", ["/proc/汇总.xlsx", "/dev/null/汇总.xlsx"])
def test_where_nothing_can_be_put_the_folder_that_people_know_is_named(town, place):
    town.expect("LX1")
    town.receive("LX1")
    said = town.roll_up("-o", place, code=3)
    assert f"写不了“{place.split('/')[-2]}”" in said
    assert ".xlcampaign" not in said
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", said)


def test_a_roll_up_that_somebody_saved_again_is_written_over(town):
    town.expect("LX1")
    town.receive("LX1")
    town.roll_up()
    edited(town.output, lambda _: None)
    shutil.rmtree(town.root / ".xlcampaign")
    assert "错误 0 处" in town.roll_up()


def test_of_a_town_whose_unions_went_by_different_rules_the_county_gives_no_mean(tmp_path):
    town, county = Town(tmp_path), Town(tmp_path, "县")
    town.expect("LX1", "LX2")
    town.receive("LX1")
    town.receive("LX2", threshold=700)
    town.roll_up()
    county.expect("Z1", own="X1")
    shutil.copy(town.output, county.root / "Z1.xlsx")
    county.roll_up()
    assert units_of(county)["Z1"]["党员人均星数"] == "—"
    assert units_of(county)["Z1"]["党员数"] == 8
    assert [row["党员人均星数"] for row in town.table(UNITS)] == [8, 8]
    pages = [openpyxl.load_workbook(one.output).worksheets[0] for one in (town, county)]
    charts = [len(page._charts) for page in pages]  # noqa: SLF001 -- the library has no other way to them
    assert charts == [1, 0]


@pytest.mark.parametrize("at", [("A", "制表 王某"), ("B", "王某制表")])
def test_a_word_below_the_rows_of_a_report_is_a_note_and_the_report_counts(town, at):
    town.expect("LX1")
    column, words = at

    def note(book):
        sheet = book[MEMBERS]
        sheet[f"{column}{sheet.max_row + 2}"] = words

    edited(town.receive("LX1"), note)
    said = town.roll_up()
    assert "错误 0 处" in said
    assert "X197" in said
    assert len(town.table(MEMBERS)) == 4


def test_two_that_differ_are_told_with_their_days(town):
    town.expect("LX1")
    town.receive("LX1")
    town.receive("LX1", A_STAR_LESS, name="又一份.xlsx")
    assert f"这份的统计日期 {REPORTED}，那份 {REPORTED}" in town.roll_up(code=1)


def test_once_a_correct_form_came_the_one_before_is_one_warning(town):
    town.run("rollup", "--init", town.root)
    town.expect("LX8")
    for name, stars in (("早.xlsx", 3), ("晚.xlsx", None)):
        by_hand(town, "LX8", name, 星数=stars)
    said = town.roll_up()
    assert "早.xlsx  X193  某某LX8联校 的这份不能采用（1 处错误），现在采用的是 晚.xlsx" in said
    assert "F124" not in said
    assert units_of(town)["LX8"]["状态"] == "已采用"


def test_many_changed_rows_are_one_finding_that_asks_whether_it_was_sorted(town):
    town.expect("LX1")

    def turn_round(book):
        sheet = book["票数统计（党员）"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        for row, values in enumerate(reversed(rows), 5):
            for column, value in enumerate(values[1:], 2):
                sheet.cell(row, column).value = value

    edited(town.receive("LX1", whole=True), turn_round)
    [line] = [line for line in town.roll_up(code=1).splitlines() if "F147" in line]
    assert "32 行和程序写的不一样（排过序？）" in line


def test_what_was_typed_into_a_summary_and_does_not_count_is_said(town):
    town.expect("LX1")
    path = town.receive("LX1", whole=True)
    edited(path, lambda book: book["等次评定"].__setitem__("R7", "优秀"))
    said = town.roll_up()
    assert "LX1.xlsx  X196  这几张表和程序写的不一样：等次评定；写在上面的不算" in said
    assert units_of(town)["LX1"]["状态"] == "已采用"


@pytest.mark.parametrize("back", ["汇总-退回", "甲-退回", "rollup-returned"])
def test_what_goes_back_of_any_roll_up_is_not_read(town, back):
    town.expect("LX1", "LX2")
    town.receive("LX1")
    (town.root / back).mkdir()
    town.receive("LX2", name=f"{back}/LX2.xlsx")
    said = town.roll_up()
    assert f"{back}  X194  " in said
    assert units_of(town)["LX2"]["状态"] == "未报"


def test_ranks_of_one_set_of_rules_take_no_notice_of_the_others(town):
    town.expect("LX1", "LX2")
    town.receive("LX1", {("branch_public", 0, "teacher.approve"): 1})
    town.receive("LX2", threshold=700)
    town.roll_up()
    ranks = sorted((row["规则组"], row["名次"], row["单位"]) for row in town.table(BOARD))
    first, second = "某某LX1联校", "某某LX2联校"
    assert ranks == [(1, 1, first), (1, 2, first), (2, 1, second), (2, 1, second)]


def test_codes_that_differ_in_more_than_their_zeros_are_different_units(town):
    town.expect("1", "2")
    town.receive("01")
    town.receive("02")
    assert "错误 0 处" in town.roll_up()
    assert [row["状态"] for row in town.table(UNITS)] == ["已采用", "已采用"]
