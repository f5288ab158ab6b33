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
AT_MOST = "planted.py is_enough: votes < most → votes <= most"
AT_LEAST = "planted.py is_enough: LEAST <= votes → LEAST < votes"


def judged(folder, seen, reasons=""):
    (folder / "planted.py").write_text(PLANTED, "utf-8")
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


@pytest.mark.skipif(sys.platform == "win32", reason="mutants are judged in forks")
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
    named = [line for line in found.stdout.splitlines() if line.startswith("planted.py ")]
    assert sorted(named) == sorted(name if ":" in name else f"planted.py outside: {name}" for name in live)
    assert found.returncode == bool(live), found.stdout + found.stderr
