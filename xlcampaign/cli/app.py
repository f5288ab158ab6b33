"""The commands: options in, outcome printed, exit code out."""

from __future__ import annotations

import gc
import os
import sys
from codecs import lookup
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import Folder, open_campaign, public_of
from xlcampaign.cli.explaining import explain, why
from xlcampaign.cli.help import SpeakingGroup
from xlcampaign.cli.mail import mail
from xlcampaign.cli.opening import open_file, open_option
from xlcampaign.cli.options import (
    as_of_option,
    campaign_argument,
    day_of,
    engine_option,
    output_option,
    password_option,
    passwords_in,
    reading_options,
    stage_option,
    step_option,
    version_option,
)
from xlcampaign.cli.plan import plan
from xlcampaign.cli.post import post
from xlcampaign.cli.rollup import rollup
from xlcampaign.cli.sample import sample
from xlcampaign.cli.screen import (
    HELP_LANG,
    Exit,
    counts_of,
    is_terminal,
    print_findings,
    print_objects,
    progress_shown,
    put_file,
    say,
    stopping,
    talk,
)
from xlcampaign.cli.seal import exception_options, grounds_of, seal
from xlcampaign.cli.usage import lang_of, too_many, usage_lines
from xlcampaign.findings.finding import Severity, Stop
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang, T, number_of

if TYPE_CHECKING:
    from xlcampaign.engine import Engine


@click.group(
    cls=SpeakingGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "把各支部发回的评议表核对、汇总、评星，出一份有图表的汇总工作簿。\n\n\b\n"
        "  xlcampaign sample 试一试        做一个虚构的活动来练习\n"
        "  xlcampaign merge 试一试         汇总它，看 summary 文件夹\n",
        "Check, merge and score the forms that branches sent back; write one summary with charts.\n\n\b\n"
        "  xlcampaign sample try-it       make an invented campaign to practise on\n"
        "  xlcampaign merge try-it        merge it, then look into its summary folder\n",
    ),
)
@click.option(
    "--lang",
    type=click.Choice([lang.value for lang in Lang]),
    default=HELP_LANG.value,
    show_default=True,
    help=say("界面语言", "language of messages"),
)
@version_option
@click.pass_context
def cli(context: click.Context, lang: str) -> None:
    """Keep the language for the commands; without one, whoever sits at a terminal is offered what there is to do."""
    context.obj = Lang(lang)
    if context.invoked_subcommand is None:
        if not is_terminal():
            raise click.exceptions.NoArgsIsHelpError(context)
        from xlcampaign.cli.menu import show_menu  # noqa: PLC0415 -- imported where used: --help stays instant

        show_menu(context.obj, lambda words: run(["--lang", lang, *words]))


@cli.command(
    help=say(
        "新建活动：写出带标准规则的 plan.xlsx 和各文件夹。--roster 把单位自己的党员名单（Excel、WPS、CSV）填进去，"
        "身份证号、电话从来不取。\n\n\b\n"
        "  xlcampaign init 争先2023\n"
        "  xlcampaign init 争先2023 --roster 党员名册.xlsx\n",
        "Start a campaign: plan.xlsx with the standard rules, and its folders. --roster fills in your own list of members"
        " (Excel, WPS, CSV); numbers of identity cards and telephones are never taken.\n\n\b\n"
        "  xlcampaign init pioneers-2023\n"
        "  xlcampaign init pioneers-2023 --roster members.xlsx\n",
    )
)
@click.argument("campaign", type=click.Path(path_type=Path))
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=say("单位自己的党员名单", "your own list of members"),
)
@password_option
@click.pass_obj
def init(lang: Lang, *, campaign: Path, roster: Path | None, password_file: Path | None) -> None:
    """Start a campaign."""
    from xlcampaign.cli.members import start_with_list  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.forms import make_campaign  # noqa: PLC0415 -- the same

    with stopping(lang):
        if roster:
            written, unclear = start_with_list(
                campaign, roster, passwords_in(password_file), day_of(None), lang
            )
        else:
            written, unclear = make_campaign(campaign, lang, day_of(None)), False
    if not roster:
        talk(
            T("方案写好了，请打开填支部和党员：", "The plan is ready; fill in branches and members:").say(
                lang
            )
        )
    put_file(written)
    sys.exit(Exit.REJECTED if unclear else Exit.DONE)


