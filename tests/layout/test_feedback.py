"""Pages of results: what stands on them in words, and what is held back with its reason."""

from dataclasses import replace
from datetime import date

import pytest
from summary.decided import decided
from summary.reports import report_of, rescored, standard
from summary.told import LONG, notices_of, told

from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Registers
from xlcampaign.words import Lang


def said_in(notice, lang=Lang.ZH):
    """All texts and figures of a page."""
    for text in (notice.tab, notice.title, *notice.lines, *notice.closing):
        yield text.say(lang)
    for block in notice.blocks:
        yield block.heading.say(lang)
        yield from (column.title.say(lang) for column in block.columns)
        yield from (str(cell) for row in block.rows for cell in row)


def block(notice, heading):
    return next(one for one in notice.blocks if one.heading.zh == heading)


def rows(notice, heading):
    return block(notice, heading).rows


def test_a_branch_is_told_its_stars_and_by_how_much_and_by_whom_one_is_lacking():
    branch, *_ = notices_of(decided(), "B03")
    lit, unlit = ("★", 9.0, 8.0, "", ""), ("☆", 7.0, 8.0, 1.0, "")
    assert [row[1:] for row in rows(branch, "本支部各星")] == [lit] * 4 + [unlit] * 5
    assert rows(branch, "评定结果") == (("4 / 9", 78.89, "需要整改"),)
    _, *members = notices_of(decided(), "B01")
    assert rows(members[4], "评星")[0] == ("政治忠诚星", 9.0, "☆", 7.9, 8.0, 0.1, "组织总评给分最低")


def test_members_stand_in_the_plans_order_and_without_a_rank():
    report = told(7)
    board = block(notices_of(report)[0], "本支部党员")
    assert [row[0] for row in board.rows] == [m.name for m in report.plan.members_in("B01")]
    assert not any("名次" in column.title.zh for column in board.columns)


def test_of_members_of_one_name_the_code_tells_whose_page_it_is():
    _, *members = notices_of(decided(), "B03")
    assert [page.tab.zh for page in members[1:3]] == ["孙某丙（B03-02）", "孙某丙（B03-03）"]


def test_what_is_to_be_decided_stands_so_in_the_place_of_the_level_and_says_what_is_not_in_doubt():
    report = told()
    branch, _, member, _ = notices_of(report)
    *_, level, _, note = rows(branch, "本支部党员")[1]
    assert (level, note) == ("待会议研究", "")
    assert rows(member, "评定结果")[0][2] == "待会议研究"
    assert any("待会议研究" in line.zh and "得星、得分不受影响" in line.zh for line in member.lines)
    # where the plan lets no level be told, the note says it
    private = tuple(replace(level, public=False) for level in report.plan.levels)
    branch, *_ = notices_of(replace(report, plan=replace(report.plan, levels=private)))
    assert rows(branch, "本支部党员")[1][-1] == "待会议研究"
    assert "方案没有准许公开等次" in "".join(said_in(branch))


def test_a_page_says_what_few_raters_hold_back_and_shows_no_figure_but_the_threshold_and_ones_own():
    for page in notices_of(told(raters=4)):
        assert any("不足 5 人" in line.zh for line in page.lines)
        figures = {cell for one in page.blocks for row in one.rows for cell in row if isinstance(cell, float)}
        own = {row[1] for row in rows(page, "评星")} if page.alone else set()
        assert figures <= {8.0} | own
        assert "给分最低" not in "".join(said_in(page))
    assert not any("不足 5 人" in line.zh for page in notices_of(told()) for line in page.lines)


def test_before_a_summary_a_page_says_so_and_tells_no_result():
    for page in notices_of(told(), summarised=False):
        said = list(said_in(page))
        assert any("还没有汇总" in text for text in said)
        assert not {"★", "☆"} & set(said)
        assert "待会议研究" in said


def test_who_is_unrated_is_told_what_is_lacking():
    branch, *members = notices_of(report_of(standard(2, 3), absent=("B01",)))
    assert rows(branch, "评定结果")[0][-1] == "暂未评星：缺支部自评、党员评支部、教师评支部"
    assert [rows(page, "评定结果")[0][-1] for page in members][1] == "暂未评星：没有评议结果"


