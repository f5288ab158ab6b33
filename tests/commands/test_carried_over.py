"""What is open goes on where people are by now: moved members take it along, and a branch leaves it to its successor."""

import openpyxl
import pytest
from campaigns import Years, branch_name, change, end, found

from xlcampaign.layout.feedback import feedback_notices
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.registers import PledgeState
from xlcampaign.tally.briefing import brief
from xlcampaign.tally.feedback import feedback_of

RATED = (StepKey.PLEDGE, StepKey.EVALUATION, StepKey.COMMENT, StepKey.COMMENDATION)


def summer(rows):
    """One moves from the first branch to the second and one leaves; the third and the fourth merge; the second splits."""
    change(rows, "0103", branch=branch_name(2))
    end(rows, "0104")
    for code in ("03", "04"):
        end(rows, code, sheet="branches")
    found(rows, 5, takes_over="甲三完小党支部、甲四完小党支部")
    for code in ("0301", "0302", "0303", "0304", "0402", "0403", "0404"):
        change(rows, code, branch=branch_name(5))
    change(rows, "0401", branch=branch_name(5), post="none")
    found(rows, 6, takes_over="02")
    change(rows, "0204", branch=branch_name(6), post="secretary")


@pytest.fixture(scope="module")
def until_summer(tmp_path_factory):
    years = Years(tmp_path_factory.mktemp("years") / "campaign")
    years.send(1, RATED[0])
    rows = years.forms(1, StepKey.EVALUATION)["01"].table_of("fulfilment").rows
    first, second = (n for n, row in enumerate(rows) if row["number"].startswith("1-0101"))
    said = {("fulfilment", n, "state"): "未兑现" for n in (first, second)}
    said |= {("fulfilment", first, "reason"): "课时冲突", ("fulfilment", first, "progress"): "听了一节"}
    years.send(1, *RATED[1:], changes={(StepKey.EVALUATION, "01"): said})
    years.before = years.report(1)
    summer(years.rows)
    years.write(stage=2)
    return years


@pytest.fixture
def years(until_summer, tmp_path):
    return until_summer.copied(tmp_path / "campaign")


def open_on(book):
    """Return by whom pledges on a form were made."""
    return {row["number"].rpartition("-")[0] for row in book.table_of("fulfilment").rows}


def test_open_pledges_stand_on_the_form_of_the_branch_where_their_people_are(years):
    forms = years.forms(2, StepKey.EVALUATION)
    assert {unit: open_on(forms[unit]) for unit in ("01", "02", "05", "06")} == {
        "01": {"1-01", "1-0101", "1-0102"},
        "02": {"1-02", "1-0201", "1-0202", "1-0203", "1-0103"},
        "05": {"1-03", "1-04", *(f"1-0{b}0{n}" for b in (3, 4) for n in range(1, 5))},
        "06": {"1-0204"},
    }


def test_a_carried_pledge_says_what_was_last_said_of_it_and_asks_anew(years):
    def told(unit):
        return {
            r["number"]: r["before"]
            for r in years.forms(2, StepKey.EVALUATION)[unit].table_of("fulfilment").rows
        }

    assert told("01")["1-0101-1"] == "第一阶段：未兑现；原因：课时冲突；进展：听了一节"
    assert told("01")["1-0101-2"] == "第一阶段：未兑现"
    assert set(told("05").values()) == {"第一阶段：进行中"}
    assert all(
        "state" not in row for row in years.forms(2, StepKey.EVALUATION)["01"].table_of("fulfilment").rows
    )


def test_no_pledge_stands_on_two_forms(years):
    forms = years.forms(2, StepKey.EVALUATION).values()
    numbers = [row["number"] for book in forms for row in book.table_of("fulfilment").rows]
    assert len(set(numbers)) == len(numbers)


def test_open_rectifications_stand_on_the_form_of_the_branch_where_their_people_are(years):
    forms = years.forms(2, StepKey.COMMENDATION)
    asked = {
        unit: {row["number"] for row in forms[unit].table_of("rectification").rows}
        for unit in ("01", "02", "05", "06")
        if unit in forms
    }
    assert asked == {
        "01": {"1-01", "1-0101", "1-0102"},
        "02": {"1-02", "1-0201", "1-0202", "1-0203", "1-0103"},
        "05": {"1-05--03", "1-05--04", *(f"1-0{b}0{n}" for b in (3, 4) for n in range(1, 5))},
        "06": {"1-0204"},
    }


def test_what_the_new_branch_says_of_them_is_kept(years):
    forms = years.forms(2, StepKey.EVALUATION)
    kept = {
        (StepKey.EVALUATION, unit): {
            ("fulfilment", n, "state"): "已兑现" for n in range(len(forms[unit].table_of("fulfilment").rows))
        }
        for unit in ("02", "05")
    }
    years.send(2, StepKey.EVALUATION, changes=kept)
    report = years.report(2)
    assert [f for f in report.findings if f.is_error] == []
    assert {f.rule.code for f in report.findings}.isdisjoint({"X106", "X107", "X110"})
    states = {p.number: (p.branch, p.state) for p in report.ledger.registers.pledges if p.stage == 1}
    assert states["1-0103-1"] == ("02", PledgeState.FULFILLED)
    assert states["1-03-2"] == states["1-04-1"] == ("05", PledgeState.FULFILLED)
    assert states["1-0102-1"] == ("01", PledgeState.ONGOING)
    assert states["1-0104-1"] == ("01", PledgeState.ONGOING)
    assert open_on(years.forms(2, StepKey.EVALUATION)["05"]) == set()


def test_the_first_stage_keeps_them_where_they_were(years):
    def owners(report):
        return {p.number: (p.subject, p.branch, p.state) for p in report.ledger.registers.pledges}

    assert owners(years.report(1)) == owners(years.before)


