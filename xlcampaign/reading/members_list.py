"""An office's own list of members: where its header is, which column is what, and what each row says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from xlcampaign.address import Address, Area, letter
from xlcampaign.findings.catalogue import editing_rules as e
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.kinds import LONGEST_CODE, Code, Words
from xlcampaign.layout.members_list import (
    COLUMNS,
    ESSENTIAL,
    KINDS,
    TITLES,
    choice_of,
    is_private,
    is_total,
    key_of,
    rank_of,
)
from xlcampaign.layout.text import clean, quoted, says_remark, show_raw, squeeze
from xlcampaign.model.cell import Broken, Raw, is_blank
from xlcampaign.model.listed import ListedColumn, ListedMember, ListedSheet, MembersList
from xlcampaign.model.roster import Category, Participation, Post
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.words import T, listing_of, same

SEARCHED_ROWS = 20
_LONGEST_NAME = {"name": 20, "branch": 30, "reason": 60}
_MAY_BE_BLANK = {"code", "post", "participation", "reason"}
_FEWEST = 2
"""How many headers that are known make a header of a row."""
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}|1[3-9]\d{9}")
"""What the number of an identity card, or a telephone, looks like: it is never taken, nor shown, whatever its column is called."""


class _Header(NamedTuple):
    """The first and last row of a header, and the text of each column."""

    first: int
    last: int
    texts: Mapping[int, str]


def read_members(workbook: RawBook, file: str) -> tuple[MembersList | None, list[Finding]]:
    """Return the list of members that a workbook holds, None where it holds none, and what is wrong with it."""
    sheets, others, findings, lacking = list[ListedSheet](), list[str](), list[Finding](), list[Finding]()
    for grid in workbook.grids:
        header = None if grid.hidden else _find_header(grid)
        if header is None:
            others += [grid.title] if any(map(any, grid.rows)) else []
            why = e.NO_HEADER.filled(rows=str(SEARCHED_ROWS))
            lacking += [] if grid.hidden else [e.NO_LIST.at(Place(file, grid.title), why=why)]
            continue
        sheet, found = _Reader(grid, header, file).read()
        sheets += [sheet] if sheet else []
        findings += found
    if not sheets:
        nothing = lacking or [e.NO_LIST.at(Place(file), why=e.NO_SHEETS)]
        return None, findings or nothing
    return _without_numbers(MembersList(file, tuple(sheets), tuple(others)), findings)


def _without_numbers(listed: MembersList, findings: list[Finding]) -> tuple[MembersList, list[Finding]]:
    """Return a list, without its codes where these only number the rows."""
    codes = [[member.code for member in sheet.members] for sheet in listed.sheets]
    counted = [code for sheet in codes for code in sheet]
    running = [str(number) for number in range(1, len(counted) + 1)]
    sheetwise = [str(number) for sheet in codes for number in range(1, len(sheet) + 1)]
    if len(counted) < _FEWEST or counted not in (running, sheetwise):
        return listed, findings
    sheets = tuple(
        replace(
            sheet,
            taken={key: column for key, column in sheet.taken.items() if key != "code"},
            untaken=tuple(sorted({*sheet.untaken, sheet.taken["code"]}, key=lambda column: column.number)),
            members=tuple(_without("code", member, code="") for member in sheet.members),
        )
        for sheet in listed.sheets
    )
    return replace(listed, sheets=sheets, numbered=True), findings


def _without(key: str, member: ListedMember, **unsaid: Any) -> ListedMember:  # noqa: ANN401 -- any field of it
    """Return a member of whom a column says nothing."""
    cells = {column: place for column, place in member.cells.items() if column != key}
    return replace(member, cells=cells, **unsaid)


def _find_header(grid: Grid) -> _Header | None:
    """Return the row among the first with the most headers that are known, and where it is merged downwards those below."""
    best: _Header | None = None
    most = _FEWEST - 1
    for row in range(1, min(SEARCHED_ROWS, len(grid.rows)) + 1):
        header = _header_at(grid, row)
        keys = {key_of(text) for text in header.texts.values()} - {""}
        known = len(keys) + sum(map(is_private, header.texts.values()))
        if "name" in keys and known > most:
            best, most = header, known
    return best


def _header_at(grid: Grid, row: int) -> _Header:
    """Return the texts of a row as headers; where cells of it are merged with rows below, these belong to it."""
    named = (
        bottom
        for top, left, bottom, _ in grid.merges
        if top == row < bottom and key_of(show_raw(grid.at(row, left)))
    )
    last = max(named, default=row)
    texts: dict[int, str] = {}
    for below in range(row, last + 1):
        cells = grid.rows[below - 1] if below <= len(grid.rows) else ()
        texts |= {number: show_raw(raw) for number, raw in enumerate(cells, 1) if not is_blank(raw)}
    return _Header(row, last, texts)


class _Reader:
    """Reads one sheet of a list."""

    def __init__(self, grid: Grid, header: _Header, file: str) -> None:
        self._grid, self._header = grid, header
        self._place = Place(file, grid.title)
        self._merged: dict[tuple[int, int], Area] = {
            (row, column): area
            for area in grid.merges
            if area[0] > header.last
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }
        self._columns: dict[str, ListedColumn] = {}
        self._findings: list[Finding] = []
        self._unclear: dict[tuple[str, str, T, T], list[Address]] = {}
        self._blank: dict[str, int] = {}

    def read(self) -> tuple[ListedSheet | None, list[Finding]]:
        """Return what the sheet lists, None where it cannot be told, and what is wrong."""
        untaken = self._sort_columns()
        if self._findings:
            return None, self._findings
        members, skipped, hidden, rows = list[ListedMember](), list[Address](), 0, 0
        for row in range(self._header.last + 1, len(self._grid.rows) + 1):
            aside = self._aside(row)
            if aside:
                skipped.append(aside)
            elif any(not is_blank(self._raw(key, row)) for key in self._columns):
                rows += 1
                members += self._members_in(row)
                hidden += row in self._grid.hidden_rows
        members = list(self._with_zeros(members))
        if rows and self._blank.get("post") == rows:
            members, untaken = self._without_posts(members, untaken)
        for (key, found, why, remedy), cells in self._unclear.items():
            typed = quoted(found)
            shown = T(f"“{typed}”", f" “{typed}”") if found else same("")
            facts = {"column": TITLES[key], "found": shown, "why": why, "remedy": remedy}
            at = Place(self._place.file, self._place.sheet, tuple(cells))
            self._findings.append(e.UNCLEAR_IN_LIST.at(at, **facts))
        if not members and not self._findings:
            why = e.NO_MEMBERS.filled(row=str(self._header.last))
            return None, [e.NO_LIST.at(self._place, why=why)]
        title, first, columns = self._grid.title, self._header.first, self._columns
        sheet = ListedSheet(
            title, first, columns, untaken, tuple(skipped), hidden, tuple(members), self._blank
        )
        return sheet, self._findings

    def _without_posts(
        self, members: list[ListedMember], untaken: tuple[ListedColumn, ...]
    ) -> tuple[list[ListedMember], tuple[ListedColumn, ...]]:
        """Return members without posts: a column in which nothing stands says of nobody that there is none."""
        del self._blank["post"]
        columns = (*untaken, self._columns.pop("post"))
        return [_without("post", member, post=None) for member in members], columns

    def _sort_columns(self) -> tuple[ListedColumn, ...]:
        """Find out which column is what; return those that are not taken."""
        untaken: list[ListedColumn] = []
        several: dict[str, list[ListedColumn]] = {key: [] for key in COLUMNS}
        for number, text in self._header.texts.items():
            column, key = ListedColumn(number, text, is_private(text)), key_of(text)
            (several[key] if key and not column.private else untaken).append(column)
        for key, columns in several.items():
            ordered = sorted(columns, key=lambda column: (rank_of(column.header), column.number))
            ranks = [rank_of(column.header) for column in ordered[:2]]
            if len(ranks) > len(set(ranks)):
                named = listing_of(letter(column.number) for column in ordered[:2])
                why = e.SAME_HEADERS.filled(header=ordered[0].header, columns=named)
                self._findings.append(e.NO_LIST.at(self._place, why=why))
            if ordered:
                self._columns[key] = ordered[0]
                untaken += ordered[1:]
        if any(key not in self._columns for key in ESSENTIAL):
            why = e.NO_BRANCH.filled(row=str(self._header.first))
            self._findings.append(e.NO_LIST.at(self._place, why=why))
        return tuple(sorted(untaken, key=lambda column: column.number))

    def _raw(self, key: str, row: int) -> Raw:
        """Return a cell; of a merged one what all of it says, but nothing of what is merged across from another column."""
        column = self._columns[key].number
        top, left, *_ = self._merged.get((row, column), (row, column, row, column))
        return self._grid.at(top, left) if left == column else None

    def _aside(self, row: int) -> Address | None:
        """Return the cell by which a row is seen to be no member's: a total, a remark, the header once more."""
        cells = self._grid.rows[row - 1]
        filled = [(number, raw) for number, raw in enumerate(cells, 1) if not is_blank(raw)]
        if not filled:
            return None
        number, first = filled[0]
        said = show_raw(self._raw("name", row))
        again = squeeze(said) == squeeze(self._columns["name"].header)
        lone = len(filled) == 1 and number not in {self._columns[key].number for key in ESSENTIAL}
        remark = says_remark(first) and len(filled) <= _FEWEST
        return Address(row, number) if again or lone or remark or is_total(show_raw(first)) else None

    def _members_in(self, row: int) -> Iterator[ListedMember]:
        """Yield whom a row lists; nobody where that is not clear, which is said."""
        texts = {key: self._text(key, row) for key in self._columns}
        facts = {key: self._choice(key, row, text) for key, text in texts.items() if key in KINDS}
        code = self._code(row, texts.get("code", ""))
        name, branch = texts["name"], texts["branch"]
        if name and branch:
            category, post, part = (facts.get(key) for key in KINDS)
            cells = {key: self._at(key, row) for key in self._columns}
            yield ListedMember(
                cells,
                name,
                branch,
                code,
                Category(category) if category else None,
                Post(post) if post else None,
                Participation(part) if part else None,
                texts.get("reason", ""),
            )

    def _at(self, key: str, row: int) -> Place:
        return self._place.cell_at(row, self._columns[key].number)

    def _say(self, key: str, row: int, found: str, why: T, remedy: T) -> str:
        at = Address(row, self._columns[key].number)
        self._unclear.setdefault((key, found, why, remedy), []).append(at)
        return ""

    def _text(self, key: str, row: int) -> str:
        """Return what a cell says; empty, and said, where it says nothing that it must."""
        raw = self._raw(key, row)
        if isinstance(raw, Broken):
            return self._say(key, row, "", e.NO_VALUE, e.FILL_IN)
        parts = clean(show_raw(raw)).split()
        text = ("" if key == "name" and not any(map(str.isascii, parts)) else " ").join(parts)
        if not text and key in _MAY_BE_BLANK:
            self._blank[key] = self._blank.get(key, 0) + 1
        elif not text:
            self._say(key, row, "", e.NOT_ABOVE if key == "branch" else e.EMPTY, e.FILL_IN)
        longest = _LONGEST_NAME.get(key)
        if longest and len(text) > longest:
            return self._say(key, row, text, e.TOO_LONG, e.EXPECTED.filled(expects=Words(longest).expects()))
        return text

    def _choice(self, key: str, row: int, text: str) -> str:
        """Return which of the plan's choices is meant; of posts a blank says that there is none."""
        if not text:
            return Post.NONE if key == "post" else ""
        try:
            return str(choice_of(key, text))
        except ValueError:
            remedy = {"category": e.ONE_OF, "post": e.A_POST}.get(key, e.EXPECTED)
            return self._say(key, row, text, e.NO_CHOICE, remedy.filled(expects=KINDS[key].expects()))

    def _code(self, row: int, text: str) -> str:
        if _IDENTITY.fullmatch(text):
            return self._say("code", row, "", e.IDENTITY, e.NO_IDENTITY)
        if not text:
            return ""
        try:
            return str(Code().parse(self._raw("code", row)))
        except ValueError:
            return self._say(
                "code", row, text[:LONGEST_CODE], e.BAD_CODE, e.EXPECTED.filled(expects=Code().expects())
            )

    def _with_zeros(self, members: list[ListedMember]) -> Iterator[ListedMember]:
        """Yield members, without codes that are numbers although longer ones begin with a zero, which is said."""
        longest = max((len(m.code) for m in members if m.code.startswith("0")), default=0)
        for member in members:
            [at] = member.cells["code"].cells if member.code else [Address(0, 0)]
            is_number = isinstance(self._grid.at(*at), int | float)
            if is_number and len(member.code) < longest and member.code.isdecimal():
                self._say("code", at.row, member.code, e.ZEROS_LOST, e.WITH_ZEROS)
                yield replace(member, code="")
            else:
                yield member
