"""Workbooks that people fill, the plan's and the forms': written by looping over their declarations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xlcampaign.forms import cells as form_cells
from xlcampaign.forms.fields import color_state, seen_figures, state_refs, write_cover, write_settings
from xlcampaign.forms.fitting import lists_of
from xlcampaign.forms.page import FilledSheet, lay_out
from xlcampaign.forms.plan_checks import misfits_of
from xlcampaign.forms.rows import Valid, check_rows, own_rows, valid_ballots, with_checks
from xlcampaign.forms.status import FILLED, SENDABLE, Ready, SheetFigures, figures_of, status_line
from xlcampaign.forms.table import is_narrow, set_pages, write_table
from xlcampaign.layout.form_book import IDENTITY_SHEET, SHEET_NAME, identity_sheet
from xlcampaign.layout.plan import PLAN
from xlcampaign.layout.sheet import Answers, Book, Canvas, Table
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import A4, Footer, Workbook, Worksheet, quoted, write_workbook
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import GOLD, TAB_LEADERS

__all__ = ["Answers", "write_form"]

_NAMED = T("{unit}　{form}", "{unit} · {form}")
_PAGE = T("第 &P 页，共 &N 页", "page &P of &N")
_STATUS = (3, 1, 3, 1)
"""Where a sheet says how far it is."""
_ALLOWED = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
}


@dataclass(frozen=True)
class _Form:
    """All that the sheets of one workbook need to know of each other."""

    book: Book
    lang: Lang
    pages: tuple[FilledSheet, ...]
    checks: Mapping[str, Mapping[int, Live]]
    valid: Valid
    figures: Mapping[str, SheetFigures]
    seen: Mapping[str, SheetFigures]
    states: Mapping[str, tuple[str, str]]
    listed: frozenset[tuple[str, str]]

    @property
    def is_sent(self) -> bool:
        """Tell whether it goes to somebody: a form, locked but for the cells to fill; the plan is all open."""
        return self.book.identity is not None or bool(self.book.hidden)

    @property
    def ready(self) -> Ready:
        """What is said of what is filled in."""
        return SENDABLE if self.is_sent else FILLED


def write_form(target: Path, book: Book, lang: Lang, made: date, answers: Answers | None = None) -> str:
    """Write a workbook to be filled, with what is known already and what was typed.

    Args:
        target: where to put it.
        book: what it is.
        lang: the language of the program's words in it.
        made: the only date inside the document.
        answers: what was typed, raw, in place of what is known already.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    pages = lay_out(book, lang, answers or {})
    ballots = valid_ballots(pages)
    valid = {key: live for key, (live, _) in ballots.items()}
    ballots |= own_rows(pages, valid, lang)
    valid |= {key: live for key, (live, _) in ballots.items()}
    checks = {page.sheet.key: check_rows(page, valid, lang) for page in pages}
    pages = tuple(with_checks(page, checks[page.sheet.key]) for page in pages)
    figures = {page.sheet.key: figures_of(page, valid, lang) for page in pages}
    if book.key == PLAN:
        unfit = misfits_of(pages, lang)
        figures |= {key: replace(figures[key], conflicts=live) for key, live in unfit.items()}
    seen, listed = _seen(pages, figures), _listed_in(book, lang)
    form = _Form(book, lang, pages, checks, valid, figures, seen, state_refs(pages), listed)

    def fill(workbook: Workbook) -> None:
        named = [*((live.formula, ref) for live, ref in ballots.values()), *form.states.values()]
        for name, reference in named:
            workbook.name(name, f"={reference}")
        for name, listed in lists_of(column for page in pages for _, column in page.slots).items():
            workbook.name(name, listed)
        for page in pages:
            _write_page(workbook, form, page)
        if book.identity:
            _write_identity(workbook, book, lang)
        elif book.hidden:
            workbook.hide(IDENTITY_SHEET, book.hidden)

    return write_workbook(target, book.title.say(lang), made, fill)


