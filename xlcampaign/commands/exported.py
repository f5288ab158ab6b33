"""An export of ballots from a form tool, from its sheet to a submission: beside the form, and counted as if typed there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from xlcampaign.checks.ballots import check_ballots
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import online_rules as o
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.choices import STEPS, label_of
from xlcampaign.layout.forms import form_for, unit_title
from xlcampaign.layout.online import (
    Question,
    asks_who_voted,
    ballots_table,
    holds_code,
    is_about_answers,
    names_voters,
    questions_on,
    says_otherwise,
    stars_on,
    subjects_on,
)
from xlcampaign.layout.online_rows import answers_to, mapped_questions, mapped_rows
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.model.choices import Repeated, StepKey, Uniform
from xlcampaign.model.identity import Identity, collected_key
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way, WayKey
from xlcampaign.model.submission import Draft, SheetDraft, SheetPart, Submission
from xlcampaign.reading.ballots import look_at_ballots
from xlcampaign.reading.count import count_draft
from xlcampaign.reading.exported import (
    Answers,
    Export,
    check_sheet,
    find_exports,
    header_of,
    read_ballots,
)
from xlcampaign.reading.form import read_instant
from xlcampaign.reading.grid import RawBook
from xlcampaign.reading.tallied import as_tallied
from xlcampaign.words import T, listing_of

_NAMED = 6
"""How many headers or people a finding names."""
_Way = tuple[SubjectKind, WayKey]


@dataclass(frozen=True, slots=True)
class TakenExport:
    """What became of an export: for which form it brings ballots, those counted, and what was found."""

    identity: Identity | None
    submission: Submission | None
    findings: tuple[Finding, ...]


def take_export(workbook: RawBook, file: str, sha256: str, plan: Plan) -> TakenExport | None:
    """Read, check and count an export; None where a workbook is none.

    Args:
        workbook: that is no form.
        file: its name.
        sha256: of its bytes.
        plan: the campaign's.
    """
    exports = find_exports(workbook, plan.campaign.code, mapped_questions(plan))
    if not exports:
        return None
    export, found = exports[0], _columns_beside(exports[0], file)
    if refused := _refuse(exports, file, plan):
        return TakenExport(None, None, (*found, refused))
    known = {column: asked for column, asked in export.questions.items() if asked}
    first = next(iter(known.values()))
    own = plan.of_stage(first.stage)
    book = form_for(own, Identity(plan.campaign.code, first.stage, StepKey.EVALUATION, first.unit))
    if book is None or book.identity is None:
        step = label_of(STEPS, StepKey.EVALUATION)
        why = f.NOT_ASKED if first.unit in own.branch_of else f.UNIT_UNKNOWN
        unknown = f.NO_UNIT.at(Place(file), unit=first.unit, step=step, why=why, remedy=f.CHECK_PLAN)
        return TakenExport(None, None, (*found, unknown))
    found += [*check_sheet(export, file), *_changed(export, file)]
    counted, said = _Taking(export, book, own, file).count(_of_entry(known, own, tallied=False), sha256)
    tallies, said_too = _tallied(export, book, own, file, _of_entry(known, own, tallied=True), sha256)
    parts = {**counted.parts, **tallies}
    online = replace(counted, parts=parts, saved=read_instant(workbook.modified), online=True)
    return TakenExport(book.identity, online, (*found, *said, *said_too))


def _of_entry(known: Mapping[int, Question], plan: Plan, *, tallied: bool) -> Mapping[int, Question]:
    """Return the questions of ways that the form tallies, or of all others."""
    ways = {(way.kind, way.key) for way in plan.ways if (way.entry is Entry.TALLY) is tallied}
    return {column: asked for column, asked in known.items() if (asked.kind, asked.way) in ways}


def _tallied(
    export: Export, book: Book, plan: Plan, file: str, known: Mapping[int, Question], sha256: str
) -> tuple[Mapping[str, SheetPart], list[Finding]]:
    """Return what was collected in ways that the form tallies, as numbers by keys beside the form's own, and what was found.

    It is read as ballots, each of which counts, as tellers count them.
    """
    assert book.identity is not None
    ways = tuple(replace(way, entry=Entry.BALLOTS) if way.entry is Entry.TALLY else way for way in plan.ways)
    campaign = replace(plan.campaign, uniform_ballots=Uniform.COUNTED, identical_ballots=Repeated.COUNTED)
    by_ballots = replace(plan, campaign=campaign, ways=ways)
    form = form_for(by_ballots, book.identity)
    assert form is not None
    counted, found = _Taking(export, form, by_ballots, file, tallied=True).count(known, sha256)
    parts: dict[str, SheetPart] = {}
    for part in counted.parts.values():
        way = next(one for one in plan.ways if one.meeting_key in part.ballots)
        own = next(
            sheet.key
            for sheet in book.sheets
            if isinstance(sheet, Table)
            and any(c.mark and (c.mark.kind, c.mark.way) == (way.kind, way.key) for c in sheet.columns)
        )
        numbers = as_tallied(part, plan.scale_of[way.scale], plan.campaign.abstentions, export.header)
        parts[collected_key(own, way.key)] = numbers
    return parts, found


def _refuse(exports: list[Export], file: str, plan: Plan) -> Finding | None:
    """Return why a file is no export of one branch's ballots in one stage; None where it is."""
    export = exports[0]
    place = Place(file, export.grid.title)
    if any(one.is_list for one in exports):
        return o.LIST_ITSELF.at(Place(file))
    if len(exports) > 1:
        return o.MIXED.at(Place(file), found=listing_of((one.grid.title for one in exports), _NAMED))
    if not any(export.questions.values()):
        headers = listing_of((header_of(export, column) for column in export.questions), _NAMED)
        return o.OTHER_CODES.at(place, headers=headers)
    held = dict.fromkeys((asked.stage, asked.unit) for asked in export.questions.values() if asked)
    if len(held) > 1:
        named = [_named(plan.of_stage(stage), stage, unit) for stage, unit in list(held)[:_NAMED]]
        zh, en = "、".join(one.zh for one in named), ", ".join(one.en for one in named)
        return o.MIXED.at(place, found=T(zh, en))
    return None


