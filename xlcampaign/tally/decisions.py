"""What the committee decided on its sheets of decisions; of whom nobody can tell what was decided is held back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Place
from xlcampaign.layout.choices import DECISIONS, RECOMMENDING, label_of
from xlcampaign.layout.decisions import (
    DECIDED,
    DECISION,
    DECISIONS_ON,
    DOCUMENT,
    can_be_looked_up,
    refuses,
    verdict_on,
)
from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.negations import Negation, verdict_of
from xlcampaign.model.registers import (
    Cause,
    Commendation,
    Decision,
    OverrideDecision,
    RecommendationDecision,
    VetoDecision,
)
from xlcampaign.model.results import Proposal
from xlcampaign.tally.entries import Line, Sheets


class Decisions(NamedTuple):
    """The decisions of a sheet: those that take effect, by subject, all agreeing; those against; what is put off.

    What is put off was noted when it was read.
    """

    taken: dict[str, list[Line]]
    refused: dict[str, Line]
    put_off: list[Line]


def decided_on(sheets: Sheets, sheet: str, needs: tuple[str, ...], tells: str = "") -> Decisions:
    """Return the decisions of a sheet; whoever it is unclear about is held back.

    Args:
        sheets: the entries.
        sheet: the sheet's key.
        needs: the columns without which a decision has no effect.
        tells: the column in which decisions on one subject must agree; where there is none, they always do.
    """
    found = Decisions({}, {}, [])
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
    _hold_loose(sheets, sheet, found, tells)
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


def _hold_later(sheets: Sheets, sheet: str, found: Decisions) -> None:
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


def _hold_loose(sheets: Sheets, sheet: str, found: Decisions, tells: str) -> None:
    """Hold back whom the rows may be about of which nobody can tell; what only proposes is put off.

    What a later form proposes against a decision before it is to be settled, too.
    """
    for line in sheets.loose[sheet]:
        if _is_moot(sheets, sheet, line):
            continue
        taken = (one for one in found.taken.get(line.subject, ()) if one.file != line.file)
        if not line.subject:
            sheets.hold(sheet, line, Cause.NOBODY, "subject")
        elif any(one.text(tells) != line.text(tells) for one in taken):
            sheets.hold(sheet, line, Cause.LATER, tells)
        else:
            found.put_off.append(line)


def look_up(sheets: Sheets, line: Line) -> None:
    """Note that a decision that takes effect has no document by which it can be found."""
    document = line.text(DOCUMENT)
    if not can_be_looked_up(document):
        sheets.flaw(r.NO_NUMBER, line, DOCUMENT, document)


def put_off(on_vetoes: Decisions, on_overrides: Decisions) -> Mapping[tuple[str, str], str]:
    """Return what is put off, as a branch would propose it."""
    said = [(line, "veto", line.said("situation")) for line in on_vetoes.put_off]
    said += [(line, "override", line.said("level")) for line in on_overrides.put_off]
    said += [(line, "reason", line.text("reason")) for line in on_overrides.put_off]
    return {(line.subject, what): text for line, what, text in said if text}


def vetoes_of(sheets: Sheets, decided: Decisions) -> Mapping[str, VetoDecision]:
    """Return the vetoes that take effect, by subject, those that agree as one."""
    found = {}
    for subject, lines in decided.taken.items():
        for line in lines:
            look_up(sheets, line)
        first, *others = (line.record(VetoDecision, at="subject") for line in lines)
        found[subject] = replace(first, others=tuple(others))
    return found


def overrides_of(
    sheets: Sheets, decided: Decisions, vetoed: Mapping[str, VetoDecision]
) -> Mapping[str, OverrideDecision]:
    """Return the overrides that take effect, by subject, those that agree as one; on whom is vetoed, without a word more."""
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
                look_up(sheets, one)
            first, *others = (one.record(OverrideDecision, at="subject") for one in lines)
            found[subject] = replace(first, others=tuple(others))
    return found


class _Chosen(NamedTuple):
    """A sheet on which a decision is chosen from a list: its key, the list, the columns that tell a matter apart."""

    sheet: str
    choices: OneOf
    apart: str = ""

    def lines(self, sheets: Sheets) -> list[Line]:
        """Return the entries; about whom one cannot be read, or says less than the form before it, is held back."""
        lines = _distinct(sheets.lines(self.sheet))
        for line in lines:
            for key in filter(None, (DECISION, self.apart)):
                if key in line.entry.unread:
                    sheets.hold(self.sheet, line, Cause.UNREAD, key)
            word = line.entry.declined.get(DECISION)
            if word and line.text(DECISION) in {
                Decision.AGREED,
                Decision.REFUSED,
            }:  # as an earlier form has it
                sheets.hold(self.sheet, line, Cause.LATER, DECISION, word)
        return lines

    def lacks(self, sheets: Sheets, line: Line, column: str) -> None:
        """Note that a decision has no effect without a column."""
        sheets.flaw(d.INCOMPLETE, line, column, column)
        sheets.hold(self.sheet, line, Cause.LACKING, column)

    def hold_others(self, sheets: Sheets, lines: Iterable[Line]) -> None:
        """Hold back whom rows are about that do not overturn what an entry says, or of which nobody can tell."""
        matters: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            matters[line.subject].add(line.text(self.apart))
        for line in sheets.later[self.sheet]:
            if line.entry.revokes:
                _hold_revoking(sheets, self.sheet, line)
                continue
            unread, own = next(iter(line.entry.unread), ""), matters.get(line.subject, set())
            said = label_of(self.choices, line.text(DECISION)).say(sheets.plan.campaign.language)
            said = said or line.entry.declined.get(DECISION, "") or line.text(DOCUMENT)
            before = line.text(self.apart) in own or bool(own and not line.text(self.apart))
            cause = Cause.LATER if before else Cause.TWICE
            sheets.hold(self.sheet, line, cause, unread or DECISION, line.said(unread) or said)
        for line in sheets.loose[self.sheet]:
            sheets.hold(self.sheet, line, Cause.NOBODY, "subject")


_COMMENDED = _Chosen("commendations", DECISIONS, "honour")
_RECOMMENDED = _Chosen("recommendations", RECOMMENDING)


def commendations_of(sheets: Sheets) -> Iterator[Commendation]:
    """Yield the candidates for a commendation, with what was decided; to commend somebody takes an honour."""
    lines = _COMMENDED.lines(sheets)
    for line in lines:
        if line.text(DECISION) == Decision.AGREED and not line.said("honour"):
            _COMMENDED.lacks(sheets, line, "honour")
        yield line.record(Commendation, at=DECISION)
    _COMMENDED.hold_others(sheets, lines)


def recommendations_of(sheets: Sheets) -> Iterator[RecommendationDecision]:
    """Yield what was decided on recommending each subject: to do so takes a document, and no row that says otherwise."""
    by_subject: dict[str, list[Line]] = defaultdict(list)
    lines = _RECOMMENDED.lines(sheets)
    for line in lines:
        by_subject[line.subject].append(line)
    for several in by_subject.values():
        decided = [line for line in several if _is_decided(sheets, line)]
        if len({line.text(DECISION) for line in decided}) > 1:
            _contradict(sheets, _RECOMMENDED.sheet, decided)
            continue
        for line in decided:
            if line.text(DECISION) == Decision.AGREED:
                look_up(sheets, line)
        found = [_recommendation(line) for line in decided]
        yield from (replace(first, others=tuple(found[1:])) for first in found[:1])
    _RECOMMENDED.hold_others(sheets, lines)


def _is_decided(sheets: Sheets, line: Line) -> bool:
    """Tell whether a row decides on recommending somebody; what it lacks for that is flawed."""
    verdict = line.text(DECISION)
    if verdict and (verdict != Decision.AGREED or document_of(line)):
        return True
    lacking = DOCUMENT if verdict else DECISION
    if lacking not in line.entry.unread:
        _RECOMMENDED.lacks(sheets, line, lacking)
    elif lacking == DOCUMENT:
        sheets.hold(_RECOMMENDED.sheet, line, Cause.UNREAD, DOCUMENT)
    return False


def document_of(line: Line) -> str:
    """Return a decision's document; a word that says no, or not yet, is none."""
    document = line.text(DOCUMENT)
    return "" if verdict_of(document) else document


def _recommendation(line: Line) -> RecommendationDecision:
    return line.record(RecommendationDecision, at=DECISION, document=document_of(line), others=())
