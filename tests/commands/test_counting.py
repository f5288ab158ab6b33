"""How votes become counts, by what is printed on the form: tables worked out by hand, workbook by workbook."""

from dataclasses import replace
from datetime import date

import pytest
from grids import bytes_of, write_plain
from plans import plan_of, plan_rows_of, small_plan, with_entries, with_way

from xlcampaign.address import Address
from xlcampaign.checks.alike import once
from xlcampaign.checks.inbox import check_votes
from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind, Voters, WayKey
from xlcampaign.model.scale import Abstentions
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.score import score_way
from xlcampaign.tally.select import select_parts
from xlcampaign.words import Lang

MEMBER, BRANCH = SubjectKind.MEMBER, SubjectKind.BRANCH
PEER, TEACHER, SELF = WayKey.PEER, WayKey.TEACHER, WayKey.SELF
VALID = 15
BLOCKS = {"member.peer": 0, "member.teacher": 1, "branch.peer": 2, "branch.teacher": 3}


def held(valid=VALID, abstained=None, **more):
    """What the meeting's rows say: all ways alike."""
    said = {"due": 16, "present": 16, "issued": 16, "returned": 16, "valid": valid, "date": date(2023, 5, 8)}
    said |= {"teller": "甲", "scrutineer": "乙", "supervisor": "丙"} | more
    said |= {} if abstained is None else {"abstained": abstained}
    return {("meeting", row, key): value for row in BLOCKS.values() for key, value in said.items()}


class Counted:
    """A form filled in as issued by one plan and counted by another: the ledger and what was found."""

    def __init__(self, plan, answers, today=None, edit=None):
        today = today or plan
        workbook = write_plain(evaluation_form(plan, plan.branches[0]), answers)
        if edit:
            edit(workbook)
        intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), today)
        self.plan, taken = today, [intake.submission] if intake.submission else []
        self.ledger = merge_parts(tuple(taken), select_parts(taken), today, 1)
        self.findings = [*intake.findings, *check_votes(self.ledger, today)]
        self.codes = {finding.rule.code for finding in self.findings}

    def way(self, subject, star, way):
        scale = next(w.scale for w in self.plan.ways_of(self.plan.kind_of(subject)) if w.key is way)
        counts = self.ledger.counts.get((subject, star, way), {})
        return score_way(counts, self.plan.scale_of[scale], trim=self.plan.campaign.trim)

    def mean(self, subject, star="loyal", way=PEER):
        found = self.way(subject, star, way)
        return None if found.mean is None else found.mean / 10_000

    def n(self, subject, star="loyal", way=PEER):
        return self.way(subject, star, way).n

    def found(self, code):
        return [finding for finding in self.findings if finding.rule.code == code]


def peers(row, agree, abstain=None, **beside):
    said = {("member_peer", row, "loyal.approve"): agree}
    said |= {} if abstain is None else {("member_peer", row, "loyal.abstain"): abstain}
    return said | {("member_peer", row, key): value for key, value in beside.items()}


# 12 of 15 agree. Without the own row the base is 14, and 13 where one abstains and is left out: by hand,
# 120/15 = 8, 120/14 = 8.5714, 120/13 = 9.2308.
@pytest.mark.parametrize(
    ("abstentions", "with_own", "abstained", "typed", "mean", "n"),
    [
        ("counted", "no", None, peers(0, 12), 8.5714, 14),
        ("counted", "no", None, peers(0, 12, attended="否"), 8.0, 15),
        ("counted", "no", None, peers(0, 12, base=15), 8.0, 15),
        ("counted", "no", None, peers(0, 12, base=13), 9.2308, 13),
        ("counted", "yes", None, peers(0, 12), 8.0, 15),
        ("counted", "yes", None, peers(0, 15), 10.0, 15),
        ("apart", "no", "无", peers(0, 12), 8.5714, 14),
        ("apart", "no", "有", peers(0, 12, 1), 9.2308, 13),
        ("apart", "no", "有", peers(0, 12, 0), 8.5714, 14),
        ("apart", "no", "有", peers(0, 12, 1, attended="否"), 8.5714, 14),
        ("apart", "yes", "有", peers(0, 12, 1), 8.5714, 14),
        ("as_printed", "no", None, peers(0, 12), 8.5714, 14),
        ("as_printed", "no", None, peers(0, 12, 1), 9.2308, 13),
        ("as_printed", "yes", None, peers(0, 12, 1), 8.5714, 14),
        ("counted", "no", None, peers(0, 0), 0.0, 14),
        ("counted", "no", None, peers(0, None), None, 0),
    ],
)
def test_votes_of_peers_are_counted_of_the_base_that_the_plan_says(
    abstentions, with_own, abstained, typed, mean, n
):
    plan = small_plan(1, 3, abstentions=abstentions, peers_with_own=with_own)
    counted = Counted(plan, held(abstained=abstained) | typed)
    assert (counted.mean("0101"), counted.n("0101")) == (mean, n)
    assert not counted.codes & {"C110", "C131", "C133"}


