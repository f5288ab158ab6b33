"""The plan learns of what happened in summer only after the forms of the second stage came: what they say stays theirs."""

import shutil
from copy import copy, deepcopy
from datetime import date

import pytest
from campaigns import Years, branch_name, change, end, found
from dear import mostly_slow
from filled import complete

from xlcampaign.campaign import Folder
from xlcampaign.layout.registers import number_when_listed
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.registers import PledgeState

EVALUATION, COMMENDATION = StepKey.EVALUATION, StepKey.COMMENDATION
JUNE, LATER = date(2023, 6, 20), date(2023, 6, 28)
"""What the plan knew when the second stage's forms were made, and what it learns afterwards."""
DONE = {"closed": "是", "progress": "听课 12 节", "evidence": "听课记录"}


def known_in_time(rows):
    """One moves from the first branch to the second; the third goes on as the fourth."""
    change(rows, "0103", JUNE, branch=branch_name(2))
    end(rows, "03", JUNE, sheet="branches")
    found(rows, 4, JUNE, takes_over="03")
    for code in ("0301", "0302", "0303"):
        change(rows, code, JUNE, branch=branch_name(4))


def all_done(book):
    """Everything kept, everything rectified."""
    rows = {sheet.key: sheet.rows for sheet in book.sheets if hasattr(sheet, "rows")}
    kept = {("fulfilment", n, "state"): "已兑现" for n in range(len(rows.get("fulfilment", ())))}
    cases = range(len(rows.get("rectification", ())))
    return complete(book) | kept | {("rectification", n, key): DONE[key] for n in cases for key in DONE}


def refused(book, *numbers):
    """The committee's form, on which it does not close some cases."""
    said = {"verdict": "不同意", "reason": "复查不达标", "document": "联校纪要 21 号"}
    rows = [row["number"] for row in book.table_of("closings").rows]
    return book, {("closings", rows.index(number), key): said[key] for number in numbers for key in said}


@pytest.fixture(scope="module")
def came(tmp_path_factory):
    """Two stages of forms, and the plan by which the second's were issued."""
    years = Years(tmp_path_factory.mktemp("late") / "campaign", 3, 3)
    years.send(1, StepKey.PLEDGE, EVALUATION, StepKey.COMMENT, COMMENDATION)
    known_in_time(years.rows)
    years.write(stage=2)
    years.send(2, StepKey.PLEDGE)
    for step in (EVALUATION, COMMENDATION):
        books = years.forms(2, step)
        for unit in sorted(books.keys() - {COMMITTEE}):
            years.put(f"2-{step}-{unit}.xlsx", books[unit], all_done(books[unit]), 2)
    years.put("2-decisions.xlsx", *refused(years.forms(2, COMMENDATION)[COMMITTEE], "1-0102", "1-04--03"), 2)
    years.before = told(years.report(2))
    assert set(years.before[0].values()) == {PledgeState.FULFILLED}
    assert {"1-0102-1", "1-0103-1", "1-03-1", "2-0102-1"} <= years.before[0].keys()
    assert {number for number, (_, decided) in years.before[1].items() if decided} == {"1-0102", "1-03"}
    assert {"1-0103", "2-0103"} <= years.before[1].keys()
    return years


@pytest.fixture
def years(came, tmp_path):
    """The campaign with a plan that may be changed."""
    years = copy(came)
    years.root = shutil.copytree(came.root, tmp_path / "campaign")
    years.folder, years.rows = Folder(years.root), deepcopy(came.rows)
    return years


def told(report):
    """What became of every pledge and every case."""
    registers = report.ledger.registers
    kept = {one.number: one.state for one in registers.pledges}
    cases = registers.rectifications
    return kept, {number_when_listed(one.number): (one.closed, bool(one.decision)) for one in cases}


def edit(code, sheet="members", /, **values):
    """Correct all rows of somebody."""

    def change_rows(rows):
        for row in rows[sheet]:
            row.update(values if row["code"] == code else {})

    return change_rows


def left(code, /, **corrected):
    def change_rows(rows):
        edit(code, **corrected)(rows)
        end(rows, corrected.get("code", code), LATER)

    return change_rows


def joined(rows):
    rows["members"].append(rows["members"][1] | {"code": "0104", "name": "沈某", "start": LATER})


def taken_over_by(other):
    def change_rows(rows):
        edit("04", "branches", takes_over=None)(rows)
        edit(other, "branches", takes_over="03")(rows)

    return change_rows


def handed_over(rows):
    change(rows, "0101", LATER, post="none")
    change(rows, "0102", LATER, post="secretary")


def a_branch_renamed(rows):
    edit("04", "branches", name="甲四完小联合党支部")(rows)
    for row in rows["members"]:
        row["branch"] = row["branch"].replace(branch_name(4), "甲四完小联合党支部")


def deleted(rows):
    rows["members"][:] = [row for row in rows["members"] if row["code"] != "0102"]


LATE = {
    "deleted": deleted,
    "left": left("0102"),
    "left after moving": left("0103"),
    "left, and was called otherwise": left("0102", name="钱某一"),
    "left, and has another code": left("0102", code="0109"),
    "moved": lambda rows: change(rows, "0102", LATER, branch=branch_name(2)),
    "moved on": lambda rows: change(rows, "0103", LATER, branch=branch_name(4)),
    "moved elsewhere": lambda rows: rows["members"][-4].update(branch=branch_name(4)),
    "renamed": edit("0103", name="孙某一"),
    "another code": edit("0102", code="0109"),
    "another post": lambda rows: change(rows, "0103", LATER, post="deputy"),
    "secretary": handed_over,
    "takes part no more": lambda rows: change(rows, "0103", LATER, participation="no"),
    "joined": joined,
    "taken over by another": taken_over_by("02"),
    "taken over by nobody": edit("04", "branches", takes_over=None),
    "a branch renamed": a_branch_renamed,
}
"""What the plan learns too late; whoever has another code goes on by it."""


def as_coded(codes, number):
    """Return a number as today's plan has it."""
    return number.replace("-0102", "-0109") if "0109" in codes else number


EVERY_TIME = ("left", "left after moving", "left, and has another code", "moved on", "taken over by another")


@pytest.mark.parametrize("late", mostly_slow(LATE, *EVERY_TIME))
def test_what_forms_say_stays_about_the_same_pledges_and_cases(years, late):
    LATE[late](years.rows)
    years.write()
    report = years.report(2)
    assert [f.says("zh") for f in report.findings if f.is_error] == []
    codes = {row["code"] for row in years.rows["members"]}
    before = [{as_coded(codes, number): said for number, said in one.items()} for one in years.before]
    assert [f for f in report.findings if f.rule.code in {"X110", "X112", "X113", "X114", "X150"}] == []
    assert list(told(report)) == before
