"""Messages to units: each as a draft and as text in its recipient's folder, all of them in a list for mail merge."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import Opened, open_plan, stage_of
from xlcampaign.commands.issued import never_issued, say_never_issued, written_forms
from xlcampaign.commands.merge import Options, report_on
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.recipients import recipient_folder, stray_folders
from xlcampaign.commands.results import make_results
from xlcampaign.commands.returns import make_returns
from xlcampaign.commands.writing import alone_in
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Finding, Place, Rejects, Stop
from xlcampaign.layout import choices
from xlcampaign.layout.forms import form_title, unit_title
from xlcampaign.layout.messages import MARKS, OWED, RECIPIENTS
from xlcampaign.model.briefing import LACKING, ExpectedForm
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.message import MessageKind
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Report
from xlcampaign.sending.drafts import draft_of, text_of
from xlcampaign.sending.messages import Letter, typed_addresses, write_letter
from xlcampaign.sending.recipients import write_recipients
from xlcampaign.tally.expected import expected_forms
from xlcampaign.words import T, listing_of

_SUFFIXES = (".eml", ".txt")
"""Of a message as a draft, and as text."""
_MOST_NAMED = 10
"""How many units a finding names."""


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
    opened = open_plan(folder, engine, occasion.stage)
    refuse_unknown(opened, occasion.kind)
    stage = stage_of(opened, occasion.stage)
    plan = opened.plan.of_stage(stage)
    errands, said = _errands(folder, opened, occasion, engine, progress)
    if not errands and occasion.kind is MessageKind.FORMS:
        step = choices.label_of(choices.STEPS, occasion.step or plan.campaign.step)
        raise Stop(m.NO_FORMS_TO_MAIL.at(Place(), step=step))
    letters = tuple(write_letter(plan, occasion.kind, one.slot, one.files, one.missing) for one in errands)
    files, aside = _write(folder, plan, stage, occasion, letters)
    return Mailing(letters, files, (*opened.warnings, *_without_address(letters, plan), *said, *aside))


def refuse_unknown(opened: Opened, kind: MessageKind) -> None:
    """Make sure that what the plan's text for an occasion says can be filled in.

    Raises:
        Stop: it cannot.
    """
    label = choices.label_of(choices.MESSAGES, kind)
    found = [f for f in opened.findings if f.rule == p.UNKNOWN_PLACEHOLDER and f.facts["kind"] == label]
    if found:
        raise Stop(*found)


def _errands(
    folder: Folder, opened: Opened, occasion: Occasion, engine: Engine, progress: Progress
) -> tuple[list[_Errand], tuple[Finding, ...]]:
    """Return the units to write to, the committee before the branches as their folders lie, and what is to be said."""
    stage, kind = stage_of(opened, occasion.stage), occasion.kind
    plan = opened.plan.of_stage(stage)
    key = occasion.step or plan.campaign.step
    slots = [Slot(stage, key, unit) for unit in (COMMITTEE, *plan.branch_of) if plan.has_step(stage, key)]
    if kind is MessageKind.FORMS:
        return _with_files((slot, written_forms(folder, plan, slot)) for slot in slots), ()
    options = Options(occasion.stage, occasion.as_of, None, strict=False, engine=engine)
    if kind is MessageKind.RESULTS:
        said = make_results(folder, opened, options, stage, progress)
        return _with_files((slot, _marked_in(folder, plan, slot, kind)) for slot in slots), said
    report = report_on(folder, opened, options, progress, of_nothing=True)
    if kind is MessageKind.REMINDERS:
        return _reminders(folder, report)
    returns = make_returns(folder, report, engine)  # what lay there before may be mended by now
    written = sorted(returns.written.values())
    places = {slot: recipient_folder(folder, plan, slot.stage, slot.unit) for slot in slots}
    back = ((slot, [path for path in written if path.parent == place]) for slot, place in places.items())
    return _with_files(back), (*returns.findings, *_say_by_hand(report, returns.written))


def _say_by_hand(report: Report, written: Container[str]) -> Iterator[Finding]:
    """Yield once which files were refused as a whole and do not go back: somebody has to ask for them."""
    refused = {
        finding.place.file: finding.rule.title
        for finding in report.findings
        if finding.rule.rejects is Rejects.FILE and finding.place.file not in written
    }
    if refused:
        zh = (f"{file}（{title.zh}）" for file, title in refused.items())
        en = (f"{file} ({title.en})" for file, title in refused.items())
        files = T(listing_of(zh, _MOST_NAMED).zh, listing_of(en, _MOST_NAMED).en)
        yield m.BY_HAND.at(Place(), found=len(refused), files=files)


def _with_files(found: Iterable[tuple[Slot, Sequence[Path]]]) -> list[_Errand]:
    return [_Errand(slot, tuple(files)) for slot, files in found if files]


def _marked_in(folder: Folder, plan: Plan, slot: Slot, kind: MessageKind) -> list[Path]:
    """Return the files in a unit's folder whose names say that they go with a kind of message."""
    marks = tuple(mark.say(plan.campaign.language) for mark in MARKS.get(kind, ()))
    there = recipient_folder(folder, plan, slot.stage, slot.unit)
    return sorted(path for path in there.glob("*") if path.stem.endswith(marks))


