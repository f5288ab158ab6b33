"""对比 from one stage to the next, held against a table computed by hand: sealed or not, and whatever rules hold by then."""

from datetime import date

import openpyxl
import pytest
from campaigns import Years, branch_name, change, end, join
from filled import complete

from xlcampaign.commands.intake import take_in
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.model.choices import StepKey
from xlcampaign.model.history import Source
from xlcampaign.reading.tables import read_tables
from xlcampaign.words import same

NUMBER = "联校纪要 9 号"
SHEETS = ("branch_organisation", "secretary_organisation", "member_organisation")

# Everybody rates oneself 8.5; all peers and teachers agree. So a star has 0.1 x 8.5 + 0.2 x 10 + 0.3 x 10 + 0.4 x o
# points, where o is the organisation's mark: 8 -> 9.05, 6 -> 8.25, both lit; 5 -> 7.85, not lit (the line is 8).
ORGANISATION = (
    {"0101": {"loyal": 5}, "0102": 5, "0201": 8, "0202": {"study": 5, "duty": 5}, "02": 5},
    {"0102": 8, "0104": 5, "0201": {"lawful": 5, "": 8}, "01": {"loyal": 5}},
)
"""The organisation's marks by stage and subject, the same on all stars or by star; 6 where nothing else is said."""


def mark_of(stage, code, star):
    given = ORGANISATION[stage - 1].get(code, 6)
    return given.get(star, given.get("", 6)) if isinstance(given, dict) else given


def answers_of(stage, book):
    answers = complete(book)
    for sheet, row, column in list(answers):
        if str(column).endswith(".approve"):
            answers[sheet, row, column] = 8 if sheet == "member_peer" else 9  # nobody votes on the own row
        elif sheet in SHEETS and isinstance(answers[sheet, row, column], float):
            code = str(book.table_of(sheet).rows[row]["code"])
            answers[sheet, row, column] = mark_of(stage, code, column)
    return answers


def summer(rows):
    """One moves, one leaves, one comes, one has another name."""
    change(rows, "0103", branch=branch_name(2))
    end(rows, "0203")
    join(rows, "0104", "李某丁", 1)
    change(rows, "0202", name="钱某新")


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    years = Years(tmp_path_factory.mktemp("trend") / "campaign", 2, 3)
    for stage in (1, 2):
        for step in (StepKey.EVALUATION, StepKey.COMMENT):
            for unit, book in years.forms(stage, step).items():
                years.put(f"{stage}-{step}-{unit}.xlsx", book, answers_of(stage, book), stage)
        if stage == 1:
            summer(years.rows)
            years.write(stage=2)
    return years


# name: change, stars before, now, change, gained, lost, composite before, now, change, rank, level, opened, closed
NO = "—"
EXPECTED = {
    "甲一完小党支部": ("", 9, 8, -1, "", 1, 82.5, 82.06, -0.44, "1 → 2 ↓1", "较好", None, None),
    "甲二完小党支部": ("", 0, 9, 9, 9, "", 78.5, 82.5, 4.0, "2 → 1 ↑1", "较好", None, 1),
    "赵某甲 01": ("", 7, 8, 1, 1, "", 82.0, 82.5, 0.5, "2 → 2", "合格", None, None),
    "钱某乙 01": ("", 0, 8, 8, 8, "", 78.5, 90.5, 12.0, "3 → 1 ↑2", "合格 → 优秀", None, 1),
    "李某丁 01": ("新增", NO, 0, NO, "", "", NO, 78.5, NO, NO, "— → 合格", 1, None),
    "赵某甲 02": ("", 8, 7, -1, "", 1, 90.5, 89.0, -1.5, "1 → 1", "优秀 → 合格", None, None),
    "钱某新 02": ("更名（原：钱某乙）", 6, 8, 2, 2, "", 81.5, 82.5, 1.0, "3 → 2 ↑1", "合格", None, None),
    "孙某丙 02": ("换支部（原：甲一完小党支部）", 8, 8, 0, "", "", 82.5, 82.5, 0.0, NO, "合格", None, None),
    "孙某丙 02 离开": ("离开", 8, NO, NO, "", "", 82.5, NO, NO, NO, "合格 → —", None, None),
}


def sheet_of(years, name="对比"):
    years.run("merge", years.root, "--as-of", "2023-12-28")
    return openpyxl.load_workbook(years.folder.summary(2), data_only=True)[name]


def rows_of(sheet):
    """The rows of 对比 by name and branch; the stars that were gained and lost as their number."""
    listed = list(sheet.iter_rows(values_only=True))
    top = next(n for n, row in enumerate(listed) if row[0] == "类别")
    found = {}
    for row in listed[top + 1 :]:
        kind, branch, name, turn, *rest = row[:17]
        key = name if kind == "支部" else f"{name} {'01' if '一' in branch else '02'}"
        key += " 离开" if turn == "离开" else ""
        rest[3:5] = [len(text.split("、")) if text else "" for text in rest[3:5]]
        assert rest.pop(10) == NO  # nobody made a pledge
        found[key] = (turn or "", *rest)
    return found


def said_on(sheet):
    return "\n".join(
        str(cell) for row in sheet.iter_rows(max_row=12, max_col=1, values_only=True) for cell in row
    )


def then_of(rows):
    return {name: (row[1], row[6], row[10].split(" → ")[0]) for name, row in rows.items()}


def unsealed(years):
    """The first stage as if nobody had sealed or summarised it."""
    for file in (years.folder.sealed(1), years.folder.summarised(1), years.folder.summary(1)):
        file.unlink(missing_ok=True)


def sealed(years):
    unsealed(years)
    years.run("seal", years.root, "--stage", "1", "--number", NUMBER, "--as-of", "2023-06-29")


