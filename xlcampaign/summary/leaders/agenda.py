"""What a committee has to decide: the items of 会议议决, agreed on together or one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlcampaign.layout.choices import DECISIONS, KINDS, SEATS, label_of
from xlcampaign.layout.decisions import COMMENDATION, RECOMMENDATION
from xlcampaign.layout.final import reasons_of
from xlcampaign.layout.outcomes import UNRATED
from xlcampaign.layout.recommending import against_recommending
from xlcampaign.model.final import Final
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Cause, Commendation, Decision
from xlcampaign.model.results import Proposal, Recommended, Seat, SubjectResult
from xlcampaign.summary.context import NONE, Context
from xlcampaign.summary.leaders.matters import OBJECTIONS, WAITING
from xlcampaign.summary.leaders.objections import RESULT, objection_words
from xlcampaign.summary.leaders.recommended import (
    GROUPS,
    remarks_of,
    title_to_recommend,
    to_recommend,
)
from xlcampaign.summary.lists import BETWEEN, COMMA, branch_name, by_branch, called
from xlcampaign.tally.outcomes import ties_of
from xlcampaign.words import T, bracketed, same

RESOLUTION = T(
    "□ 同意　□ 不同意　□ 缓议\n赞成＿＿　文号/纪要号＿＿＿＿＿",
    "□\N{NO-BREAK SPACE}agreed  □\N{NO-BREAK SPACE}refused  □\N{NO-BREAK SPACE}deferred\nfor ___  document no. ________",
)
TOGETHER = T(
    "□ 整体通过　□ 除＿＿＿＿外通过\n赞成＿＿　文号/纪要号＿＿＿＿＿",
    "□\N{NO-BREAK SPACE}all agreed  □\N{NO-BREAK SPACE}all but ________\nfor ___  document no. ________",
)
_WRITTEN = T("{decision}（{place}）", "{decision} ({place})")
_CONTRADICTS = T(
    "填了同意表彰，和“{sheet}”{cell} 的决定矛盾，请议定",
    "to be commended, against the decision in “{sheet}” {cell}: to be settled",
)
_BELOW = T(
    "填了同意表彰，可是没有评星结果、在整改名单上或者等次最低，请议定",
    "to be commended, but has no result, has to rectify or has the lowest level: to be settled",
)
_VETO_PROPOSED = T("提请否决：{what}", "veto proposed: {what}")
_OVERRIDE_PROPOSED = T("提请改评为{what}", "level “{what}” proposed")
_BEYOND_THEN = T(
    "推荐名额 {places} 个已满：同意改评的，要另议推荐谁",
    "all {places} places are taken: with this level it is to be decided whom to recommend",
)
_TO_COMMEND = T("表彰：{what}", "to be commended: {what}")
_TO_RECOMMEND = T("推荐", "to be recommended")
_ANYBODY = T(
    "有一条决定认不出是谁，可能是这一对象", "a decision names nobody known, and may be about this one"
)
_UNFIT = T("填了同意推荐，可是{why}，请议定", "to be recommended, but {why}: to be settled")
"""Whom a meeting agreed on who is not fit."""
_OBJECTED = T("有异议待处理", "an objection is not settled")
NO_HONOUR = T("没有可用的表彰名称", "the honour is not named")
_UNSAID = T("（没有写明）", "(not said)")
_UNCLEAR = {
    Cause.UNREAD: T("“{found}”看不懂（{cell}），请议定", "“{found}” cannot be read ({cell}): to be settled"),
    Cause.LACKING: T("没有填全（{cell}），请议定", "not complete ({cell}): to be settled"),
    Cause.UNFIT: T(
        "“{found}”对不上这一对象（{cell}），请议定", "“{found}” does not suit ({cell}): to be settled"
    ),
    Cause.TWICE: T(
        "几条决定互相矛盾：{found}（{cell}），请议定",
        "decisions that contradict each other: {found} ({cell}): to be settled",
    ),
    Cause.LATER: T(
        "后来的一份写的是“{found}”（{cell}），和先前的决定不一致，请议定",
        "a later form says “{found}” ({cell}), against the decision before: to be settled",
    ),
    Cause.REVOKED: T(
        "这一行要撤销决定（{cell}），看不出是哪一条，或同一份里又有这条决定；什么也没有撤销，请议定",
        "a decision is to be revoked ({cell}), and nobody can tell which, or it is made in the same form; none is revoked:"
        " to be settled",
    ),
    Cause.NOBODY: T(
        "对象写的是“{found}”（{cell}），认不出是谁，请议定",
        "the subject is “{found}” ({cell}), and nobody can tell who that is: to be settled",
    ),
}
"""Why nobody can tell what was decided."""
_STANDS = T(
    "议定前按“{what}”计：{document}（{place}）",
    "until then “{what}” counts: {document} ({place})",
)
_NOT_TAKEN = T("“{found}”没有读进来（{cell}），请议定", "“{found}” was not taken ({cell}): to be settled")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something to decide, or for the record: about whom, what, and the decision or the boxes for it."""

    who: str
    matter: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Together:
    """Something to agree on as a whole, or decided alike.

    Attributes:
        what: what it is.
        count: how many it is about.
        names: who they are, and what is said of each.
        resolution: the boxes, or what was decided.
        apart: the names of those who belong there and are decided on one by one, for what is open about them.
    """

    what: T
    count: int
    names: tuple[str, ...]
    resolution: str
    apart: tuple[str, ...] = ()


