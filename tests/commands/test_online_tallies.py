"""What a form tool collected in a way that the form tallies counts as if tellers had typed the numbers there."""

from datetime import date

import pytest
from boxes import mail_of
from desks import Desk
from exports import NO, YES, csv_of, questions, table_of, uneven

from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import merge_stage
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import Excess

NOW = ("--as-of", "2023-06-26")
MEMBERS, BRANCH = "member_teacher", "branch_public"


def desk_of(root, scale="approval", **settings):
    desk = Desk(root, branches=2)
    given, tables = desk.rows
    ways = [{**way, "scale": scale} if way["key"] == "teacher" else way for way in tables["ways"]]
    desk.rows = given, {**tables, "ways": ways}
    desk.rewrite(**settings)
    return desk


def by_hand(asked):
    """Return how many of the nine agree, by hand."""
    agreed = {"0101": 7, "0102": 8, "01": 8}[asked.subject]
    return agreed - (asked.star == "loyal")


def of_teachers(desk):
    """Return the cells of the form's tallies of teachers, by what they are about: sheet, row, column."""
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    cells = {}
    for key in (MEMBERS, BRANCH):
        table = book.table_of(key)
        for row, given in enumerate(table.rows):
            for column in table.columns:
                mark = column.mark
                if mark and mark.way is WayKey.TEACHER:
                    cells[key, row, column.key] = (
                        given.get("code", "01"),
                        mark.star or given.get("key"),
                        mark.grade,
                    )
    return cells


def send_form(desk, votes=None, name="", **meeting):
    """Receive a branch's form whose teachers' tallies are blank, or hold what `votes` says of subject, star, grade."""
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    answers = {cell: votes(*about) if votes else None for cell, about in of_teachers(desk).items()}
    ways = [one["way"] for one in book.table_of("meeting").rows]
    for way in ("member.teacher", "branch.teacher"):
        answers |= {("meeting", ways.index(way), key): value for key, value in meeting.items()}
    return desk.receive(0, answers, name)


def export_of(desk, answer=uneven, ballots=9, *, branch=True):
    asked = questions(desk.plan)
    asked += questions(desk.plan, kind=SubjectKind.BRANCH) if branch else []
    return table_of(desk.plan, asked, ballots, answer)


def put(desk, rows, name="f.csv"):
    (desk.root / "inbox" / name).write_bytes(csv_of(rows))


def taken(desk, rows):
    return take_in(Envelope("f.csv", csv_of(rows)), desk.plan)


def ledger_of(desk):
    paths = sorted((desk.root / "inbox").iterdir())
    intakes = [take_in(Envelope(path.name, path.read_bytes()), desk.plan) for path in paths]
    submissions = [one.submission for one in intakes if one.submission]
    return merge_stage(submissions, desk.plan, 1, date(2023, 6, 26)).ledger


def test_an_export_comes_to_the_numbers_that_one_counts_by_hand(tmp_path):
    desk = desk_of(tmp_path)
    intake = taken(desk, export_of(desk))
    assert intake.submission.parts.keys() == {f"{MEMBERS}/teacher", f"{BRANCH}/teacher"}
    part = intake.submission.parts[f"{MEMBERS}/teacher"]
    assert {key: tally.votes for key, tally in part.tallies.items()} == {
        (one.subject, one.star, one.way): {"approve": by_hand(one)} for one in questions(desk.plan)
    }
    assert (part.marks, part.ballots) == ({}, {"member.teacher": 9})
    stars = len(desk.plan.stars_of(SubjectKind.MEMBER))
    assert (part.cells.accepted, part.cells.empty, part.cells.rejected) == (2 * stars, 0, 0)


