"""The valid ballots on each subject, where it is on the edge: no votes, one ballot, blanks, own marks, nobody knows who voted."""

import pytest
from plans import small_plan, with_way

from xlcampaign.address import Address
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.results import Excess
from xlcampaign.model.scale import Abstentions, Counting
from xlcampaign.model.submission import (
    ASIDE,
    BLANK,
    OWN,
    Cells,
    Likeness,
    Marks,
    Meeting,
    SheetPart,
    Submission,
    Tally,
)
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts

PEER = WayKey.PEER
PLAN = small_plan(1, 4)
CAST = with_way(PLAN, SubjectKind.MEMBER, PEER, entry=Entry.BALLOTS)
CODES = [f"010{m}" for m in range(1, 5)]
LEFT_OUT, INCLUDED = (Counting(Abstentions.COUNTED, with_own=own) for own in (False, True))


def ledger_of(valid, part, plan, counting, present=20, abstained=None):
    meeting = SheetPart(
        "评议情况",
        "meeting",
        filled=True,
        stated=True,
        meetings={"member.peer": Meeting(None, 20, present, 20, 20, valid, abstained)},
    )
    identity = Identity("XF-2023", 1, StepKey.EVALUATION, "01")
    sent = Submission("a", "a", identity, 1, {"meeting": meeting, "member_peer": part}, counting=counting)
    return merge_parts((sent,), select_parts([sent]), plan, 1)


def tallied(valid, *votes, abstentions=Abstentions.COUNTED, base=None, with_own=False, voted=CODES, **held):
    """Members with (agree, abstain) votes each; it is said of all or of some that they have voted."""
    part = SheetPart(
        "党员互评",
        digest="peers",
        filled=True,
        stated=True,
        cells=Cells(sum(n is not None for given in (*votes, (base,)) for n in given), 0, 0),
        tallies={
            (code, "loyal", PEER): Tally(
                {"approve": agree, "abstain": abstain}, (Address(0, 3), Address(0, 12))
            )
            for code, (agree, abstain) in zip(CODES, votes, strict=False)
        },
        attended=dict.fromkeys(voted, True),
        bases={} if base is None else {"0101": base},
        rows={code: 5 + n for n, code in enumerate(CODES)},
        columns={
            "base": Address(0, 11),
            "attended": Address(0, 10),
            "loyal.approve": Address(0, 3),
            "loyal.abstain": Address(0, 12),
        },
    )
    return ledger_of(valid, part, PLAN, Counting(abstentions, with_own=with_own), **held)


def graded(valid, given, base=None):
    """Members with how many gave each grade from the best on, star after star; all of them are said to have voted.

    Of whom two grades are given, nobody gave the others.
    """
    grades = ("excellent", "good", "fair", "poor")
    part = SheetPart(
        "党员互评",
        digest="grades",
        filled=True,
        stated=True,
        cells=Cells(
            sum(4 - one.count(None) for stars in given.values() for one in stars) + (base is not None), 0, 0
        ),
        tallies={
            (code, star, PEER): Tally(
                dict(zip(grades, (*votes, 0, 0)[:4], strict=True)), tuple(Address(0, 3 + n) for n in range(4))
            )
            for code, stars in given.items()
            for star, votes in zip(("loyal", "study"), stars, strict=False)
        },
        attended=dict.fromkeys(CODES, True),
        bases={} if base is None else {"0101": base},
        rows={code: 5 + n for n, code in enumerate(CODES)},
        columns={"base": Address(0, 11)},
    )
    plan = with_way(PLAN, SubjectKind.MEMBER, PEER, scale="grades", entry=Entry.TALLY)
    return ledger_of(valid, part, plan, Counting(Abstentions.COUNTED, with_own=False))


