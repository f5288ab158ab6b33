"""Ballots that look as if nobody had considered them: named always, counted or not as the plan says."""

import openpyxl
import pytest
from click.testing import CliRunner
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_of, plan_rows_of, small_plan, with_entries

from xlcampaign.cli import cli
from xlcampaign.commands.intake import PlanTerms, take_in, take_plan
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, plan_book
from xlcampaign.model.ballots import sets_aside
from xlcampaign.model.choices import Repeated, Uniform
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.model.submission import ASIDE, OWN
from xlcampaign.reading.plan import build_plan
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts

STARS = ("loyal", "study")
YES, NO = "同意", "不同意"


def plan_with(scale="approval", **settings):
    return with_entries(small_plan(1, 3, **settings), lambda *_: (scale, Entry.BALLOTS))


def sent(plan, mark_of, sheet="member_teacher", ballots=4, voters=None):
    """Return a form with ballots on two stars; `mark_of` says what a ballot gives to whom on which star."""
    book = evaluation_form(plan, plan.branches[0])
    answers = {}
    for row, given in enumerate(book.table_of(sheet).rows):
        if given["ballot"] <= ballots:
            for star in STARS:
                answers[sheet, row, star] = mark_of(given["ballot"], given["code"], star)
            if voters and (given["ballot"], given["code"]) in voters:
                answers[sheet, row, "voter"] = voters[given["ballot"], given["code"]]
    for row in range(len(book.table_of("meeting").rows)):
        answers |= {
            ("meeting", row, key): ballots for key in ("due", "present", "issued", "returned", "valid")
        }
    return plain_file(book, answers)


def taken(plan, mark_of, sheet="member_teacher", ballots=4, voters=None):
    """Read such a form: the submission, the sheet's part, the facts of what is found on the sheet."""
    intake = take_in(Envelope("f.xlsx", sent(plan, mark_of, sheet, ballots, voters)), plan)
    title = evaluation_form(plan, plan.branches[0]).table_of(sheet).title.zh
    assert intake.submission is not None
    found = {f.rule.code: dict(f.facts) for f in intake.findings if f.place.sheet == title}
    return intake.submission, intake.submission.parts[sheet], found


def uneven(ballot, code, star):
    """Ballot 1 gives everybody the same; 2 and 3 are identical; 4 is like none."""
    return {
        1: YES,
        2: YES if code == "0101" else NO,
        3: YES if code == "0101" else NO,
        4: YES if star == "loyal" else NO,
    }[ballot]


def test_by_default_all_of_them_count_and_are_pointed_out():
    _, part, found = taken(plan_with(), lambda *_: YES)
    assert found.keys() == {"B101", "B102"}
    assert part.marks["0101", "loyal", "teacher"] == {"approve": 4}


def test_uniform_ballots_are_set_aside_where_the_plan_says_so():
    _, part, found = taken(plan_with(uniform_ballots="aside"), uneven)
    assert found["B110"] == {"found": 1, "total": 4}
    assert part.marks["0101", "loyal", "teacher"] == {ASIDE: 1, "approve": 3}
    assert part.marks["0102", "study", "teacher"] == {ASIDE: 1, "oppose": 3}
    assert part.ballots == {"member.teacher": 4}


def test_of_identical_ballots_one_counts_where_the_plan_says_so():
    _, part, found = taken(plan_with(identical_ballots="once"), uneven)
    assert found["B109"] == {"found": 1, "total": 4}
    assert part.marks["0102", "loyal", "teacher"] == {"approve": 2, "oppose": 1, ASIDE: 1}


def test_few_ballots_are_set_aside_too_and_none_without_a_word():
    for settings, code in (({"uniform_ballots": "aside"}, "B110"), ({"identical_ballots": "once"}, "B109")):
        _, part, found = taken(plan_with(**settings), lambda *_: YES, ballots=2)
        assert code in found
        assert part.marks["0101", "loyal", "teacher"][ASIDE] == found[code]["found"]


@pytest.mark.parametrize("scale", ["approval", "grades"])
def test_what_is_set_aside_stays_in_the_account_of_marks(scale):
    plan = plan_with(scale, uniform_ballots="aside", identical_ballots="once")
    best = plan.scale_of[scale].counted[0].name
    submission, part, _ = taken(plan, lambda *_: best)
    ledger = merge_parts((submission,), select_parts([submission]), plan, 1)
    marks = ledger.marks["f.xlsx"]
    given = sum(sum(counts.values()) for counts in part.marks.values())
    assert marks.total == given == ledger.written["f.xlsx"]
    assert (marks.counted, marks.uncounted, marks.blank) == (
        0,
        4 * 3 * len(plan.stars_of(SubjectKind.MEMBER)),
        0,
    )


