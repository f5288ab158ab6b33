"""Reports that go back to their units, with what is to be mended marked in them, or listed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlcampaign.commands.collect import crashed
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.recipients import unit_file
from xlcampaign.commands.returns import Copy, copy_of, lying_in, marked_copy, opened
from xlcampaign.commands.writing import writing
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.names import INSIDE
from xlcampaign.layout.dispatch import FORM_TITLE, TITLE
from xlcampaign.layout.returned import LEVEL_ABOVE, NOT_MENDED_HERE, RETURNED_COMMITTEE
from xlcampaign.model.dispatch import Origin
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.rollup import Rollup, UnitLine, UnitState
from xlcampaign.reading.dispatch import declared, hidden_in
from xlcampaign.sending.problems import to_mend
from xlcampaign.sending.returned import Returned, list_alone
from xlcampaign.words import Lang


@dataclass(frozen=True, slots=True)
class Errand:
    """A report that goes back: it, or the mail or archive in which it came; its name; to where; what is to be said."""

    envelope: Envelope
    file: str
    target: Path
    sent: Returned


def make_report_returns(
    outputs: Outputs,
    folder: Path,
    rollup: Rollup,
    files: Mapping[str, Path],
    passwords: tuple[str, ...],
    engine: Engine,
) -> tuple[list[Path], list[Finding]]:
    """Write what goes back to units whose reports do not count; what is mended by now is taken away.

    Args:
        outputs: what was written before.
        folder: where it goes.
        rollup: what became of the units.
        files: where the files lie that were read, by name.
        passwords: what to try on encrypted ones.
        engine: where files are opened.

    Returns:
        What was written, and what is to be said.

    Raises:
        Stop: it cannot be written.
    """
    findings: list[Finding] = []
    errands = []
    for errand in _errands(folder, rollup, files):
        if isinstance(errand, Errand):
            errands.append(errand)
        else:
            findings.append(errand)
    only = RETURNED_COMMITTEE.say(rollup.language)
    before = {path for path in folder.glob("*.xls?") if path.stem.endswith(only)}
    if errands:
        with writing(folder):
            folder.mkdir(exist_ok=True)
    written = []
    for outcome in engine.run(make_report_return, errands, passwords):
        target = outcome.given.target
        if outcome.failure:
            findings.append(crashed(outcome.given.file, outcome.failure, outcome.error))
            before.discard(target)
        elif outcome.result:
            written.append(target.with_suffix(outcome.result.ending))
            findings += filter(None, [outputs.put_data(written[-1], outcome.result.data)])
    findings += filter(None, map(outputs.retire, sorted(before - set(written))))
    return written, findings


def _errands(folder: Path, rollup: Rollup, files: Mapping[str, Path]) -> Iterator[Errand | Finding]:
    """Yield what goes back: of each unit without a report that counts, the files in which it can mend something."""
    by_file: dict[str, list[Finding]] = {}
    for finding in rollup.findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    for line in rollup.lines:
        number = 0
        for file in line.files if line.state is UnitState.RETURNED else ():
            own, outer = to_mend(by_file.get(file, ())), file.partition(INSIDE)[0]
            if own and outer in files:
                number += 1
                envelope = read_envelope(outer, files[outer])
                target = folder / unit_file(line.unit, RETURNED_COMMITTEE, rollup.language, number)
                sent = _sent(own, line, rollup)
                yield Errand(envelope, file, target, sent) if isinstance(envelope, Envelope) else envelope


def _sent(findings: Sequence[Finding], line: UnitLine, rollup: Rollup) -> Returned:
    lang, level = rollup.language, rollup.level
    facts = {
        "unit": line.unit.name,
        "form": "",
        "stage": rollup.stage[1],
        "organisation": level.own.name if level else LEVEL_ABOVE.say(lang),
    }
    return Returned(tuple(findings), frozenset(), facts, lang)


def make_report_return(errand: Errand, passwords: tuple[str, ...]) -> Copy:
    """Return a report as it goes back: what a worker runs.

    A form by hand is marked where it is to be mended; what the program wrote is mended elsewhere, and only listed; what came
    encrypted is not sent back in the clear.

    Raises:
        LookupError: it is no longer where it was.
    """
    content, workbook = opened(lying_in(errand.envelope, errand.file), passwords)
    hidden = hidden_in(workbook) or {"kind": Origin.UNIT}
    by_hand, lang = hidden["kind"] == Origin.FORM, Lang(hidden.get("language", errand.sent.lang))
    book = declared(hidden) if by_hand else None
    sent = replace(
        errand.sent,
        lang=lang,
        facts={**errand.sent.facts, "form": (FORM_TITLE if by_hand else TITLE).say(lang)},
        instead=None if by_hand else NOT_MENDED_HERE,
    )
    may_be_seen = not any(finding.rule is f.OPENED for finding in content.findings)
    marked = marked_copy(content, workbook, book, sent) if book and may_be_seen else None
    return marked or copy_of(list_alone(sent))