def _seen(pages: tuple[FilledSheet, ...], figures: Mapping[str, SheetFigures]) -> dict[str, SheetFigures]:
    """Return each sheet's figures as its own formulas name them: where the cover shows them, those cells."""
    found = dict(figures)
    for cover in (page for page in pages if isinstance(page.sheet, Canvas)):
        others = [(page, figures[page.sheet.key]) for page in pages if page is not cover]
        keys = [page.sheet.key for page, _ in others]
        found |= zip(keys, seen_figures(cover, others), strict=True)
    return found


def _write_page(workbook: Workbook, form: _Form, page: FilledSheet) -> None:
    first = page is form.pages[0]
    sheet = workbook.sheet(page.title, TAB_LEADERS if first else GOLD)
    workbook.name(SHEET_NAME + page.sheet.key, f"={quoted(page.title)}!$A$1")
    repeat = None if isinstance(page.sheet, Canvas) else (page.sheet.header_row, page.sheet.header_row)
    sheet.printed(landscape=not _is_upright(form, page), paper=A4, repeat=repeat, footer=_footer(form))
    _write_content(workbook, sheet, form, page)
    form_cells.validate(sheet, page, form.lang)
    form_cells.warn(sheet, page, form.valid, form.lang)
    if form.is_sent:
        sheet.protect(_ALLOWED)


def _is_upright(form: _Form, page: FilledSheet) -> bool:
    """Tell whether a sheet prints upright, which holds more rows: those of the plan that are not too broad."""
    if form.is_sent or isinstance(page.sheet, Canvas):
        return False
    return not isinstance(page.sheet, Table) or is_narrow(page, form.lang)


def _write_content(workbook: Workbook, sheet: Worksheet, form: _Form, page: FilledSheet) -> None:
    if isinstance(page.sheet, Canvas):
        others = [(other, form.figures[other.sheet.key]) for other in form.pages if other is not page]
        write_cover(sheet, page, others, form.lang, ready=form.ready)
        if form.book.stems_from or not form.is_sent:
            sheet.print_pages(1, 1)  # what it tells beside the progress would push that off the page
        return
    status = status_line(page, form.seen[page.sheet.key], form.valid, form.lang)
    color_state(sheet, _STATUS, form.states[page.sheet.key][0], form.lang, form.ready)
    if not isinstance(page.sheet, Table):
        write_settings(sheet, page, status, form.lang)
        return
    write_table(sheet, page, status, form.checks[page.sheet.key], form.lang)
    set_pages(sheet, page, form.lang)
    for (top, number, bottom, _), column in page.slots:
        if (page.sheet.key, column.key) in form.listed:
            first = page.area((top, number, top, number)).ref
            whole = page.area((top, number, bottom, number)).ref
            # as long as it is filled: a list with blanks opens at its end
            listed = f"={first}:INDEX({whole},MAX(1,COUNTA({whole})))"
            workbook.name(form_cells.list_name((page.sheet.key, column.key)), listed)


def _listed_in(book: Book, lang: Lang) -> frozenset[tuple[str, str]]:
    """Return the columns, each with its table before it, that other ones offer as a list."""
    columns = (column for sheet in book.sheets if isinstance(sheet, Table) for column in sheet.columns)
    rules = (column.kind.validation(lang) for column in columns)
    return frozenset(rule.source for rule in rules if rule is not None and rule.source)


def _footer(form: _Form) -> Footer:
    unit = next(
        (
            line.text.say(form.lang)
            for page in form.pages
            if isinstance(page.sheet, Canvas)
            for line in page.sheet.lines
            if line.look == "unit"
        ),
        "",
    )
    name = _NAMED.fill(form.lang, {"unit": unit, "form": form.book.title.say(form.lang)}).strip(" ·　")
    code = form.book.identity.code if form.book.identity else ""
    return Footer(_PAGE.say(form.lang), left=name, right=code)


def _write_identity(workbook: Workbook, book: Book, lang: Lang) -> None:
    hidden = identity_sheet(book, lang)
    workbook.hide(hidden.title.say(lang), {key: str(value) for key, value in hidden.values.items()})
