"""What is wrong inside one form beyond its single cells."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from xlcampaign.address import FIRST
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.kinds import show_hundredths
from xlcampaign.layout.launch import DUE, LAUNCH, PRESENT
from xlcampaign.layout.meeting import ABSTAINED, BALLOT_CHAIN, MEETING, PEOPLE_CHAIN
from xlcampaign.layout.proposals import PROPOSALS, in_words
from xlcampaign.layout.sheet import Book, Table, fields_of
from xlcampaign.layout.voided import may_declare_void
from xlcampaign.model.plan import Plan
from xlcampaign.model.scale import Scale
from xlcampaign.model.submission import Draft, Record, SheetDraft
from xlcampaign.words import Lang, T, listing_of


def _place(draft: Draft, sheet: SheetDraft, record: Record, column: str) -> Place:
    return Place(draft.file, sheet.title, (sheet.columns.get(column, FIRST).in_row(record.row),))


def check_meeting(draft: Draft, book: Book) -> Iterator[Finding]:
    """Valid ≤ returned ≤ issued ≤ present ≤ due on every row; numbers of people are only pointed out.

    What may declare the votes on a row void holds them back.
    """
    sheet = draft.sheets.get(MEETING)
    if sheet is None:
        return
    table = book.table_of(MEETING)
    for record in sheet.records:
        found = [(*pair, c.CHAIN) for pair in _broken(record, BALLOT_CHAIN)[:1]]
        found += [(*pair, c.ATTENDANCE) for pair in _broken(record, PEOPLE_CHAIN)]
        for key, other, rule in found:
            titles = {"column": table.column_of(key).title, "other": table.column_of(other).title}
            numbers = {"found": str(record.values[key]), "limit": str(record.values[other])}
            yield rule.at(_place(draft, sheet, record, key), **titles, **numbers)
        present, due = record.values.get("present"), record.values.get("due")
        if isinstance(present, int) and isinstance(due, int) and 3 * present < 2 * due:
            place = _place(draft, sheet, record, "present")
            yield c.FEW_PRESENT.at(place, found=present, limit=due)
        if not record.withdrawn:
            yield from _maybe_void(draft, sheet, record)


def check_launch(draft: Draft, book: Book) -> Iterator[Finding]:
    """No more came to the launch meeting than were due."""
    sheet = draft.sheets.get(LAUNCH)
    for record in sheet.records if sheet else ():
        assert sheet
        for key, other in _broken(record, (PRESENT, DUE)):
            titles = {column.key: column.title for _, column in fields_of(book.sheet_of(LAUNCH))}
            numbers = {"found": str(record.values[key]), "limit": str(record.values[other])}
            place = Place(draft.file, sheet.title, (sheet.columns[key],))
            yield c.ATTENDANCE.at(place, column=titles[key], other=titles[other], **numbers)


def _maybe_void(draft: Draft, sheet: SheetDraft, record: Record) -> Iterator[Finding]:
    """Yield the cells of a row of which nobody can tell whether they declare its votes void."""
    for key, raw in {**record.values, **record.raws}.items():
        if key != "way" and isinstance(raw, str) and may_declare_void(raw):
            yield r.MAYBE_VOID.at(_place(draft, sheet, record, key), found=raw)


def _broken(record: Record, chain: Iterable[str]) -> list[tuple[str, str]]:
    """Return which numbers of a row exceed the next one that is known."""
    known = [(key, value) for key in chain if isinstance(value := record.values.get(key), int)]
    return [(key, other) for (key, found), (other, limit) in pairwise(known) if found > limit]


def check_proposals(draft: Draft, book: Book) -> Iterator[Finding]:
    """A proposal to change a level gives its reason, and a reason is one for a proposal."""
    for sheet in draft.sheets.values():
        for record in sheet.records:
            if "reason" not in sheet.columns or record.withdrawn:
                continue
            proposed, reason = record.values.get("override"), str(record.values.get("reason") or "")
            place = _place(draft, sheet, record, "reason")
            said = in_words(record, book.table_of(sheet.key))
            if said:
                at = _place(draft, sheet, record, said.column)
                yield r.PROPOSED_IN_WORDS.at(at, found=str(record.values[said.column]))
            elif (
                "opinion" in sheet.columns
                and reason
                and not any(key in record.values.keys() | record.bad for key in PROPOSALS)
            ):
                yield r.REASON_ALONE.at(place, found=reason)
            if proposed and not reason and "reason" not in record.bad:
                yield r.NEEDS_REASON.at(place, found=str(record.values.get("name", record.subject)))


def check_meaning(draft: Draft, book: Book, printed: Plan, today: Plan) -> Iterator[Finding]:
    """What marks and votes meant when a form was issued they still mean; an error a sheet on which they do not.

    Args:
        draft: the form as read.
        book: its declaration.
        printed: the plan with ways and scales as the form was issued with.
        today: the plan as it is.
    """
    then, now = ({(way.kind, way.key): way for way in plan.ways} for plan in (printed, today))
    changed = {
        which: way
        for which, way in then.items()
        if way.by_peers != now[which].by_peers
        or not today.scale_of[now[which].scale].still_says(printed.scale_of[way.scale])
    }
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        columns = sheet.columns if isinstance(sheet, Table) and drafted and drafted.filled else ()
        lost = {(c.mark.kind, c.mark.way): None for c in columns if c.mark} & changed.keys()
        for which in sorted(lost)[:1]:
            assert drafted
            scales = printed.scale_of[changed[which].scale], today.scale_of[now[which].scale]
            was, is_now = map(_described, scales)
            place = Place(draft.file, drafted.title)
            yield s.OTHER_SCALE.at(place, way=changed[which].name, was=was, now=is_now)


def _described(scale: Scale) -> T:
    """Return a scale in a few words: its grades, and the range of its points."""
    range_ = [f"{show_hundredths(scale.low or 0)}–{show_hundredths(scale.high)}"] if scale.high else []
    return listing_of([*range_, *(grade.name for grade in scale.grades)])


def say_lost_ways(findings: Iterable[Finding], draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield findings; those on a meeting's cells by which all votes of a way are counted, with how many cells they cost.

    Args:
        findings: what was found in the form.
        draft: the form as read.
        book: its declaration.
    """
    sheet, lost = draft.sheets.get(MEETING), {}
    for record in sheet.records if sheet else ():
        assert sheet
        way = str(record.values.get("way", ""))
        votes, apart = _votes_of(way, draft, book)
        broken = _broken(record, BALLOT_CHAIN)
        for key, cells in (("valid", votes), (ABSTAINED.key, votes if apart else 0)):
            is_chained = key == BALLOT_CHAIN[0] and bool(broken)
            if cells and (key not in record.values or is_chained):
                name = book.table_of(MEETING).column_of("way").kind.show(way, Lang.ZH)
                costs = c.WAY_WITH_IT.filled(way=str(name), found=str(cells))
                lost[_place(draft, sheet, record, broken[0][0] if is_chained else key)] = costs
    for finding in findings:
        costs_it = lost.get(finding.place) if finding.is_error else None
        yield replace(finding, costs=costs_it) if costs_it else finding


def _votes_of(way: str, draft: Draft, book: Book) -> tuple[int, bool]:
    """Return how many cells are filled in for a way that is voted on, and whether abstentions are tallied apart in it."""
    cells, kinds = 0, set()
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        if isinstance(sheet, Table) and drafted:
            columns = [one for one in sheet.columns if one.mark and one.mark.meeting_key == way]
            kinds |= {one.rest is None for one in columns}
            rows = (record.values for record in drafted.records if record.subject and not record.withdrawn)
            cells += sum(one.key in values for values in rows for one in columns)
    return cells, len(kinds) > 1


CHECKS = (check_meeting, check_launch, check_proposals)


def check_form(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what is wrong inside one form."""
    for check in CHECKS:
        yield from check(draft, book)
