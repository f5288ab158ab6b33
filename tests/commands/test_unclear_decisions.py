"""What the committee wrote never vanishes: while nobody can tell what it decided, whom it is about is held back."""

from dataclasses import replace
from datetime import date

import pytest
from commands.test_refusals import PROPOSED, VETO, commended, evaluated, open_of
from commands.test_rows import BRANCH, DECISIONS, FULL, OVERRIDE, PLAN, Inbox, override_of, row

from xlcampaign.findings.finding import Severity
from xlcampaign.layout.forms import commendation_form, evaluation_form
from xlcampaign.model.registers import Cause, Decision
from xlcampaign.model.results import Proposal
from xlcampaign.model.roster import Category, Participation
from xlcampaign.summary.leaders.agenda import commendation_words
from xlcampaign.words import Lang

UNIQUE = replace(
    PLAN,
    members=tuple(replace(m, name=f"{m.name}{m.branch[1]}") if m.branch != "01" else m for m in PLAN.members),
)
"""No two members of one name."""
NUMBER = "联党发〔2023〕7号"
NUMBERED = VETO | {"document": NUMBER}


def vetoed(index=0, **changes):
    given = NUMBERED | changes
    return row("vetoes", index, **{key: value for key, value in given.items() if value is not None})


def overridden(index=0, **changes):
    given = OVERRIDE | changes
    return row("overrides", index, **{key: value for key, value in given.items() if value is not None})


def decided(*answers, plan=PLAN):
    inbox = Inbox(plan)
    for number, given in enumerate(answers, 1):
        inbox.receive(f"c{number}", commendation_form(plan), given, number)
    return inbox


def causes(inbox):
    return {(one.subject, one.on, one.cause) for one in inbox.registers.unclear}


SITUATIONS = [veto.name for veto in PLAN.vetoes]
BOTH = vetoed(document="纪要11号") | vetoed(1, situation=SITUATIONS[1], document="纪要15号")
"""Two vetoes on one person, each with its own situation."""


def standing(inbox):
    veto = inbox.registers.vetoes.get("0102")
    return [one.document for one in (veto, *veto.others)] if veto else []


@pytest.mark.parametrize("word", ["取消", "另行研究处理", "见会议记录", "agree to disagree", "8:7"])
def test_a_later_commendation_that_cannot_be_read_holds_back_whom_an_earlier_one_honours(word):
    inbox = decided(commended(), commended(decision=word))
    assert inbox.read("c2") == [("C103", "H5")]
    assert causes(inbox) == {("0102", "commendation", Cause.UNREAD)}
    assert inbox.ledger.is_open("0102")
    assert [entry.decision for entry in inbox.registers.commendations] == [None]


@pytest.mark.parametrize("word", ["取消", "另行研究处理", "？"])
def test_so_it_is_where_nothing_else_of_the_later_row_was_filled_in(word):
    given = row("commendations", 0, subject="钱某乙（0102）", decision=word)
    assert decided(commended(), given).ledger.is_open("0102")


@pytest.mark.parametrize(
    "word", ["是", "√", "通过", "表彰", "同意表彰（纪要3号）", "纪要3号：同意表彰", "yes"]
)
def test_a_commendation_that_certainly_says_yes_is_read_with_a_note(word):
    inbox = decided(commended(decision=word))
    assert [entry.decision for entry in inbox.registers.commendations] == [Decision.AGREED]
    assert inbox.read("c1") == [("C107", "H5")]
    assert not inbox.ledger.is_open("0102")


@pytest.mark.parametrize("word", ["不表彰（纪要3号）", "不同意，联党发〔2023〕7号", "否，纪要3号"])
def test_a_commendation_that_certainly_says_no_is_read_beside_its_document(word):
    inbox = decided(commended(decision=word))
    assert [entry.decision for entry in inbox.registers.commendations] == [Decision.REFUSED]


@pytest.mark.parametrize(
    "word", ["同意，纪要3号未通过", "同意缓议", "同意表彰（2票不同意）", "取消，纪要3号"]
)
def test_a_commendation_that_cannot_be_read_leaves_the_results_posted(word):
    inbox = decided(commended(decision=word))
    assert [entry.decision for entry in inbox.registers.commendations] == [None]
    assert inbox.ledger.is_open("0102")
    assert not inbox.ledger.is_open("0102", apart_from="commendation")


@pytest.mark.parametrize("word", ["同意表彰", "同意", "√"])
def test_a_commendation_without_its_honour_says_so_and_stays_open(word):
    given = row("commendations", 0, subject="钱某乙（0102）", merit="家访 40 户", decision=word)
    inbox = decided(given)
    assert [facts["column"] for *_, facts in inbox.said("X107")] == ["表彰名称"]
    assert causes(inbox) == {("0102", "commendation", Cause.LACKING)}
    [entry] = inbox.registers.commendations
    assert inbox.registers.is_disputed(entry)
    assert next(commendation_words(entry)).zh == "没有可用的表彰名称"


@pytest.mark.parametrize("index", [0, 3, 7])
def test_who_has_to_rectify_and_is_commended_is_named_at_the_decision(index):
    inbox = evaluated().receive("c", DECISIONS, commended(index))
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "R125"]
    assert finding.place.say() == f"c › 评选表彰 › H{5 + index}"
    assert finding.facts["name"] == "钱某乙"


@pytest.mark.parametrize("subject", ["钱某乙（0102）", "赵某甲（0201）", "甲一完小党支部"])
def test_who_has_no_result_and_is_commended_is_named_and_not_posted(subject):
    inbox = decided(commended(subject=subject))
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "R125"]
    assert "还没有评星结果" in finding.says(Lang.ZH)
    results, registers = inbox.merged().results, inbox.registers
    assert results.commended_below(registers, PLAN) == registers.commendations


