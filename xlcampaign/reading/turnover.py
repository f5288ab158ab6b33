"""Who the people that a form was issued about are today: people are renamed, renumbered, moved, and leave."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.layout.kinds import LONGEST_CODE
from xlcampaign.layout.text import squeeze
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Plan, Star
from xlcampaign.model.roster import Branch, Member, Participation, Roster
from xlcampaign.words import T, listing_of

Subject = Branch | Member

_HALF = 0.5
"""How alike a corrected name is at least: one of two characters."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member or branch whom the plan inside a form knows.

    Attributes:
        was: as the form was issued.
        now: as today's plan has them; None where it has them no more, or where nobody can tell.
        unclear: why nobody can tell who they are today; None where that is certain.
        beside: as today's plan has them at another time, where it has them, but not in the form's stage.
        keeps_code: whether the plan has them no more, but nobody else has their code either.
        several: codes of all whom what a row says may mean, with the names that they had and have; the row lacks a code.
    """

    was: Subject
    now: Subject | None = None
    unclear: T | None = None
    beside: Subject | None = None
    keeps_code: bool = False
    several: T | None = None

    @property
    def code(self) -> str:
        """The code by which they are known; for whoever left and whose code is another's now, one that is nobody else's."""
        known = self.now or self.beside or (self.was if self.keeps_code else None)
        return known.code if known else re.sub(r"\W", "", self.was.code + self.was.name)[:LONGEST_CODE]

    @property
    def name(self) -> str:
        """The name by which they are known today."""
        return self.now.name if self.now else self.was.name

    @property
    def was_on_form(self) -> bool:
        """Tell whether the form was issued about them: whoever takes no part is on none."""
        return isinstance(self.was, Branch) or self.was.participation is not Participation.NO

    @property
    def is_as_issued(self) -> bool:
        """Tell whether code and name still mean them."""
        return self.code == self.was.code and _name(self) == _name(self.was)


@dataclass(frozen=True, slots=True)
class Turnover:
    """What became of the people since a form was issued.

    Attributes:
        people: everybody whom the plan inside the form knows.
        joined: whom it would be issued about today besides them, by code.
    """

    people: tuple[Person, ...] = ()
    joined: Mapping[str, Subject] = field(default_factory=dict)


def find_turnover(today: Plan, issued: Plan, unit: str) -> Turnover:
    """Return what became of the people since a unit's form was issued.

    Args:
        today: the plan as it is.
        issued: the plan that the form carries, for a branch as far as it needs it.
        unit: the branch's code, or the committee.
    """
    whole = unit == COMMITTEE
    branches_today, members_today = _rolls_of(today)
    branches_then, members_then = _Roll(issued.branches), _Roll(issued.members)
    names = _names_of(today)
    branches = _Rolls(branches_then, branches_today, names, whole=whole)
    members = _Rolls(members_then, members_today, names, whole=whole)
    people = [branches.find(branch) for branch in issued.branches]
    people += [members.find(member) for member in issued.members]
    branches_beside, members_beside = _others_of(today)
    branches = _Rolls(branches_then, branches_beside, names, whole=False)
    members = _Rolls(members_then, members_beside, names, whole=False)
    people = [_with_other_times(person, branches, members, today) for person in people]
    asked: set[Subject] = {*issued.branches, *(issued.rated_above() if whole else issued.rated_members(unit))}
    known = {person.code for person in people if person.was in asked}
    due: tuple[Subject, ...] = today.rated_members(unit)
    if whole:
        due = *today.branches, *today.rated_above()
    return Turnover(tuple(people), {one.code: one for one in due if one.code not in known})


def gone_of(turnover: Turnover) -> Roster:
    """Return those of whom a form speaks and whom the plan has no more, by the codes by which they are known."""
    codes = {person.was.code: person.code for person in turnover.people if isinstance(person.was, Branch)}
    gone = [one for one in turnover.people if not (one.now or one.beside or one.unclear)]
    branches = (replace(one.was, code=one.code) for one in gone if isinstance(one.was, Branch))
    members = (
        replace(one.was, code=one.code, branch=codes[one.was.branch])
        for one in gone
        if isinstance(one.was, Member)
    )
    return Roster(tuple(branches), tuple(members))


def plan_as_issued(today: Plan, issued: Plan, turnover: Turnover, unit: str) -> Plan:
    """Return today's plan with the people that a unit's form was issued about where they were then, in their posts.

    What a number on the form means is what it meant then: ways, scales and rules of counting are the form's, and
    branches are rated by whom they were rated then. A star also goes by the name that it had, and by none of another one.
    """
    on_form = {person.code: person for person in turnover.people if person.was_on_form}
    codes = {one.was.code: code for code, one in on_form.items() if isinstance(one.was, Branch)}
    then = {code: person.was for code, person in on_form.items() if not person.unclear}
    members = []
    for member in today.members:
        was = then.pop(member.code, None)
        stayed = unit == COMMITTEE and isinstance(was, Member) and not issued.is_rated_above(was)
        branch = member.branch if stayed or not isinstance(was, Member) else codes[was.branch]
        members.append(_as_issued(member, was, branch))
    members += [
        replace(was, code=code, branch=codes[was.branch])
        for code, was in then.items()
        if isinstance(was, Member)
    ]
    branches = [
        replace(branch, rated_by=was.rated_by) if isinstance(was := then.get(branch.code), Branch) else branch
        for branch in today.branches
    ]
    branches += [
        replace(person.was, code=code)
        for code, person in on_form.items()
        if isinstance(person.was, Branch) and code not in today.branch_of
    ]
    return replace(
        today,
        campaign=today.campaign.counted_by(issued.campaign.counting),
        ways=issued.ways,
        scales=issued.scales,
        stars=tuple(_by_both_names(star, today, issued) for star in today.stars),
        branches=tuple(branches),
        members=tuple(members),
    )


def _as_issued(member: Member, was: Subject | None, branch: str) -> Member:
    if not isinstance(was, Member):
        return member
    return replace(member, branch=branch, post=was.post, participation=was.participation)


def _by_both_names(star: Star, today: Plan, issued: Plan) -> Star:
    """Return a star with the names that it had and those that it has, but for names that meant another star then.

    Stars may have changed names among them: what a name on the form means is what it meant when that was issued.
    """
    meant = {squeeze(name): was.key for was in issued.stars_of(star.kind) for name in was.aliases}
    meant |= {squeeze(was.name): was.key for was in issued.stars_of(star.kind)}
    others = {
        squeeze(other.name) for other in today.stars_of(star.kind) if other.key != star.key
    } - meant.keys()
    had = [n for was in issued.stars_of(star.kind) if was.key == star.key for n in (was.name, *was.aliases)]
    names = {squeeze(name): name for name in (star.name, *star.aliases, *had)}
    own = [
        name for said, name in names.items() if meant.get(said, star.key) == star.key and said not in others
    ]
    name, *aliases = own or [f"{star.name} ({star.key})"]
    return replace(star, name=name, aliases=tuple(aliases))


class _Roll:
    """Everybody at one time, by code, and by branch and name."""

    def __init__(self, people: Iterable[Subject]) -> None:
        self.by_code = {one.code: one for one in people}
        self.by_name: dict[tuple[str, str], list[Subject]] = defaultdict(list)
        for one in self.by_code.values():
            self.by_name[_group(one), _name(one)].append(one)

    def without(self, codes: Container[str]) -> "_Roll":
        """Return everybody but those of some codes."""
        return _Roll(one for code, one in self.by_code.items() if code not in codes)


@lru_cache(maxsize=4)  # each form asks for its stage's
def _rolls_of(plan: Plan) -> tuple[_Roll, _Roll]:
    """Return a plan's branches and its members."""
    return _Roll(plan.branches), _Roll(plan.members)


