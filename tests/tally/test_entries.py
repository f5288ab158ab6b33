"""Whose an entry is in a stage, where branches are taken over and members move."""

import pytest
from campaigns import branch_name, change, end
from known import pledge_of
from plans import plan_of, plan_rows_of

from xlcampaign.model.versions import Selection
from xlcampaign.tally.entries import Sheets


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
