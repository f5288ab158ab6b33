"""People and branches with days: whoever would count twice, or never, is named at the cell."""

from datetime import date

import pytest
from campaigns import FIRST, branch_name, change, end, found, join
from checks.test_plan import draft_of, found_with
from grids import write_plain
from plans import plan_rows_of

from xlcampaign.checks.plan import check_plan
from xlcampaign.layout.plan import plan_book
from xlcampaign.words import Lang

MAY, JUNE = date(2023, 5, 10), date(2023, 6, 30)


def findings_of(*changes, branches=3, members=4):
    """Return what is found in a plan after some changes of its rows."""

    def all_of(_, rows):
        for do in changes:
            do(rows)

    return found_with(change=all_of, branches=branches, members=members)


def said_of(code, *changes):
    """Return what the findings of a rule say, and advise, of a plan after some changes of its rows."""
    settings, rows = plan_rows_of(3, 4)
    for do in changes:
        do(rows)
    draft, _ = draft_of(write_plain(plan_book(settings, rows)))
    return [f"{one.says(Lang.ZH)} → {one.fix(Lang.ZH)}" for one in check_plan(draft) if one.rule.code == code]


def at(code, found):
    return [(sheet, cell) for known, sheet, cell in found if known == code]


def hands_over(rows):
    change(rows, "0101", post="none")
    change(rows, "0102", post="secretary")


def moves(rows):
    change(rows, "0103", branch=branch_name(2))


def merge(rows):
    for code in ("02", "03"):
        end(rows, code, sheet="branches")
    found(rows, 4, takes_over="甲二完小党支部、03")
    for code in ("0201", "0202", "0203", "0204", "0302", "0303", "0304"):
        change(rows, code, branch=branch_name(4))
    change(rows, "0301", branch=branch_name(4), post="none")


def split(rows):
    found(rows, 4, takes_over="01")
    change(rows, "0104", branch=branch_name(4), post="secretary")


def renames(rows):
    change(rows, "01", sheet="branches", name="甲一中心校党支部")


def comes_and_goes(rows):
    join(rows, "0105", "周某戊", 1)
    end(rows, "0104", MAY)


def comes_back(rows):
    end(rows, "0204", date(2023, 2, 1))
    join(rows, "0204", "李某丁", 2)


@pytest.mark.parametrize("change_of", [hands_over, moves, split, renames, comes_and_goes, comes_back])
def test_what_happens_to_people_and_branches_is_no_mistake(change_of):
    assert findings_of(change_of, branches=4 if change_of is not split else 3) == []


def test_branches_that_merge_are_no_mistake():
    assert findings_of(merge) == []


def overlapping(rows):
    moves(rows)
    rows["members"][2]["end"] = FIRST


def not_ended(rows):
    moves(rows)
    del rows["members"][2]["end"]


def in_the_middle(rows):
    change(rows, "0103", MAY, category="probationary")
    rows["members"].append(rows["members"][2] | {"start": date(2023, 4, 1), "end": date(2023, 4, 30)})


@pytest.mark.parametrize("wrong", [overlapping, not_ended, in_the_middle])
def test_whoever_is_in_two_rows_on_one_day_is_named_at_the_later_row(wrong):
    [(sheet, cell)] = at("P140", findings_of(wrong))
    assert (sheet, cell[0]) == ("党员", "H")


def test_branches_in_two_rows_on_one_day_are_named_too():
    def wrong(rows):
        renames(rows)
        rows["branches"][-1]["start"] = JUNE

    assert at("P140", findings_of(wrong)) == [("支部", "H8")]


def test_rows_of_one_code_without_days_are_a_code_given_twice():
    def wrong(rows):
        rows["members"].append(rows["members"][2] | {"branch": branch_name(2)})

    found = findings_of(wrong)
    assert at("P104", found) == [("党员", "A17")]
    assert at("P140", found) == []


