"""The one checked writer over XlsxWriter: what cannot be written as given raises; nothing is dropped."""

import re
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from unicodedata import east_asian_width

import xlsxwriter

from xlcampaign.address import letter
from xlcampaign.layout.statement import digest_of, tab_stated
from xlcampaign.layout.text import clean
from xlcampaign.package.parts import Package
from xlcampaign.workbook.formats import Formats
from xlcampaign.workbook.limits import UnwritableError, check_formula, check_title, quoted
from xlcampaign.workbook.replacing import replaced
from xlcampaign.workbook.streaming import Cell, Height, Piece, Stream, put_in_place
from xlcampaign.workbook.worksheet import A3, A4, Footer, Worksheet

__all__ = [
    "A3",
    "A4",
    "Cell",
    "Footer",
    "Height",
    "UnwritableError",
    "Workbook",
    "Worksheet",
    "quoted",
    "width_of",
    "write_workbook",
]

_LISTS = "_lists"
_CHART = "xl/charts/chart"
_LATIN = re.compile(rb'<a:latin (typeface="[^"]*")[^>]*/>')
_LEVEL, _HARDLY_TURNED = b'<a:bodyPr rot="0" ', b'<a:bodyPr rot="1" '
_WIDE = {"W", "F"}
"""What Unicode calls the width of characters that take the room of two."""
_IN_MEMORY = 1 << 16
"""So much of a sheet's streamed rows does not need the disk."""


def width_of(text: str) -> float:
    """Return the width of the longest line of text in characters; full-width characters count two."""
    lines = text.split("\n")
    if text.isascii():
        return max(map(len, lines))
    return max(len(line) + sum(map(_WIDE.__contains__, map(east_asian_width, line))) for line in lines)


class _LibrarySheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]  # the library has no types
    """XlsxWriter's sheet, spared from looking for functions newer than Excel 2007 in every formula, and for < in numbers.

    The first takes thirty regular expressions a formula, and a longer one for those that fill several cells; no formula of
    ours has any (a test says so), and a text in one that reads like them is text. The second takes an exception for each
    cell. Should the library call the methods otherwise one day, only the speed is lost.
    """

    def _escape_attributes(self, attribute: object) -> object:
        return attribute if type(attribute) is int else super()._escape_attributes(attribute)

    def _write_formula(
        self,
        row: int,
        col: int,
        formula: str,
        cell_format: Any = None,  # noqa: ANN401 -- the library's format
        value: object = 0,
    ) -> int:
        if not formula or self._check_dimensions(row, col):
            return -1
        stored = xlsxwriter.worksheet.CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        self.table[row][col] = stored
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 -- the library's
        return formula.removeprefix("=")


