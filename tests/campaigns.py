"""A small campaign of two stages in whose course people and branches come, go and change."""

import shutil
from copy import copy, deepcopy
from dataclasses import replace
from datetime import date, timedelta

from click.testing import CliRunner
from filled import complete
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.campaign import Folder
from xlcampaign.cli import cli
from xlcampaign.commands.collect import open_plan
from xlcampaign.commands.merge import Options, gather, make_report, tally_stage
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import forms_of
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey

FIRST = date(2023, 7, 1)
"""The first day of the second stage."""
_SUMMER, _YEARS_END = date(2023, 6, 29), date(2023, 12, 28)
STEPS = (StepKey.PLEDGE, StepKey.EVALUATION, StepKey.COMMENT)


def branch_name(number):
    return f"甲{'一二三四五六七八九'[number - 1]}完小党支部"


def change(rows, code, day=FIRST, sheet="members", **values):
    """From a day on somebody is otherwise: the row ends the day before, and another one begins."""
    row = _last(rows[sheet], code)
    rows[sheet].append({k: v for k, v in row.items() if k != "end"} | values | {"start": day})
    row["end"] = day - timedelta(days=1)


def end(rows, code, day=FIRST, sheet="members"):
    """From a day on somebody is there no more."""
    _last(rows[sheet], code)["end"] = day - timedelta(days=1)


def join(rows, code, name, branch, day=FIRST, **values):
    """From a day on somebody is a member of a branch."""
    row = {"code": code, "name": name, "branch": branch_name(branch), "start": day}
    rows["members"].append(row | {"category": "full", "post": "none", "participation": "yes"} | values)


def found(rows, number, day=FIRST, **values):
    """From a day on there is another branch."""
    row = {"code": f"{number:02d}", "name": branch_name(number), "teachers": 20, "start": day}
    rows["branches"].append(row | values)


def _last(rows, code):
    return next(row for row in reversed(rows) if row["code"] == code)


class Years:
    """Four branches of four members; their rows change, units send their forms, and stages are merged."""

    def __init__(self, root, branches=4, members=4):
        self.root, self.folder = root, Folder(root)
        self.settings, self.rows = plan_rows_of(branches, members)
        (root / "inbox").mkdir(parents=True)
        self.write()

    def copied(self, root):
        """Return the same years in another folder: what happens there stays there."""
        other = copy(self)
        shutil.copytree(self.root, root)
        other.root, other.folder, other.rows = root, Folder(root), deepcopy(self.rows)
        return other

    def write(self, **settings):
        """Write the plan as it is by now."""
        self.settings = self.settings | settings
        self.plan = plan_of((self.settings, self.rows))
        self.folder.plan.write_bytes(plain_file(plan_book(self.settings, self.rows)))

    def at(self, stage):
        """Return the plan at a stage, as forms are made by it."""
        plan = self.plan.of_stage(stage)
        return replace(plan, campaign=replace(plan.campaign, stage=stage))

    def forms(self, stage, step):
        """Return a step's forms by unit, with what is known by now."""
        return {book.identity.unit: book for book in forms_of(self.at(stage), step, self.known(stage))}

    def send(self, stage, *steps, changes=None):
        """All units send what they are asked at some steps, each cell as its example has it but for changes by step and unit."""
        for step in steps or STEPS:
            for unit, book in self.forms(stage, step).items():
                answers = complete(book)
                pledges = book.table_of("member_pledges").rows if step is StepKey.PLEDGE else ()
                answers |= {("member_pledges", n, "text"): f"每月听课{n + 1}节" for n in range(len(pledges))}
                answers |= (changes or {}).get((step, unit), {})
                self.put(f"{stage}-{step}-{unit}.xlsx", book, answers, stage)

    def put(self, name, book, answers, stage):
        """A form comes, as it was saved in a stage."""
        day = f"2023-{4 + 6 * (stage - 1):02d}-20T08:00:00Z"
        (self.folder.inbox / name).write_bytes(plain_file(book, answers, day))

    def known(self, stage):
        """Return what is known of a stage."""
        opened = open_plan(self.folder, Processes(1))
        collected = gather(self.folder, opened, Processes(1), Unwatched())
        return tally_stage(collected.submissions, self.at(stage), stage).known

    def report(self, stage):
        day = _SUMMER if stage == 1 else _YEARS_END
        options = Options(stage, day, None, strict=False, engine=Processes(1))
        return make_report(self.folder, options, Unwatched())

    def run(self, *words, lang="zh", code=0):
        result = CliRunner().invoke(cli, ["--lang", lang, *map(str, words)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result.output
