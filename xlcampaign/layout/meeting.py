"""How the ways of a step were held: the sheet that says who came and what became of the ballots."""

from collections.abc import Mapping, Sequence

from xlcampaign.layout.kinds import Choice, Day, OneOf, Whole, Words
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


def meeting_table(plan: Plan, ways: tuple[Way, ...], step: StepKey) -> Table:
    """Return 评议情况: a row per way that is voted on."""
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
        Column(
            "supervisor", T("上级监督人", "Supervisor"), Words(20), required=True, width=12, example="李某丁"
        ),
        CHECK,
    )
    note = T(f"先填本表：{CHAIN.zh} ≤ 应到人数。", f"Fill this first: {CHAIN.en} ≤ due.")
    rows: tuple[Mapping[str, Value], ...] = tuple({"way": way.meeting_key, "name": way.name} for way in ways)
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
