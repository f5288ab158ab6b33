"""Fixtures that several rooms share; each is small, and none depends on another's files."""

import gc
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import fast_xml  # noqa: F401 -- before openpyxl
import pytest
import remembered  # noqa: F401 -- before all that writes
import served
from here import run_here
from hypothesis import is_hypothesis_test, settings
from openpyxl.worksheet.merge import MergedCellRange
from plans import small_plan

from xlcampaign.engine import Processes
from xlcampaign.model.plan import Plan

GOLDEN = Path(__file__).parent / "golden"

# while tests are collected nothing is thrown away; whoever looks for it all the same takes a fifth of the time
gc.disable()

# at random: `make slow` takes the first, by hand one takes the other for as long as one likes
settings.register_profile("slow", derandomize=False, max_examples=2_000, deadline=None)
settings.register_profile("long", derandomize=False, max_examples=20_000, deadline=None)

# unless another is asked for: the same examples in every run, so that none fails by chance, or by a busy machine; half as
# many as the library tries, since slow runs try forty times as many
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("steady")

LEFT_OUT_OF_QUICK = frozenset(
    {
        "test_a_plan_that_cannot_be_read_stops_the_command_with_its_reason",
        "test_bad_values_fail_alone",
        "test_break_any_input_column_and_get_exactly_one_error_there",
        "test_commands_run_as_written",
        "test_every_formula_comes_to_its_cached_value",
        "test_every_outcome_recomputes_to_its_cached_value",
        "test_forms_and_papers",
        "test_forms_plan_and_summary_use_plain_functions_only",
        "test_killers_among_sound_forms_change_nothing_of_what_those_say",
        "test_no_change_of_a_second_version_overturns_the_first_in_silence",
        "test_no_change_of_a_valid_form_is_silent",
        "test_summary_and_public_workbook",
        "test_the_cells_that_are_named_hold_the_votes_that_are_shown",
        "test_whatever_breaks_a_command_off_nothing_is_half_written",
        "test_whatever_lies_in_an_inbox_is_accounted_for_and_harms_nothing",
        "test_whatever_was_typed_what_was_refused_is_never_accepted_by_coming_again",
        "tests/cli/test_cli.py",
        "tests/cli/test_consoles.py",
        "tests/commands/test_five_steps.py",
        "tests/commands/test_histories.py",
        "tests/commands/test_injection.py",
        "tests/commands/test_mail.py",
        "tests/commands/test_outputs.py",
        "tests/commands/test_people_change.py",
        "tests/commands/test_post.py",
        "tests/commands/test_recalculated.py",
        "tests/commands/test_reissue.py",
        "tests/commands/test_round.py",
        "tests/commands/test_same_bytes.py",
        "tests/commands/test_seal.py",
        "tests/commands/test_several_forms.py",
        "tests/commands/test_sources.py",
        "tests/commands/test_two_stages.py",
        "tests/commands/test_upgrade.py",
        "tests/commands/test_versions.py",
        "tests/commands/test_whose.py",
        "tests/commands/test_writing.py",
        "tests/forms/test_reissue.py",
        "tests/inbox/test_standins.py",
        "tests/independent/test_outcomes.py",
        "tests/independent/test_settings.py",
        "tests/independent/test_stages.py",
        "tests/independent/test_star_scores.py",
        "tests/reading/test_mending.py",
        "tests/reading/test_tables_fuzzed.py",
        "tests/sample/test_make_sample.py",
        "tests/sample/test_sample_answers.py",
        "tests/sample/test_sample_inbox.py",
        "tests/summary/test_slogan.py",
        "tests/summary/test_values.py",
        "tests/test_packaging.py",
        "tests/test_rules_triggered.py",
        "tests/test_samples.py",
    }
)
"""Tests, or files of them, that take long: `make quick` leaves them out, and what needs LibreOffice."""


# half of openpyxl's time for a workbook goes into borders around merged cells; ours have them cell by cell
for _border in ("format", "_get_borders"):
    setattr(MergedCellRange, _border, lambda _: None)

# no test cuts the power, nor keeps what it writes: to wait for the disk, and to press files small, shows nothing
setattr(os, "fsync", lambda _: None)  # noqa: B010 -- a function is put in place
setattr(zlib, "Z_DEFAULT_COMPRESSION", zlib.Z_BEST_SPEED)  # noqa: B010 -- what zipfile takes

_ISOLATED = Processes.run


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Spare tests, and what is set up for them, the seconds that processes take to start, but those about them."""
    is_isolated = item.get_closest_marker("isolated") is not None
    setattr(Processes, "run", _ISOLATED if is_isolated else run_here)  # noqa: B010 -- a method is put in place


def pytest_sessionfinish() -> None:
    """End the office program that tests of this process shared."""
    served.end()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")
    parser.addoption(
        "--update-museum", action="store_true", help="rewrite tests/museum/first, where an issue asks for it"
    )
    parser.addoption("--quick", action="store_true", help="leave out what needs LibreOffice or takes long")
    parser.addoption(
        "--slow", action="store_true", help="only what takes minutes, which is left out otherwise"
    )


def _file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def is_quick(item: pytest.Item) -> bool:
    names = {item.name.partition("[")[0], _file_of(item)}
    return item.get_closest_marker("office") is None and not names & LEFT_OUT_OF_QUICK


def tries_examples(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and is_hypothesis_test(item.function)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose what takes as long as was asked for; examples that are tried at random are tried longer in slow runs."""
    if config.getoption("--slow"):
        chosen = [item for item in items if item.get_closest_marker("slow") or tries_examples(item)]
    else:
        chosen = [item for item in items if item.get_closest_marker("slow") is None]
    if config.getoption("--quick"):
        chosen = [item for item in chosen if is_quick(item)]
    kept = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    long = {_file_of(item) for item in chosen if not is_quick(item)}
    # what takes long comes first, or one process is still busy with it when all the others are done
    items[:] = sorted(chosen, key=lambda item: _file_of(item) not in long)


def pytest_collection_finish() -> None:
    """Leave what stays for the whole run, thousands of tests and all modules, out of what is looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture
def plan() -> Plan:
    """Two branches of four members, the first of each the secretary; the standard rules."""
    return small_plan(2, 4)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """Return what tests/golden/<name>.txt holds; --update-golden puts the given text there first."""
    rewrite = request.config.getoption("--update-golden")

    def expected(name: str, text: str) -> str:
        path = GOLDEN / f"{name}.txt"
        if rewrite:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return expected
