"""Who gives the organisation's rating is the branch's own: its committee, its members' meeting, or the superior."""

from dataclasses import replace
from datetime import date

import pytest
from filled import complete
from grids import bytes_of, read_grids, write_plain
from plain import plain_file
from plans import plan_of, plan_rows_of, small_plan, with_way

from xlcampaign.checks.plan import check_plan
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import merge_stage
from xlcampaign.findings.catalogue.plan_rules import SECRETARIES
from xlcampaign.findings.catalogue.rating_rules import RATED_ELSEWHERE
from xlcampaign.findings.catalogue.row_rules import AS_ISSUED
from xlcampaign.layout.choices import RATED_BY
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.forms import assessment_form, evaluation_form
from xlcampaign.layout.papers import meeting_papers
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.roster import RatedBy
from xlcampaign.reading.changes import find_changes
from xlcampaign.reading.form import unpack_sheets
from xlcampaign.reading.plan import build_plan, read_plan
from xlcampaign.tally.quality import assess
from xlcampaign.words import Lang

OVERALL = "member_organisation"
ABOVE = "secretary_organisation"


def rated_by(*givers, plan=None):
    plan = plan or small_plan(len(givers), 3)
    branches = zip(plan.branches, givers, strict=True)
    return replace(plan, branches=tuple(replace(branch, rated_by=giver) for branch, giver in branches))


ALL = rated_by(*RatedBy)
COMMITTEE, MEETING, SUPERIOR = ALL.branches


def codes_on(book, key):
    return [row["code"] for row in book.table_of(key).rows]


def keys_of(book):
    return [sheet.key for sheet in book.sheets]


@pytest.mark.parametrize("word", ["上级", "上级党组织", "组织单位", "superior"])
def test_the_plan_says_who_in_several_words(word):
    assert RATED_BY.parse(word) == "superior"


def test_the_branch_form_has_the_sheet_only_where_the_branch_itself_rates():
    asked = {b.code: OVERALL in keys_of(evaluation_form(ALL, b)) for b in ALL.branches}
    assert asked == {"01": True, "02": True, "03": False}


def test_the_members_meeting_is_named_on_its_sheet_and_the_committee_is_not():
    notes = [evaluation_form(ALL, b).table_of(OVERALL).note.zh for b in (COMMITTEE, MEETING)]
    assert ["党员大会" in note for note in notes] == [False, True]


def test_the_superior_rates_the_secretaries_and_all_of_the_branch_that_leaves_it():
    book = assessment_form(ALL)
    assert codes_on(book, ABOVE) == ["0101", "0201", "0301", "0302", "0303"]
    table = book.table_of(ABOVE)
    assert table.title.zh == "组织总评"
    assert SUPERIOR.name in table.note.zh
    assert assessment_form(small_plan(2, 3)).table_of(ABOVE).title.zh == "书记总评"


def merged(plan, *forms):
    taken = [
        take_in(Envelope(f"{n}.xlsx", plain_file(book, answers)), plan)
        for n, (book, answers) in enumerate(forms, 1)
    ]
    assert not [f for one in taken for f in one.findings if f.is_error]
    return merge_stage([one.submission for one in taken], plan, 1, date(2023, 6, 1)), taken


def overall(came, code):
    return {star.ways[WayKey.ORGANISATION].mean for star in came.results.by_code[code].stars}


def test_what_the_superior_gives_counts_for_everybody_of_the_branch():
    forms = [(evaluation_form(ALL, b), complete(evaluation_form(ALL, b))) for b in ALL.branches]
    book = assessment_form(ALL)
    came, _ = merged(ALL, *forms, (book, complete(book)))
    rated = [code for code, one in came.results.by_code.items() if one.composite is not None]
    assert len(rated) == len(came.results.subjects)
    assert overall(came, "0303") == overall(came, "0102") == {85000}


def test_without_the_superiors_form_the_branch_lacks_that_way_alone():
    forms = [(evaluation_form(ALL, b), complete(evaluation_form(ALL, b))) for b in ALL.branches]
    came, _ = merged(ALL, *forms)
    missing = {
        code: {way for star in came.results.by_code[code].stars for way in star.missing}
        for code in ("0102", "0202", "0302")
    }
    assert missing == {"0102": set(), "0202": set(), "0302": {WayKey.ORGANISATION}}


def test_a_form_issued_before_the_superior_took_over_is_read_as_it_was_issued_and_says_so():
    before, today = rated_by(RatedBy.COMMITTEE), rated_by(RatedBy.SUPERIOR)
    book = evaluation_form(before, before.branches[0])
    came, [taken] = merged(today, (book, complete(book)))
    assert overall(came, "0102") == {85000}
    [changed] = [f for f in taken.findings if f.rule is AS_ISSUED]
    assert "现由上级作出" in changed.says(Lang.ZH)


