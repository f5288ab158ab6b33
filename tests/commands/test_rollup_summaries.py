"""A whole summary is a report too: what it shows is held against its counts, and what was only tried out does not count."""

import json
import shutil

import openpyxl
import pytest
from levels import MEMBERS, REPORTED, Town, Union, as_opendocument, edited, noted_anew
from recalculate import convert, strip_values

from xlcampaign.layout.dispatch import cells_digest

A_STAR_LESS = {("member_teacher", 1, "loyal.approve"): 2}
UNITS, COUNTS, SCORES = "各单位情况", "票数统计（党员）", "评分明细"


@pytest.fixture
def town(tmp_path):
    town = Town(tmp_path)
    town.expect("LX1")
    return town


def told_of(town):
    """Return what is rolled up of everybody, apart from what it came in."""
    units = [{key: value for key, value in row.items() if key != "来自"} for row in town.table(UNITS)]
    return units, town.table("支部结果"), town.table(MEMBERS)


def test_a_summary_comes_to_what_its_report_does(town):
    path = town.receive("LX1", A_STAR_LESS)
    assert "错误 0 处" in town.roll_up()
    by_report = told_of(town)
    path.unlink()
    town.receive("LX1", A_STAR_LESS, whole=True)
    assert "错误 0 处，提醒 0 处" in town.roll_up()
    assert told_of(town) == by_report
    assert [row["星数"] for row in by_report[2]] == [8, 7, 8, 8]


UNRATED = {("member_self", 1, "loyal"): None}


def test_who_is_unrated_is_no_change(town):
    town.receive("LX1", UNRATED, whole=True)
    assert "错误 0 处，提醒 0 处" in town.roll_up()
    assert [row["星数"] for row in town.table(MEMBERS)] == [8, None, 8, 8]


@pytest.mark.parametrize("typed", [90, "略"])
def test_whoever_gives_an_unrated_one_a_composite_is_found_out(town, typed):
    edited(town.receive("LX1", UNRATED, whole=True), cell("等次评定", "E8", typed))
    assert "等次评定 › E8  F147" in town.roll_up(code=1)


def test_who_has_to_rectify_is_told_as_shown(town):
    stars = ("loyal", "study", "duty", "results")
    few = {("member_teacher", 1, f"{star}.approve"): 0 for star in stars}
    town.receive("LX1", few, whole=True)
    assert "错误 0 处，提醒 0 处" in town.roll_up()
    assert [(row["星数"], row["须整改"]) for row in town.table(MEMBERS)] == [
        (8, "否"), (4, "是"), (8, "否"), (8, "否"),
    ]  # fmt: skip


class Namesakes(Union):
    """A union in whose first branch both members have one name."""

    def rewrite(self, **settings):
        first, second, *others = self.rows[1]["members"]
        members = [first, {**second, "name": first["name"]}, *others]
        self.rows = (self.rows[0], {**self.rows[1], "members": members})
        super().rewrite(**settings)


def test_namesakes_stand_on_the_board_with_their_codes(town):
    union = Namesakes(town.work / "namesakes", "LX1", A_STAR_LESS)
    shutil.copy(union.summary(), town.root / "LX1.xlsx")
    assert "F147" not in town.roll_up()
    assert [(row["姓名"], row["星数"]) for row in town.table(MEMBERS)][:2] == [("赵某甲", 8), ("赵某甲", 7)]


def test_a_report_and_the_summary_beside_it_count_once(town):
    town.receive("LX1")
    town.receive("LX1", whole=True, name="汇总在这里.xlsx")
    assert "  X171  " in town.roll_up()
    assert [row["党员数"] for row in town.table(UNITS)] == [4]


PLANS = {
    "values alone": ({}, ("--formulas", "never")),
    "trimmed": ({"trim": True}, ()),
    "with abstentions apart": ({"abstentions": "apart"}, ()),
    "own vote": ({"peers_with_own": True}, ()),
    "renormalised": ({"missing": "renormalise"}, ()),
    "in English": ({"language": "en"}, ()),
}


@pytest.mark.parametrize(("settings", "words"), PLANS.values(), ids=PLANS)
def test_whatever_its_rules_are_it_agrees_with_its_counts(town, settings, words):
    town.receive("LX1", A_STAR_LESS, whole=True, words=words, **settings)
    assert "错误 0 处，提醒 0 处" in town.roll_up()
    assert len(town.table(MEMBERS)) == 4