def test_the_ledgers_and_results_of_the_second_stage_name_the_branch_that_goes_on(years):
    years.send(2, StepKey.EVALUATION)
    years.run("merge", years.root, "--as-of", "2023-12-28")
    book = openpyxl.load_workbook(years.root / "summary" / "stage-2.xlsx")
    header, *rows = book["承诺台账"].iter_rows(min_row=4, values_only=True)
    told = {row[header.index("编号")]: row[header.index("支部")] for row in rows}
    assert told["1-03-1"] == told["1-0402-1"] == branch_name(5)
    assert told["1-0103-1"] == branch_name(2)
    years.run("mail", "results", years.root, "--as-of", "2023-12-28")


def test_what_another_branch_took_over_says_who_undertook_it(years):
    years.send(2, StepKey.EVALUATION)
    five = years.forms(2, StepKey.EVALUATION)["05"].table_of("fulfilment").rows
    made = {row["number"]: row["name"] for row in five}
    assert {made["1-03-1"], made["1-04-1"]} == {branch_name(3), branch_name(4)}
    asked = years.forms(2, StepKey.COMMENDATION)
    listing = {row["number"]: row["listing"] for row in asked["05"].table_of("rectification").rows}
    assert branch_name(3) in listing["1-05--03"]
    assert branch_name(4) in listing["1-05--04"]
    to_close = {row["number"]: row["name"] for row in asked[COMMITTEE].table_of("closings").rows}
    assert to_close["1-05--03"] == f"{branch_name(3)}（由{branch_name(5)}承接）"
    assert to_close["1-01"] == branch_name(1)
    feedback = feedback_of(years.report(2), "05", summarised=False)
    assert f"（承接自{branch_name(3)}）" in str(feedback_notices(years.at(2), feedback))


def test_a_form_is_missing_of_every_branch_that_was_asked_for_one(years):
    years.send(2, StepKey.EVALUATION)
    asked = {unit for unit in years.forms(2, StepKey.COMMENDATION) if unit != COMMITTEE}
    assert asked == {
        "01",
        "02",
        "05",
        "06",
    }  # nobody was rated yet: all for what is open since the first stage
    report = years.report(2)
    missing = {f.unit for f in report.findings if f.rule.code == "X101" and "整改表" in str(f.facts["form"])}
    due = {form.slot.unit for form in brief(report).forms if form.slot.step is StepKey.COMMENDATION}
    assert missing == due - {COMMITTEE} == asked


def test_what_the_new_branch_says_of_rectifications_is_kept_beside_its_own(years):
    years.send(2, StepKey.EVALUATION, StepKey.COMMENT)
    book = years.forms(2, StepKey.COMMENDATION)["05"]
    rows = book.table_of("rectification").rows
    asked = [row["number"] for row in rows]
    assert {"1-05--03", "1-05--04", "2-05", "1-0301", "2-0301"} <= set(asked)
    closed = {
        ("rectification", n, key): value
        for n, number in enumerate(asked)
        if number in {"1-05--03", "1-0301"}
        for key, value in (("closed", "是"), ("evidence", "听课记录"))
    }
    years.send(2, StepKey.COMMENDATION, changes={(StepKey.COMMENDATION, "05"): closed})
    report = years.report(2)
    assert [f for f in report.findings if f.is_error] == []
    told = {one.number: (one.subject, one.closed) for one in report.ledger.registers.rectifications}
    assert told["1-05--03"] == ("05", True)
    assert told["1-05--04"] == told["2-05"] == ("05", False)
    assert told["1-0301"] == ("0301", True)
    assert told["2-0301"] == ("0301", False)
    again = years.forms(2, StepKey.COMMENDATION)["05"].table_of("rectification").rows
    assert {"1-05--03", "1-0301"} <= {row["number"] for row in again}  # reported as done, and not closed yet


@pytest.mark.parametrize("names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
@pytest.mark.parametrize("both", [True, False])
def test_a_pledge_whose_person_moved_is_told_of_by_both_branches_and_last_by_that_of_today(
    tmp_path, names, both
):
    years = Years(tmp_path / "campaign", 2, 3)
    years.send(1, StepKey.PLEDGE)
    before = years.forms(2, StepKey.EVALUATION)["01"]
    change(years.rows, "0103", branch=branch_name(2))
    years.write(stage=2)
    after = years.forms(2, StepKey.EVALUATION)["02"]
    for book, state, name in ((before, "进行中", names[0]), (after, "已兑现", names[1]))[: 1 + both]:
        numbers = [row["number"] for row in book.table_of("fulfilment").rows]
        said = {("fulfilment", numbers.index("1-0103-1"), "state"): state}
        years.put(name, book, said, 2)
    report = years.report(2)
    [pledge] = [one for one in report.ledger.registers.pledges if one.number == "1-0103-1"]
    assert pledge.state is (PledgeState.FULFILLED if both else PledgeState.ONGOING)
    assert "X112" not in {finding.rule.code for finding in report.findings}


def test_who_goes_on_for_a_branch_may_speak_of_its_pledges_though_their_words_are_gone_from_the_form(years):
    book = years.forms(2, StepKey.EVALUATION)["05"]
    rows = book.table_of("fulfilment").rows
    n = [row["number"] for row in rows].index("1-03-1")
    rows[n]["text"] = None
    years.put("2-own.xlsx", book, {("fulfilment", n, "state"): "已兑现"}, 2)
    report = years.report(2)
    assert "X112" not in {finding.rule.code for finding in report.findings}
    assert {one.number: one.state for one in report.ledger.registers.pledges}[
        "1-03-1"
    ] is PledgeState.FULFILLED
