"""The rules of a plan as rows, one for each setting and each line of its tables: to be read, and held against others'."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from xlcampaign.layout.form_book import pack
from xlcampaign.layout.kinds import Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, CAMPAIGN_TITLE, TABLES, PlanSheet, Rows
from xlcampaign.layout.planrows import plan_of, rows_of
from xlcampaign.layout.records import row_of
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.standard import standard_plan
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.rules import RULE_SETTINGS, ruled_by
from xlcampaign.words import Lang, T

_LEVELS = "levels"
_DECIDING = {
    "stars": (("kind", "name"), ("threshold", "goal")),
    "ways": (("kind", "key"), ("name", "weight", "scale", "entry", "voters")),
    "scales": (("scale", "name"), ("points", "high", "step", "satisfied")),
    _LEVELS: (("kind", "name"), ("low", "high")),
}
"""Of the plan's tables of rules what tells a row apart, and what decides results of it."""

_GAP = T("　", " · ")
"""Between the keys of a row in what it is about."""
_ALL_STARS, _NO_LIMIT = T("全部星", "all stars"), T("不限", "no limit")
_LEFT_BLANK = {
    **dict.fromkeys(("recommend_branch", "recommend_member"), _ALL_STARS),
    **dict.fromkeys(("places_branch", "places_member", "quota"), _NO_LIMIT),
}
"""What settings mean that are left blank."""


class RuleRow(NamedTuple):
    """A rule: the sheet of the plan that it stands on, what it is about, and what it says; as they are shown."""

    sheet: str
    about: str
    says: str


def rules_table(key: str) -> Table:
    """Return the sheet of the rules, a row each."""
    columns = (
        Column("sheet", T("规则表", "Sheet of the plan"), Words(30), required=True, width=16),
        Column("about", T("规则", "Rule"), Words(120), required=True, width=40),
        Column("says", T("内容", "What it says"), Words(1000), width=70, answers=tuple(Negation)),
    )
    return Table(key, T("评星规则", "Rules"), columns, needed=False)


def rule_rows(plan: Plan, lang: Lang) -> Iterator[RuleRow]:
    """Yield the rules that decide results, in the order of the plan workbook."""
    settings = row_of(plan.campaign)
    for column in CAMPAIGN_FIELDS:
        if column.key in RULE_SETTINGS:
            value = settings.get(column.key)
            blank = _LEFT_BLANK.get(column.key) if value is None else None
            said = blank.say(lang) if blank else _shown(column, value, lang)
            yield RuleRow(CAMPAIGN_TITLE.say(lang), column.title.say(lang), said)
    for sheet in TABLES:
        if sheet.key in _DECIDING:
            yield from _table_rows(plan, sheet, lang)


def levels_told(rows: Iterable[RuleRow], kind: SubjectKind, lang: Lang) -> list[str]:
    """Return the names of a kind's levels as rules in words (rule_rows) say them, in their order."""
    sheet = next(one for one in TABLES if one.key == _LEVELS)
    begins = _shown(next(one for one in sheet.columns if one.key == "kind"), kind, lang) + _GAP.say(lang)
    return [
        row.about.removeprefix(begins)
        for row in rows
        if row.sheet == sheet.title.say(lang) and row.about.startswith(begins)
    ]


def packed_rules(plan: Plan) -> str:
    """Return the rules that decide results as text, equal for plans with equal rules, whoever's and whenever they are.

    It is a plan (layout.form_book.pack) that has these rules and, for all else, what is not theirs.
    """
    settings, rows = standard_plan(Lang.ZH, _NOBODYS, _SOME_YEAR)
    return pack(ruled_by(plan_of(settings, {**rows, **_SOMEBODY}), plan))


_NOBODYS, _SOME_YEAR = "RULES", 2000
_SOMEBODY: Mapping[str, Rows] = {
    "branches": ({"code": "1", "name": "-", "teachers": 0},),
    "members": ({"name": "-", "branch": "-", "category": "full", "post": "none", "participation": "yes"},),
}


def _table_rows(plan: Plan, sheet: PlanSheet, lang: Lang) -> Iterator[RuleRow]:
    keys, fields = _DECIDING[sheet.key]
    columns = {column.key: column for column in sheet.columns}
    comma, colon = T("，", ", "), T("：", ": ")
    for row in rows_of(plan, sheet.key):
        about = _GAP.say(lang).join(_shown(columns[key], row.get(key), lang) for key in keys)
        told = [(columns[key].title.say(lang), _shown(columns[key], row.get(key), lang)) for key in fields]
        said = comma.say(lang).join(f"{title}{colon.say(lang)}{value}" for title, value in told if value)
        yield RuleRow(sheet.title.say(lang), about, said)


def _shown(column: Column, value: Value, lang: Lang) -> str:
    return "" if value is None else str(column.kind.show(value, lang))
