"""An invented campaign played through in one process: what came in, phase after phase, and what was known by then."""

from dataclasses import dataclass
from functools import partial

import pytest
from plans import plan_of

from xlcampaign.commands.intake import Intake, take_in
from xlcampaign.commands.merge import tally_stage
from xlcampaign.commands.recipients import file_name
from xlcampaign.forms.form import write_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.sample.inbox import PHASES, Sample, SampleFile, SampleForm
from xlcampaign.sample.opinions import opinions_of
from xlcampaign.sample.plan import sample_plan
from xlcampaign.words import Lang

BRANCHES, MEMBERS, SEED = 8, 130, 1  # as in samples/


@dataclass(frozen=True)
class Played:
    """A campaign's files by phase, what became of its forms, and what was known before each phase and at the end."""

    plan: Plan
    seed: int
    phases: tuple[tuple[SampleFile, ...], ...]
    intakes: dict[str, Intake]
    known: tuple[Known, ...]

    @property
    def files(self):
        return [file for phase in self.phases for file in phase]

    def forms(self, step, unit=None):
        """The forms of a step, of one unit or all, in the order in which they came."""
        forms = [file for file in self.files if isinstance(file, SampleForm)]
        identities = [form.book.identity for form in forms]
        return [
            f for f, i in zip(forms, identities, strict=True) if i.step == step and unit in {None, i.unit}
        ]


def read_back(folder, form, plan):
    """What becomes of one filled form."""
    path = folder / "form.xlsx"
    write_form(path, form.book, plan.campaign.language, form.made, form.answers)
    return take_in(Envelope(form.name, path.read_bytes()), plan)


def play(folder, branches, members, seed, *, tidy, lang=Lang.ZH):
    plan = plan_of(sample_plan(branches, members, seed, lang))
    sample = Sample(plan, opinions_of(plan, seed), partial(file_name, plan), tidy)
    phases, known, intakes = [], [], {}

    def look_back():
        return tally_stage([intake.submission for intake in intakes.values()], plan, 1).known

    for phase in PHASES:
        known.append(look_back())
        phases.append(tuple(phase(sample, known[-1])))
        forms = (file for file in phases[-1] if isinstance(file, SampleForm))
        intakes |= {form.name: read_back(folder, form, plan) for form in forms}
    return Played(plan, seed, tuple(phases), intakes, (*known, look_back()))


@pytest.fixture(scope="session")
def tidy(tmp_path_factory):
    return play(tmp_path_factory.mktemp("tidy"), BRANCHES, MEMBERS, SEED, tidy=True)


@pytest.fixture(scope="session")
def untidy(tmp_path_factory):
    return play(tmp_path_factory.mktemp("untidy"), BRANCHES, MEMBERS, SEED, tidy=False)


@pytest.fixture
def played(tmp_path):
    """Return a function that plays a campaign of another size or language through."""
    return partial(play, tmp_path)
