"""Ratings that two forms state, since somebody moved or took a post: which counts, and what is left out."""

from dataclasses import replace

import pytest
from plans import small_plan
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import WayKey
from xlcampaign.model.results import RatedTwice
from xlcampaign.model.submission import BLANK, Cells, SheetPart, Tally
from xlcampaign.model.versions import Source
from xlcampaign.tally.twice import settle_twice

PEER, ORGANISATION = WayKey.PEER, WayKey.ORGANISATION
MOVED = "0202"
"""A member of branch 02 today, who stands on forms of others."""
PLAN = small_plan(3, 3)
COLUMNS = {"loyal": Address(0, 3), "study": Address(0, 4)}


def slot_of(unit, stage=1):
    return Slot(stage, StepKey.COMMENT if unit == COMMITTEE else StepKey.EVALUATION, unit)


def sheet(unit, way, **given):
    """A sheet with whoever moved in row 6, and with another one in row 7, who stands on no other form."""
    other = "0201" if unit == COMMITTEE else f"{unit}03"
    rejected = frozenset((subject, "duty", way) for subject in (MOVED, other))
    attended = {MOVED: True, other: False}
    rows = {MOVED: 6, other: 7}
    part = SheetPart("表", cells=Cells(9, 0, 2), written=20, rejected=rejected, attended=attended, rows=rows)
    return replace(part, columns=COLUMNS, **given)


def tallied(unit, *votes):
    """A sheet on which (agree, abstain) votes are given on each star."""
    given = {
        (MOVED, star, PEER): Tally({"approve": agree, "abstain": abstain}, (at, Address(0, at.column + 6)))
        for (star, at), (agree, abstain) in zip(COLUMNS.items(), votes, strict=True)
    }
    other = {(f"{unit}03", "loyal", PEER): Tally({"approve": 4}, (Address(0, 3),))}
    return sheet(unit, PEER, tallies=given | other)


def stated(unit):
    return tallied(unit, (9, 1), (8, None))


def blank(unit):
    return tallied(unit, (None, None), (None, None))


def settled(sheets, stage=1):
    """What is settled of forms with one sheet each."""
    forms = {slot_of(unit): {"sheet": (Source(version(unit), part),)} for unit, part in sheets.items()}
    return settle_twice(forms, PLAN, stage)


def left(found, unit):
    """What is left of the sheet of a form."""
    (source,) = found.forms[slot_of(unit)]["sheet"]
    return source.part


@pytest.mark.parametrize(
    ("given", "counts", "is_asked"),
    [
        ({"01": stated, "02": stated}, "02", True),
        ({"01": stated, "02": blank}, "01", False),
        ({"01": blank, "02": stated}, "02", True),
        # nobody of today's branch says anything: the first form counts
        ({"01": stated, "03": stated}, "01", False),
        ({"03": stated, "01": stated}, "01", False),
        ({"01": blank, "03": stated, "02": blank}, "03", False),
        ({"01": stated, "02": stated, "03": stated}, "02", True),
        ({"01": blank, "02": blank}, None, False),
        ({"02": stated}, None, False),
        ({"01": stated}, None, False),
    ],
)
def test_a_rating_counts_on_the_form_that_asks_for_it_today_or_the_first_that_states_it(
    given, counts, is_asked
):
    sheets = {unit: make(unit) for unit, make in given.items()}
    found = settled(sheets)
    others = [unit for unit in sorted(given) if counts and unit != counts]
    cells = (Address(6, 3), Address(6, 4), Address(6, 9))
    assert found.twice == tuple(
        RatedTwice(MOVED, PEER, Place(unit, "表", cells), counts, 3, is_asked)
        for unit in others
        if given[unit] is stated
    )
    assert found.elsewhere == {(unit, "表", 6) for unit in others if given[unit] is blank}
    for unit, part in sheets.items():
        if unit not in others:
            assert left(found, unit) == part
            continue
        own, lost = left(found, unit), 3 if given[unit] is stated and not is_asked else 0
        assert own.cells == Cells(9 - lost, 0, 2 + lost)
        assert own.tallies == {key: tally for key, tally in part.tallies.items() if key[0] != MOVED}
        assert own.rejected == {(f"{unit}03", "duty", PEER)}
        assert own.attended == {f"{unit}03": False}
        assert own.written == part.written


def marked(unit, counts, way=ORGANISATION, **more):
    """A sheet of marks on two stars, or of ballots."""
    marks = {
        (MOVED, "loyal", way): counts,
        (MOVED, "study", way): {BLANK: 1},
        (f"{unit}03", "loyal", way): {900: 1},
    }
    return sheet(unit, way, marks=marks, **more)


def test_marks_that_are_left_out_are_no_longer_looked_for():
    found = settled({unit: marked(unit, {900: 1}) for unit in ("01", "02")})
    assert found.twice == (
        RatedTwice(MOVED, ORGANISATION, Place("01", "表", (Address(6, 3),)), "02", 1, settled=True),
    )
    assert list(left(found, "01").marks) == [("0103", "loyal", ORGANISATION)]
    assert (left(found, "01").written, left(found, "02").written) == (18, 20)


def test_of_ballots_that_are_left_out_no_cell_is_told_and_who_voted_stays():
    cast = {
        unit: marked(unit, {"approve": 3, BLANK: 2}, PEER, ballots={"member.peer": 5})
        for unit in ("01", "03")
    }
    found = settled(cast)
    assert found.twice == (RatedTwice(MOVED, PEER, Place("03", "表"), "01", 3, settled=False),)
    assert left(found, "03").attended == cast["03"].attended
    assert left(found, "03").cells == Cells(6, 0, 5)
    assert left(found, "03").written == 20 - 6


@pytest.mark.parametrize(
    ("subject", "way", "counts"), [("0201", ORGANISATION, COMMITTEE), ("0202", ORGANISATION, "02")]
)
def test_the_superior_rates_secretaries_and_branches_the_others(subject, way, counts):
    units = ("01", "02", COMMITTEE)
    sheets = {
        unit: SheetPart("表", marks={(subject, "loyal", way): {900: 1}}, rows={subject: 6}, columns=COLUMNS)
        for unit in units
    }
    found = settled(sheets)
    assert [unit for unit in units if left(found, unit).marks] == [counts]


def test_ratings_in_two_ways_of_two_members_or_of_branches_are_not_one():
    keys = {
        "01": ("0102", "loyal", PEER),
        "02": ("0202", "loyal", PEER),
        "03": ("0102", "loyal", ORGANISATION),
    }
    sheets = {unit: SheetPart("表", marks={key: {900: 1}}, columns=COLUMNS) for unit, key in keys.items()}
    found = settled(sheets)
    assert {unit: left(found, unit) for unit in sheets} == sheets
    branch = {
        unit: SheetPart("表", marks={("02", "loyal", PEER): {900: 1}}, columns=COLUMNS) for unit in keys
    }
    assert {unit: left(settled(branch), unit) for unit in branch} == branch


def test_the_forms_of_other_stages_are_left_where_they_are():
    assert settled({"01": stated("01"), "02": stated("02")}, stage=2).forms == {}


def test_several_versions_of_a_sheet_that_count_stay_in_their_order():
    several = tuple(Source(version(name), SheetPart(name)) for name in ("one", "other"))
    assert settle_twice({slot_of("01"): {"sheet": several}}, PLAN, 1).forms == {
        slot_of("01"): {"sheet": several}
    }