@pytest.mark.parametrize(
    ("sheet", "values"),
    [
        ("members", {"branch": branch_name(2)}),
        ("members", {"post": "committee"}),
        ("members", {"name": "孙某新"}),
        ("branches", {"name": "甲一中心校党支部"}),
    ],
)
def test_of_a_second_row_without_days_it_is_said_what_to_do_where_somebody_changed(sheet, values):
    def wrong(rows):
        rows[sheet].append(rows[sheet][2] | values)

    [said] = said_of("P104", wrong)
    assert "编号照旧，前一行填“止”，这一行填“起”" in said


def test_of_what_cannot_come_and_go_no_days_are_spoken_of():
    def wrong(rows):
        rows["scales"].append(dict(rows["scales"][0]))
        rows["vetoes"].append(dict(rows["vetoes"][0]))
        rows["members"][2]["code"] = "01"

    said = said_of("P104", wrong)
    assert len(said) > 2
    assert not any("“起”" in one for one in said)


def open_ended(rows):
    moves(rows)
    del rows["members"][2]["end"]


def always_and_until(rows):
    rows["members"].append(rows["members"][2] | {"end": MAY})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (open_ended, "第 7 行没写起止，这一行从 2023-07-01 起"),
        (always_and_until, "第 7 行没写起止，这一行到 2023-05-10 为止"),
        (overlapping, "第 7 行到 2023-07-01 为止，这一行从 2023-07-01 起"),
    ],
)
def test_days_that_are_left_empty_are_said_in_words(wrong, words):
    [said] = said_of("P140", wrong)
    assert words in said


def test_a_code_in_other_letters_is_no_later_row_of_it():
    def wrong(rows):
        rows["members"][2]["code"] = "a3"
        change(rows, "a3", branch=branch_name(2))
        rows["members"][-1]["code"] = "A3"

    assert at("P104", findings_of(wrong)) == [("党员", "A17")]


def test_another_branch_never_has_the_name_of_one_that_is_gone():
    def wrong(rows):
        merge(rows)
        rows["branches"][-1]["name"] = branch_name(2)

    assert ("支部", "B8") in at("P104", findings_of(wrong))


def forgotten(rows):
    merge(rows)
    rows["members"] = [row for row in rows["members"] if not (row["code"] == "0302" and "start" in row)]
    del rows["members"][9]["end"]


def too_early(rows):
    split(rows)
    rows["members"][-1]["start"] = MAY


def too_long(rows):
    merge(rows)
    rows["members"] = [row for row in rows["members"] if not (row["code"] == "0302" and "start" in row)]
    rows["members"][9]["end"] = FIRST


def between(rows):
    end(rows, "03", date(2023, 6, 1), sheet="branches")
    found(rows, 3, date(2023, 8, 1))


@pytest.mark.parametrize(
    ("wrong", "cells"),
    [
        (forgotten, ["C14"]),
        (too_early, ["C17"]),
        (too_long, ["C14"]),
        (between, ["C13", "C14", "C15", "C16"]),
    ],
)
def test_whoever_is_in_a_branch_that_is_not_there_is_named(wrong, cells):
    assert at("P141", findings_of(wrong)) == [("党员", cell) for cell in cells]


def test_who_has_no_first_day_comes_with_the_branch():
    def new(rows):
        found(rows, 4)
        join(rows, "0401", "郑某庚", 4, post="secretary")
        for n in (2, 3):
            join(rows, f"040{n}", f"王某{n}", 4)
        for row in rows["members"][-3:]:
            del row["start"]

    assert findings_of(new) == []


@pytest.mark.parametrize("names", [("02", "01"), ("甲二完小党支部", "03、甲一完小党支部"), ("01", "")])
def test_branches_that_take_over_each_other_in_a_circle_are_named(names):
    def wrong(rows):
        for row, name in zip(rows["branches"], names, strict=False):
            row["takes_over"] = name

    assert ("支部", "J5") in at("P142", findings_of(wrong))


