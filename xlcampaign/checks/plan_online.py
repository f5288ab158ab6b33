"""What a plan says of ballots that a form tool collects: whom headers ask about, and what answers mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.checks.plan_names import alike, check_branch_names, check_known
from xlcampaign.checks.plan_sheets import PlanSheets, title_of, title_of_sheet, twice
from xlcampaign.checks.roster_days import rows_of_stage
from xlcampaign.findings.catalogue import online_rules as o
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding, Place
from xlcampaign.layout.kinds import Kind
from xlcampaign.layout.mapped import (
    ONLINE,
    Renamed,
    answer_key,
    codes_of,
    is_called,
    meaning,
    renamed_in,
    tidied,
    without_option,
)
from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.planrows import scales_in
from xlcampaign.layout.records import parts_of
from xlcampaign.layout.references import keys_by_name, member_codes
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Entry, Star, SubjectKind
from xlcampaign.model.roster import Participation
from xlcampaign.model.submission import Record
from xlcampaign.words import T, listing_of

_NAMED = 6
"""How many names a finding holds."""
_People = list[tuple[str, str]]
"""People by code and name."""


def check_online(plan: PlanSheets) -> Iterator[Finding]:
    """Each row is about one question that a form asks, which no other is, or says what answers of a way mean."""
    yield from _check_named(plan)
    ways = {squeeze(str(row.values["name"])): row for row in plan.rows("ways") if "name" in row.values}
    asked: dict[tuple[Value, ...], int] = {}
    headers: dict[str, int] = {}
    roster = _Roster(plan)
    for row in plan.rows(ONLINE):
        way = ways.get(squeeze(_said(row, "way")))
        if row.bad or way is None or row.values.get("stage") is None:
            continue
        yield from _check_header(plan, row, headers)
        if problem := _problem(row, way):
            yield o.UNUSABLE.at(plan.place(ONLINE, row, problem[0]), problem=problem[1])
        elif "header" in row.values:
            yield from _Asked(plan, roster, row, way).check(asked)
    yield from _check_answers(plan, ways)


def _said(row: Record, key: str) -> str:
    value = row.values.get(key)
    return "" if value is None else str(value)


def _check_named(plan: PlanSheets) -> Iterator[Finding]:
    """Every stage, branch and way that is named is listed."""
    stages = [_said(row, "number") for row in plan.rows("stages")]
    yield from check_known(plan, (ONLINE, "stage"), "stages", stages, lambda _row, text: text in stages)
    yield from check_branch_names(plan, ONLINE, "branch")
    names = [_said(row, "name") for row in plan.rows("ways")]
    known = set(map(squeeze, names))
    yield from check_known(plan, (ONLINE, "way"), "ways", names, lambda _row, text: text in known)


def _check_header(plan: PlanSheets, row: Record, seen: dict[str, int]) -> Iterator[Finding]:
    """No header stands on an earlier row: nobody could tell of which branch, stage or person it is."""
    header = tidied(_said(row, "header"))
    if header and seen.setdefault(header, row.row) != row.row:
        yield twice(plan, ONLINE, row, "header", seen[header], o.SAY_WHOSE)


def _problem(row: Record, way: Record) -> tuple[str, T] | None:
    """Return the column and the reason for which a row cannot be used by itself; None where it can."""
    of_branch = way.values.get("kind") == SubjectKind.BRANCH
    has = {key: key in row.values for key in ("branch", "header", "subject", "star", "answers")}
    problems: tuple[tuple[bool, str, T], ...] = (
        (way.values.get("entry") == Entry.MARKS, "way", o.NOT_VOTED),
        (not has["header"] and (has["subject"] or has["star"]), "header", o.NO_HEADER),
        (not has["header"] and not has["answers"], "header", o.NOTHING_SAID),
        (has["header"] and not tidied(_said(row, "header")), "header", o.NO_LETTERS),
        (has["header"] and not has["branch"], "branch", o.NO_BRANCH),
        (has["header"] and not has["star"], "star", o.NO_STAR),
        (has["header"] and not of_branch and not has["subject"], "subject", o.NO_SUBJECT),
        (of_branch and has["subject"], "subject", o.WITH_SUBJECT),
    )
    return next(
        ((column, why.filled(way=_said(way, "name"))) for is_so, column, why in problems if is_so), None
    )


class _Roster:
    """Branches and people of a plan, each stage's looked up once."""

    def __init__(self, plan: PlanSheets) -> None:
        self.units = keys_by_name((row.values for row in plan.rows("branches")), "code", "name")
        self._plan = plan
        members = plan.rows("members")
        codes = member_codes((row.values for row in members), self.units)
        self._codes = dict(zip((row.row for row in members), codes, strict=True))
        self._there: dict[Value, frozenset[Value]] = {}
        self._people: dict[Value, Mapping[str, _People]] = {}

    def has(self, unit: str, stage: Value) -> bool:
        """Tell whether a branch is there in a stage."""
        if stage not in self._there:
            rows = rows_of_stage(self._plan, "branches", stage)
            self._there[stage] = frozenset(row.values.get("code") for row in rows)
        return unit in self._there[stage]

    def rated_in(self, unit: str, stage: Value) -> _People:
        """Return who is rated in a branch in a stage."""
        if stage not in self._people:
            found: dict[str, _People] = defaultdict(list)
            for row in rows_of_stage(self._plan, "members", stage):
                if row.values.get("participation") != Participation.NO:
                    branch = self.units.get(squeeze(_said(row, "branch")), "")
                    found[branch].append((self._codes[row.row], _said(row, "name")))
            self._people[stage] = found
        return self._people[stage].get(unit, [])


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row that is about a header, and the row of its way."""

    plan: PlanSheets
    roster: _Roster
    row: Record
    way: Record

    def check(self, asked: dict[tuple[Value, ...], int]) -> Iterator[Finding]:
        """Yield what is wrong with whom it asks about, or with its star; `asked` are the questions of earlier rows."""
        unit = self.roster.units.get(squeeze(_said(self.row, "branch")))
        stage, star = self.row.values["stage"], self._star()
        if star is None:
            yield self._unknown("star", "stars", [one.name for one in self._stars()])
        if unit is None:
            return
        if not self.roster.has(unit, stage):
            facts = {"branch": _said(self.row, "branch"), "stage": str(stage)}
            yield o.UNUSABLE.at(self._place("branch"), problem=o.NOT_THERE.filled(**facts))
            return
        people = self.roster.rated_in(unit, stage)
        subject: str | None = unit
        if self.way.values.get("kind") == SubjectKind.MEMBER:
            codes = codes_of(_said(self.row, "subject"), people)
            yield from self._check_subject(codes, people)
            subject = codes[0] if len(codes) == 1 else None
        if star and subject is not None:
            yield from self._check_question(
                (stage, unit, self.way.row, subject, star.key), asked, subject, star
            )
            yield from self._check_words(subject, star, people)

    def _place(self, column: str) -> Place:
        return self.plan.place(ONLINE, self.row, column)

    def _stars(self) -> list[Star]:
        """Return the stars of the way's kind, as far as they have a key and a name."""
        kind = SubjectKind(str(self.way.values["kind"]))
        rows = [row for row in self.plan.rows("stars") if row.values.get("kind") == kind]
        return [
            Star(kind, _said(row, "key"), _said(row, "name"), parts_of(_said(row, "aliases")), "", "", None)
            for row in rows
            if {"key", "name"} <= row.values.keys()
        ]

    def _star(self) -> Star | None:
        return next((one for one in self._stars() if is_called(one, _said(self.row, "star"))), None)

    def _unknown(self, column: str, sheet: str, candidates: list[str]) -> Finding:
        found = _said(self.row, column)
        facts: dict[str, Fact] = {
            "found": found,
            "sheet": title_of_sheet(sheet),
            "alike": alike(found, candidates),
        }
        facts["candidates"] = listing_of(candidates, _NAMED)
        return p.UNKNOWN.at(self._place(column), column=title_of(ONLINE, column), **facts)

    def _check_subject(self, codes: list[str], people: _People) -> Iterator[Finding]:
        """A row names one member who is rated in its branch and stage."""
        found = _said(self.row, "subject")
        everybody = [(_said(row, "code"), _said(row, "name")) for row in self.plan.rows("members")]
        if len(codes) > 1:
            branch = _said(self.row, "branch")
            yield o.NAMESAKES.at(
                self._place("subject"), found=found, branch=branch, codes=listing_of(codes, _NAMED)
            )
        elif not codes and codes_of(found, everybody):
            facts = {"name": found, "branch": _said(self.row, "branch"), "stage": _said(self.row, "stage")}
            yield o.UNUSABLE.at(self._place("subject"), problem=o.NOT_RATED.filled(**facts))
        elif not codes:
            yield self._unknown("subject", "members", [name for _, name in people])

    def _check_question(
        self, question: tuple[Value, ...], asked: dict[tuple[Value, ...], int], subject: str, star: Star
    ) -> Iterator[Finding]:
        """No earlier row asks the same."""
        first = asked.setdefault(question, self.row.row)
        if first != self.row.row:
            name = _said(self.row, "subject") or _said(self.row, "branch") or subject
            yield o.SAME_QUESTION.at(self._place("star"), name=name, star=star.name, first=first)

    def _check_words(self, subject: str, star: Star, people: _People) -> Iterator[Finding]:
        """A header that names another member, or another star, and not its own, is most likely on the wrong row."""
        header = squeeze(_said(self.row, "header"))
        own = {name for code, name in people if code == subject}
        others = [name for code, name in people if code != subject]
        stars = [one.name for one in self._stars() if one != star]
        sides = (("subject", own, others if own else []), ("star", {star.name, *star.aliases}, stars))
        for column, names, wrong in sides:
            found = _first_in(header, wrong)
            if found and not _first_in(header, names):
                yield o.OTHER_NAMED.at(self._place("header"), found=found, name=_said(self.row, column))


