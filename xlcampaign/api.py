"""What programs may call: the same that the commands do, as values. What is here stays; docs/api.md shows it.

Campaigns may be given as their folder or as its plan.xlsx. Files are read in processes of their own, which run nothing of
the program that calls this.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlcampaign.campaign import open_campaign, public_of
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.collect import open_plan
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Finding, Stop
from xlcampaign.model.limits import cores
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Report
from xlcampaign.reading.tables import read_tables
from xlcampaign.words import Lang

__all__ = [
    "Finding",
    "Lang",
    "Plan",
    "Report",
    "Stop",
    "Summary",
    "check",
    "merge",
    "read_plan",
    "read_tables",
]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary that was written.

    Attributes:
        path: the summary.
        public: the workbook beside it that may be posted.
        report: all that it was written from: results, findings, the plan.
        said: what is to be said of the writing itself, such as an older workbook that somebody changed and that was kept.
    """

    path: Path
    public: Path
    report: Report
    said: tuple[Finding, ...]


def read_plan(campaign: str | Path, *, passwords: tuple[str, ...] = ()) -> Plan:
    """Return a campaign's plan: rules, stages, branches and members, in the plan's order.

    Weights are whole percent, thresholds hundredths of a point (9000 is 90), days dates.

    Args:
        campaign: the campaign's folder, or its plan.xlsx.
        passwords: what to try on an encrypted plan, in order.

    Raises:
        Stop: there is no plan, it cannot be read, or it has errors; all of them are in the exception.
    """
    return open_plan(open_campaign(Path(campaign), passwords), Processes(1)).plan


def check(
    campaign: str | Path,
    *,
    as_of: date | None = None,
    stage: int | None = None,
    passwords: tuple[str, ...] = (),
    jobs: int | None = None,
) -> Report:
    """Return everything found in a campaign's plan and inbox; also where nothing came yet.

    No workbook is written; what was read is kept in `.xlcampaign/cache.sqlite` for the next run.

    Args:
        campaign: the campaign's folder, or its plan.xlsx.
        as_of: the day that counts as today; today by default.
        stage: the number of the stage; the plan's current one by default.
        passwords: what to try on encrypted files, in order.
        jobs: how many files are read at a time; by default as many as the machine has cores, 8 at most.

    Returns:
        The report: `findings` in the order in which one works through them, `results` with branches and then members in the
        plan's order. Composites are hundredths of a point (9025 is 90.25), None while anything is unrated, and never 0 for it.

    Raises:
        Stop: the plan cannot be read or has errors, or there is no such stage.
    """
    folder = open_campaign(Path(campaign), passwords)
    return check_campaign(folder, stage, as_of or _today(), Processes(jobs or cores()), Unwatched())


def merge(
    campaign: str | Path,
    *,
    as_of: date | None = None,
    stage: int | None = None,
    output: str | Path | None = None,
    strict: bool = False,
    passwords: tuple[str, ...] = (),
    jobs: int | None = None,
) -> Summary:
    """Merge a stage and write its summary, beside it the public workbook; what was there is replaced in one step.

    Args:
        campaign: the campaign's folder, or its plan.xlsx.
        as_of: the day that counts as today; today by default.
        stage: the number of the stage; the plan's current one by default.
        output: where to write it, an .xlsx; `summary/stage-N.xlsx` in the campaign by default.
        strict: whether nothing is written where any input was rejected.
        passwords: what to try on encrypted files, in order.
        jobs: how many files are read at a time; by default as many as the machine has cores, 8 at most.

    Raises:
        Stop: it could not be done: the plan has errors, nothing usable came, the file is open elsewhere, the stage was sealed
            otherwise, or `strict` and something was rejected. Nothing was written then.
        ValueError: `output` is no .xlsx.
    """
    target = Path(output) if output is not None else None
    if target is not None and target.suffix.casefold() != ".xlsx":
        raise ValueError("output must be an .xlsx file")
    folder = open_campaign(Path(campaign), passwords)
    engine = Processes(jobs or cores())
    options = Options(stage, as_of or _today(), target, strict, engine)
    path, report, said = make_summary(folder, options, Unwatched())
    return Summary(path, public_of(path), report, tuple(said))


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the user's own day is meant
