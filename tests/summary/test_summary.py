"""The summary as a file: its sheets, tables, charts and figures, as a reader of the file finds them."""

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from dumps import dump_sheets
from openpyxl.utils import range_boundaries
from summary.decided import AT, GONE_BY, decided
from summary.registers import with_launch
from summary.reports import example, report_of, standard, with_stars, write_some

from xlcampaign.findings.catalogue import cell_rules
from xlcampaign.findings.finding import Place
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import OverrideDecision, Registers
from xlcampaign.model.roster import Roster
from xlcampaign.model.submission import Marks
from xlcampaign.model.versions import Side, Tied
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import SHEETS, TITLES
from xlcampaign.summary.frame import Audience, always
from xlcampaign.tally.history import present
from xlcampaign.words import Lang
from xlcampaign.workbook.looks import RED

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
TABLES = {
    "xlc_scores", "xlc_branch_counts", "xlc_member_counts", "xlc_submissions", "xlc_superseded", "xlc_findings",
    "xlc_reconciliation", "xlc_sources", "xlc_branch_goals", "xlc_member_goals", "xlc_goal_lines",
    "xlc_outcomes", "xlc_whatif", "xlc_baselines", "xlc_pledges", "xlc_fulfilment_by_branch", "xlc_fulfilment_by_area",
    "xlc_announcements", "xlc_rectification_ledger", "xlc_comments", "xlc_meetings", "xlc_quality", "xlc_raters",
}  # fmt: skip

_PARTED = ("goals", "quality", "whatif", "fulfilment")
"""Sheets for the meeting whose pages are laid out."""

LISTS = {
    "xlc_recommended_branch_top", "xlc_recommended_branch_other", "xlc_recommended_member_top",
    "xlc_recommended_member_other", "xlc_near", "xlc_ties", "xlc_rectification_branch",
    "xlc_rectification_member", "xlc_unrated", "xlc_shifts", "xlc_differences", "xlc_roster_changes",
    "xlc_launches", "xlc_work_record", "xlc_final_selected", "xlc_final_study", "xlc_final_out", "xlc_final_commended",
    "xlc_changed_ways", "xlc_trend",
}  # fmt: skip
"""Lists that are only there where they hold anybody."""


@pytest.fixture(scope="module")
def report():
    return example()


@pytest.fixture(scope="module")
def path(report, tmp_path_factory):
    target = tmp_path_factory.mktemp("summary") / "stage-1.xlsx"
    write_summary(target, report)
    return target


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def live(path):
    return openpyxl.load_workbook(path)


ALWAYS = {sheet.key: sheet.title for sheet in SHEETS if sheet.shown is always}
"""The names of the sheets that stand in every summary, by key."""


def title(key):
    return TITLES[key].zh


def table_rows(book, name):
    """Yield the rows of an Excel table as mappings from its headers."""
    sheet, table = next((sheet, sheet.tables[name]) for sheet in book if name in sheet.tables)
    left, top, right, bottom = range_boundaries(table.ref)
    header, *rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def board_rows(book, key):
    """Return the rows of a board with a subject, as mappings from its headers."""
    header, *rows = book[title(key)].iter_rows(min_row=4, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows if isinstance(row[0], int)]


