"""samples/ and templates/ are what the program writes today.

    python tests/test_samples.py        (make samples)

writes both anew, after a change that is meant to show there.
"""

import shutil
import tempfile
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
import remembered
from plans import plan_of

from xlcampaign.campaign import Folder
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.engine import Processes
from xlcampaign.forms.form import write_form
from xlcampaign.layout.dispatch import report_form
from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form, pledge_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.standard import fresh_plan
from xlcampaign.layout.units import units_book
from xlcampaign.model.plan import SubjectKind
from xlcampaign.sample.plan import CODE, YEAR, sample_plan
from xlcampaign.words import Lang

ROOT = Path(__file__).parents[1]
BRANCHES, MEMBERS, SEED = 8, 130, 1
MADE = date(YEAR, 1, 1)
TWO_STAGES = {"branches": 5, "members": 35, "seed": SEED}
KEPT = ("seals/stage-1.json", "posted/stage-1.json")
"""What of .xlcampaign is no memory of outputs, and goes with a campaign."""


def make_samples(root):
    make_sample(root / "samples" / "campaign", BRANCHES, MEMBERS, SEED, tidy=False, lang=Lang.ZH)
    templates = root / "templates"
    templates.mkdir(parents=True)
    plan = plan_of(sample_plan(branches=2, members=16, seed=SEED))
    books = {
        "plan": plan_book(*fresh_plan(Lang.ZH, CODE, YEAR), examples=True),
        "承诺表": pledge_form(plan, plan.branches[0]),
        "考核点评表": assessment_form(plan),
        "评议表": evaluation_form(plan, plan.branches[0]),
        "评选表彰表": commendation_form(plan),
    }
    for name, book in books.items():
        write_form(templates / f"{name}.xlsx", book, Lang.ZH, MADE)


def make_two_stages(root):
    """Write a campaign in its second stage; summaries are no part of it: commands write them anew."""
    campaign = root / "samples" / "two-stages"
    make_sample(campaign, **TWO_STAGES, tidy=False, lang=Lang.ZH, stages=2)
    shutil.rmtree(campaign / "summary")


def make_town(root):
    """Write what a town has: its list, and reports of four unions: in time, late, changed by hand, and without the program."""
    town = root / "samples" / "town"
    town.mkdir(parents=True)
    settings = {"unit_code": "Z1", "unit": "某某镇教育党委", "above": "某某县", "stage": 1, "language": Lang.ZH,
                "deadline": date(YEAR, 6, 30)}  # fmt: skip
    listed = [{"code": code, "name": called, "contact": "赵某甲"} for code, called in _CALLED.items()]
    write_form(town / "units.xlsx", units_book(settings, listed), Lang.ZH, MADE)
    for code, day in _REPORTED.items():
        with tempfile.TemporaryDirectory() as folder:
            campaign = Path(folder) / "union"
            make_sample(campaign, 2, 10, SEED, tidy=True, lang=Lang.ZH, unit=code)
            options = Options(None, day, None, strict=False, engine=Processes(1), dispatched=True)
            make_summary(Folder(campaign), options, Unwatched())
            [report] = (campaign / "summary").glob(f"{code}-*.xlsx")
            shutil.copy(report, town)
    touched = next(town.glob("LXC-*.xlsx"))
    _write_parts(touched, {name: data.replace("★".encode(), "☆".encode(), 1) if name == _MEMBERS else data
                           for name, data in contents_of(touched).items()})  # fmt: skip
    plan = plan_of(sample_plan(2, 4, SEED))
    stars = {kind: [star.name for star in plan.stars_of(kind)] for kind in SubjectKind}
    facts = {"unit_code": "LXD", "unit": _CALLED["LXD"], "above": "某某镇教育党委", "campaign": CODE,
             "campaign_name": "争做先锋活动", "stage": 1, "stage_name": "第一阶段", "as_of": date(YEAR, 6, 25)}  # fmt: skip
    form = report_form(stars, facts, Lang.ZH)
    write_form(town / "LXD-上报表.xlsx", form, Lang.ZH, MADE, dict(_by_hand(plan, stars)))


