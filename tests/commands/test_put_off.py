"""A word for “not yet” in a later form never leaves what an earlier one decided as if nobody had spoken."""

import pytest
from commands.test_refusals import commended
from commands.test_rows import row
from commands.test_unclear_decisions import causes, decided

from xlcampaign.model.registers import Cause, Decision
from xlcampaign.words import Lang

NOT_YET = ["待定", "无", "/", "暂未研究", "TBD"]
OBJECTION = {
    "subject": "钱某乙（0102）",
    "raised": "学习笔记不符",
    "inquiry": "查了笔记",
    "conclusion": "不成立",
    "document": "纪要5号",
}


@pytest.mark.parametrize("word", NOT_YET)
@pytest.mark.parametrize("before", ["同意表彰", "不表彰"])
def test_a_commendation_that_is_undecided_since_is_disputed(before, word):
    inbox = decided(commended(decision=before), commended(decision=word))
    [one] = inbox.registers.unclear
    assert (one.subject, one.on, one.cause, one.found) == ("0102", "commendation", Cause.LATER, word)
    assert one.place.say() == "c2 › 评选表彰 › H5"
    [entry] = inbox.registers.commendations
    assert inbox.registers.is_disputed(entry)
    assert inbox.ledger.is_open("0102")


@pytest.mark.parametrize("word", NOT_YET)
def test_the_finding_names_what_was_typed(word):
    inbox = decided(commended(), commended(decision=word))
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "X126"]
    assert f"同意表彰 → {word}" in finding.says(Lang.ZH)
    assert "议定以前不公示" in finding.says(Lang.ZH)


@pytest.mark.parametrize("before", ["缓议", None, "待定"])
def test_who_was_not_decided_on_before_is_not_held_back(before):
    inbox = decided(commended(decision=before), commended(decision="待定"))
    assert causes(inbox) == set()
    assert not inbox.ledger.is_open("0102")


def test_a_blank_cell_leaves_the_decision_as_it_was():
    inbox = decided(commended(), commended(decision=None, merit="家访 50 户"))
    [entry] = inbox.registers.commendations
    assert (entry.decision, entry.merit) == (Decision.AGREED, "家访 50 户")
    assert causes(inbox) == set()


@pytest.mark.parametrize(
    ("column", "word"), [("conclusion", "待定"), ("document", "无"), ("conclusion", "/")]
)
def test_an_objection_that_is_undecided_since_is_open_again(column, word):
    inbox = decided(row("objections", 0, **OBJECTION), row("objections", 0, **(OBJECTION | {column: word})))
    [objection] = inbox.registers.objections
    assert objection.lacking == (column,)
    assert inbox.said("X126") == []
