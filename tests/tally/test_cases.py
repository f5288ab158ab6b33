"""What closes a case of rectification over several stages, and what does not."""

from dataclasses import replace
from datetime import date

import pytest
from campaigns import branch_name, change, end
from known import flat_ledger
from plans import plan_of, plan_rows_of, small_plan

from xlcampaign.findings.finding import Place
from xlcampaign.layout.outcomes import case_left
from xlcampaign.model.history import Source
from xlcampaign.model.registers import (
    CaseDecision,
    CaseState,
    Decision,
    OverrideDecision,
    Rectification,
    Registers,
)
from xlcampaign.model.roster import Roster
from xlcampaign.tally.cases import with_cases
from xlcampaign.tally.history import past_of
from xlcampaign.tally.score import score

PLAN = small_plan(1, 2)
AT = Place("整改.xlsx", "整改").cell_at(5, 2)
FOUR = ("loyal", "study", "duty", "results")
AGREED, REFUSED, DEFERRED = Decision


def results_of(*unlit):
    """Results in which 钱某乙 has all stars but some."""
    results = score(flat_ledger(PLAN, dict.fromkeys(("01", "0101", "0102"), 10)), PLAN)
    subjects = tuple(
        replace(
            subject,
            stars=tuple(replace(star, score=0) if star.star in unlit else star for star in subject.stars),
            lit=len(subject.stars) - len(unlit),
            rectify=len(subject.stars) - len(unlit) < PLAN.rectify_below(subject.kind),
        )
        if subject.code == "0102"
        else subject
        for subject in results.subjects
    )
    return replace(results, subjects=subjects)


def decided(stage, verdict, reason="复查达标", document="联校纪要 21 号"):
    return CaseDecision("1-0102", stage, verdict, reason, document, AT)


def case_of(*later, closings=(), closed=False, said_in=1, listed=FOUR):
    """The case of 钱某乙 in the last of some stages, by what was not lit in the first one and in later ones."""
    case = Rectification(
        "1-0102", 1, "0102", "", "", "", "", "", date(2023, 7, 30), "", closed, "", AT, said_in=said_in
    )
    ledger = flat_ledger(PLAN, {}, registers=Registers(rectifications=(case,), closings=tuple(closings)))
    *before, last = [results_of(*unlit) for unlit in (listed, *later)]
    earlier = {number: past_of(one, PLAN, PLAN, 1, Source.PLAN) for number, one in enumerate(before, 1)}
    return with_cases(ledger, last, PLAN, len(before) + 1, earlier).registers.rectifications[0]


@pytest.mark.parametrize(
    ("later", "lit_in"),
    [
        ((), 0),
        (((),), 2),
        ((("advice", "help"),), 2),  # others than those for want of which it was listed
        ((("loyal",),), 0),
        ((("loyal",), ()), 3),
        ((("loyal",), ("study",)), 0),  # each was lit once, never all of them
        (((), FOUR), 2),  # closed is closed; the third stage lists anew
    ],
)
def test_a_case_closes_in_the_first_later_stage_in_which_all_its_stars_are_lit(later, lit_in):
    case = case_of(*later)
    assert case.lit_in == lit_in
    assert (case.state is CaseState.CLOSED) is bool(lit_in)


def test_what_the_results_never_asked_for_is_closed_by_no_star():
    assert case_of((), listed=("loyal",)).state is CaseState.OPEN
    assert case_of((), listed=("loyal",)).listed is None


@pytest.mark.parametrize("points", [10, 5, 0])
def test_a_case_listed_for_an_override_closes_by_no_star(points):
    override = OverrideDecision("0102", "不合格", "会议决定", "纪要 6 号", AT)
    given = {"01": 10, "0101": 10, "0102": points}
    first = score(flat_ledger(PLAN, given, registers=Registers(overrides={"0102": override})), PLAN)
    ledger = flat_ledger(PLAN, {}, registers=Registers(rectifications=(case_of(),)))
    before = {1: past_of(first, PLAN, PLAN, 1, Source.PLAN)}
    [known] = with_cases(ledger, results_of(), PLAN, 2, before).registers.rectifications
    assert (known.listed.override, known.lit_in, known.state) == (override, 0, CaseState.OPEN)