def cast(ballots, counts, attended=None, *, entered=None, likeness=None, rule=LEFT_OUT, lost=()):
    """Ballots on members: what all of them together give each on one star."""
    marks = {(code, "loyal", PEER): one for code, one in counts.items()}
    part = SheetPart(
        "党员互评",
        digest="cast",
        filled=True,
        stated=True,
        cells=Cells(sum(n for one in counts.values() for mark, n in one.items() if mark != BLANK), 0, 0),
        written=sum(sum(one.values()) for one in counts.values()),
        marks=marks,
        ballots={"member.peer": ballots if entered is None else entered},
        attended=dict.fromkeys(CODES, True) if attended is None else attended,
        ballot_rows=tuple(range(5, 5 + 4 * (entered or ballots or 0), 4)),
        rows={code: 5 + n for n, code in enumerate(CODES)},
        columns={"ballot": Address(0, 1), "loyal": Address(0, 4), "attended": Address(0, 12)},
        likeness={} if likeness is None else {"member.peer": likeness},
        lost=frozenset(lost),
    )
    return ledger_of(ballots, part, CAST, rule)


def counts_on(ledger, code):
    return ledger.counts.get((code, "loyal", PEER))


def excesses(ledger):
    return [(misfit.excess, misfit.subjects) for misfit in ledger.misfits]


@pytest.mark.parametrize("abstain", [None, 0])
def test_a_blank_number_of_abstentions_is_no_vote_and_shows_no_own_row(abstain):
    ledger = tallied(15, (14, abstain), abstentions=Abstentions.AS_PRINTED)
    assert counts_on(ledger, "0101") == {"approve": 14, "abstain": 0, "oppose": 0}
    assert excesses(ledger) == []


def test_one_abstention_more_than_others_could_give_shows_that_own_rows_were_counted():
    ledger = tallied(15, (14, 1), abstentions=Abstentions.AS_PRINTED)
    assert counts_on(ledger, "0101") == {"approve": 14, "abstain": 1, "oppose": 0}
    assert excesses(ledger) == [(Excess.WITH_OWN, ("0101",))]


def test_without_any_valid_ballot_one_vote_is_one_too_many():
    ledger = tallied(0, (1, None))
    assert counts_on(ledger, "0101") is None
    assert [(misfit.found, misfit.limit) for misfit in ledger.misfits] == [(1, 0)]
    assert ledger.cells["a"] == Cells(0, 0, 1)


@pytest.mark.parametrize("votes", [(0, None), (0, 0), (None, None)])
def test_no_vote_of_no_ballot_shows_no_own_row(votes):
    ledger = tallied(0, votes, (0, 0))
    assert excesses(ledger) == []
    assert counts_on(ledger, "0102") == {"approve": 0, "abstain": 0, "oppose": 0}


@pytest.mark.parametrize("ballots", [1, 2, 5])
def test_on_ballots_nobody_agrees_with_no_own_row_is_seen(ballots):
    """Who voted is rated by one ballot less, and those do not agree."""
    ledger = cast(ballots, {"0101": {BLANK: ballots}})
    expected = {"oppose": ballots - 1, BLANK: 1}
    assert counts_on(ledger, "0101") == expected
    assert excesses(ledger) == []
    assert ledger.marks["a"] == Marks(counted=ballots - 1, uncounted=0, blank=1)


@pytest.mark.parametrize("mark", [OWN, ASIDE])
@pytest.mark.parametrize("agree", [1, 3])
def test_ballots_that_count_for_nothing_are_in_no_base(mark, agree):
    """A mark for oneself is known by its voter, so no other ballot has to be left out for it."""
    ledger = cast(agree + 1, {"0102": {"approve": agree, mark: 1}}, dict.fromkeys(CODES, mark == OWN))
    assert counts_on(ledger, "0102") == {"approve": agree, mark: 1, "oppose": 0}
    away = [] if mark == OWN else [(Excess.AWAY, tuple(CODES))]  # whose ballots are these, then?
    assert excesses(ledger) == away
    assert ledger.marks["a"] == Marks(counted=agree, uncounted=1, blank=0)


