import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import product

import pytest
from filled import sample_answers
from plans import plan_of, small_plan, with_entries

from xlcampaign.layout.forms import assessment_form, evaluation_form
from xlcampaign.layout.sheet import Table
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.sample.plan import sample_plan
from xlcampaign.sample.views import views_of

WEIGHTS = {WayKey.SELF: 0.1, WayKey.PEER: 0.2, WayKey.TEACHER: 0.3, WayKey.ORGANISATION: 0.4}


@pytest.fixture(scope="module")
def plan():
    return plan_of(sample_plan(8, 130, seed=1))


def books_of(plan):
    return [*(evaluation_form(plan, branch) for branch in plan.branches), assessment_form(plan)]


def cells_of(book, *, required):
    """All input cells of a book's tables: (sheet, row, column), with the column."""
    return [
        (table.key, index, column)
        for table in book.sheets
        if isinstance(table, Table)
        for index in range(len(table.rows))
        for column in table.columns
        if column.is_input and column.required >= required
    ]


def stars_lit(plan, seed, kind):
    """How many stars each subject may expect: the weighted view of it at 0.8 or more."""
    views = views_of(plan, seed)
    subjects = plan.branches if kind is SubjectKind.BRANCH else plan.members
    lit = []
    for subject in subjects:
        seen = {way: views.seen(subject.code, way) for way in WayKey}
        stars = plan.stars_of(kind)
        lit.append(sum(sum(WEIGHTS[w] * seen[w][s.key] for w in WayKey) >= 0.8 for s in stars))
    return lit


def test_every_required_cell_is_filled(plan):
    for book in books_of(plan):
        answers = sample_answers(plan, book, seed=1)
        empty = [
            cell for *cell, column in cells_of(book, required=True) if (*cell, column.key) not in answers
        ]
        assert empty == []


def test_every_answer_is_a_value_of_its_kind_typed_as_people_type(plan):
    for book in books_of(plan):
        answers = sample_answers(plan, book, seed=1)
        for sheet, index, column in cells_of(book, required=False):
            raw = answers.get((sheet, index, column.key))
            if raw is not None:
                assert column.kind.parse(raw) is not None
                assert not isinstance(raw, str) or not raw.isdigit()


def test_answers_stand_in_input_cells_only(plan):
    book = books_of(plan)[0]
    typed = {cell for cell in sample_answers(plan, book, seed=1) if cell[0] != "cover"}
    assert typed <= {(sheet, index, column.key) for sheet, index, column in cells_of(book, required=False)}


SHAPES = [
    ("approval", Entry.TALLY),
    ("approval", Entry.BALLOTS),
    ("approval", Entry.MARKS),
    ("grades", Entry.TALLY),
    ("grades", Entry.BALLOTS),
    ("grades", Entry.MARKS),
    ("points", Entry.BALLOTS),
    ("points", Entry.MARKS),
]


@pytest.mark.parametrize("shape", SHAPES, ids="-".join)
def test_every_entry_and_scale_can_be_filled(shape):
    plan = with_entries(small_plan(2, 6), lambda _kind, _way: shape)
    for book in books_of(plan):
        answers = sample_answers(plan, book, seed=3)
        marks = [(s, i, c) for s, i, c in cells_of(book, required=False) if c.mark]
        typed = [c.kind.parse(answers[s, i, c.key]) for s, i, c in marks if (s, i, c.key) in answers]
        assert typed
        if shape[1] is not Entry.BALLOTS:
            missing = [c for c in marks if c[2].required and (*c[:2], c[2].key) not in answers]
            assert missing == []


