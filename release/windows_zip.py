"""Builds the zip folder for Windows, which needs no installation: Python of its own, the program, all that it depends on.

    python release/windows_zip.py --python python-3.12.10-embed-amd64.zip

Python is the “Windows embeddable package (64-bit)” of python.org, fetched by hand; wheels come by pip, as set up on this machine.
It runs on Linux, macOS and Windows. The same input gives the same bytes.
"""

import argparse
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path, PurePosixPath

import guides

ROOT = Path(__file__).parents[1]
STARTERS = {"菜单.bat": "menu", "汇总.bat": "merge", "核查.bat": "check"}
SITE = "python/Lib/site-packages"
LICENCES = "许可"
GUIDES = "说明"
_LIBRARY = re.compile(r"python(3)(\d+)\.zip")
_AMD64 = 0x8664
_LEAST = (3, 11)
_TIME = (2020, 1, 1, 0, 0, 0)
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_NEEDED = re.compile(r"([A-Za-z0-9._-]+)")
_ON_WINDOWS = re.compile(
    r"(platform_system\s*==\s*['\"]Windows|sys_platform\s*==\s*['\"]win32|os_name\s*==\s*['\"]nt)"
)
_PYTHON = r'"!XLC_HERE!python\python.exe" "!XLC_HERE!python\start.py"'
_BATCH = r"""@echo off
setlocal DisableDelayedExpansion
set "XLC_HERE=%~dp0"
set "XLC_SELF=%~nx0"
set XLC_ARGS=%*
setlocal EnableDelayedExpansion
set "XLC_LINE=!cmdcmdline!"
if not exist "!XLC_HERE!python\python.exe" goto packed
PYTHON COMMAND
if !errorlevel! geq 100 if !errorlevel! lss 300 exit
if !errorlevel! geq 300 pause
if !errorlevel! lss 0 pause
exit /b !errorlevel!
:packed
echo Qing xian jie ya zheng ge ya suo bao, zai shuang ji.
echo Unpack the whole zip file first, then start this again.
pause
exit
"""


def batch(command: str) -> bytes:
    """Return a starter: ASCII alone, which every code page reads alike, with the ends of lines that cmd needs.

    What it was called with goes on in variables: delayed expansion is not read again, whatever is in names of folders.
    """
    return _BATCH.replace("PYTHON", _PYTHON).replace("COMMAND", command).replace("\n", "\r\n").encode("ascii")


def python_of(package: bytes) -> tuple[dict[str, bytes], tuple[int, int]]:
    """Return the files of Python's embeddable package, isolated to what lies beside it, and its version.

    Raises:
        SystemExit: it is something else, for another machine or too old.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        files = {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
    library = next(filter(None, map(_LIBRARY.fullmatch, files)), None)
    if library is None or "python.exe" not in files:
        sys.exit("--python: this is no embeddable package of Python (python-3.12.x-embed-amd64.zip)")
    version = int(library[1]), int(library[2])
    if version < _LEAST:
        sys.exit(f"--python: {version[0]}.{version[1]} is too old; the program needs 3.11 or newer")
    if _machine_of(files["python.exe"]) != _AMD64:
        sys.exit("--python: this Python is not for 64-bit Windows (amd64)")
    paths = f"{library[0]}\r\n.\r\nLib\\site-packages\r\n"  # no import of site: nothing else on the machine is seen
    files[f"{library[0].removesuffix('.zip')}._pth"] = paths.encode("ascii")
    return files, version


def _machine_of(program: bytes) -> int:
    """Return for which machine a program of Windows is."""
    head = int.from_bytes(program[0x3C:0x40], "little")
    return (
        int.from_bytes(program[head + 4 : head + 6], "little") if program[head : head + 4] == b"PE\0\0" else 0
    )


def fetch(version: tuple[int, int], folder: Path) -> list[Path]:
    """Build the program's wheel and fetch those that it needs, for Windows; return them all.

    Raises:
        subprocess.CalledProcessError: pip could not.
    """
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    with (
        tempfile.TemporaryDirectory() as room
    ):  # a copy: what earlier builds left in the project does not get in
        source = Path(room) / "source"
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            source.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, source)
        shutil.copytree(
            ROOT / "xlcampaign", source / "xlcampaign", ignore=shutil.ignore_patterns("__pycache__")
        )
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(source)], check=True)
    held = ["--constraint", str(ROOT / "constraints.txt")]
    of_windows = [
        "--platform",
        "win_amd64",
        "--only-binary=:all:",
        "--python-version",
        ".".join(map(str, version)),
    ]
    wanted = [str(next(folder.glob("xlcampaign-*.whl")))]
    while wanted:
        command = [
            *pip,
            "download",
            *of_windows,
            *held,
            "--dest",
            str(folder),
            "--find-links",
            str(folder),
            *wanted,
        ]
        subprocess.run(command, check=True)
        wanted = sorted(missing_in(sorted(folder.glob("*.whl"))))
    return sorted(folder.glob("*.whl"))


def missing_in(wheels: Sequence[Path]) -> set[str]:
    """Return what wheels need on Windows alone and is not there: pip goes by the machine that it runs on."""
    there = {_key(path.name.split("-")[0]) for path in wheels}
    needed = {
        named[0]
        for path in wheels
        for line in _metadata_of(path).get_all("Requires-Dist") or []
        if _ON_WINDOWS.search(line.partition(";")[2])
        and "extra" not in line
        and (named := _NEEDED.match(line))
    }
    return {name for name in needed if _key(name) not in there}


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as opened:
        [name] = [n for n in opened.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
        return BytesHeaderParser().parsebytes(opened.read(name))


def unpacked(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a wheel where they are installed; scripts are left out, since the starters take their place."""
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            placed = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", name)
            if not name.endswith("/") and not re.match(r"[^/]+\.data/", placed):
                yield placed, opened.read(name)


