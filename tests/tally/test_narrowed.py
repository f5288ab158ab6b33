"""What is left of a sheet if it had some of its rows only; what entries and numbers its rows have."""

from dataclasses import replace

import pytest
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.plan import WayKey
from xlcampaign.model.submission import UNNUMBERED, WHOLE, Line, Meeting, SheetPart, Tally
from xlcampaign.tally.lines import Said, entry_of, is_worded, narrowed, numbers_of, rows_of

HELD = Meeting(None, 20, 20, 20, 20, 15)
CODES = ("0101", "0102", "0103")


def line(code, row, **changes):
    return Line((code,), row, code, filled=True, stated=True, written=row)._replace(**changes)


def key(code, star="loyal"):
    return code, star, WayKey.PEER


LINES = {code: line(code, row) for row, code in enumerate(CODES, 5)}
PART = SheetPart(
    "党员互评",
    digest="all",
    filled=True,
    stated=True,
    written=18,
    marks={key(code): {"approve": 3} for code in CODES},
    tallies={key(code, "study"): Tally({"approve": 3}, (Address(0, 3),)) for code in CODES},
    bases=dict.fromkeys(CODES, 14),
    attended=dict.fromkeys(CODES, True),
    meetings=dict.fromkeys(CODES, HELD),
    texts={(code, "opinion"): code for code in CODES},
    rejected=frozenset(key(code, "civil") for code in CODES),
    rows={code: own.row for code, own in LINES.items()},
    entries=tuple(RegisterRow(own.row, code, {"text": code}, 1) for code, own in LINES.items()),
    lines=tuple(LINES.values()),
)


@pytest.mark.parametrize("left", [["0101"], ["0102"], ["0101", "0103"], ["0103", "0102"]])
def test_all_that_is_about_other_rows_is_left_out(left):
    part = narrowed(PART, {(code,): [LINES[code]] for code in left})
    for by_subject in (part.bases, part.attended, part.meetings, part.rows):
        assert set(by_subject) == set(left)
    for by_key in (part.marks, part.tallies, part.rejected):
        assert sorted(one[0] for one in by_key) == sorted(left)
    assert part.texts == {(code, "opinion"): code for code in left}
    assert part.lines == tuple(LINES[code] for code in left)
    assert part.written == sum(LINES[code].row for code in left)
    assert [entry.subject for entry in part.entries] == left  # in the order of what they are known by


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([{}, {}], (True, True)),
        ([{"stated": False}, {}], (True, True)),
        ([{"stated": False}, {"stated": False}], (True, False)),
        ([{"stated": False, "filled": False}, {"stated": False}], (True, False)),
        ([{"stated": False, "filled": False}] * 2, (False, False)),
    ],
)
def test_it_is_filled_in_and_accepted_as_far_as_the_rows_are_that_are_left(changes, expected):
    own = [
        line(code, row, **change) for row, (code, change) in enumerate(zip(CODES, changes, strict=False), 5)
    ]
    part = narrowed(PART, {one.key: [one] for one in own})
    assert (part.filled, part.stated) == expected


@pytest.mark.parametrize("lines", [{(code,): [LINES[code]] for code in CODES}, {WHOLE: []}])
def test_of_a_sheet_that_has_no_other_rows_only_entries_are_replaced(lines):
    other = RegisterRow(6, "0102", {"text": "新"}, 1)
    first, _, last = PART.entries
    assert narrowed(PART, lines, {6: other}) == replace(PART, entries=(first, other, last))
    assert narrowed(PART, lines) == PART


def test_several_rows_on_one_thing_stay_together_and_entries_are_replaced_by_row():
    other = RegisterRow(7, "0103", {"text": "新"}, 1)
    part = narrowed(PART, {("x",): [LINES["0103"], LINES["0101"]]}, {7: other, 6: other})
    assert part.entries == (PART.entries[0], other)


def test_texts_of_a_sheet_by_stars_are_known_by_their_star():
    rows = {"loyal": 5, "study": 6}
    texts = {("01", f"achievement.{star}"): star for star in rows}
    part = replace(PART, subject="01", rows=rows, texts=texts, lines=(line("loyal", 5), line("study", 6)))
    assert narrowed(part, {("study",): [part.lines[1]]}).texts == {("01", "achievement.study"): "study"}


