"""评议情况: how every way was held in every unit, checked live, and what the votes came to in a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter, itemgetter

from xlcampaign.findings.finding import Place, Rejects
from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, NUMBER, PERCENT, column, main_table
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Entry, SubjectKind, Way, meeting_key
from xlcampaign.model.rounding import half_up, shares
from xlcampaign.model.submission import ASIDE, BLANK, OWN, Counts, Mark, Meeting
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Highlight, Listing, Page, Row, empty_row
from xlcampaign.summary.lists import BETWEEN, COMMA
from xlcampaign.summary.register_cells import DATE, day_of, write_remark
from xlcampaign.tally.meetings import refused_meetings, void_meetings
from xlcampaign.words import T
from xlcampaign.workbook.formulas import (
    Live,
    after,
    both,
    equals,
    exceeds,
    is_number,
    joined,
    quote,
    text,
    times,
    whether,
)
from xlcampaign.workbook.looks import RED, Look

_RIGHT = T("相符", "consistent")
_INCOMPLETE = T("数没有填全", "numbers missing")
_FEW = T("到会不足三分之二", "under two thirds present")
_CHAIN = (
    ("present", "due", T("实到多于应到", "more present than due")),
    ("issued", "present", T("发出票多于实到", "more issued than present")),
    ("returned", "issued", T("收回票多于发出票", "more returned than issued")),
    ("valid", "returned", T("有效票多于收回票", "more valid than returned")),
)
_NONE = T("没有评议记录，也没有计票结果。", "No meetings on record, and no votes.")
_NO_RECORD = T("{way}：没有到会和票数记录；", "{way}: no record of people and ballots; ")
_REFUSED = T("退回", "rejected")
_REFUSED_WORDS = T(
    "{way}：这一行有错误，没有采用，票也没有计入，不在合计内（{place}，见“填报核查问题”）。",
    "{way}: this row is in error; neither it nor its votes count or are in any total ({place}, see “Findings”).",
)
_VOID = T("作废", "void")
_VOID_WORDS = T(
    "{way}：写了作废（撤回），票没有计入，也不在合计内，重新测评后再报（{place}）。",
    "{way}: declared void; its votes do not count and are in no total until it is repeated ({place}).",
)
_NO_DAY = T("（日期没有填）", " (no date)")
_BAD_DAY = T("（日期填错，没有采用，见 {cell}）", " (the date in {cell} is wrong and not accepted)")
_NOTHING_COUNTS = T("没有评定", "no marks")
_LOST = T(
    "没有计入的评定：有 {n} 处错误，第一处在 {place}，见“填报核查问题”。",
    "no marks counted: errors {n}, the first at {place}, see “Findings”.",
)
_HELD = T(
    "{day}进行{way}，应到 {due} 人、实到 {present} 人，发出 {issued} 票、收回 {returned} 票，"
    "有效 {valid} 票、无效 {invalid} 票；",
    "{way}{day}: {due} due, {present} present; {issued} ballots issued, {returned} returned, {valid} valid,"
    " {invalid} invalid; ",
)
_NO_VOTES = T("没有计入的评定。", "no votes counted.")

_UNIT, _ALL = T("对本支部", "on the branch"), T("对全体评议对象", "on all subjects")
_MARKS = T("{whom}、全部星共计 {total} 项评定：{parts}。", "{whom}, all stars, {total} marks: {parts}.")
_PART = T("{grade} {count} 项占 {share}%", "{grade} {count} ({share}%)")
_POINTS = T(
    "{whom}、全部星共计 {total} 项打分，平均 {mean} 分。", "{whom}, all stars, {total} marks, mean {mean}."
)
_NO_POINTS = T("另有{grade} {count} 项。", " Besides, {grade}: {count}.")
_REST = T("另有未评 {blank} 项、本人票 {own} 项，不计。", " Not counted: {blank} blank, {own} on oneself.")
_SET_ASIDE = T("按方案不计的票上有 {aside} 项。", " The plan sets aside ballots with {aside}.")


def meetings_table() -> Table:
    """Return 评议情况: a row per unit and way that was voted on."""
    columns = (
        column("unit", T("单位", "Unit"), width=18),
        column("way", T("评议方式", "Way"), width=16),
        column("date", T("评议日期", "Date"), DATE, 12),
        column("due", T("应到人数", "Due"), NUMBER, 9),
        column("present", T("实到人数", "Present"), NUMBER, 9),
        column("attendance", T("到会率（%）", "Attendance (%)"), PERCENT, 11),
        column("issued", T("发出票", "Ballots issued"), NUMBER, 9),
        column("returned", T("收回票", "Ballots returned"), NUMBER, 9),
        column("valid", T("有效票", "Valid ballots"), NUMBER, 9),
        column("invalid", T("无效票", "Invalid ballots"), NUMBER, 9),
        column("check", T("核对", "Check"), width=24),
        column("says", T("说明", "In words"), width=86),
    )
    return main_table("meetings", columns)


@dataclass(frozen=True)
class _Held:
    """A way as a unit held it: the meeting on record, all votes together, and whether they are on the unit itself.

    `refused` is the row that was filled in and does not count, where there is one, `void` the cell that declares it void;
    `errors` are the places of what took votes out, and `bad_day` is the cell of a date that was not accepted.
    """

    unit: str
    way: Way
    meeting: Meeting | None
    counts: Counts
    refused: Place | None
    void: Place | None
    errors: tuple[Place, ...] = ()
    bad_day: Place | None = None

    @property
    def is_without_marks(self) -> bool:
        """Whether nothing counts of what was voted on."""
        return all(mark in {BLANK, OWN, ASIDE} for mark in self.counts)

    @property
    def on_itself(self) -> bool:
        """Whether the unit is the one subject."""
        return self.unit != COMMITTEE and self.way.kind is SubjectKind.BRANCH


def _votes(context: Context) -> Mapping[tuple[str, str], Counter[Mark]]:
    """Return the votes that a unit's forms state on those with results, by unit and the way's meeting key."""
    report = context.report
    units = {receipt.file: receipt.identity.unit for receipt in report.receipts if receipt.identity}
    # equal counts are one and the same object: what they hold is added once for all of them
    times: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    known: dict[int, Counts] = {}
    kinds = {one.code: one.kind for one in report.results.subjects}
    for key, counts in report.ledger.counts.items():
        if (kind := kinds.get(key[0])) and (source := report.ledger.sources.get(key)):
            times[units[source.file], meeting_key(kind, key[2])][id(counts)] += 1
            known[id(counts)] = counts
    votes: dict[tuple[str, str], Counter[Mark]] = defaultdict(Counter)
    for held, own in times.items():
        for which, number in own.items():
            votes[held].update({mark: number * count for mark, count in known[which].items()})
    return votes


def _errors(context: Context) -> Mapping[tuple[str, str], tuple[Place, ...]]:
    """Return where errors are that took votes out, by unit and the way's meeting key; without one, whole sheets'."""
    report, plan = context.report, context.plan
    units = {receipt.file: receipt.identity.unit for receipt in report.receipts if receipt.identity}
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for key in report.ledger.rejected:
        if source := report.ledger.sources.get(key):
            held = units[source.file], meeting_key(plan.kind_of(key[0]), key[2])
            found[held].add((source.file, source.sheet))
    errors = sorted((one for one in report.findings if one.is_error), key=attrgetter("place"))
    sheets: dict[tuple[str, str], tuple[Place, ...]] = defaultdict(tuple)
    for one in errors:
        if one.rule.rejects is Rejects.SHEET and one.place.file in units:
            sheets[units[one.place.file], ""] += (one.place,)
    places = [one.place for one in errors]
    return sheets | {held: tuple(p for p in places if (p.file, p.sheet) in at) for held, at in found.items()}


def _bad_days(context: Context) -> Mapping[tuple[str, str], Place]:
    """Return the cells of dates that were not accepted, by unit and the way's meeting key, also where it goes on below."""
    report, found = context.report, dict[tuple[str, str], Place]()
    errors = {one.place for one in report.findings if one.is_error}
    for (slot, key), sources in report.selection.chosen.items():
        for source in sources if key == MEETING and slot.stage == report.stage else ():
            part, wrong = source.part, None
            for way, row in sorted(part.rows.items(), key=itemgetter(1)) if "date" in part.columns else ():
                place = Place(source.file, part.title, (part.columns["date"].in_row(row),))
                wrong = place if place in errors else wrong
                if wrong:
                    found[slot.unit, way] = wrong
    return found


