"""What a form says of itself: by row, by sheet, on its cover; and that an office program says the same."""

from dataclasses import replace
from datetime import date

import pytest
from dear import mostly_slow
from filled import SHAPES, complete, form_of, shaped, values_of, written
from plans import plan_rows_of, small_plan
from recalculate import (
    all_differences,
    by_every_engine,
    by_formulon,
    differences,
    each_variant_by_every_engine,
    formula_cells,
    recalculate,
)

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import pledge_form
from xlcampaign.layout.meeting import BALLOT_CHAIN
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Table
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.model.scale import Abstentions
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.select import select_parts
from xlcampaign.words import Lang


def says(path, title):
    """Return the check column of a sheet, row by row, and its status; of rows that are ready without what is left over."""
    rows, status = says_in_full(path, title)
    return [row and row.split("；")[0] for row in rows], status


def says_in_full(path, title):
    sheet = values_of(path)[title]
    column = next(cell.column for cell in sheet[4] if cell.value in {"核查意见", "Check"})
    rows = [sheet.cell(row, column).value for row in range(5, sheet.max_row + 1)]
    return rows, sheet["A3"].value


# ---------------------------------------------------------------------------------------------- what it says


def test_a_blank_form_says_what_is_missing(tmp_path, plan):
    path = written(tmp_path, form_of(plan))
    rows, status = says(path, "党员互评")
    assert rows == ["还差 8 格"] * 4
    assert status == "本表：应填 32 格，已填 0 格，还差 32 格　　有效票还没填（在“评议情况”里）"
    cover = values_of(path)["填表说明"]
    assert cover["A13"].value == (
        "填报进度：还差 167：评议情况、支部自评、支部群众评议、党员自评、党员互评、教师测评、组织总评"
    )
    assert [cell.value for cell in cover[19]] == ["党员互评", 32, 0, 32, 0, "还差 32"]


def test_a_complete_form_says_that_it_can_be_sent(tmp_path, plan):
    path = written(tmp_path, form_of(plan), complete(form_of(plan)))
    rows, status = says(path, "党员互评")
    assert rows == ["可以上报"] * 4
    assert status == "本表：应填 32 格，已全部填好　　有效票 9 张"
    assert values_of(path)["填表说明"]["A13"].value == "填报进度：可以上报"


@pytest.mark.parametrize(("scale", "entry"), SHAPES)
def test_every_shape_of_form_can_be_completed(tmp_path, scale, entry):
    book = form_of(shaped(scale, entry))
    answers = complete(book)
    for sheet in book.sheets:
        if (
            isinstance(sheet, Table)
            and sheet.key != "meeting"
            and entry is Entry.BALLOTS
            and sheet.needed
            and not sheet.register
        ):
            number = max(int(row["ballot"]) for row in sheet.rows)
            mark = next(column.mark for column in sheet.columns if column.mark)
            ways = [row["way"] for row in book.table_of("meeting").rows]
            at = ways.index(f"{mark.kind}.{mark.way}")
            answers |= {
                ("meeting", at, key): number for key in ("due", "present", "issued", "returned", "valid")
            }
    path = written(tmp_path, book, answers)
    assert values_of(path)["填表说明"]["A13"].value == "填报进度：可以上报"


PEER = [
    ({"attended": "是", "advice.approve": 17}, 15, "建言献策星：17 票多于有效票 15"),
    ({"attended": "否", "advice.approve": 17}, 15, "建言献策星：17 票多于有效票 15"),
    ({"attended": "是", "base": 15, "advice.approve": 15}, 15, "可以上报"),
    ({"base": 16}, 15, "对其有效票：16 票多于有效票 15"),
    ({"advice.approve": None}, 15, "还差 1 格"),
    ({"advice.approve": "八九"}, 15, "1 格填得不对"),
    ({"advice.approve": -1, "civil.approve": 1.5}, 15, "2 格填得不对"),
    ({"advice.approve": Broken(Fault.ERROR, "#N/A")}, 15, "1 格填得不对"),
    ({"advice.approve": 9000}, None, "可以上报"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "valid", "said"), PEER)
