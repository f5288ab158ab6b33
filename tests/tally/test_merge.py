"""Which sheet counts, how tallies become counts, and that no order of files matters."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import small_plan, with_way

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity, Slot
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.registers import Registers, VetoDecision
from xlcampaign.model.results import Excess, Proposal
from xlcampaign.model.submission import Cells, Line, Meeting, SheetPart, Submission, Tally
from xlcampaign.model.versions import Standing, Why
from xlcampaign.reading.form import read_instant
from xlcampaign.tally.merge import AccountsDisagreeError, merge_parts
from xlcampaign.tally.select import select_parts

PEER, TEACHER = WayKey.PEER, WayKey.TEACHER


def submission(file, parts, version=1, modified="2023-06-01", unit="01"):
    identity = Identity("XF-2023", 1, StepKey.EVALUATION, unit)
    return Submission(file, file, identity, version, parts, saved=read_instant(modified))


def meeting(valid, way="member.peer"):
    held = Meeting(None, 20, 20, 20, 20, valid)
    return SheetPart("评议情况", f"meeting{valid}", filled=True, stated=True, meetings={way: held})


def peers(agree, *, abstain=None, attended=True, base=None, subject="0101"):
    return SheetPart(
        "党员互评",
        digest=f"peers{agree}{abstain}{attended}{base}",
        filled=True,
        stated=True,
        cells=Cells(2, 0, 0),
        tallies={
            (subject, "loyal", PEER): Tally(
                {"approve": agree, "abstain": abstain}, (Address(0, 3), Address(0, 12))
            )
        },
        attended={subject: attended},
        bases={} if base is None else {subject: base},
        rows={subject: 5},
        columns={
            "base": Address(0, 11),
            "loyal.approve": Address(0, 3),
            "loyal.abstain": Address(0, 12),
            "study.approve": Address(0, 4),
        },
    )


def ledger_of(*submissions):
    plan = small_plan(1, 3)
    return merge_parts(submissions, select_parts(submissions), plan, 1)


def counts_of(*submissions):
    return ledger_of(*submissions).counts.get(("0101", "loyal", PEER))


def test_the_rest_of_the_ballots_are_votes_against():
    assert counts_of(submission("a", {"meeting": meeting(15), "member_peer": peers(11, attended=False)})) == {
        "approve": 11,
        "abstain": 0,
        "oppose": 4,
    }


@pytest.mark.parametrize("way", [PEER, TEACHER])
def test_votes_on_a_branch_are_counted_by_the_scale_of_its_own_way(way):
    plan = with_way(small_plan(1, 3), SubjectKind.BRANCH, way, scale="grades", entry=Entry.TALLY)
    votes = {"excellent": 9, "good": 4, "fair": 2, "poor": 0}
    public = SheetPart(
        "支部群众评议",
        digest="public",
        filled=True,
        stated=True,
        cells=Cells(4, 0, 0),
        tallies={("01", "loyal", way): Tally(votes, tuple(Address(0, 3 + n) for n in range(4)))},
        rows={"loyal": 5},
        subject="01",
    )
    sent = (submission("a", {"meeting": meeting(15, f"branch.{way}"), "branch_public": public}),)
    ledger = merge_parts(sent, select_parts(sent), plan, 1)
    assert ledger.counts == {("01", "loyal", way): votes}


def test_who_voted_is_rated_by_one_ballot_less():
    assert counts_of(submission("a", {"meeting": meeting(15), "member_peer": peers(11)}))["oppose"] == 3


def test_an_own_base_overrides_attendance():
    given = submission("a", {"meeting": meeting(15), "member_peer": peers(11, base=15)})
    assert counts_of(given)["oppose"] == 4


def test_blank_votes_in_favour_are_no_result_and_blank_abstentions_are_none():
    assert counts_of(submission("a", {"meeting": meeting(15), "member_peer": peers(None, abstain=2)})) is None
    assert counts_of(submission("a", {"meeting": meeting(15), "member_peer": peers(12, abstain=2)})) == {
        "approve": 12,
        "abstain": 2,
        "oppose": 0,
    }


def test_more_votes_than_ballots_are_rejected_with_all_their_cells():
    ledger = ledger_of(submission("a", {"meeting": meeting(15), "member_peer": peers(14, abstain=2)}))
    assert ledger.counts == {}
    assert ("0101", "loyal", PEER) in ledger.rejected
    assert [(m.excess, m.found, m.limit, m.place.cell) for m in ledger.misfits] == [
        (Excess.VOTES, 16, 14, "C5")
    ]
    assert ledger.cells["a"] == Cells(accepted=0, empty=0, rejected=2)


def test_a_base_above_the_valid_ballots_is_rejected():
    ledger = ledger_of(submission("a", {"meeting": meeting(15), "member_peer": peers(11, base=16)}))
    assert [(m.excess, m.place.cell) for m in ledger.misfits] == [(Excess.BASE, "K5")]
    assert ledger.counts == {}


def test_without_a_sound_number_of_ballots_the_way_is_rejected():
    for parts in ({"member_peer": peers(11)}, {"meeting": meeting(None), "member_peer": peers(11)}):
        ledger = ledger_of(submission("a", parts))
        assert ledger.counts == {}
        assert ledger.rejected == {("0101", "loyal", PEER)}
        assert ledger.cells["a"].rejected == 1


def test_the_higher_submission_number_supersedes_sheet_by_sheet():
    old = submission("old", {"meeting": meeting(15), "member_peer": peers(11)}, modified="2023-06-09")
    empty = SheetPart("评议情况", "blank")
    new = submission("new", {"meeting": empty, "member_peer": peers(12)}, version=2)
    selection = select_parts([old, new])
    slot = old.identity.slot
    assert [source.file for source in selection.chosen[slot, "meeting"]] == ["old"]
    assert [source.file for source in selection.chosen[slot, "member_peer"]] == ["new"]
    assert [(r.key, r.file, r.counts, r.why) for r in selection.rulings] == [
        ("meeting", "new", "old", Why.BLANK),
        ("member_peer", "old", "new", Why.LATER),
    ]
    assert counts_of(old, new)["approve"] == 12


def test_without_a_number_the_later_time_inside_is_newer():
    old = submission("b", {"member_peer": peers(11)}, modified="2023-06-01T08:00:00Z")
    new = submission("a", {"member_peer": peers(12)}, modified="2023-06-02T08:00:00Z")
    assert select_parts([old, new]).chosen[old.identity.slot, "member_peer"][0].file == "a"


def test_a_tie_of_different_contents_counts_neither():
    one = submission("a", {"meeting": meeting(15), "member_peer": peers(11)})
    two = submission("b", {"meeting": meeting(15), "member_peer": peers(12)})
    selection = select_parts([one, two])
    assert [(tied.key, tied.files) for tied in selection.tied] == [("member_peer", ("a", "b"))]
    assert counts_of(one, two) is None
    assert ledger_of(one, two).cells == {"a": Cells(0, 0, 2), "b": Cells(0, 0, 2)}
    assert [source.file for source in selection.chosen[one.identity.slot, "meeting"]] == ["b"]


def test_copies_count_once():
    one = submission("a", {"meeting": meeting(15), "member_peer": peers(11)})
    two = submission("b", {"meeting": meeting(15), "member_peer": peers(11)})
    selection = select_parts([two, one])
    assert [set(files) for files in selection.copies] == [{"a", "b"}]
    assert selection.tied == ()
    assert counts_of(one, two) == counts_of(one)


FILES = [
    submission("a", {"meeting": meeting(15), "member_peer": peers(11)}),
    submission("b", {"meeting": meeting(14), "member_peer": peers(12)}, version=2),
    submission("c", {"member_peer": peers(9)}, version=3),
    submission("d", {"member_peer": peers(9)}, version=3),
    submission("e", {"meeting": meeting(13)}, version=2),
    submission("f", {"meeting": SheetPart("评议情况", "blank")}, version=4),
]


@given(st.permutations(FILES), st.integers(1, len(FILES)))
def test_no_order_of_files_changes_the_ledger(files, many):
    some = files[:many]
    ordered = sorted(some, key=lambda s: s.file)
    assert select_parts(some) == select_parts(ordered)
    mixed, sorted_ = ledger_of(*some), ledger_of(*ordered)
    assert mixed == sorted_
    assert [list(x) for x in (mixed.counts, mixed.cells, mixed.sources)] == [
        list(x) for x in (sorted_.counts, sorted_.cells, sorted_.sources)
    ]


def test_both_accounts_add_up():
    ledger = ledger_of(submission("a", {"meeting": meeting(15), "member_peer": peers(11)}))
    assert ledger.marks["a"].total == ledger.written["a"] == 14


def test_accounts_that_disagree_stop_everything():
    marks = {("0101", "loyal", WayKey.SELF): {900: 1}, ("0101", "study", WayKey.SELF): {900: 1}}
    sheet = SheetPart(
        "党员自评",
        "x",
        filled=True,
        marks=marks,
        written=3,
        rows={"0101": 5},
        columns={"loyal": Address(0, 3), "study": Address(0, 4)},
    )
    with pytest.raises(AccountsDisagreeError):
        ledger_of(submission("a", {"member_self": sheet}))


def test_a_count_names_every_cell_that_is_typed_for_it():
    ledger = ledger_of(submission("a", {"meeting": meeting(15), "member_peer": peers(11, abstain=1)}))
    assert ledger.sources["0101", "loyal", PEER] == Place("a", "党员互评", (Address(5, 3), Address(5, 12)))


def test_what_was_rejected_names_its_cells_too():
    rejected = replace(peers(11), tallies={}, rejected=frozenset({("0101", "study", PEER)}))
    ledger = ledger_of(submission("a", {"meeting": meeting(15), "member_peer": rejected}))
    assert ledger.sources["0101", "study", PEER] == Place("a", "党员互评").cell_at(5, 4)


@pytest.mark.parametrize("today", [Entry.BALLOTS, Entry.TALLY])
def test_of_ballots_the_columns_are_named_and_no_ballot_however_votes_are_entered_today(today):
    plan = with_way(small_plan(1, 3), SubjectKind.MEMBER, PEER, entry=today)
    cast = SheetPart(
        "党员互评",
        digest="cast",
        filled=True,
        written=9,
        marks={("0101", "loyal", PEER): {"approve": 7, "oppose": 2}},
        ballots={"member.peer": 9},
        rows={"0101": 5},
        columns={"code": Address(0, 2), "loyal": Address(0, 4)},
    )
    submissions = (submission("a", {"meeting": meeting(9), "member_peer": cast}),)
    ledger = merge_parts(submissions, select_parts(submissions), plan, 1)
    assert ledger.sources["0101", "loyal", PEER] == Place("a", "党员互评", (Address(0, 4),))


def test_a_proposal_is_open_until_the_same_thing_is_decided():
    veto = VetoDecision("0101", "safety", "联党发1号", date(2023, 6, 1), Place("c", "否决").cell_at(5, 1))
    texts = {("0101", "veto"): "safety", ("0101", "override"): "优秀", ("0102", "veto"): "safety"}
    ledger = replace(ledger_of(), texts=texts, registers=Registers(vetoes={"0101": veto}))
    assert [ledger.is_proposed("0101", what) for what in Proposal] == [False, True]
    assert [ledger.is_proposed("0102", what) for what in Proposal] == [True, False]


def stands(what, text, reason="", *, stage=1, subject="0101"):
    slot = Slot(stage, StepKey.EVALUATION, "01")
    return Standing(slot, subject, what, text, reason, Place("old", "组织总评"), "new")


@pytest.mark.parametrize(
    ("said", "standing", "texts"),
    [
        ({}, [stands("veto", "一")], {("0101", "veto"): "一"}),
        ({}, [stands("veto", "一", "迟到")], {("0101", "veto"): "一", ("0101", "reason"): "迟到"}),
        ({}, [stands("veto", "一", "迟到", stage=2)], {}),
        ({("0101", "veto"): "二"}, [stands("veto", "一", "迟到")], {("0101", "veto"): "二"}),
        ({("0101", "veto"): "二"}, [stands("veto", "一", stage=2)], {("0101", "veto"): "二"}),
        (
            {("0101", "reason"): "早退"},
            [stands("veto", "一", "迟到"), stands("override", "合格", subject="0102")],
            {("0101", "veto"): "一", ("0101", "reason"): "早退", ("0102", "override"): "合格"},
        ),
    ],
)
def test_what_still_stands_is_noted_in_its_own_stage_unless_the_newest_says_something_else(
    said, standing, texts
):
    part = replace(peers(12), texts=said)
    sent = submission("new", {"meeting": meeting(15), "member_peer": part})
    selection = replace(select_parts([sent]), standing=tuple(standing))
    assert merge_parts((sent,), selection, small_plan(1, 4), 1).texts == texts


VETO, OVERRIDE = ("0101", "veto"), ("0101", "override")


@pytest.mark.parametrize("said", [{}, {VETO: "？"}, {OVERRIDE: "？"}, {VETO: "？", OVERRIDE: "！"}])
def test_a_proposal_that_could_not_be_read_is_found_again_at_its_cell_where_it_stands(said):
    cells = {VETO: Address(5, 9), OVERRIDE: Address(5, 10)}
    part = replace(peers(12), texts=said, unread=cells)
    ledger = ledger_of(submission("new", {"meeting": meeting(15), "member_peer": part}))
    assert ledger.unread == {about: Place("new", "党员互评", (cells[about],)) for about in said}


@pytest.mark.parametrize(("withdrawn", "rejected"), [(True, 0), (False, 3)])
def test_ballots_of_a_meeting_that_was_repeated_are_rejected_and_those_of_one_that_is_void_are_not(
    withdrawn, rejected
):
    key = ("0101", "loyal", PEER)
    ballots = SheetPart(
        "党员互评",
        digest="ballots",
        filled=True,
        stated=True,
        cells=Cells(3, 0, 0),
        marks={key: {"approve": 3}},
        ballots={"member.peer": 3},
    )
    old = submission("old", {"meeting": meeting(3), "member_peer": ballots})
    void = Line(("member.peer",), 5, "void", filled=True, stated=True, withdrawn=Address(5, 2))
    since = replace(meeting(4), meetings={}, lines=(void,)) if withdrawn else meeting(4)
    ledger = ledger_of(old, submission("new", {"meeting": since}, version=2))
    assert ledger.cells["old"] == Cells(3 - rejected, 0, rejected)
    assert (key in ledger.rejected, key in ledger.counts) == (not withdrawn, False)
    assert [one.newer is None for one in ledger.outdated] == [withdrawn]


def test_of_votes_of_a_meeting_that_was_repeated_those_are_rejected_that_were_typed():
    typed, blank = ("0101", "loyal", PEER), ("0102", "loyal", PEER)
    part = peers(11)
    part = replace(
        part,
        cells=Cells(1, 1, 0),
        tallies={typed: part.tallies[typed], blank: Tally({"approve": None}, (Address(0, 3),))},
        rows={"0101": 5, "0102": 6},
    )
    old = submission("old", {"meeting": meeting(15), "member_peer": part})
    ledger = ledger_of(old, submission("new", {"meeting": meeting(14)}, version=2))
    assert ledger.rejected == {typed}
    assert ledger.cells["old"] == Cells(0, 1, 1)


def test_a_sheet_without_rows_to_tell_apart_is_blank_as_a_whole_beside_a_version_that_is_not():
    filled = submission("old", {"meeting": meeting(15), "member_peer": peers(11)})
    blank = submission("new", {"meeting": SheetPart("评议情况", "blank")}, version=2)
    assert select_parts([filled, blank]).blank == {("new", "评议情况", 0)}
    assert select_parts([blank]).blank == set()
