"""Who is selected in the end: stars of three stages by hand, under each of the three rules."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from plans import plan_of, plan_rows_of

from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import FinalRule
from xlcampaign.model.final import Ground, Reason, Verdict
from xlcampaign.model.history import Past, PastResult, Source
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Registers, VetoDecision
from xlcampaign.model.results import Ledger, Recommended, Report, Results, Seat
from xlcampaign.model.roster import Category
from xlcampaign.model.versions import Selection
from xlcampaign.tally.final import final_of, for_recommending
from xlcampaign.tally.score import score

BRANCH, MEMBER = SubjectKind
LAST, EVERY, TOTAL = FinalRule
SELECTED, STUDY, OUT = Verdict
AWAY = "away"
AT = Place("评选表彰表.xlsx")


def plan_with(rule=LAST, stages=3, probationary=(), **settings):
    """A branch with eight members, in so many stages; recommended are who has 7 of 8 stars, of branches 8 of 9."""
    given, rows = plan_rows_of(1, 8)
    rows["stages"] = [
        {"number": n, "name": f"第{n}阶段", "start": date(2022 + n, 1, 1), "end": date(2022 + n, 12, 31)}
        for n in range(1, stages + 1)
    ]
    for row in rows["members"]:
        row["category"] = "probationary" if row["code"] in probationary else "full"
    needed = {"recommend_member": 7, "recommend_branch": 8, "quota": None}
    plan = plan_of((given | needed | settings, rows))
    return replace(plan, campaign=replace(plan.campaign, final_rule=rule))


def past_of(plan, stage, table, recommended=None):
    """What a stage came to: how many stars by code; None unrated, who is not in the table was not there."""
    results = {}
    for code, lit in table.items():
        kind = plan.kind_of(code)
        stars = [star.key for star in plan.stars_of(kind)][: lit or 0]
        fit = lit is not None and lit >= plan.recommend_from(kind)
        fit = (recommended or {}).get(code, fit)
        composite = None if lit is None else 9000
        results[code] = PastResult(
            code, f"旧{code}", kind, "01", {}, frozenset(stars), composite, None, "", fit
        )
    stars = {kind: tuple(star.key for star in plan.stars_of(kind)) for kind in SubjectKind}
    return Past(stage, f"第{stage}阶段", Source.PLAN, None, None, stars, {}, results)


EMPTY = Ledger({}, frozenset(), {}, {}, {}, {}, {}, {}, (), Registers())


def report_of(plan, now, *earlier, vetoed=(), texts=None, stage=3, top=()):
    """A report of the last stage: how many stars by code, and what earlier stages came to; `top`: at the highest level."""
    subjects = []
    for subject in score(EMPTY, plan).subjects:
        lit = now.get(subject.code)
        veto = VetoDecision(subject.code, "safety", "联党发〔2025〕3号", None, AT)
        level = plan.levels_of(subject.kind)[subject.code not in top].name
        outcome = replace(subject.outcome, veto=veto if subject.code in vetoed else None, level=level)
        fit = lit is not None and lit >= plan.recommend_from(subject.kind)
        fit = fit and subject.graded and outcome.veto is None
        subjects.append(
            replace(
                subject,
                lit=lit,
                composite=None if lit is None else 1000 * lit,
                outcome=outcome,
                recommended=Recommended.TOP if fit else Recommended.NO,
            )
        )
    ledger = replace(EMPTY, texts=texts or {})
    sha, day = hashlib.sha256(b"").hexdigest(), date(2025, 12, 31)
    selection = Selection({}, (), (), ())
    return Report(plan, sha, stage, day, (), selection, ledger, Results(tuple(subjects)), (), history=earlier)


def selected(report):
    """The verdict on everybody, and the reasons."""
    return {one.code: (one.verdict, *one.reasons) for one in final_of(report).candidates}


NOW = {"0101": 8, "0102": 7, "0103": 6, "0104": 8, "0105": 8, "0106": 8, "0107": None, "0108": 8, "01": 9}
FIRST = {"0101": 8, "0102": 7, "0103": 8, "0104": 3, "0106": None, "0107": 8, "0108": 8, "01": 8}
SECOND = {"0101": 7, "0102": 6, "0103": 8, "0104": 2, "0105": 8, "0106": 8, "0107": 8, "0108": 8, "01": 7}
"""0105 came with the second stage; 0106 was unrated in the first, 0107 in the last; 0108 is vetoed in the last."""


def three(rule, **options):
    plan = plan_with(rule, **options)
    pasts = past_of(plan, 1, FIRST), past_of(plan, 2, SECOND)
    return selected(report_of(plan, NOW, *pasts, vetoed=("0108",)))


UNRATED_LAST = Reason(Ground.UNRATED, 3)
VETO = Reason(Ground.VETO)


def test_by_the_last_stage_alone():
    assert three(LAST) == {
        "01": (SELECTED,),
        "0101": (SELECTED,),
        "0102": (SELECTED,),
        "0103": (OUT, Reason(Ground.SHORT, 3, 1)),
        "0104": (SELECTED,),
        "0105": (SELECTED,),
        "0106": (SELECTED,),
        "0107": (STUDY, UNRATED_LAST),
        "0108": (OUT, VETO),
    }


def test_by_every_stage_who_was_not_there_or_not_rated_is_studied_and_who_is_short_anywhere_is_not_selected():
    assert three(EVERY) == {
        "01": (OUT, Reason(Ground.SHORT, 2, 1)),
        "0101": (SELECTED,),
        "0102": (OUT, Reason(Ground.SHORT, 2, 1)),
        "0103": (OUT, Reason(Ground.SHORT, 3, 1)),
        "0104": (OUT, Reason(Ground.SHORT, 1, 4), Reason(Ground.SHORT, 2, 5)),
        "0105": (STUDY, Reason(Ground.AWAY, 1)),
        "0106": (STUDY, Reason(Ground.UNRATED, 1)),
        "0107": (STUDY, UNRATED_LAST),
        "0108": (OUT, VETO),
    }


def test_in_total_what_is_not_known_counts_neither_for_nor_against():
    assert three(TOTAL, total_member=22, total_branch=24) == {
        "01": (SELECTED,),
        "0101": (SELECTED,),
        "0102": (OUT, Reason(Ground.TOTAL, short=2)),
        "0103": (SELECTED,),
        "0104": (OUT, Reason(Ground.TOTAL, short=9)),
        "0105": (STUDY, Reason(Ground.TOTAL, short=6, maybe=True), Reason(Ground.AWAY, 1)),
        "0106": (STUDY, Reason(Ground.TOTAL, short=6, maybe=True), Reason(Ground.UNRATED, 1)),
        "0107": (STUDY, Reason(Ground.TOTAL, short=6, maybe=True), UNRATED_LAST),
        "0108": (OUT, VETO),
    }


def test_in_total_who_has_enough_without_a_stage_is_selected_but_never_without_the_last():
    found = three(TOTAL, total_member=16)
    assert found["0105"] == (SELECTED,)
    assert found["0107"] == (STUDY, UNRATED_LAST)


def test_without_a_number_the_total_is_what_recommending_asks_of_every_stage():
    plan = plan_with(TOTAL)
    assert final_of(report_of(plan, NOW, past_of(plan, 1, FIRST))).needed == (3 * 8, 3 * 7)
    plan = plan_with(TOTAL, recommend_branch=None, recommend_member=None)
    fewer = replace(past_of(plan, 1, FIRST), stars={BRANCH: ("a",) * 5, MEMBER: ("a",) * 4})
    assert final_of(report_of(plan, NOW, fewer)).needed == (5 + 9 + 9, 4 + 8 + 8)


def test_a_total_that_cannot_be_reached_any_more_is_not_reached():
    found = three(TOTAL, total_member=24)
    assert found["0106"] == (STUDY, Reason(Ground.TOTAL, short=8, maybe=True), Reason(Ground.UNRATED, 1))
    assert three(TOTAL, total_member=24)["0101"] == (OUT, Reason(Ground.TOTAL, short=1))
    plan = plan_with(TOTAL, total_member=20)
    few = past_of(plan, 1, {}), past_of(plan, 2, {"0102": 4})
    found = selected(report_of(plan, NOW, *few))
    assert found["0102"] == (OUT, Reason(Ground.BEYOND, short=1), Reason(Ground.AWAY, 1))
    assert found["0104"][:2] == (STUDY, Reason(Ground.TOTAL, short=12, maybe=True))


def test_by_every_stage_one_in_which_nobody_has_a_result_is_for_the_meeting():
    plan = plan_with(EVERY)
    found = selected(report_of(plan, NOW, past_of(plan, 2, SECOND)))
    assert found["0101"] == (STUDY, Reason(Ground.NOBODY, 1))
    assert found["0102"] == (OUT, Reason(Ground.NOBODY, 1), Reason(Ground.SHORT, 2, 1))


def test_what_an_earlier_stage_came_to_by_its_own_rules_is_for_the_meeting_where_the_stars_say_otherwise():
    plan = plan_with(EVERY, stages=2)
    past = past_of(plan, 1, {"0101": 8, "0102": 5, "0104": 5}, {"0101": False, "0102": True})
    found = selected(report_of(plan, NOW, past, stage=2))
    assert found["0101"] == (STUDY, Reason(Ground.UNFIT, 1))
    assert found["0102"] == (STUDY, Reason(Ground.ONCE_FIT, 1, 2))
    assert found["0104"] == (OUT, Reason(Ground.SHORT, 1, 2))


def partly(report, code, lit, unrated):
    """A report in which somebody has so many stars lit and so many without a result; the rest are not lit."""
    one = report.results.by_code[code]
    scores = [one.stars[0].threshold] * lit + [None] * unrated + [0] * (len(one.stars) - lit - unrated)
    stars = tuple(replace(star, score=score) for star, score in zip(one.stars, scores, strict=True))
    known = replace(one, stars=stars, lit=None, composite=None)
    subjects = tuple(known if own.code == code else own for own in report.results.subjects)
    return replace(report, results=Results(subjects))


@pytest.mark.parametrize(
    ("rule", "unrated", "expected"),
    [
        (LAST, 2, (STUDY, Reason(Ground.UNRATED, 2))),
        (LAST, 1, (OUT, Reason(Ground.BEYOND, 2, 1))),
        (EVERY, 2, (STUDY, Reason(Ground.UNRATED, 2))),
        (EVERY, 1, (OUT, Reason(Ground.BEYOND, 2, 1))),
        (TOTAL, 2, (STUDY, Reason(Ground.TOTAL, short=2, maybe=True), Reason(Ground.UNRATED, 2))),
        (TOTAL, 1, (OUT, Reason(Ground.BEYOND, short=1), Reason(Ground.UNRATED, 2))),
    ],
)
def test_whom_no_star_without_a_result_could_help_any_more_is_not_for_the_meeting(rule, unrated, expected):
    plan = plan_with(rule, stages=2, total_member=14)
    report = report_of(plan, NOW, past_of(plan, 1, {"0101": 7}), stage=2)
    assert selected(partly(report, "0101", 5, unrated))["0101"] == expected


@pytest.mark.parametrize(
    ("rule", "rated", "expected"),
    [
        (EVERY, 6, (STUDY, Reason(Ground.UNRATED, 1))),
        (EVERY, 7, (OUT, Reason(Ground.BEYOND, 1, 1))),
        (TOTAL, 6, (STUDY, Reason(Ground.TOTAL, short=2, maybe=True), Reason(Ground.UNRATED, 1))),
        (TOTAL, 7, (OUT, Reason(Ground.BEYOND, short=1), Reason(Ground.UNRATED, 1))),
    ],
)
def test_nor_whom_none_of_an_earlier_stage_could_help(rule, rated, expected):
    plan = plan_with(rule, stages=2, total_member=15)
    past = past_of(plan, 1, {"0101": None})
    stars = past.stars[MEMBER]
    partly_rated = replace(
        past.results["0101"], scores=dict.fromkeys(stars[:rated], 900), lit=frozenset(stars[:5])
    )
    past = replace(past, results={"0101": partly_rated})
    assert selected(report_of(plan, NOW, past, stage=2))["0101"] == expected


@pytest.mark.parametrize("rule", list(FinalRule))
def test_who_gets_no_level_is_not_selected(rule):
    plan = plan_with(rule, stages=2, probationary=("0101",))
    found = selected(report_of(plan, NOW, past_of(plan, 1, {"0101": 8}), stage=2))
    assert found["0101"] == (OUT, Reason(Ground.UNGRADED))
    assert plan.member_of["0101"].category is Category.PROBATIONARY


@pytest.mark.parametrize("rule", list(FinalRule))
def test_what_is_open_in_the_last_stage_is_settled_first(rule):
    plan = plan_with(rule, stages=1)
    proposed = {("0101", "veto"): "safety", ("0103", "veto"): "safety"}
    found = selected(report_of(plan, NOW, texts=proposed, stage=1))
    assert found["0101"] == (STUDY, Reason(Ground.OPEN))
    assert found["0103"][0] is OUT
    assert Reason(Ground.OPEN) not in found["0103"]


def test_who_left_and_who_takes_no_part_any_more_are_named():
    plan = plan_with(EVERY, stages=2)
    past = past_of(plan, 1, {"0101": 8, "0102": 8, "0199": 8, "99": 7})
    report = report_of(plan, NOW, past, stage=2)
    left = tuple(one for one in report.results.subjects if one.code != "0102")
    found = final_of(replace(report, results=Results(left)))
    assert [(one.code, one.stars, one.reasons) for one in found.candidates[-3:]] == [
        ("0102", (8, None), (Reason(Ground.EXCUSED),)),
        ("0199", (8, None), (Reason(Ground.LEFT),)),
        ("99", (7, None), (Reason(Ground.LEFT),)),
    ]
    assert {one.verdict for one in found.candidates[-3:]} == {OUT}


def test_places_are_for_those_who_are_selected():
    plan = plan_with(TOTAL, total_member=16, places_member=4)
    pasts = past_of(plan, 1, FIRST), past_of(plan, 2, SECOND)
    report = report_of(plan, NOW, *pasts, vetoed=("0108",), top=("0101", "0102", "0103", "0105"))
    found = final_of(report)
    seats = {one.code: one.seat for one in found.candidates}
    # 0106 has not the highest level, and comes after those who have
    assert [seats[code] for code in ("0101", "0102", "0103", "0105")] == [Seat.FREE] * 4
    assert (seats["0106"], seats["0108"], seats["0107"]) == (Seat.OVER, None, None)
    assert [one.code for one in found.of(SELECTED, [MEMBER])] == ["0101", "0102", "0103", "0105", "0106"]
    assert {one.code: one.total for one in found.candidates}["0102"] == 20
    # 0103 is recommended by the total alone, and at the highest level
    assert not report.results.by_code["0103"].is_fit
    standing = {one.code: (one.recommended, one.seat) for one in for_recommending(report).subjects}
    assert standing["0103"] == (Recommended.TOP, Seat.FREE)
    assert standing["0106"] == (Recommended.OTHER, Seat.OVER)
    assert standing["0107"] == standing["0108"] == (Recommended.NO, None)


def test_what_is_open_about_somebody_takes_a_place_until_it_is_decided():
    plan = plan_with(EVERY, stages=1, places_member=2)
    proposed = {("0101", "veto"): "safety"}
    listed = {"0101": 8, "0102": 8, "0103": 8}
    report = report_of(plan, listed, texts=proposed, stage=1)
    found = {one.code: (one.verdict, one.seat) for one in final_of(report).candidates}
    assert [found[code] for code in listed] == [(STUDY, Seat.STUDY), *[(SELECTED, Seat.STUDY)] * 2]
    assert {one.code: one.recommended for one in for_recommending(report).subjects}[
        "0101"
    ] is Recommended.OTHER


def test_without_a_rule_a_stage_recommends_by_itself():
    report = report_of(plan_with(None), NOW)
    assert for_recommending(report) == report.results


def test_there_is_none_without_a_rule_before_the_last_stage_or_before_anybody_is_rated():
    plan = plan_with(LAST)
    assert final_of(report_of(plan, NOW)) is not None
    assert final_of(report_of(plan_with(None), NOW)) is None
    assert final_of(report_of(plan, NOW, stage=2)) is None
    assert final_of(report_of(plan, {})) is None


def test_one_star_without_a_result_may_still_make_up_what_is_lacking_in_total():
    plan = plan_with(TOTAL, stages=2, total_member=16)
    past = past_of(plan, 1, {**dict.fromkeys(NOW, 8), "0101": None})
    listed = past.stars[MEMBER]
    known = replace(past.results["0101"], lit=frozenset(listed[:7]), scores=dict.fromkeys(listed[:7], 900))
    past = replace(past, results={**past.results, "0101": known})
    found = selected(report_of(plan, NOW, past, stage=2))
    assert found["0101"] == (STUDY, Reason(Ground.TOTAL, short=1, maybe=True), Reason(Ground.UNRATED, 1))
