"""The export of a form tool: which columns are questions, and its ballots as the rows of the form's own sheets.

Columns that are no question are never read below their headers: they say who answered, when and from where.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import online_rules as o
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.kinds import Kind
from xlcampaign.layout.mapped import answer_key, meaning, tidied, without_option
from xlcampaign.layout.marks import Grades
from xlcampaign.layout.online import (
    Question,
    holds_code,
    is_unanswered,
    question_in,
    stars_on,
    subjects_on,
)
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.text import plain, show_raw
from xlcampaign.model.cell import Raw, Value, is_blank
from xlcampaign.model.submission import Record, SheetDraft
from xlcampaign.reading.fields import digest_of, digest_of_all, read_value
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.reading.header import one_line
from xlcampaign.reading.marks import as_on_ballot
from xlcampaign.words import listing_of

_LOOKED_AT = 20
"""Among how many rows the header is looked for."""
_NAMED = 6
_BINARY = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xd8", b"\x89PNG")
"""What workbooks, archives, documents and pictures begin with."""
_SAID_TWICE = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]")
"""An answer with its explanation in brackets, in one width."""
_AT_FIRST = 1 << 18
"""Within how many bytes of a text its headers stand."""


def may_be_export(data: bytes, *, mapped: bool) -> bool:
    """Tell, by a first look, whether a file is a text with codes of questions in it, in whichever encoding.

    Args:
        data: its bytes.
        mapped: whether questions are known by their headers too: then it may be any text.
    """
    if data.startswith(_BINARY):
        return False
    return mapped or holds_code(data[:_AT_FIRST].replace(b"\0", b"").decode("ascii", "replace"))


@dataclass(frozen=True, slots=True)
class Export:
    """An export of ballots, before anything is known of the form that they belong to.

    Attributes:
        grid: its sheet.
        header: the row of its headers.
        questions: by column, what is asked; None where the code is not whole, or of another campaign.
        others: by column, the headers that are no question.
        is_list: whether questions stand in rows below one another: the list of them, not what was answered.
    """

    grid: Grid
    header: int
    questions: Mapping[int, Question | None]
    others: Mapping[int, str]
    is_list: bool


def find_exports(workbook: RawBook, campaign: str, mapped: Mapping[str, Question]) -> list[Export]:
    """Return the sheets of a workbook that are exports of ballots: a row of theirs holds questions.

    Args:
        workbook: it.
        campaign: the campaign's code.
        mapped: what headers without a code ask, by the headers tidied.
    """
    found = (_export_on(grid, campaign, mapped) for grid in workbook.grids)
    return [export for export in found if export]


def _export_on(grid: Grid, campaign: str, mapped: Mapping[str, Question]) -> Export | None:
    def asks(raw: Raw) -> bool:
        return isinstance(raw, str) and (holds_code(raw) or bool(mapped and tidied(raw) in mapped))

    for number, cells in enumerate(grid.rows[:_LOOKED_AT], 1):
        texts = {column: raw for column, raw in enumerate(cells, 1) if isinstance(raw, str) and raw.strip()}
        asking = [column for column, text in texts.items() if asks(text)]
        if asking:
            below = (row[column - 1] for row in grid.rows[number:] for column in asking if column <= len(row))
            return Export(
                grid,
                number,
                {
                    column: question_in(text, campaign) if holds_code(text) else mapped[tidied(text)]
                    for column, text in texts.items()
                    if column in asking
                },
                {column: " ".join(text.split()) for column, text in texts.items() if column not in asking},
                any(map(asks, below)),
            )
    return None


def header_of(export: Export, column: int) -> str:
    """Return the header of a column in one line."""
    return " ".join(show_raw(export.grid.at(export.header, column)).split())


@dataclass(frozen=True, slots=True)
class Answers:
    """How answers of a way are read: its name, and what some mean by the plan's sheet (layout.mapped.answer_key)."""

    way: str
    renamed: Mapping[str, Value]


def read_ballots(
    export: Export, table: Table, asked: Mapping[int, Question], answers: Answers, file: str
) -> tuple[SheetDraft, list[Finding]]:
    """Return the ballots of one way as its sheet on the form would have them, and what was found in their cells.

    A person's star that was not asked about is rejected on every ballot: it is no blank, which might count.

    Args:
        export: it.
        table: the sheet of ballots on the form.
        asked: the columns of the way, each with its question on that sheet.
        answers: how its answers are read.
        file: the export's name.
    """
    reader = _Reader(export.grid, table, answers, file)
    columns: dict[str, Address] = {"ballot": Address(0, min(asked))}
    for column, question in sorted(asked.items()):
        columns.setdefault(question.star, Address(0, column))
        columns[f"{question.star}.{question.subject}"] = Address(0, column)
    stars = [star for star in stars_on(table) if star in columns]
    records: list[Record] = []
    digests: list[str] = []
    rows = [
        row for row in range(export.header + 1, len(export.grid.rows) + 1) if _is_ballot(export, row, asked)
    ]
    for row in rows:
        own = list(reader.read(row, asked, stars))
        records += own
        said = [
            (f"{one.subject}.{key}", value)
            for one in own
            for key, value in one.values.items()
            if key in stars
        ]
        digests.append(digest_of([*said, *reader.unread(row, asked)]))
    digest = digest_of_all(digests) if digests else ""
    draft = SheetDraft(
        table.key, export.grid.title, columns, tuple(records), digest, bool(rows), export.header
    )
    return draft, list(_together(reader.findings))


