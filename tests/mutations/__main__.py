"""Every mutation of every valid form, by hand: `PYTHONPATH=tests python -m mutations --all`.

Without `--all` it takes as many of each form as `--each N` says (20). It prints how many mutations were reported
at their place, read by their meaning and logged, or left everything as it was, and lists those that were silent;
it ends with 1 where there is any. `--shape N` takes one shape of forms alone, so that several can run at a time;
`--only cells`, `--only structures` or `--only pairs` one sort of mutation: of pairs, a second version of the form is
changed, and the first lies beside it.
"""

import argparse
import random
import sys
from collections import Counter

from mutations.campaign import SHAPES, campaign_of
from mutations.pairs import judge_pairs
from mutations.structures import judge_structures
from mutations.verdicts import Verdict, judge_cells


def main() -> int:
    """Run the mutations that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m mutations")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--only", choices=["cells", "structures", "pairs"])
    parser.add_argument("--shape", type=int, choices=range(len(SHAPES)))
    asked = parser.parse_args()
    shapes = SHAPES if asked.shape is None else [SHAPES[asked.shape]]

    def choose(listed):
        few = random.Random(1).sample(listed, min(asked.each, len(listed)))  # noqa: S311 -- no secret
        return listed if asked.all else few

    judges = {"cells": judge_cells, "structures": judge_structures, "pairs": judge_pairs}
    wanted = [judge for name, judge in judges.items() if asked.only in {None, name}]
    counts: Counter[Verdict] = Counter()
    for scale, entry in shapes:
        campaign = campaign_of(scale, entry)
        for form in campaign.forms:
            for judge in wanted:
                for case in judge(campaign, form, choose):
                    counts[case.verdict] += 1
                    if case.verdict is Verdict.SILENT:
                        print(f"{scale} {entry} {case.where} · {case.name}: {case.detail[:400]}", flush=True)
            print(scale, entry, form.book.key, {verdict.name: n for verdict, n in counts.items()}, flush=True)
    print(f"{counts.total()} mutations")
    return 1 if counts[Verdict.SILENT] else 0


if __name__ == "__main__":
    sys.exit(main())
