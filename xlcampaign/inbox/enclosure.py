"""What is met on the way through an inbox's archives and mails, read only when its turn comes."""

from collections.abc import Callable
from dataclasses import dataclass

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.envelope import Envelope, Mail
from xlcampaign.model.limits import LIMITS
from xlcampaign.words import T, same

MOST_ARCHIVES = 2
"""An archive may lie in an archive, and no deeper."""

MOST_BOXES = 6
"""Forwarded mails lie in each other; this deep they are followed."""

MOST_MEMBERS = LIMITS.entries
"""How many files an archive may hold, or a mailbox mails."""

LARGEST_MEMBER = LIMITS.file
LARGEST_CONTENT = LIMITS.content
"""What all archives in one file may hold together, as they state it."""

HIGHEST_RATIO = LIMITS.ratio
RATIO_COUNTS_FROM = LIMITS.ratio_from
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One thing in an archive or mail: its name to show, and how to come by it or by what is wrong with it."""

    name: str
    load: Callable[[], Envelope | Finding]


@dataclass
class Budget:
    """How much the archives in one file may still hold."""

    left: int = LARGEST_CONTENT


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a file lies: how many archives and boxes are around it, the mail it came by, what may still be unpacked."""

    budget: Budget
    archives: int = 0
    boxes: int = 0
    mail: Mail | None = None

    def one_in(self, *, archive: bool, mail: Mail | None) -> "Inside":
        """Return where the contents of a box lie that lies here."""
        return Inside(self.budget, self.archives + archive, self.boxes + 1, mail)


def refused(finding: Finding) -> Enclosure:
    """Return the enclosure for something that is not read at all."""
    return Enclosure(finding.place.file, lambda: finding)


def set_aside(mail: str, names: list[str]) -> Finding:
    """Return the one note on everything in a mail that is no attachment of its own."""
    listed = [name or "#" for name in names[:_MOST_NAMED]]
    more = f.AND_MORE if len(names) > _MOST_NAMED else same("")
    named = T("、".join(listed) + more.zh, ", ".join(listed) + more.en)
    return f.SET_ASIDE.at(Place(mail), found=len(names), names=named)
