"""A sender's own file, sent back: what is wrong is marked in it, and nothing else is touched."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, takewhile
from math import ceil

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Severity
from xlcampaign.layout.form_book import STEMS_FROM, is_hidden_identity
from xlcampaign.layout.returned import MARKED, NOTE_HEAD, Marks, digest_of
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.layout.text import show_raw
from xlcampaign.layout.ways import RETURNED
from xlcampaign.model.content import Content
from xlcampaign.package.blank import blank_workbook
from xlcampaign.package.markup import Edit, Unfit, edited, read_markup, set_attribute
from xlcampaign.package.notes import with_notes, without_notes
from xlcampaign.package.parts import Package, Tab, styles_part, tabs_of
from xlcampaign.package.styles import Styles, Written, solid
from xlcampaign.package.tabs import with_first_sheet
from xlcampaign.package.worksheet import NewCell, SplicedSheet
from xlcampaign.reading.grid import RawBook
from xlcampaign.reading.header import find_header
from xlcampaign.reading.returned import find_returned, without_returned
from xlcampaign.reading.sheets import locate_sheets
from xlcampaign.sending.cover import COLORS, IN_PLACE, LIST_ALONE, first_sheet, tab_title
from xlcampaign.sending.problems import Marked, marked
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import width_of
from xlcampaign.workbook.limits import LAST_COLUMN

_SIGNATURES = "_xmlsignatures/"
_VIEWED = {"worksheet", "chartsheet", "dialogsheet"}
_NARROW, _WIDE, _AROUND = 48, 150, 2
"""How wide the column of remarks is at least and at most, and what it has beside the longest, in characters."""
_FIELD = 3
"""Columns of a sheet of fields: label, value, hint."""
_MORE = T("……（见退回说明）", "... (see the first sheet)")
_HEADER = Written(bold=True, color="FFFFFF", fill="B1161B")
_REMARK = Written(color="86101A")


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back of a form.

    Attributes:
        findings: what is to be mended.
        origins: what tells the submission, so that what comes of this is newer.
        facts: what the first sheet says of the form.
        lang: the language.
        instead: what is said where it is not the file that is to be corrected; None where it is.
    """

    findings: tuple[Finding, ...]
    origins: frozenset[str]
    facts: Mapping[str, str]
    lang: Lang
    instead: T | None = None


def annotate(content: Content, workbook: RawBook, book: Book, sent: Returned) -> bytes:
    """Return a file with marks in it; those of an earlier return are taken out.

    Args:
        content: the file.
        workbook: what was read of it.
        book: the form that it is.
        sent: what is to be said.

    Raises:
        Unfit: that cannot be done without harm.
    """
    if not content.format.is_ooxml:
        raise Unfit(o.NOT_XLSX)
    package = Package(content.data)
    if any(name.casefold().startswith(_SIGNATURES) for name in package.names):
        raise Unfit(o.SIGNED)
    order = {grid.title: number for number, grid in enumerate(workbook.grids)}
    listed = sorted(sent.findings, key=lambda one: (one.rule.severity, order.get(one.place.sheet, -1)))
    return _Annotation(package, workbook, book, replace(sent, findings=tuple(listed))).done()


def list_alone(sent: Returned) -> bytes:
    """Return a workbook that lists what is to be mended in a file, and holds nothing of it."""
    title = tab_title(1, sent.lang)
    package = blank_workbook(title)
    part = styles_part(package)
    styles = Styles(package.part(part))
    how = sent.instead or LIST_ALONE
    sheet = first_sheet(title, sent.findings, sent.facts, {}, styles, sent.lang, (how,))
    return with_first_sheet(package, sheet).with_parts({part: styles.done()}).copied({})


@dataclass(frozen=True, slots=True)
class _Header:
    """Where a sheet's remarks may stand: below a row, right of a column."""

    row: int
    right: int


