"""The lists for leaders: who stands on them and why, what a meeting decides, what is posted, when it is outdated."""

import hashlib
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from dear import mostly_slow
from fit import cuts
from recalculate import all_differences, by_libreoffice, convert, formula_cells
from summary.decided import AT, LISTS, decided, refused, write_lists
from summary.reports import example, rescored

from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import Registers
from xlcampaign.model.results import Proposal, Recommended
from xlcampaign.summary.contents import TITLES, context_of
from xlcampaign.summary.leaders.publication import last_working_day
from xlcampaign.tally.briefing import brief
from xlcampaign.tally.expected import expected_forms
from xlcampaign.tally.posted import published_of
from xlcampaign.words import Lang
from xlcampaign.workbook.limits import LONGEST_TEXT

OUTDATED, RELEVELLED = "已过期", "等次已变"


def opened(path, *, lang=Lang.ZH):
    book = openpyxl.load_workbook(path, data_only=True)
    keys = ("recommended", "rectification", "decisions", "publication")
    return {key: book[TITLES[key].say(lang)] for key in keys}


def written(folder, report):
    write_lists(folder / "lists.xlsx", report)
    return opened(folder / "lists.xlsx", lang=report.plan.campaign.language)


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def section(sheet, heading):
    """Return the rows below a heading, from its header on, to the next empty row or heading; blanks left out.

    Headings of the meeting's page are found without their numerals, too.
    Where it goes on on another page, the rows below its heading there follow, without the header.
    """
    lines = [[v for v in row if v not in (None, "")] for row in sheet.iter_rows(values_only=True)]
    start, *others = [
        n
        for n, line in enumerate(lines)
        if line and any(text.startswith(heading) for text in (str(line[0]), str(line[0]).partition("、")[2]))
    ]
    assert all("（续）" in lines[other][0] for other in others)
    found = []
    for top in (start + 1, *(other + 2 for other in others)):
        for line in lines[top:]:
            if len(line) < 2 and line != ["无"]:
                break
            found.append(line)
    return found


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    return written(tmp_path_factory.mktemp("lists"), decided())


def test_the_two_groups_stand_by_branch_then_composite_with_level_rank_and_reason(sheets):
    sheet = sheets["recommended"]
    assert section(sheet, "支部　满星且先进（1）")[1:] == [
        [1, "甲一完小党支部", "B01", 9, 92, 1, "先进", "名额内"]
    ]
    assert section(sheet, "支部　满星未评先进（1）")[1:] == [
        [1, "甲二完小党支部", "B02", 9, 82, 2, "较好", "综合得分 82.00，等次较好", "超出名额"]
    ]
    within = "名额内"
    assert section(sheet, "党员　满星且优秀（5）")[1:] == [
        [1, "甲一完小党支部", "赵某甲", 8, 97.5, 1, "优秀", within],
        [2, "甲二完小党支部", "赵某甲", 8, 97.5, 1, "优秀", "提请否决，未议决", within],
        [3, "甲二完小党支部", "赵某乙", 8, 85, "并列4", "优秀", "改评为优秀（联校纪要 8 号）", within],
        [4, "甲三完小党支部", "孙某丙（B03-02）", 8, 97.5, 1, "优秀", within],
        [5, "甲三完小党支部", "孙某丙（B03-03）", 8, 92, 2, "优秀", within],
    ]


def test_who_lacks_the_highest_level_is_told_why(sheets):
    rows = section(sheets["recommended"], "党员　满星未评优秀（6）")
    assert rows[0][-4:] == ["自评决定的星", "备注", "推荐名额", "改规则后现况"]
    assert {row[-1] for row in rows[1:]} == {"名额不足，提请研究"}
    assert [(row[2], row[4], row[7:-1]) for row in rows[1:]] == [
        ("赵某乙", 92, ["并列，提请研究"]),
        ("赵某丙", 92, ["并列，提请研究"]),
        ("赵某丁", 92, ["改评为合格（联校纪要 9 号）"]),
        ("赵某戊", 90, ["优秀名额已满"]),
        ("赵某丙", 85, ["综合得分 85.00，等次合格；提请改评，未议决"]),
        ("赵某甲", 88.88, ["政治忠诚星", "综合得分 88.88，等次合格"]),
    ]