@pytest.mark.parametrize(("last", "cells"), [(JUNE, []), (FIRST, [("支部", "J8"), ("支部", "J9")])])
def test_what_goes_back_into_the_branch_that_it_came_from_goes_in_a_circle_only_where_both_hold_on_one_day(
    last, cells
):
    def back(rows):
        found(rows, 4, MAY, takes_over="01")
        rows["branches"][-1]["end"] = last
        change(rows, "01", sheet="branches", takes_over="04")

    assert at("P142", findings_of(back)) == cells


def on_one_sheet_only(rows):
    hands_over(rows)
    rows["branches"][0]["secretary"] = "赵某甲"


def on_both_sheets(rows):
    on_one_sheet_only(rows)
    change(rows, "01", sheet="branches", secretary="钱某乙")


@pytest.mark.parametrize(("done", "cells"), [(on_one_sheet_only, [("支部", "D5")]), (on_both_sheets, [])])
def test_a_handover_is_written_on_both_sheets(done, cells):
    def second(settings, rows):
        done(rows)
        settings["stage"] = 2

    assert at("P147", found_with(change=second, branches=2, members=4)) == cells
    assert at("P147", findings_of(done, branches=2)) == []


@pytest.mark.parametrize(("stage", "cells"), [(1, []), (2, [("延期", "C5")])])
def test_only_a_branch_that_is_there_in_a_stage_has_longer(stage, cells):
    def extended(rows):
        merge(rows)
        of = {"stage": stage, "key": "evaluation", "branch": branch_name(2), "reason": "汛期"}
        rows["extensions"] = [of | {"deadline": date(2023, 12, 31)}]

    assert at("P148", findings_of(extended)) == cells


def closed(rows):
    merge(rows)
    rows["branches"][-1]["takes_over"] = "02"


def test_a_branch_that_ends_and_is_taken_over_by_nobody_is_told_of():
    assert at("P146", findings_of(closed)) == [("支部", "I7")]
    assert at("P146", findings_of(merge)) == []


def test_a_branch_that_goes_on_in_another_row_has_not_ended():
    assert at("P146", findings_of(renames)) == []


def test_a_branch_that_is_taken_over_is_listed():
    def wrong(rows):
        rows["branches"][0]["takes_over"] = "02，乙一完小党支部；03"

    assert at("P103", findings_of(wrong)) == [("支部", "J5")]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda rows: join(rows, "0105", "周某戊", 1, date(2023, 7, 2)),
        lambda rows: end(rows, "0104", date(2023, 1, 1)),
        lambda rows: rows["members"][3].update(start=MAY, end=JUNE),
    ],
)
def test_who_is_there_on_no_day_of_a_list_is_told_of(wrong):
    [(sheet, cell)] = at("P143", findings_of(wrong))
    assert (sheet, cell[0]) == ("党员", "H")


def member_away(rows):
    rows["stages"][0]["list_day"] = date(2023, 4, 1)
    end(rows, "0103", date(2023, 4, 1))
    join(rows, "0103", "孙某丙", 1, date(2023, 4, 15))


def moved_too_late(rows):
    end(rows, "0103", date(2023, 6, 20))
    join(rows, "0103", "孙某丙", 2, date(2023, 7, 3))


def post_too_late(rows):
    end(rows, "0104")
    join(rows, "0104", "李某丁", 1, date(2023, 7, 2), post="committee")


def away_on_all_days(rows):
    end(rows, "0103", date(2023, 1, 1))
    join(rows, "0103", "孙某丙", 1, date(2023, 7, 2))


def rows_the_other_way_round(rows):
    member_away(rows)
    rows["members"][2], rows["members"][-1] = rows["members"][-1], rows["members"][2]


@pytest.mark.parametrize(
    ("wrong", "cell", "stages"),
    [
        (member_away, "H17", "第 1 阶段（名单截止日 2023-04-01）"),
        (moved_too_late, "H17", "第 2 阶段（名单截止日 2023-07-01）"),
        (post_too_late, "H17", "第 2 阶段（名单截止日 2023-07-01）"),
        (away_on_all_days, "H17", "第 1 阶段（名单截止日 2023-01-01）、第 2 阶段（名单截止日 2023-07-01）"),
        (rows_the_other_way_round, "H7", "第 1 阶段（名单截止日 2023-04-01）"),
    ],
)
def test_a_gap_that_leaves_somebody_out_of_a_stage_is_told_of_and_nothing_else_is(wrong, cell, stages):
    assert findings_of(wrong) == [("P149", "党员", cell)]
    [said] = said_of("P149", wrong)
    assert stages in said