@pytest.mark.parametrize("known", [["0101"], ["0101", "0104"], ["0101", "0103", "0104"]])
@pytest.mark.parametrize("marks", [{"approve": 2, "oppose": 1, BLANK: 1}, {"approve": 2, "oppose": 2}])
def test_ballots_on_whom_nobody_knows_to_have_voted_are_out_and_named_and_no_others(known, marks):
    ledger = cast(4, dict.fromkeys(CODES, marks), dict.fromkeys(known, True))
    lost = [code for code in CODES if code not in known]
    [misfit] = ledger.misfits
    assert misfit.place.cells == tuple(Address(5 + CODES.index(code), 12) for code in lost)
    assert excesses(ledger) == [(Excess.NO_BASE, tuple(lost))]
    assert [(misfit.found, misfit.limit) for misfit in ledger.misfits] == [(0, 0)]
    assert {key[0] for key in ledger.rejected} == set(lost)
    assert {code: counts_on(ledger, code) for code in CODES if counts_on(ledger, code)} == {
        code: {"approve": 2, "oppose": 1, BLANK: 1} for code in known
    }
    marked = 4 - marks.get(BLANK, 0)
    assert ledger.cells["a"] == Cells(marked * len(known), 0, marked * len(lost))
    assert ledger.written["a"] == 4 * len(known)


@pytest.mark.parametrize("others", [2, 3])
def test_the_warning_of_own_rows_names_the_cell_of_whoever_has_as_many_votes_as_ballots(others):
    ledger = tallied(15, *[(15, None)] * others, (12, None))
    [misfit] = ledger.misfits
    assert (misfit.excess, misfit.subjects) == (Excess.WITH_OWN, tuple(CODES[:others]))
    assert misfit.place.cells == tuple(Address(5 + n, 3) for n in range(others))
    assert (misfit.found, misfit.limit) == (others, 15)
    assert counts_on(ledger, CODES[others]) == {"approve": 12, "abstain": 0, "oppose": 3}


@pytest.mark.parametrize(
    ("valid", "base", "fits"), [(0, 1, False), (0, 0, True), (3, 4, False), (3, 3, True)]
)
def test_a_stated_base_is_held_against_the_valid_ballots_whatever_their_number(valid, base, fits):
    ledger = tallied(valid, (0, None), base=base)
    assert counts_on(ledger, "0101") == ({"approve": 0, "abstain": 0, "oppose": base} if fits else None)
    assert ledger.cells["a"] == (Cells(2, 0, 0) if fits else Cells(0, 0, 2))
    expected = [] if fits else [(Excess.BASE, base, valid, "K5")]
    assert [(m.excess, m.found, m.limit, m.place.cell) for m in ledger.misfits] == expected


@pytest.mark.parametrize(
    ("valid", "votes"),
    [(15, [(12, 1)]), (15, [(12, None), (0, 3)]), (15, [(1, 1), (2, 2), (3, 3)]), (0, [(0, None), (0, 0)])],
)
def test_where_nobody_says_whether_any_abstained_one_cell_of_each_subject_is_named(valid, votes):
    ledger = tallied(valid, *votes, abstentions=Abstentions.APART)
    [misfit] = ledger.misfits
    assert (misfit.excess, misfit.found, misfit.limit) == (Excess.UNSAID, len(votes), valid)
    assert misfit.place.cells == tuple(Address(5 + n, 3) for n in range(len(votes)))
    assert ledger.counts == {}


@pytest.mark.parametrize("valid", [1, 2, 15])
def test_whoever_voted_and_has_as_many_votes_as_ballots_was_counted_with_the_own_row(valid):
    ledger = tallied(valid, (valid, None), (valid - 1, None))
    assert excesses(ledger) == [(Excess.WITH_OWN, ("0101",))]
    assert [counts_on(ledger, code)["oppose"] for code in CODES[:2]] == [0, 1]


@pytest.mark.parametrize("agree", [16, 20])
def test_more_votes_than_ballots_are_named_with_whom_and_which_star_they_are_about(agree):
    ledger = tallied(15, (3, None), (agree, None))
    assert [(m.excess, m.subject, m.star, m.found) for m in ledger.misfits] == [
        (Excess.VOTES, "0102", "loyal", agree)
    ]


@pytest.mark.parametrize(
    ("valid", "entered", "found"),
    [
        (8, 9, [(Excess.BALLOTS, 9, 8)]),
        (9, 9, []),
        (10, 9, [(Excess.SHORT, 9, 10)]),
        (None, 9, []),
    ],
)
def test_ballots_are_held_against_the_valid_ones_where_those_are_known(valid, entered, found):
    ledger = cast(valid, {"0101": {"approve": 7, "oppose": 1, BLANK: 1}}, entered=entered)
    assert [(m.excess, m.found, m.limit) for m in ledger.misfits] == found
    assert [(m.subject, m.star) for m in ledger.misfits] == [("member.peer", "")] * len(found)
    beyond = (Address(5 + 4 * 8, 1),) if valid == 8 else ()
    assert [m.place.cells for m in ledger.misfits] == [beyond] * len(found)
    counts = valid is not None and entered <= valid
    assert bool(ledger.counts) is counts
    assert ledger.cells["a"] == (Cells(8, 0, 0) if counts else Cells(0, 0, 8))


