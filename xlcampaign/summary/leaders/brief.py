"""The paragraph of 简报, and how lists of names are said."""

from collections.abc import Iterator, Sequence

from xlcampaign.layout.choices import FORM_STATES
from xlcampaign.layout.history import OTHER_RULES, source_of
from xlcampaign.model.briefing import Extremes, FormState, KindFigures, Trend
from xlcampaign.model.choices import StepKey
from xlcampaign.model.history import Past
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import percent
from xlcampaign.words import T, number_of, same

NAMED = 3
"""How many names are said one by one."""


def some(names: Sequence[T]) -> T:
    """Return the first few names of a list and how many there are."""
    zh = "、".join(name.zh for name in names[:NAMED])
    en = ", ".join(name.en for name in names[:NAMED])
    if len(names) <= NAMED:
        return T(zh, en)
    return T(f"{zh}等 {len(names)} 个", f"{en} and {len(names) - NAMED} more")


def branch_names(plan: Plan, codes: Sequence[str]) -> list[T]:
    """Return the names of branches."""
    return [same(plan.branch_of[code].name) for code in codes]


def _stars(plan: Plan, branches: KindFigures, members: KindFigures) -> T:
    few = plan.rectify_below(SubjectKind.MEMBER)
    lit, due, full, low = members.lit, members.due, members.full, members.below(few)
    share = percent(lit, due)
    return T(
        f"本阶段 {branches.rated} 个支部、{members.rated} 名党员评星，共授党员星 {lit} 颗，占应评 {due} 颗的 {share}%。"
        f"满星 {full} 人，少于 {few} 星 {low} 人。",
        f"This stage rated {number_of(branches.rated, 'branch', 'branches')} and {number_of(members.rated, 'member')}."
        f" Members were given {lit} stars, {share}% of the {due} they could be given."
        f" All stars: {full}; fewer than {few}: {low}.",
    )


def _levels(members: KindFigures) -> T:
    """Return how members are spread over the levels."""
    graded = sum(level.count for level in members.levels)
    if not graded:
        return T("没有党员定等次。", "No member has a level.")
    spread = [
        (level.name, level.count, f"{level.share // 100}.{level.share % 100:02d}%")
        for level in members.levels
        if level.count
    ]
    zh = "、".join(f"{name} {count} 人（{share}）" for name, count, share in spread)
    en = ", ".join(f"{name} {count} ({share} of them)" for name, count, share in spread)
    apart = members.rated - graded
    only = T(f"；另有 {apart} 人评了星、不定等次", f"; rated without a level: {apart}") if apart else same("")
    return T(
        f"定等次的党员 {graded} 人，各占其中：{zh}{only.zh}。",
        f"Members with a level: {graded}, of whom {en}{only.en}.",
    )


def _composites(plan: Plan, found: Extremes, rated: int) -> T:
    best, last = (some(branch_names(plan, codes)) for codes in (found.best, found.last))
    high, low = (f"{composite / 100:.2f}" for composite in (found.highest, found.lowest))
    if found.highest == found.lowest:
        one = T(
            f"支部综合得分 {high}（{best.zh}）。", f"Composite of the one branch rated: {high} ({best.en})."
        )
        return (
            one
            if rated == 1
            else T(f"{rated} 个支部综合得分都是 {high}。", f"All {rated} branches: composite {high}.")
        )
    return T(
        f"支部综合得分最高 {high}（{best.zh}）、最低 {low}（{last.zh}）。",
        f"Branches' composites range from {low} ({last.en}) to {high} ({best.en}).",
    )


def _trend(trend: Trend, before: Past) -> T:
    """Return how many stars more or fewer were given than in the stage before."""
    source = source_of(before)
    zh, en = f"与{before.name}（{source.zh}）一样多", "as many stars as"
    if trend.more:
        zh = f"比{before.name}（{source.zh}）{'多' if trend.more > 0 else '少'} {abs(trend.more)} 颗"
        en = f"{abs(trend.more)} {'more' if trend.more > 0 else 'fewer'} stars than"
    other = OTHER_RULES if SubjectKind.MEMBER in before.incomparable else same("")
    return T(
        f"两个阶段都评星的党员 {trend.members} 人，授星{zh}{other.zh}。",
        f"Members rated in both stages ({trend.members}) were given {en} in {before.name}, {source.en}{other.en}.",
    )


def _missing(names: T, state: FormState) -> T:
    why = FORM_STATES[state]
    return T(
        f"{names.zh}{why.zh}，未计入以上评星的数。",
        f"Not in these figures of stars, since {why.en}: {names.en}.",
    )


def _sentences(context: Context) -> Iterator[T]:
    plan, briefing = context.plan, context.briefing
    branches, members = (briefing.figures[kind] for kind in SubjectKind)
    if context.pending:
        yield T(f"本阶段{context.pending.zh}。", f"This stage: {context.pending.en}.")
    else:
        yield _stars(plan, branches, members)
        yield _levels(members)
    if briefing.extremes:
        yield _composites(plan, briefing.extremes, branches.rated)
    if briefing.trend and context.report.before:
        yield _trend(briefing.trend, context.report.before)
    for state, codes in briefing.lacking(StepKey.EVALUATION).items():
        yield _missing(some(branch_names(plan, codes)), state)


def paragraph(context: Context) -> str:
    """Return the text of 简报: the stage in a few sentences."""
    said = list(_sentences(context))
    return context.say(T("".join(one.zh for one in said), " ".join(one.en for one in said)))
