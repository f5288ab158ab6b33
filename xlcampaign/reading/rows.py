"""One row while it is read: what it is about, and what tells it from the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.decisions import DECISIONS_ON, DOCUMENT, verdict_on
from xlcampaign.layout.negations import Negation, negation_in
from xlcampaign.layout.sheet import Column, MarkAt, Prefilled, RowKind, Table
from xlcampaign.layout.text import says_remark, show_raw, squeeze
from xlcampaign.model.cell import Raw, Value, is_blank
from xlcampaign.model.submission import Whom
from xlcampaign.reading.header import Header, one_line
from xlcampaign.reading.subjects import Roster, is_number_of, star_keys
from xlcampaign.reading.turnover import Person
from xlcampaign.words import T

NAMING = {"code", "name", "star", "way", "number", "subject", "ballot"}
"""Columns that say what a row is about."""
ON_ALL_VOTES = {"base", "attended"}
"""Columns by which all votes of their row are counted."""
Where = Callable[[str, int], Place]
"""Tells the place of a column's cell in a row."""


@dataclass
class Row:
    """One row while it is read.

    `uncertain` is whom it names where nobody can tell who that is today, `as_above` the blank cells that are not
    missed because the row above speaks for them, `withdrawn` the cell that says that the row no longer holds,
    `revoked_by` the document by which a decision is revoked there, `stood` what a withdrawn row says in columns that
    rows below it leave blank.
    """

    number: int
    raws: dict[str, Raw]
    values: dict[str, Value] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    subject: str = ""
    withdrawn: Address | None = None
    uncertain: Person | None = None
    as_above: set[str] = field(default_factory=set)
    revoked_by: str = ""
    stood: dict[str, Value] = field(default_factory=dict)

    def miss(self, finding: Finding) -> None:
        """Add that a cell is missing, in place of the note that what stands there says nothing."""
        self.findings = [*(found for found in self.findings if found.place != finding.place), finding]

    def says(self, key: str) -> bool:
        """Tell whether anything stands in a column's cell, whatever it means."""
        return not is_blank(self.raws.get(key))

    @property
    def called(self) -> str:
        """What the row calls what it is about; its code where nothing else is written."""
        named = (show_raw(self.raws.get(key)) for key in ("name", "star", "subject", "code"))
        return next(filter(None, named), "")

    @property
    def whom(self) -> Whom:
        """What is written in the cells that say whom the row is about."""
        name = show_raw(self.raws.get("name")) or show_raw(self.raws.get("subject"))
        return Whom(show_raw(self.raws.get("code")), name)


