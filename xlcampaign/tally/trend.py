"""A stage beside the last rated one before it: what each branch and member gained and lost."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlcampaign.layout.registers import entry_number, number_when_listed
from xlcampaign.model.history import Past, PastResult
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import PledgeState, Rectification
from xlcampaign.model.results import Report, SubjectResult
from xlcampaign.model.trend import Compared, Turn


class _Beside(NamedTuple):
    """A stage beside the one before it; of each subject which of its pledges are kept, how many cases came and went."""

    report: Report
    past: Past
    pledges: Mapping[str, Sequence[bool]]
    opened: Counter[str]
    closed: Counter[str]


def compare(report: Report, past: Past) -> Iterator[Compared]:
    """Yield everybody who was rated in one of both stages: branches, then members, who left after those who are there.

    Args:
        report: the stage.
        past: the stage that it is held against.
    """
    pledges: dict[str, list[bool]] = defaultdict(list)
    for pledge in report.ledger.registers.pledges:
        pledges[pledge.subject].append(pledge.state is PledgeState.FULFILLED)
    beside = _Beside(report, past, pledges, *_cases(report))
    present = report.results.by_code
    for kind in SubjectKind:
        left = (one for one in past.results.values() if one.kind is kind and one.code not in present)
        for code in (*(one.code for one in report.results.of(kind)), *(one.code for one in left)):
            yield _compared(code, kind, beside)


def _compared(code: str, kind: SubjectKind, beside: _Beside) -> Compared:
    past, kept = beside.past, beside.pledges.get(code, ())
    then, now = past.results.get(code), beside.report.results.by_code.get(code)
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    stars = composite = ranks = None
    moved = bool(then and now and then.branch != now.branch)
    are_alike = kind not in past.incomparable
    if are_alike and then and now and then.stars is not None and now.lit is not None:
        lit = {star.star for star in now.stars if star.lit}
        gained = tuple(star.star for star in now.stars if star.star in lit - then.lit)
        lost = tuple(star.star for star in now.stars if star.star in then.lit - lit)
        stars = now.lit - then.stars
        composite = _less(now.composite, then.composite)
        ranks = None if moved or not (then.rank and now.rank) else (then.rank, now.rank)
    return Compared(
        code,
        kind,
        _turn(code, then, now, beside),
        then,
        now,
        moved,
        bool(then and now and then.name != now.name),
        gained,
        lost,
        stars,
        composite,
        ranks,
        (sum(kept), len(kept)),
        beside.opened[code],
        beside.closed[code],
    )


def _less(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then


def _turn(code: str, then: PastResult | None, now: SubjectResult | None, beside: _Beside) -> Turn:
    plan, past = beside.report.plan, beside.past
    if then and now:
        return Turn.STAYED
    if now:
        return Turn.BEGAN if _is_listed(code, plan.of_stage(past.stage), plan) else Turn.CAME
    return Turn.CEASED if code in plan.member_of else Turn.LEFT


def _is_listed(code: str, before: Plan, plan: Plan) -> bool:
    """Tell whether the plan knows that somebody was there before; without days it says nothing of that."""
    return plan.roster is not None and (code in before.member_of or code in before.branch_of)


def _cases(report: Report) -> tuple[Counter[str], Counter[str]]:
    """Return how many cases of each subject were opened and closed in a stage."""
    stage, cases = report.stage, report.ledger.registers.rectifications
    opened = {number_when_listed(case.number): case.subject for case in cases if case.stage == stage}
    owed = (one.code for one in report.results.subjects if one.rectify)
    opened |= {entry_number(stage, code): code for code in owed}
    closed = (case.subject for case in cases if case.stage < stage and _closed_in(case, stage))
    return Counter(opened.values()), Counter(closed)


def _closed_in(case: Rectification, stage: int) -> bool:
    """Tell whether a case was closed in a stage, by its stars or by the committee, whichever was first."""
    days = [case.lit_in] if case.lit_in else []
    days += [case.decision.stage] if case.decision and case.decision.closes else []
    return bool(days) and min(days) == stage
