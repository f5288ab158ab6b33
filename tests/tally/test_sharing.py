"""Counts and tallies of many forms are kept once where they are equal, and nothing unequal is taken for equal."""

from dataclasses import replace

import pytest

from xlcampaign.address import Address
from xlcampaign.model.choices import StepKey
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import WayKey
from xlcampaign.model.registers import PledgeState
from xlcampaign.model.sharing import Shared
from xlcampaign.model.submission import SheetPart, Submission, Tally

KEYS = [("0101", "loyal", WayKey.SELF), ("0102", "loyal", WayKey.SELF)]


def sent(file, marks=None, tallies=None):
    part = SheetPart("打分", marks=marks or {}, tallies=tallies or {})
    return Submission(file, "", Identity("a", 1, StepKey.EVALUATION, "01"), 1, {"marks": part})


def tally(column=5, **votes):
    return Tally(votes, (Address(0, column),) * len(votes))


def shared(*submissions):
    known = Shared()
    given = [known.submission(one) for one in submissions]
    assert given == list(submissions)
    return [one.parts["marks"] for one in given]


def test_equal_counts_of_two_subjects_and_of_two_files_are_one_object():
    first, second = shared(
        sent("a", {KEYS[0]: {1000: 3, 0: 1}, KEYS[1]: {1000: 3, 0: 1}}), sent("b", {KEYS[0]: {1000: 3, 0: 1}})
    )
    assert first.marks[KEYS[0]] is first.marks[KEYS[1]] is second.marks[KEYS[0]]


def test_equal_tallies_in_the_same_columns_are_one_object():
    first, second = shared(
        sent("a", tallies={KEYS[0]: tally(yes=3)}), sent("b", tallies={KEYS[1]: tally(yes=3)})
    )
    assert first.tallies[KEYS[0]] is second.tallies[KEYS[1]]


@pytest.mark.parametrize(
    "other", [tally(yes=4), tally(6, yes=3), tally(no=3), tally(yes=None), tally(yes=3, no=0)]
)
def test_tallies_that_differ_in_a_number_a_grade_or_a_column_stay_apart(other):
    _, second = shared(sent("a", tallies={KEYS[0]: tally(yes=3)}), sent("b", tallies={KEYS[0]: other}))
    assert second.tallies[KEYS[0]] is other


@pytest.mark.parametrize("other", [{1000: 2}, {900: 3}, {"": 3}, {1000: 3, "": 1}, {}])
def test_counts_that_differ_stay_apart(other):
    first, second = shared(sent("a", {KEYS[0]: {1000: 3}}), sent("b", {KEYS[0]: other}))
    assert second.marks[KEYS[0]] is not first.marks[KEYS[0]]
    assert second.marks[KEYS[0]] == other


def test_counts_are_found_by_their_keys_in_the_order_of_the_form():
    counts = {
        (subject, star, way): {1000: number}
        for number, (subject, star, way) in enumerate(
            [
                ("0101", "loyal", WayKey.SELF),
                ("0101", "study", WayKey.SELF),
                ("0102", "study", WayKey.SELF),
                ("0103", "loyal", WayKey.PEER),
                ("0103", "loyal", WayKey.SELF),
            ]
        )
    }
    (part,) = shared(sent("a", counts))
    assert list(part.marks.items()) == list(counts.items())
    assert len(part.marks) == len(counts)


@pytest.mark.parametrize(
    "key", [("0199", "loyal", WayKey.SELF), ("0101", "study", WayKey.SELF), ("0101", "loyal", WayKey.PEER)]
)
def test_a_count_that_is_not_there_is_not_found(key):
    (part,) = shared(sent("a", {KEYS[0]: {1000: 3}}))
    assert key not in part.marks
    assert part.marks.get(key) is None


def entered(file, **values):
    part = SheetPart("承诺", entries=(RegisterRow(5, "0101", values, len(values)),))
    return replace(sent(file), parts={"marks": part})


def test_equal_texts_of_two_files_are_one_object():
    texts = [data.decode() for data in ("每月读书".encode(), "每月读书".encode())]
    assert texts[0] is not texts[1]
    first, second = shared(entered("a", text=texts[0]), entered("b", text=texts[1]))
    assert first.entries[0].values["text"] is second.entries[0].values["text"]


@pytest.mark.parametrize(
    ("text", "other"), [("fulfilled", PledgeState.FULFILLED), ("1", 1), (1, True), ("", None)]
)
def test_a_text_is_never_taken_for_another_kind_of_value(text, other):
    for one, two in ((text, other), (other, text)):
        found = [part.entries[0].values["x"] for part in shared(entered("a", x=one), entered("b", x=two))]
        assert [(type(value), value) for value in found] == [(type(one), one), (type(two), two)]
