"""A step's forms, one workbook a unit; and a new campaign's plan."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder, new_campaign
from xlcampaign.checks.alike import once
from xlcampaign.commands.collect import Collected, Opened, open_plan, stage_of
from xlcampaign.commands.history import earlier_seals
from xlcampaign.commands.merge import gather, tally_stage, unanswered_in
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.received import as_cast, received_of, say_cast
from xlcampaign.commands.recipients import file_name, recipient_folder, stray_folders
from xlcampaign.commands.summarised import read_summarised
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.catalogue import rating_rules as w
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.forms.form import write_form
from xlcampaign.forms.papers import write_papers
from xlcampaign.forms.reissue import Received, reissue
from xlcampaign.layout import choices
from xlcampaign.layout.forms import forms_in, forms_of, tells_results
from xlcampaign.layout.lists import list_forms
from xlcampaign.layout.online import QUESTIONS, online_papers
from xlcampaign.layout.paper import Paper
from xlcampaign.layout.papers import (
    CARDS,
    PAPERS,
    SELF_RATINGS,
    meeting_papers,
    pledge_cards,
    self_papers,
)
from xlcampaign.layout.plan import Rows, plan_book
from xlcampaign.layout.sheet import Book
from xlcampaign.layout.standard import fresh_plan
from xlcampaign.model.choices import StepKey
from xlcampaign.model.history import Past, Source
from xlcampaign.model.identity import Slot
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch
from xlcampaign.tally.gone import naming_gone
from xlcampaign.words import Lang, T, listing_of
from xlcampaign.workbook.replacing import sweep

_SENT = {".xlsx", ".eml", ".txt"}
"""What files end with that somebody may send."""
_NOBODY: Mapping[str, Rows] = {}


def make_forms(
    folder: Folder, stage: int | None, step: StepKey | None, engine: Engine, progress: Progress
) -> tuple[list[Path], int, list[Finding]]:
    """Write the forms of a step, and the papers that go with them, each into the folder of its recipient.

    Forms are filled in with what is known from the inbox: pledges, proposals, results, and what was received of the
    very form before.

    Returns:
        Where they are, how many errors in the inbox kept something from being filled in, and findings: the plan's
        warnings, forms that are issued by other rules of counting than today's, older files that were set aside,
        because somebody changed them, and those of earlier versions in another folder.

    Raises:
        Stop: the plan has errors or lacks codes, the step has no forms, a file cannot be written, or another command
            is writing.
    """
    opened = open_plan(folder, engine, stage)
    _refuse_unwritten(opened)
    number = stage_of(opened, stage)
    plan = opened.plan.of_stage(number)
    plan = replace(plan, campaign=replace(plan.campaign, stage=number))
    wanted = plan.campaign.step if step is None else step
    collected = gather(folder, opened, engine, progress, stage=number, drafts=True)
    plan = naming_gone(plan, collected.submissions)
    seals, spoilt = earlier_seals(folder, plan, number)
    tallied = tally_stage(collected.submissions, plan, number, seals)
    known = replace(tallied.known, history=_told_of(folder, tallied.known.history))
    received = received_of(collected, tallied, plan)
    books = forms_of(plan, wanted, known)
    if not books:
        raise Stop(no_forms(plan, number, wanted))
    issued = [as_cast(book, plan, known, received.get(_slot_of(book))) for book in books]
    places = {unit: recipient_folder(folder, plan, number, unit) for _, _, unit in map(_slot_of, books)}
    written: list[Path] = []
    said: list[Finding | None] = [*opened.warnings, *say_cast(issued, plan), _say_outbox(folder, number)]
    said += spoilt or _say_unsealed(collected, seals, number - 1)
    with alone_in(folder.send(number), *places.values()):
        outputs = Outputs(folder, plan.campaign.language)
        for book, printed in issued:
            place = places[_slot_of(book).unit]
            for file in _files_of(printed, book, known, received):
                said += [outputs.put(place / file.name, file.write)]
                said += [outputs.retire(place / file.instead_of)] if file.instead_of else []
                written.append(place / file.name)
    said += [_say_strays(folder, plan, number)]
    left = list(unanswered_in(collected, tallied.selection, plan, number))
    said += _say_meaning(left, [received[slot] for slot in map(_slot_of, books) if slot in received])
    errors = sum(finding.is_error for finding in once(left))
    return written, errors, [finding for finding in said if finding]


def _told_of(folder: Folder, history: Iterable[Past]) -> tuple[Past, ...]:
    """Return the earlier stages of which branches may be told: sealed, or at least summarised for a meeting to look at."""
    return tuple(
        past
        for past in history
        if past.source is Source.SEALED or read_summarised(folder.summarised(past.stage))
    )


def no_forms(plan: Plan, stage: int, wanted: StepKey) -> Finding:
    """Return that a step has no forms in a stage, with those that have some, the next one first of all."""
    kinds, steps = forms_in(plan, stage), list(StepKey)
    later = (form.step for form in kinds if steps.index(form.step) > steps.index(wanted))
    step = min(later, key=steps.index, default=None)
    named = step and o.NEXT_STEP.filled(step=choices.label_of(choices.STEPS, step), key=step)
    label = choices.label_of(choices.STEPS, wanted)
    return o.NO_FORMS.at(Place(), step=label, next=named or T("", ""), steps=list_forms(kinds))


def _slot_of(book: Book) -> Slot:
    assert book.identity is not None
    return book.identity.slot


def _say_meaning(found: Iterable[Finding], again: Iterable[Received]) -> Iterator[Finding]:
    """Yield what means something else on forms that are issued again than where their votes were cast."""
    files = {version.file for received in again for version in received.versions}
    for finding in found:
        if finding.rule == w.OTHER_MEANING and finding.place.file in files:
            yield replace(finding, costs=w.PRINTED_ANEW)


def _say_outbox(folder: Folder, stage: int) -> Finding | None:
    """Return what is to be said of forms that an earlier version wrote somewhere else; None where there are none."""
    outbox = folder.outbox(stage)
    left = sum(path.suffix == ".xlsx" for path in outbox.rglob("*"))
    places = {"outbox": _shown(folder, outbox), "send": _shown(folder, folder.send(stage))}
    return o.SENT_FROM_ELSEWHERE.at(Place(), number=left, **places) if left else None


def _say_strays(folder: Folder, plan: Plan, stage: int) -> Finding | None:
    """Return what is to be said of recipients' folders that are no unit's any more: somebody may still send from them."""
    strays = stray_folders(folder, plan, stage)
    names = [place.name for place in strays if any(path.suffix in _SENT for path in place.glob("*"))]
    return o.STRAY_FOLDERS.at(Place(), names=listing_of(names)) if names else None


def _say_unsealed(collected: Collected, sealed: Container[int], stage: int) -> Iterable[Finding]:
    """Return what is to be said of the stage before, of which something came, as long as nobody sealed it."""
    came = any(submission.identity.stage == stage for submission in collected.submissions)
    return (s.EARLIER_UNSEALED.at(Place(), stage=stage),) if came and stage not in sealed else ()


def _shown(folder: Folder, place: Path) -> str:
    return place.relative_to(folder.root).as_posix()


class _File(NamedTuple):
    """A file that goes to a unit: its name, what writes it, and the name that it would have if it told less, or more."""

    name: str
    write: Callable[[Path], str]
    instead_of: str = ""


def _files_of(plan: Plan, book: Book, known: Known, received: Mapping[Slot, Received]) -> Iterator[_File]:
    """Yield what goes to a form's unit: the form, and the papers for its meeting, printed by the form's own plan."""
    lang = plan.campaign.language
    stage, step, unit = slot = _slot_of(book)
    made = plan.step_of(stage, step).start
    private = slot in received or tells_results(plan, book)
    names = {telling: file_name(plan, book, private=telling) for telling in (True, False)}
    yield _File(names[private], _writing(book, received.get(slot), lang, made), names[not private])
    branch = plan.branch_of.get(unit)
    for title, papers in _papers(plan, branch, step, known) if branch else ():
        write = partial(write_papers, title=title, papers=papers, lang=lang, made=made)
        yield _File(file_name(plan, book, title), write)


def _writing(book: Book, received: Received | None, lang: Lang, made: date) -> Callable[[Path], str]:
    """Return what writes a form: as it is, or filled in and no older than what was received of it."""
    if received is None:
        return partial(write_form, book=book, lang=lang, made=made)
    again, made = reissue(book, received, lang), max((made, *received.days))
    return partial(write_form, book=again.book, lang=lang, made=made, answers=again.answers)


def _refuse_unwritten(opened: Opened) -> None:
    """Stop where members' codes are not in the plan itself: forms that are out go by them."""
    unwritten = [finding for finding in opened.findings if finding.rule == p.NUMBERED]
    if unwritten:
        first = unwritten[0]
        raise Stop(o.CODES_UNWRITTEN.at(first.place, found=len(unwritten), name=first.facts["name"]))