def test_a_row_says_what_is_wrong_with_it(tmp_path, plan, typed, valid, said):
    answers = complete(form_of(plan)) | {("meeting", 0, "valid"): valid}
    answers |= {("member_peer", 2, key): raw for key, raw in typed.items()}
    rows, _ = says(written(tmp_path, form_of(plan), answers), "党员互评")
    assert rows == ["可以上报", "可以上报", said, "可以上报"]


@pytest.mark.parametrize(("abstained", "said"), [(2, "建言献策星：16 票多于有效票 15"), (0, "可以上报")])
def test_abstentions_that_are_tallied_apart_are_votes_too(tmp_path, abstained, said):
    plan = small_plan(1, 4, abstentions="as_printed")
    answers = complete(form_of(plan)) | {("meeting", 0, "valid"): 15}
    answers |= {("member_peer", 2, "advice.approve"): 14, ("member_peer", 2, "advice.abstain"): abstained}
    rows, _ = says(written(tmp_path, form_of(plan), answers), "党员互评")
    assert rows[2] == said


def rests(tmp_path, plan, typed, title, answers=None):
    given = complete(form_of(plan)) | {("meeting", row, "valid"): 15 for row in range(4)} | (answers or {})
    rows, _ = says_in_full(written(tmp_path, form_of(plan), given | typed), title)
    return rows[2]


STARS = ("loyal", "study", "duty", "results", "advice", "help", "civil", "lawful")


def test_a_row_shows_how_many_ballots_are_left_over_star_by_star(tmp_path, plan):
    typed = {("member_peer", 2, f"{star}.approve"): 14 - n for n, star in enumerate(STARS)}
    assert rests(tmp_path, plan, typed, "党员互评") == "可以上报；不同意和弃权 0、1、2、3、4、5、6、7"
    typed |= {("member_peer", 2, "attended"): "否", ("member_peer", 2, "study.approve"): 15}
    assert rests(tmp_path, plan, typed, "党员互评") == "可以上报；不同意和弃权 1、0、3、4、5、6、7、8"
    typed = {("branch_public", 2, "peer.approve"): 12, ("branch_public", 2, "teacher.approve"): 15}
    said = rests(tmp_path, plan, typed, "支部群众评议")
    assert said == "可以上报；不同意和弃权 3、0"


def test_as_many_votes_as_ballots_on_whoever_voted_are_asked_about(tmp_path, plan):
    typed = {("member_peer", 2, f"{star}.approve"): 15 for star in STARS[:1]}
    said = rests(tmp_path, plan, typed, "党员互评")
    assert said.startswith("可以上报；不同意和弃权 含本人？、")


OWN_ROWS = [
    ({}, "2、2、2、2、2、2、2、2", 2),
    ({("member_peer", 0, "base"): 15}, "1、1、1、1、1、1、1、1", 1),
    ({("member_peer", 0, "attended"): "否"}, "1、1、1、1、1、1、1、1", 1),
    ({("member_peer", 2, "base"): 14}, "1、1、1、1、1、1、1、1", 1),
    ({("meeting", 0, "present"): 3}, "1、1、1、1、1、1、1、1", 1),
    ({("meeting", 0, "present"): 4}, "2、2、2、2、2、2、2、2", 2),
    ({("meeting", 0, "valid"): None}, None, None),
]
"""What is typed beside 15 votes of 15 on one star for one member, and what is left over for another with 13."""


def counted_with_own_rows(plan, typed):
    book = form_of(plan)
    answers = complete(book) | {("meeting", row, "valid"): 15 for row in range(4)}
    answers |= {("meeting", row, key): 15 for row in range(4) for key in ("due", "issued", "returned")}
    answers |= {("meeting", row, "present"): 15 for row in range(4)}
    answers |= {("member_peer", 2, f"{star}.approve"): 13 for star in STARS}
    return book, answers | {("member_peer", 0, "loyal.approve"): 15} | typed


