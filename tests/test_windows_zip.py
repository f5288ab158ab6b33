"""The zip folder for Windows: what is in it, its starters, and what they make of what is dropped on them."""

import gc
import io
import re
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote

import guides
import pytest
import start
import windows_zip
from desks import Desk

EXE = b"MZ".ljust(0x3C, b"\0") + (0x80).to_bytes(4, "little")
EXE = EXE.ljust(0x80, b"\0") + b"PE\0\0" + (0x8664).to_bytes(2, "little")
HERE, SELF = "D:\\工具 (1)\\", "汇总.bat"


def embedded(**changes):
    """Python's embeddable package, as far as anything looks at it; a file that is None is left out."""
    files = {"python.exe": EXE, "python312.dll": b"x", "python312.zip": b"x", "LICENSE.txt": b"PSF",
             "python312._pth": b"python312.zip\r\n.\r\n\r\n#import site\r\n"}  # fmt: skip
    files |= {name.replace("_", "."): data for name, data in changes.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, data in files.items():
            if data is not None:
                opened.writestr(name, data)
    return buffer.getvalue()


def wheel_at(folder, name, files=None, needs=()):
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n" + "".join(
        f"Requires-Dist: {one}\n" for one in needs
    )
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr(f"{name}-1.0.dist-info/METADATA", metadata)
        for inside, text in (files or {f"{name}-1.0.dist-info/licenses/LICENSE": "free"}).items():
            opened.writestr(inside, text)
    return path


# ------------------------------------------------------------------------------------------------ the zip


@pytest.fixture
def packed(tmp_path):
    """The zip folder of two small wheels."""
    one = wheel_at(tmp_path, "one", {"one/__init__.py": "", "one-1.0.data/platlib/one/fast.pyd": "x",
                                     "one-1.0.data/scripts/one.exe": "x", "one-1.0.dist-info/LICENSE.txt": "free"})  # fmt: skip
    files, _ = windows_zip.python_of(embedded())
    contents = windows_zip.contents(files, [one, wheel_at(tmp_path, "two")])
    windows_zip.write(contents, "folder", tmp_path / "a" / "x.zip")
    return tmp_path / "a" / "x.zip"


def test_it_holds_python_the_libraries_starters_and_every_licence(packed):
    with zipfile.ZipFile(packed) as opened:
        names = {info.filename for info in opened.infolist()}
        assert all(info.flag_bits & 0x800 for info in opened.infolist() if not info.filename.isascii())
    assert {name.split("/")[0] for name in names} == {"folder"}
    site = "folder/python/Lib/site-packages"
    assert {
        f"{site}/one/__init__.py",
        f"{site}/one/fast.pyd",
        "folder/python/start.py",
        "folder/读我.txt",
    } <= names
    assert {
        f"folder/许可/{name}" for name in ("one/LICENSE.txt", "two/LICENSE", "Python/LICENSE.txt")
    } <= names
    assert {f"folder/{name}.bat" for name in ("菜单", "汇总", "核查")} <= names
    assert [name for name in names if "one.exe" in name] == []


def test_python_sees_nothing_but_what_lies_beside_it(packed):
    with zipfile.ZipFile(packed) as opened:
        paths = opened.read("folder/python/python312._pth").decode("ascii").split()
    assert paths == ["python312.zip", ".", "Lib\\site-packages"]


def test_its_checksum_lies_beside_it_and_the_same_input_gives_the_same_bytes(packed, tmp_path):
    called = subprocess.run(["sha256sum", "-c", f"{packed.name}.sha256"], cwd=packed.parent, check=False)
    assert called.returncode == 0
    with zipfile.ZipFile(packed) as opened:
        files = {name.removeprefix("folder/"): opened.read(name) for name in reversed(opened.namelist())}
    windows_zip.write(files, "folder", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"python_exe": None}, "no embeddable package"), ({"python312_zip": None}, "no embeddable package"),
     ({"python312_zip": None, "python310_zip": b"x"}, "too old"), ({"python_exe": EXE[:-2] + b"\x4c\x01"}, "64-bit")],
)  # fmt: skip
def test_another_python_is_refused(changes, said):
    with pytest.raises(SystemExit, match=said):
        windows_zip.python_of(embedded(**changes))


def test_a_library_without_a_licence_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no licence"):
        windows_zip.licences_of(wheel_at(tmp_path, "one", {"one.py": ""}))