def who_line(context: Context, code: str) -> str:
    """Return whom an item is about; a member with the branch."""
    if code in context.plan.branch_of:
        return called(context, code)
    return f"{called(context, code)}\n{branch_name(context, code)}"


def _open(context: Context, code: str, *matter: T) -> AgendaItem:
    """Return an item that the meeting has to decide."""
    said = context.say(BETWEEN).join(context.say(text) for text in matter)
    return AgendaItem(who_line(context, code), said, context.say(RESOLUTION))


def situation_name(context: Context, key: str) -> str:
    """Return what the plan calls what leads to a veto."""
    return next((veto.name for veto in context.plan.vetoes if veto.key == key), key)


def _reason(context: Context, code: str, what: Proposal) -> T:
    reason = context.report.ledger.reason_of(code, what)
    return T(f"理由：{reason}", f"reason: {reason}") if reason else T("未写理由", "no reason given")


def _why_unclear(context: Context, code: str, on: str) -> Iterator[T]:
    """Yield why nobody can tell what was decided, each with its cell."""
    for one in context.report.ledger.registers.unclear_on(code, on):
        cell = one.place.say() if one.cause is Cause.TWICE else f"{one.place.sheet} › {one.place.cell}"
        yield _UNCLEAR[one.cause].filled(found=one.found, cell=cell)


def _standing(context: Context, code: str, on: Proposal) -> Iterator[T]:
    """Yield the decisions that have effect, although another row contradicts them, each with its file and cell."""
    registers = context.report.ledger.registers
    if not context.report.ledger.is_disputed(code, on):
        return
    if on is Proposal.VETO and (veto := registers.vetoes.get(code)):
        for one in (veto, *veto.others):
            what = situation_name(context, one.situation)
            yield _STANDS.filled(what=what, document=one.document, place=one.place.say())
    if on is Proposal.OVERRIDE and (override := registers.overrides.get(code)):
        for each in (override, *override.others):
            yield _STANDS.filled(what=each.level, document=each.document, place=each.place.say())


def _nobodys(context: Context, on: str, template: T) -> Iterator[AgendaItem]:
    """Yield what the committee wrote and nobody can tell about whom."""
    for one in context.report.ledger.registers.unclear_on("", on):
        what = situation_name(context, one.what) if one.what else context.say(_UNSAID)
        why = _UNCLEAR[one.cause].filled(found=one.found, cell=f"{one.place.sheet} › {one.place.cell}")
        said = context.say(BETWEEN).join(map(context.say, (template.filled(what=what), why)))
        yield AgendaItem(one.found or context.say(_UNSAID), said, context.say(RESOLUTION))


def _open_on(context: Context, what: Proposal) -> Iterator[tuple[SubjectResult, str, list[T]]]:
    """Yield about whom something is proposed or unclear, what that is, and what is unclear about it."""
    ledger = context.report.ledger
    for subject in context.report.results.subjects:
        unclear = list(_why_unclear(context, subject.code, what))
        if unclear or ledger.is_proposed(subject.code, what):
            written = (one.what for one in ledger.registers.unclear_on(subject.code, what))
            said = ledger.texts.get((subject.code, what)) or next(filter(None, written), "")
            cell = ledger.unread.get((subject.code, what)) if ledger.is_proposed(subject.code, what) else None
            if cell is not None:
                unclear.insert(0, _NOT_TAKEN.filled(found=said, cell=f"{cell.sheet} › {cell.cell}"))
            unclear += _standing(context, subject.code, what)
            yield subject, said or context.say(_UNSAID), unclear


def _vetoes(context: Context) -> Iterator[AgendaItem]:
    for subject, key, unclear in _open_on(context, Proposal.VETO):
        what = _VETO_PROPOSED.filled(what=situation_name(context, key))
        why = unclear or [_reason(context, subject.code, Proposal.VETO)]
        yield _open(context, subject.code, what, *why)
    yield from _nobodys(context, Proposal.VETO, _VETO_PROPOSED)


