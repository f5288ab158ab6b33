"""The summary's declarations, and the two writers beneath its tables."""

import re
from datetime import date

import openpyxl
import pytest
from summary.reports import report_of, standard, with_ways

from xlcampaign.layout.sheet import Column
from xlcampaign.layout.summary import (
    DASH,
    SCORE,
    TEXT,
    Figure,
    column,
    distinct,
)
from xlcampaign.layout.summary_counts import blocks_of
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.submission import BLANK, OWN
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import SHEETS, TITLES
from xlcampaign.summary.frame import cells_of
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import UnwritableError, write_workbook
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.limits import LONGEST_TEXT
from xlcampaign.workbook.looks import CELL, CENTRED

DAY = date(2023, 6, 26)


@pytest.mark.parametrize(
    ("decimals", "value"), [(1, 583), (2, 800), (2, 7995), (4, 95_000), (4, 1), (2, None)]
)
def test_a_figure_is_read_as_it_was_shown(decimals, value):
    figure = Figure(decimals)
    assert figure.parse(figure.show(value, Lang.ZH)) == value
    assert figure.number_format == "0." + "0" * decimals
    assert figure.validation(Lang.ZH) is None


@pytest.mark.parametrize("raw", ["很高", "1.23456", "-1.5", "1."])
def test_what_is_no_figure_is_refused(raw):
    with pytest.raises(ValueError, match=re.escape(raw)):
        Figure(4).parse(raw)


def test_a_figure_says_what_it_is():
    assert SCORE.expects() == T("2 位小数的数", "a number with 2 decimals")
    assert SCORE.show(None, Lang.EN) == DASH


def test_columns_of_one_name_are_told_apart_in_both_languages():
    columns = [column("a", T("优秀", "Good")), column("b", T("优秀", "good")), column("c", T("合格", "Fair"))]
    titles = [(one.title.zh, one.title.en) for one in distinct(columns)]
    assert titles == [("优秀", "Good"), ("优秀 (2)", "good (2)"), ("合格", "Fair")]


def tables_of(plan):
    """Return the tables that a summary may have, in order."""
    return [table for sheet in SHEETS for table in sheet.tables(plan)]


def test_every_table_of_the_summary_has_its_own_key_and_columns():
    tables = tables_of(standard(1, 1))
    assert len({table.key for table in tables}) == len(tables)
    for table in tables:
        keys = [one.key for one in table.columns]
        assert len(set(keys)) == len(keys)
        assert all(isinstance(one, Column) and one.computed for one in table.columns)


def test_the_declared_headers_are_those_in_the_file(tmp_path):
    plan = standard(2, 2)
    write_summary(tmp_path / "s.xlsx", report_of(plan))
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    written = {t.name: [c.name for c in t.tableColumns] for sheet in book for t in sheet.tables.values()}
    for table in tables_of(plan):
        headers = [one.title.zh for one in table.columns]
        if table.key.endswith("board"):
            # beside the board stand links, which are not of it
            row = [cell.value for cell in book[TITLES[table.key].zh][table.header_row]]
            shown = [header for header in headers if "较上阶段" not in header]
            assert row[: len(shown) + 1] == [*shown, None][: len(row)]
        elif f"xlc_{table.key}" in written:
            compared = {"上阶段星数", "上阶段综合得分"}
            assert written.pop(f"xlc_{table.key}") == [h for h in headers if h not in compared]
    assert written == {}


def test_a_block_holds_counted_grades_first_then_the_rest():
    plan = with_ways(standard(1, 1), peer={"scale": "grades", "entry": Entry.BALLOTS})
    own, peer, teacher, _ = blocks_of(plan, SubjectKind.MEMBER)
    assert [one.key for one in own.columns] == [
        f"self.{key}" for key in ("n", "sum", "highest", "lowest", "uncounted", "blank")
    ]
    assert own.numbers == ("self.n", "self.uncounted", "self.blank")
    assert peer.marks == ("excellent", "good", "fair", "poor", "unknown", OWN, BLANK)
    assert (peer.read, teacher.read) == (5, 3)
    assert teacher.marks == ("approve", "oppose", "abstain", BLANK)


def test_every_counted_mark_stands_in_the_counts(tmp_path):
    plan = with_ways(standard(2, 3), peer={"entry": Entry.BALLOTS}, teacher={"scale": "grades"})
    report = report_of(plan)
    write_summary(tmp_path / "s.xlsx", report)
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")[TITLES["member_counts"].zh]
    header, *rows = sheet.iter_rows(min_row=4, values_only=True)
    at = {name: n for n, name in enumerate(header)}
    for row in rows:
        star = next(s.key for s in plan.stars_of(SubjectKind.MEMBER) if s.name == row[at["星级"]])
        counts = report.ledger.counts[row[at["编号"]], star, WayKey.PEER]
        assert row[at["党员互评 同意"]] == counts["approve"]
        assert row[at["党员互评 本人票"]] == counts.get(OWN, 0)
        assert row[at["党员互评 未评"]] == counts.get(BLANK, 0)
        (points,) = report.ledger.counts[row[at["编号"]], star, WayKey.SELF]
        assert (
            row[at["党员自评 合计"]] == row[at["党员自评 最高"]] == row[at["党员自评 最低"]] == points / 100
        )


def test_rows_hold_what_they_were_given(tmp_path):
    rows = [
        ["=1+1", 1, 0.25, None, Live("B3*2", 2), "a<b"],
        ["甲&乙", -3, 1e15, "", Live('"a"&"<"', "a<"), "★"],
    ]

    def fill(book):
        assert book.sheet("s").rows(3, 1, rows, [CELL, CENTRED, CENTRED, CELL, CENTRED, CELL]) == 5

    write_workbook(tmp_path / "b.xlsx", "b", DAY, fill)
    cached = openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)["s"]
    assert [[cell.value for cell in row] for row in cached["A3:F4"]] == [
        ["=1+1", 1, 0.25, None, 2, "a<b"],
        ["甲&乙", -3, 1e15, None, "a<", "★"],
    ]
    formulas = openpyxl.load_workbook(tmp_path / "b.xlsx")["s"]
    assert [formulas[cell].data_type for cell in ("A3", "E3", "E4")] == ["s", "f", "f"]
    assert (formulas["E3"].value, formulas["E4"].value) == ("=B3*2", '="a"&"<"')


@pytest.mark.parametrize(("top", "text"), [(1, "长" * (LONGEST_TEXT + 1)), (1_048_577, "x")])
def test_what_does_not_fit_is_never_dropped(tmp_path, top, text):
    def fill(book):
        book.sheet("s").rows(top, 1, [[text]], [CELL])

    with pytest.raises(UnwritableError):
        write_workbook(tmp_path / "s.xlsx", "s", DAY, fill)
    assert list(tmp_path.iterdir()) == []


def test_text_is_the_kind_of_columns_that_say_nothing_else():
    assert column("x", T("甲", "a")).kind is TEXT


@pytest.mark.parametrize("row", [{"a": 1}, {"a": 1, "b": 2, "c": 3}, {"a": 1, "c": 3}], ids=str)
def test_a_row_with_a_column_too_few_or_too_many_is_never_written(row):
    columns = [column("a", T("甲", "a")), column("b", T("乙", "b"))]
    assert list(cells_of(columns, [{"b": 2, "a": 1}])) == [[1, 2]]
    with pytest.raises((KeyError, AssertionError)):
        list(cells_of(columns, [row]))
