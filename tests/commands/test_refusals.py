"""Decisions whose document says no, or not yet: neither takes effect, and the two are told apart wherever they are shown."""

from datetime import date

import pytest
from commands.test_rows import BRANCH, DECISIONS, FULL, OVERRIDE, PLAN, Inbox, override_of, row
from filled import complete
from known import flat_ledger, pledge_of

from xlcampaign.layout.forms import assessment_form, evaluation_form, pledge_form
from xlcampaign.model.known import Known
from xlcampaign.model.registers import Decision, Registers
from xlcampaign.model.results import Proposal, Results

VETO = {"subject": "钱某乙（0102）", "situation": PLAN.vetoes[0].name, "day": date(2023, 6, 10)}
PROPOSED = {
    ("member_organisation", 0, "veto"): PLAN.vetoes[0].name,
    ("member_organisation", 0, "override"): "优秀",
    ("member_organisation", 0, "reason"): "支教一年",
}


def evaluated():
    return Inbox().receive("评议表", evaluation_form(PLAN, BRANCH), FULL | PROPOSED)


def both(inbox, document):
    given = row("vetoes", 0, **VETO, document=document) | row(
        "overrides", 0, **(OVERRIDE | {"document": document})
    )
    return inbox.receive("c", DECISIONS, given)


def open_of(inbox):
    return [what for what in Proposal if inbox.ledger.is_proposed("0102", what)]


@pytest.mark.parametrize(
    "document", ["无", "暂无文号", "—", "N/A", "待定", "待上级批复", "会后补", "尚未批准"]
)
def test_without_a_document_a_proposal_stays_open(document):
    inbox = both(evaluated(), document)
    registers = inbox.registers
    assert registers.vetoes == registers.overrides == {}
    assert registers.refused_vetoes == registers.refused_overrides == {}
    assert open_of(inbox) == list(Proposal)
    assert inbox.said("X133", "X107") == []
    assert inbox.read("c") == [("R112", "C5"), ("R112", "D5")]


@pytest.mark.parametrize(
    "document", ["不同意", "不予", "未通过", "经研究不予改评", "否", "联党发〔2023〕9号（不同意）"]
)
def test_a_refusal_has_no_effect_and_closes_the_proposal(document):
    inbox = both(evaluated(), document)
    registers = inbox.registers
    assert registers.vetoes == registers.overrides == {}
    assert registers.refused_vetoes["0102"].document == document
    assert registers.refused_overrides["0102"].document == document
    assert open_of(inbox) == []
    assert [facts["found"] for _, _, facts in inbox.said("X133")] == [document, document]
    assert inbox.said("X107") == []


@pytest.mark.parametrize("document", ["联党发〔2023〕7号", "会议决定", "关于不予评优的决定〔2023〕5号"])
def test_any_other_document_takes_effect(document):
    inbox = both(evaluated(), document)
    assert inbox.registers.vetoes["0102"].document == document
    assert inbox.registers.overrides["0102"].document == document
    assert open_of(inbox) == []


@pytest.mark.parametrize("word", ["无", "/", "不同意"])
def test_an_override_without_a_reason_is_incomplete_whatever_stands_in_its_place(word):
    inbox = Inbox().receive("c", DECISIONS, row("overrides", 0, **(OVERRIDE | {"reason": word})))
    assert inbox.registers.overrides == {}
    assert [facts["found"] for _, _, facts in inbox.said("X107")] == ["reason"]


@pytest.mark.parametrize("document", ["不同意", "暂无", "待研究", "联党发9号，不同意"])
def test_what_does_not_agree_overturns_no_decision_that_took_effect(document):
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))
    inbox.receive("b", DECISIONS, row("overrides", 0, **(OVERRIDE | {"document": document})), 2)
    assert override_of(inbox) == ("优秀", "纪要6号")
    refused = {"b"} if "不同意" in document else set()
    assert {file for _, file, _ in inbox.said("X133")} == refused
    assert {file for _, file in inbox.codes()} == {"b"} - refused
    assert inbox.ledger.is_open("0102")


def test_a_decision_follows_a_refusal():
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **(OVERRIDE | {"document": "不同意"})))
    inbox.receive("b", DECISIONS, row("overrides", 0, **OVERRIDE), 2)
    assert override_of(inbox) == ("优秀", "纪要6号")
    assert inbox.registers.refused_overrides == {}


@pytest.mark.parametrize("word", ["无", "没有", "——"])
def test_what_was_not_fulfilled_needs_a_reason_and_none_is_none(word):
    inbox = unfulfilled(word)
    assert len(inbox.said("X114")) == 1


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
def test_of_a_reason_that_could_not_be_read_it_is_not_said_that_there_is_none(error):
    inbox = unfulfilled(error)
    assert [code for code, _ in inbox.read("e")] == ["C104"]
    assert inbox.said("X114") == []


