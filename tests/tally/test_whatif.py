"""Other weights: sets of them and smallest shifts, held against tables computed by hand and against score()."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import small_plan
from summary.reports import report_of, standard, with_ways

from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import Ledger
from xlcampaign.model.whatif import PRESETS, Shift
from xlcampaign.tally.score import score
from xlcampaign.tally.whatif import rescore, trials, weights_of, with_weights

SELF, PEER, TEACHER, ORGANISATION = WayKey
MEMBER = SubjectKind.MEMBER
TENS = (10, 10, 10, 10)
FALLING = (10, 10, 7, 8)  # 1 + 2 + 2.1 + 3.2 = 8.30


def ledger_of(plan, stars_of):
    """A ledger with each member's points (0–10, None for none) in the four ways, star by star; ten ballots a way."""
    counts = {}
    for member, stars in stars_of.items():
        for star, points in zip(plan.stars_of(MEMBER), stars, strict=True):
            for way, value in zip(plan.ways_of(MEMBER), points, strict=True):
                if value is not None:
                    votes = {"approve": value, "oppose": 10 - value}
                    given = {round(value * 100): 1} if plan.scale_of[way.scale].is_points else votes
                    counts[member, star.key, way.key] = given
    return Ledger(counts, frozenset(), {}, {}, {}, {}, {}, {}, ())


def tried(plan, stars_of):
    ledger = ledger_of(plan, stars_of)
    return trials(ledger, plan, score(ledger, plan))


def only_stability(plan, *first):
    """The stability of one member whose first stars are given; all others are full."""
    (found,) = tried(plan, {"0101": (*first, *[TENS] * (8 - len(first)))}).stabilities
    return found


def star_key(plan, number):
    return plan.stars_of(MEMBER)[number].key


def test_the_smallest_shift_is_the_one_computed_by_hand():
    plan = small_plan(1, 1)
    # from peers to teachers a point takes 0.03 of 8.30: ten leave 8.00, eleven 7.97; the self-rating has but ten points
    shift = Shift(11, PEER, TEACHER, star_key(plan, 0), 830, 797)
    found = only_stability(plan, FALLING)
    assert (found.shift, found.margin, found.untried) == (shift, 30, ())


def test_a_score_on_the_half_is_rounded_up_and_holds():
    plan = with_weights(small_plan(1, 1), (0, 50, 0, 50))
    # a point from peers to teachers takes 0.005: one leaves 7.995, which is 8.00
    found = only_stability(plan, (8, 8, 7.5, 8))
    assert found.shift == Shift(2, PEER, TEACHER, star_key(plan, 0), 800, 799)


def test_a_score_on_the_half_falls_with_the_first_point():
    plan = with_weights(small_plan(1, 1), (0, 50, 0, 50))
    # 7.995 is 8.00; a point takes 0.01
    found = only_stability(plan, (8, 8, 7, 7.99))
    assert found.shift == Shift(1, PEER, TEACHER, star_key(plan, 0), 800, 799)


def test_all_that_a_way_weighs_can_be_moved():
    plan = with_weights(small_plan(1, 1), (10, 0, 0, 90))
    # 1 + 7.191; nine points leave 8.0101
    found = only_stability(plan, (10, 10, 10, 7.99))
    assert found.shift == Shift(10, SELF, ORGANISATION, star_key(plan, 0), 819, 799)


@pytest.mark.parametrize(
    ("marks", "origin", "target"),
    [
        ((9, 9, 7.5, 7.5), SELF, TEACHER),
        ((9, 7.5, 9, 7.5), SELF, PEER),
        ((7.5, 9, 9, 7.5), PEER, SELF),
        ((7.5, 7.5, 9, 9), TEACHER, SELF),
    ],
)
def test_of_equal_shifts_the_first_in_the_ways_order_counts(marks, origin, target):
    plan = with_weights(small_plan(1, 1), (25, 25, 25, 25))
    # a point takes 0.015 of 8.25: seventeen leave 7.995, which is 8.00
    assert only_stability(plan, marks).shift == Shift(18, origin, target, star_key(plan, 0), 825, 798)


def test_of_stars_that_fall_at_once_the_first_is_named():
    plan = small_plan(1, 1)
    found = only_stability(plan, TENS, FALLING, FALLING)
    assert found.shift == Shift(11, PEER, TEACHER, star_key(plan, 1), 830, 797)


def test_of_two_stars_the_one_that_falls_first_is_named():
    plan = small_plan(1, 1)
    found = only_stability(plan, (10, 10, 7, 8.5), FALLING)
    assert found.shift == Shift(11, PEER, TEACHER, star_key(plan, 1), 830, 797)


def test_where_a_star_may_be_missing_the_second_to_fall_drops():
    plan = small_plan(1, 1, recommend_member=7)
    # 8.50 − 17 × 0.03 = 7.99; the first star has fallen at eleven
    found = only_stability(plan, FALLING, (10, 10, 7, 8.5))
    assert found.shift == Shift(17, PEER, TEACHER, star_key(plan, 1), 850, 799)


