"""A summary read back as DataFrames."""

from dataclasses import replace

import openpyxl
import pytest
from summary.reports import example, report_of, standard

from xlcampaign.model.plan import SubjectKind
from xlcampaign.reading.tables import NotASummaryError, read_tables
from xlcampaign.summary import write_summary
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


def test_scores_come_back_as_they_were_written(summary):
    report, target = summary
    scores = read_tables(target)["scores"]
    expected = [
        (subject.code, None if star.score is None else star.score / 100)
        for subject in report.results.subjects
        for star in subject.stars
    ]
    assert list(zip(scores["编号"], scores["得分"], strict=True)) == expected
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
    figure = changed(values, tmp_path / "figure.xlsx", "票数统计（党员）", "F5", "3.50")
    assert read_tables(figure)["member_counts"].iloc[0, 5] == 3.5
    for title, cell in (("评分明细", "L5"), ("票数统计（党员）", "F5"), ("数据来源", "D5")):
        with pytest.raises(NotASummaryError):
            read_tables(changed(values, tmp_path / "junk.xlsx", title, cell, "很高"))


def test_columns_of_the_previous_stage_and_large_files_come_back(tmp_path):
    report = report_of(standard(2, 3))
    large = replace(report.receipts[0], size=3_000_000_000)
    report = replace(report, stage=2, receipts=(large, *report.receipts[1:]), previous=report.results)
    write_summary(tmp_path / "s.xlsx", report)
    tables = read_tables(tmp_path / "s.xlsx")
    assert tables["sources"]["大小（字节）"][0] == 3_000_000_000
    before = [None if s.composite is None else s.composite / 100 for s in report.results.subjects]
    assert list(tables["outcomes"]["上阶段综合得分"]) == before