class _Annotation:
    """A package while marks are put into it, and what is to be remembered of them."""

    def __init__(self, package: Package, workbook: RawBook, book: Book, sent: Returned) -> None:
        self._package, self._workbook, self._sent = package, workbook, sent
        self._found = find_returned(workbook)
        self._headers = _headers(without_returned(workbook), book, sent.findings)
        self._styles_part = styles_part(package)
        self._styles = Styles(package.part(self._styles_part))
        self._texts: set[str] = set()
        self._tab = ""
        self._fills: dict[str, dict[str, str]] = {}

    def done(self) -> bytes:
        """Return the file with all marks."""
        by_tab: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._sent.findings:
            by_tab[finding.place.sheet].append(finding)
        marked_before = {*self._found.columns, *self._found.notes, *self._found.marks.fills}
        tabs = list(tabs_of(self._package))
        for tab in tabs:
            if tab.kind in _VIEWED:
                self._edit(tab.part, _deselect(self._package.part(tab.part)))
            if tab.kind == "worksheet" and (tab.title in by_tab or tab.title in marked_before):
                self._mark(tab, by_tab[tab.title])
        self._put_first([tab.title for tab in tabs])
        self._remember()
        return self._package.with_parts({self._styles_part: self._styles.done()}).copied({})

    def _edit(self, part: str, edits: Iterable[Edit]) -> None:
        self._package = self._package.with_parts({part: edited(self._package.part(part), edits)})

    def _mark(self, tab: Tab, findings: list[Finding]) -> None:
        """Mark a sheet, and take out the marks of an earlier return."""
        header = self._headers.get(tab.title, _Header(1, 1))
        sheet = SplicedSheet(self._package.part(tab.part))
        new = _in_sight(marked(findings, header.row, self._sent.lang), sheet)
        old = self._found.columns.get(tab.title, ())
        cells: dict[Address, NewCell] = {at: NewCell(None, style=0) for at in old}
        column = dict(self._column(new, header))
        edits: list[Edit] = []
        if column:
            number = old[0].column if old else _free_column(sheet, header.right + 1)
            cells |= {Address(row, number): cell for row, cell in column.items()}
            longest = max(width_of(str(cell.value)) for cell in column.values())
            edits += sheet.widen(number, max(ceil(longest) + _AROUND, _NARROW))
            self._texts.add(digest_of(str(cell.value) for cell in column.values()))
        edits += sheet.put(cells, dict(self._colors(tab.title, sheet, new)))
        self._edit(tab.part, edits)
        kept = {Address.named(cell): at for cell, at in self._found.notes.get(tab.title, {}).items()}
        self._package = without_notes(self._package, tab.part, kept)
        author, head = (text.say(self._sent.lang) for text in (RETURNED, NOTE_HEAD))
        self._package = with_notes(self._package, tab.part, new.notes, author, head)
        self._texts |= {digest_of([text]) for text in new.notes.values()}

    def _column(self, new: Marked, header: _Header) -> Iterator[tuple[int, NewCell]]:
        """Yield what stands in the column beside the table, by row; nothing where nothing is to be said there."""
        rows = {row: text for row, text in sorted(new.rows.items()) if row > header.row}
        if rows:
            yield header.row, NewCell(RETURNED.say(self._sent.lang), style=self._styles.written(_HEADER))
        for row, text in rows.items():
            yield row, NewCell(_fitting(text, self._sent.lang), style=self._styles.written(_REMARK))

    def _colors(self, tab: str, sheet: SplicedSheet, new: Marked) -> Iterator[tuple[Address, int]]:
        """Yield the formats of cells to be coloured, and of those that no longer are."""
        known = {Address.named(cell): fill for cell, fill in self._found.marks.fills.get(tab, {}).items()}
        before: dict[str, str] = {}
        for at in sorted({*known, *new.cells}):
            style = sheet.style_of(at)
            fill = self._styles.fill_of(style)
            is_ours = any(color.encode() in fill for color in COLORS.values())
            if is_ours and at in known:
                fill = known[at].encode()
            if at in new.cells:
                before[str(at)] = fill.decode()
                yield at, self._styles.filled(style, solid(COLORS[new.cells[at]]))
            elif is_ours:
                yield at, self._styles.filled(style, fill)
        if before:
            self._fills[tab] = before

    def _put_first(self, titles: list[str]) -> None:
        """Put the first sheet in the place of that of an earlier return, or before all others."""
        lang = self._sent.lang
        taken = {title.casefold() for title in titles} - {title.casefold() for title in self._found.tabs}
        names = (tab_title(number, lang) for number in count(1))
        title = min(self._found.tabs, default=None) or next(n for n in names if n.casefold() not in taken)
        self._tab = title
        headers = {tab: self._headers.get(tab, _Header(1, 1)).row for tab in titles}
        sheet = first_sheet(
            title, self._sent.findings, self._sent.facts, headers, self._styles, lang, IN_PLACE
        )
        self._texts.add(digest_of(cell.text for cell in sheet.cells))
        self._package = with_first_sheet(self._package, sheet)

    def _remember(self) -> None:
        """Write into the hidden identity where the form stems from, and what was put in."""
        grid = next((grid for grid in self._workbook.grids if is_hidden_identity(grid.title)), None)
        parts = {tab.title: tab.part for tab in tabs_of(self._package)}
        if grid is None or grid.title not in parts:
            raise Unfit(o.NO_IDENTITY)
        rows = {
            show_raw(cells[0]): (row, show_raw(cells[1]))
            for row, cells in enumerate(grid.rows, 1)
            if cells[1:]
        }
        known = {text: key for key, (_, text) in rows.items() if key.startswith(STEMS_FROM)}
        origins = sorted(self._sent.origins - set(known))
        facts = {f"{STEMS_FROM}{len(known) + n}": origin for n, origin in enumerate(origins, 1)}
        facts |= {key: "" for key in rows if key.startswith(MARKED)}
        facts |= dict(Marks(frozenset(self._texts), self._tab, self._fills).facts())
        free = count(len(grid.rows) + 1)
        cells: dict[Address, NewCell] = {}
        for key, text in facts.items():
            row = rows[key][0] if key in rows else next(free)
            cells |= {Address(row, 1): NewCell(key), Address(row, 2): NewCell(text)}
        part = parts[grid.title]
        self._edit(part, SplicedSheet(self._package.part(part)).put(cells))


