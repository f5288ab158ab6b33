"""The goals of speed and memory, side by side in one run: `make bench`, or `python benchmarks/bench.py --rounds 5`.

Every round takes all measures in turn, so that both sides of a ratio see the same minute; printed are the least, the
median and the most of each ratio over the rounds, and how far a pure-Python loop went up and down meanwhile. Compare
medians; where the ranges of two runs overlap, nothing is said to have changed.
"""

import argparse
import hashlib
import json
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
Measured = Mapping[str, Mapping[str, float]]
"""What each measure took, by its name."""

ASKED = {
    "merge ÷ (plain reading + plain writing)": "≤ 1.3",
    "summary ÷ plain writing, values": "≤ 0.7",
    "summary ÷ plain writing, formulas (small)": "≤ 1.1",
    "check ÷ plain reading": "≤ 7",
    "memory of merge's parent, MB": "≤ 250",
    "check again after 1 form changed ÷ check": "≤ 0.5",
    "reading alone, wall, 2 workers ÷ 1": "≤ 0.65",
    "its control, pure Python in 2 workers ÷ 1": "(≤ 0.55)",
    "forms, ms of CPU a workbook": "≤ 40",
    "the same, with what came filled in, ms": "",
    "--help ÷ import click": "≤ 2",
    "pandas with calamine ÷ merge (small)": "≥ 0.5",
    "pandas with openpyxl ÷ merge (small)": "≥ 1.2",
}
"""What the ratios are to be; that of two workers where the control reaches what stands beside it."""


def measured(*words: str) -> dict[str, float]:
    """Take a measure in a process of its own."""
    command = [sys.executable, str(HERE / "measures.py"), *words]
    done = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    last = done.stderr.strip().splitlines()[-1:]
    return json.loads(last[0]) if last and last[0].startswith("{") else {}


def campaign_of(folder: Path, branches: int) -> Path:
    """Return an invented campaign of some size, made once, and again when forms are declared otherwise.

    Those that were issued as they no longer are take far longer to read, and that is not what is measured.
    """
    campaign, made = folder / f"campaign-{branches}", folder / f"campaign-{branches}.made"
    if not made.exists() or made.read_text() != declared():
        shutil.rmtree(campaign, ignore_errors=True)
        size = ["--branches", str(branches), "--members", str(20 * branches)]
        words = [sys.executable, "-m", "xlcampaign", "sample", str(campaign), *size, "--tidy"]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        made.write_text(declared())
    return campaign


def unfilled(folder: Path, campaign: Path) -> Path:
    """Return a campaign by the plan of another, of which no form was issued and nothing came."""
    fresh = folder / "unfilled"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "inbox").mkdir(parents=True)
    shutil.copy(campaign / "plan.xlsx", fresh)
    return fresh


