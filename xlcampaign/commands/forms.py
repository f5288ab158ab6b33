"""A step's forms, one workbook a unit; and a new campaign's plan."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from xlcampaign.campaign import Folder, new_campaign
from xlcampaign.commands.collect import Opened, open_plan, stage_of
from xlcampaign.commands.merge import gather, tally_stage
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.received import as_cast, received_of, say_cast
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.forms.form import write_form
from xlcampaign.forms.papers import write_papers
from xlcampaign.forms.reissue import Received, reissue
from xlcampaign.layout import choices
from xlcampaign.layout.forms import forms_of, unit_title
from xlcampaign.layout.lists import LISTS
from xlcampaign.layout.paper import Paper
from xlcampaign.layout.papers import (
    CARDS,
    PAPERS,
    SELF_RATINGS,
    meeting_papers,
    pledge_cards,
    self_papers,
)
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Book
from xlcampaign.layout.standard import fresh_plan
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import Branch, Plan, StepKey
from xlcampaign.model.results import Known
from xlcampaign.words import Lang, T
from xlcampaign.workbook.replacing import sweep

_LONGEST_NAME = 30
"""Of a unit in a file's name: systems take 255 bytes in all, and a Chinese character is three."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


def file_name(plan: Plan, book: Book, title: T | None = None) -> str:
    """Return the name under which a form, or something with another title for its unit, is passed on."""
    assert book.identity is not None
    lang = plan.campaign.language
    branch = plan.branch_of.get(book.identity.unit)
    unit = [
        *([branch.code] if branch else []),
        unit_title(plan, book.identity.unit).say(lang)[:_LONGEST_NAME],
    ]
    parts = [*unit, (title or book.title).say(lang), plan.stage_of(book.identity.stage).name]
    return "-".join(_UNSAFE.sub("_", part) for part in parts) + ".xlsx"


def make_forms(
    folder: Folder, stage: int | None, step: StepKey | None, engine: Engine, progress: Progress
) -> tuple[list[Path], int, list[Finding]]:
    """Write the forms of a step, and the papers that go with them, into the outbox.

    Forms are filled in with what is known from the inbox: pledges, proposals, results, and what was received of the
    very form before.

    Returns:
        Where they are, how many errors in the inbox kept something from being filled in, and findings: on forms
        that are issued by other rules of counting than today's, and on older files that were set aside, because
        somebody changed them.

    Raises:
        Stop: the plan has errors or lacks codes, the step has no forms, a file cannot be written, or another command
            is writing.
    """
    opened = open_plan(folder, engine)
    _refuse_unwritten(opened)
    number = stage_of(opened, stage)
    plan = replace(opened.plan, campaign=replace(opened.plan.campaign, stage=number))
    wanted = plan.campaign.step if step is None else step
    collected = gather(folder, opened, engine, progress, drafts=True)
    tallied = tally_stage(collected.submissions, opened.plan, number)
    known, received = tallied.known, received_of(collected, tallied, plan)
    books = forms_of(plan, wanted, known) if plan.has_step(number, wanted) else ()
    if not books:
        raise Stop(o.NO_FORMS.at(Place(), step=choices.label_of(choices.STEPS, wanted), forms=LISTS["forms"]))
    made = plan.step_of(number, wanted).start
    lang, target = plan.campaign.language, folder.outbox(number) / wanted
    issued = [as_cast(book, plan, known, received.get(_slot_of(book))) for book in books]
    outcomes: dict[Path, Finding | None] = {}
    with alone_in(target):
        outputs = Outputs(folder, lang)
        for book, printed in issued:
            file = target / file_name(plan, book)
            write_book = _writing(book, received.get(_slot_of(book)), lang, made)
            outcomes[file] = outputs.put(file, write_book)
            branch = plan.branch_of.get(_slot_of(book).unit)
            for title, papers in _papers(printed, branch, wanted, known) if branch else ():
                file = target / file_name(plan, book, title)
                write = partial(write_papers, title=title, papers=papers, lang=lang, made=made)
                outcomes[file] = outputs.put(file, write)
    errors = sum(finding.is_error for finding in collected.findings)
    said = (*say_cast(issued, plan), *outcomes.values())
    return list(outcomes), errors, [found for found in said if found]


def _slot_of(book: Book) -> Slot:
    assert book.identity is not None
    return book.identity.slot


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
        ]
    return [(title, papers) for title, papers in kinds if papers]


def make_campaign(root: Path, lang: Lang, today: date) -> Path:
    """Write a new campaign's folders and its plan with the standard rules; return the plan's path.

    Raises:
        Stop: there is one already, or it cannot be written.
    """
    with writing(root):
        folder = new_campaign(root)
        sweep(root)
    stem = re.sub(r"[^\w.-]", "", root.resolve().name)[:15] or "campaign"
    settings, rows = fresh_plan(lang, stem, today.year)
    with writing(folder.plan):
        write_form(folder.plan, plan_book(settings, rows, examples=True), lang, today)
    return folder.plan
