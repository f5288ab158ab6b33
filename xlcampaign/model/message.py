"""Messages to units and texts to post, as the plan states them."""

from dataclasses import dataclass
from enum import StrEnum


class MessageKind(StrEnum):
    """What a message to a unit is about, or a text that is posted."""

    FORMS = "forms"
    RETURNS = "returns"
    REMINDERS = "reminders"
    RESULTS = "results"
    POSTING = "posting"
    OUTCOME = "outcome"


POSTINGS = (MessageKind.POSTING, MessageKind.OUTCOME)
"""What everybody may read: that a page is posted, and what came of it."""
MAILS = tuple(kind for kind in MessageKind if kind not in POSTINGS)
"""What is written to each unit."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is written on an occasion; placeholders in braces stand for what is each unit's, or each posting's, own."""

    kind: MessageKind
    subject: str
    text: str