def _papers(plan: Plan, branch: Branch, step: StepKey, known: Known) -> list[tuple[T, tuple[Paper, ...]]]:
    """Return the papers that go with a branch's form, each kind with what it is called."""
    kinds: list[tuple[T, tuple[Paper, ...]]] = []
    if step is StepKey.PLEDGE:
        kinds = [(CARDS, pledge_cards(plan, branch, known))]
    elif step is StepKey.EVALUATION:
        kinds = [
            (PAPERS, meeting_papers(plan, branch, known)),
            (SELF_RATINGS, self_papers(plan, branch)),
            (QUESTIONS, online_papers(plan, branch)),
        ]
    return [(title, papers) for title, papers in kinds if papers]


def make_campaign(root: Path, lang: Lang, today: date, people: Mapping[str, Rows] = _NOBODY) -> Path:
    """Write a new campaign's folders and its plan with the standard rules; return the plan's path.

    Args:
        root: the campaign's folder.
        lang: the language of the plan.
        today: the day.
        people: the rows of branches and members, as far as they are known.

    Raises:
        Stop: there is one already, or it cannot be written.
    """
    with writing(root):
        folder = new_campaign(root)
        sweep(root)
    stem = re.sub(r"[^\w.-]", "", root.resolve().name)[:15] or "campaign"
    settings, rows = fresh_plan(lang, stem, today.year)
    with writing(folder.plan):
        write_form(folder.plan, plan_book(settings, {**rows, **people}, examples=True), lang, today)
    return folder.plan
