"""A level's workbook: page 1, units, boards, lists, rules; and what the level above reads of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from xlcampaign.layout import dispatch
from xlcampaign.layout.choices import UNIT_STATES
from xlcampaign.layout.form_book import IDENTITY_SHEET
from xlcampaign.layout.rule_rows import RuleRow
from xlcampaign.model.dispatch import Dispatch, Origin, Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import Rollup, UnitState
from xlcampaign.summary.frame import FIRST_PAGE, Audience, SheetIn, write_sheets
from xlcampaign.summary.level.boards import board_page
from xlcampaign.summary.level.context import LevelContext, level_shown
from xlcampaign.summary.level.findings import findings_page
from xlcampaign.summary.level.lists import lists_page
from xlcampaign.summary.level.overview import overview_page
from xlcampaign.summary.level.rules import rules_page
from xlcampaign.summary.level.spread import spread_page
from xlcampaign.summary.level.units import units_page
from xlcampaign.summary.told_sheets import YES_NO, Values, people_told, told_sheets
from xlcampaign.words import Lang, T, listing_of
from xlcampaign.workbook.book import Workbook, write_workbook

LEADERS, WORK = Audience
_NOTE = T(
    "再往上报时，上级读的是这几张表：由程序写成，不要改动。",
    "These are the sheets that the level above reads: written by the program, to be left as they are.",
)
_WANTING = T("{unit}：上报本{state}", "{unit}: report {state}")
_OF_UNIT = T("{unit}：{matter}", "{unit}: {matter}")
_GROUP = T("规则组 {number}：{about}", "rules {number}: {about}")


def write_rollup(
    target: Path, rollup: Rollup, rules: Mapping[str, tuple[RuleRow, ...]], links: Mapping[str, str]
) -> str:
    """Write what a level comes to; equal roll-ups give equal bytes.

    Args:
        target: where to put it.
        rollup: what it says.
        rules: the rules in words, by how they are packed.
        links: where the files lie, as seen from the target, by their names.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    told = _told(rollup, rules)
    sheets = tuple(_sheets(rollup, rules, told))
    context = LevelContext(rollup, {sheet.key: sheet.title for sheet in sheets}, links)
    title = T(
        f"{context.organisation}　{context.stage_name}汇总", f"{context.organisation}: {context.stage_name}"
    )

    def fill(book: Workbook) -> None:
        write_sheets(book, context, sheets)
        by_row = {context.title(key) for key in told}
        pages = {title: digest for title, digest in book.stated.items() if title not in by_row}
        noted = {
            dispatch.ROWS_IN: dispatch.rows_noted(told),
            dispatch.SHEETS_IN: json.dumps(pages, ensure_ascii=False),
        }
        facts = dispatch.identity_facts(Origin.ROLLUP, context.lang, rollup.rules, rollup.stars, noted)
        book.hide(IDENTITY_SHEET, facts)

    return write_workbook(target, context.say(title), rollup.as_of, fill)


def _sheets(
    rollup: Rollup, rules: Mapping[str, tuple[RuleRow, ...]], told: Mapping[str, list[Values]]
) -> Iterator[SheetIn[LevelContext]]:
    """Yield the sheets of a level's workbook."""
    yield SheetIn(FIRST_PAGE, T("总览", "Overview"), LEADERS, overview_page)
    yield SheetIn("level_units", T("各单位情况", "Units"), LEADERS, units_page)
    yield SheetIn(
        "level_spread", T("得星和等次分布", "Stars and levels"), LEADERS, partial(spread_page, rules=rules)
    )
    yield SheetIn("level_board", T("支部创星图板", "Branch star board"), LEADERS, board_page)
    yield SheetIn("level_lists", T("推荐和整改名单", "Lists"), LEADERS, lists_page)
    if any(rollup.rules):
        yield SheetIn("level_rules", T("规则对照", "Rules compared"), WORK, partial(rules_page, rules=rules))
    yield SheetIn("findings", T("核查问题", "Findings"), WORK, findings_page)
    yield from told_sheets(told, dispatch.dispatch_book(rollup.stars, several=True), _NOTE, working=True)


