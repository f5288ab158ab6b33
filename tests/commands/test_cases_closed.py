"""整改 over two stages: a case is open until its stars are lit or the committee closes it, whatever its branch reports."""

from datetime import date

import openpyxl
import pytest
from campaigns import Years, branch_name, change
from filled import complete

from xlcampaign.layout.closings import CLOSINGS
from xlcampaign.layout.form_book import SHEET_NAME
from xlcampaign.layout.sheet import Table
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.registers import CaseState

EVALUATION, COMMENT, COMMENDATION = StepKey.EVALUATION, StepKey.COMMENT, StepKey.COMMENDATION
FOUR = ("loyal", "study", "duty", "results")
"""Four of a member's eight stars: without them four are lit, and five are required."""
DUE = date(2023, 7, 30)
"""Thirty days after the first stage."""
REPORTED = {"closed": "是", "progress": "听课 12 节", "evidence": "听课记录"}
AGREED = {"verdict": "同意销号", "reason": "复查达标", "document": "联校纪要 21 号"}


def votes(book, low):
    """Return votes that light all stars but some of some members: eight of nine approve, of those one."""
    answers = {}
    for sheet in (sheet for sheet in book.sheets if isinstance(sheet, Table)):
        for number, row in enumerate(sheet.rows):
            for column in (column for column in sheet.columns if column.mark and column.mark.grade):
                unlit = column.mark.star in low.get(row.get("code"), ())
                answers[sheet.key, number, column.key] = 1 if unlit else 8
    return answers


def on(book, sheet, said):
    """Return answers on the rows of a sheet by their numbers."""
    numbers = [row["number"] for row in book.table_of(sheet).rows]
    return {
        (sheet, numbers.index(number), key): value
        for number, values in said.items()
        for key, value in values.items()
    }


class Cases(Years):
    """Two branches of three; each stage is rated, then cases are reported on, then the committee decides."""

    def rate(self, stage, low):
        books = self.forms(stage, EVALUATION)
        self.send(stage, EVALUATION, changes={(EVALUATION, unit): votes(books[unit], low) for unit in books})
        self.send(stage, COMMENT)

    def send_one(self, stage, unit, answers, name):
        book = self.forms(stage, COMMENDATION)[unit]
        typed = {} if unit == COMMITTEE else complete(book)
        self.put(f"{stage}-{name}.xlsx", book, typed | answers, stage)

    def report_on(self, stage, said=None):
        """The branches fill in what they are asked, and report on some cases."""
        for unit, book in self.forms(stage, COMMENDATION).items():
            if unit != COMMITTEE:
                numbers = {row["number"] for row in book.table_of("rectification").rows}
                own = {number: values for number, values in (said or {}).items() if number in numbers}
                self.send_one(stage, unit, on(book, "rectification", own), f"整改{unit}")

    def decide(self, stage, said):
        book = self.forms(stage, COMMENDATION)[COMMITTEE]
        self.send_one(stage, COMMITTEE, on(book, CLOSINGS, said), "决定")

    def states(self, stage=2):
        return {one.number: one.state for one in self.report(stage).ledger.registers.rectifications}

    def texts(self, sheet, stage=2):
        book = openpyxl.load_workbook(self.root / "summary" / f"stage-{stage}.xlsx")
        return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


REFUSED = {"verdict": "不同意", "reason": "听课记录不全", "document": "联校纪要 22 号"}
VETOED = "0201"
LOW = dict.fromkeys(("0102", "0202", "0203"), FOUR) | {"0103": (*FOUR, "advice")}


def first_stage(root):
    """Four have too few stars, one is vetoed with all of them."""
    years = Cases(root, 2, 3)
    years.rate(1, LOW)
    veto = {"subject": f"赵某甲（{VETOED}）", "situation": years.plan.vetoes[0].name}
    veto |= {"document": "联校纪要 7 号", "day": date(2023, 6, 10)}
    years.send_one(1, COMMITTEE, {("vetoes", 0, key): value for key, value in veto.items()}, "否决")
    return years


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    years = first_stage(tmp_path_factory.mktemp("cases") / "campaign")
    years.report_on(1, {"1-0102": {"progress": "已听课"}})
    change(years.rows, "0103", branch=branch_name(2))
    years.write(stage=2)
    years.rate(2, {"0103": ("loyal",), "0203": ("loyal",), "0202": FOUR})
    years.before = years.forms(2, COMMENDATION)
    years.report_on(2, {"1-0103": REPORTED, "1-0203": REPORTED})
    years.offered = years.forms(2, COMMENDATION)[COMMITTEE].table_of(CLOSINGS).rows
    years.decide(2, {"1-0202": AGREED, "1-0203": REFUSED})
    return years


