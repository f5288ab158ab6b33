"""A meeting stated anew: votes that stand on the same form belong to it, all others are an error, in both accounts."""

from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from commands.test_five_steps import Office, cells_of
from commands.test_reissue import issued, send
from commands.test_rows import Inbox
from dear import mostly_slow
from filled import complete, form_of
from plain import plain_file
from plans import plan_of, plan_rows_of, small_plan, with_entries

from xlcampaign.cli import cli
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.layout.sheet import Table
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Entry, WayKey

BRANCH_FORM = "01-甲一完小党支部-评议表"
NEXT_DAY = date(2023, 6, 7)
VOTED = {WayKey.PEER, WayKey.TEACHER}
COUNTS = ("C", "D", "E", "F")


@pytest.fixture
def office(tmp_path):
    """An office with the whole form of the first branch in its inbox."""
    office = Office(tmp_path / "campaign")
    book = form_of(office.plan)
    office.receive("a.xlsx", book, complete(book))
    return office


def again(office):
    return issued(office, StepKey.EVALUATION, BRANCH_FORM)


def voted(report):
    return {key: counts for key, counts in report.ledger.counts.items() if key[2] in VOTED}


def found(report, *codes):
    return [finding for finding in report.findings if finding.rule.code in codes]


def merge(office, *options):
    words = ["--lang", "zh", "merge", str(office.folder.root), "--as-of", "2023-06-26", *options]
    return CliRunner().invoke(cli, words)


def dated(rows, day=NEXT_DAY):
    return {("评议情况", f"G{row}"): day for row in rows}


def valid(row, number):
    return {("评议情况", f"{letter}{row}"): number for letter in COUNTS}


@pytest.mark.parametrize("rows", [[5], [6], [7, 8], [5, 6, 7, 8]])
def test_votes_stay_where_only_the_day_is_corrected_on_a_form_issued_again(office, rows):
    before = office.report()
    send(office, again(office), "b.xlsx", dated(rows))
    report = office.report()
    assert (voted(report), report.results) == (voted(before), before.results)
    assert not found(report, "X130")
    assert sum(cells.rejected for cells in report.ledger.cells.values()) == 0


@pytest.mark.parametrize("row", [5, 6])
def test_votes_count_by_the_ballots_that_are_stated_beside_them_last(office, row):
    send(office, again(office), "b.xlsx", valid(row, 10))
    report = office.report()
    way = [WayKey.PEER, WayKey.TEACHER][row - 5]
    bases = {
        sum(counts.values()) for key, counts in voted(report).items() if key[2] is way and key[0] != "01"
    }
    assert bases == {10 - (way is WayKey.PEER)}
    assert not found(report, "X130")


@pytest.mark.parametrize("more", [{("党员互评", "C5"): 0}, {("党员互评", "D7"): 3}, {("教师测评", "C6"): 2}])
def test_so_do_the_others_where_a_vote_is_corrected_as_well(office, more):
    keys = set(voted(office.report()))
    send(office, again(office), "b.xlsx", dated([5, 6, 7, 8]) | more)
    report = office.report()
    assert set(voted(report)) == keys
    assert not found(report, "X130")


@pytest.mark.parametrize("number", [2, 3])
def test_a_fresh_form_with_the_same_votes_and_another_day_loses_none(office, number):
    before = voted(office.report())
    book = form_of(office.plan)
    day = {("meeting", row, "date"): NEXT_DAY for row in range(4)}
    office.receive("b.xlsx", book, complete(book) | day | {("cover", 0, "version"): number})
    report = office.report()
    assert voted(report) == before
    assert not found(report, "X130")


def test_issued_a_third_time_and_corrected_back_they_still_count(office):
    before = voted(office.report())
    send(office, again(office), "b.xlsx", dated([5, 6, 7, 8]))
    send(office, again(office), "c.xlsx", dated([5, 6, 7, 8], date(2023, 6, 8)), "2023-05-22T00:00:00Z")
    report = office.report()
    assert voted(report) == before
    assert not found(report, "X130")
    assert report.ledger.meetings["01", "member.peer"].date == date(2023, 6, 8)