def test_where_the_valid_ballots_are_not_known_nothing_is_held_against_them():
    ledger = tallied(None, (12, None), present=3)
    assert (ledger.counts, ledger.misfits) == ({}, ())


@pytest.mark.parametrize(
    ("votes", "with_own", "present", "found"),
    [
        # four are said to have voted
        ((5, None), False, 0, [(Excess.VOTERS, 4, 0)]),
        ((5, None), False, 3, [(Excess.VOTERS, 4, 3)]),
        ((5, None), False, 4, [(Excess.WITH_OWN, 1, 5)]),
        ((5, None), False, None, [(Excess.WITH_OWN, 1, 5)]),
        ((3, None), False, None, []),
        ((3, None), True, 0, []),
        ((5, None), True, 3, []),
    ],
)
def test_who_is_said_to_have_voted_is_held_against_who_came_where_own_rows_are_left_out(
    votes, with_own, present, found
):
    ledger = tallied(5, votes, with_own=with_own, present=present)
    assert [(m.excess, m.found, m.limit) for m in ledger.misfits] == found


# 15 are valid, 14 without the own row; 0101 has 15 on one star, so that own rows were counted
@pytest.mark.parametrize(
    ("given", "blanks"),
    [
        ({"0101": [(10, 5)], "0102": [(10, 3)]}, {"0102": 2}),
        ({"0101": [(10, 5)], "0102": [(10, 4)]}, {}),
        ({"0101": [(10, 5)], "0102": [(10, 4)], "0103": [(10, 3)]}, {"0103": 1}),
        # that 0101 has 14 on another star says nothing of the others
        ({"0101": [(10, 5), (10, 4)], "0102": [(10, 3)]}, {"0101": 1, "0102": 2}),
        ({"0101": [(10, 4), (9, 6)], "0102": [(9, 4)], "0103": [(9, 4)]}, {"0101": 1, "0102": 2, "0103": 2}),
    ],
)
def test_grades_that_sum_to_the_ballots_without_the_own_row_say_that_it_was_left_out(given, blanks):
    ledger = graded(15, given)
    assert (Excess.WITH_OWN, ("0101",)) in excesses(ledger)
    found = {key[0]: counts[BLANK] for key, counts in ledger.counts.items() if counts.get(BLANK)}
    assert found == blanks


@pytest.mark.parametrize(
    ("complete", "other"),
    [(None, {"oppose": 1}), (0, {"oppose": 0, BLANK: 1}), (1, {"oppose": 1}), (2, {"oppose": 1})],
)
def test_own_rows_are_marked_on_all_ballots_if_one_rates_everybody(complete, other):
    marks = {"0101": {"approve": 4}, "0102": {"approve": 3, "oppose": 1}}
    likeness = None if complete is None else Likeness(4, 0, {}, complete)
    ledger = cast(4, marks, likeness=likeness)
    said = Excess.APART if complete == 0 else Excess.WITH_OWN
    assert [(m.excess, m.subjects, m.limit) for m in ledger.misfits] == [(said, ("0101",), 4)]
    assert counts_on(ledger, "0101") == {"approve": 4, "oppose": 0}
    assert counts_on(ledger, "0102") == {"approve": 3, **other}


@pytest.mark.parametrize("counts", [(4, 3), (3, 4), (2, 4, 3)])
def test_own_rows_are_named_with_the_most_ballots_on_any_of_those_who_have_them(counts):
    """What is set aside on one of them is no ballot on it."""
    marks = {
        code: {"approve": number} | ({ASIDE: 4 - number} if number < 4 else {})
        for code, number in zip(CODES, counts, strict=False)
    }
    ledger = cast(4, marks)
    assert [(m.excess, m.subjects, m.found, m.limit) for m in ledger.misfits] == [
        (Excess.WITH_OWN, tuple(marks), 4, 4)
    ]


