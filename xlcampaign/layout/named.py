"""Which form a file's name speaks of: what only stands for a form has nothing else that tells."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding, Rejects
from xlcampaign.layout.decisions import rectifying
from xlcampaign.layout.forms import form_title, name_forms, needed_forms, unit_title
from xlcampaign.layout.text import squeeze
from xlcampaign.model.identity import COMMITTEE, Identity, Slot
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Receipt
from xlcampaign.words import Lang

_CLOSED = {f.PASSWORD, f.DAMAGED, f.TOO_LARGE, f.CRASHED, f.UNREADABLE, f.LOCKED_MEMBER, f.BROKEN_BOX}
_STAND_FOR_OTHERS = {i.PLACEHOLDER, i.UNFINISHED, i.LINK}


def stood_for(findings: Iterable[Finding], absent: Iterable[Slot], plan: Plan) -> Mapping[Slot, str]:
    """Return the forms of which only a placeholder, a link or half a download is here, and the file that is that.

    Args:
        findings: what was found.
        absent: the forms that did not come.
        plan: the campaign's plan.
    """
    away = (found for found in findings if found.rule in _STAND_FOR_OTHERS)
    names = ((found.place.file, str(found.facts["name"])) for found in away)
    return _meant(names, absent, plan)


def unread_for(findings: Iterable[Finding], absent: Iterable[Slot], plan: Plan) -> Mapping[Slot, str]:
    """Return the forms of which only a file is here that an error takes out as a whole, and that file.

    Args:
        findings: what was found.
        absent: the forms that did not come.
        plan: the campaign's plan.
    """
    listed, told = list(absent), list(findings)
    refused = {found.place.file for found in told if found.rule.rejects is Rejects.FILE}
    holding = {
        slot: found.place.file
        for found in told
        if found.rule == f.SEVERAL_FORMS
        for slot in listed
        if _full_name(slot, plan) in str(found.facts["found"])
    }
    return {**_meant(((file, file.rpartition("/")[2]) for file in sorted(refused)), listed, plan), **holding}


def spoken_of(file: str, absent: Iterable[Slot], plan: Plan) -> list[Slot]:
    """Return the forms that did not come of which a file may be a picture: those of the units that its name names, or all.

    Args:
        file: the file's name, with its folders.
        absent: the forms that did not come.
        plan: the campaign's plan.
    """
    units = {
        unit
        for unit in (COMMITTEE, *plan.branch_of)
        for part in file.split("/")
        if _names_unit(unit, part, plan)
    }
    return [slot for slot in absent if not units or slot.unit in units]


def is_named_after(file: str, absent: Iterable[Slot], plan: Plan) -> bool:
    """Tell whether a file is called like one of the forms that did not come."""
    return bool(_meant([(file, file.rpartition("/")[2])], absent, plan))


def absent_forms(receipts: Iterable[Receipt], known: Known, plan: Plan, stage: int) -> list[Slot]:
    """Return the forms of a stage that are asked for and did not come."""
    received = {one.identity.slot for one in receipts if one.identity and not one.online}
    needed = needed_forms(plan, stage, rectifying(plan, stage, known))
    return [slot for slot in needed if slot not in received]


def _full_name(slot: Slot, plan: Plan) -> str:
    """Return what is said of a form that a file with several holds."""
    identity = Identity(plan.campaign.code, slot.stage, slot.step, slot.unit)
    return name_forms([identity], plan).zh


def with_units(
    findings: Iterable[Finding], receipts: Iterable[Receipt], plan: Plan, stage: int
) -> Iterator[Finding]:
    """Yield findings with the unit whose file each is about: by what the file is, else by what it is called.

    Args:
        findings: what was found.
        receipts: what came.
        plan: the campaign's plan.
        stage: the stage.
    """
    units = {r.file: r.identity.unit for r in receipts if r.identity and _is_known(r.identity.unit, plan)}
    forms = needed_forms(plan, stage, frozenset(plan.branch_of))
    titles = {squeeze(form_title(slot).say(lang)) for slot in forms for lang in Lang}
    for finding in findings:
        file = finding.place.file
        if file and file not in units:
            name = file.rpartition("/")[2]
            is_called_a_form = any(
                title in squeeze(name) for title in titles
            )  # most others are no form's, and many
            meant = {slot.unit for slot in forms if is_called_a_form and _is_named(slot, name, plan)}
            units[file] = meant.pop() if len(meant) == 1 else ""
        yield finding if finding.unit else replace(finding, unit=units.get(file, ""))


def _is_known(unit: str, plan: Plan) -> bool:
    return unit == COMMITTEE or unit in plan.branch_of


def unopened(findings: Iterable[Finding], known: Iterable[str]) -> list[str]:
    """Return the files that could not be opened and may be any form; `known` are those that are known to be which."""
    return sorted({found.place.file for found in findings if found.rule in _CLOSED} - set(known))


def _meant(names: Iterable[tuple[str, str]], absent: Iterable[Slot], plan: Plan) -> Mapping[Slot, str]:
    """Return the forms that files are named after, each with the file; a name that fits several tells nothing."""
    listed, found = list(absent), dict[Slot, str]()
    for file, name in names:
        meant = [slot for slot in listed if _is_named(slot, name, plan)]
        found |= dict.fromkeys(meant if len(meant) == 1 else (), file)
    return found


def _is_named(slot: Slot, name: str, plan: Plan) -> bool:
    """Tell whether a file's name says the form's title, its unit by name or code, and no other stage."""
    said, title = squeeze(name), form_title(slot)
    if not any(squeeze(title.say(lang)) in said for lang in Lang):
        return False
    stages = {stage.number for stage in plan.stages if squeeze(stage.name) in said}
    return _names_unit(slot.unit, name, plan) and stages <= {slot.stage}


def _names_unit(unit: str, name: str, plan: Plan) -> bool:
    """Tell whether a file's name says a unit's name, or begins with its code."""
    said, title = squeeze(name), unit_title(plan, unit)
    coded = unit != COMMITTEE and re.match(rf"{re.escape(squeeze(unit))}(?![0-9])", said)
    return bool(coded) or any(squeeze(title.say(lang)) in said for lang in Lang)
