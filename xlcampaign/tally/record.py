"""The record of a stage that is sealed: parsed values alone, and nothing of files, languages and what goes on afterwards."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from xlcampaign.layout.kinds import show_hundredths
from xlcampaign.layout.planrows import rows_of
from xlcampaign.layout.records import row_of
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Commendation, OverrideDecision, RecommendationDecision, VetoDecision
from xlcampaign.model.results import Ledger, Proposal, Report, Results
from xlcampaign.model.rules import RULE_SETTINGS
from xlcampaign.model.seal import Change, Fact, Part, Record
from xlcampaign.model.submission import BLANK, Counts
from xlcampaign.tally.final import final_of

_NAMES = ("code", "name", "organisation")
"""The settings that say whose campaign it is."""

_TABLES: Mapping[Part, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Part.GOALS: (("kind", "key"), ("name",)),
    Part.STARS: (("kind", "key"), ("name", "goal", "threshold")),
    Part.WAYS: (("kind", "key"), ("name", "weight", "scale", "entry", "voters")),
    Part.SCALES: (("scale", "key"), ("name", "points", "high", "step", "satisfied")),
    Part.LEVELS: (("kind", "name"), ("low", "high", "public")),
    Part.VETOES: (("key",), ("name",)),
    Part.BRANCHES: (("code",), ("name", "rated_by")),
    Part.MEMBERS: (("code",), ("name", "branch", "category", "post", "participation")),
}
"""Of the plan's tables what tells a row apart, and what is settled of it."""
LIT_SIGN = "★"
"""What stands beside the score of a star that is lit."""
_PEOPLE = frozenset({Part.BRANCHES, Part.MEMBERS})
_NAMED_SETTINGS = frozenset((Part.CAMPAIGN, field) for field in _NAMES)


def record_of(report: Report) -> Record:
    """Return what is settled when a stage is sealed: rules, roster, decisions, lists, levels, stars and counts."""
    found = chain(
        _named(report.plan, report.stage),
        _rules(report.plan),
        _rows(report.plan, _PEOPLE),
        _decisions(report.ledger),
        _open(report.ledger, report.results),
        _results(report.results),
        _final(report),
        _meetings(report.ledger),
        _counts(report.ledger),
    )
    return _recorded(found)


def rules_of(plan: Plan) -> Record:
    """Return what is settled of a plan's rules alone."""
    return _recorded(_rules(plan))


def rules_in(record: Record) -> Record:
    """Return what a record says of the rules alone."""
    parts = {Part.CAMPAIGN, *_TABLES} - _PEOPLE
    return tuple(
        fact for fact in record if fact.part in parts and (fact.part, fact.field) not in _NAMED_SETTINGS
    )


def _recorded(found: Iterable["_Found"]) -> Record:
    facts = {(part, of, on, field): value for part, of, on, field, value in found if value not in {None, ""}}
    return tuple(Fact(*key, value) for key, value in sorted(facts.items()) if value is not None)


def checksum_of(record: Record) -> str:
    """Return the SHA-256 of a record."""
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


def changes_between(before: Record, after: Record) -> tuple[Change, ...]:
    """Return in what a record differs from an earlier one, causes before what follows from them."""
    old, new = ({fact[:4]: fact.value for fact in record} for record in (before, after))
    keys = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    order = {part: place for place, part in enumerate(Part)}
    return tuple(
        Change(*key, old.get(key), new.get(key)) for key in sorted(keys, key=lambda key: (order[key[0]], key))
    )


_Found = tuple[Part, str, str, str, str | int | None]


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _named(plan: Plan, stage: int) -> Iterator[_Found]:
    yield from _settings(plan, _NAMES)
    yield Part.STAGES, str(stage), "", "name", plan.stage_of(stage).name


def _settings(plan: Plan, fields: Iterable[str]) -> Iterator[_Found]:
    settings = row_of(plan.campaign)
    for field in fields:
        yield Part.CAMPAIGN, "", "", field, _plain(settings[field])


def _rules(plan: Plan) -> Iterator[_Found]:
    yield from _settings(plan, RULE_SETTINGS)
    yield from _rows(plan, _TABLES.keys() - _PEOPLE)


def _rows(plan: Plan, parts: Iterable[Part]) -> Iterator[_Found]:
    for part in parts:
        keys, fields = _TABLES[part]
        for row in rows_of(plan, part):
            own = ".".join(str(row[key]) for key in keys)
            for field in fields:
                yield part, own, "", field, _plain(row.get(field))


