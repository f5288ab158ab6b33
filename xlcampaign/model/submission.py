"""What was sent back: drafts while a form is read, submissions once marks have become counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.model.cell import Raw, Value
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import WayKey
from xlcampaign.model.roster import EMPTY_ROSTER, Roster
from xlcampaign.model.scale import AS_BEFORE, Counting

Mark = int | str
"""What a rater gave: points in hundredths on a scale of points, else a grade's key; BLANK for nothing."""

BLANK = ""
WITHDRAWN = "withdrawn"
"""The value of every cell that was typed on a row which says that it is withdrawn."""

OWN = "own"
"""The mark of a vote for oneself: accepted as input, never counted."""

ASIDE = "aside"
"""The mark of a ballot that the plan does not count: accepted as input, never counted."""

Counts = Mapping[Mark, int]
"""How many raters gave each mark; exact, and added up in any order."""

Key = tuple[str, str, WayKey]
"""Subject's code, star's key, way: what a count is about."""


class Whom(NamedTuple):
    """The code and the name by which a row says whom it is about, as they are written."""

    code: str = ""
    name: str = ""


NOBODY = Whom()


@dataclass(frozen=True, slots=True)
class Record:
    """One row as read: its Excel row, the accepted values by column key, the rejected columns, its subject.

    `subject` is the code of the subject, the key of the star, or the key of the way that the row is about;
    empty where it could not be told. `whom` is what the row itself says, be it anybody or not; `raws` is what stands
    in the rejected columns, in those that decline to propose anything, and in those of a row that is withdrawn.
    `digest` is equal for rows that state the same, and empty for an entry that states nothing.
    A row that is `withdrawn` says so in words, in that cell, whatever else stands in it; `revoked_by` is the document
    that revokes a decision there.
    """

    row: int
    values: Mapping[str, Value]
    bad: frozenset[str] = frozenset()
    subject: str = ""
    whom: Whom = NOBODY
    digest: str = ""
    withdrawn: Address | None = None
    raws: Mapping[str, Raw] = field(default_factory=dict)
    revoked_by: str = ""


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet as read: the declared key, the tab's name, where each column or field is, the rows with any content.

    `digest` is equal for equal contents; `filled` tells whether anything was typed beyond what was pre-filled;
    `header` is the row of a table's headers, 0 on a sheet of fields.
    """

    key: str
    title: str
    columns: Mapping[str, Address]
    records: tuple[Record, ...]
    digest: str = ""
    filled: bool = False
    header: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A workbook as read, before anything is counted.

    Attributes:
        file: its name.
        identity: which form it is.
        version: the submission number stated on it, 1 where none is; None where that cannot be read.
        sheets: by key.
        saved: the instant that the time inside the document states; None where it states none.
    """

    file: str
    identity: Identity
    version: int | None
    sheets: Mapping[str, SheetDraft]
    saved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """The first account: input cells = accepted + empty + rejected."""

    accepted: int = 0
    empty: int = 0
    rejected: int = 0

    def __add__(self, other: "Cells") -> "Cells":
        return Cells(self.accepted + other.accepted, self.empty + other.empty, self.rejected + other.rejected)

    @property
    def total(self) -> int:
        """All input cells."""
        return self.accepted + self.empty + self.rejected


@dataclass(frozen=True, slots=True)
class Marks:
    """The second account: marks = counted + not counted + blank."""

    counted: int = 0
    uncounted: int = 0
    blank: int = 0

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(self.counted + other.counted, self.uncounted + other.uncounted, self.blank + other.blank)

    @property
    def total(self) -> int:
        """All marks that accepted cells stand for."""
        return self.counted + self.uncounted + self.blank