def test_one_star_short_and_tied_are_listed_below(sheets):
    sheet = sheets["recommended"]
    assert section(sheet, "差一星（1）")[1:] == [
        [1, "甲一完小党支部", "赵某戊", 7, 88.63, 0.1, "组织总评", "政治忠诚星", "政治忠诚星"]
    ]
    assert section(sheet, "并列（跨名额线）（1）")[1:] == [
        [1, "甲一完小党支部", 2, 2, 92, 2, 1, "并列，提请研究", "赵某乙、赵某丙"]
    ]


def test_without_places_there_is_no_column_for_them(tmp_path):
    report = decided(places_branch=None, places_member=None)
    sheet = written(tmp_path, report)["recommended"]
    assert "推荐名额" not in texts(sheet)
    assert section(sheet, "支部　满星且先进")[1:] == [[1, "甲一完小党支部", "B01", 9, 92, 1, "先进"]]


def test_where_only_one_kind_is_limited_the_other_has_a_dash(tmp_path):
    sheet = written(tmp_path, decided(places_branch=None))["recommended"]
    assert section(sheet, "支部　满星未评先进")[1][-1] == "—"
    assert section(sheet, "党员　满星且优秀")[1][-1] == "名额内"


def test_fewer_stars_than_all_are_called_so_and_a_star_short_of_them_names_the_nearest(tmp_path):
    report = decided(recommend_member=7)
    sheet = written(tmp_path, report)["recommended"]
    assert [row[2] for row in section(sheet, "党员　达到推荐星数未评优秀")[1:]].count("赵某戊") == 2
    near = section(sheet, "差一星")
    plain = next(row for row in near if row[2] == "赵某己" and row[1] == "甲二完小党支部")
    assert plain[5:9] == [1, DASH, "文明新风星", "文明新风星、廉洁守法星"]
    assert not any("赵某丁" in row and "甲一完小党支部" in row for row in near)


def test_who_has_to_rectify_is_told_why_and_the_unrated_are_judged_neither_way(sheets):
    sheet = sheets["rectification"]
    unlit = "制度建设模范星、组织生活规范星、党内民主创新星、服务群众满意星、廉洁勤政形象星"
    member_unlit = "业绩突出星、建言献策星、帮带互助星、文明新风星、廉洁守法星"
    assert section(sheet, "支部（1）")[1:] == [
        [1, "甲三完小党支部", "B03", 4, 6, 78.89, unlit, "星数不足：4 / 6"]
    ]
    assert section(sheet, "党员（2）")[1:] == [
        [1, "甲一完小党支部", "赵某丁", 7, 5, 87.5, "廉洁守法星", "否决：发生安全责任事故（联校纪要 7 号）"],
        [2, "甲一完小党支部", "赵某己", 3, 5, 77.5, member_unlit, "星数不足：3 / 5"],
    ]  # fmt: skip
    assert section(sheet, "暂未评星")[1:] == [
        [1, "甲二完小党支部", "赵某庚", 0, 8, 8, "缺教师测评", "全部"],
        [2, "甲三完小党支部", "赵某戊", 0, 8, 8, "没有评议结果", "全部"],
    ]


BOXES = "□ 同意　□ 不同意　□ 缓议\n赞成＿＿　文号/纪要号＿＿＿＿＿"
TOGETHER = "□ 整体通过　□ 除＿＿＿＿外通过\n赞成＿＿　文号/纪要号＿＿＿＿＿"


