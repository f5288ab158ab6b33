"""A complete invented campaign to try everything on."""

from pathlib import Path
from zlib import crc32

from xlcampaign.campaign import Folder, new_campaign
from xlcampaign.commands.playing import play_stage, play_two_stages
from xlcampaign.commands.progress import Progress, Unwatched
from xlcampaign.commands.writing import LOCK, writing
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.sample.plan import UNIT, sample_plan
from xlcampaign.words import Lang
from xlcampaign.workbook.replacing import put, staging, sweep

_NOBODY = Unwatched()


def make_sample(  # noqa: PLR0913 -- what an invented campaign is made by
    root: Path,
    branches: int,
    members: int,
    seed: int,
    *,
    tidy: bool,
    lang: Lang,
    stages: int = 1,
    unit: str = UNIT,
    progress: Progress = _NOBODY,
) -> Path:
    """Write an invented campaign: its plan, its folders, and an inbox of forms as they came back.

    Args:
        root: the campaign's folder, made if it is not there.
        branches: how many branches.
        members: how many members in all.
        seed: equal seeds give equal campaigns.
        tidy: without mistakes.
        lang: the language of the campaign.
        stages: how many stages were played, 1 or 2; of two the first is sealed.
        unit: the code of the union; others are other people with other opinions.
        progress: told how many files are written, and read again.

    Returns:
        The plan's path.

    Raises:
        Stop: there is a campaign already, forms came in without one, or it cannot be written.
        ValueError: fewer members than branches, or more than there are names for.
    """
    if unit != UNIT:
        seed += crc32(unit.encode())
    content = sample_plan(branches, members, seed, lang, unit)
    play = play_stage if stages == 1 else play_two_stages
    with writing(root):
        folder = new_campaign(root)
        if any(folder.inbox.iterdir()):
            raise Stop(o.NOT_EMPTY.at(Place(), folder=root.name or str(root), name=folder.inbox.name))
        sweep(root)
        with staging(root) as room:
            made = Folder(room, caching=False)
            play(made, content, seed, progress, tidy=tidy)
            folder.send(stages).mkdir(exist_ok=True)
            _move(made, folder)
    return folder.plan


def _move(made: Folder, folder: Folder) -> None:
    """Put what was made where it belongs, the plan last: a campaign with a plan is complete."""
    folder.inbox.rmdir()
    made.inbox.rename(folder.inbox)
    for file in sorted(path for path in made.root.rglob("*") if _stays(path) and path != made.plan):
        target = folder.root / file.relative_to(made.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
    put(made.plan, folder.plan)


def _stays(path: Path) -> bool:
    return path.is_file() and path.name != LOCK
