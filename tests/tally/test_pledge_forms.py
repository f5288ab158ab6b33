"""A pledge form that is put away is missed by its own name, whoever's form speaks of what was pledged on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from filled import complete
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import merge_stage
from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.model.results import Results
from xlcampaign.model.roster import Roster
from xlcampaign.model.submission import Cells
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts
from xlcampaign.words import Lang

BEFORE = small_plan(2, 3)
DAY = BEFORE.stage_of(2).counts_on


def moved():
    """The plan in which 0201 is in the first branch from the second stage on."""
    mover = BEFORE.member_of["0201"]
    rows = [m for m in BEFORE.members if m is not mover]
    rows += [replace(mover, end=DAY - timedelta(days=1)), replace(mover, branch="01", start=DAY)]
    return replace(BEFORE, roster=Roster(BEFORE.branches, tuple(rows))).of_stage(2)


PLAN = moved()
LATER = replace(PLAN, campaign=replace(PLAN.campaign, stage=2))


def sent(name, book, answers, plan=LATER):
    intake = take_in(Envelope(name, plain_file(book, answers)), plan)
    assert intake.submission
    return intake.submission


FORMS = [pledge_form(PLAN.of_stage(1), branch) for branch in PLAN.branches]
PLEDGED = [sent(f"p{n}.xlsx", book, complete(book)) for n, book in enumerate(FORMS, 1)]


def evaluation(plan=LATER, unit=0, pledged=PLEDGED):
    """A branch's 评议表 of the plan's stage, with the pledges that its people carry."""
    stage = plan.campaign.stage
    ledger = merge_parts(tuple(pledged), select_parts(pledged), plan, stage)
    return evaluation_form(plan, plan.branches[unit], Known(ledger, Results(())))


def about(book, maker):
    rows = book.table_of("fulfilment").rows
    return [n for n, row in enumerate(rows) if row["number"].startswith(f"1-{maker}-")]


def merged(*forms):
    found = merge_stage(forms, LATER, 2, DAY).findings
    return [f for f in found if f.rule.code in {"X112", "X136"}]


def facts(finding):
    return finding.place.file, finding.facts["name"], finding.facts["stage"], finding.facts["found"]


def test_pledges_carried_from_two_branches_are_missed_on_the_form_that_is_not_at_hand():
    book = evaluation()
    theirs, own = about(book, "0201"), about(book, "0101")
    assert theirs
    assert own
    states = {("fulfilment", n, "state"): "已兑现" for n in theirs + own}
    form = sent("e.xlsx", book, states)
    assert merged(*PLEDGED, form) == []
    [finding] = merged(PLEDGED[0], form)
    assert facts(finding) == ("e.xlsx", PLAN.branches[1].name, "1", str(len(theirs)))
    assert len(finding.place.cells) == len(theirs)
    assert "第 1 阶段的承诺表" in finding.says(Lang.ZH)
    mine = {n: row["number"] for n, row in enumerate(book.table_of("fulfilment").rows)}
    [finding] = merged(PLEDGED[1], form)
    carried = sum(not number.startswith("1-0201-") for number in mine.values())
    assert carried > len(own)  # rows that say nothing yet are no loss of this form's
    assert facts(finding) == ("e.xlsx", PLAN.branches[0].name, "1", str(len(own)))


@pytest.mark.parametrize("number", ["1-0201-9", "1-01-99"])
def test_a_number_of_a_form_that_is_at_hand_is_unknown(number):
    book = evaluation()
    form = sent("e.xlsx", book, {("fulfilment", 0, "number"): number, ("fulfilment", 0, "state"): "已兑现"})
    assert [f.rule.code for f in merged(*PLEDGED, form)] == ["X112"]


def test_carried_pledges_of_which_nothing_is_said_yet_prove_that_there_was_a_form():
    book = evaluation()
    form = sent("e.xlsx", book, {("member_self", 0, "loyal"): 9})
    assert merged(*PLEDGED, form) == []
    [finding] = merged(PLEDGED[0], form)
    assert facts(finding) == ("e.xlsx", PLAN.branches[1].name, "1", str(len(about(book, "0201"))))


@pytest.mark.parametrize("state", ["已兑现", ""])
def test_closed_pledges_are_missed_too_though_only_the_earlier_stages_form_lists_them(state):
    first = PLAN.of_stage(1)
    book = evaluation(first, unit=1)
    rows = len(book.table_of("fulfilment").rows)
    answers = {("fulfilment", n, "state"): state for n in range(rows) if state}
    earlier = sent("e1.xlsx", book, answers | {("member_self", 0, "loyal"): 9})
    later = sent("p3.xlsx", pledge_form(LATER, LATER.branches[0]), {})
    assert merged(*PLEDGED, earlier, later) == []
    [finding] = merged(PLEDGED[0], earlier, later)
    assert facts(finding) == ("", PLAN.branches[1].name, "1", str(rows))


@pytest.mark.parametrize("unit", [0, 1])
def test_a_form_that_only_lists_pledges_loses_no_cell_for_want_of_their_own_form(unit):
    form = sent("e.xlsx", evaluation(unit=unit), {("member_self", 0, "loyal"): 9})
    cells = [
        merge_stage(forms, LATER, 2, DAY).ledger.cells["e.xlsx"] for forms in ((*PLEDGED, form), (form,))
    ]
    assert merged(form)
    assert cells[0] == cells[1]
    assert cells[1] == sum((part.cells for part in form.parts.values()), Cells())
