"""推荐审批表: a workbook with a page for whoever is recommended in the end, and the rows that certificates are printed from."""

from pathlib import Path

from xlcampaign.forms.notices import write_notice
from xlcampaign.forms.page import tab_titles
from xlcampaign.layout.approval import (
    APPROVALS,
    CERTIFICATES,
    approval_notices,
    certificate_columns,
    certificate_rows,
)
from xlcampaign.model.approval import Approvals
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Results
from xlcampaign.words import Lang
from xlcampaign.workbook.book import A4, Footer, Workbook, Worksheet, write_workbook
from xlcampaign.workbook.looks import CELL, HEADER

_PAGE = "&P / &N"
_TABLE = "xlc_certificates"


def write_approvals(target: Path, plan: Plan, approvals: Approvals, results: Results) -> str:
    """Write what is handed on of a final selection; return the digest of what it states (layout.statement).

    Args:
        target: where to put it.
        plan: the campaign's plan, in whose language it is.
        approvals: what is handed on.
        results: of the last stage.

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    lang = plan.campaign.language
    about, *forms = approval_notices(plan, approvals, results)
    listed = [CERTIFICATES] if approvals.certificates else []
    names = [about.tab, *listed, *(form.tab for form in forms)]

    def fill(book: Workbook) -> None:
        tabs = iter(tab_titles(name.say(lang) for name in names))
        write_notice(book.sheet(next(tabs)), about, lang)
        if listed:
            _write_certificates(book.sheet(next(tabs)), approvals, lang)
        for form in forms:
            write_notice(book.sheet(next(tabs)), form, lang)

    return write_workbook(target, APPROVALS.say(lang), approvals.as_of, fill)


def _write_certificates(sheet: Worksheet, approvals: Approvals, lang: Lang) -> None:
    """Write the rows for Word: headers in the first row, and nothing above or beside them."""
    columns, rows = certificate_columns(), list(certificate_rows(approvals, lang))
    for number, column in enumerate(columns, 1):
        sheet.width(number, column.width)
    sheet.rows(2, 1, rows, [CELL] * len(columns))
    titles = [column.title.say(lang) for column in columns]
    sheet.table((1, 1, 1 + len(rows), len(columns)), _TABLE, titles, HEADER)
    sheet.freeze(2, 1)
    sheet.printed(landscape=True, paper=A4, repeat=(1, 1), footer=Footer(_PAGE))