def _decisions(ledger: Ledger) -> Iterator[_Found]:
    registers = ledger.registers
    for veto in registers.vetoes.values():
        yield from _decided("veto", (veto, *veto.others), ("situation", "document", "day"))
    for override in registers.overrides.values():
        yield from _decided("override", (override, *override.others), ("level", "reason", "document"))
    for against in registers.refused_vetoes.values():
        yield from _decided("veto_refused", (against,), ("document",))
    for against_level in registers.refused_overrides.values():
        yield from _decided("override_refused", (against_level,), ("document",))
    for recommended in registers.recommendations.values():
        alike = (recommended, *recommended.others)
        yield from _decided("recommendation", alike, ("decision", "document"))
    entries: dict[tuple[str, str], list[Commendation]] = {}
    for entry in registers.commendations:
        entries.setdefault((entry.subject, entry.honour), []).append(entry)
    for (subject, honour), several in entries.items():
        decided = _joined(entry.decision or "open" for entry in several)
        yield Part.DECISIONS, subject, honour, "commendation", decided
        yield Part.DECISIONS, subject, honour, "votes", _joined(entry.votes for entry in several)
    for one in registers.objections:
        if not one.is_open:
            yield Part.DECISIONS, one.subject, one.raised, "objection", one.conclusion
            yield Part.DECISIONS, one.subject, one.raised, "objection.document", one.document


def _decided(
    what: str,
    several: Iterable[VetoDecision | OverrideDecision | RecommendationDecision],
    fields: tuple[str, ...],
) -> Iterator[_Found]:
    """Yield what was decided about a subject; decisions that agree are one, in whichever order they are read."""
    listed = list(several)
    for field in fields:
        values = _joined(str(getattr(one, field) or "") for one in listed)
        yield Part.DECISIONS, listed[0].subject, "", f"{what}.{field}", values


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(sorted({text for text in texts if text}))


def _open(ledger: Ledger, results: Results) -> Iterator[_Found]:
    """Yield what is proposed or unclear: until it is settled, its subject is held back."""
    for subject in results.subjects:
        for what in Proposal:
            if ledger.is_proposed(subject.code, what):
                yield Part.DECISIONS, subject.code, "", f"{what}.open", "yes"
    for one in ledger.registers.unclear:
        yield Part.DECISIONS, one.subject or one.found, "", f"{one.on}.unclear", "yes"


def _results(results: Results) -> Iterator[_Found]:
    for subject in results.subjects:
        code = subject.code
        for star in subject.stars:
            yield Part.LIT, code, star.star, "score", _shown(star.score, f" {LIT_SIGN}" if star.lit else " ☆")
        yield Part.RESULTS, code, "", "composite", _shown(subject.composite)
        yield Part.RESULTS, code, "", "lit", subject.lit
        yield Part.RESULTS, code, "", "rank", subject.rank
        yield Part.RESULTS, code, "", "level", subject.level
        yield Part.LISTS, code, "", "recommended", subject.recommended if subject.is_fit else None
        yield Part.LISTS, code, "", "seat", subject.seat
        yield Part.LISTS, code, "", "rectify", "yes" if subject.rectify else None


def _final(report: Report) -> Iterator[_Found]:
    """Yield whom the final selection of the last stage recommends, and whether there is a place."""
    final = final_of(report)
    for one in final.candidates if final else ():
        yield Part.LISTS, one.code, "", "final", one.verdict
        yield Part.LISTS, one.code, "", "final.seat", one.seat


def _shown(score: int | None, sign: str = "") -> str | None:
    return None if score is None else show_hundredths(score) + sign


def _meetings(ledger: Ledger) -> Iterator[_Found]:
    for (unit, way), meeting in ledger.meetings.items():
        for field in ("date", "due", "present", "issued", "returned", "valid"):
            yield Part.MEETINGS, unit, way, field, _plain(getattr(meeting, field))


def _counts(ledger: Ledger) -> Iterator[_Found]:
    for (subject, star, way), counts in ledger.counts.items():
        yield Part.COUNTS, subject, star, way, _counted(counts)


def _counted(counts: Counts) -> str:
    """Return counts as a text, each mark with its number; marks that nobody gave make no difference, nor do blanks."""
    return " ".join(sorted(f"{mark}:{n}" for mark, n in counts.items() if n and mark != BLANK))