def test_what_is_needed_on_windows_alone_is_fetched_too(tmp_path):
    needs = ('colour>=1; platform_system == "Windows"', "Two; sys_platform == 'win32'", "other; os_name == 'posix'",
             'more; extra == "x" and sys_platform == "win32"', "plain")  # fmt: skip
    wheels = [wheel_at(tmp_path, "one", needs=needs), wheel_at(tmp_path, "two")]
    assert windows_zip.missing_in(wheels) == {"colour"}


@pytest.mark.parametrize("command", windows_zip.STARTERS.values())
def test_starters_are_ascii_with_the_ends_of_lines_that_cmd_needs(command):
    written = windows_zip.batch(command)
    assert written.isascii()
    assert written.count(b"\n") == written.count(b"\r\n") > 10
    assert f'start.py" {command}\r\n'.encode() in written


def test_nothing_that_folders_may_be_called_is_read_again_by_cmd():
    lines = windows_zip.batch("merge").decode("ascii").split("\r\n")
    delayed = lines.index("setlocal EnableDelayedExpansion")
    before, after = lines[:delayed], lines[delayed:]
    assert [line for line in before if "%" in line] == [
        'set "XLC_HERE=%~dp0"', 'set "XLC_SELF=%~nx0"', "set XLC_ARGS=%*"
    ]  # fmt: skip
    assert [line for line in after if "%" in line] == []
    assert [line for line in lines if line.count("(") or "chcp" in line] == []
    assert [label for label in re.findall(r"goto (\w+)", "\n".join(lines)) if f":{label}" not in lines] == []


def test_what_to_read_first_opens_in_every_notepad(packed):
    with zipfile.ZipFile(packed) as opened:
        text = opened.read("folder/读我.txt")
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert [name for name in windows_zip.STARTERS if name not in text.decode("utf-8-sig")] == []


def test_the_guides_lie_in_it_as_pages_that_need_nothing_else(packed):
    with zipfile.ZipFile(packed) as opened:
        there = {
            name.rpartition("/")[2]: opened.read(name).decode()
            for name in opened.namelist()
            if "/说明/" in name
        }
        readme = opened.read("folder/读我.txt").decode("utf-8-sig")
    titles = {
        source: source.read_text("utf-8").partition("\n")[0][2:] for source in guides.GUIDES.glob("*.md")
    }
    assert len(there) == len(titles) == 8
    assert [title for source, title in titles.items() if ".zh" in source.name and title not in readme] == []
    for source, title in titles.items():
        page, text = there[re.sub('[:?"]', "", title) + ".html"], source.read_text("utf-8")
        assert f"<title>{title}</title>" in page
        assert (
            page.count('src="data:image/png;base64,') == page.count("<img") == text.count("../pictures/") > 0
        )
        assert page.count("<table>") == len(re.findall(r"^\|[ -]+\|[-| ]+$", text, re.MULTILINE))


def test_links_of_pages_lead_to_what_is_there_or_are_no_links():
    pages = {name: data.decode() for name, data in guides.pages().items()}
    led = {name: re.findall('<a href="([^"]*)">', page) for name, page in pages.items()}
    assert sum(map(len, led.values())) > 10
    for name, page in pages.items():
        assert page.count("<a ") == page.count("</a>") == len(led[name])
        for target in led[name]:
            where, _, anchor = unquote(target).partition("#")
            assert where in pages, target
            assert not anchor or f'id="{anchor}"' in pages[where], target
    texts = [source.read_text("utf-8") for source in guides.GUIDES.glob("*.md")]
    assert any("](../../" in text for text in texts)  # what is not beside them


# ------------------------------------------------------------------------------------------------ what is dropped


def line_of(dropped, starter=HERE + SELF):
    return rf'C:\WINDOWS\system32\cmd.exe /c ""{starter}" {dropped}"'


@pytest.mark.parametrize(
    ("written", "paths"),
    [("", []), (r"D:\活动", [r"D:\活动"]), (r'"D:\我的 活动"', [r"D:\我的 活动"]), (r"D:\a&b", [r"D:\a&b"]),
     (r"D:\100%TEMP%^!(2)'", [r"D:\100%TEMP%^!(2)'"]), ('"D:\\我 的\\"', ["D:\\我 的\\"]), ("E:\\", ["E:\\"]),
     (r'D:\a&b "D:\c d" D:\e', [r"D:\a&b", r"D:\c d", r"D:\e"]),
     (r'\\server\share\x "\\server\a b"', [r"\\server\share\x", r"\\server\a b"])],
)  # fmt: skip
def test_paths_are_taken_from_the_line_as_it_is(written, paths):
    environment = {"XLC_HERE": HERE, "XLC_SELF": SELF, "XLC_LINE": line_of(written), "XLC_ARGS": "cut off"}
    assert start.dropped(environment) == ([Path(path) for path in paths], True)
    typed = {
        "XLC_HERE": HERE,
        "XLC_SELF": SELF,
        "XLC_LINE": r'"C:\WINDOWS\system32\cmd.exe"',
        "XLC_ARGS": written,
    }
    assert start.dropped(typed) == ([Path(path) for path in paths], False)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "争先 (a&b) 100%", 2)
    desk.receive(0)
    (desk.root / "summary").mkdir()
    (desk.root / "summary" / "stage-1.xlsx").write_bytes(b"x")
    return desk