def _reminders(folder: Folder, report: Report) -> tuple[list[_Errand], tuple[Finding, ...]]:
    """Return whom to remind of forms that are due and of which nothing is known, and which cannot go with that, or never went."""
    plan = report.plan
    owed: dict[str, list[ExpectedForm]] = {unit: [] for unit in (COMMITTEE, *plan.branch_of)}
    files: dict[str, list[Path]] = defaultdict(list)
    absent: dict[tuple[StepKey, T], list[str]] = defaultdict(list)
    forms = expected_forms(report)
    unissued = never_issued(folder, plan, forms)
    for form in forms:
        if form.due and form.state in LACKING and form.slot not in unissued:
            unit, there = form.slot.unit, written_forms(folder, plan, form.slot)[:1]
            owed[unit].append(form)
            files[unit] += there
            if not there:
                absent[form.slot.step, form_title(form.slot)].append(_name(plan, unit))
    errands = [
        _Errand(forms[0].slot, tuple(files[unit]), tuple(_say_owed(plan, form) for form in forms))
        for unit, forms in owed.items()
        if forms
    ]
    said = (
        m.NOT_WRITTEN.at(Place(), form=form, step=step, names=listing_of(names, _MOST_NAMED))
        for (step, form), names in absent.items()
    )
    return errands, (*said, *say_never_issued(plan, forms, unissued))


def _name(plan: Plan, unit: str) -> str:
    return unit_title(plan, unit).say(plan.campaign.language)


def _say_owed(plan: Plan, form: ExpectedForm) -> str:
    facts = {
        "form": form_title(form.slot).say(plan.campaign.language),
        "deadline": form.deadline.isoformat(),
        "state": choices.FORM_STATES[form.state].say(plan.campaign.language),
    }
    return OWED.fill(plan.campaign.language, facts)


def _without_address(letters: Iterable[Letter], plan: Plan) -> Iterator[Finding]:
    """Yield once who cannot be written to for want of an address; that one is no address is said where it stands."""
    names = [
        letter.name for letter in letters if not (letter.addresses or typed_addresses(plan, letter.unit))
    ]
    if names:
        yield m.NO_ADDRESS.at(Place(), found=len(names), names=listing_of(names))


def _write(
    folder: Folder, plan: Plan, stage: int, occasion: Occasion, letters: tuple[Letter, ...]
) -> tuple[tuple[Path, ...], list[Finding]]:
    """Write drafts, texts and the list of recipients; return where, and what is to be said of files changed by hand.

    Drafts of an earlier day, to units that this one does not concern or that are gone, are taken away: nobody sends
    them by mistake.
    """
    lang = plan.campaign.language
    kind = choices.label_of(choices.MESSAGES, occasion.kind).say(lang)
    listed = folder.send(stage) / RECIPIENTS.fill(lang, {"kind": kind})
    places = {unit: recipient_folder(folder, plan, stage, unit) for unit in (COMMITTEE, *plan.branch_of)}
    known = (*places.values(), *stray_folders(folder, plan, stage))
    files = {place / f"{place.name}-{kind}{suffix}" for place in known for suffix in _SUFFIXES}
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
