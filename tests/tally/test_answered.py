"""Which files came again, and beside which of their rows newer ones count: what was found there is answered."""

from dataclasses import replace

import pytest
from tally.test_order import MAY, version

from xlcampaign.findings.finding import Place
from xlcampaign.model.submission import Line, SheetPart
from xlcampaign.model.versions import Ruling, Selection, Why
from xlcampaign.tally.answered import find_answered
from xlcampaign.tally.select import select_parts

SENT = version("sent", 1, content="as sent")
CORRECTED = version("corrected", 2, MAY, stems=SENT.origins)


@pytest.mark.parametrize(
    ("versions", "came_again"),
    [
        ([SENT], set()),
        ([SENT, CORRECTED], {"sent"}),
        # whatever it says of itself, it was filled in with what was sent
        ([SENT, version("back", 1, stems=SENT.origins, content="as sent")], {"sent"}),
        ([CORRECTED, version("newer copy", 3, stems=SENT.origins)], {"corrected"}),
        ([CORRECTED, version("older copy", 1, stems=SENT.origins)], {"older copy"}),
        ([CORRECTED, version("later copy", 2, MAY.replace(month=6), stems=SENT.origins)], {"corrected"}),
        ([CORRECTED, version("undated copy", 2, stems=SENT.origins)], set()),
        ([SENT, CORRECTED, version("newer copy", 3, stems=SENT.origins)], {"sent", "corrected"}),
        ([SENT, version("fresh form", 9, MAY)], set()),
        ([CORRECTED, version("copy of another", 9, stems={"hash of another"})], set()),
    ],
)
def test_a_file_came_again_on_a_form_that_stems_from_it_or_as_a_newer_copy_of_the_same(versions, came_again):
    for listed in (versions, versions[::-1]):
        assert find_answered(listed, select_parts(listed)).files == came_again


def stating(name, number, texts):
    """A version of a sheet with two rows, of which those are stated that have a text."""
    lines = tuple(
        Line((code,), row, text or "blank", filled=text is not None, stated=text is not None)
        for row, (code, text) in enumerate(zip(("0101", "0102"), texts, strict=True), 5)
    )
    part = SheetPart("党员自评", digest=str(texts), filled=True, stated=any(texts), lines=lines)
    return replace(version(name, number), parts={"member_self": part})


@pytest.mark.parametrize(
    ("first", "second", "of_first", "of_second"),
    [
        (("好", "好"), ("差", "差"), {0, 5, 6}, set()),
        (("好", "好"), ("差", None), {5}, set()),
        (("好", "好"), (None, "差"), {6}, set()),
        (("好", None), (None, "差"), {6}, set()),
        (("好", "好"), (None, None), set(), set()),
        (("好", "好"), ("好", "差"), {0, 5, 6}, set()),
    ],
)
def test_rows_are_answered_beside_which_newer_ones_count_and_the_sheet_where_all_of_it_is(
    first, second, of_first, of_second
):
    versions = [stating("a", 1, first), stating("b", 2, second)]
    rows = find_answered(versions, select_parts(versions)).rows
    assert rows == {("a", "党员自评"): of_first, ("b", "党员自评"): of_second}


def test_a_sheet_without_rows_is_answered_as_one():
    versions = [version("a", 1), version("b", 2), version("c", 2)]
    assert find_answered(versions[:2], select_parts(versions[:2])).rows == {
        ("a", "党员互评"): {0},
        ("b", "党员互评"): set(),
    }
    tied = find_answered(versions[1:], select_parts(versions[1:])).rows
    assert set(tied.values()) == {frozenset()}


@pytest.mark.parametrize(("rows", "answered"), [((), {0}), ((("0101",),), set())])
def test_what_came_back_as_it_was_issued_is_answered_with_its_rows_or_whole(rows, answered):
    [one] = versions = [version("a", 1)]
    ruling = Ruling(one.identity.slot, "member_peer", Place("a"), "b", Why.UNTOUCHED, rows)
    found = find_answered(versions, Selection({}, (ruling,))).rows
    assert found == {("a", "党员互评"): answered}
    other = replace(ruling, place=Place("c"))
    assert find_answered(versions, Selection({}, (other,))).rows == {("a", "党员互评"): set()}