def unfulfilled(reason):
    """What a branch says of its pledge that was not fulfilled."""
    made = pledge_of(PLAN, "01", star="loyal", text="每月集中学习一次")
    known = Known(flat_ledger(PLAN, {}, registers=Registers(pledges=(made,))), Results(()))
    pledges = row("branch_pledges", 0, star="政治可靠忠诚星", text="每月集中学习一次")
    inbox = Inbox().receive("p", pledge_form(PLAN, BRANCH), pledges)
    given = row("fulfilment", 0, state="未兑现", reason=reason)
    return inbox.receive("e", evaluation_form(PLAN, BRANCH, known), given)


@pytest.mark.parametrize("word", ["无", "暂无", "/"])
def test_a_pledge_without_a_text_does_not_count_as_one(word):
    form = pledge_form(PLAN, BRANCH)
    full = Inbox().receive("p", form, complete(form))
    less = Inbox().receive("p", form, complete(form) | row("member_pledges", 0, text=word))
    assert full.said("X116") == []
    assert [(facts["name"], facts["found"]) for _, _, facts in less.said("X116")] == [("赵某甲", 1)]
    assert len(less.registers.pledges) == len(full.registers.pledges) - 1
    numbers = [pledge.number for pledge in full.registers.pledges]
    assert [pledge.number for pledge in less.registers.pledges] == [n for n in numbers if n != "1-0101-1"]


@pytest.mark.parametrize("word", ["待定", "无", "—", "会后补"])
@pytest.mark.parametrize("lacking", [{}, {"day": None}, {"day": "待定"}, {"situation": None}])
def test_what_is_put_off_is_one_note_whatever_else_the_row_lacks(word, lacking):
    given = {key: value for key, value in (VETO | lacking).items() if value}
    inbox = evaluated().receive("c", DECISIONS, row("vetoes", 0, **given, document=word))
    assert inbox.read("c") == [("R112", "C5")]
    assert inbox.said("X107", "X133") == []
    assert inbox.registers.vetoes == {}


@pytest.mark.parametrize("word", ["待定", "待研究", "暂无文号", "/"])
def test_what_the_committee_puts_off_is_open_as_if_it_were_proposed(word):
    inbox = both(Inbox(), word)
    texts = {what: text for (subject, what), text in inbox.ledger.texts.items() if subject == "0102"}
    assert texts == {"veto": PLAN.vetoes[0].key, "override": "优秀", "reason": OVERRIDE["reason"]}
    assert open_of(inbox) == list(Proposal)
    assert open_of(both(Inbox(), "联党发〔2023〕7号")) == open_of(both(Inbox(), "不同意")) == []


def test_what_a_branch_proposes_stands_as_it_proposed_it():
    given = OVERRIDE | {"reason": "上级的理由", "document": "待定"}
    inbox = evaluated().receive("c", DECISIONS, row("overrides", 0, **given))
    assert inbox.ledger.texts["0102", "reason"] == PROPOSED["member_organisation", 0, "reason"]


def test_what_is_put_off_is_no_second_decision_on_its_subject():
    given = row("vetoes", 0, **VETO, document="待研究") | row(
        "vetoes", 1, **VETO, document="联党发〔2023〕7号"
    )
    inbox = evaluated().receive("c", DECISIONS, given)
    assert inbox.registers.vetoes["0102"].document == "联党发〔2023〕7号"
    assert inbox.said("X108") == []


@pytest.mark.parametrize(
    "document",
    [
        *("口头", "口头同意", "见附件", "附件1", "同意", "是", "√", "会议已通过"),
        *("已报", "详见纪要", "8票同意", "agreed"),
    ],
)
def test_a_word_for_a_document_takes_effect_with_a_warning_at_its_cell(document):
    inbox = both(evaluated(), document)
    assert inbox.registers.vetoes["0102"].document == document
    assert inbox.registers.overrides["0102"].document == document
    # the override on whoever is vetoed has no effect, and its document no bearing
    assert [facts["found"] for _, _, facts in inbox.said("R119")] == [document]
    alone = evaluated().receive("c", DECISIONS, row("overrides", 0, **(OVERRIDE | {"document": document})))
    assert [(code, facts["found"]) for code, _, facts in alone.said("R119")] == [("R119", document)]


@pytest.mark.parametrize(
    "document",
    ["联党发〔2023〕7号", "纪要七号", "第三次党委会", "2023年6月10日会议", "minutes No. 7", "会议纪要３号"],
)
def test_a_document_with_a_number_or_a_day_is_not_asked_for_another(document):
    assert both(evaluated(), document).said("R119") == []


@pytest.mark.parametrize("changes", [{"level": "先进"}, {"reason": "无"}, {"document": "口头，未通过"}])
def test_a_decision_without_effect_is_not_said_to_have_one(changes):
    given = OVERRIDE | {"document": "口头"} | changes
    inbox = evaluated().receive("c", DECISIONS, row("overrides", 0, **given))
    assert inbox.registers.overrides == {}
    assert inbox.said("R119") == []


@pytest.mark.parametrize("word", ["无", "/", "——", "本次无否决", "没有否决对象", "无此类情况", "待定"])
@pytest.mark.parametrize("cells", [1, 4])
def test_a_row_of_words_that_say_nothing_is_an_empty_one(word, cells):
    keys = ("subject", "situation", "document", "day")[:cells]
    inbox = evaluated().receive("c", DECISIONS, row("vetoes", 0, **dict.fromkeys(keys, word)))
    assert inbox.read("c") == [("C107", "A5")]
    assert not inbox.submissions[-1].parts["vetoes"].filled


