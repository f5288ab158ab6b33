"""How a result is explained: words and rows of words, on the screen and on a page.

A page may come into anybody's hands. What is `guarded` tells no figure that too few gave, nor what it would follow from:
of a star that has such a way neither the score nor how it is reckoned, then no composite, rank, place or tie either.
"""

from collections.abc import Iterator, Sequence

from xlcampaign.layout.choices import CATEGORIES, KINDS, PARTICIPATIONS, SEATS, label_of
from xlcampaign.layout.final import FINAL_VERDICTS, reasons_of
from xlcampaign.layout.outcomes import (
    NOT_GRADED,
    UNRATED,
    quota_words,
    rank_words,
    rectify_reasons,
    situation_of,
)
from xlcampaign.layout.recommending import decision_words
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.layout.summary_counts import ASIDE_LABEL
from xlcampaign.model.explanation import Explanation, StarCase, WayCase
from xlcampaign.model.final import Candidate, Verdict
from xlcampaign.model.plan import Entry, Plan, SubjectKind, WayKey
from xlcampaign.model.registers import Decision
from xlcampaign.model.results import Proposal, Recommended, Seat, StarResult, SubjectResult
from xlcampaign.model.roster import Category
from xlcampaign.model.submission import ASIDE, BLANK, OWN
from xlcampaign.words import Lang, T, bracketed, clauses, same

_AND, _BETWEEN = T("、", ", "), T("；", "; ")
_NONE = T("无", "none")
_MOST_ERRORS = 3
_FEW_RATED = T("评议人数少，不列", "few raters: not told")
Row = tuple[T, ...]
"""A row of words."""


def _shown(value: int | None, decimals: int = 2) -> str:
    """Return a figure kept in its last place, to all its places; a dash for none."""
    return DASH if value is None else f"{value / 10**decimals:.{decimals}f}"


def _equals(*, exact: bool) -> str:
    return "=" if exact else "≈"


def _joined(texts: Sequence[T], between: T = _AND) -> T:
    return T(between.zh.join(text.zh for text in texts), between.en.join(text.en for text in texts))


def header(explanation: Explanation) -> T:
    """Return whose result it is, and of which stage."""
    plan, subject = explanation.plan, explanation.subject
    kind = label_of(KINDS, subject.kind)
    unit = "" if subject.kind is SubjectKind.BRANCH else f" · {plan.branch_of[subject.branch].name}"
    who, stage = bracketed(subject.name, subject.code), explanation.stage
    return T(f"{who.zh}　{kind.zh}{unit} · 第 {stage} 阶段", f"{who.en} {kind.en}{unit} · stage {stage}")


def board(explanation: Explanation, *, guarded: bool = False) -> Iterator[Row]:
    """Yield the subject's stars."""
    plan, subject = explanation.plan, explanation.subject
    names = {way.key: same(way.name) for way in plan.ways_of(subject.kind)}
    yield T("星级", "Star"), T("得分", "score"), T("分数线", "lit from"), T("授星", "lit"), same("")
    for star, result in zip(plan.stars_of(subject.kind), subject.stars, strict=True):
        remark, few = same(""), guarded and star.key in explanation.few
        if few:
            remark = _FEW_RATED
        elif result.missing:
            lacking = _joined([names[way] for way in result.missing])
            remark = T(f"缺 {lacking.zh}", f"lacks {lacking.en}")
        elif result.self_decided:
            remark = T("只因自评授星", "lit by the self-rating alone")
        score = same(_shown(None if few else result.score))
        threshold = same(_shown(result.threshold))
        yield same(star.name), score, threshold, same(_glyph(result)), remark


def _glyph(star: StarResult) -> str:
    return DASH if star.lit is None else LIT if star.lit else UNLIT


def outcome(explanation: Explanation, *, guarded: bool = False) -> Iterator[Row]:
    """Yield the steps from the stars to what follows from them: a label and a sentence each."""
    subject, level = explanation.subject, explanation.subject.level
    few = guarded and bool(explanation.few)
    yield T("授星", "Stars"), _lit(subject)
    yield T("综合得分", "Composite"), _FEW_RATED if few else _composite(subject)
    if subject.rank is not None and not few:
        yield T("名次", "Rank"), _rank(explanation)
    yield T("得分等次", "Band"), same(subject.outcome.band or DASH) if few else _band(explanation)
    steps = (
        (T("名额", "Quota"), _quota(explanation, few=few)),
        (T("否决", "Veto"), _veto(explanation)),
        (T("改评", "Override"), _override(explanation)),
        (T("最后等次", "Level"), (same(level or DASH) if subject.graded else NOT_GRADED,)),
        (T("推荐", "Recommended"), _recommended(explanation, few=few)),
        *(
            [(T("终评", "Final selection"), _final(explanation, explanation.final))]
            if explanation.final
            else []
        ),
        (T("整改", "To rectify"), (_rectify(explanation),)),
    )
    for label, texts in steps:
        yield label, texts[0]
        yield from ((same(""), text) for text in texts[1:])


