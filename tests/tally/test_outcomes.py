"""Levels, quota, decisions, recommendation and rectification, held against tables computed by hand.

Marks are written (self, peers, teachers, organisation) in points of 0–10: with the weights 10/20/30/40 and equal
marks on all stars, a composite is self + 2 × peers + 3 × teachers + 4 × organisation.
"""

from dataclasses import replace
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import small_plan, with_way

from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import OverrideDecision, Registers, VetoDecision
from xlcampaign.model.results import Ledger, Quota, Recommended, Seat
from xlcampaign.model.roster import Category, Participation
from xlcampaign.tally.listing import listing_of
from xlcampaign.tally.outcomes import ties_of
from xlcampaign.tally.score import score

BRANCH, MEMBER = SubjectKind
NO_QUOTA, GRANTED, TIED, FULL = Quota
NO, TOP, OTHER = Recommended
FREE, STUDY, OVER, REFUSED, DEFERRED = Seat
SINGLE = {WayKey.SELF, WayKey.ORGANISATION}
ALL_10, ALL_9, ALL_8, ALL_5 = (10,) * 4, (9,) * 4, (8,) * 4, (5,) * 4


def counts_of(plan, code, marks):
    """Return the counts of one subject.

    Args:
        plan: the plan.
        code: the subject's code.
        marks: one per way, or a list of such, one per star. A mark of self or organisation is points, of the others
            how many of ten agree, or a pair of who agree and disagree; None is no result.
    """
    stars = plan.stars_of(plan.kind_of(code))
    by_star = marks if isinstance(marks, list) else [marks] * len(stars)
    counts = {}
    for star, row in zip(stars, by_star, strict=True):
        for way, mark in zip(WayKey, row, strict=True):
            if way in SINGLE and mark is not None:
                counts[code, star.key, way] = {int(100 * mark): 1}
            elif mark is not None:
                agree, oppose = mark if isinstance(mark, tuple) else (mark, 10 - mark)
                counts[code, star.key, way] = {"approve": agree, "oppose": oppose}
    return counts


def decisions(vetoes=(), overrides=()):
    """Return registers with vetoes (codes) and overrides (pairs of code and level)."""
    place = Place("评选表彰表.xlsx", "否决").cell_at(5, 2)
    return Registers(
        vetoes={code: VetoDecision(code, "safety", "联党发〔2023〕7号", None, place) for code in vetoes},
        overrides={
            code: OverrideDecision(code, level, "支教期间成绩突出", "联党发〔2023〕8号", place)
            for code, level in overrides
        },
    )


def ledger_of(plan, table, registers=None):
    """Return a ledger of the marks of a table: by code."""
    counts = {
        key: value for code, marks in table.items() for key, value in counts_of(plan, code, marks).items()
    }
    return Ledger(counts, frozenset(), {}, {}, {}, {}, {}, {}, (), registers or Registers())


def settled(plan, table, vetoes=(), overrides=()):
    """Return all results by code."""
    results = score(ledger_of(plan, table, decisions(vetoes, overrides)), plan)
    return {subject.code: subject for subject in results.subjects}


def with_member(plan, code, **changes):
    members = tuple(replace(m, **changes) if m.code == code else m for m in plan.members)
    return replace(plan, members=members)


def with_threshold(plan, kind, star, threshold):
    stars = tuple(
        replace(s, threshold=threshold) if (s.kind, s.key) == (kind, star) else s for s in plan.stars
    )
    return replace(plan, stars=stars)


def renormalising(plan):
    return replace(plan, campaign=replace(plan.campaign, missing=Missing.RENORMALISE))


def quota_of(subject):
    """Return composite, position, how many share it, the quota's result, the level."""
    outcome = subject.outcome
    return subject.composite, outcome.position, outcome.tied, outcome.quota, subject.level


def quotas(plan, table, **decided):
    found = settled(plan, table, **decided)
    return {code: quota_of(found[code]) for code in table}


@pytest.mark.parametrize(
    ("marks", "composite", "level"),
    [
        (ALL_9, 9000, "优秀"),
        ((8.5, 9, 9, 9), 8950, "合格"),
        ((7, 7, 7, 7), 7000, "合格"),
        ((6.5, 7, 7, 7), 6950, "基本合格"),
        ((6, 6, 6, 6), 6000, "基本合格"),
        ((5.5, 6, 6, 6), 5950, "不合格"),
        ((0, 0, 0, 0), 0, "不合格"),
        # one star of 8.5 + 18 + 27 + 36 = 89.5 → 8.95, seven of 9.00: 71.95 × 10 / 8 = 89.9375
        ([(8.5, 9, 9, 9)] + [ALL_9] * 7, 8994, "合格"),
        # two of 8.95, six of 9.00: 71.90 × 10 / 8 = 89.875, a half that goes up
        ([(8.5, 9, 9, 9)] * 2 + [ALL_9] * 6, 8988, "合格"),
    ],
)
def test_the_band_of_a_member_begins_on_its_lower_bound(marks, composite, level):
    member = settled(small_plan(1, 1, quota=None), {"0101": marks})["0101"]
    assert (member.composite, member.outcome.band, member.level) == (composite, level, level)