def _overrides(context: Context) -> Iterator[AgendaItem]:
    for subject, level, unclear in _open_on(context, Proposal.OVERRIDE):
        now = T("暂无等次", "no level yet")
        if subject.level:
            now = T(f"现为{subject.level}", f"now “{subject.level}”")
        what = T(f"提请改评为{level}（{now.zh}）", f"level “{level}” proposed ({now.en})")
        why = unclear or [_reason(context, subject.code, Proposal.OVERRIDE)]
        yield _open(context, subject.code, what, *why, *_beyond_places(context, subject, level))
    yield from _nobodys(context, Proposal.OVERRIDE, _OVERRIDE_PROPOSED)


def _beyond_places(context: Context, subject: SubjectResult, level: str) -> Iterator[T]:
    """Yield that with another level there would be more of the first group than places, where that is so."""
    plan, kind = context.plan, subject.kind
    places, top = plan.places_of(kind), plan.levels_of(kind)[0].name
    own = context.for_recommending.by_code[subject.code]
    agreed = context.report.ledger.registers.agreed_to_recommend
    joins = own.recommended is Recommended.OTHER and own.seat is not Seat.REFUSED and not agreed(own.code)
    if places is None or level != top or not joins:
        return
    first = [
        one
        for one in context.for_recommending.of(kind)
        if (one.recommended is Recommended.TOP or (one.is_fit and agreed(one.code)))
        and one.seat is not Seat.REFUSED
    ]
    if len(first) == places:
        yield _BEYOND_THEN.filled(places=str(places))


def _ties(context: Context) -> Iterator[AgendaItem]:
    levels = [level.name for level in context.plan.levels_of(SubjectKind.MEMBER)]
    for tied, left in ties_of(context.report.results):
        for member in tied:
            places = member.outcome.places
            composite = (member.composite or 0) / 100
            who, among = f"{len(tied)} 人并列第 {member.outcome.position}", ""
            if decided := member.outcome.tied - len(tied):
                who = f"并列第 {member.outcome.position} 的 {member.outcome.tied} 人，{decided} 人已议决，余 {len(tied)} 人"
                among = f" of {member.outcome.tied}, {decided} decided"
            tie = T(
                f"{who}，综合得分 {composite:.2f}；本支部{levels[0]}名额 {places}，余 {left}",
                f"{len(tied)}{among} tied at position {member.outcome.position}, composite {composite:.2f}; places for"
                f" “{levels[0]}” {places}, left {left}",
            )
            what = T(f"是否改评为{levels[0]}", f"“{levels[0]}” or not")
            yield _open(context, member.code, tie, what)


def _candidate(context: Context, subject: SubjectResult) -> AgendaItem:
    group = title_to_recommend(context, subject.kind, subject.recommended)
    composite = (subject.composite or 0) / 100
    figures = T(
        f"{subject.lit} 星，综合得分 {composite:.2f}，等次{subject.level}",
        f"{subject.lit} stars, composite {composite:.2f}, level “{subject.level}”",
    )
    if subject.lit is None:  # whom a meeting recommends all the same
        figures = UNRATED
    beyond = [SEATS[subject.seat]] if subject.seat in {Seat.STUDY, Seat.OVER} else []
    raised = [_OBJECTED] if _is_objected_to(context, subject.code) else []
    nobodys = any(not one.subject for one in context.report.ledger.registers.unclear)
    said = (*beyond, *remarks_of(subject, context), *raised, *([_ANYBODY] if nobodys else []))
    return _open(
        context, subject.code, group, figures, *said, *_why_unclear(context, subject.code, RECOMMENDATION)
    )


def _is_objected_to(context: Context, code: str) -> bool:
    """Tell whether an objection about somebody is not settled yet."""
    return any(one.may_be_about(code) for one in context.report.ledger.registers.open_objections)


def _is_pending(context: Context, code: str) -> bool:
    """Tell whether something about somebody has to be settled first, so that it is decided on alone."""
    return context.report.ledger.is_open(code) or _is_objected_to(context, code)


def _candidates(context: Context, *seats: Seat, pending: bool = False) -> list[AgendaItem]:
    """Return the candidates with one of some seats; of those with something else to decide, or all."""
    fit = [s for kind in SubjectKind for group in GROUPS for s in to_recommend(context, kind, group)]
    return [
        _candidate(context, subject)
        for seat in seats
        for subject in fit
        if subject.seat is seat
        and (not pending or (_is_pending(context, subject.code) and not _is_agreed(context, subject.code)))
    ]