def texts_of(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_the_sheets_stand_in_order_visible_and_leaders_tabs_are_red(book):
    assert book.sheetnames == [text.zh for text in ALWAYS.values()]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    red = [sheet.title for sheet in book if sheet.sheet_properties.tabColor.rgb[-6:] == RED[1:]]
    assert red == [
        sheet.title.zh for sheet in SHEETS if sheet.key in ALWAYS and sheet.audience is Audience.LEADERS
    ]


def test_every_working_table_is_an_excel_table_with_a_stable_name(book):
    # a table that goes over pages is one Excel table a page, by its name and the number of the part
    found = {name.partition("__")[0] for sheet in book for name in sheet.tables}
    plan = standard()
    declared = {f"xlc_{table.key}" for sheet in SHEETS for table in sheet.tables(plan)}
    boards = {"xlc_branch_board", "xlc_member_board"}
    assert found >= TABLES
    assert found >= declared - LISTS - boards
    assert found <= declared
    for sheet in book:
        for table in sheet.tables.values():
            assert table.autoFilter is not None
            headers = [column.name for column in table.tableColumns]
            assert len({header.casefold() for header in headers}) == len(headers)


def test_sheets_are_set_up_for_printing_without_gridlines(book):
    for sheet in book:
        assert sheet.sheet_view.showGridLines is False
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert "&P" in sheet.oddFooter.center.text
        assert "&N" not in sheet.oddFooter.center.text
        assert sheet.page_setup.useFirstPageNumber is True
    # one page wide and as tall as need be; the overview is one page (the format leaves a 1 out)
    assert {sheet.title: sheet.page_setup.fitToHeight for sheet in book} == {
        text.zh: None if key == "overview" else 0 for key, text in ALWAYS.items()
    }
    wide = ("branch_board", "member_board", "outcomes", "pledges", "rectification_ledger")
    wide += (
        "branch_counts",
        "member_counts",
        "scores",
        "comments",
        "meetings",
        "submissions",
        "findings",
        "sources",
    )
    boards = [book[title(key)] for key in (*wide, "quality")]
    assert {board.page_setup.paperSize for board in boards} == {8}
    assert [board.print_title_rows for board in boards] == [*["$1:$4"] * len(wide), "$1:$3"]
    assert {sheet.page_setup.paperSize for sheet in book if sheet not in boards} == {9}


def test_scores_are_read_back_in_one_line(path, report):
    frame = pd.read_excel(path, sheet_name="评分明细", header=3, engine="openpyxl")
    stars = [star for subject in report.results.subjects for star in subject.stars]
    assert len(frame) == len(stars)
    expected = [DASH if star.score is None else star.score / 100 for star in stars]
    assert frame["得分"].tolist() == expected
    assert frame["授星"].tolist() == [DASH if s.lit is None else LIT if s.lit else UNLIT for s in stars]


def test_a_star_says_why_it_is_unrated_and_where_its_counts_came_from(book):
    rows = table_rows(book, "xlc_scores")
    lacking = [row for row in rows if row["编号"] == "B02-03"]
    assert {row["备注"] for row in lacking} == {"缺教师测评"}
    assert {row["得分"] for row in lacking} == {DASH}
    first = next(row for row in rows if row["编号"] == "B01-02")
    assert first["来源"] == (
        "01-甲一完小党支部-评议表-第一阶段.xlsx › 党员自评 › D5、党员互评 › D5、教师测评 › D5、组织总评 › D5"
    )


def test_few_raters_are_marked(tmp_path):
    target = tmp_path / "few.xlsx"
    write_summary(target, report_of(standard(2, 3), raters=2))
    rows = table_rows(openpyxl.load_workbook(target, data_only=True), "xlc_scores")
    assert {row["备注"] for row in rows if row["类别"] == "党员"} == {
        "人数少（党员互评）；人数少（教师测评）"
    }


def test_boards_show_every_subject_best_first_with_its_remarks(book, report):
    rows = board_rows(book, "member_board")
    members = report.results.of(SubjectKind.MEMBER)
    assert len(rows) == len(members)
    branch = [row for row in rows if row["姓名"]][:15]
    composites = [row["综合得分"] for row in branch]
    assert composites == sorted(composites, reverse=True)
    graded = [row["综合得分"] for row in branch if row["等次"] != "不定等次"]
    assert len(graded) == len(branch) - 1
    assert [row["支部内名次"] for row in branch if row["等次"] != "不定等次"] == [
        1 + sum(c > own for c in graded) for own in graded
    ]
    assert [row["支部内名次"] for row in branch if row["等次"] == "不定等次"] == ["—"]
    remarks = " ".join(row["备注"] or "" for row in rows)
    assert "暂未评星：缺教师测评" in remarks
    assert "提请否决" in remarks
    assert "提请改评" in remarks
    assert "预备党员" in remarks
    assert "暂未评星：评议表未报" in remarks
    graded = {row["等次"] for row in rows if "预备党员" in (row["备注"] or "")}
    assert graded == {"不定等次"}


def test_one_star_short_names_the_star(book, report):
    by_name = [s for s in report.results.of(SubjectKind.MEMBER) if s.graded and s.lit == len(s.stars) - 1]
    names = {star.key: star.name for star in report.plan.stars_of(SubjectKind.MEMBER)}
    expected = sorted(names[next(star.star for star in s.stars if not star.lit)] for s in by_name)
    assert sorted(row["差一星"] for row in board_rows(book, "member_board") if row["差一星"]) == expected
    assert expected


def test_one_star_short_is_the_same_people_with_the_same_star_on_board_and_list(tmp_path):
    report = report_of(standard(3, 6, recommend_member=6, recommend_branch=7), seed=38)
    write_some(tmp_path / "s.xlsx", report, ("member_board", "branch_board", "recommended", "scores"))
    book = openpyxl.load_workbook(tmp_path / "s.xlsx", data_only=True)
    boards = [row for key in ("branch_board", "member_board") for row in board_rows(book, key)]
    on_boards = sorted(row["差一星"] for row in boards if row["差一星"])
    names = {star.key: star.name for star in report.plan.stars}
    short = [subject for subject in report.results.subjects if subject.near]
    assert on_boards == sorted(names[subject.near.star] for subject in short)
    assert any(
        len(s.stars) - s.lit > 1 and min(x.gap for x in s.stars if not x.lit) == s.near.gap for s in short
    )
    listed = [row for row in book[title("recommended")].iter_rows(values_only=True) if row[7] in on_boards]
    assert len(listed) == len(short)


def test_figures_of_the_overview_add_up_from_the_sheets(book):
    overview = book[title("overview")]
    shown = {overview.cell(4, column).value: (overview.cell(5, column).value, overview.cell(6, column).value)
             for column in range(1, 37, 6)}  # fmt: skip
    boards = {key: board_rows(book, key) for key in ("branch_board", "member_board")}
    lit = {key: [row["星数"] for row in rows if row["星数"] != DASH] for key, rows in boards.items()}
    total, due = sum(lit["member_board"]), 8 * len(lit["member_board"])
    assert shown["党员授星"] == (f"{total} 颗", f"应评 {due} 颗　{(200 * total + due) // (2 * due)}%")
    stars = sum(row["授星"] == LIT for row in table_rows(book, "xlc_scores") if row["类别"] == "党员" and
                row["编号"] not in {"B02-03", "B04-05"})  # fmt: skip
    assert total == stars
    graded = [row for row in boards["member_board"] if row["等次"] != "不定等次"]
    fit = sum(row["星数"] == 8 for row in graded), sum(row["星数"] == 9 for row in boards["branch_board"])
    assert shown["符合推荐条件"][0] == f"{fit[1]} 支部 · {fit[0]} 人"
    assert shown["需要整改"][0] == (
        f"{sum(n < 6 for n in lit['branch_board'])} 支部 · {sum(n < 5 for n in lit['member_board'])} 人"
    )
    unrated = [len(rows) - len(lit[key]) for key, rows in boards.items()]
    assert shown["暂未评星"][0] == f"{unrated[0]} 支部 · {unrated[1]} 人"
    sent = [row for row in table_rows(book, "xlc_submissions") if row["表"] == "评议表"]
    assert shown["评议表报送"][0] == f"{sum(row['状态'] != '未报' for row in sent)} / {len(sent)}"
    votes = [sum(row[name] or 0 for row in sent) for name in ("收回票", "有效票")]
    assert shown["评议票"][0] == f"收回 {votes[0]}　有效 {votes[1]}"


def test_the_charts_figures_are_those_of_the_boards(book):
    overview = book[title("overview")]
    branches = {row["支部"]: row["综合得分"] for row in board_rows(book, "branch_board")}
    charted = {overview.cell(row, 38).value: overview.cell(row, 39).value for row in range(6, 14)}
    assert charted == {
        name[:-3] + (f"\u00a0{DASH}" if value == DASH else ""): value for name, value in branches.items()
    }
    colored = [[overview.cell(row, column).value for column in range(40, 43)] for row in range(6, 14)]
    assert [sum(figures) for figures in colored] == [
        0 if value == DASH else value for value in charted.values()
    ]
    assert all(sum(figure > 0 for figure in figures) <= 1 for figures in colored)
    labels = {
        row[0].value: row[1].value for row in overview.iter_rows(min_col=38, max_col=39) if row[0].value
    }
    lit = [row["星数"] for row in board_rows(book, "member_board")]
    assert [labels[f"{n} 星"] for n in range(9)] == [lit.count(n) for n in range(9)]


def test_the_overview_says_what_needs_a_decision(book):
    said = "\n".join(texts_of(book[title("overview")]))
    for expected in (
        "甲八完小党支部评议表未报",
        "2 名党员的评议不全：缺党员互评 1、教师测评 1",
        "甲七完小党支部：教师测评低于组织总评",
        "甲七完小党支部：满意率",
        "提请否决 1 项：赵某丁（甲三完小党支部）",
        "提请改评 1 项：赵某乙（甲五完小党支部）",
        "填报错误 1 处",
        "本阶段 7 个支部",
    ):
        assert expected in said


def test_each_matter_leads_to_the_sheet_that_tells_more(live):
    sheet = live[title("overview")]
    numbers = [
        cell for (cell,) in sheet.iter_rows(min_row=9, max_row=27, min_col=25, max_col=25) if cell.value
    ]
    leads = {sheet.cell(cell.row, 26).value: cell.hyperlink.location for cell in numbers}
    sheets = [location.partition("!")[0].strip("'") for location in leads.values()]
    assert set(sheets) <= set(live.sheetnames)
    assert leads["甲八完小党支部评议表未报，没有结果"] == f"'{title('submissions')}'!A1"
    assert next(v for k, v in leads.items() if k.startswith("填报错误 1 处")) == f"'{title('findings')}'!A1"
    agreed = next(location for said, location in leads.items() if said.startswith("待会议议决"))
    assert live[title("decisions")][agreed.partition("!")[2]].value.startswith("一、整体通过")
    assert [cell.value for cell in numbers] == [f"{n} ›" for n in range(1, len(leads) + 1)]


def test_what_is_decided_one_by_one_is_led_to_where_it_stands(tmp_path):
    write_summary(tmp_path / "decided.xlsx", decided())
    book = openpyxl.load_workbook(tmp_path / "decided.xlsx")
    sheet, agenda = book[title("overview")], book[title("decisions")]
    leads = {
        sheet.cell(cell.row, 26).value.partition(" ")[0]: cell.hyperlink.location.rpartition("!")[2]
        for (cell,) in sheet.iter_rows(min_row=9, max_row=27, min_col=25, max_col=25)
        if cell.value and agenda.title in cell.hyperlink.location
    }
    assert leads.pop("接下来：汇总") == "A1"
    assert {
        said: agenda[at].value.partition("、")[2].partition("\u3000")[0] for said, at in leads.items()
    } == {
        "提请否决": "提请否决",
        "提请改评": "提请改评",
        "待会议议决：推荐对象": "整体通过",
    }


def test_no_table_is_printed_below_the_header_of_another(book):
    for sheet in book:
        above = int((sheet.print_title_rows or "$1:$1").rpartition("$")[2])
        printed = range_boundaries(sheet.print_area.rpartition("!")[2])[3] if sheet.print_area else None
        tops = sorted(range_boundaries(table.ref)[1] for table in sheet.tables.values())
        if tops and tops[0] <= above:
            assert [top for top in tops[1:] if printed is None or top <= printed] == [], sheet.title


def test_the_list_of_sheets_counts_the_pages_that_are_laid_out(book):
    sheet = book[title("sheet_list")]
    counts = {row[0].value: row[2].value for row in sheet.iter_rows(min_row=5, max_row=17) if row[2].value}
    whole = ("recommended", "rectification", "decisions")
    assert counts == {
        title("overview"): "1 页",
        **{title(key): f"{len(book[title(key)].row_breaks.brk) + 1} 页" for key in (*whole, *_PARTED)},
    }
    pages = sum(int(counts[title(key)].split()[0]) for key in ("overview", *whole))
    assert sheet["A4"].value == f"一、领导看：打印这几张，共 {pages} 页"


def test_every_sheet_says_what_is_on_it(book):
    sheet = book[title("sheet_list")]
    said = [row[1].value for row in sheet.iter_rows(min_row=5) if row[0].hyperlink]
    assert len(said) == len(set(said)) == len(book.sheetnames) - 1


def test_a_long_list_of_decisions_and_branches_stays_on_the_page(tmp_path):
    target = tmp_path / "many.xlsx"
    absent = tuple(f"B{n:02d}" for n in range(20, 26))
    write_summary(target, report_of(standard(25, 2, satisfaction_alarm=100), absent=absent))
    sheet = openpyxl.load_workbook(target, data_only=True)[title("overview")]
    said = texts_of(sheet)
    assert "甲一完小党支部、甲二完小党支部、甲三完小党支部等 19 个" in "\n".join(said)
    titles = re.findall(r"<a:t>(.*?)</a:t>", zipfile.ZipFile(target).read("xl/charts/chart1.xml").decode())
    assert "前 4 后 4" in "".join(titles)
    assert sheet.cell(13, 38).value.endswith("完小")
    assert sheet.cell(14, 38).value is None


def test_page_one_says_who_and_why(tmp_path):
    target = tmp_path / "who.xlsx"
    report = report_of(standard(4, 5), seed=3, absent=("B04",))
    write_summary(target, report)
    sheet = openpyxl.load_workbook(target, data_only=True)[title("overview")]
    said = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=8, max_row=26, max_col=4)}
    plan, results = report.plan, report.results

    def named(listed):
        branches = [s.name.removesuffix("党支部") for s in listed if s.kind is SubjectKind.BRANCH]
        people = [
            f"{s.name}（{plan.branch_of[s.branch].name.removesuffix('党支部')}）"
            for s in listed
            if s.kind is SubjectKind.MEMBER
        ]
        return branches, people

    tops = {kind: plan.levels_of(kind)[0].name for kind in SubjectKind}
    for key, listed in (
        ("先进 ›", [s for s in results.subjects if s.graded and s.level == tops[s.kind]]),
        ("须改进 ›", [s for s in results.subjects if s.rectify]),
        ("暂未评星 ›", [s for s in results.subjects if not s.is_rated]),
    ):
        branches, people = named(listed)
        line, (of_branches, of_people) = said[key], said[key].split("；")
        assert f"{len(branches)} 个" in of_branches
        assert f"{len(people)} 人" in of_people
        assert of_branches.partition("：")[2] == "、".join(branches)
        assert of_people.partition("：")[2] == ("、".join(people) if len(people) <= 8 else "")
        assert ("见“" in line) == (len(people) > 8)
    assert "核对差额 0；评星规则与方案一致" in said["可信吗 ›"]
    full = sum(s.lit == 8 for s in results.of(SubjectKind.MEMBER))
    assert f"满星 {full} 人，其中符合推荐条件" in said["怎么看 ›"]
    assert "没有综合得分的支部（暂未评星）：甲四完小" in texts_of(sheet)


