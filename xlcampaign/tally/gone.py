"""Those of whom forms speak and whom the plan has no more: what the registers hold of them goes by their names."""

from collections.abc import Iterable
from dataclasses import replace

from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch, Member, Roster
from xlcampaign.model.submission import Submission


def naming_gone(plan: Plan, submissions: Iterable[Submission]) -> Plan:
    """Return a plan that can name whom it has no more; of several who had one code, it has all the names.

    Args:
        plan: the campaign's plan.
        submissions: what came.
    """
    branches: dict[str, Branch] = {}
    members: dict[str, Member] = {}
    for gone in (submission.gone for submission in submissions):
        for branch in gone.branches:
            names = _both_names(branches.get(branch.code), branch)
            branches[branch.code] = replace(branch, name=names)
        for member in gone.members:
            names = _both_names(members.get(member.code), member)
            members[member.code] = replace(member, name=names)
    return replace(plan, gone=Roster(tuple(branches.values()), tuple(members.values())))


def _both_names(known: Branch | Member | None, other: Branch | Member) -> str:
    names = known.name.split("/") if known else []
    return "/".join(dict.fromkeys([*names, other.name]))