@pytest.mark.parametrize(("typed", "said", "opposed"), OWN_ROWS)
def test_where_own_rows_were_counted_what_is_left_over_is_as_merging_takes_it(
    tmp_path, plan, typed, said, opposed
):
    path = written(tmp_path, *counted_with_own_rows(plan, typed))
    rows, _ = says_in_full(path, "党员互评")
    assert rows[2] == ("可以上报" + (f"；不同意和弃权 {said}" if said else ""))
    taken = [take_in(Envelope("f.xlsx", path.read_bytes()), plan).submission]
    counts = merge_parts(taken, select_parts(taken), plan, 1).counts.get(("0103", "loyal", "peer"), {})
    assert counts.get("oppose") == opposed


@each_variant_by_every_engine
def test_what_is_left_over_with_own_rows_recalculates_to_what_is_said(tmp_path, plan, engine):
    counted = {f"{which}": counted_with_own_rows(plan, OWN_ROWS[which][0]) for which in (0, 3, 4, 6)}
    paths = [written(tmp_path, *filled, name=which) for which, filled in counted.items()]
    assert all_differences(paths, engine) == []


@pytest.mark.parametrize(
    ("abstained", "typed", "said"),
    [
        ("无", {}, "可以上报；不同意 13、13、13、13、13、13、13、13"),
        ("有", {}, "还差 8 格（弃权，没有填 0）"),
        ("有", dict.fromkeys(STARS, 1), "可以上报；不同意 12、12、12、12、12、12、12、12"),
        ("无", {"loyal": 1}, "弃权多于 0，“有无弃权”却选了“无”"),
    ],
)
def test_abstentions_are_asked_for_where_there_were_any(tmp_path, abstained, typed, said):
    plan = small_plan(1, 4, abstentions="apart")
    more = {("meeting", row, "abstained"): abstained for row in range(4)}
    given = {("member_peer", 2, f"{star}.abstain"): number for star, number in typed.items()}
    assert rests(tmp_path, plan, given, "党员互评", more) == said


@pytest.mark.parametrize("unknown", [None, 0, 2])
@pytest.mark.parametrize("way", [WayKey.PEER, WayKey.TEACHER])
def test_whether_anybody_abstained_says_nothing_of_a_way_of_grades(tmp_path, way, unknown):
    plan = small_plan(1, 3, abstentions="apart")
    ways = (
        replace(one, scale="grades") if one.kind == "member" and one.key is way else one for one in plan.ways
    )
    plan = replace(plan, ways=tuple(ways))
    book = form_of(plan)
    table = book.table_of(f"member_{way}")
    votes = {
        column.key: unknown if column.key.endswith(".unknown") else 2
        for column in table.columns
        if column.mark
    }
    answers = {(table.key, row, key): number for row in range(3) for key, number in votes.items()}
    valid = {("meeting", row, key): 10 for row in range(4) for key in ("present", *BALLOT_CHAIN)}
    asked = {("meeting", row, "abstained"): "无" for row in range(4)}
    path = written(tmp_path, book, complete(book) | answers | valid | asked)
    assert says(path, table.title.zh)[0] == ["可以上报"] * 3
    assert not differences(path, recalculate(path, by_formulon))
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    assert not [finding for finding in findings if finding.place.sheet == table.title.zh]


def test_a_sheet_that_lacks_abstentions_is_not_ready(tmp_path):
    plan = small_plan(1, 4, abstentions="apart")
    more = {("meeting", row, "abstained"): "有" for row in range(4)}
    path = written(tmp_path, form_of(plan), complete(form_of(plan)) | more)
    assert "还差 32 格" in says(path, "党员互评")[1]
    assert values_of(path)["填表说明"]["A13"].value.startswith("填报进度：还差")


