"""Forms as tests write and fill them."""

from dataclasses import replace
from datetime import date

import openpyxl
from plans import small_plan, with_entries

from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.sheet import Settings, Table
from xlcampaign.model.plan import Entry
from xlcampaign.sample.answers import fill_form
from xlcampaign.sample.opinions import opinions_of
from xlcampaign.words import Lang

MADE = date(2023, 4, 1)
SHAPES = [
    (scale, entry)
    for scale in ("points", "approval", "grades")
    for entry in Entry
    if (scale, entry) != ("points", Entry.TALLY)
]


def sample_answers(plan, book, seed):
    """What is typed into a form of an invented campaign; equal seeds give equal answers."""
    return fill_form(plan, book, opinions_of(plan, seed))


def form_of(plan, unit=0):
    """A branch's 评议表, with the sheets that are written: without known pledges there is no 践诺情况."""
    book = evaluation_form(plan, plan.branches[unit])
    return replace(book, sheets=book.shown)


def shaped(scale, entry):
    return with_entries(small_plan(1, 3), lambda *_: (scale, entry))


def written(folder, book, answers=None, lang=Lang.ZH):
    path = folder / "form.xlsx"
    write_form(path, book, lang, MADE, answers)
    return path


def values_of(path):
    return openpyxl.load_workbook(path, data_only=True)


def complete(book, lang=Lang.ZH):
    """Every required cell filled with its column's example; ballots as many as the meeting says."""
    answers = {}
    for sheet in book.sheets:
        for column in sheet.columns if isinstance(sheet, Table) else ():
            if column.is_input and column.required and column.example is not None and not column.given:
                shown = column.kind.show(column.example, lang)
                answers |= {(sheet.key, row, column.key): shown for row in range(len(sheet.rows))}
        if isinstance(sheet, Settings):
            answers |= {
                (sheet.key, 0, column.key): column.kind.show(column.example, lang) for column in sheet.fields
            }
        if sheet.key == "baseline":
            member_star = sheet.column_of("star1").kind.choices[-1].label.say(lang)
            answers |= {("baseline", row, "star1"): member_star for row in range(1, len(sheet.rows))}
    meetings = [sheet for sheet in book.sheets if sheet.key == "meeting"]
    for row in range(len(meetings[0].rows) if meetings else 0):
        answers |= {("meeting", row, key): 9 for key in ("due", "present", "issued", "returned", "valid")}
    return answers
