"""The command that seals a stage, and the options by which a merge goes beyond a seal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import open_campaign
from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.options import (
    as_of_option,
    campaign_argument,
    day_of,
    passwords_in,
    reading_options,
    stage_option,
)
from xlcampaign.cli.screen import Exit, print_findings, progress_shown, put_file, say, stopping, talk
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.words import Lang, T

if TYPE_CHECKING:
    from xlcampaign.engine import Engine
    from xlcampaign.model.seal import Grounds

_SEALED = T(
    "第 {stage} 阶段定稿了（{number}，{day}，校验码 {checksum}）。以后结果有一处不同，merge 都不再写；汇总：",
    "Stage {stage} is sealed ({number}, {day}, checksum {checksum}): merge writes none that differs. Its summary:",
)
_ALL_THREE = T(
    "--exception、--reason、--by 要一起写：文号、理由、谁同意的",
    "--exception, --reason and --by go together: document number, reason, and who agreed",
)


def exception_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the grounds of an exception to a seal."""
    for name, text in (
        ("by", say("例外：谁同意的", "of an exception: who agreed")),
        ("reason", say("例外：理由", "of an exception: why")),
        (
            "exception",
            say("定稿以后还要改：例外的文号", "changes a sealed stage: the exception's document number"),
        ),
    ):
        command = click.option(f"--{name}", default=None, help=text)(command)
    return command


def grounds_of(exception: str | None, reason: str | None, by: str | None, lang: Lang) -> Grounds | None:
    """Return the grounds of an exception; None where none is meant."""
    from xlcampaign.layout.negations import negation_in  # noqa: PLC0415 -- imported where used: --help stays instant
    from xlcampaign.model.seal import Grounds  # noqa: PLC0415 -- the same

    given = [_typed(text or "") for text in (exception, reason, by)]
    if not any(text is not None for text in (exception, reason, by)):
        return None
    if not all(given) or any(map(negation_in, given[1:])):
        raise click.UsageError(_ALL_THREE.say(lang))
    return Grounds(*given)


def _typed(text: str) -> str:
    """Return what was typed on one line, without what no file can hold."""
    from xlcampaign.layout.text import clean  # noqa: PLC0415 -- imported where used: --help stays instant

    return " ".join(clean(text).split())


@click.command(
    cls=SpeakingCommand,
    help=say(
        "定稿：公示、异议处理完了，把这一阶段的结果定下来；以后和它不一样的不再写，除非 merge --exception。\n\n"
        f"次序：{IN_ORDER.zh}。\n\n"
        "例：xlcampaign seal 争先2023 --number 联党发〔2023〕15号",
        "Seal a stage once it was posted and objections are settled: what differs is not written any more, but by merge"
        f" --exception.\n\nIn order: {IN_ORDER.en}.\n\nxlcampaign seal pioneers-2023 --number 2023-15",
    ),
)
@campaign_argument
@click.option("--number", required=True, help=say("定稿的文号或纪要号", "number of the document or minutes"))
@stage_option
@as_of_option
@reading_options
@click.pass_obj
def seal(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    number: str,
    stage: int | None,
    as_of: date | None,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Seal a stage."""
    from xlcampaign.commands.merge import Options, make_summary  # noqa: PLC0415 -- imported where used
    from xlcampaign.model.seal import Grounds  # noqa: PLC0415 -- the same

    with stopping(lang), progress_shown(lang) as progress:
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        grounds = Grounds(_typed(number))
        options = Options(stage, day_of(as_of), None, strict=False, engine=engine, grounds=grounds)
        target, report, said = make_summary(folder, options, progress)
    print_findings(said, lang, err=True)
    act = report.sealed[-1]
    facts = {
        "stage": str(report.stage),
        "number": act.grounds.number,
        "day": str(act.day),
        "checksum": act.short,
    }
    talk(_SEALED.fill(lang, facts))
    put_file(target)
    sys.exit(Exit.REJECTED if any(finding.is_error for finding in report.findings) else Exit.DONE)
