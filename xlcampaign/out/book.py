"""The one checked writer over XlsxWriter: what cannot be written as given raises; nothing is dropped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from xlcampaign.layout.kinds import Shown, Validation
from xlcampaign.layout.text import clean
from xlcampaign.model.cell import Broken, Raw, letter
from xlcampaign.out.live import Live
from xlcampaign.out.palette import FONT, Look
from xlcampaign.out.replacing import replaced

A3, A4 = 8, 9
"""Excel's numbers of paper sizes."""

LONGEST_TEXT = 32_767
LONGEST_LIST = 255
LONGEST_BOX, LONGEST_BOX_TITLE = 255, 32
_LISTS = "_lists"
_ERRORS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}


Cell = str | float | Live | None
"""What a row of cells may hold; a Live is a formula with the value that it has now."""


class UnwritableError(Exception):
    """A value does not fit into a workbook; a defect of the caller, never silently dropped."""

    def __init__(self, place: object, why: object) -> None:
        super().__init__(f"{place}: {why}")


def width_of(text: str) -> float:
    """Return the width of the longest line of text in characters; full-width characters count two."""
    lines = text.split("\n")
    return max(sum(2 if east_asian_width(char) in "WF" else 1 for char in line) for line in lines)


def shortened(text: str, longest: int) -> str:
    """Return a text that fits into one of Excel's boxes; an ellipsis stands for what is left out."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def quoted(title: str) -> str:
    """Return a sheet's title as formulas name it."""
    return "'" + title.replace("'", "''") + "'"


class _LibrarySheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]  # the library has no types
    """XlsxWriter's sheet, spared from looking for functions newer than Excel 2007 in every formula.

    That takes thirty regular expressions a formula, and no formula of ours has any (a test says so). Should the
    library call the method otherwise one day, only the speed is lost.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 -- the library's
        return formula.removeprefix("=")


class Workbook:
    """A workbook being written; `made` is the only date inside. Unless `live`, formulas become what they come to."""

    def __init__(self, path: Path, title: str, made: date, *, live: bool = True) -> None:
        self.live = live
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"title": title, "created": datetime(made.year, made.month, made.day)})  # noqa: DTZ001 -- workbooks know no time zone
        self._book.set_calc_mode("auto")
        self._formats: dict[Look, Any] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._titles: set[str] = set()

    def sheet(self, title: str, tab: str = "") -> "Worksheet":
        """Add a sheet and return its writer."""
        assert title.casefold() not in self._titles, f"two sheets named {title}"
        self._titles.add(title.casefold())
        sheet = self._book.add_worksheet(title, _LibrarySheet)
        if tab:
            sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        return Worksheet(self, sheet, title)

    def hidden_sheet(self, title: str) -> "Worksheet":
        """Add a sheet that users do not see."""
        sheet = self.sheet(title)
        sheet.raw.very_hidden()
        return sheet

    def name(self, name: str, reference: str) -> None:
        """Define a name for a reference (=Sheet!$A$1)."""
        self._check(self._book.define_name(name, reference), name)

    def chart(self, options: Mapping[str, str]) -> Any:  # noqa: ANN401 -- XlsxWriter's charts have no types
        """Return a new chart of the library, to be filled by `out.charts`."""
        return self._book.add_chart(dict(options))

    def format_of(self, look: Look) -> Any:  # noqa: ANN401 -- XlsxWriter's formats have no types
        """Return the library's format for a look, made once."""
        if look not in self._formats:
            self._formats[look] = self._book.add_format(_traits(look))
        return self._formats[look]

    def list_source(self, options: tuple[str, ...]) -> list[str] | str:
        """Return options as a list, or the name of a range with them where Excel's limit would drop them."""
        if len(",".join(options)) <= LONGEST_LIST and not any("," in option for option in options):
            return list(options)
        if options not in self._lists:
            self._lists[options] = f"xlc_list_{len(self._lists) + 1}"
        return "=" + self._lists[options]

    def close(self) -> None:
        """Write everything; the object is of no further use."""
        if self._lists:
            sheet = self.hidden_sheet(_LISTS)
            for column, (options, name) in enumerate(self._lists.items(), 1):
                for row, option in enumerate(options, 1):
                    sheet.text(row, column, option)
                col = letter(column)
                self.name(name, f"={_LISTS}!${col}$1:${col}${len(options)}")
        self._book.close()

    @staticmethod
    def _check(code: int | None, what: object) -> None:
        if code not in {None, 0}:
            raise UnwritableError(what, ("XlsxWriter code", code))


