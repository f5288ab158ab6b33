"""What is handed on of a final selection: whom a form of approval is made for, what stands on it, and certificates.

No score stands on a form, so that nobody has to ask how many gave it: stars, as they are posted, and levels.
"""

from collections.abc import Iterator

from xlcampaign.model.approval import Approval, Approvals, Certificate, StageTold
from xlcampaign.model.final import Candidate, Final, Verdict
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Decision, PledgeState
from xlcampaign.model.results import Report, Seat, SubjectResult
from xlcampaign.tally.feedback import undecided_among
from xlcampaign.tally.final import final_of
from xlcampaign.tally.posted import honours_of

_ACHIEVEMENT = "achievement"
"""The column in which a branch says what it achieved, star by star."""


def handed_on(report: Report) -> Approvals | None:
    """Return what is handed on of a report's final selection; None where nobody is or may be recommended, or commended.

    Whom a meeting has to look into gets a form, too: it can be laid before the meeting.
    """
    final = final_of(report)
    if final is None:
        return None
    results = report.results.by_code
    found = (*final.of(Verdict.SELECTED), *final.of(Verdict.STUDY))
    forms = tuple(
        _approval(report, final, one, results[one.code]) for one in found if one.seat is not Seat.OVER
    )
    waiting = tuple(one for one in found if one.seat is Seat.OVER)
    certificates = tuple(dict.fromkeys(_certificates(report)))
    seals = [act for act in report.sealed if not act.is_exception]
    document, day = (seals[-1].grounds.number, seals[-1].day) if seals else ("", None)
    if not forms and not certificates:
        return None
    return Approvals(report.stage, report.as_of, forms, waiting, certificates, document, day)


def _approval(report: Report, final: Final, one: Candidate, subject: SubjectResult) -> Approval:
    registers = report.ledger.registers
    pledges = [pledge for pledge in registers.pledges if pledge.subject == one.code]
    fulfilled = (pledge.text for pledge in pledges if pledge.state is PledgeState.FULFILLED)
    comment = next((comment for comment in registers.comments if comment.subject == one.code), None)
    is_open = one.code in undecided_among([subject], report)
    stages = (*_earlier(report, final, one), _last(report, subject))
    merits = tuple(dict.fromkeys(_merits(report, subject)))
    return Approval(one, subject, stages, is_open, merits, len(pledges), tuple(fulfilled), comment)


def _earlier(report: Report, final: Final, one: Candidate) -> Iterator[StageTold]:
    """Yield what earlier stages came to for somebody, as far as it was in them."""
    pasts = {past.stage: past for past in report.history}
    for number in final.stages[:-1]:
        past = pasts.get(number)
        if past and (result := past.results.get(one.code)):
            listed = past.stars[one.kind]
            names = tuple(
                past.star_names.get((one.kind, star), star) for star in listed if star in result.lit
            )
            yield StageTold(past.name, result.stars, len(listed), names, result.level)


def _last(report: Report, subject: SubjectResult) -> StageTold:
    plan = report.plan
    stars = zip(plan.stars_of(subject.kind), subject.stars, strict=True)
    names = tuple(star.name for star, result in stars if result.lit)
    name = plan.stage_of(report.stage).name
    return StageTold(name, subject.lit, len(subject.stars), names, subject.level or "")


def _merits(report: Report, subject: SubjectResult) -> Iterator[str]:
    """Yield what speaks for somebody: what was written for a commendation or, for a branch without that, of each star."""
    entries = report.ledger.registers.commendations
    own = [entry for entry in entries if entry.subject == subject.code and entry.merit]
    yield from (entry.merit for entry in own if entry.decision is not Decision.REFUSED)
    if own or subject.kind is not SubjectKind.BRANCH:
        return
    for star in report.plan.stars_of(subject.kind):
        if text := report.ledger.texts.get((subject.code, f"{_ACHIEVEMENT}.{star.key}")):
            yield text


def _certificates(report: Report) -> Iterator[Certificate]:
    """Yield a certificate for each commendation that is decided and may be posted."""
    plan, results = report.plan, report.results.by_code
    for entry in honours_of(report):
        subject = results[entry.subject]
        own = subject.kind is SubjectKind.MEMBER
        branch = plan.branch_of[subject.branch].name if own else ""
        yield Certificate(subject.name, branch, entry.honour)
