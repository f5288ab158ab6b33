"""Papers to print: a sheet each, one page each, to be filled by hand."""

from datetime import date
from pathlib import Path

from xlcampaign.forms.page import tab_title
from xlcampaign.layout.papers import Paper
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import A4, Footer, Workbook, Worksheet, write_workbook
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import INK, RED, Look

_MANY_ROWS = 36
_WIDE = 90
_TITLE = Look(bold=True, size=18, align="center", bottom=RED, thick=True, shrink=True)
_LINE = Look(size=11, wrap=True)
_HEAD = Look(bold=True, size=11, align="center", wrap=True, border=INK)
_FIRST = Look(bold=True, size=12, border=INK, indent=1)
_BOX = Look(size=12, border=INK, wrap=True, indent=1)
_CLOSING = Look(size=11, color=INK)
_PAGE = T("第 &P 页　共 &N 页", "page &P of &N")


def write_papers(target: Path, title: T, papers: tuple[Paper, ...], lang: Lang, made: date) -> None:
    """Write papers as a workbook, a sheet each.

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """

    def fill(book: Workbook) -> None:
        taken: set[str] = set()
        for paper in papers:
            tab = tab_title(paper.tab.say(lang), taken)
            taken.add(tab.casefold())
            _write_paper(book.sheet(tab), paper, lang)

    write_workbook(target, title.say(lang), made, fill)


def _write_paper(sheet: Worksheet, paper: Paper, lang: Lang) -> None:
    count = len(paper.columns)
    width = sum(columns for _, columns in paper.columns)
    sheet.merged(1, 1, count, paper.title.say(lang), _TITLE)
    sheet.height(1, 40)
    row = 2
    for line in paper.lines:
        text = line.say(lang)
        sheet.merged(row, 1, count, text, _LINE)
        sheet.height(row, 18 * lines_of(text, width, _LINE.size))
        row += 1
    header = row
    for number, (title, columns) in enumerate(paper.columns, 1):
        sheet.width(number, columns)
        sheet.text(header, number, title.say(lang), _HEAD)
    sheet.height(header, 36)
    for row, texts in enumerate(paper.rows, header + 1):
        for number, text in enumerate(texts, 1):
            sheet.text(row, number, text, _FIRST if number == 1 else _BOX)
        sheet.height(row, paper.height)
    for number, line in enumerate(paper.closing, row + 2):
        sheet.merged(number, 1, count, line.say(lang), _CLOSING)
        sheet.height(number, 30)
    footer = Footer(_PAGE.say(lang), size=9)
    sheet.printed(landscape=width > _WIDE, paper=A4, repeat=(1, header), footer=footer)
    if len(paper.rows) <= _MANY_ROWS:
        sheet.print_pages(1, 1)
