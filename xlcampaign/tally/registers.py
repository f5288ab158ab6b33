"""Chosen sheets to registers: entries become pledges, comments, decisions; flawed ones are set aside and named."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter

from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.layout.choices import CONCLUSIONS, label_of
from xlcampaign.layout.closings import CLOSINGS, VERDICT
from xlcampaign.layout.decisions import (
    DECISIONS_ON,
    DOCUMENT,
    OVERRIDE_NEEDS,
    VETO_NEEDS,
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
from xlcampaign.model.choices import StepKey
from xlcampaign.model.objections import Conclusion, Objection
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import (
    Announcement,
    Baseline,
    CaseDecision,
    Comment,
    Decision,
    Fulfilment,
    OverrideDecision,
    Pledge,
    PledgeState,
    Rectification,
    Registers,
    Revoked,
    VetoDecision,
)
from xlcampaign.model.versions import Selection, Why
from xlcampaign.model.work import GroupMember, Launch, WorkEntry
from xlcampaign.tally.decisions import (
    commendations_of,
    decided_on,
    document_of,
    look_up,
    overrides_of,
    put_off,
    recommendations_of,
    vetoes_of,
)
from xlcampaign.tally.entries import Line, Sheets
from xlcampaign.tally.pledge_forms import PledgeForms, stage_in


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
    forms = PledgeForms(pledges, sheets)
    for line in sorted(sheets.all_lines("fulfilment"), key=lambda line: _turn_of(line, known, sheets)):
        pledge = known.get(line.subject)
        if pledge is None or not _may_speak(line, pledge, sheets):
            if not forms.misses(line):
                sheets.flaw(x.UNKNOWN_PLEDGE, line, "number", line.subject)
            continue
        if line.text("text") and not _says(line, pledge):
            sheets.flaw(x.OTHER_PLEDGE, line, "text", line.subject)
            continue
        if not line.text("state"):
            continue
        progress = line.record(Fulfilment, at="state")
        unsaid = not progress.reason and "reason" not in line.bad
        if progress.state is PledgeState.UNFULFILLED and unsaid:
            sheets.flaw(x.NO_REASON, line, "reason", line.subject)
        before = progress if line.stage < sheets.stage else pledge.before
        known[pledge.number] = replace(pledge, progress=progress, before=before)
    forms.say_missed()
    return [_carried(one, sheets) for one in known.values()]


def _carried(pledge: Pledge, sheets: Sheets) -> Pledge:
    """Return a pledge as whose it is by now."""
    whose = sheets.carried(pledge.subject, pledge.branch)
    return pledge if whose == (pledge.subject, pledge.branch) else replace(pledge, **whose._asdict())


def _turn_of(line: Line, pledges: Mapping[str, Pledge], sheets: Sheets) -> tuple[int, bool]:
    """Return when a line has its say: in a stage, whoever is asked by today's plan has the last one."""
    pledge = pledges.get(line.subject)
    home = sheets.carried(pledge.subject, pledge.branch, line.stage).branch if pledge else ""
    return line.stage, line.slot.unit == home


def _may_speak(line: Line, pledge: Pledge, sheets: Sheets) -> bool:
    """Tell whether a line's branch may say something of a pledge: by today's plan, or by that of the day of its form.

    Who went on for a branch that is there no more does not stand in the plan inside a form: the words of the pledge do.
    """
    if line.entry.is_own or line.slot.unit in sheets.units_of(pledge, line.stage):
        return True
    then = sheets.plan.of_stage(line.stage)
    is_there = pledge.subject in then.branch_of or pledge.subject in then.member_of
    return not is_there and _says(line, pledge)


def _says(line: Line, pledge: Pledge) -> bool:
    """Tell whether a line has the words of a pledge."""
    return squeeze(line.text("text")) == squeeze(pledge.text)


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
    """Yield what was done; a row that does not say it is none, and what stands on several forms word for word is one."""
    steps, found = list(StepKey), defaultdict[tuple[str, date | None, str], list[WorkEntry]](list)
    for line in sorted(sheets.lines(WORK), key=lambda line: steps.index(line.slot.step)):
        if not line.text("text"):
            continue
        entry = line.record(WorkEntry, at=DATE, step=line.slot.step)
        known = found[entry.branch, entry.day, squeeze(entry.text)]
        same = next((n for n, one in enumerate(known) if entry.day and _go_together(one, entry)), None)
        if same is None:
            known.append(entry)
        else:
            one = known[same]
            who, evidence = one.who or entry.who, one.evidence or entry.evidence
            known[same] = replace(one, who=who, evidence=evidence, also=(*one.also, entry.place))
    for several in found.values():
        yield from several