def _lit(subject: SubjectResult) -> T:
    n = len(subject.stars)
    if subject.lit is None:
        unrated = sum(star.score is None for star in subject.stars)
        return T(f"暂未评星：{n} 颗中 {unrated} 颗没有得分", f"unrated: {unrated} of {n} stars have no score")
    return T(f"{n} 颗中授 {subject.lit} 颗", f"{subject.lit} of {n} lit")


def _composite(subject: SubjectResult) -> T:
    if subject.composite is None:
        return UNRATED
    n, total = len(subject.stars), sum(star.score or 0 for star in subject.stars)
    sign = _equals(exact=10 * total == subject.composite * n)
    result = f"10 × {_shown(total)} ÷ {n} {sign} {_shown(subject.composite)}"
    return T(f"{result}（{_shown(total)} 是各星得分之和）", f"{result} ({_shown(total)}: sum of the scores)")


def _rank(explanation: Explanation) -> T:
    subject, ranked = explanation.subject, explanation.ranked
    if subject.sharing <= 1:
        return T(f"{ranked} 个中第 {subject.rank}", f"{subject.rank} of {ranked}")
    rank, others = rank_words(subject), subject.sharing - 1
    return T(
        f"{rank.zh}（共 {ranked} 个，与另外 {others} 个并列）",
        f"{rank.en} (of {ranked}, shared with {others} more)",
    )


def _band(explanation: Explanation) -> T:
    plan, subject = explanation.plan, explanation.subject
    if not subject.graded:
        member = plan.member_of[subject.code]
        cause = label_of(PARTICIPATIONS, member.participation)
        if member.category is Category.PROBATIONARY:
            cause = label_of(CATEGORIES, member.category)
        return T(f"{NOT_GRADED.zh}（{cause.zh}）", f"{NOT_GRADED.en} ({cause.en})")
    if subject.composite is None:
        return UNRATED
    levels = plan.levels_of(subject.kind)
    level = next(level for level in levels if level.name == subject.outcome.band)
    below = "≤" if level is levels[0] else "<"
    score = _shown(subject.composite)
    return same(f"{_shown(level.low)} ≤ {score} {below} {_shown(level.high)} → {level.name}")


def _quota(explanation: Explanation, *, few: bool) -> tuple[T, ...]:
    """Return how the quota met the subject; where it was a candidate, also what equal composites are told apart by."""
    plan, subject = explanation.plan, explanation.subject
    outcome, top = subject.outcome, plan.levels_of(subject.kind)[0].name
    if not subject.graded or outcome.band is None:
        return (same(DASH),)
    if outcome.places is None:
        return (T(f"{top}不限名额", f"“{top}” has no quota"),)
    full, share = sum(m.graded for m in plan.rated_members(subject.branch)), plan.campaign.quota
    places = T(
        f"{full} 人参评 ÷ {share} → {top} {outcome.places} 个名额",
        f"{full} members ÷ {share} → places at “{top}”: {outcome.places}",
    )
    if outcome.position is None:
        return (T(f"{places.zh}；得分等次不是{top}，不占", f"{places.en}; not a candidate"),)
    met, others = quota_words(outcome.quota, top, settled=outcome.settled), outcome.tied - 1
    second = T(f"{met.zh} → {outcome.after_quota}", f"{met.en} → {outcome.after_quota}")
    if few:
        return places, second
    alike = T(f"（另有 {others} 人相同）", f" ({others} alike)") if others else same("")
    first = T(
        f"{places.zh}；{explanation.candidates} 人中列第 {outcome.position}{alike.zh}",
        f"{places.en}; position {outcome.position} of {explanation.candidates}{alike.en}",
    )
    organisation, teacher, peer = (_shown(mean, 4) for mean in outcome.tie_breaks)
    third = T(
        f"（得分相同依次比均分：组织 {organisation}，教师 {teacher}，党员 {peer}）",
        f"(ties: organisation {organisation}, teachers {teacher}, peers {peer})",
    )
    return first, second, third