@pytest.mark.parametrize("abstentions", ["counted", "apart", "as_printed"])
def test_it_counts_as_the_same_numbers_typed_into_the_form(tmp_path, abstentions):
    online = desk_of(tmp_path / "online", abstentions=abstentions)
    paper = desk_of(tmp_path / "paper", abstentions=abstentions)
    meeting = {"due": 12, "present": 12, "issued": 12, "returned": 9, "valid": 9}
    if abstentions == "apart":
        meeting["abstained"] = "yes"
    send_form(online, **meeting)
    put(online, export_of(online))
    send_form(
        paper, lambda who, star, grade: 1 if grade == "abstain" else by_hand(_asked(who, star)), **meeting
    )
    typed, collected = ledger_of(paper), ledger_of(online)
    assert dict(collected.counts) == dict(typed.counts)
    assert collected.counts["0101", "loyal", "teacher"] == (
        {"approve": 6, "oppose": 3} if abstentions == "counted" else {"approve": 6, "oppose": 2, "abstain": 1}
    )
    assert collected.misfits == typed.misfits
    both = [sum((cells.accepted for cells in one.cells.values()), 0) for one in (typed, collected)]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("scale", "answer", "excess"),
    [
        ("approval", uneven, Excess.UNCAST),
        ("approval", lambda *_: YES, Excess.UNCAST),
        ("grades", lambda *_: "优秀", Excess.SHORT),
        ("grades", lambda n, _: ("优秀", "合格")[n % 2], Excess.SHORT),
    ],
)
def test_answers_that_are_fewer_than_valid_count_as_no_where_only_a_yes_agrees(
    tmp_path, scale, answer, excess
):
    desk = desk_of(tmp_path, scale=scale)
    send_form(desk, due=12, present=12, issued=12, returned=12, valid=12)
    put(desk, export_of(desk, answer))
    found = [one for one in ledger_of(desk).misfits if one.excess in {Excess.SHORT, Excess.UNCAST}]
    assert {(one.excess, one.found, one.limit) for one in found} == {(excess, 9, 12)}


def _asked(who, star):
    kind = SubjectKind.BRANCH if who == "01" else SubjectKind.MEMBER
    return type("Asked", (), {"subject": who, "star": star, "kind": kind})


def test_grades_are_counted_each(tmp_path):
    desk = desk_of(tmp_path, scale="grades")
    rows = export_of(desk, lambda n, _: ("优秀", "A.合格", "不了解")[n % 3], branch=False)
    part = taken(desk, rows).submission.parts[f"{MEMBERS}/teacher"]
    votes = part.tallies["0101", "loyal", "teacher"].votes
    assert {grade: number for grade, number in votes.items() if number} == {
        "excellent": 3,
        "good": 3,
        "unknown": 3,
    }


def test_it_takes_the_place_of_the_forms_blank_cells_of_its_way_alone(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk)
    put(desk, export_of(desk))
    said = desk.check("--all").output
    assert not [code for code in ("X198", "X199", "S105", "C102", "B105") if code in said]
    desk.run("merge", desk.root, *NOW)
    why = desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output
    assert "教师测评  同意 6　不同意和弃权 3" in why
    assert "教师测评：f.csv › D:D\n" in why
    assert "党员互评：01.xlsx › 党员互评 › C5\n" in why
    assert "评议表已报" in desk.run("status", desk.root, *NOW).output
    counts = ledger_of(desk).counts
    assert {key[2] for key in counts if key[0] == "01"} >= {"peer", "teacher"}


def test_votes_on_paper_and_online_count_neither_way_and_those_of_other_ways_do(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk, lambda *_: 5)
    put(desk, export_of(desk))
    lines = [line for line in desk.check("--all").output.splitlines() if "X198" in line]
    assert sorted("网上" in line and line.split()[1] for line in lines) == [
        "01.xlsx",
        "01.xlsx",
        "f.csv",
        "f.csv",
    ]
    assert {
        name for name in ("教师测评", "支部群众评议") if any(f"「{name}」" in line for line in lines)
    } == {
        "教师测评",
        "支部群众评议",
    }
    ledger = ledger_of(desk)
    assert {key[2] for key in ledger.counts if key[0] == "01"} == {"self", "peer"}
    assert ("0101", "loyal", "teacher") not in ledger.counts
    stars = [len(desk.plan.stars_of(kind)) for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH)]
    assert ledger.cells["f.csv"].rejected == 2 * stars[0] + stars[1]
    (desk.root / "inbox" / "01.xlsx").unlink()
    send_form(desk)
    assert "X198" not in desk.check("--all").output
    assert ("0101", "loyal", "teacher") in ledger_of(desk).counts


