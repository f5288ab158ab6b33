"""Copies of one issued form that come back one after the other: what was changed, put back, or never touched."""

from dataclasses import replace

import pytest
from commands.test_rows import BRANCH, DECISIONS, FULL, OVERRIDE, PLAN, Inbox, row
from commands.test_unclear_decisions import NUMBERED

from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.model.registers import Cause, Decision

EVALUATION = evaluation_form(PLAN, BRANCH)
PLEDGES = pledge_form(PLAN, BRANCH)
SELF = ("member_self", 0, "loyal")
OTHER = ("member_self", 1, "loyal")
PEER = ("member_peer", 0, "loyal.approve")
VETO = row("vetoes", 0, **NUMBERED)
HONOUR = {
    "subject": "孙某丙（0103）",
    "honour": "师德标兵",
    "merit": "家访 40 户",
    "consulted": "无异议",
    "votes": 9,
    "decision": "同意表彰",
}


class Copies(Inbox):
    """A form as it came first, and copies of what was issued of it: with the next number, or gone back with its own."""

    def __init__(self, book, answers):
        super().__init__()
        self.book, self.answers = book, answers
        self.receive("v0", book, answers)
        self.known = [self.submissions[0]]

    def issue(self, *files):
        """Issue the form again, with some of what came."""
        self.known = [one for one in self.submissions if one.file in {"v0", *files}]
        return self

    def copy(self, name, changes, number=None, *, gone_back=False, dated=True):
        stems_from = frozenset(origin for one in self.known for origin in one.origins)
        last = max(one.version for one in self.known)
        issued = 1 if gone_back else last + 1
        book = replace(self.book, stems_from=stems_from, issued_as=issued)
        printed = last if gone_back else issued
        return self.receive(name, book, self.answers | changes, number or printed, dated=dated)

    def given(self, key=SELF):
        """The one mark of a cell that counts."""
        subject, star = f"010{key[1] + 1}", key[2].partition(".")[0]
        counts = self.ledger.counts[subject, star, {"member_self": "self", "member_peer": "peer"}[key[0]]]
        if key[0] == "member_peer":
            return counts["approve"]
        [mark] = (mark for mark, number in counts.items() if number)
        return mark // 100


def evaluated(**cells):
    return Copies(EVALUATION, FULL | {SELF: 9, OTHER: 9, PEER: 5} | cells)


@pytest.mark.parametrize("gone_back", [True, False])
@pytest.mark.parametrize("key", [SELF, PEER])
def test_what_is_put_back_under_a_higher_number_counts_and_a_warning_names_both_values(key, gone_back):
    copies = evaluated()
    first = copies.answers[key]
    copies.copy("a", {key: 2, OTHER: 7}, gone_back=gone_back)
    copies.copy("b", {OTHER: 7}, 3, gone_back=gone_back)
    assert copies.given(key) == first
    [(code, file, facts)] = copies.said("X141", "X142")
    assert (code, file, facts["other"]) == ("X142", "a", "b")
    assert facts["differences"].endswith(f"C5：2 → {first}")


@pytest.mark.parametrize("gone_back", [True, False])
@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("more", [{}, {OTHER: 7}])
def test_under_the_same_number_what_was_changed_counts_and_a_warning_says_so(more, dated, gone_back):
    copies = evaluated().copy("a", {SELF: 2}, gone_back=gone_back, dated=dated)
    copies.copy("b", {PEER: 4} | more, gone_back=gone_back, dated=dated)
    assert (copies.given(SELF), copies.given(PEER)) == (2, 4)
    said = copies.said("X141", "X142")
    assert {(code, file) for code, file, _ in said} == {("X141", "b"), *([] if dated else [("X141", "a")])}
    [facts] = (facts for _, file, facts in said if file == "b")
    assert (facts["other"], facts["differences"]) == ("a", "C5：9 → 2")


def test_a_form_that_was_issued_with_a_higher_number_was_not_given_one_by_its_sender():
    copies = evaluated()
    copies.copy("a", {SELF: 2}, gone_back=True).copy("b", {OTHER: 7})
    assert (copies.given(SELF), copies.given(OTHER)) == (2, 7)
    assert [code for code, *_ in copies.said("X141", "X142")] == ["X141"]


