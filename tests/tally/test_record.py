"""The record of a sealed stage: what decides a stage is in it, and nothing else."""

from dataclasses import replace

import pytest
from known import pledge_of
from summary.reports import report_of, rescored, standard

from xlcampaign.findings.finding import Place
from xlcampaign.layout.seal import say_changes
from xlcampaign.model.objections import Conclusion, Objection
from xlcampaign.model.plan import WayKey
from xlcampaign.model.registers import (
    Cause,
    Commendation,
    Decision,
    OverrideDecision,
    Registers,
    Unclear,
    VetoDecision,
)
from xlcampaign.model.seal import Part
from xlcampaign.tally.record import changes_between, checksum_of, record_of
from xlcampaign.tally.score import score
from xlcampaign.words import Lang

REPORT = report_of(standard(2, 4))
RECORD = record_of(REPORT)
SUBJECT = "B01-02"
HERE, THERE = Place("a.xlsx", "否决"), Place("b.xlsx", "否决")


def with_registers(**registers):
    return rescored(REPORT, registers=Registers(**registers))


def with_counts(change):
    return rescored(
        REPORT, counts={key: change(key, dict(counts)) for key, counts in REPORT.ledger.counts.items()}
    )


def parts_of(report):
    return {change.part for change in changes_between(RECORD, record_of(report))}


def test_nothing_hangs_on_the_order_in_which_counts_were_added_up():
    counts = dict(reversed(REPORT.ledger.counts.items()))
    counts = {key: dict(reversed(given.items())) for key, given in counts.items()}
    again = record_of(replace(REPORT, ledger=replace(REPORT.ledger, counts=counts)))
    assert checksum_of(again) == checksum_of(RECORD)


@pytest.mark.parametrize("mark", ["", "approve", "oppose"])
def test_a_mark_that_nobody_gave_is_no_difference(mark):
    report = with_counts(lambda _, counts: {mark: 0} | counts)
    assert record_of(report) == RECORD


def test_one_vote_more_is_a_difference():
    key = next(key for key in REPORT.ledger.counts if key[0] == SUBJECT and key[2] is WayKey.PEER)
    report = with_counts(
        lambda own, counts: counts | ({"approve": 1 + counts.get("approve", 0)} if own == key else {})
    )
    changes = changes_between(RECORD, record_of(report))
    assert (Part.COUNTS, *key) in {change[:4] for change in changes}
    assert {change.of for change in changes if change.part is Part.LIT} <= {SUBJECT}


def test_pledges_and_the_day_are_no_difference():
    report = with_registers(pledges=(pledge_of(REPORT.plan, SUBJECT),))
    assert record_of(replace(report, as_of=REPORT.as_of.replace(year=2030))) == RECORD


def test_decisions_that_agree_are_the_same_in_whichever_order_they_are_read():
    def of(first, second):
        one = VetoDecision(SUBJECT, "safety", first, None, HERE)
        other = VetoDecision(SUBJECT, "safety", second, None, THERE)
        return record_of(with_registers(vetoes={SUBJECT: replace(one, others=(other,))}))

    assert of("纪要1号", "纪要2号") == of("纪要2号", "纪要1号")
    assert of("纪要1号", "纪要2号") != of("纪要1号", "纪要3号")


@pytest.mark.parametrize(
    "registers",
    [
        {"vetoes": {SUBJECT: VetoDecision(SUBJECT, "safety", "纪要1号", None, HERE)}},
        {"refused_vetoes": {SUBJECT: VetoDecision(SUBJECT, "safety", "纪要1号", None, HERE)}},
        {"overrides": {SUBJECT: OverrideDecision(SUBJECT, "合格", "另有考虑", "纪要1号", HERE)}},
        {"refused_overrides": {SUBJECT: OverrideDecision(SUBJECT, "合格", "", "纪要1号", HERE)}},
        {"commendations": (Commendation(SUBJECT, "教学名师", "", "", "", "", Decision.DEFERRED, HERE),)},
        {"commendations": (Commendation(SUBJECT, "教学名师", "", "", "", "", None, HERE),)},
    ],
    ids=lambda registers: next(iter(registers)),
)
def test_every_decision_is_a_difference(registers):
    assert Part.DECISIONS in parts_of(with_registers(**registers))


@pytest.mark.parametrize(
    ("document", "fields"), [("纪要5号", {"objection", "objection.document"}), ("", set())]
)
def test_an_objection_is_settled_once_nothing_is_lacking(document, fields):
    one = Objection(SUBJECT, "学习笔记不符", "查了笔记", Conclusion.UNFOUNDED, document, HERE)
    found = record_of(with_registers(objections=(one,)))
    assert {fact.field for fact in found if fact.part is Part.DECISIONS} == fields


@pytest.mark.parametrize(("subject", "of"), [(SUBJECT, SUBJECT), ("", "某某某（0999）")])
def test_what_is_unclear_is_a_difference_for_whom_it_may_be_about_or_by_what_stands_in_its_cell(subject, of):
    unclear = Unclear(subject, "veto", "safety", Cause.NOBODY, "某某某（0999）", HERE)
    changes = changes_between(RECORD, record_of(with_registers(unclear=(unclear,))))
    found = [change for change in changes if change.field == "veto.unclear"]
    assert found == [(Part.DECISIONS, of, "", "veto.unclear", None, "yes")]


def said(report):
    after = record_of(report)
    return say_changes(changes_between(RECORD, after), RECORD, after)


def test_of_many_differences_the_first_are_said_and_how_many_there_are():
    lines = [
        line.say(Lang.ZH) for line in said(replace(REPORT, results=replace(REPORT.results, subjects=())))
    ]
    lit = next(line for line in lines if line.startswith("星级"))
    stars = sum(star.score is not None for subject in REPORT.results.subjects for star in subject.stars)
    assert lit.endswith(f"等 {stars} 处")
    assert lit.count("→") == 3


def test_who_came_or_left_is_said_once():
    plan = REPORT.plan
    members = tuple(replace(m, code="B01-99") if m.code == SUBJECT else m for m in plan.members)
    counts = {
        ("B01-99" if key[0] == SUBJECT else key[0], *key[1:]): n for key, n in REPORT.ledger.counts.items()
    }
    other, ledger = replace(plan, members=members), replace(REPORT.ledger, counts=counts)
    report = replace(REPORT, plan=other, ledger=ledger, results=score(ledger, other))
    [line, *more] = [line.say(Lang.ZH) for line in said(report)]
    name = plan.member_of[SUBJECT].name
    assert line == f"党员：去掉{name}（B01-02）；增加{name}（B01-99）"
    assert more == []
