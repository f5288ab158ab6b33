"""What a plan says of questions that a form tool asks is held against its own branches, people, stars and grades."""

from datetime import date

import pytest
from exports import by_ballots
from grids import bytes_of, read_grids, write_plain
from plans import plan_rows_of

from xlcampaign.checks.plan import check_plan
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.reading.plan import build_plan, read_plan

BRANCH, OTHER = "甲一完小党支部", "甲二完小党支部"
ROW = {
    "stage": 1,
    "branch": BRANCH,
    "way": "教师测评",
    "header": "赵老师忠诚吗",
    "subject": "赵某甲",
    "star": "政治忠诚星",
}
"""A row that is in order."""
ANSWERS = {"stage": 1, "way": "教师测评", "answers": "满意＝同意；不满意＝不同意"}


def read(*rows, change=None):
    settings, tables = by_ballots(plan_rows_of(2, 3), (SubjectKind.MEMBER, WayKey.TEACHER))
    tables["online"] = list(rows)
    if change:
        change(tables)
    envelope = Envelope("plan.xlsx", bytes_of(write_plain(plan_book(settings, tables))))
    draft, findings = read_plan(read_grids(envelope), "plan.xlsx")
    return draft, [*findings, *check_plan(draft)]


def found(*rows, change=None):
    return [(one.rule.code, one.place.cell) for one in read(*rows, change=change)[1]]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"subject": "0101", "branch": "01"},
        {"star": "loyal"},
        {"header": "赵某甲的政治忠诚星怎么样"},
        {"answers": "A.满意＝同意\n1=不同意"},
        {"way": "教师评支部", "subject": None, "star": "政治可靠忠诚星"},
    ],
)
def test_a_row_that_is_in_order_is_read_as_it_was_written(changes):
    row = {**ROW, **changes}
    draft, findings = read(row)
    assert findings == []
    plan = build_plan(draft)
    assert (plan.online[0].branch, plan.online[0].header) == ("01", row["header"])
    settings, tables = plan_rows(plan)
    assert tables["online"][0]["branch"] == BRANCH
    envelope = Envelope("plan.xlsx", bytes_of(write_plain(plan_book(settings, tables))))
    assert build_plan(read_plan(read_grids(envelope), "plan.xlsx")[0]).online == plan.online


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stage": 3}, ("P103", "A5")),
        ({"stage": None}, ("C101", "A5")),
        ({"branch": "乙一完小党支部"}, ("P103", "B5")),
        ({"way": "老师测评"}, ("P103", "C5")),
        ({"subject": "赵某"}, ("P103", "E5")),
        ({"subject": "0201"}, ("P159", "E5")),
        ({"star": "忠诚星星"}, ("P103", "F5")),
        ({"header": None}, ("P159", "D5")),
        ({"header": "12、（单选题）"}, ("P159", "D5")),
        ({"branch": None}, ("P159", "B5")),
        ({"star": None}, ("P159", "F5")),
        ({"subject": None}, ("P159", "E5")),
        ({"way": "教师评支部", "star": "政治可靠忠诚星"}, ("P159", "E5")),
        ({"way": "党员自评"}, ("P159", "C5")),
        ({"header": "钱某乙忠诚吗"}, ("P163", "D5")),
        ({"header": "赵某甲的好学上进星"}, ("P163", "D5")),
        ({"answers": "满意"}, ("P162", "G5")),
        ({"answers": "满意＝好"}, ("P162", "G5")),
        ({"answers": "满意＝同意；满意＝弃权"}, ("P162", "G5")),
        ({"answers": "A.不同意＝同意"}, ("P162", "G5")),
    ],
)
def test_each_mistake_is_said_at_its_cell(changes, expected):
    row = {key: value for key, value in {**ROW, **changes}.items() if value is not None}
    assert found(row) == [expected]


def test_a_row_that_says_nothing_is_one_mistake():
    assert found({"stage": 1, "way": "教师测评"}) == [("P159", "D5")]


def test_two_of_one_name_are_told_apart_by_number():
    def namesake(tables):
        tables["members"][1]["name"] = "赵某甲"

    assert ("P160", "E5") in found(ROW, change=namesake)
    assert "P160" not in {code for code, _ in found({**ROW, "subject": "0102"}, change=namesake)}


def test_one_header_is_on_one_row_and_one_question_has_one_header():
    tidied = {**ROW, "header": "3. 赵老师，忠诚吗？【单选题】", "star": "好学上进星"}
    assert found(ROW, tidied) == [("P104", "D6")]
    elsewhere = {**ROW, "branch": OTHER, "subject": "0201"}
    assert found(ROW, elsewhere) == [("P104", "D6")]
    assert found(ROW, {**ROW, "header": "赵老师可靠吗"}) == [("P161", "F6")]


def test_answers_hold_for_every_branch_or_one_and_mean_one_grade_there():
    assert found(ANSWERS, {**ROW, "answers": "满意＝同意"}) == []
    assert found(ANSWERS, {**ROW, "answers": "A、满意＝弃权"}) == [("P162", "G6")]
    mine = {**ANSWERS, "branch": BRANCH, "answers": "一般＝弃权"}
    assert found(mine, {**mine, "branch": OTHER, "answers": "一般＝不同意"}) == []
    assert found(mine, {**mine, "branch": None, "answers": "一般＝不同意"}) == [("P162", "G6")]
    assert found(ANSWERS, {**ANSWERS, "stage": 2, "answers": "满意＝弃权"}) == []


def test_of_a_branch_that_is_not_in_the_stage_nothing_is_asked_then():
    def later(tables):
        tables["branches"][1]["start"] = date(2023, 7, 1)
        for member in tables["members"][3:]:
            member["start"] = date(2023, 7, 1)

    row = {**ROW, "branch": OTHER, "subject": "0201"}
    assert ("P159", "B5") in found(row, change=later)
    assert ("P159", "B5") not in found({**row, "stage": 2}, change=later)
