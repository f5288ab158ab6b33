"""Where two versions of a sheet differ: every cell that was filled in and is blank, changed or in error, at its address."""

from dataclasses import replace
from datetime import date

import pytest
from filled import complete
from plain import plain_file
from plans import small_plan

from xlcampaign.address import Address
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form, pledge_form
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.sheet import Table, fields_of
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import WayKey
from xlcampaign.model.submission import WITHDRAWN, Line, SheetPart
from xlcampaign.model.versions import Difference, Differences
from xlcampaign.tally.differences import differing, tell_apart, tell_refused

PLAN = small_plan(2, 4)
BRANCH = PLAN.branches[0]
BOOKS = [
    evaluation_form(PLAN, BRANCH),
    pledge_form(PLAN, BRANCH),
    assessment_form(PLAN),
    commendation_form(PLAN),
]
EVALUATION = BOOKS[0]


def parts_of(book, answers, plan=PLAN):
    submission = take_in(Envelope("f.xlsx", plain_file(book, answers)), plan).submission
    assert submission is not None
    return submission.parts


def address_in(sheet, row, key):
    if isinstance(sheet, Table):
        return Address.named(f"{sheet.letter_of(key)}{sheet.first_row + row}")
    return next(Address(at, 2) for at, column in fields_of(sheet) if column.key == key)


BESIDE = {"date", "teller", "scrutineer", "supervisor", "due", "attended"}
"""What is as in the row above or stands there from the start, where it is left blank; and names, which are not kept."""

FILLED = [
    (book, sheet)
    for book in BOOKS
    for sheet in book.sheets
    if any(key == sheet.key for key, _, _ in complete(book))
]


@pytest.mark.parametrize(("book", "sheet"), FILLED, ids=lambda one: one.key)
def test_every_cell_that_one_version_leaves_blank_is_told_at_its_address(book, sheet):
    full = complete(book)
    own = [place for place in full if place[0] == sheet.key and place[2] not in BESIDE]
    gone = own[::3]
    before, after = (
        parts_of(book, answers)[sheet.key]
        for answers in (full, {k: v for k, v in full.items() if k not in gone})
    )
    cells = {(address_in(sheet, row, key), key) for _, row, key in gone}
    lost, found = list(differing(before, after)), list(differing(after, before))
    assert {(one.cell, one.column) for one in lost} == cells == {(one.cell, one.column) for one in found}
    assert len(lost) == len(found) == len(gone)
    assert all(one.old is not None and one.new is None for one in lost)
    assert all(one.old is None and one.new is not None for one in found)
    assert list(differing(before, before)) == []


@pytest.mark.parametrize("typed", ["0", "00", "0.0"])
@pytest.mark.parametrize(("sheet", "key"), [("member_self", "loyal"), ("branch_self", "self")])
def test_a_mark_of_no_points_is_not_a_blank(sheet, key, typed):
    blank, zero, nine = (
        parts_of(EVALUATION, {(sheet, 1, key): mark} if mark else {})[sheet] for mark in (None, typed, "9")
    )
    cell = address_in(EVALUATION.table_of(sheet), 1, key)
    assert tell_apart(blank, zero).cells == (Difference(cell, key, None, 0),)
    assert tell_apart(zero, blank).cells == (Difference(cell, key, 0, None),)
    assert tell_apart(nine, zero).cells == (Difference(cell, key, 900, 0),)


@pytest.mark.parametrize(
    ("sheet", "row", "key", "typed", "value"),
    [
        ("branch_self", 2, "achievement", "按期办完", "按期办完"),
        ("member_organisation", 1, "opinion", "工作踏实", "工作踏实"),
        ("member_organisation", 2, "override", "优秀", "优秀"),
        ("member_peer", 2, "base", 7, 7),
        ("member_peer", 1, "study.approve", 3, 3),
        ("branch_public", 4, "teacher.approve", 12, 12),
    ],
)
def test_what_only_one_version_says_beside_marks_is_told_at_its_own_row(sheet, row, key, typed, value):
    blank, said = (parts_of(EVALUATION, answers)[sheet] for answers in ({}, {(sheet, row, key): typed}))
    cell = address_in(EVALUATION.table_of(sheet), row, key)
    assert tell_apart(blank, said).cells == (Difference(cell, key, None, value),)
    assert tell_apart(said, blank).cells == (Difference(cell, key, value, None),)


@pytest.mark.parametrize("row", [0, 3])
def test_who_has_not_voted_differs_from_who_has(row):
    yes, no = (
        parts_of(EVALUATION, {("member_peer", row, "attended"): said})["member_peer"] for said in ("是", "否")
    )
    cell = address_in(EVALUATION.table_of("member_peer"), row, "attended")
    assert tell_apart(yes, no).cells == (Difference(cell, "attended", "yes", "no"),)


