"""What a meeting decides on recommending somebody is read from its sheet: once, clearly, or it is held back and said."""

import pytest
from commands.test_refusals import evaluated
from commands.test_rows import DECISIONS, PLAN, Inbox, row
from commands.test_unclear_decisions import causes

from xlcampaign.layout.recommending import recommendations_table
from xlcampaign.model.registers import Cause, Decision
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
        ({"subject": "某某某"}, Cause.NOBODY),
    ],
)
def test_what_is_not_complete_decides_nothing_and_holds_back(changes, cause):
    inbox = decided(said(**changes))
    assert standing(inbox) == {}
    assert {one.cause for one in inbox.registers.unclear} == {cause}
    assert inbox.ledger.is_open("0102")
    assert inbox.read("c1") or [f for f in inbox.merged().findings if f.place.file == "c1" and f.is_error]


@pytest.mark.parametrize("changes", [{"document": None}, {"document": "待定"}])
def test_to_refuse_takes_no_document(changes):
    assert standing(decided(said(decision="不推荐", **changes))) == {"0102": (Decision.REFUSED, "")}


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


def test_a_later_form_that_says_nothing_leaves_it_as_it_was():
    inbox = decided(said(), said(decision=None, document=None))
    assert standing(inbox) == {"0102": (Decision.AGREED, NUMBER)}
    assert [file for _, file, _ in inbox.said("X145")] == ["c2"]


@pytest.mark.parametrize("word", ["待定", "暂未研究"])
def test_a_word_for_not_yet_in_a_later_form_holds_back(word):
    inbox = decided(said(), said(decision=word))
    assert {one.cause for one in inbox.registers.unclear} == {Cause.LATER}
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