def test_the_meeting_gets_what_is_open_with_boxes_and_what_is_decided_without(sheets):
    sheet = sheets["decisions"]
    assert section(sheet, "一、整体通过　2 项")[1:] == [[1, "推荐支部：满星且先进　1 个", TOGETHER]]
    said = texts(sheet)
    assert (
        "甲一完小党支部：赵某甲；甲二完小党支部：赵某乙；甲三完小党支部：孙某丙（B03-02）、孙某丙（B03-03）"
        in said
    )
    assert "不在其内、逐项研究的：甲二完小党支部：赵某甲" in said
    assert section(sheet, "二、提请否决　2 项")[1:] == [
        [1, "赵某戊\n甲一完小党支部", "提请否决：违规收费或有偿补课；未写理由", BOXES],
        [2, "赵某甲\n甲二完小党支部", "提请否决：违规收费或有偿补课；理由：实验室漏锁门", BOXES],
    ]
    assert section(sheet, "三、提请改评　1 项")[1:] == [
        [1, "赵某丙\n甲二完小党支部", "提请改评为优秀（现为合格）；理由：支教一年", BOXES]
    ]
    tie = "2 人并列第 2，综合得分 92.00；本支部优秀名额 2，余 1；是否改评为优秀"
    assert section(sheet, "四、并列")[1:] == [
        [1, "赵某乙\n甲一完小党支部", tie, BOXES],
        [2, "赵某丙\n甲一完小党支部", tie, BOXES],
    ]
    study = section(sheet, "五、推荐：需要单独研究的（名额：支部 1、党员 6）　7 项")
    assert study[1][2] == "满星未评优秀；8 星，综合得分 92.00，等次合格；名额不足，提请研究；并列，提请研究"
    assert study[-1][1:3] == ["甲二完小党支部", "满星未评先进；9 星，综合得分 82.00，等次较好；超出名额"]
    [_, pending] = section(sheet, "六、推荐对象：另有事项待议的　1 项")
    assert (pending[1], pending[3]) == ("赵某甲\n甲二完小党支部", BOXES)
    assert pending[2].endswith("提请否决，未议决")
    assert section(sheet, "七、表彰：需要单独研究的　2 项")[1:] == [
        [1, "赵某甲\n甲二完小党支部", "师德标兵；工作实绩：家访 40 户", BOXES],
        [2, "孙某丙（B03-02）\n甲三完小党支部", "师德标兵；票数：5/10；会议缓议", BOXES],
    ]
    assert "没有需要逐项研究的：公示后的异议" in said
    assert section(sheet, "九、已议决，备查　4 项")[1:] == [
        [1, "赵某丁\n甲一完小党支部", "已否决：发生安全责任事故", "联校纪要 7 号\n2023-06-20"],
        [2, "赵某乙\n甲二完小党支部", "已改评为优秀；理由：带教成绩突出", "联校纪要 8 号"],
        [3, "赵某丁\n甲二完小党支部", "已改评为合格；理由：民主评议意见集中", "联校纪要 9 号"],
        [4, "表彰：教学名师　1 个", "已议决：同意表彰"],
    ]
    merits = "工作实绩：县级公开课，公认度：群众反映好，征求意见：已征求，票数：10/10"
    assert f"赵某甲（甲一完小党支部）：{merits}" in said
    marks = ("应到", "一、", "十、核对总数", "主持人＿＿＿＿＿＿＿＿　　　　", "方案 SHA-256")
    order = [next(n for n, text in enumerate(said) if text.startswith(mark)) for mark in marks]
    assert order == sorted(order)


def test_what_was_refused_is_open_no_longer_and_stands_on_record(tmp_path):
    path = tmp_path / "lists.xlsx"
    write_lists(path, refused())
    sheet = opened(path)["decisions"]
    assert [row[1] for row in section(sheet, "二、提请否决　1 项")[1:]] == ["赵某戊\n甲一完小党支部"]
    assert any(text.startswith("没有需要逐项研究的：提请改评；") for text in texts(sheet))
    assert section(sheet, "七、已议决，备查　6 项")[4:6] == [
        [4, "赵某甲\n甲二完小党支部", "没有同意否决：违规收费或有偿补课", "不同意"],
        [5, "赵某丙\n甲二完小党支部", "没有同意改评为优秀", "不予改评"],
    ]
    board = openpyxl.load_workbook(path, data_only=True)[TITLES["member_board"].say(Lang.ZH)]
    remarks = "；".join(texts(board)).split("；")
    assert [remarks.count(said) for said in ("否决：没有同意", "改评：没有同意", "提请否决")] == [1, 1, 1]


def test_totals_and_digests_can_be_signed(sheets):
    sheet, report = sheets["decisions"], decided()
    totals = dict(section(sheet, "十、核对总数")) | dict(section(sheet, "十一、校验码"))
    assert totals["收到的表"] == f"4，应报 {len(expected_forms(report))}"
    assert totals["文件"] == "5 个，采用 4 个"
    assert totals["填报错误"] == "1 处"
    assert totals["支部综合得分总和"] == "252.89（3 个相加）"
    # 625.13 + 619.50 + 703.38, branch by branch
    assert totals["党员综合得分总和"] == "1948.01（22 个相加）"
    assert totals["暂未评星"] == "支部 0，党员 2"
    assert totals["支部各等次"] == "先进 1，较好 2，一般 0，后进 0，暂无等次 0"
    assert totals["党员各等次"] == "优秀 5，合格 14，基本合格 0，不合格 1，暂无等次 1，不定等次 3"
    sources = (source for several in report.selection.chosen.values() for source in several)
    files = {source.file: source.submission.sha256 for source in sources}
    digest = hashlib.sha256("".join(sorted(files.values())).encode()).hexdigest()
    assert totals["采用文件合并摘要"].replace(" ", "") == digest
    assert totals["方案 SHA-256"].replace(" ", "") == report.plan_sha256
    listed = {
        line[2]: line[3].replace(" ", "")
        for line in sheet.iter_rows(min_col=1, max_col=4, values_only=True)
        if isinstance(line[0], int) and str(line[2]).endswith(".xlsx")
    }
    assert listed == {file: full[:16] for file, full in files.items()}


