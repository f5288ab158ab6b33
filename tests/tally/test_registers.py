"""What is wrong with an entry takes its cells out of the account of its own file."""

from datetime import date

import pytest
from grids import bytes_of, write_plain
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import commendation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.submission import Cells
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts

PLAN = small_plan(2, 4)
BOOK = commendation_form(PLAN)
VETO = {
    "subject": "钱某乙（0102）",
    "situation": PLAN.vetoes[0].name,
    "document": "联党发1号",
    "day": date(2023, 6, 10),
}


@pytest.mark.parametrize(
    ("changes", "rejected", "taken"),
    [
        ([{}], 0, ["0102"]),
        ([{"day": None}], 0, ["0102"]),
        ([{"document": None}], 3, []),
        ([{"document": None}, {"subject": "孙某丙（0103）"}], 3, ["0103"]),
        ([{}, {}], 8, []),
        ([{"document": "不同意"}], 0, []),
    ],
)
def test_an_entry_that_has_no_effect_is_out_of_the_account_with_all_its_cells(changes, rejected, taken):
    answers = {
        ("vetoes", row, key): value
        for row, change in enumerate(changes)
        for key, value in (VETO | change).items()
        if value is not None
    }
    submission = take_in(Envelope("f.xlsx", bytes_of(write_plain(BOOK, answers))), PLAN).submission
    assert submission is not None
    ledger = merge_parts((submission,), select_parts([submission]), PLAN, 1)
    sent = sum((part.cells for part in submission.parts.values()), Cells())
    assert ledger.cells["f.xlsx"] == Cells(sent.accepted - rejected, sent.empty, sent.rejected + rejected)
    assert list(ledger.registers.vetoes) == taken


@pytest.mark.parametrize("subject", ["某某某（0999）", "没有这个人", 12345])
def test_of_an_entry_on_nobody_all_cells_are_rejected(subject):
    answers = {("vetoes", 0, key): value for key, value in (VETO | {"subject": subject}).items()}
    answers |= {("vetoes", 1, key): value for key, value in VETO.items()}
    submission = take_in(Envelope("f.xlsx", bytes_of(write_plain(BOOK, answers))), PLAN).submission
    assert submission is not None
    part = submission.parts["vetoes"]
    assert (part.cells.accepted, part.cells.rejected) == (4, 4)
    assert [(entry.subject, entry.typed) for entry in part.entries] == [("0102", 4)]
