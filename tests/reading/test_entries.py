"""What rows of registers and fields come to: entries, and lines that are held against the same rows in other versions."""

from dataclasses import replace

import pytest
from filled import complete
from grids import bytes_of, write_plain
from reading.test_count import BOOKS, BRANCH, PLAN, parts_of

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import commendation_form, evaluation_form, pledge_form
from xlcampaign.layout.sheet import Table
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.submission import Cells
from xlcampaign.reading.entries import Typed

PLEDGES, DECISIONS = pledge_form(PLAN, BRANCH), commendation_form(PLAN)
REGISTERS = [
    (book, sheet)
    for book in BOOKS
    for sheet in book.sheets
    if isinstance(sheet, Table) and sheet.register and any(key == sheet.key for key, _, _ in complete(book))
]
FIRST = PLEDGES.table_of("member_pledges").first_row
PLEDGE = {"star": "政治忠诚星", "text": "每月讲一次微党课"}


def pledged(row, **cells):
    return {("member_pledges", row, key): value for key, value in cells.items()}


def pledges(*rows):
    return parts_of(PLEDGES, {place: value for row in rows for place, value in row.items()})["member_pledges"]


@pytest.mark.parametrize(("book", "table"), REGISTERS, ids=lambda one: one.key)
def test_every_row_that_is_filled_in_is_one_entry_and_one_line_with_its_cells(book, table):
    part = parts_of(book, complete(book))[table.key]
    numbers = list(range(table.first_row, table.first_row + len(table.rows)))
    assert [entry.row for entry in part.entries] == [line.row for line in part.lines] == numbers
    assert {entry.grounds for entry in part.entries} == {table.register.grounds}
    assert [entry.typed for entry in part.entries] == [line.accepted for line in part.lines]
    assert sum(entry.typed for entry in part.entries) == part.cells.accepted
    assert all(line.filled and line.stated and not line.withdrawn and not line.written for line in part.lines)
    assert (part.texts, part.marks, part.meetings, part.attended) == ({}, {}, {}, {})


@pytest.mark.parametrize("rows", [(), (0,), (5,), (1, 2, 7)])
def test_of_the_rows_that_a_register_comes_with_only_those_filled_in_are_entries(rows):
    part = pledges(*(pledged(row, **PLEDGE) for row in rows))
    assert [entry.row - FIRST for entry in part.entries] == list(rows)
    assert [line.row - FIRST for line in part.lines] == list(rows)
    # name, kind and day stand there, star and text are typed; all rows come with the former
    assert [entry.typed for entry in part.entries] == [5] * len(rows)
    assert part.stated is bool(rows)


def test_an_entry_knows_which_of_its_cells_say_what_they_came_with():
    own = pledged(1, **PLEDGE, type="创新型承诺", due="2023-05-20")
    part = pledges(pledged(0, **PLEDGE), own, pledged(8, **PLEDGE, subject="钱某乙"))
    assert [set(entry.given) for entry in part.entries] == [
        {"subject", "type", "due"},
        {"subject"},
        {"subject"},
    ]


@pytest.mark.parametrize(
    ("subject", "accepted"), [("无此人", False), ("赵某甲乙丙", False), ("钱某乙", True), ("0103", True)]
)
def test_an_entry_on_nobody_is_none_and_all_its_cells_are_rejected(subject, accepted):
    part = pledges(pledged(2, **PLEDGE, subject=subject))
    assert len(part.entries) == len(part.lines) == accepted
    assert part.cells.rejected == (0 if accepted else 5)
    assert part.stated is accepted


@pytest.mark.parametrize(
    ("cells", "filled", "stated"),
    [
        ({"star": "没有的星"}, True, False),
        ({"star": "没有的星", "text": "每月讲一次微党课"}, True, True),
        ({"text": "每月讲一次微党课"}, True, True),
        ({"star": "撤回"}, True, True),
    ],
)
def test_a_row_with_a_bad_cell_is_filled_in_and_states_what_is_accepted(cells, filled, stated):
    (line,) = pledges(pledged(3, **cells)).lines
    assert (line.row, line.filled, line.stated) == (FIRST + 3, filled, stated)
    assert (line.withdrawn is not None) is ("撤回" in cells.values())


