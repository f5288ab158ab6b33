"""What a newer version of an entry leaves blank is taken from the older ones, the newest of them first."""

from dataclasses import replace
from itertools import permutations

import pytest
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.submission import UNNUMBERED, Line, SheetPart
from xlcampaign.tally.select import select_parts

ROW = 5
KEY = ("0101", "听课")


def stating(name, number, values, *, key=KEY, withdrawn=False, stems=(), **more):
    """A version of a register with one entry; with none where there are no values."""
    line = Line(key, ROW, name, filled=True, stated=True, withdrawn=Address(ROW, 9) if withdrawn else None)
    entries = () if values is None else (RegisterRow(ROW, "0101", values, len(values), **more),)
    part = SheetPart("承诺", digest=name, filled=True, stated=True, lines=(line,), entries=entries)
    return replace(version(name, number, stems=stems), parts={"member_pledges": part})


def counting(*versions):
    """What the entry that counts says."""
    found = []
    for listed in permutations(versions):
        [(source,)] = select_parts(listed).chosen.values()
        found += [entry.values for entry in source.part.entries]
    assert all(values == found[0] for values in found)
    return found[0]


FIRST = stating("a", 1, {"target": "十次", "date": "五月"})


@pytest.mark.parametrize(
    ("values", "more", "expected"),
    [
        ({"text": "听课"}, {}, {"text": "听课", "target": "十次", "date": "五月"}),
        ({"target": "九次"}, {}, {"target": "九次", "date": "五月"}),
        ({"target": "九次", "date": "六月"}, {}, {"target": "九次", "date": "六月"}),
        ({"text": "听课"}, {"moot": ("date",)}, {"text": "听课", "target": "十次"}),
        ({"text": "听课"}, {"unread": {"target": "？"}}, {"text": "听课", "date": "五月"}),
        # what every form of its kind comes with is as good as blank, unless this one came filled in
        ({"date": "六月"}, {"given": ("date",)}, {"target": "十次", "date": "五月"}),
        ({"date": "六月"}, {"given": ("target",)}, {"target": "十次", "date": "六月"}),
        ({"date": "六月"}, {"given": ("date",), "stems": FIRST.origins}, {"target": "十次", "date": "六月"}),
        ({"date": "六月"}, {"given": ("date",), "moot": ("date",)}, {"target": "十次", "date": "六月"}),
    ],
)
def test_what_is_blank_is_filled_up_unless_it_does_not_apply_or_could_not_be_read(values, more, expected):
    assert counting(FIRST, stating("b", 2, values, **more)) == expected


def test_what_the_older_version_came_with_fills_up_nothing_that_the_newer_came_with():
    older = stating("a", 1, {"date": "五月"}, given=("date",))
    assert counting(older, stating("b", 2, {"date": "六月"}, given=("date",))) == {"date": "六月"}
    assert counting(older, stating("b", 2, {"text": "听课"})) == {"text": "听课", "date": "五月"}


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (stating("b", 2, {"target": "九次"}), {"text": "听课", "target": "九次", "date": "五月"}),
        (stating("b", 2, {}), {"text": "听课", "target": "十次", "date": "五月"}),
        (stating("b", 2, None), {"text": "听课", "target": "十次", "date": "五月"}),
        (stating("b", 2, None, withdrawn=True), {"text": "听课"}),
    ],
)
def test_of_several_older_versions_the_newest_fills_up_first_and_none_from_before_a_withdrawal(
    between, expected
):
    versions = FIRST, between, stating("c", 3, {"text": "听课"})
    assert counting(*versions) == expected


@pytest.mark.parametrize("given", [("date",), ()])
def test_what_was_filled_up_is_not_filled_up_again(given):
    second = stating("b", 2, {"date": "七月"})
    assert counting(FIRST, second, stating("c", 3, {"date": "六月"}, given=given)) == {
        "target": "十次",
        "date": "七月" if given else "六月",
    }


def test_an_entry_that_lacks_a_number_gets_its_own_whether_it_came_once_or_again():
    once = stating("a", 1, {"text": "听课"}, key=(UNNUMBERED, "0101", "听课"))
    assert counting(once) == {"text": "听课", "number": "1-0101-1"}
    again = stating("b", 2, {"text": "听课", "target": "十次"}, key=(UNNUMBERED, "0101", "听课"))
    assert counting(once, again) == {"text": "听课", "target": "十次", "number": "1-0101-1"}
    assert counting(stating("a", 1, {"text": "听课"})) == {"text": "听课"}
