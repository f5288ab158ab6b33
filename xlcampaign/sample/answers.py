"""A form filled completely and believably, whatever its ways, entries and scales."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from xlcampaign.layout.form_book import COVER
from xlcampaign.layout.launch import GROUP, LAUNCH, WORK
from xlcampaign.layout.meeting import asks_if_any
from xlcampaign.layout.sheet import Answers, Book, Column, RowKind, Settings, Table
from xlcampaign.model.cell import Raw, Value
from xlcampaign.model.plan import Plan, SubjectKind, Way, WayKey
from xlcampaign.sample.author import Author, Entries
from xlcampaign.sample.judgements import commendations, comments
from xlcampaign.sample.launches import launch, leading_group, work_record
from xlcampaign.sample.marks import give_mark, give_votes
from xlcampaign.sample.meetings import Held, hold
from xlcampaign.sample.opinions import Opinions, rng_of
from xlcampaign.sample.pledges import announcement, baselines, branch_pledges, member_pledges
from xlcampaign.sample.remarks import achievement_of, remarks_on
from xlcampaign.sample.undertakings import fulfilments, rectifications
from xlcampaign.words import Lang, T

_OFFICE = T("联校党办", "Office of the union")
_OWN_INVALID = 0.1
_BLANK_MARK = 0.01
_NO_OPINION = 0.02

Row = Mapping[str, Value]

_REGISTERS: Mapping[str, Callable[[Author, Table], Entries]] = {
    GROUP: leading_group,
    "baseline": baselines,
    "branch_pledges": branch_pledges,
    "member_pledges": member_pledges,
    "fulfilment": fulfilments,
    "rectification": rectifications,
    "comments": comments,
    "commendations": commendations,
}
"""How registers are filled, by sheet key; what is only decided later is not among them."""


class _Hand:
    """Fills one form; remembers what one rater or meeting said, so that its cells agree."""

    def __init__(self, plan: Plan, book: Book, opinions: Opinions) -> None:
        assert book.identity is not None
        self.plan = plan
        self.book = book
        self.opinions = opinions
        self.identity = book.identity
        self.step = book.identity.step
        self.branch = plan.branch_of.get(book.identity.unit)
        self._held: dict[str, Held] = {}
        self._votes: dict[tuple[str, Way], Mapping[str, Mapping[str, int | None]]] = {}
        self._marks: dict[tuple[str, Way, Value], Mapping[str, Value]] = {}

    @cached_property
    def ways(self) -> Mapping[tuple[SubjectKind, WayKey], Way]:
        return {(way.kind, way.key): way for way in self.plan.ways}

    @cached_property
    def by_meeting(self) -> Mapping[str, Way]:
        return {way.meeting_key: way for way in self.plan.ways}

    def held(self, way: Way) -> Held:
        key = way.meeting_key
        if key not in self._held:
            self._held[key] = hold(self.plan, self.branch, way, self.step, self.opinions.seed)
        return self._held[key]

    def value(self, table: Table, row: Row, column: Column) -> Value:
        """Return what stands in a cell; None where it stays empty."""
        if table.row_kind is RowKind.WAY:
            return self._held_as(self.by_meeting[str(row["way"])]).get(column.key)
        subject = table.subject or str(row["code"])
        if column.mark is None:
            return self._beside(subject, table, row, column)
        star = column.mark.star or str(row["key"])
        way = self.ways[column.mark.kind, column.mark.way]
        if column.mark.grade:
            votes = self._votes_on(subject, way)[star][column.mark.grade]
            return 0 if votes is None and asks_if_any(self.plan, way) else votes
        return self._marks_on(subject, way, row.get("ballot"), table)[star]

    def _held_as(self, way: Way) -> Mapping[str, Value]:
        """Return what is said of how a way was held; wherever it is asked, that there were abstentions."""
        return {**self.held(way).values, "abstained": "yes" if asks_if_any(self.plan, way) else None}

    def _votes_on(self, subject: str, way: Way) -> Mapping[str, Mapping[str, int | None]]:
        if (subject, way) not in self._votes:
            rng = rng_of(self.opinions.seed, "votes", subject, way.kind, way.key)
            seen = self.opinions.seen(subject, way.key)
            base, scale = self._base(subject, way), self.plan.scale_of[way.scale]
            self._votes[subject, way] = {
                star: give_votes(scale, view, base, rng) for star, view in seen.items()
            }
        return self._votes[subject, way]

    def _base(self, subject: str, way: Way) -> int:
        held = self.held(way)
        counting = self.plan.campaign.counting
        if not way.leaves_out_own(counting) or subject in held.absent or self._own_invalid(subject, way):
            return held.valid
        return max(held.valid - 1, 0)

    def _own_invalid(self, subject: str, way: Way) -> bool:
        """Tell whether a member's own ballot is among the invalid ones, so that all valid ones are on them."""
        held = self.held(way)
        rng = rng_of(self.opinions.seed, "invalid", subject)
        return held.valid < held.present and subject not in held.absent and rng.random() < _OWN_INVALID

    def _marks_on(self, subject: str, way: Way, ballot: Value, table: Table) -> Mapping[str, Value]:
        key = (subject, way, ballot)
        if key not in self._marks:
            seen = self.opinions.seen(subject, way.key)
            cast = ballot is None or self._is_cast(subject, way, ballot, table)
            rng = rng_of(self.opinions.seed, "marks", subject, way.kind, way.key, ballot)
            scale = self.plan.scale_of[way.scale]
            marks = {star: give_mark(scale, view, rng) if cast else None for star, view in seen.items()}
            if ballot is not None and cast:
                for star in marks:
                    chance = rng.random()
                    if chance < _BLANK_MARK:
                        marks[star] = None
                    elif chance < _BLANK_MARK + _NO_OPINION and scale.uncounted:
                        marks[star] = scale.uncounted[0].key
            self._marks[key] = marks
        return self._marks[key]

    def _is_cast(self, subject: str, way: Way, ballot: Value, table: Table) -> bool:
        """Tell whether a ballot is valid and rates the subject: the n-th member there leaves the own row empty."""
        held = self.held(way)
        if not isinstance(ballot, int) or ballot > held.valid:
            return False
        if not way.leaves_out_own(self.plan.campaign.counting):
            return True
        there = [code for code in dict.fromkeys(row["code"] for row in table.rows) if code not in held.absent]
        return ballot > len(there) or subject != there[ballot - 1]

    def _beside(self, subject: str, table: Table, row: Row, column: Column) -> Value:
        """Return what is written beside the marks."""
        if column.key in {"attended", "base"}:
            way = self._way_of(table)
            if column.key == "attended":
                if row.get("ballot", 1) != 1:
                    return None
                return "no" if subject in self.held(way).absent else "yes"
            return self.held(way).valid if self._own_invalid(subject, way) else None
        if column.key == "achievement":
            return achievement_of(self.plan, self.opinions, subject, str(row["key"]))
        return remarks_on(self.plan, self.opinions, subject).get(column.key)

    def _way_of(self, table: Table) -> Way:
        mark = next(column.mark for column in table.columns if column.mark)
        return self.ways[mark.kind, mark.way]


