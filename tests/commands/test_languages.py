"""Whatever the program says in one language is said in that language alone: screen, workbooks, charts, texts and mails."""

import re
import zipfile
from email import message_from_bytes, policy
from functools import reduce

import pytest
from click.testing import CliRunner
from commands.test_english import texts_of

from xlcampaign.cli.app import cli
from xlcampaign.model.choices import StepKey
from xlcampaign.model.message import MessageKind

_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_DRAWN = re.compile(r"<a:t>([^<]*)</a:t>|descr=\"([^\"]*)\"")
_CHINESE = re.compile("[\u4e00-\u9fff]")
OTHER = {"en": re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"), "zh": re.compile(r"[A-Za-z]{3,}")}
_SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
_FORMULA = re.compile(r"[A-Z]+\(")
"""How the condition of a cell begins, which people do not see."""
_SAME = (
    re.compile(r"[\w.-]*[/\\][^\s，。；：）”]*|[\w-]+\.(?:xlsx|txt|eml|csv|json|sqlite|zip)\b"),
    re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{4}(?: [0-9a-f]{4})+\b"),
    re.compile(r"--[a-z-]+"),
    re.compile(r"（[\w-]+）"),
    re.compile('"[号日]"'),
)
"""What is the same in both: paths, checksums, options; codes behind names, and what ends a date that is typed as text.

Forms are recognised by such codes, and those that were sent have them in either language.
"""
NAMES = {
    *("Excel", "WPS", "LibreOffice", "SHA", "PDF", "Word", "CSV", "Fleiss", "LXA"),
    *(
        "inbox",
        "outbox",
        "send",
        "summary",
        "xlsx",
        "xls",
        "ods",
        "xlsb",
        "eml",
        "msg",
        "mbox",
        "zip",
        "json",
    ),
    *("xlcampaign", "next", "import", "upgrade", *cli.commands, *MessageKind, *StepKey),
    *("approval", "points", "grades"),
}
"""What is called the same in Chinese: programs, folders, kinds of files, commands; the codes of the plan's scales."""


def drawn(path):
    """Yield what stands in the charts of a workbook, and what is said in their place."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if part.startswith(("xl/charts/", "xl/drawings/")) and part.endswith(".xml"):
                for groups in _DRAWN.findall(package.read(part).decode()):
                    yield part, max(groups)


def said_in(path):
    """Yield what a file says to people."""
    if path.suffix == ".xlsx":
        for place, text in (*texts_of(path), *drawn(path)):
            for said in _LITERAL.findall(_SAME[-1].sub("", text)) if text.startswith("=") else [text]:
                yield f"{path.name} {place}", said
    elif path.suffix == ".txt":
        yield path.name, path.read_text("utf-8")
    elif path.suffix == ".eml":
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        yield path.name, str(mail["subject"])
        yield path.name, mail.get_body(("plain",)).get_content()


class Round:
    """A campaign of two stages taken through all commands, and all that they said."""

    def __init__(self, folder, lang):
        self.lang, self.said, self.root = lang, [], folder / "sample"
        level, unit = folder / "level", folder / "unit"
        self.run("sample", self.root, "--stages", "2", "--branches", "5", "--members", "35")
        for words in (
            ("check",), ("check", "--all"), ("status",), ("status", "--text"), ("merge",), ("merge", "--report"),
            ("post", "--from", "2023-12-20", "--to", "2023-12-26"), ("post", "--outcome"), ("merge", "--stage", "1"),
            ("seal", "--number", "2023-9"), ("plan", "upgrade"), ("plan", "next"), ("plan", "next", "--stage", "2"),
            *(("mail", kind) for kind in ("forms", "returns", "reminders", "results")),
        ):  # fmt: skip
            command, *rest = words
            more = [rest.pop(0)] if command in {"plan", "mail"} else []
            self.run(
                command, *more, self.root, *rest, *(("--as-of", "2023-12-27") if command in _DATED else ())
            )
        for step in StepKey:
            self.run("forms", self.root, "--step", step)
        for words in (("0101",), ("0101", "loyal"), ("0101", "-o", folder / "why.xlsx")):
            self.run("why", self.root, *words, "--as-of", "2023-12-27")
        self.run("check", next((self.root / "inbox").rglob("*.xlsx")))
        self.run("rollup", "--init", level)
        self.run("sample", unit, "--unit", "LXA", "--branches", "2", "--members", "6")
        self.run("merge", unit, "--report", "--as-of", "2023-06-26")
        for path in (unit / "summary").glob("LXA-*.xlsx"):
            (level / path.name).write_bytes(path.read_bytes())
        self.run("rollup", level, "-o", level / "level.xlsx", "--as-of", "2023-06-26")
        self.run("rollup", level, "-o", level / "level.xlsx", "--as-of", "2023-06-26", "--all")
        self.files = [
            path
            for top in (self.root / "send", self.root / "summary", level, unit)
            for path in top.rglob("*")
        ]
        self.files += [self.root / "plan.xlsx", folder / "why.xlsx"]

    def run(self, *words):
        result = CliRunner().invoke(cli, ["--lang", self.lang, *map(str, words)])
        assert result.exit_code in {0, 1, 3}, result.output
        self.said.append((" ".join(map(str, words[:2])), result.output))

    def texts(self):
        """Yield where something was said, and what."""
        yield from self.said
        for path in self.files:
            if path.is_file() and "inbox" not in path.parts:
                yield from said_in(path)


_DATED = {"check", "status", "merge", "seal", "mail"}


@pytest.fixture(scope="module", params=["zh", "en"])
def held(request, tmp_path_factory):
    return Round(tmp_path_factory.mktemp(request.param), request.param)


def test_everything_is_said_in_one_language(held):
    found: dict[str, str] = {}
    for place, text in held.texts():
        for line in text.splitlines():
            if _FORMULA.match(line) or (
                held.lang == "zh" and not (_CHINESE.search(line) or _SENTENCE.search(line))
            ):
                continue
            plain = reduce(lambda said, same: same.sub("", said), _SAME, line)
            words = [word for word in OTHER[held.lang].findall(plain) if word not in NAMES]
            if words:
                found.setdefault(line.strip()[:200], place)
    assert found == {}
