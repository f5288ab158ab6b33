"""Ballots that are missing, blank, one too many, or of whom nobody knows whether they voted: worked out by hand."""

import pytest
from filled import form_of
from plain import plain_file
from plans import small_plan, with_entries

from xlcampaign.address import Address
from xlcampaign.checks.alike import once
from xlcampaign.checks.inbox import check_votes
from xlcampaign.commands.intake import take_in
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.score import score_way
from xlcampaign.tally.select import select_parts
from xlcampaign.words import Lang

CODES = ("0101", "0102", "0103")
YES, NO = "同意", "不同意"


def plan_with(**settings):
    return with_entries(small_plan(1, 3, **settings), lambda *_: ("approval", Entry.BALLOTS))


class Cast:
    """Ballots of one sheet, each the words for the rows that it holds: what they come to on the first star."""

    def __init__(self, sheet, *ballots, valid, attended=None, typed=None, **settings):
        plan = plan_with(**settings)
        book = form_of(plan)
        rows = len({row.get("code") for row in book.table_of(sheet).rows})
        self.star = next(column.key for column in book.table_of(sheet).columns if column.mark)
        ways = range(len(book.table_of("meeting").rows))
        answers = {("meeting", n, "valid"): valid for n in ways}
        answers |= {
            (sheet, rows * number + row, self.star): word
            for number, words in enumerate(ballots)
            for row, word in enumerate(words)
        }
        answers |= {(sheet, row, "attended"): word for row, word in (attended or {}).items()}
        answers |= {(sheet, row, key): raw for (row, key), raw in (typed or {}).items()}
        intake = take_in(Envelope("f.xlsx", plain_file(book, answers)), plan)
        self.plan, taken = plan, [intake.submission]
        self.ledger = merge_parts(tuple(taken), select_parts(taken), plan, 1)
        found = once([*intake.findings, *check_votes(self.ledger, plan)])
        self.findings = [f for f in found if f.place.sheet == book.table_of(sheet).title.zh]

    def on(self, subject, way):
        """The mean and its base."""
        counts = self.ledger.counts.get((subject, self.star, way), {})
        found = score_way(counts, self.plan.scale_of["approval"], trim=False)
        return None if found.mean is None else (found.mean / 10_000, found.n)

    def said(self, code):
        return [finding for finding in self.findings if finding.rule.code == code]


# Ballot 1 is 0101's and blank. Two ballots have a mark; 0102 and 0103 cast them and are rated by the other one alone.
@pytest.mark.parametrize(
    ("ballots", "expected", "apart"),
    [
        (((), (YES, None, YES), (YES, YES, None)), [(10.0, 2), (10.0, 1), (10.0, 1)], "赵某甲"),
        (((), (YES, None, NO), (YES, YES, None)), [(10.0, 2), (10.0, 1), (0.0, 1)], "赵某甲"),
        (((), (NO, None, YES), (YES, YES, None)), [(10.0, 1), (10.0, 1), (10.0, 1)], None),
        (((None, YES, YES), (), (YES, YES, None)), [(10.0, 1), (10.0, 2), (10.0, 1)], "钱某乙"),
        (((None, YES, NO), (YES, None, YES), ()), [(10.0, 1), (10.0, 1), (10.0, 1)], None),
    ],
)
def test_among_peers_a_blank_ballot_is_none(ballots, expected, apart):
    cast = Cast("member_peer", *ballots, valid=3)
    assert [cast.on(code, WayKey.PEER) for code in CODES] == expected
    assert [finding.facts["names"].zh for finding in cast.said("C128")] == [apart] * bool(apart)
    assert [finding.facts["limit"] for finding in cast.said("C128")] == [2] * bool(apart)
    assert not cast.said("C131")
    [short] = cast.said("B105")
    assert short.says(Lang.ZH) == "填了 2 张票，有效票是 3 张；没有录入的不算"


def test_where_ballots_rate_everybody_own_rows_were_marked_and_the_number_is_that_of_the_ballots():
    cast = Cast("member_peer", (YES, YES, YES), (YES, YES, NO), (), valid=3)
    assert [cast.on(code, WayKey.PEER) for code in CODES] == [(10.0, 2), (10.0, 2), (5.0, 2)]
    [warned] = cast.said("C131")
    assert "有 2 票，和票数一样多" in warned.says(Lang.ZH)
    assert "都按 2 张票算" in warned.says(Lang.ZH)
    assert not cast.said("C128")


# In the other ways, and where members rate themselves, the base is the valid ballots: 2 of 3, 1 of 4, 2 of 2.
@pytest.mark.parametrize(
    ("sheet", "subject", "way"),
    [
        ("branch_peer", "01", WayKey.PEER),
        ("branch_teacher", "01", WayKey.TEACHER),
        ("member_teacher", "0101", WayKey.TEACHER),
        ("member_peer", "0101", WayKey.PEER),
    ],
)
@pytest.mark.parametrize(
    ("ballots", "valid", "expected"),
    [
        (((YES,), (YES,), ()), 3, (6.6667, 3)),
        (((YES,), (NO,), ()), 4, (2.5, 4)),
        (((YES,), (YES,)), 2, (10.0, 2)),
        (((YES,), ("不知道",), (YES,)), 4, (6.6667, 3)),
    ],
)
def test_elsewhere_whatever_was_not_entered_of_the_valid_ballots_does_not_agree(
    sheet, subject, way, ballots, valid, expected
):
    cast = Cast(sheet, *ballots, valid=valid, peers_with_own="yes")
    assert cast.on(subject, way) == expected
    missing = valid > len([one for one in ballots if one])
    assert [f.says(Lang.ZH).split("；")[-1] for f in cast.said("B105")] == [
        "没有录入的按没有画“同意”算"
    ] * missing