def test_where_no_form_came_this_is_the_cause_and_not_each_way_of_it(tmp_path):
    target = tmp_path / "unsent.xlsx"
    write_some(target, report_of(standard(3, 2), absent=("B03",)), ("rectification", *GONE_BY))
    book = openpyxl.load_workbook(target, data_only=True)
    assert [row["原因"] for row in table_rows(book, "xlc_unrated")] == ["评议表未报"] * 3
    rows = [row for row in board_rows(book, "member_board") if row["星数"] == DASH]
    rows += [row for row in board_rows(book, "branch_board") if row["星数"] == DASH]
    assert len(rows) == 3
    assert all(row["备注"].startswith("暂未评星：评议表未报") for row in rows)


def test_who_has_the_highest_level_without_being_fit_is_counted_beside_the_lists(tmp_path):
    plan = standard(3, 4)
    top = plan.levels_of(SubjectKind.MEMBER)[0].name
    raised = {m.code: OverrideDecision(m.code, top, "支教", "联校纪要 8 号", AT) for m in plan.members}
    report = report_of(plan, registers=Registers(overrides=raised))
    members = [one for one in report.results.of(SubjectKind.MEMBER) if one.level == top]
    unfit = sum(not one.is_fit for one in members)
    assert 0 < unfit < len(members)
    target = tmp_path / "raised.xlsx"
    write_some(target, report, ("overview", "goals", *GONE_BY))
    said = "\n".join(texts_of(openpyxl.load_workbook(target, data_only=True)[title("overview")]))
    assert f"，“{top}”而不符合推荐条件 {unfit} 人（改评 {unfit} 人）；" in said