def test_a_case_is_closed_by_its_stars_or_by_the_committee_and_by_nothing_else(years):
    assert years.states() == {
        "1-0102": CaseState.CLOSED,  # all four are lit in the second stage
        "1-0103": CaseState.WAITING,  # reported as done; one of the five is not lit
        "1-0201": CaseState.OPEN,  # vetoed: no star closes that
        "1-0202": CaseState.CLOSED,  # by the committee
        "1-0203": CaseState.OPEN,  # reported as done, and refused
        "2-0202": CaseState.OPEN,
    }
    cases = {one.number: one for one in years.report(2).ledger.registers.rectifications}
    assert (cases["1-0102"].lit_in, cases["1-0102"].decision) == (2, None)
    assert (cases["1-0202"].lit_in, cases["1-0202"].decision.document) == (0, "联校纪要 21 号")
    assert {number for number, one in cases.items() if one.is_overdue(date(2023, 12, 28))} == {
        "1-0103",
        "1-0201",
        "1-0203",
    }
    assert not any(one.is_overdue(DUE) for one in cases.values())


def test_the_first_stage_knows_nothing_of_the_second(years):
    assert set(years.states(1).values()) == {CaseState.OPEN}
    assert len(years.states(1)) == 5


def test_the_next_form_carries_open_cases_with_since_when_why_and_how_far(years):
    rows = {
        unit: {row["number"]: row for row in book.table_of("rectification").rows}
        for unit, book in years.before.items()
        if unit != COMMITTEE
    }
    assert {unit: set(numbers) for unit, numbers in rows.items()} == {
        "02": {"1-0103", "1-0201", "1-0202", "1-0203", "2-0202"}
    }
    moved = rows["02"]["1-0103"]
    assert moved["unlit"] == "政治忠诚星、好学上进星、敬业奉献星、业绩突出星、建言献策星"
    assert moved["listing"] == (
        "第一阶段；星数不足：3 / 5；"
        "政治忠诚星 4.83、好学上进星 4.83、敬业奉献星 4.83、业绩突出星 4.83、建言献策星 4.83（线 8，教师测评最低）；未完成"
    )
    assert (moved["cause"], moved["due"]) == ("集体备课参加少", DUE)
    assert rows["02"]["1-0201"]["listing"].startswith("第一阶段；否决：")
    assert rows["02"]["2-0202"]["listing"].startswith("第二阶段；星数不足：4 / 5；")
    later = years.forms(2, COMMENDATION)["02"].table_of("rectification").rows
    told = {row["number"]: row["listing"] for row in later}
    assert told.keys() == {"1-0103", "1-0201", "1-0203", "2-0202"}
    since, why, stars, standing = told["1-0203"].split("；", 3)
    assert (since, why, standing) == (
        "第一阶段",
        "星数不足：4 / 5",
        "未完成；不同意：听课记录不全、联校纪要 22 号",
    )
    assert stars.startswith("政治忠诚星 4.83、")


def test_the_committee_is_offered_the_open_cases_those_reported_first(years):
    assert [row["number"] for row in years.offered] == ["1-0103", "1-0203", "1-0201", "1-0202", "2-0202"]
    first = years.offered[0]
    assert first["name"] == "孙某丙（甲二完小党支部）"
    assert first["why"].startswith("星数不足：3 / 5；未授：政治忠诚星、")
    assert first["said"] == "报已完成，待销号；听课 12 节；听课记录"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_pages_tell_the_same(years, lang):
    years.run("merge", years.root, "--as-of", "2023-12-28", lang=lang)
    (note,) = [text for text in years.texts("整改台账") if "逾期 " in text]
    assert note.startswith(
        "整改 6 项：未完成 3 项；报已完成，待销号 1 项；已销号 2 项；逾期 3 项（按 2023-12-28 计算）"
    )
    assert years.texts("整改台账").count("逾期") == 4  # the column's head, too
    said = years.texts("整改台账")
    assert "第二阶段这些星都已授" in said
    assert "同意销号：复查达标、联校纪要 21 号" in said
    overview = " ".join(years.texts("总览"))
    assert "整改逾期没有销号 3 项" in overview
    assert "整改报已完成、待销号 1 项" in overview
    assert [text for text in years.texts("会议议决") if "待销号" in text] == [
        "整改报已完成、待销号 1 项，见“整改台账”，议定后填评选表彰表的“整改销号” ›"
    ]


