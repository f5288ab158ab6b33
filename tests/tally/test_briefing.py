"""What a stage comes to in a few facts, held against figures computed by hand.

Marks are written as in test_outcomes: with equal marks on all stars, a composite is self + 2 × peers + 3 × teachers
+ 4 × organisation, and stars are given from 8.00.
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import get_args

import pytest
from plans import small_plan
from tally.test_outcomes import ALL_8, ALL_9, ALL_10, decisions, ledger_of, with_member

from xlcampaign.findings.catalogue.cell_rules import EMPTY
from xlcampaign.findings.catalogue.file_rules import CRASHED, DAMAGED, NOT_A_WORKBOOK
from xlcampaign.findings.catalogue.standin_rules import LINK, PLACEHOLDER, UNFINISHED
from xlcampaign.findings.catalogue.submission_rules import COPIES, LATE, MORE_VOTERS
from xlcampaign.findings.finding import Place
from xlcampaign.layout.decisions import rectifying
from xlcampaign.layout.forms import needed_forms
from xlcampaign.model.briefing import (
    Agenda,
    AssessmentMissing,
    DecisionsUnclear,
    Dissatisfied,
    ErrorsFound,
    EvaluationsMissing,
    Extremes,
    FilesTied,
    FinalOpen,
    FormsAway,
    FormState,
    KindFigures,
    LevelCount,
    Matter,
    ObjectionsOpen,
    PlacesShort,
    PledgesOverdue,
    Proposed,
    QuotaTied,
    RectificationsOverdue,
    RectificationsWaiting,
    Trend,
    Unrated,
    WaysApart,
    WaysGap,
)
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, FormSheet, Identity, Slot
from xlcampaign.model.known import Known
from xlcampaign.model.objections import Conclusion, Objection
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import (
    CaseDecision,
    Cause,
    Commendation,
    Decision,
    Fulfilment,
    Pledge,
    PledgeState,
    Rectification,
    Registers,
    Unclear,
)
from xlcampaign.model.results import Proposal, Receipt, Report, Seat
from xlcampaign.model.roster import Category
from xlcampaign.model.seal import Act, Grounds
from xlcampaign.model.submission import Cells, Line, Marks, Meeting, SheetPart, Submission
from xlcampaign.model.versions import Selection, Source, Tied
from xlcampaign.summary.leaders.matters import matter_words
from xlcampaign.tally.briefing import brief
from xlcampaign.tally.history import present
from xlcampaign.tally.score import score

BRANCH, MEMBER = SubjectKind
SELF, PEER, TEACHER, ORGANISATION = WayKey
AS_OF = date(2023, 6, 26)
AT = Place("a.xlsx", "承诺", "D5")
FIRST = Slot(1, StepKey.EVALUATION, "01")
SECOND = Slot(1, StepKey.EVALUATION, "02")
PLEDGES_OF_THIRD = Slot(1, StepKey.PLEDGE, "03")
ASSESSMENT = Slot(1, StepKey.COMMENT, COMMITTEE)

PLAN = small_plan(3, 4)
BRANCHES = {"01": ALL_9, "02": ALL_8, "03": ALL_8}
MEMBERS = {f"{b:02d}{m:02d}": ALL_9 if m == 1 else ALL_8 for b in (1, 2, 3) for m in (1, 2, 3, 4)}
SOUND = BRANCHES | MEMBERS
"""Everybody is rated and fit, in every branch one member has the one place at the highest level."""


def file_of(slot):
    return f"{slot.unit}-{slot.step}.xlsx"


def receipt(slot, file):
    return Receipt(file, "", 0, Identity("XF-2023", *slot))


def report_of(marks, plan=PLAN, *, absent=(), ledger=None, registers=None, **changes):
    """Return a report of a stage in which a file came for every form but those of the absent slots."""
    counted = replace(ledger_of(plan, marks, registers), **(ledger or {}))
    results = score(counted, plan)
    asked = rectifying(plan, 1, Known(counted, results))
    came = [slot for slot in needed_forms(plan, 1, asked) if slot not in absent]
    receipts = tuple(receipt(slot, file_of(slot)) for slot in came)
    selection = Selection({}, (), (), ())
    report = Report(plan, "", 1, AS_OF, receipts, selection, counted, results, ())
    return replace(report, **changes)


def form_of(report, slot):
    return next(form for form in brief(report).forms if form.slot == slot)


# what is due, and what came


def late(file):
    return LATE.at(Place(file), when="2023-05-26", how="", deadline="2023-05-25")


def placeholder(name):
    return PLACEHOLDER.at(Place(f".{name}.icloud"), name=name)


def wrong(file):
    return EMPTY.at(Place(file, "党员互评", "D9"), column="", expects="")


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ((), FormState.ACCEPTED),
        ((late,), FormState.LATE),
        ((wrong,), FormState.FAULTY),
        ((wrong, late), FormState.LATE_FAULTY),
    ],
)
def test_a_form_that_came_is_late_or_faulty_by_what_was_found_in_its_files(rules, state):
    report = report_of(SOUND, findings=tuple(rule(file_of(FIRST)) for rule in rules))
    assert form_of(report, FIRST).state is state
    assert form_of(report, SECOND).state is FormState.ACCEPTED


def test_a_form_without_a_file_is_missing_once_it_is_due():
    report = report_of(SOUND, absent=(FIRST,))
    assert form_of(report, FIRST).state is FormState.MISSING
    assert form_of(report, SECOND).state is FormState.ACCEPTED
    step = PLAN.step_of(1, StepKey.EVALUATION)
    days = {
        step.deadline: FormState.DUE,
        step.start: FormState.DUE,
        step.start - timedelta(1): FormState.NOT_DUE,
    }
    for day, state in days.items():
        assert form_of(replace(report, as_of=day), FIRST).state is state


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (PLACEHOLDER, "01-{branch}-评议表-第一阶段.xlsx"),
        (PLACEHOLDER, "{branch} 评议表 定稿(2).xlsx"),
        (UNFINISHED, "01_评议表.xlsx"),
        (LINK, "01 evaluation form"),
    ],
)
def test_of_a_form_that_only_something_stands_for_that_is_said(rule, name):
    stands = rule.at(Place("x"), name=name.format(branch=PLAN.branch_of["01"].name))
    report = report_of(SOUND, absent=(FIRST, SECOND), findings=(stands,))
    assert (form_of(report, FIRST).state, form_of(report, FIRST).standin) == (FormState.AWAY, "x")
    assert form_of(report, SECOND).state is FormState.MISSING


@pytest.mark.parametrize(
    "name", ["01.xlsx", "评议表.xlsx", "01-承诺表.xlsx", "010-评议表.xlsx", "01-评议表-第二阶段.xlsx", "通知"]
)
def test_what_may_stand_for_another_form_stands_for_none(name):
    report = report_of(SOUND, absent=(FIRST, SECOND), findings=(placeholder(name),))
    assert form_of(report, FIRST).state is FormState.MISSING


@pytest.mark.parametrize("rule", [NOT_A_WORKBOOK, DAMAGED, CRASHED])
def test_of_a_form_of_which_only_a_file_is_here_that_cannot_be_read_that_is_said(rule):
    name = f"东片/01-{PLAN.branch_of['01'].name}-评议表.xlsx"
    broken = rule.at(Place(name), content="空的", why="断了")
    report = report_of(SOUND, absent=(FIRST, SECOND), findings=(broken,))
    assert (form_of(report, FIRST).state, form_of(report, FIRST).unread) == (FormState.UNREAD, name)
    assert form_of(report, SECOND).state is FormState.MISSING
    assert EvaluationsMissing(FormState.UNREAD, ("01",)) in brief(report).matters


@pytest.mark.parametrize(
    ("came", "broken", "unread"),
    [
        (["a"], ["a"], "a"),
        (["b", "a"], ["a", "b"], "b"),
        (["a", "b", "c"], ["c", "b", "a"], "a"),
        (["a", "b"], ["a"], ""),
        (["a", "b"], ["b"], ""),
        (["a"], ["other"], ""),
    ],
)
def test_a_form_of_which_every_file_is_taken_out_as_a_whole_is_unread_by_the_first_of_them(
    came, broken, unread
):
    receipts = (*(receipt(FIRST, file) for file in came), receipt(SECOND, file_of(SECOND)))
    findings = tuple(CRASHED.at(Place(file), why="断了") for file in broken)
    report = report_of(SOUND, receipts=receipts, findings=findings)
    assert form_of(report, FIRST).unread == unread
    assert (form_of(report, FIRST).state is FormState.UNREAD) == bool(unread)
    assert form_of(report, SECOND).unread == ""


def test_before_forms_are_due_there_is_nothing_to_decide():
    early = date(2023, 3, 1)
    unrated = report_of({}, absent=needed_forms(PLAN, 1), as_of=early)
    assert brief(unrated).matters == ()
    begun = {form.slot.step: form.state for form in brief(unrated).forms}
    assert set(begun.values()) == {FormState.NOT_DUE, FormState.DUE}
    assert begun[StepKey.PLEDGE] is FormState.DUE
    waiting = dict.fromkeys(("01", "02", "03"), (8, 8, 8, None))  # the assessment is due later
    came = report_of(SOUND | waiting, absent=(ASSESSMENT,), as_of=date(2023, 4, 1))
    assert brief(came).matters == ()


@pytest.mark.parametrize(
    ("lacking", "matters"),
    [
        ({"0101": (8, 8, 8, None), "03": (8, 8, 8, None)}, ()),
        ({"0102": (8, 8, 8, None)}, (Unrated(MEMBER, 1, {ORGANISATION: 1}),)),
        ({"0101": (8, 8, None, None)}, (Unrated(MEMBER, 1, {TEACHER: 1, ORGANISATION: 1}),)),
        ({"02": (8, None, 8, 8)}, (Unrated(BRANCH, 1, {PEER: 1}),)),
        ({"02": [ALL_8] * 8 + [(None, 8, 8, 8)]}, (Unrated(BRANCH, 1, {SELF: 1}),)),
    ],
    ids=["the superior's", "the branch's", "more than that", "peers'", "one star"],
)
def test_before_the_assessment_is_due_only_what_it_brings_is_not_missed(lacking, matters):
    found = brief(report_of(SOUND | lacking, absent=(ASSESSMENT,), as_of=date(2023, 4, 1)))
    assert found.matters == matters


@pytest.mark.parametrize(
    ("good", "said"),
    [((5997, 4003), "59.97"), ((59_999, 40_001), "59.999"), ((583, 417), "58.3"), ((5999, 4001), "59.99")],
)
def test_a_rate_is_never_rounded_onto_the_limit_beside_it(good, said):
    (matter,) = [Dissatisfied({"01": Fraction(100 * good[0], sum(good))})]
    (words,) = matter_words(matter, PLAN)
    assert words.zh.endswith(f"满意率 {said}%，低于 60%")


def test_a_gap_is_told_and_compared_exactly():
    (words,) = matter_words(WaysApart((WaysGap("01", Fraction(-20_004, 1000)),)), PLAN)
    assert words.zh.endswith("低于组织总评 20.004 分")


def test_every_step_with_forms_has_its_own_and_only_who_has_to_rectify_owes_a_form_for_it():
    few_stars = {"0202": (7, 7, 7, 7)}
    slots = [(form.slot.step, form.slot.unit) for form in brief(report_of(SOUND | few_stars)).forms]
    branches = ("01", "02", "03")
    assert slots == [
        *((StepKey.PLEDGE, branch) for branch in branches),
        *((StepKey.EVALUATION, branch) for branch in branches),
        (StepKey.COMMENT, COMMITTEE),
        (StepKey.COMMENDATION, "02"),
        (StepKey.COMMENDATION, COMMITTEE),
    ]


def test_a_form_knows_its_files_those_that_count_and_what_was_found_in_all_of_them():
    new, old, other = "new.xlsx", "old.xlsx", file_of(SECOND)
    submission = Submission(new, "", Identity("XF-2023", *FIRST), 2, {})
    sources = (Source(submission, SheetPart("某表")),)
    chosen = {FormSheet(FIRST, "member_self"): sources, FormSheet(FIRST, "member_peer"): sources}
    report = report_of(
        SOUND,
        receipts=(
            receipt(FIRST, new),
            receipt(FIRST, old),
            receipt(SECOND, other),
            Receipt("x", "", 0, None),
        ),
        selection=Selection(chosen, (), (), ()),
        findings=(
            wrong(new),
            wrong(old),
            wrong(other),
            MORE_VOTERS.at(Place(new), way="", found=1, limit=0),
            COPIES.at(Place(old), kept=""),
        ),
    )
    form = form_of(report, FIRST)
    assert form.files == (new, old)
    assert form.counting == (submission,)
    assert (form.errors, form.warnings) == (2, 1)
    assert form_of(report, SECOND).counting == ()


def test_ballots_are_counted_on_the_forms_that_state_them_over_all_ways():
    def meeting(returned, valid):
        return Meeting(None, None, None, None, returned, valid)

    meetings = {
        ("01", "member.peer"): meeting(10, 9),
        ("01", "member.teacher"): meeting(8, 8),
        ("02", "member.peer"): meeting(None, 7),
        (COMMITTEE, "branch.organisation"): meeting(3, None),
    }
    report = report_of(SOUND, ledger={"meetings": meetings})
    voted = {form.slot: (form.returned, form.valid) for form in brief(report).forms if form.returned}
    assert voted == {FIRST: (18, 17), ASSESSMENT: (3, 0)}
    assert form_of(report, SECOND).valid == 7
    assert (brief(report).returned, brief(report).valid) == (21, 24)


@pytest.mark.parametrize("lost", [("member.peer",), ("member.peer", "branch.teacher"), ()])
def test_rows_of_ballots_that_are_refused_are_told_by_the_form_that_has_them_alone(lost):
    def line(way):
        return Line((way,), 5, "", filled=True, stated=False)

    meetings = {("01", way): Meeting(None, None, None, None, 9, None) for way in lost}
    meetings["02", "member.peer"] = Meeting(None, None, None, None, 9, 8)
    chosen = {
        FormSheet(slot, "meeting"): (
            Source(
                Submission(file_of(slot), "", Identity("XF-2023", *slot), 1, {}),
                SheetPart("评议情况", lines=tuple(map(line, ways))),
            ),
        )
        for slot, ways in ((FIRST, lost), (SECOND, ("member.peer",)))
    }
    selection = Selection(chosen, (), (), ())
    found = brief(report_of(SOUND, ledger={"meetings": meetings}, selection=selection))
    assert {form.slot: form.refused for form in found.forms if form.refused} == (
        {FIRST: len(lost)} if lost else {}
    )
    assert (found.refused, found.returned, found.valid) == (len(lost), 9, 8)


# key figures

MIXED_PLAN = with_member(small_plan(2, 4), "0202", category=Category.PROBATIONARY)
MIXED = {
    "01": ALL_9,
    "02": [ALL_8] * 5 + [(7, 7, 7, 7)] * 4,  # 68 × 10 / 9 = 75.56, five stars of six required
    "0101": ALL_10,
    "0102": ALL_8,
    "0103": [ALL_8] * 4 + [(7, 7, 7, 7)] * 4,  # 75.00, four stars of five required
    "0104": (8, None, 8, 8),
    "0201": ALL_9,  # vetoed
    "0202": ALL_8,  # probationary
    "0204": ALL_8,
}
"""0203 has no marks at all, and is vetoed."""


def mixed(**changes):
    return report_of(MIXED, MIXED_PLAN, registers=decisions(vetoes=("0201", "0203")), **changes)


def test_figures_of_members():
    assert brief(mixed()).figures[MEMBER] == KindFigures(
        subjects=8,
        by_stars=(0, 0, 0, 0, 1, 0, 0, 0, 5),
        composites=50_500,  # 100 + 80 + 75 + 90 + 80 + 80
        levels=(
            LevelCount("优秀", 1, 1667),  # 1 of 6: the largest remainder is rounded up
            LevelCount("合格", 3, 5000),
            LevelCount("基本合格", 0, 0),
            LevelCount("不合格", 2, 3333),
        ),
        without_level=1,
        ungraded=1,
        fit=3,  # 0101, 0102, 0204
        seats=dict.fromkeys(Seat, 0) | {Seat.FREE: 3},
        rectifying=3,  # 0103, and the two vetoed
        vetoed=2,
        lowered=0,
    )


def test_who_was_overridden_to_the_lowest_level_is_told_apart_from_who_was_vetoed():
    overridden = decisions(
        vetoes=("0201",), overrides=(("0101", "不合格"), ("0104", "不合格"), ("0102", "合格"))
    )
    overridden = replace(
        overridden, overrides=overridden.overrides | decisions(overrides=(("0201", "不合格"),)).overrides
    )
    members = brief(report_of(MIXED, MIXED_PLAN, registers=overridden)).figures[MEMBER]
    assert (members.rectifying, members.vetoed, members.lowered) == (4, 1, 2)  # 0103 for its stars
    assert members.fit == 2  # 0102, 0204


def test_figures_of_branches():
    figures = brief(mixed()).figures[BRANCH]
    assert figures.by_stars == (0, 0, 0, 0, 0, 1, 0, 0, 0, 1)
    assert figures.composites == 16_556
    assert [(level.count, level.share) for level in figures.levels] == [(1, 5000), (1, 5000), (0, 0), (0, 0)]
    assert (figures.fit, figures.rectifying, figures.vetoed) == (1, 1, 0)


def test_stars_are_counted_over_the_rated():
    members = brief(mixed()).figures[MEMBER]
    assert (members.rated, members.unrated) == (6, 2)
    assert (members.lit, members.due, members.full) == (44, 48, 5)


def test_who_has_no_point_at_all_is_rated_and_adds_nothing():
    nothing = (0, 0, 0, 0)
    found = brief(report_of({"0101": nothing, "0102": nothing, "0103": ALL_8, "02": nothing}))
    members, branches = found.figures[MEMBER], found.figures[BRANCH]
    assert (members.rated, members.composites, members.by_stars[0]) == (3, 8000, 2)
    assert (branches.rated, branches.composites) == (1, 0)


def test_means_of_ways_are_taken_over_all_stars_that_have_one():
    found = brief(mixed())
    three = {SELF: 8333, PEER: 8333, TEACHER: 8333, ORGANISATION: 8333}  # (72 + 64 + 64) / 24
    assert found.branch_means == {
        # (80 + 64 + 60 + 64) / 32, without the last (80 + 64 + 60) / 24
        "01": {SELF: 8375, PEER: 8500, TEACHER: 8375, ORGANISATION: 8375},
        "02": three,
    }
    # 468 / 56 and 404 / 48
    assert found.means == {SELF: 8357, PEER: 8417, TEACHER: 8357, ORGANISATION: 8357}


def test_a_branch_without_marks_on_members_has_no_means():
    report = report_of({code: ALL_8 for code in SOUND if code[:2] != "02" or code == "02"})
    assert brief(report).branch_means["02"] == dict.fromkeys(WayKey)


def test_accounts_are_added_up_over_all_files():
    cells = {"a.xlsx": Cells(10, 2, 1), "b.xlsx": Cells(5, 0, 3)}
    marks = {"a.xlsx": Marks(90, 4, 2), "b.xlsx": Marks(50, 0, 1)}
    found = brief(report_of(SOUND, ledger={"cells": cells, "marks": marks}))
    assert found.cells == Cells(15, 2, 4)
    assert found.marks == Marks(140, 4, 3)


def test_the_best_and_the_last_branch_are_told_by_composite():
    assert brief(mixed()).extremes == Extremes(("01",), 9000, ("02",), 7556)


def test_so_are_all_that_are_alike():
    assert brief(report_of(SOUND)).extremes == Extremes(("01",), 9000, ("02", "03"), 8000)


def test_where_no_branch_is_rated_none_is_best():
    assert brief(report_of(MEMBERS)).extremes is None


def test_the_trend_compares_the_stars_of_members_rated_in_both_stages():
    before = {
        "0101": [ALL_8] * 4 + [(7, 7, 7, 7)] * 4,  # 4 stars, now 8
        "0103": ALL_8,  # 8 stars, now 4
        "0104": ALL_8,  # now unrated
        "0201": [ALL_8] * 7 + [(7, 7, 7, 7)],  # 7 stars, now 8
        "0202": (8, 8, 8, None),  # unrated then
    }
    history = (present(report_of(before, MIXED_PLAN)),)
    assert brief(mixed(history=history)).trend == Trend(members=3, more=1)


def test_who_had_stars_and_has_none_now_counts_in_the_trend():
    history = (present(report_of({"0101": ALL_8, "0102": [ALL_8] + [(7, 7, 7, 7)] * 7})),)
    now = {"0101": (7, 7, 7, 7), "0102": (7, 7, 7, 7)}
    assert brief(report_of(now, history=history)).trend == Trend(members=2, more=-9)


def test_there_is_no_trend_without_a_stage_before_or_anybody_rated_in_both():
    assert brief(mixed()).trend is None
    assert brief(mixed(history=(present(report_of({"0104": ALL_8}, MIXED_PLAN)),))).trend is None


def test_the_agenda_has_candidates_with_a_place_and_commendations_that_are_open():
    def commendation(decision, honour="师德标兵"):
        return Commendation("0101", honour, "", "", "", "", decision, AT)

    assert brief(report_of({})).agenda == Agenda(0, 0)
    # 0101 has the highest level, the others are equal; of the branches three for two places
    plan = small_plan(3, 4, places_member=1, places_branch=1)
    members = {f"01{m:02d}": ALL_9 if m == 1 else ALL_8 for m in (1, 2, 3, 4)}
    open_ones, decided = [commendation(None)] * 2, [commendation(one, one.name) for one in Decision]
    registers = Registers(commendations=(*open_ones, *decided))
    report = report_of(members | BRANCHES, plan, registers=registers)
    assert brief(report).agenda == Agenda(candidates=2, commendations=3)
    sealed = replace(report, sealed=(Act(Grounds("纪要 9 号"), date(2023, 7, 10), "1", ""),))
    assert brief(sealed).agenda == Agenda(candidates=0, commendations=3)


# what needs a decision


def pledge(due, state=None):
    progress = Fulfilment(state, "", "", AT) if state else None
    return Pledge("1-01-1", 1, "01", "01", "", "", "", "", "", "", "", due, "", AT, progress)


def rectification(due, *, closed=False, decided=False):
    decision = (
        CaseDecision("1-0101", 1, Decision.AGREED, "复查达标", "联校纪要 21 号", AT) if decided else None
    )
    return Rectification("1-0101", 1, "0101", "", "", "", "", "", due, "", closed, "", AT, decision=decision)


def matters_of(marks=None, plan=PLAN, **changes):
    return brief(report_of(SOUND | (marks or {}), plan, **changes)).matters


def tied(*slots):
    return Selection({}, (), tuple(Tied(slot, "member_self", (), ()) for slot in slots), ())


def people(branch, marks):
    return {f"{branch}{m:02d}": marks for m in (1, 2, 3, 4)}


def test_where_all_is_well_nothing_needs_a_decision():
    assert matters_of() == ()


PAST, TODAY = date(2023, 6, 25), AS_OF


@pytest.mark.parametrize(
    ("changes", "matter"),
    [
        ({"absent": (FIRST, SECOND)}, EvaluationsMissing(FormState.MISSING, ("01", "02"))),
        ({"absent": (ASSESSMENT,)}, AssessmentMissing(FormState.MISSING)),
        ({"marks": {"02": (8, 8, None, 8)}}, Unrated(BRANCH, 1, {TEACHER: 1})),
        ({"marks": {"02": (8, 8, 8, None)}}, Unrated(BRANCH, 1, {ORGANISATION: 1})),
        ({"marks": {"0101": (8, 8, 8, None)}}, Unrated(MEMBER, 1, {ORGANISATION: 1})),
        (
            {"marks": {"0102": (8, None, 8, None), "0304": (8, None, 8, 8)}},
            Unrated(MEMBER, 2, {PEER: 2, ORGANISATION: 1}),
        ),
        ({"selection": tied(ASSESSMENT, SECOND, FIRST)}, FilesTied(("01", "02", COMMITTEE))),
        ({"marks": people("03", (9, 9, 7, 9.5))}, WaysApart((WaysGap("03", Fraction(-25)),))),
        ({"marks": people("03", (9, 9, 10, 7.5))}, WaysApart((WaysGap("03", Fraction(25)),))),
        (
            {"marks": {"03": (10, 10, (7, 5), 9)}},
            Dissatisfied({"03": Fraction(700, 12)}),
        ),  # 7 of 12 on each star
        ({"marks": {"03": (10, 10, (599, 401), 9)}}, Dissatisfied({"03": Fraction(599, 10)})),
        ({"ledger": {"texts": {("0102", "veto"): "safety"}}}, Proposed(Proposal.VETO, ("0102",))),
        (
            {"ledger": {"texts": {("0304", "override"): "优秀", ("02", "override"): "较好"}}},
            Proposed(Proposal.OVERRIDE, ("02", "0304")),
        ),
        ({"marks": {"0203": ALL_9}}, QuotaTied({"02": ("0201", "0203")})),
        (
            {"plan": small_plan(3, 4, places_member=1)},
            PlacesShort(MEMBER, 1, 3, 9),
        ),  # three of the highest level, then all others
        ({"plan": small_plan(3, 4, places_branch=2)}, PlacesShort(BRANCH, 2, 2, 0)),  # 02 and 03 are equal
        (
            {"registers": Registers(pledges=(pledge(PAST), pledge(PAST), pledge(TODAY)))},
            PledgesOverdue(2, TODAY),
        ),
        ({"registers": Registers(rectifications=(rectification(PAST),))}, RectificationsOverdue(1, TODAY)),
        (
            {"registers": Registers(rectifications=(rectification(TODAY, closed=True), rectification(None)))},
            RectificationsWaiting(1),
        ),
        (
            {"findings": (wrong("a.xlsx"),), "ledger": {"cells": {"a.xlsx": Cells(9, 0, 4)}}},
            ErrorsFound(1, 4),
        ),
    ],
)
def test_what_needs_a_decision_is_told_with_its_facts(changes, matter):
    assert matters_of(**changes) == (matter,)


@pytest.mark.parametrize(
    "changes",
    [
        {"absent": (Slot(1, StepKey.PLEDGE, "01"), Slot(1, StepKey.COMMENDATION, COMMITTEE))},
        {"selection": tied(Slot(2, StepKey.EVALUATION, "01"))},
        {"marks": people("03", (9, 9, 7, 9))},  # two points apart
        {"marks": {"03": (10, 10, 6, 9)}},  # 60 percent
        {
            "ledger": {"texts": {("0102", "veto"): "safety"}},
            "registers": decisions(vetoes=("0102",)),
        },
        {"plan": small_plan(3, 4, places_member=12, places_branch=3)},
        {"registers": Registers(pledges=(pledge(None), pledge(PAST, PledgeState.FULFILLED)))},
        {
            "registers": Registers(
                rectifications=(rectification(TODAY), rectification(PAST, decided=True), rectification(None))
            )
        },
        {"findings": (COPIES.at(AT, kept=""), MORE_VOTERS.at(AT, way="", found=1, limit=0))},
        {"ledger": {"cells": {"a.xlsx": Cells(9, 0, 4)}}},
    ],
    ids=(
        "forms without results",
        "tied in another stage",
        "two points",
        "at the alarm",
        "decided",
        "places enough",
        "pledges in time",
        "rectified in time",
        "warnings",
        "cells without an error",
    ),
)
def test_what_is_no_matter_is_not_told(changes):
    assert matters_of(**changes) == ()


def test_who_is_unrated_because_the_form_is_missing_is_told_by_the_form_alone():
    marks = {code: None for code in SOUND if code.startswith("02")}
    rest = {code: given for code, given in SOUND.items() if code not in marks}
    assert brief(report_of(rest, absent=(SECOND,))).matters == (
        EvaluationsMissing(FormState.MISSING, ("02",)),
    )


def test_matters_stand_most_pressing_first():
    branch = PLAN.branch_of["03"].name
    marks = {code: given for code, given in SOUND.items() if not code.startswith("02")} | {
        "0102": ALL_9,
        "0104": (8, None, 8, 8),
        "03": (10, 10, 5, 10),
        **people("03", (9, 9, 7, 9.5)),
    }
    report = report_of(
        marks,
        replace(small_plan(3, 4, places_member=1, final_rule="last"), stages=PLAN.stages[:1]),
        absent=(SECOND, ASSESSMENT, PLEDGES_OF_THIRD),
        ledger={
            "texts": {("0103", "veto"): "safety", ("0103", "override"): "优秀"},
            "cells": {"a.xlsx": Cells(9, 0, 4)},
        },
        registers=Registers(
            pledges=(pledge(PAST),),
            rectifications=(rectification(PAST), rectification(TODAY, closed=True)),
            unclear=(Unclear("0104", "commendation", "", Cause.UNREAD, "取消", Place("c")),),
            objections=(
                Objection("0101", "票数有误", "复核了", Conclusion.UNFOUNDED, "联校纪要 22 号", AT),
                Objection("0102", "票数有误", "", None, "", AT),
            ),
        ),
        selection=tied(FIRST),
        findings=(wrong("a.xlsx"), wrong("a.xlsx"), placeholder(f"03-{branch}-承诺表.xlsx")),
    )
    found = brief(report).matters
    assert found == (
        EvaluationsMissing(FormState.MISSING, ("02",)),
        AssessmentMissing(FormState.MISSING),
        FormsAway(("03",)),
        Unrated(MEMBER, 1, {PEER: 1}),
        FilesTied(("01",)),
        WaysApart((WaysGap("03", Fraction(-25)),)),
        Dissatisfied({"03": Fraction(50)}),
        Proposed(Proposal.VETO, ("0103",)),
        Proposed(Proposal.OVERRIDE, ("0103",)),
        DecisionsUnclear(1),
        ObjectionsOpen(1),
        QuotaTied({"01": ("0101", "0102")}),
        PlacesShort(MEMBER, 1, 7, 0),  # nobody has the highest level; 0104 is unrated, 02 sent nothing
        # of 0103 something is proposed, and nothing else stands against it
        FinalOpen(("02", "0104", "0201", "0202", "0203", "0204"), waiting=1),
        PledgesOverdue(1, TODAY),
        RectificationsOverdue(1, TODAY),
        RectificationsWaiting(1),
        ErrorsFound(2, 4),
    )
    assert {type(matter) for matter in found} == set(get_args(Matter))