def test_every_figure_is_that_of_the_table_computed_by_hand(years):
    unsealed(years)
    sheet = sheet_of(years)
    assert rows_of(sheet) == EXPECTED
    said = said_on(sheet)
    # 7 + 0 + 8 + 8 + 6 + 8 stars; (82.5 + 78.5) / 2; (82 + 78.5 + 82.5 + 90.5 + 81.5 + 82.5) / 6
    assert (
        "第一阶段，没有定稿记录，按当时表上的规则重算：评星支部 2 个、党员 6 人；授党员星 37 颗；"
        "综合得分平均：支部 80.50、党员 82.92。" in said
    )
    # 8 + 8 + 0 + 7 + 8 + 8 stars; (82.06 + 82.5) / 2; (82.5 + 90.5 + 78.5 + 89 + 82.5 + 82.5) / 6
    assert (
        "第二阶段，本阶段：评星支部 2 个、党员 6 人；授党员星 39 颗；综合得分平均：支部 82.28、党员 84.25。"
        in said
    )


def test_the_charts_stand_over_their_figures(years):
    sheet = sheet_of(years)
    cells = [row[18:24] for row in sheet.iter_rows(min_row=2, values_only=True) if len(row) > 18]
    data = [row for row in cells if any(cell is not None for cell in row)]
    composites = {row[0]: row[1:3] for row in data[2:4]}
    assert composites == {"甲一完小党支部": (82.5, 82.06), "甲二完小党支部": (78.5, 82.5)}
    stars = {row[3]: row[4:6] for row in data[2:]}
    assert stars == {0: (1, 1), **dict.fromkeys(range(1, 6), (0, 0)), 6: (1, 0), 7: (1, 1), 8: (3, 4)}


def test_other_rules_of_today_change_nothing_of_then_and_are_said(years):
    unsealed(years)
    years.write(threshold=850)
    sheet = sheet_of(years)
    years.write(threshold=800)
    rows, said = rows_of(sheet), said_on(sheet)
    read = read_tables(years.folder.summary(2))["trend"].set_index("名称")
    assert read.loc["赵某甲", "上次星数"].tolist() == [7, 8]
    assert read.loc["赵某甲", ["星数增减", "得分增减"]].isna().all(axis=None)
    assert then_of(rows) == then_of(EXPECTED)
    assert rows["赵某甲 01"][2] == 0  # 8.25 is below the line by now
    assert {rows[name][3] for name in rows if rows[name][0] in {"", EXPECTED["孙某丙 02"][0]}} == {"不可比"}
    assert {row[4:6] for row in rows.values()} == {("", "")}  # no star was gained or lost by another line
    assert rows["李某丁 01"][3] == rows["孙某丙 02 离开"][3] == NO
    assert "第一阶段的规则与现在不同：" in said
    assert "8 → 8.5" in said
    assert "增减写“不可比”" in said


def test_a_sealed_stage_is_as_it_was_sealed_whatever_its_forms_would_come_to(years):
    sealed(years)
    sheet = sheet_of(years)
    assert rows_of(sheet) == EXPECTED
    assert f"第一阶段，按“{NUMBER}”定稿，2023-06-29：" in said_on(sheet)
    late = years.folder.inbox / "1-evaluation-01.xlsx"
    kept = late.read_bytes()
    late.unlink()
    assert rows_of(sheet_of(years))["赵某甲 01"] == EXPECTED["赵某甲 01"]
    late.write_bytes(kept)
    years.write(threshold=850)
    report = years.report(2)
    years.write(threshold=800)
    assert report.before.source is Source.SEALED
    assert (report.before.sealed, report.before.day) == (same(NUMBER), date(2023, 6, 29))
    assert report.before.results["0101"].stars == 7
    assert {one.before for one in report.before.rules} == {800}


def cover_of(years, unit):
    years.run("forms", years.root, "--step", "pledge")
    [file] = (years.root / "send" / "stage-2").glob(f"{unit}-*/*承诺表*.xlsx")
    book = openpyxl.load_workbook(file)
    return file, book["填表说明"]["A9"].value


def test_the_next_stages_form_tells_a_branch_what_was_sealed_and_is_read_like_any_other(years):
    levels = years.rows["levels"]
    best = next(row for row in levels if (row["kind"], row["name"]) == ("member", "优秀"))
    best["public"] = "yes"
    years.write()
    sealed(years)
    file, said = cover_of(years, "02")
    best["public"] = "no"
    years.write()
    assert "只发本支部" in file.name
    assert said.splitlines()[2:] == [
        f"上次的结果（第一阶段，按“{NUMBER}”定稿，2023-06-29）",
        "本支部：0 颗",
        "党员得星 8 颗：赵某甲（等次：优秀）、孙某丙",
        "党员得星 6 颗：钱某乙（没授：好学上进星、敬业奉献星）",
    ]
    assert not {"82.5", "90.5", "合格"} & set(said)
    filled = read_envelope(file.name, file)
    found = {finding.rule.code for finding in take_in(filled, years.at(2)).findings}
    assert not found & {"F111", "S107"}


def test_what_nobody_has_summarised_or_sealed_is_told_to_nobody_and_without_a_seal_no_level(years):
    unsealed(years)
    file, said = cover_of(years, "01")
    assert "只发本支部" not in file.name
    assert "上次的结果" not in said
    years.run("merge", years.root, "--stage", "1", "--as-of", "2023-06-29")
    _, said = cover_of(years, "01")
    assert "上次的结果（第一阶段，没有定稿记录，按当时表上的规则重算）" in said
    assert "李某丁" not in said  # who came since
    assert "等次" not in said
