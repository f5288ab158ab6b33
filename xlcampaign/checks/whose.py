"""Whose people a form was filled with: its own branch's, or those of another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.forms import form_title, unit_title
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.layout.text import squeeze
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch, Member
from xlcampaign.model.submission import Draft, Record, SheetDraft, Whom
from xlcampaign.words import T

_ATTENDED = "attended"
"""Filled in beforehand: alone it does not make a row filled."""


class People:
    """The members of a plan, found by what a row of a branch's form says of them."""

    def __init__(self, plan: Plan, unit: str) -> None:
        self.plan = plan
        self.unit = unit
        self.own = {member.code for member in plan.members_in(unit)}
        self._branches = _names_of_branches(plan)

    @cached_property
    def _codes(self) -> Mapping[str, Member]:
        return {squeeze(member.code): member for member in self.plan.members}

    @cached_property
    def _names(self) -> Mapping[str, list[Member]]:
        names: dict[str, list[Member]] = {}
        for member in self.plan.members:
            for text in _ways_to_name(member):
                names.setdefault(text, []).append(member)
        return names

    @cached_property
    def gone(self) -> Sequence[Branch | Member]:
        """Whom the plan has in other stages, and not in this one."""
        there = {*self.plan.branch_of, *self.plan.member_of}
        return [one for code, one in self.plan.everybody.last_known.items() if code not in there]

    def codes_in(self, stage: int) -> set[str]:
        """Return the codes of all who are there in a stage."""
        then = self.plan.of_stage(stage)
        return {*then.branch_of, *then.member_of}

    def is_person(self, whom: Whom) -> bool:
        """Tell whether a row names anybody, and no branch."""
        return any(whom) and not {squeeze(whom.code), squeeze(whom.name)} & self._branches

    def named(self, whom: Whom) -> list[Member]:
        """Return whom the plan knows by a row's name, by the code too where several have it; by the code without one."""
        coded = self._codes.get(squeeze(whom.code))
        found = self._names.get(squeeze(whom.name), []) if whom.name else [coded] if coded else []
        return [coded] if coded and coded in found else found

    def coded(self, whom: Whom) -> list[Member]:
        """Return whom the plan knows by a row's code."""
        found = self._codes.get(squeeze(whom.code))
        return [found] if found else []

    def of_others(self, found: Iterable[Member]) -> list[Member]:
        """Return the members among whom a row's person must be; nobody where that may be one of the form's branch."""
        listed = list(found)
        return [] if any(member.branch == self.unit for member in listed) else listed


@lru_cache(maxsize=1)  # the same for all forms of a campaign
def _names_of_branches(plan: Plan) -> frozenset[str]:
    return frozenset(squeeze(text) for branch in plan.branches for text in (branch.code, branch.name))


def check_whose(
    draft: Draft, book: Book, people: People, issued: Iterable[Branch | Member] = ()
) -> Finding | None:
    """Return the error of a form of whose filled rows more than half name people of one other branch.

    One such person alone is a finding of the row.

    Args:
        draft: the form as read.
        book: the form's declaration.
        people: the plan's.
        issued: who was on the form when it was issued: whoever moved since is nobody else's.
    """
    if people.unit == COMMITTEE:
        return None
    once = {(code, squeeze(member.name)) for member in issued for code in ("", squeeze(member.code))}
    rows = [record for record in _filled(draft, book) if people.is_person(record.whom)]
    found: dict[str, list[str]] = defaultdict(list)
    for whom in (record.whom for record in rows if record.subject not in people.own):
        code, name = squeeze(whom.code), squeeze(whom.name)
        others = (
            people.of_others(people.named(whom) or people.coded(whom)) if (code, name) not in once else []
        )
        for branch in {member.branch for member in others}:
            found[branch].append(name or code)
    other = max(sorted(found), key=lambda branch: len(found[branch]), default="")
    if 2 * len(found[other]) <= len(rows) or len(set(found[other])) == 1:
        return None
    titles = {"unit": unit_title(people.plan, people.unit), "other": unit_title(people.plan, other)}
    numbers = {"found": len(found[other]), "count": len(rows)}
    return f.WRONG_PEOPLE.at(Place(draft.file), filled_by=other, **titles, **numbers)