def _named(plan: Plan, stage: int, unit: str) -> T:
    name = unit_title(plan, unit).zh if unit in plan.branch_of else unit
    return o.MIXED_BRANCHES.filled(stage=str(stage), unit=name)


def _columns_beside(export: Export, file: str) -> list[Finding]:
    """Return what is to be said of columns that are no question: those that name voters, and those that may be questions."""
    place = Place(file, export.grid.title)
    telling = {n: header for n, header in export.others.items() if names_voters(header)}
    others = {
        n: header for n, header in export.others.items() if n not in telling and not is_about_answers(header)
    }
    found = []
    for rule, columns in ((o.NAMES_VOTERS, telling), (o.OTHER_COLUMNS, others)):
        if columns and not export.is_list:
            at = place.cell_at(export.header, min(columns))
            found.append(rule.at(at, found=len(columns), headers=listing_of(columns.values(), _NAMED)))
    return found


def _changed(export: Export, file: str) -> Iterator[Finding]:
    """Yield the questions of which the code is not whole."""
    yield from (
        _not_asked(export, column, o.CHANGED, file) for column, asked in export.questions.items() if not asked
    )


def _not_asked(export: Export, column: int, why: T, file: str) -> Finding:
    place = Place(file, export.grid.title).cell_at(export.header, column)
    return o.NOT_ASKED.at(place, header=header_of(export, column), why=why)


