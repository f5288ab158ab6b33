"""Rows and records say the same: whatever a record holds comes back from its row."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known import books_of
from plans import small_plan

from xlcampaign.findings.finding import Place
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, TABLES
from xlcampaign.layout.planrows import plan_of, plan_rows
from xlcampaign.layout.records import build, row_of
from xlcampaign.layout.registers import STARS_TO_WORK_ON
from xlcampaign.layout.sheet import Settings, Table
from xlcampaign.model import plan as p
from xlcampaign.model import registers as g
from xlcampaign.model.scale import Grade, Scale

PLAN_SHEETS = [
    get_args(hint)[0]
    for key, hint in get_type_hints(p.Plan).items()
    if key not in {"campaign", "roster", "gone"}
]
REGISTERS = [
    g.Pledge,
    g.Fulfilment,
    g.Announcement,
    g.Baseline,
    g.Comment,
    g.Rectification,
    g.VetoDecision,
    g.OverrideDecision,
    g.Commendation,
]
RECORDS = [p.Campaign, Grade, *PLAN_SHEETS, *REGISTERS]
PLACE = Place("甲.xlsx", "党员承诺", "E5")

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.text("甲乙丙丁 A1", min_size=1, max_size=4).map(str.strip).filter(bool)
STATED = {
    str: WORDS,
    int: st.integers(),
    bool: st.booleans(),
    date: st.dates(),
    tuple[str, ...]: st.lists(NAMES, max_size=3).map(tuple),
    Place: st.just(PLACE),
}


def stated(hint):
    """Whatever a field of a type may hold."""
    if isinstance(hint, UnionType):
        return st.one_of([stated(kind) for kind in get_args(hint)])
    if hint in STATED:
        return STATED[hint]
    return st.sampled_from(hint) if isinstance(hint, type) and issubclass(hint, StrEnum) else st.none()


def made(record):
    return st.builds(record, **{name: stated(hint) for name, hint in get_type_hints(record).items()})


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@given(st.data())
def test_a_record_comes_back_from_its_row(record, data):
    before = data.draw(made(record))
    row = row_of(before)
    besides = {f.name: getattr(before, f.name) for f in fields(record) if f.name not in row}
    assert build(record, row, **besides) == before


@given(made(p.Campaign), st.lists(made(Grade), min_size=1, max_size=4), st.booleans())
def test_a_plan_comes_back_from_its_rows(campaign, grades, ranged):
    bounds = {"low": 0, "high": 1000, "step": 50} if ranged else {}
    scales = (Scale("甲", tuple(grades), **bounds), Scale("乙", (), 100, 900, 1))
    plan = replace(small_plan(2, 3), campaign=campaign, scales=scales)
    assert plan_of(*plan_rows(plan)) == plan


def test_every_column_of_the_plan_is_a_field_and_every_field_a_column():
    settings, rows = plan_rows(small_plan())
    assert settings.keys() == {column.key for column in CAMPAIGN_FIELDS}
    for sheet in TABLES:
        columns = {column.key for column in sheet.columns}
        if sheet.key == "scales":
            assert {key for row in rows[sheet.key] for key in row} >= columns
        else:
            assert {frozenset(row) for row in rows[sheet.key]} <= {frozenset(columns)}


@dataclass(frozen=True)
class Sample:
    day: date | None
    number: int
    names: tuple[str, ...]
    sure: bool
    kind: p.SubjectKind
    note: str = "…"


ROW = {"number": 3, "kind": "branch", "other": "x"}


def test_a_blank_cell_is_empty_or_the_default():
    assert build(Sample, ROW) == Sample(None, 3, (), sure=False, kind=p.SubjectKind.BRANCH, note="…")
    assert build(Sample, {**ROW, "note": "", "day": None, "names": "甲，乙, 丙、"}).names == (
        "甲",
        "乙",
        "丙",
    )


def test_what_is_handed_over_stands_as_it_is():
    assert build(Sample, {**ROW, "note": "写的"}, note="给的").note == "给的"
    assert row_of(build(Sample, ROW), note="给的", day=None)["note"] == "给的"


@pytest.mark.parametrize("wrong", [{"number": None}, {"number": "三"}, {"day": 5}, {"kind": None}])
def test_a_record_is_never_built_of_what_it_cannot_hold(wrong):
    with pytest.raises(TypeError):
        build(Sample, {**ROW, **wrong})
    with pytest.raises(ValueError, match="nobody"):
        build(Sample, {**ROW, "kind": "nobody"})


REGISTER_OF = {
    "leading_group": g.GroupMember,
    "launch": g.Launch,
    "work_record": g.WorkEntry,
    "baseline": g.Baseline,
    "branch_pledges": g.Pledge,
    "member_pledges": g.Pledge,
    "announcement": g.Announcement,
    "fulfilment": g.Fulfilment,
    "comments": g.Comment,
    "rectification": g.Rectification,
    "vetoes": g.VetoDecision,
    "overrides": g.OverrideDecision,
    "recommendations": g.RecommendationDecision,
    "commendations": g.Commendation,
    "objections": g.Objection,
    "closings": g.CaseDecision,
}
"""What an entry of each register is."""


@settings(max_examples=1)
@given(st.data())
def test_every_column_that_people_fill_in_on_a_register_is_in_its_record(data):
    """Were it not, what they write would be read, found right, and lost."""
    sheets = {
        sheet.key: sheet for book in books_of(small_plan(2, 3, launch_form="yes")) for sheet in book.sheets
    }
    registers = {
        key for key, s in sheets.items() if isinstance(s, Settings) or (isinstance(s, Table) and s.register)
    }
    assert registers == REGISTER_OF.keys()
    for key, record in REGISTER_OF.items():
        sheet = sheets[key]
        columns = sheet.columns if isinstance(sheet, Table) else sheet.fields
        typed = {column.key for column in columns if column.is_input}
        if key == "baseline":
            typed = typed - set(STARS_TO_WORK_ON) | {"stars"}
        assert typed <= row_of(data.draw(made(record))).keys()
