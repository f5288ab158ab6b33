"""What comes second, row by row: what it does not mention stays, votes stay with their meeting, withdrawing takes words."""

from dataclasses import replace
from datetime import date

import pytest
from filled import complete
from plain import plain_file
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import merge_stage
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
)
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.words import Lang

MAY = date(2023, 5, 30)
PLAN = small_plan(2, 4)
BRANCH = PLAN.branches[0]
PEER = WayKey.PEER


class Inbox:
    """Versions of forms as they come in one after the other, each a workbook."""

    def __init__(self, plan=PLAN):
        self.plan = plan
        self.submissions = []
        self.rejected = []
        self._merged = ()
        self._read = {}

    def receive(self, name, book, answers, number=None, *, dated=True):
        if number is not None:
            answers = {**answers, ("cover", 0, "version"): number}
        saved = f"2023-05-{len(self.submissions) + 1:02d}T00:00:00Z" if dated else ""
        data = plain_file(book, answers, saved)
        intake = take_in(Envelope(name, data), self.plan)
        assert intake.submission is not None, intake.findings
        self.submissions.append(intake.submission)
        self._read[name] = [(f.rule.code, f.place.cell) for f in intake.findings]
        self.rejected += [(f.rule.code, f.place.cell) for f in intake.findings if f.is_error]
        return self

    def merged(self):
        """What all that came in comes to, in whichever order; tests ask for it again and again."""
        came = tuple(self.submissions)
        if self._merged[:1] != (came,):
            self._merged = came, self._merge()
        return self._merged[1]

    def _merge(self):
        forward = merge_stage(self.submissions, self.plan, 1, MAY)
        backward = merge_stage(reversed(self.submissions), self.plan, 1, MAY)
        assert (forward.ledger, forward.results, sorted(map(str, forward.findings))) == (
            backward.ledger,
            backward.results,
            sorted(map(str, backward.findings)),
        )
        return forward

    def read(self, name):
        """What was found in a file by itself: codes and cells."""
        return self._read[name]

    @property
    def ledger(self):
        return self.merged().ledger

    @property
    def registers(self):
        return self.ledger.registers

    def said(self, *codes):
        """The findings of some rules: code, file, and the facts in Chinese."""
        found = []
        for finding in self.merged().findings:
            if finding.rule.code in codes or (not codes and finding.rule.code in VERSIONS):
                facts = {key: _zh(value) for key, value in finding.facts.items()}
                found.append((finding.rule.code, finding.place.file, facts))
        return found

    def codes(self):
        return sorted({(code, file) for code, file, _ in self.said()})


VERSIONS = {f"X{n}" for n in (102, 103, 104, *range(120, 132), 138, 139, 145)}


def _zh(value):
    return value.say(Lang.ZH) if hasattr(value, "say") else value


def only(answers, *sheets):
    return {key: value for key, value in answers.items() if key[0] in sheets}


def row(sheet, number, **values):
    return {(sheet, number, key): value for key, value in values.items()}


EVALUATION = evaluation_form(PLAN, BRANCH)
FULL = complete(EVALUATION)


def test_a_row_that_is_blank_in_a_newer_sheet_keeps_the_older_one():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    again = row("member_self", 1, **{star.key: 7 for star in PLAN.stars_of(SubjectKind.MEMBER)})
    inbox.receive("b", EVALUATION, again, 2)
    counts = inbox.ledger.counts
    assert counts["0101", "loyal", WayKey.SELF] == {FULL["member_self", 0, "loyal"] * 100: 1}
    assert counts["0102", "loyal", WayKey.SELF] == {700: 1}
    kept = [facts for code, file, facts in inbox.said("X122") if facts["sheet"] == "党员自评"]
    assert kept == [
        {
            "sheet": "党员自评",
            "other": "a",
            "rows": "赵某甲、孙某丙、李某丁",
            "differences": "计数以外的格子不同",
        }
    ]
    assert ("X102", "a") in inbox.codes()


def test_of_a_row_that_is_partly_blank_now_the_blanks_count_with_a_warning():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, row("member_self", 1, loyal=7), 2)
    assert inbox.ledger.counts["0102", "loyal", WayKey.SELF] == {700: 1}
    assert inbox.ledger.counts["0102", "study", WayKey.SELF] == {"": 1}
    ((_, file, facts),) = inbox.said("X125")
    assert (file, facts["other"]) == ("b", "a")
    assert facts["differences"].startswith("D6：")
    assert facts["differences"].count("→ 空") == 7


