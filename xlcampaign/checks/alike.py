"""One cause, one finding: what a pasted list or a column filled in wrongly leads to row by row is said once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Fact, Finding, Place, Rule, shown_fact
from xlcampaign.layout.meeting import ABSTAINED
from xlcampaign.words import Lang, T, enumerated, first_of, listing_of, same

MANY = 6
"""From how many findings on it is one cause that is looked for."""
_SEVERAL_COLUMNS = 3
_FILES = 3
"""How many files a finding names."""

_TOLD_BY: Mapping[Rule, str] = {
    r.UNKNOWN_PERSON: "found",
    r.ROW_TWICE: "found",
    r.MISSING: "found",
    r.ROW_EMPTY: "found",
    r.BY_NAME: "found",
    r.ZEROS_LOST: "found",
    c.EMPTY: "",
    c.NO_MARK: "",
    c.MISFIT: "found",
    c.ERROR_VALUE: "found",
    c.UNCACHED: "",
    c.REPEATED: "",
    c.REPAIRED: "found",
    c.UNCLEAR: "",
    c.TOO_MANY: "subject",
    c.TOO_FEW: "subject",
    x.UNKNOWN_PLEDGE: "found",
    x.OTHER_PLEDGE: "found",
    x.PLEDGE_COUNT: "name",
    p.UNKNOWN: "found",
}
"""The rules whose findings on a column, or on a sheet, are one, and the fact that tells them apart; nothing where the
cells do."""

_ON_COLUMNS = (
    c.EMPTY,
    c.NO_MARK,
    c.MISFIT,
    c.ERROR_VALUE,
    c.UNCACHED,
    c.TOO_MANY,
    c.TOO_FEW,
)
_EQUAL: Mapping[Rule, tuple[str, ...]] = {
    **dict.fromkeys(_ON_COLUMNS, ("column",)),
    c.MISFIT: ("column", "expects"),
    c.UNCLEAR: ("column",),
    c.REPAIRED: ("found", "value"),
    x.PLEDGE_COUNT: ("found", "expects"),
    p.UNKNOWN: ("column", "sheet"),
}
"""Facts that findings of one cause have in common; several columns of which all say the same are one cause too, and
those that expect the same where what does not fit differs from cell to cell (points where votes are counted)."""

_TYPED: Mapping[Rule, tuple[str, ...]] = {c.MISFIT: ("found", "expects"), c.ERROR_VALUE: ("found", "expects")}
"""The rules about what was typed in a cell, and the facts that are equal where it is one mistake all along a row."""
_MISSED = {c.EMPTY, c.INCOMPLETE, c.NO_MARK}
_NOT_SENT = {r.LOST_WITHDRAWING, x.NOTHING_WITHDRAWN}
_PERSONS = {r.PERSON_AGAIN, r.NEW_PERSON}


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those of one cause as one that lists them; what they take out of the count was taken out before."""
    groups: dict[tuple[Rule, str, str, tuple[Fact, ...]], list[Finding]] = defaultdict(list)
    for finding in _unsaid(_unasked(_renamed(_rosters(_said_once(findings))))):
        rule, place = finding.rule, finding.place
        equal = tuple(finding.facts[fact] for fact in _equal_on(finding))
        groups[rule, place.file, place.sheet, equal].append(finding)
    columns: dict[tuple[Rule, str, str, tuple[Fact, ...]], list[list[Finding]]] = defaultdict(list)
    single: list[Finding] = []
    for (rule, file, sheet, equal), listed in groups.items():
        if rule not in _TOLD_BY or not file or len(listed) < MANY:
            single += listed
        elif rule == c.REPAIRED:
            yield _columns_as_one([listed])
        elif "column" in _EQUAL.get(rule, ()):
            told = () if rule == c.MISFIT else _told(listed)
            columns[rule, file, sheet, (*told, *equal[1:])].append(listed)
        else:
            yield _as_one(listed)
    for several in columns.values():
        if len(several) < _SEVERAL_COLUMNS:
            yield from map(_as_one, several)
        else:
            yield _columns_as_one(several)
    yield from _rows(single)