def _go_together(one: WorkEntry, other: WorkEntry) -> bool:
    """Tell whether two entries on one thing contradict each other nowhere."""
    pairs = ((one.who, other.who), (one.evidence, other.evidence))
    return all(not (mine and others) or squeeze(mine) == squeeze(others) for mine, others in pairs)


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
        made = stage_in(number) or line.stage
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
        number = number_when_listed(line.subject)
        yield line.record(CaseDecision, at=VERDICT, number=number, document=document_of(line))


_FOUND_SO = {Conclusion.UPHELD, Conclusion.PARTLY}


def _objections(sheets: Sheets, decided: Container[str]) -> Iterator[Objection]:
    """Yield the objections; `decided` are those about whom something was decided that may be what came of one.

    About whom nobody can tell is no less raised: it stays open, whatever came of it.
    """
    for line in sheets.lines(OBJECTIONS):
        is_open = verdict_of(line.text(DOCUMENT)) is Negation.NOTHING
        document = "" if is_open else line.text(DOCUMENT)
        objection = line.record(Objection, at=RAISED, document=document, unread=line.entry.unread)
        blank = [key for key in objection.lacking if key not in objection.unread]
        if objection.conclusion and blank:
            sheets.flaw(d.UNSETTLED, line, blank[0], blank[0])
        if objection.conclusion in _FOUND_SO and line.subject not in decided:
            said = label_of(CONCLUSIONS, objection.conclusion).say(sheets.plan.campaign.language)
            sheets.flaw(d.UPHELD_ALONE, line, CONCLUSION, said)
        if document:
            look_up(sheets, line)
        yield objection
    yield from _tied_objections(sheets)
    for line in sheets.loose[OBJECTIONS]:
        yield line.record(
            Objection,
            at="subject",
            document=document_of(line),
            unread=line.entry.unread,
            named=line.entry.named,
        )


def _tied_objections(sheets: Sheets) -> Iterator[Objection]:
    """Yield the objections of which nobody can tell what came of them, since none of several forms is known to be newer."""
    known = {_matter(line) for line in sheets.lines(OBJECTIONS)}
    tied: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in sheets.later[OBJECTIONS]:
        if _matter(line) not in known:
            tied[_matter(line)].append(line)
    for first, *others in tied.values():
        rivals = tuple(line.place(RAISED) for line in others)
        unread = first.entry.unread
        yield first.record(Objection, at=RAISED, document=document_of(first), unread=unread, rivals=rivals)


def _matter(line: Line) -> tuple[str, str]:
    """Return about whom an objection is, and what it says."""
    return line.subject, squeeze(line.said(RAISED))


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
    on_vetoes = decided_on(sheets, "vetoes", VETO_NEEDS)
    on_overrides = decided_on(sheets, "overrides", OVERRIDE_NEEDS, "level")
    vetoes = vetoes_of(sheets, on_vetoes)
    overrides = overrides_of(sheets, on_overrides, vetoes)
    commendations = tuple(commendations_of(sheets))
    recommendations = {one.subject: one for one in recommendations_of(sheets)}
    refused = [one.subject for one in commendations if one.decision not in {None, Decision.AGREED}]
    refused += [one.subject for one in recommendations.values() if one.decision is not Decision.AGREED]
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
        put_off(on_vetoes, on_overrides),
        tuple(dict.fromkeys(sheets.unclear)),
        objections=objections,
        revoked=tuple(_taken_back(selection, stage)),
        closings=tuple(_closings(sheets)),
        launches=tuple(_launches(sheets)),
        groups=tuple(_groups(sheets)),
        work=tuple(_work(sheets)),
        recommendations=recommendations,
    )