def _told(rollup: Rollup, rules: Mapping[str, tuple[RuleRow, ...]]) -> dict[str, list[Values]]:
    """Return what stands on the sheets that the level above reads, row by row, by their keys."""
    subjects = {
        dispatch.subjects_key(kind): [
            _subject(told, one, rollup.stars[kind], rollup.language)
            for one in rollup.counting
            for told in one.of(kind)
        ]
        for kind in SubjectKind
    }
    wanting = [
        _WANTING.fill(
            rollup.language, {"unit": line.unit.name, "state": UNIT_STATES[line.state].say(rollup.language)}
        )
        for line in rollup.lines
        if line.state is not UnitState.ACCEPTED
    ]
    below = [
        _OF_UNIT.fill(rollup.language, {"unit": one.unit.name, "matter": matter})
        for one in rollup.counting
        for matter in one.matters
    ]
    matters = [*wanting, *below]
    listed: list[Values] = [
        {"sheet": row.sheet, "about": _about(rollup, number, row), "says": row.says or None}
        for number, packed in enumerate(rollup.rules, 1)
        for row in rules.get(packed, ())
    ]
    return {
        dispatch.FACTS: [_facts(rollup)],
        **subjects,
        dispatch.MATTERS: [{"order": order, "matter": matter} for order, matter in enumerate(matters, 1)],
        dispatch.RULES: listed,
    }


def _about(rollup: Rollup, number: int, row: RuleRow) -> str:
    if len(rollup.rules) == 1:
        return row.about
    return _GROUP.fill(rollup.language, {"number": str(number), "about": row.about})


def _facts(rollup: Rollup) -> Values:
    level, counting = rollup.level, rollup.counting
    rated = {kind: [one.is_rated for one in rollup.of(kind)] for kind in SubjectKind}
    accounts = [one.account for one in counting]

    def total(key: str) -> int | None:
        found = [getattr(account, key) for account in accounts if getattr(account, key) is not None]
        return sum(found) if found else None

    return {
        "unit_code": level.own.code if level else None,
        "unit": level.own.name if level else None,
        "above": (level.own.above or None) if level else None,
        "campaign": rollup.campaign[0],
        "campaign_name": rollup.campaign[1],
        "stage": rollup.stage[0],
        "stage_name": rollup.stage[1],
        "as_of": rollup.as_of,
        **people_told(rated),
        "units": len(level.units) if level else None,
        "units_in": len(counting) if level else None,
        "units_sealed": sum(one.sealed[0] for one in counting),
        "units_out": listing_of(_out(rollup), _OUT_NAMED).say(rollup.language) or None,
        **{key: total(key) for key in ("forms", "forms_in", "cells", "rejected", "errors", "difference")},
    }


def _out(rollup: Rollup) -> Iterator[str]:
    """Yield the units that do not count at this level; of those further below only where they are lacking."""
    for line in rollup.lines:
        if line.dispatch is None and line.expected:
            yield line.unit.name
        elif line.dispatch and line.dispatch.account.lacks_units:
            yield _FURTHER.fill(rollup.language, {"unit": line.unit.name})


_OUT_NAMED = 20
_FURTHER = T("{unit}的下级", "units below {unit}")


def _subject(told: Told, of: Dispatch, stars: Sequence[str], language: Lang) -> Values:
    own = dict(zip(of.stars[told.kind], told.stars, strict=True))
    who = {"code": told.code, "name": told.name} if told.code else {}
    return {
        "unit_code": told.unit,
        "unit": told.unit_name,
        "branch": told.branch,
        "branch_name": told.branch_name,
        **who,
        **{f"{dispatch.STAR}{n}": own.get(star) or None for n, star in enumerate(stars, 1)},
        "lit": told.lit,
        "composite": told.composite,
        "rank": told.rank,
        "level": level_shown(told, language) or None,
        "fit": YES_NO[told.fit],
        "rectify": YES_NO[told.rectify],
        "note": told.note or None,
    }
