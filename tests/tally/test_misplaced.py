"""Decisions on somebody else by slip: which row of another copy puts one right, and by whose name both are known."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tally.test_order import MAY, version

from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.registers import Decision
from xlcampaign.model.submission import Line, SheetPart
from xlcampaign.tally.lines import rows_of
from xlcampaign.tally.misplaced import put_right

ROW = 5
HONOUR = {"honour": "教学名师", "decision": Decision.AGREED}


def deciding(one, subject, *, row=ROW, key="vetoes", complete=True, withdrawn=None, **values):
    """A version that decides on somebody in one row, and says no more."""
    values = values or {"document": "纪要9号"}
    said = f"{subject}/{row}/{values}"
    line = Line((subject,), row, said, filled=True, stated=True, complete=complete, withdrawn=withdrawn)
    part = SheetPart(
        "否决",
        digest=one.file,
        filled=True,
        stated=True,
        lines=(line,),
        entries=(RegisterRow(row, subject, {"subject": subject, **values}, len(values)),),
    )
    return replace(one, parts={key: part})


ISSUED = deciding(version("sent", 1), "0102")


def copy(name, number, subject, day=None, mailed=None, issued_as=0, **changes):
    """A copy of the form that was issued with what was sent first."""
    saved, mailed = (None if n is None else MAY + timedelta(n) for n in (day, mailed))
    one = version(name, number, mailed, saved, stems=ISSUED.origins)
    return deciding(replace(one, issued_as=issued_as), subject, **changes)


def known(*versions, key="vetoes"):
    """By whose name each file's row is known."""
    rows = put_right(rows_of(versions, key), versions, key)
    return {one.submission.file: name[0] for name, said in rows.items() for one in said}


@pytest.mark.parametrize(
    ("slip", "other", "right"),
    [
        (copy("a", 2, "0103", 1), copy("b", 3, "0104", 2), True),
        (copy("a", 2, "0103", 1), copy("b", 2, "0104", 2), True),
        # nobody can tell which is newer
        (copy("a", 2, "0103"), copy("b", 2, "0104"), True),
        (copy("a", None, "0103"), copy("b", 2, "0104"), True),
        (copy("a", 2, "0103", 1), copy("b", 3, "0104", row=6), False),
        (copy("a", 2, "0103", 1), copy("b", 3, "0104", document="纪要10号"), False),
        (copy("a", 2, "0103", 1), copy("b", 3, "0104", complete=False), False),
        # it is as it was issued: its sender says something by it where the number was typed, and is another's
        (copy("a", 2, "0103", 1), copy("b", 3, "0102", 2), True),
        (copy("a", 2, "0103", 1), copy("b", 2, "0102", 2), False),
        (copy("a", 3, "0103", 1), copy("b", 3, "0102", 2), False),
        (copy("a", 2, "0103", 1), copy("b", 3, "0102", 2, issued_as=3), False),
        (copy("a", None, "0103"), copy("b", 3, "0102"), True),
        (copy("a", None, "0103"), copy("b", 2, "0102"), False),
        # a fresh form is no copy
        (copy("a", 2, "0103"), deciding(version("b", 3), "0104"), False),
        (copy("a", 2, "0103"), deciding(version("b", 2), "0104"), False),
        (deciding(version("a", 2), "0103"), copy("b", 2, "0104"), False),
    ],
)
def test_a_row_is_put_right_by_the_same_row_of_another_copy_that_goes_by_the_same_document(
    slip, other, right
):
    [subject] = (line.key[0] for line in other.parts["vetoes"].lines)
    found = known(ISSUED, slip, other)
    assert (found["a"], found["b"]) == (subject if right else "0103", subject)


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"row": 6}, False),
        ({"document": "纪要10号"}, False),
        ({"complete": False}, False),
        ({"withdrawn": True}, False),
    ],
)
def test_whom_a_form_that_was_issued_again_has_instead_puts_right_what_it_was_filled_in_with(changes, right):
    again = copy("a", 2, "0103", **changes)
    assert known(ISSUED, again) == {"sent": "0103" if right else "0102", "a": "0103"}


def test_whoever_stands_beside_in_a_form_that_was_issued_again_is_one_more():
    again = also(copy("a", 2, "0103"), "0102", 6)
    rows = put_right(rows_of((ISSUED, again), "vetoes"), (ISSUED, again), "vetoes")
    assert {name[0]: len(said) for name, said in rows.items()} == {"0102": 2, "0103": 1}


