"""What a form says, taken apart into single facts, and whether a changed form is honest about what changed."""

from collections import Counter
from dataclasses import dataclass

from mutations.campaign import Reading

from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.sheet import Column, RowKind, Table
from xlcampaign.model.scale import Abstentions
from xlcampaign.model.submission import BLANK, Submission

_NUMBERS = ("date", "due", "present", "issued", "returned", "valid")
_TEXTS = ("opinion", "veto", "override", "reason", "achievement")

NO = "oppose"
"""Whoever does not agree: on ballots that take in whoever leaves a cell blank, and so no total, as a blank is none."""

Fact = tuple
"""What a figure or text is about: kind of fact, sheet, subject …"""


@dataclass(frozen=True)
class Cell:
    """A cell that holds something of a form: where it is, what is declared of it, what it shows."""

    table: Table | None
    sheet: str
    title: str
    row: int
    number: int
    column: Column
    shown: object
    given: dict

    @property
    def subject(self) -> str:
        """Whom the cell is about."""
        row = self.given
        if self.table is None:
            return ""
        if self.table.subject and self.table.row_kind is not RowKind.WAY:
            return self.table.subject
        return str(row.get("code") or row.get("way") or row.get("subject") or "")

    def owns(self, fact: Fact) -> bool:
        """Tell whether a fact is what this very cell says."""
        kind, sheet, *rest = fact
        mark, key = self.column.mark, self.column.key
        star = (mark.star or self.given.get("key")) if mark else None
        about = [self.subject, star, mark.way] if mark else []
        own = {
            "version": key == "version",
            "mark": bool(mark) and not mark.grade and rest[:3] == about,
            "vote": bool(mark) and rest == [*about, mark.grade],
            "entry": rest == [self.row if self.table else 0, key],
            "text": rest in ([self.subject, key], [self.subject, f"{key}.{self.given.get('key')}"]),
        }
        return (kind == "version" or sheet == self.sheet) and own.get(kind, rest == [self.subject, key])


def facts_of(submission: Submission | None, *, placed: bool = True) -> Counter | dict:
    """Return everything that a form says: by fact, its value; without rows where `placed` is false."""
    facts: dict[Fact, object] = {}
    if submission is None:
        return facts
    facts["version", "cover"] = submission.version
    for key, part in submission.parts.items():
        for (subject, star, way), counts in part.marks.items():
            # a blank is no total: it comes where a mark went, which is a change of its own
            marks = {mark: n for mark, n in counts.items() if n and mark != BLANK}
            facts |= {("mark", key, subject, star, way, mark): n for mark, n in marks.items()}
        for (subject, star, way), tally in part.tallies.items():
            votes = tally.votes.items()
            facts |= {("vote", key, subject, star, way, g): n for g, n in votes if n is not None}
        facts |= {("base", key, subject, "base"): n for subject, n in part.bases.items()}
        facts |= {("attended", key, subject, "attended"): n for subject, n in part.attended.items()}
        # what could not be read is shown as it was typed, and decides nothing
        facts |= {
            ("text", key, *about): text for about, text in part.texts.items() if about not in part.unread
        }
        facts |= {("ballots", key, way): n for way, n in part.ballots.items()}
        for way, meeting in part.meetings.items():
            held = {name: getattr(meeting, name) for name in _NUMBERS}
            facts |= {("meeting", key, way, name): n for name, n in held.items() if n is not None}
        if placed:
            for entry in part.entries:
                facts |= {("entry", key, entry.row, name): value for name, value in entry.values.items()}
                facts["entry", key, entry.row, ""] = entry.subject
        else:
            entries = Counter((e.subject, tuple(sorted(e.values.items(), key=str))) for e in part.entries)
            facts |= {("entry", key, *entry): n for entry, n in entries.items()}
    return facts


def totals_of(reading: Reading) -> dict:
    """Return what a ledger adds up: counts, blanks set aside, and whom decisions are about."""
    ledger, submission = reading.ledger, reading.submission
    counting = submission.counting.abstentions if submission else None
    joined = bool(ledger.likeness) and counting is Abstentions.COUNTED
    totals: dict[Fact, object] = {
        (*key, mark): n
        for key, counts in ledger.counts.items()
        for mark, n in counts.items()
        if mark != BLANK and not (joined and mark == NO)
    }
    totals |= {("veto", code): decided.situation for code, decided in ledger.registers.vetoes.items()}
    totals |= {("override", code): decided.level for code, decided in ledger.registers.overrides.items()}
    return totals


@dataclass(frozen=True)
class Change:
    """A fact that is not what it was."""

    fact: Fact
    before: object
    after: object

    @property
    def is_loss(self) -> bool:
        """Tell whether something is merely gone, or left blank."""
        if self.after is None:
            return True
        counted = self.fact[0] in {"mark", "ballots", "version"} or len(self.fact) == 4
        return counted and isinstance(self.before, int) and int(self.after) < self.before


def changes(before: dict, after: dict) -> list[Change]:
    """Return every fact that differs."""
    return [
        Change(fact, before.get(fact), after.get(fact))
        for fact in before | after
        if before.get(fact) != after.get(fact)
    ]


def new_findings(before: Reading, after: Reading) -> list:
    """Return what is found in a changed form and was not found in the form as it was."""
    known = Counter((f.rule.code, f.place, str(f.facts)) for f in before.findings)
    fresh = []
    for finding in after.findings:
        key = (finding.rule.code, finding.place, str(finding.facts))
        if known[key]:
            known[key] -= 1
        else:
            fresh.append(finding)
    return fresh


__all__ = ["MEETING", "Cell", "Change", "changes", "facts_of", "new_findings", "totals_of"]
