"""What a sender is to mend in a form, sorted, and put where it is to be seen: on cells, in rows, on a list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.catalogue import rating_rules as w
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Severity
from xlcampaign.layout.text import clean
from xlcampaign.words import Lang, T, listing_of

_NOT_THE_SENDERS = {
    *(b.ALL_RATED, b.IDENTICAL, b.IDENTICAL_ASIDE, b.SELF_VOTE, b.UNIFORM, b.UNIFORM_ASIDE),
    c.WITH_OWN,
    d.REFUSED,
    p.ADDED,
    *(f.BLIND, f.BY_CODE, f.LATER_FORM, f.OPEN_ELSEWHERE, f.OTHER_CODE, f.OTHER_PLAN, f.WRONG_PEOPLE),
    *(r.JOINED, r.NOT_CERTAIN, r.VOTES_WITHDRAWN),
    *(s.OTHER_SCALE, s.PICTURES),
    w.RATED_TWICE,
    *(u.FROM_LATER, u.OTHER_LEVEL, u.OTHER_STAGE_TOLD, u.RULES_TRIED, u.SHEETS_CHANGED),
    *(u.UNIT_IN_TWO, u.UNIT_LATE, u.UNIT_TWICE, u.UNIT_UNLISTED),
    *(x.AS_ISSUED, x.LATE, x.MORE_VOTERS, x.NO_PLEDGES, x.RESTATED, x.REVOTED),
}
"""What is for whoever runs the campaign to settle, or for nobody: it would only puzzle the sender."""
_NAMED = 20
"""From how many cells of one finding on only the first is named, though all are coloured."""
_TEXT = T("{says} → {fix}", "{says} → {fix}")
_IN_CELLS = T("{cells}：{text}", "{cells}: {text}")
_BETWEEN = T("；", "; ")


@dataclass(frozen=True, slots=True)
class Marked:
    """What is to be seen on one sheet.

    Attributes:
        cells: how much each wrong cell matters, which is how it is coloured.
        notes: what the comments on them say.
        rows: what is said beside rows.
    """

    cells: Mapping[Address, Severity]
    notes: Mapping[Address, str]
    rows: Mapping[int, str]


def to_mend(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what its sender can mend in a form, errors first."""
    own = (
        finding
        for finding in findings
        if finding.rule.severity is not Severity.NOTE and finding.rule not in _NOT_THE_SENDERS
    )
    return tuple(sorted(own, key=lambda finding: finding.rule.severity))


def said(finding: Finding, lang: Lang) -> str:
    """Return what is wrong and what to do about it."""
    return clean(_TEXT.fill(lang, {"says": finding.says(lang), "fix": finding.fix_beside(lang)}))


def place_of(finding: Finding, headers: Mapping[str, int]) -> Address:
    """Return the cell that a finding leads to: its first one, a whole column's header, or the sheet's first."""
    cells = _cells(finding, headers.get(finding.place.sheet, 1))
    return cells[0] if cells else Address(1, 1)


def marked(findings: Iterable[Finding], header: int, lang: Lang) -> Marked:
    """Return what is to be seen of findings on one sheet, whose header is in a row."""
    cells: dict[Address, Severity] = {}
    notes: dict[Address, list[str]] = defaultdict(list)
    rows: dict[int, dict[str, list[Address]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        text, own = said(finding, lang), _cells(finding, header)
        for at in own:
            cells[at] = min(finding.rule.severity, cells.get(at, finding.rule.severity))
        named = own if len(own) < _NAMED else own[:1]
        for at in named:
            notes[at].append(text)
        for at in named:
            rows[at.row][_in_short(finding, lang)].append(at)
    return Marked(
        cells,
        {at: "\n".join(dict.fromkeys(texts)) for at, texts in notes.items()},
        {
            row: _BETWEEN.say(lang).join(_in_cells(*each, lang) for each in said.items())
            for row, said in rows.items()
        },
    )


def _in_short(finding: Finding, lang: Lang) -> str:
    """Return what is said beside a row, where there is little room: what kind of trouble it is, and what to do."""
    return clean(_TEXT.fill(lang, {"says": finding.rule.title.say(lang), "fix": finding.fix(lang)}))


def _in_cells(text: str, cells: Sequence[Address], lang: Lang) -> str:
    return _IN_CELLS.fill(lang, {"cells": listing_of(map(str, cells)).say(lang), "text": text})


def _cells(finding: Finding, header: int) -> Sequence[Address]:
    return [at if at.row else at.in_row(header) for at in finding.place.cells]
