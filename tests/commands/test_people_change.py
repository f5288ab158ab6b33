"""People change between the day a form is issued and the day it comes back: whose marks are whose."""

from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from filled import complete
from grids import bytes_of, write_plain
from plain import plain_file
from plans import small_plan, with_entries, with_way

from xlcampaign.campaign import Folder
from xlcampaign.checks.alike import once
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import Options, make_summary, merge_stage
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
)
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.layout.sheet import Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.registers import PledgeState
from xlcampaign.model.roster import Category, Participation, Post, Roster
from xlcampaign.sending.problems import to_mend
from xlcampaign.words import Lang

NAMES = {
    "0101": "冯一", "0102": "陈小二", "0103": "褚三", "0104": "卫四", "0105": "蒋五",
    "0201": "沈六", "0202": "韩七", "0203": "杨八", "0204": "朱九", "0205": "秦十",
}  # fmt: skip
PLAN = small_plan(2, 5)
PLAN = replace(PLAN, members=tuple(replace(m, name=NAMES[m.code]) for m in PLAN.members))
FIRST, SECOND = PLAN.branches
LISTED = PLAN.stage_of(1).counts_on
BOOK = evaluation_form(PLAN, FIRST)
ONE_EACH = {code: number for number, code in enumerate(sorted(NAMES), 1)}
"""The self-rating that each gives: whose marks are whose shows in the counts."""


def rated(book=BOOK):
    """What a form's self-ratings say: a mark of its own for everybody."""
    table = book.table_of("member_self")
    return {
        ("member_self", n, column.key): ONE_EACH[row["code"]] / 2
        for n, row in enumerate(table.rows)
        for column in table.columns
        if column.mark
    }


def renamed(names, plan=PLAN):
    return replace(plan, members=tuple(replace(m, name=names.get(m.code, m.name)) for m in plan.members))


def changed(code, plan=PLAN, /, **values):
    return replace(plan, members=tuple(replace(m, **values) if m.code == code else m for m in plan.members))


def listed(names, plan=PLAN):
    """The plan with the first branch's names in this order, its members numbered anew as blank codes are."""
    model = plan.members[1]
    own = tuple(
        replace(
            next((m for m in plan.members if m.name == name and m.branch == "01"), model),
            name=name,
            code=f"01{n:02d}",
        )
        for n, name in enumerate(names, 1)
    )
    return replace(plan, members=(*own, *(m for m in plan.members if m.branch != "01")))


def without(code, plan=PLAN):
    return replace(plan, members=tuple(m for m in plan.members if m.code != code))


def take(book, answers, today):
    return take_in(Envelope("f.xlsx", plain_file(book, answers)), today)


def found(intake, *codes):
    return [f for f in intake.findings if f.rule.code in codes]


def said(intake, code):
    [finding] = found(intake, code)
    return finding.says(Lang.ZH)


def errors(intake):
    return [f for f in intake.findings if f.is_error]


def marks(intake):
    """Everybody's self-rating on one star, by today's code."""
    counts = intake.submission.parts["member_self"].marks
    return {
        subject: next(iter(given)) / 50 for (subject, star, _), given in counts.items() if star == "loyal"
    }


OWN = {code: number for code, number in ONE_EACH.items() if code < "02"}


@pytest.mark.parametrize(
    ("code", "name"),
    [("0102", "陈晓二"), ("0103", "褚叁"), ("0101", "冯一一"), ("0105", "姜五"), ("0102", "陈 小二")],
)
def test_a_code_with_the_name_that_the_form_was_issued_with_is_the_same_person(code, name):
    intake = take(BOOK, rated(), renamed({code: name}))
    assert errors(intake) == []
    assert marks(intake) == OWN
    notes = found(intake, "R114")
    assert len(notes) == (name != "陈 小二")  # a space makes no other name
    assert all(NAMES[code] in note.says(Lang.ZH) and name in note.says(Lang.ZH) for note in notes)


def test_a_person_may_go_by_todays_name_too():
    typed = {("member_self", 1, "name"): "陈晓二"}
    intake = take(BOOK, rated() | typed, renamed({"0102": "陈晓二"}))
    assert errors(intake) == []
    assert marks(intake) == OWN


@pytest.mark.parametrize("left", ["code", "name"])
def test_a_person_is_known_by_the_code_or_the_name_as_issued_alone(left):
    typed = {("member_self", 1, left): None}
    intake = take(BOOK, rated() | typed, renamed({"0102": "陈晓二"}))
    assert errors(intake) == []
    assert marks(intake) == OWN


def test_without_the_plan_inside_a_form_its_rows_are_read_by_todays():
    workbook = write_plain(BOOK, rated())
    for title in [t for t in workbook.sheetnames if t.startswith("_")]:
        sheet = workbook[title]
        for row in sheet.iter_rows():
            if str(row[0].value).startswith("plan."):
                row[1].value = "{"
    intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), renamed({"0102": "陈晓二"}))
    assert len(found(intake, "R104")) > 1