class Workbook:
    """A workbook being written; `made` is the only date inside. Unless `live`, formulas become what they come to.

    Rows that are too much for memory lie in a folder of the caller's until the workbook is complete; who closes `spools`
    closes their files. All else stays in memory: a small workbook's parts cost less than files for them.
    """

    def __init__(self, folder: Path, title: str, made: date, spools: ExitStack, *, live: bool = True) -> None:
        self._folder = folder
        self._spools = spools
        self._data = BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book: Any = xlsxwriter.Workbook(self._data, options | {"in_memory": True})
        created = datetime(made.year, made.month, made.day)  # noqa: DTZ001 -- workbooks know no time zone
        self._properties = {"title": clean(title), "created": created}
        self._book.set_properties(self._properties)
        self._book.set_calc_mode("auto")
        self._formats = Formats(self._book, live=live)
        self._streams: dict[str, Stream] = {}
        self._remembered: dict[str | float | None, Piece] = {}
        self._sheets: list[Worksheet] = []
        self._charted = False
        self.noted: dict[str, str] = {}
        """What sheets leave to be noted for programs that read the workbook again, by what that is called."""

    def state(self, status: str) -> None:
        """Say in the document's properties how it stands."""
        self._book.set_properties(self._properties | {"status": clean(status)})

    def sheet(self, title: str, tab: str = "") -> Worksheet:
        """Add a sheet and return its writer."""
        check_title(title, {other.casefold() for other in self._streams})
        spool = _spool(self._spools, self._folder)
        stream = self._streams[title] = Stream(title, spool, self._remembered, live=self._formats.live)
        sheet = self._book.add_worksheet(title, _LibrarySheet)
        if tab:
            sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        self._sheets.append(Worksheet(self._formats, sheet, stream))
        return self._sheets[-1]

    def hidden_sheet(self, title: str) -> Worksheet:
        """Add a sheet that users do not see."""
        sheet = self.sheet(title)
        sheet.hide()
        return sheet

    def hide(self, title: str, facts: Mapping[str, str]) -> None:
        """Add a sheet that users do not see, with facts for programs: a name and a text a row."""
        sheet = self.hidden_sheet(title)
        for row, (key, value) in enumerate(facts.items(), 1):
            sheet.text(row, 1, key)
            sheet.text(row, 2, value)

    @property
    def stated(self) -> Mapping[str, str]:
        """The digests of what each sheet states so far, by its name."""
        return {sheet.title: digest_of(sheet.stated) for sheet in self._sheets}

    def name(self, name: str, reference: str) -> None:
        """Define a name for a reference (=Sheet!$A$1)."""
        if self._book.define_name(name, check_formula(reference, name)) not in {None, 0}:
            raise UnwritableError(name, reference)

    def chart(self, options: Mapping[str, str]) -> Any:  # noqa: ANN401 -- XlsxWriter's charts have no types
        """Return a new chart of the library, to be filled by `out.charts`."""
        self._charted = True
        return self._book.add_chart(dict(options))

    def save(self, target: Path) -> str:
        """Write the finished workbook, and return the digest of what it states; the object is of no further use."""
        lists = self._formats.lists
        if lists:
            sheet = self.hidden_sheet(_LISTS)
            for column, (options, name) in enumerate(lists.items(), 1):
                for row, option in enumerate(options, 1):
                    sheet.text(row, column, option)
                col = letter(column)
                self.name(name, f"={_LISTS}!${col}$1:${col}${len(options)}")
        self._book.close()
        for sheet in self._book.worksheets():
            # its way back to the workbook: where nobody looks for circles, both would stay
            sheet.workbook_add_format = None
        streamed = [stream for stream in self._streams.values() if not stream.is_empty]
        if streamed or self._charted:
            with target.open("wb") as file:
                put_in_place(streamed, _for_all_programs(Package(self._data.getvalue())), file)
        else:
            target.write_bytes(self._data.getvalue())
        tabs = (tab_stated(place, sheet.title) for place, sheet in enumerate(self._sheets, 1))
        return digest_of(sum(tabs) + sum(sheet.stated for sheet in self._sheets))


def _for_all_programs(package: Package) -> Package:
    """Return a package whose charts look alike in other programs, which the library has no words for.

    Chinese has the font of Latin letters; it would be the theme's. Level names of bars are turned by the least angle that
    there is: LibreOffice breaks level ones into lines, and leaves out every second that then finds no room.
    """
    charts = {name: package.part(name) for name in package.names if name.startswith(_CHART)}
    return package.with_parts(
        {
            name: _LATIN.sub(rb"\g<0><a:ea \g<1>/>", part).replace(_LEVEL, _HARDLY_TURNED)
            for name, part in charts.items()
        }
    )


def _spool(spools: ExitStack, folder: Path) -> IO[bytes]:
    return spools.enter_context(SpooledTemporaryFile(_IN_MEMORY, dir=str(folder)))


def write_workbook(
    target: Path, title: str, made: date, fill: Callable[[Workbook], None], *, live: bool = True
) -> str:
    """Write a workbook by `fill` and put it in the target's place in one step.

    Args:
        target: where to put it.
        title: the title inside the document.
        made: the only date inside the document.
        fill: writes the content.
        live: whether formulas are written, or only what they come to.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
        UnwritableError: something does not fit into a workbook; a defect of the caller.
    """
    with replaced(target) as temporary:
        return _write(temporary, title, made, fill, live=live)


def _write(target: Path, title: str, made: date, fill: Callable[[Workbook], None], *, live: bool) -> str:
    """Write a workbook; all that the library says by a warning, or by an exception of its own, is an error."""
    with warnings.catch_warnings(), ExitStack() as spools:
        warnings.filterwarnings("error", module="xlsxwriter")
        try:
            book = Workbook(target.parent, title, made, spools, live=live)
            fill(book)
            return book.save(target)
        except (xlsxwriter.exceptions.XlsxWriterException, UserWarning, UnicodeError) as error:
            raise UnwritableError(title, error) from error
