"""What a unit reports, held against itself: whoever stands there twice, branches nobody told of, stars miscounted."""

from collections.abc import Iterator
from datetime import date

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import level_list_rules as w
from xlcampaign.findings.catalogue import level_rules as v
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.dispatch import STAR, subjects_key
from xlcampaign.layout.units import LEVEL, UNITS
from xlcampaign.model.dispatch import Lit
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.submission import Draft, Record, SheetDraft
from xlcampaign.words import listing_of

_BRANCH = ("unit_code", "branch")
_WHO = (*_BRANCH, "code")
_PERSON = ("unit_code", "code", "name")
_NAMED = 6
"""So many codes of branches are named."""


def check_dispatch(draft: Draft) -> Iterator[Finding]:
    """Yield what does not agree within a report, at its row, or that no member is told of; rejected cells are left alone."""
    sheets = {kind: draft.sheets.get(subjects_key(kind)) for kind in SubjectKind}
    of_branches = sheets[SubjectKind.BRANCH]
    branches = {_key(record, _BRANCH) for record in (of_branches.records if of_branches else ())}
    of_members = sheets[SubjectKind.MEMBER]
    if branches and of_members is not None and not of_members.records:
        yield v.NOBODY_TOLD.at(Place(draft.file, of_members.title))
    for sheet in filter(None, sheets.values()):
        seen: dict[tuple[str, ...], int] = {}
        for record in sheet.records:
            place = Place(draft.file, sheet.title, (Address(record.row, 1),))
            who = _key(record, _WHO)
            first = seen.setdefault(who, record.row)
            if first != record.row:
                yield v.TOLD_TWICE.at(place, code=" ".join(filter(None, who[1:])), row=first)
            if who[1] and who[:2] not in branches:
                known = listing_of(sorted(code for _, code in branches), _NAMED)
                yield v.BRANCH_UNTOLD.at(place, branch=who[1], known=known)
            yield from _miscounted(record, sheet, place)
    yield from _elsewhere(of_members, draft.file) if of_members else ()


def _elsewhere(sheet: SheetDraft, file: str) -> Iterator[Finding]:
    """Yield that somebody of the same code and name stands in another branch."""
    people: dict[tuple[str, ...], Record] = {}
    for record in sheet.records:
        _, code, name = person = _key(record, _PERSON)
        other = people.setdefault(person, record)
        if code and name and _key(other, _BRANCH) != _key(record, _BRANCH):
            place = Place(file, sheet.title).cell_at(record.row, 1)
            branch = str(other.values.get("branch") or "")
            yield v.TOLD_ELSEWHERE.at(place, name=name, code=code, row=other.row, branch=branch)


def _key(record: Record, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(record.values.get(key) or "") for key in keys)


def _miscounted(record: Record, sheet: SheetDraft, place: Place) -> Iterator[Finding]:
    """Yield that a row's number of stars is not what its stars come to, or that it is on both lists."""
    columns = [key for key in sheet.columns if key.startswith(STAR)]
    if record.bad.isdisjoint({*columns, "lit"}):
        stars = [record.values.get(key) for key in columns]
        counted = None if Lit.UNRATED in stars else stars.count(Lit.LIT)
        found = record.values.get("lit")
        if found is not None and found != counted:
            at = place.cell_at(record.row, sheet.columns["lit"].column)
            yield v.STARS_MISCOUNTED.at(
                at, found=str(found), counted="—" if counted is None else str(counted)
            )
    if (record.values.get("fit"), record.values.get("rectify")) == ("yes", "yes"):
        yield v.FIT_AND_RECTIFYING.at(place.cell_at(record.row, sheet.columns["fit"].column))


def check_units(draft: Draft) -> Iterator[Finding]:
    """Yield codes of units that stand twice in a list of those expected, this level's own among them, and early extensions."""
    level, units = draft.sheets.get(LEVEL), draft.sheets.get(UNITS)
    facts = level.records[0].values if level else {}
    own = facts.get("unit_code")
    seen: dict[object, int] = {}
    for record in units.records if units else ():
        code = record.values.get("code")
        assert units is not None
        at = Place(draft.file, units.title).cell_at(record.row, units.columns["code"].column)
        extended, due = record.values.get("extended"), record.values.get("deadline") or facts.get("deadline")
        if isinstance(extended, date) and isinstance(due, date) and extended < due:
            at_day = at.cell_at(record.row, units.columns["extended"].column)
            yield w.EXTENDED_EARLIER.at(at_day, found=str(extended), due=str(due))
        if code is None:
            continue
        if seen.setdefault(code, record.row) != record.row:
            yield w.UNIT_LISTED_TWICE.at(at, code=str(code), row=seen[code])
        if code == own:
            yield w.OWN_UNIT_LISTED.at(at, code=str(code))
