"""What a workbook states is known from writing it: the same that reading finds in the file, and in what is saved of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import product

import openpyxl
import pytest
from dear import mostly_slow
from filled import MADE, SHAPES, complete, form_of, sample_answers, shaped
from grids import bytes_of
from hypothesis import given
from hypothesis import strategies as st
from known import books_of, known_of
from plans import small_plan
from recalculate import convert_all
from summary.decided import decided
from summary.reports import example, report_of, standard

from xlcampaign.commands.intake import take_in
from xlcampaign.forms.form import write_form
from xlcampaign.forms.papers import write_papers
from xlcampaign.forms.reissue import Received, reissue
from xlcampaign.inbox.guard import guard
from xlcampaign.layout.papers import (
    CARDS,
    PAPERS,
    SELF_RATINGS,
    meeting_papers,
    pledge_cards,
    self_papers,
)
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.standard import fresh_plan
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.stated import stated_digest
from xlcampaign.summary import write_summary
from xlcampaign.summary.public import write_public
from xlcampaign.words import Lang
from xlcampaign.workbook.book import write_workbook
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CELL, CENTRED

DAY = date(2023, 6, 30)
LONG_LIST = tuple(f"第{number}中心完小" for number in range(1, 60))


def in_lang(plan, lang):
    return replace(plan, campaign=replace(plan.campaign, language=lang))


def forms(lang):
    """Every form blank, filled in and issued again, and every shape of the evaluation's."""
    plan = in_lang(small_plan(2, 3), lang)
    books = [(plan, book) for book in books_of(plan)]
    books += [(plan, form_of(plan)) for plan in (in_lang(shaped(*shape), lang) for shape in SHAPES)]
    for plan, book in books:
        yield partial(write_form, book=book, lang=lang, made=MADE)
        yield partial(write_form, book=book, lang=lang, made=MADE, answers=complete(book, lang))
        yield partial(write_again, plan=plan, book=book, lang=lang)


def some(lang):
    """Every form filled in and issued again, and every shape of the evaluation's filled in."""
    plan = in_lang(small_plan(2, 3), lang)
    for book in books_of(plan):
        yield partial(write_form, book=book, lang=lang, made=MADE, answers=complete(book, lang))
        yield partial(write_again, plan=plan, book=book, lang=lang)
    for shape in SHAPES:
        book = form_of(in_lang(shaped(*shape), lang))
        yield partial(write_form, book=book, lang=lang, made=MADE, answers=complete(book, lang))


def write_again(path, plan, book, lang):
    """Write a form again, from what came back of it."""
    write_form(path, book, lang, MADE, sample_answers(plan, book, 7))
    back = take_in(Envelope("01 报来的表.xlsx", path.read_bytes()), plan, drafts=True)
    sheets = {key: (sheet,) for key, sheet in back.draft.sheets.items()}
    issued = reissue(book, Received((back.submission,), sheets, frozenset()), lang)
    return write_form(path, issued.book, lang, DAY, issued.answers)


def others(lang):
    """Papers, plans, summaries and public workbooks."""
    plan = in_lang(small_plan(2, 3), lang)
    branch, known = plan.branches[0], known_of(plan)
    for title, papers in (
        (PAPERS, meeting_papers(plan, branch, known)),
        (SELF_RATINGS, self_papers(plan, branch)),
        (CARDS, pledge_cards(plan, branch, known)),
    ):
        yield partial(write_papers, title=title, papers=papers, lang=lang, made=MADE)
    plan_of_today = plan_book(*fresh_plan(lang, "XF", 2023), examples=True)
    yield partial(write_form, book=plan_of_today, lang=lang, made=MADE)
    reports = [report_of(standard(3, 4, lang))]
    if lang is Lang.ZH:
        reports += [example(), decided()]
    for report in reports:
        yield partial(write_summary, report=report)
        yield partial(write_summary, report=report, live=False)
        yield partial(write_public, report=report)


def read(data):
    content = guard(Envelope("a.xlsx", data))
    assert isinstance(content, Content)
    return stated_digest(content)


def assert_known(path, write):
    """Make sure that writing tells what reading finds in the file, and in one that openpyxl saved."""
    stated = write(path)
    assert read(path.read_bytes()) == stated
    assert read(bytes_of(openpyxl.load_workbook(path))) == stated
    return stated


@pytest.mark.parametrize(
    ("lang", "made"), mostly_slow(product(Lang, (forms, some, others)), (Lang.ZH, some), (Lang.EN, others))
)
def test_what_is_written_states_what_reading_finds_in_it(tmp_path, made, lang):
    found = [assert_known(tmp_path / "book.xlsx", write) for write in made(lang)]
    assert len(set(found)) > len(found) / 2


@pytest.mark.office
@pytest.mark.parametrize(
    ("lang", "made"), mostly_slow([(Lang.ZH, forms), (Lang.ZH, others), (Lang.EN, others)], (Lang.EN, others))
)
def test_what_libreoffice_saved_states_what_was_written(tmp_path, lang, made):
    writing = enumerate(made(lang))
    stated = {path: write(path) for number, write in writing if (path := tmp_path / f"{number}.xlsx")}
    for path, saved in zip(stated, convert_all(stated, "xlsx", tmp_path / "saved"), strict=True):
        assert read(saved.read_bytes()) == stated[path], path.name


