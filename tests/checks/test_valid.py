"""One wrong number of valid ballots is one finding, at its own cell."""

import pytest
from commands.test_counting import held
from grids import bytes_of, write_plain
from plans import small_plan

from xlcampaign.checks.inbox import check_votes
from xlcampaign.checks.valid import with_wrong_ballots
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts

PLAN = small_plan(1, 4)
STARS = [star.key for star in PLAN.stars_of(SubjectKind.MEMBER)]


def counted(answers):
    intake = take_in(
        Envelope("f.xlsx", bytes_of(write_plain(evaluation_form(PLAN, PLAN.branches[0]), answers))), PLAN
    )
    selection = select_parts([intake.submission])
    ledger = merge_parts((intake.submission,), selection, PLAN, 1)
    return ledger, list(with_wrong_ballots(check_votes(ledger, PLAN), selection, PLAN))


def votes(many, few, sheet="member_teacher"):
    """Votes in 32 cells, the first of them many."""
    cells = [(sheet, row, f"{star}.approve") for row in range(4) for star in STARS]
    return {cell: 18 if n < many else few for n, cell in enumerate(cells)}


def valid(number, row=1):
    return held(20, due=20, present=20, issued=20, returned=20) | {("meeting", row, "valid"): number}


@pytest.mark.parametrize(("number", "many"), [(2, 32), (2, 17), (0, 32), (17, 20)])
def test_where_most_votes_are_more_the_cell_of_the_ballots_is_wrong(number, many):
    ledger, found = counted(valid(number) | votes(many, 0))
    [finding] = [one for one in found if one.is_error]
    assert finding.rule.code == "C126"
    assert finding.place.say() == "f.xlsx › 评议情况 › F6"
    assert (finding.facts["found"], finding.facts["cells"], finding.facts["limit"]) == (many, 32, number)
    assert sum(misfit.excess == "votes" for misfit in ledger.misfits) == many


@pytest.mark.parametrize("many", [1, 6, 16])
def test_where_few_are_more_the_votes_are(many):
    _, found = counted(valid(17) | votes(many, 5))
    assert [one.rule.code for one in found if one.is_error] == ["C110"] * many


def test_each_way_has_its_own_cell():
    answers = valid(2) | {("meeting", 0, "valid"): 3} | votes(32, 0) | votes(32, 0, "member_peer")
    _, found = counted(answers)
    assert sorted(one.place.cell for one in found if one.rule.code == "C126") == ["F5", "F6"]


@pytest.mark.parametrize(("column", "number", "cell"), [("valid", 25, "F6"), ("returned", 25, "E6")])
def test_ballots_that_do_not_follow_from_those_before_say_how_many_cells_go_with_them(column, number, cell):
    answers = valid(20) | {("meeting", 1, column): number} | votes(0, 5)
    intake = take_in(
        Envelope("f.xlsx", bytes_of(write_plain(evaluation_form(PLAN, PLAN.branches[0]), answers))), PLAN
    )
    [finding] = [one for one in intake.findings if one.rule.code == "C109"]
    assert finding.place.cell == cell
    assert "教师测评”填的 32 格" in finding.costs.zh
