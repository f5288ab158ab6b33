"""Forms of units and people whom the plan has otherwise by now: what is said can be done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from commands.test_people_change import FIRST, PLAN, merged, pledged, renamed
from filled import complete
from plain import plain_file

from xlcampaign.checks.alike import once
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import commendation_form, evaluation_form
from xlcampaign.layout.objections import OBJECTIONS
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.roster import Roster
from xlcampaign.words import Lang

LAST = PLAN.stage_of(1).counts_on - timedelta(days=1)
BOOK = evaluation_form(PLAN, FIRST)
FIRST_MEMBER = PLAN.members[0]


def without_first(heir=()):
    """The plan whose first branch ended before the day of the list; another one may go on for it."""
    first, second = PLAN.branches
    rows = Roster((replace(first, end=LAST), replace(second, takes_over=heir)), PLAN.members)
    members = tuple(one for one in PLAN.members if one.branch == second.code)
    return replace(PLAN, branches=(second,), members=members, roster=rows)


def recoded():
    first, second = PLAN.branches
    members = tuple(replace(one, branch="09") if one.branch == "01" else one for one in PLAN.members)
    return replace(PLAN, branches=(replace(first, code="09"), second), members=members)


def deleted():
    return PLAN.only("02")


@pytest.mark.parametrize(
    ("today", "remedy"),
    [
        (without_first(("01",)), "已由“{heir}”承接：由“{heir}”报"),
        (without_first(), "改方案里它的“起”“止”或阶段的名单截止日"),
        (recoded(), "编号是 01，方案里现在是 09：把方案“支部”“党员”表里的编号改回 01"),
        (deleted(), "核对方案的“支部”“步骤”表"),
    ],
    ids=["taken over", "ended", "recoded", "deleted"],
)
def test_a_form_of_a_branch_that_the_plan_does_not_have_comes_with_what_can_be_done(today, remedy):
    data = plain_file(BOOK, complete(BOOK))
    [finding] = [one for one in take_in(Envelope("f.xlsx", data), today).findings if one.rule.code == "F108"]
    assert remedy.format(heir=PLAN.branches[1].name) in finding.fix(Lang.ZH)
    assert "{" not in finding.fix(Lang.EN)


def test_of_whom_nobody_can_tell_who_it_is_it_is_not_said_that_pledges_are_missing():
    today = renamed({"0102": "吕新"})
    form = pledged()
    read = take_in(Envelope("1.xlsx", plain_file(*form)), today).findings
    found = [*read, *merged(today, form, sound=False).findings]
    of_first = [one for one in found if one.rule.code == "X116" and one.facts["code"] == "0102"]
    assert [one.facts["found"] for one in of_first] == [0]
    told = [(one.rule.code, one.facts["code"]) for one in once(found) if one.rule.code in {"R116", "X116"}]
    assert told.count(("R116", "0102")) == 1
    assert ("X116", "0102") not in told
    alone = [one for one in found if one.rule.code != "R116"]
    assert [one for one in once(alone) if one in of_first] == of_first


@pytest.mark.parametrize(
    ("heir", "told"),
    [
        (("01",), "由“{heir}”承接了：该由它办的，写“{heir}”；{stage}的事，写在{stage}的评选表彰表上；"),
        ((), "→ {stage}的事，写在{stage}的评选表彰表上；其实在的，改方案里的“起”“止”"),
    ],
    ids=["taken over", "ended"],
)
def test_whom_the_superiors_form_names_and_the_plan_has_in_an_earlier_stage_is_shown_the_way_there(
    heir, told
):
    first, second = PLAN.branches
    then, now = PLAN.stages[:2]
    ended = replace(first, end=now.counts_on - timedelta(days=1))
    gone = tuple(replace(one, end=ended.end) if one.branch == "01" else one for one in PLAN.members)
    rows = Roster((ended, replace(second, takes_over=heir)), gone)
    today = replace(PLAN, campaign=replace(PLAN.campaign, stage=now.number), roster=rows).of_stage(now.number)
    book = commendation_form(today, None)
    named = (first.name, FIRST_MEMBER.name, FIRST_MEMBER.code, "王某某")
    answers = {(OBJECTIONS, n, "subject"): name for n, name in enumerate(named)}
    answers |= {(OBJECTIONS, n, "raised"): f"第 {n} 件事" for n in range(len(named))}
    found = take_in(Envelope("f.xlsx", plain_file(book, answers)), today).findings
    of_branch, *others, stranger = [one for one in found if one.place.sheet == "公示及异议"]
    assert {one.rule.code for one in (of_branch, *others)} == {"R131"}
    assert told.format(heir=second.name, stage=then.name) in of_branch.line(Lang.ZH)
    assert all(f"写在{then.name}的评选表彰表上" in one.fix(Lang.ZH) for one in others)
    assert stranger.rule.code == "C103"
    assert "{" not in of_branch.line(Lang.EN)
