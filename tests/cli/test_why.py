"""`why`: what it prints is held against marks made by hand and against the cells that it names."""

import re
from dataclasses import replace
from datetime import date
from unicodedata import east_asian_width

import openpyxl
import pytest
from click.testing import CliRunner
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_rows_of, small_plan
from summary.decided import AT, decided
from summary.decided import refused as refused_report
from summary.finals import final_report
from summary.reports import rescored

from xlcampaign.campaign import open_campaign
from xlcampaign.cli import cli
from xlcampaign.cli.usage import usage_lines
from xlcampaign.cli.why import explanation_lines
from xlcampaign.commands.merge import Options, make_report
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.why import explanation_of
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Stop
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import OverrideDecision
from xlcampaign.words import Lang

AS_OF = date(2023, 6, 26)


@pytest.fixture(scope="module")
def report():
    return decided()


def said(report, subject, star=None, lang=Lang.ZH):
    return "\n".join(explanation_lines(explanation_of(report, subject, star), lang))


def line(text, label):
    """Return what stands after a label, spaces at both ends left out."""
    return next(row for row in text.splitlines() if row.startswith(label)).removeprefix(label).strip()


def refused(report, subject, star=None):
    with pytest.raises(Stop) as stop:
        explanation_of(report, subject, star)
    (finding,) = stop.value.findings
    return finding.rule.code, finding.line(Lang.ZH)


def make_campaign(root, answers):
    """A campaign of one form, written by hand."""
    (root / "inbox").mkdir(parents=True)
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows_of(1, 3))))
    plan = small_plan(1, 3)
    form = write_plain(evaluation_form(plan, plan.branches[0]), answers)
    (root / "inbox" / "f.xlsx").write_bytes(bytes_of(form))
    return root


def run(*arguments, lang="zh"):
    return CliRunner().invoke(cli, ["--lang", lang, "why", *map(str, arguments), "--as-of", str(AS_OF)])


def test_a_member_who_is_not_graded_has_no_level_and_it_says_so(report):
    own = [s for s in report.results.of(SubjectKind.MEMBER) if not s.graded]
    assert own
    for member in own:
        assert line(said(report, member.code), "最后等次") == "不定等次"
        assert line(said(report, member.code, lang=Lang.EN), "Level") == "not graded"


def test_a_vetoed_member_is_told_by_whom_and_that_the_scores_stay(report):
    text = said(report, "B01-04")
    assert line(text, "政治忠诚星") == "9.00    8.00     ★"
    assert line(text, "廉洁守法星") == "7.00    8.00     ☆"
    assert line(text, "综合得分").startswith("10 × 70.00 ÷ 8 = 87.50")
    assert line(text, "得分等次") == "70.00 ≤ 87.50 < 90.00 → 合格"
    assert line(text, "否决") == "发生安全责任事故 → 不合格"
    assert "某某联校党组织决定：联校纪要 7 号 2023-06-20" in text
    assert "00-某某联校党组织-考核点评表-第一阶段.xlsx › 评选表彰 › B5" in text
    assert line(text, "最后等次") == "不合格"
    assert (line(text, "推荐"), line(text, "整改")) == (
        "否：被否决；授 7 颗，要 8 颗",
        "要：否决：发生安全责任事故（联校纪要 7 号）",
    )


def test_a_tie_across_the_quota_shows_position_places_and_how_many_are_alike(report):
    text = said(report, "B01-02")
    assert line(text, "名次") == "并列2（共 6 个，与另外 1 个并列）"
    assert line(text, "得分等次") == "90.00 ≤ 92.00 ≤ 100.00 → 优秀"
    assert line(text, "名额") == "6 人参评 ÷ 3 → 优秀 2 个名额；3 人中列第 2（另有 1 人相同）"
    assert "并列，提请研究 → 合格" in text
    assert "组织 9.5000，教师 9.0000，党员 9.0000" in text
    assert line(text, "最后等次") == "合格"
    assert line(text, "推荐") == "符合：授 8 颗，要 8 颗；等次合格，未评优秀"
    assert "推荐名额 6 个：名额不足，提请研究" in text


