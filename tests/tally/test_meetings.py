"""Which rows of 评议情况 were filled in and do not count."""

from dataclasses import replace
from datetime import date

import pytest
from plain import plain_file
from plans import small_plan

from xlcampaign.address import Address
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.results import Report
from xlcampaign.model.submission import SheetPart, is_blank
from xlcampaign.tally.briefing import brief
from xlcampaign.tally.meetings import refused_meetings, void_meetings
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.score import score
from xlcampaign.tally.select import in_outline, select_parts

PLAN = small_plan(2, 3)
BOOK = evaluation_form(PLAN, PLAN.branches[0])
TABLE = BOOK.table_of("meeting")
WAYS = ("member.peer", "member.teacher", "branch.peer", "branch.teacher")
HELD = {"due": 9, "present": 9, "issued": 9, "returned": 9, "date": date(2023, 5, 8)}


def report_of(answers):
    submission = take_in(Envelope("f.xlsx", plain_file(BOOK, answers)), PLAN).submission
    assert submission is not None
    selection = select_parts([submission])
    ledger = merge_parts((submission,), selection, PLAN, 1)
    results = score(ledger, PLAN)
    return Report(PLAN, "", 1, date(2023, 5, 30), (), selection, ledger, results, ())


@pytest.mark.parametrize(
    ("valid", "refused"),
    [
        ((9, 9, 9, 9), []),
        ((9, None, 9, 9), [1]),
        ((None, 9, 9, None), [0, 3]),
        ((10, 9, 9, 9), [0]),
        ((9, 0, 9, "九票多"), [3]),
        ((None, None, None, None), [0, 1, 2, 3]),
    ],
)
def test_a_row_without_valid_ballots_is_named_at_its_own_row(valid, refused):
    answers = {("meeting", row, key): value for row in range(4) for key, value in HELD.items()}
    answers |= {("meeting", row, "valid"): number for row, number in enumerate(valid) if number is not None}
    report = report_of(answers)
    found = refused_meetings(report)
    assert {held: place.cell for held, place in found.items()} == {
        ("01", WAYS[row]): f"A{TABLE.first_row + row}" for row in refused
    }
    assert refused_meetings(replace(report, stage=2)) == {}
    outlined = replace(report, selection=in_outline(report.selection))
    assert refused_meetings(outlined) == found
    counting = [[[s.file for s in form.counting] for form in brief(one).forms] for one in (report, outlined)]
    assert counting[0] == counting[1]


def test_rows_that_nobody_filled_in_are_not_refused():
    assert refused_meetings(report_of({})) == {}


@pytest.mark.parametrize(
    "void",
    [
        {0: "valid"},
        {1: "present", 2: "valid"},
        {0: "teller", 1: "valid", 3: "date"},
        dict.fromkeys(range(4), "valid"),
    ],
)
def test_a_meeting_that_was_declared_void_is_named_at_the_cell_that_says_so(void):
    answers = {("meeting", row, key): value for row in range(4) for key, value in HELD.items()}
    answers |= {("meeting", row, "valid"): 9 for row in range(4)}
    answers |= {("meeting", row, key): "作废" for row, key in void.items()}
    report = report_of(answers)
    columns = [column.key for column in TABLE.columns]
    assert {held: place.cells for held, place in void_meetings(report).items()} == {
        ("01", WAYS[row]): (Address(TABLE.first_row + row, 1 + columns.index(key)),)
        for row, key in void.items()
    }
    assert void_meetings(replace(report, stage=2)) == {}
    assert refused_meetings(report) == {}


def test_nothing_that_was_counted_is_left_in_an_outline():
    answers = {("member_self", row, "loyal"): 9 for row in range(3)}
    whole = report_of(answers | {("meeting", 0, key): value for key, value in HELD.items()}).selection
    assert sum(len(source.part.marks) for (source,) in whole.chosen.values()) > len(answers)
    outline = in_outline(whole)
    assert outline.chosen.keys() == whole.chosen.keys()
    for sheet, (source,) in outline.chosen.items():
        (before,) = whole.chosen[sheet]
        assert source.file == before.file
        if sheet.key == "meeting":
            assert source.part == before.part
        else:
            bare = SheetPart(source.part.title, asked=source.part.asked)
            kept = {"digest": before.part.digest, "filled": before.part.filled, "cells": before.part.cells}
            assert source.part == replace(bare, **kept, stated=before.part.stated)
        assert source.submission.origins == before.submission.origins
        assert is_blank(source.submission.parts.values()) == is_blank(before.submission.parts.values())
