"""CPU of `xlcampaign merge` over that of merely reading the same forms.

    python benchmarks/merge.py [--branches 300] [--members 6000] [--pairs 5] [--campaign DIR]

makes an invented campaign (`sample --tidy`; with --campaign it is made there once and used again), then runs in
turn, several times: A, the whole merge (read, check, count, score, write the summary); B, python-calamine reading
every sheet of the same forms from its first cell on, and nothing else; C, `xlcampaign check`, which is the merge
without scores and summary. Each runs in a process of its own; its CPU is user + system time, that of its worker
processes included.

How to read it: the ratio A/B is what counts; C/B says how much of it is reading, the rest is the summary. Times
differ from machine to machine and from minute to minute; runs are taken in turn so that all sides of a ratio see
the same minute. Compare medians, and only where the ranges from least to most do not overlap call it a change.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import python_calamine

AS_OF = "2023-05-26"


def read_only(inbox: Path) -> None:
    """Read every sheet of every workbook, as plainly as the library can."""
    for path in sorted(inbox.rglob("*.xlsx")):
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for index in range(len(book.sheets_metadata)):
                book.get_sheet_by_index(index).to_python(skip_empty_area=False)


def cpu_of(command: Sequence[str]) -> float:
    """Run a command and return its CPU seconds, user + system, of all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def spread(label: str, values: Sequence[float]) -> str:
    """Return least, median and most of some figures as one line."""
    return f"{label:<24}{min(values):8.2f}{statistics.median(values):8.2f}{max(values):8.2f}"


def measure(campaign: Path, pairs: int) -> None:
    """Run all in turn and print what came out."""
    sizes = [path.stat().st_size for path in (campaign / "inbox").rglob("*.xlsx")]
    print(f"{len(sizes)} forms, {sum(sizes) / 1e6:.1f} MB, {pairs} runs of each")
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-m", "xlcampaign"]
        given = [str(campaign), "--as-of", AS_OF]
        merge = [*program, "merge", *given, "-o", str(Path(folder) / "summary.xlsx")]
        read = [sys.executable, __file__, "--read", str(campaign / "inbox")]
        check = [*program, "check", *given]
        cpu = [(cpu_of(merge), cpu_of(read), cpu_of(check)) for _ in range(pairs)]
    print(f"{'':<24}{'min':>8}{'median':>8}{'max':>8}")
    print(spread("A merge, CPU s", [a for a, _, _ in cpu]))
    print(spread("B reading, CPU s", [b for _, b, _ in cpu]))
    print(spread("C check, CPU s", [c for _, _, c in cpu]))
    print(spread("A / B", [a / b for a, b, _ in cpu]))
    print(spread("C / B", [c / b for _, b, c in cpu]))


def main() -> None:
    """Make the campaign where it is missing, and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--branches", type=int, default=300)
    parser.add_argument("--members", type=int, default=6000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--campaign", type=Path, help="made here if it is missing, and kept")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read_only(options.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        campaign = options.campaign or Path(folder) / "campaign"
        if not (campaign / "plan.xlsx").exists():
            size = ["--branches", str(options.branches), "--members", str(options.members)]
            command = [sys.executable, "-m", "xlcampaign", "sample", str(campaign), *size, "--tidy"]
            print(f"made the campaign in {cpu_of(command):.1f} s of CPU")
        measure(campaign, options.pairs)


if __name__ == "__main__":
    main()
