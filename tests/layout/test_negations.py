"""Words that say nothing or no, and those that only sound like it."""

import pytest

from xlcampaign.layout.decisions import can_be_looked_up
from xlcampaign.layout.negations import USUAL, Negation, is_doubtful, negation_in, verdict_of

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


TAKES_EFFECT = (
    "纪要1号（9票同意，2票不同意）",
    "纪要1号（12票同意，1票反对）",
    "纪要1号 9票同意 2票不同意",
    "不予评优决定〔2026〕5号",
    "赵一未通过年度考核的通报2号",
    "关于赵一不予评优的决定〔2026〕5号",
    "维持否决，不予撤销，纪要3号",
    "待岗处理决定3号",
    "免职决定3号",
    "无证办班处罚决定3号",
    "纪要1号，无异议",
    "关于赵一暂缓教师资格注册的决定〔2026〕9号",
    "关于有偿补课不同意见的处理决定〔2026〕9号",
    "撤销党内职务处分决定（党纪〔2026〕3号）",
    "联党发〔2026〕7号",
    "关于取消赵一评优资格的决定3号",
    "党纪〔2026〕3号不予评优决定",
    "《关于不予评优的决定》5号",
    "赵一年度考核不合格通报3号",
    "Minutes No. 5",
    "某校暂行办法3号",
    "会议已通过",
    "6月10日会议",
    "赵一年度考核不通过的通报3号",
    "同意（11票赞成、0票反对），纪要4号",
    "反对0票，赞成9票，纪要2号",
    "纪要5号：同意否决",
    "notice 5",
    "November minutes 4",
)
SAYS_NO = (
    "驳回，纪要1号",
    "纪要1号：不否决",
    "免予否决，纪要1号",
    "同意不否决，纪要1号",
    "会议决定不否决，纪要1号",
    "纪要2号：不改评",
    "纪要2号：维持合格，不改评",
    "联党发9号 不同意",
    "联党发〔2023〕7号，不同意",
    "经支委会同意不予改评，纪要3号",
    "纪要3号，不再否决",
    "纪要2号：不作改评",
)
NOT_YET = (
    "纪要2号：未作决定",
    "纪要2号：留待下次会议研究",
    "下次再议，纪要2号",
    "纪要3号：未形成决议",
    "纪要3号（下次会议再研究）",
    "纪要2号，待上级批复",
    "未定（纪要2号）",
    "纪要2号：没有达成一致意见",
    "另行研究，纪要2号",
)
EITHER_WAY = (
    "不予评优，纪要3号",
    "不予评优",
    "不予处理决定3号",
    "免予处分的决定〔2023〕5号",
    "举报不实，纪要1号",
    "无证据，纪要1号",
    "不予取消评优资格，纪要1号",
    "未来得及研究，纪要1号",
    "不满足条件，纪要1号",
    "不同意不否决，纪要1号",
    "纪要1号：9同意2不同意",
    "纪要1号（2票同意，9票不同意）",
    "1票不同意，纪要1号",
    "关于不同意赵一评优的批复3号",
    "驳回赵一申诉的决定〔2026〕9号",
    "纪要1号，保留意见",
    "纪要1号，有人反对",
    "不得不否决，纪要1号",
    "不予否决，同意改评，纪要3号",
    "minutes 1: not vetoed",
    "minutes 1, no veto",
    "纪要3号，维持原等次",
    "不予评优决定",
    "纪要?号",
    "纪要2号：不同意，留待下次研究",
    "联党发〔2023〕 号",
    "联党发（2023年）号",
    "联党发〔 〕号",
    "纪要__号",
    "联党发9号（草稿）",
    "建议否决，纪要3号",
    "申请撤销",
    "9号由12号废止",
    "弃权",
    "上报党委",
    "minutes 12 rescind 9",
    "proposed, minutes 3",
)


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        *((document, None) for document in TAKES_EFFECT),
        *((document, REFUSAL) for document in SAYS_NO),
        *((document, NOTHING) for document in NOT_YET),
    ],
)
def test_a_word_that_says_no_counts_as_a_verdict_and_not_in_a_title_or_a_count_of_votes(document, verdict):
    assert verdict_of(document) is verdict
    assert not is_doubtful(document)


@pytest.mark.parametrize(
    "document",
    [
        *("监察建议〔2023〕3号", "监察建议书3号", "关于表彰的请示的批复3号", "模拟考核纪要3号", "拟办单7号"),
        *("《关于解除合同的决定》联党发9号", "关于取消评优资格的通报3号", "撤销党内职务，联党发3号"),
        *("9票同意、1票弃权，纪要3号", "第三次会议", "第 3 次会议", "联党发[2023] 9号", "已报"),
        *("会议纪要（3）号", "联党发〔2023〕(9)号", "联党发〔9〕号", "纪要【12】号"),
        "minutes of the recommendation meeting 7",
    ],
)
def test_documents_of_other_matters_and_votes_are_not_doubtful(document):
    assert not is_doubtful(document)


@pytest.mark.parametrize("document", EITHER_WAY)
def test_what_may_say_no_and_may_not_is_doubtful(document):
    assert verdict_of(document) is None
    assert is_doubtful(document)


@pytest.mark.parametrize(
    ("document", "found"),
    [
        *((text, True) for text in ("联党发〔2023〕7号", "纪要3", "会议纪要３号", "纪要七号", "第三次会议")),
        *(
            (text, True)
            for text in ("6月10日会议", "附件：联党发1号", "十月会议纪要", "Minutes 7", "Union 2023/7")
        ),
        *((text, False) for text in ("口头", "见附件", "见附件2", "同意", "是", "√", "会议已通过", "已报")),
        *(
            (text, False)
            for text in ("纪要3号 拟", "（拟）联党发7号", "联党发7号（草案）", "纪要3号（待发）", "Draft 7")
        ),
        *((text, True) for text in ("模拟考核领导小组纪要3号", "拟办单7号")),
        *((text, False) for text in ("详见纪要", "10/10", "8票", "赞成90%", "9 人同意", "attached", "")),
    ],
)
def test_a_document_can_be_looked_up_by_its_number_or_its_day(document, found):
    assert can_be_looked_up(document) is found


@pytest.mark.parametrize("negation", Negation)
def test_formulas_know_no_word_that_reading_takes_otherwise(negation):
    assert {negation_in(word) for word in USUAL[negation]} == {negation}
    assert len({word.casefold() for word in USUAL[negation]}) == len(USUAL[negation])
