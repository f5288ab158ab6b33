"""A town's boards are those of a script that counts the branches' own forms and knows nothing of the program."""

from fractions import Fraction

import pytest
from independent.campaigns import plan_rows, write_campaign
from independent.test_star_scores import star_scores
from levels import BRANCHES, MEMBERS, Town

from xlcampaign.model.plan import Entry

UNITS = {"LX1": 11, "LX2": 12, "LX3": 13}
"""The unions, with the seeds of what people think there."""
LIT = Fraction(8)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Where the unions are, each in a folder of its own."""
    return tmp_path_factory.mktemp("unions")


@pytest.fixture(scope="module")
def town(root):
    """A town that rolled up three unions, which merged what their branches sent."""
    made = Town(root)
    made.expect(*UNITS, stage=1)
    for code, seed in UNITS.items():
        union = root / code
        rows = plan_rows("approval", Entry.TALLY, members=4, unit_code=code, organisation=f"某某{code}联校")
        write_campaign(union, rows, seed, decided={})
        made.run("merge", union, "--as-of", "2023-06-26", "--report", code=0)
        [report] = (union / "summary").glob(f"{code}-*.xlsx")
        (made.root / report.name).write_bytes(report.read_bytes())
    made.roll_up()
    return made


def told(town, sheet, own):
    """What a town says of everybody, by union and code."""
    return {(row["单位代码"], row[own]): row for row in town.table(sheet)}


def test_stars_levels_and_lists_are_those_of_the_script(town, root, script):
    shown = told(town, BRANCHES, "支部编号") | told(town, MEMBERS, "党员编号")
    found = {}
    for unit in UNITS:
        scores = star_scores.star_scores(root / unit)
        for code, row in script.outcomes(root / unit).items():
            lit = {star for (about, star), score in scores.items() if about == code and score >= LIT}
            found[unit, code] = (
                lit, row["综合得分"], row["等次"], row["符合推荐（1 是）"], row["整改（1 是）"]
            )  # fmt: skip
    assert shown.keys() == found.keys()
    assert len(found) == 3 * (3 + 12)
    yes = {"是": 1, "否": 0}
    for key, row in shown.items():
        lit = {star for star, value in row.items() if value == "★"}
        composite = Fraction(f"{row['综合得分']:.10g}")
        said = (lit, composite, row["等次"], yes[row["符合推荐条件"]], yes[row["须整改"]])
        assert said == found[key]
        assert row["星数"] == len(lit)
    assert {fit for *_, fit, _ in found.values()} == {0, 1}


def test_branches_of_all_unions_are_ranked_by_their_composites(town, root, script):
    composites = {
        (unit, code): row["综合得分"]
        for unit in UNITS
        for code, row in script.outcomes(root / unit).items()
        if len(code) == 2
    }
    expected = {
        key: 1 + sum(other > composite for other in composites.values())
        for key, composite in composites.items()
    }
    names = {(row["单位"], row["支部"]): row["单位代码"] + row["支部编号"] for row in town.table(BRANCHES)}
    ranks = {names[row["单位"], row["支部"]]: row["名次"] for row in town.table("支部创星图板")}
    assert ranks == {unit + code: rank for (unit, code), rank in expected.items()}
    assert len(set(ranks.values())) > 3
