"""What a form says of itself agrees with what is found in it: never ready over an error, never red over what is read.

But for marks that only a look at other marks, or at the ballot itself, explains: those a form asks for in plain words.
"""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from dear import mostly_slow
from filled import complete, form_of, values_of, written
from plans import plan_of, small_plan, with_entries
from recalculate import (
    all_differences,
    by_formulon,
    differences,
    each_variant_by_every_engine,
    recalculate,
)

from xlcampaign.checks.alike import once
from xlcampaign.checks.inbox import check_votes
from xlcampaign.commands.intake import take_in
from xlcampaign.findings.finding import Rejects
from xlcampaign.layout.forms import assessment_form, commendation_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.model.roster import Category
from xlcampaign.sample.plan import sample_plan
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts

VOTED = {WayKey.PEER, WayKey.TEACHER}
BY_BALLOTS = with_entries(
    small_plan(1, 3), lambda _, way: ("approval", Entry.BALLOTS if way in VOTED else Entry.MARKS)
)
BALLOTS = 3


def cast():
    """A form complete with three ballots on each sheet, all marks agreed but for one's own row."""
    book = form_of(BY_BALLOTS)
    answers = complete(book)
    answers |= {
        ("meeting", row, key): BALLOTS
        for row in range(len(book.table_of("meeting").rows))
        for key in ("due", "present", "issued", "returned", "valid")
    }
    for sheet in book.sheets:
        for n, row in enumerate(getattr(sheet, "rows", ())):
            if row.get("ballot", 0) > BALLOTS or (sheet.key == "member_peer" and n in {0, 4, 8}):
                for column in sheet.columns:
                    if column.mark:
                        answers.pop((sheet.key, n, column.key), None)
    return book, answers


def ready(path):
    return values_of(path)["填表说明"]["A13"].value == "填报进度：可以上报"


def merged(path, plan):
    """What is found in a form and in its votes together."""
    intake = take_in(Envelope("f.xlsx", path.read_bytes()), plan)
    taken = (intake.submission,)
    ledger = merge_parts(taken, select_parts(taken), plan, 1)
    return list(once([*intake.findings, *check_votes(ledger, plan)]))


TYPED = [
    ({}, True),
    ({("member_peer", 1, "loyal"): "√"}, True),
    ({("member_peer", 1, "loyal"): "反对"}, True),
    ({("member_peer", 1, "loyal"): "△"}, False),
    ({("member_peer", 0, "attended"): "无"}, False),
    ({("member_peer", 0, "attended"): "待定"}, False),
    ({("member_peer", 1, "attended"): None}, False),
    ({("member_peer", 0, "attended"): "否"}, True),
    ({("member_peer", 0, "attended"): "×"}, True),
    ({("member_peer", 0, "ballot"): "票1"}, False),
    ({("member_peer", 1, "ballot"): "一号"}, False),
    ({("member_peer", 1, "ballot"): None}, False),
    ({("member_peer", 3, "ballot"): 1}, False),
    ({("member_peer", 8, "ballot"): "2"}, False),
    ({("branch_peer", 1, "ballot"): 1}, False),
    ({("member_peer", 1, "code"): "0101", ("member_peer", 1, "name"): "赵某甲"}, False),
    ({("branch_peer", 0, "ballot"): "票1"}, False),
    ({("branch_peer", 0, "ballot"): None}, False),
    ({("cover", 0, "version"): "两"}, True),
    ({("cover", 0, "version"): "第两次"}, True),
    ({("cover", 0, "version"): "第几次"}, False),
]


@pytest.mark.parametrize(("typed", "well"), TYPED)
def test_a_form_of_ballots_is_ready_just_where_nothing_is_in_error(tmp_path, typed, well):
    book, answers = cast()
    path = written(tmp_path, book, answers | typed)
    errors = [finding for finding in merged(path, BY_BALLOTS) if finding.is_error]
    assert (ready(path), not errors) == (well, well), errors


