"""What a meeting decides on recommending somebody is read from its sheet: once, clearly, or it is held back and said."""

from dataclasses import replace

import pytest
from commands.test_refusals import evaluated
from commands.test_rows import DECISIONS, PLAN, Inbox, row
from commands.test_unclear_decisions import causes
from tally.test_final import FIRST, LAST, MEMBER, NOW, SECOND, past_of, plan_with, report_of
from tally.test_recommended import after

from xlcampaign.commands.settle import refuse_open
from xlcampaign.findings.catalogue.seal_rules import OPEN_DECISIONS
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.layout.decisions import RECOMMENDATION
from xlcampaign.layout.recommending import recommendations_table
from xlcampaign.layout.seal import say_changes
from xlcampaign.model.choices import FinalRule
from xlcampaign.model.objections import Objection
from xlcampaign.model.registers import Cause, Decision, Unclear
from xlcampaign.model.results import Results
from xlcampaign.model.seal import Part
from xlcampaign.tally.outcomes import seats
from xlcampaign.tally.record import changes_between, record_of
from xlcampaign.words import Lang

NUMBER = "联党纪要〔2023〕5号"


def said(index=0, **changes):
    given = {"subject": "钱某乙（0102）", "decision": "同意推荐", "document": NUMBER}
    return row("recommendations", index, **(given | changes))


def decided(*forms):
    """One form after the other, each a copy of the first with a higher number."""
    inbox = evaluated()
    for number, form in enumerate(forms, 1):
        inbox.receive(f"c{number}", DECISIONS, form, number)
    return inbox


def standing(inbox):
    return {code: (one.decision, one.document) for code, one in inbox.registers.recommendations.items()}


@pytest.mark.parametrize(
    ("word", "decision"),
    [
        ("同意推荐", Decision.AGREED),
        ("同意", Decision.AGREED),
        ("推荐", Decision.AGREED),
        ("√", Decision.AGREED),
        ("不推荐", Decision.REFUSED),
        ("不同意", Decision.REFUSED),
        ("不予推荐", Decision.REFUSED),
        ("缓议", Decision.DEFERRED),
    ],
)
def test_what_a_meeting_decided(word, decision):
    inbox = decided(said(decision=word))
    assert standing(inbox) == {"0102": (decision, NUMBER)}
    assert causes(inbox) == set()


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"document": None}, Cause.LACKING),
        ({"document": "待定"}, Cause.LACKING),
        ({"document": "无"}, Cause.LACKING),
        ({"decision": None}, Cause.LACKING),
        ({"decision": "也许"}, Cause.UNREAD),
        ({"document": "#N/A"}, Cause.UNREAD),
        ({"subject": "某某某"}, Cause.NOBODY),
    ],
)
def test_what_is_not_complete_decides_nothing_and_holds_back(changes, cause):
    inbox = decided(said(**changes))
    assert standing(inbox) == {}
    assert [one.cause for one in inbox.registers.unclear] == [cause]
    assert inbox.ledger.is_open("0102")
    assert inbox.read("c1") or [f for f in inbox.merged().findings if f.place.file == "c1" and f.is_error]


@pytest.mark.parametrize("changes", [{"document": None}, {"document": "待定"}])
def test_to_refuse_takes_no_document(changes):
    assert standing(decided(said(decision="不推荐", **changes))) == {"0102": (Decision.REFUSED, "")}


LATER = "联党纪要〔2023〕9号"
YES, NO, LATER_ON = ({"decision": word} for word in ("同意推荐", "不推荐", "缓议"))
BARE = {"document": None}


@pytest.mark.parametrize(
    ("forms", "decision", "document", "held"),
    [
        ([YES, NO | BARE], Decision.AGREED, NUMBER, True),
        ([NO, YES | BARE], Decision.REFUSED, NUMBER, True),
        ([NO, YES | {"document": "待定"}], Decision.REFUSED, NUMBER, True),
        ([LATER_ON, YES | BARE], Decision.DEFERRED, NUMBER, True),
        ([YES, NO | BARE, NO | BARE], Decision.AGREED, NUMBER, True),
        # with a document, or where there was none before, the later one counts, and says no more than it does
        ([YES, NO | {"document": LATER}], Decision.REFUSED, LATER, False),
        ([YES, NO | {"document": LATER}, NO | BARE], Decision.REFUSED, "", False),
        ([NO | BARE, YES | {"document": LATER}], Decision.AGREED, LATER, False),
        ([YES, YES | BARE], Decision.AGREED, NUMBER, False),
        ([NO, NO | BARE], Decision.REFUSED, "", False),
        ([YES, LATER_ON | BARE], Decision.DEFERRED, "", False),
    ],
)
def test_no_decision_borrows_the_document_of_its_opposite_nor_overturns_it_without_one(
    forms, decision, document, held
):
    inbox = decided(*(said(**form) for form in forms))
    assert standing(inbox) == {"0102": (decision, document)}
    assert causes(inbox) == ({("0102", RECOMMENDATION, Cause.LATER)} if held else set())
    assert bool(inbox.said("X127")) is held
    if held:
        assert not inbox.said("X126")