@pytest.mark.parametrize(
    ("lang", "above", "name"),
    [("zh", "某某镇教育党委", "某某LX7联校党组织"), ("en", "Example town", "Example union LX7")],
)
def test_the_sample_with_all_its_decisions_agrees_with_its_counts(tmp_path, lang, above, name):
    town = Town(tmp_path)
    root = tmp_path / "sample"
    town.run("sample", root, "--unit", "LX7", lang=lang)
    town.run("merge", root, "--as-of", REPORTED, "--stage", "1", code=1, lang=lang)
    town.expect(rows=[{"code": "LX7", "name": name}], unit=above)
    shutil.copy(root / "summary" / "stage-1.xlsx", town.root / "LX7.xlsx")
    assert "错误 0 处，提醒 0 处" in town.roll_up()
    assert len(town.table(MEMBERS)) > 40


def cell(sheet, at, value):
    return lambda book: book[sheet].__setitem__(at, value)


def _row_gone(sheet, row):
    return lambda book: book[sheet].delete_rows(row)


TOUCHED = {
    "a count": (cell(COUNTS, "G5", 1), f"{COUNTS} › E5", "F147"),
    "a count emptied": (cell(COUNTS, "G7", None), f"{COUNTS} › E7", "F147"),
    "whose count": (cell(COUNTS, "D6", "孙某丙"), f"{COUNTS} › E6", "F147"),
    "a row of counts gone": (_row_gone(COUNTS, 6), COUNTS, "F148"),
    "a star on the board": (cell("党员创星图板", "C6", "☆"), "党员创星图板 › C6", "F147"),
    "a level on the board": (cell("支部创星图板", "O5", "较差"), "支部创星图板 › O5", "F147"),
    "stars on the board": (cell("党员创星图板", "K6", 7), "党员创星图板 › K6", "F147"),
    "a row of the board gone": (_row_gone("支部创星图板", 6), "支部创星图板", "F148"),
    "a star among the scores": (cell(SCORES, "N5", "☆"), f"{SCORES} › N5", "F147"),
    "a score": (cell(SCORES, "L8", 7), f"{SCORES} › L8", "F147"),
    "a composite": (cell("等次评定", "E5", 99), "等次评定 › E5", "F147"),
    "who is fit": (cell("等次评定", "U6", 0), "等次评定 › U6", "F147"),
    "a row of levels gone": (_row_gone("等次评定", 6), "02", "F148"),
    "a column of the board gone": (lambda book: book["党员创星图板"].delete_cols(12), "综合得分", "F148"),
    "a header of scores": (cell(SCORES, "N4", "别的"), "授星", "F148"),
    "a sheet gone": (lambda book: book.remove(book["等次评定"]), "等次评定", "F148"),
}


@pytest.mark.parametrize(("touch", "place", "code"), TOUCHED.values(), ids=TOUCHED)
def test_what_was_typed_over_goes_back_with_its_place(town, touch, place, code):
    edited(town.receive("LX1", A_STAR_LESS, whole=True), touch)
    said = town.roll_up(code=1)
    [line] = [line for line in said.splitlines() if line.startswith("错误") and "LX1.xlsx" in line]
    assert place in line
    assert code in line
    assert [row["状态"] for row in town.table(UNITS)] == ["退回"]


def test_a_changed_count_that_is_noted_anew_is_found_by_counting_again(town):
    path = town.receive("LX1", whole=True)
    columns = openpyxl.load_workbook(path)[COUNTS].max_column

    def forge(book):
        sheet = book[COUNTS]
        sheet["G5"].value = 1
        [counts] = [row[1] for row in book["_xlc"].iter_rows() if row[0].value == "counts.member.1"]
        own = cells_digest(cell.value for cell in sheet[5][:columns])
        counts.value = own + counts.value[len(own) :]
        noted_anew(book)

    edited(path, forge)
    lines = [line for line in town.roll_up(code=1).splitlines() if "LX1.xlsx" in line]
    [said] = lines
    assert f"LX1.xlsx › {COUNTS} › C5  F150  " in said
    # 8.5 became 1 in a way that weighs 10 %, on one of 8 stars: 92.5 - 10 × 0.75 ÷ 8
    assert "重算是 ★★★★★★★★ 91.56，汇总里记的是 ★★★★★★★★ 92.5" in said


