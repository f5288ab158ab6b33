"""How the ways of a step were held: the sheet that says who came and what became of the ballots."""

from collections.abc import Mapping, Sequence

from xlcampaign.layout.kinds import NO_SIGNS, YES_SIGNS, Choice, Day, Kind, OneOf, Whole, Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.sheet import Column, RowKind, Sheet, Table
from xlcampaign.layout.ways import CHECK, VOTES
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way
from xlcampaign.model.scale import Abstentions
from xlcampaign.model.submission import Meeting
from xlcampaign.words import T, same

MEETING = "meeting"
BALLOT_CHAIN = ("valid", "returned", "issued")
"""Columns of the meeting sheet of which none may exceed the next: otherwise nobody knows who cast the votes."""

PEOPLE_CHAIN = ("issued", "present", "due")
"""Columns of the meeting sheet of which none should exceed the next."""

NO_MEETING = T("没有写评议情况的", "one that is not stated")


_ANY = Choice("yes", T("有", "yes"), ("是",), ("有弃权", "有人弃权", "有弃权票", "有的", *YES_SIGNS))
_NOBODY = Choice(
    "no",
    T("无", "no"),
    ("否", "没有"),
    (
        *NO_SIGNS,
        "无弃权",
        "没有弃权",
        "没弃权",
        "无人弃权",
        "没人弃权",
        "没有人弃权",
        "无弃权票",
        "没",
        "0",
        "0票",
        "0人",
    ),
)
ABSTAINED = Column(
    "abstained",
    T("有无弃权", "Any abstained"),
    OneOf((_ANY, _NOBODY)),
    required=True,
    width=9,
    example="no",
    answers=tuple(Negation),
    hint=T(
        "有人弃权选“有”，再到那张表右边填弃权票数", "yes: then their number is asked for on the way's sheet"
    ),
)


def asks_if_any(plan: Plan, way: Way) -> bool:
    """Tell whether it is asked of a way if anybody abstained: where abstentions are tallied apart if there are any."""
    scale = plan.scale_of[way.scale]
    apart = plan.campaign.abstentions is Abstentions.APART and scale.derived and scale.uncounted
    return bool(apart) and way.entry is Entry.TALLY


SAID_ABOVE = ("date", "teller", "scrutineer", "supervisor")
"""The columns that the first row states for those below, unless they say otherwise."""


def _stated_once(key: str, title: T, kind: Kind, example: Value) -> Column:
    """Return a column that the first row states for those below, unless they say otherwise."""
    first = T(f"{title.zh}\n（首行必填）", f"{title.en}\n(first row)")
    return Column(
        key,
        first,
        kind,
        required=True,
        width=13,
        hint=T("与上一行相同的不填", "leave it empty where it is as in the row above"),
        example=example,
        aliases=(title.zh, title.en),
        as_above=True,
    )


def _row_of(plan: Plan, way: Way, unit: str) -> dict[str, Value]:
    """Return what is known of a way before it is voted on: its name, and how many are due."""
    row: dict[str, Value] = {"way": way.meeting_key, "name": way.name}
    due = plan.voters_of(unit, way) if unit in plan.branch_of else None
    return row if due is None else {**row, "due": due}


def meeting_table(plan: Plan, ways: tuple[Way, ...], step: StepKey, unit: str) -> Table:
    """Return 评议情况: a row per way that is voted on, with how many of the unit are due."""
    names = OneOf(tuple(Choice(way.meeting_key, same(way.name)) for way in ways))
    stage = plan.stage_of(plan.campaign.stage)
    day = Day(stage.start, stage.end)
    when = plan.step_of(plan.campaign.stage, step).start

    asked = [way for way in ways if asks_if_any(plan, way)]

    def count(key: str, title: T) -> Column:
        return Column(key, title, VOTES, required=True, width=11, example=9)

    def people(key: str, title: T, *, given: bool = False) -> Column:
        kind, hint = Whole(0, 9999, T("人数", "a number of people")), T("人数", "number of people")
        return Column(key, title, kind, required=True, given=given, width=11, example=9, hint=hint)

    columns = (
        Column("way", T("评议方式", "Way"), names, locked=True, width=18),
        people("due", T("应到人数", "Due"), given=True),
        people("present", T("实到人数", "Present")),
        count("issued", T("发出票数", "Ballots issued")),
        count("returned", T("收回票数", "Ballots returned")),
        count("valid", T("有效票数", "Valid ballots")),
        *((ABSTAINED,) if asked else ()),
        _stated_once("date", T("评议日期", "Date"), day, when),
        _stated_once("teller", T("计票人", "Teller"), Words(20), "钱某乙"),
        _stated_once("scrutineer", T("监票人", "Scrutineer"), Words(20), "孙某丙"),
        _stated_once("supervisor", T("上级监督人", "Supervisor"), Words(20), "李某丁"),
        CHECK,
    )
    note = T(
        "先填本表：有效票 ≤ 收回票 ≤ 发出票 ≤ 实到人数 ≤ 应到人数（已预填，不对就改）。收回多于发出，测评无效，要重测。"
        "日期和计票、监票、监督人与上一行相同的不填。",
        "Fill this first: valid ≤ returned ≤ issued ≤ present ≤ due, which is filled in and may be changed. With more "
        "returned than issued, vote again. Leave date and names empty where they are as in the row above.",
    )
    rows: tuple[Mapping[str, Value], ...] = tuple(
        _row_of(plan, way, unit) | ({} if not asked or way in asked else {ABSTAINED.key: "no"})
        for way in ways
    )
    return Table(MEETING, T("评议情况", "Meeting"), columns, rows, RowKind.WAY, note=note)


def say_meeting(meeting: Meeting | None) -> T:
    """Return what tells a meeting from another, as far as it states it: its day, its valid ballots, if anybody abstained."""
    if meeting is None:
        return NO_MEETING
    day, valid = (str(fact) if fact is not None else "—" for fact in (meeting.date, meeting.valid))
    said = T(f"{day}、有效票 {valid}", f"{day}, {valid} valid ballots")
    if meeting.abstained is None:
        return said
    return T(
        f"{said.zh}、{'有' if meeting.abstained else '无'}弃权",
        f"{said.en}, {'some' if meeting.abstained else 'nobody'} abstained",
    )


def voted_ways(sheets: Sequence[Sheet], plan: Plan) -> tuple[Way, ...]:
    """Return the ways on some sheets that are voted on, members' first."""
    shown = {
        (column.mark.kind, column.mark.way)
        for sheet in sheets
        if isinstance(sheet, Table)
        for column in sheet.columns
        if column.mark is not None
    }
    ordered = (*plan.ways_of(SubjectKind.MEMBER), *plan.ways_of(SubjectKind.BRANCH))
    return tuple(way for way in ordered if (way.kind, way.key) in shown and way.entry is not Entry.MARKS)
