"""Sheets of named values: the cover of a form with its live progress, and the settings of the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlcampaign.address import Area, letter
from xlcampaign.forms.cells import look_of
from xlcampaign.forms.page import VALUE, FilledSheet
from xlcampaign.forms.rows import OPTIONAL
from xlcampaign.forms.status import Ready, SheetFigures, of_cover, overall, state_of
from xlcampaign.layout.sheet import Canvas, Settings, fields_of
from xlcampaign.layout.text import show_raw
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import Worksheet, quoted
from xlcampaign.workbook.formulas import Live, less, quote, total
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import (
    CELL,
    CENTRED,
    CODE,
    DARK_RED,
    GREEN,
    HEADER,
    INK,
    MUTED,
    NOTE,
    PAPER,
    RED,
    STATUS,
    TEXT,
    TITLE,
    Look,
)

_COVER_WIDTHS = (26, 16, 14, 14, 14, 26)
_SETTINGS_WIDTHS = (36, 30, 62)
_LOOKS = {
    "title": TITLE,
    "unit": Look(bold=True, size=12, fill=PAPER, indent=1),
    "note": NOTE.but(size=10, color=INK),
    "again": NOTE.but(size=10, color=DARK_RED),
    "text": TEXT.but(wrap=True, indent=1),
    "code": CODE,
}
_HEIGHTS = {"title": 36, "unit": 26, "note": 22, "again": 24, "text": 20, "code": 16}
_LABEL = Look(bold=True, indent=1)
_HINT = Look(color=MUTED, size=9, wrap=True, indent=1)
_PROGRESS = Look(bold=True, size=13, color=RED, fill=PAPER, wrap=True, indent=1)
_LINK = CELL.but(color=DARK_RED, indent=1)
_STATE = CENTRED.but(bold=True, color=RED)
_HEADERS = (
    T("表", "Sheet"),
    T("应填", "Required"),
    T("已填", "Filled"),
    T("还差", "To go"),
    T("有误", "Wrong"),
    T("状态", "State"),
)
_SETTING_HEADERS = (T("项目", "Setting"), T("填写", "Value"), T("说明", "Hint"))


def write_cover(
    sheet: Worksheet,
    page: FilledSheet,
    others: Sequence[tuple[FilledSheet, SheetFigures]],
    lang: Lang,
    *,
    ready: Ready,
) -> None:
    """Write the first sheet of a workbook to be filled: what to do, and live how much of it is done.

    Args:
        sheet: where.
        page: the canvas.
        others: the other sheets with their figures.
        lang: the language.
        ready: what is said when all is done.
    """
    canvas = page.sheet
    assert isinstance(canvas, Canvas)
    last = len(_COVER_WIDTHS)
    for number, width in enumerate(_COVER_WIDTHS, 1):
        sheet.width(number, width)
    for line in canvas.lines:
        words = line.text.say(lang)
        sheet.merged(line.row, 1, last, words, _LOOKS[line.look])
        look = _LOOKS[line.look]
        lines = lines_of(words, sum(_COVER_WIDTHS) - 3, look.size) if look.wrap else 1
        sheet.height(line.row, _HEIGHTS[line.look] + 14 * (lines - 1))
    for row, column in fields_of(canvas):
        sheet.text(row, 1, column.title.say(lang), _LABEL)
        sheet.typed(row, VALUE, page.cells[row, VALUE], look_of(column))
        sheet.merged(row, VALUE + 1, last, column.hint.say(lang) if column.hint else "", _HINT)
        sheet.height(row, 8 + 14 * _lines_in(page, row, _COVER_WIDTHS[VALUE - 1]))
    _write_progress(sheet, page, others, lang, ready)


def seen_figures(
    cover: FilledSheet, others: Sequence[tuple[FilledSheet, SheetFigures]]
) -> Iterator[SheetFigures]:
    """Yield each sheet's figures as the cells of the cover that show them, so that no long formula stands twice."""
    assert isinstance(cover.sheet, Canvas)
    for row, (_, figures) in enumerate(others, cover.sheet.status_row + 2):

        def seen(column: str, live: Live, at: int = row) -> Live:
            is_constant = live.formula.isdigit()
            return live if is_constant else Live(f"{quoted(cover.title)}!${column}${at}", live.number)

        wrong, rest = seen("E", figures.wrong), total((figures.conflicts, figures.below))
        yield replace(
            figures,
            required=seen("B", figures.required),
            filled=seen("C", figures.filled),
            missing=seen("D", figures.missing),
            misfits=wrong if rest.formula.isdigit() else less(wrong, rest),
        )


