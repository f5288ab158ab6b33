"""A complete invented campaign to try everything on."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from xlcampaign.campaign import Folder, new_campaign
from xlcampaign.commands.collect import collect, open_plan
from xlcampaign.commands.intake import Terms
from xlcampaign.commands.merge import tally_stage
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.recipients import file_name
from xlcampaign.commands.writing import writing
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.forms.form import write_form
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.limits import cores
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import Submission
from xlcampaign.sample.inbox import PHASES, Sample, SampleFile, SampleForm
from xlcampaign.sample.opinions import opinions_of
from xlcampaign.sample.plan import YEAR, sample_plan
from xlcampaign.words import Lang
from xlcampaign.workbook.replacing import put, staging, sweep


def make_sample(root: Path, branches: int, members: int, seed: int, *, tidy: bool, lang: Lang) -> Path:
    """Write an invented campaign: its plan, its folders, and an inbox of forms as they came back.

    Args:
        root: the campaign's folder, made if it is not there.
        branches: how many branches.
        members: how many members in all.
        seed: equal seeds give equal campaigns.
        tidy: without mistakes.
        lang: the language of the campaign.

    Returns:
        The plan's path.

    Raises:
        Stop: there is a campaign already, forms came in without one, or it cannot be written.
        ValueError: fewer members than branches, or more than there are names for.
    """
    content = sample_plan(branches, members, seed, lang)
    with writing(root):
        folder = new_campaign(root)
        if any(folder.inbox.iterdir()):
            raise Stop(o.NOT_EMPTY.at(Place(), folder=root.name or str(root), name=folder.inbox.name))
        sweep(root)
        with staging(root) as room:
            made = Folder(room)
            write_form(made.plan, plan_book(*content), lang, date(YEAR, 1, 1))
            plan = open_plan(made, Processes(1)).plan
            _fill_inbox(made, Sample(plan, opinions_of(plan, seed), partial(file_name, plan), tidy))
            folder.send(1).mkdir(exist_ok=True)
            folder.inbox.rmdir()
            made.inbox.rename(folder.inbox)
            put(made.plan, folder.plan)  # last: a campaign with a plan is complete
    return folder.plan


def _fill_inbox(folder: Folder, sample: Sample) -> None:
    """Write phase after phase; what came in before, as the program reads it, is known to the next one."""
    submissions: tuple[Submission, ...] = ()
    unread: list[str] = []
    for phase in PHASES:
        submissions += _read_back(folder.inbox, unread, sample.plan)
        unread = []
        for file in phase(sample, tally_stage(submissions, sample.plan, sample.plan.campaign.stage).known):
            _write(folder.inbox, file, sample.lang)
            unread += [file.name] if isinstance(file, SampleForm) else []


def _read_back(inbox: Path, forms: Sequence[str], plan: Plan) -> tuple[Submission, ...]:
    """Return the forms that were written last, by their names, read like anything that comes in."""
    if not forms:
        return ()
    envelopes = (read_envelope(name, inbox / name) for name in forms)
    return collect(envelopes, Terms(plan), Processes(cores()), Unwatched()).submissions


def _write(inbox: Path, file: SampleFile, lang: Lang) -> None:
    target = inbox / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(file, SampleForm):
        write_form(target, file.book, lang, file.made, file.answers)
    else:
        target.write_bytes(file.data)