@pytest.mark.parametrize(
    ("abstentions", "abstained", "agree", "abstain", "mean"),
    [
        ("counted", None, 12, None, 8.0),
        ("apart", "有", 12, 2, 9.2308),
        ("apart", "无", 12, None, 8.0),
        ("as_printed", None, 12, 2, 9.2308),
    ],
)
def test_teachers_and_votes_on_the_branch_go_by_the_valid_ballots(
    abstentions, abstained, agree, abstain, mean
):
    typed = {("member_teacher", 1, "study.approve"): agree, ("branch_public", 2, "teacher.approve"): agree}
    if abstain is not None:
        typed |= {
            ("member_teacher", 1, "study.abstain"): abstain,
            ("branch_public", 2, "teacher.abstain"): abstain,
        }
    plan = small_plan(1, 3, abstentions=abstentions)
    counted = Counted(plan, held(abstained=abstained) | typed)
    assert counted.mean("0102", "study", TEACHER) == mean
    assert counted.mean("01", plan.stars_of(BRANCH)[2].key, TEACHER) == mean


def test_whoever_fills_in_no_abstentions_is_scored_as_whoever_had_none():
    """The branch that skips an optional cell and the branch that counts it out get the same."""
    plan = small_plan(1, 3)
    keys = {column.key for column in evaluation_form(plan, plan.branches[0]).table_of("member_peer").columns}
    assert not [key for key in keys if key.endswith(".abstain")]


def test_a_sheet_counted_with_own_rows_has_one_base_for_all_and_one_warning():
    typed = peers(0, 15) | peers(1, 12) | peers(2, 12, attended="否")
    counted = Counted(small_plan(1, 3), held() | typed)
    assert [counted.mean(code) for code in ("0101", "0102", "0103")] == [10.0, 8.0, 8.0]
    [warned] = counted.found("C131")
    assert warned.facts["names"].zh == "赵某甲"
    assert not warned.is_error


def test_ticking_down_the_whole_page_costs_nobody_a_star():
    plan = small_plan(1, 6)
    stars = [star.key for star in plan.stars_of(MEMBER)]
    typed = {("member_peer", row, f"{star}.approve"): VALID for row in range(6) for star in stars}
    counted = Counted(plan, held() | typed)
    assert {counted.mean(f"010{m}", star) for m in range(1, 7) for star in stars} == {10.0}
    assert len(counted.found("C131")) == 1
    assert "C110" not in counted.codes


@pytest.mark.parametrize("agree", [16, 17, 99])
def test_more_votes_than_valid_ballots_are_an_error_whoever_was_counted(agree):
    counted = Counted(small_plan(1, 3), held() | peers(0, agree) | peers(1, 15))
    assert counted.mean("0101") is None
    assert [finding.facts["found"] for finding in counted.found("C110")] == [agree]
    assert counted.mean("0102") == 10.0


@pytest.mark.parametrize("agree", [16, 17, 99])
def test_too_many_votes_on_one_star_hide_no_own_rows_that_were_counted_on_another(agree):
    typed = peers(0, 15) | {("member_peer", 0, "study.approve"): agree} | peers(1, 12)
    counted = Counted(small_plan(1, 3), held() | typed)
    assert (counted.mean("0101"), counted.mean("0102")) == (10.0, 8.0)
    assert counted.mean("0101", "study") is None
    assert [finding.facts["found"] for finding in counted.found("C110")] == [agree]
    assert [finding.facts["names"].zh for finding in counted.found("C131")] == ["赵某甲"]


def test_who_was_absent_and_is_said_to_have_voted_costs_nobody_a_vote():
    """Four rows say yes, three came: who has as many votes as ballots was the one who did not."""
    typed = peers(0, 2) | peers(1, 2) | peers(2, 2) | peers(3, 3)
    counted = Counted(small_plan(1, 4), held(3, present=3) | typed)
    assert [counted.mean(f"010{m}") for m in range(1, 5)] == [10.0] * 4
    [warned] = counted.found("C134")
    assert (warned.facts["found"], warned.facts["limit"]) == (4, 3)
    assert "李某丁" in warned.says(Lang.ZH)
    assert "C131" not in counted.codes


@pytest.mark.parametrize(
    ("away", "valid", "others", "said"),
    [
        ((3,), 4, 0, (3, 4, "李某丁")),
        ((0, 1, 2, 3), 4, 0, (0, 4, "赵某甲、钱某乙、孙某丙、李某丁")),
        ((2, 3), 3, 0, (2, 3, "孙某丙、李某丁")),
        ((3,), 3, 0, None),
        ((2, 3), 2, 0, None),
        ((), 4, 0, None),
        # who is not on the form may have voted
        ((3,), 4, 1, None),
        ((3,), 5, 1, (4, 5, "李某丁")),
    ],
)
def test_who_is_said_to_be_away_is_held_against_the_valid_ballots(away, valid, others, said):
    settings, rows = plan_rows_of(1, 4 + others)
    for row in rows["members"][4:]:
        row |= {"participation": "no", "reason": "预备党员"}
    typed = {key: value for m in range(4) for key, value in peers(m, 1).items()}
    typed |= {("member_peer", m, "attended"): "否" for m in away}
    counted = Counted(plan_of((settings, rows)), held(valid, present=valid) | typed)
    found = [(one.facts["found"], one.facts["limit"], one.facts["names"].zh) for one in counted.found("C144")]
    assert found == ([said] if said else [])