@cli.command(
    help=say(
        "写出要发给各支部和上级的填报表，放在 send，一个单位一个文件夹。\n\n例：xlcampaign forms --step evaluation",
        "Write the forms to send out into send, a folder for each recipient.\n\nxlcampaign forms --step evaluation",
    )
)
@campaign_argument
@stage_option
@step_option
@engine_option
@password_option
@click.pass_obj
def forms(
    lang: Lang,
    *,
    campaign: Path,
    stage: int | None,
    step: str | None,
    engine: Engine,
    password_file: Path | None,
) -> None:
    """Write the step's forms."""
    from xlcampaign.commands.forms import make_forms  # noqa: PLC0415 -- imported where used

    with stopping(lang), progress_shown(lang) as progress:
        wanted = StepKey(step) if step else None
        folder = open_campaign(campaign, passwords_in(password_file))
        written, errors, aside = make_forms(folder, stage, wanted, engine, progress)
    for path in written:
        put_file(path)
    print_findings(aside, lang, err=True)
    talk(T(f"写了 {len(written)} 份表", f"{number_of(len(written), 'form')} written").say(lang))
    if errors:
        said = T(
            f"收到的表里有 {errors} 处错误，没有计入；请先用 check 看",
            f"{number_of(errors, 'error')} in what came in, not counted; see check",
        )
        talk(said.say(lang))


