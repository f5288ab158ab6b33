"""Signs and words on single ballots, as voters write them and tellers copy them."""

from dataclasses import replace

import pytest
from filled import form_of
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_rows_of, small_plan, with_entries, with_way

from xlcampaign.checks.alike import once
from xlcampaign.commands.intake import PlanTerms, take_in, take_plan
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.submission import BLANK
from xlcampaign.words import Lang

BY_BALLOTS = with_entries(small_plan(1, 3), lambda *_: ("approval", Entry.BALLOTS))


def found_on(plan, cells):
    """What is found in a form with such words on the first ballot's rows, as (code, cell), and the sheet's part."""
    book = form_of(plan)
    answers = {("member_peer", row, "loyal"): word for row, word in cells.items()}
    intake = take_in(Envelope("f.xlsx", plain_file(book, answers)), plan)
    title = book.table_of("member_peer").title.zh
    findings = [f for f in once(intake.findings) if f.place.sheet == title]
    return findings, intake.submission.parts["member_peer"]


def mark_of(part, member):
    return part.marks.get((member, "loyal", WayKey.PEER))


@pytest.mark.parametrize(
    ("sign", "mark"),
    [
        ("√", "approve"),
        ("✓", "approve"),
        ("☑", "approve"),
        (True, "approve"),
        ("TRUE", "approve"),
        ("赞成", "approve"),
        ("×", "oppose"),
        ("✗", "oppose"),
        ("反对", "oppose"),
        ("不赞成", "oppose"),
        ("/", BLANK),
        ("——", BLANK),
        ("无", BLANK),
    ],
)
def test_a_sign_on_a_ballot_is_read_as_the_ballot_asks_for_it(sign, mark):
    findings, part = found_on(BY_BALLOTS, {0: sign, 1: "同意"})
    assert mark_of(part, "0101") == {mark: 1}
    assert [f.rule.code for f in findings] == ["C107"]
    assert str(sign) not in str(findings[0].facts)


@pytest.mark.parametrize("sign", ["○", "〇", "△", "是", "1", "☐", False, "□", "√×", "不予"])
def test_a_sign_that_may_mean_more_than_one_thing_is_an_error(sign):
    """A circle is an abstention on our ballots and agreement on others."""
    findings, part = found_on(BY_BALLOTS, {0: sign, 1: "同意"})
    assert "C103" in {f.rule.code for f in findings}
    assert mark_of(part, "0101") is None


def called(agreed, opposed):
    """Peers are asked on ballots by two words of the plan's own."""
    names = {"approve": agreed, "oppose": opposed}
    scales = [
        replace(scale, grades=tuple(replace(one, name=names.get(one.key, one.name)) for one in scale.grades))
        for scale in BY_BALLOTS.scales
    ]
    return replace(BY_BALLOTS, scales=tuple(scales))


@pytest.mark.parametrize("words", [("是", "否"), ("yes", "no"), ("是", "不是")])
@pytest.mark.parametrize(
    ("sign", "mark"),
    [
        (True, "approve"),
        ("是的", "approve"),
        ("■", "approve"),
        (False, "oppose"),
        ("☐", "oppose"),
        ("□", "oppose"),
        ("✘", "oppose"),
    ],
)
def test_where_the_words_are_yes_and_no_boxes_mean_what_they_do_in_all_such_cells(words, sign, mark):
    findings, part = found_on(called(*words), {0: sign, 1: words[0]})
    assert mark_of(part, "0101") == {mark: 1}
    assert [f.rule.code for f in findings] == ["C107"]


@pytest.mark.parametrize("words", [("称职", "不称职"), ("否", "是"), ("是", "一般")])
@pytest.mark.parametrize("sign", [False, "☐"])
def test_under_other_words_an_empty_box_is_an_error_that_says_so_whatever_stands_on_the_ballot(words, sign):
    findings, part = found_on(called(*words), {0: sign, 1: words[0]})
    other, _ = found_on(called(*words), {0: "?", 1: words[0]})
    said = [f.says(Lang.ZH) for f in findings if f.rule.code == "C103"]
    assert "没有打勾的框看不出是哪一个" in said[0]
    assert said == [f.says(Lang.ZH) for f in other if f.rule.code == "C103"]
    assert mark_of(part, "0101") is None


@pytest.mark.parametrize("sign", ["√", True, "反对", "不同意"])
def test_where_ballots_give_grades_a_sign_is_no_grade(sign):
    plan = with_way(small_plan(1, 3), SubjectKind.MEMBER, WayKey.PEER, scale="grades", entry=Entry.BALLOTS)
    findings, part = found_on(plan, {0: sign, 1: "优秀"})
    assert "C103" in {f.rule.code for f in findings}
    assert mark_of(part, "0101") is None


def test_many_signs_on_a_sheet_are_one_note():
    findings, _ = found_on(BY_BALLOTS, dict.fromkeys(range(9), "√"))
    [note] = [finding for finding in findings if finding.rule.code == "C107"]
    assert len(note.place.cells) == 9


@pytest.mark.parametrize("word", ["待定", "暂无", "/", "也许"])
@pytest.mark.parametrize(
    ("key", "title"), [("peers_with_own", "互评含本人"), ("abstentions", "弃权计入总票数")]
)
def test_how_a_campaign_counts_is_never_left_to_a_word_that_says_nothing(key, title, word):
    settings, rows = plan_rows_of(1, 3)
    workbook = write_plain(plan_book(settings, rows))
    [cell] = [row[1] for row in workbook["活动"].iter_rows() if row[0].value == title]
    cell.value = word
    _, findings = take_plan(Envelope("plan.xlsx", bytes_of(workbook)), PlanTerms())
    assert [(f.place.cell, f.is_error) for f in findings] == [(cell.coordinate, True)], key
