"""What changed between the plan inside a form and today's is said; what moves on with a campaign is no change."""

import json
from dataclasses import replace
from datetime import date

import pytest
from plain import plain_file
from plans import small_plan, with_way

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.changes import say_changes
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.forms import evaluation_form, launch_form, pledge_form
from xlcampaign.model.choices import StepKey
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.reading.changes import find_changes
from xlcampaign.words import Lang

PLAN = small_plan(2, 3)
PEER = (SubjectKind.MEMBER, WayKey.PEER)
NAMED = replace(PLAN.members[1], name="冯某九")
CHANGED = {
    "权重": (with_way(PLAN, *PEER, weight=25), "党员互评的权重（%）：20 → 25"),
    "person added": (
        replace(PLAN, members=(*PLAN.members, replace(NAMED, code="0104"))),
        "“党员”增加了冯某九",
    ),
    "person gone": (replace(PLAN, members=PLAN.members[1:]), "“党员”去掉了赵某甲"),
    "name": (
        replace(PLAN, members=(PLAN.members[0], NAMED, *PLAN.members[2:])),
        "冯某九的姓名：钱某乙 → 冯某九",
    ),
    "threshold": (replace(PLAN, campaign=replace(PLAN.campaign, threshold=750)), "授星分数线：8 → 7.5"),
    "quota": (
        replace(PLAN, campaign=replace(PLAN.campaign, quota=None)),
        "优秀名额（几名正式党员 1 名）：3 → 空",
    ),
}


@pytest.mark.parametrize(("plan", "said"), CHANGED.values(), ids=CHANGED)
def test_what_changed_is_named(plan, said):
    assert say_changes(find_changes(pack(PLAN), pack(plan))).say(Lang.ZH) == said


def test_what_moves_on_with_a_campaign_is_no_change():
    moved = {
        "stage": 2,
        "step": StepKey.COMMENDATION,
        "publication_start": date(2023, 6, 1),
        "objections": "党办",
    }
    assert find_changes(pack(PLAN), pack(replace(PLAN, campaign=replace(PLAN.campaign, **moved)))) == ()
    assert find_changes(pack(PLAN), pack(PLAN)) == ()


@pytest.mark.parametrize("packed", ["", "{", "[]", "null", "[" * 30_000])
def test_of_a_plan_that_cannot_be_read_nothing_is_said(packed):
    assert find_changes(packed, pack(PLAN)) == ()


@pytest.mark.parametrize("packed", ["{}", '{"党员": 1}', '{"党员": [[{}], 1], "活动": [[], [[]], 2]}'])
def test_whatever_is_no_row_in_a_plan_is_not_there(packed):
    assert say_changes(find_changes(packed, pack(PLAN))).say(Lang.EN).endswith("; 108 in all")


def test_many_changes_are_counted():
    sheets = json.loads(pack(PLAN))
    sheets["党员"] = sheets["党员"][:1]
    assert say_changes(find_changes(json.dumps(sheets), pack(PLAN))).say(Lang.EN).endswith("; 6 in all")


def taken(plan):
    form = Envelope("f.xlsx", plain_file(evaluation_form(PLAN, PLAN.branches[0])))
    return [f.rule.code for f in take_in(form, plan).findings if f.rule.code in {"F111", "X119"}]


def test_a_change_that_touches_the_form_warns_and_another_is_noted():
    assert taken(PLAN) == []
    assert taken(with_way(PLAN, *PEER, weight=25)) == ["X119"]
    assert taken(replace(PLAN, members=PLAN.members[1:])) == ["F111"]
    elsewhere = [m for m in PLAN.members if m.code != "0203"]
    assert taken(replace(PLAN, members=tuple(elsewhere))) == []


@pytest.mark.parametrize("form", [launch_form, pledge_form, evaluation_form])
@pytest.mark.parametrize(("issued", "today"), [(Lang.ZH, Lang.EN), (Lang.EN, Lang.ZH)])
def test_the_language_is_no_change_of_any_form(form, issued, today):
    plan = small_plan(2, 3, launch_form="yes")
    then, now = (
        replace(plan, campaign=replace(plan.campaign, language=language)) for language in (issued, today)
    )
    sent = Envelope("f.xlsx", plain_file(form(then, then.branches[0])))
    found = {f.rule.code for f in take_in(sent, now).findings}
    assert {"F111", "X119"}.isdisjoint(found)
