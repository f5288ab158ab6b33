"""The forms of a campaign: which sheets each unit gets at which step."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from xlcampaign.layout.kinds import Choice, Day, OneOf, Whole, Words
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.layout.sheet import Book, Canvas, Column, Line, RowKind, Settings, Sheet, Table
from xlcampaign.layout.ways import (
    CHECK,
    VOTES,
    branch_ballots,
    opinion_columns,
    star_table,
    subject_table,
)
from xlcampaign.model.cell import Value
from xlcampaign.model.identity import COMMITTEE, Identity
from xlcampaign.model.plan import (
    Branch,
    Entry,
    Member,
    Plan,
    Post,
    StepKey,
    SubjectKind,
    Voters,
    Way,
    WayKey,
)
from xlcampaign.words import Lang, T, same

FORMAT = 1
COVER = "cover"
MEETING = "meeting"
IDENTITY_SHEET = "_xlc"
SHEET_NAME = "_xlc."
"""What the workbook-wide name that points to a sheet begins with, before the sheet's key."""
BALLOT_CHAIN = ("valid", "returned", "issued", "present")
"""Columns of the meeting sheet of which none may exceed the next."""

EVALUATION = T("评议表", "Evaluation form")
ASSESSMENT = T("考核点评表", "Assessment form")
SUPERIOR = T("上级党组织", "Superior")

_VERSION = Column(
    "version",
    T("报送次数", "Submission number"),
    Whole(1, 99, T("次数", "a number of times")),
    hint=T("第一次报送填 1 或留空；重报填 2、3……", "1 or empty the first time; 2, 3 … when sent again"),
)
_FILLED_BY = Column("filled_by", T("填表人", "Filled in by"), Words(20), example="赵某甲")


