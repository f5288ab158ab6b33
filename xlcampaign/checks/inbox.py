"""What shows only when all files lie side by side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from xlcampaign.address import in_row
from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import rating_rules as w
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.closings import CLOSINGS
from xlcampaign.layout.forms import form_title, unit_title
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.named import absent_forms, stood_for, unopened, unread_for
from xlcampaign.layout.objections import OBJECTIONS
from xlcampaign.layout.text import squeeze
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, SubjectKind, Voters, WayKey
from xlcampaign.model.results import Excess, Ledger, Misfit, Proposal, RatedTwice, Receipt
from xlcampaign.model.submission import Submission, is_blank, is_late, local_day
from xlcampaign.model.versions import Selection, Source
from xlcampaign.words import T, bracketed, enumerated, first_of, listing_of


def check_received(
    receipts: Iterable[Receipt],
    findings: Iterable[Finding],
    known: Known,
    plan: Plan,
    stage: int,
    as_of: date,
) -> Iterator[Finding]:
    """Every form of the stage has come in; before it is due, that is only noted.

    Of a file that an error takes out as a whole enough is said there.

    Args:
        receipts: what came.
        findings: what was found in the inbox, files that only stand for forms among it.
        known: what came of it, and with it who owes a form for it.
        plan: the campaign's plan.
        stage: the stage.
        as_of: the day that counts as today.
    """
    listed = list(receipts)
    absent = absent_forms(listed, known, plan, stage)
    found = list(findings)
    standins, unread = stood_for(found, absent, plan), unread_for(found, absent, plan)
    closed = unopened(found, {*unread.values(), *(one.file for one in listed if one.identity)})
    names = x.PERHAPS_CLOSED.filled(files=listing_of(closed, _NAMED)) if closed else T("", "")
    for slot in absent:
        deadline, unit, form = plan.deadline_of(*slot), unit_title(plan, slot.unit), form_title(slot)
        if slot in standins:
            away = i.AWAY.at(Place(), unit=unit, form=form, file=standins[slot])
            yield replace(away, unit=slot.unit)
        elif slot not in unread:
            rule = x.NOT_SENT if as_of > deadline else x.NOT_YET
            of_others = _perhaps_of_another_stage(slot, listed, plan)
            first = T(names.zh + of_others.zh, names.en + of_others.en)
            closed_too = {"closed": first} if rule is x.NOT_SENT else {}
            missing = rule.at(Place(), unit=unit, form=form, deadline=str(deadline), **closed_too)
            yield replace(missing, unit=slot.unit)


def _perhaps_of_another_stage(slot: Slot, receipts: Iterable[Receipt], plan: Plan) -> T:
    """Say which files may be a form that did not come, filled in on one of another stage; nothing where none may.

    It is called after the stage, or was saved since the step began.
    """
    name, began = squeeze(plan.stage_of(slot.stage).name), plan.step_of(slot.stage, slot.step).start
    strayed: dict[int, list[str]] = defaultdict(list)
    for one in receipts:
        own = one.identity.slot if one.identity else slot
        if own.stage != slot.stage and own == slot._replace(stage=own.stage):
            is_called = name in squeeze(one.file.rpartition("/")[2])
            if is_called or (own.stage < slot.stage and one.saved and local_day(one.saved) >= began):
                strayed[own.stage].append(one.file)
    said = [
        x.PERHAPS_OTHER_STAGE.filled(
            files=listing_of(files, _NAMED), found=str(stage), expected=str(slot.stage)
        )
        for stage, files in sorted(strayed.items())
    ]
    return T("".join(one.zh for one in said), "".join(one.en for one in said))


def check_unfilled(selection: Selection, plan: Plan, stage: int, as_of: date) -> Iterator[Finding]:
    """No form that counts, and no sheet of one, was left untouched; before it is due, that is only noted."""
    forms: dict[Slot, list[tuple[Source, ...]]] = defaultdict(list)
    collected = selection.collected()
    for sheet, sources in sorted(selection.chosen.items(), key=lambda item: item[0]):
        is_elsewhere = sheet in collected and not any(one.part.tallies for one in sources)
        if sheet.slot.stage == stage and not is_elsewhere:
            forms[sheet.slot].append(sources)
    for slot, sheets in forms.items():
        due, deadline = as_of > plan.deadline_of(*slot), str(plan.deadline_of(*slot))
        if is_blank(source.part for sources in sheets for source in sources):
            place = Place(sheets[-1][-1].file)
            yield i.BLANK.at(place) if due else i.NOT_YET_FILLED.at(place, deadline=deadline)
            continue
        for sources in sheets:
            if is_blank(source.part for source in sources):
                place = Place(sources[-1].file, sources[-1].part.title)
                yield s.NOT_FILLED.at(place) if due else s.NOT_YET.at(place, deadline=deadline)


def check_proposed(selection: Selection, plan: Plan, stage: int) -> Iterator[Finding]:
    """No other level is proposed for whoever gets none."""
    ungraded = {member.code: member.name for member in plan.members if not member.graded}
    for (slot, _), sources in sorted(selection.chosen.items(), key=lambda item: item[0]):
        for source in sources if slot.stage == stage else ():
            part = source.part
            for (subject, what), text in part.texts.items():
                if what == Proposal.OVERRIDE and subject in ungraded and what in part.columns:
                    cells = in_row(part.rows[subject], (part.columns[what],)) if subject in part.rows else ()
                    place = Place(source.file, part.title, cells)
                    yield d.NO_LEVEL_TO_PROPOSE.at(place, name=ungraded[subject], found=text)


def check_late(submissions: Iterable[Submission], plan: Plan, stage: int) -> Iterator[Finding]:
    """Say of each form of which no filled version came in time when the first one did; it counts all the same.

    A correction of what came in time is not late: it supersedes, and that is said. Nor is what comes after posting, or
    once people have rectified: the step is over by then.
    """
    versions: dict[Slot, list[tuple[datetime, Submission]]] = defaultdict(list)
    for submission in submissions:
        if submission.sent is not None and _keeps_to_deadline(submission):
            versions[submission.identity.slot].append((submission.sent, submission))
    for slot, sent in sorted(versions.items(), key=lambda item: item[0]):
        when, first = min(sent, key=lambda version: (version[0], version[1].file))
        if slot.stage == stage and is_late(when, plan.deadline_of(*slot)):
            yield x.LATE.at(
                Place(first.file),
                when=str(local_day(when)),
                how=x.BY_MAIL if first.mailed else x.BY_FILE,
                deadline=str(plan.deadline_of(*slot)),
            )


def _keeps_to_deadline(submission: Submission) -> bool:
    """Tell whether anything filled in was due; what is decided beside objections may be what came of them."""
    filled = {key for key, part in submission.parts.items() if part.filled and not submission.online}
    return bool(filled - {CLOSINGS}) and OBJECTIONS not in filled


_NAMED = 6
"""How many people a finding names."""
_MISFITS = {
    Excess.VOTES: c.TOO_MANY,
    Excess.REST: c.TOO_FEW,
    Excess.BASE: c.BASE,
    Excess.BELOW: c.BELOW,
    Excess.BALLOTS: b.MORE_BALLOTS,
    Excess.SHORT: b.FEWER_BALLOTS,
    Excess.UNCAST: b.FEWER_BALLOTS,
    Excess.WITH_OWN: c.WITH_OWN,
    Excess.APART: c.OWN_APART,
    Excess.NO_BASE: c.NO_BASE,
    Excess.VOTERS: c.MORE_VOTED,
    Excess.AWAY: c.AWAY,
    Excess.NO_VOTE: c.NO_VOTE,
    Excess.UNSAID: c.ABSTAINED,
    Excess.UNCOUNTED: c.ABSTAINED,
    Excess.DENIED: c.ABSTAINED,
}
_ABSTENTIONS = {Excess.UNSAID: c.UNSAID, Excess.UNCOUNTED: c.UNCOUNTED, Excess.DENIED: c.DENIED}


def check_votes(ledger: Ledger, plan: Plan) -> Iterator[Finding]:
    """Votes fit the valid ballots, and ballots the voters."""
    stars = {(star.kind, star.key): star.name for star in plan.stars}
    ways = {way.meeting_key: way.name for way in plan.ways}
    for misfit in ledger.misfits:
        column = stars.get((plan.kind_of(misfit.subject), misfit.star)) or ways.get(misfit.subject, "")
        if misfit.excess is Excess.ZEROS:
            yield c.REPAIRED.at(misfit.place, column=column, found=c.BLANK, value="0")
            continue
        why, names = (
            _ABSTENTIONS.get(misfit.excess),
            first_of([plan.name_of(code) for code in misfit.subjects]),
        )
        finding = _MISFITS[misfit.excess].at(
            misfit.place,
            subject=plan.name_of(misfit.subject),
            column=c.OWN_BASE if misfit.excess in {Excess.BASE, Excess.BELOW} else column,
            found=misfit.found,
            limit=misfit.limit,
            names=names,
            why=why.filled(found=str(misfit.found)) if why else "",
            then=_then(misfit, names),
        )
        yield replace(finding, costs=c.WITH_IT.filled(found=str(misfit.lost))) if misfit.lost else finding


def _then(misfit: Misfit, names: T) -> T | str:
    """Return what follows from votes that do not fit, where a finding ends with it."""
    if misfit.excess in {Excess.SHORT, Excess.UNCAST}:
        return b.UNCAST if misfit.excess is Excess.UNCAST else b.NOT_ENTERED
    return c.NOT_COME.filled(names=names) if misfit.subjects else ""


def check_rated_twice(ledger: Ledger, plan: Plan) -> Iterator[Finding]:
    """Nobody is rated in one way on two forms; those of one sheet who are rated on another are one finding."""
    ways = {way.key: way.name for way in plan.ways_of(SubjectKind.MEMBER)}
    sheets: dict[tuple[str, str, WayKey, str, bool], list[RatedTwice]] = defaultdict(list)
    for one in ledger.twice:
        sheets[one.place.file, one.place.sheet, one.way, one.counts, one.settled].append(one)
    for (file, sheet, way, counts, settled), listed in sheets.items():
        place = Place(file, sheet, tuple(sorted(cell for one in listed for cell in one.place.cells)))
        members = [plan.member_of[one.subject] for one in listed]
        names = enumerated(bracketed(member.name, member.code) for member in members[:_NAMED])
        if len(members) > _NAMED:
            names = w.AND_MORE.filled(names=names, number=str(len(members)))
        where = w.WHERE_RATED if way is WayKey.ORGANISATION else w.WHERE_MEMBER
        rule = w.RATED_ELSEWHERE if settled else w.RATED_TWICE
        yield rule.at(place, names=names, way=ways[way], counts=counts, where=where)


def check_voters(ledger: Ledger, selection: Selection, plan: Plan, stage: int) -> Iterator[Finding]:
    """No way has more valid ballots than the plan knows voters, or the form knew when it was issued."""
    for (unit, key), meeting in sorted(ledger.meetings.items()):
        way = next((way for way in plan.ways if way.meeting_key == key), None)
        sources = selection.chosen.get(FormSheet(Slot(stage, StepKey.EVALUATION, unit), MEETING), ())
        source = next((source for source in sources if key in source.part.meetings), None)
        if way is None or meeting.valid is None or source is None:
            continue
        voters = plan.voters_of(unit, way)
        if voters is not None and way.voters is not Voters.TEACHERS:
            voters = max(voters, _members_on(source.submission))
        if voters is not None and meeting.valid > voters:
            place = Place(source.file, source.part.title)
            yield x.MORE_VOTERS.at(place, way=way.name, found=meeting.valid, limit=voters)


def _members_on(submission: Submission) -> int:
    """Return how many members a form has rows for."""
    return max(
        (len(part.rows) for key, part in submission.parts.items() if key.startswith("member_")), default=0
    )