@pytest.mark.parametrize("seed", range(4))
def test_ballots_fit_at_the_meeting_and_in_the_tallies(seed):
    plan = plan_of(sample_plan(6, 60, seed=seed))
    for branch in plan.branches:
        book = evaluation_form(plan, branch)
        answers = sample_answers(plan, book, seed=seed)
        valid = {}
        for index, row in enumerate(book.table_of("meeting").rows):
            keys = ("valid", "returned", "issued", "present", "due")
            numbers = [answers["meeting", index, key] for key in keys]
            assert numbers == sorted(numbers)
            assert isinstance(answers["meeting", index, "date"], date)
            valid[row["way"]] = numbers[0]
        assert valid["member.peer"] <= len(plan.rated_members(branch.code))
        peer = book.table_of("member_peer")
        voted = [answers["member_peer", index, "attended"] for index in range(len(peer.rows))]
        meeting = [row["way"] for row in book.table_of("meeting").rows].index("member.peer")
        assert voted.count("是") == answers["meeting", meeting, "present"]
        for index, star in product(range(len(peer.rows)), plan.stars_of(SubjectKind.MEMBER)):
            votes = answers["member_peer", index, f"{star.key}.approve"]
            votes += answers.get(("member_peer", index, f"{star.key}.abstain"), 0)
            base = answers.get(("member_peer", index, "base"), valid["member.peer"] - (voted[index] == "是"))
            assert 0 <= votes <= base


def test_a_ballot_does_not_rate_its_voter():
    plan = with_entries(small_plan(1, 5), lambda _kind, _way: ("approval", Entry.BALLOTS))
    book = evaluation_form(plan, plan.branches[0])
    answers = sample_answers(plan, book, seed=3)
    rows = book.table_of("member_peer").rows
    marked = Counter(rows[index]["ballot"] for sheet, index, _ in answers if sheet == "member_peer")
    rated = {(rows[i]["ballot"], rows[i]["code"]) for sheet, i, _ in answers if sheet == "member_peer"}
    assert marked
    assert all(len({code for n, code in rated if n == ballot}) == 4 for ballot in marked)


@pytest.mark.parametrize("seed", range(1, 8))
def test_some_excel_most_are_in_the_middle_and_some_in_need(seed):
    plan = plan_of(sample_plan(8, 130, seed=seed))
    members = Counter(stars_lit(plan, seed, SubjectKind.MEMBER))
    branches = stars_lit(plan, seed, SubjectKind.BRANCH)
    assert 0.10 <= members[8] / 130 <= 0.35
    assert 3 <= sum(number for lit, number in members.items() if lit < 5) <= 20
    assert max(branches) == 9
    assert min(branches) <= 7


def test_people_rate_themselves_generously_and_teachers_agree_with_the_organisation(plan):
    views = views_of(plan, seed=1)
    means = {
        way: [sum(views.seen(member.code, way).values()) / 8 for member in plan.members] for way in WayKey
    }
    average = {way: sum(values) / len(values) for way, values in means.items()}
    gaps = [abs(t - o) for t, o in zip(means[WayKey.TEACHER], means[WayKey.ORGANISATION], strict=True)]
    assert average[WayKey.SELF] > max(average[way] for way in WayKey if way is not WayKey.SELF)
    assert sum(gap < 0.06 for gap in gaps) > 100


SAY_ALL = """
from plans import plan_of
from xlcampaign.sample.inbox import sample_inbox
from xlcampaign.sample.plan import sample_plan
plan = plan_of(sample_plan(5, 40, seed=7))
print(plan)
for file in sample_inbox(plan, 7, lambda book: book.identity.unit, tidy=False):
    print(file)
"""


def test_a_seed_decides_everything_in_any_process():
    said = []
    for hashing in ("0", "1", "random"):
        path = os.pathsep.join(sys.path)
        environment = {**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": path, "PYTHONUTF8": "1"}
        run = [sys.executable, "-c", SAY_ALL]
        said.append(subprocess.run(run, env=environment, check=True, capture_output=True).stdout)
    assert len(said[0]) > 10_000
    assert said[0] == said[1] == said[2]


def test_another_seed_gives_another_campaign():
    first, second = (plan_of(sample_plan(3, 30, seed=seed)) for seed in (1, 2))
    assert first.members != second.members
