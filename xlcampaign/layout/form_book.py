"""What every form has: a first sheet, a hidden identity, a fingerprint, and the plan that it needs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from xlcampaign.layout.fingerprint import FORMAT, fingerprint
from xlcampaign.layout.kinds import Words
from xlcampaign.layout.mapped import ONLINE
from xlcampaign.layout.meeting import meeting_table, voted_ways
from xlcampaign.layout.plan import (
    CAMPAIGN_FIELDS,
    CAMPAIGN_TITLE,
    EXTENSIONS,
    MESSAGES,
    ROSTER,
    TABLES,
    PlanSheet,
)
from xlcampaign.layout.planrows import rows_of
from xlcampaign.layout.records import row_of
from xlcampaign.layout.sheet import Book, Canvas, Column, Line, Settings, Sheet
from xlcampaign.layout.times import Times
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Identity
from xlcampaign.model.itself import Itself
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.words import Lang, T, same

COVER = "cover"
IDENTITY_SHEET = "_xlc"
STEMS_FROM = "stems_from."
"""What the hidden identity calls each earlier file that a form stems from, before its number."""
ISSUED_AS = "issued_as"
"""What the hidden identity calls the submission number that a form issued again comes with."""

SHEET_NAME = "_xlc."
"""What the workbook-wide name that points to a sheet begins with, before the sheet's key."""

VERSION = "version"


DEADLINE = 3
"""The row of the first sheet that says by when the form is due."""

LAST_ADVICE = 9
"""The row of the first sheet with the last thing to be done."""

MOST_TIMES = 99
"""The highest submission number."""

_AT_HOME = {
    "email", "reason", "list_day", "final_rule", "total_branch", "total_member", "unit_code", "unit_above",
}  # fmt: skip
"""Columns and settings of a plan of which no form carries the content."""
_CARRIED = tuple(column for column in CAMPAIGN_FIELDS if column.key not in _AT_HOME)
_RULES = tuple(table for table in TABLES if table.key not in {*ROSTER, EXTENSIONS, MESSAGES, ONLINE})
"""The settings, and the tables of rules, that every form carries."""


def is_hidden_identity(title: str) -> bool:
    """Tell whether a tab is the hidden identity, whatever a tool that puts workbooks together added to its name."""
    return IDENTITY_SHEET in title.casefold()


_VERSION = Column(
    VERSION,
    T("报送次数", "Submission number"),
    Times(1, MOST_TIMES, T("次数", "a number of times")),
    hint=T("第一次报送填 1 或留空；重报填 2、3……", "1 or empty the first time; 2, 3 … when sent again"),
)
_FILLED_BY = Column("filled_by", T("填表人", "Filled in by"), Words(20), example="赵某甲")


_RATING_STEPS = (StepKey.EVALUATION, StepKey.COMMENT)
_RATED = T(
    "3. 没有评的留空，不要填 0；0 分就是 0 分。重报时，改哪一行就把那一行填全：空着的格按没有填算；整行空着的，照以前报的算。",
    "3. Leave empty what was not rated; 0 means 0 points. When sending again, fill all of a row that you change: its blanks"
    " count as blank. A row left wholly blank stays as it was sent before.",
)
_WRITTEN = T(
    "3. 已经填好的内容有变化就改；行不够就接着往下写。",
    "3. Correct what is filled in already where it changed; go on below where rows run out.",
)


def _stars_note(plan: Plan) -> tuple[Line, ...]:
    counts = [len(plan.stars_of(kind)) for kind in SubjectKind]
    called = plan.campaign.stars_called
    if not called:
        return ()
    text = T(
        f"方案称{called}，原文列 {counts[0]} / {counts[1]} 颗（支部 / 党员），按所列评定。",
        f"The document says {called} but lists {counts[0]} / {counts[1]} (branch / member): those are rated.",
    )
    return (Line(10, text, "note"),)


def _cover(plan: Plan, title: T, unit: T, step: StepKey, identity: Identity) -> Canvas:
    stage = plan.stage_of(identity.stage)
    deadline = plan.deadline_of(*identity.slot)
    lines = (
        Line(1, T(f"{title.zh}　{stage.name}", f"{title.en} · {stage.name}"), "title"),
        Line(2, T(f"{plan.campaign.name}　{unit.zh}", f"{plan.campaign.name} · {unit.en}"), "unit"),
        Line(
            DEADLINE,
            T(f"请于 {deadline} 前发回本文件。", f"Please send this file back by {deadline}."),
            "note",
        ),
        Line(
            6,
            T(
                "1. 只填淡黄色的格子，灰色表头的选填；变红的格子要改。",
                "1. Fill the yellow cells; a grey header means optional; what turns red must be corrected.",
            ),
        ),
        Line(
            7,
            T(
                "2. 不要改表头和编号；列宽可以调。",
                "2. Leave headers and codes alone; widths may be changed.",
            ),
        ),
        Line(8, _RATED if step in _RATING_STEPS else _WRITTEN),
        Line(
            LAST_ADVICE,
            T(
                "4. 填完看下面的“填报进度”，写着“可以上报”再发。",
                "4. Send it when the progress below says so.",
            ),
        ),
        *_stars_note(plan),
        Line(11, same(identity.code), "code"),
    )
    return Canvas(
        COVER,
        T("填表说明", "Read me"),
        lines,
        ((4, _VERSION), (5, _FILLED_BY)),
        {VERSION: None},
        status_row=13,
    )


