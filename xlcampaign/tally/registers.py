"""Chosen sheets to registers: entries become pledges, comments, decisions; flawed ones are set aside and named."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Place
from xlcampaign.layout.choices import CONCLUSIONS, DECISIONS, label_of
from xlcampaign.layout.closings import CLOSINGS, VERDICT
from xlcampaign.layout.decisions import (
    DECIDED,
    DECISION,
    DECISIONS_ON,
    DOCUMENT,
    OVERRIDE_NEEDS,
    VETO_NEEDS,
    can_be_looked_up,
    refuses,
    verdict_on,
)
from xlcampaign.layout.launch import DATE, GROUP, LAUNCH, WORK
from xlcampaign.layout.negations import Negation, verdict_of
from xlcampaign.layout.objections import CONCLUSION, OBJECTIONS, RAISED
from xlcampaign.layout.registers import (
    STARS_TO_WORK_ON,
    carried_number,
    entry_number,
    made_first_by,
    number_when_listed,
    pledge_number,
)
from xlcampaign.layout.text import squeeze
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import (
    Announcement,
    Baseline,
    CaseDecision,
    Cause,
    Commendation,
    Comment,
    Conclusion,
    Decision,
    Fulfilment,
    Objection,
    OverrideDecision,
    Pledge,
    PledgeState,
    Rectification,
    Registers,
    Revoked,
    VetoDecision,
)
from xlcampaign.model.results import Proposal
from xlcampaign.model.versions import Selection, Why
from xlcampaign.model.work import GroupMember, Launch, WorkEntry
from xlcampaign.tally.entries import Line, Sheets


def _number_pledges(lines: list[Line]) -> list[str]:
    """Return every pledge's number: the one on the form, or the next of its subject for a row that was added."""
    taken: set[str] = set()
    numbers: list[str] = []
    for line in lines:
        number = line.text("number")
        own = number.startswith(f"{entry_number(line.stage, line.subject)}-") and number not in taken
        numbers.append(number if own else "")
        taken |= {numbers[-1]}
    for index, line in enumerate(lines):
        count = 1
        while not numbers[index]:
            number = pledge_number(line.stage, line.subject, count)
            if number not in taken:
                numbers[index] = number
                taken.add(number)
            count += 1
    return numbers


def _pledges(sheets: Sheets) -> Iterator[Pledge]:
    """Yield the pledges; a row that does not say what is pledged is none, whatever else stands on it."""
    lines = [*sheets.all_lines("branch_pledges"), *sheets.all_lines("member_pledges")]
    for line, number in zip(lines, _number_pledges(lines), strict=True):
        if not line.text("text"):
            continue
        star = sheets.star_of(line, "star", line.subject)
        yield line.record(Pledge, at="text", number=number, star=star)


def _with_progress(pledges: list[Pledge], sheets: Sheets) -> list[Pledge]:
    """Return pledges with what was last said of them, later stages after earlier ones, and with whose they are by now."""
    known = {pledge.number: pledge for pledge in pledges}
    having = {(pledge.stage, unit) for pledge in pledges for unit in sheets.units_of(pledge)}
    unmatched: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in sheets.all_lines("fulfilment"):
        pledge = known.get(line.subject)
        stage = _stage_of(line.subject)
        if 0 < stage <= sheets.stage and (stage, line.slot.unit) not in having:
            unmatched[line.file, line.sheet].append(line)
            continue
        if pledge is None or line.slot.unit not in sheets.units_of(pledge, line.stage):
            sheets.flaw(x.UNKNOWN_PLEDGE, line, "number", line.subject)
            continue
        said = line.text("text")
        if said and squeeze(said) != squeeze(pledge.text):
            sheets.flaw(x.OTHER_PLEDGE, line, "text", line.subject)
            continue
        if not line.text("state"):
            continue
        progress = line.record(Fulfilment, at="state")
        if progress.state is PledgeState.UNFULFILLED and not progress.reason:
            sheets.flaw(x.NO_REASON, line, "reason", line.subject)
        known[pledge.number] = replace(pledge, progress=progress)
    for lines in unmatched.values():
        sheets.unmatched(lines)
    return [replace(one, **sheets.carried(one.subject, one.branch)._asdict()) for one in known.values()]


def _stage_of(number: str) -> int:
    """Return the stage in which what has a number was entered; 0 where the number does not say."""
    stage = number.partition("-")[0]
    return int(stage) if stage.isdecimal() else 0


def _announcements(sheets: Sheets) -> Iterator[Announcement]:
    for line in sheets.lines("announcement"):
        yield line.record(Announcement, at="")


def _launches(sheets: Sheets) -> Iterator[Launch]:
    for line in sheets.lines(LAUNCH):
        yield line.record(Launch, at=DATE)


