"""Why a version of a row counts beside another, or does not: a table of all the reasons."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from tally.test_beside_decisions import OTHER, REVOKED, SOMEBODY, line, sent
from tally.test_complete import BLANK, GONE, LACKING, UNREAD, row
from tally.test_filled_up import stating
from tally.test_order import MAY, version
from tally.test_said_again import CHANGED, SENT, copy

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.scale import Abstentions, Counting
from xlcampaign.model.submission import SheetPart
from xlcampaign.model.versions import Why
from xlcampaign.tally.select import select_parts


def ruled(*versions):
    """Why, whose rows, and beside whose, whatever the order in which the files lie."""
    outcomes = [
        sorted((one.why, one.file, one.counts) for one in select_parts(listed).rulings)
        for listed in permutations(versions)
    ]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    return outcomes[0]


def later(one, days):
    return replace(one, saved=MAY + timedelta(days))


def stemming(one, *others):
    return replace(one, stems_from=frozenset().union(*(other.origins for other in others)))


FIRST = later(row("a", 1), 0)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (later(row("b", 2), 1), [(Why.OLDER, "a", "b")]),
        (later(row("b", 2), -1), [(Why.LATER, "a", "b")]),
        (row("b", 2), [(Why.OLDER, "a", "b")]),
        (later(row("b", 1), 1), [(Why.OLDER, "a", "b")]),
        (stemming(later(row("b", 2), -1), FIRST), [(Why.OLDER, "a", "b")]),
        (row("b", 2, **UNREAD), [(Why.UNACCEPTED, "b", "a")]),
        (row("b", None, **UNREAD), [(Why.UNACCEPTED, "b", "a")]),
        (row("b", 2, **LACKING), [(Why.INCOMPLETE, "b", "a")]),
        (row("b", 2, **BLANK), [(Why.BLANK, "b", "a")]),
        (stemming(row("b", 2, **BLANK), FIRST), [(Why.GONE, "b", "a")]),
        (row("b", 0, **BLANK), []),
        (row("b", None, **BLANK), []),
        (row("b", 2, **GONE), [(Why.WITHDRAWN, "b", "a")]),
        (row("b", 2, says="a"), []),
    ],
)
def test_of_two_versions_it_is_said_why_the_other_does_not_count(second, expected):
    assert ruled(FIRST, second) == expected


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([row("a", 1, **LACKING), row("b", 2)], [(Why.OLDER, "a", "b")]),
        ([row("a", 1, **UNREAD), row("b", 2)], [(Why.UNACCEPTED, "a", "b")]),
        ([row("a", 1, **BLANK), row("b", 2)], []),
        ([row("a", 1, **GONE)], [(Why.NOTHING, "a", "")]),
        ([row("a", 1, **UNREAD), row("b", 2, **GONE)], [(Why.NOTHING, "b", ""), (Why.UNACCEPTED, "a", "b")]),
        (
            [row("a", 1), row("b", 2, **GONE), row("c", 3, says="a")],
            [(Why.OLDER, "b", "c"), (Why.RESTATED, "c", "b")],
        ),
        ([row("a", 1), row("b", 2, **GONE), row("c", 3)], [(Why.OLDER, "a", "c"), (Why.OLDER, "b", "c")]),
        (
            [row("a", 1), row("b", 2), row("c", 3, **BLANK), row("d", 4, **BLANK)],
            [(Why.BLANK, "d", "b"), (Why.OLDER, "a", "b")],
        ),
    ],
)
def test_of_several_versions_each_is_told_beside_the_one_that_counts(versions, expected):
    assert ruled(*versions) == expected


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (copy("again", 3), [(Why.PUT_BACK, "changed", "again")]),
        # of two that say the same, one is named
        (copy("again", 2), [(Why.UNTOUCHED, "again", "changed")]),
        (copy("again", 1), [(Why.OLDER, "sent", "changed")]),
        (copy("again", 3, "otherwise"), [(Why.OLDER, "changed", "again"), (Why.OLDER, "sent", "again")]),
        # it says what was sent, and did not come with it
        (version("again", 3, content="as sent"), [(Why.OLDER, "changed", "again")]),
    ],
)
def test_what_was_left_as_it_came_is_told_from_what_is_older(again, expected):
    assert ruled(SENT, CHANGED, again) == expected


@pytest.mark.parametrize(
    ("rule", "why"), [(None, Why.GONE), (Counting(Abstentions.COUNTED, with_own=True), Why.BLANK)]
)
def test_votes_that_were_not_filled_in_by_other_rules_were_left_out_by_nobody(rule, why):
    blank = stemming(row("b", 2, **BLANK), FIRST)
    assert ruled(FIRST, replace(blank, counting=rule or FIRST.counting)) == [(why, "b", "a")]


@pytest.mark.parametrize(
    ("filled", "stated", "is_mended", "expected"),
    [
        (True, False, False, [(Why.UNACCEPTED, "u", "a")]),
        (True, False, True, []),
        (True, True, False, []),
        (False, False, False, []),
    ],
)
def test_a_sheet_of_which_nothing_was_accepted_is_told_unless_it_was_mended_since(
    filled, stated, is_mended, expected
):
    """Whose rows they are nobody can tell: they are told apart from none of those that count."""
    part = SheetPart("否决", digest="unread", filled=filled, stated=stated)
    unread = replace(row("u", 2), parts={"vetoes": part})
    counting = stemming(row("a", 3), unread) if is_mended else row("a", 3)
    assert ruled(unread, counting) == expected
    assert ruled(unread) == []


def based(one, number, *, stated=True, lines=()):
    """A version of a sheet that states a single number."""
    part = SheetPart(
        "党员互评",
        digest=str(number),
        filled=True,
        stated=stated,
        bases={"0101": number},
        rows={"0101": 5},
        columns={"base": Address(0, 11)},
        lines=lines,
    )
    return replace(one, parts={"member_peer": part})


ROWS = row("a", 1).parts["vetoes"].lines
ORIGIN = based(version("a", 1, saved=MAY), 14)
CHANGE = replace(based(version("b", 2, saved=MAY), 13), stems_from=ORIGIN.origins)


@pytest.mark.parametrize(
    ("versions", "why", "old", "new"),
    [
        ([ORIGIN, CHANGE], Why.OLDER, 14, 13),
        ([ORIGIN, based(version("b", 2), 13, stated=False)], Why.UNACCEPTED, 14, 13),
        ([based(version("a", 1), 13, stated=False), based(version("b", 2), 14)], Why.UNACCEPTED, 13, 14),
        # it came later, and is older all the same: it is as it was issued
        ([ORIGIN, CHANGE, stemming(based(later(version("c", 2), 1), 14), ORIGIN)], Why.UNTOUCHED, 14, 13),
        ([ORIGIN, CHANGE, stemming(based(later(version("c", 2), -1), 14), ORIGIN)], Why.OLDER, 14, 13),
        # it was put back to what it was
        ([ORIGIN, CHANGE, stemming(based(version("c", 3), 14), ORIGIN)], Why.PUT_BACK, 13, 14),
        # whose rows they are nobody can tell
        (
            [based(version("a", 1), 14, lines=ROWS), based(version("b", 2), 13, stated=False)],
            Why.UNACCEPTED,
            14,
            13,
        ),
        (
            [based(version("a", 1), 13, stated=False), based(version("b", 2), 14, lines=ROWS)],
            Why.UNACCEPTED,
            13,
            14,
        ),
    ],
)
def test_where_two_versions_differ_is_told_from_the_older_to_the_newer(versions, why, old, new):
    for listed in permutations(versions):
        [ruling] = [one for one in select_parts(listed).rulings if one.why is why]
        assert [(one.cell, one.old, one.new) for one in ruling.differences.cells] == [
            (Address(5, 11), old, new)
        ]


def revoking(one, **changes):
    """A version of which every row withdraws, with what else is known of that."""
    part = one.parts["vetoes"]
    lines = tuple(own._replace(withdrawn=Address(own.row, 9), **changes) for own in part.lines)
    return replace(one, parts={"vetoes": replace(part, lines=lines)})


@pytest.mark.parametrize(("lost", "why"), [(0, Why.NOTHING), (1, Why.LOST), (3, Why.LOST)])
def test_a_row_that_withdraws_what_nobody_said_is_found_at_its_words_with_what_it_loses(lost, why):
    [ruling] = select_parts([revoking(row("a", 1), lost=lost, by="纪要18号")]).rulings
    assert (ruling.why, ruling.lost, ruling.by) == (why, lost, ("纪要18号",))
    assert ruling.place == Place("a", "否决", (Address(5, 9),))
    assert ruling.rows == (("0101",),)


@pytest.mark.parametrize(("by", "documents"), [("", ()), ("纪要18号", ("纪要18号",))])
def test_what_is_withdrawn_is_told_with_the_document_that_does_so(by, documents):
    [ruling] = select_parts([row("a", 1), revoking(row("b", 2), by=by, lost=2)]).rulings
    assert (ruling.why, ruling.file, ruling.counts, ruling.by) == (Why.WITHDRAWN, "b", "a", documents)
    assert (ruling.place.cells, ruling.lost) == ((), 0)


def deciding(one, document):
    """A version of a decision with its document."""
    part = one.parts["vetoes"]
    entry = RegisterRow(5, "0101", {"document": document}, 1)
    return replace(one, parts={"vetoes": replace(part, entries=(entry,))})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (row("a", 1), deciding(row("b", 2, **LACKING), "不同意"), []),
        (row("a", 1), deciding(row("b", 2, **LACKING), "纪要6号"), [(Why.INCOMPLETE, "b", "a")]),
        (deciding(row("a", 1, **LACKING), "不同意"), row("b", 2), [(Why.OLDER, "a", "b")]),
        (deciding(row("a", 1), "纪要6号"), deciding(row("b", 2), "不同意"), [(Why.OLDER, "a", "b")]),
    ],
)
def test_a_decision_against_one_that_stands_lacks_nothing(first, second, expected):
    assert ruled(first, second) == expected


def beside_withdrawal(one):
    """A version of which another row on the same thing withdraws what was said of it."""
    part = one.parts["vetoes"]
    withdrawing = part.lines[0]._replace(row=6, digest="-", withdrawn=Address(6, 9))
    return replace(one, parts={"vetoes": replace(part, lines=(*part.lines, withdrawing))})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (row("a", 1), beside_withdrawal(row("b", 2)), [(Why.WITHDRAWN, "b", "a")]),
        (
            row("a", 1, **UNREAD),
            beside_withdrawal(row("b", 2)),
            [(Why.NOTHING, "b", ""), (Why.UNACCEPTED, "a", "b")],
        ),
        (beside_withdrawal(row("a", 1)), beside_withdrawal(row("b", 2)), [(Why.OLDER, "a", "b")]),
        (beside_withdrawal(row("a", 1)), row("b", 2), [(Why.OLDER, "a", "b")]),
    ],
)
def test_what_is_said_anew_beside_a_withdrawal_withdraws_what_an_older_version_said(first, second, expected):
    assert ruled(first, second) == expected


@pytest.mark.parametrize(
    ("number", "again", "fresh", "why"),
    [
        (None, 2, 3, Why.OLDER),  # where no number is known, none is lower
        (3, None, 3, Why.OLDER),
        (2, None, 3, Why.LATER),
    ],
)
def test_only_a_lower_number_that_came_later_than_what_overturned_it_is_pointed_out(
    number, again, fresh, why
):
    """What stems from it says the same as a fresh form that was saved before it."""
    first = later(row("a", number), 5)
    corrected = stemming(row("b", again, says="two"), first)
    assert ruled(first, corrected, later(row("c", fresh, says="two"), 0)) == [(why, "a", "c")]


AGAIN = sent("sent", 1, line(SOMEBODY)).origins


@pytest.mark.parametrize(
    ("key", "newer", "stems", "reworded"),
    [
        ("vetoes", line(OTHER), frozenset(), True),
        ("vetoes", line(SOMEBODY), frozenset(), False),
        # of two copies of one form, one has somebody else
        ("vetoes", line(SOMEBODY), AGAIN, True),
        ("vetoes", line(SOMEBODY, stated=False), AGAIN, True),
        ("vetoes", line(SOMEBODY, stated=False, filled=False), AGAIN, False),
        ("vetoes", line(OTHER, stated=False, filled=False), frozenset(), False),
        ("comments", line(OTHER), frozenset(), False),
        ("comments", line(SOMEBODY), AGAIN, False),
    ],
)
def test_a_decision_that_a_newer_version_lacks_may_have_become_what_it_decides_on_the_same_subject_or_in_a_copy(
    key, newer, stems, reworded
):
    first, second = (
        replace(one, stems_from=stems)
        for one in (sent("a", 1, line(REVOKED), key=key), sent("b", 2, newer, key=key))
    )
    assert ((Why.REWORDED, "b", "a") in ruled(first, second)) is reworded


def test_a_decision_that_says_now_what_it_lacked_is_about_nobody_else():
    lacking, full = line(("0101", "")), line(REVOKED)
    assert ruled(sent("a", 1, lacking), sent("b", 2, full)) == [(Why.OLDER, "a", "b")]


def pledged(name, number, values, **more):
    """A version of a pledge of which it is known in what columns its words stand."""
    one = stating(name, number, values, **more)
    columns = {column: Address(4, n) for n, column in enumerate(("text", "target", "date"), 3)}
    part = replace(one.parts["member_pledges"], columns=columns)
    return replace(one, parts={"member_pledges": part})


PLEDGED = pledged("a", 1, {"text": "每周听课", "target": "十次"})
STEMS = {"stems": PLEDGED.origins}


@pytest.mark.parametrize(
    ("between", "last", "why"),
    [
        # the target is as the form came with it
        ({"text": "每周听课", "target": "九次"}, {"text": "每月听课", "target": "十次"}, Why.PUT_BACK),
        ({"text": "每周听课", "target": "九次"}, {"text": "每月听课", "target": "八次"}, Why.OLDER),
        ({"text": "每年听课", "target": "十次"}, {"text": "每月听课", "target": "十次"}, Why.OLDER),
        # what was not there and still is not is no word against what somebody else filled in
        (
            {"text": "每周听课", "target": "十次", "date": "五月"},
            {"text": "每月听课", "target": "十次"},
            Why.OLDER,
        ),
    ],
)
def test_a_cell_that_one_copy_changed_and_another_sends_as_it_came_with_other_changes_was_put_back(
    between, last, why
):
    found = ruled(PLEDGED, pledged("b", 2, between, **STEMS), pledged("c", 3, last, **STEMS))
    assert (why, "b", "c") in found
    assert (Why.OLDER, "a", "c") in found


@pytest.mark.parametrize(
    ("more", "blank"),
    [
        ({}, [("date", "五月", "六月"), ("target", "十次", None)]),
        # whoever filled in a form that came with the date left it there
        (STEMS, [("target", "十次", None)]),
    ],
)
def test_a_cell_that_holds_what_every_form_comes_with_was_left_blank_unless_the_form_came_filled_in(
    more, blank
):
    first = pledged("a", 1, {"text": "每周听课", "target": "十次", "date": "五月"})
    second = pledged("b", 2, {"text": "每周听课", "date": "六月"}, given=("date",), **more)
    [ruling] = [one for one in select_parts([first, second]).rulings if one.why is Why.FILLED]
    assert (ruling.file, ruling.counts) == ("b", "a")
    assert sorted((cell.column, cell.old, cell.new) for cell in ruling.differences.cells) == blank
