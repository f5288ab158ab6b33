"""Opening what was written with the program that the system has for it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click

from xlcampaign.cli.screen import say, talk
from xlcampaign.words import Lang, T

_NOT_OPENED = T("没能自动打开，请自己打开：{file}", "It could not be opened by itself; please open {file}")


def open_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the choice to open what it wrote."""
    text = say("写好以后打开它", "open what was written")
    return click.option("--open", "opening", is_flag=True, help=text)(command)


def open_file(file: Path, lang: Lang) -> None:
    """Open a workbook for whoever sits there; where that fails it is said, and nothing else hangs on it."""
    try:
        if sys.platform == "win32":
            os.startfile(file.absolute())  # noqa: S606 -- a file of ours, as by a double click
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(  # noqa: S603 -- the system's own opener; the path is one argument
                [opener, str(file.absolute())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError:
        talk(_NOT_OPENED.fill(lang, {"file": str(file)}))
