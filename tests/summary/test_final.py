"""终评: who stands in which section and why, what changed rules no longer give, and when the sheet is there."""

from dataclasses import replace

import openpyxl
import pytest
from fit import cuts
from recalculate import by_formulon, differences, formula_cells, recalculate
from summary.decided import AT, GONE_BY
from summary.finals import final_report
from summary.reports import write_some
from summary.test_lists import section

from xlcampaign.model.choices import FinalRule
from xlcampaign.model.objections import Conclusion, Objection
from xlcampaign.model.registers import Commendation, Decision, RecommendationDecision
from xlcampaign.summary.contents import SHEETS, TITLES, context_of
from xlcampaign.words import Lang

LAST, EVERY, TOTAL = FinalRule


def sheet_of(folder, report):
    write_some(folder / "final.xlsx", report, ("final",))
    book = openpyxl.load_workbook(folder / "final.xlsx", data_only=True)
    return book[TITLES["final"].say(report.plan.campaign.language)]


def people(lines):
    """The rows below a header without their number: branch, name, stars by stage and in total, what is said."""
    return [line[1:] for line in lines[1:]]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    return sheet_of(tmp_path_factory.mktemp("final"), final_report())


def test_recommended_are_who_had_the_stars_in_every_stage(sheet):
    assert people(section(sheet, "一、终评推荐（7）")) == [
        ["甲一完小党支部", "（支部）", 9, 9, 18, "名额内"],
        ["甲一完小党支部", "赵某甲", 8, 8, 16, "名额内"],
        ["甲一完小党支部", "赵某丙", 8, 8, 16, "名额不足，提请研究"],
        ["甲二完小党支部", "赵某乙", 8, 8, 16, "名额内"],
        ["甲二完小党支部", "赵某丁", 8, 8, 16, "名额不足，提请研究"],
        ["甲三完小党支部", "赵某甲", 8, 8, 16, "名额不足，提请研究"],
        ["甲三完小党支部", "孙某丙（B03-03）", 8, 8, 16, "名额内"],
    ]


def test_who_lacks_a_stage_or_is_not_settled_is_for_a_meeting_with_what_it_has_to_decide(sheet):
    assert people(section(sheet, "二、待研究（由会议定）（6）")) == [
        ["甲二完小党支部", "（支部）", "—", 9, 9, "第一阶段暂未评星"],
        ["甲一完小党支部", "赵某乙", "—", 8, 8, "第一阶段不在册或不参评"],
        ["甲二完小党支部", "赵某甲", 8, 8, 16, "有提请或决定还没有议清（见“会议议决”）"],
        ["甲二完小党支部", "赵某丙", 8, 8, 16, "有提请或决定还没有议清（见“会议议决”）"],
        ["甲二完小党支部", "赵某戊", "—", 8, 8, "第一阶段暂未评星"],
        ["甲三完小党支部", "赵某戊", 8, "—", 8, "第二阶段暂未评星"],
    ]


def test_who_is_to_be_studied_stands_on_the_agenda_unless_something_else_there_is_to_be_decided_first(
    tmp_path,
):
    write_some(tmp_path / "agenda.xlsx", final_report(), ("decisions",))
    sheet = openpyxl.load_workbook(tmp_path / "agenda.xlsx")["会议议决"]
    lines = section(sheet, "八、终评待研究（另有 2 个有提请的或缓议的，列在前面）　4 项")
    assert [(str(line[1]).split("\n")[0], line[2]) for line in lines[1:]] == [
        ("甲二完小党支部", "第一阶段暂未评星"),
        ("赵某乙", "第一阶段不在册或不参评"),
        ("赵某戊", "第一阶段暂未评星"),
        ("赵某戊", "第二阶段暂未评星"),
    ]


