"""The tests' teeth, by hand: `PYTHONPATH=tests python -m mutants` changes how things are counted, one thing at a time.

A comparison is turned, a number raised by one, a condition negated, `and` made `or`, `min` made `max`, + made -; and fast
tests have to fail. It prints every mutant that lives, and ends with 1 where one of them does not stand in
`equivalent.txt` with the reason why it is no other program. `--sample N` takes N mutants, the same in every run;
modules can be named, too.
"""

import argparse
import random
import sys
from pathlib import Path

import pytest
from mutants.judging import Judge
from mutants.sites import mutants_of

MODULES = [*sorted(Path("xlcampaign/tally").glob("*.py")), Path("xlcampaign/model/rounding.py")]
MODULES += [Path("xlcampaign/reading/count.py"), Path("xlcampaign/reading/entries.py")]
TESTS = [
    "tests/tally",
    "tests/commands/test_accounts.py",
    "tests/commands/test_answered.py",
    "tests/commands/test_ballots.py",
    "tests/commands/test_blank_ballots.py",
    "tests/commands/test_carried_over.py",
    "tests/commands/test_cases_closed.py",
    "tests/commands/test_copies.py",
    "tests/commands/test_counting.py",
    "tests/commands/test_final_selection.py",
    "tests/commands/test_launch.py",
    "tests/commands/test_members.py",
    "tests/commands/test_objections.py",
    "tests/commands/test_online.py",
    "tests/commands/test_online_rows.py",
    "tests/commands/test_online_tallies.py",
    "tests/commands/test_people_change.py",
    "tests/commands/test_proposals.py",
    "tests/commands/test_put_off.py",
    "tests/commands/test_rated_by.py",
    "tests/commands/test_recommended.py",
    "tests/commands/test_restated_votes.py",
    "tests/commands/test_rollup.py",
    "tests/commands/test_rollup_summaries.py",
    "tests/commands/test_roster_changes.py",
    "tests/commands/test_rows.py",
    "tests/commands/test_two_stages.py",
    "tests/commands/test_unclear_decisions.py",
    "tests/commands/test_void_meetings.py",
    "tests/commands/test_votes_again.py",
    "tests/commands/test_trend.py",
    "tests/commands/test_withdrawn_votes.py",
    "tests/reading/test_count.py",
    "tests/reading/test_counted_ballots.py",
    "tests/reading/test_entries.py",
    "tests/reading/test_likeness.py",
]
EQUIVALENT = Path(__file__).with_name("equivalent.txt")


def reasons_in(path: Path) -> dict[str, str]:
    """Return why mutants live, by their names: a name stands on a line, its reason on the next, indented."""
    reasons: dict[str, str] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            reasons[name] = line.strip()
        elif line:
            name = line
    return reasons


def main() -> int:
    """Judge the mutants that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m mutants")
    parser.add_argument("modules", nargs="*", type=Path, default=MODULES)
    parser.add_argument("--tests", nargs="+", default=TESTS)
    parser.add_argument("--equivalent", type=Path, default=EQUIVALENT)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    mutants = [mutant for path in asked.modules for mutant in mutants_of(path)]
    if asked.sample:
        mutants = random.Random(1).sample(mutants, min(asked.sample, len(mutants)))  # noqa: S311 -- no secret
    judge = Judge(mutants, asked.jobs)
    quiet = ["-p", "no:terminal", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
    ended = pytest.main([*quiet, "-m", "not office", *asked.tests], [judge])
    if ended is not pytest.ExitCode.OK:
        print(f"the tests cannot be collected: {ended!r}")
        return 2
    reasons = reasons_in(asked.equivalent)
    unexplained = [mutant for mutant in judge.survivors if mutant.name not in reasons]
    for mutant in unexplained:
        print(f"{mutant.path}:{mutant.line} without a reason\n{mutant.name}")
    lived = {mutant.name for mutant in judge.survivors}
    for name in reasons.keys() & {mutant.name for mutant in mutants} - lived:
        print(f"killed by {judge.killed[name]}, though a reason says that it is the same program: {name}")
    killed = len(mutants) - len(judge.survivors)
    print(
        f"{len(mutants)} mutants, {killed} killed, {len(lived & reasons.keys())} equivalent, "
        f"{len(unexplained)} live without a reason"
    )
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
