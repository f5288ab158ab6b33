"""Votes of an earlier stage that come again: copied onto the next form, or an old export that is taken for a new one."""

from dataclasses import replace
from itertools import cycle

import pytest
from commands.test_five_steps import Office
from commands.test_online_rows import MEANING, NOW, desk_of, export_of, send_form
from desks import Desk
from exports import csv_of
from filled import complete
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang

VOTED = ("member_peer", "member_teacher", "branch_public")
WAYS = {"member_peer": "党员互评", "member_teacher": "教师测评"}
LATER = ("--as-of", "2024-06-26")


UNEVEN = (8, 7, 5, 7, 3, 6, 8)


def votes(book, given=UNEVEN):
    """A form's answers with some numbers of votes, in turn."""
    answers = complete(book)
    cells = [at for at in answers if at[0] in VOTED and str(at[2]).endswith(".approve")]
    return answers | dict(zip(cells, cycle(given), strict=False))


def held(office, stage, given=UNEVEN, branch=0, change=None):
    plan = replace(office.plan, campaign=replace(office.plan.campaign, stage=stage))
    book = evaluation_form(plan, plan.branches[branch])
    answers = votes(book, given)
    if change:
        change(answers)
    office.receive(f"{branch} 评议表 {stage}.xlsx", book, answers)


def said(office, stage=2):
    findings = [one for one in office.report(stage).findings if one.rule.code == "X202"]
    return {(one.place.file, one.facts["way"]): one.says(Lang.ZH) for one in findings}


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def test_a_form_with_the_votes_of_the_stage_before_is_asked_about_way_by_way(office):
    held(office, 1)
    held(office, 2)
    found = said(office)
    assert {way for _, way in found} >= {"党员互评", "教师测评"}
    assert {file for file, _ in found} == {"0 评议表 2.xlsx"}
    assert "4 名党员，每颗星的票都和第 1 阶段一个不差" in found["0 评议表 2.xlsx", "党员互评"]
    assert not said(office, 1)


@pytest.mark.parametrize("sheet", ["member_peer", "member_teacher"])
def test_one_vote_that_is_another_is_enough_not_to_ask(office, sheet):
    held(office, 1)

    def change(answers):
        answers[sheet, 1, "study.approve"] = 3

    held(office, 2, change=change)
    ways = {way for _, way in said(office)}
    assert WAYS[sheet] not in ways
    assert ways


@pytest.mark.parametrize("given", [(8,), (8, 7), (8,) * 15 + (7, 6)])
def test_votes_that_are_nearly_all_alike_are_not_asked_about(office, given):
    held(office, 1, given)
    held(office, 2, given)
    assert not said(office)


def test_who_came_later_does_not_hide_what_was_copied_for_the_others(office):
    held(office, 1)
    settings, tables = plan_rows_of(2, 4)
    newcomer = {**tables["members"][0], "code": "0199", "name": "新来某", "start": "2023-09-01"}
    rows = settings, {**tables, "members": [*tables["members"], newcomer]}
    office.folder.plan.write_bytes(plain_file(plan_book(*rows)))
    held(office, 2)
    assert "4 名党员" in said(office)["0 评议表 2.xlsx", "党员互评"]


def test_another_branch_with_the_same_votes_is_no_stage_before(office):
    held(office, 1, branch=0)
    held(office, 2, branch=1)
    assert not said(office)


def test_a_sealed_stage_is_known_though_its_forms_are_gone(tmp_path):
    desk = Desk(tmp_path, branches=1)
    form = desk.receive(0, votes(evaluation_form(desk.plan, desk.plan.branches[0])))
    assert desk.run("seal", desk.root, "--number", "纪要 1 号", *NOW).exit_code == 0
    form.unlink()
    desk.rewrite(stage=2)
    desk.receive(0, votes(evaluation_form(desk.plan, desk.plan.branches[0])), "第二阶段.xlsx")
    assert "X202" in desk.run("check", desk.root, "--all", *LATER).output


@pytest.mark.parametrize("telling", [True, False])
def test_an_old_export_that_the_plan_takes_for_the_next_stage_is_asked_about(tmp_path, telling):
    desk = desk_of(tmp_path, MEANING)

    def answer(ballot, question):
        keys = [one.key for one in desk.plan.stars_of(SubjectKind.MEMBER)]
        star = keys.index(question.star) if telling else 0
        return "不满意" if ballot <= star else "满意"

    (tmp_path / "inbox" / "f.csv").write_bytes(csv_of(export_of(desk, 9, answer)))
    send_form(desk)
    assert desk.run("seal", desk.root, "--number", "纪要 1 号", *NOW).exit_code == 0
    desk.rows[1]["online"] = [{**row, "stage": 2} for row in desk.rows[1]["online"]]
    desk.rewrite(stage=2)
    send_form(desk)
    said = desk.run("check", desk.root, "--all", *LATER).output
    assert ("X202" in said) is telling
    assert not telling or "f.csv" in said.split("X202")[0].splitlines()[-1]
