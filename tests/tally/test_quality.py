"""Agreement, spread, self-ratings and distances: by hand, and against raw marks that never were counts."""

import statistics
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import small_plan
from summary.reports import quality_of, report_of, standard, with_ways
from tally.test_merge import meeting, submission

from xlcampaign.address import Address
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.quality import Distance, SelfRating
from xlcampaign.model.results import Ledger, StarResult, WayResult
from xlcampaign.model.submission import Likeness, Meeting, SheetPart
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.quality import agreement, assess, deviation, self_rating
from xlcampaign.tally.score import score
from xlcampaign.tally.select import select_parts

SELF, PEER, TEACHER, ORGANISATION = WayKey
MEMBER, BRANCH = SubjectKind.MEMBER, SubjectKind.BRANCH


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        # 4 raters, 3 and 1: (3·2 + 1·0) / (4·3) = 6/12
        ([(3, 1)], Fraction(1, 2)),
        # all alike: 5·4 / 5·4
        ([(5, 0)], Fraction(1)),
        # two who differ: 0 / 2
        ([(1, 1)], Fraction(0)),
        # evenly split among six: (3·2 + 3·2) / 30
        ([(3, 3)], Fraction(2, 5)),
        # three grades, 2, 2, 1 of five: (2 + 2 + 0) / 20
        ([(2, 2, 1)], Fraction(1, 5)),
        # unequal numbers: 6/12, 20/20, 0/2 count the same: (1/2 + 1 + 0) / 3
        ([(3, 1), (5, 0), (1, 1)], Fraction(1, 2)),
        # equal numbers: 6/12 and 12/12
        ([(3, 1), (0, 4)], Fraction(3, 4)),
        # one rater makes no pair and is left out
        ([(1, 0), (3, 1), (0, 0)], Fraction(1, 2)),
        ([(1, 0)], None),
        ([(0, 0)], None),
        ([()], None),
        ([], None),
    ],
)
def test_agreement_is_the_one_computed_by_hand(items, expected):
    assert agreement(items) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # mean 90, squares 100 + 0 + 100, their mean 66.667, root 8.1650
        ([8000, 9000, 10000], 816),
        # mean 0.005, root of 0.000025 is 0.005: half-up
        ([0, 1], 1),
        # mean 85, squares 25 · 4, their mean 25
        ([8000, 9000, 8000, 9000], 500),
        ([8125], 0),
        ([7300, 7300, 7300], 0),
        ([], None),
    ],
)
def test_the_standard_deviation_is_the_one_computed_by_hand(values, expected):
    assert deviation(values) == expected


MARKS = st.lists(st.lists(st.integers(0, 3), max_size=9), max_size=6)


@given(raw=MARKS, data=st.data())
def test_agreement_is_what_pairs_of_raw_marks_say_in_any_order(raw, data):
    counts = [list(Counter(item).values()) for item in raw]
    found = agreement(counts)
    shuffled = [data.draw(st.permutations(votes)) for votes in data.draw(st.permutations(counts))]
    assert agreement(shuffled) == found
    pairs = [list(combinations(item, 2)) for item in raw if len(item) > 1]
    shares = [Fraction(sum(one == other for one, other in pair), len(pair)) for pair in pairs]
    assert found == (sum(shares) / len(shares) if shares else None)
    assert found is None or 0 <= found <= 1


