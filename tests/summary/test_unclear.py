"""What the committee wrote and nobody can tell: held off the page in both workbooks, and open on the agenda with its cause."""

from dataclasses import replace

import openpyxl
import pytest
from summary.decided import decided, write_lists
from summary.reports import rescored
from summary.test_lists import commended, opened, section, texts
from summary.test_public import lines

from xlcampaign.findings.finding import Place
from xlcampaign.model.briefing import DecisionsUnclear, QuotaTied
from xlcampaign.model.registers import Cause, Decision, OverrideDecision, Unclear, VetoDecision
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.public import write_public
from xlcampaign.tally.briefing import brief
from xlcampaign.words import Lang

POSTED = "B01-01"
CELL = Place("评选表彰表.xlsx", "否决").cell_at(7, 2)


def unclear(subject=POSTED, on="veto", cause=Cause.UNREAD, found="违规乱收费"):
    """Return the report with something unclear, of a subject that is posted otherwise."""
    report = decided()
    one = Unclear(subject, on, found, cause, found, CELL)
    return rescored(report, registers=replace(report.ledger.registers, unclear=(one,)))


def written(folder, report):
    write_lists(folder / "lists.xlsx", report)
    write_public(folder / "public.xlsx", report)
    inner, public = opened(folder / "lists.xlsx"), openpyxl.load_workbook(folder / "public.xlsx")
    return inner, public[TITLES["publication"].say(Lang.ZH)]


def name_of(report, code):
    return report.plan.member_of[code].name


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("on", ["veto", "override", "commendation"])
def test_whoever_it_may_be_about_is_posted_in_neither_workbook(tmp_path, on, cause):
    report = unclear(on=on, cause=cause)
    inner, public = written(tmp_path, report)
    page = inner["publication"]
    assert lines(page) == lines(public)
    assert ["教学名师" in str(line) for line in lines(public)].count(True) == 0
    named = name_of(report, POSTED)
    branch = report.plan.branch_of["B01"].name
    is_listed = any(branch in line and named in line for line in lines(public))
    assert is_listed is (on == "commendation")  # of which the results know nothing
    assert f"议定前不{'公示表彰' if is_listed else '列入本页'}（1）：{named}（{branch}）" in page["G3"].value
    assert DecisionsUnclear(1) in brief(report).matters


@pytest.mark.parametrize("cause", [Cause.NOBODY, Cause.LACKING])
@pytest.mark.parametrize("on", ["veto", "override"])
def test_while_it_may_be_about_anybody_nobody_is_posted_in_either_workbook(tmp_path, on, cause):
    report = unclear("", on, cause, "孙某戊")
    inner, public = written(tmp_path, report)
    assert lines(inner["publication"]) == lines(public)
    assert not any(member.name in str(lines(public)) for member in report.plan.members)
    assert not any(branch.name in str(lines(public)) for branch in report.plan.branches)
    assert "议定前不列入本页" in inner["publication"]["G3"].value


@pytest.mark.parametrize(
    ("on", "heading"),
    [("veto", "提请否决　"), ("override", "提请改评　"), ("commendation", "表彰：需要单独研究的")],
)
@pytest.mark.parametrize("subject", [POSTED, "B02-05", ""])
def test_it_is_open_on_the_agenda_with_its_cause(tmp_path, on, heading, subject):
    inner, _ = written(tmp_path, unclear(subject, on))
    rows = section(inner["decisions"], heading)
    [row] = [row for row in rows if "“违规乱收费”" in str(row)]
    assert "否决 › B7" in row[2]
    assert "□ 同意" in row[3]


@pytest.mark.parametrize(
    ("on", "heading", "found"),
    [("veto", "提请否决　", "酒驾"), ("veto", "提请否决　", "√"), ("override", "提请改评　", "良好")],
)
def test_a_proposal_that_cannot_be_read_is_on_the_agenda_as_typed_with_its_cell(tmp_path, on, heading, found):
    report = decided()
    ledger = report.ledger
    place = Place("评议表.xlsx", "组织总评").cell_at(5, 7)
    report = rescored(report, texts={**ledger.texts, (POSTED, on): found}, unread={(POSTED, on): place})
    inner, public = written(tmp_path, report)
    [row] = [row for row in section(inner["decisions"], heading) if "组织总评 › G5" in str(row)]
    assert f"“{found}”没有读进来" in row[2]
    assert not any(name_of(report, POSTED) in line for line in lines(public))


