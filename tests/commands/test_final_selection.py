"""The final selection of a small campaign of two stages, from the forms that came to the pages that go on."""

import openpyxl
import pytest
from campaigns import Years, change, end, join

from xlcampaign.model.choices import StepKey
from xlcampaign.tally.final import final_of

SUMMARY, FORMS = "stage-2.xlsx", "推荐审批表-stage-2.xlsx"
DEC = ("--as-of", "2023-12-28")


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """Two stages in which all that are rated get all stars; somebody came, left, and moved between them."""
    years = Years(tmp_path_factory.mktemp("years") / "c", branches=2, members=4)
    end(years.rows, "0104")
    join(years.rows, "0105", "吴某己", 1)
    change(years.rows, "0203", branch=years.plan.branches[0].name)
    for row, low in zip(years.rows["levels"], 2 * (3000, 2000, 1000, 0), strict=True):
        row |= {"low": low, "high": low + 1000 if low < 3000 else 10000}
    years.write(threshold=0, final_rule="every", stage=2, quota=None)
    for stage in (1, 2):
        years.send(stage, StepKey.EVALUATION, StepKey.COMMENT)
    return years


@pytest.fixture(scope="module")
def written(years):
    """What a merge said, the files beside the summary, the summary, the workbook with the forms, and what was merged."""
    said = years.run("merge", years.root, *DEC)
    place = years.root / "summary"
    names = {path.name for path in place.iterdir()}
    books = (openpyxl.load_workbook(place / name, data_only=True) for name in (SUMMARY, FORMS))
    return said, names, *books, years


def test_forms_are_written_beside_the_summary_of_the_last_stage(written):
    said, files, _, forms, _ = written
    assert {SUMMARY, "stage-2-public.xlsx", FORMS} <= files
    assert "O190" in said
    assert "孙某丙（0203）" in forms.sheetnames
    # who came for the last stage is for a meeting, and has a form that says so; who left has none
    said = [str(cell.value) for row in forms["吴某己（0105）"].iter_rows() for cell in row]
    assert any(text.startswith("第一阶段不在册或不参评。会议同意推荐的") for text in said)
    assert not {name for name in forms.sheetnames if "0104" in name}


def test_who_moved_counts_once_who_came_is_for_a_meeting_and_who_left_is_named(written):
    rows = written[2]["终评"].iter_rows(min_row=4, max_col=7, values_only=True)
    listed = [row for row in rows if isinstance(row[0], int)]
    found = {(row[1], row[2]): row[3:] for row in listed}
    assert len(listed) == len(found)
    assert found["甲一完小党支部", "孙某丙（0203）"][:3] == (8, 8, 16)
    assert found["甲一完小党支部", "吴某己"] == ("—", 8, 8, "第一阶段不在册或不参评")
    assert found["甲一完小党支部", "李某丁"] == (8, "—", 8, "末阶段已不在册")


@pytest.fixture
def apart(written, tmp_path):
    """The same once it was merged, in another folder, to be changed."""
    return written[-1].copied(tmp_path / "c")


def merged(years, code=0):
    """Merge once more; return what was said, and what is called like the forms."""
    said = years.run("merge", years.root, *DEC, code=code)
    return said, {path.name for path in (years.root / "summary").glob(f"{FORMS[:-5]}*")}


def test_forms_go_with_the_summary_and_what_somebody_changed_is_kept(apart):
    place, settings = apart.root / "summary", dict(apart.settings)
    book = openpyxl.load_workbook(place / FORMS)
    book["说明"]["A1"] = "改过"
    book.save(place / FORMS)
    apart.write(threshold=1000)
    said, (kept,) = merged(apart)  # nobody is recommended any more: forms of before are taken away
    assert kept != FORMS
    assert kept in said
    assert "O191" in said
    (place / kept).unlink()
    (place / FORMS).mkdir()
    apart.write(**settings)
    before = (place / SUMMARY).read_bytes()
    said, _ = merged(apart, code=3)
    assert FORMS in said
    assert (place / SUMMARY).read_bytes() == before
    (place / FORMS).rmdir()


def test_certificates_have_number_and_day_of_the_seal(apart):
    book = apart.forms(2, StepKey.COMMENDATION)["committee"]
    honour = next(one.name for one in apart.plan.options if one.list == "表彰名称")
    said = {"honour": honour, "decision": "同意表彰", "merit": "所教班级进步明显"}
    answers = {("commendations", 0, key): value for key, value in said.items()}
    [studied] = final_of(apart.report(2)).for_meeting
    name = apart.plan.name_of(studied.code)
    apart.put("2-commended.xlsx", book, answers, 2)
    refused = apart.run("seal", apart.root, "--stage", 2, "--number", "联校纪要 21 号", *DEC, code=3)
    assert f"{name}（推荐）" in refused
    apart.put("2-commended.xlsx", book, answers | {("recommendations", 0, "decision"): "不推荐"}, 2)
    apart.run("seal", apart.root, "--stage", 2, "--number", "联校纪要 21 号", *DEC)
    book = openpyxl.load_workbook(apart.root / "summary" / FORMS)
    _, row = book["证书打印数据"].iter_rows(values_only=True)
    assert row[2:] == (honour, "联校纪要 21 号", "二〇二三年十二月二十八日")
