"""How the cells of a workbook to be filled look, what they accept, and when they turn red."""

from dataclasses import replace

from xlcampaign.address import letter
from xlcampaign.forms.fitting import (
    negated,
    parts_of,
    refused_in,
    spellings_of,
    taken_in,
    unfit_in,
    unsaid_in,
    withdrawing,
)
from xlcampaign.forms.page import FilledSheet
from xlcampaign.forms.rows import OPTIONAL, READY, Valid, column_named, conflicts_in
from xlcampaign.layout.kinds import Number, Ref, Validation, Whole, Words
from xlcampaign.layout.sheet import Column, Sheet, Table
from xlcampaign.layout.ways import CHECK
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import Worksheet
from xlcampaign.workbook.formulas import quote
from xlcampaign.workbook.looks import (
    ALERT,
    DARK_RED,
    INPUT,
    INPUT_CELL,
    LOCKED_CELL,
    MUTED,
    PAPER,
    RED,
    RULE,
    Look,
)

_LONG_TEXT = 60
_CHECKED = Look(border=RULE, size=9, color=MUTED, wrap=True, indent=1)
_FIGURES = 12
_WRONG = Look(color=DARK_RED, fill=ALERT, bold=True)
_SAID = Look(color=RED, bold=True)
_ERROR = T("这里应填：{expects}。", "This cell takes {expects}.")


def look_of(column: Column) -> Look:
    """Return the look of a column's cells; those to be filled are tinted."""
    if column.computed:
        return _CHECKED
    if column.locked:
        return LOCKED_CELL.but(wrap=True, indent=1)
    look = INPUT_CELL.but(number=column.kind.number_format, fill=INPUT)
    if takes_lines(column):
        return look.but(align="left", wrap=True, indent=1)
    typed_once = isinstance(column.kind, Number | Whole) or column.mark is not None
    return look.but(size=_FIGURES) if typed_once else look.but(wrap=True)


def takes_lines(column: Column) -> bool:
    """Tell whether a column is for text of several lines, whose rows must be free to grow."""
    return column.is_input and holds_long_text(column)


def holds_long_text(column: Column) -> bool:
    """Tell whether a column is for text that is wrapped."""
    return isinstance(column.kind, Words) and column.kind.longest >= _LONG_TEXT


def list_name(key: tuple[str, str]) -> str:
    """Return the defined name of a column that is the list for another one."""
    return "xlc_" + "_".join(key)


def validate(sheet: Worksheet, page: FilledSheet, lang: Lang) -> None:
    """Let Excel enforce each column's kind, with a prompt and an error in words."""
    for box, column in page.slots:
        rule = _enforced(column, page.sheet, lang) if column.is_input else None
        if rule is None:
            continue
        expects = column.kind.expects().say(lang)
        prompt = (column.hint or column.kind.expects()).say(lang)
        title = " ".join(column.title.say(lang).split("\n"))
        if rule.source:
            sheet.validate_from(box, f"={list_name(rule.source)}")
        else:
            sheet.validate(box, rule, prompt, _ERROR.fill(lang, {"expects": expects}), title)


def _enforced(column: Column, sheet: Sheet, lang: Lang) -> Validation | None:
    """Return what is enforced on a column's cells: its kind, or the word that withdraws the row where that fits none."""
    rule = column.kind.validation(lang)
    if rule is None or not rule.formula or isinstance(column.kind, Words):
        return rule
    if not (isinstance(sheet, Table) and sheet.can_withdraw):
        return rule
    return replace(rule, formula=f"=OR({rule.formula.removeprefix('=')},{withdrawing('{cell}')})")


