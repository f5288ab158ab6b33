"""上报本: what a unit tells the level above is what its own summary says, without anybody's votes, and whole."""

import openpyxl
import pytest
from levels import BRANCHES, MEMBERS, REPORTED, Union, table_in

from xlcampaign.reading.tables import read_tables

ONE_LESS = {("member_teacher", 1, "loyal.approve"): 2}


@pytest.fixture
def union(tmp_path):
    return Union(tmp_path / "union", "LX1", ONE_LESS)


def by_code(rows, code):
    return {row[code]: row for row in rows}


def test_it_says_of_everybody_what_the_summary_says(union):
    report = union.report()
    outcomes = read_tables(union.root / "summary" / "stage-1.xlsx")["outcomes"]
    told = by_code(table_in(report, MEMBERS), "党员编号") | by_code(table_in(report, BRANCHES), "支部编号")
    assert told.keys() == set(outcomes["编号"])
    for _, row in outcomes.iterrows():
        one = told[row["编号"]]
        assert (one["星数"], one["综合得分"], one["等次"]) == (row["星数"], row["综合得分"], row["等次"])
        assert one["符合推荐条件"] == ("是" if row["符合推荐（1 是）"] else "否")
        assert one["须整改"] == ("是" if row["整改（1 是）"] else "否")
        assert [value for key, value in one.items() if key.endswith("星")].count("★") == row["星数"]


def test_the_star_that_is_not_lit_is_the_one_that_the_summary_does_not_light(union):
    report = union.report()
    scores = read_tables(union.root / "summary" / "stage-1.xlsx")["scores"]
    unlit = {(row["编号"], row["星级"]) for _, row in scores.iterrows() if row["授星"] != "★"}
    told = {
        (row.get("党员编号") or row["支部编号"], star)
        for sheet in (BRANCHES, MEMBERS)
        for row in table_in(report, sheet)
        for star, value in row.items()
        if value == "☆"
    }
    assert told == unlit
    assert ("0102", "政治忠诚星") in told


def test_it_holds_no_count_of_votes(union):
    book = openpyxl.load_workbook(union.report())
    assert book.sheetnames == ["上报说明", BRANCHES, MEMBERS, "待办事项", "评星规则", "_xlc"]
    headers = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert not any(word in str(header) for header in headers for word in ("均分", "计数", "票数统计"))
    assert book["_xlc"].sheet_state == "veryHidden"


def test_its_facts_are_the_summarys(union):
    rows = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(union.report())["上报说明"].iter_rows()
    }
    assert rows["单位代码"] == "LX1"
    assert rows["单位"] == "某某LX1联校"
    assert rows["上级单位"] == "某某镇"
    assert (rows["支部数"], rows["已评星支部数"], rows["党员数"], rows["已评星党员数"]) == (2, 2, 4, 4)
    assert str(rows["统计日期"])[:10] == REPORTED
    assert rows["核对差额"] == 0
    assert rows["定稿文号"] is None


def test_without_a_unit_code_it_cannot_be_written_and_nothing_is(tmp_path):
    union = Union(tmp_path / "union", "")
    said = union.run("merge", union.root, "--as-of", REPORTED, "--report")
    assert said.exit_code == 3
    assert "  O183  " in said.output
    assert not list((union.root / "summary").glob("*.xlsx"))


def test_nobody_who_does_not_report_gets_one(tmp_path):
    union = Union(tmp_path / "union", "")
    assert union.run("merge", union.root, "--as-of", REPORTED).exit_code == 0
    assert not list((union.root / "summary").glob("*上报本*"))


def test_a_later_merge_writes_it_anew_unasked(union):
    before = union.report().read_bytes()
    union.put("01.xlsx", union_form(union), {})
    said = union.run("merge", union.root, "--as-of", REPORTED).output
    assert "  O184  " in said
    assert union.report().read_bytes() != before


def union_form(union):
    from xlcampaign.layout.forms import evaluation_form  # noqa: PLC0415 -- wanted here alone

    return evaluation_form(union.plan, union.plan.branches[0])


def test_a_seal_writes_it_with_its_document(union):
    said = union.run("seal", union.root, "--number", "联校纪要 9 号", "--as-of", REPORTED)
    assert said.exit_code == 0, said.output
    [report] = (union.root / "summary").glob("*上报本*.xlsx")
    rows = {row[0].value: row[1].value for row in openpyxl.load_workbook(report)["上报说明"].iter_rows()}
    assert rows["定稿文号"] == "联校纪要 9 号"
    assert str(rows["定稿日期"])[:10] == REPORTED
    assert len(rows["定稿校验码"]) == 64


def test_who_is_unrated_has_no_number_of_stars_and_a_cause(tmp_path):
    union = Union(tmp_path / "union", "LX1", {("member_self", 1, "loyal"): None})
    told = by_code(table_in(union.report(), MEMBERS), "党员编号")["0102"]
    assert (told["政治忠诚星"], told["星数"], told["综合得分"]) == ("—", None, None)
    assert "暂未评星" in told["情况"]


def test_in_an_inbox_it_is_named_for_what_it_is(union):
    data = union.report().read_bytes()
    (union.root / "inbox" / "上报本.xlsx").write_bytes(data)
    said = union.check("--all").output
    assert "  F126  " in said
    assert "某某LX1联校" in said


def test_equal_merges_write_equal_bytes(union):
    before = union.report().read_bytes()
    assert union.report().read_bytes() == before
