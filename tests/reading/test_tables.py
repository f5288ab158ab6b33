"""A summary read back as DataFrames."""

import sys
from dataclasses import replace

import openpyxl
import pytest
from binaries import locked as encrypted
from summary.decided import decided
from summary.registers import example_registers
from summary.reports import example, report_of, rescored, standard

from xlcampaign.layout.summary import type_of
from xlcampaign.layout.text import clean
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Registers
from xlcampaign.reading.tables import NoPandasError, NotASummaryError, read_tables
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import context_of
from xlcampaign.summary.public import write_public
from xlcampaign.tally.history import present
from xlcampaign.words import Lang


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    report = example()
    target = tmp_path_factory.mktemp("tables") / "stage-1.xlsx"
    write_summary(target, report)
    return report, target


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    """A small summary without formulas, which other programs write back as it was."""
    target = tmp_path_factory.mktemp("tables") / "values.xlsx"
    write_summary(target, report_of(standard(2, 3)), live=False)
    return target


def given(column):
    """Return the values of a column, None for what is missing."""
    return [None if missing else value for value, missing in zip(column, column.isna(), strict=True)]


def test_scores_come_back_as_they_were_written(summary):
    report, target = summary
    scores = read_tables(target)["scores"]
    expected = [
        (subject.code, None if star.score is None else star.score / 100)
        for subject in report.results.subjects
        for star in subject.stars
    ]
    assert list(zip(scores["编号"], given(scores["得分"]), strict=True)) == expected
    assert any(score is None for _, score in expected)


def test_outcomes_and_counts_come_back_too(summary):
    report, target = summary
    tables = read_tables(target)
    levels = dict(zip(tables["outcomes"]["编号"], tables["outcomes"]["等次"], strict=True))
    members = report.results.of(SubjectKind.MEMBER)
    assert {s.code: levels[s.code] for s in members if s.level} == {
        s.code: s.level for s in members if s.level
    }
    stars = len(report.plan.stars_of(SubjectKind.MEMBER))
    assert len(tables["member_counts"]) == len(members) * stars
    assert {"findings", "submissions", "sources", "pledges", "meetings"} <= tables.keys()


def test_codes_stay_text_and_an_empty_table_is_empty(summary):
    _, target = summary
    tables = read_tables(target)
    assert set(map(type, tables["scores"]["编号"])) == {str}
    assert len(tables["pledges"]) == 0
    assert "承诺内容" in "".join(tables["pledges"].columns)


def test_an_english_summary_has_the_same_tables(tmp_path):
    for lang in Lang:
        write_summary(tmp_path / f"{lang}.xlsx", report_of(standard(2, 3, lang=lang)))
    chinese, english = (read_tables(tmp_path / f"{lang}.xlsx") for lang in Lang)
    assert chinese.keys() == english.keys()
    assert list(english["scores"]["Score"]) == list(chinese["scores"]["得分"])


def test_what_is_no_summary_or_of_a_later_format_is_refused(summary, tmp_path):
    _, target = summary
    book = openpyxl.load_workbook(target)
    facts = book["数据来源"]
    (row,) = (cell.row for cell in facts["A"] if cell.value == "汇总格式")
    facts.cell(row, 2).value = "2"
    book.save(tmp_path / "later.xlsx")
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    (tmp_path / "text.xlsx").write_text("x", encoding="utf-8")
    for name in ("later.xlsx", "other.xlsx", "text.xlsx"):
        with pytest.raises(NotASummaryError):
            read_tables(tmp_path / name)


def changed(path, target, title, cell, value):
    """Put a summary elsewhere with one cell changed; a header's cell changes the table's own part as well."""
    book = openpyxl.load_workbook(path)
    sheet = book[title]
    for table in sheet.tables.values():
        for column in table.tableColumns:
            if column.name == sheet[cell].value:
                column.name = value
    sheet[cell] = value
    book.save(target)
    return target


@pytest.mark.parametrize(
    ("title", "cell"),
    [("评分明细", "L4"), ("等次评定", "S4"), ("票数统计（党员）", "E4"), ("数据来源", "E4")],
)
def test_a_declared_table_without_one_of_its_columns_is_refused(title, cell, values, tmp_path):
    other = changed(values, tmp_path / "other.xlsx", title, cell, "别的")
    with pytest.raises(NotASummaryError):
        read_tables(other)


def test_a_summary_without_a_declared_table_is_refused(values, tmp_path):
    book = openpyxl.load_workbook(values)
    del book["票数统计（支部）"]
    book.save(tmp_path / "less.xlsx")
    with pytest.raises(NotASummaryError, match="branch_counts"):
        read_tables(tmp_path / "less.xlsx")