def _veto(explanation: Explanation) -> tuple[T, ...]:
    plan, veto = explanation.plan, explanation.subject.outcome.veto
    if veto is None:
        return _without_effect(Proposal.VETO, explanation)
    situation = situation_of(explanation.subject, plan)
    day = f" {veto.day}" if veto.day else ""
    lowest, by = plan.levels_of(explanation.subject.kind)[-1].name, plan.campaign.organisation
    decided = T(f"{by}决定：{veto.document}{day}", f"decided by {by}: {veto.document}{day}")
    result = f" → {lowest}" if explanation.subject.graded else ""
    return same(f"{situation}{result}"), decided, same(veto.place.say())


def _override(explanation: Explanation) -> tuple[T, ...]:
    override = explanation.subject.outcome.override
    if override is None:
        return _without_effect(Proposal.OVERRIDE, explanation)
    by = explanation.plan.campaign.organisation
    decided = T(
        f"{by}决定：{override.document}，{override.reason}",
        f"decided by {by}: {override.document}, {override.reason}",
    )
    return (
        same(f"{explanation.subject.outcome.after_quota or DASH} → {override.level}"),
        decided,
        same(override.place.say()),
    )


def _without_effect(what: Proposal, explanation: Explanation) -> tuple[T, ...]:
    """Return why a proposal, if there is one, has no effect."""
    refused = explanation.refused.get(what)
    if refused is not None:
        said = T(f"上级没有同意：{refused.document}", f"refused by the committee: {refused.document}")
        return said, same(refused.place.say())
    return (T("提请了，上级未议决", "proposed, not decided") if what in explanation.proposed else _NONE,)


def _recommended(explanation: Explanation, *, few: bool) -> tuple[T, ...]:
    plan, subject = explanation.plan, explanation.subject
    needed, lit = plan.recommend_from(subject.kind), subject.lit
    top = plan.levels_of(subject.kind)[0].name
    if subject.recommended is Recommended.NO:
        causes = _joined(list(_against(subject, needed)), _BETWEEN)
        said = T(f"否：{causes.zh}", f"no: {causes.en}")
        near = [_near(subject, plan)] if subject.near and not few else []
        return (said, *near, *([] if explanation.final else _decided(explanation)))
    said = T(
        f"符合：授 {lit} 颗，要 {needed} 颗；等次{subject.level}",
        f"yes: {lit} lit, {needed} needed; level “{subject.level}”",
    )
    if subject.recommended is Recommended.OTHER:
        said = T(f"{said.zh}，未评{top}", f"{said.en}, not “{top}”")
    # where there is a final selection, the places are for that
    if explanation.final:
        return (said,)
    return said, *_seat(plan, subject.kind, subject.seat), *_decided(explanation)


def _final(explanation: Explanation, found: Candidate) -> tuple[T, ...]:
    """Return how a subject fares in the final selection, why, and whether there is a place."""
    plan, subject = explanation.plan, explanation.subject
    said = FINAL_VERDICTS[found.verdict]
    if found.reasons:
        why = clauses(reasons_of(found, subject, plan))
        said = T(f"{said.zh}：{why.zh}", f"{said.en}: {why.en}")
    return said, *_seat(plan, subject.kind, found.seat), *_decided(explanation)


_NO_EFFECT = T("不符合推荐条件，不起作用", "without being fit, so that it has no effect")


def _decided(explanation: Explanation) -> Iterator[T]:
    """Yield what a meeting decided on recommending a subject, and where that is written."""
    if explanation.recommending:
        said, found = decision_words(explanation.recommending), explanation.final
        is_fit = found.verdict is not Verdict.OUT if found else explanation.subject.is_fit
        has_no_effect = explanation.recommending.decision is Decision.AGREED and not is_fit
        yield clauses([said, _NO_EFFECT]) if has_no_effect else said
        yield same(explanation.recommending.place.say())


def _seat(plan: Plan, kind: SubjectKind, seat: Seat | None) -> Iterator[T]:
    """Yield whether there is a place, where they are limited."""
    places = plan.places_of(kind)
    if places is not None and seat is not None:
        said = SEATS[seat]
        yield T(f"推荐名额 {places} 个：{said.zh}", f"places: {places}; {said.en}")


def _against(subject: SubjectResult, needed: int) -> Iterator[T]:
    """Yield all that keeps a subject from being recommended."""
    if not subject.graded:
        yield NOT_GRADED
    if subject.outcome.veto:
        yield T("被否决", "vetoed")
    elif subject.outcome.failed:
        yield T(f"改评为{subject.level}", f"override to {subject.level}")
    if subject.lit is None:
        yield UNRATED
    elif subject.lit < needed:
        yield T(f"授 {subject.lit} 颗，要 {needed} 颗", f"{subject.lit} lit, {needed} needed")


