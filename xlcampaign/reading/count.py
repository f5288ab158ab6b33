"""A draft to a submission: marks become counts, and no ballot is kept together any longer."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from xlcampaign.address import Address
from xlcampaign.findings.finding import Finding, Rejects
from xlcampaign.layout.decisions import DECISIONS_ON, DOCUMENT, verdict_on
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.negations import verdict_of
from xlcampaign.layout.objections import NAMELESS_ON
from xlcampaign.layout.proposals import declined_on
from xlcampaign.layout.registers import entry_number
from xlcampaign.layout.sheet import Book, Column, RowKind, Settings, Sheet, Table, fields_of
from xlcampaign.layout.text import quoted, squeeze
from xlcampaign.model.ballots import Together
from xlcampaign.model.cell import Value
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import Plan, WayKey
from xlcampaign.model.submission import (
    ASIDE,
    BLANK,
    OWN,
    UNNUMBERED,
    WITHDRAWN,
    Cells,
    Draft,
    Key,
    Likeness,
    Line,
    LineKey,
    Mark,
    Meeting,
    Record,
    SheetDraft,
    SheetPart,
    Submission,
    Tally,
)
from xlcampaign.reading.entries import Typed, entries_of, loose_on, revoking_on
from xlcampaign.reading.proposals import BESIDE, Written, lost_texts, texts_of
from xlcampaign.reading.rows import ON_ALL_VOTES

_PEOPLE_AND_BALLOTS = ("due", "present", "issued", "returned", "valid")


@dataclass(frozen=True, slots=True)
class _Lost:
    """What errors take out of one sheet: everything, rows, or a way's row on the meeting sheet."""

    sheet: bool
    rows: frozenset[int]

    @classmethod
    def of(cls, title: str, findings: Iterable[Finding]) -> "_Lost":
        own = [f for f in findings if f.is_error and f.place.sheet == title]
        rows = {f.place.row for f in own if f.rule.rejects in {Rejects.ROW, Rejects.WAY}}
        return cls(any(f.rule.rejects is Rejects.SHEET for f in own), frozenset(rows))


@dataclass(frozen=True, slots=True)
class _Votes:
    """The columns of marks, each with its star, empty for the row's, and way; of tallies, by star and way their grades."""

    marks: tuple[tuple[str, str, WayKey], ...]
    tallies: Mapping[tuple[str, WayKey], tuple[Mapping[str, str], tuple[Address, ...]]]

    @classmethod
    def on(cls, marked: Iterable[Column], places: Mapping[str, Address]) -> "_Votes":
        at = [(column.key, column.mark) for column in marked if column.mark]
        grades: dict[tuple[str, WayKey], dict[str, str]] = defaultdict(dict)
        for key, mark in at:
            if mark.grade:
                grades[mark.star, mark.way][key] = mark.grade
        marks = tuple((key, mark.star, mark.way) for key, mark in at if not mark.grade)
        return cls(marks, {about: (own, tuple(places[key] for key in own)) for about, own in grades.items()})


@dataclass
class _Part:
    """A sheet's part while it is counted."""

    marks: dict[Key, dict[Mark, int]] = field(default_factory=dict)
    tallies: dict[Key, Tally] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    attended: dict[str, bool] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: dict[tuple[str, str], Address] = field(default_factory=dict)
    declined: set[tuple[str, str]] = field(default_factory=set)
    rejected: set[Key] = field(default_factory=set)
    ballots: dict[str, int] = field(default_factory=dict)
    ballot_rows: tuple[int, ...] = ()
    lost: set[str] = field(default_factory=set)
    likeness: dict[str, Likeness] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    entries: tuple[RegisterRow, ...] = ()
    accepted: int = 0
    empty: int = 0
    bad: int = 0
    written: int = 0


def count_draft(
    draft: Draft,
    book: Book,
    findings: Iterable[Finding],
    ballots: Mapping[str, Together],
    sha256: str,
    printed: Plan,
) -> Submission:
    """Return what a draft says as counts; whatever has an error is taken out as its rule states.

    Args:
        draft: the form as read.
        book: the form's declaration.
        findings: everything found in the file so far.
        ballots: what the ballots of its sheets show together, by the sheet's key.
        sha256: of the file's bytes.
        printed: the plan as it was issued with: its rules of counting, and whom rows may be about.
    """
    found = list(findings)
    parts: dict[str, SheetPart] = {}
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        if drafted is None:
            continue
        lost = _Lost.of(drafted.title, found)
        if isinstance(sheet, Table):
            shown = ballots.get(sheet.key)
            parts[sheet.key] = _count_table(sheet, drafted, lost, shown, draft.identity, printed)
        else:
            parts[sheet.key] = _count_fields(sheet, drafted, lost)
    counting = printed.campaign.counting
    return Submission(
        draft.file, sha256, draft.identity, draft.version, parts, saved=draft.saved, counting=counting
    )