SHIFTS = {
    "somebody put in at the top": (["吕新", "冯一", "陈小二", "褚三", "卫四", "蒋五"], {}),
    "somebody put in in the middle": (["冯一", "陈小二", "吕新", "褚三", "卫四", "蒋五"], {}),
    "two changed places": (["冯一", "褚三", "陈小二", "卫四", "蒋五"], {}),
    "the order turned round": (["蒋五", "卫四", "褚三", "陈小二", "冯一"], {}),
    "somebody left out": (["冯一", "褚三", "卫四", "蒋五"], {"陈小二"}),
    "the last left out and one put in": (["吕新", "冯一", "陈小二", "褚三", "卫四"], {"蒋五"}),
}


@pytest.mark.parametrize(("names", "gone"), SHIFTS.values(), ids=SHIFTS)
def test_people_whose_codes_were_given_anew_keep_what_is_theirs(names, gone):
    today = listed(names)
    intake = take(BOOK, rated(), today)
    assert errors(intake) == []
    now = {m.code: m.name for m in today.members}
    credited = {now[code]: mark for code, mark in marks(intake).items() if code in now}
    assert credited == {NAMES[code]: mark for code, mark in OWN.items() if NAMES[code] not in gone}
    assert all(f"{name}（" in said(intake, "R114") for name in gone)


def test_a_code_that_has_quite_another_name_is_an_error_that_says_both():
    for name in ("吕新", "褚九", "欧阳某某"):
        intake = take(BOOK, rated(), renamed({"0102": name}))
        assert "0102" not in marks(intake)
        assert marks(intake) == {code: mark for code, mark in OWN.items() if code != "0102"}
        for finding in found(intake, "R116"):
            assert "陈小二" in finding.says(Lang.ZH)
            assert name in finding.says(Lang.ZH)
        assert found(intake, "R116")
        assert not found(intake, "R101", "R103", "R104")


def test_of_whom_nobody_can_tell_who_it_is_that_is_said_once_a_file_with_all_rows():
    full = complete(BOOK)
    sheets = {key for key, _, _ in full if key.startswith("member_")}
    today = renamed({"0102": "吕新", "0104": "欧阳某某"})
    findings = [
        finding
        for file in ("甲.xlsx", "乙.xlsx")
        for finding in take_in(Envelope(file, plain_file(BOOK, full)), today).findings
        if finding.rule.code == "R116"
    ]
    assert len(findings) == 2 * 2 * len(sheets)
    told = [finding for finding in once(findings) if finding.rule.code == "R116"]
    assert sorted((one.place.file, one.facts["code"]) for one in told) == [
        (file, code) for file in ("乙.xlsx", "甲.xlsx") for code in ("0102", "0104")
    ]
    titles = {BOOK.table_of(key).title.zh for key in sheets}
    for one in told:
        assert f"共 {len(sheets)} 处" in one.says(Lang.ZH)
        assert all(title in one.says(Lang.ZH) for title in titles)
        assert one.place.cell in one.says(Lang.ZH)
        assert one.place.file not in one.says(Lang.ZH)
    assert list(once(findings[:1])) == findings[:1]


@pytest.mark.parametrize("name", ["陈建国", "陈", "陈·小二", "程小二", "陈小二（大）"])
def test_a_code_whose_name_keeps_its_surname_or_half_of_itself_is_the_same_person(name):
    intake = take(BOOK, rated(), renamed({"0102": name}))
    assert marks(intake) == OWN
    assert errors(intake) == []


def test_a_corrected_name_is_not_believed_where_codes_were_given_anew():
    today = listed(["冯一", "陈小三", "褚三", "卫四", "蒋五", "陈小四"])  # nobody's code changed but theirs
    assert marks(take(BOOK, rated(), today)) == OWN
    today = listed(["冯一", "陈小三", "陈小四", "褚三", "卫四", "蒋五"])
    intake = take(BOOK, rated(), today)
    assert found(intake, "R116")
    assert marks(intake) == {"0101": 1, "0104": 3, "0105": 4, "0106": 5}


def test_namesakes_are_told_by_code_until_codes_are_given_anew():
    plan = renamed({"0104": "褚三"})
    book = evaluation_form(plan, FIRST)
    assert marks(take(book, rated(book), changed("0101", plan, name="冯一一"))) == OWN
    own = [m for m in plan.members if m.branch == "01"]
    people = [replace(own[0], code="0101", name="吕新", post=Post.NONE), *own]
    shifted = tuple(replace(m, code=f"01{n:02d}") for n, m in enumerate(people, 1))
    today = replace(plan, members=(*shifted, *(m for m in plan.members if m.branch == "02")))
    intake = take(book, rated(book), today)
    assert marks(intake) == {"0102": 1, "0103": 2, "0106": 5}
    assert {f.rule.code for f in errors(intake)} == {"R116"}


def test_a_name_that_another_branch_has_is_nobody_of_this_one():
    today = renamed({"0102": "陈晓二", "0203": "陈小二"})
    assert marks(take(BOOK, rated(), today)) == OWN
    gone = take(BOOK, rated(), without("0102", today))
    assert errors(gone) == []
    assert "0203" not in marks(gone)
    assert "0203" in said(gone, "R114")


def test_the_committee_sees_whether_somebody_moved_and_got_another_code():
    moved = changed("0102", code="0206", branch="02")
    intake = take(commendation_form(PLAN), decided("陈小二（0102）"), moved)
    assert errors(intake) == []
    assert subjects(intake, "vetoes") == ["0206"]
    two = replace(moved, members=(*moved.members, replace(moved.members[1], code="0207")))
    intake = take(commendation_form(PLAN), decided("陈小二（0102）"), two)
    assert [f.rule.code for f in errors(intake)] == ["R116"]


