"""报送情况: what was expected, what came, which file counts and which were set aside."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

from xlcampaign.layout.choices import FORM_STATES
from xlcampaign.layout.differences import say_differences, say_rows
from xlcampaign.layout.forms import form_for, form_title, needed_forms, sheet_for, unit_title
from xlcampaign.layout.instants import MODIFIED, SENT, show_instant
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NUMBER, column, main_table
from xlcampaign.model.briefing import LACKING, ExpectedForm, FormState
from xlcampaign.model.identity import COMMITTEE, Identity, collected_in
from xlcampaign.model.submission import Cells
from xlcampaign.model.versions import Why
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import (
    Highlight,
    Listing,
    Page,
    Row,
)
from xlcampaign.summary.lists import BETWEEN, not_in_totals
from xlcampaign.summary.register_cells import DATE, day_of, write_remark
from xlcampaign.words import T, same
from xlcampaign.workbook.looks import RED, Look


@cache
def submissions_table() -> Table:
    """Return 报送情况: a row per form that is expected."""
    columns = (
        column("code", T("编号", "Code"), Code(), 9),
        column("unit", T("单位", "Unit"), width=24),
        column("form", T("表", "Form"), width=18),
        column("state", T("状态", "State"), width=13),
        column("file", T("采用的文件", "File that counts"), width=50),
        column("sent", SENT, width=26),
        column("modified", MODIFIED, width=32),
        column("deadline", T("报送截止", "Due"), DATE, 13),
        column("extension", T("延期理由", "Why extended"), width=16),
        column("received", T("收到份数", "Files received"), NUMBER, 9),
        column("version", T("报送次数", "Submission number"), NUMBER, 9),
        column("returned", T("收回票", "Ballots returned"), NUMBER, 9),
        column("valid", T("有效票", "Valid ballots"), NUMBER, 9),
        column("accepted", T("采用格", "Cells accepted"), NUMBER, 9),
        column("empty", T("空格", "Cells empty"), NUMBER, 9),
        column("rejected", T("退回格", "Cells rejected"), NUMBER, 9),
        column("errors", T("错误", "Errors"), NUMBER, 8),
        column("warnings", T("提醒", "Warnings"), NUMBER, 8),
    )
    return main_table("submissions", columns)


@cache
def superseded_table() -> Table:
    """Return 未采用的文件: what was set aside of files, sheet by sheet."""
    columns = (
        column("code", T("编号", "Code"), Code(), 9),
        column("unit", T("单位", "Unit"), width=24),
        column("sheet", T("工作表", "Sheet"), width=18),
        column("state", T("情形", "Case"), width=13),
        column("file", T("未采用的文件", "File set aside"), width=50),
        column("newer", T("以哪一份为准", "File that counts instead"), width=26),
        column("differences", T("不同之处", "What differs"), width=32),
    )
    return main_table("superseded", columns)


def _rows(context: Context) -> Iterator[Row]:
    for form in context.briefing.forms:
        cells = sum((context.report.ledger.cells.get(s.file, Cells()) for s in form.counting), Cells())
        voted = bool(form.returned or form.valid)
        code = "" if form.slot.unit == COMMITTEE else form.slot.unit
        sent = bool(form.files)
        modified = filter(None, (s.saved for s in form.counting))
        yield {
            "code": code,
            "unit": context.say(unit_title(context.plan, form.slot.unit)),
            "form": context.say(form_title(form.slot)),
            "state": context.say(FORM_STATES[form.state]),
            "file": context.say(BETWEEN).join(submission.file for submission in form.counting)
            or _aside_of(form),
            "sent": show_instant(max((s.mailed for s in form.counting if s.mailed), default=None)),
            "modified": show_instant(max(modified, default=None)),
            "deadline": day_of(form.deadline),
            "extension": form.extension.reason if form.extension else "",
            "received": len(form.files),
            "version": max((s.version for s in form.counting if s.version is not None), default=None),
            "returned": form.returned if voted else None,
            "valid": form.valid if voted else None,
            "accepted": cells.accepted if sent else None,
            "empty": cells.empty if sent else None,
            "rejected": cells.rejected if sent else None,
            "errors": form.errors if sent else None,
            "warnings": form.warnings if sent else None,
        }


def _aside_of(form: ExpectedForm) -> str:
    """Return the files that are here for a form of which none counts."""
    return form.files[0] if form.unread in form.files else form.standin or form.unread


def _sheet_titles(context: Context) -> dict[str, str]:
    """Return the names of the forms' sheets by key."""
    few = replace(context.plan, branches=context.plan.branches[:1])
    needed = needed_forms(few, context.report.stage, frozenset(few.branch_of))
    books = [form_for(few, Identity(few.campaign.code, *slot)) for slot in needed]
    return {sheet.key: context.say(sheet.title) for book in books if book for sheet in book.sheets}