@pytest.mark.parametrize("typed", [peers(0, 2), peers(0, 3) | peers(1, 3)])
def test_more_who_voted_than_came_is_said_even_where_nobody_can_tell_who(typed):
    counted = Counted(small_plan(1, 4), held(3, present=3) | typed)
    assert len(counted.found("C134")) == 1
    assert ("C131" in counted.codes) == (len(typed) > 1)


def test_grades_that_sum_to_the_base_tell_of_each_whether_the_own_row_was_left_out():
    plan = with_way(small_plan(1, 3), MEMBER, PEER, scale="grades")

    def graded(row, *votes):
        return {("member_peer", row, f"loyal.{g}"): v for g, v in zip(GRADES, votes, strict=True)}

    counted = Counted(plan, held(4) | graded(0, 4, 0, 0, 0) | graded(1, 3, 0, 0, 0) | graded(2, 2, 1, 0, 0))
    assert [counted.n(f"010{m}") for m in range(1, 4)] == [4, 3, 3]
    assert "C111" not in counted.codes
    assert counted.found("C131")[0].facts["names"].zh == "赵某甲"


def test_a_stated_base_is_kept_where_own_rows_were_counted():
    counted = Counted(small_plan(1, 3), held() | peers(0, 15) | peers(1, 12, base=14))
    assert (counted.mean("0101"), counted.mean("0102")) == (10.0, 8.5714)


@pytest.mark.parametrize(
    ("abstained", "typed", "why"),
    [
        (None, peers(0, 12), "没有填"),
        ("无", peers(0, 12, 1), "却有 1 格填了"),
        ("有", peers(0, 12), "却有 1 格没填"),
        ("有", peers(0, 12, 1) | peers(1, 11) | peers(2, 10), "却有 2 格没填"),
    ],
)
def test_votes_do_not_count_while_it_is_not_clear_who_abstained(abstained, typed, why):
    counted = Counted(small_plan(1, 3, abstentions="apart"), held(abstained=abstained) | typed)
    [found] = counted.found("C133")
    assert why in found.says(Lang.ZH)
    clear = abstained == "有" and ("member_peer", 0, "loyal.abstain") in typed
    assert counted.mean("0101") == (9.2308 if clear else None)


# 12 of 15 agree; one of the valid ballots is 0101's own, and one abstains.
@pytest.mark.parametrize("abstain", [1, 0])
@pytest.mark.parametrize("more", [{}, peers(1, 10), peers(1, 10) | peers(2, 11, 2)])
def test_abstentions_that_are_filled_in_say_that_there_were_some(abstain, more):
    counted = Counted(small_plan(1, 3, abstentions="apart"), held() | peers(0, 12, abstain) | more)
    assert counted.mean("0101") == (9.2308 if abstain else 8.5714)
    assert counted.mean("0102") is None
    [note] = counted.found("C107")
    assert "“（空）”，按 有 读取" in note.says(Lang.ZH)
    [missed] = [finding for finding in once(counted.findings) if finding.rule.code == "C101"]
    assert [cell.row for cell in missed.place.cells] == [6, 7, 8]  # the ways of which it is not said
    uncounted = [found.facts["found"] for found in counted.found("C133")]
    assert uncounted == ([1] if more else [])


@pytest.mark.parametrize(
    "typed",
    [
        peers(0, 12) | {("member_teacher", 0, "loyal.approve"): 12},
        {("branch_public", 0, "peer.approve"): 12, ("branch_public", 0, "teacher.approve"): 12},
        peers(0, 15, attended="否"),
    ],
)
def test_where_nothing_says_whether_anybody_abstained_it_is_one_finding_and_never_taken_for_none(typed):
    counted = Counted(small_plan(1, 3, abstentions="apart"), held() | typed)
    assert {way for *_, way in counted.ledger.counts} <= {SELF, WayKey.ORGANISATION}
    [missed] = [f for f in once(counted.findings) if f.rule.code in {"C101", "C133"} and f.place.row == 5]
    assert [cell.row for cell in missed.place.cells] == [5, 6, 7, 8]
    names = {("member_peer"): "党员互评", "member_teacher": "教师测评", "branch_public": "党员评支部"}
    assert all(f"“{names[sheet]}”填的" in missed.says(Lang.ZH) for sheet, *_ in typed)


def ballots(plan, marks, sheet="member_peer", **beside):
    """Answers of ballots: by ballot number and member, the word on the first star."""
    rows = evaluation_form(plan, plan.branches[0]).table_of(sheet).rows
    at = {(row["ballot"], row["code"]): index for index, row in enumerate(rows)}
    said = {(sheet, at[ballot, code], "loyal"): word for (ballot, code), word in marks.items()}
    return said | {(sheet, at[1, code], "attended"): word for code, word in beside.items()}


