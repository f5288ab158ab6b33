"""Where raters gave much else than in the last rated stage, or were many fewer or more.

Only ways are looked at of which in both stages every star has at least as many counted marks as the plan's public minimum,
and which mean the same in both: with fewer, what a few gave could be told from a mean.
"""

from collections.abc import Iterator

from xlcampaign.model.history import Past
from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.quality import Shift
from xlcampaign.model.results import Results
from xlcampaign.model.rounding import half_up
from xlcampaign.model.seal import Part
from xlcampaign.tally.history import rated_in

_COUNTING = frozenset({"abstentions", "peers_with_own", "uniform_ballots", "identical_ballots"})
"""The settings that decide what is counted of what was given."""
_ASKED = frozenset({"scale", "entry", "voters"})
"""What decides who gives which marks in a way."""


def shifts(results: Results, plan: Plan, past: Past) -> tuple[Shift, ...]:
    """Return what differs much from the last rated stage, in the plan's order of branches, members' ways first.

    Args:
        results: the stage's.
        plan: its plan.
        past: the stage before.
    """
    return tuple(one for one in _compared(results, plan, past) if one.is_shifted or one.other_raters)


def _compared(results: Results, plan: Plan, past: Past) -> Iterator[Shift]:
    now, few = rated_in(results, plan), max(plan.campaign.few_public, 1)
    for branch in plan.branches:
        for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH):
            for way in plan.ways_of(kind):
                which = (branch.code, kind, way.key)
                before, after = past.ways.get(which), now.get(which)
                if before is None or after is None or _means_else(past, kind, way.key):
                    continue
                if min(before.least, after.least) >= few:
                    first, last = (half_up(one.points, one.marks) for one in (before, after))
                    by = after.mean - before.mean
                    yield Shift(*which, first, last, by, (before.most, after.most))


def _means_else(past: Past, kind: SubjectKind, way: WayKey) -> bool:
    """Tell whether marks in a way are given or counted by other rules than they were."""
    return any(
        change.part is Part.SCALES
        or (change.part is Part.CAMPAIGN and change.field in _COUNTING)
        or (change.part is Part.WAYS and change.of == f"{kind}.{way}" and change.field in _ASKED)
        for change in past.rules
    )
