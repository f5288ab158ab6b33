"""Several versions of one form: what counts of each sheet, and what became of the rest."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.cell import Value
from xlcampaign.model.identity import FormSheet, Slot, collected_in
from xlcampaign.model.registers import Revoked
from xlcampaign.model.submission import LineKey, SheetPart, Submission


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell in which two versions of a sheet differ.

    Attributes:
        cell: its address in the newer version, or in the older where only that has it; None where neither tells it.
        column: the column's key.
        old: the value there, None where it is empty.
        new: the same in the newer version.
        was_bad: whether the older version's cell has an error; its value is as it was typed then, None where that is not known.
        is_bad: whether the newer version's has.
    """

    cell: Address | None
    column: str
    old: Value
    new: Value
    was_bad: bool = False
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """Where two versions of a sheet differ: the first cells and how many there are; of ballots, only their numbers."""

    cells: tuple[Difference, ...]
    number: int
    ballots: tuple[int, int] | None = None


NONE_DIFFER = Differences((), 0)


class Why(StrEnum):
    """Why rows of one file count, or do not, beside those of another that counts.

    OLDER: the other is newer. REPLACED: it is newer, and says something else altogether under the same number. LATER:
    the other bears the higher submission number, though this one came later. UNTOUCHED: they are as they were issued,
    and the other changed them, though this one is not older. PUT_BACK: the other is newer, and is as it was issued
    where they were changed. PUT_RIGHT: it is newer, and takes their decision about somebody else. UNACCEPTED: nothing
    on them was accepted, and nothing accepted replaces nothing. INCOMPLETE: a decision that lacks something never
    replaces one that lacks nothing. BLANK: they were left blank, so the other's still count. GONE: the same, though
    they were filled in when the form was issued. REWORDED: an entry without a number was not found again word for word,
    so the other's still counts. EMPTIED: some of their cells are blank now, and that counts. FILLED: some of their
    cells are blank now, and what the other said there still holds. WITHDRAWN: they withdraw what the other said.
    RESTATED: they say once more what the other withdrew. NOTHING: they withdraw what nobody said, or nobody can tell
    what. LOST: the same, and what else is typed on them is lost.
    """

    OLDER = "older"
    LATER = "later"
    UNTOUCHED = "untouched"
    PUT_BACK = "put back"
    PUT_RIGHT = "put right"
    REPLACED = "replaced"
    UNACCEPTED = "unaccepted"
    INCOMPLETE = "incomplete"
    BLANK = "blank"
    GONE = "gone"
    REWORDED = "reworded"
    EMPTIED = "emptied"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    RESTATED = "restated"
    NOTHING = "nothing"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of some rows of a file's sheet beside those of another file.

    Attributes:
        slot: the form.
        key: the sheet's key.
        place: the file whose rows they are; of BLANK, GONE and REWORDED the one that does not have them: of BLANK
            decisions, the cells in which they do not stand. Of NOTHING and LOST, those that say that something is withdrawn.
        counts: the file whose rows count beside them; of WITHDRAWN the one whose rows no longer do; none of NOTHING
            and LOST.
        why: the reason.
        rows: the rows, by what tells them from the others.
        differences: where the two files differ there.
        lost: of LOST, how many accepted cells do not count.
        by: of WITHDRAWN, the documents that revoke decisions.
        kept: of BLANK decisions, the cells in which they stand and still hold.
        revoked: of WITHDRAWN, the decisions with documents that are taken back.
    """

    slot: Slot
    key: str
    place: Place
    counts: str
    why: Why
    rows: tuple[LineKey, ...] = ()
    differences: Differences = NONE_DIFFER
    lost: int = 0
    by: tuple[str, ...] = ()
    kept: Place | None = None
    revoked: tuple[Revoked, ...] = ()

    @property
    def file(self) -> str:
        """The file that the place is in."""
        return self.place.file


@dataclass(frozen=True, slots=True)
class Side:
    """One of several files of which nobody can tell which is newest.

    Attributes:
        place: the file, the sheet in it and the first cells of the rows; no cells where it is all of the sheet.
        accepted: how many accepted cells that takes out.
        differences: where it differs from another of the files.
    """

    place: Place
    accepted: int
    differences: Differences = NONE_DIFFER


@dataclass(frozen=True, slots=True)
class Tied:
    """Rows of a sheet of which nobody can tell which is newest: by what tells them from the others, in each file.

    `paper_too` are ballots that came both on the form and as the export of a form tool, whichever is newer.
    """

    slot: Slot
    key: str
    rows: tuple[LineKey, ...]
    sides: tuple[Side, ...]
    paper_too: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """The files' names."""
        return tuple(side.place.file for side in self.sides)


@dataclass(frozen=True, slots=True)
class Source:
    """What counts of a sheet, and the submission that says it."""

    submission: Submission
    part: SheetPart

    @property
    def file(self) -> str:
        """The submission's file."""
        return self.submission.file


@dataclass(frozen=True, slots=True)
class Standing:
    """What was proposed and never withdrawn, though the row that counts now does not mention it.

    Attributes:
        slot: the form.
        subject: about whom.
        what: what, by the key of its column.
        text: as it was written.
        reason: why it was proposed.
        place: where.
        silent: the file that does not mention it; none where nobody can tell which of two files counts.
    """

    slot: Slot
    subject: str
    what: str
    text: str
    reason: str
    place: Place
    silent: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Where what was found in a file is answered by a later version of the same form, as far as its rows do not count.

    Attributes:
        files: those that came again on a form that stems from them, or as a newer copy of the same one.
        rows: of all files, by tab, the rows beside which a newer version counts, or a copy in which what they leave as
            it was issued is changed; 0 among them where that holds of the whole sheet.
    """

    files: frozenset[str]
    rows: Mapping[tuple[str, str], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Selection:
    """What counts of each sheet of each form, and what was set aside.

    Attributes:
        chosen: by sheet, what counts, from the oldest submission to the newest; no row comes from two.
        rulings: what became of rows that several versions have.
        tied: the rows of which none counts.
        copies: files with equal contents, the one that is kept first.
        blank: rows in which nothing was typed, while another version's count: the file, the tab, the Excel row.
        withdrawn: by form, the meeting keys of the ways whose votes were withdrawn, with the submissions that do so.
        later: of decisions, the rows that come after one that counts and do not overturn it, and those that are tied.
        loose: of decisions, the rows that are told apart from no others, unless a newer version speaks of the same.
        standing: what was proposed and still stands.
        void: by form, the meeting keys of the ways of which it counts that their votes are void.
    """

    chosen: Mapping[FormSheet, tuple[Source, ...]]
    rulings: tuple[Ruling, ...] = ()
    tied: tuple[Tied, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
    blank: frozenset[tuple[str, str, int]] = frozenset()
    withdrawn: Mapping[Slot, Mapping[str, tuple[Submission, ...]]] = field(default_factory=dict)
    later: Mapping[FormSheet, tuple[Source, ...]] = field(default_factory=dict)
    loose: Mapping[FormSheet, tuple[Source, ...]] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()
    void: Mapping[Slot, frozenset[str]] = field(default_factory=dict)

    def collected(self) -> Mapping[FormSheet, frozenset[str]]:
        """Return, by forms' sheets of tallies, the ways of which a form tool collected votes."""
        ways: dict[FormSheet, set[str]] = defaultdict(set)
        for (slot, key), sources in self.chosen.items():
            own, way = collected_in(key)
            if way and any(source.part.stated for source in sources):
                ways[FormSheet(slot, own)].add(way)
        return {sheet: frozenset(own) for sheet, own in ways.items()}