def _groups(sheets: Sheets) -> Iterator[GroupMember]:
    for line in sheets.lines(GROUP):
        if line.text("name"):
            yield line.record(GroupMember, at="name")


def _work(sheets: Sheets) -> Iterator[WorkEntry]:
    """Yield what was done; a row that does not say it is none, whatever else stands on it."""
    for line in sheets.lines(WORK):
        if line.text("text"):
            yield line.record(WorkEntry, at=DATE, step=line.slot.step)


def _baselines(sheets: Sheets) -> Iterator[Baseline]:
    for line in sheets.lines("baseline"):
        wanted = (sheets.star_of(line, key, line.subject) for key in STARS_TO_WORK_ON)
        stars = tuple(dict.fromkeys(star for star in wanted if star))
        yield line.record(Baseline, at="problems", stars=stars)


def _comments(sheets: Sheets) -> Iterator[Comment]:
    for line in sheets.lines("comments"):
        yield line.record(Comment, at="achievements")


def _rectifications(sheets: Sheets) -> Iterator[Rectification]:
    """Yield rectifications; what a later stage says of an earlier one's takes its place."""
    latest: dict[str, Rectification] = {}
    for line in sheets.all_lines("rectification"):
        number = line.text("number") or entry_number(line.stage, line.subject)
        made = _stage_of(number) or line.stage
        subject = line.subject
        if subject == line.slot.unit:
            first = made_first_by(number, subject)
            subject = sheets.carried(first, first).subject
            number = carried_number(made, subject, first)
        latest[number] = line.record(
            Rectification,
            at="cause",
            number=number,
            stage=made,
            subject=subject,
            said_in=line.stage,
            alone=len(sheets.plan.stages) == 1,
        )
    yield from latest.values()


def _closings(sheets: Sheets) -> Iterator[CaseDecision]:
    """Yield what was decided on closing cases; a document that says no, or not yet, is none."""
    for line in sheets.all_lines(CLOSINGS):
        document = "" if verdict_of(line.text(DOCUMENT)) else line.text(DOCUMENT)
        number = number_when_listed(line.subject)
        yield line.record(CaseDecision, at=VERDICT, number=number, document=document)


class _Decisions(NamedTuple):
    """The decisions of a sheet: those that take effect, by subject, all agreeing; those against; what is put off.

    What is put off was noted when it was read.
    """

    taken: dict[str, list[Line]]
    refused: dict[str, Line]
    put_off: list[Line]


def _decided(sheets: Sheets, sheet: str, needs: tuple[str, ...], tells: str = "") -> _Decisions:
    """Return the decisions of a sheet; whoever it is unclear about is held back.

    Args:
        sheets: the entries.
        sheet: the sheet's key.
        needs: the columns without which a decision has no effect.
        tells: the column in which decisions on one subject must agree; where there is none, they always do.
    """
    found = _Decisions({}, {}, [])
    by_subject: dict[str, list[Line]] = defaultdict(list)
    for line in sheets.lines(sheet):
        if not _is_moot(sheets, sheet, line):
            by_subject[line.subject].append(line)
    for subject, lines in by_subject.items():
        complete, refused = [], []
        for line in _distinct(lines):
            verdict = verdict_on(line.entry.values)
            if verdict is Negation.NOTHING:
                found.put_off.append(line)
            elif verdict is Negation.REFUSAL:
                refused.append(line)
            elif not _lacks(sheets, sheet, line, needs):
                complete.append(line)
        disagree = len({line.text(tells) for line in complete}) > 1
        disputed = [line for line in complete if disagree or line.on_its_matter(refused)]
        disputed += [line for line in refused if line.on_its_matter(complete)]
        _contradict(sheets, sheet, disputed)
        taken, against = ([line for line in own if line not in disputed] for own in (complete, refused))
        for line in against:
            _refuse(sheets, line)
        found.taken.update({subject: taken} if taken else {})
        found.refused.update({subject: against[-1]} if against and not taken else {})
    _hold_later(sheets, sheet, found)
    _hold_loose(sheets, sheet, found)
    return found


def _is_moot(sheets: Sheets, sheet: str, line: Line) -> bool:
    """Tell whether a row is to change the level of somebody who gets none: a flaw, and nothing that a meeting could decide."""
    member = sheets.plan.member_of.get(line.subject)
    is_graded = DECISIONS_ON[sheet] != Proposal.OVERRIDE or member is None or member.graded
    if is_graded or verdict_on(line.entry.values) is Negation.REFUSAL:
        return False
    sheets.flaw(d.UNGRADED, line, "subject", line.subject)
    return True


def _distinct(lines: Iterable[Line]) -> list[Line]:
    """Return entries without those that say word for word what another one says."""
    return list(
        {tuple(sorted((k, str(v)) for k, v in line.entry.values.items())): line for line in lines}.values()
    )