def _near(subject: SubjectResult, plan: Plan) -> T:
    """Return that a subject is one star short, and by how much."""
    assert subject.near is not None
    name = next(star.name for star in plan.stars_of(subject.kind) if star.key == subject.near.star)
    gap = _shown(subject.near.gap)
    return T(f"差一星：最接近的是{name}，差 {gap}", f"one star short: the nearest is {name}, {gap} short")


def _rectify(explanation: Explanation) -> T:
    plan, subject = explanation.plan, explanation.subject
    if subject.rectify:
        reasons = _joined(rectify_reasons(subject, plan), _BETWEEN)
        return T(f"要：{reasons.zh}", f"yes: {reasons.en}")
    if subject.lit is None:
        return T("暂未评星，不按星数定", "unrated: not told by the number of stars")
    needed = plan.rectify_below(subject.kind)
    return T(
        f"不要：授 {subject.lit} 颗，基本要求 {needed} 颗",
        f"no: {subject.lit} lit, at least {needed} required",
    )


def verdict(case: StarCase, *, few: bool = False) -> T:
    """Return a star's score beside what it takes, and whether it is lit; of what too few rated the latter alone."""
    result, name = case.result, case.star.name
    threshold = _shown(result.threshold)
    if result.score is None:
        lacking = _joined([same(way.way.name) for way in case.ways if way.way.key in result.missing])
        return T(f"{name}：暂未评星，缺 {lacking.zh}", f"{name}: unrated, lacks {lacking.en}")
    gap = result.score - result.threshold
    verdict = T("授星", "lit") if result.lit else T("未授星", "not lit")
    if few:
        return T(f"{name}：{verdict.zh} {_glyph(result)}", f"{name}: {verdict.en} {_glyph(result)}")
    far = (
        T(f"高 {_shown(gap)}", f"{_shown(gap)} above")
        if gap >= 0
        else T(f"差 {_shown(-gap)}", f"{_shown(-gap)} short")
    )
    return T(
        f"{name}：{_shown(result.score)}，分数线 {threshold}，{far.zh} → {verdict.zh} {_glyph(result)}",
        f"{name}: {_shown(result.score)}, lit from {threshold}, {far.en} → {verdict.en} {_glyph(result)}",
    )


def ways(case: StarCase, *, guarded: bool = False) -> Iterator[Row]:
    """Yield what was counted in each way."""
    yield T("方式", "Way"), T("计数", "counts"), T("票数", "n"), T("均分", "mean"), T("权重", "weight")
    for way in case.ways:
        n, mean, weight = str(way.result.n), _shown(way.result.mean, 4), same(str(way.way.weight))
        if guarded and way.few:
            yield same(way.way.name), _FEW_RATED, same(DASH), same(DASH), weight
        else:
            yield same(way.way.name), _counts(way), same(n), same(mean), weight


def _counts(way: WayCase) -> T:
    """Return how many gave each grade, of points their sum and range, and what was not counted."""
    counts, result = way.result.counts, way.result
    said = []
    if way.scale.is_points and result.n:
        total, highest, lowest = map(_shown, (result.total, result.highest, result.lowest))
        words = T(
            f"合计 {total}　最高 {highest}　最低 {lowest}",
            f"sum {total}, highest {highest}, lowest {lowest}",
        )
        said.append(words)
    for grade in way.scale.grades:
        if counts.get(grade.key):
            name = way.names[grade.key]
            said.append(T(f"{name.zh} {counts[grade.key]}", f"{name.en} {counts[grade.key]}"))
    for mark, label in ((OWN, T("本人票", "own vote")), (ASIDE, ASIDE_LABEL), (BLANK, T("未评", "blank"))):
        if counts.get(mark):
            said.append(T(f"{label.zh} {counts[mark]}", f"{label.en} {counts[mark]}"))
    return _joined(said, T("　", ", ")) if said else same(DASH)


