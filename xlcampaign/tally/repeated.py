"""Votes that are those of an earlier stage, or of a neighbour, to the last one: copied, or an export that came again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from xlcampaign.model.history import Copied, Given, Past, Repeated, Which
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.tally.history import GivenIn, print_of

_TELLING = 6
"""How many stars must have been given something else than most of their way."""
_SEVERAL = 3
"""How many different things must have been given: what is nearly unanimous comes out the same again. And to how many members,
where two branches are alike: of several hundred branches some small ones are."""


def repeated(given: GivenIn, history: Iterable[Past]) -> tuple[Repeated, ...]:
    """Return where each subject that an earlier stage knows was given in a way just what it was given then.

    Args:
        given: what was given in the stage.
        history: what earlier stages came to.
    """
    found: dict[Which, Repeated] = {}
    for past in history:
        found |= {which: one for which, stars in given.items() if (one := _again(which, stars, past))}
    return tuple(found.values())


def copied(given: GivenIn) -> tuple[Copied, ...]:
    """Return the branches whose members were given just the same in a way, in the order of their lists."""
    alike: dict[tuple[WayKey, tuple[int, ...]], list[str]] = defaultdict(list)
    for (branch, kind, way), members in given.items():
        has_many = kind is SubjectKind.MEMBER and len(members) >= _SEVERAL
        if has_many and _is_telling([one for stars in members.values() for one in stars]):
            alike[way, tuple(map(print_of, members.values()))].append(branch)
    return tuple(
        Copied(tuple(branches), way, len(prints))
        for (way, prints), branches in alike.items()
        if len(branches) > 1
    )


def _again(which: Which, given: Mapping[str, list[Given]], past: Past) -> Repeated | None:
    before = past.prints.get(which, {})
    both = {code: stars for code, stars in given.items() if code in before}
    alike = all(print_of(stars) == before[code] for code, stars in both.items())
    telling = alike and _is_telling([one for stars in both.values() for one in stars])
    return Repeated(*which, past.stage, len(both)) if telling else None


def _is_telling(given: list[Given]) -> bool:
    """Tell whether votes are such as nobody gives twice by chance."""
    times = Counter((one.marks, one.points) for one in given)
    return len(times) >= _SEVERAL and len(given) - max(times.values()) >= _TELLING
