"""Who stands on 公示, the page to post."""

from xlcampaign.layout.decisions import COMMENDATION
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Commendation, Decision
from xlcampaign.model.results import Recommended, Report, Seat, SubjectResult


def published_of(report: Report, kind: SubjectKind) -> list[SubjectResult]:
    """Return the subjects of a kind that are posted: of the first group, with a place, nothing undecided; not by rank.

    Whoever has all stars without the highest level is not: beside the others it would tell of a veto or an override.
    """
    return [
        subject
        for subject in report.results.of(kind)
        if subject.seat is Seat.FREE
        and subject.recommended is Recommended.TOP
        and not report.ledger.is_open(subject.code, apart_from=COMMENDATION)
    ]


def honours_of(report: Report) -> list[Commendation]:
    """Return the commendations that are posted: an honour agreed on, against no other decision, nothing undecided."""
    registers = report.ledger.registers
    below = report.results.commended_below(registers, report.plan)
    return [
        entry
        for entry in registers.commendations
        if entry.decision is Decision.AGREED
        and entry.honour
        and entry not in below
        and registers.contradiction_of(entry) is None
        and not report.ledger.is_open(entry.subject)
    ]
