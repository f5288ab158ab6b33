"""Which version of a sheet counts: by number, by time of sending, by time inside; and where versions differ."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import small_plan, with_entries

from xlcampaign.address import Address, number_of
from xlcampaign.checks.inbox import check_late
from xlcampaign.checks.versions import check_selection
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.choices import StepKey
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import COMMITTEE, Identity, Slot
from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.model.submission import Meeting, SheetPart, Submission, Tally
from xlcampaign.model.versions import Difference
from xlcampaign.reading.form import read_instant
from xlcampaign.tally.differences import tell_apart
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts
from xlcampaign.words import Lang

SLOT = Slot(1, StepKey.EVALUATION, "01")
PEER = WayKey.PEER
MAILED = datetime(2023, 5, 2, tzinfo=UTC)


def version(file, content, number=1, modified="", mailed=None):
    parts = {"member_peer": SheetPart("党员互评", digest=str(content), filled=True, stated=True)}
    saved = read_instant(modified)
    return Submission(file, file, Identity("XF-2023", *SLOT), number, parts, mailed, saved)


def newest(*submissions):
    """The file that counts, or the tied ones, whatever the order in which they are given."""
    outcomes = set()
    for order in permutations(submissions):
        selection = select_parts(order)
        chosen = selection.chosen.get((SLOT, "member_peer"))
        outcomes.add(chosen[0].file if chosen else selection.tied[0].files)
    (outcome,) = outcomes
    return outcome


def test_times_inside_are_instants_not_texts():
    assert read_instant("2023-05-01T08:00:00+08:00") == datetime(2023, 5, 1, tzinfo=UTC)
    assert read_instant("2023-05-01T00:00:00Z") == read_instant("2023-05-01T00:00:00")
    for text in ("", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2023-13-01"):
        assert read_instant(text) is None
    earlier = version("a", 1, modified="2023-05-01T20:00:00+08:00")
    later = version("b", 2, modified="2023-05-01T13:00:00Z")
    assert newest(earlier, later) == "b"


def test_the_number_goes_before_any_time():
    old = version("old", 1, 2, "2023-05-01T00:00:00Z")
    assert newest(old, version("new", 2, 1, "2023-06-01T00:00:00Z", MAILED)) == "old"


def test_between_mails_the_date_of_the_mail_decides():
    early = version("early", 1, modified="2023-05-09T00:00:00Z", mailed=MAILED)
    assert newest(
        early, version("late", 2, modified="2023-05-01T00:00:00Z", mailed=MAILED + timedelta(1))
    ) == ("late")


def test_mails_of_one_instant_are_told_apart_by_the_time_inside():
    one = version("one", 1, modified="2023-05-01T00:00:00Z", mailed=MAILED)
    assert newest(one, version("two", 2, modified="2023-05-01T00:00:01Z", mailed=MAILED)) == "two"
    assert newest(one, version("two", 2, modified="2023-05-01T00:00:00Z", mailed=MAILED)) == ("one", "two")


def test_a_file_that_came_by_no_mail_is_told_from_a_mail_by_the_times_inside():
    mail = version("mail", 1, modified="2023-05-01T00:00:00Z", mailed=MAILED)
    assert newest(mail, version("stick", 2, modified="2023-05-01T12:00:00Z")) == "stick"
    assert newest(mail, version("stick", 2, modified="2023-04-30T12:00:00Z")) == "mail"
    assert newest(mail, version("stick", 2)) == ("mail", "stick")


def test_a_number_that_could_not_be_read_is_not_1():
    unread = version("unread", 1, None, "2023-05-09T00:00:00Z", MAILED + timedelta(9))
    for number in (1, 2, None):
        known = version("known", 2, number, "2023-05-01T00:00:00Z", MAILED)
        assert newest(unread, known) == ("known", "unread")
    assert newest(unread, version("known", 1, 2)) in {"known", "unread"}  # they say the same


@pytest.mark.parametrize("unknown", ["", "soon", "2023/5/22 10:00", "0001-01-01T00:00:00Z"])
def test_a_time_that_is_not_known_is_not_the_oldest(unknown):
    known = version("known", 1, modified="2023-05-01T00:00:00Z")
    assert newest(version("none", 2, modified=unknown), known) == ("known", "none")
    assert newest(version("none", 1, modified=unknown), known) in {"known", "none"}  # they say the same
    assert newest(version("none", 2, 2, modified=unknown), known) == "none"
    mails = version("a", 1, modified=unknown, mailed=MAILED), version("b", 2, mailed=MAILED + timedelta(1))
    assert newest(*mails) == "b"


def test_what_is_newer_than_all_others_counts_though_those_cannot_be_told_apart():
    one, other = version("one", 1), version("other", 2)
    assert newest(one, other) == ("one", "other")
    assert newest(one, other, version("third", 3, 2)) == "third"
    assert newest(one, other, version("same", 1, 2)) == "same"


def test_a_version_counts_only_if_it_is_newer_than_all_others():
    a = version("a", 1, mailed=MAILED + timedelta(1))
    b = version("b", 2, modified="2023-05-04T00:00:00Z", mailed=MAILED)
    c = version("c", 3, modified="2023-05-02T00:00:00Z")
    assert newest(a, b) == "a"
    assert newest(b, c) == "b"
    assert newest(a, c) == newest(a, b, c) == ("a", "c")


def test_where_each_is_newer_than_the_next_in_a_circle_none_counts():
    a = version("a", 1, modified="2023-05-01T00:00:00Z", mailed=MAILED + timedelta(1))
    b = version("b", 2, modified="2023-05-04T00:00:00Z", mailed=MAILED)
    c = version("c", 3, modified="2023-05-02T00:00:00Z")
    assert newest(a, b) == "a"
    assert newest(b, c) == "b"
    assert newest(c, a) == "c"
    assert newest(a, b, c) == ("a", "b", "c")


LATER = MAILED + timedelta(1)


@pytest.mark.parametrize(
    ("one", "named"),
    [
        ((1, "2023-05-09", LATER), (2, "2023-05-01", MAILED)),
        ((None, "2023-05-09", LATER), (1, "2023-05-01", MAILED)),
        ((1, "2023-05-09", MAILED), (1, "2023-05-01", LATER)),
        ((1, "2023-05-01", MAILED), (1, "2023-05-09", MAILED)),
        ((1, "", None), (1, "2023-05-01", None)),
        ((1, "", MAILED), (1, "2023-05-01", MAILED)),
        ((1, "2023-05-01", None), (1, "", LATER)),
    ],
)
def test_of_those_that_say_the_same_the_last_is_named_and_lists_the_others(one, named):
    both = version("b", "same", *one), version("a", "same", *named)
    assert newest(*both) == "a"
    assert select_parts(both).copies == (("a", "b"),)
    assert select_parts([*both, version("c", "another", 9)]).copies == (("a", "b"),)


@pytest.mark.parametrize(("first", "last"), ["ab", "ba"])
def test_a_sheet_that_two_different_forms_say_alike_is_from_the_last_of_them(first, last):
    def form(name, number):
        said = version(name, "same", number)
        beside = SheetPart("党员自评", digest=name, filled=True, stated=True)
        return replace(said, parts={**said.parts, "member_self": beside})

    assert newest(form(first, 1), form(last, 2)) == last
    assert newest(form(first, 1), form(last, 2), version("c", "another", 0)) == last


instants = st.sampled_from([None, *(MAILED + timedelta(hours=n) for n in range(-1, 2))])
texts = st.sampled_from(
    ["", "x", "2023-05-01T23:00:00Z", "2023-05-02T00:00:00Z", "2023-05-02T09:00:00+08:00"]
)
claims = st.tuples(st.integers(1, 2), texts, instants, st.integers(1, 3))


@given(st.lists(claims, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_no_order_of_files_changes_which_version_counts(drawn, random):
    versions = [
        version(f"f{n}", content, number, modified, mailed)
        for n, (number, modified, mailed, content) in enumerate(drawn)
    ]
    shuffled = list(versions)
    random.shuffle(shuffled)
    assert select_parts(versions) == select_parts(shuffled)


@given(st.lists(claims, min_size=3, max_size=5))
def test_what_else_lies_in_the_inbox_never_turns_two_versions_around(drawn):
    versions = [version(f"f{n}", n, *claim[:3]) for n, claim in enumerate(drawn)]
    chosen = select_parts(versions).chosen.get((SLOT, "member_peer"))
    if chosen:
        for other in versions:
            chooses = chosen[0].submission
            assert other is chooses or newest(chooses, other) == chooses.file


def columns_of(**letters):
    return {key: Address(0, number_of(letter)) for key, letter in letters.items()}


def part(**given):
    columns = columns_of(loyal="C", study="D", base="K", attended="L", opinion="M", valid="G")
    return SheetPart(
        "某表", filled=True, rows={"0101": 5, "0102": 6, "member.peer": 7}, columns=columns, **given
    )


def mark(value):
    return part(marks={("0101", "loyal", WayKey.SELF): {value: 1}})


def test_marks_that_differ_are_listed_with_both_values():
    assert tell_apart(mark(800), mark(850)).cells == (Difference(Address.named("C5"), "loyal", 800, 850),)
    assert tell_apart(mark(800), mark(800)).number == 0
    assert tell_apart(mark(""), mark("abstain")).cells == (
        Difference(Address.named("C5"), "loyal", None, "abstain"),
    )


def test_votes_bases_texts_and_meetings_that_differ():
    def votes(agree, **given):
        return part(tallies={("0102", "study", PEER): Tally({"approve": agree}, (Address(0, 4),))}, **given)

    held = [{"member.peer": Meeting(date(2023, 5, 1), 9, 9, 9, 9, n)} for n in (8, 9)]
    old = votes(5, bases={"0102": 8}, attended={"0102": True}, meetings=held[0])
    new = votes(6, attended={"0102": False}, texts={("0101", "opinion"): "好"}, meetings=held[1])
    assert tell_apart(old, new).cells == (
        Difference(Address.named("M5"), "opinion", None, "好"),
        Difference(Address.named("D6"), "study", 5, 6),
        Difference(Address.named("K6"), "base", 8, None),
        Difference(Address.named("L6"), "attended", "yes", "no"),
        Difference(Address.named("G7"), "valid", 8, 9),
    )


def test_rows_of_registers_that_differ():
    old, new = (part(entries=(RegisterRow(9, "0101", {"opinion": text}, 1),)) for text in ("甲", "乙"))
    assert tell_apart(old, new).cells == (Difference(Address.named("M9"), "opinion", "甲", "乙"),)


def test_a_cell_in_error_is_not_shown_as_empty():
    bad = part(rejected=frozenset({("0101", "loyal", WayKey.SELF)}))
    (difference,) = tell_apart(bad, mark(800)).cells
    assert (difference.was_bad, difference.old, difference.new) == (True, None, 800)
    (difference,) = tell_apart(mark(800), bad).cells
    assert (difference.is_bad, difference.old) == (True, 800)


def test_of_many_differences_the_first_ten_are_listed():
    rows = {f"{n:04d}": n for n in range(5, 30)}
    old, new = (
        SheetPart("表", rows=rows, columns=columns_of(loyal="C"),
                  marks={(code, "loyal", WayKey.SELF): {value: 1} for code in rows})
        for value in (800, 900)
    )  # fmt: skip
    differences = tell_apart(old, new)
    assert ([str(d.cell) for d in differences.cells], differences.number) == (
        [f"C{n}" for n in range(5, 15)],
        25,
    )


def test_of_ballots_no_mark_is_ever_told():
    old = part(marks={("0101", "loyal", PEER): {"approve": 3}}, ballots={"member.peer": 3})
    new = part(marks={("0101", "loyal", PEER): {"oppose": 4}}, ballots={"member.peer": 4})
    differences = tell_apart(old, new)
    assert (differences.cells, differences.number, differences.ballots) == ((), 0, (3, 4))


@pytest.mark.parametrize("entry", [Entry.MARKS, Entry.BALLOTS])
def test_what_differs_is_said_in_the_words_of_the_form(entry):
    plan = with_entries(small_plan(1, 3), lambda *_: ("approval", entry))
    assert evaluation_form(plan, plan.branches[0]).table_of("member_peer")
    key = ("0101", "loyal", PEER)
    ballots = {"member.peer": 1} if entry is Entry.BALLOTS else {}
    parts = [
        SheetPart("党员互评", vote, filled=True, marks={key: {vote: 1}}, rows={"0101": 5}, columns=columns_of(loyal="C"),
                  ballots=ballots)
        for vote in ("approve", "oppose")
    ]  # fmt: skip
    identity = Identity("XF-2023", *SLOT)
    both = [Submission(f"f{n}", "", identity, n, {"member_peer": p}) for n, p in enumerate(parts, 1)]
    nothing = merge_parts((), select_parts([]), plan, 1)
    (finding,) = check_selection(select_parts(both), nothing, plan, 1)
    assert (finding.rule.code, finding.place.file) == ("X102", "f1")
    told = {Entry.MARKS: "C5：同意 → 不同意", Entry.BALLOTS: "逐票的内容不同（1 张，1 张）"}
    differences = finding.facts["differences"]
    assert not isinstance(differences, str | int)
    assert differences.say(Lang.ZH) == told[entry]


DEADLINE = small_plan().step_of(1, StepKey.EVALUATION).deadline


@pytest.mark.parametrize(
    ("modified", "mailed", "late"),
    [
        (f"{DEADLINE}T15:59:59Z", None, False),
        (f"{DEADLINE}T16:00:00Z", None, True),
        (f"{DEADLINE}T16:00:00Z", datetime(2023, 3, 1, tzinfo=UTC), False),
        ("2023-03-01T00:00:00Z", datetime(DEADLINE.year, 12, 31, tzinfo=UTC), True),
        ("", None, False),
    ],
)
def test_late_is_after_the_end_of_the_day_in_beijing(modified, mailed, late):
    given = [version("f", 1, 1, modified, mailed)]
    found = [(f.rule.code, f.place.file) for f in check_late(given, small_plan(), 1)]
    assert found == ([("X118", "f")] if late else [])


def test_a_correction_of_what_came_in_time_is_not_late_but_an_empty_form_was_nothing():
    late = version("late", 2, modified=f"{DEADLINE.year}-12-31T00:00:00Z")
    early = version("early", 1, modified="2023-03-01T00:00:00Z")
    assert list(check_late([late, early], small_plan(), 1)) == []
    empty = replace(early, parts={"member_peer": SheetPart("党员互评")})
    assert [f.place.file for f in check_late([empty, late], small_plan(), 1)] == ["late"]


@pytest.mark.parametrize(
    ("filled", "late"),
    [
        ({"objections"}, False),
        ({"closings"}, False),
        ({"objections", "closings"}, False),
        ({"objections", "vetoes"}, False),
        ({"closings", "vetoes"}, True),
        ({"vetoes"}, True),
    ],
)
def test_what_comes_once_the_step_is_over_is_not_late(filled, late):
    sheets = ("vetoes", "closings", "objections")
    parts = {key: SheetPart(key, filled=key in filled, stated=key in filled) for key in sheets}
    slot = Slot(1, StepKey.COMMENDATION, COMMITTEE)
    saved = read_instant(f"{DEADLINE.year}-12-31T00:00:00Z")
    given = Submission("f", "f", Identity("XF-2023", *slot), 1, parts, None, saved)
    assert [f.rule.code for f in check_late([given], small_plan(), 1)] == (["X118"] if late else [])
