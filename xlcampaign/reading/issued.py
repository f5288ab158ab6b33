"""Rows of a form read with the people that it was issued about: whom a row names, in today's plan's words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place, Rule
from xlcampaign.layout.choices import RATED_BY, label_of
from xlcampaign.layout.sheet import Book, RowKind, Sheet, Table
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.cell import Raw
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch, Member, Participation, Post
from xlcampaign.model.submission import Draft
from xlcampaign.reading.header import one_line
from xlcampaign.reading.subjects import is_number_of
from xlcampaign.reading.turnover import Person, Turnover
from xlcampaign.words import Lang, T, enumerated, first_of, listing_of, same

Raws = Mapping[str, Raw]
_MOST_NAMED = 10
_QUOTED = T("“{name}”", "“{name}”")
_POSTS_MATTER = ("member_organisation", "secretary_organisation")


class Issued:
    """The people that a form was issued about, found by what its rows say of them."""

    def __init__(self, turnover: Turnover) -> None:
        self.turnover = turnover
        self._changed = [person for person in turnover.people if not person.is_as_issued]
        named: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in turnover.people:
            if not person.was_on_form:
                continue
            code, name = squeeze(person.was.code), squeeze(person.was.name)
            for text in {name, code, f"{name}({code})", f"{name}{code}"}:
                named["", text].append(person)
            named[_bare(code), name].append(person)
            named[_bare(code), ""].append(person)
        for person in turnover.people:
            same_name = named.get(("", squeeze(person.name)))
            if person.was_on_form and person.now and same_name and person not in same_name:
                same_name.append(person)  # a name may be meant as it was or as it is
        self._meant = named
        self._named = {key: one for key, people in named.items() if (one := _one_of(people))}

    def restate(self, raws: dict[str, Raw], table: Table) -> tuple[dict[str, Raw], Person | None]:
        """Return a row's cells with whom they name as today's plan has them, and whom nobody can tell any more.

        Args:
            raws: the cells by column key, as the form has them.
            table: the sheet.
        """
        if not self.turnover.people:
            return raws, None
        said = dict(raws)
        voter = self._named.get((_bare(_text(raws, "voter")), "")) if _text(raws, "voter") else None
        if voter and not voter.is_as_issued:
            said["voter"] = voter.was.name if voter.unclear else voter.code  # a name is nobody's code
        person = self._find(raws, table)
        if person is None or person.unclear or person.several:
            return said, person
        if "subject" in raws:
            shown = str(table.column_of("subject").kind.show(person.code, Lang.ZH))
            said["subject"] = (
                raws["subject"] if shown == person.code else shown
            )  # who is no choice is as typed
        if not person.is_as_issued:
            new: dict[str, Raw] = {"code": person.code, "name": person.name, "number": _number(raws, person)}
            bare = "code" in raws and bool(_text(raws, "name"))  # others may have that name today
            said |= {key: raw for key, raw in new.items() if _text(raws, key) or (key == "code" and bare)}
        return said, None

    def _find(self, raws: Raws, table: Table) -> Person | None:
        """Return whom of the form's people a row names; nobody where it names others."""
        about = table.register.about if table.register else ""
        name = _text(raws, "name")
        if table.subject or table.row_kind in {RowKind.STAR, RowKind.WAY}:
            return None
        if about == "subject":
            return self._by_number(raws, ("", _text(raws, "subject")))
        if about == "number":
            number = show_raw(raws.get("number"))
            fitting = (one for one in self._changed if is_number_of(number, one.was.code))
            return next((one for one in fitting if not name or _is_named(name, one)), None)
        return self._named.get((_bare(_text(raws, "code")), name))

    def _by_number(self, raws: Raws, key: tuple[str, str]) -> Person | None:
        """Return whom a row names: of several who had or have the name, the one whose the number of its entry is."""
        number = show_raw(raws.get("number"))
        fitting = [one for one in self._meant.get(key, ()) if is_number_of(number, one.was.code)]
        return fitting[0] if len(fitting) == 1 else self._named.get(key)


def _one_of(people: list[Person]) -> Person | None:
    """Return the one person that is meant, nobody certain of several; None where today's plan tells as well."""
    if len(people) == 1:
        return people[0]
    if all(person.is_as_issued for person in people):
        return None
    return Person(people[0].was, several=enumerated(map(_both_names, people)))


def _both_names(person: Person) -> T:
    """Say a code, and the names that belonged to it where they differ."""
    was, now = person.was, person.name
    if squeeze(was.name) == squeeze(now):
        return same(was.code)
    return r.WAS_CALLED.filled(code=was.code, name=was.name, now=now)


def _is_named(name: str, person: Person) -> bool:
    """Tell whether a cell names a person, be it with the branch in brackets."""
    own = squeeze(person.was.name)
    return name == own or name.startswith(f"{own}(")


def _bare(code: str) -> str:
    return code.lstrip("0")


def _text(raws: Raws, key: str) -> str:
    return squeeze(show_raw(raws.get(key)))


def _number(raws: Raws, person: Person) -> Raw:
    """Return an entry's number with today's code, where it is one that the program gives to entries about a person."""
    number = show_raw(raws.get("number"))
    if not is_number_of(number, person.was.code):
        return raws.get("number")
    stage, rest = number.split("-", 1)
    return f"{stage}-{person.code}{rest.removeprefix(person.was.code)}"


