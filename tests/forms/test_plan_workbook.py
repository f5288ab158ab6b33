"""The plan's workbook as its coordinator meets it: what to do, what is still to do, and what is no data."""

import shutil
from datetime import date

import openpyxl
import pytest
from dear import mostly_slow
from openpyxl.styles.colors import Color
from python_calamine import CalamineWorkbook
from recalculate import (
    differences,
    each_variant_by_every_engine,
    recalculate,
    recalculate_all,
)

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import open_plan
from xlcampaign.commands.forms import make_campaign
from xlcampaign.commands.intake import PlanTerms, take_plan
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Stop
from xlcampaign.forms.form import write_form
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.forms import FORMS
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.standard import fresh_plan
from xlcampaign.words import Lang
from xlcampaign.workbook.looks import INPUT

ROSTER = {
    "支部": ("01", "甲一完小党支部", None, None, None, 20),
    "党员": (None, "赵某甲", "甲一完小党支部", "正式党员", "书记", "参评"),
}
TINT = Color(rgb="FF" + INPUT.removeprefix("#"))


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    return make_campaign(tmp_path_factory.mktemp("new") / "新活动", Lang.ZH, date(2023, 1, 1))


@pytest.fixture
def plan(new, tmp_path):
    return shutil.copytree(new.parent, tmp_path / "新活动") / new.name


def filled(path, cells):
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


def with_roster(path, **more):
    cells = {
        (sheet, f"{'ABCDEFG'[n]}5"): value
        for sheet, values in ROSTER.items()
        for n, value in enumerate(values)
    }
    return filled(path, cells | {("活动", "B8"): "甲乡联校党总支", ("活动", "B36"): "甲乡联校办公室"} | more)


def found_in(path):
    _, findings = take_plan(read_envelope(path.name, path), PlanTerms())
    return sorted((f.rule.code, f.place.sheet, f.place.cell) for f in findings)


def states_on(path):
    guide = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {row[0]: row[5] for row in guide[11:] if row[0]}


def test_a_new_plan_begins_with_what_to_do_and_a_link_and_state_for_every_sheet(plan):
    book = openpyxl.load_workbook(plan, data_only=True)
    guide, *others = book.worksheets
    assert guide.title == "怎么用"
    links = [row[0].hyperlink for row in guide.iter_rows() if row[0].hyperlink]
    linked = {link.location.split("!")[0].strip("'") for link in links}
    assert linked == {sheet.title for sheet in others if sheet.sheet_state == "visible"}
    assert [guide[f"A{row}"].value[:2] for row in range(3, 8)] == [f"{step}." for step in range(1, 6)]
    states = states_on(plan)
    assert {title for title, state in states.items() if state not in {"已填", "选填"}} == {
        "活动",
        "支部",
        "党员",
    }
    assert states["活动"] == "还差 2"


def test_a_new_plan_asks_for_what_is_missing_and_for_names_in_place_of_placeholders(plan):
    assert found_in(plan) == [
        ("P107", "党员", ""),
        ("P107", "支部", ""),
        ("P119", "活动", "B36"),
        ("P119", "活动", "B8"),
    ]


def test_once_filled_in_nothing_is_left_to_say_but_the_code(plan):
    assert found_in(with_roster(plan)) == [("P114", "党员", "A5"), ("P116", "支部", "B5")]


def test_the_example_row_is_no_data(plan):
    opened = open_plan(Folder(with_roster(plan).parent), Processes(1)).plan
    assert [branch.code for branch in opened.branches] == ["01"]
    assert [member.name for member in opened.members] == ["赵某甲"]
    assert openpyxl.load_workbook(plan)["支部"]["A3"].value == "例：01"


def test_the_example_row_is_in_the_language_of_the_plan(tmp_path):
    path = tmp_path / "plan.xlsx"
    write_form(path, plan_book(*fresh_plan(Lang.EN, "XF", 2023), examples=True), Lang.EN, date(2023, 1, 1))
    book = openpyxl.load_workbook(path)
    shown = [str(cell.value) for title in ("Branches", "Members") for cell in book[title][3] if cell.value]
    assert shown[:4] == ["e.g. 01", "School A1 branch", "School A1", "Zhao A"]
    assert all(text.isascii() for text in shown)


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("党员", "B3", "钱某乙"),
        ("支部", "B3", "甲二完小党支部"),
        ("党员", "C3", "乙校党支部"),
        ("支部", "F3", 17),
    ],
)
def test_what_is_typed_over_the_example_is_not_read_and_is_said(plan, sheet, cell, value):
    with_roster(plan)
    filled(plan, {(sheet, cell): value})
    assert ("S107", sheet, cell) in found_in(plan)


@pytest.mark.parametrize("sheet", ["支部", "党员"])
def test_a_sheet_without_a_row_never_says_that_it_is_complete(plan, sheet):
    tab = openpyxl.load_workbook(plan, data_only=True)[sheet]
    assert "都已填全" not in str(tab["A2"].value)
    assert states_on(plan)[sheet].startswith("还差")


