"""上报表: what units tell that do not use the program is read and checked like a form."""

import openpyxl
import pytest
from levels import BRANCHES, MEMBERS, Town, edited

FACTS = "上报说明"
_GIVEN = {
    "单位代码": "LX9",
    "单位": "某某LX9联校",
    "活动编号": "XF-2023",
    "活动名称": "争做先锋活动",
    "阶段序号": 1,
    "阶段": "第一阶段",
    "统计日期": "2023-06-25",
}


@pytest.fixture
def town(tmp_path):
    town = Town(tmp_path)
    town.run("rollup", "--init", town.root)
    town.expect("LX1", "LX9")
    town.receive("LX1")
    return town


def fill(town, edit=None):
    """Fill in the blank form as a tired secretary would; return where it is."""
    book = openpyxl.load_workbook(town.root / "上报表（空白）.xlsx")
    for row in book[FACTS].iter_rows():
        if row[0].value in _GIVEN:
            row[1].value = _GIVEN[row[0].value]
    write_row(book[BRANCHES], 5, {"支部编号": "01", "支部": "丁一完小党支部", "综合得分": 91.5}, "★")
    write_row(
        book[MEMBERS],
        5,
        {"支部编号": "01", "支部": "丁一完小党支部", "党员编号": "0101", "姓名": "赵某甲"},
        "★",
    )
    write_row(
        book[MEMBERS],
        6,
        {"支部编号": "01", "支部": "丁一完小党支部", "党员编号": "0102", "姓名": "钱某乙"},
        "☆",
    )
    if edit:
        edit(book)
    path = town.root / "LX9.xlsx"
    book.save(path)
    return path


def write_row(sheet, row, given, star):
    for cell in sheet[4]:
        name = str(cell.value).replace("\n", "")
        value = given.get(name, star if name.endswith("星") else None)
        defaults = {"符合推荐条件": "是" if star == "★" else "否", "须整改": "否" if star == "★" else "是"}
        sheet.cell(row, cell.column).value = defaults.get(name, value)


def test_a_form_by_hand_counts_with_its_stars_added_up(town):
    fill(town)
    said = town.roll_up()
    assert "  X179  " in said
    [row] = [row for row in town.table("各单位情况") if row["单位代码"] == "LX9"]
    assert (row["状态"], row["来自"], row["支部数"], row["党员数"]) == ("已采用", "上报表（手填）", 1, 2)
    assert (row["党员满星"], row["党员须整改"], row["党员人均星数"]) == (1, 1, 4)
    told = [row["星数"] for row in town.table(MEMBERS) if row["单位代码"] == "LX9"]
    assert told == [8, 0]


def test_a_blank_one_is_nobodys_report(town):
    assert "上报表（空白）.xlsx  X180  " in town.roll_up()
    [row] = [row for row in town.table("各单位情况") if row["单位代码"] == "LX9"]
    assert row["状态"] == "未报"


def set_cell(sheet, header, value, row=5):
    def edit(book):
        headers = {str(cell.value).replace("\n", ""): cell.column for cell in book[sheet][4]}
        book[sheet].cell(row, headers[header]).value = value

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (set_cell(MEMBERS, "政治忠诚星", "优秀"), f"{MEMBERS} › E5  C103  "),
        (set_cell(MEMBERS, "星数", 7), f"{MEMBERS} › M5  F124  "),
        (set_cell(MEMBERS, "支部编号", "07"), f"{MEMBERS} › A5  F142  "),
        (set_cell(MEMBERS, "党员编号", "0102"), f"{MEMBERS} › A6  F141  "),
        (set_cell(MEMBERS, "须整改", "是"), f"{MEMBERS} › Q5  F125  "),
        (set_cell(BRANCHES, "综合得分", 912), f"{BRANCHES} › M5  C103  "),
        (set_cell(BRANCHES, "政治可靠忠诚星", None), f"{BRANCHES} › C5  C101  "),
    ],
)
def test_a_mistake_is_named_at_its_cell_and_the_form_goes_back(town, edit, said):
    fill(town, edit)
    told = town.roll_up(code=1)
    assert f"LX9.xlsx › {said}" in told
    [row] = [row for row in town.table("各单位情况") if row["单位代码"] == "LX9"]
    assert (row["状态"], row["党员数"]) == ("退回", None)
    assert row["退回原因、联系人、下级"]


