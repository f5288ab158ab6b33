"""The labels of the program's own lists, in both languages."""

from xlcampaign.layout.kinds import Choice, OneOf
from xlcampaign.model.briefing import FormState
from xlcampaign.model.choices import FinalRule, Missing, Repeated, StepKey, Uniform
from xlcampaign.model.message import MessageKind
from xlcampaign.model.objections import Conclusion
from xlcampaign.model.plan import Entry, SubjectKind, Voters, WayKey
from xlcampaign.model.registers import CaseState, Decision, PledgeState
from xlcampaign.model.results import Seat, Standing
from xlcampaign.model.rollup import UnitState
from xlcampaign.model.roster import Category, Participation, Post, RatedBy
from xlcampaign.model.scale import Abstentions
from xlcampaign.words import Lang, T

KINDS = OneOf(
    (
        Choice(SubjectKind.BRANCH, T("支部", "branch"), ("党支部", "学校")),
        Choice(SubjectKind.MEMBER, T("党员", "member")),
    )
)
WAYS = OneOf(
    (
        Choice(WayKey.SELF, T("自评", "self"), ("个人自评", "支部自评")),
        Choice(WayKey.PEER, T("党员评", "peers"), ("互评", "党员互评", "党员评支部")),
        Choice(WayKey.TEACHER, T("教师评", "teachers"), ("教师测评", "教师评支部")),
        Choice(WayKey.ORGANISATION, T("组织评", "organisation"), ("组织总评", "上级考核")),
    )
)
ENTRIES = OneOf(
    (
        Choice(Entry.MARKS, T("逐项", "marks")),
        Choice(Entry.TALLY, T("票数汇总", "tally")),
        Choice(Entry.BALLOTS, T("逐票", "ballots")),
    )
)
VOTERS = OneOf(
    (
        Choice(Voters.SUBJECT, T("本人（本支部）", "the subject")),
        Choice(Voters.MEMBERS, T("党员", "members")),
        Choice(Voters.TEACHERS, T("非党员教师", "teachers who are not members")),
        Choice(Voters.COMMITTEE, T("支部委员会", "branch committee")),
        Choice(Voters.SUPERIOR, T("上级党组织", "superior"), ("上级", "组织单位", "organising body")),
    )
)
RATED_BY = OneOf(
    (
        Choice(RatedBy.COMMITTEE, T("支委会", "branch committee"), ("支部委员会",)),
        Choice(RatedBy.MEETING, T("党员大会", "members' meeting"), ("支部党员大会",)),
        Choice(RatedBy.SUPERIOR, T("上级", "superior"), ("上级党组织", "组织单位", "organising body")),
    )
)
STEPS = OneOf(
    (
        Choice(StepKey.LAUNCH, T("动员部署", "launch")),
        Choice(StepKey.PLEDGE, T("公开承诺", "pledge")),
        Choice(StepKey.COMMENT, T("领导点评", "comment")),
        Choice(StepKey.EVALUATION, T("群众评议", "evaluation")),
        Choice(StepKey.COMMENDATION, T("评选表彰", "commendation")),
    )
)
MESSAGES = OneOf(
    (
        Choice(MessageKind.FORMS, T("发表格", "forms"), ("下发表格", "发表")),
        Choice(MessageKind.RETURNS, T("退回", "returns"), ("退回表格",)),
        Choice(MessageKind.REMINDERS, T("催报", "reminders"), ("催办",)),
        Choice(MessageKind.RESULTS, T("发结果", "results"), ("反馈结果", "结果反馈")),
        Choice(MessageKind.POSTING, T("公示", "posting"), ("公示文字",)),
        Choice(MessageKind.OUTCOME, T("公示结果", "outcome of posting"), ("公示情况",)),
    )
)
MISSING = OneOf(
    (
        Choice(Missing.UNRATED, T("暂未评星", "unrated")),
        Choice(Missing.RENORMALISE, T("按已有方式折算", "renormalise")),
    )
)
FINAL_RULES = OneOf(
    (
        Choice(FinalRule.LAST, T("末阶段", "last stage"), ("最后阶段",)),
        Choice(FinalRule.EVERY, T("各阶段", "every stage"), ("每个阶段",)),
        Choice(FinalRule.TOTAL, T("累计", "total"), ("合计",)),
    )
)
UNIFORM = OneOf(
    (
        Choice(Uniform.COUNTED, T("计入", "counted")),
        Choice(Uniform.ASIDE, T("不计入", "set aside"), ("不计",)),
    )
)
REPEATED = OneOf(
    (
        Choice(Repeated.COUNTED, T("都计入", "all count"), ("计入",)),
        Choice(Repeated.ONCE, T("只计一张", "one counts")),
    )
)
ABSTENTIONS = OneOf(
    (
        Choice(Abstentions.COUNTED, T("是", "yes"), ("计入",)),
        Choice(Abstentions.APART, T("否", "no"), ("不计入",)),
        Choice(Abstentions.AS_PRINTED, T("沿用旧法", "as before")),
    )
)
CATEGORIES = OneOf(
    (
        Choice(Category.FULL, T("正式党员", "full member"), ("正式",)),
        Choice(Category.PROBATIONARY, T("预备党员", "probationary member"), ("预备",)),
    )
)
PARTICIPATIONS = OneOf(
    (
        Choice(Participation.YES, T("参评", "takes part"), ("是", "yes")),
        Choice(Participation.EXEMPT, T("参评但不定等次", "rated, not graded")),
        Choice(Participation.NO, T("不参评", "does not take part"), ("否", "no")),
    )
)
POSTS = OneOf(
    (
        Choice(Post.SECRETARY, T("书记", "secretary"), ("支部书记",)),
        Choice(Post.DEPUTY, T("副书记", "deputy secretary")),
        Choice(Post.COMMITTEE, T("委员", "committee member"), ("支部委员",)),
        Choice(Post.NONE, T("党员", "member"), ("无",)),
    )
)
PLEDGE_STATES = OneOf(
    (
        Choice(PledgeState.NOT_DUE, T("未到期", "not due")),
        Choice(PledgeState.ONGOING, T("进行中", "ongoing")),
        Choice(PledgeState.FULFILLED, T("已兑现", "fulfilled"), ("已完成", "完成")),
        Choice(PledgeState.UNFULFILLED, T("未兑现", "not fulfilled"), ("未完成",)),
    )
)
_REFUSED = (
    *("不予", "不通过", "未通过", "没有通过", "未获通过", "驳回", "否"),
    *("no", "declined", "rejected", "not agreed", "not approved"),
)
_REFUSALS = ("不同意", "不同意表彰", "不予表彰", *_REFUSED)
"""A decision against somebody must not be taken for a blank: an earlier one for him would go on."""
_AGREED = ("是", "√", "✓", "✔", "☑", "通过", "已通过", "同意通过")
_AGREEMENTS = (*_AGREED, "表彰", "予以表彰", "给予表彰", "同意授予", "yes", "approved", "commended")
DECISIONS = OneOf(
    (
        Choice(Decision.AGREED, T("同意表彰", "agreed"), ("同意",), _AGREEMENTS),
        Choice(Decision.REFUSED, T("不表彰", "refused"), _REFUSALS),
        Choice(Decision.DEFERRED, T("缓议", "deferred")),
    )
)
RECOMMENDING = OneOf(
    (
        Choice(
            Decision.AGREED,
            T("同意推荐", "agreed"),
            ("同意",),
            (*_AGREED, "推荐", "予以推荐", "yes", "approved", "recommended"),
        ),
        Choice(
            Decision.REFUSED,
            T("不推荐", "refused"),
            ("不同意", "不同意推荐"),
            ("不予推荐", "暂不推荐", *_REFUSED, "not recommended"),
        ),
        Choice(
            Decision.DEFERRED,
            T("缓议", "deferred"),
            ("暂缓", "再议"),
            (
                *("待定", "待议", "待研究", "另议", "下次再议", "暂不定", "未定", "暂未研究", "待会议研究"),
                *("pending", "undecided", "tbd", "later", "put off"),
            ),
        ),
    )
)
"""What is decided on recommending somebody; a word for “not yet” puts it off, since nobody adds a row to say nothing."""
CONCLUSIONS = OneOf(
    (
        Choice(
            Conclusion.UNFOUNDED, T("不成立", "not upheld"), ("不属实", "未成立", "没有成立"), ("查无实据",)
        ),
        Choice(Conclusion.PARTLY, T("部分成立", "partly upheld"), ("部分属实", "基本属实")),
        Choice(Conclusion.UPHELD, T("成立", "upheld"), ("属实",)),
    )
)
VERDICTS = OneOf(
    (
        Choice(
            Decision.AGREED,
            T("同意销号", "agreed"),
            ("同意",),
            (*_AGREED, "销号", "已销号", "予以销号", "准予销号", "yes", "approved", "closed"),
        ),
        Choice(
            Decision.REFUSED,
            T("不同意", "refused"),
            ("不同意销号",),
            ("不销号", "不予销号", "暂不销号", "未销号", *_REFUSED, "not closed"),
        ),
        Choice(Decision.DEFERRED, T("缓议", "deferred")),
    )
)
"""What is decided on closing a case of rectification."""
CASE_STATES = {
    CaseState.OPEN: T("未完成", "open"),
    CaseState.WAITING: T("报已完成，待销号", "reported as done, to be closed"),
    CaseState.REPORTED: T("报已完成", "reported as done"),
    CaseState.CLOSED: T("已销号", "closed"),
}
LANGUAGES = OneOf((Choice(Lang.ZH, T("中文", "Chinese")), Choice(Lang.EN, T("英文", "English"))))