def test_the_meeting_recommends_and_posts_whom_the_final_selection_has_and_nobody_else(tmp_path):
    before_the_seal = replace(final_report(), sealed=())
    write_some(tmp_path / "agenda.xlsx", before_the_seal, ("decisions", "publication"))
    book = openpyxl.load_workbook(tmp_path / "agenda.xlsx")
    said = [
        cell.value for row in book["会议议决"].iter_rows() for cell in row[:2] if isinstance(cell.value, str)
    ]
    first, last = (said.index(title) for title in ("一、整体通过　2 项", "二、提请否决　2 项"))
    assert said[first + 3 : last] == [
        "推荐支部：列入终评推荐且先进　1 个",
        "甲一完小党支部",
        "推荐党员：列入终评推荐且优秀　3 个",
        "甲一完小党支部：赵某甲；甲二完小党支部：赵某乙；甲三完小党支部：孙某丙（B03-03）",
        "不在其内、逐项研究的：甲二完小党支部：赵某甲",
    ]
    page = book["公示"]
    posted = [[cell.value for cell in row[:4]] for row in page.iter_rows() if row[0].value in {1, 2, 3}]
    assert posted == [
        [1, "甲一完小党支部", None, "★ 9"],
        [1, "甲一完小党支部", "赵某甲", "★ 8"],
        [2, "甲二完小党支部", "赵某乙", "★ 8"],
        [3, "甲三完小党支部", "孙某丙（B03-03）", "★ 8"],
        [1, "甲一完小党支部", "赵某甲", "教学名师"],
    ]
    notes = page["G3"].value
    assert (
        "终评待研究（见“会议议决”），议决前不列入本页（4）：甲二完小党支部、赵某乙（甲一完小党支部）" in notes
    )
    assert "终评没有列入（见“终评”），未列入本页（1）：孙某丙（B03-02）（甲三完小党支部）" in notes


def test_whoever_is_recommended_by_the_total_alone_has_a_place_or_stands_on_the_agenda(tmp_path):
    report = final_report(FinalRule.TOTAL, total_member=13)
    write_some(tmp_path / "agenda.xlsx", report, ("decisions", "final"))
    book = openpyxl.load_workbook(tmp_path / "agenda.xlsx", data_only=True)
    short = section(book["会议议决"], "五、推荐：需要单独研究的")
    by_total = [str(line[1]).split("\n")[0] for line in short if "按累计列入" in str(line[2])]
    # of whom one is to be vetoed, and stands in the selection among those to be decided
    assert by_total == ["赵某戊", "赵某己", "赵某辛", "赵某丁", "赵某己", "赵某辛", "赵某壬"]
    listed = people(section(book["终评"], "一、终评推荐"))
    assert sum("按累计列入" in row[-1] for row in listed) == len(by_total) - 1


def test_all_others_are_told_why_not_who_left_too(sheet):
    found = {(row[0], row[1]): row[-1] for row in people(section(sheet, "三、未列入终评推荐"))}
    assert found["甲三完小党支部", "（支部）"] == "第一阶段不在册或不参评；第二阶段差 5 星"
    assert found["甲三完小党支部", "孙某丙（B03-02）"] == "第一阶段差 2 星"
    assert found["甲一完小党支部", "赵某丁"].startswith("否决：")
    assert "联校纪要 7 号" in found["甲一完小党支部", "赵某丁"]
    assert found["甲一完小党支部", "赵某庚"] == "不定等次"
    assert found["甲一完小党支部", "冯某癸"] == "末阶段已不在册"


def test_everybody_stands_once(sheet):
    report = final_report()
    listed = sum(len(people(section(sheet, title))) for title in ("一、", "二、", "三、"))
    assert listed == len(report.results.subjects) + 1  # who left


def test_commended_are_told_apart(sheet):
    assert people(section(sheet, "四、表彰（会议议定）（1）")) == [
        ["甲一完小党支部", "赵某甲", 8, 8, 16, "教学名师；县级公开课；也在终评推荐里"]
    ]


@pytest.mark.parametrize(("rule", "said"), [(LAST, "末阶段"), (EVERY, "每个阶段"), (TOTAL, "合计")])
def test_the_page_says_by_which_rule(tmp_path, rule, said):
    report = final_report(rule, total_member=15, total_branch=17)
    text = sheet_of(tmp_path, report)["A2"].value
    assert said in text
    assert ("支部 17 星、党员 15 星" in text) == (rule is TOTAL)


def test_by_the_total_who_is_not_fit_in_the_last_stage_is_recommended_with_a_remark_and_waits_for_a_place(
    tmp_path,
):
    sheet = sheet_of(tmp_path, final_report(TOTAL, total_member=11))
    found = {(row[0], row[1]): row[-1] for row in people(section(sheet, "一、终评推荐"))}
    assert found["甲一完小党支部", "赵某己"] == "名额不足，提请研究；本阶段不符合推荐条件，按累计列入"
    short = {(row[0], row[1]): row[-1] for row in people(section(sheet, "二、待研究"))}
    assert short["甲二完小党支部", "赵某戊"] == "累计差 3 星，缺的阶段有结果才能定；第一阶段暂未评星"


