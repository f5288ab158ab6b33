"""A list of members held against those whom a plan has: who is new, moved, left or changed, and who cannot be told."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from xlcampaign.findings.catalogue import editing_rules as e
from xlcampaign.findings.finding import Fact, Finding, Place
from xlcampaign.layout.members_list import TITLES
from xlcampaign.layout.text import squeeze
from xlcampaign.model.listed import ListedMember, MembersList
from xlcampaign.model.roster import Branch, Category, Member, Participation, Post, Roster
from xlcampaign.words import T, listing_of, same

_NAMED = 3
"""How many people a finding names."""
_SMALL = 3
"""In a smaller branch it is no matter that most leave."""
_NOTHING = same("")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of somebody: as the plan has them, None for whoever is new; as the list does, None for whoever left.

    `by_name` tells that nothing but the name says who it is, in another branch than before.
    """

    before: Member | None
    after: Member | None
    by_name: bool = False


class Comparison(NamedTuple):
    """What a list makes of a plan's roster.

    Attributes:
        changes: of whom something changes.
        untouched: the branches (codes) that the list does not name: nobody of them left.
        unchanged: how many are in both and the same.
        foreign: whether its codes are none of the plan's, and are not gone by.
        findings: what must be clear first, or should be looked at.
    """

    changes: tuple[Change, ...]
    untouched: tuple[str, ...]
    unchanged: int
    foreign: bool
    findings: tuple[Finding, ...]


def letters_of(text: str) -> str:
    """Return what is left of a name without spaces and signs."""
    return "".join(filter(str.isalnum, squeeze(text)))


def distinct(listed: Iterable[ListedMember]) -> tuple[list[ListedMember], list[Finding]]:
    """Return members each once, and what is said of those who are listed twice or are much alike."""
    kept, findings = list[ListedMember](), list[Finding]()
    by_code: dict[str, ListedMember] = {}
    by_name: dict[tuple[str, str], list[ListedMember]] = defaultdict(list)
    for one in listed:
        alike = by_name[letters_of(one.branch), squeeze(one.name)]
        same_name = next((other for other in alike if not (one.code and other.code)), None)
        if first := by_code.get(one.code) or same_name:
            why = e.SAME_CODE if one.code in by_code else e.SAME_NAME
            at = one.cells["code" if why == e.SAME_CODE else "name"]
            where = replace(first.cells["name"], file="").say()
            findings.append(e.TWICE_IN_LIST.at(at, name=one.name, first=where, other=first.name, why=why))
            continue
        kept.append(one)
        alike.append(one)
        by_code |= {one.code: one} if one.code else {}
    return kept, [*findings, *_alike(kept)]


def _alike(members: Iterable[ListedMember]) -> Iterator[Finding]:
    """Yield names in one branch, and branches, that only spaces and signs tell apart, each spelling once."""
    spelled: dict[tuple[str, str, str], dict[str, ListedMember]] = defaultdict(dict)
    for one in members:
        branch = letters_of(one.branch)
        for column, text, among in (("name", one.name, branch), ("branch", one.branch, "")):
            known = spelled[column, among, letters_of(text)]
            if known and squeeze(text) not in known:
                first = next(iter(known.values()))
                yield _near(one, column, getattr(first, column), replace(first.cells[column], file="").say())
            known.setdefault(squeeze(text), one)


def _near(one: ListedMember, column: str, other: str, where: str, how: T = e.ONLY_SIGNS) -> Finding:
    facts: dict[str, Fact] = {"name": getattr(one, column), "where": where, "other": other, "how": how}
    return e.NEAR_NAMES.at(one.cells[column], **facts)


def compare(listed: MembersList, roster: Roster, day: date, retired: Collection[str]) -> Comparison:
    """Return what a list makes of those who are in a plan on a day.

    Args:
        listed: the list.
        roster: everybody whom the plan ever has.
        day: the day.
        retired: codes of those who are no longer in the plan.
    """
    matching = _Matching(roster, day, retired)
    coded = [one.code for one in listed.members if one.code]
    foreign = 2 * len(coded) > len(listed.members) and not any(map(matching.code_in_plan, coded))
    people, found = distinct(
        replace(one, code="") if foreign else replace(one, code=matching.code_in_plan(one.code) or one.code)
        for one in listed.members
    )
    placed = [one for one in people if matching.branch_of(one)]
    findings = [*found, *matching.unknown_branches(people)]
    covered = {matching.branch_of(one) for one in placed}
    findings += matching.match(placed, covered)
    changes, unchanged = matching.changes(covered)
    findings += _many_leave(changes, matching.branches, matching.members)
    findings += _may_be_same(changes, matching.listed_as)
    untouched = tuple(code for code in matching.branches if code not in covered)
    return Comparison(tuple(changes), untouched, unchanged, foreign, tuple(findings))