@pytest.mark.parametrize(
    ("sheet", "number", "column", "typed", "shown"),
    [
        ("member_peer", 1, "attended", "也许", "是"),
        ("member_peer", 1, "base", "不详", "20"),
        ("member_organisation", 1, "opinion", "#N/A", "工作踏实"),
        ("meeting", 0, "date", "某日", "2023-05-08"),
        ("meeting", 0, "present", "很多", "30"),
    ],
)
def test_a_cell_that_could_not_be_read_is_not_said_to_be_blank(sheet, number, column, typed, shown):
    before = (
        FULL | held(30) | row("member_peer", 1, base=20) | row("member_organisation", 1, opinion="工作踏实")
    )
    inbox = Inbox().receive("a", EVALUATION, before)
    inbox.receive("b", EVALUATION, before | row(sheet, number, **{column: typed}), 2)
    assert any(code in {"C103", "C104"} for code, _ in inbox.read("b"))
    assert inbox.said("X125", "X126") == []
    [differences] = [facts["differences"] for code, _, facts in inbox.said("X102")]
    assert f"{shown} → 未计入" in differences
    assert "→ 空" not in differences


def test_a_cell_of_an_entry_that_could_not_be_read_is_told_as_such_beside_what_still_holds():
    given = row("baseline", 1, problems="学得少", star1="好学上进星", star2="政治忠诚星")
    inbox = Inbox().receive("a", PLEDGES, given)
    again = row("baseline", 1, problems="学得不够", star1="好学上进星", star2="不知哪颗星")
    inbox.receive("b", PLEDGES, again, 2)
    (baseline,) = inbox.registers.baselines
    assert baseline.stars == ("study", "loyal")
    [(_, _, facts)] = inbox.said("X126")
    assert "政治忠诚星 → 未计入" in facts["differences"]
    assert "空" not in facts["differences"]


def test_a_row_of_which_nothing_was_accepted_replaces_none():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    before = inbox.ledger.counts
    inbox.receive("b", EVALUATION, row("member_self", 1, loyal="很好", study="一般"), 2)
    assert inbox.ledger.counts == before
    assert ("X120", "b") in inbox.codes()


def held(valid, day=date(2023, 5, 8), at=0, **more):
    """The row of the members' vote in 评议情况."""
    numbers = dict.fromkeys(("due", "present", "issued", "returned"), 30) | {"valid": valid, "date": day}
    return row("meeting", at, **numbers, teller="钱某乙", scrutineer="孙某丙", supervisor="李某丁", **more)


def votes(number, agree):
    """A row of the members' vote: everybody in favour but some."""
    stars = PLAN.stars_of(SubjectKind.MEMBER)
    return row("member_peer", number, **{f"{star.key}.approve": agree for star in stars})


def test_kept_votes_count_with_the_meeting_of_their_own_submission():
    """The votes of 21 ballots are never divided by the 22 of another meeting."""
    everybody = {key: value for n in range(4) for key, value in votes(n, 19).items()}
    inbox = Inbox().receive("a", EVALUATION, held(21) | everybody)
    before = inbox.ledger.counts["0102", "loyal", PEER]
    inbox.receive("b", EVALUATION, held(22) | votes(0, 20), 2)
    ledger = inbox.ledger
    assert sum(ledger.counts["0101", "loyal", PEER].values()) == 22 - 1
    assert ("0102", "loyal", PEER) not in ledger.counts
    assert sum(before.values()) == 21 - 1
    assert ledger.cells["a"].rejected == 3 * len(PLAN.stars_of(SubjectKind.MEMBER))
    ((_, file, facts),) = inbox.said("X130")
    assert (file, facts["sheet"]) == ("a", "党员互评")
    assert (facts["own"], facts["newer"]) == ("2023-05-08、有效票 21", "2023-05-08、有效票 22")


@pytest.mark.parametrize(
    ("newer", "counts"),
    [
        (held(21), True),  # the same meeting, stated again
        ({}, True),  # none is stated
        (held(21, date(2023, 5, 9)), False),  # another day
        (held(20), False),
        (
            row("meeting", 0, teller="周某戊", date=date(2023, 5, 8)),
            True,
        ),  # what it leaves open is no other number
    ],
)
def test_kept_votes_count_unless_another_meeting_is_stated(newer, counts):
    everybody = {key: value for n in range(4) for key, value in votes(n, 19).items()}
    inbox = Inbox().receive("a", EVALUATION, held(21) | everybody)
    before = inbox.ledger.counts["0102", "loyal", PEER]
    inbox.receive("b", EVALUATION, newer | row("member_self", 0, loyal=9), 2)
    assert inbox.ledger.counts.get(("0102", "loyal", PEER)) == (before if counts else None)
    assert bool(inbox.said("X130")) is not counts


def test_votes_sent_again_alone_count_with_the_meeting_that_was_stated_before():
    inbox = Inbox().receive("a", EVALUATION, held(21) | votes(0, 19))
    inbox.receive("b", EVALUATION, votes(0, 15), 2)
    assert inbox.ledger.counts["0101", "loyal", PEER] == {"approve": 15, "abstain": 0, "oppose": 5} or (
        inbox.ledger.counts["0101", "loyal", PEER]["approve"] == 15
    )
    assert sum(inbox.ledger.counts["0101", "loyal", PEER].values()) == 20


