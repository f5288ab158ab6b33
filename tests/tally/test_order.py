"""Which of two versions of a form is newer: what stems from the other, whatever either says of itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.model.submission import SheetPart, Submission
from xlcampaign.tally.order import is_newer, is_renumbered
from xlcampaign.tally.select import newest_of, select_parts

MAY = datetime(2023, 5, 2, tzinfo=UTC)


def version(name, number=1, mailed=None, saved=None, stems=(), content=""):
    parts = {"member_peer": SheetPart("党员互评", digest=content or name, filled=True, stated=True)}
    identity = Identity("XF-2023", 1, StepKey.EVALUATION, "01")
    return Submission(name, f"hash of {name}", identity, number, parts, mailed, saved, frozenset(stems))


@pytest.mark.parametrize("number", [1, 2, 7, None])
@pytest.mark.parametrize("later", [None, MAY, MAY - timedelta(9)])
def test_what_stems_from_another_is_newer_whatever_number_or_time_either_bears(number, later):
    old = version("old", number, mailed=later, saved=MAY)
    new = version("new", 1, mailed=MAY - timedelta(3), stems={old.sha256, "hash of another"})
    assert is_newer(new, old) is True
    assert is_newer(old, new) is False


def test_what_stems_from_a_third_is_no_newer_for_that():
    first = version("first")
    one, other = (version(name, 2, stems={first.sha256}) for name in ("one", "other"))
    assert is_newer(one, other) is None
    assert is_newer(version("copied", 3), one) is True


def test_two_that_claim_to_stem_from_each_other_prove_nothing():
    one, other = version("one", 1, stems={"hash of other"}), version("other", 2, stems={"hash of one"})
    assert is_newer(other, one) is True
    assert is_newer(one, other) is False


ORIGIN = version("origin", 3, MAY, content="as sent")


@pytest.mark.parametrize(
    ("other", "newest"),
    [
        (version("again", 1, stems=ORIGIN.origins), "again"),
        # sent back untouched, it says what it stems from, and so seems to stem from itself
        (version("back", 3, stems=ORIGIN.origins, content="as sent"), "back"),
        (version("higher", 4, MAY - timedelta(1)), "higher"),
        (version("lower", 2, MAY + timedelta(1)), "origin"),
        (version("unnumbered", None, MAY + timedelta(1)), "origin"),
        (version("later", 3, MAY + timedelta(1)), "later"),
        (version("earlier", 3, MAY - timedelta(1)), "origin"),
        (version("undated", 3), "origin"),
    ],
)
def test_of_two_versions_the_one_that_stems_from_the_other_is_asked_about_else_what_claims_to_be_newer(
    other, newest
):
    assert newest_of([ORIGIN, other]).file == newest_of([other, ORIGIN]).file == newest


def test_of_two_without_a_number_or_with_the_first_the_numbered_one_is_asked_about():
    numbered, unnumbered = version("numbered", 1, MAY), version("unnumbered", None, MAY + timedelta(1))
    assert newest_of([unnumbered, numbered]) is numbered


def test_of_two_that_claim_to_stem_from_each_other_the_higher_number_is_asked_about():
    one, other = version("one", 1, stems={"hash of other"}), version("other", 2, stems={"hash of one"})
    assert newest_of([one, other]) is newest_of([other, one]) is other


# a form that was issued again comes with the next number, one that went back with that of the submission that it was
@pytest.mark.parametrize(
    ("before", "issued_as", "came_with"),
    [
        ([], 0, 1),
        ([1], 0, 2),
        ([None], 0, 2),
        ([3, 1], 0, 4),
        ([1], 1, 1),
        ([1, None], 2, 2),
        ([1, 4], 2, 4),
        ([2], 5, 5),
    ],
)
def test_a_number_is_the_senders_own_if_it_is_higher_than_the_one_that_the_form_came_with(
    before, issued_as, came_with
):
    versions = [version(f"f{n}", number) for n, number in enumerate(before)]
    numbers = (None, came_with - 1, came_with, came_with + 1)
    sent = [replace(version("sent", number), issued_as=issued_as) for number in numbers]
    assert [is_renumbered(one, versions) for one in sent] == [False, False, False, True]


instants = st.sampled_from([None, *(MAY + timedelta(hours=n) for n in range(3))])
issues = st.tuples(
    st.booleans(), st.sampled_from([1, 2, 3, None]), instants, instants, st.sampled_from("甲乙丙")
)
"""Whether it was issued again, from all that was there, or is an old form once more; what it says of itself."""


def history(drawn):
    versions = []
    for again, number, mailed, saved, content in drawn:
        stems = {version.sha256 for version in versions} if again else ()
        versions.append(version(f"f{len(versions)}", number, mailed, saved, stems, content))
    return versions


@given(st.lists(issues, min_size=2, max_size=6))
def test_of_two_versions_never_both_are_newer_and_no_ancestor_is(drawn):
    for old, new in combinations(history(drawn), 2):
        assert is_newer(old, new) in ({None} if is_newer(new, old) is None else {not is_newer(new, old)})
        assert old.sha256 not in new.stems_from or is_newer(new, old)


@given(st.lists(issues, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_what_was_issued_again_last_always_counts_in_whatever_order_the_files_lie(drawn, random):
    versions = history([*drawn, (True, *drawn[-1][1:])])
    shuffled = list(versions)
    random.shuffle(shuffled)
    selection = select_parts(shuffled)
    assert selection == select_parts(versions)
    [(_, (chosen,))] = selection.chosen.items()
    assert chosen.part.digest == versions[-1].parts["member_peer"].digest