def say_turnover(
    findings: Iterable[Finding], draft: Draft, turnover: Turnover, today: Plan
) -> Iterator[Finding]:
    """Yield findings with what became of the people on a form: one on all who changed, one on all who joined.

    Whoever joined is not missed sheet by sheet, as long as no row of the form is about them.
    """
    listed = list(findings)
    about = {record.subject for sheet in draft.sheets.values() for record in sheet.records}
    absent = {member.name for code, member in turnover.joined.items() if code not in about}
    joined = {
        str(f.facts["found"]): None for f in listed if f.rule is r.MISSING and f.facts["found"] in absent
    }
    yield from (f for f in listed if f.rule is not r.MISSING or f.facts["found"] not in joined)
    if joined:
        yield r.JOINED.at(Place(draft.file), names=first_of([f"“{name}”" for name in joined]))
    voted = any(key in draft.sheets for key in _POSTS_MATTER)
    changes = [
        change
        for person in turnover.people
        if person.was_on_form and not person.unclear and _is_spoken_of(person.code, about)
        for change in _changes(person, today, draft.identity.stage, voted=voted)
    ]
    if voted:
        changes += _rated_anew(turnover)
    if changes:
        yield r.AS_ISSUED.at(Place(draft.file), changes=_listed(changes))


def _is_spoken_of(code: str, subjects: Collection[str]) -> bool:
    """Tell whether rows are about somebody, or about an entry of theirs."""
    return code in subjects or any(is_number_of(subject, code) for subject in subjects)


def say_added(findings: Iterable[Finding], draft: Draft, book: Book, asked: Book | None) -> Iterator[Finding]:
    """Yield findings, but for what a form lacks that it did not have when it was issued: that is one, and nobody's error.

    Args:
        findings: what was found.
        draft: the form as read.
        book: the form as it would be issued today.
        asked: the form as it was issued; None where nobody can tell.
    """
    if asked is None:
        yield from findings
        return
    then, now = ({sheet.key: sheet for sheet in one.sheets} for one in (asked, book))
    keys = {sheet.title: key for key, sheet in draft.sheets.items()}
    added = {(s.NO_SHEET, "", sheet.title) for key, sheet in now.items() if key not in then}
    for title, key in keys.items():
        added |= {(rule, title, name) for rule, name in _added_to(now.get(key), then.get(key))}
    names: dict[T, None] = {}
    for finding in findings:
        name = finding.facts.get("column") or finding.facts.get("name") or finding.facts.get("found")
        name = name if isinstance(name, T) else same(str(name))
        if (finding.rule, finding.place.sheet, name) in added:
            names[name] = None
        else:
            yield finding
    if names:
        yield p.ADDED.at(Place(draft.file), names=enumerated(_QUOTED.filled(name=name) for name in names))


def _added_to(now: Sheet | None, then: Sheet | None) -> Iterator[tuple[Rule, T]]:
    """Yield the columns and stars that a table has and did not have, each with what is said of one that is missing."""
    if isinstance(now, Table) and isinstance(then, Table):
        known = {column.key for column in then.columns}
        yield from ((s.NO_COLUMN, one_line(c.title)) for c in now.columns if c.key not in known)
        if now.row_kind is RowKind.STAR:
            stars = {row["key"] for row in then.rows}
            yield from ((r.MISSING, same(str(row["star"]))) for row in now.rows if row["key"] not in stars)


def _changes(person: Person, today: Plan, stage: int, *, voted: bool) -> Iterator[T]:
    """Yield what became of a person; who has which post matters where the organisation rates."""
    was, now = person.was, person.now
    who = {"name": was.name, "code": was.code}
    if now is None:
        others = [member.code for member in today.members if squeeze(member.name) == squeeze(was.name)]
        if person.beside:
            day = today.stage_of(stage).counts_on
            yield r.NOT_LISTED.filled(**who, stage=str(stage), day=str(day))
        else:
            yield (r.GONE_OR_MOVED if others else r.GONE).filled(**who, codes=listing_of(others))
        return
    if squeeze(now.name) != squeeze(was.name):
        yield r.RENAMED_TO.filled(**who, now=now.name)
    if now.code != was.code:
        yield r.RECODED_TO.filled(**who, now=now.code)
    if not (isinstance(was, Member) and isinstance(now, Member)):
        return
    if now.branch != was.branch:
        yield r.MOVED_TO.filled(**who, now=today.branch_of[now.branch].name)
    if now.participation is Participation.NO:
        yield r.NOW_OUT.filled(**who)
    elif voted and (now.post is Post.SECRETARY) != (was.post is Post.SECRETARY):
        yield (r.NOW_SECRETARY if now.post is Post.SECRETARY else r.NO_SECRETARY).filled(**who)


def _rated_anew(turnover: Turnover) -> Iterator[T]:
    """Yield the branches whose members get the organisation's rating from somebody else now."""
    for was, now in ((person.was, person.now) for person in turnover.people):
        if isinstance(was, Branch) and isinstance(now, Branch) and was.rated_by is not now.rated_by:
            said, by = r.RATED_BY_NOW, label_of(RATED_BY, now.rated_by)
            who = {"name": was.name, "code": was.code}
            yield T(*(said.fill(lang, {**who, "by": by.say(lang)}) for lang in (Lang.ZH, Lang.EN)))


def _listed(changes: list[T]) -> T:
    """Return changes as one text: the first of them, and how many there are."""
    few = changes[:_MOST_NAMED]
    more = r.IN_ALL.filled(number=str(len(changes))) if len(changes) > len(few) else T("", "")
    return T("；".join(one.zh for one in few) + more.zh, "; ".join(one.en for one in few) + more.en)