@pytest.mark.parametrize("word", ["作废", "作废（重新测评）", "已作废。", "重新测评", "撤回"])
def test_a_vote_declared_void_counts_nowhere_until_it_is_repeated(word):
    inbox = Inbox().receive("a", EVALUATION, held(21) | votes(0, 19) | votes(1, 18))
    inbox.receive("b", EVALUATION, row("meeting", 0, teller=word), 2)
    assert not {key for key in inbox.ledger.counts if key[2] is PEER}
    assert not {cell for _, cell in inbox.rejected if cell.endswith("5")}
    assert ("X131", "a") in inbox.codes()
    assert ("X128", "b") in inbox.codes()
    inbox.receive("c", EVALUATION, held(21) | votes(0, 17), 3)  # the same day, as many ballots
    assert inbox.ledger.counts["0101", "loyal", PEER]["approve"] == 17
    assert ("0102", "loyal", PEER) not in inbox.ledger.counts


def test_ballots_are_replaced_as_a_whole_and_stay_with_their_meeting():
    plan = with_entries(PLAN, lambda *_: ("grades", Entry.BALLOTS))
    form = evaluation_form(plan, BRANCH)
    rated = len(plan.rated_members("01"))
    at = [way["way"] for way in form.table_of("meeting").rows].index("member.peer")

    def ballots(number, vote):
        stars = plan.stars_of(SubjectKind.MEMBER)
        return {
            key: value
            for n in range(number * rated)
            for key, value in row("member_peer", n, **dict.fromkeys((s.key for s in stars), vote)).items()
        }

    inbox = Inbox(plan).receive("a", form, held(3, at=at) | ballots(3, "优秀"))
    assert inbox.ledger.counts["0102", "loyal", PEER] == {"excellent": 3}
    inbox.receive("b", form, held(3, at=at), 2)  # an empty sheet of ballots replaces nothing
    assert inbox.ledger.counts["0102", "loyal", PEER] == {"excellent": 3}
    inbox.receive("c", form, held(2, at=at) | ballots(2, "不合格"), 3)
    assert inbox.ledger.counts["0102", "loyal", PEER] == {"poor": 2}
    inbox.receive("d", form, held(4, at=at), 4)
    assert ("0102", "loyal", PEER) not in inbox.ledger.counts
    assert [(file, facts["newer"]) for _, file, facts in inbox.said("X130")] == [
        ("c", "2023-05-08、有效票 4")
    ]


@pytest.mark.parametrize("word", ["撤回", "（撤回）", " 已撤回 ", "撤销", "withdrawn"])
def test_marks_are_withdrawn_in_words(word):
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, row("member_self", 2, loyal=word), 2)
    assert not {key for key in inbox.ledger.counts if key[0] == "0103" and key[2] is WayKey.SELF}
    assert inbox.rejected == []
    assert [(file, facts["rows"]) for _, file, facts in inbox.said("R123")] == [("b", "孙某丙")]


def test_versions_that_nobody_can_order_cost_only_the_rows_that_differ():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    other = FULL | row("member_self", 1, loyal=6) | row("member_self", 3, study=6)
    inbox.receive("b", EVALUATION, other, dated=False)
    counts = inbox.ledger.counts
    assert ("0101", "loyal", WayKey.SELF) in counts
    assert ("0103", "loyal", WayKey.SELF) in counts
    assert ("0102", "loyal", WayKey.SELF) not in counts
    assert ("0104", "study", WayKey.SELF) not in counts
    assert {(code, file) for code, file, _ in inbox.said("X103")} == {("X103", "a"), ("X103", "b")}
    stars = len(PLAN.stars_of(SubjectKind.MEMBER))
    assert inbox.ledger.cells["a"].rejected == 2 * stars


@pytest.mark.parametrize(
    "other", [held(22), held(21, date(2023, 5, 9)), held(21) | row("meeting", 0, returned=29)]
)
def test_votes_count_with_no_meeting_where_nobody_can_tell_which_is_newer(other):
    inbox = Inbox().receive("a", EVALUATION, held(21) | votes(0, 19))
    assert ("0101", "loyal", PEER) in inbox.ledger.counts
    inbox.receive("b", EVALUATION, other, dated=False)
    ledger = inbox.ledger
    assert ("0101", "loyal", PEER) not in ledger.counts
    assert ("0101", "loyal", PEER) in ledger.rejected
    assert {file for _, file, _ in inbox.said("X103")} == {"a", "b"}


PLEDGES = pledge_form(PLAN, BRANCH)


def pledge(number, subject, text, **more):
    given = {"subject": subject, "star": "好学上进星", "text": text, "type": "年度承诺制"}
    return row("member_pledges", number, **given, due=date(2023, 6, 30), **more)