def test_a_star_that_stays_at_its_threshold_is_not_missing_where_another_falls():
    plan = small_plan(1, 1, recommend_member=7)
    assert only_stability(plan, FALLING, (8, 8, 8, 8)).shift is None


def test_a_star_that_is_not_given_has_no_margin():
    found = only_stability(small_plan(1, 1, recommend_member=7), (7, 7, 7, 7), FALLING)
    assert found.margin == 30


def test_nothing_drops_whom_all_rate_alike():
    found = only_stability(small_plan(1, 1), *[(8, 8, 8, 8)] * 8)
    assert (found.shift, found.margin) == (None, 0)


def test_a_way_without_a_mean_takes_no_part():
    plan = small_plan(1, 1, missing=Missing.RENORMALISE)
    found = only_stability(plan, (10, None, 7, 8.5))
    # (1 + 2.1 + 3.4) / 0.8 = 8.125; a point from self to teachers takes 0.0375: four leave 7.975
    assert found.untried == (PEER,)
    assert found.shift == Shift(4, SELF, TEACHER, star_key(plan, 0), 813, 798)


def test_presets_say_who_joins_drops_and_changes_level():
    plan = small_plan(1, 4, quota=None)
    dropping, joining = FALLING, (7, 10, 10, 5.5)  # 8.30, 8.50, 7.80 · 7.90, 8.35, 9.10
    sinking = (10, 10, 6, 6)  # 7.20, 7.60, 6.80: another level, but never the highest
    given = {"0101": dropping, "0102": joining, "0103": TENS, "0104": sinking}
    found = tried(plan, {code: [marks] * 8 for code, marks in given.items()})
    members = [trial for trial in found.presets if trial.kind is MEMBER]
    assert [(t.weights, t.real, t.fit, t.joins, t.drops, t.regraded) for t in members] == [
        (PRESETS[0], True, ("0101", "0103"), (), (), 0),
        (PRESETS[1], False, ("0101", "0102", "0103"), ("0102",), (), 0),
        (PRESETS[2], False, ("0102", "0103"), ("0102",), ("0101",), 1),
    ]
    branches = [trial for trial in found.presets if trial.kind is SubjectKind.BRANCH]
    assert [(trial.weights, trial.fit) for trial in branches] == [(weights, ()) for weights in PRESETS]


def test_the_plans_own_weights_come_first_where_no_preset_has_them():
    plan = small_plan(1, 1)
    ways = tuple(replace(way, weight=25) if way.kind is MEMBER else way for way in plan.ways)
    found = tried(replace(plan, ways=ways), {"0101": [TENS] * 8})
    own = [(trial.kind, trial.weights) for trial in found.presets if trial.real]
    assert own == [(SubjectKind.BRANCH, PRESETS[0]), (MEMBER, (25, 25, 25, 25))]
    assert [t.weights for t in found.presets if t.kind is MEMBER] == [(25, 25, 25, 25), *PRESETS]


@pytest.mark.parametrize("missing", Missing)
@pytest.mark.parametrize("weights", [*PRESETS, (30, 0, 70, 0)])
def test_other_weights_come_to_what_score_says(weights, missing):
    plan = with_ways(standard(2, 5, missing=missing), self={"weight": 0}, peer={"weight": 30})
    lacking = [("B01-02", PEER), ("B01-03", ORGANISATION), ("B02", SELF)]
    report = report_of(plan, lacking=lacking)
    changed = with_weights(plan, weights)
    found, expected = (
        [(s.stars, s.lit, s.composite, s.outcome, s.recommended, s.seat, s.rectify) for s in r.subjects]
        for r in (rescore(report.ledger, changed, report.results), score(report.ledger, changed))
    )
    assert found == expected


def moved(plan, origin, target, points):
    weights = dict(zip(WayKey, weights_of(plan, MEMBER), strict=True))
    weights[origin] -= points
    weights[target] += points
    return with_weights(plan, tuple(weights.values()))


def is_fit(ledger, plan):
    (member,) = score(ledger, plan).of(MEMBER)
    return member.is_fit


MARKS = st.tuples(*[st.integers(7, 10)] * 4)


@settings(max_examples=60, deadline=None)
@given(stars=st.tuples(MARKS, MARKS), weights=st.sampled_from([*PRESETS, (5, 5, 45, 45)]))
def test_the_reported_shift_drops_and_one_point_less_does_not(stars, weights):
    plan = with_weights(small_plan(1, 1), weights)
    ledger = ledger_of(plan, {"0101": (*stars, *[TENS] * 6)})
    results = score(ledger, plan)
    if not is_fit(ledger, plan):
        assert trials(ledger, plan, results).stabilities == ()
        return
    (found,) = trials(ledger, plan, results).stabilities
    own = dict(zip(WayKey, weights, strict=True))
    least = found.shift.points if found.shift else 101
    if found.shift:
        assert not is_fit(ledger, moved(plan, found.shift.origin, found.shift.target, least))
    for origin, target in permutations(WayKey, 2):
        # all stars are needed, and a score goes one way only: fit here, it is fit at every smaller shift
        assert is_fit(ledger, moved(plan, origin, target, min(own[origin], least - 1)))