def form_book(plan: Plan, title: T, unit: T, identity: Identity, sheets: Sequence[Sheet], own: Plan) -> Book:
    """Return a form: its first sheet, how the ways on it were held, and its other sheets.

    Args:
        plan: the campaign's plan, at the form's stage.
        title: the form's name.
        unit: whom it is for.
        identity: whose form it is; the fingerprint is added.
        sheets: what is asked.
        own: the part of the plan that the form carries.
    """
    tallied = voted_ways(sheets, plan)
    meeting: list[Sheet] = [meeting_table(plan, tallied, identity.step, identity.unit)] if tallied else []
    content: list[Sheet] = [*meeting, *sheets]
    identity = replace(identity, fingerprint=fingerprint(content))
    cover = _cover(plan, title, unit, identity.step, identity)
    key = f"{identity.step}.{'committee' if identity.unit == COMMITTEE else 'branch'}"
    return Book(key, title, (cover, *content), identity, own)


def pack(plan: Plan) -> str:
    """Return a plan as text: its workbook's sheets with their cells as shown, to be read like any plan.

    Addresses, messages, why somebody does not take part, and who has longer stay at home.
    """
    return _pack(Itself(plan))


@lru_cache(maxsize=8)  # a branch's forms lie side by side
def _pack(itself: Itself[Plan]) -> str:
    return _packed(itself.value, itself.value)


def pack_rules(plan: Plan) -> str:
    """Return a plan without anybody as text, the same from all forms that were issued with it."""
    return _packed(plan, _of_nobody(plan))


def _packed(plan: Plan, people: Plan) -> str:
    rosters = (_pack_table(people, table) for table in TABLES if table.key in ROSTER)
    return f"{{{','.join((_pack_settings(_of_nobody(plan)), *rosters))}}}"


def _of_nobody(plan: Plan) -> Plan:
    return replace(plan, branches=(), members=(), extensions=())


@lru_cache(maxsize=8)  # the same on all forms of a campaign
def _pack_settings(plan: Plan) -> str:
    settings = row_of(plan.campaign)
    newer = [column for column in _CARRIED if column.absent is not None]
    left_out = [] if any(_says_more(column, [settings]) for column in newer) else newer
    fields = [[c.title.zh, _shown(c, settings)] for c in _CARRIED if c not in left_out]
    return ",".join((_pack_sheet(CAMPAIGN_TITLE, fields), *(_pack_table(plan, table) for table in _RULES)))


def _pack_table(plan: Plan, table: PlanSheet) -> str:
    rows = rows_of(plan, table.key)
    columns = [column for column in table.columns if _says_more(column, rows)]
    shown = [[_shown(column, row) for column in columns] for row in rows]
    return _pack_sheet(table.title, [[column.title.zh for column in columns], *shown])


def _pack_sheet(title: T, rows: Sequence[Sequence[str | float]]) -> str:
    return f"{_as_json(title.zh)}:{_as_json(rows)}"


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _says_more(column: Column, rows: Iterable[Mapping[str, Value]]) -> bool:
    """Tell whether a column or setting says anything that a plan without it would not mean."""
    if column.absent is None or column.key in _AT_HOME:
        return column.absent is None
    return any(row.get(column.key) not in {None, column.absent} for row in rows)


def _shown(column: Column, values: Mapping[str, Value]) -> str | float:
    value = None if column.key in _AT_HOME else values.get(column.key)
    if value is None:
        return ""
    shown = column.kind.show(value, Lang.ZH)
    return shown if isinstance(shown, (int, float)) else str(shown)


_CHUNK = 30_000


def identity_sheet(book: Book, lang: Lang) -> Settings:
    """Return the hidden sheet that says whose form a workbook is and under which plan it was made."""
    assert book.identity is not None
    facts = {
        "format": FORMAT,
        "campaign": book.identity.campaign,
        "stage": book.identity.stage,
        "step": book.identity.step,
        "unit": book.identity.unit,
        "fingerprint": book.identity.fingerprint,
        "language": lang,
    }
    facts |= {f"{STEMS_FROM}{n}": sha256 for n, sha256 in enumerate(sorted(book.stems_from), 1)}
    facts |= {ISSUED_AS: book.issued_as} if book.issued_as else {}
    packed = pack(book.plan) if book.plan else ""
    chunks = [packed[i : i + _CHUNK] for i in range(0, len(packed), _CHUNK)]
    facts |= {f"plan.{n}": chunk for n, chunk in enumerate(chunks, 1)}
    fields = tuple(Column(key, same(key), Words(_CHUNK), locked=True) for key in facts)
    return Settings(IDENTITY_SHEET, same(IDENTITY_SHEET), fields, {k: str(v) for k, v in facts.items()})