def _refuse(sheets: Sheets, line: Line, before: Place | None = None) -> None:
    """Note that a decision is one against, at the cell that says so."""
    column = next((key for key in DECIDED if refuses(line.text(key))), DOCUMENT)
    sheets.flaw(d.REFUSED, line, column, line.text(column), before=before)


def _lacks(sheets: Sheets, sheet: str, line: Line, needs: tuple[str, ...]) -> bool:
    """Tell whether a decision lacks something; what is blank is flawed, what is unread was said when it was read."""
    missing = [key for key in needs if not line.text(key)]
    unread = [key for key in missing if key in line.entry.unread]
    if unread:
        sheets.hold(sheet, line, Cause.UNREAD, unread[0])
    elif missing:
        sheets.flaw(d.INCOMPLETE, line, missing[0], missing[0])
        sheets.hold(sheet, line, Cause.LACKING, missing[0])
    return bool(missing)


def _contradict(sheets: Sheets, sheet: str, lines: Iterable[Line]) -> None:
    """Note that several decisions on one subject contradict each other."""
    for line in lines:
        sheets.flaw(d.DECIDED_TWICE, line, "subject", line.subject)
        sheets.hold(sheet, line, Cause.TWICE, "subject", line.text(DOCUMENT))


def _hold_later(sheets: Sheets, sheet: str, found: _Decisions) -> None:
    """Hold back whom rows are about that do not overturn the decision before, or of which none is known to be later.

    A refusal of what stands is said to be one.
    """
    for line in sheets.later[sheet]:
        if line.entry.revokes:
            _hold_revoking(sheets, sheet, line)
            continue
        if _is_moot(sheets, sheet, line):
            continue
        before = line.on_its_matter(found.taken.get(line.subject, ()))
        if before and verdict_on(line.entry.values) is Negation.REFUSAL:
            _refuse(sheets, line, before[0].place("subject"))
        column = next((key for key in (*line.entry.unread, DOCUMENT) if line.said(key)), "")
        cause = Cause.LATER if before else Cause.TWICE if column else Cause.LACKING
        sheets.hold(sheet, line, cause, column or DOCUMENT)


def _hold_revoking(sheets: Sheets, sheet: str, line: Line) -> None:
    """Hold back whom a row is about that revokes a decision which another row takes, or of which nobody can tell."""
    deciding = (one for one in sheets.later[sheet] if one.subject == line.subject and not one.entry.revokes)
    cause = Cause.TWICE if line.on_its_matter(deciding) else Cause.REVOKED
    sheets.hold(sheet, line, cause, next(iter(line.entry.unread), DOCUMENT))


def _hold_loose(sheets: Sheets, sheet: str, found: _Decisions) -> None:
    """Hold back whom the rows may be about of which nobody can tell; what only proposes is put off."""
    for line in sheets.loose[sheet]:
        if _is_moot(sheets, sheet, line):
            continue
        if line.subject:
            found.put_off.append(line)
        else:
            sheets.hold(sheet, line, Cause.NOBODY, "subject")


def _look_up(sheets: Sheets, line: Line) -> None:
    """Note that a decision that takes effect has no document by which it can be found."""
    document = line.text(DOCUMENT)
    if not can_be_looked_up(document):
        sheets.flaw(r.NO_NUMBER, line, DOCUMENT, document)


def _put_off(on_vetoes: _Decisions, on_overrides: _Decisions) -> Mapping[tuple[str, str], str]:
    """Return what is put off, as a branch would propose it."""
    said = [(line, "veto", line.said("situation")) for line in on_vetoes.put_off]
    said += [(line, "override", line.said("level")) for line in on_overrides.put_off]
    said += [(line, "reason", line.text("reason")) for line in on_overrides.put_off]
    return {(line.subject, what): text for line, what, text in said if text}


def _vetoes(sheets: Sheets, decided: _Decisions) -> Mapping[str, VetoDecision]:
    found = {}
    for subject, lines in decided.taken.items():
        for line in lines:
            _look_up(sheets, line)
        first, *others = (line.record(VetoDecision, at="subject") for line in lines)
        found[subject] = replace(first, others=tuple(others))
    return found


def _overrides(
    sheets: Sheets, decided: _Decisions, vetoed: Mapping[str, VetoDecision]
) -> Mapping[str, OverrideDecision]:
    plan, found = sheets.plan, {}
    for subject, lines in decided.taken.items():
        line, level = lines[0], lines[0].text("level")
        if level not in {known.name for known in plan.levels_of(plan.kind_of(subject))}:
            sheets.flaw(d.WRONG_LEVEL, line, "level", level)
            sheets.hold("overrides", line, Cause.UNFIT, "level")
        else:
            if subject in vetoed:
                sheets.flaw(d.VETOED, line, "subject", subject)
            for one in () if subject in vetoed else lines:
                _look_up(sheets, one)
            first, *others = (one.record(OverrideDecision, at="subject") for one in lines)
            found[subject] = replace(first, others=tuple(others))
    return found


