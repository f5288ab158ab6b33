"""What a form that was issued again says once more: where it counts from, and when it goes before what changed it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tally.test_order import MAY, version

from xlcampaign.address import Address
from xlcampaign.model.plan import WayKey
from xlcampaign.model.scale import Abstentions, Counting
from xlcampaign.model.submission import Line, SheetPart, Tally
from xlcampaign.tally.select import select_parts

KEY = ("0101", "loyal", WayKey.PEER)
SENT = version("sent", 1, content="as sent")


def counting(*versions):
    """The content of the sheet that counts."""
    contents = set()
    for listed in (versions, versions[::-1]):
        [(source,)] = select_parts(listed).chosen.values()
        contents.add(source.part.digest)
    return contents


def copy(name, number, content="as sent", saved=None, **changes):
    """A copy of the form that was filled in with what was sent first."""
    stems = {"stems": SENT.origins, "saved": saved, "content": content}
    return replace(version(name, number, **stems), **changes)


CHANGED = copy("changed", 2, "changed", MAY)


@pytest.mark.parametrize(
    ("again", "counts"),
    [
        # it comes with number 2, so 3 was typed by its sender
        (copy("again", 3), "as sent"),
        (copy("again", 9), "as sent"),
        (copy("again", 2), "changed"),
        (copy("again", 1), "changed"),
        (copy("again", 2, saved=MAY + timedelta(1)), "changed"),
        (copy("again", 3, issued_as=3), "changed"),
        (copy("again", 2, saved=MAY + timedelta(1), issued_as=1), "changed"),
    ],
)
def test_what_was_left_as_it_came_counts_before_a_changed_copy_by_a_higher_number_of_its_senders(
    again, counts
):
    assert counting(SENT, CHANGED, again) == {counts}


@pytest.mark.parametrize(
    "other",
    [
        copy("other", 4, "changed"),
        copy("other", 3, "changed", MAY - timedelta(9)),
        version("fresh form", 2, content="changed"),
        replace(copy("on it", 2, "changed"), stems_from=copy("again", 3).origins),
    ],
    ids=["higher", "of the same number", "no copy", "filled in with it"],
)
def test_what_was_left_as_it_came_goes_before_no_other_version(other):
    assert counting(SENT, copy("again", 3), other) == {"changed"}


def voted(name, number, *, votes, stems=(), key="member_peer", rest="", void=False):
    """A version with votes on one sheet, and something on another; it may withdraw the votes of a meeting."""
    parts = {
        key: SheetPart("党员互评", digest="votes", filled=True, stated=True, **votes),
        "cover": SheetPart("封面", digest=rest, filled=True, stated=True),
    }
    if void:
        line = Line(("member.peer",), 5, "void", filled=True, stated=True, withdrawn=Address(5, 2))
        parts = {"meeting": SheetPart("评议情况", digest="void", filled=True, stated=True, lines=(line,))}
    return replace(version(name, number, stems=stems), parts=parts)


def file_of(versions, key="member_peer"):
    """The file from which a sheet counts."""
    found = select_parts(versions).chosen
    assert found == select_parts(versions[::-1]).chosen
    [file] = [source.file for sheet, sources in found.items() for source in sources if sheet.key == key]
    return file


MARKS = {"marks": {KEY: {"approve": 3}}}


@pytest.mark.parametrize(
    ("key", "votes", "file"),
    [
        ("member_peer", MARKS, "again"),
        ("member_peer", {"tallies": {KEY: Tally({"approve": 3}, (Address(0, 3),))}}, "again"),
        ("member_peer", {"rejected": frozenset({KEY})}, "again"),
        ("meeting", {}, "again"),
        ("vetoes", {}, "first"),
        ("branch_pledges", {}, "first"),
    ],
)
def test_votes_and_meetings_count_from_where_they_were_stated_last_and_nothing_else_does(key, votes, file):
    first = voted("first", 1, votes=votes, key=key)
    again = voted("again", 2, votes=votes, key=key, rest="changed", stems=first.origins)
    assert file_of([first, again], key) == file


FIRST = voted("first", 2, votes=MARKS)
OTHERWISE = Counting(Abstentions.COUNTED, with_own=True)


@pytest.mark.parametrize(
    ("rest", "rule", "file"),
    [
        ("changed", FIRST.counting, "again"),
        ("", FIRST.counting, "first"),  # it says nothing but what it came with
        ("changed", OTHERWISE, "first"),
    ],
)
def test_votes_are_stated_anew_by_a_form_that_says_something_else_beside_them_by_the_same_rules(
    rest, rule, file
):
    again = voted("again", 3, votes=MARKS, stems=FIRST.origins, rest=rest)
    assert file_of([FIRST, replace(again, counting=rule)]) == file


def test_stated_anew_twice_votes_count_from_what_stems_from_the_other_whatever_numbers_were_typed():
    one = voted("one", 9, votes=MARKS, stems=FIRST.origins, rest="changed")
    other = voted("other", 3, votes=MARKS, stems=FIRST.origins | one.origins, rest="once more")
    assert file_of([FIRST, one, other]) == "other"


@pytest.mark.parametrize("rest", ["", "changed"])
@pytest.mark.parametrize(("number", "knows", "file"), [(3, False, "first"), (3, True, "again")])
def test_votes_that_were_declared_void_are_stated_anew_by_a_form_that_was_issued_since(
    number, knows, file, rest
):
    void = voted("void", number, votes={}, void=True)
    stems = FIRST.origins | (void.origins if knows else set())
    again = voted("again", 4, votes=MARKS, stems=stems, rest=rest)
    assert file_of([FIRST, void, again]) == file


@pytest.mark.parametrize(("rest", "file"), [("", "first"), ("changed", "again")])
def test_votes_that_were_stated_since_a_meeting_was_declared_void_are_not_void(rest, file):
    void = voted("void", 1, votes={}, void=True)
    again = voted("again", 3, votes=MARKS, stems=FIRST.origins, rest=rest)
    assert file_of([void, FIRST, again]) == file


@pytest.mark.parametrize(("number", "counts"), [(2, False), (3, True)])
def test_of_two_that_nobody_can_order_a_copy_left_as_it_came_says_by_its_senders_number_which_counts(
    number, counts
):
    tied = SENT, version("other", 1, content="other")
    assert not select_parts(tied).chosen
    again = copy("again", number)
    assert bool(select_parts([*tied, again]).chosen) is counts
    if counts:
        assert counting(*tied, again) == {"as sent"}


def test_of_two_that_nobody_can_order_a_copy_that_repeats_neither_says_nothing():
    tied = [version(name, 2, content=name) for name in ("one", "other")]
    assert not select_parts([SENT, *tied, copy("again", 3)]).chosen


@pytest.mark.parametrize(("key", "void"), [("meeting", {"member.peer"}), ("comments", set())])
def test_nothing_but_a_sheet_of_meetings_declares_votes_void(key, void):
    line = Line(("member.peer",), 5, "void", filled=True, stated=True, withdrawn=Address(5, 2))
    parts = {key: SheetPart("表", digest="void", filled=True, stated=True, lines=(line,))}
    one = replace(SENT, parts=parts)
    assert select_parts([one]).void.get(one.identity.slot, set()) == void
