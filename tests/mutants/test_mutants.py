"""The script that looks for what no test notices, on a program of three lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PLANTED = """LEAST = 3

def is_enough(votes, most):
    return LEAST <= votes and votes < most
"""
SEEN = """from planted import is_enough

def test_few_are_not_enough():
    assert [is_enough(n, 9) for n in (2, 3, 8)] == [False, True, True]
"""
LISTED = """def is_odd(number):
    return number % 2 == 1

CHECKS = (is_odd,)

def is_fine(number):
    return all(check(number) for check in CHECKS)

def is_many(number):
    return number > 99
"""
KEPT = """from functools import cached_property

class Box:
    def __init__(self, number):
        self.number = number

    @cached_property
    def is_full(self):
        return self.number > 3
"""
NEEDS_ANOTHER = """
DONE = []

def test_first():
    DONE.append(is_enough(5, 9) and sum(range(3_000_000)))  # takes more, so it comes after the other

def test_second():
    assert DONE and is_enough(5, 9)
"""
AT_MOST = "planted.py is_enough: votes < most → votes <= most"
AT_LEAST = "planted.py is_enough: LEAST <= votes → LEAST < votes"

on_forks = pytest.mark.skipif(sys.platform == "win32", reason="mutants are judged in forks")


def judged(folder, seen, reasons="", program=PLANTED):
    (folder / "planted.py").write_text(program, "utf-8")
    (folder / "test_planted.py").write_text(seen, "utf-8")
    (folder / "reasons.txt").write_text(reasons, "utf-8")
    given = ["planted.py", "--tests", "test_planted.py", "--equivalent", "reasons.txt"]
    return subprocess.run(
        [sys.executable, "-m", "mutants", *given],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(TESTS), str(TESTS.parent)])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def lives_in(found):
    return sorted(line for line in found.stdout.splitlines() if line.startswith("planted.py "))


@on_forks
@pytest.mark.parametrize(
    ("seen", "reasons", "live"),
    [
        (SEEN, "", [AT_MOST]),
        (SEEN, f"{AT_MOST}\n    nobody has as many votes as that\n", []),
        (SEEN.replace("2, 3, 8", "2, 3, 8, 9").replace("True]", "True, False]"), "", []),
        (
            SEEN.replace("2, 3, 8", "2, 4, 9").replace("True]", "False]"),
            "",
            [AT_LEAST, "LEAST = 3 → LEAST = 4"],
        ),
    ],
    ids=["one", "one with its reason", "none", "a number, too"],
)
def test_what_no_test_notices_is_named_unless_there_is_a_reason(tmp_path, seen, reasons, live):
    found = judged(tmp_path, seen, reasons)
    assert lives_in(found) == sorted(name if ":" in name else f"planted.py outside: {name}" for name in live)
    assert found.returncode == bool(live), found.stdout + found.stderr


@on_forks
def test_what_is_called_out_of_a_list_is_judged_and_what_no_test_calls_lives(tmp_path):
    seen = "from planted import is_fine\n\ndef test_odd():\n    assert [*map(is_fine, (1, 2, 7, 8, 9))] == [1, 0, 1, 0, 1]\n"
    found = judged(tmp_path, seen, program=LISTED)
    assert "judges nothing" not in found.stdout
    changes = ["99 → number > 100", "99 → number >= 99"]
    assert lives_in(found) == [f"planted.py is_many: number > {change}" for change in changes]


@on_forks
def test_a_test_that_fails_alone_kills_nothing(tmp_path):
    few = SEEN.replace("test_few_are_not_enough", "test_zero")
    found = judged(tmp_path, few + NEEDS_ANOTHER)
    assert lives_in(found) == [AT_MOST], found.stdout
    assert "judges nothing, for it fails alone: test_planted.py::test_second" in found.stdout


@on_forks
def test_what_is_worked_out_once_is_judged_too(tmp_path):
    seen = "from planted import Box\n\ndef test_full():\n    assert [Box(n).is_full for n in (3, 4)] == [False, True]\n"
    assert lives_in(judged(tmp_path, seen, program=KEPT)) == []
    found = judged(tmp_path, seen.replace("(3, 4)", "(2, 5)"), program=KEPT)
    changes = ["3 → self.number > 4", "3 → self.number >= 3"]
    assert lives_in(found) == [f"planted.py Box.is_full: self.number > {change}" for change in changes]
