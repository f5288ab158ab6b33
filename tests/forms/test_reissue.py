"""A form issued again: it holds what counts, marks what could not be read, and is the same form."""

from dataclasses import replace
from datetime import date, time

import openpyxl
import pytest
from dear import mostly_slow
from filled import SHAPES, complete, form_of, sample_answers, shaped
from fit import cuts
from grids import bytes_of, write_plain
from known import books_of
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.forms.form import write_form
from xlcampaign.forms.reissue import Received, reissue
from xlcampaign.layout.forms import commendation_form, pledge_form
from xlcampaign.layout.sheet import RowKind, Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry
from xlcampaign.words import Lang


def taken(plan, data, name="01 报来的表.xlsx"):
    return take_in(Envelope(name, data), plan, drafts=True)


def received(*intakes, tied=()):
    """What was received, the last one of which counts."""
    sheets = {key: (sheet,) for key, sheet in intakes[-1].draft.sheets.items()}
    return Received(tuple(intake.submission for intake in intakes), sheets, frozenset(tied))


def again(tmp_path, book, *intakes, lang=Lang.ZH, tied=()):
    """The file of a form issued again."""
    issued = reissue(book, received(*intakes, tied=tied), lang)
    path = tmp_path / "again.xlsx"
    write_form(path, issued.book, lang, date(2023, 5, 1), issued.answers)
    return path


def sent(plan, book, answers, name="01 报来的表.xlsx"):
    return taken(plan, plain_file(book, answers), name)


def cover(path):
    return openpyxl.load_workbook(path)[openpyxl.load_workbook(path).sheetnames[0]]


def said(intake):
    """What was found in the cells of a file."""
    return {(f.rule.code, f.place.sheet, f.place.cell) for f in intake.findings}


def all_forms():
    plan = small_plan(2, 3)
    shapes = [shaped(*shape) for shape in SHAPES]
    return [*((plan, book) for book in books_of(plan)), *((plan, form_of(plan)) for plan in shapes)]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(("plan", "book"), all_forms(), ids=lambda given: getattr(given, "key", ""))
def test_what_comes_back_untouched_says_what_was_received(tmp_path, plan, book, lang):
    plan = replace(plan, campaign=replace(plan.campaign, language=lang))
    first = sent(plan, book, sample_answers(plan, book, 7) | {("cover", 0, "version"): 1})
    second = taken(plan, again(tmp_path, book, first, lang=lang).read_bytes())
    secret = {s.key for s in book.sheets if isinstance(s, Table) and s.row_kind is RowKind.BALLOT}
    assert second.submission.parts.keys() == first.submission.parts.keys()
    for key, part in second.submission.parts.items():
        before = first.submission.parts[key]
        if key in secret:
            assert (part.filled, part.marks) == (False, {})
        else:
            assert (part.digest, part.stated, part.cells) == (before.digest, before.stated, before.cells), key
    assert {f.rule.code for f in second.findings} <= {f.rule.code for f in first.findings}
    assert second.submission.identity == first.submission.identity
    assert (second.submission.version, second.submission.stems_from) == (2, first.submission.origins)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "typed", "shown"),
    [
        ("member_self", 0, "loyal", "很好", "很好"),
        ("member_self", 2, "study", 11, "11"),
        ("member_self", 1, "study", 8.3, "8.3"),
        ("member_peer", 0, "loyal.approve", "一两票", "一两票"),
        ("member_peer", 1, "attended", "也许", "也许"),
        ("meeting", 0, "date", date(1999, 5, 1), "1999-05-01"),
        ("meeting", 1, "valid", True, "TRUE"),
        ("meeting", 0, "teller", "钱" * 21, "钱" * 21),
        ("member_organisation", 0, "override", "第一", "第一"),
        ("branch_self", 3, "self", "=SUM(A1:B2)", "=SUM(A1:B2)"),
        ("meeting", 0, "supervisor", "李" * 40_000, "李" * 32_767),
        ("meeting", 0, "teller", "#REF!", None),
        ("meeting", 0, "scrutineer", "=A1", None),
        ("member_self", 0, "loyal", "#REF!", "#REF!"),
    ],
)
def test_what_could_not_be_read_stands_there_again_and_never_counts(
    tmp_path, plan, sheet, row, column, typed, shown
):
    book = form_of(plan)
    first = sent(plan, book, complete(book) | {(sheet, row, column): typed})
    path = again(tmp_path, book, first)
    table = book.table_of(sheet)
    cell = f"{table.letter_of(column)}{table.first_row + row}"
    title = table.title.zh
    assert openpyxl.load_workbook(path)[title][cell].value == shown
    assert f"{title} {cell}（" in cover(path)["A3"].value
    second = taken(plan, path.read_bytes())
    errors = {place[1:] for place in said(second) if place[1] == title}
    assert (title, cell) in errors
    assert second.submission.parts[sheet].cells.accepted == first.submission.parts[sheet].cells.accepted
    if str(typed)[0] not in "=#":
        assert said(second) == said(first)