def test_charts_of_goals_end_where_the_page_does(tmp_path):
    target = tmp_path / "goals.xlsx"
    for lang in Lang:
        write_some(target, report_of(standard(3, 2, lang)), ("goals", *GONE_BY))
        book = openpyxl.load_workbook(target)
        (name,) = (text.say(lang) for key, text in TITLES.items() if key == "goals")
        last = range_boundaries(book[name].print_area.rpartition("!")[2])[2]
        with zipfile.ZipFile(target) as parts:
            (drawing,) = (part for part in parts.namelist() if re.search(r"/drawing\d+\.xml$", part))
            ends = re.findall(r"<xdr:to><xdr:col>(\d+)", parts.read(drawing).decode())
        assert len(ends) == 2
        assert max(map(int, ends)) < last


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("branches", [2, 8, 9, 50])
def test_page_one_fits_a_small_screen_and_prints_legibly(branches, lang, tmp_path):
    plan = standard(branches, 8, lang)
    if lang is Lang.EN:
        named = (replace(b, name=f"School A{n} branch") for n, b in enumerate(plan.branches))
        plan = replace(plan, branches=tuple(named))
    write_some(tmp_path / "first.xlsx", report_of(plan, absent=("B02",)), ("overview", "goals", *GONE_BY))
    sheet = openpyxl.load_workbook(tmp_path / "first.xlsx")[TITLES["overview"].say(lang)]
    heights = [sheet.row_dimensions[row].height for row in range(1, int(sheet.print_area.split("$")[-1]) + 1)]
    zoom = sheet.sheet_view.zoomScale / 100
    assert sum(heights) * 96 / 72 * zoom <= 515
    assert sum(heights) * 0.8 <= 516
    sizes = {cell.font.sz for row in sheet.iter_rows(max_col=36) for cell in row if cell.value is not None}
    assert min(sizes) * 0.8 >= 8