def test_the_committee_knows_whose_name_was_elsewhere_before():
    plan = renamed({"0203": "陈小二"})
    book = commendation_form(plan)
    answers = decided("陈小二（0102）") | decided("陈小二（0203）", row=1)
    intake = take(book, answers, renamed({"0102": "陈晓二"}, plan))
    assert errors(intake) == []
    assert subjects(intake, "vetoes") == ["0102", "0203"]


def decided(subject, row=0, sheet="vetoes"):
    entry = {
        "subject": subject,
        "situation": "发生安全责任事故",
        "document": "联党发1号",
        "day": "2023-06-01",
    }
    return {(sheet, row, key): value for key, value in entry.items()}


def subjects(intake, sheet):
    return [entry.subject for entry in intake.submission.parts[sheet].entries]


@pytest.mark.parametrize(
    "written", ["陈小二（0102）", "陈小二(0102)", "0102", "陈小二", "陈 小二 （0102）", "陈晓二（0102）"]
)
def test_the_committees_choices_are_whom_its_form_was_issued_about(written):
    intake = take(commendation_form(PLAN), decided(written), renamed({"0102": "陈晓二"}))
    assert errors(intake) == []
    assert subjects(intake, "vetoes") == ["0102"]


def test_a_choice_that_is_none_is_reported_as_it_was_typed():
    book = pledge_form(PLAN, FIRST)
    typed = {("member_pledges", 0, "subject"): FIRST.name, ("member_pledges", 0, "text"): "每周听课"}
    [finding] = errors(take(book, typed, renamed({"0102": "陈晓二"})))
    assert (finding.rule.code, finding.facts["found"]) == ("C103", FIRST.name)


def test_the_committees_choices_follow_codes_that_were_given_anew():
    today = listed(["吕新", "冯一", "陈小二", "褚三", "卫四", "蒋五"])
    answers = decided("陈小二（0102）") | decided("蒋五（0105）", row=1)
    intake = take(commendation_form(PLAN), answers, today)
    assert errors(intake) == []
    assert subjects(intake, "vetoes") == ["0103", "0106"]
    replaced = take(commendation_form(PLAN), answers, renamed({"0102": "吕新"}))
    assert [f.rule.code for f in errors(replaced)] == ["R116"]
    assert subjects(replaced, "vetoes") == ["0105"]


def test_a_branch_that_was_renamed_is_the_same():
    today = replace(PLAN, branches=(replace(FIRST, name="城关第一完小联合党支部"), SECOND))
    book = pledge_form(PLAN, FIRST)
    assert errors(take(book, complete(book), today)) == []
    intake = take(commendation_form(PLAN), decided(FIRST.name), today)
    assert errors(intake) == []
    assert subjects(intake, "vetoes") == ["01"]
    assert "城关第一完小联合党支部" in said(intake, "R114")


def starred(key, name, plan=PLAN):
    return replace(plan, stars=tuple(replace(s, name=name) if s.key == key else s for s in plan.stars))


def star_keys(intake):
    return {star for part in intake.submission.parts.values() for _, star, _ in part.marks | part.tallies}


@pytest.mark.parametrize("kind", SubjectKind)
@pytest.mark.parametrize("at", [0, 3, -1])
def test_a_star_that_was_renamed_is_the_same(kind, at):
    star = PLAN.stars_of(kind)[at]
    today = starred(star.key, "更名后的星")
    before, after = (take(BOOK, complete(BOOK), plan) for plan in (PLAN, today))
    assert errors(after) == errors(before)
    assert not found(after, "S202", "R101", "R103")
    assert star_keys(after) == star_keys(before)
    assert star.key in star_keys(after)


def with_star(kind, at, plan=PLAN):
    """The plan with one star more."""
    stars = list(plan.stars)
    new = replace(plan.stars_of(kind)[0], key="new", name="创新创造星", aliases=())
    stars.insert(stars.index(plan.stars_of(kind)[at]), new)
    return replace(plan, stars=tuple(stars))


@pytest.mark.parametrize("kind", SubjectKind)
@pytest.mark.parametrize("at", [0, 3, -1])
@pytest.mark.parametrize(
    "scale", [("points", Entry.MARKS), ("approval", Entry.TALLY), ("grades", Entry.BALLOTS)]
)
def test_a_star_that_was_added_since_is_nobodys_error(kind, at, scale):
    plan = with_entries(PLAN, lambda *_: scale)
    book = evaluation_form(plan, plan.branches[0])
    before, after = (take(book, complete(book), one) for one in (plan, with_star(kind, at, plan)))
    assert errors(after) == errors(before)
    assert not found(after, "R103", "S101", "S202")
    assert "“创新创造星”" in said(after, "P139")
    assert "new" not in star_keys(after)
    assert to_mend(after.findings) == to_mend(before.findings)


