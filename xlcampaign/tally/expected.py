"""What is due in a stage, and what came of it."""

from collections import Counter, defaultdict
from collections.abc import Container

from xlcampaign.findings.catalogue.submission_rules import LATE
from xlcampaign.findings.finding import Rejects, Severity
from xlcampaign.layout.decisions import rectifying
from xlcampaign.layout.forms import needed_forms
from xlcampaign.layout.named import stood_for, unread_for
from xlcampaign.model.briefing import ExpectedForm
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Slot
from xlcampaign.model.known import Known
from xlcampaign.model.results import Report
from xlcampaign.model.submission import Submission
from xlcampaign.tally.meetings import refused_meetings

_VOTED = (StepKey.EVALUATION, StepKey.COMMENT)
"""The steps on whose forms ballots are counted."""


def expected_forms(report: Report) -> tuple[ExpectedForm, ...]:
    """Return the forms that are expected in a stage, step by step, with what came for each."""
    files: dict[Slot, list[str]] = defaultdict(list)
    for receipt in report.receipts:
        if receipt.identity is not None and not receipt.online:
            files[receipt.identity.slot].append(receipt.file)
    counting: dict[Slot, dict[str, Submission]] = defaultdict(dict)
    for (slot, _), sources in report.selection.chosen.items():
        counting[slot] |= {source.file: source.submission for source in sources}
    found = Counter((finding.place.file, finding.rule.severity) for finding in report.findings)
    late = {finding.place.file for finding in report.findings if finding.rule == LATE}
    needed = needed_forms(report.plan, report.stage, _asked_to_rectify(report, files))
    absent = [slot for slot in needed if slot not in files]
    standins = stood_for(report.findings, absent, report.plan)
    whole = {f.place.file for f in report.findings if f.rule.rejects is Rejects.FILE}
    unread = {slot: own[0] for slot, own in files.items() if whole.issuperset(own)}
    unread |= unread_for(report.findings, [slot for slot in absent if slot not in standins], report.plan)
    lost = refused_meetings(report)
    refused = Counter(unit for unit, _ in lost)
    returned: dict[str, int] = defaultdict(int)
    valid: dict[str, int] = defaultdict(int)
    for (unit, way), meeting in report.ledger.meetings.items():
        if (unit, way) not in lost:
            returned[unit] += meeting.returned or 0
            valid[unit] += meeting.valid or 0

    plan = report.plan

    def expected(slot: Slot) -> ExpectedForm:
        own, chosen = files[slot], counting[slot]
        voted = slot.step in _VOTED
        return ExpectedForm(
            slot,
            tuple(own),
            tuple(chosen[file] for file in sorted(chosen)),
            errors=sum(found[file, Severity.ERROR] for file in own),
            warnings=sum(found[file, Severity.WARNING] for file in own),
            returned=returned[slot.unit] if voted else 0,
            valid=valid[slot.unit] if voted else 0,
            refused=refused[slot.unit] if voted else 0,
            late=not late.isdisjoint(own),
            deadline=plan.deadline_of(*slot),
            due=report.as_of > plan.deadline_of(*slot),
            begun=report.as_of >= plan.step_of(slot.stage, slot.step).start,
            extension=plan.extension_of(*slot),
            standin=standins.get(slot, ""),
            unread=unread.get(slot, ""),
        )

    return tuple(map(expected, needed))


def _asked_to_rectify(report: Report, came: Container[Slot]) -> frozenset[str]:
    """Return the branches that are asked for a 整改表, and those whose came before the committee closed what was asked."""
    plan, stage = report.plan, report.stage
    slots = (Slot(stage, StepKey.COMMENDATION, code) for code in plan.branch_of)
    sent = (slot.unit for slot in slots if slot in came)
    return rectifying(plan, stage, Known(report.ledger, report.results)).union(sent)
