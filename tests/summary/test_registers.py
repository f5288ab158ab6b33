"""The summary's registers as a reader of the file finds them: nobody and nothing left out, every figure recomputed."""

from collections import Counter
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from recalculate import all_differences, by_libreoffice, formula_cells
from summary.decided import GONE_BY
from summary.registers import example_registers
from summary.reports import report_of, standard, with_ways, write_some

from xlcampaign.layout.choices import PLEDGE_STATES, label_of
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.cell import EPOCH
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.registers import PledgeState, Registers
from xlcampaign.model.submission import BLANK, OWN, Meeting
from xlcampaign.summary.contents import TITLES, context_of
from xlcampaign.summary.work.baselines import baselines_table
from xlcampaign.summary.work.comments import comment_register_table
from xlcampaign.summary.work.fulfilment import (
    announcements_table,
    fulfilment_by_area_table,
    fulfilment_by_branch_table,
)
from xlcampaign.summary.work.meetings import meetings_table
from xlcampaign.summary.work.pledges import pledges_table
from xlcampaign.summary.work.rectification_register import rectification_register_table
from xlcampaign.tally.history import present
from xlcampaign.words import Lang
from xlcampaign.workbook.looks import TAB_WORKING

KEYS = ("baselines", "pledges", "fulfilment", "rectification_ledger", "comments", "meetings")
WAY = "党员互评"


def write(path, report):
    """Write the registers' sheets and those that their formulas ask."""
    write_some(path, report, KEYS + GONE_BY)


def small(**changes):
    """Return a report over three branches of four with registers, some of them changed."""
    plan = standard(3, 4)
    return report_of(plan, seed=3, registers=replace(example_registers(plan), **changes))


def with_meetings(report, meetings):
    return replace(report, ledger=replace(report.ledger, meetings=meetings))


def example():
    plan = standard()
    lacking = [("B02-03", WayKey.TEACHER), ("B04-05", WayKey.PEER)]
    return report_of(plan, absent=("B08",), lacking=lacking, registers=example_registers(plan))


def empty():
    return report_of(standard(2, 3), seed=4)


def second_stage_in_english():
    plan = standard(3, 3, Lang.EN)
    return replace(report_of(plan, seed=5, registers=example_registers(plan, 2)), stage=2)


def odd_areas():
    """Return a report with areas that would be wildcards or numbers, and two that differ in them alone."""
    pledges = small().ledger.registers.pledges
    areas = ("其他*", "其他事项", "a?b", "acb", "~*", "10", "=10", '">0"')
    odd = tuple(replace(pledge, area=areas[n % len(areas)]) for n, pledge in enumerate(pledges))
    return small(pledges=odd)


def odd_meetings():
    report = small()
    day = date(2023, 5, 20)
    odd = (
        Meeting(day, 16, 15, 15, 15, 14), Meeting(day, 16, 10, 10, 10, 9), Meeting(day, 9, 10, 11, 12, 13),
        Meeting(None, 16, None, 15, None, 14), Meeting(day, 0, 0, 0, 0, 0), Meeting(None, *[None] * 5),
    )  # fmt: skip
    keys = list(report.ledger.meetings)
    return with_meetings(report, dict(zip(keys, odd, strict=False)))


def votes_on_other_scales():
    plan = with_ways(
        standard(2, 4),
        peer={"scale": "points", "entry": Entry.BALLOTS},
        teacher={"scale": "grades", "entry": Entry.BALLOTS},
        organisation={"scale": "approval", "entry": Entry.TALLY},
    )
    return report_of(plan, seed=6, registers=example_registers(plan))


CASES = (
    example, empty, second_stage_in_english, odd_areas, odd_meetings, votes_on_other_scales,
)  # fmt: skip


@pytest.mark.office
def test_every_formula_of_the_registers_comes_to_its_cached_value(tmp_path):
    paths = []
    for case in CASES:
        report, path = case(), tmp_path / f"{case.__name__}.xlsx"
        write(path, report)
        found = {sheet for sheet, _ in formula_cells(path)}
        assert found >= {context_of(report).title(key) for key in ("fulfilment", "comments", "meetings")}
        paths.append(path)
    own = {TITLES[key].say(lang) for key in KEYS for lang in Lang}
    found = all_differences(paths, by_libreoffice)
    assert [(name, one) for name, one in found if one.sheet in own] == []


