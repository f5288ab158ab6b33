"""Objections to what was posted, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xlcampaign.findings.finding import Place


class Conclusion(StrEnum):
    """What came of an objection."""

    UNFOUNDED = "unfounded"
    PARTLY = "partly"
    UPHELD = "upheld"


@dataclass(frozen=True, slots=True)
class Objection:
    """What was raised about a subject against what was posted, how it was looked into, what came of it; never by whom.

    `unread` is what stands in its cells that could not be read, by column. `named` are the codes of those whom it may be
    about where nobody can tell: it has no subject then. `rivals` are where other forms say otherwise of which nobody can
    tell whether they are newer: whatever it says, it is open then.
    """

    subject: str
    raised: str
    inquiry: str
    conclusion: Conclusion | None
    document: str
    place: Place
    unread: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    rivals: tuple[Place, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be settled."""
        return bool(self.lacking or self.rivals)

    def may_be_about(self, subject: str) -> bool:
        """Tell whether it is or may be about a subject, as far as it says."""
        return subject in {self.subject, *self.named}

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it is not settled without and does not say, by column."""
        return tuple(key for key in _SETTLED_BY if not getattr(self, key))


_SETTLED_BY = ("subject", "raised", "inquiry", "conclusion", "document")
