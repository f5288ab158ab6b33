"""评星规则: its inputs stand where the names say, however many ways a plan has."""

from dataclasses import replace

import openpyxl
import pytest
from summary.reports import report_of, standard, write_some

from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.summary import names
from xlcampaign.summary.contents import context_of
from xlcampaign.summary.work.rules import total_column
from xlcampaign.summary.work.score_formulas import score_formulas


def more_ways(plan, kind, more):
    """Return a plan in which a kind of subject has further ways, all with a weight of their own."""
    teachers = next(way for way in plan.ways_of(kind) if way.key is WayKey.TEACHER)
    ways = [way for way in plan.ways if way is not teachers]
    ways.append(replace(teachers, weight=teachers.weight - sum(range(1, more + 1))))
    ways += [replace(teachers, name=f"家长评议{n}", weight=n) for n in range(1, more + 1)]
    return replace(plan, ways=tuple(ways))


def cells_of(book, name):
    ((title, area),) = book.defined_names[name].destinations
    cells = book[title][area]
    return [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]


@pytest.mark.parametrize(("branch", "member"), [(0, 0), (1, 0), (0, 3), (2, 5)])
def test_weights_names_sum_and_check_follow_from_the_ways_and_never_overlap(tmp_path, branch, member):
    report = report_of(standard(1, 2))
    plan = more_ways(more_ways(report.plan, SubjectKind.BRANCH, branch), SubjectKind.MEMBER, member)
    write_some(tmp_path / "rules.xlsx", replace(report, plan=plan), ("rules",))
    book = openpyxl.load_workbook(tmp_path / "rules.xlsx")
    values = openpyxl.load_workbook(tmp_path / "rules.xlsx", data_only=True)
    total = total_column(plan)
    for kind in SubjectKind:
        ways = plan.ways_of(kind)
        weights, (whole,) = cells_of(book, names.weights(kind)), cells_of(book, names.whole(kind))
        assert [cell.value for cell in weights] == [way.weight for way in ways]
        assert sum(way.weight for way in ways) == 100
        assert not any(cell.protection.locked for cell in weights)
        assert whole.value == f"=SUM({weights[0].coordinate}:{weights[-1].coordinate})"
        assert whole.column == total > weights[-1].column
        assert whole.protection.locked
        assert values[whole.parent.title].cell(whole.row, total + 1).value == "合计 100"
        for name in (names.ways(kind), names.lacking(kind), names.thin(kind)):
            assert [cell.column for cell in cells_of(book, name)] == [cell.column for cell in weights]
        assert [cell.value for cell in cells_of(values, names.ways(kind))] == [way.name for way in ways]
    first = cells_of(book, names.weights(SubjectKind.BRANCH))[0]
    headers = [cell.value for cell in first.parent[first.row - 1]]
    assert (headers[0], *headers[total - 1 : total + 1]) == ("类别", "合计", "检查")


def test_scores_whose_columns_do_not_go_with_the_weights_are_never_written():
    report = report_of(standard(1, 2))
    plan = more_ways(report.plan, SubjectKind.MEMBER, 1)
    assert score_formulas(context_of(report), SubjectKind.MEMBER)
    with pytest.raises(AssertionError):
        score_formulas(context_of(replace(report, plan=plan)), SubjectKind.MEMBER)


def test_a_way_is_found_by_its_place_among_the_weights():
    plan = standard(1, 2)
    ways = plan.ways_of(SubjectKind.MEMBER)
    assert [names.place(ways, way.key) for way in ways] == [1, 2, 3, 4]
    assert names.place(ways[2:], WayKey.ORGANISATION) == 2