@pytest.mark.parametrize(
    ("marks", "composite", "level"),
    [
        (ALL_9, 9000, "先进"),
        ((8.5, 9, 9, 9), 8950, "较好"),
        ((5, 8, 8, 7.5), 7500, "较好"),  # 5 + 16 + 24 + 30
        ((4.5, 8, 8, 7.5), 7450, "一般"),
        ((6, 6, 6, 6), 6000, "一般"),
        ((5.5, 6, 6, 6), 5950, "后进"),
    ],
)
def test_the_band_of_a_branch_is_its_level_for_it_knows_no_quota(marks, composite, level):
    table = {f"0{n}": marks for n in (1, 2, 3)}
    for branch in settled(small_plan(3, 1), table).values():
        if branch.kind is BRANCH:
            assert quota_of(branch) == (composite, None, 0, NO_QUOTA, level)
            assert branch.outcome.places is None


def test_a_branch_of_two_has_no_place_at_the_top():
    # floor(2 / 3) = 0
    found = settled(small_plan(1, 2), {"0101": ALL_10, "0102": ALL_8})
    assert quota_of(found["0101"]) == (10_000, 1, 1, FULL, "合格")
    assert quota_of(found["0102"]) == (8000, None, 0, NO_QUOTA, "合格")
    assert found["0101"].outcome.places == found["0102"].outcome.places == 0
    assert found["0101"].outcome.band == "优秀"


def test_one_place_goes_to_the_best_of_three():
    # floor(3 / 3) = 1
    assert quotas(small_plan(1, 3), {"0101": ALL_9, "0102": ALL_10, "0103": (10, 9, 9, 9)}) == {
        "0101": (9000, 3, 1, FULL, "合格"),
        "0102": (10_000, 1, 1, GRANTED, "优秀"),
        "0103": (9100, 2, 1, FULL, "合格"),  # 10 + 18 + 27 + 36
    }


def test_a_place_that_nobody_reaches_stays_free():
    assert quotas(small_plan(1, 3), {"0101": ALL_8, "0102": ALL_8, "0103": ALL_5}) == {
        "0101": (8000, None, 0, NO_QUOTA, "合格"),
        "0102": (8000, None, 0, NO_QUOTA, "合格"),
        "0103": (5000, None, 0, NO_QUOTA, "不合格"),
    }


MANY = {
    "0101": (10, 9, 9, 9),
    "0102": (8, 10, 9, 9),
    "0103": (7, 9, 10, 9),
    "0104": (8, 9, 9, 9.5),
    "0105": ALL_10,
    "0106": ALL_9,
    "0107": (8.5, 9, 9, 9),
    "0108": ALL_5,
}


def test_equal_composites_are_told_apart_by_organisation_then_teachers_then_peers():
    # eight members, one place for two: 4 places
    assert quotas(small_plan(1, 8, quota=2), MANY) == {
        "0101": (9100, 5, 1, FULL, "合格"),  # 10 + 18 + 27 + 36; organisation 9, teachers 9, peers 9
        "0102": (9100, 4, 1, GRANTED, "优秀"),  # 8 + 20 + 27 + 36; organisation 9, teachers 9, peers 10
        "0103": (9100, 3, 1, GRANTED, "优秀"),  # 7 + 18 + 30 + 36; organisation 9, teachers 10
        "0104": (9100, 2, 1, GRANTED, "优秀"),  # 8 + 18 + 27 + 38; organisation 9.5
        "0105": (10_000, 1, 1, GRANTED, "优秀"),
        "0106": (9000, 6, 1, FULL, "合格"),
        "0107": (8950, None, 0, NO_QUOTA, "合格"),
        "0108": (5000, None, 0, NO_QUOTA, "不合格"),
    }


@pytest.mark.parametrize(
    ("share", "places", "granted"),
    [(1, 8, 6), (2, 4, 4), (3, 2, 2), (4, 2, 2), (5, 1, 1), (8, 1, 1), (9, 0, 0), (None, None, 0)],
)
def test_places_are_rounded_down_and_no_quota_leaves_everybody_the_band(share, places, granted):
    found = settled(small_plan(1, 8, quota=share), MANY)
    members = [found[code] for code in MANY]
    assert {member.outcome.places for member in members} == {places}
    assert [member.outcome.quota for member in members].count(GRANTED) == granted
    assert [member.level for member in members].count("优秀") == (6 if share is None else granted)


def test_branches_have_quotas_of_their_own():
    plan = with_member(small_plan(2, 3), "0203", participation=Participation.NO)
    table = dict.fromkeys(("0101", "0102", "0103"), ALL_9) | {"0201": ALL_10, "0202": ALL_9}
    # 01: three tied for one place; 02: two take part, no place
    assert quotas(plan, table) == dict.fromkeys(("0101", "0102", "0103"), (9000, 1, 3, TIED, "合格")) | {
        "0201": (10_000, 1, 1, FULL, "合格"),
        "0202": (9000, 2, 1, FULL, "合格"),
    }


