"""What the overview says needs a decision, in words, each matter with the sheet that tells more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch

from xlcampaign.layout.choices import FORM_STATES, KINDS, label_of
from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.model.briefing import (
    WIDE_GAP,
    AssessmentMissing,
    DecisionsUnclear,
    Dissatisfied,
    ErrorsFound,
    EvaluationsMissing,
    FilesTied,
    FinalOpen,
    FormsAway,
    Matter,
    ObjectionsOpen,
    PlacesShort,
    PledgesOverdue,
    Proposed,
    QuotaTied,
    RectificationsOverdue,
    RectificationsWaiting,
    Unrated,
    WaysApart,
)
from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.results import Proposal
from xlcampaign.model.rounding import told_apart
from xlcampaign.summary.context import Context
from xlcampaign.summary.leaders.brief import NAMED, branch_names, some
from xlcampaign.words import T, bracketed, enumerated, same

WAITING = T(
    "另有 {number} 个有提请的或缓议的，列在前面",
    "{number} more stand above: something is proposed, or was put off",
)
"""What is said of those who are decided on with something else, where those are counted who are not."""
_SEVERAL = T("（有的缺几种）", "; some lack several")
TOGETHER, SINGLY, OBJECTIONS = "together", "singly", "objections"
"""Keys of sections of 会议议决: what is agreed on as a whole, the first of what is decided one by one, objections."""
SHEETS: Mapping[type[Matter], str] = {
    EvaluationsMissing: "submissions",
    AssessmentMissing: "submissions",
    FormsAway: "submissions",
    Unrated: "rectification",
    FilesTied: "superseded",
    WaysApart: "quality",
    Dissatisfied: "goals",
    Proposed: "decisions",
    DecisionsUnclear: "decisions",
    ObjectionsOpen: "decisions",
    QuotaTied: "recommended",
    PlacesShort: "recommended",
    FinalOpen: "final",
    PledgesOverdue: "pledges",
    RectificationsOverdue: "rectification_ledger",
    RectificationsWaiting: "rectification_ledger",
    ErrorsFound: "findings",
}
"""The key of the sheet that tells more of a matter."""

SECTIONS: Mapping[type[Matter], str] = {
    Unrated: "unrated",
    WaysApart: "differences",
    Dissatisfied: "branch_goals",
    QuotaTied: "ties",
    DecisionsUnclear: SINGLY,
    ObjectionsOpen: OBJECTIONS,
}
"""The key of the section on that sheet, where it does not begin with it and all of its kind stands there."""

_FORMS_FIRST = T("接下来：收齐评议的表，再汇总", "next: have the forms sent, and merge again")
_MEETING_NEXT = T(f"接下来：{IN_ORDER.zh}", f"next: {IN_ORDER.en}")
_RESULTS_NEXT = T(
    "接下来：已定稿，结果发给各支部，准备下一阶段",
    "next: sealed; send branches their results, prepare the next stage",
)
_OBJECTIONS_NEXT = T(
    "接下来：已定稿；异议核查、议定以后，再把结果发给各支部",
    "next: sealed; settle the objections, then send branches their results",
)
_DECIDED = (
    Proposed,
    DecisionsUnclear,
    ObjectionsOpen,
    QuotaTied,
    PlacesShort,
    FinalOpen,
    RectificationsWaiting,
)
"""What a meeting decides."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line about something to look into or decide, the key of the sheet that tells more, and of a section on it."""

    text: str
    sheet: str
    section: str = ""


def _few(lines: Sequence[tuple[T, T]], what: T) -> Iterator[T]:
    """Yield the lines of named things, or where there are many one that says what they have in common."""
    if len(lines) <= NAMED:
        yield from (line for _, line in lines)
        return
    names = some([name for name, _ in lines])
    yield T(f"{what.zh}：{names.zh}", f"{what.en}: {names.en}")


def _after_branch(plan: Plan, branch: str, zh: str, en: str) -> tuple[T, T]:
    """Return a branch's name, and a line that begins with it."""
    name = plan.branch_of[branch].name
    return same(name), T(f"{name}：{zh}", f"{name}: {en}")


@singledispatch
def matter_words(matter: Matter, plan: Plan) -> Iterator[T]:
    """Yield what is said of a matter: mostly one line, a line each where it is about a few branches."""
    raise NotImplementedError(type(matter), plan)


@matter_words.register
def _evaluations_missing(matter: EvaluationsMissing, plan: Plan) -> Iterator[T]:
    names = some(branch_names(plan, matter.branches))
    why = FORM_STATES[matter.state]
    yield T(f"{names.zh}评议表{why.zh}，没有结果", f"evaluation form {why.en}, no results: {names.en}")


