"""What the command line shows: findings, progress, plain sentences, exit codes."""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum

import click

from xlcampaign.findings.catalogue import SEVERITIES
from xlcampaign.findings.finding import Finding, Rule, Severity, Stop
from xlcampaign.words import Lang, T, number_of


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    REJECTED = 1
    USAGE = 2
    COULD_NOT_RUN = 3
    DEFECT = 70
    INTERRUPTED = 130


def _lang_of_environment() -> Lang:
    return Lang.EN if os.environ.get("XLCAMPAIGN_LANG", "").lower().startswith("en") else Lang.ZH


HELP_LANG = _lang_of_environment()
"""click fixes help texts when this module is imported, so they follow the environment alone."""


def say(zh: str, en: str) -> str:
    """Return help text in the language of the environment."""
    return T(zh, en).say(HELP_LANG)


_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""What moves the cursor, changes colours, turns the direction of reading, hides itself, or is half a character."""


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 -- one byte


def safe(line: str) -> str:
    """Return a line as a terminal may show it: what would act on the terminal, or deceive the eye, is spelled out."""
    return _UNSAFE.sub(_visible, line)


def put(text: str, *, err: bool = False) -> None:
    """Print lines; whatever names and values from files are in them, they are only shown."""
    click.echo("\n".join(safe(line) for line in text.split("\n")), err=err)


def talk(text: str) -> None:
    """Say something to the person at the terminal; data go to stdout, talk to stderr."""
    put(text, err=True)


def print_findings(findings: Iterable[Finding], lang: Lang, *, err: bool) -> None:
    """Print findings, a line each."""
    for finding in findings:
        label = SEVERITIES[finding.rule.severity].say(lang)
        put(safe(f"{label}  {finding.line(lang).strip()}"), err=err)


def counts_of(findings: Iterable[Finding], lang: Lang) -> str:
    """Return how many errors, warnings and notes there are, in words."""
    number = Counter(finding.rule.severity for finding in findings)
    errors, warnings, notes = (number[each] for each in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    return T(
        f"错误 {errors} 处，提醒 {warnings} 处，说明 {notes} 条",
        f"{number_of(errors, 'error')}, {number_of(warnings, 'warning')}, {number_of(notes, 'note')}",
    ).say(lang)


@contextmanager
def stopping(lang: Lang) -> Iterator[None]:
    """Turn what stops a command into plain sentences and an exit code."""
    try:
        yield
    except Stop as stop:
        print_findings(stop.findings, lang, err=True)
        sys.exit(Exit.COULD_NOT_RUN)


@contextmanager
def progress_shown(lang: Lang) -> Iterator[Callable[[int], None]]:
    """Give a function that shows how many files were read; silent unless stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 -- imported where shown: --help stays instant

    label = T("已读 {n} 个文件", "{n} files read")
    with Console(stderr=True).status("…") as status:
        yield lambda n: status.update(label.fill(lang, {"n": str(n)}))


def print_objects(findings: Iterable[Finding], lang: Lang) -> None:
    """Print findings as JSON for programs."""
    text = json.dumps([_as_object(f, lang) for f in findings], ensure_ascii=False, indent=1)
    lines = (_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", line) for line in text.split("\n"))
    click.echo("\n".join(lines))


def _as_object(finding: Finding, lang: Lang) -> dict[str, str]:
    return {
        "code": finding.rule.code,
        "severity": finding.rule.severity.name.lower(),
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "says": finding.says(lang),
        "fix": finding.fix(lang),
    }


def print_rule(rule: Rule, lang: Lang) -> None:
    """Print what a code means and how to mend it."""
    from xlcampaign.layout.lists import with_lists  # noqa: PLC0415 -- imported where shown: --help stays instant

    put(f"{rule.code}  {SEVERITIES[rule.severity].say(lang)}  {rule.title.say(lang)}")
    colon = T("：", ": ").say(lang)
    for label, text in (
        (T("说的是", "It says"), rule.says),
        (T("怎么改", "To mend it"), rule.fix),
        (T("为什么", "Why"), rule.why),
    ):
        put(f"  {label.say(lang)}{colon}{with_lists(text).say(lang)}")
