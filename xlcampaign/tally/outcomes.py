"""Levels and what follows from them, in the order band → quota → veto → override."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.registers import Decision, RecommendationDecision, Registers
from xlcampaign.model.results import TIE_BREAKS, Outcome, Quota, Recommended, Results, Seat, SubjectResult
from xlcampaign.model.rounding import mean_of

_TWO_LEVELS = 2


def level_of(composite: int, kind: SubjectKind, plan: Plan) -> str:
    """Return the level whose band holds a composite (hundredths)."""
    return next(level.name for level in plan.levels_of(kind) if composite >= level.low)


def mean_of_means(subject: SubjectResult, way: WayKey) -> int | None:
    """Return the mean of a way's means over the stars that have one, in ten-thousandths; None of none."""
    return mean_of(star.ways[way].mean for star in subject.stars)


def undecided(subject: SubjectResult, plan: Plan) -> Outcome:
    """Return the outcome of the band alone."""
    band = None
    if subject.graded and subject.composite is not None:
        band = level_of(subject.composite, subject.kind, plan)
    organisation, teacher, peer = (mean_of_means(subject, way) for way in TIE_BREAKS)
    return Outcome(band, (organisation, teacher, peer), None, None, 0, Quota.NONE, band, None, None, band)


def _strength(subject: SubjectResult) -> tuple[int, ...]:
    """Return what candidates are ordered by; a missing mean ranks last."""
    means = (subject.composite, *subject.outcome.tie_breaks)
    return tuple(-1 if mean is None else mean for mean in means)


def apply_quota(members: Sequence[SubjectResult], places: int | None, plan: Plan) -> list[SubjectResult]:
    """Return the members of one branch after its quota of the highest level.

    Who is over it gets the next level; a tie across the line is granted to none.

    Args:
        members: with the outcome of the band.
        places: how many places there are; None without a quota.
        plan: the campaign's plan.
    """
    levels = [level.name for level in plan.levels_of(SubjectKind.MEMBER)]
    if places is None or len(levels) < _TWO_LEVELS:
        return list(members)
    top, next_level, *_ = levels
    candidates = [_strength(member) for member in members if member.outcome.band == top]
    result = []
    for member in members:
        outcome = replace(member.outcome, places=places)
        if outcome.band == top:
            own = _strength(member)
            position, tied = 1 + sum(other > own for other in candidates), candidates.count(own)
            quota = Quota.TIED if position <= places else Quota.FULL
            if position + tied - 1 <= places:
                quota = Quota.GRANTED
            level = top if quota is Quota.GRANTED else next_level
            outcome = replace(
                outcome, position=position, tied=tied, quota=quota, after_quota=level, level=level
            )
        result.append(replace(member, outcome=outcome))
    return result


def decide(subject: SubjectResult, registers: Registers, plan: Plan) -> SubjectResult:
    """Return a subject after the committee's decisions: a veto first, which no override lifts."""
    outcome, levels = subject.outcome, [level.name for level in plan.levels_of(subject.kind)]
    refused = registers.refused_overrides.get(subject.code)
    if refused and (refused.level == outcome.band or refused.level not in levels):
        outcome = replace(outcome, refused=refused)
    veto, override = registers.vetoes.get(subject.code), registers.overrides.get(subject.code)
    if veto is not None:
        outcome = replace(outcome, veto=veto, level=levels[-1] if subject.graded else None, failed=True)
    elif override is not None and subject.graded:
        failed = len(levels) > _TWO_LEVELS and override.level == levels[-1]  # of two, the lower is no failure
        outcome = replace(outcome, override=override, level=override.level, failed=failed)
    return subject if outcome is subject.outcome else replace(subject, outcome=outcome)


class Tie(NamedTuple):
    """Members of a branch whom the quota's line divides, and how many places they may share."""

    members: tuple[SubjectResult, ...]
    left: int


def ties_of(results: Results) -> tuple[Tie, ...]:
    """Return, by branch, who is tied across the quota's line; none of them has a place.

    Who is vetoed cannot have one; on whom an override was decided, or refused, nothing is left to decide, and whom it
    raised has one.
    """
    found = (_tie_among(members) for members in results.members_of.values())
    return tuple(tie for tie in found if tie is not None)


def _tie_among(members: Sequence[SubjectResult]) -> Tie | None:
    """Return whom of a branch the quota's line divides; None where nothing is left to decide."""
    tied = [member for member in members if member.outcome.quota is Quota.TIED]
    open_ = tuple(member for member in tied if not member.outcome.is_decided)
    granted = sum(member.outcome.quota is Quota.GRANTED for member in members)
    overrides = ((member.outcome.override, member.outcome.band) for member in tied)
    raised = sum(override is not None and override.level == band for override, band in overrides)
    left = (members[0].outcome.places or 0) - granted - raised
    return Tie(open_, left) if open_ and left > 0 else None


