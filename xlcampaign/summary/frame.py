"""What the summary's sheets have in common: one loop opens and frames them; tables of rows by column key."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil
from typing import Generic, Protocol, TypeAlias, TypeVar

from xlcampaign.address import number_of
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import PART
from xlcampaign.layout.text import clean
from xlcampaign.model.plan import Plan
from xlcampaign.summary.context import Context
from xlcampaign.summary.names import CHANGED
from xlcampaign.summary.pages import LEGIBLE, paper_for, points_of, scale_of
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import Cell, Footer, Height, Workbook, Worksheet
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.heads import head_width
from xlcampaign.workbook.limits import TALLEST_ROW
from xlcampaign.workbook.lines import in_lines, lines_of, longest_word, tallest, text_of
from xlcampaign.workbook.looks import (
    CELL,
    CENTRED,
    HEADER,
    MUTED,
    NOTE,
    RED,
    TAB_LEADERS,
    TAB_WORKING,
    TITLE,
    Look,
)

_TEXT_FORMAT = "@"
FIRST_PAGE = "overview"
"""The key of the sheet to which all others lead back."""
WAY = Look(size=10, color=MUTED)
_EVERY = 3
"""So many columns of the usual width have room for a link."""
_LINE = 15
_FEW_LINES, _MOST_LINES = 6, int(TALLEST_ROW / _LINE)
"""A text of so many characters a line of its width needs no second look; a row has so many lines at the most."""
_HEADER = 32
_BESIDE = 1.5
"""What a header leaves free beside its text, in characters."""
_BELOW_HEAD = 4
WARNING = Look(bold=True, color=RED, indent=1)
WARNING_ROW = 3
_LEADING = 1.35
"""How tall a line is, in sizes of its letters."""
_SMALLEST = 7


class Surroundings(Protocol):
    """What the frame of a sheet says of the workbook that it stands in."""

    @property
    def titles(self) -> Mapping[str, T]:
        """The sheets' names by key."""

    @property
    def organisation(self) -> str:
        """Whose workbook it is."""

    @property
    def stage_name(self) -> str:
        """The stage that it is about."""

    @property
    def closing(self) -> T:
        """What stands at the right of a page's foot."""

    @property
    def pending(self) -> T | None:
        """What is said instead of results while nobody has any."""

    @property
    def lang(self) -> Lang:
        """The workbook's language."""

    def say(self, text: T) -> str:
        """Return a text in the workbook's language."""

    def title(self, key: str) -> str:
        """Return a sheet's name."""


_Around = TypeVar("_Around", bound=Surroundings)

Row = Mapping[str, Cell]
"""A row of cells by column key."""

VALUES_ONLY = T(
    "数据量大，本工作簿只存数值，不含公式：改规则不会重算。要公式，汇总时用 --formulas always。",
    "Values only, because there is so much of it: nothing follows a changed rule. For formulas merge with --formulas always.",
)
"""What a summary without formulas says of itself."""
_INTERNAL = T("内部资料　{by}", "Internal · {by}")
PAGE = T("&A　第 &P 页", "&A · page &P")
"""A sheet's own pages, as the list of sheets counts them: a program's total would be that of all sheets printed at once."""


class Audience(StrEnum):
    """Who a sheet is for."""

    LEADERS = "leaders"
    WORK = "work"


_TABS = {Audience.LEADERS: TAB_LEADERS, Audience.WORK: TAB_WORKING}


@dataclass(frozen=True, slots=True)
class Highlight:
    """Another look of a listing's cells where a formula, written for its first row, is true.

    Attributes:
        formula: the condition; {row} stands for the first row.
        look: what the cells then look like.
        columns: the key of a column, or of the first and the last of some; all columns by default.
    """

    formula: str
    look: Look
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """An Excel table, named after its key, with its rows.

    Attributes:
        table: the columns.
        rows: the rows by column key; an empty table gets one empty row, as Excel wants.
        wrap: keys of columns whose text may take several lines.
        centred: keys of columns of text that stands in the middle.
        highlights: what looks different, when.
    """

    table: Table
    rows: Iterable[Row]
    wrap: tuple[str, ...] = ()
    centred: tuple[str, ...] = ()
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True)
class FramedIn(Generic[_Around]):
    """A sheet that stands in its frame; what is its own comes next, from a row on.

    Attributes:
        book: the workbook.
        sheet: the sheet.
        context: what the workbook is about.
        row: where its own begins.
        entries: the sheets of the workbook.
        sheets: those that are written, by key: all others, on a page that is written last.
    """

    book: Workbook
    sheet: Worksheet
    context: _Around
    row: int
    page: "PageIn[_Around]"
    entries: Sequence["SheetIn[_Around]"] = ()
    sheets: Mapping[str, Worksheet] = field(default_factory=dict)

    def target(self, key: str, section: str = "") -> str:
        """Return the cell at which a section of a sheet begins; the first cell where there is none."""
        return f"A{self.sheets[key].places.get(section, 1) if key in self.sheets else 1}"


