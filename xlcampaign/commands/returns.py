"""Forms that go back to their senders, with what is to be mended marked in them."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import crashed
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.received import as_cast
from xlcampaign.commands.recipients import file_name, names_its_recipient, recipient_folder, stray_folders
from xlcampaign.commands.writing import alone_in
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Stop
from xlcampaign.forms.form import write_form
from xlcampaign.forms.reissue import Received, reissue
from xlcampaign.inbox.folder import list_files, read_envelope
from xlcampaign.inbox.guard import guard
from xlcampaign.inbox.names import INSIDE
from xlcampaign.inbox.opening import open_envelope
from xlcampaign.layout.forms import form_for, form_title, unit_title
from xlcampaign.layout.messages import MARKS
from xlcampaign.layout.returned import RETURNED_BRANCH, RETURNED_COMMITTEE
from xlcampaign.layout.sheet import Book
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.identity import COMMITTEE, Identity, Slot
from xlcampaign.model.message import MessageKind
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Report
from xlcampaign.model.submission import Submission
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import ENDINGS, Package, file_ending
from xlcampaign.reading.grid import RawBook, read_workbook
from xlcampaign.reading.returned import states_the_same
from xlcampaign.sending.others import tabs_of_others
from xlcampaign.sending.problems import to_mend
from xlcampaign.sending.returned import Returned, annotate, list_alone
from xlcampaign.tally.select import newest_of

_AGAIN = "form.xlsx"


@dataclass(frozen=True, slots=True)
class Errand:
    """A file that goes back.

    Attributes:
        envelope: it, or the mail or archive in which it came.
        file: its name.
        identity: which form it is, of the unit to which it goes.
        sent: what is to be said.
        alone: whether only that goes, and nothing of the file: it is another unit's form.
    """

    envelope: Envelope
    file: str
    identity: Identity
    sent: Returned
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What all files that go back are written by: the plan, and passwords for encrypted ones."""

    plan: Plan
    passwords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it goes back, and what its name ends with."""

    data: bytes
    ending: str


@dataclass(frozen=True, slots=True)
class Returns:
    """What was written to go back.

    Attributes:
        place: the folder with the recipients' folders.
        written: where it lies, by the names of the files that came.
        findings: what is to be said: of older copies that somebody changed, of files that could not be opened once
            more, or why nothing can be written.
    """

    place: Path
    written: Mapping[str, Path]
    findings: tuple[Finding, ...]


def make_returns(folder: Folder, report: Report, engine: Engine) -> Returns:
    """Write what goes back of each form of a stage in whose newest version its sender can mend something.

    What went back before and is mended by now is taken away, unless somebody changed it.

    Args:
        folder: the campaign's.
        report: what came, and what was found.
        engine: where files are opened.
    """
    plan = replace(report.plan, campaign=replace(report.plan.campaign, stage=report.stage))
    found = list(_errands(folder, plan, report))
    errands = [errand for errand in found if isinstance(errand, Errand)]
    findings = [finding for finding in found if isinstance(finding, Finding)]
    place, written = folder.send(report.stage), dict[str, Path]()
    going = {_target(folder, plan, errand.identity) for errand in errands}
    before = _before(folder, plan, report.stage)
    if not going and not before:
        return Returns(place, written, tuple(findings))
    try:
        with alone_in(place, *sorted({target.parent for target in going | before})):
            outputs = Outputs(folder, plan.campaign.language)
            for outcome in engine.run(make_return, errands, Terms(plan, folder.passwords), _weight):
                file, target = outcome.given.file, _target(folder, plan, outcome.given.identity)
                if outcome.failure:
                    findings.append(crashed(file, outcome.failure, outcome.error))
                    before -= set(_in_place_of(target))
                elif outcome.result:
                    target = target.with_suffix(outcome.result.ending)
                    findings += filter(None, [outputs.put_data(target, outcome.result.data)])
                    written[file] = target
            findings += filter(None, map(outputs.retire, sorted(before - set(written.values()))))
    except Stop as stop:
        findings += stop.findings
    return Returns(place, written, tuple(findings))


def _weight(errand: Errand) -> int:
    return len(errand.envelope.data)


def _target(folder: Folder, plan: Plan, identity: Identity) -> Path:
    """Return where a form that goes back lies, most often."""
    book = form_for(plan, identity)
    assert book is not None
    only = RETURNED_COMMITTEE if identity.unit == COMMITTEE else RETURNED_BRANCH
    place = recipient_folder(folder, plan, identity.stage, identity.unit) / file_name(plan, book)
    return place.with_stem(place.stem + only.say(plan.campaign.language))


def _in_place_of(target: Path) -> Iterator[Path]:
    """Yield what an earlier check wrote to go back: it was of whatever kind its sender's file was."""
    return filter(Path.exists, map(target.with_suffix, ENDINGS.values()))


