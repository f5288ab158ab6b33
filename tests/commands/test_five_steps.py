"""A stage in forms, step by step: what was sent earlier is filled in later, and nothing that was filled is lost."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from filled import complete
from known import flat_ledger
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign.campaign import Folder
from xlcampaign.commands.check import check_campaign, check_files
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import Options, make_report
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.model.registers import PledgeState
from xlcampaign.model.results import Quota
from xlcampaign.model.versions import Why
from xlcampaign.tally.score import score

JUNE = date(2023, 6, 26)

silent = Unwatched()


class Office:
    """A campaign of two branches of four members and its folder."""

    def __init__(self, root) -> None:
        self.folder = Folder(root)
        (root / "inbox").mkdir(parents=True)
        self.plan = small_plan(2, 4)
        self.branch = self.plan.branches[0]
        self.folder.plan.write_bytes(plain_file(plan_book(*plan_rows_of(2, 4))))

    def receive(self, name, book, answers):
        (self.folder.inbox / name).write_bytes(plain_file(book, answers))

    def report(self, stage=1, as_of=JUNE):
        return make_report(
            self.folder, Options(stage, as_of, None, strict=False, engine=Processes(2)), silent
        )

    def pledge(self):
        self.receive("承诺表.xlsx", *self.pledges())

    def pledges(self):
        book = pledge_form(self.plan, self.branch)
        answers = complete(book)
        answers |= {("member_pledges", n, "text"): f"每月听课{n + 1}节" for n in range(8)}
        return book, answers

    def known(self):
        report = self.report()
        return Known(report.ledger, report.results)


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def cells_of(path, sheet, column):
    tab = openpyxl.load_workbook(path)[sheet]
    return [tab[f"{column}{row}"].value for row in range(5, tab.max_row + 1) if tab[f"{column}{row}"].value]


def codes(findings):
    return [(f.rule.code, f.place.file, f.place.sheet, f.place.cell) for f in findings]


def test_pledges_that_came_in_stand_on_the_evaluation_form(office):
    office.pledge()
    written, errors, _ = make_forms(office.folder, 1, StepKey.EVALUATION, Processes(2), silent)
    assert errors == 0
    form = next(path for path in written if "01-甲一完小党支部-评议表" in path.name)
    assert len(cells_of(form, "践诺情况", "A")) == 10 + 2 * 4
    assert cells_of(form, "践诺情况", "C")[10:12] == ["每月听课1节", "每月听课2节"]
    other = next(path for path in written if "02-" in path.name and "评议表" in path.name)
    assert "践诺情况" not in openpyxl.load_workbook(other).sheetnames


def test_a_pledge_written_below_the_prepared_rows_gets_the_next_number_of_its_member(office):
    book, answers = office.pledges()
    more = {"subject": "钱某乙", "star": "好学上进星", "text": "每周读书一小时", "type": "年度承诺制"}
    answers |= {("member_pledges", 8, key): value for key, value in more.items()}
    answers["member_pledges", 8, "due"] = date(2023, 6, 30)
    office.receive("承诺表.xlsx", book, answers)
    pledges = {p.number: p.text for p in office.report().ledger.registers.pledges}
    assert pledges["1-0102-1"] == "每月听课3节"
    assert pledges["1-0102-3"] == "每周读书一小时"
    assert len(pledges) == 10 + 8 + 1


def test_a_resubmission_with_one_sheet_filled_loses_nothing_and_says_what_it_supersedes(office):
    office.pledge()  # April
    known = office.known()
    form = evaluation_form(office.plan, office.branch, known)  # June
    full = complete(form)
    office.receive("评议表.xlsx", form, full)
    again = {key: value for key, value in full.items() if key[0] == "member_peer"}
    again |= {("member_peer", 0, "loyal.approve"): 3, ("cover", 0, "version"): 2}
    office.receive("评议表 重报.xlsx", form, again)
    report = office.report()
    assert report.ledger.counts["0101", "loyal", "peer"]["approve"] == 3
    assert report.ledger.counts["0101", "loyal", "self"] == {850: 1}
    assert report.ledger.counts["0101", "loyal", "teacher"]["approve"] == 1
    assert len(report.ledger.registers.pledges) == 18
    assert {p.state for p in report.ledger.registers.pledges} == {PledgeState.ONGOING}
    chosen = {
        key: source.file
        for (slot, key), sources in report.selection.chosen.items()
        for source in sources
        if slot.step == "evaluation"
    }
    assert chosen["member_peer"] == "评议表 重报.xlsx"
    assert {chosen[key] for key in ("member_self", "member_teacher", "meeting", "fulfilment")} == {
        "评议表.xlsx"
    }
    rulings = {(r.key, r.file, r.counts, r.why) for r in report.selection.rulings if r.why is not Why.BLANK}
    assert ("member_peer", "评议表.xlsx", "评议表 重报.xlsx", Why.OLDER) in rulings
    assert {why for *_, why in rulings} <= {Why.OLDER, Why.EMPTIED}
    said = [f for f in codes(report.findings) if f[0] in {"S105", "S106"} and f[1].startswith("评议表")]
    assert said == []


@pytest.mark.parametrize(
    ("stated", "other"),
    [
        ({}, None),
        ({0: "1-01-99", 5: "1-02-1"}, None),  # without the pledges nobody can tell that these are wrong
        ({1: "9-01-1"}, "H6"),
        ({17: "没有编号"}, "H22"),
    ],
)
def test_fulfilments_whose_pledge_form_was_put_away_are_one_finding(office, stated, other):
    office.pledge()
    form = evaluation_form(office.plan, office.branch, office.known())
    rows = len(form.table_of("fulfilment").rows)
    numbers = {("fulfilment", row, "number"): number for row, number in stated.items()}
    office.receive("评议表.xlsx", form, complete(form) | numbers)
    (office.folder.inbox / "承诺表.xlsx").unlink()
    report = office.report()
    one, *more = [f for f in report.findings if f.place.sheet == "践诺情况" and f.is_error]
    assert one.rule.code == "X136"
    assert [(f.rule.code, f.place.cell) for f in more] == ([("X112", other)] if other else [])
    assert (one.facts["name"], one.facts["found"]) == ("甲一完小党支部", str(rows - len(more)))
    assert len(one.place.cells) == (rows - 1 if other else 0)
    assert report.ledger.cells["评议表.xlsx"].rejected == rows  # each row's state


def test_an_untouched_sheet_is_one_note_before_it_is_due_and_one_warning_after(office):
    form = evaluation_form(office.plan, office.branch)
    answers = {key: value for key, value in complete(form).items() if key[0] != "member_teacher"}
    office.receive("评议表.xlsx", form, answers)
    for day, code in ((date(2023, 5, 25), "S106"), (date(2023, 5, 26), "S105")):
        findings = check_campaign(office.folder, 1, day, Processes(2), silent).findings
        assert [f for f in codes(findings) if f[2] == "教师测评"] == [(code, "评议表.xlsx", "教师测评", "")]


def test_fulfilment_that_names_no_pledge_or_another_one_is_not_entered(office):
    office.pledge()
    form = evaluation_form(office.plan, office.branch, office.known())
    answers = complete(form)
    numbers = [row["number"] for row in form.table_of("fulfilment").rows]
    answers |= {("fulfilment", 0, "number"): "1-01-99", ("fulfilment", 1, "text"): "另外一件事"}
    answers |= {("fulfilment", 2, "state"): "未兑现", ("fulfilment", 3, "state"): "做完了"}
    office.receive("评议表.xlsx", form, answers)
    report = office.report()
    found = [f for f in codes(report.findings) if f[2] == "践诺情况"]
    assert found == [
        ("X112", "评议表.xlsx", "践诺情况", "H5"),
        ("X113", "评议表.xlsx", "践诺情况", "C6"),
        ("X114", "评议表.xlsx", "践诺情况", "E7"),
        ("C103", "评议表.xlsx", "践诺情况", "B8"),
    ]
    states = {p.number: p.state for p in report.ledger.registers.pledges}
    assert [states[n] for n in numbers[:5]] == [
        None,
        None,
        PledgeState.UNFULFILLED,
        None,
        PledgeState.ONGOING,
    ]
    data = (office.folder.inbox / "评议表.xlsx").read_bytes()
    part = take_in(Envelope("评议表.xlsx", data), office.plan).submission.parts["fulfilment"]
    assert (part.cells.accepted, part.cells.rejected) == (17, 1)
    cells = report.ledger.cells["评议表.xlsx"]
    assert cells.rejected == 1 + 2  # the bad state, and the states of the two rows that are not entered


def test_decisions_need_their_grounds_and_change_levels(office):
    points = dict.fromkeys(("0101", "0102", "0103", "0104"), 10)
    ledger = flat_ledger(office.plan, points, {("0103", "veto"): "safety"})
    book = commendation_form(office.plan, Known(ledger, score(ledger, office.plan)))
    decision = {"document": "联党发1号", "day": date(2023, 6, 1)}
    answers = {("vetoes", 0, key): value for key, value in decision.items()}
    answers |= {("overrides", 0, "subject"): "钱某乙（0102）", ("overrides", 0, "level"): "合格"}
    answers |= {("overrides", 0, "reason"): "另有考虑", ("overrides", 0, "document"): "联党发2号"}
    answers |= {("overrides", 1, "subject"): "赵某甲（0101）", ("overrides", 1, "level"): "合格"}
    answers |= {("overrides", 1, "document"): "联党发3号"}  # no reason
    office.receive("评选表彰表.xlsx", book, answers)
    report = office.report()
    results = score(replace(ledger, registers=report.ledger.registers), office.plan)
    levels = {s.code: (s.level, s.outcome.quota, s.rectify) for s in results.subjects if s.code in points}
    # four with 100 points for one place (4 // 3): tied across the line, granted to none
    assert levels["0101"] == ("合格", Quota.TIED, False)
    assert levels["0102"] == ("合格", Quota.TIED, False)
    assert levels["0103"] == ("不合格", Quota.TIED, True)
    found = [f for f in codes(report.findings) if f[0] in {"X107", "C116"}]
    assert found == [
        ("X107", "评选表彰表.xlsx", "改评", "C6"),
    ]


def test_prefilled_proposals_and_candidates_are_no_decisions(office):
    points = dict.fromkeys(("0101", "0102", "0103", "0104"), 10)
    texts = {("0103", "veto"): "safety", ("0102", "override"): "合格", ("0102", "reason"): "另有考虑"}
    ledger = flat_ledger(office.plan, points, texts)
    book = commendation_form(office.plan, Known(ledger, score(ledger, office.plan)))
    office.receive("评选表彰表.xlsx", book, {})
    office.pledge()
    report = office.report()
    assert not report.ledger.registers.vetoes
    assert not report.ledger.registers.overrides
    assert report.ledger.registers.commendations == ()
    assert [f[0] for f in codes(report.findings) if f[1] == "评选表彰表.xlsx"] == ["R112", "R112"]


def test_what_a_stage_left_open_goes_on_in_the_next(office):
    office.pledge()
    points = dict.fromkeys(("01", "0101", "0102", "0103", "0104"), 10) | {"0102": 5}
    ledger = flat_ledger(office.plan, points)
    known = Known(ledger, score(ledger, office.plan))
    form = rectification_form(office.plan, office.branch, known)
    assert [row["subject"] for row in form.table_of("rectification").rows] == ["0102"]
    office.receive("整改表.xlsx", form, complete(form))
    later = replace(office.plan, campaign=replace(office.plan.campaign, stage=2))
    second = pledge_form(later, later.branches[1])
    baseline = {("baseline", 0, "problems"): "学习不够经常", ("baseline", 0, "star1"): "政治可靠忠诚星"}
    office.receive("承诺表 第二阶段.xlsx", second, baseline)
    report = office.report(stage=2)
    assert [p.stage for p in report.ledger.registers.pledges] == [1] * 18
    assert [(r.number, r.closed) for r in report.ledger.registers.rectifications] == [("1-0102", False)]
    carried = Known(report.ledger, report.results)
    again = rectification_form(later, office.branch, carried)
    assert [row["number"] for row in again.table_of("rectification").rows] == ["1-0102"]
    assert len(evaluation_form(later, office.branch, carried).table_of("fulfilment").rows) == 18
    closed = complete(again) | {("rectification", 0, "closed"): "是"}
    office.receive("整改表二.xlsx", again, closed)
    (item,) = office.report(stage=2).ledger.registers.rectifications
    assert (item.number, item.stage, item.closed) == ("1-0102", 1, True)


def second_stage(office, answers):
    """The 评议表 of the second stage, in which the pledges of the first are carried over, with something typed."""
    office.pledge()
    known = office.known()
    later = replace(office.plan, campaign=replace(office.plan.campaign, stage=2))
    book = evaluation_form(later, office.branch, known)
    rows = len(book.table_of("fulfilment").rows)
    answers |= {("fulfilment", row, "state"): "进行中" for row in range(rows)}
    office.receive("评议表 第二阶段.xlsx", book, answers)
    return [
        f for f in office.report(stage=2, as_of=date(2023, 12, 31)).findings if f.place.sheet == "践诺情况"
    ]


def test_pledges_of_an_earlier_stage_that_were_put_away_leave_those_of_this_one(office):
    later = replace(office.plan, campaign=replace(office.plan.campaign, stage=2))
    office.pledge()
    now = pledge_form(later, office.branch)
    office.receive("承诺表 第二阶段.xlsx", now, complete(now))
    report = office.report(stage=2)
    book = evaluation_form(later, office.branch, Known(report.ledger, report.results))
    answers = {("fulfilment", row, "state"): "进行中" for row in range(len(book.table_of("fulfilment").rows))}
    office.receive("评议表 第二阶段.xlsx", book, answers)
    (office.folder.inbox / "承诺表.xlsx").unlink()
    report = office.report(stage=2, as_of=date(2023, 12, 31))
    [finding] = [f for f in report.findings if f.place.sheet == "践诺情况" and f.is_error]
    assert (finding.rule.code, finding.facts["found"]) == ("X136", "18")
    assert {p.state for p in report.ledger.registers.pledges} == {PledgeState.ONGOING}


@pytest.mark.parametrize("due", ["2023-06-30", "2019-01-01", "上阶段", 45107, "#"])
def test_what_the_program_wrote_and_locked_is_no_error_of_the_senders(office, due):
    found = second_stage(office, {("fulfilment", 0, "due"): due})
    assert [finding for finding in found if finding.is_error] == []
    states = {p.number: p.state for p in office.report(stage=2).ledger.registers.pledges}
    assert set(states.values()) == {PledgeState.ONGOING}


def test_what_is_typed_beside_it_is(office):
    found = second_stage(office, {("fulfilment", 1, "number"): "1-01-99"})
    assert [finding.rule.code for finding in found if finding.is_error] == ["X112"]


@pytest.mark.parametrize(("day", "errors"), [("2023-05-31", 0), ("2022-12-31", 1), ("2025-12-31", 1)])
def test_an_open_rectification_keeps_the_day_that_it_was_due(office, day, errors):
    points = dict.fromkeys(("01", "0101", "0102", "0103", "0104"), 10) | {"0102": 5}
    ledger = flat_ledger(office.plan, points)
    form = rectification_form(office.plan, office.branch, Known(ledger, score(ledger, office.plan)))
    office.receive("整改表.xlsx", form, complete(form))
    report = office.report()
    later = replace(office.plan, campaign=replace(office.plan.campaign, stage=2))
    again = rectification_form(later, office.branch, Known(report.ledger, report.results))
    office.receive("整改表二.xlsx", again, complete(again) | {("rectification", 0, "due"): day})
    found = [f for f in office.report(stage=2).findings if f.place.file == "整改表二.xlsx"]
    assert sum(finding.is_error for finding in found) == errors


def test_findings_of_another_stage_are_said_in_its_own_time(office):
    book, answers = office.pledges()
    spoilt = {
        ("member_pledges", 0, "due"): "哪天",
        ("baseline", 0, "star1"): "没有的星",
        ("cover", 0, "version"): "几",
    }
    office.receive("承诺表.xlsx", book, answers | spoilt)
    later = replace(office.plan, campaign=replace(office.plan.campaign, stage=2))
    second = evaluation_form(later, office.branch)
    office.receive("评议表 第二阶段.xlsx", second, complete(second))
    for stage, codes in ((1, {"C103"}), (2, set())):
        found = check_campaign(office.folder, stage, JUNE, Processes(2), silent).findings
        assert {f.rule.code for f in found if f.is_error and f.place.file == "承诺表.xlsx"} == codes
    assert [f.rule.code for f in found if f.place.file == "承诺表.xlsx"] == ["F107"]
    report = office.report(stage=2)
    assert [f.rule.code for f in report.findings if f.place.file == "承诺表.xlsx"] == ["F107"]


def test_a_single_form_is_not_blamed_for_what_only_all_forms_show(office):
    office.pledge()
    form = evaluation_form(office.plan, office.branch, office.known())
    office.receive("评议表.xlsx", form, complete(form))
    found = codes(check_files((office.folder.inbox / "评议表.xlsx",), JUNE, Processes(1), silent))
    assert {code for code, *_ in found} == {
        "X105"
    }  # nine ballots of four members; nothing of pledges or comments


def test_every_branch_and_whoever_stands_out_is_owed_a_comment(office):
    form = assessment_form(office.plan)
    answers = complete(form)
    answers = {key: value for key, value in answers.items() if key[:2] != ("comments", 1)}
    office.receive("考核点评表.xlsx", form, answers)
    findings = [f for f in office.report().findings if f.rule.code == "X117"]
    assert [(f.facts["found"], f.facts["names"].zh) for f in findings] == [(1, "甲二完小党支部")]
    assert "X117" not in [f.rule.code for f in office.report(as_of=date(2023, 4, 25)).findings]
