"""What the overview says needs a decision, each matter with the sheet that tells more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import Proposal, Quota, Seat
from xlcampaign.model.rounding import half_up
from xlcampaign.summary.leaders.brief import Brief, way_mean
from xlcampaign.summary.work.submissions import State
from xlcampaign.words import T

_WIDE_GAP = 2000  # of 10,000: two points of ten


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to look into or decide, and the key of the sheet that tells more."""

    text: str
    sheet: str


def _missing(brief: Brief) -> Iterator[str]:
    say = brief.atlas.say
    if brief.missing:
        names = brief.some(brief.missing)
        yield say(T(f"{names}未报评议表，没有结果", f"no evaluation form from {names}: no results"))
    if brief.committee_missing:
        yield say(T("上级考核点评表未报，支部暂不能评星", "no assessment form: branches cannot be rated"))


def _unrated(brief: Brief) -> Iterator[str]:
    say = brief.atlas.say
    unsent = {form.slot.unit for form in brief.forms if form.state is State.MISSING}
    for kind, unit in (
        (SubjectKind.BRANCH, T("个支部", "branches")),
        (SubjectKind.MEMBER, T("名党员", "members")),
    ):
        subjects = [subject for subject in brief.unrated(kind) if subject.branch not in unsent]
        if not subjects:
            continue
        causes: dict[str, int] = {}
        for way in brief.atlas.plan.ways_of(kind):
            lacking = sum(any(way.key in star.missing for star in subject.stars) for subject in subjects)
            if lacking:
                causes[way.name] = lacking
        why = say(T("、", ", ")).join(f"{name} {count}" for name, count in causes.items())
        text = T(
            f"{len(subjects)} {unit.zh}暂未评星：缺{why}",
            f"{len(subjects)} {unit.en} unrated, lacking: {why}",
        )
        yield say(text)


def _tied(brief: Brief) -> Iterator[str]:
    report, say = brief.atlas.report, brief.atlas.say
    units = {slot.unit for slot, _, _ in report.selection.tied if slot.stage == report.stage}
    if units:
        names = [branch.name for branch in report.plan.branches if branch.code in units]
        if COMMITTEE in units:
            names.append(say(T("上级党组织", "the superior")))
        listed = brief.some(names)
        yield say(
            T(
                f"{listed}有几份文件分不出新旧，都没有计入",
                f"{listed}: files of which none is newer; none counts",
            )
        )


def _gaps(brief: Brief) -> Iterator[str]:
    """Yield where teachers and the organisation differ by more than two points of ten on a branch's members."""
    atlas = brief.atlas
    names = {way.key: way.name for way in atlas.plan.ways_of(SubjectKind.MEMBER)}
    first, second = names[WayKey.TEACHER], names[WayKey.ORGANISATION]
    lines: dict[str, str] = {}
    for branch in atlas.plan.branches:
        people = atlas.members_of.get(branch.code, ())
        teacher, organisation = (way_mean(people, way) for way in (WayKey.TEACHER, WayKey.ORGANISATION))
        if teacher is None or organisation is None or abs(teacher - organisation) <= _WIDE_GAP:
            continue
        points = half_up(abs(teacher - organisation), 100)
        zh, en = ("低于", "below") if teacher < organisation else ("高于", "above")
        text = T(
            f"{branch.name}：{first}{zh}{second} {points} 分",
            f"{branch.name}: {first} {points} points {en} {second}",
        )
        lines[branch.name] = atlas.say(text)
    limit = _WIDE_GAP // 100
    yield from brief.few(
        lines, T(f"{first}与{second}相差超过 {limit} 分", f"{first} and {second} over {limit} points apart")
    )


def _satisfaction(brief: Brief) -> Iterator[str]:
    atlas = brief.atlas
    alarm = atlas.plan.campaign.satisfaction_alarm
    lines: dict[str, str] = {}
    for subject in atlas.report.results.of(SubjectKind.BRANCH):
        satisfied, marks = subject.satisfied
        if 100 * satisfied < alarm * marks:
            share = half_up(1000 * satisfied, marks) / 10
            zh, en = f"满意率 {share}%，低于 {alarm}%", f"satisfaction {share}%, below {alarm}%"
            lines[subject.name] = atlas.say(T(f"{subject.name}：{zh}", f"{subject.name}: {en}"))
    yield from brief.few(lines, T(f"满意率低于 {alarm}%", f"satisfaction below {alarm}%"))