# ---------------------------------------------------------------------------------------------- cell by cell


TYPED = (
    None,
    "",
    " ",
    "　甲 ",
    "甲一完小",
    "=1+1",
    "=",
    "两行\n文字",
    "两行\r\n文字",
    "a\tb",
    "_x0041_",
    "_x000D_",
    "<&>\"'",
    "]]>",
    "𠮷",
    "\x01\x1f",
    "9.5",
    True,
    False,
    0,
    -3,
    9.5,
    1 / 3,
    0.1 + 0.2,
    1e300,
    123456789012345678,
    1234567890.1234564999,
    date(1900, 1, 1),
    date(1900, 2, 28),
    date(1900, 3, 1),
    date(2023, 6, 30),
    datetime(2023, 6, 30, 8, 5, 7),  # noqa: DTZ001 -- workbooks know no time zone
    time(8, 5, 7),
    timedelta(hours=30, seconds=1),
    Broken(Fault.ERROR, "#N/A"),
)
LISTED = (
    *(one for one in TYPED if one is None or isinstance(one, str | float)),
    Live("A1+1", 2),
    Live('""', ""),
    Live("A1", None),
    Live("A1>0", True),  # noqa: FBT003 -- what a formula comes to
)


@pytest.mark.parametrize("raw", TYPED, ids=repr)
def test_a_cell_states_what_reading_finds_in_it(tmp_path, raw):
    path = tmp_path / "book.xlsx"
    stated = write_workbook(path, "book", DAY, lambda book: book.sheet("表").typed(2, 3, raw, CELL))
    assert stated == read(path.read_bytes())


@given(st.floats(allow_nan=False, allow_infinity=False, width=64) | st.text(max_size=9))
def test_any_cell_states_what_reading_finds_in_it(tmp_path_factory, raw):
    raw = raw.encode("utf-8", "ignore").decode() if isinstance(raw, str) else raw
    path = tmp_path_factory.getbasetemp() / "any.xlsx"

    def fill(book):
        book.sheet("表").typed(2, 3, raw, CELL)
        book.sheet("列").stream(1, [[raw]], [CELL])
        book.sheet("行").rows(1, 2, [[raw]], [CELL])

    assert write_workbook(path, "book", DAY, fill) == read(path.read_bytes())


@pytest.mark.parametrize("live", [True, False])
def test_rows_state_the_same_whether_they_are_streamed_or_not_and_in_any_order(tmp_path, live):
    rows = [[one, LISTED[-n], None] for n, one in enumerate(LISTED)]
    looks = [CELL, CENTRED, CELL]

    def streamed(book):
        sheet = book.sheet("表")
        sheet.text(1, 5, "旁")
        sheet.text(1, 3, "题")
        sheet.stream(2, rows, looks)

    def written(book):
        sheet = book.sheet("表")
        for row, cells in reversed(list(enumerate(rows, 2))):
            sheet.rows(row, 1, [cells], looks)
        sheet.text(1, 3, "题")
        sheet.text(1, 5, "旁")

    found = {
        write_workbook(tmp_path / f"{fill.__name__}.xlsx", "b", DAY, fill, live=live)
        for fill in (streamed, written)
    }
    found |= {read(path.read_bytes()) for path in tmp_path.iterdir()}
    assert len(found) == 1


def test_tables_links_merged_cells_and_hidden_sheets_are_stated(tmp_path):
    def fill(book):
        sheet = book.sheet("表")
        sheet.merged(1, 1, 3, "标题", CELL)
        sheet.merged_block(2, 1, 3, 3, "", CELL)
        sheet.link(4, 1, "藏", "A1", "去看", CELL)
        sheet.table((5, 1, 6, 2), "t_x", ["编号", "姓名"], CELL)
        sheet.formats.list_source(LONG_LIST)
        book.hidden_sheet("藏").day(1, 26, DAY, CELL)

    path = tmp_path / "book.xlsx"
    assert_known(path, lambda path: write_workbook(path, "book", DAY, fill))
    assert openpyxl.load_workbook(path).sheetnames == ["表", "藏", "_lists"]


def word(sheet):
    sheet.text(2, 2, "乙")


def place(sheet):
    sheet.text(2, 3, "甲")


def lower(sheet):
    sheet.text(3, 2, "甲")


def one_more(sheet):
    sheet.text(2, 2, "甲")
    sheet.text(9, 30, "乙")


def formula(sheet):
    sheet.formula(2, 2, '="甲"', "甲")


def streamed_elsewhere(sheet):
    sheet.stream(1, [[None, "甲"]], [CELL, CELL])


@pytest.mark.parametrize("change", [word, place, lower, one_more, formula, streamed_elsewhere])
def test_another_cell_is_another_statement(tmp_path, change):
    def stated(title, write):
        return write_workbook(tmp_path / "b.xlsx", "b", DAY, lambda book: write(book.sheet(title)))

    first = stated("表", lambda sheet: sheet.text(2, 2, "甲"))
    assert first == stated("表", lambda sheet: sheet.stream(2, [[None, " 甲 "]], [CELL, CENTRED]))
    assert first != stated("另表", lambda sheet: sheet.text(2, 2, "甲"))
    assert first != stated("表", change)