def _first_in(text: str, names: Iterable[str]) -> str:
    """Return the first of some names that a squeezed text holds; empty for none."""
    return next((name for name in names if len(name) > 1 and squeeze(name) in text), "")


@dataclass(frozen=True, slots=True)
class _Meant:
    """What an answer means by an earlier row: in one branch, or in every, where it is empty."""

    branch: str
    value: Value


def _check_answers(plan: PlanSheets, ways: Mapping[str, Record]) -> Iterator[Finding]:
    """What answers are said to mean is a grade of the way's scale, and one alone."""
    units = keys_by_name((row.values for row in plan.rows("branches")), "code", "name")
    meant: dict[tuple[Value, ...], list[_Meant]] = defaultdict(list)
    for row in plan.rows(ONLINE):
        way = ways.get(squeeze(_said(row, "way")))
        kind = _kind_of(plan, way) if way else None
        branch = units.get(squeeze(_said(row, "branch")), "")
        for one in renamed_in(_said(row, "answers")) if kind else ():
            assert kind is not None
            about = row.values.get("stage"), squeeze(_said(row, "way")), answer_key(one.answer)
            problem = _problem_of(one, kind, branch, meant[about])
            if problem:
                yield o.ANSWERS.at(
                    plan.place(ONLINE, row, "answers"), problem=problem, expects=kind.expects()
                )
            else:
                meant[about].append(_Meant(branch, meaning(kind, one.grade)))