def test_a_gap_in_the_days_of_a_branch_is_told_of():
    def wrong(rows):
        end(rows, "03", date(2023, 6, 1), sheet="branches")
        found(rows, 3, date(2023, 8, 1))
        for code in ("0301", "0302", "0303", "0304"):
            end(rows, code, date(2023, 6, 1))

    assert at("P149", findings_of(wrong)) == [("支部", "H8")]


@pytest.mark.parametrize("day", [date(2023, 1, 2), MAY, JUNE])
def test_who_comes_after_the_day_of_the_current_list_is_told_when_they_count(day):
    def wrong(rows):
        join(rows, "0105", "周某戊", 1, day)

    assert findings_of(wrong) == [("P150", "党员", "H17")]
    [said] = said_of("P150", wrong)
    assert f"从 {day} 起" in said
    assert "第 2 阶段起计" in said


def test_a_branch_that_comes_after_the_day_of_the_current_list_is_told_of_too():
    def wrong(rows):
        found(rows, 4, MAY, takes_over="01")

    assert at("P150", findings_of(wrong)) == [("支部", "H8")]


def test_who_came_in_an_earlier_stage_or_comes_in_a_later_one_is_not_told_of():
    def earlier(settings, rows):
        join(rows, "0105", "周某戊", 1, MAY)
        settings["stage"] = 2

    def later(rows):
        join(rows, "0105", "周某戊", 1, date(2023, 8, 1))
        rows["stages"][1]["list_day"] = date(2023, 9, 1)

    assert at("P150", found_with(change=earlier, branches=3, members=4)) == []
    assert at("P150", findings_of(later)) == []


def test_the_day_of_a_list_is_the_plans_to_say_and_no_later_than_the_stage():
    def later(day):
        def do(rows):
            join(rows, "0105", "周某戊", 1, date(2023, 7, 2))
            rows["stages"][1]["list_day"] = day

        return do

    assert findings_of(later(date(2023, 9, 1))) == []
    assert at("P106", findings_of(later(date(2024, 1, 1)))) == [("阶段", "E6")]


@pytest.mark.parametrize("code", ["0205", None])
def test_somebody_who_goes_on_under_another_code_is_asked_about(code):
    def wrong(rows):
        end(rows, "0103")
        join(rows, code, "孙某丙", 2)

    assert ("党员", "A17") in at("P145", findings_of(wrong))


def test_days_the_wrong_way_round_are_named_and_nothing_else():
    def wrong(rows):
        rows["members"][2].update(start=JUNE, end=MAY)

    assert [code for code, *_ in findings_of(wrong)] == ["P106"]


def test_what_is_checked_of_branches_is_checked_of_the_current_stage():
    def second(settings, rows):
        merge(rows)
        settings["stage"] = 2

    def without_secretary(settings, rows):
        second(settings, rows)
        rows["members"][-8]["post"] = "none"

    assert {code for code, *_ in found_with(change=second, branches=3, members=4)} == {"P115"}
    found = found_with(change=without_secretary, branches=3, members=4)
    assert at("P113", found) == [("支部", "B8")]


def test_what_a_branch_lacks_is_said_of_the_stages_in_which_it_is_there():
    settings, rows = plan_rows_of(1, 4)
    found(rows, 2)
    for number in (1, 2):
        join(rows, f"020{number}", f"周某{number}", 2, post="secretary" if number == 1 else "none")
    draft, _ = draft_of(write_plain(plan_book(settings, rows)))
    about = {
        stage: {one.facts["name"] for one in check_plan(draft, stage) if one.rule.code == "P116"}
        for stage in (None, 1, 2, 9)
    }
    assert about == {None: set(), 1: set(), 2: {branch_name(2)}, 9: set()}