@pytest.mark.parametrize("word", ["○", "x", "√×", "废票"])
def test_a_form_of_ballots_asks_for_plain_words_where_reading_has_to_look_at_other_marks(tmp_path, word):
    book, answers = cast()
    path = written(tmp_path, book, answers | {("member_peer", 1, "loyal"): word})
    assert not ready(path)
    assert not [finding for finding in merged(path, BY_BALLOTS) if finding.is_error]


TOO_MANY = [(sheet, rows) for rows in (3, 6) for sheet in ("member_peer", "branch_peer", "member_teacher")]


@pytest.mark.parametrize(("sheet", "rows"), mostly_slow(TOO_MANY, *TOO_MANY[1::2]))
def test_one_ballot_too_many_is_not_ready(tmp_path, sheet, rows):
    """It is typed into the rows of the form, or below them."""
    book, answers = cast()
    table = book.table_of(sheet)
    per_ballot = 1 if table.subject else 3
    short = replace(table, rows=tuple(row for row in table.rows if row["ballot"] <= BALLOTS + rows // 3 - 1))
    own = replace(book, sheets=tuple(short if one.key == sheet else one for one in book.sheets))
    path = written(
        tmp_path,
        own,
        {key: raw for key, raw in answers.items() if key[0] != sheet or key[1] < len(short.rows)},
    )
    assert ready(path)
    workbook = openpyxl.load_workbook(path)
    tab, top = workbook[table.title.zh], table.first_row + BALLOTS * per_ballot
    for column in table.columns:
        if column.mark:
            tab.cell(top, [c.key for c in table.columns].index(column.key) + 1).value = "同意"
    tab.cell(top, 1).value = BALLOTS + 1
    workbook.save(path)
    assert not ready(recalculate(path, by_formulon))


ABSTENTIONS = ["/", "无", "——", None, "没有", "待定"]


@pytest.mark.parametrize("word", ABSTENTIONS)
def test_abstentions_said_to_be_none_where_there_were_any_are_missing_and_said_once(tmp_path, word):
    plan = small_plan(1, 3, abstentions="apart")
    book = form_of(plan)
    stars = [column.key for column in book.table_of("member_peer").columns if column.key.endswith(".abstain")]
    answers = complete(book) | {("meeting", row, "abstained"): "无" for row in range(4)}
    answers |= {("meeting", 0, "abstained"): "有"}
    answers |= {("member_peer", row, star): 1 if row == 0 else word for row in range(3) for star in stars}
    path = written(tmp_path, book, answers)
    found = [f for f in merged(path, plan) if f.place.sheet == "党员互评"]
    assert [f.rule.code for f in found] == ["C133"]
    assert not ready(path)
    assert f"还差 {2 * len(stars)} 格" in values_of(path)["党员互评"]["A3"].value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "带病支教"}, True),
        ({"reason": "见附件", "opinion": "好"}, True),
        ({"reason": "贡献大", "override": "/"}, True),
        ({"reason": "无"}, False),
        ({"reason": "贡献大", "override": "优秀"}, False),
        ({"reason": "收费", "veto": "违规收费或有偿补课"}, False),
        ({"reason": "贡献大", "override": "很好"}, False),
    ],
)
def test_a_reason_without_a_proposal_is_said(tmp_path, typed, said):
    plan = small_plan(1, 3)
    book = form_of(plan)
    answers = complete(book) | {("member_organisation", 1, key): raw for key, raw in typed.items()}
    codes = {
        f.rule.code
        for f in take_in(Envelope("f.xlsx", written(tmp_path, book, answers).read_bytes()), plan).findings
    }
    assert ("R124" in codes) is said


