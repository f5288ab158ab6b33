"""A valid form, and a second version of it with one mistake: what counts is the one or the other, and it is said."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from mutations.campaign import Campaign, Form
from mutations.cells import Archive
from mutations.facts import Cell, changes
from mutations.mistakes import Mistake, mistakes_on
from mutations.verdicts import Case, Verdict, cells_of

from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import merge_stage
from xlcampaign.layout.form_book import COVER
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.submission import BLANK

SECOND = "second.xlsx"
_OURS = {"place", "unlit", "listed"}
"""Fields that nobody types: where it stands, what the program wrote for the eye, and what results ask for."""
_AS_OF = date(2023, 5, 30)
_KEPT = {"X120", "X122", "X123", "X124", "X126", "X127", "X128", "X130", "X131", "X145", "R123"}
"""What is said where something of the first version is still in force."""
_REPLACED = {"X102", "X121", "X125", "X128", "R123", "X131", "X138", "X139", "X146"}
"""What is said where something of the second version counts instead."""


def judge_pairs(campaign: Campaign, form: Form, choose=lambda mistakes: mistakes) -> Iterator[Case]:
    """Yield what becomes of mistakes in the cells of a second version."""
    archive = Archive(form.data)
    others = [s for f, s in zip(campaign.forms, campaign.submissions, strict=True) if f is not form]
    own = campaign.submissions[campaign.forms.index(form)]
    mistakes = [
        m for cell in cells_of(form) if cell.sheet != COVER and _states(cell) for m in mistakes_on(cell)
    ]
    for mistake in choose(mistakes):
        present = {at: typed for at, typed in mistake.put.items() if archive.has(mistake.cell.title, at)}
        data = archive.changed(mistake.cell.title, present, mistake.merge)
        intake = take_in(Envelope(SECOND, data), campaign.plan)
        if intake.submission is None:
            continue  # one error of the file, which neither counts nor replaces
        second = replace(intake.submission, version=(own.version or 0) + 1)
        first, alone, both = (
            merge_stage([*others, *own_versions], campaign.plan, 1, _AS_OF)
            for own_versions in ([own], [second], [own, second])
        )
        codes = {
            f.rule.code for f in (*both.findings, *intake.findings) if f.place.file in {SECOND, own.file}
        }
        errors = {f.rule.code for f in intake.findings if f.is_error}
        yield _judge(form, mistake, [_totals(one.ledger) for one in (first, alone, both)], codes, errors)


def _states(cell: Cell) -> bool:
    """Tell whether a cell is anybody's word: what the program wrote for the eye alone tells no versions apart."""
    return cell.column.is_input or cell.column.key in {
        "number",
        "subject",
        "code",
        "name",
        "star",
        "way",
        "text",
    }


def _judge(form: Form, mistake: Mistake, totals: list[dict], codes: set[str], errors: set[str]) -> Case:
    before, alone, both = totals
    where = f"{form.book.key} › {mistake.cell.title} › {mistake.cell.column.key} row {mistake.cell.row}"
    replaced = [
        c for c in changes(before, both) if not (c.after == alone.get(c.fact) or (c.is_loss and errors))
    ]
    gone = [c for c in changes(before, both) if c.before is not None]
    untold = gone and not codes & (_REPLACED | errors)
    kept = changes(alone, both) and not codes & _KEPT
    said = " ".join(sorted(codes))
    if replaced or untold or kept:
        return Case(
            where,
            mistake.name,
            Verdict.SILENT,
            f"{replaced[:2]} {untold} {kept and changes(alone, both)[:2]} {said}",
        )
    return Case(where, mistake.name, Verdict.REPORTED if changes(before, both) else Verdict.NEUTRAL, said)


def _totals(ledger) -> dict:
    """Everything that counts: marks, texts, meetings, and what registers hold."""
    found: dict = {
        (*key, mark): n
        for key, counts in ledger.counts.items()
        for mark, n in counts.items()
        if mark != BLANK
    }
    found |= {("text", *about): text for about, text in ledger.texts.items()}
    for about, meeting in ledger.meetings.items():
        found |= {("meeting", *about, f.name): getattr(meeting, f.name) for f in fields(meeting)}
    registers = ledger.registers
    for listed in (registers.pledges, registers.announcements, registers.baselines, registers.comments,
                   registers.rectifications, registers.commendations, registers.vetoes.values(),
                   registers.overrides.values()):  # fmt: skip
        seen: Counter = Counter()
        for record in listed:
            n = seen[_about(record)]
            seen[_about(record)] += 1
            found |= {
                ("record", _about(record), n, f.name): _said(getattr(record, f.name))
                for f in fields(record)
                if f.name not in _OURS
            }
    return found


def _about(record) -> tuple:
    names = ("number", "branch", "subject", "author", "honour")
    return (type(record).__name__, *(str(getattr(record, name, "")) for name in names))


def _said(value) -> object:
    return (value.state, value.progress, value.reason) if hasattr(value, "progress") else value
