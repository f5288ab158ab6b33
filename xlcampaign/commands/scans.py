"""Scans and photos that came in no mail with a form: whether they may be a form that did not come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding
from xlcampaign.inbox.names import INSIDE
from xlcampaign.layout.forms import form_title, unit_title
from xlcampaign.layout.named import is_named_after, spoken_of
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import Plan
from xlcampaign.words import T, listing_of

_NAMED = 6
"""How many forms a finding names."""


def say_loose_scans(
    findings: Iterable[Finding], absent: Sequence[Slot], plan: Plan, as_of: date
) -> Iterator[Finding]:
    """Yield findings; a scan or photo that came in no mail with a form is more than a note where it may be a missing one.

    One that is called like a form that did not come is that form, and no workbook.

    Args:
        findings: what was found in the inbox.
        absent: the forms that did not come.
        plan: the campaign's plan.
        as_of: the day that counts as today.
    """
    due = [slot for slot in absent if as_of > plan.deadline_of(*slot)]
    for finding in findings:
        file = finding.place.file
        if finding.rule != i.SCAN or INSIDE in file:
            yield finding
        elif is_named_after(file, absent, plan):
            yield f.NOT_A_WORKBOOK.at(finding.place, **finding.facts)
        elif perhaps := spoken_of(file, due, plan):
            names = [(unit_title(plan, slot.unit), form_title(slot)) for slot in perhaps]
            zh = listing_of((f"{unit.zh}{form.zh}" for unit, form in names), _NAMED).zh
            en = listing_of((f"{unit.en} ({form.en})" for unit, form in names), _NAMED).en
            forms = T(zh, en)
            yield i.LOOSE_SCAN.at(finding.place, **finding.facts, forms=forms)
        else:
            yield finding
