"""What the coordinator should know before 公示 is posted: who is not on it, and why."""

from collections.abc import Iterator

from xlcampaign.layout.decisions import COMMENDATION
from xlcampaign.model.final import Verdict
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Decision
from xlcampaign.model.results import Proposal, Recommended, Seat
from xlcampaign.summary.context import Context
from xlcampaign.summary.leaders.recommended import GROUPS, to_recommend
from xlcampaign.summary.lists import branch_name, called
from xlcampaign.tally.outcomes import ties_of
from xlcampaign.tally.posted import honours_of, published_of
from xlcampaign.words import T, bracketed, first_of
from xlcampaign.workbook.limits import LONGEST_TEXT

_MOST_NAMED = LONGEST_TEXT // 2 - 2_500
"""So many characters of names the notes' cell has room for, beside what is said around them: rare ones count two."""
_FINAL_STUDIED = T(
    "终评待研究（见“会议议决”），议决前不列入本页",
    "to be decided for the final selection (see the agenda): not on this page before it is",
)
_NOT_FINAL = T(
    "本阶段符合推荐条件、终评没有列入（见“终评”），未列入本页",
    "fit by this stage and not in the final selection: not on this page",
)
_STUDIED = T(
    "名额不足，由会议研究，议定后填评选表彰表的“推荐”再汇总；未列入本页",
    "too few places, a meeting decides: enter it in “Recommendations” of the commendation form and merge again; not on this"
    " page",
)
_TIED = T(
    "同意推荐、等次并列待议，议定前不列入本页",
    "to be recommended, and tied for a level: not on this page before that is settled",
)
_REFUSED = T("会议没有同意推荐，未列入本页", "not recommended, as a meeting decided: not on this page")
_DEFERRED = T("会议缓议，议定前不列入本页", "put off by a meeting: not on this page before it is settled")
_BEYOND = T("超出名额，未列入本页", "beyond the places: not on this page")
_LOWER = T(
    "有推荐所需的星但不是最高等次，未列入本页（会议同意推荐的，填评选表彰表的“推荐”再汇总）",
    "enough stars without the highest level: not on this page (who is recommended by a meeting is entered in"
    " “Recommendations” of the commendation form)",
)
_HONOURED = T("以上没有列入推荐、议定表彰的，列在“表彰”里", "of these, commended and so on the page as such")
_VETO_OPEN = T(
    "提请否决、尚未议决，议决前不列入本页",
    "veto proposed and not decided: not on this page before it is",
)
_OVERRIDE_OPEN = T(
    "提请改评、尚未议决，议决前不列入本页",
    "other level proposed and not decided: not on this page before it is",
)
_UNCLEAR = T(
    "上级的决定填得不清楚（见“会议议决”），议定前不列入本页",
    "what the superior decided is unclear (see the agenda): not on this page before it is settled",
)
_HONOUR_UNCLEAR = T(
    "表彰的决定填得不清楚（见“会议议决”），议定前不公示表彰",
    "what the superior decided on a commendation is unclear (see the agenda): not posted before it is settled",
)
_CONTRADICTED = T(
    "填了同意表彰、和别的决定矛盾，议定前不公示表彰",
    "to be commended against another decision: not posted before it is settled",
)
_BELOW = T(
    "填了同意表彰，可是没有评星结果、在整改名单上或者等次最低，议定前不公示表彰",
    "to be commended, but has no result, has to rectify or has the lowest level: not posted before it is settled",
)
_NO_HONOUR = T(
    "填了同意表彰、没有表彰名称，未列入本页",
    "to be commended without the name of the honour: not on this page",
)
_NO_LEVELS = T(
    "还有等次没有议决（见“会议议决”），议决前公示用的图板一律不列等次",
    "a level is to be settled (see the agenda): before it is, no level stands on the public boards",
)


def _with_branch(context: Context, code: str) -> str:
    name, branch = called(context, code), branch_name(context, code)
    return name if code in context.plan.branch_of else context.say(bracketed(name, branch))


