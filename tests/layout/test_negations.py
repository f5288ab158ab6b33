"""Words that say nothing or no, and those that only sound like it."""

import pytest

from xlcampaign.layout.decisions import can_be_looked_up
from xlcampaign.layout.negations import USUAL, Negation, negation_in, verdict_of

NOTHING, REFUSAL = Negation.NOTHING, Negation.REFUSAL


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "无",
            "没有",
            "暂无",
            "尚无",
            "均无",
            "无此项",
            "无此情况",
            " 无 ",
            "（无）",
            "无。",
            "“无”",
            "没有了",
        ),
        *("/", "／", "//", "\\", "—", "——", "-", "－", "－－", "–", "―"),
        *("N/A", "n/a", "NA", "N.A.", "Ｎ／Ａ", "none", "Nil", "not applicable", "TBD", "pending"),
        *(
            "空",
            "空白",
            "不适用",
            "不涉及",
            "未填",
            "不填",
            "无需填写",
            "待定",
            "（待定）",
            "待议",
            "待研究",
            "尚未决定",
        ),
        *("本次无", "本阶段无否决", "无否决事项", "没有被否决的党员", "无改评人员", "无人", "无对象"),
        '=DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)',
    ],
)
def test_a_word_that_says_that_there_is_nothing_is_known_however_it_is_typed(typed):
    assert negation_in(typed) is NOTHING
    assert verdict_of(typed) is NOTHING


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "不同意",
            "不予",
            "不予改评",
            "不予否决。",
            "否",
            "暂不同意",
            "上级不同意",
            "经研究不同意",
            "（不同意）",
        ),
        *("不通过", "未通过", "未批准", "没有通过", "不赞成", "驳回", "No", "refused", "not agreed"),
    ],
)
def test_a_word_that_says_no_is_known(typed):
    assert negation_in(typed) is REFUSAL
    assert verdict_of(typed) is REFUSAL


@pytest.mark.parametrize(
    "typed",
    [
        *("0", "0票", "零", "〇", "一", "二", "八", "×", "是", "同意", "弃权", "", "  "),
        *(
            "不合格",
            "不了解",
            "不定等次",
            "否决",
            "无效",
            "无意见",
            "无异议",
            "无故缺席",
            "没有时间",
            "不同意见",
        ),
        *("无锡市教育局", "空气质量", "待遇", "未完成", "未兑现", "已完成", "不动产"),
        *(0, 0.0, None, True, False),
    ],
)
def test_what_only_sounds_like_it_is_neither(typed):
    assert negation_in(typed) is None


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        ("联党发〔2023〕7号", None),
        ("某某联校党组织会议纪要第3号", None),
        ("2023年6月10日会议决定", None),
        ("关于不予评优的决定〔2023〕5号", None),
        ("不同意见处理办法〔2023〕2号", None),
        ("联党发〔2023〕7号，不同意", REFUSAL),
        ("会议纪要3号（未通过）", REFUSAL),
        ("经6月10日会议研究不予改评", REFUSAL),
        ("联党发9号；不予否决", REFUSAL),
        ("6月10日会议没有通过", REFUSAL),
        ("暂无文号", NOTHING),
        ("尚未批准", NOTHING),
        ("未开会", NOTHING),
        ("待上级批复", NOTHING),
        ("待发文", NOTHING),
        ("会后补", NOTHING),
        ("文号稍后补上", NOTHING),
        ("已上报，待批复", NOTHING),
        ("报批中", NOTHING),
        ("已报", None),
        ("口头同意", None),
        ("见附件", None),
    ],
)
def test_beside_a_documents_number_a_refusal_is_one_and_not_yet_is_not_decided(document, verdict):
    assert verdict_of(document) is verdict


@pytest.mark.parametrize(
    ("document", "found"),
    [
        *((text, True) for text in ("联党发〔2023〕7号", "纪要3", "会议纪要３号", "纪要七号", "第三次会议")),
        *(
            (text, True)
            for text in ("6月10日会议", "附件：联党发1号", "十月会议纪要", "Minutes 7", "Union 2023/7")
        ),
        *((text, False) for text in ("口头", "见附件", "见附件2", "同意", "是", "√", "会议已通过", "已报")),
        *((text, False) for text in ("详见纪要", "10/10", "8票", "赞成90%", "9 人同意", "attached", "")),
    ],
)
def test_a_document_can_be_looked_up_by_its_number_or_its_day(document, found):
    assert can_be_looked_up(document) is found


@pytest.mark.parametrize("negation", Negation)
def test_formulas_know_no_word_that_reading_takes_otherwise(negation):
    assert {negation_in(word) for word in USUAL[negation]} == {negation}
    assert len({word.casefold() for word in USUAL[negation]}) == len(USUAL[negation])