def test_a_branch_is_told_of_its_open_cases_and_how_far_they_are(years):
    years.run("merge", years.root, "--as-of", "2023-12-28")
    years.run("mail", "results", years.root, "--as-of", "2023-12-28")
    (file,) = (years.root / "send").rglob("*甲二*结果*支部*.xlsx")
    texts = [
        str(c.value) for s in openpyxl.load_workbook(file) for row in s.iter_rows() for c in row if c.value
    ]
    assert any("报已完成，待销号" in text for text in texts)
    assert any("不同意：听课记录不全、联校纪要 22 号" in text for text in texts)


def test_who_sent_no_form_has_a_case_all_the_same(tmp_path):
    years = first_stage(tmp_path / "campaign")
    years.write(stage=2)
    years.rate(2, {"0103": ("loyal",)})
    assert years.states() == {
        "1-0102": CaseState.CLOSED,
        "1-0103": CaseState.OPEN,
        "1-0201": CaseState.OPEN,
        "1-0202": CaseState.CLOSED,
        "1-0203": CaseState.CLOSED,
    }
    rows = years.forms(2, COMMENDATION)["01"].table_of("rectification").rows
    assert [(row["number"], row["due"], row["cause"]) for row in rows] == [("1-0103", DUE, None)]
    years.decide(2, {"1-0103": AGREED})
    assert years.states()["1-0103"] is CaseState.CLOSED


def test_cases_of_two_stages_that_say_the_same_are_no_copies(years):
    assert "C122" not in {one.rule.code for one in years.report(2).findings}


def test_in_a_campaign_of_one_stage_what_is_reported_as_done_waits_for_nobody(tmp_path):
    years = Cases(tmp_path / "campaign", 1, 2)
    years.rows["stages"], years.rows["steps"] = (
        [row for row in years.rows[key] if row["stage" if key == "steps" else "number"] == 1]
        for key in ("stages", "steps")
    )
    years.write()
    years.rate(1, {"0102": FOUR})
    years.report_on(1, {"1-0102": REPORTED})
    (case,) = years.report(1).ledger.registers.rectifications
    assert (case.state, case.is_overdue(date(2024, 1, 1))) == (CaseState.REPORTED, False)
    years.run("merge", years.root, "--as-of", "2024-01-01")
    assert "报已完成" in years.texts("整改台账", 1)
    assert not [text for text in (*years.texts("总览", 1), *years.texts("会议议决", 1)) if "待销号" in text]
    book = years.forms(1, COMMENDATION)[COMMITTEE]
    years.put(
        "决定.xlsx",
        book,
        {(CLOSINGS, 0, key): text for key, text in (AGREED | {"number": "1-0102"}).items()},
        1,
    )
    assert years.states(1) == {"1-0102": CaseState.CLOSED}


def without_sheet(path):
    """Take 整改销号 out of a form, as one that was issued before there was any."""
    book = openpyxl.load_workbook(path)
    del book["整改销号"]
    book.defined_names.pop(SHEET_NAME + CLOSINGS, None)
    facts = {row[0].value: row[1] for row in book["_xlc"].iter_rows()}
    facts["format"].value = "2"
    book.save(path)


def test_a_form_without_the_sheet_is_read_as_before_and_misses_nothing(tmp_path):
    years = first_stage(tmp_path / "campaign")
    before = [(one.rule.code, one.place) for one in years.report(1).findings]
    without_sheet(years.root / "inbox" / "1-否决.xlsx")
    report = years.report(1)
    assert VETOED in report.ledger.registers.vetoes
    after = [(one.rule.code, one.place) for one in report.findings]
    assert [one for one in after if one[0] != "X118"] == [one for one in before if one[0] != "X118"]


@pytest.mark.parametrize(
    ("typed", "missing", "rule"),
    [
        ({(0, "cause"): None}, 1, "C116"),
        ({(0, "direction"): None, (0, "measures"): None}, 2, "C116"),
        ({(0, "cause"): "无", (0, "measures"): "/"}, 2, "C116"),
        ({(0, "responsible"): None, (0, "due"): None}, 2, "C116"),
        (
            {(1, "subject"): "赵某甲", (1, "cause"): "听课少"},
            4,
            "C116",
        ),  # nor direction, measures, responsible, due
        ({(1, "subject"): "赵某甲", (1, "progress"): "已听课"}, 5, "C116"),
        ({(1, "subject"): "赵某甲"}, 1, "R106"),
    ],
)
def test_what_a_case_lacks_is_found_on_rows_added_by_hand_too(tmp_path, typed, missing, rule):
    years = Cases(tmp_path / "campaign", 1, 2)
    years.rate(1, {"0102": FOUR})
    table = years.forms(1, COMMENDATION)["01"].table_of("rectification")
    years.report_on(1)
    path = years.root / "inbox" / "1-整改01.xlsx"
    book = openpyxl.load_workbook(path)
    for (row, key), value in typed.items():
        book["整改"][f"{table.letter_of(key)}{table.first_row + row}"].value = value
    book.save(path)
    report = years.report(1)
    codes = [one.rule.code for one in report.findings if one.place.file == path.name]
    assert [code for code in codes if code != "X118"] == [rule] * missing
    assert {one.number for one in report.ledger.registers.rectifications} <= {"1-0101", "1-0102"}