def texts_of(inbox):
    return {p.number: p.text for p in inbox.registers.pledges if p.subject.startswith("010")}


def test_registers_add_up_row_by_row():
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "听课") | pledge(1, "赵某甲", "读书"))
    inbox.receive("b", PLEDGES, pledge(1, "赵某甲", "读书两小时") | pledge(2, "钱某乙", "家访"), 2)
    assert texts_of(inbox) == {"1-0101-1": "听课", "1-0101-2": "读书两小时", "1-0102-1": "家访"}
    assert {("X102", "a"), ("X122", "b")} <= set(inbox.codes())


def test_a_pledge_without_a_number_that_is_not_found_again_stays_with_a_warning():
    inbox = Inbox().receive("a", PLEDGES, pledge(8, "赵某甲", "听课") | pledge(9, "赵某甲", "读书"))
    inbox.receive("b", PLEDGES, pledge(8, "赵某甲", "听两节课") | pledge(9, "赵某甲", " 读书 "), 2)
    assert sorted(texts_of(inbox).values()) == ["听两节课", "听课", "读书"]
    assert texts_of(inbox)["1-0101-1"] == "听课"  # what was numbered first keeps its number
    assert [(f, facts["rows"]) for _, f, facts in inbox.said("X124")] == [("b", "赵某甲 听课")]
    inbox.receive("c", PLEDGES, pledge(8, "赵某甲", "听课", target="撤回"), 3)
    assert sorted(texts_of(inbox).values()) == ["听两节课", "读书"]
    assert [(f, facts["other"]) for _, f, facts in inbox.said("X128")] == [("c", "a")]


def test_a_withdrawal_that_means_nothing_known_withdraws_nothing_and_says_so():
    inbox = Inbox().receive("a", PLEDGES, pledge(8, "赵某甲", "听课") | pledge(9, "赵某甲", "读书"))
    inbox.receive("b", PLEDGES, row("member_pledges", 8, subject="赵某甲", text="撤回"), 2)
    assert sorted(texts_of(inbox).values()) == ["听课", "读书"]
    assert [code for code, *_ in inbox.said("X129")] == ["X129"]
    inbox.receive("c", PLEDGES, row("member_pledges", 8, subject="钱某乙", text="撤回"), 3)
    assert [f for _, f, _ in inbox.said("X129")] == ["b", "c"]


def test_a_withdrawal_may_leave_out_what_only_one_entry_can_mean():
    inbox = Inbox().receive("a", PLEDGES, pledge(8, "赵某甲", "听课") | pledge(9, "钱某乙", "读书"))
    inbox.receive("b", PLEDGES, row("member_pledges", 8, subject="赵某甲", text="撤回"), 2)
    assert list(texts_of(inbox).values()) == ["读书"]


def test_cells_of_a_register_that_are_blank_now_keep_what_was_said():
    given = row("baseline", 1, problems="学得少", star1="好学上进星", star2="政治忠诚星")
    inbox = Inbox().receive("a", PLEDGES, given)
    inbox.receive("b", PLEDGES, row("baseline", 1, problems="学得不够", star1="好学上进星"), 2)
    (baseline,) = inbox.registers.baselines
    assert (baseline.problems, baseline.stars) == ("学得不够", ("study", "loyal"))
    assert [(f, facts["other"]) for _, f, facts in inbox.said("X126")] == [("b", "a")]


def test_how_pledges_were_made_public_is_kept_where_it_is_blank_now():
    inbox = Inbox().receive("a", PLEDGES, only(complete(PLEDGES), "announcement"))
    inbox.receive("b", PLEDGES, row("announcement", 0, branch_how="家长会"), 2)
    (announcement,) = inbox.registers.announcements
    assert (announcement.branch_how, announcement.member_how) == ("家长会", "公开栏")
    assert ("X126", "b") in inbox.codes()


def test_an_item_is_emptied_by_a_word_for_nothing_and_that_is_told():
    """Blank leaves it as it was; one that stood before that does not come back."""
    told = only(complete(PLEDGES), "announcement")
    inbox = Inbox().receive("a", PLEDGES, told)
    inbox.receive("b", PLEDGES, told | row("announcement", 0, branch_how="无"), 2)
    inbox.receive("c", PLEDGES, row("announcement", 0, member_how="家长会"), 3)
    (announcement,) = inbox.registers.announcements
    assert (announcement.branch_how, announcement.member_how) == ("", "家长会")
    assert announcement.branch_day is not None
    inbox = Inbox().receive("a", PLEDGES, told)
    inbox.receive("b", PLEDGES, told | row("announcement", 0, branch_how="无"), 2)
    inbox.receive("c", PLEDGES, told | row("announcement", 0, branch_how="没有", member_how="家长会"), 3)
    assert [(f, facts["other"]) for _, f, facts in inbox.said("X125")] == [("c", "a")]
    assert {("X126", "b"), ("X126", "c")}.isdisjoint(inbox.codes())


