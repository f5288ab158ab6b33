"""To whom forms go: one folder a recipient, and the names under which files are passed on."""

import re
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.layout.dispatch import TITLE
from xlcampaign.layout.forms import ONLY_BRANCH, ONLY_COMMITTEE, unit_title
from xlcampaign.layout.sheet import Book
from xlcampaign.model.dispatch import Unit
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan
from xlcampaign.words import Lang, T, same

_LONGEST_NAME = 30
"""Of a unit in a file's name: systems take 255 bytes in all, and a Chinese character is three."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
_FIRST = "00"
"""Stands in place of a branch's code before the committee's name."""
_ENDS = ". "
"""What Windows drops at the end of a folder's name."""


def recipient_folder(folder: Folder, plan: Plan, stage: int, unit: str) -> Path:
    """Return where everything lies that goes to a unit in a stage.

    The committee's folder sorts first, before all branches: its forms are the coordinator's own errand, and nobody
    overlooks them there, or takes them for the last of fifty branches when all folders are sent one after the other.
    """
    named = "-".join((_FIRST if unit == COMMITTEE else unit, _unit_name(plan, unit)))
    return folder.send(stage) / named.rstrip(_ENDS)


def is_recipients(place: Path) -> bool:
    """Tell whether a folder is named as those of recipients are: a code, a dash, a name."""
    code, dash, name = place.name.partition("-")
    return place.is_dir() and bool(code and dash and name)


def stray_folders(folder: Folder, plan: Plan, stage: int) -> list[Path]:
    """Return the folders of recipients that are no unit's any more: it was renamed, is gone or has another code."""
    own = {recipient_folder(folder, plan, stage, unit) for unit in (COMMITTEE, *plan.branch_of)}
    return sorted(path for path in folder.send(stage).glob("*") if path not in own and is_recipients(path))


def names_its_recipient(path: Path) -> bool:
    """Tell whether a file is called after the unit in whose folder it lies; in a copy of a folder none is."""
    return path.name.startswith(path.parent.name.removeprefix(f"{_FIRST}-"))


def file_name(plan: Plan, book: Book, title: T | None = None, *, private: bool = False) -> str:
    """Return the name under which a form, or something with another title for its unit, is passed on.

    Args:
        plan: the campaign's plan.
        book: the form.
        title: what it is called, where that is not the form's own title.
        private: whether it holds what only its own unit may see: votes, proposals, results. Its name says so.
    """
    assert book.identity is not None
    slot = book.identity.slot
    only = ONLY_COMMITTEE if slot.unit == COMMITTEE else ONLY_BRANCH
    return name_for(plan, slot, title or book.title, only if private else same(""))


def name_for(plan: Plan, slot: Slot, title: T, only: T) -> str:
    """Return the name under which something is passed on to a unit, whatever it is.

    Args:
        plan: the campaign's plan.
        slot: to whom, in which stage.
        title: what it is called.
        only: what ends its name: who alone may see it.
    """
    lang = plan.campaign.language
    code = [] if slot.unit == COMMITTEE else [slot.unit]
    stage = _safe(plan.stage_of(slot.stage).name)
    parts = [*code, _unit_name(plan, slot.unit), _safe(title.say(lang)), stage]
    return f"{'-'.join(parts)}{only.say(lang)}.xlsx"


def dispatch_name(plan: Plan, stage: int) -> str:
    """Return the name under which a unit's report on a stage is passed on to the level above."""
    campaign = plan.campaign
    unit = _safe(campaign.organisation[:_LONGEST_NAME])
    parts = [campaign.unit_code, unit, TITLE.say(campaign.language), _safe(plan.stage_of(stage).name)]
    return f"{'-'.join(parts)}.xlsx"


def unit_file(unit: Unit, only: T, lang: Lang, number: int) -> str:
    """Return the name under which something goes back to a unit below, the second of which has a number."""
    again = f" {number}" if number > 1 else ""
    return f"{_safe(unit.code)}-{_safe(unit.name[:_LONGEST_NAME])}{again}{only.say(lang)}.xlsx"


def _unit_name(plan: Plan, unit: str) -> str:
    return _safe(unit_title(plan, unit).say(plan.campaign.language)[:_LONGEST_NAME])


def _safe(text: str) -> str:
    return _UNSAFE.sub("_", text)