NASTY = [True, 1e300, -3, 0.125, date(1901, 1, 1), time(8, 30), "=1+1", "#NAME?", "#DIV/0!", "_x0041_", "\t9\u200b", "'9",
         "9。5", "①", "90%", "http://a.b", "<b>&", "@SUM(A1)", "𠀀" * 500]  # fmt: skip


@pytest.mark.parametrize("nasty", mostly_slow(NASTY, *NASTY[::2]), ids=str)
@pytest.mark.parametrize(("plan", "book"), all_forms()[:5], ids=lambda given: getattr(given, "key", ""))
def test_whatever_was_typed_what_was_refused_is_never_accepted_by_coming_again(tmp_path, plan, book, nasty):
    tables = [sheet for sheet in book.sheets if isinstance(sheet, Table)]
    typed = {(s.key, row, c.key): nasty for s in tables for row in (0, 1) for c in s.own_columns}
    typed = {key: raw for key, raw in typed.items() if key[1] < book.table_of(key[0]).last_row - 4}
    first = sent(plan, book, complete(book) | typed | {("cover", 0, "filled_by"): nasty})
    second = taken(plan, again(tmp_path, book, first).read_bytes())
    for key, part in second.submission.parts.items():
        before = first.submission.parts[key]
        assert part.cells.accepted <= before.cells.accepted + (key == "cover"), key
        told, read = ([replace(one, unread={}) for one in each.entries] for each in (part, before))
        assert all(one in read for one in told), key
        # what would be accepted by itself is left blank, and may have been all that an entry said
        assert all(one in told for one, was in zip(read, before.entries, strict=True) if not was.unread), key


def test_what_nobody_could_read_because_of_a_merge_is_told_and_not_put_in(tmp_path, plan):
    book = form_of(plan)
    workbook = write_plain(book, complete(book))
    workbook["党员自评"].merge_cells("C5:C6")
    first = taken(plan, bytes_of(workbook))
    path = again(tmp_path, book, first)
    sheet = openpyxl.load_workbook(path)["党员自评"]
    assert [sheet[cell].value for cell in ("C5", "C6", "C7")] == [None, None, 8.5]
    assert "党员自评 C5（8.5）" in cover(path)["A3"].value


def test_rows_that_were_added_go_below_and_leave_the_room_there_was(tmp_path, plan):
    book = commendation_form(plan)
    people = [choice.label.zh for choice in book.table_of("vetoes").column_of("subject").kind.choices]
    columns = book.table_of("vetoes").columns
    answers = {
        ("vetoes", row, column.key): column.kind.show(column.example, Lang.ZH)
        for row in range(len(people))
        for column in columns
        if column.example is not None
    }
    situation = book.table_of("vetoes").column_of("situation").kind.choices[0].label.zh
    for row, who in enumerate(people):
        answers |= {("vetoes", row, "subject"): who, ("vetoes", row, "situation"): situation}
    first = sent(plan, book, answers)
    issued = reissue(book, received(first), Lang.ZH)
    table = issued.book.table_of("vetoes")
    assert table.last_row - book.table_of("vetoes").last_row == len(people)
    second = taken(plan, again(tmp_path, book, first).read_bytes())
    assert second.submission.parts["vetoes"].entries == first.submission.parts["vetoes"].entries


def test_decisions_are_found_again_at_the_rows_of_what_was_proposed_since(tmp_path):
    plan = small_plan(2, 3)
    early = commendation_form(plan)
    answers = {("overrides", 0, key): text for key, text in
               {"subject": "孙某丙（0103）", "level": "优秀", "reason": "支教两年", "document": "纪要7号"}.items()}  # fmt: skip
    first = sent(plan, early, answers)
    *_, late = books_of(plan)
    assert [row["subject"] for row in late.table_of("overrides").rows] == ["0103"]
    sheet = openpyxl.load_workbook(again(tmp_path, late, first))["改评"]
    assert [[cell.value for cell in sheet[row][:4]] for row in (5, 6)] == [
        ["孙某丙（0103）", "优秀", "支教两年", "纪要7号"],
        [None] * 4,
    ]


def test_a_proposal_of_which_nothing_was_decided_is_the_one_of_today(tmp_path):
    plan = small_plan(2, 3)
    *_, book = books_of(plan)
    first = sent(
        plan, book, {("vetoes", 3, "subject"): "钱某乙（0202）", ("vetoes", 3, "document"): "纪要8号"}
    )
    rows = ({"subject": "0102", "situation": plan.vetoes[0].key},)
    changed = replace(book.table_of("vetoes"), rows=rows)
    today = replace(book, sheets=(book.sheets[0], changed, *book.sheets[2:]))
    sheet = openpyxl.load_workbook(again(tmp_path, today, first))["否决"]
    assert [sheet[cell].value for cell in ("A5", "B5", "C5")] == ["钱某乙（0102）", plan.vetoes[0].name, None]
    assert [sheet[cell].value for cell in ("A6", "C6")] == ["钱某乙（0202）", "纪要8号"]