def by_ballots(**settings):
    plan = small_plan(1, 4, **settings)
    for way in (PEER, TEACHER):
        plan = with_way(plan, MEMBER, way, entry=Entry.BALLOTS)
    return plan


# Four members vote, each on the other three: a says yes to all, b no to c, c abstains on b, d leaves b blank.
CAST = {
    (1, "0102"): "同意", (1, "0103"): "同意", (1, "0104"): "同意",
    (2, "0101"): "同意", (2, "0103"): "不同意", (2, "0104"): "同意",
    (3, "0101"): "同意", (3, "0102"): "弃权", (3, "0104"): "同意",
    (4, "0101"): "同意", (4, "0103"): "同意",
}  # fmt: skip


@pytest.mark.parametrize(
    ("abstentions", "means"),
    [
        ("counted", {"0101": 10.0, "0102": 3.3333, "0103": 6.6667, "0104": 10.0}),
        ("apart", {"0101": 10.0, "0102": 10.0, "0103": 6.6667, "0104": 10.0}),
        ("as_printed", {"0101": 10.0, "0102": 10.0, "0103": 6.6667, "0104": 10.0}),
    ],
)
def test_on_ballots_whoever_abstains_or_leaves_a_cell_blank_does_not_agree(abstentions, means):
    plan = by_ballots(abstentions=abstentions)
    counted = Counted(plan, held(valid=4) | ballots(plan, CAST))
    assert {code: counted.mean(code) for code in means} == means


def test_of_members_who_did_not_vote_every_ballot_is_one_on_them():
    plan = by_ballots()
    cast = {key: word for key, word in CAST.items() if key[0] != 4}
    counted = Counted(plan, held(valid=3) | ballots(plan, cast, **{"0104": "否"}))
    assert (counted.mean("0104"), counted.n("0104")) == (10.0, 3)
    assert (counted.mean("0101"), counted.n("0101")) == (10.0, 2)
    assert counted.mean("0102") == 5.0


def test_with_own_rows_every_ballot_is_one_on_everybody():
    plan = by_ballots(peers_with_own="yes")
    counted = Counted(plan, held(valid=4) | ballots(plan, CAST))
    assert {code: counted.mean(code) for code in ("0101", "0102", "0103")} == {
        "0101": 7.5,
        "0102": 2.5,
        "0103": 5.0,
    }
    keys = {c.key for c in evaluation_form(plan, plan.branches[0]).table_of("member_peer").columns}
    assert not keys & {"attended", "voter"}


def test_ballots_on_which_own_rows_are_marked_have_one_base_for_all():
    plan = by_ballots()
    everybody = {(ballot, f"010{m}"): "同意" for ballot in range(1, 5) for m in range(1, 5)}
    counted = Counted(plan, held(valid=4) | ballots(plan, everybody | {(2, "0103"): "不同意"}))
    assert {counted.mean(code) for code in ("0101", "0102", "0104")} == {10.0}
    assert counted.mean("0103") == 7.5
    [warned] = counted.found("C131")
    assert warned.facts["names"].zh == "赵某甲、钱某乙、李某丁"


def test_whose_own_ballot_is_not_among_the_valid_ones_is_rated_by_all_of_them():
    """0101's ballot was invalid: three ballots rate him, two each of the others, and no ballot rates everybody."""
    plan = by_ballots()
    cast = {
        (ballot, f"010{m}"): "同意"
        for ballot, own in ((1, 2), (2, 3), (3, 4))
        for m in range(1, 5)
        if m != own
    }
    counted = Counted(plan, held(valid=3) | ballots(plan, cast))
    assert [counted.mean(f"010{m}") for m in range(1, 5)] == [10.0] * 4


def test_a_rejected_mark_leaves_the_base_of_its_star():
    plan = by_ballots()
    counted = Counted(plan, held(valid=4) | ballots(plan, CAST | {(1, "0102"): "也许"}))
    assert (counted.mean("0102"), counted.n("0102")) == (0.0, 2)


def test_ballots_of_teachers_count_blanks_as_not_agreed():
    plan = by_ballots()
    cast = {(1, "0101"): "同意", (2, "0101"): "弃权", (2, "0102"): "同意", (3, "0102"): "同意"}
    counted = Counted(plan, held(valid=3) | ballots(plan, cast, sheet="member_teacher"))
    assert (counted.mean("0101", way=TEACHER), counted.n("0101", way=TEACHER)) == (3.3333, 3)
    assert counted.mean("0102", way=TEACHER) == 6.6667


@pytest.mark.parametrize(("abstentions", "mean"), [("counted", 0.0), ("apart", None), ("as_printed", None)])
def test_one_rater_who_abstains_does_not_agree_and_a_blank_is_missing(abstentions, mean):
    plan = with_way(small_plan(1, 3, abstentions=abstentions), MEMBER, SELF, scale="approval")
    typed = {("member_self", 0, "loyal"): "弃权", ("member_self", 1, "loyal"): "同意"}
    counted = Counted(plan, held(abstained="无" if abstentions == "apart" else None) | typed)
    assert counted.mean("0101", way=SELF) == mean
    assert counted.mean("0102", way=SELF) == 10.0
    assert counted.mean("0103", way=SELF) is None


