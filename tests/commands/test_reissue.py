"""A form issued again and sent again: what was said before holds, what changes is newer, nothing is lost on the way."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from commands.test_five_steps import JUNE, Office, cells_of, silent
from dear import mostly_slow
from filled import complete, form_of, sample_answers
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_of, plan_rows_of, with_entries

from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.forms import make_forms
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
)
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Entry
from xlcampaign.words import Lang


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def issued(office, step, name, stage=1):
    """The form that is issued, by a part of its name."""
    written, *_ = make_forms(office.folder, stage, step, Processes(2), silent)
    return next(path for path in written if name in path.name)


def send(office, path, name, changes=None, modified="2023-05-20T00:00:00Z"):
    """Fill cells of an issued form, by tab and address, and send it."""
    workbook = openpyxl.load_workbook(path)
    for (tab, cell), value in (changes or {}).items():
        workbook[tab][cell] = value
    (office.folder.inbox / name).write_bytes(bytes_of(workbook, modified))


def found(office, *codes):
    listed = check_campaign(office.folder, 1, JUNE, Processes(2), silent).findings
    return {(f.rule.code, f.place.file) for f in listed if f.rule.code in codes}


def evaluate(office, changes=None):
    book = form_of(office.plan)
    office.receive("评议表.xlsx", book, complete(book) | (changes or {}))


def test_forms_that_nobody_has_sent_yet_are_as_they_were(office):
    def forms():
        written, *_ = make_forms(office.folder, 1, StepKey.EVALUATION, Processes(2), silent)
        return {path.name: path.read_bytes() for path in written}

    before = forms()
    office.receive(
        "空表.xlsx", evaluation_form(office.plan, office.branch), {("cover", 0, "filled_by"): "赵某甲"}
    )
    assert forms() == before
    evaluate(office)
    after = forms()
    assert before.keys() - after.keys() == {"01-甲一完小党支部-评议表-第一阶段.xlsx"}
    assert after.keys() - before.keys() == {"01-甲一完小党支部-评议表-第一阶段（只发本支部）.xlsx"}
    assert all(before[name] == after[name] for name in before.keys() & after.keys())
    assert forms() == after


def test_untouched_it_is_a_copy_of_what_was_sent(office):
    evaluate(office)
    counts = office.report().ledger.counts
    send(office, issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表"), "再报.xlsx")
    assert office.report().ledger.counts == counts
    assert found(office, "X102", "X103", "X104", "S201") == {("X104", "评议表.xlsx")}


@pytest.mark.parametrize("number", mostly_slow([2, 1, None, "说不清", "0002", 7], 1, None, "说不清"))
def test_what_is_changed_on_it_counts_whatever_number_is_typed_over(office, number):
    evaluate(office, {("cover", 0, "version"): 5})
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    assert openpyxl.load_workbook(form)["填表说明"]["B4"].value == 6
    send(office, form, "再报.xlsx", {("党员自评", "C5"): 6, ("填表说明", "B4"): number}, "")
    ledger = office.report().ledger
    assert ledger.counts["0101", "loyal", "self"] == {600: 1}
    assert ledger.counts["0102", "loyal", "self"] == {850: 1}
    assert ledger.meetings["01", "member.peer"].valid == 9
    assert {code for code, _ in found(office, "X102", "X103", "X104", "S105", "S106")} == {"X102"}


@pytest.mark.parametrize("number", [None, 2])
def test_where_a_later_copy_is_as_it_was_issued_and_an_earlier_one_is_not_a_warning_says_so(office, number):
    evaluate(office)
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    send(office, form, "回1.xlsx", {("党员自评", "C5"): 6, ("党员自评", "C7"): 5})
    changes = {("党员自评", "C6"): 7} | ({("填表说明", "B4"): number} if number else {})
    send(office, form, "回2.xlsx", changes, "2023-05-21T00:00:00Z")
    counts = office.report().ledger.counts
    of_each = [counts[code, "loyal", "self"] for code in ("0101", "0102", "0103")]
    assert of_each == [{600: 1}, {700: 1}, {500: 1}]
    assert found(office, "X141") == {("X141", "回2.xlsx")}


def test_under_a_higher_number_than_the_form_came_with_a_copy_counts_as_it_stands(office):
    evaluate(office)
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    send(office, form, "回1.xlsx", {("党员自评", "C5"): 6, ("党员自评", "C7"): 5})
    changes = {("党员自评", "C6"): 7, ("填表说明", "B4"): 3}
    send(office, form, "回2.xlsx", changes, "2023-05-21T00:00:00Z")
    counts = office.report().ledger.counts
    of_each = [counts[code, "loyal", "self"] for code in ("0101", "0102", "0103")]
    assert of_each == [{850: 1}, {700: 1}, {850: 1}]
    assert found(office, "X141", "X142") == {("X142", "回1.xlsx")}


def test_an_old_form_sent_once_more_is_no_newer_than_what_stems_from_it(office):
    evaluate(office)
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    send(office, form, "再报.xlsx", {("党员自评", "C5"): 6}, "2023-05-02T00:00:00Z")
    book = form_of(office.plan)
    office.receive("旧表又报.xlsx", book, complete(book) | {("member_self", 0, "loyal"): 7})
    assert office.report().ledger.counts["0101", "loyal", "self"] == {600: 1}
    again = openpyxl.load_workbook(issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表"))
    assert again["党员自评"]["C5"].value == 6
    assert again["填表说明"]["B4"].value == 3


def test_what_nobody_can_order_is_left_blank_and_named_and_settled_by_filling_it_in(office):
    evaluate(office)
    book = form_of(office.plan)
    office.receive("又一份.xlsx", book, complete(book) | {("member_self", 0, "loyal"): 7})
    [(_, first)] = found(office, "X103")
    listed = check_campaign(office.folder, 1, JUNE, Processes(2), silent).findings
    [tie] = [f for f in listed if f.rule.code == "X103"]
    assert first in {"评议表.xlsx", "又一份.xlsx"}
    assert tie.facts["files"].zh == "又一份.xlsx › 党员自评 › A5、评议表.xlsx › 党员自评 › A5"
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    workbook = openpyxl.load_workbook(form)
    assert "请重新填：党员自评。" in workbook["填表说明"]["A3"].value
    assert workbook["党员自评"]["C5"].value is None
    assert workbook["党员互评"]["C5"].value == 1
    send(office, form, "再报.xlsx", {("党员自评", f"{letter}5"): 7 for letter in "CDEFGHIJ"}, "")
    assert office.report().ledger.counts["0101", "loyal", "self"] == {700: 1}
    assert found(office, "X103") == set()


def test_a_late_form_stays_late_though_it_is_issued_again(office):
    book = pledge_form(office.plan, office.branch)
    office.receive("承诺表.xlsx", book, complete(book))
    assert found(office, "X118") == {("X118", "承诺表.xlsx")}
    form = issued(office, StepKey.PLEDGE, "01-甲一完小党支部-承诺表")
    (office.folder.inbox / "再报.xlsx").write_bytes(form.read_bytes())
    assert {code for code, _ in found(office, "X118", "X104")} == {"X118", "X104"}


def test_a_pledge_that_was_added_bears_its_number_when_it_comes_again(office):
    book, answers = office.pledges()
    more = {"subject": "钱某乙", "star": "好学上进星", "text": "每周读书一小时", "type": "年度承诺制"}
    answers |= {("member_pledges", 8, key): value for key, value in more.items()}
    answers["member_pledges", 8, "due"] = date(2023, 6, 30)
    office.receive("承诺表.xlsx", book, answers)
    form = issued(office, StepKey.PLEDGE, "01-甲一完小党支部-承诺表")
    assert cells_of(form, "党员承诺", "H")[-1] == "1-0102-3"
    send(office, form, "再报.xlsx")
    assert {code for code, _ in found(office, "X102", "X103", "X104")} == {"X104"}
    send(office, form, "再报.xlsx", {("党员承诺", "C13"): "每天读书一小时"})
    pledges = {p.number: p.text for p in office.report().ledger.registers.pledges}
    assert pledges["1-0102-3"] == "每天读书一小时"
    assert len(pledges) == 10 + 8 + 1


def test_a_pledge_that_was_kept_stays_on_the_form_that_says_so(office):
    office.pledge()
    known = office.known()
    book = evaluation_form(office.plan, office.branch, known)
    answers = complete(book) | {
        ("fulfilment", 11, "state"): "已兑现",
        ("fulfilment", 11, "progress"): "听了九节",
    }
    office.receive("评议表.xlsx", book, answers)
    before = office.report().ledger.registers.pledges
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    sheet = openpyxl.load_workbook(form)["践诺情况"]
    assert [sheet[f"{column}22"].value for column in "HACBF"] == [
        "1-0101-2", "赵某甲", "每月听课2节", "已兑现", "听了九节",
    ]  # fmt: skip
    send(office, form, "再报.xlsx")
    after = office.report().ledger.registers.pledges
    assert {p.number: p.state for p in after} == {p.number: p.state for p in before}


def test_what_the_committee_decided_and_said_comes_again_and_more_is_added(office):
    comments = assessment_form(office.plan)
    office.receive(
        "考核点评表.xlsx", comments, complete(comments) | {("comments", 2, "subject"): "孙某丙（0103）"}
    )
    decided = commendation_form(office.plan)
    veto = {"subject": "李某丁（0104）", "situation": office.plan.vetoes[0].name, "document": "纪要6号"}
    office.receive(
        "评选表彰表.xlsx",
        decided,
        {("vetoes", 0, key): value for key, value in veto.items()} | {("vetoes", 0, "day"): date(2023, 6, 1)},
    )
    before = office.report().ledger.registers
    form = issued(office, StepKey.COMMENDATION, "评选表彰表")
    row = {"A": "钱某乙（0102）", "B": office.plan.vetoes[1].name, "C": "纪要9号", "D": date(2023, 6, 9)}
    send(office, form, "再报.xlsx", {("否决", f"{letter}6"): value for letter, value in row.items()})
    send(office, issued(office, StepKey.COMMENT, "考核点评表"), "点评再报.xlsx")
    after = office.report().ledger.registers
    assert {code: decision.document for code, decision in after.vetoes.items()} == {
        "0104": "纪要6号",
        "0102": "纪要9号",
    }
    assert [replace(c, place=None) for c in after.comments] == [
        replace(c, place=None) for c in before.comments
    ]


def test_what_is_rectified_comes_again(office):
    evaluate(office)
    blank = issued(office, StepKey.COMMENDATION, "01-甲一完小党支部-整改表")
    said = {"B": "集体备课参加少", "D": "提高课堂效率", "E": "每周听课两节"}
    send(office, blank, "整改表.xlsx", {("整改", f"{letter}7"): text for letter, text in said.items()})
    before = office.report().ledger.registers.rectifications
    assert [(one.subject, one.cause) for one in before] == [("0104", "集体备课参加少")]
    form = issued(office, StepKey.COMMENDATION, "01-甲一完小党支部-整改表")
    assert cells_of(form, "整改", "E") == ["每周听课两节"]
    send(office, form, "再报.xlsx", {("整改", "I7"): "是"})
    (after,) = office.report().ledger.registers.rectifications
    assert (after.cause, after.closed) == ("集体备课参加少", True)


def test_no_single_ballot_comes_again_and_none_is_lost(tmp_path):
    office = Office(tmp_path / "campaign")
    office.plan = with_entries(office.plan, lambda *_: ("approval", Entry.BALLOTS))
    office.folder.plan.write_bytes(plain_file(plan_book(*plan_rows(office.plan))))
    book = form_of(office.plan)
    office.receive("评议表.xlsx", book, sample_answers(office.plan, book, 3))
    counts = office.report().ledger.counts
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    sheet = openpyxl.load_workbook(form)["党员互评"]
    marks = [column.key for column in book.table_of("member_peer").columns if column.mark]
    letters = [book.table_of("member_peer").letter_of(key) for key in marks]
    assert {sheet[f"{letter}{row}"].value for row in range(5, 30) for letter in letters} == {None}
    send(office, form, "再报.xlsx", {("评议情况", "H5"): "周某戊"})
    assert office.report().ledger.counts == counts


@pytest.mark.parametrize("row", [0, 2, 3])
def test_votes_left_blank_that_can_only_mean_0_come_again_as_0(tmp_path, row):
    office = Office(tmp_path / "campaign")
    office.plan = with_entries(office.plan, lambda *_: ("grades", Entry.TALLY))
    office.folder.plan.write_bytes(plain_file(plan_book(*plan_rows(office.plan))))
    book = form_of(office.plan)
    table = book.table_of("member_teacher")
    votes = [column.key for column in table.columns if column.mark and column.required]
    first = {key.partition(".")[0]: key for key in reversed(votes)}
    typed = {("member_teacher", row, key): 9 if key in first.values() else None for key in votes}
    office.receive("评议表.xlsx", book, complete(book) | typed)
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    sheet, at = openpyxl.load_workbook(form)["教师测评"], table.first_row + row
    shown = {key: sheet[f"{table.letter_of(key)}{at}"].value for key in votes}
    assert shown == {key: 9 if key in first.values() else 0 for key in votes}
    counts = office.report().ledger.counts
    send(office, form, "再报.xlsx")
    assert office.report().ledger.counts == counts


def test_votes_of_a_meeting_that_does_not_count_are_not_filled_in(office):
    """What the program left out for good reason it never offers as if it counted."""
    form = evaluation_form(office.plan, office.branch)
    full = complete(form)
    office.receive("评议表.xlsx", form, full)
    ways = [row["way"] for row in form.table_of("meeting").rows]
    at = ways.index("member.teacher")
    new = {("meeting", at, key): 7 for key in ("due", "present", "issued", "returned", "valid")}
    new |= {
        ("meeting", at, key): full["meeting", at, key]
        for key in ("teller", "scrutineer", "supervisor", "date")
    }
    votes = {key: 6 for key in full if key[:2] == ("member_teacher", 0)}
    office.receive("再评.xlsx", form, new | votes | {("cover", 0, "version"): 2})
    again = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    assert set(cells_of(again, "教师测评", "C")) == {6}
    assert len(cells_of(again, "党员互评", "C")) == 4
    told = openpyxl.load_workbook(again)["填表说明"]["A3"].value
    assert "教师测评" in told
    send(office, again, "三报.xlsx")
    counts = office.report().ledger.counts
    assert {key[0] for key in counts if key[2] == "teacher" and key[0] != "01"} == {"0101"}


def test_who_left_is_no_row_that_could_not_be_read(office):
    form = evaluation_form(office.plan, office.branch)
    office.receive("评议表.xlsx", form, complete(form))
    rows = plan_rows_of(2, 4)
    rows[1]["members"][2]["participation"] = "no"
    rows[1]["members"][2]["reason"] = "支教"
    office.folder.plan.write_bytes(plain_file(plan_book(*rows)))
    again = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    told = openpyxl.load_workbook(again)["填表说明"]["A3"].value
    assert "孙某丙" in told
    assert "读不出来" not in told
    send(office, again, "再报.xlsx")
    assert not found(office, "X123")


def test_a_form_that_comes_again_writes_out_what_was_as_above(office):
    form = evaluation_form(office.plan, office.branch)
    once = ("date", "teller", "scrutineer", "supervisor")
    office.receive(
        "评议表.xlsx",
        form,
        {
            key: raw
            for key, raw in complete(form).items()
            if key[0] != "meeting" or not key[1] or key[2] not in once
        },
    )
    again = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    assert [len(cells_of(again, "评议情况", letter)) for letter in "GHIJ"] == [4] * 4
    assert set(cells_of(again, "评议情况", "H")) == {"钱某乙"}


@pytest.mark.parametrize(
    ("printed", "today"),
    mostly_slow(
        [("apart", "counted"), ("as_printed", "counted"), ("counted", "apart")], ("apart", "counted")
    ),
)
@pytest.mark.parametrize(
    "modified", mostly_slow(["2023-05-01T00:00:00Z", "2023-05-20T00:00:00Z", ""], "2023-05-01T00:00:00Z", "")
)
def test_issued_again_under_another_rule_of_counting_it_is_newer_whatever_its_time_says(
    office, printed, today, modified
):
    """The time inside may lie before the parent's: a form that was filled in with another one never came earlier."""
    settings, rows = plan_rows_of(1, 3)
    issued_by = plan_of((settings | {"abstentions": printed}, rows))
    book = form_of(issued_by)
    apart = [c.key for c in book.table_of("member_peer").columns if c.key.endswith(".abstain")]
    votes = {("member_peer", row, key): 0 for row in range(3) for key in apart}
    yes = {("meeting", row, "abstained"): "有" for row in range(4)} if printed == "apart" else {}
    office.receive("a.xlsx", book, complete(book) | votes | yes)
    office.folder.plan.write_bytes(plain_file(plan_book(settings | {"abstentions": today}, rows)))
    send(office, issued(office, StepKey.EVALUATION, "评议表"), "b.xlsx", modified=modified)
    assert not found(office, "X121", "X103", "X120")
    send(office, office.folder.inbox / "b.xlsx", "b.xlsx", {("党员自评", "C5"): 7}, modified)
    assert found(office, "X121", "X103", "X102") == {("X102", "a.xlsx")}


