"""报送情况: what was expected, what came, which file counts and which were set aside."""

from collections.abc import Iterator
from dataclasses import replace

from xlcampaign.layout.differences import say_differences
from xlcampaign.layout.forms import SUPERIOR, form_for, form_title, needed_forms, unit_title
from xlcampaign.layout.summary import submissions_table, superseded_table
from xlcampaign.model.briefing import FormState
from xlcampaign.model.identity import COMMITTEE, Identity, Slot
from xlcampaign.model.submission import Cells
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.frame import (
    freeze,
    open_sheet,
    set_print,
    show_instant,
    write_band,
    write_table,
    write_widths,
)
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Workbook
from xlcampaign.workbook.looks import HEADING, RED, Look

STATES = {
    FormState.SENT: T("已报", "received"),
    FormState.LATE: T("迟报", "late"),
    FormState.FAULTY: T("有错", "with errors"),
    FormState.LATE_FAULTY: T("迟报、有错", "late, with errors"),
    FormState.MISSING: T("未报", "missing"),
}


def _rows(atlas: Atlas) -> Iterator[list[Cell]]:
    for form in atlas.briefing.forms:
        cells = sum((atlas.report.ledger.cells.get(s.file, Cells()) for s in form.counting), Cells())
        ballots = (form.returned, form.valid) if form.returned or form.valid else (None, None)
        code = "" if form.slot.unit == COMMITTEE else form.slot.unit
        sent = form.state is not FormState.MISSING
        yield [
            code,
            atlas.say(unit_title(atlas.plan, form.slot.unit)),
            atlas.say(form_title(form.slot)),
            atlas.say(STATES[form.state]),
            "；".join(submission.file for submission in form.counting),
            show_instant(max((s.mailed for s in form.counting if s.mailed), default=None)),
            show_instant(max(filter(None, (s.saved for s in form.counting)), default=None)),
            len(form.files),
            max((submission.version for submission in form.counting), default=0) or None,
            *ballots,
            *(
                (cells.accepted, cells.empty, cells.rejected, form.errors, form.warnings)
                if sent
                else [None] * 5
            ),
        ]


def _sheet_titles(atlas: Atlas) -> dict[str, str]:
    """Return the names of the forms' sheets by key."""
    few = replace(atlas.plan, branches=atlas.plan.branches[:1])
    needed = needed_forms(few, atlas.report.stage, frozenset(few.branch_of))
    books = [form_for(few, Identity(few.campaign.code, *slot)) for slot in needed]
    return {sheet.key: atlas.say(sheet.title) for book in books if book for sheet in book.sheets}


def _set_aside(atlas: Atlas) -> Iterator[list[Cell]]:
    selection, report = atlas.report.selection, atlas.report
    titles = _sheet_titles(atlas) if selection.superseded or selection.tied else {}
    of_file = {r.file: r.identity.unit for r in report.receipts if r.identity is not None}

    def unit(code: str) -> list[Cell]:
        branch = atlas.plan.branch_of.get(code)
        return [code, branch.name] if branch else ["", atlas.say(SUPERIOR)]

    older, tied, copy = T("被取代", "superseded"), T("分不出新旧", "none is newer"), T("内容相同", "a copy")
    for slot, key, old, new in selection.superseded:
        if slot.stage == report.stage:
            differ = _differences(atlas, slot, key, old)
            yield [*unit(slot.unit), titles.get(key, key), atlas.say(older), old, new, differ]
    for slot, key, files in selection.tied:
        if slot.stage == report.stage:
            for file in files:
                none = atlas.say(T("都没有计入", "none counts"))
                differ = _differences(atlas, slot, key, file)
                yield [*unit(slot.unit), titles.get(key, key), atlas.say(tied), file, none, differ]
    for kept, *others in selection.copies:
        for file in others:
            yield [*unit(of_file.get(file, "")), "", atlas.say(copy), file, kept, ""]


def _differences(atlas: Atlas, slot: Slot, key: str, file: str) -> str:
    """Return where a sheet that was set aside differs from the one that counts."""
    found = atlas.report.selection.differences.get((slot, key, file))
    book = form_for(atlas.plan, Identity(atlas.plan.campaign.code, *slot))
    return atlas.say(say_differences(found, book.sheet_of(key) if book else None)) if found else ""


def write_submissions(book: Workbook, atlas: Atlas) -> None:
    """Write 报送情况, and below it the files that were set aside."""
    table, below = submissions_table(), superseded_table()
    sheet = open_sheet(book, atlas, "submissions")
    note = T(
        "应报的表一张一行。票数为各方式合计；格数只算采用的文件，全部文件见数据核对。",
        "A row per expected form. Ballots over all ways; cells of the files that count, see the accounts for all files.",
    )
    write_band(sheet, atlas, atlas.title("submissions"), atlas.say(note), len(table.columns))
    write_widths(sheet, table.columns)
    after = write_table(sheet, atlas, table, _rows(atlas), wrap=("file",), centred=("state",))
    state = table.letter_of("state")
    area = (table.first_row, 1, after - 1, len(table.columns))
    bad = (
        f'${state}{table.first_row}="{atlas.say(STATES[s])}"'
        for s in (FormState.FAULTY, FormState.LATE_FAULTY, FormState.MISSING)
    )
    sheet.condition(area, f"=OR({','.join(bad)})", Look(color=RED))
    sheet.text(after + 1, 1, atlas.say(below.title), HEADING)
    write_table(sheet, atlas, below, _set_aside(atlas), top=after + 2, wrap=("file", "newer", "differences"))
    freeze(sheet, table.first_row, 3)
    set_print(sheet, atlas, header=table.header_row)
