"""What the last summary was made from: results are told as they stood in it, and only while nothing else would stand there.

It is kept beside the memory of outputs, and not read back from the summary: that may lie anywhere, and may be open.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlcampaign.model.results import Report
from xlcampaign.workbook.replacing import replaced


@dataclass(frozen=True, slots=True)
class Summarised:
    """A summary.

    Attributes:
        as_of: the day for which it was made.
        made_from: a digest of plan and forms.
    """

    as_of: date
    made_from: str


def summarised_in(report: Report) -> Summarised:
    """Return what a summary of a report is known by: its plan, and the files that came up to its stage."""
    files = sorted(
        receipt.sha256
        for receipt in report.receipts
        if receipt.identity is not None and receipt.identity.stage <= report.stage
    )
    digest = hashlib.sha256("\n".join((report.plan_sha256, *files)).encode()).hexdigest()
    return Summarised(report.as_of, digest)


def read_summarised(file: Path) -> Summarised | None:
    """Return what the last summary was made from; None where there was none, or nobody can tell."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        return Summarised(date.fromisoformat(kept["as_of"]), str(kept["made_from"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write_summarised(file: Path, summarised: Summarised) -> None:
    """Keep what a summary was made from.

    Raises:
        OSError: it cannot be written.
    """
    kept = {"as_of": summarised.as_of.isoformat(), "made_from": summarised.made_from}
    file.parent.mkdir(exist_ok=True)
    with replaced(file) as new:
        new.write_text(json.dumps(kept, indent=1), "utf-8")