def cover_of(workbook):
    return "\n".join(str(cell.value) for cell in workbook["填表说明"]["A"])


def test_a_row_that_withdraws_what_was_never_sent_comes_again_as_it_was_typed(office):
    evaluate(office, {("member_self", 1, "loyal"): "撤回", ("member_self", 1, "study"): "八分"})
    assert ("R118", "评议表.xlsx") in found(office, "R118")
    form = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    sheet = openpyxl.load_workbook(form)
    assert [cell.value for cell in sheet["党员自评"][6][2:5]] == ["撤回", "八分", 8.5]
    assert "请改好：党员自评 C6（撤回）" in cover_of(sheet)
    send(office, form, "再报.xlsx")
    assert not [key for key in office.report().ledger.counts if key[0] == "0102" and key[2] == "self"]
    send(office, form, "改好.xlsx", {("党员自评", "C6"): 9}, "2023-05-21T00:00:00Z")
    counts = office.report().ledger.counts
    assert [counts["0102", star, "self"] for star in ("loyal", "study")] == [{900: 1}, {800: 1}]


@pytest.mark.parametrize("typed", [{"document": "撤销，纪要18号"}, {"document": "纪要18号", "day": "作废"}])
def test_so_does_a_decision_that_revokes_what_was_never_decided(office, typed):
    veto = {"subject": "李某丁（0104）", "situation": office.plan.vetoes[0].name, "day": date(2023, 6, 1)}
    answers = {("vetoes", 0, key): value for key, value in (veto | typed).items()}
    office.receive("评选表彰表.xlsx", commendation_form(office.plan), answers)
    form = issued(office, StepKey.COMMENDATION, "评选表彰表")
    cells = [cell.value for cell in openpyxl.load_workbook(form)["否决"][5][:4]]
    assert cells[:3] == [veto["subject"], veto["situation"], typed["document"]]
    assert str(cells[3]).startswith(str(typed.get("day", "2023-06-01")))