def _rows(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, the same mistake in several cells of one row as one; what costs more than its cell stays alone."""
    rows: dict[tuple[Rule, Place, tuple[str, ...]], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule not in _TYPED or finding.costs:
            yield finding
            continue
        told = tuple(_shown(finding, fact) for fact in _TYPED[finding.rule])
        rows[finding.rule, finding.place.cell_at(finding.place.row, 0), told].append(finding)
    for listed in rows.values():
        if len(listed) < _SEVERAL_COLUMNS:
            yield from listed
        else:
            yield _columns_as_one([listed])


def _said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, but for those of which another one says the cause.

    A cell of 有无弃权 that is an error says what it costs, a cell that is missed what stands in it instead, own rows
    that were counted are said with what they change, and a cell of 到会投票 that cannot be read with what it costs. Rows
    of which nobody can tell which file is newer are said of the first, with the places of all. That somebody made too few
    pledges follows where nobody can tell who it is today.
    """
    listed = list(findings)
    errors = (finding for finding in listed if finding.is_error)
    unsaid = {finding.place.file for finding in errors if finding.facts.get("column") == ABSTAINED.title}
    missed = {finding.place for finding in listed if finding.rule in _MISSED}
    with_own = {finding.place for finding in listed if finding.rule == c.WITH_OWN}
    void: dict[str, set[str]] = defaultdict(set)
    for finding in listed:
        if finding.rule == x.REVOTED:
            void[finding.place.file].add(str(finding.facts["way"]))
    renamed = {(one.place.file, one.facts["code"]) for one in listed if one.rule == r.NOT_CERTAIN}
    unknown, uncounted = _cells_of(c.NO_BASE, listed), _cells_of(c.ABSTAINED, listed)
    for finding in listed:
        rule, place, facts = finding.rule, finding.place, finding.facts
        follows = rule == c.ABSTAINED and facts["why"] == c.UNSAID and place.file in unsaid
        follows |= rule == x.PLEDGE_COUNT and not facts["found"] and (place.file, facts["code"]) in renamed
        repeats = rule == c.REPAIRED and facts["value"] == c.NOTHING and place in missed
        repeats |= rule == c.REPAIRED and facts["value"] == c.NOTHING and place in uncounted
        repeats |= rule in _NOT_SENT and place.file in void and _names_only(facts["rows"], void[place.file])
        repeats |= rule == x.TIED and place.say() != facts["first"]
        leads = finding.is_error and rule != c.NO_BASE and place in unknown
        if not (follows or repeats or leads or (rule == b.ALL_RATED and place in with_own)):
            yield finding


def _equal_on(finding: Finding) -> tuple[str, ...]:
    """Return the facts that a finding has in common with others of its cause; nothing is nothing, however it is said."""
    if finding.rule == c.REPAIRED and finding.facts["value"] == c.NOTHING:
        return ("value",)
    return _EQUAL.get(finding.rule, ())


def _unasked(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; forms of one step, or of one unit, that the plan does not know as one, for what it lacks is one thing."""
    files: dict[Fact, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule == f.NO_UNIT:
            files[finding.facts["step" if finding.facts["why"] == f.NOT_ASKED else "unit"]].append(finding)
        else:
            yield finding
    for several in files.values():
        if len(several) == 1:
            yield several[0]
            continue
        units = dict.fromkeys(str(one.facts["unit"]) for one in several)
        steps = dict.fromkeys(step for one in several if isinstance(step := one.facts["step"], T))
        named = listing_of((one.place.file for one in several), _FILES)
        costs = f.SO_MANY_FILES.filled(number=str(len(several)), files=named)
        facts = {**several[0].facts, "unit": first_of(list(units)), "step": enumerated(steps)}
        yield replace(several[0], place=Place(), facts=facts, costs=costs)


def _renamed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; of whom nobody can tell who it is today that is one in a file, with all rows that do not count."""
    people: dict[tuple[str, Fact, Fact, Fact], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule == r.NOT_CERTAIN:
            facts = finding.facts
            people[finding.place.file, facts["code"], facts["name"], facts["today"]].append(finding)
        else:
            yield finding
    for several in people.values():
        sheets: dict[str, list[Finding]] = defaultdict(list)
        for one in several:
            sheets[one.place.sheet].append(one)
        places = list(map(_place_of, sheets.values()))
        listed = r.ALIKE_NAMED.filled(names=first_of([replace(at, file="").say() for at in places]))
        alike = r.ALIKE.filled(number=str(len(several)))
        costs = T(alike.zh + listed.zh, alike.en + listed.en) if len(several) > 1 else None
        yield replace(several[0], place=places[0], costs=costs)


def _unsaid(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; that a form leaves open whether anybody abstained is one, with what that costs way by way."""
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule == c.EMPTY and finding.facts["column"] == ABSTAINED.title:
            files[finding.place.file].append(finding)
        else:
            yield finding
    for several in files.values():
        said = [one.costs for one in several if one.costs]
        costs = T("；".join(one.zh for one in said), "; ".join(one.en for one in said)) if said else None
        yield replace(several[0], place=_place_of(several), costs=costs)


def _names_only(rows: Fact, ways: set[str]) -> bool:
    """Tell whether rows are named that are all of some ways."""
    return set((rows.zh if isinstance(rows, T) else str(rows)).split("、")) <= ways


def _cells_of(rule: Rule, findings: Iterable[Finding]) -> set[Place]:
    """Return each cell at which a rule found something."""
    places = (finding.place for finding in findings if finding.rule == rule)
    return {replace(place, cells=(cell,)) for place in places for cell in place.cells}


def _rosters(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, but for a sheet on which another list of people was pasted, or names went astray, only that."""
    listed = list(findings)
    wrong: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in listed:
        if _names_nobody(finding):
            wrong[finding.place.file, finding.place.sheet].append(finding)
    pasted = {sheet: found for sheet, found in wrong.items() if len(found) >= MANY}
    missed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in listed:
        sheet = finding.place.file, finding.place.sheet
        if sheet in pasted and finding.rule == r.MISSING:
            missed[sheet].append(str(finding.facts["found"]))
        elif sheet not in pasted or not _names_nobody(finding):
            yield finding
    for sheet, found in pasted.items():
        gone = r.NOT_ON_SHEET.filled(names=_names(missed[sheet])) if missed[sheet] else same("")
        names = _names(_told(found))
        yield r.OTHER_ROSTER.at(_place_of(found), number=len(found), names=names, gone=gone)


def _names_nobody(finding: Finding) -> bool:
    """Tell whether a finding is about a row that names nobody whom the roster has, or two at once."""
    return finding.rule == r.NAME_DIFFERS or finding.facts.get("remedy") in _PERSONS


def _told(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what tells findings of one rule apart, each once."""
    fact = _TOLD_BY.get(findings[0].rule, "found")
    return tuple(dict.fromkeys(_shown(finding, fact) for finding in findings)) if fact else ()


def _shown(finding: Finding, fact: str) -> str:
    """Return a fact as it reads in any language."""
    return shown_fact(finding.facts[fact], Lang.ZH)


def _names(told: Iterable[str]) -> T:
    return first_of([f"“{one}”" for one in told])


def _listed(findings: Sequence[Finding]) -> T:
    """Return how many findings there are, and what each is about; what was typed stands beside its cell."""
    told = _told(findings)
    alike = r.ALIKE.filled(number=str(len(findings)))
    if len(told) <= 1:
        return alike
    names = _names(told)
    if findings[0].rule == c.MISFIT:
        names = first_of([f"{finding.place.cell}“{_shown(finding, 'found')}”" for finding in findings])
    listed = r.ALIKE_NAMED.filled(names=names)
    return T(alike.zh + listed.zh, alike.en + listed.en)


def _place_of(findings: Sequence[Finding]) -> Place:
    cells = {cell for finding in findings for cell in finding.place.cells}
    return replace(findings[0].place, cells=tuple(sorted(cells)))


def _as_one(findings: Sequence[Finding]) -> Finding:
    """Return the first of some findings with the cells of all, how many there are, and what tells them apart."""
    ordered = sorted(findings, key=lambda finding: finding.place)
    own, listed = ordered[0].costs, _listed(ordered)
    costs = T(f"{own.zh}；{listed.zh}", f"{own.en}; {listed.en}") if own else listed
    return replace(ordered[0], place=_place_of(ordered), costs=costs)


def _columns_as_one(several: Sequence[Sequence[Finding]]) -> Finding:
    """Return one finding over several columns on which the same is to be said."""
    found = [finding for listed in several for finding in listed]
    columns = dict.fromkeys(finding.facts["column"] for finding in found)
    titles = [column if isinstance(column, T) else same(str(column)) for column in columns]
    one = _as_one(found)
    return replace(one, facts={**one.facts, "column": enumerated(titles)})