def test_accounts_add_up(book, report):
    rows = table_rows(book, "xlc_reconciliation")
    assert {row["差额"] for row in rows} == {0}
    for row in rows:
        assert row["采用格"] + row["空格"] + row["退回格"] == row["输入格合计"]
        assert row["计入"] + row["不计"] + row["未评"] == row["评议合计"] == row["另行清点"]
    sheet = book[title("reconciliation")]
    checks = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=5 + len(rows) + 3)}
    assert set(checks.values()) == {0}
    assert len(checks) == 3
    assert sum(row["评议合计"] for row in rows) == sum(m.total for m in report.ledger.marks.values())


def test_a_mark_that_found_no_column_shows_as_a_difference(tmp_path):
    plan = standard(1, 2)
    report = report_of(plan)
    file = report.ledger.sources["B01-02", "loyal", WayKey.PEER].file
    marks = {**report.ledger.marks, file: report.ledger.marks[file] + Marks(counted=1)}
    write_summary(tmp_path / "off.xlsx", replace(report, ledger=replace(report.ledger, marks=marks)))
    sheet = openpyxl.load_workbook(tmp_path / "off.xlsx", data_only=True)[title("reconciliation")]
    differences = [row[3].value for row in sheet.iter_rows() if str(row[0].value).startswith("票数统计两表")]
    assert differences == [-1]