DECISIONS = commendation_form(PLAN)
OVERRIDE = {"subject": "钱某乙（0102）", "level": "优秀", "reason": "支教期间成绩突出", "document": "纪要6号"}


@pytest.fixture
def overridden():
    return Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))


def override_of(inbox):
    found = inbox.registers.overrides.get("0102")
    return found and (found.level, found.document)


def test_a_decision_stays_that_a_later_form_does_not_mention(overridden):
    other = OVERRIDE | {"subject": "孙某丙（0103）"}
    overridden.receive("b", DECISIONS, row("overrides", 0, **other), 2)
    assert set(overridden.registers.overrides) == {"0102", "0103"}
    assert [(f, facts["rows"]) for _, f, facts in overridden.said("X145")] == [("b", "钱某乙")]


@pytest.mark.parametrize(("lacking", "code"), [("reason", "X127"), ("level", "X127"), ("document", "X145")])
def test_an_incomplete_decision_never_replaces_a_complete_one(overridden, lacking, code):
    newer = OVERRIDE | {"level": "合格", "document": "纪要9号"}
    overridden.receive(
        "b", DECISIONS, row("overrides", 0, **{k: v for k, v in newer.items() if k != lacking}), 2
    )
    assert override_of(overridden) == ("优秀", "纪要6号")
    assert (code, "b") in overridden.codes()


def test_a_complete_decision_replaces_an_incomplete_one_and_completes_it():
    given = {"subject": "钱某乙（0102）", "situation": PLAN.vetoes[0].name, "day": date(2023, 6, 20)}
    inbox = Inbox().receive("a", DECISIONS, row("vetoes", 0, **given))
    assert inbox.registers.vetoes == {}
    inbox.receive("b", DECISIONS, row("vetoes", 3, subject="钱某乙（0102）", document="纪要6号"), 2)
    veto = inbox.registers.vetoes["0102"]
    assert (veto.situation, veto.document, veto.day) == (PLAN.vetoes[0].key, "纪要6号", date(2023, 6, 20))


def test_a_newer_decision_replaces_an_older_one(overridden):
    overridden.receive("b", DECISIONS, row("overrides", 2, **(OVERRIDE | {"level": "合格"})), 2)
    assert override_of(overridden) == ("合格", "纪要6号")
    assert [(f, facts["other"]) for _, f, facts in overridden.said("X102")] == [("a", "b")]


@pytest.mark.parametrize("column", ["reason", "document", "level"])
def test_a_decision_is_withdrawn_in_any_cell_of_its_row(overridden, column):
    given = {"subject": "钱某乙（0102）", column: "撤回"}
    overridden.receive("b", DECISIONS, row("overrides", 1, **given), 2)
    assert override_of(overridden) is None
    assert overridden.rejected == []
    assert [(f, facts["other"]) for _, f, facts in overridden.said("X128")] == [("b", "a")]
    overridden.receive("c", DECISIONS, row("overrides", 0, **OVERRIDE), 3)
    assert override_of(overridden) == ("优秀", "纪要6号")


def test_what_was_withdrawn_does_not_come_back_in_a_blank_cell():
    given = {"subject": "钱某乙（0102）", "situation": PLAN.vetoes[0].name, "document": "纪要1号"}
    inbox = Inbox().receive("a", DECISIONS, row("vetoes", 0, **given, day=date(2023, 6, 20)))
    inbox.receive("b", DECISIONS, row("vetoes", 0, subject="钱某乙（0102）", document="撤回"), 2)
    assert inbox.registers.vetoes == {}
    inbox.receive("c", DECISIONS, row("vetoes", 0, **(given | {"document": "纪要2号"})), 3)
    veto = inbox.registers.vetoes["0102"]
    assert (veto.document, veto.day) == ("纪要2号", None)


COMMENTS = assessment_form(PLAN)


def comment(number, who, text, author, **more):
    said = {"achievements": text, "problems": "学习少", "direction": "多学", "author": author}
    return row("comments", number, subject=who, **said, **more)


def comments_of(inbox):
    return sorted((c.subject, c.author, c.achievements) for c in inbox.registers.comments)


def test_comments_merge_by_whom_they_are_about_and_who_made_them():
    branch = "甲一完小党支部"
    inbox = Inbox().receive(
        "a", COMMENTS, comment(0, branch, "抓得实", "刘某") | comment(2, branch, "好", "陈某")
    )
    inbox.receive("b", COMMENTS, comment(0, branch, "抓得很实", "刘某"), 2)
    assert comments_of(inbox) == [("01", "刘某", "抓得很实"), ("01", "陈某", "好")]
    inbox.receive("c", COMMENTS, row("comments", 0, subject=branch, author="陈某", problems="撤回"), 3)
    assert comments_of(inbox) == [("01", "刘某", "抓得很实")]


