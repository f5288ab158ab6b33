"""How the meetings of an invented campaign went: who came, and what became of the ballots."""

from dataclasses import dataclass
from datetime import date, timedelta

from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Entry, Plan, Voters, Way
from xlcampaign.model.roster import Branch, Post
from xlcampaign.sample.opinions import rng_of
from xlcampaign.sample.people import names

_COMMITTEE = 3


@dataclass(frozen=True, slots=True)
class Held:
    """How a way was held; `absent` are the codes of the members who did not come, where members vote."""

    values: dict[str, Value]
    valid: int
    present: int
    absent: frozenset[str]


def _due(plan: Plan, branch: Branch | None, way: Way) -> int:
    known = plan.voters_of(branch.code, way) if branch else None
    if known is None:
        return 1 if way.entry is Entry.BALLOTS else _COMMITTEE
    return known


def _absent(plan: Plan, branch: Branch | None, way: Way, seed: int) -> frozenset[str]:
    """Return the members who did not come: the same for all that members vote on at one meeting."""
    if branch is None or way.voters is not Voters.MEMBERS:
        return frozenset()
    rng = rng_of(seed, "absent", branch.code)
    others = [m.code for m in plan.rated_members(branch.code) if m.post is not Post.SECRETARY]
    return frozenset(rng.sample(others, min(len(others) // 4, rng.choice((0, 0, 1, 1, 2)))))


def _day(plan: Plan, branch: str, seed: int, step: StepKey) -> date:
    period = plan.step_of(plan.campaign.stage, step)
    days = (period.deadline - period.start).days
    return period.start + timedelta(
        days=rng_of(seed, "day", branch).randrange(days // 2, max(days // 2, days - 5) + 1)
    )


def _staff(plan: Plan, branch: Branch | None, seed: int) -> tuple[str, str, str]:
    """Return who counted, who watched and who supervised: two members where there are two, and a guest."""
    rng = rng_of(seed, "staff", branch.code if branch else "")
    guests = names(rng, 3, plan.campaign.language)
    people = [member.name for member in plan.rated_members(branch.code)] if branch else []
    teller, scrutineer = rng.sample(people, 2) if len(people) > 1 else guests[:2]
    return teller, scrutineer, guests[2]


def hold(plan: Plan, branch: Branch | None, way: Way, step: StepKey, seed: int) -> Held:
    """Return how a way was held in a branch (by the committee where there is none)."""
    code = branch.code if branch else ""
    rng = rng_of(seed, "meeting", code, way.kind, way.key)
    due = _due(plan, branch, way)
    absent = _absent(plan, branch, way, seed)
    missed = rng.choice((0, 0, 1, 2)) if way.voters is Voters.TEACHERS else 0
    present = due - len(absent) - min(missed, due // 4)
    returned = present - min(rng.choice((0, 0, 0, 1)), present // 4)
    valid = returned - min(rng.choice((0, 0, 0, 1)), returned // 4)
    teller, scrutineer, supervisor = _staff(plan, branch, seed)
    values: dict[str, Value] = {
        "date": _day(plan, code, seed, step),
        "due": due,
        "present": present,
        "issued": present,
        "returned": returned,
        "valid": valid,
        "teller": teller,
        "scrutineer": scrutineer,
        "supervisor": supervisor,
    }
    return Held(values, valid, present, absent)