@pytest.mark.parametrize(
    ("said", "codes", "state"),
    [
        ({"reason": None}, "X151", CaseState.WAITING),
        ({"document": None}, "X151", CaseState.WAITING),
        ({"document": "待定"}, "R112 X151", CaseState.WAITING),
        ({"number": "1-0777"}, "X150", CaseState.WAITING),
        ({"document": "口头"}, "R119", CaseState.CLOSED),
        ({"verdict": "缓议", "reason": None, "document": None}, "", CaseState.WAITING),
        ({"verdict": "不予销号"}, "C107", CaseState.OPEN),
        ({"verdict": "同意"}, "", CaseState.CLOSED),
    ],
)
def test_only_a_complete_decision_on_a_case_closes_it(years, said, codes, state):
    path = years.root / "inbox" / "2-决定.xlsx"
    kept = path.read_bytes()
    values = {key: value for key, value in (AGREED | said).items() if value}
    try:
        path.unlink()
        years.decide(2, {"1-0103": values})
        report = years.report(2)
    finally:
        path.write_bytes(kept)
    (case,) = [one for one in report.ledger.registers.rectifications if one.number == "1-0103"]
    found = {one.rule.code for one in report.findings if one.place.file == "2-决定.xlsx"} - {"X118"}
    assert case.state is state
    assert found == set(codes.split())


@pytest.mark.parametrize(
    ("first", "later", "state"),
    [
        (REFUSED, {"verdict": "同意"}, CaseState.OPEN),
        (REFUSED, {"verdict": "同意", "reason": "复查达标"}, CaseState.OPEN),
        (REFUSED, AGREED, CaseState.CLOSED),
        (AGREED, {"verdict": "不同意"}, CaseState.CLOSED),
        (AGREED, {"verdict": "同意"}, CaseState.CLOSED),
    ],
)
def test_no_decision_on_a_case_takes_reason_and_document_of_its_opposite(
    years, tmp_path, first, later, state
):
    own = years.copied(tmp_path / "campaign")
    (own.root / "inbox" / "2-决定.xlsx").unlink()
    book = own.forms(2, COMMENDATION)[COMMITTEE]
    for number, said in enumerate((first, later), 1):
        answers = on(book, CLOSINGS, {"1-0103": said}) | {("cover", 0, "version"): number}
        own.put(f"2-决定{number}.xlsx", book, answers, 2)
    assert own.states()["1-0103"] is state


def test_cases_go_by_what_was_sealed_whatever_of_the_stage_came_or_went_since(tmp_path):
    years = Cases(tmp_path / "campaign", 1, 3)
    years.write(quota=None)
    years.rate(1, {"0102": FOUR})
    years.run("seal", years.root, "--number", "联校纪要 9 号", "--as-of", "2023-06-30")
    years.write(stage=2)
    years.rate(2, {"0102": ("help",)})

    def cases():
        registers = years.report(2).ledger.registers.rectifications
        return {one.number: (one.listed.lit, set(one.listed.unlit), one.lit_in) for one in registers}

    sealed = {"1-0102": (4, set(FOUR), 2)}
    assert cases() == sealed
    book = years.forms(1, EVALUATION)["01"]
    again = complete(book) | votes(book, {"0103": FOUR}) | {("cover", 0, "version"): 2}
    years.put("1-again.xlsx", book, again, 1)
    assert cases() == sealed
    (years.root / ".xlcampaign" / "seals" / "stage-1.json").rename(years.root / "seal.json")
    assert cases() == {"1-0103": (4, set(FOUR), 2)}
    (years.root / "seal.json").rename(years.root / ".xlcampaign" / "seals" / "stage-1.json")
    for form in (years.root / "inbox").glob("1-*.xlsx"):
        form.unlink()
    assert cases() == sealed
