"""What was found in a form is said no more where what came after it counts; what still counts is still asked for."""

from dataclasses import replace

import openpyxl
import pytest
from commands.test_copies import EVALUATION
from commands.test_five_steps import JUNE, Office, silent
from commands.test_reissue import evaluate, issued, send
from commands.test_rows import FULL
from plain import plain_file

from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.returns import make_returns
from xlcampaign.engine import Processes
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.model.choices import StepKey

ERRORS = {("member_peer", 1, "loyal.approve"): "很多", ("member_teacher", 2, "loyal.approve"): "abc"}
PEER, TEACHER = ("党员互评", "C6"), ("教师测评", "C7")
DAYS = [f"2023-05-{day}T00:00:00Z" for day in (20, 21, 22)]


@pytest.fixture
def office(tmp_path):
    """An office with a form in which two cells are in error."""
    office = Office(tmp_path / "campaign")
    evaluate(office, ERRORS)
    return office


def checked(office):
    return check_campaign(office.folder, 1, JUNE, Processes(2), silent)


def errors(office):
    return {(f.place.file, f.place.sheet, f.place.cell) for f in checked(office).findings if f.is_error}


def returned(office):
    """The form as it goes back."""
    [path] = make_returns(office.folder, checked(office), Processes(2)).written.values()
    return path