@pytest.mark.parametrize("key", ["loyal", "study"])
def test_a_column_that_the_form_had_is_missed_as_ever(key):
    number = next(n for n, c in enumerate(BOOK.table_of("member_self").columns, 1) if c.key == key)
    workbook = write_plain(BOOK, complete(BOOK))
    workbook["党员自评"].delete_cols(number)
    envelope = Envelope("f.xlsx", bytes_of(workbook))
    after = take_in(envelope, with_star(SubjectKind.MEMBER, 3))
    [missing] = found(after, "S202")
    assert PLAN.stars_of(SubjectKind.MEMBER)[{"loyal": 0, "study": 1}[key]].name in missing.says(Lang.ZH)
    assert "“创新创造星”" in said(after, "P139")
    assert missing in to_mend(after.findings)


@pytest.mark.parametrize("entry", [Entry.TALLY, Entry.BALLOTS, Entry.MARKS])
def test_so_it_is_whatever_the_entry_and_several_stars_at_once(entry):
    plan = with_entries(PLAN, lambda *_: ("grades", entry))
    book = evaluation_form(plan, plan.branches[0])
    today = replace(plan, stars=tuple(replace(star, name=f"新{star.name}") for star in plan.stars))
    before, after = (take(book, complete(book), one) for one in (plan, today))
    assert marks_of(after) == marks_of(before)


def marks_of(intake):
    return {key: (part.marks, part.tallies) for key, part in intake.submission.parts.items()}


SWAPPED = {0: 1, 1: 0}
SHIFTED = {0: 1, 1: 2, 2: 3, 3: 0}
MOVED_ON = {0: 1, 1: 2, 2: None}


def with_names(kind, moves, plan, *, as_alias=False):
    """The plan in which stars of a kind have the names, or for an alias the name, that others of it had."""
    stars = plan.stars_of(kind)
    names = {stars[at].key: "更名后的星" if to is None else stars[to].name for at, to in moves.items()}
    given = {
        star.key: replace(star, aliases=(names[star.key],))
        if as_alias
        else replace(star, name=names[star.key], aliases=())
        for star in stars
        if star.key in names
    }
    return replace(plan, stars=tuple(given.get(s.key, s) if s.kind is kind else s for s in plan.stars))


@pytest.mark.parametrize("kind", SubjectKind)
@pytest.mark.parametrize("moves", [SWAPPED, SHIFTED, MOVED_ON])
@pytest.mark.parametrize("as_alias", [False, True])
def test_a_name_on_a_form_means_the_star_that_had_it_when_the_form_was_issued(kind, moves, as_alias):
    before, after = (
        take(BOOK, complete(BOOK) | rated(), plan)
        for plan in (PLAN, with_names(kind, moves, PLAN, as_alias=as_alias))
    )
    assert marks_of(after) == marks_of(before)
    new = {finding.rule.code for finding in after.findings} - {f.rule.code for f in before.findings}
    assert len([f for f in after.findings if f.rule.code in new]) == 1
    assert new <= {"F111", "X119"}


@pytest.mark.parametrize("kind", SubjectKind)
def test_a_new_star_under_an_old_ones_name_was_not_on_the_form(kind):
    first = PLAN.stars_of(kind)[0]
    today = with_star(kind, 3, with_names(kind, {0: None}, PLAN))
    today = replace(
        today, stars=tuple(replace(s, name=first.name) if s.key == "new" else s for s in today.stars)
    )
    before, after = (take(BOOK, complete(BOOK) | rated(), plan) for plan in (PLAN, today))
    assert marks_of(after) == marks_of(before)
    assert errors(after) == errors(before)
    assert f"“{first.name} (new)”" in said(after, "P139")


def pledged():
    book = pledge_form(PLAN, FIRST)
    table = book.table_of("member_pledges")
    rows = [n for n, row in enumerate(table.rows) if row["subject"] == "0102"]
    return book, {("member_pledges", n, "text"): f"每月听课{n}节" for n in rows} | complete(book)


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (renamed({"0102": "陈晓二"}), "0102"),
        (listed(["吕新", "冯一", "陈小二", "褚三", "卫四", "蒋五"]), "0103"),
        (changed("0102", participation=Participation.NO), "0102"),
        (changed("0102", branch="02"), "0102"),
        (without("0102"), "0102"),
        (listed(["冯一", "褚三", "卫四", "蒋五"]), "0102陈小二"),
    ],
    ids=["renamed", "numbered anew", "takes part no more", "moved", "gone", "gone and numbered anew"],
)
def test_pledges_stay_whose_they_are(today, code):
    book, answers = pledged()
    intake = take(book, answers, today)
    assert errors(intake) == []
    assert not found(intake, "R103", "R111")
    mine = [e for e in intake.submission.parts["member_pledges"].entries if e.subject == code]
    numbers = [e.values["number"] for e in mine]
    assert numbers == [f"1-{code}-{n}" for n in range(1, len(numbers) + 1)]
    assert mine
    assert "陈小二（0102）" in said(intake, "R114")


BALLOTS = with_entries(PLAN, lambda *_: ("approval", Entry.BALLOTS))


def test_voters_are_whom_the_form_was_issued_about():
    book = evaluation_form(BALLOTS, FIRST)
    answers = complete(book) | {
        ("member_peer", n, "voter"): "0102"
        for n, row in enumerate(book.table_of("member_peer").rows)
        if row["ballot"] == 1
    }
    members = listed(["吕新", "冯一", "陈小二", "褚三", "卫四", "蒋五"]).members
    intake = take(book, answers, replace(BALLOTS, members=members))
    assert not found(intake, "C122", "C123")
    counts = intake.submission.parts["member_peer"].marks
    own = {subject for (subject, _, _), given in counts.items() if "own" in given}
    assert own == {"0103"}


