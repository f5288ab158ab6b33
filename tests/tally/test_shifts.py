"""What is told of ratings much unlike those of the stage before: thresholds by hand, and never of few raters."""

from dataclasses import replace
from fractions import Fraction

import pytest
from summary.reports import report_of, rescored, standard

from xlcampaign.model.history import Source
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.seal import Change, Part
from xlcampaign.tally.history import past_of, present
from xlcampaign.tally.shifts import shifts

PLAN = standard(2, 3)
MEMBER, BRANCH = SubjectKind.MEMBER, SubjectKind.BRANCH
TEACHER = WayKey.TEACHER


def report(votes, plan=PLAN, branch="B01", way=TEACHER):
    """A report in which all in a way gave each member of a branch so many votes for and against, alike on every star."""
    own = {member.code for member in plan.members if member.branch == branch}
    made = report_of(plan)
    counts = {
        key: (
            dict(zip(("approve", "oppose"), votes, strict=True)) if key[0] in own and key[2] is way else given
        )
        for key, given in made.ledger.counts.items()
    }
    return rescored(made, counts=counts)


def told(then, now, plan=PLAN):
    before, after = report(then, plan), report(now, plan)
    found = shifts(after.results, plan, present(before))
    assert all((one.branch, one.kind, one.way) == ("B01", MEMBER, TEACHER) for one in found)
    return found


@pytest.mark.parametrize(
    ("then", "now", "by", "other"),
    [
        ((20, 0), (17, 3), -150, False),  # 10.00 -> 8.50, just far enough
        ((17, 3), (20, 0), 150, False),
        ((18, 0), (12, 0), 0, True),  # two thirds: many fewer
        ((12, 0), (18, 0), 0, True),  # half as many more
        ((12, 0), (6, 6), -500, False),
    ],
)
def test_what_differs_much_is_told_with_both_means_and_numbers_of_raters(then, now, by, other):
    (one,) = told(then, now)
    assert (one.by, one.other_raters, one.is_shifted) == (Fraction(by), other, by != 0)
    assert one.raters == (sum(then), sum(now))
    assert (one.then, one.now) == (1000 * then[0] / sum(then), 1000 * now[0] / sum(now))


@pytest.mark.parametrize(("then", "now"), [((20, 0), (18, 2)), ((18, 0), (13, 0)), ((12, 0), (17, 0))])
def test_what_differs_little_is_not_told(then, now):
    assert told(then, now) == ()


@pytest.mark.parametrize(("then", "now"), [((4, 0), (0, 12)), ((12, 0), (0, 4)), ((4, 0), (0, 4))])
def test_nothing_is_told_where_fewer_rated_than_the_public_minimum_in_either_stage(then, now):
    plan = replace(PLAN, campaign=replace(PLAN.campaign, few_public=5))
    assert told(then, now, plan) == ()
    assert told((5, 0), (0, 5), plan) != ()


def test_marks_by_other_rules_are_not_compared():
    before, after = report((20, 0)), report((0, 20))
    assert shifts(after.results, PLAN, present(before)) != ()
    voters = next(way for way in PLAN.ways if (way.kind, way.key) == (MEMBER, TEACHER))
    today = replace(PLAN, ways=tuple(replace(w, voters="members") if w is voters else w for w in PLAN.ways))
    other = past_of(before.results, PLAN, today, 1, Source.FORMS)
    assert other.rules
    assert shifts(after.results, PLAN, other) == ()


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ((Part.SCALES, "approval", "", "points"), False),
        ((Part.CAMPAIGN, "", "", "abstentions"), False),
        ((Part.CAMPAIGN, "", "", "threshold"), True),
        ((Part.STARS, "", "", "abstentions"), True),
        ((Part.WAYS, "member.teacher", "", "scale"), False),
        ((Part.WAYS, "member.teacher", "", "weight"), True),
        ((Part.WAYS, "member.peer", "", "scale"), True),
        ((Part.STARS, "member.teacher", "", "scale"), True),
    ],
)
def test_nothing_is_told_where_marks_are_given_or_counted_by_other_rules(change, is_told):
    after = report((17, 3))
    past = replace(present(report((20, 0))), rules=(Change(*change, "a", "b"),))
    assert bool(shifts(after.results, PLAN, past)) == is_told


def test_a_single_rater_is_told_of_where_the_plan_lets_it():
    plan = standard(2, 3, few_public=1)
    found = shifts(report((0, 1), plan).results, plan, present(report((1, 0), plan)))
    assert [one.by for one in found] == [-1000]