def _proposals(brief: Brief) -> Iterator[str]:
    atlas = brief.atlas
    for what, zh, en in (
        (Proposal.VETO, "提请否决", "veto proposed"),
        (Proposal.OVERRIDE, "提请改评", "other level proposed"),
    ):
        named = [
            s.name if s.code == s.branch else f"{s.name}（{atlas.plan.branch_of[s.branch].name}）"
            for s in atlas.report.results.subjects
            if atlas.report.ledger.is_proposed(s.code, what)
        ]
        if named:
            listed = brief.some(named)
            yield atlas.say(T(f"{zh} {len(named)} 项：{listed}", f"{en} for {len(named)}: {listed}"))


def _quota_ties(brief: Brief) -> Iterator[str]:
    """Yield who is tied across the line of the quota: granted to none until somebody decides."""
    atlas = brief.atlas
    top = atlas.plan.levels_of(SubjectKind.MEMBER)[0].name
    lines: dict[str, str] = {}
    for branch in atlas.plan.branches:
        tied = [s.name for s in atlas.members_of.get(branch.code, ()) if s.outcome.quota is Quota.TIED]
        if tied:
            names = brief.some(tied)
            text = T(f"{branch.name}：{names}并列，{top}名额未定", f"{branch.name}: {names} tied for “{top}”")
            lines[branch.name] = atlas.say(text)
    yield from brief.few(lines, T(f"并列，{top}名额未定", f"tied for “{top}”"))


def _seats(brief: Brief) -> Iterator[str]:
    """Yield whether more are fit for recommendation than there are places."""
    atlas = brief.atlas
    for kind in SubjectKind:
        open_ones = sum(subject.seat is Seat.STUDY for subject in atlas.report.results.of(kind))
        if open_ones:
            who = label_of(KINDS, kind)
            text = T(
                f"{who.zh}推荐名额 {atlas.plan.places_of(kind)} 个，{open_ones} 名待研究",
                f"{open_ones} to choose from for {atlas.plan.places_of(kind)} places ({who.en})",
            )
            yield atlas.say(text)


def _overdue_pledges(brief: Brief) -> Iterator[str]:
    report = brief.atlas.report
    late = sum(pledge.is_overdue(report.as_of) for pledge in report.ledger.registers.pledges)
    if late:
        yield brief.atlas.say(T(f"承诺逾期未兑现 {late} 条，见“承诺台账”", f"pledges overdue: {late}"))


def _overdue_rectifications(brief: Brief) -> Iterator[str]:
    report = brief.atlas.report
    late = sum(item.is_overdue(report.as_of) for item in report.ledger.registers.rectifications)
    if late:
        yield brief.atlas.say(T(f"整改逾期未完成 {late} 项，见“整改台账”", f"rectifications overdue: {late}"))


def _errors(brief: Brief) -> Iterator[str]:
    if brief.errors:
        text = T(f"填报错误 {brief.errors} 处，退回 {brief.rejected} 格未计入，见“填报核查问题”",
                 f"errors: {brief.errors}, cells rejected: {brief.rejected}; see “Findings”")  # fmt: skip
        yield brief.atlas.say(text)


MATTERS: tuple[tuple[Callable[[Brief], Iterator[str]], str], ...] = (
    (_missing, "submissions"),
    (_unrated, "rectification"),
    (_tied, "submissions"),
    (_gaps, "quality"),
    (_satisfaction, "goals"),
    (_proposals, "decisions"),
    (_quota_ties, "recommended"),
    (_seats, "recommended"),
    (_overdue_pledges, "pledges"),
    (_overdue_rectifications, "rectification_ledger"),
    (_errors, "findings"),
)
"""What is looked for, most pressing first, and the sheet that tells more."""


def decisions(brief: Brief) -> Iterator[Matter]:
    """Yield what the leaders should look into or decide, most pressing first."""
    for find, sheet in MATTERS:
        for text in find(brief):
            yield Matter(text, sheet)