@pytest.mark.parametrize(("new", "old"), [(Post.SECRETARY, Post.COMMITTEE), (Post.SECRETARY, Post.NONE)])
def test_who_became_secretary_is_rated_where_the_form_asks(new, old):
    today = changed("0101", changed("0103", post=new), post=old)
    intake = take(BOOK, complete(BOOK), today)
    assert errors(intake) == []
    assert not found(intake, "R103")
    assert "0103" in intake.submission.parts["member_organisation"].rows
    assert "0101" not in intake.submission.parts["member_organisation"].rows
    assert "褚三" in said(intake, "R114")
    book = assessment_form(PLAN)
    intake = take(book, complete(book), today)
    assert errors(intake) == []
    assert "0101" in intake.submission.parts["secretary_organisation"].rows
    assert not found(intake, "R103")


def test_who_joined_is_said_once_a_form_and_only_where_no_row_is_about_them():
    joined = replace(PLAN.members[1], code="0106", name="吕新")
    today = replace(PLAN, members=(*PLAN.members, joined))
    intake = take(BOOK, complete(BOOK), today)
    assert errors(intake) == []
    assert "吕新" in said(intake, "R115")
    assert not found(intake, "R103")
    book = replace(
        BOOK, sheets=tuple(replace(s, spare=2) if s.key == "member_self" else s for s in BOOK.sheets)
    )
    added = {("member_self", 5, "code"): "0106", ("member_self", 5, "name"): "吕新"}
    intake = take(book, complete(BOOK) | added, today)
    assert not found(intake, "R115")
    assert {f.place.sheet for f in found(intake, "R103")} == {"党员互评", "教师测评", "组织总评"}


def test_who_takes_part_again_has_joined():
    out = changed("0104", participation=Participation.NO)
    book = evaluation_form(out, FIRST)
    intake = take(book, complete(book), PLAN)
    assert errors(intake) == []
    assert "卫四" in said(intake, "R115")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (changed("0104", participation=Participation.NO), "不参评"),
        (without("0104"), "已不在方案里"),
        (changed("0104", branch="02"), SECOND.name),
    ],
    ids=["out", "gone", "moved"],
)
@pytest.mark.parametrize("make", [evaluation_form, pledge_form])
def test_who_left_is_a_note_and_no_error_of_the_sender(today, words, make):
    book = make(PLAN, FIRST)
    intake = take(book, complete(book), today)
    assert errors(intake) == []
    assert not found(intake, "R101", "R103", "R104")
    assert words in said(intake, "R114")


def away(code, **changes):
    """Return the plan in which somebody is not there on the day of the first stage's list, but later is."""
    back = replace(PLAN.member_of[code], start=LISTED + timedelta(days=14), **changes)
    there = without(code)
    return replace(there, roster=Roster(PLAN.branches, (*there.members, back)))


@pytest.mark.parametrize("today", [away("0104"), away("0102", branch="02"), away("0103", post=Post.DEPUTY)])
@pytest.mark.parametrize("make", [evaluation_form, pledge_form])
def test_who_is_only_not_on_the_stages_list_is_not_said_to_be_gone_from_the_plan(today, make):
    book = make(PLAN, FIRST)
    intake = take(book, complete(book), today)
    assert f"不在第 1 阶段的名单里（名单截止日 {LISTED}）" in said(intake, "R114")
    assert "已不在方案里" not in said(intake, "R114")


def test_what_a_category_is_does_not_change_whose_marks_they_are():
    today = changed("0102", category=Category.PROBATIONARY)
    intake = take(BOOK, rated(), today)
    assert errors(intake) == []
    assert not found(intake, "R114", "R115")
    assert marks(intake) == OWN


def merged(today, *forms, sound=True):
    """What came together of forms, each a book and its answers, under today's plan."""
    taken = [
        take_in(Envelope(f"{n}.xlsx", plain_file(book, answers)), today)
        for n, (book, answers) in enumerate(forms, 1)
    ]
    assert bool([f for intake in taken for f in errors(intake)]) is not sound
    return merge_stage((intake.submission for intake in taken), today, 1, date(2023, 6, 26))


def means(merged, way, code):
    return {star.ways[way].mean for star in merged.results.by_code[code].stars}


def given(book, sheet, points):
    """A form with the same points for everybody on one sheet of marks, all else filled."""
    marks = {key: points for key in complete(book) if key[0] == sheet}
    columns = {column.key for column in book.table_of(sheet).columns if column.mark}
    return book, complete(book) | {key: value for key, value in marks.items() if key[2] in columns}


@pytest.mark.parametrize("order", [1, -1])
def test_who_moved_between_two_forms_is_rated_on_one_of_them(order):
    today = changed("0102", branch="02")
    old, new = given(BOOK, "member_self", 5), given(evaluation_form(today, SECOND), "member_self", 9)
    came = merged(today, *(old, new)[::order])
    assert means(came, WayKey.SELF, "0102") == {90000}
    assert means(came, WayKey.SELF, "0101") == {50000}
    twice = [f for f in came.findings if f.rule.code == "X143"]
    assert not [f for f in came.findings if f.rule.code == "X132"]
    assert {f.place.file for f in twice} == {"1.xlsx" if order == 1 else "2.xlsx"}
    assert {f.place.sheet for f in twice} == {"党员自评", "党员互评", "教师测评", "组织总评"}
    assert means(merged(today, old), WayKey.SELF, "0102") == {50000}  # as long as nobody else rated them