@pytest.mark.parametrize("code", ["0102", "0104", "0203"])
def test_who_takes_no_part_and_is_commended_is_named_and_not_posted(code):
    members = (replace(m, participation=Participation.NO) if m.code == code else m for m in PLAN.members)
    plan = replace(PLAN, members=tuple(members))
    given = commended(subject=f"{plan.member_of[code].name}（{code}）")
    inbox = Inbox(plan).receive("c", DECISIONS, given)
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "R125"]
    assert "方案里不参评" in finding.says(Lang.ZH)
    assert len(inbox.merged().results.commended_below(inbox.registers, plan)) == 1


UNGRADED = [{"category": Category.PROBATIONARY}, {"participation": Participation.EXEMPT}]


def with_ungraded(changes):
    return replace(
        PLAN, members=tuple(replace(m, **changes) if m.code == "0102" else m for m in PLAN.members)
    )


@pytest.mark.parametrize("changes", UNGRADED)
@pytest.mark.parametrize("said", [{}, {"document": None}, {"document": "待定"}, {"reason": None}])
def test_what_would_change_the_level_of_somebody_who_gets_none_is_one_error_and_no_matter(changes, said):
    inbox = decided(overridden(**said), plan=with_ungraded(changes))
    assert [code for code, *_ in inbox.said("X107", "X109", "X110")] == ["X110"]
    assert inbox.registers.overrides == {}
    assert not causes(inbox)
    assert not inbox.ledger.is_open("0102")


@pytest.mark.parametrize(
    ("said", "by"),
    [("撤回", ""), ("已撤回", ""), ("撤销，联党发〔2023〕9号", "（凭“撤销，联党发〔2023〕9号”）")],
)
def test_it_is_withdrawn_as_the_remedy_says_and_a_word_is_no_document(said, by):
    inbox = decided(overridden(), overridden(document=said), plan=with_ungraded(UNGRADED[0]))
    assert not inbox.said("X110", "X129")
    [(_, file, facts)] = inbox.said("X128")
    assert (file, facts["by"]) == ("c2", by)


@pytest.mark.parametrize("changes", UNGRADED)
def test_nor_is_it_one_that_a_branch_proposes_another_level_for_them(changes):
    plan = with_ungraded(changes)
    inbox = Inbox(plan).receive("e", evaluation_form(plan, BRANCH), FULL | PROPOSED)
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "X149"]
    assert finding.place.cell == "M5"
    assert open_of(inbox) == [Proposal.VETO]


@pytest.mark.parametrize(
    "given", [commended(decision="不表彰"), commended(decision="缓议"), commended() | vetoed()]
)
def test_who_is_not_commended_or_vetoed_too_is_not_named_so(given):
    assert evaluated().receive("c", DECISIONS, given).said("R125") == []


@pytest.mark.parametrize("word", ["不表彰", "缓议", None])
def test_who_is_not_commended_needs_no_honour(word):
    given = {"subject": "钱某乙（0102）", "merit": "家访 40 户"} | ({"decision": word} if word else {})
    assert not causes(decided(row("commendations", 0, **given)))


@pytest.mark.parametrize(
    "found", ["钱某乙", "0102", "钱某乙0102", "钱某乙 (0102)", "0102 钱某乙", "钱 某 乙"]
)
def test_a_name_that_nobody_else_has_is_read(found):
    inbox = decided(vetoed(subject=found), plan=UNIQUE)
    assert set(inbox.registers.vetoes) == {"0102"}
    assert set(inbox.read("c1")) <= {("C107", "A5")}
    assert not inbox.registers.unclear


@pytest.mark.parametrize(("found", "code"), [(102, "0102"), ("102", "0102"), (104.0, "0104")])
def test_a_code_without_its_leading_zero_is_read_with_a_note_where_one_fits(found, code):
    inbox = decided(vetoed(subject=found))
    assert set(inbox.registers.vetoes) == {code}
    assert inbox.read("c1") == [("C107", "A5")]


@pytest.mark.parametrize("found", [102, "102", "00102"])
def test_a_code_that_is_two_peoples_without_its_zeros_holds_both_back(found):
    members = tuple(replace(m, code="102") if m.code == "0103" else m for m in UNIQUE.members)
    inbox = decided(vetoed(subject=found), plan=replace(UNIQUE, members=members))
    assert causes(inbox) == {(code, "veto", Cause.NOBODY) for code in ("0102", "102")}
    assert inbox.read("c1") == [("C103", "A5")]


@pytest.mark.parametrize("found", ["0102", "孙某丙（102）", "钱某乙（0102）"])
def test_a_code_with_its_zeros_or_its_name_is_read_whatever_others_look_like(found):
    members = tuple(replace(m, code="102") if m.code == "0103" else m for m in UNIQUE.members)
    inbox = decided(vetoed(subject=found), plan=replace(UNIQUE, members=members))
    assert set(inbox.registers.vetoes) == {"102" if "（102" in found else "0102"}


def test_a_name_that_two_have_holds_both_back():
    members = tuple(
        replace(member, name="钱某乙") if member.code == "0103" else member for member in UNIQUE.members
    )
    inbox = decided(vetoed(subject="钱某乙"), plan=replace(PLAN, members=members))
    assert causes(inbox) == {(code, "veto", Cause.NOBODY) for code in ("0102", "0103")}
    assert open_of(inbox) == [Proposal.VETO]
    assert inbox.read("c1") == [("C103", "A5")]


@pytest.mark.parametrize(
    ("found", "named"),
    [
        ("钱某乙、孙某丙", ["0102", "0103"]),
        ("钱某乙（0199）", ["0102"]),
        ("0102 李某", ["0102"]),
        ("某某人", [""]),
    ],
)
def test_whoever_an_unreadable_name_may_mean_is_held_back(found, named):
    inbox = decided(vetoed(subject=found), plan=UNIQUE)
    assert causes(inbox) == {(code, "veto", Cause.NOBODY) for code in named}
    assert inbox.read("c1") == [("C103", "A5")]


EVERYBODY = {*UNIQUE.branch_of, *UNIQUE.member_of}
FIRST = {"01", *(member.code for member in UNIQUE.members_in("01"))}