def test_rows_of_one_form_never_replace_each_other():
    branch = "甲一完小党支部"
    two = comment(0, branch, "抓得实", "刘某") | comment(2, branch, "办得好", "刘某")
    inbox = Inbox().receive("a", COMMENTS, two)
    assert len(inbox.registers.comments) == 2
    inbox.receive("b", COMMENTS, comment(0, branch, "办得好", "刘某"), 2)
    assert [text for *_, text in comments_of(inbox)] == ["办得好", "抓得实"]
    assert ("X124", "b") in inbox.codes()


def test_commendations_merge_by_candidate_and_honour():
    def candidate(number, who, honour, **more):
        return row("commendations", number, subject=who, honour=honour, merit="教得好", **more)

    one, other = (
        choice.label.zh for choice in DECISIONS.table_of("commendations").column_of("honour").kind.choices[:2]
    )
    inbox = Inbox().receive("a", DECISIONS, candidate(0, "钱某乙（0102）", one, decision="同意"))
    inbox.receive("b", DECISIONS, candidate(0, "钱某乙（0102）", other), 2)
    inbox.receive("c", DECISIONS, candidate(0, "钱某乙（0102）", one, votes="9票"), 3)
    found = {(c.honour, c.votes, c.decision) for c in inbox.registers.commendations}
    assert found == {(one, "9票", "agreed"), (other, "", None)}
    assert ("X126", "c") in inbox.codes()


def test_a_row_that_was_filled_in_when_issued_again_and_comes_back_emptied_is_still_in_force():
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))
    again = replace(DECISIONS, stems_from=frozenset({inbox.submissions[0].sha256}))
    inbox.receive(
        "b", again, row("commendations", 0, subject="钱某乙（0102）", honour="教学名师", merit="教得好")
    )
    assert override_of(inbox) == ("优秀", "纪要6号")
    assert [(f, facts["rows"]) for _, f, facts in inbox.said("X123")] == [("b", "钱某乙")]


def again_of(inbox, book):
    """A form that was issued again after all that came."""
    return replace(book, stems_from=frozenset(o for s in inbox.submissions for o in s.origins))


@pytest.mark.parametrize("cell", ["document", "level", "reason"])
def test_what_comes_back_as_it_was_issued_overturns_nothing_that_came_meanwhile(cell):
    inbox = Inbox().receive("a", DECISIONS, row("overrides", 0, **OVERRIDE))
    again = again_of(inbox, DECISIONS)
    inbox.receive("b", DECISIONS, row("overrides", 0, **{"subject": "钱某乙（0102）", cell: "撤回"}), 2)
    veto = {"subject": "孙某丙（0103）", "situation": PLAN.vetoes[0].name, "document": "纪要9号"}
    inbox.receive("c", again, row("overrides", 0, **OVERRIDE) | row("vetoes", 0, **veto), 3)
    assert override_of(inbox) is None
    assert set(inbox.registers.vetoes) == {"0103"}
    changed = OVERRIDE | {"document": "纪要11号"}
    inbox.receive("d", again, row("overrides", 0, **changed), 4)
    assert override_of(inbox) == ("优秀", "纪要11号")


def test_marks_that_come_back_as_they_were_issued_are_those_that_counted_then():
    inbox = Inbox().receive("a", EVALUATION, rated := row("member_self", 1, loyal=9, study=9))
    again = again_of(inbox, EVALUATION)
    inbox.receive("b", EVALUATION, row("member_self", 1, loyal=6, study=6), 2)
    inbox.receive("c", again, rated | row("member_self", 2, loyal=8), 2)
    counts = inbox.ledger.counts
    assert counts["0102", "loyal", WayKey.SELF] == {600: 1}
    assert counts["0103", "loyal", WayKey.SELF] == {800: 1}


def test_what_was_withdrawn_and_is_sent_once_more_as_it_was_is_pointed_out(overridden):
    overridden.receive("b", DECISIONS, row("overrides", 0, subject="钱某乙（0102）", document="撤回"), 2)
    overridden.receive("c", DECISIONS, row("overrides", 0, **OVERRIDE), 3)
    assert override_of(overridden) == ("优秀", "纪要6号")
    assert [(f, facts["other"]) for _, f, facts in overridden.said("X138")] == [("c", "b")]


@pytest.mark.parametrize("extra", [1, 4, 9])
def test_a_row_that_withdraws_holds_beside_the_row_itself(overridden, extra):
    both = row("overrides", 0, **OVERRIDE) | row("overrides", extra, subject="钱某乙（0102）", reason="撤回")
    overridden.receive("b", DECISIONS, both, 2)
    assert override_of(overridden) is None
    assert [(f, facts["other"]) for _, f, facts in overridden.said("X128")] == [("b", "a")]


