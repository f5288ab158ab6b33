"""Commands that are killed, or whose disk is full, at any moment leave nothing half-written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "interrupted.py"
HARMLESS = {"steps", "killed", "refused", "cut short"}
KILLS = FULLS = 12


@pytest.mark.skipif(sys.platform == "win32", reason="children are forked and killed")
def test_whatever_breaks_a_command_off_nothing_is_half_written(tmp_path):
    # when a write fails, the library leaves closing its file to the collector
    warnings = ["-W", "error", "-W", "ignore::ResourceWarning"]
    done = subprocess.run(
        [sys.executable, *warnings, str(SCRIPT), str(tmp_path / "campaign"), str(KILLS), str(FULLS)],
        capture_output=True,
        check=True,
        cwd=SCRIPT.parents[1],
        timeout=600,
    )
    seen = json.loads(done.stdout)
    assert seen["killed"] > KILLS // 2
    assert seen["refused"] > FULLS // 2
    assert seen["cut short"] > (KILLS + FULLS) // 2
    assert {what: number for what, number in seen.items() if number and what not in HARMLESS} == {}