def _all_held(context: Context) -> Iterator[_Held]:
    """Yield what was voted on, unit by unit, members' ways first; the superior last."""
    plan, meetings, all_votes = context.plan, context.report.ledger.meetings, _votes(context)
    ways = (*plan.ways_of(SubjectKind.MEMBER), *plan.ways_of(SubjectKind.BRANCH))
    refused, voided = refused_meetings(context.report), void_meetings(context.report)
    errors, bad_days = _errors(context), _bad_days(context)
    for unit in (*(branch.code for branch in plan.branches), COMMITTEE):
        for way in ways:
            if way.entry is Entry.MARKS:
                continue
            held = unit, way.meeting_key
            meeting, votes, lost = meetings.get(held), all_votes.get(held, Counter()), refused.get(held)
            if meeting or votes.total() or lost or held in voided:
                yield _Held(
                    unit,
                    way,
                    meeting,
                    votes,
                    lost,
                    voided.get(held),
                    errors.get(held) or errors.get((unit, ""), ()),
                    bad_days.get(held),
                )


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"


def _opening(context: Context, held: _Held) -> str:
    """Return how a way was held, in words."""
    one = held.meeting
    if one is None:
        return context.say(_NO_RECORD).format(way=held.way.name)
    no_day = _BAD_DAY.filled(cell=held.bad_day.cell) if held.bad_day else _NO_DAY
    day = T(f"{one.date.month}月{one.date.day}日", f" on {one.date}") if one.date else no_day
    invalid = None if one.returned is None or one.valid is None else one.returned - one.valid
    numbers = {
        "due": one.due,
        "present": one.present,
        "issued": one.issued,
        "returned": one.returned,
        "valid": one.valid,
        "invalid": invalid,
    }
    shown = {key: DASH if number is None else str(number) for key, number in numbers.items()}
    return context.say(_HELD).format(day=context.say(day), way=held.way.name, **shown)


