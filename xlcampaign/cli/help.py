"""Help in the language of the start: what click says by itself in English is said in Chinese, too."""

import re
from collections.abc import Mapping
from typing import Any

import click
from click.formatting import HelpFormatter

from xlcampaign.cli.screen import HELP_LANG, QUIET, say
from xlcampaign.cli.usage import PARAMETERS
from xlcampaign.words import T

_METAVARS: Mapping[str, T] = {
    "OPTIONS": T("选项", "OPTIONS"),
    "COMMAND": T("命令", "COMMAND"),
    "ARGS": T("参数", "ARGS"),
    **{name.upper(): T(words.zh, name.upper()) for name, words in PARAMETERS.items()},
    "INTEGER RANGE": T("整数", "INTEGER RANGE"),
    "INTEGER": T("整数", "INTEGER"),
    "TEXT": T("文字", "TEXT"),
    "FILE": T("文件", "FILE"),
    "DATE": T("日期", "DATE"),
    "default": T("默认", "default"),
    "required": T("必填", "required"),
}
"""What a value is called, as click shows it."""
_WIDEST = 120
"""How many characters of a command's help stand in the list of commands."""
_KNOWN = re.compile("|".join(rf"(?<![A-Za-z-]){re.escape(word)}(?![A-Za-z-])" for word in _METAVARS))


def _said(text: str) -> str:
    """Return what click says of values, in the language of the start."""
    return _KNOWN.sub(lambda found: _METAVARS[found[0]].say(HELP_LANG), text)


def _hush(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 -- as click calls it
    if asked:
        context.meta[QUIET] = True


class SpeakingCommand(click.Command):
    """A command whose help has headings, names of values and its last line in the language of the start.

    Each may be asked to say errors alone.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 -- as click has it
        super().__init__(*given, **named)
        if not isinstance(self, click.Group):
            text = say("只说错误；结果看返回码", "say errors alone; the exit code tells the rest")
            self.params.append(
                click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_hush, help=text)
            )

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Write how the command is used."""
        pieces = _said(" ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("用法：", "Usage: "))

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Write the options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(say("选项", "Options")):
            formatter.write_dl([(_said(names), _with_default(words)) for names, words in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("显示用法", "Show this message and exit.")
        return option


def _with_default(words: str) -> str:
    """Return what is said of an option; of its text only what click adds is put into other words."""
    text, bracket, extra = words.rpartition("  [")
    return text + bracket + _said(extra) if bracket else words


class SpeakingGroup(SpeakingCommand, click.Group):
    """A command of commands, with the same."""

    command_class = SpeakingCommand
    group_class = type

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Write the options, then the commands."""
        SpeakingCommand.format_options(self, ctx, formatter)
        names = self.list_commands(ctx)
        commands = [
            command for name in names if (command := self.get_command(ctx, name)) and not command.hidden
        ]
        rows = [(command.name or "", command.get_short_help_str(_WIDEST)) for command in commands]
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl(rows)