TWINS = {"0101": ALL_10, "0102": (10, 9, 9, 9), "0103": (10, 9, 9, 9), "0104": ALL_9}


def test_a_tie_inside_the_quota_is_granted_to_all_of_it():
    # six members, one place for two: 3 places, for 1, 2 and 2
    assert quotas(small_plan(1, 6, quota=2), TWINS) == {
        "0101": (10_000, 1, 1, GRANTED, "优秀"),
        "0102": (9100, 2, 2, GRANTED, "优秀"),
        "0103": (9100, 2, 2, GRANTED, "优秀"),
        "0104": (9000, 4, 1, FULL, "合格"),
    }


def test_a_tie_across_the_line_is_granted_to_none_and_the_next_gain_nothing_by_it():
    # four members, one place for two: 2 places; the second would go to two
    assert quotas(small_plan(1, 4, quota=2), TWINS) == {
        "0101": (10_000, 1, 1, GRANTED, "优秀"),
        "0102": (9100, 2, 2, TIED, "合格"),
        "0103": (9100, 2, 2, TIED, "合格"),
        "0104": (9000, 4, 1, FULL, "合格"),
    }


def test_a_tie_just_beyond_the_line_is_no_tie():
    # four members, one place for four: the twins are second to one place
    assert {code: line[3] for code, line in quotas(small_plan(1, 4, quota=4), TWINS).items()} == {
        "0101": GRANTED,
        "0102": FULL,
        "0103": FULL,
        "0104": FULL,
    }


def test_two_tied_for_the_first_place_leave_it_open():
    table = {"0101": ALL_9, "0102": (10, 9, 9, 9), "0103": (10, 9, 9, 9)}
    assert quotas(small_plan(1, 3), table) == {
        "0101": (9000, 3, 1, FULL, "合格"),
        "0102": (9100, 1, 2, TIED, "合格"),
        "0103": (9100, 1, 2, TIED, "合格"),
    }


def test_a_missing_mean_ranks_last():
    table = {
        "0101": (9, None, 9, 9),  # (90 + 270 + 360) / 80 = 9.00: 90.00
        "0102": (10, (17, 3), 9, 9),  # 10 + 17 + 27 + 36 = 90.00, peers 8.5
        "0103": (9, None, 9, 9),
        "0104": (9, 9, None, 9),  # (90 + 180 + 360) / 70 = 9.00, no teachers
    }
    assert quotas(renormalising(small_plan(1, 4, quota=1)), table) == {
        "0101": (9000, 2, 2, GRANTED, "优秀"),
        "0102": (9000, 1, 1, GRANTED, "优秀"),
        "0103": (9000, 2, 2, GRANTED, "优秀"),
        "0104": (9000, 4, 1, GRANTED, "优秀"),
    }
    assert quotas(renormalising(small_plan(1, 4, quota=2)), table) == {
        "0101": (9000, 2, 2, TIED, "合格"),
        "0102": (9000, 1, 1, GRANTED, "优秀"),
        "0103": (9000, 2, 2, TIED, "合格"),
        "0104": (9000, 4, 1, FULL, "合格"),
    }


def test_ties_are_broken_by_the_mean_of_a_ways_means_over_the_stars_that_have_one():
    rows = [(9, (2, 1), 9, 9)] * 4 + [(9, 10, 9, 8)] * 3 + [(9, None, None, 8.5)]
    member = settled(renormalising(small_plan(1, 1)), {"0101": rows})["0101"]
    organisation = 85_625  # (4 × 9 + 3 × 8 + 8.5) / 8 = 68.5 / 8 = 8.5625
    teachers = 90_000  # 7 × 9 / 7
    peers = 80_953  # (4 × 6.6667 + 3 × 10) / 7 = 56.6668 / 7 = 8.09525…, half-up
    assert member.outcome.tie_breaks == (organisation, teachers, peers)
    all_stars = settled(small_plan(1, 1), {"0101": [(9, (2, 1), 9, 9)] * 4 + [ALL_10] * 4})["0101"]
    assert all_stars.outcome.tie_breaks[2] == 83_334  # 66.6668 / 8 = 8.33335, a half that goes up


def test_all_stars_lit_without_the_highest_level_and_the_highest_level_without_all_stars():
    plan = small_plan(1, 3, quota=None)
    table = {
        "0101": [(8.5, (17, 3), (17, 3), 8.5)] * 8,  # 8.50 on all: 85.00
        "0102": [(9.5, (19, 1), (19, 1), 9.5)] * 7 + [(7, 7, 7, 7)],  # 73.5 × 10 / 8 = 91.875
        "0103": [(9.5, (19, 1), (19, 1), 9.5)] * 8,
    }
    found = settled(plan, table)
    assert [(s.composite, s.lit, s.level, s.recommended) for s in (found[code] for code in table)] == [
        (8500, 8, "合格", OTHER),
        (9188, 7, "优秀", NO),
        (9500, 8, "优秀", TOP),
    ]
    strict = settled(with_threshold(plan, MEMBER, "duty", 960), table)["0103"]
    assert (strict.lit, strict.level, strict.recommended, strict.rectify) == (7, "优秀", NO, False)
    lenient = settled(with_threshold(plan, MEMBER, "lawful", 700), table)["0102"]
    assert (lenient.lit, lenient.level, lenient.recommended) == (8, "优秀", TOP)


