"""What changed from one stage to the next, as the rows of a plan tell it."""

from datetime import date

import pytest
from campaigns import FIRST, branch_name, change, end, found, join
from plans import plan_of, plan_rows_of

from xlcampaign.model.roster import Happened, RosterChange
from xlcampaign.tally.roster import roster_changes

MAY, AUGUST = date(2023, 5, 10), date(2023, 8, 1)


def changes(*done, list_day=None):
    settings, rows = plan_rows_of(3, 3)
    rows["stages"] = [dict(row) for row in rows["stages"]]
    rows["stages"][1]["list_day"] = list_day
    for do in done:
        do(rows)
    return list(roster_changes(plan_of((settings, rows)), 2))


def test_where_nobody_comes_or_goes_nothing_changed_and_before_the_first_stage_neither():
    assert changes() == []
    settings, rows = plan_rows_of(3, 3)
    end(rows, "0103")
    assert roster_changes(plan_of((settings, rows)), 1) == ()


def twice(rows):
    change(rows, "0103", MAY, branch=branch_name(2))
    change(rows, "0103", AUGUST, category="probationary")


def test_each_change_has_the_day_since_when_it_is_so():
    assert changes(twice, list_day=date(2023, 9, 1)) == [
        RosterChange("0103", Happened.MOVED, ("01",), ("02",), MAY),
        RosterChange("0103", Happened.CATEGORY, ("full",), ("probationary",), AUGUST),
    ]


def test_what_changed_after_the_list_is_told_in_the_next_stage():
    assert changes(twice) == [RosterChange("0103", Happened.MOVED, ("01",), ("02",), MAY)]


def test_who_was_away_and_is_back_as_before_has_not_changed():
    def away(rows):
        end(rows, "0103", MAY)
        join(rows, "0103", "孙某丙", 1, date(2023, 6, 1))

    assert changes(away) == []


def test_who_moved_away_and_back_has_not_changed():
    def back(rows):
        change(rows, "0103", MAY, branch=branch_name(2))
        change(rows, "0103", date(2023, 6, 1), branch=branch_name(1))

    assert changes(back) == []


@pytest.mark.parametrize(("day", "since"), [(FIRST, FIRST), (date(2023, 6, 15), date(2023, 6, 15))])
def test_who_came_joined_on_the_first_day(day, since):
    assert changes(lambda rows: join(rows, "0104", "李某丁", 1, day)) == [
        RosterChange("0104", Happened.JOINED, (), ("01",), since)
    ]


def test_who_left_was_last_there_on_the_last_day():
    assert changes(lambda rows: end(rows, "0302", MAY)) == [
        RosterChange("0302", Happened.LEFT, ("03",), (), date(2023, 5, 9))
    ]


def test_who_was_there_years_ago_joined_on_the_day_of_coming_back():
    def back(rows):
        join(rows, "0104", "李某丁", 1, date(2021, 3, 1))
        end(rows, "0104", date(2022, 3, 1))
        join(rows, "0104", "李某丁", 1, MAY)

    assert changes(back) == [RosterChange("0104", Happened.JOINED, (), ("01",), MAY)]


def test_who_left_more_than_once_was_last_there_before_the_list_and_not_when_it_will_be_so_again():
    def left(rows):
        end(rows, "0302", date(2022, 3, 1))
        join(rows, "0302", "钱某乙", 3, date(2022, 9, 1))
        rows["members"][-1]["end"] = date(2023, 5, 9)
        join(rows, "0302", "钱某乙", 3, date(2023, 9, 1))
        rows["members"][-1]["end"] = date(2023, 11, 1)

    assert changes(left) == [RosterChange("0302", Happened.LEFT, ("03",), (), date(2023, 5, 9))]


def test_names_corrected_from_a_day_on_are_told_of_branches_and_members():
    def renamed(rows):
        change(rows, "0203", name="孙某柄")
        change(rows, "02", sheet="branches", name="甲二中心校党支部")

    assert changes(renamed) == [
        RosterChange("02", Happened.RENAMED, ("甲二完小党支部",), ("甲二中心校党支部",), FIRST),
        RosterChange("0203", Happened.RENAMED, ("孙某丙",), ("孙某柄",), FIRST),
    ]