@pytest.mark.parametrize("sheet", ["vetoes", "overrides"])
@pytest.mark.parametrize(
    ("found", "held_back"),
    [
        ("某某人", EVERYBODY),
        ("9999", EVERYBODY),
        ("孙某戊", EVERYBODY),
        ("甲一完小党支部 某某人", FIRST),
        ("某某人（甲一完小党支部）", FIRST),
        ("甲一完小党支部孙某戊", FIRST),
        ("甲一完小党支部钱某乙（0199）", {"0102"}),
        ("钱某乙（0199）", {"0102"}),
    ],
)
def test_whoever_a_decision_may_be_about_is_held_back_and_nobody_else(sheet, found, held_back):
    given = vetoed(subject=found) if sheet == "vetoes" else overridden(subject=found)
    ledger = decided(given, plan=UNIQUE).ledger
    assert {code for code in EVERYBODY if ledger.is_open(code)} == held_back
    assert not ledger.registers.vetoes
    assert not ledger.registers.overrides


@pytest.mark.parametrize("found", ["某某人", "甲一完小党支部 某某人"])
def test_nobody_is_held_back_any_more_once_the_name_is_put_right(found):
    inbox = decided(vetoed(subject=found), vetoed(), plan=UNIQUE)
    assert not any(map(inbox.ledger.is_open, EVERYBODY))
    assert set(inbox.registers.vetoes) == {"0102"}


def test_a_corrected_name_settles_it_and_another_row_does_not():
    wrong = vetoed(subject="钱某乙（0199）")
    assert not causes(decided(wrong, vetoed(), plan=UNIQUE))
    other = vetoed(subject="孙某丙（0103）")
    assert causes(decided(wrong, other, plan=UNIQUE)) == {("0102", "veto", Cause.NOBODY)}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"situation": "违规收费"}, {("C103", "B5")}),
        ({"situation": "其他情形"}, {("C103", "B5")}),
        ({"situation": "see minutes"}, {("C103", "B5")}),
        ({"situation": "无"}, {("X107", "B5")}),
        ({"situation": None}, {("X107", "B5")}),
        ({"document": None}, {("X107", "C5")}),
    ],
)
def test_a_veto_with_one_flaw_holds_back_with_one_finding_at_its_cell(changes, found):
    inbox = decided(vetoed(**changes))
    merged = inbox.merged()
    lacking = {(f.rule.code, f.place.cell) for f in merged.findings if f.rule.code.startswith("X1")}
    read = {each for each in inbox.read("c1") if each[0] != "C116"}
    assert read | {each for each in lacking if each[0] in {"X107", "X108", "X133"}} == found
    assert open_of(inbox) == [Proposal.VETO]
    assert inbox.ledger.is_open("0102")


@pytest.mark.parametrize("changes", [{}, {"document": "联党发〔2023〕8号"}, {"day": date(2023, 6, 12)}])
def test_vetoes_that_agree_veto_and_the_same_row_twice_is_one(changes):
    inbox = decided(vetoed() | vetoed(1, **changes))
    veto = inbox.registers.vetoes["0102"]
    assert len(veto.others) == bool(changes)
    assert not causes(inbox)
    assert inbox.said("X108") == []


@pytest.mark.parametrize("reason", [OVERRIDE["reason"], "带教成绩突出", "家访三百户"])
def test_overrides_that_agree_hold(reason):
    inbox = decided(overridden() | overridden(1, reason=reason, document="纪要8号"))
    assert override_of(inbox) == ("优秀", "纪要6号")
    assert [one.document for one in inbox.registers.overrides["0102"].others] == ["纪要8号"]


@pytest.mark.parametrize("level", ["合格", "基本合格", "不合格"])
def test_overrides_that_contradict_each_other_hold_back(level):
    inbox = decided(overridden() | overridden(1, level=level))
    assert inbox.registers.overrides == {}
    assert causes(inbox) == {("0102", "override", Cause.TWICE)}
    assert [code for code, *_ in inbox.said("X108", "X107", "X133")] == ["X108", "X108"]