def test_what_has_no_column_is_told_without_a_cell_before_all_others():
    rows, at = {"0101": 5, "0102": 6}, {"base": Address(0, 1)}
    before, after = (
        SheetPart(
            "党员互评", rows=rows, columns=at, bases={"0101": base, "0102": base}, attended={"0102": base > 7}
        )
        for base in (7, 8)
    )
    assert tell_apart(before, after).cells == (
        Difference(None, "attended", "no", "yes"),
        Difference(Address.named("A5"), "base", 7, 8),
        Difference(Address.named("A6"), "base", 7, 8),
    )


@pytest.mark.parametrize("numbers", [(3, 0), (0, 4), (3, 4)])
def test_of_ballots_only_the_numbers_are_told_though_one_version_has_none(numbers):
    before, after = (
        SheetPart(
            "党员互评",
            marks={("0101", "loyal", WayKey.PEER): {"approve": number}} if number else {},
            ballots={"member.peer": number} if number else {},
            rows={"0101": 5},
            columns={"loyal": Address(0, 3)},
        )
        for number in numbers
    )
    assert list(differing(before, after)) == []
    assert tell_apart(before, after) == Differences((), 0, numbers)


@pytest.mark.parametrize("column", ["due", "present", "issued", "returned", "valid"])
def test_what_stands_in_a_row_that_an_error_takes_out_is_not_shown_as_blank(column):
    sound = complete(EVALUATION)
    bad = sound | {(MEETING, 0, "valid"): 99}
    older, newer = (parts_of(EVALUATION, answers)[MEETING] for answers in (bad, sound))
    [cell] = [one for one in differing(older, newer) if one.column == column]
    assert (cell.old, cell.was_bad, cell.is_bad) == (None, True, False)
    [cell] = [one for one in differing(newer, older) if one.column == column]
    assert (cell.new, cell.was_bad, cell.is_bad) == (None, False, True)


def test_what_stands_in_a_registers_row_that_an_error_takes_out_is_not_shown_as_blank():
    entry = RegisterRow(5, "0101", {"text": "甲"}, 1)
    line = Line(("0101",), 5, "a", filled=True, stated=True)
    sound = SheetPart("承诺", entries=(entry,), lines=(line,))
    bad = SheetPart("承诺", lines=(line._replace(stated=False),))
    assert [one.was_bad for one in differing(bad, sound)] == [True]
    assert [one.is_bad for one in differing(sound, bad)] == [True]
    blank = SheetPart("承诺", lines=(line._replace(filled=False, stated=False),))
    assert [one.was_bad for one in differing(blank, sound)] == [False]


def test_a_cell_that_could_not_be_read_is_not_shown_as_blank_on_either_side():
    line = Line(("0101",), 5, "a", filled=True, stated=True)
    given = {"text": "甲", "due": date(2023, 6, 30)}
    sound = SheetPart("承诺", entries=(RegisterRow(5, "0101", given, 2),), lines=(line,))
    without = (RegisterRow(5, "0101", {"text": "甲"}, 2),)
    bad = SheetPart("承诺", entries=without, lines=(line._replace(bad=frozenset({"due"})),))
    blank = SheetPart("承诺", entries=without, lines=(line,))
    for lacking, expected in ((bad, True), (blank, False)):
        assert [(one.old, one.was_bad, one.is_bad) for one in differing(lacking, sound)] == [
            (None, expected, False)
        ]
        assert [(one.new, one.was_bad, one.is_bad) for one in differing(sound, lacking)] == [
            (None, False, expected)
        ]


def test_so_it_is_on_a_sheet_about_one_subject_of_which_every_row_is_a_star():
    lines = tuple(
        Line((star,), row, star, filled=True, stated=True) for row, star in enumerate(("loyal", "study"), 5)
    )
    given = {
        "subject": "01",
        "rows": {"loyal": 5, "study": 6},
        "columns": {"self": Address(0, 3), "achievement": Address(0, 4)},
    }
    said = {("01", "achievement.loyal"): "办完", ("01", "achievement.study"): "学完"}
    sound = SheetPart("支部自评", texts=said, lines=lines, **given)
    bad = SheetPart("支部自评", lines=(lines[0]._replace(stated=False), lines[1]), **given)
    cells = {Address(5, 4): (True, "办完"), Address(6, 4): (False, "学完")}
    assert {one.cell: (one.was_bad, one.new) for one in differing(bad, sound)} == cells
    assert {one.cell: (one.is_bad, one.old) for one in differing(sound, bad)} == cells


SAYS = {"document": Address(0, 3), "situation": Address(0, 4)}
ONE, OTHER = {"document": "纪要1号", "situation": "safety"}, {"document": "纪要2号", "situation": "money"}