def test_what_replaces_a_withdrawn_row_in_the_same_form_counts(overridden):
    both = row("overrides", 0, subject="钱某乙（0102）", document="撤回")
    both |= row("overrides", 3, **(OVERRIDE | {"level": "合格", "document": "纪要12号"}))
    overridden.receive("b", DECISIONS, both, 2)
    assert override_of(overridden) == ("合格", "纪要12号")


@pytest.mark.parametrize("column", ["check", "name"])
def test_marks_are_withdrawn_in_cells_that_are_not_to_be_typed_in(column):
    inbox = Inbox().receive("a", EVALUATION, held(21) | votes(0, 19) | votes(1, 18))
    inbox.receive("b", EVALUATION, votes(1, 18) | row("member_peer", 1, **{column: "撤回"}), 2)
    counts = inbox.ledger.counts
    assert ("0102", "loyal", PEER) not in counts
    assert ("0101", "loyal", PEER) in counts
    assert [facts["rows"] for _, _, facts in inbox.said("R123")] == ["钱某乙"]


def test_what_a_blank_form_comes_with_overrules_nothing_that_was_typed():
    typed = pledge(0, "赵某甲", "听课") | row("member_pledges", 0, type="专项承诺", due=date(2023, 5, 31))
    types = [c.label.zh for c in PLEDGES.table_of("member_pledges").column_of("type").kind.choices]
    typed |= row("member_pledges", 0, type=types[-1])
    inbox = Inbox().receive("a", PLEDGES, typed)
    fresh = dict(PLEDGES.table_of("member_pledges").rows[0])
    newer = row("member_pledges", 0, subject="赵某甲", star="好学上进星", text="听课", target="全勤")
    inbox.receive("b", PLEDGES, newer | row("member_pledges", 0, due=fresh["due"]), 2)
    (one,) = inbox.registers.pledges
    assert (one.type, one.due, one.target) == (types[-1], date(2023, 5, 31), "全勤")
    assert ("X126", "b") in inbox.codes()


def test_how_pledges_were_made_public_is_withdrawn_in_words():
    inbox = Inbox().receive("a", PLEDGES, only(complete(PLEDGES), "announcement"))
    for name, key in (("b", "branch_how"), ("c", "member_day")):
        inbox.receive(name, PLEDGES, row("announcement", 0, **{key: "撤回"}), len(inbox.submissions) + 1)
        assert inbox.registers.announcements == ()
    assert inbox.rejected == []
    assert {(code, file) for code, file, _ in inbox.said("X128")} >= {("X128", "c")}


def test_attendance_alone_is_no_row_of_votes():
    inbox = Inbox().receive("a", EVALUATION, held(21) | votes(0, 19))
    inbox.receive("b", EVALUATION, row("member_peer", 0, attended="否", base=20), 2)
    assert inbox.ledger.counts["0101", "loyal", PEER]["approve"] == 19


def test_another_pledge_under_the_same_number_is_pointed_out():
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "每月听课两节"))
    inbox.receive("b", PLEDGES, pledge(0, "赵某甲", "照顾生病学生"), 2)
    assert list(texts_of(inbox).values()) == ["照顾生病学生"]
    assert [(f, facts["other"]) for _, f, facts in inbox.said("X139")] == [("a", "b")]


def test_forms_that_are_issued_again_and_again_are_read_in_no_time():
    inbox = Inbox().receive("a", PLEDGES, pledge(8, "赵某甲", "听课"))
    for n in range(2, 22):
        inbox.receive(f"f{n}", again_of(inbox, PLEDGES), pledge(8, "赵某甲", "听课", target=f"第{n}次"), 1)
    assert list(texts_of(inbox).values()) == ["听课"]
    assert [p.target for p in inbox.registers.pledges] == ["第21次"]


def test_a_form_that_comes_back_with_the_number_of_its_parent_stems_from_it_and_not_from_itself():
    inbox = Inbox().receive("a", PLEDGES, first := pledge(8, "赵某甲", "听课"))
    inbox.receive("b", again_of(inbox, PLEDGES), first)
    inbox.receive("c", again_of(inbox, PLEDGES), pledge(8, "赵某甲", "读书"))
    assert sorted(texts_of(inbox).values()) == ["听课", "读书"]