def test_without_its_meeting_nothing_counts(tmp_path):
    desk = desk_of(tmp_path)
    put(desk, export_of(desk))
    said = desk.check("--all").output
    assert "“教师测评”的 9 份网上的票没有计入" in said
    assert not ledger_of(desk).counts


@pytest.mark.parametrize(("valid", "code", "counts"), [(8, "B104", False), (10, "B105", True)])
def test_the_ballots_are_held_against_the_number_that_the_form_states(tmp_path, valid, code, counts):
    desk = desk_of(tmp_path)
    send_form(desk, due=12, present=12, issued=12, returned=12, valid=valid)
    put(desk, export_of(desk))
    assert any(code in line and "f.csv" in line for line in desk.check("--all").output.splitlines())
    assert (("0101", "loyal", "teacher") in ledger_of(desk).counts) is counts


def test_a_tally_that_lacks_an_answer_is_out_as_a_whole(tmp_path):
    desk = desk_of(tmp_path)
    asked = questions(desk.plan)
    rows = export_of(desk, lambda n, one: "还行" if (n, one) == (2, asked[0]) else YES)
    intake = taken(desk, rows)
    [wrong] = [one for one in intake.findings if one.is_error]
    assert (wrong.rule.code, wrong.place.cell) == ("F162", "D3")
    part = intake.submission.parts[f"{MEMBERS}/teacher"]
    assert ("0101", "loyal", "teacher") not in part.tallies
    assert part.rejected == {("0101", "loyal", "teacher")}
    assert part.cells.rejected == 1


def test_the_newer_of_two_exports_counts(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk, due=12, present=12, issued=12, returned=9, valid=9)
    for day, answer in ((18, lambda *_: NO), (20, uneven)):
        mail = mail_of(("f.csv", csv_of(export_of(desk, answer))), day=f"Tue, {day} Apr 2023 09:30:00 +0800")
        (desk.root / "inbox" / f"{day}.eml").write_bytes(mail)
    said = desk.check("--all").output
    assert "X102" in said
    assert "教师测评  同意 6　不同意和弃权 3" in desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output


def test_a_vote_that_was_declared_void_is_void_online_too(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk, present="作废（重新测评）")
    put(desk, export_of(desk))
    assert any("X131" in line and "f.csv" in line for line in desk.check("--all").output.splitlines())
    assert ("0101", "loyal", "teacher") not in ledger_of(desk).counts


def test_ballots_are_looked_at_and_kept_nowhere(tmp_path):
    desk = desk_of(tmp_path, uniform_ballots="aside")
    intake = taken(desk, export_of(desk, lambda *_: YES, 8))
    found = {one.rule.code: dict(one.facts) for one in intake.findings}
    assert found["B101"] == found["B102"] == {"found": 8, "total": 8}
    assert "B110" not in found
    assert intake.submission.parts[f"{MEMBERS}/teacher"].tallies["0101", "loyal", "teacher"].votes == {
        "approve": 8
    }
    assert intake.draft is None


def test_peers_who_leave_themselves_out_are_counted_by_who_voted_and_not_online(tmp_path):
    desk = desk_of(tmp_path / "a")
    asked = questions(desk.plan, way=WayKey.PEER)
    refused = taken(desk, table_of(desk.plan, asked, 4, lambda *_: YES))
    assert {one.rule.code for one in refused.findings} == {"F154"}
    assert refused.submission.parts == {}
    with_own = desk_of(tmp_path / "b", peers_with_own="yes")
    part = taken(with_own, table_of(with_own.plan, asked, 2, lambda *_: YES)).submission.parts[
        "member_peer/peer"
    ]
    assert part.tallies["0101", "loyal", "peer"].votes == {"approve": 2}


def test_an_export_of_which_no_answer_is_read_takes_the_place_of_nothing(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk, lambda *_: 5)
    put(desk, export_of(desk, lambda *_: "还可以吧"))
    said = desk.check("--all").output
    assert "X198" not in said
    assert "F162" in said
    assert ledger_of(desk).counts["0101", "loyal", "teacher"]["approve"] == 5
