"""Whose an entry is in a stage, where branches are taken over and members move, and whom it is or may be about."""

from datetime import date

import pytest
from campaigns import branch_name, change, end
from known import pledge_of
from plans import plan_of, plan_rows_of, small_plan
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import COMMITTEE, FormSheet, Slot
from xlcampaign.model.registers import Cause
from xlcampaign.model.submission import SheetPart
from xlcampaign.model.versions import Selection, Source
from xlcampaign.tally.entries import Line, Sheets
from xlcampaign.tally.registers import register


def sheets_of(stage):
    """The entries of a stage in which, from the second one on, branch 02 goes on with 03, and 0102 is in it."""
    settings, rows = plan_rows_of(3, 2)
    end(rows, "03", sheet="branches")
    change(rows, "02", sheet="branches", takes_over="03")
    for code in ("0301", "0302", "0102"):
        change(rows, code, branch=branch_name(2), post="none")
    return Sheets(Selection({}), plan_of((settings, rows)), stage)


@pytest.mark.parametrize(
    ("subject", "unit", "later"),
    [("03", "03", ("02", "02")), ("0302", "03", ("0302", "02")), ("0102", "01", ("0102", "02"))],
)
def test_whose_a_matter_is_goes_by_the_stage_itself_unless_an_earlier_one_is_asked_about(
    subject, unit, later
):
    pledge = pledge_of(sheets_of(1).plan.of_stage(1), subject)
    for stage, asked, expected in ((1, 0, (subject, unit)), (2, 0, later), (2, 1, (subject, unit))):
        sheets = sheets_of(stage)
        assert sheets.carried(subject, unit, asked) == expected
        assert sheets.units_of(pledge, asked) == {unit, expected[1]}
    assert sheets_of(2).carried(subject, unit) == later
    assert sheets_of(2).units_of(pledge) == {unit, later[1]}


@pytest.mark.parametrize(
    ("named", "held"),
    [
        ((), [("", ())]),
        (("0101",), [("0101", ())]),
        (("01",), [("01", ())]),
        (("0101", "0201"), [("0101", ()), ("0201", ())]),
        (("01", "0101", "0102"), [("01", ("0101", "0102"))]),
        (("0201", "01", "0101"), [("0201", ()), ("01", ("0101",))]),
    ],
)
def test_members_of_a_branch_that_an_entry_may_be_about_are_held_with_it(named, held):
    slot = Slot(1, StepKey.COMMENDATION, COMMITTEE)
    line = Line(slot, "1.xlsx", "否决", {"document": Address(0, 5)}, RegisterRow(7, "", {}, 1, named=named))
    sheets = Sheets(Selection({}), small_plan(2, 2), 1)
    sheets.hold("vetoes", line, Cause.NOBODY, "document")
    assert [(one.subject, one.members) for one in sheets.unclear] == held
    assert {one.place for one in sheets.unclear} == {Place("1.xlsx", "否决", (Address(7, 5),))}


@pytest.mark.parametrize(
    ("stage", "subject", "known"),
    [
        (1, "03", ("1-03", "03")),
        (2, "03", ("1-02--03", "02")),
        (2, "0302", ("1-0302", "0302")),
        (2, "01", ("1-01", "01")),
    ],
)
def test_the_case_of_a_branch_goes_on_under_the_number_of_the_one_that_took_it_over(stage, subject, known):
    unit = subject[:2]
    row = RegisterRow(5, subject, {"number": f"1-{subject}", "due": date(2023, 7, 30)}, 1)
    sheet = FormSheet(Slot(1, StepKey.COMMENDATION, unit), "rectification")
    source = Source(version(unit), SheetPart("整改", entries=(row,)))
    plan = sheets_of(stage).plan
    [case] = register(Selection({sheet: (source,)}), plan.of_stage(stage), stage).rectifications
    assert (case.number, case.subject) == known