def _is_agreed(context: Context, code: str) -> bool:
    """Tell whether a meeting decided to recommend somebody, and nothing that it wrote on that is unclear."""
    registers = context.report.ledger.registers
    return registers.agreed_to_recommend(code) is not None and not registers.unclear_on(code, RECOMMENDATION)


def _recommendations(context: Context) -> Iterator[AgendaItem]:
    """Yield whom to recommend one by one: for want of places, put off before, or for what the meeting wrote on it."""
    yield from _candidates(context, Seat.STUDY, Seat.DEFERRED, Seat.OVER)
    registers, final = context.report.ledger.registers, context.final
    listed = {one.code for one in context.for_recommending.subjects if one.is_fit}
    listed |= {one.code for one in final.for_meeting} if final else set()
    agreed = [code for code in registers.recommendations if registers.agreed_to_recommend(code)]
    unclear = [one.subject for one in registers.unclear if one.on == RECOMMENDATION]
    for code in dict.fromkeys((*agreed, *unclear)):
        if code and code not in {*listed, *registers.vetoes}:
            subject = context.report.results.by_code.get(code)
            against = against_recommending(subject, final, context.plan)
            said = _UNFIT.filled(why=against) if code in agreed else _TO_RECOMMEND
            yield _open(context, code, said, *_why_unclear(context, code, RECOMMENDATION))
    yield from _nobodys(context, RECOMMENDATION, _TO_RECOMMEND)


def recommended_together(context: Context, resolution: str) -> Iterator[Together]:
    """Yield who is recommended with a place as a whole, but for what is open, with the boxes or by what that is settled."""
    for kind in SubjectKind:
        for group in GROUPS:
            free = [
                s.code
                for s in to_recommend(context, kind, group)
                if s.seat is Seat.FREE and not _is_agreed(context, s.code)
            ]
            title = title_to_recommend(context, kind, group)
            who = label_of(KINDS, kind)
            what = T(f"推荐{who.zh}：{title.zh}", f"Recommended, {who.en}: {title.en}")
            clear, apart = (
                [code for code in free if _is_pending(context, code) is state] for state in (False, True)
            )
            if clear:
                names, others = (tuple(by_branch(context, codes)) for codes in (clear, apart))
                yield Together(what, len(clear), names, resolution, others)


def agreed_together(context: Context) -> Iterator[Together]:
    """Yield what is to be agreed on as a whole; a sealed stage has its recommendations on record."""
    if not context.report.sealed:
        yield from recommended_together(context, context.say(TOGETHER))
    registers = context.report.ledger.registers
    below = context.report.results.commended_below(registers, context.plan)
    by_honour: dict[str, list[str]] = {}
    for entry in registers.commendations:
        if _is_clear(context, entry, below):
            by_honour.setdefault(entry.honour, []).append(with_merits(context, entry))
    for honour, said in by_honour.items():
        what = T(f"表彰：{honour}", f"To be commended: {honour}")
        yield Together(what, len(said), tuple(said), context.say(TOGETHER))


def with_merits(context: Context, entry: Commendation) -> str:
    """Return who is to be commended, and for what."""
    code = entry.subject
    who, branch = called(context, code), branch_name(context, code)
    who = who if code in context.plan.branch_of else context.say(bracketed(who, branch))
    _, *merits = commendation_words(entry)
    said = context.say(COMMA).join(map(context.say, merits))
    return who + context.say(T("：", ": ")) + said if merits else who


def _is_clear(context: Context, entry: Commendation, below: Sequence[Commendation]) -> bool:
    """Tell whether a commendation can be agreed on with others: named, undecided, against nothing, nothing open."""
    registers = context.report.ledger.registers
    return (
        entry.decision is None
        and bool(entry.honour)
        and registers.contradiction_of(entry) is None
        and not registers.is_disputed(entry)
        and entry not in below
        and not _is_pending(context, entry.subject)
    )


def commendation_words(entry: Commendation) -> Iterator[T]:
    """Yield what a candidate for a commendation stands for: the honour, then what was filled in."""
    yield same(entry.honour) if entry.honour else NO_HONOUR
    for label, text in (
        (T("工作实绩", "merit"), entry.merit),
        (T("公认度", "recognition"), entry.recognition),
        (T("征求意见", "opinions sought"), entry.opinions),
        (T("票数", "votes"), entry.votes),
    ):
        if text:
            yield T(f"{label.zh}：{text}", f"{label.en}: {text}")


