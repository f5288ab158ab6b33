"""What the guides say to type works, what they show is there, and both languages say as much."""

import importlib.util
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from dear import mostly_slow

from xlcampaign.cli import cli

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
NOTES = [ROOT / "docs" / name for name in ("release-notes.md", "release-notes.zh.md")]
PICTURES = ROOT / "docs" / "pictures"
LARGEST, ALL = 150_000, 1_500_000
LINKED = re.compile(r"\]\(([^)]+)\)|<img src=\"([^\"]+)\"")
"""Where a link, or a picture of either kind, leads."""


def name_of(path):
    return path.name


def shown_as_typed(text):
    """Lines of a console; they are typed one after the other."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines() if "xlcampaign" in line]


def all_quoted(text):
    """Every command, in a console, in a line of its own, or within a sentence."""
    quoted = re.findall(r"`xlcampaign (.*?)`", text) + re.findall(
        r"^ +xlcampaign (.*?)(?:   .*)?$", text, re.MULTILINE
    )
    return [shlex.split(line) for line in quoted] + shown_as_typed(text)


def targets_of(path):
    return [link or picture for link, picture in LINKED.findall(path.read_text(encoding="utf-8"))]


def anchors_of(path):
    """What a link may name behind a #, as the places where guides are read make it of headings."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", [*GUIDES, *READMES, *NOTES], ids=name_of)
def test_every_command_that_is_quoted_is_one(path, monkeypatch):
    monkeypatch.setattr(click.Command, "invoke", lambda *_: None)  # parsed, and not run
    lines = all_quoted(path.read_text(encoding="utf-8"))
    refused = {
        " ".join(words): result.output
        for words in lines
        if (result := CliRunner().invoke(cli, words)).exit_code
    }
    assert refused == {}
    assert (len(lines) > 5) == (path.name.split(".")[0] in {"coordinator", "README"})


@pytest.mark.parametrize("path", [*GUIDES, *READMES, *NOTES], ids=name_of)
def test_links_and_pictures_lead_somewhere(path):
    for target in targets_of(path):
        if "://" in target:
            continue
        where, _, anchor = target.partition("#")
        led = (path.parent / where).resolve() if where else path
        assert led.exists(), target
        assert not anchor or anchor in anchors_of(led), target


def test_every_picture_is_shown_and_small():
    named = {
        Path(target).name
        for path in (*GUIDES, *READMES)
        for target in targets_of(path)
        if target.endswith(".png")
    }
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "docs" / "make_pictures.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert named == set(sizes) == set(script.NAMES)
    assert max(sizes.values()) < LARGEST
    assert sum(sizes.values()) < ALL


def parts_in(text):
    found = (r"^#+ ", r"^\|", r"^\d\. ", r"^- ", r"^\*\*", r"!\[(?!镇)", r"<img ")
    return [len(re.findall(what, text, re.MULTILINE)) for what in found]


def parts(path):
    return parts_in(path.read_text(encoding="utf-8"))


def notes_of(path, version):
    """What is said of a version."""
    sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    [own] = [text for name, _, text in (section.partition("\n") for section in sections) if name == version]
    return own


def test_users_are_told_in_both_languages_what_the_version_changes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    english, chinese = (notes_of(path, project["project"]["version"]) for path in NOTES)
    assert parts_in(english) == parts_in(chinese)
    for text in (english, chinese):
        lines = [line for line in text.splitlines() if line.startswith(("- ", *"123456789"))]
        assert 10 <= len(lines) <= 25
    assert "plan upgrade" in english.partition("under way")[2]
    assert "plan upgrade" in chinese.partition("正在进行的活动")[2]


def test_guides_in_both_languages_have_the_same_parts():
    assert [path.name for path in GUIDES] == [
        f"{name}{ending}"
        for name in ("coordinator", "leaders", "meeting", "secretary")
        for ending in (".md", ".zh.md")
    ]

    for english, chinese in zip(GUIDES[::2], GUIDES[1::2], strict=True):
        assert parts(english) == parts(chinese), english.name


@pytest.mark.parametrize(
    ("name", "lang"),
    mostly_slow([("coordinator.zh.md", "zh"), ("coordinator.md", "en")], ("coordinator.zh.md", "zh")),
)
def test_a_round_goes_as_the_coordinators_guide_has_it(name, lang, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        result = CliRunner().invoke(cli, ["--lang", lang, *words])
        assert result.exit_code == 0, (words, result.output)

    run("sample", "sample", "--tidy", "--branches", "2", "--members", "14")
    typed = shown_as_typed((ROOT / "docs" / "guide" / name).read_text(encoding="utf-8"))
    own = Path(typed[0][1])
    for words in typed:
        run(*words)
        if words[0] == "init":  # what is said next: fill in the plan
            shutil.copy("sample/plan.xlsx", own)
        if words[:2] == ["mail", "forms"]:  # and here: put into inbox what comes back
            shutil.copytree("sample/inbox", own / "inbox", dirs_exist_ok=True)
    assert [words[0] for words in typed].count("plan") == 3
    assert (own / "summary" / "stage-1-public.xlsx").is_file()
    assert (own / ".xlcampaign" / "seals" / "stage-1.json").is_file()
    assert list((own / "send").rglob("*结果*.xlsx" if lang == "zh" else "*results*.xlsx"))
