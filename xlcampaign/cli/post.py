"""The command that keeps what was posted."""

from datetime import datetime
from pathlib import Path

import click

from xlcampaign.campaign import open_campaign
from xlcampaign.cli.options import (
    cache_option,
    campaign_argument,
    engine_of,
    jobs_option,
    password_option,
    passwords_in,
    stage_option,
)
from xlcampaign.cli.screen import progress_shown, say, stopping, talk
from xlcampaign.words import Lang, T

_DAY = click.DateTime(["%Y-%m-%d"])
_POSTED = T(
    "记下了：{first} 至 {last} 公示 {number} 项。以后汇总和它不一样，会点名说",
    "Kept: {number} entries posted from {first} to {last}. A merge that differs will say so by name",
)
_BACKWARDS = T("--to 要在 --from 之后", "--to must not be before --from")


@click.command(
    help=say(
        "记下贴出去的公示（汇总旁边可公开的那份）和公示期；以后汇总和它不一样时提醒补充公示或更正。\n\n"
        "例：xlcampaign post 争先2023 --from 2023-06-27 --to 2023-07-03",
        "Keep what was posted (the public workbook beside the summary) and for how long; a later merge says what differs."
        "\n\nxlcampaign post pioneers-2023 --from 2023-06-27 --to 2023-07-03",
    )
)
@campaign_argument
@click.option("--from", "first", type=_DAY, required=True, help=say("公示第一天", "the first day"))
@click.option("--to", "last", type=_DAY, required=True, help=say("公示最后一天", "the last day"))
@stage_option
@jobs_option
@password_option
@cache_option
@click.pass_obj
def post(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    first: datetime,
    last: datetime,
    stage: int | None,
    jobs: int,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Keep what was posted."""
    from xlcampaign.commands.merge import Options  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.post import make_posting  # noqa: PLC0415 -- imported where used

    if last < first:
        raise click.UsageError(_BACKWARDS.say(lang))
    with stopping(lang), progress_shown(lang) as progress:
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        options = Options(stage, last.date(), None, strict=False, engine=engine_of(jobs))
        posting = make_posting(folder, options, first.date(), last.date(), progress)
    facts = {
        "first": str(posting.first),
        "last": str(posting.last),
        "number": str(len(posting.lines)),
    }
    talk(_POSTED.fill(lang, facts))