def _commendations(context: Context) -> Iterator[AgendaItem]:
    """Yield the commendations that are decided on one by one; the others are agreed on together, or on record."""
    registers, report = context.report.ledger.registers, context.report
    below = report.results.commended_below(registers, context.plan)
    for entry in registers.commendations:
        if _is_clear(context, entry, below) or is_decided(context, entry, below):
            continue
        against = registers.contradiction_of(entry)
        said = []
        if entry.decision is not None and registers.is_disputed(entry):
            decision = context.say(label_of(DECISIONS, entry.decision))
            said.append(_WRITTEN.filled(decision=decision, place=entry.place.say()))
        elif entry.decision is Decision.DEFERRED:
            said.append(SEATS[Seat.DEFERRED])
        said += [_CONTRADICTS.filled(sheet=against.sheet, cell=against.cell)] if against else []
        said += [_BELOW] if entry in below else []
        said += [_OBJECTED] if _is_objected_to(context, entry.subject) else []
        said += _why_unclear(context, entry.subject, COMMENDATION)
        yield _open(context, entry.subject, *commendation_words(entry), *said)
    listed = {entry.subject for entry in registers.commendations}
    unclear = dict.fromkeys(one.subject for one in registers.unclear if one.on == COMMENDATION)
    for code in unclear:
        if code and code not in listed:
            yield _open(context, code, *_why_unclear(context, code, COMMENDATION))
    yield from _nobodys(context, COMMENDATION, _TO_COMMEND)


def is_decided(context: Context, entry: Commendation, below: Sequence[Commendation]) -> bool:
    """Tell whether a commendation is decided on, and nothing speaks against that."""
    disputed = context.report.ledger.registers.is_disputed(entry)
    return not entry.is_open and not disputed and entry not in below


def _final(context: Context, final: Final) -> Iterator[AgendaItem]:
    """Yield on whom the final selection turns on what the meeting finds; what is open about them stands above."""
    for one in final.for_meeting:
        subject = context.report.results.by_code[one.code]
        unclear = _why_unclear(context, one.code, RECOMMENDATION)
        yield _open(context, one.code, *reasons_of(one, subject, context.plan), *unclear)


def _objections(context: Context) -> Iterator[AgendaItem]:
    for one in context.report.ledger.registers.open_objections:
        said = list(objection_words(one, context.plan))
        found = one.unread.get("subject", "")
        if not one.subject:
            cause = Cause.NOBODY if found else Cause.LACKING
            said.append(_UNCLEAR[cause].filled(found=found, cell=one.place.say()))
        who = who_line(context, one.subject) if one.subject else found or context.say(_UNSAID)
        yield AgendaItem(who, context.say(BETWEEN).join(map(context.say, said)), context.say(RESULT))


def sections_of(context: Context) -> Iterator[tuple[str, T, list[AgendaItem], T]]:
    """Yield what is decided one by one: key, title, items, and what is said where there are none."""
    plan = context.plan
    places = [
        T(
            f"{label_of(KINDS, kind).zh} {plan.places_of(kind)}",
            f"{label_of(KINDS, kind).en} {plan.places_of(kind)}",
        )
        for kind in SubjectKind
        if plan.places_of(kind) is not None
    ]
    limits = T("、".join(p.zh for p in places), ", ".join(p.en for p in places))
    study = T("推荐：需要单独研究的", "To be recommended, to look into")
    if places:
        study = T(f"{study.zh}（名额：{limits.zh}）", f"{study.en} (places: {limits.en})")
    nobody, nobody_tied = context.nobody(*SubjectKind), context.nobody(SubjectKind.MEMBER)
    yield Proposal.VETO, T("提请否决", "Vetoes proposed"), list(_vetoes(context)), NONE
    yield Proposal.OVERRIDE, T("提请改评", "Other levels proposed"), list(_overrides(context)), NONE
    yield "ties", T("并列（跨名额线）", "Ties across the quota"), list(_ties(context)), nobody_tied
    yield "study", study, list(_recommendations(context)), nobody
    pending = _candidates(context, Seat.FREE, pending=True)
    title = T("推荐对象：另有事项待议的", "To be recommended, with something else open")
    yield "pending", title, pending, nobody
    title = T("表彰：需要单独研究的", "Commendations to look into")
    yield "commendations", title, list(_commendations(context)), NONE
    if context.final:
        title = T("终评待研究", "Final selection to be decided")
        if context.final.waiting:
            others = WAITING.filled(number=str(context.final.waiting))
            title = T(f"{title.zh}（{others.zh}）", f"{title.en} ({others.en})")
        yield "final", title, list(_final(context, context.final)), NONE
    title = T("公示后的异议", "Objections to what was posted")
    yield OBJECTIONS, title, list(_objections(context)), NONE
