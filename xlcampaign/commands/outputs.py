"""What the program writes into a campaign's folders: it knows it again, and sets aside what somebody changed."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from errno import EACCES, EPERM, EROFS
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.commands.writing import free_name, writing
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.inbox.guard import guard
from xlcampaign.layout.instants import CHANGED_BY_HAND, in_file_name
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.stated import stated_digest
from xlcampaign.words import Lang
from xlcampaign.workbook.replacing import keeping, put, staging

_MAY_NOT = {EACCES, EPERM, EROFS}
_FOR_LARGE = 10
"""So many times longer than a form may it take to read what was saved: a summary may be as large as files may be."""


class Outputs:
    """What the program writes for a campaign.

    Of each file it remembers a hash of its bytes and one of what it states. A file of other bytes was saved by somebody;
    if it states something else too, somebody changed it.
    """

    def __init__(self, folder: Folder, lang: Lang) -> None:
        """Recall what was written for a campaign; `lang` is the language in which files are called.

        Raises:
            Stop: the memory cannot be read.
        """
        self._folder, self._lang = folder, lang
        with writing(folder.memory):
            self._known = _hashes_in(folder.memory)

    def put(self, target: Path, write: Callable[[Path], str]) -> Finding | None:
        """Write a file; return what is to be said if somebody changed the one in its place.

        Args:
            target: where to put it.
            write: writes it and returns the digest of what it states.

        Raises:
            Stop: it cannot be written; what was there is as it was.
        """
        with writing(target), staging(target.parent) as room:
            new = room / target.name
            stated = write(new)
            with self.replacing(target, new, stated) as found:
                if not target.is_file() or target.read_bytes() != new.read_bytes():
                    put(new, target)
        return found

    def put_data(self, target: Path, data: bytes) -> Finding | None:
        """Write a file whose bytes are finished; return what is to be said if somebody changed the one in its place.

        Raises:
            Stop: it cannot be written; what was there is as it was.
        """

        def write(new: Path) -> str:
            new.write_bytes(data)
            return stated_in(new, self._folder.passwords) or _hash_of(new)

        return self.put(target, write)

    def retire(self, file: Path) -> Finding | None:
        """Take away a file in whose stead another one was written under another name; nothing where there is none.

        Returns:
            What is to be said if somebody changed it: it is kept, set aside.

        Raises:
            Stop: the system refused; it is as it was.
        """
        with writing(file):
            if not file.is_file():
                return None
            if not self._is_changed(file, set()):
                file.unlink()
                return None
            aside = self._aside(file)
            file.rename(aside)
        return self._set_aside(file, aside)

    def knows(self, file: Path) -> bool:
        """Tell whether a file is one that was written, whichever program saved it since.

        Raises:
            Stop: it cannot be read.
        """
        with writing(file):
            return not self._is_changed(file, set())

    @contextmanager
    def replacing(self, target: Path, new: Path, stated: str) -> Iterator[Finding | None]:
        """Set aside a file that somebody changed while a finished one is put in its place, and remember that one.

        It is remembered before: a run that is killed in between leaves nothing unknown. What was set aside goes again
        if the new file cannot be put in place.

        Args:
            target: the place.
            new: the finished file.
            stated: the digest of what that states.

        Yields:
            What is to be said; None where nothing was set aside.

        Raises:
            OSError: the old file is not readable, or nothing can be written here.
        """
        own = {_hash_of(new), stated}
        aside = self._aside(target) if target.is_file() and self._is_changed(target, own) else None
        with keeping(target, aside) if aside else nullcontext():
            self._remember(own)
            yield self._set_aside(target, aside) if aside else None

    def _is_changed(self, target: Path, new: set[str]) -> bool:
        """Tell whether something would be lost with a file; what cannot be read any more is not known."""
        known = self._known | new
        if _hash_of(target) in known:
            return False
        # what others saved is read apart, like all that comes from outside: it may be large, or harmful
        [outcome] = Processes(1).run(stated_in, [target], self._folder.passwords, patience=_FOR_LARGE)
        return outcome.result not in known

    def _set_aside(self, file: Path, kept: Path) -> Finding:
        is_sent = any(file.is_relative_to(self._folder.root / name) for name in ("send", "outbox"))
        remedy = o.KEPT_FORM if is_sent else o.KEPT_SUMMARY
        return o.SET_ASIDE.at(Place(), file=file.name, kept=kept.name, remedy=remedy)

    def _aside(self, target: Path) -> Path:
        changed = datetime.fromtimestamp(target.stat().st_mtime, UTC)
        return free_name(target, CHANGED_BY_HAND, self._lang, when=in_file_name(changed))

    def _remember(self, hashes: set[str]) -> None:
        """Add a line; the one before may have been cut off by a crash."""
        if hashes <= self._known:
            return
        memory = self._folder.memory
        try:
            memory.parent.mkdir(exist_ok=True)
            with memory.open("a", encoding="ascii", newline="\n") as opened:
                opened.write(f"\n{' '.join(sorted(hashes))}\n")
                opened.flush()
                os.fsync(opened.fileno())
        except OSError as error:
            if (
                error.errno not in _MAY_NOT
            ):  # a campaign that may only be read can be merged into another place
                raise
        self._known |= hashes


def stated_in(file: Path, passwords: Sequence[str]) -> str | None:
    """Return the digest of what a workbook states; None where it cannot be read.

    Raises:
        OSError: the system refused to read it.
    """
    content = guard(Envelope(file.name, file.read_bytes()), passwords)
    return stated_digest(content) if isinstance(content, Content) else None


def _hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _hashes_in(memory: Path) -> set[str]:
    return set(memory.read_text("ascii", "replace").split()) if memory.is_file() else set()
