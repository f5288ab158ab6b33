"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.cli.screen import HELP_LANG, put, say, stopping
from xlcampaign.cli.usage import StepChoice, WorkbookPath
from xlcampaign.model.limits import cores
from xlcampaign.program import VERSION
from xlcampaign.words import T

if TYPE_CHECKING:
    from xlcampaign.engine import Engine


class DayType(click.ParamType[date]):
    """A day, written in any way that a form takes."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        from xlcampaign.layout.kinds import Day  # noqa: PLC0415 -- imported where used: --help stays instant

        try:
            day = Day(*_DAYS).parse(str(value))
        except ValueError:
            self.fail(f"'{value}'", param, ctx)
        assert isinstance(day, date)
        return day


_DAYS = date(2000, 1, 1), date(2099, 12, 31)


def campaign_argument(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its campaign's folder, the current one by default."""
    path = click.Path(path_type=Path)
    return click.argument("campaign", type=path, default=Path())(command)


def stage_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the stage that it is about."""
    text = say("第几阶段；默认按方案", "number of the stage; the plan's current one by default")
    return click.option("--stage", type=int, default=None, help=text)(command)


def step_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the step that it is about."""
    text = say("步骤；默认按方案", "step; the plan's by default")
    return click.option("--step", type=StepChoice(), default=None, help=text)(command)


def engine_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command where work runs: so many processes on this machine, or the workers of a cluster."""

    @wraps(command)
    def with_engine(*given: object, jobs: int, scheduler: str | None, **named: object) -> None:
        with stopping(click.get_current_context().obj):
            engine = engine_of(jobs, scheduler)
        command(*given, engine=engine, **named)

    jobs = say("同时读几个文件", "how many files are read at a time")
    scheduler = say(
        "文件多得一台机器读不过来：Dask 调度器的地址，在集群上读",
        "for more files than one machine can read: address of a Dask scheduler, to read on its cluster",
    )
    width = click.option("--jobs", type=click.IntRange(1, 64), default=cores, help=jobs)
    return width(click.option("--scheduler", default=None, help=scheduler)(with_engine))


def cache_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the choice to read everything anew."""
    text = say(
        "全部重新读，不用上次读过的（读过的记在 .xlcampaign/cache.sqlite，随时可以删）",
        "read everything anew, nothing from earlier runs (.xlcampaign/cache.sqlite, which may be deleted)",
    )
    return click.option("--no-cache", "caching", is_flag=True, flag_value=False, default=True, help=text)(
        command
    )


def output_option(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the workbook that it is to write."""
    return click.option("-o", "--output", type=WorkbookPath(), default=None, help=text)


def version_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give the program the option to say what it is and where it runs: what whoever helps asks first."""

    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 -- as click calls it
        if not asked or context.resilient_parsing:
            return
        from platform import platform, python_version  # noqa: PLC0415 -- imported where used: --help stays instant

        facts = {"version": VERSION, "python": python_version(), "system": platform()}
        put(_VERSION.fill(HELP_LANG, facts))
        context.exit()

    text = say("显示程序、Python 和系统的版本", "show the versions of program, Python and system")
    option = click.option(
        "--version", is_flag=True, is_eager=True, expose_value=False, callback=show, help=text
    )
    return option(command)


_VERSION = T(
    "xlcampaign {version}，Python {python}，系统 {system}",
    "xlcampaign {version}, Python {python} on {system}",
)


def engine_of(jobs: int, scheduler: str | None = None) -> Engine:
    """Return where work runs: so many processes on this machine, or a cluster by its scheduler's address.

    Raises:
        Stop: the cluster cannot be used.
    """
    if scheduler is None:
        from xlcampaign.engine import Processes  # noqa: PLC0415 -- imported where used: --help stays instant

        return Processes(jobs)
    from xlcampaign.findings.catalogue import cluster_rules as c  # noqa: PLC0415 -- the same
    from xlcampaign.findings.finding import Place, Stop  # noqa: PLC0415 -- the same

    try:
        from xlcampaign.cluster import Cluster  # noqa: PLC0415 -- an extra, imported where used
    except ModuleNotFoundError as error:
        raise Stop(c.NO_DASK.at(Place())) from error
    return Cluster(scheduler)


def as_of_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the day that counts as today."""
    text = say("以哪天为准（如 2023-06-26）；默认今天", "the day that counts as today (2023-06-26)")
    return click.option("--as-of", type=DayType(), default=None, help=text)(command)


def password_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a file of passwords."""
    text = say(
        "写有打开密码的文本文件，每行一个，逐个试",
        "text file of passwords, one a line, tried on encrypted files",
    )
    path = click.Path(path_type=Path, dir_okay=False)
    return click.option("--password-file", type=path, default=None, help=text)(command)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all that says how an inbox is read: by how many workers, with which passwords, whether anew."""
    return engine_option(password_option(cache_option(command)))


def passwords_in(file: Path | None) -> tuple[str, ...]:
    """Return the passwords of a file; none without one."""
    from xlcampaign.commands.collect import read_passwords  # noqa: PLC0415 -- imported where used

    return read_passwords(file) if file else ()


def day_of(as_of: date | None) -> date:
    """Return the day that was given, or the user's own today."""
    return date.today() if as_of is None else as_of  # noqa: DTZ011 -- the user's own day is meant