def test_fewer_stars_than_all_suffice_where_the_plan_says_so():
    table = {"0101": [ALL_9] * 7 + [ALL_5], "0102": [ALL_9] * 6 + [ALL_5] * 2}
    found = settled(small_plan(1, 2, recommend_member=7), table)
    assert [found[code].recommended for code in table] == [OTHER, NO]


def test_who_lacks_a_place_or_is_tied_is_recommended_in_the_second_group():
    found = settled(small_plan(1, 4, quota=2), TWINS)
    assert [found[code].recommended for code in TWINS] == [TOP, OTHER, OTHER, OTHER]


@pytest.mark.parametrize(("lit", "rectify"), [(6, False), (5, True)])
def test_a_branch_with_fewer_than_six_of_nine_stars_must_rectify(lit, rectify):
    # ceil(0.6 × 9) = ceil(5.4) = 6
    branch = settled(small_plan(1, 1), {"01": [ALL_9] * lit + [ALL_5] * (9 - lit)})["01"]
    assert (branch.lit, branch.rectify) == (lit, rectify)


def test_a_veto_gives_the_lowest_level_whatever_the_override_and_frees_no_place():
    table = {"0101": ALL_10, "0102": ALL_9, "0103": ALL_8}
    found = settled(small_plan(1, 3), table, vetoes=["0101"], overrides=[("0101", "优秀")])
    first, second = found["0101"], found["0102"]
    assert quota_of(first) == (10_000, 1, 1, GRANTED, "不合格")
    assert (first.outcome.after_quota, first.outcome.override, first.lit) == ("优秀", None, 8)
    assert first.outcome.veto.situation == "safety"
    assert (first.recommended, first.seat, first.rectify) == (NO, None, True)
    assert quota_of(second) == (9000, 2, 1, FULL, "合格")


def test_a_vetoed_branch_is_behind_and_an_overridden_one_has_what_the_committee_gave():
    plan, table = small_plan(3, 1), {"01": ALL_9, "02": (8, 9, 9, 8), "03": ALL_9}
    found = settled(plan, table, vetoes=["01"], overrides=[("02", "先进"), ("03", "一般")])
    assert [(found[c].level, found[c].recommended, found[c].rectify) for c in table] == [
        ("后进", NO, True),
        ("先进", TOP, False),  # 8 + 18 + 27 + 32 = 85: 较好
        ("一般", OTHER, False),
    ]
    assert found["02"].outcome.band == "较好"


@pytest.mark.parametrize(
    ("level", "is_told"),
    [(None, False), ("优秀", False), ("合格", True), ("基本合格", False), ("很好", True), ("", True)],
)
def test_what_was_decided_against_is_told_where_it_would_be_the_band_or_no_level(level, is_told):
    plan = small_plan(1, 3)
    refused = decisions(overrides=[("0102", level)]).overrides if level is not None else {}
    registers = replace(decisions(), refused_overrides=refused)
    found = score(ledger_of(plan, {"0102": ALL_8}, registers), plan).by_code
    assert (found["0102"].outcome.band, found["0102"].level) == ("合格", "合格")
    assert found["0102"].outcome.refused == (refused["0102"] if is_told else None)


def test_an_override_upward_takes_nobodys_place():
    # one place: 0101 has it, 0102 is over the quota, 0103 is below the band
    table = {"0101": ALL_10, "0102": ALL_9, "0103": ALL_8}
    found = settled(small_plan(1, 3), table, overrides=[("0102", "优秀"), ("0103", "优秀")])
    assert [quota_of(found[code]) for code in table] == [
        (10_000, 1, 1, GRANTED, "优秀"),
        (9000, 2, 1, FULL, "优秀"),
        (8000, None, 0, NO_QUOTA, "优秀"),
    ]
    assert [found[code].outcome.after_quota for code in table] == ["优秀", "合格", "合格"]
    assert [found[code].recommended for code in table] == [TOP, TOP, TOP]
    assert found["0103"].outcome.override.document == "联党发〔2023〕8号"


def test_an_override_downward_frees_no_place():
    table = {"0101": ALL_10, "0102": ALL_9, "0103": ALL_8}
    found = settled(small_plan(1, 3), table, overrides=[("0101", "基本合格")])
    assert quota_of(found["0101"]) == (10_000, 1, 1, GRANTED, "基本合格")
    assert (found["0101"].recommended, found["0101"].rectify) == (OTHER, False)
    assert quota_of(found["0102"]) == (9000, 2, 1, FULL, "合格")


