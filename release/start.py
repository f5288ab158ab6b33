"""What the starters of the zip folder for Windows run: finds the campaign in what was dropped on them, runs the command, waits.

The batch files hold nothing but ASCII, and hand over what they were called with as it is: names with spaces, &, %, !, (), ^ or
Chinese letters are taken apart here, where no shell reads them.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

PLAN = "plan.xlsx"
BY_ITSELF = 100
"""Added to how a command ends where the window belongs to the starter: the batch file then closes it."""
_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_ASK = "请把活动文件夹（里面有 plan.xlsx）拖到这个窗口里，再按回车；不拖，直接按回车就开菜单："
_NOT_THERE = "找不到：{path}"
_NO_CAMPAIGN = "这里没有活动（plan.xlsx）：{path}"
_NOW = "活动文件夹：{path}"
_WAIT = "按回车关闭这个窗口。"


def words_in(line: str) -> list[str]:
    """Return the paths on a line as Windows writes them: quoted where they hold spaces, a backslash being no escape."""
    return [quoted or plain for quoted, plain in _WORD.findall(line) if quoted or plain]


def dropped(environment: Mapping[str, str]) -> tuple[list[Path], bool]:
    """Return what was dropped on a starter, and whether the window is the starter's own.

    A double click and a drop begin with `cmd /c ""starter" paths"`, of which cmd itself takes what stands behind an & for
    another command; that line, as it is, tells all paths. Without it the starter was typed into a window that stays.
    """
    line, here = environment.get("XLC_LINE", ""), environment.get("XLC_HERE", "")
    itself = here + environment.get("XLC_SELF", "")
    at = line.lower().find(itself.lower())
    if here and at >= 0:
        rest = line[at + len(itself) :].removeprefix('"').rstrip()
        return [Path(word) for word in words_in(rest[:-1] if rest.count('"') % 2 else rest)], True
    return [Path(word) for word in words_in(environment.get("XLC_ARGS", ""))], False


def campaign_of(path: Path) -> Path | None:
    """Return the campaign that a folder or file is or belongs to; None where there is none."""
    folders = [path, *path.parents] if path.is_dir() else path.parents
    if found := next((folder for folder in folders if (folder / PLAN).is_file()), None):
        return found
    below = [plan.parent for plan in path.glob(f"*/{PLAN}")] if path.is_dir() else []
    return below[0] if len(below) == 1 else None


def commands_for(command: str, paths: Sequence[Path]) -> Iterator[list[str]]:
    """Yield the commands for what was dropped: forms are checked together, each campaign by itself."""
    forms = [path for path in paths if command == "check" and _is_form(path)]
    if forms:
        yield ["check", *map(str, forms)]
    campaigns: list[Path] = []
    for path in paths:
        if path in forms:
            continue
        campaign = campaign_of(path)
        if campaign is None:
            print((_NO_CAMPAIGN if path.exists() else _NOT_THERE).format(path=path))
        elif campaign not in campaigns:
            campaigns.append(campaign)
    for campaign in campaigns:
        print(_NOW.format(path=campaign))
        yield [command, str(campaign), "--open"]


def _is_form(path: Path) -> bool:
    """Tell whether a file is looked at alone: not the plan, nor what the program wrote into a campaign's summary folder."""
    campaign = campaign_of(path) if path.is_file() else None
    is_own = campaign is not None and (path.name == PLAN or campaign / "summary" in path.parents)
    return path.is_file() and path.name != PLAN and not is_own


def run(words: Sequence[str]) -> int:
    """Run a command of the program; return how it ends."""
    from xlcampaign.cli import main  # noqa: PLC0415 -- workers load this module as well, and need none of that

    sys.argv = ["xlcampaign", *words]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def start(command: str, environment: Mapping[str, str]) -> int:
    """Run a starter; return how it ends."""
    paths, by_itself = dropped(environment)
    os.chdir(environment.get("XLC_HERE") or ".")
    try:
        if command != "menu" and not paths:
            paths = [Path(word) for word in words_in(input(_ASK))]
        if command == "menu" or not paths:
            if campaign := campaign_of(paths[0]) if paths else None:
                os.chdir(campaign)
            ended = run([])
        else:
            ended = max([run(words) for words in commands_for(command, paths)] or [3])
        if by_itself:
            input(_WAIT)
    except (EOFError, KeyboardInterrupt):
        ended = 130
    return ended + BY_ITSELF if by_itself else ended


if __name__ == "__main__":
    sys.exit(start(sys.argv[1], os.environ))