def _not_final(context: Context) -> list[str]:
    """Return who is fit for recommendation in the last stage, and is not in the final selection."""
    out = {one.code for one in context.final.of(Verdict.OUT)} if context.final else set()
    return [one.code for one in context.report.results.subjects if one.is_fit and one.code in out]


def _held_back(context: Context) -> Iterator[tuple[T, list[str]]]:
    """Yield why some are not on the page, and who: their codes."""
    subjects = [s for kind in SubjectKind for g in GROUPS for s in to_recommend(context, kind, g)]
    registers, ledger = context.report.ledger.registers, context.report.ledger
    agreed = [entry for entry in registers.commendations if entry.decision is Decision.AGREED]
    study, over, refused, deferred = (
        [s.code for s in subjects if s.seat is seat]
        for seat in (Seat.STUDY, Seat.OVER, Seat.REFUSED, Seat.DEFERRED)
    )
    codes = [*(s.code for s in subjects), *(entry.subject for entry in agreed)]
    free = [s for s in subjects if s.seat is Seat.FREE]
    agreed_on = {s.code for s in free if registers.agreed_to_recommend(s.code)}
    lower = [s.code for s in free if s.recommended is Recommended.OTHER and s.code not in agreed_on]
    tied = [m.code for tie in ties_of(context.report.results) for m in tie.members if m.code in agreed_on]
    left_out = {*study, *over, *refused, *deferred, *lower}
    yield _FINAL_STUDIED, [one.code for one in context.final.for_meeting] if context.final else []
    yield _NOT_FINAL, _not_final(context)
    yield _STUDIED, study
    yield _BEYOND, over
    yield _TIED, tied
    yield _REFUSED, refused
    yield _DEFERRED, deferred
    yield _LOWER, lower
    yield _HONOURED, [entry.subject for entry in honours_of(context.report) if entry.subject in left_out]
    yield _VETO_OPEN, [code for code in codes if ledger.is_proposed(code, Proposal.VETO)]
    yield _OVERRIDE_OPEN, [code for code in codes if ledger.is_proposed(code, Proposal.OVERRIDE)]
    for why, unclear in (
        (_UNCLEAR, [one for one in registers.unclear if one.on != COMMENDATION]),
        (_HONOUR_UNCLEAR, [one for one in registers.unclear if one.on == COMMENDATION]),
    ):
        yield why, [code for code in codes if any(one.may_be_about(code) for one in unclear)]
    yield _CONTRADICTED, [entry.subject for entry in agreed if registers.contradiction_of(entry)]
    below = context.report.results.commended_below(registers, context.plan)
    yield _BELOW, [entry.subject for entry in below]
    yield _NO_HONOUR, [entry.subject for entry in agreed if not entry.honour]


def _for_the_meeting(context: Context) -> Iterator[T]:
    """Yield that a meeting comes first: what it agrees on as a whole is written on no form, so the page cannot tell."""
    agreed = context.report.ledger.registers.agreed_to_recommend
    listed = [one for kind in SubjectKind for one in published_of(context.report, kind)]
    if waiting := sum(agreed(one.code) is None for one in listed):
        yield T(
            f"待议决：名单上 {waiting} 项先由会议议决，通过了才张贴（整体通过的不用填表，所以程序不知道开过会没有）。",
            f"Not decided as far as the program knows: {waiting} of the list. A meeting comes first; post what it agreed on"
            " (what it agrees on as a whole is written on no form).",
        )


def notes_of(context: Context) -> Iterator[T]:
    """Yield what the coordinator should know before posting."""
    yield from _for_the_meeting(context)
    held_back = [(why, dict.fromkeys(codes)) for why, codes in _held_back(context) if codes]
    for why, codes in held_back:
        names = [_with_branch(context, code) for code in codes]
        said = first_of(names, _MOST_NAMED // len(held_back))
        yield T(f"{why.zh}（{len(names)}）：{said.zh}", f"{why.en} ({len(names)}): {said.en}")
    if context.withholds_levels and any(map(context.plan.public_levels, SubjectKind)):
        yield _NO_LEVELS
    yield T(
        "公示期只跳过星期六、星期日，遇法定节假日请自行顺延。",
        "The period leaves out Saturdays and Sundays only: lengthen it by public holidays.",
    )