@pytest.mark.parametrize(
    ("code", "table", "level"),
    [
        ("0102", {"0101": ALL_10, "0102": ALL_9}, "不合格"),
        ("0101", {"0101": [ALL_8] * 7 + [ALL_5]}, "不合格"),
        ("0103", {"0101": ALL_10}, "不合格"),
        ("01", {"01": ALL_9}, "后进"),
    ],
)
def test_an_override_to_the_lowest_level_makes_one_rectify_as_a_veto_does(code, table, level):
    """All stars, one star short, no result, and a branch."""
    found = settled(small_plan(1, 3), table, overrides=[(code, level)])[code]
    assert (found.level, found.outcome.failed, found.rectify) == (level, True, True)
    assert (found.recommended, found.near, found.seat) == (NO, None, None)
    listed = listing_of(found, small_plan(1, 3))
    assert (listed.veto, listed.override.level, listed.is_decided) == (None, level, True)
    before = settled(small_plan(1, 3), table)[code]
    assert (before.outcome.failed, before.rectify, listing_of(before, small_plan(1, 3))) == (
        False,
        False,
        None,
    )


@pytest.mark.parametrize("level", ["优秀", "合格", "基本合格"])
def test_an_override_to_another_level_leaves_stars_to_tell(level):
    table = {"0101": ALL_10, "0102": [ALL_9] * 4 + [ALL_5] * 4}
    found = settled(small_plan(1, 3), table, overrides=[("0101", level), ("0102", level)])
    assert [(found[code].outcome.failed, found[code].rectify) for code in table] == [
        (False, False),
        (False, True),
    ]
    assert listing_of(found["0102"], small_plan(1, 3)).override is None


def test_of_two_levels_the_lower_one_is_no_failure():
    plan = small_plan(1, 3)
    two = tuple(
        level for level in plan.levels if level.kind is SubjectKind.BRANCH or level.name in {"优秀", "合格"}
    )
    found = settled(replace(plan, levels=two), {"0101": ALL_10}, overrides=[("0101", "合格")])["0101"]
    assert (found.level, found.outcome.failed, found.rectify, found.recommended) == (
        "合格",
        False,
        False,
        OTHER,
    )


def test_a_vetoed_one_is_listed_for_the_veto_alone():
    plan = small_plan(1, 3)
    found = settled(plan, {"0101": ALL_10}, vetoes=["0101"], overrides=[("0101", "不合格")])["0101"]
    listed = listing_of(found, plan)
    assert (listed.veto, listed.override, listed.is_decided) == (found.outcome.veto, None, True)
    assert found.outcome.failed


def test_a_vetoed_twin_is_still_tied_with_the_other():
    found = settled(small_plan(1, 4, quota=2), TWINS, vetoes=["0102"])
    assert quota_of(found["0102"]) == (9100, 2, 2, TIED, "不合格")
    assert quota_of(found["0103"]) == (9100, 2, 2, TIED, "合格")


FOUR = ("0102", "0103", "0104", "0105")


# six members, one place for two: 3 places, of which the first has one, and the four behind it share the other two
@pytest.mark.parametrize(
    ("vetoed", "overridden", "tied", "left"),
    [
        ((), {}, FOUR, 2),
        ((), {"0102": "优秀"}, FOUR[1:], 1),
        ((), {"0103": "优秀", "0105": "优秀"}, (), 0),
        ((), {"0103": "优秀", "0105": "合格"}, ("0102", "0104"), 1),
        ((), {"0104": "合格"}, ("0102", "0103", "0105"), 2),
        ((), dict.fromkeys(FOUR[1:], "合格"), ("0102",), 2),
        ((), dict.fromkeys(FOUR, "合格"), (), 0),
        (("0103",), {}, ("0102", "0104", "0105"), 2),
        (("0103",), {"0102": "优秀"}, ("0104", "0105"), 1),
        (FOUR, {}, (), 0),
        # who is not tied changes nothing for those who are
        (("0101",), {"0106": "优秀"}, FOUR, 2),
    ],
)
def test_who_is_tied_may_share_the_places_that_are_left_once_decisions_are_made(
    vetoed, overridden, tied, left
):
    plan = small_plan(2, 6, quota=2)
    table = {"0101": ALL_10, **dict.fromkeys(FOUR, (10, 9, 9, 9)), "0106": ALL_9, "0201": ALL_10}
    results = score(ledger_of(plan, table, decisions(vetoed, overridden.items())), plan)
    found = [(tuple(member.code for member in tie.members), tie.left) for tie in ties_of(results)]
    assert found == ([(tied, left)] if tied else [])
    done = {code for code, one in results.by_code.items() if one.outcome.settled}
    assert done == set(FOUR) - set(tied)


@pytest.mark.parametrize(
    ("members", "quota", "left"),
    [(6, 6, 1), (6, 3, 2), (6, 2, 3), (6, 1, None), (6, None, None), (1, 1, None), (1, 2, None)],
)
def test_of_a_tie_for_the_first_place_all_places_are_left(members, quota, left):
    plan = small_plan(1, members, quota=quota)
    results = score(ledger_of(plan, {f"010{n}": ALL_9 for n in range(1, members + 1)}), plan)
    found = [(len(tie.members), tie.left) for tie in ties_of(results)]
    assert found == ([] if left is None else [(members, left)])