def test_a_sheet_counts_what_is_wrong_on_it(tmp_path, plan):
    answers = complete(form_of(plan)) | {
        ("member_peer", 0, "loyal.approve"): 99,
        ("member_peer", 1, "loyal.approve"): "多",
        ("member_peer", 2, "loyal.approve"): None,
    }
    path = written(tmp_path, form_of(plan), answers)
    assert says(path, "党员互评")[1] == (
        "本表：应填 32 格，已填 31 格，还差 1 格　　有 1 格填得不对（标红）　　有 1 行数目不符（见“核查意见”）　　有效票 9 张"
    )
    assert [cell.value for cell in values_of(path)["填表说明"][19]] == [
        "党员互评",
        32,
        31,
        1,
        2,
        "还差 1，有误 2",
    ]
    assert values_of(path)["填表说明"]["A13"].value == "填报进度：还差 1，有误 2：党员互评"


def test_the_meeting_must_add_up(tmp_path, plan):
    counts = {"due": 9, "present": 9, "issued": 8, "returned": 8, "valid": 9}
    answers = complete(form_of(plan)) | {("meeting", 1, key): number for key, number in counts.items()}
    rows, _ = says(written(tmp_path, form_of(plan), answers), "评议情况")
    assert rows[1] == "有效票数 9 多于收回票数 8"


def test_a_proposal_needs_its_reason(tmp_path, plan):
    answers = complete(form_of(plan)) | {("member_organisation", 0, "override"): "合格"}
    path = written(tmp_path, form_of(plan), answers)
    assert says(path, "组织总评")[0][0] == "提请改评须写理由"
    assert values_of(path)["填表说明"]["A13"].value == "填报进度：还差 1：组织总评"


def test_a_way_without_weight_need_not_be_filled(tmp_path):
    plan = small_plan(1, 2)
    ways = tuple(replace(way, weight=0) if way.name == "教师测评" else way for way in plan.ways)
    rows, status = says(written(tmp_path, form_of(replace(plan, ways=ways))), "教师测评")
    assert rows == ["选填", "选填"]
    assert status.startswith("本表选填")


WORDS = [
    ("member_peer", "loyal.approve", "无", "1 格填得不对"),  # a required number is never a word
    ("member_peer", "study.approve", "/", "1 格填得不对"),
    ("member_peer", "loyal.abstain", "无", "可以上报"),  # what may be left empty is
    ("member_peer", "base", "——", "可以上报"),
    ("member_peer", "base", "不同意", "可以上报"),
    ("member_peer", "base", "多", "1 格填得不对"),
    ("member_peer", "attended", "否", "可以上报"),  # a choice of its own
    ("member_peer", "attended", "无", "1 格填得不对"),
    ("member_organisation", "veto", "暂无", "可以上报"),
    ("member_organisation", "veto", "没想好", "1 格填得不对"),
    ("member_organisation", "opinion", "无", "可以上报"),
    ("meeting", "teller", "无", "1 格填得不对"),  # a required text is missing
    ("meeting", "supervisor", "N/A", "1 格填得不对"),
    ("meeting", "scrutineer", "no", "1 格填得不对"),
    ("meeting", "scrutineer", "吴某己", "可以上报"),
]


@pytest.mark.parametrize(("sheet", "key", "word", "said"), WORDS)
def test_a_row_takes_words_that_say_nothing_as_reading_does(tmp_path, plan, sheet, key, word, said):
    plan = small_plan(1, 4, abstentions="as_printed") if key.endswith("abstain") else plan
    book = form_of(plan)
    answers = complete(book) | {(sheet, 1, key): word}
    path = written(tmp_path, book, answers)
    assert says(path, book.sheet_of(sheet).title.zh)[0][1] == said
    ready = values_of(path)["填表说明"]["A13"].value == "填报进度：可以上报"
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    assert ready is (said == "可以上报") is not any(finding.is_error for finding in findings)


