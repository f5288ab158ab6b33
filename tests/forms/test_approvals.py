"""推荐审批表: whoever is recommended has a page to sign, nothing stands on it that is open or too few gave; certificates."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from dumps import dump_sheets
from fit import cuts
from forms.test_papers import pages_of
from summary.finals import final_report

from xlcampaign.forms.approvals import write_approvals
from xlcampaign.layout.approval import written_day
from xlcampaign.model.choices import FinalRule
from xlcampaign.model.registers import Decision
from xlcampaign.tally.approval import handed_on
from xlcampaign.words import Lang

HEADER = ("获表彰者", "所在支部", "表彰名称", "文号", "日期")


def put(folder, report):
    target = folder / "approvals.xlsx"
    write_approvals(target, report.plan, handed_on(report), report.results)
    return target


def opened(folder, report):
    return openpyxl.load_workbook(put(folder, report))


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def with_commendations(report, **changes):
    registers = report.ledger.registers
    entries = tuple(replace(one, **changes) for one in registers.commendations)
    return replace(report, ledger=replace(report.ledger, registers=replace(registers, commendations=entries)))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("approvals"), final_report())


def test_the_pages_look_as_they_did(tmp_path, golden):
    for name, number in (("branch", 2), ("member", 3)):
        text = list(dump_sheets(put(tmp_path, final_report())).values())[number + 1]
        assert text == golden(f"approval_{name}", text)


def test_a_page_is_there_for_whoever_is_or_may_be_recommended_and_for_nobody_else(book):
    assert book.sheetnames == [
        *("说明", "证书打印数据", "甲一完小党支部（B01）", "赵某甲（B01-01）", "赵某丙（B01-03）"),
        *("赵某乙（B02-02）", "赵某丁（B02-04）", "赵某甲（B03-01）", "孙某丙（B03-03）"),
        *("甲二完小党支部（B02）", "赵某乙（B01-02）", "赵某甲（B02-01）", "赵某丙（B02-03）"),
        *("赵某戊（B02-05）", "赵某戊（B03-05）"),
    ]
    studied = [sheet.title for sheet in book if "会议同意推荐的，用本表报批" in "\n".join(texts(sheet))]
    assert studied == book.sheetnames[-6:]
    said = "第一阶段暂未评星。会议同意推荐的，用本表报批；没有同意的，本表作废。"
    assert said in texts(book["甲二完小党支部（B02）"])
    about = texts(book["说明"])
    for name in ("赵某乙（B01-02）", "赵某甲（B02-01）", "赵某戊（B02-05）", "甲二完小党支部（B02）"):
        assert name in about
    assert "待研究：第一阶段不在册或不参评" in about


def test_it_tells_stars_levels_merits_and_the_comment_and_no_score(book):
    said = texts(book["赵某甲（B01-01）"])
    for text in (
        "县级公开课\n公开承诺 3 条，已兑现 2 条：每月听课三节；资助困难学生两名",
        "成绩：教学常规抓得实，带教两名青年教师\n问题：外出听课少\n努力方向：多到别校听课\n周某乙 2023-11-08",
        "优秀",
        "第一阶段",
    ):
        assert text in said
    assert said.count("8 / 8") == 2
    for sheet in book:
        assert not [text for text in texts(sheet) if "97.5" in text or "92" in text.replace("B02-02", "")]
    assert "及格率升六个百分点" in texts(book["甲一完小党支部（B01）"])


def test_what_is_written_by_hand_is_left_open(book):
    sheet = book["赵某丙（B01-03）"]
    said = texts(sheet)
    assert {"支部意见", "联校党总支意见", "镇党委意见", "性别", "入党时间", "主要实绩"} <= set(said)
    assert sum("（盖章）" in text for text in said) == 3
    assert "领导点评" not in said


def test_a_level_that_is_open_is_not_told(book):
    said = texts(book["赵某丙（B01-03）"])
    assert "待会议研究" in said
    assert "合格" not in said


def test_who_shares_too_few_places_has_a_page_that_says_so_and_who_is_beyond_them_has_none(tmp_path):
    book = opened(tmp_path, final_report(places_member=2))
    assert any("名额不足" in text for text in texts(book["赵某甲（B01-01）"]))
    book = opened(tmp_path, final_report(places_member=0))
    assert "赵某甲（B01-01）" not in book.sheetnames
    assert texts(book["说明"]).count("超出名额") == 6


def certificates(book):
    return list(book["证书打印数据"].iter_rows(values_only=True))


def test_certificates_are_a_plain_table_from_the_first_row_on(book):
    sheet = book["证书打印数据"]
    seal = ("联党发〔2023〕21号", "二〇二三年十二月二十六日")
    assert certificates(book) == [HEADER, ("赵某甲", "甲一完小党支部", "教学名师", *seal)]
    assert dict(sheet.tables.items()) == {"xlc_certificates": "A1:E2"}
    assert not sheet.merged_cells.ranges


def test_before_the_seal_document_and_day_are_blank(tmp_path):
    book = opened(tmp_path, final_report(sealed=False))
    assert certificates(book)[1] == ("赵某甲", "甲一完小党支部", "教学名师", None, None)
    assert any("还没有定稿" in text for text in texts(book["说明"]))


@pytest.mark.parametrize("decision", [None, Decision.REFUSED, Decision.DEFERRED])
def test_who_is_not_yet_or_not_to_be_commended_gets_no_certificate_and_the_workbook_says_so(
    tmp_path, decision
):
    report = with_commendations(final_report(), decision=decision)
    book = opened(tmp_path, report)
    assert "证书打印数据" not in book.sheetnames
    assert any("没有议定的" in text for text in texts(book["说明"]))
    merit = any("县级公开课" in text for text in texts(book["赵某甲（B01-01）"]))
    assert merit == (decision is not Decision.REFUSED)


def test_all_agreed_stand_once_but_those_of_whom_something_is_open(tmp_path):
    report = with_commendations(final_report(), decision=Decision.AGREED)
    registers = report.ledger.registers
    twice = (*registers.commendations, registers.commendations[0])
    ledger = replace(report.ledger, registers=replace(registers, commendations=twice))
    found = [row[:3] for row in certificates(opened(tmp_path, replace(report, ledger=ledger)))[1:]]
    # a veto is proposed on 赵某甲 of the second branch
    assert found == [
        ("赵某甲", "甲一完小党支部", "教学名师"),
        ("孙某丙", "甲三完小党支部", "师德标兵"),
    ]


def test_nothing_is_handed_on_where_nobody_is_recommended_or_commended():
    report = final_report(FinalRule.TOTAL, total_member=16, total_branch=18)
    assert handed_on(report) is not None
    report = final_report(FinalRule.TOTAL, total_member=17, total_branch=19)
    assert handed_on(report).certificates
    assert not handed_on(report).forms
    assert handed_on(with_commendations(report, decision=None)) is None
    assert handed_on(replace(report, stage=1)) is None


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2023, 1, 1), "二〇二三年一月一日", "1 January 2023"),
        (date(2020, 10, 10), "二〇二〇年十月十日", "10 October 2020"),
        (date(2019, 11, 19), "二〇一九年十一月十九日", "19 November 2019"),
        (date(2024, 12, 20), "二〇二四年十二月二十日", "20 December 2024"),
        (date(2031, 8, 31), "二〇三一年八月三十一日", "31 August 2031"),
    ],
)
def test_days_are_written_out(day, zh, en):
    assert (written_day(day).zh, written_day(day).en) == (zh, en)


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_is_cut_off_and_the_same_again_gives_the_same_bytes(tmp_path, lang):
    report = final_report(lang=lang)
    first = put(tmp_path, report).read_bytes()
    assert put(tmp_path, report).read_bytes() == first
    assert list(cuts(tmp_path / "approvals.xlsx")) == []


@pytest.mark.office
def test_each_form_is_a_page(tmp_path):
    target = put(tmp_path, final_report())
    assert pages_of(target, tmp_path) == len(openpyxl.load_workbook(target).sheetnames)


def test_what_was_undertaken_twice_is_counted_twice_and_named_once(tmp_path):
    report = final_report()
    registers = report.ledger.registers
    pledges = tuple(replace(one, text="每月听课三节") for one in registers.pledges)
    ledger = replace(report.ledger, registers=replace(registers, pledges=pledges))
    said = texts(opened(tmp_path, replace(report, ledger=ledger))["赵某甲（B01-01）"])
    assert any("已兑现 2 条：每月听课三节" in text and text.count("听课三节") == 1 for text in said)
