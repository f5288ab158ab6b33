import re
import sys
from collections import Counter
from datetime import date
from pathlib import PurePosixPath

import pytest
from click.testing import CliRunner
from terminals import shown_on_terminal

from xlcampaign.campaign import open_campaign
from xlcampaign.cli import cli
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Stop
from xlcampaign.words import Lang

AS_OF = date(2023, 6, 26)


def found_in(campaign):
    return check_campaign(open_campaign(campaign), None, AS_OF, Processes(1), Unwatched()).findings


@pytest.fixture(scope="module")
def untidy(tmp_path_factory):
    root = tmp_path_factory.mktemp("untidy")
    make_sample(root, 8, 130, 1, tidy=False, lang=Lang.ZH)
    return found_in(root)


def codes_in(findings, file):
    return Counter(finding.rule for finding in findings if file in finding.place.file)


def test_the_ten_wrong_cells_are_found_and_nothing_else_in_their_form(untidy):
    expected = {c.MISFIT: 5, c.ERROR_VALUE: 1, c.TOO_MANY: 1, c.NO_MARK: 1, r.NAME_DIFFERS: 1, c.CHAIN: 1}
    assert codes_in(untidy, "甲三完小") == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("01-甲一完小", {}),
        ("02-甲二完小党支部-承诺表", {c.MISFIT: 1, x.PLEDGE_COUNT: 1}),
        ("02-甲二完小党支部-评议表", {x.SUPERSEDED: 1}),
        ("02-甲二完小党支部-整改表", {}),
        ("04-甲四完小", {}),
        ("副本甲四完小", {s.RENAMED: 1, f.OPEN_ELSEWHERE: 1, x.NO_REASON: 1}),
        ("甲五完小", {c.REPAIRED: 6}),
        ("06-甲六完小", {}),
        ("07-甲七完小", {}),
        ("08-甲八完小", {}),
        ("某某联校党组织-考核点评表", {x.KEPT_ROWS: 2}),
        ("某某联校党组织-评选表彰表", {d.UNGRADED: 1, r.UNDECIDED: 1}),
        ("会议通知", {f.NOT_A_WORKBOOK: 1}),
    ],
)
def test_every_other_file_shows_what_was_done_to_it(untidy, file, expected):
    assert codes_in(untidy, file) == expected


@pytest.mark.parametrize(
    ("rule", "sheet", "cell", "says"),
    [
        (x.PLEDGE_COUNT, "", "", "承诺 1 条"),
        (c.MISFIT, "学校（支部）承诺", "G7", "4月31日"),
        (x.NO_REASON, "践诺情况", "E5", "1-04-1"),
        (d.UNGRADED, "改评", "A7", "不定等次"),
    ],
)
def test_each_mistake_in_a_register_is_found_at_its_cell(untidy, rule, sheet, cell, says):
    found = [item for item in untidy if (item.rule, item.place.sheet) == (rule, sheet)]
    assert [(item.place.cell, says in item.says(Lang.ZH)) for item in found] == [(cell, True)]


def test_only_the_last_branch_is_missing(untidy):
    elsewhere = [finding for finding in untidy if not finding.place.file]
    assert [finding.rule for finding in elsewhere] == [x.NOT_SENT]
    assert "甲八完小党支部" in elsewhere[0].says(Lang.ZH)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_tidy_campaign_has_no_error_and_no_warning_in_either_language(tmp_path, lang):
    make_sample(tmp_path / "campaign", 2, 20, 4, tidy=True, lang=lang)
    assert [finding.rule for finding in found_in(tmp_path / "campaign")] == [x.KEPT_ROWS] * 2


def test_an_english_campaign_has_english_file_names(tmp_path):
    make_sample(tmp_path, 7, 60, 4, tidy=False, lang=Lang.EN)
    names = [PurePosixPath(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")]
    assert len(names) > 12
    assert all(str(name).isascii() for name in names)


def test_a_campaign_is_never_overwritten(tmp_path):
    make_sample(tmp_path, 1, 8, 1, tidy=True, lang=Lang.ZH)
    with pytest.raises(Stop):
        make_sample(tmp_path, 1, 8, 2, tidy=True, lang=Lang.ZH)


@pytest.mark.parametrize("size", [("8", "7"), ("1", "501")])
def test_impossible_sizes_are_wrong_usage(tmp_path, size):
    branches, members = size
    options = ["--branches", branches, "--members", members]
    result = CliRunner().invoke(cli, ["sample", str(tmp_path / "campaign"), *options])
    assert result.exit_code == 2
    assert not (tmp_path / "campaign").exists()


def test_branches_of_one_member_make_no_mistakes_that_take_two(tmp_path):
    make_sample(tmp_path, 5, 6, 1, tidy=False, lang=Lang.ZH)
    listed = {path.name for path in (tmp_path / "inbox").rglob("*评议表*.xlsx")}
    assert len(listed) >= 4


class Watching(Unwatched):
    """Keeps how many files were coming, and how many of them were done."""

    def __init__(self):
        self.heard = []

    def coming(self, files):
        self.heard.append([files, 0])

    def done(self, files):
        self.heard[-1][1] = files


def test_whoever_waits_hears_how_many_files_are_written_and_read(tmp_path):
    watching = Watching()
    make_sample(tmp_path, 2, 12, 1, tidy=True, lang=Lang.ZH, progress=watching)
    assert [done for coming, done in watching.heard if done != coming] == []
    written = len(list((tmp_path / "inbox").rglob("*.xlsx")))
    last = watching.heard[-1][0]  # nothing of the last phase is read again
    assert sum(coming for coming, _ in watching.heard) == 2 * written - last
    assert written > 6


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
@pytest.mark.parametrize(("lang", "said"), [("zh", "写表、读表"), ("en", "writing and reading")])
def test_on_a_terminal_one_sees_how_far_it_is(tmp_path, lang, said):
    words = ("--lang", lang, "sample", tmp_path / "a", "--branches", "2", "--members", "12")
    code, shown = shown_on_terminal(*words, only_errors=True)
    assert code == 0
    assert said in shown
    # which counts are drawn before the last one hangs on how fast the machine is
    done, coming = re.findall(r"(\d+)/(\d+)", shown)[-1]
    assert done == coming