def trust_of(target, lang=Lang.ZH):
    book = openpyxl.load_workbook(target, data_only=True)
    rows = book[TITLES["overview"].say(lang)].iter_rows(min_row=8, max_row=30, max_col=4)
    return next(row[3].value for row in rows if str(row[0].value).startswith(("可信吗", "Trust it?")))


def sound(lang=Lang.ZH):
    """A report in which nothing was rejected, nothing is wrong and nothing is missing."""
    plan = standard(2, 4, lang)
    asked = tuple(one for one in plan.steps if one.key in {StepKey.EVALUATION, StepKey.COMMENT})
    report = replace(report_of(replace(plan, steps=asked)), findings=[])
    ledger = report.ledger
    parts = {file: replace(cells, rejected=0) for file, cells in ledger.cells.items()}
    return replace(report, ledger=replace(ledger, cells=parts))


def test_page_one_says_first_whether_the_figures_can_be_trusted(tmp_path):
    target = tmp_path / "trust.xlsx"
    keys = ("overview", "goals", *GONE_BY)
    write_some(target, sound(), keys)
    assert trust_of(target).startswith("可信：核对差额 0")
    write_some(target, sound(Lang.EN), keys)
    assert trust_of(target, Lang.EN).startswith("Yes: accounts add up")
    write_some(target, report_of(standard(3, 4), absent=("B03",)), keys)
    said = trust_of(target)
    assert said.startswith("可信，但要留意：")
    assert "评议表没有的支部 1 个" in said
    assert said.endswith("别的该报的表缺 4 份（承诺表 3、评选表彰表 1）")
    report = sound()
    file, *_ = report.ledger.written
    ledger = replace(report.ledger, written={**report.ledger.written, file: report.ledger.written[file] - 2})
    write_some(target, replace(report, ledger=ledger), keys)
    assert trust_of(target).startswith("有问题，查清以前不要用：核对不平，差额 2")


@pytest.mark.parametrize("lang", Lang)
def test_page_one_names_the_forms_that_came_and_those_that_are_missing(tmp_path, lang):
    target = tmp_path / "missing.xlsx"
    zh = lang is Lang.ZH
    told = "评议表全部已报" if zh else "all evaluation forms came"
    lacks = "别的表缺 3 份" if zh else "other forms missing: 3"
    report = replace(report_of(standard(2, 4, lang)), findings=[])
    write_some(target, report, ("overview", "goals", *GONE_BY))
    sheet = openpyxl.load_workbook(target, data_only=True)[TITLES["overview"].say(lang)]
    assert sheet["A4"].value == ("评议表报送" if zh else "Evaluation forms")
    assert sheet["A6"].value == f"{told}{'；' if zh else '; '}{lacks}"
    assert ("评议表已报 2" if zh else "2 sent their evaluation") in sheet["A2"].value
    assert trust_of(target, lang).startswith("可信，但要留意：" if zh else "Yes, but note: ")
    write_some(target, sound(lang), ("overview", "goals", *GONE_BY))
    sheet = openpyxl.load_workbook(target, data_only=True)[TITLES["overview"].say(lang)]
    assert sheet["A6"].value == told


def test_a_difference_is_not_hidden(tmp_path, report):
    file, *_ = report.ledger.written
    ledger = replace(report.ledger, written={**report.ledger.written, file: report.ledger.written[file] - 2})
    write_summary(tmp_path / "off.xlsx", replace(report, ledger=ledger))
    rows = table_rows(openpyxl.load_workbook(tmp_path / "off.xlsx", data_only=True), "xlc_reconciliation")
    assert [row["差额"] for row in rows if row["差额"]] == [2]