def test_over_the_quota_is_the_next_level(report):
    text = said(report, "B02-05")
    assert line(text, "名额") == "7 人参评 ÷ 3 → 优秀 2 个名额；3 人中列第 3"
    assert "优秀名额已满 → 合格" in text


def test_an_override_shows_both_levels_document_and_reason_in_english(report):
    text = said(report, "B02-04", lang=Lang.EN)
    assert line(text, "Quota").endswith("places at “优秀”: 2; position 2 of 3")
    assert "within the quota → 优秀" in text
    assert line(text, "Override") == "优秀 → 合格"
    assert "decided by 某某联校党组织: 联校纪要 9 号, 民主评议意见集中" in text
    assert line(text, "Level") == "合格"


def test_what_is_proposed_and_not_decided_is_said(report):
    assert line(said(report, "B02-01"), "否决") == "提请了，上级未议决"
    assert line(said(report, "B02-03"), "改评") == "提请了，上级未议决"
    assert line(said(report, "B01-01"), "否决") == "无"


@pytest.mark.parametrize(
    ("code", "label", "told"),
    [("B02-01", "否决", "上级没有同意：不同意"), ("B02-03", "改评", "上级没有同意：不予改评")],
)
def test_what_was_refused_is_said_with_its_place(code, label, told):
    text = said(refused_report(), code)
    assert line(text, label) == told
    assert "考核点评表-第一阶段.xlsx › 评选表彰 › B5" in text


def test_who_is_one_star_short_is_told_by_which_and_how_much(report):
    text = said(report, "B01-05")
    assert line(text, "推荐") == "否：授 7 颗，要 8 颗"
    assert "差一星：最接近的是政治忠诚星，差 0.10" in text
    assert "差一星" not in said(report, "B01-04")  # vetoed: the star would not help


def test_all_reasons_to_rectify_are_given_as_on_the_list():
    report = decided(rectify_share=100)
    assert (
        line(said(report, "B01-04"), "整改") == "要：星数不足：7 / 8；否决：发生安全责任事故（联校纪要 7 号）"
    )


@pytest.mark.parametrize(
    ("code", "level", "stars"),
    [("B01-01", "不合格", ""), ("B02-05", "不合格", ""), ("B03", "后进", "星数不足：4 / 6；")],
)
def test_who_was_put_at_the_lowest_level_has_to_rectify_and_is_told_the_document(code, level, stars):
    report = decided()
    override = OverrideDecision(code, level, "会议决定", "联校纪要 6 号", AT)
    registers = report.ledger.registers
    report = rescored(report, registers=replace(registers, overrides={code: override}))
    text = said(report, code)
    assert line(text, "整改") == f"要：{stars}改评为{level}（联校纪要 6 号）"
    assert line(text, "推荐").startswith(f"否：改评为{level}")


def test_an_unrated_member_has_causes_and_no_figures(report):
    text = said(report, "B03-05")
    assert line(text, "授星") == "暂未评星：8 颗中 8 颗没有得分"
    assert "缺 党员自评、党员互评、教师测评、组织总评" in line(text, "政治忠诚星")
    assert (line(text, "综合得分"), line(text, "得分等次"), line(text, "最后等次")) == (
        "暂未评星",
        "暂未评星",
        "—",
    )
    assert line(text, "推荐") == "否：暂未评星"
    star = said(report, "B02-07", "loyal")
    assert "政治忠诚星：暂未评星，缺 教师测评" in star
    assert line(star, "分数线") == "8.00"
    assert not [row for row in star.splitlines() if row.startswith("得分")]


def test_who_gets_no_level_is_told_why(report):
    assert line(said(report, "B01-07"), "得分等次") == "不定等次（预备党员）"
    assert line(said(report, "B01-07"), "推荐") == "否：不定等次"


def test_a_rounded_composite_says_so(report):
    text = said(report, "B03", lang=Lang.EN)
    assert line(text, "Composite").startswith("10 × 71.00 ÷ 9 ≈ 78.89")
    assert line(text, "Quota") == "“先进” has no quota"
    assert line(text, "To rectify") == "yes: too few stars: 4 / 6"