def test_a_base_that_cannot_be_right_costs_the_votes_on_its_own_subject():
    ledger = tallied(3, (1, None), (1, 1), (2, 0), base=4)
    assert [(m.excess, m.subject, m.lost) for m in ledger.misfits] == [(Excess.BASE, "0101", 1)]
    assert [counts_on(ledger, code) is None for code in CODES[:3]] == [True, False, False]


# 15 are valid, 14 without the own row
@pytest.mark.parametrize(
    ("abstained", "votes", "found", "rows", "opposed"),
    [
        (True, [(12, 1), (12, None), (9, 0)], Excess.UNCOUNTED, [1], [1, None, 5]),
        (True, [(12, 1), (12, 2)], None, [], [1, 0]),
        (True, [(None, None), (12, None), (12, None)], Excess.UNCOUNTED, [1, 2], [None, None, None]),
        (False, [(12, 1), (12, None), (9, 0)], Excess.DENIED, [0], [None, 2, 5]),
        (False, [(12, None), (9, 0)], None, [], [2, 5]),
        (False, [(12, 1), (9, 5), (14, None)], Excess.DENIED, [0, 1], [None, None, 0]),
    ],
)
def test_abstentions_that_the_meetings_row_contradicts_take_out_their_tallies_and_are_named_at_their_cells(
    abstained, votes, found, rows, opposed
):
    ledger = tallied(15, *votes, abstentions=Abstentions.APART, abstained=abstained)
    cells = tuple(Address(5 + row, 12) for row in rows)
    expected = [(found, cells, len(rows), 15)] if found else []
    assert [(m.excess, m.place.cells, m.found, m.limit) for m in ledger.misfits] == expected
    counts = [counts_on(ledger, code) for code in CODES[: len(votes)]]
    assert [one and one["oppose"] for one in counts] == opposed


@pytest.mark.parametrize(
    ("valid", "votes", "columns"),
    [
        (15, (10, 4, None, None), (5, 6)),
        (15, (None, 14, 0, 0), (3,)),
        (15, (10, 4, 0, 0), ()),
        (15, (10, 3, None, 0), None),  # one of 14 is missing: who knows what that gave
        (0, (0, 0, None, None), None),
        (1, (0, None, 0, 0), None),
    ],
)
def test_grades_left_blank_are_none_where_the_others_sum_to_the_base_and_no_result_elsewhere(
    valid, votes, columns
):
    ledger = graded(valid, {"0101": [votes], "0102": [(0, max(valid - 1, 0))]})
    named = [(m.excess, m.place.cells) for m in ledger.misfits]
    assert named == ([(Excess.ZEROS, tuple(Address(5, column) for column in columns))] if columns else [])
    counts = counts_on(ledger, "0101")
    assert (counts and tuple(counts.values())) == (None if columns is None else tuple(v or 0 for v in votes))


def test_ballots_counted_as_they_were_printed_stay_as_they_are_cast():
    rule = Counting(Abstentions.AS_PRINTED, with_own=False)
    marks = {"approve": 2, "abstain": 1, BLANK: 1}
    ledger = cast(4, {"0101": marks}, rule=rule)
    assert (counts_on(ledger, "0101"), ledger.misfits) == (marks, ())


@pytest.mark.parametrize("entered", [7, 9, 10])
def test_ballots_that_were_not_entered_are_without_a_mark_where_own_rows_are_among_them(entered):
    ledger = cast(10, {"0101": {"approve": 7, BLANK: entered - 7}}, entered=entered, rule=INCLUDED)
    assert counts_on(ledger, "0101") == {"approve": 7, "oppose": 3}
    assert ledger.written["a"] == ledger.marks["a"].total == 10
    assert excesses(ledger) == ([] if entered == 10 else [(Excess.UNCAST, ())])


