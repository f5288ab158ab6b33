"""What is added up of a subject, star and way, and the account of the marks."""

import pytest
from plans import small_plan, with_entries
from tally.test_order import version

from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.model.submission import ASIDE, BLANK, OWN, Marks, SheetPart
from xlcampaign.model.versions import Source
from xlcampaign.tally.sums import Sums, tally_marks

PLAN = with_entries(small_plan(1, 3), lambda *_: ("approval", Entry.BALLOTS))
SCALE = PLAN.scale_of["approval"]
KEY = ("0101", "loyal", WayKey.PEER)


@pytest.mark.parametrize(
    ("stated", "counts", "marks"),
    [
        ([{"approve": 2, "oppose": 1}], {"approve": 2, "oppose": 1}, Marks(3, 0, 0)),
        (
            [{"approve": 2, "oppose": 1}, {"oppose": 2, "abstain": 4}],
            {"approve": 2, "oppose": 3, "abstain": 4},
            Marks(5, 4, 0),
        ),
        ([{"approve": 2}, {"approve": 3}, {BLANK: 1}], {"approve": 5, BLANK: 1}, Marks(5, 0, 1)),
        ([{}, {"approve": 3}], {"approve": 3}, Marks(3, 0, 0)),
    ],
)
def test_what_several_sheets_state_of_one_subject_star_and_way_is_added_up_mark_by_mark(
    stated, counts, marks
):
    sums = Sums()
    for one in stated:
        sums.add(Source(version("a"), SheetPart("党员互评")), KEY, one, SCALE)
    assert {subject: dict(rated) for subject, rated in sums.counts.items()} == {"0101": {KEY[1:]: counts}}
    assert sums.marks == {"a": marks}


@pytest.mark.parametrize(
    ("counts", "marks"),
    [
        ({}, Marks(0, 0, 0)),
        ({"approve": 7}, Marks(7, 0, 0)),
        ({"approve": 7, "oppose": 2, "abstain": 3, BLANK: 1}, Marks(9, 3, 1)),
        ({"approve": 7, OWN: 2, ASIDE: 4, BLANK: 5}, Marks(7, 6, 5)),
    ],
)
def test_a_mark_counts_or_does_not_or_is_blank(counts, marks):
    assert tally_marks(counts, SCALE) == marks
    assert marks.total == sum(counts.values())


@pytest.mark.parametrize(
    ("rated", "marks", "besides"),
    [
        (None, Marks(9, 3, 1), 0),
        (frozenset({"0101", "0103"}), Marks(9, 3, 1), 0),
        (frozenset({"0102"}), Marks(0, 12, 1), 13),
        (frozenset(), Marks(0, 12, 1), 13),
    ],
)
def test_votes_on_whoever_gets_no_result_were_cast_and_count_for_nothing(rated, marks, besides):
    sums = Sums(rated=rated)
    counts = {"approve": 7, "oppose": 2, "abstain": 3, BLANK: 1}
    sums.add(Source(version("a"), SheetPart("党员互评")), KEY, counts, SCALE)
    assert (sums.marks, sums.besides) == ({"a": marks}, besides)