def _with_ties_settled(members: Sequence[SubjectResult]) -> list[SubjectResult]:
    """Return the members of a branch; of those tied across the quota's line it is said on whom nothing is left to decide."""
    tie = _tie_among(members)
    waiting = {member.code for member in tie.members} if tie else set()
    return [
        replace(member, outcome=replace(member.outcome, settled=True))
        if member.outcome.quota is Quota.TIED and member.code not in waiting
        else member
        for member in members
    ]


def recommend(subject: SubjectResult, plan: Plan) -> SubjectResult:
    """Return a subject with its fitness for recommendation and its duty to rectify."""
    lit, failed = subject.lit, subject.outcome.failed
    fit = lit is not None and subject.graded and not failed and lit >= plan.recommend_from(subject.kind)
    group = Recommended.NO
    if fit:
        top = plan.levels_of(subject.kind)[0].name
        group = Recommended.TOP if subject.level == top else Recommended.OTHER
    near = None
    if subject.graded and not failed and lit == plan.recommend_from(subject.kind) - 1:
        near = min((star for star in subject.stars if not star.lit), key=lambda star: star.gap or 0)
    rectify = failed or (lit is not None and lit < plan.rectify_below(subject.kind))
    return replace(subject, recommended=group, near=near, rectify=rectify, seat=None)


def seats(
    subjects: Sequence[SubjectResult], places: int | None, decided: Mapping[str, RecommendationDecision]
) -> Mapping[str, Seat]:
    """Return by code whether the places of a kind of subject suffice, the first group before the second.

    Branches are told apart by their composites. Members of different branches have different raters and are
    not compared: where a group does not fit whole, the committee has to choose. Whom it decided to recommend comes
    first; where these are more than the places, nobody can tell who of them has one.

    Args:
        subjects: of one kind, those fit for recommendation among them.
        places: how many there are; None where they are not limited.
        decided: what the committee decided on recommending somebody, by code.
    """
    fit = {subject.code: subject for subject in subjects if subject.is_fit}
    verdicts = {code: decided[code].decision if code in decided else None for code in fit}
    agreed = [code for code, verdict in verdicts.items() if verdict is Decision.AGREED]
    refused = [code for code, verdict in verdicts.items() if verdict is Decision.REFUSED]
    others = [subject for code, subject in fit.items() if code not in {*agreed, *refused}]
    left = None if places is None else max(places - len(agreed), 0)
    found = dict.fromkeys(refused, Seat.REFUSED)
    found |= dict.fromkeys(agreed, Seat.FREE if places is None or len(agreed) <= places else Seat.STUDY)
    found |= _by_rule(others, left)
    return found | {code: Seat.DEFERRED for code, verdict in verdicts.items() if verdict is Decision.DEFERRED}


def _by_rule(subjects: Sequence[SubjectResult], left: int | None) -> Mapping[str, Seat]:
    """Return by code whether the places that are left suffice for those on whom nothing was decided."""
    found: dict[str, Seat] = {}
    for group in (Recommended.TOP, Recommended.OTHER):
        own = [subject for subject in subjects if subject.recommended is group]
        if left is None or len(own) <= left:
            found |= dict.fromkeys((subject.code for subject in own), Seat.FREE)
        elif own and own[0].kind is SubjectKind.BRANCH:
            found |= _by_composite(own, left)
        else:
            found |= dict.fromkeys((subject.code for subject in own), Seat.STUDY if left else Seat.OVER)
        left = None if left is None else max(left - len(own), 0)
    return found


def _by_composite(own: Sequence[SubjectResult], left: int) -> dict[str, Seat]:
    composites = {subject.code: subject.composite for subject in own if subject.composite is not None}
    listed = list(composites.values())
    found = {}
    for code, composite in composites.items():
        better, alike = sum(other > composite for other in listed), listed.count(composite)
        if better >= left:
            found[code] = Seat.OVER
        else:
            found[code] = Seat.FREE if better + alike <= left else Seat.STUDY
    return found


def settle(subjects: Sequence[SubjectResult], registers: Registers, plan: Plan) -> tuple[SubjectResult, ...]:
    """Return all subjects with what follows from their stars: levels, recommendation, rectification.

    Args:
        subjects: scored and ranked, branches then members by branch.
        registers: the committee's decisions.
        plan: the campaign's plan.
    """
    banded = [replace(subject, outcome=undecided(subject, plan)) for subject in subjects]
    by_branch: dict[str, list[SubjectResult]] = defaultdict(list)
    branches = [subject for subject in banded if subject.kind is SubjectKind.BRANCH]
    for subject in banded:
        if subject.kind is SubjectKind.MEMBER:
            by_branch[subject.branch].append(subject)
    decided = [decide(branch, registers, plan) for branch in branches]
    for branch, people in by_branch.items():
        members = apply_quota(people, plan.quota_of(branch), plan)
        decided += _with_ties_settled([decide(member, registers, plan) for member in members])
    settled = [recommend(subject, plan) for subject in decided]
    found: dict[str, Seat] = {}
    for kind in SubjectKind:
        own = [subject for subject in settled if subject.kind is kind]
        found |= seats(own, plan.places_of(kind), registers.recommendations)
    return tuple(
        replace(subject, seat=found[subject.code]) if subject.code in found else subject
        for subject in settled
    )
