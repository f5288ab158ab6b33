"""Every mistake in a plan is reported at its cell, all at once."""

from datetime import date

import pytest
from grids import bytes_of, read_grids, write_plain
from plans import plan_rows_of

from xlcampaign.checks.plan import check_plan
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.plan import build_plan, read_plan
from xlcampaign.words import Lang


def draft_of(book):
    return read_plan(read_grids(Envelope("plan.xlsx", bytes_of(book))), "plan.xlsx")


def read(book):
    draft, findings = draft_of(book)
    found = [*findings, *check_plan(draft)]
    return draft, [(f.rule.code, f.place.sheet, f.place.cell) for f in found]


def found_with(answers=None, change=None, branches=2, members=3):
    settings, rows = plan_rows_of(branches, members)
    if change:
        change(settings, rows)
    return read(write_plain(plan_book(settings, rows), answers))[1]


def test_the_standard_plan_with_a_roster_has_no_findings_and_reads_back_as_written():
    settings, rows = plan_rows_of(2, 3)
    draft, findings = read(write_plain(plan_book(settings, rows)))
    assert findings == []
    plan = build_plan(draft)
    assert len(plan.members) == 6
    again_draft, again_findings = read(write_plain(plan_book(*plan_rows(plan))))
    assert again_findings == []
    assert build_plan(again_draft) == plan


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({("ways", 5, "weight"): 21}, ("P101", "评议方式", "D12")),
        ({("messages", 1, "subject"): "请看{附近}"}, ("P137", "通知文字", "B6")),
        ({("messages", 0, "text"): "｛支部｝：{欠报}"}, ("P137", "通知文字", "C5")),
        ({("messages", 2, "kind"): "发表格"}, ("P104", "通知文字", "A7")),
        ({("messages", 2, "text"): None}, ("C101", "通知文字", "C7")),
        ({("branches", 1, "email"): "赵某甲 zhao@example.org"}, ("P138", "支部", "E6")),
        ({("campaign", 0, "email"): "甲联校办公室"}, ("P138", "活动", "B37")),
        ({("scales", 0, "points"): 10.5}, ("C103", "等级分值", "D5")),
        ({("scales", 0, "points"): -1}, ("C103", "等级分值", "D5")),
        ({("scales", 2, "points"): "不记"}, ("C103", "等级分值", "D7")),
        ({("campaign", 0, "threshold"): 11}, ("C103", "活动", "B12")),
        ({("campaign", 0, "recommend_member"): 9}, ("P102", "活动", "B14")),
        ({("campaign", 0, "recommend_branch"): 10}, ("P102", "活动", "B13")),
        ({("campaign", 0, "total_branch"): 19}, ("P151", "活动", "B18")),
        ({("campaign", 0, "total_member"): 17}, ("P151", "活动", "B19")),
        ({("campaign", 0, "final_rule"): "末一阶段"}, ("C103", "活动", "B17")),
        ({("members", 1, "branch"): "乙一完小党支部"}, ("P103", "党员", "C6")),
        ({("stars", 0, "goal"): "带头学习提高"}, ("P103", "星级", "E5")),
        ({("ways", 1, "scale"): "aproval"}, ("P103", "评议方式", "E6")),
        ({("steps", 0, "stage"): 3}, ("P103", "步骤", "A5")),
        ({("campaign", 0, "stage"): 3}, ("P103", "活动", "B10")),
        ({("branches", 1, "code"): "01"}, ("P104", "支部", "A6")),
        ({("branches", 1, "name"): "甲一完小 党支部"}, ("P104", "支部", "B6")),
        ({("members", 1, "code"): "0101"}, ("P104", "党员", "A6")),
        ({("members", 1, "code"): "02"}, ("P104", "党员", "A6")),
        ({("stars", 1, "name"): "政治可靠忠诚星"}, ("P104", "星级", "C6")),
        ({("ways", 5, "name"): "教师测评"}, ("P104", "评议方式", "C11")),
        ({("levels", 4, "low"): 91}, ("P105", "等次", "C9")),
        ({("levels", 5, "high"): 89}, ("P105", "等次", "C9")),
        ({("levels", 7, "low"): 1}, ("P105", "等次", "C12")),
        ({("levels", 0, "high"): 99}, ("P105", "等次", "D5")),
        ({("stages", 0, "end"): date(2022, 12, 31)}, ("P106", "阶段", "D5")),
        ({("steps", 0, "deadline"): date(2022, 12, 31)}, ("P106", "步骤", "E5")),
        ({("steps", 0, "start"): date(2022, 12, 31)}, ("P106", "步骤", "C5")),
        ({("ways", 0, "entry"): "票数汇总"}, ("P108", "评议方式", "F5")),
        ({("scales", 1, "points"): "不计"}, ("P109", "等级分值", "A5")),
        ({("scales", 3, "step"): 3}, ("P109", "等级分值", "A8")),
        ({("ways", 3, "key"): "自评"}, ("P110", "评议方式", "B8")),
        ({("ways", 4, "weight"): 25, ("ways", 5, "weight"): 5}, ("P111", "评议方式", "D9")),
        ({("members", n, "participation"): "不参评" for n in range(3)}, ("P112", "支部", "B5")),
        ({("members", 1, "post"): "书记"}, ("P113", "支部", "B5")),
        ({("members", 0, "code"): None}, ("P114", "党员", "A5")),
        ({("members", 1, "name"): "赵某甲"}, ("P115", "党员", "B5")),
        ({("levels", 7, "public"): "是"}, ("P118", "等次", "E12")),
        ({("levels", 3, "public"): "√"}, ("P118", "等次", "E8")),
        ({("branches", 0, "rated_by"): "支委"}, ("C103", "支部", "G5")),
        ({("stages", 0, "name"): None}, ("C101", "阶段", "B5")),
        ({("campaign", 0, "name"): None}, ("C101", "活动", "B6")),
        ({("campaign", 0, "threshold"): "８"}, ("C107", "活动", "B12")),
        ({("branches", 0, "teachers"): "二十"}, ("C107", "支部", "F5")),
        ({("branches", 0, "teachers"): "二十多"}, ("C103", "支部", "F5")),
        ({("branches", 0, "code"): "committee"}, ("P144", "支部", "A5")),
        ({("branches", 1, "code"): "Committee"}, ("P144", "支部", "A6")),
        ({("branches", 1, "code"): "ｃｏｍｍｉｔｔｅｅ"}, ("P144", "支部", "A6")),
        ({("members", 2, "code"): "COMMITTEE"}, ("P144", "党员", "A7")),
        ({("stars", 0, "key"): "name"}, ("P144", "星级", "B5")),
        ({("stars", 9, "key"): "Veto"}, ("P144", "星级", "B14")),
        ({("scales", 0, "key"): "aside"}, ("P144", "等级分值", "B5")),
        ({("scales", 1, "key"): "OWN"}, ("P144", "等级分值", "B6")),
    ],
)
def test_each_mistake_is_found_at_its_cell(answers, expected):
    assert expected in found_with(answers)