def test_ways_that_are_missing_are_left_out_where_the_plan_says_so():
    table = {
        "0101": (8, 9, None, 9.5),  # (80 + 180 + 380) / 70 = 9.1428… → 9.14
        "0102": (None, 9, 9, 9),  # (180 + 270 + 360) / 90 = 9.00
        "0103": (10, 10, 10, None),  # the organisation's is never left out
        "0104": (8, 8, 8, 8),
    }
    plan = small_plan(1, 4, quota=4)
    assert quotas(renormalising(plan), table) == {
        "0101": (9140, 1, 1, GRANTED, "优秀"),
        "0102": (9000, 2, 1, FULL, "合格"),
        "0103": (None, None, 0, NO_QUOTA, None),
        "0104": (8000, None, 0, NO_QUOTA, "合格"),
    }
    unrated = (None, None, 0, NO_QUOTA, None)
    assert quotas(plan, table) == dict.fromkeys(("0101", "0102", "0103"), unrated) | {
        "0104": (8000, None, 0, NO_QUOTA, "合格")
    }


def test_an_unrated_member_has_no_outcome_but_counts_for_the_quota():
    # three full members, though one is unrated: 1 place
    table = {"0101": ALL_9, "0102": [ALL_10] * 7 + [(10, 10, None, 10)], "0103": ALL_5}
    found = settled(small_plan(1, 3), table)
    unrated = found["0102"]
    assert quota_of(unrated) == (None, None, 0, NO_QUOTA, None)
    assert (unrated.lit, unrated.recommended, unrated.seat, unrated.rectify) == (None, NO, None, False)
    assert unrated.outcome.band is None
    assert quota_of(found["0101"]) == (9000, 1, 1, GRANTED, "优秀")


def test_a_vetoed_unrated_member_has_the_lowest_level_and_must_rectify():
    member = settled(small_plan(1, 1), {}, vetoes=["0101"])["0101"]
    assert (member.composite, member.outcome.band, member.level) == (None, None, "不合格")
    assert (member.recommended, member.seat, member.rectify) == (NO, None, True)


def test_the_committee_may_give_an_unrated_member_a_level_but_no_recommendation():
    member = settled(small_plan(1, 1), {}, overrides=[("0101", "优秀")])["0101"]
    assert (member.composite, member.outcome.after_quota, member.level) == (None, None, "优秀")
    assert (member.recommended, member.rectify) == (NO, False)


def test_probationary_and_exempt_members_are_rated_not_graded_and_in_no_base():
    plan = with_member(small_plan(1, 4, quota=2), "0101", category=Category.PROBATIONARY)
    plan = with_member(plan, "0102", participation=Participation.EXEMPT)
    table = {"0101": ALL_10, "0102": ALL_10, "0103": ALL_9, "0104": (9, 9, 9, 9.5)}
    found = settled(plan, table, overrides=[("0101", "优秀")])
    # two full members take part, one place for two: 1
    for code in ("0101", "0102"):
        assert quota_of(found[code]) == (10_000, None, 0, NO_QUOTA, None)
        assert (found[code].outcome.band, found[code].outcome.override) == (None, None)
        assert (found[code].lit, found[code].recommended, found[code].seat) == (8, NO, None)
    assert quota_of(found["0103"]) == (9000, 2, 1, FULL, "合格")
    assert quota_of(found["0104"]) == (9200, 1, 1, GRANTED, "优秀")  # 9 + 18 + 27 + 38
    assert {subject.outcome.places for subject in found.values() if subject.kind is MEMBER} == {1}


def test_a_vetoed_probationary_member_must_rectify_and_still_has_no_level():
    plan = with_member(small_plan(1, 1), "0101", category=Category.PROBATIONARY)
    member = settled(plan, {"0101": ALL_9}, vetoes=["0101"])["0101"]
    assert (member.level, member.recommended, member.rectify) == (None, NO, True)


BRANCHES = {
    "01": ALL_9,  # 90.00
    "02": (10, 10, 9, 9),  # 10 + 20 + 27 + 36 = 93.00
    "03": (8, 9, 9, 9.5),  # 8 + 18 + 27 + 38 = 91.00
    "04": (10, 9, 9, 9),  # 91.00 too
    "05": (8, 9, 9, 8),  # 8 + 18 + 27 + 32 = 85.00: 较好
    "06": (8, 9, 9, 8),
    "07": (8, 8, 9, 8),  # 83.00
    "08": [ALL_10] * 8 + [ALL_5],  # 85 × 10 / 9 = 94.44, one star not lit
}


