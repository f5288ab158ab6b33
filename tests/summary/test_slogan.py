"""The campaign's slogan stands in the title's band of the pages that are shown and hung up, and nothing is cut there."""

import re
from dataclasses import replace
from itertools import product

import openpyxl
import pytest
from dear import mostly_slow
from fit import cuts
from summary.reports import report_of, standard, with_stars

from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.public import write_public
from xlcampaign.words import Lang

SHORT = "创先争优"
LONG = "一个支部一座堡垒，一名党员一面旗帜；学习先进，争当先进，赶超先进；立足岗位作贡献，服务群众当先锋，迎接盛会展示风采"
ENGLISH = "Every branch a fortress, every member a banner to be followed"[:60]
NAME = "科教兴莘先锋、争做先锋活动暨五星争创、三心示范主题实践活动"
SHOWN = ("overview", "branch_board", "member_board")


def with_slogan(slogan, *, name="争做先锋活动", lang=Lang.ZH, stars=9):
    plan = with_stars(standard(2, 3, lang), stars)
    return report_of(replace(plan, campaign=replace(plan.campaign, slogan=slogan, name=name)))


def band(sheet):
    """Return the cells with text in the title's band: what stands beside the page is not filled."""
    return [cell for cell in sheet[1] if cell.value and cell.fill.patternType]


def written(folder, report):
    """Yield both workbooks of a report."""
    for name, write in (("summary", write_summary), ("public", write_public)):
        write(folder / f"{name}.xlsx", report)
        yield folder / f"{name}.xlsx"


def test_the_slogan_stands_on_overview_and_boards_and_nowhere_else(tmp_path):
    summary, public = (openpyxl.load_workbook(path) for path in written(tmp_path, with_slogan("永攀高峰")))
    found = [
        [s.title for s in book if any("永攀高峰" in map(str, r) for r in s.values)]
        for book in (summary, public)
    ]
    shown = [TITLES[key].zh for key in SHOWN]
    assert found == [shown, shown[1:]]
    for book in (summary, public):
        for sheet in (sheet for sheet in book if sheet.title in shown):
            title, slogan = band(sheet)
            assert (slogan.value, slogan.alignment.horizontal) == ("永攀高峰", "right")
            assert slogan.font.sz < title.font.sz
            assert slogan.fill.fgColor.rgb == title.fill.fgColor.rgb


def test_without_a_slogan_the_title_has_the_whole_band(tmp_path):
    for path in written(tmp_path, with_slogan("")):
        book = openpyxl.load_workbook(path)
        for sheet in (book[TITLES[key].zh] for key in SHOWN if TITLES[key].zh in book.sheetnames):
            rows = {(area.min_row, area.min_col): area.max_col for area in sheet.merged_cells.ranges}
            assert rows[1, 1] == rows[2, 1]
            assert len(band(sheet)) == 1


NAMES = ["争做先锋活动", NAME, NAME + NAME[::-1]]
BANDS = list(product([SHORT, LONG, ENGLISH, "先" * 60, "W" * 60], NAMES, Lang))


@pytest.mark.parametrize(("slogan", "name", "lang"), mostly_slow(BANDS, *BANDS[::7], BANDS[-2]))
def test_neither_title_nor_slogan_is_cut(tmp_path, slogan, name, lang):
    assert len(slogan) <= 60
    for path in written(tmp_path, with_slogan(slogan, name=name, lang=lang)):
        shown = {TITLES[key].say(lang) for key in SHOWN}
        in_band = [cut for cut in cuts(path) if cut.sheet in shown and re.fullmatch("[A-Z]+1", cut.cell)]
        assert in_band == []


@pytest.mark.parametrize("stars", [1, 3])
def test_a_board_with_few_columns_shows_it_too(tmp_path, stars):
    for path in written(tmp_path, with_slogan(LONG, stars=stars)):
        assert [cut for cut in cuts(path) if cut.text == LONG or cut.cell == "A1"] == []


def test_what_fits_keeps_its_size(tmp_path):
    summary, _ = written(tmp_path, with_slogan(LONG, name=NAME[:13]))
    title, slogan = band(openpyxl.load_workbook(summary)[TITLES["overview"].zh])
    assert not title.alignment.shrink_to_fit
    assert slogan.alignment.wrap_text