@dataclass(frozen=True, kw_only=True)
class PageIn(Generic[_Around]):
    """What a sheet says of its own frame and content; all else is the same for all sheets.

    Attributes:
        title: what is written over it; the sheet's name by default.
        note: the line below the title; a page without one writes a head of its own.
        note_height: how tall that line is, in points.
        columns: what gives the columns' widths; those of the listing by default.
        across: how many columns are printed, with the head across them; all by default.
        outdated: what is said above the table once rules were changed in the workbook, where not all of it follows.
        listing: the table that begins below the head.
        rest: writes what else stands on the sheet.
        kept: the key of the listing's last column that stays in view beside its header.
        frozen: the row and the column from which cells scroll, where there is no listing.
        locked: whether formulas are protected against a slip of the hand.
        paper: what it is printed on; by default A4, or A3 where letters would be too small on that.
        landscape: whether it is printed broad.
        repeated: the last of the rows that every printed page repeats; those of the listing's header by default.
        repeated_from: the first of them; where it is not the first row, pages before it repeat nothing.
        footer: what stands at the foot of printed pages; the summary's by default.
        last: whether its own is written after all other sheets, since it leads to places on them.
    """

    title: T | None = None
    note: str = ""
    note_height: float = 24
    columns: Sequence[Column] = ()
    across: int = 0
    outdated: T | None = None
    listing: Listing | None = None
    rest: Callable[[FramedIn[_Around]], None] | None = None
    kept: str = ""
    frozen: tuple[int, int] | None = None
    locked: bool = True
    paper: int = 0
    landscape: bool = True
    repeated: int = 0
    repeated_from: int = 1
    footer: Footer | None = None
    last: bool = False


def always(_context: object) -> bool:
    """Tell that a sheet stands in every summary."""
    return True


def no_tables(_plan: Plan) -> Sequence[Table]:
    """Return nothing, for a sheet without tables."""
    return ()


@dataclass(frozen=True)
class SheetIn(Generic[_Around]):
    """An entry of the table of contents.

    Attributes:
        key: the stable name.
        title: the tab's name, and what is written over the page.
        audience: who it is for.
        page: says what is on it.
        tables: returns the tables that may stand on it, for the documents.
        public: says what is on it in the public workbook, if it stands there as well.
        shown: tells whether there is anything to show on it.
    """

    key: str
    title: T
    audience: Audience
    page: Callable[[_Around], PageIn[_Around]]
    tables: Callable[[Plan], Sequence[Table]] = no_tables
    public: Callable[[_Around], PageIn[_Around]] | None = None
    shown: Callable[[_Around], bool] = always


Framed: TypeAlias = FramedIn[Context]
Page: TypeAlias = PageIn[Context]
SummarySheet: TypeAlias = SheetIn[Context]


def write_sheets(book: Workbook, context: _Around, sheets: Iterable[SheetIn[_Around]]) -> None:
    """Write sheets one after the other: tab, head, widths, what stays in view and how it prints, then the content."""
    entries = tuple(entry for entry in sheets if entry.shown(context))
    written: dict[str, Worksheet] = {}
    waiting: list[tuple[SheetIn[_Around], FramedIn[_Around]]] = []
    for entry in entries:
        page = _on_paper(context, entry.page(context))
        sheet = book.sheet(context.title(entry.key), _TABS[entry.audience])
        _frame(sheet, context, entry.key, page)
        row = write_listing(sheet, context, page.listing) if page.listing else _BELOW_HEAD
        framed = FramedIn(book, sheet, context, row, page, entries, written)
        if page.last:
            waiting.append((entry, framed))
        elif page.rest:
            page.rest(framed)
        if page.listing and page.across:
            sheet.print_to(row, page.across)
        if not page.last:
            _write_ways(framed, entry)
        written[entry.key] = sheet
    for entry, framed in waiting:
        if framed.page.rest:
            framed.page.rest(framed)
        _write_ways(framed, entry)