class Tally(NamedTuple):
    """The votes typed for a subject, star and way: by grade, None where the cell is blank; the cells' columns."""

    votes: Mapping[str, int | None]
    columns: tuple[Address, ...]

    @property
    def total(self) -> int:
        """All the votes that were typed."""
        return sum(votes or 0 for votes in self.votes.values())


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a way was held: people due and present, ballots issued, returned and valid, and if anybody abstained."""

    date: date | None
    due: int | None
    present: int | None
    issued: int | None
    returned: int | None
    valid: int | None
    abstained: bool | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the ballots of a way are, without any of them.

    Attributes:
        total: the ballots with a mark.
        identical: the size of the largest group of identical ones; 0 where no two are.
        uniform: how many ballots give one and the same mark throughout (at least twice), by that mark.
        complete: how many rate everybody, where voters are among those rated.
    """

    total: int
    identical: int
    uniform: Mapping[Mark, int]
    complete: int = 0


LineKey = tuple[str, ...]
"""What tells a row from the others of its sheet, in whichever version: a subject's code, a star's or a way's key, or
what the entries of a register are told apart by."""

UNNUMBERED = ""
"""What the key of an entry begins with that could have a number and has none."""

WHOLE: LineKey = ()
"""The key of a sheet that is replaced as a whole."""