def test_sources_name_every_file_with_its_hash(book, report):
    rows = table_rows(book, "xlc_sources")
    assert [(row["文件"], row["SHA-256"]) for row in rows] == [(r.file, r.sha256) for r in report.receipts]
    facts = texts_of(book[title("sources")])
    assert {report.plan_sha256, str(report.as_of)} <= set(facts)


def test_files_set_aside_are_listed_with_their_case(tmp_path, report):
    slot, key = max(report.selection.chosen, key=lambda sheet: sheet[0].step is StepKey.EVALUATION)
    tied = Tied(slot, key, (), tuple(Side(Place(file), 3) for file in ("甲.xlsx", "乙.xlsx")))
    selection = replace(report.selection, tied=(tied,))
    write_summary(tmp_path / "tied.xlsx", replace(report, selection=selection))
    book = openpyxl.load_workbook(tmp_path / "tied.xlsx", data_only=True)
    cases = [row["情形"] for row in table_rows(book, "xlc_superseded")]
    assert cases == ["被取代", "分不出新旧", "分不出新旧", "内容相同"]
    assert any("几份文件分不出新旧" in text for text in texts_of(book[title("overview")]))


def test_text_of_users_stays_text(tmp_path):
    plan = standard(2, 2)
    members = tuple(
        replace(m, name="=77+7") if m.code.endswith("01") else replace(m, name="@SUM(A1)")
        for m in plan.members
    )
    branches = (replace(plan.branches[0], name='=HYPERLINK("x")'), plan.branches[1])
    ways = tuple(replace(way, name=f'+{way.name}"&') for way in plan.ways)
    report = report_of(
        replace(plan, members=members, branches=branches, ways=ways), lacking=[("B01-01", WayKey.PEER)]
    )
    place = Place("=cmd.xlsx", "-1").cell_at(1, 1)
    finding = cell_rules.EMPTY.at(place, column="=2+2", expects="http://x")
    target = tmp_path / "text.xlsx"
    write_summary(target, replace(report, findings=(*report.findings, finding)))
    book = openpyxl.load_workbook(target)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    # what stands between quotation marks is text to a spreadsheet too
    formulas = [re.sub('"(?:[^"]|"")*"', '""', cell.value) for cell in cells if cell.data_type == "f"]
    assert not [
        f for f in formulas if "77+7" in f or "@SUM" in f or "HYPERLINK" in f or "cmd" in f or "2+2" in f
    ]
    # links lead inside the workbook only
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]
    kept = {cell.value for cell in cells if cell.data_type == "s"}
    assert {"=77+7", "@SUM(A1)", '=HYPERLINK("x")', "=cmd.xlsx", "-1", '+党员互评"&'} <= kept


def test_what_was_written_beside_marks_is_shown(tmp_path):
    texts = {("B01-02", "opinion"): "工作踏实", ("B01", "achievement.united"): "班子带头听课"}
    write_summary(tmp_path / "s.xlsx", report_of(standard(1, 3), texts=texts))
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    opinions = {row["编号"]: row["组织评语"] for row in table_rows(book, "xlc_outcomes")}
    assert opinions == {"B01": None, "B01-01": None, "B01-02": "工作踏实", "B01-03": None}
    shown = {(r["编号"], r["星级"]): r["主要实绩"] for r in table_rows(book, "xlc_scores") if r["主要实绩"]}
    assert shown == {("B01", "团结实干堡垒星"): "班子带头听课"}


def test_every_formula_has_a_value(path):
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    formulas = sum(text.count("<f>") for text in sheets)
    empty = [match for text in sheets for match in re.findall(r"<f>([^<]*)</f><v></v>", text)]
    assert formulas > 10_000
    # what may be empty: remarks, 差一星, and the warning of changed rules
    assert all(f.startswith(("IF(", "INDEX(", "MID(")) and '""' in f for f in empty)


def charts_of(path):
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name).decode() for name in sorted(archive.namelist()) if "charts/chart" in name]


def test_every_chart_has_a_title_colours_bounds_and_visible_figures(path, book):
    charts = charts_of(path)
    assert len(charts) == 6
    for xml in charts:
        assert re.search(r"<c:title>.*?<a:t>[^<]+</a:t>", xml)
        series = re.findall(r"<c:ser>.*?</c:ser>", xml)
        assert series
        for one in series:
            assert re.search(r"<c:spPr>.*?<a:srgbClr", one)
            sheets = {name.strip("'") for name in re.findall(r"<c:f>('[^']+'|[^!<]+)!", one)}
            assert sheets <= set(book.sheetnames)
            assert "<c:pt " in one  # the figures are kept in the chart too, for previews
        # turned by nothing that is seen: LibreOffice leaves out names that it may break into lines
        assert 'rot="1"' in xml or '<c:barDir val="bar"/>' not in xml
        # bars begin at nought; points may begin higher, and say where
        assert re.search(r'<c:min val="\d+"/>' if "<c:lineChart>" in xml else '<c:min val="0"/>', xml)
        assert xml.count("<a:ea ") == xml.count("<a:latin ") > 0