@pytest.mark.parametrize("number", [3, 7, 99])
def test_the_higher_number_of_one_that_went_back_goes_before_one_that_was_issued_again(number):
    copies = evaluated().copy("a", {SELF: 2}).copy("b", {OTHER: 7}, number, gone_back=True)
    assert (copies.given(SELF), copies.given(OTHER)) == (9, 7)
    assert [code for code, *_ in copies.said("X141", "X142")] == ["X142"]


def test_a_form_issued_since_by_a_later_number_does_not_overturn_what_it_did_not_know_of():
    copies = evaluated().copy("b", {OTHER: 7}).issue("b").copy("c", {OTHER: 7, PEER: 4})
    copies.issue().copy("a", {SELF: 2})
    assert (copies.given(SELF), copies.given(OTHER), copies.given(PEER)) == (2, 7, 4)
    assert ("X141", "c") in {(code, file) for code, file, _ in copies.said("X141")}


def test_what_is_put_back_on_a_form_that_was_issued_with_the_change_needs_no_number():
    copies = evaluated().copy("a", {SELF: 2}).issue("a").copy("b", {})
    assert copies.given(SELF) == 9
    assert copies.said("X141", "X142") == []


@pytest.mark.parametrize(
    ("numbers", "value"),
    [((2, 3, 4), 4), ((2, 4, 3), 9), ((4, 2, 3), 2), ((3, 3, 2), 2), ((2, 2, 2), 4)],
)
def test_of_three_copies_the_highest_number_counts_whichever_came_first(numbers, value):
    copies = evaluated()
    for name, changes, number in zip("abc", ({SELF: 2}, {OTHER: 7}, {SELF: 4}), numbers, strict=True):
        copies.copy(name, changes, number)
    assert copies.given(SELF) == value


def test_one_that_came_before_the_change_overturns_nothing_under_the_same_number():
    copies = evaluated().copy("b", {OTHER: 7}).copy("a", {SELF: 2})
    assert copies.given(SELF) == 2
    assert {code for code, *_ in copies.said("X141", "X142")} <= {"X141"}
    assert copies.said("X142") == []


def test_a_row_in_which_something_else_was_changed_counts_whole_and_a_warning_says_what_was_put_back():
    beside = ("member_self", 0, "study")
    copies = evaluated().copy("a", {SELF: 2}).copy("b", {beside: 6})
    assert copies.given(SELF) == 9
    [(code, file, facts)] = copies.said("X141", "X142")
    assert (code, file) == ("X142", "a")
    assert "C5：2 → 9" in facts["differences"]


def test_a_row_of_which_every_cell_was_typed_anew_puts_nothing_back():
    copies = evaluated().copy("a", {SELF: 2}).copy("b", {SELF: 4})
    assert copies.given(SELF) == 4
    assert copies.said("X141", "X142") == []


@pytest.mark.parametrize("number", [None, 3])
def test_a_form_without_what_tells_its_number_is_read_by_the_numbers_of_those_it_stems_from(number):
    """As forms were issued by earlier versions."""
    copies = evaluated().copy("a", {SELF: 2})
    book = replace(EVALUATION, stems_from=copies.known[0].origins)
    copies.receive("b", book, copies.answers | {OTHER: 7}, number or 2)
    assert copies.given(SELF) == (9 if number else 2)


@pytest.mark.parametrize(("number", "text"), [(2, "每天听课"), (3, "每月听课")])
def test_so_it_is_with_pledges(number, text):
    answers = row("member_pledges", 0, star="好学上进星", text="每月听课", type="年度承诺制", target="十节")
    copies = Copies(PLEDGES, answers)
    copies.copy("a", row("member_pledges", 0, text="每天听课"))
    copies.copy("b", row("member_pledges", 1, star="好学上进星", text="每周家访", type="年度承诺制"), number)
    assert [p.text for p in copies.registers.pledges if p.number == "1-0101-1"] == [text]
    assert [code for code, *_ in copies.said("X141", "X142")] == [{2: "X141", 3: "X142"}[number]]


@pytest.mark.parametrize("number", [2, 3])
def test_so_it_is_with_a_pledge_that_was_withdrawn(number):
    answers = row("member_pledges", 0, star="好学上进星", text="每月听课", type="年度承诺制", target="十节")
    copies = Copies(PLEDGES, answers).copy("a", row("member_pledges", 0, target="撤回")).copy("b", {}, number)
    kept = [p.number for p in copies.registers.pledges]
    assert kept == (["1-0101-1"] if number == 3 else [])
    assert [(code, file) for code, file, _ in copies.said("X138", "X141")] == [
        ("X138", "b") if number == 3 else ("X141", "b")
    ]


