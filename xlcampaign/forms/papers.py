"""Papers to print: a sheet each, on as few pages of A4 as their boxes allow."""

from datetime import date
from itertools import accumulate, chain
from pathlib import Path

from xlcampaign.forms.page import tab_titles
from xlcampaign.forms.paper_pages import (
    BOX,
    CLOSING_HEIGHT,
    FIRST,
    HEAD,
    LINE,
    TITLE_HEIGHT,
    PaperPages,
    characters,
    headings,
    lay,
    points,
)
from xlcampaign.layout.paper import Paper
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import A4, Footer, Workbook, Worksheet, write_workbook
from xlcampaign.workbook.looks import MUTED, RED, Look

TITLE = Look(bold=True, size=16, align="center", bottom=RED, thick=True, shrink=True)
_SEAL = Look(size=10, color=MUTED, align="center")
CLOSING = Look(size=11)
"""The looks of the line on top and of those to sign on."""
_PAGE = T("第 &P 页　共 {pages} 页", "page &P of {pages}")
_SEAL_HERE = T("（盖章处）", "(seal)")


def write_papers(target: Path, title: T, papers: tuple[Paper, ...], lang: Lang, made: date) -> str:
    """Write papers as a workbook, a sheet each; return the digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """

    def fill(book: Workbook) -> None:
        tabs = tab_titles(paper.tab.say(lang) for paper in papers)
        for tab, paper in zip(tabs, papers, strict=True):
            _write_paper(book.sheet(tab), paper, lay(paper, lang), lang)

    return write_workbook(target, title.say(lang), made, fill)


def _write_paper(sheet: Worksheet, paper: Paper, laid: PaperPages, lang: Lang) -> None:
    count = len(paper.columns)
    for number, width in enumerate(laid.widths, 1):
        sheet.width(number, characters(width))
    sheet.merged(1, 1, count, paper.title.say(lang), TITLE)
    sheet.height(1, points(TITLE_HEIGHT))
    top = 2 + len(laid.lines)
    for row, (line, height) in enumerate(zip((paper.about, *paper.lines), laid.lines, strict=True), 2):
        sheet.merged(row, 1, count - laid.seal, line.say(lang), LINE)
        sheet.height(row, points(height))
    if laid.seal:
        sheet.merged_block(2, count - laid.seal + 1, top - 1, count, _SEAL_HERE.say(lang), _SEAL)
    _write_header(sheet, paper, laid, top, lang)
    first = top + len(laid.header)
    for row, (texts, height) in enumerate(zip(paper.rows, chain(*laid.pages), strict=True), first):
        for number, text in enumerate(texts, 1):
            sheet.text(row, number, text, FIRST if number == 1 else BOX)
        sheet.height(row, points(height))
    for row, line in enumerate(paper.closing, first + len(paper.rows)):
        sheet.merged(row, 1, count, line.say(lang), CLOSING)
        sheet.height(row, points(CLOSING_HEIGHT))
    _set_pages(sheet, laid, first - 1, lang)


def _write_header(sheet: Worksheet, paper: Paper, laid: PaperPages, top: int, lang: Lang) -> None:
    bottom = top + len(laid.header) - 1
    for row, height in enumerate(laid.header, top):
        sheet.height(row, points(height))
    for over, first, last in headings(paper):
        if over:
            sheet.merged(top, first + 1, last + 1, over.say(lang), HEAD)
        for number in range(first, last + 1):
            title = paper.columns[number].title.say(lang)
            sheet.merged_block(bottom if over else top, number + 1, bottom, number + 1, title, HEAD)


def _set_pages(sheet: Worksheet, laid: PaperPages, header: int, lang: Lang) -> None:
    """Break a sheet into its pages, with its head on each, numbered on their own."""
    footer = Footer(_PAGE.filled(pages=str(len(laid.pages))).say(lang), size=9)
    sheet.printed(landscape=laid.shape.landscape, paper=A4, repeat=(1, header), footer=footer)
    sheet.print_from_page_one()
    ends = list(accumulate(map(len, laid.pages), initial=header))
    sheet.break_after(ends[1:-1])
