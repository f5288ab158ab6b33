"""Which forms were written to be sent, and of which steps nothing was yet: nobody owes a form that never went out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.commands.recipients import file_name, recipient_folder
from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout import choices
from xlcampaign.layout.forms import form_for, form_title
from xlcampaign.layout.papers import PAPERS_OF
from xlcampaign.model.briefing import LACKING, ExpectedForm
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity, Slot
from xlcampaign.model.plan import Plan
from xlcampaign.words import enumerated

_STEPS = list(StepKey)


def written_forms(folder: Folder, plan: Plan, slot: Slot) -> list[Path]:
    """Return a unit's form of a step as it lies in the unit's folder, and behind it the papers that go with it."""
    book = form_for(plan, Identity(plan.campaign.code, *slot))
    if book is None:
        return []
    there = recipient_folder(folder, plan, slot.stage, slot.unit)
    names = [file_name(plan, book, private=private) for private in (True, False)]
    names += (file_name(plan, book, title) for title in PAPERS_OF.get(slot.step, ()))
    return [path for path in (there / name for name in names) if path.is_file()]


def never_issued(folder: Folder, plan: Plan, forms: Iterable[ExpectedForm]) -> frozenset[Slot]:
    """Return the forms of steps that the campaign has not come to, none of which was written or came.

    What the plan's current step and those before it ask for was sent, wherever it lies by now.

    Args:
        folder: the campaign's.
        plan: its plan.
        forms: those of a stage.
    """
    listed = [form for form in forms if _is_ahead(form.slot, plan)]
    begun = {
        form.slot.step
        for form in listed
        if form.files or form.unread or form.standin or written_forms(folder, plan, form.slot)
    }
    begun |= {form.slot.step for form in listed if any(folder.outbox(form.slot.stage).rglob("*.xlsx"))}
    return frozenset(form.slot for form in listed if form.slot.step not in begun)


def _is_ahead(slot: Slot, plan: Plan) -> bool:
    now = (plan.campaign.stage, _STEPS.index(plan.campaign.step))
    return (slot.stage, _STEPS.index(slot.step)) > now


def say_never_issued(
    plan: Plan, forms: Iterable[ExpectedForm], unissued: frozenset[Slot]
) -> Iterator[Finding]:
    """Yield once which forms are due and were never issued: nobody is reminded of them."""
    owed = (form for form in forms if form.slot in unissued and form.due and form.state in LACKING)
    titles = dict.fromkeys(form_title(form.slot) for form in owed)
    if titles:
        step = choices.label_of(choices.STEPS, plan.campaign.step)
        yield m.NEVER_ISSUED.at(Place(), forms=enumerated(titles), step=step)