def absorbed(rows):
    end(rows, "03", sheet="branches")
    for code in ("0301", "0302", "0303"):
        change(rows, code, branch=branch_name(2), post="none")


def test_a_branch_that_goes_into_another_is_taken_over_whether_or_not_that_gets_a_row_of_its_own():
    def in_a_row(rows):
        absorbed(rows)
        change(rows, "02", sheet="branches", takes_over="03")

    def in_the_old_one(rows):
        absorbed(rows)
        rows["branches"][1]["takes_over"] = "03"

    ended = RosterChange("03", Happened.ENDED, (), ("02",), date(2023, 6, 30))
    for done, day in ((in_a_row, FIRST), (in_the_old_one, None)):
        told = [one for one in changes(done) if len(one.code) == 2]
        assert told == [RosterChange("02", Happened.TOOK_OVER, ("03",), (), day), ended]


def of_no_day(rows):
    for row in rows["branches"][:2]:
        row["takes_over"] = "03"


def of_years_ago(rows):
    of_no_day(rows)
    rows["branches"][0]["start"] = date(2020, 9, 1)
    rows["branches"][1]["start"] = date(2021, 9, 1)


@pytest.mark.parametrize(
    ("done", "told"),
    [(of_no_day, [("01", None), ("02", None)]), (of_years_ago, [("02", date(2021, 9, 1))])],
)
def test_what_has_long_been_said_is_told_when_the_branch_ends_of_no_day_or_by_who_goes_on(done, told):
    def ended(rows):
        absorbed(rows)
        done(rows)

    took_over = [one for one in changes(ended) if one.happened is Happened.TOOK_OVER]
    assert [(one.code, one.day) for one in took_over] == told
    assert {one.before for one in took_over} == {("03",)}


@pytest.mark.parametrize("done", [of_no_day, of_years_ago])
def test_what_has_long_been_said_of_a_branch_that_is_still_there_is_told_no_more(done):
    assert changes(done) == []


def test_a_row_that_goes_on_only_repeats_what_was_taken_over_years_before_it():
    def renamed(rows):
        end(rows, "03", date(2022, 3, 1), sheet="branches")
        rows["branches"][1] |= {"takes_over": "03", "start": date(2022, 3, 1)}
        change(rows, "02", sheet="branches", name="甲二中心校党支部")

    told = [one for one in changes(renamed) if len(one.code) == 2]
    assert [(one.code, one.happened) for one in told] == [("02", Happened.RENAMED)]


@pytest.mark.parametrize("names", ["", "01"])
def test_what_a_branch_took_over_is_told_whatever_its_later_rows_before_the_list_say(names):
    def renamed(rows):
        end(rows, "03", sheet="branches")
        found(rows, 4, takes_over="03")
        change(rows, "04", AUGUST, sheet="branches", takes_over=names)

    told = [one for one in changes(renamed, list_day=date(2023, 9, 1)) if len(one.code) == 2]
    assert told == [
        RosterChange("03", Happened.ENDED, (), ("04",), date(2023, 6, 30)),
        RosterChange("04", Happened.FOUNDED, ("03", *(("01",) if names else ())), (), FIRST),
    ]


def test_what_was_taken_over_on_several_days_has_a_row_for_each():
    def several(rows):
        change(rows, "01", sheet="branches", takes_over="02")
        end(rows, "02", sheet="branches")
        change(rows, "01", AUGUST, sheet="branches", takes_over="02、03")
        end(rows, "03", AUGUST, sheet="branches")

    told = [one for one in changes(several, list_day=date(2023, 9, 1)) if one.code == "01"]
    assert told == [
        RosterChange("01", Happened.TOOK_OVER, ("02",), (), FIRST),
        RosterChange("01", Happened.TOOK_OVER, ("03",), (), AUGUST),
    ]


