"""The summary on paper: letters that can be read, headers above the rows on every page, no page with a title alone."""

import re
import subprocess
from itertools import pairwise

import openpyxl
import pytest
from fit import printed
from recalculate import convert
from summary.reports import report_of, standard, write_some

from xlcampaign.reading.tables import read_tables
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import TITLES
from xlcampaign.words import Lang

LISTS = ("recommended", "rectification", "whatif", "quality", "fulfilment")
"""Sheets with several tables below each other."""
SMALLEST = 7.0


@pytest.mark.parametrize("lang", list(Lang))
def test_no_sheet_prints_letters_that_cannot_be_read(lang, tmp_path):
    write_summary(tmp_path / "summary.xlsx", report_of(standard(2, 5, lang=lang)))
    assert [sheet for sheet in printed(tmp_path / "summary.xlsx") if sheet.points < SMALLEST] == []


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A summary's lists of so many people that each goes over pages."""
    path = tmp_path_factory.mktemp("printed") / "lists.xlsx"
    write_some(path, report_of(standard(12, 12)), {*LISTS, "member_board", "publication", "decisions"})
    return path


@pytest.mark.parametrize("key", LISTS)
def test_where_a_table_goes_on_its_heading_and_header_stand_again(long, key):
    sheet = openpyxl.load_workbook(long)[TITLES[key].say(Lang.ZH)]
    headers = {table.ref.split(":")[0] for table in sheet.tables.values()}
    parts = [name for name in sheet.tables if "__" in name]
    starts = [one.id + 1 for one in sheet.row_breaks.brk]
    for start in starts:
        assert isinstance(sheet.cell(start, 1).value, str)
        assert any(f"A{row}" in headers for row in (start + 1, start + 2))
    again = [row for row in starts if sheet.cell(row, 1).value.endswith("（续）")]
    assert len(again) == len(parts)
    for table in sheet.tables.values():
        first, last = (int(re.sub(r"\D", "", end)) for end in table.ref.split(":"))
        assert not any(first < start <= last for start in starts)


def test_a_table_in_parts_is_read_back_as_one(tmp_path):
    report = report_of(standard(12, 12))
    write_summary(tmp_path / "summary.xlsx", report)
    names = [name for sheet in openpyxl.load_workbook(tmp_path / "summary.xlsx") for name in sheet.tables]
    tables = read_tables(tmp_path / "summary.xlsx")
    assert any("__2" in name for name in names)
    assert not any("__" in key for key in tables)
    fit = sum(len(table) for key, table in tables.items() if key.startswith("recommended_"))
    assert fit == sum(subject.is_fit for subject in report.results.subjects)


def pages_of(path, folder):
    """Return the lines of text of each printed page."""
    pdf = convert(path, "pdf", folder)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return [[line for line in page.split("\n") if line.strip()] for page in text.stdout.split("\f")[:-1]]


@pytest.mark.office
def test_on_each_page_headers_stand_above_rows_and_branches_are_named(long, tmp_path):
    pages = pages_of(long, tmp_path)
    row, header = re.compile(r"^\s*\d+\s+\S*[支部某]"), re.compile(r"^\s*序\s")
    listed = [page for page in pages if any(map(row.match, page))]
    assert len(listed) > len(LISTS)
    for page in listed:
        first = next(n for n, line in enumerate(page) if row.match(line))
        assert any(map(header.match, page[:first])), page
    board = [page for page in pages if TITLES["member_board"].say(Lang.ZH) in page[0]]
    for page in board:
        first = next(n for n, line in enumerate(page) if "★" in line and row.match(line))
        assert any(re.search(r"支部.*\d+ 人$", line.strip()) for line in page[:first]), page
    assert min(len(page) for page in pages) > 5  # title, note, heading, header, a row and the foot


def test_no_two_pages_of_a_board_tear_a_branch_without_its_name(tmp_path):
    write_some(tmp_path / "board.xlsx", report_of(standard(2, 37)), {"member_board"})
    sheet = openpyxl.load_workbook(tmp_path / "board.xlsx").worksheets[0]
    starts = [5, *(one.id + 1 for one in sheet.row_breaks.brk)]
    assert all(isinstance(sheet.cell(start, 1).value, str) for start in starts)
    assert [start for start, end in pairwise([*starts, sheet.max_row + 1]) if end - start > 26] == []
