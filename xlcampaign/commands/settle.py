"""A stage is sealed, and from then on comes out as it was sealed, or by a named exception."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.seals import read_sealed
from xlcampaign.findings.catalogue import seal_rules as s
from xlcampaign.findings.finding import Finding, Place, Rule, Stop
from xlcampaign.layout.decisions import RECOMMENDATION, can_be_looked_up
from xlcampaign.layout.negations import is_doubtful, verdict_of
from xlcampaign.layout.seal import documents_of, say_changes, told_of
from xlcampaign.layout.text import squeeze
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Proposal, Report, Seat, Standing
from xlcampaign.model.seal import Act, Grounds, Part, Record, Sealed
from xlcampaign.program import VERSION
from xlcampaign.tally.final import final_of, recommending
from xlcampaign.tally.outcomes import ties_of
from xlcampaign.tally.posted import lines_of
from xlcampaign.tally.record import changes_between, checksum_of, record_of
from xlcampaign.words import T, enumerated, same

_MOST_NAMES = 8
_MOST_PARTS = 3


class Settled(NamedTuple):
    """A report that may be written, how its stage is to be sealed from now on if that is new, and what is to be said."""

    report: Report
    new: Sealed | None = None
    said: tuple[Finding, ...] = ()


def check_grounds(grounds: Grounds | None) -> None:
    """Make sure that what a seal or an exception rests on can be looked up.

    Raises:
        Stop: it cannot.
    """
    if grounds is None:
        return
    number = grounds.number
    if not can_be_looked_up(number) or verdict_of(number) or is_doubtful(number):
        raise Stop(s.SAYS_NO_NUMBER.at(Place(), found=number))


def settle(folder: Folder, report: Report, grounds: Grounds | None) -> Settled:
    """Return a report as it stands to the seal of its stage: to be sealed by some grounds, or as sealed, or excepted.

    Raises:
        Stop: it comes out otherwise than sealed, and by no exception; or it cannot be sealed, or excepted.
    """
    sealed, stage = read_sealed(folder, report.stage), report.stage
    if sealed is None and grounds is None:
        return Settled(report)
    record, is_exception = record_of(report), grounds is not None and bool(grounds.by)
    differs = sealed is not None and sealed.record != record
    if sealed and differs and not is_exception:
        raise Stop(_otherwise(sealed, record, stage), *_named(_words(sealed, record)))
    if grounds is None:
        return Settled(_with(report, sealed))
    if not is_exception:
        _refuse(report, sealed, grounds)
    elif sealed is None:
        raise Stop(s.NOT_SEALED.at(Place(), stage=stage))
    elif not differs:
        needless = s.NO_DIFFERENCE.at(Place(), stage=stage, number=grounds.number)
        return Settled(_with(report, sealed), said=(needless,))
    words = _words(sealed, record) if sealed else []
    act = Act(grounds, report.as_of, VERSION, checksum_of(record), tuple(words))
    new = Sealed((*(sealed.acts if sealed else ()), act), record)
    said = _excepted(sealed, act, record) if sealed and is_exception else _unsettled(folder, report)
    return Settled(_with(report, new), new, tuple(said))


def warn_of_seal(folder: Folder, report: Report, progress: Progress) -> None:
    """Say that a stage would come out otherwise than it was sealed, or that nobody can tell."""
    try:
        sealed = read_sealed(folder, report.stage)
    except Stop as stop:
        for finding in stop.findings:
            progress.say(finding)
        return
    record = record_of(report) if sealed else ()
    if sealed and sealed.record != record:
        words = _words(sealed, record)
        few, more = words[:_MOST_PARTS], "…" if len(words) > _MOST_PARTS else ""
        zh, en = "\N{IDEOGRAPHIC FULL STOP}".join(one.zh for one in few), ". ".join(one.en for one in few)
        said = T(zh + more, en + more)
        found = _otherwise(sealed, record, report.stage)
        progress.say(s.WOULD_DIFFER.at(Place(), **found.facts, changes=said))


def _with(report: Report, sealed: Sealed | None) -> Report:
    return replace(report, sealed=sealed.acts) if sealed else report


def _words(sealed: Sealed, record: Record) -> list[T]:
    """Return in words in what a stage comes out otherwise than sealed."""
    return say_changes(changes_between(sealed.record, record), sealed.record, record)


def _named(differs: Iterable[T]) -> Iterator[Finding]:
    return (s.DIFFERS.at(Place(), changes=one) for one in differs)


def _otherwise(sealed: Sealed, record: Record, stage: int) -> Finding:
    last, changes = sealed.last, changes_between(sealed.record, record)
    on_roster = any(change.part in {Part.BRANCHES, Part.MEMBERS} for change in changes)
    other = s.OTHER_PROGRAM.filled(old=last.program, new=VERSION)
    return s.SEALED_OTHERWISE.at(
        Place(),
        stage=stage,
        number=documents_of(sealed),
        day=str(last.day),
        found=len(told_of(changes)),
        program="" if last.program == VERSION else other,
        how=s.DATED_ROWS if on_roster else "",
    )


def _excepted(sealed: Sealed, act: Act, record: Record) -> Iterator[Finding]:
    """Yield what an exception lets come out otherwise."""
    found = len(told_of(changes_between(sealed.record, record)))
    yield s.EXCEPTED.at(Place(), number=act.grounds.number, found=found)
    yield from _named(act.differs)


def _refuse(report: Report, sealed: Sealed | None, grounds: Grounds) -> None:
    """Make sure that there is something to seal, by a document of its own, that nothing is open, nor sealed already."""
    if sealed and not sealed.last.is_exception:
        last = sealed.last
        facts = {"number": last.grounds.number, "day": str(last.day)}
        raise Stop(s.SEALED_ALREADY.at(Place(), stage=report.stage, **facts))
    for act in sealed.acts if sealed else ():
        if squeeze(act.grounds.number) == squeeze(grounds.number) and not act.is_exception:
            facts = {"number": act.grounds.number, "day": str(act.day)}
            raise Stop(s.NUMBER_TAKEN.at(Place(), stage=report.stage, **facts))
    if report.results.standing_of(*SubjectKind) is not Standing.RATED:
        raise Stop(s.NOTHING_TO_SEAL.at(Place(), stage=report.stage))
    refuse_open(report, s.OPEN_DECISIONS)


def refuse_open(report: Report, rule: Rule) -> None:
    """Make sure that nothing is open.

    Raises:
        Stop: something is, by a rule that says how much, and the first names.
    """
    if names := list(dict.fromkeys(_open(report))):
        more = "…" if len(names) > _MOST_NAMES else ""
        listed = enumerated(names[:_MOST_NAMES])
        raise Stop(rule.at(Place(), found=len(names), names=T(listed.zh + more, listed.en + more)))


def _open(report: Report) -> Iterator[T]:
    """Yield whom or what the committee has not decided on."""
    ledger, registers = report.ledger, report.ledger.registers
    for subject in report.results.subjects:
        if any(ledger.is_proposed(subject.code, what) for what in Proposal):
            yield same(subject.name)
    for tie in ties_of(report.results):
        yield from (s.TIED_FOR_PLACE.filled(name=member.name, code=member.code) for member in tie.members)
    final = final_of(report)
    studied = {one.code for one in final.for_meeting} if final else set()
    to_recommend = {
        subject.code: subject.name
        for subject in recommending(report.results, final, report.plan).subjects
        if subject.code in studied or subject.seat in {Seat.STUDY, Seat.DEFERRED}
    }
    for name in to_recommend.values():
        yield s.TO_RECOMMEND.filled(name=name)
    for one in registers.unclear:
        if one.on == RECOMMENDATION and one.subject in to_recommend:
            continue  # one matter, said already
        yield same(report.plan.name_of(one.subject) or one.found or one.place.say())
    for entry in registers.commendations:
        if entry.is_open or registers.is_disputed(entry):
            yield same(f"{report.plan.name_of(entry.subject)} {entry.honour}".strip())
    for objection in registers.open_objections:
        found = objection.unread.get("subject", "") or objection.place.say()
        yield s.OBJECTION_TO.filled(name=report.plan.name_of(objection.subject) or found)


def _unsettled(folder: Folder, report: Report) -> Iterator[Finding]:
    """Yield with what a stage is sealed all the same."""
    subjects = report.results.subjects
    found = Counter(
        errors=sum(finding.is_error for finding in report.findings),
        unrated=sum(not subject.is_rated for subject in subjects),
        unposted=0 if folder.posted(report.stage).exists() else len(lines_of(report)),
    )
    said = [words.filled(number=str(number)) for key, words in s.UNSETTLED.items() if (number := found[key])]
    if said:
        yield s.SEALED_WITH.at(Place(), what=enumerated(said))