@pytest.mark.parametrize(
    ("places", "seats"),
    [
        (None, [FREE, FREE, FREE, FREE, FREE, FREE, FREE]),
        (7, [FREE, FREE, FREE, FREE, FREE, FREE, FREE]),
        (6, [FREE, FREE, FREE, FREE, FREE, FREE, OVER]),
        (5, [FREE, FREE, FREE, FREE, STUDY, STUDY, OVER]),
        (4, [FREE, FREE, FREE, FREE, OVER, OVER, OVER]),
        (3, [OVER, FREE, FREE, FREE, OVER, OVER, OVER]),
        (2, [OVER, FREE, STUDY, STUDY, OVER, OVER, OVER]),
        (1, [OVER, FREE, OVER, OVER, OVER, OVER, OVER]),
        (0, [OVER, OVER, OVER, OVER, OVER, OVER, OVER]),
    ],
)
def test_places_for_branches_go_by_composite_and_a_tie_across_the_line_is_studied(places, seats):
    found = settled(small_plan(8, 1, places_branch=places), BRANCHES)
    assert [found[code].seat for code in BRANCHES] == [*seats, None]
    assert [found[code].recommended for code in BRANCHES] == [TOP] * 4 + [OTHER] * 3 + [NO]


@pytest.mark.parametrize(
    ("places", "top", "other"),
    [
        (None, FREE, FREE),
        (4, FREE, FREE),
        (3, FREE, STUDY),
        (2, FREE, OVER),
        (1, STUDY, OVER),
        (0, OVER, OVER),
    ],
)
def test_members_of_different_branches_are_not_compared_for_places(places, top, other):
    plan = small_plan(2, 3, quota=None, places_member=places)
    table = {"0101": ALL_10, "0102": ALL_8, "0103": ALL_5, "0201": ALL_9, "0202": (9, 9, 8, 8), "0203": ALL_5}
    found = settled(plan, table)
    assert [found[code].seat for code in table] == [top, other, None, top, other, None]


def test_a_vetoed_subject_takes_no_place_of_the_recommended():
    plan = small_plan(2, 1, quota=None, places_member=1, places_branch=1)
    table = dict.fromkeys(("01", "02", "0101", "0201"), ALL_9)
    assert {found.seat for found in settled(plan, table).values()} == {STUDY}
    found = settled(plan, table, vetoes=["01", "0201"])
    assert [found[code].seat for code in table] == [None, FREE, FREE, None]


# (100 + 160 + 240 + 300) / 100 = 8.00; without self 700 / 90 = 7.78
BY_SELF = (10, 8, 8, 7.5)


@pytest.mark.parametrize(
    ("marks", "score_", "decided"),
    [
        (BY_SELF, 800, True),
        ((9.5, 8, 8, 7.5), 795, False),  # not lit at all
        ((10, 8, 8, 8), 820, False),  # without self 8.00
        ((0, 9, 9, 9), 810, False),  # lit in spite of self
        (
            (10, 8, (798, 202), 8),
            819,
            True,
        ),  # (100 + 160 + 239.4 + 320) / 100; without self 719.4 / 90 = 7.9933
        ((10, 8, (799, 201), 8), 820, False),  # 8.197; without self 719.7 / 90 = 7.9967 → 8.00
    ],
)
def test_a_star_is_decided_by_self_if_the_others_alone_would_not_light_it(marks, score_, decided):
    star = settled(small_plan(1, 1), {"0101": marks})["0101"].stars[0]
    assert (star.score, star.self_decided) == (score_, decided)


def test_self_decides_nothing_without_weight_or_mark_and_measures_by_the_stars_own_threshold():
    plan = small_plan(1, 1)
    weightless = with_way(with_way(plan, MEMBER, WayKey.SELF, weight=0), MEMBER, WayKey.TEACHER, weight=40)
    # (160 + 320 + 300) / 100 = 7.80
    for marks, points in ((BY_SELF, 780), ((10, 8, 9, 8), 840)):
        star = settled(weightless, {"0101": marks})["0101"].stars[0]
        assert (star.score, star.self_decided) == (points, False)
    star = settled(renormalising(plan), {"0101": (None, 9, 9, 8)})["0101"].stars[0]
    assert (star.score, star.self_decided) == (856, False)  # (180 + 270 + 320) / 90 = 8.5556
    star = settled(renormalising(plan), {"0101": (10, 8, None, 7.5)})["0101"].stars[0]
    assert (star.score, star.self_decided) == (800, True)  # 560 / 70; without self 460 / 60 = 7.67
    easy = settled(with_threshold(plan, MEMBER, "loyal", 750), {"0101": BY_SELF})["0101"].stars
    assert [star.self_decided for star in easy] == [False] + [True] * 7


def test_self_decides_stars_of_branches_alike():
    branch = settled(small_plan(1, 1), {"01": [BY_SELF] + [ALL_9] * 8})["01"]
    assert [star.self_decided for star in branch.stars] == [True] + [False] * 8
    assert (branch.composite, branch.recommended) == (8889, OTHER)  # (8 + 72) × 10 / 9 = 88.888…: 较好


