"""People move, secretaries hand over, branches merge and split between stages: nobody counts twice, and nobody never."""

from datetime import date

import openpyxl
import pytest
from campaigns import FIRST, Years, branch_name, change, end, found, join

from xlcampaign.commands.why import explanation_of
from xlcampaign.findings.finding import Stop
from xlcampaign.layout.form_book import pack
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import SubjectKind
from xlcampaign.tally.history import present
from xlcampaign.tally.record import checksum_of, record_of
from xlcampaign.words import Lang

MAY = date(2023, 5, 10)
NUMBER = "联校纪要 9 号"


def summer(rows):
    """What happens between the stages: a handover, a move, a merger, a split, one who comes and two who go."""
    change(rows, "0101", post="none")
    change(rows, "0102", post="secretary")
    change(rows, "0103", branch=branch_name(2))
    for code in ("03", "04"):
        end(rows, code, sheet="branches")
    found(rows, 5, takes_over="甲三完小党支部、04")
    for code in ("0301", "0302", "0303", "0402", "0404"):
        change(rows, code, branch=branch_name(5))
    change(rows, "0401", branch=branch_name(5), post="none")
    end(rows, "0304", date(2023, 4, 30))
    end(rows, "0403")
    found(rows, 6, takes_over="02")
    change(rows, "0204", branch=branch_name(6), post="secretary")
    join(rows, "0105", "周某戊", 1, MAY)
    change(rows, "0202", name="钱某新")


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """A first stage with its forms, sealed, before anything happens; then the summer, and the second stage's forms."""
    years = Years(tmp_path_factory.mktemp("years") / "campaign")
    years.send(1)
    years.first = years.report(1)
    years.packed = [pack(years.at(1).only(code)) for code in years.plan.branch_of]
    years.run("seal", years.root, "--number", NUMBER, "--as-of", "2023-06-29")
    summer(years.rows)
    years.write(stage=2)
    years.send(2)
    return years


FIRST_OF = {f"{branch:02d}{n:02d}": f"{branch:02d}" for branch in range(1, 5) for n in range(1, 5)}
SECOND_OF = {code: branch for code, branch in FIRST_OF.items() if code not in {"0304", "0403"}}
SECOND_OF |= {code: "05" for code in SECOND_OF if code[:2] in {"03", "04"}}
SECOND_OF |= {"0103": "02", "0204": "06", "0105": "01"}


@pytest.mark.parametrize(("stage", "where"), [(1, FIRST_OF), (2, SECOND_OF)])
def test_everybody_counts_once_where_they_are_on_the_day_of_the_list(years, stage, where):
    results = years.report(stage).results
    members = results.of(SubjectKind.MEMBER)
    assert sorted((one.code, one.branch) for one in members) == sorted(where.items())
    assert {one.code for one in results.of(SubjectKind.BRANCH)} == set(where.values())
    rated = [one.code for one in members if one.is_rated]
    assert sorted(rated) == sorted(where)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("0403", "第 1 阶段有 0403 孙某丙：要看那一阶段的，加 --stage 1；"),
        ("甲三完小党支部", "第 1 阶段有 03 甲三完小党支部：要看那一阶段的，加 --stage 1；"),
        ("0202 钱某乙", "第 1 阶段有 0202 钱某乙（现在是 0202 钱某新）：要看那一阶段的，加 --stage 1；"),
    ],
)
def test_whoever_is_known_by_that_name_in_another_stage_only_is_shown_the_way_there(years, asked, told):
    with pytest.raises(Stop) as stopped:
        explanation_of(years.report(2), asked, None)
    [finding] = stopped.value.findings
    assert (finding.rule.code, finding.fix(Lang.ZH)) == ("O111", f"{told}写编号或全名")


def test_no_finding_asks_the_impossible(years):
    for stage in (1, 2):
        found = years.report(stage).findings
        assert [f for f in found if f.is_error] == []
        assert {f.rule.code for f in found} <= {
            *(
                "X101",
                "X105",
                "X117",
                "X118",
                "C122",
                "F107",
            ),  # answers that are all examples, nothing decided yet
            *("P115", "P116"),  # namesakes, and a branch of one
        }


def test_the_first_stage_comes_out_as_it_did_and_as_it_was_sealed(years):
    again = years.report(1)
    assert checksum_of(record_of(again)) == checksum_of(record_of(years.first))
    assert again.results == years.first.results
    said = years.run("merge", years.root, "--stage", "1", "--as-of", "2023-06-29")
    assert not {"O163", "O164"} & set(said.split())


def test_the_first_stages_forms_are_as_they_were_issued(years):
    again = years.at(1)
    assert [f for f in years.report(1).findings if f.rule.code in {"F111", "R114", "R115"}] == []
    assert [pack(again.only(code)) for code in again.branch_of] == years.packed


def test_a_new_secretary_is_rated_by_the_superior_from_then_on(years):
    above = [{one.code for one in years.at(stage).rated_above()} for stage in (1, 2)]
    assert above == [{"0101", "0201", "0301", "0401"}, {"0102", "0201", "0301", "0204"}]