def test_whoever_is_named_twice_is_left_blank(tmp_path, plan):
    book = form_of(plan)
    workbook = write_plain(book, complete(book))
    sheet = workbook["党员自评"]
    sheet.append([cell.value for cell in sheet[6]])
    path = again(tmp_path, book, taken(plan, bytes_of(workbook)))
    sheet = openpyxl.load_workbook(path)["党员自评"]
    assert [sheet[f"C{row}"].value for row in (5, 6, 7)] == [8.5, None, 8.5]
    assert cover(path)["A3"].value.count("党员自评“0102 钱某乙”一行（没有填入）") == 1


@pytest.mark.parametrize(
    ("sheet", "cells", "named"),
    [
        ("党员自评", {"B6": "冯某某"}, "0102 冯某某"),
        ("教师测评", {"A7": "0999", "B7": "冯某某"}, "0999 冯某某"),
        ("组织总评", {"A5": None, "B5": "冯某某"}, "冯某某"),
    ],
)
def test_a_row_of_which_nobody_knows_whose_it_is_is_named(tmp_path, plan, sheet, cells, named):
    book = form_of(plan)
    workbook = write_plain(book, complete(book))
    for cell, value in cells.items():
        workbook[sheet][cell] = value
    path = again(tmp_path, book, taken(plan, bytes_of(workbook)))
    assert f"{sheet}“{named}”一行" in cover(path)["A3"].value
    row = next(iter(cells))[1:]
    assert openpyxl.load_workbook(path)[sheet][f"C{row}"].value is None


@pytest.mark.parametrize("typed", ["否", None])
def test_whether_somebody_voted_stays_as_it_was_typed(tmp_path, plan, typed):
    book = form_of(plan)
    first = sent(plan, book, complete(book) | {("member_peer", 1, "attended"): typed})
    table = book.table_of("member_peer")
    sheet = openpyxl.load_workbook(again(tmp_path, book, first))["党员互评"]
    column = table.letter_of("attended")
    assert [sheet[f"{column}{row}"].value for row in (5, 6)] == ["是", typed]


def test_ballots_are_kept_secret_and_need_not_be_typed_again(tmp_path):
    plan = shaped("approval", Entry.BALLOTS)
    book = form_of(plan)
    path = again(tmp_path, book, sent(plan, book, sample_answers(plan, book, 1)))
    told = cover(path)
    assert "逐张录入的测评票保密" in told["A3"].value
    assert "党员互评" in told["A3"].value
    states = {
        row[0].value: row[5].value
        for row in openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(15)
    }
    assert "还差" not in str(states["党员互评"])
    unclear = again(tmp_path, book, sent(plan, book, sample_answers(plan, book, 1)), tied={"member_peer"})
    *_, unfilled, secret = cover(unclear)["A3"].value.split("\n")
    assert ("党员互评" in unfilled, "党员互评" in secret) == (True, False)
    empty = again(tmp_path, book, sent(plan, book, {("meeting", 0, "teller"): "钱某乙"}))
    assert "逐张录入" not in cover(empty)["A3"].value


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([None], 2), ([1], 2), (["第三次"], 4), ([2, 5], 6), (["很多"], 2), (["很多", 2], 3), ([99], 99)],
)
def test_the_next_number_stands_on_it(tmp_path, plan, numbers, expected):
    book = form_of(plan)
    first = [sent(plan, book, complete(book) | {("cover", 0, "version"): number}) for number in numbers]
    path = again(tmp_path, book, *first)
    assert cover(path)["B4"].value == expected
    assert taken(plan, path.read_bytes()).submission.version == expected


@pytest.mark.parametrize("lang", Lang)
def test_its_first_sheet_says_what_was_received_and_nothing_is_cut(tmp_path, plan, lang):
    plan = replace(plan, campaign=replace(plan.campaign, language=lang))
    book = form_of(plan)
    bad = {("member_self", row, key): "很好" for row in range(4) for key in ("loyal", "study")}
    versions = [
        sent(
            plan,
            book,
            complete(book, lang) | bad | {("cover", 0, "version"): n},
            f"邮件/甲一完小 第{n}次 评议表.xlsx",
        )
        for n in range(1, 6)
    ]
    path = again(tmp_path, book, *versions, lang=lang, tied={"branch_self"})
    words = cover(path)["A3"].value.split("\n")
    assert len(words) == 4
    assert "甲一完小 第5次 评议表.xlsx" in words[1]
    assert ("等 5 份" if lang is Lang.ZH else "5 in all") in words[1]
    assert book.sheet_of("branch_self").title.say(lang) in words[2]
    assert ("等 8 处" if lang is Lang.ZH else "8 in all") in words[3]
    assert not [cut for cut in cuts(path) if cut.sheet == openpyxl.load_workbook(path).sheetnames[0]]


def test_fields_are_filled_too(tmp_path, plan):
    book = pledge_form(plan, plan.branches[0])
    first = sent(plan, book, complete(book) | {("cover", 0, "filled_by"): "赵某甲"})
    path = again(tmp_path, book, first)
    assert cover(path)["B5"].value == "赵某甲"
    sheet = openpyxl.load_workbook(path)["公开情况"]
    assert [sheet[f"B{row}"].value for row in (5, 7)] == ["公开栏", "公开栏"]
    assert sheet["B6"].value.date() == date(2023, 4, 1)
