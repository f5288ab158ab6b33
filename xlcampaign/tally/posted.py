"""Who stands on 公示, the page to post, and in what that differs from the page that was posted."""

import hashlib
import json
from typing import NamedTuple

from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.posting import PostedLine
from xlcampaign.model.registers import Commendation, Decision
from xlcampaign.model.results import Recommended, Report, Seat, SubjectResult
from xlcampaign.tally.feedback import undecided_among
from xlcampaign.tally.final import for_recommending


def published_of(report: Report, kind: SubjectKind) -> list[SubjectResult]:
    """Return the subjects of a kind that are posted: of the first group, with a place, nothing undecided; not by rank.

    In the last stage they are those of the final selection. Whoever has enough stars without the highest level is not
    posted, since beside the others it would tell of a veto or an override, unless a meeting decided to recommend it.
    """
    subjects = for_recommending(report).of(kind)
    undecided = undecided_among(subjects, report)
    agreed_to_recommend = report.ledger.registers.agreed_to_recommend
    return [
        subject
        for subject in subjects
        if subject.seat is Seat.FREE
        and (subject.recommended is Recommended.TOP or agreed_to_recommend(subject.code))
        and subject.code not in undecided
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


def lines_of(report: Report) -> tuple[PostedLine, ...]:
    """Return who stands on the page, recommended first, as they stand there."""
    found = [
        PostedLine(one.code, "", one.name, _branch_of(report, one.code), one.lit)
        for kind in SubjectKind
        for one in published_of(report, kind)
    ]
    names = {one.code: one.name for one in report.results.subjects}
    found += [
        PostedLine(one.subject, one.honour, names[one.subject], _branch_of(report, one.subject), None)
        for one in honours_of(report)
        if one.subject in names
    ]
    return tuple(sorted(set(found), key=lambda line: line[:2]))


def checksum_of_page(lines: tuple[PostedLine, ...]) -> str:
    """Return the SHA-256 of what stands on a page."""
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


class Repostings(NamedTuple):
    """In what a page differs from the one that was posted: who is new, gone, or stands there otherwise."""

    new: tuple[PostedLine, ...]
    gone: tuple[PostedLine, ...]
    changed: tuple[PostedLine, ...]


def since_posted(posted: tuple[PostedLine, ...], now: tuple[PostedLine, ...]) -> Repostings:
    """Return in what a page differs from the one that was posted."""
    before, after = ({line[:2]: line for line in lines} for lines in (posted, now))
    return Repostings(
        tuple(line for key, line in after.items() if key not in before),
        tuple(line for key, line in before.items() if key not in after),
        tuple(line for key, line in after.items() if key in before and before[key] != line),
    )


def _branch_of(report: Report, code: str) -> str:
    member = report.plan.member_of.get(code)
    return report.plan.branch_of[member.branch if member else code].name
