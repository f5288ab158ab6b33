"""The commands: options in, outcome printed, exit code out."""

import gc
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from xlcampaign import __version__
from xlcampaign.campaign import Folder, open_campaign, public_of
from xlcampaign.cli.help import SpeakingGroup
from xlcampaign.cli.mail import mail
from xlcampaign.cli.options import (
    as_of_option,
    campaign_argument,
    day_of,
    engine_of,
    jobs_option,
    password_option,
    passwords_in,
    reading_options,
    stage_option,
    step_option,
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
    print_rule,
    progress_shown,
    put,
    say,
    stopping,
    talk,
)
from xlcampaign.cli.seal import exception_options, grounds_of, seal
from xlcampaign.cli.usage import lang_of, usage_lines
from xlcampaign.findings.catalogue.severities import SEVERITIES
from xlcampaign.findings.finding import Place, Severity, Stop
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang, T, number_of


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
@click.version_option(__version__, prog_name="xlcampaign", help=say("显示版本", "Show the version and exit."))
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
    put(str(written))
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
@jobs_option
@password_option
@click.pass_obj
def forms(
    lang: Lang,
    *,
    campaign: Path,
    stage: int | None,
    step: str | None,
    jobs: int,
    password_file: Path | None,
) -> None:
    """Write the step's forms."""
    from xlcampaign.commands.forms import make_forms  # noqa: PLC0415 -- imported where used

    with stopping(lang), progress_shown(lang) as progress:
        wanted = StepKey(step) if step else None
        folder = open_campaign(campaign, passwords_in(password_file))
        written, errors, aside = make_forms(folder, stage, wanted, engine_of(jobs), progress)
    for path in written:
        put(str(path))
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
    jobs: int,
    password_file: Path | None,
    caching: bool,
    in_full: bool,
    as_json: bool,
) -> None:
    """Read and check everything."""
    from xlcampaign.cli.checking import show_campaign, show_files  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.check import check_campaign, check_files  # noqa: PLC0415 -- imported where used

    single = bool(paths) and not any(path.is_dir() for path in paths)
    with stopping(lang), progress_shown(lang) as progress:
        try:
            passwords = passwords_in(password_file)
            if single:
                findings = check_files(paths, day_of(as_of), engine_of(jobs), progress, passwords)
            else:
                folder = open_campaign(paths[0] if paths else Path(), passwords, caching=caching)
                report = check_campaign(folder, stage, day_of(as_of), engine_of(jobs), progress)
        except Stop as stop:
            if as_json:
                print_objects(stop.findings, lang)
            raise
    if single:
        sys.exit(show_files(paths, findings, lang, as_json=as_json))
    sys.exit(show_campaign(folder, report, engine_of(jobs), lang, in_full=in_full, as_json=as_json))


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
    jobs: int,
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
        report = check_campaign(folder, stage, day_of(as_of), engine_of(jobs), progress)
    show_status(report, lang, as_text=as_text, as_json=as_json)


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
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=say("写到哪个文件", "where to write it"),
)
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
    jobs: int,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Merge and write the summary."""
    from xlcampaign.cli.digest import next_steps  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.check import Merging, Outlook  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.merge import Formulas, Options, make_summary  # noqa: PLC0415 -- imported where used
    from xlcampaign.tally.expected import expected_forms  # noqa: PLC0415 -- imported where used

    grounds = grounds_of(exception, reason, by, lang)
    with stopping(lang), progress_shown(lang) as progress:
        folder: Folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        engine, figures = engine_of(jobs), Formulas(formulas)
        options = Options(stage, day_of(as_of), output, strict, engine, figures, grounds, dispatched)
        target, report, said = make_summary(folder, options, progress)
    findings = [*report.findings, *said]
    shown = [f for f in findings if f in said or f.rule.severity is not Severity.NOTE]
    print_findings(shown, lang, err=True)
    talk(counts_of(findings, lang))
    talk(
        T("汇总写好了，可公开的一份在它旁边：", "The summary is ready, a public workbook beside it:").say(
            lang
        )
    )
    put(str(target))
    put(str(public_of(target)))
    outlook = Outlook(Merging.DONE, bool(report.sealed))
    talk(next_steps(report, expected_forms(report), lang, outlook))
    sys.exit(Exit.REJECTED if any(finding.is_error for finding in report.findings) else Exit.DONE)


@cli.command(
    help=say(
        "说明一个问题代码是什么意思、怎么改；不写代码就列出全部。\n\n例：xlcampaign explain C103",
        "Explain the code of a finding; without one, list them all.\n\nxlcampaign explain C103",
    )
)
@click.argument("code", required=False)
@click.pass_obj
def explain(lang: Lang, code: str | None) -> None:
    """Explain a finding's code."""
    from xlcampaign.findings import rules  # noqa: PLC0415 -- imported where used
    from xlcampaign.findings.catalogue import operation_rules  # noqa: PLC0415 -- the same

    if code is None:
        for rule in rules.RULES:
            put(f"{rule.code}  {SEVERITIES[rule.severity].say(lang)}  {rule.title.say(lang)}")
        return
    rule_found = rules.rule_of(code)
    if rule_found is None:
        print_findings([operation_rules.NO_RULE.at(Place(), code=code)], lang, err=True)
        sys.exit(Exit.USAGE)
    print_rule(rule_found, lang)