def _in_sight(new: Marked, sheet: SplicedSheet) -> Marked:
    """Return what is to be seen with the marks of cells that a merged area hides on the cell that shows it."""
    cells: dict[Address, Severity] = {}
    notes: dict[Address, list[str]] = defaultdict(list)
    for at, severity in new.cells.items():
        seen = sheet.seen_at(at)
        cells[seen] = min(severity, cells.get(seen, severity))
    for at, text in new.notes.items():
        notes[sheet.seen_at(at)] += text.split("\n")
    return Marked(cells, {at: "\n".join(dict.fromkeys(texts)) for at, texts in notes.items()}, new.rows)


def _fitting(text: str, lang: Lang) -> str:
    """Return a remark as far as its column can show it; the first sheet says all of it."""
    if width_of(text) <= _WIDE:
        return text
    more = _MORE.say(lang)
    shown = takewhile(lambda end: width_of(text[:end]) <= _WIDE - width_of(more), count())
    return text[: max(shown)] + more


def _deselect(xml: bytes) -> Iterator[Edit]:
    """Yield the edits by which the tab of a sheet is no longer a selected one: whoever types would type into all."""
    for views in read_markup(xml).all("sheetViews"):
        for view in views.all("sheetView"):
            yield from set_attribute(xml, view, b"tabSelected", None)


def _free_column(sheet: SplicedSheet, first: int) -> int:
    """Return the first column from one on in which nothing stands.

    Raises:
        Unfit: there is none.
    """
    free = next((column for column in range(first, LAST_COLUMN + 1) if sheet.is_free(column)), None)
    if free is None:
        raise Unfit(o.NO_PACKAGE)
    return free


def _headers(workbook: RawBook, book: Book, findings: Iterable[Finding]) -> dict[str, _Header]:
    """Return where remarks may stand on each sheet: right of a table and below its header, else above the first one."""
    located, _ = locate_sheets(workbook, book, "")
    headers = {}
    for sheet in book.sheets:
        grid = located.get(sheet.key)
        found = find_header(grid, sheet) if grid and isinstance(sheet, Table) else None
        if grid and found:
            headers[grid.title] = _Header(found[0], max(column for column, _ in found[1]))
        elif grid:
            rows = [at.row for one in findings if one.place.sheet == grid.title for at in one.place.cells]
            headers[grid.title] = _Header(max(min(rows, default=1) - 1, 1), _FIELD)
    return headers
