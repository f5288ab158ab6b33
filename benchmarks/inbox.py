"""Read an inbox full of harm, and count what became of it.

    python benchmarks/inbox.py [FOLDER…] [--jobs 2]

makes an invented campaign, lays the hostile files of tests/attacks.py into its inbox together with every file of the
given folders, reads it all as `merge` does, then merges it. Printed are, by code, what was said of the files, and what
must be 0: files without an account, tracebacks, files that took longer than two deadlines, exit codes of a defect;
and the most memory that the process had in which nothing is parsed.
"""

import argparse
import importlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from xlcampaign.campaign import open_campaign
from xlcampaign.commands.collect import open_plan
from xlcampaign.commands.merge import gather
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import SECONDS, Processes

AS_OF = "2023-05-26"
MOST_MEMORY = 300
PROGRAM = [sys.executable, "-m", "xlcampaign"]
TESTS = Path(__file__).parents[1] / "tests"


class Clock(Unwatched):
    """Notes when each file was done."""

    def __init__(self) -> None:
        self.ticks = [time.monotonic()]

    def done(self, files: int) -> None:  # noqa: ARG002 -- when, not which
        """Note the time."""
        self.ticks.append(time.monotonic())


def lay_out(campaign: Path, folders: list[Path]) -> None:
    """Make the campaign and fill its inbox."""
    sys.path.insert(0, str(TESTS))
    harm = importlib.import_module("attacks")
    made = [*PROGRAM, "sample", str(campaign), "--branches", "3", "--members", "30", "--tidy"]
    subprocess.run(made, check=True, capture_output=True)
    seed = max((campaign / "inbox").rglob("*.xlsx"), key=lambda path: path.stat().st_size)
    harm.lay_traps(campaign / "inbox" / "traps", seed.read_bytes())
    (campaign / "inbox" / "attacks").mkdir()
    for attack in harm.attacks(seed.read_bytes()):
        (campaign / "inbox" / "attacks" / attack.name).write_bytes(attack.data)
    for number, folder in enumerate(folders, 1):
        shutil.copytree(folder, campaign / "inbox" / f"given {number}")


def read_all(campaign: Path, jobs: int) -> None:
    """Read the inbox in this process and print, as JSON, what became of it."""
    folder = open_campaign(campaign, caching=False)
    opened = open_plan(folder, Processes(1))
    clock = Clock()
    collected = gather(folder, opened, Processes(jobs), clock)
    lying = {
        path.relative_to(folder.inbox).as_posix()
        for path in folder.inbox.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    said = Counter(finding.rule.code for finding in collected.findings)
    known = {receipt.file for receipt in collected.receipts} | {f.place.file for f in collected.findings}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    longest = max((after - before for before, after in pairwise(clock.ticks)), default=0)
    print(
        json.dumps(
            {
                "files": len(lying),
                "lost": sorted(lying - known),
                "said": said,
                "forms": len(collected.submissions),
                "seconds": clock.ticks[-1] - clock.ticks[0],
                "longest": longest,
                "memory": memory,
            }
        )
    )


def main() -> int:
    """Lay out, read, merge, print; return 1 where anything is not as it must be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, help="more files to read; they are copied")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read_all(options.read, options.jobs)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        campaign = Path(temporary) / "campaign"
        lay_out(campaign, options.folders)
        reading = [sys.executable, __file__, "--read", str(campaign), "--jobs", str(options.jobs)]
        read = subprocess.run(reading, capture_output=True, text=True, check=False)
        merging = [*PROGRAM, "merge", str(campaign), "--as-of", AS_OF]
        merged = subprocess.run(merging, capture_output=True, text=True, check=False)
    if read.returncode:
        print(read.stderr)
        return 1
    found = json.loads(read.stdout)
    tracebacks = sum("Traceback" in text for text in (read.stderr, merged.stderr, merged.stdout))
    print(f"{found['files']} files in {found['seconds']:.0f} s, {found['forms']} forms among them")
    print("said of them: " + ", ".join(f"{code} {n}" for code, n in sorted(found["said"].items())))
    must = {
        "files without an account": len(found["lost"]),
        "tracebacks": tracebacks,
        "waits beyond two deadlines": int(found["longest"] > 2 * SECONDS + 10),
        "exit codes of a defect": int(merged.returncode not in {0, 1}),
        f"MiB above {MOST_MEMORY}": max(0, round(found["memory"] - MOST_MEMORY)),
    }
    for what, count in must.items():
        print(f"{count:>6} {what}")
    print(f"longest wait for a file {found['longest']:.1f} s; most memory {found['memory']:.0f} MiB")
    print("\n".join(found["lost"]))
    return int(any(must.values()))


if __name__ == "__main__":
    sys.exit(main())
