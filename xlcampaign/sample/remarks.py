"""What people write beside their marks."""

from collections.abc import Mapping

from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.sample.opinions import Opinions, rng_of
from xlcampaign.words import T

_PRAISE = (
    T("教学成绩优秀，群众公认", "Excellent teaching, recognised by all"),
    T("工作扎实，乐于助人", "Solid work, always ready to help"),
    T("带头作用明显", "Clearly leads by example"),
)
_PLAIN = (
    T("能完成任务，较认真", "Finishes tasks, rather careful"),
    T("工作踏实，学习还要加强", "Steady at work; could learn more"),
    T("尽职尽责，创新不够", "Does the duty; short of new ideas"),
    T("团结同志，遵守纪律", "A good colleague who keeps discipline"),
)
_CONCERN = (
    T("参加组织生活不够经常", "Too often absent from meetings"),
    T("主动性不够，要多联系群众", "Short of initiative; should be closer to people"),
)
_ACHIEVEMENTS = (
    T("按计划完成，有记录", "Done as planned, with records"),
    T("开展集体学习 6 次", "Six joint study sessions"),
    T("结对帮扶学生 20 名", "Twenty pupils helped one to one"),
    T("公开课 8 节，质量稳步提高", "Eight open lessons; quality rises steadily"),
    T("制度上墙，按月检查", "Rules posted and checked monthly"),
    T("收支每学期公开", "Accounts open every term"),
)
_REASONS = (
    T("支教一年，成绩突出，票数未能反映", "A year in a remote school that votes do not reflect"),
    T(
        "带的毕业班成绩全联校第一，组内票数偏低",
        "The best leaving class of the union; few votes in the group",
    ),
    T("病假期间仍坚持辅导学生，教师了解不多", "Taught on during sick leave, which few teachers know"),
)

_GOOD = 0.92
_POOR = 0.78
_AT_THE_TOP = 0.9
_VETOED, _OVERRIDDEN = 0.3, 0.04
"""How likely a proposal is: a veto on somebody poor, the highest level for somebody in the middle."""


def remarks_on(plan: Plan, opinions: Opinions, subject: str) -> Mapping[str, Value]:
    """Return what is written about a subject, by column key; now and then a proposal with its reason."""
    rng = rng_of(opinions.seed, "remarks", subject)
    lang = plan.campaign.language
    quality = opinions.quality[subject]
    mean = sum(quality.values()) / len(quality)
    said: dict[str, Value] = {
        "opinion": rng.choice(_PRAISE if mean >= _GOOD else _CONCERN if mean < _POOR else _PLAIN).say(lang)
    }
    proposed = rng.random()
    if mean < _POOR:
        return {**said, "veto": plan.vetoes[-1].key} if plan.vetoes and proposed < _VETOED else said
    if proposed >= _OVERRIDDEN or mean >= _AT_THE_TOP or not plan.member_of[subject].graded:
        return said
    best = plan.levels_of(SubjectKind.MEMBER)[0].name
    return {**said, "override": best, "reason": rng.choice(_REASONS).say(lang)}


def achievement_of(plan: Plan, opinions: Opinions, branch: str, star: str) -> str:
    """Return a branch's achievement on a star, in its own words."""
    rng = rng_of(opinions.seed, "achievement", branch, star)
    return rng.choice(_ACHIEVEMENTS).say(plan.campaign.language)