def _write_ways(framed: FramedIn[_Around], own: SheetIn[_Around]) -> None:
    """Write, right of what is printed and in view, the ways back to the first page and to the other pages for leaders.

    The first page has its own, and sheets that are not for leaders have none.
    """
    sheet, context, page = framed.sheet, framed.context, framed.page
    width = sheet.printed_columns or page.across or len(page.columns)
    keys = [one.key for one in framed.entries if one.audience is Audience.LEADERS and one is not own]
    if FIRST_PAGE not in keys or own.audience is not Audience.LEADERS:
        return
    if not sheet.printed_columns:
        sheet.print_to(max(sheet.last_row, 1), width)
    first = max(width, sheet.last_column(1)) + 2
    for number, key in enumerate(keys):
        # not side by side: a title may be wider than its column
        title = f"‹ {context.title(key)}" if key == FIRST_PAGE else context.title(key)
        sheet.link(1, first + _EVERY * number, context.title(key), "A1", title, WAY)


def _on_paper(context: _Around, page: PageIn[_Around]) -> PageIn[_Around]:
    """Return a page with its columns, and the paper on which its letters can be read."""
    if page.listing and not page.columns:
        page = replace(page, columns=page.listing.table.columns)
    if page.paper:
        return page
    landscape, paper = paper_for(printed_points(context, page), landscape=page.landscape)
    return replace(page, landscape=landscape, paper=paper)


def printed_points(context: _Around, page: PageIn[_Around]) -> float:
    """Return how wide the printed columns of a page are together, in points."""
    columns = page.columns[: page.across or None]
    return points_of(width_of(context, column) for column in columns) or 1


def _frame(sheet: Worksheet, context: _Around, key: str, page: PageIn[_Around]) -> None:
    columns, frozen, repeated = page.columns, page.frozen, page.repeated
    scale = scale_of(printed_points(context, page), landscape=page.landscape, paper=page.paper)
    if page.listing:
        table = page.listing.table
        repeated = repeated or table.header_row
        frozen = table.first_row, number_of(table.letter_of(page.kept)) + 1
    if page.note:
        across = page.across or len(columns)
        sheet.merged(1, 1, across, titled(context, key, page.title), TITLE)
        note = NOTE.but(size=max(NOTE.size, ceil(2 * _SMALLEST / scale) / 2))
        sheet.merged(2, 1, across, page.note, note)
        room = sum(width_of(context, column) for column in columns[:across]) - _BESIDE if columns else 0
        needed = note.size * _LEADING * lines_of(page.note, room, note.size) if room else 0
        for row, height in enumerate((30, max(page.note_height, needed), 6), 1):
            sheet.height(row, height)
    if page.outdated:
        write_warning(sheet, page.across or len(columns), once_changed(context, page.outdated))
    for number, column in enumerate(columns, 1):
        sheet.width(number, width_of(context, column))
    if frozen:
        sheet.freeze(*frozen)
    if page.listing:
        sheet.select(page.listing.table.header_row, 1)
    if page.locked:
        # charts are objects: who may not touch them cannot copy them
        allowed = ("autofilter", "format_columns", "format_rows", "select_locked_cells", "objects")
        sheet.protect(dict.fromkeys(allowed, True))
    footer = page.footer or Footer(
        context.say(PAGE),
        left=context.say(_INTERNAL.filled(by=context.organisation)),
        right=context.say(context.closing),
    )
    repeat = (page.repeated_from, repeated) if repeated else None
    sheet.printed(landscape=page.landscape, paper=page.paper, repeat=repeat, footer=footer)
    sheet.print_from_page_one()
    if frozen and frozen[1] > 1 and scale < LEGIBLE:
        # two pages side by side, each with the columns that say what a row is about
        sheet.print_pages(2, 0)
        sheet.print_columns(frozen[1] - 1)


def once_changed(context: Surroundings, words: T) -> Live:
    """Return what is said once rules were changed in the workbook; nothing while they are the plan's."""
    return Live(f'IF({CHANGED}=1,{quote(context.say(words))},"")', "")


def write_warning(sheet: Worksheet, columns: int, live: Live) -> None:
    """Write a live line below the band, across the sheet's columns."""
    sheet.merged(WARNING_ROW, 1, columns, "", WARNING)
    sheet.formula(WARNING_ROW, 1, f"={live.formula}", live.value, WARNING)
    sheet.height(WARNING_ROW, 20)


def width_of(context: Surroundings, column: Column) -> float:
    """Return how wide a column is: as declared, and never too narrow for a word of its header."""
    return head_width(clean(context.say(column.title)), column.width)


def titled(context: Surroundings, key: str, title: T | None = None) -> str:
    """Return what is written over a sheet: its title or name, and the stage, with its state."""
    gap, title = context.say(T("　　", " · ")), title or context.titles[key]
    return f"★ {context.say(title)}{gap}{context.stage_name}{state_of(context)}"


def state_of(context: Surroundings) -> str:
    """Return what is added to a stage's name as long as nobody has a result."""
    pending = context.pending
    return context.say(T(f"（{pending.zh}）", f" ({pending.en})")) if pending else ""


