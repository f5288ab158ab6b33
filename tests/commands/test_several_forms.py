"""A workbook that holds more than one form."""

from dataclasses import replace
from itertools import chain

import openpyxl
import pytest
from desks import JUNE, Desk
from filled import written
from grids import bytes_of, write_plain
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import assessment_form, evaluation_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.words import Lang

PLAN = small_plan(3, 3)
FIRST, SECOND, _ = PLAN.branches
ELSEWHERE = replace(PLAN, campaign=replace(PLAN.campaign, code="OTHER"))
LATER = replace(PLAN, campaign=replace(PLAN.campaign, stage=2))


def put_together(*books, hidden):
    """One workbook with the sheets of all, as merging tools make it."""
    out = openpyxl.Workbook()
    out.remove(out.active)
    for book in books:
        one = write_plain(book)
        one["填表说明"]["A11"] = book.identity.code
        if not hidden:
            del one["_xlc"]
        for tab in one:
            made = out.create_sheet(tab.title)  # openpyxl numbers a title that is taken
            for row in tab.iter_rows():
                for cell in row:
                    made[cell.coordinate] = cell.value
    return out


def take(out, plan=PLAN):
    return take_in(Envelope("f.xlsx", bytes_of(out)), plan)


CASES = [
    (pledge_form(PLAN, FIRST), evaluation_form(PLAN, FIRST), ("承诺表", "评议表")),
    (evaluation_form(PLAN, FIRST), evaluation_form(PLAN, SECOND), ("甲一完小党支部", "甲二完小党支部")),
    (assessment_form(PLAN), pledge_form(PLAN, SECOND), ("某某联校党组织", "甲二完小党支部")),
    (evaluation_form(PLAN, FIRST), evaluation_form(LATER, FIRST), ("第 1 阶段", "第 2 阶段")),
    (pledge_form(PLAN, FIRST), pledge_form(ELSEWHERE, FIRST), ("“甲一完小党支部”的承诺表", "活动“OTHER”")),
]


@pytest.mark.parametrize(("one", "other", "named"), CASES)
@pytest.mark.parametrize("hidden", [True, False])
def test_two_forms_in_one_workbook_are_one_error_that_names_both(one, other, named, hidden):
    for books in ((one, other), (other, one)):
        intake = take(put_together(*books, hidden=hidden))
        [finding] = intake.findings
        assert (finding.rule.code, intake.submission) == ("F132", None)
        assert all(name in finding.says(Lang.ZH) for name in named)


def test_forms_that_one_file_holds_came_and_are_not_chased(tmp_path):
    desk = Desk(tmp_path / "campaign")
    book = put_together(
        *(evaluation_form(desk.plan, branch) for branch in desk.plan.branches[:2]), hidden=False
    )
    (desk.root / "inbox" / "两份.xlsx").write_bytes(bytes_of(book))
    for command in ("check", "status"):
        said = desk.run(command, desk.root, *JUNE).output
        lines = [
            next(line for line in said.splitlines() if branch.name in line) for branch in desk.plan.branches
        ]
        assert ["评议表没有采用" in line for line in lines] == [True, True, False]
    told = desk.run("status", desk.root, *JUNE, "--text").output
    assert "评议表（发来的文件读不了，请重发）：甲一完小党支部、甲二完小党支部" in told


def test_three_forms_are_all_named():
    books = [pledge_form(PLAN, branch) for branch in PLAN.branches]
    [finding] = take(put_together(*books, hidden=False)).findings
    assert all(branch.name in finding.says(Lang.EN) for branch in PLAN.branches)


def test_a_form_alone_names_what_its_own_plan_does_not_know_by_its_code():
    intake = take(
        put_together(evaluation_form(PLAN, FIRST), evaluation_form(PLAN, SECOND), hidden=True), None
    )
    [finding] = intake.findings
    assert finding.rule.code == "F132"
    assert all(name in finding.says(Lang.ZH) for name in ("甲一完小党支部", "“02”"))


def test_one_identity_stated_more_than_once_is_one(tmp_path):
    book = evaluation_form(PLAN, FIRST)
    out = openpyxl.load_workbook(written(tmp_path, book))
    out.copy_worksheet(out["填表说明"]).title = "填表说明 (2)"
    out.copy_worksheet(out["_xlc"]).title = "_xlc (2)"
    intake = take(out)
    assert intake.submission is not None
    assert "F132" not in {finding.rule.code for finding in intake.findings}


def test_another_fingerprint_is_no_other_form(tmp_path):
    out = openpyxl.load_workbook(written(tmp_path, evaluation_form(PLAN, FIRST)))
    for cell in chain(*out["填表说明"].iter_rows()):
        if str(cell.value).startswith("XLC:"):
            cell.value = f"{str(cell.value).rpartition(':')[0]}:00000000"
    assert take(out).submission is not None