def test_a_star_shows_counts_arithmetic_gap_and_what_the_self_rating_did(report):
    text = said(report, "B03-01", "政治忠诚星")
    assert "政治忠诚星：8.10，分数线 8.00，高 0.10 → 授星 ★" in text
    assert line(text, "党员互评").split() == ["同意", "8", "不同意和弃权", "2", "10", "8.0000", "20"]
    assert line(text, "组织总评").split() == [
        "合计", "7.75", "最高", "7.75", "最低", "7.75", "1", "7.7500", "40",
    ]  # fmt: skip
    assert line(text, "得分") == "10×10.0000 + 20×8.0000 + 30×8.0000 + 40×7.7500"
    assert "= 810.0000；810.0000 ÷ 100 = 8.10" in text
    assert line(text, "最低") == "组织总评"
    assert line(text, "自评") == "只因党员自评授星：不计为 7.89"
    short = said(report, "B01-05", "loyal")
    assert "7.90，分数线 8.00，差 0.10 → 未授星 ☆" in short
    assert line(short, "自评") == "不计党员自评为 7.78，结果一样"


def test_a_missing_way_is_divided_out_where_the_plan_says_so():
    text = said(decided(missing=Missing.RENORMALISE), "B02-07", "loyal")
    assert line(text, "得分") == "10×9.0000 + 20×9.0000 + 40×9.0000"
    assert "= 630.0000；630.0000 ÷ 70 = 9.00" in text
    assert "教师测评缺，按其余权重折算" in text


def test_trimming_shows_what_was_left_out():
    text = said(decided(trim="yes"), "B01-02", "loyal")
    assert "去掉一个最高、一个最低：(90.00 − 10.00 − 0.00) ÷ 8 → 10.0000" in text
    assert "= 970.0000；970.0000 ÷ 100 = 9.70" in text


def test_a_subject_is_found_by_code_or_name_and_never_guessed(report):
    assert "（B01-04）" in said(report, " b01-04 ")
    assert "支部 · 第 1 阶段" in said(report, "甲 一完小 党支部")
    code, text = refused(report, "孙某丙")
    assert (code, "B03-02 孙某丙、B03-03 孙某丙" in text) == ("O112", True)
    code, text = refused(report, "甲一完小")
    assert (code, "B01 甲一完小党支部" in text) == ("O111", True)
    assert refused(report, "zzz")[0] == "O111"


@pytest.mark.parametrize("shown", ["{name}（{code}）", "{name} ({code})", "{code} {name}", "{name}{code}"])
def test_a_subject_is_found_as_lists_show_it(report, shown):
    for subject in report.results.subjects[:4]:
        asked = shown.format(name=subject.name, code=subject.code)
        assert explanation_of(report, asked, None).subject is subject


def test_a_star_is_found_by_name_alias_or_key(report):
    for name in ("service", "服务群众满意星", "效劳群众满意星"):
        assert "服务群众满意星：9.20" in said(report, "B01", name)
    code, text = refused(report, "B01-01", "服务群众满意星")
    assert (code, "政治忠诚星" in text) == ("O113", True)


def test_no_line_but_of_sources_is_wider_than_a_terminal(report):
    wide = []
    for subject in report.results.subjects:
        stars = [star.key for star in report.plan.stars_of(subject.kind)]
        for lang in Lang:
            for star in (None, *stars[:2]):
                rows = said(report, subject.code, star, lang).splitlines()
                assert len(rows) <= 30
                wide += [row for row in rows if "›" not in row and _width(row) > 80]
    assert wide == []


def _width(text):
    return sum(2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in text)


def test_the_cells_that_are_named_hold_the_votes_that_are_shown(tmp_path):
    sample = ["sample", str(tmp_path / "a"), "--branches", "2", "--members", "10", "--tidy"]
    assert CliRunner().invoke(cli, sample).exit_code == 0
    options = Options(None, AS_OF, None, strict=False, engine=Processes(1))
    report = make_report(open_campaign(tmp_path / "a"), options, Unwatched())
    books, checked = {}, 0
    for kind in SubjectKind:
        subject = report.results.of(kind)[0]
        for star in report.plan.stars_of(kind):
            case = explanation_of(report, subject.code, star.key).star
            for way in case.ways:
                path = tmp_path / "a" / "inbox" / way.place.file
                book = books.setdefault(path, openpyxl.load_workbook(path, data_only=True))
                cells = [book[way.place.sheet][cell].value for cell in way.place.cell.split(", ")]
                scale = way.scale
                if scale.is_points:
                    assert [float(cells[0]) * 100] == [way.result.total]
                else:
                    stated = [*scale.tallied, *scale.asks_apart(report.plan.campaign.abstentions)]
                    assert [cell or 0 for cell in cells] == [way.result.counts[g.key] for g in stated]
                checked += 1
    assert checked == 4 * 17