@lru_cache(maxsize=4)
def _others_of(plan: Plan) -> tuple[_Roll, _Roll]:
    """Return the branches and the members whom a plan has, but not in its stage."""
    known = [
        one
        for code, one in plan.everybody.last_known.items()
        if code not in plan.branch_of and code not in plan.member_of
    ]
    branches = (one for one in known if isinstance(one, Branch))
    return _Roll(branches), _Roll(one for one in known if isinstance(one, Member))


@lru_cache(maxsize=4)
def _names_of(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Return the names, by code, of those whom a plan itself gives another one from a day on."""
    names: dict[str, set[str]] = defaultdict(set)
    rows: list[Subject] = [*plan.everybody.branches, *plan.everybody.members]
    for one in rows:
        names[one.code].add(_name(one))
    return {code: frozenset(several) for code, several in names.items() if len(several) > 1}


def _with_other_times(person: Person, branches: "_Rolls", members: "_Rolls", today: Plan) -> Person:
    """Return a person with what the plan knows of them at other times, where the stage has them no more."""
    if person.now or person.unclear:
        return person
    rolls = branches if isinstance(person.was, Branch) else members
    beside = rolls.find(person.was).now
    return replace(person, beside=beside, keeps_code=not beside and today.who(person.was.code) is None)


class _Rolls:
    """Everybody when a form was issued and today, found by code and by name.

    A code tells who somebody is as long as nobody's changed in the branch; a name is looked for in the branch first.
    Of whom the plan says that they had the name before, the code is certain, and nobody else is found by their names.
    """

    def __init__(
        self, before: _Roll, today: _Roll, names: Mapping[str, frozenset[str]], *, whole: bool
    ) -> None:
        certain = {code for code, one in before.by_code.items() if _name(one) in names.get(code, ())}
        self._certain = {code: today.by_code.get(code) for code in certain}
        before, today = before.without(certain), today.without(certain)
        self._before, self._today = before.by_code, today.by_code
        self._whole = whole
        self._named_before, self._named_today = before.by_name, today.by_name
        self._renumbered = {
            key[0]
            for key, listed in self._named_before.items()
            for now in [self._named_today.get(key, [])]
            if len(listed) == len(now) == 1 and listed[0].code != now[0].code
        }

    def find(self, was: Subject) -> Person:
        """Return who somebody is today."""
        if was.code in self._certain:
            return Person(was, self._certain[was.code])
        there, key = self._today.get(was.code), (_group(was), _name(was))
        if there and self._is_kept(was) and (_group(there) != _group(was) or not self._is_renumbered(was)):
            return Person(was, there)
        mine = self._open(self._named_today.get(key, []))
        if len(mine) == 1 and len(self._open(self._named_before[key])) == 1:
            return Person(was, mine[0])
        if mine:
            return Person(was, unclear=_several(mine))
        return self._find_elsewhere(was, there)

    def _find_elsewhere(self, was: Subject, there: Subject | None) -> Person:
        """Return who somebody is whose name is no longer in the branch."""
        mine, rivals = (
            [one for one in listed.values() if _name(one) == _name(was) and not self._is_kept(one)]
            for listed in (self._today, self._before)
        )
        if mine and self._whole:  # a branch's form does not know who was elsewhere when it was issued
            sure = len(mine) == len(rivals) == 1
            return Person(was, mine[0]) if sure else Person(was, unclear=_several(mine))
        if there is None or self._had_another_code(there):
            near = [one for one in self._today.values() if self._is_new(one, was) and _is_corrected(was, one)]
            return Person(was, unclear=_another(near[0]) if near else None)
        surname = _name(was)[0] == _name(there)[0]
        if self._is_renumbered(was) or not (surname or _is_corrected(was, there)):
            return Person(was, unclear=_another(there))
        return Person(was, there)

    def _is_kept(self, one: Subject) -> bool:
        """Tell whether somebody's code has the name that it had."""
        was, now = self._before.get(one.code), self._today.get(one.code)
        return was is not None and now is not None and _name(was) == _name(now)

    def _is_renumbered(self, one: Subject) -> bool:
        return _group(one) in self._renumbered

    def _open(self, listed: Iterable[Subject]) -> list[Subject]:
        """Return those whose code does not tell who they are."""
        return [one for one in listed if self._is_renumbered(one) or not self._is_kept(one)]

    def _is_new(self, now: Subject, was: Subject) -> bool:
        """Tell whether somebody of today has a name that nobody of the branch had."""
        return _group(now) == _group(was) and (_group(was), _name(now)) not in self._named_before

    def _had_another_code(self, now: Subject) -> bool:
        others = (one for one in self._before.values() if one.code != now.code and not self._is_kept(one))
        return any(_name(one) == _name(now) for one in others)


def _group(subject: Subject) -> str:
    """Return the branch among whose people somebody is found by name; nothing for a branch itself."""
    return subject.branch if isinstance(subject, Member) else ""


def _name(subject: Subject | Person) -> str:
    return squeeze(subject.name)


def _is_corrected(was: Subject, now: Subject) -> bool:
    """Tell whether a code's other name may be the same one's: a branch is its code, a member's name stays half itself."""
    return isinstance(now, Branch) or SequenceMatcher(None, _name(was), _name(now)).ratio() >= _HALF


def _another(now: Subject) -> T:
    return r.ANOTHER_NOW.filled(code=now.code, name=now.name)


def _several(people: Iterable[Subject]) -> T:
    return r.SEVERAL_NOW.filled(codes=listing_of(one.code for one in people))
