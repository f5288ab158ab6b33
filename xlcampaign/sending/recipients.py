"""The recipients as a workbook for mail merge: not every mail program opens drafts.

Its header is in the first row, for Word and the add-ins that merge mails look there and nowhere else.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlcampaign.sending.messages import Letter
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import A4, Footer, Workbook, write_workbook
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import CELL, HEADER, TAB_LEADERS

_TITLE = T("收件人", "Recipients")
_COLUMNS = (
    (T("单位", "Unit"), 24),
    (T("邮箱", "E-mail"), 30),
    (T("标题", "Subject"), 36),
    (T("正文", "Text"), 64),
    (T("附件", "Attachments"), 60),
)
_PAGE = T("第 &P 页，共 &N 页", "page &P of &N")
_TEXT = CELL.but(wrap=True, number="@")
_LINE, _TALLEST = 14.5, 400


def write_recipients(target: Path, letters: Sequence[Letter], lang: Lang, made: date) -> str:
    """Write a row per message: unit, addresses, subject, text, attachments by their path from here.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """

    def fill(workbook: Workbook) -> None:
        sheet = workbook.sheet(_TITLE.say(lang), TAB_LEADERS)
        for number, (_, width) in enumerate(_COLUMNS, 1):
            sheet.width(number, width)
        headers = [title.say(lang) for title, _ in _COLUMNS]
        sheet.table((1, 1, 1 + len(letters), len(_COLUMNS)), "xlc_recipients", headers, HEADER)
        for row, letter in enumerate(letters, 2):
            cells = _cells(letter)
            for number, text in enumerate(cells, 1):
                sheet.text(row, number, text, _TEXT)
            tall = max(lines_of(text, width - 1) for text, (_, width) in zip(cells, _COLUMNS, strict=True))
            sheet.height(row, min(_TALLEST, tall * _LINE + 6))
        sheet.freeze(2, 2)
        sheet.printed(landscape=True, paper=A4, repeat=(1, 1), footer=Footer(_PAGE.say(lang)))

    return write_workbook(target, _TITLE.say(lang), made, fill)


def _cells(letter: Letter) -> tuple[str, ...]:
    """Return what is said of a message; paths with strokes that every system takes."""
    attached = (f"{file.parent.name}/{file.name}" for file in letter.attachments)
    return (letter.name, "; ".join(letter.addresses), letter.subject, letter.text, ";\n".join(attached))
