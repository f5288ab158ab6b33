"""A second stage in the same inbox: its results stand beside those of the first, counted by the same rules."""

from dataclasses import replace

import openpyxl
import pytest
from commands.test_five_steps import JUNE, Office, silent
from filled import complete
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.why import explain
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import assessment_form, evaluation_form, pledge_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.summary import DASH
from xlcampaign.model.history import Source
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.contents import TITLES
from xlcampaign.tally.history import present

CHANGES = ("星数较上阶段", "得分较上阶段")


def answers_of(book, votes):
    """A form's answers with as many votes for 同意 as are given by sheet and way."""
    answers = complete(book)
    for sheet, row, column in list(answers):
        way, _, grade = str(column).rpartition(".")
        given = votes.get((sheet, way), votes.get(sheet))
        if grade == "approve" and given is not None:
            answers[sheet, row, column] = given
    return answers


def two_stages(office, votes):
    """Forms of both stages: in the second all subjects get other votes, and nobody of the second branch is evaluated."""
    for stage, given in enumerate(votes, 1):
        plan = replace(office.plan, campaign=replace(office.plan.campaign, stage=stage))
        for branch in plan.branches[: 3 - stage]:
            book = evaluation_form(plan, branch)
            office.receive(f"{branch.code} 评议表 {stage}.xlsx", book, answers_of(book, given))
        book = assessment_form(plan)
        office.receive(f"考核点评表 {stage}.xlsx", book, complete(book))


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path / "campaign")
    branch = ("branch_public", "teacher")
    low = {"member_peer": 4, "member_teacher": 4, branch: 9}
    high = {"member_peer": 8, "member_teacher": 9, branch: 6}
    two_stages(office, (low, high))
    return office


def summary_of(office, stage):
    options = Options(stage, JUNE, None, strict=False, engine=Processes(2))
    target, report, _ = make_summary(office.folder, options, silent)
    return openpyxl.load_workbook(target, data_only=True), report


def board_of(book, kind):
    """Return a board's rows by name, members' as branch and name."""
    header, *rows = book[TITLES[f"{kind}_board"].zh].iter_rows(min_row=4, values_only=True)
    group, found = "", {}
    for row in rows:
        if isinstance(row[0], int):
            found[group, row[1]] = dict(zip(header, row, strict=True))
        else:
            group = row[0].split("　")[0]
    return found


def test_the_second_stage_is_compared_with_the_first_and_the_first_with_none(office):
    book, first = summary_of(office, 1)
    assert first.history == ()
    assert not [cell for cell in book["党员创星图板"][4] if cell.value in CHANGES]
    book, second = summary_of(office, 2)
    assert (second.before.stage, second.before.source) == (1, Source.FORMS)
    assert second.before.results == present(first).results
    assert second.before.rules == ()
    before, now = first.results.by_code, second.results.by_code
    assert (before["0102"].lit, now["0102"].lit) == (0, 8)
    rows = board_of(book, SubjectKind.MEMBER)
    for code in ("0101", "0102", "0103", "0104"):
        row = rows["甲一完小党支部", now[code].name]
        stars, points = (row[title] for title in CHANGES)
        assert stars == now[code].lit - before[code].lit
        assert points == pytest.approx((now[code].composite - before[code].composite) / 100)
    assert [rows["甲二完小党支部", "赵某甲"][title] for title in CHANGES] == [DASH, DASH]
    branches = board_of(book, SubjectKind.BRANCH)
    assert branches["", "甲一完小党支部"]["得分较上阶段"] == pytest.approx(
        (now["01"].composite - before["01"].composite) / 100
    )
    assert branches["", "甲一完小党支部"]["得分较上阶段"] < 0
    outcomes = {row[2]: row for row in book["等次评定"].iter_rows(min_row=5, values_only=True)}
    assert outcomes["0102"][-3:-1] == (0, before["0102"].composite / 100)
    said = "\n".join(str(cell.value) for row in book["总览"].iter_rows() for cell in row if cell.value)
    more = sum(now[code].lit - before[code].lit for code in ("0101", "0102", "0103", "0104"))
    assert (
        f"两个阶段都评星的党员 4 人，授星比第一阶段（没有定稿记录，按当时表上的规则重算）多 {more} 颗。"
        in said
    )
    assert "第一阶段没有定稿记录，按当时表上的规则重算" in book["党员创星图板"]["A2"].value


