"""A word for “not yet” in a later form never leaves what an earlier one decided as if nobody had spoken."""

import copy
from dataclasses import replace

import pytest
from commands.test_refusals import commended
from commands.test_rows import DECISIONS, EVALUATION, PLAN, Inbox, row
from commands.test_unclear_decisions import NUMBER, causes, decided, overridden, vetoed

from xlcampaign.address import Address
from xlcampaign.checks.versions import without_kept
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.finding import Place
from xlcampaign.model.plan import SubjectKind
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


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("撤销，联党发〔2023〕12号", "X128"),
        ("撤销", "X168"),
        ("解除", "X168"),
        ("取消该否决", "X168"),
        ("撤回", "X128"),
    ],
)
def test_a_revoked_decision_is_on_record_with_both_documents_and_a_warning_without_one(document, code):
    inbox = decided(vetoed(), vetoed(document=document))
    assert inbox.registers.vetoes == {}
    assert [(one.subject, one.on, one.document) for one in inbox.registers.revoked] == [
        ("0102", "veto", NUMBER)
    ]
    assert [found for found, *_ in inbox.said("X128", "X168")] == [code]
    assert inbox.registers.revoked[0].by == document


def test_what_had_no_effect_is_not_revoked():
    inbox = decided(vetoed(document="待定"), vetoed(document="撤销，纪要12号"))
    assert inbox.registers.revoked == ()


@pytest.mark.parametrize("document", ["纪要12号", NUMBER])
def test_a_decision_that_is_put_in_other_words_is_revoked_by_nothing(document):
    inbox = decided(overridden(), overridden(level="合格", document=document))
    assert inbox.registers.revoked == ()


def test_of_several_decisions_on_a_sheet_the_one_that_is_taken_back_is_on_record():
    others = vetoed(1, subject="孙某丙（0103）", document="纪要15号")
    inbox = decided(vetoed() | others, vetoed(document="撤销，纪要12号") | others)
    assert [(one.subject, one.by) for one in inbox.registers.revoked] == [("0102", "撤销，纪要12号")]


def test_an_override_that_is_revoked_says_the_level():
    inbox = decided(overridden(), overridden(document="撤销，纪要12号"))
    [one] = inbox.registers.revoked
    assert (one.on, one.what, one.by) == ("override", "优秀", "撤销，纪要12号")


@pytest.mark.parametrize("number", [2, 3])
def test_a_form_issued_again_with_somebody_else_in_the_row_decides_on_that_one_alone(number):
    inbox = decided(vetoed())
    again = replace(DECISIONS, stems_from=frozenset(inbox.submissions[0].origins))
    inbox.receive("c2", again, vetoed(subject="孙某丙（0103）"), number)
    assert set(inbox.registers.vetoes) == {"0103"}
    assert [code for code, *_ in inbox.said("X146", "X123")] == ["X146"]


def left(inbox, findings):
    """What is left of findings, as they come back from a worker, beside what is said of all versions."""
    merged = inbox.merged()
    return list(without_kept(copy.deepcopy(findings), merged.selection, merged.ledger))


def missing(rule, place):
    return rule.at(place, column="理由", expects="文字")


@pytest.mark.parametrize("column", ["reason", "level"])
def test_what_a_decision_lacks_is_one_finding(column):
    inbox = decided(overridden(**{column: None}))
    [flaw] = [flaw for flaw in inbox.registers.flaws if flaw.rule.code == "X107"]
    beside = replace(flaw.place, cells=(flaw.place.cells[0].in_row(9),))
    found = [missing(c.INCOMPLETE, flaw.place), missing(c.INCOMPLETE, beside)]
    assert [one.place for one in left(inbox, found)] == [beside]


def self_rated(inbox, typed, number):
    return inbox.receive(f"e{number}", EVALUATION, row("member_self", 1, **typed), number)


STARS = [star.key for star in PLAN.stars_of(SubjectKind.MEMBER)]


def test_cells_that_are_blank_now_are_one_finding():
    inbox = self_rated(Inbox(), dict.fromkeys(STARS, 9), 1)
    self_rated(inbox, {"loyal": 9}, 2)
    assert [code for code, *_ in inbox.said("X125", "X102")] == ["X125"]
    cells = [Place("e2", "党员自评", (Address(6, column),)) for column in range(4, 11)]
    other = Place("e2", "党员自评", (Address(7, 4),))
    assert [one.place for one in left(inbox, [missing(c.NO_MARK, at) for at in (*cells, other)])] == [other]
    required = [missing(c.EMPTY, at) for at in cells]  # what takes something out of the count is always said
    assert left(inbox, required) == required


def test_nobody_is_told_that_blanks_count_where_an_older_row_stays():
    inbox = self_rated(Inbox(), dict.fromkeys(STARS, 9), 1)
    self_rated(inbox, {"loyal": "很好"}, 2)
    assert left(inbox, [missing(c.EMPTY, Place("e2", "党员自评", (Address(6, 4),)))]) == []
    bad = c.MISFIT.at(Place("e2", "党员自评", (Address(6, 3),)), column="", found="很好", expects="")
    assert left(inbox, [bad]) == [bad]
