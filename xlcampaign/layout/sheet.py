"""Table, Settings, Canvas and Book: what a sheet is, said once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from xlcampaign.address import letter
from xlcampaign.layout.kinds import Kind, OneOf, Shown
from xlcampaign.layout.negations import Negation
from xlcampaign.model.cell import Raw, Value
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import Plan, SubjectKind, WayKey, meeting_key
from xlcampaign.words import Lang, T


@dataclass(frozen=True, slots=True)
class MarkAt:
    """What a cell says about whom: a mark (grade empty) or how many gave `grade`; an empty star is the row's."""

    kind: SubjectKind
    way: WayKey
    star: str = ""
    grade: str = ""

    @property
    def meeting_key(self) -> str:
        """The key of the way's row on the meeting sheet."""
        return meeting_key(self.kind, self.way)

    @property
    def ungraded(self) -> "MarkAt":
        """What this and the other grades beside it are about."""
        return MarkAt(self.kind, self.way, self.star)


@dataclass(frozen=True, slots=True)
class Unfit:
    """Choices of a column that do not go with whom the row is about: one of some, or of all others."""

    who: OneOf
    what: OneOf
    others: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a line of a settings sheet.

    Attributes:
        key: the name of the value in records.
        title: the header; read in either language.
        kind: how values are parsed, shown and enforced.
        required: whether an empty cell is missed.
        locked: pre-filled by the program and not typed.
        given: pre-filled by the program and corrected where it does not hold; alone it makes no entry.
        computed: a live formula for the reader's eye; never read.
        width: in characters of the default font; Chinese characters count two.
        hint: what to type, shown as a prompt and in the documents.
        example: a value that fits; a text in both languages where it is shown to people.
        aliases: other headers that mean this column.
        mark: for a cell of marks or of tallied votes, what it states.
        rest: for tallied votes, what the other valid ballots are, where they are all one thing.
        when: another column of the row and the value of it that makes this one required.
        default: what is filled in beforehand on every row that the program makes, where the rows do not tell.
        answers: the negations that are an answer here; any other leaves the cell empty.
        absent: what a workbook means that is older than the column and lacks it; none is told that it does.
        unfit: choices that do not go with whom the row is about.
        as_above: whether a blank cell says what the row above says, so that the first row alone must be filled.
    """

    key: str
    title: T
    kind: Kind
    required: bool = False
    locked: bool = False
    given: bool = False
    computed: bool = False
    width: int = 12
    hint: T | None = None
    example: Value | T = None
    aliases: tuple[str, ...] = ()
    mark: MarkAt | None = None
    rest: T | None = None
    when: tuple[str, str] | None = None
    default: Value = None
    answers: tuple[Negation, ...] = ()
    absent: Value = None
    as_above: bool = False
    unfit: tuple[Unfit, ...] = ()

    def __hash__(self) -> int:
        """Columns are remembered by their names and first choice; whether two with the same are equal is looked at then."""
        first = self.kind.choices[:1] if isinstance(self.kind, OneOf) else ()
        return hash((self.key, self.title.zh, *(choice.key for choice in first)))

    @property
    def is_input(self) -> bool:
        """Tell whether people type into this column."""
        return not (self.locked or self.computed)

    @property
    def is_asked(self) -> bool:
        """Tell whether people must type into this column."""
        return self.is_input and self.required

    def example_in(self, lang: Lang) -> Shown:
        """Return the example as it is written into a workbook; an empty text where there is none."""
        if self.example is None or isinstance(self.example, T):
            return self.example.say(lang) if self.example else ""
        return self.kind.show(self.example, lang)


class RowKind(StrEnum):
    """What a row of a table is, and so how it is recognised."""

    SUBJECT = "subject"
    STAR = "star"
    BALLOT = "ballot"
    WAY = "way"
    RECORD = "record"


class Prefilled(StrEnum):
    """What the rows are that a register comes with, and so who knows them and what becomes of one left empty.

    ROSTER: a row for everybody, by the plan; one left empty is missed.
    ROOM: room for as many entries as the plan wants; one left empty is no entry.
    DUE: what earlier forms said and must be answered, known to the sender alone; one left empty is missed.
    OFFER: what earlier forms said and may be decided, known to the sender alone; one left empty is left out.
    OWED: who is owed something, by what earlier forms said; one left empty is missed once all forms are there.
    """

    ROSTER = "roster"
    ROOM = "room"
    DUE = "due"
    OFFER = "offer"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class Register:
    """What makes a table a register, whose rows are kept as they were written, as entries.

    Attributes:
        rows: what the rows are that it comes with.
        about: the column that says what a row is about; where there is none, the table's subject, or the row's.
        apart: the columns that, with what it is about, tell an entry without a number from the others.
        needs: the columns without which a decision has no effect.
        essential: the column without which a row is no entry, whatever else is filled in.
        settles: the columns that say what came of a matter: a word for “not yet” says more there than a blank.
        grounds: the columns that go with what came of a matter, which the first that settles it says: none of them ever
            goes with another outcome.
        waits: the column that says why something is to be decided: where it does, a row waits for a decision.
    """

    rows: Prefilled
    about: str = ""
    apart: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    essential: str = ""
    settles: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    waits: str = ""

    @property
    def is_answered(self) -> bool:
        """Tell whether every row that it comes with must be filled in."""
        return self.rows in {Prefilled.ROSTER, Prefilled.DUE}


_BELOW = 30
"""How many rows below a register its live status speaks of: they are read like its own."""
_BESIDE = {"attended", "base"}
"""Columns that say how votes are counted, and nothing without them."""


@dataclass(frozen=True)
class Table:
    """A sheet with a row per thing.

    Attributes:
        key: stable name of the sheet.
        title: the tab's name.
        columns: in order, from column A.
        rows: what is pre-filled, by column key; one mapping a row.
        row_kind: how rows are recognised when read.
        subject: the code of the one subject that all rows are about (RowKind.STAR, ballots of a branch).
        spare: empty rows offered below the pre-filled ones.
        note: what to do here, shown under the title.
        needed: whether the sheet must be there and filled.
        newer: whether forms are about that are older than the sheet: none is told that it lacks it, nor asks otherwise.
        register: what makes it a register; None for any other table.
        example: whether a row above the header shows by example what to fill in, in place of the note; nothing above a
            header is read.
    """

    key: str
    title: T
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Value], ...] = ()
    row_kind: RowKind = RowKind.RECORD
    subject: str = ""
    spare: int = 0
    note: T | None = None
    needed: bool = True
    newer: bool = False
    register: Register | None = None
    example: bool = False

    header_row = 4

    @property
    def first_row(self) -> int:
        """The first row of data, 1-based."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last row offered for data, 1-based."""
        return self.header_row + len(self.rows) + self.spare

    @property
    def reach(self) -> int:
        """The last row of which a live status speaks as of the table's own, 1-based."""
        return self.last_row + (_BELOW if self.register and self.row_kind is RowKind.RECORD else 0)

    @property
    def is_senders(self) -> bool:
        """Tell whether the pre-filled rows are known to the sender alone: no reader can tell that one is gone."""
        return self.register is not None and self.register.rows in {
            Prefilled.DUE,
            Prefilled.OFFER,
            Prefilled.OWED,
        }

    @property
    def decides(self) -> bool:
        """Tell whether its rows are decisions that take effect once they have what they need."""
        return self.register is not None and bool(self.register.needs)

    @property
    def can_withdraw(self) -> bool:
        """Tell whether a row may say that it withdraws what was said before: on forms, but for single ballots."""
        return self.row_kind is not RowKind.BALLOT and bool(
            self.register or self.row_kind is not RowKind.RECORD
        )

    @property
    def prepared(self) -> int:
        """How many rows everybody is asked to fill in; the others only where there is something to say."""
        offers = self.register is not None and self.register.rows is Prefilled.OFFER
        return 0 if offers else len(self.rows)

    @cached_property
    def values_given(self) -> Mapping[str, frozenset[Value]]:
        """Return by column key the values with which rows come: with one of them, a cell says nothing of its own."""
        keys = {key for row in self.rows for key in row}
        return {key: frozenset(row[key] for row in self.rows if key in row) for key in keys}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the columns, from 1, by their keys."""
        return {column.key: number for number, column in reversed(list(enumerate(self.columns, 1)))}

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """The columns by their keys."""
        return {column.key: column for column in self.columns}

    @cached_property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns that nobody fills in beforehand: with any of them filled, a row is an entry."""
        return tuple(column for column in self.columns if column.is_input and not column.given)

    @cached_property
    def own_keys(self) -> frozenset[str]:
        """The keys of the columns that nobody fills in beforehand."""
        return frozenset(column.key for column in self.own_columns)

    @cached_property
    def typed_columns(self) -> tuple[Column, ...]:
        """The columns with which a row is filled in; what only says how its votes are counted is none of them."""
        if self.register:
            return self.own_columns
        marked = any(column.mark for column in self.columns)
        return tuple(c for c in self.own_columns if not (marked and c.key in _BESIDE))

    def asks(self, index: int, column: Column) -> bool:
        """Tell whether a cell must be filled, by its 0-based row."""
        return column.is_asked and not (column.as_above and index > 0)

    def leaves_open(self, index: int, column: Column) -> bool:
        """Tell whether a cell must be filled and comes blank, by its 0-based row."""
        comes = self.rows[index] if index < len(self.rows) else {}
        return self.asks(index, column) and comes.get(column.key) is None

    @property
    def has_voters(self) -> bool:
        """Tell whether the subjects themselves vote, each leaving the own row of a ballot blank."""
        return any(column.key == "voter" for column in self.columns)

    def letter_of(self, key: str) -> str:
        """Return the letter of a column by its key; ValueError if there is none."""
        return letter([column.key for column in self.columns].index(key) + 1)

    def column_of(self, key: str) -> Column:
        """Return a column by its key; ValueError if there is none."""
        return self.columns[[column.key for column in self.columns].index(key)]


