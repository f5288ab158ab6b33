"""The plan workbook to a draft, and a draft without errors to a Plan."""

from collections.abc import Mapping, Sequence
from datetime import date

from xlcampaign.findings.finding import Finding
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.references import goals_by_name, keys_by_name, member_codes
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import (
    Branch,
    Campaign,
    Category,
    Entry,
    Goal,
    Grade,
    Level,
    Member,
    Missing,
    Option,
    Participation,
    Plan,
    Post,
    Repeated,
    Scale,
    Stage,
    Star,
    Step,
    StepKey,
    SubjectKind,
    Uniform,
    Veto,
    Voters,
    Way,
    WayKey,
)
from xlcampaign.model.submission import Draft
from xlcampaign.reading.form import read_book
from xlcampaign.reading.grid import Workbook
from xlcampaign.words import Lang

Row = Mapping[str, Value]

_UNCOUNTED = "uncounted"


def read_plan(workbook: Workbook, file: str) -> tuple[Draft, list[Finding]]:
    """Return the draft of a plan workbook, and what was found while reading."""
    return read_book(workbook, plan_book({}, {}), file)


def build_plan(draft: Draft) -> Plan:
    """Return the plan that a draft without errors states."""
    rows = {key: [record.values for record in sheet.records] for key, sheet in draft.sheets.items()}
    branches = keys_by_name(rows["branches"], "code", "name")
    goals = goals_by_name(rows["goals"])
    codes = member_codes(rows["members"], branches)
    return Plan(
        _campaign(rows["campaign"][0]),
        tuple(Stage(_int(r, "number"), _text(r, "name"), _day(r, "start"), _day(r, "end")) for r in rows["stages"]),
        tuple(_step(r) for r in rows["steps"]),
        tuple(Goal(_kind(r), _text(r, "key"), _text(r, "name")) for r in rows["goals"]),
        tuple(_star(r, goals) for r in rows["stars"]),
        tuple(_way(r) for r in rows["ways"]),
        _scales(rows["scales"]),
        tuple(Level(_kind(r), _text(r, "name"), _int(r, "low"), _int(r, "high")) for r in rows["levels"]),
        tuple(Veto(_text(r, "key"), _text(r, "name")) for r in rows.get("vetoes", ())),
        tuple(Option(_text(r, "list"), _text(r, "name")) for r in rows.get("options", ())),
        tuple(_branch(r) for r in rows["branches"]),
        tuple(_member(r, code, branches) for r, code in zip(rows["members"], codes, strict=True)),
    )  # fmt: skip


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)


def _int(row: Row, key: str) -> int:
    value = row[key]
    assert isinstance(value, int)
    return value


def _maybe_int(row: Row, key: str) -> int | None:
    return None if row.get(key) is None else _int(row, key)


def _day(row: Row, key: str) -> date:
    value = row[key]
    assert isinstance(value, date)
    return value


def _kind(row: Row) -> SubjectKind:
    return SubjectKind(_text(row, "kind"))


def _campaign(row: Row) -> Campaign:
    return Campaign(
        code=_text(row, "code"),
        name=_text(row, "name"),
        slogan=_text(row, "slogan"),
        organisation=_text(row, "organisation"),
        language=Lang(_text(row, "language")),
        stage=_int(row, "stage"),
        step=StepKey(_text(row, "step")),
        threshold=_int(row, "threshold"),
        recommend_branch=_maybe_int(row, "recommend_branch"),
        recommend_member=_maybe_int(row, "recommend_member"),
        places_branch=_maybe_int(row, "places_branch"),
        places_member=_maybe_int(row, "places_member"),
        rectify_share=_int(row, "rectify_share"),
        quota=_maybe_int(row, "quota"),
        trim=row["trim"] == "yes",
        missing=Missing(_text(row, "missing")),
        uniform_ballots=Uniform(_text(row, "uniform_ballots") or Uniform.COUNTED),
        identical_ballots=Repeated(_text(row, "identical_ballots") or Repeated.COUNTED),
        few_raters=_int(row, "few_raters"),
        few_public=_int(row, "few_public"),
        satisfaction_alarm=_int(row, "satisfaction_alarm"),
        pledges_low=_int(row, "pledges_low"),
        pledges_high=_int(row, "pledges_high"),
        pledges_branch=_int(row, "pledges_branch"),
        publication_start=_day(row, "publication_start") if row.get("publication_start") else None,
        publication_days=_int(row, "publication_days"),
        objections=_text(row, "objections"),
        stars_called=_text(row, "stars_called"),
    )


def _step(row: Row) -> Step:
    days = (_day(row, key) for key in ("start", "end", "deadline"))
    return Step(_int(row, "stage"), StepKey(_text(row, "key")), *days)


def _star(row: Row, goals: Mapping[str, str]) -> Star:
    aliases = _text(row, "aliases").replace(",", "、").replace("，", "、")
    goal = goals[f"{row['kind']}:{squeeze(_text(row, 'goal'))}"]
    names = tuple(alias.strip() for alias in aliases.split("、") if alias.strip())
    return Star(
        _kind(row),
        _text(row, "key"),
        _text(row, "name"),
        names,
        goal,
        _text(row, "standard"),
        _maybe_int(row, "threshold"),
    )


def _way(row: Row) -> Way:
    entry, voters = Entry(_text(row, "entry")), Voters(_text(row, "voters"))
    key = WayKey(_text(row, "key"))
    return Way(_kind(row), key, _text(row, "name"), _int(row, "weight"), _text(row, "scale"), entry, voters)


def _scales(rows: Sequence[Row]) -> tuple[Scale, ...]:
    scales = []
    for key in dict.fromkeys(_text(row, "scale") for row in rows):
        own = [row for row in rows if _text(row, "scale") == key]
        ranges = [row for row in own if row.get("high") is not None]
        grades = tuple(
            Grade(
                _text(row, "key"),
                _text(row, "name"),
                None if row["points"] == _UNCOUNTED else _int(row, "points"),
                row.get("satisfied") == "yes",
            )
            for row in own
            if row.get("high") is None
        )
        if ranges:
            row = ranges[0]
            scales.append(Scale(key, grades, _int(row, "points"), _int(row, "high"), _int(row, "step")))
        else:
            scales.append(Scale(key, grades))
    return tuple(scales)


def _branch(row: Row) -> Branch:
    return Branch(
        code=_text(row, "code"),
        name=_text(row, "name"),
        school=_text(row, "school"),
        secretary=_text(row, "secretary"),
        email=_text(row, "email"),
        teachers=_int(row, "teachers"),
    )


def _member(row: Row, code: str, branches: Mapping[str, str]) -> Member:
    return Member(
        code,
        _text(row, "name"),
        branches[squeeze(_text(row, "branch"))],
        Category(_text(row, "category")),
        Post(_text(row, "post")),
        Participation(_text(row, "participation")),
        _text(row, "reason"),
    )