@pytest.mark.parametrize("word", ["撤回", "作废", "（作废）", "void"])
@pytest.mark.parametrize(
    ("sheet", "index", "column", "others", "cell"),
    [
        ("member_self", 1, "loyal", {"study": 8, "duty": 9}, "C6"),
        ("member_peer", 2, "duty.approve", {"loyal.approve": 7, "base": 8}, "E7"),
        ("branch_self", 0, "self", {"achievement": "按计划完成"}, "B5"),
        ("member_organisation", 0, "opinion", {"loyal": 9, "study": 8}, "K5"),
    ],
)
def test_a_row_that_was_never_sent_and_says_that_it_is_withdrawn_is_an_error_at_its_cell(
    sheet, index, column, others, cell, word
):
    inbox = Inbox().receive("a", EVALUATION, row(sheet, index, **{column: word}, **others))
    [finding] = [f for f in inbox.merged().findings if f.rule.code == "R118"]
    given = EVALUATION.table_of(sheet).rows[index]
    lost = 1 + len(others) + ("attended" in given)
    title = EVALUATION.table_of(sheet).title.zh
    assert (finding.place.file, finding.place.sheet, finding.place.cell) == ("a", title, cell)
    assert f"这一次填的 {lost} 格就丢了" in finding.says(Lang.ZH)
    assert inbox.said("X129") == []
    cells = inbox.ledger.cells["a"]
    before = inbox.submissions[0].parts[sheet].cells
    assert cells.rejected == lost
    assert cells.total == sum(part.cells.total for part in inbox.submissions[0].parts.values())
    assert before.rejected == 0


@pytest.mark.parametrize(
    ("sheet", "index", "column", "cell"),
    [
        ("member_self", 1, "loyal", "C6"),
        ("member_peer", 2, "check", "M7"),
        ("meeting", 0, "teller", "H5"),
    ],
)
def test_words_alone_on_a_row_lose_nothing_and_are_pointed_out_at_their_cell(sheet, index, column, cell):
    inbox = Inbox().receive("a", EVALUATION, row(sheet, index, **{column: "撤回"}))
    [finding] = [f for f in inbox.merged().findings if f.rule.code in {"X129", "R118"}]
    assert (finding.rule.code, finding.place.cell) == ("X129", cell)


def test_rows_that_were_sent_before_are_withdrawn_and_lose_nothing():
    inbox = Inbox().receive("a", EVALUATION, FULL)
    inbox.receive("b", EVALUATION, FULL | row("member_self", 1, loyal="作废"), 2)
    codes = {code for code, *_ in inbox.said("X128", "X129", "R118", "R123")}
    assert codes == {"R123"}
    assert inbox.ledger.cells["b"].rejected == 0


def test_several_rows_that_were_never_sent_are_one_error_that_names_them():
    wrong = {("member_self", n, "loyal"): "作废" for n in (0, 2, 3)}
    wrong |= {("member_self", n, "study"): 8 for n in range(4)}
    inbox = Inbox().receive("a", EVALUATION, wrong)
    [(_, _, facts)] = inbox.said("R118")
    assert facts["rows"] == "赵某甲、孙某丙、李某丁"
    assert facts["found"] == 6
    assert inbox.ledger.counts["0102", "study", WayKey.SELF] == {800: 1}


@pytest.mark.parametrize("sheet", ["vetoes", "overrides", "commendations"])
def test_a_row_whose_subject_says_that_it_is_withdrawn_is_called_what_people_call_it(sheet):
    given = row(sheet, 0, subject="撤回") | row(
        sheet, 0, **{"vetoes": {"document": "纪要1号"}}.get(sheet, {})
    )
    inbox = Inbox().receive("c", DECISIONS, given)
    [(_, _, facts)] = inbox.said("R118", "X129")
    assert "withdrawn" not in str(facts["rows"])


def test_a_pledge_never_sent_that_says_that_it_is_withdrawn_says_what_it_loses():
    inbox = Inbox().receive("a", PLEDGES, pledge(0, "赵某甲", "听课", target="作废"))
    [(code, _, facts)] = inbox.said("X129", "R118")
    assert code == "R118"
    assert facts["found"] == 6


@pytest.mark.parametrize("issued_again", [True, False])
@pytest.mark.parametrize(("first", "text"), [("听课", "听两节课"), ("读书", "读书"), ("家访", "每月家访")])
def test_an_entry_that_came_back_under_the_number_it_was_given_is_the_same_entry(issued_again, first, text):
    """On a form that was issued again its row is numbered; on an old form that is the number of an empty row."""
    inbox = Inbox().receive("a", PLEDGES, pledge(8, "赵某甲", first))
    book = again_of(inbox, PLEDGES) if issued_again else PLEDGES
    inbox.receive("b", book, pledge(0, "赵某甲", text) | pledge(2, "钱某乙", "备课"), 2)
    own = {text} if issued_again else {first, text}
    assert sorted(texts_of(inbox).values()) == sorted([*own, "备课"])


@pytest.mark.parametrize("key", ["code", "name"])
def test_of_a_sheet_that_is_refused_as_a_whole_no_cell_is_said_to_be_empty(key):
    inbox = Inbox().receive("a", EVALUATION, FULL)
    rows = range(len(EVALUATION.table_of("member_self").rows))
    strangers = {("member_self", n, key): f"冯某{n}" for n in rows}
    inbox.receive("b", EVALUATION, FULL | strangers, 2)
    told = [facts["differences"] for code, _, facts in inbox.said("X120") if facts["sheet"] == "党员自评"]
    assert told
    assert all("→ 空" not in differences for differences in told)