def _rated(hand: _Hand, table: Table) -> Entries:
    """Yield what is typed into a sheet of marks, votes or meetings."""
    inputs = [column for column in table.columns if column.is_input]
    for index, row in enumerate(table.rows):
        yield index, {column.key: hand.value(table, row, column) for column in inputs}


def _typed(table: Table, entries: Entries, lang: Lang) -> Iterator[tuple[tuple[str, int, str], Raw]]:
    """Yield entries as they are typed; what stands in a register's row already is left alone."""
    for index, values in entries:
        known = table.rows[index] if table.register and index < len(table.rows) else {}
        for key, value in values.items():
            if value is not None and value != known.get(key):
                yield (table.key, index, key), table.column_of(key).kind.show(value, lang)


def fill_form(plan: Plan, book: Book, opinions: Opinions) -> Answers:
    """Return what is typed into a form, as people type it: 8.5, and labels for choices."""
    hand = _Hand(plan, book, opinions)
    pen = Author(plan, opinions, hand.branch)
    lang = plan.campaign.language
    author = hand.branch.secretary if hand.branch else _OFFICE.say(lang)
    answers: dict[tuple[str, int, str], Raw] = {(COVER, 0, "filled_by"): author} if author else {}
    for sheet in book.sheets:
        if isinstance(sheet, Settings):
            said = launch(pen, sheet) if sheet.key == LAUNCH else announcement(pen, sheet)
            fields = (field for field in sheet.fields if said[field.key] is not None)
            answers |= {(sheet.key, 0, f.key): f.kind.show(said[f.key], lang) for f in fields}
        elif sheet.key == WORK and isinstance(sheet, Table):
            answers |= dict(_typed(sheet, work_record(pen, hand.identity), lang))
        elif isinstance(sheet, Table):
            fill = _REGISTERS.get(sheet.key)
            entries = fill(pen, sheet) if fill else iter(()) if sheet.register else _rated(hand, sheet)
            answers |= dict(_typed(sheet, entries, lang))
    return answers
