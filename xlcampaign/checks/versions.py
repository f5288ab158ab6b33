"""What is to be said where several versions of a form came."""

from collections.abc import Iterable, Iterator

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.differences import say_differences, say_rows
from xlcampaign.layout.forms import sheet_for
from xlcampaign.layout.meeting import say_meeting
from xlcampaign.layout.sheet import Sheet, Table
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Excess, Ledger
from xlcampaign.model.versions import Ruling, Selection, Why
from xlcampaign.words import T, listing_of, same

_RULES = {
    Why.OLDER: x.SUPERSEDED,
    Why.LATER: x.LOWER_NUMBER,
    Why.REPLACED: x.REPLACED,
    Why.UNACCEPTED: x.NOTHING_ACCEPTED,
    Why.INCOMPLETE: x.KEPT_DECISION,
    Why.BLANK: x.KEPT_ROWS,
    Why.GONE: x.GONE_ROWS,
    Why.REWORDED: x.REWORDED,
    Why.EMPTIED: x.EMPTIED,
    Why.FILLED: x.KEPT_CELLS,
    Why.WITHDRAWN: x.WITHDRAWN,
    Why.RESTATED: x.RESTATED,
    Why.NOTHING: x.NOTHING_WITHDRAWN,
    Why.LOST: r.LOST_WITHDRAWING,
}


def _by(ruling: Ruling) -> T:
    """Return by which documents decisions are revoked; nothing where they are only withdrawn."""
    return x.BY_DOCUMENT.filled(by="、".join(ruling.by)) if ruling.by else T("", "")


_MISSED = {c.EMPTY, c.NO_MARK, r.ROW_EMPTY}
"""What is said of cells and rows that should be filled in and are not."""


def check_selection(selection: Selection, plan: Plan, own: int) -> Iterator[Finding]:
    """Say which file counts where several came, and where none can be said to be newer."""
    for files in selection.copies:
        for other in files[1:]:
            yield x.COPIES.at(Place(other), kept=files[0])
    for ruling in selection.rulings:
        if ruling.slot.stage == own:
            sheet = sheet_for(plan, ruling.slot, ruling.key)
            rule = _RULES[ruling.why]
            if ruling.why is Why.WITHDRAWN and _is_of_votes(sheet):
                rule = r.VOTES_WITHDRAWN
            yield rule.at(
                ruling.place,
                sheet=_title(sheet, ruling.key),
                other=ruling.counts,
                **({"found": ruling.lost} if ruling.lost else {}),
                **({"by": _by(ruling)} if ruling.why is Why.WITHDRAWN else {}),
                rows=say_rows(ruling.rows, plan, sheet) or _title(sheet, ruling.key),
                differences=say_differences(ruling.differences, sheet),
            )
    names = {member.code: member.name for member in plan.members}
    for one in selection.standing:
        if one.slot.stage == own and one.silent:
            name = names.get(one.subject, one.subject)
            yield r.STILL_PROPOSED.at(one.place, name=name, other=one.silent)
    for tied in selection.tied:
        sheet = sheet_for(plan, tied.slot, tied.key)
        for side in tied.sides:
            differ = say_differences(side.differences, sheet)
            yield x.TIED.at(side.place, files=listing_of(tied.files), differences=differ)


def _is_of_votes(sheet: Sheet | None) -> bool:
    """Tell whether what is marked or tallied stands on a sheet."""
    return isinstance(sheet, Table) and any(column.mark for column in sheet.columns)


def without_kept(findings: Iterable[Finding], selection: Selection, ledger: Ledger) -> Iterator[Finding]:
    """Yield findings, but for what is missed in rows that count as in another version, and in cells that mean 0.

    Nor what is left out of a decision: that it has no effect is said where all versions are known.
    """
    lacking = {flaw.place for flaw in ledger.registers.flaws if flaw.rule is d.INCOMPLETE}
    zeros = {
        (one.place.file, one.place.sheet, cell)
        for one in ledger.misfits
        if one.excess is Excess.ZEROS
        for cell in one.place.cells
    }
    for finding in findings:
        place = finding.place
        kept = (place.file, place.sheet, place.row) in selection.blank
        means_zero = bool(place.cells) and all(
            (place.file, place.sheet, cell) in zeros for cell in place.cells
        )
        is_said = finding.rule is c.INCOMPLETE and place in lacking
        if not is_said and (finding.rule not in _MISSED or not (kept or means_zero)):
            yield finding


def check_meetings(ledger: Ledger, plan: Plan) -> Iterator[Finding]:
    """Say which votes do not count because another meeting is stated now, or theirs was withdrawn."""
    ways = {way.meeting_key: way.name for way in plan.ways}
    for votes in ledger.outdated:
        facts = {"sheet": votes.place.sheet, "way": ways.get(votes.way, votes.way)}
        if votes.newer is None:
            yield x.REVOTED.at(votes.place, **facts)
        else:
            own, newer = say_meeting(votes.own), say_meeting(votes.newer)
            yield x.OTHER_MEETING.at(votes.place, **facts, own=own, newer=newer)


def _title(sheet: Sheet | None, key: str) -> T:
    return sheet.title if sheet else same(key)
