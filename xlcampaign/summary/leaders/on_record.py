"""What a committee decided, for the record: the last part of 会议议决."""

from collections.abc import Iterator

from xlcampaign.layout.choices import DECISIONS, label_of
from xlcampaign.layout.decisions import RECOMMENDATION, can_be_looked_up, refuses
from xlcampaign.model.registers import Decision, RecommendationDecision
from xlcampaign.model.results import Proposal, Seat
from xlcampaign.summary.context import Context
from xlcampaign.summary.leaders.agenda import (
    NO_HONOUR,
    AgendaItem,
    Together,
    is_decided,
    recommended_together,
    situation_name,
    who_line,
    with_merits,
)
from xlcampaign.summary.leaders.objections import objection_words
from xlcampaign.summary.lists import BETWEEN
from xlcampaign.summary.sealed import sealed_by
from xlcampaign.words import T

_REVOKED = {
    Proposal.VETO: T("撤销否决：{what}（原文号 {document}）", "veto revoked: {what} (by {document} before)"),
    Proposal.OVERRIDE: T(
        "撤销改评为{what}（原文号 {document}）", "level “{what}” revoked (by {document} before)"
    ),
    RECOMMENDATION: T(
        "撤销推荐的决定（原文号 {document}）", "decision on recommending revoked (by {document} before)"
    ),
}
_SETTLED = {
    Decision.AGREED: T("同意推荐", "recommended"),
    Decision.REFUSED: T("没有同意推荐", "recommendation refused"),
}
_NO_NUMBER = T("没有写文号", "no number given")
_RESOLVED = T("已议决：{decision}", "decided: {decision}")
_AGREED_HELD = T(
    "已议决：{decision}；这一对象另有未议定的事项，议定前不公示",
    "decided: {decision}; something else about the subject is to be settled first, and is not posted before",
)


def recommended(context: Context) -> Iterator[Together]:
    """Yield who is recommended as a whole in a sealed stage, by its document: what nobody decided on alone."""
    if by := sealed_by(context):
        yield from recommended_together(context, context.say(by))


def commended(context: Context) -> Iterator[Together]:
    """Yield the decisions on commendations, those that say the same of an honour together."""
    decided: dict[tuple[str, str], list[str]] = {}
    registers = context.report.ledger.registers
    below = context.report.results.commended_below(registers, context.plan)
    for entry in registers.commendations:
        if entry.decision is not None and is_decided(context, entry, below):
            words = label_of(DECISIONS, entry.decision)
            is_held = entry.decision is Decision.AGREED and context.report.ledger.is_open(entry.subject)
            said = context.say((_AGREED_HELD if is_held else _RESOLVED).filled(decision=words))
            honour = entry.honour or context.say(NO_HONOUR)
            decided.setdefault((honour, said), []).append(with_merits(context, entry))
    for (honour, said), names in decided.items():
        yield Together(T(f"表彰：{honour}", f"Commended: {honour}"), len(names), tuple(names), said)


def on_record(context: Context) -> Iterator[AgendaItem]:
    """Yield the vetoes and overrides that were decided, either way, with their documents; none that is open again.

    Then those that were revoked, and the objections that are settled.
    """
    ledger, say = context.report.ledger, context.say
    registers = ledger.registers
    for veto in (one for first in registers.vetoes.values() for one in (first, *first.others)):
        if ledger.is_disputed(veto.subject, Proposal.VETO):
            continue
        name = situation_name(context, veto.situation)
        what = T(f"已否决：{name}", f"vetoed: {name}")
        day = f"\n{veto.day}" if veto.day else ""
        yield AgendaItem(who_line(context, veto.subject), say(what), f"{veto.document}{day}")
    for override in (one for first in registers.overrides.values() for one in (first, *first.others)):
        if ledger.is_disputed(override.subject, Proposal.OVERRIDE):
            continue
        what = T(
            f"已改评为{override.level}；理由：{override.reason}",
            f"level changed to “{override.level}”; reason: {override.reason}",
        )
        yield AgendaItem(who_line(context, override.subject), say(what), override.document)
    for veto in registers.refused_vetoes.values():
        name = situation_name(context, veto.situation)
        what = T(f"没有同意否决：{name}", f"veto refused: {name}")
        yield AgendaItem(who_line(context, veto.subject), say(what), veto.document)
    for override in registers.refused_overrides.values():
        what = T(f"没有同意改评为{override.level}", f"level “{override.level}” refused")
        if refuses(override.level):
            what = T("没有同意改评", "another level refused")
        yield AgendaItem(who_line(context, override.subject), say(what), override.document)
    yield from _recommended(context)
    yield from _revoked(context)
    for one in registers.objections:
        if not one.is_open:
            said = say(BETWEEN).join(map(say, objection_words(one, context.plan)))
            yield AgendaItem(who_line(context, one.subject), said, one.document)


def _recommended(context: Context) -> Iterator[AgendaItem]:
    """Yield whom a meeting decided to recommend or not, where that can be carried out."""
    for decision in context.report.ledger.registers.recommendations.values():
        is_settled = decision.decision is not Decision.DEFERRED and not _is_unsettled(context, decision)
        for one in (decision, *decision.others) if is_settled else ():
            document = one.document or context.say(_NO_NUMBER)
            yield AgendaItem(who_line(context, one.subject), context.say(_SETTLED[one.decision]), document)


def _is_unsettled(context: Context, decision: RecommendationDecision) -> bool:
    """Tell whether a decision on recommending somebody cannot be carried out, or another row on it is unclear."""
    code = decision.subject
    subject = context.for_recommending.by_code.get(code)
    is_seated = subject is not None and subject.seat is Seat.FREE
    return bool(context.report.ledger.registers.unclear_on(code, RECOMMENDATION)) or (
        decision.decision is Decision.AGREED and not is_seated
    )


def _revoked(context: Context) -> Iterator[AgendaItem]:
    """Yield the decisions that were taken back, with the document of each and the one that revokes it."""
    for one in context.report.ledger.registers.revoked:
        words = _REVOKED[one.on]
        said = words.filled(what=situation_name(context, one.what), document=one.document)
        by = one.by if can_be_looked_up(one.by) else context.say(_NO_NUMBER)
        yield AgendaItem(who_line(context, one.subject), context.say(said), by)