def _is_misfit(
    sheet: Worksheet, page: FilledSheet, column: Column, cell: str, lang: Lang, *, asked: bool
) -> str:
    """Return a condition that is true of a cell with something that it does not take."""
    rule = _enforced(column, page.sheet, lang)
    if rule is None or isinstance(column.kind, Ref):
        return ""
    if rule.options:
        source = sheet.formats.list_source(rule.options)
        if isinstance(source, str):
            fits = f"ISNUMBER(MATCH({cell},{source.removeprefix('=')},0))"
        else:
            fits = "OR(" + ",".join(f"{cell}={quote(option)}" for option in source) + ")"
    else:
        fits = rule.formula.removeprefix("=").replace("{cell}", cell)
    if refused := [f"NOT({words})" for words in negated(cell, refused_in(column) if asked else ())]:
        fits = f"AND({','.join([fits, *refused])})"
    if taken := [
        *negated(cell, taken_in(column, asked=asked)),
        *(spellings_of(cell, column.kind) if page.has_room else ()),
    ]:
        fits = f"OR({','.join([fits, *taken])})"
    return f'=IF(ISERROR({cell}),TRUE,AND({cell}<>"",NOT({fits})))'


def warn(sheet: Worksheet, page: FilledSheet, valid: Valid, lang: Lang) -> None:
    """Turn cells red that are out of range or do not agree with others."""
    for box, column in page.slots:
        for part, asked in parts_of(page.sheet, box) if column.is_input else ():
            cell = f"${letter(part[1])}{part[0]}"
            if formula := _is_misfit(sheet, page, column, cell, lang, asked=asked):
                sheet.condition(part, formula, _WRONG)
    table = page.sheet
    if not isinstance(table, Table):
        return
    top, bottom = table.first_row, table.last_row
    if check := column_named(table, CHECK.key):
        for numbers, over, _ in conflicts_in(page, top, valid, lang):
            for number in numbers:
                cell = f"${letter(number)}{top}"
                sheet.condition(
                    (top, number, bottom, number), f"=AND(ISNUMBER({cell}),{over.formula})", _WRONG
                )
        said = [words.say(lang) for words in (READY, OPTIONAL)]
        well = ",".join(f"LEFT(${letter(check)}{top},{len(words)})={quote(words)}" for words in said)
        sheet.condition((top, check, bottom, check), f"=NOT(OR({well}))", _SAID)
    _redden_unexplained(sheet, table, lang)
    _redden_unfit(sheet, table)
    proposal, reason = (column_named(table, key) for key in ("override", "reason"))
    if proposal and reason:
        proposed, given = (
            replace(page.near((top, number, top, number)), unsaid=unsaid_in(table.columns[number - 1])).unused
            for number in (proposal, reason)
        )
        formula = f"=AND(NOT({proposed}),{given})"
        sheet.condition((top, reason, bottom, reason), formula, _WRONG)


def _redden_unexplained(sheet: Worksheet, table: Table, lang: Lang) -> None:
    """Turn cells red that another cell of the row asks for."""
    top, bottom = table.first_row, table.last_row
    for number, column in enumerate(table.columns, 1):
        if column.when:
            asking = column_named(table, column.when[0])
            words = str(table.columns[asking - 1].kind.show(column.when[1], lang))
            formula = f"=AND(${letter(asking)}{top}={quote(words)},ISBLANK(${letter(number)}{top}))"
            sheet.condition((top, number, bottom, number), formula, _WRONG)


def _redden_unfit(sheet: Worksheet, table: Table) -> None:
    """Turn cells red that do not go with whom their row is about."""
    top, bottom = table.first_row, table.reach
    for number, column in enumerate(table.columns, 1):
        for one in column.unfit:
            assert table.register
            who = f"${table.letter_of(table.register.about)}{top}"
            formula = f"={unfit_in(one, who, f'${letter(number)}{top}')}>0"
            sheet.condition((top, number, bottom, number), formula, _WRONG)


def band_ballots(sheet: Worksheet, table: Table) -> None:
    """Tell one ballot from the next by the shade of its names."""
    names = next(n for n, column in enumerate(table.columns) if not column.locked)
    top = table.first_row
    sheet.condition((top, 1, table.last_row, names), f"=MOD($A{top},2)=0", Look(fill=PAPER))
