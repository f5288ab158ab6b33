"""What a branch did, as it writes it down: how it launched the campaign, who leads it, and what was done at each step."""

from dataclasses import dataclass
from datetime import date

from xlcampaign.findings.finding import Place
from xlcampaign.model.choices import StepKey


@dataclass(frozen=True, slots=True)
class Launch:
    """How a branch launched the campaign: its meeting, publicity (numbers of each), inspection, the leader in charge."""

    branch: str
    day: date | None
    venue: str
    due: int | None
    present: int | None
    host: str
    briefs: int | None
    slogans: int | None
    boards: int | None
    publicity: str
    inspection: str
    liaison: str
    visits: str
    place: Place


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody in a branch's leading group: name, role in it, post, and what is that person's task."""

    branch: str
    name: str
    duty: str
    post: str
    task: str
    place: Place


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """Something that a branch did, as its form of a step says: when, what, who took part or saw to it, what shows it.

    `also` is where the same stands once more, on that form or on one of a later step.
    """

    branch: str
    step: StepKey
    day: date | None
    text: str
    who: str
    evidence: str
    place: Place
    also: tuple[Place, ...] = ()