def test_the_cells_to_fill_are_tinted_as_on_forms(plan):
    book = openpyxl.load_workbook(plan)
    for sheet, cell in (("活动", "B8"), ("活动", "B13"), ("支部", "A5"), ("党员", "B404"), ("星级", "D5")):
        assert book[sheet][cell].fill.fgColor.rgb == TINT.rgb


def test_a_sheet_that_is_filled_in_says_so_in_green(plan):
    book = openpyxl.load_workbook(plan)
    green, _ = book["阶段"].conditional_formatting["A3"]
    assert (green.formula, green.dxf.font.color.rgb) == (['xlc_state_stages="已填"'], "FF2E7D32")
    assert book["怎么用"][
        book.defined_names["xlc_state_stages"].value.partition("!")[2].replace("$", "")
    ].value


def test_what_is_not_too_broad_prints_upright_so_that_its_empty_rows_take_no_page(plan):
    turned = {sheet.title: sheet.page_setup.orientation for sheet in openpyxl.load_workbook(plan)}
    assert {title for title, how in turned.items() if how == "landscape"} == {
        "怎么用",
        "星级",
        "支部",
        "网上测评",
    }


@pytest.mark.parametrize("lang", list(Lang))
def test_the_first_step_of_a_new_plan_is_the_first_that_has_a_form(lang):
    settings, _ = fresh_plan(lang, "XF", 2023)
    assert settings["step"] == FORMS[0].step


def test_the_first_sheet_is_none_of_what_a_form_carries_and_an_older_plan_needs_none(plan):
    opened = open_plan(Folder(with_roster(plan).parent), Processes(1))
    assert "怎么用" not in pack(opened.plan)
    book = openpyxl.load_workbook(plan)
    del book["怎么用"]
    book.save(plan)
    assert open_plan(Folder(plan.parent), Processes(1)).plan == opened.plan


def test_an_empty_plan_stops_the_commands_that_need_it(plan):
    with pytest.raises(Stop):
        open_plan(Folder(plan.parent), Processes(1))


@each_variant_by_every_engine
@pytest.mark.parametrize("lang", list(Lang))
def test_every_formula_of_a_new_plan_comes_to_its_cached_value(tmp_path, lang, engine):
    path = tmp_path / "plan.xlsx"
    write_form(path, plan_book(*fresh_plan(lang, "XF", 2023), examples=True), lang, date(2023, 1, 1))
    assert differences(path, recalculate(path, engine)) == []


UNFIT = {
    "a weight too much": ({("评议方式", "D5"): 15}, "评议方式"),
    "a gap between levels": ({("等次", "C5"): 95}, "等次"),
    "levels that overlap": ({("等次", "D6"): 92}, "等次"),
    "a branch that is none": ({("党员", "C6"): "甲九完小党支部", ("党员", "B6"): "钱某乙"}, "党员"),
    "a code for two": ({("党员", "A5"): "0101", ("党员", "A6"): "0101", ("党员", "B6"): "钱某乙"}, "党员"),
    "a code for two branches": ({("支部", "A6"): "01", ("支部", "B6"): "甲二完小党支部"}, "支部"),
}


@each_variant_by_every_engine
def test_the_guide_finds_nothing_where_all_fits_together(plan, engine):
    path = with_roster(plan)
    assert "有误" not in "".join(states_on(recalculate(path, engine)).values())


A_SHEET_EACH = ["a weight too much", "a gap between levels", "a code for two", "a code for two branches"]


@each_variant_by_every_engine
@pytest.mark.parametrize(
    "cases",
    mostly_slow([A_SHEET_EACH, [case for case in UNFIT if case not in A_SHEET_EACH]], A_SHEET_EACH),
    ids=["a sheet each", "others"],
)
def test_the_guide_says_what_does_not_fit_together_where_check_does(plan, cases, engine):
    whole = with_roster(plan)
    paths, unfit = [], {case: UNFIT[case] for case in cases}
    for n, (cells, _) in enumerate(unfit.values()):
        path = whole.with_name(f"{n}.xlsx")
        shutil.copy(whole, path)
        paths.append(filled(path, cells))
    for path, calculated, (case, (_, sheet)) in zip(
        paths, recalculate_all(paths, engine), unfit.items(), strict=True
    ):
        states = states_on(calculated)
        assert [title for title, state in states.items() if "有误" in state] == [sheet], case
        assert any(place == sheet for _, place, _ in found_in(path)), case


@each_variant_by_every_engine
def test_a_later_row_of_a_code_is_no_code_given_twice(plan, engine):
    path = with_roster(plan)
    later = {"A6": "0101", "B6": "赵某甲", "C6": "甲一完小党支部", "H6": date(2023, 7, 1)}
    filled(path, {("党员", "A5"): "0101", ("党员", "I5"): date(2023, 6, 30)})
    filled(path, {("党员", cell): value for cell, value in later.items()})
    assert "有误" not in states_on(recalculate(path, engine))["党员"]


def test_no_state_of_the_guide_promises_that_the_plan_is_sound(plan):
    states = states_on(plan).values()
    assert not any("好" in state for state in states)
    assert "已填" in states