def _count_fields(sheet: Sheet, drafted: SheetDraft, lost: _Lost) -> SheetPart:
    """Count the fields of a sheet; those of a settings sheet are an entry of a register."""
    record = drafted.records[0]
    columns = [column for _, column in fields_of(sheet)]
    filled = sum(column.key in record.values for column in columns)
    bad = sum(column.key in record.bad for column in columns)
    accepted = 0 if lost.sheet else filled
    cells = Cells(accepted, len(columns) - filled - bad, bad + filled - accepted)
    if not isinstance(sheet, Settings):
        return SheetPart(drafted.title, cells=cells)
    stated = bool(accepted)
    declined = {key: quoted(raw) for key, raw in record.raws.items() if key not in record.bad}
    entry = RegisterRow(0, "", record.values, accepted, declined=declined)
    line = Line((sheet.key,), 0, drafted.digest, drafted.filled, stated, accepted=accepted, bad=record.bad)
    return SheetPart(
        drafted.title,
        drafted.digest,
        drafted.filled,
        cells,
        columns=drafted.columns,
        entries=(entry,) if stated and not record.withdrawn else (),
        asked=sheet.needed,
        stated=stated,
        lines=(line._replace(withdrawn=record.withdrawn if stated else None),),
    )


def _count_table(
    table: Table,
    drafted: SheetDraft,
    lost: _Lost,
    ballots: Together | None,
    identity: Identity,
    printed: Plan,
) -> SheetPart:
    part, typed = _Part(), Typed.on(table)
    columns = [column for column in table.columns if column.is_input and column.key in drafted.columns]
    keys = frozenset(column.key for column in columns)
    marked = [column for column in columns if column.mark is not None]
    votes = _Votes.on(marked, drafted.columns)
    sound: list[Record] = []
    for record in drafted.records:
        is_lost = lost.sheet or record.row in lost.rows
        is_sound = bool(record.subject) and not is_lost
        before = part.accepted, part.written
        _count_cells(part, record, keys, out=is_lost or _is_nobodys(table, record))
        if is_sound or (ballots and record.subject and not lost.sheet):
            part.rows.setdefault(record.subject, record.row)
        if is_sound and not record.withdrawn:
            sound.append(record)
            if ballots is None and table.register is None:
                _count_row(part, table, record, votes, drafted.columns)
        if record.subject and _is_line(table, record, typed):
            accepted, written = part.accepted - before[0], part.written - before[1]
            loses = accepted if _loses(record, typed, drafted.columns) else 0
            line = _line(table, record, identity.stage, typed, is_sound=is_sound)
            part.lines.append(line.counted(accepted, written, loses))
    taken = {record.row for record in sound}
    for record in drafted.records if table.register is None else ():
        if record.row not in taken and not record.withdrawn:
            _note(part, lost_texts(table, record, drafted.columns, printed.member_of))
    if ballots:
        named = [record for record in drafted.records if record.subject and not lost.sheet]
        _count_ballots(part, named, taken, marked, ballots)
        part.attended = _who_voted(named)
    part.entries = _entries(table, sound, typed, identity.unit, printed)
    if table.key == MEETING:
        part.meetings = {record.subject: _meeting(record) for record in sound if typed.is_stated(record)}
    return _part_of(part, table, drafted, sound, typed, printed)


def _entries(
    table: Table, sound: list[Record], typed: Typed, unit: str, printed: Plan
) -> tuple[RegisterRow, ...]:
    """Return the entries of a register; none of any other sheet."""
    if table.register is None:
        return ()
    own = frozenset({unit, *(one.code for one in printed.rated_members(unit))})
    return tuple(entries_of(table, sound, typed, own))


def _part_of(
    part: _Part, table: Table, drafted: SheetDraft, sound: list[Record], typed: Typed, printed: Plan
) -> SheetPart:
    return SheetPart(
        drafted.title,
        drafted.digest,
        drafted.filled,
        Cells(part.accepted, part.empty, part.bad),
        part.written,
        part.marks,
        part.tallies,
        part.bases,
        part.attended,
        part.meetings,
        part.texts,
        frozenset(part.rejected),
        part.ballots,
        part.ballot_rows,
        part.rows,
        drafted.columns,
        part.entries,
        asked=table.needed and bool(drafted.records),
        likeness=part.likeness,
        stated=any(map(typed.is_stated, sound)) or any(line.withdrawn for line in part.lines),
        lines=tuple(part.lines),
        subject=table.subject if table.row_kind is RowKind.STAR else "",
        loose=tuple(loose_on(table, drafted.records, typed, printed)) if table.key in NAMELESS_ON else (),
        revoking=tuple(revoking_on(drafted.records, drafted.columns)) if table.key in DECISIONS_ON else (),
        declined=frozenset(part.declined),
        unread=part.unread,
        lost=frozenset(part.lost),
    )