@pytest.mark.parametrize("sheet", ["overrides", "comments", "commendations"])
@pytest.mark.parametrize("word", ["无", "/", "暂无"])
def test_so_it_is_on_every_register(sheet, word):
    form = assessment_form(PLAN) if sheet == "comments" else DECISIONS
    spare = len(form.table_of(sheet).rows)
    inbox = Inbox().receive("c", form, row(sheet, spare, subject=word))
    assert inbox.read("c") == [("C107", f"A{spare + 5}")]


@pytest.mark.parametrize("word", [None, "无", "/", "待定"])
def test_a_decision_on_nobody_lacks_a_name_and_nothing_else(word):
    given = {"situation": VETO["situation"], "day": VETO["day"], "document": "联党发〔2023〕7号"}
    given |= {"subject": word} if word else {}
    inbox = evaluated().receive("c", DECISIONS, row("vetoes", 0, **given))
    assert inbox.read("c") == [("R110", "A5")]
    assert inbox.registers.vetoes == {}


@pytest.mark.parametrize("day", [None, "待定", "无", "/", "6月未定", "2023-13-40"])
def test_a_veto_has_effect_with_its_document_whatever_its_date(day):
    given = {key: value for key, value in VETO.items() if key != "day"} | ({"day": day} if day else {})
    inbox = evaluated().receive("c", DECISIONS, row("vetoes", 0, **given, document="联党发〔2023〕7号"))
    assert inbox.registers.vetoes["0102"].document == "联党发〔2023〕7号"
    assert inbox.registers.vetoes["0102"].day is None
    assert inbox.said("X107") == []
    assert inbox.read("c") == [("C103" if day in {"6月未定", "2023-13-40"} else "C116", "D5")]


def commended(index=0, **changes):
    given = {
        "subject": "钱某乙（0102）",
        "honour": "教学名师",
        "merit": "家访 40 户",
        "decision": "同意表彰",
    }
    return row("commendations", index, **(given | changes))


VETOED = row("vetoes", 0, **VETO, document="联党发〔2023〕7号")


@pytest.mark.parametrize(
    "against",
    [VETOED, commended(1, decision="不表彰"), commended(1, decision="缓议")],
    ids=["veto", "refused", "deferred"],
)
def test_a_commendation_against_another_decision_is_named_with_both_cells(against):
    inbox = evaluated().receive("c", DECISIONS, commended() | against)
    [(_, file, facts)] = inbox.said("X137")
    assert file == "c"
    assert facts["found"] == ("c › 否决 › A5" if against is VETOED else "c › 评选表彰 › H6")
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "X137"]
    assert finding.place.say() == "c › 评选表彰 › H5"


def test_a_veto_that_comes_in_a_later_form_contradicts_too():
    inbox = evaluated().receive("c", DECISIONS, commended()).receive("d", DECISIONS, VETOED, 2)
    assert [(file, facts["found"]) for _, file, facts in inbox.said("X137")] == [("c", "d › 否决 › A5")]


@pytest.mark.parametrize(
    "beside",
    [
        {},
        row("vetoes", 0, **VETO, document="不同意"),
        row("vetoes", 0, **VETO, document="待定"),
        row("vetoes", 0, **(VETO | {"subject": "孙某丙（0103）"}), document="联党发〔2023〕7号"),
        commended(1, honour="师德标兵", decision="不表彰"),
        commended(1, honour="优秀", decision="不表彰")
        | commended(0, honour="先进"),  # honours that nobody can read
        commended(1),
    ],
)
def test_a_commendation_beside_what_has_no_bearing_on_it_stands(beside):
    assert evaluated().receive("c", DECISIONS, commended() | beside).said("X137") == []


@pytest.mark.parametrize(
    "word", ["不予表彰", "不予", "未通过", "未获通过", "不同意", "驳回", "declined", "Not agreed"]
)
def test_a_refusal_in_a_later_form_overturns_the_commendation_before(word):
    inbox = evaluated().receive("c", DECISIONS, commended())
    inbox.receive("d", DECISIONS, commended(decision=word), 2)
    assert [entry.decision for entry in inbox.registers.commendations] == [Decision.REFUSED]
    assert inbox.read("d") == []


@pytest.mark.parametrize("decision", [None, "不表彰", "缓议"])
def test_who_is_vetoed_and_not_commended_is_no_contradiction(decision):
    given = {"decision": decision} if decision else {"decision": None}
    assert evaluated().receive("c", DECISIONS, commended(**given) | VETOED).said("X137") == []


@pytest.mark.parametrize("lacking", ["document", "situation"])
def test_a_veto_that_lacks_document_or_situation_has_none(lacking):
    full = VETO | {"document": "联党发〔2023〕7号"}
    given = {key: value for key, value in full.items() if key != lacking}
    inbox = evaluated().receive("c", DECISIONS, row("vetoes", 0, **given))
    assert inbox.registers.vetoes == {}