@pytest.mark.parametrize("document", ["撤销，联党发〔2023〕9号", "撤销 纪要9号", "纪要11号"])
def test_a_decision_that_stands_as_before_under_a_higher_number_stands(document):
    copies = Copies(DECISIONS, VETO).copy("a", row("vetoes", 0, document=document)).copy("b", {}, 3)
    assert copies.registers.vetoes["0102"].document == NUMBERED["document"]
    assert not copies.ledger.is_open("0102")
    [(_, file, facts)] = copies.said("X138", "X142")
    assert {file, facts["other"]} == {"a", "b"}


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("document", ["撤销，联党发〔2023〕9号", "撤销 纪要9号", "撤回", "纪要11号"])
def test_where_nobody_can_tell_what_was_decided_it_is_settled_before_anybody_is_posted(document, dated):
    copies = Copies(DECISIONS, VETO).copy("a", row("vetoes", 0, document=document), dated=dated)
    copies.copy("b", {}, dated=dated)
    assert copies.ledger.is_open("0102")
    assert copies.registers.unclear_on("0102", "veto")
    assert [(code, file) for code, file, _ in copies.said("X141", "X142", "X138")] == [("X141", "b")]
    assert ("X128", "b") not in {(code, facts["other"]) for code, _, facts in copies.said("X128")}


@pytest.mark.parametrize("number", [2, 3])
def test_so_it_is_with_another_level(number):
    first = row("overrides", 0, **OVERRIDE)
    copies = Copies(DECISIONS, first).copy("a", row("overrides", 0, level="基本合格")).copy("b", {}, number)
    if number == 3:
        assert copies.registers.overrides["0102"].level == OVERRIDE["level"]
        assert not copies.ledger.is_open("0102")
    else:
        assert copies.ledger.is_disputed("0102", "override")
        assert copies.ledger.is_open("0102")


@pytest.mark.parametrize("number", [2, 3])
def test_so_it_is_with_a_commendation(number):
    copies = Copies(DECISIONS, row("commendations", 0, **HONOUR))
    copies.copy("a", row("commendations", 0, decision="不表彰")).copy("b", {}, number)
    [entry] = copies.registers.commendations
    assert (entry.decision is Decision.AGREED) == (number == 3)
    assert copies.registers.is_disputed(entry) == (number == 2)


ELSE = {"subject": "孙某丙（0103）"}
MISPLACED = [
    (VETO, "vetoes", "0103"),
    (row("overrides", 0, **OVERRIDE), "overrides", "0103"),
    (row("commendations", 0, **HONOUR | {"subject": "钱某乙（0102）"}), "commendations", "0103"),
]


def decided_on(copies, sheet):
    registers = copies.registers
    if sheet == "commendations":
        return {one.subject for one in registers.commendations if one.decision is Decision.AGREED}
    return set(getattr(registers, sheet))


