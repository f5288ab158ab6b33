"""When votes of an earlier stage come again: boundaries by hand."""

from dataclasses import replace

import pytest
from summary.reports import report_of, rescored, standard

from xlcampaign.model.history import Copied, Repeated
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.tally.history import given_in, present
from xlcampaign.tally.repeated import copied, repeated

PLAN = standard(2, 3)
MEMBER, TEACHER = SubjectKind.MEMBER, WayKey.TEACHER
PEOPLE = tuple(member.code for member in PLAN.members if member.branch == "B01")
STARS = tuple(star.key for star in PLAN.stars_of(MEMBER))


def given(*unlike, to=PEOPLE):
    """What teachers gave the members of a branch: most of them agree, on some stars, one after the other, fewer."""
    keys = [(code, star, TEACHER) for code in to for star in STARS]
    agreed = [*unlike, *[20] * (len(keys) - len(unlike))]
    return {key: {"approve": yes, "oppose": 20 - yes} for key, yes in zip(keys, agreed, strict=True)}


def report(votes):
    """A report in which everybody else was given the same, which tells nothing."""
    made = report_of(PLAN)
    counts = {key: dict.fromkeys(one, 1) for key, one in made.ledger.counts.items()}
    return rescored(made, counts=counts | votes)


def told(then, now, ways=None):
    after, past = report(now), present(report(then))
    past = past if ways is None else replace(past, prints=ways(past.prints))
    return repeated(given_in(after.results, PLAN), (past,))


AGAIN = (Repeated("B01", MEMBER, TEACHER, 1, 3),)
SIX = (19, 19, 19, 18, 18, 18)


@pytest.mark.parametrize(
    ("unlike", "found"),
    [
        (SIX, AGAIN),  # six stars, and three numbers of votes
        (SIX[:5], ()),
        ((19,) * 12, ()),  # two numbers alone
        ((19,) * 5 + (18,), AGAIN),
        ((19, 18, 17, 16, 15), ()),
        ((19, 18, 17, 16, 15, 14), AGAIN),
        ((), ()),
    ],
)
def test_votes_are_asked_about_where_six_stars_are_unlike_the_others_and_three_numbers_occur(unlike, found):
    assert told(given(*unlike), given(*unlike)) == found


@pytest.mark.parametrize("place", [0, 5, 6, 23])
def test_one_vote_more_or_less_on_any_star_is_another_vote(place):
    key = list(given())[place]
    assert told(given(*SIX), given(*SIX) | {key: {"approve": 10, "oppose": 10}}) == ()


def test_votes_that_changed_places_are_others():
    assert told(given(*SIX), given(*reversed(SIX))) == ()


def test_who_was_not_rated_then_is_not_held_against_anybody():
    nobody = {key: {} for key in given() if key[0] == PEOPLE[2]}
    [one] = told(given(*SIX) | nobody, given(*SIX))
    assert one.subjects == 2
    assert told({key: {} for key in given()}, given(*SIX)) == ()
    assert told(given(*SIX), {key: {} for key in given()}) == ()


def test_a_way_that_was_not_held_then_tells_nothing():
    assert told(given(*SIX), given(*SIX), lambda _: {}) == ()


def test_of_several_stages_the_last_is_named():
    after = report(given(*SIX))
    first, second = present(report(given(*SIX))), replace(present(report(given(*SIX))), stage=2)
    other = replace(present(report(given(*SIX[:5]))), stage=3)
    [one] = repeated(given_in(after.results, PLAN), (first, second, other))
    assert one.stage == 2
    assert repeated(given_in(after.results, PLAN), ()) == ()


def beside(first, second, members=3):
    """What is found where the teachers of two branches gave so many yeses, member after member and star after star."""
    codes = {b: [m.code for m in PLAN.members if m.branch == b][:members] for b in ("B01", "B02")}
    made = report(given(*first, to=codes["B01"]) | given(*second, to=codes["B02"]))
    kept = {code for own in codes.values() for code in own} | {"B01", "B02"}
    results = replace(made.results, subjects=tuple(s for s in made.results.subjects if s.code in kept))
    return copied(given_in(results, PLAN))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (SIX, SIX, (Copied(("B01", "B02"), TEACHER, 3),)),
        (SIX, SIX[:5], ()),
        (SIX[:5], SIX[:5], ()),
        ((19,) * 8, (19,) * 8, ()),
        (SIX, tuple(reversed(SIX)), ()),
    ],
)
def test_branches_with_the_same_votes_member_after_member_are_asked_about(first, second, found):
    assert beside(first, second) == found


def test_of_few_members_nobody_can_tell():
    assert beside(SIX, SIX, members=2) == ()