class Naming:
    """Says what each row of a sheet is about."""

    def __init__(self, table: Table, header: Header, place: Where) -> None:
        self._table = table
        self._columns = header.columns
        self._place = place
        self._roster = Roster(table)
        self._stars = star_keys(table) if table.row_kind is RowKind.STAR else {}

    def name(self, row: Row) -> None:
        """Set what a row is about; add the finding that says why nobody can tell."""
        kind = self._table.row_kind
        if row.uncertain:
            row.findings.append(self._uncertain(row, row.uncertain))
        elif kind is RowKind.WAY:
            row.subject = str(row.values.get("way", ""))
        elif kind is RowKind.STAR:
            self._find_star(row)
        elif kind is RowKind.SUBJECT or (kind is RowKind.BALLOT and not self._table.subject):
            code, name = (show_raw(row.raws.get(key)) for key in ("code", "name"))
            row.subject = self._roster.certain(code, name)
            if not row.subject:
                place = self._place("code" if "code" in self._columns else "name", row.number)
                row.subject, found = self._roster.find(code, name, place)
                row.findings += found
        elif kind is RowKind.BALLOT:
            row.subject = self._table.subject
        elif self._table.register:
            self._find_entry(row, self._table.register.about)
            self._check_number(row, self._table.register.about)
        if kind is RowKind.BALLOT:
            self._check_ballot(row)
            self._check_voter(row)

    def _uncertain(self, row: Row, person: Person) -> Finding:
        """Return the error of a row about somebody of whom nobody can tell who it is today."""
        key = next(key for key in ("code", "subject", "number", "name") if key in self._columns)
        if person.several:
            name = show_raw(row.raws.get("name" if "name" in self._columns else "subject"))
            return r.AMBIGUOUS.at(self._place(key, row.number), found=name, candidates=person.several)
        was, today = person.was, person.unclear or T("", "")
        return r.NOT_CERTAIN.at(self._place(key, row.number), code=was.code, name=was.name, today=today)

    def _find_star(self, row: Row) -> None:
        row.subject = self._stars.get(squeeze(str(row.values.get("star", ""))), "")
        if not row.subject and "star" in self._columns:
            name, place = show_raw(row.raws["star"]), self._place("star", row.number)
            if not name:
                title = one_line(self._table.column_of("star").title)
                row.findings.append(r.NAMELESS.at(place, column=title))
                return
            facts = {"nearest": T("", ""), "elsewhere": T("", ""), "remedy": r.STAR_AGAIN}
            row.findings.append(r.UNKNOWN_PERSON.at(place, found=name, **facts))

    def _find_entry(self, row: Row, about: str) -> None:
        row.subject = str(row.values.get(about, "")) if about else self._table.subject
        lost = about in self._columns and about not in row.bad and not row.subject
        if lost and is_entry(self._table, row):
            column = self._table.column_of(about)
            facts = {"column": one_line(column.title), "expects": column.kind.expects()}
            row.miss(r.NOBODY.at(self._place(about, row.number), **facts))

    def _check_number(self, row: Row, about: str) -> None:
        """Drop a number that is not the row's own: two rows of a register would become one."""
        number, subject = row.values.get("number"), row.subject
        if number and subject and about != "number" and not is_number_of(str(number), subject):
            del row.values["number"]
            rule = r.OTHER_ENTRY if self._table.is_senders else r.OTHER_NUMBER
            row.findings.append(rule.at(self._place("number", row.number), found=str(number)))

    def _check_ballot(self, row: Row) -> None:
        """Say that nobody can tell on which ballot marks stand."""
        marked = any(k.mark and (k.key in row.values or k.key in row.bad) for k in self._table.columns)
        if marked and not {"ballot"} & (row.values.keys() | row.bad) and "ballot" in self._columns:
            row.findings.append(b.NO_BALLOT.at(self._place("ballot", row.number), row=row.number))

    def _check_voter(self, row: Row) -> None:
        """Find the voter among those who are rated, whose own rows do not count."""
        voter = row.values.get("voter")
        if voter is None:
            return
        place, code = self._place("voter", row.number), self._roster.code_of(str(voter))
        if code is None:
            row.findings.append(c.UNKNOWN_VOTER.at(place))
        elif code != voter:
            row.values["voter"] = code
            column = one_line(self._table.column_of("voter").title)
            row.findings.append(c.REPAIRED.at(place, column=column, found=c.SECRET, value=c.SECRET))


def say_costs(row: Row, table: Table, at: Mapping[int, str]) -> Iterator[Finding]:
    """Yield what was found in a row; of a cell without which others in it do not count, with what else is lost.

    Args:
        row: the row, read.
        table: the table that it is in.
        at: the keys of columns by their numbers.
    """
    if table.register:
        yield from _say_no_entry(row, table.register.essential, at)
        return
    votes = {column.key: column.mark for column in table.columns if column.mark and column.mark.grade}
    counted = {key: mark for key, mark in votes.items() if key in row.values}
    for finding in row.findings:
        key = at.get(finding.place.cells[0].column, "") if finding.is_error and finding.place.cells else ""
        own = votes.get(key)
        lost = [mark for mark in counted.values() if key in ON_ALL_VOTES or _is_of_one_tally(mark, own)]
        unknown = finding.rule is c.EMPTY and ON_ALL_VOTES.isdisjoint(row.values)
        says = lost and (key in row.bad or unknown)
        yield replace(finding, costs=c.WITH_IT.filled(found=str(len(lost)))) if says else finding