def listed(path):
    """Which places the first sheet of a returned form asks to mend."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {row[2] for row in sheet.iter_rows(values_only=True) if row[1] == "错误"}


def test_a_form_that_went_back_and_came_half_mended_then_whole_is_settled(office):
    assert errors(office) == {("评议表.xlsx", *PEER), ("评议表.xlsx", *TEACHER)}
    form = returned(office)
    send(office, form, "回1.xlsx", {PEER: 3}, DAYS[0])
    assert errors(office) == {("回1.xlsx", *TEACHER)}
    send(office, form, "回2.xlsx", {PEER: 3, TEACHER: 1}, DAYS[1])
    assert errors(office) == set()
    assert make_returns(office.folder, checked(office), Processes(2)).written == {}


@pytest.mark.parametrize("last", [PEER, TEACHER])
def test_each_half_mended_in_its_own_copy_settles_the_other(office, last):
    form, mended = returned(office), {PEER: 3, TEACHER: 1}
    [first] = mended.keys() - {last}
    send(office, form, "回1.xlsx", {first: mended[first]}, DAYS[0])
    send(office, form, "回2.xlsx", {last: mended[last]}, DAYS[1])
    assert errors(office) == set()


def test_what_is_mended_on_one_that_went_back_and_on_one_issued_again_is_settled(office):
    form = returned(office)
    again = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    send(office, form, "退.xlsx", {PEER: 3}, DAYS[0])
    send(office, again, "发.xlsx", {TEACHER: 1}, DAYS[0])
    assert errors(office) == set()


def test_what_is_wrong_anew_in_the_last_copy_is_asked_for_and_nothing_else(office):
    form = returned(office)
    send(office, form, "回1.xlsx", {PEER: 3}, DAYS[0])
    send(office, form, "回2.xlsx", {PEER: 3, TEACHER: 1, ("党员自评", "C5"): "好"}, DAYS[1])
    assert errors(office) == {("回2.xlsx", "党员自评", "C5")}
    assert listed(returned(office)) == {"党员自评　C5"}


@pytest.mark.parametrize(
    "mended", [{"loyal.approve": 3}, {"loyal.approve": 0}, {"loyal.approve": 4, "study.approve": 1}]
)
def test_a_fresh_form_with_a_higher_number_settles_the_rows_that_it_states(office, mended):
    peers = {("member_peer", 1, key): value for key, value in mended.items()}
    given = {key: value for key, value in FULL.items() if key[:2] == ("member_peer", 1)} | peers
    office.receive("又.xlsx", EVALUATION, given | {("cover", 0, "version"): 2})
    assert {place for _, *place in errors(office) if place[0] == PEER[0]} == set()
    assert ("评议表.xlsx", *TEACHER) in errors(office)


def test_an_older_copy_that_comes_late_settles_nothing(office):
    form = returned(office)
    send(office, form, "回1.xlsx", {PEER: 3}, DAYS[1])
    send(office, form, "回2.xlsx", {PEER: "三票多", TEACHER: 1}, DAYS[2])
    assert errors(office) == {("回2.xlsx", *PEER)}


@pytest.mark.parametrize("changes", [{}, {TEACHER: 1}])
def test_who_joined_since_is_missing_no_more_once_the_form_that_has_them_came(office, changes):
    joined = replace(office.plan.members[1], code="0199", name="卫某新")
    plan = replace(office.plan, members=(*office.plan.members, joined))
    office.folder.plan.write_bytes(plain_file(plan_book(*plan_rows(plan))))
    missing = {(f.place.file, f.rule.code) for f in checked(office).findings if f.rule.code == "R115"}
    assert missing == {("评议表.xlsx", "R115")}
    again = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    send(office, again, "新.xlsx", changes, DAYS[0])
    assert not [f for f in checked(office).findings if f.rule.code == "R115"]


def test_a_form_that_comes_back_just_as_it_went_is_asked_to_be_mended_once(office):
    form = returned(office)
    asked = listed(form)
    send(office, form, "原样.xlsx", {}, DAYS[0])
    assert [place for _, *place in sorted(errors(office))] == sorted([list(PEER), list(TEACHER)])
    assert listed(returned(office)) == asked


@pytest.mark.parametrize("number", [None, 1, 2])
@pytest.mark.parametrize("twice", [1, 2])
def test_so_it_is_of_copies_of_a_form_in_other_bytes(tmp_path, number, twice):
    office = Office(tmp_path / "copies")
    evaluate(office, ERRORS)
    given = FULL | ERRORS | ({("cover", 0, "version"): number} if number else {})
    for n in range(twice):
        office.receive(f"又{n}.xlsx", EVALUATION, given | {("cover", 0, "phone"): f"010-{n}"})
    assert [place for _, *place in sorted(errors(office))] == sorted([list(PEER), list(TEACHER)])


def test_what_only_one_of_two_copies_has_is_said_of_it(office):
    form = returned(office)
    send(office, form, "回.xlsx", {("党员自评", "C5"): "好"}, DAYS[0])
    assert ("回.xlsx", "党员自评", "C5") in errors(office)


DIFFERENT = [(PEER, 3, 2), (TEACHER, 1, 0)]


@pytest.mark.parametrize(("cell", "one", "other"), DIFFERENT)
def test_who_sent_two_copies_that_nobody_can_order_is_asked_which_counts(office, cell, one, other):
    form, rest = returned(office), {PEER: 3, TEACHER: 1}
    for name, value in (("回1.xlsx", one), ("回2.xlsx", other)):
        send(office, form, name, rest | {cell: value}, DAYS[0])
    row = f"A{cell[1][1:]}"
    assert errors(office) == {("回1.xlsx", cell[0], row)}
    back = returned(office)
    assert listed(back) == {f"{cell[0]}　{row}"}
    send(office, back, "回3.xlsx", {("填表说明", "B4"): 3}, DAYS[1])
    assert errors(office) == set()
    assert make_returns(office.folder, checked(office), Processes(2)).written == {}


def test_so_it_is_where_a_third_copy_is_newest_and_says_nothing_of_that_row(tmp_path):
    office = Office(tmp_path / "three")
    row = {key: value for key, value in FULL.items() if key[:2] == ("member_peer", 1)}
    for name, votes in (("一.xlsx", 3), ("二.xlsx", 2)):
        given = row | {("member_peer", 1, "loyal.approve"): votes, ("cover", 0, "version"): 1}
        office.receive(name, EVALUATION, given)
    others = {key: value for key, value in FULL.items() if key[:2] != ("member_peer", 1)}
    office.receive("三.xlsx", EVALUATION, others | {("cover", 0, "version"): 2})
    [(file, path)] = make_returns(office.folder, checked(office), Processes(2)).written.items()
    assert file == "三.xlsx"
    assert "党员互评　A6" in listed(path)
