"""What a plan may ask for, forms can hold: long lists, many stars, many grades; what they cannot is said of the plan."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from dear import mostly_slow
from grids import bytes_of, read_grids, write_plain
from plans import plan_of, plan_rows_of, small_plan

from xlcampaign.checks.plan import MOST_CELLS, MOST_GRADES, check_plan
from xlcampaign.commands.recipients import file_name
from xlcampaign.findings.catalogue.plan_rules import UNWRITABLE
from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import assessment_form, forms_of
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, Option, Star, Veto
from xlcampaign.model.roster import Category, Member, Participation, Post
from xlcampaign.model.scale import Grade, Scale
from xlcampaign.reading.plan import read_plan
from xlcampaign.words import Lang

LISTS = ("承诺类型", "承诺领域", "表彰名称", "Pledge types", "Areas", "Honours")


def name(number, length):
    return f"{number:03d}{'甲' * length}"[:length]


def with_stars(number, plan):
    kinds = dict.fromkeys(star.kind for star in plan.stars)
    goals = {kind: plan.goals_of(kind)[0].key for kind in kinds}
    stars = tuple(
        Star(kind, f"s{n}", name(n, 20), ("别名" * 9,), goals[kind], "标" * 300, None)
        for kind in kinds
        for n in range(number)
    )
    return replace(plan, stars=stars)


def with_grades(number, entry, plan):
    grades = tuple(Grade(f"g{n}", name(n, 20), 1000 - n) for n in range(number - 1))
    scale = Scale("many", (*grades, Grade("unknown", "不了解", None)))
    ways = tuple(replace(way, scale="many", entry=entry) for way in plan.ways)
    return replace(plan, scales=(*plan.scales, scale), ways=ways)


def with_options(number, length, plan):
    return replace(plan, options=tuple(Option(one, name(n, length)) for one in LISTS for n in range(number)))


def with_vetoes(number, plan):
    return replace(plan, vetoes=tuple(Veto(f"v{n}", name(n, 60)) for n in range(number)))


def with_members(number, plan):
    return replace(
        plan,
        members=tuple(
            Member(
                f"01{n:03d}",
                name(n, 20),
                "01",
                Category.FULL,
                Post.NONE if n else Post.SECRETARY,
                Participation.YES,
                "",
            )
            for n in range(number)
        ),
    )


SMALL = small_plan(1, 3)
CASES = {
    "20 areas": with_options(20, 12, SMALL),
    "60 long options": with_options(60, 40, SMALL),
    "300 short options": with_options(300, 3, SMALL),
    "100 vetoes": with_vetoes(100, SMALL),
    "40 stars": with_stars(40, SMALL),
    "100 stars in a tally": with_stars(100, SMALL),
    "15 stars of 20 grades": with_stars(15, with_grades(20, Entry.TALLY, SMALL)),
    "15 stars of 20 grades in ballots": with_stars(15, with_grades(20, Entry.BALLOTS, SMALL)),
    "12 stars of 20 grades": with_stars(12, with_grades(20, Entry.TALLY, SMALL)),
    "300 stars in marks": with_stars(300, with_grades(5, Entry.MARKS, SMALL)),
    "200 members": with_members(200, SMALL),
    "all that may be long": with_options(60, 40, with_vetoes(30, with_stars(40, with_members(20, SMALL)))),
}


@pytest.mark.parametrize(
    ("case", "lang"),
    mostly_slow(
        product(CASES, Lang), *((case, Lang.ZH) for case in CASES), ("all that may be long", Lang.EN)
    ),
)
def test_a_plan_within_the_limits_has_all_its_forms(tmp_path, case, lang):
    plan = replace(CASES[case], campaign=replace(CASES[case].campaign, language=lang))
    for step in StepKey:
        for book in forms_of(plan, step):
            write_form(tmp_path / "form.xlsx", book, lang, date(2023, 4, 1))
            workbook = read_grids(Envelope("form.xlsx", (tmp_path / "form.xlsx").read_bytes()))
            written = {grid.title for grid in workbook.grids}
            assert len(written & {sheet.title.say(lang) for sheet in book.shown}) == len(book.shown)


def grades_row(scale, number):
    return {"scale": scale, "key": f"g{number}", "name": f"等{number}", "points": number, "satisfied": "no"}


def found_with(change):
    settings, rows = plan_rows_of(1, 3)
    change(rows)
    book = write_plain(plan_book(settings, rows))
    draft, _ = read_plan(read_grids(Envelope("plan.xlsx", bytes_of(book))), "plan.xlsx")
    return [(f.place.sheet, f.place.cell) for f in check_plan(draft) if f.rule is UNWRITABLE]


def more_stars(rows, number):
    model = rows["stars"][-1]
    rows["stars"] += [{**model, "key": f"s{n}", "name": f"星{n}", "aliases": None} for n in range(number)]


def test_too_many_cells_in_a_row_is_a_finding_at_the_way_that_asks_for_them():
    # members have 8 stars, each with three grades in a tally
    assert found_with(lambda rows: more_stars(rows, MOST_CELLS // 3 - 8)) == []
    assert found_with(lambda rows: more_stars(rows, MOST_CELLS // 3 - 7)) == [
        ("评议方式", "F10"),
        ("评议方式", "F11"),
    ]


@pytest.mark.parametrize("scale", ["approval", "grades", "points"])
def test_too_many_grades_is_a_finding_at_the_last_of_them(scale):
    def change(rows):
        own = sum(row["scale"] == scale for row in rows["scales"])
        rows["scales"] += [grades_row(scale, n) for n in range(MOST_GRADES + 1 - own)]

    _, rows = plan_rows_of(1, 3)
    change(rows)
    assert found_with(change)[-1] == ("等级分值", f"C{4 + len(rows['scales'])}")


@pytest.mark.parametrize("mark", ["/", ":", "?", "*", '"', " "])
def test_a_form_of_the_superior_has_a_name_that_every_system_takes(mark):
    settings, rows = plan_rows_of(1, 2)
    settings["organisation"] = f"甲{mark}" + "乡" * 58
    plan = plan_of((settings, rows))
    file = file_name(plan, assessment_form(plan))
    assert len(file.encode()) < 255
    assert mark not in file