def declared() -> str:
    """Return a digest of the source that decides what stands in forms."""
    rooms = (HERE.parent / "xlcampaign" / room for room in ("layout", "model"))
    sources = sorted(source for room in rooms for source in room.rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def one_round(folder: Path, large: int, small: int) -> Measured:
    """Take every measure once."""
    big, less = (str(campaign_of(folder, branches)) for branches in (large, small))
    merged, merged_small = (str(folder / name) for name in ("merged.xlsx", "merged-small.xlsx"))
    summary, live = (str(folder / name) for name in ("summary.xlsx", "summary-live.xlsx"))
    cells, formulas = (str(folder / name) for name in ("values.cells", "live.cells"))
    for before in (merged, merged_small):  # which a campaign that was made anew does not know
        Path(before).unlink(missing_ok=True)
    found = {"count": measured("count"), "read": measured("read", big)}
    found["merge"] = measured("merge", big, merged)
    found["check"] = measured("check", big, "--no-cache")
    for jobs in "12":
        found[f"reading {jobs}"] = measured("reading", big, jobs)
        found[f"control {jobs}"] = measured("control", jobs)
    measured("check", big)  # what is read is kept
    found["again"] = measured("check again", big)
    found["values"] = measured("summary", big, summary, "values")
    found["live"] = measured("summary", less, live, "live")
    for written, kept in ((summary, cells), (live, formulas)):
        if not Path(kept).exists():
            measured("keep", written, kept)
    found["plain values"], found["plain live"] = measured("write", cells), measured("write", formulas)
    found["small merge"] = measured("merge", less, merged_small)
    for reader in ("calamine", "openpyxl"):
        found[reader] = measured("script", less, str(folder / "script.xlsx"), reader)
    found["help"] = measured("starts", "-m", "xlcampaign", "--help")
    found["click"] = measured("starts", "-c", "import click")
    found["forms"] = measured("forms", str(unfilled(folder, Path(less))))
    found["forms again"] = measured("forms", less)
    return found


def ratios(found: Measured, forms: int, written: int) -> dict[str, float]:
    """Return what the goals are about, by the words in which they are stated."""
    cpu = {name: taken["cpu"] for name, taken in found.items()}
    return {
        "merge ÷ (plain reading + plain writing)": cpu["merge"] / (cpu["read"] + cpu["plain values"]),
        "summary ÷ plain writing, values": cpu["values"] / cpu["plain values"],
        "summary ÷ plain writing, formulas (small)": cpu["live"] / cpu["plain live"],
        "check ÷ plain reading": cpu["check"] / cpu["read"],
        "memory of merge's parent, MB": found["merge"]["rss"],
        "memory of merge's parent (small), MB": found["small merge"]["rss"],
        "check again after 1 form changed ÷ check": cpu["again"] / cpu["check"],
        "reading alone, wall, 2 workers ÷ 1": found["reading 2"]["wall"] / found["reading 1"]["wall"],
        "its control, pure Python in 2 workers ÷ 1": found["control 2"]["wall"] / found["control 1"]["wall"],
        "check, ms of CPU a form": 1000 * cpu["check"] / forms,
        "forms, ms of CPU a workbook": 1000 * cpu["forms"] / written,
        "the same, with what came filled in, ms": 1000 * cpu["forms again"] / written,
        "--help ÷ import click": cpu["help"] / cpu["click"],
        "pandas with calamine ÷ merge (small)": cpu["calamine"] / cpu["small merge"],
        "pandas with openpyxl ÷ merge (small)": cpu["openpyxl"] / cpu["small merge"],
        "noise: the same counting, CPU s": cpu["count"],
        "merge, CPU s": cpu["merge"],
        "merge, wall s": found["merge"]["wall"],
    }


def show(rounds: Iterable[Mapping[str, float]]) -> None:
    """Print the least, the median and the most of each ratio."""
    listed: dict[str, list[float]] = defaultdict(list)
    for one in rounds:
        for name, ratio in one.items():
            listed[name].append(ratio)
    print(f"{'':<46}{'min':>9}{'median':>9}{'max':>9}{'asked':>9}")
    for name, taken in listed.items():
        numbers = f"{min(taken):9.2f}{statistics.median(taken):9.2f}{max(taken):9.2f}"
        print(f"{name:<46}{numbers}{ASKED.get(name, ''):>9}")


def main() -> None:
    """Make the campaigns where they are missing, and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--branches", type=int, default=300)
    parser.add_argument("--small", type=int, default=100, help="branches of the campaign with formulas")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="campaigns are kept here")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    forms = len(list((campaign_of(asked.folder, asked.branches) / "inbox").rglob("*.xlsx")))
    for kept in asked.folder.glob("*.cells"):  # what an earlier version's summary showed
        kept.unlink()
    found = []
    for _ in range(asked.rounds):
        shutil.rmtree(campaign_of(asked.folder, asked.small) / "send", ignore_errors=True)
        taken = one_round(asked.folder, asked.branches, asked.small)
        written = len(list((campaign_of(asked.folder, asked.small) / "send").rglob("*.xlsx")))
        found.append(ratios(taken, forms, written))
    print(f"{asked.branches} branches, {forms} forms; small: {asked.small} branches; {asked.rounds} rounds")
    show(found)


if __name__ == "__main__":
    main()
