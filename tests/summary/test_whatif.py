"""权重试算 as it is read: which weights, who joins and drops, what moves the list; the mark follows the rules."""

import re

import openpyxl
import pytest
from recalculate import convert, differences, formula_cells, recalculate
from summary.decided import GONE_BY
from summary.reports import report_of, standard, write_some

from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.whatif import PRESETS, Shift, Stability, Trial, WhatIf
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.context import Context
from xlcampaign.summary.names import CHANGED, weights
from xlcampaign.words import Lang
from xlcampaign.workbook.limits import TALLEST_ROW

MEMBER = SubjectKind.MEMBER


def stated(plan):
    """WhatIf made by hand: one set of weights, one member that falls, one that does not, a branch."""
    star = plan.stars_of(MEMBER)[2].key
    falls = Stability("B01-02", 5, Shift(3, WayKey.PEER, WayKey.TEACHER, star, 805, 799), ())
    presets = (
        Trial(MEMBER, PRESETS[0], real=True, fit=("B01-01", "B01-02"), joins=(), drops=(), regraded=0),
        Trial(
            MEMBER,
            PRESETS[2],
            real=False,
            fit=("B01-01", "B02-01", "B02-02"),
            joins=("B02-01", "B02-02"),
            drops=("B01-02",),
            regraded=4,
        ),
    )
    firm = Stability("B01-01", 120, None, (WayKey.SELF,))
    return WhatIf(presets, (Stability("B02", 31, None, ()), firm, falls))


def sheet_of(tmp_path, report):
    path = tmp_path / "summary.xlsx"
    write_some(path, report, ("whatif", *GONE_BY))
    lang = report.plan.campaign.language
    return openpyxl.load_workbook(path, data_only=True)[TITLES["whatif"].say(lang)]


def rows_of(sheet, first):
    """Return the rows below the header that begins with some word, to the next empty one."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == first)
    end = next((n for n, row in enumerate(rows[start:], start) if row[0] is None), len(rows))
    return rows[start + 1 : end]


@pytest.fixture
def tried(monkeypatch):
    """Let a report's trials come to what is given, whatever its counts say."""

    def tried(report, trials):
        monkeypatch.setattr(Context, "trials", trials)
        return report

    return tried


@pytest.fixture
def report(tried):
    plan = standard(2, 4)
    return tried(report_of(plan), stated(plan))


def test_weights_tried_are_shown_with_who_joins_and_drops(tmp_path, report):
    own, other = rows_of(sheet_of(tmp_path, report), "类别")
    assert own == ("党员", "本方案", 10, 20, 30, 40, 2, 0, 0, 0, DASH, DASH)
    names = [report.plan.member_of[code].name for code in ("B02-01", "B02-02", "B01-02")]
    assert other[:10] == ("党员", "试算", 0, 20, 60, 20, 3, 2, 1, 4)
    assert other[10] == f"{report.plan.branches[1].name}：{names[0]}、{names[1]}"
    assert other[11] == f"{report.plan.branches[0].name}：{names[2]}"


def test_the_least_firm_stand_first_behind_the_branches(tmp_path, report):
    branch, falling, firm = rows_of(sheet_of(tmp_path, report), "支部")
    star = report.plan.stars_of(MEMBER)[2].name
    assert branch[:2] == (report.plan.branches[1].name, "（支部）")
    assert falling[1] == report.plan.member_of["B01-02"].name
    assert falling[3:] == (0.05, 3, "党员评", "教师评", 8.05, 7.99, 8, star, None)
    assert firm[3:11] == (1.2, *[DASH] * 7)
    assert firm[11] == "任何一项对调都不掉；没有计入票的方式不参加对调：自评"


@pytest.mark.parametrize(("branches", "size"), [(9, 20), (99, 4)])
def test_a_long_list_of_names_says_how_many_there_are_and_its_row_is_no_taller_than_rows_can_be(
    tmp_path, tried, branches, size
):
    plan = standard(branches, size)
    codes = tuple(member.code for member in plan.members)
    trial = Trial(MEMBER, PRESETS[1], real=False, fit=(), joins=codes[:2], drops=codes, regraded=0)
    sheet = sheet_of(tmp_path, tried(report_of(plan), WhatIf((trial,), ())))
    (row,) = rows_of(sheet, "类别")
    names, _, cut = row[11].partition("……（只列前 ")
    some, whole = cut.removesuffix("）").split("，共 ")
    assert int(whole) == len(codes) > int(some) == len(re.split("[、；]", names))
    assert 200 < max(one.height or 0 for one in sheet.row_dimensions.values()) <= TALLEST_ROW
    assert "只列前" not in row[10]


def test_where_nobody_is_fit_a_word_stands_for_the_rows(tmp_path, tried):
    plan = standard(1, 3, Lang.EN)
    report = tried(report_of(plan), WhatIf((), ()))
    texts = [row[0] for row in sheet_of(tmp_path, report).iter_rows(values_only=True)]
    assert texts.count("none") == 2
    assert "How much weight has to move (0)" in texts


@pytest.mark.office
def test_the_mark_is_silent_as_written_and_speaks_under_changed_weights(tmp_path, report):
    path, title = tmp_path / "summary.xlsx", TITLES["whatif"].zh
    write_some(path, report, ("whatif", *GONE_BY))
    assert {cell for sheet, cell in formula_cells(path) if sheet == title} == {"A3"}
    assert [one for one in differences(path, recalculate(path)) if one.sheet == title] == []
    book = openpyxl.load_workbook(path)
    ((sheet, area),) = book.defined_names[weights(MEMBER)].destinations
    cells = [cell for row in book[sheet][area.replace("$", "")] for cell in row]
    for cell, weight in zip(cells, PRESETS[2], strict=True):
        cell.value = weight
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    after = openpyxl.load_workbook(convert(edited, "xlsx", tmp_path / "changed"), data_only=True)
    assert after[title]["A3"].value.startswith("已过期")
    ((sheet, cell),) = after.defined_names[CHANGED].destinations
    assert after[sheet][cell.replace("$", "")].value == 1