@pytest.mark.parametrize("word", ["不行", "×", "未获通过", "不成立", "not passed"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("row_of", "on", "what"),
    [(vetoed, "veto", ["situation", "其他情形"]), (overridden, "override", ["level", "不同意"])],
)
@pytest.mark.parametrize("unsaid", [False, True])
def test_a_decision_and_a_refusal_of_it_in_one_form_contradict_each_other(
    word, order, row_of, on, what, unsaid
):
    refused, taken = order
    changes = dict([what]) if unsaid else {}
    inbox = decided(row_of(refused, document=word, **changes) | row_of(taken))
    registers = inbox.registers
    assert registers.vetoes == registers.overrides == {}
    assert registers.refused_vetoes == registers.refused_overrides == {}
    assert causes(inbox) == {("0102", on, Cause.TWICE)}
    assert inbox.ledger.is_open("0102")
    assert [code for code, *_ in inbox.said("X108", "X133")] == ["X108", "X108"]
    assert not causes(decided(row_of(refused, document=word) | row_of(taken), row_of()))


@pytest.mark.parametrize("word", ["不行", "×", "未获通过"])
def test_beside_a_number_a_refusal_of_something_else_is_one_and_the_number_decides(word):
    inbox = decided(
        vetoed()
        | vetoed(1, situation=SITUATIONS[1], document=word)
        | overridden(0, subject="孙某丙（0103）")
        | overridden(1, subject="孙某丙（0103）", level="合格", document=word)
    )
    assert standing(inbox) == [NUMBER]
    assert inbox.registers.overrides["0103"].level == "优秀"
    assert [facts["found"] for _, _, facts in inbox.said("X133")] == [word, word]
    assert inbox.said("X108") == []
    assert not causes(inbox)


@pytest.mark.parametrize("word", ["不同意", "未获通过", "待定", "×", "暂缓"])
@pytest.mark.parametrize(("row_of", "on"), [(vetoed, "veto"), (overridden, "override")])
@pytest.mark.parametrize("order", [1, -1])
def test_a_decision_and_what_is_none_in_files_of_which_none_is_newer_hold_back(word, row_of, on, order):
    inbox = Inbox()
    for name, given in zip("ab", [row_of(), row_of(document=word)][::order], strict=True):
        inbox.receive(name, DECISIONS, given, 2, dated=False)
    registers = inbox.registers
    assert registers.vetoes == registers.overrides == {}
    assert registers.refused_vetoes == registers.refused_overrides == {}
    assert causes(inbox) == {("0102", on, Cause.TWICE)}
    assert inbox.ledger.is_open("0102")
    assert [code for code, *_ in inbox.said("X103", "X127", "X133")] == ["X103", "X103"]
    inbox.receive("c", DECISIONS, row_of(), 3)
    assert not causes(inbox)


@pytest.mark.parametrize(
    ("rows", "repeated"),
    [
        (vetoed() | vetoed(1, situation=PLAN.vetoes[1].name), False),
        (vetoed(situation="酒驾") | vetoed(1, situation="其他情形"), False),
        (overridden() | overridden(1, level="合格"), False),
        (vetoed() | vetoed(1), True),
        (overridden() | overridden(1), True),
    ],
)
def test_rows_repeat_each_other_where_they_decide_the_same(rows, repeated):
    assert [code for code, _ in decided(rows).read("c1")].count("C122") == repeated


@pytest.mark.parametrize(
    "words",
    [
        *(
            "撤销，联党〔2023〕12号",
            "撤销否决，联党〔2023〕12号",
            "解除，联党〔2023〕12号",
            "revoked, minutes 3",
        ),
        *("撤销联党〔2023〕12号", "联党〔2023〕12号（撤销否决）", "veto lifted, minutes 3"),
        *("联党发〔2023〕12号撤销", "12号同意撤销", "联党发〔2023〕12号决定撤销", "联党发〔2023〕9号作废"),
        *("联党发〔2023〕9号，后撤销", "纪要12号现已取消", "联党发〔2023〕12号把9号废止"),
    ],
)
def test_a_word_of_revocation_withdraws_with_its_document(words):
    inbox = decided(vetoed(), vetoed(document=words))
    assert inbox.registers.vetoes == {}
    assert not inbox.ledger.is_open("0102")
    [(_, file, facts)] = inbox.said("X128")
    assert file == "c2"
    assert words in facts["by"]
    assert inbox.read("c2") == []
    inbox = decided(overridden(), overridden(document=words))
    assert inbox.registers.overrides == {}


@pytest.mark.parametrize(
    "document",
    ["关于撤销党内职务的决定〔2023〕3号", "撤销职务，联党〔2023〕3号", "关于取消评优资格的通报〔2023〕3号"],
)
def test_a_document_about_taking_something_away_revokes_no_decision(document):
    assert decided(vetoed(), vetoed(document=document)).registers.vetoes["0102"].document == document


@pytest.mark.parametrize(
    "document",
    [
        *(
            "联党发〔2023〕12号文件撤销9号",
            "收回，纪要12号",
            "申请撤销，纪要12号",
            "建议撤销",
            "拟撤销，12号",
        ),
        *("撤销，文号待定", "申请撤销", "union 12 revokes 9", "联党发〔2023〕9号由12号文件废止了"),
    ],
)
def test_what_may_revoke_a_decision_is_asked_about_and_never_taken_for_the_document_of_one(document):
    inbox = decided(vetoed(), vetoed(document=document))
    assert [one.subject for one in inbox.registers.unclear] == ["0102"]
    assert inbox.registers.vetoes["0102"].document == NUMBER
    assert "C103" in [code for code, _ in inbox.read("c2")]
    alone = decided(vetoed(document=document))
    assert alone.registers.vetoes == {}
    assert [one.subject for one in alone.registers.unclear] == ["0102"]


@pytest.mark.parametrize(
    ("later", "held"),
    [
        ({"level": "合格", "document": None}, True),
        ({"level": "不合格", "document": None, "reason": "再议"}, True),
        ({"document": None}, False),
        ({"level": "合格"}, False),  # with its document it is the decision
    ],
)
def test_another_level_that_a_later_form_proposes_is_to_be_settled(later, held):
    inbox = decided(overridden(), overridden(**later))
    level = later["level"] if later.get("document", NUMBER) and "level" in later else OVERRIDE["level"]
    assert inbox.registers.overrides["0102"].level == level
    assert [(one.subject, one.cause) for one in inbox.registers.unclear] == [("0102", Cause.LATER)] * held


@pytest.mark.parametrize("document", ["撤销（待发文）", "作废（未研究）", "待定"])
def test_what_is_to_be_revoked_some_day_is_put_off(document):
    inbox = decided(vetoed(), vetoed(document=document))
    assert [(one.subject, one.cause) for one in inbox.registers.unclear] == [("0102", Cause.LATER)]
    assert inbox.registers.vetoes["0102"].document == NUMBER


@pytest.mark.parametrize(
    "document",
    [
        *("联党发〔2023〕 号", "联党发〔2023〕__号", "联党发[2023]号", "联党发〔〕号", "第 次会议", "第__号"),
        *("联党发〔2023〕9号（草稿）", "纪要3号（征求意见稿）", "拟联党发9号", "正在研究 3号", "draft 7"),
        *("建议否决", "提议否决，纪要3号", "弃权", "已报上级", "上报党委，3号", "请示〔2023〕3号待批"),
    ],
)
def test_what_is_no_document_yet_decides_nothing_and_is_asked_about(document):
    inbox = decided(vetoed(document=document) | overridden(document=document))
    assert (inbox.registers.vetoes, inbox.registers.overrides) == ({}, {})
    assert inbox.ledger.is_open("0102") or "0102" in {one.subject for one in inbox.registers.unclear}


def test_revoking_what_was_only_proposed_leaves_it_open():
    inbox = evaluated().receive("c", DECISIONS, vetoed(document="撤销，联党〔2023〕12号"))
    assert Proposal.VETO in open_of(inbox)


@pytest.mark.parametrize(
    "word",
    [
        *("☐", "暂缓，待查", "口头，尚未研究", "not yet decided", "?", "同意，待发文", "未表决", "免议"),
        *("？？", "下次会议再议", "未经讨论", "to be confirmed", "on hold", f"{NUMBER}，待发文", "□"),
    ],
)
def test_a_document_that_says_not_yet_leaves_it_open(word):
    inbox = decided(vetoed(document=word) | overridden(document=word))
    assert inbox.registers.vetoes == inbox.registers.overrides == {}
    assert open_of(inbox) == list(Proposal)
    assert inbox.said("X133", "R119", "X107") == []


@pytest.mark.parametrize(
    "word",
    [
        "×",
        "不成立",
        "不构成",
        "未获通过",
        "✗",
        "不可",
        "未能通过",
        "不属实",
        "该情形不构成否决",
        "turned down",
    ],
)
def test_a_document_that_says_no_is_a_decision_against(word):
    inbox = decided(vetoed(document=word) | overridden(document=word))
    assert set(inbox.registers.refused_vetoes) == set(inbox.registers.refused_overrides) == {"0102"}
    assert not inbox.ledger.is_open("0102")
    assert len(inbox.said("X133")) == 2


@pytest.mark.parametrize("word", ["未获通过", "不行", "不成立"])
def test_a_refused_override_is_one_whoever_is_vetoed(word):
    inbox = decided(vetoed() | overridden(document=word))
    assert [code for code, *_ in inbox.said("X111", "X133", "X107", "X108")] == ["X133"]
    assert set(inbox.registers.refused_overrides) == {"0102"}


@pytest.mark.parametrize("word", ["不同意", "不通过", "不予", "refused"])
def test_a_level_that_says_no_is_a_decision_against_with_one_finding(word):
    inbox = decided(overridden(level=word))
    assert [(f.rule.code, f.place.cell) for f in inbox.merged().findings if f.rule.code[0] != "F"][:9].count(
        ("X133", "B5")
    ) == 1
    assert inbox.read("c1") == []
    assert inbox.said("X107") == []
    assert set(inbox.registers.refused_overrides) == {"0102"}


@pytest.mark.parametrize(
    "document", ["纪要1号（9票同意，2票不同意）", "不予评优决定〔2023〕5号", "钱某乙未通过年度考核的通报2号"]
)
def test_a_word_that_says_no_in_a_title_or_of_a_few_votes_takes_no_effect_away(document):
    inbox = decided(vetoed(document=document) | overridden(document=document))
    assert inbox.registers.vetoes["0102"].document == document
    assert inbox.registers.overrides["0102"].document == document
    assert inbox.read("c1") == []


@pytest.mark.parametrize("document", ["免予否决，纪要1号", "同意不否决，纪要1号", "纪要2号：不改评"])
def test_whoever_is_spared_is_refused_for(document):
    inbox = decided(vetoed(document=document) | overridden(document=document))
    assert set(inbox.registers.refused_vetoes) == set(inbox.registers.refused_overrides) == {"0102"}


@pytest.mark.parametrize(
    "document", ["纪要1号，保留意见", "纪要1号（2票同意，9票不同意）", "不得不否决，纪要1号"]
)
def test_a_document_that_may_say_no_holds_back_with_a_finding_at_its_cell(document):
    inbox = decided(vetoed(document=document) | overridden(document=document))
    assert inbox.registers.vetoes == inbox.registers.overrides == {}
    assert inbox.read("c1") == [("C103", "C5"), ("C103", "D5")]
    assert causes(inbox) == {("0102", on, Cause.UNREAD) for on in ("veto", "override")}


@pytest.mark.parametrize("document", ["纪要1号，保留意见", "纪要1号，有人反对", "minutes 1, no veto"])
def test_a_later_document_that_may_say_no_holds_back_whom_an_earlier_one_vetoes(document):
    inbox = decided(vetoed(), vetoed(document=document))
    assert inbox.ledger.is_open("0102")
    assert causes(inbox) == {("0102", "veto", Cause.LATER)}


@pytest.mark.parametrize("word", ["同上", "〃", "ditto", "与上面相同"])
def test_ditto_is_the_document_above(word):
    inbox = decided(vetoed() | vetoed(1, subject="孙某丙（0103）", document=word))
    assert inbox.registers.vetoes["0103"].document == NUMBER
    assert inbox.read("c1") == [("C107", "C6")]


@pytest.mark.parametrize("word", ["同上", "″", "same as above"])
def test_ditto_below_nothing_is_an_error_at_its_cell_that_holds_back(word):
    inbox = decided(vetoed(document=word))
    assert inbox.read("c1") == [("C103", "C5")]
    assert causes(inbox) == {("0102", "veto", Cause.UNREAD)}


@pytest.mark.parametrize(
    "day", ["2026年6月20日", "6月20日", "2026-06-20", "2026.6.20", "June 20, 2026", date(2026, 6, 20)]
)
def test_a_day_alone_is_no_document_that_can_be_looked_up(day):
    inbox = decided(vetoed(document=day))
    assert set(inbox.registers.vetoes) == {"0102"}
    assert [code for code, *_ in inbox.said("R119")] == ["R119"]


@pytest.mark.parametrize("word", ["不同意", "未获通过", "联党发9号，不同意"])
def test_a_refusal_after_a_decision_is_one_and_is_settled_by_the_meeting(word):
    inbox = decided(vetoed() | overridden(1, subject="孙某丙（0103）"), vetoed(document=word))
    assert inbox.registers.vetoes["0102"].document == NUMBER
    assert inbox.said("X127") == []
    [(_, file, facts)] = inbox.said("X133")
    assert (file, facts["found"]) == ("c2", word)
    assert "撤销" in facts["before"]
    assert causes(inbox) == {("0102", "veto", Cause.LATER)}


def test_what_does_not_replace_a_decision_is_told_from_old_to_new():
    inbox = decided(overridden(), overridden(level="合格", reason=None))
    [(_, _, facts)] = inbox.said("X127")
    assert facts["differences"].index("优秀") < facts["differences"].index("合格")


@pytest.mark.parametrize("changes", [{}, {"situation": PLAN.vetoes[1].name}, {"subject": "孙某丙（0103）"}])
def test_a_veto_that_the_committee_adds_without_number_and_day_is_proposed(changes):
    inbox = decided(vetoed(document=None, day=None, **changes))
    code = "0103" if "subject" in changes else "0102"
    assert inbox.ledger.is_proposed(code, Proposal.VETO)
    assert inbox.read("c1") == [("R112", "C5")]


@pytest.mark.parametrize("level", ["先进", "支部优秀", "good"])
def test_a_level_that_is_none_of_the_subjects_holds_back(level):
    inbox = decided(overridden(level=level))
    assert inbox.ledger.is_open("0102")


def test_of_a_veto_the_reason_of_an_override_is_none():
    inbox = decided(vetoed(document=None, day=None) | overridden(document="待定"))
    assert inbox.ledger.reason_of("0102", Proposal.VETO) == ""
    assert inbox.ledger.reason_of("0102", Proposal.OVERRIDE) == OVERRIDE["reason"]
    branchs = evaluated().ledger
    assert {branchs.reason_of("0102", what) for what in Proposal} == {"支教一年"}


@pytest.mark.parametrize("word", ["酒驾", "醉驾被拘留", "√", "违规收费"])
@pytest.mark.parametrize("what", Proposal)
def test_a_branchs_proposal_that_cannot_be_read_holds_back_as_a_proposal_with_its_cell(what, word):
    given = FULL | {("member_organisation", 0, str(what)): word}
    inbox = Inbox().receive("评议表", evaluation_form(PLAN, BRANCH), given)
    [(code, cell)] = inbox.read("评议表")
    place = inbox.ledger.unread["0102", what]
    assert (code, cell) == ("C103", place.cell)
    assert inbox.ledger.texts["0102", what] == word
    assert open_of(inbox) == [what]
    assert inbox.ledger.is_open("0102")


VETO_PROPOSED = {"veto": SITUATIONS[1]}
LEVEL_PROPOSED = {"override": "合格", "reason": "支教一年"}


@pytest.mark.parametrize("proposed", [VETO_PROPOSED, LEVEL_PROPOSED, {"veto": "酒驾"}])
@pytest.mark.parametrize(
    ("cells", "about"),
    [
        ({"code": "0103", "name": "孙某丙"}, ["0103"]),  # twice on the sheet
        ({"code": "0103"}, ["0102", "0103"]),  # another one's code
        ({"name": "李某丁"}, ["0102", "0104"]),
        ({"code": None, "name": "0104"}, ["0104"]),
    ],
)
def test_what_is_proposed_on_a_row_in_error_holds_back_whom_it_may_be_about(proposed, cells, about):
    given = FULL | row("member_organisation", 0, **cells, **proposed)
    inbox = Inbox().receive("评议表", evaluation_form(PLAN, BRANCH), given)
    [what] = [key for key in Proposal if key in proposed]
    ledger = inbox.ledger
    assert {code for code, key in ledger.texts if key == what} == set(about)
    assert {ledger.texts[code, what] for code in about} == {proposed[what]}
    assert all(ledger.is_open(code) for code in about)
    assert {ledger.unread[code, what].row for code in about} == {5}


def test_what_is_proposed_on_a_row_in_error_does_not_overturn_what_the_sound_row_proposes():
    given = FULL | row("member_organisation", 0, code="0103", **VETO_PROPOSED)
    given |= row("member_organisation", 1, **(LEVEL_PROPOSED | {"veto": SITUATIONS[0]}))
    ledger = Inbox().receive("评议表", evaluation_form(PLAN, BRANCH), given).ledger
    assert ledger.texts["0103", "veto"] == PLAN.vetoes[0].key
    assert ("0103", "veto") not in ledger.unread


@pytest.mark.parametrize("cells", [{"code": "0103", "name": "孙某丙"}, {"code": "0104"}])
def test_a_corrected_row_takes_back_what_was_proposed_in_error(cells):
    form = evaluation_form(PLAN, BRANCH)
    inbox = Inbox().receive("a", form, FULL | row("member_organisation", 0, **cells, **VETO_PROPOSED))
    ledger = inbox.receive("b", form, FULL, 2).ledger
    assert not ledger.unread
    assert not any(ledger.is_open(code) for code in ("0102", "0103", "0104"))


@pytest.mark.parametrize("document", [NUMBER, "不同意", "驳回"])
def test_a_decision_settles_a_proposal_that_cannot_be_read(document):
    given = FULL | {("member_organisation", 0, "veto"): "酒驾"}
    inbox = Inbox().receive("评议表", evaluation_form(PLAN, BRANCH), given)
    assert not inbox.receive("c", DECISIONS, vetoed(document=document)).ledger.is_open("0102")


@pytest.mark.parametrize("word", ["酒驾", "√", "违规收费"])
def test_a_corrected_form_takes_a_proposal_back_that_could_not_be_read(word):
    form = evaluation_form(PLAN, BRANCH)
    inbox = Inbox().receive("a", form, FULL | {("member_organisation", 0, "veto"): word})
    ledger = inbox.receive("b", form, FULL, 2).ledger
    assert not ledger.unread
    assert not ledger.is_open("0102")


def test_decisions_of_two_files_of_which_none_is_newer_hold_back():
    inbox = Inbox().receive("a", DECISIONS, overridden(), 2, dated=False)
    inbox.receive("b", DECISIONS, overridden(level="合格"), 2, dated=False)
    assert inbox.registers.overrides == {}
    assert inbox.ledger.is_open("0102")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("撤销，纪要18号", "取消", {"X128": ("钱某乙", "撤销，纪要18号"), "X168": ("孙某丙", "取消")}),
        ("废止", "撤销，纪要18号", {"X128": ("孙某丙", "撤销，纪要18号"), "X168": ("钱某乙", "废止")}),
        ("撤销，纪要18号", "撤销，纪要19号", {"X128": ("钱某乙、孙某丙", "撤销，纪要18号、撤销，纪要19号")}),
        ("取消", "取消", {"X168": ("钱某乙、孙某丙", "取消")}),
    ],
)
def test_of_several_decisions_that_are_revoked_those_without_a_document_are_named_apart(first, second, told):
    other = {"subject": "孙某丙（0103）"}
    before = vetoed() | vetoed(1, **other)
    inbox = decided(before, vetoed(document=first) | vetoed(1, document=second, **other))
    assert inbox.registers.vetoes == {}
    found = {code: facts for code, _, facts in inbox.said("X128", "X168")}
    assert found.keys() == told.keys()
    for code, (names, by) in told.items():
        assert [name in found[code]["rows"] for name in ("钱某乙", "孙某丙")] == [
            name in names for name in ("钱某乙", "孙某丙")
        ]
        assert by in found[code]["by"]


