"""What people have in their hands since the first version, made by that version (4de39b0).

    PYTHONPATH=tests python -m museum.make_first FOLDER

in a checkout of the commit that added this file writes first.tar.xz with the workbooks into FOLDER, and beside it
what that version reads in each. The program there is that of 4de39b0: only this folder was new. Nothing of it is
ever made anew by a later version, which is why this script stays as it was.
"""

import io
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from filled import sample_answers
from museum.readings import read_museum
from plans import NAMES, plan_of, with_entries

from xlcampaign.campaign import Folder
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import Formulas, Options, make_summary, tally_stage
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.standard import standard_plan
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.out.forms import write_form
from xlcampaign.words import Lang

YEAR = 2023
MADE = date(YEAR, 1, 1)
AS_OF = date(YEAR, 6, 26)
SEED = 7
STANDARD = ("standard", None)
SHAPES = (
    ("points", Entry.MARKS),
    ("approval", Entry.MARKS),
    ("grades", Entry.MARKS),
    ("approval", Entry.TALLY),
    ("grades", Entry.TALLY),
    ("points", Entry.BALLOTS),
    ("approval", Entry.BALLOTS),
    ("grades", Entry.BALLOTS),
)
DECIDED = {
    "vetoes": {"subject": "0102", "document": "联党发〔2023〕7号"},
    "overrides": {"subject": "0101", "reason": "支教一年", "document": "联党发〔2023〕8号"},
}


def rows_of(lang):
    """The standard plan with one branch: a secretary, two members, one of them probationary."""
    settings, rows = standard_plan(lang, "XF-2023", YEAR)
    rows["branches"] = [{"code": "01", "name": "甲一完小党支部", "school": "甲一完小", "secretary": NAMES[0],
                         "email": "jia1@example.org", "teachers": 3}]  # fmt: skip
    rows["members"] = [
        {"code": f"010{n}", "name": NAMES[n - 1], "branch": "甲一完小党支部",
         "category": "probationary" if n == 3 else "full", "post": "secretary" if n == 1 else "none",
         "participation": "yes"}
        for n in (1, 2, 3)
    ]  # fmt: skip
    return dict(settings), rows


def decisions(book, lang):
    """What no sample fills: a second submission, a veto, an override."""
    answers = {("cover", 0, "version"): 2}
    for sheet in book.sheets:
        if isinstance(sheet, Table) and sheet.key in DECIDED:
            row = len(sheet.rows)
            for column in sheet.columns:
                value = DECIDED[sheet.key].get(column.key, column.example)
                if column.key == "level":
                    value = book.plan.levels_of(SubjectKind.MEMBER)[0].name
                if value is None:
                    value = column.kind.choices[0].key
                answers[sheet.key, row, column.key] = column.kind.show(value, lang)
    return answers


def forms_of_a_campaign(plan):
    """Yield a function for each kind of form, in the order in which they are sent; each takes what is known by then."""
    branch = plan.branches[0]
    yield "pledge", lambda _: pledge_form(plan, branch)
    yield "assessment", lambda known: assessment_form(plan, known)
    yield "evaluation", lambda known: evaluation_form(plan, branch, known)
    yield "rectification", lambda known: rectification_form(plan, branch, known)
    yield "commendation", lambda known: commendation_form(plan, known)


def make_shape(folder: Path, lang: Lang, scale: str, entry: Entry | None) -> Iterator[tuple[str, bytes]]:
    """Write the forms of a campaign in one shape, blank and filled; yield the filled ones."""
    plan = plan_of(rows_of(lang))
    if entry is not None:
        plan = with_entries(plan, lambda *_: (scale, entry))
    shape = "" if entry is None else f"-{scale}-{entry}"
    submissions = []
    for name, make in forms_of_a_campaign(plan):
        book = make(tally_stage(submissions, plan, 1).known)
        answers = sample_answers(plan, book, SEED) | decisions(book, lang)
        blank, filled = (folder / f"{name}{shape}-{state}.xlsx" for state in ("blank", "filled"))
        write_form(blank, book, lang, MADE)
        write_form(filled, book, lang, MADE, answers)
        data = filled.read_bytes()
        intake = take_in(Envelope(filled.name, data), plan)
        submissions.append(intake.submission)
        yield name, data
        if entry is not None and name not in {"evaluation", "assessment"}:
            blank.unlink()
            filled.unlink()  # these do not depend on scale and entry
    if entry is None:
        later = replace(plan, campaign=replace(plan.campaign, stage=2))
        known = tally_stage(submissions, later, 2).known
        book = evaluation_form(later, later.branches[0], known)
        write_form(folder / "evaluation-second-stage-blank.xlsx", book, lang, MADE)


def make_summaries(folder: Path, lang: Lang, forms, work: Path) -> None:
    """Write the plan, and the summaries of a campaign of some forms."""
    campaign = Folder(work)
    campaign.inbox.mkdir(parents=True)
    write_form(campaign.plan, plan_book(*rows_of(lang)), lang, MADE)
    (folder / "plan.xlsx").write_bytes(campaign.plan.read_bytes())
    write_form(folder / "plan-standard.xlsx", plan_book(*standard_plan(lang, "XF-2023", YEAR)), lang, MADE)
    for name, data in forms:
        (campaign.inbox / f"{name}-filled.xlsx").write_bytes(data)
    for name, formulas in (("summary", Formulas.ALWAYS), ("summary-values", Formulas.NEVER)):
        options = Options(1, AS_OF, folder / f"{name}.xlsx", strict=False, jobs=1, formulas=formulas)
        make_summary(campaign, options, lambda _: None)
    (folder / "summary-values-public.xlsx").unlink()
    (folder / "summary-public.xlsx").rename(folder / "public.xlsx")
    (folder / ".xlcampaign.lock").unlink()


def keep(folder: Path, archive: Path) -> None:
    """Put workbooks into one archive, uncompressed inside: the forms share nearly all of their parts."""
    with tarfile.open(archive, "w:xz", preset=9) as tar:
        for file in sorted(folder.rglob("*.xlsx")):
            plain = io.BytesIO()
            with zipfile.ZipFile(file) as parts, zipfile.ZipFile(plain, "w") as stored:
                for part in parts.infolist():
                    stored.writestr(zipfile.ZipInfo(part.filename), parts.read(part))
            info = tarfile.TarInfo(file.relative_to(folder).as_posix())
            info.size = plain.tell()
            plain.seek(0)
            tar.addfile(info, plain)


def main(target: Path) -> None:
    """Write the museum: first.tar.xz, and what is read in each of its workbooks."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for lang in Lang:
            folder = work / "first" / lang
            folder.mkdir(parents=True)
            forms = list(make_shape(folder, lang, *STANDARD))
            for scale, entry in SHAPES:
                list(make_shape(folder, lang, scale, entry))
            make_summaries(folder, lang, forms, work / f"campaign-{lang}")
        target.mkdir(parents=True, exist_ok=True)
        keep(work / "first", target / "first.tar.xz")
    for name, text in read_museum(target / "first.tar.xz"):
        file = target / "first" / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
