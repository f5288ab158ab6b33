"""Papers: who and what stands on them, and that they can be printed and written on."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from itertools import pairwise

import openpyxl
import pytest
from known import known_of
from plans import plan_of, small_plan, with_entries, with_way
from recalculate import convert

from xlcampaign.forms.form import write_form
from xlcampaign.forms.papers import write_papers
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.papers import (
    CARDS,
    PAPERS,
    SELF_RATINGS,
    meeting_papers,
    pledge_cards,
    self_papers,
)
from xlcampaign.layout.sheet import Table
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.scale import Abstentions
from xlcampaign.sample.plan import sample_plan
from xlcampaign.words import Lang, T

MM_OF_POINT, MM_OF_PIXEL = 25.4 / 72, 25.4 / 96


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


def bodies(sheet):
    """The heights, in millimetres, of the rows to write into, page by page."""
    head = int(str(sheet.print_title_rows).rpartition("$")[2])
    last = max(row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, 1).border.left.style)
    breaks = [brk.id for brk in sheet.row_breaks.brk]
    pages = [head, *breaks, last]
    return [
        [sheet.row_dimensions[row].height * MM_OF_POINT for row in range(first + 1, end + 1)]
        for first, end in pairwise(pages)
    ]


def strokes(sheet):
    """The widths, in millimetres on the screen, of the columns for strokes."""
    head = int(str(sheet.print_title_rows).rpartition("$")[2])
    return [
        sheet.column_dimensions[cell.column_letter].width * 7 * MM_OF_PIXEL
        for cell in sheet[head]
        if cell.value == "正字"
    ]


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
    assert any("画“√”" in text and "弃权和不画都不算同意" in text for text in said)


@pytest.mark.parametrize("with_own", ["yes", "no"])
@pytest.mark.parametrize("abstentions", list(Abstentions))
def test_a_ballot_says_what_an_empty_box_and_the_own_row_are(tmp_path, abstentions, with_own):
    plan = small_plan(1, 4, abstentions=abstentions, peers_with_own=with_own)
    written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    said = "".join(texts(book["测评票（党员互评）"]))
    assert ("不算同意" in said) == (abstentions is Abstentions.COUNTED)
    assert ("没有画的按弃权计" in said) == (abstentions is not Abstentions.COUNTED)
    assert ("不评本人" in said, "本人那一行也要评" in said) == (with_own == "no", with_own == "yes")
    assert ("计票（党员互评 弃权）" in book.sheetnames) == (abstentions is not Abstentions.COUNTED)


def test_standards_are_there_for_the_back_and_counting_sheets_for_every_tallied_grade(tmp_path):
    plan = small_plan(1, 4, abstentions="apart")
    written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    back = texts(book["评星标准（背面）"])
    assert {star.standard for star in plan.stars_of(SubjectKind.MEMBER)} <= set(back)
    counting = [title for title in book.sheetnames if title.startswith("计票")]
    assert counting == [
        *(f"计票（{way} {grade}）" for way in ("党员互评", "教师测评") for grade in ("同意", "弃权")),
        *(f"计票（{way}）" for way in ("党员评支部", "教师评支部")),
    ]
    for title in counting:
        said = texts(book[title])
        assert "不同意" not in said  # it follows
        assert {"正字", "票数"} <= set(said)
        asked = next(text for text in said if "应到" in text)
        assert all(word in asked for word in ("实到", "发出", "收回", "有效"))
        assert any("监票人" in text and "上级监督人" in text for text in said)


def test_who_came_is_asked_once_on_the_sheet_of_those_who_do_not_rate_themselves(tmp_path):
    written(tmp_path / "p.xlsx", small_plan(1, 4))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    asking = [sheet.title for sheet in book if "到会\n投票" in texts(sheet)]
    assert asking == ["计票（党员互评 同意）"]
    assert any("有效票减 1" in text for text in texts(book[asking[0]]))


def test_a_paper_of_the_meeting_says_which_meeting_and_has_a_place_for_the_seal(tmp_path):
    plan = small_plan(1, 4)
    written(tmp_path / "p.xlsx", plan)
    for sheet in openpyxl.load_workbook(tmp_path / "p.xlsx"):
        said = texts(sheet)
        about = next(text for text in said if plan.campaign.name in text)
        assert "第一阶段" in about
        assert plan.branches[0].name in about
        if sheet.title.startswith(("测评票", "计票")):
            assert "评议日期" in about
            assert any("盖章处" in text for text in said)


@pytest.mark.parametrize(("members", "teachers"), [(3, 8), (16, 40), (37, 61), (80, 12)])
def test_there_is_room_to_write_by_hand_and_no_page_for_one_line(tmp_path, members, teachers):
    plan = plan_of_many(members, teachers)
    written(tmp_path / "p.xlsx", plan)
    for sheet in openpyxl.load_workbook(tmp_path / "p.xlsx"):
        pages = bodies(sheet)
        assert min(height for page in pages for height in page) >= 8
        assert max(map(len, pages)) - min(map(len, pages)) <= 1
        assert sheet.oddFooter.center.text == f"第 &P 页　共 {len(pages)} 页"
        assert sheet.page_setup.useFirstPageNumber
        voters = members if "党员" in sheet.title else teachers
        counted = voters / (1 if "同意" in sheet.title else 2)
        for width in strokes(sheet):
            across, down = int(width / 4.3), int(min(map(min, pages)) / 5.8)
            assert 5 * across * down >= counted


def plan_of_many(members, teachers):
    """A plan of one branch with that many members and teachers, all invented."""
    rows = sample_plan(branches=1, members=members, seed=1)
    rows[1]["branches"][0]["teachers"] = teachers
    return plan_of(rows)


def test_where_stars_are_many_boxes_stay_as_large_on_paper(tmp_path):
    plan = plan_of_many(16, 20)
    stars = plan.stars_of(SubjectKind.MEMBER)
    more = [replace(star, key=f"{star.key}2", name=f"又{star.name}") for star in stars]
    written(tmp_path / "p.xlsx", replace(plan, stars=(*plan.stars, *more)))
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx")["计票（教师测评 同意）"]
    assert sheet.page_setup.orientation == "landscape"
    wide = sum(dimension.width for dimension in sheet.column_dimensions.values()) * 7 * MM_OF_PIXEL
    smaller = min(1, 297 / wide)
    assert min(height for page in bodies(sheet) for height in page) * smaller >= 8


def test_ballots_on_many_take_as_few_sheets_as_can_be_read(tmp_path):
    written(tmp_path / "p.xlsx", plan_of_many(37, 40))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert [len(page) for page in bodies(book["测评票（党员互评）"])] == [19, 18]
    assert [len(page) for page in bodies(book["测评票（教师评支部）"])] == [9]


def test_the_organiser_is_told_what_to_do_and_where_each_number_goes(tmp_path):
    plan = small_plan(1, 4)
    papers = written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames[:2] == ["会议组织须知", "用纸和填报"]
    told = "".join(texts(book["会议组织须知"]))
    for words in (
        "计票人 2 名",
        "监票人 1 名",
        "收回多于发出",
        "重新测评",
        "2023-12-31",
        "盖支部章",
        "剪成一人一条",
    ):
        assert words in told
    listed = {row[0]: row[1:] for row in book["用纸和填报"].iter_rows(values_only=True)}
    assert {paper.tab.zh for paper in papers[2:]} <= set(listed)
    assert listed["测评票（党员互评）"][0] == "4，另备 2"
    assert listed["测评票（教师评支部）"][0] == "20，另备 2"
    assert listed["计票（党员互评 同意）"][2] == "“党员互评”表：“政治忠诚星”等 8 列，“到会投票”列"
    assert listed["计票（教师评支部）"][2] == "“支部群众评议”表：“教师评支部 同意”"
    goes = "".join(str(row[2]) for row in listed.values())
    form = evaluation_form(plan, plan.branches[0])
    assert all(f"“{sheet.title.zh}”" in goes for sheet in form.shown if isinstance(sheet, Table))


@pytest.mark.parametrize(
    ("scale", "entry"),
    [
        ("approval", Entry.TALLY),
        ("grades", Entry.TALLY),
        ("points", Entry.BALLOTS),
        ("grades", Entry.BALLOTS),
    ],
)
def test_where_numbers_go_there_are_such_sheets_and_columns_on_the_form(tmp_path, scale, entry):
    plan = with_entries(
        small_plan(1, 4),
        lambda _, key: (
            ("points", Entry.MARKS) if key in {WayKey.SELF, WayKey.ORGANISATION} else (scale, entry)
        ),
    )
    written(tmp_path / "p.xlsx", plan)
    form = evaluation_form(plan, plan.branches[0])
    write_form(tmp_path / "f.xlsx", form, Lang.ZH, date(2023, 4, 1))
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    headers = {sheet.title: {" ".join(str(cell.value).split()) for cell in sheet[4]} for sheet in book}
    supplies = openpyxl.load_workbook(tmp_path / "p.xlsx")["用纸和填报"]
    places = [str(row[3]) for row in supplies.iter_rows(values_only=True) if "表" in str(row[3])]
    named = [
        (sheet, column)
        for place in places
        for sheet, _, columns in [place.partition("表：")]
        for column in re.findall("“([^”]+)”", columns)
        if columns
    ]
    assert len(named) > 4
    assert all(column in headers[sheet.strip("“”")] for sheet, column in named)


def test_where_nobody_votes_on_himself_the_organiser_reads_nothing_of_own_rows(tmp_path):
    plan = small_plan(1, 4)
    for kind in SubjectKind:
        plan = with_way(plan, kind, WayKey.PEER, entry=Entry.MARKS)
    written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert "票不认人" not in texts(book["会议组织须知"])


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize(
    ("entries", "counts", "types"),
    [
        ({Entry.TALLY}, True, False),
        ({Entry.BALLOTS}, False, True),
        ({Entry.TALLY, Entry.BALLOTS}, True, True),
    ],
)
def test_the_organiser_reads_of_counting_sheets_only_where_there_are_some(lang, entries, counts, types):
    plan = small_plan(1, 4)
    plan = replace(plan, campaign=replace(plan.campaign, language=lang))
    for kind in SubjectKind:
        plan = with_way(plan, kind, WayKey.PEER, entry=min(entries))
        plan = with_way(plan, kind, WayKey.TEACHER, entry=max(entries))
    organiser, *papers = meeting_papers(plan, plan.branches[0])
    told = "".join(text for row in organiser.rows for text in row)
    tabs = "".join(paper.tab.say(lang) for paper in papers)
    for words, tab, there in (
        (T("计票单", "counting sheet"), T("计票（", "Count ("), counts),
        (T("评议情况记录", "record of the meeting"), T("评议情况记录", "Record"), types),
        (T("照号录入", "type them into the form by number"), T("评议情况记录", "Record"), types),
    ):
        assert (words.say(lang) in told, tab.say(lang) in tabs) == (there, there)


def test_ballots_that_are_typed_one_by_one_have_a_sheet_for_how_the_vote_was_held(tmp_path):
    plan = with_entries(small_plan(1, 4), lambda *_: ("grades", Entry.BALLOTS))
    written(tmp_path / "p.xlsx", plan)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert not any(
        "对其有效票" in text for text in texts(book["会议组织须知"])
    )  # their forms have no such column
    said = texts(book["评议情况记录"])
    assert {"应到人数", "实到人数", "发出票数", "收回票数", "有效票数", "计票人", "党员互评"} <= set(said)
    assert not any(title.startswith("计票") for title in book.sheetnames)


def test_each_member_has_a_page_for_the_own_rating(tmp_path):
    plan = small_plan(1, 4)
    papers = self_papers(plan, plan.branches[0])
    write_papers(tmp_path / "s.xlsx", SELF_RATINGS, papers, Lang.ZH, date(2023, 4, 1))
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == [member.name for member in plan.members]
    for sheet in book:
        said = texts(sheet)
        stars = plan.stars_of(SubjectKind.MEMBER)
        assert {star.name for star in stars} | {star.standard for star in stars} <= set(said)
        assert f"个人自评表　{sheet.title}" in said
        assert any("0–10" in text and "间隔 0.5" in text for text in said)
        assert any("本人签名" in text for text in said)
        assert len(bodies(sheet)) == 1


def test_who_is_voted_on_by_ballot_has_no_page_for_the_own_rating():
    plan = with_entries(small_plan(1, 4), lambda *_: ("grades", Entry.TALLY))
    assert self_papers(plan, plan.branches[0]) == ()
    organiser, *_ = meeting_papers(plan, plan.branches[0])
    assert not any("自评表发给" in text for row in organiser.rows for text in row)


def test_what_is_not_voted_on_has_no_papers():
    plan = with_entries(small_plan(1, 4), lambda *_: ("points", Entry.MARKS))
    assert meeting_papers(plan, plan.branches[0]) == ()


@pytest.mark.parametrize(("scale", "entry"), [("grades", Entry.TALLY), ("points", Entry.BALLOTS)])
@pytest.mark.parametrize("lang", list(Lang))
def test_other_scales_and_entries_are_written_too(tmp_path, scale, entry, lang):
    plan = with_entries(small_plan(1, 4), lambda *_: (scale, entry))
    papers = written(tmp_path / "p.xlsx", plan, lang)
    counted = [paper for paper in papers if any(column.votes for column in paper.columns)]
    assert bool(counted) is (entry is Entry.TALLY)
    assert len(openpyxl.load_workbook(tmp_path / "p.xlsx").sheetnames) == len(papers)


@pytest.mark.office
@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("members", [4, 37])
def test_papers_print_on_as_many_pages_as_they_say(tmp_path, lang, members):
    plan = plan_of_many(members, 20)
    written(tmp_path / "p.xlsx", plan, lang)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert pages_of(tmp_path / "p.xlsx", tmp_path) == sum(len(bodies(sheet)) for sheet in book)


def test_a_pledge_card_shows_what_is_known_and_leaves_room_for_the_rest(tmp_path):
    plan = small_plan(1, 4)
    known = known_of(plan)
    cards = pledge_cards(plan, plan.branches[0], known)
    write_papers(tmp_path / "c.xlsx", CARDS, cards, Lang.ZH, date(2023, 4, 1))
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == [member.name for member in plan.members]
    said = texts(book["钱某乙"])
    assert {"党员承诺卡　钱某乙", "争做先锋活动　第一阶段　甲一完小党支部"} <= set(said)
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
