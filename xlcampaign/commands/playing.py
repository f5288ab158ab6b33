"""An invented campaign played: forms come in step by step, and a stage is merged, posted, objected to and sealed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import collect, open_plan
from xlcampaign.commands.history import earlier_seals
from xlcampaign.commands.intake import Terms
from xlcampaign.commands.merge import Options, make_summary, tally_stage
from xlcampaign.commands.post import make_outcome, make_posting
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.recipients import file_name
from xlcampaign.engine import Processes
from xlcampaign.forms.form import write_form
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.layout.plan import Rows, plan_book
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.known import Known
from xlcampaign.model.limits import cores
from xlcampaign.model.plan import Plan
from xlcampaign.model.seal import Grounds
from xlcampaign.model.submission import Submission
from xlcampaign.sample.inbox import PHASES, Sample, SampleFile, SampleForm, objected
from xlcampaign.sample.judgements import sealing_document
from xlcampaign.sample.opinions import Opinions, opinions_after, opinions_of
from xlcampaign.sample.plan import YEAR
from xlcampaign.sample.summer import over_summer, with_probation
from xlcampaign.words import Lang

Content = tuple[Mapping[str, Value], Mapping[str, Rows]]
"""The settings and the rows of a plan."""

_WEEK = timedelta(days=7)


def play_stage(folder: Folder, content: Content, seed: int, progress: Progress, *, tidy: bool) -> None:
    """Write a plan, and the forms of its stage as they came in."""
    plan = _write_plan(folder, content)
    _fill_inbox(folder, plan, _sample_of(plan, opinions_of(plan, seed), tidy=tidy), (), progress)


def play_two_stages(folder: Folder, content: Content, seed: int, progress: Progress, *, tidy: bool) -> None:
    """Write a plan and the forms of two stages; the first is posted and sealed, and much changes before the second.

    In the first all was mended before it was sealed.
    """
    settings, rows = (
        {**content[0], "step": StepKey.COMMENDATION, "launch_form": "yes"},
        with_probation(content[1]),
    )
    first = _write_plan(folder, (settings, rows))
    opinions = opinions_of(first, seed)
    sample = _sample_of(first, opinions, tidy=True, settles=True)
    known = _fill_inbox(folder, first, sample, (), progress)
    _post_and_seal(folder, sample, known, progress)
    came = [path.relative_to(folder.inbox).as_posix() for path in sorted(folder.inbox.rglob("*.xlsx"))]
    changed = over_summer(rows, seed, first.campaign.language)
    whole = _write_plan(folder, ({**settings, "stage": 2}, changed))
    second = whole.of_stage(2)
    later = _sample_of(second, opinions_after(opinions, second), tidy=tidy)
    _fill_inbox(folder, whole, later, came, progress)


def _sample_of(plan: Plan, opinions: Opinions, *, tidy: bool, settles: bool = False) -> Sample:
    return Sample(plan, opinions, partial(file_name, plan), tidy, settles)


def _write_plan(folder: Folder, content: Content) -> Plan:
    """Write a plan, and return it as it is read."""
    lang = Lang(str(content[0]["language"]))
    write_form(folder.plan, plan_book(*content), lang, date(YEAR, 1, 1))
    return open_plan(folder, Processes(1)).plan


def _fill_inbox(folder: Folder, plan: Plan, sample: Sample, came: Sequence[str], progress: Progress) -> Known:
    """Write phase after phase; what came in before, as the program reads it, is known to the next one.

    Args:
        folder: the campaign's.
        plan: its plan, of all stages.
        sample: what the phases of its stage go by.
        came: the names of the forms that came in before the stage.
        progress: told of each phase how many files are written, and read.

    Returns:
        What was known before the committee decided.
    """
    submissions: tuple[Submission, ...] = ()
    unread, known = list(came), []
    stage = plan.campaign.stage
    seals, _ = earlier_seals(folder, plan, stage)
    for phase in PHASES:
        submissions += _read_back(folder, unread, plan, progress)
        unread = []
        known.append(tally_stage(submissions, sample.plan, stage, seals).known)
        files = list(phase(sample, known[-1]))
        progress.coming(len(files))
        for number, file in enumerate(files, 1):
            _write(folder.inbox, file, sample.lang)
            progress.done(number)
            unread += [file.name] if isinstance(file, SampleForm) else []
    return known[_DECIDED]


_DECIDED = [phase.__name__ for phase in PHASES].index("decided")


def _post_and_seal(folder: Folder, sample: Sample, known: Known, progress: Progress) -> None:
    """Play how a stage ends: its page is posted and objected to, posted again as it is by then, and sealed."""
    stage, lang = sample.plan.campaign.stage, sample.lang
    first = sample.plan.step_of(stage, StepKey.COMMENDATION).deadline + timedelta(days=2)
    last = first + timedelta(days=6)
    for posted in (first, first + _WEEK):
        make_summary(folder, _options(stage, posted - timedelta(days=1)), progress)
        make_posting(folder, _options(stage, posted), progress, posted, posted + timedelta(days=6))
        if posted == first:
            _write(folder.inbox, objected(sample, known), lang)
    after = last + _WEEK + timedelta(days=1)
    make_outcome(folder, _options(stage, after), progress)
    grounds = Grounds(sealing_document(sample.plan))
    make_summary(folder, _options(stage, after, grounds), progress)


def _options(stage: int, day: date, grounds: Grounds | None = None) -> Options:
    return Options(stage, day, None, strict=False, engine=Processes(cores()), grounds=grounds)


def _read_back(
    folder: Folder, forms: Sequence[str], plan: Plan, progress: Progress
) -> tuple[Submission, ...]:
    """Return the forms that were written last, by their names, read like anything that comes in."""
    if not forms:
        return ()
    envelopes = (read_envelope(name, folder.inbox / name) for name in forms)
    progress.coming(len(forms))
    terms = Terms(plan, stage=plan.campaign.stage)
    return collect(envelopes, terms, Processes(cores()), progress).submissions


def _write(inbox: Path, file: SampleFile, lang: Lang) -> None:
    target = inbox / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(file, SampleForm):
        write_form(target, file.book, lang, file.made, file.answers)
    else:
        target.write_bytes(file.data)
