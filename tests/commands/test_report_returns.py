"""What units cannot have meant goes back to them: a form by hand with its cells marked, all else as a list."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from levels import BRANCHES, MEMBERS, Town, by_hand, edited

BACK = "汇总-退回"
LIST = "退回说明"
A_STAR_LESS = {("member_teacher", 1, "loyal.approve"): 2}


@pytest.fixture
def town(tmp_path):
    town = Town(tmp_path)
    town.run("rollup", "--init", town.root)
    town.expect("LX1", "LX8", "LX9")
    town.receive("LX1")
    return town


def returned(town):
    return {path.name: path for path in (town.root / BACK).glob("*")}


def test_a_form_by_hand_goes_back_with_its_cells_marked_and_nothing_else_touched(town):
    path = by_hand(town, "LX8", "LX8.xlsx", 星数=3)
    said = town.roll_up(code=1)
    [(name, copy)] = returned(town).items()
    assert name == "LX8-某某LX8联校（退回，只发本单位）.xlsx"
    assert BACK in said
    book, sent = openpyxl.load_workbook(copy), openpyxl.load_workbook(path)
    assert book.sheetnames[0] == LIST
    [cell] = [cell for row in book[MEMBERS].iter_rows() for cell in row if cell.comment]
    assert "星数填的是 3" in cell.comment.text
    assert cell.value == 3
    assert cell.fill.fgColor.rgb == "FFFFB3B3"
    for title in (BRANCHES, "上报说明"):
        shown = [[cell.value for cell in row] for row in book[title].iter_rows()]
        assert shown == [[cell.value for cell in row] for row in sent[title].iter_rows()]


def test_mended_in_the_copy_and_sent_again_it_counts_and_the_copy_goes(town):
    path = by_hand(town, "LX8", "LX8.xlsx", 星数=3)
    town.roll_up(code=1)
    [copy] = returned(town).values()
    shutil.copy(copy, path)
    edited(path, lambda book: _number_of_stars(book, None))
    said = town.roll_up()
    assert "错误 0 处" in said
    assert {row["单位代码"] for row in town.table(MEMBERS)} == {"LX1", "LX8"}
    assert returned(town) == {}


def _number_of_stars(book, value):
    [cell] = [cell for row in book[MEMBERS].iter_rows() for cell in row if cell.value == 3]
    cell.value = value


@pytest.mark.parametrize("whole", [False, True], ids=["a report", "a summary"])
def test_what_the_program_wrote_is_listed_with_its_places_and_nothing_of_it_goes_back(town, whole):
    sheet, at = ("党员创星图板", "C6") if whole else (MEMBERS, "E5")
    edited(town.receive("LX9", whole=whole), lambda book: book[sheet].__setitem__(at, "☆"))
    town.roll_up(code=1)
    [copy] = returned(town).values()
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == [LIST]
    said = " ".join(str(cell.value) for row in book[LIST].iter_rows() for cell in row)
    assert sheet in said
    assert "汇总、重出" in said
    assert "赵某甲" not in said


def test_what_only_the_level_can_settle_does_not_go_back(town):
    town.receive("LX7")  # nobody asked for it
    town.receive("LX1", A_STAR_LESS, name="又一份.xlsx")
    town.roll_up(code=1)
    assert returned(town) == {}


def test_what_goes_back_is_not_read_the_next_time(town):
    by_hand(town, "LX8", "LX8.xlsx", 星数=3)
    first, second = town.roll_up(code=1), town.roll_up(code=1)
    assert f"说明  {BACK}  X194  " in second
    assert [line for line in second.splitlines() if line.startswith("错误  ")] == [
        line for line in first.splitlines() if line.startswith("错误  ")
    ]
    assert "里的 1 个文件" in town.roll_up("-o", town.root / "另一份.xlsx", code=1)
    assert len(returned(town)) == 1


def test_a_copy_that_somebody_changed_is_kept_beside_the_new_one(town):
    by_hand(town, "LX8", "LX8.xlsx", 星数=3)
    town.roll_up(code=1)
    [copy] = returned(town).values()
    edited(copy, lambda book: book[MEMBERS].__setitem__("A1", "请再看一遍"))
    said = town.roll_up(code=1)
    assert "改过" in said
    kept = [path for path in returned(town).values() if path != copy]
    assert [openpyxl.load_workbook(path)[MEMBERS]["A1"].value for path in kept] == ["请再看一遍"]


def test_a_roll_up_that_somebody_changed_is_kept_beside_the_new_one(town):
    town.roll_up()
    edited(town.output, lambda book: book["总览"].__setitem__("B40", "李主任批：同意"))
    town.roll_up()
    [kept] = Path(town.root).glob("汇总*改*.xlsx")
    assert openpyxl.load_workbook(kept)["总览"]["B40"].value == "李主任批：同意"


def test_on_the_screen_units_in_trouble_have_a_line_each_and_what_is_alike_one(town):
    by_hand(town, "LX8", "LX8.xlsx", 星数=3)
    said = town.run("rollup", town.root, "-o", town.output, "--as-of", "2023-07-03", code=1)  # without --all
    lines = said.splitlines()
    assert lines[0] == "LX8 某某LX8联校  退回；错误 1 处"
    assert lines[1] == "LX9 某某LX9联校  未报；截止 2023-06-30；联系 赵某甲"
    assert sum("F124" in line for line in lines) == 1
    assert not any(line.startswith("LX1 ") for line in lines)