@pytest.mark.parametrize(
    ("subject", "unread", "stays"),
    [("0999", True, True), ("0999", False, False), ("0102", True, False), ("0101", True, True)],
)
def test_what_could_not_be_read_about_somebody_who_has_no_row_stays(subject, unread, stays):
    about = (subject, "veto")
    part = replace(PART, texts={about: "？"}, unread={about: Address(9, 9)} if unread else {})
    assert (about in narrowed(part, {("0101",): [LINES["0101"]]}).texts) is stays


def said(*keys, row=5, entries=1):
    """What is said on rows with some keys, of which so many have an entry."""
    lines = tuple(Line(one, row + n, "", filled=True, stated=True) for n, one in enumerate(keys))
    found = tuple(RegisterRow(row + n, "0101", {"n": n}, 1) for n in range(entries))
    part = SheetPart("承诺", entries=found, lines=lines)
    return Said(replace(version("a"), parts={"member_pledges": part}), lines)


def test_an_entry_is_that_of_a_single_row():
    one = said(("0101", "听课"))
    assert entry_of(one, "member_pledges") == RegisterRow(5, "0101", {"n": 0}, 1)
    assert entry_of(said(("0101", "听课"), entries=0), "member_pledges") is None
    assert entry_of(said(("0101", "听课"), ("0101", "读书"), entries=2), "member_pledges") is None
    assert entry_of(said(("0101", "听课"), ("0101", "读书")), "member_pledges") is None


@pytest.mark.parametrize(
    ("name", "keys", "worded"),
    [
        ((UNNUMBERED, "0101", "听课"), [(UNNUMBERED, "0101", "听课")], True),
        (("1-0101-1",), [("1-0101-1",)], False),
        (("0101", "听课"), [("0101", "听课")], False),
        (("0101", "听课", "digest"), [("0101", "听课")], True),
        (("0101", "听课"), [("0101", "听课"), ("0101",)], True),
    ],
)
def test_what_is_known_by_its_words_alone_may_be_another_entry_in_other_words(name, keys, worded):
    assert is_worded(name, said(*keys)) is worded


def test_entries_without_a_number_get_the_next_that_nobody_has_in_their_order():
    names = [
        (UNNUMBERED, "0101", "读书"),
        ("1-0101-1",),
        (UNNUMBERED, "0102", "家访"),
        (UNNUMBERED, "0101", "听课"),
        ("1-0101-3",),
        ("0103", "备课"),
    ]
    assert numbers_of({name: [] for name in names}, 1) == {
        names[0]: "1-0101-2",
        names[2]: "1-0102-1",
        names[3]: "1-0101-4",
    }


def sending(name, *keys, stems=()):
    """A version of a register with rows of some keys."""
    lines = tuple(Line(one, row, str(one), filled=True, stated=True) for row, one in enumerate(keys, 5))
    part = SheetPart("承诺", digest=name, filled=True, stated=True, lines=lines)
    return replace(version(name, stems=stems), parts={"member_pledges": part})


HEARD, READ = (UNNUMBERED, "0101", "听课"), (UNNUMBERED, "0101", "读书")
ONE, TWO = ("1-0101-1",), ("1-0101-2",)
NEW = sending("new", HEARD)


@pytest.mark.parametrize(
    ("versions", "names"),
    [
        ([NEW, sending("again", ONE, stems=NEW.origins)], {ONE: 2}),
        ([NEW, sending("again", ONE, READ, stems=NEW.origins)], {ONE: 2, READ: 1}),
        # that form did not come from where the number was given
        ([NEW, sending("other", ONE)], {HEARD: 1, ONE: 1}),
        ([NEW, sending("again", HEARD, stems=NEW.origins)], {HEARD: 2}),
        ([NEW, sending("again", TWO, stems=NEW.origins)], {HEARD: 1, TWO: 1}),
    ],
)
def test_an_entry_is_known_by_the_number_under_which_its_form_came_back(versions, names):
    for listed in (versions, versions[::-1]):
        rows = rows_of(listed, "member_pledges")
        assert {name: len(own) for name, own in rows.items()} == names


