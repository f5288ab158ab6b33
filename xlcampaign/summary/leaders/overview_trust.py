"""What explains the figures of 总览, and what tells whether they can be trusted: live, but for what other weights change."""

from collections import Counter
from collections.abc import Iterable, Iterator

from xlcampaign.layout.forms import form_title
from xlcampaign.layout.outcomes import NOT_GRADED
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.model.registers import PledgeState
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import percent
from xlcampaign.summary.frame import once_changed
from xlcampaign.summary.lists import BETWEEN
from xlcampaign.summary.verdicts import BUT, NOTHING, TRIAL, WRONG, YES
from xlcampaign.summary.work.reconciliation import differences_live, totals_cell
from xlcampaign.summary.work.rules import THIN
from xlcampaign.words import T, enumerated
from xlcampaign.workbook.formulas import Live, exceeds, joined, number, quote, text, total, whether, worded

_MEMBER = SubjectKind.MEMBER


def _counted(context: Context, value: int, **criteria: str) -> Live:
    """Return how many members have something in columns of 等次评定."""
    pairs = (f"{context.outcomes_of(_MEMBER, key)},{wanted}" for key, wanted in criteria.items())
    return Live(f"COUNTIFS({','.join(pairs)})", value)


def _all_stars(context: Context) -> Live:
    """Return how many members have all stars, how many of them are fit, and why the others are not."""
    say, plan = context.say, context.plan
    members = context.report.results.of(_MEMBER)
    stars = len(plan.stars_of(_MEMBER))
    full = [member for member in members if member.lit == stars]
    lit = str(stars)
    fit = _counted(context, sum(one.is_fit for one in full), lit=lit, recommended="1")
    ungraded = _counted(context, sum(not one.graded for one in full), lit=lit, level=quote(say(NOT_GRADED)))
    vetoed = _counted(
        context,
        sum(one.graded and one.outcome.veto is not None for one in full),
        lit=lit,
        level=quote("<>" + say(NOT_GRADED)),
        veto='"?*"',
    )
    lowest = plan.levels_of(_MEMBER)[-1].name
    lowered = _counted(
        context,
        sum(one.outcome.failed and one.outcome.veto is None for one in full),
        lit=lit,
        override=quote(lowest),
    )
    said = worded(
        say(
            T("满星 {full} 人，其中符合推荐条件 {fit} 人", "All stars: {full}, fit for recommendation: {fit}")
        ),
        full=_counted(context, len(full), lit=lit),
        fit=fit,
    )
    none = text("")
    few = say(T("，不定等次的不推荐：{n} 人", ", not fit as they get no level: {n}"))
    no = say(T("，被否决：{n} 人", ", vetoed: {n}"))
    parts = [said]
    low = say(T("，改评为{level}：{n} 人", ", overridden to {level}: {n}")).replace("{level}", lowest)
    for count, words in ((ungraded, few), (vetoed, no), (lowered, low)):
        if count.value:
            parts.append(whether(exceeds(count, number(0)), worded(words, n=count), none))
    return joined(parts)


def _not_top(context: Context) -> Live:
    """Return how many of those who are fit and have all stars do not have the highest level, and how many have it unfit."""
    levels = [level.name for level in context.plan.levels_of(_MEMBER)]
    stars = len(context.plan.stars_of(_MEMBER))
    fit = [one for one in context.report.results.of(_MEMBER) if one.is_fit and one.lit == stars]
    top = Live(f"INDEX({names.levels(_MEMBER)},{len(levels)})", levels[0])
    count = _counted(
        context,
        sum(one.level != levels[0] for one in fit),
        lit=str(stars),
        recommended="1",
        level=f'"<>"&{top.formula}',
    )
    words = T("其中满星未评“{top}”{n} 人", "not “{top}” in spite of all stars: {n}")
    return joined([worded(context.say(words), top=top, n=count), _top_unfit(context, top)])


def _top_unfit(context: Context, top: Live) -> Live:
    """Return how many have the highest level and are not fit, and how many of them by an override; nothing for nobody."""
    say, none, level = context.say, text(""), f'"="&{top.formula}'
    unfit = [one for one in context.report.results.of(_MEMBER) if one.level == top.value and not one.is_fit]
    lifted = [one for one in unfit if one.outcome.override and one.outcome.override.level == top.value]
    count = _counted(context, len(unfit), recommended="0", level=level)
    raised = _counted(context, len(lifted), recommended="0", level=level, override=level)
    by = worded(say(T("（改评 {n} 人）", " (overridden: {n})")), n=raised)
    words = T("，“{top}”而不符合推荐条件 {n} 人", ", “{top}” and not fit: {n}")
    said = joined([worded(say(words), top=top, n=count), whether(exceeds(raised, number(0)), by, none)])
    return whether(exceeds(count, number(0)), said, none)


def _other_weights(context: Context) -> Live:
    """Return how many would join or leave those who are fit under other weights; that was tried with the plan's rules."""
    tried = [trial for trial in context.trials.presets if not trial.real]
    moved = {
        kind: max((len(t.joins) + len(t.drops) for t in tried if t.kind is kind), default=0)
        for kind in SubjectKind
    }
    branches, members = moved.values()
    if not (branches or members):
        words = T("换别的权重名单不变", "other weights tried change nobody")
    else:
        words = T(
            f"换别的权重，名单最多变支部 {branches} 个、党员 {members} 人",
            f"other weights tried change at most: branches {branches}, members {members}",
        )
    past = T("（改规则前）", " (before the change)")
    return joined([text(context.say(words)), once_changed(context, past)])