class Line(NamedTuple):
    """What one row of a sheet comes to, to be held against the same row in other versions.

    Attributes:
        key: what tells it from the other rows.
        row: its Excel row.
        digest: equal for rows that state the same.
        filled: whether anything was typed on it.
        stated: whether anything that was typed was accepted.
        complete: whether it has all that a decision needs to take effect.
        withdrawn: the cell that says in words that what was said before no longer holds; None where none does.
        words: what it would be known by without its number, or if what is unread were read; empty where that is its key.
        accepted: how many of its input cells are accepted.
        written: how many of its cells are marks that are to be found again among the counts.
        lost: how many of its accepted cells a withdrawal loses where nothing was said before; none where nothing is
            typed beside the words.
        by: the document by which a withdrawn decision is revoked.
        verdict: what came of the matter, by the key of its choice; empty where it does not say so.
        grounded: whether it names the document by which that came of it.
        bad: the columns of its cells that could not be read.
    """

    key: LineKey
    row: int
    digest: str
    filled: bool
    stated: bool
    complete: bool = True
    withdrawn: Address | None = None
    words: LineKey = ()
    accepted: int = 0
    written: int = 0
    lost: int = 0
    by: str = ""
    verdict: str = ""
    grounded: bool = False
    bad: frozenset[str] = frozenset()

    def counted(self, accepted: int, written: int, lost: int) -> "Line":
        """Return the line with how many of its cells are accepted, are marks, and are lost by a withdrawal."""
        return Line(*self[:8], accepted, written, lost, *self[11:])


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What one sheet of one file says, without any ballot's identity.

    Attributes:
        title: the tab's name in the file.
        digest: changes when anything typed changes; equal for equal contents.
        filled: whether anything was typed at all.
        stated: whether anything that was typed was accepted.
        cells: the account of input cells.
        written: cells of marks, accepted or left blank, that are to be found again among the counts.
        marks: counts of marks and ballots.
        tallies: typed votes; the grade that follows from the base is not derived here.
        bases: a subject's own number of valid ballots where stated, by subject.
        attended: whether a subject voted itself, by subject.
        meetings: by the way's meeting key; a way whose row was rejected is missing here.
        texts: what was written beside marks, by subject and column (on a sheet of stars, column.star).
        unread: those of the texts that propose something and could not be read, or whose row an error takes out; they
            stand there as typed. Each with its cell.
        declined: what rows expressly do not propose, by subject and column.
        rejected: what was taken out of the count by an error in a cell or row.
        ballots: how many ballots with a mark were entered, by meeting key.
        ballot_rows: the first row of each of those, from the top.
        rows: the Excel row of each subject (or star, for a branch's own sheets).
        columns: where each column is, on a sheet of fields each value's cell, by column key.
        entries: the rows of a register, as they were written.
        loose: of decisions, rows that are told apart from no others: about whom nobody can tell, or that only propose.
        revoking: of decisions, the rows that withdraw one.
        asked: whether something must be filled in here.
        likeness: how alike the ballots are, by meeting key.
        lines: the rows that are told apart between versions; none on a sheet that is replaced as a whole.
        subject: the code of the one subject that all rows are about, each about a star; empty on any other sheet.
        lost: the subjects with rows on ballots that do not count: the own one may be among these.
    """

    title: str
    digest: str = ""
    filled: bool = False
    cells: Cells = Cells()
    written: int = 0
    marks: Mapping[Key, Counts] = field(default_factory=dict)
    tallies: Mapping[Key, Tally] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)
    attended: Mapping[str, bool] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rejected: frozenset[Key] = frozenset()
    ballots: Mapping[str, int] = field(default_factory=dict)
    ballot_rows: tuple[int, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, Address] = field(default_factory=dict)
    entries: tuple[RegisterRow, ...] = ()
    asked: bool = False
    likeness: Mapping[str, Likeness] = field(default_factory=dict)
    stated: bool = False
    lines: tuple[Line, ...] = ()
    subject: str = ""
    loose: tuple[RegisterRow, ...] = ()
    revoking: tuple[RegisterRow, ...] = ()
    declined: frozenset[tuple[str, str]] = frozenset()
    unread: Mapping[tuple[str, str], Address] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    def line_of(self, key: Key) -> str:
        """Return by what `rows` knows the row that a count is about."""
        return key[1] if self.subject else key[0]


def is_blank(parts: Iterable[SheetPart]) -> bool:
    """Tell whether nothing was typed on the sheets of a form although something is asked for."""
    listed = list(parts)
    return any(part.asked for part in listed) and not any(part.filled for part in listed)


BEIJING = timezone(timedelta(hours=8))
"""Where deadlines are meant: campaigns of this kind have no other time."""


def local_day(instant: datetime) -> date:
    """Return the day that an instant falls on where deadlines are meant."""
    return instant.astimezone(BEIJING).date()


def is_late(sent: datetime, deadline: date) -> bool:
    """Tell whether something was sent after a day."""
    return local_day(sent) > deadline


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that is a form of this campaign, counted.

    Attributes:
        file: its name.
        sha256: of its bytes.
        identity: which form it is.
        version: the submission number stated on it, 1 where none is; None where that cannot be read.
        parts: what its sheets say, by key.
        mailed: when the mail that it came by was sent; None where it came by none, or it does not say.
        saved: the instant that the time inside the document states; None where it states none.
        stems_from: what tells all earlier submissions of this form that were known when it was issued.
        counting: the rules of counting that were printed on it.
        issued_as: the submission number that it came with, where it stems from others; 0 where it does not say.
        rules: of a form of an earlier stage the rules that it was issued with, packed; empty where it carries none.
        gone: those of whom it speaks and whom the plan has no more.
        online: whether it is the export of a form tool, and no form: ballots alone, beside what the form states.
    """

    file: str
    sha256: str
    identity: Identity
    version: int | None
    parts: Mapping[str, SheetPart]
    mailed: datetime | None = None
    saved: datetime | None = None
    stems_from: frozenset[str] = frozenset()
    counting: Counting = AS_BEFORE
    issued_as: int = 0
    rules: str = ""
    gone: Roster = EMPTY_ROSTER
    online: bool = False

    @property
    def origins(self) -> frozenset[str]:
        """What tells it from others: the hash of its bytes, and one of what it states, which saving again leaves."""
        stated = repr((self.version, sorted((key, part.digest) for key, part in self.parts.items())))
        return frozenset({self.sha256, sha256(stated.encode()).hexdigest()})

    @property
    def offers_above(self) -> bool:
        """Tell whether cells that say what the row above says may be blank: on forms that state how votes count."""
        return self.counting != AS_BEFORE

    def is_from(self, other: "Submission") -> bool:
        """Tell whether its form was issued again, filled in with another submission among others."""
        return bool(self.stems_from) and not self.stems_from.isdisjoint(other.origins)

    def is_beside(self, other: "Submission") -> bool:
        """Tell whether both are copies of what was filled in with the same submission, and neither with the other."""
        common = self.stems_from & other.stems_from
        return bool(common) and not self.is_from(other) and not other.is_from(self)

    @property
    def sent(self) -> datetime | None:
        """When it was sent: the mail's date; for a file that came by none, when it was last saved."""
        return self.mailed or self.saved