def test_whatever_of_a_campaign_is_dropped_stands_for_it(desk, tmp_path, capsys):
    root = desk.root
    merge = [["merge", str(root), "--open"]]
    for part in (".", "plan.xlsx", "summary", "summary/stage-1.xlsx", "inbox", "inbox/01.xlsx"):
        assert list(start.commands_for("merge", [root / part])) == merge, part
    assert list(start.commands_for("merge", [tmp_path])) == merge
    assert list(start.commands_for("merge", [root, root / "plan.xlsx"])) == merge
    assert str(root) in capsys.readouterr().out


def test_several_campaigns_are_done_one_after_the_other(desk, tmp_path):
    other = Desk(tmp_path / "创优", 2)
    done = list(start.commands_for("check", [desk.root, other.root]))
    assert done == [["check", str(root), "--open"] for root in (desk.root, other.root)]


def test_forms_are_checked_alone_and_what_is_the_campaigns_own_with_it(desk, tmp_path):
    form = desk.root / "inbox" / "01.xlsx"
    lone = tmp_path / "表.xlsx"
    lone.write_bytes(form.read_bytes())
    assert list(start.commands_for("check", [form, lone])) == [["check", str(form), str(lone)]]
    own = desk.root / "summary" / "stage-1.xlsx"
    assert list(start.commands_for("check", [own])) == [["check", str(desk.root), "--open"]]


def test_what_is_no_campaign_is_said(tmp_path, capsys):
    empty = tmp_path / "空"
    empty.mkdir()
    assert list(start.commands_for("merge", [empty, tmp_path / "没有"])) == []
    said = capsys.readouterr().out
    assert f"这里没有活动（plan.xlsx）：{empty}" in said
    assert f"找不到：{tmp_path / '没有'}" in said


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Starts a starter; returns how it ended, the commands that it ran, and in which folder."""
    monkeypatch.chdir(tmp_path)

    def run(command, written, typed=(), *, by_itself=True):
        ran, lines = [], iter(typed)
        monkeypatch.setattr(start, "run", lambda words: ran.append((list(words), Path.cwd())) or 1)
        monkeypatch.setattr("builtins.input", lambda _: next(lines))
        here = f"{tmp_path}/"
        line = line_of(written, here + SELF) if by_itself else "cmd.exe"
        environment = {"XLC_HERE": here, "XLC_SELF": SELF, "XLC_LINE": line, "XLC_ARGS": written}
        return start.start(command, environment), ran

    return run


def test_without_a_folder_it_asks_and_without_an_answer_the_menu_comes(desk, started, tmp_path):
    command = (["merge", str(desk.root), "--open"], tmp_path)
    assert started("merge", "", [f'"{desk.root}"', ""]) == (101, [command])
    assert started("merge", "", ["", ""]) == (101, [([], tmp_path)])
    assert started("menu", "", [""]) == (101, [([], tmp_path)])
    assert started("menu", f'"{desk.root}"', [""]) == (101, [([], desk.root)])


def test_a_window_that_is_the_starters_own_waits_and_a_typed_one_does_not(desk, started):
    assert started("merge", f'"{desk.root}"', [""])[0] == 101
    assert started("merge", f'"{desk.root}"', [], by_itself=False)[0] == 1


def test_nothing_to_do_is_no_success(started, tmp_path):
    assert started("merge", f"{tmp_path}/没有", [""]) == (103, [])


def test_the_command_runs_and_its_exit_code_is_kept(desk, monkeypatch):
    monkeypatch.setattr("sys.argv", [])
    try:
        assert start.run(["merge", str(desk.root), "--stage", "7"]) == 3
        assert start.run(["status", str(desk.root), "--as-of", "2023-06-26", "--quiet"]) == 0
    finally:
        gc.enable()  # which the program goes without
