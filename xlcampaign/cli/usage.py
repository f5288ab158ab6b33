"""What is said of a command that was written wrongly: in the language of the interface, with the command to try."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchCommand, NoSuchOption

from xlcampaign.cli.screen import HELP_LANG
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang, T

PARAMETERS: Mapping[str, T] = {
    "campaign": T("活动文件夹", "the campaign's folder"),
    "subject": T("支部或党员（编号或姓名）", "a branch or member (code or name)"),
    "star": T("星级", "a star"),
    "code": T("问题代码", "a finding's code"),
}
"""What arguments are called in words."""
_QUOTED = re.compile(r"'([^']*)'")
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_NO_COMMAND = T("没有“{found}”这个命令", "there is no command “{found}”")
_NO_OPTION = T("没有“{found}”这个选项", "there is no option “{found}”")
_MISSING = T("还要写上 {what}", "{what} is missing")
_NO_VALUE = T("选项“{found}”后面要写内容", "the option “{found}” needs a value")
_TOO_MANY = T(
    '多写了“{found}”；名字里有空格的，整个放在英文引号里，如 "甲 活动"',
    '“{found}” is too much; a name with spaces goes between straight quotes, such as "my campaign"',
)
_BEFORE = T(
    "“{found}”要写在命令前面：xlcampaign {found} … {command}",
    "“{found}” is written before the command: xlcampaign {found} ... {command}",
)
_BAD = T("“{what}”写的是“{found}”，应为 {expects}", "“{what}” is “{found}”; expected {expects}")
_DID_YOU_MEAN = T("{said}；是不是要写 {near}？", "{said}; did you mean {near}?")
_TRY = T("看用法：{command} --help", "See: {command} --help")
_WRONG = T("命令写得不对：{what}", "Wrong usage: {what}")
_WHOLE = T("整数", "a whole number")
_DAY = T("日期，如 2023-06-26", "a date such as 2023-06-26")
_WORKBOOK = T("一个 .xlsx 文件名", "the name of an .xlsx file")
_FILE = T("一个文件，不是文件夹", "a file and no folder")


class StepChoice(click.Choice[str]):
    """A step of a stage, by its key or by its name in either language."""

    def __init__(self) -> None:
        super().__init__([step.value for step in StepKey])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the step's key."""
        from xlcampaign.layout.choices import STEPS  # noqa: PLC0415 -- imported where used: --help stays instant

        with suppress(ValueError):
            value = str(STEPS.parse(str(value)))
        return super().convert(value, param, ctx)

    def names(self) -> T:
        """Return what the steps are called."""
        from xlcampaign.layout.choices import STEPS, label_of  # noqa: PLC0415 -- the same

        names = [label_of(STEPS, step) for step in StepKey]
        return T(*(" / ".join(name.say(lang) for name in names) for lang in Lang))


class WorkbookPath(click.Path):
    """Where a workbook is to be written: what is no .xlsx would not be opened by what it is called after."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 -- as click has it
        """Return the path."""
        path = super().convert(value, param, ctx)
        if Path(str(path)).suffix.casefold() != ".xlsx":
            self.fail(f"'{value}'", param, ctx)
        return path


def lang_of(error: click.ClickException) -> Lang:
    """Return the language that the command asks for, as far as it was read; else that of the start."""
    context = getattr(error, "ctx", None)
    asked = context.find_root().params.get("lang") if context else None
    return Lang(asked) if asked else HELP_LANG


def usage_lines(error: click.ClickException) -> tuple[T, T]:
    """Return what is wrong with a command, and the command that shows how it is written."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "xlcampaign"
    return _said(_WRONG, what=_what(error)), _said(_TRY, command=command)


def too_many(words: Iterable[object]) -> T:
    """Return what is said of words that are too much."""
    return _said(_TOO_MANY, found=" ".join(map(str, words)))


def _said(words: T, **facts: T | str) -> T:
    return T(
        *(
            words.fill(
                lang, {key: fact.say(lang) if isinstance(fact, T) else fact for key, fact in facts.items()}
            )
            for lang in Lang
        )
    )


def _what(error: click.ClickException) -> T:
    if isinstance(error, NoSuchCommand):
        return _near(_said(_NO_COMMAND, found=error.command_name), error.possibilities)
    if isinstance(error, NoSuchOption):
        return _no_option(error)
    if isinstance(error, MissingParameter):
        return _said(_MISSING, what=_name(error.param))
    if isinstance(error, BadOptionUsage):
        return _said(_NO_VALUE, found=error.option_name)
    if isinstance(error, click.BadParameter) and error.param:
        found = _QUOTED.findall(error.message) or _QUOTED.findall(error.format_message())[1:]
        found = found or error.message.split(maxsplit=1)
        return _said(_BAD, what=_name(error.param), found=found[0], expects=_expected(error.param))
    extra = _EXTRA.fullmatch(error.message)
    return _said(_TOO_MANY, found=extra[1]) if extra else T(error.format_message(), error.format_message())


def _no_option(error: NoSuchOption) -> T:
    """Return what is said of an option that a command does not have: it may be one that is written before commands."""
    root = error.ctx.find_root() if error.ctx else None
    if error.ctx and root and any(error.option_name in param.opts for param in root.command.params):
        command = error.ctx.command_path.partition(" ")[2]
        return _said(_BEFORE, found=error.option_name, command=command)
    return _near(_said(_NO_OPTION, found=error.option_name), error.possibilities)


def _near(said: T, names: object) -> T:
    """Return what is said, with the names that come near to what was written."""
    near = [str(name) for name in names] if isinstance(names, list | tuple) else []
    return _said(_DID_YOU_MEAN, said=said, near=" / ".join(near)) if near else said


def _name(param: click.Parameter | None) -> T | str:
    """Return what a parameter is called: an option as it is written, an argument in words."""
    if param is None:
        return "?"
    if isinstance(param, click.Option):
        return param.opts[-1]
    return PARAMETERS.get(param.name or "", T(param.human_readable_name, param.human_readable_name))


def _expected(param: click.Parameter) -> T | str:
    """Return what a parameter takes."""
    kind = param.type
    if isinstance(kind, StepChoice):
        return kind.names()
    if isinstance(kind, click.Choice):
        return " / ".join(map(str, kind.choices))
    if isinstance(kind, click.IntRange):
        return T(f"{kind.min}–{kind.max} 的整数", f"a whole number from {kind.min} to {kind.max}")
    if isinstance(kind, WorkbookPath):
        return _WORKBOOK
    if kind.name == "date":
        return _DAY
    return _FILE if isinstance(kind, click.Path) else _WHOLE
