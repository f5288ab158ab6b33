"""What `make bench` measures, each in a process of its own: `python benchmarks/measures.py NAME CAMPAIGN …`.

A measure prints one line of JSON: `cpu`, user + system seconds of all its processes; `wall`; `rss`, the most memory
that the process itself held, in MB, its workers' not counted. What is only there to be compared with (a plain reader,
a plain writer, a user's script) uses the libraries as their documents show, and nothing of this program.
"""

import argparse
import gc
import json
import pickle
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

AS_OF = date(2023, 5, 26)
HEADERS = 3
"""The row of a form's sheet in which its headers are, counted from 0."""
RATED = {"党员自评", "党员互评", "教师测评", "组织总评", "书记总评"}
"""The sheets on which members are rated, one way of rating each."""
MEGABYTE = 1024
"""Of the kilobytes in which Linux counts memory."""


@dataclass
class Taken:
    """What a stretch of work took."""

    cpu: float = 0.0
    wall: float = 0.0


def cpu_seconds() -> float:
    """Return the user + system time of this process and of those that it waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def taking() -> Iterator[Taken]:
    """Measure what is done meanwhile."""
    taken, cpu, wall = Taken(), cpu_seconds(), time.perf_counter()
    yield taken
    taken.cpu, taken.wall = cpu_seconds() - cpu, time.perf_counter() - wall


def forms_in(campaign: Path) -> list[Path]:
    """Return the workbooks in a campaign's inbox."""
    return sorted((campaign / "inbox").rglob("*.xlsx"))


def read_plainly(campaign: Path) -> Taken:
    """python-calamine reads every cell of every form, from a sheet's first cell on, and nothing else is done."""
    import python_calamine

    with taking() as taken:
        for path in forms_in(campaign):
            with python_calamine.CalamineWorkbook.from_path(path) as book:
                for index in range(len(book.sheets_metadata)):
                    book.get_sheet_by_index(index).to_python(skip_empty_area=False)
    return taken


def keep_cells(summary: Path, kept: Path) -> None:
    """Keep what stands in a summary, sheet by sheet and row by row, for `write_plainly`."""
    import openpyxl

    formulas = openpyxl.load_workbook(summary, read_only=True)
    values = openpyxl.load_workbook(summary, read_only=True, data_only=True)
    sheets = []
    for sheet in formulas.worksheets:
        rows = zip(
            sheet.iter_rows(values_only=True), values[sheet.title].iter_rows(values_only=True), strict=True
        )
        sheets.append((sheet.title, [list(zip(*row, strict=True)) for row in rows]))
    kept.write_bytes(pickle.dumps(sheets))


def write_plainly(kept: Path) -> Taken:
    """XlsxWriter writes the cells of a summary as its documents show: a format per column's kind, a call per cell."""
    import xlsxwriter

    sheets = pickle.loads(kept.read_bytes())
    with taking() as taken, xlsxwriter.Workbook(str(kept.with_suffix(".xlsx"))) as book:
        text = book.add_format({"bottom": 1, "valign": "vcenter"})
        number = book.add_format({"bottom": 1, "num_format": "0.00", "align": "center"})
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, (formula, value) in enumerate(cells):
                    if isinstance(formula, str) and formula.startswith("="):
                        sheet.write_formula(row, column, formula, number, "" if value is None else value)
                    elif isinstance(formula, str):
                        sheet.write_string(row, column, formula, text)
                    elif isinstance(formula, int | float):
                        sheet.write_number(row, column, formula, number)
                    elif formula is not None:
                        sheet.write_string(row, column, str(formula), text)
    return taken


def run_command(*words: str) -> Taken:
    """One of the program's commands runs, as from a command line."""
    from xlcampaign.cli import main

    with taking() as taken:
        sys.argv = ["xlcampaign", *words]
        try:
            main()
        except SystemExit as ended:
            if ended.code not in {None, 0, 1}:
                raise
    return taken


def merge(campaign: Path, target: Path) -> Taken:
    """The whole of `merge`, everything read anew."""
    return run_command("merge", str(campaign), "--as-of", str(AS_OF), "-o", str(target), "--no-cache")


def check(campaign: Path, *options: str) -> Taken:
    """The whole of `check`."""
    return run_command("check", str(campaign), "--as-of", str(AS_OF), *options)


def check_again(campaign: Path) -> Taken:
    """`check` where it ran before, and one form has changed since: other bytes that state the same."""
    form = forms_in(campaign)[0]
    before = form.read_bytes()
    try:
        with zipfile.ZipFile(form, "a") as changed:
            changed.comment = b"changed"
        return check(campaign)
    finally:
        form.write_bytes(before)