def test_charts_and_pages_say_in_words_what_they_show(path):
    with zipfile.ZipFile(path) as archive:
        drawings = [
            archive.read(n).decode() for n in archive.namelist() if re.search(r"drawings/drawing\d", n)
        ]
    described = [text for xml in drawings for text in re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', xml)]
    assert len(described) == 6
    assert all(len(text) > 20 for text in described)


def test_nothing_of_the_plan_is_assumed_about_its_language(tmp_path):
    target = tmp_path / "en.xlsx"
    write_summary(target, report_of(standard(2, 3, Lang.EN)))
    book = openpyxl.load_workbook(target, data_only=True)
    assert book.sheetnames == [text.en for text in ALWAYS.values()]
    chinese = re.compile("[\u4e00-\u9fff]")
    headers = [
        column.name for sheet in book for table in sheet.tables.values() for column in table.tableColumns
    ]
    assert not [header for header in headers if chinese.search(header)]


def test_a_stage_without_any_count_still_has_its_summary(tmp_path):
    plan = standard(1, 1)
    lacking = [(code, way) for code in ("B01", "B01-01") for way in WayKey]
    target = tmp_path / "none.xlsx"
    write_summary(target, report_of(plan, lacking=lacking))
    rows = board_rows(openpyxl.load_workbook(target, data_only=True), "member_board")
    assert [row["备注"] for row in rows] == ["暂未评星：没有评议结果；预备党员"]


def test_equal_reports_give_equal_bytes_in_any_process(tmp_path):
    program = (
        "import sys; from pathlib import Path; from summary.reports import example\n"
        "from xlcampaign.summary import write_summary; write_summary(Path(sys.argv[1]), example())"
    )
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
        }
        command = [sys.executable, "-c", program, str(tmp_path / f"{seed}.xlsx")]
        subprocess.run(command, check=True, env=environment, timeout=120)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_an_old_summary_stays_where_the_new_one_cannot_be_written(tmp_path, report):
    target = tmp_path / "nowhere" / "stage-1.xlsx"
    with pytest.raises(OSError, match="nowhere"):
        write_summary(target, report)
    assert list(tmp_path.iterdir()) == []


def test_long_texts_have_the_lines_they_need(tmp_path, report):
    place = Place("长" * 60 + ".xlsx", "党员互评").cell_at(9, 4)
    finding = cell_rules.EMPTY.at(place, column="政治忠诚星", expects="票数")
    write_summary(tmp_path / "long.xlsx", replace(report, findings=(finding,)))
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx")[title("findings")]
    assert sheet.row_dimensions[5].height == 3 * 15


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small summary as text, sheet by sheet; under "book" what is said of the whole."""
    target = tmp_path_factory.mktemp("small") / "s.xlsx"
    report = report_of(with_stars(standard(branches=2, size=2), 3))
    write_summary(target, report)
    keys = {"": "book"} | {text.zh: key for key, text in TITLES.items()}
    dumped = {keys[name]: text for name, text in dump_sheets(target).items()}
    for other, shown in (
        (second_of(report), {"roster_changes", "trend", "final"}),
        (with_launch(report), {"launches", "work_record"}),
    ):
        write_some(target, other, shown)
        dumped |= {keys[name]: text for name, text in dump_sheets(target).items() if name}
    return dumped


def second_of(report):
    """Return the report as if it were of a second stage, before which one of two members moved and one left."""
    one, two, *others = report.plan.members
    moved = replace(one, branch=others[0].branch, start=date(2023, 7, 1))
    roster = Roster(
        report.plan.branches,
        (replace(one, end=date(2023, 6, 30)), moved, replace(two, end=date(2023, 5, 10)), *others),
    )
    return replace(report, stage=2, plan=replace(report.plan, roster=roster), history=(present(report),))


@pytest.mark.parametrize("key", ["book", *TITLES])
def test_a_sheet_of_a_small_summary_is_written_as_it_was(small, golden, key):
    assert small[key] == golden(f"summary/{key}", small[key])


def test_a_small_summary_has_the_sheets_it_had(small):
    assert {path.stem for path in (GOLDEN / "summary").iterdir()} == small.keys()