_CALLED = {code: f"某某{code}联校党组织" for code in ("LXA", "LXB", "LXC", "LXD")}
_REPORTED = {"LXA": date(YEAR, 6, 26), "LXB": date(YEAR, 7, 5), "LXC": date(YEAR, 6, 28)}
_MEMBERS = "xl/worksheets/sheet3.xml"


def _by_hand(plan, stars):
    """What a secretary types into the form of a union that does not use the program."""
    for kind in SubjectKind:
        people = plan.branches if kind is SubjectKind.BRANCH else plan.members
        for row, one in enumerate(people):
            is_member = kind is SubjectKind.MEMBER
            branch = plan.branch_of[one.branch] if is_member else one
            typed = {"branch": branch.code, "branch_name": branch.name, "fit": "否", "rectify": "否"}
            typed |= {"code": one.code, "name": one.name} if is_member else {}
            typed |= {f"star.{n}": "☆" if n == row + 1 else "★" for n, _ in enumerate(stars[kind], 1)}
            yield from (((f"dispatch_{kind}", row, key), value) for key, value in typed.items())


def _write_parts(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def files_in(folder):
    """All files in a folder, but for what the program remembers of its outputs once it was run there, and those."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    kept = {f".xlcampaign/{name}" for name in KEPT}
    return {name for name in names if name in kept or not name.startswith((".xlcampaign/", "summary/"))}


def contents_of(path):
    """The parts of a workbook, uncompressed; any other file as it is."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("made")
    remembered.forget()  # what other tests wrote is pressed less
    with pytest.MonkeyPatch.context() as patched:  # what was posted is known by the bytes of its workbook
        patched.setattr(zlib, "Z_DEFAULT_COMPRESSION", -1)
        make_samples(root)
        make_two_stages(root)
    return root


@pytest.fixture(scope="module")
def made_town(tmp_path_factory):
    root = tmp_path_factory.mktemp("town")
    remembered.forget()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(zlib, "Z_DEFAULT_COMPRESSION", -1)
        make_town(root)
    return root


@pytest.mark.parametrize("folder", ["samples/campaign", "samples/two-stages", "templates"])
def test_committed_files_are_what_the_program_writes(made, folder):
    assert changed_in(folder, made) == []


@pytest.mark.slow  # three unions are invented and merged; that it is read as it should be is seen each time
def test_the_committed_town_is_what_the_program_writes(made_town):
    assert changed_in("samples/town", made_town) == []


def changed_in(folder, root):
    """The files of a folder that are not what was written anew."""
    committed, written = ROOT / folder, root / folder
    assert files_in(committed) == files_in(written)
    return [
        name
        for name in sorted(files_in(written))
        if contents_of(committed / name) != contents_of(written / name)
    ]


def test_two_samples_are_equal_to_the_byte(made, tmp_path):
    remembered.forget()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(zlib, "Z_DEFAULT_COMPRESSION", -1)
        make_samples(tmp_path)
    names = {name for name in files_in(made) if not name.startswith("samples/two-stages/")}
    assert names == files_in(tmp_path)
    assert [n for n in sorted(names) if (made / n).read_bytes() != (tmp_path / n).read_bytes()] == []


def regenerate():
    with tempfile.TemporaryDirectory() as folder:
        make_samples(Path(folder))
        make_two_stages(Path(folder))
        make_town(Path(folder))
        for name in ("samples/campaign", "samples/two-stages", "samples/town", "templates"):
            shutil.rmtree(ROOT / name, ignore_errors=True)
            for file in files_in(Path(folder) / name):
                (ROOT / name / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(folder) / name / file, ROOT / name / file)
            print(f"{name}: {len(files_in(ROOT / name))} files")


if __name__ == "__main__":
    regenerate()