def handed_over(plan=PLAN):
    """The plan after 冯一 handed the post of secretary to 褚三."""
    return changed("0101", changed("0103", plan, post=Post.SECRETARY), post=Post.COMMITTEE)


@pytest.mark.parametrize("today", [PLAN, handed_over()], ids=["before", "after"])
def test_nobody_is_unrated_because_the_secretary_handed_over(today):
    branch = given(BOOK, "member_organisation", 6)
    superior = given(assessment_form(PLAN), "secretary_organisation", 8)
    came = merged(today, branch, superior)
    assert means(came, WayKey.ORGANISATION, "0101") == {80000}
    assert means(came, WayKey.ORGANISATION, "0103") == {60000}
    assert not [f for f in came.findings if f.rule.code == "X132"]


def test_a_secretary_whom_both_rated_counts_where_todays_plan_asks():
    branch = given(BOOK, "member_organisation", 6)
    superior = given(assessment_form(handed_over()), "secretary_organisation", 8)
    came = merged(handed_over(), branch, superior)
    assert means(came, WayKey.ORGANISATION, "0103") == {80000}
    assert means(came, WayKey.ORGANISATION, "0101") == {None}
    assert [f.place.file for f in came.findings if f.rule.code == "X143"] == ["1.xlsx"]


@pytest.mark.parametrize("code", ["0101", "0102", "0103"])
def test_of_who_is_rated_on_another_form_nothing_says_that_the_older_row_stays(code):
    today = changed(code, branch="02")
    old, new = given(BOOK, "member_self", 5), given(evaluation_form(today, SECOND), "member_self", 9)
    again = BOOK, {("cover", 0, "version"): 2, ("branch_self", 0, "self"): 8}
    came = merged(today, old, new, again)
    assert means(came, WayKey.SELF, code) == {90000}
    kept = {f.facts["sheet"].zh: f for f in came.findings if f.rule.code == "X122"}
    name = PLAN.member_of[code].name
    for sheet in ("党员自评", "党员互评", "教师测评"):
        rows = kept[sheet].facts["rows"].zh
        assert name not in rows
        assert any(member.name in rows for member in PLAN.members if member.code != code)


@pytest.mark.parametrize("order", [1, -1])
def test_who_was_rated_on_two_forms_of_which_todays_plan_asks_neither_is_an_error_until_the_third_comes(
    order,
):
    there = changed("0102", branch="02")
    wider = replace(PLAN, branches=(*PLAN.branches, replace(SECOND, code="03", name="丁丁完小党支部")))
    gone = changed("0102", wider, branch="03")
    third = evaluation_form(gone, gone.branches[2])
    old, new = given(BOOK, "member_self", 5), given(evaluation_form(there, SECOND), "member_self", 9)
    before = merged(gone, *(old, new)[::order])
    assert {f.place.sheet for f in before.findings if f.rule.code == "X132"} >= {"党员自评"}
    after = merged(gone, *(old, new)[::order], given(third, "member_self", 7))
    assert means(after, WayKey.SELF, "0102") == {70000}
    assert [f for f in after.findings if f.rule.code == "X143"]
    assert not [f for f in after.findings if f.rule.code == "X132"]


def test_a_row_that_nobody_filled_on_one_of_two_forms_rates_nobody_twice():
    today = changed("0102", branch="02")
    new = evaluation_form(today, SECOND)
    came = merged(today, given(BOOK, "member_self", 5), (new, {("member_self", 1, "loyal"): 7}))
    assert means(came, WayKey.SELF, "0102") == {50000}
    assert not [f for f in came.findings if f.rule.code == "X132"]


@pytest.mark.parametrize("entry", [Entry.BALLOTS, Entry.TALLY])
def test_ballots_and_votes_on_two_forms_count_once(entry):
    plan = with_entries(PLAN, lambda *_: ("approval", entry))
    today = changed("0102", plan, branch="02")
    books = evaluation_form(plan, FIRST), evaluation_form(today, SECOND)
    both = merged(today, *((book, complete(book)) for book in books))
    alone = merged(today, (books[1], complete(books[1])))
    one, other = (come.results.by_code["0102"] for come in (both, alone))
    peer = [[star.ways[WayKey.PEER].counts for star in subject.stars] for subject in (one, other)]
    assert peer[0] == peer[1]
    assert any(peer[0])


