"""What was posted: who stood on the page, and for how long."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class PostedLine(NamedTuple):
    """Somebody on the page.

    Attributes:
        code: whose.
        honour: for what; empty for who is recommended.
        name: as it was called.
        branch: the branch's name.
        lit: the stars that stand there; None beside an honour.
    """

    code: str
    honour: str
    name: str
    branch: str
    lit: int | None


@dataclass(frozen=True, slots=True)
class Posting:
    """A page that was posted.

    Attributes:
        first: the first day.
        last: the last day.
        checksum: SHA-256 of what stands on it.
        workbook: SHA-256 of the public workbook.
        lines: who stands on it.
    """

    first: date
    last: date
    checksum: str
    workbook: str
    lines: tuple[PostedLine, ...]


def posted_since(postings: tuple[Posting, ...], planned: date | None, as_of: date) -> date | None:
    """Return the day from which results are posted; None where they are not.

    Args:
        postings: what is recorded as posted, in order; it alone counts where there is any.
        planned: the day on which the plan wants it posted; None where it wants none.
        as_of: the day of which it is asked.
    """
    if postings:
        return postings[0].first
    return planned if planned and planned <= as_of else None
