"""On a phone's 360 pixels: what stays in view leaves room, and what is typed stands right beside it."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from dear import mostly_slow
from filled import MADE, SHAPES
from fit import cuts
from known import books_of, known_of
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from plans import small_plan, with_entries

from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import forms_of
from xlcampaign.layout.sheet import Table
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang

WIDEST = 160
LONG = "某某县某某镇中心学校第一联合党支部（某某完小）"


def _with_long_names(plan):
    """The plan with codes, names of people, stars and ways as long as anybody would write them."""
    codes = {member.code: f"XF-2023-{member.code}-甲" for member in plan.members}
    return replace(
        plan,
        branches=tuple(replace(branch, name=f"{LONG}{branch.code}") for branch in plan.branches),
        members=tuple(
            replace(member, code=codes[member.code], name=f"阿卜杜拉·某某·{member.name}·Abdulla")
            for member in plan.members
        ),
        stars=tuple(replace(star, name=f"{star.name}（遵规守纪、廉洁从教）") for star in plan.stars),
        ways=tuple(replace(way, name=f"{way.name}（某某学校教职工大会）") for way in plan.ways),
    )


def _plans():
    """A plan as usual, and with long names in every scale and entry."""
    usual, long = small_plan(2, 3, launch_form="yes"), _with_long_names(small_plan(2, 3))
    yield "usual", usual
    yield "long", long
    for scale, entry in SHAPES:
        yield f"long {scale} {entry}", with_entries(long, lambda *_, s=scale, e=entry: (s, e))


PLANS = dict(_plans())
SOME = [*list(PLANS)[:2], *list(PLANS)[2::2]]


def _books(plan):
    """One form of every kind and unit, with all that is known before it."""
    yield from books_of(plan)
    for step in StepKey:
        yield from forms_of(plan, step, known_of(plan))


def _pixels(sheet, number):
    """A column's width as Excel draws it: seven pixels a digit of the default font."""
    width = next(d.width for d in sheet.column_dimensions.values() if d.min <= number <= d.max)
    return int((256 * width + 128 // 7) / 256 * 7)


def _frozen(sheet):
    """How many columns of a sheet stay in view."""
    return (
        column_index_from_string(coordinate_from_string(sheet.freeze_panes)[0]) - 1
        if sheet.freeze_panes
        else 0
    )


@pytest.mark.parametrize(
    ("name", "lang"),
    mostly_slow(product(PLANS, Lang), *((name, Lang.ZH) for name in SOME), ("long", Lang.EN)),
)
def test_what_stays_in_view_is_narrow_and_what_is_typed_first_stands_beside_it(tmp_path, name, lang):
    for number, book in enumerate(_books(PLANS[name])):
        path = tmp_path / f"{number}.xlsx"
        write_form(path, book, lang, MADE)
        sheets = {sheet.title: sheet for sheet in openpyxl.load_workbook(path).worksheets}
        for declared, sheet in zip(book.shown, sheets.values(), strict=False):
            kept = _frozen(sheet)
            width = sum(_pixels(sheet, column) for column in range(1, kept + 1))
            assert width <= WIDEST, (book.key, sheet.title, width)
            if isinstance(declared, Table):
                assert kept, (book.key, sheet.title)
                assert declared.columns[kept].is_input, (book.key, sheet.title)


def test_names_that_are_cut_to_fit_take_more_lines(tmp_path):
    for number, book in enumerate(_books(PLANS["long"])):
        path = Path(tmp_path) / f"{number}.xlsx"
        write_form(path, book, Lang.ZH, MADE)
        tables = {sheet.title.zh for sheet in book.shown if isinstance(sheet, Table)}
        assert not [cut for cut in cuts(path) if cut.sheet in tables]
