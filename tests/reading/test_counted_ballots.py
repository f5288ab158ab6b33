"""What ballots that are typed in one by one come to: counts by subject and star, and no ballot any longer."""

import pytest
from grids import bytes_of, write_plain
from plain import plain_file
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.model.submission import ASIDE, BLANK, OWN

MEMBERS = ("0101", "0102", "0103")
MARKS = {"y": "同意", "n": "不同意", "!": "大概可以", "-": None}
KEYS = {"y": "approve", "n": "oppose", "-": BLANK}
STARS = ("loyal", "study", "duty")
PEER = WayKey.PEER


def plan_with(**settings):
    return with_entries(small_plan(1, 3, **settings), lambda *_: ("approval", Entry.BALLOTS))


def part_of(*ballots, plan=None, sheet="member_peer", **beside):
    """The part of a sheet of ballots: each a text of marks per subject, star after star; more cells by their rows."""
    plan = plan or plan_with()
    book = evaluation_form(plan, plan.branches[0])
    answers = {
        (sheet, len(MEMBERS) * number + row, star): MARKS[mark]
        for number, ballot in enumerate(ballots)
        for row, marks in enumerate(ballot.split())
        for star, mark in zip(STARS, marks, strict=True)
    }
    answers |= {(sheet, row, key): value for key, cells in beside.items() for row, value in cells.items()}
    submission = take_in(Envelope("f.xlsx", plain_file(book, answers)), plan).submission
    assert submission is not None
    return submission.parts[sheet]


def counts_of(part, way=PEER):
    """What was counted of the three stars, subject after subject; the other stars are blank on all ballots."""
    others = {key: counts for key, counts in part.marks.items() if key[1] not in STARS}
    assert all(counts.keys() <= {BLANK, ASIDE} for counts in others.values())
    return [[dict(part.marks.get((member, star, way), {})) for star in STARS] for member in MEMBERS]


@pytest.mark.parametrize(
    "ballots",
    [
        ("yyn yny nnn",),
        ("yy- --- ny-", "--- --- --n"),
        ("--- --- ---", "ynn --- yyy", "--- --- ---"),
        ("yyy yyy yyy", "yyy yyy yyy", "nnn nny yyy"),
    ],
)
def test_a_ballot_with_a_mark_counts_once_for_everybody_on_every_star(ballots):
    part = part_of(*ballots)
    used = [ballot.split() for ballot in ballots if set(ballot) - set("- ")]
    expected = [
        [
            {key: n for mark, key in KEYS.items() if (n := [ballot[row][at] for ballot in used].count(mark))}
            for at in range(len(STARS))
        ]
        for row in range(len(MEMBERS))
    ]
    assert counts_of(part) == expected
    assert part.ballots == {"member.peer": len(used)}
    assert part.written == sum(sum(counts.values()) for counts in part.marks.values()) == len(used) * 3 * 8
    assert part.rejected == frozenset()
    assert part.likeness["member.peer"].total == len(used)


def test_without_a_mark_there_is_no_ballot_and_nothing_to_be_alike():
    part = part_of("--- --- ---")
    assert (part.marks, part.ballots, part.likeness, part.written) == ({}, {"member.peer": 0}, {}, 0)
    assert part.tallies == {}


@pytest.mark.parametrize(
    ("ballots", "rejected", "counts", "used"),
    [
        (("y!- nnn ---",), {("0101", "study")}, [{"approve": 1}, {}, {BLANK: 1}], 1),
        (("--- nnn ---", "--! --- ---"), {("0101", "duty")}, [{BLANK: 2}, {BLANK: 2}, {BLANK: 1}], 2),
        (("!-- --- ---",), {("0101", "loyal")}, [{}, {BLANK: 1}, {BLANK: 1}], 1),
    ],
)
def test_a_mark_in_error_counts_nowhere_and_its_ballot_is_one_all_the_same(ballots, rejected, counts, used):
    part = part_of(*ballots)
    assert {key[:2] for key in part.rejected} == rejected
    assert counts_of(part)[0] == counts
    assert part.ballots == {"member.peer": used}
    assert part.cells.rejected == 1
    assert part.written == used * 3 * 8 - 1


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("voter", [0, 1, 2])
def test_a_vote_for_oneself_is_set_apart_and_a_blank_stays_one(voter, at):
    part = part_of("yn- yn- yn-", "nnn nnn nnn", voter={at: MEMBERS[voter]})
    own = [{OWN: 1, "oppose": 1}, {OWN: 1, "oppose": 1}, {BLANK: 1, "oppose": 1}]
    others = [{"approve": 1, "oppose": 1}, {"oppose": 2}, {BLANK: 1, "oppose": 1}]
    assert counts_of(part) == [own if row == voter else others for row in range(3)]