def test_two_rows_that_contradict_each_other_decide_nothing():
    inbox = decided(said() | said(1, decision="不推荐"))
    assert standing(inbox) == {}
    assert {one.cause for one in inbox.registers.unclear} == {Cause.TWICE}
    assert len(inbox.said("X108")) == 2


def test_two_rows_that_agree_are_one_decision():
    inbox = decided(said() | said(1, document="联党纪要〔2023〕6号"))
    assert standing(inbox) == {"0102": (Decision.AGREED, NUMBER)}
    assert [one.document for one in inbox.registers.recommendations["0102"].others] == ["联党纪要〔2023〕6号"]


@pytest.mark.parametrize(
    ("later", "decision"),
    [("不推荐", Decision.REFUSED), ("缓议", Decision.DEFERRED), ("同意", Decision.AGREED)],
)
def test_a_later_form_decides_anew(later, decision):
    inbox = decided(said(), said(decision=later, document="联党纪要〔2023〕9号"))
    assert standing(inbox) == {"0102": (decision, "联党纪要〔2023〕9号")}


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ({"document": None}, ["X126"]),
        ({"document": None, "decision": "同意"}, ["X126"]),
        ({"document": None, "decision": "缓议"}, []),  # what stands beside its opposite is not missed
        ({}, []),
    ],
)
def test_a_document_left_blank_is_said_to_count_as_before_where_the_decision_is_the_same(later, told):
    inbox = decided(said(), said(**later))
    assert [code for code, *_ in inbox.said("X125", "X126")] == told


def test_a_later_form_that_says_nothing_leaves_it_as_it_was():
    inbox = decided(said(), said(decision=None, document=None))
    assert standing(inbox) == {"0102": (Decision.AGREED, NUMBER)}
    assert [file for _, file, _ in inbox.said("X145")] == ["c2"]


PUT_OFF = ["待定", "暂未研究", "暂缓", "再议", "待研究", "TBD", "缓议"]


@pytest.mark.parametrize("word", PUT_OFF)
@pytest.mark.parametrize("document", [NUMBER, None])
def test_a_word_for_not_yet_puts_off_in_the_first_form_and_in_a_later_one(word, document):
    row_of = said(decision=word, document=document)
    assert standing(decided(row_of)) == {"0102": (Decision.DEFERRED, document or "")}
    assert standing(decided(said(), row_of)) == {"0102": (Decision.DEFERRED, document or "")}


@pytest.mark.parametrize("word", ["无", "/", "—", "N/A"])
def test_a_word_for_nothing_in_place_of_the_decision_is_asked_about(word):
    only = said(decision=word, document=None)
    inbox = decided(only)
    assert standing(inbox) == {}
    assert {one.cause for one in inbox.registers.unclear} == {Cause.LACKING}
    inbox = decided(said(), only)
    [one] = inbox.registers.unclear
    assert (one.cause, one.found) == (Cause.LATER, word)
    assert inbox.ledger.is_open("0102")


@pytest.mark.parametrize("words", [{"document": f"撤销，{NUMBER}"}, {"decision": "撤回", "document": None}])
def test_a_decision_is_taken_back(words):
    inbox = decided(said(), said(**words))
    assert standing(inbox) == {}
    assert causes(inbox) == set()


def test_who_has_no_result_is_not_recommended_whatever_a_meeting_says():
    inbox = Inbox().receive("c", DECISIONS, said())
    [(_, file, facts)] = inbox.said("X157")
    assert (file, facts["name"]) == ("c", "钱某乙")
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "X157"]
    assert "还没有评星结果" in finding.says(Lang.ZH)
    assert "has no result yet" in finding.says(Lang.EN)