def _commendations(sheets: Sheets) -> Iterator[Commendation]:
    plan, lines = sheets.plan, _distinct(sheets.lines("commendations"))
    for line in lines:
        for key in ("decision", "honour"):
            if key in line.entry.unread:
                sheets.hold("commendations", line, Cause.UNREAD, key)
        word = line.entry.declined.get(DECISION)
        if word and line.text(DECISION) in {Decision.AGREED, Decision.REFUSED}:  # as an earlier form has it
            sheets.hold("commendations", line, Cause.LATER, DECISION, word)
        if line.text("decision") == Decision.AGREED and not line.said("honour"):
            sheets.flaw(d.INCOMPLETE, line, "honour", "honour")
            sheets.hold("commendations", line, Cause.LACKING, "honour")
        yield line.record(Commendation, at="decision")
    for line in sheets.later["commendations"]:
        if line.entry.revokes:
            _hold_revoking(sheets, "commendations", line)
            continue
        unread = next(iter(line.entry.unread), "")
        said = label_of(DECISIONS, line.text(DECISION)).say(plan.campaign.language)
        honours = {one.text("honour") for one in lines if one.subject == line.subject}
        before = line.text("honour") in honours or bool(honours and not line.text("honour"))
        cause = Cause.LATER if before else Cause.TWICE
        sheets.hold("commendations", line, cause, unread or DECISION, line.said(unread) or said)
    for line in sheets.loose["commendations"]:
        sheets.hold("commendations", line, Cause.NOBODY, "subject")


def _objections(sheets: Sheets, decided: Container[str]) -> Iterator[Objection]:
    """Yield the objections; `decided` are those about whom something was decided that may be what came of one."""
    for line in sheets.lines(OBJECTIONS):
        is_open = verdict_of(line.text(DOCUMENT)) is Negation.NOTHING
        document = "" if is_open else line.text(DOCUMENT)
        objection = line.record(Objection, at=RAISED, document=document)
        if objection.conclusion and objection.lacking:
            sheets.flaw(d.UNSETTLED, line, objection.lacking[0], objection.lacking[0])
        if objection.conclusion is Conclusion.UPHELD and line.subject not in decided:
            said = label_of(CONCLUSIONS, objection.conclusion).say(sheets.plan.campaign.language)
            sheets.flaw(d.UPHELD_ALONE, line, CONCLUSION, said)
        if document:
            _look_up(sheets, line)
        yield objection


def _revoked(selection: Selection, stage: int) -> Iterator[str]:
    """Yield about whom a decision was taken back."""
    for ruling in selection.rulings:
        if ruling.why is Why.WITHDRAWN and ruling.slot.stage == stage and ruling.key in DECISIONS_ON:
            yield from (row[0] for row in ruling.rows)


def _taken_back(selection: Selection, stage: int) -> Iterator[Revoked]:
    """Yield the decisions that took effect and were taken back."""
    for ruling in selection.rulings:
        if ruling.slot.stage == stage:
            yield from ruling.revoked


def register(selection: Selection, plan: Plan, stage: int) -> Registers:
    """Return everything that the chosen sheets up to a stage say beside marks."""
    sheets = Sheets(selection, plan, stage)
    pledges = _with_progress(list(_pledges(sheets)), sheets)
    on_vetoes = _decided(sheets, "vetoes", VETO_NEEDS)
    on_overrides = _decided(sheets, "overrides", OVERRIDE_NEEDS, "level")
    vetoes = _vetoes(sheets, on_vetoes)
    overrides = _overrides(sheets, on_overrides, vetoes)
    commendations = tuple(_commendations(sheets))
    refused = (one.subject for one in commendations if one.decision not in {None, Decision.AGREED})
    decided = {*vetoes, *overrides, *refused, *_revoked(selection, stage)}
    objections = tuple(_objections(sheets, decided))
    return Registers(
        tuple(pledges),
        tuple(_announcements(sheets)),
        tuple(_baselines(sheets)),
        tuple(_comments(sheets)),
        tuple(_rectifications(sheets)),
        vetoes,
        overrides,
        commendations,
        tuple(sorted(sheets.flaws, key=attrgetter("place", "rule.code"))),
        {code: line.record(VetoDecision, at="subject") for code, line in on_vetoes.refused.items()},
        {code: line.record(OverrideDecision, at="subject") for code, line in on_overrides.refused.items()},
        _put_off(on_vetoes, on_overrides),
        tuple(dict.fromkeys(sheets.unclear)),
        objections=objections,
        revoked=tuple(_taken_back(selection, stage)),
        closings=tuple(_closings(sheets)),
        launches=tuple(_launches(sheets)),
        groups=tuple(_groups(sheets)),
        work=tuple(_work(sheets)),
    )