def _before(folder: Folder, plan: Plan, stage: int) -> set[Path]:
    """Return all that earlier checks of a stage wrote to go back, to units that the plan no longer has too."""
    ends = tuple(mark.say(plan.campaign.language) for mark in MARKS[MessageKind.RETURNS])
    places = [recipient_folder(folder, plan, stage, unit) for unit in (COMMITTEE, *plan.branch_of)]
    return {
        path
        for place in (*places, *stray_folders(folder, plan, stage))
        for path in place.glob("*")
        if path.stem.endswith(ends) and path.suffix in ENDINGS.values() and names_its_recipient(path)
    }


def _errands(folder: Folder, plan: Plan, report: Report) -> Iterator[Errand | Finding]:
    """Yield what goes back, and what is to be said of files that can no longer be opened."""
    paths = dict(list_files(folder.inbox)[0])
    parcels: dict[str, Envelope | Finding] = {}  # a mailbox with all forms is in memory once
    for identity, file, sent, alone in (*_versions(plan, report), *_lent(plan, report)):
        outer = file.partition(INSIDE)[0]
        if outer in paths:
            envelope = parcels[outer] = parcels.get(outer) or read_envelope(outer, paths[outer])
            yield envelope if isinstance(envelope, Finding) else Errand(envelope, file, identity, sent, alone)


_Wanted = tuple[Identity, str, Returned, bool]
"""A form that goes back: which, the file that came, what is to be said, whether only that goes."""


def _versions(plan: Plan, report: Report) -> Iterator[_Wanted]:
    """Yield the newest version of each form in which its sender can mend something, or say which of several counts."""
    versions: dict[Slot, list[Submission]] = defaultdict(list)
    for submission in report.submissions:
        if not submission.online:
            versions[submission.identity.slot].append(submission)
    for slot, listed in sorted(versions.items()):
        newest = newest_of(listed)
        files = dict.fromkeys((newest.file, *(other.file for other in listed if newest.is_from(other))))
        others = [other.file for other in listed if other.file not in files]
        joined = _joined({one.file for one in listed}, report.findings)
        asked = (one for one in report.findings if one.place.file in files or one.rule == x.TIED)
        found = _about([*files, *others], asked)
        own = to_mend(one for one in found if not (one.rule == r.ROW_EMPTY and _quoted(one) in joined))
        if slot.stage == report.stage and own:
            yield newest.identity, newest.file, _returned(plan, slot, own, newest.origins), False


def _joined(files: Container[str], findings: Iterable[Finding]) -> str:
    """Return who was put on a form's list since it was issued: at its meeting nobody rated them."""
    joined = (one for one in findings if one.rule == r.JOINED and one.place.file in files)
    return "".join(str(one.facts["names"]) for one in joined)


def _quoted(row: Finding) -> str:
    """Return whom a row names, as lists of people have it."""
    return f"“{row.facts['found']}”"


def _lent(plan: Plan, report: Report) -> Iterator[_Wanted]:
    """Yield what is to be said to branches that filled in another one's form, and have not sent their own since.

    Only that is said, and to nobody else: whose form it is cannot mend it, and may not see it.
    """
    identities = {one.file: one.identity for one in report.receipts if one.identity}
    done = {identity.slot for identity in identities.values()}
    for finding in report.findings:
        if finding.rule == f.WRONG_PEOPLE:
            file = finding.place.file
            identity = replace(identities[file], unit=str(finding.facts["filled_by"]))
            if identity.stage == report.stage and identity.slot not in done:
                done.add(identity.slot)
                yield identity, file, _returned(plan, identity.slot, (finding,), frozenset()), True


def _returned(plan: Plan, slot: Slot, findings: tuple[Finding, ...], origins: frozenset[str]) -> Returned:
    """Return what is to be said of a form, and what its first sheet says of it."""
    lang = plan.campaign.language
    facts = {
        "unit": unit_title(plan, slot.unit).say(lang),
        "form": form_title(slot).say(lang),
        "stage": plan.stage_of(slot.stage).name,
        "organisation": plan.campaign.organisation,
    }
    return Returned(findings, origins, facts, lang)