@pytest.mark.parametrize(
    ("row", "cells", "key", "words"),
    [
        (0, PLEDGE, ("1-0101-1",), ("", "0101", "每月讲一次微党课")),
        (3, PLEDGE, ("1-0102-2",), ("", "0102", "每月讲一次微党课")),
        (8, {**PLEDGE, "subject": "钱某乙"}, ("", "0102", "每月讲一次微党课"), ()),
        (8, {"star": "政治忠诚星", "subject": "钱某乙"}, ("", "0102", ""), ()),
        (1, {"star": "撤回"}, ("1-0101-2",), ("", "0101", "")),
    ],
)
def test_a_pledge_is_known_by_its_number_and_without_one_by_whom_it_is_of_and_its_text(
    row, cells, key, words
):
    (line,) = pledges(pledged(row, **cells)).lines
    assert (line.key, line.words) == (key, words)


def decided(sheet, **cells):
    return parts_of(DECISIONS, {(sheet, 0, key): value for key, value in cells.items()})[sheet].lines


VETO = {
    "subject": "钱某乙（0102）",
    "day": "2023-06-20",
    "document": "联党发〔2023〕7号",
    "situation": PLAN.vetoes[0].name,
}
OVERRIDE = {
    "subject": "钱某乙（0102）",
    "document": "联党发〔2023〕8号",
    "level": "优秀",
    "reason": "成绩突出",
}


@pytest.mark.parametrize(
    ("sheet", "cells", "complete"),
    [
        ("vetoes", VETO, True),
        ("vetoes", {**VETO, "situation": None}, False),
        ("vetoes", {**VETO, "document": None}, False),
        ("vetoes", {**VETO, "document": "不同意"}, False),
        ("vetoes", {**VETO, "document": "待定"}, False),
        ("overrides", OVERRIDE, True),
        ("overrides", {**OVERRIDE, "reason": None}, False),
        ("overrides", {**OVERRIDE, "document": "不予改评"}, False),
        ("commendations", {"subject": "钱某乙（0102）", "merit": "家访 40 户"}, True),
    ],
)
def test_a_decision_has_all_that_it_needs_or_has_no_effect(sheet, cells, complete):
    assert [line.complete for line in decided(sheet, **cells)] == [complete]


def test_what_is_decided_is_known_by_whom_it_is_about_and_what_tells_it_apart():
    lines = [decided("vetoes", **VETO), decided("overrides", **OVERRIDE)]
    known = [[(("0102", PLAN.vetoes[0].key), ())], [(("0102",), ())]]
    assert [[(line.key, line.words) for line in own] for own in lines] == known
    comment = {"subject": "甲二完小党支部", "achievements": "实", "author": " 李某 丁 "}
    lines = parts_of(BOOKS[2], {("comments", 0, key): value for key, value in comment.items()})[
        "comments"
    ].lines
    assert [(line.key, line.words) for line in lines] == [(("02", "李某丁"), ())]


def answering(book, sheet, known, cells):
    """The part of a sheet of which the sender's form came with one row, on which something was answered."""
    sheets = (replace(s, rows=(known,)) if s.key == sheet else s for s in book.sheets)
    answers = {(sheet, 0, key): value for key, value in cells.items()}
    return parts_of(replace(book, sheets=tuple(sheets)), answers)[sheet]


def kept(**cells):
    """The part of 践诺情况 on which one pledge was answered."""
    known = {"number": "1-0102-1", "name": "钱某乙", "text": "讲微党课", "due": None, "star": "政治忠诚星"}
    return answering(evaluation_form(PLAN, BRANCH), "fulfilment", known, cells)


