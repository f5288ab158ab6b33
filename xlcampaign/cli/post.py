"""The command that keeps what was posted."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import open_campaign
from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.options import (
    DayType,
    campaign_argument,
    day_of,
    passwords_in,
    reading_options,
    stage_option,
)
from xlcampaign.cli.screen import print_findings, progress_shown, put_file, say, stopping, talk
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.words import Lang, T

if TYPE_CHECKING:
    from xlcampaign.engine import Engine

_POSTED = T(
    "记下了：{first} 至 {last} 公示 {number} 项。以后汇总和它不一样，会点名说",
    "Kept: {number:entry|entries} posted from {first} to {last}. A merge that differs will say so by name",
)
_TEXT = T("旁边一起贴的文字：", "The text to post beside it:")
_OUTCOME = T(
    "公示结果写好了（{first} 至 {last} 公示，{number} 项），可以贴出、打印：",
    "The outcome is written ({number:entry|entries}, posted from {first} to {last}); paste or print it:",
)
_WHICH = T(
    "要写 --from 和 --to（贴出去了），或者 --outcome（期满了）",
    "give --from and --to (it is posted), or --outcome (its time is over)",
)
_BACKWARDS = T("--to 要在 --from 之后", "--to must not be before --from")


@click.command(
    cls=SpeakingCommand,
    help=say(
        "记下贴出去的公示（汇总旁边可公开的那份）和公示期，写好一起贴的文字；以后汇总和它不一样时提醒补充公示或更正。\n\n"
        f"期满、异议处理完了，用 --outcome 写公示结果。次序：{IN_ORDER.zh}。\n\n\b\n"
        "  xlcampaign post 争先2023 --from 2023-06-27 --to 2023-07-03\n"
        "  xlcampaign post 争先2023 --outcome\n",
        "Keep what was posted (the public workbook beside the summary) and for how long, and write the text beside it; a later"
        " merge says what differs.\n\nOnce its time is over and objections are settled, --outcome writes what came of it."
        f" In order: {IN_ORDER.en}.\n\n\b\n"
        "  xlcampaign post pioneers-2023 --from 2023-06-27 --to 2023-07-03\n"
        "  xlcampaign post pioneers-2023 --outcome\n",
    ),
)
@campaign_argument
@click.option("--from", "first", type=DayType(), help=say("公示第一天", "the first day"))
@click.option("--to", "last", type=DayType(), help=say("公示最后一天", "the last day"))
@click.option(
    "--outcome", is_flag=True, help=say("期满：写公示结果", "its time is over: write what came of it")
)
@stage_option
@reading_options
@click.pass_obj
def post(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    first: date | None,
    last: date | None,
    outcome: bool,
    stage: int | None,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Keep what was posted, or write what came of it."""
    from xlcampaign.commands.merge import Options  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.post import make_outcome, make_posting  # noqa: PLC0415 -- imported where used

    period = _period(first, last, lang, outcome=outcome)
    with stopping(lang), progress_shown(lang) as progress:
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        as_of = period[1] if period else day_of(None)
        options = Options(stage, as_of, None, strict=False, engine=engine)
        make = partial(make_posting, first=period[0], last=period[1]) if period else make_outcome
        posting, text, said = make(folder, options, progress)
    print_findings(said, lang, err=True)
    facts = {"first": str(posting.first), "last": str(posting.last), "number": str(len(posting.lines))}
    talk((_POSTED if period else _OUTCOME).fill(lang, facts))
    if period:
        talk(_TEXT.say(lang))
    put_file(text)


def _period(first: date | None, last: date | None, lang: Lang, *, outcome: bool) -> tuple[date, date] | None:
    """Return from when to when a page is posted; None where its outcome is asked for."""
    if outcome and not (first or last):
        return None
    if outcome or first is None or last is None:
        raise click.UsageError(_WHICH.say(lang))
    if last < first:
        raise click.UsageError(_BACKWARDS.say(lang))
    return first, last
