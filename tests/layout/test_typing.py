"""How much people type: held against the promise, and against a count by hand."""

from known import heaviest_forms

from xlcampaign.layout.sheet import asked_cells


def test_a_secretary_of_16_members_types_at_most_800_cells_in_a_stage():
    cells = {sheet.key: asked_cells(sheet) for book in heaviest_forms() for sheet in book.sheets}
    # 16 members × 8 stars in three ways; 15 without the secretary in the fourth
    assert [cells[f"member_{way}"] for way in ("self", "peer", "teacher")] == [16 * 8] * 3
    assert cells["member_organisation"] == 15 * 8
    assert (cells["branch_self"], cells["branch_public"]) == (9, 2 * 9)
    # 17 with the branch: problems, a star; two pledges a member: star, text; ten of the branch: star, area, text
    assert (cells["baseline"], cells["member_pledges"], cells["branch_pledges"]) == (34, 64, 30)
    # the state of 42 pledges; cause, direction, measures of 17; four ways with date, five numbers, three names
    assert (cells["fulfilment"], cells["rectification"], cells["meeting"]) == (42, 51, 36)
    assert sum(cells.values()) == 792
    assert sum(cells.values()) <= 800