def _filled(draft: Draft, book: Book) -> Iterator[Record]:
    """Yield the rows that somebody filled anything in on.

    Who is named on rows that earlier forms brought was not typed by whoever fills them in: they tell only where a
    form has no other rows.
    """
    listed = list(_tables(draft, book))
    for table, sheet in [(table, sheet) for table, sheet in listed if not table.is_senders] or listed:
        keys = {column.key for column in table.own_columns} - {_ATTENDED}
        yield from (record for record in sheet.records if keys & (record.values.keys() | record.bad))


def _tables(draft: Draft, book: Book) -> Iterator[tuple[Table, SheetDraft]]:
    for sheet in book.sheets:
        if isinstance(sheet, Table) and sheet.key in draft.sheets:
            yield sheet, draft.sheets[sheet.key]


def say_elsewhere(findings: Iterable[Finding], draft: Draft, book: Book, people: People) -> Iterator[Finding]:
    """Yield findings, those on people whom the plan has in another branch with where it has them."""
    records = {(s.title, record.row): record for _, s in _tables(draft, book) for record in s.records}
    about = {
        (sheet.title, sheet.columns[table.register.about].column)
        for table, sheet in _tables(draft, book)
        if table.register and table.register.about in sheet.columns
    }
    for finding in findings:
        place = finding.place
        record = records.get((place.sheet, place.row))
        misfit = finding.rule is c.MISFIT and (place.sheet, place.cells[0].column) in about
        known = finding.rule in {r.UNKNOWN_PERSON, r.NAME_DIFFERS} or misfit
        others = people.of_others(people.named(record.whom)) if known and record else []
        if misfit and people.unit == COMMITTEE:
            yield _of_another_stage(finding, draft.identity.slot, people) or _unknown(finding)
        elif not others:
            yield _unknown(finding) if misfit else finding
        elif misfit:
            yield r.UNKNOWN_PERSON.at(place, found=finding.facts["found"], **_elsewhere(others, people))
        else:
            yield replace(finding, facts={**finding.facts, **_elsewhere(others, people)})


def _of_another_stage(finding: Finding, slot: Slot, people: People) -> Finding | None:
    """Return what is said of a cell of the superior's that names somebody who is not there in the stage; None of others."""
    plan, found = people.plan, squeeze(str(finding.facts["found"]))
    gone = [one for one in people.gone if found in _ways_to_name(one)]
    if len(gone) != 1:
        return None
    code = gone[0].code
    heir = plan.branch_of.get(plan.everybody.heir_of(code, plan.branch_of))
    then = [stage for stage in plan.stages if code in people.codes_in(stage.number)]
    remedies = [r.GOES_ON.filled(heir=heir.name)] if heir else []
    if then:
        nearest = min(then, key=lambda stage: abs(stage.number - slot.stage))
        remedies.append(r.THERE_THEN.filled(stage=nearest.name, form=form_title(slot)))
    facts = {key: finding.facts[key] for key in ("column", "found")}
    remedy = T("".join(one.zh for one in remedies), "".join(one.en for one in remedies))
    return r.NOT_IN_STAGE.at(finding.place, **facts, stage=plan.stage_of(slot.stage).name, remedy=remedy)


def _ways_to_name(one: Branch | Member) -> set[str]:
    """Return what a cell may hold that names somebody."""
    code, name = one.code, one.name
    return {squeeze(text) for text in (code, name, f"{name}（{code}）", f"{name}{code}")}


def _unknown(finding: Finding) -> Finding:
    """Return what is said of a cell that should say whom its row is about, and names nobody."""
    return replace(finding, facts={**finding.facts, "remedy": r.NEW_PERSON}, costs=r.MAYBE_NEW)


def _elsewhere(others: list[Member], people: People) -> Mapping[str, T]:
    """Return what is to be done about somebody whom the plan has in another branch, or whom the superior does not rate."""
    branches = dict.fromkeys(people.plan.branch_of[member.branch].name for member in others)
    above = people.unit == COMMITTEE
    where = (r.RATED_THERE if above else r.ELSEWHERE).filled(name=others[0].name, branch="”“".join(branches))
    return {"nearest": T("", ""), "elsewhere": where, "remedy": r.NOT_HERE if above else r.PERSON_AGAIN}
