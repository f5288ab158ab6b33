"""A workbook as stable text, for golden files that are reviewed in diffs.

Everything a reader of the workbook can see or trip over: cells with values, formulas and looks, what may be typed,
what turns red, names, print set-up, charts. Looks are numbered per sheet, and listed where they first occur.
"""

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

import openpyxl
from defusedxml import ElementTree
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def dump_workbook(path: Path) -> str:
    """Return a workbook as text; equal texts mean workbooks that look and behave alike."""
    book = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    lines = [f"created {book.properties.created:%Y-%m-%d}, title {book.properties.title}"]
    lines += [f"name {name} = {defined.attr_text}" for name, defined in sorted(book.defined_names.items())]
    for sheet in book.worksheets:
        lines += ["", *_sheet(sheet, cached)]
    lines += _charts(path)
    return "\n".join(lines) + "\n"


def _sheet(sheet: Worksheet, cached: Workbook) -> Iterator[str]:
    state = "" if sheet.sheet_state == "visible" else f" ({sheet.sheet_state})"
    yield f"=== {sheet.title}{state}"
    yield from _setup(sheet)
    if sheet.merged_cells.ranges:
        yield "merged " + " ".join(sorted(str(area) for area in sheet.merged_cells.ranges))
    yield from _rules(sheet)
    yield from (
        f"table {t.name} {t.ref}: {', '.join(c.name for c in t.tableColumns)}" for t in sheet.tables.values()
    )
    yield from _cells(sheet, cached[sheet.title])


def _setup(sheet: Worksheet) -> Iterator[str]:
    tab = sheet.sheet_properties.tabColor
    page, protection = sheet.page_setup, sheet.protection
    free = [
        key
        for key in ("formatColumns", "formatRows", "insertRows", "autoFilter")
        if not getattr(protection, key)
    ]
    yield f"tab {tab.rgb if tab else '-'}, grid {sheet.sheet_view.showGridLines}, freeze {sheet.freeze_panes}"
    yield f"protected {bool(protection.sheet)}, password {bool(protection.password)}, free {' '.join(free)}"
    yield f"paper {page.paperSize} {page.orientation}, {page.fitToWidth} × {page.fitToHeight} pages"
    yield f"repeat {sheet.print_title_rows} {sheet.print_title_cols}, footer {_footer(sheet)}"
    widths = (
        (letter, dim.width) for letter, dim in sorted(sheet.column_dimensions.items(), key=lambda i: i[1].min)
    )
    yield "widths " + " ".join(f"{letter}={width:.4g}" for letter, width in widths)
    heights = ((row, dim.height) for row, dim in sorted(sheet.row_dimensions.items()) if dim.height)
    runs = (list(run) for _, run in groupby(heights, key=lambda item: item[1]))
    yield "heights " + " ".join(f"{run[0][0]}–{run[-1][0]}={run[0][1]:.4g}" for run in runs)


def _span(first: int, last: int) -> str:
    letters = dict.fromkeys(get_column_letter(number) for number in (first, last))
    return "–".join(letters)


def _footer(sheet: Worksheet) -> str:
    footer = sheet.oddFooter
    return " | ".join(part.text for part in (footer.left, footer.center, footer.right) if part.text)


def _rules(sheet: Worksheet) -> Iterator[str]:
    """Yield what may be typed where, and what looks different when."""
    for rule in sorted(sheet.data_validations.dataValidation, key=lambda rule: _order(str(rule.sqref))):
        yield f"takes {rule.sqref} {rule.type} {rule.formula1}"
        yield f"      {rule.promptTitle}: {rule.prompt} / {rule.errorStyle or 'stop'}: {rule.error}"
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            look = rule.dxf
            fill = look.fill.bgColor.rgb if look.fill else "-"
            yield f"when {area.sqref} {rule.formula[0]} → {look.font.color.rgb if look.font else '-'} on {fill}"


def _order(area: str) -> tuple[int, str]:
    letters = re.match("[A-Z]+", area)
    assert letters is not None
    return len(letters[0]), area


def _cells(sheet: Worksheet, cached: Worksheet) -> Iterator[str]:
    looks: dict[str, str] = {}
    above: dict[str, str] = {}
    for row in sheet.iter_rows():
        parts = []
        runs = groupby(
            row, key=lambda cell: (cell.value is None, _look(cell)) if cell.value is None else cell
        )
        for _, run in runs:
            cells = list(run)
            look = _look(cells[0])
            if cells[0].value is None and not look:
                continue
            if look not in looks:
                looks[look] = f"s{len(looks) + 1}"
                yield f"{looks[look]}: {look}"
            parts.append(_shown(cells, looks[look], cached, above))
        if parts:
            yield "\n  ".join(parts)


def _shown(cells: list[Cell | MergedCell], look: str, cached: Worksheet, above: dict[str, str]) -> str:
    """Return a run of empty cells, or a cell; a formula that only repeats the one above it is not repeated."""
    first = cells[0]
    where = first.coordinate
    if first.value is None:
        return f"{where}{':' + cells[-1].coordinate if len(cells) > 1 else ''} {look}"
    if first.data_type == "f":
        relative = re.sub(rf"(?<=[A-Z]){first.row}(?![0-9])", "#", str(first.value))
        formula = "=as above" if above.get(first.column_letter) == relative else first.value
        above[first.column_letter] = relative
        return f"{where} {look} {formula} ⇒ {cached[where].value!r}"
    note = f" // {first.comment.text}" if first.comment else ""
    link = f" → {first.hyperlink.location or first.hyperlink.target}" if first.hyperlink else ""
    return f"{where} {look} {first.value!r}{link}{note}"


def _look(cell: Cell | MergedCell) -> str:
    """Return a cell's look in words; nothing for a cell that was never given one."""
    if isinstance(cell, MergedCell) or not cell.has_style:
        return ""
    font, fill, place = cell.font, cell.fill, cell.alignment
    edges = {
        side.color.rgb
        for side in (cell.border.left, cell.border.top, cell.border.bottom)
        if side and side.color
    }
    words = [
        f"{font.sz:g}{' bold' if font.b else ''} {font.color.rgb if font.color else '-'}",
        f"on {fill.fgColor.rgb if fill.patternType else '-'}",
        f"{place.horizontal or 'auto'}{' wrap' if place.wrap_text else ''}",
        f"edge {' '.join(sorted(edges)) or '-'}",
        cell.number_format,
        "locked" if cell.protection.locked else "open",
    ]
    return ", ".join(words)


def _charts(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        for name in sorted(names, key=lambda name: int(re.sub(r"\D", "", name))):
            yield from _chart(name.rpartition("/")[2], ElementTree.fromstring(archive.read(name)))


def _chart(name: str, root: Element) -> Iterator[str]:
    kinds = [element.tag.removeprefix(_CHART) for element in root.iter() if element.tag.endswith("Chart")]
    title = root.find(f"{_CHART}chart/{_CHART}title")
    words = "".join(text.text or "" for text in title.iter(_TEXT)) if title is not None else ""
    yield ""
    yield f"chart {name} {' '.join(kinds)} “{words}”"
    for series in root.iter(f"{_CHART}ser"):
        ranges = [f"{_parent(series, f)}={f.text}" for f in series.iter(f"{_CHART}f")]
        yield "  series " + " ".join(ranges)


def _parent(series: Element, formula: Element) -> str:
    return next(part.tag.removeprefix(_CHART) for part in series if formula in part.iter())