def test_where_the_word_has_no_place_on_the_form_the_row_is_named_and_left_blank(office):
    book = form_of(office.plan)
    table = book.table_of("member_self")
    workbook = write_plain(book, complete(book))
    workbook[table.title.zh].cell(6, len(table.columns)).value = "作废"
    (office.folder.inbox / "评议表.xlsx").write_bytes(bytes_of(workbook, "2023-05-10T00:00:00Z"))
    form = openpyxl.load_workbook(issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表"))
    assert {cell.value for cell in form["党员自评"][6][2:10]} == {None}
    assert "党员自评“0102 钱某乙”一行（没有填入）" in cover_of(form)


def regraded(office, **changes):
    """Change the grades of a scale in the plan after its forms went out."""
    settings, rows = plan_rows_of(2, 4)
    for grade in rows["scales"]:
        grade.update(changes if grade["key"] == "oppose" else {})
    office.folder.plan.write_bytes(plain_file(plan_book(settings, rows)))


def said_of_forms(office, step=StepKey.EVALUATION):
    _, _, said = make_forms(office.folder, 1, step, Processes(2), silent)
    return [finding.line(Lang.ZH) for finding in said if finding.rule.code == "X144"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": 100}, "不同意的分值 0 → 1"),
        ({"points": 250}, "不同意的分值 0 → 2.5"),
        ({"satisfied": "yes"}, "不同意计入满意 否 → 是"),
    ],
)
def test_a_form_that_is_issued_again_with_votes_says_what_they_were_cast_by(office, changes, words):
    evaluate(office)
    assert said_of_forms(office) == []
    regraded(office, **changes)
    [line] = said_of_forms(office)
    assert line.startswith("评议表.xlsx  X144")
    assert words in line
    assert "这次发的表上有这些票，印的却是改后的" in line


def test_nothing_is_said_of_other_points_where_no_votes_are_issued_again(office):
    book = form_of(office.plan)
    office.receive("评议表.xlsx", book, {("member_organisation", 0, "opinion"): "踏实"})
    regraded(office, points=100)
    assert said_of_forms(office) == []
    evaluate(office)
    assert said_of_forms(office, StepKey.COMMENDATION) == []