def test_a_fresh_form_puts_nothing_right_in_an_earlier_one():
    assert known(ISSUED, deciding(version("a", 2), "0103")) == {"sent": "0102", "a": "0103"}


def also(one, subject, row):
    """A version that decides on somebody else by the same document too, in another row."""
    part, more = one.parts["vetoes"], deciding(one, subject, row=row).parts["vetoes"]
    both = replace(part, lines=part.lines + more.lines, entries=part.entries + more.entries)
    return replace(one, parts={"vetoes": both})


@pytest.mark.parametrize(
    ("slip", "other"),
    [
        (also(copy("a", 2, "0103"), "0104", 6), copy("b", 3, "0104")),
        (copy("a", 2, "0103"), also(copy("b", 3, "0104"), "0103", 6)),
    ],
)
def test_whoever_one_of_two_copies_decides_on_beside_another_is_no_slip(slip, other):
    rows = put_right(rows_of((ISSUED, slip, other), "vetoes"), (ISSUED, slip, other), "vetoes")
    found = {name[0]: [one.submission.file for one in said] for name, said in rows.items()}
    assert [file for file in found["0103"] if file == "a"] == ["a"]
    assert [file for file in found["0104"] if file == "b"] == ["b"]


@pytest.mark.parametrize(
    ("values", "right"),
    [
        (HONOUR, True),
        (HONOUR | {"document": "纪要9号"}, True),
        (HONOUR | {"decision": Decision.REFUSED}, False),
        ({"decision": Decision.AGREED}, False),
        ({"honour": "教学名师", "document": "纪要9号"}, False),
    ],
)
def test_a_commendation_is_put_right_by_its_honour_that_is_agreed_on(values, right):
    slip, other = (
        copy(name, number, subject, key="commendations", **values)
        for name, number, subject in (("a", 2, "0103"), ("b", 3, "0104"))
    )
    issued = deciding(version("sent", 1), "0102", key="commendations", **values)
    assert known(issued, slip, other, key="commendations") == {
        "sent": "0104" if right else "0102",
        "a": "0104" if right else "0103",
        "b": "0104",
    }


def test_only_decisions_are_put_right():
    slip, other = copy("a", 2, "0103", key="comments"), copy("b", 3, "0104", key="comments")
    issued = deciding(version("sent", 1), "0102", key="comments")
    assert known(issued, slip, other, key="comments") == {"sent": "0102", "a": "0103", "b": "0104"}


def test_of_several_that_are_newer_the_last_puts_right():
    found = known(ISSUED, copy("a", 2, "0103", 1), copy("b", 3, "0104"), copy("c", 4, "0101"))
    assert found == {"sent": "0101", "a": "0101", "b": "0101", "c": "0101"}


def test_of_which_nobody_can_tell_whether_it_is_newer_goes_with_what_puts_the_others_right():
    untold = copy("a", 2, "0101")
    found = known(ISSUED, untold, copy("b", 2, "0103", 1), copy("c", 2, "0104", 2))
    assert found == {"sent": "0104", "a": "0104", "b": "0104", "c": "0104"}


def test_what_was_put_right_by_a_row_that_a_third_puts_right_is_known_by_the_third():
    """The second was saved after the first, the third mailed after the second; of first and third nobody can tell."""
    slip = copy("a", 2, "0103", day=1)
    second, third = copy("b", 2, "0104", day=2, mailed=3), copy("c", 2, "0101", mailed=4)
    found = known(ISSUED, slip, second, third)
    assert found == {"sent": "0101", "a": "0101", "b": "0101", "c": "0101"}


@pytest.mark.parametrize(
    ("slip", "other", "counts"),
    [
        # one number: it may as well be two decisions, whichever came later
        (copy("a", 2, "0103", 1), copy("b", 2, "0104", 2), None),
        (deciding(version("a", 1), "0103"), deciding(version("b", 1, MAY), "0104"), None),
        (copy("a", 2, "0103", 2), copy("b", 3, "0104", 1), True),
    ],
)
def test_a_row_about_somebody_else_is_newer_by_its_number_alone(slip, other, counts):
    rows = put_right(rows_of((slip, other), "vetoes"), (slip, other), "vetoes")
    [(mine, others)] = rows.values()
    assert others.is_newer(mine) is counts
    assert others._replace(about=mine.about).is_newer(mine) is not False
