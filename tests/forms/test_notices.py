"""Notices: figures are values, pages one page wide, what is one person's is one page, nothing else is in the file."""

import re
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise, product

import openpyxl
import pytest
from dear import mostly_slow
from dumps import dump_sheets
from fit import cuts
from recalculate import convert
from summary.told import LONG, notices_of, told

from xlcampaign.forms.notices import write_notices
from xlcampaign.layout.feedback import RESULTS
from xlcampaign.layout.notice import Block, Notice
from xlcampaign.layout.paper import PaperColumn
from xlcampaign.words import Lang, same

MM = 25.4 / 72


def written(path, report, branch="B01", **options):
    lang = report.plan.campaign.language
    return write_notices(path, RESULTS, notices_of(report, branch, **options), lang, report.as_of)


def notice_of(*blocks, alone=False):
    return Notice(same("页"), same("题"), (same("说明"),), blocks, (same("签名"),), alone)


def table(*rows, columns=3, heading="表"):
    return Block(same(heading), tuple(PaperColumn(same(f"列{n}"), 20) for n in range(columns)), rows)


def put(path, *notices, lang=Lang.ZH):
    write_notices(path, RESULTS, notices, lang, told().as_of)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize(("which", "number"), [("branch", 0), ("member", 2)])
def test_pages_of_results_look_as_they_did(tmp_path, golden, which, number):
    written(tmp_path / "p.xlsx", told())
    text = list(dump_sheets(tmp_path / "p.xlsx").values())[number + 1]
    assert text == golden(f"results_{which}", text)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_same_again_gives_the_same_bytes(tmp_path, lang):
    for name in ("a", "b"):
        written(tmp_path / f"{name}.xlsx", told(5, lang))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_sheet_is_there_for_the_branch_and_for_each_member_and_none_is_hidden(tmp_path):
    report = told(7)
    written(tmp_path / "p.xlsx", report)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["结果反馈单", *(m.name for m in report.plan.members_in("B01"))]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not book.defined_names
    formulas = [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    assert (book.properties.creator, book.properties.lastModifiedBy) in {(None, None), ("", None), (None, "")}


@pytest.mark.parametrize("summarised", [True, False])
@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_of_another_branch_is_in_any_part_of_the_file(tmp_path, lang, summarised):
    report = told(4, lang)
    plan = report.plan
    named = replace(
        plan,
        members=tuple(
            replace(one, name=f"丙{one.name}") if one.branch == "B02" else one for one in plan.members
        ),
    )
    report = replace(report, plan=named)
    written(tmp_path / "p.xlsx", report, summarised=summarised)
    canaries = [named.branches[1].name, "B02", "乙校", *(one.name for one in named.members_in("B02"))]
    with zipfile.ZipFile(tmp_path / "p.xlsx") as package:
        parts = {name: package.read(name).decode("utf-8") for name in package.namelist()}
    assert {name for name, text in parts.items() for word in canaries if word in text} == set()


def test_figures_are_numbers_and_texts_are_texts_whatever_they_begin_with(tmp_path):
    sheet = put(tmp_path / "p.xlsx", notice_of(table(("=1+1", 8.5, 3), ("-", "+1", "@x"))))["页"]
    cells = {c.value: c.number_format for row in sheet.iter_rows() for c in row if c.value is not None}
    assert (cells[8.5], cells[3]) == ("0.00", "General")
    assert {"=1+1", "-", "+1", "@x"} <= set(cells)
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("size", [1, 3, 37])
def test_every_text_fits_into_its_cell(tmp_path, size, lang):
    written(tmp_path / "p.xlsx", told(size, lang))
    assert list(cuts(tmp_path / "p.xlsx")) == []


@pytest.mark.parametrize("lang", list(Lang))
def test_texts_as_long_as_cells_take_them_fit_too(tmp_path, lang):
    written(tmp_path / "p.xlsx", told(3, lang, words="长" * 280))
    assert list(cuts(tmp_path / "p.xlsx")) == []


@pytest.mark.parametrize("columns", [1, 2, 9, 36, 37, 38, 60])
def test_columns_have_their_place_however_many_there_are(tmp_path, columns):
    row = tuple(f"{n}" for n in range(columns))
    sheet = put(tmp_path / "p.xlsx", notice_of(table(row, columns=columns), table(("甲", "乙", "丙"))))["页"]
    values = [c.value for line in sheet.iter_rows() for c in line if c.value is not None]
    assert [value for value in values if value in row] == list(row)


def test_a_table_that_goes_over_a_page_has_its_header_on_each(tmp_path):
    sheet = put(tmp_path / "p.xlsx", notice_of(table(*[("甲", 1, 2)] * 90)))["页"]
    heads = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "列0"]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert len(heads) == 3
    assert [row - 1 for row in heads[1:]] == breaks
    ends = [0, *breaks, sheet.max_row]
    tall = [
        sum((sheet.row_dimensions[row].height or 15) * MM for row in range(first + 1, last + 1))
        for first, last in pairwise(ends)
    ]
    assert max(tall) <= 262


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(tmp_path):
    for more in range(30, 36):
        blocks = (table(*[("甲", 1, 2)] * more), table(("乙", 1, 2), heading="次"))
        sheet = put(tmp_path / "p.xlsx", notice_of(*blocks))["页"]
        heading = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "次")
        assert not {heading, heading + 1} & {one.id for one in sheet.row_breaks.brk}