@matter_words.register
def _assessment_missing(matter: AssessmentMissing, plan: Plan) -> Iterator[T]:
    by, why = plan.campaign.organisation, FORM_STATES[matter.state]
    zh, en = ("和由上级总评的党员", " and members rated by the superior") if plan.rated_above() else ("", "")
    yield T(
        f"{by}考核点评表{why.zh}，支部{zh}暂不能评星",
        f"assessment form of {by} {why.en}: branches{en} cannot be rated",
    )


@matter_words.register
def _forms_away(matter: FormsAway, plan: Plan) -> Iterator[T]:
    listed = some([unit_title(plan, unit) for unit in matter.units])
    yield T(
        f"{listed.zh}的表还没有下载，收件箱里只有占位文件",
        f"{listed.en}: forms are not downloaded, only stood for",
    )


@matter_words.register
def _unrated(matter: Unrated, plan: Plan) -> Iterator[T]:
    unit = {
        SubjectKind.BRANCH: T("个支部", "branches"),
        SubjectKind.MEMBER: T("名党员", "members"),
    }[matter.kind]
    ways = [way for way in plan.ways_of(matter.kind) if way.key in matter.lacking]
    why = [f"{way.name} {matter.lacking[way.key]}" for way in ways]
    some = _SEVERAL if sum(matter.lacking.values()) > matter.subjects else same("")
    yield T(
        f"已报评议的支部中，{matter.subjects} {unit.zh}的评议不全：缺{'、'.join(why)}{some.zh}",
        f"where forms came, {unit.en} lacking ratings: {matter.subjects} ({', '.join(why)}{some.en})",
    )


@matter_words.register
def _files_tied(matter: FilesTied, plan: Plan) -> Iterator[T]:
    listed = some([unit_title(plan, unit) for unit in matter.units])
    yield T(
        f"{listed.zh}有几份文件分不出新旧，都没有计入",
        f"{listed.en}: files of which none is newer; none counts",
    )


@matter_words.register
def _ways_apart(matter: WaysApart, plan: Plan) -> Iterator[T]:
    ways = {way.key: way.name for way in plan.ways_of(SubjectKind.MEMBER)}
    first, second = ways[WayKey.TEACHER], ways[WayKey.ORGANISATION]
    lines = []
    for gap in matter.gaps:
        points = told_apart(abs(gap.points), WIDE_GAP, 0)
        zh, en = ("低于", "below") if gap.points < 0 else ("高于", "above")
        said = f"{first}{zh}{second} {points} 分", f"{first} {points} points {en} {second}"
        lines.append(_after_branch(plan, gap.branch, *said))
    yield from _few(
        lines,
        T(f"{first}与{second}相差超过 {WIDE_GAP} 分", f"{first} and {second} over {WIDE_GAP} points apart"),
    )


@matter_words.register
def _dissatisfied(matter: Dissatisfied, plan: Plan) -> Iterator[T]:
    alarm = plan.campaign.satisfaction_alarm
    below = T(f"低于 {alarm}%", f"below {alarm}%")
    lines = []
    for branch, share in matter.branches.items():
        rate = told_apart(share, alarm, 1)
        said = f"满意率 {rate}%，{below.zh}", f"satisfaction {rate}%, {below.en}"
        lines.append(_after_branch(plan, branch, *said))
    yield from _few(lines, T(f"满意率{below.zh}", f"satisfaction {below.en}"))


@matter_words.register
def _unclear(matter: DecisionsUnclear, _plan: Plan) -> Iterator[T]:
    yield T(
        f"上级的决定有 {matter.number} 处看不清楚，议定前不公示有关的人或表彰",
        f"unclear decisions of the superior: {matter.number}; what they concern is not posted before that",
    )


@matter_words.register
def _objections_open(matter: ObjectionsOpen, _: Plan) -> Iterator[T]:
    if matter.sealed:
        yield T(
            f"定稿以后的异议 {matter.number} 项没有结果：核查、议定；结论和改动按例外汇总",
            f"objections without a result since the stage was sealed: {matter.number}; settle them, then merge by an exception",
        )
        return
    yield T(
        f"异议 {matter.number} 项没有结果，核查、议定后才能定稿",
        f"objections without a result: {matter.number}; they are settled before the stage is sealed",
    )


@matter_words.register
def _proposed(matter: Proposed, plan: Plan) -> Iterator[T]:
    what = {
        Proposal.VETO: T("提请否决", "veto proposed"),
        Proposal.OVERRIDE: T("提请改评", "other level proposed"),
    }[matter.what]
    listed, count = some(_called(matter.subjects, plan)), len(matter.subjects)
    yield T(f"{what.zh} {count} 项：{listed.zh}", f"{what.en} for {count}: {listed.en}")


def _called(codes: Sequence[str], plan: Plan) -> list[T]:
    """Return what branches and members are called, members with their branch."""
    members = plan.member_of
    return [
        bracketed(members[code].name, plan.branch_of[members[code].branch].name)
        if code in members
        else same(plan.branch_of[code].name)
        for code in codes
    ]