def cells_of(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """Yield the cells of rows in the order of columns; a row has all of their keys and no other."""
    keys = [column.key for column in columns]
    for row in rows:
        # with no key missing, as many keys are the same keys: sets to compare would cost time for every row
        cells = [row[key] for key in keys]
        assert len(row) == len(keys), row.keys() - set(keys)
        yield cells


def empty_row(table: Table) -> dict[str, Cell]:
    """Return a row of a table with nothing in it, to be filled where there is something to say."""
    return dict.fromkeys(column.key for column in table.columns)


def write_listing(
    sheet: Worksheet, context: Surroundings, listing: Listing, header: int = 0, part: int = 1
) -> int:
    """Write a table, or what of it stands on a page; return the row after it.

    Args:
        sheet: where.
        context: what the workbook is about.
        listing: the table and its rows.
        header: the header's row; the table's own by default.
        part: of a table that goes over pages, which part this is: each is an Excel table, since each has a header.
    """
    table = listing.table
    header = header or table.header_row
    top, looks = header + 1, _looks_of(listing)
    after = sheet.stream(top, _rows_in(context, listing), looks, _height_in(context, listing))
    if after == top:
        after = sheet.stream(top, [[None] * len(looks)], looks)
    titles = [clean(context.say(column.title)) for column in table.columns]
    sheet.places.setdefault(table.key, max(header - 1, 1) if header > table.header_row else 1)
    sheet.table((header, 1, after - 1, len(titles)), table_name(table.key, part), titles, HEADER)
    sheet.height(header, header_height(context, table, fitted=header == table.header_row))
    for highlight in listing.highlights:
        keys = highlight.columns or (table.columns[0].key, table.columns[-1].key)
        first, last = (number_of(table.letter_of(key)) for key in (keys[0], keys[-1]))
        sheet.condition(
            (top, first, after - 1, last), highlight.formula.replace("{row}", str(top)), highlight.look
        )
    return after


def table_name(key: str, part: int = 1) -> str:
    """Return the name of an Excel table, or of its part on a later page."""
    return f"xlc_{key}" if part == 1 else f"xlc_{key}{PART}{part}"


def heights_of(context: Surroundings, listing: Listing, usual: float) -> list[float]:
    """Return the heights of a listing's header and rows, in points, where a row of one line is `usual`."""
    height = _height_in(context, listing)
    rows = _rows_in(context, listing)
    return [header_height(context, listing.table), *(height(0, cells) or usual for cells in rows)]


def header_height(context: Surroundings, table: Table, *, fitted: bool = False) -> float:
    """Return how tall a table's header is, in points; the sheet's columns may be `fitted` to it, or to another table's."""
    titles = [clean(context.say(column.title)) for column in table.columns]
    least = [
        max(column.width, longest_word(title)) for column, title in zip(table.columns, titles, strict=True)
    ]
    widths = [width_of(context, column) for column in table.columns] if fitted else least
    lines = tallest(titles, [width - _BESIDE for width in widths])
    return max(_HEADER, _LINE * lines + 4)


def _height_in(context: Surroundings, listing: Listing) -> Height:
    """Return what makes each row as tall as its wrapped texts need: not every program does so by itself."""
    places = _wrapped(context, listing)

    def height(_: int, cells: Sequence[Cell]) -> float | None:
        lines = max((lines_of(text_of(cells[n]), width) for n, width in places), default=1)
        return _LINE * lines if lines > 1 else None

    return height


def _wrapped(context: Surroundings, listing: Listing) -> list[tuple[int, float]]:
    """Return which columns are wrapped, by their place, and how wide a line is in each."""
    columns = listing.table.columns
    return [
        (n, width_of(context, column) - 1) for n, column in enumerate(columns) if column.key in listing.wrap
    ]


def _rows_in(context: Surroundings, listing: Listing) -> Iterator[list[Cell]]:
    """Yield the cells of a listing's rows; of a text that no row has room for the end is cut, as can be seen."""
    places = _wrapped(context, listing)
    for cells in cells_of(listing.table.columns, listing.rows):
        for n, width in places:
            cell = cells[n]
            if isinstance(cell, str) and ("\n" in cell or len(cell) > width * _FEW_LINES):
                cells[n] = in_lines(cell, width, _MOST_LINES)
        yield cells


def _looks_of(listing: Listing) -> list[Look]:
    """Return the looks of a listing's columns: text to the left, figures in the middle with their decimals."""
    looks = []
    for column in listing.table.columns:
        number = column.kind.number_format
        look = CELL if number == _TEXT_FORMAT else CENTRED.but(number=number)
        if column.key in listing.centred:
            look = look.but(align="center")
        if column.key in listing.wrap:
            look = look.but(wrap=True)
        looks.append(look)
    return looks