# ---------------------------------------------------------------------------------------------- in an office


def messy(plan):
    """Return a form filled with everything that can be wrong with it."""
    answers = complete(form_of(plan))
    answers |= {
        ("member_peer", 0, "loyal.approve"): 99,
        ("member_peer", 1, "loyal.approve"): "８９",
        ("member_peer", 1, "base"): 5,
        ("member_peer", 2, "loyal.approve"): Broken(Fault.ERROR, "#N/A"),
        ("member_peer", 2, "attended"): "也许",
        ("member_peer", 3, "attended"): "否",
        ("member_teacher", 0, "study.approve"): None,
        ("member_teacher", 1, "study.approve"): 3.5,
        ("member_self", 0, "loyal"): "弃权",
        ("member_self", 1, "loyal"): 8.3,
        ("member_self", 2, "loyal"): "=8",
        ("member_self", 3, "loyal"): 10.5,
        ("member_organisation", 0, "override"): "合格",
        ("member_organisation", 1, "opinion"): "很" * 250,
        ("member_peer", 3, "loyal.approve"): "无",
        ("member_peer", 3, "base"): "/",
        ("member_organisation", 2, "veto"): "N/A",
        ("member_organisation", 2, "reason"): "暂无",
        ("meeting", 0, "date"): date(2022, 1, 1),
        ("meeting", 3, "teller"): "——",
        ("meeting", 3, "supervisor"): "No",
        ("meeting", 1, "valid"): 4,
        ("meeting", 2, "valid"): None,
        ("meeting", 3, "present"): "二十",
        ("branch_self", 0, "self"): -1,
        ("branch_public", 0, "peer.approve"): 70,
        ("branch_public", 1, "teacher.approve"): 70,
    }
    if plan.campaign.abstentions is not Abstentions.COUNTED:
        answers |= {("member_peer", 3, "loyal.abstain"): "无", ("member_peer", 0, "loyal.abstain"): 1}
    if plan.campaign.abstentions is Abstentions.APART:
        answers |= {
            ("meeting", row, "abstained"): word for row, word in enumerate(["有", "无", None, "也许"])
        }
    return answers


@each_variant_by_every_engine
def test_a_blank_form_recalculates_to_what_it_says(tmp_path, plan, engine):
    paths = [written(tmp_path, form_of(plan), lang=lang, name=lang) for lang in Lang]
    assert all(len(formula_cells(path)) > 60 for path in paths)
    assert all_differences(paths, engine) == []


@by_every_engine
def test_messy_forms_recalculate_to_what_they_say(tmp_path, engine):
    plans = [small_plan(1, 4, abstentions=abstentions) for abstentions in Abstentions]
    paths = [written(tmp_path, form_of(plan), messy(plan), name=f"{n}") for n, plan in enumerate(plans)]
    assert all_differences(paths, engine) == []


@each_variant_by_every_engine
def test_the_plan_recalculates_to_what_it_says(tmp_path, engine):
    answers = {
        ("members", 20, "name"): "周某戊",
        ("members", 0, "post"): "站长",
        ("campaign", 0, "stage"): None,
    }
    path = written(tmp_path, plan_book(*plan_rows_of()), answers)
    assert values_of(path)["党员"]["A3"].value.startswith("本表：已列 7 行，还差 4 格　　有 1 格填得不对")
    assert differences(path, recalculate(path, engine)) == []


@each_variant_by_every_engine
@pytest.mark.parametrize("entry", [Entry.TALLY, Entry.BALLOTS])
def test_every_entry_recalculates_to_what_it_says(tmp_path, entry, engine):
    book = form_of(shaped("grades", entry))
    answers = complete(book)
    if entry is Entry.BALLOTS:
        answers = {key: raw for key, raw in answers.items() if key[:2] != ("member_peer", 4)}
        answers["member_peer", 0, "loyal"] = "很好"
        answers["meeting", 0, "valid"] = None
    path = written(tmp_path, book, answers)
    assert differences(path, recalculate(path, engine)) == []