@pytest.mark.parametrize("code", ["0102", "0103", "0105"])
@pytest.mark.parametrize("entry", Entry)
def test_the_row_that_does_not_count_is_named_with_its_cells_and_of_ballots_their_sheet(entry, code):
    plan = with_entries(PLAN, lambda *_: ("approval", entry))
    today = changed(code, plan, branch="02")
    books = evaluation_form(plan, FIRST), evaluation_form(today, SECOND)
    old, new = ((book, complete(book)) for book in books)
    ledger, alone = merged(today, old, new).ledger, merged(today, old).ledger
    table = books[0].table_of("member_peer")
    row = table.first_row + [row["code"] for row in table.rows].index(code)
    [peer] = [one for one in ledger.twice if one.way is WayKey.PEER]
    assert (peer.subject, peer.place.file, peer.counts) == (code, "1.xlsx", "2.xlsx")
    assert (peer.place.sheet, peer.place.cell) == (
        "党员互评",
        "" if entry is Entry.BALLOTS else f"C{row}:J{row}",
    )
    assert peer.cells == (8 * 5 if entry is Entry.BALLOTS else 8)
    assert ledger.cells["1.xlsx"].rejected == alone.cells["1.xlsx"].rejected  # accepted, and overtaken since


def test_what_was_rejected_on_the_form_that_does_not_count_rejects_nothing():
    today = changed("0102", branch="02")
    stars = [star.key for star in PLAN.stars_of(SubjectKind.MEMBER)]
    wrong = {("member_self", 1, star): "很好" for star in stars} | {("member_self", 2, "study"): "一般"}
    old, answers = given(BOOK, "member_self", 5)
    new = given(evaluation_form(today, SECOND), "member_self", 9)
    ledger = merged(today, (old, answers | wrong), new, sound=False).ledger
    assert ledger.rejected == {("0103", "study", WayKey.SELF)}
    for star in stars:
        assert ledger.counts["0102", star, WayKey.SELF] == {900: 1}
        assert ledger.sources["0102", star, WayKey.SELF].file == "2.xlsx"
        assert ledger.sources["0101", star, WayKey.SELF].file == "1.xlsx"


def test_who_moved_on_is_rated_by_the_first_who_did_until_those_of_today_do():
    plan = small_plan(3, 3)
    moved = [changed("0102", plan, branch=branch.code) for branch in plan.branches]
    forms = [
        given(evaluation_form(then, branch), "member_self", points)
        for then, branch, points in zip(moved, plan.branches, (5, 7, 9), strict=True)
    ]
    assert means(merged(moved[-1], *forms[:2]), WayKey.SELF, "0102") == {50000}
    assert means(merged(moved[-1], *forms), WayKey.SELF, "0102") == {90000}


def pledges_and_what_became_of_them(plan):
    """承诺表, and the 评议表 that asks for the pledges made on it, both issued by one plan."""
    book, answers = pledged()
    came = merged(plan, (book, answers))
    evaluation = evaluation_form(plan, FIRST, Known(came.ledger, came.results))
    states = {
        ("fulfilment", n, "state"): "已兑现" if str(row["number"]).startswith("1-0102") else "进行中"
        for n, row in enumerate(evaluation.table_of("fulfilment").rows)
    }
    return (book, answers), (evaluation, states)


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (renamed({"0102": "陈晓二"}), "0102"),
        (listed(["吕新", "冯一", "陈小二", "褚三", "卫四", "蒋五"]), "0103"),
        (listed(["冯一", "褚三", "陈小二", "卫四", "蒋五"]), "0103"),
        (changed("0102", participation=Participation.NO), "0102"),
        (without("0102"), "0102"),
        (listed(["冯一", "褚三", "卫四", "蒋五"]), "0102陈小二"),
    ],
    ids=["renamed", "numbered anew", "changed places", "out", "gone", "gone and numbered anew"],
)
def test_what_became_of_pledges_is_said_of_those_who_made_them(today, code):
    came = merged(today, *pledges_and_what_became_of_them(PLAN))
    fulfilled = [p for p in came.ledger.registers.pledges if p.state is PledgeState.FULFILLED]
    assert {(p.subject, p.number.rpartition("-")[0]) for p in fulfilled} == {(code, f"1-{code}")}
    assert len(fulfilled) == 2
    assert not [f for f in came.findings if f.is_error]


def test_what_became_of_pledges_is_nobodys_where_a_code_went_to_somebody_else():
    today = renamed({"0102": "吕新"})
    issued = pledges_and_what_became_of_them(PLAN)
    own, theirs = pledge_form(today, FIRST), pledged()[1]
    [kept] = [take(book, answers, today) for book, answers in issued[1:]]
    assert {f.place.sheet for f in errors(kept) if f.rule.code == "R116"} >= {"践诺情况"}
    pledges = take(own, theirs, today)
    came = merge_stage([kept.submission, pledges.submission], today, 1, date(2023, 6, 26))
    assert [p for p in came.ledger.registers.pledges if p.subject == "0102"]
    assert not [p for p in came.ledger.registers.pledges if p.state is PledgeState.FULFILLED]


def campaign(root, today, **forms):
    """A campaign's folder with today's plan and what came in: books and answers by name."""
    (root / "inbox").mkdir(parents=True)
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows(today))))
    for name, (book, answers) in forms.items():
        (root / "inbox" / f"{name}.xlsx").write_bytes(plain_file(book, answers))
    options = Options(1, date(2023, 6, 26), None, strict=False, engine=Processes(1))
    target, report, *_ = make_summary(Folder(root), options, Unwatched())
    return openpyxl.load_workbook(target, data_only=True), report


def lines_of(workbook, sheet):
    return [[str(cell.value) for cell in row] for row in workbook[sheet].iter_rows()]