def _is_ballot(export: Export, row: int, asked: Iterable[int]) -> bool:
    raws = (export.grid.at(row, column) for column in asked)
    return any(not _is_left_out(raw) for raw in raws)


def _is_left_out(raw: Raw) -> bool:
    return is_blank(raw) or (isinstance(raw, str) and is_unanswered(raw))


class _Reader:
    """Reads the cells of one way's questions, ballot by ballot."""

    def __init__(self, grid: Grid, table: Table, answers: Answers, file: str) -> None:
        self.findings: list[Finding] = []
        self._grid = grid
        self._answers = answers
        self._place = Place(file, grid.title)
        self._columns = {star: column for star, (column, _) in stars_on(table).items()}
        self._subjects = list(subjects_on(table))
        self._bad: dict[int, set[int]] = defaultdict(set)

    def read(self, row: int, asked: Mapping[int, Question], stars: Sequence[str]) -> Iterator[Record]:
        """Yield what one ballot says of each person on the sheet."""
        cells = {(question.subject, question.star): column for column, question in asked.items()}
        for subject in self._subjects:
            values: dict[str, Value] = {"ballot": row}
            bad: set[str] = set()
            for star in stars:
                column = cells.get((subject, star))
                if column is None or not self._read_into(values, star, Address(row, column)):
                    bad.add(star)
            yield Record(row, values, frozenset(bad), subject)

    def unread(self, row: int, asked: Mapping[int, Question]) -> Iterator[tuple[str, str]]:
        """Yield what stands in the rejected cells of a ballot."""
        for column in sorted(self._bad.get(row, ())):
            key = f"{asked[column].subject}.{asked[column].star}"
            yield key, f"?{show_raw(self._grid.at(row, column))}"

    def _read_into(self, values: dict[str, Value], star: str, at: Address) -> bool:
        """Read a cell, if anything was answered; tell whether it holds no error."""
        raw = self._grid.at(*at)
        if _is_left_out(raw):
            return True
        value, finding = self._value_of(raw, self._columns[star], replace(self._place, cells=(at,)))
        if finding is not None:
            self.findings.append(self._said(raw, self._columns[star], finding))
        if finding is not None and self.findings[-1].is_error:
            self._bad[at.row].add(at.column)
            return False
        if value is not None:
            values[star] = value
        return True

    def _value_of(self, raw: Raw, column: Column, place: Place) -> tuple[Value, Finding | None]:
        """Return an answer; the number of an option is none, since nobody can tell in which order they stood."""
        said = self._answers.renamed.get(answer_key(show_raw(raw)))
        if said is not None:
            return said, None
        bare = _as_answer(raw, column.kind) if isinstance(raw, str) else raw
        if isinstance(column.kind, Grades) and plain(show_raw(bare)).strip().isdigit():
            facts = {"column": one_line(column.title), "expects": column.kind.expects()}
            return None, c.MISFIT.at(place, **facts, found=show_raw(raw))
        return read_value(bare, column, place, self._grid.epoch, gaps=True)

    def _said(self, raw: Raw, column: Column, finding: Finding) -> Finding:
        """Return a finding on an answer without what it says; where that is no mark, how the plan can say what it means."""
        told = as_on_ballot(raw, column, finding)
        if told.rule is not c.MISFIT:
            return told
        example = column.kind.choices[0].label if isinstance(column.kind, Grades) else o.A_NUMBER
        facts = {"column": one_line(column.title), "expects": column.kind.expects(), "example": example}
        return o.NO_MARK.at(finding.place, **facts, way=self._answers.way)


def _as_answer(raw: str, kind: Kind) -> str:
    """Return the answer that a text certainly is: itself, without its option, or one that brackets only say again."""
    bare = without_option(raw)
    said = _SAID_TWICE.fullmatch(plain(bare))
    again = said is not None and meaning(kind, said[1]) == meaning(kind, said[2])
    candidates = (raw, bare, *((said[1],) if said and again else ()))
    return next((text for text in candidates if meaning(kind, text) is not None), bare)


def _together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those that say the same of a star as one: an export has thousands of cells."""
    alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.rule.code, repr(sorted(finding.facts.items()))].append(finding)
    for first, *others in alike.values():
        cells = tuple(sorted(cell for one in (first, *others) for cell in one.place.cells))
        yield replace(first, place=replace(first.place, cells=cells))


def check_sheet(export: Export, file: str) -> Iterator[Finding]:
    """Yield what is to be said of an export's sheet beside its cells: what was not read for certain, what is hidden."""
    place, grid = Place(file, export.grid.title), export.grid
    if grid.lost:
        yield s.LOST.at(place, count=len(grid.lost), cells=listing_of(grid.lost[:_NAMED]))
    rows = [
        row
        for row in sorted(grid.hidden_rows)
        if row > export.header and _is_ballot(export, row, export.questions)
    ]
    if rows:
        yield s.HIDDEN_CELLS.at(place, found=listing_of(map(str, rows), _NAMED))