class Worksheet:
    """A sheet being written; rows and columns are 1-based, as in Excel."""

    def __init__(self, book: Workbook, sheet: Any, title: str) -> None:  # noqa: ANN401 -- no types in the library
        self.book = book
        self.raw = sheet
        self.title = title

    def _done(self, code: int | None, row: int, column: int) -> None:
        if code not in {None, 0}:
            raise UnwritableError((self.title, row, column), ("XlsxWriter code", code))

    def text(self, row: int, column: int, text: str, look: Look | None = None) -> None:
        """Write text, never as a formula, link or number; control characters are dropped."""
        form = self.book.format_of(look) if look else None
        text = clean(text) if "\n" not in text else "\n".join(clean(line) for line in text.split("\n"))
        if not text:
            self.blank(row, column, look)
            return
        if len(text) > LONGEST_TEXT:
            raise UnwritableError((self.title, row, column), ("characters", len(text)))
        self._done(self.raw.write_string(row - 1, column - 1, text, form), row, column)

    def number(self, row: int, column: int, number: float, look: Look | None = None) -> None:
        """Write a number."""
        form = self.book.format_of(look) if look else None
        self._done(self.raw.write_number(row - 1, column - 1, number, form), row, column)

    def day(self, row: int, column: int, day: date, look: Look) -> None:
        """Write a date."""
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- workbooks know no time zone
        form = self.book.format_of(look if look.number else look.but(number="yyyy-mm-dd"))
        self._done(self.raw.write_datetime(row - 1, column - 1, moment, form), row, column)

    def blank(self, row: int, column: int, look: Look | None = None) -> None:
        """Write an empty cell with a look."""
        if look:
            self._done(
                self.raw.write_blank(row - 1, column - 1, None, self.book.format_of(look)), row, column
            )

    def formula(self, row: int, column: int, formula: str, value: Raw, look: Look | None = None) -> None:
        """Write a formula with the value that it has now, for readers that do not calculate."""
        form = self.book.format_of(look) if look else None
        if not self.book.live:
            self._cell(row, column, _plain(value), form)
            return
        cached = "" if value is None else value
        self._done(self.raw.write_formula(row - 1, column - 1, formula, form, cached), row, column)

    def shown(self, row: int, column: int, shown: Shown | None, look: Look) -> None:
        """Write a value as a kind shows it."""
        if shown is None:
            self.blank(row, column, look)
        elif isinstance(shown, date):
            self.day(row, column, shown, look)
        elif isinstance(shown, str):
            self.text(row, column, shown, look)
        else:
            self.number(row, column, shown, look)

    def typed(self, row: int, column: int, raw: Raw, look: Look) -> None:
        """Write what a person typed, exactly: text with its spaces, never as a formula; an error as its formula."""
        form = self.book.format_of(look)
        place = (row - 1, column - 1)
        if raw is None or raw == "":
            self.blank(row, column, look)
        elif isinstance(raw, Broken):
            self.formula(row, column, _ERRORS[raw.text], raw.text, look)
        elif isinstance(raw, str):
            if len(raw) > LONGEST_TEXT:
                raise UnwritableError((self.title, row, column), ("characters", len(raw)))
            self._done(self.raw.write_string(*place, raw, form), row, column)
        elif isinstance(raw, bool):
            self._done(self.raw.write_boolean(*place, raw, form), row, column)
        elif isinstance(raw, int | float):
            self.number(row, column, raw, look)
        else:
            # a day typed into any cell looks like a day: office programs change the format with it
            dated = look.but(number="yyyy-mm-dd") if isinstance(raw, date) else look
            self._done(self.raw.write_datetime(*place, raw, self.book.format_of(dated)), row, column)

    def rows(self, top: int, left: int, rows: Iterable[Sequence[Cell]], looks: Sequence[Look]) -> int:
        """Write rows of cells from a corner on, a look per column; return the row after the last.

        Text is written as text, whatever it begins with; None is an empty cell.
        """
        forms = [self.book.format_of(look) for look in looks]
        row = top - 1
        for row, cells in enumerate(rows, top):
            for column, (cell, form) in enumerate(zip(cells, forms, strict=True), left):
                self._cell(row, column, cell, form)
        return row + 1

    def _cell(self, row: int, column: int, cell: Cell, form: Any) -> None:  # noqa: ANN401 -- the library's format
        place = (row - 1, column - 1)
        if isinstance(cell, Live) and not self.book.live:
            cell = _plain(cell.value)
        if isinstance(cell, Live):
            code = self.raw.write_formula(
                *place, cell.formula, form, "" if cell.value is None else cell.value
            )
        elif isinstance(cell, str):
            text = clean(cell)
            if len(text) > LONGEST_TEXT:
                raise UnwritableError((self.title, row, column), ("characters", len(text)))
            code = (
                self.raw.write_string(*place, text, form)
                if text
                else self.raw.write_blank(*place, None, form)
            )
        elif cell is None:
            code = self.raw.write_blank(*place, None, form)
        else:
            code = self.raw.write_number(*place, cell, form)
        self._done(code, row, column)

    def merged(self, row: int, first: int, last: int, text: str, look: Look) -> None:
        """Write text across columns of one row (in layouts for the eye only, never in tables)."""
        self.merged_block(row, first, row, last, text, look)

    def merged_block(self, top: int, first: int, bottom: int, last: int, text: str, look: Look) -> None:
        """Write text across a block of cells."""
        if (top, first) == (bottom, last):
            self.text(top, first, text, look)
            return
        form = self.book.format_of(look)
        self._done(self.raw.merge_range(top - 1, first - 1, bottom - 1, last - 1, "", form), top, first)
        self.text(top, first, text, look)

    def link(self, row: int, column: int, sheet: str, cell: str, text: str, look: Look) -> None:
        """Write text that leads to a cell of another sheet of the same workbook."""
        target = f"internal:{quoted(sheet)}!{cell}"
        form = self.book.format_of(look)
        self._done(self.raw.write_url(row - 1, column - 1, target, form, clean(text)), row, column)

    def width(self, column: int, width: float, *, hidden: bool = False) -> None:
        """Set a column's width in characters of the default font."""
        options = {"hidden": True} if hidden else {}
        self._done(self.raw.set_column(column - 1, column - 1, width, None, options), 1, column)

    def height(self, row: int, points: float) -> None:
        """Set a row's height in points."""
        self._done(self.raw.set_row(row - 1, points), row, 1)

    def default_height(self, points: float) -> None:
        """Set the height of rows that were given none; those still grow with the text that is typed into them."""
        self.raw.default_row_height = self.raw.original_row_height = round(points * 4 / 3)

    def validate(
        self, area: tuple[int, int, int, int], validation: Validation, prompt: str, error: str, title: str
    ) -> None:
        """Enforce a validation on top, left, bottom, right; the formula's {cell} is the top left cell."""
        top, left, bottom, right = area
        options: dict[str, Any] = {
            "error_title": shortened(title, LONGEST_BOX_TITLE),
            "error_message": shortened(error, LONGEST_BOX),
            "ignore_blank": True,
        }
        if prompt:
            options |= {
                "input_title": shortened(title, LONGEST_BOX_TITLE),
                "input_message": shortened(prompt, LONGEST_BOX),
            }
        if validation.options:
            options |= {"validate": "list", "source": self.book.list_source(validation.options)}
        else:
            cell = f"{letter(left)}{top}"
            options |= {"validate": "custom", "value": validation.formula.replace("{cell}", cell)}
        self._done(self.raw.data_validation(top - 1, left - 1, bottom - 1, right - 1, options), top, left)

    def validate_from(self, area: tuple[int, int, int, int], reference: str) -> None:
        """Offer the values of a range as a list."""
        top, left, bottom, right = area
        options = {"validate": "list", "source": reference, "error_type": "warning", "ignore_blank": True}
        self._done(self.raw.data_validation(top - 1, left - 1, bottom - 1, right - 1, options), top, left)

    def condition(self, area: tuple[int, int, int, int], formula: str, look: Look) -> None:
        """Give cells another look while a formula, written for the top left cell, is true."""
        top, left, bottom, right = area
        options = {"type": "formula", "criteria": formula, "format": self._difference(look)}
        self._done(self.raw.conditional_format(top - 1, left - 1, bottom - 1, right - 1, options), top, left)

    def _difference(self, look: Look) -> Any:  # noqa: ANN401 -- no types in the library
        traits: dict[str, Any] = {"font_color": look.color}
        if look.fill:
            traits["bg_color"] = look.fill
        if look.bold:
            traits["bold"] = True
        return self.book._book.add_format(traits)  # noqa: SLF001 -- the two classes are one writer

    def table(self, area: tuple[int, int, int, int], name: str, headers: list[str], look: Look) -> None:
        """Make a block an Excel table with a stable name; its first row becomes the headers."""
        top, left, bottom, right = area
        assert len(set(headers)) == len(headers), f"{name}: two columns of one name"
        columns = [{"header": clean(h), "header_format": self.book.format_of(look)} for h in headers]
        options = {"name": name, "columns": columns, "style": None, "autofilter": True}
        self._done(self.raw.add_table(top - 1, left - 1, bottom - 1, right - 1, options), top, left)

    def picture_of(self, chart: Any, row: int, column: int, options: Mapping[str, object]) -> None:  # noqa: ANN401 -- no types in the library
        """Place a chart with its top left corner in a cell."""
        self._done(self.raw.insert_chart(row - 1, column - 1, chart, dict(options)), row, column)

    def printed(self, *, landscape: bool, paper: int, repeat: tuple[int, int] | None, footer: str) -> None:
        """Set up printing: one page wide, A4 (9) or A3 (8), repeated header rows, page numbers."""
        if landscape:
            self.raw.set_landscape()
        self.raw.set_paper(paper)
        self.raw.fit_to_pages(1, 0)
        self.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.raw.center_horizontally()
        if repeat:
            self.raw.repeat_rows(repeat[0] - 1, repeat[1] - 1)
        self._done(self.raw.set_footer(footer, {"scale_with_doc": False}), 1, 1)


