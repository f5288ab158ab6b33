"""The star boards as they are hung up: how large they print, where pages end, what a previous stage adds."""

import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from plans import small_plan
from recalculate import differences, each_variant_by_every_engine, recalculate
from summary.decided import GONE_BY
from summary.reports import report_of, rescored, standard, with_stars, write_some
from tally.test_outcomes import ALL_8, ALL_9, counts_of

from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import TITLES
from xlcampaign.tally.history import present
from xlcampaign.words import Lang
from xlcampaign.workbook.looks import GREY, STAR

BOARDS = ("branch_board", "member_board")
A3_WIDTH, A3_HEIGHT = 420 / 25.4 * 72, 297 / 25.4 * 72
CHANGES = ("星数较上阶段", "得分较上阶段")


def second_stage(plan, before=None, **settings):
    """A report of the second stage whose first one had other counts, and perhaps another roster."""
    first = report_of(before or plan, seed=8, absent=settings.pop("absent_before", ()))
    return replace(report_of(plan, **settings), stage=2, history=(present(first),))


def fifty():
    return second_stage(standard(50, 3))


def ten_stars():
    plan = small_plan(2, 4)
    stars = plan.stars_of(SubjectKind.MEMBER)
    more = tuple(replace(star, key=f"{star.key}2", name=f"{star.name[:-1]}二星") for star in stars[:2])
    return report_of(replace(plan, stars=(*plan.stars, *more)))


def in_english():
    return second_stage(standard(2, 30, Lang.EN))


def first_stage():
    return report_of(standard(3, 7))


def long_names():
    plan = standard(2, 3)
    branches = tuple(
        replace(b, name=f"某某镇某某山区第{n}中心完全小学党支部") for n, b in enumerate(plan.branches)
    )
    return report_of(replace(plan, branches=branches))


def written(folder, report):
    path = folder / "summary.xlsx"
    write_some(path, report, GONE_BY)
    return path


def boards(folder, report):
    """A workbook of the two boards alone."""
    path = folder / "boards.xlsx"
    write_some(path, report, BOARDS)
    return path


def scale_of(sheet):
    """By what Excel makes a sheet smaller to print it one page wide: columns are whole pixels, 7 a character."""
    pixels = sum(round(7 * one.width) * (one.max - one.min + 1) for one in sheet.column_dimensions.values())
    margins = (sheet.page_margins.left + sheet.page_margins.right) * 72
    return min(1, (A3_WIDTH - margins) / (pixels * 0.75))


def sizes_of(sheet, titles):
    """The font sizes of the columns of some titles, in the first row of a subject."""
    row = next(row for row in sheet.iter_rows(min_row=5) if isinstance(row[0].value, int))
    return [cell.font.sz for cell in row if sheet.cell(4, cell.column).value in titles]


@pytest.mark.parametrize(
    "case", [first_stage, fifty, ten_stars, long_names, in_english], ids=lambda c: c.__name__
)
def test_names_print_at_14_points_and_stars_at_16_or_more(case, tmp_path):
    report = case()
    book = openpyxl.load_workbook(boards(tmp_path, report))
    for key, kind in zip(BOARDS, SubjectKind, strict=True):
        sheet = book[TITLES[key].say(report.plan.campaign.language)]
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (8, "landscape")
        scale = scale_of(sheet)
        assert min(sizes_of(sheet, {sheet["B4"].value})) * scale >= 14
        assert min(sizes_of(sheet, {star.name for star in report.plan.stars_of(kind)})) * scale >= 16


def pages_of(path, number):
    """The rows of each page of a sheet as its manual breaks say, and the heights of all its rows."""
    sheet = openpyxl.load_workbook(path).worksheets[number]
    heights = {row: one.height for row, one in sheet.row_dimensions.items()}
    text = zipfile.ZipFile(path).read(f"xl/worksheets/sheet{number + 1}.xml").decode()
    ends = [int(row) for row in re.findall(r'<brk id="(\d+)"', text)]
    starts = [5, *(row + 1 for row in ends)]
    return [range(a, b + 1) for a, b in zip(starts, [*ends, sheet.max_row], strict=True)], heights, sheet