def test_one_row_with_own_votes_goes_on_telling_for_the_whole_sheet(office):
    """All rows of a sheet are over one base, whichever of them was corrected."""
    book = form_of(office.plan)
    most = complete(book)["meeting", 0, "valid"]
    own = {("member_peer", 0, "loyal.approve"): most}
    office.receive("a.xlsx", book, complete(book) | own)
    assert found(office.report(), "C131")
    send(office, again(office), "b.xlsx", {("党员互评", "C6"): 2})
    report = office.report()
    bases = {
        sum(counts.values())
        for key, counts in voted(report).items()
        if key[2] is WayKey.PEER and key[0] != "01"
    }
    assert bases == {most}


def test_a_form_from_before_a_vote_was_void_does_not_state_it_anew(office):
    echo = again(office)
    book = form_of(office.plan)
    void = {("meeting", 0, "teller"): "作废（重新测评）", ("cover", 0, "version"): 2}
    (office.folder.inbox / "b.xlsx").write_bytes(plain_file(book, void, "2023-05-21T00:00:00Z"))
    send(office, echo, "c.xlsx", {("党员自评", "C5"): 6}, "2023-05-25T00:00:00Z")
    report = office.report()
    assert not {key for key in voted(report) if key[2] is WayKey.PEER and key[0] != "01"}
    assert found(report, "X131")


def test_votes_cast_anew_count_though_they_come_out_as_before(office):
    """Where everybody agrees, the repeated vote is word for word the one that was void."""
    before = voted(office.report())
    book = form_of(office.plan)
    void = {("meeting", 0, "teller"): "作废（重新测评）", ("cover", 0, "version"): 2}
    (office.folder.inbox / "b.xlsx").write_bytes(plain_file(book, void, "2023-05-21T00:00:00Z"))
    form = again(office)
    assert cells_of(form, "党员互评", "C") == []
    full = complete(book)
    peers = book.table_of("member_peer")
    votes = {
        ("党员互评", f"{peers.letter_of(key)}{peers.first_row + row}"): value
        for (sheet, row, key), value in full.items()
        if sheet == "member_peer"
    }
    table = book.table_of("meeting")
    held = {
        ("评议情况", f"{table.letter_of(key)}5"): full["meeting", 0, key]
        for key in (
            "due",
            "present",
            "issued",
            "returned",
            "valid",
            "teller",
            "scrutineer",
            "supervisor",
            "date",
        )
        if ("meeting", 0, key) in full
    }
    send(office, form, "c.xlsx", votes | held, "2023-05-25T00:00:00Z")
    assert voted(office.report()) == before


def meeting_only(office, cells):
    """A second submission on a fresh form with nothing but the meeting."""
    book = form_of(office.plan)
    meeting = {key: value for key, value in complete(book).items() if key[0] == "meeting"}
    office.receive("b.xlsx", book, meeting | cells | {("cover", 0, "version"): 2})


STARS = 8


@pytest.mark.parametrize(
    ("cells", "ways", "lost"),
    [
        ({("meeting", 0, "valid"): 8}, {"党员互评"}, 4 * STARS),
        ({("meeting", 1, "date"): NEXT_DAY}, {"教师测评"}, 4 * STARS),
        ({("meeting", 3, "valid"): 7}, {"教师评支部"}, 9),
        (
            {("meeting", row, "date"): NEXT_DAY for row in range(4)},
            {"党员互评", "教师测评", "党员评支部", "教师评支部"},
            2 * 4 * STARS + 2 * 9,
        ),
    ],
)
def test_a_meeting_without_its_votes_is_an_error_and_they_are_rejected_in_both_accounts(
    office, cells, ways, lost
):
    before = office.report().ledger
    meeting_only(office, cells)
    report = office.report()
    errors = found(report, "X130")
    assert all(error.is_error for error in errors)
    assert {str(error.facts["way"]) for error in errors} == ways
    ledger = report.ledger
    assert ledger.cells["a.xlsx"].rejected == lost
    assert ledger.cells["a.xlsx"].total == before.cells["a.xlsx"].total
    gone = before.counts.keys() - ledger.counts.keys()
    assert gone == ledger.rejected
    assert before.marks["a.xlsx"].total - ledger.marks["a.xlsx"].total == sum(
        sum(before.counts[key].values()) for key in gone
    )


def test_then_merge_fails_and_strictly_writes_nothing(office):
    assert merge(office).exit_code == 0
    meeting_only(office, {("meeting", 0, "valid"): 8})
    summary = office.folder.summary(1)
    summary.unlink()
    assert merge(office, "--strict").exit_code != 0
    assert not summary.exists()
    assert merge(office).exit_code == 1
    assert summary.exists()


