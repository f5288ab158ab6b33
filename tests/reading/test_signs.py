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
        ("是", "approve"),
        ("yes", "approve"),
        ("Y", "approve"),
        ("对", "approve"),
        ("No", "oppose"),
        ("否", "oppose"),
        ("ｘ", "oppose"),
        ("X", "oppose"),
        ("V", "approve"),
        ("In favour", "approve"),
        ("against", "oppose"),
        ("弃", "abstain"),
        ("abstained", "abstain"),
        ("○", "abstain"),
        ("O", "abstain"),
        ("〇", "abstain"),
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


@pytest.mark.parametrize("sign", ["△", "1", "☐", False, "□", "√√", "不予", "√改×"])
def test_a_sign_that_may_mean_more_than_one_thing_is_an_error(sign):
    findings, part = found_on(BY_BALLOTS, {0: sign, 1: "同意"})
    assert "C103" in {f.rule.code for f in findings}
    assert mark_of(part, "0101") is None


@pytest.mark.parametrize("other", ["×", "弃权", None])
@pytest.mark.parametrize(("sign", "agreed"), [("○", 4), ("O", 4), ("x", None), ("X", None)])
def test_where_nobody_agrees_in_other_words_a_circle_or_an_x_may_mean_that(sign, agreed, other):
    """A circle is an abstention on our ballots and agreement on others, so its own ballot has to tell."""
    cells = {0: sign, 1: other} | ({agreed: "√"} if agreed else {})
    findings, part = found_on(BY_BALLOTS, cells)
    [error] = [f for f in findings if f.rule.code == "C103" and f.place.row == 5]
    marks = mark_of(part, "0101") or {}
    assert marks.keys() <= {BLANK}
    assert "票上画的那一个" in error.says(Lang.ZH)
    assert "what the ballot shows" in error.fix(Lang.EN)
    assert sign not in str(error.facts["found"])


def test_an_x_is_the_typists_and_certain_where_any_ballot_tells_the_signs():
    findings, part = found_on(BY_BALLOTS, {0: "x", 3: "√", 4: "x"})
    assert mark_of(part, "0101") == {"oppose": 1, "approve": 1}
    assert mark_of(part, "0102") == {"oppose": 1, BLANK: 1}
    assert {f.rule.code for f in findings} == {"C107"}


@pytest.mark.parametrize(
    "sign", ["√×", "√/×", "同意、不同意", "同意不同意", "√ ○", "弃权/同意", "yes/no", "√（×）"]
)
def test_two_marks_in_one_cell_are_no_mark_and_nobody_chooses_for_the_voter(sign):
    findings, part = found_on(BY_BALLOTS, {0: sign, 1: "同意"})
    assert mark_of(part, "0101") == {BLANK: 1}
    [said] = findings
    assert (said.rule.code, said.place.cell, said.is_error) == ("C143", "C5", False)
    assert "不替投票人选" in said.fix(Lang.ZH)
    assert not part.rejected


@pytest.mark.parametrize("sign", ["优秀/合格", "优秀、不了解", "合格不合格"])
def test_two_grades_in_one_cell_are_no_mark_either(sign):
    plan = with_way(small_plan(1, 3), SubjectKind.MEMBER, WayKey.PEER, scale="grades", entry=Entry.BALLOTS)
    findings, part = found_on(plan, {0: sign, 1: "优秀"})
    assert [f.rule.code for f in findings] == ["C143"]
    assert mark_of(part, "0101") == {BLANK: 1}


@pytest.mark.parametrize("sign", ["3/4", "8、9", "7或8", "弃权/8"])
def test_two_numbers_in_one_cell_are_no_mark_either(sign):
    plan = with_way(small_plan(1, 3), SubjectKind.MEMBER, WayKey.PEER, scale="points", entry=Entry.BALLOTS)
    findings, part = found_on(plan, {0: sign, 1: 8})
    assert [f.rule.code for f in findings] == ["C143"]
    assert mark_of(part, "0101") == {BLANK: 1}


@pytest.mark.parametrize("word", ["弃", "弃权票", "abstained", "弃权"])
def test_who_abstains_from_points_is_understood_however_it_is_said(word):
    plan = with_way(small_plan(1, 3), SubjectKind.MEMBER, WayKey.PEER, scale="points", entry=Entry.BALLOTS)
    findings, part = found_on(plan, {0: word, 1: 8})
    assert [f.rule.code for f in findings] == (["C107"] if word != "弃权" else [])
    assert mark_of(part, "0101") == {"abstain": 1}