class _Matching:
    """Who of a list is who of a plan: by code, else by name and branch, else by a name that is there once."""

    def __init__(self, roster: Roster, day: date, retired: Collection[str]) -> None:
        now = roster.on(day)
        self._retired = retired
        self.branches: Mapping[str, Branch] = {branch.code: branch for branch in now.branches}
        self.members: Mapping[str, Member] = {member.code: member for member in now.members}
        self.listed_as: dict[str, ListedMember] = {}
        self._ever = roster.last_known
        self._names: dict[str, str] = {}
        for branch in now.branches:
            for text in (branch.code, branch.name):
                self._names.setdefault(squeeze(text), branch.code)
        self._free = dict(self.members)
        self._bare, self._called = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for code, one in self._ever.items():
            if isinstance(one, Member):
                self._bare[code.lstrip("0")] += [code] if code.isdecimal() else []
                self._called[letters_of(one.name)].append(code)
        self._pairs: list[tuple[Member, ListedMember, bool]] = []
        self._new: list[ListedMember] = []

    def code_in_plan(self, code: str) -> str:
        """Return a code as the plan has it, be it that zeros before it were lost; empty where it has no such code."""
        if code in self._ever or not code.isdecimal():
            return code if code in self._ever else ""
        bare = self._bare.get(code.lstrip("0"), [])
        return bare[0] if len(bare) == 1 else ""

    def branch_of(self, one: ListedMember) -> str:
        """Return the code of the branch that a row names; empty for none of the plan's."""
        return self._names.get(squeeze(one.branch), "")

    def unknown_branches(self, people: Iterable[ListedMember]) -> Iterator[Finding]:
        """Yield the branches that a list names and the plan has not, each with all of its cells."""
        cells: dict[str, list[Place]] = defaultdict(list)
        for one in people:
            if not self.branch_of(one):
                cells[one.branch].append(one.cells["branch"])
        for name, places in cells.items():
            near = [b.name for b in self.branches.values() if letters_of(b.name) == letters_of(name)]
            alike = e.NEAREST.filled(name=near[0]) if near else _NOTHING
            sheets = dict.fromkeys((place.file, place.sheet) for place in places)
            for file, sheet in sheets:
                own = [p.cells[0] for p in places if p.sheet == sheet]
                facts: dict[str, Fact] = {"column": TITLES["branch"], "found": T(f"“{name}”", f" “{name}”")}
                facts |= {"why": e.NO_SUCH_BRANCH.filled(alike=alike), "remedy": e.IN_THE_PLAN}
                yield e.UNCLEAR_IN_LIST.at(Place(file, sheet, tuple(own)), **facts)

    def match(self, people: Iterable[ListedMember], covered: Collection[str]) -> Iterator[Finding]:
        """Find out who is who; yield those of whom that cannot be told."""
        unnamed = list[ListedMember]()
        for one in people:
            if one.code in self._ever:
                yield from self._by_code(one)
            else:
                unnamed.append(one)
        later = list[ListedMember]()
        for one in unnamed:
            own = self._named(one, self.branch_of(one))
            if len(own) == 1 and not one.code:
                self._pair(own[0], one)
            elif own:
                yield from self._unclear(one, own)
            else:
                later.append(one)
        several = Counter(squeeze(one.name) for one in later)
        for one in later:
            yield from self._elsewhere(one, several[squeeze(one.name)], covered)
        yield from self._unsaid()

    def _unsaid(self) -> Iterator[Finding]:
        """Yield what the list does not say of whoever is new, and whose name it spells otherwise."""
        for one in self._new:
            if "category" not in one.cells:
                facts: dict[str, Fact] = {
                    "column": TITLES["category"],
                    "found": T(f"：“{one.name}”", f" of “{one.name}”"),
                }
                facts |= {"why": e.NO_COLUMN, "remedy": e.ADD_COLUMN}
                yield e.UNCLEAR_IN_LIST.at(one.cells["name"], **facts)
        for member, one, _ in self._pairs:
            if squeeze(member.name) != squeeze(one.name):
                yield _near(one, "name", member.name, member.code)

    def _pair(self, member: Member, one: ListedMember, *, by_name: bool = False) -> None:
        del self._free[member.code]
        self._pairs.append((member, one, by_name))
        self.listed_as[member.code] = one

    def _named(self, one: ListedMember, branch: str = "") -> list[Member]:
        """Return those who are not matched and have a name, in a branch or in any."""
        called = (self._free.get(code) for code in self._called.get(letters_of(one.name), ()))
        return [member for member in called if member and branch in {"", member.branch}]

    def _by_code(self, one: ListedMember) -> Iterator[Finding]:
        member, other = self._free.get(one.code), self._ever[one.code]
        facts = {"code": one.code, "other": other.name}
        if letters_of(other.name) != letters_of(one.name):
            why, remedy = (e.RENAMED, e.IF_RENAMED) if member else (e.USED_BEFORE, e.ANOTHER_CODE)
            yield _who(one, why.filled(**facts), remedy, "code")
        elif member:
            self._pair(member, one)
        else:
            self._new.append(one)  # whoever left comes back

    def _unclear(self, one: ListedMember, own: list[Member]) -> Iterator[Finding]:
        if one.code:
            facts = {"code": own[0].code, "found": one.code}
            yield _who(one, e.CODE_DIFFERS.filled(**facts), e.AS_IN_PLAN.filled(code=own[0].code), "code")
        else:
            yield _who(one, e.NAMESAKES.filled(candidates=self._said(own)), e.WRITE_CODE)

    def _elsewhere(self, one: ListedMember, several: int, covered: Collection[str]) -> Iterator[Finding]:
        """Match somebody who is in none of the plan's rows of the branch: moved, back, or new."""
        others = self._named(one)
        gone = [code for code in self._called.get(letters_of(one.name), ()) if code not in self.members]
        if one.code in self._retired:
            yield _who(one, e.RETIRED.filled(code=one.code), e.ANOTHER_CODE, "code")
        elif one.code or not (others or gone):
            self._new.append(one)
        elif len(others) == several == 1 and others[0].branch in covered:
            self._pair(others[0], one, by_name=True)
        elif len(others) == 1 and others[0].branch not in covered:
            branch = self.branches[others[0].branch].name
            why = e.MAYBE_MOVED.filled(branch=branch, code=others[0].code)
            yield _who(one, why, e.SAME_OR_NEW.filled(code=others[0].code))
        elif others:
            yield _who(one, e.NAMESAKES.filled(candidates=self._said(others)), e.WRITE_CODE)
        else:
            why = e.GONE_BEFORE.filled(code=gone[-1])
            yield _who(one, why, e.SAME_OR_NEW.filled(code=gone[-1]))

    def _said(self, members: list[Member]) -> T:
        names = (f"{member.code} {self.branches[member.branch].name}" for member in members)
        return listing_of(names, _NAMED)

    def changes(self, covered: Collection[str]) -> tuple[list[Change], int]:
        """Return what changes, and of how many nothing does."""
        pairs = [
            Change(member, self._as_listed(member, one), by_name) for member, one, by_name in self._pairs
        ]
        changed = [change for change in pairs if change.before != change.after]
        taken = {*self._ever, *self._retired, *(one.code for one in self._new)}
        joined = list[Change]()
        for one in self._new:
            branch = self.branch_of(one)
            code = one.code or _next_code(branch, taken)
            taken.add(code)
            joined.append(Change(None, _joining(one, code, branch)))
            self.listed_as[code] = one
        left = [Change(member, None) for member in self._free.values() if member.branch in covered]
        return [*joined, *changed, *left], len(pairs) - len(changed)

    def _as_listed(self, member: Member, one: ListedMember) -> Member:
        """Return a member as the list says; what it does not say stays, and whoever takes part without a level does so."""
        part = one.participation or member.participation
        if (part, member.participation) == (Participation.YES, Participation.EXEMPT):
            part = Participation.EXEMPT
        return replace(
            member,
            branch=self.branch_of(one),
            category=one.category or member.category,
            post=one.post or member.post,
            participation=part,
            reason=member.reason if part is member.participation else one.reason,
        )


