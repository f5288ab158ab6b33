"""How the ways of a step were held: the sheet that says who came and what became of the ballots."""

from collections.abc import Mapping, Sequence

from xlcampaign.layout.kinds import Choice, Day, Kind, OneOf, Whole, Words
from xlcampaign.layout.sheet import Column, RowKind, Sheet, Table
from xlcampaign.layout.ways import CHECK, VOTES
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Entry, Plan, StepKey, SubjectKind, Way
from xlcampaign.model.submission import Meeting
from xlcampaign.words import T, same

MEETING = "meeting"
BALLOT_CHAIN = {
    "valid": T("有效票", "valid"),
    "returned": T("收回票", "returned"),
    "issued": T("发出票", "issued"),
    "present": T("实到人数", "present"),
}
"""Columns of the meeting sheet of which none may exceed the next, each in a word."""

NO_MEETING = T("没有写评议情况的", "one that is not stated")

CHAIN = T(
    " ≤ ".join(word.zh for word in BALLOT_CHAIN.values()),
    " ≤ ".join(word.en for word in BALLOT_CHAIN.values()),
)


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
        _stated_once("date", T("评议日期", "Date"), day, when),
        _stated_once("teller", T("计票人", "Teller"), Words(20), "钱某乙"),
        _stated_once("scrutineer", T("监票人", "Scrutineer"), Words(20), "孙某丙"),
        _stated_once("supervisor", T("上级监督人", "Supervisor"), Words(20), "李某丁"),
        CHECK,
    )
    note = T(
        f"先填本表：{CHAIN.zh} ≤ 应到人数（已预填，不对就改）。日期和计票、监票、监督人与上一行相同的不填。",
        f"Fill this first: {CHAIN.en} ≤ due, which is filled in and may be changed. Leave date and names empty "
        "where they are as in the row above.",
    )
    rows: tuple[Mapping[str, Value], ...] = tuple(_row_of(plan, way, unit) for way in ways)
    return Table(MEETING, T("评议情况", "Meeting"), columns, rows, RowKind.WAY, note=note)


def say_meeting(meeting: Meeting | None) -> T:
    """Return what tells a meeting from another: its day and its valid ballots, as far as it states them."""
    if meeting is None:
        return NO_MEETING
    day, valid = (str(fact) if fact is not None else "—" for fact in (meeting.date, meeting.valid))
    return T(f"{day}、有效票 {valid}", f"{day}, {valid} valid ballots")


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
