"""A worker that dies, hangs or eats memory costs its own value and no other."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from commands.test_five_steps import JUNE, Office
from dear import mostly_slow
from pebble import ProcessPool
from workers import be_alone, be_slow, double, misbehave, tell_environment

from xlcampaign import engine
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.progress import Unwatched

pytestmark = pytest.mark.isolated


def test_outcomes_come_in_the_order_of_the_values():
    outcomes = list(engine.Processes(2).run(double, range(20), 1))
    assert [outcome.result for outcome in outcomes] == [2 * n + 1 for n in range(20)]
    assert [outcome.given for outcome in outcomes] == list(range(20))


@pytest.mark.skipif(
    sys.platform == "win32", reason="memory limits are POSIX; the other failures are the pool's"
)
def test_bad_values_fail_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "SECONDS", 2)
    values = ["a", "die", "b", "hang", "c", "eat", "d", "once", "raise", "e"]
    outcomes = list(engine.Processes(2).run(misbehave, values, str(tmp_path)))
    assert [outcome.result for outcome in outcomes] == [
        "ok a", None, "ok b", None, "ok c", None, "ok d", "ok once", None, "ok e",
    ]  # fmt: skip
    assert [outcome.failure for outcome in outcomes if outcome.failure] == [
        engine.Failure.DIED,
        engine.Failure.TIMEOUT,
        engine.Failure.DIED,
        engine.Failure.RAISED,
    ]
    assert [outcome.error for outcome in outcomes if outcome.error] == ["LookupError"]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed")
def test_a_worker_that_dies_between_two_values_costs_none():
    def values():
        for number in range(6):
            if number in {1, 4}:
                time.sleep(2)  # what was taken before is done by then, or tried once more
                for worker in multiprocessing.active_children():
                    os.kill(worker.pid, signal.SIGKILL)
                time.sleep(1)  # so that the pool has seen it
            yield number

    outcomes = engine.Processes(1).run(double, values(), 0)
    assert [outcome.result for outcome in outcomes] == [0, 2, 4, 6, 8, 10]


def test_values_are_taken_only_as_workers_become_free():
    taken = []

    def values():
        for n in range(40):
            taken.append(n)
            yield n

    results = engine.Processes(1).run(double, values(), 0)
    assert next(results).result == 0
    assert len(taken) <= 5
    assert sum(outcome.result or 0 for outcome in results) == 2 * sum(range(1, 40))


def test_patience_gives_a_value_more_time(monkeypatch):
    monkeypatch.setattr(engine, "SECONDS", 1)
    [outcome] = engine.Processes(1).run(be_slow, [3], None, patience=20)
    assert outcome.result == 3
    [outcome] = engine.Processes(1).run(be_slow, [3], None)
    assert outcome.failure is engine.Failure.TIMEOUT


def test_the_second_try_is_alone(tmp_path):
    outcomes = list(engine.Processes(2).run(be_alone, ["die", *range(6)], str(tmp_path)))
    assert [outcome.result for outcome in outcomes] == [[], *range(6)]
    assert (tmp_path / "died").exists()


def test_heavy_values_wait_outside(monkeypatch):
    monkeypatch.setattr(engine, "HEAVIEST_QUEUE", 10)
    taken = []

    def values():
        for n in range(6):
            taken.append(n)
            yield n

    results = engine.Processes(2).run(double, values(), 0, weigh=lambda _: 4)
    assert next(results).result == 0
    assert taken == [0, 1, 2]
    assert [outcome.result for outcome in results] == [2, 4, 6, 8, 10]


def test_one_value_above_all_weight_is_still_taken(monkeypatch):
    monkeypatch.setattr(engine, "HEAVIEST_QUEUE", 10)
    outcomes = engine.Processes(2).run(double, range(3), 0, weigh=lambda _: 100)
    assert [outcome.result for outcome in outcomes] == [0, 2, 4]


def test_a_worker_knows_nothing_of_the_operators_environment(monkeypatch):
    monkeypatch.setenv("XLCAMPAIGN_TOKEN_OF_A_TEST", "secret")
    outcomes = engine.Processes(1).run(tell_environment, ["XLCAMPAIGN_TOKEN_OF_A_TEST", "PATH"], None)
    assert [bool(outcome.result) for outcome in outcomes] == [False, True]


@pytest.mark.parametrize(("values", "workers"), [(0, []), (2, [2]), (40, [16])])
def test_no_more_workers_start_than_there_are_values(monkeypatch, values, workers):
    started = []

    def counting(max_workers, **arguments):
        started.append(max_workers)
        return ProcessPool(max_workers=min(2, max_workers), **arguments)

    monkeypatch.setattr(engine, "ProcessPool", counting)
    outcomes = list(engine.Processes(16).run(double, range(values), 1))
    assert [outcome.result for outcome in outcomes] == [2 * n + 1 for n in range(values)]
    assert started == workers


def test_workers_that_are_still_starting_at_the_end_say_nothing():
    script = (
        "from workers import double\n"
        "from xlcampaign import engine\n"
        "if __name__ == '__main__':\n"
        "    print(sum(outcome.result for outcome in engine.Processes(12).run(double, range(12), 0)))\n"
    )
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        assert (done.stdout, done.stderr) == ("132\n", "")


class Here:
    """An engine that does the work itself, at once."""

    width = 1

    def run(self, function, values, shared, *_, **__):
        return (engine.Attempt(value, function(value, shared)) for value in values)


def test_nothing_is_found_otherwise_where_work_runs_elsewhere(tmp_path):
    office = Office(tmp_path / "campaign")
    office.pledge()
    (office.folder.inbox / "damaged.xlsx").write_bytes(b"PK\x03\x04 damaged")
    office.folder = replace(office.folder, caching=False)
    found = [
        check_campaign(office.folder, 1, JUNE, where, Unwatched()).findings
        for where in (Here(), engine.Processes(2))
    ]
    assert found[0] == found[1]
    assert {one.place.file for one in found[0]} >= {"damaged.xlsx"}


@pytest.mark.parametrize("module", mostly_slow(["pickle", "org", "struct", "xml"], "pickle"))
def test_nothing_in_the_folder_that_a_command_runs_in_is_taken_for_a_part_of_the_program(tmp_path, module):
    office = Office(tmp_path / "campaign")
    office.pledge()
    (tmp_path / f"{module}.py").write_text(f"open('{module} ran', 'w')", encoding="ascii")
    command = shutil.which("xlcampaign", path=Path(sys.executable).parent)
    form = next(office.folder.inbox.iterdir())
    done = subprocess.run([command, "check", form], capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode in {0, 1}
    assert {path.name for path in tmp_path.iterdir()} == {"campaign", f"{module}.py"}
