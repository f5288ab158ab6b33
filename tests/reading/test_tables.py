"""A summary read back as DataFrames."""

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
