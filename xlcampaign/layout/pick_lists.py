"""What forms offer to choose from: lists of the plan, stars, people; and columns that registers share."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from xlcampaign.layout.anybody import Anybody, name_of
from xlcampaign.layout.kinds import Choice, Code, Day, Kind, OneOf, Words
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan, Star
from xlcampaign.model.roster import Branch, Member, Post
from xlcampaign.words import T, bracketed, same

_CODES = re.compile(r"[0-9a-z._-]+")
_A_YEAR = timedelta(days=366)

NUMBER = Column("number", T("编号", "Number"), Code(), locked=True, width=12)
RESPONSIBLE = Words(30)


def days_of(plan: Plan) -> Day:
    """Return the days on which what a stage undertakes may be due: its own and a year after."""
    stage = plan.stage_of(plan.campaign.stage)
    return Day(stage.start, stage.end + _A_YEAR, usual=stage.end)


def carried_days_of(plan: Plan) -> Day:
    """Return the days on which what is filled in beforehand may be due: what earlier stages left open, too."""
    days = days_of(plan)
    return replace(days, earliest=min(stage.start for stage in plan.stages))


def options_of(plan: Plan, title: T) -> tuple[str, ...]:
    """Return the names on a list of the plan, by its title in either language."""
    return plan.names_in((title.zh, title.en))


def one_of(names: Iterable[str]) -> Kind:
    """Return a choice of names; free text where the plan lists none."""
    choices = tuple(Choice(name, same(name)) for name in dict.fromkeys(names))
    return OneOf(choices) if choices else Words(40)


def choice_of_stars(stars: Iterable[Star]) -> OneOf:
    """Return a choice of stars, kept by their names: branches and members may use one key for different stars."""
    aliases: dict[str, tuple[str, ...]] = {}
    for star in stars:
        aliases[star.name] = aliases.get(star.name, ()) + star.aliases
    return OneOf(tuple(Choice(name, same(name), others) for name, others in aliases.items()))


def first_of(kind: Kind) -> Value:
    """Return an example of a choice."""
    return kind.choices[0].key if isinstance(kind, OneOf) and kind.choices else None


def named(people: Iterable[Member]) -> Iterator[Choice]:
    """Yield members by name, with the code where two share a name."""
    listed = list(people)
    names = [member.name for member in listed]
    for member in listed:
        alone = names.count(member.name) == 1
        shown = same(member.name) if alone else bracketed(member.name, member.code)
        yield Choice(member.code, shown, (member.code, f"{member.name}{member.code}"))


@lru_cache(maxsize=1)  # each of the committee's sheets asks for it
def anybody(plan: Plan) -> Anybody:
    """Return a choice of all branches and members; members with their codes, or by a name that nobody else has.

    A member's code may lack its leading zeros, which Excel leaves out of a number, where no other is the same then.
    """
    codes = Counter(map(_bare, (*plan.branch_of, *plan.member_of)))
    alone = {code for code, number in codes.items() if number == 1}
    branches = [Choice(branch.code, same(branch.name), (branch.code,)) for branch in plan.branches]
    names = Counter(
        squeeze(name) for name in (*(b.name for b in plan.branches), *(m.name for m in plan.members))
    )
    members = [
        Choice(
            member.code,
            bracketed(member.name, member.code),
            (member.code,)
            if squeeze(member.code) != _bare(member.code) or _bare(member.code) in alone
            else (),
            _signs_of(member, names, alone),
        )
        for branch in plan.branches
        for member in plan.rated_members(branch.code)
    ]
    homes = ((member.key, plan.branch_of[plan.member_of[member.key].branch].name) for member in members)
    return Anybody((*branches, *members), homes=tuple(homes))


def _bare(code: str) -> str:
    """Return a code as it is left where its cell was taken for a number."""
    return squeeze(code).lstrip("0")


def _signs_of(member: Member, names: Mapping[str, int], codes: Container[str]) -> tuple[str, ...]:
    """Return what certainly means a member, though it is not on the list; of bare codes and names, one's own."""
    bare, both = _bare(member.code), (f"{member.name}{member.code}", f"{member.code}{member.name}")
    name = (member.name,) if names[squeeze(member.name)] == 1 else ()
    return (*both, *name, bare) if bare in codes else (*both, *name)


def named_in(text: str, kind: OneOf, plan: Plan) -> tuple[str, ...]:
    """Return the keys of those choices whose name or code stands in a text, whatever else does; with a branch, its members.

    A branch that only says whose a member beside it is, is not named.
    """
    said = squeeze(text)
    codes = set(map(_bare, _CODES.findall(said)))
    names = {choice.key: name_of(choice) for choice in kind.choices}
    people = {name for key, name in names.items() if key in plan.member_of and name in said}
    for name in people:
        for branch in plan.branches:
            home = squeeze(branch.name)
            said = said.replace(f"{home}{name}", name).replace(f"{name}({home}", f"{name}(")
    named = [key for key, name in names.items() if _bare(key) in codes or name in said]
    members = [member.code for key in named for member in plan.rated_members(key)]
    return tuple(dict.fromkeys((*named, *members)))


def subject_column(kind: OneOf, *, given: bool = True, locked: bool = False, width: int = 20) -> Column:
    """Return the column that says which branch or member an entry is about."""
    title = T("支部或党员", "Branch or member")
    return Column("subject", title, kind, required=True, given=given, locked=locked, width=width)


def secretary_of(plan: Plan, branch: Branch) -> str | None:
    """Return the name of a branch's secretary: the one stated, or the member of that post."""
    posted = (m.name for m in plan.rated_members(branch.code) if m.post is Post.SECRETARY)
    return branch.secretary or next(posted, None)