def _about(files: Sequence[str], findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what was found in a file, then what is still wrong in those that it stems from and was not found in it."""
    by_file: dict[str, list[Finding]] = {file: [] for file in files}
    for finding in findings:
        if finding.place.file in by_file:
            by_file[finding.place.file].append(finding)
    said: set[object] = set()
    for found in by_file.values():
        yield from (
            replace(one, place=replace(one.place, file=files[0])) for one in found if one.spot not in said
        )
        said |= {one.spot for one in found}


def make_return(errand: Errand, terms: Terms) -> Copy | None:
    """Return a file as it goes back, None where nothing in it is its unit's to mend: what a worker runs.

    Of a file that holds sheets of another branch nothing goes to anybody but a list of what is wrong elsewhere.

    Raises:
        LookupError: it is no longer where it was.
    """
    envelope, book = lying_in(errand.envelope, errand.file), form_for(terms.plan, errand.identity)
    if book is None:
        raise LookupError(errand.file)
    if errand.alone:
        return copy_of(list_alone(errand.sent))
    content, workbook = opened(envelope, terms.passwords)
    if others := tabs_of_others(workbook, terms.plan, errand.identity.unit):
        own = tuple(
            one for one in errand.sent.findings if not (one.place.sheet in others and one.place.cells)
        )
        return copy_of(list_alone(replace(errand.sent, findings=own))) if own else None
    if any(finding.rule is f.OPENED for finding in content.findings):
        return copy_of(list_alone(errand.sent))
    return marked_copy(content, workbook, book, errand.sent) or _issued_again(
        envelope, book, errand.sent, terms
    )


def lying_in(envelope: Envelope, file: str) -> Envelope:
    """Return a file by its name: what was given, or what lies in that.

    Raises:
        LookupError: it is no longer where it was.
    """
    inside = (found for _, found in open_envelope(envelope) if isinstance(found, Envelope))
    found = next((found for found in inside if found.name == file), None)
    if found is None:
        raise LookupError(file)
    return found


def marked_copy(content: Content, workbook: RawBook, book: Book, sent: Returned) -> Copy | None:
    """Return a file with marks in it; None where that would do harm, or it would no longer say the same."""
    try:
        data = annotate(content, workbook, book, sent)
    except Unfit:
        return None
    return copy_of(data) if _states_the_same(workbook, Envelope(content.name, data)) else None


def opened(envelope: Envelope, passwords: tuple[str, ...] = ()) -> tuple[Content, RawBook]:
    """Return a file that was read before, opened once more."""
    content = guard(envelope, passwords)
    assert isinstance(content, Content)
    workbook = read_workbook(content)
    assert isinstance(workbook, RawBook)
    return content, workbook


def copy_of(data: bytes) -> Copy:
    """Return a workbook as it goes back."""
    return Copy(data, file_ending(Package(data)))


def _states_the_same(workbook: RawBook, envelope: Envelope) -> bool:
    """Tell whether a file says, marks aside, what a workbook says."""
    content = guard(envelope)
    again = read_workbook(content) if isinstance(content, Content) else content
    return isinstance(again, RawBook) and states_the_same(workbook, again)


def _issued_again(envelope: Envelope, book: Book, sent: Returned, terms: Terms) -> Copy:
    """Return a form filled in with what was received, without ballots, and marked where that is wrong.

    What is wrong is found by reading it: its cells are not where those of the file were. What is not found there is
    listed all the same.
    """
    intake = take_in(envelope, terms.plan, terms.passwords, drafts=True)
    assert intake.draft is not None
    assert intake.submission is not None
    sheets = {key: (sheet,) for key, sheet in intake.draft.sheets.items()}
    received = Received((intake.submission,), sheets, counting=intake.submission.counting)
    again = reissue(as_cast(book, terms.plan, None, received).book, received, sent.lang)
    with TemporaryDirectory() as room:
        file = Path(room) / _AGAIN
        stage, step, _ = intake.submission.identity.slot
        made = max(terms.plan.step_of(stage, step).start, *received.days)
        write_form(file, again.book, sent.lang, made, again.answers)
        written = Envelope(_AGAIN, file.read_bytes())
    content, workbook = opened(written)
    found = to_mend(take_in(written, terms.plan).findings)
    said = {(finding.rule.code, finding.place.sheet) for finding in found}
    rest = (one for one in sent.findings if (one.rule.code, one.place.sheet) not in said)
    listed = (*found, *(replace(one, place=replace(one.place, cells=())) for one in rest))
    return copy_of(annotate(content, workbook, again.book, replace(sent, findings=to_mend(listed))))