def test_a_form_issued_after_the_branch_took_it_back_asks_the_branch():
    before, today = rated_by(RatedBy.SUPERIOR), rated_by(RatedBy.MEETING)
    old, new = assessment_form(before), evaluation_form(today, today.branches[0])
    came, _ = merged(today, (old, complete(old)), (new, complete(new)))
    assert [one.subject for one in came.ledger.twice] == ["0102", "0103"]
    assert {one.place.file for one in came.ledger.twice} == {"1.xlsx"}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (RatedBy.COMMITTEE, RatedBy.SUPERIOR),
        (RatedBy.MEETING, RatedBy.SUPERIOR),
        (RatedBy.SUPERIOR, RatedBy.COMMITTEE),
        (RatedBy.SUPERIOR, RatedBy.MEETING),
    ],
)
@pytest.mark.parametrize("members", [3, 8])
def test_a_branch_that_both_rated_is_one_finding_with_what_can_be_done(was, now, members):
    before, today = (rated_by(giver, plan=small_plan(1, members)) for giver in (was, now))
    branchs, superiors = (today, before) if was is RatedBy.SUPERIOR else (before, today)
    books = evaluation_form(branchs, branchs.branches[0]), assessment_form(superiors)
    came, _ = merged(today, *((book, complete(book)) for book in books))
    [finding] = [f for f in came.findings if f.rule is RATED_ELSEWHERE]
    assert finding.place.file == ("2.xlsx" if was is RatedBy.SUPERIOR else "1.xlsx")
    assert len({cell.row for cell in finding.place.cells}) == len(came.ledger.twice) == members - 1
    says = finding.says(Lang.ZH)
    assert "钱某乙（0102）、孙某丙（0103）" in says
    assert ("等 7 人" in says) is (members == 8)
    assert "「组织总评由谁作出」" in finding.fix(Lang.ZH)


def test_those_of_two_branches_are_two_findings():
    before, today = rated_by(*[RatedBy.SUPERIOR] * 2), rated_by(*[RatedBy.COMMITTEE] * 2)
    books = [assessment_form(before), *(evaluation_form(today, branch) for branch in today.branches)]
    came, _ = merged(today, *((book, complete(book)) for book in books))
    found = [f.facts["counts"] for f in came.findings if f.rule is RATED_ELSEWHERE]
    assert found == ["2.xlsx", "3.xlsx"]


@pytest.mark.parametrize("entry", [Entry.TALLY, Entry.BALLOTS])
def test_papers_and_meetings_follow_who_rates(entry):
    plan = with_way(ALL, SubjectKind.MEMBER, WayKey.ORGANISATION, scale="approval", entry=entry)
    way = plan.ways_of(SubjectKind.MEMBER)[-1]
    tabs = [[paper.tab.zh for paper in meeting_papers(plan, branch)] for branch in plan.branches]
    assert ["测评票（组织总评）" in listed for listed in tabs] == [True, True, False]
    assert [plan.voters_of(branch.code, way) for branch in plan.branches] == [None, 3, None]
    ways = [evaluation_form(plan, b).table_of("meeting").rows for b in plan.branches]
    assert ["member.organisation" in {row["way"] for row in rows} for rows in ways] == [True, True, False]
    book = assessment_form(plan)
    came, _ = merged(plan, (book, complete(book)))
    raters = assess(came.ledger, plan, came.results).raters
    valid = {one.branch: one.valid for one in raters if one.kind is SubjectKind.MEMBER and one.way is way.key}
    assert valid == {"01": None, "02": None, "03": 9}


def test_a_plan_without_the_column_means_the_committee_and_carries_no_such_column():
    settings, rows = plan_rows_of(2, 2)
    plan = plan_of((settings, rows))
    assert {branch.rated_by for branch in plan.branches} == {RatedBy.COMMITTEE}
    assert "组织总评由谁作出" not in pack(plan)
    assert "组织总评由谁作出" in pack(ALL)
    for one in (plan, ALL):
        draft, findings = read_plan(unpack_sheets(pack(one)), "form.xlsx")
        assert {finding.rule.code for finding in findings} == {"C107"}  # days travel as text
        assert build_plan(draft).branches == one.branches


@pytest.mark.parametrize(("was", "now"), [(0, 2), (2, 0), (1, 2), (0, 1)])
def test_who_rates_is_told_among_what_changed_in_the_plan(was, now):
    givers = list(RatedBy)
    before, today = rated_by(givers[was]), rated_by(givers[now])
    [change] = find_changes(pack(before), pack(today))
    shown = [RATED_BY.show(givers[n], Lang.ZH) for n in (was, now)]
    assert [change.old, change.new] == shown


@pytest.mark.parametrize("written", ["甲一完小、甲二完小", "甲一完小，甲二完小", "甲一完小,甲二完小"])
def test_a_branch_may_span_several_schools(written):
    settings, rows = plan_rows_of(1, 2)
    rows["branches"][0]["school"] = written
    [branch] = plan_of((settings, rows)).branches
    assert branch.school == ("甲一完小", "甲二完小")
    plan = small_plan(1, 2)
    book = evaluation_form(replace(plan, branches=(branch,)), branch)
    [unit] = [line.text.zh for line in book.sheet_of("cover").lines if line.look == "unit"]
    assert unit.endswith("甲一完小党支部（甲一完小、甲二完小）")


@pytest.mark.parametrize(
    ("by", "posts", "warned"),
    [
        ("superior", ("none", "none"), False),
        ("superior", ("secretary", "secretary"), True),
        ("meeting", ("none", "none"), True),
        (None, ("none", "none"), True),
    ],
)
def test_a_branch_that_the_superior_rates_needs_no_secretary(by, posts, warned):
    settings, rows = plan_rows_of(1, 2)
    rows["branches"][0]["rated_by"] = by
    for member, post in zip(rows["members"], posts, strict=True):
        member["post"] = post
    book = write_plain(plan_book(settings, rows))
    draft, _ = read_plan(read_grids(Envelope("plan.xlsx", bytes_of(book))), "plan.xlsx")
    assert (SECRETARIES in {finding.rule for finding in check_plan(draft)}) is warned
