"""Whom the committee recommends, and whom it commends."""

from collections.abc import Iterator

from xlcampaign.layout.choices import DECISIONS, RECOMMENDING, SEATS
from xlcampaign.layout.decisions import DECISION, DOCUMENT, Row, document_column, offer, offered
from xlcampaign.layout.final import reasons_of
from xlcampaign.layout.kinds import Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.outcomes import NOT_GRADED, override_words
from xlcampaign.layout.pick_lists import anybody, first_of, one_of, options_of, subject_column
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.model.final import Final
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Decision, RecommendationDecision
from xlcampaign.model.results import Seat, SubjectResult
from xlcampaign.words import T, clauses, same

HONOURS = T("表彰名称", "Honours")
"""The list of the plan's options that names honours."""

_TO_DECIDE = "to_decide"
"""The column that says why something is to be decided."""
_DECIDED = {
    Decision.AGREED: T("会议同意推荐（{document}）", "recommended, as a meeting decided ({document})"),
    Decision.REFUSED: T(
        "会议没有同意推荐（{document}）", "not recommended, as a meeting decided ({document})"
    ),
    Decision.DEFERRED: T("会议缓议", "a meeting put it off"),
}
_NO_DOCUMENT = T("没有写文号", "no document named")
_TAKES_NO_PART = T("方案里不参评", "takes no part by the plan")
_VETOED = T("已否决（{document}）", "is vetoed ({document})")
_UNRATED = T("还没有评星结果", "has no result yet")
_FEW = T("只得了 {lit} 颗星，不够", "has {lit} stars, which are too few")


def _result_words(plan: Plan, subject: SubjectResult) -> str:
    if subject.lit is None:
        return _UNRATED.say(plan.campaign.language)
    level = subject.level or ""
    lit, stars = subject.lit, len(plan.stars_of(subject.kind))
    composite = "" if subject.composite is None else f"{subject.composite / 100:.2f}"
    words = T(f"★{lit}/{stars}　{composite}　{level}", f"★{lit}/{stars} · {composite} · {level}")
    return words.say(plan.campaign.language)


def commendations_table(plan: Plan, known: Known | None) -> Table:
    """Return 评选表彰: candidates filled in from the results, and some more rows."""
    candidates = [s for s in known.results.subjects if s.is_fit] if known else []
    honours = one_of(options_of(plan, HONOURS))
    columns = (
        subject_column(anybody(plan), width=24),
        Column(
            "honour", T("表彰名称", "Honour"), honours, required=True, width=16, example=first_of(honours)
        ),
        Column("result", T("评星结果", "Result"), Words(60), locked=True, width=24),
        Column(
            "merit", T("工作实绩", "Merit"), Words(300), required=True, width=36, example="所教班级进步明显"
        ),
        Column("recognition", T("社会公认度", "Recognition"), Words(200), width=26),
        Column(
            "opinions",
            T("征求意见情况", "Opinions sought"),
            Words(200),
            width=26,
            answers=(Negation.NOTHING, Negation.REFUSAL),
        ),
        Column("votes", T("表决情况", "Votes"), Words(60), width=16, answers=(Negation.REFUSAL,)),
        Column(DECISION, T("决定", "Decision"), DECISIONS, width=12),
    )
    rows = tuple({"subject": s.code, "result": _result_words(plan, s)} for s in candidates)
    note = T(
        "预填的是符合推荐条件的；表彰谁由会议决定，不表彰的留空。",
        "Those fit for recommendation are filled in; the committee decides whom to commend.",
    )
    register = offered(apart=("honour",), settles=(DECISION,), grounds=("votes",))
    return offer("commendations", T("评选表彰", "Commendations"), columns, rows, note, register)


def recommendations_table(plan: Plan, known: Known | None) -> Table:
    """Return 推荐: those on whom the meeting has to decide one by one, why, and some more rows."""
    columns = (
        subject_column(anybody(plan), width=24),
        Column(DECISION, T("决定", "Decision"), RECOMMENDING, required=True, width=14),
        document_column(28, "联党发〔2023〕10号", when=(DECISION, Decision.AGREED)),
        Column("result", T("评星结果", "Result"), Words(60), locked=True, width=24),
        Column(_TO_DECIDE, T("提请研究的事", "What is to be decided"), Words(400), locked=True, width=44),
    )
    note = T(
        "预填的是要单独研究的：名额不够的、终评待研究的。同意推荐的写文号。会议整体通过的不用填；整体通过时不推荐的，在下面加行。",
        "Those to be decided one by one are filled in: too few places, or the final selection turns on it. To recommend"
        " somebody enter the document. What is agreed on as a whole is not entered; add who is left out of that.",
    )
    rows = tuple(_to_decide(plan, known)) if known else ()
    title = T("推荐", "Recommendations")
    return offer(
        "recommendations",
        title,
        columns,
        rows,
        note,
        offered(needs=(DECISION,), settles=(DECISION,), grounds=(DOCUMENT,), waits=_TO_DECIDE),
        newer=True,
    )


def decision_words(decision: RecommendationDecision) -> T:
    """Return what was decided on recommending somebody, with the document."""
    document = same(decision.document) if decision.document else _NO_DOCUMENT
    return _DECIDED[decision.decision].filled(document=document)


def against_recommending(subject: SubjectResult | None, final: Final | None, plan: Plan) -> T:
    """Return what keeps somebody from being recommended, whatever a meeting decides."""
    if subject is None:
        return _TAKES_NO_PART
    standing = {one.code: one for one in final.candidates}.get(subject.code) if final else None
    if standing is not None:
        return clauses(reasons_of(standing, subject, plan))
    if subject.outcome.veto is not None:
        return _VETOED.filled(document=subject.outcome.veto.document)
    if subject.outcome.failed and subject.outcome.override is not None:
        return override_words(subject.outcome.override)
    if not subject.graded:
        return NOT_GRADED
    return _UNRATED if subject.lit is None else _FEW.filled(lit=str(subject.lit))


def _to_decide(plan: Plan, known: Known) -> Iterator[Row]:
    """Yield whom the places do not suffice for, then on whom the final selection turns."""
    lang = plan.campaign.language
    listed = known.recommending.subjects if known.recommending else ()
    for subject in listed:
        if subject.seat in {Seat.STUDY, Seat.OVER}:
            why = SEATS[subject.seat].say(lang)
            yield {"subject": subject.code, "result": _result_words(plan, subject), _TO_DECIDE: why}
    results = known.results.by_code
    for one in known.final.for_meeting if known.final else ():
        own = results[one.code]
        why = clauses(reasons_of(one, own, plan)).say(lang)
        yield {"subject": one.code, "result": _result_words(plan, own), _TO_DECIDE: why}
