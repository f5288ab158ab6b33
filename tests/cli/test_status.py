"""`status` says of every branch and form where it stands, and writes the reminder to paste into a group chat."""

import json
import re
import shutil

import pytest
from desks import JUNE, WRONG, Desk
from filled import complete
from plain import plain_file

from xlcampaign.layout.choices import FORM_STATES
from xlcampaign.layout.forms import pledge_form
from xlcampaign.model.briefing import FormState
from xlcampaign.words import Lang

STATES = {state.value for state in FormState}


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "campaign")
    desk.receive(0)
    desk.receive(1, WRONG)
    return desk


def status(desk, *arguments, lang="zh"):
    return desk.run("status", desk.root, *JUNE, *arguments, lang=lang)


@pytest.mark.parametrize("lang", list(Lang))
def test_each_branch_has_a_line_with_the_state_of_its_forms(desk, lang):
    lines = status(desk, lang=lang.value).stdout.splitlines()
    words = (FormState.ACCEPTED, FormState.FAULTY, FormState.MISSING)
    for branch, state in zip(desk.plan.branches, words, strict=True):
        (line,) = (line for line in lines if line.startswith(f"{branch.code} {branch.name}"))
        assert FORM_STATES[state].say(lang) in line


def test_its_states_are_those_of_the_check_workbook(desk):
    objects = json.loads(status(desk, "--json").stdout)
    assert {one["state"] for one in objects} <= STATES
    own = {one["branch"]: one for one in objects if one["step"] == "evaluation"}
    assert [own[code]["state"] for code in ("01", "02", "03")] == ["accepted", "faulty", "missing"]
    assert own["01"]["files"] == own["01"]["counting"] == ["01.xlsx"]
    assert (own["01"]["sent"], own["03"]["sent"]) == ("2023-04-20", None)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", one["deadline"]) for one in objects)
    assert own["03"]["name"] == desk.plan.branches[2].name


def test_the_reminder_names_who_lacks_which_form_and_nothing_else(desk):
    said = status(desk, "--text").stdout
    (line,) = (line for line in said.splitlines() if "评议表" in line)
    assert desk.plan.branches[2].name in line
    assert desk.plan.branches[0].name not in line
    assert desk.plan.branches[1].name not in line
    assert desk.plan.campaign.organisation not in said
    assert "错" not in said


def test_before_the_deadline_it_asks_and_does_not_chase(desk):
    desk_lines = desk.run("status", desk.root, "--as-of", "2023-05-20", "--text").stdout.splitlines()
    (line,) = (line for line in desk_lines if "评议表" in line)
    assert "请在 2023-05-25 前报" in line


def test_it_writes_nothing(desk):
    before = sorted(path for path in desk.root.rglob("*") if ".xlcampaign" not in path.parts)
    status(desk)
    assert sorted(path for path in desk.root.rglob("*") if ".xlcampaign" not in path.parts) == before


def pledged(desk, branches):
    """Return a desk with the pledges of some branches."""
    for branch in desk.plan.branches[:branches]:
        book = pledge_form(desk.plan, branch)
        (desk.root / "inbox" / f"{branch.code}.xlsx").write_bytes(plain_file(book, complete(book)))
    return desk


@pytest.mark.parametrize("day", ["2023-02-20", "2023-03-28"])
def test_when_nothing_is_lacking_it_says_so(tmp_path, day):
    desk = pledged(Desk(tmp_path / "campaign"), 3)
    said = desk.run("status", desk.root, "--as-of", day, "--text").stdout
    assert "都收到了，谢谢" in said


@pytest.mark.parametrize("came", [0, 1, 3])
@pytest.mark.parametrize("day", ["2022-12-01", "2023-01-05", "2023-01-31"])
@pytest.mark.parametrize(
    ("lang", "next_is", "thanks"),
    [
        (Lang.ZH, "承诺表，请在 2023-03-25 前报来", "谢谢"),
        (Lang.EN, "Pledge form, by 2023-03-25", "Thank you"),
    ],
)
def test_before_any_form_is_asked_for_it_says_what_is_next_and_thanks_nobody(
    tmp_path, came, day, lang, next_is, thanks
):
    desk = pledged(Desk(tmp_path / "campaign", lang=lang), came)
    said = desk.run("status", desk.root, "--as-of", day, "--text").stdout
    assert next_is in said
    assert thanks not in said


def test_whoever_writes_reminders_is_not_told_that_forms_came_which_did_not(tmp_path):
    desk = Desk(tmp_path / "campaign")
    said = desk.run("mail", "reminders", desk.root, "--as-of", "2023-03-01").stderr
    assert "没有到期未报的表" in said
    assert "收到了" not in said


def test_of_a_folder_that_is_no_campaign_it_says_that(tmp_path):
    result = Desk(tmp_path / "campaign").run("status", tmp_path)
    assert (result.exit_code, "O101" in result.stderr) == (3, True)


@pytest.mark.parametrize("lang", list(Lang))
def test_forms_of_steps_that_the_campaign_has_not_come_to_are_in_no_reminder(tmp_path, lang):
    desk = Desk(tmp_path / "campaign", lang=lang)
    desk.rewrite(step="pledge")
    titles = ("评议表", "评选表彰表") if lang is Lang.ZH else ("Evaluation form", "Commendation form")
    pledges = "承诺表" if lang is Lang.ZH else "Pledge form"
    for words in (("status", desk.root, "--text"), ("mail", "reminders", desk.root)):
        result = desk.run(*words, *JUNE, lang=lang.value)
        assert result.exit_code == 0
        assert "O206" in result.stderr
        assert titles[0] in result.stderr
        texts = [path.read_text("utf-8-sig") for path in (desk.root / "send").rglob("*.txt")]
        assert bool(texts) == (words[0] == "mail")
        for text in texts or [result.stdout]:
            assert pledges in text
            assert not any(title in text for title in titles)


def test_a_form_that_was_written_ahead_of_its_step_is_asked_for_and_so_are_those_of_steps_gone_by(tmp_path):
    desk = Desk(tmp_path / "campaign")
    desk.rewrite(step="pledge")
    desk.run("forms", desk.root, "--step", "evaluation")
    said = status(desk, "--text")
    assert "评议表" in said.stdout
    assert "评议表" not in said.stderr
    shutil.rmtree(desk.root / "send")
    desk.rewrite(step="commendation")
    said = status(desk, "--text")
    assert "评议表" in said.stdout
    assert "O206" not in said.stderr


def test_where_nothing_was_asked_for_yet_it_does_not_thank(tmp_path):
    desk = Desk(tmp_path / "campaign")
    desk.rewrite(step="launch")
    said = status(desk, "--text")
    assert "还没有要报的表" in said.stdout
    assert "谢谢" not in said.stdout
    assert "O206" in said.stderr