@pytest.mark.parametrize("size", [2, 6, 9, 20, 60])
def test_pages_end_between_branches_and_never_below_a_heading(size, tmp_path):
    path = boards(tmp_path, report_of(standard(5, size)))
    pages, heights, sheet = pages_of(path, 1)
    room = (A3_HEIGHT - (sheet.page_margins.top + sheet.page_margins.bottom) * 72) / scale_of(sheet)
    repeated = sum(heights[row] for row in range(1, 5))
    for page in pages:
        assert repeated + sum(heights[row] for row in page) <= room
        assert isinstance(sheet.cell(page[-1], 1).value, int)
    starts = [sheet.cell(page[0], 1).value for page in pages]
    # 60 members fill several pages: each begins with their branch's name, again where it goes on
    assert all(isinstance(start, str) for start in starts)
    assert any("（续）" in start for start in starts) == (size == 60)
    assert len(pages) == {2: 1, 6: 2, 9: 3, 20: 5}.get(size, len(pages))


def test_fifty_branches_are_one_list_on_two_pages(tmp_path):
    pages, heights, sheet = pages_of(boards(tmp_path, fifty()), 0)
    assert len(pages) == 1
    assert [sheet.cell(row, 1).value for row in pages[0]] == list(range(1, 51))
    room = A3_HEIGHT - (sheet.page_margins.top + sheet.page_margins.bottom) * 72
    assert sum(heights[row] for row in range(1, 5)) + sum(heights[row] for row in range(5, 30)) <= room


def lines_needed(text, size, points):
    """How many lines a text takes at least, full-width characters being as wide as high."""
    width = sum(1 if ord(char) > 0x2E7F else 0.5 for char in text) * size
    return -(-width // points)


@pytest.mark.parametrize("case", [long_names, fifty], ids=lambda c: c.__name__)
def test_no_name_or_remark_is_cut(case, tmp_path):
    book = openpyxl.load_workbook(boards(tmp_path, case()), data_only=True)
    for key in BOARDS:
        sheet = book[TITLES[key].zh]
        widths = {}
        for one in sheet.column_dimensions.values():
            widths |= dict.fromkeys(range(one.min, one.max + 1), round(7 * one.width) * 0.75)
        for row in sheet.iter_rows(min_row=5):
            for cell in row if isinstance(row[0].value, int) else ():
                if isinstance(cell.value, str):
                    lines = lines_needed(cell.value, cell.font.sz, widths[cell.column])
                    assert lines == 1 or cell.alignment.wrap_text, (cell.coordinate, cell.value)
                    assert lines * cell.font.sz * 1.3 <= sheet.row_dimensions[cell.row].height + 2


def lightness(color):
    """How light a colour prints in grey, of 255."""
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_given_stars_are_darker_than_others_in_grey():
    assert lightness(STAR) + 50 < lightness(GREY) < 255 - 50


def cells_of(sheet):
    """A board's rows as mappings from its headers."""
    header, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows if isinstance(row[0], int)]


def test_the_change_is_that_of_stars_and_composites_by_code(tmp_path):
    plan = standard(3, 5)
    elsewhere = tuple(replace(m, branch="B01") if m.code == "B02-03" else m for m in plan.members)
    before = replace(plan, members=elsewhere)
    report = second_stage(plan, before, absent_before=("B03",), lacking=[("B01-02", WayKey.PEER)])
    book = openpyxl.load_workbook(written(tmp_path, report), data_only=True)
    old, new = report.before.results, report.results.by_code
    outcomes = {row["编号"]: row for row in cells_of_outcomes(book)}
    found = {}
    for key, kind in zip(BOARDS, SubjectKind, strict=True):
        for row in cells_of(book[TITLES[key].zh]):
            found.setdefault(kind, []).append([row[title] for title in CHANGES])
    expected = {kind: [] for kind in SubjectKind}
    for kind in SubjectKind:
        groups = [report.results.of(kind)]
        if kind is SubjectKind.MEMBER:
            groups = [[s for s in groups[0] if s.branch == b.code] for b in plan.branches]
        for group in groups:
            for subject in sorted(group, key=lambda s: (s.composite is None, -(s.composite or 0))):
                lit, composite = old[subject.code].stars, old[subject.code].composite
                rated = None not in {lit, subject.lit}
                expected[kind].append(
                    [subject.lit - lit, pytest.approx((subject.composite - composite) / 100)]
                    if rated
                    else [DASH, DASH]
                )
                shown = outcomes[subject.code]
                assert shown["上阶段星数"] == (DASH if lit is None else lit)
                assert shown["上阶段综合得分"] == (DASH if lit is None else composite / 100)
    assert found == expected
    assert old["B02-03"].branch == "B01" != new["B02-03"].branch
    assert old["B02-03"].stars is not None
    assert old["B03-01"].stars is None
    assert new["B01-02"].lit is None