def page(sheet):
    """Return the texts of the page as it is printed."""
    area = sheet.print_area.split("!")[-1].replace("$", "")
    return [str(cell.value) for row in sheet[area] for cell in row if cell.value is not None]


def test_posted_are_names_and_stars_only_of_those_with_a_place(sheets):
    sheet = sheets["publication"]
    printed = page(sheet)
    assert section(sheet, "一、推荐的支部")[1:] == [[1, "甲一完小党支部", "★ 9"]]
    assert section(sheet, "二、推荐的党员")[1:] == [
        [1, "甲一完小党支部", "赵某甲", "★ 8"],
        [2, "甲二完小党支部", "赵某乙", "★ 8"],
        [3, "甲三完小党支部", "孙某丙（B03-02）", "★ 8"],
        [4, "甲三完小党支部", "孙某丙（B03-03）", "★ 8"],
    ]
    assert section(sheet, "三、表彰")[1:] == [[1, "甲一完小党支部", "赵某甲", "教学名师"]]
    said = "".join(printed)
    for secret in ("97.5", "92", "优秀", "合格", "否决", "整改", "赵某丁", "赵某戊", "名次", "师德标兵"):
        assert secret not in said
    assert "公示期：自＿＿＿年＿＿月＿＿日起 5 个工作日（法定节假日顺延）。" in printed
    assert "公示期间如有异议，请向某某联校党办反映。" in printed


def test_the_coordinator_is_told_beside_the_page_who_is_left_out(sheets):
    sheet = sheets["publication"]
    (notes,) = [text for text in texts(sheet) if "\n名额不足" in text]
    assert notes not in page(sheet)
    meeting, *lines = notes.split("\n")
    assert meeting.startswith("待议决：名单上 5 项先由会议议决")
    assert lines[0].startswith(
        "名额不足，由会议研究，议定后填评选表彰表的“推荐”再汇总；未列入本页（6）：赵某乙（甲一完小党支部）、"
    )
    assert lines[1] == "超出名额，未列入本页（1）：甲二完小党支部"
    assert lines[2] == "提请否决、尚未议决，议决前不列入本页（1）：赵某甲（甲二完小党支部）"


@pytest.mark.parametrize("longer", [700, 1500, 3000])
def test_where_one_cell_does_not_hold_all_who_are_left_out_their_number_and_the_first_are_told(
    tmp_path, longer
):
    report = decided(places_member=None)
    branches = tuple(replace(branch, name=branch.name * longer) for branch in report.plan.branches)
    sheet = written(tmp_path, replace(report, plan=replace(report.plan, branches=branches)))["publication"]
    (notes,) = [text for text in texts(sheet) if "有推荐所需的星但不是最高等次，未列入本页" in str(text)]
    assert len(notes) <= LONGEST_TEXT
    for note in notes.splitlines()[1:-1]:
        said, names = note.split("：", 1)
        told, cut, first = names.partition("……（只列前 ")
        listed = told.split("、") if told else []
        assert len(listed) == int(
            first.partition("，共 ")[0] if cut else said.rpartition("（")[2].rstrip("）")
        )
        assert not cut or len(listed) < int(said.rpartition("（")[2].rstrip("）"))
    assert "只列前" in notes


@pytest.mark.parametrize("lang", Lang)
def test_the_notes_are_wholly_seen_however_short_the_page_is(tmp_path, lang):
    path, report = tmp_path / "lists.xlsx", decided(lang, places_branch=0, places_member=1)
    registers = replace(report.ledger.registers, commendations=())
    write_lists(path, rescored(report, registers=registers))
    title = TITLES["publication"].say(lang)
    assert [cut for cut in cuts(path) if cut.sheet == title] == []