def row_below(column, words):
    """Somebody writes below the rows of the members."""

    def edit(book):
        book[MEMBERS].cell(8, column).value = words

    return edit


@pytest.mark.parametrize(
    ("column", "words"),
    [(1, "注：本表由王某填"), (2, "制表人：王某"), (1, "合计 2 人"), (3, "共 2 人"), (4, "以上 2 人")],
)
def test_a_line_below_the_rows_is_quoted_and_the_form_counts(town, column, words):
    fill(town, row_below(column, words))
    said = town.roll_up()
    assert f"S107  表格之外还有 1 格内容没有读（{'ABCD'[column - 1]}8），第一格是“{words}”" in said
    [row] = [row for row in town.table("各单位情况") if row["单位代码"] == "LX9"]
    assert (row["状态"], row["党员数"]) == ("已采用", 2)


def test_a_branch_that_nobody_told_of_is_said_with_those_that_are_known_and_once(town):
    fill(town, set_cell(MEMBERS, "支部编号", 1))
    assert "F142  支部编号 1 不在“支部结果”里（那里有 01）" in town.roll_up(code=1)
    fill(town, set_cell(MEMBERS, "支部编号", None))
    said = town.roll_up(code=1)
    assert f"{MEMBERS} › A5  C101  " in said
    assert "F142" not in said


@pytest.mark.parametrize(("name", "told"), [("赵某甲", True), ("孙某丙", False)])
def test_a_member_in_two_branches_is_asked_about_and_namesakes_of_a_code_are_not(town, name, told):
    def edit(book):
        write_row(book[BRANCHES], 6, {"支部编号": "02", "支部": "丁二完小党支部"}, "★")
        who = {"支部编号": "02", "支部": "丁二完小党支部", "党员编号": "0101", "姓名": name}
        write_row(book[MEMBERS], 7, who, "★")

    fill(town, edit)
    said = town.roll_up()
    assert ("F170  赵某甲（0101）在第 5 行已经有了，那里的支部编号是 01；现在算两个人" in said) is told
    assert sum(row["单位代码"] == "LX9" for row in town.table(MEMBERS)) == 3


@pytest.mark.parametrize("typed", ["★", "是", "1", "√", "授星"])
def test_what_people_type_for_a_lit_star_is_read(town, typed):
    fill(town, set_cell(MEMBERS, "政治忠诚星", typed))
    town.roll_up()
    assert [row["星数"] for row in town.table(MEMBERS) if row["单位代码"] == "LX9"] == [8, 0]


def test_an_unrated_star_leaves_its_member_unrated(town):
    fill(town, set_cell(MEMBERS, "政治忠诚星", "—"))
    town.roll_up()
    [row] = [row for row in town.table("各单位情况") if row["单位代码"] == "LX9"]
    assert (row["党员数"], row["党员已评星"]) == (2, 1)


def test_it_is_locked_but_for_what_is_asked_and_says_how_far_it_is(town):
    book = openpyxl.load_workbook(town.root / "上报表（空白）.xlsx")
    assert book[MEMBERS].protection.sheet
    assert not book[MEMBERS]["A5"].protection.locked
    assert "还差" in str(book["填表说明"]["A8"].value)


def test_stars_are_those_of_the_plan_that_is_named(tmp_path):
    town = Town(tmp_path)
    town.receive("LX1")
    plan = next(town.work.rglob("plan.xlsx"), None)
    if plan is None:  # its report was made by an earlier test
        from levels import Union  # noqa: PLC0415 -- wanted here alone

        plan = Union(town.work / "plan", "LX1").root / "plan.xlsx"
    edited(plan, lambda book: _rename(book["星级"], "政治忠诚星", "政治坚定星"))
    town.run("rollup", "--init", town.root, "--plan", plan)
    book = openpyxl.load_workbook(town.root / "上报表（空白）.xlsx")
    headers = [str(cell.value).replace("\n", "") for cell in book[MEMBERS][4]]
    assert "政治坚定星" in headers
    assert "政治忠诚星" not in headers


def _rename(sheet, old, new):
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == old]
    cell.value = new