@pytest.mark.parametrize("key", ["due", "star", "type", "area"])
@pytest.mark.parametrize("word", ["待定", "/", "未定", "30号以后"])
def test_a_word_alone_on_a_spare_row_is_red_just_where_it_is_an_error(tmp_path, key, word):
    plan = small_plan(1, 3)
    book = pledge_form(plan, plan.branches[0])
    table = book.table_of("member_pledges")
    answers = complete(book) | {
        ("member_pledges", n, "text"): f"听课{n + 1}节" for n in range(len(table.rows))
    }
    path = written(tmp_path, book, answers | {("member_pledges", len(table.rows), key): word})
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    assert ready(path) is not any(f.is_error for f in findings), findings


@each_variant_by_every_engine  # the second calculates what else is typed into them, one ballot too many
def test_forms_of_ballots_recalculate_to_what_they_say(tmp_path, engine):
    book, answers = cast()
    which = (0, 4, 9, 11, 12, 15, 17)
    paths = [written(tmp_path, book, answers | TYPED[n][0], name=f"{n}") for n in which]
    assert all_differences(paths, engine) == []


@each_variant_by_every_engine
def test_abstentions_that_are_missing_recalculate_to_what_is_said(tmp_path, engine):
    book = form_of(small_plan(1, 3, abstentions="apart"))
    answers = complete(book) | {("meeting", row, "abstained"): "有" for row in range(4)}
    answers |= {("member_peer", row, "loyal.abstain"): word for row, word in enumerate(["/", 1, "无"])}
    path = written(tmp_path, book, answers)
    assert differences(path, recalculate(path, engine)) == []


WITHDRAWN = [
    {("meeting", 0, "due"): "作废（重新测评）"},
    {("meeting", 1, "present"): "撤回"},
    {("meeting", 0, "date"): "作废"},
    {("member_self", 0, "loyal"): "撤回"},
    {("member_teacher", 1, "loyal.approve"): "已撤回"},
]
"""Words that withdraw a row or a vote, in cells that take numbers, days or marks."""


@pytest.mark.parametrize("typed", WITHDRAWN)
def test_words_that_withdraw_are_not_called_out_of_range(tmp_path, typed):
    book = form_of(small_plan(1, 3))
    path = written(tmp_path, book, complete(book) | typed)
    (sheet,) = {key[0] for key in typed}
    faults = take_in(Envelope("f.xlsx", path.read_bytes()), small_plan(1, 3)).findings
    assert not [one for one in faults if one.rule.code == "C103"]
    state = values_of(path)[book.table_of(sheet).title.zh]["A3"].value
    assert "有误" not in state
    assert "填得不对" not in state


@each_variant_by_every_engine
def test_words_that_withdraw_recalculate_to_what_is_said(tmp_path, engine):
    book = form_of(small_plan(1, 3))
    answers = complete(book)
    for typed in WITHDRAWN:
        answers |= typed
    path = written(tmp_path, book, answers)
    assert differences(path, recalculate(path, engine)) == []


BELOW = [
    ("vetoes", {"B17": "酒驾"}),
    ("vetoes", {"A30": "钱某乙（0102）", "B30": "违规收费或有偿补课", "C30": "纪要3号"}),
    ("overrides", {"D90": "纪要3号"}),
    ("commendations", {"A18": "吴某"}),
    ("comments", {"B40": "备课认真"}),
    ("member_peer", {"C8": 3}),
    ("member_self", {"B700": "注：以上已核对"}),
    ("branch_self", {"B40": 8}),
    ("baseline", {"C9": "学习不够"}),
]
"""What is typed below a table."""


def book_with(sheet, plan):
    books = (
        form_of(plan),
        pledge_form(plan, plan.branches[0]),
        commendation_form(plan),
        assessment_form(plan),
    )
    return next(book for book in books if sheet in {one.key for one in book.sheets})


def typed_into(path, title, cells):
    workbook = openpyxl.load_workbook(path)
    for cell, raw in cells.items():
        workbook[title][cell] = raw
    workbook.save(path)
    return path