@pytest.mark.parametrize("revoked", [0, 1])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"document": "撤销，纪要18号"}, "X128"),
        ({"document": "取消"}, "X168"),
        ({"day": "撤回"}, "X128"),
        ({"day": "作废"}, "X128"),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_revoking_one_veto_leaves_the_other(revoked, words, code, again):
    rows = [
        {"situation": SITUATIONS[n], "document": f"纪要{number}号"} | (words if n == revoked else {})
        for n, number in enumerate((11, 15))
    ]
    kept = {} if again else vetoed(1 - revoked, **rows[1 - revoked])
    inbox = decided(BOTH, vetoed(revoked, **rows[revoked]) | kept)
    assert standing(inbox) == [["纪要15号", "纪要11号"][revoked]]
    assert not causes(inbox)
    [(_, _, facts)] = inbox.said(code)
    assert SITUATIONS[revoked][:6] in facts["rows"]


@pytest.mark.parametrize("document", ["撤销，纪要18号", "取消", "revoked, minutes 3"])
def test_both_rows_of_one_situation_are_revoked_by_one(document):
    inbox = decided(vetoed(document="纪要11号") | vetoed(1, document="纪要15号"), vetoed(document=document))
    assert standing(inbox) == []
    assert not causes(inbox)


@pytest.mark.parametrize("document", ["撤销，纪要18号", "撤回", "取消"])
def test_a_revocation_without_situation_is_of_the_only_veto(document):
    inbox = decided(vetoed(), vetoed(situation=None, document=document))
    assert standing(inbox) == []
    assert not causes(inbox)


