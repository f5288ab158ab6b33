"""How much people type, and in what order: held against the promise, and against a count by hand."""

from filled import SHAPES, shaped
from known import books_of, heaviest_forms, known_of
from plans import small_plan

from xlcampaign.layout.forms import forms_of
from xlcampaign.layout.sheet import Table, asked_cells
from xlcampaign.model.choices import StepKey


def test_a_secretary_of_16_members_types_at_most_780_cells_in_a_stage():
    cells = {sheet.key: asked_cells(sheet) for book in heaviest_forms() for sheet in book.sheets}
    # 16 members × 8 stars in three ways; 15 without the secretary in the fourth
    assert [cells[f"member_{way}"] for way in ("self", "peer", "teacher")] == [16 * 8] * 3
    assert cells["member_organisation"] == 15 * 8
    assert (cells["branch_self"], cells["branch_public"]) == (9, 2 * 9)
    # 17 with the branch: problems, a star; two pledges a member: star, text; ten of the branch: star, area, text
    assert (cells["baseline"], cells["member_pledges"], cells["branch_pledges"]) == (34, 64, 30)
    # the state of 42 pledges; cause, direction, measures of 17
    assert (cells["fulfilment"], cells["rectification"]) == (42, 51)
    # four ways with four numbers; date and three names once
    assert cells["meeting"] == 4 * 4 + 4
    assert sum(cells.values()) == 776
    assert sum(cells.values()) <= 780


def _tables():
    plans = [small_plan(2, 3), *(shaped(*shape) for shape in SHAPES)]
    books = [book for plan in plans for step in StepKey for book in forms_of(plan, step, known_of(plan))]
    for book in [*books, *books_of(small_plan(2, 3)), *heaviest_forms()]:
        yield from (sheet for sheet in book.shown if isinstance(sheet, Table))


def test_nothing_optional_and_nothing_filled_in_stands_between_what_must_be_typed():
    for table in _tables():
        typed = [column for column in table.columns if column.is_input]
        filled = {key for row in table.rows for key, value in row.items() if value is not None}
        asked = [n for n, c in enumerate(typed) if c.is_asked and not c.given and c.key not in filled]
        assert not asked or asked == list(range(asked[0], asked[-1] + 1)), table.key


def test_nothing_answers_for_the_sender_but_that_members_came_to_vote():
    answered = {
        (table.key.partition("_")[0], column.key)
        for table in _tables()
        if not table.register
        for column in table.own_columns
        if column.default is not None or any(row.get(column.key) is not None for row in table.rows)
    }
    assert answered == {("member", "attended")}