@pytest.mark.parametrize(
    ("cells", "moot"),
    [
        ({"state": "已兑现"}, ("reason",)),
        ({"state": "未兑现", "reason": "停课"}, ()),
        ({"state": "进行中", "reason": "停课", "progress": "一半"}, ("reason",)),
        ({"progress": "一半"}, ("reason",)),
    ],
)
def test_what_the_rest_of_a_row_does_not_ask_for_is_moot(cells, moot):
    part = kept(**cells)
    assert [(entry.typed, entry.moot, entry.given) for entry in part.entries] == [(len(cells), moot, ())]
    assert [line.key for line in part.lines] == [("1-0102-1",)]


ANNOUNCED = {
    "branch_how": "公开栏",
    "branch_day": "2023-03-20",
    "member_how": "教师会",
    "member_day": "2023-03-20",
}


@pytest.mark.parametrize(
    "keys", [("branch_how",), ("member_day",), ("branch_how", "member_how", "branch_day")]
)
def test_one_field_alone_is_an_entry_of_its_sheet(keys):
    answers = {("announcement", 0, key): ANNOUNCED[key] for key in keys}
    part = parts_of(PLEDGES, answers)["announcement"]
    assert part.cells == Cells(len(keys), len(ANNOUNCED) - len(keys), 0)
    (entry,), (line,) = part.entries, part.lines
    assert (entry.row, entry.subject, entry.values.keys(), entry.typed) == (0, "", set(keys), len(keys))
    assert (line.key, line.row, line.accepted) == (("announcement",), 0, len(keys))
    assert (part.stated, line.filled, line.stated, line.withdrawn) == (True, True, True, None)


@pytest.mark.parametrize("word", ["撤回", "撤销"])
def test_fields_that_are_withdrawn_are_no_entry_and_withdraw_nothing_where_the_sheet_is_lost(word):
    part = parts_of(PLEDGES, {("announcement", 0, "branch_how"): word})["announcement"]
    assert (part.entries, part.lines[0].withdrawn is not None, part.lines[0].stated) == ((), True, True)
    workbook = write_plain(PLEDGES, {("announcement", 0, "branch_how"): word})
    copy = workbook.copy_worksheet(workbook["公开情况"])
    copy.cell(6, 2).value = "2023-03-20"
    submission = take_in(Envelope("f.xlsx", bytes_of(workbook)), PLAN).submission
    assert submission is not None
    lost = submission.parts["announcement"]
    assert (lost.entries, lost.lines[0].withdrawn, lost.lines[0].stated) == ((), None, False)


@pytest.mark.parametrize(
    ("cells", "key", "words", "revoked_by"),
    [
        ({}, ("0102", "safety"), (), []),
        ({"situation": "某种情形"}, ("0102", ""), ("0102", "某种情形"), []),
        ({"document": "撤回"}, ("0102", "safety"), (), ["撤回"]),
        ({"document": "撤销，联党发〔2023〕7号"}, ("0102", "safety"), (), ["撤销，联党发〔2023〕7号"]),
        # it never passes for one that does not say what is withdrawn
        ({"situation": "某种情形", "document": "撤回"}, ("0102", "某种情形"), (), ["撤回"]),
    ],
)
def test_a_row_that_withdraws_a_decision_is_known_by_what_it_says_though_it_cannot_be_read(
    cells, key, words, revoked_by
):
    part = parts_of(DECISIONS, {("vetoes", 0, name): value for name, value in (VETO | cells).items()})[
        "vetoes"
    ]
    assert [(line.key, line.words) for line in part.lines] == [(key, words)]
    said = {"subject": "0102"} | ({"situation": "safety"} if "situation" not in cells else {})
    assert part.revoking == tuple(
        RegisterRow(part.lines[0].row, "0102", said, 0, unread={"document": document}, revokes=True)
        for document in revoked_by
    )
    assert len(part.entries) == (not revoked_by)


def test_what_is_withdrawn_of_other_registers_revokes_nothing():
    part = pledges(pledged(0, **PLEDGE), pledged(1, **(PLEDGE | {"text": "撤回"})))
    assert [(line.row - FIRST, line.withdrawn is not None) for line in part.lines] == [(0, False), (1, True)]
    assert (part.revoking, part.loose) == ((), ())


