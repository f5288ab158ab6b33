"""The public workbook: what it shows, and everything that appears in no part of it."""

import re
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest
from summary.decided import AT, decided, registers_of
from summary.reports import example, rescored

from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import Comment, Decision, OverrideDecision, Rectification
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import SHEETS, TITLES
from xlcampaign.summary.public import write_public
from xlcampaign.words import Lang, T

TELLING = (
    "否决", "整改", "提请", "不合格", "基本合格", "后进", "名次", "综合得分", "已过期", "现况",
    "带教成绩突出", "民主评议意见集中", "实验室漏锁门", "支教一年", "联校纪要", "师德标兵", "评语甲乙丙",
    "县级公开课", "群众反映好", "10/10", "家访 40 户",
    "整改原因丁", "票边备注戊", "点评问题己", "张某作者", "xlsx", "SHA", "票数",
)  # fmt: skip
"""Words of what is decided, proposed and written beside marks; `decided` and `planted` have all of them inside."""


POSTED = ("先进", "较好", "一般", "优秀", "合格")


def posting(report, *names):
    """Return a report whose plan lets these levels be posted."""
    levels = tuple(replace(level, public=level.name in names) for level in report.plan.levels)
    return replace(report, plan=replace(report.plan, levels=levels))


def settled():
    """Return `decided` after a meeting: nothing is proposed any more, and nobody is tied."""
    report = decided()
    open_ = ("B01-05", "B02-01", "B02-03")
    texts = {key: text for key, text in report.ledger.texts.items() if key[0] not in open_}
    stars = {star.key for star in report.plan.stars_of(SubjectKind.MEMBER)}
    behind = {("B01-03", star, WayKey.ORGANISATION): {900: 1} for star in stars}
    return rescored(report, texts=texts, counts=report.ledger.counts | behind)


def planted():
    """Return a report with something telling in every place that texts can come from."""
    report = decided()
    texts = {
        **report.ledger.texts,
        ("B01-06", "opinion"): "评语甲乙丙",
        ("B01-06", "achievement.loyal"): "票边备注戊",
    }
    registers = replace(
        report.ledger.registers,
        comments=(Comment("B01-06", "", "点评问题己", "", "张某作者", None, AT),),
        rectifications=(
            Rectification(
                "1-B01-06",
                1,
                "B01-06",
                "",
                "整改原因丁",
                "",
                "",
                "",
                None,
                "",
                closed=False,
                evidence="",
                place=AT,
            ),
        ),
    )
    sources = {key: replace(at, file=f"张某作者-{at.file}") for key, at in report.ledger.sources.items()}
    ledger = replace(report.ledger, texts=texts, registers=registers, sources=sources)
    receipts = tuple(replace(r, file=f"张某作者-{r.file}") for r in report.receipts)
    return replace(report, ledger=ledger, receipts=receipts)


def written(folder, report):
    target = folder / "public.xlsx"
    write_public(target, report)
    return target


PUBLIC = [sheet.key for sheet in SHEETS if sheet.public]


def sheets(path, lang=Lang.ZH):
    book = openpyxl.load_workbook(path)
    return {key: book[TITLES[key].say(lang)] for key in PUBLIC}


def board(sheet):
    """Return a board's rows by name, each by header."""
    headers, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return {row[1]: dict(zip(headers, row, strict=True)) for row in rows if isinstance(row[0], int)}


