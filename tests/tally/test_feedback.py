"""What branches and members are told: their own figures, and nothing from which what few raters gave would follow."""

from dataclasses import replace

import pytest
from known import pledge_of
from summary.decided import decided
from summary.reports import rescored, with_ways

from xlcampaign.findings.finding import Place
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.registers import (
    CaseDecision,
    Cause,
    Comment,
    Decision,
    Fulfilment,
    OverrideDecision,
    PledgeState,
    Rectification,
    Registers,
    Unclear,
)
from xlcampaign.model.results import Quota
from xlcampaign.tally.feedback import feedback_of, undecided_among

AT = Place("p.xlsx", "s").cell_at(5, 2)
SELF, PEER, TEACHER, ORGANISATION = WayKey


def told_of(report, code, *, summarised=True):
    branch = code.partition("-")[0]
    feedback = feedback_of(report, branch, summarised=summarised)
    return next(told for told in feedback.everybody if told.subject.code == code)


def with_raters(report, subject, way, star, approve, raters):
    """The report after another number of ballots came for one star of a subject."""
    counts = dict(report.ledger.counts)
    counts[subject, star, way] = {"approve": approve, "oppose": raters - approve, "abstain": 0}
    return rescored(report, counts=counts)


# by hand: 0.1 × self + 0.2 × peers + 0.3 × teachers + 0.4 × organisation; ten times the mean of the stars
FIGURES = {
    "B01": (9200, 9, []),
    "B03": (7889, 4, [(700, 100)] * 5),
    "B01-01": (9750, 8, []),
    "B01-05": (8863, 7, [(790, 10)]),
    "B01-06": (7750, 3, [(700, 100)] * 5),
    "B03-01": (8888, 8, []),
}


@pytest.mark.parametrize("code", FIGURES)
def test_figures_are_those_of_a_table_made_by_hand(code):
    composite, lit, below = FIGURES[code]
    told = told_of(decided(), code)
    assert (told.composite, told.subject.lit) == (composite, lit)
    assert [(star.score, star.gap) for star in told.stars if not star.lit] == below
    assert not told.few


def test_what_pulled_a_star_down_is_the_way_with_the_lowest_mean_and_none_where_all_are_alike():
    short, *others = told_of(decided(), "B01-05").stars
    assert short.lowest == (ORGANISATION,)
    assert {star.lowest for star in others} == {()}
    assert {star.lowest for star in told_of(decided(), "B03").stars} == {()}  # all gave seven
    report = with_raters(decided(), "B01-06", PEER, "lawful", 3, 10)
    report = with_raters(report, "B01-06", TEACHER, "lawful", 3, 10)
    assert told_of(report, "B01-06").stars[-1].lowest == (PEER, TEACHER)


def test_a_way_without_weight_pulled_nothing_down():
    report = decided()
    report = with_raters(report, "B01-05", PEER, "loyal", 1, 10)
    plan = with_ways(report.plan, peer={"weight": 0}, teacher={"weight": 50})
    assert PEER not in told_of(rescored(replace(report, plan=plan)), "B01-05").stars[0].lowest


@pytest.mark.parametrize("way", [PEER, TEACHER])
@pytest.mark.parametrize(("raters", "told"), [(1, False), (4, False), (5, True), (10, True)])
def test_a_score_that_few_gave_is_not_told_nor_what_it_follows_from(way, raters, told):
    report = with_raters(decided(), "B01-06", way, "lawful", 0, raters)
    shown = told_of(report, "B01-06")
    last, before = shown.stars[-1], shown.stars[:-1]
    assert (last.score is not None, last.gap is not None, bool(last.lowest)) == (told,) * 3
    assert (shown.composite is not None, shown.few) == (told, not told)
    assert last.lit is False
    assert all(star.score is not None for star in before)


@pytest.mark.parametrize("few", ["B01", "B01-06"])
def test_no_two_figures_together_give_one_that_is_held_back(few):
    """With all scores but one, and the composite, that one would follow; so would a mean, from its share in a score."""
    report, plan = decided(), decided().plan
    kind = plan.kind_of(few)
    star = plan.stars_of(kind)[2].key
    shown = told_of(with_raters(report, few, TEACHER, star, 2, 4), few)
    hidden = [told.star for told in shown.stars if told.score is None]
    assert hidden == [star]
    assert shown.composite is None
    assert [told.gap for told in shown.stars if told.star == star] == [None]


def test_one_rater_by_right_and_a_way_without_weight_or_without_raters_hold_nothing_back():
    report = decided()
    assert report.plan.ways_of(SubjectKind.MEMBER)[0].entry is Entry.MARKS  # one rating of oneself
    assert not told_of(report, "B01-06").few
    thin = with_raters(report, "B01-06", PEER, "lawful", 1, 2)
    plan = with_ways(report.plan, peer={"weight": 0}, teacher={"weight": 50})
    assert not told_of(rescored(replace(thin, plan=plan)), "B01-06").few
    assert not told_of(report, "B02-07").few  # no teacher rated this one: there is no score to hold back