@pytest.mark.parametrize(
    ("closings", "said_in", "state"),
    [
        ([], 1, CaseState.WAITING),
        ([decided(2, AGREED)], 1, CaseState.CLOSED),
        ([decided(2, REFUSED)], 1, CaseState.OPEN),
        ([decided(2, REFUSED)], 2, CaseState.OPEN),
        ([decided(2, REFUSED)], 3, CaseState.WAITING),  # reported anew since
        ([decided(2, DEFERRED)], 1, CaseState.WAITING),
        ([decided(2, AGREED, reason="")], 1, CaseState.WAITING),
        ([decided(2, AGREED), decided(3, AGREED, document="")], 1, CaseState.CLOSED),
        ([decided(2, AGREED), decided(3, DEFERRED)], 1, CaseState.CLOSED),
        ([decided(2, AGREED), decided(3, REFUSED)], 1, CaseState.OPEN),
        ([decided(2, REFUSED), decided(3, AGREED)], 1, CaseState.CLOSED),
        ([replace(decided(2, AGREED), number="1-0101")], 1, CaseState.WAITING),
    ],
)
def test_of_what_the_committee_decided_the_last_that_takes_effect_holds(closings, said_in, state):
    case = case_of(FOUR, FOUR, closings=closings, closed=True, said_in=said_in)
    assert case.state is state
    assert case.is_overdue(date(2023, 7, 31)) is (state is not CaseState.CLOSED)
    assert not case.is_overdue(date(2023, 7, 30))


WHOSE = PLAN.member_of["0102"]
LEFT = date(2023, 9, 30)


@pytest.mark.parametrize(
    ("rows", "left", "late", "says"),
    [
        ([WHOSE], None, "2023-07-31", []),
        ([replace(WHOSE, end=LEFT), replace(WHOSE, start=date(2023, 10, 1))], None, "2023-12-27", []),
        ([replace(WHOSE, end=LEFT)], LEFT, "2023-09-30", ["已离开（止 2023-09-30）"]),
        ([], None, "", ["已不在方案里"]),
    ],
    ids=["there", "in another post", "left", "deleted"],
)
def test_nobody_is_late_with_the_case_of_whoever_left_and_it_says_so_until_it_is_closed(
    rows, left, late, says
):
    others = tuple(m for m in PLAN.members if m is not WHOSE)
    plan = replace(PLAN, roster=Roster(PLAN.branches, (*others, *rows)))
    ledger = flat_ledger(PLAN, {}, registers=Registers(rectifications=(case_of(),)))
    [case] = with_cases(ledger, results_of(), plan, 1).registers.rectifications
    assert (case.state, case.left) == (CaseState.OPEN, left)
    assert [said.zh for said in case_left(case)] == says
    assert not late or case.is_overdue(date.fromisoformat(late))
    assert case.is_overdue(date(2023, 12, 28)) is (not case.gone)
    closing = decided(1, AGREED, reason="已调离")
    ledger = replace(ledger, registers=replace(ledger.registers, closings=(closing,)))
    [case] = with_cases(ledger, results_of(), plan, 1).registers.rectifications
    assert case_left(case) == []


def test_the_case_of_a_branch_that_is_taken_over_closes_by_the_stars_of_the_one_that_goes_on_with_it():
    settings, rows = plan_rows_of(3, 2)
    end(rows, "03", sheet="branches")
    change(rows, "02", sheet="branches", takes_over="03")
    for code in ("0301", "0302"):
        change(rows, code, branch=branch_name(2), post="none")
    plan = plan_of((settings, rows))
    case = Rectification(
        "1-02--03", 1, "02", "", "", "", "", "", date(2023, 7, 30), "", closed=False, evidence="", place=AT
    )
    ledger = flat_ledger(plan, {}, registers=Registers(rectifications=(case,)))

    def lit_in(**points):
        given = {1: {"01": 10, "02": 10, "03": 0}, 2: points}
        results = {
            number: score(flat_ledger(plan, of), plan.of_stage(number)) for number, of in given.items()
        }
        earlier = {1: past_of(results[1], plan.of_stage(1), plan, 1, Source.PLAN)}
        (known,) = with_cases(ledger, results[2], plan, 2, earlier).registers.rectifications
        return known.lit_in

    assert lit_in(**{"01": 0, "02": 10}) == 2
    assert lit_in(**{"01": 10, "02": 0}) == 0
