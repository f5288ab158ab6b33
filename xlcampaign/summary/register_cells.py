"""What the sheets of registers have in common: days, stages, kinds and yes as cells, and a word where nothing came in."""

from collections.abc import Mapping
from datetime import date

from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.kinds import YES_NO, Day
from xlcampaign.layout.summary import column
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed
from xlcampaign.words import T
from xlcampaign.workbook.formulas import serial_of
from xlcampaign.workbook.looks import MUTED, Look

OVERDUE = T("逾期", "overdue")
DATE = Day(date(1900, 1, 1), date(2999, 12, 31))
STAGE = column("stage", T("阶段", "Stage"), width=11)
BRANCH = column("branch", T("支部", "Branch"), width=17)
KIND = column("kind", T("类别", "Kind"), width=8)
RESPONSIBLE = column("responsible", T("责任人", "Responsible"), width=10)
DUE = column("due", T("完成时限", "Due"), DATE, 11)
OVERDUE_COLUMN = column("overdue", T("逾期", "Overdue"), width=8)
PROGRESS = column("progress", T("进展", "Progress"), width=20)
SOURCE = column("source", T("来源", "Source"), width=44)
REMARK = Look(color=MUTED)


def day_of(day: date | None) -> float | None:
    """Return a day as the number that a cell holds."""
    return serial_of(day)


def stage_name(context: Context, number: int) -> str:
    """Return a stage's name; its number where the plan has no such stage."""
    return next((stage.name for stage in context.plan.stages if stage.number == number), str(number))


def kind_name(context: Context, code: str) -> str:
    """Return what a subject's code stands for, in words."""
    return context.say(label_of(KINDS, context.plan.kind_of(code)))


def star_name(context: Context, code: str, star: str) -> str:
    """Return the name of a star of a subject's kind; nothing where none was chosen."""
    named = {one.key: one.name for one in context.plan.stars_of(context.plan.kind_of(code))}
    return named.get(star, star)


def yes_no(context: Context, *, yes: bool) -> str:
    """Return yes or no, in words."""
    return context.say(label_of(YES_NO, "yes" if yes else "no"))


def results_by_code(context: Context) -> Mapping[str, SubjectResult]:
    """Return all results by the subject's code."""
    return context.report.results.by_code


def write_remark(words: T | None, framed: Framed) -> None:
    """Write a sentence below a table, where there is one to say."""
    if words:
        framed.sheet.text(framed.row, 1, framed.context.say(words), REMARK)