def test_members_of_a_branch_are_posted_in_the_order_of_the_plan_not_of_their_scores(tmp_path):
    sheet = written(tmp_path, decided(places_member=None))["publication"]
    names = [row[2] for row in section(sheet, "二、") if row[1] == "甲三完小党支部"]
    assert names == ["孙某丙（B03-02）", "孙某丙（B03-03）"]
    (notes,) = [text for text in texts(sheet) if "有推荐所需的星但不是最高等次，未列入本页" in str(text)]
    assert "、赵某甲（甲三完小党支部）" in notes


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2023, 6, 26), 5, date(2023, 6, 30)),  # Monday to Friday
        (date(2023, 6, 28), 5, date(2023, 7, 4)),  # a weekend between
        (date(2023, 6, 24), 5, date(2023, 6, 30)),  # from a Saturday
        (date(2023, 6, 30), 1, date(2023, 6, 30)),
        (date(2023, 6, 25), 1, date(2023, 6, 26)),  # a Sunday is no working day
        (date(2023, 6, 26), 11, date(2023, 7, 10)),
    ],
)
def test_working_days_leave_out_weekends(start, days, end):
    assert last_working_day(start, days) == end


def test_a_period_that_is_known_is_printed_and_blanks_are_left_for_what_is_not(tmp_path):
    report = decided(publication_start=date(2023, 6, 28), objections=None)
    printed = page(written(tmp_path, report)["publication"])
    assert "公示期：自2023年6月28日起至2023年7月4日，5 个工作日（法定节假日顺延）。" in printed
    assert "公示期间如有异议，请向＿＿＿＿＿＿＿＿＿＿反映。" in printed
    assert printed[-1] == "2023年6月28日"


def nobody():
    """Return a report in which no star is lit."""
    return decided(threshold=1000)


def test_lists_that_are_empty_say_so(tmp_path):
    sheets = written(tmp_path, nobody())
    for heading in ("支部　满星且先进（0）", "党员　满星未评优秀（0）", "差一星（0）"):
        assert section(sheets["recommended"], heading) == [["无"]]
    (said,) = [text for text in texts(sheets["decisions"]) if text.startswith("没有需要逐项研究的")]
    assert "推荐：需要单独研究的（名额：支部 1、党员 6）" in said
    printed = page(sheets["publication"])
    assert any("没有符合推荐条件的支部和党员" in text for text in printed)
    assert not any("符合推荐条件的支部" in text and text.startswith("一、") for text in printed)


def test_where_all_places_are_still_open_nobody_is_posted_and_nobody_is_called_unfit(tmp_path):
    report = decided(places_branch=0, places_member=1)
    assert {s.recommended for s in report.results.of(SubjectKind.BRANCH)} >= {Recommended.TOP}
    printed = page(written(tmp_path, report)["publication"])
    assert any("推荐对象由上级研究确定后公示" in text for text in printed)
    assert not any("没有符合" in text or "赵某乙" in text for text in printed)


@pytest.mark.parametrize(
    ("places", "threshold", "period"),
    [
        ({"places_branch": 0, "places_member": 1}, None, False),  # who is recommended is still to be decided
        ({"places_branch": 0, "places_member": 0}, None, False),
        ({}, 1000, False),  # two are not rated yet
        ({}, None, True),
    ],
)
def test_before_it_is_decided_whom_to_post_no_period_is_printed(tmp_path, places, threshold, period):
    report = decided(**places, **({"threshold": threshold} if threshold else {}))
    registers = replace(report.ledger.registers, commendations=())
    sheet = written(tmp_path, rescored(report, registers=registers))["publication"]
    said = page(sheet)
    assert any(text.startswith("公示期") for text in said) is period
    assert any("异议" in text for text in said) is period
    assert ("一、推荐的支部" in said) is period


def test_where_it_is_certain_that_nobody_is_fit_the_page_is_posted_with_its_period(tmp_path):
    report = decided(threshold=1000)
    unrated = {subject.code for subject in report.results.subjects if not subject.is_rated}
    counts = {key: value for key, value in report.ledger.counts.items() if key[0] not in unrated}
    counts |= {
        (code, star, way): value
        for (known, star, way), value in report.ledger.counts.items()
        if known == "B03-04"
        for code in unrated
    }
    registers = replace(report.ledger.registers, commendations=())
    said = page(written(tmp_path, rescored(report, counts=counts, registers=registers))["publication"])
    assert any("本阶段没有符合推荐条件的支部和党员" in text for text in said)
    assert any(text.startswith("公示期") for text in said)