def test_no_row_is_said_to_stay_that_does_not_count(office):
    meeting_only(office, {("meeting", 0, "valid"): 8, ("meeting", 3, "valid"): 8})
    kept = {str(f.facts["sheet"].zh): f for f in found(office.report(), "X122")}
    assert "党员互评" not in kept
    assert {"党员自评", "教师测评", "支部群众评议"} <= set(kept)
    assert kept["党员自评"].costs is None
    assert kept["支部群众评议"].costs is not None
    assert "教师评支部" in kept["支部群众评议"].costs.zh
    assert "党员评支部" not in kept["支部群众评议"].costs.zh


def test_nothing_is_rejected_where_no_vote_had_been_sent(office):
    book = form_of(office.plan)
    meeting = {key: value for key, value in complete(book).items() if key[0] == "meeting"}
    office.receive("a.xlsx", book, meeting)
    meeting_only(office, {("meeting", 0, "valid"): 8})
    assert not found(office.report(), "X130")


def test_ballots_left_out_of_a_form_with_another_meeting_are_an_error(tmp_path):
    office = Office(tmp_path / "campaign")
    office.plan = with_entries(office.plan, lambda *_: ("approval", Entry.BALLOTS))
    office.folder.plan.write_bytes(plain_file(plan_book(*plan_rows(office.plan))))
    book = form_of(office.plan)
    office.receive("a.xlsx", book, complete(book))
    before = office.report().ledger
    form = again(office)
    told = openpyxl.load_workbook(form)["填表说明"]["A3"].value
    assert "日期、有效票数有变的" in told
    send(office, form, "b.xlsx", dated([5]))
    report = office.report()
    (error,) = found(report, "X130")
    assert error.is_error
    assert report.ledger.cells["a.xlsx"].rejected > 0
    assert report.ledger.cells["a.xlsx"].total == before.cells["a.xlsx"].total


RULES = [
    ({"abstentions": "counted", "peers_with_own": "no"}, {"peers_with_own": "yes"}),
    ({"abstentions": "counted", "peers_with_own": "yes"}, {"peers_with_own": "no"}),
    ({"abstentions": "as_printed"}, {"abstentions": "counted"}),
    ({"abstentions": "apart"}, {"abstentions": "counted"}),
    ({"abstentions": "counted"}, {"abstentions": "apart"}),
]


def ruled(office, settings):
    base, rows = plan_rows_of(2, 4)
    office.folder.plan.write_bytes(plain_file(plan_book(base | settings, rows)))
    office.plan = plan_of((base | settings, rows))


@pytest.mark.parametrize(("printed", "today"), mostly_slow(RULES, RULES[0], RULES[2]))
def test_votes_that_nobody_touched_score_as_before_whatever_rule_of_counting_the_plan_has_now(
    office, printed, today
):
    ruled(office, printed)
    book = form_of(office.plan)
    table = book.table_of("member_peer")
    apart = [c.key for c in table.columns if c.key.endswith(".abstain")]
    votes = {("member_peer", row, key): 1 for row in range(4) for key in apart}
    votes |= {("member_teacher", row, key): 2 for row in range(4) for key in apart}
    yes = (
        {("meeting", row, "abstained"): "有" for row in range(2)}
        if printed.get("abstentions") == "apart"
        else {}
    )
    office.receive("a.xlsx", book, complete(book) | votes | yes)
    before = office.report()
    ruled(office, printed | today)
    assert office.report().ledger.counts == before.ledger.counts
    said = (
        CliRunner()
        .invoke(cli, ["--lang", "zh", "forms", str(office.folder.root), "--step", "evaluation"])
        .output
    )
    assert said.count("X140") == 1
    assert "甲一完小党支部" in said
    form = again(office)
    send(office, form, "b.xlsx")
    report = office.report()
    assert report.ledger.counts == before.ledger.counts
    assert {c: r.composite for c, r in report.results.by_code.items()} == {
        c: r.composite for c, r in before.results.by_code.items()
    }
    send(office, form, "b.xlsx", {("党员自评", "C5"): 6})
    changed = office.report().ledger.counts
    assert {key for key in changed if changed[key] != before.ledger.counts[key]} == {
        ("0101", "loyal", "self")
    }


