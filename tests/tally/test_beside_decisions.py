"""The rows of decisions that do not count and are not forgotten: those that come later, revoke none, or name nobody."""

from dataclasses import replace
from itertools import permutations

import pytest
from tally.test_complete import BLANK, LACKING, UNREAD
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.submission import Line, SheetPart
from xlcampaign.tally.select import select_parts

FIRST_ROW = 5
GONE = {"withdrawn": Address(FIRST_ROW, 9)}


def line(key, **changes):
    """A row that is known by some words, complete and accepted."""
    said = changes.pop("says", "/".join(key))
    return Line(key, FIRST_ROW, said, filled=True, stated=True)._replace(**changes)


def sent(name, number, *lines, key="vetoes", loose=(), filled=True):
    """A version of a sheet, row after row, each with an entry; those of rows that withdraw are held apart."""
    rows = [one._replace(row=n) for n, one in enumerate(lines, FIRST_ROW)]
    entries = {one.row: RegisterRow(one.row, one.key[0], {"row": one.row}, 1) for one in rows}
    part = SheetPart(
        "否决",
        digest=name,
        filled=filled,
        stated=any(one.stated for one in rows),
        lines=tuple(rows),
        entries=tuple(entries[one.row] for one in rows if not one.withdrawn),
        revoking=tuple(entries[one.row] for one in rows if one.withdrawn),
        loose=tuple(RegisterRow(n, "", {}, 1, named=named) for n, named in enumerate(loose, FIRST_ROW)),
    )
    return replace(version(name, number), parts={key: part})


def beside(versions, which):
    """The files and rows of what does not count beside decisions, by sheet, whatever the order of the files."""
    outcomes = []
    for listed in permutations(versions):
        found = getattr(select_parts(listed), which)
        outcomes.append(
            {
                sheet.key: sorted((one.file, entry.row) for one in sources for entry in one.part.entries)
                for sheet, sources in found.items()
            }
        )
    assert all(outcome == outcomes[0] for outcome in outcomes)
    return outcomes[0]


@pytest.mark.parametrize(
    ("first", "second", "number", "later"),
    [
        ({}, LACKING, 2, ["b"]),
        ({}, UNREAD, 2, ["b"]),
        ({}, BLANK, 2, []),
        ({}, {}, 2, []),
        (LACKING, {}, 2, []),
        (LACKING, LACKING, 2, []),
        ({"says": "one"}, {"says": "one"}, 2, []),
        # of which nobody can tell which is newer
        ({}, {}, 1, ["a", "b"]),
        ({}, LACKING, 1, ["a", "b"]),
        ({}, UNREAD, 1, ["b"]),
        ({"says": "one"}, {"says": "one"}, 1, []),
    ],
)
def test_rows_that_come_after_a_decision_and_do_not_overturn_it_are_known_and_those_that_are_tied(
    first, second, number, later
):
    one, other = (line(("0101",), **({"says": name} | said)) for name, said in (("a", first), ("b", second)))
    versions = [sent("a", 1, one), sent("b", number, other)]
    assert beside(versions, "later") == {"vetoes": [(file, FIRST_ROW) for file in later]}
    comments = [sent("a", 1, one, key="comments"), sent("b", number, other, key="comments")]
    assert beside(comments, "later") == beside(comments, "loose") == {}


REVOKED, OTHER, SOMEBODY = ("0101", "x"), ("0101", "y"), ("0102", "y")


@pytest.mark.parametrize(
    ("versions", "revokes_none"),
    [
        ([sent("a", 1, line(REVOKED, **GONE), line(OTHER))], True),
        ([sent("a", 1, line(OTHER)), sent("b", 2, line(REVOKED, **GONE))], True),
        ([sent("a", 1, line(OTHER)), sent("b", 1, line(REVOKED, **GONE))], True),
        ([sent("b", 1, line(REVOKED, **GONE)), sent("c", 2, line(OTHER))], False),
        ([sent("a", 1, line(REVOKED, **GONE), line(SOMEBODY))], False),
        ([sent("a", 1, line(REVOKED, **GONE), line(OTHER, complete=False))], False),
        ([sent("a", 1, line(REVOKED, **GONE), line(OTHER, stated=False))], False),
        ([sent("a", 1, line(REVOKED, **GONE))], False),
        # the decision that is revoked was sent before
        ([sent("a", 1, line(REVOKED), line(OTHER)), sent("b", 2, line(REVOKED, says="-", **GONE))], False),
        (
            [
                sent("a", 1, line(REVOKED, stated=False), line(OTHER)),
                sent("b", 2, line(REVOKED, says="-", **GONE)),
            ],
            True,
        ),
    ],
)
def test_rows_that_revoke_nothing_though_something_was_decided_on_the_same_subject_are_known(
    versions, revokes_none
):
    revoking = {one.file: one.parts["vetoes"].revoking for one in versions}
    [(file, row)] = [(file, entry.row) for file, entries in revoking.items() for entry in entries]
    assert ((file, row) in beside(versions, "later")["vetoes"]) is revokes_none


@pytest.mark.parametrize(
    ("named", "newer", "filled", "number", "stays"),
    [
        (("0101",), [("0101",)], True, 2, False),
        (("0101", "0103"), [("0102",), ("0103",)], True, 2, False),
        (("0101",), [("0102",)], True, 2, True),
        (("0101",), [], True, 2, True),
        ((), [("0102",)], True, 2, False),
        ((), [], True, 2, False),
        ((), [], False, 2, True),
        (("0101",), [("0101",)], False, 2, True),
        (("0101",), [("0101",)], True, 1, True),
    ],
)
def test_a_row_of_which_nobody_can_tell_whom_it_is_about_stays_until_a_newer_version_speaks_of_the_same(
    named, newer, filled, number, stays
):
    versions = [sent("a", 1, loose=[named]), sent("b", number, *map(line, newer), filled=filled)]
    assert beside(versions, "loose") == {"vetoes": [("a", FIRST_ROW)] * stays}