def test_what_was_added_to_a_form_that_came_back_gets_its_number_when_that_comes_back():
    again = sending("again", ONE, READ, stems=NEW.origins)
    last = sending("last", ONE, TWO, stems=NEW.origins | again.origins)
    assert {name: len(own) for name, own in rows_of([NEW, again, last], "member_pledges").items()} == {
        ONE: 3,
        TWO: 2,
    }


def test_versions_without_the_sheet_say_nothing_of_it_and_one_without_rows_is_one_thing():
    assert rows_of([version("bare"), NEW], "member_pledges").keys() == {HEARD}
    whole = rows_of([version("a"), version("b")], "member_peer")
    assert [one.submission.file for one in whole[WHOLE]] == ["a", "b"]


@pytest.mark.parametrize(
    ("older", "newer", "names"),
    [
        # two that nothing but their contents tells apart, in one version
        ([("0101", "x"), ("0101", "x")], [("0101", "x")], 3),
        ([("0101", "x")], [("0101", "x")], 1),
        ([("0101", "x"), ("0102", "x")], [("0102", "x")], 2),
        # what lacks a word is the only one that it can be; not if there are two, nor if that one stands beside it
        ([("0101", "x", "y")], [("0101", "", "y")], 1),
        ([("0101", "x", "y"), ("0101", "z", "y")], [("0101", "", "y")], 3),
        ([("0101", "x", "y")], [("0101", "", "y"), ("0101", "x", "y")], 2),
        ([("0101", "x", "y")], [("0101", "", "z")], 2),
        ([("0101", "x", "y")], [("0102", "", "y")], 2),
        ([("0101", "x", "y"), ("0102", "x", "z")], [("0101", "", "z")], 3),
        # what has no number and lacks a word, or whom it is about, is another
        ([(UNNUMBERED, "0101", "x")], [(UNNUMBERED, "0101", "")], 2),
        ([(UNNUMBERED, "0101", "x")], [(UNNUMBERED, "", "x")], 2),
    ],
)
def test_what_tells_entries_apart_in_all_versions(older, newer, names):
    def labelled(name, keys):
        sent = sending(name, *keys)
        part = sent.parts["member_pledges"]
        lines = tuple(one._replace(digest=f"{name}{one.row}") for one in part.lines)
        return replace(sent, parts={"member_pledges": replace(part, lines=lines)})

    versions = [labelled("a", older), labelled("b", newer)]
    assert len(rows_of(versions, "member_pledges")) == names


@pytest.mark.parametrize(("key", "names"), [("vetoes", [2]), ("comments", [1, 1])])
def test_rows_that_decide_on_the_same_thing_are_one_however_many(key, names):
    part = sending("a", ("0101", "x"), ("0101", "x")).parts["member_pledges"]
    lines = tuple(one._replace(digest=str(one.row)) for one in part.lines)
    rows = rows_of([replace(version("a"), parts={key: replace(part, lines=lines)})], key)
    assert [len(one.lines) for own in rows.values() for one in own] == names


@pytest.mark.parametrize(
    ("withdrawing", "says", "left"),
    [
        ([True, False], ["-", "old"], [5]),
        ([True, False], ["-", "new"], [5, 6]),
        ([False, True], ["old", "-"], [6]),
        ([False, True, False], ["new", "-", "old"], [5, 6]),
        ([True, True], ["-", "old"], [5, 6]),
        ([False, False], ["new", "old"], [5, 6]),
    ],
)
def test_of_rows_beside_one_that_withdraws_those_are_left_that_say_what_no_other_version_says(
    withdrawing, says, left
):
    older, newer = (
        replace(
            version(name),
            parts={"vetoes": SheetPart("否决", digest=name, filled=True, stated=True, lines=tuple(lines))},
        )
        for name, lines in (
            ("a", [line("0101", 5, digest="old")]),
            (
                "b",
                [
                    line("0101", row, digest=digest, withdrawn=Address(row, 9) if gone else None)
                    for row, (digest, gone) in enumerate(zip(says, withdrawing, strict=True), 5)
                ],
            ),
        )
    )
    [(_, last)] = rows_of([older, newer], "vetoes").values()
    assert [own.row for own in last.lines] == left