@cli.command(
    help=say(
        "说明一个结果从哪里来：票数、权重、算式、等次、数据所在单元格。\n\n"
        "有争议要留底的，-o 写成可打印的一页，评议人数少的方式不列数。\n\n\b\n"
        "  xlcampaign why 试一试 赵某甲 政治忠诚星\n"
        "  xlcampaign why 试一试 赵某甲 -o 说明.xlsx\n",
        "Explain one result: counts, weights, arithmetic, level, and the cells they came from.\n\n"
        "For a dispute -o writes it as a page to print, without figures that too few gave.\n\n\b\n"
        "  xlcampaign why try-it 0101 loyal\n"
        "  xlcampaign why try-it 0101 -o why.xlsx\n",
    )
)
@click.argument("campaign", type=click.Path(path_type=Path))
@click.argument("subject")
@click.argument("star", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=say("写成一页，打印用（.xlsx）", "write it as a page to print (.xlsx)"),
)
@stage_option
@as_of_option
@reading_options
@click.pass_obj
def why(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    subject: str,
    star: str | None,
    output: Path | None,
    stage: int | None,
    as_of: date | None,
    jobs: int,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Explain one result."""
    from xlcampaign.cli.why import explanation_lines  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.merge import Options  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.why import explain as explain_result  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.why import make_page  # noqa: PLC0415 -- imported where used

    if output and output.suffix.casefold() != ".xlsx":
        raise click.UsageError(_NO_PAGE.say(lang))
    with stopping(lang), progress_shown(lang) as progress:
        options = Options(stage, day_of(as_of), output, strict=False, engine=engine_of(jobs))
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        explanation = explain_result(folder, options, subject, star, progress)
        aside = make_page(folder, explanation, output, lang) if output else None
    print_findings([aside] if aside else [], lang, err=True)
    for line in [str(output)] if output else explanation_lines(explanation, lang):
        put(line)


_NO_PAGE = T("-o 后面写 .xlsx 文件名", "-o takes the name of an .xlsx file")


cli.add_command(mail)
cli.add_command(plan)
cli.add_command(post)
cli.add_command(rollup)
cli.add_command(sample)
cli.add_command(seal)


def main() -> None:
    """Run the program; a defect of ours ends in a plain sentence and exit code 70."""
    gc.disable()  # nothing that is read refers back to what holds it; looking for circles costs a sixth of a merge
    for stream in (sys.stdout, sys.stderr):
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
        text = T(
            "程序自己出了错（{what}），不是您的操作问题；收到的文件没有动过。请把这句话发给维护者。",
            "The program itself failed ({what}); it is not your doing, and nothing that came in was changed.",
        )
        talk(text.fill(HELP_LANG, {"what": type(error).__name__}))
        return Exit.DEFECT