def test_a_form_without_votes_is_issued_by_todays_rules(office):
    ruled(office, {"abstentions": "apart"})
    book = form_of(office.plan)
    selves = {key: value for key, value in complete(book).items() if key[0] == "member_self"}
    office.receive("a.xlsx", book, selves)
    ruled(office, {"abstentions": "counted"})
    said = (
        CliRunner()
        .invoke(cli, ["--lang", "zh", "forms", str(office.folder.root), "--step", "evaluation"])
        .output
    )
    assert "X140" not in said
    todays = evaluation_form(office.plan, office.branch).table_of("member_peer")
    tab = openpyxl.load_workbook(again(office))["党员互评"]
    assert [cell.value for cell in tab[todays.first_row - 1]][: len(todays.columns)].count(None) == 0
    assert not any("abstain" in column.key for column in todays.columns)


def test_forms_of_others_are_issued_by_todays_rules(office):
    ruled(office, {"abstentions": "counted", "peers_with_own": "no"})
    book = form_of(office.plan)
    office.receive("a.xlsx", book, complete(book))
    ruled(office, {"abstentions": "counted", "peers_with_own": "yes"})
    own, other = (issued(office, StepKey.EVALUATION, name) for name in (BRANCH_FORM, "02-"))
    heads = [[cell.value for cell in openpyxl.load_workbook(path)["党员互评"][4]] for path in (own, other)]
    assert ["到会投票" in str(head) for head in heads] == [True, False]


@pytest.mark.parametrize("day", [date(2023, 6, 7), date(2023, 6, 8), date(2023, 6, 9)])
def test_a_copy_of_what_was_sent_with_another_day_loses_no_votes(tmp_path, day):
    """Who gets the form back, or still has it, corrects the cell and sends it, with the number that stood there."""
    office = Office(tmp_path / "campaign")
    book = form_of(office.plan)
    first, full = {("cover", 0, "version"): 1}, complete(book)
    days = {("meeting", row, "date"): day for row in range(4)}
    for name, answers, when in (("b.xlsx", full, "01"), ("a.xlsx", full | days, "03")):
        form = plain_file(book, answers | first, f"2023-06-{when}T00:00:00Z")
        (office.folder.inbox / name).write_bytes(form)
    report = office.report()
    assert {key for key in voted(report) if key[0][:2] == "01"}
    assert not found(report, "X130", "X103")
    assert report.ledger.meetings["01", "member.teacher"].date == day


def test_votes_cast_by_two_rules_are_never_put_together_on_one_form(office):
    ruled(office, {"abstentions": "counted", "peers_with_own": "no"})
    book = form_of(office.plan)
    full = complete(book)
    office.receive("a.xlsx", book, {k: v for k, v in full.items() if k[0] != "member_teacher"})
    ruled(office, {"abstentions": "counted", "peers_with_own": "yes"})
    fresh = form_of(office.plan)
    teachers = {
        k: v for k, v in complete(fresh).items() if k[0] == "member_teacher" or k[:2] == ("meeting", 1)
    }
    office.receive("b.xlsx", fresh, teachers | {("cover", 0, "version"): 2})
    before = office.report()
    form = again(office)
    assert cells_of(form, "党员互评", "C") == []
    assert len(cells_of(form, "教师测评", "C")) == 4
    told = openpyxl.load_workbook(form)["填表说明"]["A3"].value
    assert "计票办法和这份表不同的，没有填入" in told
    send(office, form, "c.xlsx")
    report = office.report()
    assert report.ledger.counts == before.ledger.counts
    assert not found(report, "X123", "X130")


@pytest.mark.parametrize("more", [{}, {("党员互评", "C5"): 0}, {("党员互评", "D7"): 3}])
@pytest.mark.parametrize("cell", ["E5", "F5"])
def test_where_an_error_says_that_votes_do_not_count_they_do_not_by_an_older_meeting_either(
    office, cell, more
):
    """More ballots returned than issued, or more valid than returned, while the older form's meeting is sound."""
    send(office, again(office), "b.xlsx", {("评议情况", cell): 99} | more)
    report = office.report()
    assert found(report, "C109")
    assert not {key for key in voted(report) if key[2] is WayKey.PEER and key[0] != "01"}
    assert {key for key in voted(report) if key[2] is WayKey.TEACHER}
    assert report.ledger.cells["b.xlsx"].rejected >= 4 * STARS