def _plain(value: Raw) -> str | float | None:
    """Return what a formula comes to as a cell of its own."""
    assert value is None or isinstance(value, str | int | float)
    return value


def write_workbook(
    target: Path, title: str, made: date, fill: Callable[[Workbook], None], *, live: bool = True
) -> None:
    """Write a workbook by `fill` and put it in the target's place in one step.

    Args:
        target: where to put it.
        title: the title inside the document.
        made: the only date inside the document.
        fill: writes the content.
        live: whether formulas are written, or only what they come to.

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    with replaced(target) as temporary:
        book = Workbook(temporary, title, made, live=live)
        fill(book)
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error


def _traits(look: Look) -> dict[str, Any]:
    traits: dict[str, Any] = {"font_name": FONT, "font_size": look.size, "font_color": look.color}
    traits["valign"] = look.valign
    traits["locked"] = look.locked
    flags = {"bold": look.bold, "italic": look.italic, "text_wrap": look.wrap}
    traits |= {key: True for key, on in flags.items() if on}
    if look.fill:
        traits |= {"bg_color": look.fill, "pattern": 1}
    if look.align:
        traits["align"] = look.align
    if look.indent:
        traits["indent"] = look.indent
    if look.number:
        traits["num_format"] = look.number
    style = 5 if look.thick else 1
    for side in ("top", "bottom", "left", "right"):
        color = look.border or (getattr(look, side) if side != "right" else "")
        if color:
            traits |= {side: style, f"{side}_color": color}
    return traits
