"""Who was given longer is not late: in what is found, in every state, on the form itself."""

from datetime import date

import openpyxl
import pytest
from filled import complete
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.campaign import Folder
from xlcampaign.checks.plan import check_plan
from xlcampaign.commands.check import check_campaign, check_files
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.inbox.guard import guard
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.model.briefing import FormState
from xlcampaign.model.choices import StepKey
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.grid import read_workbook
from xlcampaign.reading.plan import read_plan
from xlcampaign.tally.expected import expected_forms

DUE, LONGER = date(2023, 5, 25), date(2023, 6, 10)
FIRST, SECOND = "甲一完小党支部", "甲二完小党支部"


def extension(branch=FIRST, deadline=LONGER, step="evaluation", stage=1):
    return {"stage": stage, "key": step, "branch": branch, "deadline": deadline, "reason": "汛期停课"}


def rows_with(*extensions):
    settings, rows = plan_rows_of(2, 3)
    return settings, {**rows, "extensions": list(extensions)}


class Office:
    def __init__(self, root, *extensions):
        self.folder, self.plan = Folder(root), plan_of(rows_with(*extensions))
        self.folder.inbox.mkdir(parents=True)
        self.folder.plan.write_bytes(plain_file(plan_book(*rows_with(*extensions))))

    def receive(self, branch, saved):
        book = evaluation_form(self.plan, self.plan.branches[branch])
        path = self.folder.inbox / f"{branch + 1:02d}.xlsx"
        path.write_bytes(plain_file(book, complete(book), f"{saved}T04:00:00Z"))
        return path

    def check(self, as_of):
        return check_campaign(self.folder, 1, as_of, Processes(1), Unwatched())

    def states(self, as_of):
        forms = expected_forms(self.check(as_of))
        return [form.state for form in forms if form.slot.step is StepKey.EVALUATION]


def codes(findings):
    return {finding.rule.code for finding in findings}


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2023, 1, 2), [FormState.NOT_DUE, FormState.NOT_DUE]),
        (DUE, [FormState.EXTENDED, FormState.DUE]),
        (date(2023, 5, 26), [FormState.EXTENDED, FormState.MISSING]),
        (LONGER, [FormState.EXTENDED, FormState.MISSING]),
        (date(2023, 6, 11), [FormState.MISSING, FormState.MISSING]),
    ],
)
def test_what_did_not_come_is_missing_once_its_own_deadline_is_over(tmp_path, day, states):
    office = Office(tmp_path, extension())
    assert office.states(day) == states
    missing = {
        f.unit for f in office.check(day).findings if f.rule.code == "X101" and "评议表" in f.facts["form"].zh
    }
    assert missing == {
        unit for unit, state in zip(("01", "02"), states, strict=True) if state is FormState.MISSING
    }


@pytest.mark.parametrize(("saved", "late"), [("2023-06-10", [False, True]), ("2023-06-11", [True, True])])
def test_what_came_within_the_extension_is_not_late(tmp_path, saved, late):
    office = Office(tmp_path, extension())
    for branch in (0, 1):
        office.receive(branch, saved)
    assert [state in {FormState.LATE, FormState.LATE_FAULTY} for state in office.states(LONGER)] == late
    found = {f.place.file for f in office.check(LONGER).findings if f.rule.code == "X118"}
    assert found == {name for name, is_late in zip(("01.xlsx", "02.xlsx"), late, strict=True) if is_late}


def test_an_extension_is_of_its_step_alone(tmp_path):
    office = Office(tmp_path, extension(step="pledge", deadline=date(2023, 12, 1)))
    assert office.states(date(2023, 6, 1)) == [FormState.MISSING, FormState.MISSING]


def test_the_form_itself_says_until_when_and_goes_by_it_alone(tmp_path):
    office = Office(tmp_path, extension())
    written = make_forms(office.folder, 1, StepKey.EVALUATION, Processes(1), Unwatched())[0]
    forms = [path for path in written if "评议表" in path.name]
    said = [[str(cell.value) for cell in openpyxl.load_workbook(path).worksheets[0]["A"]] for path in forms]
    assert [any("2023-06-10" in line for line in lines) for lines in said] == [True, False]
    own = office.receive(0, "2023-06-05"), office.receive(1, "2023-06-05")
    found = check_files(own, LONGER, Processes(1), Unwatched())
    assert {f.place.file for f in found if f.rule.code == "X118"} == {"02.xlsx"}


def test_a_plan_is_read_as_it_was_written(tmp_path):
    plan = Office(tmp_path, extension(), extension(SECOND, date(2023, 6, 1))).plan
    assert [one.branch for one in plan.extensions] == ["01", "02"]
    assert plan_of(plan_rows(plan)) == plan


def test_forms_carry_only_their_own_deadline():
    plain, extended = plan_of(rows_with()), plan_of(rows_with(extension(SECOND)))
    first, second = (branch.code for branch in plain.branches)
    assert pack(extended.only(first)) == pack(plain.only(first))
    assert pack(extended.only(second)) != pack(plain.only(second))
    assert pledge_form(extended, extended.branches[0]) == pledge_form(plain, plain.branches[0])
    assert "汛期停课" not in pack(extended.only(second)) + pack(extended)


def found_in(*extensions):
    data = plain_file(plan_book(*rows_with(*extensions)))
    draft, findings = read_plan(read_workbook(guard(Envelope("plan.xlsx", data))), "plan.xlsx")
    every = [*findings, *check_plan(draft)]
    return [(f.rule, f.place.cell) for f in every if f.place.sheet == "延期"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([extension("乙校支部")], [(p.UNKNOWN, "C5")]),
        ([extension(step="comment")], [(p.NO_SUCH_FORM, "B5")]),
        ([extension(step="launch")], [(p.NO_SUCH_FORM, "B5")]),
        ([extension(stage=7)], [(p.NO_SUCH_FORM, "B5")]),
        ([extension(deadline=date(2023, 5, 1))], [(p.DATES, "D5")]),
        ([extension(), extension("01")], [(p.TWICE, "C6")]),
        ([extension(), extension(step="pledge", deadline=date(2023, 12, 1)), extension(SECOND)], []),
    ],
)
def test_extensions_are_checked_like_the_rest_of_the_plan(rows, found):
    assert found_in(*rows) == found


@pytest.mark.parametrize("blank", ["deadline", "reason", "branch"])
def test_an_extension_says_who_until_when_and_why(blank):
    [(rule, _)] = found_in({**extension(), blank: None})
    assert rule.code == "C101"
