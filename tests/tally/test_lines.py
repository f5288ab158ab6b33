"""Which rows of several versions are the same row, by number, words or whatever else tells them apart; what counts of them."""

import pytest
from commands.test_rows import (
    COMMENTS,
    EVALUATION,
    FULL,
    PLEDGES,
    Inbox,
    again_of,
    comment,
    comments_of,
    held,
    pledge,
    row,
    texts_of,
    votes,
)
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.model.plan import WayKey
from xlcampaign.model.submission import Line
from xlcampaign.tally.lines import Said
from xlcampaign.tally.select import select_parts

UNSAID = pledge(8, "赵某甲", None, target="三次")


@pytest.mark.parametrize("earlier", ["听课", "读书", "家访"])
def test_an_entry_without_number_and_words_is_not_taken_for_the_only_other_one(earlier):
    inbox = Inbox().receive("a", PLEDGES, pledge(8, "赵某甲", earlier)).receive("b", PLEDGES, UNSAID, 2)
    assert [(pledge.text, pledge.target) for pledge in inbox.registers.pledges] == [(earlier, "")]


ONE, OTHER = "甲一完小党支部", "甲二完小党支部"


@pytest.mark.parametrize(("who", "left"), [(ONE, ["好"]), (OTHER, ["抓得实"])])
def test_who_withdraws_may_leave_out_what_only_one_entry_can_mean(who, left):
    two = comment(0, ONE, "抓得实", "刘某") | comment(2, OTHER, "好", "陈某")
    inbox = Inbox().receive("a", COMMENTS, two)
    inbox.receive("b", COMMENTS, row("comments", 1, subject=who, problems="撤回"), 2)
    assert [text for *_, text in comments_of(inbox)] == left


def test_who_withdraws_what_two_entries_can_mean_withdraws_neither():
    two = comment(0, ONE, "抓得实", "刘某") | comment(2, ONE, "好", "陈某")
    inbox = Inbox().receive("a", COMMENTS, two)
    inbox.receive("b", COMMENTS, row("comments", 1, subject=ONE, problems="撤回"), 2)
    assert len(comments_of(inbox)) == 2


@pytest.mark.parametrize("rows", [(0, 1), (0, 8), (3, 9)])
def test_what_comes_under_a_number_takes_the_place_of_all_that_bore_it(rows):
    first, second = rows
    twice = pledge(first, "赵某甲", "听课") | pledge(second, "赵某甲", "读书")
    twice |= {("member_pledges", number, "number"): "1-0101-1" for number in rows}
    inbox = Inbox().receive("a", PLEDGES, twice)
    assert texts_of(inbox) == {"1-0101-1": "听课", "1-0101-2": "读书"}
    inbox.receive("b", PLEDGES, pledge(0, "赵某甲", "听两节课"), 2)
    assert texts_of(inbox) == {"1-0101-1": "听两节课"}


@pytest.mark.parametrize("added", [("家访",), ("家访", "读书"), ("家访", "读书", "备课")])
def test_entries_without_a_number_get_the_next_ones_that_are_free(added):
    answers = pledge(0, "赵某甲", "听课")
    for n, text in enumerate(added, 8):
        answers |= pledge(n, "赵某甲", text)
    texts = ("听课", *added)
    numbers = {f"1-0101-{n}": text for n, text in enumerate(texts, 1)}
    inbox = Inbox().receive("a", PLEDGES, answers)
    assert texts_of(inbox) == numbers
    inbox.receive("b", PLEDGES, pledge(8, "钱某乙", "看图"), 2)
    assert texts_of(inbox) == numbers | {"1-0102-1": "看图"}


def test_the_order_in_which_entries_were_first_sent_numbers_them_whatever_came_since():
    inbox = Inbox().receive("a", PLEDGES, pledge(9, "赵某甲", "读书"))
    inbox.receive("b", PLEDGES, pledge(8, "赵某甲", "听课") | pledge(9, "赵某甲", "读书"), 2)
    assert texts_of(inbox) == {"1-0101-1": "读书", "1-0101-2": "听课"}
    book = again_of(inbox, PLEDGES)
    inbox.receive("c", book, pledge(0, "赵某甲", "读十本书") | pledge(1, "赵某甲", "听两节课"))
    assert texts_of(inbox) == {"1-0101-1": "读十本书", "1-0101-2": "听两节课"}


def sources_of(inbox, key):
    """By file, what is left of a sheet of it."""
    chosen = select_parts(inbox.submissions).chosen
    return {source.file: source.part for sheet in chosen for source in chosen[sheet] if sheet.key == key}


def test_of_a_register_only_the_rows_that_count_are_left():
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "听课") | pledge(2, "钱某乙", "家访"))
    inbox.receive("b", PLEDGES, pledge(0, "赵某甲", "听两节课"), 2)
    left = sources_of(inbox, "member_pledges")
    texts = {file: [entry.values["text"] for entry in part.entries] for file, part in left.items()}
    assert texts == {"a": ["家访"], "b": ["听两节课"]}


