"""What stages came to, in one shape: a sealed record says the same as the results that were sealed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from summary.reports import report_of, standard

from xlcampaign.findings.finding import Place
from xlcampaign.layout.history import source_of
from xlcampaign.model.history import Source
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.registers import OverrideDecision, Registers
from xlcampaign.model.roster import Participation
from xlcampaign.model.seal import Act, Grounds, Sealed
from xlcampaign.tally.history import as_reckoned, past_in, present
from xlcampaign.tally.record import checksum_of, record_of
from xlcampaign.words import same

DAY = date(2023, 7, 10)
PLAN = standard(2, 4)
REPORT = report_of(PLAN, lacking=[("B01-02", WayKey.PEER)])


def sealed(report):
    record = record_of(report)
    return Sealed((Act(Grounds("纪要 9 号"), DAY, "1", checksum_of(record)),), record)


def settings(plan, **changes):
    return replace(plan, campaign=replace(plan.campaign, **changes))


def test_a_sealed_stage_says_what_its_results_said():
    own = present(REPORT)
    past = as_reckoned(past_in(sealed(REPORT), PLAN, 1), own)
    assert dict(past.results) == dict(own.results)
    assert (past.stars, past.star_names, past.name) == (own.stars, own.star_names, own.name)
    assert (past.source, past.sealed, past.day, past.rules) == (Source.SEALED, same("纪要 9 号"), DAY, ())
    assert dict(past.ways) == dict(own.ways)
    assert past.went_by == own.went_by
    assert any(one.recommended for one in past.results.values())
    assert past.results["B01-02"].stars is None
    assert any(one.listing for one in past.results.values())


@pytest.mark.parametrize(
    ("level", "listed"), [("不合格", "不合格"), ("基本合格", None), ("合格", None), ("优秀", None)]
)
def test_who_was_put_at_the_lowest_level_is_listed_with_the_document_as_sealed(level, listed):
    codes = [member.code for member in PLAN.members[:2]]
    again = OverrideDecision(codes[0], level, "会议决定", "纪要 8 号", Place())
    overrides = {
        code: OverrideDecision(code, level, "会议决定", "纪要 6 号", Place(), (again,)) for code in codes
    }
    report = report_of(PLAN, registers=Registers(overrides=overrides))
    own, past = present(report), past_in(sealed(report), PLAN, 1)
    for code in codes:
        found = [stage.results[code].listing for stage in (own, past)]
        assert [one and one.override and (one.override.level, one.override.document) for one in found] == [
            listed and (listed, "纪要 6 号")
        ] * 2


def test_who_took_no_part_has_no_result_in_a_sealed_stage():
    away = replace(PLAN.members[-1], participation=Participation.NO)
    report = report_of(replace(PLAN, members=(*PLAN.members[:-1], away)))
    assert away.code not in past_in(sealed(report), PLAN, 1).results


def with_weights(plan, kind, **weights):
    ways = (
        replace(way, weight=weights.get(way.key, way.weight)) if way.kind is kind else way
        for way in plan.ways
    )
    return replace(plan, ways=tuple(ways))


MEMBERS = frozenset({SubjectKind.MEMBER})
BOTH = frozenset(SubjectKind)
STAR = next(star for star in PLAN.stars if star.kind is SubjectKind.MEMBER)
WITHOUT = replace(PLAN, stars=tuple(star for star in PLAN.stars if star is not STAR))
RENAMED = replace(PLAN, stars=tuple(replace(s, name="新星") if s is STAR else s for s in PLAN.stars))
STRICTER = replace(PLAN, stars=tuple(replace(s, threshold=900) if s is STAR else s for s in PLAN.stars))


@pytest.mark.parametrize(
    ("today", "kinds"),
    [
        (PLAN, frozenset()),
        (settings(PLAN, threshold=700), BOTH),
        (settings(PLAN, quota=5, places_member=2, few_public=4), frozenset()),
        (with_weights(PLAN, SubjectKind.MEMBER, self=5, peer=25), MEMBERS),
        (WITHOUT, MEMBERS),
        (RENAMED, frozenset()),
        (STRICTER, MEMBERS),
        (
            replace(PLAN, levels=tuple(replace(level, name=f"{level.name}级") for level in PLAN.levels)),
            frozenset(),
        ),
        (settings(PLAN, pledges_low=2, name="另一个名称", stage=2), frozenset()),
    ],
)
def test_figures_are_not_compared_where_a_rule_that_makes_them_changed(today, kinds):
    past = past_in(sealed(REPORT), today, 1)
    assert past.incomparable == kinds
    same = today is PLAN or today.campaign.stage == 2
    assert bool(past.rules) is not same


def test_what_a_way_was_rated_by_tells_the_fewest_and_the_most_marks_of_a_star():
    counts = REPORT.ledger.counts
    own = [mark for mark, given in counts.items() if mark[0].startswith("B02-") and mark[2] == WayKey.PEER]
    # of an abstention nobody can tell how many points it is
    sums = [counts[mark]["approve"] + counts[mark]["oppose"] for mark in own]
    assert min(sums) < max(sums)
    for past in (present(REPORT), past_in(sealed(REPORT), PLAN, 1)):
        whole = past.ways["B02", SubjectKind.MEMBER, WayKey.PEER]
        assert (whole.least, whole.most, whole.marks) == (min(sums), max(sums), sum(sums))
        assert whole.points == 1000 * sum(counts[mark]["approve"] for mark in own)
        # nobody rated one of its members
        lacking = past.ways["B01", SubjectKind.MEMBER, WayKey.PEER]
        assert (lacking.least, lacking.most) == (0, 14)


def test_a_sealed_way_with_many_raters_is_told_by_its_kind():
    ways = (
        replace(way, entry=Entry.MARKS) if (way.kind, way.key) == (SubjectKind.BRANCH, WayKey.PEER) else way
        for way in PLAN.ways
    )
    plan = replace(PLAN, ways=tuple(ways))
    report = report_of(plan)
    found = past_in(sealed(report), plan, 1).ways
    assert dict(found) == dict(present(report).ways)
    assert ("B01", SubjectKind.MEMBER, WayKey.PEER) in found
    assert ("B01", SubjectKind.BRANCH, WayKey.PEER) not in found


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ([], "按“纪要 9 号”定稿，2023-07-10"),
        ([("通知 1 号", 1)], "按“纪要 9 号”，例外“通知 1 号”定稿，2023-07-11"),
        (
            [("通知 1 号", 1), ("通知 2 号", 2)],
            "按“纪要 9 号”，例外“通知 1 号”，例外“通知 2 号”定稿，2023-07-12",
        ),
    ],
)
def test_an_exception_is_never_called_a_seal(later, said):
    first = sealed(REPORT)
    acts = [
        replace(first.last, grounds=Grounds(number, "更正", "校党委会"), day=DAY + timedelta(days=days))
        for number, days in later
    ]
    past = past_in(replace(first, acts=(*first.acts, *acts)), PLAN, 1)
    assert source_of(past).zh == said
