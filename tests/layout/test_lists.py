"""Lists in messages and documents name all that is declared, and nothing else."""

import re
from pathlib import Path
from string import Formatter

import pytest
from known import books_of
from plans import small_plan

from xlcampaign.findings.rules import RULES
from xlcampaign.layout.forms import FORMS
from xlcampaign.layout.lists import LISTS, list_forms, with_lists
from xlcampaign.layout.meeting import BALLOT_CHAIN, PEOPLE_CHAIN, meeting_table
from xlcampaign.model.choices import StepKey
from xlcampaign.model.content import Format
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import WayKey
from xlcampaign.words import Lang

ROOT = Path(__file__).parents[2]


def texts_of(rule):
    return rule.title, rule.says, rule.fix, rule.why


def lists_in(text):
    return {name for _, name, _, _ in Formatter().parse(text.zh) if name in LISTS}


def test_every_form_is_declared_with_its_step_and_title():
    plan = small_plan(2, 3, launch_form="yes")
    made = {(b.identity.step, b.identity.unit == COMMITTEE, b.title) for b in books_of(plan) if b.identity}
    declared = {(form.step, bool(form.of_committee), form.title) for form in FORMS}
    assert declared == made
    assert all(bool(form.of_branch) != bool(form.of_committee) for form in FORMS)


@pytest.mark.parametrize("lang", list(Lang))
def test_forms_are_listed_with_the_steps_that_ask_for_them(lang):
    said = list_forms(FORMS).say(lang)
    for form in FORMS:
        assert re.search(rf"--step {form.step}\W+[^-]*{form.title.say(lang)}", said), form
    asked = re.findall(r"--step (\w+)", said)
    assert asked == [step for step in StepKey if any(form.step is step for form in FORMS)]


@pytest.mark.parametrize("lang", list(Lang))
def test_formats_ways_and_ballots_are_listed(lang):
    assert re.findall(r"\.(\w+)", LISTS["formats"].say(lang)) == list(Format)
    assert len(re.split("、|, ", LISTS["ways"].say(lang))) == len(WayKey)
    keys = {column.key for column in meeting_table(small_plan(1, 2), (), StepKey.EVALUATION, "01").columns}
    assert {*BALLOT_CHAIN, *PEOPLE_CHAIN} < keys


def test_every_list_is_said_by_a_rule_and_shown_without_a_case():
    said = {name for rule in RULES for text in texts_of(rule) for name in lists_in(text)}
    assert said == set(LISTS)
    shown = [with_lists(text) for rule in RULES for text in texts_of(rule)]
    assert [text for text in shown if lists_in(text)] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_names_every_format_that_is_read(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [one for one in Format if f".{one}" not in text] == []