def _meeting(plan: Plan, ways: tuple[Way, ...], step: StepKey) -> Table:
    names = OneOf(tuple(Choice(way.meeting_key, same(way.name)) for way in ways))
    stage = plan.stage_of(plan.campaign.stage)
    day = Day(stage.start, stage.end)
    when = plan.step_of(plan.campaign.stage, step).start

    def count(key: str, title: T, example: int, hint: T | None = None) -> Column:
        kind = VOTES if hint is None else Whole(0, 9999, T("人数", "a number of people"))
        return Column(key, title, kind, required=True, width=11, example=example, hint=hint)

    people = T("人数", "number of people")
    columns = (
        Column("way", T("评议方式", "Way"), names, locked=True, width=18),
        Column("date", T("评议日期", "Date"), day, required=True, width=13, example=when),
        count("due", T("应到人数", "Due"), 9, people),
        count("present", T("实到人数", "Present"), 9, people),
        count("issued", T("发出票数", "Ballots issued"), 9),
        count("returned", T("收回票数", "Ballots returned"), 9),
        count("valid", T("有效票数", "Valid ballots"), 9),
        Column("teller", T("计票人", "Teller"), Words(20), required=True, width=11, example="钱某乙"),
        Column("scrutineer", T("监票人", "Scrutineer"), Words(20), required=True, width=11, example="孙某丙"),
        Column("supervisor", T("上级监督人", "Supervisor"), Words(20), required=True, width=12, example="李某丁"),
        CHECK,
    )  # fmt: skip
    note = T(
        "先填本表：有效票 ≤ 收回票 ≤ 发出票 ≤ 实到人数 ≤ 应到人数。",
        "Fill this first: valid ≤ returned ≤ issued ≤ present ≤ due.",
    )
    rows: tuple[Mapping[str, Value], ...] = tuple({"way": way.meeting_key, "name": way.name} for way in ways)
    return Table(MEETING, T("评议情况", "Meeting"), columns, rows, RowKind.WAY, note=note)


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
    deadline = plan.step_of(identity.stage, step).deadline
    lines = (
        Line(1, T(f"{title.zh}　{stage.name}", f"{title.en} · {stage.name}"), "title"),
        Line(2, T(f"{plan.campaign.name}　{unit.zh}", f"{plan.campaign.name} · {unit.en}"), "unit"),
        Line(3, T(f"请于 {deadline} 前发回本文件。", f"Please send this file back by {deadline}."), "note"),
        Line(
            6,
            T(
                "1. 只填淡黄色的格子，灰色表头的选填；变红的格子要改。",
                "1. Fill the yellow cells; a grey header means optional; what turns red must be mended.",
            ),
        ),
        Line(
            7,
            T(
                "2. 不要改表头和编号；列宽可以调。",
                "2. Leave headers and codes alone; widths may be changed.",
            ),
        ),
        Line(
            8,
            T(
                "3. 没有评的留空，不要填 0；0 分就是 0 分。",
                "3. Leave empty what was not rated; 0 means 0 points.",
            ),
        ),
        Line(
            9,
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
        {"version": None},
        status_row=13,
    )


def _subjects(members: tuple[Member, ...]) -> list[tuple[str, str]]:
    return [(member.code, member.name) for member in members]


def _voters(plan: Plan, branch: Branch, way: Way) -> int:
    """Return how many ballots to prepare rows for."""
    members = len(plan.rated_members(branch.code))
    return {Voters.MEMBERS: members, Voters.TEACHERS: branch.teachers}.get(way.voters, 1)


def _way_of(plan: Plan, kind: SubjectKind, key: WayKey) -> Way:
    return next(way for way in plan.ways_of(kind) if way.key is key)


def _branch_sheets(plan: Plan, branch: Branch) -> list[Sheet]:
    kind = SubjectKind.BRANCH
    itself = _way_of(plan, kind, WayKey.SELF)
    public = tuple(_way_of(plan, kind, key) for key in (WayKey.PEER, WayKey.TEACHER))
    sheets: list[Sheet] = []
    listed = tuple(way for way in public if way.entry is not Entry.BALLOTS)
    if itself.entry is Entry.BALLOTS:
        sheets.append(
            branch_ballots(
                plan, itself, "branch_self", same(itself.name), branch.code, _voters(plan, branch, itself)
            )
        )
    else:
        sheets.append(star_table(plan, (itself,), "branch_self", same(itself.name), branch.code))
    if listed:
        title = T("支部群众评议", "Branch rated by all")
        sheets.append(star_table(plan, listed, "branch_public", title, branch.code))
    sheets += [
        branch_ballots(
            plan, way, f"branch_{way.key}", same(way.name), branch.code, _voters(plan, branch, way)
        )
        for way in public
        if way.entry is Entry.BALLOTS
    ]
    return sheets


def _member_sheets(plan: Plan, branch: Branch) -> list[Sheet]:
    sheets: list[Sheet] = []
    rated = plan.rated_members(branch.code)
    for way in plan.ways_of(SubjectKind.MEMBER):
        people = rated
        if way.key is WayKey.ORGANISATION:
            people = tuple(member for member in rated if member.post is not Post.SECRETARY)
        if not people:
            continue
        key, ballots = f"member_{way.key}", _voters(plan, branch, way)
        sheets.append(subject_table(plan, way, key, same(way.name), _subjects(people), ballots))
        if way.key is WayKey.ORGANISATION and way.entry is Entry.BALLOTS:
            columns = (*subject_table(plan, way, key, same(""), ()).columns[1:3], *opinion_columns(plan))
            rows: tuple[Mapping[str, Value], ...] = tuple({"code": m.code, "name": m.name} for m in people)
            title = T("组织意见", "Organisation's opinion")
            sheets.append(Table("opinions", title, columns, rows, RowKind.SUBJECT, needed=False))
    return sheets


def _tallied_ways(sheets: list[Sheet], plan: Plan) -> tuple[Way, ...]:
    shown = {
        (column.mark.kind, column.mark.way)
        for sheet in sheets
        if isinstance(sheet, Table)
        for column in sheet.columns
        if column.mark is not None
    }
    ordered = (*plan.ways_of(SubjectKind.MEMBER), *plan.ways_of(SubjectKind.BRANCH))
    return tuple(way for way in ordered if (way.kind, way.key) in shown and way.entry is not Entry.MARKS)


def _book(plan: Plan, title: T, unit: T, identity: Identity, sheets: list[Sheet], own: Plan) -> Book:
    tallied = _tallied_ways(sheets, plan)
    meeting: list[Sheet] = [_meeting(plan, tallied, identity.step)] if tallied else []
    content = meeting + sheets
    identity = replace(identity, fingerprint=fingerprint(content))
    cover = _cover(plan, title, unit, identity.step, identity)
    key = f"{identity.step}.{'committee' if identity.unit == COMMITTEE else 'branch'}"
    return Book(key, title, (cover, *content), identity, own)


def evaluation_form(plan: Plan, branch: Branch) -> Book:
    """Return a branch's 评议表 for the plan's current stage."""
    identity = Identity(plan.campaign.code, plan.campaign.stage, StepKey.EVALUATION, branch.code)
    sheets = [*_branch_sheets(plan, branch), *_member_sheets(plan, branch)]
    return _book(plan, EVALUATION, same(branch.name), identity, sheets, plan.only(branch.code))


def assessment_form(plan: Plan) -> Book:
    """Return the committee's 考核点评表 for the plan's current stage: branches, and their secretaries."""
    identity = Identity(plan.campaign.code, plan.campaign.stage, StepKey.COMMENT, COMMITTEE)
    superior = _way_of(plan, SubjectKind.BRANCH, WayKey.ORGANISATION)
    overall = _way_of(plan, SubjectKind.MEMBER, WayKey.ORGANISATION)
    branches = [(branch.code, branch.name) for branch in plan.branches]
    sheets: list[Sheet] = [
        subject_table(plan, superior, "branch_organisation", same(superior.name), branches, 1)
    ]
    secretaries = tuple(
        member
        for branch in plan.branches
        for member in plan.rated_members(branch.code)
        if member.post is Post.SECRETARY
    )
    if secretaries:
        title = T("书记总评", "Secretaries' rating")
        sheets.append(
            subject_table(plan, overall, "secretary_organisation", title, _subjects(secretaries), 1)
        )
    packed = replace(plan, members=secretaries)
    return _book(plan, ASSESSMENT, SUPERIOR, identity, sheets, packed)


def forms_of(plan: Plan, step: StepKey) -> tuple[Book, ...]:
    """Return the forms of a step for the plan's current stage; none where the step has no forms yet."""
    if step is StepKey.EVALUATION:
        return tuple(evaluation_form(plan, branch) for branch in plan.branches)
    if step is StepKey.COMMENT:
        return (assessment_form(plan),)
    return ()


def needed_forms(plan: Plan, stage: int) -> tuple[tuple[Identity, T, T], ...]:
    """Return the forms that a stage's results need: identity, unit's name, form's name; the committee's last."""
    code = plan.campaign.code
    branches = (
        (Identity(code, stage, StepKey.EVALUATION, branch.code), same(branch.name), EVALUATION)
        for branch in plan.branches
    )
    return *branches, (Identity(code, stage, StepKey.COMMENT, COMMITTEE), SUPERIOR, ASSESSMENT)


def form_for(plan: Plan, identity: Identity) -> Book | None:
    """Return the form that a returned workbook says it is; None where the plan has no such form."""
    if identity.stage not in {stage.number for stage in plan.stages}:
        return None
    current = plan
    if identity.stage != plan.campaign.stage:
        current = replace(plan, campaign=replace(plan.campaign, stage=identity.stage))
    if identity.step is StepKey.EVALUATION and identity.unit in plan.branch_of:
        return evaluation_form(current, plan.branch_of[identity.unit])
    if identity.step is StepKey.COMMENT and identity.unit == COMMITTEE:
        return assessment_form(current)
    return None


def fingerprint(sheets: list[Sheet]) -> str:
    """Return eight hexadecimal digits that change when what is asked on a form, or of whom, changes."""
    asked = [
        (
            sheet.key,
            sheet.title.zh,
            [(c.key, c.title.zh, repr(c.kind)) for c in sheet.columns if not c.computed],
            [sorted(row.items()) for row in sheet.rows],
        )
        for sheet in sheets
        if isinstance(sheet, Table)
    ]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:8]