def arithmetic(case: StarCase, *, guarded: bool = False, few: bool = False) -> Iterator[Row]:
    """Yield how a star's score is reckoned from the ways: a label and a sentence each.

    Args:
        case: the star.
        guarded: whether no figure is told that too few gave.
        few: whether its score would tell one.
    """
    names = {way.way.key: same(way.way.name) for way in case.ways}
    if few:
        yield T("分数线", "Lit from"), same(_shown(case.result.threshold))
        yield T("得分", "Score"), _FEW_RATED
        return
    hidden = {way.way.key for way in case.ways if guarded and way.few}
    for way in case.ways:
        if way.trimmed and way.way.key not in hidden:
            result = way.result
            ends = f"{_shown(result.total)} − {_shown(result.highest)} − {_shown(result.lowest)}"
            text = T("去掉一个最高、一个最低", "one highest and one lowest left out")
            mean = f"({ends}) ÷ {result.n - 2} → {_shown(result.mean, 4)}"
            yield names[way.way.key], T(f"{text.zh}：{mean}", f"{text.en}: {mean}")
    if case.sum is None:
        yield T("分数线", "Lit from"), same(_shown(case.result.threshold))
    else:
        terms = " + ".join(f"{weight}×{_shown(mean, 4)}" for weight, mean in case.sum.terms)
        sign, total, weight = _equals(exact=case.sum.exact), _shown(case.sum.total, 4), case.sum.weight
        yield T("得分", "Score"), same(terms)
        divided = f"{total} ÷ {weight} {sign} {_shown(case.sum.score)}"
        yield same(""), T(f"= {total}；{divided}", f"= {total}; {divided}")
        if case.result.missing:
            lacking = _joined([names[way] for way in case.result.missing])
            yield (
                same(""),
                T(f"{lacking.zh}缺，按其余权重折算", f"without {lacking.en}: by the other weights"),
            )
    if case.lowest and hidden.isdisjoint(case.lowest):
        yield T("最低", "Lowest"), _joined([names[way] for way in case.lowest])
    if case.others is not None or case.result.self_decided:
        own = names[WayKey.SELF]
        yield T("自评", "Self"), _self_words(case, own)


def _self_words(case: StarCase, own: T) -> T:
    others = _shown(case.others)
    if case.result.self_decided:
        return T(f"只因{own.zh}授星：不计为 {others}", f"lit by {own.en} alone: {others} without it")
    same_without = ((case.others or 0) >= case.result.threshold) is case.result.lit
    outcome = T("结果一样", "the same outcome") if same_without else T("就够分数线了", "enough to be lit")
    return T(f"不计{own.zh}为 {others}，{outcome.zh}", f"{others} without {own.en}: {outcome.en}")


def sources(way: WayCase, *, guarded: bool = False) -> Iterator[T]:
    """Yield where a way's count came from, and what was not counted there."""
    name, place = way.way.name, way.place.say() if way.place else ""
    if not place and way.withdrawn:
        yield T(f"{name}：已撤回（{way.withdrawn}）", f"{name}: withdrawn ({way.withdrawn})")
        return
    if not place:
        yield T(
            f"{name}：没有收到，或整行、整表有错误（用 check 看）",
            f"{name}: nothing came in, or its row or sheet has an error (see check)",
        )
        return
    note = same("")
    if way.withdrawn:
        note = T(
            "　评议情况里写了作废（撤回），没有计入", "  declared void on the meeting sheet; not counted"
        )
    elif way.outdated:
        note = T("　是另一次评议的票，没有计入", "  votes of another meeting, which do not count")
    elif way.rejected and way.errors:
        note = T("　有错误的没有计入", "  what has an error was not counted")
    elif way.rejected:
        note = T("　没有有效票数，不能计", "  no number of valid ballots, so nothing counts")
    elif all(mark == BLANK for mark in way.result.counts):
        note = T("　空着", "  left blank")
    yield T(f"{name}：{place}{note.zh}", f"{name}: {place}{note.en}")
    if not (guarded and way.few):
        yield from _errors(way)


def _errors(way: WayCase) -> Iterator[T]:
    for error in way.errors[:_MOST_ERRORS]:
        where = f"  {error.place.sheet} › {error.place.cell}  {error.rule.code}"
        yield T(f"{where}  {error.says(Lang.ZH)}", f"{where}  {error.says(Lang.EN)}")
    more = len(way.errors) - _MOST_ERRORS
    if more > 0:
        yield T(f"  还有 {more} 处错误（用 check 看）", f"  {more} more errors (see check)")


def derived(case: StarCase) -> Iterator[T]:
    """Yield what is said of the grades that no cell states, each once."""
    tallies = [way for way in case.ways if way.way.entry is Entry.TALLY and way.result.counts]
    for name in dict.fromkeys(way.names[way.scale.derived.key] for way in tallies if way.scale.derived):
        yield T(f"“{name.zh}”是有效票减去其余各项", f"“{name.en}”: the valid ballots less the others")
