"""Who is compared with what they were, and of whom nothing is a change."""

from dataclasses import replace

import pytest
from known import flat_ledger, pledge_of
from summary.reports import report_of, rescored, standard

from xlcampaign.findings.finding import Place
from xlcampaign.model.registers import (
    CaseDecision,
    Decision,
    Fulfilment,
    PledgeState,
    Rectification,
    Registers,
)
from xlcampaign.model.roster import Category, Participation, Roster
from xlcampaign.model.trend import Turn
from xlcampaign.tally.history import present
from xlcampaign.tally.trend import compare

PLAN = standard(2, 3)
AT = Place("a.xlsx")


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


GRADED = replace(
    PLAN,
    members=tuple(replace(m, participation=Participation.YES, category=Category.FULL) for m in PLAN.members),
)


def worth(points, plan=GRADED):
    """A report in which each has the same points from everybody on every star."""
    return rescored(report_of(plan), counts=flat_ledger(plan, points).counts)


BEFORE = {"B01": 9, "B02": 8, "B01-01": 10, "B01-02": 9, "B01-03": 5}
AFTER = {"B01": 8, "B02": 9, "B01-01": 9, "B01-02": 5, "B01-03": 10}


def table(before, after, past_changes=()):
    past = present(before)
    past = replace(past, results={**past.results, **dict(past_changes)})
    return {one.code: one for one in compare(replace(after, stage=2), past)}


def test_stars_composites_and_ranks_of_a_table_by_hand():
    found = table(worth(BEFORE), worth(AFTER))
    stars = {code: (len(one.gained), len(one.lost), one.stars) for code, one in found.items()}
    assert {code: stars[code] for code in AFTER} == {
        "B01": (0, 0, 0),
        "B02": (0, 0, 0),
        "B01-01": (0, 0, 0),
        "B01-02": (0, 8, -8),
        "B01-03": (8, 0, 8),
    }
    assert {code: (found[code].composite, found[code].ranks) for code in AFTER} == {
        "B01": (-1000, (1, 2)),
        "B02": (1000, (2, 1)),
        "B01-01": (-1000, (1, 2)),
        "B01-02": (-4000, (2, 3)),
        "B01-03": (5000, (3, 1)),
    }


def test_ranks_are_compared_in_one_branch_alone_and_where_there_are_two():
    before, after = worth(BEFORE), worth(AFTER)
    then = present(before).results
    found = table(
        before,
        after,
        {
            "B01-01": replace(then["B01-01"], branch="B02"),
            "B01-02": replace(then["B01-02"], rank=None),
            "B01-03": replace(then["B01-03"], name="从前某名"),
        }.items(),
    )
    assert [found[code].ranks for code in ("B01-01", "B01-02", "B01-03")] == [None, None, (3, 1)]
    assert [code for code in AFTER if found[code].moved] == ["B01-01"]
    assert [code for code in AFTER if found[code].renamed] == ["B01-03"]


def test_a_branch_that_was_there_without_a_result_began():
    past = present(worth(BEFORE, dated(GRADED)))
    past = replace(past, results={code: one for code, one in past.results.items() if code != "B02"})
    [b02] = [one for one in compare(replace(worth(AFTER, dated(GRADED)), stage=2), past) if one.code == "B02"]
    assert (b02.turn, b02.renamed) == (Turn.BEGAN, False)


AGREED = CaseDecision("1-B01-01", 2, Decision.AGREED, "已整改", "纪要1号", AT)


def case(number, subject, stage, **changes):
    return Rectification(
        number, stage, subject, "", "", "", "", "", None, "", closed=False, evidence="", place=AT, **changes
    )


@pytest.mark.parametrize(
    ("one", "opened", "closed"),
    [
        (case("1-B01-01", "B01-01", 1), 0, 0),
        (case("2-B01-01", "B01-01", 2), 1, 0),
        (case("1-B01-01", "B01-01", 1, lit_in=2), 0, 1),
        (case("1-B01-01", "B01-01", 1, lit_in=1), 0, 0),
        (case("1-B01-01", "B01-01", 1, decision=AGREED), 0, 1),
        (case("1-B01-01", "B01-01", 1, lit_in=3, decision=AGREED), 0, 1),
        (case("1-B01-01", "B01-01", 1, lit_in=1, decision=AGREED), 0, 0),
        (case("2-B01-01", "B01-01", 2, lit_in=2), 1, 0),
    ],
)
def test_cases_are_opened_in_their_stage_and_closed_in_the_first_that_settles_them(one, opened, closed):
    after = worth(AFTER | {"B01-02": 2})
    after = replace(after, ledger=replace(after.ledger, registers=Registers(rectifications=(one,))))
    found = table(worth(BEFORE), after)
    assert (found["B01-01"].opened, found["B01-01"].closed) == (opened, closed)
    assert (found["B01-02"].opened, found["B01-03"].opened) == (1, 0)