@cli.command(
    help=say(
        "核对收到的表，不汇总。\n\n屏幕上说个大概，逐条写在 summary/核查结果-stage-N.xlsx。只核对一份表时，说它能不能上报。\n\n"
        "例：xlcampaign check　或　xlcampaign check 某支部发来的表.xlsx",
        "Check what came in.\n\nA digest on the screen, all of it in summary/check-stage-N.xlsx. Of a single form it says"
        " whether that may be sent.\n\nxlcampaign check   or   xlcampaign check form.xlsx",
    )
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@stage_option
@as_of_option
@open_option
@reading_options
@click.option("--all", "in_full", is_flag=True, help=say("逐条列出", "list every finding"))
@click.option("--json", "as_json", is_flag=True, help=say("按 JSON 输出", "print JSON"))
@click.pass_obj
def check(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    paths: tuple[Path, ...],
    stage: int | None,
    as_of: date | None,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
    opening: bool,
    in_full: bool,
    as_json: bool,
) -> None:
    """Read and check everything."""
    from xlcampaign.cli.checking import show_campaign, show_files  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.check import check_campaign, check_files  # noqa: PLC0415 -- imported where used

    single = bool(paths) and not any(path.is_dir() for path in paths)
    if paths[1:] and not single:
        raise click.UsageError(too_many(paths[1:]).say(lang))
    with stopping(lang), progress_shown(lang) as progress:
        try:
            passwords = passwords_in(password_file)
            if single:
                findings = check_files(paths, day_of(as_of), engine, progress, passwords)
            else:
                folder = open_campaign(paths[0] if paths else Path(), passwords, caching=caching)
                report = check_campaign(folder, stage, day_of(as_of), engine, progress)
        except Stop as stop:
            if as_json:
                print_objects(stop.findings, lang)
            raise
    if single:
        sys.exit(show_files(paths, findings, lang, as_json=as_json))
    checked, ended = show_campaign(folder, report, engine, lang, in_full=in_full, as_json=as_json)
    if opening and checked:
        open_file(checked, lang)
    sys.exit(ended)


@cli.command(
    help=say(
        "哪个支部的哪张表报了、没报、有错；--text 写一段催报的话，可以贴到群里。\n\n例：xlcampaign status --text",
        "Which form of which branch came, is missing, has errors; --text writes a reminder to paste into a group chat."
        "\n\nxlcampaign status --text",
    )
)
@campaign_argument
@stage_option
@as_of_option
@reading_options
@click.option("--text", "as_text", is_flag=True, help=say("只写催报的话", "write the reminder alone"))
@click.option("--json", "as_json", is_flag=True, help=say("按 JSON 输出", "print JSON"))
@click.pass_obj
def status(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    stage: int | None,
    as_of: date | None,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
    as_text: bool,
    as_json: bool,
) -> None:
    """Say where a stage stands."""
    from xlcampaign.cli.status import show_status  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.check import check_campaign  # noqa: PLC0415 -- imported where used

    with stopping(lang), progress_shown(lang) as progress:
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        report = check_campaign(folder, stage, day_of(as_of), engine, progress)
    show_status(folder, report, lang, as_text=as_text, as_json=as_json)


@cli.command(
    help=say(
        "汇总：读、核对、合并、评星，写出 summary/stage-N.xlsx 和可公开的 stage-N-public.xlsx。\n\n"
        "例：xlcampaign merge --as-of 2023-06-26",
        "Merge: read, check, count, score; write summary/stage-N.xlsx and, for everybody, stage-N-public.xlsx.\n\n"
        "xlcampaign merge --as-of 2023-06-26",
    )
)
@campaign_argument
@stage_option
@output_option(say("写到哪个文件（.xlsx）", "where to write it (.xlsx)"))
@as_of_option
@click.option(
    "--strict", is_flag=True, help=say("有一处没计入就不写汇总", "write nothing if any input was rejected")
)
@click.option(
    "--formulas",
    type=click.Choice(["always", "never", "auto"]),
    default="auto",
    show_default=True,
    help=say(
        "数字用公式还是只存数值；auto：数据量大时只存数值",
        "figures as formulas, or values alone where there is much",
    ),
)
@click.option(
    "--report",
    "dispatched",
    is_flag=True,
    help=say(
        "另出报给上级的上报本（方案里填了单位代码）",
        "also the report to the level above (the plan has a unit code)",
    ),
)
@exception_options
@open_option
@reading_options
@click.pass_obj
def merge(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    stage: int | None,
    output: Path | None,
    as_of: date | None,
    strict: bool,
    formulas: str,
    dispatched: bool,
    exception: str | None,
    reason: str | None,
    by: str | None,
    opening: bool,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Merge and write the summary."""
    from xlcampaign.cli.digest import next_steps, superseded_lines  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.check import merged_outlook  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.merge import Formulas, Options, make_summary  # noqa: PLC0415 -- imported where used
    from xlcampaign.tally.expected import expected_forms  # noqa: PLC0415 -- imported where used

    grounds = grounds_of(exception, reason, by, lang)
    with stopping(lang), progress_shown(lang) as progress:
        folder: Folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        figures = Formulas(formulas)
        options = Options(stage, day_of(as_of), output, strict, engine, figures, grounds, dispatched)
        target, report, said = make_summary(folder, options, progress)
    findings = [*report.findings, *said]
    shown = [f for f in findings if f in said or f.rule.severity is not Severity.NOTE]
    print_findings(shown, lang, err=True)
    for line in superseded_lines(report, lang):
        talk(line)
    talk(counts_of(findings, lang))
    talk(
        T("汇总写好了，可公开的一份在它旁边：", "The summary is ready, a public workbook beside it:").say(
            lang
        )
    )
    put_file(target)
    put_file(public_of(target))
    talk(next_steps(report, expected_forms(report), lang, merged_outlook(folder, report)))
    if opening:
        open_file(target, lang)
    sys.exit(Exit.REJECTED if any(finding.is_error for finding in report.findings) else Exit.DONE)


cli.add_command(explain)
cli.add_command(mail)
cli.add_command(plan)
cli.add_command(post)
cli.add_command(rollup)
cli.add_command(sample)
cli.add_command(seal)
cli.add_command(why)


def main() -> None:
    """Run the program; a defect of ours ends in a plain sentence and exit code 70."""
    gc.disable()  # nothing that is read refers back to what holds it; looking for circles costs a sixth of a merge
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a console of another encoding must not end the program
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run a command line; return how it ends."""
    try:
        ended = cli([*words], prog_name="xlcampaign", standalone_mode=False)
        return ended if isinstance(ended, int) else Exit.DONE
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else Exit.DONE
    except click.exceptions.NoArgsIsHelpError as error:
        talk(error.format_message())
        return Exit.USAGE
    except click.ClickException as error:
        for line in usage_lines(error):
            talk(line.say(lang_of(error)))
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        talk(
            T("已中断，没有留下写了一半的文件。", "Interrupted; nothing half-written was left.").say(
                HELP_LANG
            )
        )
        return Exit.INTERRUPTED
    except Exception as error:
        if os.environ.get("XLCAMPAIGN_DEBUG"):
            raise
        return _failed(error)


def _failed(error: Exception) -> Exit:
    """Say what ended a command that nobody foresaw, and return how it ends."""
    if _is_no_name_here(error):
        talk(_NO_NAME_HERE.fill(HELP_LANG, {"encoding": sys.getfilesystemencoding()}))
        return Exit.COULD_NOT_RUN
    talk(_DEFECT.fill(HELP_LANG, {"what": type(error).__name__}))
    return Exit.DEFECT


_DEFECT = T(
    "程序自己出了错（{what}），不是您的操作问题；收到的文件没有动过。请把这句话发给维护者。",
    "The program itself failed ({what}); it is not your doing, and nothing that came in was changed.",
)
_NO_NAME_HERE = T(
    "这个终端的文件名编码是 {encoding}，写不了要用的中文文件名；没有写了一半的文件。用 UTF-8 再运行：先设 PYTHONUTF8=1",
    "Names of files are {encoding} in this terminal, which cannot hold those that are needed; nothing half-written was left."
    " Run it in UTF-8: set PYTHONUTF8=1 first",
)


def _is_no_name_here(error: Exception) -> bool:
    """Tell whether the system cannot write the name of a file: a locale that is no UTF-8 has few letters."""
    of_names = lookup(sys.getfilesystemencoding()).name
    return (
        isinstance(error, UnicodeEncodeError)
        and of_names != "utf-8"
        and lookup(error.encoding).name == of_names
    )