def _joining(one: ListedMember, code: str, branch: str) -> Member:
    category = one.category or Category.FULL
    part = one.participation or Participation.YES
    return Member(code, one.name, branch, category, one.post or Post.NONE, part, one.reason)


def _next_code(branch: str, used: Collection[str]) -> str:
    """Return the code behind all that a branch ever gave: one that is free again may be on a form."""
    given = [code.removeprefix(branch) for code in used if code.startswith(branch)]
    number = max((int(rest) for rest in given if rest.isdecimal()), default=0) + 1
    return f"{branch}{number:02d}"


def _who(one: ListedMember, why: T, remedy: T, column: str = "name") -> Finding:
    return e.WHO_IS_IT.at(one.cells[column], name=one.name, why=why, remedy=remedy)


def _many_leave(
    changes: Iterable[Change], branches: Mapping[str, Branch], members: Mapping[str, Member]
) -> Iterator[Finding]:
    """Yield the branches of which more than half would leave."""
    total = Counter(member.branch for member in members.values())
    left = Counter(change.before.branch for change in changes if change.before and not change.after)
    for code, found in left.items():
        if total[code] >= _SMALL and 2 * found > total[code]:
            name = branches[code].name
            yield e.MANY_LEAVE.at(Place(), branch=name, total=total[code], found=found)


def _may_be_same(changes: Iterable[Change], listed_as: Mapping[str, ListedMember]) -> Iterator[Finding]:
    """Yield who is new in a branch and has but one letter another name than somebody who left it."""
    listed = list(changes)
    left: dict[str, list[Member]] = defaultdict(list)
    for old in (change.before for change in listed if change.before and not change.after):
        left[old.branch].append(old)
    for new in (change.after for change in listed if change.after and not change.before):
        for old in left[new.branch]:
            if _one_letter_apart(old.name, new.name):
                yield _near(listed_as[new.code], "name", old.name, old.code, e.ONE_LETTER)


def _one_letter_apart(one: str, other: str) -> bool:
    letters, others = letters_of(one), letters_of(other)
    return len(letters) == len(others) and sum(a != b for a, b in zip(letters, others, strict=True)) == 1