def _pledges(context: Context) -> Iterator[Live]:
    pledges = context.report.ledger.registers.pledges
    if pledges:
        kept, count = sum(pledge.state is PledgeState.FULFILLED for pledge in pledges), len(pledges)
        day = context.report.as_of
        late = sum(pledge.is_overdue(day) for pledge in pledges)
        words = T(
            f"承诺兑现 {kept} / {count} 项（{percent(kept, count)}%），到 {day} 逾期 {late} 项",
            f"pledges fulfilled: {kept} of {count} ({percent(kept, count)}%), overdue on {day}: {late}",
        )
        yield text(context.say(words))


def explained(context: Context) -> Live:
    """Return what leaders ask about the figures: who has all stars and is not on the list, weights, pledges."""
    parts = [_all_stars(context), _not_top(context), _other_weights(context), *_pledges(context)]
    return _sentence(context, parts)


def _sentence(context: Context, parts: list[Live]) -> Live:
    between = text(context.say(BETWEEN))
    said = [part for one in parts for part in (between, one)]
    return joined(said[1:])


def _thin(context: Context) -> Live:
    """Return how many scores have few raters in some way."""
    few, rows = context.plan.campaign.few_raters, 0
    for subject in context.report.results.subjects:
        ways = [way for way in context.plan.ways_of(subject.kind) if way.entry is not Entry.MARKS]
        rows += sum(any(0 < star.ways[way.key].n < few for way in ways) for star in subject.stars)
    table = context.scores
    at, first = table.letter_of("note"), table.first_row
    last = first + max(sum(len(subject.stars) for subject in context.report.results.subjects), 1) - 1
    mark = context.say(THIN).split("{way}")[0].removeprefix(context.say(BETWEEN))
    area = f"{context.ref('scores')}${at}${first}:${at}${last}"
    return Live(f"SUMPRODUCT(--ISNUMBER(FIND({quote(mark)},{area})))", rows)


def _verdict(context: Context, difference: Live, noted: Iterable[Live]) -> Live:
    """Return whether the figures can be trusted, in a word.

    Args:
        context: the report's context.
        difference: by how much accounts differ.
        noted: of what there should be none.
    """
    wrong, trial, nothing, but, yes = (text(context.say(one)) for one in (WRONG, TRIAL, NOTHING, BUT, YES))
    sound = whether(exceeds(total(noted), number(0)), but, yes)
    found = nothing if context.pending else sound
    of_rules = whether(Live(f"{names.CHANGED}=1", value=False), trial, found)
    return whether(exceeds(difference, number(0)), wrong, of_rules)


def _others(context: Context, count: int) -> T:
    """Return how many forms but 评议表 are missing that were due, kind by kind."""
    kinds = Counter(
        form_title(form.slot) for form in context.briefing.overdue if form.slot.step is not StepKey.EVALUATION
    )
    named = enumerated(T(f"{title.zh} {n}", f"{title.en} {n}") for title, n in kinds.items())
    return T(
        f"别的该报的表缺 {count} 份（{named.zh}）",
        f"other forms that were due and are missing: {count} ({named.en})",
    )


def trusted(context: Context) -> Live:
    """Return whether the figures can be trusted, and what tells it."""
    say, errors = context.say, context.briefing.errors
    difference, cells = differences_live(context), context.briefing.cells
    rejected_cells, few_raters = totals_cell(context, "rejected", cells.rejected), _thin(context)
    overdue = Counter(form.slot.step for form in context.briefing.overdue)
    missing = overdue.pop(StepKey.EVALUATION, 0)
    adds_up = whether(
        exceeds(difference, number(0)),
        worded(say(T("核对不平，差额 {n}", "accounts differ by {n}")), n=difference),
        text(say(T("核对差额 0", "accounts add up (difference 0)"))),
    )
    rules = whether(
        Live(f"{names.CHANGED}=1", value=False),
        text(say(T("评星规则已改动，是试算", "rules were changed: a trial"))),
        text(say(T("评星规则与方案一致", "rules are the plan's"))),
    )
    rejected = worded(
        say(T("输入格 {all} 个，退回 {n} 个", "input cells: {all}, rejected: {n}")),
        all=totals_cell(context, "cells", cells.total),
        n=rejected_cells,
    )
    few = context.plan.campaign.few_raters
    thin = worded(
        say(
            T(
                "评议票少于 {few} 张的得分 {n} 处",
                "scores with fewer than {few} raters in a way: {n}",
            )
        ),
        few=Live(names.FEW, few),
        n=few_raters,
    )
    found = text(say(T(f"填报错误 {errors} 处", f"errors: {errors}")))
    parts = [adds_up, rules, rejected, found, thin]
    if missing:
        parts.append(
            text(say(T(f"评议表没有的支部 {missing} 个", f"branches without their form: {missing}")))
        )
    if overdue:
        parts.append(text(say(_others(context, overdue.total()))))
    noted = (rejected_cells, number(errors), few_raters, number(missing + overdue.total()))
    return joined([_verdict(context, difference, noted), _sentence(context, parts)])