@pytest.mark.parametrize(
    ("given", "limit", "found"),
    [
        ({"0101": [(8, 4), (7, 4)]}, 12, []),
        ({"0101": [(7, 4), (8, 5)]}, 13, []),
        # on one star it may be that star's own error
        ({"0101": [(8, 4), (7, 3)]}, None, [Excess.VOTES]),
        ({"0101": [(8, 2), (7, 3)]}, None, []),
        ({"0101": [(8, 2), (7, 3)], "0102": [(8, 4), (8, 5)]}, None, [Excess.REST] * 2),
    ],
)
def test_more_votes_on_several_stars_deny_the_base_that_is_stated_for_their_subject(given, limit, found):
    ledger = graded(15, given, base=10)
    denied = [(m.subject, m.found, m.limit, m.lost) for m in ledger.misfits if m.excess is Excess.BELOW]
    assert denied == ([] if limit is None else [("0101", 10, limit, 8)])
    assert [m.excess for m in ledger.misfits if m.excess is not Excess.BELOW] == found


@pytest.mark.parametrize(("with_own", "opposed"), [(True, 2), (False, None)])
def test_whether_somebody_voted_need_not_be_known_where_own_rows_are_among_the_others(with_own, opposed):
    counts = counts_on(tallied(5, (3, None), with_own=with_own, voted=()), "0101")
    assert (counts and counts["oppose"]) == opposed


def test_ballots_that_were_not_entered_are_in_no_base_where_own_rows_are_left_out():
    ledger = cast(10, {"0101": {"approve": 7, "oppose": 1, BLANK: 1}}, entered=9)
    assert counts_on(ledger, "0101") == {"approve": 7, "oppose": 1, BLANK: 1}


def test_rows_that_do_not_count_may_be_the_own_one_and_show_no_other():
    ledger = cast(4, {"0101": {"approve": 4}, "0102": {"approve": 3, "oppose": 1}}, lost=["0101"])
    assert excesses(ledger) == []
    assert counts_on(ledger, "0101") == {"approve": 4, "oppose": 0}
    assert counts_on(ledger, "0102") == {"approve": 3, "oppose": 0, BLANK: 1}


def test_of_whom_rows_do_not_count_nobody_can_tell_what_else_was_not_entered():
    marks = {"approve": 7, BLANK: 2}
    ledger = cast(10, {"0101": marks, "0102": marks}, entered=9, rule=INCLUDED, lost=["0101"])
    assert [counts_on(ledger, code)["oppose"] for code in CODES[:2]] == [2, 3]
    assert ledger.written["a"] == 19


APART = [Abstentions.APART, Abstentions.AS_PRINTED]


def without_a_vote(ledger):
    return [
        (one.subjects, one.found, one.place.cells) for one in ledger.misfits if one.excess is Excess.NO_VOTE
    ]


@pytest.mark.parametrize("abstentions", APART)
@pytest.mark.parametrize(
    ("votes", "named"),
    [
        ([(0, 14)], ["0101"]),
        ([(0, 14), (0, 14), (3, 2)], ["0101", "0102"]),
        ([(1, 13)], []),
        ([(0, 13)], []),
        ([(0, 0)], []),
    ],
    ids=["all abstain", "on two of three", "one agrees", "one does not agree", "nobody agrees"],
)
def test_it_is_said_at_its_cells_where_all_abstain_and_nothing_counts(abstentions, votes, named):
    ledger = tallied(15, *votes, abstentions=abstentions, abstained=True)
    cells = [Address(5 + n, column) for n, code in enumerate(CODES) for column in (3, 12) if code in named]
    assert without_a_vote(ledger) == ([(tuple(named), len(named), tuple(cells))] if named else [])


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({"abstain": 3}, ["0101"]),
        ({"abstain": 2, BLANK: 1}, ["0101"]),
        ({"abstain": 2, "oppose": 1}, []),
        ({BLANK: 3}, []),
        ({ASIDE: 3}, []),
    ],
)
def test_so_it_is_of_ballots_by_the_columns_of_the_star(counts, named):
    ledger = cast(3, {"0101": counts}, rule=Counting(Abstentions.AS_PRINTED, with_own=True))
    assert [one[0] for one in without_a_vote(ledger)] == ([tuple(named)] if named else [])


def test_where_abstentions_count_as_not_agreed_all_of_them_are_a_zero():
    assert without_a_vote(cast(3, {"0101": {"abstain": 3}}, rule=INCLUDED)) == []