def _is_line(table: Table, record: Record, typed: Typed) -> bool:
    """Tell whether a row is held against the same row in other versions; of a register only if anything is on it."""
    if table.row_kind is RowKind.BALLOT:
        return False
    return (
        record.withdrawn is not None
        or table.register is None
        or not typed.inputs.isdisjoint(record.values.keys() | record.bad)
        or not typed.deciding.isdisjoint(record.raws)
    )


def _line(table: Table, record: Record, stage: int, typed: Typed, *, is_sound: bool) -> Line:
    """Return what a row comes to; its cells are counted elsewhere."""
    needs = table.register.needs if table.register else ()
    number = str(record.values.get("number") or "")
    is_stated = typed.is_stated(record)
    words, is_withdrawn = _words_of(table, record, stage), record.withdrawn is not None
    told = _words_of(table, record, stage, unread=True) if record.raws else words
    known = told if is_withdrawn else words  # what withdraws a row never passes for one that says less
    return Line(
        (number,) if number else known,
        record.row,
        WITHDRAWN if is_withdrawn else record.digest,
        filled=is_withdrawn or is_stated or not record.bad.isdisjoint(typed.inputs),
        stated=is_sound and (is_withdrawn or is_stated),
        complete=all(key in record.values for key in needs)
        and (table.key not in DECISIONS_ON or verdict_on(record.values) is None),
        withdrawn=record.withdrawn if is_sound else None,
        by=record.revoked_by,
        verdict=_verdict_in(table, record),
        grounded=_is_grounded(table, record),
        bad=record.bad,
        words=words if number else () if told == known else told,
    )


def _verdict_in(table: Table, record: Record) -> str:
    """Return what came of the matter of a row that has grounds for it; empty where it does not say so, or withdraws it."""
    register = table.register
    if register is None or not register.grounds or record.withdrawn:
        return ""
    return str(record.values.get(register.settles[0]) or "")


def _is_grounded(table: Table, record: Record) -> bool:
    """Tell whether a row names the document by which a verdict came about; a word that says no names none."""
    document = str(record.values.get(DOCUMENT) or "")
    return (
        table.register is not None
        and DOCUMENT in table.register.grounds
        and bool(document and not verdict_of(document))
    )


def _loses(record: Record, typed: Typed, columns: Mapping[str, Address]) -> bool:
    """Tell whether anything is typed on a withdrawn row beside the words that withdraw it."""
    if record.withdrawn is None:
        return False
    words = Address(0, record.withdrawn.column)
    return any(record.values.get(key) == WITHDRAWN and columns[key] != words for key in typed.inputs)


def _words_of(table: Table, record: Record, stage: int, *, unread: bool = False) -> LineKey:
    """Return what tells a row without a number from the others in whichever version; with what is unread, or without."""
    if table.register is None and "number" not in table.by_key:
        return (record.subject,)
    apart = table.register.apart if table.register else ()
    raws = record.raws if unread else {}
    values = (record.values.get(key, raws.get(key)) for key in apart)
    texts = ("" if value in {None, WITHDRAWN} else squeeze(str(value)) for value in values)
    if "number" not in table.by_key:
        return (record.subject, *texts)
    return (UNNUMBERED, record.subject, *texts) if apart else (entry_number(stage, record.subject),)


def _count_cells(part: _Part, record: Record, keys: frozenset[str], *, out: bool) -> None:
    """Count the input cells of a row; where it is out, all that is filled in is rejected."""
    filled = keys.intersection(record.values)
    bad = keys & record.bad
    rejected = bad | filled if out else bad
    part.bad += len(rejected)
    part.accepted += len(filled - rejected)
    part.empty += len(keys) - len(filled | bad)


def _is_nobodys(table: Table, record: Record) -> bool:
    """Tell whether a row of a register is lost because the cell that says whose it is has an error."""
    return table.register is not None and not record.subject and table.register.about in record.bad


def _key(table_subject: str, record: Record, column: Column) -> Key:
    assert column.mark is not None
    star = column.mark.star or record.subject
    return table_subject or record.subject, star, column.mark.way


def _as_mark(value: Value) -> Mark:
    return value if isinstance(value, int) else str(value)