@pytest.mark.parametrize(
    ("valid", "entered", "said"),
    [
        (None, 0, "本表：已录 0 张票　　有效票还没填（在“评议情况”里）"),
        (None, 3, "本表：已录 3 张票　　有效票还没填（在“评议情况”里）"),
        ("三张", 2, "本表：已录 2 张票　　有效票还没填（在“评议情况”里）"),
        (3, 2, "本表：已录 2 张票，与有效票相差 1 张　　有效票 3 张"),
        (3, 3, "本表：已录 3 张票　　有效票 3 张"),
    ],
)
def test_ballots_are_held_against_the_valid_ones_only_where_these_are_known(tmp_path, valid, entered, said):
    plan = shaped("approval", Entry.BALLOTS)
    book = form_of(plan)
    rows = book.table_of("member_teacher").rows
    ways = [row["way"] for row in book.table_of("meeting").rows]
    answers = {("meeting", ways.index("member.teacher"), "valid"): valid}
    answers |= {
        ("member_teacher", n, "loyal"): "同意" for n, row in enumerate(rows) if row["ballot"] <= entered
    }
    path = written(tmp_path, book, {key: value for key, value in answers.items() if value is not None})
    assert values_of(path)["教师测评"]["A3"].value == said


@pytest.mark.parametrize("scale", ["approval", "grades", "points"])
def test_a_cover_misses_no_more_than_it_asks_for_while_nothing_is_filled_in(tmp_path, scale):
    cover = values_of(written(tmp_path, form_of(shaped(scale, Entry.BALLOTS))))["填表说明"]
    header = next(row for row in range(1, 30) if cover.cell(row, 1).value == "表")
    figures = [
        (cover.cell(row, 2).value, cover.cell(row, 4).value) for row in range(header + 1, cover.max_row + 1)
    ]
    assert len(figures) > 5
    assert [asked for asked, _ in figures] == [missing for _, missing in figures]


# ------------------------------------------------------------------------------- as the reader takes what is typed