@pytest.mark.parametrize("subject", ["B01-06", "B03", "B03-01"])
def test_who_is_below_the_requirement_and_commended_is_on_the_agenda_and_not_posted(tmp_path, subject):
    report = commended(decided(), subject=subject, honour="岗位能手")
    is_below = report.results.by_code[subject].rectify
    inner, public = written(tmp_path, report)
    rows = [row for row in section(inner["decisions"], "表彰：需要单独研究的") if "岗位能手" in str(row)]
    assert [row[2].endswith("请议定") for row in rows] == [True] * is_below
    assert any("岗位能手" in line for line in lines(public)) is not is_below
    assert brief(report).agenda.commendations == 2 + is_below


@pytest.mark.parametrize(
    ("decision", "word"),
    [(Decision.AGREED, "同意表彰"), (Decision.REFUSED, "不表彰"), (Decision.DEFERRED, "缓议")],
)
def test_a_commendation_that_another_row_denies_names_both_places(tmp_path, decision, word):
    own, other = (
        Place("评选表彰表-1.xlsx", "评选表彰").cell_at(9, 8),
        Place("评选表彰表-2.xlsx", "评选表彰").cell_at(9, 8),
    )
    report = commended(decided(), subject=POSTED, honour="岗位能手", decision=decision, place=own)
    registers = report.ledger.registers
    denied = Unclear(POSTED, "commendation", "岗位能手", Cause.TWICE, "撤回", other)
    inner, _ = written(tmp_path, rescored(report, registers=replace(registers, unclear=(denied,))))
    [row] = [row for row in section(inner["decisions"], "表彰：需要单独研究的") if "岗位能手" in str(row)]
    assert f"{word}（{own.say()}）" in row[2]
    assert f"撤回（{other.say()}）" in row[2]
    assert "□ 同意" in row[3]


def ties(report):
    return [matter for matter in brief(report).matters if isinstance(matter, QuotaTied)]


def test_a_tie_leaves_out_who_is_vetoed_and_ends_once_the_place_is_given():
    report = decided()
    registers = report.ledger.registers
    assert ties(report) == [QuotaTied({"B01": ("B01-02", "B01-03")})]
    veto = VetoDecision("B01-02", report.plan.vetoes[0].key, "纪要9号", None, CELL)
    vetoed = rescored(report, registers=replace(registers, vetoes={**registers.vetoes, "B01-02": veto}))
    assert ties(vetoed) == [QuotaTied({"B01": ("B01-03",)})]
    for level, left in (("优秀", []), ("合格", [QuotaTied({"B01": ("B01-03",)})])):
        changed = OverrideDecision("B01-02", level, "支教", "纪要9号", CELL)
        overrides = {**registers.overrides, "B01-02": changed}
        assert ties(rescored(report, registers=replace(registers, overrides=overrides))) == left


def test_decisions_that_agree_stand_on_record_with_all_documents(tmp_path):
    report = decided()
    registers = report.ledger.registers
    first = registers.vetoes["B01-04"]
    both = replace(first, others=(replace(first, document="联校纪要 10 号"),))
    report = rescored(report, registers=replace(registers, vetoes={"B01-04": both}))
    inner, _ = written(tmp_path, report)
    shown = str(texts(inner["decisions"]))
    assert "联校纪要 7 号" in shown
    assert "联校纪要 10 号" in shown


@pytest.mark.parametrize(
    ("code", "on", "heading", "counts"),
    [
        ("B01-04", "veto", "提请否决　", "议定前按“发生安全责任事故”计：联校纪要 7 号（{place}）"),
        ("B02-02", "override", "提请改评　", "议定前按“优秀”计：联校纪要 8 号（{place}）"),
        ("B02-04", "override", "提请改评　", "议定前按“合格”计：联校纪要 9 号（{place}）"),
    ],
)
@pytest.mark.parametrize("cause", [Cause.TWICE, Cause.LATER])
def test_a_decision_that_is_contradicted_is_open_alone_and_says_what_counts_until_then(
    tmp_path, code, on, heading, counts, cause
):
    report = unclear(code, on, cause, "联校纪要 12 号")
    registers = report.ledger.registers
    standing = (registers.vetoes if on == "veto" else registers.overrides)[code]
    sheet = written(tmp_path, report)[0]["decisions"]
    who = f"{name_of(report, code)}\n"
    [row] = [row for row in section(sheet, heading) if "联校纪要 12 号" in str(row)]
    assert row[1].startswith(who)
    assert counts.format(place=standing.place.say()) in row[2]
    assert (CELL.say() in row[2]) is (cause is Cause.TWICE)
    on_record = section(sheet, "已议决，备查　")
    assert [line for line in on_record if standing.document in str(line)] == []
