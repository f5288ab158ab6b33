"""What is said where several versions of a form meet: which rows count beside which, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from commands.test_rows import (
    BRANCH,
    DECISIONS,
    EVALUATION,
    FULL,
    OVERRIDE,
    PLAN,
    PLEDGES,
    Inbox,
    again_of,
    held,
    override_of,
    pledge,
    row,
)
from filled import complete
from plans import small_plan, with_entries
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.model.submission import Line, SheetPart
from xlcampaign.model.versions import Why
from xlcampaign.tally.select import select_parts

FIRST = ("1-0101-1",)
WITHDRAWN = row("overrides", 4, subject="钱某乙（0102）", reason="撤回")


def rulings(inbox, key):
    return [one for one in select_parts(inbox.submissions).rulings if one.key == key]


def ruled(inbox, key):
    """Why, whose rows, beside whose, and which."""
    return [(one.why, one.file, one.counts, one.rows) for one in rulings(inbox, key)]


def cells(ruling):
    return [(str(one.cell), one.old, one.new) for one in ruling.differences.cells]


@pytest.mark.parametrize(
    ("older", "newer", "why"),
    [
        ("听课两节", "听课三次", Why.OLDER),  # two of four characters are the same: half
        ("听课两节", "读书写字", Why.REPLACED),
        ("听课两节", "听书写字", Why.REPLACED),
        ("听课两节", None, Why.OLDER),
        ("每周家访一次", "每月家访两次", Why.OLDER),
    ],
)
def test_a_text_of_which_less_than_half_is_left_is_another_under_the_same_number(older, newer, why):
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", older))
    inbox.receive("b", PLEDGES, pledge(0, "赵某甲", newer, target="全年"), 2)
    assert (why, "a", "b", (FIRST,)) in ruled(inbox, "member_pledges")


def test_what_was_issued_again_from_another_may_say_something_else_altogether():
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "听课两节"))
    inbox.receive("b", again_of(inbox, PLEDGES), pledge(0, "赵某甲", "读书写字"))
    assert ruled(inbox, "member_pledges") == [(Why.OLDER, "a", "b", (FIRST,))]


@pytest.mark.parametrize(
    ("older", "newer", "days", "why"),
    [
        (2, 3, 9, Why.LATER),
        (2, 3, -9, Why.OLDER),
        (None, 2, 9, Why.LATER),  # where no number is stated it is 1
        (2, 2, -9, Why.OLDER),
    ],
)
def test_only_a_lower_number_that_came_later_is_pointed_out(older, newer, days, why):
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "听课两节"), older)
    inbox.receive("b", PLEDGES, pledge(0, "赵某甲", "听课三节"), newer)
    first, last = inbox.submissions
    inbox.submissions[0] = replace(first, saved=last.saved + timedelta(days))
    assert ruled(inbox, "member_pledges") == [(why, "a", "b", (FIRST,))]


@pytest.mark.parametrize("numbers", [(1, 1), (2, 2), (None, 1), (None, None), (1, None)])
def test_what_stems_from_another_is_no_higher_number_unless_it_bears_one(numbers):
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "听课两节"))
    inbox.receive("b", again_of(inbox, PLEDGES), pledge(0, "赵某甲", "听课三节"))
    first, last = (replace(s, version=n) for s, n in zip(inbox.submissions, numbers, strict=True))
    last = replace(last, stems_from=first.origins)
    inbox.submissions = [replace(first, saved=last.saved + timedelta(9)), last]
    assert ruled(inbox, "member_pledges") == [(Why.OLDER, "a", "b", (FIRST,))]


@pytest.mark.parametrize("alone", [True, False])
def test_a_row_that_withdraws_what_nobody_said_is_named_beside_what_is_said_with_it_too(alone):
    inbox = Inbox()
    if not alone:
        inbox.receive("z", DECISIONS, row("overrides", 0, **(OVERRIDE | {"subject": "孙某丙（0103）"})))
    inbox.receive("a", DECISIONS, row("overrides", 0, **OVERRIDE) | WITHDRAWN, 2)
    assert override_of(inbox) == ("优秀", "纪要6号")
    assert (Why.NOTHING, "a", "", (("0102",),)) in ruled(inbox, "overrides")
    inbox = Inbox().receive("a", DECISIONS, WITHDRAWN)
    assert ruled(inbox, "overrides") == [(Why.NOTHING, "a", "", (("0102",),))]


def test_what_is_withdrawn_is_named_with_every_version_that_said_it():
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))
    inbox.receive("b", DECISIONS, row("overrides", 0, **(OVERRIDE | {"level": "合格"})), 2)
    inbox.receive("c", DECISIONS, WITHDRAWN, 3)
    who = (("0102",),)
    assert ruled(inbox, "overrides") == [(Why.WITHDRAWN, "c", "a", who), (Why.WITHDRAWN, "c", "b", who)]
    inbox.receive("d", DECISIONS, row("overrides", 0, **OVERRIDE), 4)
    assert (Why.RESTATED, "d", "c", who) in ruled(inbox, "overrides")
    inbox.receive("e", DECISIONS, row("overrides", 0, **(OVERRIDE | {"level": "基本合格"})), 5)
    assert Why.RESTATED not in {why for why, *_ in ruled(inbox, "overrides")}


def test_of_two_that_withdraw_what_is_said_once_more_the_last_is_named():
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))
    inbox.receive("b", DECISIONS, WITHDRAWN, 2)
    inbox.receive("c", DECISIONS, WITHDRAWN | row("vetoes", 0, subject="孙某丙（0103）"), 3)
    inbox.receive("d", DECISIONS, row("overrides", 0, **OVERRIDE), 4)
    restated = [one for one in ruled(inbox, "overrides") if one[0] is Why.RESTATED]
    assert restated == [(Why.RESTATED, "d", "c", (("0102",),))]


@pytest.mark.parametrize(
    ("between", "last"),
    [
        (WITHDRAWN, {"level": "合格"}),
        (row("overrides", 0, **(OVERRIDE | {"level": "合格"})), {}),
        (row("overrides", 0, **(OVERRIDE | {"reason": "另一理由"})), {}),
    ],
)
def test_only_what_was_withdrawn_and_is_said_once_more_is_restated(between, last):
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))
    inbox.receive("b", DECISIONS, between, 2)
    inbox.receive("c", DECISIONS, row("overrides", 0, **(OVERRIDE | last)), 3)
    assert Why.RESTATED not in {why for why, *_ in ruled(inbox, "overrides")}


ALL = tuple((f"010{n}",) for n in (1, 2, 3, 4))


def test_a_row_of_which_nothing_was_accepted_is_named_and_its_sheet_not_once_more():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, row("member_self", 1, loyal="很好"), 2)
    assert ruled(inbox, "member_self") == [
        (Why.BLANK, "b", "a", (ALL[0], *ALL[2:])),
        (Why.UNACCEPTED, "b", "a", (ALL[1],)),
    ]


def test_a_sheet_whose_rows_are_nobodys_is_named_as_a_whole_beside_the_last_that_counts():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, row("member_self", 0, loyal=5), 2)
    nobody = row("member_self", 1, loyal=7, code="0999", name="无此人")
    inbox.receive("c", EVALUATION, nobody, 3)
    assert (Why.UNACCEPTED, "c", "b", ()) in ruled(inbox, "member_self")
    assert not [one for one in ruled(inbox, "member_teacher") if one[0] is Why.UNACCEPTED]
    alone = Inbox().receive("c", EVALUATION, nobody).receive("d", EVALUATION, {}, 2)
    assert ruled(alone, "member_self") == []


def test_blank_rows_are_named_beside_what_counts_by_the_last_that_left_them_blank():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    for number, name in ((2, "b"), (3, "c")):
        inbox.receive(name, EVALUATION, row("member_self", 0, loyal=number), number)
    found = ruled(inbox, "member_self")
    assert (Why.BLANK, "c", "a", ALL[1:]) in found
    assert not [one for one in found if one[0] is Why.BLANK and one[1] == "b"]


@pytest.mark.parametrize("members", [1, 2, 4])
@pytest.mark.parametrize("why", [Why.GONE, Why.BLANK])
def test_what_was_filled_in_when_issued_and_is_gone_is_told_from_what_was_blank(why, members):
    plan = small_plan(1, members)
    form = evaluation_form(plan, plan.branches[0])
    inbox = Inbox(plan).receive("a", form, complete(form))
    book = again_of(inbox, form) if why is Why.GONE else form
    inbox.receive("b", book, row("branch_self", 0, loyal=9), 2)
    assert (why, "b", "a", ALL[:members]) in ruled(inbox, "member_self")


@pytest.mark.parametrize(("row_number", "why"), [(0, Why.BLANK), (8, Why.REWORDED)])
def test_an_entry_without_a_number_that_is_not_found_again_may_have_other_words_now(row_number, why):
    inbox = Inbox().receive("a", PLEDGES, pledge(row_number, "赵某甲", "听课"))
    inbox.receive("b", PLEDGES, pledge(2, "钱某乙", "家访"), 2)
    assert [(one, file) for one, file, *_ in ruled(inbox, "member_pledges")] == [(why, "b")]
    inbox = Inbox().receive("a", PLEDGES, pledge(row_number, "赵某甲", "听课"))
    inbox.receive("b", PLEDGES, row("baseline", 1, problems="学得少"), 2)  # no pledge in it at all
    assert [(one, file) for one, file, *_ in ruled(inbox, "member_pledges")] == [(Why.BLANK, "b")]


def test_cells_that_are_blank_now_are_listed_against_the_version_just_before():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, row("member_self", 1, loyal=6, study=7), 2)
    inbox.receive("c", EVALUATION, row("member_self", 1, loyal=8), 3)
    [emptied] = [one for one in rulings(inbox, "member_self") if one.why is Why.EMPTIED]
    assert (emptied.file, emptied.counts, emptied.rows) == ("c", "b", (ALL[1],))
    assert cells(emptied) == [("D6", 700, None)]


def test_a_cell_in_error_is_not_one_that_is_blank_now():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, FULL | row("member_self", 1, loyal="很好", study=None), 2)
    [emptied] = [one for one in rulings(inbox, "member_self") if one.why is Why.EMPTIED]
    assert [cell for cell, *_ in cells(emptied)] == ["D6"]


def test_what_was_withdrawn_since_is_not_what_is_blank_now():
    given = {"subject": "钱某乙（0102）", "situation": PLAN.vetoes[0].name, "document": "纪要1号"}
    inbox = Inbox().receive("a", DECISIONS, row("vetoes", 0, **given, day=date(2023, 6, 20)))
    inbox.receive("b", DECISIONS, row("vetoes", 0, subject="钱某乙（0102）", document="撤回"), 2)
    inbox.receive("c", DECISIONS, row("vetoes", 0, **(given | {"document": "纪要2号"})), 3)
    assert not {Why.FILLED, Why.EMPTIED} & {why for why, *_ in ruled(inbox, "vetoes")}


def test_of_what_differs_each_row_is_named_with_its_own_cells():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, FULL | row("member_self", 0, loyal=5) | row("member_self", 2, study=6), 2)
    [older] = rulings(inbox, "member_self")
    assert (older.why, older.rows) == (Why.OLDER, (ALL[0], ALL[2]))
    assert cells(older) == [("C5", 850, 500), ("D7", 850, 600)]


def test_of_rows_that_nobody_can_order_each_side_names_its_own_and_what_differs():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, FULL | row("member_self", 1, loyal=6), dated=False)
    inbox.receive("c", EVALUATION, FULL | row("member_self", 1, loyal=7), dated=False)
    [tied] = [one for one in select_parts(inbox.submissions).tied if one.key == "member_self"]
    assert (tied.rows, tied.files) == ((ALL[1],), ("a", "b", "c"))
    stars = len(PLAN.stars_of(SubjectKind.MEMBER))
    assert [(side.place.cell, side.accepted) for side in tied.sides] == [("A6", stars)] * 3
    assert [cells(side) for side in tied.sides] == [
        [("C6", 850, 600)],
        [("C6", 600, 850)],
        [("C6", 700, 850)],
    ]


def test_ballots_that_nobody_can_order_are_named_by_their_sheet_and_cost_it():
    plan = with_entries(PLAN, lambda *_: ("grades", Entry.BALLOTS))
    form = evaluation_form(plan, BRANCH)
    at = [way["way"] for way in form.table_of("meeting").rows].index("member.peer")
    answers = [
        held(1, at=at) | row("member_peer", 0, loyal=grade) | row("member_peer", 1, study="优秀")
        for grade in ("优秀", "合格")
    ]
    inbox = Inbox(plan).receive("a", form, answers[0]).receive("b", form, answers[1], dated=False)
    [tied] = select_parts(inbox.submissions).tied
    assert (tied.key, tied.rows, tied.files) == ("member_peer", (), ("a", "b"))
    parts = [submission.parts["member_peer"] for submission in inbox.submissions]
    assert [(side.place.sheet, side.place.cells) for side in tied.sides] == [("党员互评", ())] * 2
    assert [side.accepted for side in tied.sides] == [part.cells.accepted for part in parts]
    assert all(side.accepted > 1 for side in tied.sides)


def decided_in(name, number, *rows):
    """A version of a sheet of decisions: whom each row is about, in which Excel row, and whether anything is typed there."""
    lines = tuple(Line((code,), at, code, filled=typed, stated=typed) for code, at, typed in rows)
    entries = tuple(RegisterRow(at, code, {"document": "纪要1号"}, 1) for code, at, typed in rows if typed)
    part = SheetPart(
        "否决", digest=name, filled=True, stated=True, columns={"subject": Address(4, 2)}, entries=entries
    )
    return replace(version(name, number), parts={"vetoes": replace(part, lines=lines)})


@pytest.mark.parametrize(
    ("newer", "blank"),
    [
        ([("0103", 8, True)], (5, 6)),
        ([("0103", 5, True)], (6,)),
        ([("0103", 6, True)], (5,)),
        ([("0103", 5, True), ("0104", 6, True)], ()),
        # nothing is typed in the row
        ([("0103", 8, True), ("0104", 5, False)], (5, 6)),
    ],
)
def test_the_rows_in_which_decisions_stood_are_named_as_blank_unless_others_stand_there_now(newer, blank):
    older = decided_in("a", 1, ("0101", 5, True), ("0102", 6, True))
    found = select_parts([older, decided_in("b", 2, *newer)]).rulings
    [ruling] = [one for one in found if one.why is Why.BLANK]
    assert ruling.place == Place("b", "否决", tuple(Address(at, 2) for at in blank))
    assert ruling.kept == Place("a", "否决", (Address(5, 2), Address(6, 2)))