def test_where_only_commendations_are_certain_they_are_posted_with_their_period(tmp_path):
    said = page(written(tmp_path, decided(places_branch=0, places_member=1))["publication"])
    assert said[1].endswith("推荐对象由上级研究确定后公示；表彰对象公示如下。")
    assert "教学名师" in said
    assert any(text.startswith("公示期") for text in said)


def commended(report, **changes):
    """Return the report with one more commendation: of B01-01 for 师德标兵, as far as nothing else is said."""
    given = {"honour": "师德标兵", "place": AT.cell_at(9, 8)} | changes
    entry = replace(report.ledger.registers.commendations[0], **given)
    registers = report.ledger.registers
    return rescored(report, registers=replace(registers, commendations=(*registers.commendations, entry)))


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"subject": "B01-04"}, "填了同意表彰、和别的决定矛盾，议定前不公示表彰（1）：赵某丁（甲一完小党支部）"),
        ({"subject": "B03-02"}, "填了同意表彰、和别的决定矛盾，议定前不公示表彰（1）：孙某丙（B03-02）（甲三完小党支部）"),
        ({"subject": "B01-05"}, "提请否决、尚未议决，议决前不列入本页（2）：赵某甲（甲二完小党支部）、赵某戊（甲一完小党支部）"),
        ({"subject": "B02-05", "honour": ""}, "填了同意表彰、没有表彰名称，未列入本页（1）：赵某戊（甲二完小党支部）"),
        ({"subject": "B02-03"}, "提请改评、尚未议决，议决前不列入本页（1）：赵某丙（甲二完小党支部）"),
    ],
    ids=["vetoed", "put off in another row", "veto open", "unnamed", "override open"],
)  # fmt: skip
def test_a_commendation_against_another_decision_or_beside_an_open_one_is_not_posted(tmp_path, changes, note):
    sheet = written(tmp_path, commended(decided(), **changes))["publication"]
    assert section(sheet, "三、表彰")[1:] == [[1, "甲一完小党支部", "赵某甲", "教学名师"]]
    (notes,) = [text for text in texts(sheet) if "\n名额不足" in text]
    assert note in notes.split("\n")


@pytest.mark.parametrize("subject", ["B01-04", "B03-02"])
def test_a_commendation_against_another_decision_is_on_the_agenda_with_both(tmp_path, subject):
    report = commended(decided(), subject=subject)
    items = section(written(tmp_path, report)["decisions"], "七、表彰：需要单独研究的　3 项")[1:]
    assert items[-1][3] == BOXES
    assert items[-1][2].endswith("填了同意表彰，和“评选表彰”B5 的决定矛盾，请议定")
    assert brief(report).agenda.commendations == 3


@pytest.mark.parametrize(("subject", "named"), [("B01-02", "赵某乙（甲一完小党支部）"), ("B02-02", None)])
def test_who_is_commended_and_not_recommended_is_said_to_be_on_the_page_as_such(tmp_path, subject, named):
    sheet = written(tmp_path, commended(decided(), subject=subject))["publication"]
    notes = "\n".join(texts(sheet)).split("\n")
    said = [line for line in notes if line.startswith("以上没有列入推荐、议定表彰的")]
    assert said == ([f"以上没有列入推荐、议定表彰的，列在“表彰”里（1）：{named}"] if named else [])


def test_an_honour_that_was_agreed_on_in_two_rows_is_no_contradiction(tmp_path):
    sheet = written(tmp_path, commended(decided()))["publication"]
    assert [row[-1] for row in section(sheet, "三、表彰")[1:]] == ["教学名师", "师德标兵"]


def test_the_sheets_exist_in_english(tmp_path):
    sheets = written(tmp_path, decided(Lang.EN, publication_start=date(2023, 6, 28)))
    assert "Member: all stars, not “Excellent” (6)" in texts(sheets["recommended"])
    assert "Unrated (not judged by stars) (2)" in texts(sheets["rectification"])
    assert "5. To be recommended, to look into (places: branch 1, member 6) · 7" in texts(sheets["decisions"])
    assert any(
        text.startswith("Posted from 2023-06-28 to 2023-07-04") for text in texts(sheets["publication"])
    )


def in_english():
    return decided(Lang.EN)


def unlimited():
    return decided(places_branch=None, places_member=None)