def test_nothing_telling_is_in_any_part_of_the_file(tmp_path):
    report = planted()
    with ZipFile(written(tmp_path, report)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    hashes = [receipt.sha256[:12] for receipt in report.receipts] + [report.plan_sha256[:12]]
    files = [receipt.file.removesuffix(".xlsx") for receipt in report.receipts]
    situations = [veto.name for veto in report.plan.vetoes]
    for name, text in parts.items():
        shown = re.sub(r"<[^>]*>", "", text) if name.startswith("xl/") else text
        assert [word for word in (*TELLING, *situations, *hashes, *files) if word in shown] == [], name


def test_all_that_is_telling_is_in_the_summary_so_that_its_absence_means_something(tmp_path):
    write_summary(tmp_path / "summary.xlsx", planted())
    with ZipFile(tmp_path / "summary.xlsx") as package:
        text = "".join(package.read(name).decode() for name in package.namelist())
    assert [word for word in TELLING if word not in text] == []


def test_the_package_has_no_place_where_something_could_hide(tmp_path):
    path = written(tmp_path, planted())
    with ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert not [name for name in parts if re.search("comment|drawing|custom|external|table", name)]
    assert not [
        name
        for name, text in parts.items()
        if re.search(r'<f[ >]|<formula|hidden="1"|="(veryH|h)idden"', text)
    ]
    names = re.findall(r'definedName name="([^"]*)"', parts["xl/workbook.xml"])
    assert set(names) == {"_xlnm.Print_Area", "_xlnm.Print_Titles"}
    properties = openpyxl.load_workbook(path).properties
    assert (properties.creator, properties.lastModifiedBy, properties.description) == (None, None, None)
    assert properties.title == "争做先锋活动　第一阶段公示"
    assert re.search(r"<Company></Company>|<Company/>", parts["docProps/app.xml"])


def test_the_only_numbers_are_places_in_the_plan_stars_and_satisfaction(tmp_path):
    book = sheets(written(tmp_path, planted()))
    for key in ("branch_board", "member_board"):
        for row in board(book[key]).values():
            numbers = {header for header, value in row.items() if isinstance(value, int | float)}
            assert numbers <= {"序", "星数", "满意率（%）"}
            assert "满意率（%）" not in row or key == "branch_board"


def test_subjects_stand_in_the_plans_order_whatever_their_scores(tmp_path):
    report = planted()
    names = [
        row[1]
        for row in sheets(written(tmp_path, report))["member_board"].iter_rows(min_row=5, values_only=True)
        if isinstance(row[0], int)
    ]
    assert [name.split("（")[0] for name in names] == [
        member.name for branch in report.plan.branches for member in report.plan.rated_members(branch.code)
    ]


def test_stars_stay_where_a_level_is_not_shown(tmp_path):
    book = sheets(written(tmp_path, posting(settled(), *POSTED)))
    rows = [r for r in book["member_board"].iter_rows(min_row=5, values_only=True) if isinstance(r[0], int)]
    best, _, _, vetoed, _, low, probationary = (row[2:] for row in rows[:7])
    assert best == ("★",) * 8 + (8, "优秀")
    assert vetoed == ("★",) * 7 + ("☆", 7, DASH)
    assert low == ("★",) * 3 + ("☆",) * 5 + (3, "合格")
    assert probationary == ("★",) * 8 + (8, DASH)
    unrated = next(row[2:] for row in rows if row[2] == DASH)
    assert unrated == (DASH,) * 10


def test_low_unrated_not_graded_and_vetoed_look_the_same(tmp_path):
    report = posting(settled(), *POSTED)
    plan = report.plan
    lowered = OverrideDecision("B01-02", plan.levels_of(SubjectKind.MEMBER)[2].name, "保密", "9", AT)
    counts = dict(report.ledger.counts)
    for star in plan.stars_of(SubjectKind.MEMBER):
        for way in WayKey:
            given = counts["B01-06", star.key, way]
            counts["B01-06", star.key, way] = {300: 1} if 900 in given or 700 in given else {"oppose": 10}
    registers = registers_of(plan)
    registers = replace(registers, overrides={**registers.overrides, "B01-02": lowered})
    report = rescored(report, counts=counts, registers=registers)
    by_code = {subject.code: subject.level for subject in report.results.subjects}
    assert (by_code["B01-02"], by_code["B01-04"], by_code["B01-06"]) == ("基本合格", "不合格", "不合格")
    sheet = sheets(written(tmp_path, report))["member_board"]
    cells = [row[-1] for row in sheet.iter_rows(min_row=6, max_row=12)]
    assert [cell.value for cell in cells] == ["优秀", DASH, "合格", DASH, "合格", DASH, DASH]
    assert len({cell.style_id for cell in cells if cell.value == DASH}) == 1


def test_a_level_that_the_committee_changed_is_marked_wherever_it_shows(tmp_path):
    report = posting(settled(), *POSTED)
    raised = OverrideDecision("B01-03", "优秀", "支教一年", "9", AT)
    registers = registers_of(report.plan)
    registers = replace(registers, overrides={**registers.overrides, "B01-03": raised})
    changed = rescored(report, registers=registers)
    boards = [sheets(written(tmp_path, each))["member_board"] for each in (report, changed)]
    shown = [[row[-1].value for row in board.iter_rows(min_row=6, max_row=12)] for board in boards]
    assert "优秀※" not in shown[0][2]
    assert shown[1][2] == "优秀※"
    assert boards[1]["A2"].value.endswith("※ 经上级改评")


@pytest.mark.parametrize(
    ("names", "kind", "shown"),
    [
        ((), SubjectKind.MEMBER, ()),
        (("合格", "优秀"), SubjectKind.MEMBER, ("优秀", "合格")),
        (("基本合格",), SubjectKind.MEMBER, ("基本合格",)),
        (("先进",), SubjectKind.MEMBER, ()),
        (("先进", "一般"), SubjectKind.BRANCH, ("先进", "一般")),
    ],
)
def test_which_levels_are_posted_is_the_plans_to_say(names, kind, shown):
    assert posting(decided(), *names).plan.public_levels(kind) == shown


@pytest.mark.parametrize("names", [(), ("优秀",), ("先进",)])
def test_a_board_has_a_column_of_levels_only_where_the_plan_posts_any(tmp_path, names):
    report = posting(settled(), *names)
    book = sheets(written(tmp_path, report))
    for key, kind in (("branch_board", SubjectKind.BRANCH), ("member_board", SubjectKind.MEMBER)):
        texts = {cell.value for row in book[key].iter_rows() for cell in row}
        assert ("等次" in texts) is bool(report.plan.public_levels(kind))
        assert texts & {"优秀", "合格", "先进", "较好", "一般"} <= set(names)


def test_members_with_all_stars_look_the_same_whether_vetoed_lowered_or_not_graded(tmp_path):
    sheet = sheets(written(tmp_path, decided()))["member_board"]
    rows = [row[2:] for row in sheet.iter_rows(min_row=5, values_only=True) if row[-1] == len("★★★★★★★★")]
    assert len(rows) > 5
    assert set(rows) == {("★",) * 8 + (8,)}


@pytest.mark.parametrize(("raters", "expected"), [(4, DASH), (5, 80.0)])
def test_satisfaction_needs_enough_raters_on_every_star(tmp_path, raters, expected):
    report = decided(few_public=5)
    counts = dict(report.ledger.counts)
    for star in report.plan.stars_of(SubjectKind.BRANCH):
        counts["B01", star.key, WayKey.TEACHER] = {"approve": 8, "oppose": 2, "abstain": 0}
    few = report.plan.stars_of(SubjectKind.BRANCH)[-1].key
    counts["B01", few, WayKey.TEACHER] = {"approve": 4, "oppose": raters - 4, "abstain": 6}
    rows = board(sheets(written(tmp_path, rescored(report, counts=counts)))["branch_board"])
    assert list(rows) == [branch.name for branch in report.plan.branches]
    first, *others = (row["满意率（%）"] for row in rows.values())
    assert first == expected
    assert DASH not in others


def test_below_the_branches_there_is_no_total_to_subtract_from(tmp_path):
    report = decided()
    sheet = sheets(written(tmp_path, report))["branch_board"]
    assert sheet.max_row == 4 + len(report.plan.branches)


def test_the_smallest_number_of_raters_is_the_plans(tmp_path):
    assert DASH not in satisfaction(tmp_path, decided(few_public=10))
    assert set(satisfaction(tmp_path, decided(few_public=11))) == {DASH}


def satisfaction(folder, report):
    return [row["满意率（%）"] for row in board(sheets(written(folder, report))["branch_board"]).values()]


def test_no_satisfaction_is_told_where_the_scale_knows_none(tmp_path):
    report = decided()
    points = tuple(
        replace(way, scale="points") if way.key is WayKey.TEACHER else way for way in report.plan.ways
    )
    report = replace(report, plan=replace(report.plan, ways=points))
    counts = {k: {900: 10} if k[2] is WayKey.TEACHER else v for k, v in report.ledger.counts.items()}
    assert set(satisfaction(tmp_path, rescored(report, counts=counts))) == {DASH}


def test_only_those_with_a_place_are_named_on_the_page_with_period_and_objections(tmp_path):
    sheet = sheets(written(tmp_path, decided()))["publication"]
    rows = [tuple(v for v in row if v is not None) for row in sheet.iter_rows(values_only=True)]
    assert [row[1] for row in rows if len(row) == 3 and row[0] == 1] == ["甲一完小党支部"]
    assert not [row for row in rows if row[1:2] == ("甲二完小党支部",) and len(row) == 3]
    said = [row[0] for row in rows if len(row) == 1]
    assert [line for line in said if line.startswith("公示期：")] != []
    assert "公示期间如有异议，请向某某联校党办反映。" in said
    assert sheet.max_column == 4


@pytest.mark.parametrize("lang", Lang)
def test_an_honour_stands_in_one_line_where_branches_and_names_leave_it_room(tmp_path, lang):
    report = decided(lang)
    registers = report.ledger.registers
    honour = T("师德标兵", "Teacher of the town").say(lang)
    entries = tuple(replace(entry, honour=honour) for entry in registers.commendations)
    ledger = replace(report.ledger, registers=replace(registers, commendations=entries))
    sheet = sheets(written(tmp_path, replace(report, ledger=ledger)), lang)["publication"]
    rows = [row for row in sheet.iter_rows(max_col=4) if row[3].value == honour]
    assert rows
    assert {sheet.row_dimensions[row[0].row].height for row in rows} == {26.25}
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCD") == pytest.approx(
        88 + 4 * 5 / 7, abs=0.5
    )