@pytest.mark.parametrize("written", ["甲一 完小党支部", "甲一　完小 党支部", "甲一\xa0完小党支部"])
def test_spaces_inside_a_branchs_name_are_none(written):
    assert found_with({("members", n, "branch"): written for n in range(3)}) == []


@pytest.mark.parametrize(
    "written", ["甲一·完小党支部", "甲一_完小党支部", "甲一\u2800完小党支部", "甲一-完小党支部"]
)
@pytest.mark.parametrize("rule", [p.UNKNOWN, p.NO_MEMBERS])
def test_a_name_that_only_signs_tell_from_another_says_so(written, rule):
    settings, rows = plan_rows_of(2, 3)
    if rule is p.NO_MEMBERS:
        rows["branches"].append({"code": "03", "name": written, "teachers": 2})
    else:
        rows["members"][1]["branch"] = written
    book = write_plain(plan_book(settings, rows))
    draft, _ = read_plan(read_grids(Envelope("plan.xlsx", bytes_of(book))), "plan.xlsx")
    found = [finding.says(Lang.ZH) for finding in check_plan(draft) if finding.rule is rule]
    assert found
    assert all("只差空格或符号" in said and "“甲一完小党支部”" in said for said in found)


@pytest.mark.parametrize("sheet", ["branches", "members", "stars", "levels", "stages"])
def test_an_empty_list_is_one_error(sheet):
    codes = found_with(change=lambda _, rows: rows.update({sheet: []}))
    assert "P107" in [code for code, *_ in codes]


def test_codes_left_blank_are_numbered_within_the_branch():
    settings, rows = plan_rows_of(1, 3)
    answers = {("members", n, "code"): None for n in (0, 2)}
    answers["members", 1, "code"] = "0101"
    draft, _ = read(write_plain(plan_book(settings, rows), answers))
    assert [member.code for member in build_plan(draft).members] == ["0102", "0101", "0103"]


def test_many_mistakes_are_reported_together():
    answers = {
        ("ways", 5, "weight"): 21,
        ("members", 1, "branch"): "乙一完小党支部",
        ("levels", 4, "low"): 91,
        ("campaign", 0, "threshold"): "高",
    }
    codes = {code for code, *_ in found_with(answers)}
    assert {"P101", "P103", "P105", "C103"} <= codes


def test_a_missing_sheet_is_one_error():
    settings, rows = plan_rows_of()
    book = write_plain(plan_book(settings, rows))
    del book["星级"]
    codes = [code for code, *_ in read(book)[1]]
    assert codes.count("S101") == 1
    assert "P107" not in codes


@pytest.mark.parametrize("unread", ["钱" * 61, "孙" * 80, "=1+", "李" * 3000])
def test_names_that_cannot_be_read_are_no_namesakes(unread):
    rules = [code for code, *_ in found_with({("members", n, "name"): unread for n in (1, 2)})]
    assert "P115" not in rules
    assert [code for code in rules if code.startswith("C")]


@pytest.mark.parametrize("secretaries", [0, 2, 3])
def test_a_branch_without_exactly_one_secretary_is_told_to_have_one(secretaries):
    settings, rows = plan_rows_of(1, 3)
    for n, member in enumerate(rows["members"]):
        member["post"] = "secretary" if n < secretaries else "none"
    book = write_plain(plan_book(settings, rows))
    draft, _ = read_plan(read_grids(Envelope("plan.xlsx", bytes_of(book))), "plan.xlsx")
    [finding] = [one for one in check_plan(draft) if one.rule is p.SECRETARIES]
    assert finding.facts["found"] == secretaries
    assert "只留一名" in finding.fix(Lang.ZH)