def test_the_second_stage_is_compared_with_the_first_wherever_somebody_was(years):
    second = years.report(2)
    before, now = second.before.results, second.results.by_code
    assert before == present(years.first).results
    assert now["0103"].branch != before["0103"].branch
    assert "0105" not in before


def test_the_commands_go_by_the_stage_they_are_about(years):
    second = years.run("status", years.root, "--as-of", "2023-12-28")
    first = years.run("status", years.root, "--stage", "1", "--as-of", "2023-06-29")
    assert "甲五完小党支部" in second
    assert "甲三完小党支部" not in second
    assert "甲三完小党支部" in first
    assert "甲五完小党支部" not in first
    for stage, units in ((1, {"01", "02", "03", "04"}), (2, {"01", "02", "05", "06"})):
        years.run("forms", years.root, "--stage", stage, "--step", "evaluation")
        sent = {path.name[:2] for path in (years.root / "send" / f"stage-{stage}").iterdir() if path.is_dir()}
        assert sent - {"00"} == units
    years.run("mail", "forms", years.root, "--stage", "1", "--step", "evaluation")
    assert "甲三" in years.run("why", years.root, "0301", "--stage", "1", "--as-of", "2023-06-29")
    assert "甲五" in years.run("why", years.root, "0301", "--as-of", "2023-12-28")


def rows_of(book, title):
    """Return what stands on a sheet below its header; last on each row is a day."""
    rows = book[title].iter_rows(min_row=5, max_col=7, values_only=True)
    return [[*said, day.date()] for *said, day in rows]


CHANGES = [
    ["支部", "03", "甲三完小党支部", "撤并", None, "甲五完小党支部", date(2023, 6, 30)],
    ["支部", "04", "甲四完小党支部", "撤并", None, "甲五完小党支部", date(2023, 6, 30)],
    ["支部", "05", "甲五完小党支部", "新建", "甲三完小党支部、甲四完小党支部", None, date(2023, 7, 1)],
    ["支部", "06", "甲六完小党支部", "新建", "甲二完小党支部", None, date(2023, 7, 1)],
    ["党员", "0101", "赵某甲", "职务变动", "书记", "党员", date(2023, 7, 1)],
    ["党员", "0102", "钱某乙", "职务变动", "党员", "书记", date(2023, 7, 1)],
    ["党员", "0103", "孙某丙（0103）", "换支部", "甲一完小党支部", "甲二完小党支部", date(2023, 7, 1)],
    ["党员", "0304", "李某丁", "离开", "甲三完小党支部", None, date(2023, 4, 29)],
    ["党员", "0105", "周某戊", "新增", None, "甲一完小党支部", date(2023, 5, 10)],
]


def test_what_changed_since_the_first_stage_stands_on_a_sheet_of_the_second(years):
    years.run("merge", years.root, "--as-of", "2023-12-28")
    book = openpyxl.load_workbook(years.root / "summary" / "stage-2.xlsx")
    rows = rows_of(book, "变动情况")
    assert [row for row in rows if row in CHANGES] == CHANGES
    assert len({(row[1], row[3]) for row in rows}) == len(rows)
    assert {row[1] for row in rows} == {one[1] for one in CHANGES} | {
        *("0202", "0204", "0301", "0302", "0303", "0401", "0402", "0403", "0404")
    }
    years.run("merge", years.root, "--stage", "1", "--as-of", "2023-06-29")
    first = openpyxl.load_workbook(years.root / "summary" / "stage-1.xlsx")
    assert "变动情况" not in first.sheetnames
    public = openpyxl.load_workbook(years.root / "summary" / "stage-2-public.xlsx")
    assert "变动情况" not in public.sheetnames


def test_a_later_day_of_the_list_takes_in_who_came_by_then(tmp_path):
    years = Years(tmp_path / "campaign", 2)
    join(years.rows, "0105", "周某戊", 1, MAY)
    years.rows["stages"][0] = years.rows["stages"][0] | {"list_day": date(2023, 6, 1)}
    years.write()
    assert "0105" in {one.code for one in years.at(1).members}
    years.send(1, StepKey.EVALUATION)
    assert years.report(1).results.by_code["0105"].is_rated


def test_forms_that_are_out_stay_valid_when_somebody_elses_row_gets_days(tmp_path):
    years = Years(tmp_path / "campaign", 2)
    years.send(1, StepKey.EVALUATION)
    before = [(f.rule.code, f.place) for f in years.report(1).findings]
    end(years.rows, "0203")
    change(years.rows, "0104", FIRST, category="probationary")
    years.write()
    assert [(f.rule.code, f.place) for f in years.report(1).findings] == before


def test_a_campaign_in_english_goes_by_its_days_too(tmp_path):
    years = Years(tmp_path / "campaign", 3)
    years.settings["language"] = "en"
    change(years.rows, "0103", branch=branch_name(2))
    years.write(stage=2)
    years.send(2, StepKey.EVALUATION)
    assert years.report(2).results.by_code["0103"].branch == "02"
    said = years.run("check", years.root, "--as-of", "2023-12-28", lang="en")
    assert "evaluation" in said.casefold()
