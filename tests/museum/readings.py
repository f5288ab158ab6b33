"""What the program reads in the workbooks of an earlier version, as text that stays comparable over versions.

A text begins with the workbook's cells, read by openpyxl alone, where the workbook is one of the standard plan;
then comes what the program makes of it.
"""

import re
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from mutations.facts import facts_of

from xlcampaign.checks.plan import check_plan
from xlcampaign.commands.intake import PlanTerms, take_in, take_plan
from xlcampaign.commands.merge import merge_stage
from xlcampaign.findings.finding import Finding, sort_findings
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.layout.form_book import pack
from xlcampaign.reading.plan import build_plan
from xlcampaign.reading.tables import read_tables

AS_OF = date(2023, 6, 26)


SHAPE = re.compile("(evaluation|assessment)-([a-z]+-[a-z]+)-(blank|filled)")


def read_museum(archive: Path) -> Iterator[tuple[str, str]]:
    """Yield a name and a text for each workbook of an archive, and for each set of filled forms together."""
    with TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
        files = sorted(Path(folder).rglob("*.xlsx"))
        for file in files:
            name = file.relative_to(folder).with_suffix("").as_posix()
            if file.stem.startswith("plan"):
                yield name, read_plan_file(file)
            elif file.stem.startswith("summary"):
                yield name, read_summary(file)
            elif file.stem == "public":
                yield name, "\n".join(_cells(file)) + "\n"
            else:
                yield name, read_form(file)
        for lang in sorted({file.parent for file in files}):
            filled = [file for file in files if file.parent == lang and file.stem.endswith("-filled")]
            shapes = {match[2] for file in filled if (match := SHAPE.fullmatch(file.stem))}
            for shape in sorted(shapes):
                own = [file for file in filled if shape in file.stem]
                own += [file for file in filled if file.stem.startswith("pledge")]
                yield f"{lang.name}/together-{shape}", read_together(own)
            own = [file for file in filled if not SHAPE.fullmatch(file.stem)]
            yield f"{lang.name}/together", read_together(own)


def read_plan_file(file: Path) -> str:
    """What a plan workbook says."""
    draft, findings = take_plan(read_envelope(file.name, file), PlanTerms())
    errors = [f for f in (*findings, *check_plan(draft)) if f.is_error]
    lines = pack(build_plan(draft)).replace("],[", "],\n[").split("\n") if not errors else ["in error"]
    return _text(file, [*_findings(findings), *lines])


def read_form(file: Path) -> str:
    """What a form says, by the plan that it carries."""
    return _text(file, _form(file))


def _form(file: Path) -> Iterator[str]:
    intake = take_in(read_envelope(file.name, file), None)
    yield from _findings(intake.findings)
    submission = intake.submission
    assert submission is not None
    assert intake.plan is not None
    identity = submission.identity
    yield f"form {identity.campaign} {identity.stage} {identity.step:s} {identity.unit} {identity.fingerprint}"
    saved = f"{submission.saved:%Y-%m-%dT%H:%M:%SZ}" if submission.saved else ""
    yield f"number {submission.version}, modified {saved}"
    for key, part in submission.parts.items():
        cells = part.cells
        yield f"sheet {key}: {cells.accepted} accepted, {cells.empty} empty, {cells.rejected} rejected"
        yield f"  filled {part.filled}, asked {part.asked}, written {part.written}"
        rejected = sorted(" ".join(map(str, one)) for one in part.rejected)
        yield from (f"  rejected {one}" for one in rejected)
    facts = facts_of(submission)
    yield from sorted(f"{' '.join(map(str, fact))} = {value}" for fact, value in facts.items())


def read_together(files: Sequence[Path]) -> str:
    """What the filled forms of a campaign come to, by the plan that the first of them carries."""
    intakes = [take_in(read_envelope(file.name, file), None) for file in files]
    plan = intakes[0].plan
    assert plan is not None
    taken = [take_in(read_envelope(file.name, file), plan) for file in files]
    submissions = [intake.submission for intake in taken if intake.submission]
    merged = merge_stage(submissions, plan, 1, AS_OF)
    lines = _findings((*(f for intake in taken for f in intake.findings), *merged.findings))
    for subject in merged.results.subjects:
        outcome = subject.outcome
        lines.append(
            f"{subject.code} {subject.name}: {subject.lit} lit, composite {subject.composite}, rank {subject.rank}, "
            f"band {outcome.band}, {outcome.quota}, level {subject.level}, {subject.recommended}, "
            f"rectify {subject.rectify}, satisfied {subject.satisfied}"
        )
        for star in subject.stars:
            means = " ".join(f"{key}={way.n}:{way.mean}" for key, way in star.ways.items())
            lines.append(f"  {star.star} {star.score} ({means})")
    registers = merged.ledger.registers
    lines += [f"pledge {p.number} {p.subject} {p.star} {p.text} {p.due} {p.state}" for p in registers.pledges]
    lines += [
        f"rectify {r.number} {r.subject} {r.cause} {r.due} {r.closed}" for r in registers.rectifications
    ]
    lines += [f"comment {c.subject} {c.author} {c.day}" for c in registers.comments]
    lines += [f"veto {code} {v.situation} {v.document} {v.day}" for code, v in registers.vetoes.items()]
    lines += [f"override {code} {o.level} {o.document}" for code, o in registers.overrides.items()]
    lines += [f"commend {c.subject} {c.honour} {c.decision}" for c in registers.commendations]
    return "\n".join(lines) + "\n"


def read_summary(file: Path) -> str:
    """Every table of a summary, as it comes back."""
    lines = []
    for name, table in read_tables(file).items():
        lines += [f"table {name}", " | ".join(map(str, table.columns)).replace("\n", "/")]
        lines += [
            " | ".join("" if v is None else str(v) for v in row) for row in table.itertuples(index=False)
        ]
    return "\n".join(lines) + "\n"


def _findings(findings: Iterable[Finding]) -> list[str]:
    """Code, weight and place: the words may become better."""
    return [f"{f.rule.code} {f.rule.severity.name} {f.place.say()}" for f in sort_findings(findings)]


def _text(file: Path, read: Iterable[str]) -> str:
    standing = [] if SHAPE.fullmatch(file.stem) else [*_cells(file), "", "what is read in it"]
    return "\n".join([*standing, *read]) + "\n"


def _cells(file: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(file, data_only=True)
    for sheet in book.worksheets:
        yield f"== {sheet.title} {sheet.sheet_state}"
        if sheet.title == "_xlc":
            continue  # the packed plan; what is in it shows below
        for row in sheet.iter_rows():
            cells = [f"{cell.coordinate} {cell.value!r}" for cell in row if cell.value is not None]
            if cells:
                yield " | ".join(cells)