def test_a_rejected_mark_is_named_with_its_error_and_an_empty_one_as_empty(tmp_path):
    root = make_campaign(
        tmp_path / "a", {("member_self", 0, "loyal"): "85左右", ("member_self", 0, "study"): 9}
    )
    result = run(root, "0101", "loyal")
    assert result.exit_code == 0
    assert "党员自评：f.xlsx › 党员自评 › C5　有错误的没有计入" in result.stdout
    assert re.search("党员自评 › C5  C103 .*85左右", result.stdout)
    other = run(root, "0102", "loyal", lang="en")
    assert "党员自评: f.xlsx › 党员自评 › C6  left blank" in other.stdout
    assert "教师测评: f.xlsx › 教师测评 › C6  no number of valid ballots, so nothing counts" in other.stdout


def test_a_way_whose_meeting_was_rejected_names_the_cell_of_the_meeting(tmp_path):
    wrong = {"valid": 22, "issued": 20, "returned": 20, "present": 20, "due": 20, "date": date(2023, 5, 1)}
    answers = {("meeting", row, key): value for row in range(4) for key, value in wrong.items()}
    root = make_campaign(tmp_path / "a", answers | {("member_peer", 0, "loyal.approve"): 9})
    text = run(root, "0101", "loyal").stdout
    assert "党员互评：f.xlsx › 党员互评 › C5　有错误的没有计入" in text
    assert "评议情况 › F5  C109" in text
    assert text.count("还有 1 处错误") == 2


def test_nobody_of_that_name_ends_with_three_and_nothing_on_stdout(tmp_path):
    root = make_campaign(tmp_path / "a", {("member_self", 0, "loyal"): 9})
    result = run(root, "钱某", lang="en")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "the nearest is 0102 钱某乙" in result.stderr
    assert CliRunner().invoke(cli, ["why"], standalone_mode=False).exception.exit_code == 2


def test_inside_a_campaign_its_folder_need_not_be_named(tmp_path, monkeypatch):
    root = make_campaign(tmp_path / "a", {("member_self", 0, "loyal"): 9})
    other = make_campaign(tmp_path / "a" / "b", {("member_self", 0, "loyal"): 3})
    named, named_other = (run(path, "0101", "loyal").stdout for path in (root, other))
    assert named != named_other
    monkeypatch.chdir(root)
    assert run("0101", "loyal").stdout == named
    assert run(".", "0101", "loyal").stdout == named
    assert run("b", "0101", "loyal").stdout == named_other
    assert "星级" in run("0101").stdout
    for words, said in (
        ((), "还要写上 支部或党员"),
        (("0101", "loyal", "more"), "多写了“more”"),
        ((".", "0101", "loyal", "more"), "多写了“more”"),
    ):
        result = CliRunner().invoke(cli, ["why", *words], standalone_mode=False)
        assert result.exception.exit_code == 2
        assert said in usage_lines(result.exception)[0].zh
    monkeypatch.chdir(tmp_path)
    result = run("c", "0101")
    assert (result.exit_code, "没有“c”这个文件夹" in result.stderr) == (3, True)


FINAL = [
    ("B01-01", "列入终评推荐", "推荐名额 6 个：名额内"),
    ("B01-02", "待研究（由会议定）：第一阶段不在册或不参评", None),
    ("B03-02", "未列入终评推荐：第一阶段差 2 星", None),
]


@pytest.mark.parametrize(("who", "verdict", "seat"), FINAL)
def test_the_last_stage_says_how_somebody_fares_in_the_final_selection(who, verdict, seat):
    text = said(final_report(), who)
    assert line(text, "推荐").startswith("符合：")
    assert line(text, "终评") == verdict
    assert [row.strip() for row in text.splitlines() if "名额 6 个" in row] == ([seat] if seat else [])
    assert "终评" not in said(decided(), who)