def test_a_row_of_which_nothing_could_be_read_is_an_entry_of_decisions_alone():
    assert pledges(pledged(3, star="没有的星")).entries == ()
    assert [entry.row for entry in pledges(pledged(3, star="没有的星", text="听课")).entries] == [FIRST + 3]
    candidate = {"subject": "0102", "result": "★8"}
    [entry] = answering(DECISIONS, "commendations", candidate, {"decision": "再看看"}).entries
    assert (entry.subject, entry.unread) == ("0102", {"decision": "再看看"})
    assert answering(DECISIONS, "commendations", candidate, {}).entries == ()


def test_a_commendation_is_withdrawn_by_a_word_and_no_document():
    [entry] = parts_of(
        DECISIONS,
        {("commendations", 0, "subject"): "钱某乙（0102）", ("commendations", 0, "decision"): "撤回"},
    )["commendations"].revoking
    assert (entry.subject, entry.values, entry.typed) == ("0102", {"subject": "0102"}, 0)
    assert "document" not in entry.unread


CANDIDATE = {"subject": "0102", "result": "★8"}
PROPOSED = {"subject": "0102", "situation": "safety"}


@pytest.mark.parametrize(
    ("sheet", "known", "cells", "entries", "loose"),
    [
        ("commendations", CANDIDATE, {}, 0, []),
        ("commendations", CANDIDATE, {"merit": "好"}, 1, []),
        ("commendations", CANDIDATE, {"subject": "孙某丙", "merit": "好"}, 0, [("", ("0103", "0203"))]),
        ("commendations", CANDIDATE, {"subject": None, "merit": "好"}, 0, [("", ())]),
        # what was proposed, and is not decided
        ("vetoes", PROPOSED, {}, 0, [("0102", ("0102",))]),
        ("vetoes", PROPOSED, {"situation": "某种情形"}, 0, [("0102", ("0102",))]),
        ("vetoes", PROPOSED, {"situation": None}, 0, []),
        ("vetoes", PROPOSED, {"subject": "孙某丙"}, 0, [("", ("0103", "0203"))]),
        ("vetoes", PROPOSED, {"document": "纪要1号"}, 1, []),
        ("vetoes", PROPOSED, {"day": "改天再说吧"}, 1, []),
        ("vetoes", PROPOSED, {"subject": "无此人", "document": "纪要1号"}, 0, [("", ())]),
        ("vetoes", {}, {"document": "纪要1号"}, 0, [("", ())]),
        ("vetoes", {}, {"document": "撤回"}, 0, []),
        ("vetoes", {}, {"subject": "无此人", "document": "撤回"}, 0, []),
        ("vetoes", {}, {"subject": "无此人"}, 0, []),
        ("vetoes", {}, {"subject": "钱某乙（0102）"}, 0, []),
        ("overrides", {}, {"subject": "孙某丙", "level": "很好"}, 0, [("", ("0103", "0203"))]),
        ("overrides", {}, {"level": "优秀"}, 0, [("", ())]),
    ],
)
def test_a_row_about_nobody_for_sure_or_that_decides_nothing_is_known_with_whom_it_may_be_about(
    sheet, known, cells, entries, loose
):
    part = answering(DECISIONS, sheet, known, cells)
    assert len(part.entries) == entries
    assert [(row.subject, row.named) for row in part.loose] == loose
    assert all(row.row == 5 and row.typed == 0 and not row.revokes for row in part.loose)
    typed = {name: value for name, value in cells.items() if value in {"孙某丙", "某种情形", "很好"}}
    assert [{name: row.unread.get(name) for name in typed} for row in part.loose] == [typed] * len(loose)


def test_a_word_for_nothing_says_something_only_where_a_decision_takes_one():
    tables = [sheet for book in (*BOOKS, DECISIONS) for sheet in book.sheets if isinstance(sheet, Table)]
    deciding = {table.key: set(Typed.on(table).deciding) for table in tables}
    assert {key: own for key, own in deciding.items() if own} == {"recommendations": {"decision"}}
    assert {"closings", "objections", "commendations", "vetoes"} <= deciding.keys()
