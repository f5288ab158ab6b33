"""What earlier stages of a campaign came to: as they were sealed, else by the rules that their forms were issued with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.commands.carried import unpack_rules
from xlcampaign.commands.seals import read_sealed
from xlcampaign.findings.finding import Finding, Stop
from xlcampaign.model.choices import StepKey
from xlcampaign.model.history import Past, Source
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Results
from xlcampaign.model.rules import ruled_by
from xlcampaign.model.seal import Sealed
from xlcampaign.model.submission import Submission
from xlcampaign.model.versions import Selection
from xlcampaign.tally.history import as_reckoned, past_in, past_of
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.record import rules_of
from xlcampaign.tally.score import score
from xlcampaign.tally.select import select_parts

NO_SEALS: Mapping[int, Sealed] = MappingProxyType({})
_FORMING = frozenset({StepKey.COMMENT, StepKey.EVALUATION, StepKey.COMMENDATION})
"""The steps by whose forms a stage comes to its results."""


class Reckoned(NamedTuple):
    """The results of an earlier stage, the plan by whose rules they are, and where those come from."""

    results: Results
    plan: Plan
    source: Source


def earlier_seals(folder: Folder, plan: Plan, stage: int) -> tuple[Mapping[int, Sealed], list[Finding]]:
    """Return how the stages before a stage were sealed, and of which nobody can tell."""
    found: dict[int, Sealed] = {}
    findings: list[Finding] = []
    for number in (one.number for one in plan.stages if one.number < stage):
        try:
            sealed = read_sealed(folder, number)
        except Stop as stop:
            findings += stop.findings
        else:
            found |= {number: sealed} if sealed else {}
    return found, findings


def reckon(submissions: tuple[Submission, ...], plan: Plan, stage: int) -> Reckoned:
    """Return what an earlier stage comes to for those who counted then, by the rules of its forms if they agree.

    Args:
        submissions: what came.
        plan: today's plan.
        stage: the stage.
    """
    own = tuple(submission for submission in submissions if submission.identity.stage <= stage)
    selection, then = select_parts(own), plan.of_stage(stage)
    issued = _rules_issued(selection, stage)
    ruled = ruled_by(then, issued) if issued else then
    results = score(merge_parts(own, selection, ruled, stage), ruled)
    return Reckoned(results, ruled, Source.FORMS if issued else Source.PLAN)


def _rules_issued(selection: Selection, stage: int) -> Plan | None:
    """Return a plan with the rules by which the forms of a stage were issued that count; None where they do not agree."""
    packed = {
        source.submission.rules
        for (slot, _), sources in selection.chosen.items()
        for source in sources
        if slot.stage == stage and slot.step in _FORMING
    }
    plans = [unpack_rules(text) for text in sorted(packed - {""})]
    return plans[0] if len({rules_of(one) for one in plans}) == 1 else None


def pasts_of(reckoned: Mapping[int, Reckoned], seals: Mapping[int, Sealed], plan: Plan) -> Mapping[int, Past]:
    """Return what earlier stages came to, oldest first: as they were sealed, else as they are reckoned.

    Args:
        reckoned: those of which forms came, by stage.
        seals: how they were sealed, by stage.
        plan: today's plan.
    """
    now = {n: past_of(one.results, one.plan, plan, n, one.source) for n, one in reckoned.items()}
    then = {stage: past_in(sealed, plan, stage) for stage, sealed in seals.items()}
    found = now | {
        stage: as_reckoned(past, now[stage]) if stage in now else past for stage, past in then.items()
    }
    return dict(sorted(found.items()))


def history_of(pasts: Mapping[int, Past]) -> tuple[Past, ...]:
    """Return what earlier stages came to, as far as anybody was rated in them."""
    return tuple(
        past for past in pasts.values() if any(one.composite is not None for one in past.results.values())
    )