@pytest.mark.parametrize(
    ("settings", "ballots", "aside"),
    [
        ({"uniform_ballots": "aside"}, ("yyy yyy y--", "ynn nyn yny", "nyy yny nny"), (0,)),
        ({"uniform_ballots": "aside"}, ("ynn nyn yny", "nnn --- ---", "yyy yyy yyy"), (1, 2)),
        ({"identical_ballots": "once"}, ("ynn nyn yny", "ynn nyn yny", "ynn nyn yny"), (1, 2)),
    ],
)
def test_of_a_ballot_that_is_set_aside_every_cell_is_blanks_too(settings, ballots, aside):
    part = part_of(*ballots, plan=plan_with(**settings))
    assert part.ballots == {"member.peer": 3}
    assert {counts.get(ASIDE, 0) for counts in part.marks.values()} == {len(aside)}
    assert part.written == 3 * 3 * 8


def test_whoever_is_said_not_to_have_voted_on_any_ballot_has_not():
    assert part_of("ynn nyn yny").attended == dict.fromkeys(MEMBERS, True)
    # on the first ballot 0102, on the second, where nothing stands, 0103
    part = part_of("ynn nyn yny", "ynn nyn yny", attended={1: "否", 3: "是", 4: "是", 5: "否"})
    assert part.attended == {"0101": True, "0102": False, "0103": False}


def test_ballots_on_a_sheet_in_error_are_none():
    plan = plan_with()
    book = evaluation_form(plan, plan.branches[0])
    answers = {("member_peer", row, "loyal"): "同意" for row in range(3)}
    workbook = write_plain(book, answers)
    copy = workbook.copy_worksheet(workbook["党员互评"])
    copy["C5"].value = "不同意"
    submission = take_in(Envelope("f.xlsx", bytes_of(workbook)), plan).submission
    assert submission is not None
    part = submission.parts["member_peer"]
    assert (part.marks, part.rows, part.lines, part.attended, part.likeness) == ({}, {}, (), {}, {})
    assert (part.ballots, part.cells.accepted) == ({"member.peer": 0}, 0)


@pytest.mark.parametrize("sheet", ["member_peer", "member_teacher"])
def test_ballots_are_no_lines_and_know_the_first_row_of_everybody(sheet):
    way = WayKey(sheet.partition("_")[2])
    part = part_of("--- --- ---", "ynn nyn yny", sheet=sheet)
    assert part.lines == ()
    assert part.rows == {member: 5 + row for row, member in enumerate(MEMBERS)}
    assert counts_of(part, way)[0] == [{"approve": 1}, {"oppose": 1}, {"oppose": 1}]
    assert {held: likeness.total for held, likeness in part.likeness.items()} == {f"member.{way}": 1}


@pytest.mark.parametrize(
    ("ballots", "number", "lost"),
    [
        (("ynn nyn yny", "yyy yyy nnn"), "第二张", {"0102"}),
        (("ynn nyn yny", "yyy yyy nnn"), None, {"0102"}),
        (("ynn nyn yny", "yyy --- nnn"), "第二张", set()),
        # twice on one ballot
        (("ynn nyn yny", "yyy yyy nnn"), 1, {"0102"}),
        (("ynn --- yny", "yyy --- nnn"), 1, {"0102"}),
    ],
)
def test_marks_of_which_nobody_can_tell_on_which_ballot_they_are_are_rejected_on_every_star(
    ballots, number, lost
):
    part = part_of(*ballots, ballot={4: number})
    assert part.lost == lost
    assert {key[0] for key in part.rejected} == lost
    assert len(part.rejected) == 8 * len(lost)
    assert part.ballots == {"member.peer": 2}