def _by_way(known: Mapping[int, Question]) -> Mapping[_Way, Mapping[int, Question]]:
    """Return the columns of each way, each with its question."""
    ways: dict[_Way, dict[int, Question]] = defaultdict(dict)
    for column, asked in known.items():
        ways[asked.kind, asked.way][column] = asked
    return ways


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes the ways of an export one by one: for a form, by the plan of its stage; `tallied` are ways that it tallies."""

    export: Export
    book: Book
    plan: Plan
    file: str
    tallied: bool = False

    def count(self, known: Mapping[int, Question], sha256: str) -> tuple[Submission, list[Finding]]:
        """Return some questions' ballots counted, and what was found."""
        assert self.book.identity is not None
        draft, found = Draft(self.file, self.book.identity, 1, {}), []
        for way, asked in _by_way(known).items():
            sheets, said = self.take(way, asked)
            draft = replace(draft, sheets={**draft.sheets, **sheets})
            found += said
        ballots = look_at_ballots(draft, self.book)
        found += check_ballots(draft, ballots)
        return count_draft(draft, self.book, found, ballots, sha256, self.plan), found

    def take(self, of: _Way, asked: Mapping[int, Question]) -> tuple[Mapping[str, SheetDraft], list[Finding]]:
        """Return the ballots of one way as their sheet by its key, none where the form takes none; and what was found."""
        way = next(one for one in self.plan.ways if (one.kind, one.key) == of)
        table = ballots_table(self.book, *of)
        by_voter = self.tallied and way.leaves_out_own(self.plan.campaign.counting)
        if table is None or by_voter or asks_who_voted(table):
            why, remedy = (o.NOT_BY_BALLOT, o.SET_BY_BALLOT) if table is None else (o.WHO_VOTED, o.ON_PAPER)
            place = Place(self.file, self.export.grid.title)
            return {}, [o.NOT_ONLINE.at(place, way=way.name, found=len(asked), why=why, remedy=remedy)]
        return self._take_from(table, way, asked)

    def _take_from(
        self, table: Table, way: Way, asked: Mapping[int, Question]
    ) -> tuple[Mapping[str, SheetDraft], list[Finding]]:
        stage, _, unit, *_ = next(iter(asked.values()))
        on_form, times = set(questions_on(table, stage, unit)), Counter(asked.values())
        kept: dict[int, Question] = {}
        found: list[Finding] = []
        for column, question in asked.items():
            header, several = header_of(self.export, column), times[question] > 1
            doubt = (
                o.NOBODYS
                if question not in on_form
                else _doubt(question, header, table, self.plan, several=several)
            )
            if doubt:
                found.append(_not_asked(self.export, column, doubt, self.file))
            else:
                kept[column] = question
        lacking = on_form - set(asked.values())
        unmatched = {row.header: one for row, one in mapped_rows(self.plan) if one in lacking}
        place = Place(self.file, self.export.grid.title)
        if unmatched:
            headers = listing_of(unmatched, _NAMED)
            found.append(o.UNMATCHED.at(place, way=way.name, found=len(unmatched), headers=headers))
        found += _lacking(place, table, way.name, lacking - set(unmatched.values()))
        if not kept:
            return {}, found
        answers = Answers(way.name, answers_to(self.plan, way, stage, unit))
        drafted, said = read_ballots(self.export, table, kept, answers, self.file)
        return {table.key: drafted}, [*found, *said]


def _doubt(question: Question, header: str, table: Table, plan: Plan, *, several: bool) -> T | None:
    """Return why the answers to a question of the form do not count all the same; None where they do."""
    if several:
        return o.TWICE
    name, (star, _) = plan.name_of(question.subject), stars_on(table)[question.star]
    said = says_otherwise(header, name, star) if holds_code(header) else ""
    return o.OTHERWISE.filled(found=said, name=name, star=star.title.zh) if said else None


def _lacking(place: Place, table: Table, way: str, lacking: Iterable[Question]) -> Iterator[Finding]:
    """Yield that questions of a way are not in an export, the first of them by name."""
    subjects, stars = subjects_on(table), stars_on(table)
    order = [(subject, star) for subject in subjects for star in stars]
    missing = sorted(((one.subject, one.star) for one in lacking), key=order.index)
    if missing:
        named = [
            o.ONE_OF_THEM.filled(name=subjects[subject], star=stars[star][0].title.zh)
            if subjects[subject]
            else stars[star][0].title
            for subject, star in missing
        ]
        zh, en = (
            listing_of((one.zh for one in named), _NAMED).zh,
            listing_of((one.en for one in named), _NAMED).en,
        )
        yield o.LACKING.at(place, way=way, found=len(missing), names=T(zh, en))
