"""Who is compared with what they were, and of whom nothing is a change."""

from dataclasses import replace

import pytest
from known import pledge_of
from summary.reports import report_of, rescored, standard

from xlcampaign.findings.finding import Place
from xlcampaign.model.registers import Fulfilment, PledgeState, Registers
from xlcampaign.model.roster import Participation, Roster
from xlcampaign.model.trend import Turn
from xlcampaign.tally.history import present
from xlcampaign.tally.trend import compare

PLAN = standard(2, 3)


def without(plan, code):
    return replace(plan, members=tuple(one for one in plan.members if one.code != code))


def apart(plan, code):
    members = (replace(m, participation=Participation.NO) if m.code == code else m for m in plan.members)
    return replace(plan, members=tuple(members))


def dated(plan):
    return replace(plan, roster=Roster(plan.branches, plan.members))


def compared(before, now):
    past = present(report_of(before))
    report = replace(report_of(now), stage=2)
    return {one.code: one for one in compare(report, past)}


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [
        (PLAN, PLAN, Turn.STAYED),
        (without(PLAN, "B01-02"), PLAN, Turn.CAME),
        (PLAN, without(PLAN, "B01-02"), Turn.LEFT),
        (PLAN, apart(PLAN, "B01-02"), Turn.CEASED),
        (apart(PLAN, "B01-02"), PLAN, Turn.CAME),  # a plan without days says nothing of who was there
        (apart(PLAN, "B01-02"), dated(PLAN), Turn.BEGAN),
    ],
)
def test_only_who_was_rated_in_both_stages_has_differences(before, now, turn):
    found = compared(before, now)
    one = found["B01-02"]
    assert one.turn is turn
    differences = (one.stars, one.composite, one.ranks)
    assert (None in differences) == (turn is not Turn.STAYED)
    if turn is not Turn.STAYED:
        assert differences == (None, None, None)
        assert one.gained == one.lost == ()
    others = (other for code, other in found.items() if code != "B01-02")
    assert {other.turn for other in others} == {Turn.STAYED}


def test_who_left_stands_after_those_of_the_kind_who_are_there():
    listed = list(compared(PLAN, without(PLAN, "B01-02")))
    assert listed == [
        *(b.code for b in PLAN.branches),
        "B01-01",
        "B01-03",
        "B02-01",
        "B02-02",
        "B02-03",
        "B01-02",
    ]


def test_pledges_are_counted_whole_and_kept():
    states = (PledgeState.FULFILLED, PledgeState.ONGOING, None)
    pledges = tuple(
        pledge_of(PLAN, "B01-02", n, progress=state and Fulfilment(state, "", "", Place("e.xlsx")))
        for n, state in enumerate(states, 1)
    )
    report = rescored(report_of(PLAN), registers=Registers(pledges=pledges))
    found = {one.code: one.fulfilled for one in compare(report, present(report))}
    assert found["B01-02"] == (1, 3)
    assert found["B01-01"] == (0, 0)