SIZE = 7
CODES = tuple(f"01{n:02d}" for n in range(1, SIZE + 1))
ROWS = st.tuples(
    st.sampled_from((8, 9, 10)),
    st.sampled_from((None, 8, 9, 10)),
    st.sampled_from((None, 8, 9, 10)),
    st.sampled_from((None, 8, 9, 9.5, 10)),
)
TABLES = st.lists(ROWS, min_size=SIZE, max_size=SIZE).map(lambda rows: dict(zip(CODES, rows, strict=True)))
CHOSEN = st.sets(st.sampled_from(CODES))
LEVELS = ("优秀", "合格", "基本合格", "不合格")


@cache
def seven(share):
    """Return a plan of a branch of seven, the last one probationary, that gets by without a missing way."""
    return with_member(
        renormalising(small_plan(1, SIZE, quota=share)), CODES[-1], category=Category.PROBATIONARY
    )


SHARES = st.sampled_from((None, 1, 2, 3, 4, 6, 7))


def outcomes(plan, table, vetoes=(), overrides=()):
    found = settled(plan, table, vetoes=vetoes, overrides=[(code, "基本合格") for code in overrides])
    return {code: found[code].outcome for code in table}


def strength(subject):
    return subject.composite, *(-1 if mean is None else mean for mean in subject.outcome.tie_breaks)


@settings(deadline=None)
@given(TABLES, SHARES, CHOSEN, CHOSEN)
def test_places_are_never_exceeded_and_go_to_the_strongest(table, share, vetoes, overrides):
    found = settled(seven(share), table, vetoes=vetoes, overrides=[(code, "优秀") for code in overrides])
    candidates = [found[code] for code in table if found[code].outcome.position is not None]
    granted = [strength(member) for member in candidates if member.outcome.quota is GRANTED]
    others = [strength(member) for member in candidates if member.outcome.quota is not GRANTED]
    places = None if share is None else (SIZE - 1) // share
    assert {found[code].outcome.places for code in table} == {places}
    assert len(granted) <= (places or 0)
    assert not others or all(one > max(others) for one in granted)
    # nothing is held back but for a tie: the strongest of the others would not have fitted in whole
    if others:
        assert len(granted) + others.count(max(others)) > places


@settings(deadline=None)
@given(TABLES, SHARES, CHOSEN, CHOSEN, st.permutations(CODES))
def test_the_order_of_members_does_not_matter(table, share, vetoes, overrides, order):
    plan = seven(share)
    members = tuple(sorted(plan.members, key=lambda member: order.index(member.code)))
    shuffled = replace(plan, members=members)
    assert outcomes(shuffled, table, vetoes, overrides) == outcomes(plan, table, vetoes, overrides)


@settings(deadline=None)
@given(TABLES, SHARES, CHOSEN, CHOSEN, st.sampled_from(CODES))
def test_a_decision_on_one_changes_no_other(table, share, vetoes, overrides, code):
    plan = seven(share)
    before = outcomes(plan, table, vetoes, overrides)
    for after in (
        outcomes(plan, table, {*vetoes, code}, overrides),
        outcomes(plan, table, vetoes, {*overrides, code}),
    ):
        assert {c: after[c] for c in CODES if c != code} == {c: before[c] for c in CODES if c != code}
        assert (after[code].quota, after[code].after_quota) == (before[code].quota, before[code].after_quota)


@settings(deadline=None)
@given(TABLES, SHARES)
def test_a_higher_composite_never_has_a_lower_level_after_the_quota(table, share):
    found = settled(seven(share), table)
    graded = [found[code] for code in table if found[code].outcome.after_quota]
    for one, other in permutations(graded, 2):
        if one.composite > other.composite:
            assert LEVELS.index(one.outcome.after_quota) <= LEVELS.index(other.outcome.after_quota)


@pytest.mark.parametrize(("kind", "code"), [(BRANCH, "01"), (MEMBER, "0101")])
@pytest.mark.parametrize(("places", "seat"), [(0, OVER), (1, FREE), (None, FREE)])
def test_one_who_is_fit_has_a_place_if_there_is_one(kind, code, places, seat):
    plan = small_plan(1, 1)
    which = "places_branch" if kind is BRANCH else "places_member"
    plan = replace(plan, campaign=replace(plan.campaign, **{which: places}))
    assert settled(plan, {code: ALL_10})[code].seat is seat


def test_with_two_levels_whoever_is_over_the_quota_gets_the_lower_one_and_with_one_there_is_no_quota():
    plan = small_plan(1, 5)
    branch, (high, *_, low) = plan.levels_of(BRANCH), plan.levels_of(MEMBER)
    table = {f"010{m}": (10 - m / 10, 10, 10, 10) for m in range(1, 6)}
    places = plan.quota_of("01")
    assert places is not None
    assert 0 < places < 5
    two = settled(replace(plan, levels=(*branch, high, low)), table)
    assert [two[code].level for code in table] == [high.name] * places + [low.name] * (5 - places)
    one = settled(replace(plan, levels=(*branch, replace(low, low=0))), table)
    assert {one[code].outcome.quota for code in table} == {NO_QUOTA}
