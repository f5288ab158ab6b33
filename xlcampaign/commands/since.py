"""What changed from one check to the next.

What a check found is kept in a file of its own beside the memory of outputs, and not read back from the check workbook:
that one people sort, filter, rename and delete, and it may be open while the next check runs. Errors are kept as hashes
of where they are; nothing that anybody typed is kept.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xlcampaign.findings.finding import Finding
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Slot
from xlcampaign.model.results import Report
from xlcampaign.workbook.replacing import replaced


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the last check.

    Attributes:
        as_of: the day for which that was made.
        came: the forms of which a file came that was not there.
        gone: how many errors are not found any more.
        found: how many were not there.
    """

    as_of: str
    came: tuple[Slot, ...]
    gone: int
    found: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check found: hashes of the files by their form, and of errors by where they are."""

    as_of: str
    files: Mapping[str, frozenset[str]]
    errors: frozenset[str]

    def since(self, before: "Seen") -> Since:
        """Return what changed since an earlier check."""
        came = (key for key, files in self.files.items() if files - before.files.get(key, frozenset()))
        return Since(
            before.as_of,
            tuple(_slot_of(key) for key in came),
            gone=len(before.errors - self.errors),
            found=len(self.errors - before.errors),
        )


def seen_in(report: Report) -> Seen:
    """Return what a report says that the next check is compared with; the stage's own forms alone."""
    files = defaultdict(set)
    for receipt in report.receipts:
        if receipt.identity is not None and receipt.identity.stage == report.stage:
            files[_key_of(receipt.identity.slot)].add(receipt.sha256)
    errors = frozenset(_hash_of(finding) for finding in report.findings if finding.is_error)
    return Seen(str(report.as_of), {key: frozenset(each) for key, each in files.items()}, errors)


def read_seen(file: Path) -> Seen | None:
    """Return what the last check found; None where there was none, or nobody can tell."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        files = {str(key): frozenset(map(str, each)) for key, each in kept["files"].items()}
        for key in files:
            _slot_of(key)
        return Seen(str(kept["as_of"]), files, frozenset(map(str, kept["errors"])))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def write_seen(file: Path, seen: Seen) -> None:
    """Keep what a check found for the next one.

    Raises:
        OSError: it cannot be written.
    """
    files = {key: sorted(each) for key, each in sorted(seen.files.items())}
    kept = {"as_of": seen.as_of, "files": files, "errors": sorted(seen.errors)}
    file.parent.mkdir(exist_ok=True)
    with replaced(file) as new:
        new.write_text(json.dumps(kept, indent=1), "utf-8")


def _key_of(slot: Slot) -> str:
    return f"{slot.stage} {slot.step} {slot.unit}"


def _slot_of(key: str) -> Slot:
    stage, step, unit = key.split(" ", 2)
    return Slot(int(stage), StepKey(step), unit)


def _hash_of(error: Finding) -> str:
    """Return a hash of where an error is; whose form it is on tells more than the file, which is sent anew."""
    parts = (error.unit or error.place.file, *error.spot)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
