"""What the command line shows: findings, progress, plain sentences, exit codes."""

import os
import re
import sys
from codecs import lookup
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from shlex import join
from subprocess import list2cmdline

import click

from xlcampaign.findings.catalogue.severities import SEVERITIES
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


def lang_of_start(words: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Return the language that a command line asks for before its command, else the environment's."""
    before = ""
    for word, following in zip(words, (*words[1:], ""), strict=False):
        if not word.startswith("-") and before != "--lang":
            break
        before = word
        asked = following if word == "--lang" else word.removeprefix("--lang=")
        if asked in set(Lang) and word.startswith("--lang"):
            return Lang(asked)
    return Lang.EN if environment.get("XLCAMPAIGN_LANG", "").lower().startswith("en") else Lang.ZH


QUIET = "xlcampaign.quiet"
"""What a command's context remembers where it was asked to be quiet."""
HELP_LANG = lang_of_start(sys.argv[1:], os.environ)
"""click fixes help texts when this module is imported, before it takes the command line apart."""


def say(zh: str, en: str) -> str:
    """Return help text in the language in which the program was started."""
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
    if not is_quiet():
        put(text, err=True)


def put_file(file: Path) -> None:
    """Print where a file is that was written."""
    if not is_quiet():
        put(str(file))


def is_quiet() -> bool:
    """Tell whether the command was asked to say errors alone."""
    context = click.get_current_context(silent=True)
    return context is not None and QUIET in context.meta


def print_findings(findings: Iterable[Finding], lang: Lang, *, err: bool) -> None:
    """Print findings, a line each; where quiet was asked for errors alone."""
    quiet = is_quiet()
    for finding in findings:
        if quiet and not finding.is_error:
            continue
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


def command_line(words: Sequence[str]) -> str:
    """Return a command as it is typed on this system, whatever is in the names of folders."""
    given = ["xlcampaign", *words]
    return " ".join(map(_typed_on_windows, given)) if sys.platform == "win32" else join(given)


_PLAIN_ON_WINDOWS = re.compile(r"[\w\\/:.+-]+")


def _typed_on_windows(word: str) -> str:
    """Return a word as its terminals take it: what they read as signs of their own goes between quotes."""
    typed = list2cmdline([word])
    return typed if typed.startswith('"') or _PLAIN_ON_WINDOWS.fullmatch(typed) else f'"{typed}"'


def is_terminal() -> bool:
    """Tell whether somebody sits at the other end, who reads and types."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Watch:
    """Says what a command has to say at once; `show` draws how many of how many files were read."""

    def __init__(self, lang: Lang, show: Callable[[int, int], None] = lambda *_: None) -> None:
        self._lang, self._show = lang, show
        self._files = 0

    def coming(self, files: int) -> None:
        """Hear how many files are going to be read."""
        self._files = files
        self._show(0, files)

    def done(self, files: int) -> None:
        """Hear how many of them were read so far."""
        self._show(files, self._files)

    def say(self, finding: Finding) -> None:
        """Print a finding."""
        print_findings([finding], self._lang, err=True)


_READING = T("读表", "reading")


_RATE = T("每秒 {n} 个", "{n} a second")
_FASTEST = 1000
"""How many files a second nobody reads: what is faster was kept from an earlier run, and says nothing of the rest."""


def rate_of(speed: float | None, lang: Lang) -> str:
    """Return how fast files are read; nothing where that says nothing."""
    return _RATE.fill(lang, {"n": f"{speed:.0f}"}) if speed and 1 <= speed <= _FASTEST else ""


@contextmanager
def progress_shown(lang: Lang, doing: T = _READING) -> Iterator[Watch]:
    """Give whoever watches a command: how far it is and how long it will take is drawn if stderr is a terminal."""
    if is_quiet() or not sys.stderr.isatty():
        yield Watch(lang)
        return
    from rich import progress  # noqa: PLC0415 -- imported where shown: --help stays instant
    from rich.console import Console  # noqa: PLC0415 -- the same

    columns = (
        progress.TextColumn(doing.say(lang)),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None, rate="")

        def show(done: int, files: int) -> None:
            shown.update(task, completed=done, total=files)
            shown.update(task, rate=rate_of(shown.tasks[0].speed, lang))

        yield Watch(lang, show)


def print_objects(findings: Iterable[Finding], lang: Lang) -> None:
    """Print findings as JSON for programs."""
    print_json([_as_object(f, lang) for f in findings])


def print_json(objects: Sequence[Mapping[str, object]]) -> None:
    """Print objects as JSON for programs."""
    import json  # noqa: PLC0415 -- imported where used: --help stays instant

    # where output is of another encoding, as redirected on Windows, nothing is lost: JSON can spell all letters out
    is_utf8 = lookup(getattr(sys.stdout, "encoding", None) or "ascii").name == "utf-8"
    text = json.dumps(objects, ensure_ascii=not is_utf8, indent=1)
    lines = (_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", line) for line in text.split("\n"))
    click.echo("\n".join(lines))


def _as_object(finding: Finding, lang: Lang) -> dict[str, str]:
    return {
        "code": finding.rule.code,
        "severity": finding.rule.severity.name.lower(),
        "branch": finding.unit,
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "says": finding.says(lang),
        "fix": finding.fix(lang),
    }


def print_rule(rule: Rule, lang: Lang) -> None:
    """Print what a code means and how to correct it."""
    from xlcampaign.layout.lists import with_lists  # noqa: PLC0415 -- imported where shown: --help stays instant

    put(f"{rule.code}  {SEVERITIES[rule.severity].say(lang)}  {rule.title.say(lang)}")
    colon = T("：", ": ").say(lang)
    for label, text in (
        (T("说的是", "It says"), rule.says),
        (T("怎么改", "To correct it"), rule.fix),
        (T("为什么", "Why"), rule.why),
    ):
        put(f"  {label.say(lang)}{colon}{with_lists(text).say(lang)}")