def test_what_is_set_aside_shows_in_the_summary_and_in_why(tmp_path):
    (tmp_path / "inbox").mkdir()
    settings, rows = plan_rows_of(1, 3)
    rows["ways"] = [{**way, "scale": "approval", "entry": "ballots"} for way in rows["ways"]]
    settings |= {"uniform_ballots": "aside"}
    (tmp_path / "plan.xlsx").write_bytes(plain_file(plan_book(settings, rows)))
    plan = plan_of((settings, rows))
    (tmp_path / "inbox" / "f.xlsx").write_bytes(sent(plan, uneven))
    run = CliRunner().invoke(cli, ["--lang", "zh", "merge", str(tmp_path), "--as-of", "2023-05-01"])
    assert run.exit_code == 1, run.output  # who counted the votes is not filled in
    assert "B110" in run.output
    book = openpyxl.load_workbook(tmp_path / "summary" / "stage-1.xlsx", data_only=True)
    counts = [list(row) for row in book["票数统计（党员）"].iter_rows(values_only=True)]
    header = next(row for row in counts if "教师测评 同意" in row)
    aside, agreed = (header.index(f"教师测评 {name}") for name in ("按方案不计", "同意"))
    first = counts[counts.index(header) + 1]
    assert (first[aside], first[agreed]) == (1, 3)
    rules = {row[0]: row[1] for row in book["评星规则"].iter_rows(values_only=True)}
    assert (rules["整张一个样的票"], rules["完全相同的票"]) == ("不计入", "都计入")
    why = CliRunner().invoke(
        cli, ["--lang", "zh", "why", str(tmp_path), "0101", "政治忠诚星", "--as-of", "2023-05-01"]
    )
    assert "按方案不计 1" in why.output


def test_a_voters_code_anywhere_on_a_ballot_tells_a_self_vote():
    voters = {(1, "0101"): "0102", (2, "0103"): 101, (3, "0101"): "0109"}
    _, part, found = taken(plan_with(), uneven, "member_peer", ballots=3, voters=voters)
    assert found["B103"] == {"found": 2}
    assert {"C107", "C123"} <= found.keys()
    assert part.marks["0102", "loyal", "peer"][OWN] == 1
    assert part.marks["0101", "loyal", "peer"][OWN] == 1
    assert OWN not in part.marks["0103", "loyal", "peer"]


def test_a_ballot_that_names_two_voters_counts_for_neither():
    voters = {(1, "0101"): "0102", (1, "0102"): "0103"}
    _, part, found = taken(plan_with(), uneven, "member_peer", ballots=2, voters=voters)
    assert found["B108"] == {"found": 1}
    assert part.marks["0102", "loyal", "peer"][OWN] == part.marks["0103", "loyal", "peer"][OWN] == 1
    assert part.marks["0101", "loyal", "peer"] == {"approve": 2}


def test_a_plan_without_the_settings_counts_all_and_says_what_is_missing():
    settings, rows = plan_rows_of(1, 3)
    book = write_plain(plan_book(settings, rows))
    tab = book["活动"]
    titles = {c.title.zh for c in CAMPAIGN_FIELDS if c.key in {"uniform_ballots", "identical_ballots"}}
    for row in [r for r in range(tab.max_row, 0, -1) if tab.cell(r, 1).value in titles]:
        tab.delete_rows(row)
    draft, findings = take_plan(Envelope("plan.xlsx", bytes_of(book)), PlanTerms())
    assert draft is not None
    assert [(f.rule.code, f.place.sheet) for f in findings] == [("C121", "活动")] * 2
    campaign = build_plan(draft).campaign
    assert (campaign.uniform_ballots, campaign.identical_ballots) == (Uniform.COUNTED, Repeated.COUNTED)
    assert not sets_aside(campaign)


def test_a_plan_that_leaves_the_settings_blank_counts_all_without_a_word():
    settings, rows = plan_rows_of(1, 3)
    blank = settings | {"uniform_ballots": None, "identical_ballots": None}
    draft, findings = take_plan(Envelope("plan.xlsx", plain_file(plan_book(blank, rows))), PlanTerms())
    assert findings == []
    assert draft is not None
    assert not sets_aside(build_plan(draft).campaign)
    assert not sets_aside(plan_of((blank, rows)).campaign)