def test_where_other_rules_were_tried_what_is_shown_may_be_by_those(town):
    path = town.receive("LX1", whole=True, words=("--formulas", "never"))

    def try_out(book):
        book["评星规则"]["B7"].value = 9.5
        book["党员创星图板"]["C6"].value = "☆"

    edited(path, try_out)
    said = town.roll_up()
    assert "  X187  " in said
    assert [row["星数"] for row in town.table(MEMBERS)] == [8, 8, 8, 8]


def _weights(book):
    """Move ten points of weight from the teachers to the self-rating, and light stars from 9.5."""
    sheet = book["评星规则"]
    for row in sheet.iter_rows():
        if str(row[0].value).endswith("权重") and isinstance(row[1].value, int):
            row[1].value, row[3].value = row[1].value + 10, row[3].value - 10
    sheet["B7"].value = 9.5


@pytest.mark.office
def test_rules_that_were_tried_out_and_calculated_do_not_count(town, tmp_path):
    path = town.receive("LX1", A_STAR_LESS, whole=True)
    town.roll_up()
    before = told_of(town)
    edited(path, _weights)
    shutil.copy(convert(path, "xlsx", tmp_path / "calculated"), path)
    shown = [
        [cell.value for cell in row[2:10]]
        for row in openpyxl.load_workbook(path, data_only=True)["党员创星图板"].iter_rows(min_row=6)
    ]
    assert {sign for row in shown for sign in row if sign} == {"☆"}
    said = town.roll_up()
    assert "LX1.xlsx › 评星规则 › B7" in said
    assert "  X187  " in said
    assert told_of(town) == before


@pytest.mark.office
def test_only_saved_again_by_an_office_program_a_summary_is_accepted(town, tmp_path):
    path = town.receive("LX1", A_STAR_LESS, whole=True)
    town.roll_up()
    before = told_of(town)
    shutil.copy(convert(path, "xlsx", tmp_path / "saved"), path)
    assert "错误 0 处，提醒 0 处" in town.roll_up()
    assert told_of(town) == before


def test_in_a_format_that_cannot_show_what_its_formulas_say_it_is_asked_for_as_written(town):
    path = town.receive("LX1", whole=True)
    path.write_bytes(as_opendocument(path))
    said = town.roll_up(code=1)
    assert "LX1.xlsx  F171  汇总存成了 .ods，" in said
    assert "F147" not in said


@pytest.mark.office
def test_saved_as_an_old_workbook_it_is_asked_for_as_written(town, tmp_path):
    path = town.receive("LX1", whole=True)
    shutil.copy(convert(path, "xls", tmp_path / "old"), town.root / "LX1.xls")
    path.unlink()
    said = town.roll_up(code=1)
    assert "LX1.xls  F171  汇总存成了 .xls，" in said
    assert "错误 1 处" in said


def test_without_any_calculated_value_it_is_accepted(town, tmp_path):
    path = town.receive("LX1", whole=True)
    strip_values(path, tmp_path / "bare.xlsx")
    shutil.copy(tmp_path / "bare.xlsx", path)
    assert "错误 0 处，提醒 0 处" in town.roll_up()


def test_a_summary_without_a_unit_code_says_what_to_do(town):
    path = town.receive("LX1", whole=True, unit_code="")
    said = town.roll_up(code=1)
    assert f"{path.name}  F151  " in said
    assert "单位代码" in said


def test_in_an_inbox_a_summary_is_no_form_as_before(tmp_path):
    union = Union(tmp_path, "LX1")
    shutil.copy(union.summary(), union.root / "inbox" / "汇总.xlsx")
    assert "汇总.xlsx  F105  " in union.run("check", union.root, "--as-of", REPORTED, "--all").output


def test_what_is_packed_inside_is_what_the_report_says(tmp_path):
    union = Union(tmp_path, "LX1", A_STAR_LESS)
    book = openpyxl.load_workbook(union.summary())
    rows = {row[0].value: row[1].value for row in book["_xlc"].iter_rows()}
    inside = json.loads(rows["told.1"])
    report = openpyxl.load_workbook(union.report())
    heads, *told = inside["党员结果"]
    shown = [
        ["" if cell.value is None else cell.value for cell in row[: len(heads)]]
        for row in report["党员结果"].iter_rows(min_row=5, max_row=4 + len(told))
    ]
    assert told == shown