def _say_no_entry(row: Row, essential: str, at: Mapping[int, str]) -> Iterator[Finding]:
    """Yield what was found in a row of a register; of the cell without which it is no entry, that it is none."""
    for finding in row.findings:
        key = at.get(finding.place.cells[0].column, "") if finding.place.cells else ""
        if key == essential and essential not in row.values and finding.rule in {c.MISFIT, c.INCOMPLETE}:
            said = finding.costs
            both = T(f"{said.zh}；{c.NO_ENTRY.zh}", f"{said.en}; {c.NO_ENTRY.en}") if said else c.NO_ENTRY
            yield replace(finding, costs=both)
        else:
            yield finding


def _is_of_one_tally(mark: MarkAt, other: MarkAt | None) -> bool:
    return other is not None and (mark.star, mark.way) == (other.star, other.way)


_LABELS = NAMING | {"branch", "branch_name"}
"""The columns that stand on the left, where lines under a table begin."""


def find_remark(filled: Mapping[str, Raw]) -> str:
    """Return the column of a row's only filled cell if that is a remark where rows are named; empty for any other row."""
    if len(filled) != 1:
        return ""
    [(key, raw)] = filled.items()
    return key if key in _LABELS and says_remark(raw) else ""


def find_nothing(filled: Mapping[str, Raw]) -> str:
    """Return the first of a row's filled columns if they only say that there is nothing; empty for any other row."""
    says_nothing = all(negation_in(raw) is Negation.NOTHING for raw in filled.values())
    return next(iter(filled), "") if says_nothing else ""


def is_entry(table: Table, row: Row) -> bool:
    """Tell whether anybody filled anything in on a row of a register."""
    return not (table.own_keys.isdisjoint(row.values) and table.own_keys.isdisjoint(row.bad))


def is_same_entry(table: Table, row: Row, other: Row) -> bool:
    """Tell whether two rows about one subject are one thing; entries of a register have numbers of their own."""
    numbers = {row.values.get("number"), other.values.get("number")}
    return not table.is_senders or len(numbers) == 1 or None in numbers


def find_repeated(table: Table, rows: Iterable[Row], place: Callable[[int], Place]) -> None:
    """Point out entries that say word for word what another one says; copying a row does this.

    Those that come with numbers of their own may say the same.
    """
    seen: dict[object, int] = {}
    keys = [column.key for column in table.own_columns]
    keys += table.register.needs if table.register else ()  # what is proposed comes with the form
    keys += ["number"] if table.is_senders else []
    for row in rows:
        said = (row.subject, *(row.raws[key] if key in row.bad else row.values.get(key) for key in keys))
        if row.subject and is_entry(table, row) and not row.withdrawn:
            first = seen.setdefault(said, row.number)
            if first != row.number:
                entered = c.ONE_ENTERED if table.key in DECISIONS_ON else c.BOTH_ENTERED
                repeated = c.REPEATED.at(place(row.number), row=row.number, first=first, entered=entered)
                row.findings.append(repeated)


def find_undecided(table: Table, rows: Iterable[Row], required: list[Column], place: Where) -> None:
    """Note what nobody decided yet: proposals beside which nothing was filled in, and what has a word for a document."""
    if table.register is None or table.register.rows is not Prefilled.OFFER:
        return
    about = table.register.about
    own = [column for column in required if not column.given]
    given = [column.key for column in table.columns if column.given and column.key != about]
    given += filter(None, [table.register.waits])
    for row in rows if own else ():
        if verdict_on(row.values) is Negation.NOTHING:
            key, word = DOCUMENT, r.SAYS.filled(word=str(row.values[DOCUMENT]))
            row.findings = [finding for finding in row.findings if finding.facts.get("value") != c.NOTHING]
        elif not is_entry(table, row) and not row.withdrawn and any(key in row.values for key in given):
            key, word = own[0].key, r.LACKS
        else:
            continue
        number = r.ROW_NUMBER.filled(found=str(row.number))
        named = r.ROW_OF.filled(found=row.called) if row.called else number
        column = one_line(table.column_of(key).title)
        row.findings.append(r.UNDECIDED.at(place(key, row.number), row=named, column=column, word=word))
