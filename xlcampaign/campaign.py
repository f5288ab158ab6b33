"""The campaign folder: where plan, inbox, what is to be sent and the summary are."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.words import Lang

MEMORY = ".xlcampaign"
"""The folder in which the program keeps what it remembers."""
FOLDERS = ("send", "inbox", "summary")


@dataclass(frozen=True, slots=True)
class Folder:
    """A campaign's folder; nothing is opened here.

    Attributes:
        root: where it is.
        passwords: what to try on encrypted files in it, in order.
        caching: whether what was read is kept for the next run.
    """

    root: Path
    passwords: tuple[str, ...] = field(default=(), repr=False)
    caching: bool = True

    @property
    def plan(self) -> Path:
        """The plan workbook."""
        return self.root / "plan.xlsx"

    @property
    def inbox(self) -> Path:
        """What came back, as it came."""
        return self.root / "inbox"

    @property
    def memory(self) -> Path:
        """By what the program knows the files that it wrote; without it, less is known, and nothing is lost."""
        return self.root / MEMORY / "written"

    @property
    def cache(self) -> Path:
        """What earlier runs read; it may be deleted at any time, and is then read again."""
        return self.root / MEMORY / "cache.sqlite"

    @property
    def account(self) -> Path:
        """From where messages are sent; no password is in it."""
        return self.root / MEMORY / "mail.ini"

    @property
    def sent(self) -> Path:
        """Which messages were sent, line by line; without it they may be sent twice."""
        return self.root / MEMORY / "sent"

    @property
    def retired(self) -> Path:
        """The codes of members who were taken out of the plan; without it a code may be given to somebody else."""
        return self.root / MEMORY / "retired-codes.txt"

    def send(self, stage: int) -> Path:
        """What is to be sent, in a folder for each recipient."""
        return self.root / "send" / f"stage-{stage}"

    def outbox(self, stage: int) -> Path:
        """Where earlier versions wrote forms to send, in a folder for each step; nothing there is touched."""
        return self.root / "outbox" / f"stage-{stage}"

    def summary(self, stage: int) -> Path:
        """The consolidated workbook."""
        return self.root / "summary" / f"stage-{stage}.xlsx"

    def check(self, stage: int, lang: Lang) -> Path:
        """What was found when everything was checked, beside the summary, and called in the campaign's language."""
        return self.root / "summary" / f"{o.CHECK_FILE.say(lang)}-stage-{stage}.xlsx"

    def checked(self, stage: int) -> Path:
        """What the last check found, to say what changed; without it nothing is said, and nothing is lost."""
        return self.root / MEMORY / f"checked-stage-{stage}.json"

    def summarised(self, stage: int) -> Path:
        """What the last summary was made from, and as of when; without it none was made as far as anybody knows."""
        return self.root / MEMORY / f"summarised-stage-{stage}.json"

    def text(self, stage: int, called: str) -> Path:
        """A text to post, beside the page that it is about."""
        return self.root / "summary" / f"{called}-stage-{stage}.txt"

    def sealed(self, stage: int) -> Path:
        """How a stage was sealed; without it the stage is not."""
        return self.root / MEMORY / "seals" / f"stage-{stage}.json"

    def posted(self, stage: int) -> Path:
        """Which pages of a stage were posted; without it nobody knows of any."""
        return self.root / MEMORY / "posted" / f"stage-{stage}.json"


def public_of(summary: Path) -> Path:
    """Return where the public workbook of a summary is: beside it."""
    return summary.with_name(f"{summary.stem}-public{summary.suffix}")


def approvals_of(summary: Path, lang: Lang) -> Path:
    """Return where the forms of approval of a summary's final selection are: beside it, in the campaign's language."""
    return summary.with_name(f"{o.APPROVAL_FILE.say(lang)}-{summary.stem}{summary.suffix}")


def open_campaign(root: Path, passwords: tuple[str, ...] = (), *, caching: bool = True) -> Folder:
    """Return the folder of a campaign.

    Args:
        root: where it is; its plan may be named instead.
        passwords: what to try on encrypted files in it, in order.
        caching: whether what was read is kept for the next run.

    Raises:
        Stop: there is no such folder, or it holds no plan.
    """
    folder = Folder(folder_meant(root), passwords, caching)
    if not folder.plan.is_file():
        rule = o.NO_CAMPAIGN if folder.root.is_dir() else o.NO_FOLDER
        raise Stop(rule.at(Place(), folder=_called(folder.root)))
    return folder


def folder_meant(path: Path) -> Path:
    """Return the campaign's folder that a path means: itself, or where the plan is that it names."""
    plan = Folder(path.parent).plan
    return path.parent if path == plan and path.is_file() else path


def _called(root: Path) -> str:
    """Return what a folder is called; `.` and `..` by the name that people see."""
    if root.name not in {"", ".."}:
        return root.name
    with suppress(OSError):  # the folder in which a command runs may be gone
        return root.resolve().name or str(root)
    return str(root)


def new_campaign(root: Path) -> Folder:
    """Make the folders of a new campaign and return them.

    Raises:
        Stop: there is a plan already.
        OSError: the folders cannot be made.
    """
    folder = Folder(root)
    if folder.plan.exists():
        raise Stop(o.EXISTS.at(Place(), folder=_called(root)))
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    return folder