def _closing(context: Context, held: _Held) -> str:
    """Return what the votes came to, in words; percentages add up to 100.00."""
    say, counts, scale = context.say, held.counts, context.plan.scale_of[held.way.scale]
    if held.is_without_marks and held.errors:
        return say(_LOST).format(n=len(held.errors), place=held.errors[0].say())
    whom = say(_UNIT if held.on_itself else _ALL)
    if scale.is_points:
        given = {mark: count for mark, count in counts.items() if isinstance(mark, int)}
        marks = sum(given.values())
        if not marks:
            return say(_NO_VOTES)
        mean = half_up(sum(mark * count for mark, count in given.items()), marks)
        said = say(_POINTS).format(whom=whom, total=f"{marks:,}", mean=_hundredths(mean))
        for grade in scale.uncounted:
            if counts.get(grade.key):
                said += say(_NO_POINTS).format(grade=grade.name, count=f"{counts[grade.key]:,}")
    else:
        grades = (*scale.counted, *scale.uncounted)
        numbers = [counts.get(grade.key, 0) for grade in grades]
        if not sum(numbers):
            return say(_NO_VOTES)
        parts = [
            say(_PART).format(grade=grade.name, count=f"{number:,}", share=_hundredths(share))
            for grade, number, share in zip(grades, numbers, shares(numbers), strict=True)
        ]
        said = say(_MARKS).format(whom=whom, total=f"{sum(numbers):,}", parts=say(COMMA).join(parts))
    blank, own = counts.get(BLANK, 0), counts.get(OWN, 0)
    said += say(_REST).format(blank=blank, own=own) if blank or own else ""
    return said + (say(_SET_ASIDE).format(aside=counts[ASIDE]) if counts.get(ASIDE) else "")