@dataclass(frozen=True, slots=True)
class Settings:
    """A sheet with a named value per row: title, value, hint."""

    key: str
    title: T
    fields: tuple[Column, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    note: T | None = None
    needed: bool = True

    header_row = 4

    @property
    def first_row(self) -> int:
        """The first row with a value, 1-based."""
        return self.header_row + 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a canvas, with its row and its look."""

    row: int
    text: T
    look: str = "text"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A sheet placed by hand: lines of text, a few fields (label in A, value in B), a live status of the book."""

    key: str
    title: T
    lines: tuple[Line, ...]
    fields: tuple[tuple[int, Column], ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    status_row: int = 0
    needed: bool = True


Sheet = Table | Settings | Canvas


def fields_of(sheet: Sheet) -> tuple[tuple[int, Column], ...]:
    """Return the fields of a settings sheet or a canvas with their rows; none of a table."""
    if isinstance(sheet, Table):
        return ()
    return tuple(enumerate(sheet.fields, sheet.first_row)) if isinstance(sheet, Settings) else sheet.fields


def asked_cells(sheet: Sheet) -> int:
    """Return how many cells of a sheet people must fill in: required, and not filled in beforehand."""
    if isinstance(sheet, Table):
        return sum(sheet.leaves_open(n, column) for n in range(sheet.prepared) for column in sheet.columns)
    return sum(column.is_asked and sheet.values.get(column.key) is None for _, column in fields_of(sheet))


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets in order and, for a form, who it is for and the plan that it needs.

    Attributes:
        key: stable name of what it is.
        title: what it is called.
        sheets: in order.
        identity: whose form it is; None for what is no form.
        plan: the part of the plan that it carries.
        stems_from: the hashes of all earlier files of a form that is issued again.
        issued_as: the submission number that such a form comes with; 0 on any other.
        hidden: what a workbook that goes to somebody and is no form of a campaign says of itself, to programs.
    """

    key: str
    title: T
    sheets: tuple[Sheet, ...]
    identity: Identity | None = None
    plan: Plan | None = None
    stems_from: frozenset[str] = frozenset()
    issued_as: int = 0
    hidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """The sheets that are written: a table without any row is left out."""
        return tuple(s for s in self.sheets if not isinstance(s, Table) or s.last_row >= s.first_row)

    def sheet_of(self, key: str) -> Sheet:
        """Return a sheet by its key; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.key == key:
                return sheet
        raise KeyError(key)

    def table_of(self, key: str) -> Table:
        """Return a table by its key; KeyError if there is none."""
        sheet = self.sheet_of(key)
        if isinstance(sheet, Table):
            return sheet
        raise KeyError(key)


Answers = Mapping[tuple[str, int, str], Raw]
"""What a person types into a form, raw: by sheet key, 0-based row of the table (0 elsewhere) and column key."""