@pytest.mark.parametrize(("word", "code", "mark"), [("弃", "C143", {BLANK: 1}), ("abstained", "C103", None)])
def test_a_scale_without_abstentions_takes_none_for_one_of_its_own(word, code, mark):
    plan = with_way(small_plan(1, 3), SubjectKind.MEMBER, WayKey.PEER, scale="grades", entry=Entry.BALLOTS)
    findings, part = found_on(plan, {0: word, 1: "优秀"})
    assert [f.rule.code for f in findings] == [code]
    assert mark_of(part, "0101") == mark


SPOILT = ["废票", "作废", "无效", "空白票", "spoilt", "Spoiled ballot", "此票无效", "（废票）", "看不清"]


@pytest.mark.parametrize("word", SPOILT)
def test_a_ballot_that_only_says_that_it_is_spoilt_is_none(word):
    findings, part = found_on(BY_BALLOTS, {0: "√", 1: "×", 3: word})
    assert part.ballots == {"member.peer": 1}
    assert [(f.rule.code, f.place.cell) for f in findings] == [("C107", "C5"), ("C107", "C6"), ("C107", "C8")]
    assert "不算一张票" in findings[2].says(Lang.ZH)
    assert part.cells.rejected == 0


@pytest.mark.parametrize("words", [("/", "无", "—"), ("空", "N/A", "未填"), ("-",) * 3])
def test_what_says_nothing_all_over_a_sheet_is_one_note_that_says_so(words):
    book = form_of(BY_BALLOTS)
    answers = {("member_peer", row, "loyal"): "√" for row in range(9)}
    answers |= {
        ("member_peer", row, star): words[row % 3] for row in range(4) for star in ("study", "duty", "advice")
    }
    findings = once(take_in(Envelope("f.xlsx", plain_file(book, answers)), BY_BALLOTS).findings)
    [marks, nothing] = [f for f in findings if f.place.sheet == "党员互评" and f.rule.code == "C107"]
    assert len(nothing.place.cells) == 12
    assert "按 空白 读取" in nothing.says(Lang.ZH)
    assert "12" in nothing.says(Lang.ZH) + nothing.fix(Lang.ZH) + str(nothing.costs)
    assert "√" not in marks.says(Lang.ZH)


@pytest.mark.parametrize("word", ["废票", "spoilt", "无", "/"])
@pytest.mark.parametrize("areas", [["C8:J8", "C9:J9", "C10:J10"], ["C8:J10"], ["C8:C10"]])
def test_a_ballot_whose_cells_are_merged_over_such_a_word_is_none_too(word, areas):
    workbook = write_plain(form_of(BY_BALLOTS), {("member_peer", row, "loyal"): "√" for row in range(3)})
    sheet = workbook["党员互评"]
    for area in areas:
        sheet[area.partition(":")[0]].value = word
        sheet.merge_cells(area)
    intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), BY_BALLOTS)
    assert intake.submission.parts["member_peer"].ballots == {"member.peer": 1}
    assert not [f for f in intake.findings if f.place.sheet == "党员互评" and f.is_error]


@pytest.mark.parametrize(
    ("word", "cell"), [("√", "C8"), ("同意", "C8"), ("大概可以", "C8"), ("√", "D8"), (None, "C8")]
)
def test_a_mark_that_is_merged_with_others_is_an_error_as_ever(word, cell):
    workbook = write_plain(form_of(BY_BALLOTS), {("member_peer", 0, "loyal"): "√"})
    workbook["党员互评"][cell].value = word
    workbook["党员互评"].merged_cells.add("C8:J8")
    intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), BY_BALLOTS)
    assert "C106" in {f.rule.code for f in intake.findings}


@pytest.mark.parametrize("word", SPOILT)
def test_where_its_ballot_has_marks_what_is_spoilt_is_one_cell(word):
    findings, part = found_on(BY_BALLOTS, {0: word, 1: "同意"})
    assert part.ballots == {"member.peer": 1}
    assert mark_of(part, "0101") == {BLANK: 1}
    assert [(f.rule.code, f.place.cell) for f in findings] == [("C143", "C5")]


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