@pytest.mark.parametrize(("sheet", "cells"), mostly_slow(BELOW, *BELOW[::3]))
def test_a_form_is_not_ready_over_what_stands_below_a_table(tmp_path, sheet, cells):
    plan = small_plan(1, 3)
    book = book_with(sheet, plan)
    path = written(tmp_path, book, complete(book) if sheet != "baseline" else pledged(book))
    assert ready(path)
    title = book.table_of(sheet).title.zh
    again = recalculate(typed_into(path, title, cells), by_formulon)
    assert not ready(again)
    assert title in values_of(again)["填表说明"]["A13"].value


def pledged(book):
    table = book.table_of("member_pledges")
    return complete(book) | {("member_pledges", n, "text"): f"听课{n}节" for n in range(len(table.rows))}


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("member_peer", {"A9": "合计", "C9": 12}),
        ("member_self", {"B8": "平均", "C8": 8.5}),
        (
            "vetoes",
            {
                "A17": "钱某乙（0102）",
                "B17": "违规收费或有偿补课",
                "C17": "纪要3号",
                "D17": date(2023, 6, 1),
            },
        ),
        ("comments", {"A40": "钱某乙（0102）", "B40": "好", "C40": "无", "D40": "学", "E40": "李某"}),
    ],
)
def test_totals_and_whole_entries_below_a_table_are_read_and_ready(tmp_path, sheet, cells):
    plan = small_plan(1, 3)
    book = book_with(sheet, plan)
    path = typed_into(
        written(tmp_path, book, complete(book)),
        book.table_of(sheet).title.zh,
        cells,
    )
    assert not [f for f in merged(path, plan) if f.is_error]
    assert ready(recalculate(path, by_formulon))


LEVEL = {"level": "优秀", "reason": "支教", "document": "纪要3号"}
WHO, BRANCH, UNGRADED = "钱某乙（0102）", "甲一完小党支部", "孙某丙（0103）"
DECIDED = [
    ([("overrides", {"subject": WHO, **LEVEL})], True),
    ([("overrides", {"subject": WHO, **LEVEL, "level": "先进"})], False),
    ([("overrides", {"subject": "0102", **LEVEL, "level": "后进"})], False),
    ([("overrides", {"subject": BRANCH, **LEVEL})], False),
    ([("overrides", {"subject": BRANCH, **LEVEL, "level": "先进"})], True),
    ([("overrides", {"subject": UNGRADED, **LEVEL})], False),
    ([("overrides", {"subject": WHO, **LEVEL}), ("overrides", {"subject": WHO, **LEVEL, "level": "合格"})], False),
    ([("overrides", {"subject": WHO, **LEVEL}), ("overrides", {"subject": WHO, **LEVEL, "document": "不同意"})], False),
    ([("overrides", {"subject": WHO, **LEVEL}), ("overrides", {"subject": BRANCH, **LEVEL, "level": "较好"})], True),
    (
        [
            ("overrides", {"subject": WHO, **LEVEL}),
            ("overrides", {"subject": WHO, **LEVEL, "level": "合格", "document": "不同意"}),
        ],
        True,
    ),
    (
        [
            ("vetoes", {"subject": WHO, "situation": "违规收费或有偿补课", "document": "纪要3号", "day": "6月1日"}),
            ("vetoes", {"subject": WHO, "situation": "违规收费或有偿补课", "document": "不通过", "day": "6月1日"}),
        ],
        False,
    ),
    ([("overrides", {"subject": WHO, **LEVEL, "level": "不同意"})], True),
    ([("overrides", {"subject": WHO, "level": "不予"})], True),
    ([("overrides", {"subject": WHO, "level": "没有"})], True),
    ([("overrides", {"subject": WHO, **LEVEL, "level": "没有"})], False),
    ([("vetoes", {"subject": WHO, "situation": "未通过"})], True),
    ([("vetoes", {"subject": WHO, "situation": "不同意", "document": "不同意"})], True),
    ([("vetoes", {"subject": WHO, "situation": "不同意", "document": "纪要3号", "day": date(2023, 6, 10)})], True),
    (
        [
            ("vetoes", {"subject": WHO, "situation": "不予", "document": "不同意"}),
            ("vetoes", {"subject": BRANCH, "situation": "违规收费或有偿补课", "document": "纪要3号", "day": date(2023, 6, 10)}),
        ],
        True,
    ),
    ([("overrides", {"subject": WHO, **LEVEL}), ("overrides", {"subject": WHO, **LEVEL, "level": "不同意"})], False),
    (
        [
            ("vetoes", {"subject": WHO, "situation": "违规收费或有偿补课", "document": "纪要3号", "day": date(2023, 6, 10)}),
            ("vetoes", {"subject": WHO, "situation": "不同意", "document": "纪要4号", "day": date(2023, 6, 10)}),
        ],
        False,
    ),
    (
        [
            ("vetoes", {"subject": WHO, "situation": "违规收费或有偿补课", "document": "纪要3号", "day": date(2023, 6, 10)}),
            ("vetoes", {"subject": WHO, "situation": "师德失范并已公开处理", "document": "纪要4号", "day": date(2023, 6, 10)}),
            ("vetoes", {"subject": BRANCH, "situation": "不同意", "document": "纪要5号", "day": date(2023, 6, 10)}),
        ],
        True,
    ),
]  # fmt: skip
"""Rows of the committee's sheets, and whether merging takes them all."""


