"""The forms of pledges, rectification and decisions: what they say of themselves, and that an office program agrees."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from dear import mostly_slow
from filled import complete, values_of, written
from known import books_of, known_of
from plans import small_plan
from recalculate import all_differences, each_variant_by_every_engine

from xlcampaign.layout.forms import assessment_form, commendation_form
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.words import Lang

READY = "填报进度：可以上报"
PLEDGES, EVALUATION, ASSESSMENT, RECTIFICATION, COMMENDATION = range(5)


@pytest.fixture
def books():
    return books_of(small_plan(2, 4))


def status(path, title):
    return values_of(path)[title]["A3"].value


def progress(path):
    return values_of(path)["填表说明"]["A13"].value


def test_prepared_rows_are_asked_for_and_further_ones_only_where_something_is_written(tmp_path, books):
    book = books[PLEDGES]
    assert status(written(tmp_path, book), "党员承诺") == "本表：应填 16 格，已填 0 格，还差 16 格"
    full = complete(book)
    assert progress(written(tmp_path, book, full)) == "填报进度：可以上报"
    more = full | {("member_pledges", 8, "text"): "每周读书一小时"}
    # the ninth row now needs name, star, type and date beside its text
    assert status(written(tmp_path, book, more), "党员承诺") == "本表：应填 21 格，已填 17 格，还差 4 格"
    told = {"subject": "钱某乙", "star": "好学上进星", "type": "年度承诺制", "due": date(2023, 6, 30)}
    more |= {("member_pledges", 8, key): value for key, value in told.items()}
    assert progress(written(tmp_path, book, more)) == "填报进度：可以上报"


def test_fulfilment_asks_for_the_state_alone_and_for_a_reason_where_it_was_not_kept(tmp_path, books):
    book = books[EVALUATION]
    full = complete(book)
    assert status(written(tmp_path, book, full), "践诺情况") == "本表：应填 10 格，已全部填好"
    unkept = full | {("fulfilment", 1, "state"): "未兑现"}
    assert status(written(tmp_path, book, unkept), "践诺情况") == "本表：应填 10 格，已填 9 格，还差 1 格"
    told = unkept | {("fulfilment", 1, "reason"): "场地停用"}
    assert status(written(tmp_path, book, told), "践诺情况") == "本表：应填 10 格，已全部填好"


def test_decisions_that_nobody_took_are_not_missed(tmp_path, books):
    book = books[COMMENDATION]
    blank = written(tmp_path, book)
    assert status(blank, "否决") == "本表：预填的是提请，还没有决定　　待决定 1 项"
    assert status(blank, "评选表彰") == "本表：还没有填；没有就不填"
    assert progress(blank) == "填报进度：待决定 2 项：否决、改评"
    begun = {("vetoes", 0, "document"): "联党发1号"}
    path = written(tmp_path, book, begun)
    assert status(path, "否决") == "本表：已列 1 行，还差 1 格"
    assert progress(path) == "填报进度：还差 1，待决定 1 项：否决、改评"
    assert status(written(tmp_path, book, begun | {("vetoes", 0, "day"): date(2023, 6, 1)}), "否决") == (
        "本表：已列 1 行，都已填全"
    )


def test_rectification_asks_for_cause_direction_and_measures(tmp_path, books):
    book = books[RECTIFICATION]
    assert status(written(tmp_path, book), "整改") == "本表：应填 3 格，已填 0 格，还差 3 格"
    tab = values_of(written(tmp_path, book))["整改"]
    assert [tab[f"{letter}5"].value for letter in "LA"] == ["1-0102", "钱某乙"]
    assert tab["C5"].value.startswith("政治忠诚星、好学上进星")
    assert tab["F5"].value == "赵某甲"


def test_proposals_are_to_be_decided_until_each_has_its_document_or_a_no(tmp_path, plan):
    second, third, fourth = (plan.rated_members("01")[n].code for n in (1, 2, 3))
    texts = {(second, "veto"): "safety", (third, "override"): "优秀", (third, "reason"): "支教一年"}
    texts |= {(fourth, "veto"): "safety"}
    known = known_of(plan)
    book = commendation_form(plan, replace(known, ledger=replace(known.ledger, texts=texts)))
    assert progress(written(tmp_path, book)) == "填报进度：待决定 3 项：否决、改评"
    refused = {("vetoes", 1, "document"): "不同意", ("vetoes", 1, "day"): date(2023, 6, 1)}
    assert progress(written(tmp_path, book, refused)) == "填报进度：待决定 2 项：否决、改评"
    decided = refused | {("vetoes", 0, "document"): "纪要1号", ("vetoes", 0, "day"): date(2023, 6, 1)}
    decided |= {("overrides", 0, "document"): "联党发2号"}
    assert progress(written(tmp_path, book, decided)) == "填报进度：可以上报"
    for word in ("无", "待定", "/"):
        said = progress(written(tmp_path, book, decided | {("overrides", 0, "document"): word}))
        assert said == "填报进度：待决定 1 项：改评", word


def test_comments_are_asked_for_as_merging_misses_them(tmp_path, plan):
    """Every branch, and of the members those recommended or to rectify; others only where somebody writes."""
    known = known_of(plan)
    book = assessment_form(plan, known)
    owed = [subject.code for subject in known.results.subjects if subject.is_owed_comment]
    table = book.table_of("comments")
    assert sorted(row["subject"] for row in table.rows) == sorted(owed)
    blank = status(written(tmp_path, book), "领导点评")
    assert blank == f"本表：应填 {4 * len(owed)} 格，已填 0 格，还差 {4 * len(owed)} 格"
    full = complete(book)
    assert status(written(tmp_path, book, full), "领导点评") == f"本表：应填 {4 * len(owed)} 格，已全部填好"
    assert progress(written(tmp_path, book, full)) == "填报进度：可以上报"
    more = full | {("comments", len(owed), "achievements"): "备课认真"}
    assert status(written(tmp_path, book, more), "领导点评").endswith("还差 4 格")
    unknown = assessment_form(plan)
    assert [row["subject"] for row in unknown.table_of("comments").rows] == [b.code for b in plan.branches]


def test_what_may_be_sent_is_green(tmp_path, plan):
    book = assessment_form(plan)
    for answers, green in ((None, False), (complete(book), True)):
        tabs = openpyxl.load_workbook(written(tmp_path, book, answers))
        values = values_of(written(tmp_path, book, answers))
        cover = tabs["填表说明"]
        (overall,) = cover.conditional_formatting["A13:F13"]
        assert overall.formula == [f'$A$13="{READY}"']
        assert (values["填表说明"]["A13"].value == READY) is green
        for row, sheet in enumerate(book.sheets[1:], 15):
            ready, free = tabs[sheet.title.zh].conditional_formatting["A3"]
            assert ready.formula == [f'xlc_state_{sheet.key}="可以上报"']
            assert free.formula == [f'xlc_state_{sheet.key}="选填"']
            assert tabs.defined_names[f"xlc_state_{sheet.key}"].value == f"'填表说明'!$F${row}"
            assert (values["填表说明"][f"F{row}"].value == "可以上报") is green
            assert {ready.dxf.font.color.rgb, overall.dxf.font.color.rgb} == {"FF2E7D32"}


@each_variant_by_every_engine
@pytest.mark.parametrize("lang", mostly_slow(Lang, Lang.ZH))
def test_every_form_recalculates_to_what_it_says(tmp_path, books, lang, engine):
    paths = [written(tmp_path, book, lang=lang, name=f"{which}") for which, book in enumerate(books)]
    assert all_differences(paths, engine) == []


def messy(book):
    wrong = [Broken(Fault.ERROR, "#N/A"), "x" * 400, -1, " ", date(2031, 1, 1), "未兑现", "赵某甲"]
    answers = {}
    for sheet in book.sheets[1:]:
        columns = getattr(sheet, "columns", None) or sheet.fields
        rows = range(len(sheet.rows) + min(sheet.spare, 2)) if hasattr(sheet, "rows") else range(1)
        inputs = [column for column in columns if column.is_input]
        for row in rows:
            for number, column in enumerate(inputs):
                if (row + number) % 3:
                    answers[sheet.key, row, column.key] = wrong[(row + 2 * number) % len(wrong)]
    return answers


@each_variant_by_every_engine
def test_messy_registers_recalculate_to_what_they_say(tmp_path, books, engine):
    paths = [written(tmp_path, book, messy(book), name=f"{n}") for n, book in enumerate(books)]
    assert all_differences(paths, engine) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"document": "无", "day": None}, "待决定 1 项：否决"),
        ({"document": "待定", "day": None}, "待决定 1 项：否决"),
        ({"document": "暂无", "day": None}, "待决定 1 项：否决"),
        ({"document": "不同意", "day": None}, "可以上报"),
        ({"document": "不予", "day": None}, "可以上报"),
        ({"document": "未通过", "day": None}, "可以上报"),
        ({"document": "联党发9号", "day": None}, "还差 1：否决"),
        ({"document": "联党发9号", "day": date(2023, 6, 1)}, "可以上报"),
    ],
)
def test_a_decision_that_the_committee_adds_is_said_to_be_as_far_as_reading_takes_it(
    tmp_path, plan, typed, said
):
    book = commendation_form(plan)
    given = {"subject": "钱某乙（0102）", "situation": plan.vetoes[0].name} | typed
    answers = {("vetoes", 2, key): value for key, value in given.items() if value}
    assert progress(written(tmp_path, book, answers)) == f"填报进度：{said}"


@pytest.mark.parametrize("word", [None, "待定", "无", "缓议", "同意表彰", "不表彰"])
def test_a_candidate_without_a_decision_is_to_be_decided(tmp_path, plan, word):
    book = commendation_form(plan)
    honour = book.table_of("commendations").column_of("honour").example
    given = {"subject": "钱某乙（0102）", "honour": honour, "merit": "家访 40 户", "decision": word}
    answers = {("commendations", 1, key): value for key, value in given.items() if value}
    said = "可以上报" if word in {"缓议", "同意表彰", "不表彰"} else "待决定 1 项：评选表彰"
    assert progress(written(tmp_path, book, answers)) == f"填报进度：{said}"
