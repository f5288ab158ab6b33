"""Papers for the meeting: who and what stands on them, and that each is a page."""

import subprocess
from datetime import date

import openpyxl
import pytest
from known import known_of
from plans import small_plan, with_entries
from recalculate import convert

from xlcampaign.forms.papers import write_papers
from xlcampaign.layout.papers import CARDS, PAPERS, meeting_papers, pledge_cards
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.words import Lang


def written(path, plan, lang=Lang.ZH):
    papers = meeting_papers(plan, plan.branches[0])
    write_papers(path, PAPERS, papers, lang, date(2023, 4, 1))
    return papers


def pages_of(path, folder):
    """How many pages a workbook prints on."""
    command = ["pdfinfo", str(convert(path, "pdf", folder))]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    return int(said.partition("Pages:")[2].split()[0])


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_ballots_hold_every_name_and_star_and_nothing_to_tell_the_voter(tmp_path):
    plan = small_plan(1, 4)
    written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    ballots = [title for title in book.sheetnames if title.startswith("测评票")]
    assert ballots == [f"测评票（{name}）" for name in ("党员互评", "教师测评", "党员评支部", "教师评支部")]
    said = texts(book["测评票（党员互评）"])
    assert {member.name for member in plan.members} <= set(said)
    assert {star.name for star in plan.stars_of(SubjectKind.MEMBER)} <= set(said)
    assert any("不评本人" in text for text in said)
    assert not any("不评本人" in text for text in texts(book["测评票（教师测评）"]))
    assert not any("编号" in text for title in ballots for text in texts(book[title]))
    assert any("画“√”" in text and "按弃权计" in text for text in said)


def test_standards_are_there_for_the_back_and_counting_sheets_for_every_tallied_grade(tmp_path):
    plan = small_plan(1, 4)
    written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    back = texts(book["评星标准（背面）"])
    assert {star.standard for star in plan.stars_of(SubjectKind.MEMBER)} <= set(back)
    counting = [title for title in book.sheetnames if title.startswith("计票")]
    assert len(counting) == 4 * 2  # four ways, 同意 and 弃权; 不同意 follows
    assert not any("不同意" in title for title in counting)
    assert any("监票人" in text for text in texts(book[counting[0]]))


def test_what_is_not_voted_on_has_no_papers():
    plan = with_entries(small_plan(1, 4), lambda *_: ("points", Entry.MARKS))
    assert meeting_papers(plan, plan.branches[0]) == ()


@pytest.mark.parametrize(("scale", "entry"), [("grades", Entry.TALLY), ("points", Entry.BALLOTS)])
@pytest.mark.parametrize("lang", list(Lang))
def test_other_scales_and_entries_are_written_too(tmp_path, scale, entry, lang):
    plan = with_entries(small_plan(1, 4), lambda *_: (scale, entry))
    papers = written(tmp_path / "p.xlsx", plan, lang)
    counted = [paper for paper in papers if paper.closing]
    assert bool(counted) is (entry is Entry.TALLY)
    assert len(openpyxl.load_workbook(tmp_path / "p.xlsx").sheetnames) == len(papers)


@pytest.mark.office
def test_each_paper_is_one_page(tmp_path):
    papers = written(tmp_path / "p.xlsx", small_plan(1, 8))
    assert pages_of(tmp_path / "p.xlsx", tmp_path) == len(papers)


def test_a_pledge_card_shows_what_is_known_and_leaves_room_for_the_rest(tmp_path):
    plan = small_plan(1, 4)
    known = known_of(plan)
    cards = pledge_cards(plan, plan.branches[0], known)
    write_papers(tmp_path / "c.xlsx", CARDS, cards, Lang.ZH, date(2023, 4, 1))
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == [member.name for member in plan.members]
    said = texts(book["钱某乙"])
    assert "党员承诺卡　钱某乙　甲一完小党支部" in said
    assert {"政治忠诚星", "年度承诺制", "每月听课1节", "每月听课2节", "2023-06-30"} <= set(said)
    header = next(row for row in range(1, 9) if book["钱某乙"].cell(row, 1).value == "对应星级")
    boxed = [row for row in range(header + 1, 20) if book["钱某乙"].cell(row, 1).border.left.style]
    assert len(boxed) == plan.campaign.pledges_high


@pytest.mark.office
def test_a_pledge_card_is_a_page_of_a4(tmp_path):
    plan = small_plan(1, 3)
    cards = pledge_cards(plan, plan.branches[0], None)
    write_papers(tmp_path / "c.xlsx", CARDS, cards, Lang.ZH, date(2023, 4, 1))
    assert pages_of(tmp_path / "c.xlsx", tmp_path) == 3