SMALL = [decided, in_english, unlimited, nobody]


@pytest.mark.office
@pytest.mark.parametrize("cases", mostly_slow([SMALL, [example]], SMALL), ids=["small", "large"])
def test_every_formula_of_the_lists_comes_to_its_cached_value(tmp_path, cases):
    paths = []
    for case in cases:
        path, report = tmp_path / f"{case.__name__}.xlsx", case()
        write_lists(path, report)
        keys = ("recommended", "rectification", "decisions", "publication")
        mine = {TITLES[key].say(report.plan.campaign.language) for key in keys}
        assert {sheet for sheet, _ in formula_cells(path)} >= mine
        paths.append(path)
    listed = {TITLES[key].say(lang) for key in keys for lang in Lang}
    found = all_differences(paths, by_libreoffice)
    assert [(name, one) for name, one in found if one.sheet in listed] == []


def retyped(folder, report, rules):
    """Return the sheets after rules were typed into the workbook, by the name of their cell."""
    path = folder / "lists.xlsx"
    write_lists(path, report)
    book = openpyxl.load_workbook(path)
    for name, value in rules.items():
        ((sheet, area),) = book.defined_names[name].destinations
        cell = book[sheet][area.replace("$", "")]
        book[sheet].cell(cell.row, 2).value = value
    book.save(folder / "edited.xlsx")
    return opened(convert(folder / "edited.xlsx", "xlsx", folder / "changed"))


def marked(sheet, mark):
    """Return branch and name of the rows with a mark."""
    rows = sheet.iter_rows(values_only=True)
    return [(row[1], row[2]) for row in rows if mark in row]


def warning(sheet):
    return sheet["A3"].value or ""


def beside_the_page(sheet):
    return sheet["G1"].value or ""


@pytest.mark.office
def test_a_higher_threshold_marks_who_falls_off_and_what_the_lists_would_be(tmp_path):
    sheets = retyped(tmp_path, decided(), {"rule_threshold": 8.3, "renormalise_on": "按已有方式折算"})
    listed, rectify = sheets["recommended"], sheets["rectification"]
    assert marked(listed, OUTDATED) == [("甲二完小党支部", "B02"), ("甲三完小党支部", "赵某甲")]
    assert marked(listed, RELEVELLED) == []
    assert warning(listed) == "名单已过期：评星规则已改动，按现行规则应为 1 个支部、10 名党员，见“等次评定”"
    assert marked(rectify, OUTDATED) == [("甲二完小党支部", "赵某庚")]  # rated now, by three ways
    assert warning(rectify) == "名单已过期：评星规则已改动，按现行规则应为 2 个支部、2 名党员，见“等次评定”"
    assert marked(sheets["publication"], OUTDATED) == []
    assert beside_the_page(sheets["publication"]).startswith("名单已过期")
    assert warning(sheets["decisions"]).startswith("评星规则已改动")


@pytest.mark.office
def test_a_lower_threshold_outdates_the_list_by_who_would_join_it(tmp_path):
    sheets = retyped(tmp_path, unlimited(), {"rule_threshold": 7.9})
    listed = sheets["recommended"]
    assert marked(listed, OUTDATED) == [("甲一完小党支部", "赵某戊")]  # no longer one star short
    assert warning(listed).startswith("名单已过期：评星规则已改动，按现行规则应为 2 个支部、12 名党员")
    assert warning(sheets["rectification"]) == ""
    assert beside_the_page(sheets["publication"]).startswith("名单已过期")


@pytest.mark.office
def test_another_quota_changes_levels_and_what_is_posted_only_where_places_are_few(tmp_path):
    sheets = retyped(tmp_path, unlimited(), {"quota_share": 0})
    listed = sheets["recommended"]
    freed = [("甲一完小党支部", "赵某乙"), ("甲一完小党支部", "赵某丙"), ("甲二完小党支部", "赵某戊")]
    assert marked(listed, RELEVELLED) == freed
    assert marked(listed, OUTDATED) == [("甲一完小党支部", 2)]  # the tie
    assert warning(listed).startswith("名单已过期：评星规则已改动，按现行规则应为 2 个支部、11 名党员")
    assert beside_the_page(sheets["publication"]) == ""
    assert warning(sheets["rectification"]) == ""
    limited = tmp_path / "limited"
    limited.mkdir()
    sheets = retyped(limited, decided(), {"quota_share": 0})
    assert marked(sheets["publication"], RELEVELLED) == []
    assert beside_the_page(sheets["publication"]).startswith("名单已过期")


