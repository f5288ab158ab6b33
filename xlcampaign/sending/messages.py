"""What is written to a unit: the plan's text for the occasion, with what is this unit's own filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlcampaign.layout.addresses import addresses_in
from xlcampaign.layout.choices import STEPS, label_of
from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.messages import fill_in, message_of
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.message import MessageKind
from xlcampaign.model.plan import Plan
from xlcampaign.words import T

_NO_SECRETARY = T("书记", "Secretary")
_NOTHING = T("（无附件）", "(none)")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to a unit.

    Attributes:
        unit: the code of the unit.
        name: what it is called.
        addresses: where it is sent; none where the plan knows none.
        subject: in one line.
        text: in lines that end with a line feed.
        attachments: the files that go with it.
    """

    unit: str
    name: str
    addresses: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Path, ...]


def write_letter(
    plan: Plan, kind: MessageKind, slot: Slot, attachments: Sequence[Path], missing: Sequence[str] = ()
) -> Letter:
    """Return the message of a kind to a unit.

    Args:
        plan: the campaign's plan.
        kind: the occasion.
        slot: the unit, and the step that it is about.
        attachments: the files that go with it.
        missing: the forms that are still to come, each as it is said.
    """
    message = message_of(plan, kind)
    facts = _facts(plan, slot) | {
        "attachments": "\n".join(file.name for file in attachments) or _NOTHING.say(plan.campaign.language),
        "missing": "\n".join(missing),
    }
    subject = " ".join(fill_in(message.subject, facts).split())
    text = "\n".join(fill_in(message.text, facts).splitlines())
    return Letter(
        slot.unit, facts["branch"], addresses_of(plan, slot.unit), subject, text, tuple(attachments)
    )


def addresses_of(plan: Plan, unit: str) -> tuple[str, ...]:
    """Return the addresses of a unit: a branch's, or those to which the committee's own forms go."""
    return addresses_in(typed_addresses(plan, unit))


def typed_addresses(plan: Plan, unit: str) -> str:
    """Return what the plan has for the addresses of a unit, be it an address or not."""
    return plan.campaign.email if unit == COMMITTEE else plan.branch_of[unit].email


def _facts(plan: Plan, slot: Slot) -> dict[str, str]:
    lang, branch = plan.campaign.language, plan.branch_of.get(slot.unit)
    return {
        "branch": unit_title(plan, slot.unit).say(lang),
        "secretary": (branch.secretary if branch else "") or _NO_SECRETARY.say(lang),
        "campaign": plan.campaign.name,
        "organisation": plan.campaign.organisation,
        "stage": plan.stage_of(slot.stage).name,
        "step": label_of(STEPS, slot.step).say(lang),
        "deadline": plan.deadline_of(*slot).isoformat(),
    }