def test_an_english_page_counts_in_words_that_fit_one(tmp_path):
    sheet = sheet_of(tmp_path, final_report(lang=Lang.EN, recommend_member=7))
    said = [str(row[-1].value) for row in sheet.iter_rows(max_col=7)]
    assert "Stage 1: 1 star short" in said


def test_it_is_there_with_the_last_stage_alone_and_where_the_plan_has_a_rule():
    (entry,) = [sheet for sheet in SHEETS if sheet.key == "final"]
    report = final_report()
    assert entry.shown(context_of(report))
    assert entry.public is None
    assert not entry.shown(context_of(replace(report, stage=1)))
    without = replace(report.plan, campaign=replace(report.plan.campaign, final_rule=None))
    assert not entry.shown(context_of(replace(report, plan=without)))


def test_what_is_live_comes_to_what_it_says(tmp_path):
    target = tmp_path / "final.xlsx"
    write_some(target, final_report(), ("final", *GONE_BY))
    assert differences(target, recalculate(target, by_formulon)) == []
    live = [cell for title, cell in formula_cells(target) if title == TITLES["final"].zh]
    assert len(live) == 1 + len(final_report().results.subjects)


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_is_cut_off(tmp_path, lang):
    write_some(tmp_path / "final.xlsx", final_report(lang=lang), ("final",))
    assert list(cuts(tmp_path / "final.xlsx")) == []


def test_a_commendation_that_is_open_stands_nowhere(tmp_path):
    report = final_report()
    registers = report.ledger.registers
    honours = tuple(one for one in registers.commendations if isinstance(one, Commendation))
    open_ = tuple(replace(one, decision=None) for one in honours)
    ledger = replace(report.ledger, registers=replace(registers, commendations=open_))
    sheet = sheet_of(tmp_path, replace(report, ledger=ledger))
    assert people(section(sheet, "四、表彰（会议议定）（0）")) == []


def test_whom_an_objection_is_about_is_not_agreed_on_with_the_others_until_it_is_settled(tmp_path):
    report = final_report()
    registers = report.ledger.registers
    raised = Objection("B02-02", "票数有误", "", None, "", registers.commendations[0].place)
    settled = replace(raised, inquiry="复核了", conclusion=Conclusion.UNFOUNDED, document="联校纪要 22 号")
    for objection, together in ((raised, False), (settled, True)):
        registers = replace(registers, objections=(objection,))
        changed = replace(report, ledger=replace(report.ledger, registers=registers))
        write_some(tmp_path / "agenda.xlsx", changed, ("decisions",))
        sheet = openpyxl.load_workbook(tmp_path / "agenda.xlsx")["会议议决"]
        said = [str(cell.value) for row in sheet.iter_rows() for cell in row[:3] if cell.value]
        (names,) = [text for text in said if text.startswith("甲一完小党支部：赵某甲；")]
        (apart,) = [text for text in said if text.startswith("不在其内")]
        assert ("赵某乙" in names, "赵某乙" in apart) == (together, not together)
        assert any("有异议待处理" in text for text in said) is not together


def test_whom_a_meeting_recommends_without_a_result_has_no_stars_on_any_page(tmp_path):
    report = final_report()
    said = {
        code: RecommendationDecision(code, Decision.AGREED, "纪要5号", AT)
        for code in ("B03-05", "B02-02", "B02-04", "B01-01")
    }
    for places in (None, 2):
        settled = replace(report.plan, campaign=replace(report.plan.campaign, places_member=places))
        registers = replace(report.ledger.registers, recommendations=said)
        found = replace(report, plan=settled, ledger=replace(report.ledger, registers=registers))
        write_some(tmp_path / "pages.xlsx", found, ("decisions", "publication", "final", "recommended"))
        book = openpyxl.load_workbook(tmp_path / "pages.xlsx")
        texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        assert [text for text in texts if "None" in text] == []
        posted = [[cell.value for cell in row[1:4]] for row in book["公示"].iter_rows()]
        assert (["甲三完小党支部", "赵某戊", "—"] in posted) is (places is None)
        agenda = [text for text in texts if text.startswith("列入终评推荐") and "暂未评星" in text]
        assert len(agenda) == (0 if places is None else 1)
