"""Which version of a row counts where some lack something, say nothing that was accepted, or were left blank."""

from dataclasses import replace
from itertools import permutations

import pytest
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.model.submission import Line, SheetPart
from xlcampaign.tally.select import select_parts


def row(name, number, *, filled=True, stated=True, complete=True, withdrawn=False, says=None):
    """A version of a sheet with a single row; what it says is its own unless it is given."""
    at = Address(5, 9) if withdrawn else None
    line = Line(("0101",), 5, says or name, filled, stated, complete, at)
    part = SheetPart("否决", digest=name, filled=filled, stated=stated, lines=(line,), rows={"0101": 5})
    return replace(version(name, number), parts={"vetoes": part})


def counting(*versions):
    """The files of the versions that count, or are tied, whatever the order in which they lie."""
    outcomes = set()
    for listed in permutations(versions):
        selection = select_parts(listed)
        files = {source.file for sources in selection.chosen.values() for source in sources}
        tied = {file for one in selection.tied for file in one.files}
        assert not (files and tied)
        outcomes.add((*sorted(files), *sorted(tied)))
    [outcome] = outcomes
    return set(outcome)


UNREAD = {"stated": False}
BLANK = {"stated": False, "filled": False}
LACKING = {"complete": False}
GONE = {"withdrawn": True}


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ({}, {}, {"b"}),
        ({}, UNREAD, {"a"}),
        ({}, BLANK, {"a"}),
        (UNREAD, BLANK, {"a"}),
        (UNREAD, UNREAD, {"b"}),
        (BLANK, UNREAD, {"b"}),
        (BLANK, {}, {"b"}),
        ({}, LACKING, {"a"}),
        (LACKING, {}, {"b"}),
        (LACKING, LACKING, {"b"}),
        (LACKING, UNREAD, {"a"}),
        # what lacks something overturns no decision, but there is none where it was withdrawn
        (GONE, LACKING, {"b"}),
        ({}, GONE, set()),
        (LACKING, GONE, set()),
        (GONE, {}, {"b"}),
    ],
)
def test_of_two_versions_the_newer_counts_unless_it_says_less(first, second, counts):
    assert counting(row("a", 1, **first), row("b", 2, **second)) == counts


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ({}, {}, {"a", "b"}),
        ({}, LACKING, {"a", "b"}),
        (LACKING, LACKING, {"a", "b"}),
        ({}, UNREAD, {"a"}),
        ({}, BLANK, {"a"}),
        ({"says": "one"}, {"says": "one"}, {"b"}),
    ],
)
def test_of_two_of_which_nobody_can_tell_the_newer_neither_counts_unless_one_says_less(first, second, counts):
    assert counting(row("a", 1, **first), row("b", 1, **second)) == counts


@pytest.mark.parametrize(
    ("versions", "counts"),
    [
        ([row("a", 1), row("b", 2), row("c", 3, **LACKING)], {"b"}),
        ([row("a", 1), row("b", 1), row("c", 2, **LACKING)], {"a", "b"}),
        ([row("a", 1, **GONE), row("b", 2), row("c", 3, **LACKING)], {"b"}),
        ([row("a", 1), row("b", 2, **GONE), row("c", 3, **LACKING)], {"c"}),
        ([row("a", 1, **LACKING), row("b", 2, **LACKING), row("c", 3, **UNREAD)], {"b"}),
        ([row("a", 1), row("b", 2, **LACKING), row("c", 2, **LACKING)], {"a"}),
        ([row("a", 2), row("b", None, **LACKING), row("c", 3, **LACKING)], {"a"}),
        ([row("a", 1, says="one"), row("b", 2, says="two"), row("c", 3, says="one")], {"c"}),
        ([row("a", 1, says="one"), row("b", 2, says="two"), row("c", None, says="one")], {"a", "b"}),
        ([row("a", 1, says="one"), row("b", 2, says="two"), row("c", None, says="three")], {"b", "c"}),
    ],
)
def test_of_three_versions_the_newest_that_says_enough_counts(versions, counts):
    assert counting(*versions) == counts


def test_what_nobody_can_tell_from_the_newest_counts_no_less_though_another_is_newer_than_it():
    first = row("a", None)
    again = replace(row("b", 2), stems_from=first.origins)
    assert counting(first, again, row("c", 3)) == {"a", "c"}
    assert counting(first, again) == {"b"}