def _problem_of(one: Renamed, kind: Kind, branch: str, earlier: Iterable[_Meant]) -> T | None:
    """Return why what is said of an answer cannot be; None where it can."""
    facts = {"answer": one.answer, "grade": one.grade}
    value = meaning(kind, one.grade) if one.grade else None
    if not one.grade:
        return o.NO_GRADE.filled(**facts)
    if value is None:
        return o.UNKNOWN_GRADE.filled(**facts)
    own = {meaning(kind, text) for text in (one.answer, without_option(one.answer))} - {None}
    if own - {value}:
        return o.OWN_GRADE.filled(**facts)
    there = (other for other in earlier if not branch or other.branch in {"", branch})
    return o.TWO_GRADES.filled(**facts) if any(other.value != value for other in there) else None


def _kind_of(plan: PlanSheets, way: Record) -> Kind | None:
    """Return the kind of a mark of a way; None where its scale has errors."""
    scale = squeeze(_said(way, "scale"))
    rows = [row for row in plan.rows("scales") if squeeze(_said(row, "scale")) == scale]
    needed = {"scale", "key", "name", "points", "satisfied"}
    if not rows or any(row.bad or not needed <= row.values.keys() for row in rows):
        return None
    [known] = scales_in([row.values for row in rows])
    return mark_kind(known)
