"""Scores held against tables computed by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import small_plan, with_way

from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import Entry, Plan, SubjectKind, WayKey
from xlcampaign.model.registers import Registers, VetoDecision
from xlcampaign.model.results import Ledger, StarResult
from xlcampaign.model.rounding import half_up
from xlcampaign.tally.score import Scorer, mean_x10, score, score_way

SELF, PEER, TEACHER, ORGANISATION = WayKey


def ledger_of(counts):
    return Ledger(counts, frozenset(), {}, {}, {}, {}, {}, {}, ())


def plan_with(*, weights=(10, 20, 30, 40), trim=False, missing=Missing.UNRATED) -> Plan:
    plan = small_plan(1, 1)
    ways = tuple(
        replace(way, weight=weights[list(WayKey).index(way.key)]) if way.kind is SubjectKind.MEMBER else way
        for way in plan.ways
    )
    return replace(plan, ways=ways, campaign=replace(plan.campaign, trim=trim, missing=missing))


def star_of(plan: Plan, self_=None, peer=None, teacher=None, organisation=None) -> StarResult:
    """Score one star: marks in hundredths for self and organisation, (agree, oppose, abstain) for the others."""
    star = plan.stars_of(SubjectKind.MEMBER)[0]
    counts = {
        SELF: {} if self_ is None else {self_: 1},
        PEER: {} if peer is None else dict(zip(("approve", "oppose", "abstain"), peer, strict=True)),
        TEACHER: {} if teacher is None else dict(zip(("approve", "oppose", "abstain"), teacher, strict=True)),
        ORGANISATION: {} if organisation is None else {organisation: 1},
    }
    ways = {
        way.key: score_way(counts[way.key], plan.scale_of[way.scale], trim=plan.campaign.trim)
        for way in plan.ways_of(SubjectKind.MEMBER)
    }
    return Scorer(star, plan).of(ways)


# By hand: self 9 × 10 + peer (12 of 14 → 8.5714) × 20 + teacher (15 of 20 → 7.5) × 30 + organisation 8.5 × 40
# = 90 + 171.428 + 225 + 340 = 826.428 → 8.26
FULL = {"self_": 900, "peer": (12, 2, 0), "teacher": (15, 5, 0), "organisation": 850}


@pytest.mark.parametrize(
    ("left_out", "renormalised"),
    [
        (None, 826),
        ("self_", 818),  # (171.428 + 225 + 340) / 90 = 8.1825…
        ("peer", 819),  # (90 + 225 + 340) / 80 = 8.1875 → 8.19
        ("teacher", 859),  # (90 + 171.428 + 340) / 70 = 8.5918…
        ("organisation", None),  # may never be left out
    ],
)
def test_each_missing_way_under_each_policy(left_out, renormalised):
    marks = {way: None if way == left_out else mark for way, mark in FULL.items()}
    unrated = star_of(plan_with(), **marks)
    assert unrated.score == (826 if left_out is None else None)
    assert len(unrated.missing) == (0 if left_out is None else 1)
    assert star_of(plan_with(missing=Missing.RENORMALISE), **marks).score == renormalised


def test_nothing_counted_at_all_is_unrated_under_either_policy():
    for missing in Missing:
        result = star_of(plan_with(missing=missing))
        assert result.score is None
        assert result.lit is None
        assert result.missing == tuple(WayKey)


def test_abstentions_only_are_no_result():
    result = star_of(plan_with(), **{**FULL, "peer": (0, 0, 14)})
    assert (result.ways[PEER].n, result.ways[PEER].total, result.ways[PEER].mean) == (0, 0, None)
    assert result.score is None
    assert result.missing == (PEER,)


def test_abstentions_do_not_lower_a_mean():
    result = star_of(plan_with(), **{**FULL, "teacher": (15, 5, 7)})
    assert result.ways[TEACHER].mean == 75_000
    assert result.score == 826


def test_a_way_of_weight_zero_is_neither_missed_nor_counted():
    # 0 / 20 / 60 / 20: peer 171.428 + teacher 450 + organisation 170 = 791.428 → 7.91
    plan = plan_with(weights=(0, 20, 60, 20))
    assert star_of(plan, **{**FULL, "self_": None}).score == 791
    assert star_of(plan, **FULL).score == 791


@pytest.mark.parametrize(
    ("trim", "marks", "mean"),
    [
        (False, (4, 1, 0), 80_000),
        (True, (4, 1, 0), 80_000),  # five marks: not more than five
        (False, (5, 1, 0), 83_333),
        (True, (5, 1, 0), 100_000),  # six: one 10 and the 0 fall away, four 10s are left
        (True, (3, 3, 0), 50_000),
        (True, (6, 0, 0), 100_000),
    ],
)
def test_trimming_at_five_and_six(trim, marks, mean):
    plan = plan_with(trim=trim)
    assert star_of(plan, **{**FULL, "peer": marks}).ways[PEER].mean == mean


def test_exactly_on_the_threshold_is_lit_and_just_below_is_not():
    plan = plan_with()
    on = star_of(plan, 800, (4, 1, 0), (8, 2, 0), 800)
    below = star_of(plan, 750, (4, 1, 0), (8, 2, 0), 800)  # 0.5 × 10 % less: 7.95
    assert (on.score, on.lit) == (800, True)
    assert (below.score, below.lit) == (795, False)


def test_halves_go_up():
    # 7.995 exactly: weights 10/30/20/40 of 9.0, 8.3333 would not do it; 10 × 7.95 + 90 × 8.0 = 799.5 → 8.00
    plan = plan_with(weights=(10, 20, 30, 40))
    star = plan.stars_of(SubjectKind.MEMBER)[0]
    means = {SELF: 79_500, PEER: 80_000, TEACHER: 80_000, ORGANISATION: 80_000}
    blank = score_way({}, plan.scale_of["points"], trim=False)
    ways = {key: replace(blank, mean=mean, n=1) for key, mean in means.items()}
    result = Scorer(star, plan).of(ways)
    assert result.score == 800
    assert result.lit is True
    assert [half_up(n, 2) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]


def test_a_third_is_cut_to_four_decimals_before_weighing():
    # 2 of 3 agree: 6.66666… → 6.6667
    assert star_of(plan_with(), **{**FULL, "peer": (2, 1, 0)}).ways[PEER].mean == 66_667


def test_grades_weigh_by_their_points():
    plan = plan_with()
    counts = {"excellent": 3, "good": 2, "fair": 1, "poor": 1, "unknown": 4, "": 2}
    result = score_way(counts, plan.scale_of["grades"], trim=False)
    # (30 + 15 + 6 + 4) / 7 = 7.857142… → 7.8571
    assert (result.n, result.total, result.mean) == (7, 5500, 78_571)
    assert (result.highest, result.lowest) == (1000, 400)
    trimmed = score_way(counts, plan.scale_of["grades"], trim=True)
    assert trimmed.mean == 82_000  # (55 - 10 - 4) / 5


def subject_counts(plan: Plan, code: str, points: list[int | None]):
    """Give every way of each star the same points, so that the star's score is those points."""
    kind = SubjectKind.BRANCH if code in plan.branch_of else SubjectKind.MEMBER
    counts = {}
    for star, value in zip(plan.stars_of(kind), points, strict=True):
        for way in WayKey:
            if value is None:
                continue
            scale = plan.scale_of["points"] if way in {SELF, ORGANISATION} else plan.scale_of["approval"]
            counts[code, star.key, way] = (
                {value: 1} if scale.is_points else {"approve": value // 10, "oppose": 100 - value // 10}
            )
    return counts


def test_composite_level_goals_and_rank():
    plan = small_plan(1, 3)
    rows = {
        "0101": [900, 900, 900, 900, 900, 900, 900, 800],  # mean 8.875 → 88.75
        "0102": [1000, 1000, 900, 900, 900, 900, 900, 700],  # 9.0 → 90.00, 优秀 by its band
        "0103": [900, 900, 900, 900, 900, 900, 900, 800],
    }
    counts = {}
    for code, points in rows.items():
        counts |= subject_counts(plan, code, points)
    results = score(ledger_of(counts), plan)
    first, second, third = results.of(SubjectKind.MEMBER)
    assert [s.composite for s in (first, second, third)] == [8875, 9000, 8875]
    assert [s.rank for s in (first, second, third)] == [2, 1, 2]
    assert [s.level for s in (first, second, third)] == ["合格", "优秀", "合格"]
    assert [s.lit for s in (first, second, third)] == [8, 7, 8]
    assert first.is_fit
    assert not second.is_fit
    # 带头争创佳绩: 敬业奉献星 9, 业绩突出星 9; 带头弘扬正气: 政治忠诚星 10, 文明新风星 9
    assert second.goals["achieving"] == 9000
    assert second.goals["integrity"] == 9500
    branch = results.of(SubjectKind.BRANCH)[0]
    assert (branch.composite, branch.level, branch.lit) == (None, None, None)


def test_one_unrated_star_leaves_composite_level_and_rank_open():
    plan = small_plan(1, 1)
    counts = subject_counts(plan, "0101", [900, 900, None, 900, 900, 900, 900, 900])
    member = score(ledger_of(counts), plan).of(SubjectKind.MEMBER)[0]
    assert (member.lit, member.composite, member.rank, member.level) == (None, None, None, None)
    assert not member.is_fit
    assert not member.rectify
    assert member.goals["achieving"] is None
    assert member.goals["learning"] == 9000


@pytest.mark.parametrize(("lit", "rectify"), [(5, False), (4, True)])
def test_fewer_than_sixty_percent_of_eight_stars_must_rectify(lit, rectify):
    plan = small_plan(1, 1)
    counts = subject_counts(plan, "0101", [900] * lit + [500] * (8 - lit))
    member = score(ledger_of(counts), plan).of(SubjectKind.MEMBER)[0]
    assert (member.lit, member.rectify) == (lit, rectify)


def test_a_probationary_member_is_rated_and_not_graded():
    plan = small_plan(1, 1)
    member = replace(plan.members[0], category=type(plan.members[0].category)("probationary"))
    plan = replace(plan, members=(member,))
    result = score(ledger_of(subject_counts(plan, "0101", [900] * 8)), plan).of(SubjectKind.MEMBER)[0]
    assert (result.composite, result.lit, result.level, result.is_fit) == (9000, 8, None, False)


@given(st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_one_more_vote_in_favour_never_lowers_a_mean(agree, oppose, trim):
    scale = small_plan(1, 1).scale_of["approval"]
    less = score_way({"approve": agree, "oppose": oppose}, scale, trim=trim).mean
    more = score_way({"approve": agree + 1, "oppose": oppose}, scale, trim=trim).mean
    assert more is not None
    assert more >= (less or 0)


@given(st.integers(0, 40), st.integers(1, 40), st.booleans())
def test_a_better_vote_in_place_of_a_worse_one_never_lowers_a_mean(agree, oppose, trim):
    scale = small_plan(1, 1).scale_of["approval"]
    worse = score_way({"approve": agree, "oppose": oppose}, scale, trim=trim).mean
    better = score_way({"approve": agree + 1, "oppose": oppose - 1}, scale, trim=trim).mean
    assert worse is not None
    assert better is not None
    assert better >= worse


def test_where_no_grade_counts_as_satisfied_there_is_no_satisfaction_and_no_alarm():
    plan = with_way(small_plan(1, 1), SubjectKind.BRANCH, WayKey.TEACHER, scale="points", entry=Entry.MARKS)
    ledger = ledger_of({("01", "loyal", WayKey.TEACHER): {900: 3}})
    (branch,) = score(ledger, plan).of(SubjectKind.BRANCH)
    assert branch.satisfied == (0, 0)
    assert branch.satisfaction is None


def test_points_of_zero_are_a_result_with_a_rank_and_no_result_has_none():
    plan = small_plan(1, 4)
    counts = {}
    for code, points in {"0101": 0, "0102": 900, "0103": 0, "0104": None}.items():
        counts |= subject_counts(plan, code, [points] * 8)
    members = score(ledger_of(counts), plan).of(SubjectKind.MEMBER)
    assert [(m.composite, m.rank, m.sharing, m.lit) for m in members] == [
        (0, 2, 2, 0),
        (9000, 1, 1, 8),
        (0, 2, 2, 0),
        (None, None, 0, None),
    ]


@pytest.mark.parametrize(("scores", "mean"), [((0, 0), 0), ((0, 1), 5), ((3, 4, 4), 37), ((900, None), None)])
def test_a_composite_is_ten_times_the_mean_of_scores_and_open_where_one_is(scores, mean):
    # 10 × (0 + 1) / 2 = 5; 10 × 11 / 3 = 36.67 → 37
    assert mean_x10(scores) == mean


def test_branches_rank_among_all_branches_and_members_among_those_of_their_own():
    plan = small_plan(3, 2)
    counts = {}
    given = {"01": 700, "02": 900, "03": 900, "0101": 600, "0102": 500, "0201": 900, "0202": 950}
    for code, points in given.items():
        count = len(plan.stars_of(SubjectKind.BRANCH if code in plan.branch_of else SubjectKind.MEMBER))
        counts |= subject_counts(plan, code, [points] * count)
    results = score(ledger_of(counts), plan)
    ranks = {s.code: (s.rank, s.sharing) for s in results.subjects}
    assert ranks == {
        "01": (3, 1),
        "02": (1, 2),
        "03": (1, 2),
        "0101": (1, 1),
        "0102": (2, 1),
        "0201": (2, 1),
        "0202": (1, 1),
        "0301": (None, 0),
        "0302": (None, 0),
    }


@pytest.mark.parametrize(
    ("points", "near"),
    [
        ([900] * 6 + [500, 700], "last"),  # of two unlit stars the one that lacks less
        ([900] * 6 + [700, 500], "last but one"),
        ([500, 900, 0] + [900] * 5, "first"),
        ([900] * 7 + [500], None),  # has enough
        ([900] * 5 + [700] * 3, None),  # lacks two
        ([900] * 7 + [None], None),
    ],
)
def test_who_lacks_one_star_for_the_recommendation_is_nearest_to_it_by_the_star_that_lacks_least(
    points, near
):
    plan = small_plan(1, 1, recommend_member=7)
    stars = [star.key for star in plan.stars_of(SubjectKind.MEMBER)]
    expected = {"last": stars[7], "last but one": stars[6], "first": stars[0]}.get(near)
    ledger = ledger_of(subject_counts(plan, "0101", points))
    (member,) = score(ledger, plan).of(SubjectKind.MEMBER)
    assert (member.near.star if member.near else None) == expected
    vetoes = {"0101": VetoDecision("0101", "safety", "联党发1号", date(2023, 6, 1), Place("c", "否决"))}
    (vetoed,) = score(replace(ledger, registers=Registers(vetoes=vetoes)), plan).of(SubjectKind.MEMBER)
    assert vetoed.near is None