@pytest.mark.parametrize("abstentions", ["apart", "as_printed"])
def test_where_abstentions_leave_the_base_so_does_a_blank_ballot(abstentions):
    cast = Cast("branch_peer", (YES,), (NO,), (), valid=3, abstentions=abstentions)
    assert cast.on("01", WayKey.PEER) == (5.0, 2)
    assert [f.says(Lang.ZH).split("；")[-1] for f in cast.said("B105")] == ["没有录入的不算"]


@pytest.mark.parametrize(
    ("sheet", "valid", "cells"),
    [
        ("member_peer", 2, ("A11",)),
        ("member_peer", 1, ("A8", "A11")),
        ("branch_peer", 2, ("A7",)),
        ("member_teacher", 0, ("A5", "A8", "A11")),
    ],
)
def test_of_too_many_ballots_the_numbers_are_named_of_those_beyond(sheet, valid, cells):
    cast = Cast(sheet, (YES,), (NO,), (YES,), valid=valid)
    [found] = cast.said("B104")
    assert tuple(map(str, found.place.cells)) == cells
    assert not [key for key in cast.ledger.counts if key[0].startswith("01")]


@pytest.mark.parametrize("word", ["也许", "来了吗", 7])
def test_who_cannot_be_known_to_have_voted_is_said_once_at_the_cell(word):
    cast = Cast("member_peer", (None, YES, YES), (YES, None, YES), (YES, YES), valid=3, attended={1: word})
    [found] = [finding for finding in cast.findings if finding.is_error]
    table = form_of(plan_with()).table_of("member_peer")
    assert found.rule.code == "C132"
    at = [column.key for column in table.columns].index("attended") + 1
    assert found.place.cells == (Address(6, at),)
    assert cast.on("0102", WayKey.PEER) is None
    assert cast.on("0103", WayKey.PEER) == (10.0, 2)


def test_ballots_that_were_not_entered_stay_in_the_account():
    cast = Cast("branch_peer", (YES,), (), (NO,), valid=5)
    stars = len(cast.plan.stars_of(SubjectKind.BRANCH))
    assert cast.ledger.written["f.xlsx"] == cast.ledger.marks["f.xlsx"].total == 5 * stars


FULL = ((None, YES, YES), (YES, None, YES), (YES, YES, None))
TWICE = {"code": "0101", "name": "赵某甲"}


# Three ballots, each by one member. What stands on a row that is there twice is lost, and nothing else.
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({(3, "ballot"): 1}, [(10.0, 1), (10.0, 2), (10.0, 2)]),
        ({(8, "ballot"): "2"}, [(10.0, 2), (10.0, 2), (10.0, 1)]),
        ({(4, "ballot"): "１", (4, "attended"): "是"}, [(10.0, 2), (10.0, 1), (10.0, 2)]),
        ({(row, "ballot"): 1 for row in (3, 4, 5)}, [(10.0, 1), (10.0, 1), None]),
        ({(4, key): raw for key, raw in TWICE.items()}, [(10.0, 1), (10.0, 2), (10.0, 2)]),
    ],
)
def test_of_a_row_that_is_there_twice_only_its_own_votes_are_lost(typed, expected):
    cast = Cast("member_peer", *FULL, valid=3, typed=typed)
    assert [cast.on(code, WayKey.PEER) for code in CODES] == expected
    assert {finding.rule.code for finding in cast.findings if finding.is_error} == {"R102"}
    assert not cast.said("C131")


def test_who_voted_is_asked_where_two_rows_disagree_or_none_says_it():
    cast = Cast("member_peer", *FULL, valid=3, typed={(1, key): raw for key, raw in TWICE.items()})
    assert [cast.on(code, WayKey.PEER) for code in CODES] == [(10.0, 2), None, (10.0, 2)]
    table = form_of(plan_with()).table_of("member_peer")
    at = [column.key for column in table.columns].index("attended") + 1
    assert [found.place.cells for found in cast.said("C132")] == [(Address(9, at),)]


@pytest.mark.parametrize(
    ("sheet", "on", "per_ballot"),
    [
        ("member_teacher", ("0101", WayKey.TEACHER), 3),
        ("branch_peer", ("01", WayKey.PEER), 1),
        ("branch_teacher", ("01", WayKey.TEACHER), 1),
    ],
)
def test_what_is_lost_of_doubled_ballots_is_no_vote_against(sheet, on, per_ballot):
    typed = {(row, "ballot"): 1 for row in range(per_ballot, 2 * per_ballot)}
    cast = Cast(sheet, *[(YES,) * per_ballot] * 3, valid=3, typed=typed)
    assert cast.on(*on) == (10.0, 1)
    [short] = cast.said("B105")
    assert short.facts["found"] == 2


# Two valid ballots of three: the spoilt one is in no base. On 0101 one of the two shows two marks, and so does not agree;
# peers are rated by two, less their own where they voted.
@pytest.mark.parametrize(("word", "double"), [("废票", "√×"), ("无效", "同意/不同意"), ("spoilt", "√、○")])
def test_what_is_spoilt_costs_itself_alone_and_the_base_stays_the_ballots_own(word, double):
    ballots = ((double, YES, YES), (YES, NO, NO), (word, word, None))
    teachers = Cast("member_teacher", *ballots, valid=2)
    assert [teachers.on(code, WayKey.TEACHER) for code in CODES] == [(5.0, 2)] * 3
    peers = Cast("member_peer", *ballots, valid=2, attended={0: "否"})
    assert [peers.on(code, WayKey.PEER) for code in CODES] == [(5.0, 2), (10.0, 1), (10.0, 1)]
    for cast in (teachers, peers):
        assert not [finding for finding in cast.findings if finding.is_error]
        assert [finding.place.cell for finding in cast.said("C143")] == ["C5"]