def test_whoever_has_to_rectify_stands_with_what_was_undertaken_or_that_nothing_was():
    branch, *_ = notices_of(told())
    owed = rows(branch, "整改（没有销号的）")
    name = told().plan.branches[0].name
    assert owed[0] == (name, "B01 联系群众少", "每周接待家长", "2023-06-01", "没有报，已过期")
    vetoed = {row[0]: row for row in rows(notices_of(decided(), "B01")[0], "整改（没有销号的）")}
    low, fourth = (m.name for m in decided().plan.members_in("B01") if m.code in {"B01-04", "B01-06"})
    assert vetoed[fourth][1:3] == ("星数不足：3 / 5", "还没有报整改表")
    assert vetoed[low][1].startswith("否决：")


def test_pledges_say_what_became_of_them_and_a_branch_is_told_its_open_ones():
    branch, first, *_ = notices_of(told())
    assert [row[1] for row in rows(branch, "没有兑现的承诺（支部的）")] == [LONG, "“三会一课”不缺席"]
    assert [row[3] for row in rows(first, "公开承诺")] == ["已兑现", "进行中", "没有报"]
    assert [row[-2] for row in rows(branch, "本支部党员")] == [2, 2, 2]
    overdue = replace(told(), as_of=date(2023, 7, 1))
    assert [row[3] for row in rows(notices_of(overdue)[1], "公开承诺")][2] == "没有报，已过期"


def test_stars_of_branches_and_members_that_go_by_one_key_keep_their_own_names():
    report = told()
    branch, first, *_ = notices_of(report)
    names = [report.plan.stars_of(kind)[0].name for kind in SubjectKind]
    keys = {report.plan.stars_of(kind)[0].key for kind in SubjectKind}
    assert keys == {"loyal"}
    assert {row[0] for row in rows(branch, "没有兑现的承诺（支部的）")} == {names[0]}
    assert {row[0] for row in rows(first, "公开承诺")} == {names[1]}


def test_a_page_says_of_when_it_is_and_whether_results_are_posted():
    assert any("截至 2023-06-26（尚未公示）" in line.zh for line in notices_of(told())[0].lines)
    plan = told().plan
    for start, words in ((date(2023, 6, 26), "公示自 2023-06-26 起"), (date(2023, 6, 27), "尚未公示")):
        dated = replace(plan, campaign=replace(plan.campaign, publication_start=start))
        assert any(words in line.zh for line in notices_of(replace(told(), plan=dated))[1].lines)


def test_a_level_that_the_committee_changed_says_so():
    report = decided()
    plan = replace(report.plan, levels=tuple(replace(one, public=True) for one in report.plan.levels))
    page = notices_of(replace(report, plan=plan), "B02")[2]
    assert rows(page, "评定结果")[0][2:] == ("优秀", "等次经上级改评")


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_of_others_stands_on_a_page(lang):
    report = told(4, lang)
    plan = report.plan
    others = [plan.branches[1].name, *(m.code for m in plan.members_in("B02")), "B02", "乙校"]
    branch, *members = notices_of(report)
    for page in (branch, *members):
        said = "\n".join(said_in(page, lang))
        assert not [name for name in others if name in said]
    names = [member.name for member in plan.members_in("B01")]
    for page, name in zip(members, names, strict=True):
        said = "\n".join(said_in(page, lang))
        assert [one for one in names if one in said] == [name]


def test_without_registers_there_is_less_on_a_members_page_and_none_on_a_branchs():
    branch, first, *_ = notices_of(rescored(told(), registers=Registers()))
    empty = [one.heading.zh for one in branch.blocks if not one.rows]
    assert empty == ["领导点评", "没有兑现的承诺（支部的）", "整改（没有销号的）"]
    assert all(one.nothing.zh == "无" for one in branch.blocks if not one.rows)
    assert [one.heading.zh for one in first.blocks if not one.rows and not one.nothing.zh] == [
        "领导点评",
        "整改（没有销号的）",
    ]
