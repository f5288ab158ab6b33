"""A workbook as stable text, for golden files that are reviewed in diffs.

Everything a reader of the workbook can see or trip over: cells with values, formulas and looks, what may be typed,
what turns red, names, print set-up, charts. Looks are numbered per sheet, and listed where they first occur; a formula
that is the one above it or to its left, filled down or right, is not repeated.
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
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_.$])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![A-Za-z0-9_.(])")
_LONGEST_NAMED = 200


def dump_workbook(path: Path) -> str:
    """Return a workbook as text; equal texts mean workbooks that look and behave alike."""
    book = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    lines = [_head(book), *_names(book)]
    for sheet in book.worksheets:
        lines += ["", *_sheet(sheet, cached)]
    with zipfile.ZipFile(path) as archive:
        lines += _charts(archive, [name for name in archive.namelist() if _number_of_chart(name)])
    return "\n".join(lines) + "\n"


def dump_sheets(path: Path) -> dict[str, str]:
    """Return each sheet as text by its title, with its own names and charts; by "" what is said of the book."""
    book = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    names, texts = _names(book), {"": [_head(book), *(f"sheet {title}" for title in book.sheetnames)]}
    with zipfile.ZipFile(path) as archive:
        for number, sheet in enumerate(book.worksheets, 1):
            own = [name for name in names if _sheet_of(name) == sheet.title]
            texts[sheet.title] = [
                *own,
                *_sheet(sheet, cached),
                *_charts(archive, _charts_of(archive, number)),
            ]
            names = [name for name in names if name not in own]
    texts[""] += names
    return {title: "\n".join(lines) + "\n" for title, lines in texts.items()}


def _head(book: Workbook) -> str:
    return f"created {book.properties.created:%Y-%m-%d}, title {book.properties.title}"


def _names(book: Workbook) -> list[str]:
    return [f"name {name} = {_cut(one.attr_text)}" for name, one in sorted(book.defined_names.items())]


def _cut(text: str) -> str:
    """Return what a name stands for; of a long list the beginning, and how long it is."""
    return text if len(text) <= _LONGEST_NAMED else f"{text[:_LONGEST_NAMED]}… ({len(text)} characters)"


def _sheet_of(name: str) -> str:
    """Return the sheet whose cells a name stands for."""
    return name.partition(" = ")[2].rpartition("!")[0].strip("'")


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
    above: dict[int, str] = {}
    for row in sheet.iter_rows():
        parts = []
        left = ""
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
            formula = _filled(cells[0]) if cells[0].data_type == "f" else ""
            known = (
                "=as above"
                if above.get(cells[0].column) == formula
                else "=as left"
                if left == formula
                else ""
            )
            parts.append(_shown(cells, looks[look], cached, known if formula else ""))
            left = formula
            if formula:
                above[cells[0].column] = formula
        if parts:
            yield "\n  ".join(parts)


def _filled(cell: Cell) -> str:
    """Return a formula as it stays the same when it is filled down or right."""

    def relative(match: re.Match[str]) -> str:
        column = column_index_from_string(match[2]) - (0 if match[1] else cell.column)
        row = int(match[4]) - (0 if match[3] else cell.row)
        return f"{match[1]}{column}:{match[3]}{row}"

    return _REFERENCE.sub(relative, str(cell.value))


def _shown(cells: list[Cell | MergedCell], look: str, cached: Worksheet, known: str) -> str:
    """Return a run of empty cells, or a cell; `known` stands for a formula that a neighbour has shown."""
    first = cells[0]
    where = first.coordinate
    if first.value is None:
        return f"{where}{':' + cells[-1].coordinate if len(cells) > 1 else ''} {look}"
    if first.data_type == "f":
        return f"{where} {look} {known or first.value} ⇒ {cached[where].value!r}"
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


def _number_of_chart(name: str) -> int:
    match = re.fullmatch(r"xl/charts/chart(\d+)\.xml", name)
    return int(match[1]) if match else 0


def _charts_of(archive: zipfile.ZipFile, number: int) -> list[str]:
    """Return the parts with the charts of a sheet."""
    drawings = _related(archive, f"xl/worksheets/_rels/sheet{number}.xml.rels", "drawings/drawing")
    return [
        chart
        for drawing in drawings
        for chart in _related(archive, f"xl/drawings/_rels/{drawing.rpartition('/')[2]}.rels", "charts/chart")
    ]


def _related(archive: zipfile.ZipFile, part: str, what: str) -> list[str]:
    if part not in archive.namelist():
        return []
    return [
        f"xl/{name}" for name in re.findall(rf'Target="\.\./({what}\d+\.xml)"', archive.read(part).decode())
    ]


def _charts(archive: zipfile.ZipFile, parts: list[str]) -> Iterator[str]:
    for number, part in enumerate(sorted(parts, key=_number_of_chart), 1):
        yield from _chart(number, ElementTree.fromstring(archive.read(part)))


def _chart(number: int, root: Element) -> Iterator[str]:
    kinds = [element.tag.removeprefix(_CHART) for element in root.iter() if element.tag.endswith("Chart")]
    title = root.find(f"{_CHART}chart/{_CHART}title")
    words = "".join(text.text or "" for text in title.iter(_TEXT)) if title is not None else ""
    yield ""
    yield f"chart {number} {' '.join(kinds)} “{words}”"
    for series in root.iter(f"{_CHART}ser"):
        ranges = [f"{_parent(series, f)}={f.text}" for f in series.iter(f"{_CHART}f")]
        yield "  series " + " ".join(ranges)


def _parent(series: Element, formula: Element) -> str:
    return next(part.tag.removeprefix(_CHART) for part in series if formula in part.iter())
