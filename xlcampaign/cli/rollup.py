"""The command that puts together what units below reported."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.options import (
    as_of_option,
    day_of,
    engine_option,
    output_option,
    password_option,
    passwords_in,
)
from xlcampaign.cli.screen import (
    Exit,
    command_line,
    counts_of,
    is_quiet,
    print_findings,
    print_objects,
    progress_shown,
    put,
    put_file,
    say,
    stopping,
    talk,
)
from xlcampaign.cli.usage import too_many
from xlcampaign.words import Lang, T, enumerated

if TYPE_CHECKING:
    from xlcampaign.commands.rollup import RolledUp
    from xlcampaign.engine import Engine

_WHICH = T("要写汇总哪些文件或文件夹", "name the files or the folder to roll up")
_WHERE = T("要写 -o：汇总写到哪个文件（.xlsx）", "give -o, the file to write (.xlsx)")
_LISTED = T(
    "写好了：名单里填本级和应报单位；不用程序的单位，把空白上报表发给它。收到的放进这个文件夹，再运行 {command}",
    "Ready: fill in this level and its units in the list; send the blank form to units without the program. Put what comes into"
    " this folder, then run {command}",
)
_NAME = T("镇汇总.xlsx", "rollup.xlsx")
_DONE = T("汇总写好了：{states}", "The roll-up is ready: {states}")
_NEXT = T(
    "下一步：没报的催，退回的请单位改自己的表、重出上报本；收到再运行一次",
    "Next: ask for what is missing; what goes back is corrected in the unit's own forms and reported anew; then run this again",
)
_RETURNED = T(
    "退回的 {number} 份已经写好，一份只发给它的单位：{folder}",
    "{number:file} to go back, each to its own unit alone: {folder}",
)
_UPWARD = T("再往上报，发这份汇总就是上报本", "To report further up, send this workbook")


_LATE = T("迟报（也计入）", "late (counted, too)")


@click.command(
    cls=SpeakingCommand,
    help=say(
        "上级汇总：把各单位的上报本（merge --report 写的）放在一起，一个单位一行，谁好、谁要改进、谁没报、什么要研究。\n\n"
        "先用 --init 写一份应报单位名单（units.xlsx），填好，上报本放进同一个文件夹。\n\n\b\n"
        "  xlcampaign rollup --init 某某镇\n"
        "  xlcampaign rollup 某某镇 -o 某某镇/镇汇总.xlsx\n",
        "Roll up what units reported (merge --report): a row per unit, who did well, who must improve, who did not report, what"
        " needs a decision.\n\nFirst --init writes a list of expected units (units.xlsx); fill it in, and put reports into the"
        " same folder.\n\n\b\n"
        "  xlcampaign rollup --init town\n"
        "  xlcampaign rollup town -o town/rollup.xlsx\n",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--init", "starting", is_flag=True, help=say("写一份应报单位名单", "write a list of expected units")
)
@click.option(
    "--plan",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=say(
        "--init 时照哪份方案的星；默认标准方案", "with --init, whose stars; the standard plan's by default"
    ),
)
@output_option(say("写到哪个文件（.xlsx）", "where to write it (.xlsx)"))
@click.option(
    "--stage",
    type=int,
    default=None,
    help=say("第几阶段；默认按名单", "number of the stage; the list's by default"),
)
@as_of_option
@click.option("--all", "in_full", is_flag=True, help=say("逐条列出", "list every finding"))
@click.option("--json", "as_json", is_flag=True, help=say("按 JSON 输出", "print JSON"))
@engine_option
@password_option
@click.pass_obj
def rollup(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    paths: tuple[Path, ...],
    starting: bool,
    plan: Path | None,
    output: Path | None,
    stage: int | None,
    as_of: date | None,
    in_full: bool,
    as_json: bool,
    engine: Engine,
    password_file: Path | None,
) -> None:
    """Put together what units reported."""
    from xlcampaign.commands.rollup import RollupOptions, make_level, make_rollup  # noqa: PLC0415 -- imported where used

    if starting:
        if paths[1:]:
            raise click.UsageError(too_many(paths[1:]).say(lang))
        folder = paths[0] if paths else Path()
        with stopping(lang):
            made = make_level(folder, plan, lang, engine)
        for path in made:
            put_file(path)
        command = command_line(["rollup", str(folder), "-o", str(folder / _NAME.say(lang))])
        talk(_LISTED.fill(lang, {"command": command}))
        return
    if not paths:
        raise click.UsageError(_WHICH.say(lang))
    if output is None:
        raise click.UsageError(_WHERE.say(lang))
    day: date = day_of(as_of)
    with stopping(lang), progress_shown(lang) as progress:
        options = RollupOptions(stage, day, output, engine, lang, passwords_in(password_file))
        rolled = make_rollup(paths, options, progress)
    sys.exit(_show(rolled, output, lang, in_full=in_full, as_json=as_json))


def _show(rolled: RolledUp, output: Path, lang: Lang, *, in_full: bool, as_json: bool) -> Exit:
    """Say what a level comes to and what comes next; return how the command ends."""
    from xlcampaign.cli.digest import level_lines, total_line  # noqa: PLC0415 -- imported where used: --help stays instant
    from xlcampaign.layout.choices import UNIT_STATES  # noqa: PLC0415 -- the same
    from xlcampaign.model.rollup import UnitState  # noqa: PLC0415 -- the same

    rollup = rolled.rollup
    if as_json:
        print_objects(rollup.findings, lang)
    elif in_full or is_quiet():
        print_findings(rollup.findings, lang, err=False)
    else:
        for line in level_lines(rollup, lang):
            put(line)
    print_findings(rolled.findings, lang, err=True)
    talk(total_line(counts_of(rollup.findings, lang), output, lang))
    states = Counter(line.state for line in rollup.lines)
    words = UNIT_STATES | {UnitState.LATE: _LATE}
    said = [T(f"{words[s].zh} {n}", f"{words[s].en}: {n}") for s, n in states.items()]
    talk(_DONE.fill(lang, {"states": enumerated(said).say(lang)}))
    if not as_json:
        put_file(output)
    if rolled.returned:
        facts = {"number": str(len(rolled.returned)), "folder": str(rolled.returned[0].parent)}
        talk(_RETURNED.fill(lang, facts))
    if any(line.state is not UnitState.ACCEPTED for line in rollup.lines):
        talk(_NEXT.say(lang))
    elif rollup.level and rollup.counting:
        talk(_UPWARD.say(lang))
    return Exit.REJECTED if any(finding.is_error for finding in rollup.findings) else Exit.DONE