NO_POINTS = Choice("uncounted", T("不计", "not counted"), ("不计分", "-"))


SEATS = {
    Seat.FREE: T("名额内", "within the places"),
    Seat.STUDY: T("名额不足，提请研究", "too few places: to be decided"),
    Seat.OVER: T("超出名额", "beyond the places"),
    Seat.REFUSED: T("会议没有同意推荐", "the meeting does not recommend"),
    Seat.DEFERRED: T("会议缓议", "the meeting decides later"),
}


FORM_STATES = {
    FormState.ACCEPTED: T("已报", "received"),
    FormState.LATE: T("迟报", "late"),
    FormState.FAULTY: T("有错", "with errors"),
    FormState.LATE_FAULTY: T("迟报、有错", "late, with errors"),
    FormState.MISSING: T("未报", "missing"),
    FormState.NOT_DUE: T("未到期", "not due yet"),
    FormState.DUE: T("待报", "due"),
    FormState.EXTENDED: T("延期", "extended"),
    FormState.AWAY: T("未下载", "not downloaded"),
    FormState.BLANK: T("没有填", "not filled in"),
    FormState.UNREAD: T("没有采用", "not accepted"),
}
UNIT_STATES = {
    UnitState.ACCEPTED: T("已采用", "accepted"),
    UnitState.LATE: T("迟报", "late"),
    UnitState.RETURNED: T("退回", "goes back"),
    UnitState.MISSING: T("未报", "missing"),
    UnitState.DUE: T("待报", "due"),
    UnitState.EXTENDED: T("延期", "extended"),
}
STANDINGS = {
    Standing.AHEAD: T("尚未评议", "not rated yet"),
    Standing.OPEN: T("尚未评出结果", "no results yet"),
}
"""What is said instead of results while there are none."""


def label_of(choices: OneOf, key: str) -> T:
    """Return the label of a key; the key itself where the list has no such choice."""
    return next((choice.label for choice in choices.choices if choice.key == key), T(key, key))
