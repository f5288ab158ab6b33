"""Votes that are those of an earlier stage, to the last one: a form that was copied, or an export that came again."""

from collections import Counter
from collections.abc import Mapping

from xlcampaign.model.history import Given, Past, Repeated, Which
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.tally.history import given_in, print_of

_TELLING = 6
"""How many stars must have been given something else than most of their way."""
_SEVERAL = 3
"""How many different things must have been given: what is nearly unanimous comes out the same again."""


def repeated(known: Known, plan: Plan) -> tuple[Repeated, ...]:
    """Return where each subject that an earlier stage knows was given in a way just what it was given then.

    Args:
        known: the stage's results, and what earlier stages came to.
        plan: its plan.
    """
    given = given_in(known.results, plan) if known.history else {}
    found: dict[Which, Repeated] = {}
    for past in known.history:
        found |= {which: one for which, stars in given.items() if (one := _again(which, stars, past))}
    return tuple(found.values())


def _again(which: Which, given: Mapping[str, list[Given]], past: Past) -> Repeated | None:
    before = past.ways[which].prints if which in past.ways else {}
    both = {code: stars for code, stars in given.items() if code in before}
    alike = all(print_of(stars) == before[code] for code, stars in both.items())
    telling = alike and _is_telling([one for stars in both.values() for one in stars])
    return Repeated(*which, past.stage, len(both)) if telling else None


def _is_telling(given: list[Given]) -> bool:
    """Tell whether votes are such as nobody gives twice by chance."""
    times = Counter((one.marks, one.points) for one in given)
    return len(times) >= _SEVERAL and len(given) - max(times.values()) >= _TELLING
