"""Which form a file's name speaks of: what only stands for a form has nothing else that tells."""

import re
from collections.abc import Iterable, Mapping

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding, Rejects
from xlcampaign.layout.forms import form_title, unit_title
from xlcampaign.layout.text import squeeze
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan
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
    refused = {found.place.file for found in findings if found.rule.rejects is Rejects.FILE}
    return _meant(((file, file.rpartition("/")[2]) for file in sorted(refused)), absent, plan)


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
    said, unit, title = squeeze(name), unit_title(plan, slot.unit), form_title(slot)
    if not any(squeeze(title.say(lang)) in said for lang in Lang):
        return False
    stages = {stage.number for stage in plan.stages if squeeze(stage.name) in said}
    coded = slot.unit != COMMITTEE and re.match(rf"{re.escape(squeeze(slot.unit))}(?![0-9])", said)
    named = any(squeeze(unit.say(lang)) in said for lang in Lang)
    return bool(coded or named) and stages <= {slot.stage}