@pytest.mark.parametrize("document", ["撤销，纪要18号", "撤回", "revoked, minutes 3"])
@pytest.mark.parametrize(
    ("before", "situation"),
    [
        (vetoed(), SITUATIONS[1]),
        (vetoed(), "酒驾"),
        (vetoed(), "其他情形"),
        (BOTH, None),
        (BOTH, "see minutes"),
    ],
    ids=["another", "unread", "unread too", "one of two", "unread of two"],
)
def test_a_revocation_of_which_nobody_can_tell_what_it_revokes_revokes_none_and_holds_back(
    before, situation, document
):
    inbox = decided(before, vetoed(situation=situation, document=document))
    assert standing(inbox) == standing(decided(before))
    assert causes(inbox) == {("0102", "veto", Cause.REVOKED)}
    assert inbox.ledger.is_open("0102")
    assert inbox.said("X128") == []
    assert len(inbox.said("X129", "R118")) == 1


@pytest.mark.parametrize("document", ["撤销，纪要18号", "撤回", "取消"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("situation", [SITUATIONS[0], SITUATIONS[1], None])
def test_a_veto_and_its_revocation_in_one_form_hold_back(document, order, situation):
    veto, revocation = order
    inbox = decided(vetoed(veto) | vetoed(revocation, situation=situation, document=document))
    assert causes(inbox) == {("0102", "veto", Cause.REVOKED)}
    assert standing(inbox) == [NUMBER]


@pytest.mark.parametrize("document", ["撤销，纪要18号", "撤回", "取消"])
def test_what_is_sent_after_a_revocation_that_fits_none_settles_it(document):
    unclear = vetoed(situation=SITUATIONS[1], document=document)
    assert not causes(decided(vetoed(), unclear, vetoed()))
    revoked = decided(vetoed(), unclear, vetoed(document=document))
    assert not causes(revoked)
    assert standing(revoked) == []
    in_one = vetoed() | vetoed(1, document=document)
    assert standing(decided(in_one, vetoed(document=document))) == []
    assert not causes(decided(in_one, vetoed()))


@pytest.mark.parametrize("situation", ["酒驾", "其他情形", "see minutes"])
def test_a_veto_that_nobody_can_read_is_revoked_in_its_own_words_and_in_no_other(situation):
    unread = vetoed(situation=situation)
    assert not causes(decided(unread, vetoed(situation=situation, document="撤销，纪要18号")))
    for other in (SITUATIONS[0], "违规"):
        left = decided(unread, vetoed(situation=other, document="撤销，纪要18号"))
        assert causes(left) == {("0102", "veto", Cause.UNREAD)}


@pytest.mark.parametrize("lacking", [{"document": None}, {"document": None, "day": date(2023, 6, 12)}])
def test_a_blank_decision_of_which_nobody_can_tell_whether_it_is_newer_is_said_to_be_blank(lacking):
    inbox = Inbox()
    for name, given in (("a", vetoed()), ("b", vetoed(**lacking))):
        inbox.receive(name, DECISIONS, given, 2, dated=False)
    assert {(one.cause, one.found) for one in inbox.registers.unclear} == {
        (Cause.TWICE, NUMBER),
        (Cause.LACKING, ""),
    }


@pytest.mark.parametrize("words", [("同意表彰", "不表彰"), ("同意表彰", "缓议"), ("缓议", "不表彰")])
def test_commendations_of_two_files_of_which_none_is_newer_are_told_in_the_forms_words(words):
    inbox = Inbox()
    for name, word in zip("ab", words, strict=True):
        inbox.receive(name, DECISIONS, commended(decision=word), 2, dated=False)
    assert {one.found for one in inbox.registers.unclear} == set(words)


@pytest.mark.parametrize(
    ("first", "second"), [("同意表彰", "不表彰"), ("同意表彰", "缓议"), ("不表彰", "同意表彰")]
)
def test_commendations_of_which_nobody_can_tell_which_is_newer_contradict_each_other(first, second):
    inbox = Inbox()
    for name, word in (("c1", first), ("c2", second)):
        inbox.receive(name, commendation_form(PLAN), commended(decision=word), dated=False)
    held = inbox.registers.unclear
    assert {(one.subject, one.cause) for one in held} == {("0102", Cause.TWICE)}
    assert {one.found for one in held} == {first, second}


@pytest.mark.parametrize(
    "again",
    [
        vetoed(situation=SITUATIONS[1], document="纪要12号"),
        vetoed(situation=SITUATIONS[1], document="不同意"),
        row("vetoes", 3, **(NUMBERED | {"situation": SITUATIONS[-1]})),
    ],
)
def test_a_later_form_that_names_another_situation_asks_whether_the_first_one_stands(again):
    """What a later form does not mention stays: both count, and it is no mere note."""
    inbox = decided(vetoed(document="纪要11号"), again)
    assert "纪要11号" in standing(inbox)
    ((_, file, facts),) = inbox.said("X124")
    assert (file, facts["other"]) == ("c2", "c1")
    assert facts["rows"].startswith("钱某乙")
    assert not inbox.said("X122")


def test_a_later_form_about_somebody_else_leaves_the_first_veto_with_a_warning():
    inbox = decided(vetoed(), vetoed(subject="孙某丙（0103）"))
    assert inbox.codes() == [("X145", "c2")]


@pytest.mark.parametrize(
    ("rows", "document"),
    [
        (vetoed(document="撤销，纪要18号") | vetoed(1, document="纪要20号"), "纪要20号"),
        (vetoed(document="纪要20号") | vetoed(1, document="撤销，纪要18号"), "纪要20号"),
        (vetoed(day="撤回") | vetoed(5, document="纪要21号"), "纪要21号"),
    ],
)
def test_a_veto_that_is_revoked_and_decided_anew_in_one_form_is_said_to_be_revoked(rows, document):
    inbox = decided(vetoed(document="纪要11号"), rows)
    assert standing(inbox) == [document]
    assert inbox.codes() == [("X128", "c2")]


def test_an_override_that_is_revoked_and_decided_anew_is_said_to_be_revoked():
    inbox = decided(overridden(), overridden(document="撤销，纪要18号") | overridden(1, level="合格"))
    assert inbox.registers.overrides["0102"].level == "合格"
    assert inbox.codes() == [("X128", "c2")]


OTHERS = {"subject": "孙某丙（0103）"}


@pytest.mark.parametrize(
    ("first", "sheet", "later", "cells"),
    [
        (vetoed(), "否决", vetoed(1, **OTHERS), "A5"),
        (vetoed(), "否决", overridden(2, **OTHERS), "A5"),
        (vetoed(), "否决", {}, "A5"),
        (vetoed(), "否决", row("vetoes", 0, subject=VETO["subject"]), "A5"),
        (vetoed(), "否决", vetoed(**OTHERS), ""),
        (BOTH, "否决", vetoed(3, **OTHERS), "A5, A6"),
        (vetoed(document="不同意"), "否决", vetoed(1, **OTHERS), "A5"),
        (overridden(), "改评", overridden(1, **OTHERS), "A5"),
        (overridden(), "改评", row("overrides", 0, subject=OVERRIDE["subject"], level="优秀"), "A5"),
        (commended(), "评选表彰", commended(1, **OTHERS), "A5"),
        (commended(), "评选表彰", commended(0, **OTHERS), ""),
        (commended(decision="缓议"), "评选表彰", {}, "A5"),
    ],
)
def test_a_decision_that_a_newer_form_leaves_out_holds_with_a_warning_that_names_both_places(
    first, sheet, later, cells
):
    inbox = decided(first, later)
    alone = decided(first)
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "X145"]
    assert (finding.place.file, finding.place.sheet, finding.place.cell) == ("c2", sheet, cells)
    assert finding.facts["other"].startswith(f"c1 › {sheet} › A")
    assert "钱某乙" in finding.facts["rows"].zh
    assert finding.rule.severity is Severity.WARNING
    assert not inbox.said("X122")
    before, after = alone.registers, inbox.registers
    for name in ("vetoes", "overrides", "refused_vetoes"):
        assert getattr(before, name).items() <= getattr(after, name).items()
    assert set(before.commendations) <= set(after.commendations)


@pytest.mark.parametrize(
    "later",
    [
        vetoed(),
        vetoed(3),
        vetoed(document="撤销，联党发〔2023〕9号"),
        vetoed(document="不同意"),
        vetoed(document="待定"),
        vetoed(situation="撤回"),
    ],
)
def test_a_decision_that_is_stated_again_revoked_or_contradicted_is_not_left_out(later):
    assert decided(vetoed(), later).said("X145") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subject": "孙武"}, {"A5：钱某乙（0102） → 孙武"}),
        ({"subject": "钱某某（0199）"}, {"A5：钱某乙（0102） → 钱某某（0199）"}),
        (
            {"subject": "没有这个人", "day": "六月初"},
            {"A5：钱某乙（0102） → 没有这个人", "D5：2023-06-10 → 六月初"},
        ),
        (
            {"subject": "没有这个人", "day": None, "document": "纪要12号"},
            {"A5：钱某乙（0102） → 没有这个人", "C5：联党发〔2023〕7号 → 纪要12号", "D5：2023-06-10 → 空"},
        ),
    ],
)
def test_what_stands_in_a_refused_row_is_said_beside_what_counts(changes, said):
    [(_, file, facts)] = decided(vetoed(), vetoed(**changes), plan=UNIQUE).said("X120")
    assert file == "c2"
    assert set(facts["differences"].split("；")) == said
