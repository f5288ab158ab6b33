"""What raters were shown beside their marks, and what was changed in the plan since."""

from dataclasses import replace

import pytest
from filled import complete
from plain import plain_file
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import assessment_form, evaluation_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, WayKey
from xlcampaign.words import Lang

ONE = {WayKey.SELF, WayKey.ORGANISATION}


def plan_of(entry=Entry.TALLY):
    """A plan in which teachers give grades, members agree or not, and all others give points."""
    scales = {WayKey.TEACHER: "grades", WayKey.PEER: "approval"}
    return with_entries(
        small_plan(2, 3),
        lambda _, way: ("points", Entry.MARKS) if way in ONE else (scales[way], entry),
    )


def regraded(plan, key, **changes):
    """The plan with other values of one grade."""
    return replace(
        plan,
        scales=tuple(
            replace(scale, grades=tuple(replace(g, **changes) if g.key == key else g for g in scale.grades))
            for scale in plan.scales
        ),
    )


def said(plan, today, book=None, answers=None):
    """What is said of a form, issued by one plan and read by another: by code, in Chinese."""
    book = book or evaluation_form(plan, plan.branches[0])
    given = complete(book) if answers is None else answers
    intake = take_in(Envelope("f.xlsx", plain_file(book, given)), today)
    return {finding.rule.code: finding.says(Lang.ZH) for finding in intake.findings}


@pytest.mark.parametrize("entry", [Entry.TALLY, Entry.BALLOTS])
@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("good", {"points": 700}, "合格的分值 7.5 → 7"),
        ("poor", {"points": 0}, "不合格的分值 4 → 0"),
        ("approve", {"points": 900}, "同意的分值 10 → 9"),
        ("oppose", {"points": 200}, "不同意的分值 0 → 2"),
        ("fair", {"satisfied": True}, "基本合格计入满意 否 → 是"),
        ("good", {"satisfied": False}, "合格计入满意 是 → 否"),
    ],
)
def test_what_a_grade_was_printed_to_mean_is_said_where_it_was_changed_since(entry, key, changes, words):
    plan = plan_of(entry)
    assert words in said(plan, regraded(plan, key, **changes))["X144"]


@pytest.mark.parametrize("name", ["好学上进星", "廉洁守法星", "政治可靠忠诚星"])
def test_so_is_the_standard_by_which_a_star_was_to_be_rated(name):
    plan = plan_of()
    stars = tuple(replace(s, standard="另一个标准") if s.name == name else s for s in plan.stars)
    assert f"{name}的评星标准" in said(plan, replace(plan, stars=stars))["X144"]


def test_nothing_is_said_of_what_the_form_does_not_ask():
    plan = plan_of()
    today = regraded(plan, "good", points=700)
    nobody = with_entries(
        plan, lambda _, way: ("points", Entry.MARKS) if way in ONE else ("approval", Entry.TALLY)
    )
    assert "X144" not in said(nobody, regraded(nobody, "good", points=700))
    for book in (pledge_form(plan, plan.branches[0]), assessment_form(plan)):
        assert "X144" not in said(plan, today, book)
    assert "X144" not in said(plan, today, answers={})
    assert "X144" not in said(plan, plan)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: replace(plan, ways=tuple(replace(way, weight=25) for way in plan.ways)),
        lambda plan: replace(plan, campaign=replace(plan.campaign, threshold=850)),
        lambda plan: replace(plan, campaign=replace(plan.campaign, trim=True)),
    ],
    ids=["weights", "threshold", "trimming"],
)
def test_by_what_leaders_may_score_otherwise_marks_mean_the_same(change):
    plan = plan_of()
    assert "X144" not in said(plan, change(plan))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: replace(s, high=500) if s.key == "points" else s, "S116"),
        (lambda s: replace(s, step=100) if s.key == "points" else s, "F111"),
        (lambda s: replace(s, grades=s.grades[:3]) if s.key == "grades" else s, "S116"),
    ],
    ids=["range", "step", "grades"],
)
def test_of_other_changes_of_a_scale_something_else_is_said(change, code):
    plan = plan_of()
    found = said(plan, replace(plan, scales=tuple(map(change, plan.scales))))
    assert code in found
    assert "X144" not in found


def test_another_range_of_points_is_said_with_its_ends():
    plan = plan_of()
    scales = tuple(replace(s, high=500) if s.key == "points" else s for s in plan.scales)
    assert "原来：0–10、弃权；现在：0–5、弃权" in said(plan, replace(plan, scales=scales))["S116"]
