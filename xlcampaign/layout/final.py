"""Why somebody is not selected in the end, or not before a meeting has looked into it, in words."""

from collections.abc import Iterator

from xlcampaign.layout.outcomes import NOT_GRADED, override_words, situation_of
from xlcampaign.model.final import Candidate, Ground, Reason, Verdict
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import SubjectResult
from xlcampaign.words import T, number_of, same

FINAL_VERDICTS = {
    Verdict.SELECTED: T("列入终评推荐", "recommended in the end"),
    Verdict.STUDY: T("待研究（由会议定）", "to be decided by a meeting"),
    Verdict.OUT: T("未列入终评推荐", "not recommended in the end"),
}
_SAYS = {
    Ground.UNRATED: T("{stage}暂未评星", "unrated in {stage}"),
    Ground.AWAY: T("{stage}不在册或不参评", "not listed, or taking no part, in {stage}"),
    Ground.NOBODY: T("{stage}没有评议结果", "nobody has a result in {stage}"),
    Ground.UNFIT: T(
        "{stage}星数够，当时不符合推荐条件（否决或不定等次）",
        "enough stars in {stage}, and not fit then (vetoed or not graded)",
    ),
    Ground.UNGRADED: NOT_GRADED,
    Ground.OPEN: T(
        "有提请或决定还没有议清（见“会议议决”）", "something is proposed or unclear (see the agenda)"
    ),
    Ground.REFUSED: T("会议没有同意推荐", "not recommended, as a meeting decided"),
    Ground.DEFERRED: T("会议缓议", "a meeting put it off"),
    Ground.LEFT: T("末阶段已不在册", "not listed in the last stage"),
    Ground.EXCUSED: T("末阶段不参评", "takes no part in the last stage"),
}
_SHORT = T("{stage}差 {number} 星", "{stage}: {stars} short")
_IN_TOTAL = T("累计差 {number} 星", "{stars} short in total")
_BEYOND = T(
    "{stage}没有结果的星全亮也差 {number} 星", "{stage}: {stars} short even if all without a result were lit"
)
_BEYOND_TOTAL = T(
    "累计：没有结果的星全亮也差 {number} 星", "{stars} short in total even if all without a result were lit"
)
_MAYBE = T("{short}，缺的阶段有结果才能定", "{short}, which turns on the stage without a result")
_ONCE_FIT = T("{short}，按当时的规则符合推荐条件", "{short}, and fit by the rules of its time")
_VETO = T("否决：{situation}（{document}）", "veto: {situation} ({document})")


def reasons_of(one: Candidate, subject: SubjectResult | None, plan: Plan) -> Iterator[T]:
    """Yield why somebody is not selected.

    Args:
        one: how it fares.
        subject: its result in the last stage; None where it is not in that.
        plan: the campaign's plan.
    """
    for reason in one.reasons:
        outcome = subject.outcome if subject else None
        if subject and outcome and outcome.veto and reason.ground is Ground.VETO:
            yield _VETO.filled(situation=situation_of(subject, plan), document=outcome.veto.document)
        elif outcome and outcome.override and reason.ground is Ground.LOWERED:
            yield override_words(outcome.override)
        else:
            yield _reason(reason, plan)


def _reason(reason: Reason, plan: Plan) -> T:
    stage = same(next((one.name for one in plan.stages if one.number == reason.stage), ""))
    number, stars = str(reason.short), number_of(reason.short, "star")
    if reason.ground is Ground.TOTAL:
        short = _IN_TOTAL.filled(number=number, stars=stars)
        return _MAYBE.filled(short=short) if reason.maybe else short
    if reason.ground is Ground.BEYOND:
        return (_BEYOND if reason.stage else _BEYOND_TOTAL).filled(stage=stage, number=number, stars=stars)
    short = _SHORT.filled(stage=stage, number=number, stars=stars)
    says = {Ground.SHORT: short, Ground.ONCE_FIT: _ONCE_FIT.filled(short=short)}
    return says.get(reason.ground) or _SAYS[reason.ground].filled(stage=stage)
