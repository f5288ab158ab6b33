"""Messages to units: each as a draft and as text in its recipient's folder, all of them in a list for mail merge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import Opened, open_plan, stage_of
from xlcampaign.commands.merge import Options, report_on
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.recipients import file_name, recipient_folder
from xlcampaign.commands.results import make_results
from xlcampaign.commands.writing import alone_in
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.layout import choices
from xlcampaign.layout.forms import form_for, form_title
from xlcampaign.layout.messages import MARKS, OWED, RECIPIENTS
from xlcampaign.layout.papers import PAPERS_OF
from xlcampaign.model.briefing import LACKING, ExpectedForm
from xlcampaign.model.identity import COMMITTEE, Identity, Slot
from xlcampaign.model.message import MessageKind
from xlcampaign.model.plan import Plan, StepKey
from xlcampaign.sending.drafts import draft_of, text_of
from xlcampaign.sending.messages import Letter, write_letter
from xlcampaign.sending.recipients import write_recipients
from xlcampaign.tally.expected import expected_forms
from xlcampaign.words import listing_of

_SUFFIXES = (".eml", ".txt")
"""Of a message as a draft, and as text."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What messages are about, and as of when; None where the plan decides."""

    kind: MessageKind
    stage: int | None
    step: StepKey | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Mailing:
    """Messages that were written: where their drafts and the list of recipients are, and what is to be said."""

    letters: tuple[Letter, ...]
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


class _Errand(NamedTuple):
    """A unit to write to: about which form, with which files, and which forms it still owes."""

    slot: Slot
    files: tuple[Path, ...]
    missing: tuple[str, ...] = ()


def make_mails(folder: Folder, occasion: Occasion, engine: Engine, progress: Progress) -> Mailing:
    """Write the messages of an occasion into the folders of their recipients.

    Raises:
        Stop: the plan has errors, or its text for the occasion has; there are no forms to send; results are others than
            those of the last summary; a file cannot be written, or another command is writing.
    """
    opened = open_plan(folder, engine)
    _refuse_unknown(opened, occasion.kind)
    stage = stage_of(opened, occasion.stage)
    plan = opened.plan
    said: tuple[Finding, ...] = ()
    if occasion.kind is MessageKind.RESULTS:
        said = make_results(folder, opened, _options(occasion, engine), stage, progress)
    errands = list(_errands(folder, opened, occasion, stage, engine, progress))
    if not errands and occasion.kind is MessageKind.FORMS:
        step = choices.label_of(choices.STEPS, occasion.step or plan.campaign.step)
        raise Stop(m.NO_FORMS_TO_MAIL.at(Place(), step=step))
    letters = tuple(write_letter(plan, occasion.kind, one.slot, one.files, one.missing) for one in errands)
    files, aside = _write(folder, plan, stage, occasion, letters)
    found = [finding for finding in opened.findings if finding.rule == p.BAD_ADDRESS]
    return Mailing(letters, files, (*found, *said, *_without_address(letters), *aside))


def _refuse_unknown(opened: Opened, kind: MessageKind) -> None:
    """Stop where the plan's text for an occasion says what nobody can fill in."""
    label = choices.label_of(choices.MESSAGES, kind)
    found = [f for f in opened.findings if f.rule == p.UNKNOWN_PLACEHOLDER and f.facts["kind"] == label]
    if found:
        raise Stop(*found)


def _errands(
    folder: Folder, opened: Opened, occasion: Occasion, stage: int, engine: Engine, progress: Progress
) -> Iterator[_Errand]:
    """Yield the units to write to, the committee before the branches as their folders lie."""
    plan = opened.plan
    units = [COMMITTEE, *(branch.code for branch in plan.branches)]
    if occasion.kind is MessageKind.REMINDERS:
        owed = _owed(folder, opened, occasion, engine, progress)
        for unit in units:
            if forms := [form for form in owed if form.slot.unit == unit]:
                files = [file for form in forms for file in _forms_in(folder, plan, form.slot)[:1]]
                yield _Errand(forms[0].slot, tuple(files), tuple(_say_owed(plan, form) for form in forms))
        return
    key = occasion.step or plan.campaign.step
    if not plan.has_step(stage, key):
        return
    for unit in units:
        slot = Slot(stage, key, unit)
        if occasion.kind is MessageKind.FORMS:
            files = _forms_in(folder, plan, slot)
        else:
            marks = tuple(mark.say(plan.campaign.language) for mark in MARKS.get(occasion.kind, ()))
            there = recipient_folder(folder, plan, stage, unit)
            files = sorted(path for path in there.glob("*") if path.stem.endswith(marks))
        if files:
            yield _Errand(slot, tuple(files))