def _lines_in(page: FilledSheet, row: int, width: float) -> int:
    """Return how many lines the value in a row takes."""
    return lines_of(show_raw(page.cells[row, VALUE]), width - 3, CELL.size)


def _write_progress(
    sheet: Worksheet,
    page: FilledSheet,
    others: Sequence[tuple[FilledSheet, SheetFigures]],
    lang: Lang,
    ready: Ready,
) -> None:
    assert isinstance(page.sheet, Canvas)
    top = page.sheet.status_row
    sheet.height(top + 1, 22)
    for number, title in enumerate(_HEADERS, 1):
        sheet.text(top + 1, number, title.say(lang), HEADER)
    listed = []
    for row, (other, figures) in enumerate(others, top + 2):
        sheet.link(row, 1, other.title, "A1", other.title, _LINK)
        shown = (figures.required, figures.filled, figures.missing, figures.wrong)
        for number, live in enumerate(shown, 2):
            sheet.formula(row, number, "=" + live.formula, live.number, CENTRED.but(number="0"))
        required, missing, wrong = (
            Live(f"${column}${row}", live.number)
            for column, live in (("B", figures.required), ("D", figures.missing), ("E", figures.wrong))
        )
        state = state_of(required, missing, wrong, figures.undecided, lang, ready)
        sheet.formula(row, len(_HEADERS), "=" + state.formula, str(state.value), _STATE)
        sheet.height(row, 20)
        listed.append((other.title, missing, wrong, figures.undecided))
    whole = overall([*listed, of_cover(page, lang)], lang, ready)
    sheet.merged(top, 1, len(_HEADERS), "", _PROGRESS)
    sheet.formula(top, 1, "=" + whole.formula, str(whole.value), _PROGRESS)
    sheet.height(top, 42)
    sheet.condition(
        (top, 1, top, len(_HEADERS)), f"=$A${top}={quote(ready.whole.say(lang))}", Look(color=GREEN)
    )
    first = top + 2
    states = (first, len(_HEADERS), first + len(others) - 1, len(_HEADERS))
    color_state(sheet, states, f"${letter(len(_HEADERS))}{first}", lang, ready)


def state_refs(pages: Sequence[FilledSheet]) -> dict[str, tuple[str, str]]:
    """Return, by the key of each sheet beside a form's cover, a defined name for its state and the reference of it."""
    cover, *others = pages
    assert isinstance(cover.sheet, Canvas)
    rows = enumerate(others, cover.sheet.status_row + 2)
    states = {page.sheet.key: (row, len(_HEADERS), row, len(_HEADERS)) for row, page in rows}
    return {key: (f"xlc_state_{key}", cover.area(box).ref) for key, box in states.items()}


def color_state(sheet: Worksheet, area: Area, state: str, lang: Lang, ready: Ready) -> None:
    """Show in green that a sheet may be sent, and quietly that it need not be filled; all else stays red."""
    for words, color in ((ready.sheet, GREEN), (OPTIONAL, MUTED)):
        sheet.condition(area, f"={state}={quote(words.say(lang))}", Look(color=color))


def write_settings(sheet: Worksheet, page: FilledSheet, status: Live, lang: Lang) -> None:
    """Write a sheet of settings: title, value, hint."""
    settings = page.sheet
    assert isinstance(settings, Settings)
    for number, width in enumerate(_SETTINGS_WIDTHS, 1):
        sheet.width(number, width)
    last = len(_SETTINGS_WIDTHS)
    sheet.merged(1, 1, last, page.title, TITLE)
    sheet.height(1, 32)
    sheet.merged(2, 1, last, settings.note.say(lang) if settings.note else "", NOTE.but(color=INK))
    sheet.height(2, 24)
    sheet.merged(3, 1, last, "", STATUS)
    sheet.formula(3, 1, "=" + status.formula, str(status.value), STATUS)
    sheet.height(3, 22)
    for number, title in enumerate(_SETTING_HEADERS, 1):
        sheet.text(settings.header_row, number, title.say(lang), HEADER)
    sheet.height(settings.header_row, 22)
    for row, column in fields_of(settings):
        sheet.text(row, 1, column.title.say(lang), CELL.but(indent=1))
        look = look_of(column).but(align="left", indent=1)
        sheet.typed(row, VALUE, page.cells[row, VALUE], look)
        hint = column.hint.say(lang) if column.hint else ""
        sheet.text(row, VALUE + 1, hint, _HINT.but(bottom=CELL.bottom))
        lines = lines_of(hint, _SETTINGS_WIDTHS[-1] - 2, _HINT.size)
        sheet.height(row, 8 + 14 * max(lines, _lines_in(page, row, _SETTINGS_WIDTHS[VALUE - 1])))
    sheet.freeze(settings.header_row + 1, 1)