def probationary(plan):
    """The plan with a member who gets no level."""
    members = (
        replace(one, category=Category.PROBATIONARY) if one.code == "0103" else one for one in plan.members
    )
    return replace(plan, members=tuple(members))


@pytest.mark.parametrize(("rows", "well"), DECIDED)
def test_decisions_are_ready_just_where_merging_takes_them_all(tmp_path, rows, well):
    plan = probationary(small_plan(1, 3))
    book = commendation_form(plan)
    answers = {(sheet, n, key): raw for n, (sheet, row) in enumerate(rows) for key, raw in row.items()}
    path = written(tmp_path, book, answers)
    intake = take_in(Envelope("f.xlsx", path.read_bytes()), plan)
    taken = (intake.submission,)
    flaws = merge_parts(taken, select_parts(taken), plan, 1).registers.flaws
    assert (not [flaw for flaw in flaws if flaw.rule.rejects is not Rejects.NOTHING]) is well
    assert ready(path) is well


@each_variant_by_every_engine
@pytest.mark.parametrize(
    "chosen",
    mostly_slow([[2, 5, 9, 11, 14, 20], [6, 10, 12, 16, 18, 19, 21]], [2, 5, 9, 11, 14, 20]),
    ids=["some", "others"],
)
def test_decisions_recalculate_to_what_is_said(tmp_path, chosen, engine):
    book = commendation_form(probationary(small_plan(1, 3)))
    paths = []
    for which in chosen:
        rows = enumerate(DECIDED[which][0])
        answers = {(sheet, n, key): raw for n, (sheet, row) in rows for key, raw in row.items()}
        paths.append(written(tmp_path, book, answers, name=f"{which}"))
    assert all_differences(paths, engine) == []


@pytest.mark.parametrize("branches", mostly_slow([2, 14, 40], 2, 14))
@pytest.mark.parametrize(("found", "well"), [("钱某乙（9999）", False), ("吴某", False), (None, True)])
def test_somebody_unknown_is_an_error_however_many_are_known(tmp_path, branches, found, well):
    plan = plan_of(sample_plan(branches=branches, members=8 * branches, seed=1))
    book = commendation_form(plan)
    table = book.table_of("vetoes")
    known = table.column_of("subject").kind.choices[-1].label.zh
    decided = {"subject": found or known, "situation": plan.vetoes[0].name}
    decided |= {"document": "纪要3号", "day": plan.stages[0].end}
    path = written(tmp_path, book, {("vetoes", 0, key): raw for key, raw in decided.items()})
    assert ready(path) is well
    assert ready(recalculate(path, by_formulon)) is well
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    assert any(finding.is_error for finding in findings) is not well
