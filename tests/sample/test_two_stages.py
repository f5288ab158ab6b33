"""samples/two-stages: much changes between its stages, and what the program says of it is what was done."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from xlcampaign.campaign import Folder
from xlcampaign.cli import cli
from xlcampaign.commands.merge import Options, make_report
from xlcampaign.commands.posted import read_posted
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.seals import read_sealed
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Severity
from xlcampaign.layout.registers import pledged_by
from xlcampaign.model.objections import Conclusion
from xlcampaign.model.roster import Happened
from xlcampaign.tally.briefing import brief
from xlcampaign.tally.record import record_of
from xlcampaign.tally.roster import roster_changes

SAMPLE = Path(__file__).parents[2] / "samples" / "two-stages"
DAYS = {1: date(2023, 7, 12), 2: date(2023, 12, 27)}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A copy of the sample, and a report on each of its stages."""
    folder = Folder(Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("office") / "campaign")))
    reports = {
        stage: make_report(folder, Options(stage, day, None, strict=False, engine=Processes(1)), Unwatched())
        for stage, day in DAYS.items()
    }
    return folder, reports


def test_every_kind_of_change_happens_between_the_stages(office):
    _, reports = office
    happened = Counter(one.happened for one in roster_changes(reports[2].plan, 2))
    assert happened.keys() == {*Happened} - {Happened.TOOK_OVER, Happened.PARTICIPATION}
    assert (
        happened[Happened.FOUNDED] == happened[Happened.ENDED] == 2
    )  # two are one by now, and one has split
    assert happened[Happened.RENAMED] == 2  # a branch and a member


def test_of_the_first_stage_nothing_is_left_to_do_and_it_comes_out_as_sealed(office):
    folder, reports = office
    stray = {"F101", "F113"}  # a notice and a lock in the inbox
    found = {f.rule.code for f in reports[1].findings if f.rule.severity is not Severity.NOTE}
    assert found == stray
    assert read_sealed(folder, 1).record == record_of(reports[1])
    first, again = read_posted(folder, 1)
    assert len(again.lines) == len(first.lines) - 1
    (objection,) = reports[1].ledger.registers.objections
    assert (objection.conclusion, objection.lacking) == (Conclusion.UPHELD, ())


def test_pledges_and_cases_of_the_first_stage_go_on_in_the_second(office):
    _, reports = office
    registers = reports[2].ledger.registers
    taken_over = {
        (pledged_by(one), one.branch) for one in registers.pledges if pledged_by(one) in {"04", "05"}
    }
    assert taken_over == {("04", "06"), ("05", "06")}
    said = [
        one
        for one in registers.pledges
        if one.stage == 1 and one.progress and "第二" in one.progress.place.file
    ]
    assert len(said) > 5
    cases = {one.number for one in registers.rectifications if one.stage == 1 and one.said_in == 2}
    assert cases == {"1-0306", "1-0503"}


def test_in_the_second_stage_each_unit_made_the_mistakes_that_were_meant(office):
    _, reports = office
    said = [f for f in reports[2].findings if f.rule.severity is not Severity.NOTE]
    by_file = {}
    for finding in said:
        by_file.setdefault(finding.place.file.rpartition("/")[2], []).append(finding.rule.code)
    assert {file: sorted(codes) for file, codes in by_file.items()} == {
        "": ["X101"],  # the form that the branch that is new did not send
        "plan.xlsx": ["P116"],
        "02-甲二完小党支部-承诺表-第二阶段.xlsx": ["C103", "X116"],
        "03-甲三完小党支部（中心校）-评议表-第二阶段 (1).xlsx": ["C103", "C103", "C104"],
        "副本甲六完小评议表.xlsx": ["X114"],
        "~$副本甲六完小评议表.xlsx": ["F113"],
        "会议通知.xlsx": ["F101"],
        "某某联校党组织-评选表彰表-第二阶段.xlsx": ["X110"],
    }
    missing = [form.slot for form in brief(reports[2]).forms if not form.files]
    assert [(slot.step, slot.unit) for slot in missing] == [("evaluation", "07")]


def test_a_sample_of_two_stages_needs_enough_branches_and_members(tmp_path):
    for size in (("--branches", "4"), ("--branches", "6", "--members", "41")):
        said = CliRunner().invoke(
            cli, ["--lang", "en", "sample", str(tmp_path / "try"), "--stages", "2", *size]
        )
        assert said.exit_code == 2
        assert "at least 5 branches" in said.output


def test_each_branch_says_how_it_began_and_what_it_did(office):
    _, reports = office
    for stage, branches in ((1, 5), (2, 5)):
        registers = reports[stage].ledger.registers
        assert len({one.branch for one in registers.launches}) == branches
        assert len({one.branch for one in registers.work}) == branches
        assert len(registers.work) >= 2 * branches
