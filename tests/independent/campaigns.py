"""Campaigns by which the program and the independent scripts are held against each other: every rule, every slip."""

import random
from datetime import date

from plans import plan_of, plan_rows_of

from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Table
from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.sample.answers import fill_form
from xlcampaign.sample.opinions import opinions_of
from xlcampaign.words import Lang

MADE = date(2023, 4, 1)
MANY = (WayKey.PEER, WayKey.TEACHER)
TEACHERS = 6


def plan_rows(scale, entry, branches=3, members=5, **settings):
    """Rows of a plan whose raters, many or one, all use a scale; many of them by tally or ballots."""
    given, rows = plan_rows_of(branches, members)
    for way in rows["ways"]:
        way |= {"scale": scale, "entry": entry if way["key"] in MANY else Entry.MARKS}
    for branch in rows["branches"]:
        branch["teachers"] = TEACHERS
    return given | settings, rows


class Slips:
    """What people do to a form that was filled in completely, at random and always alike."""

    def __init__(self, plan, seed):
        self.plan = plan
        self.rng = random.Random(seed)  # noqa: S311 -- an invented sample, no secret

    def on(self, book, answers):
        """Return what is typed into a form, here and there not as it should be."""
        for sheet in book.sheets:
            if isinstance(sheet, Table):
                for row in range(len(sheet.rows)):
                    for column in sheet.columns:
                        place = sheet.key, row, column.key
                        if column.is_input and self.rng.random() < self.chance(sheet, column):
                            answers[place] = self.rng.choice(self.instead(column, answers.get(place)))
        return {place: value for place, value in answers.items() if value is not None}

    def chance(self, sheet, column):
        if sheet.key == "meeting":
            return 0.03 if column.key in {"abstained", "valid", "returned", "issued", "present"} else 0
        return 0.15 if column.key in {"attended", "base"} else 0.02

    def instead(self, column, value):
        """Return what may stand in a cell instead."""
        if column.key == "abstained":
            return ["有", "无", None]
        if column.key == "attended":
            return ["否", "否", "否", None] if value else [value]
        if column.key == "base":
            return [3, 4, 5]
        if column.mark is None:
            return [value + 1, value + 2, None] if isinstance(value, int) else [value]
        if column.mark.grade:
            return [None, (value or 0) + 1, (value or 0) + 2, "很好"]
        scale = self.plan.scale_of[self.way(column).scale]
        return [None, None, "很好", *(grade.name for grade in scale.uncounted)]

    def way(self, column):
        return next(w for w in self.plan.ways if (w.kind, w.key) == (column.mark.kind, column.mark.way))


def write_campaign(folder, rows, seed, decided=None):
    """Write plan and inbox of a campaign in which everybody sent what is due for scores.

    Args:
        folder: where to.
        rows: of the plan.
        seed: of all opinions and slips.
        decided: what is typed into the committee's 评选表彰表; then nobody made slips.
    """
    (folder / "inbox").mkdir(parents=True)
    write_form(folder / "plan.xlsx", plan_book(*rows), Lang.ZH, MADE)
    plan = plan_of(rows)
    opinions, slips = opinions_of(plan, seed), Slips(plan, seed)
    books = [*(evaluation_form(plan, branch) for branch in plan.branches), assessment_form(plan)]
    for number, book in enumerate(books):
        answers = dict(fill_form(plan, book, opinions))
        typed = slips.on(book, answers) if decided is None else answers
        write_form(folder / "inbox" / f"{number}.xlsx", book, Lang.ZH, MADE, typed)
    if decided is not None:
        write_form(folder / "inbox" / "decided.xlsx", commendation_form(plan), Lang.ZH, MADE, decided)
