"""How outcomes are called, on sheets and on the screen."""

from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Quota, SubjectResult
from xlcampaign.words import T, listing_of, same

NOT_GRADED = T("不定等次", "not graded")
TIED = T("并列{rank}", "{rank}=")
"""How a rank is shown that several share."""
QUOTA_TIED = T("并列，提请研究", "tied: to be decided")
_NO_RESULTS = T("没有评议结果", "no results")
_LACKS = T("缺{ways}", "no {ways}")
_WITHIN = T("名额内", "within the quota")


def quota_words(quota: Quota, top: str) -> T:
    """Return what is said of the quota; `top` is the highest level."""
    full = T(f"{top}名额已满", f"no place left for “{top}”")
    words = {Quota.NONE: T(DASH, DASH), Quota.GRANTED: _WITHIN, Quota.TIED: QUOTA_TIED, Quota.FULL: full}
    return words[quota]


def rank_words(subject: SubjectResult) -> T:
    """Return how a rank is shown, saying so where several share it; a dash where there is none."""
    if subject.rank is None:
        return same(DASH)
    rank = str(subject.rank)
    return TIED.filled(rank=rank) if subject.sharing > 1 else same(rank)


def situation_of(subject: SubjectResult, plan: Plan) -> str:
    """Return the situation for which a subject was vetoed; nothing where it was not."""
    veto = subject.outcome.veto
    situations = {situation.key: situation.name for situation in plan.vetoes}
    return situations.get(veto.situation, veto.situation) if veto else ""


def rectify_reasons(subject: SubjectResult, plan: Plan) -> list[T]:
    """Return all that makes a subject rectify: too few stars, a veto with its document."""
    reasons, veto, needed = [], subject.outcome.veto, plan.rectify_below(subject.kind)
    if subject.lit is not None and subject.lit < needed:
        reasons.append(T(f"星数不足：{subject.lit} / {needed}", f"too few stars: {subject.lit} / {needed}"))
    if veto is not None:
        situation = situation_of(subject, plan)
        reasons.append(T(f"否决：{situation}（{veto.document}）", f"veto: {situation} ({veto.document})"))
    return reasons


def unrated_cause(subject: SubjectResult, plan: Plan) -> T:
    """Return why a subject is unrated: the ways with weight that have no counted mark."""
    weighted = [way for way in plan.ways_of(subject.kind) if way.weight]
    lacking = {way for star in subject.stars if star.score is None for way in star.missing}
    ways = [way.name for way in weighted if way.key in lacking]
    return _NO_RESULTS if len(ways) == len(weighted) else _LACKS.filled(ways=listing_of(ways))
