"""How outcomes are called, on sheets and on the screen."""

from xlcampaign.layout.choices import CASE_STATES, FORM_STATES, VERDICTS, label_of
from xlcampaign.layout.summary import DASH
from xlcampaign.model.briefing import FormState
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Decision, Listing, OverrideDecision, Rectification, VetoDecision
from xlcampaign.model.results import Quota, SubjectResult
from xlcampaign.words import T, listing_of, same

NOT_GRADED = T("不定等次", "not graded")
UNRATED = T("暂未评星", "unrated")
TIED = T("并列{rank}", "{rank}=")
"""How a rank is shown that several share."""
QUOTA_TIED = T("并列，提请研究", "tied: to be decided")
_TIE_SETTLED = T("同位，已议决", "tied, and decided")
_NO_RESULTS = T("没有评议结果", "no results")
_LACKS = T("缺{ways}", "no {ways}")
_ALL_LIT = T("{stage}这些星都已授", "all these stars given in {stage}")
_DECIDED = T("{verdict}：{grounds}", "{verdict}: {grounds}")
_LEFT_ON = T("已离开（止 {day}）", "left (until {day})")
_LEFT = T("已不在方案里", "in the plan no more")
_WITHOUT = T("缺理由或文号，没有生效", "without effect: reason or document missing")
_SHORT = T("{stars}（线 {line}{lowest}）", "{stars} (line {line}{lowest})")
_BY = T("，{ways}最低", ", lowest: {ways}")
_WITHIN = T("名额内", "within the quota")


def quota_words(quota: Quota, top: str, *, settled: bool = False) -> T:
    """Return what is said of the quota.

    Args:
        quota: how it met somebody.
        top: the highest level.
        settled: whether nothing is left to decide on a tie.
    """
    full = T(f"{top}名额已满", f"no place left for “{top}”")
    tied = _TIE_SETTLED if settled else QUOTA_TIED
    words = {Quota.NONE: T(DASH, DASH), Quota.GRANTED: _WITHIN, Quota.TIED: tied, Quota.FULL: full}
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
    return _situation(veto, plan) if veto else ""


def _situation(veto: VetoDecision, plan: Plan) -> str:
    situations = {situation.key: situation.name for situation in plan.vetoes}
    return situations.get(veto.situation, veto.situation)


def rectify_reasons(subject: SubjectResult, plan: Plan) -> list[T]:
    """Return all that makes a subject rectify: too few stars, a veto or an override with its document."""
    outcome = subject.outcome
    override = outcome.override if outcome.failed else None
    return _reasons(subject.kind, subject.lit, outcome.veto, override, plan)


def case_reasons(case: Rectification, plan: Plan) -> list[T]:
    """Return why a case of rectification was listed; nothing where the results of its stage do not ask for it."""
    listed = case.listed
    if listed is None:
        return []
    return _reasons(plan.kind_of(case.subject), listed.lit, listed.veto, listed.override, plan)


def short_stars(listed: Listing | None) -> list[T]:
    """Return the scores of the stars that were not lit, those together of which the same ways gave least, as far as told."""
    groups: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for one in listed.short if listed else ():
        groups.setdefault((one.threshold, one.lowest), []).append(f"{one.star} {one.score / 100:.2f}")
    return [
        _SHORT.filled(
            stars=listing_of(stars),
            line=f"{threshold / 100:g}",
            lowest=_BY.filled(ways=listing_of(lowest)) if lowest else same(""),
        )
        for (threshold, lowest), stars in groups.items()
    ]


def case_left(case: Rectification) -> list[T]:
    """Return of an open case that its subject left, if so: somebody has to close it."""
    if not (case.gone and case.is_open):
        return []
    return [_LEFT_ON.filled(day=str(case.left)) if case.left else _LEFT]


def case_standing(case: Rectification, plan: Plan) -> list[T]:
    """Return how far a case is, whether its subject left, in which stage its stars were lit, what the committee decided."""
    said, decision = [CASE_STATES[case.state], *case_left(case)], case.decision
    if case.lit_in:
        said.append(_ALL_LIT.filled(stage=plan.stage_of(case.lit_in).name))
    if decision and decision.verdict:
        grounds = listing_of(filter(None, (decision.reason, decision.document)))
        verdict = label_of(VERDICTS, decision.verdict)
        said.append(_DECIDED.filled(verdict=verdict, grounds=grounds) if grounds.zh else verdict)
        if decision.verdict is Decision.AGREED and not decision.closes:
            said.append(_WITHOUT)
    return said


def _reasons(
    kind: SubjectKind,
    lit: int | None,
    veto: VetoDecision | None,
    override: OverrideDecision | None,
    plan: Plan,
) -> list[T]:
    reasons, needed = [], plan.rectify_below(kind)
    if lit is not None and lit < needed:
        reasons.append(T(f"星数不足：{lit} / {needed}", f"too few stars: {lit} / {needed}"))
    if veto is not None:
        situation = _situation(veto, plan)
        reasons.append(T(f"否决：{situation}（{veto.document}）", f"veto: {situation} ({veto.document})"))
    if override is not None:
        reasons.append(override_words(override))
    return reasons


def override_words(override: OverrideDecision) -> T:
    """Return what is said of an override, with its document."""
    return T(
        f"改评为{override.level}（{override.document}）",
        f"override: “{override.level}” ({override.document})",
    )


def unsent_words(state: FormState) -> T:
    """Return why nothing is known of a branch's 评议表."""
    why = FORM_STATES[state]
    return T(f"评议表{why.zh}", f"evaluation form {why.en}")


def unrated_cause(subject: SubjectResult, plan: Plan, unsent: FormState | None = None) -> T:
    """Return why a subject is unrated: the ways with weight that have no counted mark.

    Args:
        subject: the subject.
        plan: the plan.
        unsent: why nothing is known of its branch's 评议表, which says more than the ways on it; None where it came.
    """
    if unsent:
        return unsent_words(unsent)
    weighted = [way for way in plan.ways_of(subject.kind) if way.weight]
    lacking = {way for star in subject.stars if star.score is None for way in star.missing}
    ways = [way.name for way in weighted if way.key in lacking]
    return _NO_RESULTS if len(ways) == len(weighted) else _LACKS.filled(ways=listing_of(ways))