@pytest.mark.parametrize(("words", "pages"), [(1, (1, 1)), (6, (1, 1)), (60, (1, 0))])
def test_one_persons_page_is_one_page_unless_that_makes_it_too_small_to_read(tmp_path, words, pages):
    sheet = put(tmp_path / "p.xlsx", notice_of(table(*[(LONG, LONG, LONG)] * words), alone=True))["页"]
    fitted = (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight)
    assert tuple(1 if one is None else one for one in fitted) == pages
    assert not sheet.row_breaks.brk


def test_boxes_to_write_into_take_what_a_page_has_left(tmp_path):
    boxes = Block(
        same("意见"), (PaperColumn(same(""), 1), PaperColumn(same(""), 4)), (("甲", None),) * 2, headed=False
    )
    heights = []
    for rows in (1, 20, 34):
        sheet = put(tmp_path / "p.xlsx", notice_of(table(*[("甲", 1, 2)] * rows), boxes, alone=True))["页"]
        heights.append(sheet.row_dimensions[sheet.max_row - 1].height * MM)
    assert heights[0] == pytest.approx(45, abs=0.1)
    assert heights[0] > heights[1] > heights[2] >= 6.8


def test_a_text_too_long_for_a_row_stands_in_smaller_letters(tmp_path):
    short, long = (
        put(tmp_path / "p.xlsx", notice_of(table(("甲", "长" * n, ""), columns=3)))["页"] for n in (30, 900)
    )
    sizes = [
        next(c.font.size for row in sheet.iter_rows() for c in row if "长" in str(c.value))
        for sheet in (short, long)
    ]
    assert sizes[0] > sizes[1]
    assert max(one.height for one in long.row_dimensions.values() if one.height) <= 409


@pytest.mark.parametrize("lang", list(Lang))
def test_broad_tables_make_a_broad_page(tmp_path, lang):
    written(tmp_path / "p.xlsx", told(3, lang))
    sheet, page = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[:2]
    broad = {Lang.ZH: "portrait", Lang.EN: "landscape"}  # words of Latin letters are not broken
    assert (sheet.page_setup.orientation or "portrait") == broad[lang]
    assert (page.page_setup.orientation or "portrait") == "portrait"


@pytest.mark.office
@pytest.mark.parametrize(("size", "lang"), mostly_slow(product((3, 37), Lang), (37, Lang.ZH), (3, Lang.EN)))
def test_pages_print_one_wide_and_a_member_has_one(tmp_path, size, lang):
    report = told(size, lang)
    written(tmp_path / "p.xlsx", report)
    breaks = len(openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0].row_breaks.brk)
    text = ["pdftotext", str(convert(tmp_path / "p.xlsx", "pdf", tmp_path)), "-"]
    said = subprocess.run(text, capture_output=True, encoding="utf-8", check=True).stdout
    assert said.count("\f") == 1 + breaks + size
    for member in report.plan.members_in("B01"):
        assert re.search(member.name, said)
