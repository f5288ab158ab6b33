"""Plan, inbox and --as-of decide every byte of both workbooks: nothing of machine, order or surroundings does."""

import hashlib
import os
import random
import subprocess
import sys

import pytest

from xlcampaign.commands.sample import make_sample
from xlcampaign.words import Lang

pytestmark = pytest.mark.isolated

PLAIN = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "XLCAMPAIGN_LANG": "zh"}
OTHER = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "XLCAMPAIGN_LANG": "en"}
WORKBOOKS = ("stage-1.xlsx", "stage-1-public.xlsx")
REJECTED = 1  # the sample has mistakes: the exit code of a merge that rejected input


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The files of a small untidy campaign, by their paths in its folder."""
    root = tmp_path_factory.mktemp("made") / "campaign"
    make_sample(root, 4, 24, 3, tidy=False, lang=Lang.ZH)
    return {path.relative_to(root): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def merged(root, files, jobs, surroundings):
    """Write files into a folder in the given order, merge in a process of its own, return the workbooks' hashes."""
    for number, (name, data) in enumerate(files):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_600_000_000 + 86_400 * number,) * 2)
    command = [sys.executable, "-m", "xlcampaign", "merge", str(root), "--as-of", "2023-06-26"]
    ended = subprocess.run(
        [*command, "--jobs", str(jobs)],
        check=False,
        env={**os.environ, **surroundings},
        capture_output=True,
        timeout=300,
    )
    assert ended.returncode == REJECTED, ended.stderr
    return [hashlib.sha256((root / "summary" / name).read_bytes()).hexdigest() for name in WORKBOOKS]


def test_two_merges_in_processes_of_their_own_write_the_same_bytes(tmp_path, sample):
    shuffled = list(sample.items())
    random.Random(4).shuffle(shuffled)  # noqa: S311 -- any order will do
    assert shuffled != list(sample.items())
    first = merged(tmp_path / "one", sample.items(), 1, PLAIN)
    second = merged(tmp_path / "another place", shuffled, 2, OTHER)
    assert first == second
    assert len(set(first)) == len(WORKBOOKS)