def _forms_in(folder: Folder, plan: Plan, slot: Slot) -> list[Path]:
    """Return a unit's form of a step as it lies in the unit's folder, and behind it the papers that go with it."""
    book = form_for(plan, Identity(plan.campaign.code, *slot))
    if book is None:
        return []
    there = recipient_folder(folder, plan, slot.stage, slot.unit)
    names = [file_name(plan, book, private=private) for private in (True, False)]
    names += (file_name(plan, book, title) for title in PAPERS_OF.get(slot.step, ()))
    return [path for path in (there / name for name in names) if path.is_file()]


def _owed(
    folder: Folder, opened: Opened, occasion: Occasion, engine: Engine, progress: Progress
) -> list[ExpectedForm]:
    """Return the forms that are due and of which nothing is known."""
    report = report_on(folder, opened, _options(occasion, engine), progress, of_nothing=True)
    return [form for form in expected_forms(report) if form.due and form.state in LACKING]


def _options(occasion: Occasion, engine: Engine) -> Options:
    return Options(occasion.stage, occasion.as_of, None, strict=False, engine=engine)


def _say_owed(plan: Plan, form: ExpectedForm) -> str:
    facts = {
        "form": form_title(form.slot).say(plan.campaign.language),
        "deadline": form.deadline.isoformat(),
        "state": choices.FORM_STATES[form.state].say(plan.campaign.language),
    }
    return OWED.fill(plan.campaign.language, facts)


def _without_address(letters: Iterable[Letter]) -> Iterator[Finding]:
    """Yield once who cannot be written to."""
    names = [letter.name for letter in letters if not letter.addresses]
    if names:
        yield m.NO_ADDRESS.at(Place(), found=len(names), names=listing_of(names))


def _write(
    folder: Folder, plan: Plan, stage: int, occasion: Occasion, letters: tuple[Letter, ...]
) -> tuple[tuple[Path, ...], list[Finding]]:
    """Write drafts, texts and the list of recipients; return where, and what is to be said of files changed by hand.

    Drafts of an earlier day, to units that this one does not concern, are taken away: nobody sends them by mistake.
    """
    lang = plan.campaign.language
    kind = choices.label_of(choices.MESSAGES, occasion.kind).say(lang)
    listed = folder.send(stage) / RECIPIENTS.fill(lang, {"kind": kind})
    places = {unit: recipient_folder(folder, plan, stage, unit) for unit in (COMMITTEE, *plan.branch_of)}
    files = {place / f"{place.name}-{kind}{suffix}" for place in places.values() for suffix in _SUFFIXES}
    if not letters and not folder.send(stage).is_dir():
        return (), []
    written: list[Path] = []
    said: list[Finding | None] = []
    with alone_in(folder.send(stage), *(places[letter.unit] for letter in letters)):
        outputs = Outputs(folder, lang)
        for letter in letters:
            place = places[letter.unit]
            for suffix, data in zip(_SUFFIXES, (draft_of(letter), text_of(letter)), strict=True):
                written.append(place / f"{place.name}-{kind}{suffix}")
                said.append(outputs.put_data(written[-1], data))
        if letters:
            made = plan.stage_of(stage).start
            said.append(outputs.put(listed, lambda target: write_recipients(target, letters, lang, made)))
            written.append(listed)
        said += [outputs.retire(file) for file in sorted({*files, listed} - {*written})]
    return tuple(written), [finding for finding in said if finding]
