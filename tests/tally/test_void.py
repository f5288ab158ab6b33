"""In which columns votes stand that were declared void, and on which sheets no others do."""

import pytest
from filled import complete
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.tally.select import select_parts
from xlcampaign.tally.void import find_void

PLAN = small_plan(2, 4)
BOOK = evaluation_form(PLAN, PLAN.branches[0])
WAYS = [row["way"] for row in BOOK.table_of("meeting").rows]


def void_of(*ways):
    """The columns of a complete form, by tab, of which the votes on some ways are declared void."""
    answers = complete(BOOK) | {("meeting", WAYS.index(way), "teller"): "作废" for way in ways}
    submission = take_in(Envelope("f.xlsx", plain_file(BOOK, answers)), PLAN).submission
    assert submission is not None
    found = find_void([submission], select_parts([submission]), PLAN)
    assert {file for file, _ in found} <= {"f.xlsx"}
    return {tab: sorted(columns) for (_, tab), columns in found.items()}


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ((), {}),
        # one column of votes for each of eight stars, from the third on; all votes on the sheet
        (("member.peer",), {"党员互评": [0, *range(3, 11)]}),
        (("member.teacher",), {"教师测评": [0, *range(3, 11)]}),
        # two ways stand side by side
        (("branch.peer",), {"支部群众评议": [2]}),
        (("branch.teacher",), {"支部群众评议": [3]}),
        (("branch.peer", "branch.teacher"), {"支部群众评议": [0, 2, 3]}),
        (
            ("member.peer", "branch.teacher"),
            {"党员互评": [0, *range(3, 11)], "支部群众评议": [3]},
        ),
    ],
)
def test_columns_of_votes_that_are_void_are_known_and_sheets_that_have_no_others(ways, expected):
    assert void_of(*ways) == expected