def test_a_changed_plan_counts_its_own_stage_anew_and_the_first_by_the_rules_of_its_forms(office):
    _, before = summary_of(office, 2)
    plan = plan_book(*plan_rows_of(2, 4))
    office.folder.plan.write_bytes(plain_file(plan, {("campaign", 0, "threshold"): 6}))
    book, after = summary_of(office, 2)
    assert before.before.results == after.before.results
    assert after.before.results["0102"].stars == 0
    assert {one.before for one in after.before.rules} == {800}
    assert after.before.incomparable == set(SubjectKind)
    assert "规则改过，不能直接比" in str([cell.value for row in book["总览"].iter_rows() for cell in row])
    _, first = summary_of(office, 1)
    assert first.results.by_code["0102"].lit == 8


def test_a_star_that_was_dropped_since_still_counts_in_the_stage_that_had_it(office):
    _, before = summary_of(office, 2)
    settings, rows = plan_rows_of(2, 4)
    dropped = next(row for row in rows["stars"] if row["kind"] == "member")
    rows["stars"].remove(dropped)
    office.folder.plan.write_bytes(plain_file(plan_book(settings, rows)))
    _, after = summary_of(office, 2)
    assert after.before.results == before.before.results
    assert dropped["key"] in after.before.stars[SubjectKind.MEMBER]
    assert after.before.incomparable == {SubjectKind.MEMBER}
    assert len(after.results.by_code["0102"].stars) == 7


def test_where_the_forms_of_a_stage_were_issued_by_different_rules_it_goes_by_todays(office):
    stricter = replace(office.plan, campaign=replace(office.plan.campaign, threshold=900))
    branch = stricter.branches[0]
    book = evaluation_form(stricter, branch)
    office.receive(f"{branch.code} 评议表 1.xlsx", book, complete(book))
    _, report = summary_of(office, 2)
    assert report.before.source is Source.PLAN


def test_nothing_is_compared_where_the_first_stage_was_not_evaluated(tmp_path):
    office = Office(tmp_path / "campaign")
    office.pledge()
    plan = replace(office.plan, campaign=replace(office.plan.campaign, stage=2))
    office.receive("承诺表 2.xlsx", pledge_form(plan, office.branch), {})
    book = evaluation_form(plan, office.branch)
    office.receive("评议表 2.xlsx", book, complete(book))
    assert office.report(stage=2).history == ()


def with_members(office, change):
    """Write the plan anew, its members' rows changed."""
    settings, rows = plan_rows_of(2, 4)
    rows["members"] = change(rows["members"])
    office.folder.plan.write_bytes(plain_file(plan_book(settings, rows)))


def test_who_moved_to_another_branch_is_compared_with_what_the_old_form_says(office):
    _, before = summary_of(office, 2)
    with_members(
        office,
        lambda rows: [row | {"branch": "甲二完小党支部"} if row["code"] == "0104" else row for row in rows],
    )
    _, report = summary_of(office, 2)
    assert report.before.results["0104"].scores == before.before.results["0104"].scores
    assert said_of("01 评议表 1.xlsx", report) == {("F107", "", "")}
    _, first = summary_of(office, 1)
    said = said_of("01 评议表 1.xlsx", first)
    assert ("R114", "", "") in said
    assert not {code for code, *_ in said} & {"R101", "R104"}


def test_who_was_on_no_form_of_the_first_stage_is_not_compared_and_no_error_of_the_second(office):
    joined = {"code": "0105", "name": "周某戊", "branch": "甲一完小党支部", "post": "none"}
    with_members(office, lambda rows: [*rows, rows[-1] | joined])
    book, report = summary_of(office, 2)
    assert report.before.results["0105"].stars is None
    row = board_of(book, SubjectKind.MEMBER)["甲一完小党支部", "周某戊"]
    assert [row[title] for title in CHANGES] == [DASH, DASH]
    assert said_of("01 评议表 1.xlsx", report) == {("F107", "", "")}
    _, first = summary_of(office, 1)  # in its own time, whoever issued it is told
    assert ("R115", "", "") in said_of("01 评议表 1.xlsx", first)


def said_of(file, report):
    found = (finding for finding in report.findings if finding.place.file == file)
    return {(finding.rule.code, finding.place.sheet, finding.place.cell) for finding in found}


def test_why_explains_a_result_of_the_second_stage_by_its_own_forms(office):
    options = Options(2, JUNE, None, strict=False, engine=Processes(1))
    explanation = explain(office.folder, options, "0102", "政治忠诚星", silent)
    assert explanation.subject.lit == 8
    assert {way.place.file for way in explanation.star.ways if way.place} == {"01 评议表 2.xlsx"}