def cells_of_outcomes(book):
    header, *rows = book[TITLES["outcomes"].zh].iter_rows(min_row=4, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_equal_composites_share_a_rank_and_the_board_says_so(tmp_path):
    plan = small_plan(2, 4)
    report = report_of(plan)
    marks = {"0101": ALL_9, "0102": ALL_8, "0103": ALL_8, "0104": ALL_8, "01": ALL_9, "02": ALL_9}
    counts = {
        key: value for code, given in marks.items() for key, value in counts_of(plan, code, given).items()
    }
    path = written(tmp_path, rescored(report, counts=counts))
    book = openpyxl.load_workbook(path, data_only=True)
    members, branches = (cells_of(book[TITLES[key].zh]) for key in ("member_board", "branch_board"))
    assert [row["支部内名次"] for row in members] == [1, "并列2", "并列2", "并列2", *[DASH] * 4]
    assert [row["名次"] for row in branches] == ["并列1", "并列1"]


def test_a_board_of_nobody_is_a_board_all_the_same(tmp_path):
    plan = replace(standard(1, 2), members=())
    sheet = openpyxl.load_workbook(boards(tmp_path, report_of(plan)))["党员创星图板"]
    assert [cell.value for cell in sheet[4]][:2] == ["序", "姓名"]
    assert sheet.max_row == 4


def test_without_formulas_the_changes_are_values(tmp_path):
    path = tmp_path / "values.xlsx"
    write_summary(path, second_stage(with_stars(standard(2, 3), 3)), live=False)
    rows = cells_of(openpyxl.load_workbook(path)["党员创星图板"])
    assert all(isinstance(row[title], int | float) for row in rows for title in CHANGES)


@each_variant_by_every_engine
def test_changes_and_shared_ranks_are_calculated_anew_to_the_same_values(tmp_path, engine):
    plan = with_stars(standard(3, 5), 3)
    report = second_stage(plan, absent_before=("B03",), raters=3)
    twin = {("B01-03", *key[1:]): given for key, given in report.ledger.counts.items() if key[0] == "B01-02"}
    path = written(tmp_path, rescored(report, counts={**report.ledger.counts, **twin}))
    ranks = [
        row["支部内名次"] for row in cells_of(openpyxl.load_workbook(path, data_only=True)["党员创星图板"])
    ]
    assert any(isinstance(rank, str) and rank.startswith("并列") for rank in ranks)
    assert differences(path, recalculate(path, engine)) == []


BROADEST, CELL = 0.69, 4
"""Of its size, how wide a letter in bold is at most in a font that may stand in for ours; what a cell leaves free."""


@pytest.mark.parametrize("branches", [8, 50])
def test_no_english_name_and_no_word_of_a_header_is_broken_whatever_the_font(branches, tmp_path):
    plan = standard(branches, 3, Lang.EN)
    schools = tuple(replace(b, name=f"School A{n} branch") for n, b in enumerate(plan.branches))
    members = tuple(replace(m, name=f"Zheng {chr(65 + n % 3)}") for n, m in enumerate(plan.members))
    plan = replace(plan, branches=schools, members=members)
    book = openpyxl.load_workbook(boards(tmp_path, report_of(plan)), data_only=True)
    for key in BOARDS:
        sheet = book[TITLES[key].en]
        widths = {}
        for one in sheet.column_dimensions.values():
            widths |= dict.fromkeys(range(one.min, one.max + 1), round(7 * one.width) * 0.75 - CELL)
        words = [(cell, word) for cell in sheet[4] for word in str(cell.value or "").split()]
        names = [
            (row[1], row[1].value) for row in sheet.iter_rows(min_row=5) if isinstance(row[0].value, int)
        ]
        assert len(names) >= branches
        broken = [word for cell, word in (*words, *names)
                  if len(word) * BROADEST * cell.font.sz > widths[cell.column]]  # fmt: skip
        assert broken == []