def register_of(*rows, stated=True, loose=()):
    """A sheet of decisions from row 9 on: what each row says, or the cell that withdraws it with the words there."""
    entries, lines, revoking = [], [], []
    for n, said in enumerate(rows, 9):
        cell, words = said if isinstance(said, tuple) else (None, "")
        withdrawn = cell and Address(n, cell.column)
        lines.append(Line((f"01{n:02d}",), n, f"{said}", filled=True, stated=True, withdrawn=withdrawn))
        if cell is None:
            entries.append(RegisterRow(n, f"01{n:02d}", said, len(said)))
        elif words:
            revoking.append(RegisterRow(n, f"01{n:02d}", {}, 0, unread={"document": words}))
    part = SheetPart("否决", stated=stated, columns=SAYS, entries=tuple(entries), lines=tuple(lines))
    return replace(part, revoking=tuple(revoking), loose=tuple(loose))


IN_DOCUMENT, IN_SITUATION, ASIDE = SAYS["document"], SAYS["situation"], Address(0, 7)


@pytest.mark.parametrize(
    ("older", "newer", "told"),
    [
        ([ONE], [(IN_DOCUMENT, "撤销1号")], [("C9", "document", "纪要1号", "撤销1号")]),
        ([ONE], [(IN_DOCUMENT, "")], [("C9", "document", "纪要1号", WITHDRAWN)]),
        ([ONE], [(IN_SITUATION, "撤销1号")], [("D9", "situation", "safety", WITHDRAWN)]),
        ([(IN_DOCUMENT, "撤销1号")], [ONE], [("C9", "document", "撤销1号", "纪要1号")]),
        (
            [ONE, OTHER],
            [{**ONE, "situation": "money"}, (IN_DOCUMENT, "撤销2号")],
            [("C10", "document", "纪要2号", "撤销2号"), ("D9", "situation", "safety", "money")],
        ),
        # words in a cell of no column are told by what is gone
        ([ONE], [(ASIDE, "")], [("C9", "document", "纪要1号", None), ("D9", "situation", "safety", None)]),
        ([ONE], [ONE], []),
        ([ONE], [OTHER], [("C9", "document", "纪要1号", "纪要2号"), ("D9", "situation", "safety", "money")]),
    ],
)
def test_of_an_entry_that_is_withdrawn_the_cell_that_says_so_is_told_and_no_other(older, newer, told):
    found = tell_apart(register_of(*older), register_of(*newer))
    cells = {(str(one.cell), one.column, one.old, one.new) for one in found.cells}
    assert cells == set(told)
    assert found.number == len(told)


def marked(number, **more):
    marks = {("0101", "loyal", WayKey.SELF): {number: 1}} if number else {}
    given = {"rows": {"0101": 5}, "columns": {"loyal": Address(0, 3)}, "marks": marks}
    return SheetPart("党员自评", **{**given, **more})


REFUSED = {"rejected": frozenset({("0101", "loyal", WayKey.SELF)})}


@pytest.mark.parametrize(
    ("older", "newer", "was_bad", "is_bad"),
    [
        (marked(None), marked(800, stated=True), True, False),
        (marked(800, stated=True), marked(None), False, True),
        (marked(None, stated=True), marked(800, stated=True), False, False),
        (marked(800, stated=True), marked(None, stated=True), False, False),
        (marked(None, stated=True, **REFUSED), marked(800, stated=True), True, False),
        (marked(800, stated=True), marked(None, stated=True, **REFUSED), False, True),
        (marked(700), marked(800), False, False),
        (marked(700, stated=True), marked(800, stated=True), False, False),
    ],
)
def test_of_a_version_without_anything_accepted_a_cell_is_in_error_and_not_empty(
    older, newer, was_bad, is_bad
):
    (found,) = tell_refused(older, newer).cells
    assert (found.was_bad, found.is_bad) == (was_bad, is_bad)


LOOSE = RegisterRow(9, "", {"document": "纪要1号", "honour": "某奖"}, 0, unread={"situation": "某事"})


@pytest.mark.parametrize(
    ("older", "newer", "told"),
    [
        (register_of(loose=[LOOSE]), register_of(ONE), [("D9", "某事", True, "safety", False)]),
        (register_of(ONE), register_of(loose=[LOOSE]), [("D9", "safety", False, "某事", True)]),
        (register_of(loose=[LOOSE]), register_of(loose=[LOOSE]), []),
        (
            register_of(loose=[LOOSE]),
            register_of(),
            [("C9", "纪要1号", False, None, False), ("D9", "某事", True, None, False)],
        ),
        # the same words, read and not read, are not the same
        (
            register_of(loose=[LOOSE]),
            register_of({**ONE, "situation": "某事"}),
            [("D9", "某事", True, "某事", False)],
        ),
    ],
)
def test_rows_of_which_nobody_can_tell_whom_they_are_about_are_told_cell_by_cell(older, newer, told):
    found = tell_refused(older, newer).cells
    assert [(str(one.cell), one.old, one.was_bad, one.new, one.is_bad) for one in found] == told
