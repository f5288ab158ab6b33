"""Votes never count without their meeting: where that is void they are too, whichever copy of a form says so."""

import pytest
from commands.test_five_steps import Office
from commands.test_reissue import issued, send
from dear import mostly_slow
from filled import complete, form_of

from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import meeting_key
from xlcampaign.tally.meetings import void_meetings

MEETINGS = ["member.peer", "member.teacher", "branch.peer", "branch.teacher"]
FIRST_ROW = 5
VOTES = {
    "member.peer": ("党员互评", "C5"),
    "member.teacher": ("教师测评", "D6"),
    "branch.peer": ("支部群众评议", "B7"),
    "branch.teacher": ("支部群众评议", "C5"),
}
NUMBER = ("填表说明", "B4")
EARLY, LATE = "2023-05-20T00:00:00Z", "2023-05-23T00:00:00Z"


@pytest.fixture
def office(tmp_path):
    """An office with the whole form of the first branch in its inbox, and that form as it is issued again."""
    office = Office(tmp_path / "campaign")
    book = form_of(office.plan)
    office.receive("a.xlsx", book, complete(book))
    return office


@pytest.fixture
def form(office):
    return issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")


def void(way, column="B", word="作废（重新测评）"):
    return {("评议情况", f"{column}{FIRST_ROW + MEETINGS.index(way)}"): word}


def counted(report, way):
    """What counts of the first branch's votes on a way."""
    return {
        key: counts
        for key, counts in report.ledger.counts.items()
        if meeting_key(report.plan.kind_of(key[0]), key[2]) == way and counts
    }


def found(report, *codes):
    return [finding for finding in report.findings if finding.rule.code in codes]


ORDERS = [
    (way, column, order)
    for way, column in zip(MEETINGS, "BCGF", strict=True)
    for order in ((EARLY, LATE), (LATE, EARLY))
]


@pytest.mark.parametrize(("way", "column", "order"), mostly_slow(ORDERS, *ORDERS[1::3]))
def test_votes_changed_on_another_copy_count_in_no_order_while_their_meeting_is_void(
    office, form, way, column, order
):
    assert counted(office.report(), way)
    send(office, form, "void.xlsx", void(way, column), order[0])
    send(office, form, "votes.xlsx", {VOTES[way]: 0}, order[1])
    report = office.report()
    assert not counted(report, way)
    assert all(counted(report, other) for other in MEETINGS if other != way)
    where = f"void.xlsx › 评议情况 › {column}{FIRST_ROW + MEETINGS.index(way)}"
    assert {str(finding.facts["where"]) for finding in found(report, "X131")} == {where}
    assert {held: place.say() for held, place in void_meetings(report).items()} == {("01", way): where}


@pytest.mark.parametrize("way", mostly_slow(MEETINGS, "member.teacher"))
def test_votes_cast_anew_on_the_copy_that_was_issued_since_wait_for_their_meeting(office, form, way):
    send(office, form, "void.xlsx", void(way), EARLY)
    again = issued(office, StepKey.EVALUATION, "01-甲一完小党支部-评议表")
    send(office, again, "votes.xlsx", {VOTES[way]: 1}, LATE)
    report = office.report()
    assert not counted(report, way)
    assert "votes.xlsx" in {finding.place.file for finding in found(report, "X131")}


RESTORED = [(way, number) for way in MEETINGS for number in (3, 5)]


@pytest.mark.parametrize(("way", "number"), mostly_slow(RESTORED, *RESTORED[1::3]))
def test_a_meeting_restored_by_a_higher_number_counts_with_its_votes(office, form, way, number):
    before = office.report()
    send(office, form, "void.xlsx", void(way), EARLY)
    assert not counted(office.report(), way)
    send(office, form, "back.xlsx", {NUMBER: number}, LATE)
    report = office.report()
    assert counted(report, way) == counted(before, way)
    assert report.ledger.meetings == before.ledger.meetings
    assert found(report, "X138")
    assert not found(report, "X131")


def test_restored_it_counts_with_the_votes_that_another_copy_changed(office, form):
    way = "member.teacher"
    send(office, form, "void.xlsx", void(way), EARLY)
    send(office, form, "votes.xlsx", {VOTES[way]: 0, NUMBER: 4}, LATE)
    report = office.report()
    assert counted(report, way)
    assert not found(report, "X131")
    assert found(report, "X138")


def test_declared_void_once_more_after_that_it_is_void(office, form):
    way = "branch.teacher"
    send(office, form, "void.xlsx", void(way), EARLY)
    send(office, form, "back.xlsx", {NUMBER: 4}, LATE)
    send(office, form, "again.xlsx", void(way) | {NUMBER: 5}, "2023-05-24T00:00:00Z")
    assert not counted(office.report(), way)


def declared(office, column, words, way="member.teacher"):
    """A first form on which words stand in the row of a way's meeting."""
    book = form_of(office.plan)
    answers = complete(book) | {("meeting", MEETINGS.index(way), column): words}
    office.receive("a.xlsx", book, answers)
    return office.report()


IN_WORDS = [
    ("teller", "作废，重测"),
    ("scrutineer", "已作废，重测"),
    ("supervisor", "作废 重新测评"),
    ("date", "此次作废，另行测评"),
    ("valid", "作废；改日再投"),
]


@pytest.mark.parametrize(("column", "words"), mostly_slow(IN_WORDS, *IN_WORDS[::2]))
def test_votes_are_void_where_a_clause_beside_others_says_so(office, column, words):
    way = "member.teacher"
    report = declared(office, column, words)
    assert not counted(report, way)
    assert all(counted(report, other) for other in MEETINGS if other != way)
    assert {finding.place.file for finding in found(report, "X131")} == {"a.xlsx"}
    assert not found(report, "C103", "R127")
    assert [held for held, _ in void_meetings(report)] == ["01"]


DOUBTFUL = [("teller", "上次测评作废"), ("supervisor", "本次为重新测评"), ("scrutineer", "这次不算吧")]


@pytest.mark.parametrize("way", MEETINGS[:2])
@pytest.mark.parametrize(("column", "words"), mostly_slow(DOUBTFUL, *DOUBTFUL[:2]))
def test_votes_are_held_back_where_nobody_can_tell_and_those_of_the_other_rows_count(
    office, way, column, words
):
    report = declared(office, column, words, way)
    assert not counted(report, way)
    assert all(counted(report, other) for other in MEETINGS if other != way)
    [error] = found(report, "R127")
    assert error.is_error
    assert error.place.row == FIRST_ROW + MEETINGS.index(way)


@pytest.mark.parametrize("words", mostly_slow(["作某", "未作废", "钱某乙（作废票2张）"], "作某"))
def test_votes_count_by_whoever_counted_them(office, words):
    report = declared(office, "teller", words)
    assert all(counted(report, way) for way in MEETINGS)
    assert not found(report, "X131", "R127")
