"""Forms as tests write and fill them."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple
from plans import small_plan, with_entries
from python_calamine import CalamineWorkbook

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


def written(folder, book, answers=None, lang=Lang.ZH, name="form"):
    path = folder / f"{name}.xlsx"
    write_form(path, book, lang, MADE, answers)
    return path


class Cell(NamedTuple):
    """A cell's place in its row, from 1, and its value as saved; None for nothing and for blank text."""

    column: int
    value: object


class Tab:
    """The values of a sheet, asked for as openpyxl is."""

    def __init__(self, rows):
        self._rows = rows

    @property
    def max_row(self):
        return len(self._rows)

    def cell(self, row, column):
        return self[row][column - 1]

    def __getitem__(self, where):
        """Return a row by its number, or a cell by its address."""
        if isinstance(where, int):
            line = self._rows[where - 1]
            return [Cell(at, None if value == "" else value) for at, value in enumerate(line, 1)]
        return self.cell(*coordinate_to_tuple(where))


class Values:
    """A workbook's sheets by their titles, each read when it is asked for: a tenth of openpyxl's time for the whole."""

    def __init__(self, book):
        self._book = book

    def __getitem__(self, title):
        return Tab(self._book.get_sheet_by_name(title).to_python(skip_empty_area=False))


def values_of(path):
    return Values(CalamineWorkbook.from_path(str(path)))


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