def write_summary(campaign: Path, target: Path, formulas: str) -> Taken:
    """The summary alone is written, from a report that was made before."""
    from xlcampaign.campaign import Folder
    from xlcampaign.commands import merge as command
    from xlcampaign.commands.progress import Unwatched
    from xlcampaign.engine import Processes
    from xlcampaign.model.limits import cores
    from xlcampaign.summary import write_summary as write

    options = command.Options(None, AS_OF, None, strict=False, engine=Processes(cores()))
    report = command.make_report(Folder(campaign), options, Unwatched())
    gc.disable()  # as the program does when it starts
    with taking() as taken:
        write(target, report, live=formulas == "live")
    return taken


def user_script(campaign: Path, target: Path, reader: Any) -> Taken:  # noqa: ANN401 -- a reader by its name
    """What an office's own pandas script would do: vote sheets one below the other, means per person, two tables."""
    import pandas as pd

    with taking() as taken:
        found, meetings = [], []
        for path in forms_in(campaign):
            sheets = pd.read_excel(path, sheet_name=None, header=HEADERS, dtype={"编号": str}, engine=reader)
            for name, sheet in sheets.items():
                if name in RATED:
                    found.append(sheet.assign(文件=path.name, 评议方式=name))
                elif name == "评议情况":
                    meetings.append(sheet[["评议方式", "有效票数"]].assign(文件=path.name))
        votes = pd.concat(found).merge(pd.concat(meetings), how="left")
        stars = [column for column in votes.columns if str(column).endswith("星")]
        ballots = votes["对其有效票\n（不同才填）"].fillna(votes["有效票数"] - (votes["到会投票"] == "是"))
        shares = votes[stars].div(ballots / 10, axis="index")
        votes["均分"] = votes[stars].where(ballots.isna(), shares).mean(axis="columns")
        means = votes.pivot_table("均分", ["编号", "姓名"], "评议方式").reset_index()
        with pd.ExcelWriter(target, engine="xlsxwriter") as writer:
            votes.to_excel(writer, sheet_name="各表", index=False)
            means.to_excel(writer, sheet_name="均分", index=False)
    return taken


def read_inbox(campaign: Path, jobs: int) -> Taken:
    """The reading phase of `check` alone: the plan is known, nothing is kept, and so many workers read every form."""
    from xlcampaign.campaign import open_campaign
    from xlcampaign.commands.collect import open_plan
    from xlcampaign.commands.merge import gather
    from xlcampaign.commands.progress import Unwatched
    from xlcampaign.engine import Processes

    folder = open_campaign(campaign, caching=False)
    opened = open_plan(folder, Processes(1))
    gc.disable()  # as the program does when it starts
    with taking() as taken:
        gather(folder, opened, Processes(jobs), Unwatched())
    return taken


def counted(number: int, until: int) -> int:
    """Pure Python counts."""
    return sum(n & 7 for n in range(number, until))


def count_in_workers(jobs: int) -> Taken:
    """So many workers do what is pure Python: what a second one is worth on this machine, at this minute."""
    from measures import counted as work  # by a name that workers know, which run no script

    from xlcampaign.engine import Processes

    with taking() as taken:
        assert all(one.result for one in Processes(jobs).run(work, range(80), 1_000_000))
    return taken


def count_up() -> Taken:
    """Pure Python counts: what the machine's minute is worth."""
    with taking() as taken:
        assert counted(0, 6_000_000) > 0
    return taken


def starts(*words: str) -> Taken:
    """Python starts ten times and does something."""
    with taking() as taken:
        for _ in range(10):
            subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return taken


MEASURES: dict[str, Callable[..., Any]] = {
    "read": lambda campaign: read_plainly(Path(campaign)),
    "merge": lambda campaign, target: merge(Path(campaign), Path(target)),
    "check": lambda campaign, *options: check(Path(campaign), *options),
    "check again": lambda campaign: check_again(Path(campaign)),
    "summary": lambda campaign, target, formulas: write_summary(Path(campaign), Path(target), formulas),
    "keep": lambda summary, kept: keep_cells(Path(summary), Path(kept)),
    "write": lambda kept: write_plainly(Path(kept)),
    "forms": lambda campaign: run_command("forms", campaign),
    "script": lambda campaign, target, reader: user_script(Path(campaign), Path(target), reader),
    "count": count_up,
    "reading": lambda campaign, jobs: read_inbox(Path(campaign), int(jobs)),
    "control": lambda jobs: count_in_workers(int(jobs)),
    "starts": starts,
}


def main() -> None:
    """Take one measure, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("given", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    taken = MEASURES[asked.measure](*asked.given)
    if taken:
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
        print(json.dumps({"cpu": taken.cpu, "wall": taken.wall, "rss": rss}), file=sys.__stderr__)


if __name__ == "__main__":
    main()
