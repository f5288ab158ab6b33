"""Stages know people by their codes: whom the plan gave another one since is named, and nobody else."""

from dataclasses import replace
from datetime import date

import pytest
from known import flat_ledger
from plans import small_plan

from xlcampaign.checks.recoded import check_recoded
from xlcampaign.model.history import Source
from xlcampaign.model.roster import Roster
from xlcampaign.tally.history import past_of
from xlcampaign.tally.score import score
from xlcampaign.words import Lang

SMALL = small_plan(2, 4)
NAMES = {m.code: f"{m.name}{m.code[:2]}" for m in SMALL.members}
PLAN = replace(SMALL, members=tuple(replace(m, name=NAMES[m.code]) for m in SMALL.members))
PAST = past_of(score(flat_ledger(PLAN, {}), PLAN), PLAN, PLAN, 1, Source.SEALED)
END = date(2023, 8, 31)


def changed(members=(), branches=(), more=()):
    """The plan of today: other codes by those of before, and rows that are added."""
    members, branches = dict(members), dict(branches)
    rows = tuple(
        replace(m, code=members.get(m.code, m.code), branch=branches.get(m.branch, m.branch))
        for m in PLAN.members
        if members.get(m.code) != ""
    )
    schools = tuple(replace(b, code=branches.get(b.code, b.code)) for b in PLAN.branches)
    return replace(PLAN, members=rows, branches=schools, roster=Roster(schools, (*rows, *more)))


def told(plan, past=PAST):
    [finding] = check_recoded((past,), plan)
    assert finding.rule.code == "X154"
    return finding.facts["found"], finding.says(Lang.ZH)


def test_who_has_another_code_is_named_with_both():
    found, says = told(changed({"0102": "0120"}))
    assert found == 1
    assert f"0102“{NAMES['0102']}”（现在 0120）" in says


def test_several_are_one_finding():
    found, says = told(changed({"0102": "0120", "0203": "0220"}))
    assert found == 2
    assert "（现在 0120）" in says
    assert "（现在 0220）" in says


def test_a_branch_with_another_code_is_named_and_so_are_its_members_where_theirs_changed_too():
    found, says = told(changed(branches={"02": "05"}))
    assert found == 1
    assert f"02“{PLAN.branches[1].name}”（现在 05）" in says
    found, says = told(changed({"0201": "0501"}, {"02": "05"}))
    assert found == 2
    assert "（现在 0501）" in says


def test_codes_that_moved_on_to_the_next_are_named_too():
    found, says = told(changed({"0102": "0103", "0103": "0104", "0104": "0105"}))
    assert found == 3
    assert "（现在 0105）" in says


def test_whoever_went_to_the_branch_that_took_theirs_over_is_found_there():
    heir = replace(PLAN.branches[0], takes_over=("02",))
    rows = tuple(
        replace(m, code="0120", branch="01") if m.code == "0203" else m
        for m in PLAN.members
        if m.branch == "01" or m.code == "0203"
    )
    ended = replace(PLAN.branches[1], end=END)
    plan = replace(PLAN, branches=(heir,), members=rows, roster=Roster((heir, ended), rows))
    assert told(plan)[0] == 1


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        changed({"0102": ""}),
        changed({"0102": "0120"}, more=(replace(PLAN.members[1], end=END),)),
        replace(PLAN, members=tuple(replace(m, name=m.name[0] + "晓") for m in PLAN.members)),
    ],
    ids=["as ever", "deleted", "really two", "corrected names"],
)
def test_nobody_else_is_named(plan):
    assert list(check_recoded((PAST,), plan)) == []


def test_a_namesake_whom_the_stage_knew_too_is_somebody_else():
    both = tuple(replace(m, name="赵某甲") if m.code in {"0101", "0102"} else m for m in PLAN.members)
    before = replace(PLAN, members=both)
    past = past_of(score(flat_ledger(before, {}), before), before, before, 1, Source.SEALED)
    left = tuple(m for m in both if m.code != "0102")
    plan = replace(PLAN, members=left)
    assert list(check_recoded((past,), plan)) == []


def test_of_many_the_first_are_named_and_how_many_more():
    big = small_plan(4, 4)
    past = past_of(score(flat_ledger(big, {}), big), big, big, 1, Source.SEALED)
    members = tuple(replace(m, code=f"9{m.code}") for m in big.members)
    [finding] = check_recoded((past,), replace(big, members=members))
    assert finding.facts["found"] == 16
    assert "另有 6 个" in finding.says(Lang.ZH)
    assert "and 6 more" in finding.says(Lang.EN)