def _count_row(
    part: _Part, table: Table, record: Record, votes: _Votes, places: Mapping[str, Address]
) -> None:
    """Count one row of marks or tallies; a bad cell rejects the mark, or the whole tally of a star."""
    subject = table.subject or record.subject
    for column, star, way in votes.marks:
        key = subject, star or record.subject, way
        if column in record.bad:
            part.rejected.add(key)
        else:
            part.written += 1
            part.marks[key] = {_as_mark(record.values.get(column, BLANK)): 1}
    for (star, way), (grades, cells) in votes.tallies.items():
        key = subject, star or record.subject, way
        if not (record.bad.isdisjoint(grades) and record.bad.isdisjoint(ON_ALL_VOTES)):
            part.rejected.add(key)
            _reject_tally(part, record, grades)
            continue
        typed = {grade: _votes(record, column) for column, grade in grades.items()}
        part.tallies[key] = Tally(typed, cells)
    base, attended = record.values.get("base"), record.values.get("attended")
    if isinstance(base, int):
        part.bases[subject] = base
    if attended is not None:
        part.attended[subject] = attended == "yes"
    if not BESIDE.isdisjoint(places):
        _note(part, texts_of(table, record, places))
        part.declined |= {(subject, what) for what in declined_on(record, table)}


def _note(part: _Part, texts: Iterable[Written]) -> None:
    """Note texts, what a sound row says before what one in error does."""
    for one in texts:
        if one.cell is None:
            part.texts[one.subject, one.what] = one.text
        elif (one.subject, one.what) not in part.texts:
            part.texts[one.subject, one.what] = one.text
            part.unread[one.subject, one.what] = one.cell


def _reject_tally(part: _Part, record: Record, columns: Iterable[str]) -> None:
    """A tally is a sum: where one of its cells is bad, all of its cells count as rejected."""
    accepted = sum(column in record.values for column in columns)
    part.accepted -= accepted
    part.bad += accepted


def _votes(record: Record, column: str) -> int | None:
    value = record.values.get(column)
    return value if isinstance(value, int) else None


def _count_ballots(
    part: _Part,
    records: list[Record],
    sound: Container[int],
    marked: list[Column],
    together: Together,
) -> None:
    """Count ballots; one counts if it has a mark at all, and its unmarked stars are then blanks.

    Rows that an error takes out are on ballots all the same, but are no marks; `sound` are the Excel rows of the others.
    """
    voters, aside = together.voters, together.aside.uniform | together.aside.repeated
    keys = [column.key for column in marked]
    used = {
        record.values.get("ballot")
        for record in records
        if "ballot" in record.values and any(key in record.values or key in record.bad for key in keys)
    }
    for record in records:
        number = record.values.get("ballot")
        if number not in used or record.row not in sound:
            if number in used or any(key in record.values for key in keys):
                part.rejected |= {_key("", record, column) for column in marked}
                part.lost.add(record.subject)
            continue
        instead = OWN if record.subject in voters.get(number, ()) else ASIDE if number in aside else None
        for column in marked:
            key = _key("", record, column)
            if column.key in record.bad:
                part.rejected.add(key)
                continue
            mark = _as_mark(record.values.get(column.key, BLANK))
            counts = part.marks.setdefault(key, {})
            mark = instead if instead == ASIDE or (instead and mark != BLANK) else mark
            counts[mark] = counts.get(mark, 0) + 1
            part.written += 1
    first = {record.values.get("ballot"): record.row for record in reversed(records)}
    part.ballot_rows = tuple(sorted(first[number] for number in used))
    for way in {column.mark.meeting_key for column in marked if column.mark}:
        part.ballots[way] = len(used)
        if records and together.likeness.total:
            part.likeness[way] = together.likeness


def _who_voted(records: Iterable[Record]) -> dict[str, bool]:
    """Return who is said to have voted, on whichever ballot; a no is typed, a yes may stand there from the start."""
    voted: dict[str, bool] = {}
    for record in records:
        stated = record.values.get("attended")
        if stated is not None:
            voted[record.subject] = stated == "yes" and voted.get(record.subject, True)
    return voted


def _meeting(record: Record) -> Meeting:
    values = record.values
    day, abstained = values.get("date"), values.get("abstained")

    def number(key: str) -> int | None:
        value = values.get(key)
        return value if isinstance(value, int) else None

    due, present, issued, returned, valid = map(number, _PEOPLE_AND_BALLOTS)
    return Meeting(
        day if isinstance(day, date) else None,
        due,
        present,
        issued,
        returned,
        valid,
        None if abstained is None else abstained == "yes",
    )