@pytest.mark.parametrize(("row", "tab"), [(0, "党员互评"), (1, "教师测评")])
def test_no_source_is_named_of_votes_that_do_not_count(office, row, tab):
    """Of a meeting that is stated anew without its votes; the other ways keep their cells."""
    book = form_of(office.plan)
    stated = {key: value for key, value in complete(book).items() if key[:2] == ("meeting", row)}
    stated |= {("meeting", row, "date"): NEXT_DAY, ("cover", 0, "version"): 2}
    office.receive("b.xlsx", book, stated)
    assert merge(office).exit_code == 1
    sheet = openpyxl.load_workbook(office.folder.summary(1), data_only=True)["评分明细"]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    at, code = (list(header).index(name) for header in [next(rows)] for name in ("来源", "编号"))
    sources = [cells[at] for cells in rows if cells[code] == "0101"]
    assert sources
    assert all(tab not in source and "党员自评" in source for source in sources)


def test_a_later_form_that_says_otherwise_if_anybody_abstained_leaves_no_votes_counted_by_the_old_word():
    plan = small_plan(1, 4, abstentions="apart")
    book = form_of(plan)
    stars = [column.key for column in book.table_of("member_peer").columns if column.key.endswith(".abstain")]
    told = {("meeting", row, "abstained"): "有" if row == 0 else "无" for row in range(4)}
    apart = {("member_peer", row, star): 1 for row in range(4) for star in stars}
    agreed = {
        ("member_peer", row, star.replace("abstain", "approve")): 7 for row in range(4) for star in stars
    }
    inbox = Inbox(plan).receive("a", book, complete(book) | told | apart | agreed)
    assert inbox.ledger.counts["0102", "loyal", WayKey.PEER]["approve"] == 7
    meeting = {key: value for key, value in (complete(book) | told).items() if key[0] == "meeting"}
    same, other = meeting, meeting | {("meeting", 0, "abstained"): "无"}
    inbox.receive("b", book, same, 2)
    assert inbox.ledger.counts["0102", "loyal", WayKey.PEER]["approve"] == 7
    inbox.receive("c", book, other, 3)
    assert ("0102", "loyal", WayKey.PEER) not in inbox.ledger.counts
    # who sends the votes again with the new word leaves what it makes needless blank, and lacks nothing
    whole = {
        key: value for key, value in (complete(book) | told | agreed | other).items() if key not in apart
    }
    sent = Inbox(plan).receive("a", book, complete(book) | told | apart | agreed).receive("b", book, whole, 2)
    assert sent.said("X125", "X130") == []
    assert sent.ledger.counts["0102", "loyal", WayKey.PEER] == {"approve": 7, "oppose": 1, "abstain": 0}
    emptied = {key: value for key, value in whole.items() if key != ("member_peer", 1, "loyal.approve")}
    sent.receive("c", book, emptied, 3)
    assert [facts["differences"] for _, _, facts in sent.said("X125")]
    [(_, file, facts)] = inbox.said("X130")
    assert (file, facts["own"][-3:], facts["newer"][-3:]) == ("a", "有弃权", "无弃权")
    assert any("有 → 无" in facts["differences"] for _, _, facts in inbox.said("X102"))


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_cells_of_abstentions_stay_blank_beside_the_one_way_in_which_nobody_abstains_any_more(row):
    plan = small_plan(1, 4, abstentions="apart")
    book = form_of(plan)
    sheets = [sheet for sheet in book.sheets if isinstance(sheet, Table)]
    cells = [
        (sheet.key, n, column)
        for sheet in sheets
        for column in sheet.columns
        if column.mark and column.mark.grade and column.key.endswith(".abstain")
        for n in range(len(sheet.rows))
    ]
    ways = list(dict.fromkeys(column.mark.meeting_key for *_, column in cells))
    assert len(ways) == 4
    told = {("meeting", n, "abstained"): "有" for n in range(4)}
    none = {(sheet, n, column.key): 0 for sheet, n, column in cells}
    first = complete(book) | told | none
    blank = {(s, n, c.key) for s, n, c in cells if c.mark.meeting_key == ways[row]}
    later = {key: value for key, value in first.items() if key not in blank}
    at = next(n for n, one in enumerate(book.table_of("meeting").rows) if one["way"] == ways[row])
    said = (
        Inbox(plan)
        .receive("a", book, first)
        .receive("b", book, later | {("meeting", at, "abstained"): "无"}, 2)
    )
    assert said.said("X125") == []
    left = Inbox(plan).receive("a", book, first).receive("b", book, later, 2)
    assert len(left.said("X125")) > 0
