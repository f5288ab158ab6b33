"""Commands that are killed, or whose disk is full, at any moment leave nothing half-written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "interrupted.py"
HARMLESS = {"steps", "killed", "refused", "cut short"}
TIMES = [2, pytest.param(100, marks=pytest.mark.slow)]


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.skipif(sys.platform == "win32", reason="children are forked and killed")
def test_whatever_breaks_a_command_off_nothing_is_half_written(tmp_path, times):
    # when a write fails, the library leaves closing its file to the collector
    warnings = ["-W", "error", "-W", "ignore::ResourceWarning"]
    done = subprocess.run(
        [sys.executable, *warnings, str(SCRIPT), str(tmp_path / "campaign"), str(times), str(times)],
        capture_output=True,
        check=True,
        cwd=SCRIPT.parents[1],
        timeout=60 * times,
    )
    seen = json.loads(done.stdout)
    assert seen["killed"] > times // 2
    assert seen["refused"] > times // 2
    assert seen["cut short"] > times
    assert {what: number for what, number in seen.items() if number and what not in HARMLESS} == {}