@pytest.mark.parametrize("gone_back", [True, False])
@pytest.mark.parametrize(
    ("first", "sheet", "slip"), MISPLACED, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_decision_on_somebody_else_by_slip_goes_when_its_row_is_put_right(first, sheet, slip, gone_back):
    copies = Copies(DECISIONS, first).copy("a", row(sheet, 0, **ELSE), gone_back=gone_back)
    assert slip in decided_on(copies, sheet)
    copies.copy("b", {}, 3, gone_back=gone_back)
    assert slip not in decided_on(copies, sheet)
    assert len(decided_on(copies, sheet)) == 1
    assert not copies.ledger.is_open(slip)
    [(code, file, facts)] = copies.said("X124", "X123", "X128", "X141", "X142")
    assert (code, file, facts["other"]) == ("X142", "a", "b")
    assert "0103" in facts["differences"] or "孙某丙" in facts["differences"]


@pytest.mark.parametrize(
    ("first", "sheet", "slip"), MISPLACED, ids=lambda one: one if isinstance(one, str) else ""
)
def test_where_nobody_can_tell_whose_row_is_right_neither_decision_takes_effect(first, sheet, slip):
    copies = Copies(DECISIONS, first).copy("a", row(sheet, 0, **ELSE), dated=False)
    copies.copy("b", row(sheet, 0, subject="李某丁（0104）"), dated=False)
    assert decided_on(copies, sheet).isdisjoint({slip, "0104"})
    assert copies.ledger.is_open(slip)
    assert copies.ledger.is_open("0104")
    assert {file for _, file, _ in copies.said("X103")} == {"a", "b"}


def test_other_rows_of_the_copy_with_the_slip_count():
    second = row("vetoes", 1, **NUMBERED | {"subject": "李某丁（0104）", "document": "纪要8号"})
    third = row("vetoes", 2, **NUMBERED | {"subject": "赵某甲（0101）", "document": "纪要9号"})
    copies = Copies(DECISIONS, VETO | second).copy("a", row("vetoes", 0, **ELSE) | third).copy("b", {}, 3)
    assert set(copies.registers.vetoes) == {"0101", "0102", "0104"}
    assert [
        (file, facts["rows"]) for _, file, facts in copies.said("X123", "X124") if "钱" in facts["rows"]
    ] == []


@pytest.mark.parametrize(
    ("first", "slip", "back", "number"),
    [
        (VETO, row("vetoes", 0, **ELSE), {}, 2),
        (VETO, row("vetoes", 0, **ELSE, document="纪要12号"), {}, 3),
        (VETO, row("vetoes", 1, **NUMBERED | ELSE), {}, 3),
        (VETO, row("vetoes", 0, **ELSE) | row("vetoes", 1, **NUMBERED), {}, 3),
        (VETO, row("vetoes", 0, **ELSE), row("vetoes", 1, **NUMBERED | ELSE), 3),
        (VETO, row("vetoes", 0, **ELSE), row("vetoes", 0, document="纪要13号"), 3),
    ],
    ids=[
        "same number",
        "other document",
        "a row of its own",
        "one more",
        "both rows",
        "put right by another document",
    ],
)
def test_what_may_be_one_more_decision_stands_with_a_warning(first, slip, back, number):
    copies = Copies(DECISIONS, first).copy("a", slip).copy("b", back, number)
    assert set(copies.registers.vetoes) == {"0102", "0103"}


def test_of_several_slips_in_one_row_none_stays():
    copies = Copies(DECISIONS, VETO).copy("a", row("vetoes", 0, **ELSE))
    copies.copy("b", row("vetoes", 0, subject="李某丁（0104）"), 3).copy("c", {}, 4)
    assert set(copies.registers.vetoes) == {"0102"}
    assert {(file, facts["other"]) for _, file, facts in copies.said("X142")} == {("a", "c"), ("b", "c")}


def test_a_fresh_form_that_came_meanwhile_is_no_copy_of_the_one_that_was_issued():
    """Whoever sent one more in between goes on counting, and means nothing by the number."""
    copies = evaluated().receive("a", EVALUATION, FULL | {SELF: 2, OTHER: 9, PEER: 5}, 2)
    copies.copy("b", {PEER: 4}, 3)
    assert (copies.given(SELF), copies.given(PEER)) == (2, 4)
    assert [(code, file) for code, file, _ in copies.said("X141", "X142")] == [("X141", "b")]


def firsts(first, *, number=None, dated=True, **changes):
    """Copies of the first form, which stem from nothing: one with a slip of the person, one that is put right."""
    sheet = next(iter(first))[0]
    inbox = Inbox().receive("a", DECISIONS, first | row(sheet, 0, **ELSE), dated=dated)
    return inbox.receive("b", DECISIONS, first | row(sheet, 0, **changes), number, dated=dated)


@pytest.mark.parametrize(
    ("first", "sheet", "slip"), MISPLACED, ids=lambda one: one if isinstance(one, str) else ""
)
@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("more", [{}, row("vetoes", 4, **NUMBERED | {"subject": "李某丁（0104）"})])
def test_of_copies_of_the_first_form_under_one_number_neither_counts_and_both_are_to_be_settled(
    first, sheet, slip, dated, more
):
    """The later may put a slip right, or take the same decision about one more."""
    inbox = firsts(first | more, dated=dated)
    assert decided_on(inbox, sheet).isdisjoint({slip, "0102"})
    assert inbox.ledger.is_open(slip)
    assert inbox.ledger.is_open("0102")
    assert {file for _, file, _ in inbox.said("X103")} == {"a", "b"}
    assert not inbox.said("X145", "X146")
    assert {(one.place.file, one.cause) for one in inbox.registers.unclear} == {
        ("a", Cause.TWICE),
        ("b", Cause.TWICE),
    }


@pytest.mark.parametrize(
    ("first", "sheet", "slip"), MISPLACED, ids=lambda one: one if isinstance(one, str) else ""
)
@pytest.mark.parametrize("number", [2, 5])
def test_a_third_copy_under_a_higher_number_settles_which_of_them_is_meant(first, sheet, slip, number):
    inbox = firsts(first)
    inbox.receive("c", DECISIONS, first, number)
    assert slip not in decided_on(inbox, sheet)
    assert "0102" in decided_on(inbox, sheet)
    assert not inbox.ledger.is_open(slip)
    [(_, file, facts)] = inbox.said("X146")
    assert (file, facts["other"]) == ("a", "c")
    assert "孙某丙（0103） → 钱某乙（0102）" in facts["differences"]
    assert not inbox.said("X103", "X124", "X145")


@pytest.mark.parametrize(
    ("number", "changes"),
    [(2, {}), (None, {"document": "纪要12号"}), (None, {"day": "2023-06-11"})],
    ids=["under a higher number", "by another document", "on another day"],
)
def test_what_may_be_one_more_decision_on_the_first_form_stands_with_a_warning(number, changes):
    inbox = firsts(VETO, number=number, **changes)
    assert set(inbox.registers.vetoes) == {"0102", "0103"}
    assert [(code, file) for code, file, _ in inbox.said("X145", "X146")] == [("X145", "b")]


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(
    ("first", "sheet", "column", "word", "cell", "kept"),
    [
        (VETO, "vetoes", "document", "撤销，联党发〔2023〕9号", "否决 › C5", "联党发〔2023〕7号"),
        (VETO, "vetoes", "situation", "撤回", "否决 › B5", "联党发〔2023〕7号"),
        (VETO, "vetoes", "day", "撤回", "否决 › D5", "联党发〔2023〕7号"),
        (row("overrides", 0, **OVERRIDE), "overrides", "document", "撤销 纪要9号", "改评 › D5", "纪要6号"),
        (row("overrides", 0, **OVERRIDE), "overrides", "level", "撤回", "改评 › B5", "纪要6号"),
        (row("commendations", 0, **HONOUR), "commendations", "decision", "撤回", "评选表彰 › H5", "同意表彰"),
    ],
)
def test_what_revokes_a_decision_and_what_leaves_it_are_both_to_be_settled_with_their_words_and_places(
    first, sheet, column, word, cell, kept, dated
):
    copies = Copies(DECISIONS, first).copy("a", row(sheet, 0, **{column: word}), dated=dated)
    copies.copy("b", {}, dated=dated)
    unclear = {
        (one.found, one.place.say().partition(" › ")[0], one.cause) for one in copies.registers.unclear
    }
    assert unclear == {(word, "a", Cause.TWICE), (kept, "b", Cause.TWICE)}
    assert f"a › {cell}" in {one.place.say() for one in copies.registers.unclear}


PLEDGED = row("member_pledges", 0, star="好学上进星", text="每月听课", type="年度承诺制", target="十节")


@pytest.mark.parametrize(
    ("book", "first", "sheet", "column", "word", "said"),
    [
        (DECISIONS, VETO, "vetoes", "document", "撤销，纪要9号", "C5：联党发〔2023〕7号 → 撤销，纪要9号"),
        (DECISIONS, VETO, "vetoes", "situation", "撤回", "B5：发生安全责任事故 → 撤回"),
        (DECISIONS, VETO, "vetoes", "day", "作废", "D5：2023-06-10 → 撤回"),
        (
            DECISIONS,
            row("overrides", 0, **OVERRIDE),
            "overrides",
            "document",
            "撤销纪要6号",
            "D5：纪要6号 → 撤销纪要6号",
        ),
        (
            DECISIONS,
            row("commendations", 0, **HONOUR),
            "commendations",
            "decision",
            "撤回",
            "H5：同意表彰 → 撤回",
        ),
        (PLEDGES, PLEDGED, "member_pledges", "target", "撤回", "F5：十节 → 撤回"),
    ],
)
def test_what_is_withdrawn_is_told_by_the_cell_that_says_so_in_its_words(
    book, first, sheet, column, word, said
):
    copies = Copies(book, first).copy("a", row(sheet, 0, **{column: word})).copy("b", {})
    [(_, file, facts)] = copies.said("X141")
    assert (file, facts["differences"]) == ("b", said)