@pytest.mark.parametrize("abstentions", list(Abstentions))
def test_what_a_scale_says_is_outside_the_base_stays_there(abstentions):
    """不了解 of grades and 弃权 of points are no votes against, whatever the plan says of abstentions."""
    plan = small_plan(1, 3, abstentions=abstentions)
    plan = with_way(with_way(plan, MEMBER, TEACHER, scale="grades"), MEMBER, SELF, scale="points")
    votes = {"excellent": 6, "good": 4, "fair": 0, "poor": 0, "unknown": 5}
    typed = {("member_teacher", 0, f"loyal.{grade}"): number for grade, number in votes.items()}
    typed |= {("member_self", 0, "loyal"): "弃权"}
    counted = Counted(plan, held(abstained="无" if abstentions == "apart" else None) | typed)
    assert (counted.mean("0101", way=TEACHER), counted.n("0101", way=TEACHER)) == (9.0, 10)
    assert counted.mean("0101", way=SELF) is None


GRADES = ("excellent", "good", "fair", "poor")


@pytest.mark.parametrize(
    ("votes", "mean", "noted"),
    [
        ((10, 5, None, None), 9.1667, 1),
        ((None, 15, None, None), 7.5, 1),
        ((15, None, None, None), 10.0, 1),
        ((10, 4, None, None), None, 0),  # one ballot is nowhere: nobody can tell what the blanks are
        ((10, 5, 0, 0), 9.1667, 0),
        ((None, None, None, None), None, 0),
    ],
)
def test_blanks_among_grades_are_zero_where_the_others_are_all_ballots(votes, mean, noted):
    plan = with_way(small_plan(1, 3), MEMBER, TEACHER, scale="grades")
    typed = {
        ("member_teacher", 0, f"loyal.{grade}"): number
        for grade, number in zip(GRADES, votes, strict=True)
        if number is not None
    }
    counted = Counted(plan, held() | typed)
    assert counted.mean("0101", way=TEACHER) == mean
    assert len([f for f in counted.found("C107") if f.facts["value"] == "0"]) == noted


@pytest.mark.parametrize(
    ("numbers", "rejected", "warned"),
    [
        ({"valid": 15, "returned": 16, "issued": 16, "present": 15, "due": 16}, False, 1),
        ({"valid": 15, "returned": 15, "issued": 16, "present": 17, "due": 16}, False, 1),
        ({"valid": 15, "returned": 15, "issued": 18, "present": 17, "due": 16}, False, 2),
        ({"valid": 15, "returned": 14, "issued": 16, "present": 16, "due": 16}, True, 0),
        ({"valid": 15, "returned": 16, "issued": 15, "present": 16, "due": 16}, True, 0),
        ({"valid": None}, True, 0),
        ({"returned": None}, False, 0),
        ({"issued": None, "present": None, "due": None}, False, 0),
    ],
)
def test_only_ballots_that_nobody_can_tell_cost_the_way(numbers, rejected, warned):
    counted = Counted(small_plan(1, 3), held(**numbers) | peers(0, 12))
    assert (counted.mean("0101") is None) == rejected
    assert len(counted.found("C113")) == 4 * warned


# What a number means is what it meant when the form was issued.
@pytest.mark.parametrize(
    ("printed", "today"), [("as_printed", "counted"), ("counted", "as_printed"), ("apart", "counted")]
)
def test_a_form_is_counted_by_the_rule_that_is_printed_on_it(printed, today):
    issued, now = (small_plan(1, 3, abstentions=rule) for rule in (printed, today))
    typed = peers(0, 12, None if printed == "counted" else 1)
    abstained = "有" if printed == "apart" else None
    counted = Counted(issued, held(abstained=abstained) | typed, now)
    assert counted.mean("0101") == (8.5714 if printed == "counted" else 9.2308)


@pytest.mark.parametrize(("printed", "today", "mean"), [("yes", "no", 8.0), ("no", "yes", 8.5714)])
def test_own_rows_count_as_the_form_says(printed, today, mean):
    issued, now = (small_plan(1, 3, peers_with_own=own) for own in (printed, today))
    assert Counted(issued, held() | peers(0, 12), now).mean("0101") == mean


@pytest.mark.parametrize("printed", list(Abstentions))
def test_a_form_without_its_hidden_sheet_is_counted_by_the_rule_that_its_code_tells(printed):
    issued, now = small_plan(1, 3, abstentions=printed), small_plan(1, 3)

    code = evaluation_form(issued, issued.branches[0]).identity.code

    def lose_identity(workbook):
        workbook.remove(workbook["_xlc"])
        workbook["填表说明"]["A11"] = code

    typed = peers(0, 12, None if printed is Abstentions.COUNTED else 1)
    abstained = "有" if printed is Abstentions.APART else None
    counted = Counted(issued, held(abstained=abstained) | typed, now, lose_identity)
    assert counted.mean("0101") == (8.5714 if printed is Abstentions.COUNTED else 9.2308)