def _check(context: Context, cells: Mapping[str, Live]) -> Live:
    """Return whether people and ballots fit, else what does not."""
    between, nothing = context.say(BETWEEN), text("")

    def said(words: T) -> Live:
        return text(between + context.say(words))

    present, due = cells["present"], cells["due"]
    tests = [
        (cells[low], cells[high], exceeds(cells[low], cells[high]), words) for low, high, words in _CHAIN
    ]
    tests.append((present, due, exceeds(times(due, 2), times(present, 3)), _FEW))
    parts = [
        whether(both(is_number(one), is_number(other), found), said(words), nothing)
        for one, other, found, words in tests
    ]
    complete = both(*(is_number(cell) for cell in cells.values()))
    faults = joined([whether(complete, nothing, said(_INCOMPLETE)), *parts])
    return whether(equals(faults, ""), text(context.say(_RIGHT)), after(faults, len(between)))


def _row(context: Context, table: Table, row: int, held: _Held) -> Row:
    """Return the cells of a way in a unit; without a meeting on record only what the votes came to."""
    unit, one = context.say(unit_title(context.plan, held.unit)), held.meeting
    for place, state, said in (
        (held.refused, _REFUSED, _REFUSED_WORDS),
        (held.void, _VOID, _VOID_WORDS),
    ):
        if place:
            says = context.say(said).format(way=held.way.name, place=place.say())
            lost = {"unit": unit, "way": held.way.name, "check": context.say(state), "says": says}
            return {**empty_row(table), **lost}
    words: Row = {
        "unit": unit,
        "way": held.way.name,
        "says": _opening(context, held) + _closing(context, held),
    }
    if one is None:
        return {**empty_row(table), **words}
    numbers = {
        "due": one.due,
        "present": one.present,
        "issued": one.issued,
        "returned": one.returned,
        "valid": one.valid,
    }
    at = {key: f"{table.letter_of(key)}{row}" for key in numbers}
    cells = {key: Live(at[key], number) for key, number in numbers.items()}
    attendance = half_up(1000 * one.present, one.due) / 10 if one.due and one.present is not None else DASH
    share = f"INT((2000*{at['present']}+{at['due']})/(2*{at['due']}))/10"
    some = f"AND(ISNUMBER({at['present']}),{at['due']}>0)"
    known = one.returned is not None and one.valid is not None
    rest = f"IF(COUNT({at['returned']},{at['valid']})=2,{at['returned']}-{at['valid']},{quote(DASH)})"
    return {
        **words,
        **numbers,
        "date": day_of(one.date),
        "attendance": Live(f"IF({some},{share},{quote(DASH)})", attendance),
        "invalid": Live(rest, (one.returned or 0) - (one.valid or 0) if known else DASH),
        "check": context.say(_NOTHING_COUNTS) if held.is_without_marks else _check(context, cells),
    }


def meetings_page(context: Context) -> Page:
    """Return 评议情况."""
    table = meetings_table()
    note = T(
        "一个单位一种方式一行。应当：有效票 ≤ 收回票 ≤ 发出票 ≤ 实到 ≤ 应到，到会不少于三分之二。说明里的百分比合计 100.00%。",
        "A row per unit and way. Expected: valid ≤ returned ≤ issued ≤ present ≤ due, at least two thirds present."
        " Percentages add up to 100.00.",
    )
    rows = [_row(context, table, row, held) for row, held in enumerate(_all_held(context), table.first_row)]
    check = f"${table.letter_of('check')}{table.first_row}"
    wrong = f'=AND({check}<>"",{check}<>{quote(context.say(_RIGHT))})'
    return Page(
        note=context.say(note),
        listing=Listing(
            table,
            rows,
            wrap=("way", "says"),
            centred=("check",),
            highlights=(Highlight(wrong, Look(color=RED, bold=True), ("check",)),),
        ),
        rest=partial(write_remark, None if rows else _NONE),
        kept="way",
    )