VOTES = ["８", " 8", "三", "十二", "8票", "８票", "六票", 5, 0, "八九", "很多", 1.5, -1, "8.5", "无", True]
POINTS = [
    "８",
    "8.5",
    "８．５",
    "八",
    "八点五",
    "9。5",
    "９。５",
    "9。3",
    "9，5",
    "8分",
    "九分",
    8,
    10,
    "弃权",
    "8.3",
    "十一",
    11,
    "八九",
    "优",
    "/",
]
DATES = [
    date(2023, 6, 30), "6月30号", "6月30日", "2023.6.30", "2023年6月30号", "2023-6-30", "20230630", "6月31号",
    "2023-06-30", "2023/06/30", "2023.06.09", "06月30日", "2023年06月30日", "6月30日晚", "6月30号上午", "6月30日下午3点",
       "6月30日（周四）", "6月30日和31日", "6月30日前",
    "2022-06-30", "6月31日晚",
    "30号", "2022.6.30", date(2022, 6, 30), "下周", "待定", 6.3,
]  # fmt: skip
COUNTED = [
    *(
        "+5",
        "05",
        "5.0",
        "5.00",
        "壹",
        "五张",
        "伍",
        "5 张",
        "5张",
        "五名",
        "3个",
        "+3 票",
        "3.",
        "003",
        "５．０",
        "5。0",
        "0",
    ),
    *("5-", "5%", "5元", "五五", "5/10", "票", "5票票", "-0.5", "5.1", "++5", "十六张", "1e1", "(5)"),
]
"""Votes with a sign, idle zeros, in the figures of receipts, or with what is counted; and what is no number of votes."""
YES_OR_NO = ["是", "√", "×", "yes", "到会", "未到会", True, False, "☑", "也许", "无", 1, "缺席吗"]
LEVELS = ["合格", "无", "暂无", "/", "没有", "不同意", "良好", "未定", 3]
TEXTS = ["吴某己", "无", "没", "/", "暂无", "no", "很" * 30]
TIMES = [
    None,
    1,
    2,
    99,
    "第二次",
    "２",
    "三",
    "重报",
    "第3次",
    "首次",
    "二回",
    "第二回",
    "第两回",
    "3版",
    "第三次报送",
    "再次报送",
    "二会",
    0,
    100,
    "补报",
    "无此次",
    1.5,
]
ABSTAINED = ["有", "无", "没有", "无弃权", "有人弃权", "否", "0", "/", "也许"]
TYPED = [
    *(("member_peer", 1, "loyal.approve", raw) for raw in VOTES),
    *(("member_peer", 1, "base", raw) for raw in VOTES if raw != 0),
    *(("meeting", 1, "due", raw) for raw in VOTES if raw not in {5, 0, "三"}),
    *(("member_self", 1, "loyal", raw) for raw in POINTS),
    *(("member_peer", 1, "loyal.approve", raw) for raw in COUNTED),
    *(("meeting", 1, "valid", raw) for raw in COUNTED if raw not in {"+3 票", "3.", "003", "十六张"}),
    *(("member_self", 1, "loyal", raw) for raw in COUNTED if raw not in {"5/10", "十六张"}),
    *(
        ("member_self", 1, "loyal", raw)
        for raw in ("玖点伍", "9/10", "8.5/10", "9.50", "９．０", "9.25.0", "10.5", "9/9")
    ),
    *(("meeting", 1, "date", raw) for raw in DATES),
    *(("member_peer", 1, "attended", raw) for raw in YES_OR_NO),
    *(("member_organisation", 1, "veto", raw) for raw in LEVELS),
    *(("meeting", 1, "teller", raw) for raw in TEXTS),
    *(("cover", 0, "version", raw) for raw in TIMES),
    *(("cover", 0, "filled_by", raw) for raw in TEXTS),
]


def _is_ready(path):
    return values_of(path)["填表说明"]["A13"].value == "填报进度：可以上报"


@pytest.mark.parametrize(("sheet", "row", "key", "raw"), mostly_slow(TYPED, *TYPED[::4]))
def test_a_form_may_be_sent_just_where_reading_finds_no_error(tmp_path, plan, sheet, row, key, raw):
    book = form_of(plan)
    answers = complete(book) | {(sheet, row, key): raw}
    path = written(tmp_path, book, answers)
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    assert _is_ready(path) is not any(finding.is_error for finding in findings), findings


@pytest.mark.parametrize("raw", ABSTAINED)
def test_whether_anybody_abstained_is_ready_where_it_is_read(tmp_path, raw):
    plan = small_plan(1, 4, abstentions="apart")
    book = form_of(plan)
    answers = complete(book) | {("meeting", row, "abstained"): "无" for row in range(4)}
    answers |= {("meeting", 0, "abstained"): raw}
    path = written(tmp_path, book, answers)
    [row, *_] = says(path, "评议情况")[0]
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    assert (row == "可以上报") is not any(finding.is_error for finding in findings)


@pytest.mark.parametrize(
    ("level", "reason", "missing"),
    [
        ("合格", None, True),
        ("合格", "暂无", True),
        ("合格", "支教一年", False),
        ("无", None, False),
        ("不同意", None, False),
        ("/", "无", False),
        (None, "支教一年", False),
    ],
)
def test_a_proposal_asks_for_its_reason_just_where_reading_misses_it(tmp_path, plan, level, reason, missing):
    typed = {("member_organisation", 1, "override"): level, ("member_organisation", 1, "reason"): reason}
    path = written(tmp_path, form_of(plan), complete(form_of(plan)) | typed)
    codes = {f.rule.code for f in take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings}
    assert ("R108" in codes, _is_ready(path)) == (missing, not missing)