def _plan_cells(workbook):
    """The cells of the hidden sheet that hold the plan."""
    return [row[1] for row in workbook["_xlc"] if str(row[0].value).startswith("plan.")]


def _cut_off(workbook):
    for cell in _plan_cells(workbook):
        cell.value = cell.value[: len(cell.value) // 2]


def _contradict(workbook):
    """A plan that says of every way that it weighs nothing is read, and no plan."""
    for cell in _plan_cells(workbook):
        cell.value = cell.value.replace(",10,", ",0,").replace(",40,", ",0,")


def _overwrite(workbook):
    for cell in _plan_cells(workbook):
        cell.value = "见附件"


def _empty(workbook):
    for cell in _plan_cells(workbook):
        cell.value = None


@pytest.mark.parametrize("spoil", [_cut_off, _contradict, _overwrite, _empty])
@pytest.mark.parametrize("printed", list(Abstentions))
def test_a_form_whose_plan_inside_is_spoilt_is_counted_by_the_rule_that_its_fingerprint_tells(printed, spoil):
    issued, now = small_plan(1, 3, abstentions=printed), small_plan(1, 3)
    typed = peers(0, 12, None if printed is Abstentions.COUNTED else 1)
    abstained = "有" if printed is Abstentions.APART else None
    counted = Counted(issued, held(abstained=abstained) | typed, now, spoil)
    assert counted.mean("0101") == (8.5714 if printed is Abstentions.COUNTED else 9.2308)
    assert not counted.found("S116")


@pytest.mark.parametrize(
    "change",
    [
        {"scale": "grades"},
        {"scale": "points", "entry": Entry.MARKS},
        {"voters": Voters.TEACHERS},
    ],
)
def test_numbers_of_a_scale_that_changed_since_are_not_read_by_the_new_one(change):
    issued = small_plan(1, 3)
    counted = Counted(issued, held() | peers(0, 9), with_way(issued, MEMBER, PEER, **change))
    assert [finding.place.sheet for finding in counted.found("S116")] == ["党员互评"]
    assert not [key for key in counted.ledger.counts if key[2] is PEER]


@pytest.mark.parametrize("change", [{"entry": Entry.BALLOTS}, {"weight": 5}, {"name": "互相评"}])
def test_another_way_of_entry_or_another_name_since_then_changes_no_number(change):
    issued = small_plan(1, 3)
    counted = Counted(issued, held() | peers(0, 12), with_way(issued, MEMBER, PEER, **change))
    assert "S116" not in counted.codes
    assert counted.mean("0101") == 8.5714


def test_marks_of_points_whose_range_changed_are_not_read_by_the_new_one():
    settings, rows = plan_rows_of(1, 3)
    issued = plan_of((settings, rows))
    scales = tuple(replace(scale, high=500, step=50) if scale.is_points else scale for scale in issued.scales)
    counted = Counted(issued, held() | {("member_self", 0, "loyal"): 4.5}, replace(issued, scales=scales))
    assert {finding.place.sheet for finding in counted.found("S116")} == {"党员自评"}


def test_every_entry_and_scale_says_the_same_of_a_vote_that_all_give():
    """Everybody agrees with everybody, in whatever way it is written down: 10 throughout."""
    for abstentions in Abstentions:
        for entry in (Entry.TALLY, Entry.BALLOTS):
            plan = with_entries(
                small_plan(1, 4, abstentions=abstentions), lambda *_, entry=entry: ("approval", entry)
            )
            cast = {(b, f"010{m}"): "同意" for b in range(1, 5) for m in range(1, 5) if b != m}
            typed = ballots(plan, cast) if entry is Entry.BALLOTS else peers(0, 3) | peers(1, 3)
            said = held(valid=4, abstained="无" if abstentions == "apart" and entry is Entry.TALLY else None)
            counted = Counted(plan, said | typed)
            assert [counted.mean(code) for code in ("0101", "0102")] == [10.0, 10.0], (abstentions, entry)


def named(plan, row, sheet, *keys):
    """The cells of some columns on a row of a sheet."""
    table = evaluation_form(plan, plan.branches[0]).table_of(sheet)
    order = [column.key for column in table.columns]
    return tuple(Address(table.first_row + row, 1 + order.index(key)) for key in keys)


@pytest.mark.parametrize(
    ("abstained", "typed", "row", "key"),
    [
        ("无", peers(0, 12, 1), 0, "loyal.abstain"),
        ("无", peers(0, 12, 0) | peers(1, 12, 2), 1, "loyal.abstain"),
        ("有", peers(0, 12, 0) | peers(2, 12), 2, "loyal.abstain"),
        (None, peers(1, 12), 1, "loyal.approve"),
    ],
)
def test_of_votes_apart_just_the_cells_are_named_that_do_not_fit_the_meeting(abstained, typed, row, key):
    plan = small_plan(1, 3, abstentions="apart")
    [found] = Counted(plan, held(abstained=abstained) | typed).found("C133")
    assert found.place.cells == named(plan, row, "member_peer", key)


@pytest.mark.parametrize(
    ("votes", "blank"),
    [
        ({"excellent": 10, "good": 5}, ("fair", "poor")),
        ({"good": 15}, ("excellent", "fair", "poor")),
        ({"excellent": 10, "fair": 5, "poor": 0}, ("good",)),
    ],
)
def test_of_grades_the_blank_cells_are_named_that_are_read_as_zero(votes, blank):
    plan = with_way(small_plan(1, 3), MEMBER, TEACHER, scale="grades")
    typed = {("member_teacher", 1, f"loyal.{grade}"): number for grade, number in votes.items()}
    counted = Counted(plan, held() | typed)
    [found] = [f for f in counted.found("C107") if f.facts["value"] == "0"]
    assert found.place.cells == named(plan, 1, "member_teacher", *(f"loyal.{grade}" for grade in blank))
    assert counted.n("0102", way=TEACHER) == 15


@pytest.mark.parametrize(("votes", "rest"), [((10, 4, 0, 0), 1), ((10, 0, 0, 0), 5), ((10, 5, 0, 0), 0)])
def test_ballots_that_are_under_no_grade_are_named_and_blank(votes, rest):
    plan = with_way(small_plan(1, 3), MEMBER, TEACHER, scale="grades")
    typed = {("member_teacher", 0, f"loyal.{g}"): n for g, n in zip(GRADES, votes, strict=True)}
    counted = Counted(plan, held() | typed)
    assert counted.ledger.counts["0101", "loyal", TEACHER].get("", 0) == rest
    assert [misfit.excess.name for misfit in counted.ledger.misfits] == ["REST"] * bool(rest)


@pytest.mark.parametrize(("base", "agree"), [(8, 12), (0, 1), (14, 15), (1, 7)])
def test_a_base_below_the_votes_on_several_stars_is_one_error_at_its_cell_and_costs_the_row(base, agree):
    plan = small_plan(1, 3)
    typed = {("member_peer", 1, f"{star}.approve"): agree for star in ("loyal", "study", "duty")}
    typed |= {("member_peer", 1, "civil.approve"): 0, ("member_peer", 1, "base"): base}
    counted = Counted(plan, held() | peers(0, 12) | typed)
    [found] = counted.found("C125")
    assert found.place.cells == named(plan, 1, "member_peer", "base")
    assert (found.facts["found"], found.facts["limit"]) == (base, agree)
    assert found.says(Lang.ZH).endswith("同一行另有 4 格票数跟着没有计入")
    assert "C110" not in counted.codes
    assert [counted.mean("0102", star) for star in ("loyal", "civil")] == [None, None]
    assert counted.mean("0101") == 8.5714
    assert counted.ledger.cells["f.xlsx"].rejected == 5


@pytest.mark.parametrize("base", [8, 9, 11])
def test_votes_above_the_base_on_one_star_alone_are_that_stars_error(base):
    typed = peers(0, 12, base=base) | {("member_peer", 0, "study.approve"): 8}
    counted = Counted(small_plan(1, 3), held() | typed)
    assert [f.facts["limit"] for f in counted.found("C110")] == [base]
    assert "C125" not in counted.codes
    assert counted.mean("0101") is None
    assert counted.mean("0101", "study") == round(80 / base, 4)


def test_a_base_below_the_sums_of_grades_on_several_stars_is_wrong_too():
    plan = with_way(small_plan(1, 3), MEMBER, PEER, scale="grades")
    typed = {("member_peer", 0, f"{star}.{g}"): 4 for star in ("loyal", "study") for g in GRADES[:3]}
    counted = Counted(plan, held() | typed | {("member_peer", 0, "base"): 10})
    assert [f.facts["limit"] for f in counted.found("C125")] == [12]


@pytest.mark.parametrize("votes", [(9, 12), (12, 9), (14, 10, 14), (9, 10, 11)])
def test_a_base_below_the_votes_on_several_stars_is_held_against_the_most_of_them(votes):
    stars = ("loyal", "study", "civil")
    typed = {("member_peer", 0, f"{star}.approve"): n for star, n in zip(stars, votes, strict=False)}
    counted = Counted(small_plan(1, 3), held() | typed | {("member_peer", 0, "base"): 8})
    assert [(f.facts["found"], f.facts["limit"]) for f in counted.found("C125")] == [(8, max(votes))]


@pytest.mark.parametrize("votes", [(9, 9), (9, 9, 9), (9, 12), (9, 8)])
def test_as_many_votes_as_the_base_on_several_stars_are_not_too_many(votes):
    stars = ("loyal", "study", "civil")
    typed = {("member_peer", 0, f"{star}.approve"): n for star, n in zip(stars, votes, strict=False)}
    counted = Counted(small_plan(1, 3), held() | typed | {("member_peer", 0, "base"): 9})
    assert "C125" not in counted.codes
    assert counted.mean("0101") == 10.0


@pytest.mark.parametrize("base", [16, 40, 999])
def test_a_base_above_the_valid_ballots_says_what_it_costs(base):
    typed = peers(0, 12, base=base) | {("member_peer", 0, "study.approve"): 8}
    [found] = Counted(small_plan(1, 3), held() | typed).found("C112")
    assert found.says(Lang.ZH).endswith("同一行另有 2 格票数跟着没有计入")


@pytest.mark.parametrize("valid", [None, "很多", "#N/A"])
@pytest.mark.parametrize("rule", list(Abstentions))
def test_valid_ballots_that_nobody_can_tell_say_how_many_votes_they_cost(valid, rule):
    plan = small_plan(1, 3, abstentions=rule)
    typed = peers(0, 12) | peers(1, 11) | {("member_peer", 1, "study.approve"): 10}
    said = held(abstained="无" if rule is Abstentions.APART else None) | {("meeting", 0, "valid"): valid}
    errors = [f for f in Counted(plan, said | typed).findings if f.is_error]
    assert [f.place.cells for f in errors] == [named(plan, 0, "meeting", "valid")]
    assert errors[0].says(Lang.ZH).endswith("“党员互评”填的 3 格都跟着没有计入")


def test_valid_ballots_of_a_way_that_nobody_voted_in_cost_nothing():
    said = held() | {("meeting", 0, "valid"): None}
    [found] = [f for f in Counted(small_plan(1, 3), said | teachers_votes()).findings if f.is_error]
    assert found.costs is None


def teachers_votes():
    return {("member_teacher", 0, "loyal.approve"): 12}


def test_valid_ballots_that_nobody_can_tell_cost_the_marks_on_single_ballots():
    plan = by_ballots()
    said = held(valid=4) | {("meeting", 0, "valid"): None} | ballots(plan, CAST)
    [found] = [f for f in Counted(plan, said).findings if f.is_error]
    assert found.says(Lang.ZH).endswith(f"“党员互评”填的 {len(CAST)} 格都跟着没有计入")


@pytest.mark.parametrize("typed", [None, "/", "待定", "不清楚"])
def test_abstentions_of_which_nothing_is_said_are_one_error_at_the_cell_that_should_say_it(typed):
    plan = small_plan(1, 3, abstentions="apart")
    said = held(abstained="无") | {("meeting", 0, "abstained"): typed}
    counted = Counted(plan, said | peers(0, 12) | peers(1, 11))
    [found] = [f for f in once(counted.findings) if f.is_error]
    assert found.place.cells == named(plan, 0, "meeting", "abstained")
    assert found.says(Lang.ZH).endswith("“党员互评”填的 2 格都跟着没有计入")


@pytest.mark.parametrize(
    ("typed", "mean"),
    [("有弃权", 9.2308), ("有人弃权", 9.2308), ("无弃权", None), ("没有弃权", None), ("没", None), (0, None)],
)
def test_whether_anybody_abstained_may_be_said_in_more_words(typed, mean):
    plan = small_plan(1, 3, abstentions="apart")
    said = held(abstained="无") | {("meeting", 0, "abstained"): typed}
    counted = Counted(plan, said | peers(0, 12, 1) | peers(1, 12))
    assert counted.mean("0101") == mean
    assert counted.mean("0102") == (8.5714 if mean is None else None)
    assert [f.place.cells for f in counted.found("C107")] == [named(plan, 0, "meeting", "abstained")]


@pytest.mark.parametrize("base", [None, 12])
def test_who_voted_left_blank_says_what_it_costs_unless_the_base_is_stated(base):
    typed = peers(0, 12, base=base) | {("member_peer", 0, "attended"): None}
    typed |= {("member_peer", 0, "study.approve"): 8}
    [found] = [f for f in Counted(small_plan(1, 3), held() | typed).findings if f.rule.code == "C101"]
    cost = "同一行另有 2 格票数跟着没有计入" if base is None else None
    assert (found.costs and found.costs.zh) == cost


@pytest.mark.parametrize("noes", [{}, {(2, "0103"): "不同意"}, {(1, "0101"): "弃权", (3, "0102"): "不同意"}])
def test_own_rows_marked_on_ballots_are_said_once_with_what_they_change(noes):
    plan = by_ballots()
    everybody = {(ballot, f"010{m}"): "同意" for ballot in range(1, 5) for m in range(1, 5)}
    counted = Counted(plan, held(valid=4) | ballots(plan, everybody | noes))
    assert {"B106", "C131"} <= counted.codes
    said = [f.rule.code for f in once(counted.findings)]
    assert ("C131" in said, "B106" in said) == (True, False)


def test_ballots_that_rate_everybody_and_change_nothing_are_said():
    plan = by_ballots()
    everybody = {(1, f"010{m}"): "同意" for m in range(1, 5)} | {(2, "0101"): "不同意", (3, "0102"): "同意"}
    counted = Counted(plan, held(valid=3) | ballots(plan, everybody))
    said = [f.rule.code for f in once(counted.findings)]
    assert ("C131" in said, "B106" in said) == (False, True)