@pytest.mark.parametrize("lang", Lang)
def test_beside_the_page_stands_that_a_meeting_comes_first(tmp_path, lang):
    write_summary(tmp_path / "summary.xlsx", decided(lang))
    sheet = openpyxl.load_workbook(tmp_path / "summary.xlsx")[TITLES["publication"].say(lang)]
    first = T("待议决：名单上 ", "Not decided as far as the program knows: ").say(lang)
    assert str(sheet["G3"].value).startswith(first)
    public = sheets(written(tmp_path, decided(lang)), lang)["publication"]
    assert first not in str(lines(public))


def lines(sheet):
    """The texts of the page's four columns, as far as it is printed, row by row."""
    last = int(sheet.print_area.rpartition("$")[2])
    rows = sheet.iter_rows(max_row=last, max_col=4, values_only=True)
    return [tuple(str(value) for value in row if value is not None) for row in rows]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    "changes",
    [{}, {"threshold": 1000}, {"places_branch": 0, "places_member": 1}],
    ids=["all", "nobody", "open"],
)
def test_the_page_to_post_is_the_same_in_both_workbooks(tmp_path, lang, changes):
    report = decided(lang, **changes)
    write_summary(tmp_path / "summary.xlsx", report)
    title = TITLES["publication"].say(lang)
    internal = openpyxl.load_workbook(tmp_path / "summary.xlsx", data_only=True)[title]
    public = lines(sheets(written(tmp_path, report), lang)["publication"])
    assert public == lines(internal)
    below = report.results.commended_below(report.ledger.registers, report.plan)
    agreed = [one for one in report.ledger.registers.commendations if one.decision is Decision.AGREED]
    posted = [one for one in agreed if one not in below]
    assert ("教学名师" in str(public)) is bool(posted)
    assert bool(posted) is ("threshold" not in changes)