def pack(plan: Plan) -> str:
    """Return a plan as text: its workbook's sheets with their cells as shown, to be read like any plan.

    Addresses, and why somebody does not take part, stay at home.
    """
    public = replace(
        plan,
        branches=tuple(replace(branch, email="") for branch in plan.branches),
        members=tuple(replace(member, reason="") for member in plan.members),
    )
    sheets = {}
    for sheet in plan_book(*plan_rows(public)).sheets:
        if isinstance(sheet, Settings):
            rows = [[column.title.zh, _shown(column, sheet.values)] for column in sheet.fields]
        else:
            assert isinstance(sheet, Table)
            rows = [[column.title.zh for column in sheet.columns]]
            rows += [[_shown(column, row) for column in sheet.columns] for row in sheet.rows]
        sheets[sheet.title.zh] = rows
    return json.dumps(sheets, ensure_ascii=False, separators=(",", ":"))


def _shown(column: Column, values: Mapping[str, Value]) -> str | float:
    value = values.get(column.key)
    shown = "" if value is None else column.kind.show(value, Lang.ZH)
    return shown if isinstance(shown, int | float) else str(shown)


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
    packed = pack(book.plan) if book.plan else ""
    chunks = [packed[i : i + _CHUNK] for i in range(0, len(packed), _CHUNK)]
    facts |= {f"plan.{n}": chunk for n, chunk in enumerate(chunks, 1)}
    fields = tuple(Column(key, same(key), Words(_CHUNK), locked=True) for key in facts)
    return Settings(IDENTITY_SHEET, same(IDENTITY_SHEET), fields, {k: str(v) for k, v in facts.items()})
