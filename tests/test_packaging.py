"""What is packed: wheel and source distribution, installed away from the source; bounds, licences, Python's versions."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import licences
import lowest
import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILD = "import sys; from setuptools import build_meta as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("PYTHON", "COVERAGE", "XLCAMPAIGN"))
} | {"PYTHONIOENCODING": "utf-8"}


def called(*words, cwd, code=0):
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env=PLAIN, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def environment_at(place, *needs):
    """Make an empty environment with what it needs; return its Python."""
    called(sys.executable, "-m", "venv", place, cwd=place.parent)
    python = place / "bin" / "python"
    constraints = ("--constraint", ROOT / "constraints.txt")
    called(python, "-m", "pip", "install", "--quiet", *constraints, *needs, cwd=place.parent)
    return python


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The source distribution of a copy of this tree, and the wheel that is built of what that holds."""
    room = tmp_path_factory.mktemp("packed")
    python = environment_at(room / "builder", *PROJECT["build-system"]["requires"])
    left_out = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "golden", "museum")
    shutil.copytree(ROOT, room / "tree", ignore=left_out)
    name = called(python, "-c", BUILD, "build_sdist", room, cwd=room / "tree").split()[-1]
    with tarfile.open(room / name) as opened:
        opened.extractall(room / "source", filter="data")
        names = [member.name.partition("/")[2] for member in opened.getmembers() if member.isfile()]
    [source] = (room / "source").iterdir()
    wheel = called(python, "-c", BUILD, "build_wheel", room, cwd=source).split()[-1]
    return set(names), room / wheel


def test_the_source_distribution_holds_the_program_and_what_is_to_be_read_of_it(packed):
    names, _ = packed
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "xlcampaign").rglob("*.py")}
    read = {"README.md", "README.zh.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "pyproject.toml"}
    assert ours | read | {"docs/rules.md", "xlcampaign/py.typed", "release/windows_zip.py"} <= names
    assert [
        name for name in names if name.startswith(("tests/", "samples/", "benchmarks/", "templates/"))
    ] == []


def test_the_wheel_holds_the_program_alone_with_its_types_and_licence(packed):
    _, wheel = packed
    names = zipfile.ZipFile(wheel).namelist()
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "xlcampaign").rglob("*.py")}
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == ours | {"xlcampaign/py.typed"}
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_installed_in_an_empty_environment_it_works_from_anywhere(packed, tmp_path):
    _, wheel = packed
    program = environment_at(tmp_path / "user", wheel).with_name("xlcampaign")
    away = tmp_path / "别处 a&b"
    away.mkdir()
    assert "merge" in called(program, "--help", cwd=away)
    assert PROJECT["project"]["version"] in called(program, "--version", cwd=away)
    called(program, "sample", "试一试", "--branches", 2, "--members", 10, "--tidy", cwd=away)
    written = called(program, "merge", "试一试", "--as-of", "2023-06-26", cwd=away).splitlines()
    assert written == ["试一试/summary/stage-1.xlsx", "试一试/summary/stage-1-public.xlsx"]
    assert (away / written[0]).stat().st_size > 10_000
    where = "import xlcampaign, sys; print(xlcampaign.__file__)"
    assert str(tmp_path / "user") in called(program.with_name("python"), "-c", where, cwd=away)


# ------------------------------------------------------------------------------------------------ what it depends on


def test_every_dependency_has_a_lowest_version_and_is_here_in_one_that_it_lets_in():
    bounds = dict(line.split("==") for line in lowest.lowest())
    assert len(bounds) == len(PROJECT["project"]["dependencies"])
    here = {name: tuple(map(int, re.findall(r"\d+", distribution(name).version))) for name in bounds}
    assert [name for name, bound in bounds.items() if here[name] < tuple(map(int, bound.split(".")))] == []


def test_all_licences_are_permissive_but_those_that_were_looked_at():
    packages = licences.needed()
    assert {"click", "xlsxwriter", "cryptography"} <= set(packages)
    strict = {
        name: said
        for name, package in packages.items()
        if not licences.is_permissive(said := licences.licence_of(package))
    }
    assert {
        name: licences.EXCEPTED.get(name, "none") in said for name, said in strict.items()
    } == dict.fromkeys(licences.EXCEPTED, True)


def test_the_page_of_licences_is_what_packages_say():
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page()


def test_the_versions_of_python_that_are_named_begin_with_the_lowest():
    named = [
        line.rpartition(" ")[2]
        for line in PROJECT["project"]["classifiers"]
        if line.startswith("Programming Language :: Python :: 3.")
    ]
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"
    assert named == [f"3.{minor}" for minor in range(11, 11 + len(named))]
    assert sys.version_info[:2] >= tuple(map(int, named[0].split(".")))