@matter_words.register
def _final_open(matter: FinalOpen, plan: Plan) -> Iterator[T]:
    listed, count = some(_called(matter.subjects, plan)), len(matter.subjects)
    said = T(f"终评待研究 {count} 个：{listed.zh}", f"final selection to be decided for {count}: {listed.en}")
    if matter.waiting:
        others = WAITING.filled(number=str(matter.waiting))
        said = T(f"{said.zh}；{others.zh}", f"{said.en}; {others.en}")
    yield said


@matter_words.register
def _quota_tied(matter: QuotaTied, plan: Plan) -> Iterator[T]:
    top = plan.levels_of(SubjectKind.MEMBER)[0].name
    undecided = T(f"并列，{top}名额未定", f"tied for “{top}”")
    lines = []
    for branch, codes in matter.members.items():
        names = some([same(plan.member_of[code].name) for code in codes])
        alone = T(f"同位的已议决，{top}名额未定", f"alone left undecided for “{top}”")
        words = undecided if len(codes) > 1 else alone
        said = f"{names.zh}{words.zh}", f"{names.en} {words.en}"
        lines.append(_after_branch(plan, branch, *said))
    yield from _few(lines, undecided)


@matter_words.register
def _places_short(matter: PlacesShort, _: Plan) -> Iterator[T]:
    who = label_of(KINDS, matter.kind)
    said = [T(f"{who.zh}推荐名额 {matter.places} 个", f"places for recommending ({who.en}): {matter.places}")]
    if matter.candidates:
        said.append(T(f"{matter.candidates} 名待研究", f"{matter.candidates} to choose from"))
    if matter.beyond:
        said.append(T(f"{matter.beyond} 名超出名额", f"{matter.beyond} beyond"))
    yield T("，".join(one.zh for one in said), ", ".join(one.en for one in said))


@matter_words.register
def _pledges_overdue(matter: PledgesOverdue, _: Plan) -> Iterator[T]:
    yield T(
        f"到 {matter.as_of}，承诺逾期未兑现 {matter.pledges} 条，见“承诺台账”",
        f"pledges overdue on {matter.as_of}: {matter.pledges}",
    )


@matter_words.register
def _rectifications_overdue(matter: RectificationsOverdue, _: Plan) -> Iterator[T]:
    yield T(
        f"到 {matter.as_of}，整改逾期没有销号 {matter.rectifications} 项，见“整改台账”",
        f"rectifications overdue on {matter.as_of}: {matter.rectifications}",
    )


@matter_words.register
def _rectifications_waiting(matter: RectificationsWaiting, _: Plan) -> Iterator[T]:
    yield T(
        f"整改报已完成、待销号 {matter.rectifications} 项，见“整改台账”，议定后填评选表彰表的“整改销号”",
        f"rectifications reported as done, to be closed: {matter.rectifications}; decide, and fill in “Closing cases”",
    )


@matter_words.register
def _errors_found(matter: ErrorsFound, _: Plan) -> Iterator[T]:
    yield T(
        f"填报错误 {matter.errors} 处，退回 {matter.cells} 格未计入，见“填报核查问题”",
        f"errors: {matter.errors}, cells rejected: {matter.cells}; see “Findings”",
    )


def _section_of(matter: Matter) -> str:
    return matter.what if isinstance(matter, Proposed) else SECTIONS.get(type(matter), "")


def pointers(context: Context) -> Iterator[Pointer]:
    """Yield what a meeting has to decide or agree to, then what the leaders should look into, and what comes after it all."""
    for matter in context.briefing.matters:
        if isinstance(matter, _DECIDED):
            yield from _pointers_to(matter, context)
    agenda = context.briefing.agenda
    listed = [
        T(f"{zh} {count} 项", f"{en}: {count}")
        for count, zh, en in (
            (agenda.candidates, "推荐对象", "to be recommended"),
            (agenda.commendations, "表彰对象", "commendations"),
        )
        if count
    ]
    if listed:
        agreed = enumerated(listed)
        said = T(f"待会议议决：{agreed.zh}", f"for the meeting: {agreed.en}")
        yield Pointer(context.say(said), "decisions", TOGETHER)
    for matter in context.briefing.matters:
        if not isinstance(matter, _DECIDED):
            yield from _pointers_to(matter, context)
    yield Pointer(context.say(_after(context)), "decisions")


def _after(context: Context) -> T:
    if context.pending:
        return _FORMS_FIRST
    if not context.report.sealed:
        return _MEETING_NEXT
    is_objected = any(isinstance(matter, ObjectionsOpen) for matter in context.briefing.matters)
    return _OBJECTIONS_NEXT if is_objected else _RESULTS_NEXT


def _pointers_to(matter: Matter, context: Context) -> Iterator[Pointer]:
    for words in matter_words(matter, context.plan):
        yield Pointer(context.say(words), SHEETS[type(matter)], _section_of(matter))