@pytest.mark.parametrize(
    "today",
    [
        without("0102"),
        listed(["冯一", "褚三", "卫四", "蒋五"]),
        changed("0102", participation=Participation.NO),
        away("0102"),
    ],
    ids=["gone", "gone and numbered anew", "out", "not there in the stage"],
)
def test_the_summary_shows_what_the_registers_hold_of_who_left(tmp_path, today):
    comment = {
        "subject": "陈小二（0102）",
        "achievements": "好",
        "problems": "少",
        "direction": "前",
        "author": "李",
    }
    assessment = assessment_form(PLAN), {("comments", 2, key): value for key, value in comment.items()}
    commendation = commendation_form(PLAN), decided("陈小二（0102）")
    proposed = {("member_organisation", 0, "veto"): PLAN.vetoes[0].name}
    evaluation = BOOK, complete(BOOK) | proposed
    book, report = campaign(tmp_path / "c", today, a=pledged(), b=assessment, c=commendation, d=evaluation)
    assert [f for f in report.findings if f.is_error] == []
    for sheet in ("承诺台账", "摸底对照", "领导点评"):
        told = [line for line in lines_of(book, sheet) if "陈小二" in line]
        assert told, sheet
        assert all(FIRST.name in line for line in told), sheet
    shown = [text for sheet in book.sheetnames for line in lines_of(book, sheet) for text in line]
    assert not [text for text in shown if text.startswith("0102陈小二")]
    assert "陈小二" not in {subject.name for subject in report.results.subjects}


def test_votes_are_shown_with_the_meeting_at_which_they_were_given(tmp_path):
    plan = with_way(PLAN, SubjectKind.MEMBER, WayKey.ORGANISATION, scale="approval", entry=Entry.TALLY)
    forms = {}
    for name, book, votes in (("a", evaluation_form(plan, FIRST), 7), ("b", assessment_form(plan), 2)):
        forms[name] = (
            book,
            {
                key: votes if key[0].endswith("organisation") and key[2].endswith("approve") else value
                for key, value in complete(book).items()
            },
        )
    book, _ = campaign(tmp_path / "c", handed_over(plan), **forms)
    held = {(line[0], line[1]): " ".join(line) for line in lines_of(book, "评议情况")}
    assert "同意 224 项" in held[FIRST.name, "组织总评"]
    assert "同意 32 项" in held["某某联校党组织", "组织总评"]


@pytest.mark.parametrize("valid", [5, 6])
def test_whoever_left_after_voting_was_a_voter(valid):
    answers = complete(BOOK) | {
        ("meeting", n, key): valid
        for n in range(4)
        for key in ("due", "present", "issued", "returned", "valid")
    }
    votes = {key: 1 for key in answers if str(key[2]).endswith(".approve")}
    came = merged(without("0104"), (BOOK, answers | votes))
    assert bool([f for f in came.findings if f.rule.code == "X105"]) is (valid > 5)


RATED = {"member_self", "member_peer", "member_teacher", "member_organisation"}


def checked(root, plan, *forms):
    """What is found in a campaign into whose inbox forms came: code, file, sheet and row."""
    (root / "inbox").mkdir(parents=True)
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows(plan))))
    for number, (book, answers) in enumerate(forms, 1):
        data = plain_file(book, answers, f"2023-05-0{number}T00:00:00Z")
        (root / "inbox" / f"{number}.xlsx").write_bytes(data)
    report = check_campaign(Folder(root), 1, date(2023, 5, 30), Processes(1), Unwatched())
    return {(f.rule.code, f.place.file, f.place.sheet, f.place.row) for f in report.findings}


@pytest.mark.parametrize("code", ["0102", "0103", "0105"])
def test_a_branch_is_not_asked_for_votes_on_whom_the_branch_before_has_rated(tmp_path, code):
    today = changed(code, branch="02")
    there = evaluation_form(today, SECOND)
    rows = {
        (table.key, n): table.first_row + n
        for table in there.sheets
        if isinstance(table, Table) and table.key in RATED
        for n, row in enumerate(table.rows)
        if row.get("code") == code
    }
    left = {key: value for key, value in complete(there).items() if (key[0], key[1]) not in rows}
    left |= {("member_peer", n, "attended"): "是" for (key, n) in rows if key == "member_peer"}
    left["meeting", 0, "present"] = len(today.rated_members("02")) - 1
    titles = {(there.table_of(key).title.zh, row) for (key, _), row in rows.items()}
    alone = checked(tmp_path / "alone", today, (there, left))
    assert {(sheet, row) for rule, _, sheet, row in alone if rule == "R106"} == titles
    assert "C134" in {one[0] for one in alone}
    both = checked(tmp_path / "both", today, (BOOK, complete(BOOK)), (there, left))
    assert not {one for one in both if one[0] in {"R106", "C134"}}


@pytest.mark.parametrize("today", [without("0102"), away("0102")], ids=["gone", "not there in the stage"])
def test_who_left_is_not_fit_to_be_recommended(today):
    decision = {"subject": "陈小二（0102）", "decision": "同意推荐", "document": "联校纪要 9 号"}
    typed = {("recommendations", 0, key): value for key, value in decision.items()}
    came = merged(today, (BOOK, complete(BOOK)), (commendation_form(PLAN), typed))
    assert [f.rule.code for f in came.findings if f.rule.code in {"X157", "X158"}] == ["X157"]
