"""Valid filled forms of a whole campaign, in every shape, and what the program makes of them."""

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from filled import MADE, sample_answers
from plans import small_plan, with_entries

from xlcampaign.checks.inbox import check_voters, check_votes
from xlcampaign.checks.registers import check_registers
from xlcampaign.commands.intake import take_in
from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Entry, Plan
from xlcampaign.model.results import Ledger
from xlcampaign.model.submission import Submission
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.score import score
from xlcampaign.tally.select import select_parts
from xlcampaign.words import Lang

SEED = 11
SHAPES = (
    ("points", Entry.MARKS),
    ("approval", Entry.MARKS),
    ("grades", Entry.MARKS),
    ("approval", Entry.TALLY),
    ("grades", Entry.TALLY),
    ("points", Entry.BALLOTS),
    ("approval", Entry.BALLOTS),
    ("grades", Entry.BALLOTS),
)
_TEACHERS = 4
DECIDED = {
    "vetoes": {"subject": "01", "situation": None, "document": "联党发7号", "day": None},
    "overrides": {"subject": "0102", "level": None, "reason": "支教一年", "document": "联党发8号"},
}


@dataclass(frozen=True)
class Form:
    """One valid form: its declaration, its file's name and bytes."""

    book: Book
    name: str
    data: bytes


@dataclass(frozen=True)
class Reading:
    """What became of a campaign's files: the form in question, the ledger of all, everything found."""

    submission: Submission | None
    ledger: Ledger
    findings: tuple


@dataclass(frozen=True)
class Campaign:
    """A campaign's plan and forms, every one valid, with each form's submission."""

    plan: Plan
    forms: tuple[Form, ...]
    submissions: tuple[Submission, ...]

    def read(self, form: Form, data: bytes) -> Reading:
        """Read one form's bytes in place of its own, merged with the others."""
        intake = take_in(Envelope(form.name, data), self.plan)
        others = [s for f, s in zip(self.forms, self.submissions, strict=True) if f is not form]
        own = [intake.submission] if intake.submission else []
        submissions = (*others, *own)
        ledger, found = merged(submissions, self.plan)
        return Reading(intake.submission, ledger, (*intake.findings, *found))


def merged(submissions, plan):
    """Return the ledger of some submissions and what is found in it."""
    selection = select_parts(submissions)
    ledger = merge_parts(tuple(submissions), selection, plan, 1)
    found = [*check_votes(ledger, plan), *check_voters(ledger, selection, plan, 1)]
    return ledger, [*found, *check_registers(ledger, plan)]


@cache
def campaign_of(scale: str, entry: Entry) -> Campaign:
    """Return a campaign whose ways all take one scale and entry; later forms are filled in from earlier ones."""
    plan = with_entries(small_plan(2, 3), lambda *_: (scale, entry))
    branches = tuple(replace(branch, teachers=_TEACHERS) for branch in plan.branches)
    plan = replace(plan, branches=branches)
    branch = plan.branches[0]
    forms: list[Form] = []
    submissions: list[Submission] = []
    for make in (
        lambda _: pledge_form(plan, branch),
        lambda known: evaluation_form(plan, branch, known),
        lambda known: assessment_form(plan, known),
        lambda known: rectification_form(plan, branch, known),
        lambda known: commendation_form(plan, known),
    ):
        ledger, _ = merged(submissions, plan)
        known = Known(ledger, score(ledger, plan))
        book = make(known)
        if not any(isinstance(sheet, Table) for sheet in book.shown):
            continue  # nobody has to rectify, so no such form is sent
        form = _filled(plan, book)
        intake = take_in(Envelope(form.name, form.data), plan)
        assert intake.submission is not None
        assert not [finding for finding in intake.findings if finding.is_error]
        forms.append(form)
        submissions.append(intake.submission)
    return Campaign(plan, tuple(forms), tuple(submissions))


def _filled(plan: Plan, book: Book) -> Form:
    answers = sample_answers(plan, book, SEED) | _decisions(book)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{book.key}.xlsx"
        write_form(path, book, Lang.ZH, MADE, answers)
        return Form(book, path.name, path.read_bytes())


def _decisions(book: Book) -> dict:
    """Fill what no sample fills: a second submission, and what only the committee decides, a veto and an override."""
    answers = {("cover", 0, "version"): 2}
    for sheet in book.sheets:
        if isinstance(sheet, Table) and sheet.key in DECIDED:
            row = len(sheet.rows)
            for key, value in DECIDED[sheet.key].items():
                column = sheet.column_of(key)
                example = column.example if value is None and column.example else value
                if example is None:
                    example = column.kind.choices[0].key
                answers[sheet.key, row, key] = column.kind.show(example, Lang.ZH)
    return answers