def test_figures_are_numbers_and_codes_text_by_their_columns_whatever_the_cells_became(values, tmp_path):
    code = changed(values, tmp_path / "code.xlsx", "评分明细", "D5", 101)
    assert read_tables(code)["scores"]["编号"][0] == "101"
    figure = changed(values, tmp_path / "figure.xlsx", "评分明细", "L5", "3.50")
    assert read_tables(figure)["scores"]["得分"][0] == 3.5
    count = changed(values, tmp_path / "count.xlsx", "票数统计（党员）", "F5", "3")
    assert read_tables(count)["member_counts"].iloc[0, 5] == 3
    with pytest.raises(NotASummaryError):
        read_tables(changed(values, tmp_path / "half.xlsx", "票数统计（党员）", "F5", 3.5))
    for title, cell in (("评分明细", "L5"), ("票数统计（党员）", "F5"), ("数据来源", "D5")):
        with pytest.raises(NotASummaryError):
            read_tables(changed(values, tmp_path / "junk.xlsx", title, cell, "很高"))


def test_columns_of_the_previous_stage_and_large_files_come_back(tmp_path):
    report = report_of(standard(2, 3))
    large = replace(report.receipts[0], size=3_000_000_000)
    report = replace(report, stage=2, receipts=(large, *report.receipts[1:]), history=(present(report),))
    write_summary(tmp_path / "s.xlsx", report)
    tables = read_tables(tmp_path / "s.xlsx")
    assert tables["sources"]["大小（字节）"][0] == 3_000_000_000
    before = [None if s.composite is None else s.composite / 100 for s in report.results.subjects]
    assert given(tables["outcomes"]["上阶段综合得分"]) == before


def columns_of(report):
    return {table.key: table.columns for table in context_of(report).tables}


@pytest.mark.parametrize(
    "make",
    [
        example,
        decided,
        lambda: rescored(decided(), counts={}, registers=Registers()),
        lambda: report_of(standard(2, 3), registers=example_registers(standard(2, 3))),
        lambda: report_of(standard(3, 4, lang=Lang.EN, places_member=2)),
    ],
    ids=("example", "decided", "before anybody was rated", "registers", "English"),
)
def test_every_table_of_the_contract_comes_back_typed_whatever_the_data(make, tmp_path):
    report = make()
    write_summary(tmp_path / "s.xlsx", report)
    tables, lang = read_tables(tmp_path / "s.xlsx"), report.plan.campaign.language
    declared = columns_of(report)
    assert tables.keys() == declared.keys()
    kinds = {"int": "Int64", "float": "float64", "date": "datetime64[ns]", "str": "string"}
    for key, columns in declared.items():
        found = {header: str(kind) for header, kind in tables[key].dtypes.items()}
        assert found == {clean(column.title.say(lang)): kinds[type_of(column.kind)] for column in columns}


def test_tables_of_nobody_are_there_without_rows(tmp_path):
    write_summary(tmp_path / "s.xlsx", rescored(decided(), counts={}, registers=Registers()))
    tables = read_tables(tmp_path / "s.xlsx")
    for key in ("near", "ties", "recommended_member_top", "rectification_branch", "differences", "shifts"):
        assert len(tables[key]) == 0
    assert tables["near"]["最小差距"].dtype == "float64"
    assert tables["ties"]["并列待议人数"].dtype == "Int64"


def refusal(path):
    with pytest.raises(NotASummaryError) as refused:
        read_tables(path)
    return str(refused.value)


def test_what_is_wrong_with_a_workbook_is_said_in_words(values, tmp_path):
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(encrypted(values.read_bytes(), "secret"))
    assert "有密码" in refusal(locked)
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(values.read_bytes()[:4000])
    assert "损坏" in refusal(cut)
    (tmp_path / "text.xlsx").write_text("x", encoding="utf-8")
    assert "不是 .xlsx 工作簿" in refusal(tmp_path / "text.xlsx")
    write_public(tmp_path / "public.xlsx", report_of(standard(2, 3)))
    assert "不是汇总工作簿" in refusal(tmp_path / "public.xlsx")
    later = changed(values, tmp_path / "later.xlsx", "数据来源", row_of(values, "数据来源", "汇总格式"), "2")
    assert "汇总格式 2" in refusal(later)
    assert "别的" in refusal(changed(values, tmp_path / "other.xlsx", "评分明细", "L4", "别的"))
    with pytest.raises(FileNotFoundError):
        read_tables(tmp_path / "gone.xlsx")


def row_of(path, title, label):
    """Return the cell beside a label."""
    (row,) = (cell.row for cell in openpyxl.load_workbook(path)[title]["A"] if cell.value == label)
    return f"B{row}"


def test_without_pandas_it_is_said_what_to_install(values, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(NoPandasError, match="pip install"):
        read_tables(values)


def test_a_summary_that_does_not_say_what_its_columns_hold_is_read_as_before(values, tmp_path):
    book = openpyxl.load_workbook(values)
    del book["数据来源"].tables["xlc_columns"]
    book.save(tmp_path / "earlier.xlsx")
    scores = read_tables(tmp_path / "earlier.xlsx")["scores"]
    assert scores.dtypes.eq(object).all()
    assert scores["得分"][0] == read_tables(values)["scores"]["得分"][0]