SPARE = [
    {"text": "无"},
    {"text": "暂无", "target": "/"},
    {"target": "没有"},
    {"text": "每月听课", "star": "好学上进星"},
    {"text": "无", "star": "好学上进星"},
    {"text": "每月听课"},
    {"star": "下一颗"},
    {"due": "6月30号"},
]


@pytest.mark.parametrize("typed", SPARE)
def test_words_that_say_nothing_make_no_row_of_a_register(tmp_path, plan, typed):
    book = pledge_form(plan, plan.branches[0])
    table = book.table_of("member_pledges")
    answers = complete(book) | {
        ("member_pledges", n, "text"): f"听课{n + 1}节" for n in range(len(table.rows))
    }
    filled = {"subject": "赵某甲", **typed} if "star" in typed or typed.get("text") == "每月听课" else typed
    spare = {("member_pledges", len(table.rows), key): raw for key, raw in filled.items()}
    path = written(tmp_path, book, answers | spare)
    findings = take_in(Envelope("f.xlsx", path.read_bytes()), plan).findings
    below = [f for f in findings if f.place.row > table.header_row + len(table.rows)]
    missed = any(f.is_error or f.rule.code == "C116" for f in below)
    assert _is_ready(path) is not missed, (values_of(path)["填表说明"]["A13"].value, below)


@each_variant_by_every_engine
def test_every_spelling_recalculates_to_what_is_said(tmp_path, plan, engine):
    book = form_of(plan)
    answers = complete(book)
    for row, (votes, points, choice) in enumerate(zip(VOTES[:4], POINTS[:4], YES_OR_NO[:4], strict=True)):
        answers |= {("member_peer", row, "loyal.approve"): votes, ("member_self", row, "loyal"): points}
        answers |= {("member_peer", row, "attended"): choice, ("meeting", row, "date"): DATES[row]}
    answers |= {("cover", 0, "version"): "第二次", ("member_organisation", 0, "override"): "无"}
    path = written(tmp_path, book, answers)
    assert differences(path, recalculate(path, engine)) == []


@each_variant_by_every_engine
def test_counted_numbers_recalculate_to_what_is_said(tmp_path, plan, engine):
    book = form_of(plan)
    stars = [column.key for column in book.table_of("member_peer").columns if column.mark]
    marks = [column.key for column in book.table_of("member_self").columns if column.mark]
    answers = complete(book)
    cells = [(row, n) for row in range(4) for n in range(8)]
    for (row, n), raw in zip(cells, COUNTED, strict=False):
        answers |= {("member_peer", row, stars[n]): raw, ("member_self", row, marks[n]): raw}
    path = written(tmp_path, book, answers)
    assert differences(path, recalculate(path, engine)) == []


@each_variant_by_every_engine
def test_what_stands_below_a_register_recalculates_to_what_is_said(tmp_path, plan, engine):
    book = pledge_form(plan, plan.branches[0])
    top = len(book.table_of("member_pledges").rows)
    below = enumerate(SPARE[: book.table_of("member_pledges").spare], top)
    answers = {("member_pledges", row, key): raw for row, typed in below for key, raw in typed.items()}
    path = written(tmp_path, book, complete(book) | answers)
    assert differences(path, recalculate(path, engine)) == []


@pytest.mark.parametrize("votes", ["８", "八", "8票"])
def test_what_is_left_over_is_said_of_numbers_alone_that_a_formula_can_add(tmp_path, plan, votes):
    rows, _ = says_in_full(
        written(
            tmp_path, form_of(plan), complete(form_of(plan)) | {("member_peer", 1, "loyal.approve"): votes}
        ),
        "党员互评",
    )
    assert rows[1] == "可以上报"
    assert rows[0].startswith("可以上报；不同意")