@pytest.mark.parametrize("newer", [{1}, {0, 3}, {1, 2, 3}])
def test_what_stands_beside_votes_stays_with_its_row(newer):
    beside = {n: row("member_peer", n, attended="是", base=20) for n in range(4)}
    rows = {n: votes(n, 19) | beside[n] for n in range(4)}
    first = {key: value for n in range(4) for key, value in rows[n].items()}
    inbox = Inbox().receive("a", EVALUATION, held(21) | first)
    second = {key: value for n in newer for key, value in (rows[n] | votes(n, 18)).items()}
    inbox.receive("b", EVALUATION, held(21) | second, 2)
    left = sources_of(inbox, "member_peer")
    codes = {n: f"010{n + 1}" for n in range(4)}
    for file, own in (("a", set(range(4)) - newer), ("b", newer)):
        stated = left[file].attended.keys(), left[file].bases.keys(), {key[0] for key in left[file].tallies}
        assert stated == ({codes[n] for n in own},) * 3
        assert left[file].filled
        assert left[file].stated


def test_what_stands_beside_marks_stays_with_its_row():
    """Opinions are known by whom they are about, achievements of a branch by their star."""
    said = {("branch_self", n, "achievement"): f"实绩{n}" for n in range(3)}
    said |= {("member_organisation", n, "opinion"): f"评语{n}" for n in range(3)}
    inbox = Inbox().receive("a", EVALUATION, FULL | said)
    changed = {("branch_self", 1, "achievement"): "新实绩", ("member_organisation", 1, "opinion"): "新评语"}
    own = {key: value for key, value in FULL.items() if key[:2] in {key[:2] for key in changed}}
    inbox.receive("b", EVALUATION, own | changed, 2)
    assert set(inbox.ledger.texts.values()) == {"实绩0", "实绩2", "新实绩", "评语0", "评语2", "新评语"}


@pytest.mark.parametrize("rows", [(0,), (1, 3), (0, 1, 2)])
def test_rows_that_nobody_filled_in_go_with_those_that_somebody_did(rows):
    filled = {key: value for n in rows for key, value in row("member_self", n, loyal=9, study=8).items()}
    inbox = Inbox().receive("a", EVALUATION, filled).receive("b", EVALUATION, {}, 2)
    assert set(sources_of(inbox, "member_self")) == {"a"}
    assert len(sources_of(inbox, "member_self")["a"].lines) == 4
    inbox.receive("c", EVALUATION, row("member_self", rows[0], loyal=7), 3)
    left = sources_of(inbox, "member_self")
    assert set(left) == ({"a", "c"} if rows[1:] else {"c"})


@pytest.mark.parametrize("cell", ["很好", "11", "九十分"])
def test_what_was_not_accepted_is_not_forgotten_because_it_is_blank_now(cell):
    inbox = Inbox().receive("a", EVALUATION, row("member_self", 1, loyal=cell))
    inbox.receive("b", EVALUATION, row("member_self", 0, loyal=9), 2)
    rejected = {key for key in inbox.ledger.rejected if key[2] is WayKey.SELF}
    assert rejected == {("0102", "loyal", WayKey.SELF)}
    assert inbox.ledger.counts["0101", "loyal", WayKey.SELF] == {900: 1}


@pytest.mark.parametrize("older", [(0,), (1, 2), (0, 1, 2, 3)])
@pytest.mark.parametrize("newer", [(0,), (1, 3), ()])
def test_rows_that_are_blank_in_a_version_beside_one_that_counts_are_known(older, newer):
    inbox = Inbox()
    for number, (name, rows) in enumerate((("a", older), ("b", newer)), 1):
        filled = {key: value for n in rows for key, value in row("member_self", n, loyal=number).items()}
        inbox.receive(name, EVALUATION, filled, number)
    first = EVALUATION.table_of("member_self").first_row
    expected = {("a", "党员自评", first + n) for n in set(newer) - set(older)}
    expected |= {("b", "党员自评", first + n) for n in set(older) - set(newer)}
    assert select_parts(inbox.submissions).blank == expected


@pytest.mark.parametrize(
    ("rows", "is_complete", "is_withdrawn"),
    [
        # whether each has all that it needs, and whether it withdraws
        ([(True, False)], True, False),
        ([(False, False)], False, False),
        ([(False, True)], True, True),
        ([(False, True), (True, False)], True, False),
        ([(False, True), (False, False)], False, False),
        ([(True, False), (False, False)], False, False),
    ],
)
def test_rows_that_withdraw_a_decision_need_nothing_to_be_complete(rows, is_complete, is_withdrawn):
    lines = tuple(
        Line(
            ("0101",),
            n,
            f"{n}",
            filled=True,
            stated=True,
            complete=complete,
            withdrawn=Address(n, 5) if withdraws else None,
        )
        for n, (complete, withdraws) in enumerate(rows, 5)
    )
    said = Said(version("a"), lines)
    assert (said.is_complete, said.is_withdrawn) == (is_complete, is_withdrawn)