_ASIDE = {
    Why.OLDER: T("被取代", "superseded"),
    Why.UNTOUCHED: T("没有改动", "as issued"),
    Why.PUT_BACK: T("被改回", "put back"),
    Why.LATER: T("次数小、来得晚", "lower number"),
    Why.REPLACED: T("换了内容", "replaced"),
    Why.UNACCEPTED: T("没有采用的", "not accepted"),
    Why.INCOMPLETE: T("决定不完整", "incomplete"),
    Why.WITHDRAWN: T("被撤回", "withdrawn"),
}
_NONE_ASIDE = T("没有：每张表都只有一份计入", "none: of each form one file came")
_TIED, _COPY = T("分不出新旧", "none is newer"), T("内容相同", "a copy")


def _set_aside(context: Context) -> Iterator[Row]:
    selection, report = context.report.selection, context.report
    rulings = [one for one in selection.rulings if one.slot.stage == report.stage and one.why in _ASIDE]
    tied = [one for one in selection.tied if one.slot.stage == report.stage]
    titles = _sheet_titles(context) if rulings or tied else {}
    of_file = {r.file: r.identity.unit for r in report.receipts if r.identity is not None}

    def row(code: str, key: str, state: T, file: str, newer: str, differences: str = "") -> Row:
        branch = context.plan.branch_of.get(code)
        return {
            "code": code if branch else "",
            "unit": branch.name if branch else context.say(unit_title(context.plan, COMMITTEE)),
            "sheet": titles.get(collected_in(key)[0], key),
            "state": context.say(state),
            "file": file,
            "newer": newer,
            "differences": differences,
        }

    for one in rulings:
        gone, counts = (one.counts, one.file) if one.why is Why.WITHDRAWN else (one.file, one.counts)
        withdrawn = one.why is Why.WITHDRAWN
        sheet = sheet_for(context.plan, one.slot, one.key)
        rows = say_rows(one.rows, context.plan, sheet) or same("")
        what = rows if withdrawn else say_differences(one.differences, sheet)
        yield row(one.slot.unit, one.key, _ASIDE[one.why], gone, counts, context.say(what))
    for several in tied:
        none = context.say(T("都没有计入", "none counts"))
        sheet = sheet_for(context.plan, several.slot, several.key)
        for side in several.sides:
            what = say_differences(side.differences, sheet)
            yield row(several.slot.unit, several.key, _TIED, side.place.file, none, context.say(what))
    for kept, *others in selection.copies:
        for file in others:
            yield row(of_file.get(file, ""), "", _COPY, file, kept)


def submissions_page(context: Context) -> Page:
    """Return 报送情况."""
    table = submissions_table()
    besides = not_in_totals(context)
    note = T(
        f"应报的表一张一行。票数为各方式合计{besides.zh}；格数只算采用的文件，全部文件见数据核对。",
        f"A row per expected form. Ballots over all ways{besides.en}; cells of the files that count, see the accounts for"
        " all files.",
    )
    state = f"${table.letter_of('state')}{table.first_row}"
    bad = (
        f'{state}="{context.say(FORM_STATES[s])}"'
        for s in (FormState.FAULTY, FormState.LATE_FAULTY, FormState.AWAY, *LACKING)
    )
    return Page(
        note=context.say(note),
        listing=Listing(
            table,
            _rows(context),
            wrap=("file", "extension"),
            centred=("state",),
            highlights=(Highlight(f"=OR({','.join(bad)})", Look(color=RED)),),
        ),
        kept="unit",
        locked=False,
    )


def superseded_page(context: Context) -> Page:
    """Return 未采用的文件."""
    rows = list(_set_aside(context))
    note = T(
        "同一张表来了几份时没有计入的，一张工作表一行，写明以哪一份为准、哪里不同。",
        "Where several files of a form came: what does not count, a row per sheet, with the file that counts instead.",
    )
    return Page(
        note=context.say(note),
        listing=Listing(superseded_table(), rows, wrap=("file", "newer", "differences")),
        rest=partial(write_remark, None if rows else _NONE_ASIDE),
        kept="unit",
        locked=False,
    )