@pytest.fixture(scope="module")
def report():
    return example()


@pytest.fixture(scope="module")
def book(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("registers") / "registers.xlsx"
    write(path, report)
    return openpyxl.load_workbook(path, data_only=True)


def read(tmp_path, report, *, values=True):
    write(tmp_path / "r.xlsx", report)
    return openpyxl.load_workbook(tmp_path / "r.xlsx", data_only=values)


def rows_of(book, table):
    """Return the rows of an Excel table, and of its parts on later pages, by the keys of its columns."""
    names = (f"xlc_{table.key}", *(f"xlc_{table.key}__{part}" for part in range(2, 99)))
    parts = [(sheet, sheet.tables[name]) for name in names for sheet in book if name in sheet.tables]
    keys, rows = [column.key for column in table.columns], []
    for sheet, found in parts:
        left, top, right, bottom = range_boundaries(found.ref)
        rows += sheet.iter_rows(top + 1, bottom, left, right, values_only=True)
    return [dict(zip(keys, row, strict=True)) for row in rows]


def below(book, table, count):
    """Return the rows right under an Excel table, by the keys of its columns."""
    name = f"xlc_{table.key}"
    sheet, found = next((sheet, sheet.tables[name]) for sheet in book if name in sheet.tables)
    bottom = range_boundaries(found.ref)[3]
    keys = [column.key for column in table.columns]
    rows = sheet.iter_rows(bottom + 1, bottom + count, max_col=len(keys), values_only=True)
    return [dict(zip(keys, row, strict=True)) for row in rows]


def texts_of(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


TABLES = (
    pledges_table, fulfilment_by_branch_table, fulfilment_by_area_table, announcements_table,
    rectification_register_table, comment_register_table, baselines_table, meetings_table,
)  # fmt: skip


@pytest.mark.parametrize("table", [table() for table in TABLES], ids=lambda table: table.key)
def test_the_declared_headers_are_those_in_the_file_and_differ_in_both_languages(table, book):
    headers = [column.title.zh for column in table.columns]
    written = {t.name: [c.name for c in t.tableColumns] for sheet in book for t in sheet.tables.values()}
    assert written[f"xlc_{table.key}"] == headers
    for lang in Lang:
        titles = [column.title.say(lang).casefold() for column in table.columns]
        assert len(set(titles)) == len(titles)


def test_the_sheets_are_grey_working_tabs_that_print_one_page_wide(book):
    for key in KEYS:
        sheet = book[TITLES[key].zh]
        assert sheet.sheet_properties.tabColor.rgb[-6:] == TAB_WORKING[1:]
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.page_setup.paperSize == (
            8 if key in {"pledges", "rectification_ledger", "comments", "meetings"} else 9
        )
        assert sheet.print_title_rows == ("$1:$2" if key == "fulfilment" else "$1:$4")


def test_every_pledge_stands_in_the_register_with_what_became_of_it(report, book):
    pledges, rows = report.ledger.registers.pledges, rows_of(book, pledges_table())
    assert len(rows) == len(pledges) > 250
    stars = {(star.kind, star.key): star.name for star in report.plan.stars}
    for pledge, row in zip(pledges, rows, strict=True):
        state = label_of(PLEDGE_STATES, pledge.state).zh if pledge.state else "没有回报"
        assert (row["number"], row["text"], row["state"]) == (pledge.number, pledge.text, state)
        assert row["star"] == stars[report.plan.kind_of(pledge.subject), pledge.star]
        assert row["overdue"] == ("逾期" if pledge.is_overdue(report.as_of) else None)
        assert (row["due"].date() if row["due"] else None) == pledge.due
        assert row["source"] == pledge.place.say()
        assert row["stage"] == "第一阶段"
    assert {row["state"] for row in rows} == {"未到期", "进行中", "已兑现", "未兑现", "没有回报"}
    assert sum(row["overdue"] is not None for row in rows) == 30


def test_a_later_date_makes_more_pledges_overdue_and_the_note_says_which_date(tmp_path):
    found = []
    for as_of in (date(2023, 6, 1), date(2024, 1, 1)):
        book = read(tmp_path, replace(small(), as_of=as_of))
        found.append(sum(row["overdue"] == "逾期" for row in rows_of(book, pledges_table())))
        assert f"（按 {as_of} 计算）" in book[TITLES["pledges"].zh]["A2"].value
    assert 0 < found[0] < found[1]


def test_overdue_rows_turn_red_by_a_rule_over_the_whole_row(book):
    rules = book[TITLES["pledges"].zh].conditional_formatting
    formulas = {str(area.sqref): rule.formula[0] for area in rules for rule in area.rules}
    table = pledges_table()
    overdue, last = (table.letter_of(key) for key in ("overdue", table.columns[-1].key))
    assert formulas[f"A5:{last}296"] == f'${overdue}5="逾期"'


def counted(pledges, as_of):
    """Return the figures of a row of rates, counted another way."""
    states = Counter(pledge.state for pledge in pledges)
    order = (PledgeState.FULFILLED, PledgeState.ONGOING, PledgeState.NOT_DUE, PledgeState.UNFULFILLED, None)
    rate = round(100 * states[PledgeState.FULFILLED] / len(pledges) + 1e-9, 1) if pledges else DASH
    late = sum(pledge.is_overdue(as_of) for pledge in pledges)
    return [len(pledges), *(states[state] for state in order), late, rate]


@pytest.mark.parametrize("by", ["branch", "area"])
def test_rates_count_every_pledge_once_by_branch_and_by_area(by, report, book):
    table = fulfilment_by_branch_table() if by == "branch" else fulfilment_by_area_table()
    pledges, plan = report.ledger.registers.pledges, report.plan

    def label(pledge):
        return plan.branch_of[pledge.branch].name if by == "branch" else pledge.area or "没有填"

    def of_kind(chosen, kind):
        kinds = {"支部": SubjectKind.BRANCH, "党员": SubjectKind.MEMBER}
        return [p for p in chosen if kind == "合计" or plan.kind_of(p.subject) is kinds[kind]]

    rows, totals = rows_of(book, table), below(book, table, 3)
    labels = list(dict.fromkeys(row[by] for row in rows))
    assert set(labels) >= {label(pledge) for pledge in pledges}
    if by == "branch":
        assert labels == [branch.name for branch in plan.branches]
    for row in rows:
        chosen = of_kind([p for p in pledges if label(p) == row[by]], row["kind"])
        assert list(row.values())[2:] == counted(chosen, report.as_of), row
    for row in totals:
        assert list(row.values()) == [
            "合计",
            row["kind"],
            *counted(of_kind(pledges, row["kind"]), report.as_of),
        ]
    assert [row["kind"] for row in totals] == ["支部", "党员", "合计"]


def test_the_rate_is_rounded_half_up_and_its_definition_stands_beside_it(tmp_path):
    one, *_ = small().ledger.registers.pledges
    done = replace(one.progress, state=PledgeState.FULFILLED)
    half = tuple(replace(one, progress=done if n == 0 else None) for n in range(16))
    book = read(tmp_path, small(pledges=half))
    first = rows_of(book, fulfilment_by_branch_table())[0]
    assert (first["pledges"], first["fulfilled"], first["rate"]) == (16, 1, 6.3)
    assert any(
        text.startswith("兑现率＝已兑现 ÷ 全部承诺") for text in texts_of(book[TITLES["fulfilment"].zh])
    )


def test_an_area_with_wildcards_counts_only_its_own(tmp_path):
    report = odd_areas()
    rows = rows_of(read(tmp_path, report), fulfilment_by_area_table())
    found = {row["area"]: row["pledges"] for row in rows if row["kind"] == "合计" and row["pledges"]}
    assert found == Counter(pledge.area for pledge in report.ledger.registers.pledges)


def test_pledges_of_an_earlier_stage_keep_their_stage(tmp_path):
    rows = rows_of(read(tmp_path, second_stage_in_english()), pledges_table())
    assert Counter(row["stage"] for row in rows) == {"Stage 1": 2, "Stage 2": len(rows) - 2}
    assert rows[0]["number"] == "1-B01-3"
    assert rows[0]["state"] == "not fulfilled"


def test_a_link_above_the_pledges_leads_to_the_rates(book):
    link = book[TITLES["pledges"].zh]["A3"].hyperlink.location
    assert link == "'兑现率'!A1"
    assert texts_of(book["兑现率"])[0].startswith("★ 兑现率")


def test_no_page_of_the_rates_repeats_the_header_of_the_register(book):
    assert book[TITLES["pledges"].zh].tables.keys() == {"xlc_pledges"}
    assert book[TITLES["fulfilment"].zh].print_title_rows == "$1:$2"


def test_what_is_not_said_of_the_publication_is_said_to_lack(report, book):
    rows = rows_of(book, announcements_table())
    assert [row["branch"] for row in rows] == [branch.name for branch in report.plan.branches]
    assert (rows[0]["branch_day"].date(), rows[0]["branch_how"]) == (date(2023, 3, 1), "公开栏、教师大会")
    assert (rows[1]["branch_day"], rows[2]["branch_how"]) == ("没有填", "没有填")
    assert list(rows[-1].values())[1:] == ["没有填"] * 4


def test_whoever_must_rectify_has_an_entry_or_is_said_to_have_sent_none(report, book):
    rows = rows_of(book, rectification_register_table())
    entries = report.ledger.registers.rectifications
    due = [subject for subject in report.results.subjects if subject.rectify]
    assert [row["number"] for row in rows[: len(entries)]] == [item.number for item in entries]
    owed = [subject.name for subject in due if subject.code not in {item.subject for item in entries}]
    missing = rows[len(entries) :]
    assert [row["name"] for row in missing] == owed
    assert {row["state"] for row in missing} == {"没有报整改表"}
    assert {row["cause"] for row in missing} == {row["closed"] for row in missing} == {None}
    assert [(row["closed"], row["settled"], row["grounds"], row["overdue"]) for row in rows[:3]] == [
        ("是", "已销号", "同意销号：复查达标、联党发〔2023〕9号", None),
        ("否", "未完成", None, "逾期"),
        ("否", "未完成", None, None),
    ]


def test_why_somebody_must_rectify_is_told_by_stars_or_veto(report, book):
    plan = report.plan
    rows = {(row["branch"], row["name"]): row["why"] for row in rows_of(book, rectification_register_table())}
    for subject in report.results.subjects:
        if not subject.rectify:
            continue
        need, parts = plan.rectify_below(subject.kind), []
        if subject.lit < need:
            parts.append(f"星数不足：{subject.lit} / {need}")
        if subject.outcome.veto:
            parts.append(f"否决：发生安全责任事故（{subject.outcome.veto.document}）")
        elif subject.outcome.failed:
            parts.append(f"改评为{subject.level}（{subject.outcome.override.document}）")
        assert rows[plan.branch_of[subject.branch].name, subject.name] == "；".join(parts)
    assert any("；否决" in why for why in rows.values())


def test_an_entry_of_an_earlier_stage_is_no_entry_of_this_one(tmp_path):
    report = small()
    result = next(s for s in report.results.of(SubjectKind.MEMBER) if not s.rectify)
    results = tuple(replace(s, rectify=s.code == result.code) for s in report.results.subjects)
    report = replace(report, results=replace(report.results, subjects=results), stage=2)
    earlier = replace(report.ledger.registers.rectifications[0], stage=1, subject=result.code)
    ledger = replace(report.ledger, registers=Registers(rectifications=(earlier,)))
    rows = rows_of(read(tmp_path, replace(report, ledger=ledger)), rectification_register_table())
    assert [(row["stage"], row["state"], row["why"] == DASH) for row in rows] == [
        ("第一阶段", "已报", True),
        ("第二阶段", "没有报整改表", False),
    ]


def test_of_a_case_that_its_stage_by_now_does_not_ask_for_it_is_said(tmp_path):
    before = small()
    result = next(s for s in before.results.of(SubjectKind.MEMBER) if not s.rectify)
    earlier = replace(before.ledger.registers.rectifications[0], stage=1, subject=result.code)
    ledger = replace(before.ledger, registers=Registers(rectifications=(earlier,)))
    report = replace(before, ledger=ledger, stage=2, history=(present(before),))
    rows = rows_of(read(tmp_path, report), rectification_register_table())
    assert rows[0]["why"] == "按该阶段的结果不需整改"


def test_everybody_owed_a_comment_is_listed_with_it_or_without(report, book):
    rows = rows_of(book, comment_register_table())
    commented = {comment.subject for comment in report.ledger.registers.comments}
    expected = []
    for subject in report.results.subjects:
        owed = subject.kind is SubjectKind.BRANCH or subject.is_fit or subject.rectify
        if owed or subject.code in commented:
            expected.append((subject.name, "已点评" if subject.code in commented else "还没有点评"))
    assert [(row["name"], row["state"]) for row in rows] == expected
    assert {state for _, state in expected} == {"已点评", "还没有点评"}
    assert all((row["achievements"] is None) is (row["state"] == "还没有点评") for row in rows)


def test_comments_stand_beside_the_results(report, book):
    of = {(report.plan.branch_of[s.branch].name, s.name): s for s in report.results.subjects}
    for row in rows_of(book, comment_register_table()):
        subject = of[row["branch"], row["name"]]
        assert row["lit"] == (DASH if subject.lit is None else subject.lit)
        assert row["stars"] == len(subject.stars)
        assert row["composite"] == (DASH if subject.composite is None else subject.composite / 100)
        assert row["level"] == ("不定等次" if not subject.graded else subject.level or DASH)
        assert (row["fit"], row["rectify"]) == tuple(
            "是" if yes else DASH for yes in (subject.is_fit, subject.rectify)
        )


def test_stars_to_work_on_stand_beside_how_they_came_out(report, book):
    results = {subject.code: subject for subject in report.results.subjects}
    rows = rows_of(book, baselines_table())
    shown = Counter()
    for baseline, row in zip(report.ledger.registers.baselines, rows, strict=True):
        assert row["problems"] == baseline.problems
        lit = {star.star: star.lit for star in results[baseline.subject].stars}
        marks = [{None: DASH, True: LIT, False: UNLIT}[lit[star]] for star in baseline.stars]
        assert [row[f"star{n}.lit"] for n in (1, 2, 3)] == marks + [None] * (3 - len(marks))
        shown.update(marks)
    assert set(shown) == {LIT, UNLIT, DASH}


def test_the_result_of_a_star_is_a_reference_to_its_score(tmp_path):
    report = small()
    context = context_of(report)
    row = rows_of(read(tmp_path, report, values=False), baselines_table())[2]
    baseline = report.ledger.registers.baselines[2]
    subject = next(s for s in report.results.subjects if s.code == baseline.subject)
    place = [star.star for star in subject.stars].index(baseline.stars[1])
    assert row["star2.lit"] == f"={context.score_of(subject, place, 'lit')}"


def peers_of_one_branch(counts, meeting, **way):
    """Return a report of one branch with two members whose peers gave the same counts on every star."""
    plan = with_ways(standard(1, 2), peer=way) if way else standard(1, 2)
    report = report_of(plan, seed=8)
    given = {
        key: (counts if key[2] is WayKey.PEER and key[0] != "B01" else {})
        for key in report.ledger.counts
    }  # fmt: skip
    report = replace(report, ledger=replace(report.ledger, counts=given))
    return with_meetings(report, {("B01", "member.peer"): meeting} if meeting else {})


def said_of(tmp_path, report):
    """Return the only row of the sheet of meetings."""
    (row,) = rows_of(read(tmp_path, report), meetings_table())
    return row


HELD = Meeting(date(2023, 5, 20), 16, 15, 15, 15, 14)


def test_a_way_is_told_in_a_sentence_whose_percentages_add_up(tmp_path):
    counts = {"approve": 1, "oppose": 1, "abstain": 1, BLANK: 2, OWN: 0}
    row = said_of(tmp_path, peers_of_one_branch(counts, HELD))
    assert row["says"] == (
        "5月20日进行党员互评，应到 16 人、实到 15 人，发出 15 票、收回 15 票，有效 14 票、无效 1 票；"
        "对全体评议对象、全部星共计 48 项评定：同意 16 项占 33.34%，不同意 16 项占 33.33%，弃权 16 项占 33.33%。"
        "另有未评 32 项、本人票 0 项，不计。"
    )
    assert (row["unit"], row["way"], row["attendance"], row["invalid"], row["check"]) == (
        "甲一完小党支部", WAY, 93.8, 1, "相符",
    )  # fmt: skip


def test_points_are_told_by_their_mean(tmp_path):
    counts = {1000: 1, 850: 1, 800: 1, "abstain": 3}
    report = peers_of_one_branch(counts, HELD, scale="points", entry=Entry.BALLOTS)
    says = said_of(tmp_path, report)["says"]
    assert says.endswith("；对全体评议对象、全部星共计 48 项打分，平均 8.83 分。另有弃权 48 项。")


def test_votes_without_a_record_of_the_meeting_have_a_row_without_numbers(tmp_path):
    row = said_of(tmp_path, peers_of_one_branch({"approve": 1000}, None))
    assert row["says"] == (
        "党员互评：没有到会和票数记录；对全体评议对象、全部星共计 16,000 项评定："
        "同意 16,000 项占 100.00%，不同意 0 项占 0.00%，弃权 0 项占 0.00%。"
    )
    assert {row[key] for key in ("date", "due", "attendance", "invalid", "check")} == {None}


def test_a_meeting_without_votes_says_so_and_a_way_of_marks_has_no_row(tmp_path):
    report = peers_of_one_branch({}, HELD)
    assert said_of(tmp_path, report)["says"].endswith("无效 1 票；没有计入的评定。")
    marks = peers_of_one_branch({850: 1}, HELD, scale="points", entry=Entry.MARKS)
    book = read(tmp_path, marks)
    assert [row["unit"] for row in rows_of(book, meetings_table())] == [None]
    assert "没有评议记录，也没有计票结果。" in texts_of(book[TITLES["meetings"].zh])


@pytest.mark.parametrize(
    ("numbers", "attendance", "invalid", "check"),
    [
        ((16, 15, 15, 15, 14), 93.8, 1, "相符"),
        ((9, 6, 6, 6, 6), 66.7, 0, "相符"),
        ((9, 5, 5, 5, 5), 55.6, 0, "到会不足三分之二"),
        ((9, 10, 10, 10, 10), 111.1, 0, "实到多于应到"),
        (
            (9, 9, 11, 12, 13),
            100,
            -1,
            "发出票多于实到；收回票多于发出票；有效票多于收回票",
        ),
        ((16, None, 15, 15, 14), DASH, 1, "数没有填全"),
        ((16, 4, 4, None, 5), 25, DASH, "数没有填全；到会不足三分之二"),
        ((0, 0, 0, 0, 0), DASH, 0, "相符"),
    ],
)
def test_people_and_ballots_are_checked(numbers, attendance, invalid, check, tmp_path):
    row = said_of(tmp_path, peers_of_one_branch({"approve": 1}, Meeting(HELD.date, *numbers)))
    assert (row["attendance"], row["invalid"], row["check"]) == (attendance, invalid, check)


def test_ways_of_the_superior_stand_under_the_superior_over_all_its_subjects(tmp_path):
    plan = with_ways(standard(2, 3), organisation={"scale": "approval", "entry": Entry.TALLY})
    report = with_meetings(report_of(plan, seed=9, raters=10), {(COMMITTEE, "branch.organisation"): HELD})
    rows = rows_of(read(tmp_path, report), meetings_table())
    marks = {(row["unit"], row["way"]): row["says"] for row in rows}
    assert list(marks)[-2:] == [("某某联校党组织", "组织总评"), ("某某联校党组织", "上级考核")]
    assert "对全体评议对象、全部星共计 160 项" in marks["某某联校党组织", "组织总评"]
    assert "对全体评议对象、全部星共计 180 项" in marks["某某联校党组织", "上级考核"]
    assert "对全体评议对象、全部星共计 160 项" in marks["甲一完小党支部", "组织总评"]
    assert "对本支部、全部星共计 90 项" in marks["甲一完小党支部", "党员评支部"]
    assert ("甲一完小党支部", "上级考核") not in marks
    assert [row["present"] for row in rows[-2:]] == [None, 15]


def test_with_nothing_sent_every_sheet_says_so(tmp_path):
    book = read(tmp_path, empty())
    said = {key: texts_of(book[TITLES[key].zh]) for key in KEYS}
    assert "没有收到承诺表，暂无承诺。" in said["pledges"]
    assert "没有收到摸底情况。" in said["baselines"]
    assert "没有收到领导点评。" in said["comments"]
    assert any(text.startswith("没有收到整改表") for text in said["rectification_ledger"])
    rates = [row["rate"] for row in rows_of(book, fulfilment_by_branch_table())]
    assert rates == [DASH] * 6


def test_equal_reports_give_equal_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write(tmp_path / name, small())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_days_are_real_dates_in_the_cells(tmp_path):
    write(tmp_path / "r.xlsx", small())
    raw = openpyxl.load_workbook(tmp_path / "r.xlsx")[TITLES["pledges"].zh]["I5"]
    assert raw.number_format == "yyyy-mm-dd"
    assert (raw.value.date() - EPOCH).days == 45_097