def test_without_anything_to_decide_the_sheet_is_blank_and_asks_for_nothing():
    table = recommendations_table(PLAN, None)
    assert table.rows == ()
    assert not table.needed


def open_when_sealed(places, words, unclear=(), objections=()):
    """Who is named as not decided yet, when three with all stars are there for some places."""
    plan = plan_with(LAST, stages=1, places_member=places)
    plan = replace(plan, campaign=replace(plan.campaign, final_rule=None))
    report = after(report_of(plan, dict.fromkeys(("0101", "0102", "0103"), 8), stage=1), words)
    registers = replace(report.ledger.registers, unclear=unclear, objections=objections)
    report = replace(report, ledger=replace(report.ledger, registers=registers))
    subjects = {one.code: one for one in report.results.subjects}
    members = [one for one in subjects.values() if one.kind is MEMBER]
    subjects |= {
        code: replace(subjects[code], seat=seat)
        for code, seat in seats(members, places, registers.recommendations).items()
    }
    report = replace(report, results=Results(tuple(subjects.values())))
    try:
        refuse_open(report, OPEN_DECISIONS)
    except Stop as stop:
        [finding] = stop.findings
        return finding.facts["names"].zh.split("、")
    return []


def test_a_recommendation_that_is_unclear_is_one_open_matter():
    unclear = Unclear("0101", RECOMMENDATION, "", Cause.LACKING, "待定", Place("c"))
    of_nobody = Unclear("", RECOMMENDATION, "", Cause.NOBODY, "某某某", Place("c"))
    without = open_when_sealed(2, "")
    assert any("0101" in name or "赵某甲" in name for name in without)
    assert open_when_sealed(2, "", (unclear,)) == without
    assert open_when_sealed(2, "", (of_nobody,)) == [*without, "某某某"]


@pytest.mark.parametrize(
    ("subject", "unread", "named"),
    [
        ("0101", {}, "赵某甲（异议）"),
        ("", {"subject": "某某某"}, "某某某（异议）"),
        ("", {}, "评选表彰表.xlsx › 公示及异议（异议）"),
        ("0101", {"subject": "某某某"}, "赵某甲（异议）"),
    ],
)
def test_an_open_objection_is_named_by_whom_it_is_about_or_what_is_written_or_its_place(
    subject, unread, named
):
    at = Place("评选表彰表.xlsx", "公示及异议")
    objection = Objection(subject, "票数", "", None, "", at, unread)
    assert open_when_sealed(None, "", objections=(objection,)) == [named]


@pytest.mark.parametrize(("number", "more"), [(1, False), (8, False), (9, True), (20, True)])
def test_the_first_eight_open_matters_are_named(number, more):
    names = [f"某某{n:02d}" for n in range(number)]
    unclear = tuple(Unclear("", RECOMMENDATION, "", Cause.NOBODY, name, Place("c")) for name in names)
    found = open_when_sealed(None, "", unclear)
    assert found == [*names[:7], f"{names[7]}…"] if more else found == names


@pytest.mark.parametrize(
    ("places", "words", "open_"),
    [
        (None, "", []),
        (3, "", []),
        (2, "", ["0101", "0102", "0103"]),
        (2, "0101+ 0102+", []),  # who is over the places is not to be decided on any more
        (2, "0103-", []),
        (3, "0102~", ["0102"]),
        (2, "0101+ 0102+ 0103+", ["0101", "0102", "0103"]),
    ],
)
def test_a_stage_is_not_sealed_before_it_is_decided_who_is_recommended(places, words, open_):
    names = {member.code: member.name for member in plan_with(LAST, stages=1).members}
    assert open_when_sealed(places, words) == [f"{names[code]}（推荐）" for code in open_]


@pytest.mark.parametrize("rule", [FinalRule.TOTAL, None])
def test_another_rule_for_the_final_selection_is_another_record(rule):
    plan = plan_with(LAST, total_member=24)
    report = report_of(plan, NOW, past_of(plan, 1, FIRST), past_of(plan, 2, SECOND), vetoed=("0108",))
    other = replace(report, plan=replace(plan, campaign=replace(plan.campaign, final_rule=rule)))
    differs = changes_between(record_of(report), record_of(other))
    told = {(one.part, one.of, one.field) for one in differs if one.field == "final"}
    assert (Part.LISTS, "0102", "final") in told
    said = " ".join(one.zh for one in say_changes(differs, record_of(report), record_of(other)))
    assert "终评" in said
    assert "列入终评推荐" in said