@given(values=st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_the_standard_deviation_is_the_one_of_the_library(values):
    assert abs(deviation(values) - statistics.pstdev(values)) <= 0.5 + 1e-6


def star_of(*means):
    """A star with the ways' means in points, None for none."""
    ways = {
        way: WayResult({}, 1, 0, None, None, None if mean is None else round(10_000 * mean))
        for way, mean in zip(WayKey, means, strict=True)
    }
    return StarResult("star", ways, None, 800)


@pytest.mark.parametrize(
    ("stars", "expected"),
    [
        # own (9 + 10) / 2 = 9.50; others (8 + 7 + 9 + 8 + 8 + 8) / 6 = 8.00
        ([star_of(9, 8, 7, 9), star_of(10, 8, 8, 8)], SelfRating(2, 950, 800)),
        # a star without one way is left out, whichever it is
        ([star_of(9, 8, 7, 9), star_of(5, None, 8, 8), star_of(None, 8, 8, 8)], SelfRating(1, 900, 800)),
        # others (8 + 8 + 8.015) / 3 = 8.005: half-up
        ([star_of(8, 8, 8, 8.015)], SelfRating(1, 800, 801)),
        ([star_of(5, None, 8, 8)], SelfRating(0, None, None)),
        ([], SelfRating(0, None, None)),
    ],
)
def test_self_ratings_stand_beside_the_other_ways(stars, expected):
    assert self_rating(stars) == expected


def test_a_lower_self_rating_is_a_negative_gap():
    assert self_rating([star_of(7, 8, 8, 9.5)]).gap == -150
    assert self_rating([]).gap is None


@pytest.mark.parametrize(
    ("star", "gap", "wide"),
    [
        ((9, 8, 8, 8), 100, True),
        # shown as 9.01 and 8.01, and 0.9902 apart
        ((9.005, 8.0148, 8.0148, 8.0148), 100, False),
        # shown as 9.00 and 8.01, and 0.9999 apart
        ((9.0049, 8.005, 8.005, 8.005), 99, False),
        # shown as 9.01 and 8.01, and 0.9967 apart: (8.0050 + 8.0050 + 8.0150) / 3 = 8.0083
        ((9.005, 8.005, 8.005, 8.015), 100, False),
        ((8, 9, 9, 9), -100, True),
        ((8.0148, 9.005, 9.005, 9.005), -100, False),
    ],
)
def test_whether_a_gap_is_wide_is_not_decided_by_rounding(star, gap, wide):
    rating = self_rating([star_of(*star)])
    assert (rating.gap, rating.is_wide) == (gap, wide)


def ballots(agree, oppose=0):
    return {"approve": agree, "oppose": oppose}


def ledger_of(counts, **parts):
    return Ledger(
        counts,
        frozenset(),
        {},
        parts.get("meetings", {}),
        {},
        {},
        {},
        {},
        (),
        likeness=parts.get("likeness", {}),
    )


def filled(plan, *, own=(9, 9, 9), teacher=(9, 9, 9), lacking=()):
    """Members 0101, 0102, 0103 and the branch 01: 9 from peers and organisation, ten ballots a way."""
    counts = {}
    given_own = dict(zip(("0101", "0102", "0103"), own, strict=True))
    given_teacher = dict(zip(("0101", "0102", "0103"), teacher, strict=True))
    for code in ("01", "0101", "0102", "0103"):
        for star in plan.stars_of(plan.kind_of(code)):
            votes = given_teacher.get(code, 9)
            counts[code, star.key, SELF] = {100 * given_own.get(code, 9): 1}
            counts[code, star.key, PEER] = ballots(9, 1)
            counts[code, star.key, TEACHER] = ballots(votes, 10 - votes)
            counts[code, star.key, ORGANISATION] = {900: 1}
    return {key: votes for key, votes in counts.items() if (key[0], key[2]) not in lacking}


def assessed(plan, counts, **parts):
    ledger = ledger_of(counts, **parts)
    return assess(ledger, plan, score(ledger, plan))


def test_a_branch_is_described_as_computed_by_hand():
    plan = small_plan(1, 3)
    # composites 10 × (0.1 own + 0.2 · 9 + 0.3 teacher + 0.4 · 9): 90, 10 × 8.5 = 85, 10 × 8.9 = 89
    found = assessed(plan, filled(plan, own=(9, 10, 8), teacher=(9, 7, 9)))
    (branch,) = found.branches
    assert (branch.rated, branch.highest, branch.lowest) == (3, 9000, 8500)
    # mean 88, squares 4 + 9 + 1, their mean 4.6667, root 2.1602
    assert branch.deviation == 216
    # own (9 + 10 + 8) / 3 = 9; others (9·3 + 9 + 7 + 9 + 9·3) / 9 = 79/9 = 8.7778
    assert branch.members == SelfRating(24, 900, 878)
    # 9 − 9 = 0, 10 − 25/3 = 1.67, 8 − 9 = −1.00: two of them by 1.00 or more
    assert branch.wide == 2
    assert branch.own == SelfRating(9, 900, 900)
    # 3 members × 8 stars and the branch's own 9; the second member's 8 are 7 against 9
    assert (branch.compared, branch.apart) == (33, 8)
    stars = [star.key for star in plan.stars_of(MEMBER)]
    assert found.distances == tuple(Distance("0102", star, 70_000, 90_000) for star in stars)


def test_less_than_the_threshold_is_not_far_apart():
    plan = small_plan(1, 3)
    counts = filled(plan)
    counts["0101", "loyal", ORGANISATION] = {1050: 1}
    counts["0101", "study", ORGANISATION] = {1100: 1}
    counts["01", "loyal", ORGANISATION] = {600: 1}
    found = assessed(plan, counts)
    # 9 against 10.50, 11.00 and 6.00: the largest first
    assert [(one.subject, one.star, one.size) for one in found.distances] == [
        ("01", "loyal", 30_000),
        ("0101", "study", 20_000),
    ]
    assert found.branches[0].apart == 2


def test_raters_are_counted_from_the_fewest_to_the_most():
    plan = small_plan(1, 3)
    counts = filled(plan)
    counts["0101", "loyal", PEER] = ballots(2)
    del counts["0102", "study", TEACHER]
    held = Meeting(None, 12, 12, 12, 11, 10)
    found = assessed(plan, counts, meetings={("01", "member.peer"): held})
    ways = [(r.kind, r.way, r.valid, r.least, r.most, r.agreement) for r in found.raters]
    # 9 of 10 alike: 72/90 = 0.8; of 24 items one is 2/2: (23 · 0.8 + 1) / 24 = 0.80833
    assert ways == [
        (MEMBER, PEER, 10, 2, 10, 808),
        (MEMBER, TEACHER, None, 0, 10, 800),
        (BRANCH, PEER, None, 10, 10, 800),
        (BRANCH, TEACHER, None, 10, 10, 800),
    ]


def test_what_is_not_counted_is_no_vote_that_agrees():
    plan = small_plan(1, 3)
    # of those that count 2 and 2: (2 + 2) / 12; abstentions, blanks and votes for oneself are out
    counts = {("0101", "loyal", PEER): {"approve": 2, "oppose": 2, "abstain": 5, "": 4, "own": 3}}
    peers = assessed(plan, counts).raters[0]
    assert (peers.least, peers.most, peers.agreement) == (0, 4, 333)


def test_points_agree_where_they_are_the_same():
    plan = with_ways(small_plan(1, 3), peer={"scale": "points", "entry": Entry.BALLOTS})
    counts = {("0101", "loyal", PEER): {900: 2, 850: 1, 1000: 1, "abstain": 7, "": 1}}
    peers = assessed(plan, counts).raters[0]
    # one pair of six
    assert (peers.most, peers.agreement) == (4, 167)


def test_nobody_has_rated():
    found = assessed(small_plan(1, 3), {})
    (branch,) = found.branches
    assert (branch.rated, branch.highest, branch.deviation, branch.wide) == (0, None, None, 0)
    assert (branch.members, branch.compared) == (SelfRating(0, None, None), 0)
    assert {(r.least, r.most, r.agreement, r.likeness) for r in found.raters} == {(0, 0, None, None)}
    assert found.distances == ()


def test_one_rater_agrees_with_nobody():
    counts = {("0101", "loyal", PEER): ballots(1), ("0102", "loyal", PEER): ballots(0, 1)}
    peers = assessed(small_plan(1, 3), counts).raters[0]
    assert (peers.most, peers.agreement) == (1, None)


@pytest.mark.parametrize(("scale", "full"), [("approval", 4), ("grades", 3), ("points", 2)])
def test_full_ballots_are_those_of_the_best_mark(scale, full):
    plan = with_ways(small_plan(1, 3), peer={"scale": scale, "entry": Entry.BALLOTS})
    alike = Likeness(12, 4, {"approve": 4, "oppose": 1, "excellent": 3, 1000: 2, 950: 1})
    found = assessed(plan, {}, likeness={("01", "member.peer"): alike})
    assert (found.raters[0].likeness, found.raters[0].full) == (alike, full)
    assert [(r.likeness, r.full) for r in found.raters[1:]] == [(None, 0)] * 3


@pytest.mark.parametrize(
    ("scale", "other"), [("approval", "oppose"), ("grades", "good"), ("points", 950), ("points", "abstain")]
)
def test_ballots_that_are_alike_in_another_mark_are_not_full(scale, other):
    plan = with_ways(small_plan(1, 3), peer={"scale": scale, "entry": Entry.BALLOTS})
    found = assessed(plan, {}, likeness={("01", "member.peer"): Likeness(12, 4, {other: 4})})
    assert found.raters[0].full == 0


def test_a_branch_without_members_has_no_raters_of_them():
    found = assessed(small_plan(1, 0), {("01", "loyal", PEER): ballots(9, 1)})
    by_kind = {(r.kind, r.way): (r.least, r.most, r.agreement) for r in found.raters}
    assert by_kind[MEMBER, PEER] == by_kind[MEMBER, TEACHER] == (0, 0, None)
    assert by_kind[BRANCH, PEER] == (0, 10, 800)


def test_what_the_committee_votes_on_is_found_at_the_committee():
    plan = with_ways(small_plan(1, 3), organisation={"scale": "approval", "entry": Entry.TALLY})
    held = Meeting(None, 9, 9, 9, 9, 7)
    found = assessed(plan, {}, meetings={(COMMITTEE, "branch.organisation"): held})
    valid = {(r.kind, r.way): r.valid for r in found.raters}
    assert (valid[BRANCH, ORGANISATION], valid[MEMBER, ORGANISATION]) == (7, None)


@pytest.mark.parametrize(("valid", "kept"), [(3, True), (2, False)])
def test_ballots_that_are_taken_out_leave_no_share_behind(valid, kept):
    alike = Likeness(3, 2, {"approve": 2})
    part = SheetPart(
        "党员互评",
        digest="peers",
        filled=True,
        written=3,
        marks={("0101", "loyal", PEER): ballots(3)},
        ballots={"member.peer": 3},
        rows={"0101": 5},
        columns={"ballot": Address(0, 1), "loyal": Address(0, 4)},
        likeness={"member.peer": alike},
    )
    sent = (submission("a", {"meeting": meeting(valid), "member_peer": part}),)
    ledger = merge_parts(sent, select_parts(sent), small_plan(1, 3), 1)
    assert ledger.likeness == ({("01", "member.peer"): alike} if kept else {})


def test_weights_change_nothing_of_self_ratings_and_distances():
    plan = standard(2, 5)
    report = report_of(plan)
    other = with_ways(plan, self={"weight": 40}, organisation={"weight": 10})
    found = assess(report.ledger, other, score(report.ledger, other))

    def unweighted(quality):
        return [replace(one, highest=None, lowest=None, deviation=None) for one in quality.branches]

    assert unweighted(found) == unweighted(quality_of(report))
    assert found.branches != quality_of(report).branches
    assert (found.raters, found.distances) == (quality_of(report).raters, quality_of(report).distances)