@pytest.mark.office
def test_a_rule_that_decides_nothing_outdates_no_list(tmp_path):
    sheets = retyped(tmp_path, decided(), {"few_raters": 4})
    for sheet in sheets.values():
        assert marked(sheet, OUTDATED) == marked(sheet, RELEVELLED) == []
    assert warning(sheets["recommended"]) == warning(sheets["rectification"]) == ""
    assert beside_the_page(sheets["publication"]) == ""
    assert warning(sheets["decisions"]).startswith("评星规则已改动")


def test_a_branch_among_members_is_called_one_and_not_by_its_code(tmp_path):
    sheets = written(tmp_path, rescored(decided(), counts={}, registers=Registers()))
    header, *unrated = section(sheets["rectification"], "暂未评星（不按星数判定）")
    name, branches = header.index("姓名"), [branch.name for branch in decided().plan.branches]
    assert [row[1] for row in unrated if row[name] == "（支部）"] == branches
    assert not {row[name] for row in unrated} & {branch.code for branch in decided().plan.branches}


def test_before_anybody_was_rated_no_list_says_that_nobody_qualifies(tmp_path):
    sheets = written(tmp_path, rescored(decided(), counts={}, registers=Registers()))
    said = [text for key in LISTS for text in texts(sheets[key])]
    assert not any("没有符合推荐条件" in text for text in said)
    for heading in ("支部　满星且先进（0）", "党员　满星未评优秀（0）", "差一星（0）", "并列"):
        assert after(sheets["recommended"], heading) == "尚未评议"
    assert after(sheets["rectification"], "党员（0）") == "尚未评议"
    assert after(sheets["decisions"], "一、整体通过") == "尚未评议"
    assert [text for text in page(sheets["publication"]) if "尚未评议" in text]
    assert not any("公示期" in text for text in page(sheets["publication"]))
    assert all(text.endswith("（尚未评议）") for text in (texts(sheets[key])[0] for key in LISTS[:3]))


def test_where_one_kind_of_subject_is_not_rated_its_lists_alone_say_so(tmp_path):
    report = decided()
    members = {code for code, *_ in report.ledger.counts if code in report.plan.member_of}
    counts = {key: value for key, value in report.ledger.counts.items() if key[0] in members}
    sheets = written(tmp_path, rescored(report, counts=counts))
    assert after(sheets["recommended"], "支部　满星且先进（0）") == "尚未评议"
    assert after(sheets["publication"], "一、推荐的支部") == "尚未评议"
    assert section(sheets["recommended"], "党员　满星且优秀（5）")


def test_where_ballots_came_and_nobody_has_all_that_is_needed_that_is_said(tmp_path):
    report = decided()
    counts = {key: value for key, value in report.ledger.counts.items() if key[2] is not WayKey.ORGANISATION}
    sheets = written(tmp_path, rescored(report, counts=counts, registers=Registers()))
    assert after(sheets["recommended"], "党员　满星且优秀（0）") == "尚未评出结果"


def test_a_vetoed_member_without_a_result_is_among_the_unrated_too(tmp_path):
    report = decided()
    counts = {key: value for key, value in report.ledger.counts.items() if key[0] != "B01-04"}
    sheets = written(tmp_path, rescored(report, counts=counts))
    assert "赵某丁" in str(section(sheets["rectification"], "暂未评星（不按星数判定）（3）"))
    assert "赵某丁" in str(section(sheets["rectification"], "党员（2）"))
    assert dict(section(sheets["decisions"], "十、核对总数"))["暂未评星"] == "支部 0，党员 3"


def test_the_public_page_holds_no_name_that_is_still_to_be_decided():
    report = decided()
    open_names = {"B02-01": Proposal.VETO, "B03-02": Proposal.OVERRIDE, "B01": Proposal.VETO}
    texts_of = dict.fromkeys(open_names.items(), "safety")
    context = context_of(rescored(report, texts=texts_of))
    posted = {subject.code for kind in SubjectKind for subject in published_of(context.report, kind)}
    assert posted
    assert posted.isdisjoint(open_names)


def after(sheet, heading):
    """Return what stands right below a heading."""
    cells = [cell.value for (cell,) in sheet.iter_rows(max_col=1)]
    (row,) = [n for n, text in enumerate(cells) if text and str(text).startswith(heading)]
    return cells[row + 1]
