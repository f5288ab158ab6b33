"""Messages to units, as the plan states them."""

from dataclasses import dataclass
from enum import StrEnum


class MessageKind(StrEnum):
    """What a message to a unit is about."""

    FORMS = "forms"
    RETURNS = "returns"
    REMINDERS = "reminders"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Message:
    """What is written to units on an occasion; placeholders in braces stand for what is each unit's own."""

    kind: MessageKind
    subject: str
    text: str
