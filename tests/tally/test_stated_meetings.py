"""The meeting that a form's votes belong to: their own submission's, unless it was withdrawn or another is stated now."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity, Slot
from xlcampaign.model.scale import AS_BEFORE
from xlcampaign.model.submission import Line, Meeting, SheetPart, Submission
from xlcampaign.model.versions import Selection, Source, Tied
from xlcampaign.tally.meetings import Meetings

SLOT = Slot(1, StepKey.EVALUATION, "01")
WAY, OTHER = "member.peer", "branch.peer"
MAY = date(2023, 5, 8)
OWN = Meeting(MAY, 20, 20, 20, 20, 15)
NEW = replace(OWN, valid=12)
VOTES = SheetPart("党员互评", digest="votes")


def sent(file, number, meetings, lines=()):
    """A submission with what it states of meetings, by way; None for one that has no such sheet."""
    part = SheetPart("评议情况", meetings=meetings or {}, lines=tuple(lines))
    parts = {"member_peer": VOTES} | ({} if meetings is None else {"meeting": part})
    saved = datetime(2023, 5, number, tzinfo=UTC)
    return Submission(file, file, Identity("XF-2023", *SLOT), number, parts, saved=saved)


def held(*stating, tied=(), withdrawn=()):
    """The meetings of a form as they are stated by submissions, of which some rows are tied or withdrawn."""
    sheets = {"meeting": tuple(Source(one, one.parts["meeting"]) for one in stating)}
    void = {SLOT: {WAY: tuple(withdrawn)}} if withdrawn else {}
    return Meetings(SLOT, sheets, Selection({}, tied=tuple(tied), withdrawn=void))


def votes_of(submission):
    return Source(submission, VOTES)


def tie(way, slot=SLOT, key="meeting"):
    return Tied(slot, key, ((way,),), ())


@pytest.mark.parametrize(
    ("tied", "expected"),
    [
        ([], OWN),
        ([tie(WAY)], NEW),
        ([tie(OTHER), tie(WAY)], NEW),
        ([tie(OTHER)], OWN),
        ([tie(WAY, key="member_peer")], OWN),
        ([tie(WAY, slot=Slot(1, StepKey.EVALUATION, "02"))], OWN),
    ],
)
def test_votes_belong_to_the_meeting_of_their_own_form_unless_nobody_can_tell_which_counts(tied, expected):
    old, new = sent("old", 1, {WAY: OWN}), sent("new", 2, {WAY: NEW})
    assert held(new, tied=tied).of(votes_of(old), WAY) == expected


def typed(way, *, filled=True, stated=False):
    return Line((way,), 5, "typed", filled=filled, stated=stated)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], NEW),
        ([typed(WAY)], None),
        ([typed(OTHER), typed(WAY)], None),
        ([typed(OTHER)], NEW),
        ([typed(WAY, filled=False)], NEW),
        ([typed(WAY, stated=True)], NEW),
        ([typed(WAY, stated=True), typed(OTHER)], NEW),
    ],
)
def test_votes_on_a_form_without_that_meeting_belong_to_the_newest_unless_their_own_was_refused(
    lines, expected
):
    old, new = sent("old", 1, {OTHER: OWN}, lines), sent("new", 2, {WAY: NEW})
    assert held(new).of(votes_of(old), WAY) == expected


def test_votes_on_a_form_that_has_no_sheet_of_meetings_belong_to_the_newest_if_there_is_any():
    bare, new = sent("bare", 1, None), sent("new", 2, {WAY: NEW})
    assert held(new).of(votes_of(bare), WAY) == NEW
    assert held(new).of(votes_of(bare), OTHER) is None
    assert held().of(votes_of(bare), WAY) is None


@pytest.mark.parametrize(
    ("own", "now", "is_another"),
    [
        (OWN, NEW, True),
        (OWN, replace(OWN, date=date(2023, 5, 9)), True),
        (OWN, replace(NEW, date=None), True),
        (OWN, replace(OWN, date=date(2023, 5, 9), valid=None), True),
        (OWN, OWN, False),
        (OWN, replace(OWN, due=99, present=1, issued=2, returned=3), False),
        (OWN, replace(OWN, date=None), False),
        (replace(OWN, valid=None), NEW, False),
        (replace(OWN, date=None, valid=None), NEW, False),
        (None, NEW, False),
    ],
)
def test_votes_are_out_of_date_where_another_day_or_number_of_ballots_is_stated_since(own, now, is_another):
    old, new = sent("old", 1, {WAY: own} if own else {}), sent("new", 2, {WAY: now})
    meetings = held(new)
    place = Place("old", VOTES.title)
    for _ in range(2):  # what is asked about twice is said once
        found = meetings.outdated_of(votes_of(old), WAY, typed=True)
        assert (found and (found.place, found.way, found.own, found.newer)) == (
            (place, WAY, own, now) if is_another else None
        )
    assert meetings.outdated == ([found] if is_another else [])
    assert held(new).outdated_of(votes_of(old), WAY, typed=False) is None
    assert held(new).outdated_of(votes_of(old), OTHER, typed=True) is None
    assert held(sent("old", 1, {WAY: now})).outdated_of(votes_of(old), WAY, typed=True) is None
    assert held().outdated_of(votes_of(old), WAY, typed=True) is None


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize(
    ("voiding", "is_out"), [([1], False), ([3], True), ([2], True), ([1, 3], True), ([], False)]
)
def test_votes_are_out_if_they_were_withdrawn_on_their_own_form_or_since(voiding, is_out, typed):
    votes = sent("votes", 2, {WAY: OWN})
    void = [votes if number == 2 else sent(f"void {number}", number, {}) for number in voiding]
    meetings = held(votes, withdrawn=void)
    found = meetings.outdated_of(votes_of(votes), WAY, typed=typed)
    assert (found and (found.own, found.newer)) == ((OWN, None) if is_out else None)
    assert meetings.outdated_of(votes_of(votes), OTHER, typed=typed) is None
    assert [one.way for one in meetings.outdated] == [WAY] * is_out


def test_the_newest_of_what_is_stated_of_each_way_counts():
    first, second = sent("a", 1, {WAY: OWN, OTHER: OWN}), sent("b", 2, {WAY: NEW})
    assert held(first, second).newest == {WAY: NEW, OTHER: OWN}


@pytest.mark.parametrize(
    ("void", "is_out"), [([WAY], True), ([OTHER, WAY], True), ([OTHER], False), ([], False)]
)
def test_votes_are_out_though_they_are_newer_where_it_counts_that_their_meeting_is_void(void, is_out):
    line = Line((WAY,), 5, "void", filled=True, stated=True, withdrawn=Address(5, 2))
    votes, declaring = sent("votes", 2, {WAY: OWN}), sent("void", 1, {}, [line])
    selection = Selection(
        {}, withdrawn={SLOT: dict.fromkeys((WAY, OTHER), (declaring,))}, void={SLOT: frozenset(void)}
    )
    meetings = Meetings(SLOT, {}, selection)
    out = meetings.outdated_of(votes_of(votes), WAY, typed=True)
    where = Place("void", "评议情况", (Address(5, 2),))
    assert (out and (out.newer, out.void)) == ((None, where) if is_out else None)


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ({WAY: 5, OTHER: 6}, {WAY: MAY, OTHER: MAY}),  # by rows, and not by names
        ({WAY: 6, OTHER: 5}, {WAY: MAY, OTHER: None}),
    ],
)
def test_a_day_left_blank_is_that_of_the_row_above(rows, days):
    stated = sent("a", 1, {WAY: OWN, OTHER: replace(OWN, date=None)})
    part = replace(stated.parts["meeting"], rows=rows)
    new = replace(stated, parts={"meeting": part}, counting=AS_BEFORE._replace(with_own=True))
    assert {way: one.date for way, one in held(new).dated().items()} == days
    old = replace(new, counting=AS_BEFORE)
    assert held(old).dated()[OTHER].date is None