def test_the_plans_own_minimum_is_what_counts():
    report = decided(few_public=11)
    assert all(
        told.few and told.composite is None for told in feedback_of(report, "B01", summarised=True).everybody
    )


def posting(report, *names):
    plan = report.plan
    levels = tuple(replace(level, public=level.name in names) for level in plan.levels)
    return replace(report, plan=replace(plan, levels=levels))


def test_a_level_is_told_where_the_plan_lets_it_be_and_nothing_is_open():
    assert told_of(decided(), "B01-01").level is None
    report = posting(decided(), "优秀")
    assert told_of(report, "B01-01").level == "优秀"
    assert told_of(report, "B01-06").level is None  # a level that is not public
    report = posting(decided(), "优秀", "合格", "不合格")
    assert told_of(report, "B02-04").level == "合格"  # as decided
    for code in ("B01-02", "B01-05", "B02-01", "B02-03"):  # a tie; vetoes and another level proposed
        told = told_of(report, code)
        assert (told.is_open, told.level) == (True, None)
        assert told.composite == told.subject.composite
    assert told_of(report, "B01-02").subject.outcome.quota is Quota.TIED


def test_before_a_summary_no_result_is_told_and_the_rating_of_oneself_is():
    report = posting(decided(), "优秀")
    for told in feedback_of(report, "B01", summarised=False).everybody:
        assert (told.composite, told.level, told.is_open, told.is_told) == (None, None, True, False)
        assert {(star.lit, star.score, star.gap, star.lowest) for star in told.stars} == {
            (None, None, None, ())
        }
        assert all(star.own for star in told.stars)


def test_what_was_written_down_is_each_ones_own_and_open():
    report = decided()
    made = [pledge_of(report.plan, code, n) for code in ("B01", "B01-01", "B02") for n in (1, 2)]
    kept = Fulfilment(PledgeState.FULFILLED, "", "", AT)
    made[2] = replace(made[2], progress=kept)
    earlier = (replace(made[3], number="0-1", stage=0), replace(made[2], number="0-2", stage=0))
    owed = [
        Rectification(f"R-{n}", 1, subject, "", "", "", "", "", None, "", closed, "", AT)
        for n, (subject, closed) in enumerate(
            [("B01", False), ("B01-01", True), ("B02", False), ("B01", True)]
        )
    ]
    closing = CaseDecision("R-1", 1, Decision.AGREED, "复查达标", "联校纪要 21 号", AT)
    said = (Comment("B02", "好", "", "", "某某", None, AT), Comment("B01", "好", "", "", "某某", None, AT))
    registers = Registers(
        pledges=(*made, *earlier), rectifications=tuple(owed), comments=said, closings=(closing,)
    )
    report = rescored(report, registers=registers)
    branch, member = told_of(report, "B01"), told_of(report, "B01-01")
    assert [pledge.subject for pledge in branch.pledges] == ["B01", "B01"]
    assert [pledge.number for pledge in member.pledges] == [made[2].number, made[3].number, "0-1"]
    assert [pledge.number for pledge in member.open_pledges] == [made[3].number, "0-1"]
    assert [one.number for one in branch.rectifications] == ["R-0", "R-3"]
    assert (member.rectifications, member.rectified_in) == ((), {1})
    assert branch.comment == said[1]
    assert member.comment is None


def test_where_ones_own_rating_is_voted_on_it_is_nobodys_own():
    report = decided()
    counts = dict(report.ledger.counts)
    counts["B01-01", "loyal", SELF] = {900: 2, 800: 1}
    assert told_of(rescored(report, counts=counts), "B01-01").stars[0].own is None


@pytest.mark.parametrize(("on", "waits"), [("veto", True), ("override", True), ("commendation", False)])
def test_a_level_waits_for_what_may_change_it_alone(on, waits):
    report = decided()
    unclear = Unclear("B01-01", on, "", Cause.UNREAD, "？", AT)
    registers = replace(report.ledger.registers, unclear=(unclear,))
    assert told_of(rescored(report, registers=registers), "B01-01").is_open is waits


def test_nobody_is_undecided_for_what_others_wait_for():
    report = decided()
    undecided = undecided_among(report.results.subjects, report)
    assert undecided == {"B01-02", "B01-03", "B01-05", "B02-01", "B02-03"}


@pytest.mark.parametrize(
    ("levels", "waiting"),
    [
        ({"B01-02": "合格", "B01-03": "合格"}, set()),
        ({"B01-02": "优秀", "B01-03": "合格"}, set()),
        ({"B01-03": "优秀"}, set()),  # the one place that was left
        ({"B01-03": "合格"}, {"B01-02"}),  # nobody has said yet who gets it
    ],
)
def test_who_is_tied_waits_until_the_meeting_decided_who_has_the_place(levels, waiting):
    report = decided()
    decisions = {code: OverrideDecision(code, level, "并列", "9", AT) for code, level in levels.items()}
    report = rescored(report, registers=Registers(overrides=decisions))
    tied = [s for s in report.results.subjects if s.outcome.quota is Quota.TIED]
    assert [subject.code for subject in tied] == ["B01-02", "B01-03"]
    assert undecided_among(tied, report) == waiting