@pytest.mark.parametrize("lang", Lang)
def test_equal_reports_give_equal_bytes(tmp_path, lang):
    first, second = (written(tmp_path, decided(lang)).read_bytes() for _ in range(2))
    assert first == second


def test_an_english_campaign_has_english_pages(tmp_path):
    book = sheets(written(tmp_path, decided(Lang.EN)), Lang.EN)
    assert [book["branch_board"].cell(4, n).value for n in (1, 2)] == ["No.", "Branch"]


def test_a_union_with_a_branch_that_sent_nothing_is_written(tmp_path):
    rows = board(sheets(written(tmp_path, posting(rescored(example(), texts={}), *POSTED)))["branch_board"])
    last = list(rows.values())[-1]
    assert (last["星数"], last["等次"], last["满意率（%）"]) == (DASH, DASH, DASH)


@pytest.mark.parametrize("lit_only", [False, True])
def test_boards_may_list_lit_stars_alone_and_nobody_below_the_basic_requirement(lit_only, tmp_path):
    report = settled()
    campaign = replace(report.plan.campaign, lit_only=lit_only)
    report = replace(report, plan=replace(report.plan, campaign=campaign))
    write_public(tmp_path / "public.xlsx", report)
    sheet = openpyxl.load_workbook(tmp_path / "public.xlsx")[TITLES["member_board"].say(Lang.ZH)]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]
    cells = {cell for row in rows for cell in row[2:] if cell}
    members = report.results.of(SubjectKind.MEMBER)
    low = sum(one.rectify or not one.is_rated for one in members)
    assert low
    assert len(rows) == len(members) - low * lit_only
    assert ("☆" in cells, "星数" in {cell.value for cell in sheet[4]}) == (not lit_only, not lit_only)
    assert ("未达到基本要求的不列" in str(sheet["A2"].value)) == lit_only
