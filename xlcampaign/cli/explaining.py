"""The commands that explain: a finding's code, or one result."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import Folder, folder_meant, open_campaign
from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.options import (
    as_of_option,
    day_of,
    output_option,
    passwords_in,
    reading_options,
    stage_option,
)
from xlcampaign.cli.screen import (
    Exit,
    print_findings,
    print_rule,
    progress_shown,
    put,
    put_file,
    say,
    stopping,
)
from xlcampaign.cli.usage import too_many
from xlcampaign.findings.catalogue.severities import SEVERITIES
from xlcampaign.findings.finding import Place
from xlcampaign.words import Lang

if TYPE_CHECKING:
    from xlcampaign.engine import Engine


@click.command(
    cls=SpeakingCommand,
    help=say(
        "说明问题代码是什么意思、怎么改；不写代码就列出全部。\n\n例：xlcampaign explain C103 X170",
        "Explain the codes of findings; without one, list them all.\n\nxlcampaign explain C103 X170",
    ),
)
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.pass_obj
def explain(lang: Lang, codes: tuple[str, ...]) -> None:
    """Explain findings' codes."""
    from xlcampaign.findings import rules  # noqa: PLC0415 -- imported where used
    from xlcampaign.findings.catalogue import operation_rules  # noqa: PLC0415 -- the same

    if not codes:
        for rule in rules.RULES:
            put(f"{rule.code}  {SEVERITIES[rule.severity].say(lang)}  {rule.title.say(lang)}")
        return
    unknown = []
    for code in dict.fromkeys(codes):
        if rule_found := rules.rule_of(code):
            print_rule(rule_found, lang)
        else:
            unknown.append(operation_rules.NO_RULE.at(Place(), code=code))
    if unknown:
        print_findings(unknown, lang, err=True)
        sys.exit(Exit.USAGE)


@click.command(
    cls=SpeakingCommand,
    help=say(
        "说明一个结果从哪里来：票数、权重、算式、等次、数据所在单元格。\n\n"
        "有争议要留底的，-o 写成可打印的一页，评议人数少的方式不列数。\n\n\b\n"
        "  xlcampaign why 试一试 赵某甲 政治忠诚星\n"
        "  xlcampaign why 赵某甲 -o 说明.xlsx　　（在活动文件夹里，不用写文件夹）\n",
        "Explain one result: counts, weights, arithmetic, level, and the cells they came from.\n\n"
        "For a dispute -o writes it as a page to print, without figures that too few gave.\n\n\b\n"
        "  xlcampaign why try-it 0101 loyal\n"
        "  xlcampaign why 0101 -o why.xlsx   (inside the campaign's folder)\n",
    ),
)
@click.argument("words", nargs=-1, metavar="[CAMPAIGN] SUBJECT [STAR]")
@output_option(say("写成一页，打印用（.xlsx）", "write it as a page to print (.xlsx)"))
@stage_option
@as_of_option
@reading_options
@click.pass_obj
def why(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    words: tuple[str, ...],
    output: Path | None,
    stage: int | None,
    as_of: date | None,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Explain one result."""
    from xlcampaign.cli.why import explanation_lines  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.merge import Options  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.why import explain as explain_result  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.why import make_page  # noqa: PLC0415 -- imported where used

    campaign, subject, star = _asked(words, lang)
    with stopping(lang), progress_shown(lang) as progress:
        options = Options(stage, day_of(as_of), output, strict=False, engine=engine)
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        explanation = explain_result(folder, options, subject, star, progress)
        aside = make_page(folder, explanation, output, lang) if output else None
    print_findings([aside] if aside else [], lang, err=True)
    if output:
        put_file(output)
        return
    for line in explanation_lines(explanation, lang):
        put(line)


def _asked(words: tuple[str, ...], lang: Lang) -> tuple[Path, str, str | None]:
    """Return the campaign, the subject and the star; inside a campaign's folder that need not be named."""
    context = click.get_current_context()
    if Folder(Path()).plan.is_file() and not (words and Folder(folder_meant(Path(words[0]))).plan.is_file()):
        words = (".", *words)
    if not words[1:]:
        raise click.MissingParameter(ctx=context, param=click.Argument(["subject"]))
    campaign, subject, *rest = words
    if rest[1:]:
        raise click.UsageError(too_many(rest[1:]).say(lang))
    return Path(campaign), subject, rest[0] if rest else None
