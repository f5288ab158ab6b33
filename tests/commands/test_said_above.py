"""A later version that retypes one row of 评议情况 leaves day and names to the row above, which stands in the earlier one."""

from dataclasses import replace
from datetime import date

import pytest
from commands.test_rows import Inbox, only, row
from filled import complete
from plain import plain_file
from plans import small_plan

from xlcampaign.checks.versions import without_kept
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.scale import Abstentions, Counting

PLAN = small_plan(1, 3)
FORM = evaluation_form(PLAN, PLAN.branches[0])
FULL = complete(FORM)
HELD = ("due", "present", "issued", "returned", "valid")
DAY = date(2023, 6, 7)


def again(*cells, at=1, before=FULL, named=()):
    """What is still missing once the row was retyped with some of its cells, and the merged stage."""
    inbox = Inbox(PLAN).receive("a", FORM, before)
    typed = row("meeting", at, **{key: FULL["meeting", at, key] for key in cells})
    typed |= {**only(FULL, "member_teacher"), **dict(named)}
    inbox.receive("b", FORM, typed, 2)
    intake = take_in(Envelope("b", plain_file(FORM, {**typed, ("cover", 0, "version"): 2})), PLAN)
    merged = inbox.merged()
    left = without_kept(intake.findings, merged.selection, merged.ledger)
    return [str(f.place.cell) for f in left if f.rule.code == "C101"], merged


@pytest.mark.parametrize("at", [1, 2, 3])
def test_day_and_names_are_not_missed_and_the_day_is_that_of_the_row_above(at):
    missing, merged = again(*HELD, at=at)
    assert missing == []
    assert {meeting.date for meeting in merged.ledger.meetings.values()} == {FULL["meeting", 0, "date"]}


@pytest.mark.parametrize(
    ("cells", "missing"),
    [(("date",), ["C6", "D6", "E6", "F6"]), (HELD[:4], ["F6"]), (("valid", "teller"), ["C6", "D6", "E6"])],
)
def test_numbers_of_the_row_are(cells, missing):
    assert again(*cells)[0] == missing


def test_the_first_row_has_none_above():
    assert again(*HELD, at=0)[0] == ["G5", "H5", "I5", "J5"]


def test_what_the_row_above_never_said_is_missed_there_alone():
    before = {key: value for key, value in FULL.items() if key[::2] != ("meeting", "date")}
    missing, merged = again(*HELD, before=before)
    assert missing == []
    assert {meeting.date for meeting in merged.ledger.meetings.values()} == {None}


def test_a_day_of_its_own_holds_for_the_rows_below_as_well():
    missing, merged = again(*HELD, named={("meeting", 1, "date"): DAY}.items())
    assert missing == []
    dates = {way: meeting.date for (_, way), meeting in merged.ledger.meetings.items()}
    assert (dates["member.peer"], dates["member.teacher"]) == (FULL["meeting", 0, "date"], DAY)


def test_forms_that_may_be_of_the_first_version_still_miss_it():
    """Theirs say nothing of rows above."""
    inbox = Inbox(PLAN).receive("a", FORM, FULL).receive("b", FORM, row("meeting", 1, valid=9), 2)
    before = Counting(Abstentions.AS_PRINTED, with_own=False)
    assert [one.offers_above for one in inbox.submissions] == [True, True]
    assert not replace(inbox.submissions[0], counting=before).offers_above
