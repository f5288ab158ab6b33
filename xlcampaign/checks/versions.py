"""What is to be said where several versions of a form came."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import online_rules as o
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.decisions import DECISIONS_ON, can_be_looked_up, is_revoked_bare
from xlcampaign.layout.differences import say_differences, say_rows
from xlcampaign.layout.forms import form_title, sheet_for
from xlcampaign.layout.meeting import MEETING, SAID_ABOVE, say_meeting
from xlcampaign.layout.sheet import Sheet, Table
from xlcampaign.model.identity import FormSheet
from xlcampaign.model.plan import Plan, meeting_key
from xlcampaign.model.results import Excess, Ledger
from xlcampaign.model.submission import WHOLE, LineKey, Submission
from xlcampaign.model.versions import Answered, Ruling, Selection, Source, Tied, Why
from xlcampaign.words import T, first_of, listing_of, same

_RULES = {
    Why.OLDER: x.SUPERSEDED,
    Why.LATER: x.LOWER_NUMBER,
    Why.UNTOUCHED: x.AS_ISSUED,
    Why.PUT_BACK: x.PUT_BACK,
    Why.PUT_RIGHT: d.PUT_RIGHT,
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


_KEPT = {Why.BLANK, Why.GONE}
"""Rulings on rows that stay in force though a newer version does not have them."""


@dataclass(frozen=True, slots=True)
class _Lost:
    """What does not count of rows that stay in force: rows of which nothing does, whether that is all, and other ways."""

    rows: frozenset[LineKey] = frozenset()
    ways: frozenset[str] = frozenset()
    whole: bool = False


def _by(ruling: Ruling) -> T:
    """Return by which documents decisions are revoked; nothing where they are only withdrawn."""
    documents = [by for by in ruling.by if can_be_looked_up(by) or is_revoked_bare(by)]
    return x.BY_DOCUMENT.filled(by="、".join(documents)) if documents else T("", "")


_MISSED = {c.EMPTY, c.NO_MARK, r.ROW_EMPTY}
"""What is said of cells and rows that should be filled in and are not."""


def check_selection(selection: Selection, ledger: Ledger, plan: Plan, own: int) -> Iterator[Finding]:
    """Say which file counts where several came, and where none can be said to be newer."""
    for files in selection.copies:
        for other in files[1:]:
            yield x.COPIES.at(Place(other), kept=files[0])
    for ruling in chain.from_iterable(map(_by_document, selection.rulings)):
        if ruling.slot.stage == own and not _is_emptied_only(ruling, selection):
            for finding in _say_ruling(ruling, _lost_beside(ruling, selection, ledger, plan), plan):
                is_lost = ruling.why in {Why.NOTHING, Why.LOST}
                facts = {"elsewhere": _elsewhere(ruling, selection)} if is_lost else {}
                yield replace(finding, facts={**finding.facts, **facts})
    for one in selection.standing:
        if one.slot.stage == own and one.silent:
            name = plan.name_of(one.subject)
            yield r.STILL_PROPOSED.at(one.place, name=name, other=one.silent)
    for tied in selection.tied:
        yield from _say_tied(tied, plan)


def _say_tied(tied: Tied, plan: Plan) -> Iterator[Finding]:
    """Yield, of each file, that rows of a sheet do not count, since nobody can tell which of several files does."""
    sheet, places = sheet_for(plan, tied.slot, tied.key), [side.place.say() for side in tied.sides]
    for side in tied.sides:
        if tied.paper_too:
            yield o.PAPER_TOO.at(side.place, sheet=_title(sheet, tied.key), files=first_of(places))
        else:
            differ = say_differences(side.differences, sheet)
            yield x.TIED.at(side.place, files=first_of(places), differences=differ, first=places[0])


def _elsewhere(ruling: Ruling, selection: Selection) -> T:
    """Return with which other form of the unit came what a row would withdraw; nothing where none has it."""
    for (slot, key), sources in selection.chosen.items():
        near = (slot.stage, slot.unit, key) == (ruling.slot.stage, ruling.slot.unit, ruling.key)
        having = [
            source.file
            for source in (sources if near and slot != ruling.slot else ())
            if any({line.key, line.words} & set(ruling.rows) for line in source.part.lines)
        ]
        if having:
            return r.SENT_ON.filled(form=form_title(slot), files=first_of(having))
    return same("")


def _is_emptied_only(ruling: Ruling, selection: Selection) -> bool:
    """Tell whether rows that are replaced differ only in cells that are blank now, which is said of the newer file."""
    return ruling.why is Why.OLDER and any(
        other.why is Why.EMPTIED
        and (other.slot, other.key, other.file, other.counts)
        == (ruling.slot, ruling.key, ruling.counts, ruling.file)
        and (other.rows, other.differences.number) == (ruling.rows, ruling.differences.number)
        for other in selection.rulings
    )


def _emptied(selection: Selection) -> Mapping[tuple[str, str, int], frozenset[Address]]:
    """Return, by file, tab and row, the cells that are said to be blank now; none where not all of them are listed."""
    found: dict[tuple[str, str, int], frozenset[Address]] = {}
    for ruling in selection.rulings:
        if ruling.why is not Why.EMPTIED:
            continue
        differences = ruling.differences
        cells = frozenset(cell.cell for cell in differences.cells if cell.cell)
        is_all = len(differences.cells) == differences.number
        for source in selection.chosen.get(FormSheet(ruling.slot, ruling.key), ()):
            lines = source.part.lines if source.file == ruling.file else ()
            for line in lines:
                if line.key in ruling.rows:
                    at = source.file, source.part.title, line.row
                    found[at] = cells if is_all else frozenset()
    return found


def _by_document(ruling: Ruling) -> Iterator[Ruling]:
    """Yield what is taken back with a document, or as any row may be, apart from decisions that are revoked without one."""
    lacking = {one.subject for one in ruling.revoked if is_revoked_bare(one.by)}
    parts = [tuple(row for row in ruling.rows if _is_of(row, lacking) is bare) for bare in (False, True)]
    if not all(parts):
        yield ruling
        return
    for rows, bare in zip(parts, (False, True), strict=True):
        revoked = tuple(one for one in ruling.revoked if (one.subject in lacking) is bare)
        yield replace(ruling, rows=rows, revoked=revoked, by=tuple(dict.fromkeys(one.by for one in revoked)))


def _is_of(row: tuple[str, ...], subjects: Collection[str]) -> bool:
    return bool(row) and row[0] in subjects


def _say_ruling(ruling: Ruling, lost: _Lost, plan: Plan) -> Iterator[Finding]:
    """Yield what became of some rows; nothing of those that stay and do not count, of which more is said elsewhere."""
    sheet = sheet_for(plan, ruling.slot, ruling.key)
    rule = _RULES[ruling.why]
    if ruling.why is Why.WITHDRAWN and _is_of_votes(sheet):
        rule = r.VOTES_WITHDRAWN
    if ruling.kept:
        rule = d.LEFT_OUT
    if any(is_revoked_bare(one.by) for one in ruling.revoked):
        rule = d.REVOKED_BARE
    if ruling.why in _KEPT and lost.whole:
        return
    finding = rule.at(
        ruling.place,
        sheet=_title(sheet, ruling.key),
        other=ruling.kept.say() if ruling.kept else ruling.counts,
        **({"found": ruling.lost} if ruling.lost else {}),
        **({"by": _by(ruling)} if ruling.why is Why.WITHDRAWN else {}),
        rows=say_rows([row for row in ruling.rows if row not in lost.rows], plan, sheet)
        or _title(sheet, ruling.key),
        differences=say_differences(ruling.differences, sheet),
    )
    names = {way.meeting_key: way.name for way in plan.ways}
    ways = listing_of(names.get(way, way) for way in sorted(lost.ways))
    disputed = ruling.why is Why.FILLED and any(cell.is_bad for cell in ruling.differences.cells)
    if (ruling.why is Why.UNTOUCHED or disputed) and ruling.key in DECISIONS_ON:
        yield replace(finding, costs=x.HELD_BACK)
    else:
        yield replace(finding, costs=x.NOT_COUNTED.filled(ways=ways)) if lost.ways else finding


def _lost_beside(ruling: Ruling, selection: Selection, ledger: Ledger, plan: Plan) -> _Lost:
    """Return what does not count of the rows that a ruling says to stay in force."""
    sources = selection.chosen.get(FormSheet(ruling.slot, ruling.key), ())
    source = next((one for one in sources if one.file == ruling.counts), None)
    if source is None or ruling.why not in {*_KEPT, Why.UNACCEPTED}:
        return _Lost()
    part, where = source.part, (source.file, source.part.title)
    outdated = {one.way for one in ledger.outdated if (one.place.file, one.place.sheet) == where}
    twice = {(one.subject, one.way) for one in ledger.twice if (one.place.file, one.place.sheet) == where}
    lost: dict[LineKey, set[str]] = defaultdict(set)
    kept: dict[LineKey, set[str]] = defaultdict(set)
    for key in (*part.marks, *part.tallies):
        row, way = (part.line_of(key),) if ruling.rows else WHOLE, meeting_key(plan.kind_of(key[0]), key[2])
        is_lost = way in outdated or (key[0], key[2]) in twice
        (lost if is_lost else kept)[row].add(way)
    own = set(ruling.rows) or {WHOLE}
    gone = frozenset(row for row in own if lost[row] and not kept[row])
    still = own - gone if ruling.why in _KEPT else own
    return _Lost(gone, frozenset(way for row in still for way in lost[row]), whole=gone == own)


def _is_of_votes(sheet: Sheet | None) -> bool:
    """Tell whether what is marked or tallied stands on a sheet."""
    return isinstance(sheet, Table) and any(column.mark for column in sheet.columns)


class _Known:
    """What need not be said of a place, since another version, another form or another finding says it."""

    def __init__(self, selection: Selection, ledger: Ledger) -> None:
        self._counting = selection.blank | ledger.elsewhere
        self._emptied = _emptied(selection)
        self._above = dict(_said_above(selection))
        self._lacking = {flaw.place for flaw in ledger.registers.flaws if flaw.rule == d.INCOMPLETE}
        self._collected = set(_collected(selection))
        zeros = (one.place for one in ledger.misfits if one.excess is Excess.ZEROS)
        self._zeros = {(place.file, place.sheet, cell) for place in zeros for cell in place.cells}

    def says(self, finding: Finding) -> bool:
        """Tell whether a finding says what is said already."""
        place = finding.place
        if finding.rule == c.INCOMPLETE:
            return place in self._lacking
        return finding.rule in _MISSED and (
            self._counts_elsewhere(place)
            or self._means_zero(place)
            or self._is_collected(place)
            or self._is_as_above(place)
            or (not finding.is_error and self._is_said_blank(place))
        )

    def _counts_elsewhere(self, place: Place) -> bool:
        """Tell whether the row counts as in another version or form."""
        return (place.file, place.sheet, place.row) in self._counting

    def _means_zero(self, place: Place) -> bool:
        """Tell whether blank cells can only mean 0, which is said."""
        return bool(place.cells) and all(
            (place.file, place.sheet, cell) in self._zeros for cell in place.cells
        )

    def _is_collected(self, place: Place) -> bool:
        """Tell whether the cells are of votes that a form tool collected."""
        return bool(place.cells) and all(
            (place.file, place.sheet, cell.column) in self._collected for cell in place.cells
        )

    def _is_said_blank(self, place: Place) -> bool:
        """Tell whether the cells are said to be blank now in a row that was filled."""
        cells = self._emptied.get((place.file, place.sheet, place.row))
        return cells is not None and (not cells or set(place.cells) <= cells)

    def _is_as_above(self, place: Place) -> bool:
        """Tell whether the cells say what the row above says, which stands in another version."""
        first, columns = self._above.get((place.file, place.sheet), (place.row, frozenset()))
        return place.row > first and all(cell.column in columns for cell in place.cells)


def _collected(selection: Selection) -> Iterator[tuple[str, str, int]]:
    """Yield the columns of forms, by file and tab, that ask for votes on a way that a form tool collected."""
    for sheet, ways in selection.collected().items():
        for source in selection.chosen.get(sheet, ()):
            for key, column in source.part.columns.items():
                way, is_of_votes, _ = key.partition(".")
                if is_of_votes and (way in ways or not source.part.subject):
                    yield source.file, source.part.title, column.column


def _said_above(selection: Selection) -> Iterator[tuple[tuple[str, str], tuple[int, frozenset[int]]]]:
    """Yield, by file and tab, the first row that stands in another version, and the columns that are stated once."""
    for sheet, sources in selection.chosen.items():
        for source in sources if sheet.key == MEETING else ():
            where = source.file, source.part.title
            rows = [row for file, title, row in selection.blank if (file, title) == where]
            if rows and source.submission.offers_above:
                columns = (source.part.columns.get(key) for key in SAID_ABOVE)
                yield where, (min(rows), frozenset(column.column for column in columns if column))


def without_kept(findings: Iterable[Finding], selection: Selection, ledger: Ledger) -> Iterator[Finding]:
    """Yield findings, but for what is missed in rows that count as in another version or form, and in cells that mean 0.

    Nor what a row leaves to the one above that stands in another version; what is left out of a decision: that it has
    no effect is said where all versions are known; nor cells that are said to be blank now in a row that was filled.
    """
    known = _Known(selection, ledger)
    yield from (finding for finding in findings if not known.says(finding))


def without_answered(
    findings: Iterable[Finding], answered: Answered, selection: Selection
) -> Iterator[Finding]:
    """Yield findings, but for what was found where a later version of the same form counts.

    What is still wrong there is found there, and who is still missing on it.
    """
    counting: dict[tuple[str, str], set[int]] = defaultdict(set)
    for sheet, sources in selection.chosen.items():
        for source in sources:
            counting[source.file, source.part.title] |= _rows(source, sheet.key)
    for finding in findings:
        place = finding.place
        where = place.file, place.sheet
        rows = counting.get(where, set())
        stands = bool(rows) and (0 in rows | place.rows or not rows.isdisjoint(place.rows))
        is_answered = place.file in answered.files or place.rows <= answered.rows.get(where, frozenset())
        is_of_file = not place.sheet and finding.rule != r.JOINED
        if stands or is_of_file or not is_answered:
            yield finding


def without_copies(
    findings: Iterable[Finding], submissions: Iterable[Submission], selection: Selection
) -> Iterator[Finding]:
    """Yield findings, but for errors on a sheet that says the same as another version's: they are asked once.

    They are asked of the file of which the sheet counts, if any does.
    """
    contents = {
        (one.file, part.title): (one.identity.slot, key, part.digest)
        for one in submissions
        for key, part in one.parts.items()
    }
    counting = {
        (source.file, source.part.title) for sources in selection.chosen.values() for source in sources
    }
    asked: dict[object, str] = {}
    for finding in sorted(findings, key=lambda one: (one.place.file, one.place.sheet) not in counting):
        file, content = finding.place.file, contents.get((finding.place.file, finding.place.sheet))
        is_asked = finding.is_error and content is not None
        if not is_asked or asked.setdefault((content, finding.spot), file) == file:
            yield finding


def without_void(
    findings: Iterable[Finding], void: Mapping[tuple[str, str], frozenset[int]]
) -> Iterator[Finding]:
    """Yield findings, but for what was found on votes that were declared void: whoever repeats a vote sends all of it anew.

    Args:
        findings: what was found in files.
        void: by file and tab, the columns with votes that are void; 0 among them where all votes on the sheet are.
    """
    for finding in findings:
        place = finding.place
        columns = void.get((place.file, place.sheet), frozenset())
        is_void = bool(place.cells) and all(at.column in columns for at in place.cells)
        if 0 not in columns and not is_void:
            yield finding


def _rows(source: Source, key: str) -> set[int]:
    """Return the rows that count of a sheet; 0 among them where all do."""
    lines = source.part.lines
    is_all = len(lines) == len(source.submission.parts[key].lines)
    return {line.row for line in lines} | ({0} if is_all else set())


def check_meetings(ledger: Ledger, plan: Plan) -> Iterator[Finding]:
    """Say which votes do not count because another meeting is stated now, or theirs was withdrawn."""
    ways = {way.meeting_key: way.name for way in plan.ways}
    for votes in ledger.outdated:
        facts = {"sheet": votes.place.sheet, "way": ways.get(votes.way, votes.way)}
        if votes.void:
            yield x.REVOTED.at(votes.place, **facts, where=votes.void.say())
        else:
            own, newer = say_meeting(votes.own), say_meeting(votes.newer)
            yield x.OTHER_MEETING.at(votes.place, **facts, own=own, newer=newer)


def _title(sheet: Sheet | None, key: str) -> T:
    return sheet.title if sheet else same(key)
