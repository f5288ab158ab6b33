"""The part of 评议质量 that tells what was given much otherwise than in the last rated stage; all of it is as merged."""

from collections.abc import Iterator

from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.history import source_of
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NUMBER, SCORE, column
from xlcampaign.model.history import Past
from xlcampaign.model.plan import Plan
from xlcampaign.model.quality import FEWER, MORE, SHIFTED, Shift
from xlcampaign.model.rounding import half_up
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Row
from xlcampaign.summary.lists import called
from xlcampaign.words import T, same

_FAR = f"{SHIFTED / 100:g}"
_FEWER, _MORE = T("少了很多", "many fewer"), T("多了很多", "many more")
assert (FEWER.numerator, FEWER.denominator, MORE.numerator, MORE.denominator) == (2, 3, 3, 2)


def changed_ways_table() -> Table:
    """Return what differs much from the last rated stage: a row per branch and way."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("kind", T("评谁", "Who is rated"), width=14),
        column("way", T("评议方式", "Way"), width=16),
        column("then", T("上次均分", "Mean before"), SCORE, 13),
        column("now", T("这次均分", "Mean now"), SCORE, 13),
        column("difference", T("相差", "Difference"), SCORE, 13),
        column("raters_then", T("上次人数", "Raters before"), NUMBER, 13),
        column("raters", T("这次人数", "Raters now"), NUMBER, 14),
        column("said", T("人数", "Their number"), width=13),
    )
    return Table("changed_ways", T("与上次差别大的", "Much else than before"), columns)


def about_shifts(past: Past, plan: Plan) -> T:
    """Return what the part means: what it is held against, from where on a difference is large, what is left out."""
    source, few = source_of(past), str(plan.campaign.few_public)
    return T(
        f"与{past.name}（{source.zh}）比：一个支部一种方式，各人各星计入票的平均分相差 {_FAR} 分以上，"
        "或评的人少了三分之一以上、多了一半以上的。"
        f"两个阶段每颗星计入票都不少于 {few} 张、给分办法没有变的方式才比。"
        "被评的、评的都不一定是同一批人；只供了解情况。制表以后改规则，本部分不变。",
        f"Held against {past.name} ({source.en}): branches and ways whose mean of all counted marks differs by {_FAR} points or"
        " more, or where a third fewer or half as many more rated. Only ways are compared whose stars all have"
        f" {few} counted marks or more in both stages, given and counted by the same rules. Neither raters nor rated need be the"
        " same people; for information alone. It does not follow rules that are changed here.",
    )


def shift_rows(context: Context) -> Iterator[Row]:
    """Yield the rows, in the plan's order."""
    for one in context.shifts:
        way = next(way for way in context.plan.ways_of(one.kind) if way.key is one.way)
        yield {
            "branch": called(context, one.branch),
            "kind": context.say(label_of(KINDS, one.kind)),
            "way": way.name,
            "then": one.then / 100,
            "now": one.now / 100,
            "difference": half_up(abs(one.by).numerator, one.by.denominator) / (100 if one.by > 0 else -100),
            "raters_then": one.raters[0],
            "raters": one.raters[1],
            "said": context.say(_said(one)),
        }


def _said(one: Shift) -> T:
    """Return whether many fewer or more rated; nothing where about as many did."""
    then, now = one.raters
    return same("") if not one.other_raters else _FEWER if now < then else _MORE