def licences_of(wheel: Path) -> dict[str, bytes]:
    """Return the licences that a wheel brings, by the names under which they are kept.

    Raises:
        SystemExit: it brings none.
    """
    package = wheel.name.split("-")[0]
    found = {
        f"{LICENCES}/{package}/{PurePosixPath(name).name}": data
        for name, data in unpacked(wheel)
        if ".dist-info/" in name and _LICENCE.search(PurePosixPath(name).name)
    }
    return found or sys.exit(f"{wheel.name} brings no licence: look for it, and pack it by hand")


def contents(python: Mapping[str, bytes], wheels: Sequence[Path]) -> dict[str, bytes]:
    """Return all files of the zip folder by name."""
    files = {f"python/{name}": data for name, data in python.items()}
    for name, data in python.items():
        if _LICENCE.match(name):
            files[f"{LICENCES}/Python/{name}"] = data
    for wheel in wheels:
        files |= {f"{SITE}/{name}": data for name, data in unpacked(wheel)} | licences_of(wheel)
    here = Path(__file__).parent
    files |= {f"{GUIDES}/{name}": page for name, page in guides.pages().items()}
    files["python/start.py"] = (here / "start.py").read_bytes()
    readme = (here / "读我.txt").read_text(encoding="utf-8")
    files["读我.txt"] = readme.replace("\n", "\r\n").encode("utf-8-sig")  # by its mark every Notepad reads it
    return files | {name: batch(command) for name, command in STARTERS.items()}


def write(files: Mapping[str, bytes], folder: str, target: Path) -> str:
    """Write the zip, in which all lies in one folder; return its SHA-256, which is written beside it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}", _TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            opened.writestr(info, files[name])
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_name(f"{target.name}.sha256").write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    return digest


def main(words: Sequence[str]) -> None:
    """Build the zip folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--python", type=Path, required=True, metavar="FILE", help="Python's embeddable package"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", metavar="FOLDER", help="where to write the zip"
    )
    given = parser.parse_args(words)
    python, version = python_of(given.python.read_bytes())
    with tempfile.TemporaryDirectory() as room:
        wheels = fetch(version, Path(room))
        [own] = [path.name.split("-")[1] for path in wheels if path.name.startswith("xlcampaign-")]
        called = f"xlcampaign-{own}-windows"
        digest = write(contents(python, wheels), called, given.out / f"{called}.zip")
    print(given.out / f"{called}.zip")
    print(f"Python {version[0]}.{version[1]}, {len(wheels)} wheels, SHA-256 {digest}")


if __name__ == "__main__":
    main(sys.argv[1:])
