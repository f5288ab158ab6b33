"""`why -o`: a page that explains a result, for a dispute months later; no figure stands on it that too few gave."""

from dataclasses import replace

import openpyxl
import pytest
from commands.test_post import Posting
from summary.decided import decided

from xlcampaign.cli.why import explanation_lines
from xlcampaign.commands.why import explanation_of
from xlcampaign.layout.explanation_page import explanation_notice
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.words import Lang

FEW = 3


@pytest.fixture(scope="module")
def report():
    return decided()


def words_of(notice):
    """All that stands on a page, a text each."""
    lines = [notice.title.zh, *(line.zh for line in notice.lines)]
    for block in notice.blocks:
        lines += [block.heading.zh, *(str(cell) for row in block.rows for cell in row)]
    return lines


def page(report, subject, star=None, lang=Lang.ZH):
    return words_of(explanation_notice(explanation_of(report, subject, star), lang))


def with_few(report, way, raters=FEW - 1, more=0):
    """A report in which so many rated everybody's first star in a way, and gave it more, with all that follows from it."""
    plan = replace(report.plan, campaign=replace(report.plan.campaign, few_public=FEW))
    subjects = []
    for subject in report.results.subjects:
        first, *others = subject.stars
        given = first.ways[way]
        if given.mean is not None:
            given = replace(given, n=raters, mean=given.mean + more, total=given.total + more)
        score = None if first.score is None else first.score + more
        star = replace(first, ways=dict(first.ways) | {way: given}, score=score)
        changed = replace(subject, stars=(star, *others))
        if subject.composite is not None:
            rank, outcome = subject.rank, subject.outcome
            rank = None if rank is None else rank + more
            ties = tuple(None if one is None else one + more for one in outcome.tie_breaks)
            position = None if outcome.position is None else outcome.position + more
            outcome = replace(outcome, tie_breaks=ties, position=position)
            changed = replace(changed, composite=subject.composite + more, rank=rank, outcome=outcome)
        subjects.append(changed)
    return replace(report, plan=plan, results=replace(report.results, subjects=tuple(subjects)))


def rated_by_many(report):
    plan = report.plan
    entries = {way.key: way.entry for way in plan.ways_of(SubjectKind.MEMBER)}
    return [key for key, entry in entries.items() if entry is not Entry.MARKS]


def on_screen(report, code):
    plan = report.plan
    star = plan.stars_of(plan.kind_of(code))[0].key
    texts = (explanation_lines(explanation_of(report, code, one), Lang.ZH) for one in (None, star))
    return [line for lines in texts for line in lines]


def test_a_page_tells_stars_steps_ways_arithmetic_and_sources(report):
    said = "\n".join(page(report, "B02-02"))
    subject = report.results.by_code["B02-02"]
    for star, result in zip(report.plan.stars_of(SubjectKind.MEMBER), subject.stars, strict=True):
        assert f"{star.name}：{result.score / 100:.2f}" in said
    assert "联校纪要 8 号" in said
    assert "带教成绩突出" in said
    assert "本阶段还没有定稿" in said
    assert said.count("数据来源") == len(subject.stars)


@pytest.mark.parametrize("way", [WayKey.PEER, WayKey.TEACHER])
@pytest.mark.parametrize("code", ["B02-02", "B01-01", "B03-04", "B01"])
def test_a_page_is_the_same_whatever_too_few_gave(report, way, code):
    assert way in rated_by_many(report)
    one, other = (with_few(report, way, more=more) for more in (0, 1))
    assert on_screen(one, code) != on_screen(other, code)
    assert page(one, code) == page(other, code)
    assert any(f"评议不足 {FEW} 人的方式" in line for line in page(one, code))
    assert "评议人数少，不列" in page(one, code)
    many = (page(with_few(report, way, raters=FEW, more=more), code) for more in (0, 1))
    assert len({tuple(lines) for lines in many}) == 2


def test_with_enough_raters_all_figures_stand_there(report):
    enough = with_few(report, WayKey.PEER, raters=FEW)
    subject = enough.results.by_code["B02-02"]
    assert f"{subject.composite / 100:.2f}" in "\n".join(page(enough, "B02-02"))
    assert "评议不足" not in "\n".join(page(enough, "B02-02"))


def test_one_star_is_explained_alone(report):
    star = report.plan.stars_of(SubjectKind.MEMBER)[1]
    lines = page(report, "B02-02", star.name)
    assert lines.count("数据来源") == 1
    assert any(line.startswith(f"{star.name}：") for line in lines)


@pytest.fixture
def office(tmp_path):
    office = Posting(tmp_path / "campaign")
    office.merge(day="2023-06-26")
    return office


def written(office, *words, lang="zh", code=0):
    target = office.root.parent / "说明.xlsx"
    result = office.run("why", office.root, *words, "-o", target, "--as-of", "2023-06-26", lang=lang)
    assert result.exit_code == code, result.output
    return target, result.output


def texts(file):
    book = openpyxl.load_workbook(file)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]


@pytest.mark.parametrize(("lang", "said"), [("zh", "结果说明"), ("en", "Explanation of a result")])
def test_a_page_is_written_in_either_language(office, lang, said):
    target, output = written(office, "0102", lang=lang)
    assert output.splitlines()[-1] == str(target)
    assert any(said in text for text in texts(target))


def test_a_page_says_whether_the_result_is_as_sealed(office):
    office.seal(day="2023-06-26")
    target, _ = written(office, "0102")
    assert any("本页与定稿一致" in text for text in texts(target))
    office.again({("member_peer", 1, "loyal.approve"): 1})
    target, _ = written(office, "0102")
    assert any("与定稿不一致，以定稿的汇总为准" in text for text in texts(target))


def test_a_page_never_replaces_an_input_nor_what_somebody_changed(office):
    plan = office.root / "plan.xlsx"
    before = plan.read_bytes()
    assert office.run("why", office.root, "0102", "-o", plan).exit_code == 3
    assert plan.read_bytes() == before
    assert office.run("why", office.root, "0102", "-o", office.root / "说明.txt").exit_code == 2
    target, _ = written(office, "0102")
    book = openpyxl.load_workbook(target)
    book.active["A1"] = "改过的"
    book.save(target)
    _, output = written(office, "0102")
    assert "O1" in output
    assert len(list(target.parent.glob("*.xlsx"))) == 2