def test_a_branch_that_went_over_another_between_the_lists_is_told_with_the_one_that_is_there():
    def over(rows):
        end(rows, "03", MAY, sheet="branches")
        found(rows, 4, MAY, takes_over="03")
        rows["branches"][-1]["end"] = date(2023, 6, 30)
        found(rows, 5, takes_over="04")

    assert [one for one in changes(over) if len(one.code) == 2] == [
        RosterChange("03", Happened.ENDED, (), ("05",), date(2023, 5, 9)),
        RosterChange("05", Happened.FOUNDED, ("03",), (), FIRST),
    ]


def test_what_is_open_goes_to_the_branch_that_took_over_at_the_end_and_not_to_one_that_came_out_before():
    def done(rows):
        found(rows, 4, MAY, takes_over="03")
        end(rows, "03", sheet="branches")
        end(rows, "04", date(2023, 6, 1), sheet="branches")
        found(rows, 5, takes_over="03")
        change(rows, "02", date(2023, 6, 1), sheet="branches", takes_over="04")

    settings, rows = plan_rows_of(3, 3)
    done(rows)
    assert plan_of((settings, rows)).of_stage(2).carried("03", "03") == ("05", "05")


def later(rows):
    absorbed(rows)
    rows["branches"][1]["takes_over"] = "03"
    end(rows, "02", AUGUST, sheet="branches")
    found(rows, 4, AUGUST, takes_over="甲二完小党支部")
    found(rows, 5, AUGUST, takes_over="02")
    for code in ("0201", "0202", "0203", "0301", "0302", "0303"):
        change(rows, code, AUGUST, branch=branch_name(4))


@pytest.mark.parametrize(
    ("subject", "unit", "carried"),
    [
        ("03", "03", ("04", "04")),  # over the one between, and to the first of two
        ("02", "02", ("04", "04")),
        ("0302", "03", ("0302", "04")),
        ("01", "01", ("01", "01")),
        ("0104", "01", ("0104", "01")),  # who is no member
    ],
)
def test_what_is_open_goes_on_in_the_branch_that_is_there(subject, unit, carried):
    settings, rows = plan_rows_of(3, 3)
    rows["stages"] = [dict(row) for row in rows["stages"]]
    rows["stages"][1]["list_day"] = date(2023, 9, 1)
    later(rows)
    plan = plan_of((settings, rows))
    assert plan.of_stage(2).carried(subject, unit) == carried
    assert plan.of_stage(1).carried(subject, unit) == (subject, unit)


def test_what_nobody_took_over_stays_where_it_was():
    settings, rows = plan_rows_of(3, 3)
    end(rows, "03", sheet="branches")
    assert plan_of((settings, rows)).of_stage(2).carried("03", "03") == ("03", "03")


def test_a_branch_that_splits_goes_on_and_the_new_one_says_what_it_comes_from():
    def split(rows):
        found(rows, 4, takes_over="01")
        change(rows, "0103", branch=branch_name(4))

    assert changes(split) == [
        RosterChange("04", Happened.FOUNDED, ("01",), (), FIRST),
        RosterChange("0103", Happened.MOVED, ("01",), ("04",), FIRST),
    ]


@pytest.mark.parametrize(("day", "is_told"), [(date(2023, 3, 1), False), (date(2023, 3, 2), True)])
def test_a_branch_that_goes_on_gave_away_a_part_since_the_last_list_if_it_did_after_the_day_of_that(
    day, is_told
):
    def split(rows):
        rows["stages"][0]["list_day"] = date(2023, 3, 1)
        found(rows, 4, date(2023, 1, 1))
        change(rows, "04", day, sheet="branches", takes_over="01")

    took_over = [one for one in changes(split) if one.happened is Happened.TOOK_OVER]
    assert [(one.code, one.before, one.day) for one in took_over] == [("04", ("01",), day)] * is_told


@pytest.mark.parametrize("current", [1, 2])
def test_what_changed_does_not_hang_on_the_stage_that_the_campaign_has_reached(current):
    settings, rows = plan_rows_of(2, 3)
    end(rows, "0203")
    told = roster_changes(plan_of((settings | {"stage": current}, rows)), 2)
    assert [(one.code, one.happened) for one in told] == [("0203", Happened.LEFT)]
